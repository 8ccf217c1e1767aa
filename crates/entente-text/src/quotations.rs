//! Finds the words in quotation marks.

use crate::parse::{Parse, Quotation};

/// The quotations of a sentence. A mark that is not closed quotes up to the end of the sentence,
/// one that was not opened quotes from its beginning: quotations run over sentence ends.
pub(crate) fn find(text: &str, parse: &Parse) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Option<usize> = None;
    let count = parse.tokens.len();
    for index in 0..count {
        match parse.word(text, index) {
            "\u{201c}" | "\u{ab}" => open = Some(index + 1),
            "\u{201d}" | "\u{bb}" => {
                push(&mut found, open.take().unwrap_or(0), index);
            }
            "\"" | "``" | "''" => match open.take() {
                Some(first) => push(&mut found, first, index),
                None => open = Some(index + 1),
            },
            "\u{2018}" | "'" | "\u{2019}" if is_single_mark(text, parse, index) => {
                match open.take() {
                    Some(first) => push(&mut found, first, index),
                    None if parse.word(text, index) != "\u{2019}" => open = Some(index + 1),
                    None => {}
                }
            }
            _ => {}
        }
    }
    if let Some(first) = open {
        push(&mut found, first, count);
    }
    found
}

fn push(found: &mut Vec<Quotation>, first: usize, end: usize) {
    if first < end {
        found.push(Quotation {
            tokens: (first, end),
        });
    }
}

/// Whether a single mark quotes: it stands apart from the word on one side, and does not follow
/// an s as a possessive does ("states' rights").
fn is_single_mark(text: &str, parse: &Parse, index: usize) -> bool {
    let span = parse.tokens[index].span;
    let before = text[..span.start].chars().next_back();
    let after = text[span.end..].chars().next();
    let opens = before.is_none_or(|char| char.is_whitespace() || "([\u{201c}\"".contains(char))
        && after.is_some_and(char::is_alphanumeric);
    let closes = before.is_some_and(|char| !char.is_whitespace() && char != 's')
        && after.is_none_or(|char| !char.is_alphanumeric());
    opens || closes
}
