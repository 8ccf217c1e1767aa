//! A column of a row group in which all rows have the same: written at once, without a look at each of them.
//!
//! As <https://parquet.apache.org/docs/file-format/data-pages/> has it: a dictionary of the one text, where there is one,
//! and one data page (version 2) whose levels and whose indices are a run each.

use bytes::Bytes;
use datafusion::arrow::array::{Array, ArrayRef, AsArray};
use datafusion::arrow::datatypes::DataType;
use datafusion::parquet::basic::{Compression, Encoding, Type};
use datafusion::parquet::column::page::{CompressedPage, Page, PageWriter};
use datafusion::parquet::column::writer::ColumnCloseResult;
use datafusion::parquet::data_type::ByteArray;
use datafusion::parquet::errors::ParquetError;
use datafusion::parquet::file::metadata::{ColumnChunkMetaData, OffsetIndexBuilder};
use datafusion::parquet::file::statistics::Statistics;
use datafusion::parquet::file::writer::{
    SerializedPageWriter, SerializedRowGroupWriter, TrackedWrite,
};
use datafusion::parquet::schema::types::ColumnDescPtr;

/// The longest text that is told as the least and greatest one of its column, bytes.
const LONGEST_BOUND: usize = 64;

/// What all rows of a column have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Uniform<'a> {
    Nothing,
    /// A list without anything in it.
    EmptyList,
    Text(&'a str),
}

impl<'a> Uniform<'a> {
    /// What all rows of a column have, of which these are the parts; `None` where it is not the same.
    pub(super) fn of(arrays: impl Iterator<Item = &'a ArrayRef> + Clone) -> Option<Self> {
        let each = || arrays.clone().filter(|it| !it.is_empty());
        let first = each().next()?;
        if each().all(|it| it.null_count() == it.len()) {
            return Some(Self::Nothing);
        }
        if each().any(|it| it.null_count() > 0) {
            return None;
        }
        match first.data_type() {
            DataType::Utf8 | DataType::Utf8View => {
                let text = texts_of(first)?.next()??;
                let is_same = |it: &ArrayRef| {
                    texts_of(it).is_some_and(|mut texts| texts.all(|it| it == Some(text)))
                };
                each().all(is_same).then_some(Self::Text(text))
            }
            DataType::List(_) => {
                let is_empty = |it: &ArrayRef| {
                    let lists = it.as_list_opt::<i32>();
                    lists.is_some_and(|lists| lists.offsets().first() == lists.offsets().last())
                };
                each().all(is_empty).then_some(Self::EmptyList)
            }
            _ => None,
        }
    }
}

/// The texts of a column, where it has texts.
fn texts_of(array: &ArrayRef) -> Option<Box<dyn Iterator<Item = Option<&str>> + '_>> {
    let views = array.as_string_view_opt();
    match array.as_string_opt::<i32>() {
        Some(texts) => Some(Box::new(texts.iter())),
        None => Some(Box::new(views?.iter())),
    }
}

/// The chunk of such a column, which belongs to a row group from `append_to` on.
#[derive(Debug)]
pub(super) struct UniformChunk {
    bytes: Bytes,
    close: ColumnCloseResult,
}

impl UniformChunk {
    /// Writes the chunk of a column that may be missing in a row, of so many rows.
    pub(super) fn new(
        column: &ColumnDescPtr,
        uniform: Uniform<'_>,
        rows: u32,
    ) -> Result<Self, ParquetError> {
        let mut sink = TrackedWrite::new(Vec::new());
        let mut pages = SerializedPageWriter::new(&mut sink);
        let mut encodings = vec![Encoding::PLAIN, Encoding::RLE];
        let mut uncompressed = 0;
        let text = match uniform {
            Uniform::Text(text) => Some(text),
            Uniform::Nothing | Uniform::EmptyList => None,
        };
        let dictionary = match text {
            Some(text) => {
                encodings.push(Encoding::RLE_DICTIONARY);
                let written = pages.write_page(dictionary_of(text)?)?;
                uncompressed += written.uncompressed_size;
                Some(written)
            }
            None => None,
        };
        let data = pages.write_page(data_page(column, uniform, rows)?)?;
        uncompressed += data.uncompressed_size;
        pages.close()?;
        let bytes = Bytes::from(sink.into_inner()?);

        let mut offsets = OffsetIndexBuilder::new();
        offsets.append_row_count(i64::from(rows));
        let size = i32::try_from(data.compressed_size).map_err(too_long)?;
        offsets.append_offset_and_size(place(data.offset)?, size);
        let text_bytes = text.map_or(0, |text| text.len() as i64 * i64::from(rows));
        let is_text = column.physical_type() == Type::BYTE_ARRAY;
        offsets.append_unencoded_byte_array_data_bytes(is_text.then_some(text_bytes));
        let metadata = ColumnChunkMetaData::builder(column.clone())
            .set_compression(Compression::UNCOMPRESSED)
            .set_encodings(encodings)
            .set_num_values(i64::from(rows))
            .set_total_compressed_size(place(bytes.len() as u64)?)
            .set_total_uncompressed_size(place(uncompressed as u64)?)
            .set_dictionary_page_offset(dictionary.map(|it| place(it.offset)).transpose()?)
            .set_data_page_offset(place(data.offset)?);
        let metadata = match statistics(column.physical_type(), text, rows) {
            Some(statistics) => metadata.set_statistics(statistics),
            None => metadata,
        };
        let close = ColumnCloseResult {
            bytes_written: bytes.len() as u64,
            rows_written: u64::from(rows),
            metadata: metadata.build()?,
            bloom_filter: None,
            column_index: None,
            offset_index: Some(offsets.build()),
        };
        Ok(Self { bytes, close })
    }

