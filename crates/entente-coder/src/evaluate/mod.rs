//! The coder against what people marked: the sides of an event (`spans`), the type of what happens
//! between two marked phrases (`pairs`), and whole events (`events`).

mod events;
mod pairs;
mod spans;

pub use events::{EventScores, evaluate_events};
pub use pairs::{Method, PairCase, TypeScores, evaluate_pairs, read_pair_cases};
pub use spans::{SpanCase, SpanScores, Tally, evaluate_spans};
