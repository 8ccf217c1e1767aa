//! GDELT events: 1.0 with 57 columns, or 58 since April 2013; 2.0 with 61. Tabs, no header.
//!
//! GDELT writes one record for each location and naming of an event, and writes it again with the
//! next batch of articles. Records of one day, pair of actors, code and place are one event here;
//! each record stays as an `EventSource`.

use entente_model::{Covers, Quad};

use crate::actor_codes;
use crate::codes::CodeSystem;
use crate::event_codes::EventCodes;
use crate::events::{CodedEvent, coded_place};
use crate::out::{Out, SourceRecord};
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Fault, Row};

const MERGES: &str = "the same day, actors, code and place";
const TERMS: &str = "Free for any use with attribution to the GDELT Project";
const CITATION: &str = "Leetaru, Kalev, and Philip A. Schrodt. 2013. \"GDELT: Global Data on \
    Events, Location, and Tone, 1979-2012.\" ISA Annual Convention, San Francisco.";

/// GDELT 1.0 events.
pub(crate) static GDELT_1: Dataset = Dataset {
    id: "gdelt-1",
    name: "GDELT events",
    version: "1.0",
    publisher: "GDELT",
    released: "2013-04-01",
    span: ("1979-01-01", None),
    covers: Covers::World,
    citation: CITATION,
    bibtex: "@inproceedings{gdelt-1,\n  author = {Leetaru, Kalev and Schrodt, Philip A.},\n  title = {{GDELT}: Global Data on Events, Location, and Tone, 1979--2012},\n  booktitle = {ISA Annual Convention},\n  address = {San Francisco},\n  year = {2013}\n}",
    terms: TERMS,
    merges: MERGES,
    layouts: &[Layout {
        shape: Shape::Places(&[57, 58], "globaleventid"),
        code: Code::Row(|row, out| event(row, out, &ONE)),
    }],
    companions: &[],
};

/// GDELT 2.0 events.
pub(crate) static GDELT_2: Dataset = Dataset {
    id: "gdelt-2",
    name: "GDELT events",
    version: "2.0",
    publisher: "GDELT",
    released: "2015-02-19",
    span: ("2015-02-18", None),
    covers: Covers::World,
    citation: CITATION,
    bibtex: "@inproceedings{gdelt-2,\n  author = {Leetaru, Kalev and Schrodt, Philip A.},\n  title = {{GDELT}: Global Data on Events, Location, and Tone, 1979--2012},\n  booktitle = {ISA Annual Convention},\n  address = {San Francisco},\n  year = {2013},\n  note = {GDELT 2.0 Event Database}\n}",
    terms: TERMS,
    merges: MERGES,
    layouts: &[Layout {
        shape: Shape::Places(&[61], "globaleventid"),
        code: Code::Row(|row, out| event(row, out, &TWO)),
    }],
    companions: &[],
};

// Columns that both versions have in one place.
const ID: usize = 0;
const DAY: usize = 1;
const ACTOR_1: usize = 5;
const ACTOR_2: usize = 15;
const CODE: usize = 26;
const QUAD: usize = 29;
const GOLDSTEIN: usize = 30;
const MENTIONS: usize = 31;
const SOURCES: usize = 32;
const ARTICLES: usize = 33;

/// Columns that moved when 2.0 added a second-level district to each of the three places.
struct Places {
    name: usize,
    country: usize,
    lat: usize,
    lon: usize,
    added: usize,
    url: usize,
}

const ONE: Places = Places {
    name: 50,
    country: 51,
    lat: 53,
    lon: 54,
    added: 56,
    url: 57,
};

const TWO: Places = Places {
    name: 52,
    country: 53,
    lat: 56,
    lon: 57,
    added: 59,
    url: 60,
};

fn event<'r>(row: &Row<'r>, out: &mut Out<'r>, places: &Places) -> Result<(), Fault> {
    let record = row.count(ID)?.ok_or_else(|| missing("GLOBALEVENTID"))?;
    let day = row.required_day(DAY)?;
    let added = row.required_day(places.added)?;
    let meaning = row.coded(CODE, |code| EventCodes::cameo().meaning(code))?;
    let (actor_1, actor_2, code) = (row.text(ACTOR_1), row.text(ACTOR_2), row.text(CODE));
    let (name, lat, lon) = (
        row.text(places.name),
        row.text(places.lat),
        row.text(places.lon),
    );
    out.key_of_day(day, &[actor_1, actor_2, code, name, lat, lon]);
    out.published(Some(added));
    CodedEvent {
        meaning,
        cameo: Some(row.lasting(CODE)),
        quad: row.coded(QUAD, |quad| {
            Quad::try_from(quad.parse::<u8>().ok()?).ok().map(Some)
        })?,
        intensity: row.number(GOLDSTEIN)?,
        source: actor_codes::resolve(out, actor_1, Some(day)),
        target: actor_codes::resolve(out, actor_2, Some(day)),
        day,
        place: coded_place(
            row,
            out,
            places.name,
            (CodeSystem::Fips, places.country),
            (places.lat, places.lon),
        )?,
    }
    .say(out);
    out.source(SourceRecord {
        record,
        mentions: row.count(MENTIONS)?.unwrap_or(0),
        sources: row.count(SOURCES)?.unwrap_or(0),
        articles: row.count(ARTICLES)?.unwrap_or(0),
        url: row.text(places.url).to_owned(),
    });
    Ok(())
}

fn missing(column: &str) -> Fault {
    Fault::new(crate::row::FaultKind::Empty, column)
}
