//! Measures the reader of times against sentences with the times that they tell.
//!
//! Two kinds of file: our own (`evaluation/dates/README.md` tells the format), with TIMEX3 values;
//! and treebanks of GUM, whose `<date>` annotations give days. What of those cannot be compared
//! (words that only the story dates, years before our era) is left out and
//! counted, never dropped silently.

use entente_model::{Date, Span};

use crate::parse::{NoGazetteer, Parser, Time};
use crate::times::{Chronology, TimexKind, find_in, names_time};
use crate::tokens::tokens;

/// A sentence with the times that it tells.
#[derive(Debug, Clone, Default)]
pub struct DateCase {
    /// The document's date.
    pub document_date: Option<Date>,
    /// Whether it begins a document, where what was told before is forgotten.
    pub begins_document: bool,
    /// Whether it begins a paragraph.
    pub begins_paragraph: bool,
    /// The sentence.
    pub text: String,
    /// Its tokens where the file gives them, else our own are made.
    tokens: Option<Vec<Span>>,
    /// The times, in order.
    expected: Vec<Expected>,
    /// Times that are annotated and cannot be compared.
    left_out: Vec<(Span, LeftOut)>,
    /// Whether durations, sets and references are expected too.
    complete: bool,
}

#[derive(Debug, Clone)]
struct Expected {
    span: Span,
    value: Value,
}

/// What is expected of a time.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Value {
    /// A TIMEX3 value.
    Timex(String),
    /// First and last day; an open end is `None`.
    Days(Option<Date>, Option<Date>),
    /// A month, day or season of any year, by the month or `MM-DD` that it begins with.
    AnyYear(String),
}

/// Why an annotation is not compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// Words that only the story dates: "World War II", "his senior year", "ten years" given as
    /// its first and last day.
    Story,
    /// A year before our era, or a value that is no date.
    NoDate,
}

/// How well times are read.
#[derive(Debug, Clone, Default)]
pub struct DateScores {
    /// Sentences read.
    pub sentences: usize,
    /// Times in the file that are compared.
    pub expected: usize,
    /// Times found that are compared.
    pub found: usize,
    /// Found with the same words, prepositions and articles aside.
    pub spans: usize,
    /// Found with overlapping words and the same value.
    pub values: usize,
    /// Annotations left out: dated by the story, no dates.
    pub left_out: [usize; 2],
    /// Found and left out, where the file annotates none: times of day, durations, sets,
    /// references, days of which nothing tells the week.
    pub unannotated: usize,
    /// What was missed, wrong or too much.
    pub faults: Vec<DateFault>,
}

/// A time that was missed, read wrongly, or is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFault {
    /// The sentence.
    pub sentence: String,
    /// What the file says: words and value; `None` where nothing is there.
    pub expected: Option<(String, String)>,
    /// What was found.
    pub found: Option<(String, String)>,
}

impl DateScores {
    /// F1 of the words, from 0 to 1.
    pub fn span_f1(&self) -> f64 {
        self.f1(self.spans)
    }

    /// F1 of the values, from 0 to 1.
    pub fn value_f1(&self) -> f64 {
        self.f1(self.values)
    }

    /// Counts the sentences of another file too.
    pub fn add(&mut self, other: &Self) {
        self.sentences += other.sentences;
        self.expected += other.expected;
        self.found += other.found;
        self.spans += other.spans;
        self.values += other.values;
        for (own, more) in self.left_out.iter_mut().zip(other.left_out) {
            *own += more;
        }
        self.unannotated += other.unannotated;
        self.faults.extend_from_slice(&other.faults);
    }

    fn f1(&self, right: usize) -> f64 {
        2.0 * right as f64 / (self.expected + self.found).max(1) as f64
    }
}

/// A line of a file that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DateFileError {
    /// Line number, from 1.
    pub line: usize,
    /// What is wrong with it, and what was expected.
    pub message: String,
}

impl std::fmt::Display for DateFileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for DateFileError {}

