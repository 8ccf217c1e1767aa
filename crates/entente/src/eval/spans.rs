//! `entente eval spans`: who acts and who is acted upon in a sentence, by the heads of marked spans.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use entente_coder::{SpanCase, Tally, evaluate_spans};
use entente_lexicon::{Lexicon, read_cases};

use super::by_half;
use crate::arguments::EvalArguments;
use crate::pipeline;

/// Reads the sentences for their sides and writes precision, recall and F1, by half.
pub(super) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let parser = pipeline::parser(arguments.parser.parser)?;
    by_half(
        arguments,
        read_cases::<SpanCase>,
        SpanCase::half,
        |out, name, own| {
            let scores = evaluate_spans(parser, Lexicon::builtin(), own);
            writeln!(out, "{name}, {} sentences", own.len())?;
            write_tally(out, "source", scores.source)?;
            write_tally(out, "target", scores.target)?;
            write_tally(out, "both", scores.source.and(scores.target))?;
            Ok(scores.wrong)
        },
    )
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
