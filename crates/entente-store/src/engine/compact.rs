//! Many small files to few large ones, and removing what nobody needs.
//!
//! Whoever appends merges small files by the way, so that a thousand small reads leave some dozens of
//! files. `Store::compact` merges all that are not large yet. Either way a table gets a version with the
//! same rows, and counts once it is pinned, as everything else: killed before, it is undone.

use std::collections::HashSet;
use std::fs;
use std::io;
use std::path::Path;
use std::time::{Duration, SystemTime};

use datafusion::dataframe::DataFrame;
use datafusion::logical_expr::{SortExpr, ident};
use datafusion::prelude::SessionContext;
use deltalake_core::kernel::Action;

use super::columns::Rows;
use super::error::StoreError;
use super::file::{DataFile, FileWriter};
use super::lock::WriteLock;
use super::records::TableName;
use super::scan::{self, Scan};
use super::store::Store;
use super::table::Table;

/// Files with fewer rows are merged by the way, in tiers: of eight times as many rows each.
const SMALL: u64 = 1 << 16;
const TIER: u64 = 8;

/// How many files of a tier there may be, less one.
const OF_A_TIER: usize = 8;

/// Rows and bytes of a large file. In a larger one the rows of two actors lie together with fewer others around them;
/// what it takes to merge one grows with it.
const LARGE: u64 = 1 << 22;
const LARGE_BYTES: u64 = 2 << 30;

/// Folder of a table's log.
const LOG: &str = "_delta_log";

/// So many versions of a table can be read, at least: what is being read when something is stored is seldom more than one
/// behind. The logs of a thousand small reads are listed whole whenever a table is opened.
pub(super) const KEPT_VERSIONS: u64 = 100;

/// How many files are merged at a time: each is read a stretch at a time, all of them side by side.
const MERGED: usize = 64;

/// What [`Store::compact`] did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CompactReport {
    /// Files of all tables before.
    pub files_before: usize,
    /// Files of all tables since.
    pub files: usize,
    /// Bytes of these before.
    pub bytes_before: u64,
    /// Bytes since.
    pub bytes: u64,
}

/// What [`Store::vacuum`] removed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct VacuumReport {
    /// Files.
    pub files: usize,
    /// Their bytes.
    pub bytes: u64,
}

/// The files of a tier that has too many.
pub(super) fn too_many(files: &[DataFile]) -> Option<Vec<DataFile>> {
    let tier = |file: &DataFile| {
        file.rows
            .filter(|rows| *rows < SMALL)
            .map(|rows| rows.max(1).ilog(TIER))
    };
    (0..=SMALL.ilog(TIER)).find_map(|wanted| {
        let of_tier: Vec<DataFile> = files
            .iter()
            .filter(|file| tier(file) == Some(wanted))
            .cloned()
            .collect();
        (of_tier.len() >= OF_A_TIER).then_some(of_tier)
    })
}

/// Which files become one each: those that are not large yet, as they follow each other in time.
fn groups(mut files: Vec<DataFile>) -> Vec<Vec<DataFile>> {
    files.retain(|file| {
        file.rows.is_none_or(|rows| rows < LARGE / 2) && file.size < LARGE_BYTES / 2
    });
    files.sort_by_cached_key(|file| (file.days("published"), file.url.clone()));
    let mut groups: Vec<Vec<DataFile>> = Vec::new();
    let (mut rows, mut bytes) = (0, 0);
    for file in files {
        let more = file.rows.unwrap_or(LARGE / 2);
        match groups.last_mut() {
            Some(group)
                if group.len() < MERGED
                    && rows + more <= LARGE
                    && bytes + file.size <= LARGE_BYTES =>
            {
                (rows, bytes) = (rows + more, bytes + file.size);
                group.push(file);
            }
            _ => {
                (rows, bytes) = (more, file.size);
                groups.push(vec![file]);
            }
        }
    }
    groups.retain(|group| group.len() > 1);
    groups
}

