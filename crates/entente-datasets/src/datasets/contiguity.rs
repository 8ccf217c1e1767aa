//! Correlates of War direct contiguity: spells of dyads.

use entente_model::{Covers, Relation};

use crate::codes::CodeSystem;
use crate::out::{Out, tie};
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Fault, Row};

/// COW direct contiguity.
pub(crate) static CONTIGUITY: Dataset = Dataset {
    id: "cow-contiguity",
    name: "COW Direct Contiguity",
    version: "3.2",
    publisher: "Correlates of War Project",
    released: "2017-12-31",
    span: ("1816-01-01", Some("2016-12-01")),
    covers: Covers::World,
    citation: "Stinnett, Douglas M., Jaroslav Tir, Philip Schafer, Paul F. Diehl, and Charles \
        Gochman. 2002. \"The Correlates of War Project Direct Contiguity Data, Version 3.\" \
        Conflict Management and Peace Science 19(2): 58-66.",
    bibtex: "@article{cow-contiguity,\n  author = {Stinnett, Douglas M. and Tir, Jaroslav and Schafer, Philip and Diehl, Paul F. and Gochman, Charles},\n  title = {The {Correlates of War} Project Direct Contiguity Data, Version 3},\n  journal = {Conflict Management and Peace Science},\n  volume = {19},\n  number = {2},\n  pages = {58--66},\n  year = {2002}\n}",
    terms: "COW terms: free for scholarly use with citation",
    merges: "",
    layouts: &[Layout {
        shape: Shape::Header(&["ccode1", "ccode2", "conttype", "stdate", "enddate"]),
        code: Code::Row(border),
    }],
    companions: &[],
};

/// What separates the two; `Some("")` where they are not contiguous.
fn kind(code: &str) -> Option<&'static str> {
    Some(match code {
        "0" => "",
        "1" => "land or river border",
        "2" => "at most 12 miles of water between them",
        "3" => "at most 24 miles of water between them",
        "4" => "at most 150 miles of water between them",
        "5" => "at most 400 miles of water between them",
        _ => return None,
    })
}

fn border(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let detail = row.coded("conttype", kind)?;
    let start = row.required_day("stdate")?;
    let date = out.spell(Some(start), row.day("enddate")?)?;
    let a = out.state(CodeSystem::Cow, row.required("ccode1")?, Some(start));
    let b = out.state(CodeSystem::Cow, row.required("ccode2")?, Some(start));
    if detail.is_empty() {
        out.silent("not contiguous in that time");
    } else {
        out.tie(tie(Relation::Border, a, b, date, detail.to_owned()));
    }
    Ok(())
}
