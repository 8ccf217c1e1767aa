//! Splits a sentence into tokens as the UD English treebanks do: clitics, punctuation and
//! hyphens stand alone; abbreviations, numbers, e-mail and web addresses stay whole.
//!
//! Where EWT and GUM differ the rules follow the one that annotates news, GUM: a list number
//! keeps its full stop ("1."), a hashtag is one token, "cross-" and "counter-" are prefixes that
//! stay with their word. What only the context could tell is left as it is written: "its" for
//! "it's", "everyday" for "every day", "p.m" before the end of a sentence.

mod marks;
mod whole;
mod words;

use entente_model::Span;

use marks::{emoticon_at_end, is_mark, mark_at_end, mark_at_start, splits_inside};
use words::{is_joined_prefix, is_unit, keeps_stop, push_word};

pub(crate) use whole::is_whole;
pub(crate) use words::{ABBREVIATIONS, is_dotted_letters};

/// The token spans of `span`, as byte offsets into `text`. Every character but white space is
/// in exactly one token. Takes time linear in the length of the span.
pub fn tokens(text: &str, span: Span) -> Vec<Span> {
    let sentence = span.of(text).trim_end();
    let mut spans = Vec::with_capacity(sentence.len() / 5 + 1);
    let mut at = 0;
    while at < sentence.len() {
        let rest = &sentence[at..];
        at += rest.len() - rest.trim_start().len();
        let rest = &sentence[at..];
        let length = rest.find(char::is_whitespace).unwrap_or(rest.len());
        let place = Place {
            first: at == 0 || spans.is_empty(),
            last: at + length == sentence.len(),
        };
        split_chunk(&rest[..length], span.start + at, place, &mut spans);
        at += length;
    }
    spans
}

/// Whether a word of letters alone is two tokens all the same: "cannot", "dont".
pub fn is_contraction(word: &str) -> bool {
    words::is_contraction(word)
}

/// Where in its sentence a chunk stands. At the end a full stop is the sentence's own; at the
/// start a number with a full stop counts the items of a list.
#[derive(Debug, Clone, Copy)]
struct Place {
    first: bool,
    last: bool,
}

/// Splits one chunk without white space that begins at byte `base`.
fn split_chunk(chunk: &str, base: usize, place: Place, spans: &mut Vec<Span>) {
    let span = |start: usize, end: usize| Span::new(base + start, base + end);
    if is_whole(chunk) || (place.first && !place.last && is_list_number(chunk)) {
        spans.push(span(0, chunk.len()));
        return;
    }
    let mut start = 0;
    while let Some(length) = mark_at_start(&chunk[start..]) {
        spans.push(span(start, start + length));
        start += length;
    }
    let mut end = chunk.len();
    let mut closing = Vec::new();
    while end > start {
        let core = &chunk[start..end];
        if is_whole(core) {
            break;
        }
        let stops_sentence = place.last && end == chunk.len();
        let length = match emoticon_at_end(core).or_else(|| mark_at_end(core)) {
            Some(1) if core.ends_with('.') && keeps_stop(core, stops_sentence) => break,
            Some(length) => length,
            None => break,
        };
        closing.push(span(end - length, end));
        end -= length;
    }
    if start < end {
        split_core(&chunk[start..end], base + start, spans);
    }
    spans.extend(closing.into_iter().rev());
}

/// "1.", "12.": counts an item of a list where it opens a sentence.
fn is_list_number(chunk: &str) -> bool {
    chunk
        .strip_suffix('.')
        .is_some_and(|number| (1..=2).contains(&number.len()) && is_digits(number))
}

fn is_digits(part: &str) -> bool {
    !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())
}

/// Splits a chunk without outer punctuation: hyphens, slashes, clitics, symbols and units.
fn split_core(core: &str, base: usize, spans: &mut Vec<Span>) {
    if is_whole(core) {
        spans.push(Span::new(base, base + core.len()));
        return;
    }
    let mut start = 0;
    let mut skip_to = 0;
    let mut previous = None;
    for (at, char) in core.char_indices() {
        let before = previous.replace(char);
        if at < skip_to {
            continue;
        }
        let rest = &core[at..];
        let next = rest.chars().nth(1);
        let hyphen = matches!(char, '-' | '\u{2010}' | '\u{2011}');
        let splits = if hyphen {
            at > start && next.is_some() && !is_joined_prefix(&core[start..at]) || next == Some('-')
        } else if char == '.' {
            // A full stop between words that run together: "lives.The".
            at > start + 1
                && before.is_some_and(char::is_lowercase)
                && next.is_some_and(char::is_uppercase)
                && rest.chars().nth(2) != Some('.')
                || rest.starts_with("..")
        } else {
            splits_inside(before, char, next)
        };
        if splits {
            push_word(core, base, start, at, spans);
            let length = if is_mark(char) {
                mark_at_start(rest).unwrap_or(char.len_utf8())
            } else {
                char.len_utf8()
            };
            spans.push(Span::new(base + at, base + at + length));
            start = at + length;
            skip_to = start;
        } else if char.is_ascii_alphabetic()
            && before.is_some_and(|c| c.is_ascii_digit())
            && is_unit(rest)
            && core[start..at].starts_with(|c: char| c.is_ascii_digit())
        {
            push_word(core, base, start, at, spans);
            start = at;
        }
    }
    push_word(core, base, start, core.len(), spans);
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
    fn repeated_marks_are_one_token() {
        check("No!!! Why?!", "No !!! Why ?!");
        check("Kay--call me", "Kay -- call me");
        check("<<Plan.doc>> ****", "<< Plan.doc >> ****");
        check("well.... no", "well .... no");
        check("and ... so", "and ... so");
    }

    #[test]
    fn smileys_are_one_token() {
        check("Fine :) thanks;-)", "Fine :) thanks ;-)");
        check(
            "(see note:)",
            "(see note :)".replace("(see", "( see").as_str(),
        );
        check("at 5:30) x", "at 5:30 ) x");
    }

    #[test]
    fn contractions_are_split_with_or_without_apostrophe() {
        check("I dont think im gonna", "I do nt think i m gon na");
        check("Thats it, mama`s", "That s it , mama `s");
        check("IM me", "IM me");
        check("the 60's and Joe's", "the 60's and Joe 's");
    }

    #[test]
    fn dates_numbers_and_addresses_stay_whole() {
        check("on 04/30/2001, 9/11", "on 04/30/2001 , 9/11");
        check("call 713-646-3393.", "call 713-646-3393 .");
        check("1999-2000 and 3-4", "1999 - 2000 and 3 - 4");
        check("(2pm-5pm)", "( 2 pm - 5 pm )");
        check("and/or w/o", "and / or w/o");
        check("#Baku @who a@b.org", "#Baku @who a@b.org");
        check("6,000+ AT&T", "6,000 + AT&T");
        check("1. Talks", "1. Talks");
        check("It was 1.", "It was 1 .");
    }

    #[test]
    fn long_text_without_blanks_takes_linear_time() {
        for part in ["'(", "a-", "a.", "-", "'s", "1/", ":)", "a'", ".?"] {
            let text = part.repeat(200_000);
            assert!(!tokens(&text, Span::new(0, text.len())).is_empty());
        }
        for word in ["a", "a@b", "a@b.c", "http://a", "1"] {
            let text = word.to_owned() + &"(".repeat(400_000);
            assert!(!tokens(&text, Span::new(0, text.len())).is_empty());
        }
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
