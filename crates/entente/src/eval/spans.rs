//! `entente eval spans`: who acts and who is acted upon in a sentence, by the heads of marked spans.

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result};
use entente_coder::{SpanCase, Tally, evaluate_spans};
use entente_lexicon::{Half, Lexicon, read_cases};

use super::{halves, refuse_faults};
use crate::arguments::EvalArguments;
use crate::pipeline;

/// Reads the sentences for their sides and writes precision, recall and F1, by half.
pub(super) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let parser = pipeline::parser(arguments.parser.parser)?;
    let mut out = io::stdout().lock();
    for path in &arguments.paths {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let (cases, faults) = read_cases::<SpanCase>(&text);
        refuse_faults(path, &faults)?;
        for (name, half) in halves(arguments) {
            let own: Vec<_> = cases
                .iter()
                .filter(|case| case.half() == half)
                .cloned()
                .collect();
            let scores = evaluate_spans(parser, Lexicon::builtin(), &own);
            writeln!(out, "{name}, {} sentences", own.len())?;
            write_tally(&mut out, "source", scores.source)?;
            write_tally(&mut out, "target", scores.target)?;
            write_tally(&mut out, "both", scores.source.and(scores.target))?;
            if arguments.errors && half == Half::Develop {
                for wrong in &scores.wrong {
                    writeln!(out, "{wrong}")?;
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn write_tally(out: &mut impl Write, name: &str, tally: Tally) -> Result<()> {
    let share = |all: usize| 100.0 * tally.right as f64 / all.max(1) as f64;
    writeln!(
        out,
        "  {name:<8} precision {:>5.1}  recall {:>5.1}  F1 {:>5.1}  ({} right, {} found, {} marked)",
        share(tally.found),
        share(tally.gold),
        100.0 * tally.f1(),
        tally.right,
        tally.found,
        tally.gold
    )?;
    Ok(())
}
