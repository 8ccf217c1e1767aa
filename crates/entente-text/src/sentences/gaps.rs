//! The places where a sentence could end, and the rules that are sure of them.

use entente_model::Span;

use crate::tokens::{is_dotted_letters, is_whole};

/// Bytes after which a chunk without white space is taken apart: base64, minified code.
const LONGEST_CHUNK: usize = 4096;

/// Words that begin sentences and hardly ever names.
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
    "Despite",
    "Although",
    "According",
    "Our",
    "You",
    "Many",
    "Most",
    "What",
    "Why",
    "How",
    "Who",
    "Where",
    "Then",
    "So",
    "Not",
    "No",
    "To",
    "With",
    "From",
    "One",
    "Two",
    "Also",
];

/// Titles and the like: what follows is a name, which does not begin a sentence.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "maj", "capt", "cmdr", "adm", "sgt",
    "cpl", "pvt", "brig", "sen", "rep", "gov", "pres", "amb", "hon", "rev", "st", "mt", "ft", "vs",
    "approx", "ca", "cf", "fig", "vol", "messrs", "mlle", "mme", "maj.-gen", "lt.-gen", "al",
    "e.g", "i.e", "nos", "pp", "sens", "reps", "supt", "insp", "cllr", "fr", "sr",
];

/// Months and the like: what follows goes on where it is a number.
const BEFORE_NUMBERS: &[&str] = &[
    "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "no",
    "art", "sec", "ch", "para", "p", "tel", "ext", "res",
];

/// A stretch without white space.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chunk {
    pub(super) span: Span,
    /// Line breaks in the white space after it.
    pub(super) breaks: u32,
    /// Blanks right before the first of these line breaks.
    pub(super) blanks: u32,
    /// Whether the next chunk follows without white space.
    pub(super) joined: bool,
}

/// What a rule makes of a gap.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A sentence ends here.
    Ends,
    /// It goes on.
    GoesOn,
    /// The model decides.
    Open,
}

/// The chunks of at most `most` that begin at byte `from`, none of which reaches beyond `end`.
pub(super) fn chunks(text: &str, from: usize, end: usize, most: usize) -> Vec<Chunk> {
    let part = Span::new(from, end).of(text);
    let mut chunks = Vec::new();
    let mut at = part.len() - part.trim_start().len();
    while at < part.len() && chunks.len() < most {
        let rest = &part[at..];
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let inner = &rest[..length];
        let mut start = 0;
        for cut in joints(inner) {
            chunks.push(Chunk {
                span: Span::new(from + at + start, from + at + cut),
                breaks: 0,
                blanks: 0,
                joined: true,
            });
            start = cut;
        }
        let after = &rest[length..];
        let gap = &after[..after.len() - after.trim_start().len()];
        let line = gap.split('\n').next().unwrap_or_default();
        chunks.push(Chunk {
            span: Span::new(from + at + start, from + at + length),
            breaks: gap.bytes().filter(|&byte| byte == b'\n').count() as u32,
            blanks: line.bytes().filter(|&byte| byte == b' ').count() as u32,
            joined: false,
        });
        at += length + gap.len();
    }
    chunks
}

/// Where sentences run together inside a chunk: "lives.The", "repatriation.“They", and, where
/// a heading was joined to its text, "attackThe". Long chunks have a joint every
/// [`LONGEST_CHUNK`] bytes at the latest.
fn joints(chunk: &str) -> Vec<usize> {
    let mut joints = Vec::new();
    let mut start = 0;
    let bare = chunk.trim_matches(|c: char| !c.is_alphanumeric());
    let address = is_whole(bare) || bare.starts_with("www.");
    let mut small = 0;
    let mut state = Run::Letters;
    for (at, char) in chunk.char_indices() {
        let joint = !address
            && match state {
                Run::Letters => small >= 3 && char.is_uppercase() && is_beginner(&chunk[at..]),
                Run::Stop | Run::Closed => {
                    (char.is_uppercase() && goes_on_small(&chunk[at..]))
                        || (state == Run::Closed || char != '"')
                            && is_opening_quote(char)
                            && chunk[at..].chars().nth(1).is_some_and(char::is_alphabetic)
                }
                Run::Other => false,
            };
        if joint || at - start >= LONGEST_CHUNK {
            joints.push(at);
            start = at;
        }
        state = match char {
            '.' | '!' | '?' if small >= 2 || state == Run::Stop => Run::Stop,
            '.' | '!' | '?' if state == Run::Closed => Run::Stop,
            '"' | '\u{201d}' | '\u{2019}' | ')' | '\''
                if matches!(state, Run::Stop | Run::Closed) =>
            {
                Run::Closed
            }
            ')' | '\u{201d}' | ']' | '%' => Run::Closed,
            char if char.is_lowercase() || char.is_ascii_digit() => Run::Letters,
            _ => Run::Other,
        };
        if char.is_lowercase() || char.is_ascii_digit() {
            small += 1;
        } else if state == Run::Letters || state == Run::Other {
            small = 0;
        }
    }
    joints
}

