//! `entente eval attribution`: who says what, against articles in which people marked it.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use entente_coder::{AttributionCase, Shared, evaluate_attributions};
use entente_lexicon::{Lexicon, read_cases};

use super::by_half;
use crate::arguments::EvalArguments;
use crate::pipeline;

/// Reads the articles and writes precision, recall and F1 of the words of each role, by half.
pub(super) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let parser = pipeline::parser(arguments.parser.parser)?;
    by_half(
        arguments,
        read_cases::<AttributionCase>,
        AttributionCase::half,
        |out, name, own| {
            let scores = evaluate_attributions(parser, Lexicon::builtin(), own);
            writeln!(out, "{name}, {} articles", own.len())?;
            let rows = [
                ("cue", scores.cue),
                ("source", scores.source),
                ("content", scores.content),
                ("matched", scores.matched),
            ];
            for (role, shared) in rows {
                write_shared(out, role, shared)?;
            }
            Ok(scores.wrong)
        },
    )
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
