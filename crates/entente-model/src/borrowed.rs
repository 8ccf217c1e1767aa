//! Assertions whose parts lie elsewhere: of a million rows of a dataset, document, publisher and coder are the same, and so
//! are few hundred actors, of which each assertion would have strings of its own.

use std::slice::from_ref;

use jiff::civil::Date;
use serde::Serialize;

use crate::{
    ActorRef, Assertion, Body, Certainty, ContentId, DateSpan, Event, EventPlace, EventType,
    Evidence, Figure, Label, Polarity, Quad, Stance, Tie, Toll,
};

/// See [`Assertion`], as for the fields.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "they are those of an assertion")]
pub struct AssertionRef<'a> {
    pub id: ContentId,
    pub body: BodyRef<'a>,
    pub claimant: Option<&'a ActorRef>,
    pub polarity: Polarity,
    pub certainty: Certainty,
    pub evidence: EvidenceRef<'a>,
    pub coder: &'a str,
}

/// See [`Evidence`], as for the fields.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "they are those of evidence")]
pub struct EvidenceRef<'a> {
    pub document: &'a ContentId,
    pub title: Option<&'a str>,
    /// Of a table, the line that is meant. It belongs to the title: see [`EvidenceRef::titled`].
    pub line: Option<u64>,
    pub publisher: Option<&'a str>,
    pub published: Option<Date>,
    pub passage: &'a ContentId,
    pub start: usize,
    pub end: usize,
    pub quote: &'a str,
}

/// See [`Body`]; it is written as JSON in the same way.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(tag = "kind", rename_all = "lowercase")]
#[expect(missing_docs, reason = "they are those of a body")]
#[expect(
    clippy::large_enum_variant,
    reason = "nearly all are events, which a pointer would take elsewhere"
)]
pub enum BodyRef<'a> {
    Event(EventRef<'a>),
    Tie(&'a Tie),
    Stance(&'a Stance),
    Label(&'a Label),
    Figure(&'a Figure),
}

/// See [`Event`], as for the fields; it is written as JSON in the same way.
#[derive(Debug, Clone, Copy, Serialize)]
#[expect(missing_docs, reason = "they are those of an event")]
pub struct EventRef<'a> {
    #[serde(rename = "type")]
    pub event_type: EventType,
    pub mode: Option<&'a str>,
    pub contexts: &'a [String],
    pub cameo: Option<&'a str>,
    pub quad: Quad,
    pub intensity: f64,
    pub source: &'a [ActorRef],
    pub target: &'a [ActorRef],
    pub date: Option<DateSpanRef<'a>>,
    pub place: Option<EventPlaceRef<'a>>,
    pub toll: Option<Toll>,
}

/// See [`DateSpan`], as for the fields; it is written as JSON in the same way.
#[derive(Debug, Clone, Copy, Serialize)]
#[expect(missing_docs, reason = "they are those of a span of days")]
pub struct DateSpanRef<'a> {
    pub start: Option<Date>,
    pub end: Option<Date>,
    pub text: &'a str,
}

/// See [`EventPlace`], as for the fields; it is written as JSON in the same way.
#[derive(Debug, Clone, Copy, Serialize)]
#[expect(missing_docs, reason = "they are those of a place")]
pub struct EventPlaceRef<'a> {
    pub name: &'a str,
    pub country: Option<&'a str>,
    pub lat: Option<f64>,
    pub lon: Option<f64>,
}

impl AssertionRef<'_> {
    /// The same with parts of its own.
    pub fn to_owned(&self) -> Assertion {
        Assertion {
            id: self.id.clone(),
            body: self.body.to_owned(),
            claimant: self.claimant.cloned(),
            polarity: self.polarity,
            certainty: self.certainty,
            evidence: self.evidence.to_owned(),
            coder: self.coder.to_owned(),
        }
    }
}

impl EvidenceRef<'_> {
    /// A title with the line of a table: `GDELT events 2.0, 20230101.export.CSV, line 7`.
    pub fn titled(title: Option<&str>, line: Option<u64>) -> Option<String> {
        let title = title?;
        Some(match line {
            Some(line) => format!("{title}, line {line}"),
            None => title.to_owned(),
        })
    }

    /// The same with parts of its own.
    pub fn to_owned(&self) -> Evidence {
        Evidence {
            document: self.document.clone(),
            title: Self::titled(self.title, self.line),
            publisher: self.publisher.map(str::to_owned),
            published: self.published,
            passage: self.passage.clone(),
            start: self.start,
            end: self.end,
            quote: self.quote.to_owned(),
        }
    }
}

impl<'a> BodyRef<'a> {
    /// `event`, `tie`, `stance`, `label` or `figure`.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::Event(_) => "event",
            Self::Tie(_) => "tie",
            Self::Stance(_) => "stance",
            Self::Label(_) => "label",
            Self::Figure(_) => "figure",
        }
    }

    /// Every actor that takes part, claimants aside.
    pub fn actors(&self) -> impl Iterator<Item = &'a ActorRef> + Clone + use<'a> {
        let [first, second]: [&[ActorRef]; 2] = match *self {
            Self::Event(event) => [event.source, event.target],
            Self::Tie(tie) => [from_ref(&tie.a), from_ref(&tie.b)],
            Self::Stance(stance) => [from_ref(&stance.actor), &[]],
            Self::Label(_) => [&[], &[]],
            Self::Figure(figure) => [from_ref(&figure.subject), &[]],
        };
        first.iter().chain(second)
    }

    /// The same with parts of its own.
    pub fn to_owned(&self) -> Body {
        match *self {
            Self::Event(event) => Body::Event(event.to_owned()),
            Self::Tie(tie) => Body::Tie(tie.clone()),
            Self::Stance(stance) => Body::Stance(stance.clone()),
            Self::Label(label) => Body::Label(label.clone()),
            Self::Figure(figure) => Body::Figure(figure.clone()),
        }
    }
}

