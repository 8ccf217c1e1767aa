//! The tables: Delta Lake on Parquet for keeping, DataFusion for asking. Nothing of either
//! shows in a public type.

mod acts;
mod columns;
mod compact;
mod counts;
mod error;
mod file;
mod gathering;
mod halves;
mod import;
mod listed;
mod lock;
mod newest;
mod packed;
mod plain;
mod records;
mod rows;
mod scan;
mod sheet;
mod sql;
mod store;
mod table;
mod tabled;
mod uniform;
mod verify;
mod walk;
mod work;

pub use compact::{CompactReport, VacuumReport};
pub use error::StoreError;
pub use import::{ImportBatch, ImportReport};
pub use sheet::{SheetFormat, SheetWriter, each_text_of_parquet};
pub use sql::{
    Names, SqlAnswer, SqlColumn, SqlError, SqlFormat, SqlFunction, SqlTable, sql_functions,
    sql_tables,
};
pub use store::{AddReport, ReadDocument, Store};
pub use tabled::Tabled;
