//! Answers: what they hold, and which part of this crate gives which.

mod about;
mod by_model;
mod events;
pub(crate) mod happenings;
mod membership;
mod missing;
mod pair;
mod points;
mod says;
mod who;

use std::collections::BTreeSet;

use entente_model::{ActorRef, Assertion, Certainty, ContentId, Date, Polarity};
use entente_store::Holdings;
use serde::Serialize;

use crate::contested::Contested;
use crate::describe;
use crate::level::LevelShare;
use crate::level::account::{Account, Source};
use crate::names::Names;
use crate::question::{Form, Question};
use crate::weigh::Frame;

/// The answer in one word.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum YesNo {
    /// Yes; for questions without yes and no: an answer was found.
    Yes,
    /// No.
    No,
    /// For and against, or with reservations.
    Mixed,
    /// The documents do not say. Not a no.
    Unknown,
}

impl YesNo {
    /// `yes`, `no`, `mixed` or `unknown`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::No => "no",
            Self::Mixed => "mixed",
            Self::Unknown => "unknown",
        }
    }
}

/// The verdict.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// In one word.
    pub answer: YesNo,
    /// In one sentence.
    pub sentence: String,
    /// The probability that what was asked is so; `None` where it is not a yes-or-no question, or
    /// nothing is known.
    pub probability: Option<f64>,
}

/// How two actors stand.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LevelAnswer {
    /// The five levels from worst to best, with probabilities that sum to 1.
    pub scores: Vec<LevelShare>,
    /// Whether a formal alliance is in force: `yes`, `no` or `unknown`, never `mixed`.
    pub alliance_in_force: YesNo,
    /// What that rests on.
    pub alliance_evidence: Vec<Piece>,
    /// What imported datasets say of the two, and what each observation adds; what texts say moves `scores`
    /// from there. `None` where no dataset says enough.
    pub standing: Option<Account>,
}

/// The score behind the verdict: `value` is `prior` plus the contributions of every point in
/// `for` and `against`, in log-odds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Score {
    /// Before any evidence.
    pub prior: f64,
    /// With all of it.
    pub value: f64,
}

/// One piece of evidence: a sentence of a document.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Piece {
    /// What the sentence was read to say.
    pub says: String,
    /// When that happened or held, as ISO 8601; `None` when not said.
    pub date: Option<String>,
    /// The sentence, word for word.
    pub quote: String,
    /// The document's headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub published: Option<Date>,
    /// The document's id.
    pub document: ContentId,
    /// First byte of the sentence in the document's clean text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// How surely it is said.
    pub certainty: Certainty,
    /// Whether it is said to be so or not so.
    pub polarity: Polarity,
    /// Who says it; `None` when the document does.
    pub claimant: Option<Who>,
    /// What it adds to the score, in log-odds; 0 for repeats and where there is no score.
    pub contribution: f64,
}

/// An actor in an answer.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Who {
    /// Identifier.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// ISO 3166-1 alpha-3 of the state it belongs to.
    pub country: Option<String>,
}

/// One thing that speaks for or against, with the sentences that say it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Point {
    /// What it is, in a few words.
    pub what: String,
    /// What it comes of: `direct` for what is said of the two, `incident`, `organisation`,
    /// `issue` or `third-party` for what follows from assertions about others; `events`, `structure`,
    /// `treaty` and `drift` for what the model of levels makes of datasets.
    pub basis: &'static str,
    /// When it happened or held, as ISO 8601.
    pub date: Option<String>,
    /// What it adds to the score, in log-odds: the sum over `evidence`.
    pub contribution: f64,
    /// Strongest first.
    pub evidence: Vec<Piece>,
    /// Of what datasets say: where it stands, the latest last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// How one side sees the other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SideView {
    /// Who looks.
    pub actor: Who,
    /// At whom.
    pub of: Who,
    /// How many friendly statements of its are known.
    pub friendly: usize,
    /// How many hostile ones.
    pub hostile: usize,
    /// The most telling of them.
    pub quotes: Vec<Piece>,
}

/// Where relations are going.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trend {
    /// `improving`, `worsening` or `steady`.
    pub direction: &'static str,
    /// In a sentence.
    pub sentence: String,
}

