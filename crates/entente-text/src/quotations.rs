//! Finds the words in quotation marks.
//!
//! Curly, straight and angle marks, double and single, one inside the other. A mark that is not
//! closed quotes up to the end of the sentence, one that was not opened quotes from its beginning:
//! quotations run over sentence ends. Apostrophes ("states' rights", "the '90s", "rock 'n' roll")
//! are no marks.

use crate::parse::{Parse, Quotation};

/// A kind of quotation marks; one kind inside another nests.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Marks {
    Double,
    Single,
    Angle,
}

/// The quotations of a sentence, in the order in which they begin.
pub(crate) fn find(text: &str, parse: &Parse) -> Vec<Quotation> {
    let mut found = Vec::new();
    let mut open: Vec<(Marks, usize)> = Vec::new();
    let count = parse.tokens.len();
    for index in 0..count {
        let word = parse.word(text, index);
        let is_open = |marks: Marks| open.iter().any(|(own, _)| *own == marks);
        let (marks, opens) = match word {
            "\u{201c}" | "``" => (Marks::Double, true),
            "\u{201d}" | "''" | "\u{2019}\u{2019}" => (Marks::Double, false),
            "\u{ab}" => (Marks::Angle, true),
            "\u{bb}" => (Marks::Angle, false),
            "\"" => (Marks::Double, !is_open(Marks::Double)),
            "\u{2018}" | "'" | "\u{2019}" => match single(text, parse, index) {
                Some(Side::Opens) if word != "\u{2019}" => (Marks::Single, true),
                // Only what was opened closes: an apostrophe may end a word.
                Some(Side::Closes) if is_open(Marks::Single) => (Marks::Single, false),
                Some(Side::Either)
                    if is_open(Marks::Single) && !closes_later(text, parse, index) =>
                {
                    (Marks::Single, false)
                }
                _ => continue,
            },
            _ => continue,
        };
        if opens {
            open.push((marks, index + 1));
        } else if let Some(at) = open.iter().rposition(|(own, _)| *own == marks) {
            // What was opened inside and not closed ends here too.
            for (_, first) in open.drain(at..) {
                push(&mut found, first, index);
            }
        } else {
            push(&mut found, 0, index);
        }
    }
    for (_, first) in open {
        push(&mut found, first, count);
    }
    found.sort_by_key(|quotation| (quotation.tokens.0, std::cmp::Reverse(quotation.tokens.1)));
    found
}

fn push(found: &mut Vec<Quotation>, first: usize, end: usize) {
    if first < end {
        found.push(Quotation {
            tokens: (first, end),
        });
    }
}

/// The number of the quotation that each token is in, sentence by sentence, from 1; 0 outside and for the marks.
///
/// Double marks are followed over the ends of sentences within a paragraph; `sentences` come with the number of
/// theirs. What nobody closes before something else is quoted quotes its own sentence, unless the next
/// quotation begins right after it, as that of a speaker's next paragraph does.
pub fn quotations_over_sentences<'a>(
    text: &str,
    sentences: impl Iterator<Item = (&'a Parse, usize)>,
) -> Vec<Vec<usize>> {
    let mut numbers: Vec<Vec<usize>> = Vec::new();
    let mut count = 0;
    // The sentence in which the open quotation begins.
    let mut open: Option<usize> = None;
    let mut paragraph = None;
    for (index, (parse, own)) in sentences.enumerate() {
        numbers.push(vec![0; parse.tokens.len()]);
        if paragraph.replace(own).is_some_and(|before| before != own)
            && let Some(first) = open.take()
            && double(text, parse, 0, false) != Some(Side::Opens)
        {
            unquote(&mut numbers[first + 1..], count);
        }
        for token in 0..parse.tokens.len() {
            match double(text, parse, token, open.is_some()) {
                Some(Side::Opens) => {
                    if let Some(first) = open.filter(|_| token > 0) {
                        unquote(&mut numbers[first + 1..], count);
                    }
                    count += 1;
                    open = Some(index);
                }
                Some(_) => open = None,
                None => numbers[index][token] = open.map_or(0, |_| count),
            }
        }
    }
    numbers
}

