//! Any other table, by a mapping file: which column is what.
//!
//! ```toml
//! says = "event"            # or "tie"
//! actors = "iso3"           # cow, gw, iso3, cameo, fips, name
//! codes = "cameo"           # or weis, plover, or a table: [codes] "shots fired" = "ASSAULT"
//!
//! [dataset]
//! id = "border-incidents"
//! name = "Border incidents"
//! version = "2"
//! publisher = "Institute"   # and released, first, last, citation, terms
//!
//! [columns]                 # names of the header, or numbers from 1
//! source = "from"
//! target = "to"
//! date = "day"              # or start and end, or year
//! code = "what"
//! ```

use std::collections::BTreeMap;
use std::sync::Arc;

use entente_model::{ActorRef, Date, DateSpan, Event, EventPlace, EventType, Quad, Relation, Toll};
use serde::Deserialize;

use crate::actor_codes;
use crate::codes::CodeSystem;
use crate::event_codes::{EventCodes, Meaning, cameo_quad};
use crate::events;
use crate::out::{Out, tie};
use crate::row::{Column, Fault, FaultKind, Header, Row};

/// A mapping file.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mapping {
    dataset: About,
    says: Says,
    actors: Actors,
    codes: Option<Codes>,
    delimiter: Option<char>,
    /// Number of columns of a table without a header.
    width: Option<usize>,
    columns: Columns,
}

