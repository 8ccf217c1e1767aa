//! Calendar arithmetic: periods of the calendar, the neighbours of a period, distances.
//!
//! Nothing here reads words. Whatever would leave the years -9999 to 9999 is `None`.

use entente_model::Date;
use jiff::Span as Distance;

/// A season of the northern hemisphere, by whole months.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Autumn,
    Winter,
}

impl Season {
    fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Autumn => 9,
            Self::Winter => 12,
        }
    }

    /// The TIMEX3 code.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Autumn => "FA",
            Self::Winter => "WI",
        }
    }
}

/// How long a period of the calendar is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grain {
    Day,
    Week,
    Weekend,
    Month,
    Quarter,
    Half,
    Season(Season),
    Year,
    FiscalYear,
    Decade,
    Century,
}

/// A period of the calendar: a day, a week, a quarter, a century ...
///
/// Invariant: `first <= last`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) grain: Grain,
    pub(super) first: Date,
    pub(super) last: Date,
}

impl Period {
    pub(super) fn day(day: Date) -> Self {
        Self {
            grain: Grain::Day,
            first: day,
            last: day,
        }
    }

    pub(super) fn month(year: i16, month: i8) -> Option<Self> {
        Self::containing(Grain::Month, Date::new(year, month, 1).ok()?)
    }

    pub(super) fn year(year: i16) -> Option<Self> {
        Self::containing(Grain::Year, Date::new(year, 1, 1).ok()?)
    }

    /// The season that begins in `year`.
    pub(super) fn season(year: i16, season: Season) -> Option<Self> {
        let day = Date::new(year, season.first_month(), 1).ok()?;
        Self::containing(Grain::Season(season), day)
    }

    /// Part `number`, from 1, of a year: a quarter or a half.
    pub(super) fn part(year: i16, grain: Grain, number: i8) -> Option<Self> {
        let months = match grain {
            Grain::Quarter => 3,
            Grain::Half => 6,
            _ => return None,
        };
        let month = number.checked_sub(1)?.checked_mul(months)?.checked_add(1)?;
        Self::containing(grain, Date::new(year, month, 1).ok()?)
    }

    /// The period of this length that holds a day. The season that holds a day outside it is the
    /// one that begins in the day's year.
    pub(super) fn containing(grain: Grain, day: Date) -> Option<Self> {
        let year = day.year();
        let months = |first_year: i16, first: i8, count: i64| {
            let first = Date::new(first_year, first, 1).ok()?;
            let next = first
                .checked_add(Distance::new().try_months(count).ok()?)
                .ok()?;
            Some((first, next.yesterday().ok()?))
        };
        let years = |first: i16, count: i16| {
            let first = Date::new(first, 1, 1).ok()?;
            let last = Date::new(first.year().checked_add(count - 1)?, 12, 31).ok()?;
            Some((first, last))
        };
        let (first, last) = match grain {
            Grain::Day => (day, day),
            Grain::Week | Grain::Weekend => {
                let offset = i64::from(day.weekday().to_monday_zero_offset());
                let monday = move_days(day, -offset)?;
                let sunday = move_days(monday, 6)?;
                match grain {
                    Grain::Week => (monday, sunday),
                    _ => (move_days(monday, 5)?, sunday),
                }
            }
            Grain::Month => (day.first_of_month(), day.last_of_month()),
            Grain::Quarter => months(year, (day.month() - 1) / 3 * 3 + 1, 3)?,
            Grain::Half => months(year, (day.month() - 1) / 6 * 6 + 1, 6)?,
            Grain::Season(season) => {
                let late_winter = season == Season::Winter && day.month() <= 2;
                let year = if late_winter {
                    year.checked_sub(1)?
                } else {
                    year
                };
                months(year, season.first_month(), 3)?
            }
            Grain::Year | Grain::FiscalYear => years(year, 1)?,
            Grain::Decade => years(year.div_euclid(10) * 10, 10)?,
            Grain::Century => years(year.div_euclid(100) * 100, 100)?,
        };
        Some(Self { grain, first, last })
    }

