//! The actors, places and issues of one sentence, token by token.

use entente_model::{ActorRef, Sector, Span};
use entente_text::{MentionKind, Parse, Upos};

use crate::data::{ActorKind, Sense};
use crate::names::{fold, key, slug};
use crate::{Lexicon, Located, Memory, PlaceKind};

/// How a token came to mean an actor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// It means none.
    #[default]
    None,
    /// By its name.
    Name,
    /// By an adjective of nationality.
    Adjective,
    /// By the name of a people: "Iranians".
    People,
    /// By a capital that may be the place or the government.
    Capital,
    /// By a role: "Iran's army", "gunmen".
    Role,
    /// By a pronoun or a description such as "the two countries".
    Anaphor,
}

/// A place named in the sentence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct PlaceRef {
    /// As known, or as written.
    pub name: String,
    /// ISO 3166-1 alpha-3, where known.
    pub country: Option<String>,
    /// Degrees north and east, where known.
    pub point: Option<(f64, f64)>,
    /// What kind of place it is, where known.
    pub kind: Option<PlaceKind>,
}

/// From this score on it is believed where a place lies.
const SURE: f64 = 0.6;

impl PlaceRef {
    /// A place of which no more is known than its name and country.
    fn new(name: String, country: Option<String>) -> Self {
        Self {
            name,
            country,
            ..Self::default()
        }
    }

    /// With what the gazetteer says, unless it speaks of a place in another country.
    fn located(mut self, found: Option<&Located>) -> Self {
        let Some(found) = found.filter(|found| found.score >= SURE) else {
            return self;
        };
        if self.country.is_none() || found.country.is_none() || self.country == found.country {
            self.point = Some((found.lat, found.lon));
            self.kind = Some(found.kind);
            self.country = self.country.or_else(|| found.country.clone());
        }
        self
    }
}

#[derive(Debug, Clone, Default)]
struct Slot {
    actors: Vec<ActorRef>,
    sort: Sort,
    place: Option<PlaceRef>,
    /// Of people: their state.
    state: Option<ActorRef>,
}

/// Who and what the tokens of a sentence mean. A token of a name means the whole name; the head
/// of a noun phrase means the actor that the phrase describes.
#[derive(Debug, Clone, Default)]
pub struct Scene {
    slots: Vec<Slot>,
    /// Token ranges of known issues.
    issues: Vec<((usize, usize), String)>,
    /// Roles that describe nobody who is known: their sector.
    roles: Vec<Option<Sector>>,
}

/// A stretch of tokens with what it can mean.
struct Match {
    tokens: (usize, usize),
    senses: Vec<Sense>,
}

/// Whether an actor is people rather than a body: "policemen", "Serb protesters".
fn is_plural(actor: &ActorRef) -> bool {
    let last = actor.text.rsplit(' ').next().unwrap_or_default();
    let described = actor.sector.is_some() && actor.country.as_deref() != Some(actor.id.as_str())
        || actor.text.contains(' ');
    described
        && (last.ends_with('s') || last.ends_with("men") || last == "police" || last == "people")
        && last.starts_with(|c: char| c.is_lowercase() || c.is_uppercase())
}

/// Adjectives that set people apart from the state whose they would otherwise be.
const AGAINST_STATE: &[&str] = &[
    "separatist",
    "rebel",
    "breakaway",
    "opposition",
    "anti-government",
    "insurgent",
    "exiled",
    "self-proclaimed",
    "de facto",
    "militant",
    "armed",
    "ethnic",
    "former",
    "dissident",
];

/// Things that act for somebody: without knowing for whom, they are no actor.
const THINGS: &[&str] = &[
    "drone",
    "missile",
    "jet",
    "warship",
    "tank",
    "rocket",
    "vessel",
    "aircraft",
    "plane",
    "helicopter",
    "ship",
    "artillery",
    "submarine",
    "carrier",
    "boat",
    "base",
    "truck",
    "car",
];

