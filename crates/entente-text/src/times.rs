//! Dates and spans of time, normalised to days.
//!
//! A greedy reader over the tokens: at each it tries the longest form it knows. Relative forms
//! ("last Friday", "two weeks ago") count from the document's date; without one they are
//! recognised as times whose days are not known.

use entente_model::{Date, DateSpan, Precision, Span};
use jiff::civil::Weekday;
use jiff::{Span as Duration, ToSpan};

use crate::parse::{Parse, Time, Token, Upos};

/// The times of a sentence, in order.
pub(crate) fn find(text: &str, parse: &Parse, anchor: Option<Date>) -> Vec<Time> {
    let words: Vec<String> = (0..parse.tokens.len())
        .map(|index| parse.word(text, index).to_lowercase())
        .collect();
    let reader = Reader {
        words: &words,
        parse,
        text,
        anchor,
    };
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.len() {
        match reader.time_at(index) {
            Some((days, end)) => {
                let words = parse.words(text, (index, end)).to_owned();
                let (start, last) = days.unwrap_or((None, None));
                let date = DateSpan {
                    start,
                    end: last,
                    text: words,
                };
                found.push(Time {
                    tokens: (index, end),
                    date,
                });
                index = end;
            }
            None => index += 1,
        }
    }
    found
}

/// The first whole day that is written in `text`: "2023-01-29", "29 January 2023, 10:00".
pub(crate) fn parse_day(text: &str) -> Option<Date> {
    if let Some(day) = text.trim().get(..10).and_then(|day| day.parse().ok()) {
        return Some(day);
    }
    let tokens = crate::tokens::tokens(text, Span::new(0, text.len()));
    let tokens = tokens.into_iter().map(|span| Token {
        span,
        lemma: span.of(text).to_lowercase(),
        upos: Upos::X,
        head: None,
        deprel: "dep",
    });
    let parse = Parse {
        tokens: tokens.collect(),
        ..Parse::default()
    };
    let times = find(text, &parse, None);
    times.iter().find_map(|time| {
        time.date
            .start
            .filter(|_| time.date.precision() == Some(Precision::Day))
    })
}

/// First and last day; `None` in place of both when they are not known.
type Days = Option<(Option<Date>, Option<Date>)>;

struct Reader<'a> {
    words: &'a [String],
    parse: &'a Parse,
    text: &'a str,
    anchor: Option<Date>,
}

fn closed(days: (Date, Date)) -> Days {
    Some((Some(days.0), Some(days.1)))
}

fn month_days(year: i16, month: i8) -> Option<(Date, Date)> {
    let first = Date::new(year, month, 1).ok()?;
    Some((first, first.last_of_month()))
}

fn year_days(year: i16) -> Option<(Date, Date)> {
    let first = Date::new(year, 1, 1).ok()?;
    Some((first, first.last_of_year()))
}

