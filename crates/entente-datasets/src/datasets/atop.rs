//! ATOP: the table by alliance and member. The table by alliance has no dates of members.

use entente_model::{Covers, Relation};

use crate::alliances::{Members, Membership, promised};
use crate::codes::CodeSystem;
use crate::out::{Out, tie};
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Edge, Fault, Row};

/// ATOP.
pub(crate) static ATOP: Dataset = Dataset {
    id: "atop",
    name: "ATOP",
    version: "4.01",
    publisher: "ATOP Project",
    released: "2018-12-31",
    span: ("1815-01-01", Some("2016-12-31")),
    covers: Covers::World,
    citation: "Leeds, Brett Ashley, Jeffrey M. Ritter, Sara McLaughlin Mitchell, and Andrew G. \
        Long. 2002. \"Alliance Treaty Obligations and Provisions, 1815-1944.\" International \
        Interactions 28(3): 237-260.",
    bibtex: "@article{atop,\n  author = {Leeds, Brett Ashley and Ritter, Jeffrey M. and Mitchell, Sara McLaughlin and Long, Andrew G.},\n  title = {Alliance Treaty Obligations and Provisions, 1815--1944},\n  journal = {International Interactions},\n  volume = {28},\n  number = {3},\n  pages = {237--260},\n  year = {2002}\n}",
    terms: "Free for scholarly use with citation (atopdata.org)",
    merges: "",
    layouts: &[
        Layout {
            shape: Shape::Header(&["atopid", "member", "yrent", "yrexit", "defense"]),
            code: Code::Table(members),
        },
        Layout {
            shape: Shape::Header(&["atopid", "begyr", "endyr", "defense", "mem1", "mem2"]),
            code: Code::Row(alliance),
        },
    ],
    companions: &[],
};

/// Columns of what is promised, and the words for it.
const OBLIGATIONS: &[(&str, &str)] = &[
    ("defense", "defence"),
    ("offense", "offence"),
    ("neutral", "neutrality"),
    ("nonagg", "non-aggression"),
    ("consul", "consultation"),
];

/// Two members of one alliance are allies while both are in it, under what both promise in the
/// phase. The later row is the evidence.
fn members<'a>(rows: &[Row<'a>], out: &mut Out<'a>) {
    let mut alliances = Members::default();
    for row in rows {
        out.row(row, |out| {
            let start = row.day_of("yrent", "moent", "dayent", Edge::First)?;
            let end = row.day_of("yrexit", "moexit", "dayexit", Edge::Last)?;
            out.spell(start, end)?;
            let new = Membership {
                member: out.state(CodeSystem::Cow, row.required("member")?, start),
                days: [start, end],
                promised: promised(row, OBLIGATIONS),
                phase: row.whole("phase")?.unwrap_or(0),
            };
            alliances.add(row.required("atopid")?, new, out)
        });
    }
}

/// Every member is a member of the alliance; who was allied with whom and when, its table does
/// not say.
fn alliance(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let start = row.day_of("begyr", "begmo", "begday", Edge::First)?;
    let end = row.day_of("endyr", "endmo", "endday", Edge::Last)?;
    let date = out.spell(start, end)?;
    let number = row.required("atopid")?;
    let promised = promised(row, OBLIGATIONS).join(", ");
    let alliance = crate::out::actor(
        format!("atop-{number}"),
        format!("ATOP alliance {number}"),
        number,
        None,
        None,
    );
    for place in 1.. {
        let column = format!("mem{place}");
        if row.header.place(&column).is_none() {
            break;
        }
        let member = row.text(column.as_str());
        if !member.is_empty() {
            let member = out.state(CodeSystem::Cow, member, start);
            let (date, promised) = (date.clone(), promised.clone());
            let alliance = alliance.clone();
            out.tie(tie(Relation::Membership, member, alliance, date, promised));
        }
    }
    Ok(())
}
