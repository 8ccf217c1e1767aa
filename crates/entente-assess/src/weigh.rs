//! Weighing what is known of a pair on one scale: every assertion's contribution in log-odds.
//!
//! A contribution is the weight of what is said × how surely × by whom × how long ago, less what
//! repeats take off. The score is the prior plus the sum of the contributions, nothing else.

use std::collections::{BTreeMap, BTreeSet};

use entente_model::{
    ActorRef, Assertion, Body, Certainty, Date, DateSpan, Event, EventType, Polarity, Position,
    Precision, Relation, Tie,
};

use crate::topic::{share_of, stems};
use crate::weights::{Scale, Weights};

/// Two actors asked about.
#[derive(Debug, Clone)]
pub(crate) struct Pair {
    pub(crate) a: ActorRef,
    pub(crate) b: ActorRef,
}

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Side {
    A,
    B,
}

impl Side {
    pub(crate) fn other(self) -> Self {
        match self {
            Self::A => Self::B,
            Self::B => Self::A,
        }
    }
}

impl Pair {
    /// Whose side an actor is on: its own, else that of the state it acts for.
    pub(crate) fn side(&self, actor: &ActorRef) -> Option<Side> {
        if actor.id == self.a.id {
            Some(Side::A)
        } else if actor.id == self.b.id {
            Some(Side::B)
        } else if actor.acts_for(&self.a.id) {
            Some(Side::A)
        } else if actor.acts_for(&self.b.id) {
            Some(Side::B)
        } else {
            None
        }
    }

    pub(crate) fn actor(&self, side: Side) -> &ActorRef {
        match side {
            Side::A => &self.a,
            Side::B => &self.b,
        }
    }

    fn has(&self, actors: &[ActorRef], side: Side) -> bool {
        actors.iter().any(|actor| self.side(actor) == Some(side))
    }

    /// On whose side somebody is to whom something is done: what is done to a state's people is
    /// done to the state, though they do not act for it.
    pub(crate) fn side_of_target(&self, actor: &ActorRef) -> Option<Side> {
        self.side(actor).or_else(|| {
            [Side::A, Side::B]
                .into_iter()
                .find(|&side| actor.belongs_to(&self.actor(side).id))
        })
    }

    fn suffers(&self, targets: &[ActorRef], side: Side) -> bool {
        targets
            .iter()
            .any(|actor| self.side_of_target(actor) == Some(side))
    }

    /// Whose deed or tie towards the other an assertion tells: `None` when it is not directly
    /// between the two, on different sides.
    pub(crate) fn doer(&self, body: &Body) -> Option<Side> {
        match body {
            Body::Event(event) => self.doer_of(event),
            Body::Tie(tie) => {
                let (a, b) = (self.side(&tie.a)?, self.side(&tie.b)?);
                (a != b).then_some(a)
            }
            Body::Stance(_) | Body::Label(_) | Body::Figure(_) => None,
        }
    }

    fn doer_of(&self, event: &Event) -> Option<Side> {
        let across =
            |side: Side| self.has(&event.source, side) && self.suffers(&event.target, side.other());
        if across(Side::A) {
            return Some(Side::A);
        }
        if across(Side::B) {
            return Some(Side::B);
        }
        // Two who ceased fire together, and towards nobody else, did so towards each other.
        let eases = matches!(event.event_type, EventType::Concede | EventType::Retreat)
            && event.target.is_empty();
        ((kind(event).is_mutual() || eases)
            && self.has(&event.source, Side::A)
            && self.has(&event.source, Side::B))
        .then_some(Side::A)
    }

    /// What burdens the two without being done by one to the other: violence against one of them
    /// or its people in the other's country, or by the other's people; and force that one uses
    /// against the other's people. The side that suffered it.
    pub(crate) fn incident(&self, body: &Body) -> Option<Side> {
        let Body::Event(event) = body else {
            return None;
        };
        let violent = event.event_type == EventType::Assault;
        if !violent && event.event_type != EventType::Coerce || self.doer_of(event).is_some() {
            return None;
        }
        let people = |actors: &[ActorRef], side: Side| {
            let state = Some(self.actor(side).id.as_str());
            actors.iter().any(|actor| actor.country.as_deref() == state)
        };
        [Side::A, Side::B].into_iter().find(|&victim| {
            let host = victim.other();
            let suffers = self.has(&event.target, victim) || people(&event.target, victim);
            let own_doing = self.has(&event.source, victim) || people(&event.source, victim);
            let country = event
                .place
                .as_ref()
                .and_then(|place| place.country.as_deref());
            let there = country == Some(self.actor(host).id.as_str());
            let by_theirs = people(&event.source, host);
            suffers
                && !own_doing
                && (violent && (there || by_theirs) || self.has(&event.source, host))
        })
    }