/// Reads a file of sentences with times.
///
/// # Errors
/// The first line that has not three columns, whose date is none, or that expects words which
/// do not stand in its sentence.
pub fn read_date_cases(file: &str) -> Result<Vec<DateCase>, DateFileError> {
    let mut cases = Vec::new();
    for (index, line) in file.lines().enumerate() {
        let fail = |message: String| DateFileError {
            line: index + 1,
            message,
        };
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let columns: Vec<&str> = line.split('\t').collect();
        let &[date, text, times] = columns.as_slice() else {
            return Err(fail(
                "expected a date, a sentence and times, separated by tabs".to_owned(),
            ));
        };
        let document_date = match date {
            "-" => None,
            date => Some(
                date.parse()
                    .map_err(|_| fail(format!("{date:?} is no date: write 2023-01-29 or -")))?,
            ),
        };
        let mut expected = Vec::new();
        let mut from = 0;
        for item in times.split(" | ").filter(|item| !item.is_empty()) {
            let (words, value) = item
                .rsplit_once(" = ")
                .ok_or_else(|| fail(format!("expected `words = value`, found {item:?}")))?;
            let start = text
                .get(from..)
                .and_then(|rest| rest.find(words))
                .ok_or_else(|| fail(format!("{words:?} does not follow in the sentence")))?;
            from += start + words.len();
            expected.push(Expected {
                span: Span::new(from - words.len(), from),
                value: Value::Timex(value.to_owned()),
            });
        }
        cases.push(DateCase {
            document_date,
            begins_document: true,
            text: text.to_owned(),
            expected,
            complete: true,
            ..DateCase::default()
        });
    }
    Ok(cases)
}

/// Reads the `<date>` annotations of a treebank of GUM; the documents' dates are in
/// `meta::dateCreated`. Lines that are no CoNLL-U are passed over.
pub fn read_treebank_dates(treebank: &str) -> Vec<DateCase> {
    let mut cases = Vec::new();
    let mut case = DateCase::default();
    let mut words: Vec<(&str, &str)> = Vec::new();
    let mut date = None;
    for line in treebank.lines().chain([""]) {
        if let Some(comment) = line.strip_prefix("# ") {
            if comment.starts_with("newdoc id") {
                case.begins_document = true;
                date = None;
            } else if let Some(day) = comment.strip_prefix("meta::dateCreated = ") {
                date = day.parse().ok();
            } else if comment.starts_with("newpar") {
                case.begins_paragraph = true;
            } else if let Some(text) = comment.strip_prefix("text = ") {
                case.text = text.to_owned();
            }
        } else if line.is_empty() {
            if !words.is_empty() {
                case.document_date = date;
                annotate(&mut case, &words);
                cases.push(std::mem::take(&mut case));
                words.clear();
            }
        } else {
            let mut columns = line.split('\t');
            let id = columns.next().unwrap_or_default();
            let form = columns.next().unwrap_or_default();
            let misc = columns.next_back().unwrap_or_default();
            if !id.contains(['-', '.']) {
                words.push((form, misc));
            }
        }
    }
    cases
}

/// Places the words in the sentence and takes the dates from the annotations.
fn annotate(case: &mut DateCase, words: &[(&str, &str)]) {
    let mut spans = Vec::new();
    let mut open: Option<(usize, String)> = None;
    let mut at = 0;
    for (form, misc) in words {
        let rest = case.text.get(at..).unwrap_or_default();
        let start = at + (rest.len() - rest.trim_start().len());
        let written = case
            .text
            .get(start..)
            .is_some_and(|rest| rest.starts_with(form));
        let end = start + if written { form.len() } else { 0 };
        spans.push(Span::new(start, end));
        at = end;
        let markup = misc.split('|').find_map(|item| item.strip_prefix("XML="));
        for tag in markup.unwrap_or_default().split('<').skip(1) {
            if let Some(attributes) = tag.strip_prefix("date ") {
                open = Some((start, attributes.to_owned()));
            } else if tag.starts_with("/date>")
                && let Some((first, attributes)) = open.take()
            {
                let span = Span::new(first, end);
                match days_of(&attributes, span.of(&case.text)) {
                    Ok(value) => case.expected.push(Expected { span, value }),
                    Err(why) => case.left_out.push((span, why)),
                }
            }
        }
    }
    case.tokens = Some(
        spans
            .into_iter()
            .filter(|span| span.start < span.end)
            .collect(),
    );
}

