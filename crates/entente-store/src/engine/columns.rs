//! Columns of one table: declared and filled in one place, and taken apart again.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::Hash;
use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Float64Array, Int64Array,
    LargeBinaryArray, ListArray, ListBuilder, RecordBatch, StringArray, StringBuilder,
    new_null_array,
};
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
#[derive(Debug, Default)]
pub(super) struct Columns {
    fields: Vec<Field>,
    /// Nothing for a column without any value: a table has columns for much that is not in sight.
    arrays: Vec<Option<ArrayRef>>,
    rows: usize,
}

impl Columns {
    fn push(mut self, name: &str, mut array: impl Array + 'static) -> Self {
        self.fields
            .push(Field::new(name, array.data_type().clone(), true));
        self.rows = array.len();
        let given = array.null_count() < array.len();
        self.arrays.push(given.then(|| {
            array.shrink_to_fit();
            Arc::new(array) as ArrayRef
        }));
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
        self.push(name, column.finish())
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
        self.push(name, column.finish())
    }

    /// Texts that are put together: `write` writes that of each row.
    pub(super) fn written<R>(
        self,
        name: &str,
        rows: impl IntoIterator<Item = R>,
        write: impl Fn(R, &mut StringBuilder),
    ) -> Self {
        let mut column = StringBuilder::new();
        for row in rows {
            write(row, &mut column);
            column.append_value("");
        }
        self.push(name, column.finish())
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
        self.push(name, list.finish())
    }

    /// Lists of values, each as JSON. The same few come again and again, and each is written once. What cannot be
    /// written as JSON is left out.
    pub(super) fn jsons<V: Serialize + Hash + Eq>(
        self,
        name: &str,
        rows: impl IntoIterator<Item = impl IntoIterator<Item = V>>,
    ) -> Self {
        let mut list = texts();
        let mut written: HashMap<V, String, FixedState> = HashMap::default();
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
        self.push(name, list.finish())
    }

    pub(super) fn number(self, name: &str, values: impl IntoIterator<Item = Option<i64>>) -> Self {
        self.push(name, values.into_iter().collect::<Int64Array>())
    }

    pub(super) fn decimal(self, name: &str, values: impl IntoIterator<Item = Option<f64>>) -> Self {
        self.push(name, values.into_iter().collect::<Float64Array>())
    }

    pub(super) fn flag(self, name: &str, values: impl IntoIterator<Item = Option<bool>>) -> Self {
        self.push(name, values.into_iter().collect::<BooleanArray>())
    }

    pub(super) fn day(self, name: &str, values: impl IntoIterator<Item = Option<Date>>) -> Self {
        let days = values.into_iter().map(|day| day.map(days_of));
        self.push(name, days.collect::<Date32Array>())
    }

    /// Bytes of their values.
    pub(super) fn bytes(&self) -> usize {
        let given = self.arrays.iter().flatten();
        let bytes = given.filter_map(|it| it.to_data().get_slice_memory_size().ok());
        bytes.sum()
    }

    pub(super) fn schema(&self) -> SchemaRef {
        Arc::new(Schema::new(self.fields.clone()))
    }

    pub(super) fn into_batch(self) -> Result<RecordBatch, ArrowError> {
        let arrays = self.arrays.into_iter().zip(&self.fields);
        let arrays = arrays.map(|(array, field)| {
            array.unwrap_or_else(|| new_null_array(field.data_type(), self.rows))
        });
        let arrays = arrays.collect();
        RecordBatch::try_new(Arc::new(Schema::new(self.fields)), arrays)
    }
}

/// The columns of several parts of one table, from which rows are gathered.
#[derive(Debug, Default)]
pub(super) struct Gathering {
    fields: Vec<Field>,
    /// Of each column that of each part; nothing for a column without any value.
    columns: Vec<Option<Vec<ArrayRef>>>,
}

impl Gathering {
    pub(super) fn new(parts: &[&Columns]) -> Self {
        let fields = parts.first().map_or(Vec::new(), |part| part.fields.clone());
        let columns = fields.iter().enumerate().map(|(column, field)| {
            let of_parts = || parts.iter().map(|part| part.arrays[column].as_ref());
            if of_parts().all(|array| array.is_none()) {
                return None;
            }
            let missing = |part: &Columns| new_null_array(field.data_type(), part.rows);
            let of_parts = of_parts().zip(parts);
            let whole =
                of_parts.map(|(array, part)| array.cloned().unwrap_or_else(|| missing(part)));
            Some(whole.collect())
        });
        Self {
            columns: columns.collect(),
            fields,
        }
    }

    /// The rows at these places, each the number of a part and of a row of it.
    pub(super) fn gather(&self, places: &[(usize, usize)]) -> Result<Columns, ArrowError> {
        let arrays = self.columns.iter().map(|of_parts| {
            let of_parts = of_parts.as_ref()?;
            let of_parts: Vec<&dyn Array> = of_parts.iter().map(AsRef::as_ref).collect();
            Some(interleave(&of_parts, places))
        });
        Ok(Columns {
            arrays: arrays.map(Option::transpose).collect::<Result<_, _>>()?,
            fields: self.fields.clone(),
            rows: places.len(),
        })
    }
}

/// A column of lists of texts, to be filled.
fn texts() -> ListBuilder<StringBuilder> {
    // The name that Delta's own schemas give to what a list holds.
    let element = Field::new("element", DataType::Utf8, true);
    ListBuilder::new(StringBuilder::new()).with_field(element)
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
}
