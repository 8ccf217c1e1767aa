#![doc = include_str!("../README.md")]

mod codes;
mod data;
mod evaluate;
mod lookup;
mod memory;
mod names;
mod namesakes;
mod places;
mod resolve;
mod scene;

use std::collections::{HashMap, HashSet};
use std::sync::{LazyLock, OnceLock};

use entente_model::{Date, Diagnostic, Sector};

pub use codes::{CodeScheme, StateCode};
pub use data::{Actor, ActorKind, EntryKind, Issue, Membership, Office, Period, Place, entry};
pub use evaluate::{
    ActorCase, ActorScores, Fact, Half, WrongFact, evaluate_actors, read_actor_cases,
};
pub use memory::Memory;
pub use names::slug;
pub use places::{
    GoldPlace, Located, PlaceKind, PlaceScores, PlacedDocument, place_key, place_mentions,
    read_placed_documents, score_place,
};
pub use resolve::Resolution;
pub use scene::{PlaceRef, Scene, Sort};

use data::{Sense, Tables};

/// The actors, places, roles and issues that are known by name.
#[derive(Debug)]
pub struct Lexicon {
    tables: Tables,
    /// Words that are hardly ever anything but names.
    names: HashSet<String>,
    /// First words of the phrases that can mean an actor.
    beginnings: HashSet<String>,
    /// The longest phrase's number of words, by first word.
    reaches: HashMap<String, usize>,
    /// Persons by folded surname.
    surnames: HashMap<String, Vec<usize>>,
    /// Persons and their offices' states and organisations, by the latter.
    holders: HashMap<String, Vec<usize>>,
    /// Persons and organisations by how their names sound.
    skeletons: OnceLock<HashMap<String, Vec<usize>>>,
    /// Folded names of states, peoples and cities, with their state.
    nations: OnceLock<HashMap<String, usize>>,
    /// Folded given names that are the names of states and places as well.
    given_names: HashSet<String>,
    /// Common nouns that tell a sector.
    nouns: HashMap<String, Sector>,
    namesakes: namesakes::Namesakes,
}

