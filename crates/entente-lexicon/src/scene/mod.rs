//! The actors, places and issues of one sentence, token by token.
//!
//! `names` finds what the lexicon knows, `people` the persons, `halves` two states of one name, `bare_names` bodies that are called by a noun, `anaphora` whom pronouns and
//! descriptions mean, `roles` whom role nouns mean, `whose` whom those mean that do not say whose they are;
//! `descriptions` goes through the sentence from left
//! to right and notes what later sentences refer to.

mod anaphora;
mod bare_names;
mod descriptions;
mod halves;
mod names;
mod people;
mod roles;
mod whose;

pub use roles::is_equipment;
pub use whose::{Asked, DESCRIPTION_CLASSES};

use entente_model::{ActorRef, Sector};
use entente_text::{Parse, Upos};

use crate::names::fold;
use crate::{Lexicon, Located, Memory, PlaceKind};

/// How a token came to mean an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// It means none.
    #[default]
    None,
    /// By its name.
    Name,
    /// By an adjective of nationality.
    Adjective,
    /// By the name of a people: "Iranians".
    People,
    /// By a capital that may be the place or the government.
    Capital,
    /// By a role: "Iran's army", "gunmen".
    Role,
    /// By a pronoun or a description such as "the two countries".
    Anaphor,
}

/// A place named in the sentence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceRef {
    /// As known, or as written.
    pub name: String,
    /// ISO 3166-1 alpha-3, where known.
    pub country: Option<String>,
    /// Degrees north and east, where known.
    pub point: Option<(f64, f64)>,
    /// What kind of place it is, where known.
    pub kind: Option<PlaceKind>,
}

/// From this score on it is believed where a place lies.
const SURE: f64 = 0.6;

impl PlaceRef {
    /// A place of which no more is known than its name and country.
    fn new(name: String, country: Option<String>) -> Self {
        Self {
            name,
            country,
            ..Self::default()
        }
    }

    /// With what the gazetteer says, unless it speaks of a place in another country.
    fn located(mut self, found: Option<&Located>) -> Self {
        let Some(found) = found.filter(|found| found.score >= SURE) else {
            return self;
        };
        if self.country.is_none() || found.country.is_none() || self.country == found.country {
            self.point = Some((found.lat, found.lon));
            self.kind = Some(found.kind);
            self.country = self.country.or_else(|| found.country.clone());
        }
        self
    }
}

#[derive(Debug, Clone, Default)]
struct Slot {
    actors: Vec<ActorRef>,
    sort: Sort,
    place: Option<PlaceRef>,
    /// Of people: their state, or kin state.
    state: Option<ActorRef>,
    /// How sure it is.
    score: f64,
}

/// Who and what the tokens of a sentence mean. A token of a name means the whole name; the head
/// of a noun phrase means the actor that the phrase describes.
#[derive(Debug, Clone, Default)]
pub struct Scene {
    slots: Vec<Slot>,
    /// Token ranges of known issues.
    issues: Vec<((usize, usize), String)>,
    /// Roles that describe nobody who is known: their sector.
    roles: Vec<Option<Sector>>,
    /// Descriptions of which it had to be asked whom they mean.
    asked: Vec<Asked>,
}

impl Scene {
    /// Reads a sentence, and remembers in `memory` what later sentences refer to. `title` tells
    /// that the sentence is the document's headline.
    pub fn read(lexicon: &Lexicon, memory: &mut Memory, text: &str, parse: &Parse) -> Self {
        memory.pair_age += 1;
        memory.sentence += 1;
        let mut reader = Reader {
            lexicon,
            memory,
            text,
            parse,
            words: (0..parse.tokens.len())
                .map(|index| fold(parse.word(text, index)))
                .collect(),
            scene: Self {
                slots: vec![Slot::default(); parse.tokens.len()],
                issues: Vec::new(),
                roles: vec![None; parse.tokens.len()],
                asked: Vec::new(),
            },
        };
        reader.names();
        reader.halves();
        reader.bare_names();
        reader.people();
        reader.descriptions();
        reader.scene
    }

    /// The actors that the phrase headed by `token` means; more than one for "both countries".
    pub fn at(&self, token: usize) -> &[ActorRef] {
        self.slots.get(token).map_or(&[], |slot| &slot.actors)
    }