/// An actor that answers a question of "who".
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Found {
    /// The actor.
    pub actor: Who,
    /// The probability that it is one of those asked for.
    pub probability: f64,
    /// The score behind it, in log-odds.
    pub score: f64,
    /// Strongest first.
    pub evidence: Vec<Piece>,
}

/// One event of a timeline.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Happening {
    /// When, as ISO 8601; `None` when not known.
    pub date: Option<String>,
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: entente_model::EventType,
    /// What happened, in a few words.
    pub what: String,
    /// Whether it is between the two asked about; else it is an event of one of them, told in a
    /// sentence that names the other.
    pub between: bool,
    /// The sentences that tell it, one for each document.
    pub evidence: Vec<Piece>,
}

/// What somebody says.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Claim {
    /// Who says it.
    pub claimant: Who,
    /// What, in a few words.
    pub says: String,
    /// What they call it, for a label.
    pub label: Option<String>,
    /// Whether they say it is so or not so.
    pub polarity: Polarity,
    /// The sentences.
    pub evidence: Vec<Piece>,
}

/// An answer, with everything it rests on. Serialises to the stable JSON of `entente ask`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// As asked.
    pub question: String,
    /// The form: `allies`, `why`, `events`, ...
    pub form: &'static str,
    /// As of this day; `None` when of everything known.
    pub at: Option<Date>,
    /// The verdict.
    pub verdict: Verdict,
    /// How the two stand, where two were asked about.
    pub level: Option<LevelAnswer>,
    /// The score behind the verdict, where there is one.
    pub score: Option<Score>,
    /// How each side sees the other.
    pub sides: Vec<SideView>,
    /// What speaks for a yes; for reasons, the reasons.
    #[serde(rename = "for")]
    pub pro: Vec<Point>,
    /// What speaks against it.
    #[serde(rename = "against")]
    pub contra: Vec<Point>,
    /// On what claimants disagree.
    pub contested: Vec<Contested>,
    /// What the two have in common.
    pub shared_interests: Vec<Point>,
    /// Where relations are going; `None` when too little is dated.
    pub trend: Option<Trend>,
    /// What would be needed for a better answer.
    pub missing: Vec<String>,
    /// Who, for questions of who.
    pub actors: Vec<Found>,
    /// What happened, for questions of that.
    pub timeline: Vec<Happening>,
    /// Who says what, for questions of that.
    pub claims: Vec<Claim>,
}

/// Everything an answer is made from.
pub(crate) struct Case<'a> {
    pub(crate) question: &'a Question,
    pub(crate) assertions: &'a [Assertion],
    pub(crate) holdings: &'a Holdings,
    pub(crate) names: &'a dyn Names,
    pub(crate) frame: Frame,
    pub(crate) standing: Option<&'a Account>,
}

/// Answers a question from what [`Question::queries`] and [`Question::follow_up`] fetched.
///
/// `today` is the day of asking; ages are counted back from the day asked about, else from the
/// newest document, else from `today`.
pub fn answer(
    question: &Question,
    assertions: &[Assertion],
    holdings: &Holdings,
    names: &dyn Names,
    today: Date,
) -> Answer {
    answer_with(question, assertions, holdings, names, today, None)
}

/// The same, with how the two stand by imported datasets: what these say is then weighed by the model of
/// levels and no second time as texts are.
pub fn answer_with(
    question: &Question,
    assertions: &[Assertion],
    holdings: &Holdings,
    names: &dyn Names,
    today: Date,
    standing: Option<&Account>,
) -> Answer {
    let anchor = question.at.unwrap_or(today);
    let (since, until) = match &question.times {
        Some(times) => times.bounds(anchor),
        None => (None, None),
    };
    let newest = question.at.or(holdings.latest).unwrap_or(today);
    let frame = Frame {
        reference: until.map_or(newest, |until| until.min(newest)),
        at: question.at,
        since,
        until,
        past: question.past,
    };
    let case = Case {
        question,
        assertions,
        holdings,
        names,
        frame,
        standing,
    };
    match (question.form, &question.a, &question.b) {
        (Form::Membership, Some(a), Some(b)) => membership::answer(&case, a, b),
        (Form::Events, Some(a), Some(b)) => events::answer(&case, a, b),
        (_, Some(a), Some(b)) => pair::answer(&case, a, b),
        (Form::Supports | Form::Opposes, ..) => about::answer(&case),
        (Form::Says | Form::Accuses | Form::Denies, ..) => says::answer(&case),
        (_, Some(a), None) => who::answer(&case, a),
        _ => case.blank(),
    }
}

