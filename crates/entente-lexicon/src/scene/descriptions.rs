//! From left to right: what each word means by what stands before it, and what the sentence leaves
//! for the next.

use entente_model::{ActorRef, Sector};

use super::{Reader, Sort};
use crate::names::slug;

impl Reader<'_> {
    /// Left to right: pronouns and descriptions from what stands before them, role nouns from
    /// their owners; and what each sentence leaves for the next.
    pub(super) fn descriptions(&mut self) {
        let mut body_subjects: Vec<ActorRef> = Vec::new();
        let mut bodies: Vec<ActorRef> = Vec::new();
        let mut people: Vec<ActorRef> = Vec::new();
        let mut spent_until = 0;
        for index in 0..self.words.len() {
            if self.scene.sort(index) == Sort::None {
                let found = match self.whose(index) {
                    Some(actor) => actor.into_iter().collect(),
                    None => self.anaphor(index, &body_subjects, &bodies, &people),
                };
                if !found.is_empty() {
                    self.put((index, index + 1), &found, Sort::Anaphor);
                } else {
                    let described = self.role_phrases(index);
                    if described.is_empty() {
                        continue;
                    }
                    let described = self.again(index, described);
                    self.put((index, index + 1), &described, Sort::Role);
                }
            } else if self.scene.sort(index) == Sort::People {
                self.kin_people(index);
                self.the_people(index);
            }
            let sort = self.scene.sort(index);
            let subject = self.is_subject(index);
            // "The man who ended it was X": what follows is about X.
            let presented = self.parse.children_by(index, "cop").next().is_some();
            for actor in self.scene.at(index).to_vec() {
                let person = self.is_person(&actor);
                if !matches!(sort, Sort::Role | Sort::None) {
                    self.memory.note_named(&actor, subject || presented);
                    if let Some(role) = self.title_of(index) {
                        self.memory.note_title(&actor.id, &role);
                    }
                }
                if person {
                    people.push(actor.clone());
                    self.memory.note_person(&actor, subject || presented);
                } else if sort != Sort::Adjective
                    && actor.sector != Some(Sector::Uaf)
                    && !(sort == Sort::Capital
                        && self.has_case(index, &["in", "at", "near", "outside"]))
                {
                    // A capital after "in" is a place, and no pronoun means it.
                    if subject {
                        body_subjects.push(actor.clone());
                    }
                    bodies.push(actor.clone());
                    self.memory.note_body(&actor, subject);
                }
            }
            if index >= spent_until && sort != Sort::Adjective {
                let group = self.group(index);
                if group.len() == 2 && group.iter().all(|actor| actor.sector != Some(Sector::Igo)) {
                    let placed =
                        self.has_case(index, &["in", "from", "to", "at", "across", "near", "into"]);
                    self.memory.note_pair(&group, !placed);
                    spent_until = index + 1;
                }
            }
        }
    }

    /// "the Russians", nothing more: their state, as news has it. What is told of them by "of" or a clause is told
    /// of people.
    fn the_people(&mut self, index: usize) {
        let state = self.scene.state_of_people(index);
        let Some(state) = state.filter(|state| state.is_state()) else {
            return;
        };
        let mut the = false;
        let plain = self.parse.children(index).all(|child| {
            the |= self.words[child] == "the";
            matches!(
                self.parse.tokens[child].deprel,
                "det" | "case" | "punct" | "cc" | "conj"
            )
        });
        if the && plain {
            let text = self.word(index).to_owned();
            self.put(
                (index, index + 1),
                &[ActorRef { text, ..state }],
                Sort::Name,
            );
        }
    }

    /// "ethnic Serbs in Kosovo", "Kosovo Serbs": a group, not the citizens of the kin state.
    pub(super) fn kin_people(&mut self, index: usize) {
        let Some(actor) = self.scene.at(index).first().cloned() else {
            return;
        };
        let abroad = self.parse.children(index).find_map(|child| {
            let here = self.parse.has_deprel(child, "compound")
                || self.parse.has_deprel(child, "amod")
                || self.parse.has_deprel(child, "nmod") && self.has_case(child, &["in", "of"]);
            let other = self.scene.at(child).first().filter(|_| here)?;
            (other.country.is_some() && other.country != actor.country).then(|| other.clone())
        });
        let ethnic = self
            .parse
            .children(index)
            .any(|child| matches!(self.words[child].as_str(), "ethnic" | "minority"));
        if abroad.is_none() && !ethnic {
            return;
        }
        let word = self.words[index].clone();
        let country = abroad.as_ref().and_then(|other| other.country.clone());
        let id = match &country {
            Some(country) => format!("{}-{word}", country.to_lowercase()),
            None => format!("ethnic-{word}"),
        };
        let group = ActorRef {
            id: slug(&id),
            country,
            ..actor
        };
        self.put((index, index + 1), &[group], Sort::People);
    }

    /// The words coordinated under `index`: the tree hangs the last of three on the first or on the second.
    pub(super) fn listed(&self, index: usize) -> Vec<usize> {
        let mut listed: Vec<usize> = self.parse.children_by(index, "conj").collect();
        let mut at = 0;
        while let Some(&child) = listed.get(at) {
            listed.extend(self.parse.children_by(child, "conj"));
            at += 1;
        }
        listed
    }

    /// The actors coordinated under `index`, itself first.
    pub(super) fn group(&self, index: usize) -> Vec<ActorRef> {
        let mut group: Vec<ActorRef> = self.scene.at(index).to_vec();
        if self.parse.tokens[index].deprel == "conj" {
            return Vec::new();
        }
        for child in self.listed(index) {
            for actor in self.scene.at(child) {
                let named = matches!(self.scene.sort(child), Sort::Name | Sort::Capital);
                if named && !group.iter().any(|known| known.id == actor.id) {
                    group.push(actor.clone());
                }
            }
        }
        group
    }
}
