//! The store: tables that are committed as one.
//!
//! `reads` pins the versions of the others. A reader takes the last pins and loads those
//! versions; a writer appends to the others, and only then to `reads`. Whatever a killed writer
//! left beyond the pins, nobody sees, and the next writer undoes it.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use datafusion::arrow::error::ArrowError;
use datafusion::dataframe::DataFrame;
use datafusion::functions_aggregate::expr_fn::{count, max, min};
use datafusion::logical_expr::{ident, lit};
use datafusion::prelude::SessionContext;
use deltalake_core::kernel::Action;
use entente_model::{ActorRef, Assertion, ContentId, Date, Document, ImportRecord, Passage};

use super::columns::{Columns, Rows, day_of};
use super::compact;
use super::error::StoreError;
use super::file::DataFile;
use super::gathering::Gathering;
use super::import::ImportedIds;
use super::lock::{LOCK_FILE, WriteLock};
use super::records::{self, DocumentRow, PINS, Read, TableName};
use super::rows::{self, ImportRow, RejectRow};
use super::scan::{self, Scan};
use super::table::Table;
use super::tabled::{Picked, Tabled};
use crate::{Holdings, KnownActor};

/// Format of the tables. Raised when a version that does not know better would misread them, or store once more under
/// other ids what is there.
const FORMAT: u64 = 8;

/// Files that systems put into any folder, and that do not make it somebody else's.
const IGNORED: [&str; 3] = [".DS_Store", "Thumbs.db", "desktop.ini"];

/// One document with everything that was read out of it. It is stored whole or not at all.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadDocument {
    /// The document.
    pub document: Document,
    /// Its sentences.
    pub passages: Vec<Passage>,
    /// What it asserts.
    pub assertions: Vec<Assertion>,
}

/// What became of the documents that were handed to [`Store::add`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct AddReport {
    /// Stored now.
    pub added: usize,
    /// Skipped: the store, or the batch before them, has a document with their id.
    pub already_known: usize,
    /// Passages of the documents that were stored.
    pub passages: usize,
    /// Assertions of the documents that were stored.
    pub assertions: usize,
}

/// A folder of tables.
///
/// It shows what was committed when it was opened, and what it has added itself. To see what
/// other processes have added since, open it anew.
#[derive(Debug)]
pub struct Store {
    pub(super) folder: PathBuf,
    /// The last committed read.
    pub(super) last: Read,
    pub(super) session: Session,
    /// The files of the pinned tables, once somebody asked for them.
    files: [OnceLock<Vec<DataFile>>; PINS],
    pub(super) writer: Option<Writer>,
    pub(super) interruption: Interruption,
}

/// What is loaded on the first write and kept for the next.
#[derive(Debug)]
pub(super) struct Writer {
    pub(super) tables: [Table; PINS],
    pub(super) reads: Table,
    /// Ids of the stored documents.
    pub(super) known: HashSet<ContentId>,
    /// Ids of what is stored of documents and datasets that something was imported of.
    pub(super) imported: ImportedIds,
}

/// What one commit adds.
#[derive(Debug, Default)]
pub(super) struct Addition<'a> {
    pub(super) documents: Vec<DocumentRow<'a>>,
    /// Documents whose passages are added.
    pub(super) read: Vec<&'a ReadDocument>,
    pub(super) assertions: Picked<'a>,
    pub(super) rows: Picked<'a>,
    pub(super) rejects: Vec<RejectRow<'a>>,
    pub(super) imports: Vec<ImportRow<'a>>,
}

impl Addition<'_> {
    /// What is added to a table, in its order.
    fn gathered(&self, table: TableName) -> Result<Gathering, ArrowError> {
        let columns = match table {
            TableName::Assertions => return self.assertions.gathered(),
            TableName::Rows => return self.rows.gathered(),
            TableName::Documents => records::documents(&self.documents),
            TableName::Passages => records::passages(&self.read),
            TableName::Rejects => rows::rejects(&self.rejects),
            TableName::Imports => rows::imports(&self.imports),
            TableName::Reads => Columns::default(),
        };
        Gathering::all(&columns)
    }

    fn count(&self, table: TableName) -> usize {
        match table {
            TableName::Documents => self.documents.len(),
            TableName::Passages => self.read.iter().map(|it| it.passages.len()).sum(),
            TableName::Assertions => self.assertions.len(),
            TableName::Rows => self.rows.len(),
            TableName::Rejects => self.rejects.len(),
            TableName::Imports => self.imports.len(),
            TableName::Reads => 0,
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        TableName::PINNED.into_iter().all(|it| self.count(it) == 0)
    }
}

