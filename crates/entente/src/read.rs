//! `entente read`: documents into the store, or assertions onto standard output.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use entente_model::{Diagnostic, Severity};
use entente_store::Store;
use entente_text::Origin;
use rayon::prelude::*;

use crate::arguments::{ReadArguments, ReadFormat};
use crate::inputs::{self, Input};
use crate::pipeline::{Outcome, Pipeline};
use crate::{console, place};

/// What a run has done so far.
#[derive(Debug, Default)]
struct Tally {
    added: usize,
    known: usize,
    failed: usize,
    passages: usize,
    assertions: usize,
}

pub(crate) fn run(arguments: &ReadArguments) -> Result<ExitCode> {
    let found = inputs::find(&arguments.paths);
    let mut tally = Tally::default();
    for diagnostic in &found.diagnostics {
        tally.note(diagnostic);
    }
    let begun = Instant::now();
    match arguments.format {
        ReadFormat::Jsonl => print_assertions(arguments, &found.inputs, &mut tally)?,
        ReadFormat::Text => store_documents(arguments, &found.inputs, &mut tally)?,
    }
    if found.passed_over > 0 {
        eprintln!(
            "passed over {}, by the name not a document",
            count(found.passed_over, "file")
        );
    }
    eprintln!("read in {:.1} s", begun.elapsed().as_secs_f64());
    Ok(if tally.failed > 0 {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    })
}

fn print_assertions(arguments: &ReadArguments, inputs: &[Input], tally: &mut Tally) -> Result<()> {
    let pipeline = Pipeline::builtin();
    let mut out = io::BufWriter::new(io::stdout().lock());
    for batch in inputs.chunks(arguments.batch.get()) {
        for outcome in read_batch(&pipeline, arguments, batch) {
            for diagnostic in &outcome.diagnostics {
                tally.note(diagnostic);
            }
            for assertion in outcome
                .document
                .iter()
                .flat_map(|document| &document.assertions)
            {
                serde_json::to_writer(&mut out, assertion).map_err(io::Error::from)?;
                out.write_all(b"\n")?;
            }
        }
        out.flush()?;
    }
    Ok(())
}

fn store_documents(arguments: &ReadArguments, inputs: &[Input], tally: &mut Tally) -> Result<()> {
    let folder = place::store(arguments.store.store.as_ref())?;
    let runtime = console::runtime()?;
    let mut store = runtime.block_on(Store::open_or_create(&folder))?;
    let pipeline = Pipeline::builtin();
    let bar = console::progress(inputs.len() as u64, "documents");
    for batch in inputs.chunks(arguments.batch.get()) {
        let mut documents = Vec::with_capacity(batch.len());
        for outcome in read_batch(&pipeline, arguments, batch) {
            bar.suspend(|| outcome.diagnostics.iter().for_each(|item| tally.note(item)));
            documents.extend(outcome.document);
        }
        let report = runtime.block_on(store.add(documents))?;
        tally.added += report.added;
        tally.known += report.already_known;
        tally.passages += report.passages;
        tally.assertions += report.assertions;
        bar.inc(batch.len() as u64);
    }
    bar.finish_and_clear();
    writeln!(io::stdout(), "{}", tally.summary())?;
    if tally.added > 0 {
        eprintln!("stored in {}", folder.display());
    }
    Ok(())
}

/// Reads a batch on all cores, in order.
fn read_batch(pipeline: &Pipeline, arguments: &ReadArguments, batch: &[Input]) -> Vec<Outcome> {
    batch
        .par_iter()
        .map(|input| {
            let origin = Origin {
                name: input.name(),
                publisher: arguments.publisher.clone(),
                published: arguments.published,
                ..Origin::default()
            };
            match input.bytes() {
                Ok(bytes) => pipeline.read(&bytes, &origin),
                Err(diagnostic) => Outcome {
                    document: None,
                    diagnostics: vec![*diagnostic],
                },
            }
        })
        .collect()
}

impl Tally {
    fn note(&mut self, diagnostic: &Diagnostic) {
        console::diagnostic(diagnostic);
        if diagnostic.severity == Severity::Error {
            self.failed += 1;
        }
    }

    fn summary(&self) -> String {
        let mut parts = vec![format!(
            "{} with {} and {}",
            count(self.added, "document"),
            count(self.passages, "passage"),
            count(self.assertions, "assertion")
        )];
        if self.known > 0 {
            parts.push(format!("{} already known", self.known));
        }
        if self.failed > 0 {
            parts.push(format!("{} could not be read", self.failed));
        }
        parts.join(", ")
    }
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
