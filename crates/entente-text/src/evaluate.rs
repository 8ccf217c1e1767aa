//! Measures this crate against treebanks: the figures that `entente eval` and `xtask` print.
//!
//! It compares and counts; it reads no file and prints nothing.

mod coreference;
mod dates;
mod mentions;
mod parse;
mod sentences;

pub use coreference::{CoreferenceScores, LinkCounts, Method, evaluate_coreference};
pub use dates::{
    DateCase, DateFault, DateFileError, DateScores, LeftOut, evaluate_dates, read_date_cases,
    read_treebank_dates,
};
pub use mentions::{
    Matches, MentionFileError, MentionScores, MentionSentence, evaluate_mentions,
    read_mention_sentences,
};
pub use parse::{ParseScores, WordScores, evaluate_parser};
pub use sentences::{SentenceScores, evaluate_sentences};
