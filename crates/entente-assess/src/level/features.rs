//! The features of a dyad in a month: one list, by which the table for the fit is written and levels are
//! judged.

use super::history::{Dyad, History, Kind};
use super::memory::{Rates, Stream};
use super::month::Month;
use super::network::{Network, Position};
use super::structure::Structure;

/// What a feature is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// Events, of the two and of all others.
    Events,
    /// What stands between the two, and what history lists of them.
    Structure,
}

/// A feature.
#[derive(Debug, Clone, Copy)]
pub struct Feature {
    /// Its name in tables and in the file of weights.
    pub name: &'static str,
    /// What it is made of.
    pub basis: Basis,
    /// What it says, in words.
    pub words: &'static str,
    value: fn(&Cross<'_>, Dyad) -> Option<f32>,
}

/// All dyads in one month.
#[derive(Debug)]
pub struct Cross<'h> {
    /// The month.
    pub month: Month,
    /// What stands then.
    pub structure: Structure<'h>,
    /// The events up to then, where the month is covered.
    pub events: Option<Events>,
}

/// Events up to a month.
#[derive(Debug)]
pub struct Events {
    /// Rates.
    pub rates: Rates,
    /// The network that they make.
    pub network: Network,
}

/// Goes through months in order.
#[derive(Debug)]
pub struct Walk<'h> {
    history: &'h History,
    stream: Stream,
    rates: Option<Rates>,
}

impl<'h> Walk<'h> {
    /// Before the first month.
    pub fn new(history: &'h History) -> Self {
        Self {
            history,
            stream: Stream::new(history),
            rates: Rates::new(history),
        }
    }

    /// A month. Months must not go back: of events, what was taken up is not forgotten.
    pub fn at(&mut self, month: Month) -> Cross<'h> {
        let rates = self.rates.as_mut().filter(|_| counted(self.history, month));
        let rates = rates.map(|rates| {
            rates.advance(&mut self.stream, month);
            rates.clone()
        });
        Cross::new(self.history, month, rates)
    }
}

/// Whether counts of events reach a month, or ended in the year before it.
fn counted(history: &History, month: Month) -> bool {
    let reach = history.reach(Kind::Events);
    reach.is_some_and(|(first, last)| first <= month && month.0 <= last.0 + 12)
}

impl<'h> Cross<'h> {
    /// One month alone.
    pub fn at(history: &'h History, month: Month) -> Self {
        let rates = counted(history, month).then(|| Rates::at(history, month));
        Self::new(history, month, rates.flatten())
    }

    fn new(history: &'h History, month: Month, rates: Option<Rates>) -> Self {
        let events = rates.map(|rates| {
            let places = (0..history.actors()).filter(|it| history.is_counted(*it));
            Events {
                network: Network::new(&rates, places.collect()),
                rates,
            }
        });
        Self {
            month,
            structure: Structure::new(history, month),
            events,
        }
    }
}

fn network(cross: &Cross<'_>, pair: Dyad, value: impl Fn(Position<'_>) -> f32) -> Option<f32> {
    let events = cross.events.as_ref()?;
    events.network.pair(pair).map(value)
}

macro_rules! features {
    ($($name:literal, $basis:ident, $words:literal, $value:expr;)*) => {
        &[$(Feature { name: $name, basis: Basis::$basis, words: $words, value: $value },)*]
    };
}

