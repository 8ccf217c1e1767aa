//! What was observed of all states, kept beside the store: making it of a store's rows takes seconds, and an
//! answer about two states needs all of it for their place among the others.
//!
//! The file is made anew when something was imported since, and when another build of the program made it.
//! It is no part of the store: whoever deletes it loses nothing.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::Result;
use entente_lexicon::Lexicon;
use entente_model::ContentId;
use entente_store::Store;
use serde::{Deserialize, Serialize};
use twox_hash::XxHash3_64;

use crate::observe::{self, ByNumber, Observed};

/// The file's name in the store's folder.
const FILE: &str = "observed.cache";

/// Bytes of the fingerprint of the build, and of the checksum of what follows it.
const HASH: usize = 32;
const SUM: usize = 8;

/// What the file holds.
#[derive(Serialize, Deserialize)]
struct Kept {
    /// What was stored when it was made: imports, rows, assertions.
    stored: [u64; 3],
    /// The documents whose assertions were observed, and how many these were.
    documents: Vec<ContentId>,
    cited: u64,
    observed: Observed,
}

/// By tables of one's own, states may be others.
fn is_builtin(lexicon: &'static Lexicon) -> bool {
    std::ptr::eq(lexicon, Lexicon::builtin())
}

/// The observations that a store's imports give. `None` where nothing was imported from which levels are
/// judged. What is kept is read by another thread, so that this one may go on with something else.
pub(crate) async fn observed(
    store: &Store,
    lexicon: &'static Lexicon,
    identities: &ByNumber,
) -> Result<Option<Observed>> {
    let stored = store.stored();
    if stored[0] == 0 {
        return Ok(None);
    }
    if !is_builtin(lexicon) {
        return observe::of_store(store, identities).await;
    }
    let (path, build) = (store.folder().join(FILE), build());
    let reading = {
        let path = path.clone();
        tokio::task::spawn_blocking(move || read(&path, &build))
    };
    // A thread that broke off has read nothing.
    if let Some(mut kept) = reading.await.ok().flatten() {
        if kept.stored == stored {
            return Ok(Some(kept.observed));
        }
        // Texts that were read since are assertions too, and nothing to this.
        if kept.stored[..2] == stored[..2]
            && store.count_citing(&kept.documents).await? == kept.cited
        {
            kept.stored = stored;
            write(&path, &build, &kept);
            return Ok(Some(kept.observed));
        }
    }
    let Some(observed) = observe::of_store(store, identities).await? else {
        return Ok(None);
    };
    let imports = store.imports().await?.into_iter();
    let mut documents: Vec<ContentId> = imports.map(|it| it.document).collect();
    documents.dedup();
    let kept = Kept {
        stored,
        cited: store.count_citing(&documents).await?,
        documents,
        observed,
    };
    write(&path, &build, &kept);
    Ok(Some(kept.observed))
}

/// What is kept, where this build of the program wrote it.
fn read(path: &Path, build: &blake3::Hash) -> Option<Kept> {
    let bytes = match fs::read(path) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            eprintln!("note: {}: {error}; it is made anew", path.display());
            return None;
        }
    };
    let (by, rest) = bytes.split_at_checked(HASH)?;
    if by != build.as_bytes() {
        return None;
    }
    let kept = rest
        .split_at_checked(SUM)
        .filter(|(sum, body)| checksum(body) == *sum)
        .and_then(|(_, body)| rmp_serde::from_slice(body).ok());
    if kept.is_none() {
        eprintln!("note: {} is damaged; it is made anew", path.display());
    }
    kept
}

/// Keeps it. Where that cannot be, as in a folder that may only be read, answers take longer.
fn write(path: &Path, build: &blake3::Hash, kept: &Kept) {
    let Ok(body) = rmp_serde::to_vec(kept) else {
        return;
    };
    let mut bytes = build.as_bytes().to_vec();
    bytes.extend(checksum(&body));
    bytes.extend(body);
    // Two processes may be at it: each writes its own file, and the last one to finish stays.
    let own = PathBuf::from(format!("{}.{}", path.display(), std::process::id()));
    if fs::write(&own, bytes)
        .and_then(|()| fs::rename(&own, path))
        .is_err()
    {
        let _ = fs::remove_file(&own);
    }
}

/// Tells whether the file was damaged.
fn checksum(body: &[u8]) -> [u8; SUM] {
    XxHash3_64::oneshot(body).to_le_bytes()
}

/// Stands for this build of the program: a later one may read and observe otherwise.
pub(crate) fn build() -> blake3::Hash {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    let program = std::env::current_exe().and_then(fs::metadata);
    if let Ok(program) = program {
        hasher.update(&program.len().to_le_bytes());
        let changed = program
            .modified()
            .ok()
            .and_then(|it| it.duration_since(UNIX_EPOCH).ok());
        hasher.update(&changed.unwrap_or_default().as_nanos().to_le_bytes());
    }
    hasher.finalize()
}
