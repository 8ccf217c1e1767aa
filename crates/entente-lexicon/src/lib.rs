#![doc = include_str!("../README.md")]

mod data;
mod memory;
mod names;
mod scene;

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use entente_model::{ActorRef, Date};

pub use data::{Actor, ActorKind, Issue, Office, Place};
pub use memory::Memory;
pub use names::slug;
pub use scene::{PlaceRef, Scene, Sort};

use data::{Sense, Tables};

/// The actors, places, roles and issues that are known by name.
#[derive(Debug)]
pub struct Lexicon {
    tables: Tables,
    by_id: HashMap<String, usize>,
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

    fn new(tables: Tables) -> Self {
        let names = name_words(&tables);
        let beginnings = beginnings(&tables);
        let ids = tables.actors.iter().enumerate();
        let by_id = ids
            .map(|(index, actor)| (actor.id.clone(), index))
            .collect();
        Self {
            tables,
            by_id,
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
        self.by_id.get(id).map(|&index| &self.tables.actors[index])
    }

    /// Every actor.
    pub fn actors(&self) -> &[Actor] {
        &self.tables.actors
    }

    fn senses(&self, phrase: &str) -> impl Iterator<Item = Sense> + '_ {
        let (key, _) = names::key(phrase);
        let exact = self.tables.exact.get(phrase.trim_start_matches("the "));
        let known = self.tables.senses.get(&key);
        let loose = self
            .tables
            .exact
            .get(&phrase.trim_start_matches("the ").to_uppercase());
        let loose = loose.filter(|_| exact.is_none() && known.is_none());
        exact
            .into_iter()
            .chain(known)
            .chain(loose)
            .flatten()
            .copied()
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
            .senses(phrase)
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
                        .senses(country)
                        .any(|sense| matches!(sense, Sense::Name(_) | Sense::Adjective(_)));
                    known.then(|| (words[cut..].join(" "), country.to_owned()))
                })?
            }
        };
        let state = self.senses(&country).find_map(|sense| match sense {
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
        let sector = self.senses(&title).find_map(|sense| match sense {
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
        let known = self.senses(phrase).find_map(|sense| match sense {
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

    /// Whether both are members of an organisation, by the lists of `lexicon/`.
    pub fn is_member(&self, state: &str, organisation: &str) -> Option<bool> {
        let members = &self.actor(organisation)?.members;
        (!members.is_empty()).then(|| members.iter().any(|member| member == state))
    }
}
