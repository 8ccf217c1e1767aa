//! Which place each name of a document means.
//!
//! Every name has candidates with a prior: how many people live there, and what a paper far away
//! would mean by it. Then each candidate is supported by those of the other names that lie near
//! or in the same country, region or county, as likely as they are themselves; a few rounds of
//! that settle the names together. What stands beside a name weighs most.

use std::borrow::Cow;
use std::collections::HashMap;

use entente_model::Span;

use super::context::{Beside, beside};
use super::name::{Generic, place_key, readings};
use super::table::{Entry, abbreviated, country, customs, find};
use super::{Kind, Located, distance};
use crate::Lexicon;
use crate::data::{ActorKind, Sense};

/// Prior of a country, where a city's is the decimal logarithm of its people.
const COUNTRY: f64 = 7.5;
/// Prior of an area of our own list.
const AREA: f64 = 6.5;
/// What another name than the place's own costs.
const OTHER_NAME: f64 = 1.0;
/// What a county's name without "County" costs.
const BARE_DISTRICT: f64 = 1.5;
/// What being a capital adds to a city, and takes from what is called like one in its country.
const CAPITAL: f64 = 1.0;
/// What the lexicon's own entry for a place adds.
const KNOWN: f64 = 0.3;
/// What a place loses whose name means another place in the same country more often.
const WIDER: f64 = 1.0;
/// What lying in the country adds whose customs the text has.
const CUSTOM: f64 = 2.5;
/// How far into a text its customs are looked for, in bytes.
const CUSTOMS_WITHIN: usize = 20_000;
/// What a word such as "County" or "province" adds to the kind that it names.
const SAID: f64 = 2.5;
/// What lying in what is named beside it adds, and what it adds if that may be a list.
const BESIDE: f64 = 6.0;
const LISTED: f64 = 1.0;
/// What support by the other names of the document weighs.
const SUPPORT: f64 = 3.0;
/// How sharply the better candidate is preferred: powers of e for a power of ten in people.
const SHARPNESS: f64 = 2.0;
/// Rounds of support.
const ROUNDS: usize = 4;
/// Candidates of one name, and names that support others: what is beyond is not looked at.
const MOST_CANDIDATES: usize = 24;
const MOST_SUPPORTERS: usize = 60;
/// The distance at which a neighbour's support has fallen to a third, in kilometres.
const NEAR: f64 = 100.0;

/// A name of the document.
struct Name {
    candidates: Vec<Entry>,
    /// What speaks for each candidate but the other names.
    own: Vec<f64>,
    /// How likely each is.
    likely: Vec<f64>,
    mentions: usize,
    /// Whether it is what another name was said to lie in.
    stated: bool,
}

/// One mention: the index of its name, and what its own surroundings add to each candidate.
struct Occurrence {
    name: usize,
    beside: Vec<f64>,
}

pub(super) fn locate(
    lexicon: &Lexicon,
    text: &str,
    mentions: &[Span],
    publisher: Option<&str>,
) -> Vec<Option<Located>> {
    let mut names: Vec<Name> = Vec::new();
    let mut by_words: HashMap<&str, Option<usize>> = HashMap::new();
    let mut containers: Vec<Vec<Entry>> = Vec::new();
    let mut occurrences: Vec<Option<Occurrence>> = Vec::new();
    for &span in mentions {
        let words = text.get(span.start..span.end);
        let words = words.unwrap_or_default();
        let index = *by_words.entry(words).or_insert_with(|| {
            let name = Name::new(lexicon, words)?;
            names.push(name);
            Some(names.len() - 1)
        });
        let occurrence = index.map(|index| {
            let found = beside(lexicon, text, span);
            names[index].mentions += 1;
            let added = names[index].added(&found);
            let within = holders(&names[index], &found);
            containers.extend(within.filter(|within| !containers.contains(within)));
            Occurrence {
                name: index,
                beside: added,
            }
        });
        occurrences.push(occurrence);
    }
    // What is said of one mention holds for all of the name that nothing else is said of.
    for occurrence in occurrences.iter().flatten() {
        let name = &mut names[occurrence.name];
        for (own, added) in name.own.iter_mut().zip(&occurrence.beside) {
            *own += added / name.mentions as f64;
        }
    }
    for (iso2, weight) in customs_of(text) {
        for name in &mut names {
            for (own, candidate) in name.own.iter_mut().zip(&name.candidates) {
                if candidate.country() == iso2 && candidate.kind != Kind::Country {
                    *own += CUSTOM * weight;
                }
            }
        }
    }
    for within in containers {
        names.push(Name::certain(within));
    }
    if let Some(home) = publisher.and_then(|publisher| home(lexicon, publisher)) {
        names.push(home);
    }
    settle(&mut names);
    occurrences
        .into_iter()
        .map(|occurrence| {
            let occurrence = occurrence?;
            names[occurrence.name].best(&occurrence)
        })
        .collect()
}

