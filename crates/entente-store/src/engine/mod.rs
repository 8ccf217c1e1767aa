//! The tables: Delta Lake on Parquet for keeping, DataFusion for asking. Nothing of either
//! shows in a public type.

mod acts;
mod columns;
mod error;
mod import;
mod lock;
mod records;
mod rows;
mod scan;
mod sheet;
mod store;
mod table;
mod walk;

pub use error::StoreError;
pub use import::{ImportBatch, ImportReport};
pub use sheet::{SheetFormat, SheetWriter, each_text_of_parquet};
pub use store::{AddReport, ReadDocument, Store};