impl Store {
    /// Merges small files into large sorted ones, as a read that adds nothing. `progress` hears how
    /// many of how many files are merged. Killed at any moment, or failing, it leaves every row where it
    /// was, and what was merged before stays so.
    ///
    /// The files that were replaced stay until [`Store::vacuum`] removes them: whoever opened the store
    /// before still reads them.
    ///
    /// # Errors
    ///
    /// As [`Store::add`].
    pub async fn compact(
        &mut self,
        progress: &mut (dyn FnMut(usize, usize) + Send),
    ) -> Result<CompactReport, StoreError> {
        let _lock = WriteLock::acquire(&self.folder).await?;
        let mut writer = self.take_writer().await?;
        let mut report = CompactReport::default();
        let mut planned = Vec::new();
        for (name, table) in TableName::PINNED.into_iter().zip(&writer.tables) {
            let files = table.files()?;
            report.files_before += files.len();
            report.bytes_before += files.iter().map(|it| it.size).sum::<u64>();
            planned.extend(groups(files).into_iter().map(|group| (name, group)));
        }
        let all: usize = planned.iter().map(|(_, group)| group.len()).sum();
        let mut merged = 0;
        for (name, group) in planned {
            merged += group.len();
            let table = &mut writer.tables[name as usize];
            let actions = self.replacement(name, table, group).await?;
            self.interruption.step()?;
            table.commit(actions).await?;
            // Each by itself, so that whoever is killed has what was done before.
            let read = self.pin(&mut writer, self.next_read()).await?;
            self.take_over(&writer, read)?;
            progress(merged, all);
        }
        for table in &writer.tables {
            let files = table.files()?;
            report.files += files.len();
            report.bytes += files.iter().map(|it| it.size).sum::<u64>();
        }
        self.writer = Some(writer);
        Ok(report)
    }

    /// Removes files that the store as it is does not need, and that are older than `age`: those that
    /// were merged into others, those that killed writers left, and entries of the logs that a checkpoint
    /// sums up. What was stored at an earlier time can then no longer be read as of that time, and readers
    /// that opened the store longer ago than `age` fail.
    ///
    /// # Errors
    ///
    /// As [`Store::add`].
    pub async fn vacuum(&mut self, age: Duration) -> Result<VacuumReport, StoreError> {
        let _lock = WriteLock::acquire(&self.folder).await?;
        let writer = self.take_writer().await?;
        // Where time does not reach back so far, nothing is so old.
        let cutoff = SystemTime::now().checked_sub(age);
        let cutoff = Some(cutoff.unwrap_or(SystemTime::UNIX_EPOCH));
        let mut report = VacuumReport::default();
        let tables = TableName::PINNED.into_iter().zip(&writer.tables);
        for (name, table) in tables.chain([(TableName::Reads, &writer.reads)]) {
            let files = table.files()?;
            let needed: HashSet<&str> = files
                .iter()
                .filter_map(|file| file.url.rsplit('/').next())
                .collect();
            let path = self.path(name);
            let removed = remove_others(&path, &needed, cutoff)
                .map_err(|error| StoreError::io(&path, error))?;
            let of_log = remove_log(&path.join(LOG), table.version(), cutoff)
                .map_err(|error| StoreError::io(&path, error))?;
            report.files += removed.files + of_log.files;
            report.bytes += removed.bytes + of_log.bytes;
        }
        self.writer = Some(writer);
        Ok(report)
    }

    /// What replaces files of a table by one with the same rows, for a commit.
    pub(super) async fn replacement(
        &self,
        name: TableName,
        table: &Table,
        files: Vec<DataFile>,
    ) -> Result<Vec<Action>, StoreError> {
        let urls: HashSet<&str> = files.iter().map(|it| it.url.as_str()).collect();
        let mut actions = table.removal(&urls)?;
        let scan = Scan {
            path: self.path(name),
            schema: name.schema(),
            files,
        };
        let mut file = FileWriter::create(&scan.path, scan.schema.clone(), name.statistics())?;
        let session = SessionContext::new_with_state(scan::side_by_side(
            self.session.get(),
            scan.files.len(),
        ));
        let plan = move |frame: DataFrame| match name.order() {
            [] => Ok(frame),
            order => frame.sort(sort_order(order)),
        };
        let take = |rows: &Rows<'_>| file.write(rows.batch);
        scan.each_sorted(&session, sort_order(name.order()), plan, take)
            .await?;
        let mut add = file.finish()?;
        add.data_change = false;
        actions.push(Action::Add(add));
        Ok(actions)
    }
}

fn sort_order(columns: &[&str]) -> Vec<SortExpr> {
    columns
        .iter()
        .map(|name| ident(*name).sort(true, true))
        .collect()
}

/// Removes the Parquet files of a folder that are not needed and older than the cutoff.
fn remove_others(
    folder: &Path,
    needed: &HashSet<&str>,
    cutoff: Option<SystemTime>,
) -> io::Result<VacuumReport> {
    remove(folder, cutoff, |name| {
        name.ends_with(".parquet") && !needed.contains(name)
    })
}

