//! The first look: a hashed averaged perceptron that tags, parses and finds names.
//!
//! Linear models over hashed features share one encoding of the sentence: a greedy
//! part-of-speech tagger; an arc-hybrid transition parser with beam search (Kuhlmann et al. 2011;
//! Zhang and Nivre 2011), trained with max-violation updates (Huang et al. 2012); and a BIO
//! tagger of proper names. Weights are bytes, read in place from the model file. It is quick
//! and always returns a tree; it is not the last word in accuracy.

mod encode;
mod lemmas;
mod model;
mod names;
mod tagger;
mod train;
mod transitions;
mod tree;

use std::sync::LazyLock;

use entente_model::{Date, Span};

use crate::parse::{Gazetteer, NoGazetteer, Parse, Parser, Token, Upos};

use self::encode::Encoded;
use self::model::Model;
pub(crate) use self::model::relation;
pub use self::train::{TrainingFigures, train};

static BUILTIN: LazyLock<PerceptronParser> = LazyLock::new(|| {
    let bytes = include_bytes!("../../../models/first-look.bin");
    PerceptronParser {
        model: Model::read(bytes).unwrap_or_else(Model::empty),
    }
});

/// The dictionary form of a word, were it of that part of speech.
///
/// ```
/// use entente_text::{Upos, lemma};
///
/// assert_eq!(lemma("signed", Upos::Verb), "sign");
/// ```
pub fn lemma(word: &str, upos: Upos) -> String {
    PerceptronParser::builtin().lemma(word, upos)
}

/// The parser of the first look, with the weights of `models/first-look.bin`.
pub struct PerceptronParser {
    model: Model,
}

impl PerceptronParser {
    /// The parser with the weights that are compiled in.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// A parser with the weights of a model file; `None` when it is not one.
    pub fn from_model(bytes: &[u8]) -> Option<Self> {
        Model::read(bytes).map(|model| Self { model })
    }

    /// Parses a sentence that is split into tokens already: for measuring.
    pub fn parse_tokens(&self, text: &str, spans: &[Span], anchor: Option<Date>) -> Parse {
        self.parse_sentence(text, spans, anchor, &NoGazetteer)
    }

    /// Parses a sentence that is split into tokens already.
    pub(crate) fn parse_sentence(
        &self,
        text: &str,
        spans: &[Span],
        anchor: Option<Date>,
        names: &dyn Gazetteer,
    ) -> Parse {
        self.parse_with(text, spans, anchor, names, tree::BEAM)
    }

    /// As [`PerceptronParser::parse_sentence`], without going back on any step of the tree: four
    /// times as fast, for sentences of which little hangs on the tree.
    pub(crate) fn skim(
        &self,
        text: &str,
        spans: &[Span],
        anchor: Option<Date>,
        names: &dyn Gazetteer,
    ) -> Parse {
        self.parse_with(text, spans, anchor, names, 1)
    }

    /// The dictionary form of a word.
    pub(crate) fn lemma(&self, word: &str, upos: Upos) -> String {
        self.model.lemmas.lemma(word, upos)
    }

    fn parse_with(
        &self,
        text: &str,
        spans: &[Span],
        anchor: Option<Date>,
        names: &dyn Gazetteer,
        beam: usize,
    ) -> Parse {
        let words: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
        if is_noise(&words) {
            return unread(text, spans);
        }
        let encoded = Encoded::new(&words);
        let mut tags = tagger::tag(&self.model.tags, &encoded);
        capitals(&words, &mut tags, names);
        let arcs = tree::parse(&self.model, &encoded, &tags, beam);
        let mut tokens: Vec<Token> = spans
            .iter()
            .zip(&words)
            .zip(tags.iter().zip(&arcs))
            .enumerate()
            .map(|(index, ((&span, word), (tag, arc)))| {
                let upos = if is_verbal(index, tag.best, &arcs) {
                    Upos::Verb
                } else {
                    tag.best
                };
                let lemma = self.model.lemmas.lemma(word, upos);
                Token {
                    span,
                    lemma,
                    upos,
                    head: arc.head,
                    deprel: arc.deprel,
                }
            })
            .collect();
        self.copulas(&words, &mut tokens);
        let mentions = names::find(&self.model, &encoded, &tokens);
        Parse::complete(text, tokens, mentions, anchor)
    }
}

/// Whether a long stretch is hardly words at all: brackets, rules, columns of numbers.
fn is_noise(words: &[&str]) -> bool {
    let with_letters = words
        .iter()
        .filter(|word| word.contains(char::is_alphabetic))
        .count();
    words.len() > 60 && with_letters * 10 < words.len()
}

