//! Which sentences deserve to be read in full: those from which something might be coded.
//!
//! Looks at words alone, before any tag or tree. It errs towards reading: what it passes over is
//! coded from a quick parse, what it lets through costs the encoder's time.

use std::collections::HashSet;

use entente_lexicon::Lexicon;
use entente_model::Span;
use entente_text::{Triage, Upos, lemma};

use crate::predicates::Predicates;

/// Selects sentences that may name somebody and may say something of them that is coded.
#[derive(Debug, Clone, Copy)]
pub struct WorthCoding {
    lexicon: &'static Lexicon,
    predicates: &'static Predicates,
}

impl WorthCoding {
    /// By the lexicon and predicates that are compiled in.
    pub fn builtin() -> Self {
        Self::new(Lexicon::builtin())
    }

    /// By the predicates that are compiled in, and the names that this lexicon knows.
    pub fn new(lexicon: &'static Lexicon) -> Self {
        Self {
            lexicon,
            predicates: Predicates::builtin(),
        }
    }

    /// Whether somebody who acts may be meant: by a name that is known, by a capital inside the
    /// sentence, or by a pronoun.
    fn is_somebody(&self, word: &str, inside: bool) -> bool {
        inside && word.starts_with(char::is_uppercase)
            || PRONOUNS.contains(&word)
            || self.lexicon.may_begin_actor(word)
    }

    /// Whether a word tells an event, a tie, a stance or a label.
    fn is_telling<'a>(&self, words: impl Iterator<Item = &'a str>) -> bool {
        let words: Vec<String> = words.map(str::to_lowercase).collect();
        let mut forms = HashSet::with_capacity(3 * words.len());
        for word in &words {
            let verb = lemma(word, Upos::Verb);
            // What rules of inflection cannot restore: "rebuk", "expell".
            forms.insert(format!("{verb}e"));
            forms.extend(verb.strip_suffix('l').map(str::to_owned));
            forms.insert(verb);
            forms.insert(lemma(word, Upos::Noun));
        }
        forms.extend(words);
        forms.iter().any(|form| self.predicates.tells(form, &forms))
    }
}

/// Whom an earlier sentence named.
const PRONOUNS: &[&str] = &[
    "he", "she", "they", "it", "who", "which", "both", "He", "She", "They", "It", "Both",
];

impl Triage for WorthCoding {
    fn deserves(&self, text: &str, sentence: &[Span]) -> bool {
        let words = || sentence.iter().map(|span| span.of(text));
        let mut somebody = words().enumerate();
        somebody.any(|(index, word)| self.is_somebody(word, index > 0)) && self.is_telling(words())
    }
}

#[cfg(test)]
mod tests {
    use entente_text::tokens;

    use super::*;

    fn check(sentence: &str, expected: bool) {
        let spans = tokens(sentence, Span::new(0, sentence.len()));
        let found = WorthCoding::builtin().deserves(sentence, &spans);
        assert_eq!(found, expected, "{sentence}");
    }

    #[test]
    fn an_actor_and_a_telling_word_deserve_the_second_look() {
        check("Iran attacked the base.", true);
        check("They expelled four diplomats.", true);
        check("Talks between Amman and Riyadh go on.", true);
        check("The river is wide and slow here.", false);
        check("Attacks of this kind are rare.", false);
        check("Iran will hold an election.", false);
        check("Iran will hold an exercise.", true);
        check("", false);
    }
}