/// Removes entries of a log that its last checkpoint sums up, where that is no newer than `version`.
fn remove_log(folder: &Path, version: u64, cutoff: Option<SystemTime>) -> io::Result<VacuumReport> {
    let last = fs::read_to_string(folder.join("_last_checkpoint"));
    let last: Option<serde_json::Value> = last.ok().and_then(|it| serde_json::from_str(&it).ok());
    let checkpoint = last.and_then(|it| it.get("version")?.as_u64());
    match checkpoint.filter(|it| *it <= version) {
        Some(checkpoint) => remove_before(folder, checkpoint, cutoff),
        None => Ok(VacuumReport::default()),
    }
}

/// Removes entries of a log that are older than `KEPT_VERSIONS`, but for those that the versions since need: each is
/// read from the checkpoint before it.
pub(super) fn shorten_log(table: &Path, version: u64) -> io::Result<()> {
    let folder = table.join(LOG);
    let oldest = version.saturating_sub(KEPT_VERSIONS);
    let mut before = (0..=oldest).rev().take(KEPT_VERSIONS as usize);
    let checkpoint = |it: &u64| folder.join(format!("{it:020}.checkpoint.parquet")).exists();
    if let Some(checkpoint) = before.find(checkpoint) {
        remove_before(&folder, checkpoint, None)?;
    }
    Ok(())
}

/// Removes the entries of a log before one.
fn remove_before(
    folder: &Path,
    first: u64,
    cutoff: Option<SystemTime>,
) -> io::Result<VacuumReport> {
    remove(folder, cutoff, |name| {
        // 00000000000000000042.json, 00000000000000000050.checkpoint.parquet
        let number = name.split('.').next().filter(|it| it.len() == 20);
        number
            .and_then(|it| it.parse::<u64>().ok())
            .is_some_and(|entry| entry < first)
    })
}

/// Removes the files of a folder that are unwanted by their name and older than the cutoff, or of any age.
fn remove(
    folder: &Path,
    cutoff: Option<SystemTime>,
    is_unwanted: impl Fn(&str) -> bool,
) -> io::Result<VacuumReport> {
    let mut report = VacuumReport::default();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_unwanted = name.to_str().is_some_and(&is_unwanted);
        let metadata = entry.metadata()?;
        let is_old = cutoff.is_none_or(|cutoff| metadata.modified().is_ok_and(|at| at <= cutoff));
        if is_unwanted && is_old && metadata.is_file() {
            fs::remove_file(entry.path())?;
            report.files += 1;
            report.bytes += metadata.len();
        }
    }
    Ok(report)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: usize, rows: u64, day: Option<&str>) -> DataFile {
        let stats = match day {
            Some(day) => format!(
                r#"{{"numRecords":{rows},"minValues":{{"published":"{day}"}},
                    "maxValues":{{"published":"{day}"}},"nullCount":{{"published":0}}}}"#
            ),
            None => format!(r#"{{"numRecords":{rows}}}"#),
        };
        DataFile::new(format!("file:///{name:04}"), rows * 100, Some(&stats))
    }

    #[test]
    fn a_tier_that_is_full_is_merged_and_large_files_are_not() {
        let small = |count: usize, rows: u64| (0..count).map(move |it| file(it, rows, None));
        let few = OF_A_TIER - 1;
        assert_eq!(too_many(&small(few, 5).collect::<Vec<_>>()), None);
        let files: Vec<_> = small(few, 5)
            .chain(small(few, 100))
            .chain(small(40, SMALL))
            .collect();
        assert_eq!(too_many(&files), None);
        let files: Vec<_> = small(few, 5)
            .chain(small(1, 7))
            .chain(small(2, 8))
            .collect();
        assert_eq!(too_many(&files).map(|it| it.len()), Some(OF_A_TIER));
    }

    #[test]
    fn groups_follow_each_other_in_time_and_end_where_they_are_large() {
        let half = LARGE / 2 - 1;
        let files = vec![
            file(1, half, Some("2003-01-01")),
            file(2, half, Some("2001-01-01")),
            file(3, half, Some("2002-01-01")),
            file(4, LARGE, Some("2001-06-01")),
            file(5, 10, Some("2004-01-01")),
        ];
        let found: Vec<Vec<String>> = groups(files)
            .into_iter()
            .map(|group| group.into_iter().map(|it| it.url).collect())
            .collect();
        assert_eq!(
            found,
            [
                ["file:///0002", "file:///0003"],
                ["file:///0001", "file:///0005"]
            ]
        );
        assert!(groups(vec![file(1, 10, None)]).is_empty());
    }
}
