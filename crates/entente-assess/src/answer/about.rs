//! Who supports or opposes something; whether, and why, one actor does.

use std::collections::BTreeMap;

use entente_model::{ActorRef, Assertion, Body, EventType, Polarity, Relation};

use super::{
    Answer, Case, Found, Piece, Point, Score, Verdict, Who, YesNo, documents, held, missing,
    percent, piece, these,
};
use crate::contested::contested;
use crate::describe;
use crate::level::logistic;
use crate::question::Form;
use crate::topic::{Surroundings, Topic, is_denial, stems};
use crate::weigh::{kind, position};
use crate::weights::Weights;

/// A sentence that begins so many bytes after a position, at most, may give its reason, ...
const AFTER: usize = 500;
/// ... and counts as if it were about the topic by half.
const ABOUT: f64 = 0.5;

/// Before any evidence an actor has no part in an issue.
const PRIOR: f64 = -0.5;

/// An assertion with what it adds to an actor's score.
type Weighted<'a> = (&'a Assertion, f64);

/// One assertion's word on where an actor stands: who, and how far for it (below 0: against it).
struct Word<'a> {
    actor: Who,
    value: f64,
    assertion: &'a Assertion,
}

pub(super) fn answer(case: &Case<'_>) -> Answer {
    let Some(topic) = &case.question.topic else {
        return case.blank();
    };
    let sign = if case.question.form == Form::Opposes {
        -1.0
    } else {
        1.0
    };
    let surroundings = Surroundings::of(case.admitted());
    let mut groups: BTreeMap<String, (Who, Vec<Weighted<'_>>)> = BTreeMap::new();
    for word in case
        .admitted()
        .flat_map(|assertion| words(case, topic, &surroundings, assertion))
    {
        let group = groups
            .entry(word.actor.id.clone())
            .or_insert_with(|| (word.actor, Vec::new()));
        group.1.push((word.assertion, word.value * sign));
    }
    let mut found: Vec<Found> = groups
        .into_values()
        .map(|(actor, words)| rank(actor, words))
        .collect();
    found.sort_by(|x, y| {
        y.score
            .total_cmp(&x.score)
            .then_with(|| x.actor.cmp(&y.actor))
    });
    let mut answer = case.blank();
    match &case.question.a {
        Some(actor) => of_one(case, topic, actor, found, &surroundings, &mut answer),
        None => of_all(case, topic, found, &mut answer),
    }
    let concerned: Vec<&Assertion> = case
        .admitted()
        .filter(|assertion| is_stance_on(topic, &surroundings, assertion))
        .collect();
    answer.contested = contested(&concerned);
    if answer.verdict.answer == YesNo::Unknown {
        answer.missing = missing::nothing_found(case);
    }
    answer
}

fn is_stance_on(topic: &Topic, surroundings: &Surroundings<'_>, assertion: &Assertion) -> bool {
    let Body::Stance(stance) = &assertion.body else {
        return false;
    };
    if stance.issue == topic.issue {
        return true;
    }
    let slug = stems(&stance.issue);
    if topic.is_anothers_position() {
        // "Egypt's demand" is Egypt's position; what the position is on is not.
        return topic
            .actors
            .iter()
            .all(|actor| crate::topic::share_of(&stems(&actor.name), &slug) >= 1.0)
            && surroundings.has_core(topic, assertion);
    }
    if topic.is_shortened(&slug) && surroundings.share_of_document(topic, assertion) >= 0.6 {
        return true;
    }
    let touches = topic.is_actors_only() || crate::topic::share_of(&topic.stems, &slug) > 0.0;
    // "Supports a referendum on a new one" is about the constitution that the sentence names.
    topic.share(assertion) >= 0.9 || touches && surroundings.share(topic, assertion) >= 0.6
}

/// What an assertion says of where actors stand on the topic.
fn words<'a>(
    case: &Case<'a>,
    topic: &Topic,
    surroundings: &Surroundings<'a>,
    assertion: &'a Assertion,
) -> Vec<Word<'a>> {
    let weights = Weights::built_in();
    let (actors, value): (Vec<&ActorRef>, f64) = match &assertion.body {
        Body::Stance(stance) if is_stance_on(topic, surroundings, assertion) => {
            match position(assertion) {
                Some(for_it) => (vec![&stance.actor], if for_it { 2.2 } else { -2.2 }),
                None => return Vec::new(),
            }
        }
        Body::Event(event) if assertion.polarity == Polarity::Positive => {
            let value = match kind(event) {
                EventType::Support => 1.5,
                // Who signs something with somebody does not take the other's side.
                EventType::Agree if !topic.is_anothers_position() => 1.5,
                // Who denies a thing is not against it: it is said not to be so.
                EventType::Reject if is_denial(assertion) => return Vec::new(),
                EventType::Aid | EventType::Cooperate if topic.is_actors_only() => 1.3,
                EventType::Accuse | EventType::Reject | EventType::Protest => -1.5,
                EventType::Threaten | EventType::Sanction => -1.2,
                EventType::Assault | EventType::Coerce if topic.is_actors_only() => -1.2,
                EventType::Request if !topic.is_actors_only() => 0.7,
                _ => return Vec::new(),
            };
            let of_topic = || {
                topic
                    .actors
                    .iter()
                    .all(|actor| event.target.iter().any(|target| target.acts_for(&actor.id)))
            };
            let meant = if topic.is_actors_only() {
                of_topic()
            } else if topic.is_anothers_position() {
                of_topic() && surroundings.has_core(topic, assertion)
            } else {
                // An event is about its parties first: the topic's own words must be there.
                crate::topic::share_of(&topic.stems, &crate::topic::words_of(assertion)) >= 0.5
                    && surroundings.share(topic, assertion) >= 0.6
            };
            if !meant {
                return Vec::new();
            }
            (event.source.iter().collect(), value)
        }
        Body::Tie(tie) if topic.is_actors_only() && assertion.polarity == Polarity::Positive => {
            let value = match tie.relation {
                Relation::Alliance | Relation::Partnership | Relation::Patronage => 1.5,
                Relation::Rivalry => -1.8,
                _ => return Vec::new(),
            };
            let is_topic =
                |actor: &ActorRef| topic.actors.iter().any(|one| actor.acts_for(&one.id));
            if is_topic(&tie.b) && !is_topic(&tie.a) {
                (vec![&tie.a], value)
            } else if is_topic(&tie.a) && !is_topic(&tie.b) && !tie.directed {
                (vec![&tie.b], value)
            } else {
                return Vec::new();
            }
        }
        _ => return Vec::new(),
    };
    // Wishes and plans are what a position is made of.
    let surely = weights.certainty(assertion.certainty).max(0.4);
    actors
        .into_iter()
        .map(|actor| {
            let by = match &assertion.claimant {
                None => weights.claimant.own_voice,
                Some(speaker) if case.stands_for(speaker).id == case.stands_for(actor).id => {
                    weights.claimant.party_of_itself
                }
                Some(_) => weights.claimant.third,
            };
            Word {
                actor: case.stands_for(actor),
                value: value * surely * by,
                assertion,
            }
        })
        .collect()
}

