//! What happened between two actors, where that is asked in words.

use entente_model::{ActorRef, Assertion};

use super::happenings::{happenings, is_between, is_told_of};
use super::{Answer, Case, Verdict, YesNo, documents, held, missing};
use crate::contested::contested_where;
use crate::weigh::Pair;

pub(super) fn answer(case: &Case<'_>, a: &ActorRef, b: &ActorRef) -> Answer {
    let pair = Pair {
        a: a.clone(),
        b: b.clone(),
    };
    let events: Vec<&Assertion> = case
        .admitted()
        .filter(|assertion| is_told_of(assertion))
        .filter(|assertion| is_between(&pair, assertion) || pair.is_beside(assertion))
        .collect();
    let mut answer = case.blank();
    answer.timeline = happenings(&pair, &events);
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
