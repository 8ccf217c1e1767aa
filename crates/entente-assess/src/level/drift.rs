//! What becomes of two in the months that no dataset reaches.
//!
//! Levels go on as those of labelled dyads did from one year to the next: a Markov chain over the five
//! levels (Anderson and Goodman 1957). What is unknown of a month grows with its distance, and nothing is
//! taken to stand because nobody looked. A defence pact ends, and begins, at the yearly rates of the same
//! dyads. `training/levels.py` counts both; they stand in `models/levels.json`.

use super::metrics::Probabilities;
use super::model::Model;

/// The levels so many months later.
pub fn carried(said: &Probabilities, months: i32) -> Probabilities {
    let step = |of: &Probabilities| -> Probabilities {
        let rows = &Model::built_in().drift().levels;
        std::array::from_fn(|to| {
            of.iter()
                .zip(rows)
                .map(|(share, row)| share * row[to])
                .sum()
        })
    };
    let months = months.max(0);
    let mut now = *said;
    for _ in 0..months / 12 {
        now = step(&now);
    }
    // Part of a year is that part of the way.
    let part = f64::from(months % 12) / 12.0;
    let next = step(&now);
    std::array::from_fn(|level| now[level] + part * (next[level] - now[level]))
}

/// The probability of a defence pact so many months later.
pub fn pact_carried(pact: f64, months: i32) -> f64 {
    let drift = Model::built_in().drift();
    let usual = drift.pact_begins / (drift.pact_begins + drift.pact_ends);
    let stays = 1.0 - drift.pact_begins - drift.pact_ends;
    usual + (pact - usual) * stays.powf(f64::from(months.max(0)) / 12.0)
}

/// The levels with a probability that they are among some of them given, the others in proportion.
pub(crate) fn given(
    said: &Probabilities,
    among: fn(usize) -> bool,
    probability: f64,
) -> Probabilities {
    let own: f64 = (0..5)
        .filter(|level| among(*level))
        .map(|level| said[level])
        .sum();
    std::array::from_fn(|level| {
        let (all, part) = if among(level) {
            (own, probability)
        } else {
            (1.0 - own, 1.0 - probability)
        };
        said[level] / all.max(1e-12) * part
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_known_fades_and_stays_a_distribution() {
        for level in 0..5 {
            let mut sure = [0.0; 5];
            sure[level] = 1.0;
            assert_eq!(carried(&sure, 0), sure);
            let mut last = 1.0;
            for months in [1, 12, 30, 240] {
                let later = carried(&sure, months);
                assert!((later.iter().sum::<f64>() - 1.0).abs() < 1e-3);
                assert!(later[level] < last, "{level} {months}");
                last = later[level];
            }
        }
        assert!(pact_carried(0.99, 120) < 0.99 && pact_carried(0.01, 120) > 0.01);
        let rivals = given(&[0.1, 0.2, 0.5, 0.1, 0.1], |level| level < 2, 0.6);
        assert!(
            (rivals[0] - 0.2).abs() < 1e-12 && (rivals.iter().sum::<f64>() - 1.0).abs() < 1e-12
        );
    }
}
