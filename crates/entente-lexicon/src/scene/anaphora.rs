//! Whom pronouns and descriptions such as "the two countries" mean.

use entente_model::{ActorRef, Sector};
use entente_text::Upos;

use super::{Reader, Sort};
use crate::ActorKind;
use crate::memory::Antecedent;
use crate::names::fold;

/// Pronouns of those for whom a quoted speaker speaks.
const FIRST_PERSON_PLURAL: &[&str] = &["we", "us", "our", "ourselves"];

/// From this probability on a link of a pronoun is believed.
const SURE_LINK: f64 = 0.2;

/// The same of a description.
const SURE_DESCRIPTION: f64 = 0.6;

/// The same of "they": two that were named together are one phrase for nobody.
const SURE_OF_SEVERAL: f64 = 0.8;

/// Whether an actor is people rather than a body: "policemen", "Serb protesters".
fn is_plural(actor: &ActorRef) -> bool {
    let last = actor.text.rsplit(' ').next().unwrap_or_default();
    let described = actor.sector.is_some() && actor.country.as_deref() != Some(actor.id.as_str())
        || actor.text.contains(' ');
    described
        && (last.ends_with('s') || last.ends_with("men") || last == "police" || last == "people")
        && last.starts_with(|c: char| c.is_lowercase() || c.is_uppercase())
}

