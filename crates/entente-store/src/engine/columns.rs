//! Columns of one table: declared and filled in one place, and taken apart again.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;
use std::path::Path;
use std::ptr;
use std::sync::Arc;

use bytes::Bytes;
use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Float64Array, Int64Array,
    LargeBinaryArray, ListArray, ListBuilder, RecordBatch, StringArray, StringViewBuilder,
    new_null_array,
};
use datafusion::arrow::buffer::Buffer;
use datafusion::arrow::compute::interleave;
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Field, Float64Type, Int64Type, Schema, SchemaRef,
};
use datafusion::arrow::error::ArrowError;
use entente_model::Date;
use foldhash::fast::FixedState;
use serde::Serialize;

use super::error::StoreError;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Columns in the order they are added. Built from no rows, it is the declaration of a table.
///
/// Texts are views: short ones lie in place and long ones behind it, so that gathering rows moves sixteen bytes of each.
#[derive(Debug, Default)]
pub(super) struct Columns {
    /// Name of each, and what it holds.
    pub(super) kinds: Vec<(&'static str, Kind)>,
    pub(super) cells: Vec<Cells>,
    pub(super) rows: usize,
}

/// What the rows have in a column.
#[derive(Debug, Clone)]
pub(super) enum Cells {
    /// Nothing: a table has columns for much that is not in sight.
    Nothing,
    /// All the same, which is there once.
    Same(ArrayRef),
    /// Each its own.
    Each(ArrayRef),
}

impl Cells {
    fn array(&self) -> Option<&ArrayRef> {
        match self {
            Self::Nothing => None,
            Self::Same(array) | Self::Each(array) => Some(array),
        }
    }

    /// What each of so many rows has.
    pub(super) fn of_each(&self, kind: Kind, rows: usize) -> Result<ArrayRef, ArrowError> {
        match self {
            Self::Nothing => Ok(new_null_array(&kind.written(), rows)),
            Self::Same(array) => interleave(&[array.as_ref()], &vec![(0, 0); rows]),
            Self::Each(array) => Ok(array.clone()),
        }
    }
}

/// What a column holds.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    Text,
    Texts,
    Number,
    Decimal,
    Flag,
    Day,
}

impl Kind {
    /// How a table is read.
    fn declared(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8,
            Self::Texts => list_of(DataType::Utf8),
            Self::Number => DataType::Int64,
            Self::Decimal => DataType::Float64,
            Self::Flag => DataType::Boolean,
            Self::Day => DataType::Date32,
        }
    }

    /// How it is written; in a file there is no difference.
    fn written(self) -> DataType {
        match self {
            Self::Text => DataType::Utf8View,
            Self::Texts => list_of(DataType::Utf8View),
            _ => self.declared(),
        }
    }
}

fn list_of(kind: DataType) -> DataType {
    DataType::List(Arc::new(element(kind)))
}

/// The name that Delta's own schemas give to what a list holds.
fn element(kind: DataType) -> Field {
    Field::new("element", kind, true)
}

