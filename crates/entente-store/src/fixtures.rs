//! What unit tests make assertions of.

use entente_model::{ContentId, Evidence};

/// The evidence of an assertion whose words do not matter, of a document without a title or a date.
pub(crate) fn evidence() -> Evidence {
    Evidence {
        document: ContentId::of(["document"]),
        title: None,
        publisher: None,
        published: None,
        passage: ContentId::of(["passage"]),
        start: 0,
        end: 0,
        quote: String::new(),
    }
}