/// A sentence that is not read: its tokens, untagged, under the first of them.
fn unread(text: &str, spans: &[Span]) -> Parse {
    let token = |(index, &span): (usize, &Span)| Token {
        span,
        lemma: span.of(text).to_lowercase(),
        upos: Upos::X,
        head: (index > 0).then_some(0),
        deprel: if index > 0 { "dep" } else { "root" },
    };
    Parse {
        tokens: spans.iter().enumerate().map(token).collect(),
        ..Parse::default()
    }
}

impl PerceptronParser {
    /// Two mistakes of the tree about "be" that turn what a sentence says of somebody into
    /// something else: a plural taken for a passive ("they are allies"), and a predicate before
    /// its verb taken for a relative clause ("allies they are not").
    fn copulas(&self, words: &[&str], tokens: &mut [Token]) {
        for index in 0..tokens.len() {
            let head = tokens[index].head;
            let is_be = tokens[index].lemma == "be" && tokens[index].upos == Upos::Aux;
            if !is_be {
                continue;
            }
            if let Some(verb) = head.filter(|&verb| {
                tokens[verb].upos == Upos::Verb && words[verb].to_lowercase().ends_with('s')
            }) {
                tokens[verb].upos = Upos::Noun;
                tokens[verb].lemma = self.model.lemmas.lemma(words[verb], Upos::Noun);
                tokens[index].deprel = "cop";
                for token in tokens.iter_mut().filter(|token| token.head == Some(verb)) {
                    if token.deprel == "nsubj:pass" {
                        token.deprel = "nsubj";
                    }
                }
            } else if tokens[index].deprel == "acl:relcl"
                && let Some(noun) = head.filter(|&noun| noun < index)
                && tokens
                    .iter()
                    .filter(|token| token.head == Some(index))
                    .all(|token| matches!(token.deprel, "nsubj" | "advmod" | "punct"))
            {
                tokens[index].deprel = "cop";
                for token in tokens.iter_mut().filter(|token| token.head == Some(index)) {
                    token.head = Some(noun);
                }
            }
        }
    }
}

/// Known names are names. A capitalised word inside a sentence that is not all in capitals is a
/// name and no verb, however rare it is.
fn capitals(words: &[&str], tags: &mut [tree::Tagged], names: &dyn Gazetteer) {
    let is_capital = |word: &&&str| word.starts_with(char::is_uppercase);
    for (word, tag) in words.iter().zip(tags.iter_mut()) {
        if is_capital(&word) && tag.best != Upos::Propn && names.is_name(word) {
            tag.best = Upos::Propn;
        }
    }
    let letters = words
        .iter()
        .filter(|word| word.starts_with(char::is_alphabetic));
    if words.iter().filter(is_capital).count() * 2 > letters.count() {
        return;
    }
    for index in 1..words.len() {
        let opens =
            words[index - 1].chars().all(|c| !c.is_alphanumeric()) && words[index - 1] != ",";
        if is_capital(&&words[index]) && !opens && tags[index].best == Upos::Verb {
            tags[index].best = Upos::Propn;
        }
    }
}

/// Whether the tree shows a verb where the tagger saw a noun or adjective: it has a subject and
/// an object, and neither article, preposition nor copula.
fn is_verbal(index: usize, upos: Upos, arcs: &[tree::Arc]) -> bool {
    let has = |deprel: &str| {
        arcs.iter()
            .any(|arc| arc.head == Some(index) && arc.deprel.split(':').next() == Some(deprel))
    };
    matches!(upos, Upos::Noun | Upos::Adj)
        && has("nsubj")
        && has("obj")
        && !["det", "case", "cop", "amod"].into_iter().any(has)
}

impl Parser for PerceptronParser {
    fn parse_all(
        &self,
        text: &str,
        sentences: &[Vec<Span>],
        anchor: Option<Date>,
        names: &dyn Gazetteer,
    ) -> Vec<Parse> {
        sentences
            .iter()
            .map(|tokens| self.parse_sentence(text, tokens, anchor, names))
            .collect()
    }

    fn name(&self) -> &str {
        "first-look/1"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_root_is_called_root() {
        // As the fuzzer found it.
        let text = format!(
            "Between Ma{}rch and June 2020, from 5 to 7 October, in the 1990s and since last Friday, \
             the two had met at 10:30 a.m. (GMT) every we years earlier, in the second q",
            ";".repeat(90)
        );
        let span = Span::new(0, text.len());
        let parse = PerceptronParser::builtin().parse(&text, span, None, &NoGazetteer);
        for token in &parse.tokens {
            assert_eq!(token.head.is_none(), token.deprel == "root", "{token:?}");
        }
    }
}
