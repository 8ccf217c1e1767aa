#![doc = include_str!("../README.md")]

mod actor;
mod assertion;
mod borrowed;
mod content;
mod coverage;
mod date;
mod diagnostic;
mod document;
mod event;
mod id;
mod level;
mod names;
mod table;
mod tie;

pub use actor::{ActorRef, Sector};
pub use assertion::{
    Assertion, Body, Bound, Certainty, Evidence, Figure, Label, Polarity, Position, Stance,
};
pub use borrowed::{AssertionRef, BodyRef, DateSpanRef, EventPlaceRef, EventRef, EvidenceRef};
pub use coverage::{Coverage, Covers, ImportRecord, Reject};
pub use date::{DateSpan, Precision};
pub use diagnostic::{Diagnostic, Place, Severity};
pub use document::{Block, BlockKind, Document, Passage, Span};
pub use event::{Event, EventPlace, EventType, Quad, Toll};
pub use id::ContentId;
pub use jiff::civil::Date;
pub use level::Level;
pub use names::UnknownName;
pub use table::{SharedActors, TableRow, Values, Vote};
pub use tie::{Relation, Tie};
