//! A noun phrase without a tree: determiners, items, where its head ends, and what hangs behind. The head
//! itself is read by `head`.

use entente_model::{ActorRef, Date, Sector, Span};

use super::words::{COLLECTIVES, DETERMINERS, ENDS_HEAD, RELATIONAL, WHERE};
use super::{Resolution, is_against};
use crate::Lexicon;
use crate::data::{ActorKind, Sense};
use crate::names::fold;

/// How deep phrases within phrases are followed.
const DEPTH: usize = 6;

/// A known phrase, or a word that is not known.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) first: usize,
    pub(super) end: usize,
    pub(super) senses: Vec<Sense>,
    /// The sector of a common noun that acts for nobody in particular.
    pub(super) noun: Option<Sector>,
}

pub(super) struct Reader<'a> {
    pub(super) lexicon: &'a Lexicon,
    phrase: &'a str,
    pub(super) at: Option<Date>,
    context: Option<&'a str>,
    spans: Vec<Span>,
    pub(super) folded: Vec<String>,
}

impl<'a> Reader<'a> {
    pub(super) fn new(
        lexicon: &'a Lexicon,
        phrase: &'a str,
        at: Option<Date>,
        context: Option<&'a str>,
    ) -> Self {
        let mut spans: Vec<Span> = Vec::new();
        for span in entente_text::tokens(phrase, Span::new(0, phrase.len())) {
            // "ex-president": the prefix is a word of its own here.
            let word = span.of(phrase);
            let prefix = ["ex-", "Ex-"]
                .iter()
                .find(|prefix| word.starts_with(**prefix));
            match prefix.filter(|prefix| word.len() > prefix.len()) {
                Some(prefix) => {
                    spans.push(Span::new(span.start, span.start + prefix.len() - 1));
                    spans.push(Span::new(span.start + prefix.len(), span.end));
                }
                None => spans.push(span),
            }
        }
        let folded = spans.iter().map(|span| fold(span.of(phrase))).collect();
        Self {
            lexicon,
            phrase,
            at,
            context,
            spans,
            folded,
        }
    }

    /// The readings of the whole phrase, best first.
    pub(super) fn read(&self) -> Vec<Resolution> {
        self.noun_phrase(0, self.folded.len(), DEPTH)
    }

    /// The first country of the phrase.
    pub(super) fn country(&self) -> Option<String> {
        self.items(0, self.folded.len())
            .iter()
            .find_map(|item| self.owner_of(item)?.country)
    }

