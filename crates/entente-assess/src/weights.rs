//! The weights as data: `weights.toml`, read and checked.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use entente_model::{Body, Certainty, EventType, Relation};
use serde::Deserialize;

/// The file that is compiled in.
const BUILT_IN: &str = include_str!("../weights.toml");

/// What is wrong with a file of weights.
#[derive(Debug, thiserror::Error)]
pub enum WeightsError {
    /// It is not TOML of the right shape.
    #[error("weights cannot be read: {0}")]
    Syntax(#[from] toml::de::Error),
    /// It reads, but a rule about weights is broken.
    #[error("weights: {0}")]
    Rule(String),
}

/// What is asked of two actors, as a quantity in log-odds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Scale {
    Level,
    Alliance,
    Friendship,
    Rivalry,
    War,
    Dependence,
    Patronage,
}

impl Scale {
    const ALL: [Self; 7] = [
        Self::Level,
        Self::Alliance,
        Self::Friendship,
        Self::Rivalry,
        Self::War,
        Self::Dependence,
        Self::Patronage,
    ];
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ScaleWeights {
    pub(crate) prior: f64,
    of_level: f64,
    /// Years.
    pub(crate) half_life: f64,
    /// Years, for what [`Memory`] holds.
    pub(crate) memory: Option<f64>,
    /// What an event counts of which no date is told.
    #[serde(default = "whole")]
    pub(crate) undated_event: f64,
    why: String,
}

const fn whole() -> f64 {
    1.0
}

/// What is remembered longer than other things.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Memory {
    events: Vec<EventType>,
    relations: Vec<Relation>,
    why: String,
}

