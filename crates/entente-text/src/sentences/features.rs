//! What the model sees of a gap: the words and marks around it, and what went before.

use super::gaps::{Chunk, is_closing, is_sentence_word};
use crate::hashed::{hash_chars, hashed_feature};
use crate::tokens::{ABBREVIATIONS, is_dotted_letters};

/// A chunk as numbers: every string that a feature looks at is hashed once.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Code {
    /// The word in small letters without the marks around it, digits as 0.
    form: u32,
    /// Its last three characters.
    suffix: u32,
    /// The marks after it.
    tail: u32,
    /// The class of these marks: 0 none, 1 a full stop, 2 `!` and `?`, 3 dots, 4 a comma or
    /// semicolon, 5 a colon, 6 other. Plus 8 where a quote or bracket closes after them.
    class: u32,
    /// The marks before it.
    head: u32,
    /// 0 no letter or digit, 1 small, 2 capital then small, 3 a single capital, 4 all capitals,
    /// 5 digits, 6 mixed, 7 an address of the net.
    shape: u32,
    /// 1 an abbreviation, 2 dotted letters, 0 neither.
    short: u32,
    /// Whether it begins sentences.
    begins: bool,
    /// Characters, at most 15.
    length: u32,
    /// Brackets opened less those closed.
    brackets: i32,
    /// Straight double quotes, or curly ones that change their state.
    quotes: u32,
}

/// The paragraph as a whole.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    /// Buckets: how often a chunk ends with a full stop, how often one begins with a capital.
    stops: u32,
    capitals: u32,
    /// The marks that close the paragraph.
    last: u32,
    /// Bucket of its length in chunks.
    length: u32,
}

/// What is known of the sentence that may end.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct History {
    /// The chunk it begins with.
    pub(super) start: usize,
    /// Chunks of the sentence before, 0 where there is none.
    pub(super) before: usize,
    /// Brackets open since its start.
    pub(super) brackets: i32,
    /// Quotes since its start.
    pub(super) quotes: u32,
}

impl History {
    /// Takes a chunk into the sentence.
    pub(super) fn add(&mut self, code: &Code) {
        self.brackets = (self.brackets + code.brackets).clamp(-2, 4);
        self.quotes += code.quotes;
    }

    /// Begins the next sentence with the chunk at `start`.
    pub(super) fn begin(&mut self, start: usize) {
        *self = Self {
            start,
            before: start - self.start,
            ..Self::default()
        };
    }
}

impl Code {
    pub(super) fn new(chunk: &str) -> Self {
        // The ends of a chunk tell enough of one that is no word.
        let chunk = &chunk[..chunk.floor_char_boundary(64)];
        let inner = chunk.trim_start_matches(|c: char| !c.is_alphanumeric());
        let head = &chunk[..chunk.len() - inner.len()];
        let word = inner.trim_end_matches(|c: char| !c.is_alphanumeric());
        let tail = if word.is_empty() {
            chunk
        } else {
            &inner[word.len()..]
        };
        let bare = tail.trim_end_matches(is_closing);
        let class = match bare.chars().next_back() {
            None => 0,
            Some('.') if bare.ends_with("..") => 3,
            Some('.') => 1,
            Some('!' | '?') => 2,
            Some('\u{2026}') => 3,
            Some(',' | ';') => 4,
            Some(':') => 5,
            Some(_) => 6,
        };
        let closed = u32::from(bare.len() < tail.len());
        let form: Vec<char> = word
            .chars()
            .flat_map(char::to_lowercase)
            .map(|c| if c.is_ascii_digit() { '0' } else { c })
            .collect();
        let count = |wanted: &[char]| chunk.chars().filter(|c| wanted.contains(c)).count();
        Self {
            form: hash_chars(form.iter().copied()),
            suffix: hash_chars(form[form.len().saturating_sub(3)..].iter().copied()),
            tail: hash_chars(tail.chars().take(4)),
            class: class + 8 * closed,
            head: hash_chars(head.chars().take(3)),
            shape: if is_address(chunk) { 7 } else { shape(word) },
            short: if word.contains('.') && is_dotted_letters(word) {
                2
            } else {
                u32::from(ABBREVIATIONS.contains(&&*word.to_ascii_lowercase()))
            },
            begins: is_sentence_word(chunk),
            length: form.len().min(15) as u32,
            brackets: count(&['(', '[']) as i32 - count(&[')', ']']) as i32,
            quotes: count(&['"', '\u{201c}', '\u{201d}']) as u32,
        }
    }

    fn ends(&self) -> bool {
        matches!(self.class & 7, 1..=3)
    }
}

/// The style of a run of chunks.
pub(super) fn style(codes: &[Code]) -> Style {
    let share = |count: usize, steps: usize| (count * steps / codes.len().max(1)) as u32;
    let stops = codes.iter().filter(|code| code.ends()).count();
    let capitals = codes
        .iter()
        .filter(|code| matches!(code.shape, 2..=4))
        .count();
    Style {
        stops: if stops == 0 {
            0
        } else {
            1 + share(stops, 40).min(8)
        },
        capitals: if capitals == 0 {
            0
        } else {
            1 + share(capitals, 12)
        },
        last: codes.last().map_or(0, |code| code.class),
        length: bucket(codes.len()),
    }
}

