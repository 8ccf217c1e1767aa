//! Dated observations of all dyads, from which levels are judged: who acted how towards whom, and what
//! stood between whom when.
//!
//! Actors are places (numbers from 0); who brings the observations decides what is one actor (the Soviet
//! Union and Russia are one, as in the Correlates of War). What is not covered is not known: each kind of
//! observation has the months that it reaches over.

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::num::TryFromIntError;

use serde::de::{self, Unexpected, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer, ser};

use super::month::Month;

/// A kind of observation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Kind {
    /// Counted events by quad class.
    Events,
    /// Formal alliances.
    Alliances,
    /// Rivalries as historians list them.
    Rivalries,
    /// Militarised disputes.
    Disputes,
    /// International crises.
    Crises,
    /// Borders on land and over water.
    Contiguity,
    /// Memberships of intergovernmental organisations.
    Memberships,
    /// Ideal points from votes in the UN General Assembly.
    Votes,
    /// Material capabilities.
    Capabilities,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 9] = [
        Self::Events,
        Self::Alliances,
        Self::Rivalries,
        Self::Disputes,
        Self::Crises,
        Self::Contiguity,
        Self::Memberships,
        Self::Votes,
        Self::Capabilities,
    ];

    /// What it is called in an answer.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Events => "counted events",
            Self::Alliances => "alliances",
            Self::Rivalries => "rivalries",
            Self::Disputes => "militarised disputes",
            Self::Crises => "international crises",
            Self::Contiguity => "borders",
            Self::Memberships => "shared organisations",
            Self::Votes => "votes in the UN General Assembly",
            Self::Capabilities => "material capabilities",
        }
    }
}

/// Events of one actor towards another in a month, by quad class: verbal cooperation, material
/// cooperation, verbal conflict, material conflict. Fractions where a count is of a longer span.
pub type Quads = [f32; 4];

/// What one actor did towards another in a month.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Flow {
    /// When.
    pub month: Month,
    /// How much of each quad class.
    pub quads: Quads,
}

/// What an alliance promises.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Obligations {
    /// To fight for the other.
    pub defence: bool,
    /// To stay neutral in its wars.
    pub neutrality: bool,
    /// Not to attack it.
    pub nonaggression: bool,
    /// To consult.
    pub entente: bool,
}

/// What stands between two for a time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Spell {
    /// What it is.
    pub what: Standing,
    /// First month.
    pub from: Month,
    /// Last month; `None` where it went on when coverage ended.
    pub to: Option<Month>,
    /// What it rests on: a number of whoever brought it.
    pub cite: Option<u32>,
}

/// A standing relation of two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// A formal alliance.
    Alliance(Obligations),
    /// A rivalry as historians list it.
    Rivalry,
    /// An international crisis between them.
    Crisis,
    /// Contiguity, 1 (land or river border) to 5 (at most 400 miles of water).
    Contiguity(u8),
}

impl Standing {
    /// The kind of observation.
    pub const fn kind(self) -> Kind {
        match self {
            Self::Alliance(_) => Kind::Alliances,
            Self::Rivalry => Kind::Rivalries,
            Self::Crisis => Kind::Crises,
            Self::Contiguity(_) => Kind::Contiguity,
        }
    }
}

impl Spell {
    /// Whether it stood in a month. One without an end goes on.
    pub fn stands(&self, month: Month) -> bool {
        self.from <= month && self.to.is_none_or(|to| month <= to)
    }
}

/// A militarised dispute in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dispute {
    /// Its number in the dataset.
    pub number: u64,
    /// When: its year's last month.
    pub month: Month,
    /// The higher of the two sides' hostility: 1 none, 2 threat, 3 display, 4 use of force, 5 war.
    pub hostility: u8,
    /// What it rests on: a number of whoever brought it.
    pub cite: Option<u32>,
}

/// An unordered pair of places, the lesser first.
pub type Dyad = (usize, usize);

/// The dyad of two places.
pub fn dyad(a: usize, b: usize) -> Dyad {
    (a.min(b), a.max(b))
}

/// What was done, by directed pair.
type Flows = HashMap<(usize, usize), Vec<Flow>>;

