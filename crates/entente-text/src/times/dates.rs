//! Dates of the calendar: days, months, seasons, quarters, years, decades, centuries.

use entente_model::Date;
use jiff::civil::Weekday;

use super::calendar::{Grain, Period, move_days};
use super::reader::{Read, Reader};
use super::words::{
    day_number, decade_word, holiday, month, ordinal, season, unit, weekday, year_number,
};
use super::{Sense, TimexKind};
use crate::parse::Upos;

/// What part of a period is meant, from one share of its days to another, in percent.
struct Part(i64, i64);

impl Part {
    const MIDDLE: Self = Self(25, 75);

    fn of(word: &str) -> Option<Self> {
        Some(match word {
            "early" | "earlier" | "beginning" | "start" => Self(0, 34),
            "mid" | "middle" => Self::MIDDLE,
            "late" | "later" | "end" => Self(66, 100),
            _ => return None,
        })
    }

    /// The days of this part; of a day, month or longer.
    fn of_days(&self, first: Date, last: Date) -> Option<(Date, Date)> {
        let length = i64::from(first.until(last).ok()?.get_days());
        let day = |percent: i64| move_days(first, length * percent / 100);
        Some((day(self.0)?, day(self.1)?))
    }
}

/// A date in three numbers.
enum Numbers {
    YearFirst(i16, i8, i8),
    YearLast(i8, i8, i16),
}

impl Numbers {
    fn of(words: &[String]) -> Option<Self> {
        let joined = words.concat();
        let separator = joined.chars().find(|char| !char.is_ascii_digit())?;
        if !matches!(separator, '-' | '/' | '.') {
            return None;
        }
        let parts: Vec<&str> = joined.split(separator).collect();
        let &[first, second, third] = parts.as_slice() else {
            return None;
        };
        let number = |part: &str| part.parse::<i8>().ok();
        Some(if first.len() == 4 {
            Self::YearFirst(year_number(first)?, number(second)?, number(third)?)
        } else {
            Self::YearLast(number(first)?, number(second)?, year_number(third)?)
        })
    }
}

/// Whether dates in numbers have the day first, where one among the words shows it by a number
/// that no month has.
pub(super) fn day_first(words: &[String]) -> Option<bool> {
    (0..words.len()).find_map(|index| {
        [index + 1, index + 5].into_iter().find_map(|end| {
            match Numbers::of(words.get(index..end)?)? {
                Numbers::YearLast(13.., ..=12, _) => Some(true),
                Numbers::YearLast(..=12, 13.., _) => Some(false),
                _ => None,
            }
        })
    })
}

