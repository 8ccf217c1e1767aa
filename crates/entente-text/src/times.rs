//! Dates, spans of time and durations, with their days and TIMEX3 values.
//!
//! A greedy reader over the tokens: at each it tries the longest form it knows. Relative forms
//! ("last Friday", "two weeks ago") count from the document's date; without one they are times
//! whose days are not known (`XXXX-WXX-5`). Forms that count from the time told last ("three days
//! later", "the same day") ask a [`Chronology`]. Words and tags are looked at, the tree is not.
//!
//! What it deliberately does not do: date events that are only named ("before the war", "under
//! the shah"), and moving holidays.

mod calendar;
mod clock;
mod dates;
mod reader;
mod relative;
mod timex;
mod words;

use entente_model::{Date, DateSpan, Precision, Span};

use crate::parse::{Parse, Time, Token, Upos};

use self::calendar::{Grain, Period};
use self::reader::Reader;
pub use self::timex::{Timex, TimexKind};
pub use self::words::month;
pub(crate) use self::words::weekday;

/// What a document has told of time so far: what "three days later" counts from.
#[derive(Debug, Clone, Copy, Default)]
pub struct Chronology {
    last: Option<Period>,
    year: Option<i16>,
    /// Whether that year is long before the document's.
    history: bool,
    /// Whether dates in numbers have the day first, where one has shown it.
    day_first: Option<bool>,
}

impl Chronology {
    /// A new paragraph: months and days without a year are counted from the document's date
    /// again, "later" still from the time told last. Where the year told last is long past, the
    /// document tells history, and goes on telling it.
    pub fn paragraph(&mut self) {
        self.year = self.year.filter(|_| self.history);
    }

    fn note(&mut self, sense: &Sense, anchor: Option<Date>) {
        const LONG_PAST: i16 = 20;
        let Some(period) = sense.period else {
            return;
        };
        let within_year = matches!(
            period.grain,
            Grain::Day | Grain::Week | Grain::Month | Grain::Quarter | Grain::Year
        );
        if within_year {
            self.last = Some(period);
        }
        if sense.names_year && period.first.year() == period.last.year() {
            let year = period.first.year();
            self.year = Some(year);
            self.history = anchor.is_some_and(|now| now.year().saturating_sub(year) > LONG_PAST);
        }
    }
}

/// What an expression means.
#[derive(Debug, Clone)]
struct Sense {
    kind: TimexKind,
    value: String,
    start: Option<Date>,
    end: Option<Date>,
    /// The period of the calendar that it is, where it is one.
    period: Option<Period>,
    /// Whether the words name the year.
    names_year: bool,
}

impl Sense {
    /// A period of the calendar.
    fn period(period: Period) -> Self {
        Self {
            start: Some(period.first),
            end: Some(period.last),
            period: Some(period),
            ..Self::unplaced(TimexKind::Date, period.value())
        }
    }

    /// A period where it is known, else the value that says what is missing.
    fn placed(period: Option<Period>, unknown: impl Into<String>) -> Self {
        period.map_or_else(|| Self::unplaced(TimexKind::Date, unknown), Self::period)
    }

    /// A time of which no days are known.
    fn unplaced(kind: TimexKind, value: impl Into<String>) -> Self {
        Self {
            kind,
            value: value.into(),
            start: None,
            end: None,
            period: None,
            names_year: false,
        }
    }

    fn with_year(mut self) -> Self {
        self.names_year = true;
        self
    }

    /// A time of day on this day: `TNI`, `T14:00`.
    fn at(mut self, time: &str) -> Self {
        self.kind = TimexKind::Time;
        self.value.push_str(time);
        self
    }

    /// From the beginning of one to the end of another.
    fn range(first: &Self, last: &Self) -> Self {
        let whole = first.start.zip(last.end);
        let ordered = whole.is_none_or(|(start, end)| start <= end);
        Self {
            start: first.start.filter(|_| ordered),
            end: last.end.filter(|_| ordered),
            period: last.period,
            names_year: last.names_year,
            ..Self::unplaced(TimexKind::Date, format!("{}/{}", first.value, last.value))
        }
    }
}

/// Whether words tell a time by themselves: a year, a month, "yesterday", "last week". "Her senior
/// year", "the opening night" and "ten years" do not: only the story that they are told in
/// dates them.
pub(crate) fn names_time(words: &str) -> bool {
    const RELATIVE: &[&str] = &[
        "ago",
        "last",
        "past",
        "previous",
        "next",
        "coming",
        "following",
        "this",
        "these",
        "that",
        "same",
        "later",
        "earlier",
        "recent",
        "every",
        "early",
        "mid",
        "late",
        "half",
    ];
    let words: Vec<String> = words
        .split(|char: char| !char.is_alphanumeric())
        .map(str::to_lowercase)
        .collect();
    // The second end of "1892 - 94", the first of "3 to 5 May"; "9/11".
    let all_digits = |word: &String| word.bytes().all(|byte| byte.is_ascii_digit());
    if words.iter().any(|word| !word.is_empty()) && words.iter().all(all_digits) {
        return true;
    }
    let relative = words.iter().any(|word| RELATIVE.contains(&word.as_str()));
    words.iter().any(|word| {
        let is_date = word.len() >= 3 && word.starts_with(|char: char| char.is_ascii_digit());
        let names = matches!(
            word.as_str(),
            "today" | "yesterday" | "tomorrow" | "tonight" | "weekend" | "now" | "century"
        );
        let counts = words::unit(word).is_some() || words::part_of_day(word).is_some();
        is_date
            || names
            || words::month(word).is_some()
            || words::weekday(word).is_some()
            || words::season(word.trim_end_matches('s')).is_some()
            || words::decade_word(word).is_some()
            || words::year_number(word).is_some()
            || relative && counts
    })
}

