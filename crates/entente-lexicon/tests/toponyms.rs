//! Places of whole documents against those located by hand; `entente eval toponyms` gives the
//! same figures.

#![allow(clippy::print_stdout, reason = "a test that is skipped says so")]

use std::fs;
use std::path::Path;

use entente_lexicon::{Lexicon, PlaceScores, read_placed_documents, score_place};
use entente_model::Span;

/// The scores of the half that is developed on, and of the other.
fn measure(lines: &str) -> [PlaceScores; 2] {
    let lexicon = Lexicon::builtin();
    let documents = read_placed_documents(lexicon, lines).expect("documents as described");
    let mut halves = [PlaceScores::default(); 2];
    for document in &documents {
        let spans: Vec<Span> = document.places.iter().map(|place| place.span).collect();
        let found = lexicon.locate(&document.text, &spans, None);
        let half = &mut halves[usize::from(!document.is_for_development())];
        for (gold, found) in document.places.iter().zip(&found) {
            half.add(&score_place(gold, found.as_ref()));
        }
    }
    halves
}

fn share(part: usize, whole: usize) -> f64 {
    part as f64 / whole as f64
}

#[test]
fn local_papers_are_located_as_well_as_is_wanted() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/gold/toponyms/lgl.jsonl");
    let Ok(lines) = fs::read_to_string(path) else {
        println!("skipped: ../shared/gold/toponyms/lgl.jsonl is not there");
        return;
    };
    for scores in measure(&lines) {
        assert!(
            share(scores.right_country, scores.with_country) >= 0.85,
            "{scores:?}"
        );
        assert!(share(scores.near, scores.with_point) >= 0.70, "{scores:?}");
    }
}

#[test]
fn documents_of_ours_are_located() {
    let mut scores = PlaceScores::default();
    for half in measure(include_str!("cases/toponyms.jsonl")) {
        scores.add(&half);
    }
    let all = PlaceScores {
        with_country: 10,
        right_country: 10,
        with_point: 10,
        near: 10,
        located: 10,
    };
    assert_eq!(scores, all);
}

#[test]
fn what_is_no_document_is_told() {
    for lines in [
        "{}",
        "[",
        r#"{"doc": "a", "text": "b", "places": [{"start": 0, "end": 9}]}"#,
    ] {
        let error = read_placed_documents(Lexicon::builtin(), lines).expect_err(lines);
        assert!(error.starts_with("line 1: "), "{error}");
    }
}