/// Bodies of a government: without an owner they are the government that the text speaks of.
const BODIES: &[&str] = &[
    "government",
    "ministry",
    "army",
    "parliament",
    "navy",
    "military",
    "administration",
    "cabinet",
    "opposition",
    "police",
];

/// Roles that are the state itself when nobody is named.
const STATE_ITSELF: &[Sector] = &[
    Sector::Gov,
    Sector::Mil,
    Sector::Spy,
    Sector::Cop,
    Sector::Jud,
    Sector::Leg,
];

impl Scene {
    /// Reads a sentence, and remembers in `memory` what later sentences refer to. `title` tells
    /// that the sentence is the document's headline.
    pub fn read(lexicon: &Lexicon, memory: &mut Memory, text: &str, parse: &Parse) -> Self {
        memory.pair_age += 1;
        let mut reader = Reader {
            lexicon,
            memory,
            text,
            parse,
            words: (0..parse.tokens.len())
                .map(|index| fold(parse.word(text, index)))
                .collect(),
            scene: Self {
                slots: vec![Slot::default(); parse.tokens.len()],
                issues: Vec::new(),
                roles: vec![None; parse.tokens.len()],
            },
        };
        reader.names();
        reader.people();
        reader.descriptions();
        reader.scene
    }

    /// The actors that the phrase headed by `token` means; more than one for "both countries".
    pub fn at(&self, token: usize) -> &[ActorRef] {
        self.slots.get(token).map_or(&[], |slot| &slot.actors)
    }

    /// How `token` came to mean them.
    pub fn sort(&self, token: usize) -> Sort {
        self.slots.get(token).map_or(Sort::None, |slot| slot.sort)
    }

    /// The place that `token` names.
    pub fn place(&self, token: usize) -> Option<&PlaceRef> {
        self.slots.get(token)?.place.as_ref()
    }

    /// The sector of the role that `token` is a noun for, whoever's.
    pub fn role(&self, token: usize) -> Option<Sector> {
        self.roles.get(token).copied().flatten()
    }

    /// The state whose people `token` names: Iran for "Iranians".
    pub fn state_of_people(&self, token: usize) -> Option<ActorRef> {
        let slot = self
            .slots
            .get(token)
            .filter(|slot| slot.sort == Sort::People)?;
        slot.state.clone()
    }

    /// The known issue whose name covers `token`.
    pub fn issue(&self, token: usize) -> Option<&str> {
        self.issues
            .iter()
            .find(|((first, end), _)| (*first..*end).contains(&token))
            .map(|(_, slug)| slug.as_str())
    }
}

struct Reader<'a> {
    lexicon: &'a Lexicon,
    memory: &'a mut Memory,
    text: &'a str,
    parse: &'a Parse,
    /// Folded words.
    words: Vec<String>,
    scene: Scene,
}

