//! Spans of time as the tables write them: `1971..1997`, `2014-08..`, `..1991-12-25`.

use entente_model::Date;

/// A span of days, inclusive at both ends; an end that is open or unknown is `None`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Period {
    /// First day.
    pub from: Option<Date>,
    /// Last day.
    pub to: Option<Date>,
}

impl Period {
    /// Without a beginning or an end.
    pub const ALWAYS: Self = Self {
        from: None,
        to: None,
    };

    /// Whether `at` lies in it. Without a day the present is meant: whatever has ended does not hold.
    ///
    /// ```
    /// use entente_lexicon::Period;
    /// let period: Period = "1971..1997-05-17".parse()?;
    /// assert!(period.holds("1997-05-17".parse().ok()));
    /// assert!(!period.holds("1997-05-18".parse().ok()));
    /// assert!(!period.holds(None));
    /// # Ok::<(), String>(())
    /// ```
    pub fn holds(self, at: Option<Date>) -> bool {
        match at {
            Some(day) => {
                self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
            }
            None => self.to.is_none(),
        }
    }

    /// Whether some day lies in both.
    pub fn meets(self, other: Self) -> bool {
        let before = |end: Option<Date>, start: Option<Date>| matches!((end, start), (Some(end), Some(start)) if end < start);
        !before(self.to, other.from) && !before(other.to, self.from)
    }
}

impl std::str::FromStr for Period {
    type Err = String;

    /// Reads `from..to`, or one day, month or year; either end may be empty. Says what is wrong.
    fn from_str(text: &str) -> Result<Self, String> {
        let text = text.trim();
        let (from, to) = text.split_once("..").unwrap_or((text, text));
        let period = Self {
            from: end(from, false)?,
            to: end(to, true)?,
        };
        match (period.from, period.to) {
            (Some(from), Some(to)) if to < from => Err(format!("{text:?} ends before it begins")),
            _ => Ok(period),
        }
    }
}

/// A year, month or day as its first or last day; nothing for an empty text.
fn end(text: &str, last: bool) -> Result<Option<Date>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || format!("{text:?} is no date");
    let mut parts = text.split('-');
    let year = parts.next().filter(|year| year.len() == 4);
    let year: i16 = year.and_then(|year| year.parse().ok()).ok_or_else(wrong)?;
    let mut number = || {
        let part = parts.next()?;
        Some(part.parse::<i8>().ok().filter(|_| part.len() == 2))
    };
    let (month, day) = (number(), number());
    let first = match (month, day) {
        (None, _) => Date::new(year, 1, 1),
        (Some(Some(month)), None) => Date::new(year, month, 1),
        (Some(Some(month)), Some(Some(day))) => Date::new(year, month, day),
        _ => return Err(wrong()),
    };
    let first = first.map_err(|_| wrong())?;
    if parts.next().is_some() {
        return Err(wrong());
    }
    Ok(Some(match (last, month, day) {
        (true, None, _) => first.last_of_year(),
        (true, Some(_), None) => first.last_of_month(),
        _ => first,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_read_years_months_and_days() {
        let check = |text: &str, from: &str, to: &str| {
            let period: Period = text.parse().expect("a period");
            let shown = |end: Option<Date>| end.map_or(String::new(), |day| day.to_string());
            assert_eq!(
                (shown(period.from), shown(period.to)),
                (from.into(), to.into())
            );
        };
        check("2014-08..", "2014-08-01", "");
        check("..1991", "", "1991-12-31");
        check("2000-02", "2000-02-01", "2000-02-29");
        check("1971-10-27..1997-05-17", "1971-10-27", "1997-05-17");
        for wrong in [
            "20",
            "2014-13",
            "2014-1",
            "2014-02-30",
            "2015..2014",
            "2014-01-01-01",
            "now",
        ] {
            assert!(wrong.parse::<Period>().is_err(), "{wrong}");
        }
    }
}
