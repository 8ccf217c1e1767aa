//! A Parquet file of a table: writing it a stretch of rows at a time, and what the log says of it.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::iter;
use std::mem;
use std::num::NonZero;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use datafusion::arrow::array::{Array, ArrayRef, AsArray, RecordBatch};
use datafusion::arrow::compute::{
    max, max_string, max_string_view, min, min_string, min_string_view,
};
use datafusion::arrow::datatypes::{DataType, Date32Type, Field, Int64Type, SchemaRef};
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_writer::{
    ArrowColumnChunk, ArrowColumnWriter, ArrowRowGroupWriterFactory, ArrowWriterOptions,
    compute_leaves,
};
use datafusion::parquet::basic::{Compression, Encoding, ZstdLevel};
use datafusion::parquet::errors::ParquetError;
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use datafusion::parquet::file::writer::SerializedFileWriter;
use datafusion::parquet::schema::types::ColumnPath;
use deltalake_core::kernel::Add;
use entente_model::Date;
use serde_json::{Map, Value, json};

use super::columns::day_of;
use super::error::StoreError;
use super::gathering::Gathering;
use super::uniform::{Uniform, UniformChunk};

/// Rows of a row group at most.
const ROW_GROUP: usize = 1 << 17;

/// Rows of a column that are gathered and written at a time: few enough to stay near the processor.
const STRETCH: usize = 1 << 13;

/// Rows and bytes of a page at most. Few, so that what lies between two actors is read without much
/// beside it.
const PAGE_ROWS: usize = 1 << 13;
const PAGE_BYTES: usize = 1 << 18;

/// The columns by which pages are found. Statistics of the pages of every column would be more than
/// what they save.
const FOUND_BY: [&str; 2] = ["dyad", "table"];

/// Columns whose values hardly ever come again, by how they are encoded: looking for those that do takes longer than writing them,
/// and whoever reads a few rows would have to read all values of a row group first. Texts lie one after the other without
/// their lengths between them, which takes less time to compress, above all where they are hashes.
const UNIQUE: [(Encoding, &[&str]); 3] = [
    (
        Encoding::DELTA_LENGTH_BYTE_ARRAY,
        &[
            "id", "passage", "event", "quote", "text", "record", "url", "involved",
        ],
    ),
    (
        Encoding::DELTA_BINARY_PACKED,
        &["start", "end", "line", "number"],
    ),
    (Encoding::PLAIN, &["lat", "lon"]),
];

/// Columns of which nobody is helped by least and greatest values: hashes, prose, lists, and what is put together of several.
/// Finding them compares each value with others.
const WITHOUT_BOUNDS: [&[&str]; 18] = [
    &["id"],
    &["passage"],
    &["title"],
    &["quote"],
    &["record"],
    &["event"],
    &["url"],
    &["text"],
    &["involved"],
    &["dyads"],
    &["place"],
    &["source"],
    &["target"],
    &["contexts", "list", "element"],
    &["sources", "list", "element"],
    &["targets", "list", "element"],
    &["actors", "list", "element"],
    &["mentions", "list", "element"],
];

/// A Parquet file that is being written. Where it is dropped unfinished, it is removed.
pub(super) struct FileWriter {
    path: PathBuf,
    name: String,
    schema: SchemaRef,
    /// The file, and what makes writers of the columns of a row group; `None` once it is finished.
    writer: Option<(SerializedFileWriter<File>, ArrowRowGroupWriterFactory)>,
    /// What was given and is less than a row group.
    waiting: Vec<RecordBatch>,
    rows: u64,
    /// Least and greatest values and missing ones, by column.
    statistics: BTreeMap<&'static str, Statistics>,
}

#[derive(Debug, Default)]
struct Statistics {
    least: Option<Value>,
    greatest: Option<Value>,
    missing: u64,
}

