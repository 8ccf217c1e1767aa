//! What a store promises to whoever reads and writes it.

#![allow(clippy::unwrap_used)]

mod common;

use std::collections::HashSet;
use std::fs;
use std::path::Path;

use common::{counts, document, documents, query};
use entente_model::{Assertion, Body, Certainty, ContentId, Date, Polarity};
use entente_store::{
    AddReport, Holdings, Involving, Period, Query, ReadDocument, Store, StoreError,
};

async fn filled(folder: &Path, batches: &[Vec<ReadDocument>]) -> Store {
    let mut store = Store::open_or_create(folder).await.unwrap();
    for batch in batches {
        store.add(batch.clone()).await.unwrap();
    }
    store
}

fn sorted(mut assertions: Vec<Assertion>) -> Vec<Assertion> {
    assertions.sort_by(|a, b| a.id.cmp(&b.id));
    assertions
}

#[tokio::test]
async fn what_is_stored_is_read_back_exactly() {
    let parent = tempfile::tempdir().unwrap();
    let folder = parent.path().join("a store, [of] ünusual 100% name#1?");
    let batch = documents(0..12);
    filled(&folder, &[batch[..5].to_vec(), batch[5..].to_vec()]).await;
    let store = Store::open(&folder).await.unwrap().unwrap();

    let ids: Vec<ContentId> = batch
        .iter()
        .rev()
        .map(|it| it.document.id.clone())
        .collect();
    let stored = store.documents(&ids).await.unwrap();
    let expected: Vec<_> = batch.iter().rev().map(|it| it.document.clone()).collect();
    assert_eq!(stored, expected);
    for it in &batch {
        assert_eq!(
            store.passages_of(&it.document.id).await.unwrap(),
            it.passages
        );
    }
    let stored = sorted(store.assertions(&Query::default()).await.unwrap());
    let expected = sorted(batch.iter().flat_map(|it| it.assertions.clone()).collect());
    assert_eq!(stored, expected);
    assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
    assert_eq!(
        store
            .documents(&[ContentId::of(["nobody's"])])
            .await
            .unwrap(),
        []
    );
}

#[tokio::test]
async fn a_document_is_stored_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = filled(folder.path(), &[documents(0..3)]).await;
    let commits = || {
        fs::read_dir(folder.path().join("reads/_delta_log"))
            .unwrap()
            .count()
    };
    let before = commits();
    let again = store.add(documents(0..3)).await.unwrap();
    assert_eq!(
        again,
        AddReport {
            already_known: 3,
            ..AddReport::default()
        }
    );
    assert_eq!(store.add(Vec::new()).await.unwrap(), AddReport::default());
    assert_eq!(commits(), before, "nothing to add, nothing to commit");
    let mut twice = documents(2..5);
    twice.push(document(4));
    let added: Vec<_> = twice[1..3].to_vec();
    let report = store.add(twice).await.unwrap();
    assert_eq!(counts(report), (2, 2));
    assert_eq!(
        (report.passages, report.assertions),
        (
            added.iter().map(|it| it.passages.len()).sum(),
            added.iter().map(|it| it.assertions.len()).sum()
        )
    );
    assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
    assert_eq!(store.holdings(None).await.unwrap().documents, 5);
}

#[tokio::test]
async fn the_engine_agrees_with_the_meaning_of_every_query() {
    let folder = tempfile::tempdir().unwrap();
    let batch = documents(0..60);
    let store = filled(folder.path(), &[batch[..40].to_vec(), batch[40..].to_vec()]).await;
    let all: Vec<&Assertion> = batch.iter().flat_map(|it| &it.assertions).collect();
    assert!(all.len() > 300, "{} assertions are few", all.len());
    let mut hits = 0;
    for number in 0..250 {
        let query = query(number);
        let stored = store.assertions(&query).await.unwrap();
        let admitted: HashSet<&ContentId> = all
            .iter()
            .filter(|it| query.admits(it))
            .map(|it| &it.id)
            .collect();
        let expected = query
            .limit
            .map_or(admitted.len(), |limit| limit.min(admitted.len()));
        // Around two, a limit counts what does not pass as well.
        let is_around = matches!(query.involving, Involving::Around(..));
        if query.limit.is_none() || !is_around {
            assert_eq!(stored.len(), expected, "query {number}: {query:?}");
        }
        assert!(stored.len() <= expected, "query {number}: {query:?}");
        assert!(
            stored.iter().all(|it| admitted.contains(&it.id)),
            "query {number}: {query:?}"
        );
        let days: Vec<Option<Date>> = stored.iter().map(|it| it.evidence.published).collect();
        assert!(
            days.is_sorted_by(|a, b| a >= b),
            "query {number}: newest first"
        );
        let left_out = || all.iter().filter(|it| admitted.contains(&it.id));
        let newest = left_out().filter(|it| stored.iter().all(|known| known.id != it.id));
        let newest = newest.map(|it| it.evidence.published).max();
        if let (Some(newest), Some(last)) = (newest, days.last()) {
            assert!(
                newest <= *last,
                "query {number}: the limit keeps the newest"
            );
        }
        hits += stored.len();
    }
    assert!(
        hits > 1000,
        "queries that find nothing test nothing: {hits}"
    );
}

