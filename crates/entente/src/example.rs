//! The built-in example: the documents of `samples/`, read by the same pipeline as anybody's.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use entente_store::Store;
use entente_text::Origin;
use include_dir::{Dir, include_dir};

use crate::arguments::{ParserChoice, StoreArguments};
use crate::pipeline::Pipeline;
use crate::{kept, place};

static SAMPLES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../samples");

/// The documents with their names; the folder's README is not one of them.
fn documents() -> impl Iterator<Item = (String, &'static [u8])> {
    SAMPLES
        .files()
        .filter(|file| file.path().file_stem().is_some_and(|stem| stem != "README"))
        .map(|file| {
            (
                format!("samples/{}", file.path().display()),
                file.contents(),
            )
        })
}

/// Stands for the documents and for the program that reads them: its own bytes.
fn fingerprint() -> String {
    let mut hasher = blake3::Hasher::new();
    for (name, bytes) in documents() {
        hasher.update(name.as_bytes());
        hasher.update(bytes);
    }
    // A program that was built anew may read otherwise.
    hasher.update(kept::build().as_bytes());
    hasher.finalize().to_hex()[..16].to_owned()
}

/// What is said with everything that comes from the example.
pub(crate) const NOTE: &str =
    "From the built-in example. Read your own documents with: entente read PATH...";

/// The user's store, or the example where that holds nothing or the example is asked for; and whether it is the
/// example.
pub(crate) async fn or_own(is_asked_for: bool, store: &StoreArguments) -> Result<(Store, bool)> {
    if !is_asked_for {
        let folder = place::store(store.store.as_ref())?;
        if let Some(store) = Store::open(&folder).await?
            && store.documents_stored() > 0
        {
            store.prepare().await?;
            return Ok((store, false));
        }
    }
    Ok((open().await?, true))
}

/// The store of the example, read into the cache folder at first use.
pub(crate) async fn open() -> Result<Store> {
    let folder = place::example(&fingerprint());
    if let Some(store) = Store::open(&folder).await.unwrap_or_default()
        && store.holdings(None).await?.documents > 0
    {
        return Ok(store);
    }
    read(folder).await
}

async fn read(folder: PathBuf) -> Result<Store> {
    eprintln!("reading the built-in example (once) ...");
    let pipeline = Pipeline::new(ParserChoice::default())?;
    let read = documents().filter_map(|(name, bytes)| {
        let origin = Origin {
            name,
            ..Origin::default()
        };
        pipeline.read(bytes, &origin).document
    });
    let read: Vec<_> = read.collect();
    remove_old(&folder);
    let mut store = Store::open_or_create(&folder)
        .await
        .with_context(|| "the built-in example cannot be kept in the cache folder")?;
    store.add(read).await?;
    Ok(store)
}

/// Examples of other versions of the program are of no more use.
fn remove_old(folder: &std::path::Path) {
    let Some(parent) = folder.parent() else {
        return;
    };
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let name = entry.file_name();
        if name.to_string_lossy().starts_with("example-") && entry.path() != *folder {
            // Another process may be at it; what is left is removed the next time.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