impl FileWriter {
    /// Begins a file in the folder of a table, with statistics of the columns named.
    pub(super) fn create(
        folder: &Path,
        schema: SchemaRef,
        statistics: &'static str,
    ) -> Result<Self, StoreError> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let now = SystemTime::now().duration_since(UNIX_EPOCH);
        let name = format!(
            "part-{:x}-{:x}-{:x}.parquet",
            now.map_or(0, |it| it.as_nanos()),
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let path = folder.join(&name);
        let file = File::create_new(&path).map_err(|error| StoreError::io(&path, error))?;
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_max_row_group_row_count(Some(ROW_GROUP))
            .set_data_page_row_count_limit(PAGE_ROWS)
            .set_data_page_size_limit(PAGE_BYTES)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            // Of such pages the values are compressed where they lie, and not copied together with their levels first.
            .set_writer_version(WriterVersion::PARQUET_2_0)
            .set_encoding(Encoding::PLAIN);
        for column in FOUND_BY {
            properties =
                properties.set_column_statistics_enabled(column.into(), EnabledStatistics::Page);
        }
        for (encoding, columns) in UNIQUE {
            for column in columns {
                let path = ColumnPath::from(*column);
                properties = properties
                    .set_column_encoding(path.clone(), encoding)
                    .set_column_dictionary_enabled(path, false);
            }
        }
        for column in WITHOUT_BOUNDS {
            let path = ColumnPath::new(column.iter().map(ToString::to_string).collect());
            properties = properties.set_column_statistics_enabled(path, EnabledStatistics::None);
        }
        // Whether texts were views when they were written concerns no reader.
        let options = ArrowWriterOptions::new()
            .with_properties(properties.build())
            .with_skip_arrow_metadata(true);
        let writer = ArrowWriter::try_new_with_options(file, schema.clone(), options)
            .and_then(ArrowWriter::into_serialized_writer)
            .map_err(|error| StoreError::of_engine(&path, &error))?;
        Ok(Self {
            path,
            name,
            schema,
            writer: Some(writer),
            waiting: Vec::new(),
            rows: 0,
            statistics: statistics
                .split(',')
                .map(|column| (column, Statistics::default()))
                .collect(),
        })
    }

    /// Adds rows. They are written once there are enough of them for a row group.
    pub(super) fn write(&mut self, batch: &RecordBatch) -> Result<(), StoreError> {
        let waiting = self
            .waiting
            .iter()
            .map(RecordBatch::num_rows)
            .sum::<usize>();
        let mut rest = batch.clone();
        let mut room = ROW_GROUP - waiting;
        while rest.num_rows() >= room {
            self.waiting.push(rest.slice(0, room));
            rest = rest.slice(room, rest.num_rows() - room);
            room = ROW_GROUP;
            let group = mem::take(&mut self.waiting);
            let written = self.put(&OfGroup::Batches(&group));
            written.map_err(|error| StoreError::of_engine(&self.path, &error))?;
        }
        if rest.num_rows() > 0 {
            self.waiting.push(rest);
        }
        Ok(())
    }

    /// Ends the file. It belongs to the table once the action is committed.
    pub(super) fn finish(mut self) -> Result<Add, StoreError> {
        let rest = mem::take(&mut self.waiting);
        let ended = match &rest[..] {
            [] => Ok(()),
            rest => self.put(&OfGroup::Batches(rest)),
        };
        let ended = ended.and_then(|()| self.end());
        self.added(ended)
    }

    /// Writes rows that are gathered a column at a time, and ends the file.
    pub(super) fn write_columns(mut self, rows: &Gathering) -> Result<Add, StoreError> {
        let firsts = (0..rows.len()).step_by(ROW_GROUP);
        let ended = firsts
            .map(|first| first..rows.len().min(first + ROW_GROUP))
            .try_for_each(|of_group| self.put(&OfGroup::Gathered(rows, of_group)))
            .and_then(|()| self.end());
        self.added(ended)
    }

    /// Writes a row group, several columns side by side.
    fn put(&mut self, group: &OfGroup<'_>) -> Result<(), ParquetError> {
        let Some((file, columns)) = &mut self.writer else {
            return Ok(());
        };
        let work = columns.create_column_writers(file.flushed_row_groups().len())?;
        let mut work: Vec<_> = work.into_iter().enumerate().collect();
        // The large ones first, so that nobody has a large one left to do when all others are done.
        work.sort_by_key(|(number, _)| Reverse(group.bytes(*number)));
        let descriptors = file.schema_descr().columns();
        let len = u32::try_from(group.len()).map_err(|it| ParquetError::External(it.into()))?;
        let write = |number: usize, writer| {
            let field = self.schema.field(number);
            let name = field.name().as_str();
            match group.uniform(number) {
                // Of each page of a column that pages are found by something is told.
                Some(uniform) if !FOUND_BY.contains(&name) => {
                    let chunk = UniformChunk::new(&descriptors[number], uniform, len)?;
                    Ok((Chunk::Uniform(chunk), Statistics::of_uniform(uniform, len)))
                }
                _ => {
                    let is_told = self.statistics.contains_key(name);
                    write_column(writer, group, (number, field), is_told)
                }
            }
        };
        let written = side_by_side(work, group.len(), write)?;
        let mut to = file.next_row_group()?;
        for ((chunk, of_column), field) in written.into_iter().zip(self.schema.fields()) {
            match chunk {
                Chunk::Uniform(chunk) => chunk.append_to(&mut to)?,
                Chunk::OfEach(chunk) => chunk.append_to_row_group(&mut to)?,
            }
            if let Some(statistics) = self.statistics.get_mut(field.name().as_str()) {
                statistics.add(of_column);
            }
        }
        to.close()?;
        self.rows += u64::from(len);
        Ok(())
    }

