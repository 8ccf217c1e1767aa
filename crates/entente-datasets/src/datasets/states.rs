//! Which states there were: the system memberships of the Correlates of War and of Gleditsch and
//! Ward.

use entente_model::{Covers, Values};

use crate::codes::CodeSystem;
use crate::out::Out;
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Edge, Fault, FaultKind, Row};

/// COW state system membership.
pub(crate) static COW_STATES: Dataset = Dataset {
    id: "cow-states",
    name: "COW State System Membership",
    version: "2016",
    publisher: "Correlates of War Project",
    released: "2017-02-28",
    span: ("1816-01-01", Some("2016-12-31")),
    covers: Covers::World,
    citation: "Correlates of War Project. 2017. \"State System Membership List, v2016.\"",
    bibtex: "@misc{cow-states,\n  author = {{Correlates of War Project}},\n  title = {State System Membership List, v2016},\n  year = {2017}\n}",
    terms: "COW terms: free for scholarly use with citation",
    merges: "",
    layouts: &[Layout {
        shape: Shape::Header(&["stateabb", "ccode", "styear", "endyear"]),
        code: Code::Row(cow),
    }],
    companions: &[],
};

/// Gleditsch and Ward's list of independent states.
pub(crate) static GW_STATES: Dataset = Dataset {
    id: "gw-states",
    name: "Gleditsch-Ward independent states",
    version: "2017",
    publisher: "Kristian Skrede Gleditsch",
    released: "2017-12-31",
    span: ("1816-01-01", Some("2017-12-31")),
    covers: Covers::World,
    citation: "Gleditsch, Kristian S., and Michael D. Ward. 1999. \"A Revised List of \
        Independent States since the Congress of Vienna.\" International Interactions 25(4): \
        393-413.",
    bibtex: "@article{gw-states,\n  author = {Gleditsch, Kristian S. and Ward, Michael D.},\n  title = {A Revised List of Independent States since the {Congress of Vienna}},\n  journal = {International Interactions},\n  volume = {25},\n  number = {4},\n  pages = {393--413},\n  year = {1999}\n}",
    terms: "Free for scholarly use with citation",
    merges: "",
    layouts: &[Layout {
        shape: Shape::Header(&["gwcode", "statename", "startdate", "enddate"]),
        code: Code::Row(gw),
    }],
    companions: &[],
};

fn cow(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let from = row.day_of("styear", "stmonth", "stday", Edge::First)?;
    let to = row.day_of("endyear", "endmonth", "endday", Edge::Last)?;
    let columns = ["ccode", "stateabb", "statenme"];
    spell(row, out, CodeSystem::Cow, columns, (from, to))
}

fn gw(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let days = (row.day("startdate")?, row.day("enddate")?);
    let columns = ["gwcode", "stateabb", "statename"];
    spell(row, out, CodeSystem::Gw, columns, days)
}

fn spell(
    row: &Row<'_>,
    out: &mut Out<'_>,
    system: CodeSystem,
    [number, letters, name]: [&str; 3],
    (from, to): (Option<entente_model::Date>, Option<entente_model::Date>),
) -> Result<(), Fault> {
    let from = from.ok_or_else(|| Fault::new(FaultKind::Empty, "first day"))?;
    let to = out.spell(Some(from), to)?.end;
    out.covers_days(Some(from), to.or(out.context.last));
    let state = out.state(system, row.required(number)?, Some(from));
    out.values(Values::StateSystem {
        system: system.name().to_owned(),
        number: row
            .count(number)?
            .ok_or_else(|| Fault::new(FaultKind::Empty, number))?,
        letters: row.text(letters).to_owned(),
        name: row.text(name).to_owned(),
        state,
        from,
        to,
    });
    Ok(())
}