fn schema(kinds: &[(&'static str, Kind)], of: fn(Kind) -> DataType) -> SchemaRef {
    let fields = kinds
        .iter()
        .map(|(name, kind)| Field::new(*name, of(*kind), true));
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}

/// The columns as they are given to the files.
pub(super) fn written(kinds: &[(&'static str, Kind)]) -> SchemaRef {
    schema(kinds, Kind::written)
}

/// A text of which others are parts, kept for as long as any column has one of them.
#[derive(Debug, Clone)]
pub(super) struct Lent(Bytes);

impl Lent {
    pub(super) fn new(text: Arc<Vec<u8>>) -> Self {
        struct Owner(Arc<Vec<u8>>);
        impl AsRef<[u8]> for Owner {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }
        Self(Bytes::from_owner(Owner(text)))
    }

    /// Where in it a part begins, where it is one.
    fn place(&self, part: &str) -> Option<u32> {
        let place = (part.as_ptr() as usize).checked_sub(self.0.as_ptr() as usize)?;
        let is_within = place.checked_add(part.len())? <= self.0.len();
        u32::try_from(place).ok().filter(|_| is_within)
    }
}

/// Texts that are put together, one after the other.
#[derive(Debug, Default)]
pub(super) struct Texts {
    all: String,
    places: Vec<Option<Range<usize>>>,
}

impl Texts {
    /// Those of rows, of which `write` writes each, and says whether there is one.
    pub(super) fn written<R>(
        rows: impl IntoIterator<Item = R>,
        write: impl Fn(R, &mut String) -> bool,
    ) -> Self {
        let mut all = String::new();
        let places = rows.into_iter().map(|row| {
            let start = all.len();
            let is_any = write(row, &mut all);
            is_any.then_some(start..all.len())
        });
        Self {
            places: places.collect(),
            all,
        }
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = Option<&str>> {
        self.places.iter().map(|place| self.all.get(place.clone()?))
    }
}

impl Columns {
    /// Adds a column of what each row has.
    fn push(self, name: &'static str, kind: Kind, array: impl Array + 'static) -> Self {
        let rows = array.len();
        self.push_same((name, kind), array, rows)
    }

    /// Adds a column of what each of so many rows has, or of the one thing that all of them have.
    fn push_same(
        mut self,
        (name, kind): (&'static str, Kind),
        array: impl Array + 'static,
        rows: usize,
    ) -> Self {
        self.kinds.push((name, kind));
        // A column of which no row has anything may be given without rows.
        self.rows = self.rows.max(rows);
        self.cells.push(if array.null_count() == array.len() {
            Cells::Nothing
        } else if array.len() == rows {
            Cells::Each(Arc::new(array))
        } else {
            Cells::Same(Arc::new(array))
        });
        self
    }

    pub(super) fn text<V: AsRef<str>>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = Option<V>>,
    ) -> Self {
        fn text<V: AsRef<str>>(value: &Option<V>) -> Option<&str> {
            value.as_ref().map(AsRef::as_ref)
        }
        let values: Vec<Option<V>> = values.into_iter().collect();
        let distinct = match values.split_first() {
            Some((first, rest)) if rest.iter().all(|it| text(it) == text(first)) => &values[..1],
            _ => &values[..],
        };
        let mut column = views(distinct.iter().map(text));
        column.extend(distinct.iter().map(text));
        self.push_same((name, Kind::Text), column.finish(), values.len())
    }

    /// Texts that are parts of a longer one, which is kept in their stead.
    pub(super) fn parts<'v>(
        self,
        name: &'static str,
        of: Option<&Lent>,
        values: impl IntoIterator<Item = &'v str>,
    ) -> Self {
        let values = values.into_iter();
        let mut column = StringViewBuilder::with_capacity(values.size_hint().0);
        let of = of.map(|of| (of, column.append_block(Buffer::from(of.0.clone()))));
        for value in values {
            let lent = of.and_then(|(of, block)| {
                let len = u32::try_from(value.len()).ok()?;
                column.try_append_view(block, of.place(value)?, len).ok()
            });
            if lent.is_none() {
                column.append_value(value);
            }
        }
        self.push(name, Kind::Text, column.finish())
    }

    /// Each value as JSON. What cannot be written as JSON is missing.
    pub(super) fn json<V: Serialize>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = Option<V>>,
    ) -> Self {
        let mut all = Vec::new();
        let written = values.into_iter().map(|value| {
            let start = all.len();
            let is_written = value.is_some_and(|it| serde_json::to_writer(&mut all, &it).is_ok());
            is_written.then_some(start..all.len())
        });
        let written: Vec<Option<Range<usize>>> = written.collect();
        let text = |place: Range<usize>| std::str::from_utf8(&all[place]).ok();
        self.text(name, written.into_iter().map(|place| text(place?)))
    }

    /// Texts that are put together: `write` writes that of each row.
    pub(super) fn written<R>(
        self,
        name: &'static str,
        rows: impl IntoIterator<Item = R>,
        write: impl Fn(R, &mut String),
    ) -> Self {
        let texts = Texts::written(rows, |row, text| {
            write(row, text);
            true
        });
        self.text(name, texts.iter())
    }

    pub(super) fn texts<V: AsRef<str>>(
        self,
        name: &'static str,
        rows: impl IntoIterator<Item = impl IntoIterator<Item = V>>,
    ) -> Self {
        let (mut all, mut ends) = (Vec::new(), Vec::new());
        for row in rows {
            all.extend(row);
            ends.push(all.len());
        }
        let rows = ends.len();
        if all.is_empty() {
            ends.truncate(1);
        }
        let texts = views(all.iter().map(|it| Some(it.as_ref())));
        let list = lists(texts, &all, &ends, |texts, text| texts.append_value(text));
        self.push_same((name, Kind::Texts), list, rows)
    }

    /// Each value as JSON, of which the same few come again and again, and each is written once. What cannot be written as
    /// JSON is missing.
    pub(super) fn same_jsons<V: Serialize + Hash + Eq>(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = Option<V>>,
    ) -> Self {
        let mut texts = Vec::new();
        let mut written: HashMap<V, Option<(u32, u32)>, FixedState> = HashMap::default();
        let places = values.into_iter().map(|value| {
            let entry = written.entry(value?);
            *entry.or_insert_with_key(|value| put(value, &mut texts))
        });
        let places: Vec<Option<(u32, u32)>> = places.collect();
        let mut views = StringViewBuilder::with_capacity(places.len());
        let block = views.append_block(Buffer::from_vec(texts));
        for place in places {
            let put = place.and_then(|(start, len)| views.try_append_view(block, start, len).ok());
            if put.is_none() {
                views.append_null();
            }
        }
        self.push(name, Kind::Text, views.finish())
    }

    /// Lists of values, each as JSON. The same few come again and again, often at the same place in memory, and each is
    /// written once. What cannot be written as JSON is left out.
    pub(super) fn jsons<'v, V: Serialize + Hash + Eq + ?Sized + 'v>(
        self,
        name: &'static str,
        rows: impl IntoIterator<Item = impl IntoIterator<Item = &'v V>>,
    ) -> Self {
        let mut texts = Vec::new();
        let mut written: HashMap<&V, Option<(u32, u32)>, FixedState> = HashMap::default();
        let mut met: HashMap<*const V, Option<(u32, u32)>, FixedState> = HashMap::default();
        let mut write = |value| {
            let entry = written.entry(value);
            *entry.or_insert_with(|| put(value, &mut texts))
        };
        let (mut all, mut ends) = (Vec::new(), Vec::new());
        for row in rows {
            for value in row {
                let place = met.entry(ptr::from_ref(value));
                all.extend(*place.or_insert_with(|| write(value)));
            }
            ends.push(all.len());
        }
        let mut views = StringViewBuilder::with_capacity(all.len());
        let block = views.append_block(Buffer::from_vec(texts));
        let list = lists(views, &all, &ends, |views, (start, len)| {
            // They are parts of what was written.
            let _ = views.try_append_view(block, *start, *len);
        });
        self.push(name, Kind::Texts, list)
    }

    pub(super) fn number(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = Option<i64>>,
    ) -> Self {
        self.push(name, Kind::Number, Int64Array::from_iter(values))
    }

    pub(super) fn decimal(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = Option<f64>>,
    ) -> Self {
        self.push(name, Kind::Decimal, Float64Array::from_iter(values))
    }

    pub(super) fn flag(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = Option<bool>>,
    ) -> Self {
        self.push(name, Kind::Flag, BooleanArray::from_iter(values))
    }

    pub(super) fn day(
        self,
        name: &'static str,
        values: impl IntoIterator<Item = Option<Date>>,
    ) -> Self {
        let days = values.into_iter().map(|day| day.map(days_of));
        self.push(name, Kind::Day, days.collect::<Date32Array>())
    }

    /// Bytes that they take in memory, with the texts that they have parts of.
    pub(super) fn bytes(&self) -> usize {
        let given = self.cells.iter().filter_map(Cells::array);
        given.map(|it| it.get_buffer_memory_size()).sum()
    }

    /// How the table that has these columns is read.
    pub(super) fn schema(&self) -> SchemaRef {
        schema(&self.kinds, Kind::declared)
    }

    /// Themselves, as they are given to the files.
    #[cfg(test)]
    pub(super) fn into_batch(self) -> Result<RecordBatch, ArrowError> {
        let cells = self.cells.iter().zip(&self.kinds);
        let arrays = cells.map(|(cells, (_, kind))| cells.of_each(*kind, self.rows));
        let arrays = arrays.collect::<Result<_, _>>()?;
        RecordBatch::try_new(schema(&self.kinds, Kind::written), arrays)
    }

    /// As they are read back from a file.
    #[cfg(test)]
    pub(super) fn into_read(self) -> Result<RecordBatch, ArrowError> {
        let schema = self.schema();
        let batch = self.into_batch()?;
        let arrays = batch.columns().iter().zip(schema.fields());
        let arrays = arrays.map(|(array, field)| {
            datafusion::arrow::compute::cast(array.as_ref(), field.data_type())
        });
        let arrays = arrays.collect::<Result<_, _>>()?;
        RecordBatch::try_new(schema, arrays)
    }
}

/// The rows, where any of them is one of these; else none, and nobody goes over all of them for each of the columns that only
/// these have something in.
pub(super) fn any_of<R>(rows: &[R], is_one: impl Fn(&R) -> bool) -> &[R] {
    if rows.iter().any(is_one) { rows } else { &[] }
}

/// Puts a value as JSON behind others: where it begins, and how long it is.
fn put<V: Serialize + ?Sized>(value: &V, texts: &mut Vec<u8>) -> Option<(u32, u32)> {
    let start = texts.len();
    serde_json::to_writer(&mut *texts, value).ok()?;
    let [start, len] = [start, texts.len() - start].map(u32::try_from);
    start.ok().zip(len.ok())
}

/// The longest text that a view has in place.
const IN_PLACE: usize = 12;

/// A column that has room for these texts, and no more: a table has many columns, and they are made a few hundred rows at
/// a time.
fn views<'v>(texts: impl ExactSizeIterator<Item = Option<&'v str>>) -> StringViewBuilder {
    let column = StringViewBuilder::with_capacity(texts.len());
    // Short ones lie in place.
    let lens = texts.flatten().map(str::len);
    let bytes: usize = lens.filter(|len| *len > IN_PLACE).sum();
    column.with_fixed_block_size(u32::try_from(bytes).unwrap_or(u32::MAX).max(1))
}

/// Lists of texts: of all values, which `write` adds one by one, each has those from where the one before ends.
fn lists<T>(
    texts: StringViewBuilder,
    all: &[T],
    ends: &[usize],
    write: impl Fn(&mut StringViewBuilder, &T),
) -> ListArray {
    let element = element(DataType::Utf8View);
    let mut list = ListBuilder::with_capacity(texts, ends.len()).with_field(element);
    let mut start = 0;
    for end in ends {
        for value in &all[start..*end] {
            write(list.values(), value);
        }
        list.append(true);
        start = *end;
    }
    list.finish()
}

/// Days since 1 January 1970, as Arrow counts them: each of millions of rows has four.
pub(super) fn days_of(day: Date) -> i32 {
    // Years begin with March, so that the day that is not in each of them is the last: Howard Hinnant's
    // `days_from_civil`.
    let (month, is_early) = (i32::from(day.month()), day.month() <= 2);
    let year = i32::from(day.year()) - i32::from(is_early);
    let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let month = if is_early { month + 9 } else { month - 3 };
    let of_year = (153 * month + 2) / 5 + i32::from(day.day()) - 1;
    let of_era = of_era * 365 + of_era / 4 - of_era / 100 + of_year;
    era * 146_097 + of_era - 719_468
}

pub(super) fn day_of(days: i32) -> Option<Date> {
    EPOCH
        .checked_add(jiff::Span::new().try_days(days).ok()?)
        .ok()
}

/// A batch that was read, column by column. Wrong or missing columns are errors: the files may
/// have been written by others.
#[derive(Debug)]
pub(super) struct Rows<'a> {
    pub(super) batch: &'a RecordBatch,
    pub(super) path: &'a Path,
}

impl<'a> Rows<'a> {
    pub(super) fn len(&self) -> usize {
        self.batch.num_rows()
    }

    fn column<T: ?Sized>(
        &self,
        name: &str,
        as_type: impl Fn(&'a dyn Array) -> Option<&'a T>,
    ) -> Result<&'a T, StoreError> {
        self.batch
            .column_by_name(name)
            .and_then(|column| as_type(column.as_ref()))
            .ok_or_else(|| StoreError::damaged(self.path, format!("no such column: {name}")))
    }

    pub(super) fn text(&self, name: &str) -> Result<&'a StringArray, StoreError> {
        self.column(name, |column| column.as_string_opt::<i32>())
    }

    pub(super) fn number(&self, name: &str) -> Result<&'a Int64Array, StoreError> {
        self.column(name, |column| column.as_primitive_opt::<Int64Type>())
    }

    pub(super) fn day(&self, name: &str) -> Result<&'a Date32Array, StoreError> {
        self.column(name, |column| column.as_primitive_opt::<Date32Type>())
    }

    pub(super) fn decimal(&self, name: &str) -> Result<&'a Float64Array, StoreError> {
        self.column(name, |column| column.as_primitive_opt::<Float64Type>())
    }

    pub(super) fn bytes(&self, name: &str) -> Result<&'a LargeBinaryArray, StoreError> {
        self.column(name, |column| column.as_binary_opt::<i64>())
    }

    /// Each row's list of texts.
    pub(super) fn list(&self, name: &str) -> Result<&'a ListArray, StoreError> {
        self.column(name, |column| column.as_list_opt::<i32>())
    }

    /// The texts of every row's list, one after the other.
    pub(super) fn texts(&self, name: &str) -> Result<&'a StringArray, StoreError> {
        self.column(name, |column| {
            column.as_list_opt::<i32>()?.values().as_string_opt::<i32>()
        })
    }
}

