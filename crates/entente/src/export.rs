//! `entente export`, and reading an export back.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use entente_model::{Assertion, Document, ImportRecord, Reject, TableRow, Values};
use entente_store::export::{
    GraphFormat, GraphWriter, JsonLdWriter, RECORD, assertion_cells, assertion_columns,
    read_json_ld,
};
use entente_store::{
    ImportBatch, ImportReport, Involving, Query, RowQuery, SheetFormat, SheetWriter, Store, Tabled,
    each_text_of_parquet,
};

use serde::{Deserialize, Serialize};

use crate::arguments::{ExportArguments, ExportFormat};
use crate::{console, store};

/// Assertions that are held at a time.
const STRETCH: usize = 4096;

pub(crate) fn run(arguments: &ExportArguments) -> Result<ExitCode> {
    let ending = arguments.out.as_ref().and_then(|out| out.extension());
    let format = match (arguments.format, ending.and_then(|it| it.to_str())) {
        (Some(format), _) => format,
        (None, Some("csv")) => ExportFormat::Csv,
        (None, Some("parquet")) => ExportFormat::Parquet,
        (None, Some("jsonl")) => ExportFormat::Jsonl,
        (None, Some("jsonld")) => ExportFormat::Jsonld,
        (None, Some("gexf")) => ExportFormat::Gexf,
        (None, Some("graphml")) => ExportFormat::Graphml,
        (None, _) => bail!("the file's name does not tell the format\n  hint: add --format"),
    };
    let runtime = console::runtime()?;
    let store = runtime.block_on(store::open(&arguments.store))?;
    let (to, name) = console::writer(arguments.out.as_deref())?;
    runtime
        .block_on(write(&store, arguments, format, to))
        .with_context(|| name)?;
    Ok(ExitCode::SUCCESS)
}

fn query(arguments: &ExportArguments) -> Query {
    Query {
        involving: if arguments.actors.is_empty() {
            Involving::Anyone
        } else {
            Involving::AnyOf(arguments.actors.clone())
        },
        kinds: arguments.kind.iter().map(|it| it.name()).collect(),
        since: arguments.since,
        until: arguments.until,
        at: arguments.at,
        ..Query::default()
    }
}

async fn write(
    store: &Store,
    arguments: &ExportArguments,
    format: ExportFormat,
    to: Box<dyn Write + Send>,
) -> Result<()> {
    let query = query(arguments);
    match format {
        ExportFormat::Csv => sheet(store, &query, SheetFormat::Csv, to).await,
        ExportFormat::Parquet => sheet(store, &query, SheetFormat::Parquet, to).await,
        ExportFormat::Jsonl => lines(store, &query, to).await,
        ExportFormat::Jsonld => {
            let mut writer = JsonLdWriter::new(to)?;
            each(store, &query, &mut |assertion| writer.write(&assertion)).await?;
            Ok(writer.finish()?)
        }
        ExportFormat::Gexf => graph(store, &query, GraphFormat::Gexf, to).await,
        ExportFormat::Graphml => graph(store, &query, GraphFormat::GraphMl, to).await,
    }
}

/// Every assertion until one cannot be written.
async fn each(
    store: &Store,
    query: &Query,
    give: &mut (dyn FnMut(Assertion) -> io::Result<()> + Send),
) -> Result<()> {
    let mut outcome = Ok(());
    store
        .each_assertion(query, &mut |assertion| {
            if outcome.is_ok() {
                outcome = give(assertion);
            }
        })
        .await?;
    Ok(outcome?)
}

async fn sheet(
    store: &Store,
    query: &Query,
    format: SheetFormat,
    to: Box<dyn Write + Send>,
) -> Result<()> {
    let mut writer = SheetWriter::new(format, &assertion_columns(), to)?;
    let mut stretch = Vec::with_capacity(STRETCH);
    each(store, query, &mut |assertion| {
        stretch.push(assertion);
        if stretch.len() < STRETCH {
            return Ok(());
        }
        let written = writer.write(&assertion_cells(&stretch));
        stretch.clear();
        written
    })
    .await?;
    writer.write(&assertion_cells(&stretch))?;
    let rows = writer.finish()?;
    eprintln!("{}", console::count(rows as usize, "assertion"));
    Ok(())
}

async fn lines(store: &Store, query: &Query, mut to: Box<dyn Write + Send>) -> Result<()> {
    each(store, query, &mut |assertion| {
        write_line(&mut to, &assertion)
    })
    .await?;
    // What is filtered by who takes part is about assertions; rows have no such filter.
    if *query == Query::default() {
        let mut outcome = Ok(());
        store
            .each_row(&RowQuery::default(), &mut |row| {
                if outcome.is_ok() {
                    outcome = write_line(&mut to, &row);
                }
            })
            .await?;
        outcome?;
        let mut outcome = Ok(());
        store
            .each_reject(&mut |dataset, reject| {
                if outcome.is_ok() {
                    outcome = write_line(&mut to, &Rejected { dataset, reject });
                }
            })
            .await?;
        outcome?;
        for import in store.imports().await? {
            write_line(&mut to, &import)?;
        }
    }
    Ok(to.flush()?)
}

fn write_line(to: &mut impl Write, record: &impl serde::Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *to, record)?;
    to.write_all(b"\n")
}

