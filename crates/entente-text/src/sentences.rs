//! Sentence boundaries, and the passages of a document.

use entente_model::{BlockKind, Document, Passage, Span};

use crate::tokens::{ABBREVIATIONS, is_dotted_letters};

/// Abbreviations after which a sentence does not end even where a capital follows, since they
/// stand before a name or a number.
const BEFORE_NAMES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "maj", "capt", "cmdr", "adm", "sgt",
    "cpl", "pvt", "brig", "sen", "rep", "gov", "pres", "amb", "hon", "rev", "st", "mt", "ft", "no",
    "nos", "vs", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov",
    "dec", "al", "approx", "ca", "cf", "fig", "vol", "maj.-gen",
];

/// Words that begin sentences and hardly ever names: after "the U.S." they tell a new sentence.
const BEGINNERS: &[&str] = &[
    "The",
    "A",
    "An",
    "In",
    "On",
    "It",
    "He",
    "She",
    "They",
    "We",
    "But",
    "And",
    "This",
    "That",
    "These",
    "Those",
    "His",
    "Her",
    "Its",
    "Their",
    "At",
    "For",
    "If",
    "When",
    "While",
    "After",
    "Before",
    "As",
    "By",
    "However",
    "Meanwhile",
    "Last",
    "There",
    "Some",
    "Both",
    "Since",
    "Under",
];

/// The sentences of `span`, without the white space between them. Everything but white space
/// is in one of them.
pub fn split(text: &str, span: Span) -> Vec<Span> {
    let part = span.of(text);
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut from = 0;
    while let Some(end) = next_boundary(part, from) {
        if is_boundary(part, start, end) {
            push(part, span.start, start, end, &mut sentences);
            start = end;
        }
        from = end;
    }
    push(part, span.start, start, part.len(), &mut sentences);
    sentences
}

/// The sentences of a document as passages, in order. A heading is one passage.
pub fn passages(document: &Document) -> Vec<Passage> {
    let mut passages = Vec::new();
    let mut heading: Option<String> = None;
    for (number, block) in document.blocks.iter().enumerate() {
        let spans = match block.kind {
            BlockKind::Heading | BlockKind::TableRow => vec![block.span],
            _ => split(&document.text, block.span),
        };
        for span in spans {
            passages.push(Passage {
                id: Passage::id_of(&document.id, span),
                document: document.id.clone(),
                index: u32::try_from(passages.len()).unwrap_or(u32::MAX),
                span,
                block: block.kind,
                heading: heading.clone(),
            });
        }
        // The first heading is the document's title, not a section's.
        if block.kind == BlockKind::Heading && number > 0 {
            heading = Some(block.span.of(&document.text).to_owned());
        }
    }
    passages
}

fn push(part: &str, base: usize, start: usize, end: usize, sentences: &mut Vec<Span>) {
    let slice = &part[start..end];
    let lead = slice.len() - slice.trim_start().len();
    let trimmed = slice.trim();
    if !trimmed.is_empty() {
        sentences.push(Span::new(
            base + start + lead,
            base + start + lead + trimmed.len(),
        ));
    }
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '’' | '\'' | ')' | ']' | '»')
}

/// The end of the next run of closing punctuation, quotes and brackets after it included, where
/// white space follows.
fn next_boundary(part: &str, from: usize) -> Option<usize> {
    let mut at = from;
    loop {
        let stop = at + part[at..].find(['.', '!', '?', '…'])?;
        let mut end = stop;
        for c in part[stop..].chars() {
            if matches!(c, '.' | '!' | '?' | '…') || is_closing(c) {
                end += c.len_utf8();
            } else {
                break;
            }
        }
        if part[end..].starts_with(char::is_whitespace) {
            return Some(end);
        }
        at = end;
        if at >= part.len() {
            return None;
        }
    }
}

fn is_boundary(part: &str, start: usize, end: usize) -> bool {
    let before = &part[start..end];
    let after = part[end..].trim_start();
    let Some(next) = after.chars().next() else {
        return false;
    };
    let opens = matches!(
        next,
        '"' | '“' | '‘' | '\'' | '(' | '[' | '«' | '•' | '—' | '–'
    );
    let begins = next.is_uppercase() || next.is_numeric() || opens;
    if !begins {
        return false;
    }
    let bare = before.trim_end_matches(is_closing);
    if bare.ends_with(['!', '?', '…']) || bare.ends_with("..") {
        // "Why?" she asked: a question inside a sentence is followed by a small letter.
        return true;
    }
    if bare.len() < before.len() {
        return true; // a quote or bracket closes after the full stop
    }
    let word = bare.trim_end_matches('.');
    let word = word
        .rsplit(|c: char| c.is_whitespace() || "(“\"‘".contains(c))
        .next()
        .unwrap_or_default();
    let lower = word.to_lowercase();
    let first_of_next = after
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    if lower.chars().count() == 1 && lower.chars().all(char::is_alphabetic) && lower != "i" {
        // An initial: "J. Smith".
        return false;
    }
    if word.contains('.') && is_dotted_letters(word) {
        return BEGINNERS.contains(&first_of_next) || opens;
    }
    if BEFORE_NAMES.contains(&lower.as_str()) {
        // "in the second of Jan. The army": a beginner that is no name; but "No. The" ends.
        return matches!(lower.as_str(), "no" | "mar" | "al" | "dec" | "nov" | "sep")
            && BEGINNERS.contains(&first_of_next);
    }
    if ABBREVIATIONS.contains(&lower.as_str()) {
        return BEGINNERS.contains(&first_of_next)
            || lower == "etc"
            || lower == "sun"
            || lower == "sat";
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(sentences: &[&str]) {
        let text = sentences.join(" ");
        let found = split(&text, Span::new(0, text.len()));
        let found: Vec<&str> = found.iter().map(|span| span.of(&text)).collect();
        assert_eq!(found, sentences);
    }

    #[test]
    fn full_stops_end_sentences_and_abbreviations_do_not() {
        check(&[
            "Mr. Smith met Gen. Jones.",
            "They spoke of the U.S. Navy.",
            "It was No. 5 of 3.2 million.",
        ]);
        check(&["He lives in the U.S. but travels.", "J. K. Roe agreed."]);
        check(&["The deal with the U.S.", "The army left."]);
    }

    #[test]
    fn quotes_close_with_their_sentence() {
        check(&["\"We are not allies.\"", "He left."]);
        check(&["He said: “No deal!”", "They left…", "Why?", "Nobody knows."]);
        check(&["\"Why?\" asked the minister of defence on Monday."]);
    }

    #[test]
    fn nothing_is_lost_on_odd_text() {
        for text in [
            "",
            ".",
            "...",
            "?! .",
            "\u{1f600}. A",
            "No end",
            "A.\u{a0}B",
        ] {
            let covered: usize = split(text, Span::new(0, text.len()))
                .iter()
                .map(|span| span.len())
                .sum();
            let ink = text
                .chars()
                .filter(|c| !c.is_whitespace())
                .map(char::len_utf8)
                .sum::<usize>();
            assert!(covered >= ink, "{text:?}");
        }
    }
}
