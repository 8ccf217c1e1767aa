//! ATOP: the table by alliance and member. The table by alliance has no dates of members.

use std::collections::HashMap;

use entente_model::{ActorRef, Date, Relation};

use crate::codes::CodeSystem;
use crate::out::{Out, tie};
use crate::registry::{Code, Covers, Dataset, Layout, Shape};
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

fn obligations(row: &Row<'_>) -> Vec<&'static str> {
    let promised = OBLIGATIONS
        .iter()
        .filter(|(column, _)| row.text(*column) == "1");
    promised.map(|(_, words)| *words).collect()
}

/// A spell of membership in a phase of an alliance.
struct Membership {
    member: ActorRef,
    days: [Option<Date>; 2],
    promised: Vec<&'static str>,
    phase: i64,
}

/// Two members of one alliance are allies while both are in it, under what both promise in the
/// phase. The later row is the evidence.
fn members(rows: &[Row<'_>], out: &mut Out<'_>) {
    let mut alliances: HashMap<String, Vec<Membership>> = HashMap::new();
    for row in rows {
        out.row(row, |out| {
            let start = row.day_of("yrent", "moent", "dayent", Edge::First)?;
            let end = row.day_of("yrexit", "moexit", "dayexit", Edge::Last)?;
            out.spell(start, end)?;
            let new = Membership {
                member: out.state(CodeSystem::Cow, row.required("member")?, start),
                days: [start, end],
                promised: obligations(row),
                phase: row.whole("phase")?.unwrap_or(0),
            };
            let others = alliances.entry(row.required("atopid")?.to_owned());
            let others = others.or_default();
            for other in others.iter() {
                ally(out, other, &new)?;
            }
            out.silent(if others.is_empty() {
                "the first member of its alliance, told with the second"
            } else {
                "no member before it at its time"
            });
            others.push(new);
            Ok(())
        });
    }
}

fn ally(out: &mut Out<'_>, a: &Membership, b: &Membership) -> Result<(), Fault> {
    let start = a.days[0].max(b.days[0]);
    let end = [a.days[1], b.days[1]].into_iter().flatten().min();
    let overlap = start.is_none_or(|start| end.is_none_or(|end| start <= end));
    // Of two phases of one alliance, each has its own rows for both members.
    let one_phase = a.phase == b.phase || a.phase == 0 || b.phase == 0;
    if !overlap || !one_phase || a.member.id == b.member.id {
        return Ok(());
    }
    let date = out.spell(start, end)?;
    let both: Vec<&str> = (a.promised.iter().copied())
        .filter(|words| b.promised.contains(words))
        .collect();
    let (a, b) = (a.member.clone(), b.member.clone());
    out.tie(tie(Relation::Alliance, a, b, date, both.join(", ")));
    Ok(())
}

/// Every member is a member of the alliance; who was allied with whom and when, its table does
/// not say.
fn alliance(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let start = row.day_of("begyr", "begmo", "begday", Edge::First)?;
    let end = row.day_of("endyr", "endmo", "endday", Edge::Last)?;
    let date = out.spell(start, end)?;
    let number = row.required("atopid")?;
    let promised = obligations(row).join(", ");
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
