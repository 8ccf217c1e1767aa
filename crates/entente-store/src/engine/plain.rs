//! Events that their columns hold wholly, as nearly all of imported datasets do: they are kept without a `record`, which
//! would take as long to write as all the columns together, and are made of the columns again.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::fmt::Display;

use datafusion::arrow::array::{
    Array, AsArray, Date32Array, Float64Array, Int64Array, ListArray, StringArray,
};
use entente_model::{
    ActorRef, AssertionRef, BodyRef, Date, DateSpan, DateSpanRef, Event, EventPlace, EventRef,
    EventType, Quad, Toll,
};

use super::columns::{Rows, day_of, optional, required};
use super::error::StoreError;
use super::records::parse;

/// The columns that a plain event is made of.
pub(super) const PLAIN: &[&str] = &[
    "type",
    "mode",
    "contexts",
    "cameo",
    "quad",
    "intensity",
    "sources",
    "targets",
    "date_start",
    "place",
    "place_country",
    "lat",
    "lon",
    "killed",
    "injured",
    "detained",
    "displaced",
    "mentions",
];

/// Whether columns hold everything that an assertion says: it is an event that the document tells in its own
/// voice, of actors each of whom is called the same throughout, on a day that is written as ISO has it, or on
/// none.
pub(super) fn is_plain(assertion: &AssertionRef<'_>) -> bool {
    let BodyRef::Event(event) = assertion.body else {
        return false;
    };
    let is_a_day = |date: DateSpanRef<'_>| {
        date.start
            .is_some_and(|day| date.end == Some(day) && is_as_iso(date.text, day))
    };
    let fits = |toll: Toll| {
        let counts = [toll.killed, toll.injured, toll.detained, toll.displaced];
        counts.iter().any(Option::is_some)
            && counts.iter().flatten().all(|it| i64::try_from(*it).is_ok())
    };
    assertion.claimant.is_none()
        && event.date.is_none_or(is_a_day)
        && event.toll.is_none_or(fits)
        && event.intensity.is_finite()
        && is_named_once(&event)
}

/// Whether a text is a day as ISO writes it: `2023-01-27`.
fn is_as_iso(text: &str, day: Date) -> bool {
    let number = |from: usize, to: usize| {
        let digits = text.as_bytes().get(from..to)?;
        digits.iter().try_fold(0_i16, |sum, digit| {
            digit
                .is_ascii_digit()
                .then(|| sum * 10 + i16::from(digit - b'0'))
        })
    };
    let is_dash = |place: usize| text.as_bytes().get(place) == Some(&b'-');
    text.len() == "2023-01-27".len()
        && number(0, 4) == Some(day.year())
        && is_dash(4)
        && number(5, 7) == Some(day.month().into())
        && is_dash(7)
        && number(8, 10) == Some(day.day().into())
}

/// Whether the same id is always the same actor under the same name.
fn is_named_once(event: &EventRef<'_>) -> bool {
    let actors = || event.source.iter().chain(event.target);
    actors().enumerate().all(|(place, actor)| {
        let mut before = actors().take(place);
        before.all(|other| other.id != actor.id || other == actor)
    })
}

