//! Bytes to records to fields: where a record ends, and where its fields do.
//!
//! Text that is separated by tabs is never quoted (GDELT, ICEWS and POLECAT write stray quotation
//! marks); everything else follows RFC 4180. What is wrong with a record is said by the reader of
//! the row; nothing here fails.

use std::borrow::Cow;

use memchr::{memchr, memchr_iter, memrchr};

/// A record that does not close a quotation within so many bytes is cut at its first line.
const LONGEST: usize = 1 << 20;

/// How a file is cut into fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Dialect {
    /// Between fields.
    pub(crate) delimiter: u8,
    /// Whether `"` protects delimiters and ends of lines.
    pub(crate) quoted: bool,
}

impl Dialect {
    /// By the character between fields.
    pub(crate) fn of(delimiter: u8) -> Self {
        Self {
            delimiter,
            quoted: !matches!(delimiter, b'\t' | 0x01),
        }
    }

    /// The likeliest dialect of a file, by its first line.
    pub(crate) fn sniff(first_line: &[u8]) -> Self {
        let count = |delimiter| memchr_iter(delimiter, first_line).count();
        let best = [b'\t', b',', b';', b'|']
            .into_iter()
            .rev()
            .max_by_key(|&delimiter| count(delimiter))
            .filter(|&delimiter| count(delimiter) > 0);
        Self::of(best.unwrap_or(b' '))
    }
}

/// A record within a block of bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Record {
    /// First byte.
    pub(crate) start: usize,
    /// One past the last byte, without the end of the line.
    pub(crate) end: usize,
    /// Where the next one starts.
    pub(crate) next: usize,
    /// Lines that it takes.
    pub(crate) lines: u64,
    /// Whether a quotation was opened that nothing closes.
    pub(crate) unclosed: bool,
}

/// The record that starts at `start`; `None` where the block ends before the record does, unless
/// the block is the file's `last`, or at the end of the block.
pub(crate) fn record(block: &[u8], start: usize, dialect: Dialect, last: bool) -> Option<Record> {
    if start >= block.len() {
        return None;
    }
    let trimmed = |end: usize| end - usize::from(end > start && block[end - 1] == b'\r');
    let mut from = start;
    let mut open = false;
    let mut lines = 0;
    let mut first_line = None;
    loop {
        let found = memchr(b'\n', &block[from..]).map(|at| from + at);
        if found.is_none() && !last {
            return None;
        }
        let end = found.unwrap_or(block.len());
        let next = (end + 1).min(block.len());
        lines += 1;
        first_line.get_or_insert((end, next));
        if dialect.quoted {
            open ^= memchr_iter(b'"', &block[from..end]).count() % 2 == 1;
        }
        if !open {
            return Some(Record {
                start,
                end: trimmed(end),
                next,
                lines,
                unclosed: false,
            });
        }
        if found.is_none() || end - start > LONGEST {
            let (end, next) = first_line.unwrap_or((end, next));
            return Some(Record {
                start,
                end: trimmed(end),
                next,
                lines: 1,
                unclosed: true,
            });
        }
        from = next;
    }
}

/// Where the last whole record ends of those that start at `start`, and how many lines they take.
pub(crate) fn whole(block: &[u8], start: usize, dialect: Dialect, last: bool) -> (usize, u64) {
    if !dialect.quoted && !last {
        // Each line is a record.
        let end = memrchr(b'\n', &block[start..]).map_or(start, |at| start + at + 1);
        return (end, memchr_iter(b'\n', &block[start..end]).count() as u64);
    }
    let (mut end, mut lines) = (start, 0);
    while let Some(record) = record(block, end, dialect, last) {
        end = record.next;
        lines += record.lines;
    }
    (end, lines)
}

/// The first line of a record that a stray quotation mark made long.
pub(crate) fn first_line(block: &[u8], record: Record) -> Record {
    let end = memchr(b'\n', &block[record.start..record.end]).map(|at| record.start + at);
    end.map_or(record, |end| Record {
        end: end - usize::from(end > record.start && block[end - 1] == b'\r'),
        next: end + 1,
        lines: 1,
        unclosed: true,
        ..record
    })
}

