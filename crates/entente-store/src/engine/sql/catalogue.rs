//! The tables and views that queries see, with what each column means.

use std::sync::Arc;

use datafusion::arrow::datatypes::DataType;
use datafusion::catalog::TableProvider;
use datafusion::datasource::empty::EmptyTable;
use datafusion::error::DataFusionError;
use datafusion::prelude::SessionContext;
use entente_model::Date;

use super::functions::{self, Names, SqlFunction};
use crate::engine::records::TableName;
use crate::engine::scan;
use crate::engine::work::Work;

/// A table or view, as it is documented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlTable {
    /// Its name.
    pub name: &'static str,
    /// What a row is.
    pub about: String,
    /// Whether it is a view over tables.
    pub is_view: bool,
    /// Its columns.
    pub columns: Vec<SqlColumn>,
}

/// A column, as it is documented.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SqlColumn {
    /// Its name.
    pub name: String,
    /// Its type: `text`, `whole number`, `number`, `day`, `yes or no`, `list of texts`.
    pub kind: &'static str,
    /// What it means.
    pub about: &'static str,
}

/// A view: its name, and the query with what a row is as comments before it.
pub(super) struct View {
    pub(super) name: &'static str,
    text: &'static str,
}

macro_rules! views {
    ($($name:literal),* $(,)?) => {
        &[$(View { name: $name, text: include_str!(concat!("views/", $name, ".sql")) }),*]
    };
}

pub(super) const VIEWS: &[View] = views![
    "events",
    "ties",
    "stances",
    "labels",
    "figures",
    "actors",
    "dyad_months",
    "coverage",
    "votes",
    "ideal_points",
    "capabilities",
    "states",
    "disputes",
    "statements",
    "event_sources",
    "mentions",
];

impl View {
    pub(super) fn query(&self) -> String {
        let lines = self.text.lines().filter(|line| !line.starts_with("--"));
        lines.collect::<Vec<_>>().join("\n")
    }

    fn about(&self) -> String {
        let lines = self
            .text
            .lines()
            .filter_map(|line| line.strip_prefix("-- "));
        lines.collect::<Vec<_>>().join(" ")
    }
}

const fn about(table: TableName) -> &'static str {
    match table {
        TableName::Documents => "A row is a document, or a dataset that is cited.",
        TableName::Passages => "A row is a sentence of a document.",
        TableName::Assertions => {
            "A row is an assertion: who says what, how surely, and where it is written. The views \
             `events`, `ties`, `stances`, `labels` and `figures` have the columns of each kind."
        }
        TableName::Rows => {
            "A row is a row of a published dataset that is no assertion. The views from `votes` on \
             have the columns of each table."
        }
        TableName::Rejects => "A row is a row of a published dataset that could not be imported.",
        TableName::Imports => "A row is an import that ended.",
        TableName::Reads => {
            "A row is a commit: the versions of the tables that count since, and how many rows \
             they hold."
        }
    }
}

/// Names of all tables and views.
pub(super) fn names() -> Vec<&'static str> {
    let tables = TableName::ALL.into_iter().map(TableName::name);
    tables.chain(VIEWS.iter().map(|view| view.name)).collect()
}

/// Registers the views over the tables that are registered.
pub(super) async fn register_views(session: &SessionContext) -> Result<(), DataFusionError> {
    for view in VIEWS {
        let frame = session.sql(&view.query()).await?;
        session.register_table(view.name, frame.into_view())?;
    }
    Ok(())
}

struct Nobody;

impl Names for Nobody {
    fn actor(&self, _: &str, _: Option<Date>) -> Option<String> {
        None
    }

    fn name(&self, _: &str) -> Option<String> {
        None
    }

    fn code(&self, _: &str, _: &str, _: Option<Date>) -> Option<String> {
        None
    }
}

/// Our functions.
pub fn sql_functions() -> Vec<SqlFunction> {
    functions::documented()
}

/// The tables and views that queries see, whatever a store holds.
///
/// # Errors
///
/// When a view does not fit the tables: a fault of this crate, which a test looks for.
pub async fn sql_tables() -> Result<Vec<SqlTable>, super::SqlError> {
    let fault = |error: DataFusionError| super::SqlError::of_query(&error, &[]);
    let session = scan::session();
    for function in functions::all(&(Arc::new(Nobody) as Arc<dyn Names>), &Arc::from([])) {
        session.register_udf(function);
    }
    let mut tables = Vec::new();
    for name in TableName::ALL {
        let provider = Arc::new(EmptyTable::new(name.schema()));
        tables.push(described(
            name.name(),
            about(name).to_owned(),
            false,
            &*provider,
        ));
        session
            .register_table(name.name(), provider)
            .map_err(fault)?;
    }
    let views = viewing(session).await.map_err(fault)?;
    for (view, provider) in VIEWS.iter().zip(views) {
        tables.push(described(view.name, view.about(), true, &*provider));
    }
    Ok(tables)
}

/// Registers the views, and gives them in their order.
fn viewing(session: SessionContext) -> Work<Vec<Arc<dyn TableProvider>>> {
    Box::pin(async move {
        register_views(&session).await?;
        let mut views = Vec::new();
        for view in VIEWS {
            views.push(session.table_provider(view.name).await?);
        }
        Ok(views)
    })
}

fn described(
    name: &'static str,
    about: String,
    is_view: bool,
    provider: &dyn TableProvider,
) -> SqlTable {
    let column = |field: &Arc<datafusion::arrow::datatypes::Field>| SqlColumn {
        name: field.name().clone(),
        kind: kind(field.data_type()),
        about: meaning(name, field.name()).unwrap_or_default(),
    };
    SqlTable {
        name,
        about,
        is_view,
        columns: provider.schema().fields().iter().map(column).collect(),
    }
}

fn kind(data_type: &DataType) -> &'static str {
    match data_type {
        DataType::Utf8 | DataType::Utf8View | DataType::LargeUtf8 => "text",
        DataType::Float64 | DataType::Float32 => "number",
        DataType::Date32 => "day",
        DataType::Boolean => "yes or no",
        DataType::List(_) => "list of texts",
        it if it.is_integer() => "whole number",
        _ => "other",
    }
}

/// Meanings by table and column; `*` is any table.
fn meanings() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    include_str!("columns.tsv").lines().filter_map(|line| {
        let mut fields = line.splitn(3, '\t');
        Some((fields.next()?, fields.next()?, fields.next()?))
    })
}

fn meaning(table: &str, column: &str) -> Option<&'static str> {
    let of = |wanted: &str| {
        meanings()
            .find(|(table, name, _)| *table == wanted && *name == column)
            .map(|(_, _, about)| about)
    };
    of(table).or_else(|| of("*"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[tokio::test]
    async fn every_column_is_explained_and_no_other() {
        let mut used = BTreeSet::new();
        for table in sql_tables().await.unwrap() {
            assert!(table.about.ends_with('.'), "{}", table.name);
            for column in table.columns {
                assert!(!column.about.is_empty(), "{}.{}", table.name, column.name);
                assert_ne!(column.kind, "other", "{}.{}", table.name, column.name);
                let own = meanings().any(|it| it.0 == table.name && it.1 == column.name);
                used.insert((if own { table.name } else { "*" }, column.name));
            }
        }
        for (table, column, _) in meanings() {
            assert!(
                used.contains(&(table, column.to_owned())),
                "{table}.{column} is no column"
            );
        }
        let order: Vec<_> = meanings().map(|it| (it.0, it.1)).collect();
        let distinct: BTreeSet<_> = order.iter().collect();
        assert_eq!(distinct.len(), order.len());
    }
}
