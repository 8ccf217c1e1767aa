//! What is looked up beside the phrases themselves. Each index is built when it is first asked for, so
//! that loading costs no more than the tables.

use std::sync::{LazyLock, OnceLock};

use entente_model::Sector;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::Lexicon;
use crate::bare_names::BareNames;
use crate::data::{ActorKind, Sense, Tables};
use crate::names::{self, fold, key};
use crate::namesakes::Namesakes;
use crate::resolve;

/// Common nouns that tell a sector.
pub(crate) static NOUNS: LazyLock<FxHashMap<String, Sector>> = LazyLock::new(nouns);

/// Folded given names that are the names of states and places as well.
pub(crate) static GIVEN_NAMES: LazyLock<FxHashSet<String>> = LazyLock::new(given_names);

/// What else names of states mean.
pub(crate) static NAMESAKES: LazyLock<Namesakes> = LazyLock::new(Namesakes::builtin);

/// Common nouns by which bodies are called.
pub(crate) static BARE_NAMES: LazyLock<BareNames> = LazyLock::new(BareNames::builtin);

/// The indices of a lexicon's tables.
#[derive(Debug, Default)]
pub(crate) struct Indices {
    names: OnceLock<FxHashSet<String>>,
    beginnings: OnceLock<FxHashSet<String>>,
    reaches: OnceLock<FxHashMap<String, usize>>,
    surnames: OnceLock<FxHashMap<String, Vec<usize>>>,
    holders: OnceLock<FxHashMap<String, Vec<usize>>>,
    titles: OnceLock<FxHashSet<String>>,
    skeletons: OnceLock<FxHashMap<String, Vec<usize>>>,
    nations: OnceLock<FxHashMap<String, usize>>,
}

impl Lexicon {
    /// Words that are hardly ever anything but names.
    pub(crate) fn name_words(&self) -> &FxHashSet<String> {
        self.indices.names.get_or_init(|| name_words(&self.tables))
    }

    /// First words of the phrases that can mean an actor.
    pub(crate) fn beginnings(&self) -> &FxHashSet<String> {
        let beginnings = &self.indices.beginnings;
        beginnings.get_or_init(|| beginnings_of(&self.tables))
    }

    /// The longest phrase's number of words, by first word.
    pub(crate) fn reaches(&self) -> &FxHashMap<String, usize> {
        self.indices.reaches.get_or_init(|| reaches(&self.tables))
    }

    /// Persons by folded surname.
    pub(crate) fn surnames(&self) -> &FxHashMap<String, Vec<usize>> {
        self.indices.surnames.get_or_init(|| surnames(&self.tables))
    }

    /// Those who held offices of a state or organisation, by its id.
    pub(crate) fn holders_of(&self) -> &FxHashMap<String, Vec<usize>> {
        self.indices.holders.get_or_init(|| holders(&self.tables))
    }

    /// The titles of all offices, each in one spelling.
    pub(crate) fn titles(&self) -> &FxHashSet<String> {
        self.indices.titles.get_or_init(|| {
            let offices = self.tables.actors.iter().flat_map(|actor| &actor.offices);
            offices
                .map(|office| resolve::plain_title(&office.title))
                .collect()
        })
    }

    /// Persons and organisations by how their names sound.
    pub(crate) fn skeletons(&self) -> &FxHashMap<String, Vec<usize>> {
        let skeletons_of = &self.indices.skeletons;
        skeletons_of.get_or_init(|| skeletons(&self.tables))
    }

    /// Folded names of states, peoples and cities, with their state.
    pub(crate) fn nations(&self) -> &FxHashMap<String, usize> {
        self.indices.nations.get_or_init(|| nations(&self.tables))
    }
}

/// First words of the phrases that can mean an actor; acronyms as they are written.
fn beginnings_of(tables: &Tables) -> FxHashSet<String> {
    let phrases = tables.senses.iter().chain(&tables.exact);
    phrases
        .filter(|(_, senses)| {
            let acts = |sense: &Sense| !matches!(sense, Sense::Place(_) | Sense::Issue(_));
            senses.iter().any(acts)
        })
        .filter_map(|(phrase, _)| phrase.split(' ').next())
        .map(str::to_owned)
        .collect()
}