/// The features of the gap after the chunk at `at`.
pub(super) fn features(
    codes: &[Code],
    chunks: &[Chunk],
    at: usize,
    style: Style,
    history: History,
    features: &mut Vec<u32>,
) {
    features.clear();
    let outside = Code::default();
    let code = |index: usize| codes.get(index).unwrap_or(&outside);
    let before = |back: usize| at.checked_sub(back).map_or(&outside, code);
    let (two, left, right, next) = (before(1), code(at), code(at + 1), code(at + 2));
    let third = code(at + 3);
    let size = bucket(at + 1 - history.start);
    let remaining = bucket(codes.len() - at - 1);
    let distance = (at + 1..codes.len().min(at + 40))
        .find(|&index| codes[index].ends())
        .map_or(15, |index| bucket(index - at));
    let opener = code(history.start);
    let closer = history.start.checked_sub(1).map_or(&outside, code);
    let three = before(2);
    let sides = left.class << 8 | right.shape << 4 | u32::from(right.begins) << 3 | left.short;
    let inside = (history.brackets.max(0) as u32).min(2) << 1 | (history.quotes & 1);
    let line = chunks.get(at).map_or(0, |chunk| chunk.breaks.min(1));
    let mut number = 0;
    let mut add = |values: &[u32]| {
        features.push(hashed_feature(number, values));
        number += 1;
    };
    add(&[]);
    add(&[sides]);
    add(&[sides, size]);
    add(&[sides, inside]);
    add(&[sides, style.stops, style.capitals]);
    add(&[sides, distance]);
    add(&[sides, left.shape, next.shape]);
    add(&[left.tail, right.shape]);
    add(&[left.tail, right.head, right.shape]);
    add(&[left.form, left.class]);
    add(&[left.form, right.shape, left.class]);
    add(&[right.form, right.shape, left.class]);
    add(&[right.form, u32::from(left.class != 0)]);
    add(&[left.form, right.form]);
    add(&[right.form, next.form]);
    add(&[right.form, right.shape, next.shape, next.class]);
    add(&[two.form, left.form, left.class]);
    add(&[two.form, left.class, right.shape]);
    add(&[next.form, right.shape, left.class]);
    add(&[left.suffix, right.suffix, right.shape, left.class]);
    add(&[left.suffix, right.shape, left.class]);
    add(&[right.suffix, right.shape, left.class]);
    add(&[left.length, left.class, right.shape]);
    add(&[size, distance, left.class & 7]);
    add(&[size, remaining, left.class & 7, right.shape]);
    add(&[opener.form, opener.shape, size, left.class & 7]);
    add(&[opener.tail, opener.shape, size, left.class & 7, right.shape]);
    add(&[style.last, left.class, right.shape, style.stops]);
    add(&[style.length, size, left.class & 7, right.shape]);
    add(&[bucket(history.before), size, left.class & 7, right.shape]);
    add(&[
        left.shape,
        right.shape,
        next.shape,
        third.shape,
        left.class & 7,
    ]);
    add(&[
        two.shape,
        left.shape,
        right.shape,
        next.shape,
        left.class & 7,
    ]);
    add(&[two.class, left.class, right.class, right.shape]);
    add(&[right.head, right.class, next.shape, left.class]);
    add(&[right.tail, right.form, left.class]);
    add(&[inside, left.tail, right.head]);
    add(&[closer.class, closer.shape, size, left.class, right.shape]);
    add(&[
        opener.form,
        opener.shape,
        right.form,
        right.shape,
        left.class,
    ]);
    add(&[opener.shape, left.shape, right.shape, size, left.class]);
    add(&[three.shape, two.shape, left.shape, right.shape, left.class]);
    add(&[next.form, third.form, right.shape]);
    add(&[line, left.class, right.shape]);
}

fn bucket(length: usize) -> u32 {
    match length {
        0..=6 => length as u32,
        7..=9 => 7,
        10..=13 => 8,
        14..=19 => 9,
        20..=29 => 10,
        30..=44 => 11,
        45..=79 => 12,
        _ => 13,
    }
}

fn shape(word: &str) -> u32 {
    let mut chars = word.chars();
    let Some(first) = chars.next() else {
        return 0;
    };
    let rest = chars.as_str();
    let letters = |test: fn(char) -> bool| rest.chars().filter(|c| c.is_alphabetic()).all(test);
    if first.is_numeric() {
        if rest.chars().any(char::is_alphabetic) {
            6
        } else {
            5
        }
    } else if first.is_uppercase() {
        match (
            rest.is_empty(),
            letters(char::is_lowercase),
            letters(char::is_uppercase),
        ) {
            (true, ..) => 3,
            (_, true, _) => 2,
            (_, _, true) => 4,
            _ => 6,
        }
    } else if letters(char::is_lowercase) {
        1
    } else {
        6
    }
}

fn is_address(chunk: &str) -> bool {
    chunk.contains("://") || chunk.contains('@') || chunk.starts_with("www.")
}
