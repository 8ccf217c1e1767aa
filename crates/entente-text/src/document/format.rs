//! Which format bytes have: by their beginning first, by the ending of the name second.

use super::{columns, encoding};

/// How an input is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text; blank lines between paragraphs.
    Plain,
    /// Markdown (CommonMark, with tables).
    Markdown,
    /// HTML.
    Html,
    /// RSS 0.9 to 2.0 or Atom: a document an entry.
    Feed,
    /// A sitemap or an index of sitemaps: no document, but a list of where they are.
    Sitemap,
    /// JSON Lines, an array of objects, or one object: a document an object.
    Json,
    /// Comma- or tab-separated values with a header line: a document a row.
    Table,
    /// WARC, the format of web archives: a document a page.
    Warc,
    /// PDF with text.
    Pdf,
    /// One e-mail message.
    Mail,
    /// Messages in one file (mbox): a document a message.
    Mailbox,
    /// A file compressed by gzip.
    Gzip,
    /// A file compressed by Zstandard.
    Zstandard,
    /// A ZIP archive: what each of its members holds.
    Zip,
}

/// The endings of file names by format; the first that fits counts.
const ENDINGS: &[(Format, &[&str])] = &[
    (Format::Plain, &["txt", "text"]),
    (Format::Markdown, &["md", "markdown"]),
    (Format::Html, &["html", "htm", "xhtml"]),
    (Format::Feed, &["rss", "atom", "rdf"]),
    // A feed or a sitemap; which of the two, its first element says.
    (Format::Sitemap, &["xml"]),
    (Format::Json, &["jsonl", "ndjson", "json"]),
    (Format::Table, &["csv", "tsv"]),
    (Format::Warc, &["warc"]),
    (Format::Pdf, &["pdf"]),
    (Format::Mail, &["eml"]),
    (Format::Mailbox, &["mbox"]),
    (Format::Gzip, &["gz"]),
    (Format::Zstandard, &["zst"]),
    (Format::Zip, &["zip"]),
];

/// How many bytes are looked at.
pub(super) const HEAD: usize = 8 * 1024;

impl Format {
    /// The endings of file names by which inputs are known, without the point.
    pub fn endings() -> impl Iterator<Item = &'static str> {
        ENDINGS.iter().flat_map(|(_, endings)| *endings).copied()
    }

    /// The format that the ending of a file's name stands for.
    pub fn of_ending(name: &str) -> Option<Self> {
        let (_, ending) = name.rsplit_once('.')?;
        let ending = ending.to_ascii_lowercase();
        ENDINGS
            .iter()
            .find(|(_, endings)| endings.contains(&ending.as_str()))
            .map(|(format, _)| *format)
    }

    /// The format of bytes that begin with `head`, from a file called `name`.
    pub(super) fn of(name: &str, head: &[u8]) -> Self {
        if let Some(format) = of_magic(head) {
            return format;
        }
        let by_name = Self::of_ending(name);
        let text = encoding::glimpse(head);
        let text = text.trim_start_matches(['\u{feff}', ' ', '\t', '\r', '\n']);
        if let Some(format) = of_markup(text).or_else(|| of_json(text)) {
            return format;
        }
        match by_name {
            Some(Self::Plain) | None => {}
            // What would begin with their marks but does not is text.
            Some(
                Self::Feed
                | Self::Sitemap
                | Self::Warc
                | Self::Pdf
                | Self::Gzip
                | Self::Zstandard
                | Self::Zip,
            ) => return Self::Plain,
            Some(format) => return format,
        }
        if is_mail(text) {
            Self::Mail
        } else if by_name.is_none() && columns::is_header(text.lines().next().unwrap_or_default()) {
            Self::Table
        } else {
            Self::Plain
        }
    }
}

fn of_magic(head: &[u8]) -> Option<Format> {
    let starts = |magic: &[u8]| head.starts_with(magic);
    if starts(&[0x1f, 0x8b]) {
        Some(Format::Gzip)
    } else if starts(&[0x28, 0xb5, 0x2f, 0xfd]) {
        Some(Format::Zstandard)
    } else if starts(b"PK\x03\x04") || starts(b"PK\x05\x06") {
        Some(Format::Zip)
    } else if head
        .get(..head.len().min(1024))
        .is_some_and(|head| head.windows(5).any(|bytes| bytes == b"%PDF-"))
        && !head.trim_ascii_start().starts_with(b"<")
    {
        Some(Format::Pdf)
    } else if starts(b"WARC/") {
        Some(Format::Warc)
    } else if starts(b"From ") && is_mail_after_envelope(head) {
        Some(Format::Mailbox)
    } else {
        None
    }
}

fn is_mail_after_envelope(head: &[u8]) -> bool {
    let text = encoding::glimpse(head);
    text.split_once('\n').is_some_and(|(_, rest)| is_mail(rest))
}

