//! What the registry says, for reading: the list of datasets and their references.

use std::fmt::Write;

use crate::registry::{DATASETS, Dataset};

/// How references are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// One paragraph each.
    Text,
    /// BibTeX entries.
    Bibtex,
}

/// The references of datasets, each once, in the order given.
///
/// ```
/// use entente_datasets::{Style, cite, find};
/// let bibtex = cite(&[find("dcad").unwrap()], Style::Bibtex);
/// assert!(bibtex.starts_with("@article{dcad,"));
/// ```
pub fn cite(datasets: &[&Dataset], style: Style) -> String {
    let mut references: Vec<&str> = Vec::new();
    for dataset in datasets {
        let reference = match style {
            Style::Text => dataset.citation,
            Style::Bibtex => dataset.bibtex,
        };
        if !references.contains(&reference) {
            references.push(reference);
        }
    }
    let mut text = references.join("\n\n");
    text.push('\n');
    text
}

/// Every dataset with its version, coverage, reference and terms.
pub fn list() -> String {
    let mut text = String::new();
    for dataset in DATASETS {
        let (first, last) = dataset.span;
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{}\n  {} {}, {first} to {}\n  {}\n  terms: {}",
            dataset.id,
            dataset.name,
            dataset.version,
            last.unwrap_or("now"),
            dataset.citation,
            dataset.terms
        );
    }
    text
}
