//! `entente eval actors`: country, sectors and office of phrases.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use entente_lexicon::{ActorCase, ActorScores, Half, Lexicon, evaluate_actors, read_cases};
use entente_model::Date;

use super::{cases, halves, of_half, write_wrong};
use crate::arguments::EvalArguments;

/// The day of phrases that give none: the tests that they come from were written in 2022, and this is the
/// median of the days that are given.
fn otherwise() -> Option<Date> {
    Date::new(2022, 4, 1).ok()
}

/// Resolves the phrases and writes the share of asserted facts that come out, by kind and half.
pub(super) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    for path in &arguments.paths {
        let cases = cases(path, read_cases::<ActorCase>)?;
        let mut all = ActorScores::default();
        let halves = halves(arguments);
        for (name, half) in &halves {
            let own = of_half(&cases, *half, |case| Half::of(&case.id));
            let scores = evaluate_actors(Lexicon::builtin(), &own, otherwise());
            write_scores(&mut out, name, own.len(), &scores)?;
            let wrong: Vec<String> = scores
                .wrong
                .iter()
                .map(|it| {
                    format!(
                        "  {:<14} {:<44} wanted {:<8} found {}",
                        it.fact, it.phrase, it.wanted, it.found
                    )
                })
                .collect();
            write_wrong(&mut out, arguments, *half, &wrong)?;
            all.add(scores);
        }
        if halves.len() > 1 {
            write_scores(&mut out, "all", cases.len(), &all)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn write_scores(
    out: &mut impl Write,
    name: &str,
    phrases: usize,
    scores: &ActorScores,
) -> Result<()> {
    let share = |right: usize, all: usize| 100.0 * right as f64 / all.max(1) as f64;
    let (right, all) = scores.all();
    writeln!(
        out,
        "{name:<10} {phrases:>4} phrases  {right:>4} of {all:>4} facts  {:>5.1} %",
        share(right, all)
    )?;
    for (fact, (right, all)) in &scores.facts {
        writeln!(
            out,
            "  {fact:<16} {right:>14} of {all:>4}        {:>5.1} %",
            share(*right, *all)
        )?;
    }
    Ok(())
}
