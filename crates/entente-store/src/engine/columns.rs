//! Columns of one table: declared and filled in one place, and taken apart again.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Float64Array, Int64Array, ListArray,
    ListBuilder, RecordBatch, StringArray, StringBuilder,
};
use datafusion::arrow::datatypes::{
    DataType, Date32Type, Field, Float64Type, Int64Type, Schema, SchemaRef,
};
use datafusion::arrow::error::ArrowError;
use entente_model::Date;
use serde::Serialize;

use super::error::StoreError;

const EPOCH: Date = Date::constant(1970, 1, 1);

/// Columns in the order they are added. Built from no rows, it is the declaration of a table.
#[derive(Debug, Default)]
pub(super) struct Columns {
    fields: Vec<Field>,
    arrays: Vec<ArrayRef>,
}

impl Columns {
    fn push(mut self, name: &str, array: ArrayRef) -> Self {
        self.fields
            .push(Field::new(name, array.data_type().clone(), true));
        self.arrays.push(array);
        self
    }

    pub(super) fn text<V: AsRef<str>>(
        self,
        name: &str,
        values: impl IntoIterator<Item = Option<V>>,
    ) -> Self {
        // Growing by doubling would copy a hundred megabytes of quotes, more than once.
        let values: Vec<Option<V>> = values.into_iter().collect();
        let bytes = values.iter().flatten().map(|it| it.as_ref().len()).sum();
        let mut column = StringBuilder::with_capacity(values.len(), bytes);
        column.extend(values);
        self.push(name, Arc::new(column.finish()))
    }

    /// Each value as JSON. What cannot be written as JSON is missing.
    pub(super) fn json<V: Serialize>(
        self,
        name: &str,
        values: impl IntoIterator<Item = Option<V>>,
    ) -> Self {
        let mut column = StringBuilder::new();
        let mut buffer = Vec::new();
        for value in values {
            buffer.clear();
            let written = value.is_some_and(|it| serde_json::to_writer(&mut buffer, &it).is_ok());
            column.append_option(std::str::from_utf8(&buffer).ok().filter(|_| written));
        }
        self.push(name, Arc::new(column.finish()))
    }

    /// Texts that are put together: `write` writes that of each row.
    pub(super) fn written<R>(
        self,
        name: &str,
        rows: impl IntoIterator<Item = R>,
        write: impl Fn(R, &mut String),
    ) -> Self {
        let mut column = StringBuilder::new();
        let mut buffer = String::new();
        for row in rows {
            buffer.clear();
            write(row, &mut buffer);
            column.append_value(&buffer);
        }
        self.push(name, Arc::new(column.finish()))
    }

    pub(super) fn texts<V: AsRef<str>>(
        self,
        name: &str,
        rows: impl IntoIterator<Item = impl IntoIterator<Item = V>>,
    ) -> Self {
        let mut list = texts();
        for row in rows {
            row.into_iter()
                .for_each(|value| list.values().append_value(value));
            list.append(true);
        }
        self.push(name, Arc::new(list.finish()))
    }

    /// Lists of values, each as JSON. The same few come again and again, and each is written once. What cannot be
    /// written as JSON is left out.
    pub(super) fn jsons<V: Serialize + Hash + Eq>(
        self,
        name: &str,
        rows: impl IntoIterator<Item = impl IntoIterator<Item = V>>,
    ) -> Self {
        let mut list = texts();
        let mut written: HashMap<V, String> = HashMap::new();
        for row in rows {
            for value in row {
                let json = match written.entry(value) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(new) => match serde_json::to_string(new.key()) {
                        Ok(json) => new.insert(json),
                        Err(_) => continue,
                    },
                };
                list.values().append_value(json);
            }
            list.append(true);
        }
        self.push(name, Arc::new(list.finish()))
    }

    pub(super) fn number(self, name: &str, values: impl IntoIterator<Item = Option<i64>>) -> Self {
        self.push(name, Arc::new(values.into_iter().collect::<Int64Array>()))
    }

    pub(super) fn decimal(self, name: &str, values: impl IntoIterator<Item = Option<f64>>) -> Self {
        self.push(name, Arc::new(values.into_iter().collect::<Float64Array>()))
    }

    pub(super) fn flag(self, name: &str, values: impl IntoIterator<Item = Option<bool>>) -> Self {
        self.push(name, Arc::new(values.into_iter().collect::<BooleanArray>()))
    }

    pub(super) fn day(self, name: &str, values: impl IntoIterator<Item = Option<Date>>) -> Self {
        let days = values.into_iter().map(|day| day.map(days_of));
        self.push(name, Arc::new(days.collect::<Date32Array>()))
    }

    pub(super) fn schema(&self) -> SchemaRef {
        Arc::new(Schema::new(self.fields.clone()))
    }

    pub(super) fn into_batch(self) -> Result<RecordBatch, ArrowError> {
        RecordBatch::try_new(Arc::new(Schema::new(self.fields)), self.arrays)
    }
}

/// A column of lists of texts, to be filled.
fn texts() -> ListBuilder<StringBuilder> {
    // The name that Delta's own schemas give to what a list holds.
    let element = Field::new("element", DataType::Utf8, true);
    ListBuilder::new(StringBuilder::new()).with_field(element)
}

/// Days since 1 January 1970, as Arrow counts them.
pub(super) fn days_of(day: Date) -> i32 {
    // Between any two days of jiff's calendar lie fewer than eight million.
    EPOCH.until(day).map_or(0, |span| span.get_days())
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
    }
}
