//! Assertions: one claimant saying one proposition, with its evidence.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::content::Content;
use crate::names::named;
use crate::{ActorRef, BodyRef, ContentId, DateSpan, Event, Relation, Tie};

named! {
    /// FactBank polarity (Saurí and Pustejovsky 2009).
    pub enum Polarity as "polarity" {
        /// It is said to be so.
        Positive = "positive",
        /// It is said not to be so.
        Negative = "negative",
    }
}

named! {
    /// How surely the claimant says it: FactBank's certain, probable and possible; and
    /// hypothetical for what is said only under a condition or of a future (if, might, would).
    pub enum Certainty as "certainty" {
        /// Said as fact.
        Certain = "certain",
        /// Said as likely.
        Probable = "probable",
        /// Said as possible, or "allegedly".
        Possible = "possible",
        /// If, might, would; wanted, feared or planned.
        Hypothetical = "hypothetical",
    }
}

named! {
    /// An actor's position on an issue.
    pub enum Position as "position" {
        /// For it.
        Supports = "supports",
        /// Against it.
        Opposes = "opposes",
        /// Said to be neither.
        Neutral = "neutral",
    }
}

named! {
    /// How a figure bounds the quantity it measures.
    pub enum Bound as "bound" {
        /// Said without qualification.
        Exact = "exact",
        /// "Up to".
        AtMost = "at_most",
        /// "At least", "more than".
        AtLeast = "at_least",
        /// "Some", "about".
        About = "about",
    }
}

/// The sentence behind an assertion. Every field but the offsets can be shown to a reader.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Evidence {
    /// The document's id.
    pub document: ContentId,
    /// Its headline.
    pub title: Option<String>,
    /// Who published it.
    pub publisher: Option<String>,
    /// When.
    pub published: Option<Date>,
    /// The passage's id.
    pub passage: ContentId,
    /// First byte of the passage in the document's clean text.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// The passage, word for word: `text[start..end]`.
    pub quote: String,
}

/// An actor for or against an issue or project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stance {
    /// Whose position it is.
    pub actor: ActorRef,
    /// Slug of the issue: `zangezur-corridor`, or a slug of the words that name it.
    pub issue: String,
    /// For or against.
    pub position: Position,
}

/// How a claimant characterises an event.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Id of the assertion of the event.
    pub about: ContentId,
    /// The words: "terrorist act".
    pub label: String,
}

/// A number about something.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What it is about.
    pub subject: ActorRef,
    /// What is measured: `population`, `border length`, `troops`, `trade`, ...
    pub measure: String,
    /// The number, in `unit`.
    pub value: f64,
    /// `people`, `km`, `USD`, `percent`, ...
    pub unit: String,
    /// How it bounds the quantity.
    pub bound: Bound,
}

/// What is asserted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub enum Body {
    /// Something happened.
    Event(Event),
    /// Something stands.
    Tie(Tie),
    /// Someone is for or against.
    Stance(Stance),
    /// Someone calls an event something.
    Label(Label),
    /// Something measures so much.
    Figure(Figure),
}

impl Body {
    /// `event`, `tie`, `stance`, `label` or `figure`.
    pub fn kind(&self) -> &'static str {
        self.as_ref().kind()
    }

    /// Every actor that takes part, claimants aside.
    pub fn actors(&self) -> impl Iterator<Item = &ActorRef> + Clone {
        self.as_ref().actors()
    }

    /// What is said, apart from who says it, how surely, and where: two assertions of one
    /// proposition have the same key, whatever their polarity.
    ///
    /// Dates count by their first day's year and month, so that "in January 2023" and "on
    /// Friday" of that month meet.
    pub fn proposition(&self) -> String {
        fn ids(actors: &[ActorRef]) -> String {
            let mut ids: Vec<&str> = actors.iter().map(|actor| actor.id.as_str()).collect();
            ids.sort_unstable();
            ids.dedup();
            ids.join("+")
        }
        match self {
            Self::Event(event) => {
                let when = event.date.as_ref().and_then(|date| date.start);
                let when = when.map(|day| format!("{:04}-{:02}", day.year(), day.month()));
                format!(
                    "event {} {} > {} {}",
                    event.event_type,
                    ids(&event.source),
                    ids(&event.target),
                    when.unwrap_or_default()
                )
            }
            Self::Tie(tie) => {
                let (mut a, mut b) = (tie.a.id.as_str(), tie.b.id.as_str());
                if !tie.directed && a > b {
                    std::mem::swap(&mut a, &mut b);
                }
                format!("tie {} {a} {b}", tie.relation)
            }
            Self::Stance(stance) => format!("stance {} {}", stance.actor.id, stance.issue),
            Self::Label(label) => format!("label {}", label.about),
            Self::Figure(figure) => {
                format!(
                    "figure {} {} {}",
                    figure.subject.id, figure.measure, figure.unit
                )
            }
        }
    }

    /// Whether this is a rivalry, alliance or other tie of the given relation.
    pub fn is_tie(&self, relation: Relation) -> bool {
        matches!(self, Self::Tie(tie) if tie.relation == relation)
    }
}

