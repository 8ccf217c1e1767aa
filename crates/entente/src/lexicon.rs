//! `entente lexicon`, and the user's own tables over the built-in lexicon.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use entente_lexicon::{ActorKind, EntryKind, Lexicon};
use entente_model::{Diagnostic, Severity};

use crate::arguments::{AddArguments, CheckArguments, LexiconCommand};
use crate::{console, dictionaries};

pub(crate) fn run(command: &LexiconCommand) -> Result<ExitCode> {
    match command {
        LexiconCommand::Check(arguments) => check(arguments),
        LexiconCommand::Add(arguments) => add(arguments),
        LexiconCommand::ImportPetrarch(arguments) => dictionaries::import(arguments),
    }
}

/// The built-in lexicon, with the tables of the folder over it. What is wrong with them is told,
/// and the rest is used.
pub(crate) fn load(folder: Option<&Path>) -> Result<&'static Lexicon> {
    let Some(folder) = folder else {
        return Ok(Lexicon::builtin());
    };
    let (lexicon, faults) = Lexicon::with_tables(&tables(folder)?);
    faults.iter().for_each(console::diagnostic);
    // One for the whole run, as the built-in one is.
    Ok(Box::leak(Box::new(lexicon)))
}

/// The tables of a folder: the paths of its files that end in `.tsv`, in order, and their texts.
fn tables(folder: &Path) -> Result<Vec<(String, String)>> {
    let unreadable = |error: io::Error| {
        let hint = Diagnostic::hint_of(&error).map(|hint| format!("\n  hint: {hint}"));
        let hint = hint.unwrap_or_default();
        anyhow!(
            "the lexicon's folder {} cannot be read: {error}{hint}",
            folder.display()
        )
    };
    let mut tables = Vec::new();
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        if path.extension().is_some_and(|ending| ending == "tsv") {
            let text = fs::read_to_string(&path)
                .with_context(|| format!("{} cannot be read as UTF-8 text", path.display()))?;
            tables.push((path.display().to_string(), text));
        }
    }
    tables.sort();
    Ok(tables)
}

fn errors(faults: &[Diagnostic]) -> usize {
    let is_error = |fault: &&Diagnostic| fault.severity == Severity::Error;
    faults.iter().filter(is_error).count()
}

fn check(arguments: &CheckArguments) -> Result<ExitCode> {
    let folder = arguments
        .folder
        .as_ref()
        .or(arguments.lexicon.lexicon.as_ref());
    let own = folder.map_or(Ok(Vec::new()), |folder| tables(folder))?;
    let faults = Lexicon::check(&own);
    faults.iter().for_each(console::diagnostic);
    let (lexicon, _) = Lexicon::with_tables(&own);
    let count = |kind| {
        lexicon
            .actors()
            .iter()
            .filter(|actor| actor.kind == kind)
            .count()
    };
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{} states, {} organisations, {} groups, {} persons, {} issues",
        count(ActorKind::State),
        count(ActorKind::Organisation),
        count(ActorKind::Group),
        count(ActorKind::Person),
        lexicon.issues().len()
    )?;
    let errors = errors(&faults);
    let told = |number: usize, noun: &str| {
        format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
    };
    writeln!(
        out,
        "{}, {}",
        told(errors, "error"),
        told(faults.len() - errors, "warning")
    )?;
    Ok(if errors == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

fn add(arguments: &AddArguments) -> Result<ExitCode> {
    let Some(folder) = &arguments.lexicon.lexicon else {
        bail!("say where your tables are with --lexicon DIR or ENTENTE_LEXICON");
    };
    let kind = EntryKind::from(arguments.kind);
    let name = arguments.name.join(" ");
    let first = kind.columns()[0];
    let mut values: Vec<(&str, String)> = vec![(first, name.clone())];
    if first == "id" {
        let id = arguments.id.clone();
        let id = id.unwrap_or_else(|| entente_lexicon::slug(&name));
        values = vec![("id", id), ("name", name)];
    }
    let lists = [
        ("names", &arguments.alias),
        ("offices", &arguments.office),
        ("members", &arguments.member),
        ("lives_in", &arguments.lives_in),
        ("claimed_by", &arguments.claimed_by),
        ("adjectives", &arguments.adjective),
        ("people", &arguments.people),
        ("capital", &arguments.capital),
    ];
    let lists = lists
        .into_iter()
        .map(|(column, list)| (column, list.join(";")));
    let singles = [
        ("country", &arguments.country),
        ("sector", &arguments.sector),
        ("sector2", &arguments.sector2),
        ("kin", &arguments.kin),
        ("from", &arguments.from),
        ("to", &arguments.to),
    ];
    let singles = singles
        .into_iter()
        .map(|(column, value)| (column, value.clone().unwrap_or_default()));
    values.extend(lists.chain(singles).filter(|(_, value)| !value.is_empty()));

    let path = folder.join(kind.file());
    let before = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
        Err(error) => {
            return Err(error).with_context(|| format!("{} cannot be read", path.display()));
        }
    };
    let after = match entente_lexicon::entry(kind, &before, &values) {
        Ok(after) => after,
        Err(fault) => {
            console::diagnostic(&fault);
            return Ok(ExitCode::FAILURE);
        }
    };
    // What is wrong with this row is told before anything is written.
    let line = after.lines().count() as u64;
    let file = path.display().to_string();
    let mut own = if folder.is_dir() {
        tables(folder)?
    } else {
        Vec::new()
    };
    own.retain(|(name, _)| *name != file);
    own.push((file.clone(), after.clone()));
    let mut faults = Lexicon::with_tables(&own).1;
    faults.retain(|fault| fault.place.input == file && fault.place.line == Some(line));
    faults.iter().for_each(console::diagnostic);
    if errors(&faults) > 0 {
        eprintln!("nothing was written");
        return Ok(ExitCode::FAILURE);
    }
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    fs::write(&path, after).with_context(|| format!("{file} cannot be written"))?;
    writeln!(io::stdout().lock(), "{file}:{line}: {}", values[0].1)?;
    Ok(ExitCode::SUCCESS)
}