    /// Makes it the next column of a row group.
    pub(super) fn append_to<W: std::io::Write + Send>(
        self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), ParquetError> {
        group.append_column(&self.bytes, self.close)
    }
}

/// A dictionary with one text in it.
fn dictionary_of(text: &str) -> Result<CompressedPage, ParquetError> {
    let len = u32::try_from(text.len()).map_err(too_long)?;
    let mut plain = len.to_le_bytes().to_vec();
    plain.extend_from_slice(text.as_bytes());
    let size = plain.len();
    let page = Page::DictionaryPage {
        buf: plain.into(),
        num_values: 1,
        encoding: Encoding::PLAIN,
        is_sorted: false,
    };
    Ok(CompressedPage::new(page, size))
}

/// The one page of the rows.
fn data_page(
    column: &ColumnDescPtr,
    uniform: Uniform<'_>,
    rows: u32,
) -> Result<CompressedPage, ParquetError> {
    // Whatever is there at all is one level above what is not; no deeper level is any but that of a text.
    let level = match uniform {
        Uniform::Nothing => 0,
        Uniform::EmptyList => 1,
        Uniform::Text(_) => u8::try_from(column.max_def_level()).map_err(too_long)?,
    };
    let mut page = Vec::new();
    if column.max_rep_level() > 0 {
        run(rows, 0, &mut page);
    }
    let repeated = page.len();
    run(rows, level, &mut page);
    let defined = page.len() - repeated;
    let is_text = matches!(uniform, Uniform::Text(_));
    if is_text {
        // Bits of an index.
        page.push(1);
        run(rows, 0, &mut page);
    }
    let size = page.len();
    let page = Page::DataPageV2 {
        buf: page.into(),
        num_values: rows,
        encoding: if is_text {
            Encoding::RLE_DICTIONARY
        } else {
            Encoding::PLAIN
        },
        num_nulls: if is_text { 0 } else { rows },
        num_rows: rows,
        def_levels_byte_len: u32::try_from(defined).map_err(too_long)?,
        rep_levels_byte_len: u32::try_from(repeated).map_err(too_long)?,
        is_compressed: false,
        statistics: None,
    };
    Ok(CompressedPage::new(page, size))
}

/// Writes a run of a value of at most eight bits: twice its length as a number of variable length (LEB128), and the value.
fn run(length: u32, value: u8, to: &mut Vec<u8>) {
    let mut header = u64::from(length) << 1;
    while header >= 0x80 {
        to.push((header & 0x7f) as u8 | 0x80);
        header >>= 7;
    }
    to.push(header as u8);
    to.push(value);
}

fn statistics(kind: Type, text: Option<&str>, rows: u32) -> Option<Statistics> {
    let missing = Some(if text.is_some() { 0 } else { u64::from(rows) });
    Some(match kind {
        Type::BOOLEAN => Statistics::boolean(None, None, None, missing, false),
        Type::INT32 => Statistics::int32(None, None, None, missing, false),
        Type::INT64 => Statistics::int64(None, None, None, missing, false),
        Type::DOUBLE => Statistics::double(None, None, None, missing, false),
        Type::BYTE_ARRAY => {
            let bound = text.filter(|text| text.len() <= LONGEST_BOUND);
            let bound = bound.map(ByteArray::from);
            Statistics::byte_array(bound.clone(), bound, None, missing, false)
        }
        _ => return None,
    })
}

fn place(offset: u64) -> Result<i64, ParquetError> {
    i64::try_from(offset).map_err(too_long)
}

fn too_long(error: std::num::TryFromIntError) -> ParquetError {
    ParquetError::External(Box::new(error))
}