#[derive(Default)]
pub(super) struct Session(OnceLock<SessionContext>);

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session")
    }
}

/// For tests: how many steps may still be taken before everything stops as if killed.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Interruption(Option<usize>);

impl Interruption {
    /// Between any two changes on disk.
    pub(super) fn step(&mut self) -> Result<(), StoreError> {
        match &mut self.0 {
            None => Ok(()),
            Some(0) => Err(StoreError::Interrupted),
            Some(steps) => {
                *steps -= 1;
                Ok(())
            }
        }
    }
}

/// What there is at a path.
enum Found {
    /// Nothing, or an empty folder.
    Nothing,
    /// A store whose making was cut short: nothing was ever read into it.
    Begun,
    Store,
}

impl Store {
    /// Opens the store in `folder`, or makes one there: the path may be missing, or an empty
    /// folder, or a store whose making was cut short.
    ///
    /// # Errors
    ///
    /// When there is something else at the path, or it cannot be read or written.
    pub async fn open_or_create(folder: &Path) -> Result<Self, StoreError> {
        Self::open_or_create_until(folder, Interruption(None)).await
    }

    /// Opens the store in `folder`. `None` where there is none yet: the path is missing, an
    /// empty folder, or a store whose making was cut short.
    ///
    /// # Errors
    ///
    /// When there is something else at the path, or it cannot be read.
    pub async fn open(folder: &Path) -> Result<Option<Self>, StoreError> {
        match look(folder)? {
            Found::Nothing | Found::Begun => Ok(None),
            Found::Store => Self::load(&absolute(folder)?).await.map(Some),
        }
    }

    #[doc(hidden)]
    pub async fn open_or_create_interrupted(
        folder: &Path,
        steps: usize,
    ) -> Result<Self, StoreError> {
        Self::open_or_create_until(folder, Interruption(Some(steps))).await
    }

    #[doc(hidden)]
    pub fn interrupt_after(&mut self, steps: usize) {
        self.interruption = Interruption(Some(steps));
    }

    async fn open_or_create_until(
        folder: &Path,
        mut interruption: Interruption,
    ) -> Result<Self, StoreError> {
        let found = look(folder)?;
        let folder = absolute(folder)?;
        if !matches!(found, Found::Store) {
            interruption.step()?;
            fs::create_dir_all(&folder).map_err(|error| StoreError::io(&folder, error))?;
            let _lock = WriteLock::acquire(&folder).await?;
            // Another process may have made it while this one waited.
            if !matches!(look(&folder)?, Found::Store) {
                for name in TableName::ALL {
                    interruption.step()?;
                    let path = folder.join(name.name());
                    if !has_log(&path) {
                        Table::create(&path, &name.schema(), name.statistics(), FORMAT).await?;
                    }
                }
            }
        }
        Self::load(&folder).await
    }

    async fn load(folder: &Path) -> Result<Self, StoreError> {
        let reads = Table::load(&folder.join(TableName::Reads.name()), None).await?;
        let session = Session::default();
        let last = last_read(&reads, folder, session.get()).await?;
        Ok(Self {
            folder: folder.to_owned(),
            last,
            session,
            files: Default::default(),
            writer: None,
            interruption: Interruption(None),
        })
    }