/// The fields of a record. Of text that is never quoted only the places where they end are kept: tables have sixty columns,
/// of which a dozen are read.
#[derive(Debug, Clone, Default)]
pub(crate) struct Fields<'a> {
    record: &'a str,
    /// Where each field of the record ends, which is where the next one's delimiter stands.
    ends: Vec<usize>,
    /// The fields of a record that may be quoted, quotation marks taken off; empty for others.
    unquoted: Vec<Cow<'a, str>>,
}

impl<'a> Fields<'a> {
    /// Cuts a record into its fields.
    pub(crate) fn of(record: &'a str, dialect: Dialect) -> Self {
        let mut fields = Self::default();
        fields.cut(record, dialect);
        fields
    }

    /// Becomes the fields of a record.
    pub(crate) fn cut(&mut self, record: &'a str, dialect: Dialect) {
        self.record = record;
        self.ends.clear();
        self.unquoted.clear();
        if dialect.quoted {
            cut_quoted(record, dialect, &mut self.unquoted);
        } else {
            each_place(record.as_bytes(), dialect.delimiter, |end| {
                self.ends.push(end);
            });
            self.ends.push(record.len());
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.ends.len() + self.unquoted.len()
    }

    /// The field at a place, from 0.
    pub(crate) fn get(&self, place: usize) -> Option<Cow<'a, str>> {
        match self.unquoted.get(place) {
            Some(field) => Some(field.clone()),
            None => self.part(place).map(Cow::Borrowed),
        }
    }

    /// The same, for as long as these are the fields.
    pub(crate) fn text(&self, place: usize) -> Option<&str> {
        match self.unquoted.get(place) {
            Some(field) => Some(field),
            None => self.part(place),
        }
    }

    fn part(&self, place: usize) -> Option<&'a str> {
        let end = *self.ends.get(place)?;
        let before = place.checked_sub(1);
        let start = before.map_or(0, |before| self.ends[before] + 1);
        self.record.get(start..end)
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &str> {
        (0..self.len()).filter_map(|place| self.text(place))
    }
}

/// The places of a byte, eight bytes at a time: fields are too short for anything that has to start anew behind each.
fn each_place(bytes: &[u8], wanted: u8, mut each: impl FnMut(usize)) {
    const ALL_BUT_HIGHEST: u64 = u64::from_le_bytes([0x7f; 8]);
    let pattern = u64::from_le_bytes([wanted; 8]);
    let (words, rest) = bytes.as_chunks::<8>();
    for (number, word) in words.iter().enumerate() {
        let differing = u64::from_le_bytes(*word) ^ pattern;
        // Adding makes the highest bit of a byte from any other; it stays unset in bytes that do not differ.
        let any = ((differing & ALL_BUT_HIGHEST) + ALL_BUT_HIGHEST) | differing;
        let mut found = !(any | ALL_BUT_HIGHEST);
        while found != 0 {
            each(number * 8 + found.trailing_zeros() as usize / 8);
            found &= found - 1;
        }
    }
    let start = bytes.len() - rest.len();
    for (place, _) in rest.iter().enumerate().filter(|(_, byte)| **byte == wanted) {
        each(start + place);
    }
}

