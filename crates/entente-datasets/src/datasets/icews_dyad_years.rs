//! ICEWS events counted by quad class, directed dyad and year, as networks of it are published.

use entente_model::{Covers, Date, Values};

use crate::codes::CodeSystem;
use crate::out::Out;
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Fault, Row};

/// Counts of ICEWS events.
pub(crate) static ICEWS_DYAD_YEARS: Dataset = Dataset {
    id: "icews-dyad-years",
    name: "ICEWS event counts by dyad and year",
    version: "2014",
    publisher: "Lockheed Martin",
    released: "2015-12-31",
    span: ("2002-01-01", Some("2014-12-31")),
    covers: Covers::Listed,
    citation: "Boschee, Elizabeth, Jennifer Lautenschlager, Sean O'Brien, Steve Shellman, James \
        Starz, and Michael Ward. 2015. \"ICEWS Coded Event Data.\" Harvard Dataverse; counts by quad \
        class, directed dyad and year as published with packages for networks in R.",
    bibtex: "@data{icews-dyad-years,\n  author = {Boschee, Elizabeth and Lautenschlager, Jennifer and O'Brien, Sean and Shellman, Steve and Starz, James and Ward, Michael},\n  title = {{ICEWS} Coded Event Data, counts by dyad and year},\n  publisher = {Harvard Dataverse},\n  year = {2015}\n}",
    terms: "Harvard Dataverse terms of the ICEWS Coded Event Data",
    merges: "",
    layouts: &[Layout {
        shape: Shape::Header(&[
            "i_iso3c", "j_iso3c", "year", "verbcoop", "matlcoop", "verbconf", "matlconf",
        ]),
        code: Code::Row(counts),
    }],
    companions: &[],
};

fn counts(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let year = row.required_year("year")?;
    let (first, last) = (Date::new(year, 1, 1).ok(), Date::new(year, 12, 31).ok());
    let source = out.state(CodeSystem::Iso3, row.required("i_iso3c")?, last);
    let target = out.state(CodeSystem::Iso3, row.required("j_iso3c")?, last);
    let count = |column| row.count(column).map(Option::unwrap_or_default);
    let values = Values::EventCount {
        source,
        target,
        year,
        verbal_cooperation: count("verbcoop")?,
        material_cooperation: count("matlcoop")?,
        verbal_conflict: count("verbconf")?,
        material_conflict: count("matlconf")?,
    };
    out.covers_days(first, last);
    out.values(values);
    Ok(())
}
