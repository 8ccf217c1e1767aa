//! `entente eval`: a part of the program against labelled data.

mod articles;
mod gold;

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result};
use entente_text::PerceptronParser;

use crate::arguments::{Benchmark, EvalArguments};

pub(crate) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    match arguments.benchmark {
        Benchmark::Articles => articles::run(&arguments.path, arguments.verbose),
        Benchmark::Parse => parse(arguments),
    }
}

fn parse(arguments: &EvalArguments) -> Result<ExitCode> {
    let path = &arguments.path;
    let text =
        fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let sentences = entente_text::read_conllu(&text)
        .with_context(|| format!("{} is not CoNLL-U", path.display()))?;
    let scores = entente_text::evaluate_parser(PerceptronParser::builtin(), &sentences);
    let mut out = io::stdout().lock();
    writeln!(out, "words            {}", scores.words)?;
    for (name, share) in [
        ("tokens F1", scores.tokens),
        ("tags", scores.upos),
        ("lemmas", scores.lemmas),
        ("UAS", scores.uas),
        ("LAS", scores.las),
        ("LAS F1, raw", scores.las_raw),
    ] {
        writeln!(out, "{name:<15} {:5.1}%", 100.0 * share)?;
    }
    Ok(ExitCode::SUCCESS)
}
