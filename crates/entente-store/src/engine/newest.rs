//! The assertions that a query admits, the newest first, without looking at more than that needs.
//!
//! Of what a limit is asked of, it is first counted how many were published on which day, from a few
//! narrow columns and the newest files: whole assertions are then read of the days that are needed.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use datafusion::dataframe::DataFrame;
use datafusion::functions_aggregate::expr_fn::count;
use datafusion::logical_expr::{Expr, ident, lit};
use entente_model::{Assertion, Date};

use super::columns::{Rows, day_of};
use super::error::StoreError;
use super::file::DataFile;
use super::records::{self, TableName};
use super::scan::{self, Part, Scan};
use super::store::Store;
use crate::{Involving, Query};

/// Rows that are gone through together first, at least: enough to keep every core busy.
const TOGETHER: u64 = 1 << 19;

/// Of so few rows, counting days takes longer than it saves.
const FEW: u64 = 1 << 17;

impl Store {
    /// The assertions that the query admits, newest publication first; those of documents
    /// without a date are last.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn assertions(&self, query: &Query) -> Result<Vec<Assertion>, StoreError> {
        let scan = self.scan(TableName::Assertions).await?;
        let parts = scan::parts(query);
        let mut found = Vec::new();
        let Some(limit) = query.limit else {
            for part in &parts {
                self.find(&scan, part, None, None, &mut found).await?;
            }
            sort(&mut found);
            return Ok(found);
        };
        if limit == 0 {
            return Ok(found);
        }
        let mut files = scan.files.clone();
        files.sort_by_key(|file| Reverse(newest(file)));
        if matches!(query.involving, Involving::Both(..)) {
            return self.newest_between(&scan, &files, &parts, limit).await;
        }
        let (mut looked, mut days) = (0, Days::default());
        let rows: Option<u64> = files.iter().map(|file| file.rows).sum();
        if rows.is_some_and(|rows| rows <= FEW) {
            (looked, days.total) = (files.len(), FEW);
        }
        let is_around = matches!(query.involving, Involving::Around(..));
        // The engine's condition lets some through that the query does not admit. Around two, all that either takes
        // part in is counted.
        let more = if is_around { 0 } else { limit / 4 };
        let mut wanted = limit.saturating_add(more) as u64;
        loop {
            while let Some(next) = files.get(looked) {
                // Around two, half as many will do where the next file would have to be gone through for the rest.
                let enough = if is_around {
                    wanted.div_ceil(2)
                } else {
                    wanted
                };
                if days.since(enough).is_some_and(|day| newest(next) < day) {
                    break;
                }
                let next = next_of(&files, looked, days.total, wanted);
                let group = &files[looked..next];
                looked = next;
                let group = scan.of_files(group.to_vec());
                for part in &parts {
                    self.count_days(&group, part, &mut days).await?;
                }
            }
            let scan = scan.of_files(files[..looked].to_vec());
            let since = days.since(wanted);
            let most = (days.total > wanted).then_some(wanted);
            let mut is_all = true;
            for part in &parts {
                let given = self.find(&scan, part, since, most, &mut found).await?;
                is_all &= most.is_none_or(|most| given < most);
            }
            sort(&mut found);
            found.truncate(limit);
            if found.len() == limit || is_all || is_around {
                return Ok(found);
            }
            wanted = wanted.saturating_mul(4);
            found.clear();
        }
    }

    /// The newest so many of what lies between two. That is little of any file, and lies together in it: it is read
    /// at once, of the newest files first, until no other can have newer ones.
    async fn newest_between(
        &self,
        scan: &Scan,
        files: &[DataFile],
        parts: &[Part],
        limit: usize,
    ) -> Result<Vec<Assertion>, StoreError> {
        let (mut looked, mut found) = (0, Vec::new());
        while let Some(next) = files.get(looked) {
            let oldest = found.get(limit - 1);
            let oldest = oldest.map(|it: &Assertion| it.evidence.published.unwrap_or(Date::MIN));
            if oldest.is_some_and(|oldest| newest(next) < oldest) {
                break;
            }
            let next = next_of(files, looked, found.len() as u64, limit as u64);
            let group = &files[looked..next];
            looked = next;
            let group = scan.of_files(group.to_vec());
            for part in parts {
                self.find(&group, part, None, None, &mut found).await?;
            }
            sort(&mut found);
            found.truncate(limit);
        }
        Ok(found)
    }

    /// Counts the rows that may be admitted by the day of their publication; around two, all that either
    /// takes part in.
    async fn count_days(
        &self,
        scan: &Scan,
        part: &Part,
        days: &mut Days,
    ) -> Result<(), StoreError> {
        let keep = match &part.query.involving {
            Involving::Around(a, b) => scan::condition(&Query {
                involving: Involving::AnyOf(vec![a.clone(), b.clone()]),
                ..part.query.clone()
            }),
            _ => part.keep.clone(),
        };
        let plan = move |frame: DataFrame| {
            let rows = count(lit(1)).alias("rows");
            scan::kept(frame, keep)?.aggregate(vec![ident("published")], vec![rows])
        };
        let take = |rows: &Rows<'_>| {
            let (published, counts) = (rows.day("published")?, rows.number("rows")?);
            for (day, count) in published.iter().zip(counts.iter()) {
                let count = count.unwrap_or_default().max(0) as u64;
                days.total += count;
                if let Some(day) = day.and_then(day_of) {
                    *days.rows.entry(day).or_default() += count;
                }
            }
            Ok(())
        };
        let files = part.files_of(scan);
        files.each_batch(self.session.get(), plan, take).await
    }

    /// Adds the assertions of some files that the query admits: those published since a day, and the
    /// newest so many of these by the engine's condition, which may let others through. How many it let
    /// through.
    async fn find(
        &self,
        scan: &Scan,
        part: &Part,
        since: Option<Date>,
        most: Option<u64>,
        into: &mut Vec<Assertion>,
    ) -> Result<u64, StoreError> {
        let since = since.map(|since| ident("published").gt_eq(scan::day(since)));
        let keep = since.into_iter().chain(part.keep.clone()).reduce(Expr::and);
        let most = most.map(|most| usize::try_from(most).unwrap_or(usize::MAX));
        let plan = move |frame: DataFrame| {
            let mut frame = scan::kept(frame, keep)?;
            if most.is_some() {
                let order = ["document", "start", "id"].map(|name| ident(name).sort(true, false));
                let newest_first = ident("published").sort(false, false);
                frame = frame
                    .sort([newest_first].into_iter().chain(order).collect())?
                    .limit(0, most)?;
            }
            frame.select(records::assertion().map(ident))
        };
        let mut given = 0;
        let take = |rows: &Rows<'_>| {
            given += rows.len() as u64;
            records::assertions_of(rows, |assertion| {
                if part.query.admits(&assertion) {
                    into.push(assertion);
                }
            })
        };
        let files = part.files_of(scan);
        files.each_batch(self.session.get(), plan, take).await?;
        Ok(given)
    }
}

