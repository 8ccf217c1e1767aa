//! What the tests share: importing to the end.

#![allow(dead_code, reason = "each test uses a part")]

use std::path::{Path, PathBuf};

use entente_datasets::{Batch, Import, Options, Source, Summary, find};

/// A folder of the test's own, removed when the test is over.
pub(crate) struct Folder(PathBuf);

impl Folder {
    pub(crate) fn new(name: &str) -> Self {
        let name = format!("entente-datasets-{}-{name}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("a folder for temporary files");
        Self(path)
    }

    pub(crate) fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is left to the system.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Everything that a dataset's files give.
pub(crate) fn import(dataset: &str, paths: &[PathBuf]) -> (Batch, Summary) {
    let dataset = find(dataset).expect("a known dataset");
    import_from(Source::Dataset(dataset), paths)
}

/// Everything that files give.
pub(crate) fn import_from(source: Source, paths: &[PathBuf]) -> (Batch, Summary) {
    let options = Options {
        threads: Some(2),
        ..Options::default()
    };
    let mut import = Import::new(source, paths, options);
    let mut all: Batch = Batch::default();
    for mut batch in &mut import {
        all.said.assertions.append(&mut batch.said.assertions);
        all.said.rows.append(&mut batch.said.rows);
        all.rejects.append(&mut batch.rejects);
    }
    let summary = import.summary().clone();
    check_sums(&summary);
    (all, summary)
}

/// Every row is imported, merged, rejected or said to say nothing.
fn check_sums(summary: &Summary) {
    let sum = summary.imported
        + summary.merged.values().sum::<u64>()
        + summary.silent.values().sum::<u64>()
        + summary.rejected.values().sum::<u64>();
    assert_eq!(summary.rows, sum, "{summary}");
}
