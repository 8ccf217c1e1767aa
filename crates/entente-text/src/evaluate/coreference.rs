//! Measures coreference on a treebank with annotated entities (GUM).

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::conllu::Sentence;
use crate::coreference::{
    Annotated, Coreference, GoldMention, LinkKind, Phrase, Resolver, gold_parses,
};
use crate::first_look::PerceptronParser;
use crate::parse::{Parse, Upos};

/// Right, proposed and annotated links of one class of anaphors.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct LinkCounts {
    /// Links to a mention of the right chain.
    pub right: usize,
    /// Links made.
    pub made: usize,
    /// Anaphors that have an antecedent by the treebank.
    pub annotated: usize,
}

impl LinkCounts {
    /// Share of the links made that are right, from 0 to 1.
    pub fn precision(self) -> f64 {
        self.right as f64 / self.made.max(1) as f64
    }

    /// Share of the annotated anaphors with a right link, from 0 to 1.
    pub fn recall(self) -> f64 {
        self.right as f64 / self.annotated.max(1) as f64
    }

    /// Harmonic mean of the two, from 0 to 1.
    pub fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.made + self.annotated).max(1) as f64
    }

    fn note(&mut self, annotated: bool, link: Option<bool>) {
        self.annotated += usize::from(annotated);
        self.made += usize::from(link.is_some());
        self.right += usize::from(link == Some(true));
    }
}

/// Who makes the links that are measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// The resolver.
    Resolver,
    /// A pronoun means the name before it whose kind may fit.
    NearestName,
    /// A pronoun means the last subject of the sentence before.
    SubjectBefore,
}

/// How well the anaphors of a treebank are linked.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CoreferenceScores {
    /// Documents measured.
    pub documents: usize,
    /// Links to any mention of the right chain, by class of anaphor.
    pub links: BTreeMap<&'static str, LinkCounts>,
    /// The same, where the chain has a name: whether the right name is found.
    pub names: BTreeMap<&'static str, LinkCounts>,
    /// MUC: right and all of the links that hold chains together; recall, then precision.
    pub muc: [(f64, f64); 2],
    /// B3 over the mentions of chains: sum and count; recall, then precision.
    pub b3: [(f64, f64); 2],
}

/// Scores a resolver, or a baseline, on the documents of a treebank whose name `wanted` admits; with the
/// trees of the treebank or those of the parser. Words are as annotated.
pub fn evaluate_coreference(
    resolver: &Resolver,
    parser: &PerceptronParser,
    sentences: &[Sentence],
    gold_trees: bool,
    method: Method,
    wanted: impl Fn(&str) -> bool,
) -> CoreferenceScores {
    let mut scores = CoreferenceScores::default();
    for document in Annotated::documents(sentences) {
        if !wanted(document.id) {
            continue;
        }
        scores.documents += 1;
        let mut parses = document.own_parses(parser);
        if gold_trees {
            parses = gold_parses(&document, &parses);
        }
        let links = match method {
            Method::Resolver => resolver.resolve(&document.text, &parses),
            _ => Coreference::default(),
        };
        links_of_document(&document, &parses, &links, method, &mut scores);
        chains_of_document(&document, &links, &mut scores);
    }
    scores
}

/// Chains with the places of their mentions that a noun or pronoun heads, in text order.
fn nominal_chains<'a>(document: &'a Annotated<'_>) -> HashMap<&'a str, Vec<&'a GoldMention>> {
    let mut chains: HashMap<&str, Vec<&GoldMention>> = HashMap::new();
    for mention in &document.mentions {
        if !matches!(mention.upos.as_str(), "VERB" | "AUX" | "ADV" | "SCONJ") {
            chains.entry(&mention.chain).or_default().push(mention);
        }
    }
    for chain in chains.values_mut() {
        chain.sort_by_key(|mention| (mention.sentence, mention.head));
    }
    chains
}

/// The class of anaphor that an annotated mention is, for the tables.
fn class(word: &str, upos: &str, definite: bool) -> Option<&'static str> {
    match (upos, word) {
        ("PRON" | "DET", word) => match word {
            "he" | "him" | "his" | "she" | "her" | "hers" | "himself" | "herself" => {
                Some("he, she")
            }
            "it" | "its" | "itself" => Some("it"),
            "they" | "them" | "their" | "theirs" | "themselves" => Some("they"),
            "this" | "that" | "these" | "those" => Some("this, that"),
            _ => None,
        },
        ("NOUN", _) if definite => Some("the ..."),
        ("PROPN", _) => Some("names"),
        _ => None,
    }
}

