//! `entente eval plover`: what a marked source does to a marked target; `entente eval events`: whole events
//! from the sentences alone.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use entente_coder::{
    Method, PairCase, TypeScores, evaluate_events, evaluate_pairs, read_pair_cases,
};
use entente_lexicon::Lexicon;

use super::by_half;
use crate::arguments::EvalArguments;
use crate::pipeline;

/// Writes macro-F1 over the types, over the quad classes, and the share right, by half and by who says
/// it; with `--verbose` each type.
pub(super) fn types(arguments: &EvalArguments) -> Result<ExitCode> {
    let parser = pipeline::parser(arguments.parser.parser)?;
    by_half(
        arguments,
        read_pair_cases,
        PairCase::half,
        |out, name, own| {
            writeln!(out, "{name}, {} pairs", own.len())?;
            let mut together = TypeScores::default();
            for method in Method::ALL {
                let scores = evaluate_pairs(parser, Lexicon::builtin(), own, method);
                write_types(out, method, &scores)?;
                if method == Method::Together {
                    together = scores;
                }
            }
            if arguments.verbose {
                for class in together.classes() {
                    let f1 = 100.0 * together.f1(class);
                    writeln!(out, "    {class:<10} F1 {f1:>5.1}")?;
                }
            }
            Ok(together.wrong)
        },
    )
}

fn write_types(out: &mut impl Write, method: Method, scores: &TypeScores) -> Result<()> {
    let name = match method {
        Method::Rules => "rules",
        Method::Head => "head",
        Method::Together => "together",
    };
    let quads = scores.by(quad);
    writeln!(
        out,
        "  {name:<9} types: macro-F1 {:>5.1}, right {:>5.1} %   quad classes: macro-F1 {:>5.1}, right {:>5.1} %",
        100.0 * scores.macro_f1(),
        100.0 * scores.accuracy(),
        100.0 * quads.macro_f1(),
        100.0 * quads.accuracy(),
    )?;
    Ok(())
}

/// The quad class of a type as the file writes it; anything else is its own.
fn quad(class: &str) -> String {
    let name = if class == "YIELD" { "CONCEDE" } else { class };
    let event_type = name.parse::<entente_model::EventType>();
    event_type.map_or_else(|_| class.to_owned(), |it| u8::from(it.quad()).to_string())
}

/// Codes the sentences and writes precision, recall and how many events are beside the point, by half.
pub(super) fn events(arguments: &EvalArguments) -> Result<ExitCode> {
    let parser = pipeline::parser(arguments.parser.parser)?;
    by_half(
        arguments,
        read_pair_cases,
        PairCase::half,
        |out, name, own| {
            let scores = evaluate_events(parser, Lexicon::builtin(), own);
            writeln!(
                out,
                "{name:<9} {} events asked for: recall {:>5.1} (with another type {:>5.1}), precision {:>5.1} of {} coded, {:.2} extra for each right one",
                scores.gold,
                100.0 * scores.recall(),
                100.0 * scores.other_type as f64 / scores.gold.max(1) as f64,
                100.0 * scores.precision(),
                scores.found,
                scores.extra(),
            )?;
            Ok(scores.wrong)
        },
    )
}
