//! Rows of published datasets into the store: like a read, but of documents that are only cited, and
//! that grow from commit to commit.

use std::collections::{HashMap, HashSet};
use std::thread;

use datafusion::dataframe::DataFrame;
use datafusion::logical_expr::{Expr, ident, lit};
use entente_model::{ContentId, Document, ImportRecord, Reject};

use super::columns::Rows;
use super::error::StoreError;
use super::halves::{Gathered, Halves, half};
use super::lock::WriteLock;
use super::records::TableName;
use super::rows::{self, imports_of};
use super::scan::is_one_of;
use super::store::{Addition, Store, Writer};
use super::tabled::{Part, Picked, Tabled};

/// A stretch of what an import gives.
#[derive(Debug, Default)]
pub struct ImportBatch {
    /// The documents that the assertions cite: datasets, or what an export cites. Their text is not
    /// kept. Known ones are skipped.
    pub documents: Vec<Document>,
    /// Assertions of these documents, and rows of typed tables.
    pub said: Tabled,
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

/// The first half of the ids of what is stored, by the document or dataset that it is of: of a hundred million rows,
/// the chance that any two share a half is one in 3,700.
#[derive(Debug, Default)]
pub(super) struct ImportedIds {
    assertions: HashMap<String, Halves>,
    rows: HashMap<String, Halves>,
}

impl Store {
    /// Stores stretches of an import in one commit, without what is stored already: when it is killed at
    /// any moment, or fails, either all of it is stored or none. Where nothing is left, nothing is
    /// written.
    ///
    /// Some ten bytes of memory are used for each assertion and row that is stored of the same datasets.
    ///
    /// # Errors
    ///
    /// As [`Store::add`].
    pub async fn import(&mut self, batches: &[ImportBatch]) -> Result<ImportReport, StoreError> {
        let _lock = WriteLock::acquire(&self.folder).await?;
        let mut writer = self.take_writer().await?;
        self.load_ids(&mut writer, batches).await?;
        let mut report = ImportReport::default();
        let mut addition = Addition::default();
        let mut new_documents = HashSet::new();
        let ids = &mut writer.imported;
        let pick = |table: fn(&Tabled) -> &[Part], known: &mut HashMap<String, Halves>| {
            let (mut picked, mut unwanted) = (Picked::default(), 0);
            for part in batches.iter().flat_map(|it| table(&it.said)) {
                unwanted += picked.pick(part, |of, halves| take(known, of, halves));
            }
            (picked, unwanted)
        };
        let (assertions, rows) = thread::scope(|scope| {
            let assertions = scope.spawn(|| pick(|it| &it.assertions, &mut ids.assertions));
            let rows = pick(|it| &it.rows, &mut ids.rows);
            assertions.join().map(|assertions| (assertions, rows))
        })
        .map_err(|_| StoreError::damaged(&self.folder, "picking what is new broke off"))?;
        report.already_known = assertions.1 + rows.1;
        (addition.assertions, addition.rows) = (assertions.0, rows.0);
        for (dataset, reject) in batches.iter().flat_map(|it| &it.rejects) {
            let reject = (dataset.as_str(), reject);
            let id = rows::reject_id(reject);
            if take(&mut ids.rows, dataset.as_str(), &[half(id.as_str())]) == [true] {
                addition.rejects.push(reject);
            } else {
                report.already_known += 1;
            }
        }
        for document in batches.iter().flat_map(|it| &it.documents) {
            if !writer.known.contains(&document.id) && new_documents.insert(&document.id) {
                addition.documents.push((document, 0, 0));
            }
        }
        let ended = || batches.iter().flat_map(|it| &it.imports);
        let before = if ended().next().is_none() {
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
        for record in ended().filter(tells_more) {
            let stored = ids.assertions.get(record.document.as_str());
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

    /// Loads what is stored of the documents and datasets of these, where it is not loaded yet.
    async fn load_ids(
        &self,
        writer: &mut Writer,
        batches: &[ImportBatch],
    ) -> Result<(), StoreError> {
        let assertions = batches.iter().flat_map(|it| &it.said.assertions);
        let ended = batches.iter().flat_map(|it| &it.imports);
        let ended = ended.map(|it| it.document.as_str());
        for document in assertions.flat_map(Part::of).chain(ended) {
            if !writer.imported.assertions.contains_key(document) {
                let keep = ident("document").eq(lit(document));
                let mut ids = Gathered::default();
                self.add_ids(TableName::Assertions, keep, &mut ids).await?;
                let ids = ids.into();
                writer.imported.assertions.insert(document.to_owned(), ids);
            }
        }
        let rows = batches.iter().flat_map(|it| &it.said.rows);
        let rejects = batches.iter().flat_map(|it| &it.rejects);
        let of_rejects = rejects.map(|(dataset, _)| dataset.as_str());
        for dataset in rows.flat_map(Part::of).chain(of_rejects) {
            if !writer.imported.rows.contains_key(dataset) {
                let keep = ident("dataset").eq(lit(dataset));
                let mut ids = Gathered::default();
                self.add_ids(TableName::Rows, keep.clone(), &mut ids)
                    .await?;
                self.add_ids(TableName::Rejects, keep, &mut ids).await?;
                writer.imported.rows.insert(dataset.to_owned(), ids.into());
            }
        }
        Ok(())
    }

    async fn add_ids(
        &self,
        table: TableName,
        keep: Expr,
        ids: &mut Gathered,
    ) -> Result<(), StoreError> {
        let scan = self.scan(table).await?;
        let is_of_rows = matches!(table, TableName::Rows);
        let columns = if is_of_rows { &rows::ID[..] } else { &["id"] };
        let columns: Vec<Expr> = columns.iter().map(|name| ident(*name)).collect();
        let plan = move |frame: DataFrame| frame.filter(keep)?.select(columns);
        let take = |rows: &Rows<'_>| {
            if is_of_rows {
                return rows::ids_of(rows, |id| ids.push(half(id)));
            }
            for id in rows.text("id")?.iter().flatten() {
                ids.push(half(id));
            }
            Ok(())
        };
        scan.each_batch(self.session.get(), plan, take).await
    }
}

/// Notes what is of a document or dataset; whether each is new. What is stored of these has been loaded.
fn take(known: &mut HashMap<String, Halves>, of: &str, halves: &[u64]) -> Vec<bool> {
    match known.get_mut(of) {
        Some(known) => known.insert(halves),
        None => vec![true; halves.len()],
    }
}
