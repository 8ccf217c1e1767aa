//! The coder against what people marked: the sides of an event (`spans`), the type of what happens
//! between two marked phrases (`pairs`), whole events (`events`), who says what (`attribution`), how two
//! actors stand (`relations`), and whom pronouns and descriptions mean (`meant`).

mod attribution;
mod events;
mod meant;
mod pairs;
mod relations;
mod spans;
mod spans_in;

pub use attribution::{
    AttributionCase, AttributionScores, MarkedAttribution, Shared, evaluate_attributions,
};
pub use events::{EventScores, evaluate_events};
pub use meant::{
    MarkedArticle, MarkedPhrase, MarkedSentence, MeantScores, MeantTally, description_decisions,
    evaluate_meant, marked_document, read_marked_sentences,
};
pub use pairs::{Method, PairCase, TypeScores, evaluate_pairs, read_pair_cases};
pub use relations::{RelationCase, RelationScores, RelationTally, evaluate_relations};
pub use spans::{SpanCase, SpanScores, Tally, evaluate_spans};
