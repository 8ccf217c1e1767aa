//! Ideal points of states in the UN General Assembly.

use entente_model::{Covers, Date, Values};

use crate::codes::CodeSystem;
use crate::out::Out;
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Fault, Row};

/// UN ideal points.
pub(crate) static IDEAL_POINTS: Dataset = Dataset {
    id: "un-ideal-points",
    name: "UN General Assembly ideal points",
    version: "2025-07",
    publisher: "Bailey, Strezhnev and Voeten",
    released: "2025-07-31",
    span: ("1946-01-01", Some("2024-12-31")),
    covers: Covers::Listed,
    citation: "Bailey, Michael A., Anton Strezhnev, and Erik Voeten. 2017. \"Estimating Dynamic \
        State Preferences from United Nations Voting Data.\" Journal of Conflict Resolution \
        61(2): 430-456.",
    bibtex: "@article{un-ideal-points,\n  author = {Bailey, Michael A. and Strezhnev, Anton and Voeten, Erik},\n  title = {Estimating Dynamic State Preferences from {United Nations} Voting Data},\n  journal = {Journal of Conflict Resolution},\n  volume = {61},\n  number = {2},\n  pages = {430--456},\n  year = {2017}\n}",
    terms: "Harvard Dataverse terms of hdl:1902.1/12379",
    merges: "",
    layouts: &[Layout {
        shape: Shape::Header(&["ccode", "year", "idealpointfp", "idealpointall"]),
        code: Code::Row(ideal_point),
    }],
    companions: &[],
};

fn ideal_point(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let year = row.required_year("year")?;
    let (first, last) = (Date::new(year, 1, 1).ok(), Date::new(year, 12, 31).ok());
    let state = out.state(CodeSystem::Cow, row.required("ccode")?, last);
    out.covers_days(first, last);
    out.values(Values::IdealPoint {
        state,
        year,
        all: row.number("idealpointall")?,
        final_passage: row.number("idealpointfp")?,
    });
    Ok(())
}
