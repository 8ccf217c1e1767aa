//! The answer to a query, written as a table, CSV, JSON or Parquet a stretch of rows at a time.

use std::io::{self, Write};
use std::path::PathBuf;

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::datatypes::{
    DataType, Float32Type, Float64Type, Int8Type, Int16Type, Int32Type, Int64Type, SchemaRef,
    UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use datafusion::arrow::ipc::writer::FileWriter;
use datafusion::arrow::util::display::{ArrayFormatter, FormatOptions};
use datafusion::execution::SendableRecordBatchStream;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::WriterProperties;
use serde_json::{Map, Value};

use super::{SqlError, guarded};
use crate::engine::sheet::write_text;
use crate::engine::work;

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SqlFormat {
    /// Columns in line, for reading; long cells are cut.
    Text,
    /// Comma-separated values, RFC 4180, with a header. A missing cell is empty.
    Csv,
    /// One JSON array of objects.
    Json,
    /// JSON objects, one a line.
    Jsonl,
    /// Parquet.
    Parquet,
    /// An Arrow IPC file, as Feather version 2 is.
    Arrow,
}

/// The answer to a query. Its rows are made while they are written.
pub struct SqlAnswer {
    pub(super) stream: SendableRecordBatchStream,
    pub(super) folder: PathBuf,
}

impl std::fmt::Debug for SqlAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SqlAnswer").finish_non_exhaustive()
    }
}

/// Widest cell of a table for reading, in characters.
const WIDEST: usize = 60;

impl SqlAnswer {
    /// Names of the columns.
    pub fn columns(&self) -> Vec<String> {
        let schema = self.stream.schema();
        schema.fields().iter().map(|it| it.name().clone()).collect()
    }

    /// Writes the answer, and says how many rows it has.
    ///
    /// # Errors
    ///
    /// When the store cannot be read, a value cannot be worked out, or nothing can be written.
    pub async fn write(
        mut self,
        format: SqlFormat,
        to: Box<dyn Write + Send>,
    ) -> Result<u64, SqlError> {
        let mut writer = Writer::new(format, self.stream.schema(), to)?;
        let mut rows = 0;
        while let Some(batch) = self.next().await? {
            writer.write(&batch, rows == 0)?;
            rows += batch.num_rows() as u64;
        }
        writer.finish(rows)?;
        Ok(rows)
    }

    /// The next rows that there are.
    async fn next(&mut self) -> Result<Option<RecordBatch>, SqlError> {
        loop {
            let (next, rest) = guarded(&self.folder, work::next(&mut self.stream)).await?;
            self.stream = rest;
            if next.as_ref().is_none_or(|batch| batch.num_rows() > 0) {
                return Ok(next);
            }
        }
    }
}

enum Writer {
    Text(Box<dyn Write + Send>, SchemaRef, Vec<usize>),
    Csv(Box<dyn Write + Send>),
    Json(Box<dyn Write + Send>, SchemaRef),
    Jsonl(Box<dyn Write + Send>, SchemaRef),
    Parquet(Box<ArrowWriter<Box<dyn Write + Send>>>),
    Arrow(Box<FileWriter<Box<dyn Write + Send>>>),
}

