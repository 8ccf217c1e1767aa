//! The time that a question is about: "in 2023", "since July 2024", "between 2011 and 2014".

use entente_model::{Date, DateSpan};
use jiff::ToSpan;
use serde::Serialize;

use super::words::{Word, joined};

/// A stretch of time named in a question.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Times {
    /// First day; `None` when open.
    pub since: Option<Date>,
    /// Last day; `None` when open.
    pub until: Option<Date>,
    /// Counted back from the day of the answer instead.
    #[serde(skip)]
    pub back: Option<Back>,
    /// The words: "in October 2021".
    pub text: String,
}

/// A time told from the day of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Back {
    /// The last so many days.
    Days(i32),
    /// The calendar year so many years before.
    Year(i16),
}

impl Times {
    /// First and last day, with what is told from the day of the answer reckoned from `today`.
    pub fn bounds(&self, today: Date) -> (Option<Date>, Option<Date>) {
        match self.back {
            None => (self.since, self.until),
            Some(Back::Days(days)) => (today.checked_sub(days.days()).ok(), Some(today)),
            Some(Back::Year(years)) => {
                let span = DateSpan::year(today.year().saturating_sub(years), "");
                match span {
                    Some(span) => (span.start, span.end),
                    None => (None, None),
                }
            }
        }
    }
}

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

fn month(word: &str) -> Option<i8> {
    let at = MONTHS.iter().position(|name| {
        *name == word || (word.len() >= 3 && name.starts_with(word) && word.len() <= 4)
    })?;
    i8::try_from(at + 1).ok()
}

fn year(word: &str) -> Option<i16> {
    let number: i16 = word.parse().ok()?;
    (word.len() == 4 && (1000..=2999).contains(&number)).then_some(number)
}

fn day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: i8 = digits.parse().ok()?;
    (1..=31).contains(&number).then_some(number)
}

/// A day, month or year in words: its first and last day.
fn moment(words: &[&str]) -> Option<(Date, Date)> {
    let words: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !matches!(*word, "the" | "of" | "year"))
        .collect();
    let whole = |span: DateSpan| Some((span.start?, span.end?));
    match words.as_slice() {
        [one] => {
            if let Some(year) = year(one) {
                return whole(DateSpan::year(year, "")?);
            }
            let parts: Vec<&str> = one.split('-').collect();
            match parts.as_slice() {
                [y, m, d] => {
                    let date = Date::new(year(y)?, m.parse().ok()?, d.parse().ok()?).ok()?;
                    Some((date, date))
                }
                [y, m] => whole(DateSpan::month(year(y)?, m.parse().ok()?, "")?),
                _ => None,
            }
        }
        [m, y] if month(m).is_some() => whole(DateSpan::month(year(y)?, month(m)?, "")?),
        [first, second, y] => {
            let (month, day) = match (month(first), month(second)) {
                (Some(m), _) => (m, day(second)?),
                (_, Some(m)) => (m, day(first)?),
                _ => return None,
            };
            let date = Date::new(year(y)?, month, day).ok()?;
            Some((date, date))
        }
        _ => None,
    }
}

fn count(word: &str) -> Option<i32> {
    const NUMBERS: [&str; 10] = [
        "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let named = NUMBERS.iter().position(|name| *name == word);
    match named {
        Some(at) => i32::try_from(at + 1).ok(),
        None => word.parse().ok().filter(|n| (1..=1000).contains(n)),
    }
}

fn unit(word: &str) -> Option<i32> {
    match word.trim_end_matches('s') {
        "day" => Some(1),
        "week" => Some(7),
        "month" => Some(31),
        "year" => Some(366),
        "decade" => Some(3653),
        _ => None,
    }
}

/// Reads words that are a time from the first to the last; `None` when they are anything else.
pub(super) fn times(words: &[Word]) -> Option<Times> {
    let text = joined(words);
    let forms: Vec<&str> = words.iter().map(|word| word.form.as_str()).collect();
    let span = |since, until| {
        Some(Times {
            since,
            until,
            back: None,
            text: text.clone(),
        })
    };
    let back = |back| {
        Some(Times {
            since: None,
            until: None,
            back: Some(back),
            text: text.clone(),
        })
    };
    match forms.as_slice() {
        ["this", "year"] => return back(Back::Year(0)),
        ["last", "year"] => return back(Back::Year(1)),
        ["last", word] => return back(Back::Days(unit(word)?)),
        ["recently" | "lately"] => return back(Back::Days(366)),
        [
            "in" | "over" | "during" | "within",
            "the",
            "last" | "past",
            rest @ ..,
        ] => match rest {
            [word] => return back(Back::Days(unit(word)?)),
            [n, word] => return back(Back::Days(count(n)?.checked_mul(unit(word)?)?)),
            _ => return None,
        },
        _ => {}
    }
    let (first, rest) = forms.split_first()?;
    match *first {
        "in" | "on" | "during" | "throughout" => {
            let (from, to) = moment(rest)?;
            span(Some(from), Some(to))
        }
        "since" => span(Some(moment(rest)?.0), None),
        "after" => span(Some(moment(rest)?.1.checked_add(1.day()).ok()?), None),
        "before" => span(None, Some(moment(rest)?.0.checked_sub(1.day()).ok()?)),
        "until" | "till" | "to" | "by" => span(None, Some(moment(rest)?.1)),
        "between" | "from" => {
            let joint = rest
                .iter()
                .position(|word| matches!(*word, "and" | "to" | "until" | "till"));
            match joint {
                Some(at) => {
                    let (from, to) = (moment(&rest[..at])?.0, moment(&rest[at + 1..])?.1);
                    (from <= to).then_some(())?;
                    span(Some(from), Some(to))
                }
                None if *first == "from" => span(Some(moment(rest)?.0), None),
                None => None,
            }
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::words::words;
    use super::*;

    fn check(text: &str, expected: &str) {
        let times = times(&words(text));
        let shown = times.map(|times| {
            let today = Date::constant(2025, 6, 15);
            let (since, until) = times.bounds(today);
            let show = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
            format!("{}/{}", show(since), show(until))
        });
        assert_eq!(shown.as_deref().unwrap_or("none"), expected, "{text}");
    }

    #[test]
    fn times_of_questions() {
        check("in 2023", "2023-01-01/2023-12-31");
        check("in October 2021", "2021-10-01/2021-10-31");
        check("in Oct 2021", "2021-10-01/2021-10-31");
        check("since July 2024", "2024-07-01/");
        check("since 2024-07-15", "2024-07-15/");
        check("on 27 January 2023", "2023-01-27/2023-01-27");
        check("on January 27, 2023", "2023-01-27/2023-01-27");
        check("on the 27th of January 2023", "2023-01-27/2023-01-27");
        check("before 2014", "/2013-12-31");
        check("after 2014", "2015-01-01/");
        check("between 2011 and 2014", "2011-01-01/2014-12-31");
        check("from March 2011 to May 2012", "2011-03-01/2012-05-31");
        check("until 2012-02", "/2012-02-29");
        check("last year", "2024-01-01/2024-12-31");
        check("in the last two weeks", "2025-06-01/2025-06-15");
    }

    #[test]
    fn what_is_no_time() {
        for text in [
            "in Armenia",
            "since",
            "in 20233",
            "on 31 February 2023",
            "between 2014 and 2011",
            "in the last",
            "",
        ] {
            check(text, "none");
        }
    }
}
