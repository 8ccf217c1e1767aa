//! Queries in SQL: what the views say is what the store holds, and what is wrong is told.

#![allow(clippy::unwrap_used)]

mod common;

use std::io::{self, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use common::{actors, documents};
use entente_model::{Body, ContentId, Date, EventPlace, TableRow, Values};
use entente_store::{ImportBatch, Names, Query, SqlError, SqlFormat, Store, Tabled};
use serde_json::Value;

/// Who is known here.
struct Few;

impl Names for Few {
    fn actor(&self, phrase: &str, on: Option<Date>) -> Option<String> {
        match (phrase, on.map(Date::year)) {
            ("Russia", Some(..1992)) => Some("SUN".to_owned()),
            ("Russia", _) => Some("RUS".to_owned()),
            _ => None,
        }
    }

    fn name(&self, id: &str) -> Option<String> {
        (id == "RUS").then(|| "Russia".to_owned())
    }

    fn code(&self, id: &str, scheme: &str, _: Option<Date>) -> Option<String> {
        ((id, scheme) == ("RUS", "cow")).then(|| "365".to_owned())
    }
}

/// Where an answer is written to.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Vec<u8>>>);

impl Write for Memory {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

async fn filled(folder: &Path) -> Store {
    let mut store = Store::open_or_create(folder).await.unwrap();
    store.add(documents(0..20)).await.unwrap();
    store.add(documents(20..40)).await.unwrap();
    store
}

async fn written(store: &Store, query: &str, format: SqlFormat) -> Result<String, SqlError> {
    let memory = Memory::default();
    let answer = store.sql(query, Arc::new(Few)).await?;
    answer.write(format, Box::new(memory.clone())).await?;
    let bytes = memory.0.lock().unwrap().clone();
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

async fn rows(store: &Store, query: &str) -> Vec<Value> {
    let json = written(store, query, SqlFormat::Json).await.unwrap();
    serde_json::from_str(&json).unwrap()
}

#[tokio::test]
async fn views_have_what_the_store_holds() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path()).await;
    let all = store.assertions(&Query::default()).await.unwrap();
    for (view, kind) in [
        ("events", "event"),
        ("ties", "tie"),
        ("stances", "stance"),
        ("labels", "label"),
        ("figures", "figure"),
    ] {
        let expected = all.iter().filter(|it| it.body.kind() == kind).count();
        let count = rows(&store, &format!("SELECT count(*) AS n FROM {view}")).await;
        assert_eq!(count[0]["n"], expected, "{view}");
        assert!(expected > 0);
    }
    let events = rows(
        &store,
        "SELECT * FROM events WHERE source_country IS NOT NULL",
    )
    .await;
    for event in &events {
        let found = all.iter().find(|it| it.id.as_str() == event["id"]).unwrap();
        let Body::Event(body) = &found.body else {
            panic!("{event}")
        };
        let first = &body.source[0];
        assert_eq!(event["source_name"], first.name);
        assert_eq!(event["source_country"].as_str(), first.country.as_deref());
        assert_eq!(
            event["source_sector"].as_str(),
            first.sector.map(|it| it.name())
        );
        let sources: Vec<Value> = body.source.iter().map(|it| it.id.as_str().into()).collect();
        assert_eq!(event["sources"], Value::from(sources));
        assert_eq!(event["quad"], u64::from(body.quad.number()));
    }
    assert!(!events.is_empty());
    let actors = rows(
        &store,
        "SELECT id, sum(assertions) AS n FROM actors GROUP BY id",
    )
    .await;
    let known = store.known_actors(None).await.unwrap();
    assert_eq!(actors.len(), known.len());
    for actor in actors {
        let found = known.iter().find(|it| it.actor.id == actor["id"]).unwrap();
        assert_eq!(actor["n"], found.assertions);
    }
    // Every view and table can be read, whatever there is.
    for table in entente_store::sql_tables().await.unwrap() {
        rows(&store, &format!("SELECT * FROM {} LIMIT 2", table.name)).await;
    }
}

#[tokio::test]
async fn statements_name_who_says_something_to_whom_and_where() {
    let folder = tempfile::tempdir().unwrap();
    let mut store = Store::open_or_create(folder.path()).await.unwrap();
    let all = actors();
    let statement = |number: usize| {
        let actor = |place: usize| Arc::new(all[place % all.len()].clone());
        TableRow {
            id: ContentId::of([format!("statement {number}")]),
            dataset: Arc::from("events"),
            file: Arc::from("events.csv"),
            line: number as u64,
            values: Values::Statement {
                source: [actor(number), actor(number + 1)].into_iter().collect(),
                target: (0..number % 2).map(|_| actor(number + 2)).collect(),
                date: Date::constant(2020, 2, 3),
                cameo: Some("010".into()),
                intensity: 0.5,
                place: (number > 2).then(|| EventPlace {
                    name: "Baku".into(),
                    country: Some("AZE".into()),
                    lat: Some(40.4),
                    lon: None,
                }),
            },
        }
    };
    let statements: Vec<TableRow> = (0..12).map(statement).collect();
    let batch = ImportBatch {
        said: Tabled::new(&[], &statements, None),
        ..ImportBatch::default()
    };
    store.import(&[batch]).await.unwrap();

    let found = rows(&store, "SELECT * FROM statements ORDER BY line").await;
    assert_eq!(found.len(), statements.len());
    for (found, row) in found.iter().zip(&statements) {
        let Values::Statement {
            source,
            target,
            place,
            ..
        } = &row.values
        else {
            panic!("{row:?}")
        };
        for (side, actors) in [("source", source), ("target", target)] {
            let first = actors.first();
            let of = |column: &str| found[format!("{side}{column}")].as_str();
            assert_eq!(of(""), first.map(|it| it.id.as_str()));
            assert_eq!(of("_name"), first.map(|it| it.name.as_str()));
            assert_eq!(of("_country"), first.and_then(|it| it.country.as_deref()));
            assert_eq!(
                of("_sector"),
                first.and_then(|it| it.sector).map(|it| it.name())
            );
        }
        assert_eq!(
            (found["month"].as_str(), &found["intensity"]),
            (Some("2020-02-01"), &Value::from(0.5))
        );
        assert_eq!(
            found["place"].as_str(),
            place.as_ref().map(|it| it.name.as_str())
        );
        assert_eq!(found["lat"].as_f64(), place.as_ref().and_then(|it| it.lat));
    }
}

#[tokio::test]
async fn functions_of_the_field_are_known() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path()).await;
    let check = async |expression: &str, expected: Value| {
        let found = rows(&store, &format!("SELECT {expression} AS it")).await;
        assert_eq!(found[0]["it"], expected, "{expression}");
    };
    check("actor('Russia')", "RUS".into()).await;
    check("actor('Russia', DATE '1980-05-05')", "SUN".into()).await;
    check("actor('nobody')", Value::Null).await;
    check("name('RUS')", "Russia".into()).await;
    check("code('RUS', 'cow')", "365".into()).await;
    check("quad('ASSAULT')", 4.into()).await;
    check("quad('nothing')", Value::Null).await;
    check("month_of(24242)", "2020-03-01".into()).await;
    check("covered('none', 'RUS', DATE '1980-05-05')", false.into()).await;
    check("json_text('{\"a\":\"b\"}', 'a')", "b".into()).await;
    let ours = "SELECT count(*) AS n FROM events WHERE array_has(sources, actor('Russia'))";
    let theirs = "SELECT count(*) AS n FROM events WHERE array_has(sources, 'RUS')";
    assert_eq!(rows(&store, ours).await, rows(&store, theirs).await);
}

