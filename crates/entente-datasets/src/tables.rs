//! Finding out what a file is, and cutting it into blocks.

use std::io::{self, Read};
use std::sync::Arc;

use entente_model::{Diagnostic, Place, Severity};
use memchr::memchr;

use crate::block::Block;
use crate::records::{self, Dialect, Fields};
use crate::registry::Shape;
use crate::row::Header;

/// Bytes of a block, unless one record is longer. What is made of a block of this size stays near the processor, and in
/// pieces that an allocator keeps for the next one.
const BLOCK: usize = 1 << 19;

/// A table that is coded as a whole must fit into so many bytes.
const WHOLE: usize = 256 << 20;

/// A form in which the dataset's tables come.
pub(crate) struct Form {
    /// Its place in the list of them.
    pub(crate) index: usize,
    /// Columns that its header has; none where tables have no header.
    pub(crate) names: Vec<String>,
    /// Numbers of columns that a table without a header may have.
    pub(crate) counts: Vec<usize>,
    /// The first column's name, in tables to which somebody added a header.
    pub(crate) first: &'static str,
    /// Whether all rows are coded together.
    pub(crate) whole: bool,
    /// Between fields; found out where not given.
    pub(crate) delimiter: Option<u8>,
}

impl Form {
    pub(crate) fn new(index: usize, shape: Shape, whole: bool) -> Self {
        let (names, counts, first) = match shape {
            Shape::Header(names) => (names, &[][..], ""),
            Shape::Places(counts, first) => (&[][..], counts, first),
        };
        Self {
            index,
            names: names.iter().map(|&name| name.to_owned()).collect(),
            counts: counts.to_vec(),
            first,
            whole,
            delimiter: None,
        }
    }
}

/// Reads a table, handing on block after block with the index of its form, until `take` says that
/// nobody wants more. `Ok(false)` where it has none of the forms.
pub(crate) fn read(
    file: &str,
    input: &mut dyn Read,
    forms: &[Form],
    take: &mut dyn FnMut(usize, Block) -> bool,
) -> io::Result<bool> {
    let mut buffer = Vec::new();
    let mut last = fill(input, &mut buffer, BLOCK)?;
    if buffer.starts_with(b"\xef\xbb\xbf") {
        buffer.drain(..3);
    }
    let first_line = &buffer[..memchr(b'\n', &buffer).unwrap_or(buffer.len())];
    let Some((form, dialect, header, has_header)) = recognise(first_line, forms) else {
        return Ok(false);
    };
    let columns: Arc<[usize]> = if form.counts.is_empty() {
        [header.len()].into()
    } else {
        form.counts.as_slice().into()
    };
    let (file, header): (Arc<str>, _) = (file.into(), Arc::new(header));
    let (mut line, mut offset) = (1, 0);
    let mut skip = has_header;
    loop {
        if form.whole && !last {
            if buffer.len() > WHOLE {
                let message = format!("longer than {WHOLE} bytes, and its rows belong together");
                return Err(io::Error::new(io::ErrorKind::FileTooLarge, message));
            }
            last = fill(input, &mut buffer, BLOCK)?;
            continue;
        }
        let mut start = 0;
        if skip && let Some(record) = records::record(&buffer, 0, dialect, true) {
            start = record.next;
            skip = false;
        }
        let (end, lines) = records::whole(&buffer, start, dialect, last);
        let mut rest = Vec::with_capacity(BLOCK + buffer.len() - end);
        rest.extend_from_slice(&buffer[end..]);
        if end > start {
            let before = lines_of_header(start);
            buffer.truncate(end);
            buffer.drain(..start);
            let block = Block {
                file: file.clone(),
                header: header.clone(),
                columns: columns.clone(),
                dialect,
                bytes: Arc::new(std::mem::take(&mut buffer)),
                line: line + before,
                offset: offset + start as u64,
            };
            if !take(form.index, block) {
                return Ok(true);
            }
        }
        if last {
            return Ok(true);
        }
        line += lines + lines_of_header(start);
        offset += end as u64;
        buffer = rest;
        last = fill(input, &mut buffer, BLOCK)?;
    }
}

/// A header takes one line.
fn lines_of_header(start: usize) -> u64 {
    u64::from(start > 0)
}

/// Appends up to `more` bytes; whether the input has ended.
fn fill(input: &mut dyn Read, buffer: &mut Vec<u8>, more: usize) -> io::Result<bool> {
    let wanted = more as u64;
    let read = input.take(wanted).read_to_end(buffer)?;
    Ok((read as u64) < wanted)
}

/// The form, dialect and header of a table, and whether its first line is that header.
fn recognise<'f>(
    first_line: &[u8],
    forms: &'f [Form],
) -> Option<(&'f Form, Dialect, Header, bool)> {
    let text = String::from_utf8_lossy(first_line);
    let text = text.trim_end_matches('\r');
    let sniffed = Dialect::sniff(first_line);
    forms.iter().find_map(|form| {
        let dialect = form.delimiter.map_or(sniffed, Dialect::of);
        let fields = Fields::of(text, dialect);
        let header = Header::new(fields.iter());
        if form.counts.is_empty() {
            let fits = form.names.iter().all(|name| header.place(name).is_some());
            return fits.then_some((form, dialect, header, true));
        }
        let is_header = header
            .names()
            .first()
            .is_some_and(|name| name == form.first);
        let header = if is_header { header } else { Header::default() };
        let fits = form.counts.contains(&fields.len());
        fits.then_some((form, dialect, header, is_header))
    })
}

/// A named file that has none of the dataset's forms.
pub(crate) fn unrecognised(file: &str, dataset: &str, forms: &[Form]) -> Diagnostic {
    let forms: Vec<String> = forms
        .iter()
        .map(|form| {
            if form.counts.is_empty() {
                return format!("a header with {}", form.names.join(", "));
            }
            let counts: Vec<String> = form.counts.iter().map(ToString::to_string).collect();
            format!("{} columns", counts.join(" or "))
        })
        .collect();
    Diagnostic {
        code: "D011",
        severity: Severity::Error,
        place: Place {
            input: file.to_owned(),
            offset: None,
            line: Some(1),
        },
        message: format!("is no table of {dataset}"),
        hint: Some(format!("expected {}", forms.join(", or "))),
    }
}