impl EventRef<'_> {
    /// The same with parts of its own.
    pub fn to_owned(&self) -> Event {
        Event {
            event_type: self.event_type,
            mode: self.mode.map(str::to_owned),
            contexts: self.contexts.to_vec(),
            cameo: self.cameo.map(str::to_owned),
            quad: self.quad,
            intensity: self.intensity,
            source: self.source.to_vec(),
            target: self.target.to_vec(),
            date: self.date.map(|date| date.to_owned()),
            place: self.place.map(|place| place.to_owned()),
            toll: self.toll,
        }
    }
}

impl DateSpanRef<'_> {
    /// The same with a text of its own.
    pub fn to_owned(&self) -> DateSpan {
        DateSpan {
            start: self.start,
            end: self.end,
            text: self.text.to_owned(),
        }
    }
}

impl EventPlaceRef<'_> {
    /// The same with a name of its own.
    pub fn to_owned(&self) -> EventPlace {
        EventPlace {
            name: self.name.to_owned(),
            country: self.country.map(str::to_owned),
            lat: self.lat,
            lon: self.lon,
        }
    }
}

impl Assertion {
    /// Its parts, where they lie.
    pub fn as_ref(&self) -> AssertionRef<'_> {
        AssertionRef {
            id: self.id.clone(),
            body: self.body.as_ref(),
            claimant: self.claimant.as_ref(),
            polarity: self.polarity,
            certainty: self.certainty,
            evidence: self.evidence.as_ref(),
            coder: &self.coder,
        }
    }
}

impl Evidence {
    /// Its parts, where they lie.
    pub fn as_ref(&self) -> EvidenceRef<'_> {
        EvidenceRef {
            document: &self.document,
            title: self.title.as_deref(),
            line: None,
            publisher: self.publisher.as_deref(),
            published: self.published,
            passage: &self.passage,
            start: self.start,
            end: self.end,
            quote: &self.quote,
        }
    }
}

impl Body {
    /// Its parts, where they lie.
    pub fn as_ref(&self) -> BodyRef<'_> {
        match self {
            Self::Event(event) => BodyRef::Event(event.as_ref()),
            Self::Tie(tie) => BodyRef::Tie(tie),
            Self::Stance(stance) => BodyRef::Stance(stance),
            Self::Label(label) => BodyRef::Label(label),
            Self::Figure(figure) => BodyRef::Figure(figure),
        }
    }
}

impl Event {
    /// Its parts, where they lie.
    pub fn as_ref(&self) -> EventRef<'_> {
        EventRef {
            event_type: self.event_type,
            mode: self.mode.as_deref(),
            contexts: &self.contexts,
            cameo: self.cameo.as_deref(),
            quad: self.quad,
            intensity: self.intensity,
            source: &self.source,
            target: &self.target,
            date: self.date.as_ref().map(DateSpan::as_ref),
            place: self.place.as_ref().map(EventPlace::as_ref),
            toll: self.toll,
        }
    }
}

impl DateSpan {
    /// Its parts, where they lie.
    pub fn as_ref(&self) -> DateSpanRef<'_> {
        DateSpanRef {
            start: self.start,
            end: self.end,
            text: &self.text,
        }
    }
}

impl EventPlace {
    /// Its parts, where they lie.
    pub fn as_ref(&self) -> EventPlaceRef<'_> {
        EventPlaceRef {
            name: &self.name,
            country: self.country.as_deref(),
            lat: self.lat,
            lon: self.lon,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_lies_elsewhere_is_written_as_what_has_parts_of_its_own() {
        let actor = |id: &str| ActorRef {
            id: id.into(),
            name: id.into(),
            text: id.into(),
            country: Some(id.into()),
            sector: None,
        };
        let day = "2023-01-27".parse().ok();
        let body = Body::Event(Event {
            event_type: EventType::Assault,
            mode: Some("armed-attack".into()),
            contexts: vec!["diplomatic".into()],
            cameo: Some("190".into()),
            quad: Quad::MaterialConflict,
            intensity: -10.0,
            source: vec![actor("IRN")],
            target: vec![actor("AZE"), actor("ARM")],
            date: Some(DateSpan {
                start: day,
                end: None,
                text: "since Friday".into(),
            }),
            place: Some(EventPlace {
                name: "Tehran".into(),
                country: Some("IRN".into()),
                lat: Some(35.7),
                lon: None,
            }),
            toll: Some(Toll {
                killed: Some(1),
                ..Toll::default()
            }),
        });
        assert_eq!(body.as_ref().to_owned(), body);
        let of_parts = serde_json::to_string(&body.as_ref()).unwrap();
        assert_eq!(of_parts, serde_json::to_string(&body).unwrap());
    }
}
