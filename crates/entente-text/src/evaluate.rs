//! Measures this crate against treebanks: the figures that `entente eval` and `xtask` print.
//!
//! It compares and counts; it reads no file and prints nothing.

mod parse;
mod sentences;

pub use parse::{ParseScores, evaluate_parser};
pub use sentences::{SentenceScores, evaluate_sentences};
