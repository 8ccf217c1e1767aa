//! Which body a common noun means: "the coalition" that strikes the Houthis.

use entente_text::Upos;

use super::{Reader, Sort};
use crate::Actor;
use crate::bare_names::BareName;
use crate::indices::BARE_NAMES;
use crate::names::fold;

/// Adjectives that go with any of such bodies, and make no other of it.
const SAME: &[&str] = &[
    "international",
    "global",
    "multinational",
    "military",
    "allied",
    "western",
    "nato",
];

/// Nouns before which it is the coalition of parties in a parliament.
const OF_PARTIES: &[&str] = &[
    "government",
    "partner",
    "party",
    "talk",
    "negotiation",
    "agreement",
    "deal",
    "politics",
    "leader",
    "minister",
    "cabinet",
    "mp",
    "politician",
    "majority",
    "list",
    "building",
    "treaty",
];

/// The one that there is, where there is one.
fn only<'n>(names: &[&'n BareName]) -> Option<&'n BareName> {
    match names {
        [one] => Some(*one),
        _ => None,
    }
}

impl Reader<'_> {
    /// Nouns by which a body is called that is not named with them.
    pub(super) fn bare_names(&mut self) {
        for index in 0..self.words.len() {
            if !self.scene.at(index).is_empty() || !self.is_bare(index) {
                continue;
            }
            let name = self.called_by(index);
            if let Some(body) = name.and_then(|name| self.lexicon.actor(&name.actor)) {
                let actor = body.to_ref(&self.phrase(index));
                self.put((index, index + 1), &[actor], Sort::Name);
                // "the South" is no region then.
                self.scene.slots[index].place = None;
            }
        }
    }

    /// The bodies that a noun can mean, whatever stands beside it.
    fn bare_names_at(&self, index: usize) -> impl Iterator<Item = &BareName> {
        BARE_NAMES.of(&self.words[index], self.word(index))
    }

    /// The body that a noun means: the one that is led so or that the document has named, or else the one of whose
    /// company somebody was named last.
    fn called_by(&self, index: usize) -> Option<&BareName> {
        let leader = self.led_by(index);
        let is_led = |body: &Actor| leader.is_none() || body.country == leader;
        let meant = self.bare_names_at(index).filter(|name| {
            let body = self.lexicon.actor(&name.actor);
            body.is_some_and(|body| self.is_of_the_time(body) && is_led(body))
        });
        let meant: Vec<&BareName> = meant.collect();
        if leader.is_some() {
            return only(&meant);
        }
        if self.another_is_named(index, &meant) {
            return None;
        }
        let is_named = |it: &&&BareName| self.last_named(&it.actor).is_some();
        let named: Vec<&BareName> = meant.iter().filter(is_named).copied().collect();
        if !named.is_empty() {
            return only(&named);
        }
        let beside = meant.into_iter().filter_map(|it| {
            let last = it
                .beside
                .iter()
                .filter_map(|id| self.last_named(id))
                .max()?;
            Some((last, it))
        });
        beside.max_by_key(|(last, _)| *last).map(|(_, it)| it)
    }

    /// Whether a noun stands as the name of a body would: "the coalition", "coalition forces", "the US-led international
    /// coalition", and not "a coalition of parties", "the ruling coalition".
    fn is_bare(&self, index: usize) -> bool {
        let token = &self.parse.tokens[index];
        if self.bare_names_at(index).next().is_none()
            || !matches!(token.upos, Upos::Noun | Upos::Propn)
        {
            return false;
        }
        let mut definite = token.deprel == "compound" || self.is_capitalised(index) && index > 0;
        let next = self.parse.tokens.get(index + 1);
        if next.is_some_and(|next| OF_PARTIES.contains(&next.lemma.to_lowercase().as_str())) {
            return false;
        }
        for child in self.parse.children(index) {
            let word = self.words[child].as_str();
            match self.parse.tokens[child].deprel {
                "det" if matches!(word, "the" | "this" | "that") => definite = true,
                "det" | "nummod" | "nmod:poss" | "flat" | "nmod:desc" => return false,
                "nmod" if self.has_case(child, &["of"]) => return false,
                "amod" | "compound"
                    if !SAME.contains(&word) && !word.ends_with("led") && child < index =>
                {
                    return false;
                }
                _ => {}
            }
        }
        definite
    }

    /// The state that leads it, as far as that is said: "the Saudi-led coalition".
    fn led_by(&self, index: usize) -> Option<String> {
        let leads = |&child: &usize| self.words[child].ends_with("led");
        let led = self.parse.children(index).find(leads)?;
        let words = self.parse.subtree(led).into_iter().chain([led]);
        let mut actors = words.flat_map(|it| self.scene.at(it));
        let leader = actors.find_map(|actor| actor.country.clone());
        // Somebody who is not known leads another one.
        Some(leader.unwrap_or_default())
    }

    /// Whether the document has named another body with the noun in its name: the Syrian National Coalition, the ruling one.
    fn another_is_named(&self, index: usize, meant: &[&BareName]) -> bool {
        self.memory.named.iter().any(|named| {
            let mut words = named.actor.name.split([' ', '-']);
            words.any(|word| fold(word) == self.words[index])
                && meant.iter().all(|it| it.actor != named.actor.id)
        })
    }

    /// Whether a body was there in the year of the document.
    fn is_of_the_time(&self, body: &Actor) -> bool {
        let year = self.memory.published.map(|day| day.year());
        year.is_none_or(|year| {
            body.from.is_none_or(|from| from <= year) && body.to.is_none_or(|to| year <= to)
        })
    }

    /// When somebody was last named in the document: the number of the sentence.
    fn last_named(&self, id: &str) -> Option<usize> {
        let here = self.scene.slots.iter().flat_map(|slot| &slot.actors);
        if here.into_iter().any(|actor| actor.id == id) {
            return Some(self.memory.sentence);
        }
        let named = self.memory.named.iter().find(|it| it.actor.id == id);
        named.map(|it| it.last)
    }
}
