//! `entente eval ties`: how the entities of documents stand, against relations marked between them.

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result};
use entente_coder::{RelationCase, evaluate_relations};
use entente_lexicon::{Half, Lexicon, read_cases};

use super::{halves, refuse_faults};
use crate::arguments::EvalArguments;
use crate::pipeline;

/// Codes the documents and writes recall by relation, precision and F1, by half.
pub(super) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let parser = pipeline::parser(arguments.parser.parser)?;
    let mut out = io::stdout().lock();
    for path in &arguments.paths {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let (cases, faults) = read_cases::<RelationCase>(&text);
        refuse_faults(path, &faults)?;
        for (name, half) in halves(arguments) {
            let own: Vec<_> = cases
                .iter()
                .filter(|case| case.half() == half)
                .cloned()
                .collect();
            let scores = evaluate_relations(parser, Lexicon::builtin(), &own);
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
            if arguments.errors && half == Half::Develop {
                for wrong in &scores.wrong {
                    writeln!(out, "{wrong}")?;
                }
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}
