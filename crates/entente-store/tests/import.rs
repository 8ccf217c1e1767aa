//! Rows of published datasets in the store: each once, whatever happens, and counted.

#![allow(clippy::unwrap_used)]

mod common;

use std::path::Path;
use std::slice::from_ref;
use std::sync::Arc;

use common::documents;
use entente_model::{
    ActorRef, Assertion, Body, Certainty, ContentId, Coverage, Covers, Date, DateSpan, Document,
    Event, EventPlace, EventType, Evidence, ImportRecord, Polarity, Reject, TableRow, Values,
};
use entente_store::{
    ImportBatch, ImportReport, Period, Query, RowQuery, Store, StoreError, Tabled, Tallies, Tally,
    TallyQuery,
};

fn state(id: &str) -> ActorRef {
    ActorRef {
        id: id.into(),
        name: id.into(),
        text: id.into(),
        country: Some(id.into()),
        sector: None,
    }
}

fn day(number: u32) -> Date {
    Date::new(2020, 1 + (number % 12) as i8, 1 + (number % 28) as i8).unwrap()
}

fn dataset() -> ContentId {
    ContentId::of(["dataset", "events", "1"])
}

fn event(number: u32) -> Assertion {
    let (a, b) = if number.is_multiple_of(3) {
        ("AZE", "IRN")
    } else {
        ("IRN", "ARM")
    };
    let evidence = Evidence {
        document: dataset(),
        title: Some("Events 1".into()),
        publisher: Some("Institute".into()),
        published: Some(day(number)),
        passage: ContentId::of([format!("row {number}")]),
        start: 0,
        end: 5,
        quote: format!("row {number}"),
    };
    let body = Body::Event(Event {
        event_type: EventType::Assault,
        mode: None,
        contexts: Vec::new(),
        cameo: None,
        quad: EventType::Assault.quad(),
        intensity: -9.0,
        source: vec![state(a)],
        target: vec![state(b)],
        date: Some(DateSpan::day(day(number), "")),
        place: None,
        toll: None,
    });
    Assertion::new(
        body,
        None,
        Polarity::Positive,
        Certainty::Certain,
        evidence,
        "events/1",
    )
}

fn statement(number: u32) -> TableRow {
    TableRow {
        id: ContentId::of([format!("statement {number}")]),
        dataset: Arc::from("events"),
        file: Arc::from("events.csv"),
        line: u64::from(number) + 2,
        values: Values::Statement {
            source: [Arc::new(state("AZE"))].into_iter().collect(),
            target: [Arc::new(state("IRN"))].into_iter().collect(),
            date: day(number),
            cameo: Some("010".into()),
            intensity: 1.0,
            place: (!number.is_multiple_of(3)).then(|| EventPlace {
                name: "Baku".into(),
                country: Some("AZE".into()),
                lat: Some(40.4),
                lon: None,
            }),
        },
    }
}

fn tabled(
    assertions: impl Iterator<Item = Assertion>,
    rows: impl Iterator<Item = TableRow>,
) -> Tabled {
    let (assertions, rows): (Vec<_>, Vec<_>) = (assertions.collect(), rows.collect());
    let assertions: Vec<_> = assertions.iter().map(Assertion::as_ref).collect();
    Tabled::new(&assertions, &rows, None)
}

fn batch(numbers: std::ops::Range<u32>) -> ImportBatch {
    ImportBatch {
        documents: vec![Document {
            id: dataset(),
            origin: "dataset events 1".into(),
            title: Some("Events 1".into()),
            publisher: Some("Institute".into()),
            author: None,
            published: Some(day(0)),
            url: None,
            language: None,
            summary_of: None,
            text: String::new(),
            blocks: Vec::new(),
        }],
        said: tabled(
            numbers.clone().map(event),
            numbers.clone().step_by(2).map(statement),
        ),
        rejects: numbers
            .step_by(5)
            .map(|number| {
                let reject = Reject {
                    file: "events.csv".into(),
                    line: u64::from(number),
                    code: "D004".into(),
                    reason: "bad date".into(),
                    detail: String::new(),
                    row: format!("reject {number}"),
                };
                ("events".to_owned(), reject)
            })
            .collect(),
        imports: Vec::new(),
    }
}

