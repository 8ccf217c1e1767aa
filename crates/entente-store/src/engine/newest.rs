//! The assertions that a query admits, the newest first, without looking at more than that needs.

use std::cmp::Reverse;

use datafusion::dataframe::DataFrame;
use datafusion::logical_expr::ident;
use entente_model::{Assertion, Date};

use super::columns::Rows;
use super::error::StoreError;
use super::file::DataFile;
use super::records::{self, TableName};
use super::scan::{self, Scan};
use super::store::Store;
use crate::Query;

/// Rows that are gone through together, at least: enough to keep every core busy.
const TOGETHER: u64 = 1 << 19;

impl Store {
    /// The assertions that the query admits, newest publication first; those of documents
    /// without a date are last.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn assertions(&self, query: &Query) -> Result<Vec<Assertion>, StoreError> {
        let scan = self.scan(TableName::Assertions).await?;
        let mut found = Vec::new();
        let Some(limit) = query.limit else {
            self.find(&scan, query, None, &mut found).await?;
            sort(&mut found);
            return Ok(found);
        };
        let mut files = scan.files.clone();
        files.sort_by_key(|file| Reverse(newest(file)));
        let mut rest = files.as_slice();
        while let Some(next) = rest.first() {
            let oldest_wanted = limit.checked_sub(1).and_then(|last| found.get(last));
            if limit == 0
                || oldest_wanted
                    .and_then(|it: &Assertion| it.evidence.published)
                    .is_some_and(|oldest| newest(next) < oldest)
            {
                break;
            }
            let (group, others) = rest.split_at(together(rest));
            let group = scan.of_files(group.to_vec());
            self.find(&group, query, Some(limit), &mut found).await?;
            sort(&mut found);
            found.truncate(limit);
            rest = others;
        }
        Ok(found)
    }

    /// Adds the assertions of some files that the query admits; with a limit, at least so many of the
    /// newest, where there are so many.
    async fn find(
        &self,
        scan: &Scan,
        query: &Query,
        limit: Option<usize>,
        into: &mut Vec<Assertion>,
    ) -> Result<(), StoreError> {
        // The engine's condition lets some through that the query does not admit.
        let mut most = limit.map(|limit| limit.saturating_add(limit / 4));
        loop {
            let necessary = scan::necessary(query);
            let plan = move |frame: DataFrame| {
                let mut frame = scan::kept(frame, necessary)?;
                if most.is_some() {
                    let order =
                        ["document", "start", "id"].map(|name| ident(name).sort(true, false));
                    let newest_first = ident("published").sort(false, false);
                    frame = frame
                        .sort([newest_first].into_iter().chain(order).collect())?
                        .limit(0, most)?;
                }
                frame.select(records::ASSERTION.iter().map(|name| ident(*name)))
            };
            let (mut given, before) = (0, into.len());
            let take = |rows: &Rows<'_>| {
                given += rows.len();
                records::assertions_of(rows, |assertion| {
                    if query.admits(&assertion) {
                        into.push(assertion);
                    }
                })
            };
            scan.each_batch(self.session.get(), plan, take).await?;
            match (limit, most) {
                (Some(limit), Some(asked)) if given >= asked && into.len() - before < limit => {
                    into.truncate(before);
                    most = Some(asked.saturating_mul(4));
                }
                _ => return Ok(()),
            }
        }
    }
}

/// How many of the files are gone through together.
fn together(files: &[DataFile]) -> usize {
    let mut rows = 0;
    let enough = files.iter().position(|file| {
        rows += file.rows.unwrap_or(TOGETHER);
        rows >= TOGETHER
    });
    enough.map_or(files.len(), |last| last + 1)
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
