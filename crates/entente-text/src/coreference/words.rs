//! What common nouns and first names tell of whom they mean: the lists of `words.toml`.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::LazyLock;

use super::mentions::{Gender, Kind};

static LISTS: LazyLock<Words> = LazyLock::new(|| Words::read(include_str!("words.toml")));

/// The lists.
pub(super) struct Words {
    nouns: HashMap<String, Kind>,
    /// Nouns, titles and first names.
    genders: HashMap<String, Gender>,
    speech: HashSet<String>,
    clausal: HashSet<String>,
}

impl Words {
    /// The lists that are compiled in.
    pub(super) fn builtin() -> &'static Self {
        &LISTS
    }

    /// Reads `words.toml`; a test holds that it is well formed.
    fn read(toml: &str) -> Self {
        let lists: BTreeMap<String, String> = toml::from_str(toml).unwrap_or_default();
        let list = |name: &str| {
            lists
                .get(name)
                .map_or("", String::as_str)
                .split_whitespace()
                .map(str::to_owned)
                .collect::<Vec<_>>()
        };
        let kinds = [
            ("person", Kind::Person),
            ("organisation", Kind::Organisation),
            ("place", Kind::Place),
            ("time", Kind::Time),
        ];
        let genders = [
            ("male", Gender::Male),
            ("male_names", Gender::Male),
            ("female", Gender::Female),
            ("female_names", Gender::Female),
        ];
        let mut words = Self {
            nouns: HashMap::new(),
            genders: HashMap::new(),
            speech: list("speech").into_iter().collect(),
            clausal: list("clausal").into_iter().collect(),
        };
        for (name, kind) in kinds {
            words
                .nouns
                .extend(list(name).into_iter().map(|noun| (noun, kind)));
        }
        for (name, gender) in genders {
            words
                .genders
                .extend(list(name).into_iter().map(|word| (word, gender)));
        }
        words
    }

    /// What a noun's lemma, in lower case, is a word for.
    pub(super) fn kind(&self, noun: &str) -> Kind {
        if let Some(&kind) = self.nouns.get(noun) {
            return kind;
        }
        let is_human = ["woman", "person", "men", "ologist", "keeper", "holder"]
            .iter()
            .any(|ending| noun.ends_with(ending))
            || noun.ends_with("man") && noun.len() > 5 && !noun.ends_with("human");
        if is_human {
            Kind::Person
        } else {
            Kind::Unknown
        }
    }

    /// The gender that a noun, title or first name tells; `word` is in lower case.
    pub(super) fn gender(&self, word: &str) -> Gender {
        self.genders.get(word).copied().unwrap_or_else(|| {
            if word.ends_with("woman") {
                Gender::Female
            } else {
                Gender::Unknown
            }
        })
    }

    /// Whether a verb presents what somebody says.
    pub(super) fn is_speech(&self, lemma: &str) -> bool {
        self.speech.contains(lemma)
    }

    /// Whether the verb's subject "it" usually stands for a clause or for nothing.
    pub(super) fn is_clausal(&self, lemma: &str) -> bool {
        self.clausal.contains(lemma)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_well_formed() {
        let lists: BTreeMap<String, String> = toml::from_str(include_str!("words.toml")).unwrap();
        assert_eq!(lists.len(), 10);
    }

    #[test]
    fn words_tell_whom_they_mean() {
        let words = Words::builtin();
        assert_eq!(words.kind("ministry"), Kind::Organisation);
        assert_eq!(words.kind("spokeswoman"), Kind::Person);
        assert_eq!(words.kind("corridor"), Kind::Place);
        assert_eq!(words.kind("idea"), Kind::Unknown);
        assert_eq!(words.gender("angela"), Gender::Female);
        assert_eq!(words.gender("president"), Gender::Unknown);
    }
}