fn links_of_document(
    document: &Annotated<'_>,
    parses: &[Parse],
    links: &Coreference,
    method: Method,
    scores: &mut CoreferenceScores,
) {
    let chains = nominal_chains(document);
    for (index, sentence) in document.sentences.iter().enumerate() {
        for (head, word) in sentence.words.iter().enumerate() {
            let lower = word.form.to_lowercase();
            let the = sentence.words.iter().any(|other| {
                other.head == head + 1
                    && other.deprel == "det"
                    && matches!(
                        other.form.to_lowercase().as_str(),
                        "the" | "this" | "these" | "that" | "those"
                    )
            });
            let quoted_person = matches!(lower.as_str(), "i" | "me" | "my")
                && links
                    .link(index, head)
                    .is_some_and(|link| link.kind == LinkKind::Speaker);
            let class = if quoted_person {
                "I, quoted"
            } else if let Some(class) = class(&lower, &word.upos, the)
                && links
                    .link(index, head)
                    .is_none_or(|link| link.kind != LinkKind::Relative)
            {
                class
            } else {
                continue;
            };
            let own = document
                .mentions
                .iter()
                .filter(|mention| (mention.sentence, mention.head) == (index, head))
                .min_by_key(|mention| mention.tokens.1 - mention.tokens.0);
            if own.is_none() && matches!(class, "names" | "the ...") {
                continue;
            }
            let chain = own.and_then(|own| chains.get(own.chain.as_str()));
            let before = |other: &&GoldMention| {
                (other.sentence, other.head) < (index, head)
                    || other.sentence == index
                        && other.head > head
                        && matches!(class, "he, she" | "it" | "they")
            };
            let annotated = chain.is_some_and(|chain| chain.iter().any(&before));
            let is_name = |other: &&&GoldMention| other.upos == "PROPN";
            let named = chain.is_some_and(|chain| {
                chain
                    .iter()
                    .filter(|other| before(other))
                    .any(|other| is_name(&other))
            });
            let is_right = |phrase: &Phrase| {
                let group = phrase.tokens.1 - phrase.tokens.0 > 1
                    && links
                        .link(index, head)
                        .is_some_and(|link| link.antecedents.len() > 1);
                let other = document.mention(phrase.sentence, phrase.head, group);
                own.is_some_and(|own| other.is_some_and(|other| other.chain == own.chain))
            };
            let (link, name) = match method {
                Method::Resolver => {
                    let link = links.link(index, head);
                    let names = links.names(index, head);
                    (
                        link.map(|link| link.antecedents.iter().any(is_right)),
                        names.map(|(names, _)| names.iter().any(is_right)),
                    )
                }
                Method::NearestName | Method::SubjectBefore => {
                    let phrase = baseline(parses, method, class, (index, head));
                    let right = phrase.as_ref().map(is_right);
                    (right, right)
                }
            };
            scores.links.entry(class).or_default().note(annotated, link);
            scores.names.entry(class).or_default().note(named, name);
        }
    }
}

/// What a baseline links a pronoun to.
fn baseline(
    parses: &[Parse],
    method: Method,
    class: &str,
    (sentence, token): (usize, usize),
) -> Option<Phrase> {
    use crate::parse::MentionKind::{Organisation, Person};
    if !matches!(class, "he, she" | "it" | "they") {
        return None;
    }
    match method {
        Method::NearestName => (0..=sentence).rev().take(6).find_map(|index| {
            let fits = |kind| match class {
                "he, she" => kind == Person,
                "it" => kind != Person,
                _ => kind == Organisation,
            };
            parses[index]
                .mentions
                .iter()
                .rev()
                .filter(|name| index < sentence || name.head < token)
                .find(|name| fits(name.kind))
                .map(|name| Phrase {
                    sentence: index,
                    tokens: name.tokens,
                    head: name.head,
                })
        }),
        _ => {
            let index = sentence.checked_sub(1)?;
            let parse = &parses[index];
            let subject = (0..parse.tokens.len())
                .rev()
                .find(|&at| parse.has_deprel(at, "nsubj") && parse.tokens[at].upos != Upos::Det)?;
            Some(Phrase {
                sentence: index,
                tokens: (subject, subject + 1),
                head: subject,
            })
        }
    }
}

/// MUC (Vilain et al. 1995) and B3 (Bagga and Baldwin 1998) over chains of two or more, first and
/// second persons left out.
fn chains_of_document(
    document: &Annotated<'_>,
    links: &Coreference,
    scores: &mut CoreferenceScores,
) {
    type Place = (usize, usize);
    let is_other_person = |place: &Place| {
        let word = document.sentences[place.0].words[place.1]
            .form
            .to_lowercase();
        matches!(
            word.as_str(),
            "i" | "me"
                | "my"
                | "mine"
                | "myself"
                | "we"
                | "us"
                | "our"
                | "ours"
                | "ourselves"
                | "you"
                | "your"
                | "yours"
                | "yourself"
                | "who"
                | "which"
                | "whose"
                | "whom"
        )
    };
    let key: Vec<HashSet<Place>> = nominal_chains(document)
        .into_values()
        .map(|chain| {
            chain
                .iter()
                .map(|mention| (mention.sentence, mention.head))
                .collect()
        })
        .collect();
    let response: Vec<HashSet<Place>> = links
        .chains()
        .iter()
        .map(|chain| {
            chain
                .iter()
                .filter_map(|phrase| document.mention(phrase.sentence, phrase.head, false))
                .map(|mention| (mention.sentence, mention.head))
                .collect()
        })
        .collect();
    let clean = |chains: Vec<HashSet<Place>>| -> Vec<HashSet<Place>> {
        chains
            .into_iter()
            .map(|chain| {
                chain
                    .into_iter()
                    .filter(|place| !is_other_person(place))
                    .collect()
            })
            .filter(|chain: &HashSet<Place>| chain.len() > 1)
            .collect()
    };
    let (key, response) = (clean(key), clean(response));
    for (side, (own, other)) in [(&key, &response), (&response, &key)]
        .into_iter()
        .enumerate()
    {
        let mut of: HashMap<Place, usize> = HashMap::new();
        for (index, chain) in other.iter().enumerate() {
            of.extend(chain.iter().map(|&place| (place, index)));
        }
        for chain in own {
            let mut parts: HashSet<usize> = HashSet::new();
            let mut alone = 0;
            for place in chain {
                match of.get(place) {
                    Some(&part) => {
                        parts.insert(part);
                        let shared = chain.intersection(&other[part]).count();
                        scores.b3[side].0 += shared as f64 / chain.len() as f64;
                    }
                    None => {
                        alone += 1;
                        scores.b3[side].0 += 1.0 / chain.len() as f64;
                    }
                }
                scores.b3[side].1 += 1.0;
            }
            scores.muc[side].0 += (chain.len() - parts.len() - alone) as f64;
            scores.muc[side].1 += (chain.len() - 1) as f64;
        }
    }
}
