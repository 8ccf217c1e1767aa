//! Where a time begins: prepositions, ranges, and the order in which forms are tried.

use entente_model::Date;

use crate::parse::{Parse, Upos};

use super::calendar::{Grain, Period};
use super::words::year_number;
use super::{Chronology, Sense, TimexKind};

/// What was read, and the token after it.
pub(super) type Read = Option<(Sense, usize)>;

/// Reads times from the words of one sentence, which are in lower case.
pub(super) struct Reader<'a> {
    pub(super) words: &'a [String],
    pub(super) parse: &'a Parse,
    pub(super) text: &'a str,
    pub(super) anchor: Option<Date>,
    pub(super) story: Chronology,
}

impl Reader<'_> {
    pub(super) fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", String::as_str)
    }

    pub(super) fn before(&self, index: usize) -> &str {
        index.checked_sub(1).map_or("", |index| self.word(index))
    }

    pub(super) fn upos(&self, index: usize) -> Option<Upos> {
        self.parse.tokens.get(index).map(|token| token.upos)
    }

    pub(super) fn starts_upper(&self, index: usize) -> bool {
        let word = self.parse.word(self.text, index);
        word.starts_with(char::is_uppercase)
    }

    /// The token after `index` where it is one of `words`, else `index` itself.
    pub(super) fn skip(&self, index: usize, words: &[&str]) -> usize {
        index + usize::from(words.contains(&self.word(index)))
    }

    pub(super) fn is_hyphen(&self, index: usize) -> bool {
        matches!(self.word(index), "-" | "\u{2010}" | "\u{2011}" | "\u{2013}")
    }

    /// The document's period of this length, `steps` away.
    pub(super) fn now(&self, grain: Grain, steps: i64) -> Option<Period> {
        Period::containing(grain, self.anchor?)?.step(steps)
    }

    /// A time that begins at `index`, prepositions included.
    pub(super) fn time_at(&self, index: usize) -> Read {
        match self.word(index) {
            "since" => self.since(index),
            "from" | "between" => self.range(index),
            "until" | "till" | "by" | "before" | "after" => self.bounded(index),
            "in" => self
                .future_distance(index)
                .or_else(|| self.point(index + 1)),
            "on" | "at" | "during" | "throughout" => self.point(index + 1),
            _ => self.point(index),
        }
    }

    fn since(&self, index: usize) -> Read {
        let at = self.skip(index + 1, &["at", "around", "about"]);
        let at = if self.word(at) == "least" { at + 1 } else { at };
        let (mut sense, end) = self.point(at)?;
        if sense.kind != TimexKind::Duration {
            sense.end = None;
        }
        Some((sense, end))
    }

    /// "from 2011 to 2014", "between 1988 and 1994", "from March to August 2011".
    fn range(&self, index: usize) -> Read {
        let (first, middle) = self.point(index + 1)?;
        let joins = matches!(
            self.word(middle),
            "to" | "and" | "until" | "till" | "through"
        ) || self.is_hyphen(middle);
        let last = joins
            .then(|| self.point(self.skip(middle + 1, &["about", "around"])))
            .flatten();
        let calendar = |sense: &Sense| sense.kind != TimexKind::Duration;
        if let Some((last, end)) = last
            && calendar(&first)
            && calendar(&last)
        {
            return Some((self.joined(first, &last), end));
        }
        (self.word(index) == "from").then(|| {
            let mut open = first;
            if calendar(&open) && !open.value.contains('/') {
                open.end = None;
            }
            (open, middle)
        })
    }

    /// Two ends of a range, the first in the year of the last where it names none.
    pub(super) fn joined(&self, mut first: Sense, last: &Sense) -> Sense {
        if !first.names_year
            && last.names_year
            && let Some(year) = last.start.map(Date::year)
            && let Some(period) = first.period
            && matches!(period.grain, Grain::Day | Grain::Month)
        {
            let moved = period.first.with().year(year).build().ok();
            let moved = moved.and_then(|day| Period::containing(period.grain, day));
            first = Sense::placed(moved, first.value);
        } else if let (Some(year), Some(rest), None) = (
            last.start.filter(|_| last.names_year).map(Date::year),
            first.value.strip_prefix("XXXX-"),
            first.period,
        ) && let Some(period) = month_day(year, rest)
        {
            first = Sense::period(period);
        }
        // "between October and April" ends in the year after.
        if let (Some(start), Some(end), Some(period)) = (first.start, last.end, last.period)
            && start > end
            && !last.names_year
            && let Some(later) = period.step(if period.grain == Grain::Month { 12 } else { 0 })
        {
            return Sense::range(&first, &Sense::period(later));
        }
        Sense::range(&first, last)
    }

    fn bounded(&self, index: usize) -> Read {
        let at = self.skip(index + 1, &["about", "around"]);
        let (mut sense, end) = self.point(at)?;
        if matches!(sense.kind, TimexKind::Duration | TimexKind::Set) {
            return Some((sense, end));
        }
        let (start, last) = (sense.start, sense.end);
        (sense.start, sense.end) = match self.word(index) {
            "after" => (last.or(start), None),
            "before" => (None, start.and_then(|day| day.yesterday().ok())),
            _ => (None, last),
        };
        Some((sense, end))
    }

    /// A time without a preposition.
    pub(super) fn point(&self, index: usize) -> Read {
        self.words.get(index)?;
        self.clock_on_day(index)
            .or_else(|| self.calendar_date(index))
            .or_else(|| self.recurring(index))
            .or_else(|| self.relative(index))
            .or_else(|| self.duration(index))
            .or_else(|| self.reference(index))
    }

    /// A date that no count of units is part of: what "early", "the night of" and a time of day
    /// may stand before.
    pub(super) fn calendar_date(&self, index: usize) -> Read {
        self.numeric(index)
            .or_else(|| self.part_of(index))
            .or_else(|| self.modified(index))
            .or_else(|| self.portion(index))
            .or_else(|| self.seasonal(index))
            .or_else(|| self.month_range(index))
            .or_else(|| self.century(index))
            .or_else(|| self.decade(index))
            .or_else(|| self.fiscal(index))
            .or_else(|| self.weekday_date(index))
            .or_else(|| self.near_day(index))
            .or_else(|| self.holiday(index))
            .or_else(|| self.years(index))
    }

    /// Whether what happens at the time that begins at `index` is told as yet to come: by the
    /// verb before it, or the one after it where none stands before.
    pub(super) fn is_future(&self, index: usize) -> bool {
        let verbal = |at: &usize| matches!(self.upos(*at), Some(Upos::Verb | Upos::Aux));
        let clause = |at: &usize| !matches!(self.word(*at), ";" | ":" | "\"" | "\u{201d}");
        let before = (0..index).rev().take_while(clause).find(verbal);
        let Some(verb) =
            before.or_else(|| (index..self.words.len()).take_while(clause).find(verbal))
        else {
            return false;
        };
        let before_verb = (0..=verb).rev().take(8).take_while(|&at| {
            at == verb
                || matches!(
                    self.upos(at),
                    Some(Upos::Aux | Upos::Adv | Upos::Part | Upos::Verb | Upos::Adj)
                )
        });
        let tells_future = |at: usize| {
            matches!(
                self.word(at),
                "will"
                    | "'ll"
                    | "shall"
                    | "wo"
                    | "due"
                    | "scheduled"
                    | "expected"
                    | "planned"
                    | "plan"
                    | "plans"
                    | "set"
                    | "going"
                    | "would"
                    | "expects"
                    | "hopes"
                    | "intends"
            )
        };
        if before_verb.clone().any(tells_future) {
            return true;
        }
        // "opens on Friday", "are to meet on Friday", "to be signed on Friday".
        if before.is_none() && self.word(verb + 1) == "to" && self.upos(verb) == Some(Upos::Aux) {
            return true;
        }
        let infinitive = before_verb.clone().any(|at| self.word(at) == "to")
            && before_verb
                .clone()
                .all(|at| !matches!(self.word(at), "was" | "were" | "had"));
        let present = self.upos(verb) == Some(Upos::Verb)
            && before.is_some()
            && self.word(verb).ends_with('s')
            && !matches!(
                self.word(verb),
                "says" | "was" | "has" | "follows" | "comes" | "marks"
            );
        infinitive || present
    }

    /// Whether the sentence tells what is so every year or week: "the monsoon usually comes in July".
    pub(super) fn is_habitual(&self) -> bool {
        const HABIT: &[&str] = &[
            "always",
            "best",
            "climate",
            "each",
            "every",
            "generally",
            "monsoon",
            "normally",
            "occasionally",
            "often",
            "per",
            "popular",
            "regularly",
            "season",
            "seasons",
            "sometimes",
            "temperature",
            "temperatures",
            "typically",
            "usually",
            "weather",
        ];
        let mut habit = false;
        for (index, word) in self.words.iter().enumerate() {
            let verbal = matches!(self.upos(index), Some(Upos::Verb | Upos::Aux));
            // "are closed", "are often closed".
            let passive = (index.saturating_sub(2)..index)
                .any(|at| matches!(self.word(at), "is" | "are" | "be"));
            let past = verbal && word.ends_with("ed") && !passive;
            if past
                || matches!(
                    word.as_str(),
                    "was" | "were" | "had" | "did" | "will" | "'ll"
                )
            {
                return false;
            }
            habit |= HABIT.contains(&word.as_str());
        }
        habit
    }

    /// The year that stands at `index`, not a count, a name's number or a treaty's date.
    pub(super) fn year_at(&self, index: usize) -> Option<i16> {
        let year = year_number(self.word(index))?;
        let before = self.before(index);
        let numbered = matches!(
            before,
            "$" | "\u{20ac}"
                | "\u{a3}"
                | "#"
                | "flight"
                | "no"
                | "no."
                | "number"
                | "room"
                | "route"
                | "rule"
                | "highway"
                | "resolution"
                | "article"
                | "section"
                | "page"
                | "unit"
                | "aged"
                | "some"
                | "least"
                | "than"
                | "nearly"
                | "almost"
                | "over"
                | "roughly"
                | "approximately"
        );
        let next = self.word(index + 1);
        let measured = matches!(
            next,
            "%" | "percent"
                | "km"
                | "kilometers"
                | "kilometres"
                | "miles"
                | "meters"
                | "metres"
                | "dollars"
                | "euros"
                | "tonnes"
                | "tons"
                | "barrels"
                | "people"
                | "men"
                | "women"
                | "children"
                | "troops"
                | "soldiers"
                | "fighters"
                | "police"
                | "refugees"
                | "million"
                | "billion"
                | "years"
                | "year"
                | "yen"
                | "rubles"
                | "square"
        );
        let counted = year % 100 == 0
            && self.upos(index + 1) == Some(Upos::Noun)
            && next.ends_with('s')
            && !matches!(
                before,
                "in" | "since" | "the" | "by" | "of" | "until" | "from"
            );
        // "over 2000-2050"; but "1380-2075" is no span of years.
        let ranged = self.is_hyphen(index + 1) && year_number(self.word(index + 2)).is_some();
        let closes = self.is_hyphen(index.saturating_sub(1))
            && index >= 2
            && self
                .word(index - 2)
                .parse::<i32>()
                .is_ok_and(|first| first.saturating_add(500) < i32::from(year));
        let numbered = numbered && !(before == "over" && ranged) || closes;
        (!numbered && !measured && !counted && !self.is_instrument(index + 1)).then_some(year)
    }

    /// "the 1951 Convention": the year is part of the name of a treaty or law.
    fn is_instrument(&self, index: usize) -> bool {
        (index..index + 5)
            .take_while(|&at| self.starts_upper(at))
            .any(|at| {
                matches!(
                    self.word(at),
                    "convention"
                        | "treaty"
                        | "agreement"
                        | "accord"
                        | "accords"
                        | "protocol"
                        | "resolution"
                        | "act"
                        | "constitution"
                        | "declaration"
                        | "charter"
                        | "pact"
                        | "memorandum"
                        | "covenant"
                        | "statute"
                )
            })
    }
}

/// The month or day of `MM` or `MM-DD` in a year.
fn month_day(year: i16, value: &str) -> Option<Period> {
    match value.split_once('-') {
        Some((month, day)) => {
            let date = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
            Some(Period::day(date))
        }
        None => Period::month(year, value.parse().ok()?),
    }
}
