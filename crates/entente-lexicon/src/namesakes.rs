//! Names of states that mean something else in certain company: the state of Georgia, the bird on the
//! table, Paris in Texas.

use std::collections::HashMap;

use crate::names::{fold, key};

/// What else a state's name means, and the words that decide.
#[derive(Debug)]
pub(crate) struct Namesake {
    /// Where the other one is; `None` where it is no place.
    pub(crate) country: Option<String>,
    clues: Vec<String>,
    against: Vec<String>,
}

/// `lexicon/namesakes.tsv` and `lexicon/provinces.tsv`.
#[derive(Debug)]
pub(crate) struct Namesakes {
    by_name: HashMap<String, Namesake>,
    provinces: HashMap<String, String>,
}

/// The rows of a table, header and comments aside, as fields.
pub(crate) fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty())
        .skip(1)
        .map(|line| line.split('\t').collect())
}

impl Namesakes {
    pub(crate) fn builtin() -> Self {
        let words = |list: Option<&&str>| {
            let list = list.copied().unwrap_or_default();
            list.split(';').map(|clue| key(clue).0).collect()
        };
        let by_name = rows(include_str!("../../../lexicon/namesakes.tsv")).filter_map(|row| {
            let country = row.get(1).filter(|country| !country.is_empty());
            let namesake = Namesake {
                country: country.map(|country| (*country).to_owned()),
                clues: words(row.get(2)),
                against: words(row.get(3)),
            };
            Some((fold(row.first()?), namesake))
        });
        let provinces = rows(include_str!("../../../lexicon/provinces.tsv"))
            .filter_map(|row| Some((key(row.first()?).0, (*row.get(1)?).to_owned())));
        Self {
            by_name: by_name.collect(),
            provinces: provinces.collect(),
        }
    }

    /// What else a folded name can mean.
    pub(crate) fn of(&self, name: &str) -> Option<&Namesake> {
        self.by_name.get(name)
    }

    /// The country of a province, by its folded name.
    pub(crate) fn country_of_province(&self, name: &str) -> Option<&str> {
        self.provinces.get(name).map(String::as_str)
    }
}

impl Namesake {
    /// Whether a sentence, as folded words, speaks for the other one (`true`), for the state, or for
    /// neither.
    pub(crate) fn is_meant(&self, words: &[String]) -> Option<bool> {
        let sentence = format!(" {} ", words.join(" "));
        let has = |clues: &[String]| {
            clues
                .iter()
                .any(|clue| !clue.is_empty() && sentence.contains(&format!(" {clue} ")))
        };
        match (has(&self.clues), has(&self.against)) {
            (true, false) => Some(true),
            (false, true) => Some(false),
            _ => None,
        }
    }
}
