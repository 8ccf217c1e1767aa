//! An answer of a web server as it went over the wire: header, body, and what was done to the
//! body on its way (parts, compression).

use std::io::{self, Cursor, Read};

use flate2::read::{DeflateDecoder, ZlibDecoder};

use super::Header;
use crate::document::compressed;
use crate::document::source::{self, Context, Unpacked};
use crate::document::{Format, MAX_DOCUMENT_BYTES};

/// What an answer holds.
pub(super) struct Page {
    /// Its media type, such as `text/html; charset=utf-8`.
    pub(super) media: String,
    pub(super) bytes: Vec<u8>,
}

/// Why there is no page.
pub(super) enum Refused {
    /// The server said that there is none, or that it is elsewhere.
    NoPage,
    /// It cannot be unpacked.
    Damaged(String),
}

/// The page of an answer.
pub(super) fn body(answer: &[u8], context: &Context) -> Result<Page, Refused> {
    let mut rest = answer;
    let status = source::read_line(&mut rest, 4096)
        .and_then(Result::ok)
        .unwrap_or_default();
    let status = String::from_utf8_lossy(&status);
    if !status.starts_with("HTTP/") || status.split_whitespace().nth(1) != Some("200") {
        return Err(Refused::NoPage);
    }
    let header = Header::read(&mut rest).map_err(|_| Refused::NoPage)?;
    let has = |name: &str, value: &str| {
        let field = header.get(name).unwrap_or_default().to_ascii_lowercase();
        field.split(',').any(|it| it.trim() == value)
    };
    // Some archives keep the header of a body that they have unpacked; what is in the body counts.
    let whole = if has("transfer-encoding", "chunked") {
        join_chunks(rest).unwrap_or_else(|| rest.to_vec())
    } else {
        rest.to_vec()
    };
    let failed = |failure: io::Error| Refused::Damaged(format!("cannot be unpacked: {failure}"));
    let bytes = if whole.starts_with(&[0x1f, 0x8b]) {
        unpacked(whole, Format::Gzip, context).map_err(failed)?
    } else if has("content-encoding", "zstd") {
        unpacked(whole, Format::Zstandard, context).map_err(failed)?
    } else if has("content-encoding", "deflate") {
        inflate(&whole, context).map_err(failed)?
    } else if has("content-encoding", "br") && std::str::from_utf8(&whole).is_err() {
        let why = "is compressed by Brotli, which is not read".to_owned();
        return Err(Refused::Damaged(why));
    } else {
        whole
    };
    Ok(Page {
        media: header.get("content-type").unwrap_or_default().to_owned(),
        bytes,
    })
}

fn unpacked(bytes: Vec<u8>, format: Format, context: &Context) -> io::Result<Vec<u8>> {
    let source = compressed::unpack(Box::new(Cursor::new(bytes)), format, context);
    source::read_whole(source, MAX_DOCUMENT_BYTES)
}

/// What servers call "deflate" has a frame, or none.
fn inflate(bytes: &[u8], context: &Context) -> io::Result<Vec<u8>> {
    let (limit, volume) = (MAX_DOCUMENT_BYTES, &context.volume);
    source::read_whole(Unpacked::new(ZlibDecoder::new(bytes), volume), limit)
        .or_else(|_| source::read_whole(Unpacked::new(DeflateDecoder::new(bytes), volume), limit))
}

/// The body whose parts each begin with their length; `None` where it is not written so.
fn join_chunks(mut rest: &[u8]) -> Option<Vec<u8>> {
    let mut whole = Vec::with_capacity(rest.len());
    loop {
        let line = source::read_line(&mut rest, 4096)?.ok()?;
        let line = std::str::from_utf8(&line).ok()?;
        let digits = line.split(';').next()?.trim();
        let length = usize::from_str_radix(digits, 16).ok()?;
        if length == 0 {
            return Some(whole);
        }
        let before = whole.len();
        (&mut rest)
            .take(length as u64)
            .read_to_end(&mut whole)
            .ok()?;
        if whole.len() - before < length {
            // The archive was cut off; what there is of the page is a page.
            return Some(whole);
        }
        rest = rest
            .strip_prefix(b"\r\n")
            .or_else(|| rest.strip_prefix(b"\n"))
            .unwrap_or(rest);
    }
}

/// A parameter of a media type: `charset` of `text/html; charset="utf-8"`.
pub(super) fn parameter(media: &str, name: &str) -> Option<String> {
    media.split(';').skip(1).find_map(|part| {
        let (key, value) = part.split_once('=')?;
        let is_it = key.trim().eq_ignore_ascii_case(name);
        is_it.then(|| value.trim().trim_matches('"').to_owned())
    })
}