    /// Writes where everything lies.
    fn end(&mut self) -> Result<(), ParquetError> {
        let writer = self.writer.take();
        writer.map_or(Ok(()), |(file, _)| file.close().map(drop))
    }

    /// What the log says of a file that has ended; where ending it failed, it is removed.
    fn added(mut self, ended: Result<(), ParquetError>) -> Result<Add, StoreError> {
        if let Err(error) = ended {
            self.remove();
            return Err(StoreError::of_engine(&self.path, &error));
        }
        let metadata =
            fs::metadata(&self.path).map_err(|error| StoreError::io(&self.path, error))?;
        let written = metadata.modified().ok();
        let written = written.and_then(|it| it.duration_since(UNIX_EPOCH).ok());
        let of = |value: fn(&Statistics) -> Option<Value>| {
            let each = self.statistics.iter();
            let given = each.filter_map(|(column, it)| Some(((*column).to_owned(), value(it)?)));
            given.collect::<Map<String, Value>>()
        };
        let stats = json!({
            "numRecords": self.rows,
            "minValues": of(|it| it.least.clone()),
            "maxValues": of(|it| it.greatest.clone()),
            "nullCount": of(|it| Some(it.missing.into())),
        });
        Ok(Add {
            path: std::mem::take(&mut self.name),
            partition_values: HashMap::new(),
            size: i64::try_from(metadata.len()).unwrap_or(i64::MAX),
            modification_time: written.map_or(0, |it| it.as_millis() as i64),
            data_change: true,
            stats: Some(stats.to_string()),
            tags: None,
            deletion_vector: None,
            base_row_id: None,
            default_row_commit_version: None,
            clustering_provider: None,
        })
    }

    fn remove(&self) {
        // What cannot be removed belongs to no table and does no harm.
        let _ = fs::remove_file(&self.path);
    }
}

impl Drop for FileWriter {
    fn drop(&mut self) {
        if self.writer.take().is_some() {
            self.remove();
        }
    }
}

/// The rows of a row group.
enum OfGroup<'a> {
    /// Some of those that are gathered.
    Gathered(&'a Gathering, Range<usize>),
    /// All of these.
    Batches(&'a [RecordBatch]),
}

impl OfGroup<'_> {
    fn len(&self) -> usize {
        match self {
            Self::Gathered(_, rows) => rows.len(),
            Self::Batches(batches) => batches.iter().map(RecordBatch::num_rows).sum(),
        }
    }

    /// Bytes that a column takes in memory.
    fn bytes(&self, column: usize) -> usize {
        match self {
            Self::Gathered(rows, _) => rows.bytes(column),
            Self::Batches(batches) => {
                let arrays = batches.iter().map(|it| it.column(column));
                arrays.map(|it| it.get_buffer_memory_size()).sum()
            }
        }
    }

    /// What all rows have in a column, where it is the same.
    fn uniform(&self, column: usize) -> Option<Uniform<'_>> {
        match self {
            Self::Gathered(rows, _) => rows.uniform(column),
            Self::Batches(batches) => Uniform::of(batches.iter().map(|it| it.column(column))),
        }
    }

    /// Gives the rows of a column, a stretch at a time.
    fn each(
        &self,
        column: usize,
        mut take: impl FnMut(&ArrayRef) -> Result<(), ParquetError>,
    ) -> Result<(), ParquetError> {
        match self {
            Self::Gathered(rows, of_group) => {
                for first in of_group.clone().step_by(STRETCH) {
                    take(&rows.column(column, first..of_group.end.min(first + STRETCH))?)?;
                }
                Ok(())
            }
            Self::Batches(batches) => batches.iter().try_for_each(|it| take(it.column(column))),
        }
    }
}

/// The rows of a group of a column, written.
enum Chunk {
    Uniform(UniformChunk),
    OfEach(ArrowColumnChunk),
}

