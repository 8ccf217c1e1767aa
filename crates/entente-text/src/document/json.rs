//! Records of JSON: one object a line, an array of objects, or one object that is the record or
//! holds the array. Values are cut out one by one, so that a file may be larger than memory.

use std::io;

use serde_json::{Map, Value};

use super::columns::Layout;
use super::source::{Context, Overflow, Source, Stream};
use super::{MAX_DOCUMENT_BYTES, Reading, diagnostics, encoding};

/// The documents of a JSON file.
pub(super) fn read<'a>(source: Source<'a>, context: Context) -> Stream<'a> {
    Box::new(Records {
        values: Values {
            source,
            line: 1,
            ended: false,
        },
        tally: Tally::default(),
        pending: Vec::new(),
        context,
    })
}

/// What is told once, at the end.
#[derive(Default)]
struct Tally {
    records: u64,
    empty: u64,
    /// The keys of the first record without one for the text.
    keys: Vec<String>,
    told: bool,
}

struct Records<'a> {
    values: Values<'a>,
    context: Context,
    tally: Tally,
    /// What an object with an array of records came to, the last first.
    pending: Vec<Reading>,
}

impl Iterator for Records<'_> {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        loop {
            if let Some(reading) = self.pending.pop() {
                return Some(reading);
            }
            let Some(found) = self.values.next() else {
                return self.last_word();
            };
            let line = found.line;
            let mut context = self.context.clone();
            context.line = Some(line);
            let bytes = match found.bytes {
                Ok(bytes) => bytes,
                Err(failure) => {
                    self.tally.told = true;
                    let note = context.note_failure(&failure);
                    return Some(Reading::refused(note));
                }
            };
            let text = encoding::decode(&bytes, None).text;
            match serde_json::from_str(&text) {
                Ok(Value::Object(object)) => self.take(&object, line),
                Ok(_) => {
                    let message = "is a JSON value, but no object";
                    return Some(context.refuse(&diagnostics::BAD_RECORD, message));
                }
                Err(error) => {
                    let message = format!("is not well-formed JSON: {error}");
                    return Some(context.refuse(&diagnostics::BAD_RECORD, message));
                }
            }
        }
    }
}

impl Records<'_> {
    fn take(&mut self, object: &Map<String, Value>, line: u64) {
        self.tally.records += 1;
        let (reading, has_text) = self.record(object, line);
        if let Some(reading) = reading {
            self.pending.push(reading);
            return;
        }
        // {"status": "ok", "articles": [{...}, {...}]}
        let inner = object.values().find_map(|value| match value {
            Value::Array(items) if items.iter().any(Value::is_object) => Some(items),
            _ => None,
        });
        let Some(items) = inner else {
            self.tally.empty += 1;
            if self.tally.keys.is_empty() && !has_text {
                self.tally.keys = object.keys().cloned().collect();
            }
            return;
        };
        // The object around them is no record.
        self.tally.records -= 1;
        let mut readings = Vec::new();
        for (index, item) in items.iter().enumerate() {
            self.tally.records += 1;
            let reading = item
                .as_object()
                .and_then(|item| self.record(item, index as u64 + 1).0);
            self.tally.empty += u64::from(reading.is_none());
            readings.extend(reading);
        }
        readings.reverse();
        self.pending = readings;
    }

    /// The document of an object, and whether it has a key for the text.
    fn record(&self, object: &Map<String, Value>, number: u64) -> (Option<Reading>, bool) {
        let names = object.keys().map(String::as_str);
        let layout = Layout::new(names, &self.context.origin.columns);
        let values: Vec<&Value> = object.values().collect();
        let record = layout.record(|index| values.get(index).and_then(|value| words(value)));
        (record.read(&self.context, number), layout.has_text())
    }

    fn last_word(&mut self) -> Option<Reading> {
        let tally = &mut self.tally;
        if std::mem::replace(&mut tally.told, true) {
            return None;
        }
        if tally.records == 0 {
            return Some(
                self.context
                    .refuse(&diagnostics::NO_TEXT, "holds no records"),
            );
        }
        if tally.empty == 0 {
            return None;
        }
        Some(if tally.empty == tally.records && !tally.keys.is_empty() {
            let keys = tally.keys.join(", ");
            let message = format!("no key for the text; the keys are {keys}");
            self.context.refuse(&diagnostics::NO_TEXT_COLUMN, message)
        } else {
            let message = format!("{} of {} records have no text", tally.empty, tally.records);
            self.context.refuse(&diagnostics::EMPTY_RECORDS, message)
        })
    }
}

/// The words of a value: a string or number; of a list, its items; of an object, its name.
fn words(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Array(items) => {
            let items: Vec<String> = items.iter().filter_map(words).collect();
            Some(items.join(", "))
        }
        Value::Object(object) => ["name", "title"]
            .iter()
            .find_map(|key| object.get(*key).and_then(Value::as_str))
            .map(str::to_owned),
        Value::Null | Value::Bool(_) => None,
    }
}

/// A value as it is written, with the line that it begins in.
struct Written {
    line: u64,
    bytes: io::Result<Vec<u8>>,
}

/// The objects of a file: the items of an array, or values one after the other.
struct Values<'a> {
    source: Source<'a>,
    line: u64,
    ended: bool,
}