    /// The folder it is in.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Stores documents in one commit: when it is killed at any moment, or fails, either all of
    /// them are stored or none. Documents that are known by their id are skipped, and when
    /// nothing is left, nothing is written.
    ///
    /// # Errors
    ///
    /// When another process writes for more than 30 seconds, the disk is full, or the tables
    /// cannot be read or written. What was stored before is still there then, and the same call
    /// may be made again.
    pub async fn add(&mut self, batch: Vec<ReadDocument>) -> Result<AddReport, StoreError> {
        if batch.is_empty() {
            return Ok(AddReport::default());
        }
        let _lock = WriteLock::acquire(&self.folder).await?;
        let mut writer = self.take_writer().await?;
        let mut in_batch = HashSet::new();
        let new: Vec<&ReadDocument> = batch
            .iter()
            .filter(|it| {
                !writer.known.contains(&it.document.id) && in_batch.insert(&it.document.id)
            })
            .collect();
        let report = AddReport {
            added: new.len(),
            already_known: batch.len() - new.len(),
            passages: new.iter().map(|it| it.passages.len()).sum(),
            assertions: new.iter().map(|it| it.assertions.len()).sum(),
        };
        let assertions = new.iter().flat_map(|it| &it.assertions);
        let assertions: Vec<_> = assertions.map(Assertion::as_ref).collect();
        let said = Tabled::new(&assertions, &[], None);
        let addition = Addition {
            documents: new
                .iter()
                .map(|it| (&it.document, it.passages.len(), it.assertions.len()))
                .collect(),
            assertions: Picked::all(&said.assertions),
            read: new,
            ..Addition::default()
        };
        self.commit(&mut writer, &addition).await?;
        self.writer = Some(writer);
        Ok(report)
    }

    /// What is loaded for writing, with what others have committed since. It is taken out, so that
    /// after an error everything is loaded anew. The lock must be held.
    pub(super) async fn take_writer(&mut self) -> Result<Writer, StoreError> {
        match self.writer.take() {
            Some(writer) => self.refreshed(writer).await,
            None => self.start_writing().await,
        }
    }

    /// Commits what is added; nothing where nothing is. The lock must be held.
    pub(super) async fn commit(
        &mut self,
        writer: &mut Writer,
        addition: &Addition<'_>,
    ) -> Result<(), StoreError> {
        if addition.is_empty() {
            return Ok(());
        }
        let read = self.write(writer, addition).await?;
        self.take_over(writer, read)?;
        let documents = addition.documents.iter();
        writer.known.extend(documents.map(|it| it.0.id.clone()));
        Ok(())
    }

    /// Shows what was committed.
    pub(super) fn take_over(&mut self, writer: &Writer, read: Read) -> Result<(), StoreError> {
        for ((files, table), name) in self
            .files
            .iter_mut()
            .zip(&writer.tables)
            .zip(TableName::PINNED)
        {
            debug_assert_eq!(read.version_of(name), Some(table.version()));
            *files = OnceLock::from(table.files()?);
        }
        self.last = read;
        Ok(())
    }

    /// The commit protocol. The order matters: the last commit is what makes the others count.
    async fn write(
        &mut self,
        writer: &mut Writer,
        addition: &Addition<'_>,
    ) -> Result<Read, StoreError> {
        let mut read = self.next_read();
        // Files are made side by side; only commits have an order.
        for (name, actions) in self.files_of(addition)? {
            self.interruption.step()?;
            let table = &mut writer.tables[name as usize];
            table.commit(actions).await?;
            read.totals[name as usize] += addition.count(name) as u64;
            if let Some(small) = compact::too_many(&table.files()?) {
                let actions = self.replacement(name, table, small).await?;
                self.interruption.step()?;
                table.commit(actions).await?;
            }
        }
        let read = self.pin(writer, read).await?;
        if read.number.unsigned_abs() % (compact::KEPT_VERSIONS / 2) == 0 {
            self.shorten_logs(writer)?;
        }
        Ok(read)
    }

    /// Removes entries of the logs that no version of late needs. It changes nothing of what is stored.
    fn shorten_logs(&self, writer: &Writer) -> Result<(), StoreError> {
        let tables = TableName::PINNED.into_iter().zip(&writer.tables);
        for (name, table) in tables.chain([(TableName::Reads, &writer.reads)]) {
            let path = self.path(name);
            compact::shorten_log(&path, table.version())
                .map_err(|error| StoreError::io(&path, error))?;
        }
        Ok(())
    }