/// Writes the rows of a group of a column, a stretch at a time; what is found of its values, where it is wanted.
fn write_column(
    mut writer: ArrowColumnWriter,
    group: &OfGroup<'_>,
    (number, field): (usize, &Field),
    is_told: bool,
) -> Result<(Chunk, Statistics), ParquetError> {
    let mut statistics = Statistics::default();
    group.each(number, |array| {
        for leaf in compute_leaves(field, array)? {
            writer.write(&leaf)?;
        }
        if is_told {
            statistics.take(array);
        }
        Ok(())
    })?;
    Ok((Chunk::OfEach(writer.close()?), statistics))
}

/// Does work that has numbered parts of very different sizes on all processors, where there is enough of it; what came of
/// each part, by their numbers.
fn side_by_side<W: Send, R: Send>(
    parts: Vec<(usize, W)>,
    rows: usize,
    work: impl Fn(usize, W) -> Result<R, ParquetError> + Sync,
) -> Result<Vec<R>, ParquetError> {
    let threads = match rows {
        ..=STRETCH => 1,
        _ => thread::available_parallelism().map_or(1, NonZero::get),
    };
    let each = Mutex::new(parts.into_iter());
    let done = thread::scope(|scope| {
        let worker = || {
            let next = || each.lock().ok()?.next();
            let done = iter::from_fn(next).map(|(number, part)| Ok((number, work(number, part)?)));
            done.collect::<Result<Vec<_>, ParquetError>>()
        };
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(worker)).collect();
        let broke_off = |_| ParquetError::General("writing a column broke off".into());
        let done = workers.into_iter().map(|it| it.join().map_err(broke_off)?);
        done.collect::<Result<Vec<_>, ParquetError>>()
    })?;
    let mut done: Vec<(usize, R)> = done.into_iter().flatten().collect();
    done.sort_unstable_by_key(|(number, _)| *number);
    Ok(done.into_iter().map(|(_, result)| result).collect())
}

impl Statistics {
    fn of_uniform(uniform: Uniform<'_>, rows: u32) -> Self {
        let (bound, missing) = match uniform {
            Uniform::Text(text) => (Some(Value::from(text)), 0),
            Uniform::EmptyList => (None, 0),
            Uniform::Nothing => (None, u64::from(rows)),
        };
        Self {
            least: bound.clone(),
            greatest: bound,
            missing,
        }
    }

    /// Takes up what was found of more values.
    fn add(&mut self, of_others: Self) {
        self.missing += of_others.missing;
        keep(&mut self.least, of_others.least, |new, old| new < old);
        keep(&mut self.greatest, of_others.greatest, |new, old| new > old);
    }

    fn take(&mut self, array: &ArrayRef) {
        let (least, greatest): (Option<Value>, Option<Value>) = match array.data_type() {
            DataType::Int64 => {
                let array = array.as_primitive::<Int64Type>();
                (min(array).map(Value::from), max(array).map(Value::from))
            }
            DataType::Date32 => {
                let array = array.as_primitive::<Date32Type>();
                let day = |days: i32| day_of(days).map(|day| Value::from(day.to_string()));
                (min(array).and_then(day), max(array).and_then(day))
            }
            DataType::Utf8 => {
                let array = array.as_string::<i32>();
                (
                    min_string(array).map(Value::from),
                    max_string(array).map(Value::from),
                )
            }
            DataType::Utf8View => {
                let array = array.as_string_view();
                (
                    min_string_view(array).map(Value::from),
                    max_string_view(array).map(Value::from),
                )
            }
            _ => (None, None),
        };
        self.add(Self {
            least,
            greatest,
            missing: array.null_count() as u64,
        });
    }
}

/// Keeps the better of two values of one kind: numbers, or texts (days, as ISO has them, are in order).
fn keep(kept: &mut Option<Value>, new: Option<Value>, better: fn(Order<'_>, Order<'_>) -> bool) {
    let Some(new) = new else { return };
    if kept
        .as_ref()
        .is_none_or(|old| better(order(&new), order(old)))
    {
        *kept = Some(new);
    }
}

type Order<'a> = (Option<i64>, Option<&'a str>);

fn order(value: &Value) -> Order<'_> {
    (value.as_i64(), value.as_str())
}

/// A Parquet file of a table, as the log has it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct DataFile {
    /// Its `file:` URL.
    pub(super) url: String,
    /// Bytes.
    pub(super) size: u64,
    /// How many rows it has, where the log says so.
    pub(super) rows: Option<u64>,
    /// What the log says of its columns.
    statistics: Value,
}

