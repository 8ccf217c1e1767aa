//! Correlates of War national material capabilities.

use entente_model::{Covers, Date, Values};

use crate::codes::CodeSystem;
use crate::out::Out;
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Column, Fault, Row};

/// COW national material capabilities.
pub(crate) static NMC: Dataset = Dataset {
    id: "cow-nmc",
    name: "COW National Material Capabilities",
    version: "7.0",
    publisher: "Correlates of War Project",
    released: "2024-12-31",
    span: ("1816-01-01", Some("2022-12-31")),
    covers: Covers::World,
    citation: "Singer, J. David, Stuart Bremer, and John Stuckey. 1972. \"Capability \
        Distribution, Uncertainty, and Major Power War, 1820-1965.\" In Peace, War, and Numbers, \
        edited by Bruce Russett, 19-48. Sage.",
    bibtex: "@incollection{cow-nmc,\n  author = {Singer, J. David and Bremer, Stuart and Stuckey, John},\n  title = {Capability Distribution, Uncertainty, and Major Power War, 1820--1965},\n  booktitle = {Peace, War, and Numbers},\n  editor = {Russett, Bruce},\n  pages = {19--48},\n  publisher = {Sage},\n  year = {1972}\n}",
    terms: "COW terms: free for scholarly use with citation",
    merges: "",
    layouts: &[Layout {
        shape: Shape::Header(&["ccode", "year", "milex", "milper", "tpop", "cinc"]),
        code: Code::Row(capability),
    }],
    companions: &[],
};

fn capability(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let year = row.required_year("year")?;
    let (first, last) = (Date::new(year, 1, 1).ok(), Date::new(year, 12, 31).ok());
    let state = out.state(CodeSystem::Cow, row.required("ccode")?, last);
    out.covers_days(first, last);
    out.values(Values::Capability {
        state,
        year,
        military_expenditure: amount(row, "milex")?,
        military_personnel: amount(row, "milper")?,
        iron_and_steel: amount(row, "irst")?,
        energy: amount(row, "pec")?,
        population: amount(row, "tpop")?,
        urban_population: amount(row, "upop")?,
        cinc: amount(row, "cinc")?,
    });
    Ok(())
}

/// An amount; -9 stands for a missing one.
fn amount(row: &Row<'_>, column: impl Column) -> Result<Option<f64>, Fault> {
    Ok(row.number(column)?.filter(|&amount| amount >= 0.0))
}