    /// How many of the two a sentence names.
    pub(crate) fn named(&self, quote: &str) -> usize {
        let quote = stems(quote);
        [&self.a, &self.b]
            .into_iter()
            .filter(|actor| {
                share_of(&stems(&actor.name), &quote) >= 1.0
                    || share_of(&stems(&actor.text), &quote) >= 1.0
            })
            .count()
    }

    /// An event of one side in a sentence that names the other: beside, not between, the two.
    pub(crate) fn is_beside(&self, assertion: &Assertion) -> bool {
        let Body::Event(event) = &assertion.body else {
            return false;
        };
        let quote = stems(&assertion.evidence.quote);
        [Side::A, Side::B].into_iter().any(|side| {
            let takes_part = self.has(&event.source, side) || self.has(&event.target, side);
            let other = self.actor(side.other());
            takes_part && share_of(&stems(&other.name), &quote) >= 1.0
        })
    }
}

/// What a contribution comes of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Term {
    /// Said directly of the two.
    Direct,
    /// Violence against one in the other's country, by a third.
    Incident,
    /// Both in one organisation.
    Organisation,
    /// Stances of both on one issue.
    Issue,
    /// Ties of both to a third.
    ThirdParty,
}

impl Term {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::Incident => "incident",
            Self::Organisation => "organisation",
            Self::Issue => "issue",
            Self::ThirdParty => "third-party",
        }
    }
}

/// What one proposition, or several together, add to the score.
#[derive(Debug, Clone)]
pub(crate) struct Contribution<'a> {
    pub(crate) term: Term,
    /// What it says, where it is not one assertion's own proposition: "both are members of NATO".
    pub(crate) what: Option<String>,
    /// Log-odds.
    pub(crate) value: f64,
    /// The assertions it rests on, strongest first, each with its part of `value`. Repeats of
    /// one quote count nothing and are kept for reference.
    pub(crate) parts: Vec<(&'a Assertion, f64)>,
}

/// A score and everything that it is the sum of.
#[derive(Debug, Clone)]
pub(crate) struct Weighing<'a> {
    pub(crate) prior: f64,
    pub(crate) score: f64,
    /// Strongest first.
    pub(crate) contributions: Vec<Contribution<'a>>,
}

impl Weighing<'_> {
    /// The sum of what speaks for it, and of what speaks against it (as a positive number).
    pub(crate) fn for_and_against(&self) -> (f64, f64) {
        let sum = |sign: f64| {
            self.contributions
                .iter()
                .map(|c| (c.value * sign).max(0.0))
                .sum()
        };
        (sum(1.0), sum(-1.0))
    }
}

/// When the answer is given for, and what it may look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Frame {
    /// Age is counted back from this day.
    pub(crate) reference: Date,
    /// Nothing published later counts.
    pub(crate) at: Option<Date>,
    /// Nothing dated before or after counts.
    pub(crate) since: Option<Date>,
    pub(crate) until: Option<Date>,
    /// Whether the question is about the past.
    pub(crate) past: bool,
}

impl Frame {
    /// Whether an assertion is published by then and about that time.
    pub(crate) fn admits(&self, assertion: &Assertion) -> bool {
        let published = assertion.evidence.published;
        if let Some(at) = self.at
            && published.is_none_or(|day| day > at)
        {
            return false;
        }
        if self.since.is_none() && self.until.is_none() {
            return true;
        }
        let date = match &assertion.body {
            Body::Event(event) => event.date.as_ref(),
            Body::Tie(tie) => tie.date.as_ref(),
            _ => None,
        };
        match date.filter(|date| date.start.is_some() || date.end.is_some()) {
            Some(date) => date.overlaps(self.since, self.until),
            None => published.is_some_and(|day| {
                self.since.is_none_or(|since| day >= since)
                    && self.until.is_none_or(|until| day <= until)
            }),
        }
    }
}

