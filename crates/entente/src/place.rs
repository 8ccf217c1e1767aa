//! Where things lie on this machine.

use std::path::PathBuf;

use anyhow::{Context, Result};

/// The folder of the user's store: `dir` if given, else `entente/store` in the platform's data
/// folder.
pub(crate) fn store(dir: Option<&PathBuf>) -> Result<PathBuf> {
    match dir {
        Some(dir) => Ok(dir.clone()),
        None => dirs::data_dir()
            .map(|data| data.join("entente").join("store"))
            .context("this system names no data folder; say where the store is with --store DIR"),
    }
}

/// The folder of the built-in example's store. `fingerprint` stands for the documents and for
/// the program that read them, so that an old example is never taken for a new one.
pub(crate) fn example(fingerprint: &str) -> PathBuf {
    dirs::cache_dir()
        .unwrap_or_else(std::env::temp_dir)
        .join("entente")
        .join(format!("example-{fingerprint}"))
}
