//! A table as text: rows, their fields by the names of the header, and what is wrong with them.

use std::str::FromStr;

use entente_model::{Diagnostic, Place, Severity};

use super::Period;

/// One row, its fields by the names of the header.
pub(crate) struct Row<'a> {
    /// From 1.
    pub(crate) line: u64,
    header: &'a [&'a str],
    fields: Vec<&'a str>,
}

/// What was noticed in one table.
pub(crate) struct Faults {
    pub(crate) file: String,
    pub(crate) found: Vec<Diagnostic>,
}

impl Faults {
    pub(crate) fn error(&mut self, code: &'static str, line: u64, message: String, hint: &str) {
        self.found.push(fault(
            code,
            Severity::Error,
            &self.file,
            line,
            message,
            hint,
        ));
    }
}

/// A diagnostic at a line of a table.
pub(crate) fn fault(
    code: &'static str,
    severity: Severity,
    file: &str,
    line: u64,
    message: String,
    hint: &str,
) -> Diagnostic {
    Diagnostic {
        code,
        severity,
        place: Place {
            input: file.to_owned(),
            offset: None,
            line: Some(line),
        },
        message,
        hint: (!hint.is_empty()).then(|| hint.to_owned()),
    }
}

/// The header's columns, and the lines under it with their numbers.
pub(crate) fn split<'a>(
    text: &'a str,
    columns: &[&str],
    faults: &mut Faults,
) -> (Vec<&'a str>, Vec<(u64, &'a str)>) {
    let mut lines = (1..).zip(text.lines()).filter(|(_, line)| {
        let line = line.trim_start_matches('\u{feff}');
        !line.starts_with('#') && !line.trim().is_empty()
    });
    let Some((line, header)) = lines.next() else {
        return (Vec::new(), Vec::new());
    };
    let header = header.trim_start_matches('\u{feff}').split('\t');
    let header: Vec<&str> = header.map(str::trim).collect();
    for column in header.iter().filter(|column| !columns.contains(column)) {
        let hint = format!("the columns are {}", columns.join(", "));
        faults.error("L002", line, format!("unknown column {column:?}"), &hint);
    }
    if !header.contains(&columns[0]) {
        let hint = format!("the first line names the columns: {}", columns.join(", "));
        let message = format!("there is no column {:?}", columns[0]);
        faults.error("L002", line, message, &hint);
        return (Vec::new(), Vec::new());
    }
    (header, lines.collect())
}

impl<'a> Row<'a> {
    pub(crate) fn new(
        header: &'a [&'a str],
        (line, text): (u64, &'a str),
        faults: &mut Faults,
    ) -> Self {
        let fields: Vec<&str> = text.split('\t').map(str::trim).collect();
        if fields.len() > header.len() {
            let message = format!("{} fields under {} columns", fields.len(), header.len());
            faults.error("L003", line, message, "a tab stands between two fields");
        }
        Self {
            line,
            header,
            fields,
        }
    }

    /// The value of a column, if it has one.
    pub(crate) fn get(&self, name: &str) -> Option<&'a str> {
        let index = self.header.iter().position(|column| *column == name)?;
        let value = self.fields.get(index).copied();
        value.filter(|value| !value.is_empty())
    }

    pub(crate) fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    /// The values of a column that holds several.
    pub(crate) fn list(&self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let values = self.get(name).unwrap_or_default().split(';');
        values.map(str::trim).filter(|value| !value.is_empty())
    }

    /// The values of a column with the spans in which they hold: `Zaire@1971..1997`. A span that
    /// cannot be read is a fault, and the value holds always.
    pub(crate) fn dated(
        &self,
        name: &str,
        usual: Period,
        faults: &mut Faults,
    ) -> Vec<(&'a str, Period)> {
        self.list(name)
            .map(|value| match value.rsplit_once('@') {
                Some((value, span)) => (value.trim(), self.period(span, faults)),
                None => (value, usual),
            })
            .collect()
    }

    pub(crate) fn period(&self, span: &str, faults: &mut Faults) -> Period {
        span.parse().unwrap_or_else(|message| {
            let hint = "write 1971..1997, 2014-08.. or ..1991-12-25";
            faults.error("L008", self.line, message, hint);
            Period::ALWAYS
        })
    }

    /// The span of the columns `from` and `to`.
    pub(crate) fn existence(&self, faults: &mut Faults) -> Period {
        match (self.get("from"), self.get("to")) {
            (None, None) => Period::ALWAYS,
            (from, to) => {
                let span = format!("{}..{}", from.unwrap_or_default(), to.unwrap_or_default());
                self.period(&span, faults)
            }
        }
    }

    /// A value of a closed list, such as a sector.
    pub(crate) fn one_of<T: FromStr + Copy + std::fmt::Display>(
        &self,
        column: &str,
        all: &[T],
        faults: &mut Faults,
    ) -> Option<T> {
        let text = self.get(column)?;
        let value = text.parse().ok();
        if value.is_none() {
            let known: Vec<String> = all.iter().map(T::to_string).collect();
            let hint = format!("one of {}", known.join(", "));
            faults.error(
                "L007",
                self.line,
                format!("unknown {column} {text:?}"),
                &hint,
            );
        }
        value
    }
}
