//! What a document has said so far: who "he", "it", "the two countries" and a bare surname are.

use std::collections::HashMap;

use entente_model::{ActorRef, Date, Span};

use crate::Located;

/// The memory of one document, carried from sentence to sentence.
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
    /// The pair of the title or, failing that, the first that was named together.
    pub(crate) main_pair: Vec<ActorRef>,
    /// Those whom a role noun meant last, where their state was said: "the embassy", "the two
    /// drivers" mean them again.
    pub(crate) roles: HashMap<String, ActorRef>,
    /// Where the places lie that the document names, by their spans, in order.
    pub(crate) places: Vec<(Span, Located)>,
    /// Persons by folded surname.
    pub(crate) surnames: HashMap<String, ActorRef>,
}

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
        self.places = places;
        self
    }

    /// Where the place lies whose name stands at `span`.
    pub(crate) fn located(&self, span: Span) -> Option<&Located> {
        let after = self
            .places
            .partition_point(|(other, _)| other.start < span.end);
        let (other, located) = &self.places[after.checked_sub(1)?];
        (other.end > span.start).then_some(located)
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

    pub(crate) fn note_pair(&mut self, pair: &[ActorRef]) {
        self.pair = pair.to_vec();
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
