//! Who says "I" and "we" where nothing is quoted: whoever is announced with a colon, or gives the statement that a
//! document is.

#![allow(clippy::expect_used, reason = "a test may stop")]

mod common;

use entente_lexicon::Lexicon;
use entente_model::{Assertion, Body, Document};
use entente_text::PerceptronParser;

fn coded(text: &str, told: impl FnOnce(&mut Document)) -> Vec<Assertion> {
    let mut document = common::document(text).expect("a document");
    told(&mut document);
    entente_coder::code(&document, PerceptronParser::builtin(), Lexicon::builtin()).assertions
}

/// Type, source, target and claimant of every event.
fn events(assertions: &[Assertion]) -> Vec<String> {
    let events = assertions.iter().filter_map(|it| {
        let Body::Event(event) = &it.body else {
            return None;
        };
        let side = |actors: &[entente_model::ActorRef]| {
            let ids: Vec<&str> = actors.iter().map(|it| it.id.as_str()).collect();
            ids.join("+")
        };
        let says = it.claimant.as_ref().map_or("", |claimant| &claimant.id);
        let told = format!(
            "{} {} -> {} {says}",
            event.event_type,
            side(&event.source),
            side(&event.target)
        );
        Some(told.trim().to_owned())
    });
    events.collect()
}

#[test]
fn a_ministry_speaks_for_its_state() {
    let text =
        "We condemn Chile. I thank Peru. \u{201c}We condemn Ghana,\u{201d} somebody shouted.";
    let of = |publisher: &str| events(&coded(text, |it| it.publisher = Some(publisher.to_owned())));
    let told = of("Norwegian Ministry of Foreign Affairs");
    assert!(told.contains(&"ACCUSE NOR -> CHL".to_owned()), "{told:?}");
    assert!(told.contains(&"SUPPORT NOR -> PER".to_owned()), "{told:?}");
    assert!(
        !told
            .iter()
            .any(|it| it.contains("GHA") && it.contains("NOR")),
        "{told:?}"
    );
    // A newspaper does not act.
    for paper in ["The Guardian", "Tehran Times", "Nobody's Gazette"] {
        let told = of(paper);
        assert!(
            !told
                .iter()
                .any(|it| it.contains("CHL") || it.contains("PER")),
            "{told:?}"
        );
    }
}

#[test]
fn a_headline_says_whose_statement_it_is() {
    let of = |title: &str| {
        events(&coded("We condemn Chile.", |it| {
            it.title = Some(title.to_owned())
        }))
    };
    assert_eq!(
        of("Statement by the Foreign Minister of Norway on Chile"),
        ["ACCUSE NOR -> CHL"]
    );
    assert_eq!(of("Norway\u{2019}s statement"), ["ACCUSE NOR -> CHL"]);
    assert_eq!(of("Norway at a loss"), [""; 0]);
}

#[test]
fn what_follows_a_colon_is_said() {
    let text = "The foreign minister of Norway said:\n\nChile attacked Peru in 2011. We condemn Chile.\n\nGhana attacked Togo.";
    let told = events(&coded(text, |_| {}));
    assert!(
        told.contains(&"ASSAULT CHL -> PER NOR".to_owned()),
        "{told:?}"
    );
    assert!(told.contains(&"ASSAULT GHA -> TGO".to_owned()), "{told:?}");
    assert!(
        told.iter().any(|it| it.starts_with("ACCUSE NOR -> CHL")),
        "{told:?}"
    );
}
