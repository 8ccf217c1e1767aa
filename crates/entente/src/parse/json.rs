//! One JSON object: everything that the parser found, in a form that is ours to keep while the
//! types of `entente-text` change.

use std::io::{self, Write};

use entente_model::{Date, Span};
use entente_text::{Parse, ParsedSentence};
use serde::Serialize;

use super::Parsed;
use super::text::{kind_of_mention, kind_of_time};

/// A text as it is read.
#[derive(Serialize)]
struct Text<'t> {
    /// The text that all offsets count UTF-8 bytes of.
    text: &'t str,
    /// Name and version of the parser: `encoder/1`.
    parser: &'t str,
    /// The sentences, in order.
    sentences: Vec<Sentence<'t>>,
}

/// A sentence. Tokens are counted within it, from 0; ranges of them are `[first, one past the
/// last]`.
#[derive(Serialize)]
struct Sentence<'t> {
    /// Where it stands.
    span: Bytes,
    /// Paragraph that it stands in, from 0.
    paragraph: usize,
    /// The tokens.
    tokens: Vec<Token<'t>>,
    /// Proper names.
    mentions: Vec<Mention<'t>>,
    /// Dates, times of day, durations and sets of times.
    times: Vec<Time<'t>>,
    /// Numbers with what they count.
    quantities: Vec<Quantity<'t>>,
    /// Words in quotation marks.
    quotations: Vec<Quotation<'t>>,
}

/// Byte offsets in the text.
#[derive(Serialize)]
struct Bytes {
    /// First byte.
    start: usize,
    /// One past the last.
    end: usize,
}

/// A token with its place in the tree.
#[derive(Serialize)]
struct Token<'t> {
    /// Where it stands.
    span: Bytes,
    /// As written.
    form: &'t str,
    /// Dictionary form.
    lemma: &'t str,
    /// Universal part of speech: `NOUN`.
    upos: &'static str,
    /// The token that it hangs on; `null` for the root.
    head: Option<usize>,
    /// Universal relation to the head: `nsubj:pass`; `root` for the root.
    deprel: &'static str,
}

/// A proper name.
#[derive(Serialize)]
struct Mention<'t> {
    /// Range of tokens.
    tokens: (usize, usize),
    /// The words.
    text: &'t str,
    /// `person`, `organisation`, `place` or `other`.
    kind: &'static str,
    /// The token that heads it.
    head: usize,
}

/// A time.
#[derive(Serialize)]
struct Time<'t> {
    /// Range of tokens.
    tokens: (usize, usize),
    /// The words.
    text: &'t str,
    /// `date`, `time`, `duration` or `set`.
    kind: &'static str,
    /// TIMEX3 value: `2023-01-27`, `P3D`, `PAST_REF`.
    value: &'t str,
    /// First day meant; `null` where it is open or not known.
    start: Option<Date>,
    /// Last day meant; `null` where it is open or not known.
    end: Option<Date>,
}

/// A number with what it counts.
#[derive(Serialize)]
struct Quantity<'t> {
    /// Range of tokens.
    tokens: (usize, usize),
    /// The words.
    text: &'t str,
    /// The token of the number itself.
    number: usize,
    /// The value, multipliers applied.
    value: f64,
    /// `km`, `USD`, `percent`; `null` where it counts a noun.
    unit: Option<&'t str>,
    /// `exact`, `at_most`, `at_least` or `about`.
    bound: String,
}

/// Words in quotation marks.
#[derive(Serialize)]
struct Quotation<'t> {
    /// Range of tokens, the marks not included.
    tokens: (usize, usize),
    /// The words.
    text: &'t str,
}

/// Writes the object, on lines of its own.
pub(super) fn write(out: &mut impl Write, parsed: &Parsed<'_>) -> io::Result<()> {
    let object = Text {
        text: parsed.text,
        parser: parsed.parser,
        sentences: parsed
            .sentences
            .iter()
            .map(|sentence| Sentence::of(parsed.text, sentence))
            .collect(),
    };
    serde_json::to_writer_pretty(&mut *out, &object)?;
    writeln!(out)
}

impl<'t> Sentence<'t> {
    fn of(text: &'t str, sentence: &'t ParsedSentence) -> Self {
        let parse: &Parse = &sentence.parse;
        Self {
            span: sentence.span.into(),
            paragraph: sentence.block,
            tokens: parse
                .tokens
                .iter()
                .map(|token| Token {
                    span: token.span.into(),
                    form: token.span.of(text),
                    lemma: &token.lemma,
                    upos: token.upos.name(),
                    head: token.head,
                    deprel: token.deprel,
                })
                .collect(),
            mentions: parse
                .mentions
                .iter()
                .map(|mention| Mention {
                    tokens: mention.tokens,
                    text: parse.words(text, mention.tokens),
                    kind: kind_of_mention(mention.kind),
                    head: mention.head,
                })
                .collect(),
            times: parse
                .times
                .iter()
                .map(|time| Time {
                    tokens: time.tokens,
                    text: parse.words(text, time.tokens),
                    kind: kind_of_time(time.timex.kind),
                    value: &time.timex.value,
                    start: time.date.start,
                    end: time.date.end,
                })
                .collect(),
            quantities: parse
                .quantities
                .iter()
                .map(|quantity| Quantity {
                    tokens: quantity.tokens,
                    text: parse.words(text, quantity.tokens),
                    number: quantity.number,
                    value: quantity.value,
                    unit: quantity.unit.as_deref(),
                    bound: quantity.bound.to_string(),
                })
                .collect(),
            quotations: parse
                .quotations
                .iter()
                .map(|quotation| Quotation {
                    tokens: quotation.tokens,
                    text: parse.words(text, quotation.tokens),
                })
                .collect(),
        }
    }
}

impl From<Span> for Bytes {
    fn from(span: Span) -> Self {
        Self {
            start: span.start,
            end: span.end,
        }
    }
}
