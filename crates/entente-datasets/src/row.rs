//! A row with its fields, and how a field is read: as a word, a number, a day.

use std::borrow::Cow;
use std::collections::HashMap;
use std::fmt;

use entente_model::Date;
use serde::Serialize;

use crate::records::Fields;

/// Why a row was rejected. The code keeps its meaning for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub enum FaultKind {
    /// The row has more or fewer fields than the table has columns.
    Columns,
    /// The bytes are not UTF-8.
    Encoding,
    /// A quotation is opened and never closed.
    Quotation,
    /// A day that the calendar does not have, or a last day before the first.
    Date,
    /// Not a number, or one that a spreadsheet has mangled (`2.02E+13`).
    Number,
    /// A code that the dataset's codebook does not have.
    Code,
    /// A field without which the row says nothing is empty.
    Empty,
}

impl FaultKind {
    /// The stable code: `D001` and so on.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Columns => "D001",
            Self::Encoding => "D002",
            Self::Quotation => "D003",
            Self::Date => "D004",
            Self::Number => "D005",
            Self::Code => "D006",
            Self::Empty => "D007",
        }
    }

    /// In words.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Columns => "wrong number of columns",
            Self::Encoding => "broken UTF-8",
            Self::Quotation => "unclosed quotation",
            Self::Date => "bad date",
            Self::Number => "bad number",
            Self::Code => "unknown code",
            Self::Empty => "empty field",
        }
    }
}

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Which kind of fault.
    pub kind: FaultKind,
    /// The column, and what stands in it.
    pub detail: String,
}

impl Fault {
    pub(crate) fn new(kind: FaultKind, detail: impl Into<String>) -> Self {
        Self {
            kind,
            detail: detail.into(),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.kind.name(), self.detail)
    }
}

/// The names of a table's columns, in lower case.
#[derive(Debug, Default)]
pub(crate) struct Header {
    names: Vec<String>,
    places: HashMap<String, usize>,
}

impl Header {
    pub(crate) fn new<'a>(names: impl IntoIterator<Item = &'a str>) -> Self {
        let names: Vec<String> = names
            .into_iter()
            .map(|name| name.trim().to_lowercase())
            .collect();
        let places = names.iter().enumerate().rev();
        let places = places.map(|(place, name)| (name.clone(), place)).collect();
        Self { names, places }
    }

    pub(crate) fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    pub(crate) fn len(&self) -> usize {
        self.names.len()
    }

    pub(crate) fn names(&self) -> &[String] {
        &self.names
    }
}

/// A column: by its place, from 0, or by its name in lower case.
pub(crate) trait Column: Copy {
    fn place(self, header: &Header) -> Option<usize>;
    fn label(self, header: &Header) -> String;
}

impl Column for usize {
    fn place(self, _: &Header) -> Option<usize> {
        Some(self)
    }

    fn label(self, header: &Header) -> String {
        let name = header.names.get(self).filter(|name| !name.is_empty());
        name.map_or_else(|| format!("column {}", self + 1), Clone::clone)
    }
}

impl Column for &str {
    fn place(self, header: &Header) -> Option<usize> {
        header.place(self)
    }

    fn label(self, _: &Header) -> String {
        self.to_owned()
    }
}

/// Which end of a period a partly known day stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Edge {
    First,
    Last,
}

/// One row of a table.
#[derive(Debug)]
pub(crate) struct Row<'a> {
    pub(crate) header: &'a Header,
    pub(crate) fields: Fields<'a>,
    /// The row as it is written.
    pub(crate) text: &'a str,
    /// Its line in the file, from 1.
    pub(crate) line: u64,
    /// Its first byte in the file.
    pub(crate) offset: u64,
}

/// Whether the field says that there is no value.
fn is_missing(field: &str) -> bool {
    matches!(field, "" | "NA" | "NaN" | "NULL" | ".")
}

