//! Dictionaries of PETRARCH2 and TABARI: their files, and how they come over to one's own lexicon.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use entente_coder::dictionaries::{DictionaryOptions, Refusal, WorthDictionaries, code_story};
use entente_lexicon::Lexicon;
use entente_lexicon::petrarch::{Converted, Dictionaries, DictionaryFile, DictionaryKind, convert};
use entente_model::{Diagnostic, Severity};
use entente_text::{Parser, TwoLooks};

use crate::arguments::{CodeArguments, ParserChoice, PetrarchArguments};
use crate::{console, look, pipeline};

/// The folder inside the lexicon's where the dictionaries themselves are kept.
const FOLDER: &str = "dictionaries";

/// Text of a file; dictionaries of old are often not UTF-8.
fn text_of(path: &Path) -> Result<String> {
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    Ok(match String::from_utf8(bytes) {
        Ok(text) => text,
        // Latin-1, which is what those files are in.
        Err(error) => error.into_bytes().into_iter().map(char::from).collect(),
    })
}

fn file(kind: DictionaryKind, path: &Path) -> Result<DictionaryFile> {
    let (name, text) = (path.display().to_string(), text_of(path)?);
    Ok(DictionaryFile { kind, name, text })
}

/// The dictionaries of a folder: its `.txt` files whose names hold `actors`, `agents`, `discards`
/// or `verbs`. Where some verbs are in the newer syntax (`verbs.2.0`), those are read alone.
pub(crate) fn load(folder: &Path) -> Result<Dictionaries> {
    let unreadable = || format!("the folder {} cannot be read", folder.display());
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).with_context(unreadable)? {
        let path = entry.with_context(unreadable)?.path();
        let kind = DictionaryKind::of_file(&path.display().to_string());
        if let (Some(kind), true) = (kind, path.extension().is_some_and(|it| it == "txt")) {
            files.push(file(kind, &path)?);
        }
    }
    files.sort_by(|a, b| (a.kind, &a.name).cmp(&(b.kind, &b.name)));
    let newer = |file: &DictionaryFile| file.name.contains("verbs.2.0");
    if files.iter().any(newer) {
        files.retain(|file| file.kind != DictionaryKind::Verbs || newer(file));
    }
    if files.is_empty() {
        bail!(
            "{} holds no dictionaries: .txt files with actors, agents, discards or verbs in their names",
            folder.display()
        );
    }
    let (read, faults) = Dictionaries::read(&files);
    faults.iter().for_each(console::diagnostic);
    Ok(read)
}

/// The parser of that name; of two looks, the second is for sentences that the dictionaries may code.
pub(crate) fn parser(
    choice: ParserChoice,
    names: &WorthDictionaries,
) -> Result<&'static dyn Parser> {
    if choice != ParserChoice::TwoLooks {
        return pipeline::parser(choice);
    }
    let looks = TwoLooks::new(names.clone()).context(pipeline::NO_ENCODER)?;
    // One for the whole run, as the others are.
    Ok(Box::leak(Box::new(looks)))
}