fn record(last: Date) -> ImportRecord {
    let mut coverage = Coverage::default();
    coverage.days(Some(day(0)), Some(last));
    ImportRecord {
        dataset: "events".into(),
        version: "1".into(),
        name: "Events".into(),
        publisher: "Institute".into(),
        document: dataset(),
        span: (Some(day(0)), None),
        covers: Covers::World,
        coverage,
        rows: 10,
        imported: 10,
        merged: Default::default(),
        silent: Default::default(),
        rejected: Default::default(),
        citation: "Institute. Events.".into(),
        bibtex: None,
        terms: String::new(),
    }
}

fn commits(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("reads/_delta_log"))
        .unwrap()
        .count()
}

#[tokio::test]
async fn a_row_is_stored_once() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(folder.path()).await.unwrap();
    store.add(documents(0..2)).await.unwrap();
    let first = ImportBatch {
        imports: vec![record(day(11))],
        ..batch(0..10)
    };
    let report = store.import(from_ref(&first)).await.unwrap();
    let expected = ImportReport {
        documents: 1,
        assertions: 10,
        rows: 5,
        rejects: 2,
        already_known: 0,
    };
    assert_eq!(report, expected);
    let before = commits(folder.path());
    // The same once more by the same process, and by another.
    let again = store.import(from_ref(&first)).await.unwrap();
    assert_eq!((again.assertions, again.already_known), (0, 17));
    let mut other = Store::open_or_create(folder.path()).await.unwrap();
    assert_eq!(
        other.import(from_ref(&first)).await.unwrap().already_known,
        17
    );
    assert_eq!(commits(folder.path()), before, "nothing was committed");
    // Rows that overlap, and in one batch twice.
    let mut more = batch(5..12);
    let twice = event(11);
    more.said = tabled((5..12).map(event).chain([twice]), std::iter::empty());
    let report = other.import(from_ref(&more)).await.unwrap();
    assert_eq!((report.assertions, report.documents), (2, 0));
    // The first process sees what the other has stored, and what its own import covers besides.
    let report = store
        .import(&[ImportBatch {
            imports: vec![record(day(9))],
            ..batch(0..12)
        }])
        .await
        .unwrap();
    // But for the statement with number 10, which was in neither batch.
    assert_eq!((report.assertions, report.rows, report.rejects), (0, 1, 0));
    assert_eq!(store.imports().await.unwrap().len(), 2);
    assert_eq!(store.verify().await.unwrap(), Vec::<String>::new());
    let of_dataset = Query {
        documents: vec![dataset()],
        ..Query::default()
    };
    assert_eq!(store.assertions(&of_dataset).await.unwrap().len(), 12);
    assert_eq!(store.holdings(None).await.unwrap().imports.len(), 2);
}

#[tokio::test]
async fn what_is_walked_is_what_was_stored() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(folder.path()).await.unwrap();
    store.import(&[batch(0..40)]).await.unwrap();
    store.import(&[batch(40..60)]).await.unwrap();
    store.add(documents(0..3)).await.unwrap();
    let query = Query {
        documents: vec![dataset()],
        ..Query::default()
    };
    let mut walked = Vec::new();
    store
        .each_assertion(&query, &mut |assertion| walked.push(assertion))
        .await
        .unwrap();
    walked.sort_by(|a, b| a.id.cmp(&b.id));
    let mut expected: Vec<Assertion> = (0..60).map(event).collect();
    expected.sort_by(|a, b| a.id.cmp(&b.id));
    assert_eq!(walked, expected);

    let mut rows = Vec::new();
    let query = RowQuery {
        tables: vec!["statement"],
        datasets: vec!["events".into()],
    };
    store
        .each_row(&query, &mut |row| rows.push(row))
        .await
        .unwrap();
    rows.sort_by_key(|row| row.line);
    let expected: Vec<TableRow> = (0..60).step_by(2).map(statement).collect();
    assert_eq!(rows, expected);
    let none = RowQuery {
        tables: vec!["vote"],
        ..RowQuery::default()
    };
    store
        .each_row(&none, &mut |_| panic!("there are no votes"))
        .await
        .unwrap();
}

