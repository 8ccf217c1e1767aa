//! An import: files are read by one thread, coded by several, and merged in their order.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, LazyLock, Mutex};
use std::thread;

use entente_lexicon::Lexicon;
use entente_model::{
    Coverage, Covers, Date, Diagnostic, Document, ImportRecord, Place, Reject, Severity,
};

use crate::block::{self, Block};
use crate::codes::{LexiconCodes, StateCodes};
use crate::inputs::{self, Input};
use crate::mapping::Mapping;
use crate::out::{Coded, Context, Item, Known};
use crate::registry::{Code, Dataset, Shape, document_of};
use crate::said::{Said, Take};
use crate::summary::Summary;
use crate::tables::{self, Form};
use crate::window::Window;

/// The lexicon's codes, read once.
static CODES: LazyLock<Arc<LexiconCodes>> = LazyLock::new(|| Arc::new(LexiconCodes::builtin()));

/// Where the columns' meaning comes from.
#[derive(Debug)]
pub enum Source {
    /// A dataset of the registry.
    Dataset(&'static Dataset),
    /// A mapping file.
    Mapping(Box<Mapping>),
}

/// How to import.
#[derive(Default)]
pub struct Options {
    /// Version of the files, where it is not the registry's.
    pub version: Option<String>,
    /// Threads that code; the machine's where not given.
    pub threads: Option<usize>,
    /// What the codes of states mean; the lexicon's where not given.
    pub codes: Option<Arc<dyn StateCodes>>,
    /// Whether the files are only a part of the dataset, as those of one country are: then they
    /// cover no state but those that their rows name.
    pub part: bool,
}

/// What a stretch of rows gave, in their order.
#[derive(Debug, Default)]
pub struct Batch<T = Said> {
    /// What they say.
    pub said: T,
    /// Rows that could not be imported.
    pub rejects: Vec<Reject>,
}

/// What the reading thread passes on.
enum Passed<T> {
    Table,
    OtherFile,
    Failed(Diagnostic),
    /// A block that is being coded, and its file.
    Block(Arc<str>, Receiver<(Coded, T)>),
}

/// A job of the coding threads: a block, the index of its form, and where the result goes.
type Job<T> = (usize, Block, SyncSender<(Coded, T)>);

/// An import that is under way: an iterator of batches, in the order of the rows.
///
/// Memory is bounded whatever the files' size: a few blocks of half a mebibyte, and the hashes of the
/// last two to four million rows, by which repeated ones are known. A row repeated at a greater
/// distance gives assertions of the same ids again. No I/O happens but reading the files.
///
/// ```no_run
/// use entente_datasets::{Import, Options, Source, find};
/// let dataset = find("ucdp-ged").expect("known");
/// let mut import = Import::new(Source::Dataset(dataset), &["ged.csv".into()], Options::default());
/// for batch in &mut import {
///     println!("{} assertions", batch.said.assertions.len());
/// }
/// println!("{}", import.summary());
/// ```
pub struct Import<T = Said> {
    passed: Receiver<Passed<T>>,
    merges: String,
    rows: Window,
    events: Window,
    summary: Summary,
    /// Whose rows they are.
    record: ImportRecord,
    released: Option<Date>,
    /// Bytes of the files, and how many of them have been read.
    bytes: u64,
    bytes_read: Arc<AtomicU64>,
}

impl<T> std::fmt::Debug for Import<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Import")
            .field("summary", &self.summary)
            .finish_non_exhaustive()
    }
}

impl Source {
    fn forms(&self) -> Vec<Form> {
        match self {
            Self::Dataset(dataset) => dataset
                .layouts
                .iter()
                .enumerate()
                .map(|(index, layout)| {
                    let whole = matches!(layout.code, Code::Table(_));
                    Form::new(index, layout.shape, whole)
                })
                .collect(),
            Self::Mapping(map) => vec![Form {
                names: map.names(),
                counts: map.width().into_iter().collect(),
                delimiter: map.delimiter(),
                ..Form::new(0, Shape::Header(&[]), false)
            }],
        }
    }