impl DataFile {
    /// A file with its statistics as the log has them, JSON.
    pub(super) fn new(url: String, size: u64, statistics: Option<&str>) -> Self {
        let statistics: Value = statistics
            .and_then(|json| serde_json::from_str(json).ok())
            .unwrap_or_default();
        let rows = statistics.get("numRecords").and_then(Value::as_u64);
        Self {
            url,
            size,
            rows,
            statistics,
        }
    }

    /// The greatest number in a column, where the log says so.
    pub(super) fn greatest(&self, column: &str) -> Option<i64> {
        self.statistics.get("maxValues")?.get(column)?.as_i64()
    }

    /// Whether a column of texts may have one of these: it may where the log does not say, and where none are named.
    pub(super) fn may_have(&self, column: &str, texts: &[&str]) -> bool {
        let Some((least, greatest)) = self.texts(column) else {
            return true;
        };
        texts.is_empty() || texts.iter().any(|it| (least..=greatest).contains(it))
    }

    /// Whether every row has one and the same of these texts in a column, as far as the log says.
    pub(super) fn has_only(&self, column: &str, texts: &[&str]) -> bool {
        let missing = || self.statistics.get("nullCount")?.get(column)?.as_u64();
        let is_one = |(least, greatest): (&str, &str)| least == greatest && texts.contains(&least);
        missing() == Some(0) && self.texts(column).is_some_and(is_one)
    }

    /// The least and the greatest text of a column, where the log says so.
    fn texts(&self, column: &str) -> Option<(&str, &str)> {
        let bound = |which: &str| self.statistics.get(which)?.get(column)?.as_str();
        bound("minValues").zip(bound("maxValues"))
    }

    /// First and last day of a column, and how many rows have none; `None` where the log does not say.
    /// A column without any day has no days.
    pub(super) fn days(&self, column: &str) -> Option<(Option<(Date, Date)>, u64)> {
        let missing = self.statistics.get("nullCount")?.get(column)?.as_u64()?;
        if Some(missing) == self.rows {
            return Some((None, missing));
        }
        let day = |which: &str| -> Option<Date> {
            let text = self.statistics.get(which)?.get(column)?.as_str()?;
            text.parse().ok()
        };
        Some((Some((day("minValues")?, day("maxValues")?)), missing))
    }
}

#[cfg(test)]
mod tests {
    use datafusion::arrow::compute::concat_batches;
    use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
    use datafusion::parquet::file::metadata::RowGroupMetaData;

    use super::super::columns::Columns;
    use super::*;

    fn of(statistics: &str) -> DataFile {
        DataFile::new(String::new(), 0, Some(statistics))
    }

