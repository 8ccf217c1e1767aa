//! ICEWS coded event data, as Dataverse has it: `.tab` with a header of 20 columns.

use std::sync::Arc;

use entente_model::{ActorRef, Covers, Date, Sector};

use crate::actor_codes::of_state;
use crate::codes::CodeSystem;
use crate::event_codes::{EventCodes, cameo_quad};
use crate::events::{CodedEvent, coded_place};
use crate::out::Out;
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Fault, Row};

/// ICEWS events.
pub(crate) static ICEWS: Dataset = Dataset {
    id: "icews",
    name: "ICEWS Coded Event Data",
    version: "2020",
    publisher: "ICEWS",
    released: "2020-04-10",
    span: ("1995-01-01", Some("2023-04-11")),
    covers: Covers::World,
    citation: "Boschee, Elizabeth, Jennifer Lautenschlager, Sean O'Brien, Steve Shellman, James \
        Starz, and Michael Ward. 2015. \"ICEWS Coded Event Data.\" Harvard Dataverse. \
        doi:10.7910/DVN/28075.",
    bibtex: "@data{icews,\n  author = {Boschee, Elizabeth and Lautenschlager, Jennifer and O'Brien, Sean and Shellman, Steve and Starz, James and Ward, Michael},\n  title = {{ICEWS} Coded Event Data},\n  publisher = {Harvard Dataverse},\n  year = {2015},\n  doi = {10.7910/DVN/28075}\n}",
    terms: "Harvard Dataverse terms of the ICEWS data: cite, and do not resell",
    merges: "the same event number",
    layouts: &[Layout {
        shape: Shape::Header(&[
            "event id",
            "event date",
            "source name",
            "source country",
            "cameo code",
            "target name",
            "target country",
        ]),
        code: Code::Row(event),
    }],
    companions: &[],
};

fn event<'r>(row: &Row<'r>, out: &mut Out<'r>) -> Result<(), Fault> {
    out.key(row.required("event id")?);
    let day = row.required_day("event date")?;
    let code = row.text("cameo code");
    let meaning = row.coded("cameo code", |code| EventCodes::cameo().meaning(code))?;
    out.published(Some(day));
    CodedEvent {
        meaning,
        cameo: Some(row.lasting("cameo code")),
        quad: cameo_quad(code),
        intensity: row.number("intensity")?,
        source: actor(
            row,
            out,
            ["source name", "source sectors", "source country"],
            day,
        )
        .map(Arc::new),
        target: actor(
            row,
            out,
            ["target name", "target sectors", "target country"],
            day,
        )
        .map(Arc::new),
        day,
        place: coded_place(
            row,
            out,
            "city",
            (CodeSystem::Name, "country"),
            ("latitude", "longitude"),
        )?,
    }
    .say(out);
    Ok(())
}

/// "India", "Police (India)", "Narendra Modi".
fn actor(row: &Row<'_>, out: &mut Out<'_>, columns: [&str; 3], on: Date) -> Option<ActorRef> {
    let [name, sectors, country] = columns.map(|column| row.text(column));
    if matches!(name, "" | "NA" | "NULL") {
        return None;
    }
    let sector = sector(sectors);
    if matches!(country, "" | "NA" | "NULL") {
        return Some(out.named(name, None, sector));
    }
    let state = out.state(CodeSystem::Name, country, Some(on));
    if name == country {
        return Some(state);
    }
    let generic = name
        .strip_suffix(')')
        .and_then(|name| name.strip_suffix(country))
        .and_then(|name| name.strip_suffix(" ("));
    Some(match generic {
        Some("Government") => ActorRef {
            text: name.to_owned(),
            sector: Some(Sector::Gov),
            ..state
        },
        Some(generic) => ActorRef {
            name: name.to_owned(),
            ..of_state(&state, generic, sector, name)
        },
        None => out.named(name, state.country.as_deref(), sector),
    })
}

/// Words of ICEWS's sectors and the PLOVER sector that they tell, the most telling first.
const SECTORS: &[(&str, Sector)] = &[
    ("International Government Organization", Sector::Igo),
    ("IGOs", Sector::Igo),
    ("Police", Sector::Cop),
    ("Intelligence", Sector::Spy),
    ("Military", Sector::Mil),
    ("Army", Sector::Mil),
    ("Navy", Sector::Mil),
    ("Judicial", Sector::Jud),
    ("Unidentified Forces", Sector::Uaf),
    ("Rebel", Sector::Reb),
    ("Insurgents", Sector::Reb),
    ("Separatists", Sector::Reb),
    ("Organized Violent", Sector::Reb),
    ("Radicals", Sector::Reb),
    ("Criminals", Sector::Crm),
    ("Legislative", Sector::Leg),
    ("Executive", Sector::Gov),
    ("Government,", Sector::Gov),
    ("Ministry", Sector::Gov),
    ("Cabinet", Sector::Gov),
    ("Opposition", Sector::Opp),
    ("Dissident", Sector::Opp),
    ("Party", Sector::Pty),
    ("Parties", Sector::Pty),
    ("Nongovernmental", Sector::Ngo),
    ("NGOs", Sector::Ngo),
    ("Media", Sector::Med),
    ("News", Sector::Med),
    ("Business", Sector::Bus),
    ("Corporation", Sector::Bus),
    ("Education", Sector::Edu),
    ("Labor", Sector::Lab),
    ("Refugees", Sector::Ref),
    ("Religious", Sector::Rel),
    ("Government", Sector::Gov),
    ("General Population", Sector::Cvl),
    ("Ethnic", Sector::Cvl),
    ("Social", Sector::Cvl),
    ("Elite", Sector::Elt),
];

fn sector(sectors: &str) -> Option<Sector> {
    let found = SECTORS.iter().find(|(word, _)| sectors.contains(word));
    found.map(|&(_, sector)| sector)
}
