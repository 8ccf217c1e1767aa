#![doc = include_str!("../README.md")]

#[cfg(feature = "engine")]
mod engine;
mod query;

#[cfg(feature = "engine")]
pub use engine::{AddReport, ReadDocument, Store, StoreError};
pub use query::{Holdings, Involving, KnownActor, Query};
