//! `entente eval petrarch`: coding by dictionaries of PETRARCH2, against records with their events.

use std::io::{self, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Result;
use entente_coder::dictionaries::{
    DictionaryCase, DictionaryScores, WorthDictionaries, evaluate_dictionaries,
    evaluate_dictionaries_as_given,
};
use entente_lexicon::read_cases;

use super::{cases, halves, of_half, write_wrong};
use crate::arguments::EvalArguments;
use crate::dictionaries;

/// The records, in the folder of their dictionaries.
const RECORDS: &str = "unit_tests.jsonl";

/// Codes the records of each folder and writes how many are right, by category and half.
pub(super) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    for folder in &arguments.paths {
        let path = folder.join(RECORDS);
        let cases = cases(&path, read_cases::<DictionaryCase>)?;
        let read = Arc::new(dictionaries::load(folder)?);
        let names = WorthDictionaries::new(Arc::clone(&read));
        let parser = dictionaries::parser(arguments.parser.parser, &names)?;
        let mut all = DictionaryScores::default();
        let halves = halves(arguments);
        for (name, half) in &halves {
            let own = of_half(&cases, *half, DictionaryCase::half);
            let scores = if arguments.given {
                evaluate_dictionaries_as_given(&read, &own)
            } else {
                evaluate_dictionaries(&read, parser, &names, &own)
            };
            write_scores(&mut out, name, &scores)?;
            write_wrong(&mut out, arguments, *half, &scores.wrong)?;
            all.add(scores);
        }
        if halves.len() > 1 {
            write_scores(&mut out, "all", &all)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn write_scores(out: &mut impl Write, name: &str, scores: &DictionaryScores) -> Result<()> {
    let share = |right: usize, all: usize| 100.0 * right as f64 / all.max(1) as f64;
    let (right, all) = scores.all();
    writeln!(
        out,
        "{name:<10} {right:>4} of {all:>4} records right  {:>5.1} %",
        share(right, all)
    )?;
    for (category, (right, all)) in &scores.categories {
        writeln!(out, "  {category:<8} {right:>4} of {all:>4}")?;
    }
    Ok(())
}