/// The observations.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct History {
    names: Vec<String>,
    places: HashMap<String, usize>,
    /// By directed pair, in the order of months once [`History::sort`] was called.
    #[serde(serialize_with = "write_runs", deserialize_with = "read_runs")]
    flows: Flows,
    spells: HashMap<Dyad, Vec<Spell>>,
    disputes: HashMap<Dyad, Vec<Dispute>>,
    /// By place: organisation, first and last month.
    memberships: Vec<Vec<(u32, Month, Month)>>,
    organisations: HashMap<String, u32>,
    /// By place: year and point.
    ideal_points: Vec<Vec<(i16, f32)>>,
    capabilities: Vec<Vec<(i16, f32)>>,
    reach: BTreeMap<Kind, (Month, Month)>,
    /// By place: whether events of it are counted at all.
    counted: Vec<bool>,
}

impl History {
    /// The place of an actor; a new one for somebody new.
    pub fn place(&mut self, name: &str) -> usize {
        if let Some(&place) = self.places.get(name) {
            return place;
        }
        let place = self.names.len();
        self.names.push(name.to_owned());
        self.places.insert(name.to_owned(), place);
        self.memberships.push(Vec::new());
        self.ideal_points.push(Vec::new());
        self.capabilities.push(Vec::new());
        self.counted.push(false);
        place
    }

