//! Dictionaries of discards: a phrase a line, with `+` where the whole story goes.

use super::DictionaryFile;
use super::lines::lines;
use super::phrase::{PhraseIndex, words_of};

/// What is left out for a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Discard {
    /// The sentence that it stands in.
    Sentence,
    /// The whole story.
    Story,
}

pub(super) fn read(file: &DictionaryFile, into: &mut PhraseIndex<Discard>) {
    for (_, line) in lines(file) {
        // TABARI's discards carry the code [###].
        let phrase = line.split('[').next().unwrap_or_default().trim();
        let (phrase, discard) = match phrase.strip_prefix('+') {
            Some(phrase) => (phrase, Discard::Story),
            None => (phrase, Discard::Sentence),
        };
        into.add(words_of(phrase), discard);
    }
}
