//! `entente store`: where the store is and what it holds, merging its files, removing what is not needed.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Duration;

use anyhow::{Context, Result};
use entente_store::Store;

use crate::arguments::{StoreArguments, StoreCommand, StoreCommandArguments, VacuumArguments};
use crate::{console, place};

pub(crate) fn run(arguments: &StoreCommandArguments) -> Result<ExitCode> {
    match &arguments.command {
        None => show(&arguments.store),
        Some(StoreCommand::Compact(arguments)) => compact(arguments),
        Some(StoreCommand::Vacuum(arguments)) => vacuum(arguments),
    }
}

/// The store, which must be there.
pub(crate) async fn open(arguments: &StoreArguments) -> Result<Store> {
    let folder = place::store(arguments.store.as_ref())?;
    Store::open(&folder).await?.with_context(|| {
        format!(
            "there is no store at {}\n  hint: entente read PATH..., or entente import DATASET PATH...",
            folder.display()
        )
    })
}

fn compact(arguments: &StoreArguments) -> Result<ExitCode> {
    let runtime = console::runtime()?;
    let mut store = runtime.block_on(open(arguments))?;
    let bar = console::progress(0, "files");
    let report = runtime.block_on(store.compact(&mut |merged, all| {
        bar.set_length(all as u64);
        bar.set_position(merged as u64);
    }))?;
    bar.finish_and_clear();
    writeln!(
        io::stdout(),
        "{}, {} before: {} after {}",
        console::count(report.files, "file"),
        report.files_before,
        console::bytes(report.bytes),
        console::bytes(report.bytes_before),
    )?;
    if report.files < report.files_before {
        eprintln!("hint: `entente store vacuum` removes the files that were replaced");
    }
    Ok(ExitCode::SUCCESS)
}

fn vacuum(arguments: &VacuumArguments) -> Result<ExitCode> {
    let runtime = console::runtime()?;
    let mut store = runtime.block_on(open(&arguments.store))?;
    let age = Duration::from_secs(arguments.keep_hours.saturating_mul(3600));
    let report = runtime.block_on(store.vacuum(age))?;
    writeln!(
        io::stdout(),
        "{} removed, {}",
        console::count(report.files, "file"),
        console::bytes(report.bytes)
    )?;
    Ok(ExitCode::SUCCESS)
}

fn show(arguments: &StoreArguments) -> Result<ExitCode> {
    let folder = place::store(arguments.store.as_ref())?;
    let mut out = io::stdout().lock();
    let runtime = console::runtime()?;
    let Some(store) = runtime.block_on(Store::open(&folder))? else {
        writeln!(out, "no store yet at {}", folder.display())?;
        return Ok(ExitCode::SUCCESS);
    };
    let holdings = runtime.block_on(store.holdings(None))?;
    let count = |number: u64, noun: &str| console::count(number as usize, noun);
    writeln!(out, "{}", folder.display())?;
    writeln!(
        out,
        "{}, {}, {}",
        count(holdings.documents, "document"),
        count(holdings.passages, "passage"),
        count(holdings.assertions, "assertion")
    )?;
    if let (Some(earliest), Some(latest)) = (holdings.earliest, holdings.latest) {
        writeln!(out, "published {earliest} to {latest}")?;
    }
    for import in runtime.block_on(store.imports())? {
        let days = import.days().map_or_else(String::new, |(first, last)| {
            format!(", covers {first} to {last}")
        });
        writeln!(out, "{} {}{days}", import.dataset, import.version)?;
    }
    let known = runtime.block_on(store.known_actors(None))?;
    for actor in known.iter().take(20) {
        writeln!(
            out,
            "{:>7}  {} ({})",
            actor.assertions, actor.actor.name, actor.actor.id
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