impl Writer {
    fn new(
        format: SqlFormat,
        schema: SchemaRef,
        mut to: Box<dyn Write + Send>,
    ) -> io::Result<Self> {
        Ok(match format {
            SqlFormat::Text => Self::Text(to, schema, Vec::new()),
            SqlFormat::Csv => {
                for (place, field) in schema.fields().iter().enumerate() {
                    if place > 0 {
                        to.write_all(b",")?;
                    }
                    write_text(&mut to, field.name())?;
                }
                to.write_all(b"\n")?;
                Self::Csv(to)
            }
            SqlFormat::Json => {
                to.write_all(b"[")?;
                Self::Json(to, schema)
            }
            SqlFormat::Jsonl => Self::Jsonl(to, schema),
            SqlFormat::Parquet => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::default()))
                    .build();
                let writer = ArrowWriter::try_new(to, schema, Some(properties));
                Self::Parquet(Box::new(writer.map_err(io::Error::other)?))
            }
            SqlFormat::Arrow => {
                let writer = FileWriter::try_new(to, &schema).map_err(io::Error::other)?;
                Self::Arrow(Box::new(writer))
            }
        })
    }

    fn write(&mut self, batch: &RecordBatch, is_first: bool) -> io::Result<()> {
        match self {
            Self::Text(to, schema, widths) => {
                let cells = Cells::new(batch)?;
                if is_first {
                    *widths = cells.widths(schema);
                    let names: Vec<String> =
                        schema.fields().iter().map(|it| it.name().clone()).collect();
                    write_line(to, &names, widths, &[])?;
                    let rules: Vec<String> = widths.iter().map(|it| "─".repeat(*it)).collect();
                    write_line(to, &rules, widths, &[])?;
                }
                let numeric: Vec<bool> = (batch.columns().iter())
                    .map(|it| it.data_type().is_numeric())
                    .collect();
                for row in 0..batch.num_rows() {
                    let cells: Vec<String> = cells.row(row).map(|it| cut(&it)).collect();
                    write_line(to, &cells, widths, &numeric)?;
                }
                Ok(())
            }
            Self::Csv(to) => {
                let cells = Cells::new(batch)?;
                for row in 0..batch.num_rows() {
                    for (place, column) in batch.columns().iter().enumerate() {
                        if place > 0 {
                            to.write_all(b",")?;
                        }
                        if column.is_valid(row) {
                            let text = cells.cell(place, row);
                            // An empty text is told from a missing one by its quotation marks.
                            if text.is_empty() {
                                to.write_all(b"\"\"")?;
                            } else {
                                write_text(to, &text)?;
                            }
                        }
                    }
                    to.write_all(b"\n")?;
                }
                Ok(())
            }
            Self::Json(to, schema) => {
                for row in 0..batch.num_rows() {
                    let before: &[u8] = if is_first && row == 0 { b"\n" } else { b",\n" };
                    to.write_all(before)?;
                    write_object(to, schema, batch, row)?;
                }
                Ok(())
            }
            Self::Jsonl(to, schema) => {
                for row in 0..batch.num_rows() {
                    write_object(to, schema, batch, row)?;
                    to.write_all(b"\n")?;
                }
                Ok(())
            }
            Self::Parquet(writer) => writer.write(batch).map_err(io::Error::other),
            Self::Arrow(writer) => writer.write(batch).map_err(io::Error::other),
        }
    }

    fn finish(self, rows: u64) -> io::Result<()> {
        match self {
            Self::Text(mut to, schema, _) => {
                if rows == 0 {
                    let names: Vec<&str> = schema
                        .fields()
                        .iter()
                        .map(|it| it.name().as_str())
                        .collect();
                    writeln!(to, "{}", names.join("  "))?;
                }
                to.flush()
            }
            Self::Csv(mut to) | Self::Jsonl(mut to, _) => to.flush(),
            Self::Json(mut to, _) => {
                to.write_all(if rows == 0 { b"]\n" } else { b"\n]\n" })?;
                to.flush()
            }
            Self::Parquet(writer) => writer.into_inner().map_err(io::Error::other)?.flush(),
            Self::Arrow(mut writer) => {
                writer.finish().map_err(io::Error::other)?;
                writer.into_inner().map_err(io::Error::other)?.flush()
            }
        }
    }
}

/// The cells of a batch as text.
struct Cells<'a>(Vec<ArrayFormatter<'a>>, usize);

const OPTIONS: FormatOptions<'static> = FormatOptions::new();

impl<'a> Cells<'a> {
    fn new(batch: &'a RecordBatch) -> io::Result<Self> {
        let each = batch.columns().iter();
        let columns = each
            .map(|column| ArrayFormatter::try_new(column.as_ref(), &OPTIONS))
            .collect::<Result<_, _>>()
            .map_err(io::Error::other)?;
        Ok(Self(columns, batch.num_rows()))
    }

