//! Keeps documents, passages and assertions.

mod query;

pub use query::{Holdings, Involving, KnownActor, Query};
