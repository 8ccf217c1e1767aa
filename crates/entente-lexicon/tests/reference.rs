//! The states' codes and dates against published lists, where those lie beside the repository, and
//! a few that everybody knows.

#![allow(clippy::print_stderr, reason = "a test says why it skips")]

use std::collections::BTreeMap;
use std::path::PathBuf;

use entente_lexicon::{ActorKind, CodeScheme, Lexicon, Period};
use entente_model::Date;

fn date(text: &str) -> Date {
    text.parse().expect("a date")
}

/// The text of a published list, or nothing where it is not there.
fn published(file: &str) -> Option<String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/datasets");
    let text = std::fs::read_to_string(root.join(file)).ok();
    if text.is_none() {
        eprintln!("skipped: ../shared/datasets/{file} is not there");
    }
    text
}

/// The spans in which some state has each code, those that touch put together.
fn spans(scheme: CodeScheme) -> BTreeMap<String, Vec<Period>> {
    let lexicon = Lexicon::builtin();
    let mut spans: BTreeMap<String, Vec<Period>> = BTreeMap::new();
    for state in lexicon
        .actors()
        .iter()
        .filter(|actor| actor.kind == ActorKind::State)
    {
        for code in lexicon
            .codes_of(&state.id)
            .filter(|code| code.scheme == scheme)
        {
            spans
                .entry(code.code.clone())
                .or_default()
                .push(code.period);
        }
    }
    for periods in spans.values_mut() {
        periods.sort_by_key(|period| period.from);
        let mut whole: Vec<Period> = Vec::new();
        for period in periods.iter() {
            match whole.last_mut() {
                Some(last) if last.to.and_then(|day| day.tomorrow().ok()) == period.from => {
                    last.to = period.to;
                }
                _ => whole.push(*period),
            }
        }
        *periods = whole;
    }
    spans
}

/// Compares with a list of `(code, first day, last day)`; what lasts to `end` is open.
fn compare(scheme: CodeScheme, list: Vec<(String, Date, Date)>, end: Date) {
    let mut expected: BTreeMap<String, Vec<Period>> = BTreeMap::new();
    for (code, from, to) in list {
        let to = (to < end).then_some(to);
        let from = Some(from);
        expected.entry(code).or_default().push(Period { from, to });
    }
    let ours = spans(scheme);
    for (code, mut periods) in expected {
        periods.sort_by_key(|period| period.from);
        assert_eq!(ours.get(&code), Some(&periods), "{scheme} {code}");
    }
}

#[test]
fn cow_states_have_their_numbers_and_dates() {
    let Some(text) = published("peacesciencer/cow_states.csv") else {
        return;
    };
    let day = |fields: &[&str]| {
        let number = |index: usize| fields[index].parse::<i16>().expect("a number");
        Date::new(number(0), number(1) as i8, number(2) as i8).expect("a day")
    };
    let rows = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>());
    let (mut numbers, mut letters) = (Vec::new(), Vec::new());
    for row in rows {
        let (from, to) = (day(&row[3..6]), day(&row[6..9]));
        numbers.push((row[1].to_owned(), from, to));
        letters.push(row[0].to_owned());
    }
    compare(CodeScheme::Cow, numbers, date("2016-12-31"));
    let ours = spans(CodeScheme::CowLetters);
    for code in letters {
        assert!(ours.contains_key(&code), "{code}");
    }
}

#[test]
fn gw_states_have_their_numbers_and_dates() {
    let Some(text) = published("peacesciencer/gw_states.csv") else {
        return;
    };
    let rows = text
        .lines()
        .skip(1)
        .map(|line| line.split(',').collect::<Vec<_>>());
    let list = rows.map(|row| {
        let fields = row.len();
        (
            row[0].to_owned(),
            date(row[fields - 2]),
            date(row[fields - 1]),
        )
    });
    compare(CodeScheme::Gw, list.collect(), date("2017-12-31"));
}

#[test]
fn iso_and_fips_codes_are_those_of_the_standards() {
    let Some(text) = published("reference/countrycode_codelist_without_cldr.csv") else {
        return;
    };
    let lexicon = Lexicon::builtin();
    let header: Vec<&str> = text.lines().next().unwrap_or_default().split(',').collect();
    let column = |name: &str| {
        header
            .iter()
            .position(|field| *field == name)
            .expect("a column")
    };
    let (iso2, iso3, fips) = (column("iso2c"), column("iso3c"), column("fips"));
    let mut compared = 0;
    for line in text.lines().skip(1).filter(|line| !line.contains('"')) {
        let row: Vec<&str> = line.split(',').collect();
        if lexicon.actor(row[iso3]).is_none() {
            continue;
        }
        for (scheme, code) in [(CodeScheme::Iso2, row[iso2]), (CodeScheme::Fips, row[fips])] {
            if !code.is_empty() {
                assert_eq!(
                    lexicon.code_of(row[iso3], scheme, None),
                    Some(code),
                    "{}",
                    row[iso3]
                );
                compared += 1;
            }
        }
    }
    assert!(compared > 300, "{compared}");
}

#[test]
fn codes_lead_to_the_state_of_the_day() {
    let lexicon = Lexicon::builtin();
    let check = |scheme, code: &str, at: &str, expected: &str| {
        let found = lexicon.state_by_code(scheme, code, Some(date(at)));
        let found = found.map_or("", |state| state.id.as_str());
        assert_eq!(found, expected, "{scheme} {code} {at}");
    };
    check(CodeScheme::Cow, "365", "1900-01-01", "RUS");
    check(CodeScheme::Cow, "365", "1950-01-01", "SUN");
    check(CodeScheme::Cow, "345", "1995-01-01", "YUG");
    check(CodeScheme::Cow, "345", "2004-01-01", "SCG");
    check(CodeScheme::Cow, "345", "2010-01-01", "SRB");
    check(CodeScheme::Gw, "340", "2010-01-01", "SRB");
    check(CodeScheme::Cow, "678", "1985-01-01", "YEM");
    check(CodeScheme::Cow, "678", "1995-01-01", "");
    check(CodeScheme::Cow, "640", "1914-01-01", "ottoman-empire");
    check(CodeScheme::CowLetters, "GFR", "1980-01-01", "DEU");
    check(CodeScheme::Cameo, "ROM", "2014-01-01", "ROU");
    check(CodeScheme::Fips, "AJ", "2020-01-01", "AZE");
    check(CodeScheme::Iso2, "RS", "1995-01-01", "YUG");
    check(CodeScheme::Iso3, "ZZZ", "2000-01-01", "");
    assert_eq!(
        lexicon.code_of("DEU", CodeScheme::Gw, Some(date("1930-01-01"))),
        Some("255")
    );
    assert_eq!(lexicon.code_of("DEU", CodeScheme::Cow, None), Some("255"));
}
