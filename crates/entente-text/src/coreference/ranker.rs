//! A log-linear ranker: which of the candidates, or none, an anaphor means.
//!
//! A candidate is its features; its score is the sum of their weights; the scores of all
//! candidates and of "none" become probabilities by a softmax (Denis and Baldridge 2008). The
//! weights are few and named, and are kept as TOML that a person can read and correct.

use std::collections::{BTreeMap, HashMap};

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

/// The features of one candidate.
pub(super) type Features = Vec<&'static str>;

/// The weights of every class, and the kinds of nouns that were learnt with them.
#[derive(Debug, Clone, Default)]
pub(super) struct Weights {
    classes: [HashMap<String, f64>; Class::ALL.len()],
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
            let ordered: BTreeMap<_, _> = self.classes[class as usize].iter().collect();
            for (feature, weight) in ordered {
                if weight.abs() >= 0.005 {
                    toml += &format!("\"{feature}\" = {weight:.2}\n");
                }
            }
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
        self.classes.iter().map(HashMap::len).sum()
    }

    /// The probability of each candidate.
    pub(super) fn rank(&self, class: Class, candidates: &[Features]) -> Vec<f64> {
        let table = &self.classes[class as usize];
        let scores: Vec<f64> = candidates
            .iter()
            .map(|features| {
                features
                    .iter()
                    .filter_map(|&feature| table.get(feature))
                    .sum()
            })
            .collect();
        let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let exps: Vec<f64> = scores.iter().map(|score| (score - highest).exp()).collect();
        let sum: f64 = exps.iter().sum();
        exps.iter().map(|exp| exp / sum).collect()
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
pub(super) struct Example {
    pub(super) class: Class,
    pub(super) candidates: Vec<Features>,
    /// Which of them are right.
    pub(super) right: Vec<bool>,
}

/// Rounds over the examples.
const ROUNDS: usize = 20;

/// Step of the first update; later ones shrink with what a weight has moved (AdaGrad).
const STEP: f64 = 0.2;

/// How strongly weights are drawn to zero.
const SHRINK: f64 = 1e-4;

/// Fits weights to examples: maximum conditional likelihood of the right candidates, by AdaGrad
/// over the examples in their order.
pub(super) fn fit(examples: &[Example], kinds: BTreeMap<String, Kind>) -> Weights {
    let mut weights = Weights::of_nouns(kinds);
    let mut moved: [HashMap<&'static str, f64>; Class::ALL.len()] = Default::default();
    for _ in 0..ROUNDS {
        for example in examples {
            let shares = weights.rank(example.class, &example.candidates);
            let right: f64 = shares
                .iter()
                .zip(&example.right)
                .filter(|(_, right)| **right)
                .map(|(share, _)| share)
                .sum();
            if right <= 0.0 {
                continue;
            }
            let mut slope: BTreeMap<&'static str, f64> = BTreeMap::new();
            for ((features, share), is_right) in
                example.candidates.iter().zip(&shares).zip(&example.right)
            {
                let wanted = if *is_right { share / right } else { 0.0 };
                for &feature in features {
                    *slope.entry(feature).or_default() += wanted - share;
                }
            }
            let table = &mut weights.classes[example.class as usize];
            let moved = &mut moved[example.class as usize];
            for (feature, slope) in slope {
                let weight = table.entry(feature.to_owned()).or_default();
                let slope = slope - SHRINK * *weight;
                let moved = moved.entry(feature).or_insert(1e-3);
                *moved += slope * slope;
                *weight += STEP * slope / moved.sqrt();
            }
        }
    }
    weights
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_learns_which_candidate_is_right_and_keeps_it() {
        let example = || Example {
            class: Class::It,
            candidates: vec![vec!["none"], vec!["near", "clash"], vec!["far", "agree"]],
            right: vec![false, false, true],
        };
        let kinds = BTreeMap::from([("dam".to_owned(), Kind::Thing)]);
        let weights = fit(&[example(), example()], kinds);
        let read = Weights::read(&weights.write()).unwrap();
        let shares = read.rank(Class::It, &example().candidates);
        assert!(shares[2] > 0.8, "{shares:?}");
        assert_eq!(read.kinds["dam"], Kind::Thing);
    }

    #[test]
    fn what_is_no_file_of_weights_is_refused() {
        assert!(Weights::read("[weights]\n").is_none());
    }
}