    #[test]
    fn one_text_alone_is_known_where_no_row_lacks_it() {
        let of = |least: &str, greatest: &str, missing: u64| {
            of(&format!(
                r#"{{"numRecords":3,"minValues":{{"dataset":"{least}"}},
                    "maxValues":{{"dataset":"{greatest}"}},"nullCount":{{"dataset":{missing}}}}}"#
            ))
        };
        let wanted = ["gdelt-2", "icews"];
        assert!(of("icews", "icews", 0).has_only("dataset", &wanted));
        assert!(!of("icews", "icews", 1).has_only("dataset", &wanted));
        assert!(!of("gdelt-2", "icews", 0).has_only("dataset", &wanted));
        assert!(!of("acled", "acled", 0).has_only("dataset", &wanted));
        assert!(!of("icews", "icews", 0).has_only("document", &wanted));
        assert!(of("acled", "icews", 0).may_have("dataset", &wanted));
        assert!(!of("acled", "acled", 0).may_have("dataset", &wanted));
        assert!(of("acled", "acled", 0).may_have("dataset", &[]));
        assert!(of("acled", "acled", 0).may_have("document", &wanted));
    }

    #[test]
    fn statistics_are_read_as_far_as_they_are_there() {
        let file = of(r#"{"numRecords":1,"maxValues":{"read":7}}"#);
        assert_eq!((file.rows, file.greatest("read")), (Some(1), Some(7)));
        assert_eq!(of(r#"{"numRecords":1}"#).greatest("read"), None);
        assert_eq!(of("{").greatest("read"), None);
        assert_eq!(of("{").days("published"), None);
        let file = of(r#"{"minValues":{"kind":"event"},"maxValues":{"kind":"figure"}}"#);
        assert!(file.may_have("kind", &["tie", "figure"]));
        assert!(!file.may_have("kind", &["tie", "label"]));
        assert!(file.may_have("type", &["tie"]));
    }

    #[test]
    fn columns_that_are_written_side_by_side_are_read_as_they_are() {
        let folder = tempfile::tempdir().unwrap();
        let rows = ROW_GROUP + STRETCH + 7;
        let columns = || {
            let text = |row: usize| {
                (!row.is_multiple_of(3)).then(|| format!("{row} is longer than a view"))
            };
            let list = |row: usize| (0..row % 3).map(move |it| (row % 100 + it).to_string());
            let number = |row: usize| (!row.is_multiple_of(4)).then_some(row as i64);
            Columns::default()
                .text("id", (0..rows).map(text))
                .text("kind", (0..rows).map(|_| Some("event")))
                .text("nothing", (0..rows).map(|_| None::<&str>))
                .text("title", (0..rows).map(|_| Some("the same in all rows")))
                .number("sentence", (0..rows).map(|_| None))
                .texts("contexts", (0..rows).map(|_| [""; 0]))
                .texts("actors", (0..rows).map(list))
                .number("line", (0..rows).map(number))
                .decimal("lat", (0..rows).map(|row| Some(row as f64 / 7.0)))
        };
        let expected = columns().into_read().unwrap();
        let create = |schema| FileWriter::create(folder.path(), schema, "kind,line").unwrap();
        let gathered = Gathering::all(&columns()).unwrap();
        let together = create(gathered.schema()).write_columns(&gathered).unwrap();
        let mut bit_by_bit = create(expected.schema());
        for first in (0..rows).step_by(STRETCH - 1) {
            let batch = expected.slice(first, (STRETCH - 1).min(rows - first));
            bit_by_bit.write(&batch).unwrap();
        }
        for add in [together, bit_by_bit.finish().unwrap()] {
            let file = DataFile::new(String::new(), 0, add.stats.as_deref());
            assert_eq!(file.rows, Some(rows as u64));
            assert_eq!(file.greatest("line"), Some(rows as i64 - 1));
            assert!(file.has_only("kind", &["event"]));
            let file = File::open(folder.path().join(&add.path)).unwrap();
            let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap();
            let groups = reader.metadata().row_groups();
            let of_group = groups.iter().map(|it| it.num_rows());
            assert_eq!(
                of_group.collect::<Vec<_>>(),
                [ROW_GROUP, STRETCH + 7].map(|it| it as i64)
            );
            // The dictionary of the one text and a page: a few dozen bytes, however many rows there are.
            let is_small = |it: &RowGroupMetaData| it.column(3).compressed_size() < 100;
            assert_eq!(groups[0].column(3).column_path().string(), "title");
            assert!(groups.iter().all(is_small));
            let batches: Result<Vec<_>, _> = reader.build().unwrap().collect();
            let batches = batches.unwrap();
            let read = concat_batches(&batches[0].schema(), &batches).unwrap();
            for (name, column) in expected.schema().fields().iter().zip(expected.columns()) {
                assert_eq!(
                    read.column_by_name(name.name()),
                    Some(column),
                    "{}",
                    name.name()
                );
            }
        }
    }

    #[test]
    fn what_is_written_is_told_in_the_log() {
        let folder = tempfile::tempdir().unwrap();
        let day = |text: &str| text.parse::<Date>().ok();
        let batch = |days: [Option<Date>; 2]| {
            let names = ["b", "a"].map(Some);
            let columns = Columns::default()
                .day("published", days)
                .number("line", [Some(9), Some(10)])
                .text("name", names);
            columns.into_batch().unwrap()
        };
        let first = batch([day("2020-02-01"), None]);
        let columns = "published,line,name";
        let mut writer = FileWriter::create(folder.path(), first.schema(), columns).unwrap();
        writer.write(&first).unwrap();
        let more = batch([day("2019-12-31"), day("2020-01-01")]);
        writer.write(&more).unwrap();
        let add = writer.finish().unwrap();
        let file = DataFile::new(String::new(), 0, add.stats.as_deref());
        let days = (day("2019-12-31").unwrap(), day("2020-02-01").unwrap());
        assert_eq!(file.days("published"), Some((Some(days), 1)));
        assert_eq!((file.rows, file.greatest("line")), (Some(4), Some(10)));
        assert!(folder.path().join(&add.path).exists());

        drop(FileWriter::create(folder.path(), first.schema(), columns).unwrap());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