impl Reader<'_> {
    /// "2023-01-29" (which tokenisation may have taken apart), "23/12/2018", "8/5/2011".
    pub(super) fn numeric(&self, index: usize) -> Read {
        let word = self.word(index);
        let is_first = word.starts_with(|char: char| char.is_ascii_digit());
        if !is_first {
            return None;
        }
        let ends: [usize; 2] = [index + 1, index + 5];
        ends.into_iter().find_map(|end| {
            let date = match Numbers::of(self.words.get(index..end)?)? {
                Numbers::YearFirst(year, month, day) => Date::new(year, month, day).ok()?,
                Numbers::YearLast(first, second, year) => self.ordered(first, second, year)?,
            };
            Some((Sense::period(Period::day(date)).with_year(), end))
        })
    }

    /// The day of "8/5/2011": in the order that one of its numbers or another date of the document
    /// shows, else the one nearer to the document's date.
    fn ordered(&self, first: i8, second: i8, year: i16) -> Option<Date> {
        let day_first = Date::new(year, second, first).ok();
        let month_first = Date::new(year, first, second).ok();
        let (Some(day), Some(month)) = (day_first, month_first) else {
            return day_first.or(month_first);
        };
        if day == month {
            return Some(day);
        }
        if let Some(is_first) = self.story.day_first {
            return Some(if is_first { day } else { month });
        }
        let anchor = self.anchor?;
        let distance = |date: Date| anchor.until(date).map(|span| span.get_days().abs()).ok();
        let (near_day, near_month) = (distance(day)?, distance(month)?);
        (near_day != near_month).then_some(if near_day < near_month { day } else { month })
    }

    /// "early 2020", "late January", "the end of 2022", "mid-2019", "late last year", "earlier this
    /// month", "the end of the month".
    pub(super) fn modified(&self, index: usize) -> Read {
        let at = self.skip(index, &["the"]);
        let (part, at) = match self.word(at).split_once('-') {
            Some(("mid", rest)) => return self.mid(rest, at + 1),
            _ => (Part::of(self.word(at))?, at + 1),
        };
        let at = match self.word(at) {
            "-" | "of" | "in" | "on" | "to" => at + 1,
            _ => at,
        };
        let at = self.skip(at, &["the"]);
        let (sense, end) = self.modifiable(at)?;
        Some((narrowed(sense, &part), end))
    }

    /// What "early" may stand before.
    fn modifiable(&self, at: usize) -> Read {
        let (sense, end) = self
            .part_of(at)
            .or_else(|| self.portion(at))
            .or_else(|| self.seasonal(at))
            .or_else(|| self.month_range(at))
            .or_else(|| self.century(at))
            .or_else(|| self.decade(at))
            .or_else(|| self.weekday_date(at))
            .or_else(|| self.near_day(at))
            .or_else(|| self.years(at))
            .or_else(|| self.stepped(at))
            .or_else(|| {
                // "the end of the month", "earlier in the day".
                let is_bare = self.before(at) == "the" && self.word(at + 1) != "of";
                let grain = unit(self.word(at)).filter(|_| is_bare)?.grain()?;
                Some((Sense::period(self.now(grain, 0)?), at + 1))
            })?;
        (sense.kind == TimexKind::Date || sense.kind == TimexKind::Time).then_some((sense, end))
    }

    /// "mid-2019", "mid-August 2020", "mid-1980s" as one token.
    fn mid(&self, rest: &str, end: usize) -> Read {
        let sense = if let Some(year) = year_number(rest) {
            Sense::placed(Period::year(year), "XXXX").with_year()
        } else if let Some(month) = month(rest) {
            let (year, end) = self
                .year_after(end)
                .map_or((None, end), |(y, e)| (Some(y), e));
            let sense = self.month_sense(month, year, end);
            return Some((narrowed(sense, &Part::MIDDLE), end));
        } else {
            let year = year_number(rest.strip_suffix('s')?)?;
            Sense::period(Period::containing(
                Grain::Decade,
                Date::new(year, 1, 1).ok()?,
            )?)
        };
        Some((narrowed(sense, &Part::MIDDLE), end))
    }

    /// "the second half of 2020", "the first quarter", "Q3 2019", "2019 Q3".
    pub(super) fn portion(&self, index: usize) -> Read {
        let at = self.skip(index, &["the"]);
        let (grain, number, end) = match self.word(at) {
            "q1" => (Grain::Quarter, 1, at + 1),
            "q2" => (Grain::Quarter, 2, at + 1),
            "q3" => (Grain::Quarter, 3, at + 1),
            "q4" => (Grain::Quarter, 4, at + 1),
            "h1" => (Grain::Half, 1, at + 1),
            "h2" => (Grain::Half, 2, at + 1),
            word => {
                let number = ordinal(word)?;
                let hyphen = usize::from(self.is_hyphen(at + 1));
                match (self.word(at + 1 + hyphen), number) {
                    ("half", 1..=2) => (Grain::Half, number, at + 2 + hyphen),
                    ("quarter", 1..=4) => (Grain::Quarter, number, at + 2 + hyphen),
                    _ => return None,
                }
            }
        };
        let of = self.skip(end, &["of", "in"]);
        if let Some((year, end)) = self.year_after(of) {
            return Some((
                Sense::period(Period::part(year, grain, number)?).with_year(),
                end,
            ));
        }
        let of_period = of > end;
        if of_period && let Some((sense, end)) = self.decade(of).or_else(|| self.century(of)) {
            let shares = if grain == Grain::Half { 2 } else { 4 };
            let number = i64::from(number);
            let part = Part((number - 1) * 100 / shares, number * 100 / shares);
            return Some((narrowed(sense, &part), end));
        }
        let of_year = of_period && self.word(of) == "the" && self.word(of + 1) == "year";
        if !of_year && (of_period || grain == Grain::Half) {
            return None;
        }
        let code = if grain == Grain::Half { "H" } else { "Q" };
        let year = self.story.year.or(self.anchor.map(Date::year));
        let period = year.and_then(|year| Period::part(year, grain, number));
        let end = if of_year { of + 2 } else { end };
        Some((Sense::placed(period, format!("XXXX-{code}{number}")), end))
    }

    /// "the summer of 2008", "summer 2008", "last winter", "the winter of 1776-77".
    pub(super) fn seasonal(&self, index: usize) -> Read {
        let article = self.word(index) == "the";
        let at = index + usize::from(article);
        let step = step_word(self.word(at));
        let at = at + usize::from(step.is_some());
        // "summers" are those of any year.
        let plural = self
            .word(at)
            .strip_suffix('s')
            .filter(|one| matches!(*one, "summer" | "winter" | "autumn"))
            .and_then(season);
        if let Some(name) = plural {
            let code = format!("XXXX-{}", name.code());
            return Some((Sense::unplaced(TimexKind::Date, code), at + 1));
        }
        let name = season(self.word(at))?;
        let of = self.skip(at + 1, &["of", "in", ","]);
        let code = format!("XXXX-{}", name.code());
        if let Some((year, end)) = self.year_after(of) {
            let short = self.word(end + 1).len() == 2 && self.word(end + 1).parse::<i8>().is_ok();
            let end = if self.is_hyphen(end) && short {
                end + 2
            } else {
                end
            };
            return Some((
                Sense::placed(Period::season(year, name), code).with_year(),
                end,
            ));
        }
        // "fall" and "spring" are more often something else.
        let named = article || step.is_some() || matches!(self.before(index), "in" | "this");
        if !named && matches!(self.word(at), "fall" | "spring") {
            return None;
        }
        if !named && (self.starts_upper(at) || self.before(index) == "of") {
            return None;
        }
        // "the fall of the wall", "the Summer Institute", "winter storms".
        let other = matches!(self.word(at), "fall" | "spring") && self.word(at + 1) == "of"
            || self.starts_upper(at)
            || self.upos(at + 1) == Some(Upos::Noun);
        if step.is_none() && other {
            return None;
        }
        let Some(step) = step else {
            return Some((Sense::unplaced(TimexKind::Date, code), at + 1));
        };
        let period = self.anchor.and_then(|anchor| {
            let own = Period::containing(Grain::Season(name), anchor)?;
            let steps = match step {
                -1 if own.last < anchor => 0,
                1 if own.first > anchor => 0,
                other => other,
            };
            own.step(steps)
        });
        Some((Sense::placed(period, code), at + 1))
    }

    /// A month or day, and the range that it may open: "January - June 2016", "January 23 - March 9
    /// 2014".
    pub(super) fn month_range(&self, index: usize) -> Read {
        let (first, end) = self.month_date(index)?;
        if self.is_hyphen(end)
            && let Some((last, end)) = self.month_date(end + 1)
        {
            return Some((self.joined(first, &last), end));
        }
        Some((first, end))
    }

    fn month_date(&self, index: usize) -> Read {
        self.month_first(index).or_else(|| self.day_first(index))
    }

    /// "January 29, 2023", "Jan. 29", "May 3-5, 2022", "January 2023", "last August", "January".
    fn month_first(&self, index: usize) -> Read {
        let step = step_word(self.word(index));
        let at = index + usize::from(step.is_some());
        let number = self.month_at(at)?;
        let at = self.after_month(at);
        if step.is_none()
            && let Some(day) = day_number(self.word(at)).filter(|_| self.is_day(at))
        {
            let joins = self.is_hyphen(at + 1) || matches!(self.word(at + 1), "to" | "and");
            let last = day_number(self.word(at + 2))
                .filter(|last| joins && *last > day && self.is_day(at + 2))
                .filter(|_| self.month_at(at + 3).is_none());
            let end = if last.is_some() { at + 3 } else { at + 1 };
            return Some(self.days(number, (day, last), end, index));
        }
        if let Some((year, end)) = self
            .year_after(self.skip(at, &["of"]))
            .filter(|_| step.is_none())
        {
            return Some((self.month_sense(number, Some(year), index), end));
        }
        if !self.is_month_name(index, at) {
            return None;
        }
        let Some(step) = step else {
            return Some((self.month_sense(number, None, index), at));
        };
        let period = self.anchor.and_then(|anchor| {
            let own = Period::month(anchor.year(), number)?;
            let steps = match step {
                -1 if own.last < anchor => 0,
                1 if own.first > anchor => 0,
                other => other * 12,
            };
            own.step(steps)
        });
        Some((Sense::placed(period, format!("XXXX-{number:02}")), at))
    }

    /// "29 Jan 2023", "29 January", "the 27th of January 2023", "3 to 5 May 2021".
    fn day_first(&self, index: usize) -> Read {
        let at = self.skip(index, &["the"]);
        let first = day_number(self.word(at))?;
        let joins = self.is_hyphen(at + 1) || matches!(self.word(at + 1), "to" | "and");
        let last = day_number(self.word(at + 2)).filter(|last| joins && *last > first);
        let end = if last.is_some() { at + 3 } else { at + 1 };
        let end = self.skip(end, &["of"]);
        let number = self.month_at(end)?;
        Some(self.days(number, (first, last), self.after_month(end), index))
    }

    /// Whether the number at `at` is a day of the month before it, not of what follows.
    fn is_day(&self, at: usize) -> bool {
        let next = self.word(at + 1);
        !matches!(
            next,
            "%" | "percent" | "million" | "billion" | ":" | "people"
        ) && unit(next).is_none()
    }

    /// A day, or a range of days, of a month, with the year after it.
    fn days(
        &self,
        month: i8,
        (first, last): (i8, Option<i8>),
        end: usize,
        index: usize,
    ) -> (Sense, usize) {
        let year = self.year_after(end);
        let day = |number: i8| {
            let placed = match year {
                Some((year, _)) => Date::new(year, month, number).ok(),
                None => self.nearest(month, number, index),
            };
            let sense = Sense::placed(
                placed.map(Period::day),
                format!("XXXX-{month:02}-{number:02}"),
            );
            Sense {
                names_year: year.is_some(),
                ..sense
            }
        };
        let end = year.map_or(end, |(_, end)| end);
        match last {
            Some(last) => (Sense::range(&day(first), &day(last)), end),
            None => (day(first), end),
        }
    }

    fn month_sense(&self, month: i8, year: Option<i16>, index: usize) -> Sense {
        let named = year.is_some();
        // "October is the month of ..."
        let subject = !named && matches!(self.word(index + 1), "is" | "are");
        if !named && self.is_habitual() || subject {
            return Sense::unplaced(TimexKind::Date, format!("XXXX-{month:02}"));
        }
        let year = year.or(self.story.year).or_else(|| {
            let anchor = self.anchor?;
            if self.before(index) == "by" || self.is_future(index) {
                return anchor.year().checked_add(i16::from(month < anchor.month()));
            }
            anchor.year().checked_sub(i16::from(month > anchor.month()))
        });
        let period = year.and_then(|year| Period::month(year, month));
        Sense {
            names_year: named,
            ..Sense::placed(period, format!("XXXX-{month:02}"))
        }
    }

    /// The day of a month and day without year: in the year being told of; else before the
    /// document's date, up to a month after it, or after it where the verb says so.
    fn nearest(&self, month: i8, day: i8, index: usize) -> Option<Date> {
        if self.is_habitual() {
            return None;
        }
        if let Some(year) = self.story.year {
            return Date::new(year, month, day).ok();
        }
        let anchor = self.anchor?;
        let own = Date::new(anchor.year(), month, day).ok()?;
        if own < anchor && self.is_future(index) {
            let past_half = move_days(anchor, -183)? > own;
            return if past_half {
                Date::new(anchor.year().checked_add(1)?, month, day).ok()
            } else {
                Some(own)
            };
        }
        if own > move_days(anchor, 31)? && !self.is_future(index) {
            return Date::new(anchor.year().checked_sub(1)?, month, day).ok();
        }
        Some(own)
    }

    /// The year that closes a date: "2023", ", 2023", "this year", "of last year", "the same year".
    fn year_after(&self, index: usize) -> Option<(i16, usize)> {
        let comma = self.skip(index, &[",", "of", "in"]);
        if let Some(year) = self.year_at(comma) {
            return Some((year, comma + 1));
        }
        if let Some(year) = ancient(self.word(comma)).filter(|_| self.word(comma).len() == 3) {
            return Some((year, comma + 1));
        }
        let at = self.skip(index, &["of"]);
        let at = if self.word(at) == "the" { at + 1 } else { at };
        if self.word(at + 1) != "year" {
            return None;
        }
        let year = match self.word(at) {
            "same" | "that" => self.story.last?.first.year(),
            word => {
                let step = step_word(word)?;
                self.anchor?.year().checked_add(i16::try_from(step).ok()?)?
            }
        };
        Some((year, at + 2))
    }

    /// "the 19th century", "the mid-19th century", "the sixteenth-century".
    pub(super) fn century(&self, index: usize) -> Read {
        let at = self.skip(index, &["the"]);
        let number = ordinal(self.word(at))?;
        let at = at + 1 + usize::from(self.is_hyphen(at + 1));
        if !matches!(self.word(at), "century" | "centuries") {
            return None;
        }
        let before_era = matches!(self.word(at + 1), "bc" | "bce" | "b.c.");
        let end = at + 1 + usize::from(before_era);
        let index = i16::from(number) - 1;
        if before_era {
            let sense = Sense::unplaced(TimexKind::Date, format!("BC{index:02}"));
            return Some((sense, end));
        }
        let day = Date::new(index * 100, 1, 1).ok()?;
        Some((Sense::period(Period::containing(Grain::Century, day)?), end))
    }

    /// "the 1990s", "1990's", "the '90s", "the nineties".
    pub(super) fn decade(&self, index: usize) -> Read {
        let article = self.word(index) == "the";
        let at = index + usize::from(article);
        let named = article || matches!(self.before(index), "early" | "mid" | "late" | "-");
        if let Some(tens) = decade_word(self.word(at)).filter(|_| named) {
            let day = Date::new(1900 + tens * 10, 1, 1).ok()?;
            return Some((
                Sense::period(Period::containing(Grain::Decade, day)?),
                at + 1,
            ));
        }
        let quoted = matches!(self.word(at), "'" | "\u{2018}");
        let at = at + usize::from(quoted);
        let word = self.word(at);
        let (digits, end) = match word.strip_suffix('s') {
            Some(digits) if digits.ends_with('\'') && !article => return None,
            Some(digits) => (digits.trim_end_matches('\''), at + 1),
            None if self.word(at + 1) == "'s" && article => (word, at + 2),
            None => return None,
        };
        let digits = digits.trim_start_matches(['\'', '\u{2018}']);
        let year = if digits.len() == 2 && (quoted || word.starts_with(['\'', '\u{2018}'])) {
            1900 + digits.parse::<i16>().ok()?
        } else {
            year_number(digits)?
        };
        if year % 10 != 0 {
            return None;
        }
        let grain = if year % 100 == 0 && year < 1900 {
            Grain::Century
        } else {
            Grain::Decade
        };
        let day = Date::new(year, 1, 1).ok()?;
        Some((Sense::period(Period::containing(grain, day)?), end))
    }

    /// "fiscal 2022", "fiscal year 2022", "the 2022 fiscal year".
    pub(super) fn fiscal(&self, index: usize) -> Read {
        let at = self.skip(index, &["the"]);
        let (year, end) = if self.word(at) == "fiscal" {
            let at = self.skip(at + 1, &["year"]);
            (year_number(self.word(at))?, at + 1)
        } else if self.word(at + 1) == "fiscal" && self.word(at + 2) == "year" {
            (year_number(self.word(at))?, at + 3)
        } else {
            return None;
        };
        let day = Date::new(year, 1, 1).ok()?;
        let period = Period::containing(Grain::FiscalYear, day)?;
        Some((Sense::period(period).with_year(), end))
    }

    /// "2011", "the year 2011", "2011-2014", "1994-96", "2021/22", "2011 and 2014" after "between", "2013
    /// - present", "842 AD", "400 BCE".
    pub(super) fn years(&self, index: usize) -> Read {
        let at = match (self.word(index), self.word(index + 1)) {
            ("the", "year") => index + 2,
            ("year", _) => index + 1,
            _ => index,
        };
        if let Some(read) = self.of_era(at) {
            return Some(read);
        }
        if let Some(year) = self.early_year(at) {
            let sense = Sense::placed(Period::year(year), "XXXX").with_year();
            if let Some(last) = self.early_end(at) {
                let last = Sense::placed(Period::year(last), "XXXX").with_year();
                return Some((Sense::range(&sense, &last), at + 3));
            }
            return Some((sense, at + 1));
        }
        let year = self.year_at(at)?;
        let sense = Sense::placed(Period::year(year), "XXXX").with_year();
        let joined = self.is_hyphen(at + 1) || self.word(at + 1) == "/";
        if joined && matches!(self.word(at + 2), "present" | "today" | "now") {
            let open = Sense {
                end: None,
                value: format!("{year}/.."),
                ..sense
            };
            return Some((open, at + 3));
        }
        let last = self.word(at + 2);
        let last = match last.len() {
            2 => last.parse::<i16>().ok().map(|last| year / 100 * 100 + last),
            _ => year_number(last),
        };
        if let Some(last) = last.filter(|last| joined && *last > year) {
            let last = Sense::placed(Period::year(last), "XXXX").with_year();
            return Some((Sense::range(&sense, &last), at + 3));
        }
        Some((sense, at + 1))
    }

    /// "in 348", "c. 373", "the year 71", "(1480)": a year before 1500, where nothing that it counts
    /// follows.
    fn early_year(&self, index: usize) -> Option<i16> {
        let word = self.word(index);
        let long = (3..=4).contains(&word.len()) && !word.ends_with("00");
        let ranged = self.is_hyphen(index + 1);
        let dated = match self.before(index) {
            "year" | "c." | "circa" | "ca." => (2..=4).contains(&word.len()),
            "." => self.word(index.saturating_sub(2)) == "c" && (2..=4).contains(&word.len()),
            "in" => long,
            "before" | "after" | "until" | "by" | "since" | "around" => {
                long && (word.len() == 4 || self.story.year.is_some_and(|year| year < 1000))
            }
            // "about 360-366" counts anything; as years they lie close together.
            "about" | "(" if ranged => long && self.early_end(index).is_some(),
            "(" => word.len() == 4 && self.word(index + 1) == ")",
            _ => false,
        };
        let counts = !ranged
            && matches!(
                self.upos(index + 1),
                Some(Upos::Noun | Upos::Adj | Upos::Num | Upos::Sym)
            )
            || matches!(self.word(index + 1), "%" | "of");
        ancient(word).filter(|year| dated && !counts && *year < 1500)
    }

    /// The second year of "837-908": within a lifetime of the first, and nothing that it counts
    /// follows.
    fn early_end(&self, index: usize) -> Option<i16> {
        let first = ancient(self.word(index))?;
        let word = self.word(index + 2);
        let last = ancient(word).filter(|last| (3..=4).contains(&word.len()) && *last > first)?;
        let closes = matches!(self.word(index + 3), "" | ")" | "," | "." | ";");
        (self.is_hyphen(index + 1) && closes && last - first <= 110).then_some(last)
    }

    /// "AD 842", "842 AD", "400 BCE".
    fn of_era(&self, index: usize) -> Read {
        if self.word(index) == "ad" && self.starts_upper(index) {
            let year = ancient(self.word(index + 1))?;
            return Some((Sense::period(Period::year(year)?).with_year(), index + 2));
        }
        let year = ancient(self.word(index))?;
        match self.word(index + 1) {
            "ad" | "ce" | "a.d." | "c.e." => {
                Some((Sense::period(Period::year(year)?).with_year(), index + 2))
            }
            "bc" | "bce" | "b.c." | "b.c.e." => Some((
                Sense::unplaced(TimexKind::Date, format!("BC{year:04}")),
                index + 2,
            )),
            _ => None,
        }
    }

    /// "Friday", "last Friday", "next Tuesday", "that Tuesday", "Friday, May 7".
    pub(super) fn weekday_date(&self, index: usize) -> Read {
        let step = step_word(self.word(index));
        let at = index + usize::from(step.is_some() || self.word(index) == "that");
        let weekday = weekday(self.word(at)).filter(|_| self.starts_upper(at))?;
        // "Sunday, January 29, 2023": the date says more than the day's name.
        if let Some(dated) = self.month_date(self.skip(at + 1, &[",", "the"])) {
            return Some(dated);
        }
        let is_plural = self.word(at).ends_with("days");
        let value = format!("XXXX-WXX-{}", weekday.to_monday_one_offset());
        let habitual = step.is_none() && self.word(index) != "that" && self.is_habitual();
        if is_plural || habitual || matches!(self.before(index), "a" | "per") {
            return Some((Sense::unplaced(TimexKind::Set, value), at + 1));
        }
        let day = self.anchor.and_then(|anchor| {
            let nth = |direction: i32| anchor.nth_weekday(direction, weekday).ok();
            match step {
                Some(1) => nth(1),
                Some(-1) => nth(-1),
                _ if anchor.weekday() == weekday => Some(anchor),
                Some(_) => self.this_week(anchor, weekday),
                None if self.word(index) != "that" && self.is_future(index) => nth(1),
                None => nth(-1),
            }
        });
        Some((Sense::placed(day.map(Period::day), value), at + 1))
    }

    fn this_week(&self, anchor: Date, weekday: Weekday) -> Option<Date> {
        let monday = Period::containing(Grain::Week, anchor)?.first;
        move_days(monday, i64::from(weekday.to_monday_zero_offset()))
    }

    /// "Christmas Day 2019", "New Year's Eve"; "9/11", which is a day that everybody calls so.
    pub(super) fn holiday(&self, index: usize) -> Read {
        let split = [self.word(index), self.word(index + 1), self.word(index + 2)];
        if split == ["9", "/", "11"] || self.word(index) == "9/11" {
            let day = Date::new(2001, 9, 11).ok()?;
            let length = if self.word(index) == "9" { 3 } else { 1 };
            return Some((Sense::period(Period::day(day)), index + length));
        }
        if !self.starts_upper(index) {
            return None;
        }
        // "New Year's" may be one token or two.
        let second = self.word(index + 1);
        let split = usize::from(self.word(index + 2) == "'s");
        let joined = match split {
            1 => format!("{second}'s"),
            _ => second.to_owned(),
        };
        let third = self.word(index + 2 + split);
        let ((month, day), length) = holiday(self.word(index), &joined, third)?;
        let end = index + length + if length > 1 { split } else { 0 };
        // "Christmas Island", "Johnnie Christmas".
        let named = self.starts_upper(end)
            || self.upos(index.saturating_sub(1)) == Some(Upos::Propn) && index > 0;
        if length == 1 && named {
            return None;
        }
        Some(self.days(month, (day, None), end, index))
    }

    /// The month whose name, capitalised, stands at `index`.
    fn month_at(&self, index: usize) -> Option<i8> {
        month(self.word(index)).filter(|_| self.starts_upper(index))
    }

    /// The token after a month's name and the full stop that tokenisation may have left.
    fn after_month(&self, index: usize) -> usize {
        let stop = self.word(index + 1) == "." && self.word(index).len() <= 4;
        let dated = day_number(self.word(index + 2)).is_some()
            || year_number(self.word(index + 2)).is_some();
        index + 1 + usize::from(stop && dated)
    }

    /// Whether a month without day and year, from `index` to `end`, is one: "March" and "May" are
    /// also verbs and names.
    fn is_month_name(&self, index: usize, end: usize) -> bool {
        let name = self.word(end.saturating_sub(1));
        if !matches!(name, "march" | "may" | "april" | "june" | "august") {
            return name.trim_end_matches('.').len() > 3 || self.before(index) == "in";
        }
        if self.starts_upper(end) && self.before(index) != "in" {
            return false;
        }
        let placed = matches!(
            self.before(index),
            "in" | "since"
                | "of"
                | "until"
                | "by"
                | "early"
                | "late"
                | "mid"
                | "-"
                | "from"
                | "between"
                | "to"
                | "and"
                | "through"
                | "during"
                | "before"
                | "after"
        );
        let common = !matches!(name, "march" | "may");
        (placed && self.upos(end.saturating_sub(1)) != Some(Upos::Verb))
            || step_word(self.word(index)).is_some()
            || common && !self.starts_upper(index.saturating_sub(1)) && !self.starts_upper(end)
    }
}

/// -1 for "last", 0 for "this", 1 for "next".
pub(super) fn step_word(word: &str) -> Option<i64> {
    Some(match word {
        "last" | "past" | "previous" => -1,
        "this" | "current" => 0,
        "next" | "coming" => 1,
        _ => return None,
    })
}

/// A year of up to four digits.
fn ancient(word: &str) -> Option<i16> {
    let digits = word.bytes().all(|byte| byte.is_ascii_digit());
    (digits && word.len() <= 4)
        .then(|| word.parse().ok())
        .flatten()
        .filter(|year| *year > 0)
}

/// The days of a part; the value stays that of the whole, and so does what "later" counts from.
fn narrowed(mut sense: Sense, part: &Part) -> Sense {
    let long = sense
        .period
        .is_some_and(|period| period.grain != Grain::Day);
    if let (true, Some(first), Some(last)) = (long, sense.start, sense.end)
        && let Some((first, last)) = part.of_days(first, last)
    {
        sense.start = Some(first);
        sense.end = Some(last);
    }
    sense
}