    /// Writes a file for each table to which something is added.
    fn files_of(
        &mut self,
        addition: &Addition<'_>,
    ) -> Result<Vec<(TableName, Vec<Action>)>, StoreError> {
        let added = TableName::PINNED.into_iter();
        let added = added.filter(|it| addition.count(*it) > 0);
        let files = added.map(|name| {
            self.interruption.step()?;
            let rows = addition.gathered(name);
            let actions = Table::write(&self.path(name), rows, name.statistics())?;
            Ok((name, actions))
        });
        files.collect()
    }

    /// Commits the versions of the tables as they are: the last step of every change.
    pub(super) async fn pin(
        &mut self,
        writer: &mut Writer,
        mut read: Read,
    ) -> Result<Read, StoreError> {
        for (table, name) in writer.tables.iter().zip(TableName::PINNED) {
            read.versions[name as usize] = table.version();
        }
        let row = records::reads(std::slice::from_ref(&read));
        self.interruption.step()?;
        let path = self.path(TableName::Reads);
        let mut actions = Table::write(&path, Gathering::all(&row), TableName::Reads.statistics())?;
        if let Some(small) = compact::too_many(&writer.reads.files()?) {
            let replacement = self.replacement(TableName::Reads, &writer.reads, small);
            actions.extend(replacement.await?);
        }
        self.interruption.step()?;
        writer.reads.commit(actions).await?;
        Ok(read)
    }

    /// The next row of `reads`, which adds nothing yet.
    pub(super) fn next_read(&self) -> Read {
        Read {
            number: self.last.number + 1,
            at: jiff::Timestamp::now().to_string(),
            versions: self.last.versions,
            totals: self.last.totals,
        }
    }

    async fn start_writing(&mut self) -> Result<Writer, StoreError> {
        let reads = Table::load(&self.path(TableName::Reads), None).await?;
        self.take_up(&reads).await?;
        let mut tables = Vec::with_capacity(PINS);
        for name in TableName::PINNED {
            tables.push(Table::load(&self.path(name), None).await?);
        }
        let Ok(tables) = <[Table; PINS]>::try_from(tables) else {
            return Err(StoreError::damaged(&self.folder, "a table is missing"));
        };
        let mut writer = Writer {
            tables,
            reads,
            known: HashSet::new(),
            imported: ImportedIds::default(),
        };
        self.undo(&mut writer).await?;
        writer.known = self.known_documents().await?;
        Ok(writer)
    }

    /// A writer with what other processes have committed since it was last used.
    async fn refreshed(&mut self, mut writer: Writer) -> Result<Writer, StoreError> {
        let before = self.last.number;
        writer.reads.update().await?;
        self.take_up(&writer.reads).await?;
        for table in &mut writer.tables {
            table.update().await?;
        }
        self.undo(&mut writer).await?;
        if self.last.number != before {
            writer.imported = ImportedIds::default();
            writer.known = self.known_documents().await?;
        }
        Ok(writer)
    }

    async fn take_up(&mut self, reads: &Table) -> Result<(), StoreError> {
        let last = last_read(reads, &self.folder, self.session.get()).await?;
        if last != self.last {
            self.last = last;
            self.files = Default::default();
        }
        Ok(())
    }

    /// Brings every table back to its pin: what lies beyond was left by a writer that was killed
    /// before it came to `reads`.
    async fn undo(&mut self, writer: &mut Writer) -> Result<(), StoreError> {
        for (table, name) in writer.tables.iter_mut().zip(TableName::PINNED) {
            let pin = self.last.version_of(name).unwrap_or_default();
            if table.version() < pin {
                let reason = format!(
                    "version {pin} was committed, the log ends at {}",
                    table.version()
                );
                return Err(StoreError::damaged(&self.folder.join(name.name()), reason));
            }
            if table.version() > pin {
                self.interruption.step()?;
                table.undo_to(pin).await?;
            }
        }
        Ok(())
    }

    async fn known_documents(&self) -> Result<HashSet<ContentId>, StoreError> {
        let scan = self.scan(TableName::Documents).await?;
        let mut known = HashSet::new();
        for batch in scan.select(self.session.get(), &["id"], None).await? {
            let rows = scan.rows(&batch);
            known.extend(
                rows.text("id")?
                    .iter()
                    .flatten()
                    .map(ContentId::from_stored),
            );
        }
        Ok(known)
    }