/// What the attributes of a `<date>` say.
fn days_of(attributes: &str, words: &str) -> Result<Value, LeftOut> {
    let value = |name: &str| {
        let rest = attributes.split(name).nth(1)?.strip_prefix(":::\"")?;
        rest.split('"').next()
    };
    let names = ["when", "from", "notBefore", "to", "notAfter"];
    let all: Vec<&str> = names.iter().filter_map(|name| value(name)).collect();
    if let Some(any) = all.iter().find_map(|value| value.strip_prefix("--")) {
        // "July", "30 September"; of "late September" and "summers" the month that they begin in.
        let whole = value("when").is_some();
        let value = if whole { Some(any) } else { any.get(..2) };
        return value
            .map(|value| Value::AnyYear(value.to_owned()))
            .ok_or(LeftOut::NoDate);
    }
    if !names_time(words) {
        return Err(LeftOut::Story);
    }
    if let Some(when) = value("when") {
        let day = when.split('T').next().unwrap_or_default();
        ends(day).ok_or(LeftOut::NoDate)?;
        return Ok(Value::Timex(format!("{day:0>4}")));
    }
    let first = value("from").or_else(|| value("notBefore"));
    let last = value("to").or_else(|| value("notAfter"));
    let days = |value: &str| ends(value).ok_or(LeftOut::NoDate);
    Ok(Value::Days(
        first.map(days).transpose()?.map(|days| days.0),
        last.map(days).transpose()?.map(|days| days.1),
    ))
}

/// First and last day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`.
fn ends(value: &str) -> Option<(Date, Date)> {
    if value.starts_with('-') {
        return None;
    }
    let mut parts = value.split('-');
    let year = parts.next()?.parse().ok()?;
    let Some(month) = parts.next() else {
        return Some((Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?));
    };
    let first = Date::new(year, month.parse().ok()?, 1).ok()?;
    match parts.next() {
        None => Some((first, first.last_of_month())),
        Some(day) => {
            let day = Date::new(year, first.month(), day.parse().ok()?).ok()?;
            Some((day, day))
        }
    }
}

/// The days of a decade or century, of which "early" and "late" leave the value as it is.
fn whole(value: &str) -> Option<(Date, Date)> {
    let years = match value.len() {
        2 => 100,
        3 => 10,
        _ => return None,
    };
    let first = value.parse::<i16>().ok()?.checked_mul(years)?;
    let last = first.checked_add(years - 1)?;
    Some((Date::new(first, 1, 1).ok()?, Date::new(last, 12, 31).ok()?))
}

impl Value {
    fn show(&self) -> String {
        let day = |day: &Option<Date>| day.map_or("..".to_owned(), |day| day.to_string());
        match self {
            Self::Timex(value) => value.clone(),
            Self::Days(start, end) => format!("{}/{}", day(start), day(end)),
            Self::AnyYear(value) => format!("--{value}"),
        }
    }

    /// Whether a time says the same. Spans of days are annotators' estimates ("the early 1980s"):
    /// two are the same where they share at least half of the days that either holds.
    /// Of "three years ago" a reader who knows the story can tell the day; from the words the
    /// year is right.
    fn is_of(&self, time: &Time, words: &str, complete: bool) -> bool {
        match self {
            Self::AnyYear(value) => {
                let own = time.timex.value.strip_prefix("XXXX-");
                let season = ["SP", "SU", "FA", "WI"]
                    .iter()
                    .zip(["03", "06", "09", "12"]);
                own == Some(value)
                    || season
                        .into_iter()
                        .any(|(code, month)| own == Some(code) && value == month)
            }
            Self::Timex(value) if complete => *value == time.timex.value,
            Self::Timex(value) => {
                let own = &time.timex.value;
                let distant = ["ago", "later", "earlier"]
                    .iter()
                    .any(|word| words.ends_with(word));
                let within = ends(value).is_some_and(|(first, last)| {
                    time.date.start <= Some(first) && Some(last) <= time.date.end
                });
                // Of "2013 - present" the file gives the year.
                let own = own.strip_suffix("/..").unwrap_or(own);
                *value == own.split('T').next().unwrap_or_default()
                    || distant && within && time.date.start.is_some()
            }
            Self::Days(start, end) => match (start, end) {
                (Some(start), Some(end)) => {
                    // "until last week" and "since the 1940s" keep one end of what they name, and
                    // where the late 1940s begin is an estimate.
                    let within = |day: Date| *start <= day && day <= *end;
                    let (first, last) = match (time.date.start, time.date.end) {
                        (Some(first), Some(last)) => (first, last),
                        // The words of "before last summer" are the summer's.
                        (None, Some(last)) => {
                            return within(last) || last.tomorrow().ok() == Some(*start);
                        }
                        (Some(first), None) => return within(first),
                        (None, None) => return false,
                    };
                    if whole(&time.timex.value) == Some((*start, *end)) {
                        return true;
                    }
                    let days = |first: Date, last: Date| {
                        first
                            .until(last)
                            .map_or(0, |span| i64::from(span.get_days()) + 1)
                            .max(0)
                    };
                    let shared = days(first.max(*start), last.min(*end));
                    let either = days(first.min(*start), last.max(*end));
                    shared * 2 >= either
                }
                (Some(start), None) => time.date.start == Some(*start),
                (None, end) => time.timex.value == "PAST_REF" || time.date.end == *end,
            },
        }
    }
}

