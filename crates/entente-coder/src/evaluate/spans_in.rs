//! Documents of labelled data as they stand: their text is not cleaned, so that spans stay right.

use entente_model::{Block, BlockKind, Document, Span};

use crate::Explained;

/// A document of that name, its text as it stands.
pub(super) fn document(name: &str, text: &str) -> Document {
    Document {
        id: Document::id_of(None, None, text),
        origin: name.to_owned(),
        title: None,
        publisher: None,
        author: None,
        published: None,
        url: None,
        language: None,
        summary_of: None,
        text: text.to_owned(),
        blocks: blocks(text),
    }
}

/// The lines of a text that are not blank, as paragraphs.
pub(super) fn blocks(text: &str) -> Vec<Block> {
    let mut start = 0;
    let mut found = Vec::new();
    for line in text.split_inclusive('\n') {
        let words = line.trim();
        if !words.is_empty() {
            let first = start + line.len() - line.trim_start().len();
            found.push(Block {
                kind: BlockKind::Paragraph,
                span: Span::new(first, first + words.len()),
            });
        }
        start += line.len();
    }
    found
}

/// The byte at which each character of a text starts, and where the text ends.
pub(super) fn starts(text: &str) -> Vec<usize> {
    let mut starts: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
    starts.push(text.len());
    starts
}

/// A span of characters in bytes; `None` where it lies outside the text.
pub(super) fn span_of(starts: &[usize], (start, end): (usize, usize)) -> Option<Span> {
    let span = Span::new(*starts.get(start)?, *starts.get(end)?);
    (!span.is_empty()).then_some(span)
}

/// The tokens that head the words at a span, each with its sentence.
pub(super) fn heads(coded: &[Explained], span: Span) -> impl Iterator<Item = (&Explained, usize)> {
    let touched = coded
        .iter()
        .filter(move |it| it.passage.span.overlaps(span));
    touched.flat_map(move |item| item.parse.heads_in(span).map(move |head| (item, head)))
}