    /// The documents with these ids, in that order; ids that are not in the store are skipped.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn documents(&self, ids: &[ContentId]) -> Result<Vec<Document>, StoreError> {
        if ids.is_empty() {
            return Ok(Vec::new());
        }
        let scan = self.scan(TableName::Documents).await?;
        let wanted = scan::is_one_of("id", ids.iter().map(ContentId::as_str));
        let mut documents = Vec::new();
        for batch in scan
            .batches(self.session.get(), move |frame| frame.filter(wanted))
            .await?
        {
            records::documents_of(&scan.rows(&batch), &mut documents)?;
        }
        let places: HashMap<&ContentId, usize> = ids
            .iter()
            .enumerate()
            .rev()
            .map(|(place, id)| (id, place))
            .collect();
        documents.sort_by_key(|document| places.get(&document.id).copied());
        Ok(documents)
    }

    /// The passages of a document, in text order.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn passages_of(&self, document: &ContentId) -> Result<Vec<Passage>, StoreError> {
        let scan = self.scan(TableName::Passages).await?;
        let wanted = ident("document").eq(lit(document.as_str()));
        let mut passages = Vec::new();
        for batch in scan
            .batches(self.session.get(), move |frame| frame.filter(wanted))
            .await?
        {
            records::passages_of(&scan.rows(&batch), &mut passages)?;
        }
        passages.sort_by_key(|passage| passage.index);
        Ok(passages)
    }

    /// What the store holds, or held of what was published up to a day.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn holdings(&self, at: Option<Date>) -> Result<Holdings, StoreError> {
        let mut holdings = Holdings::default();
        let [documents, passages, assertions, ..] = self.last.totals;
        (holdings.documents, holdings.earliest, holdings.latest) =
            self.published(TableName::Documents, at).await?;
        if at.is_none() {
            debug_assert_eq!(holdings.documents, documents);
            (holdings.passages, holdings.assertions) = (passages, assertions);
        } else {
            holdings.passages = self.published(TableName::Passages, at).await?.0;
            holdings.assertions = self.published(TableName::Assertions, at).await?.0;
        }
        holdings.imports = self.imports_with_assertions().await?;
        if let Some(at) = at {
            let published = self.documents_by(at, &holdings.imports).await?;
            holdings
                .imports
                .retain(|it| published.contains(&it.document));
        }
        Ok(holdings)
    }

    /// Which of the imported datasets were published by a day.
    async fn documents_by(
        &self,
        at: Date,
        imports: &[ImportRecord],
    ) -> Result<HashSet<ContentId>, StoreError> {
        let ids: Vec<ContentId> = imports.iter().map(|it| it.document.clone()).collect();
        let documents = self.documents(&ids).await?.into_iter();
        let published = documents.filter(|it| it.published.is_some_and(|day| day <= at));
        Ok(published.map(|it| it.id).collect())
    }

    /// How many rows were published up to a day, the first such day, and the last. Files of which the
    /// log says enough are not opened.
    async fn published(
        &self,
        name: TableName,
        at: Option<Date>,
    ) -> Result<(u64, Option<Date>, Option<Date>), StoreError> {
        let mut scan = self.scan(name).await?;
        let mut told = Published::default();
        scan.files.retain(|file| !told.take(file, at));
        let sums = scan.batches(self.session.get(), move |frame| {
            let frame = match scan::published_by(at) {
                Some(condition) => frame.filter(condition)?,
                None => frame,
            };
            let [rows, first, last] = [
                count(lit(1)).alias("rows"),
                min(ident("published")).alias("first"),
                max(ident("published")).alias("last"),
            ];
            frame.aggregate(Vec::new(), vec![rows, first, last])
        });
        for batch in sums.await?.iter().filter(|batch| batch.num_rows() > 0) {
            let rows = scan.rows(batch);
            let day = |name| -> Result<Option<Date>, StoreError> {
                Ok(rows.day(name)?.iter().next().flatten().and_then(day_of))
            };
            let number = rows.number("rows")?.iter().next().flatten();
            told.rows += number.map_or(0, |it| it.max(0) as u64);
            told.days(day("first")?.zip(day("last")?));
        }
        Ok((told.rows, told.first, told.last))
    }

    /// Every actor met in an assertion published up to a day, claimants included, the most
    /// frequent first.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn known_actors(&self, at: Option<Date>) -> Result<Vec<KnownActor>, StoreError> {
        let scan = self.scan(TableName::Assertions).await?;
        // The same few mentions come again and again: each is parsed once.
        let mut counts: HashMap<String, u64> = HashMap::new();
        let plan = move |frame: DataFrame| {
            scan::kept(frame, scan::published_by(at))?.select([ident("mentions")])
        };
        let count = |rows: &Rows<'_>| {
            for json in rows.texts("mentions")?.iter().flatten() {
                match counts.get_mut(json) {
                    Some(count) => *count += 1,
                    None => {
                        counts.insert(json.to_owned(), 1);
                    }
                }
            }
            Ok(())
        };
        scan.each_batch(self.session.get(), plan, count).await?;
        let mut commonest: Vec<(String, u64)> = counts.into_iter().collect();
        commonest.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let mut actors: Vec<KnownActor> = Vec::new();
        let mut places: HashMap<String, usize> = HashMap::new();
        for (json, assertions) in commonest {
            let actor: ActorRef = records::parse(&json, &scan.path)?;
            match places.get(&actor.id) {
                Some(&place) => actors[place].assertions += assertions,
                None => {
                    places.insert(actor.id.clone(), actors.len());
                    actors.push(KnownActor { actor, assertions });
                }
            }
        }
        actors.sort_by(|a, b| {
            b.assertions
                .cmp(&a.assertions)
                .then(a.actor.id.cmp(&b.actor.id))
        });
        Ok(actors)
    }

    /// Loads side by side what answers are mostly made of, which is else loaded one after the other when it is first
    /// asked for.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn prepare(&self) -> Result<(), StoreError> {
        let names = [
            TableName::Assertions,
            TableName::Documents,
            TableName::Imports,
        ];
        let loading = names.map(|name| {
            let (path, version) = (self.path(name), self.last.version_of(name));
            tokio::spawn(async move { Table::load(&path, version).await?.files() })
        });
        for (name, loading) in names.into_iter().zip(loading) {
            let failed = |error| StoreError::damaged(&self.path(name), error);
            let files = loading.await.map_err(failed)??;
            if let Some(kept) = self.files.get(name as usize) {
                kept.get_or_init(|| files);
            }
        }
        Ok(())
    }

    /// The files of a table as of the last committed read.
    pub(super) async fn scan(&self, name: TableName) -> Result<Scan, StoreError> {
        let path = self.path(name);
        let kept = self.files.get(name as usize);
        let files = match kept.and_then(OnceLock::get) {
            Some(files) => files.clone(),
            None => {
                let files = Table::load(&path, self.last.version_of(name))
                    .await?
                    .files()?;
                match kept {
                    Some(kept) => kept.get_or_init(|| files).clone(),
                    None => files,
                }
            }
        };
        Ok(Scan {
            path,
            schema: name.schema(),
            files,
        })
    }

    pub(super) fn path(&self, name: TableName) -> PathBuf {
        self.folder.join(name.name())
    }
}

