//! Bytes to a document: encoding, format, metadata, blocks, and what of it is text about the
//! world.

mod boilerplate;
mod front_matter;
mod html;
mod inline;
mod markdown;
mod plain;

use entente_model::{Block, BlockKind, Date, Diagnostic, Document, Place, Severity, Span};

use crate::times::parse_day;

/// The largest input that is read as one document, in bytes. A book has about one million; more
/// than this is a data file or a mistake.
pub const MAX_DOCUMENT_BYTES: usize = 32 * 1024 * 1024;

/// How a document is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text; blank lines between paragraphs.
    Plain,
    /// Markdown (CommonMark, with tables).
    Markdown,
    /// HTML.
    Html,
}

/// What is known of an input besides its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// Path, address, or `-` for standard input; its ending tells the format.
    pub name: String,
    /// The format, where it is known otherwise.
    pub format: Option<Format>,
    /// Publisher, used where the document names none.
    pub publisher: Option<String>,
    /// Day of publication, used where the document gives none.
    pub published: Option<Date>,
}

/// What became of an input.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The document; `None` where there is an error among the diagnostics.
    pub document: Option<Document>,
    /// What was noticed.
    pub diagnostics: Vec<Diagnostic>,
}

/// What the document says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Metadata {
    title: Option<String>,
    publisher: Option<String>,
    author: Option<String>,
    published: Option<Date>,
    url: Option<String>,
    language: Option<String>,
    summary_of: Option<String>,
}

/// A block as a format's reader finds it, before boilerplate is taken out.
#[derive(Debug, Clone, PartialEq)]
struct RawBlock {
    kind: BlockKind,
    text: String,
    /// The share of its characters that are the text of links, 0 to 1.
    linked: f32,
}

impl RawBlock {
    fn new(kind: BlockKind, text: impl Into<String>) -> Self {
        Self {
            kind,
            text: text.into(),
            linked: 0.0,
        }
    }

    fn is_heading(&self) -> bool {
        self.kind == BlockKind::Heading
    }
}

/// Reads one document. Never fails as a whole: what stands in the way is among the
/// diagnostics, with codes `T001` to `T009`.
pub fn read_document(bytes: &[u8], origin: &Origin) -> Reading {
    let mut diagnostics = Vec::new();
    let note = |code, severity, offset: Option<usize>, message: String, hint: &str| Diagnostic {
        code,
        severity,
        place: Place {
            input: origin.name.clone(),
            offset: offset.map(|offset| offset as u64),
            line: None,
        },
        message,
        hint: Some(hint.to_owned()),
    };
    let refuse = |diagnostics: Vec<Diagnostic>, error| {
        let diagnostics = diagnostics.into_iter().chain([error]).collect();
        Reading {
            document: None,
            diagnostics,
        }
    };
    if bytes.is_empty() {
        let hint = "check that it was saved or downloaded whole";
        return refuse(
            diagnostics,
            note("T001", Severity::Error, None, "is empty".into(), hint),
        );
    }
    if bytes.len() > MAX_DOCUMENT_BYTES {
        let message = format!("is too large: more than {} MiB", MAX_DOCUMENT_BYTES >> 20);
        let hint = "one document a file; split it, or read a folder of its parts";
        return refuse(
            diagnostics,
            note("T002", Severity::Error, None, message, hint),
        );
    }
    if let Some(offset) = binary_at(bytes) {
        let hint = "text, Markdown and HTML are read; convert it first (pdftotext, pandoc)";
        let message = "is a binary file, not text".into();
        return refuse(
            diagnostics,
            note("T003", Severity::Error, Some(offset), message, hint),
        );
    }
    let decoded = decode(bytes);
    if let Some(offset) = decoded.broken_at {
        let message = format!(
            "{} places are not UTF-8; they read as \u{fffd}",
            decoded.broken
        );
        let hint = "convert it first: iconv -f windows-1252 -t utf-8";
        diagnostics.push(note("T004", Severity::Warning, Some(offset), message, hint));
    }
    let (mut metadata, body) = front_matter::split(&decoded.text);
    if let Some(day) = metadata.unread_day {
        let message = format!("the front matter's day of publication is no date: {day:?}");
        let hint = "write it as 2023-01-29";
        diagnostics.push(note("T005", Severity::Warning, None, message, hint));
    }
    let blocks = match origin
        .format
        .unwrap_or_else(|| format_of(&origin.name, body))
    {
        Format::Plain => plain::blocks(body),
        Format::Markdown => markdown::blocks(body),
        Format::Html => html::blocks(body, &mut metadata.known),
    };
    let kept = boilerplate::strip(blocks, &mut metadata.known);
    let (text, blocks) = join(&kept);
    if text.is_empty() {
        let message = "no text is left when menus, captions and link lists are taken out".into();
        let hint = "is it a page that loads its text by script? Save it from the browser";
        return refuse(
            diagnostics,
            note("T006", Severity::Error, None, message, hint),
        );
    }
    let known = metadata.known;
    if !boilerplate::reads_as_english(&text) {
        let message = "does not read as English; nothing will be coded from it".into();
        let hint = "only English is coded so far";
        diagnostics.push(note("T007", Severity::Warning, None, message, hint));
    }
    let publisher = known.publisher.or_else(|| origin.publisher.clone());
    let published = known.published.or(origin.published);
    let title = known.title.or_else(|| {
        let first = kept.first().filter(|block| block.is_heading());
        first.map(|block| block.text.clone())
    });
    let document = Document {
        id: Document::id_of(publisher.as_deref(), published, &text),
        origin: origin.name.clone(),
        title,
        publisher,
        author: known.author,
        published,
        url: known.url,
        language: known.language,
        summary_of: known.summary_of,
        text,
        blocks,
    };
    Reading {
        document: Some(document),
        diagnostics,
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

fn format_of(name: &str, body: &str) -> Format {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    match ending.as_deref() {
        Some("html" | "htm" | "xhtml") => return Format::Html,
        Some("md" | "markdown") => return Format::Markdown,
        _ => {}
    }
    let head = body.trim_start();
    let head = head
        .get(..head.len().min(64))
        .unwrap_or(head)
        .to_ascii_lowercase();
    if ["<!doctype html", "<html", "<head", "<body", "<article"]
        .iter()
        .any(|tag| head.starts_with(tag))
    {
        Format::Html
    } else {
        Format::Plain
    }
}

/// The offset of what makes the input binary: a zero byte, or many control characters.
fn binary_at(bytes: &[u8]) -> Option<usize> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return None; // UTF-16 with a mark
    }
    let head = &bytes[..bytes.len().min(64 * 1024)];
    if let Some(zero) = head.iter().position(|&byte| byte == 0) {
        return Some(zero);
    }
    let is_odd = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0c | 0x1b);
    let odd = head.iter().filter(|byte| is_odd(byte)).count();
    (odd * 50 > head.len()).then(|| head.iter().position(is_odd).unwrap_or(0))
}

