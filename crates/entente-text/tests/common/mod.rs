//! What the tests of this crate share.

#![allow(clippy::print_stdout, reason = "says what is skipped")]

use std::fs;
use std::path::{Path, PathBuf};

/// The content of a file of the shared data, by its path in there; `None`, with a word, where it
/// is not there.
pub(crate) fn shared(name: &str) -> Option<String> {
    let shared = std::env::var_os("ENTENTE_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = shared.join(name);
    let content = fs::read_to_string(&path).ok();
    if content.is_none() {
        println!("skipped: there is no {}", path.display());
    }
    content
}
