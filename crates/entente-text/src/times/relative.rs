//! Times that count from the document's date or from the time told last.

use super::calendar::{Grain, Period};
use super::dates::step_word;
use super::reader::{Read, Reader};
use super::words::{Unit, unit};
use super::{Sense, TimexKind};
use crate::parse::Upos;
use crate::quantities::number_at;

/// How many units: a number, or "several".
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Count {
    Of(f64),
    Some,
}

impl Count {
    /// As TIMEX3 writes it.
    fn digits(self) -> String {
        match self {
            Self::Of(number) => number.to_string(),
            Self::Some => "X".to_owned(),
        }
    }

    /// So many years, with a half, in months.
    fn months(self) -> Option<i64> {
        let Self::Of(years) = self else { return None };
        (years.abs() < 1e6).then_some((years * 12.0).round() as i64)
    }

    fn whole(self) -> Option<i64> {
        match self {
            Self::Of(number) if number.fract() == 0.0 && number.abs() < 1e9 => Some(number as i64),
            _ => None,
        }
    }
}

impl Reader<'_> {
    /// "today", "yesterday", "tomorrow", "last weekend".
    pub(super) fn near_day(&self, index: usize) -> Read {
        let steps = match self.word(index) {
            // "Yucatan Today" is a paper.
            "today"
                if self.starts_upper(index)
                    && self.upos(index.wrapping_sub(1)) == Some(Upos::Propn) =>
            {
                return None;
            }
            "today" if self.is_nowadays(index) => {
                let sense = Sense::unplaced(TimexKind::Date, "PRESENT_REF");
                return Some((sense, index + 1));
            }
            "today" => 0,
            "yesterday" => -1,
            "tomorrow" => 1,
            _ => return self.weekend(index),
        };
        let sense = Sense::placed(self.now(Grain::Day, steps), "XXXX-XX-XX");
        Some((sense, index + 1))
    }

    /// "still used today", "than ever before today", "the Turkey of today", "known today as", "it
    /// lives on today", "Today, cars are the ...": our days.
    fn is_nowadays(&self, index: usize) -> bool {
        let near = index.saturating_sub(6)..index;
        let says = |words: &[&str]| near.clone().any(|at| words.contains(&self.word(at)));
        let is = |at: usize| matches!(self.word(at), "is" | "are");
        if self.before(index) == "of"
            || says(&["still", "ever"])
            || is(index.saturating_sub(1)) && self.word(index.saturating_sub(2)) == "what"
            || self.word(index + 1) == "than" && self.word(index + 2) == "ever"
            || self.word(index + 1) == "as" && self.word(index + 2) == "it"
        {
            return true;
        }
        if says(&["was", "were", "been", "being", "had", "will"]) {
            return false;
        }
        let lasting = |at: usize| {
            matches!(
                self.word(at),
                "known"
                    | "used"
                    | "use"
                    | "considered"
                    | "regarded"
                    | "seen"
                    | "called"
                    | "named"
                    | "remembered"
                    | "found"
                    | "lives"
                    | "live"
                    | "exists"
                    | "exist"
                    | "survives"
                    | "survive"
                    | "remains"
                    | "remain"
                    | "stands"
            )
        };
        let after = index + 1..index + 6;
        if near.clone().any(lasting)
            || self.before(index).is_empty()
                && after
                    .clone()
                    .any(|at| lasting(at) || self.word(at) == "still")
        {
            return true;
        }
        let shifts = matches!(self.before(index), "" | "but" | "," | ";");
        let comma = self.word(index + 1) == ",";
        let spoken = self
            .words
            .iter()
            .any(|word| matches!(word.as_str(), "i" | "we" | "you" | "my" | "our" | "'s"));
        if !shifts || !comma || spoken {
            return false;
        }
        // "Today, cars are the ...", "but today, the demand ... are changing": no event of a day.
        (index + 2..self.words.len())
            .find(|&at| {
                let verbal = matches!(self.upos(at), Some(Upos::Verb | Upos::Aux));
                verbal && !self.word(at).ends_with("ing")
            })
            .is_some_and(is)
    }

    /// "the weekend", "this weekend", "last weekend": the last one unless the verb looks ahead.
    fn weekend(&self, index: usize) -> Read {
        let step = step_word(self.word(index));
        if self.word(index + 1) != "weekend" || step.is_none() && self.word(index) != "the" {
            return None;
        }
        let weekend = self.now(Grain::Weekend, 0).and_then(|own| {
            let begun = self.anchor.is_some_and(|anchor| own.first <= anchor);
            match step {
                Some(-1) if begun => own.step(-1),
                Some(1) if !begun => Some(own),
                Some(1) => own.step(1),
                // On Monday, "this weekend" is the one that was.
                Some(0) if !begun && self.is_early_in_week() && !self.is_future(index) => {
                    own.step(-1)
                }
                None if begun || self.is_future(index) => Some(own),
                None => own.step(-1),
                _ => Some(own),
            }
        });
        Some((Sense::placed(weekend, "XXXX-WXX-WE"), index + 2))
    }

    fn is_early_in_week(&self) -> bool {
        self.anchor
            .is_some_and(|day| day.weekday().to_monday_zero_offset() < 3)
    }

    /// Everything that counts from another time.
    pub(super) fn relative(&self, index: usize) -> Read {
        self.told(index)
            .or_else(|| self.stepped(index))
            .or_else(|| self.stretch(index))
            .or_else(|| self.offset(index))
    }

    /// "the same day", "that year", "the next morning", "the following week": from the time told
    /// last.
    fn told(&self, index: usize) -> Read {
        let article = self.word(index) == "the";
        let at = index + usize::from(article);
        let at = if self.word(at) == "that" && self.word(at + 1) == "same" {
            at + 1
        } else {
            at
        };
        let steps = match self.word(at) {
            "same" | "that" => 0,
            "next" | "following" if article => 1,
            "previous" | "preceding" if article => -1,
            _ => return None,
        };
        let part = super::words::part_of_day(self.word(at + 1));
        let unit = match part {
            Some(_) => Unit::Day,
            None => unit(self.word(at + 1)).filter(|_| !self.word(at + 1).ends_with('s'))?,
        };
        let grain = unit.grain()?;
        let last = self
            .story
            .last
            .filter(|last| last.grain != Grain::Year || unit == Unit::Year);
        // A month told last does not tell which of its days.
        let last = last.filter(|last| last.grain == Grain::Day || unit != Unit::Day);
        let period = last
            .and_then(|last| Period::containing(grain, last.first))
            .and_then(|own| own.step(steps));
        let sense = Sense::placed(period, unit.unknown());
        Some((
            match part {
                Some(part) => sense.at(part),
                None => sense,
            },
            at + 2,
        ))
    }

    /// "last month", "this year", "next week": a period of the calendar.
    pub(super) fn stepped(&self, index: usize) -> Read {
        let past = self.word(index) == "this" && self.word(index + 1) == "past";
        let step = if past {
            -1
        } else {
            step_word(self.word(index))?
        };
        let at = index + 1 + usize::from(past);
        let unit = unit(self.word(at)).filter(|_| !self.word(at).ends_with('s'))?;
        // "our last day" is the last of a stay.
        if unit == Unit::Day {
            return None;
        }
        if self.before(index) == "the" && matches!(self.word(index), "last" | "past") {
            return None;
        }
        let sense = Sense::placed(self.now(unit.grain()?, step), unit.unknown());
        let named = unit == Unit::Year;
        Some((
            Sense {
                names_year: named,
                ..sense
            },
            at + 1,
        ))
    }

    /// "the past two years", "the last decade", "the next five years"; "recent months", "the coming
    /// days".
    fn stretch(&self, index: usize) -> Read {
        let at = self.skip(index, &["the"]);
        let many = unit(self.word(at + 1)).filter(|_| self.word(at + 1).ends_with('s'));
        match self.word(at) {
            "recent" if many.is_some() => {
                return Some((Sense::unplaced(TimexKind::Date, "PAST_REF"), at + 2));
            }
            "coming" if many.is_some() => {
                return Some((Sense::unplaced(TimexKind::Date, "FUTURE_REF"), at + 2));
            }
            _ => {}
        }
        let past = match self.word(at) {
            "last" | "past" | "previous" => true,
            "next" | "coming" | "following" => false,
            _ => return None,
        };
        let (count, at) = self.count(at + 1).unwrap_or((
            if many.is_some() {
                Count::Some
            } else {
                Count::Of(1.0)
            },
            at + 1,
        ));
        let unit = unit(self.word(at))?;
        // "the last day" is that of a stay or a month.
        if unit == Unit::Day && count == Count::Of(1.0) && many.is_none() {
            return None;
        }
        let mut sense = Sense::unplaced(TimexKind::Duration, unit.duration(&count.digits()));
        // In a story "the next five years" follow what was told last.
        let told = self.story.last.map(|told| told.first);
        let from = match (past, told) {
            (false, Some(told)) if !self.is_future(index) => Some(told),
            _ => self.anchor,
        };
        let sign = if past { -1 } else { 1 };
        let other = from.and_then(|from| match (count.whole(), unit.grain()) {
            (Some(count), Some(grain)) => self.moved(from, grain, sign * count),
            (None, Some(Grain::Year)) => self.moved(from, Grain::Month, sign * count.months()?),
            // "the last 48 hours" are two days.
            (Some(count), None) if unit == Unit::Hour => {
                self.moved(from, Grain::Day, sign * (count + 23) / 24)
            }
            _ => None,
        });
        if let (Some(from), Some(other)) = (from, other) {
            sense.start = Some(from.min(other));
            sense.end = Some(from.max(other));
        } else if count == Count::Some {
            // "the past few days" end today.
            (sense.start, sense.end) = if past { (None, from) } else { (from, None) };
        }
        Some((sense, at + 1))
    }

    /// "two weeks ago", "a year earlier", "three days later", "10 months from now".
    fn offset(&self, index: usize) -> Read {
        let (count, at) = self.count(index)?;
        let at = at + usize::from(self.is_hyphen(at));
        let unit = unit(self.word(at))?;
        let (sign, from_story, end) = match (self.word(at + 1), self.word(at + 2)) {
            ("ago", _) => (-1, false, at + 2),
            ("from", "now") => (1, false, at + 3),
            ("earlier" | "previously" | "prior", _) => (-1, true, at + 2),
            ("before", "" | "," | "." | ";" | ")") => (-1, true, at + 2),
            ("later", _) => (1, true, at + 2),
            ("after", "" | "," | "." | ";" | ")") => (1, true, at + 2),
            _ => return None,
        };
        // "six and a half months ago".
        if let (Count::Of(number), Unit::Month, Some(anchor), false) =
            (count, unit, self.anchor, from_story)
            && number.fract() != 0.0
            && let Some(day) = self.moved(anchor, Grain::Month, sign * number.abs().min(1e6) as i64)
        {
            let half = super::calendar::move_days(day, sign * 15);
            let period = half.and_then(|day| Period::containing(Grain::Month, day));
            return Some((Sense::placed(period, unit.unknown()), end));
        }
        let Some(steps) = count.whole() else {
            let value = match sign {
                -1 if matches!(count, Count::Some) => "PAST_REF",
                1 if matches!(count, Count::Some) && !from_story => "FUTURE_REF",
                _ => unit.unknown(),
            };
            return Some((Sense::unplaced(TimexKind::Date, value), end));
        };
        let Some(grain) = unit.grain() else {
            // "48 hours ago" is two days ago.
            let hours = if unit == Unit::Hour { steps } else { 0 };
            let days = self.now(Grain::Day, sign * hours / 24);
            let period = days.filter(|_| !from_story);
            return Some((Sense::placed(period, unit.unknown()), end));
        };
        let told = self.story.last.filter(|_| from_story);
        // "a year earlier" than a quarter is a quarter; "three days later" than a month is not known.
        let period = match told {
            Some(told) => self.moved_period(told, grain, sign * steps),
            None if from_story && sign > 0 => None,
            None => self.distant(grain, sign * steps),
        };
        Some((Sense::placed(period, unit.unknown()), end))
    }

    /// "in three days", "in two weeks" where the verb looks ahead; else it tells how long.
    pub(super) fn future_distance(&self, index: usize) -> Read {
        let (count, at) = self.count(index + 1)?;
        let unit = unit(self.word(at))?;
        let steps = count.whole()?;
        let time = self.word(at + 1) == "'s" || self.word(at + 1) == "time";
        if !self.is_future(index) && !time {
            return None;
        }
        let period = self.distant(unit.grain()?, steps);
        Some((Sense::placed(period, unit.unknown()), at + 1))
    }

    /// The period so many units from the document's date, as long as the unit.
    fn distant(&self, grain: Grain, steps: i64) -> Option<Period> {
        match grain {
            // Ten years ago, rather than the decade before this one.
            Grain::Decade => self.now(Grain::Year, steps.checked_mul(10)?),
            Grain::Century => self.now(Grain::Year, steps.checked_mul(100)?),
            grain => self.now(grain, steps),
        }
    }

    /// A period told before, moved by so many units: of its own length where the unit is not
    /// shorter.
    fn moved_period(&self, told: Period, grain: Grain, steps: i64) -> Option<Period> {
        let fine = matches!(grain, Grain::Day | Grain::Week);
        if fine && told.grain != Grain::Day {
            return None;
        }
        let day = self.moved(told.first, grain, steps)?;
        let keeps = match grain {
            Grain::Day => Grain::Day,
            Grain::Month | Grain::Week if told.grain == Grain::Day => grain,
            Grain::Year | Grain::Decade | Grain::Century if told.grain == Grain::Day => Grain::Year,
            _ => told.grain,
        };
        Period::containing(keeps, day)
    }

    fn moved(
        &self,
        day: entente_model::Date,
        grain: Grain,
        steps: i64,
    ) -> Option<entente_model::Date> {
        use super::calendar::{move_days, move_months};
        match grain {
            Grain::Day => move_days(day, steps),
            Grain::Week | Grain::Weekend => move_days(day, steps.checked_mul(7)?),
            Grain::Month => move_months(day, steps),
            Grain::Quarter => move_months(day, steps.checked_mul(3)?),
            Grain::Half => move_months(day, steps.checked_mul(6)?),
            Grain::Season(_) | Grain::Year | Grain::FiscalYear => {
                move_months(day, steps.checked_mul(12)?)
            }
            Grain::Decade => move_months(day, steps.checked_mul(120)?),
            Grain::Century => move_months(day, steps.checked_mul(1200)?),
        }
    }

    /// A number of units, and the token of the unit: "two", "a", "half a", "two and a half",
    /// "several".
    pub(super) fn count(&self, index: usize) -> Option<(Count, usize)> {
        let at = self.skip(
            index,
            &["nearly", "almost", "about", "some", "just", "over"],
        );
        let read = match (self.word(at), self.word(at + 1)) {
            ("several" | "few" | "many", _) => (Count::Some, at + 1),
            ("a", "few") => (Count::Some, at + 2),
            ("a", "couple") if self.word(at + 2) == "of" => (Count::Of(2.0), at + 3),
            ("half", "a" | "an") => (Count::Of(0.5), at + 2),
            ("a" | "an", _) if unit(self.word(at + 1)).is_some() => (Count::Of(1.0), at + 1),
            _ => {
                let (value, end) = number_at(self.words, at)?;
                let hyphen = usize::from(self.is_hyphen(end));
                let half = ["and", "a", "half"];
                let halves = (0..3).all(|step| self.word(end + step) == half[step]);
                if halves {
                    (Count::Of(value + 0.5), end + 3)
                } else if matches!(self.word(end), "1/2" | "\u{bd}") {
                    (Count::Of(value + 0.5), end + 1)
                } else if self
                    .words
                    .get(end..end + 3)
                    .is_some_and(|half| half.concat() == "1/2")
                {
                    (Count::Of(value + 0.5), end + 3)
                } else {
                    (Count::Of(value), end + hyphen)
                }
            }
        };
        Some(read)
    }

    /// "three days", "half a century", "decades", "a three-day visit". Ages and rates are none.
    pub(super) fn duration(&self, index: usize) -> Read {
        let single = matches!(self.word(index), "a" | "an");
        let lasting = matches!(
            self.before(index),
            "for"
                | "in"
                | "within"
                | "than"
                | "over"
                | "nearly"
                | "almost"
                | "about"
                | "least"
                | "lasted"
                | "after"
                | "lasting"
                | "every"
        );
        let (count, at) = match self.count(index) {
            Some(_) if single && unit(self.word(index + 1)).is_some() && !lasting => return None,
            Some(read) => read,
            // "decades of war", "for years".
            None if matches!(
                self.word(index),
                "years" | "decades" | "centuries" | "months" | "weeks"
            ) && (lasting
                || matches!(self.before(index), "of" | "after")
                || self.word(index) == "decades") =>
            {
                (Count::Some, index)
            }
            None => return None,
        };
        let unit = unit(self.word(at))?;
        let next = at + 1 + usize::from(self.is_hyphen(at + 1));
        let is_age = matches!(self.word(next), "old" | "olds")
            || self.word(next) == "of" && self.word(next + 1) == "age"
            || self.before(index) == "aged";
        if is_age {
            return None;
        }
        let value = match count {
            // Half a century is fifty years.
            Count::Of(number) if number.fract() != 0.0 => {
                let (factor, smaller) = match unit {
                    Unit::Century => (100.0, Unit::Year),
                    Unit::Decade => (10.0, Unit::Year),
                    Unit::Hour => (60.0, Unit::Minute),
                    Unit::Year if number < 1.0 => (12.0, Unit::Month),
                    other => (1.0, other),
                };
                smaller.duration(&Count::Of(number * factor).digits())
            }
            count => unit.duration(&count.digits()),
        };
        Some((Sense::unplaced(TimexKind::Duration, value), at + 1))
    }

    /// "now", "recently", "soon": the present, the past, the future.
    pub(super) fn reference(&self, index: usize) -> Read {
        let value = match (self.word(index), self.word(index + 1)) {
            ("now" | "nowadays" | "currently" | "presently", _) => ("PRESENT_REF", 1),
            ("these", "days") => ("PRESENT_REF", 2),
            ("the", "present") => ("PRESENT_REF", 2),
            ("present", _) if self.before(index) == "at" => ("PRESENT_REF", 1),
            ("recently" | "lately" | "formerly", _) => ("PAST_REF", 1),
            ("the", "past") if self.before(index) == "in" => ("PAST_REF", 2),
            ("soon", _) => ("FUTURE_REF", 1),
            ("the", "future") => ("FUTURE_REF", 2),
            ("the", "near") if self.word(index + 2) == "future" => ("FUTURE_REF", 3),
            _ => return None,
        };
        let (value, length) = value;
        Some((Sense::unplaced(TimexKind::Date, value), index + length))
    }
}