/// First words of the phrases that can mean an actor; acronyms as they are written.
fn beginnings(tables: &Tables) -> HashSet<String> {
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
fn name_words(tables: &Tables) -> HashSet<String> {
    let mut words = HashSet::new();
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
fn surnames(tables: &Tables) -> HashMap<String, Vec<usize>> {
    let mut surnames: HashMap<String, Vec<usize>> = HashMap::new();
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

fn holders(tables: &Tables) -> HashMap<String, Vec<usize>> {
    let mut holders: HashMap<String, Vec<usize>> = HashMap::new();
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

fn skeletons(tables: &Tables) -> HashMap<String, Vec<usize>> {
    let mut skeletons: HashMap<String, Vec<usize>> = HashMap::new();
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

fn nations(tables: &Tables) -> HashMap<String, usize> {
    let mut nations = HashMap::new();
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
fn given_names() -> HashSet<String> {
    include_str!("../../../lexicon/given-names.txt")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .map(|line| names::fold(line.trim()))
        .filter(|name| !name.is_empty())
        .collect()
}

impl entente_text::Gazetteer for Lexicon {
    fn is_name(&self, word: &str) -> bool {
        self.names.contains(&names::fold(word))
    }
}

impl Lexicon {
    /// The lexicon that is compiled in.
    pub fn builtin() -> &'static Self {
        static BUILTIN: LazyLock<Lexicon> = LazyLock::new(|| Lexicon::new(Tables::builtin()));
        &BUILTIN
    }

    /// The built-in lexicon with the user's own tables over it: the names of their files
    /// (`people.tsv`) and their texts. A row with a known id adds to that entry (its names,
    /// offices, members), and a name or sector it gives replaces that. What cannot be used is left
    /// out and told.
    ///
    /// ```
    /// use entente_lexicon::Lexicon;
    /// let own = "id\tname\tcountry\tsector\nada-example\tAda Example\tFIN\tGOV\n";
    /// let (lexicon, faults) = Lexicon::with_tables(&[("people.tsv".into(), own.into())]);
    /// assert!(faults.is_empty());
    /// assert_eq!(lexicon.resolve_name("Ada Example", None).unwrap().id, "ada-example");
    /// ```
    pub fn with_tables(own: &[(String, String)]) -> (Self, Vec<Diagnostic>) {
        let (tables, faults) = Tables::with(own, false);
        (Self::new(tables), faults)
    }

    /// Everything that is wrong with the built-in tables and the user's own over them.
    pub fn check(own: &[(String, String)]) -> Vec<Diagnostic> {
        Tables::with(own, true).1
    }

    fn new(tables: Tables) -> Self {
        let names = name_words(&tables);
        let beginnings = beginnings(&tables);
        Self {
            reaches: lookup::reaches(&tables),
            surnames: surnames(&tables),
            holders: holders(&tables),
            skeletons: OnceLock::new(),
            nations: OnceLock::new(),
            given_names: given_names(),
            nouns: lookup::nouns(),
            namesakes: namesakes::Namesakes::builtin(),
            tables,
            names,
            beginnings,
        }
    }

    /// Built when a name is first spelt as no entry is.
    pub(crate) fn skeletons(&self) -> &HashMap<String, Vec<usize>> {
        self.skeletons.get_or_init(|| skeletons(&self.tables))
    }

    pub(crate) fn nations(&self) -> &HashMap<String, usize> {
        self.nations.get_or_init(|| nations(&self.tables))
    }

    /// Whether a phrase that can mean an actor may begin with this word: cheap, and true of many
    /// words that begin none.
    pub fn may_begin_actor(&self, word: &str) -> bool {
        self.beginnings.contains(word) || self.beginnings.contains(&names::fold(word))
    }

    /// The actor with this id.
    pub fn actor(&self, id: &str) -> Option<&Actor> {
        self.tables.actor(id)
    }

    /// Every actor.
    pub fn actors(&self) -> &[Actor] {
        &self.tables.actors
    }

    /// The `n` known actors whose names are nearest to a misspelt phrase, nearest first.
    pub fn nearest(&self, phrase: &str, n: usize) -> Vec<&Actor> {
        let wanted = names::fold(phrase.trim());
        if wanted.is_empty() || wanted.len() > 200 {
            return Vec::new();
        }
        let mut scored: Vec<(f64, &Actor)> = self
            .tables
            .actors
            .iter()
            .map(|actor| {
                let best = std::iter::once(&actor.name)
                    .chain(&actor.names)
                    .map(|name| strsim::normalized_damerau_levenshtein(&wanted, &names::fold(name)))
                    .fold(0.0, f64::max);
                // States are asked for most.
                (
                    best + if actor.kind == ActorKind::State {
                        0.02
                    } else {
                        0.0
                    },
                    actor,
                )
            })
            .filter(|(score, _)| *score >= 0.5)
            .collect();
        scored.sort_by(|a, b| b.0.total_cmp(&a.0).then_with(|| a.1.id.cmp(&b.1.id)));
        scored.into_iter().take(n).map(|(_, actor)| actor).collect()
    }

    /// The slug of an issue: the lexicon's where it knows the words, else made of them, without
    /// articles and the like.
    pub fn issue(&self, phrase: &str) -> String {
        let senses = self.senses(phrase, None);
        let known = senses.into_iter().find_map(|sense| match sense {
            Sense::Issue(index) => Some(self.tables.issues[index].id.clone()),
            _ => None,
        });
        known.unwrap_or_else(|| {
            let kept: Vec<&str> = phrase
                .split_whitespace()
                .filter(|word| {
                    let word = word.to_ascii_lowercase();
                    !matches!(
                        word.as_str(),
                        "the"
                            | "a"
                            | "an"
                            | "this"
                            | "that"
                            | "these"
                            | "those"
                            | "any"
                            | "such"
                            | "so-called"
                            | "proposed"
                            | "planned"
                            | "controversial"
                    )
                })
                .collect();
            slug(&kept.join(" "))
        })
    }

    /// The issues that are known by name.
    pub fn issues(&self) -> &[Issue] {
        &self.tables.issues
    }

    /// Whether a state is a member of an organisation on day `at`, or without one at present, by
    /// the lists of `lexicon/`; `None` where they hold no members of it.
    ///
    /// ```
    /// use entente_lexicon::Lexicon;
    /// let lexicon = Lexicon::builtin();
    /// assert_eq!(lexicon.is_member("FIN", "nato", "2020-01-01".parse().ok()), Some(false));
    /// assert_eq!(lexicon.is_member("FIN", "nato", None), Some(true));
    /// assert_eq!(lexicon.is_member("FIN", "hezbollah", None), None);
    /// ```
    pub fn is_member(&self, state: &str, organisation: &str, at: Option<Date>) -> Option<bool> {
        let memberships = &self.actor(organisation)?.memberships;
        let held = |it: &Membership| it.member == state && it.period.holds(at);
        (!memberships.is_empty()).then(|| memberships.iter().any(held))
    }

    /// The second PLOVER sector of a role, where it has two: `MIL` of a defence minister.
    pub fn second_sector(&self, noun: &str) -> Option<Sector> {
        let (noun, _) = names::key(noun);
        self.tables.second_sectors.get(&noun).copied()
    }

    /// Whether the lexicon's own tables, the gazetteer apart, name a place so in a country, given by
    /// its ISO 3166-1 alpha-3 code.
    pub fn knows_place(&self, name: &str, country: &str) -> bool {
        self.senses(name, None)
            .into_iter()
            .any(|sense| match sense {
                Sense::Place(index) => {
                    self.tables.places[index].country.as_deref() == Some(country)
                }
                Sense::Capital(index) => self.tables.actors[index].id == country,
                _ => false,
            })
    }
}
