//! How what is stored leaves: assertions as a sheet, as JSON-LD, and as graphs. Nothing here touches
//! a file: what is written goes to a `Write`.

mod graph;
mod json_ld;
mod sheet;

pub use graph::{GraphFormat, GraphWriter};
pub use json_ld::{JsonLdWriter, read_json_ld};
pub use sheet::{RECORD, assertion_cells, assertion_columns};
