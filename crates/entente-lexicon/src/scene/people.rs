//! Persons: known ones, those named before, and new ones with their role.

use entente_model::{ActorRef, Sector};
use entente_text::{MentionKind, Upos};

use super::{Reader, Sort};
use crate::data::{ActorKind, Sense};
use crate::names::{key, slug};

impl Reader<'_> {
    /// Stretches of a person's name: mentions of the kind, without title and country.
    pub(super) fn person_names(&self) -> Vec<(usize, usize)> {
        let mut found: Vec<(usize, usize)> = Vec::new();
        for mention in &self.parse.mentions {
            let (mut first, mut end) = mention.tokens;
            // A name that the tagger cut: "Enrique | Peña Nieto".
            while first > 0
                && mention.kind == MentionKind::Person
                && self.parse.has_deprel(first, "flat")
                && self.parse.tokens[first - 1].upos == Upos::Propn
                && self.scene.sort(first - 1) == Sort::None
            {
                first -= 1;
            }
            while first < end
                && (self.scene.roles[first].is_some()
                    || self.scene.sort(first) != Sort::None
                    || !self.is_capitalised(first)
                    || matches!(
                        self.parse.tokens[first].upos,
                        Upos::Part | Upos::Adp | Upos::Punct
                    ))
            {
                first += 1;
            }
            if let Some(stop) = (first..end).find(|&index| {
                matches!(
                    self.parse.tokens[index].upos,
                    Upos::Punct | Upos::Cconj | Upos::Verb | Upos::Aux
                ) || self.words[index] == "'s"
                    || (self.scene.sort(index) != Sort::None
                        && self.parse.has_deprel(index, "appos"))
            }) {
                end = stop;
            }
            while end > first && !self.is_capitalised(end - 1) {
                end -= 1;
            }
            if first >= end {
                continue;
            }
            let single = end - first == 1;
            let person = match mention.kind {
                MentionKind::Person => {
                    !single
                        || self.memory.surnames.contains(&self.words[first])
                        || self.role_of((first, end)).is_some()
                        || self.scene.slots[first].place.is_none()
                            && self.parse.tokens[first].upos == Upos::Propn
                            && (self.parse.has_deprel(first, "nsubj")
                                || self.parse.has_deprel(first, "obl:agent"))
                }
                _ => single && self.memory.surnames.contains(&self.words[first]),
            };
            if person && (first..end).all(|index| self.scene.sort(index) == Sort::None) {
                found.push((first, end));
            }
        }
        // Surnames that the tagger did not see as names.
        for index in 0..self.words.len() {
            if self.is_capitalised(index)
                && self.scene.sort(index) == Sort::None
                && self.memory.surnames.contains(&self.words[index])
                && !found
                    .iter()
                    .any(|(first, end)| (*first..*end).contains(&index))
            {
                found.push((index, index + 1));
            }
        }
        found.sort_unstable();
        found
    }

    /// The role that a person's name stands with: the role's token.
    pub(super) fn role_of(&self, range: (usize, usize)) -> Option<usize> {
        let head = self.head_of(range);
        let above = self.parse.tokens[head].head;
        let joined = |index: usize| {
            ["appos", "flat", "nmod:desc", "compound", "nmod"]
                .iter()
                .any(|deprel| self.parse.tokens[index].deprel == *deprel)
        };
        let by_tree = self
            .parse
            .children(head)
            .filter(|&child| joined(child))
            .find(|&child| self.scene.roles[child].is_some())
            .or_else(|| {
                // "officials at Sharm el-Sheikh" are there.
                let placed = self.has_case(head, &["at", "in", "near", "from", "on", "to"]);
                above.filter(|&above| joined(head) && !placed && self.scene.roles[above].is_some())
            });
        // The word right before a name: "President X", "foreign minister X".
        by_tree.or_else(|| {
            range
                .0
                .checked_sub(1)
                .filter(|&before| self.scene.roles[before].is_some())
        })
    }

    /// Persons by name: known ones, those named before, and new ones with their role.
    pub(super) fn people(&mut self) {
        for range in self.person_names() {
            let phrase = self
                .parse
                .words(self.text, range)
                .trim_end_matches(['.', ','])
                .to_owned();
            let (full, length) = key(&phrase);
            if full.is_empty() {
                continue;
            }
            let known = self.lexicon.tables.senses.get(&full).and_then(|senses| {
                senses.iter().find_map(|sense| match sense {
                    Sense::Name(index) => {
                        let actor = &self.lexicon.tables.actors[*index];
                        (actor.kind == ActorKind::Person).then(|| actor.to_ref(&phrase))
                    }
                    _ => None,
                })
            });
            let surname = full.rsplit(' ').next().unwrap_or_default().to_owned();
            let actor = if let Some(known) = known {
                known
            } else if let Some(before) = self.memory.surnames.get(&surname).filter(|_| length == 1)
            {
                ActorRef {
                    text: phrase.clone(),
                    ..before.clone()
                }
            } else {
                let role = self.role_of(range);
                let sector = role.and_then(|role| self.scene.roles[role]);
                let head = self.head_of(range);
                let owner = role
                    .and_then(|role| self.owner(role))
                    .or_else(|| self.owner(head));
                if let Some(body) = self.employer(range) {
                    self.memory.employers.insert(&slug(&phrase), &body);
                }
                let country = owner.and_then(|owner| owner.country);
                // A surname alone that nobody introduced is the known person's who has it.
                let by_surname = if length == 1 {
                    self.lexicon
                        .by_surname(&phrase)
                        .filter(|known| country.is_none() || known.country == country)
                } else {
                    None
                };
                by_surname.unwrap_or_else(|| ActorRef {
                    id: slug(&phrase),
                    name: phrase.clone(),
                    text: phrase.clone(),
                    country,
                    sector,
                })
            };
            if length > 1
                || self.memory.surnames.contains(&surname)
                || self.role_of(range).is_some()
            {
                self.memory.surnames.insert(&surname, &actor);
            }
            // "Yoon Suk Yeol": in East Asia the family's name comes first.
            let family_first = actor
                .country
                .as_deref()
                .is_some_and(|country| matches!(country, "KOR" | "PRK" | "CHN" | "TWN" | "VNM"));
            if length > 1
                && family_first
                && let Some(family) = full.split(' ').next()
            {
                self.memory.surnames.insert(family, &actor);
            }
            // "Ada Example ... Ada": by the given name, where nobody else is called so.
            let given = full.split(' ').next().filter(|_| length > 1);
            if let Some(given) = given.filter(|given| !self.memory.surnames.contains(given)) {
                self.memory.surnames.insert(given, &actor);
            }
            self.put(range, std::slice::from_ref(&actor), Sort::Name);
            // The title stands for the person: "President Erdoğan", "the minister, X".
            if let Some(role) = self.role_of(range) {
                let slot = &mut self.scene.slots[role];
                slot.actors = vec![actor];
                slot.sort = Sort::Name;
            }
        }
    }

    /// The body with a voice of its own whose people somebody is who is introduced by name: "Ada Example, a coordinator at
    /// Médecins Sans Frontières".
    fn employer(&self, range: (usize, usize)) -> Option<ActorRef> {
        let name = self.head_of(range);
        let introduced = self.parse.children_by(name, "appos").chain([name]);
        let nouns: Vec<usize> = self.role_of(range).into_iter().chain(introduced).collect();
        let of = nouns.iter().flat_map(|&noun| self.parse.children(noun));
        let of = of.filter(|&child| {
            self.parse.has_deprel(child, "nmod")
                && self.has_case(child, &["at", "of", "for", "from", "with"])
        });
        let owners = nouns.iter().filter_map(|&noun| self.owner_token(noun));
        let mut bodies = owners.chain(of).filter_map(|it| self.scene.at(it).first());
        bodies.find(|body| self.speaks_for_itself(body)).cloned()
    }

    /// Whether a body has a voice of its own, and not that of a state.
    pub(super) fn speaks_for_itself(&self, body: &ActorRef) -> bool {
        let known = self.lexicon.actor(&body.id);
        known.is_some_and(|known| known.kind == ActorKind::Organisation)
            && !body.sector.is_some_and(Sector::is_state_organ)
    }

    pub(super) fn is_person(&self, actor: &ActorRef) -> bool {
        match self.lexicon.actor(&actor.id) {
            Some(known) => known.kind == ActorKind::Person,
            None => {
                let surname = actor.id.rsplit('-').next().unwrap_or_default();
                self.memory
                    .surnames
                    .get(surname)
                    .is_some_and(|person| person.id == actor.id)
            }
        }
    }
}