impl Memory {
    pub(crate) fn holds(&self, body: &Body) -> bool {
        match body {
            Body::Event(event) => self.events.contains(&event.event_type),
            Body::Tie(tie) => self.relations.contains(&tie.relation),
            _ => false,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Entry {
    level: f64,
    alliance: Option<f64>,
    friendship: Option<f64>,
    rivalry: Option<f64>,
    war: Option<f64>,
    dependence: Option<f64>,
    patronage: Option<f64>,
    why: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Cuts {
    pub(crate) cuts: [f64; 4],
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ByClaimant {
    pub(crate) own_voice: f64,
    pub(crate) party_of_itself: f64,
    pub(crate) party_of_other: f64,
    pub(crate) third: f64,
    pub(crate) contested: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Repeats {
    pub(crate) same_proposition: f64,
    pub(crate) same_kind: f64,
    pub(crate) ended_tie: f64,
    pub(crate) past_half_life: f64,
    pub(crate) undated: f64,
    pub(crate) after_ceasefire: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct VerdictRules {
    pub(crate) yes: f64,
    pub(crate) no: f64,
    pub(crate) strong: f64,
    pub(crate) enough: f64,
    pub(crate) no_unseen: f64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Organisations {
    pub(crate) alliances: Vec<String>,
    pub(crate) treaties: Vec<String>,
    pub(crate) unions: Vec<String>,
}

/// What follows from several assertions.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Terms {
    pub(crate) same_alliance: Entry,
    pub(crate) same_union: Entry,
    pub(crate) opposite_stances: Entry,
    pub(crate) common_stance: Entry,
    pub(crate) common_rival: Entry,
    pub(crate) friend_of_rival: Entry,
    pub(crate) incident: Entry,
}

/// Every weight.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Weights {
    scales: BTreeMap<Scale, ScaleWeights>,
    pub(crate) memory: Memory,
    pub(crate) level: Cuts,
    certainty: BTreeMap<Certainty, f64>,
    pub(crate) claimant: ByClaimant,
    pub(crate) repeats: Repeats,
    pub(crate) verdict: VerdictRules,
    pub(crate) organisations: Organisations,
    tie: BTreeMap<Relation, Entry>,
    not: BTreeMap<Relation, Entry>,
    event: BTreeMap<EventType, Entry>,
    pub(crate) term: Terms,
}

static LOADED: LazyLock<Result<Weights, WeightsError>> = LazyLock::new(|| Weights::parse(BUILT_IN));

/// Checks the weights that are compiled in; a test and every build of the binary can call it.
pub fn check_weights() -> Result<(), &'static WeightsError> {
    LOADED.as_ref().map(|_| ())
}

/// Ids of the organisations that a treaty made which lists of alliances hold.
pub fn treaty_organisations() -> &'static [String] {
    &Weights::built_in().organisations.treaties
}

impl Weights {
    /// The weights that are compiled in. They are checked by a test, so that the error cannot
    /// occur in a build that passed it.
    #[allow(clippy::expect_used)]
    pub(crate) fn built_in() -> &'static Self {
        LOADED.as_ref().expect("weights.toml is checked by a test")
    }

    fn parse(text: &str) -> Result<Self, WeightsError> {
        let weights: Self = toml::from_str(text)?;
        weights.check().map_err(WeightsError::Rule)?;
        Ok(weights)
    }

    fn check(&self) -> Result<(), String> {
        let rule = |holds: bool, what: &str| if holds { Ok(()) } else { Err(what.to_owned()) };
        for scale in Scale::ALL {
            rule(
                self.scales.contains_key(&scale),
                &format!("no [scales] for {scale:?}"),
            )?;
        }
        for certainty in Certainty::ALL {
            let factor = self.certainty.get(certainty).copied().unwrap_or(-1.0);
            rule(
                (0.0..=1.0).contains(&factor),
                &format!("certainty.{certainty} is not within 0 and 1"),
            )?;
        }
        for relation in Relation::ALL {
            rule(
                self.tie.contains_key(relation),
                &format!("no [tie.{relation}]"),
            )?;
        }
        for event_type in EventType::ALL {
            let entry = self
                .event
                .get(event_type)
                .ok_or(format!("no [event.{event_type}]"))?;
            let friendly = event_type.quad().is_cooperation();
            rule(
                (entry.level >= 0.0) == friendly || entry.level == 0.0,
                &format!("[event.{event_type}] has the wrong sign on the level"),
            )?;
        }
        rule(
            self.level.cuts.windows(2).all(|pair| pair[0] < pair[1]),
            "the cuts of [level] do not rise",
        )?;
        let ByClaimant {
            own_voice,
            party_of_itself,
            party_of_other,
            third,
            contested,
        } = self.claimant;
        let Repeats {
            same_proposition,
            same_kind,
            ended_tie,
            undated,
            after_ceasefire,
            past_half_life,
        } = self.repeats;
        for factor in [
            own_voice,
            party_of_itself,
            party_of_other,
            third,
            contested,
            same_proposition,
            same_kind,
            ended_tie,
            undated,
            after_ceasefire,
        ] {
            rule(
                (0.0..=1.0).contains(&factor),
                "a factor of [claimant] or [repeats] is not within 0 and 1",
            )?;
        }
        rule(past_half_life >= 1.0, "past_half_life is below 1")?;
        rule(
            self.verdict.no < self.verdict.yes,
            "verdict.no is not below verdict.yes",
        )?;
        rule(
            self.scales
                .values()
                .all(|scale| scale.half_life > 0.0 && !scale.why.is_empty()),
            "a scale has no half-life or no reason",
        )?;
        rule(
            self.scales.values().all(|scale| {
                scale.memory.is_none_or(|memory| memory >= scale.half_life)
                    && (0.0..=1.0).contains(&scale.undated_event)
            }),
            "a scale remembers shorter than it forgets, or undated_event is not within 0 and 1",
        )?;
        rule(!self.memory.why.is_empty(), "[memory] has no reason")?;
        let term = &self.term;
        let entries = self
            .tie
            .values()
            .chain(self.not.values())
            .chain(self.event.values())
            .chain([
                &term.same_alliance,
                &term.same_union,
                &term.opposite_stances,
                &term.common_stance,
                &term.common_rival,
                &term.friend_of_rival,
                &term.incident,
            ]);
        for entry in entries {
            rule(!entry.why.is_empty(), "an entry has no reason")?;
            for scale in Scale::ALL {
                let weight = self.weight(entry, scale);
                rule(
                    weight.is_finite() && weight.abs() <= 5.0,
                    "a weight is beyond 5",
                )?;
            }
        }
        Ok(())
    }

    pub(crate) fn scale(&self, scale: Scale) -> &ScaleWeights {
        // Every scale is there: `check`.
        &self.scales[&scale]
    }

    pub(crate) fn certainty(&self, certainty: Certainty) -> f64 {
        self.certainty.get(&certainty).copied().unwrap_or(0.0)
    }

    /// What an entry weighs on a scale.
    pub(crate) fn weight(&self, entry: &Entry, scale: Scale) -> f64 {
        let own = match scale {
            Scale::Level => Some(entry.level),
            Scale::Alliance => entry.alliance,
            Scale::Friendship => entry.friendship,
            Scale::Rivalry => entry.rivalry,
            Scale::War => entry.war,
            Scale::Dependence => entry.dependence,
            Scale::Patronage => entry.patronage,
        };
        own.unwrap_or_else(|| entry.level * self.scale(scale).of_level)
    }

    pub(crate) fn tie(&self, relation: Relation, scale: Scale) -> f64 {
        self.tie
            .get(&relation)
            .map_or(0.0, |entry| self.weight(entry, scale))
    }

    /// What it weighs that a relation is said not to stand.
    pub(crate) fn not(&self, relation: Relation, scale: Scale) -> f64 {
        self.not
            .get(&relation)
            .map_or(0.0, |entry| self.weight(entry, scale))
    }

    pub(crate) fn event(&self, event_type: EventType, scale: Scale) -> f64 {
        self.event
            .get(&event_type)
            .map_or(0.0, |entry| self.weight(entry, scale))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_weights_are_sound() {
        if let Err(error) = check_weights() {
            panic!("{error}");
        }
    }

    #[test]
    fn broken_weights_are_told() {
        for (from, to, what) in [
            ("cuts = [-2.94", "cuts = [2.94", "cuts"),
            ("[tie.border]", "[tie.boarder]", "boarder"),
            ("certain = 1.0", "certain = 1.5", "certainty"),
            (
                "[event.ASSAULT]\nlevel = -1.6",
                "[event.ASSAULT]\nlevel = 1.6",
                "ASSAULT",
            ),
            ("[verdict]", "[verdict]\nmaybe = 1", "maybe"),
        ] {
            let text = BUILT_IN.replacen(from, to, 1);
            assert_ne!(text, BUILT_IN, "{from}");
            let error = Weights::parse(&text).map(|_| ()).unwrap_err().to_string();
            assert!(error.contains(what), "{error}");
        }
    }
}
