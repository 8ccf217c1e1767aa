//! One document from its bytes, its text or its blocks: where the readers of all formats meet.

use entente_model::{Block, BlockKind, Diagnostic, Document, Span};

use super::source::{self, Context, Source};
use super::{
    Format, MAX_DOCUMENT_BYTES, Metadata, RawBlock, Reading, boilerplate, diagnostics, encoding,
    front_matter, html, language, markdown, plain,
};

/// A heading is no longer, in bytes: what is longer is text. Passages repeat theirs.
const MAX_HEADING: usize = 1000;

/// All bytes of a source that is one document, or the reading that says why not.
pub(super) fn whole(source: Source<'_>, context: &Context) -> Result<Vec<u8>, Box<Reading>> {
    match source::read_whole(source, MAX_DOCUMENT_BYTES) {
        Ok(bytes) if bytes.is_empty() => {
            Err(Box::new(context.refuse(&diagnostics::EMPTY, "is empty")))
        }
        Ok(bytes) => Ok(bytes),
        Err(failure) => Err(Box::new(Reading::refused(context.note_failure(&failure)))),
    }
}

/// A document from its source.
pub(super) fn of_source(source: Source<'_>, format: Format, context: &Context) -> Reading {
    match whole(source, context) {
        Ok(bytes) => of_bytes(&bytes, format, context),
        Err(reading) => *reading,
    }
}

/// Text in an encoding that is found out, with what had to be assumed; nothing where the bytes
/// are no text.
pub(super) fn decode(
    bytes: &[u8],
    context: &Context,
) -> Result<(String, Vec<Diagnostic>), Box<Reading>> {
    if let Some(offset) = encoding::binary_at(bytes) {
        let message = "is a binary file, not text";
        let note = context.note_at(&diagnostics::BINARY, offset, message);
        return Err(Box::new(Reading::refused(note)));
    }
    let decoded = encoding::decode(bytes, context.charset.as_deref());
    let mut notes = Vec::new();
    if let Some(offset) = decoded.broken_at {
        let message = format!(
            "{} places are not UTF-8; they read as \u{fffd}",
            decoded.broken
        );
        notes.push(context.note_at(&diagnostics::BROKEN_TEXT, offset, message));
    }
    if let Some(name) = decoded.guessed {
        let message = format!("is not UTF-8 and does not say what it is; it is read as {name}");
        notes.push(context.note(&diagnostics::ENCODING_GUESSED, message));
    }
    Ok((decoded.text, notes))
}

/// A document from its bytes: plain text, Markdown or HTML.
pub(super) fn of_bytes(bytes: &[u8], format: Format, context: &Context) -> Reading {
    match decode(bytes, context) {
        Ok((text, notes)) => of_text(&text, format, context, notes),
        Err(reading) => *reading,
    }
}

/// A document from its text.
pub(super) fn of_text(
    text: &str,
    format: Format,
    context: &Context,
    mut notes: Vec<Diagnostic>,
) -> Reading {
    let (front, body) = front_matter::split(text);
    if let Some(day) = front.unread_day {
        let message = format!("the front matter's day of publication is no date: {day:?}");
        notes.push(context.note(&diagnostics::UNREAD_DAY, message));
    }
    let mut metadata = front.known;
    let blocks = blocks_of(body, format, &mut metadata);
    of_blocks(blocks, metadata, context, notes)
}

/// The blocks of a text; what it says of itself goes to `metadata`.
pub(super) fn blocks_of(text: &str, format: Format, metadata: &mut Metadata) -> Vec<RawBlock> {
    match format {
        Format::Html => html::blocks(text, metadata),
        Format::Markdown => markdown::blocks(text),
        _ => plain::blocks(text),
    }
}

/// A document from its blocks and what it says of itself.
pub(super) fn of_blocks(
    mut blocks: Vec<RawBlock>,
    mut metadata: Metadata,
    context: &Context,
    notes: Vec<Diagnostic>,
) -> Reading {
    let given = &context.known;
    if context.headline
        && let Some(title) = given.title.as_deref()
        && blocks.first().is_none_or(|first| first.text != title)
    {
        blocks.insert(0, RawBlock::new(BlockKind::Heading, title));
    }
    for block in &mut blocks {
        if block.is_heading() && block.text.len() > MAX_HEADING {
            block.kind = BlockKind::Paragraph;
        }
    }
    let kept = boilerplate::strip(blocks, &mut metadata);
    let (text, blocks) = join(&kept);
    if text.is_empty() {
        let message = "no text is left when menus, captions and link lists are taken out";
        let refusal = context.note(&diagnostics::NO_TEXT, message);
        return Reading {
            document: None,
            diagnostics: notes.into_iter().chain([refusal]).collect(),
        };
    }
    // What a container says of a record was written for it; what a page says of itself is
    // better than what the archive around it knows.
    let metadata = if context.headline {
        given.clone().or(metadata)
    } else {
        metadata.or(given.clone())
    };
    let metadata = metadata.bounded();
    let origin = &context.origin;
    let publisher = metadata.publisher.or_else(|| origin.publisher.clone());
    let published = metadata.published.or(origin.published);
    let title = metadata.title.or_else(|| {
        let first = kept.first().filter(|block| block.is_heading());
        first.map(|block| block.text.clone())
    });
    let declared = || language::declared(metadata.language.as_deref()?);
    let language = language::detect(&text, &blocks).map(str::to_owned);
    let language = language.or_else(declared);
    let document = Document {
        id: Document::id_of(publisher.as_deref(), published, &text),
        origin: context.name.clone(),
        title,
        publisher,
        author: metadata.author,
        published,
        url: metadata.url,
        language,
        summary_of: metadata.summary_of,
        text,
        blocks,
    };
    Reading {
        document: Some(document),
        diagnostics: notes,
    }
}

/// The clean text: blocks with a blank line between.
fn join(kept: &[RawBlock]) -> (String, Vec<Block>) {
    let mut text = String::new();
    let mut blocks = Vec::with_capacity(kept.len());
    for block in kept {
        if !text.is_empty() {
            text.push_str("\n\n");
        }
        let start = text.len();
        text.push_str(&block.text);
        blocks.push(Block {
            kind: block.kind,
            span: Span::new(start, text.len()),
        });
    }
    (text, blocks)
}
