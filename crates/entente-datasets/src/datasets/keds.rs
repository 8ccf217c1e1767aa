//! KEDS, TABARI and Phoenix style: `date source target code`, with a header or without.

use entente_model::{Covers, Date};

use crate::actor_codes;
use crate::event_codes::{EventCodes, cameo_quad};
use crate::events::CodedEvent;
use crate::out::Out;
use crate::registry::{Code, Dataset, Layout, Shape};
use crate::row::{Fault, FaultKind, Row};

const HEADER: Shape = Shape::Header(&["date", "source", "target", "code"]);
const PLACES: Shape = Shape::Places(&[4, 5], "date");
const TERMS: &str = "Free with attribution (KEDS project, parusanalytics.com/eventdata)";
const CITATION: &str = "Schrodt, Philip A., and Deborah J. Gerner. 1994. \"Validity Assessment of \
    a Machine-Coded Event Data Set for the Middle East, 1982-92.\" American Journal of Political \
    Science 38(3): 825-854.";

/// KEDS with CAMEO codes.
pub(crate) static KEDS: Dataset = Dataset {
    id: "keds",
    name: "KEDS events (CAMEO)",
    version: "2006",
    publisher: "KEDS",
    released: "2006-12-31",
    span: ("1979-01-01", None),
    covers: Covers::Listed,
    citation: CITATION,
    bibtex: "@article{keds,\n  author = {Schrodt, Philip A. and Gerner, Deborah J.},\n  title = {Validity Assessment of a Machine-Coded Event Data Set for the {Middle East}, 1982--92},\n  journal = {American Journal of Political Science},\n  volume = {38},\n  number = {3},\n  pages = {825--854},\n  year = {1994}\n}",
    terms: TERMS,
    merges: "",
    layouts: &[
        Layout {
            shape: HEADER,
            code: Code::Row(|row, out| event(row, out, Named::HEADER, EventCodes::cameo(), true)),
        },
        Layout {
            shape: PLACES,
            code: Code::Row(|row, out| event(row, out, Named::PLACES, EventCodes::cameo(), true)),
        },
    ],
    companions: &[],
};

/// KEDS with WEIS codes.
pub(crate) static KEDS_WEIS: Dataset = Dataset {
    id: "keds-weis",
    name: "KEDS events (WEIS)",
    version: "1999",
    publisher: "KEDS",
    released: "1999-12-31",
    span: ("1979-01-01", None),
    covers: Covers::Listed,
    citation: CITATION,
    bibtex: "@article{keds-weis,\n  author = {Schrodt, Philip A. and Gerner, Deborah J.},\n  title = {Validity Assessment of a Machine-Coded Event Data Set for the {Middle East}, 1982--92},\n  journal = {American Journal of Political Science},\n  volume = {38},\n  number = {3},\n  pages = {825--854},\n  year = {1994}\n}",
    terms: TERMS,
    merges: "",
    layouts: &[
        Layout {
            shape: HEADER,
            code: Code::Row(|row, out| event(row, out, Named::HEADER, EventCodes::weis(), false)),
        },
        Layout {
            shape: PLACES,
            code: Code::Row(|row, out| event(row, out, Named::PLACES, EventCodes::weis(), false)),
        },
    ],
    companions: &[],
};

/// The four columns, by name or by place.
struct Named<C>([C; 4]);

impl Named<&'static str> {
    const HEADER: Self = Self(["date", "source", "target", "code"]);
}

impl Named<usize> {
    const PLACES: Self = Self([0, 1, 2, 3]);
}

fn event<'r, C: crate::row::Column>(
    row: &Row<'r>,
    out: &mut Out<'r>,
    Named([date, source, target, code]): Named<C>,
    codes: &'static EventCodes,
    is_cameo: bool,
) -> Result<(), Fault> {
    let day = match short_day(row.text(date)) {
        Some(day) => day,
        None => row.required_day(date)?,
    };
    let meaning = row.coded(code, |code| codes.meaning(code))?;
    let (source, target) = (row.required(source)?, row.required(target)?);
    if [source, target].iter().any(|actor| actor.len() < 2) {
        let detail = format!("{source:?} and {target:?}");
        return Err(Fault::new(FaultKind::Code, detail));
    }
    let cameo = Some(row.lasting(code)).filter(|_| is_cameo);
    out.published(Some(day));
    CodedEvent {
        meaning,
        quad: cameo.as_deref().and_then(cameo_quad),
        cameo,
        intensity: None,
        source: actor_codes::resolve(out, source, Some(day)),
        target: actor_codes::resolve(out, target, Some(day)),
        day,
        place: None,
    }
    .say(out);
    Ok(())
}

/// `920103`, as the older files write days. No KEDS file begins before 1950.
fn short_day(field: &str) -> Option<Date> {
    let number: u32 = field.parse().ok().filter(|_| field.len() == 6)?;
    let year = i16::try_from(number / 10_000).ok()?;
    let century = if year >= 50 { 1900 } else { 2000 };
    let month = i8::try_from(number / 100 % 100).ok()?;
    Date::new(century + year, month, i8::try_from(number % 100).ok()?).ok()
}
