//! Splits a sentence into tokens as the UD English treebanks do: clitics, punctuation and
//! hyphens stand alone; abbreviations, numbers, e-mail and web addresses stay whole.

use entente_model::Span;

/// Abbreviations that keep their full stop. Single letters and dotted letters ("U.S.") are
/// recognised by their shape.
pub(crate) const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "maj", "capt", "cmdr", "adm", "sgt",
    "cpl", "pvt", "brig", "sen", "rep", "gov", "pres", "amb", "hon", "rev", "st", "mt", "ft", "jr",
    "sr", "inc", "ltd", "co", "corp", "bros", "dept", "univ", "assn", "no", "nos", "vol", "pp",
    "fig", "vs", "etc", "al", "approx", "est", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri",
    "sat", "sun", "ave", "blvd", "rd", "min", "max", "ed", "eds", "op", "cit", "ca", "cf", "viz",
];

/// Prefixes that stay with their word in "anti-government" and the like: the treebanks split at
/// every hyphen but these.
const JOINED_PREFIXES: &[&str] = &[
    "anti", "co", "counter", "cyber", "de", "e", "ex", "extra", "inter", "intra", "mega", "micro",
    "mid", "mini", "multi", "neo", "non", "post", "pre", "pro", "pseudo", "quasi", "re", "semi",
    "sub", "super", "trans", "ultra", "un", "uni", "vice", "x",
];

/// The token spans of `span`, as byte offsets into `text`. Every character but white space is
/// in exactly one token.
pub fn tokens(text: &str, span: Span) -> Vec<Span> {
    let sentence = span.of(text);
    let mut spans = Vec::new();
    let mut at = 0;
    while at < sentence.len() {
        let rest = &sentence[at..];
        let blank = rest.len() - rest.trim_start().len();
        if blank > 0 {
            at += blank;
            continue;
        }
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let last = at + length >= sentence.trim_end().len();
        split_chunk(&rest[..length], span.start + at, last, &mut spans);
        at += length;
    }
    spans
}

/// Splits one chunk without white space that begins at byte `base`. `last` tells that it closes
/// the sentence, where a full stop is the sentence's own.
fn split_chunk(chunk: &str, base: usize, last: bool, spans: &mut Vec<Span>) {
    let mut start = 0;
    while let Some(first) = chunk[start..].chars().next() {
        if is_opening(first) || (is_mark(first) && !starts_word(&chunk[start..])) {
            let length = mark_length(&chunk[start..]);
            spans.push(Span::new(base + start, base + start + length));
            start += length;
        } else {
            break;
        }
    }
    let mut end = chunk.len();
    let mut closing = Vec::new();
    while end > start {
        let core = &chunk[start..end];
        let Some(final_char) = core.chars().next_back() else {
            break;
        };
        let ends_here = end == chunk.len();
        if final_char == '.' && core.ends_with("...") {
            let dots = core.len() - core.trim_end_matches('.').len();
            closing.push(Span::new(base + end - dots, base + end));
            end -= dots;
        } else if final_char == '.' && keeps_stop(core, last && ends_here) {
            break;
        } else if is_mark(final_char) {
            let width = final_char.len_utf8();
            closing.push(Span::new(base + end - width, base + end));
            end -= width;
        } else {
            break;
        }
    }
    if start < end {
        split_core(&chunk[start..end], base + start, spans);
    }
    spans.extend(closing.into_iter().rev());
}

/// Splits a chunk without outer punctuation: hyphens, slashes, clitics, symbols and units.
fn split_core(core: &str, base: usize, spans: &mut Vec<Span>) {
    if looks_like_address(core) {
        spans.push(Span::new(base, base + core.len()));
        return;
    }
    let mut start = 0;
    let bytes = core.as_bytes();
    let mut chars = core.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        let width = char.len_utf8();
        let previous = core[..at].chars().next_back();
        let next = chars.peek().map(|(_, next)| *next);
        let splits = match char {
            '-' | '\u{2010}' | '\u{2011}' => {
                at > start && next.is_some() && !is_joined_prefix(&core[start..at])
            }
            '\u{2013}' | '\u{2014}' | '/' | '(' | ')' | '[' | ']' | '"' | '\u{201c}'
            | '\u{201d}' | ';' | '!' | '?' | '\u{2026}' | '|' | '*' => true,
            ':' | ',' => {
                !(previous.is_some_and(|c| c.is_ascii_digit())
                    && next.is_some_and(|c| c.is_ascii_digit()))
            }
            '%' | '$' | '\u{20ac}' | '\u{a3}' => true,
            '.' => {
                // A full stop between words that run together: "lives.The".
                at > start + 2
                    && previous.is_some_and(char::is_lowercase)
                    && next.is_some_and(char::is_uppercase)
            }
            _ => false,
        };
        if splits {
            push_word(core, base, start, at, spans);
            let mut end = at + width;
            if char == '-' || char == '.' {
                while bytes.get(end) == Some(&bytes[at]) {
                    end += 1;
                    chars.next();
                }
            }
            spans.push(Span::new(base + at, base + end));
            start = end;
        } else if char.is_ascii_alphabetic()
            && previous.is_some_and(|c| c.is_ascii_digit())
            && is_unit(&core[at..])
        {
            push_word(core, base, start, at, spans);
            start = at;
        }
    }
    push_word(core, base, start, core.len(), spans);
}