/// Cuts a record that may be quoted into its fields, quotation marks taken off.
fn cut_quoted<'a>(record: &'a str, dialect: Dialect, fields: &mut Vec<Cow<'a, str>>) {
    let bytes = record.as_bytes();
    let mut start = 0;
    loop {
        if bytes.get(start) == Some(&b'"') {
            let mut end = start + 1;
            let mut doubled = false;
            while let Some(at) = memchr(b'"', &bytes[end..]) {
                end += at;
                if bytes.get(end + 1) != Some(&b'"') {
                    break;
                }
                doubled = true;
                end += 2;
            }
            let inner = record
                .get(start + 1..end.max(start + 1))
                .unwrap_or_default();
            fields.push(if doubled {
                Cow::Owned(inner.replace("\"\"", "\""))
            } else {
                Cow::Borrowed(inner)
            });
            let after = (end + 1).min(bytes.len());
            match memchr(dialect.delimiter, &bytes[after..]) {
                Some(at) => start = after + at + 1,
                None => return,
            }
        } else {
            match memchr(dialect.delimiter, &bytes[start..]) {
                Some(at) => {
                    fields.push(Cow::Borrowed(&record[start..start + at]));
                    start += at + 1;
                }
                None => {
                    fields.push(Cow::Borrowed(&record[start..]));
                    return;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str, delimiter: u8) -> Vec<Vec<String>> {
        let dialect = Dialect::of(delimiter);
        let mut rows = Vec::new();
        let mut at = 0;
        while let Some(record) = record(text.as_bytes(), at, dialect, true) {
            let fields = Fields::of(&text[record.start..record.end], dialect);
            assert_eq!(fields.get(fields.len()), None);
            assert_eq!(fields.get(fields.len() + 1), None);
            rows.push(fields.iter().map(str::to_owned).collect());
            at = record.next;
        }
        rows
    }

    #[test]
    fn quotations_protect_commas_lines_and_themselves() {
        assert_eq!(
            cut("a,\"b, \"\"c\"\"\nd\",e\r\nf,,\n", b','),
            [vec!["a", "b, \"c\"\nd", "e"], vec!["f", "", ""]]
        );
    }

    #[test]
    fn tabs_are_never_quoted() {
        assert_eq!(
            cut("a \"b\tc\nd\te\"", b'\t'),
            [["a \"b", "c"], ["d", "e\""]]
        );
    }

    #[test]
    fn every_place_of_a_byte_is_found() {
        let text = "\ta\u{89}\t\tbcdefghijklmnop\t\tq\u{109}\t".repeat(3);
        for start in (0..20).filter(|start| text.is_char_boundary(*start)) {
            let bytes = &text.as_bytes()[start..];
            let mut places = Vec::new();
            each_place(bytes, b'\t', |place| places.push(place));
            assert_eq!(places, memchr_iter(b'\t', bytes).collect::<Vec<_>>());
        }
    }

    #[test]
    fn whole_records_end_where_the_last_one_does() {
        let text = b"a\tb\nc\t\"d\ne";
        let tabs = Dialect::of(b'\t');
        assert_eq!(whole(text, 0, tabs, false), (9, 2));
        assert_eq!(whole(text, 4, tabs, false), (9, 1));
        assert_eq!(whole(text, 9, tabs, false), (9, 0));
        assert_eq!(whole(text, 0, tabs, true), (10, 3));
        // The quotation is not closed before the end.
        let commas = Dialect::of(b',');
        assert_eq!(whole(b"a,b\nc,\"d\ne", 0, commas, false), (4, 1));
    }

    #[test]
    fn an_unclosed_quotation_costs_one_line() {
        let text = b"a,\"b\nc,d\n";
        let first = record(text, 0, Dialect::of(b','), true).unwrap();
        assert!(first.unclosed);
        assert_eq!(first.next, 5);
    }

    #[test]
    fn a_block_that_ends_within_a_record_waits_for_more() {
        assert_eq!(record(b"a,\"b\n", 0, Dialect::of(b','), false), None);
        assert_eq!(record(b"a,b", 0, Dialect::of(b','), false), None);
    }

    #[test]
    fn the_first_line_tells_the_dialect() {
        assert_eq!(Dialect::sniff(b"a;b;c").delimiter, b';');
        assert_eq!(Dialect::sniff(b"a\tb, c\td").delimiter, b'\t');
        assert_eq!(Dialect::sniff(b"920101 IRQ USA 012").delimiter, b' ');
    }
}
