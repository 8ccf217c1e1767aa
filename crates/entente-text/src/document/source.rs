//! Bytes as they come in: looking ahead, reading within limits, and the place they come from.

use std::cell::Cell;
use std::fmt;
use std::io::{self, BufRead, Cursor, Read};
use std::rc::Rc;

use entente_model::{Diagnostic, Place};

use super::diagnostics::{self, Kind};
use super::{Metadata, Origin, Reading};

/// The longest message of a diagnostic, in bytes.
const MAX_MESSAGE: usize = 1000;

/// Where bytes are read from.
pub(super) type Source<'a> = Box<dyn BufRead + 'a>;

/// What becomes of them, one document or diagnostic after the other.
pub(super) type Stream<'a> = Box<dyn Iterator<Item = Reading> + 'a>;

/// A stream of one.
pub(super) fn one<'a>(reading: Reading) -> Stream<'a> {
    Box::new(std::iter::once(reading))
}

/// What is known of bytes from outside them, on their way through containers.
#[derive(Debug, Clone)]
pub(super) struct Context {
    pub(super) origin: Rc<Origin>,
    /// The name in diagnostics and documents: `news.zip/a.html`, `news.jsonl#17`.
    pub(super) name: String,
    /// The name whose ending tells the format.
    pub(super) file: String,
    /// Line of the input that a record begins in, from 1.
    pub(super) line: Option<u64>,
    /// What the container says of the document.
    pub(super) known: Metadata,
    /// The encoding that the container names.
    pub(super) charset: Option<String>,
    /// How many containers are around it.
    pub(super) depth: usize,
    /// How much has been unpacked so far, in all containers of the input.
    pub(super) volume: Rc<Volume>,
    /// Whether the title of `known` is a headline that stands above the text.
    pub(super) headline: bool,
}

impl Context {
    pub(super) fn of(origin: &Origin) -> Self {
        Self {
            origin: Rc::new(origin.clone()),
            name: origin.name.clone(),
            file: origin.name.clone(),
            line: None,
            known: Metadata::default(),
            charset: None,
            depth: 0,
            volume: Rc::default(),
            headline: false,
        }
    }

    /// The bytes inside a compressed file of the same name.
    pub(super) fn unpacked(&self, ending: &str) -> Self {
        let mut inner = self.clone();
        inner.depth += 1;
        if let Some((stem, _)) = self
            .file
            .rsplit_once('.')
            .filter(|(_, end)| end.eq_ignore_ascii_case(ending))
        {
            inner.file = stem.to_owned();
        }
        inner
    }

    /// A member of an archive.
    pub(super) fn member(&self, name: &str) -> Self {
        let mut inner = self.clone();
        inner.name = format!("{}/{name}", self.name);
        name.clone_into(&mut inner.file);
        inner.depth += 1;
        inner
    }

    /// A record of a file of records, by its line or, in formats without lines, its number.
    pub(super) fn record(&self, number: u64, known: Metadata) -> Self {
        let mut inner = self.clone();
        inner.name = format!("{}#{number}", self.name);
        inner.file = String::new();
        inner.known = known;
        inner
    }

    /// A diagnostic about this place. A message that quotes more than people read is cut.
    pub(super) fn note(&self, kind: &Kind, message: impl Into<String>) -> Diagnostic {
        let mut message = message.into();
        if message.len() > MAX_MESSAGE {
            message.truncate(message.floor_char_boundary(MAX_MESSAGE));
            message.push_str(" ...");
        }
        Diagnostic {
            code: kind.code,
            severity: kind.severity,
            place: Place {
                input: self.name.clone(),
                offset: None,
                line: self.line,
            },
            message,
            hint: Some(kind.hint.to_owned()),
        }
    }

    /// A diagnostic about one byte of it.
    pub(super) fn note_at(
        &self,
        kind: &Kind,
        offset: usize,
        message: impl Into<String>,
    ) -> Diagnostic {
        let mut note = self.note(kind, message);
        note.place.offset = Some(offset as u64);
        note
    }

    /// What an input or output error means here.
    pub(super) fn note_failure(&self, failure: &io::Error) -> Diagnostic {
        let (kind, message) = diagnostics::of_failure(failure);
        self.note(kind, message)
    }

    /// A reading that is nothing but a diagnostic.
    pub(super) fn refuse(&self, kind: &Kind, message: impl Into<String>) -> Reading {
        Reading::refused(self.note(kind, message))
    }
}

/// Why reading was stopped although bytes were left.
#[derive(Debug)]
pub(super) enum Overflow {
    /// A single document or record is longer than `limit` bytes.
    Limit { limit: u64 },
    /// What is unpacked is more than `ratio` times as long as what was packed.
    Bomb { ratio: u64 },
}

impl fmt::Display for Overflow {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Limit { limit } => write!(f, "more than {limit} bytes"),
            Self::Bomb { ratio } => write!(f, "more than {ratio} times its packed size"),
        }
    }
}

