//! Phrases of dictionaries: their words, and which of them stand at a place of a sentence.

use std::collections::HashMap;

use entente_model::Span;

/// The words of a dictionary's phrase, in capitals, split as sentences are. `_` and blanks both
/// stand between words.
///
/// ```
/// use entente_lexicon::petrarch::words_of;
/// assert_eq!(words_of("STATE-OWNED_paper"), ["STATE", "-", "OWNED", "PAPER"]);
/// ```
pub fn words_of(phrase: &str) -> Vec<String> {
    let text = phrase.replace('_', " ");
    // A word behind it, so that the full stop of an abbreviation is not taken for a sentence's.
    let length = text.trim_end().len();
    let text = format!("{} x", text.trim_end());
    let mut words: Vec<String> = entente_text::tokens(&text, Span::new(0, text.len()))
        .into_iter()
        .map(|span| span.of(&text).to_uppercase())
        .collect();
    if words.len() > 1 || length == 0 {
        words.pop();
    }
    words
}

/// Phrases by their first word.
#[derive(Debug, Clone)]
pub struct PhraseIndex<T> {
    by_first: HashMap<String, Vec<(Vec<String>, T)>>,
}

impl<T> Default for PhraseIndex<T> {
    fn default() -> Self {
        Self {
            by_first: HashMap::new(),
        }
    }
}

impl<T> PhraseIndex<T> {
    /// Adds a phrase; if it is known already, nothing happens and the value it has comes back.
    pub(crate) fn add(&mut self, words: Vec<String>, value: T) -> Option<&T> {
        let first = words.first()?.clone();
        let phrases = self.by_first.entry(first).or_default();
        if let Some(at) = phrases.iter().position(|(known, _)| *known == words) {
            return phrases.get(at).map(|(_, value)| value);
        }
        // The longest first, so that the first that fits is the longest.
        let at = phrases.partition_point(|(known, _)| known.len() >= words.len());
        phrases.insert(at, (words, value));
        None
    }

    /// The phrases that begin with `first`, the longest first.
    pub fn beginning(&self, first: &str) -> &[(Vec<String>, T)] {
        self.by_first.get(first).map_or(&[], Vec::as_slice)
    }

    /// Whether a phrase begins with this word, in capitals.
    pub fn begins(&self, first: &str) -> bool {
        self.by_first.contains_key(first)
    }

    /// Every phrase, in no order.
    pub fn iter(&self) -> impl Iterator<Item = &(Vec<String>, T)> {
        self.by_first.values().flatten()
    }
}
