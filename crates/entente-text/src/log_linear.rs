//! A log-linear ranker: which of several candidates is meant.
//!
//! A candidate is its features; its score is the sum of their weights; the scores of all become
//! probabilities by a softmax (Denis and Baldridge 2008). The weights are few and named, so that a person can
//! read and correct them.

use std::collections::{BTreeMap, HashMap};

/// The features of one candidate.
pub type Features = Vec<&'static str>;

/// One decision to learn from.
#[derive(Debug, Clone)]
pub struct Decision {
    /// What each candidate is like.
    pub candidates: Vec<Features>,
    /// Which of them are right.
    pub right: Vec<bool>,
}

/// Weights of features, by their names.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LogLinear {
    weights: HashMap<String, f64>,
}

impl FromIterator<(String, f64)> for LogLinear {
    fn from_iter<I: IntoIterator<Item = (String, f64)>>(weights: I) -> Self {
        Self {
            weights: weights.into_iter().collect(),
        }
    }
}

/// Rounds over the decisions.
const ROUNDS: usize = 20;

/// Step of the first update; later ones shrink with what a weight has moved (AdaGrad).
const STEP: f64 = 0.2;

/// How strongly weights are drawn to zero.
const SHRINK: f64 = 1e-4;

impl LogLinear {
    /// The probability of each candidate.
    pub fn rank(&self, candidates: &[Features]) -> Vec<f64> {
        let scores: Vec<f64> = candidates
            .iter()
            .map(|features| {
                features
                    .iter()
                    .filter_map(|&feature| self.weights.get(feature))
                    .sum()
            })
            .collect();
        let highest = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let exps: Vec<f64> = scores.iter().map(|score| (score - highest).exp()).collect();
        let sum: f64 = exps.iter().sum();
        exps.iter().map(|exp| exp / sum).collect()
    }

    /// Fits weights to decisions: maximum conditional likelihood of the right candidates, by AdaGrad over the
    /// decisions in their order. Nothing is random.
    pub fn fit<'a>(decisions: impl Iterator<Item = &'a Decision> + Clone) -> Self {
        let mut weights = Self::default();
        let mut moved: HashMap<&'static str, f64> = HashMap::new();
        for _ in 0..ROUNDS {
            for decision in decisions.clone() {
                weights.learn(decision, &mut moved);
            }
        }
        weights
    }

    /// One step towards a decision. `moved` holds how much each weight has moved so far, squared.
    fn learn(&mut self, decision: &Decision, moved: &mut HashMap<&'static str, f64>) {
        let shares = self.rank(&decision.candidates);
        let ranked = || shares.iter().zip(&decision.right);
        let right: f64 = ranked()
            .filter(|(_, is)| **is)
            .map(|(share, _)| share)
            .sum();
        if right <= 0.0 {
            return;
        }
        let mut slope: BTreeMap<&'static str, f64> = BTreeMap::new();
        for (features, (share, is_right)) in decision.candidates.iter().zip(ranked()) {
            let wanted = if *is_right { share / right } else { 0.0 };
            for &feature in features {
                *slope.entry(feature).or_default() += wanted - share;
            }
        }
        for (feature, slope) in slope {
            let weight = self.weights.entry(feature.to_owned()).or_default();
            let slope = slope - SHRINK * *weight;
            let moved = moved.entry(feature).or_insert(1e-3);
            *moved += slope * slope;
            *weight += STEP * slope / moved.sqrt();
        }
    }

    /// The weights of a TOML file with a table for each kind of decision; `None` when it is no such file.
    pub fn tables(toml: &str) -> Option<BTreeMap<String, Self>> {
        let file: BTreeMap<String, BTreeMap<String, f64>> = toml::from_str(toml).ok()?;
        let tables = file.into_iter();
        Some(
            tables
                .map(|(kind, weights)| (kind, weights.into_iter().collect()))
                .collect(),
        )
    }

    /// How many features weigh something.
    pub fn len(&self) -> usize {
        self.weights.len()
    }

    /// Whether none does.
    pub fn is_empty(&self) -> bool {
        self.weights.is_empty()
    }

    /// As the lines of a TOML table, in the order of the names; what weighs next to nothing is left out.
    pub fn to_toml(&self) -> String {
        let ordered: BTreeMap<_, _> = self.weights.iter().collect();
        let heavy = ordered
            .into_iter()
            .filter(|(_, weight)| weight.abs() >= 0.005);
        heavy
            .map(|(feature, weight)| format!("\"{feature}\" = {weight:.2}\n"))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_learns_which_candidate_is_right() {
        let decision = Decision {
            candidates: vec![vec!["none"], vec!["near", "clash"], vec!["far", "agree"]],
            right: vec![false, false, true],
        };
        let weights = LogLinear::fit([decision.clone(), decision.clone()].iter());
        let shares = weights.rank(&decision.candidates);
        assert!(shares[2] > 0.8, "{shares:?}");
        let written = format!("[which]\n{}", weights.to_toml());
        let read = LogLinear::tables(&written)
            .unwrap()
            .remove("which")
            .unwrap();
        assert!(read.rank(&decision.candidates)[2] > 0.8, "{written}");
        assert!(LogLinear::tables("[which]\nfar = \"agree\"").is_none());
    }
}