/// The day that an assertion tells of: its event's, else its publication's.
pub(crate) fn day_of(assertion: &Assertion) -> Option<Date> {
    let told = match &assertion.body {
        Body::Event(event) => event.date.as_ref().and_then(|date| date.start.or(date.end)),
        _ => None,
    };
    told.or(assertion.evidence.published)
}

/// The type that an event weighs as: a text that is signed or agreed, SUPPORT in PLOVER and 057 in CAMEO, is
/// an agreement, which rivals make too, and no kind word.
pub(crate) fn kind(event: &Event) -> EventType {
    let signs = event
        .cameo
        .as_deref()
        .is_some_and(|code| code.starts_with("057"));
    match event.event_type {
        EventType::Support if signs => EventType::Agree,
        other => other,
    }
}

/// What repeats of an assertion are repeats of: its proposition, without its direction where it
/// is mutual.
pub(crate) fn key(assertion: &Assertion) -> String {
    match &assertion.body {
        Body::Event(event) if kind(event).is_mutual() => {
            let mut both = event.clone();
            both.source.append(&mut both.target);
            Body::Event(both).proposition()
        }
        body => body.proposition(),
    }
}

/// When a tie ended. A tie dated by a day, a month or a year was made, or is told of, then: only
/// a longer span or an open beginning says that it was over.
fn end_of(date: &DateSpan) -> Option<Date> {
    match date.precision() {
        Some(Precision::Day | Precision::Month | Precision::Year) => None,
        _ => date.end,
    }
}

struct Raw<'a> {
    term: Term,
    /// What repeats of it are repeats of.
    key: String,
    /// What many of it crowd.
    kind: String,
    what: Option<String>,
    value: f64,
    /// How many of the two the sentence names.
    named: usize,
    assertions: Vec<&'a Assertion>,
}

/// Weighs everything between the two on a scale.
pub(crate) fn weigh<'a>(
    pair: &Pair,
    assertions: impl IntoIterator<Item = &'a Assertion>,
    scale: Scale,
    frame: &Frame,
) -> Weighing<'a> {
    let weights = Weights::built_in();
    let admitted: Vec<&Assertion> = assertions
        .into_iter()
        .filter(|assertion| frame.admits(assertion))
        .collect();
    let scorer = Scorer {
        pair,
        scale,
        frame,
        weights,
        disputed: disputed(&admitted),
        ceasefire: ceasefire(pair, &admitted),
    };
    let mut raws: Vec<Raw<'a>> = admitted
        .iter()
        .filter_map(|assertion| scorer.single(assertion))
        .collect();
    raws.extend(scorer.organisations(&admitted));
    raws.extend(scorer.issues(&admitted));
    raws.extend(scorer.third_parties(&admitted));
    let contributions = diminish(raws, weights);
    let prior = weights.scale(scale).prior;
    let score = prior + contributions.iter().map(|c| c.value).sum::<f64>();
    Weighing {
        prior,
        score,
        contributions,
    }
}

/// Propositions that one claimant denies and another affirms, or the document itself.
fn disputed(assertions: &[&Assertion]) -> BTreeSet<String> {
    let mut said: BTreeMap<String, (bool, bool)> = BTreeMap::new();
    for assertion in assertions {
        let entry = said.entry(assertion.body.proposition()).or_default();
        match assertion.polarity {
            Polarity::Positive => entry.0 = true,
            Polarity::Negative => entry.1 = true,
        }
    }
    said.into_iter()
        .filter(|(_, (yes, no))| *yes && *no)
        .map(|(key, _)| key)
        .collect()
}

/// The last day on which the two agreed, gave way or ceased fire towards each other, as a fact.
fn ceasefire(pair: &Pair, assertions: &[&Assertion]) -> Option<Date> {
    assertions
        .iter()
        .filter(|assertion| {
            let ends = matches!(&assertion.body, Body::Event(event) if matches!(
                kind(event),
                EventType::Agree | EventType::Concede | EventType::Retreat
            ));
            ends && assertion.is_stated_as_fact() && pair.doer(&assertion.body).is_some()
        })
        .filter_map(|assertion| day_of(assertion))
        .max()
}

