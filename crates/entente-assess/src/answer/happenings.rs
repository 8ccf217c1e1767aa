//! Assertions of events to what happened: told by several sentences, it happened once.

use std::collections::{BTreeMap, HashMap};

use entente_model::{Assertion, Body, Certainty, ContentId, Polarity};

use super::points::is_told_with;
use super::{Happening, piece};
use crate::describe;
use crate::weigh::{Pair, kind};
use crate::weights::{Scale, Weights};

/// Whether it is between the two, or an incident that burdens them.
pub(crate) fn is_between(pair: &Pair, assertion: &Assertion) -> bool {
    pair.doer(&assertion.body).is_some() || pair.incident(&assertion.body).is_some()
}

/// Whether it is an event that is said to have happened, however surely.
pub(crate) fn is_told_of(assertion: &Assertion) -> bool {
    matches!(assertion.body, Body::Event(_))
        && assertion.polarity == Polarity::Positive
        && assertion.certainty != Certainty::Hypothetical
}

/// One item for each proposition, by date; those without a date last.
pub(crate) fn happenings(pair: &Pair, events: &[&Assertion]) -> Vec<Happening> {
    let weights = Weights::built_in();
    let mut groups: BTreeMap<String, Vec<&Assertion>> = BTreeMap::new();
    for assertion in events {
        let mut key = crate::weigh::key(assertion);
        if describe::date_told(assertion).is_none() {
            // Two undated events of one type may be two: only the same sentence makes them one.
            key.push_str(&assertion.evidence.quote);
        }
        groups.entry(key).or_default().push(assertion);
    }
    let mut groups: Vec<Vec<&Assertion>> = groups.into_values().collect();
    for group in &mut groups {
        // The most exact date and the surest voice first.
        group.sort_by(|x, y| {
            let exact = |x: &Assertion| describe::date_told(x).map_or(0, |date| date.len());
            let sure = |x: &Assertion| {
                weights.certainty(x.certainty) + if x.claimant.is_none() { 0.5 } else { 0.0 }
            };
            exact(y).cmp(&exact(x)).then(sure(y).total_cmp(&sure(x)))
        });
    }
    let mut found: Vec<(Option<jiff::civil::Date>, f64, Happening)> = told_once(groups)
        .into_iter()
        .filter_map(|group| {
            let first = *group.first()?;
            let Body::Event(event) = &first.body else {
                return None;
            };
            let mut evidence = Vec::new();
            for assertion in &group {
                let known = evidence.iter().any(|piece: &super::Piece| {
                    piece.document == assertion.evidence.document
                        && piece.quote == assertion.evidence.quote
                });
                if !known {
                    evidence.push(piece(assertion, 0.0));
                }
            }
            let start = event.date.as_ref().and_then(|date| date.start.or(date.end));
            let weight = weights.event(kind(event), Scale::Level).abs();
            let happening = Happening {
                date: describe::date_told(first),
                event_type: event.event_type,
                what: group
                    .iter()
                    .find_map(|other| describe::both_ways(first, other))
                    .unwrap_or_else(|| describe::sentence(first)),
                between: is_between(pair, first),
                evidence,
            };
            Some((start, weight, happening))
        })
        .collect();
    found.sort_by(|x, y| {
        x.0.is_none()
            .cmp(&y.0.is_none())
            .then(x.0.cmp(&y.0))
            .then(y.1.total_cmp(&x.1))
            .then_with(|| x.2.what.cmp(&y.2.what))
    });
    let found: Vec<Happening> = found
        .into_iter()
        .map(|(_, _, happening)| happening)
        .collect();
    without_echoes(found)
}

/// Groups of which one sentence tells two as one deed: done both ways on one date, or told once
/// with its date and once without.
fn told_once(groups: Vec<Vec<&Assertion>>) -> Vec<Vec<&Assertion>> {
    let mut kept: Vec<Vec<&Assertion>> = Vec::new();
    // Where in `kept` those are that a sentence tells: of imports there are thousands.
    let mut told_by: HashMap<(&ContentId, &str), Vec<usize>> = HashMap::new();
    // Dated first, so that what has no date finds them.
    let (dated, undated): (Vec<_>, Vec<_>) = groups.into_iter().partition(|group| {
        group
            .first()
            .is_some_and(|first| describe::date_told(first).is_some())
    });
    for group in dated.into_iter().chain(undated) {
        let Some(&first) = group.first() else {
            continue;
        };
        let evidence = &first.evidence;
        let places = told_by
            .entry((&evidence.document, evidence.quote.as_str()))
            .or_default();
        let same = places.iter().copied().find(|&place| {
            kept[place].first().is_some_and(|&known| {
                let (one, other) = (describe::date_told(known), describe::date_told(first));
                let is_turned = describe::both_ways(known, first).is_some();
                let alike = crate::weigh::key(known) == crate::weigh::key(first)
                    || is_turned
                    || is_mutual_again(known, first);
                is_told_with(known, first) && alike && (one == other || other.is_none())
            })
        });
        match same {
            Some(place) => kept[place].extend(group),
            None => {
                places.push(kept.len());
                kept.push(group);
            }
        }
    }
    kept
}

/// Whether the same actors, on whatever side, do the same.
fn is_mutual_again(one: &Assertion, other: &Assertion) -> bool {
    let ids = |assertion: &Assertion| -> std::collections::BTreeSet<String> {
        assertion
            .body
            .actors()
            .map(|actor| actor.id.clone())
            .collect()
    };
    ids(one) == ids(other)
}

/// What stands beside the two is left out where its sentence is shown already.
fn without_echoes(found: Vec<Happening>) -> Vec<Happening> {
    let quotes = |happening: &Happening| -> Vec<String> {
        happening
            .evidence
            .iter()
            .map(|piece| piece.quote.clone())
            .collect()
    };
    let mut shown: std::collections::BTreeSet<String> = found
        .iter()
        .filter(|happening| happening.between)
        .flat_map(quotes)
        .collect();
    found
        .into_iter()
        .filter(|happening| {
            let all_shown = quotes(happening).iter().all(|quote| shown.contains(quote));
            shown.extend(quotes(happening));
            happening.between || !all_shown
        })
        .collect()
}
