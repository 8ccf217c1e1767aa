//! `entente sql`, `entente store compact` and `vacuum` as a user runs them.

mod common;

use std::path::Path;

use common::World;

#[test]
fn the_page_of_tables_is_current() {
    let page = World::new().run(&["sql", "--tables", "--format", "md"]);
    page.expect(0, &["### events", "actor(phrase"], &[]);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/tables.md");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    assert!(
        committed == page.stdout,
        "docs/tables.md is stale: entente sql --tables --format md --out docs/tables.md"
    );
}

#[test]
fn a_store_is_queried_and_taken_care_of() {
    let world = World::new();
    let store = world.store();
    let store = store.to_str().unwrap_or_default();
    world.run(&["sql", "SELECT 1", "--store", store]).expect(
        1,
        &[],
        &["there is no store", "hint"],
    );
    let text = "Azerbaijan accused Iran of arming separatists on 5 May 2023.";
    let article = world.write("a.txt", text);
    let article = article.to_str().unwrap_or_default();
    world
        .run(&["read", article, "--store", store])
        .expect(0, &[], &[]);
    let query = "SELECT type, source, target_name FROM events WHERE source = actor('Azerbaijan')";
    world
        .run(&["sql", query, "--store", store, "--format", "csv"])
        .expect(0, &["type,source,target_name", "AZE,Iran"], &["row"]);
    world
        .run(&["sql", query, "--store", store, "--explain"])
        .expect(0, &["TableScan: assertions"], &[]);
    let out = world.path("events.jsonl");
    let out = out.to_str().unwrap_or_default();
    world
        .run(&["sql", query, "--store", store, "--out", out])
        .expect(0, &[], &["row"]);
    let written = std::fs::read_to_string(out).unwrap_or_default();
    assert!(written.starts_with("{\"type\":"), "{written}");
    world
        .run_with_input(
            &["sql", "-", "--store", store],
            b"SELECT count(*) AS n FROM reads;",
        )
        .expect(0, &["n"], &["1 row"]);
    world
        .run(&["sql", "SELECT * FROM event", "--store", store])
        .expect(1, &[], &["there is no table event", "did you mean"]);
    world
        .run(&["sql", "--store", store])
        .expect(2, &[], &["QUERY"]);
    world
        .run(&["store", "compact", "--store", store])
        .expect(0, &["before"], &[]);
    world
        .run(&["store", "vacuum", "--keep-hours", "0", "--store", store])
        .expect(0, &["removed"], &[]);
    world
        .run(&["ask", "Are Azerbaijan and Iran allies?", "--store", store])
        .expect(0, &["Azerbaijan"], &[]);
    world
        .run(&["store", "--store", store])
        .expect(0, &["1 document"], &[]);
}

/// As deep as a query of the length that is taken can be.
#[test]
fn deep_queries_are_answered_or_refused() {
    let world = World::new();
    let text = world.write("a.txt", "Iran criticised Azerbaijan on 5 May 2023.");
    let store = world.store();
    let store = store.to_str().unwrap_or_default();
    world
        .run(&["read", text.to_str().unwrap_or_default(), "--store", store])
        .expect(0, &[], &[]);
    let and = format!("SELECT 1 WHERE 1 = 1 {}", "AND 1 = 1 ".repeat(6000));
    let brackets = format!("SELECT {}1{}", "(".repeat(30_000), ")".repeat(30_000));
    let plus = format!("SELECT {}1", "1+".repeat(30_000));
    let nested = format!(
        "{}SELECT 1{}",
        "SELECT * FROM (".repeat(3000),
        ")".repeat(3000)
    );
    for query in [and, brackets, plus, nested] {
        let run = world.run_with_input(&["sql", "-", "--store", store], query.as_bytes());
        assert!(
            matches!(run.code, Some(0 | 1)),
            "{:?} {}",
            run.code,
            run.stderr
        );
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    }
}