/// What might be, or is wished or feared to be, does not stand.
fn stands(assertion: &Assertion) -> bool {
    assertion.polarity == Polarity::Positive && assertion.certainty != Certainty::Hypothetical
}

struct Scorer<'p> {
    pair: &'p Pair,
    scale: Scale,
    frame: &'p Frame,
    weights: &'p Weights,
    disputed: BTreeSet<String>,
    ceasefire: Option<Date>,
}

impl Scorer<'_> {
    /// What an assertion about the two weighs by itself.
    fn single<'a>(&self, assertion: &'a Assertion) -> Option<Raw<'a>> {
        let negative = assertion.polarity == Polarity::Negative;
        let (term, weight, kind) = match (&assertion.body, self.pair.doer(&assertion.body)) {
            // A tie that might be neither stands nor fails to stand.
            (Body::Tie(_), _) if assertion.certainty == Certainty::Hypothetical => return None,
            (Body::Tie(tie), Some(from)) => {
                let weight = if negative {
                    self.weights.not(tie.relation, self.scale)
                } else {
                    self.tie(tie, from)
                };
                (Term::Direct, weight, tie.relation.name())
            }
            (Body::Event(event), Some(from)) if !negative => (
                Term::Direct,
                self.event(event, from),
                event.event_type.name(),
            ),
            (Body::Event(_), None) if !negative => {
                self.pair.incident(&assertion.body)?;
                let weight = self.weights.weight(&self.weights.term.incident, self.scale);
                (Term::Incident, weight, "incident")
            }
            _ => return None,
        };
        let value = weight
            * self.certainty(assertion)
            * self.claimant(assertion)
            * self.age(assertion)
            * self.ended(assertion);
        (value != 0.0).then(|| Raw {
            term,
            key: key(assertion),
            kind: kind.to_owned(),
            what: None,
            value,
            named: self.pair.named(&assertion.evidence.quote),
            assertions: vec![assertion],
        })
    }

    fn tie(&self, tie: &Tie, from: Side) -> f64 {
        // Dependence and patronage have a direction: the first actor depends, is the patron.
        let against_the_grain = tie.relation.is_directed() && from == Side::B;
        match (self.scale, tie.relation) {
            (Scale::Dependence, Relation::Patronage) if !against_the_grain => return 0.0,
            (Scale::Dependence, Relation::Transit) | (Scale::Patronage, Relation::Patronage)
                if against_the_grain =>
            {
                return 0.0;
            }
            _ => {}
        }
        let weight = self.weights.tie(tie.relation, self.scale);
        let is_pact = tie.detail.as_deref().is_some_and(|detail| {
            share_of(
                &stems("defence pact"),
                &stems(&detail.replace("defense", "defence")),
            ) >= 1.0
                || share_of(
                    &stems("mutual defence"),
                    &stems(&detail.replace("defense", "defence")),
                ) >= 1.0
        });
        if is_pact && tie.relation == Relation::Partnership {
            weight.max(self.weights.tie(Relation::Alliance, self.scale))
        } else {
            weight
        }
    }

    fn event(&self, event: &Event, from: Side) -> f64 {
        let weight = self.weights.event(kind(event), self.scale);
        let toward_a_dependant = match self.scale {
            Scale::Dependence => from == Side::B,
            Scale::Patronage => from == Side::A,
            _ => true,
        };
        if weight > 0.0 && !toward_a_dependant {
            0.0
        } else {
            weight
        }
    }

    fn certainty(&self, assertion: &Assertion) -> f64 {
        self.weights.certainty(assertion.certainty)
    }

    fn claimant(&self, assertion: &Assertion) -> f64 {
        let factors = &self.weights.claimant;
        let Some(claimant) = &assertion.claimant else {
            return factors.own_voice;
        };
        let factor = match (self.pair.side(claimant), self.pair.doer(&assertion.body)) {
            (None, _) => factors.third,
            (Some(speaker), Some(from))
                if speaker == from || matches!(assertion.body, Body::Tie(_)) =>
            {
                factors.party_of_itself
            }
            (Some(_), _) => factors.party_of_other,
        };
        if self.disputed.contains(&assertion.body.proposition()) {
            factor * factors.contested
        } else {
            factor
        }
    }

    /// What a later ceasefire or agreement of the two leaves of fighting, on the scale of war.
    fn ended(&self, assertion: &Assertion) -> f64 {
        let fighting = matches!(&assertion.body, Body::Event(event) if matches!(
            event.event_type,
            EventType::Assault | EventType::Mobilize
        ));
        let over = self
            .ceasefire
            .is_some_and(|end| day_of(assertion).is_some_and(|day| day <= end));
        if self.scale == Scale::War && fighting && over {
            self.weights.repeats.after_ceasefire
        } else {
            1.0
        }
    }

    /// What time has left of it.
    fn age(&self, assertion: &Assertion) -> f64 {
        let repeats = &self.weights.repeats;
        let mut factor = 1.0;
        let mut day = day_of(assertion);
        if let Body::Tie(tie) = &assertion.body
            && let Some(end) = tie.date.as_ref().and_then(end_of)
            && end < self.frame.reference
            && assertion
                .evidence
                .published
                .is_none_or(|published| end < published)
        {
            day = Some(end);
            if !self.frame.past {
                factor *= repeats.ended_tie;
            }
        }
        let scale = self.weights.scale(self.scale);
        if matches!(&assertion.body, Body::Event(event) if event.date.is_none()) {
            factor *= scale.undated_event;
        }
        let Some(day) = day else {
            return factor * repeats.undated;
        };
        let days = (self.frame.reference - day).get_days();
        let years = f64::from(days).max(0.0) / 365.25;
        let mut half_life = match scale.memory {
            Some(memory) if self.weights.memory.holds(&assertion.body) => memory,
            _ => scale.half_life,
        };
        if self.frame.past {
            half_life *= repeats.past_half_life;
        }
        factor * 0.5_f64.powf(years / half_life)
    }

    /// The lesser of two assertions' force, apart from their weight.
    fn force(&self, one: &Assertion, other: &Assertion) -> f64 {
        let of = |assertion: &Assertion| {
            let by = match &assertion.claimant {
                None => self.weights.claimant.own_voice,
                Some(_) => self.weights.claimant.third,
            };
            self.certainty(assertion) * by * self.age(assertion)
        };
        of(one).min(of(other))
    }

    /// Both in one alliance or union.
    fn organisations<'a>(&self, assertions: &[&'a Assertion]) -> Vec<Raw<'a>> {
        let lists = &self.weights.organisations;
        let terms = [
            (&lists.alliances, &self.weights.term.same_alliance),
            (&lists.unions, &self.weights.term.same_union),
        ];
        let mut members: BTreeMap<&str, [Option<&'a Assertion>; 2]> = BTreeMap::new();
        let memberships = assertions
            .iter()
            .filter_map(|assertion| match &assertion.body {
                Body::Tie(tie) if tie.relation == Relation::Membership && stands(assertion) => {
                    Some((*assertion, tie))
                }
                _ => None,
            });
        for (assertion, tie) in memberships {
            if let Some(side) = self.pair.side(&tie.a) {
                keep_stronger(
                    &mut members.entry(tie.b.id.as_str()).or_default()[side as usize],
                    assertion,
                    |x| self.force(x, x),
                );
            }
        }
        let mut raws = Vec::new();
        for (organisation, sides) in members {
            let [Some(one), Some(other)] = sides else {
                continue;
            };
            let Some((_, entry)) = terms
                .iter()
                .find(|(list, _)| list.iter().any(|id| id == organisation))
            else {
                continue;
            };
            let Body::Tie(tie) = &one.body else { continue };
            raws.push(Raw {
                term: Term::Organisation,
                key: format!("organisation {organisation}"),
                kind: "organisation".into(),
                what: Some(format!("both are members of {}", tie.b.name)),
                value: self.weights.weight(entry, self.scale) * self.force(one, other),
                named: 0,
                assertions: vec![one, other],
            });
        }
        raws
    }

    /// Stances of both on one issue.
    fn issues<'a>(&self, assertions: &[&'a Assertion]) -> Vec<Raw<'a>> {
        let mut raws = Vec::new();
        for shared in stances(self.pair, assertions, |x| self.force(x, x)) {
            let (entry, what) = if shared.agree {
                let verb = if shared.supports { "support" } else { "oppose" };
                (
                    &self.weights.term.common_stance,
                    format!("both {verb}: {}", issue_words(shared.issue)),
                )
            } else {
                let what = format!(
                    "{} supports, {} opposes: {}",
                    self.pair.actor(shared.supporter).name,
                    self.pair.actor(shared.supporter.other()).name,
                    issue_words(shared.issue)
                );
                (&self.weights.term.opposite_stances, what)
            };
            raws.push(Raw {
                term: Term::Issue,
                key: format!("issue {}", shared.issue),
                kind: format!("issue {}", shared.agree),
                what: Some(what),
                value: self.weights.weight(entry, self.scale)
                    * self.force(shared.one, shared.other),
                named: 0,
                assertions: vec![shared.one, shared.other],
            });
        }
        raws
    }

    /// The enemy, and the friend, of an enemy.
    fn third_parties<'a>(&self, assertions: &[&'a Assertion]) -> Vec<Raw<'a>> {
        // For each third: for each side, the strongest friendly and the strongest hostile tie.
        let mut thirds: BTreeMap<&str, [[Option<&'a Assertion>; 2]; 2]> = BTreeMap::new();
        for assertion in assertions {
            let Body::Tie(tie) = &assertion.body else {
                continue;
            };
            let hostile = match tie.relation {
                Relation::Alliance | Relation::Partnership | Relation::Patronage => 0,
                Relation::Rivalry => 1,
                _ => continue,
            };
            let (side, third) = match (self.pair.side(&tie.a), self.pair.side(&tie.b)) {
                (Some(side), None) => (side, &tie.b),
                (None, Some(side)) => (side, &tie.a),
                _ => continue,
            };
            if stands(assertion) {
                let slot =
                    &mut thirds.entry(third.id.as_str()).or_default()[side as usize][hostile];
                keep_stronger(slot, assertion, |x| self.force(x, x));
            }
        }
        let mut raws = Vec::new();
        for (third, sides) in thirds {
            let name = |assertion: &Assertion| match &assertion.body {
                Body::Tie(tie) if tie.a.id == third => tie.a.name.clone(),
                Body::Tie(tie) => tie.b.name.clone(),
                _ => third.to_owned(),
            };
            let mut push = |one: &'a Assertion, other: &'a Assertion, entry, what: String| {
                raws.push(Raw {
                    term: Term::ThirdParty,
                    key: format!("third {third} {what}"),
                    kind: "third party".into(),
                    value: self.weights.weight(entry, self.scale) * self.force(one, other),
                    named: 0,
                    what: Some(what),
                    assertions: vec![one, other],
                });
            };
            if let (Some(one), Some(other)) = (sides[0][1], sides[1][1]) {
                let what = format!("a common rival: {}", name(one));
                push(one, other, &self.weights.term.common_rival, what);
            }
            for friend in [Side::A, Side::B] {
                let (one, other) = (sides[friend as usize][0], sides[friend.other() as usize][1]);
                if let (Some(one), Some(other)) = (one, other) {
                    let what = format!(
                        "{} is close to {}, a rival of {}",
                        self.pair.actor(friend).name,
                        name(one),
                        self.pair.actor(friend.other()).name
                    );
                    push(one, other, &self.weights.term.friend_of_rival, what);
                }
            }
        }
        raws
    }
}

