//! Who says, accuses or denies something; what one actor says about it.

use entente_model::{ActorRef, Assertion, Body, Event, EventType, Polarity};

use super::{Answer, Case, Claim, Verdict, Who, YesNo, documents, held, missing, piece, these};
use crate::contested::contested_where;
use crate::describe;
use crate::question::Form;
use crate::topic::{Surroundings, Topic, is_denial, share_of, stems, words_of};
use crate::weights::Weights;

/// From this share of the topic on, an assertion is about it.
const ABOUT: f64 = 0.5;

pub(super) fn answer(case: &Case<'_>) -> Answer {
    let Some(topic) = &case.question.topic else {
        return case.blank();
    };
    let search = Search {
        case,
        topic,
        surroundings: Surroundings::of(case.admitted()),
        admitted: case.admitted().collect(),
    };
    let mut answer = case.blank();
    answer.claims = search.claims();
    answer.contested = contested_where(case.admitted(), |assertion| {
        search.share(assertion) >= ABOUT
    });
    answer.verdict = verdict(case, topic, &answer.claims);
    if answer.claims.is_empty() {
        answer.missing = missing::nothing_found(case);
    }
    answer
}

fn verdict(case: &Case<'_>, topic: &Topic, claims: &[Claim]) -> Verdict {
    let what = &topic.phrase;
    let held = held(case.holdings.documents);
    let mut names: Vec<&str> = Vec::new();
    for claim in claims {
        if !names.contains(&claim.claimant.name.as_str()) {
            names.push(&claim.claimant.name);
        }
    }
    let names = names.join(", ");
    let asks_one = match case.question.form {
        Form::Accuses => None,
        _ => case.question.a.as_ref(),
    };
    let found = !claims.is_empty();
    let by = these(documents(claims.iter().flat_map(|claim| &claim.evidence)));
    let sentence = match (case.question.form, asks_one, found) {
        (Form::Denies, Some(actor), true) => {
            format!("Yes: by {by}, {} denies it: {what}.", actor.name)
        }
        (Form::Denies, None, true) => format!("By {by}, it is denied by: {names}."),
        (_, Some(actor), true) => {
            let things = if claims.len() == 1 {
                "statement"
            } else {
                "statements"
            };
            format!(
                "{} {things} of {} on it ({what}), from {by}.",
                claims.len(),
                actor.name
            )
        }
        (Form::Accuses, None, true) => format!("By {by}, the accusation comes from: {names}."),
        (_, None, true) => format!("By {by}, it is said by: {names}."),
        (Form::Denies, _, false) => {
            format!("Unknown: nothing in {held} denies it: {what}. No evidence is not a no.")
        }
        (_, Some(actor), false) => format!(
            "Unknown: {} says nothing on it in {held}: {what}. No evidence is not a no.",
            actor.name
        ),
        (_, None, false) => {
            format!("Unknown: nobody says it in {held}: {what}. No evidence is not a no.")
        }
    };
    let answer = if found { YesNo::Yes } else { YesNo::Unknown };
    Verdict {
        answer,
        sentence,
        probability: None,
    }
}

struct Search<'c, 'a> {
    case: &'c Case<'a>,
    topic: &'c Topic,
    surroundings: Surroundings<'a>,
    admitted: Vec<&'a Assertion>,
}

