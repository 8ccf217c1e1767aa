//! `entente eval`: a part of the program against labelled data.

mod actors;
mod articles;
mod attribution;
mod gold;
mod looks;
mod pairs;
mod petrarch;
mod spans;
mod ties;
mod toponyms;
mod treebank;

use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use entente_lexicon::Half;

use crate::arguments::{Benchmark, EvalArguments, HalfChoice};

/// Which halves are asked for, each with its name.
fn halves(arguments: &EvalArguments) -> Vec<(&'static str, Half)> {
    let all = [("develop", Half::Develop), ("held out", Half::HeldOut)];
    let wanted = arguments.half.map(|half| match half {
        HalfChoice::Develop => Half::Develop,
        HalfChoice::HeldOut => Half::HeldOut,
    });
    all.into_iter()
        .filter(|(_, half)| wanted.is_none_or(|wanted| wanted == *half))
        .collect()
}

/// A line that is no case ends the measurement: what is counted must be all.
fn refuse_faults(path: &Path, faults: &[(usize, String)]) -> Result<()> {
    if let Some((line, fault)) = faults.first() {
        bail!("{}, line {line}: {fault}", path.display());
    }
    Ok(())
}

pub(crate) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    match arguments.benchmark {
        Benchmark::Articles => articles::run(arguments),
        Benchmark::Parse => treebank::parse(arguments),
        Benchmark::Sentences => treebank::sentences(arguments),
        Benchmark::Mentions => treebank::mentions(arguments),
        Benchmark::Dates => treebank::dates(arguments),
        Benchmark::Actors => actors::run(arguments),
        Benchmark::Spans => spans::run(arguments),
        Benchmark::Plover => pairs::types(arguments),
        Benchmark::Events => pairs::events(arguments),
        Benchmark::Attribution => attribution::run(arguments),
        Benchmark::Ties => ties::run(arguments),
        Benchmark::Looks => looks::run(arguments),
        Benchmark::Toponyms => toponyms::run(arguments),
        Benchmark::Petrarch => petrarch::run(arguments),
    }
}