/// `entente code --dictionaries DIR`: the events of a text in the dictionaries' own codes.
pub(crate) fn code(arguments: &CodeArguments, folder: &Path, text: &str) -> Result<ExitCode> {
    let dictionaries = Arc::new(load(folder)?);
    let names = WorthDictionaries::new(Arc::clone(&dictionaries));
    let parser = parser(arguments.parser.parser, &names)?;
    let Some(document) = look::document_of(text, arguments.at) else {
        return Ok(ExitCode::FAILURE);
    };
    let sentences = parser.read(&document.text, &document.blocks, arguments.at, &names);
    let options = DictionaryOptions::default();
    let mut out = io::stdout().lock();
    let coded = match code_story(
        &dictionaries,
        options,
        &document.text,
        &sentences,
        arguments.at,
    ) {
        Ok(coded) => coded,
        Err(refusal) => {
            writeln!(out, "{}", why(refusal))?;
            return Ok(ExitCode::SUCCESS);
        }
    };
    for (sentence, coded) in sentences.iter().zip(coded) {
        writeln!(out, "{}", sentence.span.of(&document.text))?;
        match coded {
            Err(refusal) => writeln!(out, "  {}", why(refusal))?,
            Ok(events) if events.is_empty() => writeln!(out, "  nothing")?,
            Ok(events) => {
                for it in events {
                    let verb = sentence.parse.word(&document.text, it.verb);
                    writeln!(out, "  {} {} {}  [{verb}]", it.source, it.target, it.code)?;
                }
            }
        }
        writeln!(out)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn why(refusal: Refusal) -> &'static str {
    match refusal {
        Refusal::Story => "the story is discarded",
        Refusal::Sentence => "the sentence is discarded",
        Refusal::Dateline => "the sentence begins with a dateline; take it off",
    }
}

/// `entente lexicon import-petrarch`.
pub(crate) fn import(arguments: &PetrarchArguments) -> Result<ExitCode> {
    let given = [
        (DictionaryKind::Actors, &arguments.actors),
        (DictionaryKind::Agents, &arguments.agents),
        (DictionaryKind::Discards, &arguments.discards),
        (DictionaryKind::Verbs, &arguments.verbs),
    ];
    let mut files = Vec::new();
    for (kind, paths) in given {
        for path in paths {
            files.push(file(kind, path)?);
        }
    }
    if files.is_empty() {
        bail!("name a file at least: --actors, --agents, --discards, --verbs");
    }
    let (read, faults) = Dictionaries::read(&files);
    faults.iter().for_each(console::diagnostic);
    let converted =
        convert(&read, Lexicon::builtin()).map_err(|fault| anyhow::anyhow!("{fault}"))?;
    if let Some(folder) = &arguments.out {
        write(folder, &files, &converted)?;
    }
    let errors = summary(&read, &converted, &faults)?;
    Ok(match &arguments.out {
        None if errors > 0 => ExitCode::FAILURE,
        _ => ExitCode::SUCCESS,
    })
}

/// Writes the tables, and the dictionaries in a folder beside them. What is there stays.
fn write(folder: &Path, files: &[DictionaryFile], converted: &Converted) -> Result<()> {
    let mut written: Vec<(PathBuf, &str)> = Vec::new();
    for (kind, text) in &converted.tables {
        written.push((folder.join(kind.file()), text));
    }
    let kept = folder.join(FOLDER);
    for kind in DictionaryKind::ALL {
        for (number, file) in (1..).zip(files.iter().filter(|file| file.kind == kind)) {
            let ending = if number == 1 {
                String::new()
            } else {
                format!("-{number}")
            };
            written.push((
                kept.join(format!("{}{ending}.txt", kind.name())),
                &file.text,
            ));
        }
    }
    if let Some((path, _)) = written.iter().find(|(path, _)| path.exists()) {
        bail!(
            "{} is there already; name another folder with --out",
            path.display()
        );
    }
    fs::create_dir_all(&kept).with_context(|| format!("{} cannot be made", kept.display()))?;
    for (path, text) in written {
        fs::write(&path, text).with_context(|| format!("{} cannot be written", path.display()))?;
    }
    Ok(())
}

/// Says what was read and what became of it; gives the number of errors.
fn summary(read: &Dictionaries, converted: &Converted, faults: &[Diagnostic]) -> Result<usize> {
    let mut out = io::stdout().lock();
    let actor_names = read.actor_names.iter().count();
    let agent_names = read.agent_names.iter().count();
    writeln!(
        out,
        "actors    {} with {actor_names} names; {} in tables",
        read.actors.len(),
        converted.actors
    )?;
    writeln!(
        out,
        "agents    {} with {agent_names} names; {} in tables",
        read.agents.len(),
        converted.agents
    )?;
    writeln!(out, "discards  {}", read.discards.iter().count())?;
    writeln!(
        out,
        "verbs     {} with {} patterns; {} sets of words",
        read.verbs.verbs.len(),
        read.verbs.patterns(),
        read.verbs.sets.len()
    )?;
    for (reason, number) in &converted.left_out {
        writeln!(out, "          {number} in no table: {reason}")?;
    }
    let errors = faults
        .iter()
        .filter(|it| it.severity == Severity::Error)
        .count();
    let told = |number: usize, noun: &str| {
        format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
    };
    let warnings = told(faults.len() - errors, "warning");
    writeln!(out, "faults    {}, {warnings}", told(errors, "error"))?;
    Ok(errors)
}
