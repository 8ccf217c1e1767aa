//! `entente eval ties`: how the entities of documents stand, against relations marked between them.

use std::io::Write;
use std::process::ExitCode;

use anyhow::Result;
use entente_coder::{RelationCase, evaluate_relations};
use entente_lexicon::{Lexicon, read_cases};

use super::by_half;
use crate::arguments::EvalArguments;
use crate::pipeline;

/// Codes the documents and writes recall by relation, precision and F1, by half.
pub(super) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let parser = pipeline::parser(arguments.parser.parser)?;
    by_half(
        arguments,
        read_cases::<RelationCase>,
        RelationCase::half,
        |out, name, own| {
            let scores = evaluate_relations(parser, Lexicon::builtin(), own);
            writeln!(
                out,
                "{name}, {} documents: recall {:>5.1} of {}, precision {:>5.1} of {}, F1 {:>5.1}",
                own.len(),
                100.0 * scores.recall(),
                scores.all().gold,
                100.0 * scores.precision(),
                scores.found,
                100.0 * scores.f1()
            )?;
            for (relation, tally) in &scores.by_name {
                writeln!(out, "  {relation:<16} {} of {}", tally.right, tally.gold)?;
            }
            Ok(scores.wrong)
        },
    )
}
