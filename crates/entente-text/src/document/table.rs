//! Records of CSV and TSV: a header line, a document a row.

use std::cell::Cell;
use std::io::{BufReader, Read};
use std::rc::Rc;

use csv::ByteRecord;

use super::columns::Layout;
use super::source::{self, Context, Metered, Source, Stream};
use super::{MAX_DOCUMENT_BYTES, Reading, diagnostics, encoding};

/// How much may be read before the next row is whole: a row, and what is read ahead.
const ALLOWANCE: u64 = MAX_DOCUMENT_BYTES as u64 + 256 * 1024;

/// The documents of a table.
pub(super) fn read<'a>(source: Source<'a>, context: Context) -> Stream<'a> {
    match open(source, &context) {
        Ok(rows) => Box::new(rows),
        Err(reading) => source::one(*reading),
    }
}

fn open<'a>(source: Source<'a>, context: &Context) -> Result<Rows<'a>, Box<Reading>> {
    let failed =
        |failure: &std::io::Error| Box::new(Reading::refused(context.note_failure(failure)));
    let (head, mut source) =
        source::peek(source, super::format::HEAD).map_err(|failure| failed(&failure))?;
    if encoding::is_utf16(&head) {
        // As spreadsheets write "Unicode text".
        let bytes = source::read_whole(source, MAX_DOCUMENT_BYTES).map_err(|it| failed(&it))?;
        let text = encoding::decode(&bytes, None).text;
        source = Box::new(std::io::Cursor::new(text.into_bytes()));
    }
    let mark = delimiter(&encoding::glimpse(&head));
    let allowance = Rc::new(Cell::new(ALLOWANCE));
    let limited: Box<dyn Read + 'a> = Box::new(Metered::limited(
        BufReader::new(source),
        Rc::clone(&allowance),
    ));
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(mark)
        .flexible(true)
        .from_reader(limited);
    let header = match reader.byte_headers() {
        Ok(header) => header.clone(),
        Err(error) => return Err(Box::new(refusal(&error, context))),
    };
    let names: Vec<String> = header.iter().map(|name| field(name, context)).collect();
    let layout = Layout::new(names.iter().map(String::as_str), &context.origin.columns);
    if !layout.has_text() {
        let message = format!(
            "no column for the text; the columns are {}",
            names.join(", ")
        );
        return Err(Box::new(
            context.refuse(&diagnostics::NO_TEXT_COLUMN, message),
        ));
    }
    Ok(Rows {
        reader,
        allowance,
        layout,
        context: context.clone(),
        rows: 0,
        empty: 0,
        ended: false,
    })
}

/// The mark between columns: the one that the header has most of.
fn delimiter(head: &str) -> u8 {
    let header = head.trim_start_matches('\u{feff}').lines().next();
    let header = header.unwrap_or_default();
    let count = |mark: u8| header.bytes().filter(|&byte| byte == mark).count();
    // The last of equals is chosen, so the comma stands last.
    [b'|', b';', b'\t', b',']
        .into_iter()
        .max_by_key(|&mark| count(mark))
        .unwrap_or(b',')
}

fn field(bytes: &[u8], context: &Context) -> String {
    encoding::decode(bytes, context.charset.as_deref()).text
}

fn refusal(error: &csv::Error, context: &Context) -> Reading {
    if let csv::ErrorKind::Io(failure) = error.kind() {
        return Reading::refused(context.note_failure(failure));
    }
    let message = format!("is not a well-formed row: {error}");
    context.refuse(&diagnostics::BAD_RECORD, message)
}

struct Rows<'a> {
    reader: csv::Reader<Box<dyn Read + 'a>>,
    allowance: Rc<Cell<u64>>,
    layout: Layout,
    context: Context,
    rows: u64,
    empty: u64,
    ended: bool,
}

impl Iterator for Rows<'_> {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        let mut row = ByteRecord::new();
        while !self.ended {
            self.allowance.set(ALLOWANCE);
            let line = self.reader.position().line();
            match self.reader.read_byte_record(&mut row) {
                Ok(true) => {}
                Ok(false) => {
                    self.ended = true;
                    return self.last_word();
                }
                Err(error) => {
                    let mut context = self.context.clone();
                    context.line = Some(line);
                    self.ended = matches!(error.kind(), csv::ErrorKind::Io(_));
                    return Some(refusal(&error, &context));
                }
            }
            self.rows += 1;
            let record = self
                .layout
                .record(|index| row.get(index).map(|bytes| field(bytes, &self.context)));
            let line = row.position().map_or(line, csv::Position::line);
            if let Some(reading) = record.read(&self.context, line) {
                return Some(reading);
            }
            self.empty += 1;
        }
        None
    }
}

impl Rows<'_> {
    fn last_word(&self) -> Option<Reading> {
        if self.rows == 0 {
            return Some(self.context.refuse(&diagnostics::NO_TEXT, "holds no rows"));
        }
        let message = format!("{} of {} rows have no text", self.empty, self.rows);
        (self.empty > 0).then(|| self.context.refuse(&diagnostics::EMPTY_RECORDS, message))
    }
}