/// How many rows were published on which day.
#[derive(Debug, Default)]
struct Days {
    rows: BTreeMap<Date, u64>,
    /// With those that have no day.
    total: u64,
}

impl Days {
    /// The day since which so many were published, where there are so many with a day.
    fn since(&self, wanted: u64) -> Option<Date> {
        let mut rows = 0;
        let mut newest_first = self.rows.iter().rev();
        let enough = newest_first.find(|(_, count)| {
            rows += **count;
            rows >= wanted
        });
        enough.map(|(day, _)| *day)
    }
}

/// Up to where the files are to be gone through next, after those before `looked` have given so many of what is
/// wanted: as far as is likely to give the rest, and at most eight times as far as so far.
fn next_of(files: &[DataFile], looked: usize, given: u64, wanted: u64) -> usize {
    let rows = |files: &[DataFile]| -> u64 {
        let rows = files.iter().map(|file| file.rows.unwrap_or(TOGETHER));
        rows.sum()
    };
    let so_far = rows(&files[..looked]);
    let missing = wanted.saturating_sub(given).max(1);
    let likely = so_far.saturating_mul(missing) / given.max(1);
    let next = (likely + likely / 8)
        .min(so_far.saturating_mul(8))
        .max(TOGETHER);
    let enough = (looked + 1..files.len()).find(|end| rows(&files[looked..*end]) >= next);
    enough.unwrap_or(files.len())
}

/// The last day of publication in a file. One of which that is not known may hold any.
fn newest(file: &DataFile) -> Date {
    match file.days("published") {
        None => Date::MAX,
        Some((None, _)) => Date::MIN,
        Some((Some((_, last)), _)) => last,
    }
}

/// Newest first; what has no day is last.
fn sort(assertions: &mut [Assertion]) {
    assertions.sort_by(|a, b| {
        let key = |it: &'_ Assertion| Reverse(it.evidence.published);
        key(a)
            .cmp(&key(b))
            .then_with(|| a.evidence.document.cmp(&b.evidence.document))
            .then_with(|| a.evidence.start.cmp(&b.evidence.start))
            .then_with(|| a.id.cmp(&b.id))
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_whom_there_is_little_more_is_looked_through_at_a_time() {
        let rows = TOGETHER;
        let stats = format!(r#"{{"numRecords":{rows}}}"#);
        let files: Vec<DataFile> = (0..100)
            .map(|it| DataFile::new(format!("file:///{it}"), 1, Some(&stats)))
            .collect();
        assert_eq!(next_of(&files, 0, 0, 1000), 1);
        // Half of it was found, nearly all, nothing.
        assert_eq!(next_of(&files, 8, 500, 1000), 8 + 9);
        assert_eq!(next_of(&files, 8, 990, 1000), 8 + 1);
        assert_eq!(next_of(&files, 8, 0, 1000), 8 + 64);
        assert_eq!(next_of(&files, 50, 0, 1000), 100);
        assert_eq!(next_of(&[], 0, 0, 1000), 0);
    }
}