#[tokio::test]
async fn thousands_of_events_are_looked_up_by_their_labels() {
    let folder = tempfile::tempdir().unwrap();
    let batch = documents(0..60);
    let store = filled(folder.path(), std::slice::from_ref(&batch)).await;
    let all = || batch.iter().flat_map(|it| &it.assertions);
    let mut about: Vec<String> = all()
        .filter_map(|it| match &it.body {
            Body::Label(label) => Some(label.about.to_string()),
            _ => None,
        })
        .take(1)
        .collect();
    about.extend((0..5000).map(|it| format!("no event {it}")));
    let query = Query {
        about,
        ..Query::default()
    };
    let expected = all().filter(|it| query.admits(it)).count();
    assert!(expected > 0);
    assert_eq!(store.assertions(&query).await.unwrap().len(), expected);
}

#[tokio::test]
async fn around_two_the_newest_days_of_either_are_looked_through() {
    let folder = tempfile::tempdir().unwrap();
    let batch = documents(0..60);
    let store = filled(folder.path(), &[batch[..40].to_vec(), batch[40..].to_vec()]).await;
    let ids = ["RUS", "UKR"].map(String::from);
    let around = Query {
        involving: Involving::Around(ids[0].clone(), ids[1].clone()),
        ..Query::default()
    };
    let either = Query {
        involving: Involving::AnyOf(ids.to_vec()),
        limit: Some(20),
        ..Query::default()
    };
    let newest = store.assertions(&either).await.unwrap();
    let oldest = newest.last().unwrap().evidence.published;
    let expected = store.assertions(&around).await.unwrap().into_iter();
    let expected: Vec<Assertion> = expected
        .filter(|it| it.evidence.published >= oldest)
        .collect();
    let limited = Query {
        limit: Some(20),
        ..around
    };
    let found = store.assertions(&limited).await.unwrap();
    assert!(!expected.is_empty() && expected.len() < newest.len());
    assert!(expected.iter().all(|it| found.contains(it)));
}

#[tokio::test]
async fn the_newest_between_two_are_found_whatever_the_files() {
    let folder = tempfile::tempdir().unwrap();
    let batch = documents(0..300);
    // Files that do not follow each other in time.
    let (even, odd): (Vec<_>, Vec<_>) =
        (batch.iter().cloned().enumerate()).partition(|(place, _)| place % 2 == 0);
    let parts = [even, odd].map(|part| part.into_iter().map(|(_, it)| it).collect());
    let store = filled(folder.path(), &parts).await;
    let between = Query {
        involving: Involving::Both("RUS".into(), "UKR".into()),
        kinds: vec!["event"],
        ..Query::default()
    };
    let all = store.assertions(&between).await.unwrap();
    assert!(all.len() > 4, "{} are few", all.len());
    for limit in [1, all.len() / 2, all.len(), all.len() + 1] {
        let query = Query {
            limit: Some(limit),
            ..between.clone()
        };
        let newest = store.assertions(&query).await.unwrap();
        assert_eq!(newest, all[..limit.min(all.len())]);
    }
    let told = all
        .iter()
        .filter(|it| it.polarity == Polarity::Positive && it.certainty != Certainty::Hypothetical);
    let counts = store.count_events(&between, Period::Year).await.unwrap();
    assert!(counts.is_sorted_by_key(|it| (it.period, it.quad)));
    let counted: u64 = counts.iter().map(|it| it.events).sum();
    // Columns do not tell who did something to a third from who did it to each other.
    assert!(counted >= told.count() as u64);
    let none = Query {
        documents: vec![ContentId::of(["no document"])],
        ..between
    };
    assert_eq!(store.count_events(&none, Period::Month).await.unwrap(), []);
}

