//! Writing sheets as CSV, Parquet or an Arrow file, and reading one column of text back.

use std::io::{self, Write};
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{
    ArrayRef, AsArray, Float64Array, Int64Array, RecordBatch, StringArray,
};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::ipc::writer::FileWriter;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use datafusion::parquet::basic::{Compression, ZstdLevel};
use datafusion::parquet::file::properties::WriterProperties;

use super::error::StoreError;
use crate::{CellKind, Cells, Column};

/// How a sheet is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SheetFormat {
    /// Comma-separated values, RFC 4180, with a header. A missing cell is empty.
    Csv,
    /// Parquet.
    Parquet,
    /// An Arrow IPC file, as Feather version 2 is.
    Arrow,
}

/// Takes the rows of a sheet a stretch at a time, and holds no more than a stretch of them (Parquet: a
/// row group of at most 131,072).
pub struct SheetWriter {
    schema: SchemaRef,
    kinds: Vec<CellKind>,
    out: Out,
    rows: u64,
}

enum Out {
    Csv(Box<dyn Write + Send>),
    Parquet(Box<ArrowWriter<Box<dyn Write + Send>>>),
    Arrow(Box<FileWriter<Box<dyn Write + Send>>>),
}

/// Rows of a row group of Parquet.
const GROUP: usize = 1 << 17;

impl std::fmt::Debug for SheetWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SheetWriter")
            .field("schema", &self.schema)
            .field("rows", &self.rows)
            .finish_non_exhaustive()
    }
}

impl SheetWriter {
    /// Begins a sheet of these columns.
    ///
    /// # Errors
    ///
    /// When nothing can be written.
    pub fn new(
        format: SheetFormat,
        columns: &[Column],
        mut to: Box<dyn Write + Send>,
    ) -> io::Result<Self> {
        let fields: Vec<Field> = columns
            .iter()
            .map(|column| {
                let kind = match column.kind {
                    CellKind::Text => DataType::Utf8,
                    CellKind::Whole => DataType::Int64,
                    CellKind::Number => DataType::Float64,
                };
                Field::new(&column.name, kind, true)
            })
            .collect();
        let schema = Arc::new(Schema::new(fields));
        let out = match format {
            SheetFormat::Csv => {
                for (place, column) in columns.iter().enumerate() {
                    separate(&mut to, place)?;
                    write_text(&mut to, &column.name)?;
                }
                to.write_all(b"\n")?;
                Out::Csv(to)
            }
            SheetFormat::Parquet => {
                let properties = WriterProperties::builder()
                    .set_compression(Compression::ZSTD(ZstdLevel::default()))
                    .set_max_row_group_row_count(Some(GROUP))
                    .build();
                let writer = ArrowWriter::try_new(to, schema.clone(), Some(properties));
                Out::Parquet(Box::new(writer.map_err(io::Error::other)?))
            }
            SheetFormat::Arrow => {
                let writer = FileWriter::try_new(to, &schema).map_err(io::Error::other)?;
                Out::Arrow(Box::new(writer))
            }
        };
        Ok(Self {
            schema,
            kinds: columns.iter().map(|column| column.kind).collect(),
            out,
            rows: 0,
        })
    }

    /// Writes a stretch of rows.
    ///
    /// # Errors
    ///
    /// When the columns are not those that were announced, or of different lengths, or nothing can be
    /// written.
    pub fn write(&mut self, columns: &[Cells]) -> io::Result<()> {
        let length = columns.first().map_or(0, Cells::len);
        let fits = columns.len() == self.kinds.len()
            && columns
                .iter()
                .zip(&self.kinds)
                .all(|(cells, kind)| cells.kind() == *kind && cells.len() == length);
        if !fits {
            let reason = "the columns are not those that were announced";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, reason));
        }
        self.rows += length as u64;
        if let Out::Csv(to) = &mut self.out {
            return write_csv(to, columns, length);
        }
        let arrays: Vec<ArrayRef> = columns.iter().map(array).collect();
        let batch = RecordBatch::try_new(self.schema.clone(), arrays).map_err(io::Error::other)?;
        match &mut self.out {
            Out::Csv(_) => Ok(()),
            Out::Parquet(writer) => writer.write(&batch).map_err(io::Error::other),
            Out::Arrow(writer) => writer.write(&batch).map_err(io::Error::other),
        }
    }

    /// Ends the sheet, and says how many rows it has.
    ///
    /// # Errors
    ///
    /// When nothing can be written.
    pub fn finish(self) -> io::Result<u64> {
        match self.out {
            Out::Csv(mut to) => to.flush()?,
            Out::Parquet(writer) => {
                writer.into_inner().map_err(io::Error::other)?.flush()?;
            }
            Out::Arrow(mut writer) => {
                writer.finish().map_err(io::Error::other)?;
                writer.into_inner().map_err(io::Error::other)?.flush()?;
            }
        }
        Ok(self.rows)
    }
}

fn array(cells: &Cells) -> ArrayRef {
    match cells {
        Cells::Text(cells) => Arc::new(StringArray::from_iter(cells)),
        Cells::Whole(cells) => Arc::new(Int64Array::from_iter(cells)),
        Cells::Number(cells) => Arc::new(Float64Array::from_iter(cells)),
    }
}

fn separate(to: &mut dyn Write, place: usize) -> io::Result<()> {
    if place > 0 {
        to.write_all(b",")
    } else {
        Ok(())
    }
}

fn write_csv(to: &mut dyn Write, columns: &[Cells], length: usize) -> io::Result<()> {
    for row in 0..length {
        for (place, cells) in columns.iter().enumerate() {
            separate(to, place)?;
            match cells {
                Cells::Text(cells) => match &cells[row] {
                    // An empty text is told from a missing one by its quotation marks.
                    Some(text) if text.is_empty() => to.write_all(b"\"\"")?,
                    Some(text) => write_text(to, text)?,
                    None => {}
                },
                Cells::Whole(cells) => {
                    if let Some(number) = cells[row] {
                        write!(to, "{number}")?;
                    }
                }
                Cells::Number(cells) => {
                    if let Some(number) = cells[row] {
                        write!(to, "{number}")?;
                    }
                }
            }
        }
        to.write_all(b"\n")?;
    }
    Ok(())
}

pub(super) fn write_text(to: &mut dyn Write, text: &str) -> io::Result<()> {
    if !text.contains(['"', ',', '\n', '\r']) {
        return to.write_all(text.as_bytes());
    }
    write!(to, "\"{}\"", text.replace('"', "\"\""))
}

/// Gives every text of one column of a Parquet file that somebody may have changed.
///
/// # Errors
///
/// When the file cannot be read, or has no such column of texts.
pub fn each_text_of_parquet(
    path: &Path,
    column: &str,
    each: &mut dyn FnMut(&str),
) -> Result<(), StoreError> {
    let damaged = |reason: &dyn std::fmt::Display| {
        StoreError::io(
            path,
            io::Error::new(io::ErrorKind::InvalidData, reason.to_string()),
        )
    };
    let file = std::fs::File::open(path).map_err(|error| StoreError::io(path, error))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)
        .and_then(ParquetRecordBatchReaderBuilder::build)
        .map_err(|error| damaged(&error))?;
    for batch in reader {
        let batch = batch.map_err(|error| damaged(&error))?;
        let texts = batch
            .column_by_name(column)
            .and_then(|it| it.as_string_opt::<i32>())
            .ok_or_else(|| damaged(&format!("no column of texts is named {column}")))?;
        texts.iter().flatten().for_each(&mut *each);
    }
    Ok(())
}