/// One issue on which both have a stance.
pub(crate) struct SharedIssue<'a> {
    pub(crate) issue: &'a str,
    pub(crate) agree: bool,
    /// Whether the first of the two is for it.
    pub(crate) supports: bool,
    pub(crate) supporter: Side,
    pub(crate) one: &'a Assertion,
    pub(crate) other: &'a Assertion,
}

/// The issues on which both sides have a stance, with the strongest assertion of each side.
pub(crate) fn stances<'a>(
    pair: &Pair,
    assertions: &[&'a Assertion],
    force: impl Fn(&Assertion) -> f64,
) -> Vec<SharedIssue<'a>> {
    let mut issues: BTreeMap<&str, [Option<&'a Assertion>; 2]> = BTreeMap::new();
    for assertion in assertions {
        let Body::Stance(stance) = &assertion.body else {
            continue;
        };
        if position(assertion).is_some()
            && let Some(side) = pair.side(&stance.actor)
        {
            let slot = &mut issues.entry(stance.issue.as_str()).or_default()[side as usize];
            keep_stronger(slot, assertion, &force);
        }
    }
    issues
        .into_iter()
        .filter_map(|(issue, sides)| {
            let [Some(one), Some(other)] = sides else {
                return None;
            };
            let (first, second) = (position(one)?, position(other)?);
            Some(SharedIssue {
                issue,
                agree: first == second,
                supports: first,
                supporter: if first { Side::A } else { Side::B },
                one,
                other,
            })
        })
        .collect()
}

