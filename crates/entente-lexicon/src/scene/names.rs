//! Names, adjectives, peoples, places, roles and issues, by the lexicon.

use entente_model::{ActorRef, Sector, Span};
use entente_text::{MentionKind, Upos};

use super::{PlaceRef, Reader, Sort};
use crate::Located;
use crate::data::Sense;
use crate::indices::{GIVEN_NAMES, NAMESAKES};
use crate::lookup::Match;

impl Reader<'_> {
    /// The longest known phrases, left to right: of issues, or of everything else. An issue's
    /// name may hold an actor's ("sanctions on Iran").
    pub(super) fn matches(&self, issues: bool) -> Vec<Match> {
        let mut found = Vec::new();
        let mut start = 0;
        while start < self.words.len() {
            let hit = self.lexicon.longest(
                &self.words,
                |from, to| self.parse.words(self.text, (from, to)),
                start,
                self.memory.published,
                |sense, to| match sense {
                    Sense::Issue(_) => issues,
                    Sense::Role(_) => !issues,
                    Sense::Name(_) if self.is_department((start, to)) => !issues,
                    // "the peshmerga", which some write without capitals
                    _ => {
                        let upos = |index: usize| self.parse.tokens[index].upos;
                        let named =
                            |index| self.is_capitalised(index) || upos(index) == Upos::Propn;
                        !issues && (start..to).any(named)
                    }
                },
            );
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

    /// "the state department", "the foreign office": names of bodies that some papers write without capitals.
    fn is_department(&self, (first, end): (usize, usize)) -> bool {
        let last = end.checked_sub(1).map_or("", |last| &self.words[last]);
        end - first > 1
            && matches!(last, "department" | "office")
            && first
                .checked_sub(1)
                .is_some_and(|before| self.words[before] == "the")
    }

    /// Whether the sentence is written as titles are: "Are Chile And Peru Friends Again?"
    pub(super) fn is_title_case(&self) -> bool {
        let long = |index: &usize| self.words[*index].len() > 3;
        let words = || (0..self.words.len()).filter(long);
        words().count() > 4
            && words().all(|index| !self.word(index).starts_with(char::is_lowercase))
    }

    /// Whether the words of a range are part of a longer name: "Israel Donnelly", "South
    /// Azerbaijan", "Jordan Street".
    pub(super) fn is_part_of_longer_name(&self, (first, end): (usize, usize)) -> bool {
        let known = |index: usize| self.lexicon.knows_word(self.word(index));
        let propn = |index: usize| {
            self.parse.tokens[index].upos == Upos::Propn && self.is_capitalised(index)
        };
        let flat = |index: usize| self.parse.has_deprel(index, "flat");
        // A name goes on after it, as a person's does; in a title every word has a capital.
        let goes_on = !self.is_title_case() && end < self.words.len() && propn(end) && !known(end);
        if goes_on && flat(end) {
            return true;
        }
        // "Jordan Peterson": a given name, whatever the tree says.
        let given = end - first == 1 && GIVEN_NAMES.contains(&self.words[first]);
        if goes_on
            && given
            && !self.word(end).chars().all(char::is_uppercase)
            && self.lexicon.noun(&self.words[end]).is_none()
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

    /// Names, adjectives, peoples, places, roles and issues, by the lexicon.
    pub(super) fn names(&mut self) {
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
                        let kin = entry.kin.as_deref().and_then(|kin| self.lexicon.actor(kin));
                        people_of = people_of.or_else(|| kin.map(|kin| kin.to_ref(&phrase)));
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
                        place =
                            place.or(Some(PlaceRef::new(phrase.clone(), entry.country.clone())));
                    }
                    Sense::Place(index) => {
                        let entry = &tables.places[index];
                        place = place.or(Some(PlaceRef::new(
                            entry.name.clone(),
                            entry.country.clone(),
                        )));
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
            // "Argentine farmers", where the word is a name of the state as well.
            let adjective = senses.iter().find_map(|sense| match *sense {
                Sense::Adjective(index) => Some(index),
                _ => None,
            });
            if let Some(index) = adjective
                && self.parse.has_deprel(self.head_of(tokens), "amod")
            {
                actor = Some((tables.actors[index].to_ref(&phrase), Sort::Adjective));
            }
            let is_state_like = actor.as_ref().is_some_and(|(actor, sort)| {
                *sort == Sort::Name && actor.id.len() == 3 || *sort == Sort::Capital
            });
            if (is_state_like || place.is_some()) && self.is_part_of_longer_name(tokens) {
                continue;
            }
            if is_state_like || place.is_some() {
                let own = actor
                    .as_ref()
                    .and_then(|(actor, _)| actor.country.as_deref())
                    .or_else(|| place.as_ref()?.country.as_deref());
                if let Some(other) = self.namesake(tokens, own) {
                    if other.is_some() {
                        let place = PlaceRef::new(phrase.clone(), other);
                        for index in tokens.0..tokens.1 {
                            self.scene.slots[index].place = Some(place.clone());
                        }
                    }
                    continue;
                }
            }
            if actor.is_some() && self.is_compass(tokens) {
                continue;
            }
            if let Some((body, Sort::Name)) = &actor
                && self.is_of_another_state(tokens, body)
            {
                let noun = self.lexicon.noun(&self.words[tokens.0]);
                self.scene.roles[tokens.0] = noun;
                continue;
            }
            if let Some((_, Sort::Capital)) = actor
                && self.is_of_meeting(tokens)
            {
                actor = None;
            }
            if let Some((actor, sort)) = &actor
                && *sort == Sort::Name
                && place.is_none()
                && actor.is_state()
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
                if people_of.is_some() {
                    for index in tokens.0..tokens.1 {
                        self.scene.slots[index].state.clone_from(&people_of);
                    }
                }
            }
        }
        self.unknown_places();
        self.unknown_bodies();
    }

    /// "Peru's Congress": whether a body's name of one word stands behind another state, whose body of that kind it is.
    fn is_of_another_state(&self, (first, end): (usize, usize), body: &ActorRef) -> bool {
        let Some(country) = body.country.as_ref().filter(|_| end - first == 1) else {
            return false;
        };
        let possessive = first >= 2 && self.words[first - 1] == "'s";
        let before = first.checked_sub(if possessive { 2 } else { 1 });
        let owner = before.and_then(|at| {
            let adjective = self.scene.sort(at) == Sort::Adjective;
            self.scene
                .at(at)
                .first()
                .filter(|_| possessive || adjective)
        });
        owner.is_some_and(|it| it.is_state() && it.country.as_ref() != Some(country))
            && self.lexicon.noun(&self.words[first]).is_some()
    }

    /// Bodies that the lexicon does not know: as written, with what their words tell. Their acronym means
    /// them later.
    fn unknown_bodies(&mut self) {
        for mention in &self.parse.mentions {
            let (first, end) = mention.tokens;
            let free = (first..end).all(|index| {
                let slot = &self.scene.slots[index];
                slot.actors.is_empty() && slot.place.is_none() && self.scene.roles[index].is_none()
            });
            if mention.kind != MentionKind::Organisation || !free {
                continue;
            }
            let phrase = self.parse.words(self.text, mention.tokens);
            let actor = if end - first == 1 {
                let before = self.memory.short_names.get(phrase);
                before.map(|before| ActorRef {
                    text: phrase.to_owned(),
                    ..before.clone()
                })
            } else {
                let at = self.memory.published;
                let told = self.lexicon.resolve_phrase(phrase, at, None);
                let told = told.filter(|told| told.known || told.actor.sector.is_some());
                told.map(|told| told.actor)
            };
            let Some(actor) = actor else { continue };
            let initials: String = (first..end)
                .filter(|&index| self.is_capitalised(index))
                .filter_map(|index| self.word(index).chars().next())
                .collect();
            if initials.len() > 2 {
                self.memory.short_names.insert(&initials, &actor);
            }
            self.put(mention.tokens, &[actor], Sort::Name);
        }
    }

    /// Whether a name means something else here than what the lexicon has it for, `own` country: a
    /// city of that name in a province that is named behind it, a namesake in its company. The inner
    /// value is the other's country.
    fn namesake(
        &mut self,
        (first, end): (usize, usize),
        own: Option<&str>,
    ) -> Option<Option<String>> {
        let namesakes = &*NAMESAKES;
        let comma = |index: usize| self.words.get(index).is_some_and(|word| word == ",");
        // "Paris, Texas".
        if comma(end) {
            let province = (1..=3).rev().find_map(|length| {
                let stop = end + 1 + length;
                let name = self.words.get(end + 1..stop)?.join(" ");
                let state = self
                    .lexicon
                    .senses(&name, self.memory.published)
                    .into_iter()
                    .find_map(|sense| match sense {
                        Sense::Name(index) => self.lexicon.tables.actors[index].country.clone(),
                        _ => None,
                    });
                let country = namesakes.country_of_province(&name)?;
                let capitalised = self.is_capitalised(end + 1);
                (capitalised && state.as_deref() != own && own != Some(country))
                    .then(|| country.to_owned())
            });
            if province.is_some() {
                return Some(province);
            }
        }
        let name = self.words[first..end].join(" ");
        // "Athens, Georgia": the city before it is in the other one.
        let before = first
            .checked_sub(2)
            .filter(|_| comma(first.wrapping_sub(1)));
        if let (Some(before), Some(country)) = (before, namesakes.country_of_province(&name)) {
            let there = self
                .scene
                .place(before)
                .and_then(|place| place.country.as_deref());
            if there == Some(country) && own != Some(country) {
                return Some(Some(country.to_owned()));
            }
        }
        let other = namesakes.of(&name)?;
        let meant = other.is_meant(&self.words);
        let known = &mut self.memory.namesakes;
        if let Some(meant) = meant {
            known.retain(|(word, _)| *word != name);
            known.push((name.clone(), meant));
        }
        let settled = known.iter().any(|(word, meant)| *word == name && *meant);
        settled.then(|| other.country.clone())
    }

    /// "West" and "Gulf" are groupings of states with "the" before them, and nothing behind.
    fn is_compass(&self, (first, end): (usize, usize)) -> bool {
        let compass = matches!(
            self.words[first].as_str(),
            "west" | "east" | "gulf" | "south"
        );
        let definite = first > 0 && self.words[first - 1] == "the";
        end - first == 1
            && compass
            && !(definite && (end >= self.words.len() || !self.is_capitalised(end)))
    }

    /// "the Riyadh agreement", "the Geneva talks": the city in which it came about.
    fn is_of_meeting(&self, tokens: (usize, usize)) -> bool {
        let token = &self.parse.tokens[self.head_of(tokens)];
        let met = |head: usize| {
            matches!(
                self.parse.tokens[head].lemma.as_ref(),
                "agreement"
                    | "accord"
                    | "treaty"
                    | "protocol"
                    | "convention"
                    | "declaration"
                    | "talk"
                    | "conference"
                    | "summit"
                    | "congress"
                    | "process"
                    | "communique"
                    | "meeting"
            )
        };
        matches!(token.deprel, "compound" | "nmod:desc" | "amod") && token.head.is_some_and(met)
    }

    /// Where the place lies whose name these tokens are.
    fn located(&self, (first, end): (usize, usize)) -> Option<&Located> {
        let tokens = self.parse.tokens.get(first..end)?;
        let span = Span::new(tokens.first()?.span.start, tokens.last()?.span.end);
        self.memory.located(span)
    }

    /// Names of places that the lexicon does not know.
    pub(super) fn unknown_places(&mut self) {
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
}
