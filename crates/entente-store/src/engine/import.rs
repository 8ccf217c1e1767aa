//! Rows of published datasets into the store: like a read, but of documents that are only cited, and
//! that grow from commit to commit.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};

use datafusion::dataframe::DataFrame;
use datafusion::logical_expr::{Expr, ident, lit};
use entente_model::{Assertion, ContentId, Document, ImportRecord, Reject, TableRow};

use super::columns::Rows;
use super::error::StoreError;
use super::lock::WriteLock;
use super::records::TableName;
use super::rows::{self, imports_of};
use super::scan::is_one_of;
use super::store::{Addition, Store, Writer};

/// What an import hands over, to be committed together.
#[derive(Debug, Default)]
pub struct ImportBatch {
    /// The documents that the assertions cite: datasets, or what an export cites. Their text is not
    /// kept. Known ones are skipped.
    pub documents: Vec<Document>,
    /// Assertions of these documents.
    pub assertions: Vec<Assertion>,
    /// Rows of typed tables.
    pub rows: Vec<TableRow>,
    /// Rows that could not be imported, and the dataset that they are of.
    pub rejects: Vec<(String, Reject)>,
    /// What the imports cover that have ended with this batch.
    pub imports: Vec<ImportRecord>,
}

/// What became of an [`ImportBatch`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct ImportReport {
    /// Documents that were not known before.
    pub documents: usize,
    /// Assertions that were stored.
    pub assertions: usize,
    /// Rows of typed tables that were stored.
    pub rows: usize,
    /// Rejects that were stored.
    pub rejects: usize,
    /// Assertions, rows and rejects that the store has already.
    pub already_known: usize,
}

impl std::ops::AddAssign for ImportReport {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.assertions += other.assertions;
        self.rows += other.rows;
        self.rejects += other.rejects;
        self.already_known += other.already_known;
    }
}

/// The first half of the ids of what is stored, by the document or dataset that it is of. Eight bytes
/// each: of a hundred million rows, the chance that any two share a half is one in 3,700.
#[derive(Debug, Default)]
pub(super) struct ImportedIds {
    assertions: HashMap<ContentId, Halves>,
    rows: HashMap<String, Halves>,
}

/// Halves of ids. They are hashes, and are not hashed again.
type Halves = HashSet<u64, BuildHasherDefault<AsIs>>;

#[derive(Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, half: u64) {
        self.0 = half;
    }

    fn finish(&self) -> u64 {
        self.0
    }
}

fn half(id: &str) -> u64 {
    let digits = id.get(..16).and_then(|it| u64::from_str_radix(it, 16).ok());
    // Ids of others than us may be no hexadecimal digits.
    digits.unwrap_or_else(|| {
        let bytes = id.bytes();
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    })
}

impl Store {
    /// Stores what an import gave in one commit, without what is stored already: when it is killed at
    /// any moment, or fails, either all of it is stored or none. Where nothing is left, nothing is
    /// written.
    ///
    /// Eight bytes of memory are used, some sixteen with their table, for each assertion and row that
    /// is stored of the same datasets.
    ///
    /// # Errors
    ///
    /// As [`Store::add`].
    pub async fn import(&mut self, batch: &ImportBatch) -> Result<ImportReport, StoreError> {
        let _lock = WriteLock::acquire(&self.folder).await?;
        let mut writer = self.take_writer().await?;
        self.load_ids(&mut writer, batch).await?;
        let mut report = ImportReport::default();
        let mut addition = Addition::default();
        let mut new_documents = HashSet::new();
        let ids = &mut writer.imported;
        for assertion in &batch.assertions {
            let known = ids.assertions.entry(assertion.evidence.document.clone());
            if known.or_default().insert(half(assertion.id.as_str())) {
                addition.assertions.push(assertion);
            } else {
                report.already_known += 1;
            }
        }
        for row in &batch.rows {
            if ids.of_dataset(&row.dataset).insert(half(row.id.as_str())) {
                addition.rows.push(row);
            } else {
                report.already_known += 1;
            }
        }
        for (dataset, reject) in &batch.rejects {
            let reject = (dataset.as_str(), reject);
            let id = rows::reject_id(reject);
            if ids.of_dataset(dataset).insert(half(id.as_str())) {
                addition.rejects.push(reject);
            } else {
                report.already_known += 1;
            }
        }
        for document in &batch.documents {
            if !writer.known.contains(&document.id) && new_documents.insert(&document.id) {
                addition.documents.push((document, 0, 0));
            }
        }
        let before = if batch.imports.is_empty() {
            Vec::new()
        } else {
            self.imports().await?
        };
        let tells_more = |record: &&ImportRecord| {
            let same = |known: &ImportRecord| {
                known.document == record.document
                    && known.covers == record.covers
                    && known.coverage == record.coverage
            };
            !before.iter().any(same)
        };
        for record in batch.imports.iter().filter(tells_more) {
            let stored = ids.assertions.get(&record.document);
            let stored = stored.map_or(0, Halves::len);
            addition.imports.push((record, stored));
        }
        report.documents = addition.documents.len();
        report.assertions = addition.assertions.len();
        report.rows = addition.rows.len();
        report.rejects = addition.rejects.len();
        self.commit(&mut writer, &addition).await?;
        self.writer = Some(writer);
        Ok(report)
    }