async fn graph(
    store: &Store,
    query: &Query,
    format: GraphFormat,
    to: Box<dyn Write + Send>,
) -> Result<()> {
    let mut writer = GraphWriter::new(format, to);
    each(store, query, &mut |assertion| writer.announce(&assertion)).await?;
    each(store, query, &mut |assertion| writer.assertion(&assertion)).await?;
    let (nodes, edges) = writer.finish()?;
    eprintln!(
        "{} and {}",
        console::count(nodes as usize, "node"),
        console::count(edges as usize, "edge")
    );
    Ok(())
}

/// A row that could not be imported, as it is exported.
#[derive(Serialize, Deserialize)]
struct Rejected {
    dataset: String,
    #[serde(flatten)]
    reject: Reject,
}

/// What an export holds, read back.
#[derive(Default)]
struct Exported {
    assertions: Vec<Assertion>,
    rows: Vec<TableRow>,
    rejects: Vec<(String, Reject)>,
    imports: Vec<ImportRecord>,
}

/// Reads exports back into the store.
pub(crate) fn read_back(paths: &[PathBuf], folder: &Path) -> Result<ImportReport> {
    let runtime = console::runtime()?;
    let mut store = runtime.block_on(Store::open_or_create(folder))?;
    let mut report = ImportReport::default();
    for path in paths {
        let mut take = |exported: Exported| -> Result<()> {
            let assertions = exported.assertions.iter();
            let assertions: Vec<_> = assertions.map(Assertion::as_ref).collect();
            let batch = ImportBatch {
                documents: cited(&exported.assertions),
                said: Tabled::new(&assertions, &exported.rows, None),
                rejects: exported.rejects,
                imports: exported.imports,
            };
            report += runtime.block_on(store.import(&[batch]))?;
            Ok(())
        };
        read_file(path, &mut take).with_context(|| path.display().to_string())?;
    }
    Ok(report)
}

fn read_file(path: &Path, take: &mut impl FnMut(Exported) -> Result<()>) -> Result<()> {
    let mut held = Exported::default();
    let mut outcome: Result<()> = Ok(());
    let mut one = |line: u64, record: &str| {
        if outcome.is_ok() {
            outcome = held.add(record).with_context(|| format!("record {line}"));
        }
        if outcome.is_ok()
            && held.assertions.len() + held.rows.len() + held.rejects.len() >= STRETCH
        {
            outcome = take(std::mem::take(&mut held));
        }
    };
    match path.extension().and_then(|it| it.to_str()) {
        Some("jsonl") => {
            for (number, line) in BufReader::new(File::open(path)?).lines().enumerate() {
                let line = line?;
                if !line.trim().is_empty() {
                    one(number as u64 + 1, &line);
                }
            }
        }
        Some("parquet") => {
            let mut number = 0;
            each_text_of_parquet(path, RECORD, &mut |record| {
                number += 1;
                one(number, record);
            })?;
        }
        Some("csv") => {
            let mut reader = csv::Reader::from_path(path)?;
            let column = reader
                .headers()?
                .iter()
                .position(|name| name == RECORD)
                .with_context(|| format!("no column is named {RECORD}"))?;
            for (number, row) in reader.records().enumerate() {
                if let Some(record) = row?.get(column) {
                    one(number as u64 + 2, record);
                }
            }
        }
        Some("jsonld") => held.assertions = read_json_ld(BufReader::new(File::open(path)?))?,
        _ => bail!(
            "is no export that can be read back\n  hint: .csv, .parquet, .jsonl and .jsonld can"
        ),
    }
    outcome?;
    take(held)
}

impl Exported {
    /// Takes a record: an assertion has a kind, a row a table, a reject a reason, and an import says what it
    /// covers.
    fn add(&mut self, record: &str) -> Result<()> {
        let value: serde_json::Value = serde_json::from_str(record)?;
        let has = |field: &str| value.get(field).is_some();
        if has("kind") {
            self.assertions.push(serde_json::from_str(record)?);
        } else if has("table") {
            let mut row: TableRow = serde_json::from_str(record)?;
            // Exports of before gave records behind events other ids.
            if let Values::EventSource { event, record, .. } = &row.values {
                row.id = Values::id_of_source(event, *record);
            }
            self.rows.push(row);
        } else if has("reason") {
            let Rejected { dataset, reject } = serde_json::from_str(record)?;
            self.rejects.push((dataset, reject));
        } else if has("covers") {
            self.imports.push(serde_json::from_str(record)?);
        } else {
            bail!("is no assertion, row, reject or import");
        }
        Ok(())
    }
}

/// The documents that assertions cite, each once: what their evidence says of them.
fn cited(assertions: &[Assertion]) -> Vec<Document> {
    let mut documents: Vec<Document> = Vec::new();
    let mut known = std::collections::HashSet::new();
    for assertion in assertions {
        let evidence = &assertion.evidence;
        if !known.insert(&evidence.document) {
            continue;
        }
        documents.push(Document {
            id: evidence.document.clone(),
            origin: "export".to_owned(),
            title: evidence.title.clone(),
            publisher: evidence.publisher.clone(),
            author: None,
            published: evidence.published,
            url: None,
            language: None,
            summary_of: None,
            text: String::new(),
            blocks: Vec::new(),
        });
    }
    documents
}
