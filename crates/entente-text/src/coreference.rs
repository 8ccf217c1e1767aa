//! Who is meant by "he", "the group" and "Erdogan": coreference within one document.
//!
//! [`coreference`] reads the parses of a document's sentences and links every third person
//! pronoun, relative pronoun, demonstrative, definite description, repeated or shortened name, and
//! every first person in quotation marks to what it means, with a probability. The method: an entity
//! collects its mentions from left to right, and a log-linear ranker with some hundreds of named
//! weights chooses for each anaphor among the entities so far and "none" (Rahman and Ng 2009).
//! Relative pronouns, appositions and speakers follow the tree; "both sides" follows rules.
//!
//! What it deliberately does not do: it knows no actor, only names as written; it links nothing to
//! clauses ("this" for a whole event is left alone); it links no bare or indefinite noun; and it
//! does not look beyond the document.

mod entities;
mod features;
mod marked;
mod mentions;
mod ranker;
mod reading;
mod speakers;
#[cfg(test)]
mod tests;
mod train;
mod words;

use std::sync::LazyLock;

use crate::parse::Parse;

pub use self::marked::{MarkedActor, MarkedDocument};
pub use self::mentions::is_first_person;
use self::mentions::{Form, Found};
use self::ranker::Weights;
use self::reading::Reading;
pub(crate) use self::train::{Annotated, GoldMention, gold_parses};
pub use self::train::{CoreferenceFigures, train_coreference};

/// Tokens of the longest sentence in which mentions are looked for: what is longer is no
/// sentence, and nothing in it is linked.
pub(crate) const MAX_TOKENS: usize = 1_000;

static BUILTIN: LazyLock<Resolver> = LazyLock::new(|| Resolver {
    weights: Weights::read(include_str!("../../../models/coreference.toml")).unwrap_or_default(),
});

/// A phrase of the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Phrase {
    /// Index of its sentence among the parses given.
    pub sentence: usize,
    /// First token and one past the last.
    pub tokens: (usize, usize),
    /// The token that heads it.
    pub head: usize,
}

/// Why two phrases are linked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum LinkKind {
    /// He, she, it, they and their possessives.
    Pronoun,
    /// Who, which, that, whose: by the tree.
    Relative,
    /// This, that, these, those.
    Demonstrative,
    /// "the group", "this group"
    Description,
    /// A name after the first, in full, shortened or as initials.
    Name,
    /// "the president, Ilham Aliyev": by the tree.
    Apposition,
    /// "Aliyev is the president": by the tree.
    Predicate,
    /// "both sides", "the two countries", "the latter".
    Group,
    /// I and we in quotation marks. "We" are those for whom the speaker speaks.
    Speaker,
}

/// An anaphor with what it means.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// What is to be understood.
    pub anaphor: Phrase,
    /// Why they are linked.
    pub kind: LinkKind,
    /// The phrase before it that means the same, or after it in "In his speech, Aliyev said";
    /// several where it means them together.
    pub antecedents: Vec<Phrase>,
    /// Probability of this link, from 0 to 1.
    pub score: f64,
    /// The names that it leads to over any number of links, or else a name further on that means the same;
    /// empty where there is none.
    pub names: Vec<Phrase>,
    /// Probability that all links on the way to `names` are right, from 0 to 1.
    pub names_score: f64,
}

/// What the anaphors of a document mean.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Coreference {
    /// The links, in the order of their anaphors; one an anaphor.
    links: Vec<Link>,
    /// Phrases that mean the same, two or more, in text order.
    chains: Vec<Vec<Phrase>>,
    /// Who speaks the quoted words of each sentence, where that is said.
    speeches: Vec<Option<Speech>>,
    /// Which tokens of each sentence are quoted.
    quoted: Vec<Vec<bool>>,
}

/// Who says quoted words.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Speech {
    /// Index of the sentence that names the speaker; it may stand before the quoted one.
    pub sentence: usize,
    /// The token that heads the speaker's phrase.
    pub token: usize,
    /// How sure it is, from 0 to 1.
    pub score: f64,
}

impl Coreference {
    /// Every link, in the order of the anaphors.
    pub fn links(&self) -> &[Link] {
        &self.links
    }

    /// Phrases that mean the same, two or more, in text order. Links to several phrases, and "we",
    /// are in no chain.
    pub fn chains(&self) -> &[Vec<Phrase>] {
        &self.chains
    }

    /// What the anaphor headed by a token is linked to.
    pub fn link(&self, sentence: usize, token: usize) -> Option<&Link> {
        self.links
            .binary_search_by_key(&(sentence, token), |link| {
                (link.anaphor.sentence, link.anaphor.head)
            })
            .ok()
            .and_then(|at| self.links.get(at))
    }

    /// Who says a token, where it is quoted and somebody is said to speak: in the same sentence, or in an earlier
    /// one of the same quotation or statement.
    pub fn speech(&self, sentence: usize, token: usize) -> Option<Speech> {
        let speech = (*self.speeches.get(sentence)?)?;
        self.is_quoted(sentence, token).then_some(speech)
    }