/// Scores the reader of times, with the tags of `parser`, on sentences in their order.
pub fn evaluate_dates(parser: &dyn Parser, cases: &[DateCase]) -> DateScores {
    let mut scores = DateScores::default();
    let mut story = Chronology::default();
    for case in cases {
        if case.begins_document {
            story = Chronology::default();
        }
        if case.begins_paragraph {
            story.paragraph();
        }
        let text = case.text.as_str();
        let spans = match &case.tokens {
            Some(spans) => spans.clone(),
            None => tokens(text, Span::new(0, text.len())),
        };
        let parses = parser.parse_all(text, &[spans], case.document_date, &NoGazetteer);
        let parse = parses.into_iter().next().unwrap_or_default();
        let times = find_in(text, &parse, case.document_date, &mut story);
        let placed: Vec<(Span, &Time)> = times
            .iter()
            .map(|time| {
                let (first, end) = time.tokens;
                let start = parse.tokens.get(first).map_or(0, |token| token.span.start);
                let last = parse.tokens.get(end.saturating_sub(1));
                let end = last.map_or(start, |token| token.span.end);
                (Span::new(start, end), time)
            })
            .collect();
        compare(case, &placed, &mut scores);
    }
    scores
}

fn overlap(a: Span, b: Span) -> bool {
    a.start < b.end && b.start < a.end
}

/// The span without the prepositions and articles before it.
fn core(text: &str, span: Span) -> Span {
    const BEFORE: &[&str] = &[
        "in",
        "on",
        "at",
        "during",
        "throughout",
        "since",
        "from",
        "between",
        "until",
        "till",
        "by",
        "before",
        "after",
        "the",
        "around",
        "about",
        "earlier",
        "later",
    ];
    let mut start = span.start;
    while let Some((word, rest)) = text
        .get(start..span.end)
        .and_then(|words| words.split_once(' '))
        && BEFORE.contains(&word.to_lowercase().as_str())
    {
        start = span.end - rest.len();
    }
    Span::new(start, span.end)
}

