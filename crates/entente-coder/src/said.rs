//! Who claims what a document says, by its attributions: what the trees of single sentences do not show, as
//! quotations over several sentences and reporters that are far away.

use entente_model::{ActorRef, Span};
use entente_text::{Parse, ParsedSentence};

use crate::Explained;
use crate::attribution::attributions;
use crate::predicates::Predicates;
use crate::sentence::Sentence;

/// What somebody claims.
struct Claim {
    source: Span,
    content: Vec<Span>,
}

/// The claims of a document, in text order.
pub(crate) struct Claims {
    claims: Vec<Claim>,
}

/// The attributions of a document that claim that something is so, and name who claims it. Wishes, fears and
/// judgements of what somebody did claim nothing.
pub(crate) fn claims(text: &str, sentences: &[ParsedSentence]) -> Claims {
    let found = attributions(text, sentences).into_iter();
    let claims = found
        .filter(|found| !found.nested && is_claim(&found.cue, sentences))
        .filter_map(|found| {
            Some(Claim {
                source: *found.source.first()?,
                content: found.content,
            })
        });
    Claims {
        claims: claims.collect(),
    }
}

/// Words in a cue that take back that something is said: "has never said".
const TAKEN_BACK: &[&str] = &["not", "never", "no", "decline", "refuse", "fail"];

/// Verbs of saying in the tables that also tell of what somebody does, sees or settles: where the tree shows
/// what they say, `factuality` knows it already.
const NOT_BY_THEMSELVES: &[&str] = &[
    "see", "find", "consider", "hold", "feel", "think", "believe", "conclude", "put", "rule",
    "charge", "recall", "describe", "comment", "speak", "quote", "concede", "show",
];

/// Whether a cue says that something is so: "has said", "according to".
fn is_claim(cue: &[Span], sentences: &[ParsedSentence]) -> bool {
    let tables = Predicates::builtin();
    let mut claims = false;
    for span in cue {
        let first = sentences.partition_point(|sentence| sentence.span.end <= span.start);
        let tokens = sentences.get(first).map_or(&[][..], |it| &it.parse.tokens);
        for token in tokens.iter().filter(|token| span.contains(token.span)) {
            let lemma = token.lemma.as_str();
            if TAKEN_BACK.contains(&lemma) {
                return false;
            }
            claims |=
                lemma == "accord" || tables.claims(lemma) && !NOT_BY_THEMSELVES.contains(&lemma);
        }
    }
    claims
}

impl Claims {
    /// Who claims what each token of a sentence says; empty where nobody claims anything in it.
    pub(crate) fn claimants(
        &self,
        here: &Sentence<'_>,
        passage: Span,
        before: &[Explained],
    ) -> Vec<Option<ActorRef>> {
        let touches = |claim: &&Claim| claim.content.iter().any(|span| span.overlaps(passage));
        let mut claimants = Vec::new();
        for claim in self.claims.iter().filter(touches) {
            let Some(claimant) = claim.claimant(here, passage, before) else {
                continue;
            };
            let tokens = &here.parse.tokens;
            claimants.resize(tokens.len(), None);
            for (token, slot) in tokens.iter().zip(&mut claimants) {
                if slot.is_none() && claim.content.iter().any(|it| it.contains(token.span)) {
                    *slot = Some(claimant.clone());
                }
            }
        }
        claimants
    }
}

impl Claim {
    fn claimant(
        &self,
        here: &Sentence<'_>,
        passage: Span,
        before: &[Explained],
    ) -> Option<ActorRef> {
        if passage.overlaps(self.source) {
            let token = head(here.parse, self.source)?;
            let known = here.scene.at(token).first().cloned();
            return known.or_else(|| here.described_speaker(token));
        }
        let at = before.partition_point(|item| item.passage.span.end <= self.source.start);
        let item = before.get(at)?;
        item.scene
            .at(head(&item.parse, self.source)?)
            .first()
            .cloned()
    }
}

/// The token of a span whose head lies outside it.
fn head(parse: &Parse, span: Span) -> Option<usize> {
    let within = |index: usize| span.contains(parse.tokens[index].span);
    (0..parse.tokens.len())
        .filter(|&index| within(index))
        .find(|&index| parse.tokens[index].head.is_none_or(|head| !within(head)))
}
