//! Phrases of others with their country, sector and office: floors under what comes out.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it measured"
)]

use entente_lexicon::{ActorCase, Half, Lexicon, evaluate_actors, read_cases};

const GOLD: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/gold/actors/actors.jsonl"
);

/// The least share of asserted facts in either half; `hard_cases.rs` has the like of our own.
const FLOORS: [(&str, f64); 2] = [("develop", 0.92), ("held out", 0.85)];

#[test]
fn phrases_of_others() {
    let Ok(text) = std::fs::read_to_string(GOLD) else {
        eprintln!("skipped: {GOLD} is not there");
        return;
    };
    let (cases, faults) = read_cases(&text);
    assert!(faults.is_empty(), "{faults:?}");
    let (develop, held_out): (Vec<_>, Vec<_>) = cases
        .into_iter()
        .partition(|case: &ActorCase| Half::of(&case.id) == Half::Develop);
    let day = "2022-04-01".parse().ok();
    for ((name, floor), cases) in FLOORS.into_iter().zip([develop, held_out]) {
        let scores = evaluate_actors(Lexicon::builtin(), &cases, day);
        println!("{name}: {:?} {:?}", scores.all(), scores.facts);
        if name == "develop" {
            for wrong in &scores.wrong {
                println!(
                    "  {:<13} {:<45} wanted {:<6} found {}",
                    wrong.fact, wrong.phrase, wrong.wanted, wrong.found
                );
            }
        }
        let (right, all) = scores.all();
        let share = right as f64 / all.max(1) as f64;
        assert!(share >= floor, "{name}: {share:.3} is under {floor}");
    }
}