/// What a mention is said to lie in, as far as one of its candidates does lie there.
fn holders(name: &Name, beside: &Beside) -> Option<Vec<Entry>> {
    let holders: Vec<Entry> = beside
        .within
        .iter()
        .filter(|holder| name.weight(beside, holder) >= BESIDE)
        .filter(|holder| name.candidates.iter().any(|it| holder.holds(it)))
        .cloned()
        .collect();
    (!holders.is_empty()).then_some(holders)
}

/// The countries whose customs a text has, with weights that add up to one at most.
fn customs_of(text: &str) -> Vec<(&'static str, f64)> {
    let mut end = text.len().min(CUSTOMS_WITHIN);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let plain = text[..end].replace('’', "'");
    let mut counts: Vec<(&'static str, f64)> = Vec::new();
    for (words, country) in customs() {
        let whole = |(at, _): (usize, &str)| {
            let letter = |c: char| c.is_alphanumeric();
            !plain[..at].ends_with(letter) && !plain[at + words.len()..].starts_with(letter)
        };
        if plain.match_indices(words).any(whole) {
            match counts.iter_mut().find(|(iso2, _)| *iso2 == country.iso2) {
                Some((_, count)) => *count += 1.0,
                None => counts.push((country.iso2, 1.0)),
            }
        }
    }
    let sum: f64 = counts.iter().map(|(_, count)| count).sum();
    // One such word may have come in by chance.
    for (_, count) in &mut counts {
        *count /= sum + 1.0;
    }
    counts
}

/// Where a paper is from, by the place in its name.
fn home(lexicon: &Lexicon, publisher: &str) -> Option<Name> {
    let words: Vec<&str> = publisher
        .split([' ', ',', '.', '|'])
        .filter(|word| word.starts_with(char::is_uppercase))
        .collect();
    (1..=words.len().min(3)).rev().find_map(|length| {
        words.windows(length).find_map(|window| {
            let name = Name::new(lexicon, &window.join(" "))?;
            let city = |it: &Entry| matches!(it.kind, Kind::City | Kind::Region | Kind::Country);
            name.candidates.iter().any(city).then_some(name)
        })
    })
}

/// The countries, regions and counties of a name: what another place can lie in.
pub(super) fn named_areas(lexicon: &Lexicon, name: &str) -> Vec<Entry> {
    let mut found = candidates(lexicon, name);
    found.retain(|(entry, _)| matches!(entry.kind, Kind::Country | Kind::Region | Kind::District));
    found.into_iter().map(|(entry, _)| entry).collect()
}

/// The places that a mention's words can mean, with their priors.
fn candidates(lexicon: &Lexicon, words: &str) -> Vec<(Entry, f64)> {
    let words = words.trim().trim_end_matches("'s").trim_end_matches("’s");
    if words.is_empty() || words.len() > 100 {
        return Vec::new();
    }
    if let Some(region) = abbreviated(words, false) {
        return vec![(region, COUNTRY)];
    }
    let mut found: Vec<(Entry, f64)> = Vec::new();
    let (mut capitals, mut places) = (Vec::new(), Vec::new());
    for sense in lexicon.senses(words, None) {
        match sense {
            Sense::Name(index) | Sense::Adjective(index) | Sense::People(index) => {
                let actor = &lexicon.tables.actors[index];
                if actor.kind == ActorKind::State
                    && let Some(known) = country(&actor.id)
                {
                    let entry = Entry {
                        name: Cow::Owned(actor.name.clone()),
                        kind: Kind::Country,
                        code: known.iso2,
                        lat: known.lat,
                        lon: known.lon,
                        thousands: 0.0,
                        alias: place_key(&actor.name) != place_key(words),
                    };
                    found.push((entry, COUNTRY));
                }
            }
            Sense::Capital(index) => {
                capitals.push(lexicon.tables.actors[index].country.as_deref());
            }
            Sense::Place(index) => {
                places.push(lexicon.tables.places[index].country.as_deref());
            }
            _ => {}
        }
    }
    for reading in readings(words) {
        for entry in find(&reading.key) {
            let mut prior = prior(&entry) - 0.3 * f64::from(reading.lost);
            if let Some(says) = reading.says {
                prior += said(says, entry.kind);
            }
            let iso3 = country(entry.country()).map(|it| it.iso3);
            if iso3.is_some() && capitals.contains(&iso3) {
                prior += match entry.kind {
                    Kind::City => CAPITAL,
                    _ => -CAPITAL,
                };
            } else if iso3.is_some() && places.contains(&iso3) && entry.kind >= Kind::Region {
                prior += KNOWN;
            }
            let same = |(other, _): &(Entry, f64)| {
                other.kind == entry.kind && other.code == entry.code && entry.kind == Kind::Country
            };
            if !found.iter().any(same) {
                found.push((entry, prior));
            }
        }
        if !found.is_empty() {
            break;
        }
    }
    prefer_namesakes(&mut found);
    found.sort_by(|a, b| b.1.total_cmp(&a.1));
    found.truncate(MOST_CANDIDATES);
    found
}

/// A name that a region shares with the city in it means the city more often, and one that it shares
/// with its state the state; and England is not all of the country that it is also used for.
fn prefer_namesakes(found: &mut [(Entry, f64)]) {
    let all: Vec<Entry> = found.iter().map(|(entry, _)| entry.clone()).collect();
    for (entry, prior) in found {
        let meant_more = |other: &Entry| match entry.kind {
            Kind::Country => {
                other.kind == Kind::Region && entry.alias && entry.country() == other.country()
            }
            Kind::Region | Kind::District => {
                let state = other.kind == Kind::Country && !other.alias && other.holds(entry);
                state || other.kind == Kind::City && entry.holds(other)
            }
            Kind::Area | Kind::City => false,
        };
        if all.iter().any(meant_more) {
            *prior -= WIDER;
        }
    }
}

/// What a word that tells the kind of place adds.
fn said(says: Generic, kind: Kind) -> f64 {
    match (says, kind) {
        (Generic::Region, Kind::Region)
        | (Generic::District, Kind::District)
        | (Generic::City, Kind::City) => SAID,
        _ => 0.0,
    }
}

/// How likely a name means this place, if nothing else is known: by its people.
fn prior(entry: &Entry) -> f64 {
    let people = (entry.thousands.max(0.3) * 1000.0).log10();
    match entry.kind {
        Kind::Country => COUNTRY,
        Kind::Area => AREA,
        Kind::Region if entry.alias => people - OTHER_NAME,
        Kind::Region => people.max(4.0) + 0.3,
        Kind::District if entry.alias => people - BARE_DISTRICT,
        Kind::District => people - 0.5,
        Kind::City if entry.alias => people - OTHER_NAME,
        Kind::City => people,
    }
}

impl Name {
    fn new(lexicon: &Lexicon, words: &str) -> Option<Self> {
        let (candidates, own): (Vec<Entry>, Vec<f64>) =
            candidates(lexicon, words).into_iter().unzip();
        let likely = shares(&own);
        (!candidates.is_empty()).then_some(Self {
            candidates,
            own,
            likely,
            mentions: 0,
            stated: false,
        })
    }

    /// A name whose candidates are settled.
    fn certain(candidates: Vec<Entry>) -> Self {
        let own: Vec<f64> = candidates.iter().map(prior).collect();
        Self {
            likely: shares(&own),
            own,
            candidates,
            mentions: 1,
            stated: true,
        }
    }

    /// What lying in `holder`, which stands beside a mention, adds. "China, Mexico": two states in
    /// a row are a list, though Mexico has a town of that name.
    fn weight(&self, beside: &Beside, holder: &Entry) -> f64 {
        let is_state = self.candidates.iter().any(|it| it.kind == Kind::Country);
        if beside.listed || is_state && holder.kind == Kind::Country {
            LISTED
        } else {
            BESIDE
        }
    }

    /// What stands beside a mention adds to each candidate.
    fn added(&self, beside: &Beside) -> Vec<f64> {
        self.candidates
            .iter()
            .map(|candidate| {
                let holders = beside.within.iter().filter(|it| it.holds(candidate));
                let within = holders
                    .map(|it| self.weight(beside, it))
                    .fold(0.0, f64::max);
                within + beside.says.map_or(0.0, |says| said(says, candidate.kind))
            })
            .collect()
    }

    /// The place that an occurrence means.
    fn best(&self, occurrence: &Occurrence) -> Option<Located> {
        let all: Vec<f64> = self
            .likely
            .iter()
            .zip(&occurrence.beside)
            .map(|(likely, beside)| likely.max(1e-12).ln() / SHARPNESS + beside)
            .collect();
        let shares = shares(&all);
        let (index, _) = shares
            .iter()
            .copied()
            .enumerate()
            .max_by(|a, b| a.1.total_cmp(&b.1).then(b.0.cmp(&a.0)))?;
        let entry = &self.candidates[index];
        // A province and the city that it is called after are one answer to where.
        let score = self
            .candidates
            .iter()
            .zip(&shares)
            .filter(|(other, _)| is_there(entry, other))
            .map(|(_, share)| share)
            .sum();
        Some(Located {
            name: entry.name.clone().into_owned(),
            country: country(entry.country()).map(|it| it.iso3.to_owned()),
            lat: entry.lat,
            lon: entry.lon,
            kind: entry.kind,
            score,
        })
    }
}

/// Whether two places of one name are about the same spot.
fn is_there(one: &Entry, other: &Entry) -> bool {
    let apart = distance((one.lat, one.lon), (other.lat, other.lon));
    one.country() == other.country() && (apart < NEAR || one.holds(other) || other.holds(one))
}

/// Scores as shares of one.
fn shares(scores: &[f64]) -> Vec<f64> {
    let best = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let powers: Vec<f64> = scores
        .iter()
        .map(|score| (SHARPNESS * (score - best)).exp())
        .collect();
    let sum: f64 = powers.iter().sum();
    powers.into_iter().map(|power| power / sum).collect()
}

/// Rounds in which every name is supported by the others.
fn settle(names: &mut [Name]) {
    let mut supporters: Vec<usize> = (0..names.len()).collect();
    supporters.sort_by_key(|&index| (std::cmp::Reverse(names[index].mentions), index));
    supporters.truncate(MOST_SUPPORTERS);
    for _ in 0..ROUNDS {
        let next: Vec<Vec<f64>> = names
            .iter()
            .enumerate()
            .map(|(index, name)| {
                let others = supporters.iter().filter(|&&other| other != index);
                let scores: Vec<f64> = name
                    .candidates
                    .iter()
                    .zip(&name.own)
                    .map(|(candidate, own)| {
                        let support: f64 = others
                            .clone()
                            .map(|&other| support(candidate, &names[other]))
                            .sum();
                        own + SUPPORT * support.ln_1p()
                    })
                    .collect();
                shares(&scores)
            })
            .collect();
        for (name, likely) in names.iter_mut().zip(next) {
            name.likely = likely;
        }
    }
}

/// How much a name of the document speaks for a candidate of another.
fn support(candidate: &Entry, name: &Name) -> f64 {
    name.candidates
        .iter()
        .zip(&name.likely)
        .filter(|(_, likely)| **likely > 0.01)
        .map(|(other, likely)| match is_same(candidate, other) {
            // Another spelling of the same name says nothing; what a place was said to lie in does.
            true => likely * f64::from(u8::from(name.stated)),
            false => likely * nearness(candidate, other),
        })
        .fold(0.0, f64::max)
}

fn is_same(one: &Entry, other: &Entry) -> bool {
    one.kind == other.kind && one.code == other.code && one.name == other.name
}

/// How near two places are to each other, as one document's places are: 0 to 1, or more for
/// places of one county, as hardly any two names share one by chance.
fn nearness(one: &Entry, other: &Entry) -> f64 {
    let points = matches!(one.kind, Kind::City | Kind::District)
        && matches!(other.kind, Kind::City | Kind::District);
    let area = one.kind == Kind::Area || other.kind == Kind::Area;
    // Most pairs are far apart, which the latitudes tell at no cost.
    let apart = if area || points && (one.lat - other.lat).abs() < 5.0 {
        distance((one.lat, one.lon), (other.lat, other.lon))
    } else {
        f64::INFINITY
    };
    let by_way = if points { (-apart / NEAR).exp() } else { 0.0 };
    let shared = if one.country().is_empty() || one.country() != other.country() {
        0.0
    } else if other.kind == Kind::Country || one.kind == Kind::Country {
        0.4
    } else if one.region().is_some() && one.region() == other.region() {
        let district = one.district().is_some() && one.district() == other.district();
        if district { 1.5 } else { 0.7 }
    } else {
        0.25
    };
    let around = if area {
        0.4 * (-apart / (5.0 * NEAR)).exp()
    } else {
        0.0
    };
    by_way.max(shared).max(around)
}
