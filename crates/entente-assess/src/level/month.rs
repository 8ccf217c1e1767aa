//! Calendar months, counted.

use std::fmt;

use entente_model::Date;
use serde::{Deserialize, Serialize};

/// A calendar month: months since January of year 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Month(pub i32);

impl Month {
    /// A month, 1 to 12, of a year.
    pub fn new(year: i16, month: i8) -> Self {
        Self(i32::from(year) * 12 + i32::from(month) - 1)
    }

    /// The month that a day lies in.
    pub fn of(day: Date) -> Self {
        Self::new(day.year(), day.month())
    }

    /// December of a year.
    pub fn end_of(year: i16) -> Self {
        Self::new(year, 12)
    }

    /// Its year.
    pub fn year(self) -> i16 {
        i16::try_from(self.0.div_euclid(12)).unwrap_or(i16::MAX)
    }

    /// Its number in its year, 1 to 12.
    pub fn month(self) -> i8 {
        i8::try_from(self.0.rem_euclid(12) + 1).unwrap_or(1)
    }

    /// Its last day.
    pub fn last_day(self) -> Date {
        Date::new(self.year(), self.month(), 1).map_or(Date::MAX, Date::last_of_month)
    }

    /// Years from an earlier month to this one.
    pub fn years_since(self, earlier: Self) -> f64 {
        f64::from(self.0 - earlier.0) / 12.0
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_count_on_over_years() {
        let december = Month::new(2013, 12);
        assert_eq!(Month(december.0 + 1).to_string(), "2014-01");
        assert_eq!(december, Month::end_of(2013));
        assert_eq!(december.last_day().to_string(), "2013-12-31");
        assert!((Month::new(2015, 6).years_since(december) - 1.5).abs() < 1e-12);
    }
}
