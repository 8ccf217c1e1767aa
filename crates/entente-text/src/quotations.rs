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
            "\u{201d}" | "''" => (Marks::Double, false),
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
