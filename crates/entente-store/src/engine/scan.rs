//! Reading the Parquet files of a table's version, and what of a query the engine may decide.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::RecordBatch;
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::catalog::TableProvider;
use datafusion::common::ScalarValue;
use datafusion::dataframe::DataFrame;
use datafusion::datasource::empty::EmptyTable;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl,
};
use datafusion::error::DataFusionError;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::RuntimeEnvBuilder;
use datafusion::execution::{SendableRecordBatchStream, SessionState, SessionStateBuilder};
use datafusion::logical_expr::{Expr, SortExpr, ident, lit};
use datafusion::prelude::{SessionConfig, SessionContext};
use entente_model::{ContentId, Date};

use super::acts;
use super::columns::{Rows, days_of};
use super::error::StoreError;
use super::file::DataFile;
use super::work::{self, Work, guarded};
use crate::{Involving, Query};

/// Frames over the files of one table.
#[derive(Debug, Clone)]
pub(super) struct Scan {
    pub(super) path: PathBuf,
    pub(super) schema: SchemaRef,
    pub(super) files: Vec<DataFile>,
}

/// What sorting and grouping may hold before they write to a temporary file, in bytes.
const WORKING_MEMORY: usize = 2 << 30;

/// The engine's session. Statistics are left alone: gathering them reads the end of every file.
/// Conditions are looked at page by page, so that little is read of what they do not admit.
pub(super) fn session() -> SessionContext {
    let mut config = SessionConfig::new()
        .with_collect_statistics(false)
        .with_information_schema(true)
        .with_default_catalog_and_schema("entente", "store");
    config.options_mut().execution.parquet.pushdown_filters = true;
    config.options_mut().execution.parquet.reorder_filters = true;
    let memory = Arc::new(FairSpillPool::new(WORKING_MEMORY));
    let built = RuntimeEnvBuilder::new()
        .with_memory_pool(memory)
        .build_arc();
    match built {
        Ok(runtime) => SessionContext::new_with_config_rt(config, runtime),
        // Without a folder for temporary files.
        Err(_) => SessionContext::new_with_config(config),
    }
}

/// The state of a session in which so many files, each of them sorted, are read side by side and merged.
pub(super) fn side_by_side(session: &SessionContext, files: usize) -> SessionState {
    let config = session
        .copied_config()
        .with_target_partitions(files.max(1))
        .with_repartition_file_scans(false);
    SessionStateBuilder::new_from_existing(session.state())
        .with_config(config)
        .build()
}

impl Scan {
    /// The files as a table of the engine.
    pub(super) fn provider(&self) -> Result<Arc<dyn TableProvider>, DataFusionError> {
        self.sorted_provider(Vec::new())
    }

    /// The files, each of which is sorted so, as a table of the engine.
    fn sorted_provider(
        &self,
        order: Vec<SortExpr>,
    ) -> Result<Arc<dyn TableProvider>, DataFusionError> {
        if self.files.is_empty() {
            return Ok(Arc::new(EmptyTable::new(self.schema.clone())));
        }
        let urls = self.files.iter().map(|it| ListingTableUrl::parse(&it.url));
        let options = ListingOptions::new(Arc::new(ParquetFormat::default()))
            .with_file_extension(".parquet")
            .with_file_sort_order(if order.is_empty() {
                Vec::new()
            } else {
                vec![order]
            });
        let config = ListingTableConfig::new_with_multi_paths(urls.collect::<Result<_, _>>()?)
            .with_listing_options(options)
            .with_schema(self.schema.clone());
        Ok(Arc::new(ListingTable::try_new(config)?))
    }

    /// The same table with some of its files only.
    pub(super) fn of_files(&self, files: Vec<DataFile>) -> Self {
        Self {
            path: self.path.clone(),
            schema: self.schema.clone(),
            files,
        }
    }

    /// The batches that `plan` makes of the table; none where the table has no files.
    pub(super) async fn batches(
        &self,
        session: &SessionContext,
        plan: impl FnOnce(DataFrame) -> Result<DataFrame, DataFusionError> + Send + 'static,
    ) -> Result<Vec<RecordBatch>, StoreError> {
        if self.files.is_empty() {
            return Ok(Vec::new());
        }
        let collecting = collecting(self.clone(), session.clone(), Box::new(plan));
        guarded(&self.path, collecting).await
    }

