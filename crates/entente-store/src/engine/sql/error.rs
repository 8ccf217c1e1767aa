//! What is wrong with a query, in the words of the one who wrote it.

use datafusion::common::SchemaError;
use datafusion::common::utils::datafusion_strsim::levenshtein;
use datafusion::error::DataFusionError;

use crate::StoreError;

/// Why a query gave no answer.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SqlError {
    /// The query is at fault.
    #[error("{message}{}", hint.as_ref().map(|it| format!("\n  hint: {it}")).unwrap_or_default())]
    Query {
        /// What is wrong, with its place where that is known.
        message: String,
        /// What to do about it.
        hint: Option<String>,
    },
    /// The store cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The answer cannot be written.
    #[error(transparent)]
    Io(#[from] std::io::Error),
}

/// Names that are near enough to a wrong one to be meant.
const NEAREST: usize = 3;

impl SqlError {
    pub(super) fn new(message: impl Into<String>, hint: Option<String>) -> Self {
        let message = message.into();
        Self::Query { message, hint }
    }

    /// What the engine says of a query over these tables.
    pub(super) fn of_query(error: &DataFusionError, tables: &[&str]) -> Self {
        let place = error
            .diagnostic()
            .and_then(|it| it.span)
            .map_or_else(String::new, |span| {
                format!(" (line {}, column {})", span.start.line, span.start.column)
            });
        match error.find_root() {
            DataFusionError::SQL(error, _) => Self::new(
                format!("the query is no SQL that can be read: {error}"),
                Some("one SELECT; `entente sql --tables` lists tables and columns".to_owned()),
            ),
            DataFusionError::SchemaError(error, _) => match &**error {
                SchemaError::FieldNotFound {
                    field,
                    valid_fields,
                } => {
                    let columns: Vec<&str> = valid_fields.iter().map(|it| it.name()).collect();
                    Self::new(
                        format!("there is no column {}{place}", field.name()),
                        Some(meant(field.name(), &columns, "columns")),
                    )
                }
                error => Self::new(format!("{}{place}", one_line(&error.to_string())), None),
            },
            root => {
                let text = root.strip_backtrace();
                if let Some(table) = between(&text, "table '", "' not found") {
                    let table = table.rsplit('.').next().unwrap_or(table);
                    return Self::new(
                        format!("there is no table {table}{place}"),
                        Some(meant(table, tables, "tables")),
                    );
                }
                if let Some(function) = between(&text, "Invalid function '", "'") {
                    let hint = between(&text, "Did you mean '", "'").map(|it| {
                        format!("did you mean {it}? `entente sql --tables` lists our own")
                    });
                    return Self::new(format!("there is no function {function}{place}"), hint);
                }
                if text.contains("single SQL statement") {
                    let message = "there is more than one statement";
                    return Self::new(message, Some("one SELECT at a time".to_owned()));
                }
                let text = text
                    .trim_start_matches("Error during planning: ")
                    .trim_start_matches("This feature is not implemented: ")
                    .trim_start_matches("Execution error: ");
                Self::new(format!("{}{place}", one_line(text)), None)
            }
        }
    }
}

/// The names nearest to one that is wrong, or all where there are few and none is near.
fn meant(wrong: &str, names: &[&str], what: &str) -> String {
    let wrong = wrong.to_lowercase();
    let mut ranked: Vec<(usize, &str)> = names
        .iter()
        .map(|name| {
            let lower = name.to_lowercase();
            let distance = if lower.contains(&wrong) || wrong.contains(&lower) {
                1
            } else {
                levenshtein(&wrong, &lower)
            };
            (distance, *name)
        })
        .collect();
    ranked.sort_unstable();
    ranked.dedup();
    let near: Vec<&str> = ranked
        .iter()
        .filter(|(distance, name)| *distance <= 1 + name.len() / 3)
        .take(NEAREST)
        .map(|(_, name)| *name)
        .collect();
    if near.is_empty() {
        let mut all = names.to_vec();
        all.sort_unstable();
        all.dedup();
        format!("the {what} are {}", all.join(", "))
    } else {
        format!(
            "did you mean {}? `entente sql --tables` lists all",
            near.join(" or ")
        )
    }
}

fn between<'t>(text: &'t str, before: &str, after: &str) -> Option<&'t str> {
    let rest = &text[text.find(before)? + before.len()..];
    rest.get(..rest.find(after)?)
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_proposed_and_else_all() {
        let tables = ["events", "ties", "event_sources", "documents"];
        assert!(meant("evnts", &tables, "tables").starts_with("did you mean events?"));
        assert!(
            meant("event", &tables, "tables").starts_with("did you mean event_sources or events?")
        );
        assert_eq!(
            meant("xyzzyqwerty", &tables, "tables"),
            "the tables are documents, event_sources, events, ties"
        );
    }
}
