//! Strategic rivalries: Thompson and Dreyer's list, and Thompson, Sakuwa and Suhas's.

use entente_model::{Covers, Date, Relation};

use crate::codes::CodeSystem;
use crate::out::{Out, tie};
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Fault, Row};

/// Strategic rivalries.
pub(crate) static STRATEGIC_RIVALRIES: Dataset = Dataset {
    id: "strategic-rivalries",
    name: "Strategic Rivalries",
    version: "2021",
    publisher: "William R. Thompson",
    released: "2021-12-31",
    span: ("1494-01-01", Some("2020-12-31")),
    covers: Covers::World,
    citation: "Thompson, William R., and David R. Dreyer. 2012. Handbook of International \
        Rivalries. CQ Press; Thompson, William R., Kentaro Sakuwa, and Prashant Hosur Suhas. \
        2021. Analyzing Strategic Rivalries in World Politics. Springer.",
    bibtex: "@book{strategic-rivalries,\n  author = {Thompson, William R. and Sakuwa, Kentaro and Suhas, Prashant Hosur},\n  title = {Analyzing Strategic Rivalries in World Politics},\n  publisher = {Springer},\n  year = {2021}\n}",
    terms: "Free for scholarly use with citation",
    merges: "",
    layouts: &[
        Layout {
            shape: Shape::Header(&[
                "rivalryno",
                "ccode1",
                "ccode2",
                "styear",
                "endyear",
                "type1",
            ]),
            code: Code::Row(thompson_dreyer),
        },
        Layout {
            shape: Shape::Header(&["tssr_id", "ccode1", "ccode2", "start", "end", "spatial"]),
            code: Code::Row(thompson_sakuwa_suhas),
        },
    ],
    companions: &[],
};

/// The last year of Thompson and Dreyer's list.
const DREYER_LAST: i16 = 2010;
/// The last year of Thompson, Sakuwa and Suhas's.
const SUHAS_LAST: i16 = 2020;

fn thompson_dreyer(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let kinds = ["type1", "type2", "type3"].map(|column| row.text(column));
    rivalry(row, out, ("styear", "endyear", DREYER_LAST), &kinds)
}

fn thompson_sakuwa_suhas(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let kinds = ["positional", "spatial", "ideological", "interventionary"];
    let kinds: Vec<&str> = kinds
        .into_iter()
        .filter(|column| row.text(*column) == "1")
        .collect();
    rivalry(row, out, ("start", "end", SUHAS_LAST), &kinds)
}

fn rivalry(
    row: &Row<'_>,
    out: &mut Out<'_>,
    (start, end, last): (&str, &str, i16),
    kinds: &[&str],
) -> Result<(), Fault> {
    let start = Date::new(row.required_year(start)?, 1, 1).ok();
    // What lasts until the list ends may last on.
    let end = row
        .year(end)?
        .filter(|&year| year < last)
        .and_then(|year| Date::new(year, 12, 31).ok());
    out.covers_until(Date::new(last, 12, 31).ok());
    let date = out.spell(start, end)?;
    let a = out.state(CodeSystem::Cow, row.required("ccode1")?, start);
    let b = out.state(CodeSystem::Cow, row.required("ccode2")?, start);
    let kinds: Vec<&str> = kinds
        .iter()
        .copied()
        .filter(|kind| !kind.is_empty())
        .collect();
    out.tie(tie(Relation::Rivalry, a, b, date, kinds.join(", ")));
    Ok(())
}
