//! New rows for a user's own tables.

use entente_model::{Diagnostic, Severity};

use super::{bodies, sheet, states, words};

/// Which table an entry belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EntryKind {
    /// A state.
    State,
    /// An organisation.
    Organisation,
    /// An ethnic or religious group.
    Group,
    /// A human being.
    Person,
    /// A place that is no actor.
    Place,
    /// A noun for people or bodies.
    Role,
    /// A project or question.
    Issue,
}

impl EntryKind {
    /// The file of its table.
    pub const fn file(self) -> &'static str {
        match self {
            Self::State => "states.tsv",
            Self::Organisation => "organisations.tsv",
            Self::Group => "groups.tsv",
            Self::Person => "people.tsv",
            Self::Place => "places.tsv",
            Self::Role => "roles.tsv",
            Self::Issue => "issues.tsv",
        }
    }

    /// The columns of its table.
    pub const fn columns(self) -> &'static [&'static str] {
        match self {
            Self::State => states::COLUMNS,
            Self::Organisation => bodies::ORGANISATION_COLUMNS,
            Self::Group => bodies::GROUP_COLUMNS,
            Self::Person => bodies::PERSON_COLUMNS,
            Self::Place => words::PLACE_COLUMNS,
            Self::Role => words::ROLE_COLUMNS,
            Self::Issue => words::ISSUE_COLUMNS,
        }
    }
}

/// A table with one more row: `text` is the table so far, empty for a new one; `values` are
/// columns with their values. What the table held stays as it was.
///
/// # Errors
/// The table has no header, its header lacks one of the columns, or a value holds a tab or a line
/// break.
///
/// ```
/// use entente_lexicon::{EntryKind, entry};
/// let values = [("noun", "beekeeper".to_owned()), ("sector", "CVL".to_owned())];
/// let table = entry(EntryKind::Role, "", &values)?;
/// assert_eq!(table, "noun\tsector\tsector2\nbeekeeper\tCVL\t\n");
/// # Ok::<(), Box<entente_model::Diagnostic>>(())
/// ```
pub fn entry(
    kind: EntryKind,
    text: &str,
    values: &[(&str, String)],
) -> Result<String, Box<Diagnostic>> {
    let wrong = |code, message: String, hint: &str| {
        let severity = Severity::Error;
        Box::new(sheet::fault(code, severity, kind.file(), 1, message, hint))
    };
    let mut table = text.to_owned();
    if table.trim().is_empty() {
        table = format!("{}\n", kind.columns().join("\t"));
    } else if !table.ends_with('\n') {
        table.push('\n');
    }
    let header = table
        .lines()
        .map(|line| line.trim_start_matches('\u{feff}'))
        .find(|line| !line.starts_with('#') && !line.trim().is_empty());
    let Some(header) = header else {
        let hint = format!(
            "the first line names the columns: {}",
            kind.columns().join(", ")
        );
        return Err(wrong("L002", "there is no header".to_owned(), &hint));
    };
    let header: Vec<&str> = header.split('\t').map(str::trim).collect();
    for (column, value) in values {
        if !header.contains(column) {
            let hint = "add it to the first line of the table";
            return Err(wrong(
                "L002",
                format!("there is no column {column:?}"),
                hint,
            ));
        }
        if value.contains(['\t', '\n', '\r']) {
            let message = format!("{value:?} holds a tab or a line break");
            return Err(wrong("L003", message, "write it without"));
        }
    }
    let fields: Vec<&str> = header
        .iter()
        .map(|name| {
            let value = values.iter().find(|(column, _)| column == name);
            value.map_or("", |(_, value)| value.as_str())
        })
        .collect();
    let row = fields.join("\t");
    table.push_str(&row);
    table.push('\n');
    Ok(table)
}
