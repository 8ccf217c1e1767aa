//! Very long documents in parts, so that memory does not grow with the length of what is read.

use entente_model::{Block, Diagnostic, Document, Place, Span};

use super::Reading;
use super::diagnostics;

/// The longest text that is kept as one document, in bytes: some 45,000 words, a long report. A
/// book has three or four parts.
pub const MAX_PART_BYTES: usize = 256 * 1024;

/// A reading as it is; one of a very long document as several, in order: each part has the whole's
/// metadata, text and offsets of its own, and `#part-2` behind the name of the origin. The first says so
/// (`T022`).
pub(super) fn divide(reading: Reading) -> impl Iterator<Item = Reading> {
    let Reading {
        document,
        diagnostics,
    } = reading;
    let mut parts = Vec::new();
    let mut notes = diagnostics;
    match document {
        Some(document) if document.text.len() > MAX_PART_BYTES => {
            parts = parts_of(&document);
            notes.push(told(&document, parts.len()));
        }
        Some(document) => parts.push(document),
        None => {}
    }
    let mut parts = parts.into_iter();
    let first = Reading {
        document: parts.next(),
        diagnostics: notes,
    };
    let others = parts.map(|part| Reading {
        document: Some(part),
        diagnostics: Vec::new(),
    });
    std::iter::once(first).chain(others)
}

fn told(document: &Document, parts: usize) -> Diagnostic {
    let kind = &diagnostics::IN_PARTS;
    Diagnostic {
        code: kind.code,
        severity: kind.severity,
        place: Place {
            input: document.origin.clone(),
            ..Place::default()
        },
        message: format!(
            "has {:.1} MB of text; it is kept as {parts} documents, in order",
            document.text.len() as f64 / 1e6
        ),
        hint: Some(kind.hint.to_owned()),
    }
}

/// The parts of a document: whole blocks, as many as fit; a block that does not fit is cut behind a
/// sentence, else at a blank.
fn parts_of(document: &Document) -> Vec<Document> {
    let mut parts = Vec::new();
    let mut blocks: Vec<Block> = Vec::new();
    let mut close = |blocks: &mut Vec<Block>| {
        if let (Some(first), Some(last)) = (blocks.first(), blocks.last()) {
            let whole = Span::new(first.span.start, last.span.end);
            parts.push(part(document, whole, blocks, parts.len()));
            blocks.clear();
        }
    };
    for &block in &document.blocks {
        let begin = blocks
            .first()
            .map_or(block.span.start, |first| first.span.start);
        if block.span.end - begin > MAX_PART_BYTES {
            close(&mut blocks);
        }
        let mut rest = block.span;
        while rest.len() > MAX_PART_BYTES {
            let (head, tail) = cut(&document.text, rest);
            blocks.push(Block {
                span: head,
                ..block
            });
            close(&mut blocks);
            rest = tail;
        }
        if !rest.is_empty() {
            blocks.push(Block {
                span: rest,
                ..block
            });
        }
    }
    close(&mut blocks);
    parts
}

/// The first part of a long stretch and what is left, without the blanks between.
fn cut(text: &str, stretch: Span) -> (Span, Span) {
    let limit = text.floor_char_boundary(stretch.start + MAX_PART_BYTES);
    let head = &text[stretch.start..limit];
    let sentence = head.rfind(". ").map(|at| at + 1);
    let end = sentence
        .or_else(|| head.rfind(char::is_whitespace))
        .filter(|&at| at > 0)
        .map_or(limit, |at| stretch.start + at);
    let tail = &text[end..stretch.end];
    let next = stretch.end - tail.trim_start().len();
    (Span::new(stretch.start, end), Span::new(next, stretch.end))
}

fn part(document: &Document, whole: Span, blocks: &[Block], number: usize) -> Document {
    let text = whole.of(&document.text).to_owned();
    let moved = |block: &Block| Block {
        kind: block.kind,
        span: Span::new(block.span.start - whole.start, block.span.end - whole.start),
    };
    Document {
        id: Document::id_of(document.publisher.as_deref(), document.published, &text),
        origin: format!("{}#part-{}", document.origin, number + 1),
        title: document.title.clone(),
        publisher: document.publisher.clone(),
        author: document.author.clone(),
        published: document.published,
        url: document.url.clone(),
        language: document.language.clone(),
        summary_of: document.summary_of.clone(),
        text,
        blocks: blocks.iter().map(moved).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Origin, read_document, read_documents};
    use super::*;

    fn parts(text: &str) -> Vec<Document> {
        let origin = Origin {
            name: "book.txt".to_owned(),
            ..Origin::default()
        };
        let whole = read_document(text.as_bytes(), &origin)
            .document
            .expect("a document");
        let readings: Vec<Reading> = read_documents(text.as_bytes(), &origin).collect();
        let codes: Vec<_> = readings
            .iter()
            .flat_map(|reading| &reading.diagnostics)
            .map(|note| note.code)
            .collect();
        let parts: Vec<Document> = readings
            .into_iter()
            .filter_map(|reading| reading.document)
            .collect();
        assert_eq!(codes.contains(&"T022"), parts.len() > 1);
        let letters = |text: &str| text.split_whitespace().collect::<String>();
        let joined: String = parts.iter().map(|part| letters(&part.text)).collect();
        assert!(joined == letters(&whole.text), "nothing is lost");
        for part in &parts {
            assert!(part.text.len() <= MAX_PART_BYTES);
            assert_eq!(part.blocks[0].span.start, 0);
            assert!(
                part.blocks
                    .iter()
                    .all(|block| !block.span.of(&part.text).is_empty())
            );
        }
        parts
    }

    #[test]
    fn a_long_text_is_kept_in_parts_that_end_with_a_sentence() {
        let found = parts(&"The ministers of France and Spain met. ".repeat(20_000));
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|part| part.text.ends_with("met.")));
        assert_eq!(found[1].origin, "book.txt#part-2");
        let paragraph = format!("{}\n\n", "Peru and Chile talked. ".repeat(100));
        let found = parts(&paragraph.repeat(300));
        assert_eq!(found.len(), 3);
        assert!(found.iter().all(|part| part.text.ends_with("talked.")));
    }

    #[test]
    fn what_has_no_sentence_is_cut_at_blanks_and_anywhere_at_last() {
        assert!(parts(&"ministers met and ".repeat(30_000)).len() > 2);
        assert!(parts(&"é".repeat(MAX_PART_BYTES)).len() == 2);
    }

    #[test]
    fn an_article_stays_whole() {
        assert_eq!(parts("France met Spain. They talked.").len(), 1);
    }
}
