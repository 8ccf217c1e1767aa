//! How well the encoder reads: on sentences of ours, and on treebanks where they are at hand.
//!
//! The floors stand a little below the figures in `docs/measurements.md`: a change that costs
//! accuracy fails here.

#![allow(clippy::print_stdout, reason = "says what is skipped, and the figures")]

mod common;

use std::fs;
use std::path::Path;

use entente_text::{
    EncoderParser, MentionScores, NoGazetteer, ParseScores, Parser, Sentence, evaluate_mentions,
    evaluate_parser, read_conllu, read_mention_sentences,
};

use common::shared;

/// A file of `evaluation/reading`.
fn ours(name: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../evaluation/reading");
    fs::read_to_string(folder.join(name)).expect("a file of the repository")
}

fn encoder() -> &'static EncoderParser {
    EncoderParser::builtin().expect("the encoder that is compiled in")
}

#[track_caller]
fn check_trees(sentences: &[Sentence], least: [f64; 4]) {
    let ParseScores { gold, raw, .. } = evaluate_parser(encoder(), sentences);
    println!("{gold:?}, from running text {raw:?}");
    for (share, least) in [gold.upos, gold.uas, gold.las, raw.las].iter().zip(least) {
        assert!(*share >= least, "{gold:?}, {raw:?}: {share} < {least}");
    }
}

fn names(content: &str, genre: Option<&str>) -> MentionScores {
    let mut sentences = read_mention_sentences(content).expect("sentences with names");
    sentences.retain(|one| genre.is_none_or(|genre| one.genre == genre));
    evaluate_mentions(&sentences, |text, tokens| {
        let parses = encoder().parse_all(text, tokens, None, &NoGazetteer);
        parses.into_iter().map(|parse| parse.mentions).collect()
    })
}

#[test]
fn our_sentences_are_read() {
    let sentences = read_conllu(&ours("trees.conllu")).expect("trees");
    // A head in sixty-six words fewer, and two places taken for persons, since the encoder was trained for events too.
    check_trees(&sentences, [0.97, 0.93, 0.92, 0.92]);
}

#[test]
fn our_names_are_found() {
    let scores = names(&ours("names.jsonl"), None);
    println!("{scores:?}");
    assert!(scores.all.f1() >= 0.83, "{scores:?}");
}

#[test]
fn treebanks_are_read_as_measured() {
    // A part of each, so that the test stays short.
    for (name, part, least) in [
        ("gold/ud/ewt-dev.conllu", 600, [0.96, 0.90, 0.87, 0.85]),
        ("gold/ud/gum-dev.conllu", 300, [0.96, 0.89, 0.86, 0.85]),
    ] {
        if let Some(content) = shared(name) {
            let sentences = read_conllu(&content).expect("a treebank");
            check_trees(&sentences[..part], least);
        }
    }
}

#[test]
fn names_of_the_news_are_found_as_measured() {
    if let Some(content) = shared("gold/ud/gum-dev.conllu") {
        let scores = names(&content, Some("news"));
        println!("{scores:?}");
        assert!(scores.all.f1() >= 0.78, "{scores:?}");
    }
}