#[tokio::test]
async fn as_of_a_day_only_what_was_published_counts() {
    let folder = tempfile::tempdir().unwrap();
    let batch = documents(0..30);
    let store = filled(folder.path(), std::slice::from_ref(&batch)).await;
    let at = Date::new(2021, 7, 1).unwrap();
    let then: Vec<&ReadDocument> = batch
        .iter()
        .filter(|it| it.document.published.is_some_and(|day| day <= at))
        .collect();
    let days = || then.iter().filter_map(|it| it.document.published);
    let expected = Holdings {
        documents: then.len() as u64,
        passages: then.iter().map(|it| it.passages.len() as u64).sum(),
        assertions: then.iter().map(|it| it.assertions.len() as u64).sum(),
        earliest: days().min(),
        latest: days().max(),
        ..Holdings::default()
    };
    assert_eq!(store.holdings(Some(at)).await.unwrap(), expected);
    assert_eq!(store.holdings(None).await.unwrap().documents, 30);

    let mentions = |it: &Assertion, id: &str| {
        it.body
            .actors()
            .chain(&it.claimant)
            .any(|actor| actor.id == id)
    };
    let actors = store.known_actors(Some(at)).await.unwrap();
    assert!(!actors.is_empty());
    assert!(actors.is_sorted_by(|a, b| a.assertions >= b.assertions));
    for known in actors {
        let assertions = then.iter().flat_map(|it| &it.assertions);
        let count = assertions
            .filter(|it| mentions(it, &known.actor.id))
            .count();
        assert_eq!(known.assertions, count as u64, "{}", known.actor.id);
    }
}

#[tokio::test]
async fn an_empty_store_answers() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("new/store");
    assert!(Store::open(&path).await.unwrap().is_none());
    assert!(Store::open(folder.path()).await.unwrap().is_none());
    Store::open_or_create(&path).await.unwrap();
    let store = Store::open(&path).await.unwrap().unwrap();
    assert_eq!(store.holdings(None).await.unwrap(), Holdings::default());
    assert_eq!(
        store.holdings(Date::new(2020, 1, 1).ok()).await.unwrap(),
        Holdings::default()
    );
    assert_eq!(store.assertions(&Query::default()).await.unwrap(), []);
    assert_eq!(store.known_actors(None).await.unwrap(), []);
    assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn two_writers_and_a_reader_take_turns() {
    let folder = tempfile::tempdir().unwrap();
    let mut one = filled(folder.path(), &[documents(0..2)]).await;
    let reader = Store::open(folder.path()).await.unwrap().unwrap();
    let mut other = Store::open_or_create(folder.path()).await.unwrap();
    assert_eq!(other.add(documents(1..4)).await.unwrap().added, 2);
    assert_eq!(one.add(documents(3..6)).await.unwrap().added, 2);
    assert_eq!(other.add(documents(0..7)).await.unwrap().added, 1);
    assert_eq!(other.verify().await.unwrap(), Vec::<String>::new());
    // A reader keeps what it has opened.
    assert_eq!(reader.holdings(None).await.unwrap().documents, 2);
    assert_eq!(reader.verify().await.unwrap(), Vec::<String>::new());
    let late = Store::open(folder.path()).await.unwrap().unwrap();
    assert_eq!(late.holdings(None).await.unwrap().documents, 7);
}

#[tokio::test]
async fn more_commits_than_a_checkpoint_sums_up() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(folder.path()).await.unwrap();
    for number in 0..55 {
        store.add(vec![document(number)]).await.unwrap();
    }
    let log = fs::read_dir(folder.path().join("assertions/_delta_log")).unwrap();
    let mut names = log.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    assert!(names.any(|name| name.contains("checkpoint")));
    let store = Store::open(folder.path()).await.unwrap().unwrap();
    assert_eq!(store.holdings(None).await.unwrap().documents, 55);
    assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
}

