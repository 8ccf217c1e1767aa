//! Times of day, parts of a day, and times that recur.

use super::calendar::Grain;
use super::reader::{Read, Reader};
use super::words::{month, part_of_day, unit, weekday};
use super::{Sense, TimexKind};
use crate::parse::Upos;

impl Reader<'_> {
    /// "14:00 on 5 August 2011", "Friday at 8:30 am", "midnight".
    pub(super) fn clock_on_day(&self, index: usize) -> Read {
        let about = self.skip(index, &["around", "about"]);
        if let Some((time, end)) = self.clock(about) {
            let day = self.skip(end, &["on", ","]);
            let dated = self.calendar_date(day).filter(|(sense, _)| {
                sense.kind == TimexKind::Date
                    && (sense.start == sense.end || sense.value.contains("XX"))
            });
            let (sense, end) = match dated {
                Some(dated) => dated,
                None => {
                    let today = self.now(Grain::Day, 0);
                    (Sense::placed(today, "XXXX-XX-XX"), end)
                }
            };
            return Some((sense.at(&time), end));
        }
        let (sense, end) = self.calendar_date(index)?;
        let is_day = sense.start.is_some() && sense.start == sense.end;
        let at = self.skip(end, &["at"]);
        if at > end
            && is_day
            && sense.kind == TimexKind::Date
            && let Some((time, end)) = self.clock(self.skip(at, &["around", "about"]))
        {
            return Some((sense.at(&time), end));
        }
        None
    }

    /// "14:00", "8:30 am", "2 p.m.", "noon", "ten o'clock": as TIMEX3 writes it, and the token after.
    fn clock(&self, index: usize) -> Option<(String, usize)> {
        match self.word(index) {
            "noon" | "midday" => return Some(("T12:00".to_owned(), index + 1)),
            "midnight" => return Some(("T24:00".to_owned(), index + 1)),
            _ => {}
        }
        let word = self.word(index);
        let glued = ["am", "pm", "a.m.", "p.m."]
            .iter()
            .find_map(|half| Some((word.strip_suffix(half)?, *half)));
        let (digits, half, end) = match glued {
            Some((digits, half)) if !digits.is_empty() => (digits, half, index + 1),
            _ => match self.word(index + 1) {
                half @ ("am" | "pm" | "a.m." | "p.m." | "a.m" | "p.m" | "o'clock") => {
                    (word, half, index + 2)
                }
                _ => (word, "", index + 1),
            },
        };
        let (hour, minute) = match digits.split_once([':', '.']) {
            Some((hour, minute)) if minute.len() == 2 => (hour, minute.parse::<u8>().ok()?),
            Some(_) => return None,
            None if half.is_empty() => return None,
            None => (digits, 0),
        };
        // "2.30" without "pm" is a number.
        if half.is_empty() && !digits.contains(':') {
            return None;
        }
        let hour: u8 = hour.parse().ok()?;
        if hour > 24 || minute > 59 {
            return None;
        }
        let hour = match half.as_bytes().first() {
            Some(b'p') if hour < 12 => hour + 12,
            Some(b'a') if hour == 12 => 0,
            _ => hour,
        };
        let zone = ["gmt", "utc", "est", "cet", "bst"];
        let end = match (self.word(end), self.word(end + 1)) {
            ("local", "time") => end + 2,
            _ => self.skip(end, &zone),
        };
        Some((format!("T{hour:02}:{minute:02}"), end))
    }

    /// "the night of 3 May", "Monday night", "yesterday evening", "last night", "overnight", "the
    /// early hours of Saturday".
    pub(super) fn part_of(&self, index: usize) -> Read {
        let day = |steps: i64| Sense::placed(self.now(Grain::Day, steps), "XXXX-XX-XX");
        match (self.word(index), self.word(index + 1)) {
            ("overnight", _) if self.upos(index) != Some(Upos::Adj) => {
                return Some((day(-1).at("TNI"), index + 1));
            }
            ("tonight", _) => return Some((day(0).at("TNI"), index + 1)),
            ("last", "night") => return Some((day(-1).at("TNI"), index + 2)),
            ("this", part) => {
                if let Some(code) = part_of_day(part) {
                    return Some((day(0).at(code), index + 2));
                }
            }
            _ => {}
        }
        let at = self.skip(index, &["the"]);
        let at_part = self.skip(at, &["early", "late"]);
        let hours = self.word(at) == "early" && self.word(at + 1) == "hours";
        let code = if hours {
            Some("TMO")
        } else {
            part_of_day(self.word(at_part))
        };
        if let Some(code) = code
            && matches!(self.word(at_part + 1), "of" | "on")
        {
            let (sense, end) = self.named_day(at_part + 2)?;
            return Some((sense.at(code), end));
        }
        let early = self.skip(index, &["early", "late"]);
        let (sense, end) = self.named_day(early)?;
        let code = part_of_day(self.word(end))?;
        Some((sense.at(code), end + 1))
    }

    /// A single day of the calendar.
    fn named_day(&self, index: usize) -> Read {
        let (sense, end) = self
            .weekday_date(index)
            .or_else(|| self.month_range(index))
            .or_else(|| self.near_day(index))?;
        let is_day = sense.kind == TimexKind::Date
            && sense.start == sense.end
            && sense.value.len() >= "XXXX-XX-XX".len();
        is_day.then_some((sense, end))
    }

    /// "every week", "each Friday", "every September", "once a year", "daily", "annual".
    pub(super) fn recurring(&self, index: usize) -> Read {
        let set = |value: String, end| Some((Sense::unplaced(TimexKind::Set, value), end));
        match self.word(index) {
            "every" | "each" => {
                if let Some(day) = weekday(self.word(index + 1)) {
                    let value = format!("XXXX-WXX-{}", day.to_monday_one_offset());
                    let part = part_of_day(self.word(index + 2)).unwrap_or("");
                    let end = index + 2 + usize::from(!part.is_empty());
                    return set(value + part, end);
                }
                if let Some(month) = month(self.word(index + 1))
                    && self.starts_upper(index + 1)
                {
                    return set(format!("XXXX-{month:02}"), index + 2);
                }
                if let Some(part) = part_of_day(self.word(index + 1)) {
                    return set(format!("XXXX-XX-XX{part}"), index + 2);
                }
                if let Some(season) = super::words::season(self.word(index + 1)) {
                    return set(format!("XXXX-{}", season.code()), index + 2);
                }
                if let Some(unit) = unit(self.word(index + 1)) {
                    return set(unit.duration("1"), index + 2);
                }
                let (sense, end) = self.duration(index + 1)?;
                set(sense.value, end)
            }
            "once" | "twice" => {
                let per = matches!(self.word(index + 1), "a" | "every" | "per");
                let unit = unit(self.word(index + 2)).filter(|_| per)?;
                set(unit.duration("1"), index + 3)
            }
            word => {
                let value = match word {
                    "hourly" => "PT1H",
                    "daily" | "nightly" => "P1D",
                    "weekly" => "P1W",
                    "monthly" => "P1M",
                    "quarterly" => "P1Q",
                    "yearly" | "annual" | "annually" => "P1Y",
                    _ => return None,
                };
                if self.starts_upper(index) && index > 0 {
                    return None;
                }
                set(value.to_owned(), index + 1)
            }
        }
    }
}
