//! From paths to bytes: which files a command line names, and what can be known of them before
//! they are read. It opens files and folders; what is in them is `entente-text`'s business.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::{Path, PathBuf};

use entente_model::{Diagnostic, Place, Severity};
use entente_text::Format;
use walkdir::WalkDir;

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

    /// Opens it for reading.
    pub(crate) fn open(&self) -> Result<Box<dyn BufRead>, Box<Diagnostic>> {
        match self {
            Self::StandardInput => Ok(Box::new(io::stdin().lock())),
            Self::File(path) => match File::open(path) {
                Ok(file) => Ok(Box::new(BufReader::with_capacity(64 * 1024, file))),
                Err(error) => Err(Box::new(cannot_open(&self.name(), &error))),
            },
        }
    }
}

/// Finds the inputs under `paths`: files, folders with all that is in them, and patterns such as
/// `news/*.html` that a shell has left as they are. Links are followed; what cannot be opened is
/// reported. A file that is named itself is read whatever its name, one in a folder if its ending
/// is that of a format that is read.
pub(crate) fn find(paths: &[PathBuf]) -> Inputs {
    let mut found = Inputs::default();
    for path in paths {
        if path == Path::new("-") {
            found.inputs.push(Input::StandardInput);
        } else if looks_like_url(path) {
            found.diagnostics.push(unreachable(path));
        } else {
            match (fs::metadata(path), pattern(path)) {
                (Err(_), Some(pattern)) => found.fit(pattern),
                _ => found.take(path),
            }
        }
    }
    found
}

/// The path as a pattern, if it is one.
fn pattern(path: &Path) -> Option<&str> {
    path.to_str().filter(|text| text.contains(['*', '?', '[']))
}

impl Inputs {
    fn take(&mut self, path: &Path) {
        match fs::metadata(path) {
            Ok(metadata) if metadata.is_dir() => self.walk(path),
            Ok(_) => self.inputs.push(Input::File(path.to_path_buf())),
            Err(error) => {
                let note = cannot_open(&path.display().to_string(), &error);
                self.diagnostics.push(note);
            }
        }
    }

    /// Takes what fits a pattern, in the order of the names.
    fn fit(&mut self, pattern: &str) {
        let note = |message: String, hint: &str| Diagnostic {
            code: "R004",
            severity: Severity::Error,
            place: Place {
                input: pattern.to_owned(),
                ..Place::default()
            },
            message,
            hint: Some(hint.to_owned()),
        };
        let paths = match glob::glob(pattern) {
            Ok(paths) => paths,
            Err(error) => {
                let hint = "* stands for any part of a name, ** for any folders, ? for one letter";
                let message = format!("is no pattern: {}", error.msg);
                return self.diagnostics.push(note(message, hint));
            }
        };
        let before = self.inputs.len() + self.diagnostics.len();
        for path in paths {
            match path {
                Ok(path) => self.take(&path),
                Err(error) => {
                    let path = error.path().display().to_string();
                    self.diagnostics.push(cannot_open(&path, error.error()));
                }
            }
        }
        if self.inputs.len() + self.diagnostics.len() == before {
            let hint = "check the spelling; ** goes into folders";
            self.diagnostics
                .push(note("no file fits this pattern".to_owned(), hint));
        }
    }

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
                    Format::endings().collect::<Vec<_>>().join(", ")
                )),
            });
        }
    }
}

fn is_document(path: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str());
    let Some(name) = name.filter(|name| !name.starts_with('.')) else {
        return false;
    };
    match Format::of_ending(name) {
        // What is compressed has its own ending before that.
        Some(Format::Gzip | Format::Zstandard) => {
            let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
            !stem.contains('.') || Format::of_ending(stem).is_some()
        }
        format => format.is_some(),
    }
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
    Diagnostic {
        code: "R001",
        severity: Severity::Error,
        place: Place {
            input: name.to_owned(),
            ..Place::default()
        },
        message: format!("cannot be opened: {error}"),
        hint: Diagnostic::hint_of(error).map(str::to_owned),
    }
}