impl Iterator for Values<'_> {
    type Item = Written;

    fn next(&mut self) -> Option<Written> {
        if self.ended {
            return None;
        }
        match self.skip_to_value() {
            Ok(true) => {}
            Ok(false) => {
                self.ended = true;
                return None;
            }
            Err(failure) => return Some(self.fail(failure)),
        }
        let line = self.line;
        let mut value = Vec::new();
        let mut scan = Scan::default();
        loop {
            let available = match self.source.fill_buf() {
                Ok(available) => available,
                Err(failure) if failure.kind() == io::ErrorKind::Interrupted => continue,
                Err(failure) => return Some(self.fail(failure)),
            };
            let (taken, stop) = scan.take(available);
            if value.len() + taken > MAX_DOCUMENT_BYTES {
                let limit = MAX_DOCUMENT_BYTES as u64;
                return Some(self.fail(Overflow::Limit { limit }.into()));
            }
            value.extend_from_slice(&available[..taken]);
            self.source.consume(taken);
            self.line += u64::from(stop == Stop::Line);
            // A line that is not whole is a broken record where a string is left open or the
            // next line begins a record: one lost brace does not take the rest of the file.
            let broken = stop == Stop::Line && (scan.in_string || self.at_record());
            if stop == Stop::Value || taken == 0 || broken {
                break;
            }
        }
        Some(Written {
            line,
            bytes: Ok(value),
        })
    }
}

impl Values<'_> {
    fn fail(&mut self, failure: io::Error) -> Written {
        self.ended = true;
        Written {
            line: self.line,
            bytes: Err(failure),
        }
    }

    /// Passes blanks, commas and the brackets of the array; whether a value follows.
    fn skip_to_value(&mut self) -> io::Result<bool> {
        loop {
            let available = match self.source.fill_buf() {
                Ok(available) => available,
                Err(failure) if failure.kind() == io::ErrorKind::Interrupted => continue,
                Err(failure) => return Err(failure),
            };
            if available.is_empty() {
                return Ok(false);
            }
            let between = |byte: &u8| {
                byte.is_ascii_whitespace()
                    || matches!(byte, b',' | b'[' | b']' | 0xef | 0xbb | 0xbf)
            };
            let skipped = available.iter().take_while(|byte| between(byte)).count();
            let found = skipped < available.len();
            self.line += available[..skipped]
                .iter()
                .filter(|&&byte| byte == b'\n')
                .count() as u64;
            self.source.consume(skipped);
            if found {
                return Ok(true);
            }
        }
    }

    /// Whether the next line begins as a record of JSON Lines does.
    fn at_record(&mut self) -> bool {
        self.source
            .fill_buf()
            .is_ok_and(|available| available.starts_with(b"{\""))
    }
}

/// Why a scan stopped.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    /// The value is whole.
    Value,
    /// A line ends within it.
    Line,
    /// There are no more bytes at hand.
    Bytes,
}

/// How deep in a value a scan is.
#[derive(Default)]
struct Scan {
    depth: usize,
    in_string: bool,
    escaped: bool,
}

impl Scan {
    /// How many of `bytes` belong to the value, and why not more.
    fn take(&mut self, bytes: &[u8]) -> (usize, Stop) {
        for (index, &byte) in bytes.iter().enumerate() {
            match byte {
                // No value goes over the end of a line unless it has parts.
                b'\n' if self.depth == 0 => return (index, Stop::Value),
                b'\n' => return (index + 1, Stop::Line),
                _ if self.escaped => self.escaped = false,
                b'\\' if self.in_string => self.escaped = true,
                b'"' => self.in_string = !self.in_string,
                _ if self.in_string => {}
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth == 0 {
                        return (index + 1, Stop::Value);
                    }
                }
                _ => {}
            }
        }
        (bytes.len(), Stop::Bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_cut_out_with_their_lines() {
        let check = |text: &str, expected: &[(u64, &str)]| {
            let values = Values {
                source: Box::new(text.as_bytes()),
                line: 1,
                ended: false,
            };
            let found: Vec<(u64, String)> = values
                .map(|it| {
                    let bytes = it.bytes.expect("a value");
                    (
                        it.line,
                        String::from_utf8_lossy(&bytes).trim_end().to_owned(),
                    )
                })
                .collect();
            let found: Vec<(u64, &str)> = found.iter().map(|(line, it)| (*line, &**it)).collect();
            assert_eq!(found, expected);
        };
        check(
            "{\"a\":1}\n\n{\"b\":[{}]}\n",
            &[(1, "{\"a\":1}"), (3, "{\"b\":[{}]}")],
        );
        check(
            "[{\"a\":\"}\"},{\"b\":\"\\\"{\"}]",
            &[(1, "{\"a\":\"}\"}"), (1, "{\"b\":\"\\\"{\"}")],
        );
        check("{\n \"a\": 1\n}\n", &[(1, "{\n \"a\": 1\n}")]);
        check(
            "{\"a\":1\n{\"b\":2}\n",
            &[(1, "{\"a\":1"), (2, "{\"b\":2}")],
        );
        check(
            "{\"a\":\"x\n{\"b\":2}\n",
            &[(1, "{\"a\":\"x"), (2, "{\"b\":2}")],
        );
        check("12\n\"x\"\n", &[(1, "12"), (2, "\"x\"")]);
        check("[]", &[]);
        check("{", &[(1, "{")]);
    }
}
