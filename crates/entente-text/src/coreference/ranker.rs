//! Which of the candidates, or none, an anaphor means: a log-linear ranker for each class of anaphors, kept
//! as TOML.

use std::collections::BTreeMap;

use crate::log_linear::{Decision, Features, LogLinear};

use super::mentions::Kind;

/// What is ranked by weights of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Class {
    /// He, she.
    Person,
    /// It.
    It,
    /// They.
    They,
    /// This, that, these, those.
    Demonstrative,
    /// "the group", "this group"
    Description,
    /// A name after the first.
    Name,
}

impl Class {
    pub(super) const ALL: [(Self, &'static str); 6] = [
        (Self::Person, "person"),
        (Self::It, "it"),
        (Self::They, "they"),
        (Self::Demonstrative, "demonstrative"),
        (Self::Description, "description"),
        (Self::Name, "name"),
    ];
}

/// The weights of every class, and the kinds of nouns that were learnt with them.
#[derive(Debug, Clone, Default)]
pub(super) struct Weights {
    classes: [LogLinear; Class::ALL.len()],
    /// What nouns are words for, learnt from a treebank.
    pub(super) kinds: BTreeMap<String, Kind>,
}

/// Names of the kinds in the file.
const KINDS: [(Kind, &str); 5] = [
    (Kind::Person, "person"),
    (Kind::Organisation, "organisation"),
    (Kind::Place, "place"),
    (Kind::Time, "time"),
    (Kind::Thing, "thing"),
];

#[derive(serde::Deserialize)]
struct File {
    weights: BTreeMap<String, BTreeMap<String, f64>>,
    kinds: BTreeMap<String, String>,
}

impl Weights {
    /// Reads the TOML of [`Weights::write`]; `None` when it is not such a file.
    pub(super) fn read(toml: &str) -> Option<Self> {
        let mut file: File = toml::from_str(toml).ok()?;
        let mut weights = Self::default();
        for (class, name) in Class::ALL {
            let table = file.weights.remove(name)?;
            weights.classes[class as usize] = table.into_iter().collect();
        }
        for (kind, name) in KINDS {
            let nouns = file.kinds.get(name)?;
            let nouns = nouns.split_whitespace().map(|noun| (noun.to_owned(), kind));
            weights.kinds.extend(nouns);
        }
        Some(weights)
    }

    /// As TOML: a table a class, heaviest first within none; the same weights give the same text.
    pub(super) fn write(&self) -> String {
        let mut toml = String::from(
            "# Weights of coreference. Made by `cargo xtask train coreference`; see README.md.\n\
             # Positive speaks for a candidate; \"none: ...\" speaks for no antecedent at all.\n",
        );
        for (class, name) in Class::ALL {
            toml += &format!("\n[weights.{name}]\n");
            toml += &self.classes[class as usize].to_toml();
        }
        toml += "\n# What nouns are words for, as annotated in the treebank.\n[kinds]\n";
        for (kind, name) in KINDS {
            let nouns: Vec<&str> = self
                .kinds
                .iter()
                .filter(|(_, own)| **own == kind)
                .map(|(noun, _)| noun.as_str())
                .collect();
            toml += &format!("{name} = \"\"\"\n{}\"\"\"\n", fill(&nouns));
        }
        toml
    }

    /// No weights yet, only kinds of nouns.
    pub(super) fn of_nouns(kinds: BTreeMap<String, Kind>) -> Self {
        Self {
            kinds,
            ..Self::default()
        }
    }

    /// How many features of all classes weigh something.
    pub(super) fn len(&self) -> usize {
        self.classes.iter().map(LogLinear::len).sum()
    }

    /// The probability of each candidate.
    pub(super) fn rank(&self, class: Class, candidates: &[Features]) -> Vec<f64> {
        self.classes[class as usize].rank(candidates)
    }
}

/// Words in lines of at most 100 columns.
fn fill(words: &[&str]) -> String {
    let mut lines = String::new();
    let mut column = 0;
    for word in words {
        if column > 0 && column + word.len() >= 100 {
            lines.push('\n');
            column = 0;
        } else if column > 0 {
            lines.push(' ');
            column += 1;
        }
        lines += word;
        column += word.len();
    }
    lines.push('\n');
    lines
}

/// One decision to learn from.
#[derive(Clone)]
pub(super) struct Example {
    pub(super) class: Class,
    pub(super) decision: Decision,
}

/// Fits the weights of every class to its examples.
pub(super) fn fit(examples: &[Example], kinds: BTreeMap<String, Kind>) -> Weights {
    let classes = Class::ALL.map(|(class, _)| {
        let own = examples.iter().filter(|example| example.class == class);
        LogLinear::fit(own.map(|example| &example.decision))
    });
    Weights { classes, kinds }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_learnt_is_written_and_read() {
        let example = || Example {
            class: Class::It,
            decision: Decision {
                candidates: vec![vec!["none"], vec!["near", "clash"], vec!["far", "agree"]],
                right: vec![false, false, true],
            },
        };
        let kinds = BTreeMap::from([("dam".to_owned(), Kind::Thing)]);
        let weights = fit(&[example(), example()], kinds);
        let read = Weights::read(&weights.write()).unwrap();
        let shares = read.rank(Class::It, &example().decision.candidates);
        assert!(shares[2] > 0.8, "{shares:?}");
        assert_eq!(read.kinds["dam"], Kind::Thing);
    }

    #[test]
    fn what_is_no_file_of_weights_is_refused() {
        assert!(Weights::read("[weights]\n").is_none());
    }
}
