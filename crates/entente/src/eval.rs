//! `entente eval`: a part of the program against labelled data.

mod articles;
mod gold;
mod treebank;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::arguments::{Benchmark, EvalArguments};

pub(crate) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    match arguments.benchmark {
        Benchmark::Articles => match arguments.paths.as_slice() {
            [path] => articles::run(path, arguments.verbose),
            _ => bail!("articles are measured one folder or gold file at a time"),
        },
        Benchmark::Parse => treebank::parse(arguments),
        Benchmark::Sentences => treebank::sentences(arguments),
        Benchmark::Mentions => treebank::mentions(arguments),
        Benchmark::Dates => treebank::dates(arguments),
    }
}
