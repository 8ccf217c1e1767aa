//! Whatever stands in a text, coding it ends, loses nothing and does not panic.

mod common;

use entente_lexicon::Lexicon;
use entente_text::{Format, Origin, PerceptronParser};

const SENTENCES: &[&str] = &[
    "On 3 March 2022 France, Germany and Italy accused Russia of shelling the embassy of Poland in Kyiv, killing two guards.",
    "\"We are not allies,\" as one official put it, \"but they are our neighbours.\"",
    "Although it denied the charge, Hanoi, which depends on Beijing for trade, expelled 12 diplomats a day later.",
    "Up to 3 million ethnic Hungarians, whose kin state is a NATO member, live in Romania, Slovakia and Serbia.",
    "The Syrian-backed militia, its patron says, would never have fired at the two armies' common border.",
];

/// A small generator of our own: the same mangling in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }
}

fn check(text: &str) {
    let Some(document) = common::document(text) else {
        return;
    };
    let coded = entente_coder::code(&document, PerceptronParser::builtin(), Lexicon::builtin());
    for assertion in &coded.assertions {
        let evidence = &assertion.evidence;
        assert_eq!(
            document.text.get(evidence.start..evidence.end),
            Some(evidence.quote.as_str())
        );
        for actor in assertion.body.actors().chain(&assertion.claimant) {
            assert!(
                !actor.id.is_empty(),
                "an actor without id: {assertion} in {text:?}"
            );
        }
    }
}

#[test]
fn mangled_sentences_are_survived() {
    let mut dice = Dice(7);
    for _ in 0..600 {
        let mut words: Vec<&str> = Vec::new();
        for _ in 0..=dice.roll(2) {
            words.extend(SENTENCES[dice.roll(SENTENCES.len())].split(' '));
        }
        for _ in 0..dice.roll(12) {
            let at = dice.roll(words.len());
            match dice.roll(3) {
                0 => {
                    words.remove(at);
                }
                1 => words.insert(
                    at,
                    ["and", ",", "which", "not", "\u{1f600}", "-", "the", "of"][dice.roll(8)],
                ),
                _ => {
                    let other = dice.roll(words.len());
                    words.swap(at, other);
                }
            }
            if words.is_empty() {
                break;
            }
        }
        check(&words.join(" "));
    }
}

/// The codes of what is noticed in a text.
fn codes(text: &str) -> Vec<&'static str> {
    let origin = Origin {
        name: "long.txt".to_owned(),
        format: Some(Format::Plain),
        ..Origin::default()
    };
    let document = entente_text::read_document(text.as_bytes(), &origin).document;
    let document = document.expect("a document");
    let coded = entente_coder::code(&document, PerceptronParser::builtin(), Lexicon::builtin());
    coded.diagnostics.iter().map(|note| note.code).collect()
}

#[test]
fn a_sentence_that_was_cut_is_told() {
    let words = "and the ministers of France met those of Spain in the town of Bonn ";
    assert_eq!(codes(&words.repeat(10)), [""; 0]);
    assert_eq!(codes(&words.repeat(60)), ["T021"]);
    let words = "et les ministres de la France ont rencontré ceux de la ville de Bonn ";
    assert_eq!(codes(&words.repeat(60)), ["C001", "T021"]);
}

#[test]
fn odd_texts_are_survived() {
    for text in [
        "a",
        ".",
        "\u{202e}abc",
        "Iran",
        "Iran.",
        "the",
        "- - -",
        "\"",
        "“”",
        "1",
        "NATO's",
        "’s",
        "Iran and",
        ", , ,",
        "(((((",
        "is",
        "not",
        "of of of of",
        "Iran-backed",
        "-backed militia",
        "up to",
        "said said said.",
    ] {
        check(text);
    }
    check(&"very ".repeat(3000));
    check(&format!("Iran {} attacked Iraq.", "and Oman ".repeat(400)));
    check(&"(".repeat(5000));
}
