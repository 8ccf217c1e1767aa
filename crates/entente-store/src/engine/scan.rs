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
use datafusion::logical_expr::{Expr, SortExpr, ident, lit, not};
use datafusion::prelude::{SessionConfig, SessionContext};
use entente_model::{ContentId, Date, EventType};

use super::acts;
use super::columns::{Rows, days_of};
use super::error::StoreError;
use super::file::DataFile;
use super::listed::is_listed;
use super::work::{self, Work, guarded};
use crate::query::is_state;
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

/// Rows that are held of files which are read side by side, of all together.
const SIDE_BY_SIDE: usize = 1 << 17;

/// The state of a session in which so many files, each of them sorted, are read side by side and merged. Of many, fewer
/// rows are held of each at a time.
pub(super) fn side_by_side(session: &SessionContext, files: usize) -> SessionState {
    let rows = (SIDE_BY_SIDE / files.max(1)).clamp(1 << 9, 1 << 13);
    let config = session
        .copied_config()
        .with_batch_size(rows)
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

    /// The same table with those of its files only that fulfil a condition.
    pub(super) fn of_those(&self, condition: impl Fn(&DataFile) -> bool) -> Self {
        let files = self.files.iter().filter(|file| condition(file));
        self.of_files(files.cloned().collect())
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
        each: impl FnMut(&Rows<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let batches = self.begun(session, order, plan).await?;
        batches.each(each).await
    }

    /// What `plan` makes of files each of which is sorted so. It is worked on from now on, beside what else was begun.
    pub(super) async fn begun(
        &self,
        session: &SessionContext,
        order: Vec<SortExpr>,
        plan: impl FnOnce(DataFrame) -> Result<DataFrame, DataFusionError> + Send + 'static,
    ) -> Result<Begun, StoreError> {
        let stream = if self.files.is_empty() {
            None
        } else {
            let streaming = streaming(self.clone(), session.clone(), order, Box::new(plan));
            Some(guarded(&self.path, streaming).await?)
        };
        Ok(Begun {
            path: self.path.clone(),
            stream,
        })
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

/// Batches of a table that are being made.
pub(super) struct Begun {
    path: PathBuf,
    /// `None` where the table has no files.
    stream: Option<SendableRecordBatchStream>,
}

impl Begun {
    /// Gives them one after the other, and holds no more than the engine needs for the next.
    pub(super) async fn each(
        self,
        mut each: impl FnMut(&Rows<'_>) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let Some(mut stream) = self.stream else {
            return Ok(());
        };
        while let Some(batch) = next_of(&self.path, &mut stream).await? {
            each(&Rows {
                batch: &batch,
                path: &self.path,
            })?;
        }
        Ok(())
    }
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

/// Fewer values than these are compared one by one.
const MANY: usize = 32;

/// A part of what a query admits.
#[derive(Debug, Clone)]
pub(super) struct Part {
    /// What it admits: this has the last word.
    pub(super) query: Query,
    /// A condition that all of it fulfils, where there is one. It may let others through.
    pub(super) keep: Option<Expr>,
}

impl Part {
    /// The files of a table of assertions in which there may be any of it, as far as the log tells.
    pub(super) fn files_of(&self, scan: &Scan) -> Scan {
        scan.of_those(|file| file.may_have("kind", &self.query.kinds))
    }
}

/// Parts that together are what a query admits, no two with the same. What is between two and labels are looked for
/// apart. What is between two states lies under their dyad, and nothing else has to be known of it, or under that of
/// several: a condition on the dyad alone comes first, by which the engine passes over pages.
pub(super) fn parts(query: &Query) -> Vec<Part> {
    let part = |query: Query, involving: Option<Expr>| Part {
        keep: necessary(&query, involving),
        query,
    };
    let Involving::Both(a, b) = &query.involving else {
        return vec![Part {
            keep: condition(query),
            query: query.clone(),
        }];
    };
    let of_kinds = |kinds: &[&'static str]| -> Option<Query> {
        let wanted = |kind: &&&str| query.kinds.is_empty() || query.kinds.contains(kind);
        let kinds: Vec<&str> = kinds.iter().filter(wanted).copied().collect();
        (!kinds.is_empty()).then(|| Query {
            kinds,
            ..query.clone()
        })
    };
    let mut parts = Vec::new();
    if let Some(between) = of_kinds(&["event", "tie"]) {
        let both = both(a, b);
        let keep = if a != b && is_state(a) && is_state(b) {
            let dyad = acts::dyad_of(a, b);
            let either = is_one_of("dyad", [dyad.as_str(), acts::SEVERAL]);
            let own = ident("dyad").eq(lit(dyad));
            let of_these = both.map(|both| own.or(both));
            Some(of_these.into_iter().fold(either, Expr::and))
        } else {
            both
        };
        parts.push(part(between, keep));
    }
    let labels = of_kinds(&["label"]);
    parts.extend(labels.map(|labels| part(labels, either(a, b))));
    parts
}

/// A condition that what a query admits fulfils, where there is one.
pub(super) fn condition(query: &Query) -> Option<Expr> {
    necessary(query, involving(&query.involving))
}

/// The same, given that of who takes part.
fn necessary(query: &Query, involving: Option<Expr>) -> Option<Expr> {
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
    let about =
        (!query.about.is_empty()).then(|| kind("label").and(is_among("about", &query.about)));
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
        involving,
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

/// Whether a column has one of these values, of which there may be thousands.
fn is_among(column: &str, values: &[String]) -> Expr {
    if values.len() < MANY {
        is_one_of(column, values.iter().map(String::as_str))
    } else {
        is_listed(ident(column), values)
    }
}

/// Whether those take part who are to: in events, ties, stances and figures.
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
        Involving::Around(a, b) => Some(either(a, b)?.and(bears(a, b)?)),
        Involving::Both(a, b) => both(a, b),
    }
}

fn both(a: &str, b: &str) -> Option<Expr> {
    Some(takes_part(a)?.and(takes_part(b)?))
}

fn either(a: &str, b: &str) -> Option<Expr> {
    Some(takes_part(a)?.or(takes_part(b)?))
}

/// What an event has to fulfil that is asked for with [`Involving::Around`].
fn bears(a: &str, b: &str) -> Option<Expr> {
    let burdening = [EventType::Assault, EventType::Coerce].map(EventType::name);
    let mut burdens = is_one_of("type", burdening);
    if is_state(a) && is_state(b) {
        let in_dyads = |pair: String| ident("dyads").like(lit(format!("%|{pair}|%")));
        let across = in_dyads(format!("{a}>{b}")).or(in_dyads(format!("{b}>{a}")));
        let has_part = |id: &str| {
            let of_country = in_dyads(format!("{id}>%")).or(in_dyads(format!("%>{id}")));
            Some(takes_part(id)?.or(of_country))
        };
        let in_country = |a: &str| ident("place_country").eq(lit(a));
        let there = in_country(a).and(has_part(b)?);
        let there = there.or(in_country(b).and(has_part(a)?));
        burdens = burdens.and(across.or(there));
    }
    let said = is_one_of("claimant", [a, b]).or(is_one_of("claimant_state", [a, b]));
    let both = both(a, b)?;
    let others = not(ident("kind").eq(lit("event")));
    Some(others.or(burdens).or(both).or(said))
}

/// Whether the column of ids has this one. In a pattern, `%` and `_` let more through, which
/// does no harm; a backslash would let less through.
fn takes_part(id: &str) -> Option<Expr> {
    (!id.contains('\\')).then(|| ident("involved").like(lit(format!("%|{id}|%"))))
}
