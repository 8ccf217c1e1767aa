//! A block of rows of one table, and coding it: what can be done anywhere, in any order.

use std::collections::HashMap;
use std::sync::Arc;

use crate::mapping;
use crate::out::{Coded, Context, Known, Out};
use crate::records::{self, Dialect, Fields, Record};
use crate::registry::Code;
use crate::row::{Fault, FaultKind, Header, Row};
use crate::said::Take;

/// Whole records of one table.
#[derive(Debug)]
pub(crate) struct Block {
    pub(crate) file: Arc<str>,
    pub(crate) header: Arc<Header>,
    /// Numbers of fields that a row may have.
    pub(crate) columns: Arc<[usize]>,
    pub(crate) dialect: Dialect,
    pub(crate) bytes: Arc<Vec<u8>>,
    /// Line of the first record, from 1.
    pub(crate) line: u64,
    /// Byte in the file of the first record.
    pub(crate) offset: u64,
}

/// Codes the rows of a block, and makes of what they say what is wanted of it.
pub(crate) fn code<T: Take>(
    block: &Block,
    code: Code<'_>,
    context: &Context,
    known: &mut Known,
) -> (Coded, T) {
    let rows = memchr::memchr_iter(b'\n', &block.bytes).count() + 1;
    let mut out = Out::new(context, &block.file, known, rows);
    match code {
        Code::Row(code) => each_row(block, &mut out, |row, out| {
            out.row(row, |out| code(row, out));
        }),
        Code::Mapped(map) => each_row(block, &mut out, |row, out| {
            out.row(row, |out| mapping::code(map, row, out));
        }),
        Code::Table(code) => {
            let mut rows = Vec::new();
            each_row(block, &mut out, |row, _| {
                rows.push(Row {
                    header: row.header,
                    fields: row.fields.clone(),
                    ..*row
                });
            });
            code(&rows, &mut out);
        }
    }
    out.into_coded(&block.bytes)
}

/// Reads row after row; those that are none are rejected.
fn each_row<'a>(block: &'a Block, out: &mut Out<'a>, mut then: impl FnMut(&Row<'a>, &mut Out<'a>)) {
    let mut row = Row {
        header: &block.header,
        fields: Fields::default(),
        text: "",
        line: block.line,
        offset: 0,
    };
    let mut at = 0;
    while let Some(mut record) = records::record(&block.bytes, at, block.dialect, true) {
        // A stray quotation mark makes one row of many: only its own line is wrong.
        if record.lines > 1 && !fits(block, record) {
            record = records::first_line(&block.bytes, record);
        }
        at = record.next;
        row.offset = block.offset + record.start as u64;
        let bytes = &block.bytes[record.start..record.end];
        if !bytes.iter().all(u8::is_ascii_whitespace) || bytes.contains(&b'\t') {
            match read(block, record, bytes, &mut row) {
                Ok(()) => then(&row, out),
                Err(fault) => {
                    out.count_row();
                    out.reject(
                        row.line,
                        &fault,
                        String::from_utf8_lossy(bytes).into_owned(),
                    );
                }
            }
        }
        row.line += record.lines;
    }
}

/// Puts two columns of a block into a map.
pub(crate) fn pairs(block: &Block, key: &str, value: &str, map: &mut HashMap<String, String>) {
    let mut at = 0;
    while let Some(record) = records::record(&block.bytes, at, block.dialect, true) {
        at = record.next;
        let mut row = Row {
            header: &block.header,
            fields: Fields::default(),
            text: "",
            line: 0,
            offset: 0,
        };
        let bytes = &block.bytes[record.start..record.end];
        if read(block, record, bytes, &mut row).is_ok() {
            map.insert(row.text(key).to_owned(), row.text(value).to_owned());
        }
    }
}

/// Whether a record has as many fields as the table has columns.
fn fits(block: &Block, record: Record) -> bool {
    let Ok(text) = std::str::from_utf8(&block.bytes[record.start..record.end]) else {
        return false;
    };
    let fields = Fields::of(text, block.dialect);
    block.columns.contains(&fields.len())
}

fn read<'a>(
    block: &'a Block,
    record: Record,
    bytes: &'a [u8],
    row: &mut Row<'a>,
) -> Result<(), Fault> {
    row.text = simdutf8::compat::from_utf8(bytes).map_err(|error| {
        let detail = format!("byte {} of the row", error.valid_up_to());
        Fault::new(FaultKind::Encoding, detail)
    })?;
    if record.unclosed {
        return Err(Fault::new(FaultKind::Quotation, "no closing \""));
    }
    row.fields.cut(row.text, block.dialect);
    let found = row.fields.len();
    if block.columns.contains(&found) {
        return Ok(());
    }
    let expected: Vec<String> = block.columns.iter().map(ToString::to_string).collect();
    let detail = format!("{found} instead of {}", expected.join(" or "));
    Err(Fault::new(FaultKind::Columns, detail))
}