#[tokio::test]
async fn answers_are_written_in_each_format() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path()).await;
    let query = "SELECT * FROM (VALUES (1, 'a,b', NULL), (20, '', true)) AS t (n, word, flag)";
    let csv = written(&store, query, SqlFormat::Csv).await.unwrap();
    assert_eq!(csv, "n,word,flag\n1,\"a,b\",\n20,\"\",true\n");
    let lines = written(&store, query, SqlFormat::Jsonl).await.unwrap();
    assert_eq!(
        lines,
        "{\"n\":1,\"word\":\"a,b\",\"flag\":null}\n{\"n\":20,\"word\":\"\",\"flag\":true}\n"
    );
    let text = written(&store, query, SqlFormat::Text).await.unwrap();
    assert_eq!(
        text,
        "n   word  flag\n──  ────  ────\n 1  a,b\n20        true\n"
    );
    for format in [SqlFormat::Parquet, SqlFormat::Arrow] {
        assert!(!written(&store, query, format).await.unwrap().is_empty());
    }
    let none = format!("{query} WHERE n > 99");
    assert_eq!(
        written(&store, &none, SqlFormat::Json).await.unwrap(),
        "[]\n"
    );
    assert_eq!(
        written(&store, &none, SqlFormat::Csv).await.unwrap(),
        "n,word,flag\n"
    );
}

#[tokio::test]
async fn what_is_wrong_is_told_with_a_hint() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path()).await;
    let check = async |query: &str, expected: &[&str]| {
        let error = written(&store, query, SqlFormat::Csv).await.unwrap_err();
        let text = error.to_string();
        for words in expected {
            assert!(text.contains(words), "{query}: {text}");
        }
    };
    check(
        "SELECT * FROM evnts",
        &["no table evnts", "did you mean events"],
    )
    .await;
    check(
        "SELECT tpye FROM events",
        &["no column tpye", "did you mean type"],
    )
    .await;
    check("SELECT akter('x')", &["no function akter", "hint"]).await;
    check("SELEKT 1", &["no SQL that can be read", "hint"]).await;
    check(" ; ", &["no query", "hint"]).await;
    check("SELECT 1; SELECT 2", &["one"]).await;
    check("SELECT CAST('x' AS INT)", &["x"]).await;
    // It reads, and changes nothing.
    for query in [
        "DROP TABLE events",
        "DELETE FROM assertions",
        "INSERT INTO rejects SELECT * FROM rejects",
        "CREATE TABLE mine AS SELECT 1",
        "CREATE EXTERNAL TABLE mine STORED AS PARQUET LOCATION '/tmp/x'",
        "COPY (SELECT 1) TO '/tmp/entente-was-here.csv'",
        "SET datafusion.execution.batch_size = 1",
    ] {
        let error = written(&store, query, SqlFormat::Csv).await.unwrap_err();
        assert!(matches!(error, SqlError::Query { .. }), "{query}: {error}");
    }
    check("SELECT * FROM '/etc/passwd'", &["no table"]).await;
    let long = format!("SELECT {}1", "1 + ".repeat(20_000));
    check(&long, &["longer than"]).await;
}

#[tokio::test]
async fn a_plan_reads_only_what_it_needs() {
    let folder = tempfile::tempdir().unwrap();
    let store = filled(folder.path()).await;
    let query = "SELECT type FROM events WHERE dyad = 'IRN|RUS'";
    let plan = store.explain(query, Arc::new(Few)).await.unwrap();
    assert!(plan.contains("TableScan: assertions"), "{plan}");
    assert!(!plan.contains("mentions"), "{plan}");
    assert!(plan.contains("predicate="), "{plan}");
}
