//! Sentences that are not to be coded.

use entente_lexicon::petrarch::{Dictionaries, Discard};

use super::words::Words;

/// Why a sentence is not coded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// A phrase of the dictionary of discards leaves out the whole story.
    Story,
    /// One leaves out the sentence.
    Sentence,
    /// The sentence still has its dateline ("PORT ANSEL: --"), which a parse takes for a part of it.
    Dateline,
}

/// The longest dateline, in tokens.
const LONGEST_DATELINE: usize = 8;

/// Whether a sentence is to be coded.
pub(super) fn refuse(dictionaries: &Dictionaries, words: &Words) -> Result<(), Refusal> {
    let mut discarded = None;
    for at in 0..words.upper.len() {
        match words.longest(&dictionaries.discards, at) {
            Some((_, _, Discard::Story)) => return Err(Refusal::Story),
            Some((_, _, Discard::Sentence)) => discarded = Some(Refusal::Sentence),
            None => {}
        }
    }
    match discarded {
        Some(refusal) => Err(refusal),
        None if words.dateline(LONGEST_DATELINE) => Err(Refusal::Dateline),
        None => Ok(()),
    }
}
