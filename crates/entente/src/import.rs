//! `entente import`: published datasets into the store, or onto standard output.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

use anyhow::{Context, Result, anyhow, bail};
use entente_datasets::{Dataset, Import, Mapping, Options, Said, Source, Summary, Take, find};
use entente_model::{AssertionRef, Reject, TableRow};
use entente_store::{ImportBatch, ImportReport, Store, Tabled};
use indicatif::ProgressBar;

use crate::arguments::{ImportArguments, ImportFormat};
use crate::{console, export, place};

/// What is committed together at most, in assertions and typed rows and in bytes of memory: enough that commits stay few
/// and files need no merging, few enough that a killed run loses seconds of work and memory stays flat.
const COMMIT: (usize, usize) = (3 << 16, 512 << 20);

/// Stands for a dataset where what `entente export` wrote is read back.
const EXPORT: &str = "entente";

/// What rows say, as the columns of the store.
struct Stored(Tabled);

impl Take for Stored {
    fn take(
        assertions: &[AssertionRef<'_>],
        rows: &mut Vec<TableRow>,
        text: &Arc<Vec<u8>>,
    ) -> Self {
        Self(Tabled::new(assertions, rows, Some(text)))
    }

    fn retain(&mut self, assertions: &[bool], rows: &[bool]) {
        self.0.retain(assertions, rows);
    }
}

pub(crate) fn run(arguments: &ImportArguments) -> Result<ExitCode> {
    if arguments.list {
        io::stdout().write_all(entente_datasets::list().as_bytes())?;
        return Ok(ExitCode::SUCCESS);
    }
    if arguments.dataset.as_deref() == Some(EXPORT) && arguments.mapping.is_none() {
        if arguments.paths.is_empty() {
            bail!(
                "no files were named\n  hint: entente import DATASET FILE..., also a folder, .zip or .gz"
            );
        }
        let folder = place::store(arguments.store.store.as_ref())?;
        let report = export::read_back(&arguments.paths, &folder)?;
        writeln!(io::stdout(), "{}", told(&report))?;
        eprintln!("stored in {}", folder.display());
        return Ok(ExitCode::SUCCESS);
    }
    let mut rejects = match &arguments.rejects {
        Some(file) => Some(BufWriter::new(
            File::create(file).with_context(|| file.display().to_string())?,
        )),
        None => None,
    };
    let summary = match arguments.format {
        ImportFormat::Jsonl => print(wanted(arguments)?.begin(), rejects.as_mut())?,
        ImportFormat::Text => store(arguments, wanted(arguments)?, rejects.as_mut())?,
    };
    if let Some(rejects) = &mut rejects {
        rejects.flush()?;
    }
    for diagnostic in &summary.diagnostics {
        console::diagnostic(diagnostic);
    }
    eprint!("{summary}");
    Ok(if summary.diagnostics.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// What is to be imported.
struct Wanted {
    source: Source,
    paths: Vec<PathBuf>,
    options: Options,
}

impl Wanted {
    /// Begins to read and to code.
    fn begin<T: Take>(self) -> Import<T> {
        Import::taking(self.source, &self.paths, self.options)
    }
}

fn wanted(arguments: &ImportArguments) -> Result<Wanted> {
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
        bail!(
            "no files were named\n  hint: entente import DATASET FILE..., also a folder, .zip or .gz"
        );
    }
    let options = Options {
        version: arguments.dataset_version.clone(),
        part: arguments.part,
        ..Options::default()
    };
    Ok(Wanted {
        source,
        paths,
        options,
    })
}

/// The dataset of that name.
pub(crate) fn known(id: &str) -> Result<&'static Dataset> {
    find(id).with_context(|| {
        format!("{id:?} is no dataset that is known; `entente import --list` shows them")
    })
}

fn print(mut import: Import<Said>, mut rejects: Option<&mut BufWriter<File>>) -> Result<Summary> {
    let mut out = BufWriter::new(io::stdout().lock());
    for batch in &mut import {
        for assertion in &batch.said.assertions {
            write_line(&mut out, assertion)?;
        }
        for row in &batch.said.rows {
            write_line(&mut out, row)?;
        }
        write_rejects(&batch.rejects, rejects.as_deref_mut())?;
    }
    out.flush()?;
    Ok(import.summary().clone())
}

fn store(
    arguments: &ImportArguments,
    wanted: Wanted,
    rejects: Option<&mut BufWriter<File>>,
) -> Result<Summary> {
    let folder = place::store(arguments.store.store.as_ref())?;
    let runtime = console::runtime()?;
    let bar = console::bytes_read();
    // One thread gathers while another stores.
    let (full, together) = sync_channel::<Vec<ImportBatch>>(1);
    let (import, report) = thread::scope(|scope| {
        let storing = scope.spawn(|| -> Result<ImportReport> {
            let mut store = runtime.block_on(Store::open_or_create(&folder))?;
            let mut report = ImportReport::default();
            for batches in together {
                report += runtime.block_on(store.import(&batches))?;
            }
            Ok(report)
        });
        // The store is opened while the first rows are coded.
        let mut import = wanted.begin::<Stored>();
        let gathered = gather(&mut import, full, &bar, rejects);
        let report = storing.join().map_err(|_| anyhow!("storing broke off"));
        // Why nothing more was taken is said by the one who stores.
        let report = report
            .flatten()
            .and_then(|report| gathered.map(|()| report));
        (import, report)
    });
    bar.finish_and_clear();
    let report = report?;
    // Where no file could be read, why is said, and there is nothing else to say.
    if import.summary().files > 0 {
        writeln!(io::stdout(), "{}", told(&report))?;
        eprintln!("stored in {}", folder.display());
    }
    Ok(import.summary().clone())
}

/// Hands over what the import gives, as much at a time as is committed together.
fn gather(
    import: &mut Import<Stored>,
    full: SyncSender<Vec<ImportBatch>>,
    bar: &ProgressBar,
    mut rejects: Option<&mut BufWriter<File>>,
) -> Result<()> {
    let (document, dataset) = (import.document(), import.record().dataset);
    let (mut batches, mut rows, mut bytes) = (Vec::new(), 0, 0);
    let of_dataset = || ImportBatch {
        documents: vec![document.clone()],
        ..ImportBatch::default()
    };
    while let Some(next) = import.next() {
        write_rejects(&next.rejects, rejects.as_deref_mut())?;
        let Stored(said) = next.said;
        rows += said.len();
        bytes += said.bytes();
        let rejects = next.rejects.into_iter();
        batches.push(ImportBatch {
            said,
            rejects: rejects.map(|it| (dataset.clone(), it)).collect(),
            ..ImportBatch::default()
        });
        if rows >= COMMIT.0 || bytes >= COMMIT.1 {
            batches.push(of_dataset());
            if full.send(std::mem::take(&mut batches)).is_err() {
                return Ok(());
            }
            (rows, bytes) = (0, 0);
        }
        let (read, all) = import.progress();
        bar.set_length(all);
        bar.set_position(read);
        bar.set_message(format!("{} rows", import.summary().rows));
    }
    // A file that is no table of the dataset says nothing, not even what is covered.
    if import.summary().files > 0 {
        batches.push(ImportBatch {
            imports: vec![import.record()],
            ..of_dataset()
        });
    }
    // Nobody takes it where storing failed, and says so.
    let _ = full.send(batches);
    Ok(())
}

fn told(report: &ImportReport) -> String {
    let mut told = format!(
        "{} and {} of typed tables stored",
        console::count(report.assertions, "assertion"),
        console::count(report.rows, "row")
    );
    if report.rejects > 0 {
        told += &format!(", {}", console::count(report.rejects, "rejected row"));
    }
    if report.already_known > 0 {
        told += &format!(", {} already known", report.already_known);
    }
    told
}

fn write_rejects(rejects: &[Reject], to: Option<&mut BufWriter<File>>) -> Result<()> {
    if let Some(to) = to {
        for reject in rejects {
            write_line(to, reject)?;
        }
    }
    Ok(())
}

fn write_line(out: &mut impl Write, record: &impl serde::Serialize) -> Result<()> {
    serde_json::to_writer(&mut *out, record).map_err(io::Error::from)?;
    out.write_all(b"\n")?;
    Ok(())
}
