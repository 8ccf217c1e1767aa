//! Rows of several parts of a table, gathered in another order.

use std::iter;
use std::ops::Range;

use datafusion::arrow::array::{Array, ArrayRef};
use datafusion::arrow::compute::interleave;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::error::ArrowError;

use super::columns::{Cells, Columns, Kind, written};
use super::uniform::Uniform;

/// Rows of several parts of one table, in an order of their own, whose columns are gathered one at a time.
#[derive(Debug)]
pub(super) struct Gathering {
    kinds: Vec<(&'static str, Kind)>,
    columns: Vec<Gathered>,
    /// Numbers of a part and of a row of it.
    places: Vec<(usize, usize)>,
}

/// A column of several parts.
#[derive(Debug)]
enum Gathered {
    /// In all parts the same.
    Same(Cells),
    /// Of each part that of its rows.
    Parts(Vec<ArrayRef>),
}

impl Gathering {
    /// The rows of these parts that are at these places.
    pub(super) fn new(parts: &[&Columns], places: Vec<(usize, usize)>) -> Result<Self, ArrowError> {
        let kinds = parts.first().map_or(Vec::new(), |part| part.kinds.clone());
        let columns = kinds.iter().enumerate().map(|(column, (_, kind))| {
            let of_parts = || parts.iter().map(|part| &part.cells[column]);
            let mut rest = of_parts();
            let is_same = match rest.next() {
                Some(Cells::Nothing) => rest.all(|cells| matches!(cells, Cells::Nothing)),
                Some(Cells::Same(first)) => {
                    rest.all(|cells| matches!(cells, Cells::Same(it) if it == first))
                }
                _ => false,
            };
            if is_same {
                let cells = of_parts().next().unwrap_or(&Cells::Nothing);
                return Ok(Gathered::Same(cells.clone()));
            }
            let arrays = of_parts().zip(parts);
            let arrays = arrays.map(|(cells, part)| cells.of_each(*kind, part.rows));
            arrays.collect::<Result<_, _>>().map(Gathered::Parts)
        });
        Ok(Self {
            columns: columns.collect::<Result<_, _>>()?,
            kinds,
            places,
        })
    }

    /// All rows of one part, as they come.
    pub(super) fn all(part: &Columns) -> Result<Self, ArrowError> {
        Self::new(&[part], (0..part.rows).map(|row| (0, row)).collect())
    }

    /// How many rows there are.
    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The columns as they are given.
    pub(super) fn schema(&self) -> SchemaRef {
        written(&self.kinds)
    }

    /// Bytes that a column takes in memory before its rows are gathered.
    pub(super) fn bytes(&self, column: usize) -> usize {
        match &self.columns[column] {
            Gathered::Same(_) => 0,
            Gathered::Parts(arrays) => arrays.iter().map(|it| it.get_buffer_memory_size()).sum(),
        }
    }

    /// A column of some rows.
    pub(super) fn column(&self, column: usize, rows: Range<usize>) -> Result<ArrayRef, ArrowError> {
        match &self.columns[column] {
            Gathered::Same(cells) => cells.of_each(self.kinds[column].1, rows.len()),
            Gathered::Parts(arrays) => {
                let arrays: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
                interleave(&arrays, &self.places[rows])
            }
        }
    }

    /// What all rows have in a column, where it is the same.
    pub(super) fn uniform(&self, column: usize) -> Option<Uniform<'_>> {
        let Gathered::Same(cells) = &self.columns[column] else {
            return None;
        };
        match cells {
            Cells::Nothing => Some(Uniform::Nothing),
            Cells::Same(array) => Uniform::of(iter::once(array)),
            Cells::Each(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use datafusion::arrow::util::display::array_value_to_string;

    use super::*;

    #[test]
    fn rows_are_gathered_from_parts_whatever_these_have_in_common() {
        let long = "longer than what a view has in place";
        let part = |same: Option<&str>, each: [Option<&str>; 3]| {
            let lists = each.map(|text| text.into_iter().chain(same).filter(|it| it.len() < 5));
            Columns::default()
                .text("nothing", [None::<&str>; 3])
                .text("same", [same; 3])
                .text("each", each)
                .texts("lists", lists)
                .jsons("jsons", each)
                .json("json", each.map(|text| text.filter(|it| it.len() > 5)))
                .number("number", [Some(1), None, Some(3)])
        };
        let parts = [
            part(Some(long), [Some("a"), None, Some(long)]),
            part(Some(long), [Some("b"), Some("b"), Some("b")]),
            part(None, [None, None, None]),
        ];
        let told = |parts: &[&Columns], places: &[(usize, usize)], name: &str| {
            let gathered = Gathering::new(parts, places.to_vec()).unwrap();
            let (number, _) = gathered.schema().column_with_name(name).unwrap();
            let column = gathered.column(number, 0..gathered.len()).unwrap();
            let cell = |row| array_value_to_string(&column, row).unwrap();
            (0..column.len()).map(cell).collect::<Vec<_>>()
        };
        let all: Vec<&Columns> = parts.iter().collect();
        let places = [(1, 2), (0, 2), (2, 0), (0, 1)];
        for (name, expected) in [
            ("nothing", ["", "", "", ""]),
            ("same", [long, long, "", long]),
            ("each", ["b", long, "", ""]),
            ("lists", ["[b]", "[]", "[]", "[]"]),
            ("number", ["3", "3", "1", ""]),
        ] {
            assert_eq!(told(&all, &places, name), expected, "{name}");
        }
        let json = format!("\"{long}\"");
        assert_eq!(told(&all, &places, "json"), ["", &json, "", ""]);
        let jsons = ["[\"b\"]", &format!("[{json}]"), "[]", "[]"];
        assert_eq!(told(&all, &places, "jsons"), jsons);
        assert_eq!(told(&all[..2], &places[..2], "same"), [long, long]);
        assert_eq!(told(&all[2..], &[(0, 0)], "lists"), ["[]"]);
    }
}
