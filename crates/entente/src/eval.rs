//! `entente eval`: a part of the program against labelled data.

mod actors;
mod articles;
mod attribution;
mod gold;
mod levels;
mod looks;
mod meant;
mod pairs;
mod petrarch;
mod spans;
mod ties;
mod toponyms;
mod treebank;
mod verdicts;

use std::fmt::Display;
use std::fs;
use std::io::{self, StdoutLock, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
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

/// What a reader of cases gives: the cases, and the lines that are none, with their numbers.
type Read<C> = (Vec<C>, Vec<(usize, String)>);

/// The cases of a file. A line that is no case ends the measurement: what is counted must be all.
fn cases<C>(path: &Path, read: impl Fn(&str) -> Read<C>) -> Result<Vec<C>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let (cases, faults) = read(&text);
    if let Some((line, fault)) = faults.first() {
        bail!("{}, line {line}: {fault}", path.display());
    }
    Ok(cases)
}

/// The cases of one half.
fn of_half<C: Clone>(cases: &[C], half: Half, half_of: impl Fn(&C) -> Half) -> Vec<C> {
    let own = cases.iter().filter(|case| half_of(case) == half);
    own.cloned().collect()
}

/// Lists what is wrong, where that is asked for: of the half to develop on only.
fn write_wrong(
    out: &mut impl Write,
    arguments: &EvalArguments,
    half: Half,
    wrong: &[impl Display],
) -> Result<()> {
    if arguments.errors && half == Half::Develop {
        for wrong in wrong {
            writeln!(out, "{wrong}")?;
        }
    }
    Ok(())
}

/// Gives the cases of each file, half by half with its name, to `measure`, which writes figures and gives
/// back what is wrong.
fn by_half<C: Clone, W: Display>(
    arguments: &EvalArguments,
    read: impl Fn(&str) -> Read<C>,
    half_of: impl Fn(&C) -> Half,
    mut measure: impl FnMut(&mut StdoutLock<'_>, &str, &[C]) -> Result<Vec<W>>,
) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    for path in &arguments.paths {
        let cases = cases(path, &read)?;
        for (name, half) in halves(arguments) {
            let own = of_half(&cases, half, &half_of);
            let wrong = measure(&mut out, name, &own)?;
            write_wrong(&mut out, arguments, half, &wrong)?;
        }
    }
    Ok(ExitCode::SUCCESS)
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
        Benchmark::Meant => meant::run(arguments),
        Benchmark::Looks => looks::run(arguments),
        Benchmark::Toponyms => toponyms::run(arguments),
        Benchmark::Levels => levels::run(arguments),
        Benchmark::Verdicts => verdicts::run(arguments),
        Benchmark::Petrarch => petrarch::run(arguments),
    }
}
