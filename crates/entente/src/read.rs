//! `entente read`: documents into the store, or assertions onto standard output.

use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::Result;
use entente_model::{Diagnostic, Severity};
use entente_store::Store;
use entente_text::{Origin, Reading};
use indicatif::ProgressBar;

use crate::arguments::{ReadArguments, ReadFormat};
use crate::inputs::{self, Input};
use crate::pipeline::{Outcome, Pipeline};
use crate::{console, lexicon, place, side_by_side};

/// A batch is put out of memory sooner when it has this much text, in bytes: some 170 articles. Where
/// every sentence is about somebody, what is coded takes 300 times the room of its text.
const BATCH_BYTES: usize = 1024 * 1024;

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
            console::count(found.passed_over, "file")
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
    let lexicon = lexicon::load(arguments.lexicon.lexicon.as_deref())?;
    let pipeline = Pipeline::with(arguments.parser.parser, lexicon)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut readings = readings(arguments, inputs, ProgressBar::hidden());
    while let Some(batch) = next_batch(&mut readings, arguments.batch.get()) {
        for outcome in code_batch(&pipeline, batch) {
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
    let lexicon = lexicon::load(arguments.lexicon.lexicon.as_deref())?;
    let pipeline = Pipeline::with(arguments.parser.parser, lexicon)?;
    let bar = console::progress(inputs.len() as u64, "inputs");
    let mut readings = readings(arguments, inputs, bar.clone());
    while let Some(batch) = next_batch(&mut readings, arguments.batch.get()) {
        let mut documents = Vec::with_capacity(batch.len());
        for outcome in code_batch(&pipeline, batch) {
            bar.suspend(|| outcome.diagnostics.iter().for_each(|item| tally.note(item)));
            documents.extend(outcome.document);
        }
        let report = runtime.block_on(store.add(documents))?;
        tally.added += report.added;
        tally.known += report.already_known;
        tally.passages += report.passages;
        tally.assertions += report.assertions;
    }
    bar.finish_and_clear();
    writeln!(io::stdout(), "{}", tally.summary())?;
    if tally.added > 0 {
        eprintln!("stored in {}", folder.display());
    }
    Ok(())
}

/// The documents of all inputs, each read when it is asked for; `bar` stands at the input that is
/// being read.
fn readings<'a>(
    arguments: &'a ReadArguments,
    inputs: &'a [Input],
    bar: ProgressBar,
) -> impl Iterator<Item = Reading> + 'a {
    inputs.iter().enumerate().flat_map(move |(index, input)| {
        bar.set_position(index as u64);
        let origin = Origin {
            name: input.name(),
            format: None,
            publisher: arguments.publisher.clone(),
            published: arguments.published,
            columns: arguments.columns.columns(),
        };
        let readings: Box<dyn Iterator<Item = Reading>> = match input.open() {
            Ok(source) => Box::new(entente_text::read_documents(source, &origin)),
            Err(diagnostic) => Box::new(std::iter::once(Reading {
                document: None,
                diagnostics: vec![*diagnostic],
            })),
        };
        readings
    })
}

/// Up to `length` documents, fewer where they are long; `None` when there are no more.
fn next_batch(readings: &mut impl Iterator<Item = Reading>, length: usize) -> Option<Vec<Reading>> {
    let mut batch = Vec::new();
    let mut bytes = 0;
    while batch.len() < length && bytes < BATCH_BYTES {
        let Some(reading) = readings.next() else {
            break;
        };
        bytes += reading.document.as_ref().map_or(0, |it| it.text.len());
        batch.push(reading);
    }
    (!batch.is_empty()).then_some(batch)
}

/// Codes a batch on all cores, in order.
fn code_batch(pipeline: &Pipeline, batch: Vec<Reading>) -> Vec<Outcome> {
    side_by_side::map(batch, |reading| pipeline.code(reading))
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
            console::count(self.added, "document"),
            console::count(self.passages, "passage"),
            console::count(self.assertions, "assertion")
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
