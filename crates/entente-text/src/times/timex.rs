//! The value of a time, as TIMEX3 (ISO-TimeML) writes it.

use std::fmt;

use entente_model::{Date, DateSpan};

/// What sort of time an expression tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TimexKind {
    /// A day or a longer period of the calendar: "Friday", "2011", "now".
    Date,
    /// A time of day: "at 14:00", "Friday night".
    Time,
    /// How long: "three days".
    Duration,
    /// Something that recurs: "every week".
    Set,
}

/// A time in the notation of TIMEX3.
///
/// Beyond the standard, a range that the text writes as one expression is an ISO 8601 interval
/// (`2011/2014`, `2013/..`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timex {
    /// The sort of time.
    pub kind: TimexKind,
    /// `2011-08-05`, `2011-W32`, `2011-Q3`, `201` (a decade), `XXXX-WXX-5` (a Friday that no
    /// document date places), `2011-08-05T14:00`, `2011-08-05TNI`, `PRESENT_REF`, `P3D`.
    pub value: String,
}

impl Timex {
    /// The value of a span of days: one day, month or year where it is one, an interval
    /// otherwise.
    pub fn of_days(days: &DateSpan) -> Self {
        use entente_model::Precision;
        let open = |day: Option<Date>| day.map_or("..".to_owned(), |day| day.to_string());
        let value = match (days.start, days.precision()) {
            (Some(start), Some(Precision::Day)) => start.to_string(),
            (Some(start), Some(Precision::Month)) => {
                format!("{:04}-{:02}", start.year(), start.month())
            }
            (Some(start), Some(Precision::Year)) => format!("{:04}", start.year()),
            _ => format!("{}/{}", open(days.start), open(days.end)),
        };
        Self {
            kind: TimexKind::Date,
            value,
        }
    }
}

impl fmt::Display for Timex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.value)
    }
}
