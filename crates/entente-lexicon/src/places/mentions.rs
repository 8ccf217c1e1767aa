//! Which names in parsed sentences are names of places.

use entente_model::Span;
use entente_text::{MentionKind, Parse, ParsedSentence, Upos};

use crate::Lexicon;
use crate::data::{ActorKind, Sense};

/// Words in the longest name that is looked for where the parser found none.
const LONGEST: usize = 4;

/// The names of places in parsed sentences, as spans of bytes of their text, in order: those that
/// the parser found, and states, capitals and other places that the lexicon knows by name.
/// Names of persons and organisations ("Jordan" as a first name, "Paris Match"), and adjectives
/// of nationality, are left out.
pub fn place_mentions(lexicon: &Lexicon, text: &str, sentences: &[ParsedSentence]) -> Vec<Span> {
    let mut found = Vec::new();
    for ParsedSentence { parse, .. } in sentences {
        let mut taken = vec![false; parse.tokens.len()];
        for mention in &parse.mentions {
            // A name of unknown kind is a place as a whole, or not at all.
            let place = match mention.kind {
                MentionKind::Other => is_known(lexicon, text, parse, mention.tokens),
                kind => kind == MentionKind::Place,
            };
            taken[mention.tokens.0..mention.tokens.1].fill(true);
            if place {
                found.extend(trimmed(text, parse, mention.tokens));
            }
        }
        let mut first = 0;
        while first < taken.len() {
            let free = taken[first..].iter().take_while(|taken| !**taken).count();
            let known = (1..=free.min(LONGEST))
                .rev()
                .find(|length| is_known(lexicon, text, parse, (first, first + length)));
            if let Some(length) = known {
                found.extend(span(parse, (first, first + length)));
            }
            first += known.unwrap_or(1);
        }
    }
    found.sort_by_key(|span| span.start);
    found
}

/// A mention without article, preposition, possessive and marks around it.
fn trimmed(text: &str, parse: &Parse, (mut first, mut end): (usize, usize)) -> Option<Span> {
    let loose = |index: usize| {
        matches!(
            parse.tokens[index].upos,
            Upos::Det | Upos::Part | Upos::Punct | Upos::Adp
        )
    };
    while first < end && loose(first) {
        first += 1;
    }
    while first < end && loose(end - 1) && parse.word(text, end - 1) != "." {
        end -= 1;
    }
    span(parse, (first, end))
}

fn span(parse: &Parse, (first, end): (usize, usize)) -> Option<Span> {
    let last = end.checked_sub(1).filter(|&last| first <= last)?;
    let (start, end) = (
        parse.tokens.get(first)?.span.start,
        parse.tokens.get(last)?.span.end,
    );
    Some(Span::new(start, end))
}

/// Whether the lexicon knows these words as the name of a place.
fn is_known(lexicon: &Lexicon, text: &str, parse: &Parse, tokens: (usize, usize)) -> bool {
    let phrase = parse.words(text, tokens);
    let part_of_name = |index: usize| {
        parse
            .tokens
            .get(index)
            .is_some_and(|token| token.upos == Upos::Propn && parse.has_deprel(index, "flat"))
    };
    let (first, end) = tokens;
    phrase.starts_with(char::is_uppercase)
        && (first..end).any(|index| parse.tokens[index].upos == Upos::Propn)
        && !part_of_name(first)
        && !part_of_name(end)
        && lexicon
            .senses(phrase, None)
            .iter()
            .any(|sense| match *sense {
                Sense::Place(_) | Sense::Capital(_) => true,
                Sense::Name(index) => lexicon.tables.actors[index].kind == ActorKind::State,
                _ => false,
            })
}
