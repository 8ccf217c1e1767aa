#![cfg_attr(feature = "engine", doc = include_str!("../README.md"))]
#![cfg_attr(
    not(feature = "engine"),
    doc = "The query types of the store, without the tables."
)]

#[cfg(feature = "engine")]
mod engine;
#[cfg(feature = "engine")]
pub mod export;
#[cfg(test)]
mod fixtures;
mod query;
mod sheet;

#[cfg(feature = "engine")]
pub use engine::{
    AddReport, CompactReport, ImportBatch, ImportReport, Names, ReadDocument, SheetFormat,
    SheetWriter, SqlAnswer, SqlColumn, SqlError, SqlFormat, SqlFunction, SqlTable, Store,
    StoreError, Tabled, VacuumReport, each_text_of_parquet, sql_functions, sql_tables,
};
pub use query::{
    EventCount, Holdings, Involving, KnownActor, Period, Query, RowQuery, Tallies, Tally,
    TallyQuery,
};
pub use sheet::{CellKind, Cells, Column};
