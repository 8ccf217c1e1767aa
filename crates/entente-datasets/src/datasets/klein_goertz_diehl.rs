//! Klein, Goertz and Diehl's rivalries: dyads with repeated militarised disputes.

use entente_model::{Covers, Relation};

use crate::codes::CodeSystem;
use crate::out::{Out, tie};
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Edge, Fault, Row};

/// Klein-Goertz-Diehl rivalries.
pub(crate) static KLEIN_GOERTZ_DIEHL: Dataset = Dataset {
    id: "klein-goertz-diehl",
    name: "New Rivalry Dataset",
    version: "2006",
    publisher: "Klein, Goertz and Diehl",
    released: "2006-05-31",
    span: ("1816-01-01", Some("2001-12-31")),
    covers: Covers::World,
    citation: "Klein, James P., Gary Goertz, and Paul F. Diehl. 2006. \"The New Rivalry \
        Dataset: Procedures and Patterns.\" Journal of Peace Research 43(3): 331-348.",
    bibtex: "@article{klein-goertz-diehl,\n  author = {Klein, James P. and Goertz, Gary and Diehl, Paul F.},\n  title = {The New Rivalry Dataset: Procedures and Patterns},\n  journal = {Journal of Peace Research},\n  volume = {43},\n  number = {3},\n  pages = {331--348},\n  year = {2006}\n}",
    terms: "Free for scholarly use with citation",
    merges: "",
    layouts: &[Layout {
        shape: Shape::Header(&["rivala", "rivalb", "beginr", "endr", "rivtyp2"]),
        code: Code::Row(rivalry),
    }],
    companions: &[],
};

fn rivalry(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let is_rivalry = row.coded("rivtyp2", |kind| match kind {
        "RIVALRY" => Some(true),
        "ISOLATED" => Some(false),
        _ => None,
    })?;
    let start = row.day_or_part("beginr", Edge::First)?;
    let date = out.spell(start, row.day_or_part("endr", Edge::Last)?)?;
    let a = out.state(CodeSystem::Cow, row.required("rivala")?, start);
    let b = out.state(CodeSystem::Cow, row.required("rivalb")?, start);
    if !is_rivalry {
        out.silent("isolated conflict, no rivalry");
        return Ok(());
    }
    let kind = row.text("rivtypold").to_lowercase();
    let disputes = row.text("totdisp");
    let detail = format!("{kind} rivalry, {disputes} militarised disputes");
    out.tie(tie(
        Relation::Rivalry,
        a,
        b,
        date,
        detail.trim_start().to_owned(),
    ));
    Ok(())
}
