//! What a lookup over the whole lexicon costs.

#![allow(clippy::print_stdout, reason = "a test says what it measured")]

use std::time::Instant;

use entente_lexicon::Lexicon;
use entente_model::Span;

/// Microseconds a token; the goal is 5 on a quiet core, and a test runs on any.
const LIMIT: f64 = 50.0;

#[test]
fn a_lookup_costs_little() {
    let begun = Instant::now();
    let lexicon = Lexicon::builtin();
    println!("loading: {:.1} ms", begun.elapsed().as_secs_f64() * 1000.0);
    // Sentences of the suite: full of names, as news is.
    let text = include_str!("hard-cases.tsv");
    let sentences: Vec<Vec<Span>> = text
        .lines()
        .map(|line| {
            let start = line.as_ptr() as usize - text.as_ptr() as usize;
            entente_text::tokens(text, Span::new(start, start + line.len()))
        })
        .collect();
    let tokens: usize = sentences.iter().map(Vec::len).sum();
    let rounds = 20;
    let begun = Instant::now();
    let mut known = 0;
    for _ in 0..rounds {
        known += sentences
            .iter()
            .map(|sentence| lexicon.known_phrases(text, sentence).len())
            .sum::<usize>();
    }
    let each = begun.elapsed().as_secs_f64() * 1e6 / (rounds * tokens) as f64;
    println!(
        "{each:.2} microseconds a token, {tokens} tokens, {} known phrases",
        known / rounds
    );
    assert!(known > 0 && each < LIMIT, "{each:.2} microseconds a token");
}