impl Reader<'_> {
    pub(super) fn anaphor(
        &self,
        index: usize,
        body_subjects: &[ActorRef],
        bodies: &[ActorRef],
        people: &[ActorRef],
    ) -> Vec<ActorRef> {
        let with_text = |actor: &ActorRef| ActorRef {
            text: self.word(index).to_owned(),
            ..actor.clone()
        };
        let one = |actor: Option<&ActorRef>| actor.map(with_text).into_iter().collect::<Vec<_>>();
        let word = self.words[index].as_str();
        let memory = &*self.memory;
        // What was named together just now; else the two that the text is about.
        let pair = || {
            // "Lebanon does not recognise Israel, but the two agreed"
            let mut here: Vec<&ActorRef> = bodies.iter().filter(|it| it.is_state()).collect();
            here.dedup_by(|one, other| one.id == other.id);
            if memory.pair_age > 0
                && let [one, other] = here[..]
            {
                return vec![with_text(one), with_text(other)];
            }
            let recent =
                memory.pair.len() > 1 && (memory.pair_age <= 1 || memory.main_pair.is_empty());
            let pair = if recent {
                &memory.pair
            } else {
                &memory.main_pair
            };
            pair.iter().map(with_text).collect::<Vec<_>>()
        };
        let is_pronoun = matches!(self.parse.tokens[index].upos, Upos::Pron | Upos::Det);
        if is_pronoun && let Some(linked) = self.linked(index) {
            return linked.iter().map(with_text).collect();
        }
        if !is_pronoun && let Some(linked) = self.linked_description(index) {
            let text = self.phrase(index);
            let again = linked.into_iter().map(|actor| ActorRef {
                text: text.clone(),
                ..actor
            });
            return again.collect();
        }
        match word {
            "it" | "its" | "itself" if is_pronoun => {
                if self.is_expletive(index) {
                    return Vec::new();
                }
                // The object of a verb is not its subject.
                let barred = if word == "it" {
                    self.co_arguments(index)
                } else {
                    Vec::new()
                };
                let free = |actor: &&ActorRef| !barred.contains(&actor.id);
                one(body_subjects
                    .iter()
                    .rev()
                    .find(free)
                    .or_else(|| {
                        bodies
                            .iter()
                            .rev()
                            .find(|actor| (word == "its" || !barred.is_empty()) && free(actor))
                    })
                    .or_else(|| memory.body_subjects.iter().rev().find(free))
                    .or_else(|| memory.bodies.iter().rev().find(free)))
            }
            "he" | "she" | "his" | "her" | "him" | "himself" | "herself" if is_pronoun => {
                let barred = if word == "him" || word == "her" {
                    self.co_arguments(index)
                } else {
                    Vec::new()
                };
                let free = |actor: &&ActorRef| !barred.contains(&actor.id);
                one(people
                    .iter()
                    .rev()
                    .find(free)
                    .or_else(|| memory.people_subjects.iter().rev().find(free))
                    .or_else(|| memory.people.iter().rev().find(free)))
            }
            "they" | "their" | "them" | "themselves" if is_pronoun => {
                // The people named last in this sentence; a pair; people of the sentence before.
                let barred = self.co_arguments(index);
                let plural = |actor: &&ActorRef| is_plural(actor) && !barred.contains(&actor.id);
                let here = self.plural_before(index, &barred);
                if here.is_some() {
                    one(here.as_ref())
                } else if memory.pair.len() == 2 && memory.pair_age <= 2 && memory.pair_acts {
                    pair()
                } else {
                    one(memory.bodies.iter().rev().take(4).find(plural))
                }
            }
            "we" if self.is_of_all(index) => memory.main_pair.iter().map(with_text).collect(),
            "both"
                if self.parse.has_deprel(index, "nsubj") || self.parse.has_deprel(index, "obj") =>
            {
                pair()
            }
            "two" if self.parse.tokens[index].deprel.starts_with("nsubj") => pair(),
            // "Trade between the two grew"
            "two" if self.is_of_two(index) => pair(),
            // "Each has an embassy in the other's capital"
            "each"
                if self.parse.tokens[index].deprel.starts_with("nsubj")
                    && self.words[index..].iter().any(|word| word == "other") =>
            {
                pair()
            }
            "countries" | "nations" | "neighbours" | "neighbors" | "sides" | "states"
            | "governments" | "powers" | "parties" | "capitals" | "rivals" | "republics"
            | "foes" | "presidents" | "leaders" | "armies" | "navies" | "peoples" => {
                let both = self
                    .parse
                    .children(index)
                    .any(|child| matches!(self.words[child].as_str(), "two" | "both" | "these"));
                let of_states = |actor: ActorRef| {
                    // "the two peoples", after two presidents were named
                    let state = actor.country.as_deref().filter(|_| self.is_person(&actor));
                    let state = state.and_then(|country| self.lexicon.actor(country));
                    state.map_or(actor.clone(), |state| state.to_ref(&actor.text))
                };
                if !both {
                    Vec::new()
                } else if matches!(word, "presidents" | "leaders") {
                    pair()
                } else {
                    pair().into_iter().map(of_states).collect()
                }
            }
            // "Erdoğan said his country"
            "country" | "nation" if self.parse.children_by(index, "nmod:poss").next().is_some() => {
                let mut owners = self.parse.children_by(index, "nmod:poss");
                // "Mirziyoyev, whose country opposed the dam"
                let state =
                    owners.find_map(|owner| match self.scene.at(self.relative_owner(owner)) {
                        [one] => self.lexicon.actor(one.country.as_deref()?),
                        _ => None,
                    });
                one(state.map(|state| state.to_ref(&state.name)).as_ref())
            }
            // "Neither government wants a war"
            "country" | "government" | "side" | "nation" | "neighbour" | "neighbor" | "capital"
                if self
                    .parse
                    .children(index)
                    .any(|child| matches!(self.words[child].as_str(), "neither" | "either")) =>
            {
                pair()
            }
            "former" | "latter" if self.is_of_two(index) => {
                let pair = &memory.pair;
                let meant = if word == "former" {
                    pair.first()
                } else {
                    pair.last()
                };
                one(meant.filter(|_| pair.len() == 2 && memory.pair_age <= 2))
            }
            "neighbour" | "neighbor" | "ally" | "rival" | "arch-rival" | "foe" | "enemy"
            | "arch-enemy" | "adversary" | "patron" | "backer" => self.opposite(index, bodies),
            // "The Polisario Front ... the front"
            "front" | "movement" | "group" | "organisation" | "organization" | "militia"
            | "union" | "league" | "party" | "bloc" | "alliance" | "coalition" => {
                let definite = self
                    .parse
                    .children(index)
                    .any(|child| self.words[child] == "the");
                let bare = self.parse.children(index).all(|child| {
                    matches!(self.parse.tokens[child].deprel, "det" | "case" | "punct")
                });
                let meant = |actor: &&ActorRef| {
                    let named = fold(&actor.name);
                    named.contains(' ') && named.ends_with(word)
                        || matches!(word, "movement" | "group" | "militia")
                            && actor.sector == Some(Sector::Reb)
                };
                // "a coalition air raid": a text speaks of one.
                let beside = word == "coalition" && self.parse.has_deprel(index, "compound");
                if definite && bare || beside {
                    one(memory.bodies.iter().rev().take(6).find(meant))
                } else {
                    Vec::new()
                }
            }
            _ => Vec::new(),
        }
    }

    /// Whether an actor is a state or a person.
    fn is_one(&self, actor: &ActorRef) -> bool {
        actor.is_state() || self.is_person(actor)
    }

    /// "We are not allies", said of the two that the text is about.
    fn is_of_all(&self, index: usize) -> bool {
        self.words[index] == "we"
            && self.is_subject(index)
            && self.parse.tokens[index].head.is_some_and(|head| {
                self.parse.children_by(head, "cop").next().is_some()
                    && self.parse.tokens[head].upos == Upos::Noun
                    && self.parse.tokens[head].lemma != self.words[head]
            })
    }

    /// Whom a pronoun is linked to, where the document's pronouns are linked and this one is; nobody where
    /// the link is not sure, or leads to what is no actor.
    fn linked(&self, index: usize) -> Option<Vec<ActorRef>> {
        let mut links = self.memory.antecedents.iter();
        let link = links.find(|link| link.anaphor == index)?;
        let word = self.words[index].as_str();
        let several = matches!(word, "they" | "their" | "them" | "themselves");
        if several && link.score < SURE_OF_SEVERAL || self.is_of_all(index) {
            // What was named together last is a better guess.
            return None;
        }
        if link.score < SURE_LINK {
            return Some(Vec::new());
        }
        let mut found = self.meant_by(link);
        // "Sudan severed ties, accusing it of": whoever does it does it to another.
        let gerund = self.parse.tokens[index].head.filter(|&verb| {
            self.parse.has_deprel(verb, "advcl") && self.words[verb].ends_with("ing")
        });
        let barred = match word {
            "it" | "him" | "her" | "them" if gerund.is_some() => self.co_arguments(index),
            _ => Vec::new(),
        };
        if !found.is_empty() && found.iter().all(|actor| barred.contains(&actor.id)) {
            return None;
        }
        // One state or person is not several.
        if several && matches!(&found[..], [one] if self.is_one(one)) {
            return None;
        }
        if FIRST_PERSON_PLURAL.contains(&word) {
            found = found
                .iter()
                .filter_map(|one| self.spoken_for(one))
                .collect();
        }
        Some(found)
    }

    /// Whom the nearest mentions mean that an anaphor is linked to or, where they mean nobody, the names behind
    /// them.
    fn meant_by(&self, link: &Antecedent) -> Vec<ActorRef> {
        let mut found = link.earlier.clone();
        // Names that stand further on are known by now: "'I saw it,' Corker said".
        for &head in link.here.iter().filter(|&&head| head != link.anaphor) {
            let mut meant = self.scene.at(head).to_vec();
            if meant.is_empty() && head > link.anaphor {
                meant = self.role_phrases(head);
            }
            for actor in meant {
                if !found.iter().any(|known| known.id == actor.id) {
                    found.push(actor);
                }
            }
        }
        if found.is_empty() {
            found.clone_from(&link.named);
        }
        found
    }

    /// Whom a description means that the document uses again: "the militia", "the prime minister". What says by
    /// itself whose it is needs nobody before it.
    fn linked_description(&self, index: usize) -> Option<Vec<ActorRef>> {
        let mut links = self.memory.antecedents.iter();
        let link = links.find(|link| link.anaphor == index)?;
        // "the man who attacked it" is told by his clause.
        let told = ["acl", "acl:relcl", "nmod", "appos"];
        let told = told.map(|deprel| self.parse.children_by(index, deprel).next().is_some());
        if link.score < SURE_DESCRIPTION
            || self.owner_token(index).is_some()
            || told.contains(&true)
        {
            return None;
        }
        let mut found = self.meant_by(link);
        // What has no name either is no better known by it.
        found.retain(|it| {
            // "Gunmen" at the head of a sentence is no name.
            let is_word = it.country.is_none() && !it.name.contains(' ') && it.sector.is_some();
            it.name.starts_with(char::is_uppercase)
                && !(is_word && !self.is_person(it) && self.lexicon.actor(&it.id).is_none())
        });
        (!found.is_empty()).then_some(found)
    }

    /// For whom somebody says "we": an official for the state, a body for itself, one of some people for them; for whom somebody
    /// does who is only a name, nobody knows.
    fn spoken_for(&self, speaker: &ActorRef) -> Option<ActorRef> {
        if let Some(body) = self.memory.employers.get(&speaker.id) {
            return Some(body.clone());
        }
        let known = self.lexicon.actor(&speaker.id);
        let body = known.filter(|known| known.kind != ActorKind::Person);
        // A commander of rebels speaks for them, and not for the state whose citizen he is.
        let apart = |sector: Sector| !sector.is_state_organ();
        if body.is_some_and(|body| body.sector.is_some_and(apart)) {
            return Some(speaker.clone());
        }
        let state = speaker.country.as_deref();
        let state = state.filter(|country| speaker.acts_for(country));
        if let Some(state) = state.and_then(|country| self.lexicon.actor(country)) {
            return Some(state.to_ref(&state.name));
        }
        // A party's leader, where he governs nothing.
        let offices = known.into_iter().flat_map(|known| &known.offices);
        let mut bodies = offices
            .filter(|office| office.is_held(self.memory.published))
            .filter_map(|office| Some(self.lexicon.actor(&office.of)?.to_ref(&speaker.text)));
        if let Some(body) = bodies.find(|body| self.speaks_for_itself(body)) {
            return Some(body);
        }
        let is_one_of_many = known.is_none()
            && speaker.sector.is_some_and(apart)
            && !speaker.name.starts_with(char::is_uppercase);
        (body.is_some() || is_one_of_many).then(|| speaker.clone())
    }

    /// "the former", "the latter": alone, as an argument.
    fn is_of_two(&self, index: usize) -> bool {
        let token = &self.parse.tokens[index];
        let argument = token.deprel.starts_with("nsubj")
            || token.deprel.starts_with("obl")
            || token.deprel.starts_with("nmod")
            || matches!(token.deprel, "obj" | "iobj" | "conj" | "root");
        let definite = index
            .checked_sub(1)
            .is_some_and(|before| self.words[before] == "the");
        let noun_follows = self
            .parse
            .tokens
            .get(index + 1)
            .is_some_and(|next| matches!(next.upos, Upos::Noun | Upos::Propn | Upos::Adj));
        argument && definite && !noun_follows
    }

    /// "accused its neighbour", of the two that the text is about: the other one.
    pub(super) fn opposite(&self, index: usize, bodies: &[ActorRef]) -> Vec<ActorRef> {
        let verbal = matches!(
            self.parse.tokens[index].deprel,
            "obj" | "obl" | "nmod" | "nsubj"
        );
        let pronoun = self
            .parse
            .children_by(index, "nmod:poss")
            .find(|&child| matches!(self.words[child].as_str(), "its" | "his" | "her"));
        let plain = self.parse.children(index).all(|child| {
            self.parse.has_deprel(child, "nmod:poss")
                || self.scene.at(child).is_empty() && !self.parse.has_deprel(child, "appos")
        });
        let Some(owner) = pronoun
            .filter(|_| verbal && plain)
            .and_then(|pronoun| self.scene.at(pronoun).first())
        else {
            return Vec::new();
        };
        let state = owner.country.clone().unwrap_or_else(|| owner.id.clone());
        let pair = &self.memory.main_pair;
        let of_pair = pair.len() == 2 && pair.iter().any(|actor| actor.id == state);
        let other = if of_pair {
            pair.iter().find(|actor| actor.id != state)
        } else {
            // One other state in the sentence: "Guyana, a part of which Venezuela claims, fears
            // its neighbour".
            bodies
                .iter()
                .rev()
                .find(|actor| actor.is_state() && actor.id != state)
        };
        other
            .map(|actor| ActorRef {
                text: self.phrase(index),
                ..actor.clone()
            })
            .into_iter()
            .collect()
    }

    /// The people named last before `index` in the sentence.
    pub(super) fn plural_before(&self, index: usize, barred: &[String]) -> Option<ActorRef> {
        (0..index).rev().find_map(|before| {
            let plural = matches!(self.parse.tokens[before].upos, Upos::Noun | Upos::Propn)
                && matches!(self.scene.sort(before), Sort::Role | Sort::People)
                && self.parse.tokens[before].lemma != self.words[before];
            let actors = self.scene.at(before);
            let actor = actors
                .first()
                .filter(|actor| plural && !barred.contains(&actor.id))?;
            // "Serb protesters attacked them": not the subject's own people.
            Some(actor.clone())
        })
    }

    /// The ids of the other arguments of the verb that a pronoun is an argument of: it means none
    /// of them.
    pub(super) fn co_arguments(&self, index: usize) -> Vec<String> {
        let Some(verb) = self.parse.tokens[index].head else {
            return Vec::new();
        };
        if self.parse.tokens[index].deprel.starts_with("nsubj") {
            return Vec::new();
        }
        let mut clause = verb;
        for _ in 0..3 {
            let subjects: Vec<usize> = self
                .parse
                .children(clause)
                .filter(|&child| self.parse.tokens[child].deprel.starts_with("nsubj"))
                .collect();
            if !subjects.is_empty() {
                return subjects
                    .iter()
                    .flat_map(|&subject| {
                        self.scene.at(subject).iter().map(|actor| actor.id.clone())
                    })
                    .collect();
            }
            match self.parse.tokens[clause].head {
                Some(head) if matches!(self.parse.tokens[clause].deprel, "conj" | "xcomp") => {
                    clause = head;
                }
                // "severed ties, accusing it of"
                Some(head)
                    if self.parse.has_deprel(clause, "advcl")
                        && head < clause
                        && self.words[clause].ends_with("ing") =>
                {
                    clause = head;
                }
                _ => break,
            }
        }
        Vec::new()
    }

    /// "It is said that", "it was the first time".
    pub(super) fn is_expletive(&self, index: usize) -> bool {
        if self.words[index] != "it" {
            return false;
        }
        let token = &self.parse.tokens[index];
        if token.deprel == "expl" {
            return true;
        }
        let Some(head) = token.head else { return false };
        let clausal = self
            .parse
            .children(head)
            .any(|child| matches!(self.parse.tokens[child].deprel, "csubj" | "ccomp"));
        let copular = self.parse.children_by(head, "cop").next().is_some();
        copular && clausal
    }
}
