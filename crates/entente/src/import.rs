//! `entente import` and `entente cite`: published datasets, and their references.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use entente_datasets::{DATASETS, Dataset, Import, Mapping, Options, Source, Style, cite, find};

use crate::arguments::{CiteArguments, ImportArguments, ImportFormat, ReferenceFormat};

pub(crate) fn run(arguments: &ImportArguments) -> Result<ExitCode> {
    if arguments.list {
        io::stdout().write_all(entente_datasets::list().as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    let mut paths = arguments.paths.clone();
    let source = match (&arguments.mapping, &arguments.dataset) {
        (Some(file), first) => {
            // With a mapping file there is no name before the paths.
            paths.splice(0..0, first.iter().map(Into::into));
            let text = fs::read_to_string(file).with_context(|| file.display().to_string())?;
            let map = Mapping::parse(&text).with_context(|| file.display().to_string())?;
            Source::Mapping(Box::new(map))
        }
        (None, Some(id)) => Source::Dataset(known(id)?),
        (None, None) => bail!("which dataset? `entente import --list` shows them"),
    };
    if paths.is_empty() {
        bail!("no files were named");
    }
    let mut rejects = match &arguments.rejects {
        Some(file) => Some(BufWriter::new(
            File::create(file).with_context(|| file.display().to_string())?,
        )),
        None => None,
    };
    let options = Options {
        version: arguments.dataset_version.clone(),
        ..Options::default()
    };
    let ImportFormat::Jsonl = arguments.format;
    let mut out = BufWriter::new(io::stdout().lock());
    let mut import = Import::new(source, &paths, options);
    for batch in &mut import {
        for assertion in &batch.assertions {
            write_line(&mut out, assertion)?;
        }
        for row in &batch.rows {
            write_line(&mut out, row)?;
        }
        if let Some(rejects) = &mut rejects {
            for reject in &batch.rejects {
                write_line(rejects, reject)?;
            }
        }
    }
    out.flush()?;
    if let Some(rejects) = &mut rejects {
        rejects.flush()?;
    }
    let summary = import.summary();
    for diagnostic in &summary.diagnostics {
        eprintln!("{diagnostic}");
    }
    eprint!("{summary}");
    Ok(if summary.diagnostics.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// Prints the references of the named datasets; of all, where none is named.
pub(crate) fn references(arguments: &CiteArguments) -> Result<ExitCode> {
    let datasets = if arguments.datasets.is_empty() {
        DATASETS.to_vec()
    } else {
        let named = arguments.datasets.iter().map(|id| known(id));
        named.collect::<Result<Vec<_>>>()?
    };
    let style = match arguments.format {
        ReferenceFormat::Text => Style::Text,
        ReferenceFormat::Bibtex => Style::Bibtex,
    };
    io::stdout().write_all(cite(&datasets, style).as_bytes())?;
    Ok(ExitCode::SUCCESS)
}

fn known(id: &str) -> Result<&'static Dataset> {
    find(id).with_context(|| {
        format!("{id:?} is no dataset that is known; `entente import --list` shows them")
    })
}

fn write_line(out: &mut impl Write, record: &impl serde::Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, record).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}
