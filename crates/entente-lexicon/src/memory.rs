//! What a document has said so far: who "he", "it", "the two countries" and a bare surname are.

use std::collections::HashMap;
use std::sync::Arc;

use entente_model::{ActorRef, Date, Span};

use crate::Located;

/// The memory of one document, carried from sentence to sentence. It is bounded, however long the
/// document, and costs little to copy.
#[derive(Debug, Clone, Default)]
pub struct Memory {
    /// The day of publication: whose office and which state of that time is meant.
    pub published: Option<Date>,
    /// States, organisations and groups, most recent last, subjects apart.
    pub(crate) bodies: Vec<ActorRef>,
    pub(crate) body_subjects: Vec<ActorRef>,
    pub(crate) people: Vec<ActorRef>,
    pub(crate) people_subjects: Vec<ActorRef>,
    /// What was named together last: "Iran and Azerbaijan".
    pub(crate) pair: Vec<ActorRef>,
    /// Sentences since.
    pub(crate) pair_age: usize,
    /// Whether the pair may act: "in Syria and Iraq" names places, and "they" are not meant.
    pub(crate) pair_acts: bool,
    /// The pair of the title or, failing that, the first that was named together.
    pub(crate) main_pair: Vec<ActorRef>,
    /// Those whom a role noun meant last, where their state was said: "the embassy", "the two
    /// drivers" mean them again.
    pub(crate) roles: Recent,
    /// Where the places lie that the document names, by their spans, in order.
    pub(crate) places: Arc<[(Span, Located)]>,
    /// Persons by folded surname.
    pub(crate) surnames: Recent,
    /// The bodies whose people persons are that the lexicon does not know, by the persons' ids: "Ada Example, a Nato
    /// spokeswoman".
    pub(crate) employers: Recent,
    /// Bodies that the lexicon does not know, by their initials: "the Kalbari Fishermen's Union", later
    /// "the KFU".
    pub(crate) short_names: Recent,
    /// Everybody whom the document has named, those that were named first before the others.
    pub(crate) named: Vec<Named>,
    /// Number of the sentence that is read, from 1.
    pub(crate) sentence: usize,
    /// Names of states that mean something else in this document, and those that do not.
    pub(crate) namesakes: Vec<(String, bool)>,
    /// What the pronouns and descriptions of the sentence to be read are linked to.
    pub(crate) antecedents: Vec<Antecedent>,
}

/// What a pronoun or description of a sentence is linked to.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Antecedent {
    /// The token that heads it.
    pub anaphor: usize,
    /// Whom the phrases of earlier sentences mean that it is linked to; empty where they mean nobody.
    pub earlier: Vec<ActorRef>,
    /// Heads of the phrases of the same sentence that it is linked to.
    pub here: Vec<usize>,
    /// Whom the names mean that those lead to over any number of links: they count where the nearer phrases
    /// mean nobody.
    pub named: Vec<ActorRef>,
    /// Probability of the link, from 0 to 1.
    pub score: f64,
}

/// Somebody whom the document has named.
#[derive(Debug, Clone)]
pub(crate) struct Named {
    pub(crate) actor: Arc<ActorRef>,
    /// In how many sentences.
    pub(crate) sentences: usize,
    /// The first and the last of them.
    pub(crate) first: usize,
    pub(crate) last: usize,
    /// The last in which it was a subject; 0 where it never was.
    pub(crate) last_subject: usize,
    /// The nouns that stood beside the name: "president".
    pub(crate) titles: Vec<Arc<str>>,
}

/// Actors by a word, those that were named last.
#[derive(Debug, Clone, Default)]
pub(crate) struct Recent {
    entries: HashMap<Arc<str>, (u64, Arc<ActorRef>)>,
    turn: u64,
}

/// How many words a document's actors are remembered by.
const MOST: usize = 256;

impl Recent {
    pub(crate) fn get(&self, word: &str) -> Option<&ActorRef> {
        self.entries.get(word).map(|(_, actor)| &**actor)
    }

    pub(crate) fn contains(&self, word: &str) -> bool {
        self.entries.contains_key(word)
    }

