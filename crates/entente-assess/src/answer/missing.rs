//! What is missing: what a reader should know before relying on an answer.

use std::collections::BTreeSet;

use entente_model::{Assertion, Body, Relation};

use super::{Answer, Case, YesNo};
use crate::question::{Form, MOST_BETWEEN};
use crate::weigh::{Pair, Side, day_of};

/// That so many events have no date.
pub(super) fn dates_of(events: usize) -> String {
    match events {
        1 => "The date of one of the events.".to_owned(),
        events => format!("The dates of {events} of the events."),
    }
}

/// What any answer lacks where nothing was found.
pub(super) fn nothing_found(case: &Case<'_>) -> Vec<String> {
    let mut missing = Vec::new();
    match (
        case.holdings.documents,
        case.holdings.earliest,
        case.holdings.latest,
    ) {
        (0, ..) => missing.push("Any document: none has been read yet.".to_owned()),
        (1, Some(first), _) => missing.push(format!(
            "A document that speaks of it: the one held was published on {first}."
        )),
        (count, Some(first), Some(last)) => missing.push(format!(
            "A document that speaks of it: the {count} held were published from {first} to {last}."
        )),
        (1, ..) => missing.push("A document that speaks of it: one is held.".to_owned()),
        (count, ..) => missing.push(format!("A document that speaks of it: {count} are held.")),
    }
    if let Some(at) = case.question.at {
        missing.push(format!(
            "Whatever was published after {at}: it was not looked at."
        ));
    }
    missing
}

pub(super) fn of_a_pair(
    case: &Case<'_>,
    pair: &Pair,
    direct: &[&Assertion],
    answer: &Answer,
) -> Vec<String> {
    let account = case.standing.filter(|account| account.levels.is_some());
    if direct.is_empty() && account.is_none() {
        let mut missing = nothing_found(case);
        missing.extend(of_datasets(case, pair, direct));
        for side in [Side::A, Side::B] {
            let actor = pair.actor(side);
            let named = case.admitted().any(|assertion| {
                assertion
                    .body
                    .actors()
                    .any(|other| pair.side(other) == Some(side))
            });
            if !named {
                missing.push(format!("Any statement about {}.", actor.name));
            }
        }
        return missing;
    }
    let mut missing = Vec::new();
    if let Some(events) = case.holdings.events_between {
        let counted = match account {
            Some(_) => "; the levels count them all",
            None => "",
        };
        missing.push(format!(
            "The older of some {events} events between the two: the newest {MOST_BETWEEN} were looked at one by one{counted}."
        ));
    }
    if let Some(account) = account.filter(|account| !account.missing.is_empty()) {
        missing.push(format!(
            "Not imported, or not reaching {}: {}.",
            account.seen,
            account.missing.join(", ")
        ));
    }
    for side in [Side::A, Side::B] {
        let speaks = answer
            .sides
            .iter()
            .any(|view| view.actor.id == pair.actor(side).id);
        if !speaks {
            missing.push(format!(
                "A statement by {} itself about {}.",
                pair.actor(side).name,
                pair.actor(side.other()).name
            ));
        }
    }
    let in_force = answer.level.as_ref().map(|level| level.alliance_in_force);
    if case.question.form == Form::Allies && in_force == Some(YesNo::Unknown) {
        missing.push(
            "A document that says whether a treaty of mutual defence is in force.".to_owned(),
        );
    }
    let newest = case
        .admitted()
        .filter(|x| pair.doer(&x.body).is_some() || pair.incident(&x.body).is_some())
        .filter_map(|assertion| Some((day_of(assertion)?, assertion)))
        .max_by_key(|(day, _)| *day);
    if let Some((newest, assertion)) = newest
        && (case.frame.reference - newest).get_days() > 365
    {
        let told = crate::describe::date_told(assertion)
            .filter(|told| !told.contains('/'))
            .unwrap_or_else(|| newest.to_string());
        missing.push(format!("Anything between the two after {told}."));
    }
    let documents: BTreeSet<&str> = direct
        .iter()
        .map(|assertion| assertion.evidence.document.as_str())
        .collect();
    let publishers: BTreeSet<&str> = direct
        .iter()
        .filter_map(|assertion| assertion.evidence.publisher.as_deref())
        .collect();
    if documents.len() == 1 {
        missing.push("A second document: everything here is from one.".to_owned());
    } else if publishers.len() == 1 && direct.len() > 1 {
        let publisher = publishers.into_iter().next().unwrap_or_default();
        missing.push(format!(
            "A second publisher: everything here is from {publisher}."
        ));
    }
    if account.is_none() {
        missing.extend(of_datasets(case, pair, direct));
    }
    let undated = direct
        .iter()
        .filter(|assertion| matches!(&assertion.body, Body::Event(event) if event.date.is_none()))
        .count();
    if undated > 0 {
        missing.push(dates_of(undated));
    }
    if case.question.form == Form::Friends
        && !direct
            .iter()
            .any(|assertion| assertion.body.is_tie(Relation::Trade))
    {
        missing.push("Anything on trade between the two.".to_owned());
    }
    missing
}

/// What the imported datasets lack of two states: which looked at both and have nothing between
/// them, and which did not look, so that nothing is known.
fn of_datasets(case: &Case<'_>, pair: &Pair, direct: &[&Assertion]) -> Vec<String> {
    let states = [&pair.a, &pair.b];
    // Of others than states, no dataset says whether it covers them.
    if !states.iter().all(|it| it.is_state()) {
        return Vec::new();
    }
    let (mut nothing, mut not_covered) = (BTreeSet::new(), BTreeSet::new());
    for import in &case.holdings.imports {
        let name = format!("{} {}", import.name, import.version);
        let Some((first, last)) = import.days() else {
            continue;
        };
        if direct
            .iter()
            .any(|it| it.evidence.document == import.document)
        {
            continue;
        }
        let since = case.frame.since.map_or(first, |since| since.max(first));
        let until = case.frame.until.map_or(last, |until| until.min(last));
        let in_time = since <= until;
        let covered = states.iter().all(|state| {
            (since.year()..=until.year()).any(|year| import.covers_state(&state.id, year))
        });
        if in_time && covered {
            nothing.insert(format!("{name} ({since} to {until})"));
        } else if in_time {
            not_covered.insert(format!("{name} (not both)"));
        } else {
            not_covered.insert(format!("{name} ({first} to {last})"));
        }
    }
    let list = |names: BTreeSet<String>| names.into_iter().collect::<Vec<_>>().join(", ");
    let mut missing = Vec::new();
    let covers = if nothing.len() == 1 {
        "covers"
    } else {
        "cover"
    };
    if !nothing.is_empty() {
        missing.push(format!(
            "Nothing between the two is in {}, which {} both: there was none.",
            list(nothing),
            covers
        ));
    }
    if !not_covered.is_empty() {
        missing.push(format!(
            "Not covered, so that nothing is known: {}.",
            list(not_covered)
        ));
    }
    missing
}
