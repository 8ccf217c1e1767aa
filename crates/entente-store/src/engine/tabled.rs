//! Assertions and typed rows as the columns of their tables.
//!
//! Columns are made where what they hold is at hand, a stretch at a time and in the order in which it comes. When they
//! are stored, what is new of many stretches is put in the order of its table, and gathered.

use std::sync::Arc;

use datafusion::arrow::error::ArrowError;
use entente_model::{AssertionRef, Date, TableRow};

use super::acts;
use super::columns::{Columns, Lent, Texts};
use super::gathering::Gathering;
use super::halves::half;
use super::records::{self, AssertionRow};
use super::rows;

/// Rows whose columns are made at a time: few enough to stay near the processor.
const STRETCH: usize = 1 << 13;

/// Assertions and typed rows, ready to be stored.
#[derive(Debug, Default)]
pub struct Tabled {
    pub(super) assertions: Vec<Part>,
    pub(super) rows: Vec<Part>,
}

/// Rows of one table.
#[derive(Debug)]
pub(super) struct Part {
    columns: Columns,
    /// Of each row, the half of its id by which it is known.
    halves: Vec<u64>,
    /// Where each row belongs in a file.
    keys: Vec<Key>,
    /// The documents or datasets that the rows are of, each with how many follow each other.
    of: Vec<(Arc<str>, usize)>,
    /// Which rows are to be stored, where not all are.
    kept: Option<Vec<bool>>,
}

impl Tabled {
    /// Makes the columns of assertions and typed rows. A text is kept in place of the quotes that are parts of it.
    pub fn new(
        assertions: &[AssertionRef<'_>],
        rows: &[TableRow],
        text: Option<&Arc<Vec<u8>>>,
    ) -> Self {
        let text = text.cloned().map(Lent::new);
        let of_assertions = |chunk| Part::assertions(chunk, text.as_ref());
        Self {
            assertions: assertions.chunks(STRETCH).map(of_assertions).collect(),
            rows: rows.chunks(STRETCH).map(Part::rows).collect(),
        }
    }

    /// Drops the assertions and typed rows of which, in their order, there stands that they are not kept.
    pub fn retain(&mut self, assertions: &[bool], rows: &[bool]) {
        for (parts, mut kept) in [(&mut self.assertions, assertions), (&mut self.rows, rows)] {
            for part in parts {
                let (of_part, rest) = kept.split_at(part.len().min(kept.len()));
                part.kept = Some(of_part.to_vec());
                kept = rest;
            }
        }
    }

    fn parts(&self) -> impl Iterator<Item = &Part> {
        self.assertions.iter().chain(&self.rows)
    }

    /// How many assertions and typed rows there are.
    pub fn len(&self) -> usize {
        self.parts().map(Part::len).sum()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes that they take in memory.
    pub fn bytes(&self) -> usize {
        self.parts().map(|part| part.columns.bytes()).sum()
    }
}

impl Part {
    fn assertions(assertions: &[AssertionRef<'_>], text: Option<&Lent>) -> Self {
        let rows = assertions.iter().map(|it| (acts::dyad(&it.body), it));
        let rows: Vec<AssertionRow<'_>> = rows.collect();
        let key = |(dyad, it): &AssertionRow<'_>| {
            let day = records::first_day(&it.body);
            Key::new(it.body.kind(), dyad.parts(), day)
        };
        Self {
            columns: records::assertions(&rows, text),
            halves: assertions.iter().map(|it| half(it.id.as_str())).collect(),
            keys: rows.iter().map(key).collect(),
            of: runs(assertions.iter().map(|it| it.evidence.document.as_str())),
            kept: None,
        }
    }

    fn rows(rows: &[TableRow]) -> Self {
        let dyads = Texts::written(rows, |row, text| rows::dyads(&row.values, text));
        let keys = rows.iter().zip(dyads.iter()).map(|(row, dyads)| {
            let dyads = dyads.unwrap_or_default();
            Key::new(row.values.table(), [dyads, "", ""], None)
        });
        Self {
            keys: keys.collect(),
            columns: rows::rows(rows, &dyads),
            halves: rows.iter().map(|it| half(it.id.as_str())).collect(),
            of: runs(rows.iter().map(|it| &*it.dataset)),
            kept: None,
        }
    }

    fn len(&self) -> usize {
        self.halves.len()
    }

    /// The documents or datasets that the rows are of.
    pub(super) fn of(&self) -> impl Iterator<Item = &str> {
        self.of.iter().map(|(of, _)| &**of)
    }
}

/// Each text with how often it comes in a row.
fn runs<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<(Arc<str>, usize)> {
    let mut runs: Vec<(Arc<str>, usize)> = Vec::new();
    for text in texts {
        match runs.last_mut() {
            Some((last, count)) if **last == *text => *count += 1,
            _ => runs.push((text.into(), 1)),
        }
    }
    runs
}

/// Where a row belongs among others: assertions by kind, dyad and day, so that what is asked together lies together;
/// typed rows by table and dyad.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Key {
    /// How its kind or table begins; no two of them begin alike.
    kind: u64,
    /// How its dyad begins: most are told apart by it.
    dyad: u128,
    /// The dyad, where that is not all of it.
    whole: Option<Box<str>>,
    day: Option<Date>,
}

impl Key {
    /// The key of something of a kind whose dyad is put together of parts.
    fn new(kind: &str, dyad: [&str; 3], day: Option<Date>) -> Self {
        let len: usize = dyad.iter().map(|part| part.len()).sum();
        Self {
            kind: u64::from_be_bytes(beginning([kind])),
            dyad: u128::from_be_bytes(beginning(dyad)),
            whole: (len > size_of::<u128>()).then(|| dyad.concat().into()),
            day,
        }
    }
}

/// The first bytes of a text that is put together, and zeros where it is shorter.
fn beginning<'p, const LEN: usize>(parts: impl IntoIterator<Item = &'p str>) -> [u8; LEN] {
    let mut bytes = [0; LEN];
    let text = parts.into_iter().flat_map(str::bytes);
    for (place, byte) in bytes.iter_mut().zip(text) {
        *place = byte;
    }
    bytes
}