impl<'a> Row<'a> {
    /// A field, trimmed, for as long as the row's text is there.
    pub(crate) fn lasting(&self, column: impl Column) -> Cow<'a, str> {
        let place = column.place(self.header);
        match place.and_then(|place| self.fields.get(place)) {
            Some(Cow::Borrowed(field)) => field.trim().into(),
            Some(Cow::Owned(field)) => field.trim().to_owned().into(),
            None => "".into(),
        }
    }

    /// A field, trimmed; empty where the table lacks the column.
    pub(crate) fn text(&self, column: impl Column) -> &str {
        column
            .place(self.header)
            .and_then(|place| self.fields.text(place))
            .map_or("", str::trim)
    }

    fn fault(&self, kind: FaultKind, column: impl Column) -> Fault {
        let label = column.label(self.header);
        Fault::new(kind, format!("{label} is {:?}", self.text(column)))
    }

    /// A field that must not be empty.
    pub(crate) fn required(&self, column: impl Column) -> Result<&str, Fault> {
        match self.text(column) {
            "" => Err(self.fault(FaultKind::Empty, column)),
            field => Ok(field),
        }
    }

    /// A field that must be one of the codebook's.
    pub(crate) fn coded<'s, T>(
        &'s self,
        column: impl Column,
        decode: impl FnOnce(&'s str) -> Option<T>,
    ) -> Result<T, Fault> {
        decode(self.text(column)).ok_or_else(|| self.fault(FaultKind::Code, column))
    }

    /// A whole number; `None` where the field says nothing. `8659.0` counts as whole.
    pub(crate) fn whole(&self, column: impl Column) -> Result<Option<i64>, Fault> {
        let field = self.text(column);
        if is_missing(field) {
            return Ok(None);
        }
        if let Ok(number) = field.parse() {
            return Ok(Some(number));
        }
        let (digits, zeros) = field.split_once('.').unwrap_or((field, "x"));
        match digits.parse() {
            Ok(number) if zeros.bytes().all(|byte| byte == b'0') => Ok(Some(number)),
            _ => Err(self.fault(FaultKind::Number, column)),
        }
    }

    /// A count; a negative number, such as -9, stands for a missing one.
    pub(crate) fn count(&self, column: impl Column) -> Result<Option<u64>, Fault> {
        Ok(self
            .whole(column)?
            .and_then(|number| u64::try_from(number).ok()))
    }

    /// A number; `None` where the field says nothing.
    pub(crate) fn number(&self, column: impl Column) -> Result<Option<f64>, Fault> {
        let field = self.text(column);
        if is_missing(field) {
            return Ok(None);
        }
        match field.parse::<f64>() {
            Ok(number) if number.is_finite() => Ok(Some(number)),
            _ => Err(self.fault(FaultKind::Number, column)),
        }
    }

    /// A year; `None` where the field says nothing or is negative.
    pub(crate) fn year(&self, column: impl Column) -> Result<Option<i16>, Fault> {
        match self.count(column)? {
            None => Ok(None),
            Some(year) if (1..=9999).contains(&year) => Ok(i16::try_from(year).ok()),
            Some(_) => Err(self.fault(FaultKind::Date, column)),
        }
    }

    /// A year that must be there.
    pub(crate) fn required_year(&self, column: impl Column) -> Result<i16, Fault> {
        self.year(column)?
            .ok_or_else(|| self.fault(FaultKind::Empty, column))
    }

    /// A day written `2018-06-01`, `20180601` or, with more behind it, a time of that day;
    /// `None` where the field says nothing.
    pub(crate) fn day(&self, column: impl Column) -> Result<Option<Date>, Fault> {
        let field = self.text(column);
        if is_missing(field) {
            return Ok(None);
        }
        match day(field) {
            Some(day) => Ok(Some(day)),
            None if field.contains("E+") => Err(self.fault(FaultKind::Number, column)),
            None => Err(self.fault(FaultKind::Date, column)),
        }
    }

    /// A day that must be there.
    pub(crate) fn required_day(&self, column: impl Column) -> Result<Date, Fault> {
        self.day(column)?
            .ok_or_else(|| self.fault(FaultKind::Empty, column))
    }

    /// A day in three columns. Where month or day are not known (empty, 0 or negative), it is
    /// the first or last that it can be. `None` where the year is not known.
    pub(crate) fn day_of(
        &self,
        year: impl Column,
        month: impl Column,
        day: impl Column,
        edge: Edge,
    ) -> Result<Option<Date>, Fault> {
        let parts = [self.count(year)?, self.count(month)?, self.count(day)?];
        if parts[0].is_none_or(|year| year == 0) {
            return Ok(None);
        }
        partly_known(parts, edge).map(Some).ok_or_else(|| {
            let (year, month, day) = (self.text(year), self.text(month), self.text(day));
            Fault::new(FaultKind::Date, format!("{year}-{month}-{day}"))
        })
    }

    /// A day written `19980923`, with zeros for a month or day that is not known: `19980900`.
    pub(crate) fn day_or_part(
        &self,
        column: impl Column,
        edge: Edge,
    ) -> Result<Option<Date>, Fault> {
        let Some(number) = self.count(column)?.filter(|&number| number > 0) else {
            return Ok(None);
        };
        let parts = [number / 10_000, number / 100 % 100, number % 100];
        partly_known(parts.map(Some), edge)
            .map(Some)
            .ok_or_else(|| self.fault(FaultKind::Date, column))
    }
}

