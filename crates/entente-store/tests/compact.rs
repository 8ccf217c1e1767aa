//! Merging files changes nothing that is stored, whatever happens meanwhile; and a thousand small reads
//! leave few files.

#![allow(clippy::unwrap_used)]

mod common;

use std::fs;
use std::path::Path;
use std::time::Duration;

use common::{documents, query};
use entente_model::Assertion;
use entente_store::{Query, Store, StoreError};

/// The Parquet files in the folder of a table.
fn files(folder: &Path, table: &str) -> usize {
    let entries = fs::read_dir(folder.join(table)).unwrap();
    let names = entries.map(|entry| entry.unwrap().file_name());
    names
        .filter(|name| name.to_string_lossy().ends_with(".parquet"))
        .count()
}

async fn filled(folder: &Path, reads: u64) -> Store {
    let mut store = Store::open_or_create(folder).await.unwrap();
    for read in 0..reads {
        store.add(documents(read..read + 1)).await.unwrap();
    }
    store
}

async fn everything(store: &Store) -> Vec<Assertion> {
    assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
    store.assertions(&Query::default()).await.unwrap()
}

#[tokio::test]
async fn merging_changes_nothing_but_files() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path(), 12).await;
    let before = everything(&store).await;
    let reader = Store::open(folder.path()).await.unwrap().unwrap();
    let mut heard = Vec::new();
    let report = store
        .compact(&mut |merged, all| heard.push((merged, all)))
        .await
        .unwrap();
    assert!(report.files < report.files_before, "{report:?}");
    assert_eq!(heard.last().map(|(merged, all)| merged == all), Some(true));
    assert_eq!(everything(&store).await, before);
    // Once more there is nothing to do.
    let again = store.compact(&mut |_, _| ()).await.unwrap();
    assert_eq!(
        (again.files, again.files_before),
        (report.files, report.files)
    );

    for number in 0..60 {
        let query = query(number);
        let mut expected: Vec<Assertion> = before
            .iter()
            .filter(|it| query.admits(it))
            .cloned()
            .collect();
        expected.truncate(query.limit.unwrap_or(usize::MAX));
        assert_eq!(
            store.assertions(&query).await.unwrap(),
            expected,
            "{query:?}"
        );
    }

    // Whoever opened it before reads on, until the old files are removed.
    assert_eq!(everything(&reader).await, before);
    assert_eq!(
        store.vacuum(Duration::from_secs(3600)).await.unwrap().files,
        0
    );
    let removed = store.vacuum(Duration::ZERO).await.unwrap();
    assert!(removed.files >= report.files_before - report.files && removed.bytes > 0);
    assert_eq!(files(folder.path(), "assertions"), 1);
    assert_eq!(everything(&store).await, before);
    let opened = Store::open(folder.path()).await.unwrap().unwrap();
    assert_eq!(everything(&opened).await, before);
    store.add(documents(12..13)).await.unwrap();
    assert_eq!(store.holdings(None).await.unwrap().documents, 13);
}

#[tokio::test]
async fn stopped_at_every_step_of_merging() {
    let original = tempfile::tempdir().unwrap();
    let before = everything(&filled(original.path(), 4).await).await;
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let mut store = filled(folder.path(), 4).await;
        store.interrupt_after(steps);
        let merged = store.compact(&mut |_, _| ()).await;
        let opened = Store::open(folder.path()).await.unwrap().unwrap();
        assert_eq!(everything(&opened).await, before);
        match merged {
            Err(StoreError::Interrupted) => {}
            Err(error) => panic!("{error}"),
            Ok(_) => {
                assert!(steps >= 9, "there are more steps than {steps}");
                return;
            }
        }
        // Removing what nobody needs takes nothing that is needed, and reading goes on.
        let mut other = Store::open_or_create(folder.path()).await.unwrap();
        other.vacuum(Duration::ZERO).await.unwrap();
        assert_eq!(everything(&other).await, before);
        other.compact(&mut |_, _| ()).await.unwrap();
        other.add(documents(4..6)).await.unwrap();
        assert_eq!(other.verify().await.unwrap(), Vec::<String>::new());
    }
}

#[tokio::test]
async fn many_small_reads_leave_few_files() {
    const READS: u64 = 300;
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path(), READS - 40).await;
    let earlier = Store::open(folder.path()).await.unwrap().unwrap();
    for number in READS - 40..READS {
        store.add(documents(number..number + 1)).await.unwrap();
    }
    let entries = || {
        let log = fs::read_dir(folder.path().join("reads/_delta_log")).unwrap();
        log.count()
    };
    assert!(entries() < 220, "the log grows without end: {}", entries());
    let expected: Vec<Assertion> = documents(0..READS)
        .into_iter()
        .flat_map(|it| it.assertions)
        .collect();
    let then = documents(0..READS - 40)
        .into_iter()
        .flat_map(|it| it.assertions);
    assert_eq!(everything(&earlier).await.len(), then.count());
    let report = store.vacuum(Duration::ZERO).await.unwrap();
    assert!(report.files > 900, "{report:?}");
    for table in ["documents", "passages", "assertions", "reads"] {
        let files = files(folder.path(), table);
        assert!(files <= 3 * 8, "{files} files of {table}");
    }
    assert!(entries() < 30, "entries that a checkpoint sums up are left");
    let mut opened = Store::open(folder.path()).await.unwrap().unwrap();
    assert_eq!(everything(&opened).await.len(), expected.len());
    // The newest first, of many files.
    let query = Query {
        limit: Some(7),
        ..Query::default()
    };
    let newest = opened.assertions(&query).await.unwrap();
    let mut days: Vec<_> = expected.iter().map(|it| it.evidence.published).collect();
    days.sort_unstable_by(|a, b| b.cmp(a));
    let found: Vec<_> = newest.iter().map(|it| it.evidence.published).collect();
    assert_eq!(found, days[..7]);
    assert_eq!(
        opened.add(documents(READS..READS + 1)).await.unwrap().added,
        1
    );
    assert_eq!(opened.verify().await.unwrap(), Vec::<String>::new());
}
