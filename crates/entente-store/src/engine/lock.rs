//! One writer at a time: an advisory lock on a file in the store's folder, which the system
//! releases when the process ends in whatever way. Readers need none.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use super::error::StoreError;

/// Name of the file that is locked.
pub(super) const LOCK_FILE: &str = "entente.lock";

/// How long to wait for another writer.
const PATIENCE: Duration = Duration::from_secs(30);
const PAUSE: Duration = Duration::from_millis(20);

/// Held as long as it lives.
#[derive(Debug)]
pub(super) struct WriteLock {
    _file: File,
}

impl WriteLock {
    pub(super) async fn acquire(folder: &Path) -> Result<Self, StoreError> {
        let path = folder.to_owned();
        let waiting = tokio::task::spawn_blocking(move || Self::wait(&path, PATIENCE));
        waiting
            .await
            .map_err(|error| StoreError::damaged(folder, error))?
    }

    fn wait(folder: &Path, patience: Duration) -> Result<Self, StoreError> {
        let path = folder.join(LOCK_FILE);
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(|error| StoreError::io(&path, error))?;
        let begun = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if begun.elapsed() < patience => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => {
                    let seconds = patience.as_secs();
                    return Err(StoreError::Busy {
                        path: folder.to_owned(),
                        seconds,
                    });
                }
                Err(TryLockError::Error(error)) => return Err(StoreError::io(&path, error)),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_writer_waits_and_then_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let first = WriteLock::wait(folder.path(), Duration::ZERO).unwrap();
        let second = WriteLock::wait(folder.path(), Duration::from_millis(50));
        assert!(matches!(second, Err(StoreError::Busy { .. })));
        drop(first);
        assert!(WriteLock::wait(folder.path(), Duration::ZERO).is_ok());
    }
}
