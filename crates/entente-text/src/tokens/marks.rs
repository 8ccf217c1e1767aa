//! Punctuation and symbols: which stand alone, and which runs of them are one token.

/// The eyes, noses and mouths of smileys that are read sideways.
const EYES: &[char] = &[':', ';', '='];
const NOSES: &[char] = &['-', 'o', '^', '\''];
const MOUTHS: &[char] = &[')', '(', 'D', 'P', 'p', '/', '\\', '|', '*', '3', ']', '['];

/// Bytes of the longest mark at the start of `rest`: a run of one mark, a run of marks that end
/// sentences, or a smiley. `None` where a word begins.
pub(super) fn mark_at_start(rest: &str) -> Option<usize> {
    let first = rest.chars().next()?;
    if !is_mark(first) || starts_word(rest) {
        return None;
    }
    Some(smiley(rest).unwrap_or_else(|| run_length(rest.chars(), first)))
}

/// Bytes of the longest mark at the end of `core`, `None` where a word ends it.
pub(super) fn mark_at_end(core: &str) -> Option<usize> {
    let last = core.chars().next_back()?;
    is_mark(last).then(|| run_length(core.chars().rev(), last))
}

/// Bytes of a smiley that ends `core`. Its eyes follow a word or nothing, but no digit: "at 5:)"
/// is a clock.
pub(super) fn emoticon_at_end(core: &str) -> Option<usize> {
    let mut from_end = core.char_indices().rev();
    let mouth = from_end.next()?.1;
    if !MOUTHS.contains(&mouth) {
        return None;
    }
    let (mut at, mut eyes) = from_end.next()?;
    if NOSES.contains(&eyes) {
        (at, eyes) = from_end.next()?;
    }
    let before = from_end.next().map(|(_, char)| char);
    let wordlike = mouth.is_alphanumeric() && before.is_some_and(char::is_alphanumeric);
    (EYES.contains(&eyes) && !wordlike && !before.is_some_and(|c| c.is_ascii_digit()))
        .then(|| core.len() - at)
}

/// Bytes of a smiley, or of another figure made of several marks, at the start of `rest`, where
/// no word goes on after it.
fn smiley(rest: &str) -> Option<usize> {
    for whole in ["^_^", "[...]", "\u{2018}\u{2019}"] {
        if rest.starts_with(whole) {
            return Some(whole.len());
        }
    }
    let mut chars = rest.char_indices();
    chars.next().filter(|(_, eyes)| EYES.contains(eyes))?;
    let (mut at, mut mouth) = chars.next()?;
    if NOSES.contains(&mouth) {
        (at, mouth) = chars.next()?;
    }
    let ends = chars.next().is_none_or(|(_, next)| !next.is_alphanumeric());
    (MOUTHS.contains(&mouth) && ends).then(|| at + mouth.len_utf8())
}

/// Bytes of the run that begins with `first`: the same mark again and again, where it is one that
/// is repeated for show, or any of those that end sentences.
fn run_length(chars: impl Iterator<Item = char>, first: char) -> usize {
    let goes_on = |char: &char| {
        if ends_sentence(first) {
            ends_sentence(*char)
        } else {
            *char == first && repeats(first)
        }
    };
    let length = chars.take_while(goes_on).map(char::len_utf8).sum();
    std::cmp::max(length, first.len_utf8())
}

fn ends_sentence(char: char) -> bool {
    matches!(char, '.' | '!' | '?')
}

fn repeats(char: char) -> bool {
    matches!(
        char,
        '-' | '*' | '=' | '<' | '>' | '~' | '_' | '#' | '^' | '|' | '\'' | '`' | '\u{2019}' | '+'
    )
}

fn is_opening(char: char) -> bool {
    matches!(
        char,
        '(' | '['
            | '{'
            | '"'
            | '\u{201c}'
            | '\u{2018}'
            | '\u{ab}'
            | '$'
            | '\u{20ac}'
            | '\u{a3}'
            | '\u{a5}'
            | '\u{bf}'
            | '\u{a1}'
    )
}

/// Punctuation and symbols that stand alone at the edge of a word.
pub(super) fn is_mark(char: char) -> bool {
    matches!(
        char,
        '.' | ','
            | ';'
            | ':'
            | '!'
            | '?'
            | ')'
            | ']'
            | '}'
            | '\''
            | '\u{2019}'
            | '\u{201d}'
            | '\u{bb}'
            | '\u{2026}'
            | '%'
            | '*'
            | '-'
            | '\u{2013}'
            | '\u{2014}'
            | '\u{2022}'
            | '\u{b7}'
            | '|'
            | '/'
            | '#'
            | '<'
            | '>'
            | '='
            | '~'
            | '^'
            | '`'
            | '_'
            | '+'
    ) || is_opening(char)
}

/// Whether `char` between `before` and `next` parts the letters at its sides. Hyphens and full
/// stops are judged by the words beside them, elsewhere.
pub(super) fn splits_inside(before: Option<char>, char: char, next: Option<char>) -> bool {
    let is_digit = |char: Option<char>| char.is_some_and(|char| char.is_ascii_digit());
    match char {
        '\u{2013}' | '\u{2014}' | '/' | '(' | ')' | '[' | ']' | '"' | '\u{201c}' | '\u{201d}'
        | ';' | '!' | '?' | '\u{2026}' | '|' | '*' | '%' | '$' | '\u{20ac}' | '\u{a3}' | '<'
        | '>' | '=' | '~' => true,
        '+' => is_digit(before) && is_digit(next),
        ':' | ',' => !(is_digit(before) && is_digit(next)),
        _ => false,
    }
}

/// Whether a chunk that begins with a mark is a word all the same: "'s", "-5", ".5", "#Baku".
fn starts_word(rest: &str) -> bool {
    let mut chars = rest.chars();
    let first = chars.next();
    let next = chars.next();
    match first {
        Some('\'' | '\u{2019}' | '`') => {
            let clitic: String = rest.chars().skip(1).take(3).collect();
            matches!(
                &*clitic.to_lowercase(),
                "s" | "ll" | "re" | "ve" | "d" | "m" | "em" | "til"
            )
        }
        Some('.' | '-' | '+') => next.is_some_and(|next| next.is_ascii_digit()),
        Some('#') => next.is_some_and(char::is_alphabetic),
        _ => false,
    }
}
