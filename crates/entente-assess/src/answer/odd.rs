//! Whatever is typed: odd questions never panic, nor do questions to which nothing is known.

use entente_model::Assertion;
use entente_store::Holdings;

use super::tests::{Dice, ask_at, world};
use super::*;
use crate::render;
use crate::testing::{Fake, day};

/// What mangles a question: words of forms out of place, other scripts, marks that combine or
/// turn the direction of writing, nothing, very much.
const ODD: &[&str] = &[
    "",
    " ",
    "?",
    "'s",
    "’s",
    "'",
    "and",
    "not",
    "the",
    "of",
    "A",
    "X",
    "\0",
    "\u{202E}",
    "\u{301}",
    "\u{FEFF}",
    "İran",
    "ẞ",
    "ﬁ",
    "伊朗",
    "إيران",
    "🇦🇿🇮🇷",
    "e\u{301}\u{301}\u{301}",
    "-",
    "—",
    "\"",
    "\\",
    "%",
    "|",
    "2023",
    "in",
    "since",
    "9999999999999",
    "February 30",
    "0000-00-00",
    "between",
    "before",
    "until",
    "last",
    "years",
    "ago",
    "ÀÉÎ",
    "\n\t",
    "why",
    "NATO",
];

fn odd_question(dice: &mut Dice) -> String {
    let forms = Question::forms();
    let mut words: Vec<String> = forms[dice.roll(forms.len())]
        .1
        .split(' ')
        .map(str::to_owned)
        .collect();
    for _ in 0..=dice.roll(4) {
        let at = dice.roll(words.len().max(1));
        match dice.roll(7) {
            0 if words.len() > 1 => drop(words.remove(at)),
            1 => words.insert(at, ODD[dice.roll(ODD.len())].to_owned()),
            2 => words[at].push_str(ODD[dice.roll(ODD.len())]),
            3 => words[at] = words[at].chars().rev().collect(),
            4 => words[at] = words[at].to_uppercase(),
            5 => {
                let other = dice.roll(words.len());
                words.swap(at, other);
            }
            _ => {
                let many = [2, 30, 200][dice.roll(3)];
                words[at] = vec![words[at].clone(); many].join(" ");
            }
        }
    }
    if dice.roll(50) == 0 {
        words.push(ODD[dice.roll(ODD.len())].repeat(5_000));
    }
    words.join(" ")
}

fn shown_everyway(answer: &Answer) {
    for width in [0, 40, 80] {
        render::text(
            answer,
            render::Style {
                width,
                colour: true,
            },
        );
    }
    render::markdown(answer);
    render::html(answer, None);
    assert!(serde_json::to_string(answer).is_ok());
}

#[test]
fn odd_questions_are_answered_or_refused() {
    let world = world();
    let holdings = Holdings {
        documents: 3,
        latest: Some(day("2025-06-20")),
        ..Holdings::default()
    };
    let mut dice = Dice(11);
    let mut understood = 0;
    for round in 0..2000 {
        let text = odd_question(&mut dice);
        let at = (dice.roll(3) == 0).then(|| day("2024-12-31"));
        match Question::parse(&text, &Fake, at) {
            Ok(question) => {
                understood += 1;
                // Rendering is slow without optimisation; every tenth will do.
                let answer = answer(&question, &world, &holdings, &Fake, day("2025-09-01"));
                assert!(!answer.verdict.sentence.is_empty());
                if round % 10 == 0 {
                    shown_everyway(&answer);
                }
            }
            Err(misunderstanding) => {
                let shown = misunderstanding.to_string();
                assert!(shown.len() < 8_000, "{} bytes", shown.len());
            }
        }
    }
    assert!(understood > 200, "{understood} were understood");
    for long in ["x".repeat(10_000), "are ".repeat(2_500), "伊".repeat(3_400)] {
        assert!(Question::parse(&long, &Fake, None).is_err());
    }
}

#[test]
fn every_form_answers_from_nothing() {
    let none: [Assertion; 0] = [];
    for (_, example) in Question::forms() {
        for at in [None, Some("1900-01-01")] {
            if Question::parse(example, &Fake, None).is_err() {
                continue;
            }
            let answer = ask_at(example, at, &none);
            assert_eq!(answer.verdict.answer, YesNo::Unknown, "{example}");
            assert!(!answer.missing.is_empty(), "{example}");
            shown_everyway(&answer);
        }
    }
}