impl<'a> Search<'_, 'a> {
    /// How far an assertion is about the topic; a label is also about what its event is about.
    fn share(&self, assertion: &'a Assertion) -> f64 {
        let own = self.surroundings.share(self.topic, assertion);
        let Body::Label(label) = &assertion.body else {
            return own;
        };
        let event = self.admitted.iter().find(|other| other.id == label.about);
        event.map_or(own, |event| {
            own.max(self.surroundings.share(self.topic, event))
        })
    }

    fn claims(&self) -> Vec<Claim> {
        let weights = Weights::built_in();
        let mut ranked: Vec<(f64, Who, &Assertion)> = Vec::new();
        for assertion in &self.admitted {
            let speakers = self.speakers(assertion);
            if speakers.is_empty() {
                continue;
            }
            let Some(share) = self.fits(assertion) else {
                continue;
            };
            let label = if matches!(assertion.body, Body::Label(_)) {
                1.3
            } else {
                1.0
            };
            let rank = share * label * (0.5 + 0.5 * weights.certainty(assertion.certainty));
            ranked.extend(
                speakers
                    .into_iter()
                    .map(|speaker| (rank, speaker, *assertion)),
            );
        }
        ranked.sort_by(|x, y| y.0.total_cmp(&x.0).then_with(|| x.1.cmp(&y.1)));
        let mut claims: Vec<Claim> = Vec::new();
        for (_, claimant, assertion) in ranked {
            let says = describe::proposition(assertion);
            let label = match &assertion.body {
                Body::Label(label) => Some(label.label.clone()),
                _ => None,
            };
            let same = claims.iter_mut().find(|claim| {
                claim.claimant.id == claimant.id
                    && claim.says == says
                    && claim.polarity == assertion.polarity
            });
            match same {
                Some(claim) => {
                    if claim
                        .evidence
                        .iter()
                        .all(|known| known.quote != assertion.evidence.quote)
                    {
                        claim.evidence.push(piece(assertion, 0.0));
                    }
                }
                None => claims.push(Claim {
                    claimant,
                    says,
                    label,
                    polarity: assertion.polarity,
                    evidence: vec![piece(assertion, 0.0)],
                }),
            }
        }
        claims
    }

    /// Who says it, of those whom the question asks about: the claimant; in the document's own
    /// voice, whoever accuses, demands, refuses or takes a stance.
    fn speakers(&self, assertion: &Assertion) -> Vec<Who> {
        let form = self.case.question.form;
        let of_whom = |actor: &&ActorRef| match (form, &self.case.question.a) {
            (Form::Accuses, Some(accused)) => !actor.acts_for(&accused.id),
            (_, Some(asked)) => actor.acts_for(&asked.id),
            (_, None) => true,
        };
        let actors: Vec<&ActorRef> = match (&assertion.claimant, &assertion.body) {
            (Some(claimant), _) => vec![claimant],
            (None, Body::Event(event))
                if assertion.polarity == Polarity::Positive && is_speech(event, form) =>
            {
                event.source.iter().collect()
            }
            (None, Body::Stance(stance))
                if form == Form::Says && self.case.question.a.is_some() =>
            {
                vec![&stance.actor]
            }
            _ => Vec::new(),
        };
        // A person is named as itself here: who said it matters.
        actors.into_iter().filter(of_whom).map(super::who).collect()
    }

    /// How far an assertion is what the question asks for; `None` when it is not.
    fn fits(&self, assertion: &'a Assertion) -> Option<f64> {
        let question = self.case.question;
        let share = self.share(assertion);
        let text = words_of(assertion);
        let core = self.surroundings.has_core(self.topic, assertion);
        match question.form {
            Form::Denies => {
                let denies = match &assertion.body {
                    Body::Event(event) if assertion.polarity == Polarity::Positive => {
                        event.event_type == EventType::Reject && is_denial(assertion)
                    }
                    _ => assertion.polarity == Polarity::Negative,
                };
                (denies && core && share >= ABOUT).then_some(share)
            }
            Form::Accuses => {
                let accused = question.a.as_ref()?;
                let theirs = |actor: &ActorRef| actor.acts_for(&accused.id);
                let of_them = match &assertion.body {
                    Body::Event(event) if event.event_type == EventType::Accuse => {
                        event.target.iter().any(theirs)
                    }
                    Body::Event(event) => event.source.iter().any(theirs),
                    Body::Tie(tie) => theirs(&tie.a) || !tie.directed && theirs(&tie.b),
                    _ => false,
                };
                let fits = of_them && core && assertion.polarity == Polarity::Positive;
                (fits && share >= 0.6).then_some(share)
            }
            _ => match &question.label {
                Some(label) => self.is_labelled(assertion, label, share, &text),
                None => {
                    // An expert speaks of "the two countries": nobody speaks more of a topic than
                    // whoever is asked about it.
                    let is_person = question
                        .a
                        .as_ref()
                        .is_some_and(|a| a.id.chars().any(char::is_lowercase));
                    let share = if is_person {
                        share.max(self.surroundings.share_around(self.topic, assertion))
                    } else {
                        share
                    };
                    let least = match &question.a {
                        Some(_) if self.topic.is_actors_only() => 0.75,
                        Some(_) => ABOUT,
                        None => 0.6,
                    };
                    let positive = question.a.is_some() || assertion.polarity == Polarity::Positive;
                    (positive && share >= least).then_some(share)
                }
            },
        }
    }

    /// Whether somebody calls the topic what the question asks about.
    fn is_labelled(
        &self,
        assertion: &'a Assertion,
        label: &Topic,
        share: f64,
        text: &std::collections::BTreeSet<String>,
    ) -> Option<f64> {
        let mut wanted = label.stems.clone();
        for actor in &label.actors {
            wanted.extend(stems(&actor.name));
        }
        let positive = assertion.polarity == Polarity::Positive;
        let fits = match &assertion.body {
            Body::Label(said) => share_of(&wanted, &stems(&said.label)) >= ABOUT && share >= ABOUT,
            // Who disagrees on a name, or asks for something, does not use it.
            Body::Event(event)
                if matches!(event.event_type, EventType::Reject | EventType::Request) =>
            {
                false
            }
            _ => share_of(&wanted, text) >= 1.0 && share >= 0.75,
        };
        (fits && positive).then_some(share)
    }
}

/// Whether an event is itself a saying.
fn is_speech(event: &Event, form: Form) -> bool {
    match form {
        Form::Denies => event.event_type == EventType::Reject,
        Form::Accuses => event.event_type == EventType::Accuse,
        _ => matches!(
            event.event_type,
            EventType::Accuse
                | EventType::Reject
                | EventType::Support
                | EventType::Request
                | EventType::Threaten
        ),
    }
}