/// What the last characters were, in the search for joints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Run {
    Letters,
    Stop,
    Closed,
    Other,
}

fn is_opening_quote(char: char) -> bool {
    matches!(char, '"' | '\u{201c}' | '\u{2018}')
}

/// A capital, then a small letter or the end of a one-letter word: no "B.A" or "U.S.A".
fn goes_on_small(rest: &str) -> bool {
    let mut chars = rest.chars();
    let first = chars.next();
    match chars.next() {
        Some(next) => next.is_lowercase() || matches!(next, '\'' | '\u{2019}'),
        None => matches!(first, Some('A' | 'I')),
    }
}

/// Whether `rest` is one word, and one that begins sentences.
fn is_beginner(rest: &str) -> bool {
    let word = rest.trim_end_matches(',');
    word.len() > 1 && word.len() <= 10 && BEGINNERS.contains(&word)
}

/// What the rules make of the gap between two chunks.
pub(super) fn verdict(text: &str, left: &Chunk, right: &Chunk) -> Verdict {
    let (before, after) = (left.span.of(text), right.span.of(text));
    if left.breaks > 1 || left.breaks == 1 && (left.blanks >= 2 || is_marker(after)) {
        return Verdict::Ends;
    }
    let bare = before.trim_end_matches(is_closing);
    let closed = bare.len() < before.len();
    if left.joined {
        let ends = bare.ends_with(['.', '!', '?']) || is_beginner(after);
        return if ends { Verdict::Ends } else { Verdict::GoesOn };
    }
    let Some(first) = after.chars().next() else {
        return Verdict::GoesOn;
    };
    if after.starts_with([',', ';', ')', ']']) && after.len() == 1 {
        return Verdict::GoesOn;
    }
    if left.breaks == 0
        && before.ends_with(|c: char| c.is_ascii_digit())
        && !is_sentence_word(after)
    {
        // "About 20,000 Russian soldiers"
        return Verdict::GoesOn;
    }
    let Some(word) = bare.strip_suffix('.').filter(|word| !word.ends_with('.')) else {
        return Verdict::Open;
    };
    let word = word.trim_start_matches(|c: char| !c.is_alphanumeric());
    let beginner = is_sentence_word(after);
    if closed && before.starts_with('(') && word.len() <= 5 && word.starts_with(char::is_lowercase)
    {
        // "Gen. (ret.) Haddad": an abbreviation in brackets.
        return Verdict::GoesOn;
    }
    if beginner && word.contains('.') && is_dotted_letters(word) {
        // "in the U.S. The army", "at 5 p.m. The army".
        return Verdict::Ends;
    }
    let mut letters = word.chars();
    if let (Some(letter), None, false) = (letters.next(), letters.next(), closed) {
        // An initial ("J. Smith"), which "I" and a number are not.
        if letter.is_uppercase() && letter != 'I' && !beginner {
            return Verdict::GoesOn;
        }
    }
    if word.len() <= 8 && !closed {
        let lower = word.to_lowercase();
        if TITLES.contains(&&*lower) && !(beginner && matches!(&*lower, "al" | "sr" | "st")) {
            return Verdict::GoesOn;
        }
        if BEFORE_NUMBERS.contains(&&*lower) && first.is_ascii_digit() {
            return Verdict::GoesOn;
        }
    }
    Verdict::Open
}

/// Whether `after` begins with a word that begins sentences.
pub(super) fn is_sentence_word(after: &str) -> bool {
    let word = after.trim_matches(|c: char| !c.is_alphanumeric());
    let word = word.split(['\'', '\u{2019}']).next().unwrap_or_default();
    word.len() <= 10 && BEGINNERS.contains(&word)
}

/// Bullets and numbers of list items.
fn is_marker(after: &str) -> bool {
    matches!(
        after,
        "-" | "*" | "\u{2022}" | "\u{25e6}" | "\u{25aa}" | "\u{b7}" | "\u{2013}"
    ) || after
        .strip_suffix(['.', ')'])
        .map(|number| number.trim_start_matches('('))
        .is_some_and(|number| {
            (1..=2).contains(&number.len())
                && (number.bytes().all(|byte| byte.is_ascii_digit())
                    || number.len() == 1 && number.bytes().all(|b| b.is_ascii_lowercase()))
        })
}

pub(super) fn is_closing(c: char) -> bool {
    matches!(
        c,
        '"' | '\u{201d}' | '\u{2019}' | '\'' | ')' | ']' | '\u{bb}' | '*' | '_'
    )
}