    fn code(&self, form: usize) -> Code<'_> {
        match self {
            Self::Dataset(dataset) => dataset.layouts[form].code,
            Self::Mapping(map) => Code::Mapped(map),
        }
    }

    fn context(&self, options: &Options, companions: HashMap<String, String>) -> Context {
        let day = |text: &str| text.parse::<Date>().ok();
        let (dataset, name, version, publisher, released, last) = match self {
            Self::Dataset(dataset) => (
                dataset.id,
                dataset.name,
                dataset.version,
                dataset.publisher,
                day(dataset.released),
                dataset.span.1.and_then(day),
            ),
            Self::Mapping(map) => {
                let about = map.about();
                (
                    about.id.as_str(),
                    about.name.as_str(),
                    about.version.as_str(),
                    about.publisher.as_str(),
                    about.released.as_deref().and_then(day),
                    about.last.as_deref().and_then(day),
                )
            }
        };
        let version = options.version.as_deref().unwrap_or(version);
        Context {
            dataset: dataset.into(),
            version: version.to_owned(),
            title: format!("{name} {version}").trim_end().to_owned(),
            coder: format!("{dataset}/{version}"),
            publisher: publisher.to_owned(),
            released,
            last,
            document: document_of(dataset, version),
            codes: match &options.codes {
                Some(codes) => codes.clone(),
                None => CODES.clone(),
            },
            lexicon: Lexicon::builtin(),
            companions,
        }
    }

    /// The first day that it covers.
    fn first(&self) -> Option<Date> {
        match self {
            Self::Dataset(dataset) => dataset.span.0.parse().ok(),
            Self::Mapping(map) => map.about().first.as_deref()?.parse().ok(),
        }
    }

    fn covers(&self, part: bool) -> Covers {
        match self {
            Self::Dataset(dataset) if !part => dataset.covers,
            _ => Covers::Listed,
        }
    }

    /// The reference, as BibTeX too, and the terms.
    fn references(&self) -> (&str, Option<&str>, &str) {
        match self {
            Self::Dataset(dataset) => (dataset.citation, Some(dataset.bibtex), dataset.terms),
            Self::Mapping(map) => (&map.about().citation, None, &map.about().terms),
        }
    }

    fn name(&self) -> &str {
        match self {
            Self::Dataset(dataset) => dataset.name,
            Self::Mapping(map) => &map.about().name,
        }
    }

    fn merges(&self) -> &str {
        match self {
            Self::Dataset(dataset) => dataset.merges,
            Self::Mapping(_) => "the same event number",
        }
    }
}

impl Import {
    /// Starts to import the files, and the folders' files that are tables of the dataset.
    pub fn new(source: Source, paths: &[PathBuf], options: Options) -> Self {
        Self::taking(source, paths, options)
    }
}

impl<T: Take> Import<T> {
    /// As [`Import::new`], where something else is to be made of what the rows say.
    pub fn taking(source: Source, paths: &[PathBuf], options: Options) -> Self {
        let (inputs, diagnostics) = inputs::find(paths);
        let companions = match &source {
            Source::Dataset(dataset) => companions(dataset, &inputs),
            Source::Mapping(_) => HashMap::new(),
        };
        let context = source.context(&options, companions);
        let (span, covers) = ((source.first(), context.last), source.covers(options.part));
        let (citation, bibtex, terms) = source.references();
        let record = ImportRecord {
            dataset: context.dataset.to_string(),
            version: context.version.clone(),
            name: source.name().to_owned(),
            publisher: context.publisher.clone(),
            document: context.document.clone(),
            span,
            covers,
            coverage: Coverage::default(),
            rows: 0,
            imported: 0,
            merged: BTreeMap::new(),
            silent: BTreeMap::new(),
            rejected: BTreeMap::new(),
            citation: citation.to_owned(),
            bibtex: bibtex.map(str::to_owned),
            terms: terms.to_owned(),
        };
        let released = context.released;
        let summary = Summary {
            dataset: context.title.clone(),
            span,
            covers,
            diagnostics,
            ..Summary::default()
        };
        let merges = source.merges().to_owned();
        let threads = options
            .threads
            .unwrap_or_else(|| thread::available_parallelism().map_or(1, std::num::NonZero::get));
        let threads = threads.clamp(1, 64);

        let bytes = inputs.iter().map(|input| input.bytes()).sum();
        let bytes_read = Arc::new(AtomicU64::new(0));
        let (pass, passed) = sync_channel(2 * threads);
        let (job, jobs) = sync_channel::<Job<T>>(threads);
        let jobs = Arc::new(Mutex::new(jobs));
        let (source, context) = (Arc::new(source), Arc::new(context));
        for _ in 0..threads {
            let (jobs, source, context) = (jobs.clone(), source.clone(), context.clone());
            thread::spawn(move || {
                let mut known = Known::default();
                loop {
                    let next = jobs.lock().ok().and_then(|jobs| jobs.recv().ok());
                    let Some((form, block, done)) = next else {
                        break;
                    };
                    // Nobody waits for it where the import was dropped.
                    let _ = done.send(block::code(&block, source.code(form), &context, &mut known));
                }
            });
        }
        let count = bytes_read.clone();
        thread::spawn(move || read(&inputs, &count, &source, &context.dataset, &pass, &job));
        Self {
            passed,
            merges,
            rows: Window::for_bytes(bytes),
            events: Window::for_bytes(bytes),
            summary,
            record,
            released,
            bytes,
            bytes_read,
        }
    }

