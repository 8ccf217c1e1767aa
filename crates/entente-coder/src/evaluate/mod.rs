//! The coder against what people marked: the sides of an event (`spans`), the type of what happens
//! between two marked phrases (`pairs`), whole events (`events`), who says what (`attribution`), and how
//! two actors stand (`relations`).

mod attribution;
mod events;
mod pairs;
mod relations;
mod spans;
mod spans_in;

pub use attribution::{
    AttributionCase, AttributionScores, MarkedAttribution, Shared, evaluate_attributions,
};
pub use events::{EventScores, evaluate_events};
pub use pairs::{Method, PairCase, TypeScores, evaluate_pairs, read_pair_cases};
pub use relations::{RelationCase, RelationScores, RelationTally, evaluate_relations};
pub use spans::{SpanCase, SpanScores, Tally, evaluate_spans};
