//! Going through much of the store without holding it: assertions and rows one after the other,
//! and events counted.

use std::collections::BTreeMap;

use datafusion::dataframe::DataFrame;
use datafusion::functions_aggregate::expr_fn::{count, sum};
use datafusion::logical_expr::{Expr, ident, lit};
use entente_model::{Assertion, Certainty, ContentId, Polarity, Reject, TableRow};

use super::acts;
use super::columns::Rows;
use super::error::StoreError;
use super::records::{self, TableName};
use super::rows;
use super::scan::{self, is_one_of};
use super::store::Store;
use crate::{Period, Query, RowQuery, Tally, TallyQuery};

/// Counts and sums by who acts towards whom, when, and in which quad class.
type Tallies = BTreeMap<(i64, String, String, u8), (u64, f64)>;

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
            let necessary = scan::necessary(&part);
            let plan = move |frame: DataFrame| {
                scan::kept(frame, necessary)?.select(records::assertion().map(ident))
            };
            let give = |rows: &Rows<'_>| {
                records::assertions_of(rows, |assertion| {
                    if part.admits(&assertion) {
                        each(assertion);
                    }
                })
            };
            scan.each_batch(self.session.get(), plan, give).await?;
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

    /// How many events there were by dyad, period and quad class, in the order of the periods.
    /// Memory grows with the number of results, not of events.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn tally(&self, query: &TallyQuery) -> Result<Vec<Tally>, StoreError> {
        let mut tallies = Tallies::new();
        if !query.documents.is_empty() {
            let keep = ident("kind")
                .eq(lit("event"))
                .and(ident("polarity").eq(lit(Polarity::Positive.name())))
                .and(ident("certainty").not_eq(lit(Certainty::Hypothetical.name())))
                .and(is_one_of(
                    "document",
                    query.documents.iter().map(ContentId::as_str),
                ));
            self.count(TableName::Assertions, query, keep, &mut tallies)
                .await?;
        }
        if !query.datasets.is_empty() {
            let datasets = query.datasets.iter().map(String::as_str);
            let keep = ident("table")
                .eq(lit("statement"))
                .and(is_one_of("dataset", datasets));
            self.count(TableName::Rows, query, keep, &mut tallies)
                .await?;
        }
        let tally = |((period, source, target, quad), (events, intensity))| Tally {
            source,
            target,
            period,
            quad,
            events,
            intensity,
        };
        Ok(tallies.into_iter().map(tally).collect())
    }

    async fn count(
        &self,
        table: TableName,
        query: &TallyQuery,
        keep: Expr,
        tallies: &mut Tallies,
    ) -> Result<(), StoreError> {
        let scan = self.scan(table).await?;
        let by = match query.by {
            Period::Year => "year",
            Period::Month => "month",
        };
        let (first, last) = query.periods;
        let keep = keep
            .and(ident(by).gt_eq(lit(first)))
            .and(ident(by).lt_eq(lit(last)))
            .and(ident("dyads").not_eq(lit("")));
        let plan = move |frame: DataFrame| {
            frame.filter(keep)?.aggregate(
                vec![ident("dyads"), ident(by), ident("quad")],
                vec![
                    count(lit(1)).alias("events"),
                    sum(ident("intensity")).alias("intensity_sum"),
                ],
            )
        };
        let take = |rows: &Rows<'_>| {
            let (dyads, period) = (rows.text("dyads")?, rows.number(by)?);
            let (quad, events) = (rows.number("quad")?, rows.number("events")?);
            let intensity = rows.decimal("intensity_sum")?;
            for row in 0..rows.len() {
                let Some(quad) = u8::try_from(quad.value(row)).ok().filter(|it| *it > 0) else {
                    continue;
                };
                for (source, target) in acts::pairs(dyads.value(row)) {
                    let key = (
                        period.value(row),
                        source.to_owned(),
                        target.to_owned(),
                        quad,
                    );
                    let (count, sum) = tallies.entry(key).or_default();
                    *count += events.value(row).max(0) as u64;
                    *sum += intensity.value(row);
                }
            }
            Ok(())
        };
        scan.each_batch(self.session.get(), plan, take).await
    }
}
