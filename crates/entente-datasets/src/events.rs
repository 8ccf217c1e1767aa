//! Making events: what all event datasets share.

use std::borrow::Cow;
use std::slice;
use std::str::FromStr;
use std::sync::Arc;

use entente_model::{
    ActorRef, Date, DateSpanRef, Event, EventPlace, EventPlaceRef, EventRef, EventType, Quad,
    Values,
};

use crate::codes::CodeSystem;
use crate::event_codes::Meaning;
use crate::out::Out;
use crate::row::{Column, Fault, Row};

/// An event of which nothing but the type is known.
pub(crate) fn event(event_type: EventType) -> Event {
    Event {
        event_type,
        mode: None,
        contexts: Vec::new(),
        cameo: None,
        quad: event_type.quad(),
        intensity: event_type.intensity(),
        source: Vec::new(),
        target: Vec::new(),
        date: None,
        place: None,
        toll: None,
    }
}

/// What a dataset of coded events says in a row, in texts of the row: millions of rows tell an event, and strings of their own would
/// take most of the time.
#[derive(Debug)]
pub(crate) struct CodedEvent<'c> {
    /// What the code means.
    pub(crate) meaning: &'static Meaning,
    /// The code, where it is CAMEO's.
    pub(crate) cameo: Option<Cow<'c, str>>,
    pub(crate) quad: Option<Quad>,
    /// The dataset's own; the code's where it gives none.
    pub(crate) intensity: Option<f64>,
    pub(crate) source: Option<Arc<ActorRef>>,
    pub(crate) target: Option<Arc<ActorRef>>,
    pub(crate) day: Date,
    pub(crate) place: Option<CodedPlace<'c>>,
}

/// A place that a row tells.
#[derive(Debug)]
pub(crate) struct CodedPlace<'c> {
    name: Cow<'c, str>,
    country: Option<Arc<ActorRef>>,
    lat: Option<f64>,
    lon: Option<f64>,
}

impl<'c> CodedEvent<'c> {
    /// Says the event, or the statement that it is where PLOVER has no type for it.
    pub(crate) fn say(self, out: &mut Out<'c>) {
        if self.source.is_none() && self.target.is_none() {
            return out.silent("no actor");
        }
        match self.meaning.event_type {
            Some(event_type) => out.coded_event(event_type, self),
            None => {
                out.covers_days(Some(self.day), Some(self.day));
                out.values(Values::Statement {
                    intensity: self.strength(),
                    place: self.place.as_ref().map(|place| place.as_ref().to_owned()),
                    source: self.source.into_iter().collect(),
                    target: self.target.into_iter().collect(),
                    date: self.day,
                    cameo: self.cameo.map(Cow::into_owned),
                });
            }
        }
    }

    fn strength(&self) -> f64 {
        self.intensity.unwrap_or(self.meaning.intensity)
    }

    /// Its parts, where it is of a type, and on a day that is written so.
    pub(crate) fn as_ref<'e>(&'e self, event_type: EventType, day: &'e str) -> EventRef<'e> {
        EventRef {
            event_type,
            mode: self.meaning.mode.as_deref(),
            contexts: &[],
            cameo: self.cameo.as_deref(),
            quad: self.quad.unwrap_or(event_type.quad()),
            intensity: self.strength(),
            source: side_of(self.source.as_deref()),
            target: side_of(self.target.as_deref()),
            date: Some(DateSpanRef {
                start: Some(self.day),
                end: Some(self.day),
                text: day,
            }),
            place: self.place.as_ref().map(CodedPlace::as_ref),
            toll: None,
        }
    }
}

fn side_of(actor: Option<&ActorRef>) -> &[ActorRef] {
    actor.map_or(&[], slice::from_ref)
}

impl CodedPlace<'_> {
    fn as_ref(&self) -> EventPlaceRef<'_> {
        EventPlaceRef {
            name: &self.name,
            country: self.country.as_ref().map(|state| state.id.as_str()),
            lat: self.lat,
            lon: self.lon,
        }
    }
}

/// A place by its name, country and coordinates, as far as the row has them.
pub(crate) fn coded_place<'c>(
    row: &Row<'c>,
    out: &mut Out<'_>,
    name: impl Column,
    (system, country): (CodeSystem, impl Column),
    (lat, lon): (impl Column, impl Column),
) -> Result<Option<CodedPlace<'c>>, Fault> {
    let is_missing = |field: &str| matches!(field, "" | "NA" | "None");
    if is_missing(row.text(name)) && is_missing(row.text(country)) {
        return Ok(None);
    }
    Ok(Some(CodedPlace {
        name: if is_missing(row.text(name)) {
            row.lasting(country)
        } else {
            row.lasting(name)
        },
        country: out.country_state(system, row.text(country), None),
        lat: row.number(lat)?,
        lon: row.number(lon)?,
    }))
}

/// The same, with a name of its own.
pub(crate) fn place(
    row: &Row<'_>,
    out: &mut Out<'_>,
    name: impl Column,
    country: (CodeSystem, impl Column),
    coordinates: (impl Column, impl Column),
) -> Result<Option<EventPlace>, Fault> {
    let place = coded_place(row, out, name, country, coordinates)?;
    Ok(place.map(|place| place.as_ref().to_owned()))
}

/// A list in one field, lower-cased: `Diplomatic;Military`.
pub(crate) fn list(field: &str) -> Vec<String> {
    field
        .split([';', ','])
        .map(|part| part.trim().to_lowercase().replace(' ', "_"))
        .filter(|part| !matches!(part.as_str(), "" | "na" | "none"))
        .collect()
}

/// A name of one of the model's closed lists, whatever its case.
pub(crate) fn name<T: FromStr>(field: &str) -> Option<T> {
    field.trim().to_uppercase().parse().ok()
}