/// Whether a stance is for the issue, its polarity reckoned in; `None` when neutral.
pub(crate) fn position(assertion: &Assertion) -> Option<bool> {
    let Body::Stance(stance) = &assertion.body else {
        return None;
    };
    let negative = assertion.polarity == Polarity::Negative;
    match stance.position {
        Position::Supports => Some(!negative),
        Position::Opposes => Some(negative),
        Position::Neutral => None,
    }
}

/// A slug as words.
pub(crate) fn issue_words(slug: &str) -> String {
    slug.replace(['-', '_'], " ")
}

fn keep_stronger<'a>(
    slot: &mut Option<&'a Assertion>,
    assertion: &'a Assertion,
    force: impl Fn(&Assertion) -> f64,
) {
    if slot.is_none_or(|kept| force(assertion) > force(kept)) {
        *slot = Some(assertion);
    }
}

/// Takes off what repeats do not add: of one proposition, and of one kind. Both rank by size, so
/// that one more assertion never takes from the sum of its own sign.
fn diminish<'a>(raws: Vec<Raw<'a>>, weights: &Weights) -> Vec<Contribution<'a>> {
    let repeats = &weights.repeats;
    let mut propositions: BTreeMap<(String, bool), Vec<Raw<'a>>> = BTreeMap::new();
    for raw in raws.into_iter().filter(|raw| raw.value != 0.0) {
        propositions
            .entry((raw.key.clone(), raw.value > 0.0))
            .or_default()
            .push(raw);
    }
    let mut kinds: BTreeMap<(String, bool), Vec<Contribution<'a>>> = BTreeMap::new();
    for ((_, positive), mut raws) in propositions {
        // Of equals, the sentence that names both comes first.
        raws.sort_by(|x, y| {
            y.value
                .abs()
                .total_cmp(&x.value.abs())
                .then(y.named.cmp(&x.named))
        });
        let mut seen = BTreeSet::new();
        let mut factor = 1.0;
        let mut parts = Vec::new();
        for raw in &raws {
            let is_new = raw
                .assertions
                .first()
                .is_some_and(|first| seen.insert(plain(&first.evidence.quote)));
            let value = if is_new { raw.value * factor } else { 0.0 };
            if is_new {
                factor *= repeats.same_proposition;
            }
            let each = value / raw.assertions.len() as f64;
            parts.extend(raw.assertions.iter().map(|assertion| (*assertion, each)));
        }
        let Some(first) = raws.into_iter().next() else {
            continue;
        };
        kinds
            .entry((first.kind, positive))
            .or_default()
            .push(Contribution {
                term: first.term,
                what: first.what,
                value: parts.iter().map(|(_, value)| value).sum(),
                parts,
            });
    }
    let mut contributions = Vec::new();
    for mut group in kinds.into_values() {
        group.sort_by(|x, y| y.value.abs().total_cmp(&x.value.abs()));
        let mut factor = 1.0;
        for contribution in &mut group {
            contribution.value *= factor;
            for (_, value) in &mut contribution.parts {
                *value *= factor;
            }
            factor *= repeats.same_kind;
        }
        contributions.append(&mut group);
    }
    contributions.sort_by(|x, y| y.value.abs().total_cmp(&x.value.abs()));
    contributions
}

