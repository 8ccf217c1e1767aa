//! No sentence is longer than a parser can bear: longer ones are cut.

use entente_model::Span;

use super::Splitting;
use crate::tokens::tokens;

/// The most tokens of a sentence. The longest of the treebanks has some 170.
pub const MAX_TOKENS: usize = 400;

/// The most bytes of a sentence: a token has no bound of its own.
pub(super) const MAX_BYTES: usize = 16 * 1024;

/// What is one sentence by its place, in parts where it is too long.
pub(super) fn whole(text: &str, span: Span) -> Splitting {
    let mut found = Splitting::default();
    push_bounded(text, span, &mut found);
    found
}

/// Adds a sentence to what was found, in parts where it is too long.
pub(super) fn push_bounded(text: &str, sentence: Span, found: &mut Splitting) {
    let words = sentence.of(text);
    let start = sentence.start + (words.len() - words.trim_start().len());
    let sentence = Span::new(start, start + words.trim().len());
    if sentence.is_empty() {
        return;
    }
    let before = found.sentences.len();
    push_part(text, sentence, &mut found.sentences);
    if found.sentences.len() > before + 1 {
        found.overlong.push(sentence);
    }
}

/// Pushes a part that fits, or the parts of it that do. Each part is split into tokens anew:
/// the end of an address, say, has other tokens when it stands alone.
fn push_part(text: &str, part: Span, sentences: &mut Vec<Span>) {
    // A token has a byte at least.
    if part.len() <= MAX_TOKENS {
        sentences.push(part);
        return;
    }
    let tokens = tokens(text, part);
    if tokens.len() <= MAX_TOKENS && part.len() <= MAX_BYTES {
        sentences.push(part);
        return;
    }
    let [_, _, ..] = tokens.as_slice() else {
        let middle = text.floor_char_boundary(part.start + part.len() / 2);
        push_part(text, Span::new(part.start, middle), sentences);
        push_part(text, Span::new(middle, part.end), sentences);
        return;
    };
    let mut rest = tokens.as_slice();
    while let Some(first) = rest.first() {
        let (fits, after) = rest.split_at(cut(text, rest));
        let end = fits.last().map_or(first.end, |last| last.end);
        push_part(text, Span::new(first.start, end), sentences);
        rest = after;
    }
}

/// How many of the tokens make the first part: up to the last of the best marks in the second
/// half of what fits.
fn cut(text: &str, tokens: &[Span]) -> usize {
    let bytes = |count: &usize| tokens[count - 1].end - tokens[0].start <= MAX_BYTES;
    let most = tokens.len().min(MAX_TOKENS);
    let most = (1..=most).take_while(bytes).last().unwrap_or(1);
    if most == tokens.len() {
        return most;
    }
    let goodness = |count: usize| {
        let [last, next] = [tokens[count - 1], tokens[count]];
        match last.of(text) {
            ";" => 4,
            "," | ":" => 3,
            ")" | "-" | "--" | "\u{2013}" | "\u{2014}" => 2,
            _ => u8::from(last.end < next.start),
        }
    };
    (most / 2 + 1..=most)
        .max_by_key(|&count| goodness(count))
        .unwrap_or(most)
}
