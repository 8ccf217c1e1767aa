//! The built-in example: a person clones the project and asks.

mod common;

use std::collections::HashMap;
use std::fs;

use common::World;
use entente_model::Document;
use entente_store::Store;
use serde_json::Value;

/// Of several forms: how two stand, why, who, what happened, who says.
const QUESTIONS: &[&str] = &[
    "Are Azerbaijan and Iran allies?",
    "Why are Azerbaijan and Iran not allies?",
    "Who are Iran's proxies?",
    "Who opposes the Zangezur corridor?",
    "What happened between Azerbaijan and Iran in 2023?",
    "Who says the embassy attack was a terrorist act?",
    "What does Iran say about the corridor?",
    "Does Azerbaijan depend on Iran?",
    "Are Turkey and Azerbaijan allies?",
];

fn json(world: &World, arguments: &[&str]) -> Value {
    let run = world.run(&[&["ask", "--format", "json"], arguments].concat());
    run.expect(0, &[], &[]);
    serde_json::from_str(&run.stdout).expect("an answer in JSON")
}

/// Every object in the answer that quotes a document.
fn pieces<'a>(value: &'a Value, found: &mut Vec<&'a Value>) {
    match value {
        Value::Object(fields) => {
            if fields.contains_key("quote") {
                found.push(value);
            }
            fields.values().for_each(|value| pieces(value, found));
        }
        Value::Array(values) => values.iter().for_each(|value| pieces(value, found)),
        _ => {}
    }
}