impl Reader<'_> {
    fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", String::as_str)
    }

    /// A time that begins at `index`: its days and its end.
    fn time_at(&self, index: usize) -> Option<(Days, usize)> {
        match self.word(index) {
            "since" => self.since(index),
            "from" | "between" => self.range(index),
            "until" | "till" | "by" | "before" | "after" => self.bounded(index),
            "in" | "on" | "during" | "throughout" => self.point(index + 1),
            _ => self.point(index),
        }
    }

    fn since(&self, index: usize) -> Option<(Days, usize)> {
        let at = index + 1 + usize::from(matches!(self.word(index + 1), "at" | "around" | "about"));
        let (days, end) = self.point(at)?;
        Some((days.map(|(start, _)| (start, None)), end))
    }

    /// "from 2011 to 2014", "between 1988 and 1994".
    fn range(&self, index: usize) -> Option<(Days, usize)> {
        let (first, middle) = self.point(index + 1)?;
        if !matches!(
            self.word(middle),
            "to" | "and" | "until" | "till" | "through" | "-" | "\u{2013}"
        ) {
            return (self.word(index) == "from")
                .then(|| (first.map(|(start, _)| (start, None)), middle));
        }
        let (last, end) = self.point(middle + 1)?;
        let days = first.zip(last).map(|((start, _), (_, end))| (start, end));
        Some((days, end))
    }

    fn bounded(&self, index: usize) -> Option<(Days, usize)> {
        let (days, end) = self.point(index + 1)?;
        let days = days.map(|(start, last)| match self.word(index) {
            "after" => (last.or(start), None),
            "before" => (None, start.and_then(|day| day.yesterday().ok())),
            _ => (None, last),
        });
        Some((days, end))
    }

    /// A point or span without a preposition.
    fn point(&self, index: usize) -> Option<(Days, usize)> {
        self.iso(index)
            .or_else(|| self.modified(index))
            .or_else(|| self.month_first(index))
            .or_else(|| self.day_first(index))
            .or_else(|| self.decade(index))
            .or_else(|| self.year(index))
            .or_else(|| self.weekday(index))
            .or_else(|| self.relative(index))
    }

    /// "2023-01-29", which tokenisation may have taken apart.
    fn iso(&self, index: usize) -> Option<(Days, usize)> {
        let parts: Vec<&str> = self.word(index).split('-').collect();
        if let &[year, month, day] = parts.as_slice() {
            let date =
                Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()?;
            return Some((closed((date, date)), index + 1));
        }
        if self.word(index + 1) == "-" && self.word(index + 3) == "-" && self.word(index).len() == 4
        {
            let year = self.word(index).parse().ok()?;
            let month = self.word(index + 2).parse().ok()?;
            let date = Date::new(year, month, self.word(index + 4).parse().ok()?).ok()?;
            return Some((closed((date, date)), index + 5));
        }
        None
    }

    /// "early 2020", "late January", "the end of 2022", "mid-2019".
    fn modified(&self, index: usize) -> Option<(Days, usize)> {
        let mut at = index + usize::from(self.word(index) == "the");
        let part = match self.word(at) {
            "early" | "beginning" | "start" => 0,
            "mid" | "middle" => 1,
            "late" | "end" => 2,
            "spring" => 3,
            "summer" => 4,
            "autumn" | "fall" => 5,
            "winter" => 6,
            _ => return None,
        };
        at += 1;
        at += usize::from(matches!(self.word(at), "-" | "of" | "in"));
        let (days, end) = self
            .month_first(at)
            .or_else(|| self.year(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.relative(at))?;
        let narrowed = days.and_then(|(start, last)| {
            let (start, last) = (start?, last?);
            let length = start.until(last).ok()?.get_days();
            let day = |share: f64| {
                start
                    .checked_add(((f64::from(length) * share) as i64).days())
                    .ok()
            };
            let season = |from: i8, to: i8| {
                Some((
                    month_days(start.year(), from)?.0,
                    month_days(start.year(), to)?.1,
                ))
            };
            match part {
                0 => Some((start, day(0.34)?)),
                1 => Some((day(0.33)?, day(0.67)?)),
                2 => Some((day(0.66)?, last)),
                3 => season(3, 5),
                4 => season(6, 8),
                5 => season(9, 11),
                _ => season(12, 12),
            }
        });
        Some((narrowed.and_then(closed).or(days), end))
    }

    /// "January 29, 2023", "Jan. 29", "January 2023", "January".
    fn month_first(&self, index: usize) -> Option<(Days, usize)> {
        let month = self.month(index)?;
        let mut at = index + 1;
        at += usize::from(self.word(at) == "." && self.word(index).len() <= 4);
        let day = day_number(self.word(at));
        if let Some(day) = day.filter(|_| self.full_year(at).is_none()) {
            let comma = usize::from(self.word(at + 1) == ",");
            if let Some(year) = self.full_year(at + 1 + comma) {
                let date = Date::new(year, month, day).ok()?;
                return Some((closed((date, date)), at + 2 + comma));
            }
            // "27-29 January" style ranges and "January 27": the day nearest before the anchor.
            return Some((
                self.near_day(month, day).and_then(|day| closed((day, day))),
                at + 1,
            ));
        }
        let comma = usize::from(self.word(at) == "," || self.word(at) == "of");
        if let Some(year) = self.full_year(at + comma) {
            return Some((month_days(year, month).and_then(closed), at + comma + 1));
        }
        if !self.is_month_name(index) {
            return None;
        }
        let days = self.anchor.and_then(|anchor| {
            let year = if month > anchor.month() {
                anchor.year() - 1
            } else {
                anchor.year()
            };
            month_days(year, month)
        });
        Some((days.and_then(closed), at))
    }

    /// "29 Jan 2023", "29 January", "the 27th of January 2023".
    fn day_first(&self, index: usize) -> Option<(Days, usize)> {
        let mut at = index + usize::from(self.word(index) == "the");
        let day = day_number(self.word(at))?;
        at += 1;
        at += usize::from(self.word(at) == "of");
        let month = self.month(at)?;
        at += 1;
        at += usize::from(self.word(at) == "." && self.word(at - 1).len() <= 4);
        let comma = usize::from(self.word(at) == ",");
        if let Some(year) = self.full_year(at + comma) {
            let date = Date::new(year, month, day).ok()?;
            return Some((closed((date, date)), at + comma + 1));
        }
        Some((
            self.near_day(month, day).and_then(|day| closed((day, day))),
            at,
        ))
    }

    /// "the 1990s", "1990s".
    fn decade(&self, index: usize) -> Option<(Days, usize)> {
        let at = index + usize::from(self.word(index) == "the");
        let (word, end) = match self.word(at).strip_suffix('s') {
            Some(word) => (word.trim_end_matches(['\'', '\u{2019}']), at + 1),
            None if matches!(self.word(at + 1), "'s" | "\u{2019}s") => (self.word(at), at + 2),
            None => return None,
        };
        let year = year_number(word).filter(|year| year % 10 == 0)?;
        Some((closed((year_days(year)?.0, year_days(year + 9)?.1)), end))
    }

    /// "2011"; "2011-2014", "2011/12".
    fn year(&self, index: usize) -> Option<(Days, usize)> {
        let year = self.full_year(index)?;
        if matches!(self.word(index + 1), "-" | "\u{2013}" | "/")
            && let Some(last) = self.full_year(index + 2).filter(|last| *last >= year)
        {
            return Some((closed((year_days(year)?.0, year_days(last)?.1)), index + 3));
        }
        Some((year_days(year).and_then(closed), index + 1))
    }

    /// "Friday", "last Friday", "next Tuesday", "Friday's".
    fn weekday(&self, index: usize) -> Option<(Days, usize)> {
        let (direction, at) = match self.word(index) {
            "last" | "past" | "previous" => (-1, index + 1),
            "next" | "coming" => (1, index + 1),
            "this" => (0, index + 1),
            _ => (0, index),
        };
        let weekday = weekday(self.word(at))?;
        if !self.starts_upper(at) {
            return None;
        }
        let days = self.anchor.and_then(|anchor| {
            let day = match direction {
                1 => anchor.nth_weekday(1, weekday).ok()?,
                -1 => anchor.nth_weekday(-1, weekday).ok()?,
                _ if anchor.weekday() == weekday => anchor,
                _ => anchor.nth_weekday(-1, weekday).ok()?,
            };
            closed((day, day))
        });
        // "Sunday, January 29, 2023": the date says more than the day's name.
        let comma = usize::from(self.word(at + 1) == ",");
        if let Some((dated, end)) = self
            .month_first(at + 1 + comma)
            .or_else(|| self.day_first(at + 1 + comma))
            && dated.is_some()
        {
            return Some((dated, end));
        }
        Some((days, at + 1))
    }

    /// "today", "yesterday", "last month", "two weeks ago", "the past decade".
    fn relative(&self, index: usize) -> Option<(Days, usize)> {
        let from = |duration: Duration| {
            self.anchor
                .and_then(|anchor| anchor.checked_add(duration).ok())
        };
        let single = |offset: i64| from(offset.days()).and_then(|day| closed((day, day)));
        match self.word(index) {
            "today" | "tonight" => return Some((single(0), index + 1)),
            "yesterday" => return Some((single(-1), index + 1)),
            "tomorrow" => return Some((single(1), index + 1)),
            _ => {}
        }
        let at = index + usize::from(self.word(index) == "the");
        let step: Option<i64> = match self.word(at) {
            "last" | "past" | "previous" => Some(-1),
            "this" | "current" => Some(0),
            "next" | "coming" => Some(1),
            _ => None,
        };
        if let Some(step) = step {
            if let Some(days) = self.whole_period(self.word(at + 1), step) {
                return Some((days, at + 2));
            }
            // "the past two years".
            let (count, unit) = (count(self.word(at + 1))?, unit(self.word(at + 2))?);
            let days = self.anchor.and_then(|anchor| {
                let other = anchor.checked_add(unit(count * step)).ok()?;
                closed((anchor.min(other), anchor.max(other)))
            });
            return Some((days, at + 3));
        }
        // "two weeks ago", "a year earlier".
        let (number, period) = (count(self.word(index))?, self.word(index + 1));
        let make = unit(period)?;
        if !matches!(self.word(index + 2), "ago" | "earlier" | "before") {
            return None;
        }
        let days = from(make(-number)).and_then(|day| match period.trim_end_matches('s') {
            "year" | "decade" => year_days(day.year()).and_then(closed),
            "month" => month_days(day.year(), day.month()).and_then(closed),
            _ => closed((day, day)),
        });
        Some((days, index + 3))
    }

    /// "last month", "this year", "next week".
    fn whole_period(&self, word: &str, step: i64) -> Option<Days> {
        let anchor = self.anchor;
        let days =
            |make: &dyn Fn(Date) -> Option<(Date, Date)>| anchor.and_then(make).and_then(closed);
        Some(match word {
            "year" => days(&|day| year_days(day.year() + step as i16)),
            "month" => days(&|day| {
                let day = day.first_of_month().checked_add(step.months()).ok()?;
                Some((day, day.last_of_month()))
            }),
            "week" => days(&|day| {
                let monday = day
                    .checked_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
                    .ok()?
                    .checked_add((7 * step).days())
                    .ok()?;
                Some((monday, monday.checked_add(6.days()).ok()?))
            }),
            "decade" => days(&|day| {
                let other = day.checked_add((10 * step).years()).ok()?;
                Some((day.min(other), day.max(other)))
            }),
            _ => return None,
        })
    }

    fn month(&self, index: usize) -> Option<i8> {
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
        let word = self.word(index).trim_end_matches('.');
        if word.len() < 3 || !self.starts_upper(index) {
            return None;
        }
        let at = MONTHS.iter().position(|month| {
            *month == word
                || (word.len() <= 4 && month.starts_with(word) && word != "mar"
                    || word == &month[..3])
        })?;
        Some(at as i8 + 1)
    }

    /// Whether a month without day and year is one: "March" and "May" are also verbs and names.
    fn is_month_name(&self, index: usize) -> bool {
        match self.word(index) {
            "march" | "may" => {
                self.parse
                    .tokens
                    .get(index)
                    .is_some_and(|token| token.upos == Upos::Propn)
                    && matches!(
                        self.word(index.wrapping_sub(1)),
                        "in" | "since"
                            | "last"
                            | "this"
                            | "of"
                            | "until"
                            | "by"
                            | "early"
                            | "late"
                            | "mid"
                            | "-"
                    )
            }
            word => word.len() > 3,
        }
    }

    fn starts_upper(&self, index: usize) -> bool {
        self.parse
            .word(self.text, index)
            .chars()
            .next()
            .is_some_and(char::is_uppercase)
    }

    /// A four-digit year that is not a count: "1,200" and "2000 soldiers" are not years.
    fn full_year(&self, index: usize) -> Option<i16> {
        let year = year_number(self.word(index))?;
        let next = self.parse.tokens.get(index + 1);
        let counts = next.is_some_and(|token| token.upos == Upos::Noun)
            && matches!(self.parse.tokens[index].deprel, "nummod")
            && year % 100 == 0;
        (!counts
            && !matches!(
                self.word(index.wrapping_sub(1)),
                "$" | "\u{20ac}" | "\u{a3}"
            ))
        .then_some(year)
    }

    /// The day of a month and day without year: in the year that brings it nearest before the
    /// anchor, up to a month after it.
    fn near_day(&self, month: i8, day: i8) -> Option<Date> {
        let anchor = self.anchor?;
        let this_year = Date::new(anchor.year(), month, day).ok()?;
        if this_year > anchor.checked_add(31.days()).ok()? {
            return Date::new(anchor.year() - 1, month, day).ok();
        }
        Some(this_year)
    }
}

