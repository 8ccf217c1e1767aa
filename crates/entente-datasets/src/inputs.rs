//! Files, folders, `.gz` and `.zip` as a sequence of tables, read through and never held whole.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use entente_model::{Diagnostic, Place, Severity};
use flate2::read::MultiGzDecoder;

/// Endings of files that a folder is searched for.
const ENDINGS: &[&str] = &["csv", "tab", "tsv", "txt", "gz", "zip"];

/// A file that was named, or found in a folder that was named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Input {
    pub(crate) path: PathBuf,
    /// Whether it was named itself, so that it ought to be a table of the dataset.
    pub(crate) named: bool,
}

impl Input {
    /// How long the file is, as far as the system tells.
    pub(crate) fn bytes(&self) -> u64 {
        self.path.metadata().map_or(0, |metadata| metadata.len())
    }
}

/// The files under the paths, those of a folder in the order of their names.
pub(crate) fn find(paths: &[PathBuf]) -> (Vec<Input>, Vec<Diagnostic>) {
    let mut inputs = Vec::new();
    let mut diagnostics = Vec::new();
    for path in paths {
        match path.metadata() {
            Ok(metadata) if metadata.is_dir() => {
                if let Err(error) = walk(path, &mut inputs) {
                    diagnostics.push(unreadable(&path.display().to_string(), &error));
                }
            }
            Ok(_) => inputs.push(Input {
                path: path.clone(),
                named: true,
            }),
            Err(error) => diagnostics.push(unreadable(&path.display().to_string(), &error)),
        }
    }
    (inputs, diagnostics)
}

fn walk(folder: &Path, inputs: &mut Vec<Input>) -> io::Result<()> {
    let mut paths = folder
        .read_dir()?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    for path in paths {
        if path.is_dir() {
            walk(&path, inputs)?;
        } else if has_ending(&path, ENDINGS) {
            inputs.push(Input { path, named: false });
        }
    }
    Ok(())
}

fn has_ending(path: &Path, endings: &[&str]) -> bool {
    let ending = path.extension().and_then(OsStr::to_str).unwrap_or_default();
    endings
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known))
}

/// A file whose bytes are counted as they are read.
struct Counted<'c>(File, &'c AtomicU64);

impl Read for Counted<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.0.read(buffer)?;
        self.1.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

impl Seek for Counted<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

/// Hands every table of a file, with its name, to `read`: one, or as many as a ZIP holds. Bytes of the
/// file are counted as they are read, before they are unpacked.
pub(crate) fn open(
    path: &Path,
    count: &AtomicU64,
    read: &mut dyn FnMut(String, &mut dyn Read),
) -> io::Result<()> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let file = BufReader::new(Counted(File::open(path)?, count));
    if has_ending(path, &["zip"]) {
        let mut archive = zip::ZipArchive::new(file)?;
        for index in 0..archive.len() {
            let mut entry = archive.by_index(index)?;
            if entry.is_file() {
                let inner = entry.name().map(std::borrow::Cow::into_owned);
                let inner = inner.unwrap_or_else(|_| index.to_string());
                read(format!("{name}/{inner}"), &mut entry);
            }
        }
    } else if has_ending(path, &["gz"]) {
        read(name.into_owned(), &mut MultiGzDecoder::new(file));
    } else {
        let mut file = file;
        read(name.into_owned(), &mut file);
    }
    Ok(())
}

/// What a file that cannot be read is reported as.
pub(crate) fn unreadable(input: &str, error: &io::Error) -> Diagnostic {
    Diagnostic {
        code: "D010",
        severity: Severity::Error,
        place: Place {
            input: input.to_owned(),
            offset: None,
            line: None,
        },
        message: format!("cannot be read: {error}"),
        hint: Diagnostic::hint_of(error).map(str::to_owned),
    }
}
