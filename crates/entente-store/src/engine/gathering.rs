//! Rows of several parts of a table, gathered in another order.

use datafusion::arrow::array::{Array, ArrayRef};
use datafusion::arrow::compute::interleave;
use datafusion::arrow::error::ArrowError;

use super::columns::{Cells, Columns, Kind};

/// The columns of several parts of one table, from which rows are gathered.
#[derive(Debug)]
pub(super) struct Gathering {
    kinds: Vec<(&'static str, Kind)>,
    columns: Vec<Gathered>,
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
    pub(super) fn new(parts: &[&Columns]) -> Result<Self, ArrowError> {
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
        })
    }

    /// The rows at these places, each the number of a part and of a row of it.
    pub(super) fn gather(&self, places: &[(usize, usize)]) -> Result<Columns, ArrowError> {
        let cells = self.columns.iter().map(|column| match column {
            Gathered::Same(cells) => Ok(cells.clone()),
            Gathered::Parts(arrays) => {
                let arrays: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
                interleave(&arrays, places).map(Cells::Each)
            }
        });
        Ok(Columns {
            cells: cells.collect::<Result<_, _>>()?,
            kinds: self.kinds.clone(),
            rows: places.len(),
        })
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
            let gathered = Gathering::new(parts).unwrap().gather(places).unwrap();
            let batch = gathered.into_read().unwrap();
            let column = batch.column_by_name(name).unwrap();
            let cell = |row| array_value_to_string(column, row).unwrap();
            (0..batch.num_rows()).map(cell).collect::<Vec<_>>()
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
