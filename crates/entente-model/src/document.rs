//! What was read: a document's clean text, its blocks, and its sentences.

use std::ops::Range;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ContentId;
use crate::names::named;

/// A half-open range of byte offsets into a document's clean text, on character boundaries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes.
    pub const fn len(self) -> usize {
        self.end - self.start
    }

    /// Whether it covers nothing.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The words it covers; empty where the span does not fit the text.
    pub fn of(self, text: &str) -> &str {
        text.get(self.start..self.end).unwrap_or_default()
    }

    /// Whether `other` lies within this span.
    pub const fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub const fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// As a range, for slicing.
    pub const fn range(self) -> Range<usize> {
        self.start..self.end
    }
}

named! {
    /// What part of a document a block of its clean text is.
    pub enum BlockKind as "block kind" {
        /// A headline or section title.
        Heading = "heading",
        /// Running text.
        Paragraph = "paragraph",
        /// One item of a list.
        ListItem = "list-item",
        /// A block quotation.
        Quote = "quote",
        /// One row of a table, cells joined by " | ".
        TableRow = "table-row",
    }
}

/// A stretch of a document's clean text, such as a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// Where it is.
    pub span: Span,
}

/// A document as it is kept: metadata, and the clean text that every offset leads back to.
///
/// Invariants: blocks are in text order and do not overlap; no boilerplate (menus, captions,
/// profiles, link lists) is left in `text`; `id` is a hash of publisher, day and clean text, so
/// that the same article read twice is the same document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Document {
    /// Content hash.
    pub id: ContentId,
    /// Where it came from: path, URL, or `-` for standard input.
    pub origin: String,
    /// Headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// Canonical URL.
    pub url: Option<String>,
    /// ISO 639-1 code of its language, where known.
    pub language: Option<String>,
    /// What it is a summary of, for the documents of the built-in example.
    pub summary_of: Option<String>,
    /// Clean text: UTF-8, blocks separated by a blank line.
    pub text: String,
    /// The parts of `text`.
    pub blocks: Vec<Block>,
}

impl Document {
    /// The id of a document with this publisher, day and clean text.
    pub fn id_of(publisher: Option<&str>, published: Option<Date>, text: &str) -> ContentId {
        let day = published.map(|day| day.to_string()).unwrap_or_default();
        ContentId::of([publisher.unwrap_or_default(), &day, text])
    }
}

/// One sentence of a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passage {
    /// Content hash of document and span.
    pub id: ContentId,
    /// The document it is from.
    pub document: ContentId,
    /// Its number in the document, from 0.
    pub index: u32,
    /// Where it is in the document's clean text.
    pub span: Span,
    /// The kind of block it is in.
    pub block: BlockKind,
    /// The section heading it stands under, if any.
    pub heading: Option<String>,
}

impl Passage {
    /// The id of the passage at `span` of `document`.
    pub fn id_of(document: &ContentId, span: Span) -> ContentId {
        document.within([
            span.start.to_string().as_str(),
            span.end.to_string().as_str(),
        ])
    }
}