/// Counts one sentence.
fn compare(case: &DateCase, times: &[(Span, &Time)], scores: &mut DateScores) {
    let text = case.text.as_str();
    scores.sentences += 1;
    scores.expected += case.expected.len();
    for (_, why) in &case.left_out {
        let at = match why {
            LeftOut::Story => 0,
            LeftOut::NoDate => 1,
        };
        scores.left_out[at] += 1;
    }
    let mut seen = vec![false; case.expected.len()];
    for (span, time) in times {
        let own = (span.of(text).to_owned(), time.timex.value.clone());
        let fault = |expected: Option<&Expected>, found| DateFault {
            sentence: text.to_owned(),
            expected: expected.map(|gold| (gold.span.of(text).to_owned(), gold.value.show())),
            found,
        };
        let meant: Vec<usize> = (0..case.expected.len())
            .filter(|&at| !seen[at] && overlap(case.expected[at].span, *span))
            .collect();
        // A range that the file gives as its two ends is right where both are.
        if let (&[first, last], true) = (meant.as_slice(), time.timex.value.contains('/')) {
            scores.found += 2;
            for (at, day) in [(first, time.date.start), (last, time.date.end)] {
                seen[at] = true;
                scores.spans += 1;
                let gold = &case.expected[at];
                let right = match &gold.value {
                    Value::Timex(value) => {
                        ends(value).is_some_and(|days| [days.0, days.1].map(Some).contains(&day))
                    }
                    Value::Days(start, end) => [*start, *end].contains(&day),
                    Value::AnyYear(_) => false,
                };
                scores.values += usize::from(right);
                if !right {
                    scores.faults.push(fault(Some(gold), Some(own.clone())));
                }
            }
            continue;
        }
        match meant.first() {
            Some(&at) => {
                seen[at] = true;
                scores.found += 1;
                let gold = &case.expected[at];
                scores.spans += usize::from(core(text, *span) == core(text, gold.span));
                let right = gold.value.is_of(time, gold.span.of(text), case.complete);
                scores.values += usize::from(right);
                if !right {
                    scores.faults.push(fault(Some(gold), Some(own)));
                }
            }
            None => {
                let left_out = case.left_out.iter().any(|(out, _)| overlap(*out, *span))
                    || case.expected.iter().any(|gold| overlap(gold.span, *span));
                let value = &time.timex.value;
                let any_year = value
                    .strip_prefix("XXXX-")
                    .is_some_and(|rest| !rest.contains('X') && time.timex.kind == TimexKind::Date);
                let dated = matches!(time.timex.kind, TimexKind::Date | TimexKind::Time)
                    && !value.contains(':')
                    && !value.contains("_REF")
                    && (any_year || !value.contains("XX"));
                if case.complete || dated && !left_out {
                    scores.found += 1;
                    scores.faults.push(fault(None, Some(own)));
                } else if !left_out {
                    scores.unannotated += 1;
                }
            }
        }
    }
    for (at, gold) in case.expected.iter().enumerate() {
        if !seen[at] {
            scores.faults.push(DateFault {
                sentence: text.to_owned(),
                expected: Some((gold.span.of(text).to_owned(), gold.value.show())),
                found: None,
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{LeftOut, Value, days_of, evaluate_dates, read_date_cases, read_treebank_dates};
    use crate::PerceptronParser;

    #[test]
    fn broken_lines_are_named() {
        let check = |line: &str, expected: &str| {
            let error = read_date_cases(line).unwrap_err();
            assert!(error.to_string().contains(expected), "{error}");
        };
        check("2023-01-29\tHe left.", "line 1");
        check("yesterday\tHe left.\t", "no date");
        check("-\tHe left.\tFriday = 2023-01-27", "does not follow");
        check("-\tHe left.\tleft", "words = value");
    }

    #[test]
    fn treebank_annotations_are_read() {
        let word = |id: usize, form: &str, misc: &str| {
            format!("{id}\t{form}\t_\tX\t_\t_\t0\tdep\t_\t{misc}\n")
        };
        let treebank = format!(
            "# newdoc id = a\n# meta::dateCreated = 2020-05-05\n# text = In July 1999 it fell\n{}{}{}{}{}\n\
             # text = July is hot\n{}{}{}\n",
            word(1, "In", "_"),
            word(2, "July", "XML=<date when:::\"1999-07\">"),
            word(3, "1999", "XML=</date>"),
            word(4, "it", "_"),
            word(5, "fell", "_"),
            word(1, "July", "XML=<date when:::\"--07\"></date>"),
            word(2, "is", "_"),
            word(3, "hot", "_"),
        );
        let cases = read_treebank_dates(&treebank);
        assert_eq!(cases.len(), 2);
        assert_eq!(cases[0].expected[0].span.of(&cases[0].text), "July 1999");
        assert_eq!(
            cases[0].expected[0].value,
            Value::Timex("1999-07".to_owned())
        );
        let july = &cases[1].expected[0].value;
        assert_eq!(*july, Value::AnyYear("07".to_owned()));
        let story = days_of("date from:::\"1939\" to:::\"1945\"", "the war");
        assert_eq!(story, Err(LeftOut::Story));
        let scores = evaluate_dates(PerceptronParser::builtin(), &cases);
        assert_eq!((scores.expected, scores.found, scores.values), (2, 2, 2));
    }
}