impl Reader<'_> {
    fn word(&self, index: usize) -> &str {
        self.parse.word(self.text, index)
    }

    fn is_capitalised(&self, index: usize) -> bool {
        self.word(index).starts_with(char::is_uppercase)
    }

    /// The longest known phrases, left to right: of issues, or of everything else. An issue's
    /// name may hold an actor's ("sanctions on Iran").
    fn matches(&self, issues: bool) -> Vec<Match> {
        let tables = &self.lexicon.tables;
        let count = self.words.len();
        let mut found = Vec::new();
        let mut start = 0;
        while start < count {
            let longest = tables.longest.min(count - start);
            let hit = (1..=longest).rev().find_map(|length| {
                let end = start + length;
                let mut senses: Vec<Sense> = Vec::new();
                let at = self.memory.published;
                let written = self.parse.words(self.text, (start, end));
                if let Some(known) = tables.exact.get(written) {
                    senses.extend(known);
                    tables.keep_current(written, &mut senses, at);
                }
                let phrase = self.words[start..end].join(" ");
                if let Some(known) = tables.senses.get(&phrase) {
                    let named = (start..end).any(|index| self.is_capitalised(index));
                    let mut known = known.clone();
                    known
                        .retain(|sense| named || matches!(sense, Sense::Role(_) | Sense::Issue(_)));
                    tables.keep_current(&phrase, &mut known, at);
                    senses.extend(known);
                }
                senses.retain(|sense| matches!(sense, Sense::Issue(_)) == issues);
                (!senses.is_empty()).then_some(Match {
                    tokens: (start, end),
                    senses,
                })
            });
            match hit {
                Some(hit) => {
                    start = hit.tokens.1;
                    found.push(hit);
                }
                None => start += 1,
            }
        }
        found
    }

    /// The token of a range whose head is outside it.
    fn head_of(&self, (first, end): (usize, usize)) -> usize {
        (first..end)
            .find(|&index| {
                self.parse.tokens[index]
                    .head
                    .is_none_or(|head| !(first..end).contains(&head))
            })
            .unwrap_or(end - 1)
    }

    /// Whether the sentence is written as titles are: "Are Chile And Peru Friends Again?"
    fn is_title_case(&self) -> bool {
        let long = |index: &usize| self.words[*index].len() > 3;
        let words = || (0..self.words.len()).filter(long);
        words().count() > 4
            && words().all(|index| !self.word(index).starts_with(char::is_lowercase))
    }

    /// Whether the words of a range are part of a longer name: "Israel Donnelly", "South
    /// Azerbaijan", "Jordan Street".
    fn is_part_of_longer_name(&self, (first, end): (usize, usize)) -> bool {
        let known = |index: usize| {
            self.lexicon.tables.senses.contains_key(&self.words[index])
                || self.lexicon.tables.exact.contains_key(self.word(index))
        };
        let propn = |index: usize| {
            self.parse.tokens[index].upos == Upos::Propn && self.is_capitalised(index)
        };
        let flat = |index: usize| self.parse.has_deprel(index, "flat");
        // A name goes on after it, as a person's does; in a title every word has a capital.
        if !self.is_title_case() && end < self.words.len() && propn(end) && flat(end) && !known(end)
        {
            return true;
        }
        // It is itself the later part of a person's name: "Chad Jordan".
        if first > 0 && flat(first) && propn(first - 1) && !known(first - 1) {
            return true;
        }
        // "South Azerbaijan", "New Mexico".
        first > 0
            && matches!(
                self.words[first - 1].as_str(),
                "south" | "north" | "east" | "west" | "new" | "southern" | "northern" | "greater"
            )
            && self.is_capitalised(first - 1)
            && (first > 1 || !self.words[0].ends_with("ern"))
    }

    fn put(&mut self, (first, end): (usize, usize), actors: &[ActorRef], sort: Sort) {
        for index in first..end {
            let slot = &mut self.scene.slots[index];
            slot.actors = actors.to_vec();
            slot.sort = sort;
        }
    }

    /// Names, adjectives, peoples, places, roles and issues, by the lexicon.
    fn names(&mut self) {
        let all = self.matches(true).into_iter().chain(self.matches(false));
        for Match { tokens, senses } in all.collect::<Vec<_>>() {
            let phrase = self.parse.words(self.text, tokens).to_owned();
            let tables = &self.lexicon.tables;
            let mut place = None;
            let mut actor = None;
            let mut people_of = None;
            for sense in &senses {
                match *sense {
                    Sense::Name(index) => {
                        let entry = &tables.actors[index];
                        actor = actor.or(Some((entry.to_ref(&phrase), Sort::Name)));
                    }
                    Sense::Adjective(index) => {
                        let entry = tables.actors[index].to_ref(&phrase);
                        // "the French" are the state; "French" before a noun is its modifier.
                        actor = actor.or(Some((entry, Sort::Adjective)));
                    }
                    Sense::People(index) => {
                        let entry = &tables.actors[index];
                        let people = ActorRef {
                            id: format!("{}-people", entry.id.to_lowercase()),
                            name: phrase.clone(),
                            sector: Some(Sector::Cvl),
                            ..entry.to_ref(&phrase)
                        };
                        people_of = Some(entry.to_ref(&phrase));
                        actor = actor.or(Some((people, Sort::People)));
                    }
                    Sense::Capital(index) => {
                        let entry = &tables.actors[index];
                        let government = ActorRef {
                            sector: Some(Sector::Gov),
                            ..entry.to_ref(&phrase)
                        };
                        actor = actor.or(Some((government, Sort::Capital)));
                        let named = PlaceRef::new(phrase.clone(), entry.country.clone());
                        place = place.or(Some(named));
                    }
                    Sense::Place(index) => {
                        let entry = &tables.places[index];
                        let named = PlaceRef::new(entry.name.clone(), entry.country.clone());
                        place = place.or(Some(named));
                    }
                    Sense::Issue(index) => {
                        let id = tables.issues[index].id.clone();
                        self.scene.issues.push((tokens, id));
                    }
                    Sense::Role(sector) => {
                        for index in tokens.0..tokens.1 {
                            self.scene.roles[index] = Some(sector);
                        }
                    }
                }
            }
            let is_state_like = actor.as_ref().is_some_and(|(actor, sort)| {
                *sort == Sort::Name && actor.id.len() == 3 || *sort == Sort::Capital
            });
            if (is_state_like || place.is_some()) && self.is_part_of_longer_name(tokens) {
                continue;
            }
            if let Some((actor, sort)) = &actor
                && *sort == Sort::Name
                && place.is_none()
                && actor.country.as_deref() == Some(actor.id.as_str())
            {
                place = Some(PlaceRef::new(actor.name.clone(), actor.country.clone()));
            }
            if let Some(place) = place {
                let place = place.located(self.located(tokens));
                for index in tokens.0..tokens.1 {
                    self.scene.slots[index].place = Some(place.clone());
                }
            }
            if let Some((actor, sort)) = actor {
                self.put(tokens, &[actor], sort);
                if sort == Sort::People {
                    for index in tokens.0..tokens.1 {
                        self.scene.slots[index].state.clone_from(&people_of);
                    }
                }
            }
        }
        self.unknown_places();
    }

    /// Where the place lies whose name these tokens are.
    fn located(&self, (first, end): (usize, usize)) -> Option<&Located> {
        let tokens = self.parse.tokens.get(first..end)?;
        let span = Span::new(tokens.first()?.span.start, tokens.last()?.span.end);
        self.memory.located(span)
    }

    /// Names of places that the lexicon does not know.
    fn unknown_places(&mut self) {
        for mention in &self.parse.mentions {
            let (first, end) = mention.tokens;
            let free = (first..end).all(|index| {
                self.scene.slots[index].actors.is_empty() && self.scene.slots[index].place.is_none()
            });
            if mention.kind == MentionKind::Place && free {
                let name = self.parse.words(self.text, mention.tokens).to_owned();
                let place = PlaceRef::new(name, None).located(self.located(mention.tokens));
                for index in first..end {
                    self.scene.slots[index].place = Some(place.clone());
                }
            }
        }
    }

    /// Stretches of a person's name: mentions of the kind, without title and country.
    fn person_names(&self) -> Vec<(usize, usize)> {
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
                        || self.memory.surnames.contains_key(&self.words[first])
                        || self.role_of((first, end)).is_some()
                        || self.scene.slots[first].place.is_none()
                            && self.parse.tokens[first].upos == Upos::Propn
                            && (self.parse.has_deprel(first, "nsubj")
                                || self.parse.has_deprel(first, "obl:agent"))
                }
                _ => single && self.memory.surnames.contains_key(&self.words[first]),
            };
            if person && (first..end).all(|index| self.scene.sort(index) == Sort::None) {
                found.push((first, end));
            }
        }
        // Surnames that the tagger did not see as names.
        for index in 0..self.words.len() {
            if self.is_capitalised(index)
                && self.scene.sort(index) == Sort::None
                && self.memory.surnames.contains_key(&self.words[index])
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
    fn role_of(&self, range: (usize, usize)) -> Option<usize> {
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
            .or_else(|| above.filter(|&above| joined(head) && self.scene.roles[above].is_some()));
        // The word right before a name: "President X", "foreign minister X".
        by_tree.or_else(|| {
            range
                .0
                .checked_sub(1)
                .filter(|&before| self.scene.roles[before].is_some())
        })
    }

    /// Persons by name: known ones, those named before, and new ones with their role.
    fn people(&mut self) {
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
                let country = role
                    .and_then(|role| self.owner(role))
                    .or_else(|| self.owner(head))
                    .and_then(|owner| owner.country);
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
                || self.memory.surnames.contains_key(&surname)
                || self.role_of(range).is_some()
            {
                self.memory.surnames.insert(surname, actor.clone());
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
                self.memory
                    .surnames
                    .insert(family.to_owned(), actor.clone());
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

    /// Whose the noun at `index` is: the actor of a possessive, adjective, compound or "of".
    fn owner(&self, index: usize) -> Option<ActorRef> {
        self.owner_token(index)
            .and_then(|token| self.scene.at(token).first())
            .cloned()
    }

    fn owner_token(&self, index: usize) -> Option<usize> {
        let mut best: Option<(u8, usize)> = None;
        for child in self.parse.children(index) {
            let deprel = self.parse.tokens[child].deprel;
            let sort = self.scene.sort(child);
            let rank = match deprel {
                "nmod:poss" => 0,
                "amod" if sort == Sort::Adjective => 1,
                "compound" | "nmod:desc" | "nmod:unmarked" | "flat" if sort != Sort::None => 2,
                "nmod" if self.has_case(child, &["of"]) => 3,
                "nmod" if sort == Sort::Capital && self.has_case(child, &["in"]) => 4,
                "nmod" if sort == Sort::Name && self.has_case(child, &["in", "from"]) => 5,
                _ => continue,
            };
            if !self.scene.at(child).is_empty() && best.is_none_or(|(other, _)| rank < other) {
                best = Some((rank, child));
            }
        }
        best.map(|(_, token)| token)
    }

    fn has_case(&self, index: usize, cases: &[&str]) -> bool {
        self.parse
            .children_by(index, "case")
            .any(|case| cases.contains(&self.words[case].as_str()))
    }

    fn is_subject(&self, index: usize) -> bool {
        let token = &self.parse.tokens[index];
        token.deprel.starts_with("nsubj")
            || token.deprel == "conj"
                && token
                    .head
                    .is_some_and(|head| self.parse.tokens[head].deprel.starts_with("nsubj"))
    }

    /// Left to right: pronouns and descriptions from what stands before them, role nouns from
    /// their owners; and what each sentence leaves for the next.
    fn descriptions(&mut self) {
        let mut body_subjects: Vec<ActorRef> = Vec::new();
        let mut bodies: Vec<ActorRef> = Vec::new();
        let mut people: Vec<ActorRef> = Vec::new();
        let mut spent_until = 0;
        for index in 0..self.words.len() {
            if self.scene.sort(index) == Sort::None {
                let found = self.anaphor(index, &body_subjects, &bodies, &people);
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
            }
            let sort = self.scene.sort(index);
            let subject = self.is_subject(index);
            // "The man who ended it was X": what follows is about X.
            let presented = self.parse.children_by(index, "cop").next().is_some();
            for actor in self.scene.at(index).to_vec() {
                let person = self.is_person(&actor);
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
                    self.memory.note_pair(&group);
                    spent_until = index + 1;
                }
            }
        }
    }

    /// "ethnic Serbs in Kosovo", "Kosovo Serbs": a group, not the citizens of the kin state.
    fn kin_people(&mut self, index: usize) {
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

    fn is_person(&self, actor: &ActorRef) -> bool {
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

    /// The actors coordinated under `index`, itself first.
    fn group(&self, index: usize) -> Vec<ActorRef> {
        let mut group: Vec<ActorRef> = self.scene.at(index).to_vec();
        if self.parse.tokens[index].deprel == "conj" {
            return Vec::new();
        }
        for child in self.parse.children_by(index, "conj") {
            for actor in self.scene.at(child) {
                let named = matches!(self.scene.sort(child), Sort::Name | Sort::Capital);
                if named && !group.iter().any(|known| known.id == actor.id) {
                    group.push(actor.clone());
                }
            }
        }
        group
    }

    fn anaphor(
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
                } else if memory.pair.len() == 2 && memory.pair_age <= 2 {
                    pair()
                } else {
                    one(memory.bodies.iter().rev().take(4).find(plural))
                }
            }
            // "We are not allies", said of the two that the text is about.
            "we" if self.is_subject(index)
                && self.parse.tokens[index].head.is_some_and(|head| {
                    self.parse.children_by(head, "cop").next().is_some()
                        && self.parse.tokens[head].upos == Upos::Noun
                }) =>
            {
                memory.main_pair.iter().map(with_text).collect()
            }
            "both"
                if self.parse.has_deprel(index, "nsubj") || self.parse.has_deprel(index, "obj") =>
            {
                pair()
            }
            "two" if self.parse.tokens[index].deprel.starts_with("nsubj") => pair(),
            "countries" | "nations" | "neighbours" | "neighbors" | "sides" | "states"
            | "governments" | "powers" | "parties" | "capitals" | "rivals" | "republics"
            | "foes" => {
                let both = self
                    .parse
                    .children(index)
                    .any(|child| matches!(self.words[child].as_str(), "two" | "both" | "these"));
                if both { pair() } else { Vec::new() }
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
            "neighbour" | "neighbor" => self.opposite(index, bodies),
            // "The Polisario Front ... the front"
            "front" | "movement" | "group" | "organisation" | "organization" | "militia"
            | "union" | "league" | "party" | "bloc" | "alliance" => {
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
                if definite && bare {
                    one(memory.bodies.iter().rev().take(6).find(meant))
                } else {
                    Vec::new()
                }
            }
            "country" | "republic" | "nation" | "kingdom" | "regime" => {
                let definite = self
                    .parse
                    .children(index)
                    .any(|child| matches!(self.words[child].as_str(), "the" | "this"));
                let bare = self.parse.children(index).all(|child| {
                    matches!(self.parse.tokens[child].deprel, "det" | "case" | "punct")
                });
                if !(definite && bare) {
                    return Vec::new();
                }
                let state = |actor: &&ActorRef| actor.country.as_deref() == Some(actor.id.as_str());
                one(body_subjects
                    .iter()
                    .rev()
                    .find(state)
                    .or_else(|| memory.body_subjects.iter().rev().find(state))
                    .or_else(|| memory.bodies.iter().rev().find(state)))
            }
            _ => Vec::new(),
        }
    }

    /// "accused its neighbour", of the two that the text is about: the other one.
    fn opposite(&self, index: usize, bodies: &[ActorRef]) -> Vec<ActorRef> {
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
            bodies.iter().rev().find(|actor| {
                actor.country.as_deref() == Some(actor.id.as_str()) && actor.id != state
            })
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
    fn plural_before(&self, index: usize, barred: &[String]) -> Option<ActorRef> {
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
    fn co_arguments(&self, index: usize) -> Vec<String> {
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
                    clause = head
                }
                _ => break,
            }
        }
        Vec::new()
    }

    /// "It is said that", "it was the first time".
    fn is_expletive(&self, index: usize) -> bool {
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

    /// The known person whose title the role is: "President Putin", "the premier, Ahmet Davutoglu".
    fn bearer(&self, index: usize) -> Option<ActorRef> {
        self.scene.roles[index]?;
        let named = |token: usize| {
            let actor = self
                .scene
                .at(token)
                .first()
                .filter(|_| self.scene.sort(token) == Sort::Name)?;
            self.is_person(actor).then(|| actor.clone())
        };
        let token = &self.parse.tokens[index];
        let title = matches!(token.deprel, "nmod:desc" | "compound" | "flat" | "amod");
        let above = token.head.filter(|_| title).and_then(named);
        above.or_else(|| {
            self.parse
                .children(index)
                .filter(|&child| {
                    matches!(
                        self.parse.tokens[child].deprel,
                        "appos" | "flat" | "nmod:desc"
                    )
                })
                .find_map(named)
        })
    }

    /// A noun that names a role, for each whose it is: "Iranian troops", "gunmen", "the leaders
    /// of Egypt and Sudan", "the two armies".
    fn role_phrases(&self, index: usize) -> Vec<ActorRef> {
        if let Some(person) = self.bearer(index) {
            return vec![person];
        }
        let Some(first) = self.role_phrase(index, None) else {
            return Vec::new();
        };
        let sector = first.sector;
        let mut found = vec![first];
        if let Some(owner) = self.owner_token(index) {
            for other in self.parse.children_by(owner, "conj") {
                let named = matches!(
                    self.scene.sort(other),
                    Sort::Name | Sort::Adjective | Sort::Capital
                );
                if let Some(actor) = self.scene.at(other).first().filter(|_| named)
                    && let Some(more) = self.role_phrase(index, Some(actor.clone()))
                    && !found.iter().any(|known| known.id == more.id)
                {
                    found.push(more);
                }
            }
        } else if sector.is_some_and(|sector| STATE_ITSELF.contains(&sector))
            && self
                .parse
                .children(index)
                .any(|child| matches!(self.words[child].as_str(), "two" | "both"))
        {
            let recent = self.memory.pair.len() == 2 && self.memory.pair_age <= 1;
            let pair = if recent {
                &self.memory.pair
            } else {
                &self.memory.main_pair
            };
            if pair.len() == 2 {
                let text = self.phrase(index);
                return pair
                    .iter()
                    .map(|actor| ActorRef {
                        sector,
                        text: text.clone(),
                        ..actor.clone()
                    })
                    .collect();
            }
        }
        found
    }

    /// The role noun's last bearers, where this mention says of nobody whose they are; and
    /// remembers those of whom it is said.
    fn again(&mut self, index: usize, described: Vec<ActorRef>) -> Vec<ActorRef> {
        let noun = self.parse.tokens[index].lemma.to_lowercase();
        if let [actor] = &described[..] {
            let definite = self.parse.children(index).any(|child| {
                matches!(
                    self.words[child].as_str(),
                    "the" | "two" | "three" | "four" | "these" | "those" | "this" | "both"
                )
            });
            let bare = self.parse.children(index).all(|child| {
                matches!(
                    self.parse.tokens[child].deprel,
                    "det" | "nummod" | "case" | "punct" | "cc" | "conj" | "acl:relcl" | "advmod"
                )
            });
            if actor.country.is_some() {
                self.memory.roles.insert(noun, actor.clone());
            } else if definite
                && bare
                && let Some(before) = self.memory.roles.get(&noun)
            {
                return vec![ActorRef {
                    text: actor.text.clone(),
                    ..before.clone()
                }];
            }
        }
        described
    }

    fn role_phrase(&self, index: usize, owner: Option<ActorRef>) -> Option<ActorRef> {
        let sector = self.scene.roles[index]?;
        let token = &self.parse.tokens[index];
        if !matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj)
            || token.deprel == "compound"
            || token.deprel == "amod"
        {
            return None;
        }
        // In "foreign ministry" the whole phrase is the role; its head stands for it.
        if token.head.is_some_and(|head| {
            self.scene.roles[head] == Some(sector)
                && index.abs_diff(head) == 1
                && matches!(token.deprel, "compound" | "amod" | "flat")
        }) {
            return None;
        }
        let phrase = self.phrase(index);
        let against = self.parse.children(index).any(|child| {
            AGAINST_STATE.contains(&self.words[child].as_str())
                || matches!(
                    self.scene.roles[child],
                    Some(Sector::Reb | Sector::Opp | Sector::Uaf)
                ) && matches!(self.parse.tokens[child].deprel, "compound" | "amod")
        });
        let owner = owner
            .or_else(|| self.owner(index))
            .or_else(|| self.implied_owner(index));
        if owner.is_none() && THINGS.contains(&self.parse.tokens[index].lemma.as_str()) {
            return None;
        }
        let region = self.parse.children_by(index, "nmod").find_map(|child| {
            self.scene
                .place(child)
                .filter(|_| self.has_case(child, &["in", "of", "from"]))
        });
        match owner {
            Some(owner) if !against && STATE_ITSELF.contains(&sector) => {
                // An organ of a state, or of an organisation.
                Some(ActorRef {
                    text: phrase,
                    sector: Some(sector),
                    ..owner
                })
            }
            owner => {
                let country = owner
                    .as_ref()
                    .and_then(|owner| owner.country.clone())
                    .or_else(|| region.and_then(|region| region.country.clone()));
                let modifiers: Vec<&str> = self
                    .parse
                    .children(index)
                    .filter(|&child| child < index)
                    .filter(|&child| {
                        matches!(self.parse.tokens[child].deprel, "amod" | "compound")
                            && (self.scene.roles[child].is_some()
                                || AGAINST_STATE.contains(&self.words[child].as_str()))
                    })
                    .map(|child| self.words[child].as_str())
                    .collect();
                let mut words = modifiers;
                words.push(&self.words[index]);
                let own = words.join("-");
                let id = match (&owner, &country) {
                    (Some(_), Some(country)) => format!("{}-{own}", country.to_lowercase()),
                    _ => own,
                };
                let former = self
                    .parse
                    .children(index)
                    .any(|child| self.words[child] == "former");
                let sector = match sector {
                    _ if former => Sector::Elt,
                    sector if against && sector.is_state_organ() => Sector::Reb,
                    sector => sector,
                };
                Some(ActorRef {
                    id: slug(&id),
                    name: phrase.clone(),
                    text: phrase,
                    country,
                    sector: Some(sector),
                })
            }
        }
    }

    /// The state that "the government" or "the foreign ministry" belongs to: the one that acted
    /// last in the text.
    fn implied_owner(&self, index: usize) -> Option<ActorRef> {
        let definite = self
            .parse
            .children(index)
            .any(|child| self.words[child] == "the");
        let plain = self.parse.children(index).all(|child| {
            matches!(
                self.parse.tokens[child].deprel,
                "det"
                    | "amod"
                    | "case"
                    | "punct"
                    | "acl:relcl"
                    | "compound"
                    | "cop"
                    | "nsubj"
                    | "cc"
                    | "conj"
            ) && self.scene.sort(child) == Sort::None
        });
        if !definite || !plain || !BODIES.contains(&self.parse.tokens[index].lemma.as_str()) {
            return None;
        }
        let is_state = |actor: &&ActorRef| actor.country.as_deref() == Some(actor.id.as_str());
        self.memory
            .body_subjects
            .iter()
            .rev()
            .take(2)
            .find(is_state)
            .cloned()
    }

    /// The words of the noun phrase up to its head, without article.
    fn phrase(&self, index: usize) -> String {
        let mut first = self
            .parse
            .children(index)
            .filter(|&child| {
                matches!(
                    self.parse.tokens[child].deprel,
                    "amod" | "compound" | "nmod:poss" | "nummod" | "nmod:desc"
                )
            })
            .chain([index])
            .min()
            .unwrap_or(index);
        while first < index && matches!(self.parse.tokens[first].upos, Upos::Det | Upos::Punct) {
            first += 1;
        }
        self.parse.words(self.text, (first, index + 1)).to_owned()
    }
}
