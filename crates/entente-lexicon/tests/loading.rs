//! How long the lexicon takes to load: alone, so that no other test has loaded it before.

#![allow(clippy::print_stderr, reason = "a test says what it measured")]

use std::time::Instant;

use entente_lexicon::Lexicon;

#[test]
fn the_lexicon_loads_fast() {
    let begin = Instant::now();
    Lexicon::builtin();
    let first = begin.elapsed();
    // Again with what a check needs besides; the fastest of some, and far more than a machine with
    // nothing else to do would take.
    let again = (0..5).map(|_| {
        let begin = Instant::now();
        let (lexicon, _) = Lexicon::with_tables(&[]);
        assert!(!lexicon.actors().is_empty());
        begin.elapsed()
    });
    let again = again.min().unwrap_or_default();
    eprintln!("loaded in {first:?}; with a check in {again:?} at best");
    if !cfg!(debug_assertions) {
        assert!(again.as_millis() < 500, "{again:?}");
    }
}