/// The columns of [`PLAIN`] of a batch.
pub(super) struct PlainEvents<'a> {
    rows: &'a Rows<'a>,
    event_type: &'a StringArray,
    mode: &'a StringArray,
    cameo: &'a StringArray,
    quad: &'a Int64Array,
    intensity: &'a Float64Array,
    day: &'a Date32Array,
    place: &'a StringArray,
    country: &'a StringArray,
    at: [&'a Float64Array; 2],
    toll: [&'a Int64Array; 4],
    contexts: &'a ListArray,
    sides: [&'a ListArray; 2],
    mentions: &'a ListArray,
    /// Actors by their JSON: the same come again and again.
    actors: HashMap<String, ActorRef>,
}

impl<'a> PlainEvents<'a> {
    pub(super) fn of(rows: &'a Rows<'a>) -> Result<Self, StoreError> {
        Ok(Self {
            rows,
            event_type: rows.text("type")?,
            mode: rows.text("mode")?,
            cameo: rows.text("cameo")?,
            quad: rows.number("quad")?,
            intensity: rows.decimal("intensity")?,
            day: rows.day("date_start")?,
            place: rows.text("place")?,
            country: rows.text("place_country")?,
            at: [rows.decimal("lat")?, rows.decimal("lon")?],
            toll: [
                rows.number("killed")?,
                rows.number("injured")?,
                rows.number("detained")?,
                rows.number("displaced")?,
            ],
            contexts: rows.list("contexts")?,
            sides: [rows.list("sources")?, rows.list("targets")?],
            mentions: rows.list("mentions")?,
            actors: HashMap::new(),
        })
    }

    /// The event of a row.
    pub(super) fn event(&mut self, row: usize) -> Result<Event, StoreError> {
        let event_type: EventType = required(self.event_type, row, self.rows.path)?
            .parse()
            .map_err(|error| self.damaged(&error))?;
        let quad = u8::try_from(self.quad.value(row)).map_err(|error| self.damaged(&error))?;
        let mentioned = self.mentioned(row)?;
        let side = |ids: &ListArray| -> Result<Vec<ActorRef>, StoreError> {
            let known = |id: &str| {
                let found = mentioned.iter().find(|actor| actor.id == id);
                found.cloned().ok_or_else(|| {
                    StoreError::damaged(self.rows.path, format!("no actor {id} is mentioned"))
                })
            };
            texts(ids, row).iter().map(|id| known(id)).collect()
        };
        let decimal = |column: &Float64Array| column.is_valid(row).then(|| column.value(row));
        let count = |column: &Int64Array| {
            let count = column.is_valid(row).then(|| column.value(row))?;
            u64::try_from(count).ok()
        };
        let owned = |column| optional(column, row).map(str::to_owned);
        let [killed, injured, detained, displaced] = self.toll.map(count);
        let toll = Toll {
            killed,
            injured,
            detained,
            displaced,
        };
        let day = self.day.is_valid(row).then(|| self.day.value(row));
        Ok(Event {
            event_type,
            mode: owned(self.mode),
            contexts: texts(self.contexts, row),
            cameo: owned(self.cameo),
            quad: Quad::try_from(quad).map_err(|error| self.damaged(&error))?,
            intensity: self.intensity.value(row),
            source: side(self.sides[0])?,
            target: side(self.sides[1])?,
            date: day
                .and_then(day_of)
                .map(|day| DateSpan::day(day, day.to_string())),
            place: owned(self.place).map(|name| EventPlace {
                name,
                country: owned(self.country),
                lat: decimal(self.at[0]),
                lon: decimal(self.at[1]),
            }),
            toll: (toll != Toll::default()).then_some(toll),
        })
    }

    fn mentioned(&mut self, row: usize) -> Result<Vec<ActorRef>, StoreError> {
        let mut mentioned = Vec::new();
        for json in texts(self.mentions, row) {
            let actor = match self.actors.entry(json) {
                Entry::Occupied(known) => known.into_mut(),
                Entry::Vacant(new) => {
                    let actor = parse(new.key(), self.rows.path)?;
                    new.insert(actor)
                }
            };
            mentioned.push(actor.clone());
        }
        Ok(mentioned)
    }

    fn damaged(&self, error: &dyn Display) -> StoreError {
        StoreError::damaged(self.rows.path, error.to_string())
    }
}

/// The texts of a row's list.
fn texts(list: &ListArray, row: usize) -> Vec<String> {
    let values = list.value(row);
    let values = values.as_string_opt::<i32>();
    let values = values.into_iter().flat_map(|it| it.iter().flatten());
    values.map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use entente_model::{Assertion, Body, Certainty, Polarity};

    use super::super::acts::Dyad;
    use super::super::records;
    use super::*;
    use crate::fixtures::evidence;

    fn actor(id: &str, text: &str) -> ActorRef {
        ActorRef {
            id: id.into(),
            name: id.into(),
            text: text.into(),
            country: Some("AZE".into()),
            sector: None,
        }
    }

    fn event() -> Event {
        let day = "2023-01-27".parse().unwrap();
        Event {
            event_type: EventType::Assault,
            mode: Some("armed-attack".into()),
            contexts: vec!["military".into(), "diplomatic".into()],
            cameo: None,
            quad: EventType::Assault.quad(),
            intensity: 0.1 + 0.2,
            source: vec![actor("gunman", "a gunman"), actor("AZE", "Baku")],
            target: vec![actor("AZE", "Baku")],
            date: Some(DateSpan::day(day, "2023-01-27")),
            place: Some(EventPlace {
                name: "Tehran".into(),
                country: None,
                lat: Some(35.69439),
                lon: None,
            }),
            toll: Some(Toll {
                killed: Some(1),
                ..Toll::default()
            }),
        }
    }

    fn said(event: Event) -> Assertion {
        let (body, coder) = (Body::Event(event), "test/1");
        let (polarity, certainty) = (Polarity::Positive, Certainty::Certain);
        Assertion::new(body, None, polarity, certainty, evidence(), coder)
    }

    #[test]
    fn a_plain_event_is_made_of_its_columns_again() {
        let bare = Event {
            date: None,
            place: None,
            toll: None,
            contexts: Vec::new(),
            target: Vec::new(),
            ..event()
        };
        let written = [said(event()), said(bare)];
        let told = written.each_ref().map(Assertion::as_ref);
        let rows = told.each_ref().map(|it| (Dyad::None, it));
        let batch = records::assertions(&rows, None);
        let batch = batch.into_read().unwrap();
        let rows = Rows {
            batch: &batch,
            path: Path::new("x"),
        };
        assert_eq!(rows.text("record").unwrap().null_count(), 2);
        let mut read = Vec::new();
        records::assertions_of(&rows, |it| read.push(it)).unwrap();
        assert_eq!(read.len(), 2);
        assert!(written.iter().all(|it| read.contains(it)));
    }

    #[test]
    fn what_columns_do_not_hold_keeps_its_record() {
        let plain = |change: fn(&mut Event)| {
            let mut event = event();
            change(&mut event);
            is_plain(&said(event).as_ref())
        };
        assert!(plain(|_| ()));
        assert!(!plain(|it| it.source[1].text = "Azerbaijan".into()));
        assert!(!plain(|it| it.date = DateSpan::year(2023, "2023")));
        assert!(!plain(|it| it.toll = Some(Toll::default())));
        let day = "2023-01-27".parse().unwrap();
        let friday = DateSpan::day(day, "on Friday");
        let mut told = event();
        told.date = Some(friday);
        assert!(!is_plain(&said(told).as_ref()));
        let mut claimed = said(event());
        claimed.claimant = Some(actor("IRN", "Tehran"));
        assert!(!is_plain(&claimed.as_ref()));
    }
}