fn year_number(word: &str) -> Option<i16> {
    (word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| word.parse().ok())
        .flatten()
        .filter(|year| (1500..=2100).contains(year))
}

fn day_number(word: &str) -> Option<i8> {
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|suffix| word.strip_suffix(suffix))
        .unwrap_or(word);
    if digits.len() > 2 {
        return None;
    }
    digits.parse().ok().filter(|day| (1..=31).contains(day))
}

fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" => Weekday::Monday,
        "tuesday" => Weekday::Tuesday,
        "wednesday" => Weekday::Wednesday,
        "thursday" => Weekday::Thursday,
        "friday" => Weekday::Friday,
        "saturday" => Weekday::Saturday,
        "sunday" => Weekday::Sunday,
        _ => return None,
    })
}

fn count(word: &str) -> Option<i64> {
    const WORDS: [&str; 13] = [
        "", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    match word {
        "a" | "an" => Some(1),
        "" => None,
        _ => WORDS
            .iter()
            .position(|own| *own == word)
            .map(|at| at as i64)
            .or_else(|| {
                word.parse()
                    .ok()
                    .filter(|number| (1..=500).contains(number))
            }),
    }
}

fn unit(word: &str) -> Option<fn(i64) -> Duration> {
    Some(match word.trim_end_matches('s') {
        "day" => |count| count.days(),
        "week" => |count| count.weeks(),
        "month" => |count| count.months(),
        "year" => |count| count.years(),
        "decade" => |count| (10 * count).years(),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use entente_model::Span;

    use crate::{Parser, PerceptronParser};

    #[track_caller]
    fn check(sentence: &str, expected: &[&str]) {
        let anchor = "2023-01-29".parse().ok();
        let parse = PerceptronParser::builtin().parse(
            sentence,
            Span::new(0, sentence.len()),
            anchor,
            &crate::NoGazetteer,
        );
        let found: Vec<String> = parse
            .times
            .iter()
            .map(|time| {
                let day = |day: Option<entente_model::Date>| {
                    day.map_or("?".to_owned(), |day| day.to_string())
                };
                format!("{}..{}", day(time.date.start), day(time.date.end))
            })
            .collect();
        assert_eq!(found, expected, "{sentence}");
    }

    #[test]
    fn times_are_normalised() {
        check("The attack came on Friday.", &["2023-01-27..2023-01-27"]);
        check(
            "In January 2023 a gunman attacked.",
            &["2023-01-01..2023-01-31"],
        );
        check(
            "They were suspended in 2011 and in 2014 it closed.",
            &["2011-01-01..2011-12-31", "2014-01-01..2014-12-31"],
        );
        check("Since 2019, ties have improved.", &["2019-01-01..?"]);
        check("The war of 1988-1994 ended.", &["1988-01-01..1994-12-31"]);
        check(
            "From 2011 to 2014 nothing moved.",
            &["2011-01-01..2014-12-31"],
        );
        check("He spoke on 29 Jan 2023.", &["2023-01-29..2023-01-29"]);
        check(
            "It happened on Sept. 11, 2001.",
            &["2001-09-11..2001-09-11"],
        );
        check("Two weeks ago they met.", &["2023-01-15..2023-01-15"]);
        check("They met last month.", &["2022-12-01..2022-12-31"]);
        check("In the 1990s they fought.", &["1990-01-01..1999-12-31"]);
        check("By 2030 it will be built.", &["?..2030-12-31"]);
        check(
            "During the 2020 Karabakh War, they fought.",
            &["2020-01-01..2020-12-31"],
        );
        check("They may march on the capital with 1,200 people.", &[]);
        check("Yesterday he left.", &["2023-01-28..2023-01-28"]);
        check("He arrived on December 20.", &["2022-12-20..2022-12-20"]);
    }
}
