//! Learns the weights of coreference from a treebank with annotated entities (GUM), and from articles in
//! which readers have marked who is meant.
//!
//! Each anaphor of the treebank is a question with its candidates, and those are right whose last
//! annotated mention is of the same chain. The documents are read twice: once with every link as
//! annotated, then as the weights of the first time link them, so that the ranker learns from
//! entities as it will see them. Nothing is random: the same treebank gives the same file.

use std::collections::{BTreeMap, HashMap};

use entente_model::Span;

use crate::conllu::Sentence;
use crate::first_look::{PerceptronParser, relation};
use crate::log_linear::Decision;
use crate::parse::{Parse, Upos};

use super::marked::MarkedDocument;
use super::mentions::{Form, Kind};
use super::ranker::{Example, Weights, fit};
use super::reading::{Judge, Question, Reading};

/// What came of a training.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CoreferenceFigures {
    /// Documents read.
    pub documents: usize,
    /// Anaphors and possible anaphors learnt from.
    pub decisions: usize,
    /// Weights learnt.
    pub weights: usize,
    /// Nouns whose kind was learnt.
    pub nouns: usize,
}

/// A mention of the treebank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GoldMention {
    pub(crate) sentence: usize,
    pub(crate) tokens: (usize, usize),
    /// By the treebank's tree.
    pub(crate) head: usize,
    /// Number of the chain in its document.
    pub(crate) chain: String,
    /// The treebank's kind: "person", "place", ...
    pub(crate) kind: String,
    pub(crate) upos: String,
}

/// A document of the treebank, with the chains of its mentions.
pub(crate) struct Annotated<'a> {
    /// Its name.
    pub(crate) id: &'a str,
    pub(crate) sentences: &'a [Sentence],
    /// The text of its sentences, paragraphs separated by a blank line.
    pub(crate) text: String,
    /// The words of each sentence in `text`.
    pub(crate) spans: Vec<Vec<Span>>,
    pub(crate) mentions: Vec<GoldMention>,
    by_head: HashMap<(usize, usize), Vec<usize>>,
}

impl<'a> Annotated<'a> {
    /// The documents of a treebank, in its order.
    pub(crate) fn documents(sentences: &'a [Sentence]) -> Vec<Self> {
        sentences
            .chunk_by(|a, b| a.document == b.document)
            .map(Self::new)
            .collect()
    }

    fn new(sentences: &'a [Sentence]) -> Self {
        let mut document = Self {
            id: sentences
                .first()
                .map_or("", |first| first.document.as_str()),
            sentences,
            text: String::new(),
            spans: Vec::new(),
            mentions: Vec::new(),
            by_head: HashMap::new(),
        };
        for (index, sentence) in sentences.iter().enumerate() {
            if index > 0 {
                let gap = if sentence.paragraph { "\n\n" } else { " " };
                document.text += gap;
            }
            let start = document.text.len();
            document.text += &sentence.text;
            let spans = sentence
                .words
                .iter()
                .map(|word| Span::new(start + word.span.0, start + word.span.1));
            document.spans.push(spans.collect());
            entities(index, sentence, &mut document.mentions);
        }
        for (index, mention) in document.mentions.iter().enumerate() {
            let place = (mention.sentence, mention.head);
            document.by_head.entry(place).or_default().push(index);
        }
        document
    }

    /// The annotated mention that a phrase headed by `head` is: the shortest with that head or,
    /// failing that, for a noun or name, the shortest that holds it, for the parser may have taken
    /// another word of it as its head; for several things named together the longest.
    pub(crate) fn mention(
        &self,
        sentence: usize,
        head: usize,
        group: bool,
    ) -> Option<&GoldMention> {
        let length = |mention: &&GoldMention| mention.tokens.1 - mention.tokens.0;
        let exact = self.by_head.get(&(sentence, head)).into_iter().flatten();
        let exact = exact.filter_map(|&index| self.mentions.get(index));
        if group {
            return exact.max_by_key(length);
        }
        let words = self.sentences.get(sentence).map(|own| own.words.as_slice());
        let noun = words
            .and_then(|words| words.get(head))
            .is_some_and(|word| matches!(word.upos.as_str(), "NOUN" | "PROPN"));
        exact.min_by_key(length).or_else(|| {
            self.mentions
                .iter()
                .filter(|mention| noun && mention.tokens.1 - mention.tokens.0 <= LONGEST_LOOSE)
                .filter(|mention| mention.sentence == sentence)
                .filter(|mention| (mention.tokens.0..mention.tokens.1).contains(&head))
                .filter(|mention| mention.tokens.1 - mention.tokens.0 > 1)
                .min_by_key(length)
        })
    }