    /// The place of an actor that is known.
    pub fn find(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    /// What an actor is known as.
    pub fn name(&self, place: usize) -> &str {
        self.names.get(place).map_or("", String::as_str)
    }

    /// How many actors there are.
    pub fn actors(&self) -> usize {
        self.names.len()
    }

    /// Notes that observations of a kind reach over these months.
    pub fn reaches(&mut self, kind: Kind, first: Month, last: Month) {
        let reach = self.reach.entry(kind).or_insert((first, last));
        *reach = (reach.0.min(first), reach.1.max(last));
    }

    /// The months that observations of a kind reach over.
    pub fn reach(&self, kind: Kind) -> Option<(Month, Month)> {
        self.reach.get(&kind).copied()
    }

    /// Adds events of one actor towards another. Those of a month are added up.
    pub fn flow(&mut self, source: usize, target: usize, month: Month, quads: Quads) {
        if source == target {
            return;
        }
        for place in [source, target] {
            if let Some(counted) = self.counted.get_mut(place) {
                *counted = true;
            }
        }
        let flows = self.flows.entry((source, target)).or_default();
        match flows.last_mut() {
            Some(last) if last.month == month => {
                for (sum, more) in last.quads.iter_mut().zip(quads) {
                    *sum += more;
                }
            }
            _ => flows.push(Flow { month, quads }),
        }
    }

    /// Adds events counted by the year, spread evenly over its months.
    pub fn yearly_flow(&mut self, source: usize, target: usize, year: i16, quads: Quads) {
        for month in 1..=12 {
            self.flow(
                source,
                target,
                Month::new(year, month),
                quads.map(|it| it / 12.0),
            );
        }
    }

    /// Adds what stood between two.
    pub fn spell(&mut self, a: usize, b: usize, spell: Spell) {
        if a == b {
            return;
        }
        let spells = self.spells.entry(dyad(a, b)).or_default();
        let same = |it: &&Spell| {
            let key = |it: &Spell| (it.what, it.from, it.to);
            key(it) == key(&spell)
        };
        if !spells.iter().any(|it| same(&it)) {
            spells.push(spell);
        }
    }

    /// Adds a dispute in a year; of two sides' rows of one dispute and year the higher hostility counts.
    pub fn dispute(&mut self, a: usize, b: usize, new: Dispute) {
        if a == b {
            return;
        }
        let disputes = self.disputes.entry(dyad(a, b)).or_default();
        match disputes
            .iter_mut()
            .find(|it| it.number == new.number && it.month == new.month)
        {
            Some(known) => known.hostility = known.hostility.max(new.hostility),
            None => disputes.push(new),
        }
    }

    /// Adds a membership of an organisation.
    pub fn membership(&mut self, member: usize, organisation: &str, from: Month, to: Month) {
        let next = u32::try_from(self.organisations.len()).unwrap_or(u32::MAX);
        let number = *self
            .organisations
            .entry(organisation.to_owned())
            .or_insert(next);
        if let Some(memberships) = self.memberships.get_mut(member) {
            memberships.push((number, from, to));
        }
    }

    /// Adds the ideal point of a state in a year.
    pub fn ideal_point(&mut self, state: usize, year: i16, point: f64) {
        if let Some(points) = self.ideal_points.get_mut(state) {
            points.push((year, point as f32));
        }
    }

    /// Adds a state's share in the world's material capabilities in a year.
    pub fn capability(&mut self, state: usize, year: i16, share: f64) {
        if let Some(shares) = self.capabilities.get_mut(state) {
            shares.push((year, share as f32));
        }
    }

    /// Puts everything in the order of its months. To be called when all is added.
    pub fn sort(&mut self) {
        for flows in self.flows.values_mut() {
            flows.sort_by_key(|flow| flow.month);
            flows.dedup_by(|later, earlier| {
                let same = later.month == earlier.month;
                if same {
                    for (sum, more) in earlier.quads.iter_mut().zip(later.quads) {
                        *sum += more;
                    }
                }
                same
            });
        }
        for spells in self.spells.values_mut() {
            spells.sort_by_key(|spell| spell.from);
        }
        for disputes in self.disputes.values_mut() {
            disputes.sort_by_key(|dispute| (dispute.month, dispute.number));
        }
        for points in self.ideal_points.iter_mut().chain(&mut self.capabilities) {
            points.sort_by_key(|point| point.0);
        }
    }

    /// Whether any event is counted of an actor: of one that a dataset never names, nothing is known.
    pub fn is_counted(&self, place: usize) -> bool {
        self.counted.get(place).copied().unwrap_or_default()
    }

    /// What one actor did towards another, month by month.
    pub fn flows(&self, source: usize, target: usize) -> &[Flow] {
        self.flows.get(&(source, target)).map_or(&[], Vec::as_slice)
    }

    /// All directed pairs of whom events are counted, with their flows.
    pub fn all_flows(&self) -> impl Iterator<Item = ((usize, usize), &[Flow])> {
        self.flows
            .iter()
            .map(|(pair, flows)| (*pair, flows.as_slice()))
    }

    /// What stood between two, by first month.
    pub fn spells(&self, pair: Dyad) -> &[Spell] {
        self.spells.get(&pair).map_or(&[], Vec::as_slice)
    }

    /// All pairs between whom something stood.
    pub fn all_spells(&self) -> impl Iterator<Item = (Dyad, &[Spell])> {
        self.spells
            .iter()
            .map(|(pair, spells)| (*pair, spells.as_slice()))
    }

    /// The disputes of two, in order.
    pub fn disputes(&self, pair: Dyad) -> &[Dispute] {
        self.disputes.get(&pair).map_or(&[], Vec::as_slice)
    }

    /// All pairs that had disputes.
    pub fn all_disputes(&self) -> impl Iterator<Item = (Dyad, &[Dispute])> {
        self.disputes
            .iter()
            .map(|(pair, disputes)| (*pair, disputes.as_slice()))
    }

    /// The organisations of which an actor is a member in a month.
    pub fn organisations(&self, place: usize, month: Month) -> impl Iterator<Item = u32> {
        let all = self.memberships.get(place).map_or(&[][..], Vec::as_slice);
        all.iter()
            .filter(move |(_, from, to)| *from <= month && month <= *to)
            .map(|(organisation, ..)| *organisation)
    }

    /// How many organisations are known.
    pub fn organisation_count(&self) -> usize {
        self.organisations.len()
    }

    /// The names of organisations by their numbers.
    pub fn organisation_names(&self) -> Vec<&str> {
        let mut names = vec![""; self.organisations.len()];
        for (name, &number) in &self.organisations {
            if let Some(place) = names.get_mut(number as usize) {
                *place = name;
            }
        }
        names
    }

    /// The ideal point of a state in a year, or its last one of the five years before.
    pub fn ideal_point_in(&self, place: usize, year: i16) -> Option<f32> {
        last(self.ideal_points.get(place)?, year)
            .filter(|it| year - it.0 <= 5)
            .map(|it| it.1)
    }

    /// The share of a state in the world's material capabilities in a year, or the last known before.
    pub fn capability_in(&self, place: usize, year: i16) -> Option<f32> {
        last(self.capabilities.get(place)?, year).map(|it| it.1)
    }
}

/// Months in a row in which the same was done, in a file: the first of them (`i32`), how many (`u16`), and how much of each
/// quad class (`f32`), little-endian. Counts by the year are alike for twelve months.
const RUN: usize = 4 + 2 + 4 * 4;

/// What comes before the runs of a directed pair: its places and how many runs there are, `u32` each.
const HEAD: usize = 3 * 4;

/// Flows as bytes: there are hundreds of thousands of them, and a number at a time takes longer to read than the rest of what
/// is kept.
fn written(flows: &Flows) -> Result<Vec<u8>, TryFromIntError> {
    let mut bytes = Vec::new();
    for ((source, target), flows) in flows {
        let of_pair = flows.chunk_by(|a, b| a.quads == b.quads && a.month.0 + 1 == b.month.0);
        // Nothing lasts for as long as five thousand years.
        let runs: Vec<&[Flow]> = of_pair
            .flat_map(|run| run.chunks(usize::from(u16::MAX)))
            .collect();
        for number in [*source, *target, runs.len()] {
            bytes.extend(u32::try_from(number)?.to_le_bytes());
        }
        for run in runs {
            let Some(first) = run.first() else { continue };
            bytes.extend(first.month.0.to_le_bytes());
            bytes.extend(u16::try_from(run.len())?.to_le_bytes());
            bytes.extend(first.quads.iter().flat_map(|it| it.to_le_bytes()));
        }
    }
    Ok(bytes)
}

/// What [`written`] wrote; `None` where it is something else.
fn read(mut bytes: &[u8]) -> Option<Flows> {
    let mut flows = Flows::default();
    while let Some((head, rest)) = bytes.split_first_chunk::<HEAD>() {
        let number = |place: usize| {
            let number = head.get(place..)?.first_chunk()?;
            usize::try_from(u32::from_le_bytes(*number)).ok()
        };
        let (pair, runs) = ((number(0)?, number(4)?), number(8)?);
        let (runs, rest) = rest.split_at_checked(runs.checked_mul(RUN)?)?;
        let mut of_pair = Vec::with_capacity(runs.len() / RUN);
        for run in runs.chunks_exact(RUN) {
            let (first, run) = run.split_first_chunk()?;
            let (count, run) = run.split_first_chunk()?;
            let mut quads = Quads::default();
            for (quad, bytes) in quads.iter_mut().zip(run.chunks_exact(4)) {
                *quad = f32::from_le_bytes(*bytes.first_chunk()?);
            }
            let (first, count) = (i32::from_le_bytes(*first), u16::from_le_bytes(*count));
            let months = (0..i32::from(count)).map(|it| Month(first.saturating_add(it)));
            of_pair.extend(months.map(|month| Flow { month, quads }));
        }
        flows.insert(pair, of_pair);
        bytes = rest;
    }
    bytes.is_empty().then_some(flows)
}

fn write_runs<S: Serializer>(flows: &Flows, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_bytes(&written(flows).map_err(ser::Error::custom)?)
}

fn read_runs<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Flows, D::Error> {
    struct Runs;
    impl Visitor<'_> for Runs {
        type Value = Flows;

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("runs of months")
        }

