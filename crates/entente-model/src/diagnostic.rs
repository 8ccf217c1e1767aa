//! What went wrong or was noticed while reading: never fatal by itself, never lost.

use std::{fmt, io};

use serde::{Deserialize, Serialize};

use crate::names::named;

named! {
    /// How much a diagnostic matters.
    pub enum Severity as "severity" {
        /// Something was left out or guessed.
        Warning = "warning",
        /// The document or record could not be used.
        Error = "error",
    }
}

/// Where a diagnostic applies.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Place {
    /// File, URL or other name of the input.
    pub input: String,
    /// Byte offset in the input or, for a coded document, in its clean text.
    pub offset: Option<u64>,
    /// Line number, from 1.
    pub line: Option<u64>,
}

/// A message with a place, a stable code and, where one is known, a way out.
///
/// Codes are a letter for the room and three digits: `T` text, `C` coder, `S` store,
/// `L` lexicon, `D` datasets. A code keeps its meaning for ever.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    /// Stable code, such as `T003`.
    pub code: &'static str,
    /// How much it matters.
    pub severity: Severity,
    /// Where.
    pub place: Place,
    /// What happened, in one sentence without a full stop.
    pub message: String,
    /// What the user can do, if anything.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// What the user can do about a file or folder that cannot be opened, if anything.
    pub fn hint_of(error: &io::Error) -> Option<&'static str> {
        match error.kind() {
            io::ErrorKind::NotFound => Some("check the spelling of the path"),
            io::ErrorKind::PermissionDenied => Some("you need the right to read it"),
            _ => None,
        }
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}[{}]: {}", self.severity, self.code, self.place.input)?;
        if let Some(line) = self.place.line {
            write!(f, ":{line}")?;
        } else if let Some(offset) = self.place.offset {
            write!(f, " at byte {offset}")?;
        }
        write!(f, ": {}", self.message)?;
        if let Some(hint) = &self.hint {
            write!(f, "\n  hint: {hint}")?;
        }
        Ok(())
    }
}
