//! One Delta table: creating it, loading it as of a version, adding and replacing files, undoing.
//!
//! Nothing here knows what a table holds, or that there is more than one.

use std::collections::{BTreeSet, HashSet};
use std::future::IntoFuture;
use std::io;
use std::path::{Path, PathBuf};

use datafusion::arrow::datatypes::{DataType as ArrowType, Schema};
use datafusion::arrow::error::ArrowError;
use deltalake_core::kernel::transaction::{CommitBuilder, CommitProperties};
use deltalake_core::kernel::{Action, ArrayType, DataType, LogicalFileView, StructField};
use deltalake_core::operations::create::CreateBuilder;
use deltalake_core::protocol::{DeltaOperation, SaveMode};
use deltalake_core::table::builder::parse_table_uri;
use deltalake_core::{DeltaTable, DeltaTableBuilder, DeltaTableError};

use super::error::StoreError;
use super::file::{DataFile, FileWriter};
use super::gathering::Gathering;
use super::work::{Work, guarded};

/// A checkpoint sums up the log after so many commits, so that opening stays fast.
const CHECKPOINT_INTERVAL: &str = "10";

/// Name under which the tables' format is kept among the properties of a table.
const FORMAT: &str = "entente.format";

/// A loaded table.
#[derive(Debug, Clone)]
pub(super) struct Table {
    path: PathBuf,
    delta: DeltaTable,
}

impl Table {
    /// Creates the table. Whoever is killed meanwhile leaves no table, or a whole and empty one.
    pub(super) async fn create(
        path: &Path,
        schema: &Schema,
        statistics: &str,
        format: u64,
    ) -> Result<Self, StoreError> {
        let columns = fields_of(schema).map_err(|error| StoreError::damaged(path, error))?;
        let format = format.to_string();
        let location = location_of(path)?;
        let properties = [
            ("delta.checkpointInterval", CHECKPOINT_INTERVAL),
            // How long versions can be read is our own business: see `compact::KEPT_VERSIONS`.
            ("delta.enableExpiredLogCleanup", "false"),
            // A checkpoint names no file that was replaced: after a thousand small reads these would be most of it. Versions
            // before are read from the checkpoints before, and the files stay until the store is vacuumed.
            ("delta.deletedFileRetentionDuration", "interval 0 seconds"),
            ("delta.dataSkippingStatsColumns", statistics),
            (FORMAT, format.as_str()),
        ];
        let builder = CreateBuilder::new()
            .with_location(location)
            .with_columns(columns)
            .with_raise_if_key_not_exists(false)
            .with_configuration(properties.map(|(key, value)| (key, Some(value))))
            .with_save_mode(SaveMode::ErrorIfExists);
        let created = guarded(path, creating(builder)).await?;
        Ok(Self {
            path: path.to_owned(),
            delta: created,
        })
    }

    /// Loads the table as of `version`, or as it is now.
    pub(super) async fn load(path: &Path, version: Option<u64>) -> Result<Self, StoreError> {
        let delta = guarded(path, loading(location_of(path)?, version)).await?;
        Ok(Self {
            path: path.to_owned(),
            delta,
        })
    }

    /// Takes up what others have committed since.
    pub(super) async fn update(&mut self) -> Result<(), StoreError> {
        self.delta = guarded(&self.path, updating(self.delta.clone())).await?;
        Ok(())
    }

    pub(super) fn version(&self) -> u64 {
        self.delta.version().unwrap_or_default()
    }

    /// The format that was written into the table when it was created.
    pub(super) fn format(&self) -> Result<u64, StoreError> {
        let state = self.delta.snapshot().map_err(|error| self.error(&error))?;
        let format = state
            .metadata()
            .configuration()
            .get(FORMAT)
            .map(|text| text.parse());
        match format {
            Some(Ok(format)) => Ok(format),
            _ => Err(StoreError::damaged(
                &self.path,
                "it does not say which format it has",
            )),
        }
    }

    pub(super) fn files(&self) -> Result<Vec<DataFile>, StoreError> {
        let root = self
            .delta
            .table_url()
            .as_str()
            .trim_end_matches('/')
            .to_owned();
        let views = self.views()?.into_iter();
        Ok(views
            .map(|view| {
                let url = format!("{root}/{}", view.object_store_path());
                let size = u64::try_from(view.size()).unwrap_or_default();
                DataFile::new(url, size, view.stats().as_deref())
            })
            .collect())
    }

    fn views(&self) -> Result<Vec<LogicalFileView>, StoreError> {
        let state = self.delta.snapshot().map_err(|error| self.error(&error))?;
        let files = state
            .snapshot()
            .try_log_data()
            .map_err(|error| self.error(&error))?;
        Ok(files.into_iter().collect())
    }