    /// Whether a token stands in quotation marks, or in a statement that somebody is said to give without any: "The
    /// minister said:", and then paragraphs of his.
    pub fn is_quoted(&self, sentence: usize, token: usize) -> bool {
        let quoted = self.quoted.get(sentence).and_then(|it| it.get(token));
        quoted.is_some_and(|is_quoted| *is_quoted)
    }

    /// The names that the anaphor headed by a token leads to, and how surely, from 0 to 1.
    pub fn names(&self, sentence: usize, token: usize) -> Option<(&[Phrase], f64)> {
        self.link(sentence, token)
            .filter(|link| !link.names.is_empty())
            .map(|link| (link.names.as_slice(), link.names_score))
    }
}

/// Links the anaphors of a document with the weights that are compiled in.
///
/// `sentences` are the parses of the document's sentences in order, with spans in `text`, its
/// clean text. Never fails; a sentence of more than 1,000 tokens is passed over.
pub fn coreference(text: &str, sentences: &[Parse]) -> Coreference {
    BUILTIN.resolve(text, sentences)
}

/// Links anaphors with some weights.
#[derive(Debug, Default)]
pub struct Resolver {
    weights: Weights,
}

impl Resolver {
    /// The resolver with the weights of `models/coreference.toml`.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// A resolver with the weights of a model file; `None` when it is not one.
    pub fn from_model(toml: &str) -> Option<Self> {
        Weights::read(toml).map(|weights| Self { weights })
    }

    /// Links the anaphors of a document; see [`coreference`].
    pub fn resolve(&self, text: &str, sentences: &[Parse]) -> Coreference {
        let mut reading = Reading::new(text, sentences, &self.weights);
        reading.read(&self.weights);
        outcome(reading)
    }
}

fn phrase(mention: &Found) -> Phrase {
    Phrase {
        sentence: mention.sentence,
        tokens: mention.tokens,
        head: mention.head,
    }
}

/// The links and chains of a document that was read.
fn outcome(reading: Reading<'_>) -> Coreference {
    let found = &reading.found;
    let mut link_of: Vec<Option<usize>> = vec![None; found.len()];
    for (at, link) in reading.links.iter().enumerate() {
        link_of[link.anaphor] = Some(at);
    }
    let links = reading
        .links
        .iter()
        .map(|link| {
            let mut names = Vec::new();
            let mut names_score = link.score;
            for &antecedent in &link.antecedents {
                let (name, score) = name_behind(&reading, &link_of, antecedent);
                names.extend(name.into_iter().map(|name| phrase(&found[name])));
                names_score *= score;
            }
            if names.len() < link.antecedents.len() {
                let named = named_later(&reading, link).map(|name| phrase(&found[name]));
                names_score = named.map_or(0.0, |_| link.score);
                names = named.into_iter().collect();
            }
            Link {
                anaphor: phrase(&found[link.anaphor]),
                kind: link.kind,
                antecedents: link
                    .antecedents
                    .iter()
                    .map(|&at| phrase(&found[at]))
                    .collect(),
                score: link.score,
                names,
                names_score,
            }
        })
        .collect();
    let mut chains: Vec<Vec<Phrase>> = vec![Vec::new(); reading.entities.len()];
    for (mention, entity) in found.iter().zip(&reading.entity_of) {
        if let Some(chain) = entity.and_then(|entity| chains.get_mut(entity)) {
            chain.push(phrase(mention));
        }
    }
    chains.retain(|chain| chain.len() > 1);
    for chain in &mut chains {
        chain.sort_by_key(|phrase| (phrase.sentence, phrase.head));
    }
    let speeches = reading.speakers.iter().map(|speaker| {
        let speaker = (*speaker)?;
        Some(Speech {
            sentence: speaker.sentence,
            token: speaker.token,
            score: speaker.score,
        })
    });
    let speeches = speeches.collect();
    Coreference {
        links,
        chains,
        speeches,
        quoted: reading.quoted,
    }
}

/// A name that stands further on for what an anaphor is linked to: "A schoolgirl ... she ... Shamima Begum".
fn named_later(reading: &Reading<'_>, link: &reading::Linked) -> Option<usize> {
    let [antecedent] = link.antecedents[..] else {
        return None;
    };
    let entity = &reading.entities[reading.entity_of[antecedent]?];
    let mut mentions = entity.mentions.iter().copied();
    mentions.find(|&mention| reading.found[mention].form == Form::Name)
}

/// Links on the longest way to a name: over more of them nothing is sure.
const LONGEST_WAY: usize = 100;

/// The names that a mention leads to, and the probability of the links on the way.
fn name_behind(
    reading: &Reading<'_>,
    link_of: &[Option<usize>],
    mention: usize,
) -> (Vec<usize>, f64) {
    let mut score = 1.0;
    let mut at = mention;
    for _ in 0..LONGEST_WAY {
        if reading.found[at].form == Form::Name {
            return (vec![at], score);
        }
        let Some(link) = link_of[at].map(|link| &reading.links[link]) else {
            break;
        };
        score *= link.score;
        match link.antecedents.as_slice() {
            [one] => at = *one,
            several => {
                let named = |&at: &usize| reading.found[at].form == Form::Name;
                if several.iter().all(named) {
                    return (several.to_vec(), score);
                }
                break;
            }
        }
    }
    (Vec::new(), 0.0)
}
