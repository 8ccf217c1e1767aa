//! From paths to bytes: which files a command line names, and what can be known of them before
//! they are read. It opens files and folders; what is in them is `entente-text`'s business.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use entente_model::{Diagnostic, Place, Severity};
use entente_text::MAX_DOCUMENT_BYTES;
use walkdir::WalkDir;

/// File names in a folder that are taken for documents. A file that is named on the command
/// line itself is read whatever its name.
const EXTENSIONS: &[&str] = &["txt", "text", "md", "markdown", "html", "htm", "xhtml"];

/// One input that the command line names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Input {
    /// `-`.
    StandardInput,
    /// A file.
    File(PathBuf),
}

/// What the paths of a command line come to.
#[derive(Debug, Default)]
pub(crate) struct Inputs {
    /// In the order of the command line, folders in the order of their names.
    pub(crate) inputs: Vec<Input>,
    /// Paths that could not be opened.
    pub(crate) diagnostics: Vec<Diagnostic>,
    /// Files in folders that are not documents by their name.
    pub(crate) passed_over: usize,
}

impl Input {
    /// The name in diagnostics and records.
    pub(crate) fn name(&self) -> String {
        match self {
            Self::StandardInput => "-".to_owned(),
            Self::File(path) => path.display().to_string(),
        }
    }

    /// Reads it whole, but never more than a document may have: a larger input comes back one
    /// byte longer than the limit, for the reader to refuse.
    pub(crate) fn bytes(&self) -> Result<Vec<u8>, Box<Diagnostic>> {
        let limit = MAX_DOCUMENT_BYTES as u64 + 1;
        let mut bytes = Vec::new();
        let outcome = match self {
            Self::StandardInput => io::stdin().lock().take(limit).read_to_end(&mut bytes),
            Self::File(path) => {
                File::open(path).and_then(|file| file.take(limit).read_to_end(&mut bytes))
            }
        };
        match outcome {
            Ok(_) => Ok(bytes),
            Err(error) => Err(Box::new(cannot_open(&self.name(), &error))),
        }
    }
}

/// Finds the inputs under `paths`. Links are followed; what cannot be opened is reported.
pub(crate) fn find(paths: &[PathBuf]) -> Inputs {
    let mut found = Inputs::default();
    for path in paths {
        if path == Path::new("-") {
            found.inputs.push(Input::StandardInput);
        } else if looks_like_url(path) {
            found.diagnostics.push(unreachable(path));
        } else {
            match fs::metadata(path) {
                Ok(metadata) if metadata.is_dir() => found.walk(path),
                Ok(_) => found.inputs.push(Input::File(path.clone())),
                Err(error) => {
                    found
                        .diagnostics
                        .push(cannot_open(&path.display().to_string(), &error));
                }
            }
        }
    }
    found
}

impl Inputs {
    fn walk(&mut self, folder: &Path) {
        let before = self.inputs.len() + self.diagnostics.len();
        for entry in WalkDir::new(folder).follow_links(true).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_file() => {
                    if is_document(entry.path()) {
                        self.inputs.push(Input::File(entry.into_path()));
                    } else {
                        self.passed_over += 1;
                    }
                }
                Ok(_) => {}
                Err(error) => {
                    let path = error.path().unwrap_or(folder).display().to_string();
                    let cause = error.into_io_error().unwrap_or_else(|| {
                        io::Error::other("a link leads back into its own folder")
                    });
                    self.diagnostics.push(cannot_open(&path, &cause));
                }
            }
        }
        if self.inputs.len() + self.diagnostics.len() == before {
            self.diagnostics.push(Diagnostic {
                code: "R002",
                severity: Severity::Warning,
                place: Place {
                    input: folder.display().to_string(),
                    ..Place::default()
                },
                message: "no documents in this folder".to_owned(),
                hint: Some(format!(
                    "files that end in {} are read",
                    EXTENSIONS.join(", ")
                )),
            });
        }
    }
}

fn is_document(path: &Path) -> bool {
    path.extension()
        .and_then(|extension| extension.to_str())
        .is_some_and(|extension| EXTENSIONS.contains(&extension.to_ascii_lowercase().as_str()))
}

fn looks_like_url(path: &Path) -> bool {
    path.to_str()
        .is_some_and(|text| text.starts_with("http://") || text.starts_with("https://"))
}

fn unreachable(path: &Path) -> Diagnostic {
    Diagnostic {
        code: "R003",
        severity: Severity::Error,
        place: Place {
            input: path.display().to_string(),
            ..Place::default()
        },
        message: "this is an address; Entente works offline and fetches nothing".to_owned(),
        hint: Some("save the page, or pipe it in: curl -s ADDRESS | entente read -".to_owned()),
    }
}

fn cannot_open(name: &str, error: &io::Error) -> Diagnostic {
    let hint = match error.kind() {
        io::ErrorKind::NotFound => Some("check the spelling of the path"),
        io::ErrorKind::PermissionDenied => Some("you need the right to read it"),
        _ => None,
    };
    Diagnostic {
        code: "R001",
        severity: Severity::Error,
        place: Place {
            input: name.to_owned(),
            ..Place::default()
        },
        message: format!("cannot be opened: {error}"),
        hint: hint.map(str::to_owned),
    }
}
