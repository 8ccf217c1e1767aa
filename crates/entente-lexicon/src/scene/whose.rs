//! Whom a description means that does not say whose it is: "the president", "officials", "the group".
//!
//! Everybody whom the document has named is a candidate, where the kind is right: states for "the
//! government", holders of the office for "the president", bodies that are no states for "the group". A
//! log-linear ranker chooses among them and nobody, by how often and how lately each was named, whether it
//! acted, what it was called, and what coreference links the description to. Its weights
//! (`models/descriptions.toml`) are learnt from articles of which readers say whom descriptions mean.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use entente_model::{ActorRef, Sector};
use entente_text::{Features, LogLinear, Upos};

use super::Reader;
use crate::ActorKind;
use crate::memory::Named;
use crate::resolve::{Description, STATE_ITSELF, plain_title};

/// What is ranked by weights of its own, as the tables of the weights are called.
pub const DESCRIPTION_CLASSES: [&str; 4] = ["state", "organ", "office", "body"];

/// A description with those whom it may mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Asked {
    /// The token that heads it.
    pub token: usize,
    /// One of [`DESCRIPTION_CLASSES`].
    pub class: &'static str,
    /// Whom it may mean; the first place is that of nobody who is named.
    pub candidates: Vec<Option<ActorRef>>,
    /// What each is like.
    pub features: Vec<Features>,
    /// How probable each is, from 0 to 1.
    pub shares: Vec<f64>,
}

static WEIGHTS: LazyLock<BTreeMap<String, LogLinear>> = LazyLock::new(|| {
    let weights = LogLinear::tables(include_str!("../../../../models/descriptions.toml"));
    weights.unwrap_or_default()
});

/// From this probability on it is believed whom a description means.
const SURE: f64 = 0.5;

/// What a description asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// "the country"
    State,
    /// "the government", "troops"
    Organ,
    /// "the president"
    Office,
    /// "the group"
    Body,
}

impl Wanted {
    const fn class(self) -> &'static str {
        match self {
            Self::State => DESCRIPTION_CLASSES[0],
            Self::Organ => DESCRIPTION_CLASSES[1],
            Self::Office => DESCRIPTION_CLASSES[2],
            Self::Body => DESCRIPTION_CLASSES[3],
        }
    }
}

const COUNTRIES: &[&str] = &["country", "nation", "state", "republic", "kingdom"];

/// Nouns that in the singular are a body rather than a person.
const ORGANS: &[&str] = &[
    "government",
    "regime",
    "administration",
    "cabinet",
    "ministry",
    "leadership",
    "parliament",
    "congress",
    "senate",
    "court",
    "judiciary",
    "junta",
    "monarchy",
    "embassy",
    "authority",
    "delegation",
    "opposition",
    "army",
    "navy",
    "military",
    "police",
    "force",
    "militia",
    "insurgency",
];

/// Nouns for bodies that are not armed.
const CIVIL_BODIES: &[&str] = &[
    "party",
    "bloc",
    "alliance",
    "coalition",
    "agency",
    "council",
    "committee",
    "foundation",
    "union",
    "company",
    "firm",
];

/// Nouns for bodies that may be armed groups.
const MAY_BE_ARMED: &[&str] = &[
    "group",
    "organisation",
    "organization",
    "movement",
    "militia",
    "faction",
    "front",
    "network",
];

/// Words that say of a body that it is armed.
const ARMED: &[&str] = &[
    "terror",
    "terrorist",
    "jihadist",
    "jihadi",
    "militant",
    "extremist",
    "armed",
    "rebel",
    "insurgent",
    "guerrilla",
    "islamist",
];

/// Somebody whom a description may mean.
struct Candidate<'a> {
    actor: ActorRef,
    /// How the document names it; `None` where it names only its people, or nobody of it.
    named: Option<&'a Named>,
    /// In how many sentences people and bodies of it are named, and the last of them.
    through: (usize, usize),
    features: Features,
}

impl<'a> Candidate<'a> {
    fn new(actor: ActorRef, named: Option<&'a Named>, features: Features) -> Self {
        Self {
            actor,
            named,
            through: (0, 0),
            features,
        }
    }

    /// Somebody whom the document names, as the description calls him.
    fn called(text: &str, named: &'a Named, features: Features) -> Self {
        let actor = ActorRef {
            text: text.to_owned(),
            ..(*named.actor).clone()
        };
        Self::new(actor, Some(named), features)
    }
}

/// Adjectives that set people apart from those whom the document is about.
const ELSEWHERE: &[&str] = &[
    "local",
    "rival",
    "opposing",
    "enemy",
    "allied",
    "hostile",
    "other",
    "various",
    "neighbouring",
    "neighboring",
];