/// Every feature, in the order of tables.
pub const FEATURES: &[Feature] = features![
    "ev_kexcess", Events, "conflict beyond what their weight and dealings imply", |c, d| network(c, d, |n| n.excess());
    "ev_kfrac", Events, "each is a large part of the other's conflicts", |c, d| network(c, d, |n| (0.003 + n.conflict_shares()[0]).ln());
    "ev_kfracmax", Events, "one is a large part of the other's conflicts", |c, d| network(c, d, |n| (0.003 + n.conflict_shares()[1]).ln());
    "ev_cfrac", Events, "one is a large part of the other's cooperation", |c, d| network(c, d, |n| (0.001 + n.cooperation_share()).ln());
    "ev_tone", Events, "share of conflict in what the two do", |c, d| network(c, d, |n| n.tone());
    "ev_rr", Events, "they move in one circle", |c, d| network(c, d, |n| n.common_circle());
    "ev_pp", Events, "they deal with the same partners", |c, d| network(c, d, |n| n.common_partners());
    "ev_ff", Events, "they have friends in common", |c, d| network(c, d, |n| n.common_friends());
    "ev_blockk", Events, "conflict between their circles", |c, d| network(c, d, |n| n.circles_tone());
    "ev_blockexcess", Events, "conflict between their circles beyond what weight and dealings imply", |c, d| network(c, d, |n| n.circles_excess());
    "ev_blockvol", Events, "dealings between their circles", |c, d| network(c, d, |n| n.circles_volume());
    "ev_mass", Events, "how much is heard of the greater of the two", |c, d| network(c, d, |n| n.mass().ln());
    "st_defense", Structure, "a defence pact", |c, d| c.structure.pact(d, |of| of.defence);
    "st_consul", Structure, "a pact of consultation", |c, d| c.structure.pact(d, |of| of.entente);
    "st_allyears", Structure, "years of a defence pact", |c, d| c.structure.pact_years(d);
    "st_mid5", Structure, "militarised disputes of the last years", |c, d| c.structure.disputes(d, 5.0, 2);
    "st_mid20", Structure, "militarised disputes of the last decades", |c, d| c.structure.disputes(d, 20.0, 2);
    "st_midwar", Structure, "wars of the last decades", |c, d| c.structure.disputes(d, 20.0, 5);
    "st_midlast", Structure, "time since the last militarised dispute", |c, d| c.structure.last_dispute(d);
    "st_icb", Structure, "international crises", |c, d| c.structure.crises(d);
    "st_rival", Structure, "a strategic rivalry", |c, d| c.structure.rivalry(d);
    "st_rivalyears", Structure, "time since the last strategic rivalry", |c, d| c.structure.rivalry_over(d);
    "st_contig", Structure, "how near they lie", |c, d| c.structure.contiguity(d);
    "st_igoj", Structure, "organisations in common", |c, d| c.structure.shared_share(d);
    "st_igosmall", Structure, "small organisations in common", |c, d| c.structure.small_organisations(d);
    "st_igosmallj", Structure, "share of small organisations in common", |c, d| c.structure.small_share(d);
    "st_un", Structure, "distance of their votes in the UN", |c, d| c.structure.vote_distance(d);
    "st_unmin", Structure, "how near both vote to the West in the UN", |c, d| c.structure.lesser_vote(d);
    "st_ff", Structure, "allies in common", |c, d| c.structure.common_friends(d);
    "st_ee", Structure, "rivals in common", |c, d| c.structure.common_enemies(d);
    "st_fe", Structure, "allies of the one that are rivals of the other", |c, d| c.structure.friends_of_enemies(d);
    "st_cincmin", Structure, "capabilities of the weaker", |c, d| c.structure.lesser_capability(d);
];

/// The feature of a name.
pub fn find(name: &str) -> Option<(usize, &'static Feature)> {
    FEATURES
        .iter()
        .enumerate()
        .find(|(_, feature)| feature.name == name)
}

impl Cross<'_> {
    /// The value of a feature of two; `None` where it is not known.
    pub fn value(&self, feature: &Feature, pair: Dyad) -> Option<f32> {
        (feature.value)(self, pair)
    }

    /// The values of all features of two, in their order; NaN where one is not known.
    pub fn values(&self, pair: Dyad) -> Vec<f32> {
        FEATURES
            .iter()
            .map(|feature| self.value(feature, pair).unwrap_or(f32::NAN))
            .collect()
    }
}
