//! Correlates of War diplomatic exchange: who has a mission where, every five years.

use entente_model::{Covers, DateSpan, Relation};

use crate::codes::CodeSystem;
use crate::out::{Out, tie};
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Fault, Row};

/// COW diplomatic exchange.
pub(crate) static DIPLOMATIC_EXCHANGE: Dataset = Dataset {
    id: "cow-diplomatic-exchange",
    name: "COW Diplomatic Exchange",
    version: "2006.1",
    publisher: "Correlates of War Project",
    released: "2006-12-31",
    span: ("1817-01-01", Some("2005-12-31")),
    covers: Covers::World,
    citation: "Bayer, Resat. 2006. \"Diplomatic Exchange Data Set, v2006.1.\" Correlates of War \
        Project; Duque, Marina G. 2018. \"Recognizing International Status: A Relational \
        Approach.\" International Studies Quarterly 62(3): 577-592.",
    bibtex: "@misc{cow-diplomatic-exchange,\n  author = {Bayer, Resat},\n  title = {Diplomatic Exchange Data Set, v2006.1},\n  publisher = {Correlates of War Project},\n  year = {2006}\n}",
    terms: "COW terms: free for scholarly use with citation",
    merges: "",
    layouts: &[
        Layout {
            shape: Shape::Header(&["ccode1", "ccode2", "year", "dr_at_1", "dr_at_2"]),
            code: Code::Row(exchange),
        },
        Layout {
            shape: Shape::Header(&["year", "ccode_row", "ccode_col", "dipl_tie"]),
            code: Code::Row(sent),
        },
    ],
    companions: &[],
};

/// Levels of representation; `Some("")` for none.
fn level(code: &str) -> Option<&'static str> {
    Some(match code {
        "0" | "" | "NA" | "-9" => "",
        "1" => "chargé d'affaires",
        "2" => "minister",
        "3" => "ambassador",
        "9" => "representation of another kind",
        _ => return None,
    })
}

/// One row a pair: who represents state 1 at 2, and 2 at 1.
fn exchange(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    // DR_at_1 is the level of side 2's mission at side 1.
    let at_1 = row.coded("dr_at_1", level)?;
    let at_2 = row.coded("dr_at_2", level)?;
    mission(row, out, ["ccode2", "ccode1"], at_1)?;
    mission(row, out, ["ccode1", "ccode2"], at_2)
}

/// One row a sender and host.
fn sent(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let detail = row.coded("dipl_tie", |tie| match tie {
        "0" | "" | "NA" => Some(""),
        "1" => Some("diplomatic mission"),
        _ => None,
    })?;
    mission(row, out, ["ccode_row", "ccode_col"], detail)
}

fn mission(
    row: &Row<'_>,
    out: &mut Out<'_>,
    [sender, host]: [&str; 2],
    detail: &str,
) -> Result<(), Fault> {
    let year = row.required_year("year")?;
    let date = DateSpan::year(year, year.to_string());
    let (start, end) = date
        .as_ref()
        .map_or((None, None), |date| (date.start, date.end));
    let sender = out.state(CodeSystem::Cow, row.required(sender)?, start);
    let host = out.state(CodeSystem::Cow, row.required(host)?, start);
    out.covers_days(start, end);
    match date.filter(|_| !detail.is_empty()) {
        Some(date) => out.tie(tie(
            Relation::Mission,
            sender,
            host,
            date,
            detail.to_owned(),
        )),
        None => out.silent("no mission in that year"),
    }
    Ok(())
}