#[tokio::test]
async fn what_is_not_a_store_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("notes.txt");
    fs::write(&file, "mine").unwrap();
    for path in [&file, &file.join("below")] {
        let error = Store::open_or_create(path).await.unwrap_err();
        assert!(matches!(error, StoreError::NotAFolder { .. }), "{error:?}");
        assert!(error.to_string().contains("hint:"));
        assert!(Store::open(path).await.is_err());
    }
    let error = Store::open_or_create(folder.path()).await.unwrap_err();
    assert!(matches!(&error, StoreError::NotAStore { found, .. } if found == "notes.txt"));
    assert!(
        error
            .to_string()
            .contains(&folder.path().display().to_string()),
        "{error}"
    );

    // The engine would take the name for another.
    let error = Store::open_or_create(&tempfile::tempdir().unwrap().path().join("a%20b")).await;
    assert!(
        error
            .unwrap_err()
            .to_string()
            .contains("name another folder")
    );

    // A folder that has the name of a table, and is none.
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("documents")).unwrap();
    fs::write(folder.path().join("documents/thesis.pdf"), "mine").unwrap();
    let error = Store::open_or_create(folder.path()).await.unwrap_err();
    assert!(matches!(error, StoreError::NotAStore { .. }), "{error:?}");
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[tokio::test]
async fn a_newer_store_is_not_misread() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path(), &[documents(0..1)]).await;
    let log = folder
        .path()
        .join("reads/_delta_log/00000000000000000000.json");
    let text = fs::read_to_string(&log).unwrap();
    let newer = text.replace(r#""entente.format":"8""#, r#""entente.format":"9""#);
    assert_ne!(newer, text);
    fs::write(&log, newer).unwrap();
    let error = Store::open(folder.path()).await.unwrap_err();
    assert!(
        matches!(
            error,
            StoreError::Newer {
                format: 9,
                known: 8,
                ..
            }
        ),
        "{error:?}"
    );
}

/// Without its table of reads a store looks like one whose making was cut short. Finishing it
/// would undo everything.
#[tokio::test]
async fn a_store_without_reads_is_not_begun_anew() {
    let folder = tempfile::tempdir().unwrap();
    filled(folder.path(), &[documents(0..2)]).await;
    fs::remove_dir_all(folder.path().join("reads")).unwrap();
    for opened in [
        Store::open(folder.path()).await.map(|_| ()),
        Store::open_or_create(folder.path()).await.map(|_| ()),
    ] {
        assert!(
            matches!(opened, Err(StoreError::Damaged { .. })),
            "{opened:?}"
        );
    }
}

/// Every file of a store cut short, emptied, filled with nonsense or taken away: an error or an
/// answer, never a panic.
#[tokio::test]
async fn a_damaged_store_is_an_error_and_not_a_panic() {
    let original = tempfile::tempdir().unwrap();
    filled(original.path(), &[documents(0..3), documents(3..5)]).await;
    let mut files = Vec::new();
    files_in(original.path(), &mut files);
    assert!(files.len() > 15, "{files:?}");
    let mut errors = 0;
    for file in &files {
        let content = fs::read(file).unwrap();
        let half = &content[..content.len() / 2];
        for damage in [
            Some(half),
            Some(b"".as_slice()),
            Some(b"{\"add\":3}\nx"),
            None,
        ] {
            match damage {
                Some(bytes) => fs::write(file, bytes).unwrap(),
                None => fs::remove_file(file).unwrap(),
            }
            errors += usize::from(use_everything(original.path()).await.is_err());
            fs::write(file, &content).unwrap();
        }
    }
    assert!(
        errors > files.len(),
        "{errors} errors of {} files",
        files.len()
    );
    assert_eq!(use_everything(original.path()).await.unwrap(), 5);
}

async fn use_everything(folder: &Path) -> Result<u64, StoreError> {
    let Some(store) = Store::open(folder).await? else {
        return Ok(0);
    };
    store.verify().await?;
    store.known_actors(None).await?;
    store.assertions(&query(1)).await?;
    Ok(store.holdings(None).await?.documents)
}

fn files_in(folder: &Path, into: &mut Vec<std::path::PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files_in(&path, into)
        } else {
            into.push(path)
        }
    }
}