        fn visit_bytes<E: de::Error>(self, bytes: &[u8]) -> Result<Flows, E> {
            read(bytes).ok_or_else(|| E::invalid_value(Unexpected::Bytes(bytes), &self))
        }
    }
    deserializer.deserialize_bytes(Runs)
}

/// The last of values by year up to a year.
fn last(values: &[(i16, f32)], year: i16) -> Option<(i16, f32)> {
    let after = values.partition_point(|value| value.0 <= year);
    values.get(after.checked_sub(1)?).copied()
}

#[cfg(test)]
mod tests {
    use serde::de::value::{BytesDeserializer, Error};

    use super::*;
    use crate::level::testing::two_by_two;

    #[test]
    fn a_history_that_is_kept_is_the_same() {
        let mut history = two_by_two();
        history.flow(0, 1, Month::new(2010, 3), [1.0, 0.0, 0.0, 0.0]);
        history.sort();
        let kept = written(&history.flows).unwrap();
        assert_eq!(read(&kept), Some(history.flows.clone()));
        assert_eq!(read(&kept[..kept.len() - 1]), None);
        let runs_of = |pair: (usize, usize)| {
            let flows = Flows::from([(pair, history.flows[&pair].clone())]);
            (written(&flows).unwrap().len() - HEAD) / RUN
        };
        // Ten years that are alike, and one month of them that is not.
        assert_eq!((runs_of((1, 0)), runs_of((0, 1))), (1, 3));
        let read: Flows = read_runs(BytesDeserializer::<Error>::new(&kept)).unwrap();
        assert_eq!(read, history.flows);
    }
}