/// Lines such as `Subject: ...`, two or more of them that letters begin with.
fn is_mail(text: &str) -> bool {
    const HEADERS: &[&str] = &[
        "from",
        "to",
        "subject",
        "date",
        "received",
        "return-path",
        "message-id",
        "mime-version",
        "delivered-to",
        "reply-to",
        "content-type",
        "sender",
        "list-id",
        "dkim-signature",
    ];
    let mut known = 0;
    let mut sure = false;
    for line in text.lines().take(200) {
        if line.trim().is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let Some((name, value)) = line.split_once(':') else {
            return false;
        };
        if name.is_empty() || name.contains(' ') {
            return false;
        }
        let name = name.to_ascii_lowercase();
        known += usize::from(HEADERS.contains(&name.as_str()));
        sure |= matches!(name.as_str(), "received" | "message-id" | "mime-version")
            || name == "from" && value.contains('@');
    }
    known >= 2 && sure
}

/// The format by the first element.
fn of_markup(text: &str) -> Option<Format> {
    let mut rest = text;
    let mut is_xml = false;
    let element = loop {
        rest = rest.trim_start();
        let inner = rest.strip_prefix('<')?;
        let end = if let Some(comment) = inner.strip_prefix("!--") {
            comment.find("-->").map(|at| at + "!--".len() + "-->".len())
        } else if inner.starts_with('?') {
            is_xml = true;
            inner.find("?>").map(|at| at + "?>".len())
        } else if inner.starts_with('!') {
            if starts_with_ignoring_case(inner, "!doctype html") {
                return Some(Format::Html);
            }
            // A document type may hold declarations, in brackets.
            match inner.find(['>', '[']) {
                Some(at) if inner[at..].starts_with('[') => inner.find("]>").map(|at| at + 2),
                end => end.map(|at| at + 1),
            }
        } else {
            break inner;
        };
        rest = inner.get(end?..)?;
    };
    let name = element
        .split(|c: char| c.is_whitespace() || matches!(c, '>' | '/'))
        .next()?
        .to_ascii_lowercase();
    match name.rsplit(':').next()? {
        "rss" | "rdf" | "feed" => Some(Format::Feed),
        "urlset" | "sitemapindex" => Some(Format::Sitemap),
        "html" | "head" | "body" | "article" | "main" | "title" | "meta" => Some(Format::Html),
        // Some other XML is read for its text, as HTML is.
        _ if is_xml => Some(Format::Html),
        _ => None,
    }
}

fn starts_with_ignoring_case(text: &str, start: &str) -> bool {
    text.get(..start.len())
        .is_some_and(|head| head.eq_ignore_ascii_case(start))
}

fn of_json(text: &str) -> Option<Format> {
    let inner = match text.strip_prefix('[') {
        Some(inner) => inner.trim_start(),
        None => text,
    };
    let key = inner.strip_prefix('{')?.trim_start();
    key.starts_with(['"', '}']).then_some(Format::Json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_tells_first_and_the_ending_second() {
        let check = |name: &str, head: &[u8], expected: Format| {
            assert_eq!(Format::of(name, head), expected, "{name}");
        };
        check("a.txt", b"<!DOCTYPE HTML><p>x", Format::Html);
        check("a.html", b"The talks failed.", Format::Html);
        check("a.md", b"# Talks", Format::Markdown);
        check("-", b"\x1f\x8b\x08", Format::Gzip);
        check("-", b"PK\x03\x04", Format::Zip);
        check("a.txt", b"%PDF-1.4", Format::Pdf);
        check("-", b"WARC/1.0\r\n", Format::Warc);
        check(
            "-",
            b"<?xml version='1.0'?><!-- a --><rss version='2.0'>",
            Format::Feed,
        );
        check(
            "a.xml",
            b"<feed xmlns='http://www.w3.org/2005/Atom'>",
            Format::Feed,
        );
        check("-", b"<!DOCTYPE rss [<!ENTITY a '>'>]><rss>", Format::Feed);
        check("a.html", b"\xef\xbb\xbf<urlset>", Format::Sitemap);
        check("-", b"{\"text\": \"x\"}", Format::Json);
        check("-", b"[\n {\"text\": \"x\"}]", Format::Json);
        check("-", b"[Reuters] {x} The talks failed.", Format::Plain);
        check("-", b"title,text,date\n", Format::Table);
        check("a.txt", b"Title, text and date\n", Format::Plain);
        check("a.csv", b"a;b\n", Format::Table);
        check(
            "-",
            b"From: a@b.example\nSubject: x\nDate: y\n\nz",
            Format::Mail,
        );
        check(
            "-",
            b"From a@b Mon May  6 10:00:00 2024\nFrom: a@b\nSubject: x\n",
            Format::Mailbox,
        );
        check(
            "a.txt",
            b"From Kyiv to Warsaw: the trains run.",
            Format::Plain,
        );
        check("a.pdf", b"The talks failed.", Format::Plain);
        check("-", b"", Format::Plain);
    }
}
