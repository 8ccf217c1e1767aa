//! WARC: the pages of a web archive. Records that hold no page (requests, pictures, scripts,
//! errors of a server) are passed over and counted.

mod http;

use std::io::{BufRead, Cursor, Read};

use super::source::{self, Context, Source, Stream};
use super::{MAX_DOCUMENT_BYTES, Metadata, Reading, diagnostics, open};

/// The longest line of a header, in bytes.
const MAX_LINE: usize = 64 * 1024;

/// The most lines of a header.
const MAX_LINES: usize = 1000;

/// The documents of an archive.
pub(super) fn read<'a>(source: Source<'a>, context: Context) -> Stream<'a> {
    Box::new(Records {
        source,
        context,
        number: 0,
        passed_over: 0,
        pages: 0,
        current: None,
        ended: false,
    })
}

struct Records<'a> {
    source: Source<'a>,
    context: Context,
    number: u64,
    passed_over: u64,
    pages: u64,
    current: Option<Stream<'static>>,
    ended: bool,
}

/// The header of a record or of what it holds: names in lower case.
#[derive(Debug, Default)]
struct Header {
    fields: Vec<(String, String)>,
}

impl Header {
    fn get(&self, name: &str) -> Option<&str> {
        let field = self.fields.iter().find(|(it, _)| it == name);
        field.map(|(_, value)| value.as_str())
    }

    /// Reads lines up to a blank one.
    fn read(source: &mut dyn BufRead) -> std::io::Result<Self> {
        let mut header = Self::default();
        for _ in 0..MAX_LINES {
            let Some(line) = source::read_line(source, MAX_LINE) else {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            };
            let line = line?;
            let line = String::from_utf8_lossy(&line);
            let line = line.trim_end_matches(['\r', '\n']);
            if line.is_empty() {
                return Ok(header);
            }
            if let (true, Some((_, value))) =
                (line.starts_with([' ', '\t']), header.fields.last_mut())
            {
                value.push(' ');
                value.push_str(line.trim());
            } else if let Some((name, value)) = line.split_once(':') {
                let name = name.trim().to_ascii_lowercase();
                header.fields.push((name, value.trim().to_owned()));
            }
        }
        Err(std::io::Error::other("a header has too many lines"))
    }
}

impl Iterator for Records<'_> {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        loop {
            if let Some(current) = &mut self.current {
                match current.next() {
                    Some(reading) => return Some(reading),
                    None => self.current = None,
                }
            }
            if self.ended {
                return None;
            }
            match self.record() {
                Ok(Some(current)) => {
                    self.pages += 1;
                    self.current = Some(current);
                }
                Ok(None) if self.ended => return self.last_word(),
                Ok(None) => self.passed_over += 1,
                Err(failure) => {
                    self.ended = true;
                    return Some(Reading::refused(self.context.note_failure(&failure)));
                }
            }
        }
    }
}

impl Records<'_> {
    /// What the next record holds; nothing where it is no page, or at the end.
    fn record(&mut self) -> std::io::Result<Option<Stream<'static>>> {
        let version = loop {
            let Some(line) = source::read_line(&mut *self.source, MAX_LINE) else {
                self.ended = true;
                return Ok(None);
            };
            let line = line?;
            if !line.trim_ascii().is_empty() {
                break line;
            }
        };
        self.number += 1;
        if !version.starts_with(b"WARC/") {
            return Err(std::io::Error::other("a record does not begin with WARC/"));
        }
        let header = Header::read(&mut *self.source)?;
        let length: u64 = header
            .get("content-length")
            .and_then(|length| length.parse().ok())
            .ok_or_else(|| std::io::Error::other("a record does not say its length"))?;
        let kind = header.get("warc-type").unwrap_or_default();
        let wanted = matches!(kind, "response" | "resource" | "conversion");
        if !wanted || length > MAX_DOCUMENT_BYTES as u64 {
            let skipped =
                std::io::copy(&mut (&mut self.source).take(length), &mut std::io::sink())?;
            if skipped < length {
                return Err(std::io::ErrorKind::UnexpectedEof.into());
            }
            if !wanted {
                return Ok(None);
            }
            let limit = MAX_DOCUMENT_BYTES >> 20;
            let message = format!("record {} is too large: more than {limit} MiB", self.number);
            let reading = self.context.refuse(&diagnostics::TOO_LARGE, message);
            return Ok(Some(source::one(reading)));
        }
        let mut block = Vec::new();
        (&mut self.source).take(length).read_to_end(&mut block)?;
        if (block.len() as u64) < length {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        Ok(self.page(&header, block))
    }

    fn page(&self, header: &Header, block: Vec<u8>) -> Option<Stream<'static>> {
        let address = header
            .get("warc-target-uri")
            .map(|address| address.trim_matches(['<', '>']).to_owned());
        let mut context = self.context.record(
            self.number,
            Metadata {
                url: address.clone(),
                ..Metadata::default()
            },
        );
        if address.is_some_and(|address| address.ends_with("/robots.txt")) {
            return None;
        }
        let is_http = header
            .get("content-type")
            .is_some_and(|kind| kind.starts_with("application/http"));
        let (media, body) = if is_http {
            match http::body(&block, &context) {
                Ok(page) => (page.media, page.bytes),
                Err(http::Refused::NoPage) => return None,
                Err(http::Refused::Damaged(why)) => {
                    let reading = context.refuse(&diagnostics::BAD_RECORD, why);
                    return Some(source::one(reading));
                }
            }
        } else {
            (
                header.get("content-type").unwrap_or_default().to_owned(),
                block,
            )
        };
        if body.is_empty() || !is_document(&media) {
            return None;
        }
        context.charset = http::parameter(&media, "charset");
        context.depth += 1;
        Some(open(Box::new(Cursor::new(body)), context))
    }

    fn last_word(&self) -> Option<Reading> {
        let others = format!("{} records hold no page", self.passed_over);
        (self.pages == 0).then(|| {
            let message = format!("holds no pages; {others}");
            self.context.refuse(&diagnostics::NO_TEXT, message)
        })
    }
}

/// Whether a media type is one of those that hold documents.
fn is_document(media: &str) -> bool {
    let name = media.split(';').next().unwrap_or_default();
    matches!(
        name.trim().to_ascii_lowercase().as_str(),
        "" | "text/html"
            | "application/xhtml+xml"
            | "text/plain"
            | "text/markdown"
            | "application/pdf"
            | "application/rss+xml"
            | "application/atom+xml"
    )
}