/// One-word names of states, capitals and peoples, and the words of persons' names.
fn name_words(tables: &Tables) -> FxHashSet<String> {
    let mut words = FxHashSet::default();
    for (phrase, senses) in &tables.senses {
        let named = senses.iter().any(|sense| match *sense {
            Sense::Name(index) => matches!(
                tables.actors[index].kind,
                ActorKind::State | ActorKind::Group
            ),
            Sense::People(_) | Sense::Capital(_) => true,
            _ => false,
        });
        if named && !phrase.contains(' ') {
            words.insert(phrase.clone());
        }
    }
    for actor in tables
        .actors
        .iter()
        .filter(|actor| actor.kind == ActorKind::Person)
    {
        let parts = actor.name.split([' ', '-']).map(names::fold);
        words.extend(parts.filter(|part| part.len() > 3 && !part.contains('.')));
    }
    words
}

/// Indices of persons by the last word of each of their names.
fn surnames(tables: &Tables) -> FxHashMap<String, Vec<usize>> {
    let mut surnames: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (index, actor) in tables.actors.iter().enumerate() {
        if actor.kind != ActorKind::Person {
            continue;
        }
        for name in std::iter::once(&actor.name).chain(&actor.names) {
            let folded = names::fold(name);
            if let Some(surname) = folded.split_whitespace().next_back() {
                let persons = surnames.entry(surname.to_owned()).or_default();
                if persons.last() != Some(&index) {
                    persons.push(index);
                }
            }
        }
    }
    surnames
}

fn holders(tables: &Tables) -> FxHashMap<String, Vec<usize>> {
    let mut holders: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (index, actor) in tables.actors.iter().enumerate() {
        for office in &actor.offices {
            let persons = holders.entry(office.of.clone()).or_default();
            if persons.last() != Some(&index) {
                persons.push(index);
            }
        }
    }
    holders
}

/// Letters of the shortest name that is known by its sound.
const HEARD: usize = 9;

fn skeletons(tables: &Tables) -> FxHashMap<String, Vec<usize>> {
    let mut skeletons: FxHashMap<String, Vec<usize>> = FxHashMap::default();
    for (index, actor) in tables.actors.iter().enumerate() {
        if !matches!(actor.kind, ActorKind::Person | ActorKind::Organisation) {
            continue;
        }
        for name in std::iter::once(&actor.name).chain(&actor.names) {
            if name.chars().count() < HEARD {
                continue;
            }
            let actors = skeletons.entry(resolve::skeleton(name)).or_default();
            if actors.last() != Some(&index) {
                actors.push(index);
            }
        }
    }
    skeletons
}

fn nations(tables: &Tables) -> FxHashMap<String, usize> {
    let mut nations = FxHashMap::default();
    for (phrase, senses) in &tables.senses {
        let state = senses.iter().find_map(|sense| match *sense {
            Sense::Name(index)
            | Sense::People(index)
            | Sense::Adjective(index)
            | Sense::Capital(index)
                if tables.actors[index].kind == ActorKind::State =>
            {
                Some(index)
            }
            Sense::Place(index) => {
                let country = tables.places[index].country.as_deref()?;
                tables.by_id.get(country).copied()
            }
            _ => None,
        });
        if let Some(index) = state.filter(|_| !phrase.contains(' ')) {
            nations.insert(phrase.clone(), index);
        }
    }
    nations
}

/// `lexicon/given-names.txt`, folded.
fn given_names() -> FxHashSet<String> {
    include_str!("../../../lexicon/given-names.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| names::fold(line.trim()))
        .filter(|name| !name.is_empty())
        .collect()
}

/// The number of words of the longest phrase, by its first word.
fn reaches(tables: &Tables) -> FxHashMap<String, usize> {
    let mut reaches: FxHashMap<String, usize> = FxHashMap::default();
    let mut note = |phrase: &str, length: usize| {
        let first = phrase.split(' ').next().unwrap_or_default();
        let longest = reaches.entry(first.to_owned()).or_default();
        *longest = length.max(*longest);
    };
    for phrase in tables.senses.keys() {
        note(phrase, phrase.split(' ').count());
    }
    for phrase in tables.exact.keys() {
        let (key, length) = key(phrase);
        note(&key, length);
    }
    reaches
}

/// `lexicon/nouns.tsv`.
fn nouns() -> FxHashMap<String, Sector> {
    include_str!("../../../lexicon/nouns.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let (noun, sector) = line.split_once('\t')?;
            // Only these are more than one token a word.
            let phrase = if noun.contains(['-', '\'']) {
                key(noun).0
            } else {
                fold(noun)
            };
            Some((phrase, sector.trim().parse().ok()?))
        })
        .collect()
}
