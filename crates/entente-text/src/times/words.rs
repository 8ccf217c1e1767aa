//! The vocabulary of times: names of months, days, seasons, units, holidays. Words come in lower
//! case.

use jiff::civil::Weekday;

use super::calendar::{Grain, Season};

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

const TENS: [&str; 10] = [
    "hundreds",
    "tens",
    "twenties",
    "thirties",
    "forties",
    "fifties",
    "sixties",
    "seventies",
    "eighties",
    "nineties",
];

const ORDINALS: [&str; 22] = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
];

/// A unit in which time is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Unit {
    Minute,
    Hour,
    Day,
    Week,
    Month,
    Quarter,
    Year,
    Decade,
    Century,
}

impl Unit {
    /// The period of the calendar of this length; `None` for parts of a day.
    pub(super) fn grain(self) -> Option<Grain> {
        Some(match self {
            Self::Minute | Self::Hour => return None,
            Self::Day => Grain::Day,
            Self::Week => Grain::Week,
            Self::Month => Grain::Month,
            Self::Quarter => Grain::Quarter,
            Self::Year => Grain::Year,
            Self::Decade => Grain::Decade,
            Self::Century => Grain::Century,
        })
    }

    /// A duration of so many units: `P3D`, `PT2H`, `P1DE`.
    pub(super) fn duration(self, count: &str) -> String {
        match self {
            Self::Minute => format!("PT{count}M"),
            Self::Hour => format!("PT{count}H"),
            Self::Day => format!("P{count}D"),
            Self::Week => format!("P{count}W"),
            Self::Month => format!("P{count}M"),
            Self::Quarter => format!("P{count}Q"),
            Self::Year => format!("P{count}Y"),
            Self::Decade => format!("P{count}DE"),
            Self::Century => format!("P{count}CE"),
        }
    }

    /// What a period of this length is when nothing places it: `XXXX-XX` for a month.
    pub(super) fn unknown(self) -> &'static str {
        match self {
            Self::Minute | Self::Hour | Self::Day => "XXXX-XX-XX",
            Self::Week => "XXXX-WXX",
            Self::Month => "XXXX-XX",
            Self::Quarter => "XXXX-QX",
            Self::Year => "XXXX",
            Self::Decade => "XXX",
            Self::Century => "XX",
        }
    }
}

/// The unit that a word names, singular or plural.
pub(super) fn unit(word: &str) -> Option<Unit> {
    Some(match word {
        "minute" | "minutes" => Unit::Minute,
        "hour" | "hours" => Unit::Hour,
        "day" | "days" => Unit::Day,
        "week" | "weeks" => Unit::Week,
        "month" | "months" => Unit::Month,
        "quarter" => Unit::Quarter,
        "year" | "years" => Unit::Year,
        "decade" | "decades" => Unit::Decade,
        "century" | "centuries" => Unit::Century,
        _ => return None,
    })
}

/// The month of a full name or an abbreviation in lower case ("january", "jan", "sept."), from 1.
pub fn month(word: &str) -> Option<i8> {
    let word = word.trim_end_matches('.');
    let abbreviated = word.len() == 3 || word == "sept";
    let at = MONTHS
        .iter()
        .position(|month| *month == word || abbreviated && month.starts_with(word))?;
    i8::try_from(at + 1).ok()
}

/// The weekday of a full name or an abbreviation with a stop.
pub(crate) fn weekday(word: &str) -> Option<Weekday> {
    Some(match word {
        "monday" | "mon." | "mondays" => Weekday::Monday,
        "tuesday" | "tue." | "tues." | "tuesdays" => Weekday::Tuesday,
        "wednesday" | "wed." | "wednesdays" => Weekday::Wednesday,
        "thursday" | "thu." | "thurs." | "thursdays" => Weekday::Thursday,
        "friday" | "fri." | "fridays" => Weekday::Friday,
        "saturday" | "sat." | "saturdays" => Weekday::Saturday,
        "sunday" | "sun." | "sundays" => Weekday::Sunday,
        _ => return None,
    })
}

/// The season of its name.
pub(super) fn season(word: &str) -> Option<Season> {
    Some(match word {
        "spring" | "springtime" => Season::Spring,
        "summer" | "summertime" | "midsummer" => Season::Summer,
        "autumn" | "fall" => Season::Autumn,
        "winter" | "wintertime" | "midwinter" => Season::Winter,
        _ => return None,
    })
}

/// The TIMEX3 code of a part of the day.
pub(super) fn part_of_day(word: &str) -> Option<&'static str> {
    Some(match word {
        "morning" | "dawn" => "TMO",
        "afternoon" => "TAF",
        "evening" => "TEV",
        "night" => "TNI",
        _ => return None,
    })
}

/// Month and day of a holiday that falls on the same day every year.
pub(super) fn holiday(first: &str, second: &str, third: &str) -> Option<((i8, i8), usize)> {
    Some(match (first, second, third) {
        ("christmas", "eve", _) => ((12, 24), 2),
        ("christmas", "day", _) => ((12, 25), 2),
        ("boxing", "day", _) => ((12, 26), 2),
        ("new", "year's", "eve") => ((12, 31), 3),
        ("new", "year's", "day") => ((1, 1), 3),
        ("may", "day", _) => ((5, 1), 2),
        ("valentine's" | "valentines", "day", _) => ((2, 14), 2),
        ("halloween", _, _) => ((10, 31), 1),
        ("christmas", _, _) => ((12, 25), 1),
        _ => return None,
    })
}

/// An ordinal in digits or words: "19th", "nineteenth".
pub(super) fn ordinal(word: &str) -> Option<i8> {
    if let Some(at) = ORDINALS.iter().position(|own| *own == word) {
        return i8::try_from(at).ok().filter(|number| *number > 0);
    }
    let digits = ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|suffix| word.strip_suffix(suffix))?;
    digits.parse().ok().filter(|number| *number > 0)
}

/// The day of the month in digits, with or without "th"; in words from "first" on.
pub(super) fn day_number(word: &str) -> Option<i8> {
    let number = ordinal(word).or_else(|| {
        let is_short = (1..=2).contains(&word.len());
        let digits = is_short && word.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| word.parse().ok()).flatten()
    })?;
    (1..=31).contains(&number).then_some(number)
}

/// A year from 1500 to 2100 in four digits.
pub(super) fn year_number(word: &str) -> Option<i16> {
    (word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit()))
        .then(|| word.parse().ok())
        .flatten()
        .filter(|year| (1500..=2100).contains(year))
}

/// The tens of a decade in words, from the twenties on: 9 of "nineties".
pub(super) fn decade_word(word: &str) -> Option<i16> {
    let at = TENS.iter().position(|tens| *tens == word)?;
    i16::try_from(at).ok().filter(|tens| *tens >= 2)
}