/// Takes the words of quotation `number` out of quotation marks.
fn unquote(sentences: &mut [Vec<usize>], number: usize) {
    let words = sentences.iter_mut().flatten();
    words.filter(|own| **own == number).for_each(|own| *own = 0);
}

/// Which side of a quotation a double mark is; `None` for other words. Where a mark is the same on both sides, the
/// space around it tells, or what is `open`.
fn double(text: &str, parse: &Parse, index: usize, open: bool) -> Option<Side> {
    match parse.word(text, index) {
        "\u{201c}" | "\u{ab}" | "``" => Some(Side::Opens),
        "\u{201d}" | "\u{bb}" | "\u{2019}\u{2019}" => Some(Side::Closes),
        "\"" | "''" => {
            let span = parse.tokens.get(index)?.span;
            let before = text.get(..span.start)?.chars().next_back();
            let after = text.get(span.end..)?.chars().next();
            let apart = |char: Option<char>| char.is_none_or(char::is_whitespace);
            Some(match (apart(before), apart(after)) {
                (true, false) => Side::Opens,
                (false, true) => Side::Closes,
                _ if open => Side::Closes,
                _ => Side::Opens,
            })
        }
        _ => None,
    }
}

/// Whether a single mark after `index` surely closes what is open.
fn closes_later(text: &str, parse: &Parse, index: usize) -> bool {
    (index + 1..parse.tokens.len())
        .filter(|&at| matches!(parse.word(text, at), "'" | "\u{2019}"))
        .find_map(|at| single(text, parse, at).filter(|side| *side != Side::Either))
        == Some(Side::Closes)
}

/// What a single mark may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Opens,
    Closes,
    /// It follows an s: the end of a quotation, or a possessive.
    Either,
}

