//! Going through much of the store without holding it: assertions and rows one after the other,
//! and events counted.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use datafusion::arrow::array::Array;
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
use crate::query::is_state;
use crate::{EventCount, Involving, Period, Query, RowQuery, Tally, TallyQuery};

/// Counts and sums by who acts towards whom, when, and in which quad class. There may be millions, of some hundred
/// states: each of these is written once.
#[derive(Default)]
struct Tallies {
    states: Vec<Arc<str>>,
    places: HashMap<Arc<str>, u32>,
    sums: HashMap<(i64, u32, u32, u8), (u64, f64)>,
}

impl Tallies {
    fn place(&mut self, state: &str) -> u32 {
        if let Some(place) = self.places.get(state) {
            return *place;
        }
        let place = u32::try_from(self.states.len()).unwrap_or(u32::MAX);
        let state: Arc<str> = state.into();
        self.states.push(state.clone());
        self.places.insert(state, place);
        place
    }

    fn add(&mut self, period: i64, (source, target): (&str, &str), quad: u8, sum: (u64, f64)) {
        let key = (period, self.place(source), self.place(target), quad);
        let (count, intensity) = self.sums.entry(key).or_default();
        *count += sum.0;
        *intensity += sum.1;
    }

    /// In the order of periods and names.
    fn into_sorted(self) -> Vec<Tally> {
        let mut in_order: Vec<usize> = (0..self.states.len()).collect();
        in_order.sort_unstable_by_key(|place| &self.states[*place]);
        let mut ranks = vec![0; self.states.len()];
        for (rank, place) in in_order.into_iter().enumerate() {
            ranks[place] = rank;
        }
        let (rank, state) = (
            |place: u32| ranks[place as usize],
            |place: u32| self.states[place as usize].clone(),
        );
        let mut sorted: Vec<_> = self.sums.into_iter().collect();
        sorted.sort_unstable_by_key(|((period, source, target, quad), _)| {
            (*period, rank(*source), rank(*target), *quad)
        });
        let tally = |((period, source, target, quad), (events, intensity))| Tally {
            source: state(source),
            target: state(target),
            period,
            quad,
            events,
            intensity,
        };
        sorted.into_iter().map(tally).collect()
    }
}

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
        let mut tallies = Tallies::default();
        if !query.documents.is_empty() {
            let documents = query.documents.iter().map(ContentId::as_str);
            let keep = ident("counted").and(is_one_of("document", documents));
            self.count(TableName::Assertions, query, keep, &mut tallies)
                .await?;
        }
        if !query.datasets.is_empty() {
            let datasets = query.datasets.iter().map(String::as_str);
            let keep = ident("table")
                .eq(lit("statement"))
                .and(ident("dyads").not_eq(lit("")))
                .and(is_one_of("dataset", datasets));
            self.count(TableName::Rows, query, keep, &mut tallies)
                .await?;
        }
        Ok(tallies.into_sorted())
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
        let mut counts: BTreeMap<(Option<i64>, u8), u64> = BTreeMap::new();
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
                    let quad = u8::try_from(quad.value(row)).unwrap_or_default();
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

    async fn count(
        &self,
        table: TableName,
        query: &TallyQuery,
        keep: Expr,
        tallies: &mut Tallies,
    ) -> Result<(), StoreError> {
        let scan = self.scan(table).await?;
        let by = column(query.by);
        let (first, last) = query.periods;
        let keep = keep
            .and(ident(by).gt_eq(lit(first)))
            .and(ident(by).lt_eq(lit(last)));
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
                let sum = (events.value(row).max(0) as u64, intensity.value(row));
                for pair in acts::pairs(dyads.value(row)) {
                    tallies.add(period.value(row), pair, quad, sum);
                }
            }
            Ok(())
        };
        scan.each_batch(self.session.get(), plan, take).await
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