    fn cell(&self, column: usize, row: usize) -> String {
        self.0[column].value(row).to_string()
    }

    fn row(&self, row: usize) -> impl Iterator<Item = String> {
        self.0.iter().map(move |it| it.value(row).to_string())
    }

    /// How wide columns must be for the first rows and the names; later cells may stick out.
    fn widths(&self, schema: &SchemaRef) -> Vec<usize> {
        const LOOKED_AT: usize = 1000;
        let mut widths: Vec<usize> = schema
            .fields()
            .iter()
            .map(|it| it.name().chars().count())
            .collect();
        for row in 0..self.1.min(LOOKED_AT) {
            for (width, cell) in widths.iter_mut().zip(self.row(row)) {
                *width = (*width).max(cut(&cell).chars().count());
            }
        }
        widths
    }
}

/// A cell on one line, and not too wide.
fn cut(cell: &str) -> String {
    let mut cut: String = cell
        .chars()
        .take(WIDEST)
        .map(|it| if it.is_control() { ' ' } else { it })
        .collect();
    if cell.chars().nth(WIDEST).is_some() {
        cut.pop();
        cut.push('…');
    }
    cut
}

fn write_line(
    to: &mut impl Write,
    cells: &[String],
    widths: &[usize],
    right: &[bool],
) -> io::Result<()> {
    let mut line = String::new();
    for (place, (cell, width)) in cells.iter().zip(widths).enumerate() {
        if place > 0 {
            line.push_str("  ");
        }
        if right.get(place) == Some(&true) {
            line.push_str(&format!("{cell:>width$}"));
        } else {
            line.push_str(&format!("{cell:<width$}"));
        }
    }
    writeln!(to, "{}", line.trim_end())
}

/// A row as a JSON object with its columns in their order.
fn write_object(
    to: &mut impl Write,
    schema: &SchemaRef,
    batch: &RecordBatch,
    row: usize,
) -> io::Result<()> {
    for (place, (field, column)) in schema.fields().iter().zip(batch.columns()).enumerate() {
        to.write_all(if place == 0 { b"{" } else { b"," })?;
        serde_json::to_writer(&mut *to, field.name())?;
        to.write_all(b":")?;
        serde_json::to_writer(&mut *to, &value(column, row))?;
    }
    to.write_all(if schema.fields().is_empty() {
        b"{}"
    } else {
        b"}"
    })
}

/// A cell as JSON: numbers, truth values and lists as such, everything else as text.
fn value(column: &ArrayRef, row: usize) -> Value {
    if column.is_null(row) {
        return Value::Null;
    }
    macro_rules! number {
        ($($kind:ident => $of:ty),*) => {
            match column.data_type() {
                $(DataType::$kind => return column.as_primitive::<$of>().value(row).into(),)*
                _ => {}
            }
        };
    }
    number!(
        Int8 => Int8Type, Int16 => Int16Type, Int32 => Int32Type, Int64 => Int64Type,
        UInt8 => UInt8Type, UInt16 => UInt16Type, UInt32 => UInt32Type, UInt64 => UInt64Type,
        Float32 => Float32Type, Float64 => Float64Type
    );
    match column.data_type() {
        DataType::Boolean => column.as_boolean().value(row).into(),
        DataType::Utf8 => column.as_string::<i32>().value(row).into(),
        DataType::List(_) => {
            let list = column.as_list::<i32>().value(row);
            (0..list.len()).map(|place| value(&list, place)).collect()
        }
        DataType::Struct(fields) => {
            let parts = column.as_struct();
            let each = fields.iter().zip(parts.columns());
            each.map(|(field, part)| (field.name().clone(), value(part, row)))
                .collect::<Map<_, _>>()
                .into()
        }
        _ => match ArrayFormatter::try_new(column.as_ref(), &OPTIONS) {
            Ok(cells) => cells.value(row).to_string().into(),
            Err(_) => Value::Null,
        },
    }
}
