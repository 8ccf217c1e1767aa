//! Correlates of War formal alliances: the table by dyad, and the table by member.

use std::collections::HashMap;

use entente_model::{ActorRef, Date, Relation};

use crate::codes::CodeSystem;
use crate::out::{Out, tie};
use crate::registry::{Code, Covers, Dataset, Layout, Shape};
use crate::row::{Edge, Fault, Row};

/// COW formal alliances.
pub(crate) static COW_ALLIANCES: Dataset = Dataset {
    id: "cow-alliances",
    name: "COW Formal Alliances",
    version: "4.1",
    publisher: "Correlates of War Project",
    released: "2013-12-31",
    span: ("1816-01-01", Some("2012-12-31")),
    covers: Covers::World,
    citation: "Gibler, Douglas M. 2009. International Military Alliances, 1648-2008. CQ Press.",
    bibtex: "@book{cow-alliances,\n  author = {Gibler, Douglas M.},\n  title = {International Military Alliances, 1648--2008},\n  publisher = {CQ Press},\n  year = {2009}\n}",
    terms: "COW terms: free for scholarly use with citation",
    merges: "",
    layouts: &[
        Layout {
            shape: Shape::Header(&["version4id", "ccode1", "ccode2", "dyad_st_year", "defense"]),
            code: Code::Row(dyad),
        },
        Layout {
            shape: Shape::Header(&["version4id", "ccode", "mem_st_year", "defense"]),
            code: Code::Table(members),
        },
    ],
    companions: &[],
};

/// Columns of what is promised, and the words for it.
const OBLIGATIONS: &[(&str, &str)] = &[
    ("defense", "defence pact"),
    ("neutrality", "neutrality"),
    ("nonaggression", "non-aggression"),
    ("entente", "entente"),
];

/// What a row promises: "defence pact, non-aggression".
fn obligations(row: &Row<'_>) -> String {
    let promised = OBLIGATIONS
        .iter()
        .filter(|(column, _)| row.text(*column) == "1");
    let words: Vec<&str> = promised.map(|(_, words)| *words).collect();
    words.join(", ")
}

fn dyad(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let [start, end] = days(row, "dyad")?;
    let date = out.spell(start, end)?;
    let a = state(row, out, "ccode1", start)?;
    let b = state(row, out, "ccode2", start)?;
    out.tie(tie(Relation::Alliance, a, b, date, obligations(row)));
    Ok(())
}

/// First and last day in `mem_st_year`, `mem_st_month`, ... or the like.
fn days(row: &Row<'_>, prefix: &str) -> Result<[Option<Date>; 2], Fault> {
    let day = |which: &str, edge| {
        let column = |part: &str| format!("{prefix}_{which}_{part}");
        let (year, month, day) = (column("year"), column("month"), column("day"));
        row.day_of(year.as_str(), month.as_str(), day.as_str(), edge)
    };
    Ok([day("st", Edge::First)?, day("end", Edge::Last)?])
}

fn state(
    row: &Row<'_>,
    out: &mut Out<'_>,
    column: &str,
    on: Option<Date>,
) -> Result<ActorRef, Fault> {
    let number = row.required(column)?;
    Ok(out.state(CodeSystem::Cow, number, on))
}

/// A spell of membership in an alliance.
#[derive(Clone)]
struct Membership {
    member: ActorRef,
    days: [Option<Date>; 2],
    promised: String,
}

/// Two members of one alliance are allies while both are in it. The later row is the evidence.
fn members(rows: &[Row<'_>], out: &mut Out<'_>) {
    let mut alliances: HashMap<String, Vec<Membership>> = HashMap::new();
    for row in rows {
        out.row(row, |out| {
            let days = days(row, "mem")?;
            out.spell(days[0], days[1])?;
            let new = Membership {
                member: state(row, out, "ccode", days[0])?,
                days,
                promised: obligations(row),
            };
            let others = alliances.entry(row.required("version4id")?.to_owned());
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

/// Says that two members are allies, if they are at one time.
fn ally(out: &mut Out<'_>, a: &Membership, b: &Membership) -> Result<(), Fault> {
    let start = a.days[0].max(b.days[0]);
    let ends = [a.days[1], b.days[1]];
    let end = ends.iter().flatten().min().copied();
    let overlap = start.is_none_or(|start| end.is_none_or(|end| start <= end));
    if !overlap || a.member.id == b.member.id {
        return Ok(());
    }
    let date = out.spell(start, end)?;
    let (a_side, b_side) = (a.member.clone(), b.member.clone());
    // What one promised, both have only where the other did too.
    let both: Vec<&str> = a
        .promised
        .split(", ")
        .filter(|words| b.promised.split(", ").any(|other| other == *words))
        .collect();
    out.tie(tie(
        Relation::Alliance,
        a_side,
        b_side,
        date,
        both.join(", "),
    ));
    Ok(())
}
