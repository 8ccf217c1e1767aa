//! Global Sanctions Data Base: cases.

use entente_model::{ActorRef, Covers, Date, Event, EventType};

use crate::codes::CodeSystem;
use crate::events;
use crate::out::Out;
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Fault, Row};

/// GSDB.
pub(crate) static GSDB: Dataset = Dataset {
    id: "gsdb",
    name: "Global Sanctions Data Base",
    version: "3",
    publisher: "GSDB",
    released: "2023-12-31",
    span: ("1950-01-01", Some("2022-12-31")),
    covers: Covers::World,
    citation: "Syropoulos, Constantinos, Gabriel Felbermayr, Aleksandra Kirilakha, Erdal Yalcin, \
        and Yoto V. Yotov. 2024. \"The Global Sanctions Data Base - Release 3: COVID-19, Russia, \
        and Multilateral Sanctions.\" Review of International Economics 32(1): 12-48.",
    bibtex: "@article{gsdb,\n  author = {Syropoulos, Constantinos and Felbermayr, Gabriel and Kirilakha, Aleksandra and Yalcin, Erdal and Yotov, Yoto V.},\n  title = {The Global Sanctions Data Base -- Release 3: {COVID-19}, {Russia}, and Multilateral Sanctions},\n  journal = {Review of International Economics},\n  volume = {32},\n  number = {1},\n  pages = {12--48},\n  year = {2024}\n}",
    terms: "Free for scholarly use on request (globalsanctionsdatabase.com)",
    merges: "",
    layouts: &[Layout {
        shape: Shape::Header(&[
            "case_id",
            "sanctioned_state",
            "sanctioning_state",
            "begin",
            "end",
            "trade",
            "financial",
        ]),
        code: Code::Row(sanction),
    }],
    companions: &[],
};

/// Columns of what is sanctioned, and the context that they tell.
const KINDS: &[(&str, &str)] = &[
    ("trade", "economic"),
    ("financial", "economic"),
    ("arms", "military"),
    ("military", "military"),
    ("travel", "migration"),
];

fn sanction(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let first = Date::new(row.required_year("begin")?, 1, 1).ok();
    let last = row.year("end")?;
    let last = last.and_then(|year| Date::new(year, 12, 31).ok());
    let date = out.spell(first, last)?;
    let mut contexts = Vec::new();
    for (column, context) in KINDS {
        if row.text(*column) == "1" && !contexts.iter().any(|known| known == context) {
            contexts.push((*context).to_owned());
        }
    }
    let source = parties(out, row.required("sanctioning_state")?, first);
    let target = parties(out, row.required("sanctioned_state")?, first);
    out.event(Event {
        mode: Some("discontinue".to_owned()),
        contexts,
        source,
        target,
        date: Some(date),
        ..events::event(EventType::Sanction)
    });
    Ok(())
}

/// States and organisations, as a list in one field.
fn parties(out: &mut Out<'_>, names: &str, on: Option<Date>) -> Vec<ActorRef> {
    let mut list: Vec<String> = Vec::new();
    for name in names
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty())
    {
        // "Korea, North" and "Gambia, The" are one name each.
        match list
            .last_mut()
            .filter(|_| matches!(name, "North" | "South" | "The"))
        {
            Some(last) => *last = format!("{name} {last}"),
            None => list.push(name.to_owned()),
        }
    }
    list.iter()
        .map(|name| {
            if let Some(state) = out.known_state(CodeSystem::Name, name, on) {
                return state;
            }
            let organisation = out.named(name, None, None);
            if out.context.lexicon.actor(&organisation.id).is_none() {
                out.unknown(CodeSystem::Name, name);
            }
            organisation
        })
        .collect()
}