/// Pushes a word, its clitics apart.
fn push_word(core: &str, base: usize, start: usize, end: usize, spans: &mut Vec<Span>) {
    if start >= end {
        return;
    }
    let word = &core[start..end];
    let lower = word.to_ascii_lowercase().replace('\u{2019}', "'");
    let cut = |suffix: &str| {
        let characters = suffix.chars().count();
        let at = word
            .char_indices()
            .rev()
            .nth(characters - 1)
            .map(|(at, _)| at);
        at.filter(|&at| at > 0)
    };
    const CLITICS: &[&str] = &["n't", "'s", "'ll", "'re", "'ve", "'d", "'m"];
    let at = if lower == "cannot" {
        Some(3)
    } else {
        CLITICS
            .iter()
            .find(|clitic| lower.ends_with(**clitic))
            .and_then(|clitic| cut(clitic))
    };
    match at {
        Some(at) => {
            spans.push(Span::new(base + start, base + start + at));
            spans.push(Span::new(base + start + at, base + end));
        }
        None => spans.push(Span::new(base + start, base + end)),
    }
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
            | '\u{bf}'
            | '\u{a1}'
    )
}

/// Punctuation and symbols that stand alone at the edge of a word.
fn is_mark(char: char) -> bool {
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
            | '"'
            | '\''
            | '\u{2018}'
            | '\u{2019}'
            | '\u{201c}'
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
    ) || is_opening(char)
}

/// Whether a chunk that begins with a mark is a word all the same: "'s", "-5", ".5".
fn starts_word(rest: &str) -> bool {
    let mut chars = rest.chars();
    let first = chars.next();
    let next = chars.next();
    let clitic = matches!(first, Some('\'' | '\u{2019}'))
        && matches!(
            &*rest.chars().skip(1).collect::<String>().to_lowercase(),
            "s" | "ll" | "re" | "ve" | "d" | "m"
        );
    let number = matches!(first, Some('.' | '-')) && next.is_some_and(|next| next.is_ascii_digit());
    clitic || number
}

fn mark_length(rest: &str) -> usize {
    if rest.starts_with("...") {
        rest.len() - rest.trim_start_matches('.').len()
    } else {
        rest.chars().next().map_or(0, char::len_utf8)
    }
}

/// Whether the full stop that ends `core` belongs to it. At the end of a sentence only the
/// dotted letters keep theirs.
fn keeps_stop(core: &str, last: bool) -> bool {
    let word = &core[..core.len() - 1];
    if is_dotted_letters(word) {
        return word.contains('.') || !last;
    }
    !last && ABBREVIATIONS.contains(&word.to_ascii_lowercase().as_str())
}

/// "U.S", "J", "e.g": single letters with full stops between.
pub(crate) fn is_dotted_letters(word: &str) -> bool {
    !word.is_empty()
        && word.split('.').all(|part| {
            let mut chars = part.chars();
            chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
        })
}

fn is_joined_prefix(word: &str) -> bool {
    JOINED_PREFIXES.contains(&word.to_ascii_lowercase().as_str())
}

fn is_unit(rest: &str) -> bool {
    const UNITS: &[&str] = &[
        "km", "kg", "m", "bn", "mn", "mph", "kph", "mm", "cm", "ft", "tn", "k", "gw", "mw", "am",
        "pm",
    ];
    let letters = rest.len()
        - rest
            .trim_start_matches(|c: char| c.is_ascii_alphabetic())
            .len();
    letters == rest.len() && UNITS.contains(&rest.to_ascii_lowercase().as_str())
}

fn looks_like_address(core: &str) -> bool {
    core.contains("://")
        || core.starts_with("www.")
        || (core.contains('@') && core.contains('.') && !core.starts_with('@'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let spans = tokens(text, Span::new(0, text.len()));
        let words: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
        assert_eq!(words.join(" "), expected);
    }

    #[test]
    fn tokens_follow_the_treebanks() {
        check("The U.S. didn't attack.", "The U.S. did n't attack .");
        check(
            "Iran's \u{201c}axis\u{201d}, he said.",
            "Iran 's \u{201c} axis \u{201d} , he said .",
        );
        check("Friday\u{2019}s attack", "Friday \u{2019}s attack");
        check("a 700km border", "a 700 km border");
        check(
            "pro-Western, Turkish-Azerbaijani",
            "pro-Western , Turkish - Azerbaijani",
        );
        check("$3.5bn (45%)", "$ 3.5 bn ( 45 % )");
        check("Gen. Smith met J. Doe", "Gen. Smith met J. Doe");
        check("1,200 people at 10:30", "1,200 people at 10:30");
        check("states' rights...", "states ' rights ...");
        check("home.The minister", "home . The minister");
        check("We cannot wait\u{2014}now", "We can not wait \u{2014} now");
        check("see https://a.org/x?y=1.", "see https://a.org/x?y=1 .");
        check("in the U.S.", "in the U.S.");
    }

    #[test]
    fn nothing_is_lost() {
        for text in [
            "--",
            "'",
            "a'",
            ".",
            "...",
            "''s",
            "\u{1f600}x",
            "a--b",
            "-",
            "x.\u{301}",
        ] {
            let spans = tokens(text, Span::new(0, text.len()));
            let joined: String = spans.iter().map(|span| span.of(text)).collect();
            assert_eq!(joined, text);
        }
    }
}