    /// Remembers an actor; past the bound, the word that was named longest ago is forgotten.
    pub(crate) fn insert(&mut self, word: &str, actor: &ActorRef) {
        self.turn += 1;
        if let Some((turn, known)) = self.entries.get_mut(word) {
            *turn = self.turn;
            if **known != *actor {
                *known = Arc::new(actor.clone());
            }
            return;
        }
        if self.entries.len() >= MOST {
            let oldest = self.entries.iter().min_by_key(|(_, (turn, _))| *turn);
            if let Some(oldest) = oldest.map(|(word, _)| word.clone()) {
                self.entries.remove(&oldest);
            }
        }
        self.entries
            .insert(word.into(), (self.turn, Arc::new(actor.clone())));
    }
}

/// How many of those whom a document names are remembered.
const MOST_NAMED: usize = 96;

/// How many mentions are remembered: what is older is not meant by a pronoun.
const REACH: usize = 24;

impl Memory {
    /// An empty memory for a document of that day.
    pub fn new(published: Option<Date>) -> Self {
        Self {
            published,
            ..Self::default()
        }
    }

    /// With what is known of where the document's places lie.
    pub fn with_places(mut self, mut places: Vec<(Span, Located)>) -> Self {
        places.sort_by_key(|(span, _)| span.start);
        self.places = places.into();
        self
    }

    /// What the pronouns and descriptions of the sentence to be read next are linked to.
    pub fn expect(&mut self, antecedents: Vec<Antecedent>) {
        self.antecedents = antecedents;
    }

    /// Where the place lies whose name stands at `span`.
    pub(crate) fn located(&self, span: Span) -> Option<&Located> {
        let after = self
            .places
            .partition_point(|(other, _)| other.start < span.end);
        let (other, located) = &self.places[after.checked_sub(1)?];
        (other.end > span.start).then_some(located)
    }

    /// That a sentence names somebody, and as its subject or not.
    pub(crate) fn note_named(&mut self, actor: &ActorRef, subject: bool) {
        let now = self.sentence;
        let known = self.named.iter().position(|it| it.actor.id == actor.id);
        let at = known.unwrap_or_else(|| {
            if self.named.len() >= MOST_NAMED {
                let oldest = (0..self.named.len()).min_by_key(|&it| self.named[it].last);
                self.named.remove(oldest.unwrap_or_default());
            }
            self.named.push(Named {
                actor: Arc::new(actor.clone()),
                sentences: 0,
                first: now,
                last: 0,
                last_subject: 0,
                titles: Vec::new(),
            });
            self.named.len() - 1
        });
        let named = &mut self.named[at];
        named.sentences += usize::from(named.last != now);
        named.last = now;
        if subject {
            named.last_subject = now;
        }
    }

    /// That somebody who is named is called by a noun.
    pub(crate) fn note_title(&mut self, id: &str, title: &str) {
        let named = self.named.iter_mut().find(|it| it.actor.id == id);
        if let Some(named) = named.filter(|it| !it.titles.iter().any(|own| **own == *title)) {
            named.titles.push(title.into());
        }
    }

    pub(crate) fn note_body(&mut self, actor: &ActorRef, subject: bool) {
        remember(&mut self.bodies, actor);
        if subject {
            remember(&mut self.body_subjects, actor);
        }
    }

    pub(crate) fn note_person(&mut self, actor: &ActorRef, subject: bool) {
        remember(&mut self.people, actor);
        if subject {
            remember(&mut self.people_subjects, actor);
        }
    }

    pub(crate) fn note_pair(&mut self, pair: &[ActorRef], acts: bool) {
        self.pair = pair.to_vec();
        self.pair_acts = acts;
        self.pair_age = 0;
        if self.main_pair.is_empty() {
            self.main_pair = pair.to_vec();
        }
    }
}

fn remember(list: &mut Vec<ActorRef>, actor: &ActorRef) {
    list.retain(|known| known.id != actor.id);
    list.push(actor.clone());
    if list.len() > REACH {
        list.remove(0);
    }
}
