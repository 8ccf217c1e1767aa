//! ACLED: political violence and protest, CSV with a header.

use entente_model::{ActorRef, Covers, DateSpan, Event, EventType, Sector, Toll};

use crate::codes::CodeSystem;
use crate::events::{self, place};
use crate::out::Out;
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Fault, FaultKind, Row};

/// ACLED.
pub(crate) static ACLED: Dataset = Dataset {
    id: "acled",
    name: "ACLED",
    version: "2024",
    publisher: "ACLED",
    released: "2024-12-31",
    span: ("1997-01-01", None),
    covers: Covers::World,
    citation: "Raleigh, Clionadh, Roudabeh Kishi, and Andrew Linke. 2023. \"Political \
        Instability Patterns Are Obscured by Conflict Dataset Scope Conditions, Sources, and \
        Coding Choices.\" Humanities and Social Sciences Communications 10: 74.",
    bibtex: "@article{acled,\n  author = {Raleigh, Clionadh and Kishi, Roudabeh and Linke, Andrew},\n  title = {Political Instability Patterns Are Obscured by Conflict Dataset Scope Conditions, Sources, and Coding Choices},\n  journal = {Humanities and Social Sciences Communications},\n  volume = {10},\n  pages = {74},\n  year = {2023}\n}",
    terms: "ACLED terms of use: registration, attribution, no redistribution of the raw data",
    merges: "the same event number",
    layouts: &[Layout {
        shape: Shape::Header(&[
            "event_id_cnty",
            "event_date",
            "event_type",
            "sub_event_type",
            "actor1",
            "actor2",
            "country",
            "fatalities",
        ]),
        code: Code::Row(event),
    }],
    companions: &[],
};

/// What an event or sub-event type is in PLOVER; `None` for what is no event between actors.
fn meaning(event_type: &str, sub_event_type: &str) -> Option<(EventType, Option<&'static str>)> {
    use EventType::{Agree, Assault, Coerce, Mobilize, Protest, Retreat};
    let of_sub_event = match sub_event_type {
        "Abduction/forced disappearance" => (Assault, Some("abduct")),
        "Agreement" => (Agree, None),
        "Air/drone strike" => (Assault, Some("aerial")),
        "Arrests" => (Coerce, Some("arrest")),
        "Chemical weapon" => (Assault, Some("unconventional")),
        "Disrupted weapons use" => (Coerce, Some("seize")),
        "Excessive force against protesters" => (Assault, Some("crowd-control")),
        "Grenade" | "Remote explosive/landmine/IED" => (Assault, Some("explosives")),
        "Headquarters or base established" => (Mobilize, Some("troops")),
        "Looting/property destruction" => (Coerce, Some("seize")),
        "Mob violence" | "Violent demonstration" => (Protest, Some("riot")),
        "Non-violent transfer of territory" => (Retreat, Some("withdraw")),
        "Peaceful protest" | "Protest with intervention" => (Protest, Some("demo")),
        "Sexual violence" => (Assault, Some("sexual")),
        "Shelling/artillery/missile attack" => (Assault, Some("heavy-weapons")),
        "Suicide bomb" => (Assault, Some("suicide-attack")),
        "Change to group/activity" | "Other" => return None,
        _ => match event_type {
            "Battles" | "Explosions/Remote violence" | "Violence against civilians" => {
                (Assault, None)
            }
            "Protests" => (Protest, Some("demo")),
            "Riots" => (Protest, Some("riot")),
            _ => return None,
        },
    };
    Some(of_sub_event)
}

const TYPES: &[&str] = &[
    "Battles",
    "Explosions/Remote violence",
    "Violence against civilians",
    "Protests",
    "Riots",
    "Strategic developments",
];

fn event(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    out.key(row.required("event_id_cnty")?);
    let day = row.required_day("event_date")?;
    let kind = row.coded("event_type", |kind| TYPES.contains(&kind).then_some(kind))?;
    let Some((event_type, mode)) = meaning(kind, row.text("sub_event_type")) else {
        out.silent("no event between actors");
        return Ok(());
    };
    let country = row.required("country")?;
    let state = out.state(CodeSystem::Name, country, Some(day));
    let mut source: Vec<_> = actor(row, out, ["actor1", "inter1"], &state)?
        .into_iter()
        .collect();
    let mut target: Vec<_> = actor(row, out, ["actor2", "inter2"], &state)?
        .into_iter()
        .collect();
    // Excessive force is used against those who protest, and they stand first.
    if mode == Some("crowd-control") {
        std::mem::swap(&mut source, &mut target);
    }
    let killed = row.count("fatalities")?;
    // When the event was last revised, in seconds since 1970, is no day of publication.
    out.published(Some(day));
    let place = place(
        row,
        out,
        "location",
        (CodeSystem::Name, "country"),
        ("latitude", "longitude"),
    )?;
    out.event(Event {
        mode: mode.map(str::to_owned),
        source,
        target,
        date: Some(DateSpan::day(day, day.to_string())),
        place,
        toll: killed.map(|killed| Toll {
            killed: Some(killed),
            ..Toll::default()
        }),
        ..events::event(event_type)
    });
    Ok(())
}

/// An actor by its name and ACLED's kind of actor, a number or, since 2024, its words.
fn actor(
    row: &Row<'_>,
    out: &mut Out<'_>,
    [name, kind]: [&str; 2],
    state: &ActorRef,
) -> Result<Option<ActorRef>, Fault> {
    let name = row.text(name);
    if name.is_empty() {
        return Ok(None);
    }
    let sector = match row.text(kind) {
        "1" | "State forces" => Some(Sector::Mil),
        "2" | "Rebel group" => Some(Sector::Reb),
        "3" | "Political militia" | "4" | "Identity militia" => Some(Sector::Uaf),
        "5" | "Rioters" | "6" | "Protesters" | "7" | "Civilians" => Some(Sector::Cvl),
        "8" | "External/Other forces" | "0" | "" => None,
        other => {
            let detail = format!("{kind} is {other:?}");
            return Err(Fault::new(FaultKind::Code, detail));
        }
    };
    // "Military Forces of Mali (2020-2021)", "Police Forces of Mali (2021-) Gendarmerie".
    let plain = name.split(" (").next().unwrap_or(name);
    let forces = plain
        .split_once(" Forces of ")
        .filter(|_| sector == Some(Sector::Mil));
    if let Some((force, of)) = forces {
        let owner = out.state(CodeSystem::Name, of, None);
        let sector = if force == "Police" {
            Sector::Cop
        } else {
            Sector::Mil
        };
        let actor = crate::actor_codes::of_state(&owner, force, Some(sector), name);
        return Ok(Some(ActorRef {
            name: plain.to_owned(),
            ..actor
        }));
    }
    if sector == Some(Sector::Cvl) {
        let actor = crate::actor_codes::of_state(state, plain, sector, name);
        return Ok(Some(ActorRef {
            name: name.to_owned(),
            ..actor
        }));
    }
    // "JNIM: Group for Support of Islam and Muslims": known by its letters, if at all.
    let letters = plain.split(": ").next().unwrap_or(plain);
    let found = out.named(letters, None, sector);
    if out.context.lexicon.actor(&found.id).is_some() {
        return Ok(Some(ActorRef {
            text: name.to_owned(),
            ..found
        }));
    }
    Ok(Some(out.named(name, state.country.as_deref(), sector)))
}
