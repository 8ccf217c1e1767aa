//! International Crisis Behavior, by dyad and year.
//!
//! A crisis actor perceives a threat to its basic values; its adversary is whom it fears.

use entente_model::Relation;

use crate::codes::CodeSystem;
use crate::out::{Out, tie};
use crate::registry::{Code, Covers, Dataset, Layout, Shape};
use crate::row::{Edge, Fault, FaultKind, Row};

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
    let start = row.day_of("trgyrdy", "trgmody", "trgdady", Edge::First)?;
    let start = start.ok_or_else(|| Fault::new(FaultKind::Empty, "trgyrdy"))?;
    let end = row.day_of("trmyrdy", "trmmody", "trmdady", Edge::Last)?;
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