/// Adds up the words on one actor, repeats halved.
fn rank(actor: Who, mut words: Vec<Weighted<'_>>) -> Found {
    words.sort_by(|x, y| y.1.abs().total_cmp(&x.1.abs()));
    let half = Weights::built_in().repeats.same_proposition;
    let (mut score, mut factors) = (PRIOR, [1.0, 1.0]);
    let mut seen = std::collections::BTreeSet::new();
    let mut evidence: Vec<Piece> = Vec::new();
    for (assertion, value) in words {
        let factor = &mut factors[usize::from(value > 0.0)];
        let value = if seen.insert((assertion.evidence.quote.as_str(), value > 0.0)) {
            value * *factor
        } else {
            0.0
        };
        if value != 0.0 {
            *factor *= half;
            score += value;
            evidence.push(piece(assertion, value));
        }
    }
    Found {
        actor,
        probability: logistic(score),
        score,
        evidence,
    }
}

fn of_all(case: &Case<'_>, topic: &Topic, found: Vec<Found>, answer: &mut Answer) {
    let verb = if case.question.form == Form::Opposes {
        "against"
    } else {
        "for"
    };
    let other_verb = if case.question.form == Form::Opposes {
        "for"
    } else {
        "against"
    };
    let (mut yes, mut no) = (Vec::new(), Vec::new());
    for mut found in found {
        let net = found.score - PRIOR;
        if net > 0.0 && found.probability >= 0.5 {
            found.evidence.retain(|piece| piece.contribution > 0.0);
            yes.push(found);
        } else if net < -0.3 {
            no.push(found);
        }
    }
    answer.contra = no
        .into_iter()
        .map(|found| Point {
            what: format!("{} is {other_verb} it", found.actor.name),
            basis: "direct",
            date: None,
            contribution: found.score - PRIOR,
            evidence: found.evidence,
            sources: Vec::new(),
        })
        .collect();
    answer.actors = yes;
    let what = topic.with_article();
    answer.verdict = if answer.actors.is_empty() {
        Verdict {
            answer: YesNo::Unknown,
            sentence: format!(
                "Unknown: nobody in {} is named who is {verb} {what}. No evidence is not a no.",
                held(case.holdings.documents)
            ),
            probability: None,
        }
    } else {
        let names: Vec<&str> = answer
            .actors
            .iter()
            .map(|found| found.actor.name.as_str())
            .collect();
        let by = these(documents(
            answer.actors.iter().flat_map(|found| &found.evidence),
        ));
        Verdict {
            answer: YesNo::Yes,
            sentence: format!("By {by}, {verb} {what}: {}.", names.join(", ")),
            probability: None,
        }
    };
}