/// A quote without what does not tell copies apart.
fn plain(quote: &str) -> String {
    quote
        .chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{Said, actor, day, event, tie};

    fn pair(a: &str, b: &str) -> Pair {
        Pair {
            a: actor(a),
            b: actor(b),
        }
    }

    fn moved(pair: &Pair, scale: Scale, said: Vec<Said>) -> f64 {
        let assertions: Vec<Assertion> = said.into_iter().map(Said::done).collect();
        let frame = Frame {
            reference: day("2025-06-01"),
            at: None,
            since: None,
            until: None,
            past: false,
        };
        let weighing = weigh(pair, &assertions, scale, &frame);
        weighing.score - weighing.prior
    }

    #[test]
    fn what_is_done_to_the_people_of_a_state_is_done_to_it() {
        let pair = pair("AZE", "IRN");
        let arrest = || {
            event(
                EventType::Coerce,
                "AZE",
                "irn-drivers",
                "Azerbaijan arrested two.",
            )
        };
        let state = || {
            event(
                EventType::Coerce,
                "AZE",
                "IRN",
                "Azerbaijan held Iran's men.",
            )
        };
        assert_eq!(
            moved(&pair, Scale::Level, vec![arrest()]),
            moved(&pair, Scale::Level, vec![state()])
        );
        let by_them = event(
            EventType::Protest,
            "irn-drivers",
            "AZE",
            "Drivers protested.",
        );
        assert_eq!(moved(&pair, Scale::Level, vec![by_them]), 0.0);
    }

    #[test]
    fn wars_are_remembered_longer_than_handshakes() {
        let pair = pair("ARM", "AZE");
        let kept = |said: fn(&str) -> Said| {
            let old = moved(&pair, Scale::Rivalry, vec![said("1995-06-01")]);
            old / moved(&pair, Scale::Rivalry, vec![said("2025-06-01")])
        };
        let war = kept(|on| event(EventType::Assault, "AZE", "ARM", "They fought.").on(on));
        let word = kept(|on| event(EventType::Accuse, "AZE", "ARM", "It accused it.").on(on));
        assert!((war - 0.5).abs() < 0.01, "half after thirty years: {war}");
        assert!((word - 0.125).abs() < 0.01, "an eighth: {word}");
    }

    #[test]
    fn fighting_before_a_ceasefire_is_not_war_now() {
        let pair = pair("ARM", "AZE");
        let fought = || event(EventType::Assault, "AZE", "ARM", "They fought.").on("2025-05-07");
        let eased = |on| {
            event(
                EventType::Concede,
                "AZE",
                "ARM",
                "Both agreed to a ceasefire.",
            )
            .together(&["AZE", "ARM"])
            .on(on)
        };
        let war = moved(&pair, Scale::War, vec![fought()]);
        let before = moved(&pair, Scale::War, vec![fought(), eased("2025-05-01")]);
        let after = moved(&pair, Scale::War, vec![fought(), eased("2025-05-10")]);
        assert!(before < war, "a ceasefire counts by itself");
        assert!(after < 0.5 * before, "{after} and {before}");
        let undated = event(
            EventType::Assault,
            "AZE",
            "ARM",
            "They have fought four wars.",
        );
        assert!(moved(&pair, Scale::War, vec![undated]) < 0.5 * war);
    }

    #[test]
    fn what_might_be_does_not_stand() {
        let pair = pair("AZE", "IRN");
        for relation in Relation::ALL {
            let said = tie(
                *relation,
                "AZE",
                "IRN",
                "A genuine alliance is a distant prospect.",
            )
            .surely(Certainty::Hypothetical);
            assert_eq!(moved(&pair, Scale::Alliance, vec![said]), 0.0, "{relation}");
        }
    }

    #[test]
    fn of_equals_the_sentence_that_names_both_is_quoted_first() {
        let pair = pair("AZE", "IRN");
        let quotes = ["The two are rivals.", "Azerbaijan and Iran are rivals."];
        let assertions: Vec<Assertion> = quotes
            .iter()
            .map(|quote| tie(Relation::Rivalry, "AZE", "IRN", quote).done())
            .collect();
        let frame = Frame {
            reference: day("2025-06-01"),
            at: None,
            since: None,
            until: None,
            past: false,
        };
        let weighing = weigh(&pair, &assertions, Scale::Rivalry, &frame);
        assert_eq!(
            weighing.contributions[0].parts[0].0.evidence.quote,
            quotes[1]
        );
    }
}
