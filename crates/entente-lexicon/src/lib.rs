#![doc = include_str!("../README.md")]

mod bare_names;
mod codes;
mod data;
mod evaluate;
mod indices;
mod lookup;
mod memory;
mod names;
mod namesakes;
pub mod petrarch;
mod places;
mod resolve;
mod scene;

use std::sync::LazyLock;

use entente_model::{Date, Diagnostic, Sector};

pub use codes::{CodeScheme, StateCode};
pub use data::{Actor, ActorKind, EntryKind, Issue, Membership, Office, Period, Place, entry};
pub use evaluate::{ActorCase, ActorScores, Fact, Half, WrongFact, evaluate_actors, read_cases};
pub use memory::{Antecedent, Memory};
pub use names::slug;
pub use places::{
    GoldPlace, Located, PlaceKind, PlaceScores, PlacedDocument, place_key, place_mentions,
    read_placed_documents, score_place,
};
pub use resolve::Resolution;
pub use scene::{Asked, DESCRIPTION_CLASSES, PlaceRef, Scene, Sort, is_equipment};

use data::{Sense, Tables};
use indices::Indices;

/// The actors, places, roles and issues that are known by name.
#[derive(Debug)]
pub struct Lexicon {
    tables: Tables,
    indices: Indices,
}

impl entente_text::Gazetteer for Lexicon {
    fn is_name(&self, word: &str) -> bool {
        self.name_words().contains(&names::fold(word))
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
        Self {
            tables,
            indices: Indices::default(),
        }
    }

    /// Whether a phrase that can mean an actor may begin with this word: cheap, and true of many
    /// words that begin none.
    pub fn may_begin_actor(&self, word: &str) -> bool {
        let beginnings = self.beginnings();
        beginnings.contains(word) || beginnings.contains(&names::fold(word))
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
