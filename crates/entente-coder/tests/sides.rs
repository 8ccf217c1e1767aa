//! Sides of events that are people, places and things without a name, as the encoder knows them.

#![allow(clippy::expect_used, reason = "a test may stop")]

mod common;

use entente_lexicon::Lexicon;
use entente_text::EncoderParser;

/// The events of a text, as lines; the parser is the encoder.
fn events(text: &str) -> Vec<String> {
    let document = common::document(text).expect("a document");
    let parser = EncoderParser::builtin().expect("the encoder");
    let coded = entente_coder::code(&document, parser, Lexicon::builtin());
    let lines = coded.assertions.iter().map(ToString::to_string);
    lines.filter(|line| line.starts_with("event")).collect()
}

/// The text tells one event, between these two.
fn check(text: &str, source: &str, target: &str) {
    let events = events(text);
    let sides = format!(" {source} -> {target}");
    assert!(
        events.len() == 1 && events[0].contains(&sides),
        "{text}: {events:?}, expected{sides}"
    );
}

#[test]
fn people_and_things_that_the_lexicon_does_not_know_are_sides() {
    check(
        "Italian police arrested the captain of a rescue ship on Friday.",
        "ITA",
        "captain",
    );
    check(
        "French police stormed a migrant camp in Calais.",
        "FRA",
        "migrant-camp",
    );
    check(
        "Portugal expelled two trawler skippers.",
        "PRT",
        "two-trawler-skippers",
    );
}

#[test]
fn what_only_points_back_is_nobody() {
    check("French police stormed the camp.", "FRA", "");
    check("French police stormed it.", "FRA", "");
}

#[test]
fn a_description_before_a_name_is_the_one_who_is_named() {
    check(
        "Islamic State killed the British film-maker Tom Arkwright in September.",
        "islamic-state",
        "tom-arkwright",
    );
}

#[test]
fn troops_in_a_state_are_not_its_own() {
    let events = events("About 500 troops in Chad attacked Togo.");
    assert!(
        events.iter().all(|line| !line.contains("TCD ->")),
        "{events:?}"
    );
}

#[test]
fn nobody_has_counted_dozens() {
    let events = events("Rebels killed dozens of Chadian soldiers on Monday.");
    assert!(
        !events.is_empty() && events.iter().all(|line| !line.contains("killed")),
        "{events:?}"
    );
}
