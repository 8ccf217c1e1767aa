//! Sentence boundaries, and the passages of a document.
//!
//! A text is taken apart at white space (and where two sentences run together without any), and
//! each gap is judged: by rule where the rule is sure (`gaps`), else by a small linear model
//! (`model`, trained by `train`) that sees the words around the gap, the marks, and how long the
//! sentence already is. A sentence has at most [`MAX_TOKENS`] tokens: what is longer is no
//! sentence, and is cut where it hurts least (`bounds`).
//!
//! What a heading, a list item or a paragraph is, the formats in `document` know; this module
//! looks at the text alone. Quotations of several sentences are split like other text.

mod bounds;
mod features;
mod gaps;
mod model;
mod train;

use entente_model::{Block, BlockKind, Document, Passage, Span};

pub use bounds::MAX_TOKENS;
pub use train::{SplitterFigures, train_splitter};

use gaps::{Chunk, chunks};
pub use model::Splitter;

/// Sentences, and what was too long for one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Splitting {
    /// The sentences in order, without the white space between them.
    pub sentences: Vec<Span>,
    /// Stretches of more than [`MAX_TOKENS`] tokens in which no end of a sentence was found, and
    /// that were cut into several of `sentences`.
    pub overlong: Vec<Span>,
}

/// The sentences of `span`, without the white space between them. Everything but white space
/// is in one of them.
pub fn split(text: &str, span: Span) -> Vec<Span> {
    Splitter::builtin().split(text, span).sentences
}

/// A sentence of a document, by the block that it stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct BlockSentence {
    /// Index of the block.
    pub block: usize,
    /// Where it stands, never empty.
    pub span: Span,
    /// Whether it is a part of a stretch of more than [`MAX_TOKENS`] tokens in which no end of a
    /// sentence was found: it may begin and end where no sentence does.
    pub cut: bool,
}

/// The sentences of a document's blocks by the rules of [`split`], in order. A heading and a row
/// of a table are one sentence each, unless they are longer than a sentence may be.
pub fn by_block(text: &str, blocks: &[Block]) -> Vec<BlockSentence> {
    let mut found = Vec::new();
    for (index, block) in blocks.iter().enumerate() {
        let splitting = match block.kind {
            BlockKind::Heading | BlockKind::TableRow => bounds::whole(text, block.span),
            _ => Splitter::builtin().split(text, block.span),
        };
        let mut overlong = splitting.overlong.iter().peekable();
        for span in splitting.sentences {
            while overlong.next_if(|long| long.end <= span.start).is_some() {}
            found.push(BlockSentence {
                block: index,
                span,
                cut: overlong.peek().is_some_and(|long| long.contains(span)),
            });
        }
    }
    found
}

/// The sentences of a document, each with the index of its block, as passages in order.
pub fn passages(
    document: &Document,
    sentences: impl IntoIterator<Item = (usize, Span)>,
) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut heading: Option<String> = None;
    let mut section = 0;
    for (index, span) in sentences {
        // The first heading is the document's title, not a section's.
        for block in document.blocks.iter().take(index).skip(section.max(1)) {
            if block.kind == BlockKind::Heading {
                heading = Some(block.span.of(&document.text).to_owned());
            }
        }
        section = index;
        passages.push(Passage {
            id: Passage::id_of(&document.id, span),
            document: document.id.clone(),
            index: u32::try_from(passages.len()).unwrap_or(u32::MAX),
            span,
            block: document
                .blocks
                .get(index)
                .map_or(BlockKind::Paragraph, |block| block.kind),
            heading: heading.clone(),
        });
    }
    passages
}

#[cfg(test)]
mod tests;
