//! Correlates of War formal alliances: the table by dyad, and the table by member.

use entente_model::{ActorRef, Covers, Date, Relation};

use crate::alliances::{Members, Membership, promised};
use crate::codes::CodeSystem;
use crate::out::{Out, tie};
use crate::registry::{Code, Dataset, Layout, Shape};
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

fn dyad(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let [start, end] = days(row, "dyad")?;
    let date = out.spell(start, end)?;
    let a = state(row, out, "ccode1", start)?;
    let b = state(row, out, "ccode2", start)?;
    let promised = promised(row, OBLIGATIONS).join(", ");
    out.tie(tie(Relation::Alliance, a, b, date, promised));
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

/// Two members of one alliance are allies while both are in it.
fn members<'a>(rows: &[Row<'a>], out: &mut Out<'a>) {
    let mut alliances = Members::default();
    for row in rows {
        out.row(row, |out| {
            let days = days(row, "mem")?;
            out.spell(days[0], days[1])?;
            let new = Membership {
                member: state(row, out, "ccode", days[0])?,
                days,
                promised: promised(row, OBLIGATIONS),
                phase: 0,
            };
            alliances.add(row.required("version4id")?, new, out)
        });
    }
}
