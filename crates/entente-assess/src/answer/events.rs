//! What happened between two actors: a timeline.

use std::collections::BTreeMap;

use entente_model::{ActorRef, Assertion, Body, Polarity};

use super::points::is_told_with;
use super::{Answer, Case, Happening, Verdict, YesNo, documents, held, missing, piece};
use crate::contested::contested_where;
use crate::describe;
use crate::weigh::{Pair, kind};
use crate::weights::{Scale, Weights};

pub(super) fn answer(case: &Case<'_>, a: &ActorRef, b: &ActorRef) -> Answer {
    let pair = Pair {
        a: a.clone(),
        b: b.clone(),
    };
    let events: Vec<&Assertion> = case
        .admitted()
        .filter(|assertion| is_between(&pair, assertion) || pair.is_beside(assertion))
        .filter(|assertion| matches!(assertion.body, Body::Event(_)))
        .filter(|assertion| assertion.polarity == Polarity::Positive)
        .filter(|assertion| assertion.certainty != entente_model::Certainty::Hypothetical)
        .collect();
    let mut answer = case.blank();
    answer.timeline = timeline(&pair, &events);
    let when = match (&case.question.times, case.question.at) {
        (Some(times), _) => format!(" {}", times.text),
        (None, Some(at)) => format!(" up to {at}"),
        (None, None) => String::new(),
    };
    let (one, other) = (&a.name, &b.name);
    answer.verdict = if answer.timeline.is_empty() {
        answer.missing = missing::nothing_found(case);
        let sentence = match case.holdings.documents {
            0 => "Unknown: no document has been read.".to_owned(),
            count => format!(
                "Unknown: nothing in {} tells of anything between {one} and {other}{when}. No evidence is not a no.",
                held(count)
            ),
        };
        Verdict {
            answer: YesNo::Unknown,
            sentence,
            probability: None,
        }
    } else {
        let documents = documents(
            answer
                .timeline
                .iter()
                .flat_map(|happening| &happening.evidence),
        );
        let from = match documents {
            1 => "one document".to_owned(),
            count => format!("{count} documents"),
        };
        let between = answer
            .timeline
            .iter()
            .filter(|happening| happening.between)
            .count();
        let beside = answer.timeline.len() - between;
        let things = |count| if count == 1 { "event" } else { "events" };
        let undated = answer
            .timeline
            .iter()
            .filter(|happening| happening.between && happening.date.is_none())
            .count();
        // Without a day it is not known to be of the time asked about.
        let is_timed = case.question.times.is_some() && undated > 0;
        let sentence = if is_timed && between > 0 {
            let dated = between - undated;
            let and_undated = match undated {
                1 => "one of which the day is not said".to_owned(),
                count => format!("{count} of which the day is not said"),
            };
            if dated == 0 {
                format!(
                    "Nothing between {one} and {other}{when} that is dated, but {and_undated}, from {from}."
                )
            } else {
                format!(
                    "{dated} {} between {one} and {other}{when}, and {and_undated}, from {from}.",
                    things(dated)
                )
            }
        } else if between == 0 {
            format!(
                "Nothing between {one} and {other}{when}, but {beside} {} of one of them in sentences that name the other, from {from}.",
                things(beside)
            )
        } else {
            format!(
                "{between} {} between {one} and {other}{when}, from {from}.",
                things(between)
            )
        };
        Verdict {
            answer: YesNo::Yes,
            sentence,
            probability: None,
        }
    };
    let undated = answer
        .timeline
        .iter()
        .filter(|happening| happening.date.is_none())
        .count();
    if undated > 0 {
        let dates = missing::dates_of(undated);
        answer.missing.push(format!(
            "{}, which stand last.",
            dates.trim_end_matches('.')
        ));
    }
    answer.contested = contested_where(case.admitted(), |assertion| is_between(&pair, assertion));
    answer
}

/// Whether it is between the two, or an incident that burdens them.
fn is_between(pair: &Pair, assertion: &Assertion) -> bool {
    pair.doer(&assertion.body).is_some() || pair.incident(&assertion.body).is_some()
}

/// One item for each proposition, by date; those without a date last.
fn timeline(pair: &Pair, events: &[&Assertion]) -> Vec<Happening> {
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
        let same = kept.iter_mut().find(|known| {
            known.first().is_some_and(|&known| {
                let (one, other) = (describe::date_told(known), describe::date_told(first));
                let is_turned = describe::both_ways(known, first).is_some();
                let alike = crate::weigh::key(known) == crate::weigh::key(first)
                    || is_turned
                    || is_mutual_again(known, first);
                is_told_with(known, first) && alike && (one == other || other.is_none())
            })
        });
        match same {
            Some(known) => known.extend(group),
            None => kept.push(group),
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
            .into_iter()
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