impl std::error::Error for Overflow {}

impl From<Overflow> for io::Error {
    fn from(overflow: Overflow) -> Self {
        Self::other(overflow)
    }
}

/// Text shrinks to a fifth or a tenth, tables of repeating text to a fiftieth.
const MAX_RATIO: u64 = 200;

/// What is unpacked may be this long whatever the ratio.
const HARMLESS: u64 = 64 * 1024 * 1024;

/// How long an input is as far as it was taken in, and what all containers in it, and in one
/// another, have been unpacked to. Counted together, so that a small file cannot unpack to a
/// large one again in each of its members or at each depth.
#[derive(Debug, Default)]
pub(super) struct Volume {
    packed: Rc<Cell<u64>>,
    unpacked: Cell<u64>,
}

impl Volume {
    /// The input itself.
    pub(super) fn input<R>(&self, inner: R) -> Metered<R> {
        Metered::counting(inner, Rc::clone(&self.packed))
    }

    /// Whether more was unpacked than the input can have held as text.
    pub(super) fn is_exceeded(&self) -> bool {
        let unpacked = self.unpacked.get();
        unpacked > HARMLESS && unpacked / MAX_RATIO > self.packed.get()
    }
}

/// What is unpacked. Reading fails when it is far more than text would be.
pub(super) struct Unpacked<R> {
    inner: R,
    volume: Rc<Volume>,
}

impl<R> Unpacked<R> {
    pub(super) fn new(inner: R, volume: &Rc<Volume>) -> Self {
        Self {
            inner,
            volume: Rc::clone(volume),
        }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        let unpacked = &self.volume.unpacked;
        unpacked.set(unpacked.get() + count as u64);
        if self.volume.is_exceeded() {
            return Err(Overflow::Bomb { ratio: MAX_RATIO }.into());
        }
        Ok(count)
    }
}

/// The first `length` bytes, or all if there are fewer, and a source that still has them.
pub(super) fn peek(mut source: Source<'_>, length: usize) -> io::Result<(Vec<u8>, Source<'_>)> {
    let mut head = Vec::new();
    (&mut source).take(length as u64).read_to_end(&mut head)?;
    let whole = Cursor::new(head.clone()).chain(source);
    Ok((head, Box::new(whole)))
}

/// All bytes, at most `limit`.
pub(super) fn read_whole(source: impl Read, limit: usize) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    source.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    if bytes.len() > limit {
        return Err(Overflow::Limit {
            limit: limit as u64,
        }
        .into());
    }
    Ok(bytes)
}

/// The next line with its end, at most `limit` bytes; `None` at the end of the source. A longer
/// line is read to its end and given up.
pub(super) fn read_line(source: &mut dyn BufRead, limit: usize) -> Option<io::Result<Vec<u8>>> {
    let mut line = Vec::new();
    let mut overflow = false;
    loop {
        let available = match source.fill_buf() {
            Ok(available) => available,
            Err(failure) if failure.kind() == io::ErrorKind::Interrupted => continue,
            Err(failure) => return Some(Err(failure)),
        };
        let end = available.iter().position(|&byte| byte == b'\n');
        let taken = end.map_or(available.len(), |end| end + 1);
        if line.len() + taken > limit {
            overflow = true;
            line = Vec::new();
        } else if !overflow {
            line.extend_from_slice(&available[..taken]);
        }
        source.consume(taken);
        if end.is_some() || taken == 0 {
            break;
        }
    }
    if overflow {
        let limit = limit as u64;
        return Some(Err(Overflow::Limit { limit }.into()));
    }
    (!line.is_empty()).then_some(Ok(line))
}

/// A reader that counts what is taken from it, or stops when an allowance is used up.
pub(super) struct Metered<R> {
    inner: R,
    taken: Rc<Cell<u64>>,
    allowance: Option<Rc<Cell<u64>>>,
}

impl<R> Metered<R> {
    /// Counts into `taken`.
    pub(super) fn counting(inner: R, taken: Rc<Cell<u64>>) -> Self {
        Self {
            inner,
            taken,
            allowance: None,
        }
    }

    /// Fails when `allowance`, which the holder may renew, is used up.
    pub(super) fn limited(inner: R, allowance: Rc<Cell<u64>>) -> Self {
        Self {
            inner,
            taken: Rc::default(),
            allowance: Some(allowance),
        }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.taken.set(self.taken.get() + count as u64);
        if let Some(allowance) = &self.allowance {
            let left = allowance.get();
            if count as u64 > left {
                let limit = super::MAX_DOCUMENT_BYTES as u64;
                return Err(Overflow::Limit { limit }.into());
            }
            allowance.set(left - count as u64);
        }
        Ok(count)
    }
}

impl<R: BufRead> BufRead for Metered<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.taken.set(self.taken.get() + amount as u64);
        self.inner.consume(amount);
    }
}