fn of_one(
    case: &Case<'_>,
    topic: &Topic,
    actor: &ActorRef,
    found: Vec<Found>,
    surroundings: &Surroundings<'_>,
    answer: &mut Answer,
) {
    let who = case.stands_for(actor);
    let does = if case.question.form == Form::Opposes {
        "against"
    } else {
        "for"
    };
    let (name, what) = (&actor.name, topic.with_article());
    let own = found
        .into_iter()
        .find(|found| found.actor.id == who.id || found.actor.id == actor.id);
    if let Some(own) = own {
        let by = these(documents(&own.evidence));
        let chance = percent(own.probability);
        let (yes_no, mut sentence) = if own.probability >= 0.55 {
            (
                YesNo::Yes,
                format!("Yes: by {by}, {name} is {does} {what} ({chance})."),
            )
        } else if own.score - PRIOR < -0.3 {
            (
                YesNo::No,
                format!("No: by {by}, {name} is not {does} {what} ({chance})."),
            )
        } else {
            (
                YesNo::Mixed,
                format!("In part: {by} speak both ways on {name} and {what} ({chance})."),
            )
        };
        let to_point = |piece: &Piece| Point {
            what: piece.says.clone(),
            basis: "direct",
            date: piece.date.clone(),
            contribution: piece.contribution,
            evidence: vec![piece.clone()],
            sources: Vec::new(),
        };
        answer.pro = own
            .evidence
            .iter()
            .filter(|x| x.contribution > 0.0)
            .map(to_point)
            .collect();
        answer.contra = own
            .evidence
            .iter()
            .filter(|x| x.contribution < 0.0)
            .map(to_point)
            .collect();
        answer.score = Some(Score {
            prior: PRIOR,
            value: own.score,
        });
        if case.question.why {
            let reasons = reasons(case, topic, actor, surroundings, &answer.pro);
            if reasons.is_empty() {
                answer.missing.push(format!(
                    "Reasons: the documents say that {name} is {does} it, not why."
                ));
            } else {
                let quotes = reasons.iter().flat_map(|point| &point.evidence);
                if let Some(first) = quotes.into_iter().next() {
                    let quote = crate::render::shortened(&first.quote, 160);
                    sentence.push_str(&format!(" Said beside it: \u{201C}{quote}\u{201D}"));
                }
            }
            answer.pro.extend(reasons);
        }
        answer.verdict = Verdict {
            answer: yes_no,
            sentence,
            probability: Some(own.probability),
        };
        answer.actors.push(own);
    } else {
        answer.verdict.sentence = format!(
            "Unknown: nothing in {} says where {name} stands on {what}. No evidence is not a no.",
            held(case.holdings.documents)
        );
    }
}

/// What is said of the actor and the topic together beyond the position itself, likeliest
/// reasons first: fears, and sentences that give a cause.
fn reasons(
    case: &Case<'_>,
    topic: &Topic,
    actor: &ActorRef,
    surroundings: &Surroundings<'_>,
    known: &[Point],
) -> Vec<Point> {
    const CAUSES: &str =
        "because reason fear fears lose losing loses cost concern worry wary afraid";
    const HINTS: &str = "threat danger would cut border interest influence";
    let (causes, hints) = (stems(CAUSES), stems(HINTS));
    let mut seen: std::collections::BTreeSet<&str> = std::collections::BTreeSet::new();
    let mut ranked: Vec<(f64, &Assertion)> = case
        .admitted()
        .filter(|assertion| {
            let speaks = assertion
                .claimant
                .as_ref()
                .is_some_and(|speaker| speaker.acts_for(&actor.id));
            let takes_part = assertion
                .body
                .actors()
                .any(|other| other.acts_for(&actor.id));
            let told = known
                .iter()
                .flat_map(|point| &point.evidence)
                .any(|piece| piece.quote == assertion.evidence.quote);
            (speaks || takes_part) && !told
        })
        .filter_map(|assertion| {
            // What is said right after the position is said of it.
            let follows = known.iter().flat_map(|point| &point.evidence).any(|piece| {
                piece.document == assertion.evidence.document
                    && assertion.evidence.start >= piece.end
                    && assertion.evidence.start - piece.end < AFTER
            });
            let share = surroundings
                .share(topic, assertion)
                .max(if follows { ABOUT } else { 0.0 });
            let text = crate::topic::words_of(assertion);
            let met = |words: &std::collections::BTreeSet<String>| {
                words.intersection(&text).count().min(3) as f64
            };
            let cause = met(&causes) + 0.3 * met(&hints);
            let fear = if assertion.body.is_tie(Relation::Threat) {
                1.5
            } else {
                0.0
            };
            let rank = share * (0.5 + cause + fear);
            (share >= 0.4 && cause + fear > 0.0).then_some((rank, assertion))
        })
        .collect();
    ranked.sort_by(|x, y| y.0.total_cmp(&x.0));
    ranked
        .into_iter()
        .filter(|(_, assertion)| seen.insert(assertion.evidence.quote.as_str()))
        .take(5)
        .map(|(_, assertion)| Point {
            what: describe::sentence(assertion),
            basis: "direct",
            date: describe::date_told(assertion),
            contribution: 0.0,
            evidence: vec![piece(assertion, 0.0)],
            sources: Vec::new(),
        })
        .collect()
}
