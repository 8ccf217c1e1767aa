//! UCDP Georeferenced Event Dataset: deadly violence, CSV with a header.

use entente_model::{ActorRef, Covers, DateSpan, Event, EventPlace, EventType, Sector, Toll};

use crate::codes::CodeSystem;
use crate::events;
use crate::out::{Out, actor};
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Fault, FaultKind, Row};

/// UCDP GED.
pub(crate) static UCDP_GED: Dataset = Dataset {
    id: "ucdp-ged",
    name: "UCDP GED",
    version: "23.1",
    publisher: "UCDP",
    released: "2023-06-30",
    span: ("1989-01-01", Some("2022-12-31")),
    covers: Covers::World,
    citation: "Sundberg, Ralph, and Erik Melander. 2013. \"Introducing the UCDP Georeferenced \
        Event Dataset.\" Journal of Peace Research 50(4): 523-532; Davies, Shawn, Therese \
        Pettersson, and Magnus Oberg. 2023. \"Organized Violence 1989-2022.\" Journal of Peace \
        Research 60(4).",
    bibtex: "@article{ucdp-ged,\n  author = {Sundberg, Ralph and Melander, Erik},\n  title = {Introducing the {UCDP} Georeferenced Event Dataset},\n  journal = {Journal of Peace Research},\n  volume = {50},\n  number = {4},\n  pages = {523--532},\n  year = {2013}\n}",
    terms: "CC BY 4.0",
    merges: "the same event number",
    layouts: &[Layout {
        shape: Shape::Header(&[
            "id",
            "type_of_violence",
            "side_a",
            "side_b",
            "date_start",
            "date_end",
            "best",
        ]),
        code: Code::Row(event),
    }],
    companions: &[],
};

fn event(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    out.key(row.required("id")?);
    // 1 state-based, 2 between groups, 3 one-sided.
    row.coded("type_of_violence", |kind| {
        matches!(kind, "1" | "2" | "3").then_some(())
    })?;
    let (start, end) = (
        row.required_day("date_start")?,
        row.required_day("date_end")?,
    );
    if end < start {
        let detail = format!("ends on {end} before it starts on {start}");
        return Err(Fault::new(FaultKind::Date, detail));
    }
    let country = out.country(CodeSystem::Gw, row.text("country_id"), Some(start));
    let source = side(row, out, ["side_a", "gwnoa"], country.as_deref(), start)?;
    let target = side(row, out, ["side_b", "gwnob"], country.as_deref(), start)?;
    let text = if start == end {
        start.to_string()
    } else {
        format!("{start} to {end}")
    };
    let killed = row.count("best")?;
    let place = EventPlace {
        name: row.text("where_coordinates").to_owned(),
        country,
        lat: row.number("latitude")?,
        lon: row.number("longitude")?,
    };
    out.event(Event {
        source: vec![source],
        target: vec![target],
        date: Some(DateSpan {
            start: Some(start),
            end: Some(end),
            text,
        }),
        place: Some(place),
        toll: killed.map(|killed| Toll {
            killed: Some(killed),
            ..Toll::default()
        }),
        ..events::event(EventType::Assault)
    });
    Ok(())
}

/// A side: the state whose number is given, else civilians, else a group of the country.
fn side(
    row: &Row<'_>,
    out: &mut Out<'_>,
    [name, number]: [&str; 2],
    country: Option<&str>,
    on: entente_model::Date,
) -> Result<ActorRef, Fault> {
    let name = row.required(name)?;
    if let Some(number) = row.count(number)? {
        let state = out.state(CodeSystem::Gw, &number.to_string(), Some(on));
        return Ok(ActorRef {
            text: name.to_owned(),
            sector: Some(Sector::Gov),
            ..state
        });
    }
    if name == "Civilians" {
        let id = country.map_or_else(
            || "civilians".to_owned(),
            |country| format!("{}-civilians", country.to_lowercase()),
        );
        return Ok(actor(id, name.to_owned(), name, country, Some(Sector::Cvl)));
    }
    Ok(out.named(name, country, Some(Sector::Reb)))
}