impl Reader<'_> {
    /// Whom a description means that does not say whose it is, nobody where that is not sure; `None` for what is
    /// no such description, or where the document has named nobody whom it could mean.
    pub(super) fn whose(&mut self, index: usize) -> Option<Option<ActorRef>> {
        let wanted = self.wanted(index)?;
        let mut candidates = match wanted {
            Wanted::State | Wanted::Organ => self.states(index, wanted),
            Wanted::Office => self.holders_named(index),
            Wanted::Body => self.bodies_named(index),
        };
        // "the coalition against Isis" is not Isis, nor is the one that strikes Isis.
        let verb = self.parse.tokens[index].head;
        let beside = verb.into_iter().flat_map(|verb| self.parse.children(verb));
        let inside = self.parse.subtree(index).into_iter().chain(beside);
        let others: Vec<&str> = inside
            .filter(|&it| it != index)
            .flat_map(|it| self.scene.at(it).iter().map(|actor| actor.id.as_str()))
            .collect();
        candidates.retain(|it| !others.contains(&it.actor.id.as_str()));
        if candidates.is_empty() {
            return None;
        }
        self.salience(index, &mut candidates);
        let mut actors = vec![None];
        let mut features = vec![self.nobody(index)];
        for candidate in candidates {
            actors.push(Some(candidate.actor));
            features.push(candidate.features);
        }
        let empty = LogLinear::default();
        let shares = WEIGHTS
            .get(wanted.class())
            .unwrap_or(&empty)
            .rank(&features);
        let best = (1..shares.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b]))?;
        let chosen = (shares[best] >= SURE)
            .then(|| actors[best].clone())
            .flatten();
        self.scene.asked.push(Asked {
            token: index,
            class: wanted.class(),
            candidates: actors,
            features,
            shares,
        });
        Some(chosen)
    }

    /// What a description asks for; `None` where it is none, or says by itself whom it means.
    fn wanted(&self, index: usize) -> Option<Wanted> {
        let token = &self.parse.tokens[index];
        if !matches!(token.upos, Upos::Noun | Upos::Propn)
            || matches!(
                token.deprel,
                "compound" | "amod" | "flat" | "nmod:desc" | "appos"
            )
            || self.owner_token(index).is_some()
            || self.bearer(index).is_some()
        {
            return None;
        }
        let mut definite = false;
        for child in self.parse.children(index) {
            let word = self.words[child].as_str();
            match self.parse.tokens[child].deprel {
                "det" if matches!(word, "the" | "this" | "that" | "these" | "those") => {
                    definite = true;
                }
                // "local forces", "rival groups"
                "amod" if ELSEWHERE.contains(&word) => return None,
                // "a government", "two groups", "his people", "leaders of the uprising"
                "det" | "nummod" | "nmod:poss" | "appos" => return None,
                "nmod" if self.has_case(child, &["of"]) => return None,
                _ if Description::is_former(word) => return None,
                _ => {}
            }
        }
        let lemma = token.lemma.to_lowercase();
        if !definite && super::is_equipment(&lemma) {
            return None; // "fired missiles"
        }
        let plural = lemma != self.words[index];
        if COUNTRIES.contains(&lemma.as_str()) {
            return (definite && !plural).then_some(Wanted::State);
        }
        if self.scene.roles[index].is_none() {
            let mut bodies = CIVIL_BODIES.iter().chain(MAY_BE_ARMED);
            let body = definite && !plural && bodies.any(|body| *body == lemma);
            return body.then_some(Wanted::Body);
        }
        let sector = self.scene.roles[index]?;
        if definite
            && !plural
            && self
                .lexicon
                .titles()
                .contains(&plain_title(&self.phrase(index)))
        {
            return Some(Wanted::Office);
        }
        let organ = STATE_ITSELF.contains(&sector) || matches!(sector, Sector::Opp | Sector::Reb);
        // One official is somebody, and no organ.
        let several = plural || ORGANS.contains(&lemma.as_str());
        (organ && several && (definite || plural)).then_some(Wanted::Organ)
    }

    /// The states that the document speaks of, and for rebels and fighters its armed groups; each as the organ
    /// that the description names.
    fn states(&self, index: usize, wanted: Wanted) -> Vec<Candidate<'_>> {
        let organ = |owner: &ActorRef| -> Option<ActorRef> {
            if wanted == Wanted::State {
                return Some(owner.clone());
            }
            self.role_phrase(index, Some(owner.clone()))
        };
        let mut found: Vec<(String, Candidate<'_>)> = Vec::new();
        for named in &self.memory.named {
            let state = named.actor.country.as_deref();
            let Some(state) = state.and_then(|country| self.lexicon.actor(country)) else {
                continue;
            };
            let at = match found.iter().position(|(id, _)| *id == state.id) {
                Some(at) => at,
                None => {
                    let Some(actor) = organ(&state.to_ref(&state.name)) else {
                        continue;
                    };
                    let candidate = Candidate::new(actor, None, Features::new());
                    found.push((state.id.clone(), candidate));
                    found.len() - 1
                }
            };
            let candidate = &mut found[at].1;
            if named.actor.is_state() {
                candidate.named = Some(named);
            } else {
                candidate.through.0 += named.sentences;
                candidate.through.1 = candidate.through.1.max(named.last);
            }
        }
        let noun = self.parse.tokens[index].lemma.to_lowercase();
        let before = self.memory.roles.get(&noun);
        for (state, candidate) in &mut found {
            if before.is_some_and(|before| before.country.as_ref() == Some(state)) {
                candidate.features.push("called so before");
            }
        }
        let mut found: Vec<Candidate<'_>> = found.into_iter().map(|(_, it)| it).collect();
        if wanted == Wanted::Organ && self.scene.roles[index] == Some(Sector::Reb) {
            for named in self
                .memory
                .named
                .iter()
                .filter(|it| self.is_armed(&it.actor))
            {
                let group = organ(&named.actor);
                found.extend(
                    group.map(|it| Candidate::new(it, Some(named), vec!["an armed group"])),
                );
            }
        }
        found
    }

    /// Persons whom the document names, and those who hold the office in the states that it speaks of.
    fn holders_named(&self, index: usize) -> Vec<Candidate<'_>> {
        let text = self.phrase(index);
        let title = plain_title(&text);
        let at = self.memory.published;
        let noun = self.parse.tokens[index].lemma.to_lowercase();
        let mut found: Vec<Candidate<'_>> = Vec::new();
        for named in self
            .memory
            .named
            .iter()
            .filter(|it| self.is_person(&it.actor))
        {
            let known = self.lexicon.actor(&named.actor.id);
            let office = known.into_iter().flat_map(|known| &known.offices);
            let held: Vec<bool> = office
                .filter(|office| plain_title(&office.title) == title)
                .map(|office| office.is_held(at))
                .collect();
            let mut features = vec![match (held.contains(&true), held.is_empty(), known) {
                (true, _, _) => "holds it",
                (_, false, _) => "has held it",
                (_, _, Some(_)) => "is known for something else",
                _ => "is not known",
            }];
            if named.titles.iter().any(|own| plain_title(own) == title) {
                features.push("called so beside the name");
            } else if named.titles.iter().any(|own| own.ends_with(noun.as_str())) {
                features.push("called by the noun beside the name");
            } else if !named.titles.is_empty() {
                features.push("called otherwise beside the name");
            }
            found.push(Candidate::called(&text, named, features));
        }
        for named in self.memory.named.iter().filter(|it| it.actor.is_state()) {
            for (holder, _) in self.lexicon.holders(&title, &named.actor.id, at) {
                let holder = self.lexicon.actors()[holder].to_ref(&text);
                if !found.iter().any(|it| it.actor.id == holder.id) {
                    found.push(Candidate {
                        through: (named.sentences, named.last),
                        ..Candidate::new(holder, None, vec!["holds it, and is not named"])
                    });
                }
            }
        }
        found
    }

    /// Bodies that are no states.
    fn bodies_named(&self, index: usize) -> Vec<Candidate<'_>> {
        let noun = self.parse.tokens[index].lemma.to_lowercase();
        let text = self.phrase(index);
        let words = || text.split([' ', '-']).map(str::to_lowercase);
        let armed = words().any(|word| ARMED.contains(&word.as_str()));
        let may_be_armed = MAY_BE_ARMED.contains(&noun.as_str());
        let bodies = self.memory.named.iter().filter(|it| {
            !it.actor.is_state()
                && !self.is_person(&it.actor)
                && it.actor.sector != Some(Sector::Cvl)
        });
        bodies
            .map(|named| {
                let name = named.actor.name.to_lowercase();
                let mut features = vec![match (armed, self.is_armed(&named.actor)) {
                    (true, true) => "armed, for an armed word",
                    (true, false) => "not armed, for an armed word",
                    (false, true) if may_be_armed => "armed",
                    (false, true) => "armed, for a civil noun",
                    (false, false) => "not armed",
                }];
                if name.split(' ').any(|word| word == noun) {
                    features.push("the noun in the name");
                }
                if named.actor.sector == Some(Sector::Igo) {
                    features.push("an organisation of states");
                }
                Candidate::called(&text, named, features)
            })
            .collect()
    }

    fn is_armed(&self, actor: &ActorRef) -> bool {
        let known = self.lexicon.actor(&actor.id);
        known.is_some_and(|known| known.kind == ActorKind::Organisation)
            && matches!(actor.sector, Some(Sector::Reb | Sector::Uaf | Sector::Crm))
    }

    /// What speaks for nobody who is named.
    fn nobody(&self, index: usize) -> Features {
        let mut features = vec!["nobody"];
        let has = |word: &str| self.parse.children(index).any(|it| self.words[it] == word);
        features.push(
            match (has("the"), has("this") || has("that") || has("these")) {
                (true, _) => "nobody: the",
                (_, true) => "nobody: this",
                _ => "nobody: bare",
            },
        );
        if self.parse.tokens[index].lemma.to_lowercase() != self.words[index] {
            features.push("nobody: plural");
        }
        let modified = |it: usize| matches!(self.parse.tokens[it].deprel, "amod" | "compound");
        if self.parse.children(index).any(modified) {
            features.push("nobody: modified");
        }
        if self.parse.children_by(index, "acl").next().is_some() {
            features.push("nobody: who does something");
        }
        if self.is_subject(index) {
            features.push("nobody: subject");
        }
        features
    }

    /// How each of the candidates stands in the document, and beside this description.
    fn salience(&self, index: usize, candidates: &mut [Candidate<'_>]) {
        let now = self.memory.sentence;
        let beside = self.co_arguments(index);
        let link = self
            .memory
            .antecedents
            .iter()
            .find(|it| it.anaphor == index);
        let linked = link.map(|link| {
            let here = link.here.iter().flat_map(|&head| self.scene.at(head));
            let ids = link.earlier.iter().chain(&link.named).chain(here);
            let ids: Vec<&str> = ids.map(|actor| actor.id.as_str()).collect();
            (ids, link.score)
        });
        let order = |key: &dyn Fn(&Candidate<'_>) -> usize| {
            let mut order: Vec<usize> = (0..candidates.len()).collect();
            order.sort_by_key(|&at| std::cmp::Reverse(key(&candidates[at])));
            let mut rank = vec![0; order.len()];
            for (place, at) in order.into_iter().enumerate() {
                rank[at] = place;
            }
            rank
        };
        let often = order(&|it| it.named.map_or(0, |it| it.sentences) * 4 + it.through.0);
        let lately = order(&|it| it.named.map_or(0, |it| it.last));
        let acted = order(&|it| it.named.map_or(0, |it| it.last_subject));
        for (at, candidate) in candidates.iter_mut().enumerate() {
            let features = &mut candidate.features;
            features.push(match often[at] {
                0 => "named most",
                1 => "named second most",
                2 => "named third most",
                _ => "named less",
            });
            if let Some(named) = candidate.named {
                features.push(match now - named.last {
                    0 => "named here",
                    1 => "named one back",
                    2 => "named two back",
                    3..6 => "named three to five back",
                    6..16 => "named six to fifteen back",
                    _ => "named further back",
                });
                features.push(match lately[at] {
                    0 => "named last",
                    1 => "named last but one",
                    2 => "named last but two",
                    _ => "named before others",
                });
                if named.last_subject == 0 {
                    features.push("never acted");
                } else {
                    features.push(match (acted[at], now - named.last_subject) {
                        (0, 0) => "acted last, here",
                        (0, 1) => "acted last, one back",
                        (0, _) => "acted last, further back",
                        (_, 0..2) => "acted here or one back",
                        _ => "acted further back",
                    });
                }
                features.push(match named.sentences {
                    1 => "named once",
                    2 => "named twice",
                    3..6 => "named some times",
                    _ => "named often",
                });
                if named.first == 1 {
                    features.push("in the first sentence");
                }
            } else {
                features.push("not named");
            }
            features.push(
                match (candidate.through.0, now.saturating_sub(candidate.through.1)) {
                    (0, _) => "nobody of it named",
                    (_, 0) => "its people named here",
                    (_, 1) => "its people named one back",
                    (_, 2..6) => "its people named some way back",
                    _ => "its people named further back",
                },
            );
            if beside.contains(&candidate.actor.id) {
                features.push("subject of the same verb");
            }
            if let Some((ids, score)) = &linked {
                let state = candidate.actor.country.as_deref();
                let to = |id: &str| id == candidate.actor.id || state == Some(id);
                features.push(match (ids.iter().any(|id| to(id)), *score) {
                    (true, 0.6..) => "linked surely",
                    (true, 0.4..) => "linked",
                    (true, _) => "linked hardly",
                    (false, 0.6..) => "another linked surely",
                    (false, _) => "another linked",
                });
            }
        }
    }

    /// The noun that stands beside a name, as a title: "President Erdoğan", "the prime minister, X".
    pub(super) fn title_of(&self, index: usize) -> Option<String> {
        let token = &self.parse.tokens[index];
        if token.upos != Upos::Propn || token.deprel.starts_with("flat") {
            return None;
        }
        let role = self.role_of((index, index + 1))?;
        Some(self.phrase(role).to_lowercase())
    }
}