/// A day by year, month and day. Of a month or day that is missing or 0, the first or last that
/// it can be.
pub(crate) fn partly_known([year, month, day]: [Option<u64>; 3], edge: Edge) -> Option<Date> {
    let known = |part: Option<u64>| part.filter(|&part| part > 0);
    let last = edge == Edge::Last;
    let (month, day) = (known(month), known(month).and(known(day)));
    let month = i8::try_from(month.unwrap_or(if last { 12 } else { 1 })).ok()?;
    let first = Date::new(i16::try_from(year?).ok()?, month, 1).ok()?;
    match day {
        Some(day) => Date::new(first.year(), first.month(), i8::try_from(day).ok()?).ok(),
        None if last => Some(first.last_of_month()),
        None => Some(first),
    }
}

/// `2018-06-01`, `20180601`, and either with a time behind it.
fn day(field: &str) -> Option<Date> {
    let bytes = field.as_bytes();
    let number = |from: usize, to: usize| {
        let digits = bytes.get(from..to)?;
        digits.iter().try_fold(0_i16, |sum, byte| {
            byte.is_ascii_digit()
                .then(|| sum * 10 + i16::from(byte - b'0'))
        })
    };
    let (month, day, rest) = if bytes.get(4) == Some(&b'-') && bytes.get(7) == Some(&b'-') {
        (number(5, 7)?, number(8, 10)?, &bytes[10..])
    } else {
        (number(4, 6)?, number(6, 8)?, bytes.get(8..)?)
    };
    let is_time = rest
        .iter()
        .all(|byte| byte.is_ascii_digit() || b"T:. Z+".contains(byte));
    if !is_time {
        return None;
    }
    Date::new(
        number(0, 4)?,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::records::Dialect;

    fn check(field: &str, read: impl Fn(&Row<'_>) -> String) -> String {
        let header = Header::new(["x"]);
        read(&Row {
            header: &header,
            fields: Fields::of(field, Dialect::of(b'\t')),
            text: field,
            line: 1,
            offset: 0,
        })
    }

    #[test]
    fn days_are_read_in_the_ways_they_are_written() {
        for (field, expected) in [
            ("2018-06-01", "Ok(Some(2018-06-01))"),
            ("20180601", "Ok(Some(2018-06-01))"),
            ("20150218224500", "Ok(Some(2015-02-18))"),
            ("2018-06-01 00:00:00.000", "Ok(Some(2018-06-01))"),
            ("", "Ok(None)"),
            ("20180631", "Err(Date)"),
            ("2018", "Err(Date)"),
            ("2.02E+13", "Err(Number)"),
        ] {
            let found = check(field, |row| {
                format!("{:?}", row.day("x").map_err(|fault| fault.kind))
            });
            assert_eq!(found, expected, "{field}");
        }
    }

    #[test]
    fn missing_is_not_zero() {
        for (field, expected) in [
            ("0", "Ok(Some(0))"),
            ("8659.0", "Ok(Some(8659))"),
            ("NA", "Ok(None)"),
            ("", "Ok(None)"),
            ("-9", "Ok(None)"),
            ("8659.5", "Err(Number)"),
            ("2.02E+13", "Err(Number)"),
        ] {
            let found = check(field, |row| {
                format!("{:?}", row.count("x").map_err(|fault| fault.kind))
            });
            assert_eq!(found, expected, "{field}");
        }
    }
}
