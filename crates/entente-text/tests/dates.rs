//! The reader of times, with the tags of the first look, on our own sentences and on GUM's dates.

#![allow(clippy::print_stdout, reason = "figures for docs/measurements.md")]

mod common;

use entente_text::{
    DateCase, DateScores, PerceptronParser, evaluate_dates, read_date_cases, read_treebank_dates,
};

use common::shared;

#[track_caller]
fn check(name: &str, cases: &[DateCase], floor: f64) -> DateScores {
    let scores = evaluate_dates(PerceptronParser::builtin(), cases);
    let found = scores.value_f1();
    println!("{name}: {} times, value F1 {found:.3}", scores.expected);
    assert!(found >= floor, "{name}: {found:.3} is below {floor}");
    scores
}

#[test]
fn our_sentences_are_read_well() {
    let develop = include_str!("../../../evaluation/dates/develop.tsv");
    check("develop", &read_date_cases(develop).unwrap(), 0.95);
    let test = include_str!("../../../evaluation/dates/test.tsv");
    check("test", &read_date_cases(test).unwrap(), 0.86);
}

#[test]
fn dates_of_gum_are_read_well() {
    let Some(treebank) = shared("gold/ud/gum-dev.conllu") else {
        return;
    };
    let mut scores = check("gum-dev", &read_treebank_dates(&treebank), 0.73);
    let test = include_str!("../../../evaluation/dates/test.tsv");
    scores.add(&check("test", &read_date_cases(test).unwrap(), 0.86));
    let together = scores.value_f1();
    println!("together: value F1 {together:.3}");
    assert!(together >= 0.80, "together: {together:.3}");
}