#[test]
fn the_first_command_of_the_readme_answers_no() {
    let world = World::new();
    let run = world.run(&["ask", "Are Azerbaijan and Iran allies?"]);
    run.expect(0, &["Azerbaijan and Iran are not allies", "Against"], &[]);
    let mut lines = run.stdout.lines();
    let first = lines.next().unwrap_or_default();
    assert!(first.contains("built-in example"), "{first}");
    assert!(run.stdout.contains("\nNo: "), "{}", run.stdout);
    // Quotation marks are optional, and a second answer is the same.
    let again = world.run(&["ask", "Are", "Azerbaijan", "and", "Iran", "allies?"]);
    assert_eq!(again.stdout, run.stdout);
    let readme = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../README.md"))
        .expect("the README");
    assert!(readme.contains(r#"cargo run --release -- ask "Are Azerbaijan and Iran allies?""#));
}

#[test]
fn the_example_gives_way_to_the_readers_own_documents() {
    let world = World::new();
    world.write(
        "own.txt",
        "Brazil and Peru signed an alliance on 3 March 2024 in Lima.\n",
    );
    world.run(&["read", "own.txt"]).expect(0, &[], &[]);
    let answer = json(&world, &["Are Azerbaijan and Iran allies?"]);
    assert_eq!(answer["example"], false);
    assert_eq!(answer["verdict"]["answer"], "unknown");
    let answer = json(&world, &["--example", "Are Azerbaijan and Iran allies?"]);
    assert_eq!(answer["example"], true);
    assert_eq!(answer["verdict"]["answer"], "no");
}

#[test]
fn an_answer_in_json_has_the_documented_fields() {
    let world = World::new();
    let answer = json(&world, &["Are Azerbaijan and Iran allies?"]);
    for field in [
        "question",
        "form",
        "at",
        "verdict",
        "level",
        "score",
        "sides",
        "for",
        "against",
        "contested",
        "shared_interests",
        "trend",
        "missing",
        "actors",
        "timeline",
        "claims",
        "example",
    ] {
        assert!(answer.get(field).is_some(), "no field {field:?}");
    }
    assert_eq!(answer["question"], "Are Azerbaijan and Iran allies?");
    assert_eq!(answer["form"], "allies");
    assert_eq!(answer["example"], true);
    assert_eq!(answer["at"], Value::Null);
    assert_eq!(answer["verdict"]["answer"], "no");
    let probability = answer["verdict"]["probability"].as_f64().expect("a number");
    assert!((0.0..0.5).contains(&probability), "{probability}");
    let shares: Vec<f64> = answer["level"]["scores"]
        .as_array()
        .expect("levels")
        .iter()
        .map(|level| level["probability"].as_f64().expect("a probability"))
        .collect();
    assert_eq!(shares.len(), 5);
    assert!(
        (shares.iter().sum::<f64>() - 1.0).abs() < 1e-6,
        "{shares:?}"
    );
    let against = &answer["against"][0];
    for field in ["what", "basis", "date", "contribution"] {
        assert!(against.get(field).is_some(), "no field {field:?}");
    }
    for field in [
        "says",
        "date",
        "quote",
        "title",
        "publisher",
        "published",
        "document",
        "start",
        "end",
        "certainty",
        "polarity",
        "claimant",
        "contribution",
    ] {
        let piece = &against["evidence"][0];
        assert!(piece.get(field).is_some(), "no field {field:?}");
    }
    // The score is the prior and what every point adds, exactly.
    let added: f64 = ["for", "against"]
        .iter()
        .flat_map(|side| answer[side].as_array().expect("points"))
        .map(|point| point["contribution"].as_f64().expect("a number"))
        .sum();
    let score = |field: &str| answer["score"][field].as_f64().expect("a number");
    assert!((score("prior") + added - score("value")).abs() < 1e-6);
}

#[test]
fn at_a_day_nothing_later_is_known() {
    let world = World::new();
    for question in QUESTIONS {
        let answer = json(&world, &["--at", "2022-12-31", question]);
        assert_eq!(answer["at"], "2022-12-31");
        let mut found = Vec::new();
        pieces(&answer, &mut found);
        for piece in found {
            let published = piece["published"].as_str().expect("a day");
            assert!(published <= "2022-12-31", "{question}: {piece}");
        }
    }
    let run = world.run(&[
        "ask",
        "--at",
        "2022-12-31",
        "What happened between Azerbaijan and Iran?",
    ]);
    run.expect(0, &[], &[]);
    assert!(!run.stdout.contains("2023"), "{}", run.stdout);
}

#[test]
fn every_quote_is_the_text_of_its_document() {
    let world = World::new();
    let answers: Vec<Value> = QUESTIONS
        .iter()
        .map(|question| json(&world, &[question]))
        .collect();
    let cache = world.path("cache/entente");
    let folder = fs::read_dir(&cache)
        .expect("the cache folder")
        .flatten()
        .next()
        .expect("the example's store")
        .path();
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");
    let documents: HashMap<String, Document> = runtime.block_on(async {
        let store = Store::open(&folder).await.expect("the store opens");
        let store = store.expect("a store");
        let every = store.assertions(&entente_store::Query::default()).await;
        let ids: Vec<_> = every
            .expect("assertions")
            .into_iter()
            .map(|it| it.evidence.document)
            .collect();
        let documents = store.documents(&ids).await.expect("documents");
        documents
            .into_iter()
            .map(|document| (document.id.to_string(), document))
            .collect()
    });
    for (question, answer) in QUESTIONS.iter().zip(&answers) {
        let mut found = Vec::new();
        pieces(answer, &mut found);
        assert!(!found.is_empty(), "no evidence: {question}");
        for piece in found {
            let id = piece["document"].as_str().expect("an id");
            let document = documents.get(id).expect("a document of the store");
            let at = |field: &str| piece[field].as_u64().expect("an offset") as usize;
            assert_eq!(
                document.text.get(at("start")..at("end")),
                piece["quote"].as_str(),
                "{question}: {piece}"
            );
            assert_eq!(document.title.as_deref(), piece["title"].as_str());
            assert_eq!(document.publisher.as_deref(), piece["publisher"].as_str());
        }
    }
}

#[test]
fn text_is_at_most_80_columns_wide() {
    let world = World::new();
    for question in QUESTIONS {
        let run = world.run(&["ask", question]);
        run.expect(0, &["example"], &[]);
        for line in run.stdout.lines() {
            let width = line.chars().count();
            assert!(width <= 80, "{width} columns: {line}");
        }
        assert!(!run.stdout.contains('\u{1b}'), "colours without a terminal");
    }
}

#[test]
fn markdown_and_html_are_rendered() {
    let world = World::new();
    for question in QUESTIONS {
        let markdown = world.run(&["ask", "--format", "md", question]);
        markdown.expect(0, &["# ", "> ", "built-in example"], &[]);
        let page = world.run(&["ask", "--format", "html", question]);
        let parts = ["<!doctype html>", "<title>", "<blockquote", "</html>"];
        page.expect(0, &["built-in example"], &[]);
        let lower = page.stdout.to_lowercase();
        for part in parts {
            assert!(lower.contains(part), "{question}: no {part} in the page");
        }
        assert!(!lower.contains("<script"), "a page needs no script");
        assert!(!lower.contains("http://"), "a page fetches nothing");
    }
}

#[test]
fn a_parse_has_every_format_and_either_parser() {
    let world = World::new();
    let text = "Iran's army <& allies> denied in Tehran on Friday that it had ever sent weapons to \
                Armenia, or to the separatists whom Baku fought in 2020 and again in 2023.";
    for parser in ["first-look", "full"] {
        let run = |format: &str| {
            let run = world.run(&["parse", "--parser", parser, "--format", format, text]);
            run.expect(0, &[], &[]);
            run.stdout
        };
        assert!(run("text").contains("army"));
        let sentences = entente_text::read_conllu(&run("conllu")).expect("CoNLL-U");
        let words: usize = sentences.iter().map(|one| one.words.len()).sum();
        let json: serde_json::Value = serde_json::from_str(&run("json")).expect("JSON");
        let tokens = json["sentences"].as_array().into_iter().flatten();
        let tokens = tokens.filter_map(|one| one["tokens"].as_array());
        assert_eq!(tokens.map(Vec::len).sum::<usize>(), words);
        let svg = run("svg");
        assert!(svg.starts_with("<svg") || svg.starts_with("<?xml"), "{svg}");
        assert!(svg.contains("&lt;") && svg.contains("&amp;"), "{svg}");
        assert!(svg.trim_end().ends_with("</svg>"), "{svg}");
    }
}
