//! GDELT 2.0 mentions: which article mentions which event record. 16 columns, tabs, no header.

use entente_model::{Covers, Values};

use crate::out::Out;
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Fault, FaultKind, Row};

/// GDELT 2.0 mentions.
pub(crate) static GDELT_MENTIONS: Dataset = Dataset {
    id: "gdelt-mentions",
    name: "GDELT mentions",
    version: "2.0",
    publisher: "GDELT",
    released: "2015-02-19",
    span: ("2015-02-18", None),
    covers: Covers::World,
    citation: "Leetaru, Kalev, and Philip A. Schrodt. 2013. \"GDELT: Global Data on Events, \
        Location, and Tone, 1979-2012.\" ISA Annual Convention, San Francisco.",
    bibtex: "@misc{gdelt-mentions,\n  author = {Leetaru, Kalev},\n  title = {{GDELT} 2.0 Mentions Table},\n  publisher = {The GDELT Project},\n  year = {2015}\n}",
    terms: "Free for any use with attribution to the GDELT Project",
    merges: "",
    layouts: &[Layout {
        shape: Shape::Places(&[16], "globaleventid"),
        code: Code::Row(mention),
    }],
    companions: &[],
};

const EVENT: usize = 0;
const TIME: usize = 2;
const KIND: usize = 3;
const PUBLISHER: usize = 4;
const IDENTIFIER: usize = 5;
const SENTENCE: usize = 6;
const CONFIDENCE: usize = 11;
const TONE: usize = 13;

fn mention(row: &Row<'_>, out: &mut Out<'_>) -> Result<(), Fault> {
    let record = row
        .count(EVENT)?
        .ok_or_else(|| Fault::new(FaultKind::Empty, "GLOBALEVENTID"))?;
    let date = row.required_day(TIME)?;
    // 1 the web, 2 citation only, 3 core, 4 DTIC, 5 JSTOR, 6 non-textual.
    row.coded(KIND, |kind| {
        matches!(kind, "1" | "2" | "3" | "4" | "5" | "6").then_some(())
    })?;
    out.covers_days(Some(date), Some(date));
    out.values(Values::Mention {
        record,
        date,
        publisher: row.text(PUBLISHER).to_owned(),
        identifier: row.required(IDENTIFIER)?.to_owned(),
        sentence: row.count(SENTENCE)?,
        confidence: row.count(CONFIDENCE)?,
        tone: row.number(TONE)?,
    });
    Ok(())
}
