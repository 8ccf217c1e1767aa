#![cfg_attr(feature = "engine", doc = include_str!("../README.md"))]
#![cfg_attr(
    not(feature = "engine"),
    doc = "The query types of the store, without the tables."
)]

#[cfg(feature = "engine")]
mod engine;
mod query;

#[cfg(feature = "engine")]
pub use engine::{AddReport, ReadDocument, Store, StoreError};
pub use query::{Holdings, Involving, KnownActor, Query};
