//! A place's name as a key, and what else a mention may be looked up by.

use std::borrow::Cow;

use crate::names::fold;

/// Words that tell what a place is, with the kind of place that has them in its name.
const GENERIC: &[(&str, Generic)] = &[
    ("autonomous", Generic::Region),
    ("borough", Generic::Other),
    ("city", Generic::City),
    ("counties", Generic::District),
    ("county", Generic::District),
    ("department", Generic::Region),
    ("district", Generic::District),
    ("emirate", Generic::Region),
    ("governorate", Generic::Region),
    ("municipality", Generic::City),
    ("oblast", Generic::Region),
    ("parish", Generic::District),
    ("parishes", Generic::District),
    ("prefecture", Generic::Region),
    ("province", Generic::Region),
    ("provinces", Generic::Region),
    ("raion", Generic::District),
    ("region", Generic::Region),
    ("republic", Generic::Region),
    ("state", Generic::Region),
    ("town", Generic::City),
    ("township", Generic::City),
    ("twp", Generic::City),
    ("village", Generic::City),
    ("voivodeship", Generic::Region),
];

/// Words before a name that mean a part of the place, or the place itself.
const BEFORE: &[&str] = &[
    "central",
    "city of",
    "county of",
    "downtown",
    "east",
    "eastern",
    "greater",
    "inner",
    "lower",
    "metro",
    "metropolitan",
    "mid",
    "north",
    "northeast",
    "northeastern",
    "northern",
    "northwest",
    "northwestern",
    "old",
    "outer",
    "port of",
    "province of",
    "rural",
    "south",
    "southeast",
    "southeastern",
    "southern",
    "southwest",
    "southwestern",
    "state of",
    "suburban",
    "town of",
    "upper",
    "uptown",
    "village of",
    "west",
    "western",
];

/// Words after a name that mean what is around the place.
const AFTER: &[&str] = &["area", "metro", "suburb", "suburbs", "outskirts"];

/// What the words of a name say about its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Generic {
    /// A province, governorate, state.
    Region,
    /// A county, parish, district.
    District,
    /// A city, town, township.
    City,
    /// Any of them.
    Other,
}

/// What a generic word says.
pub(super) fn generic(word: &str) -> Option<Generic> {
    let index = GENERIC.binary_search_by(|(own, _)| (*own).cmp(word)).ok()?;
    Some(GENERIC[index].1)
}

/// The key of a place's name: names that differ in accents, case, hyphens, full stops, a leading
/// "the", or in "St." and "Saint" have one key.
///
/// ```
/// use entente_lexicon::place_key;
/// assert_eq!(place_key("Saint-Étienne"), place_key("St. Etienne"));
/// assert_eq!(place_key("The Hague"), "hague");
/// ```
pub fn place_key(name: &str) -> String {
    let mut key = String::with_capacity(name.len());
    push_key(name, &mut key);
    key
}

/// Puts the key of `name` into `key`, which is emptied first.
pub(super) fn push_key(name: &str, key: &mut String) {
    key.clear();
    let folded: Cow<str> = if name.is_ascii() {
        Cow::Borrowed(name)
    } else {
        Cow::Owned(fold(&plain(name)))
    };
    let mut word = 0;
    for c in folded.chars() {
        match c {
            ' ' | '-' | '\u{a0}' | '–' | '/' | ',' | '\n' => word = end_word(key, word),
            '.' | '\'' | '’' | '`' => {}
            c => key.push(c.to_ascii_lowercase()),
        }
    }
    end_word(key, word);
    key.truncate(key.trim_end().len());
}

/// Ends the word that begins at `start`, shortens it where it is one that names shorten, and tells
/// where the next one begins.
fn end_word(key: &mut String, start: usize) -> usize {
    let short = match &key[start..] {
        "" => return start,
        "saint" => "st",
        "sainte" => "ste",
        "mount" => "mt",
        "fort" => "ft",
        "the" if start == 0 => {
            key.clear();
            return 0;
        }
        whole => whole,
    };
    let shorter = short.len();
    if start + shorter < key.len() {
        let short = short.to_owned();
        key.truncate(start);
        key.push_str(&short);
    }
    key.push(' ');
    key.len()
}

/// Without accents that Unicode takes apart, and without the hooks of transliteration.
fn plain(name: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let mark = |c: &char| !matches!(c, '\u{300}'..='\u{36f}' | 'ʻ' | 'ʼ' | 'ʿ' | 'ʾ' | '‘');
    name.nfd().filter(mark).collect()
}

/// A key to look up for a mention, with what its words say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// The key.
    pub(super) key: String,
    /// What a generic word that the key has lost says.
    pub(super) says: Option<Generic>,
    /// How many words were taken off.
    pub(super) lost: u8,
}

/// The keys under which a mention may be found, the nearest to its words first.
pub(super) fn readings(mention: &str) -> Vec<Reading> {
    let mention = mention.trim().trim_end_matches("'s").trim_end_matches("’s");
    let whole = Reading {
        key: place_key(mention),
        says: None,
        lost: 0,
    };
    let mut found = vec![whole];
    let mut at = 0;
    // Each reading gives further ones; a name has few such words.
    while at < found.len() && found.len() < 8 {
        let Reading { key, says, lost } = found[at].clone();
        at += 1;
        let mut add = |key: &str, says: Option<Generic>| {
            if key.len() > 1 && !found.iter().any(|reading| reading.key == key) {
                found.push(Reading {
                    key: key.to_owned(),
                    says,
                    lost: lost + 1,
                });
            }
        };
        if let Some((rest, last)) = key.rsplit_once(' ') {
            if let Some(kind) = generic(last) {
                add(rest, says.or(Some(kind)));
            } else if AFTER.contains(&last) {
                add(rest, says);
            }
        }
        let prefix = BEFORE.iter().find(|prefix| {
            key.strip_prefix(**prefix)
                .is_some_and(|rest| rest.starts_with(' '))
        });
        if let Some(prefix) = prefix {
            let kind = match *prefix {
                "city of" | "town of" | "village of" => Some(Generic::City),
                "county of" => Some(Generic::District),
                "province of" | "state of" => Some(Generic::Region),
                _ => None,
            };
            add(&key[prefix.len() + 1..], says.or(kind));
        }
        if key.ends_with(" twp") {
            add(&format!("{}township", &key[..key.len() - 3]), says);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_ignore_how_a_name_is_written() {
        for (one, other) in [
            ("Saint Paul", "St. Paul"),
            ("Deir ez-Zor", "Deir ez Zor"),
            ("Sant Julià de Lòria", "Sant Julia de Loria"),
            ("Coeur d'Alene", "Coeur d’Alene"),
            ("WASHINGTON", "Washington"),
            ("W. Va.", "w va"),
            ("Đà Nẵng", "Da Nang"),
        ] {
            assert_eq!(place_key(one), place_key(other));
        }
        assert_eq!(place_key("–"), "");
    }

    #[test]
    fn generic_words_are_sorted() {
        assert!(GENERIC.is_sorted_by_key(|(word, _)| *word));
    }

    #[test]
    fn readings_lose_directions_and_generic_words() {
        let keys =
            |mention| -> Vec<String> { readings(mention).into_iter().map(|it| it.key).collect() };
        assert_eq!(
            keys("northern Idlib province")[..3],
            [
                "northern idlib province",
                "northern idlib",
                "idlib province"
            ]
        );
        assert!(keys("northern Idlib province").contains(&"idlib".to_owned()));
        assert_eq!(readings("Fulton County")[1].says, Some(Generic::District));
    }
}
