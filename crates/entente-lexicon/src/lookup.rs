//! The longest known phrase that begins at a word: one probe for each length that some phrase with
//! that first word has, so that most words cost one probe.

use entente_model::{Date, Sector, Span};

use crate::Lexicon;
use crate::data::{Sense, Senses};
use crate::indices::NOUNS;
use crate::names::{fold, key, singulars};

/// A stretch of words with what it can mean.
#[derive(Debug, Clone)]
pub(crate) struct Match {
    /// First word and one past the last.
    pub(crate) tokens: (usize, usize),
    pub(crate) senses: Vec<Sense>,
}

/// Words of the longest common noun that is looked up.
const LONGEST_NOUN: usize = 4;

impl Lexicon {
    /// The longest phrase from `start` with a sense that `keep` accepts. `folded` are the words,
    /// `raw` gives the text of a stretch of them. A plural means what its singular does, where that
    /// is a role.
    pub(crate) fn longest<'t>(
        &self,
        folded: &[String],
        raw: impl Fn(usize, usize) -> &'t str,
        start: usize,
        at: Option<Date>,
        keep: impl Fn(&Sense, usize) -> bool,
    ) -> Option<Match> {
        let first = folded.get(start)?;
        let reach = self.reaches().get(first).copied().unwrap_or(0);
        let reach = reach.max(1).min(folded.len() - start);
        let mut phrase = String::with_capacity(64);
        let mut ends = Vec::with_capacity(reach);
        for word in &folded[start..start + reach] {
            if !phrase.is_empty() {
                phrase.push(' ');
            }
            phrase.push_str(word);
            ends.push(phrase.len());
        }
        (1..=reach).rev().find_map(|length| {
            let end = start + length;
            let known = &phrase[..ends[length - 1]];
            let mut senses: Vec<Sense> = Vec::new();
            let exact = self.tables.exact.get(raw(start, end));
            let loose = self.tables.senses.get(known);
            for (phrase, found) in [(raw(start, end), exact), (known, loose)] {
                let Some(found) = found else { continue };
                let mut found = found.to_vec();
                found.retain(|sense| keep(sense, end) && !senses.contains(sense));
                self.tables.keep_current(phrase, &mut found, at);
                senses.extend(found);
            }
            if senses.is_empty() {
                senses.extend(
                    self.plural_role(known, length)
                        .filter(|role| keep(role, end)),
                );
            }
            (!senses.is_empty()).then_some(Match {
                tokens: (start, end),
                senses,
            })
        })
    }

    /// The role whose plural, or singular, a phrase is.
    fn plural_role(&self, phrase: &str, length: usize) -> Option<Sense> {
        let cut = if length == 1 {
            0
        } else {
            phrase.rfind(' ')? + 1
        };
        let (before, last) = phrase.split_at(cut);
        let plural = std::iter::once(format!("{last}s"));
        singulars(last).chain(plural).find_map(|other| {
            let senses = self.tables.senses.get(&format!("{before}{other}"))?;
            senses
                .iter()
                .copied()
                .find(|sense| matches!(sense, Sense::Role(_)))
        })
    }

    /// The stretches of a sentence's tokens that are known phrases, longest first from the left, as first
    /// token and one past the last.
    pub fn known_phrases(&self, text: &str, tokens: &[Span]) -> Vec<(usize, usize)> {
        let folded: Vec<String> = tokens.iter().map(|token| fold(token.of(text))).collect();
        let raw = |first: usize, end: usize| match (tokens.get(first), tokens.get(end - 1)) {
            (Some(from), Some(to)) => Span::new(from.start, to.end).of(text),
            _ => "",
        };
        let mut found = Vec::new();
        let mut start = 0;
        while start < tokens.len() {
            match self.longest(&folded, raw, start, None, |_, _| true) {
                Some(hit) => {
                    start = hit.tokens.1;
                    found.push(hit.tokens);
                }
                None => start += 1,
            }
        }
        found
    }

    /// The longest common noun from `start`, with its sector and one past its last word.
    pub(crate) fn longest_noun(&self, folded: &[String], start: usize) -> Option<(usize, Sector)> {
        let most = LONGEST_NOUN.min(folded.len().saturating_sub(start));
        (1..=most).rev().find_map(|length| {
            let phrase = folded[start..start + length].join(" ");
            Some((start + length, self.noun(&phrase)?))
        })
    }

    /// The sector of a common noun, in the singular or plural.
    pub(crate) fn noun(&self, phrase: &str) -> Option<Sector> {
        if let Some(sector) = NOUNS.get(phrase) {
            return Some(*sector);
        }
        let cut = phrase.rfind(' ').map_or(0, |blank| blank + 1);
        let (before, last) = phrase.split_at(cut);
        singulars(last).find_map(|singular| NOUNS.get(&format!("{before}{singular}")).copied())
    }

    /// What a phrase that stands alone can mean.
    pub(crate) fn senses(&self, phrase: &str, at: Option<Date>) -> Vec<Sense> {
        let (key, length) = key(phrase);
        let bare = phrase.trim_start_matches("the ").trim_start_matches("The ");
        let current = |senses: Option<&Senses>, phrase: &str| {
            let mut senses = senses.map(|it| it.to_vec()).unwrap_or_default();
            self.tables.keep_current(phrase, &mut senses, at);
            senses
        };
        let mut senses = current(self.tables.exact.get(bare), bare);
        senses.extend(current(self.tables.senses.get(&key), &key));
        if senses.is_empty() {
            senses.extend(self.plural_role(&key, length));
        }
        if senses.is_empty() && bare.len() <= 8 {
            // An acronym in small letters, as people type it.
            let loud = bare.to_uppercase();
            senses.extend(current(self.tables.exact.get(&loud), &loud));
        }
        senses
    }

    /// Whether a word alone, folded, is known as anything.
    pub(crate) fn knows_word(&self, written: &str) -> bool {
        self.tables.senses.contains_key(&fold(written)) || self.tables.exact.contains_key(written)
    }
}
