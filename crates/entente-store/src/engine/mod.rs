//! The tables: Delta Lake on Parquet for keeping, DataFusion for asking. Nothing of either
//! shows in a public type.

mod columns;
mod error;
mod lock;
mod records;
mod scan;
mod store;
mod table;

pub use error::StoreError;
pub use store::{AddReport, ReadDocument, Store};
