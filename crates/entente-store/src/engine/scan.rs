//! Reading the Parquet files of a table's version, and what of a query the engine may decide.

use std::future::poll_fn;
use std::path::PathBuf;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::common::ScalarValue;
use datafusion::dataframe::DataFrame;
use datafusion::error::DataFusionError;
use datafusion::execution::options::ParquetReadOptions;
use datafusion::logical_expr::{Expr, ident, lit};
use datafusion::prelude::{SessionConfig, SessionContext};
use entente_model::{ContentId, Date};

use super::columns::{Rows, days_of};
use super::error::StoreError;
use super::table::guarded;
use crate::{Involving, Query};

/// Frames over the files of one table.
#[derive(Debug, Clone)]
pub(super) struct Scan {
    pub(super) path: PathBuf,
    pub(super) schema: SchemaRef,
    pub(super) files: Vec<String>,
}

/// The engine's session. Statistics are left alone: gathering them reads the end of every file.
pub(super) fn session() -> SessionContext {
    SessionContext::new_with_config(SessionConfig::new().with_collect_statistics(false))
}

impl Scan {
    /// The batches that `plan` makes of the table; none where the table has no files.
    pub(super) async fn batches(
        &self,
        session: &SessionContext,
        plan: impl FnOnce(DataFrame) -> Result<DataFrame, DataFusionError> + Send + 'static,
    ) -> Result<Vec<RecordBatch>, StoreError> {
        if self.files.is_empty() {
            return Ok(Vec::new());
        }
        let Self {
            path,
            schema,
            files,
        } = self.clone();
        let session = session.clone();
        guarded(&path, async move {
            let options = ParquetReadOptions::default().schema(&schema);
            plan(session.read_parquet(files, options).await?)?
                .collect()
                .await
        })
        .await
    }

    /// Gives the batches that `plan` makes of the table one after the other, and holds no more than
    /// the engine needs for the next.
    pub(super) async fn each_batch(
        &self,
        session: &SessionContext,
        plan: impl FnOnce(DataFrame) -> Result<DataFrame, DataFusionError> + Send + 'static,
        mut each: impl FnMut(&Rows<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if self.files.is_empty() {
            return Ok(());
        }
        let Self {
            path,
            schema,
            files,
        } = self.clone();
        let session = session.clone();
        let mut stream = guarded(&path, async move {
            let options = ParquetReadOptions::default().schema(&schema);
            plan(session.read_parquet(files, options).await?)?
                .execute_stream()
                .await
        })
        .await?;
        loop {
            let (next, rest) = guarded(&path, async move {
                let next = poll_fn(|context| stream.as_mut().poll_next(context)).await;
                next.transpose().map(|batch| (batch, stream))
            })
            .await?;
            let Some(batch) = next else { return Ok(()) };
            each(&self.rows(&batch))?;
            stream = rest;
        }
    }

    /// The columns named, of the rows that `keep` keeps.
    pub(super) async fn select(
        &self,
        session: &SessionContext,
        columns: &'static [&'static str],
        keep: Option<Expr>,
    ) -> Result<Vec<RecordBatch>, StoreError> {
        self.batches(session, move |frame| {
            let frame = match keep {
                Some(keep) => frame.filter(keep)?,
                None => frame,
            };
            frame.select(columns.iter().map(|name| ident(*name)))
        })
        .await
    }

    pub(super) fn rows<'a>(&'a self, batch: &'a RecordBatch) -> Rows<'a> {
        Rows {
            batch,
            path: &self.path,
        }
    }
}

pub(super) fn day(day: Date) -> Expr {
    Expr::Literal(ScalarValue::Date32(Some(days_of(day))), None)
}

/// Rows published by `at`, if that is asked.
pub(super) fn published_by(at: Option<Date>) -> Option<Expr> {
    at.map(|at| ident("published").lt_eq(day(at)))
}

pub(super) fn is_one_of<'a>(column: &str, values: impl IntoIterator<Item = &'a str>) -> Expr {
    ident(column).in_list(values.into_iter().map(lit).collect(), false)
}

/// A condition that every assertion which `query` admits fulfils. It may let others through:
/// [`Query::admits`] has the last word.
pub(super) fn necessary(query: &Query) -> Option<Expr> {
    let kinds = (!query.kinds.is_empty()).then(|| is_one_of("kind", query.kinds.iter().copied()));
    let claimant = query.claimant.as_deref().map(|id| {
        ident("claimant")
            .eq(lit(id))
            .or(ident("claimant_state").eq(lit(id)))
    });
    let issue = query
        .issue
        .as_deref()
        .map(|issue| ident("issue").eq(lit(issue)));
    let about = (!query.about.is_empty())
        .then(|| is_one_of("about", query.about.iter().map(String::as_str)));
    let documents = (!query.documents.is_empty())
        .then(|| is_one_of("document", query.documents.iter().map(ContentId::as_str)));
    let since = query.since.map(|since| {
        ident("date_end")
            .is_null()
            .or(ident("date_end").gt_eq(day(since)))
    });
    let until = query.until.map(|until| {
        ident("date_start")
            .is_null()
            .or(ident("date_start").lt_eq(day(until)))
    });
    [
        involving(&query.involving),
        kinds,
        claimant,
        issue,
        about,
        documents,
        since,
        until,
        published_by(query.at),
    ]
    .into_iter()
    .flatten()
    .reduce(Expr::and)
}

fn involving(involving: &Involving) -> Option<Expr> {
    match involving {
        Involving::Anyone => None,
        Involving::Actor(id) => takes_part(id),
        // Nobody takes part in the acts of no one.
        Involving::AnyOf(ids) if ids.is_empty() => Some(lit(false)),
        Involving::AnyOf(ids) => {
            let each = ids
                .iter()
                .map(|id| takes_part(id))
                .collect::<Option<Vec<_>>>()?;
            each.into_iter().reduce(Expr::or)
        }
        Involving::Both(a, b) => {
            let (a, b) = (takes_part(a)?, takes_part(b)?);
            let either = ident("kind").eq(lit("label")).and(a.clone().or(b.clone()));
            Some(a.and(b).or(either))
        }
    }
}

/// Whether the column of ids has this one. In a pattern, `%` and `_` let more through, which
/// does no harm; a backslash would let less through.
fn takes_part(id: &str) -> Option<Expr> {
    (!id.contains('\\')).then(|| ident("involved").like(lit(format!("%|{id}|%"))))
}
