#![doc = include_str!("../README.md")]

mod codes;
mod data;
mod memory;
mod names;
mod places;
mod scene;

use std::collections::HashSet;
use std::sync::LazyLock;

use entente_model::{ActorRef, Date, Diagnostic, Sector};

pub use codes::{CodeScheme, StateCode};
pub use data::{Actor, ActorKind, EntryKind, Issue, Membership, Office, Period, Place, entry};
pub use memory::Memory;
pub use names::slug;
pub use places::{
    GoldPlace, Located, PlaceKind, PlaceScores, PlacedDocument, place_key, place_mentions,
    read_placed_documents, score_place,
};
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
            tables,
            names,
            beginnings,
        }
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

    /// What a phrase that stands alone can mean on day `at`.
    fn senses(&self, phrase: &str, at: Option<Date>) -> impl Iterator<Item = Sense> {
        let (key, _) = names::key(phrase);
        let bare = phrase.trim_start_matches("the ");
        let current = |senses: Option<&Vec<Sense>>, phrase: &str| {
            let mut senses = senses.cloned().unwrap_or_default();
            self.tables.keep_current(phrase, &mut senses, at);
            senses
        };
        let mut found = current(self.tables.exact.get(bare), bare);
        found.extend(current(self.tables.senses.get(&key), &key));
        if found.is_empty() {
            let loud = bare.to_uppercase();
            found = current(self.tables.exact.get(&loud), &loud);
        }
        found.into_iter()
    }

    /// Who is meant by a phrase that stands alone, as in a question: a name, a capital, a
    /// surname that only one known person has, or an office with its country ("the president
    /// of France", "Iran's foreign minister"), held on day `at`.
    pub fn resolve_name(&self, phrase: &str, at: Option<Date>) -> Option<ActorRef> {
        let phrase = phrase.trim().trim_end_matches(['?', '.', ',', '!']);
        let phrase = phrase.trim_end_matches("'s").trim_end_matches("’s");
        if phrase.is_empty() || phrase.len() > 200 {
            return None;
        }
        let rank = |sense: &Sense| match sense {
            Sense::Name(_) => 0,
            Sense::Capital(_) => 1,
            Sense::People(_) => 2,
            Sense::Adjective(_) => 3,
            _ => 9,
        };
        let best = self
            .senses(phrase, at)
            .min_by_key(rank)
            .filter(|sense| rank(sense) < 9);
        if let Some(
            Sense::Name(index)
            | Sense::Capital(index)
            | Sense::People(index)
            | Sense::Adjective(index),
        ) = best
        {
            return Some(self.tables.actors[index].to_ref(phrase));
        }
        self.by_office(phrase, at)
            .or_else(|| self.by_surname(phrase))
    }

    fn by_surname(&self, phrase: &str) -> Option<ActorRef> {
        let wanted = names::fold(phrase);
        let mut found = self.tables.actors.iter().filter(|actor| {
            actor.kind == ActorKind::Person
                && std::iter::once(&actor.name)
                    .chain(&actor.names)
                    .any(|name| {
                        names::fold(name).split_whitespace().next_back() == Some(wanted.as_str())
                    })
        });
        let first = found.next()?;
        found.next().is_none().then(|| first.to_ref(phrase))
    }

    /// "the president of France", "the Iranian foreign minister", "Iran's foreign minister".
    fn by_office(&self, phrase: &str, at: Option<Date>) -> Option<ActorRef> {
        let bare = phrase.trim_start_matches("the ").trim_start_matches("The ");
        let (title, country) = match bare.split_once(" of ") {
            Some((title, country)) => (title.to_owned(), country.to_owned()),
            None => {
                let words: Vec<&str> = bare.split_whitespace().collect();
                (1..words.len().min(4)).find_map(|cut| {
                    let country = words[..cut].join(" ");
                    let country = country.trim_end_matches("'s").trim_end_matches("’s");
                    let known = self
                        .senses(country, at)
                        .any(|sense| matches!(sense, Sense::Name(_) | Sense::Adjective(_)));
                    known.then(|| (words[cut..].join(" "), country.to_owned()))
                })?
            }
        };
        let state = self.senses(&country, at).find_map(|sense| match sense {
            Sense::Name(index) | Sense::Adjective(index) | Sense::Capital(index) => {
                Some(&self.tables.actors[index])
            }
            _ => None,
        })?;
        let title = names::fold(&title);
        let holder = self.tables.actors.iter().find(|actor| {
            actor.offices.iter().any(|office| {
                let in_office = match at {
                    Some(day) => {
                        office.from.is_none_or(|from| from <= day)
                            && office.to.is_none_or(|to| day <= to)
                    }
                    None => office.to.is_none(),
                };
                office.of == state.id && names::fold(&office.title) == title && in_office
            })
        });
        if let Some(holder) = holder {
            return Some(holder.to_ref(phrase));
        }
        let sector = self.senses(&title, at).find_map(|sense| match sense {
            Sense::Role(sector) => Some(sector),
            _ => None,
        })?;
        Some(ActorRef {
            sector: Some(sector),
            ..state.to_ref(phrase)
        })
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
        let known = self.senses(phrase, None).find_map(|sense| match sense {
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
        self.senses(name, None).any(|sense| match sense {
            Sense::Place(index) => self.tables.places[index].country.as_deref() == Some(country),
            Sense::Capital(index) => self.tables.actors[index].id == country,
            _ => false,
        })
    }
}