/// One claimant saying one proposition, with polarity, certainty and evidence: the unit of
/// everything that is stored.
///
/// Serialised, it is one flat JSON object with the fields of the record contract.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Assertion {
    /// Content hash of everything below but `coder`.
    pub id: ContentId,
    /// What is asserted; its fields stand beside the others in JSON.
    #[serde(flatten)]
    pub body: Body,
    /// Who says it; `None` when the document says it in its own voice.
    pub claimant: Option<ActorRef>,
    /// Whether it is said to be so or not so.
    pub polarity: Polarity,
    /// How surely.
    pub certainty: Certainty,
    /// Where it is written.
    pub evidence: Evidence,
    /// What produced it, with its version: `rules/0.1.0+two-looks/1`, or
    /// `events-head/...` where the encoder's head for events tells the event or its type, `ties-head/...` where
    /// the one for ties tells the tie.
    pub coder: String,
}

impl Assertion {
    /// Puts an assertion together and derives its id.
    pub fn new(
        body: Body,
        claimant: Option<ActorRef>,
        polarity: Polarity,
        certainty: Certainty,
        evidence: Evidence,
        coder: impl Into<String>,
    ) -> Self {
        let passage = &evidence.passage;
        let id = Self::id_of(
            &body.as_ref(),
            claimant.as_ref(),
            polarity,
            certainty,
            passage,
        );
        Self {
            id,
            body,
            claimant,
            polarity,
            certainty,
            evidence,
            coder: coder.into(),
        }
    }

    /// The id of the assertion that has these parts and stands in a passage, whose id tells the document too.
    pub fn id_of(
        body: &BodyRef<'_>,
        claimant: Option<&ActorRef>,
        polarity: Polarity,
        certainty: Certainty,
        passage: &ContentId,
    ) -> ContentId {
        let mut content = Content::default();
        let claimant = claimant.map_or("", |actor| actor.id.as_str());
        for text in [
            passage.as_str(),
            claimant,
            polarity.name(),
            certainty.name(),
        ] {
            content.text(text);
        }
        content.body(body);
        ContentId::of_content(&content)
    }

    /// The name of what produced it, without its version: for what was imported, the dataset. Empty where
    /// the coder tells no version.
    pub fn coded_by(&self) -> &str {
        let coder = self.coder.split_once('/');
        coder.map_or("", |(name, _)| name)
    }

    /// Whether the document itself says it, as a fact: no claimant, positive and certain.
    pub fn is_stated_as_fact(&self) -> bool {
        self.claimant.is_none()
            && self.polarity == Polarity::Positive
            && self.certainty == Certainty::Certain
    }
}

fn ids(actors: &[ActorRef]) -> String {
    actors
        .iter()
        .map(|actor| actor.id.as_str())
        .collect::<Vec<_>>()
        .join("+")
}

fn write_days(f: &mut fmt::Formatter<'_>, date: Option<&DateSpan>) -> fmt::Result {
    let Some(date) = date else { return Ok(()) };
    let day = |day: Option<Date>| day.map_or_else(|| "?".to_owned(), |day| day.to_string());
    let (start, end) = (day(date.start), day(date.end));
    if start == end {
        write!(f, " ({start})")
    } else {
        write!(f, " ({start} to {end})")
    }
}

/// One line for people and tests: `event ASSAULT gunmen -> AZE (2023-01-27) in Tehran killed 1,
/// says AZE, not so, possible`.
impl fmt::Display for Assertion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.body {
            Body::Event(event) => {
                write!(
                    f,
                    "event {} {} -> {}",
                    event.event_type,
                    ids(&event.source),
                    ids(&event.target)
                )?;
                write_days(f, event.date.as_ref())?;
                if let Some(place) = &event.place {
                    write!(f, " in {}", place.name)?;
                }
                let toll = event.toll.unwrap_or_default();
                for (what, count) in [
                    ("killed", toll.killed),
                    ("injured", toll.injured),
                    ("detained", toll.detained),
                    ("displaced", toll.displaced),
                ] {
                    if let Some(count) = count {
                        write!(f, " {what} {count}")?;
                    }
                }
            }
            Body::Tie(tie) => {
                write!(f, "tie {} {} {}", tie.relation, tie.a.id, tie.b.id)?;
                write_days(f, tie.date.as_ref())?;
                if let Some(detail) = &tie.detail {
                    write!(f, " {detail:?}")?;
                }
            }
            Body::Stance(stance) => {
                write!(
                    f,
                    "stance {} {} {}",
                    stance.actor.id, stance.position, stance.issue
                )?;
            }
            Body::Label(label) => write!(f, "label {:?}", label.label)?,
            Body::Figure(figure) => write!(
                f,
                "figure {} {} {} {} {}",
                figure.subject.id, figure.measure, figure.bound, figure.value, figure.unit
            )?,
        }
        if let Some(claimant) = &self.claimant {
            write!(f, ", says {}", claimant.id)?;
        }
        if self.polarity == Polarity::Negative {
            f.write_str(", not so")?;
        }
        if self.certainty != Certainty::Certain {
            write!(f, ", {}", self.certainty)?;
        }
        Ok(())
    }
}
