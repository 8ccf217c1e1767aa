//! Who is allied with, a partner, rival, proxy or patron of an actor.

use std::collections::BTreeMap;

use entente_model::{ActorRef, Assertion, Body, EventType, Relation, Sector};

use super::points::pieces;
use super::{Answer, Case, Found, Piece, Verdict, YesNo, documents, held, missing, piece, these};
use crate::contested::contested;
use crate::level::logistic;
use crate::question::Form;
use crate::weigh::{Pair, kind, weigh};
use crate::weights::Scale;

pub(super) fn answer(case: &Case<'_>, a: &ActorRef) -> Answer {
    let (scale, noun) = match case.question.form {
        Form::AlliesOf => (Scale::Alliance, "allies"),
        Form::PartnersOf => (Scale::Friendship, "partners"),
        Form::RivalsOf => (Scale::Rivalry, "rivals"),
        Form::ProxiesOf => (Scale::Patronage, "proxies"),
        _ => (Scale::Patronage, "backers"),
    };
    let mut answer = case.blank();
    let groups = others(case, a);
    let mut concerned: Vec<&Assertion> = Vec::new();
    for (other, assertions) in groups.values() {
        let pair = if case.question.form == Form::PatronsOf {
            Pair {
                a: other.clone(),
                b: a.clone(),
            }
        } else {
            Pair {
                a: a.clone(),
                b: other.clone(),
            }
        };
        // Help does not make a proxy: the tie must be said, and only what denies it may count too.
        let kept: Vec<Assertion> = assertions
            .iter()
            .filter(|assertion| match &assertion.body {
                Body::Event(event) if case.question.form == Form::ProxiesOf => {
                    !event.quad.is_cooperation()
                }
                _ => true,
            })
            .cloned()
            .collect();
        let weighing = weigh(&pair, &kept, scale, &case.frame);
        let probability = logistic(weighing.score);
        let (for_it, _) = weighing.for_and_against();
        // Weighed copies of the assertions are the same ones, found again by id.
        let evidence: Vec<Piece> = pieces(
            weighing
                .contributions
                .iter()
                .filter(|contribution| contribution.value > 0.0)
                .flat_map(|contribution| &contribution.parts)
                .map(|(assertion, value)| piece(assertion, *value)),
        );
        // Kind words do not make an ally: it must be said.
        let said = weighing
            .contributions
            .iter()
            .filter(|contribution| contribution.value > 0.0)
            .flat_map(|contribution| &contribution.parts)
            .any(|(assertion, value)| match case.question.form {
                Form::ProxiesOf => assertion.body.is_tie(Relation::Patronage),
                Form::AlliesOf => assertion.body.is_tie(Relation::Alliance) || *value >= 1.0,
                // Talks and treaties are had with enemies too.
                Form::PartnersOf => match &assertion.body {
                    Body::Tie(tie) => tie.relation != Relation::Membership,
                    Body::Event(event) => {
                        !matches!(kind(event), EventType::Agree | EventType::Consult)
                    }
                    _ => false,
                },
                _ => true,
            });
        if !said || probability < 0.5 || for_it <= 0.0 || evidence.is_empty() {
            continue;
        }
        concerned.extend(
            case.assertions
                .iter()
                .filter(|x| pair.doer(&x.body).is_some()),
        );
        answer.actors.push(Found {
            actor: case.stands_for(other),
            probability,
            score: weighing.score,
            evidence,
        });
    }
    answer.actors.sort_by(|x, y| {
        y.score
            .total_cmp(&x.score)
            .then_with(|| x.actor.cmp(&y.actor))
    });
    let whose = &a.name;
    answer.verdict = if answer.actors.is_empty() {
        answer.missing = missing::nothing_found(case);
        Verdict {
            answer: YesNo::Unknown,
            sentence: format!(
                "Unknown: nothing in {} says who the {noun} of {whose} are. No evidence is not a no.",
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
        let count = documents(answer.actors.iter().flat_map(|found| &found.evidence));
        let by = these(count);
        Verdict {
            answer: YesNo::Yes,
            sentence: format!("By {by}, {noun} of {whose}: {}.", names.join(", ")),
            probability: None,
        }
    };
    answer.contested = contested(&concerned);
    answer
}

/// The other actors, each under the state it acts for, with what is said of it and the one asked
/// about.
fn others(case: &Case<'_>, a: &ActorRef) -> BTreeMap<String, (ActorRef, Vec<Assertion>)> {
    let ours = |actor: &ActorRef| actor.id == a.id || actor.acts_for(&a.id);
    let mut groups: BTreeMap<String, (ActorRef, Vec<Assertion>)> = BTreeMap::new();
    for assertion in case.admitted() {
        let opposite: Vec<&ActorRef> = match &assertion.body {
            Body::Tie(tie) if ours(&tie.a) => vec![&tie.b],
            Body::Tie(tie) if ours(&tie.b) => vec![&tie.a],
            Body::Event(event)
                if event.source.iter().any(ours) && event.target.iter().any(ours) =>
            {
                Vec::new()
            }
            Body::Event(event) if event.source.iter().any(ours) => event.target.iter().collect(),
            Body::Event(event) if event.target.iter().any(ours) => event.source.iter().collect(),
            _ => Vec::new(),
        };
        let mut met: Vec<String> = Vec::new();
        for actor in opposite.into_iter().filter(|actor| !ours(actor)) {
            // The people of a country are not what is asked for; its rebels are.
            let own_people = actor.country.as_deref() == Some(a.id.as_str())
                && actor.sector != Some(Sector::Reb);
            let under = match &assertion.body {
                Body::Event(event) if event.target.contains(actor) => case.suffers_for(actor),
                _ => case.stands_for(actor),
            };
            if own_people || met.contains(&under.id) {
                continue;
            }
            let other = ActorRef {
                id: under.id.clone(),
                name: under.name,
                text: actor.text.clone(),
                country: actor.country.clone(),
                sector: actor.sector,
            };
            groups
                .entry(under.id.clone())
                .or_insert_with(|| (other, Vec::new()))
                .1
                .push(assertion.clone());
            met.push(under.id);
        }
    }
    groups
}