    /// The parser's own reading of the sentences, words as annotated.
    pub(crate) fn own_parses(&self, parser: &PerceptronParser) -> Vec<Parse> {
        self.spans
            .iter()
            .map(|spans| parser.parse_tokens(&self.text, spans, None))
            .collect()
    }
}

/// Words of the longest mention that a phrase with another head can be.
const LONGEST_LOOSE: usize = 5;

/// The parser's reading with the tags, lemmas and tree of the treebank instead of its own.
pub(crate) fn gold_parses(document: &Annotated<'_>, own: &[Parse]) -> Vec<Parse> {
    own.iter()
        .zip(document.sentences)
        .map(|(own, sentence)| {
            let mut parse = own.clone();
            for (token, word) in parse.tokens.iter_mut().zip(&sentence.words) {
                token.head = word.head.checked_sub(1);
                token.deprel = relation(&word.deprel).unwrap_or("dep");
                token.upos = Upos::from_name(&word.upos).unwrap_or(Upos::X);
                token.lemma.clone_from(&word.lemma);
            }
            parse
        })
        .collect()
}

/// Reads the brackets of a sentence's entities: "(12-person-giv:act-...(13-place-...)" and "12)".
fn entities(index: usize, sentence: &Sentence, mentions: &mut Vec<GoldMention>) {
    let mut open: Vec<(&str, &str, usize)> = Vec::new();
    for (at, word) in sentence.words.iter().enumerate() {
        let mut rest = word.entity.as_str();
        while !rest.is_empty() {
            if let Some(opened) = rest.strip_prefix('(') {
                let end = opened.find(['(', ')']).unwrap_or(opened.len());
                let mut fields = opened[..end].split('-');
                let chain = fields.next().unwrap_or_default();
                open.push((chain, fields.next().unwrap_or_default(), at));
                rest = &opened[end..];
                if let Some(after) = rest.strip_prefix(')') {
                    close(index, sentence, (chain, at), &mut open, mentions);
                    rest = after;
                }
            } else {
                let end = rest.find(')').unwrap_or(rest.len());
                close(index, sentence, (&rest[..end], at), &mut open, mentions);
                rest = rest.get(end + 1..).unwrap_or_default();
            }
        }
    }
}

fn close(
    index: usize,
    sentence: &Sentence,
    (chain, at): (&str, usize),
    open: &mut Vec<(&str, &str, usize)>,
    mentions: &mut Vec<GoldMention>,
) {
    let Some(place) = open.iter().rposition(|(own, ..)| *own == chain) else {
        return;
    };
    let (chain, kind, first) = open.remove(place);
    let inside = |head: usize| (first + 1..=at + 1).contains(&head);
    let head = (first..=at)
        .find(|&word| !inside(sentence.words[word].head))
        .unwrap_or(first);
    mentions.push(GoldMention {
        sentence: index,
        tokens: (first, at + 1),
        head,
        chain: chain.to_owned(),
        kind: kind.to_owned(),
        upos: sentence.words[head].upos.clone(),
    });
}

/// Somebody who knows what is meant.
pub(super) trait Gold {
    /// Which of the choices of a question are right; `None` where that is not known.
    fn right(&self, reading: &Reading<'_>, question: &Question) -> Option<Vec<bool>>;
}

impl Gold for Annotated<'_> {
    fn right(&self, reading: &Reading<'_>, question: &Question) -> Option<Vec<bool>> {
        let anaphor = &reading.found[question.anaphor];
        let own = self.mention(anaphor.sentence, anaphor.head, false);
        let chain_of = |mention: usize| {
            let mention = &reading.found[mention];
            let group = mention.form == Form::Group;
            self.mention(mention.sentence, mention.head, group)
                .map(|gold| gold.chain.as_str())
        };
        let mut right: Vec<bool> = question
            .entities
            .iter()
            .map(|entity| {
                entity.is_some_and(|entity| {
                    let mentions = &reading.entities[entity].mentions;
                    let chain = mentions.iter().rev().find_map(|&mention| chain_of(mention));
                    own.is_some_and(|own| chain == Some(own.chain.as_str()))
                })
            })
            .collect();
        if !right.contains(&true) {
            right[0] = true;
        }
        Some(right)
    }
}