impl Session {
    pub(super) fn get(&self) -> &SessionContext {
        self.0.get_or_init(scan::session)
    }
}

/// How much was published, as far as the log tells.
#[derive(Debug, Default)]
struct Published {
    rows: u64,
    first: Option<Date>,
    last: Option<Date>,
}

impl Published {
    /// Counts a file of which the log tells enough; whether it did.
    fn take(&mut self, file: &DataFile, at: Option<Date>) -> bool {
        let (Some(rows), Some((days, missing))) = (file.rows, file.days("published")) else {
            return false;
        };
        match (days, at) {
            (None, None) => self.rows += rows,
            // What has no day was not published by any.
            (None, Some(_)) => {}
            (Some(days), None) => {
                self.rows += rows;
                self.days(Some(days));
            }
            (Some((first, _)), Some(at)) if first > at => {}
            (Some((first, last)), Some(at)) if last <= at => {
                self.rows += rows - missing.min(rows);
                self.days(Some((first, last)));
            }
            (Some(_), Some(_)) => return false,
        }
        true
    }

    fn days(&mut self, days: Option<(Date, Date)>) {
        if let Some((first, last)) = days {
            self.first = Some(self.first.map_or(first, |it| it.min(first)));
            self.last = Some(self.last.map_or(last, |it| it.max(last)));
        }
    }
}