    /// How many bytes of the files have been read, as they lie on the disk, and how many there are.
    pub fn progress(&self) -> (u64, u64) {
        (self.bytes_read.load(Ordering::Relaxed), self.bytes)
    }

    /// The dataset as the document that its rows are passages of. Its text is not kept: each row
    /// stands in the evidence of what it says.
    pub fn document(&self) -> Document {
        let ImportRecord {
            dataset, version, ..
        } = &self.record;
        Document {
            id: self.record.document.clone(),
            origin: format!("dataset {dataset} {version}"),
            title: Some(self.summary.dataset.clone()),
            publisher: Some(self.record.publisher.clone()),
            author: None,
            published: self.released,
            url: None,
            language: None,
            summary_of: None,
            text: String::new(),
            blocks: Vec::new(),
        }
    }

    /// Whose the rows are, what they cover, and what became of them so far; complete when the
    /// iterator has ended.
    pub fn record(&self) -> ImportRecord {
        fn counts<K: ToString>(counts: &BTreeMap<K, u64>) -> BTreeMap<String, u64> {
            let owned = counts
                .iter()
                .map(|(what, count)| (what.to_string(), *count));
            owned.collect()
        }
        ImportRecord {
            coverage: self.summary.coverage.clone(),
            rows: self.summary.rows,
            imported: self.summary.imported,
            merged: self.summary.merged.clone(),
            silent: counts(&self.summary.silent),
            rejected: counts(&self.summary.rejected),
            ..self.record.clone()
        }
    }

    /// What was done so far; complete when the iterator has ended.
    pub fn summary(&self) -> &Summary {
        &self.summary
    }

    fn merge(&mut self, coded: Coded, mut said: T) -> Batch<T> {
        let summary = &mut self.summary;
        summary.rows += coded.rows;
        for (reason, count) in coded.silent {
            *summary.silent.entry(reason).or_default() += count;
        }
        for (code, count) in coded.unknown {
            *summary.unknown.entry(code).or_default() += count;
        }
        summary.coverage.add(coded.coverage);
        for reject in &coded.rejects {
            *summary.rejected.entry(reject.reason.clone()).or_default() += 1;
        }
        let (mut assertions, mut rows) = (Kept::default(), Kept::default());
        // All are looked for first: memory is waited for by many of them at once, and not by one after the other.
        let known = |item: &Item| self.rows.has(item.row);
        let known: Vec<bool> = coded.items.iter().map(known).collect();
        let told = |item: &Item| item.event.is_some_and(|event| self.events.has(event));
        let told: Vec<bool> = coded.items.iter().map(told).collect();
        for ((item, is_known), is_told) in coded.items.iter().zip(known).zip(told) {
            // What stays of it.
            let (all, source) = if is_known || !self.rows.insert(item.row) {
                *summary.merged.entry("the same row".to_owned()).or_default() += 1;
                (false, false)
            } else if is_told || item.event.is_some_and(|event| !self.events.insert(event)) {
                *summary.merged.entry(self.merges.clone()).or_default() += 1;
                // The event is there already; the record behind it is new.
                (false, true)
            } else {
                summary.imported += 1;
                (true, true)
            };
            let sources = usize::from(item.has_source);
            assertions.note(item.assertions, all);
            rows.note(item.rows - sources, all);
            rows.note(sources, source);
        }
        summary.assertions += assertions.count;
        summary.table_rows += rows.count;
        if !(assertions.is_all() && rows.is_all()) {
            said.retain(&assertions.each, &rows.each);
        }
        Batch {
            said,
            rejects: coded.rejects,
        }
    }
}

