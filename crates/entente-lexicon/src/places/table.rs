//! The gazetteer's tables: text that is searched as it lies in the program.
//!
//! A row of `places.tsv` is a place, or another name of one. Rows stand in the order of their
//! keys, so that a name is found by halving. The key of the first row in each thousand bytes is
//! remembered when the table is first used, which takes a few milliseconds.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::LazyLock;

use super::Kind;
use super::name::{place_key, push_key};

/// Countries, regions, districts and cities by name.
const PLACES: &str = include_str!("../../../../lexicon/gazetteer/places.tsv");
const COUNTRIES: &str = include_str!("../../../../lexicon/gazetteer/countries.tsv");
const AREAS: &str = include_str!("../../../../lexicon/gazetteer/areas.tsv");
const ABBREVIATIONS: &str = include_str!("../../../../lexicon/gazetteer/abbreviations.tsv");
const CUSTOMS: &str = include_str!("../../../../lexicon/gazetteer/customs.tsv");

/// A place that a name can mean.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entry {
    /// The name to show.
    pub(super) name: Cow<'static, str>,
    pub(super) kind: Kind,
    /// ISO 3166-1 alpha-2 of the country, then GeoNames' codes of the region and the district,
    /// as far as known: `US.LA.079`. Empty where several countries share the place.
    pub(super) code: &'static str,
    /// Degrees north.
    pub(super) lat: f64,
    /// Degrees east.
    pub(super) lon: f64,
    /// People who live there, in thousands; 0 where not known.
    pub(super) thousands: f64,
    /// Whether it was found by another name than its own.
    pub(super) alias: bool,
}

impl Entry {
    /// ISO 3166-1 alpha-2, or nothing.
    pub(super) fn country(&self) -> &'static str {
        self.code.split('.').next().unwrap_or_default()
    }

    /// The code down to the region, where it has one.
    pub(super) fn region(&self) -> Option<&'static str> {
        let (dot, _) = self.code.match_indices('.').next()?;
        let rest = &self.code[dot + 1..];
        Some(&self.code[..dot + 1 + rest.find('.').unwrap_or(rest.len())])
    }

    /// The code down to the district, where it has one.
    pub(super) fn district(&self) -> Option<&'static str> {
        self.code.match_indices('.').nth(1).map(|_| self.code)
    }

    /// Whether a place lies in it by the codes of both.
    pub(super) fn holds(&self, other: &Self) -> bool {
        !self.code.is_empty()
            && matches!(self.kind, Kind::Country | Kind::Region | Kind::District)
            && other.code.strip_prefix(self.code).is_some_and(|rest| {
                rest.starts_with('.') || (rest.is_empty() && other.kind > self.kind)
            })
    }
}

/// The rows whose names have a key.
struct Rows {
    text: &'static str,
    /// Where the rows begin, after the comments.
    start: usize,
    /// The key of the first row of each block, and where it begins.
    blocks: Vec<(Box<str>, usize)>,
}

/// Bytes from one row whose key is remembered to the next.
const BLOCK: usize = 1024;

impl Rows {
    fn new(text: &'static str) -> Self {
        let comments = text.lines().take_while(|line| line.starts_with('#'));
        let start = comments.map(|line| line.len() + 1).sum();
        let mut rows = Self {
            text,
            start,
            blocks: Vec::with_capacity(text.len() / BLOCK + 1),
        };
        for near in (start..text.len()).step_by(BLOCK) {
            let at = rows.line_start(near);
            let key = place_key(first_field(rows.line(at)));
            rows.blocks.push((key.into(), at));
        }
        rows
    }

    /// The start of the line that holds byte `at`.
    fn line_start(&self, at: usize) -> usize {
        let before = &self.text.as_bytes()[self.start..at];
        before
            .iter()
            .rposition(|&byte| byte == b'\n')
            .map_or(self.start, |newline| self.start + newline + 1)
    }

    fn line(&self, start: usize) -> &'static str {
        let rest = &self.text[start..];
        &rest[..rest.find('\n').unwrap_or(rest.len())]
    }

    /// The first row whose key is not below `key`.
    fn lower_bound(&self, key: &str, scratch: &mut String) -> usize {
        let after = self.blocks.partition_point(|(first, _)| &**first < key);
        let mut low = after
            .checked_sub(1)
            .map_or(self.start, |block| self.blocks[block].1);
        let mut high = self.blocks.get(after).map_or(self.text.len(), |it| it.1);
        while low < high {
            let start = self.line_start(low + (high - low) / 2);
            let line = self.line(start);
            push_key(first_field(line), scratch);
            if scratch.as_str() < key {
                low = start + line.len() + 1;
            } else {
                high = start;
            }
        }
        low
    }

    /// The rows with this key.
    fn with_key<'k>(&'static self, key: &'k str) -> impl Iterator<Item = &'static str> + 'k {
        let mut scratch = String::with_capacity(64);
        let mut at = self.lower_bound(key, &mut scratch);
        std::iter::from_fn(move || {
            if at >= self.text.len() {
                return None;
            }
            let line = self.line(at);
            push_key(first_field(line), &mut scratch);
            at += line.len() + 1;
            (scratch == key).then_some(line)
        })
    }
}

fn first_field(line: &str) -> &str {
    &line[..line.find('\t').unwrap_or(line.len())]
}

static ROWS: LazyLock<Rows> = LazyLock::new(|| Rows::new(PLACES));

