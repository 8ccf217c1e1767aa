//! What can go wrong with a store, in the words of the one who has to mend it.

use std::error::Error;
use std::io;
use std::path::{Path, PathBuf};

/// Why a store could not be opened, read or written. Each message names the path and says what
/// to do about it.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// There is a file where the store's folder should be.
    #[error(
        "{} is a file, and a store is a folder\n  hint: name a folder, or a path that does not exist yet",
        path.display()
    )]
    NotAFolder {
        /// The path that was given.
        path: PathBuf,
    },
    /// The folder holds something else.
    #[error(
        "{} is not a store: {found:?} in it is not one of its tables\n  hint: name an empty folder, or a path that does not exist yet",
        path.display()
    )]
    NotAStore {
        /// The folder.
        path: PathBuf,
        /// One name in it that does not belong to a store.
        found: String,
    },
    /// The tables have columns or rules that this version does not know.
    #[error(
        "the store in {} was written by a newer version (format {format}, this one knows up to {known})\n  hint: update entente, or use another store (--store DIR, or the variable ENTENTE_STORE)",
        path.display()
    )]
    Newer {
        /// The folder.
        path: PathBuf,
        /// Format of the tables.
        format: u64,
        /// Newest format that this version reads.
        known: u64,
    },
    /// The tables lack columns that this version needs.
    #[error(
        "the store in {} was written by an older version (format {format}, this one needs {known})\n  hint: read and import anew into another store (--store DIR, or the variable ENTENTE_STORE)",
        path.display()
    )]
    Older {
        /// The folder.
        path: PathBuf,
        /// Format of the tables.
        format: u64,
        /// Format that this version reads and writes.
        known: u64,
    },
    /// Another process is writing and did not finish in time.
    #[error(
        "the store in {} is busy: another process has been writing to it for more than {seconds} s\n  hint: wait for it to finish, or end it; the lock goes with the process",
        path.display()
    )]
    Busy {
        /// The folder.
        path: PathBuf,
        /// How long was waited.
        seconds: u64,
    },
    /// The disk, or what this user may use of it, is full.
    #[error(
        "no space left on the device of {}\n  hint: free some space; nothing that was stored before is lost",
        path.display()
    )]
    NoSpace {
        /// Where was written.
        path: PathBuf,
    },
    /// The user may not read or write there.
    #[error(
        "no permission for {}\n  hint: check who owns it and that it may be written, or use another store",
        path.display()
    )]
    Denied {
        /// What was read or written.
        path: PathBuf,
    },
    /// A table, its log or one of its files cannot be read or does not fit the others.
    #[error(
        "the store in {} is damaged: {reason}\n  hint: restore the folder from a copy, or read and import anew into another store (--store DIR, or the variable ENTENTE_STORE)",
        path.display()
    )]
    Damaged {
        /// The folder, or the table in it.
        path: PathBuf,
        /// What was found.
        reason: String,
    },
    /// Anything else that the file system refuses.
    #[error("cannot use {}: {source}", path.display())]
    Io {
        /// What was read or written.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
    /// A test asked to stop here, as if the process had been killed.
    #[doc(hidden)]
    #[error("stopped here because a test asked for it")]
    Interrupted,
}

impl StoreError {
    pub(super) fn io(path: &Path, source: io::Error) -> Self {
        let path = path.to_owned();
        match source.kind() {
            io::ErrorKind::StorageFull
            | io::ErrorKind::QuotaExceeded
            | io::ErrorKind::FileTooLarge => Self::NoSpace { path },
            io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => {
                Self::Denied { path }
            }
            io::ErrorKind::NotADirectory => Self::NotAFolder { path },
            _ => Self::Io { path, source },
        }
    }

    pub(in crate::engine) fn damaged(path: &Path, reason: impl ToString) -> Self {
        Self::Damaged {
            path: path.to_owned(),
            reason: one_line(&reason.to_string()),
        }
    }

    /// Sorts an error of an engine into those a user can do something about. The engines wrap
    /// what the file system says many layers deep, some of them as text only.
    pub(in crate::engine) fn of_engine(path: &Path, error: &(dyn Error + 'static)) -> Self {
        let mut layer = Some(error);
        while let Some(error) = layer {
            if let Some(io) = error.downcast_ref::<io::Error>()
                && let Some(known) = Self::of_kind(path, io.kind())
            {
                return known;
            }
            layer = error.source();
        }
        let text = error.to_string();
        let full = ["os error 28", "os error 122", "os error 27"];
        let kind = if full.iter().any(|code| text.contains(code)) {
            io::ErrorKind::StorageFull
        } else if text.contains("os error 13") || text.contains("os error 30") {
            io::ErrorKind::PermissionDenied
        } else {
            io::ErrorKind::Other
        };
        Self::of_kind(path, kind).unwrap_or_else(|| Self::damaged(path, text))
    }

    fn of_kind(path: &Path, kind: io::ErrorKind) -> Option<Self> {
        match Self::io(path, kind.into()) {
            known @ (Self::NoSpace { .. } | Self::Denied { .. }) => Some(known),
            _ => None,
        }
    }
}

fn one_line(text: &str) -> String {
    const ENOUGH: usize = 300;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(ENOUGH) {
        Some((end, _)) => format!("{} ...", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_the_file_system_says_comes_through_the_engines() {
        #[derive(Debug, thiserror::Error)]
        #[error("the engine failed")]
        struct Wrapped(#[source] io::Error);
        let path = Path::new("store");
        let full = Wrapped(io::ErrorKind::StorageFull.into());
        assert!(matches!(
            StoreError::of_engine(path, &full),
            StoreError::NoSpace { .. }
        ));
        let text = io::Error::other("Generic LocalFileSystem error: ... (os error 13)");
        assert!(matches!(
            StoreError::of_engine(path, &text),
            StoreError::Denied { .. }
        ));
        let other = Wrapped(io::ErrorKind::InvalidData.into());
        assert!(matches!(
            StoreError::of_engine(path, &other),
            StoreError::Damaged { .. }
        ));
    }
}
