//! A process that is killed at any moment leaves a store that opens, holds whole documents only,
//! and goes on.

#![allow(clippy::unwrap_used)]

mod common;

use std::env;
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread;
use std::time::Duration;

use common::{counts, document, documents};
use entente_store::{Store, StoreError};

async fn assert_whole(folder: &Path, expected: &[u64]) {
    let store = Store::open(folder).await.unwrap();
    let Some(store) = store else {
        panic!("there is no store")
    };
    assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
    let documents = store.holdings(None).await.unwrap().documents;
    assert!(
        expected.contains(&documents),
        "{documents} documents, expected {expected:?}"
    );
}

#[tokio::test]
async fn stopped_at_every_step_of_making_a_store() {
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("store");
        match Store::open_or_create_interrupted(&path, steps).await {
            Err(StoreError::Interrupted) => {}
            Err(error) => panic!("{error}"),
            Ok(_) => {
                assert!(steps >= 5, "there are more steps than {steps}");
                return;
            }
        }
        assert!(
            Store::open(&path).await.unwrap().is_none(),
            "nothing was read into it"
        );
        let mut store = Store::open_or_create(&path).await.unwrap();
        assert_eq!(store.add(documents(0..2)).await.unwrap().added, 2);
        assert_whole(&path, &[2]).await;
    }
}

#[tokio::test]
async fn stopped_at_every_step_of_a_read() {
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open_or_create(folder.path()).await.unwrap();
        store.add(documents(0..3)).await.unwrap();
        store.interrupt_after(steps);
        match store.add(documents(3..6)).await {
            Err(StoreError::Interrupted) => {}
            Err(error) => panic!("{error}"),
            Ok(_) => {
                assert!(steps >= 8, "there are more steps than {steps}");
                return;
            }
        }
        assert_whole(folder.path(), &[3]).await;

        // The same process may go on, and so may another.
        let mut other = Store::open_or_create(folder.path()).await.unwrap();
        assert_eq!(counts(other.add(documents(2..7)).await.unwrap()), (4, 1));
        assert_whole(folder.path(), &[7]).await;
        store.interrupt_after(usize::MAX);
        assert_eq!(counts(store.add(documents(6..9)).await.unwrap()), (2, 1));
        assert_whole(folder.path(), &[9]).await;
    }
}

#[tokio::test]
async fn stopped_again_and_again_while_undoing() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(folder.path()).await.unwrap();
    store.add(documents(0..1)).await.unwrap();
    let reader = Store::open(folder.path()).await.unwrap().unwrap();
    for steps in (0..12).chain([7, 7, 6, 5, 9]) {
        let mut store = Store::open_or_create(folder.path()).await.unwrap();
        store.interrupt_after(steps);
        match store.add(vec![document(1 + steps as u64)]).await {
            Ok(_) | Err(StoreError::Interrupted) => {}
            Err(error) => panic!("{error}"),
        }
        let store = Store::open(folder.path()).await.unwrap().unwrap();
        assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
    }
    // What was committed first is still there to be seen as it was.
    assert_eq!(reader.holdings(None).await.unwrap().documents, 1);
    assert_eq!(reader.verify().await.unwrap(), Vec::<String>::new());
}

/// What a kill in the middle of writing a log entry leaves: half a temporary file.
#[tokio::test]
async fn half_written_log_entries_are_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(folder.path()).await.unwrap();
    store.add(documents(0..2)).await.unwrap();
    for table in ["documents", "passages", "assertions", "reads"] {
        let half = folder
            .path()
            .join(table)
            .join("_delta_log/00000000000000000002.json#1");
        fs::write(half, "{\"add\":{\"pa").unwrap();
    }
    let mut store = Store::open_or_create(folder.path()).await.unwrap();
    assert_eq!(store.add(documents(2..4)).await.unwrap().added, 2);
    assert_whole(folder.path(), &[4]).await;
}

const FOLDER: &str = "ENTENTE_STORE_TEST_FOLDER";

/// Not a test of its own: the process that `killed_at_any_moment` kills.
#[tokio::test]
async fn child_that_writes_until_it_is_killed() {
    let Some(folder) = env::var_os(FOLDER) else {
        return;
    };
    let mut store = Store::open_or_create(Path::new(&folder)).await.unwrap();
    let held = store.holdings(None).await.unwrap().documents;
    for first in (held..).step_by(5) {
        store.add(documents(first..first + 5)).await.unwrap();
    }
}

#[tokio::test]
async fn killed_at_any_moment() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let mut before = 0;
    for round in 0..12 {
        let mut child = Command::new(env::current_exe().unwrap())
            .args(["--exact", "child_that_writes_until_it_is_killed"])
            .env(FOLDER, &path)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        thread::sleep(Duration::from_millis(15 + 37 * round));
        child.kill().unwrap();
        child.wait().unwrap();
        let Some(store) = Store::open(&path).await.unwrap() else {
            continue;
        };
        assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
        let held = store.holdings(None).await.unwrap().documents;
        assert!(
            held >= before && held % 5 == 0,
            "{before} documents, then {held}"
        );
        before = held;
    }
    assert!(
        before > 0,
        "every child was killed before it had stored anything"
    );
}