#[tokio::test]
async fn events_and_statements_are_counted() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(folder.path()).await.unwrap();
    store.import(&[batch(0..24)]).await.unwrap();
    let count = |by, periods, datasets: &[&str]| TallyQuery {
        by,
        periods,
        documents: vec![dataset()],
        datasets: datasets.iter().map(|it| (*it).to_owned()).collect(),
    };
    let years = store
        .tally(&count(Period::Year, (2020, 2020), &["events"]))
        .await
        .unwrap();
    assert_eq!(
        counted(&years),
        [
            ("AZE>IRN", 2020, 1, 12, 12.0),
            ("AZE>IRN", 2020, 4, 8, -72.0),
            ("IRN>ARM", 2020, 4, 16, -144.0),
        ]
        .map(named)
    );
    // Of January are the numbers 0 and 12.
    let january = 2020 * 12;
    let months = store
        .tally(&count(Period::Month, (january, january), &[]))
        .await
        .unwrap();
    let expected = [("AZE>IRN", january, 4, 2, -18.0)];
    assert_eq!(counted(&months), expected.map(named));
}

type Counted = (String, i64, u8, u64, f64);

fn named((pair, period, quad, events, intensity): (&str, i64, u8, u64, f64)) -> Counted {
    (pair.to_owned(), period, quad, events, intensity)
}

fn counted(tallies: &Tallies) -> Vec<Counted> {
    let counts = tallies.counts.iter();
    let pair = |it: &Tally| {
        let state = |place: u32| &tallies.states[place as usize];
        format!("{}>{}", state(it.source), state(it.target))
    };
    counts
        .map(|it| {
            (
                pair(it),
                it.period,
                it.quad.number(),
                it.events,
                it.intensity,
            )
        })
        .collect()
}

/// An event by which two states do something to a third, and one by a state without a code of three letters.
fn of_several(number: u32) -> Assertion {
    let mut event = event(number);
    if let Body::Event(event) = &mut event.body {
        event.source = if number.is_multiple_of(2) {
            vec![state("TUR"), state("AZE")]
        } else {
            vec![state("orange-free-state")]
        };
        event.target = vec![state("IRN")];
    }
    Assertion::new(
        event.body,
        None,
        Polarity::Positive,
        Certainty::Certain,
        event.evidence,
        "events/1",
    )
}

#[tokio::test]
async fn several_dyads_of_an_event_are_counted_with_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(folder.path()).await.unwrap();
    let mut own = batch(0..1);
    own.said = tabled((12..18).map(of_several), std::iter::empty());
    store.import(&[batch(0..18), own]).await.unwrap();
    // Beside them, what a text says, which is not asked for.
    store.add(documents(0..3)).await.unwrap();
    let year = TallyQuery {
        by: Period::Year,
        periods: (2020, 2020),
        documents: vec![dataset()],
        datasets: vec!["events".to_owned()],
    };
    let tallies = store.tally(&year).await.unwrap();
    let expected = [
        ("AZE>IRN", 2020, 1, 9, 9.0),
        ("AZE>IRN", 2020, 4, 9, -81.0),
        ("IRN>ARM", 2020, 4, 12, -108.0),
        ("TUR>IRN", 2020, 4, 3, -27.0),
        ("orange-free-state>IRN", 2020, 4, 3, -27.0),
    ];
    assert_eq!(counted(&tallies), expected.map(named));
    assert!(tallies.states.is_sorted());
}

#[tokio::test]
async fn stopped_at_every_step_of_an_import() {
    for steps in 0.. {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open_or_create(folder.path()).await.unwrap();
        store.import(&[batch(0..4)]).await.unwrap();
        store.interrupt_after(steps);
        let next = ImportBatch {
            imports: vec![record(day(11))],
            ..batch(2..9)
        };
        let stopped = match store.import(from_ref(&next)).await {
            Err(StoreError::Interrupted) => true,
            Err(error) => panic!("{error}"),
            Ok(report) => {
                assert_eq!(report.assertions, 5);
                false
            }
        };
        let mut other = Store::open_or_create(folder.path()).await.unwrap();
        let held = other.holdings(None).await.unwrap().assertions;
        assert_eq!(held, if stopped { 4 } else { 9 });
        let report = other.import(from_ref(&next)).await.unwrap();
        assert_eq!(report.assertions, if stopped { 5 } else { 0 });
        assert_eq!(other.holdings(None).await.unwrap().assertions, 9);
        assert_eq!(other.verify().await.unwrap(), Vec::<String>::new());
        if !stopped {
            assert!(steps >= 8, "there are more steps than {steps}");
            return;
        }
    }
}
