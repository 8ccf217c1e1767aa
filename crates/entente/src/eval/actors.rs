//! `entente eval actors`: country, sectors and office of phrases.

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result};
use entente_lexicon::{ActorCase, ActorScores, Half, Lexicon, evaluate_actors, read_cases};
use entente_model::Date;

use super::{halves, refuse_faults};
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
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let (cases, faults) = read_cases::<ActorCase>(&text);
        refuse_faults(path, &faults)?;
        let mut all = ActorScores::default();
        let halves = halves(arguments);
        for (name, half) in &halves {
            let own: Vec<_> = cases
                .iter()
                .filter(|case| Half::of(&case.id) == *half)
                .cloned()
                .collect();
            let scores = evaluate_actors(Lexicon::builtin(), &own, otherwise());
            write_scores(&mut out, name, own.len(), &scores)?;
            if arguments.errors && *half == Half::Develop {
                for wrong in &scores.wrong {
                    writeln!(
                        out,
                        "  {:<14} {:<44} wanted {:<8} found {}",
                        wrong.fact, wrong.phrase, wrong.wanted, wrong.found
                    )?;
                }
            }
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