/// On which side of its word a single mark stands; `None` for an apostrophe: one between letters,
/// or before a decade ("the '90s").
fn single(text: &str, parse: &Parse, index: usize) -> Option<Side> {
    let span = parse.tokens.get(index)?.span;
    let before = text.get(..span.start)?.chars().next_back();
    let after = text.get(span.end..)?.chars().next();
    let opens = before.is_none_or(|char| char.is_whitespace() || "([\u{201c}\"".contains(char))
        && after.is_some_and(char::is_alphabetic);
    let ends = before.is_some_and(|char| !char.is_whitespace())
        && after.is_none_or(|char| !char.is_alphanumeric());
    // "'n'": one letter between two marks.
    let clipped = opens
        && text
            .get(span.end..)?
            .strip_prefix(['n', 'N'])
            .is_some_and(|rest| rest.starts_with(['\'', '\u{2019}', ' ']));
    match (opens, ends) {
        (true, _) if !clipped => Some(Side::Opens),
        (_, true) if before == Some('s') => Some(Side::Either),
        (_, true) => Some(Side::Closes),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use entente_model::Span;

    use crate::PerceptronParser;

    fn check(sentence: &str, expected: &[&str]) {
        let span = Span::new(0, sentence.len());
        let tokens = crate::tokens::tokens(sentence, span);
        let parse = PerceptronParser::builtin().parse_tokens(sentence, &tokens, None);
        let found: Vec<&str> = parse
            .quotations
            .iter()
            .map(|quotation| parse.words(sentence, quotation.tokens))
            .collect();
        assert_eq!(found, expected, "{sentence}");
    }

    #[test]
    fn marks_of_every_kind() {
        check("\"We will not yield,\" he said.", &["We will not yield,"]);
        check(
            "\u{201c}We will not yield,\u{201d} he said.",
            &["We will not yield,"],
        );
        check(
            "\u{ab}We will not yield\u{bb}, he said.",
            &["We will not yield"],
        );
        check(
            "\u{2018}We will not yield,\u{2019} he said.",
            &["We will not yield,"],
        );
        check("'We will not yield,' he said.", &["We will not yield,"]);
        check(
            "Iran called it a \"terrorist act\" and a \"disgrace\".",
            &["terrorist act", "disgrace"],
        );
        check("He said nothing.", &[]);
    }

    #[test]
    fn quotations_nest() {
        check(
            "\u{201c}They call us \u{2018}bandits\u{2019} again,\u{201d} she said.",
            &["They call us \u{2018}bandits\u{2019} again,", "bandits"],
        );
        check(
            "\"They call us 'bandits' again,\" she said.",
            &["They call us 'bandits' again,", "bandits"],
        );
        check(
            "\u{2018}They call it \u{201c}peace\u{201d} now,\u{2019} she said.",
            &["They call it \u{201c}peace\u{201d} now,", "peace"],
        );
    }

    #[test]
    fn quotations_run_over_sentence_ends() {
        check("\u{201c}We will not yield.", &["We will not yield."]);
        check("We will fight on,\u{201d} he said.", &["We will fight on,"]);
        check("\"We will not yield.", &["We will not yield."]);
        check(
            "We know them,\u{201d} he said, \u{201c}and they know us.",
            &["We know them,", "and they know us."],
        );
    }

    /// The quoted words of a text, whose sentences end with a full stop or a mark behind it.
    fn over_sentences(text: &str) -> Vec<String> {
        let parser = PerceptronParser::builtin();
        let ends = text
            .match_indices(". ")
            .map(|(at, _)| at + 2)
            .chain([text.len()]);
        let mut start = 0;
        let parses: Vec<_> = ends
            .map(|end| {
                let tokens = crate::tokens::tokens(text, Span::new(start, end));
                start = end;
                parser.parse_tokens(text, &tokens, None)
            })
            .collect();
        let numbers = super::quotations_over_sentences(text, parses.iter().map(|it| (it, 0)));
        let mut found: Vec<String> = Vec::new();
        for (parse, numbers) in parses.iter().zip(numbers) {
            for (token, number) in numbers.into_iter().enumerate().filter(|it| it.1 > 0) {
                found.resize(found.len().max(number), String::new());
                found[number - 1] += parse.word(text, token);
                found[number - 1] += " ";
            }
        }
        found
    }

    #[test]
    fn marks_are_followed_over_sentence_ends() {
        let said = "\u{201c}We go. We fight,\u{201d} she said. They stayed.";
        assert_eq!(over_sentences(said), ["We go . We fight , "]);
        let straight = "\"We go. We fight,\" she said. They stayed.";
        assert_eq!(over_sentences(straight), ["We go . We fight , "]);
        let apostrophes = "\u{201c}We go. We fight,\u{2019}\u{2019} she said. They stayed.";
        assert_eq!(over_sentences(apostrophes), ["We go . We fight , "]);
    }

    #[test]
    fn what_nobody_closes_ends_with_its_sentence() {
        let unclosed = "\u{201c}It is a fiction. Cyprus was caught. It was \u{201c}bad\u{201d}.";
        assert_eq!(over_sentences(unclosed), ["It is a fiction . ", "bad "]);
        let next = "\u{201c}We go. We fight. \u{201c}And we stay,\u{201d} she said.";
        assert_eq!(
            over_sentences(next),
            ["We go . We fight . ", "And we stay , "]
        );
    }

    #[test]
    fn apostrophes_quote_nothing() {
        check("The states' rights were upheld.", &[]);
        check(
            "'The states' rights stand,' he said.",
            &["The states' rights stand,"],
        );
        check("It was rock 'n' roll.", &[]);
        check("Iran's envoy didn't reply.", &[]);
        check("Iran\u{2019}s envoy didn\u{2019}t reply.", &[]);
        check("The allies\u{2019} plan failed.", &[]);
        check("In the '90s they fought.", &[]);
        check("The rebels' chief called it \"a ploy\".", &["a ploy"]);
    }
}
