//! Making events: what all event datasets share.

use std::str::FromStr;

use entente_model::{ActorRef, Date, DateSpan, Event, EventPlace, EventType, Quad, Values};

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

/// What a dataset of coded events says in a row.
pub(crate) struct CodedEvent<'a> {
    /// What the code means.
    pub(crate) meaning: &'a Meaning,
    /// The code, where it is CAMEO's.
    pub(crate) cameo: Option<&'a str>,
    pub(crate) quad: Option<Quad>,
    /// The dataset's own; the code's where it gives none.
    pub(crate) intensity: Option<f64>,
    pub(crate) source: Option<ActorRef>,
    pub(crate) target: Option<ActorRef>,
    pub(crate) day: Date,
    pub(crate) place: Option<EventPlace>,
}

impl CodedEvent<'_> {
    /// Says the event, or the statement that it is where PLOVER has no type for it.
    pub(crate) fn say(self, out: &mut Out<'_>) {
        let intensity = self.intensity.unwrap_or(self.meaning.intensity);
        let source: Vec<_> = self.source.into_iter().collect();
        let target: Vec<_> = self.target.into_iter().collect();
        if source.is_empty() && target.is_empty() {
            return out.silent("no actor");
        }
        match self.meaning.event_type {
            Some(event_type) => out.event(Event {
                mode: self.meaning.mode.clone(),
                cameo: self.cameo.map(str::to_owned),
                quad: self.quad.unwrap_or(event_type.quad()),
                intensity,
                source,
                target,
                date: Some(DateSpan::day(self.day, self.day.to_string())),
                place: self.place,
                ..event(event_type)
            }),
            None => {
                out.covers_days(Some(self.day), Some(self.day));
                out.values(Values::Statement {
                    source,
                    target,
                    date: self.day,
                    cameo: self.cameo.map(str::to_owned),
                    intensity,
                    place: self.place,
                });
            }
        }
    }
}

/// A place by its name, country and coordinates, as far as the row has them.
pub(crate) fn place(
    row: &Row<'_>,
    out: &mut Out<'_>,
    name: impl Column,
    (system, country): (CodeSystem, impl Column),
    (lat, lon): (impl Column, impl Column),
) -> Result<Option<EventPlace>, Fault> {
    let name = row.text(name);
    let country = row.text(country);
    if matches!(name, "" | "NA" | "None") && matches!(country, "" | "NA" | "None") {
        return Ok(None);
    }
    let country_id = out.country(system, country, None);
    let name = if matches!(name, "" | "NA" | "None") {
        country
    } else {
        name
    };
    Ok(Some(EventPlace {
        name: name.to_owned(),
        country: country_id,
        lat: row.number(lat)?,
        lon: row.number(lon)?,
    }))
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
