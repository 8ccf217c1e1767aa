//! How marked relations between entities are compared with what is coded.

#![allow(clippy::expect_used, reason = "a test may stop")]

use entente_coder::{RelationCase, RelationTally, evaluate_relations};
use entente_lexicon::Lexicon;
use entente_text::PerceptronParser;

const CASE: &str = r#"{"doc": "one", "text": "France attacked Chad.\nGhana praised Togo.", "entities": [
    {"id": "f", "start": 0, "end": 6, "confidence": 1}, {"id": "c", "start": 16, "end": 20, "confidence": 1},
    {"id": "g", "start": 22, "end": 27, "confidence": 1}, {"id": "t", "start": 36, "end": 40, "confidence": 1}],
    "relations": [
    {"type": "FightingAgainst", "a": "c", "b": "f", "confidence": 1},
    {"type": "FightingAgainst", "a": "f", "b": "c", "confidence": 1},
    {"type": "Likes", "a": "t", "b": "g", "confidence": 1},
    {"type": "Dislikes", "a": "g", "b": "t", "confidence": 0.1}]}"#;

#[test]
fn a_record_answers_what_it_may_stand_for() {
    let case: RelationCase = serde_json::from_str(CASE).expect("a case");
    let parser = PerceptronParser::builtin();
    let scores = evaluate_relations(parser, Lexicon::builtin(), &[case]);
    let tally = |gold, right| Some(RelationTally { gold, right });
    let own = |name| scores.by_name.get(name).copied();
    assert_eq!(own("FightingAgainst"), tally(1, 1));
    // The wrong way round.
    assert_eq!(own("Likes"), tally(1, 0));
    assert_eq!(own("Dislikes"), None);
    assert_eq!((scores.found, scores.answering), (2, 1));
}
