//! Who says what: sentences of ours, and how marked attributions are compared.

#![allow(clippy::expect_used, reason = "a test may stop")]

use entente_coder::{Attribution, AttributionCase, Shared, attributions, evaluate_attributions};
use entente_lexicon::Lexicon;
use entente_model::{Block, BlockKind, Span};
use entente_text::{NoGazetteer, Parser, PerceptronParser};

/// The attributions of a text, a paragraph a line, that are in no other: "source | cue | content".
fn read(text: &str) -> Vec<String> {
    let mut start = 0;
    let mut blocks = Vec::new();
    for line in text.split_inclusive('\n') {
        let span = Span::new(start, start + line.trim_end().len());
        start += line.len();
        let kind = BlockKind::Paragraph;
        blocks.push(Block { kind, span });
    }
    let sentences = PerceptronParser::builtin().read(text, &blocks, None, &NoGazetteer);
    let words = |spans: &[Span]| {
        let pieces: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
        pieces.join(" ... ")
    };
    let shown = |found: &Attribution| {
        let parts = [&found.source, &found.cue, &found.content];
        parts.map(|spans| words(spans)).join(" | ")
    };
    let found = attributions(text, &sentences);
    let outermost = found.iter().filter(|found| !found.nested);
    outermost.map(shown).collect()
}

fn check(text: &str, expected: &[&str]) {
    assert_eq!(read(text), expected, "{text}");
}

#[test]
fn clauses_under_a_verb() {
    check(
        "The minister said that the border would reopen.",
        &["The minister | said | that the border would reopen"],
    );
    check(
        "Norway has repeatedly denied that it sold the boats.",
        &["Norway | has repeatedly denied | that it sold the boats"],
    );
    check(
        "The border would reopen, the minister said.",
        &["the minister | said | The border would reopen,"],
    );
}

#[test]
fn phrases_under_a_verb() {
    check(
        "Chile criticised the new tariffs.",
        &["Chile | criticised | the new tariffs"],
    );
    check(
        "Peru called for an early election.",
        &["Peru | called for | an early election"],
    );
    check(
        "The rebels refused to leave the town.",
        &["The rebels | refused | to leave the town"],
    );
    check(
        "The tariffs were criticised by Chile.",
        &["Chile | were criticised | The tariffs"],
    );
}

#[test]
fn words_other_than_verbs() {
    check(
        "According to the ministry, two soldiers were wounded.",
        &["the ministry, | According to | two soldiers were wounded."],
    );
    check(
        "Ghana's demand for new talks was refused.",
        &["Ghana | demand for | new talks"],
    );
}

#[test]
fn nobody_in_particular() {
    check(
        "The talks are expected to fail.",
        &[" | are expected | The talks ... to fail"],
    );
}

#[test]
fn quotations_run_over_sentences() {
    let found = read(
        "\u{201c}We are ready,\u{201d} the general said. \u{201c}Nobody will stop the army at the river.\u{201d}",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("the general | said |"), "{found:?}");
    assert!(found[0].contains("Nobody will stop the army"), "{found:?}");
    let found = read("The general said:\n\u{201c}Nobody will stop the army at the river.\u{201d}");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].contains("Nobody will stop the army"), "{found:?}");
}

#[test]
fn what_a_speaker_says_of_others_is_nested() {
    let text = "The general said that the minister believes the reports.";
    let found = read(text);
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("The general | said |"), "{found:?}");
}

const CASE: &str = r#"{"doc": "one", "text": "The minister said that the border would reopen.\n\nChile slept.",
    "annotators": ["a", "b"], "attributions": [
    {"annotator": "a", "source": [[0, 12]], "cue": [[13, 17]], "content": [[18, 46]]},
    {"annotator": "b", "source": [[4, 12]], "cue": [[13, 17]], "content": [[18, 46]]},
    {"annotator": "b", "source": [[49, 54]], "cue": [[55, 60]], "content": [[0, 3]]}]}"#;

#[test]
fn words_are_counted_for_one_annotator_at_a_time() {
    let case: AttributionCase = serde_json::from_str(CASE).expect("a case");
    let parser = PerceptronParser::builtin();
    let scores = evaluate_attributions(parser, Lexicon::builtin(), &[case]);
    let tally = |tally: Shared| (tally.right, tally.found, tally.marked);
    assert_eq!(tally(scores.matched), (1.0, 1.0, 1.5));
    assert_eq!(tally(scores.cue), (1.0, 1.0, 1.5));
    assert_eq!(tally(scores.source), (1.5, 2.0, 2.0));
    assert_eq!(tally(scores.content), (5.0, 5.0, 5.5));
}