    /// Gives the batches that `plan` makes of the table one after the other, and holds no more than
    /// the engine needs for the next.
    pub(super) async fn each_batch(
        &self,
        session: &SessionContext,
        plan: impl FnOnce(DataFrame) -> Result<DataFrame, DataFusionError> + Send + 'static,
        each: impl FnMut(&Rows<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        self.each_sorted(session, Vec::new(), plan, each).await
    }

    /// The same of files each of which is sorted so.
    pub(super) async fn each_sorted(
        &self,
        session: &SessionContext,
        order: Vec<SortExpr>,
        plan: impl FnOnce(DataFrame) -> Result<DataFrame, DataFusionError> + Send + 'static,
        mut each: impl FnMut(&Rows<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        if self.files.is_empty() {
            return Ok(());
        }
        let streaming = streaming(self.clone(), session.clone(), order, Box::new(plan));
        let mut stream = guarded(&self.path, streaming).await?;
        while let Some(batch) = next_of(&self.path, &mut stream).await? {
            each(&self.rows(&batch))?;
        }
        Ok(())
    }

    /// The columns named, of the rows that `keep` keeps.
    pub(super) async fn select(
        &self,
        session: &SessionContext,
        columns: &'static [&'static str],
        keep: Option<Expr>,
    ) -> Result<Vec<RecordBatch>, StoreError> {
        self.batches(session, move |frame| {
            kept(frame, keep)?.select(columns.iter().map(|name| ident(*name)))
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

/// The next batch of a stream; what goes wrong in making it is an error, not a panic.
pub(super) async fn next_of(
    path: &Path,
    stream: &mut SendableRecordBatchStream,
) -> Result<Option<RecordBatch>, StoreError> {
    let (next, rest) = guarded(path, work::next(stream)).await?;
    *stream = rest;
    Ok(next)
}

/// What is made of a table.
type Plan = Box<dyn FnOnce(DataFrame) -> Result<DataFrame, DataFusionError> + Send>;

fn collecting(scan: Scan, session: SessionContext, plan: Plan) -> Work<Vec<RecordBatch>> {
    Box::pin(async move {
        let table = session.read_table(scan.provider()?)?;
        plan(table)?.collect().await
    })
}

fn streaming(
    scan: Scan,
    session: SessionContext,
    order: Vec<SortExpr>,
    plan: Plan,
) -> Work<SendableRecordBatchStream> {
    Box::pin(async move {
        let table = session.read_table(scan.sorted_provider(order)?)?;
        plan(table)?.execute_stream().await
    })
}

/// The rows that a condition keeps, where there is one.
pub(super) fn kept(frame: DataFrame, keep: Option<Expr>) -> Result<DataFrame, DataFusionError> {
    match keep {
        Some(keep) => frame.filter(keep),
        None => Ok(frame),
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
    let kind = |kind: &str| ident("kind").eq(lit(kind));
    let issue = query
        .issue
        .as_deref()
        .map(|issue| kind("stance").and(ident("issue").eq(lit(issue))));
    let about = (!query.about.is_empty())
        .then(|| kind("label").and(is_one_of("about", query.about.iter().map(String::as_str))));
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
            let is_label = ident("kind").eq(lit("label"));
            let between = if a != b && acts::is_state(a) && acts::is_state(b) {
                // What is between two states is sorted by it, and whole stretches are passed over.
                let dyad = acts::dyad_of(a, b);
                Some(is_one_of("dyad", [dyad.as_str(), acts::SEVERAL]))
            } else {
                None
            };
            let (a, b) = (takes_part(a)?, takes_part(b)?);
            let either = is_label.and(a.clone().or(b.clone()));
            let both = a.and(b);
            Some(between.into_iter().fold(both, Expr::and).or(either))
        }
    }
}

/// Whether the column of ids has this one. In a pattern, `%` and `_` let more through, which
/// does no harm; a backslash would let less through.
fn takes_part(id: &str) -> Option<Expr> {
    (!id.contains('\\')).then(|| ident("involved").like(lit(format!("%|{id}|%"))))
}
