//! The phrases of a sentence that mean somebody who can act.

use std::ops::Range;

use entente_lexicon::Sort;
use entente_model::{ActorRef, Span};
use entente_text::Upos;

use super::participants;
use crate::sentence::Sentence;

/// A phrase with whom it means.
#[derive(Debug, Clone)]
pub(crate) struct Phrase {
    /// The word that heads it.
    pub(crate) head: usize,
    /// Its tokens, from the first modifier to the head or the end of its name.
    pub(crate) tokens: Range<usize>,
    /// Whom it means.
    pub(crate) actors: Vec<ActorRef>,
}

impl Phrase {
    /// Whether one of these is meant.
    pub(crate) fn means(&self, actors: &[ActorRef]) -> bool {
        self.actors
            .iter()
            .any(|own| actors.iter().any(|other| other.id == own.id))
    }

    /// Its bytes.
    pub(crate) fn span(&self, sentence: &Sentence<'_>) -> Span {
        let tokens = &sentence.parse.tokens;
        Span::new(
            tokens[self.tokens.start].span.start,
            tokens[self.tokens.end - 1].span.end,
        )
    }
}

/// Words before a head that belong to its phrase.
const BEFORE: &[&str] = &[
    "det",
    "amod",
    "compound",
    "nummod",
    "nmod:poss",
    "nmod:desc",
    "flat",
    "advmod",
];

/// The phrases in the order of their heads. A word inside the phrase of another with the same actors
/// is none of its own ("Iranian" in "Iranian troops").
pub(crate) fn phrases(sentence: &Sentence<'_>) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    for head in 0..sentence.len() {
        if sentence.is_verb(head) || sentence.is_time(head) {
            continue;
        }
        let actors = own_actors(sentence, head);
        if actors.is_empty() || describes_people(sentence, head) {
            continue;
        }
        let phrase = Phrase {
            head,
            tokens: range(sentence, head),
            actors,
        };
        found.push(phrase);
    }
    let inner = |phrase: &Phrase| {
        found.iter().any(|other| {
            other.head != phrase.head
                && other.tokens.contains(&phrase.head)
                && (phrase.means(&other.actors)
                    || sentence.scene.sort(phrase.head) == Sort::Adjective)
        })
    };
    let kept: Vec<bool> = found.iter().map(|phrase| !inner(phrase)).collect();
    let mut kept = kept.into_iter();
    found.retain(|_| kept.next().unwrap_or(true));
    found
}

/// "Syrian" in "Syrian opposition groups", "its" in "its analysis": neither is the one meant.
fn describes_people(sentence: &Sentence<'_>, word: usize) -> bool {
    let Some(noun) = sentence.head(word) else {
        return false;
    };
    match sentence.deprel(word) {
        "amod" | "compound" if sentence.scene.sort(word) == Sort::Adjective => sentence
            .children_where(noun, |deprel| matches!(deprel, "compound" | "amod"))
            .any(|part| part != word && sentence.scene.role(part).is_some()),
        "nmod:poss" => sentence.upos(word) == Upos::Pron && !sentence.is_event_noun(noun),
        _ => false,
    }
}

/// Whom a word means by itself, coordination aside.
fn own_actors(sentence: &Sentence<'_>, head: usize) -> Vec<ActorRef> {
    let direct = sentence.scene.at(head);
    if !direct.is_empty() {
        return direct.to_vec();
    }
    let is_head = !matches!(
        sentence.deprel(head),
        "compound" | "flat" | "amod" | "nmod:desc"
    );
    if sentence.is_noun(head) && is_head {
        let coordinated = sentence.expand(head).len() > 1;
        if !coordinated {
            return participants(sentence, &[head]);
        }
    }
    Vec::new()
}

/// The tokens of the phrase that a word heads.
pub(crate) fn range(sentence: &Sentence<'_>, head: usize) -> Range<usize> {
    let mut first = head;
    let mut end = head + 1;
    for child in sentence.parse.children(head) {
        let deprel = sentence.deprel(child);
        if child < head && BEFORE.contains(&deprel) {
            let inner = sentence.parse.subtree(child);
            first = first.min(inner.first().copied().unwrap_or(child));
        } else if child > head && matches!(deprel, "flat" | "compound" | "nmod:desc") {
            end = end.max(child + 1);
        }
    }
    first..end
}
