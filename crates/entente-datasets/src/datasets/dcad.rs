//! Defense Cooperation Agreement Dataset: bilateral agreements.

use entente_model::{Covers, DateSpan, Event, EventType, Relation};

use crate::codes::CodeSystem;
use crate::events;
use crate::out::{Out, tie};
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Edge, Fault, Row};

/// DCAD.
pub(crate) static DCAD: Dataset = Dataset {
    id: "dcad",
    name: "Defense Cooperation Agreement Dataset",
    version: "1.0",
    publisher: "Brandon J. Kinne",
    released: "2020-04-30",
    span: ("1980-01-01", Some("2010-12-31")),
    covers: Covers::World,
    citation: "Kinne, Brandon J. 2020. \"The Defense Cooperation Agreement Dataset (DCAD).\" \
        Journal of Conflict Resolution 64(4): 729-755.",
    bibtex: "@article{dcad,\n  author = {Kinne, Brandon J.},\n  title = {The Defense Cooperation Agreement Dataset ({DCAD})},\n  journal = {Journal of Conflict Resolution},\n  volume = {64},\n  number = {4},\n  pages = {729--755},\n  year = {2020}\n}",
    terms: "Free for scholarly use with citation",
    merges: "",
    layouts: &[Layout {
        shape: Shape::Header(&[
            "ccode1",
            "ccode2",
            "signyear",
            "eifyear",
            "type",
            "category1",
        ]),
        code: Code::Row(agreement),
    }],
    companions: &[],
};

/// What the first category of an agreement is about.
fn category(code: &str) -> Option<&'static str> {
    Some(match code {
        "DCA" => "general defence cooperation",
        "DIC" => "defence industry",
        "TREX" => "training and exchange",
        "PROCUREMENT" => "procurement",
        "RESEARCH" => "research and development",
        "COMMISSION" => "joint commission",
        _ => return None,
    })
}

fn agreement(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let signed = row.day_of("signyear", "signmonth", "signday", Edge::First)?;
    let signed_by = row.day_of("signyear", "signmonth", "signday", Edge::Last)?;
    let in_force = row.day_of("eifyear", "eifmonth", "eifday", Edge::First)?;
    let start = in_force.or(signed);
    let about = row.coded("category1", category)?;
    let ended = row.text("terminated") == "1";
    let end = row
        .year("endyearestimate")?
        .filter(|_| ended)
        .and_then(|year| entente_model::Date::new(year, 12, 31).ok());
    let date = out.spell(start, end)?;
    let a = out.state(CodeSystem::Cow, row.required("ccode1")?, start);
    let b = out.state(CodeSystem::Cow, row.required("ccode2")?, start);
    if let (Some(first), Some(last)) = (signed, signed_by) {
        out.event(Event {
            contexts: vec!["military".to_owned()],
            source: vec![a.clone(), b.clone()],
            date: Some(DateSpan {
                start: Some(first),
                end: Some(last),
                text: format!("signed {first}"),
            }),
            ..events::event(EventType::Agree)
        });
    }
    let detail = format!("defence cooperation agreement ({about})");
    out.tie(tie(Relation::Partnership, a, b, date, detail));
    Ok(())
}