impl<T: Take> Iterator for Import<T> {
    type Item = Batch<T>;

    fn next(&mut self) -> Option<Batch<T>> {
        loop {
            let Ok(passed) = self.passed.recv() else {
                // What was remembered is given back while the last is stored.
                (self.rows, self.events) = (Window::for_bytes(0), Window::for_bytes(0));
                return None;
            };
            match passed {
                Passed::Table => self.summary.files += 1,
                Passed::OtherFile => self.summary.passed_over += 1,
                Passed::Failed(diagnostic) => self.summary.diagnostics.push(diagnostic),
                Passed::Block(file, coded) => match coded.recv() {
                    Ok((coded, said)) => return Some(self.merge(coded, said)),
                    Err(_) => self.summary.diagnostics.push(lost(&file)),
                },
            }
        }
    }
}

/// Which are kept, and how many.
#[derive(Default)]
struct Kept {
    each: Vec<bool>,
    count: u64,
}

impl Kept {
    fn note(&mut self, more: usize, kept: bool) {
        self.each.extend(std::iter::repeat_n(kept, more));
        self.count += if kept { more as u64 } else { 0 };
    }

    fn is_all(&self) -> bool {
        self.count == self.each.len() as u64
    }
}

/// What is said of a block whose thread ended before it was coded.
fn lost(file: &str) -> Diagnostic {
    Diagnostic {
        code: "D012",
        severity: Severity::Error,
        place: Place {
            input: file.to_owned(),
            offset: None,
            line: None,
        },
        message: "a stretch of rows was not coded, by a fault of the program".to_owned(),
        hint: None,
    }
}

/// The reading thread.
fn read<T>(
    inputs: &[Input],
    count: &AtomicU64,
    source: &Source,
    dataset: &str,
    pass: &SyncSender<Passed<T>>,
    job: &SyncSender<Job<T>>,
) {
    let forms = source.forms();
    for input in inputs {
        let mut wanted = true;
        let mut one = |file: String, table: &mut dyn Read| {
            if !wanted {
                return;
            }
            let mut blocks = 0_u64;
            let outcome = tables::read(&file, table, &forms, &mut |form, block| {
                blocks += 1;
                let (done, coded) = sync_channel(1);
                let file = block.file.clone();
                job.send((form, block, done)).is_ok()
                    && pass.send(Passed::Block(file, coded)).is_ok()
            });
            let message = match outcome {
                Ok(true) => Passed::Table,
                Ok(false) if input.named => {
                    Passed::Failed(tables::unrecognised(&file, dataset, &forms))
                }
                Ok(false) => Passed::OtherFile,
                Err(error) => Passed::Failed(inputs::unreadable(&file, &error)),
            };
            wanted = pass.send(message).is_ok();
        };
        if let Err(error) = inputs::open(&input.path, count, &mut one) {
            let name = input.path.display().to_string();
            wanted = pass
                .send(Passed::Failed(inputs::unreadable(&name, &error)))
                .is_ok();
        }
        if !wanted {
            return;
        }
    }
}

/// The values of the tables beside a dataset's, found among the inputs and in their folders.
fn companions(dataset: &Dataset, inputs: &[Input]) -> HashMap<String, String> {
    let mut values = HashMap::new();
    if dataset.companions.is_empty() {
        return values;
    }
    let mut paths: Vec<PathBuf> = inputs.iter().map(|input| input.path.clone()).collect();
    let folders: HashSet<&Path> = inputs
        .iter()
        .filter_map(|input| input.path.parent())
        .collect();
    for folder in folders {
        let entries = folder.read_dir().into_iter().flatten().flatten();
        paths.extend(
            entries
                .map(|entry| entry.path())
                .filter(|path| path.is_file()),
        );
    }
    paths.sort();
    paths.dedup();
    for companion in dataset.companions {
        let columns = companion.columns;
        let forms = [Form::new(0, Shape::Header(columns), false)];
        for path in &paths {
            // What cannot be read is reported when it is imported.
            let _ = inputs::open(path, &AtomicU64::new(0), &mut |file, table| {
                let _ = tables::read(&file, table, &forms, &mut |_, block| {
                    block::pairs(&block, columns[0], columns[1], &mut values);
                    true
                });
            });
        }
    }
    values
}