impl<'a> Case<'a> {
    /// An answer that knows nothing yet.
    pub(crate) fn blank(&self) -> Answer {
        Answer {
            question: self.question.text.clone(),
            form: self.question.form_name(),
            at: self.question.at,
            verdict: Verdict {
                answer: YesNo::Unknown,
                sentence: "Unknown: the documents do not say.".into(),
                probability: None,
            },
            level: None,
            score: None,
            sides: Vec::new(),
            pro: Vec::new(),
            contra: Vec::new(),
            contested: Vec::new(),
            shared_interests: Vec::new(),
            trend: None,
            missing: Vec::new(),
            actors: Vec::new(),
            timeline: Vec::new(),
            claims: Vec::new(),
        }
    }

    /// The assertions that the question may look at.
    pub(crate) fn admitted(&self) -> impl Iterator<Item = &'a Assertion> + use<'a> {
        let frame = self.frame;
        self.assertions
            .iter()
            .filter(move |assertion| frame.admits(assertion))
    }

    /// Under whom an actor is listed: its state where it is an organ of it or speaks for it,
    /// else itself.
    pub(crate) fn stands_for(&self, actor: &ActorRef) -> Who {
        match &actor.country {
            Some(country) if actor.acts_for(country) => self.state(country, actor),
            _ => who(actor),
        }
    }

    /// Under whom an actor is listed to whom something is done: its state also where it is of
    /// its people.
    pub(crate) fn suffers_for(&self, actor: &ActorRef) -> Who {
        match &actor.country {
            Some(country) if actor.belongs_to(country) => self.state(country, actor),
            _ => who(actor),
        }
    }

    fn state(&self, country: &str, actor: &ActorRef) -> Who {
        Who {
            id: country.to_owned(),
            name: if country == actor.id {
                actor.name.clone()
            } else {
                self.names
                    .name_of(country)
                    .unwrap_or_else(|| country.to_owned())
            },
            country: Some(country.to_owned()),
        }
    }
}

/// An actor as shown.
pub(crate) fn who(actor: &ActorRef) -> Who {
    Who {
        id: actor.id.clone(),
        name: actor.name.clone(),
        country: actor.country.clone(),
    }
}

/// An assertion as evidence.
pub(crate) fn piece(assertion: &Assertion, contribution: f64) -> Piece {
    let evidence = &assertion.evidence;
    Piece {
        says: describe::sentence(assertion),
        date: describe::date_told(assertion),
        quote: evidence.quote.clone(),
        title: evidence.title.clone(),
        publisher: evidence.publisher.clone(),
        published: evidence.published,
        document: evidence.document.clone(),
        start: evidence.start,
        end: evidence.end,
        certainty: assertion.certainty,
        polarity: assertion.polarity,
        claimant: assertion.claimant.as_ref().map(who),
        contribution,
    }
}

/// How many documents stand behind points.
pub(crate) fn documents<'p>(pieces: impl IntoIterator<Item = &'p Piece>) -> usize {
    pieces
        .into_iter()
        .map(|piece| &piece.document)
        .collect::<BTreeSet<_>>()
        .len()
}

/// "these 3 documents", "this document".
pub(crate) fn these(count: usize) -> String {
    match count {
        1 => "this one document".to_owned(),
        count => format!("these {count} documents"),
    }
}

/// "the one document", "the 17 documents": all that are held.
pub(crate) fn held(count: u64) -> String {
    match count {
        1 => "the one document".to_owned(),
        count => format!("the {count} documents"),
    }
}

/// A probability as whole percent, never 0 or 100: nothing here is certain.
pub fn percent(probability: f64) -> String {
    format!("{:.0} %", (probability * 100.0).clamp(1.0, 99.0))
}

#[cfg(test)]
mod odd;
#[cfg(test)]
pub(crate) mod tests;