/// What is stored of the parts of a table.
#[derive(Debug, Default)]
pub(super) struct Picked<'a> {
    parts: Vec<&'a Part>,
    /// Numbers of a part and of a row of it.
    places: Vec<(usize, usize)>,
}

impl<'a> Picked<'a> {
    /// Everything that is to be stored of these parts.
    pub(super) fn all(parts: &'a [Part]) -> Self {
        let mut picked = Self::default();
        for part in parts {
            picked.pick(part, |_, halves| vec![true; halves.len()]);
        }
        picked
    }

    /// Picks the rows of a part that are to be stored and are wanted, of which `are_wanted` is told the document or
    /// dataset and the halves of their ids. How many are not wanted.
    pub(super) fn pick(
        &mut self,
        part: &'a Part,
        mut are_wanted: impl FnMut(&str, &[u64]) -> Vec<bool>,
    ) -> usize {
        let number = self.parts.len();
        self.parts.push(part);
        let (mut unwanted, mut start) = (0, 0);
        for (of, count) in &part.of {
            let rows = start..start + count;
            start = rows.end;
            let is_kept = |row: &usize| part.kept.as_ref().is_none_or(|kept| kept[*row]);
            let rows: Vec<usize> = rows.filter(is_kept).collect();
            let halves: Vec<u64> = rows.iter().map(|row| part.halves[*row]).collect();
            for (row, is_wanted) in rows.into_iter().zip(are_wanted(of, &halves)) {
                if is_wanted {
                    self.places.push((number, row));
                } else {
                    unwanted += 1;
                }
            }
        }
        unwanted
    }

    pub(super) fn len(&self) -> usize {
        self.places.len()
    }

    /// The rows that were picked, in the order of the table.
    pub(super) fn gathered(&self) -> Result<Gathering, ArrowError> {
        let columns: Vec<&Columns> = self.parts.iter().map(|part| &part.columns).collect();
        // Keys lie scattered: each is led to once, and not whenever it is compared.
        let keyed = self.places.iter().map(|(part, row)| {
            let key: &Key = &self.parts[*part].keys[*row];
            (key, (*part, *row))
        });
        let mut keyed: Vec<(&Key, (usize, usize))> = keyed.collect();
        keyed.sort_by(|a, b| a.0.cmp(b.0));
        Gathering::new(&columns, keyed.into_iter().map(|it| it.1).collect())
    }
}