/// What the dataset is called, and whose it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct About {
    /// Its name in records: `border-incidents`.
    pub id: String,
    /// Its name in full.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Who publishes it.
    #[serde(default)]
    pub publisher: String,
    /// The day of its release.
    pub released: Option<String>,
    /// The first day that it covers.
    pub first: Option<String>,
    /// The last day that it covers.
    pub last: Option<String>,
    /// The reference.
    #[serde(default)]
    pub citation: String,
    /// On which terms it may be used.
    #[serde(default)]
    pub terms: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Says {
    Event,
    Tie,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Actors {
    Cow,
    Gw,
    Iso3,
    Cameo,
    Fips,
    Name,
}

/// What the values of the column `code` mean.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum Codes {
    Known(Ontology),
    /// Each value's PLOVER type or relation.
    Own(BTreeMap<String, String>),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Ontology {
    Cameo,
    Weis,
    Plover,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Columns {
    source: ColumnName,
    target: ColumnName,
    id: Option<ColumnName>,
    date: Option<ColumnName>,
    start: Option<ColumnName>,
    end: Option<ColumnName>,
    year: Option<ColumnName>,
    code: Option<ColumnName>,
    intensity: Option<ColumnName>,
    place: Option<ColumnName>,
    lat: Option<ColumnName>,
    lon: Option<ColumnName>,
    killed: Option<ColumnName>,
    detail: Option<ColumnName>,
    /// A word for every row: the PLOVER type or relation of all of them.
    every: Option<String>,
}

/// A name of the header, or a number from 1.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
enum ColumnName {
    Place(usize),
    Name(String),
}

impl Column for &ColumnName {
    fn place(self, header: &Header) -> Option<usize> {
        match self {
            ColumnName::Place(number) => number.checked_sub(1),
            ColumnName::Name(name) => header.place(&name.to_lowercase()),
        }
    }

    fn label(self, _: &Header) -> String {
        match self {
            ColumnName::Place(number) => format!("column {number}"),
            ColumnName::Name(name) => name.clone(),
        }
    }
}

/// What is wrong with a mapping file.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct MappingError(String);

impl Mapping {
    /// Reads a mapping file.
    ///
    /// # Errors
    /// When it is not TOML, has keys that are not known, or lacks one that is needed.
    pub fn parse(text: &str) -> Result<Self, MappingError> {
        let map: Self = toml::from_str(text).map_err(|error| MappingError(error.to_string()))?;
        let columns = &map.columns;
        let wrong = |message: &str| Err(MappingError(message.to_owned()));
        if columns.code.is_none() == columns.every.is_none() {
            return wrong("columns needs either `code`, or `every` with one word for all rows");
        }
        if columns.code.is_some() && map.codes.is_none() {
            return wrong("`codes` must say what the values of the column `code` mean");
        }
        let dated = [&columns.date, &columns.start, &columns.year];
        if dated.iter().all(|column| column.is_none()) {
            return wrong("columns needs `date`, `start` or `year`");
        }
        let own = match &map.codes {
            Some(Codes::Own(own)) => own.values().chain(&columns.every).collect(),
            _ => columns.every.iter().collect::<Vec<_>>(),
        };
        for word in own {
            let known = match map.says {
                Says::Event => word.parse::<EventType>().map(drop),
                Says::Tie => word.parse::<Relation>().map(drop),
            };
            known.map_err(|error| MappingError(error.to_string()))?;
        }
        let by_place = map.names().len() < map.given().count();
        if by_place && map.width.is_none() {
            return wrong("columns by number need `width`, the number of columns");
        }
        Ok(map)
    }

    /// What the dataset is called, and whose it is.
    pub fn about(&self) -> &About {
        &self.dataset
    }

    pub(crate) fn delimiter(&self) -> Option<u8> {
        self.delimiter
            .and_then(|delimiter| u8::try_from(delimiter).ok())
    }

    pub(crate) fn width(&self) -> Option<usize> {
        self.width
    }

    fn given(&self) -> impl Iterator<Item = &ColumnName> {
        let columns = &self.columns;
        let optional = [
            &columns.id,
            &columns.date,
            &columns.start,
            &columns.end,
            &columns.year,
            &columns.code,
            &columns.intensity,
            &columns.place,
            &columns.lat,
            &columns.lon,
            &columns.killed,
            &columns.detail,
        ];
        [&columns.source, &columns.target]
            .into_iter()
            .chain(optional.into_iter().flatten())
    }

    /// The columns that are given by name, in lower case.
    pub(crate) fn names(&self) -> Vec<String> {
        self.given()
            .filter_map(|column| match column {
                ColumnName::Name(name) => Some(name.to_lowercase()),
                ColumnName::Place(_) => None,
            })
            .collect()
    }

    /// The word of a row that tells what it says, and what it means in PLOVER, of events.
    fn meaning(&self, row: &Row<'_>) -> Result<(String, Option<Meaning>), Fault> {
        let of_type = |event_type: EventType| Meaning {
            event_type: Some(event_type),
            mode: None,
            intensity: event_type.intensity(),
        };
        let typed = |word: &str| word.parse().ok().map(of_type);
        let Some(column) = &self.columns.code else {
            let word = self.columns.every.clone().unwrap_or_default();
            let meaning = typed(&word);
            return Ok((word, meaning));
        };
        row.coded(column, |code| match &self.codes {
            Some(Codes::Known(Ontology::Cameo)) => {
                let meaning = EventCodes::cameo().meaning(code)?.clone();
                Some((code.to_owned(), Some(meaning)))
            }
            Some(Codes::Known(Ontology::Weis)) => {
                let meaning = EventCodes::weis().meaning(code)?.clone();
                Some((code.to_owned(), Some(meaning)))
            }
            Some(Codes::Known(Ontology::Plover)) => {
                let event_type = events::name(code)?;
                Some((code.to_owned(), Some(of_type(event_type))))
            }
            Some(Codes::Own(own)) => {
                let word = own.get(code)?;
                Some((word.clone(), typed(word)))
            }
            None => None,
        })
    }

    fn is_cameo(&self) -> bool {
        matches!(self.codes, Some(Codes::Known(Ontology::Cameo)))
    }

    /// When, from whichever of the columns are given.
    fn date(&self, row: &Row<'_>, out: &Out<'_>) -> Result<DateSpan, Fault> {
        let columns = &self.columns;
        if let Some(date) = &columns.date {
            let day = row.required_day(date)?;
            return Ok(DateSpan::day(day, day.to_string()));
        }
        if let Some(start) = &columns.start {
            let end = columns.end.as_ref();
            return out.spell(
                edge(row, start, (1, 1))?,
                end.map(|end| edge(row, end, (12, 31)))
                    .transpose()?
                    .flatten(),
            );
        }
        let year = columns.year.as_ref();
        let year = year.map(|year| row.required_year(year)).transpose()?;
        year.and_then(|year| DateSpan::year(year, year.to_string()))
            .ok_or_else(|| Fault::new(FaultKind::Empty, "date"))
    }

    fn actor(
        &self,
        row: &Row<'_>,
        out: &mut Out<'_>,
        column: &ColumnName,
        on: Option<Date>,
    ) -> Option<ActorRef> {
        let text = row.text(column);
        if text.is_empty() {
            return None;
        }
        match self.actors {
            Actors::Cow => Some(out.state(CodeSystem::Cow, text, on)),
            Actors::Gw => Some(out.state(CodeSystem::Gw, text, on)),
            Actors::Iso3 => Some(out.state(CodeSystem::Iso3, text, on)),
            Actors::Fips => Some(out.state(CodeSystem::Fips, text, on)),
            Actors::Cameo => actor_codes::resolve(out, text, on).map(Arc::unwrap_or_clone),
            Actors::Name => Some(out.named(text, None, None)),
        }
    }
}

/// A day, or a year's first or last day.
fn edge(row: &Row<'_>, column: &ColumnName, (month, day): (i8, i8)) -> Result<Option<Date>, Fault> {
    if row.text(column).len() == 4 {
        let year = row.year(column)?;
        return Ok(year.and_then(|year| Date::new(year, month, day).ok()));
    }
    row.day(column)
}

/// Says what a row says by the mapping.
pub(crate) fn code(map: &Mapping, row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let columns = &map.columns;
    if let Some(id) = &columns.id {
        out.key(row.required(id)?);
    }
    let date = map.date(row, out)?;
    let (word, meaning) = map.meaning(row)?;
    let source = map.actor(row, out, &columns.source, date.start);
    let target = map.actor(row, out, &columns.target, date.start);
    if map.says == Says::Tie {
        let (Some(a), Some(b)) = (source, target) else {
            return Err(Fault::new(FaultKind::Empty, "source or target"));
        };
        let relation = word
            .parse()
            .map_err(|_| Fault::new(FaultKind::Code, format!("relation is {word:?}")))?;
        let detail = columns.detail.as_ref().map(|column| row.text(column));
        out.tie(tie(
            relation,
            a,
            b,
            date,
            detail.unwrap_or_default().to_owned(),
        ));
        return Ok(());
    }
    let Some((event_type, meaning)) = meaning.and_then(|m| Some((m.event_type?, m))) else {
        out.silent("a statement, no event");
        return Ok(());
    };
    if source.is_none() && target.is_none() {
        out.silent("no actor");
        return Ok(());
    }
    let number = |column: &Option<ColumnName>| match column {
        Some(column) => row.number(column),
        None => Ok(None),
    };
    let killed = match &columns.killed {
        Some(column) => row.count(column)?,
        None => None,
    };
    let place = columns.place.as_ref().map(|column| row.text(column));
    let place = match place.filter(|name| !name.is_empty()) {
        Some(name) => Some(EventPlace {
            name: name.to_owned(),
            country: None,
            lat: number(&columns.lat)?,
            lon: number(&columns.lon)?,
        }),
        None => None,
    };
    let quad: Option<Quad> = cameo_quad(&word).filter(|_| map.is_cameo());
    out.event(Event {
        mode: meaning.mode,
        cameo: map.is_cameo().then_some(word),
        quad: quad.unwrap_or(event_type.quad()),
        intensity: number(&columns.intensity)?.unwrap_or(meaning.intensity),
        source: source.into_iter().collect(),
        target: target.into_iter().collect(),
        date: Some(date),
        place,
        toll: killed.map(|killed| Toll {
            killed: Some(killed),
            ..Toll::default()
        }),
        ..events::event(event_type)
    });
    Ok(())
}