struct Decoded {
    text: String,
    broken: usize,
    broken_at: Option<usize>,
}

/// UTF-8, or UTF-16 where a byte order mark says so.
fn decode(bytes: &[u8]) -> Decoded {
    let wide = |big: bool| {
        let units = bytes[2..].chunks_exact(2).map(|pair| {
            let pair = [pair[0], pair[1]];
            if big {
                u16::from_be_bytes(pair)
            } else {
                u16::from_le_bytes(pair)
            }
        });
        char::decode_utf16(units)
            .map(|unit| unit.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    };
    match bytes {
        [0xff, 0xfe, ..] => Decoded {
            text: wide(false),
            broken: 0,
            broken_at: None,
        },
        [0xfe, 0xff, ..] => Decoded {
            text: wide(true),
            broken: 0,
            broken_at: None,
        },
        _ => {
            let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
            let broken = bytes
                .utf8_chunks()
                .filter(|chunk| !chunk.invalid().is_empty())
                .count();
            let broken_at = std::str::from_utf8(bytes)
                .err()
                .map(|error| error.valid_up_to());
            Decoded {
                text: String::from_utf8_lossy(bytes).into_owned(),
                broken,
                broken_at,
            }
        }
    }
}

/// White space runs to one blank, none at the ends; invisible characters out.
fn tidy(text: &str) -> String {
    let visible = text.chars().filter(|c| {
        !matches!(
            c,
            '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}'
        )
    });
    let mut tidy = String::with_capacity(text.len());
    let mut gap = false;
    for c in visible {
        if c.is_whitespace() || c.is_control() {
            gap = !tidy.is_empty();
        } else {
            if gap {
                tidy.push(' ');
                gap = false;
            }
            tidy.push(c);
        }
    }
    tidy
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, text: &str) -> Document {
        let origin = Origin {
            name: name.to_owned(),
            ..Origin::default()
        };
        read_document(text.as_bytes(), &origin)
            .document
            .expect("a document")
    }

    #[test]
    fn front_matter_is_metadata_and_not_text() {
        let document = read(
            "a.md",
            "---\ntitle: Talks\npublisher: Wire\npublished: 2024-05-02\n---\n\n# Talks\n\nThey *met* in \
             [Paris](https://example.org) and the talks went on.\n",
        );
        assert_eq!(document.title.as_deref(), Some("Talks"));
        assert_eq!(document.published, Date::new(2024, 5, 2).ok());
        assert_eq!(
            document.text,
            "Talks\n\nThey met in Paris and the talks went on."
        );
        assert_eq!(document.blocks[0].kind, BlockKind::Heading);
    }

    #[test]
    fn blocks_cover_the_text() {
        let document = read(
            "a.txt",
            "A title\n\nFirst line\nof the paragraph.\n\n- one of the items\n- two of the items\n",
        );
        for block in &document.blocks {
            assert!(!block.span.of(&document.text).is_empty());
        }
        assert!(document.text.contains("First line of the paragraph."));
    }

    #[test]
    fn the_same_text_has_the_same_id_wherever_it_lies() {
        let text = "France praised Spain on Monday.";
        assert_eq!(read("a.txt", text).id, read("b.txt", text).id);
    }

    #[test]
    fn broken_and_odd_bytes_are_reported() {
        let origin = Origin::default();
        let codes = |bytes: &[u8]| {
            let reading = read_document(bytes, &origin);
            reading
                .diagnostics
                .iter()
                .map(|item| item.code)
                .collect::<Vec<_>>()
        };
        assert_eq!(codes(b""), ["T001"]);
        assert_eq!(codes(b"MZ\x00\x01"), ["T003"]);
        assert_eq!(
            codes(b"The talks of the two were held in the caf\xff of the town."),
            ["T004"]
        );
        assert_eq!(codes(b" \n\n "), ["T006"]);
    }
}