/// The place of a row that is none of another name.
pub(super) fn entry(line: &'static str) -> Option<Entry> {
    let mut fields = line.split('\t');
    let name = fields.next()?;
    let kind = match fields.next()? {
        "country" => Kind::Country,
        "region" => Kind::Region,
        "district" => Kind::District,
        "city" => Kind::City,
        _ => return None,
    };
    Some(Entry {
        name: Cow::Borrowed(name),
        kind,
        code: fields.next()?,
        lat: fields.next()?.parse().ok()?,
        lon: fields.next()?.parse().ok()?,
        thousands: fields.next()?.parse().ok()?,
        alias: false,
    })
}

/// The places that have this key, as their name or as another one.
pub(super) fn find(key: &str) -> Vec<Entry> {
    let mut found: Vec<Entry> = Vec::new();
    if key.is_empty() {
        return found;
    }
    let mut add = |entry: Entry| {
        let same = |other: &Entry| {
            other.code == entry.code && other.name == entry.name && other.kind == entry.kind
        };
        if !found.iter().any(same) {
            found.push(entry);
        }
    };
    for line in ROWS.with_key(key) {
        if let Some(entry) = entry(line) {
            add(entry);
            continue;
        }
        // name, "=", code, the name it is another one of
        let mut fields = line.split('\t').skip(2);
        let (Some(code), Some(name)) = (fields.next(), fields.next()) else {
            continue;
        };
        let own = place_key(name);
        for entry in ROWS.with_key(&own).filter_map(entry) {
            if entry.code == code && entry.name == name {
                add(Entry {
                    alias: true,
                    ..entry
                });
            }
        }
    }
    let areas = TABLES.areas.get(key).into_iter().flatten();
    areas.cloned().for_each(add);
    found
}

/// A country's codes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Country {
    pub(super) iso2: &'static str,
    pub(super) iso3: &'static str,
    pub(super) lat: f64,
    pub(super) lon: f64,
}

struct Tables {
    countries: Vec<Country>,
    areas: HashMap<String, Vec<Entry>>,
    abbreviations: HashMap<&'static str, Abbreviation>,
    /// Words that papers of one country use, each with that country.
    customs: Vec<(&'static str, Country)>,
}

/// What an abbreviation stands for.
struct Abbreviation {
    region: &'static str,
    code: &'static str,
    only_after_city: bool,
}

static TABLES: LazyLock<Tables> = LazyLock::new(|| {
    let countries: Vec<Country> = rows(COUNTRIES)
        .filter_map(|[iso2, iso3, lat, lon, _]| {
            Some(Country {
                iso2,
                iso3,
                lat: lat.parse().ok()?,
                lon: lon.parse().ok()?,
            })
        })
        .collect();
    let mut areas: HashMap<String, Vec<Entry>> = HashMap::new();
    for [name, country, lat, lon, names] in rows(AREAS) {
        let (Ok(lat), Ok(lon)) = (lat.parse(), lon.parse()) else {
            continue;
        };
        let known = countries.iter().find(|it| it.iso3 == country);
        let entry = Entry {
            name: Cow::Borrowed(name),
            kind: Kind::Area,
            code: known.map_or("", |it| it.iso2),
            lat,
            lon,
            thousands: 0.0,
            alias: false,
        };
        for written in std::iter::once(name).chain(names.split(';')) {
            let same = areas.entry(place_key(written)).or_default();
            same.push(entry.clone());
        }
    }
    let abbreviations = rows(ABBREVIATIONS)
        .map(|[short, region, code, place, _]| {
            let only_after_city = place == "after";
            let meant = Abbreviation {
                region,
                code,
                only_after_city,
            };
            (short, meant)
        })
        .collect();
    let customs = rows(CUSTOMS)
        .filter_map(|[words, iso3, ..]| {
            let country = countries.iter().find(|it| it.iso3 == iso3)?;
            Some((words, *country))
        })
        .collect();
    Tables {
        countries,
        areas,
        abbreviations,
        customs,
    }
});

/// The rows of a small table, its comments and header left out; missing fields are empty.
fn rows(table: &'static str) -> impl Iterator<Item = [&'static str; 5]> {
    let lines = table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    lines.skip(1).map(|line| {
        let mut fields = [""; 5];
        for (field, value) in fields.iter_mut().zip(line.split('\t')) {
            *field = value.trim();
        }
        fields
    })
}

/// The country with this ISO 3166-1 code, of two or of three letters.
pub(super) fn country(code: &str) -> Option<Country> {
    let same = |it: &&Country| it.iso2 == code || it.iso3 == code;
    TABLES.countries.iter().find(same).copied()
}

/// Words that papers of one country use of their own, each with that country.
pub(super) fn customs() -> &'static [(&'static str, Country)] {
    &TABLES.customs
}

/// The region that an abbreviation stands for, as written but for a last full stop; `after_city`
/// tells that it stands after a city and a comma.
pub(super) fn abbreviated(short: &str, after_city: bool) -> Option<Entry> {
    let known = &TABLES.abbreviations;
    let row = known
        .get(short)
        .or_else(|| known.get(format!("{short}.").as_str()))?;
    if row.only_after_city && !after_city {
        return None;
    }
    let same = |entry: &Entry| entry.kind == Kind::Region && entry.code == row.code;
    find(&place_key(row.region)).into_iter().find(same)
}

/// The rows of the large table, in their order.
#[cfg(test)]
pub(super) fn lines() -> impl Iterator<Item = &'static str> {
    PLACES[ROWS.start..].lines()
}

/// What is written for a region.
#[cfg(test)]
pub(super) fn abbreviations() -> impl Iterator<Item = &'static str> {
    TABLES.abbreviations.keys().copied()
}
