//! Who speaks in quotation marks.

use crate::parse::{Parse, Upos};
use crate::quotations::quotations_over_sentences;

use super::MAX_TOKENS;
use super::words::Words;

/// Tokens of the document that stand in quotation marks, by sentence: double marks, followed over sentence ends
/// within a paragraph, so that the second sentence of a quotation, which has no mark of its own, is known to be
/// quoted; or any marks of a sentence that has no others.
pub(super) fn quoted(text: &str, sentences: &[Parse], paragraphs: &[usize]) -> Vec<Vec<bool>> {
    let read = sentences.iter().zip(paragraphs.iter().copied());
    let numbers = quotations_over_sentences(text, read);
    let of_sentence = |(parse, numbers): (&Parse, Vec<usize>)| {
        let mut quoted: Vec<bool> = numbers.into_iter().map(|number| number > 0).collect();
        if !quoted.contains(&true) {
            for quotation in &parse.quotations {
                quoted[quotation.tokens.0..quotation.tokens.1].fill(true);
            }
        }
        quoted
    };
    sentences.iter().zip(numbers).map(of_sentence).collect()
}

/// Somebody said to speak, and how surely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Speaker {
    /// Index of the sentence that names the speaker.
    pub(super) sentence: usize,
    /// The token of the speaker.
    pub(super) token: usize,
    pub(super) score: f64,
}

/// How sure a speaker in the quotation's own sentence is, one carried over from the sentence
/// before, and one whose announcement ends the sentence before.
const OWN: f64 = 0.95;
const CARRIED: f64 = 0.85;
const ANNOUNCED: f64 = 0.75;

/// The speaker of the quoted words of each sentence, where somebody is said to speak.
pub(super) fn speakers(
    text: &str,
    sentences: &[Parse],
    paragraphs: &[usize],
    quoted: &[Vec<bool>],
) -> Vec<Option<Speaker>> {
    let mut found: Vec<Option<Speaker>> = Vec::with_capacity(sentences.len());
    for (index, parse) in sentences.iter().enumerate() {
        let marks = &quoted[index];
        if !marks.contains(&true) || parse.tokens.len() > MAX_TOKENS {
            found.push(None);
            continue;
        }
        let own = announced(parse, marks).map(|token| Speaker {
            sentence: index,
            token,
            score: OWN,
        });
        let before = index.checked_sub(1);
        let carried = before
            .filter(|&before| {
                // All of it is quoted, so that nobody else is announced.
                paragraphs[before] == paragraphs[index] && opens_quoted(text, parse, marks)
            })
            .and_then(|before| found[before])
            .map(|speaker| Speaker {
                score: CARRIED,
                ..speaker
            });
        let announced_before = before
            .filter(|&before| {
                let parse = &sentences[before];
                let last = parse.tokens.len().checked_sub(1);
                let last = last.filter(|&last| last < MAX_TOKENS);
                last.is_some_and(|last| matches!(parse.word(text, last), ":" | ","))
                    && opens_quoted(text, &sentences[index], marks)
            })
            .and_then(|before| {
                announced(&sentences[before], &quoted[before]).map(|token| (before, token))
            })
            .map(|(sentence, token)| Speaker {
                sentence,
                token,
                score: ANNOUNCED,
            });
        found.push(own.or(carried).or(announced_before));
    }
    found
}

/// Whether the first word of a sentence is quoted.
fn opens_quoted(text: &str, parse: &Parse, quoted: &[bool]) -> bool {
    (0..parse.tokens.len())
        .find(|&token| parse.word(text, token).starts_with(char::is_alphanumeric))
        .is_some_and(|token| quoted[token])
}

/// The subject of a verb of speech that stands outside the quotation; the one nearest to it.
fn announced(parse: &Parse, quoted: &[bool]) -> Option<usize> {
    let words = Words::builtin();
    let first = quoted.iter().position(|&is| is);
    let last = quoted.iter().rposition(|&is| is);
    let distance = |token: usize| {
        first
            .map_or(0, |first| first.abs_diff(token))
            .min(last.map_or(0, |last| last.abs_diff(token)))
    };
    (0..parse.tokens.len())
        .filter(|&verb| !quoted[verb])
        .filter_map(|verb| {
            let token = &parse.tokens[verb];
            if token.lemma == "accord" || token.lemma == "according" {
                let source = token.head.filter(|&head| !quoted[head])?;
                return parse.tokens[source]
                    .upos
                    .is_nominal()
                    .then_some((verb, source));
            }
            if token.upos != Upos::Verb || !words.is_speech(&token.lemma) {
                return None;
            }
            let subject = parse
                .children(verb)
                .find(|&child| parse.tokens[child].deprel == "nsubj" && !quoted[child])?;
            parse.tokens[subject]
                .upos
                .is_nominal()
                .then_some((verb, subject))
        })
        .min_by_key(|&(verb, _)| distance(verb))
        .map(|(_, subject)| subject)
}
