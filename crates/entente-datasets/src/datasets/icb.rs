//! International Crisis Behavior, by dyad and year.
//!
//! A crisis actor perceives a threat to its basic values; its adversary is whom it fears.

use entente_model::{Covers, Date, Relation};

use crate::codes::CodeSystem;
use crate::out::{Out, tie};
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Edge, Fault, FaultKind, Row, partly_known};

/// ICB dyads.
pub(crate) static ICB: Dataset = Dataset {
    id: "icb",
    name: "International Crisis Behavior dyads",
    version: "15",
    publisher: "ICB Project",
    released: "2023-12-31",
    span: ("1918-01-01", Some("2019-12-31")),
    covers: Covers::World,
    citation: "Brecher, Michael, Jonathan Wilkenfeld, Kyle Beardsley, Patrick James, and David \
        Quinn. 2023. International Crisis Behavior Data Codebook, Version 15; Hewitt, J. Joseph. \
        2003. \"Dyadic Processes and International Crises.\" Journal of Conflict Resolution \
        47(5): 669-692.",
    bibtex: "@article{icb,\n  author = {Hewitt, J. Joseph},\n  title = {Dyadic Processes and International Crises},\n  journal = {Journal of Conflict Resolution},\n  volume = {47},\n  number = {5},\n  pages = {669--692},\n  year = {2003}\n}",
    terms: "Free for scholarly use with citation",
    merges: "",
    layouts: &[Layout {
        shape: Shape::Header(&[
            "crisno", "crisname", "statea", "actnuma", "stateb", "actnumb", "trgyrdy", "trmyrdy",
        ]),
        code: Code::Row(crisis),
    }],
    companions: &[],
};

/// The number that stands for a side that was no crisis actor.
const NO_CRISIS_ACTOR: &str = "9999";

fn crisis(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let start = day(row, ["trgyrdy", "trgmody", "trgdady"], Edge::First)?;
    let start = start.ok_or_else(|| Fault::new(FaultKind::Empty, "trgyrdy"))?;
    let end = day(row, ["trmyrdy", "trmmody", "trmdady"], Edge::Last)?;
    let date = out.spell(Some(start), end)?;
    let a = out.state(CodeSystem::Cow, row.required("statea")?, Some(start));
    let b = out.state(CodeSystem::Cow, row.required("stateb")?, Some(start));
    let detail = format!("international crisis {}", row.required("crisname")?);
    for (number, fearing, feared) in [("actnuma", &a, &b), ("actnumb", &b, &a)] {
        if row.required(number)? != NO_CRISIS_ACTOR {
            let (fearing, feared) = (fearing.clone(), feared.clone());
            let (date, detail) = (date.clone(), detail.clone());
            out.tie(tie(Relation::Threat, fearing, feared, date, detail));
        }
    }
    out.silent("neither side was a crisis actor");
    Ok(())
}

/// A day in three columns. ICB writes 66, 77, 88 and 99 for a day early, in the middle, late, or
/// not known within its month.
fn day(row: &Row<'_>, columns: [&str; 3], edge: Edge) -> Result<Option<Date>, Fault> {
    let [year, month, day] = columns;
    let (year, month) = (row.count(year)?, row.count(month)?);
    let day = row
        .count(day)?
        .filter(|day| ![66, 77, 88, 99].contains(day));
    if year.is_none() {
        return Ok(None);
    }
    partly_known([year, month, day], edge)
        .map(Some)
        .ok_or_else(|| {
            let written = columns.map(|column| row.text(column)).join("-");
            Fault::new(FaultKind::Date, written)
        })
}