    /// Writes rows into a new file, which belongs to the table from `commit` on. No file is made where there is nothing.
    pub(super) fn write(
        path: &Path,
        rows: Result<Gathering, ArrowError>,
        statistics: &'static str,
    ) -> Result<Vec<Action>, StoreError> {
        let rows = rows.map_err(|error| StoreError::damaged(path, error))?;
        if rows.len() == 0 {
            return Ok(Vec::new());
        }
        let file = FileWriter::create(path, rows.schema(), statistics)?;
        Ok(vec![Action::Add(file.write_columns(&rows)?)])
    }

    /// What takes files out of the table, for `commit`: those with these URLs.
    pub(super) fn removal(&self, urls: &HashSet<&str>) -> Result<Vec<Action>, StoreError> {
        let files = self.files()?.into_iter().zip(self.views()?);
        let removed = files.filter(|(file, _)| urls.contains(file.url.as_str()));
        Ok(removed
            .map(|(_, view)| Action::Remove(view.remove_action(false)))
            .collect())
    }

    /// Commits actions: new files, or files that replace others with the same rows.
    pub(super) async fn commit(&mut self, actions: Vec<Action>) -> Result<(), StoreError> {
        self.delta = guarded(&self.path, committing(self.delta.clone(), actions)).await?;
        Ok(())
    }

    /// Makes the table hold again what it held at `version`, by a commit on top: what was
    /// committed since stays in its history, and older versions stay as they were.
    pub(super) async fn undo_to(&mut self, version: u64) -> Result<(), StoreError> {
        let paths = |table: &Self| -> Result<BTreeSet<String>, StoreError> {
            Ok(table
                .views()?
                .iter()
                .map(|view| view.path().into_owned())
                .collect())
        };
        let then = Self::load(&self.path, Some(version)).await?;
        if paths(&then)? == paths(self)? {
            return Ok(());
        }
        self.delta = guarded(&self.path, restoring(self.delta.clone(), version)).await?;
        Ok(())
    }

    fn error(&self, error: &DeltaTableError) -> StoreError {
        StoreError::of_engine(&self.path, error)
    }
}

fn creating(builder: CreateBuilder) -> Work<DeltaTable, DeltaTableError> {
    Box::pin(builder.into_future())
}

fn loading(location: String, version: Option<u64>) -> Work<DeltaTable, DeltaTableError> {
    Box::pin(async move {
        let mut builder = DeltaTableBuilder::from_url(parse_table_uri(location)?)?;
        if let Some(version) = version {
            builder = builder.with_version(version);
        }
        builder.load().await
    })
}

fn updating(mut delta: DeltaTable) -> Work<DeltaTable, DeltaTableError> {
    Box::pin(async move {
        delta.update_state().await?;
        Ok(delta)
    })
}

fn committing(mut delta: DeltaTable, actions: Vec<Action>) -> Work<DeltaTable, DeltaTableError> {
    Box::pin(async move {
        let operation = if actions.iter().any(|it| matches!(it, Action::Remove(_))) {
            DeltaOperation::Optimize {
                predicate: None,
                target_size: 0,
            }
        } else {
            DeltaOperation::Write {
                mode: SaveMode::Append,
                partition_by: None,
                predicate: None,
            }
        };
        let commit = CommitBuilder::from(CommitProperties::default())
            .with_actions(actions)
            .build(Some(delta.snapshot()?), delta.log_store(), operation)
            .await?;
        delta.state = Some(commit.snapshot());
        Ok(delta)
    })
}

fn restoring(delta: DeltaTable, version: u64) -> Work<DeltaTable, DeltaTableError> {
    Box::pin(async move {
        let restored = delta.restore().with_version_to_restore(version).await?;
        Ok(restored.0)
    })
}

/// The engine reads the names of folders as parts of a URL, more than once.
fn location_of(path: &Path) -> Result<String, StoreError> {
    let is_escape = |tail: &[u8]| matches!(tail, [b'%', digits @ ..] if digits.iter().all(u8::is_ascii_hexdigit));
    let refused = match path.to_str() {
        None => "its name is not UTF-8; name another folder",
        Some(name) if name.as_bytes().windows(3).any(is_escape) => {
            "there is a % with two digits in its name; name another folder"
        }
        Some(name) => return Ok(name.to_owned()),
    };
    Err(StoreError::io(
        path,
        io::Error::new(io::ErrorKind::InvalidFilename, refused),
    ))
}

fn fields_of(schema: &Schema) -> Result<Vec<StructField>, String> {
    let field = |name: &str, kind: &ArrowType| {
        let kind: DataType = match kind {
            ArrowType::Utf8 => DataType::STRING,
            ArrowType::Int64 => DataType::LONG,
            ArrowType::Float64 => DataType::DOUBLE,
            ArrowType::Boolean => DataType::BOOLEAN,
            ArrowType::Date32 => DataType::DATE,
            ArrowType::List(_) => ArrayType::new(DataType::STRING, true).into(),
            other => return Err(format!("no column of a table has the type {other}")),
        };
        Ok(StructField::nullable(name, kind))
    };
    schema
        .fields()
        .iter()
        .map(|it| field(it.name(), it.data_type()))
        .collect()
}
