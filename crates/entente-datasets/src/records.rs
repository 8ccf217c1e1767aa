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

/// Cuts a record into its fields, quotation marks taken off.
pub(crate) fn fields<'a>(record: &'a str, dialect: Dialect, fields: &mut Vec<Cow<'a, str>>) {
    fields.clear();
    let bytes = record.as_bytes();
    if !dialect.quoted {
        let mut start = 0;
        for end in memchr_iter(dialect.delimiter, bytes) {
            fields.push(Cow::Borrowed(&record[start..end]));
            start = end + 1;
        }
        fields.push(Cow::Borrowed(&record[start..]));
        return;
    }
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
            let mut row = Vec::new();
            fields(&text[record.start..record.end], dialect, &mut row);
            rows.push(row.into_iter().map(Cow::into_owned).collect());
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
