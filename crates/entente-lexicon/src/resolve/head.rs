//! The head of a noun phrase: a name, a role, a noun that tells a sector, or nothing that is known.

use entente_model::{ActorRef, Sector};

use super::Resolution;
use super::describe::Description;
use super::noun_phrase::{Item, Reader};
use super::words::{BACKED, BASED, DETERMINERS, FORMER, RELATIONAL};
use crate::data::{ActorKind, Sense};
use crate::indices::GIVEN_NAMES;

impl Reader<'_> {
    /// A known person, with or without titles before.
    pub(super) fn named_person(
        &self,
        index: usize,
        name: &Item,
        first: usize,
        end: usize,
    ) -> Resolution {
        let why = format!("a name of {}", self.lexicon.tables.actors[index].name);
        let text = self.raw(name.first, name.end);
        let mut reading = self.lexicon.person(index, text, self.at, why);
        let former = (first..name.first).any(|index| self.is(index, FORMER));
        if former {
            reading.actor.sector = Some(Sector::Elt);
            reading.why.push("held the office once".to_owned());
        }
        // "Senator X", of whom the tables do not know that office then.
        let title = self.items(first, name.first);
        let title = title.last().and_then(|item| self.role(item));
        if let Some(sector) = title.filter(|_| !former && reading.office.is_none()) {
            reading.actor.sector = Some(sector);
            reading.why.push(format!("by the title: {sector}"));
        }
        reading.actor.text = self.raw(first, end).to_owned();
        reading
    }

    /// A known body, people or capital at the end, which titles and adjectives may stand before.
    pub(super) fn named_body(
        &self,
        sense: Sense,
        index: usize,
        items: &[Item],
        first: usize,
        end: usize,
    ) -> Vec<Resolution> {
        let Some(last) = items.last() else {
            return Vec::new();
        };
        let text = self.raw(last.first, last.end);
        let modifiers = &items[..items.len() - 1];
        let state = self.lexicon.tables.actors[index].kind == ActorKind::State;
        // "the PRD Mexico": a body, and its state for good measure.
        if state && matches!(sense, Sense::Name(_)) {
            let body = modifiers.iter().rev().find_map(|item| {
                item.senses.iter().find(|sense| match sense {
                    Sense::Name(index) => {
                        self.lexicon.tables.actors[*index].kind == ActorKind::Organisation
                    }
                    _ => false,
                })
            });
            if let Some(body) = body
                && let Some(reading) = self.lexicon.meaning(*body, self.raw(first, end), self.at)
            {
                return vec![reading.scaled(0.95)];
            }
            let sector = modifiers.iter().rev().find_map(|item| self.role(item));
            let between = modifiers.iter().any(|item| self.role(item).is_some());
            if let (Some(sector), true) = (sector, between) {
                let owner = self.lexicon.tables.actors[index].to_ref(text);
                return self.described(first, end, sector, Some(owner), None, modifiers);
            }
        }
        let Some(mut reading) = self.lexicon.meaning(sense, text, self.at) else {
            return Vec::new();
        };
        if matches!(sense, Sense::People(_)) {
            let ethnic = modifiers
                .iter()
                .any(|item| self.is(item.first, &["ethnic", "minority"]));
            let abroad = modifiers
                .iter()
                .find_map(|item| self.owner_of(item)?.country);
            if let Some(country) =
                abroad.filter(|country| reading.actor.country.as_ref() != Some(country))
            {
                reading.actor.id = crate::names::slug(&format!("{country}-{text}"));
                reading.actor.country = Some(country.clone());
                reading.why.push(format!("who live in {country}"));
            } else if ethnic {
                reading.actor.id = crate::names::slug(&format!("ethnic-{text}"));
                reading
                    .why
                    .push("a people, not the citizens of its state".to_owned());
            }
        }
        reading.actor.text = self.raw(first, end).to_owned();
        // "Ada Example say about Russia" is no one phrase: what a determiner begins is another.
        let broken = modifiers
            .iter()
            .any(|item| self.is(item.first, DETERMINERS));
        vec![reading.scaled(if broken { 0.5 } else { 0.97 })]
    }

    /// Whose a head is by the items before it: nationality, country, body, place. Who backs it does
    /// not count.
    pub(super) fn modifier_owner(&self, modifiers: &[Item]) -> Option<ActorRef> {
        let mut owners = modifiers.iter().enumerate().filter_map(|(at, item)| {
            let hyphen = modifiers
                .get(at + 1)
                .is_some_and(|next| self.is(next.first, &["-"]));
            let participle = modifiers.get(at + 2).map_or(item.end, |next| next.first);
            let not_owner = hyphen && (self.is(participle, BACKED) || self.is(participle, BASED))
                || at > 0 && self.is(modifiers[at - 1].first, &["non", "anti", "pro"]);
            if not_owner { None } else { self.owner_of(item) }
        });
        let first = owners.next()?;
        // A body is more than its state: "the US State Department".
        let body = owners.find(|owner| owner.country.as_deref() != Some(owner.id.as_str()));
        Some(body.filter(|_| first.is_state()).unwrap_or(first))
    }

    #[allow(clippy::too_many_arguments, reason = "the parts of one noun phrase")]
    pub(super) fn role_phrase(
        &self,
        items: &[Item],
        mut sector: Sector,
        owner: Option<Resolution>,
        tails: &[(usize, usize, usize)],
        (first, end): (usize, usize),
        against: bool,
        depth: usize,
    ) -> Vec<Resolution> {
        let Some(last) = items.last() else {
            return Vec::new();
        };
        let modifiers = &items[..items.len() - 1];
        let relational = self.is(last.end - 1, RELATIONAL);
        let mut whose = owner
            .as_ref()
            .map(|owner| owner.actor.clone())
            .or_else(|| self.modifier_owner(modifiers));
        let mut taken = None;
        if relational {
            // "intelligence agency officer": of the sector of what stands before.
            taken = modifiers.iter().rev().find_map(|item| self.role(item));
            taken = taken.or_else(|| owner.as_ref().and_then(|owner| owner.actor.sector));
        }
        for &(word, from, to) in tails {
            if !self.is(word, &["of", "for", "with", "at", "in"]) {
                continue;
            }
            let close = self.is(word, &["of", "for"]);
            let Some(inner) = self.noun_phrase(from, to, depth - 1).into_iter().next() else {
                continue;
            };
            if whose.is_none() && (close || relational && inner.actor.sector.is_some()) {
                whose = Some(inner.actor.clone());
            }
            if relational && taken.is_none() && close {
                taken = inner.actor.sector;
            }
        }
        let body = whose
            .as_ref()
            .and_then(|owner| owner.sector.filter(|_| !owner.is_state()));
        if relational || matches!(sector, Sector::Uaf | Sector::Reb) {
            if let Some(other) = taken {
                sector = other;
            } else if let Some(other) = body.filter(|_| whose.as_ref().is_some_and(is_body)) {
                sector = other;
            }
        }
        let region = self.based(modifiers);
        self.described_as(first, end, sector, whose, region, modifiers, against)
    }

    /// "Somalia-based": the country that somebody is in, or from.
    fn based(&self, modifiers: &[Item]) -> Option<String> {
        modifiers.windows(3).find_map(|three| match three {
            [place, hyphen, participle]
                if self.is(hyphen.first, &["-"]) && self.is(participle.first, BASED) =>
            {
                self.owner_of(place)?.country
            }
            _ => None,
        })
    }

    /// A noun that is no role: the sector of the words before it, if they tell one, and whose it is.
    pub(super) fn unknown_noun(
        &self,
        items: &[Item],
        owner: Option<Resolution>,
        tails: &[(usize, usize, usize)],
        (first, end): (usize, usize),
        depth: usize,
    ) -> Vec<Resolution> {
        let Some(last) = items.last() else {
            return Vec::new();
        };
        let modifiers = &items[..items.len() - 1];
        let relational = self.is(last.end - 1, RELATIONAL);
        let sector = modifiers.iter().rev().find_map(|item| self.role(item));
        let inherited = owner
            .as_ref()
            .and_then(|owner| owner.actor.sector)
            .filter(|_| relational);
        let of = tails
            .iter()
            .filter(|(word, _, _)| self.is(*word, &["of", "for"]))
            .find_map(|&(_, from, to)| self.noun_phrase(from, to, depth - 1).into_iter().next());
        let inherited = inherited.or_else(|| {
            of.as_ref()
                .and_then(|of| of.actor.sector)
                .filter(|_| relational)
        });
        let named = self.modifier_owner(items);
        // "the rebel FDLR force", "Boko Haram hideouts": a known body is who is meant.
        if let Some(body) = named
            .as_ref()
            .filter(|owner| is_body(owner) && owner.sector.is_some())
        {
            let why = format!("{} before the noun", body.name);
            let mut reading = Resolution::of(body.clone(), true, 0.75, why);
            reading.actor.text = self.raw(first, end).to_owned();
            return vec![reading];
        }
        let whose = owner
            .map(|owner| owner.actor)
            .or(named)
            .or_else(|| of.map(|of| of.actor));
        match sector.or(inherited) {
            Some(sector) => self
                .described_as(first, end, sector, whose, None, modifiers, false)
                .into_iter()
                .map(|reading| Resolution {
                    known: false,
                    ..reading.scaled(0.8)
                })
                .collect(),
            None => {
                let Some(country) = whose.and_then(|whose| whose.country) else {
                    return Vec::new();
                };
                let why = format!("of {country}, and nothing tells what");
                let text = self.raw(first, end);
                vec![Resolution::as_written(text, Some(country), None, why).scaled(0.8)]
            }
        }
    }

    /// A name that is not known, at the end: with a title, a nationality, or inside a longer name.
    pub(super) fn unknown_name(
        &self,
        items: &[Item],
        owner: Option<&Resolution>,
        first: usize,
        end: usize,
    ) -> Vec<Resolution> {
        let text = self.raw(first, end);
        let is_part = |item: &Item| {
            item.senses.is_empty()
                && item.noun.is_none()
                && (self.is_capitalised(item.first)
                    || self.is(
                        item.first,
                        &[
                            "-", "'", "al", "bin", "ibn", "el", "de", "von", "van", "da", "dos",
                            "abu", "ben", "der", "di",
                        ],
                    ))
        };
        let run = items
            .iter()
            .rposition(|item| !is_part(item))
            .map_or(0, |at| at + 1);
        let (before, name) = items.split_at(run);
        let Some(start) = name.first().map(|item| item.first) else {
            return Vec::new();
        };
        // A known full name with more of it behind: "Jam Kamal Khan | Alyani".
        if let Some(item) = before.last().filter(|item| item.end - item.first > 1)
            && let Some(index) = self.person(item)
        {
            return vec![self.named_person(index, item, first, end).scaled(0.85)];
        }
        // A known body with more of its name behind: "Shin Bet | Security Service".
        if let Some(body) = before
            .last()
            .and_then(|item| self.owner_of(item))
            .filter(is_body)
            && body.sector.is_some()
        {
            let why = format!("{}, and more of its name", body.name);
            let mut reading = Resolution::of(body, true, 0.7, why);
            text.clone_into(&mut reading.actor.text);
            return vec![reading];
        }
        // Known but for the spelling.
        let heard = self.lexicon.by_spelling(self.raw(start, end), self.at);
        if !heard.is_empty() {
            return heard;
        }
        if end - start == 1 {
            let persons = self
                .lexicon
                .by_shared_surname(self.raw(start, end), self.at);
            let country = self.modifier_owner(before).and_then(|owner| owner.country);
            let fits = |reading: &Resolution| country.is_none() || reading.actor.country == country;
            let known: Vec<Resolution> = persons.into_iter().filter(fits).collect();
            if !before.is_empty() && !known.is_empty() {
                return known;
            }
        }
        // "Israel Donnelly": a given name that is a state's, and a surname.
        let (before, start) = match before.last() {
            Some(given)
                if given.end - given.first == 1
                    && self.role(given).is_none()
                    && GIVEN_NAMES.contains(&self.folded[given.first]) =>
            {
                (&before[..before.len() - 1], given.first)
            }
            _ => (before, start),
        };
        let title = before.last().and_then(|item| self.role(item));
        let inside = before.iter().rev().find_map(|item| self.role(item));
        let whose = owner
            .map(|owner| owner.actor.clone())
            .or_else(|| self.modifier_owner(before));
        let country = whose.as_ref().and_then(|owner| owner.country.clone());
        let Some(sector) = title.or(inside) else {
            if start == first && owner.is_none() {
                return Vec::new();
            }
            let Some(country) = country else {
                return Vec::new();
            };
            let why = format!("a name that is not known, of {country}");
            return vec![Resolution::as_written(text, Some(country), None, why).scaled(0.8)];
        };
        let former = before.iter().any(|item| self.is(item.first, FORMER));
        let sector = if former { Sector::Elt } else { sector };
        let name = self.raw(start, end);
        let why = format!("a name that is not known, by its title: {sector}");
        let mut reading = Resolution::as_written(name, country, Some(sector), why);
        reading.actor.id = crate::names::slug(name);
        text.clone_into(&mut reading.actor.text);
        if let Some(title) = before.iter().rev().find(|item| self.role(item).is_some()) {
            reading.sector2 = self
                .lexicon
                .portfolio(self.raw(title.first, title.end), sector);
        }
        reading.score = 0.65;
        vec![reading]
    }

    pub(super) fn described(
        &self,
        first: usize,
        end: usize,
        sector: Sector,
        owner: Option<ActorRef>,
        region: Option<String>,
        modifiers: &[Item],
    ) -> Vec<Resolution> {
        self.described_as(first, end, sector, owner, region, modifiers, false)
    }

    /// A role with its owner: the holder of the office where one is known, the organ of a state, or
    /// people of a country.
    #[allow(clippy::too_many_arguments, reason = "the parts of one noun phrase")]
    fn described_as(
        &self,
        first: usize,
        end: usize,
        sector: Sector,
        owner: Option<ActorRef>,
        region: Option<String>,
        modifiers: &[Item],
        against: bool,
    ) -> Vec<Resolution> {
        let text = self.raw(first, end).to_owned();
        let former = modifiers.iter().any(|item| self.is(item.first, FORMER));
        let title_from = modifiers
            .iter()
            .rposition(|item| self.owner_of(item).is_some())
            .map_or(first, |at| modifiers[at].end);
        let title = self.raw(title_from, end);
        let mut found = Vec::new();
        if let Some(owner) = owner.as_ref().filter(|_| !former && !against) {
            let holders = self.lexicon.holders(title, &owner.id, self.at);
            let alone = holders.len() == 1;
            for (index, office) in holders {
                let why = format!("{} of {} then", office.title, owner.name);
                let mut reading = self.lexicon.person(index, &text, self.at, why);
                reading.sector2 = self.lexicon.portfolio(&office.title, sector);
                reading.actor.sector = Some(sector);
                reading.score = if alone { 0.93 } else { 0.6 };
                found.push(reading);
            }
        }
        // "Boko Haram gunmen" are Boko Haram.
        if let Some(body) = owner
            .as_ref()
            .filter(|owner| is_body(owner) && owner.sector == Some(sector) && !former)
            // "The rebel FDLR force": rebels themselves, and nobody who rebels against them.
            .filter(|_| !against || matches!(sector, Sector::Reb | Sector::Uaf))
        {
            let why = format!("{title}, of {}", body.name);
            let mut reading = Resolution::of(body.clone(), true, 0.8, why);
            reading.actor.text = text;
            found.push(reading);
            return found;
        }
        let organ = owner
            .as_ref()
            .is_some_and(|_| sector.is_state_organ() && !against && !former);
        let whose = owner.as_ref().map(|owner| owner.name.clone());
        let actor = Description {
            text: text.clone(),
            words: self.folded[title_from.min(end)..end]
                .iter()
                .map(String::as_str)
                .collect(),
            sector,
            owner,
            region,
            against,
            former,
        }
        .actor();
        let why = match whose {
            Some(owner) => format!("{title}: {}, of {owner}", sector.name()),
            None => format!("{title}: {}", sector.name()),
        };
        let score = if organ { 0.85 } else { 0.6 };
        let mut reading = Resolution::of(actor, organ, score, why);
        reading.sector2 = self.lexicon.portfolio(title, sector);
        found.push(reading);
        found
    }
}

/// A body of its own, that is neither a state nor an organisation of states.
fn is_body(actor: &ActorRef) -> bool {
    !actor.is_state() && actor.sector != Some(Sector::Igo)
}
