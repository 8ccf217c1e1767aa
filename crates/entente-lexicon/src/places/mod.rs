//! Where places lie: from the names that a document gives them to countries and coordinates.
//!
//! Most names are those of several places. Which one is meant is settled for all names of a
//! document together: by what stands beside a name ("Paris, Texas", "Georgia's Fulton County"),
//! by the other places of the document, and by how many people live there. A name that the
//! gazetteer does not know is not located; streets, buildings and fields are not in it.
//!
//! It does not find names in a text: [`place_mentions`] takes those that the parser found.

mod context;
mod evaluate;
mod mentions;
mod name;
mod resolve;
mod table;

#[cfg(test)]
mod tests;

use entente_model::Span;

use crate::Lexicon;

pub use evaluate::{GoldPlace, PlaceScores, PlacedDocument, read_placed_documents, score_place};
pub use mentions::place_mentions;
pub use name::place_key;

/// What kind of place it is; the larger ones first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PlaceKind {
    /// A sea, a mountain range, a continent, a disputed land: whatever is none of the others.
    Area,
    /// A state or dependent territory.
    Country,
    /// A state of a federation, a province, a governorate.
    Region,
    /// A county.
    District,
    /// A city, town or village.
    City,
}

use PlaceKind as Kind;

/// A place that a name was found to mean.
#[derive(Debug, Clone, PartialEq)]
pub struct Located {
    /// Its name in English.
    pub name: String,
    /// ISO 3166-1 alpha-3 of the country; `None` where several share it or its country is
    /// disputed.
    pub country: Option<String>,
    /// Degrees north: of a city itself, of anything larger a point near its middle.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// What it is.
    pub kind: PlaceKind,
    /// How sure it is that this place, or one of its name on the same spot, is meant among all of
    /// the name, 0 to 1. It is no probability that was measured.
    pub score: f64,
}

impl Located {
    /// The way to a point along the earth's surface, in kilometres.
    ///
    /// `lat` and `lon` are in degrees.
    pub fn distance(&self, lat: f64, lon: f64) -> f64 {
        distance((self.lat, self.lon), (lat, lon))
    }
}

/// The way between two points along the earth's surface, in kilometres.
fn distance((lat, lon): (f64, f64), (other_lat, other_lon): (f64, f64)) -> f64 {
    const EARTH_RADIUS: f64 = 6371.0;
    let (lat, other_lat) = (lat.to_radians(), other_lat.to_radians());
    let half = |angle: f64| (angle / 2.0).sin().powi(2);
    let chord =
        half(other_lat - lat) + lat.cos() * other_lat.cos() * half((other_lon - lon).to_radians());
    2.0 * EARTH_RADIUS * chord.sqrt().min(1.0).asin()
}

/// Whether a region or a town of fifty thousand people is called so.
pub(crate) fn is_well_known(name: &str) -> bool {
    let named = table::find(&place_key(name));
    named
        .iter()
        .any(|entry| entry.kind == Kind::Region || entry.thousands >= 50.0)
}

impl Lexicon {
    /// Where the places lie that a document names at `mentions`, spans of bytes in `text`: an
    /// answer for each, in their order; `None` where the gazetteer has no such place. Names of
    /// peoples and adjectives are taken for their countries.
    ///
    /// `publisher` is the document's, where known: a paper's name often tells where it is from.
    ///
    /// ```
    /// use entente_lexicon::Lexicon;
    /// use entente_model::Span;
    ///
    /// let text = "A storm hit Paris, Texas.";
    /// let found = Lexicon::builtin().locate(text, &[Span::new(12, 17)], None);
    /// let country = found[0].as_ref().and_then(|place| place.country.as_deref());
    /// assert_eq!(country, Some("USA"));
    /// ```
    pub fn locate(
        &self,
        text: &str,
        mentions: &[Span],
        publisher: Option<&str>,
    ) -> Vec<Option<Located>> {
        resolve::locate(self, text, mentions, publisher)
    }
}
