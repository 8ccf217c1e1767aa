//! `entente eval attribution`: who says what, against articles in which people marked it.

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result};
use entente_coder::{AttributionCase, Shared, evaluate_attributions};
use entente_lexicon::{Half, Lexicon, read_cases};

use super::{halves, refuse_faults};
use crate::arguments::EvalArguments;
use crate::pipeline;

/// Reads the articles and writes precision, recall and F1 of the words of each role, by half.
pub(super) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let parser = pipeline::parser(arguments.parser.parser)?;
    let mut out = io::stdout().lock();
    for path in &arguments.paths {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let (cases, faults) = read_cases::<AttributionCase>(&text);
        refuse_faults(path, &faults)?;
        for (name, half) in halves(arguments) {
            let own: Vec<_> = cases
                .iter()
                .filter(|case| case.half() == half)
                .cloned()
                .collect();
            let scores = evaluate_attributions(parser, Lexicon::builtin(), &own);
            writeln!(out, "{name}, {} articles", own.len())?;
            let rows = [
                ("cue", scores.cue),
                ("source", scores.source),
                ("content", scores.content),
                ("matched", scores.matched),
            ];
            for (role, shared) in rows {
                write_shared(&mut out, role, shared)?;
            }
            if arguments.errors && half == Half::Develop {
                for wrong in &scores.wrong {
                    writeln!(out, "{wrong}")?;
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn write_shared(out: &mut impl Write, role: &str, shared: Shared) -> Result<()> {
    writeln!(
        out,
        "  {role:<8} precision {:>5.1}  recall {:>5.1}  F1 {:>5.1}  ({:.0} right, {:.0} found, {:.0} marked)",
        100.0 * shared.precision(),
        100.0 * shared.recall(),
        100.0 * shared.f1(),
        shared.right,
        shared.found,
        shared.marked
    )?;
    Ok(())
}
