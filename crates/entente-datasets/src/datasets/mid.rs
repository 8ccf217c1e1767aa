//! Militarised interstate disputes by directed dyad and year, as `peacesciencer` has them.

use entente_model::{Covers, DateSpan, Event, EventType, Values};

use crate::codes::CodeSystem;
use crate::events;
use crate::out::Out;
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Fault, FaultKind, Row};

/// Militarised interstate disputes.
pub(crate) static MID: Dataset = Dataset {
    id: "cow-mid",
    name: "Militarized Interstate Disputes",
    version: "5.0",
    publisher: "Correlates of War Project",
    released: "2021-12-31",
    span: ("1816-01-01", Some("2014-12-31")),
    covers: Covers::World,
    citation: "Palmer, Glenn, Roseanne W. McManus, Vito D'Orazio, Michael R. Kenwick, Mikaela \
        Karstens, Chase Bloch, Nick Dietrich, Kayla Kahn, Kellan Ritter, and Michael J. Soules. \
        2022. \"The MID5 Dataset, 2011-2014: Procedures, Coding Rules, and Description.\" \
        Conflict Management and Peace Science 39(4): 470-482.",
    bibtex: "@article{cow-mid,\n  author = {Palmer, Glenn and McManus, Roseanne W. and D'Orazio, Vito and Kenwick, Michael R. and Karstens, Mikaela and Bloch, Chase and Dietrich, Nick and Kahn, Kayla and Ritter, Kellan and Soules, Michael J.},\n  title = {The {MID5} Dataset, 2011--2014: Procedures, Coding Rules, and Description},\n  journal = {Conflict Management and Peace Science},\n  volume = {39},\n  number = {4},\n  pages = {470--482},\n  year = {2022}\n}",
    terms: "COW terms: free for scholarly use with citation",
    merges: "",
    layouts: &[
        Layout {
            shape: Shape::Header(&[
                "dispnum",
                "ccode1",
                "ccode2",
                "year",
                "disponset",
                "hiact1",
                "hostlev1",
            ]),
            code: Code::Row(|row, out| dispute(row, out, "disponset")),
        },
        Layout {
            shape: Shape::Header(&[
                "dispnum",
                "ccode1",
                "ccode2",
                "year",
                "cowmidonset",
                "hiact1",
                "hostlev1",
            ]),
            code: Code::Row(|row, out| dispute(row, out, "cowmidonset")),
        },
    ],
    companions: &[],
};

/// The highest action of a side in PLOVER, by MID's codes 1 to 21; `None` for no action.
fn meaning(action: u64) -> Option<Option<(EventType, Option<&'static str>)>> {
    use EventType::{Assault, Coerce, Mobilize, Threaten};
    Some(match action {
        0 => None,
        // Threats to use force, blockade, occupy, declare war, use weapons of mass destruction.
        1..=6 => Some((Threaten, None)),
        // Shows, alerts, mobilisation, fortified borders, violated borders.
        7 | 8 | 10 | 12 => Some((Mobilize, Some("troops"))),
        9 => Some((Mobilize, Some("weapons"))),
        11 => Some((Mobilize, Some("militia"))),
        13 => Some((Coerce, Some("restrict"))),
        14 => Some((Assault, None)),
        15 => Some((Coerce, Some("seize"))),
        // Attacks and clashes; war begun, joined, fought; weapons of mass destruction.
        16 | 17 | 18 | 20 | 22 => Some((Assault, None)),
        19 => Some((Threaten, None)),
        21 => Some((Assault, Some("unconventional"))),
        _ => return None,
    })
}

fn dispute(row: &Row<'_>, out: &mut Out<'_>, onset: &str) -> Result<(), Fault> {
    let number = row
        .count("dispnum")?
        .ok_or_else(|| Fault::new(FaultKind::Empty, "dispnum"))?;
    let year = row.required_year("year")?;
    let hostility = row.coded("hostlev1", |level| {
        level.parse().ok().filter(|level| (1..=5).contains(level))
    })?;
    let action = row.count("hiact1")?.unwrap_or(0);
    let action = meaning(action)
        .ok_or_else(|| Fault::new(FaultKind::Code, format!("hiact1 is \"{action}\"")))?;
    let date = DateSpan::year(year, year.to_string());
    let on = date.as_ref().and_then(|date| date.start);
    let a = out.state(CodeSystem::Cow, row.required("ccode1")?, on);
    let b = out.state(CodeSystem::Cow, row.required("ccode2")?, on);
    if let Some((event_type, mode)) = action {
        out.event(Event {
            mode: mode.map(str::to_owned),
            contexts: vec!["military".to_owned()],
            source: vec![a.clone()],
            target: vec![b.clone()],
            date: date.clone(),
            ..events::event(event_type)
        });
    }
    out.covers_days(on, date.and_then(|date| date.end));
    out.values(Values::Dispute {
        number,
        a,
        b,
        year,
        onset: row.text(onset) == "1",
        hostility,
    });
    Ok(())
}
