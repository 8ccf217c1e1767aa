//! POLECAT: events in PLOVER, tab-separated with a header.

use entente_model::{ActorRef, Covers, Date, DateSpan, Event, EventType, Sector};

use crate::codes::CodeSystem;
use crate::events::{self, list, place};
use crate::out::Out;
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Fault, Row};

/// POLECAT.
pub(crate) static POLECAT: Dataset = Dataset {
    id: "polecat",
    name: "POLECAT",
    version: "2023",
    publisher: "POLECAT",
    released: "2023-06-30",
    span: ("2018-01-01", None),
    covers: Covers::World,
    citation: "Halterman, Andrew, Benjamin E. Bagozzi, Andreas Beger, Philip A. Schrodt, and \
        Grace Scarborough. 2023. \"PLOVER and POLECAT: A New Political Event Ontology and \
        Dataset.\" SocArXiv.",
    bibtex: "@misc{polecat,\n  author = {Halterman, Andrew and Bagozzi, Benjamin E. and Beger, Andreas and Schrodt, Philip A. and Scarborough, Grace},\n  title = {{PLOVER} and {POLECAT}: A New Political Event Ontology and Dataset},\n  publisher = {SocArXiv},\n  year = {2023}\n}",
    terms: "Harvard Dataverse terms of POLECAT (doi:10.7910/DVN/AJGVIT)",
    merges: "the same event number",
    layouts: &[Layout {
        shape: Shape::Header(&[
            "event id",
            "event date",
            "event type",
            "event mode",
            "actor name",
            "actor country",
            "recipient name",
            "recipient country",
        ]),
        code: Code::Row(event),
    }],
    companions: &[],
};

fn event(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    out.key(row.required("event id")?);
    let day = row.required_day("event date")?;
    let event_type: EventType = row.coded("event type", events::name)?;
    let mode = row.text("event mode").to_lowercase();
    out.published(row.day("publication date")?.or(Some(day)));
    let event = Event {
        mode: Some(mode).filter(|mode| !mode.is_empty() && mode != "none"),
        contexts: list(row.text("contexts")),
        intensity: row.number("intensity")?.unwrap_or(event_type.intensity()),
        source: actors(row, out, "actor", day),
        target: actors(row, out, "recipient", day),
        date: Some(DateSpan::day(day, day.to_string())),
        place: place(
            row,
            out,
            "placename",
            (CodeSystem::Iso3, "country"),
            ("latitude", "longitude"),
        )?,
        ..events::event(event_type)
    };
    if event.source.is_empty() && event.target.is_empty() {
        out.silent("no actor");
    } else {
        out.event(event);
    }
    Ok(())
}

/// The actor or recipient: by its name where it has one of its own, else its state.
fn actors(row: &Row<'_>, out: &mut Out<'_>, side: &str, on: Date) -> Vec<ActorRef> {
    let column = |what: &str| row.text(format!("{side} {what}").as_str());
    let known = |field: &str| !matches!(field, "" | "None" | "NA");
    let (name, country) = (column("name"), column("country"));
    let sector = row.text(format!("primary {side} sector").as_str());
    let sector: Option<Sector> = match sector {
        "JRN" => Some(Sector::Med),
        sector => events::name(sector),
    };
    let state = known(country).then(|| out.state(CodeSystem::Iso3, country, Some(on)));
    let actor = match (known(name), state) {
        (true, state) => {
            let country = state.and_then(|state| state.country);
            out.named(name, country.as_deref(), sector)
        }
        (false, Some(state)) => ActorRef { sector, ..state },
        (false, None) => return Vec::new(),
    };
    vec![actor]
}