/// Collects questions, and answers them as annotated or by weights.
struct Teacher<'a> {
    gold: &'a dyn Gold,
    /// Follows these where given, else the annotation.
    follows: Option<&'a Weights>,
    examples: &'a mut Vec<Example>,
}

impl Judge for Teacher<'_> {
    fn choose(&mut self, reading: &Reading<'_>, question: &Question) -> (usize, f64) {
        let right = self.gold.right(reading, question);
        let choice = match (&mut self.follows, &right) {
            (Some(weights), _) => weights.choose(reading, question),
            (None, Some(right)) => (right.iter().position(|&is| is).unwrap_or(0), 1.0),
            (None, None) => (0, 1.0),
        };
        if let Some(right) = right.filter(|right| right.len() > 1) {
            self.examples.push(Example {
                class: question.class,
                decision: Decision {
                    candidates: question.features.clone(),
                    right,
                },
            });
        }
        choice
    }
}

/// How often a noun must be annotated, and which share of it with one kind, to learn the kind.
const NOUN_COUNT: usize = 3;
const NOUN_SHARE: f64 = 0.8;

/// The kinds of nouns as annotated.
fn kinds(documents: &[Annotated<'_>]) -> BTreeMap<String, Kind> {
    let mut counts: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    for document in documents {
        for mention in &document.mentions {
            let word = &document.sentences[mention.sentence].words[mention.head];
            if word.upos == "NOUN" && word.lemma.chars().all(char::is_lowercase) {
                let kinds = counts.entry(&word.lemma).or_default();
                *kinds.entry(&mention.kind).or_default() += 1;
            }
        }
    }
    counts
        .into_iter()
        .filter_map(|(noun, kinds)| {
            let all: usize = kinds.values().sum();
            let mut by_kind: Vec<(Kind, usize)> = Vec::new();
            for (name, count) in kinds {
                let kind = match name {
                    "person" => Kind::Person,
                    "organization" => Kind::Organisation,
                    "place" => Kind::Place,
                    "time" => Kind::Time,
                    _ => Kind::Thing,
                };
                match by_kind.iter_mut().find(|(own, _)| *own == kind) {
                    Some((_, sum)) => *sum += count,
                    None => by_kind.push((kind, count)),
                }
            }
            let (kind, most) = by_kind.into_iter().max_by_key(|(_, count)| *count)?;
            let clear = most >= NOUN_COUNT && most as f64 >= NOUN_SHARE * all as f64;
            clear.then(|| (noun.to_owned(), kind))
        })
        .collect()
}

/// Trains on the sentences of a treebank with GUM's entity annotation, with its trees and with the
/// parser's own, and on marked articles, and gives the weights as TOML.
pub fn train_coreference(
    parser: &PerceptronParser,
    sentences: &[Sentence],
    articles: &[MarkedDocument],
) -> (String, CoreferenceFigures) {
    let documents = Annotated::documents(sentences);
    let parses: Vec<[Vec<Parse>; 2]> = documents
        .iter()
        .map(|document| {
            let own = document.own_parses(parser);
            [gold_parses(document, &own), own]
        })
        .collect();
    let nouns = Weights::of_nouns(kinds(&documents));
    let mut examples = Vec::new();
    let collect = |follows: Option<&Weights>, examples: &mut Vec<Example>| {
        for (document, versions) in documents.iter().zip(&parses) {
            for parses in versions {
                let mut reading = Reading::new(&document.text, parses, &nouns);
                reading.read(Teacher {
                    gold: document,
                    follows,
                    examples,
                });
            }
        }
    };
    collect(None, &mut examples);
    let mut weights = fit(&examples, nouns.kinds.clone());
    // What an article's phrases mean is marked, and not every chain: its entities are as the weights link
    // them.
    for _ in 0..ROUNDS_OVER_ARTICLES {
        let mut examples = examples.clone();
        collect(Some(&weights), &mut examples);
        for document in articles {
            let mut reading = Reading::new(&document.text, &document.parses, &nouns);
            reading.read(Teacher {
                gold: document,
                follows: Some(&weights),
                examples: &mut examples,
            });
        }
        weights = fit(&examples, nouns.kinds.clone());
    }
    let figures = CoreferenceFigures {
        documents: documents.len() + articles.len(),
        decisions: examples.len(),
        weights: weights.len(),
        nouns: nouns.kinds.len(),
    };
    (weights.write(), figures)
}

/// How often articles are read again with the weights learnt from them.
const ROUNDS_OVER_ARTICLES: usize = 2;
