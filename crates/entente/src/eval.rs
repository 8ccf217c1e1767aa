//! `entente eval`: a part of the program against labelled data.

mod articles;
mod gold;
mod looks;
mod toponyms;
mod treebank;

use std::process::ExitCode;

use anyhow::Result;

use crate::arguments::{Benchmark, EvalArguments};

pub(crate) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    match arguments.benchmark {
        Benchmark::Articles => articles::run(arguments),
        Benchmark::Parse => treebank::parse(arguments),
        Benchmark::Sentences => treebank::sentences(arguments),
        Benchmark::Mentions => treebank::mentions(arguments),
        Benchmark::Dates => treebank::dates(arguments),
        Benchmark::Looks => looks::run(arguments),
        Benchmark::Toponyms => toponyms::run(arguments),
    }
}
