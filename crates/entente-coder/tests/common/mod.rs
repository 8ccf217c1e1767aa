//! What several tests of the coder begin with.

use entente_model::Document;
use entente_text::{Format, Origin};

/// A plain text of 1 May 2024 as a document; `None` where there is nothing to read in it.
pub(crate) fn document(text: &str) -> Option<Document> {
    let origin = Origin {
        format: Some(Format::Plain),
        published: "2024-05-01".parse().ok(),
        ..Origin::default()
    };
    entente_text::read_document(text.as_bytes(), &origin).document
}
