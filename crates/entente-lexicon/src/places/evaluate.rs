//! How well places are located, against documents whose places somebody has located.

use entente_model::{ContentId, Span};
use serde::Deserialize;

use super::{Kind, Located, table};
use crate::Lexicon;

/// A document with its places, located by hand.
#[derive(Debug, Clone)]
pub struct PlacedDocument {
    /// Its name; a hash of it says to which half the document belongs.
    pub id: String,
    /// Its text.
    pub text: String,
    /// Its places, in order.
    pub places: Vec<GoldPlace>,
}

/// A place as located by hand.
#[derive(Debug, Clone, PartialEq)]
pub struct GoldPlace {
    /// Where its name stands, in bytes.
    pub span: Span,
    /// Degrees north and east; `None` where nobody knew.
    pub point: Option<(f64, f64)>,
    /// ISO 3166-1 alpha-3, where a country is given that is known.
    pub country: Option<String>,
}

impl PlacedDocument {
    /// Whether the document belongs to the half that is developed on; the other stays untouched.
    pub fn is_for_development(&self) -> bool {
        let hash = ContentId::of([&self.id]);
        hash.as_str()
            .starts_with(['0', '2', '4', '6', '8', 'a', 'c', 'e'])
    }
}

/// Located places counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct PlaceScores {
    /// Gold places with a country.
    pub with_country: usize,
    /// Those whose country is right.
    pub right_country: usize,
    /// Gold places with a point.
    pub with_point: usize,
    /// Those located at most 161 km (100 miles) from it.
    pub near: usize,
    /// Those located at all, rightly or not.
    pub located: usize,
}

impl PlaceScores {
    /// Adds the counts of other documents.
    pub fn add(&mut self, other: &Self) {
        self.with_country += other.with_country;
        self.right_country += other.right_country;
        self.with_point += other.with_point;
        self.near += other.near;
        self.located += other.located;
    }
}

/// The distance up to which a place counts as found, in kilometres: 100 miles.
const NEAR: f64 = 161.0;

/// What one located place is worth.
pub fn score_place(gold: &GoldPlace, found: Option<&Located>) -> PlaceScores {
    let country = found.and_then(|found| found.country.as_ref());
    let Some((lat, lon)) = gold.point else {
        return PlaceScores::default();
    };
    PlaceScores {
        with_country: usize::from(gold.country.is_some()),
        right_country: usize::from(gold.country.is_some() && gold.country.as_ref() == country),
        with_point: 1,
        near: usize::from(found.is_some_and(|found| found.distance(lat, lon) <= NEAR)),
        located: usize::from(found.is_some()),
    }
}

#[derive(Deserialize)]
struct RawDocument {
    doc: String,
    text: String,
    places: Vec<RawPlace>,
}

#[derive(Deserialize)]
struct RawPlace {
    start: usize,
    end: usize,
    lat: Option<f64>,
    lon: Option<f64>,
    country: Option<String>,
}

/// Reads documents, one JSON object a line: `doc`, `text`, and `places` with `start` and `end` in
/// characters, `lat`, `lon`, and the `country`'s English name.
///
/// # Errors
///
/// Says which line is not such an object.
pub fn read_placed_documents(
    lexicon: &Lexicon,
    lines: &str,
) -> Result<Vec<PlacedDocument>, String> {
    let lines = lines.lines().enumerate();
    lines
        .filter(|(_, line)| !line.trim().is_empty())
        .map(|(index, line)| {
            let raw: RawDocument = serde_json::from_str(line)
                .map_err(|error| format!("line {}: {error}", index + 1))?;
            let mut bytes: Vec<usize> = raw.text.char_indices().map(|(at, _)| at).collect();
            bytes.push(raw.text.len());
            let at = |character: usize| bytes.get(character).copied();
            let places = raw.places.iter().map(|place| {
                let (Some(start), Some(end)) = (at(place.start), at(place.end)) else {
                    return Err(format!("line {}: a place lies outside the text", index + 1));
                };
                Ok(GoldPlace {
                    span: Span::new(start, end),
                    point: place.lat.zip(place.lon),
                    country: place
                        .country
                        .as_deref()
                        .and_then(|name| country_code(lexicon, name)),
                })
            });
            Ok(PlacedDocument {
                places: places.collect::<Result<_, _>>()?,
                id: raw.doc,
                text: raw.text,
            })
        })
        .collect()
}

/// ISO 3166-1 alpha-3 of a country by its English name.
fn country_code(lexicon: &Lexicon, name: &str) -> Option<String> {
    let area = super::resolve::named_areas(lexicon, name)
        .into_iter()
        .find(|entry| entry.kind == Kind::Country)?;
    table::country(area.country()).map(|it| it.iso3.to_owned())
}