    pub(super) fn raw(&self, first: usize, end: usize) -> &'a str {
        match (
            self.spans.get(first),
            end.checked_sub(1).and_then(|last| self.spans.get(last)),
        ) {
            (Some(from), Some(to)) if from.start <= to.end => {
                Span::new(from.start, to.end).of(self.phrase)
            }
            _ => "",
        }
    }

    pub(super) fn is_capitalised(&self, index: usize) -> bool {
        self.raw(index, index + 1).starts_with(char::is_uppercase)
    }

    pub(super) fn is(&self, index: usize, words: &[&str]) -> bool {
        self.folded
            .get(index)
            .is_some_and(|word| words.contains(&word.as_str()))
    }

    /// Known phrases, longest first from the left, and the words between.
    pub(super) fn items(&self, first: usize, end: usize) -> Vec<Item> {
        let mut items = Vec::new();
        let mut start = first;
        while start < end {
            let hit = self.lexicon.longest(
                &self.folded[..end],
                |from, to| self.raw(from, to),
                start,
                self.at,
                |sense, to| match sense {
                    Sense::Issue(_) => false,
                    Sense::Role(_) => true,
                    // A name has a capital; what is typed in small letters throughout has none to show.
                    _ => {
                        (start..to).any(|index| self.is_capitalised(index))
                            || !self.phrase.contains(char::is_uppercase)
                    }
                },
            );
            let noun = self.lexicon.longest_noun(&self.folded[..end], start);
            let item = match (hit, noun) {
                (Some(hit), noun) if noun.is_none_or(|(to, _)| to <= hit.tokens.1) => Item {
                    first: start,
                    end: hit.tokens.1,
                    noun: noun
                        .filter(|(to, _)| *to == hit.tokens.1)
                        .map(|(_, sector)| sector),
                    senses: hit.senses,
                },
                (_, Some((to, sector))) => Item {
                    first: start,
                    end: to,
                    senses: Vec::new(),
                    noun: Some(sector),
                },
                _ => Item {
                    first: start,
                    end: start + 1,
                    senses: Vec::new(),
                    noun: None,
                },
            };
            start = item.end;
            items.push(item);
        }
        items
    }

    pub(super) fn role(&self, item: &Item) -> Option<Sector> {
        let role = item.senses.iter().find_map(|sense| match sense {
            Sense::Role(sector) => Some(*sector),
            _ => None,
        });
        // "the Jewish community" is a people, of a sector where one of its words tells it.
        let group = item.senses.iter().any(|sense| match sense {
            Sense::Name(index) => self.lexicon.tables.actors[*index].kind == ActorKind::Group,
            _ => false,
        });
        let by_group = || {
            self.lexicon
                .noun(&self.folded[item.first])
                .filter(|_| group)
        };
        role.or(item.noun).or_else(by_group)
    }

    /// The state, place or body that an item names or an adjective is of.
    pub(super) fn owner_of(&self, item: &Item) -> Option<ActorRef> {
        let actors = &self.lexicon.tables.actors;
        let text = self.raw(item.first, item.end);
        if item.senses.is_empty() && item.noun.is_none() {
            let slip = self.lexicon.by_slip(text).map(|slip| slip.actor);
            return slip.or_else(|| {
                let country = self.lexicon.country_of_place(text)?;
                Some(self.lexicon.actor(&country)?.to_ref(text))
            });
        }
        item.senses.iter().find_map(|sense| match *sense {
            Sense::Name(index) if actors[index].kind != ActorKind::Person => {
                Some(actors[index].to_ref(text))
            }
            Sense::Adjective(index) | Sense::People(index) | Sense::Capital(index) => {
                Some(actors[index].to_ref(text))
            }
            Sense::Place(index) => {
                let country = self.lexicon.tables.places[index].country.as_deref()?;
                Some(self.lexicon.actor(country)?.to_ref(text))
            }
            _ => None,
        })
    }

    /// The known person that an item names.
    pub(super) fn person(&self, item: &Item) -> Option<usize> {
        item.senses.iter().find_map(|sense| match *sense {
            Sense::Name(index) if self.lexicon.tables.actors[index].kind == ActorKind::Person => {
                Some(index)
            }
            _ => None,
        })
    }

    pub(super) fn noun_phrase(
        &self,
        mut first: usize,
        end: usize,
        depth: usize,
    ) -> Vec<Resolution> {
        if depth == 0 || first >= end {
            return Vec::new();
        }
        // Names may begin with what is a determiner elsewhere ("The Gambia", "All Progressives
        // Congress").
        let whole = self.whole(first, end);
        if !whole.is_empty() {
            return whole;
        }
        while first + 1 < end
            && (self.is(first, DETERMINERS)
                || self.folded[first].starts_with(|c: char| c.is_ascii_digit())
                || !self.folded[first].contains(char::is_alphanumeric))
        {
            if self.is(first + 1, &["of"]) && first + 2 < end {
                first += 1;
            }
            first += 1;
        }
        let whole = self.whole(first, end);
        if !whole.is_empty() {
            return whole;
        }
        if let Some(members) = self.members_of_collective(first, end) {
            let readings = self.noun_phrase(members, end, depth - 1);
            if !readings.is_empty() {
                let within = |reading: Resolution| reading.scaled(0.95).because("some of them");
                return readings.into_iter().map(within).collect();
            }
        }
        self.phrase_with_tail(first, end, depth)
    }

    /// The senses of the whole stretch.
    fn whole(&self, first: usize, end: usize) -> Vec<Resolution> {
        let text = self.raw(first, end);
        let senses = self.lexicon.senses(text, self.at);
        let lower = !text.contains(char::is_uppercase);
        let alone = first == 0 && end == self.folded.len();
        let known = senses.into_iter().filter(|sense| {
            matches!(sense, Sense::Role(_))
                || !lower
                || alone
                || !self.phrase.contains(char::is_uppercase)
        });
        let mut found: Vec<Resolution> = known
            .filter_map(|sense| self.lexicon.meaning(sense, text, self.at))
            .collect();
        if found.is_empty()
            && let Some(sector) = self.lexicon.noun(&self.folded[first..end].join(" "))
        {
            let why = format!("{text}: {sector}");
            let reading = Resolution::as_written(text, None, Some(sector), why);
            found.push(Resolution {
                sector2: self.lexicon.portfolio(text, sector),
                ..reading
            });
        }
        if found.is_empty() && end - first == 1 && self.is_capitalised(first) {
            found = self.lexicon.by_shared_surname(text, self.at);
        }
        if let [only] = &mut found[..]
            && only.actor.sector.is_some()
            && !only.known
            && self.context.is_some()
        {
            // "defence minister", asked of one country.
            let owner = self.context.and_then(|country| self.lexicon.actor(country));
            let sector = only.actor.sector;
            if let (Some(owner), Some(sector)) = (owner, sector) {
                return self.described(first, end, sector, Some(owner.to_ref(text)), None, &[]);
            }
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        // Each further sense makes the first less sure.
        let more = found.len().saturating_sub(1).min(3) as f64;
        if let Some(best) = found.first_mut() {
            best.score *= 1.0 - 0.05 * more;
        }
        found
    }

    /// Where those begin whom a collective counts: "a team of | heavily armed police".
    fn members_of_collective(&self, first: usize, end: usize) -> Option<usize> {
        let of = (first + 1..end.min(first + 5)).find(|&index| self.is(index, &["of"]))?;
        let counted = self.is(of - 1, COLLECTIVES)
            || self.folded[of - 1].starts_with(|c: char| c.is_ascii_digit());
        let plain = (first..of).all(|index| !self.is_capitalised(index) || index == 0);
        (counted && plain && of + 1 < end).then_some(of + 1)
    }

    /// The head with what stands before it, then what hangs behind.
    fn phrase_with_tail(&self, first: usize, end: usize, depth: usize) -> Vec<Resolution> {
        let items = self.items(first, end);
        let ends_head = |item: &&Item| {
            item.first > first
                && item.end == item.first + 1
                && item.senses.is_empty()
                && item.noun.is_none()
                && self.is(item.first, ENDS_HEAD)
                && !self.is(item.first - 1, &["-"])
                && !(self.is(item.first, &["and"])
                    && item.first + 1 < end
                    && self.is_capitalised(item.first + 1)
                    && self.is_capitalised(item.first - 1))
        };
        let cut = items.iter().find(ends_head).map_or(end, |item| item.first);
        let head: Vec<Item> = items.into_iter().filter(|item| item.end <= cut).collect();
        let tails = self.tails(cut, end);
        let mut readings = self.head(&head, first, cut, &tails, depth);
        if readings.is_empty() {
            // Nothing of the head is known: an apposition may tell, or where it is.
            for &(word, from, to) in &tails {
                if self.is(word, &[","]) || self.is(word, WHERE) || self.is(word, &["of", "for"]) {
                    let inner = self.noun_phrase(from, to, depth - 1);
                    if let Some(best) = inner.into_iter().next() {
                        let text = self.raw(first, end);
                        let apposed = self.is(word, &[","]);
                        let sector = best.actor.sector.filter(|_| apposed);
                        if best.actor.country.is_none() && sector.is_none() {
                            continue;
                        }
                        let why = format!("by {:?}", self.raw(word, to));
                        let reading = Resolution::as_written(text, best.actor.country, sector, why);
                        readings.push(reading.scaled(0.8));
                        break;
                    }
                }
            }
        }
        for reading in &mut readings {
            self.locate(reading, &tails, depth);
        }
        readings
    }

    /// What hangs behind a head: the word that begins it, and the stretch after that.
    fn tails(&self, cut: usize, end: usize) -> Vec<(usize, usize, usize)> {
        let mut tails = Vec::new();
        let mut index = cut;
        while index < end {
            let mut stop = index + 1;
            while stop < end && !(stop > index + 1 && self.is(stop, ENDS_HEAD)) {
                stop += 1;
            }
            // "of the Ministry of Defence": its own "of" belongs to it.
            if self.is(index, &["of", "for"]) {
                while stop < end && self.is(stop, &["of"]) {
                    stop += 1;
                    while stop < end && !self.is(stop, ENDS_HEAD) {
                        stop += 1;
                    }
                }
            }
            tails.push((index, index + 1, stop));
            index = stop;
        }
        tails
    }

    /// "in Tehran": where somebody is, and whose somebody is of whom nothing else tells it.
    fn locate(&self, reading: &mut Resolution, tails: &[(usize, usize, usize)], depth: usize) {
        for &(word, from, to) in tails {
            if !self.is(word, WHERE) {
                continue;
            }
            let inner = self.noun_phrase(from, to, depth.saturating_sub(1));
            let Some(country) = inner.into_iter().next().and_then(|best| best.actor.country) else {
                continue;
            };
            match &reading.actor.country {
                None if !reading.known => {
                    reading.actor.country = Some(country.clone());
                    reading
                        .why
                        .push(format!("{:?} tells the country", self.raw(word, to)));
                }
                Some(own) if *own != country => {
                    // "ethnic Azeris in Iran" are Iran's.
                    let ethnic = reading.actor.id.starts_with("ethnic-");
                    let people = reading.actor.id.ends_with("-people");
                    let known = self.lexicon.actor(&reading.actor.id);
                    let group = known.is_some_and(|known| known.kind == ActorKind::Group);
                    if ethnic || people || group {
                        let kin = reading.actor.text.replace("ethnic ", "");
                        reading.actor.id = crate::names::slug(&format!("{country}-{kin}"));
                        reading.actor.country = Some(country.clone());
                        reading.why.push(format!("who live in {country}"));
                    }
                }
                _ => {}
            }
            reading.located = Some(country);
            return;
        }
    }

    /// The head of a phrase with what stands before it.
    fn head(
        &self,
        items: &[Item],
        first: usize,
        end: usize,
        tails: &[(usize, usize, usize)],
        depth: usize,
    ) -> Vec<Resolution> {
        // "Norway's central bank": whose it is, and what.
        let possessive = items
            .iter()
            .rposition(|item| self.is(item.first, &["'s", "'"]))
            .filter(|&at| at > 0 && at + 1 < items.len());
        let (owner, items, first) = match possessive {
            Some(at) => {
                let owner = self.noun_phrase(first, items[at].first, depth - 1);
                (
                    owner.into_iter().next(),
                    &items[at + 1..],
                    items[at + 1].first,
                )
            }
            None => (None, items, first),
        };
        let Some(last) = items.last() else {
            return Vec::new();
        };
        let modifiers = &items[..items.len() - 1];
        if let Some(index) = self.person(last) {
            return vec![self.named_person(index, last, first, end)];
        }
        if last.senses.is_empty()
            && last.noun.is_none()
            && self.is_capitalised(last.first)
            && !self.is(last.first, RELATIONAL)
        {
            let named = self.unknown_name(items, owner.as_ref(), first, end);
            // A name of nothing but unknown words tells nothing.
            let unknown = |item: &Item| item.senses.is_empty() && item.noun.is_none();
            if !named.is_empty() || owner.is_none() && items.iter().all(unknown) {
                return named;
            }
        }
        let against = modifiers.iter().any(|item| {
            is_against(&self.folded[item.first])
                || matches!(self.role(item), Some(Sector::Reb | Sector::Opp))
        });
        let body = last.senses.iter().find_map(|sense| match *sense {
            Sense::Name(index) | Sense::People(index) | Sense::Capital(index) => {
                Some((*sense, index))
            }
            _ => None,
        });
        // "Chile's Defense Department" is not the body of that name elsewhere.
        let foreign = |index: usize| {
            let known = &self.lexicon.tables.actors[index];
            let whose = owner
                .as_ref()
                .and_then(|owner| owner.actor.country.clone())
                .or_else(|| self.modifier_owner(modifiers)?.country);
            known.kind == ActorKind::Organisation
                && known.country.is_some()
                && whose.is_some()
                && known.country != whose
        };
        let other = body
            .filter(|(sense, index)| matches!(sense, Sense::Name(_)) && foreign(*index))
            .and_then(|(_, index)| {
                let noun = self
                    .lexicon
                    .noun(&self.folded[last.first..last.end].join(" "));
                noun.or_else(|| self.lexicon.noun(&self.folded[last.end - 1]))
                    .or(self.lexicon.tables.actors[index].sector)
            });
        if let Some(sector) = other {
            return self.role_phrase(items, sector, owner, tails, (first, end), against, depth);
        }
        if let Some((sense, index)) = body {
            return self.named_body(sense, index, items, first, end);
        }
        if let Some(sector) = self.role(last) {
            return self.role_phrase(items, sector, owner, tails, (first, end), against, depth);
        }
        self.unknown_noun(items, owner, tails, (first, end), depth)
    }
}