    /// How `token` came to mean them.
    pub fn sort(&self, token: usize) -> Sort {
        self.slots.get(token).map_or(Sort::None, |slot| slot.sort)
    }

    /// How sure it is that `token` means them, 0 to 1: as for a phrase that stands alone, and less
    /// where a pronoun or a bare description has to be traced to somebody.
    pub fn score(&self, token: usize) -> f64 {
        self.slots.get(token).map_or(0.0, |slot| slot.score)
    }

    /// The place that `token` names.
    pub fn place(&self, token: usize) -> Option<&PlaceRef> {
        self.slots.get(token)?.place.as_ref()
    }

    /// The sector of the role that `token` is a noun for, whoever's.
    pub fn role(&self, token: usize) -> Option<Sector> {
        self.roles.get(token).copied().flatten()
    }

    /// The state whose people `token` names: Iran for "Iranians", and the kin state of a group.
    pub fn state_of_people(&self, token: usize) -> Option<ActorRef> {
        self.slots.get(token)?.state.clone()
    }

    /// The descriptions that do not say whose they are, with those whom each may mean.
    pub fn asked(&self) -> &[Asked] {
        &self.asked
    }

    /// The known issue whose name covers `token`.
    pub fn issue(&self, token: usize) -> Option<&str> {
        self.issues
            .iter()
            .find(|((first, end), _)| (*first..*end).contains(&token))
            .map(|(_, slug)| slug.as_str())
    }
}

struct Reader<'a> {
    lexicon: &'a Lexicon,
    memory: &'a mut Memory,
    text: &'a str,
    parse: &'a Parse,
    /// Folded words.
    words: Vec<String>,
    scene: Scene,
}

impl Reader<'_> {
    pub(super) fn word(&self, index: usize) -> &str {
        self.parse.word(self.text, index)
    }

    pub(super) fn is_capitalised(&self, index: usize) -> bool {
        self.word(index).starts_with(char::is_uppercase)
    }

    /// The token of a range whose head is outside it.
    pub(super) fn head_of(&self, (first, end): (usize, usize)) -> usize {
        (first..end)
            .find(|&index| {
                self.parse.tokens[index]
                    .head
                    .is_none_or(|head| !(first..end).contains(&head))
            })
            .unwrap_or(end - 1)
    }

    pub(super) fn put(&mut self, (first, end): (usize, usize), actors: &[ActorRef], sort: Sort) {
        for index in first..end {
            let slot = &mut self.scene.slots[index];
            slot.actors = actors.to_vec();
            slot.sort = sort;
            let known = actors
                .first()
                .is_some_and(|actor| self.lexicon.actor(&actor.id).is_some());
            slot.score = match (sort, known) {
                (Sort::None, _) => 0.0,
                (Sort::Name, true) => 0.95,
                (Sort::Capital, _) => 0.8,
                (Sort::Adjective | Sort::People, _) => 0.85,
                (Sort::Role, true) => 0.8,
                (Sort::Name, false) => 0.6,
                (Sort::Role, false) | (Sort::Anaphor, _) => 0.5,
            };
        }
    }

    pub(super) fn has_case(&self, index: usize, cases: &[&str]) -> bool {
        self.parse
            .children_by(index, "case")
            .any(|case| cases.contains(&self.words[case].as_str()))
    }

    pub(super) fn is_subject(&self, index: usize) -> bool {
        let token = &self.parse.tokens[index];
        token.deprel.starts_with("nsubj")
            || token.deprel == "conj"
                && token
                    .head
                    .is_some_and(|head| self.parse.tokens[head].deprel.starts_with("nsubj"))
    }

    /// The words of the noun phrase up to its head, without article.
    pub(super) fn phrase(&self, index: usize) -> String {
        let mut first = self
            .parse
            .children(index)
            .filter(|&child| {
                matches!(
                    self.parse.tokens[child].deprel,
                    "amod" | "compound" | "nmod:poss" | "nummod" | "nmod:desc"
                )
            })
            .chain([index])
            .min()
            .unwrap_or(index);
        while first < index && matches!(self.parse.tokens[first].upos, Upos::Det | Upos::Punct) {
            first += 1;
        }
        // "Kurdish-led forces": the words before a hyphen belong to the one after it.
        while first >= 2 && self.words[first - 1] == "-" {
            first -= 2;
        }
        self.parse.words(self.text, (first, index + 1)).to_owned()
    }
}
