//! Whether an actor is a member of an organisation.

use entente_model::{ActorRef, Assertion, Body, Certainty, Polarity, Relation};

use super::points::points;
use super::{Answer, Case, Point, Verdict, YesNo, documents, held, missing, these};
use crate::contested::contested;
use crate::level::logistic;
use crate::weigh::{Contribution, Term, position};
use crate::weights::Weights;

pub(super) fn answer(case: &Case<'_>, a: &ActorRef, b: &ActorRef) -> Answer {
    let weights = Weights::built_in();
    let mut contributions: Vec<Contribution<'_>> = Vec::new();
    let mut factor = [1.0, 1.0];
    let mut said: Vec<(&Assertion, f64)> = case
        .admitted()
        .filter_map(|assertion| Some((assertion, says(assertion, a, b)?)))
        .collect();
    said.sort_by(|x, y| y.1.abs().total_cmp(&x.1.abs()));
    for (assertion, value) in said {
        let factor = &mut factor[usize::from(value > 0.0)];
        let value = value * *factor;
        *factor *= weights.repeats.same_proposition;
        contributions.push(Contribution {
            term: Term::Direct,
            what: None,
            value,
            parts: vec![(assertion, value)],
        });
    }
    let prior = -0.5;
    let score = prior + contributions.iter().map(|c| c.value).sum::<f64>();
    let mut answer = case.blank();
    let (pro, contra): (Vec<Point>, Vec<Point>) = points(&contributions)
        .into_iter()
        .partition(|point| point.contribution > 0.0);
    answer.score = Some(super::Score {
        prior,
        value: score,
    });
    let probability = logistic(score);
    let by = these(documents(
        pro.iter().chain(&contra).flat_map(|point| &point.evidence),
    ));
    let (one, other) = (&a.name, &b.name);
    answer.verdict = if contributions.is_empty() {
        answer.missing = missing::nothing_found(case);
        Verdict {
            answer: YesNo::Unknown,
            sentence: format!(
                "Unknown: nothing in {} says whether {one} is a member of {other}. No evidence is not a no.",
                held(case.holdings.documents)
            ),
            probability: None,
        }
    } else {
        let (yes_no, sentence) = if pro.is_empty() && probability < 0.5 {
            (
                YesNo::No,
                format!("No: by {by}, {one} is not a member of {other}."),
            )
        } else if probability >= weights.verdict.yes && contra.is_empty() {
            (
                YesNo::Yes,
                format!("Yes: by {by}, {one} is a member of {other}."),
            )
        } else if probability >= 0.8 {
            (
                YesNo::Yes,
                format!("Yes: by {by}, {one} is a member of {other}, though not all agree."),
            )
        } else if probability < 0.2 {
            (
                YesNo::No,
                format!("No: by {by}, {one} is not a member of {other}, though not all agree."),
            )
        } else {
            (
                YesNo::Mixed,
                format!("In part: {by} speak for and against {one} being a member of {other}."),
            )
        };
        Verdict {
            answer: yes_no,
            sentence,
            probability: Some(probability),
        }
    };
    answer.contested = contested(
        &case
            .admitted()
            .filter(|assertion| says(assertion, a, b).is_some())
            .collect::<Vec<_>>(),
    );
    answer.pro = pro;
    answer.contra = contra;
    answer
}

/// What an assertion says of the membership, in log-odds. Who would join, or does not seek to,
/// is not in.
fn says(assertion: &Assertion, a: &ActorRef, b: &ActorRef) -> Option<f64> {
    let weights = Weights::built_in();
    let by = match &assertion.claimant {
        None => weights.claimant.own_voice,
        Some(speaker) if speaker.acts_for(&a.id) || speaker.acts_for(&b.id) => {
            weights.claimant.party_of_itself
        }
        Some(_) => weights.claimant.third,
    };
    match &assertion.body {
        Body::Tie(tie)
            if tie.relation == Relation::Membership
                && tie.a.acts_for(&a.id)
                && tie.b.acts_for(&b.id) =>
        {
            let value = match (assertion.polarity, assertion.certainty) {
                (Polarity::Negative, _) => -2.5,
                (Polarity::Positive, Certainty::Hypothetical) => -1.5,
                (Polarity::Positive, certainty) => 3.0 * weights.certainty(certainty),
            };
            Some(value * by)
        }
        // For or against joining: either way outside.
        Body::Stance(stance) if stance.actor.acts_for(&a.id) && position(assertion).is_some() => {
            let about = crate::topic::stems(&stance.issue);
            let organisation = crate::topic::share_of(&crate::topic::stems(&b.name), &about) >= 1.0
                || crate::topic::share_of(&crate::topic::stems(&b.id), &about) >= 1.0;
            let joining = ["membership", "join", "joining", "accession"]
                .iter()
                .any(|word| about.contains(&crate::topic::stem(word)));
            (organisation && joining).then_some(-1.2 * by)
        }
        _ => None,
    }
}
