//! Days and spans of days.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::names::named;

named! {
    /// How exactly a date is known.
    pub enum Precision as "precision" {
        /// One day.
        Day = "day",
        /// One calendar month.
        Month = "month",
        /// One calendar year.
        Year = "year",
        /// Any other span.
        Span = "span",
    }
}

/// A span of days, inclusive at both ends; an end that is open or unknown is `None`.
///
/// "In 2011" is 2011-01-01 to 2011-12-31; "since 2019" starts on 2019-01-01 and has no end.
/// Invariant: where both ends are known, `start <= end`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct DateSpan {
    /// First day.
    pub start: Option<Date>,
    /// Last day.
    pub end: Option<Date>,
    /// The words of the text: "January 2023", "last Friday".
    pub text: String,
}

impl DateSpan {
    /// One day.
    pub fn day(day: Date, text: impl Into<String>) -> Self {
        Self {
            start: Some(day),
            end: Some(day),
            text: text.into(),
        }
    }

    /// A calendar month. `None` where there is no such month.
    pub fn month(year: i16, month: i8, text: impl Into<String>) -> Option<Self> {
        let first = Date::new(year, month, 1).ok()?;
        Some(Self {
            start: Some(first),
            end: Some(first.last_of_month()),
            text: text.into(),
        })
    }

    /// A calendar year. `None` outside the years -9999 to 9999.
    pub fn year(year: i16, text: impl Into<String>) -> Option<Self> {
        let first = Date::new(year, 1, 1).ok()?;
        Some(Self {
            start: Some(first),
            end: Some(first.last_of_year()),
            text: text.into(),
        })
    }

    /// How exactly the span dates something; `None` when an end is open.
    pub fn precision(&self) -> Option<Precision> {
        let (start, end) = (self.start?, self.end?);
        Some(if start == end {
            Precision::Day
        } else if start.day() == 1 && end == start.last_of_month() {
            Precision::Month
        } else if start.day_of_year() == 1 && end == start.last_of_year() {
            Precision::Year
        } else {
            Precision::Span
        })
    }

    /// Whether some day of this span lies between `first` and `last`, open ends reaching
    /// without limit.
    pub fn overlaps(&self, first: Option<Date>, last: Option<Date>) -> bool {
        let starts_in_time = match (self.start, last) {
            (Some(start), Some(last)) => start <= last,
            _ => true,
        };
        let ends_in_time = match (self.end, first) {
            (Some(end), Some(first)) => end >= first,
            _ => true,
        };
        starts_in_time && ends_in_time
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_know_their_precision() {
        let year = DateSpan::year(2011, "2011").unwrap();
        assert_eq!(year.precision(), Some(Precision::Year));
        let month = DateSpan::month(2012, 2, "February 2012").unwrap();
        assert_eq!(month.precision(), Some(Precision::Month));
        assert_eq!(month.end.unwrap().day(), 29);
        let since = DateSpan { end: None, ..year };
        assert_eq!(since.precision(), None);
    }

    #[test]
    fn open_ends_reach_without_limit() {
        let since = DateSpan {
            end: None,
            ..DateSpan::year(2019, "since 2019").unwrap()
        };
        assert!(since.overlaps(Date::new(2024, 1, 1).ok(), None));
        assert!(!since.overlaps(None, Date::new(2018, 12, 31).ok()));
    }
}
