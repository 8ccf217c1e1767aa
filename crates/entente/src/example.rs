//! The built-in example: the documents of `samples/`, read by the same pipeline as anybody's.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};
use entente_store::Store;
use entente_text::Origin;
use include_dir::{Dir, include_dir};

use crate::arguments::{ParserChoice, SourceArguments, StoreArguments};
use crate::names::KnownNames;
use crate::pipeline::Pipeline;
use crate::{kept, lexicon, place};

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

/// The user's store, or the example where that holds nothing or the example is asked for; whether it is the
/// example; and the names that are known. The lexicon's tables are read in while the store's are.
pub(crate) async fn or_own(source: &SourceArguments) -> Result<(Store, bool, KnownNames)> {
    let lexicon = source.lexicon.lexicon.clone();
    let lexicon = tokio::task::spawn_blocking(move || lexicon::load(lexicon.as_deref()));
    let own = if source.example {
        None
    } else {
        own(&source.store).await?
    };
    let from_example = own.is_none();
    let store = match own {
        Some(store) => store,
        None => open().await?,
    };
    let names = KnownNames {
        lexicon: lexicon.await??,
        met: Vec::new(),
    };
    Ok((store, from_example, names))
}

/// The user's store, where it holds something.
async fn own(arguments: &StoreArguments) -> Result<Option<Store>> {
    let folder = place::store(arguments.store.as_ref())?;
    let store = Store::open(&folder).await?;
    let Some(store) = store.filter(|it| it.documents_stored() > 0) else {
        return Ok(None);
    };
    store.prepare().await?;
    Ok(Some(store))
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
