//! From a score to the five levels of the Peace Data scale: an ordered logit with fixed cuts.
//!
//! A score of 0 gives the prior. The score is a sum over evidence, so that little evidence moves
//! it little and the probabilities stay wide; no further shrinking is needed, and none may be
//! added lightly: a hostile event must never raise the mean level (tested).

use entente_model::Level;
use serde::Serialize;

/// The probability of one level.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LevelShare {
    /// The level.
    pub level: Level,
    /// Its probability; those of the five sum to 1.
    pub probability: f64,
}

/// The logistic function.
pub(crate) fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}

/// Its inverse, the log-odds of a probability; of one within a billionth of 0 or 1, as if that far.
pub(crate) fn odds(probability: f64) -> f64 {
    let probability = probability.clamp(1e-9, 1.0 - 1e-9);
    (probability / (1.0 - probability)).ln()
}

/// Probabilities as shares of the levels, from worst to best.
pub(crate) fn shares(probabilities: &[f64; 5]) -> [LevelShare; 5] {
    std::array::from_fn(|place| LevelShare {
        level: Level::ALL[place],
        probability: probabilities[place],
    })
}

/// The probabilities of the levels, from worst to best, for a score and rising cuts.
pub(crate) fn levels(score: f64, cuts: &[f64; 4]) -> [LevelShare; 5] {
    let below = |cut: f64| logistic(cut - score);
    let mut before = 0.0;
    let mut share = |level, up_to: f64| {
        let probability = (up_to - before).max(0.0);
        before = up_to;
        LevelShare { level, probability }
    };
    [
        share(Level::SevereRivalry, below(cuts[0])),
        share(Level::LesserRivalry, below(cuts[1])),
        share(Level::NegativePeace, below(cuts[2])),
        share(Level::WarmPeace, below(cuts[3])),
        share(Level::SecurityCommunity, 1.0),
    ]
}

#[cfg(test)]
/// The mean of the levels, counted from 0 (severe rivalry) to 4.
pub(crate) fn mean(levels: &[LevelShare; 5]) -> f64 {
    levels
        .iter()
        .enumerate()
        .map(|(rank, share)| rank as f64 * share.probability)
        .sum()
}

/// The most probable level.
pub(crate) fn likeliest(levels: &[LevelShare; 5]) -> LevelShare {
    levels.iter().copied().fold(levels[2], |best, share| {
        if share.probability > best.probability {
            share
        } else {
            best
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const CUTS: [f64; 4] = [-2.94, -1.52, 0.94, 2.94];

    #[test]
    fn probabilities_sum_to_one_and_the_mean_rises_with_the_score() {
        let mut last = -1.0;
        for step in -200..=200 {
            let levels = levels(f64::from(step) / 10.0, &CUTS);
            let sum: f64 = levels.iter().map(|share| share.probability).sum();
            assert!((sum - 1.0).abs() < 1e-12);
            let mean = mean(&levels);
            assert!(mean >= last);
            last = mean;
        }
    }

    #[test]
    fn nothing_known_is_negative_peace() {
        let levels = levels(0.0, &CUTS);
        assert_eq!(likeliest(&levels).level, Level::NegativePeace);
        assert!((likeliest(&levels).probability - 0.54).abs() < 0.01);
    }
}