/// What is at `row`; an error where nothing is.
pub(super) fn required<'a>(
    column: &'a StringArray,
    row: usize,
    path: &Path,
) -> Result<&'a str, StoreError> {
    optional(column, row).ok_or_else(|| StoreError::damaged(path, "a required value is missing"))
}

pub(super) fn optional(column: &StringArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_count_from_1970_in_both_directions() {
        for (day, count) in [
            ("1970-01-01", 0),
            ("1970-01-02", 1),
            ("1914-06-28", -20_276),
        ] {
            let day: Date = day.parse().unwrap();
            assert_eq!(days_of(day), count);
            assert_eq!(day_of(count), Some(day));
        }
        assert_eq!(day_of(i32::MAX), None);
        let every = (-900_000..900_000).step_by(17);
        assert!(
            every
                .filter_map(day_of)
                .all(|day| day_of(days_of(day)) == Some(day))
        );
        for day in [Date::MIN, Date::MAX] {
            assert_eq!(day_of(days_of(day)), Some(day));
        }
    }

    #[test]
    fn parts_of_a_text_are_kept_by_the_text() {
        let text = Arc::new(b"Iran threatened Azerbaijan on Friday.".to_vec());
        let whole = std::str::from_utf8(&text).unwrap();
        let quotes = [&whole[..26], &whole[5..15], "is not in the text at all"];
        let column = |of: Option<&Lent>| {
            let batch = Columns::default().parts("quote", of, quotes).into_batch();
            batch.unwrap().column(0).clone()
        };
        let lent = column(Some(&Lent::new(text.clone())));
        assert_eq!(&lent, &column(None));
        assert_eq!(Arc::strong_count(&text), 2);
        drop(lent);
        assert_eq!(Arc::strong_count(&text), 1);
    }
}
