//! Bytes to documents: format, encoding, language, metadata, blocks, and what of it is text about
//! the world. One file a format; `format` says which it is, `page` is where they meet again,
//! `diagnostics` lists what may go wrong. No file is opened and nothing is fetched here.

mod archive;
mod boilerplate;
mod columns;
mod compressed;
mod diagnostics;
mod encoding;
mod feed;
mod format;
mod front_matter;
mod html;
mod inline;
mod json;
mod language;
mod mail;
mod markdown;
mod page;
mod parts;
mod pdf;
mod plain;
mod sitemap;
mod source;
mod table;
mod warc;

use std::io::BufRead;

use entente_model::{BlockKind, Date, Diagnostic, Document};

use crate::times::parse_day;
use source::{Context, Source, Stream};

pub use columns::Columns;
pub use diagnostics::cut_sentences;
pub use format::Format;
pub use parts::MAX_PART_BYTES;

/// The largest document or record, in bytes. A book has about one million; more than this is a
/// data file or a mistake.
pub const MAX_DOCUMENT_BYTES: usize = 32 * 1024 * 1024;

/// The largest ZIP archive, in bytes: its list of members stands at its end, so it is kept whole.
/// Other inputs that hold many documents may have any length.
pub const MAX_ARCHIVE_BYTES: usize = 256 * 1024 * 1024;

/// How many archives and compressed files may stand in one another.
const MAX_DEPTH: usize = 3;

/// What is known of an input besides its bytes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// Path, address, or `-` for standard input; its ending tells the format where the first
    /// bytes do not.
    pub name: String,
    /// The format, where it is known otherwise.
    pub format: Option<Format>,
    /// Publisher, used where the document names none.
    pub publisher: Option<String>,
    /// Day of publication, used where the document gives none.
    pub published: Option<Date>,
    /// Which columns or keys of records hold what, where their names do not tell.
    pub columns: Columns,
}

/// What became of a document, or of a part of an input that is none.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The document; `None` where there is an error among the diagnostics, or nothing to read.
    pub document: Option<Document>,
    /// What was noticed.
    pub diagnostics: Vec<Diagnostic>,
}

impl Reading {
    fn refused(diagnostic: Diagnostic) -> Self {
        Self {
            document: None,
            diagnostics: vec![diagnostic],
        }
    }
}

/// The documents of an input, one after the other, as [`read_documents`] finds them.
pub struct Readings<'a>(Stream<'a>);

impl Iterator for Readings<'_> {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        self.0.next()
    }
}

/// Reads the documents of an input: one of a page, a message or a PDF; one an entry, row, object
/// or record of feeds, tables, JSON and web archives; those of each member of an archive.
///
/// The input is read while the documents are taken, and no more of it is kept than one document
/// (a ZIP archive: all of it, up to [`MAX_ARCHIVE_BYTES`]). A document of more than [`MAX_PART_BYTES`] of text
/// comes in parts (`book.txt#part-2`). Never fails as a whole: what stands
/// in the way is among the diagnostics, with codes `T001` and on, and the rest is read.
///
/// A document's `origin` is the name of the input; of a member of an archive, with its name
/// behind it (`news.zip/a.html`); of a record, with its line or number (`news.jsonl#17`).
///
/// ```
/// use entente_text::{Origin, read_documents};
///
/// let lines = b"{\"headline\": \"Talks\", \"body\": \"France and Germany met in Bonn.\"}\n\
///               {\"headline\": \"No talks\", \"body\": \"Chile and Peru did not meet.\"}\n";
/// let origin = Origin { name: "news.jsonl".into(), ..Origin::default() };
/// let titles: Vec<_> = read_documents(&lines[..], &origin)
///     .filter_map(|reading| reading.document?.title)
///     .collect();
/// assert_eq!(titles, ["Talks", "No talks"]);
/// ```
pub fn read_documents<'a>(input: impl BufRead + 'a, origin: &Origin) -> Readings<'a> {
    Readings(Box::new(undivided(input, origin).flat_map(parts::divide)))
}

/// The documents of an input, however long each is.
fn undivided<'a>(input: impl BufRead + 'a, origin: &Origin) -> Stream<'a> {
    let context = Context::of(origin);
    let input = context.volume.input(input);
    open(Box::new(input), context)
}

/// Reads an input that is one document, whole; of an input that holds several, the first. Never
/// fails as a whole, as [`read_documents`].
pub fn read_document(bytes: &[u8], origin: &Origin) -> Reading {
    let mut first = Reading::default();
    for reading in undivided(bytes, origin) {
        first.diagnostics.extend(reading.diagnostics);
        if reading.document.is_some() {
            first.document = reading.document;
            break;
        }
    }
    first
}

/// What `source` holds, by its format.
fn open<'a>(source: Source<'a>, context: Context) -> Stream<'a> {
    let (head, source) = match source::peek(source, format::HEAD) {
        Ok(peeked) => peeked,
        Err(failure) => return source::one(Reading::refused(context.note_failure(&failure))),
    };
    if head.is_empty() {
        return source::one(context.refuse(&diagnostics::EMPTY, "is empty"));
    }
    // What the user says of the format is true of the outermost input.
    let given = context.origin.format.filter(|_| context.depth == 0);
    let format = given.unwrap_or_else(|| Format::of(&context.file, &head));
    let is_container = matches!(format, Format::Gzip | Format::Zstandard | Format::Zip);
    if is_container && context.depth >= MAX_DEPTH {
        let message = format!("is an archive in more than {MAX_DEPTH} others");
        return source::one(context.refuse(&diagnostics::TOO_DEEP, message));
    }
    match format {
        Format::Gzip | Format::Zstandard => compressed::read(source, format, &context),
        Format::Zip => archive::read(source, context),
        Format::Warc => warc::read(source, context),
        Format::Json => json::read(source, context),
        Format::Table => table::read(source, context),
        Format::Mailbox => mail::read_mailbox(source, context),
        Format::Feed => feed::read(source, context),
        Format::Sitemap => source::one(sitemap::read(source, &context)),
        Format::Pdf => source::one(pdf::read(source, &context)),
        Format::Mail => source::one(mail::read(source, &context)),
        Format::Plain | Format::Markdown | Format::Html => {
            source::one(page::of_source(source, format, &context))
        }
    }
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

impl Metadata {
    /// What this knows, and what `other` knows besides.
    fn or(self, other: Self) -> Self {
        Self {
            title: self.title.or(other.title),
            publisher: self.publisher.or(other.publisher),
            author: self.author.or(other.author),
            published: self.published.or(other.published),
            url: self.url.or(other.url),
            language: self.language.or(other.language),
            summary_of: self.summary_of.or(other.summary_of),
        }
    }

    /// Without what is too long to be a title, a name or an address.
    fn bounded(self) -> Self {
        let short = |field: Option<String>| field.filter(|it| it.len() <= MAX_FIELD);
        Self {
            title: short(self.title),
            publisher: short(self.publisher),
            author: short(self.author),
            published: self.published,
            url: short(self.url),
            language: short(self.language),
            summary_of: short(self.summary_of),
        }
    }
}

/// The longest field of [`Metadata`], in bytes.
const MAX_FIELD: usize = 2000;

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
            codes(b"The talks of the two were held in the caf\xc3\xa9 of the \xfftown."),
            ["T004"]
        );
        assert_eq!(
            codes(b"The talks of the two were held in the caf\xe9 of the town."),
            ["T008"]
        );
        assert_eq!(codes(b" \n\n "), ["T006"]);
    }
}