/// The times of a sentence, in order.
pub(crate) fn find(text: &str, parse: &Parse, anchor: Option<Date>) -> Vec<Time> {
    find_in(text, parse, anchor, &mut Chronology::default())
}

/// The times of a sentence, in order, after what the document told before.
pub(crate) fn find_in(
    text: &str,
    parse: &Parse,
    anchor: Option<Date>,
    story: &mut Chronology,
) -> Vec<Time> {
    let words: Vec<String> = (0..parse.tokens.len())
        .map(|index| {
            parse
                .word(text, index)
                .to_lowercase()
                .replace('\u{2019}', "'")
        })
        .collect();
    story.day_first = dates::day_first(&words).or(story.day_first);
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.len() {
        let reader = Reader {
            words: &words,
            parse,
            text,
            anchor,
            story: *story,
        };
        let Some((sense, end)) = reader.time_at(index) else {
            index += 1;
            continue;
        };
        story.note(&sense, anchor);
        found.push(Time {
            tokens: (index, end),
            date: DateSpan {
                start: sense.start,
                end: sense.end,
                text: parse.words(text, (index, end)).to_owned(),
            },
            timex: Timex {
                kind: sense.kind,
                value: sense.value,
            },
        });
        index = end;
    }
    found
}

/// Bytes of a line in which a day is looked for: a date, what announces it, and a name beside it.
const LINE: usize = 200;

/// The first whole day that is written at the beginning of `text`: "2023-01-29", "29 January 2023,
/// 10:00".
pub(crate) fn parse_day(text: &str) -> Option<Date> {
    let text = &text[..text.floor_char_boundary(LINE)];
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
        check("Two weeks ago they met.", &["2023-01-09..2023-01-15"]);
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

    /// Numbers that look random and are the same in every run (SplitMix64).
    fn random(state: &mut u64) -> u64 {
        *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = *state;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    #[test]
    fn any_words_go_through() {
        const WORDS: &str = "from between to and since until by in on at the last next this that \
            same past early mid late end of half first second third quarter 5th 31 32 0 00 2011 \
            1999 2100 9999 999999999999 1e9 - \u{2013} / , . : ' \u{2019} s 's May March Jan. February \
            Friday Sunday weekend week year years month months decades centuries days ago later \
            earlier before after now every once a an half million billion three-day 14:00 25:99 \
            8:30 am pm midnight Christmas Eve summer fall winter 19th 99th century 1990s '90s BC \
            AD fiscal Q3 2011-13-45 23/12/2018 2020-02-30 night morning $ % \u{20ac} \u{201c} \u{201d} \
            \" \u{2018} \u{ab} \u{bb} km per cent one in five thirds \u{bd} 3.5bn will met \u{0} \u{1f600}";
        let words: Vec<&str> = WORDS.split(' ').filter(|word| !word.is_empty()).collect();
        let anchors = [
            None,
            "2023-01-29".parse().ok(),
            Some(entente_model::Date::MIN),
            Some(entente_model::Date::MAX),
        ];
        let mut state = 7;
        for round in 0..300_usize {
            let text = if round % 3 == 0 {
                let bytes: Vec<u8> = (0..60).map(|_| random(&mut state) as u8).collect();
                String::from_utf8_lossy(&bytes).into_owned()
            } else {
                let pick = |state: &mut u64| words[random(state) as usize % words.len()];
                let chosen: Vec<&str> = (0..14).map(|_| pick(&mut state)).collect();
                chosen.join(" ")
            };
            let parse = PerceptronParser::builtin().parse(
                &text,
                Span::new(0, text.len()),
                anchors[round % anchors.len()],
                &crate::NoGazetteer,
            );
            let count = parse.tokens.len();
            let mut last = 0;
            for time in &parse.times {
                let (first, end) = time.tokens;
                assert!(last <= first && first < end && end <= count, "{text:?}");
                last = end;
                if let (Some(start), Some(end)) = (time.date.start, time.date.end) {
                    assert!(start <= end, "{text:?}: {start} {end}");
                }
            }
            for quantity in &parse.quantities {
                let (first, end) = quantity.tokens;
                assert!(first < end && end <= count, "{text:?}");
                assert!(quantity.value.is_finite(), "{text:?}");
            }
            for quotation in &parse.quotations {
                assert!(quotation.tokens.1 <= count, "{text:?}");
            }
        }
    }
}
