//! Who claims what a document says, by its attributions: what the trees of single sentences do not show, as
//! quotations over several sentences and reporters that are far away.

use entente_model::{ActorRef, Span};
use entente_text::ParsedSentence;

use crate::attribution::attributions;
use crate::predicates::Predicates;
use crate::sentence::Sentence;
use crate::{Explained, Found};

/// What somebody claims.
struct Claim {
    source: Span,
    /// Index of the sentence that names him.
    named_in: usize,
    content: Vec<Span>,
}

/// The claims of a document.
pub(crate) struct Claims {
    /// In text order.
    claims: Vec<Claim>,
    /// Of each sentence, which of them it holds words of.
    of_sentence: Vec<Vec<usize>>,
}

/// The attributions of a document that claim that something is so, and name who claims it. Wishes, fears and
/// judgements of what somebody did claim nothing.
pub(crate) fn claims(text: &str, sentences: &[ParsedSentence]) -> Claims {
    let found = attributions(text, sentences).into_iter();
    let claims = found
        .filter(|found| !found.nested && is_claim(&found.cue, sentences))
        .filter_map(|found| {
            let source = *found.source.first()?;
            Some(Claim {
                source,
                named_in: sentence_of(sentences, source),
                content: found.content,
            })
        });
    let claims: Vec<Claim> = claims.collect();
    let mut of_sentence = vec![Vec::new(); sentences.len()];
    for (number, claim) in claims.iter().enumerate() {
        for span in &claim.content {
            let first = sentence_of(sentences, *span);
            let own = of_sentence.iter_mut().zip(sentences).skip(first);
            for (own, _) in own.take_while(|(_, sentence)| sentence.span.start < span.end) {
                if own.last() != Some(&number) {
                    own.push(number);
                }
            }
        }
    }
    Claims {
        claims,
        of_sentence,
    }
}

/// The sentence in which a span begins.
fn sentence_of(sentences: &[ParsedSentence], span: Span) -> usize {
    sentences.partition_point(|sentence| sentence.span.end <= span.start)
}

/// Words in a cue that take back that something is said: "has never said".
const TAKEN_BACK: &[&str] = &["not", "never", "no", "decline", "refuse", "fail"];

/// Verbs of saying in the tables that also tell of what somebody does, sees or settles: where the tree shows
/// what they say, `factuality` knows it already.
const NOT_BY_THEMSELVES: &[&str] = &[
    "see", "find", "consider", "hold", "feel", "think", "believe", "conclude", "put", "rule",
    "charge", "recall", "describe", "comment", "speak", "quote", "concede", "show", "ask",
    "answer",
];

/// Whether a cue says that something is so: "has said", "according to".
fn is_claim(cue: &[Span], sentences: &[ParsedSentence]) -> bool {
    let tables = Predicates::builtin();
    let mut claims = false;
    for span in cue {
        let own = sentences.get(sentence_of(sentences, *span));
        let tokens = own.map_or(&[][..], |it| &it.parse.tokens);
        for token in tokens.iter().filter(|token| span.contains(token.span)) {
            let lemma = token.lemma.as_str();
            if TAKEN_BACK.contains(&lemma) {
                return false;
            }
            let says = tables.claims(lemma) || tables.attribution.quoting.contains(lemma);
            claims |= lemma == "accord" || says && !NOT_BY_THEMSELVES.contains(&lemma);
        }
    }
    claims
}

impl Claims {
    /// Who claims what is found in the sentence `index`, which is `here`; `before` are those before it. What is told
    /// by the way is claimed by whoever is named behind it, and not by whose words it explains.
    pub(crate) fn claimant(
        &self,
        found: &Found,
        index: usize,
        here: &Sentence<'_>,
        before: &[Explained],
    ) -> Option<ActorRef> {
        let word = here.parse.tokens.get(found.token)?.span;
        let aside = found.factuality.aside;
        let own = self.of_sentence.get(index)?.iter();
        own.map(|&number| &self.claims[number])
            .filter(|claim| claim.content.iter().any(|span| span.contains(word)))
            .filter(|claim| !aside || claim.source.start > word.start)
            .find_map(|claim| claim.claimant(index, here, before))
    }
}

impl Claim {
    fn claimant(
        &self,
        index: usize,
        here: &Sentence<'_>,
        before: &[Explained],
    ) -> Option<ActorRef> {
        if self.named_in == index {
            let token = here.parse.heads_in(self.source).next()?;
            let known = here.scene.at(token).first().cloned();
            return known.or_else(|| here.described_speaker(token));
        }
        let item = before.get(self.named_in)?;
        let token = item.parse.heads_in(self.source).next()?;
        item.scene.at(token).first().cloned()
    }
}
