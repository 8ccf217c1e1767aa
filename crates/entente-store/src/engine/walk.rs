//! Going through much of the store without holding it: assertions and rows one after the other,
//! and events counted.

use std::collections::BTreeMap;

use datafusion::arrow::array::Array;
use datafusion::dataframe::DataFrame;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{Expr, ident, lit};
use entente_model::{Assertion, Certainty, ContentId, Polarity, Quad, Reject, TableRow};

use super::columns::Rows;
use super::counts::{self, Counts};
use super::error::StoreError;
use super::records::{self, TableName};
use super::rows;
use super::scan::{self, Begun, Scan, is_one_of};
use super::store::Store;
use crate::query::is_state;
use crate::{EventCount, Involving, Period, Query, RowQuery, Tallies, TallyQuery};

impl Store {
    /// Gives the assertions that the query admits one after the other, in no order; `limit` is not
    /// looked at. Memory is bounded whatever their number.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn each_assertion(
        &self,
        query: &Query,
        each: &mut (dyn FnMut(Assertion) + Send),
    ) -> Result<(), StoreError> {
        let scan = self.scan(TableName::Assertions).await?;
        for part in scan::parts(query) {
            let files = part.files_of(&scan);
            let scan::Part { query, keep } = part;
            let plan = move |frame: DataFrame| {
                scan::kept(frame, keep)?.select(records::assertion().map(ident))
            };
            let give = |rows: &Rows<'_>| {
                records::assertions_of(rows, |assertion| {
                    if query.admits(&assertion) {
                        each(assertion);
                    }
                })
            };
            files.each_batch(self.session.get(), plan, give).await?;
        }
        Ok(())
    }

    /// Gives the rows of typed tables that the query asks for one after the other, in no order.
    /// Memory is bounded whatever their number.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn each_row(
        &self,
        query: &RowQuery,
        each: &mut (dyn FnMut(TableRow) + Send),
    ) -> Result<(), StoreError> {
        let scan = self.scan(TableName::Rows).await?;
        let scan = scan.of_those(|it| it.may_have("table", &query.tables));
        let tables =
            (!query.tables.is_empty()).then(|| is_one_of("table", query.tables.iter().copied()));
        let datasets = (!query.datasets.is_empty())
            .then(|| is_one_of("dataset", query.datasets.iter().map(String::as_str)));
        let keep = [tables, datasets].into_iter().flatten().reduce(Expr::and);
        let plan = move |frame: DataFrame| {
            scan::kept(frame, keep)?.select(rows::ROW.iter().map(|name| ident(*name)))
        };
        let give = |batch: &Rows<'_>| rows::rows_of(batch, &mut *each);
        scan.each_batch(self.session.get(), plan, give).await
    }

    /// Gives the rows of published datasets that could not be imported, each with its dataset, one after
    /// the other, in no order.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn each_reject(
        &self,
        each: &mut (dyn FnMut(String, Reject) + Send),
    ) -> Result<(), StoreError> {
        let scan = self.scan(TableName::Rejects).await?;
        let give = |batch: &Rows<'_>| rows::rejects_of(batch, &mut *each);
        scan.each_batch(self.session.get(), Ok, give).await
    }

    /// How many events there were by dyad, period and quad class. Memory grows with the number of results, not of
    /// events.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn tally(&self, query: &TallyQuery) -> Result<Tallies, StoreError> {
        // All are begun before any is waited for: where one has little left to do, another has more.
        let mut begun = Vec::new();
        if !query.documents.is_empty() {
            let documents: Vec<&str> = query.documents.iter().map(ContentId::as_str).collect();
            let scan = self.scan(TableName::Assertions).await?;
            let scan = scan.of_those(|it| it.may_have("kind", &["event"]));
            let keep = ident("counted");
            begun.extend(
                self.count_of(&scan, ("document", &documents), query, keep)
                    .await?,
            );
        }
        if !query.datasets.is_empty() {
            let datasets: Vec<&str> = query.datasets.iter().map(String::as_str).collect();
            let keep = ident("table").eq(lit("statement"));
            let scan = self.scan(TableName::Rows).await?;
            let scan = scan.of_those(|it| it.may_have("table", &["statement"]));
            begun.extend(
                self.count_of(&scan, ("dataset", &datasets), query, keep)
                    .await?,
            );
        }
        let mut counts = Counts::default();
        for batches in begun {
            let take = |rows: &Rows<'_>| {
                let told = rows.bytes("counts")?.iter().flatten();
                for bytes in told {
                    let taken = counts.take(bytes);
                    taken.map_err(|error| StoreError::damaged(rows.path, error))?;
                }
                Ok(())
            };
            batches.each(take).await?;
        }
        Ok(counts.into_tallies())
    }

    /// How many events the query admits of those that are said to have happened, by period and quad class, in
    /// their order; `limit` is not looked at. Columns alone are looked at, which may admit a few more: two who
    /// did something to a third are not told from two who did it to each other.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn count_events(
        &self,
        query: &Query,
        by: Period,
    ) -> Result<Vec<EventCount>, StoreError> {
        let scan = self.scan(TableName::Assertions).await?;
        let events = Query {
            kinds: vec!["event"],
            ..query.clone()
        };
        let by = column(by);
        let told = match &query.involving {
            Involving::Both(a, b) if is_state(a) && is_state(b) => ident("counted"),
            _ => happened(),
        };
        let mut counts: BTreeMap<(Option<i64>, Quad), u64> = BTreeMap::new();
        for part in scan::parts(&events) {
            let files = part.files_of(&scan);
            let keep = part.keep.into_iter().fold(told.clone(), Expr::and);
            let plan = move |frame: DataFrame| {
                let events = count(lit(1)).alias("events");
                frame
                    .filter(keep)?
                    .aggregate(vec![ident(by), ident("quad")], vec![events])
            };
            let take = |rows: &Rows<'_>| {
                let (period, quad) = (rows.number(by)?, rows.number("quad")?);
                let events = rows.number("events")?;
                for row in 0..rows.len() {
                    let period = period.is_valid(row).then(|| period.value(row));
                    let wrong = || StoreError::damaged(rows.path, "a quad class is not 1 to 4");
                    let quad = counts::quad_of(quad.value(row)).ok_or_else(wrong)?;
                    *counts.entry((period, quad)).or_default() += events.value(row).max(0) as u64;
                }
                Ok(())
            };
            files.each_batch(self.session.get(), plan, take).await?;
        }
        let count = |((period, quad), events)| EventCount {
            period,
            quad,
            events,
        };
        Ok(counts.into_iter().map(count).collect())
    }

    /// Counts the events that a condition keeps, of these documents or datasets. Most files hold what is of one only, and
    /// none of their rows has to be looked at for that.
    async fn count_of(
        &self,
        scan: &Scan,
        (column, wanted): (&str, &[&str]),
        query: &TallyQuery,
        keep: Expr,
    ) -> Result<[Begun; 2], StoreError> {
        let of_one = scan.of_those(|it| it.has_only(column, wanted));
        let mixed = scan.of_those(|it| !it.has_only(column, wanted));
        let is_wanted = is_one_of(column, wanted.iter().copied());
        Ok([
            self.count(&of_one, query, keep.clone()).await?,
            self.count(&mixed, query, keep.and(is_wanted)).await?,
        ])
    }

    /// Counts the events of some files that a condition keeps.
    async fn count(
        &self,
        scan: &Scan,
        query: &TallyQuery,
        keep: Expr,
    ) -> Result<Begun, StoreError> {
        let by = column(query.by);
        let (first, last) = query.periods;
        let keep = keep
            .and(ident(by).gt_eq(lit(first)))
            .and(ident(by).lt_eq(lit(last)));
        let plan = move |frame: DataFrame| {
            let counted = ["dyads", by, "quad", "intensity"].map(ident);
            let counts = counts::counted(counted.to_vec()).alias("counts");
            frame.filter(keep)?.aggregate(Vec::new(), vec![counts])
        };
        scan.begun(self.session.get(), Vec::new(), plan).await
    }
}

/// Events that are said to have happened, however surely.
fn happened() -> Expr {
    ident("kind")
        .eq(lit("event"))
        .and(ident("polarity").eq(lit(Polarity::Positive.name())))
        .and(ident("certainty").not_eq(lit(Certainty::Hypothetical.name())))
}

/// The column of a period.
const fn column(by: Period) -> &'static str {
    match by {
        Period::Year => "year",
        Period::Month => "month",
    }
}