    /// How many documents are stored.
    pub fn documents_stored(&self) -> u64 {
        let documents = self.last.totals.get(TableName::Documents as usize);
        documents.copied().unwrap_or_default()
    }

    /// How many imports, rows and assertions are stored. They only grow; a read of texts changes the last.
    pub fn stored(&self) -> [u64; 3] {
        let of = |table: TableName| self.last.totals.get(table as usize).copied();
        [TableName::Imports, TableName::Rows, TableName::Assertions]
            .map(|it| of(it).unwrap_or_default())
    }

    /// How many assertions cite one of these documents.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn count_citing(&self, documents: &[ContentId]) -> Result<u64, StoreError> {
        let scan = self.scan(TableName::Assertions).await?;
        let citing = is_one_of("document", documents.iter().map(ContentId::as_str));
        let batches = scan
            .select(self.session.get(), &["document"], Some(citing))
            .await?;
        Ok(batches.iter().map(|batch| batch.num_rows() as u64).sum())
    }

    /// Every import, by dataset, version and what it covers.
    ///
    /// # Errors
    ///
    /// When the tables cannot be read.
    pub async fn imports(&self) -> Result<Vec<ImportRecord>, StoreError> {
        self.imports_where(None).await
    }

    /// The imports of datasets that say something of actors: lists of states, votes and capabilities
    /// are rows only.
    pub(super) async fn imports_with_assertions(&self) -> Result<Vec<ImportRecord>, StoreError> {
        self.imports_where(Some(ident("assertions").gt(lit(0_i64))))
            .await
    }

    async fn imports_where(&self, keep: Option<Expr>) -> Result<Vec<ImportRecord>, StoreError> {
        let scan = self.scan(TableName::Imports).await?;
        let mut imports = Vec::new();
        for batch in scan.select(self.session.get(), &["record"], keep).await? {
            imports_of(&scan.rows(&batch), &mut imports)?;
        }
        // The engine reads its files in no order.
        imports.sort_by(|a, b| {
            let of = |it: &ImportRecord| (it.dataset.clone(), it.version.clone(), it.days());
            of(a).cmp(&of(b))
        });
        Ok(imports)
    }

    /// Loads what is stored of the documents and datasets of a batch, where it is not loaded yet.
    async fn load_ids(&self, writer: &mut Writer, batch: &ImportBatch) -> Result<(), StoreError> {
        let mut cited: Vec<&ContentId> = Vec::new();
        for assertion in &batch.assertions {
            let document = &assertion.evidence.document;
            if cited.last() != Some(&document) {
                cited.push(document);
            }
        }
        for document in cited
            .into_iter()
            .chain(batch.imports.iter().map(|it| &it.document))
        {
            if !writer.imported.assertions.contains_key(document) {
                let keep = ident("document").eq(lit(document.as_str()));
                let ids = self.ids(TableName::Assertions, keep).await?;
                writer.imported.assertions.insert(document.clone(), ids);
            }
        }
        let of_rows = batch.rows.iter().map(|row| &*row.dataset);
        let of_rejects = batch.rejects.iter().map(|(dataset, _)| dataset.as_str());
        for dataset in of_rows.chain(of_rejects) {
            if !writer.imported.rows.contains_key(dataset) {
                let keep = ident("dataset").eq(lit(dataset));
                let mut ids = self.ids(TableName::Rows, keep.clone()).await?;
                ids.extend(self.ids(TableName::Rejects, keep).await?);
                writer.imported.rows.insert(dataset.to_owned(), ids);
            }
        }
        Ok(())
    }

    async fn ids(&self, table: TableName, keep: Expr) -> Result<Halves, StoreError> {
        let scan = self.scan(table).await?;
        let mut ids = Halves::default();
        let plan = move |frame: DataFrame| frame.filter(keep)?.select([ident("id")]);
        let take = |rows: &Rows<'_>| {
            ids.extend(rows.text("id")?.iter().flatten().map(half));
            Ok(())
        };
        scan.each_batch(self.session.get(), plan, take).await?;
        Ok(ids)
    }
}

impl ImportedIds {
    fn of_dataset(&mut self, dataset: &str) -> &mut Halves {
        self.rows.entry(dataset.to_owned()).or_default()
    }
}