/// The newest row of `reads`. Each file of it says in its statistics which reads it has, so that
/// only one is opened however many there are.
async fn last_read(
    table: &Table,
    folder: &Path,
    session: &SessionContext,
) -> Result<Read, StoreError> {
    let format = table.format()?;
    if format < FORMAT {
        return Err(StoreError::Older {
            path: folder.to_owned(),
            format,
            known: FORMAT,
        });
    }
    if format > FORMAT {
        return Err(StoreError::Newer {
            path: folder.to_owned(),
            format,
            known: FORMAT,
        });
    }
    let mut files = table.files()?;
    let column = TableName::Reads.statistics();
    let numbers: Option<Vec<i64>> = files.iter().map(|it| it.greatest(column)).collect();
    if let Some(last) = numbers.and_then(|numbers| numbers.into_iter().max()) {
        files.retain(|it| it.greatest(column) == Some(last));
    }
    let scan = Scan {
        path: folder.join(TableName::Reads.name()),
        schema: TableName::Reads.schema(),
        files,
    };
    let mut reads = Vec::new();
    for batch in scan.batches(session, Ok).await? {
        records::reads_of(&scan.rows(&batch), &mut reads)?;
    }
    Ok(reads
        .into_iter()
        .max_by_key(|read| read.number)
        .unwrap_or_default())
}

fn absolute(folder: &Path) -> Result<PathBuf, StoreError> {
    std::path::absolute(folder).map_err(|error| StoreError::io(folder, error))
}

/// Says what is at the path, and refuses what is somebody else's.
fn look(folder: &Path) -> Result<Found, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Found::Nothing),
        Err(error) => return Err(StoreError::io(folder, error)),
    };
    if has_log(&folder.join(TableName::Reads.name())) {
        return Ok(Found::Store);
    }
    let mut found = Found::Nothing;
    for entry in entries {
        let name = entry
            .map_err(|error| StoreError::io(folder, error))?
            .file_name();
        let name = name.to_string_lossy();
        if IGNORED.contains(&&*name) {
            continue;
        }
        let path = folder.join(&*name);
        let is_table = TableName::ALL.iter().any(|table| table.name() == name);
        if name != LOCK_FILE && !(is_table && may_be_a_table(&path)) {
            let (path, found) = (folder.to_owned(), name.into_owned());
            return Err(StoreError::NotAStore { path, found });
        }
        if commits(&path) > 1 {
            // Making `reads` anew would undo all that was ever read.
            return Err(StoreError::damaged(folder, "its table of reads is missing"));
        }
        found = Found::Begun;
    }
    Ok(found)
}

/// Whether a table's making was finished.
fn has_log(table: &Path) -> bool {
    commits(table) > 0
}

/// How many entries a table's log has.
fn commits(table: &Path) -> usize {
    let Ok(entries) = fs::read_dir(table.join("_delta_log")) else {
        return 0;
    };
    let names = entries.filter_map(|entry| Some(entry.ok()?.file_name()));
    names
        .filter(|name| name.to_string_lossy().ends_with(".json"))
        .count()
}

/// A folder with nothing in it but a log, as a table is when its making was cut short.
fn may_be_a_table(path: &Path) -> bool {
    has_log(path)
        || fs::read_dir(path).is_ok_and(|mut entries| {
            entries.all(|entry| entry.is_ok_and(|entry| entry.file_name() == "_delta_log"))
        })
}

#[cfg(test)]
mod tests {
    use super::super::columns::{Rows, optional, required};
    use super::*;

    #[test]
    fn nothing_is_said_of_a_missing_value() {
        let none: Vec<Option<&str>> = vec![None];
        let batch = Columns::default().text("id", none).into_read().unwrap();
        let rows = Rows {
            batch: &batch,
            path: Path::new("x"),
        };
        assert_eq!(optional(rows.text("id").unwrap(), 0), None);
        assert!(required(rows.text("id").unwrap(), 0, rows.path).is_err());
        assert!(rows.text("title").is_err());
    }
}