    /// The period of the same length `count` steps later, earlier where negative.
    pub(super) fn step(self, count: i64) -> Option<Self> {
        let day = match self.grain {
            Grain::Day => move_days(self.first, count)?,
            Grain::Week | Grain::Weekend => move_days(self.first, count.checked_mul(7)?)?,
            Grain::Month => move_months(self.first, count)?,
            Grain::Quarter => move_months(self.first, count.checked_mul(3)?)?,
            Grain::Half => move_months(self.first, count.checked_mul(6)?)?,
            Grain::Season(_) | Grain::Year | Grain::FiscalYear => {
                move_months(self.first, count.checked_mul(12)?)?
            }
            Grain::Decade => move_months(self.first, count.checked_mul(120)?)?,
            Grain::Century => move_months(self.first, count.checked_mul(1200)?)?,
        };
        Self::containing(self.grain, day)
    }

    /// The TIMEX3 value.
    pub(super) fn value(self) -> String {
        let year = self.first.year();
        let padded = |number: i16, width: usize| match number {
            0.. => format!("{number:0width$}"),
            _ => format!("BC{:0width$}", number.unsigned_abs()),
        };
        let month = self.first.month();
        match self.grain {
            Grain::Day => self.first.to_string(),
            Grain::Week | Grain::Weekend => {
                let week = self.first.iso_week_date();
                let end = if self.grain == Grain::Weekend {
                    "-WE"
                } else {
                    ""
                };
                format!("{}-W{:02}{end}", padded(week.year(), 4), week.week())
            }
            Grain::Month => format!("{}-{month:02}", padded(year, 4)),
            Grain::Quarter => format!("{}-Q{}", padded(year, 4), (month - 1) / 3 + 1),
            Grain::Half => format!("{}-H{}", padded(year, 4), (month - 1) / 6 + 1),
            Grain::Season(season) => format!("{}-{}", padded(year, 4), season.code()),
            Grain::Year => padded(year, 4),
            Grain::FiscalYear => format!("FY{}", padded(year, 4)),
            Grain::Decade => padded(year.div_euclid(10), 3),
            Grain::Century => padded(year.div_euclid(100), 2),
        }
    }
}

/// The day `count` days later.
pub(super) fn move_days(day: Date, count: i64) -> Option<Date> {
    day.checked_add(Distance::new().try_days(count).ok()?).ok()
}

/// The day `count` months later; the last of the month where there is no such day.
pub(super) fn move_months(day: Date, count: i64) -> Option<Date> {
    day.checked_add(Distance::new().try_months(count).ok()?)
        .ok()
}

#[cfg(test)]
mod tests {
    use entente_model::Date;

    use super::{Grain, Period, Season, move_days, move_months};

    fn check(grain: Grain, day: &str, expected: &str) {
        let period = Period::containing(grain, day.parse().unwrap()).unwrap();
        let found = format!("{} {}..{}", period.value(), period.first, period.last);
        assert_eq!(found, expected);
    }

    #[test]
    fn periods_have_values_and_days() {
        check(Grain::Week, "2021-01-02", "2020-W53 2020-12-28..2021-01-03");
        check(
            Grain::Weekend,
            "2021-01-02",
            "2020-W53-WE 2021-01-02..2021-01-03",
        );
        check(
            Grain::Quarter,
            "2019-06-30",
            "2019-Q2 2019-04-01..2019-06-30",
        );
        check(Grain::Half, "2019-07-01", "2019-H2 2019-07-01..2019-12-31");
        check(Grain::Decade, "1999-07-01", "199 1990-01-01..1999-12-31");
        check(Grain::Century, "1999-07-01", "19 1900-01-01..1999-12-31");
        let winter = Grain::Season(Season::Winter);
        check(winter, "2020-01-15", "2019-WI 2019-12-01..2020-02-29");
    }

    #[test]
    fn arithmetic_never_leaves_the_calendar() {
        for day in [Date::MIN, Date::MAX, Date::ZERO] {
            for count in [i64::MIN, -1, 0, 1, i64::MAX] {
                let _ = move_days(day, count);
                let _ = move_months(day, count);
                for grain in [
                    Grain::Day,
                    Grain::Week,
                    Grain::Weekend,
                    Grain::Month,
                    Grain::Quarter,
                    Grain::Half,
                    Grain::Season(Season::Winter),
                    Grain::Year,
                    Grain::Decade,
                    Grain::Century,
                ] {
                    let _ = Period::containing(grain, day).and_then(|period| {
                        let _ = period.value();
                        period.step(count)
                    });
                }
            }
        }
        assert_eq!(move_days(Date::MAX, 1), None);
    }
}
