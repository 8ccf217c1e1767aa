//! One dyad through its months: rates of events with their uncertainty, and the tone of dealings as a
//! level that drifts.
//!
//! `training/filter_reference.py` is the same in Python, checked against statsmodels; its vectors are a
//! test here.
//!
//! - Rates (a Gamma-Poisson steady model: Smith 1979; Harvey and Fernandes 1989): counts `x` of a month, years
//!   watched `e`; `a ← d a + x`, `b ← d b + e`; the rate is Gamma(A₀ + a, B₀ + b).
//! - Tone (a local level with irregular observations: Harvey 1989, chapter 3): `θ ← θ + N(0, Q)`; a month of `n` events
//!   of mean tone `y` observes `θ` with variance `R / n`.

use super::history::Quads;

/// Discount of a month: half is left after five years.
pub const HALF_LIFE: f64 = super::memory::HALF_LIFE;
/// Prior of a rate: half an event in a year of watching.
pub const PRIOR_RATE: (f64, f64) = (0.5, 1.0);
/// Drift of the tone in a month, variance.
pub const DRIFT: f64 = 7e-5;
/// Variance of the tone of one event.
pub const NOISE: f64 = 0.18;
/// Mean and variance of the tone before anything is heard.
pub const PRIOR_TONE: (f64, f64) = (0.15, 0.0025);
/// What the events of a month count at most: reports of one thing are not independent.
pub const MOST: f64 = 50.0 / 12.0;
/// The tone of an event by its quad class, on Goldstein's scale over 10: means of the events of 2014 in
/// ICEWS.
pub const TONES: [f64; 4] = [0.21, 0.70, -0.33, -0.77];

/// A rate as a Gamma distribution, before its prior.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Rate {
    /// Discounted events.
    pub events: f64,
    /// Discounted years watched.
    pub years: f64,
}

impl Rate {
    /// A month later: `events` in it, over `years` watched (a twelfth, or 0 where it was not covered).
    pub fn step(&mut self, events: f64, years: f64) {
        let discount = 0.5_f64.powf(1.0 / HALF_LIFE);
        self.events = discount * self.events + events;
        self.years = discount * self.years + years;
    }

    /// Variance of the logarithm of the rate, by the prior.
    pub fn log_variance(&self) -> f64 {
        1.0 / (PRIOR_RATE.0 + self.events)
    }
}

/// The tone as a normal distribution.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tone {
    /// Mean, -1 (war) to 1.
    pub mean: f64,
    /// Variance.
    pub variance: f64,
}

impl Default for Tone {
    fn default() -> Self {
        Self {
            mean: PRIOR_TONE.0,
            variance: PRIOR_TONE.1,
        }
    }
}

/// What is heard in a month: mean tone, and how much it counts; 0 for nothing.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Heard {
    /// Mean tone.
    pub tone: f64,
    /// Events, at most [`MOST`] where reports repeat.
    pub weight: f64,
}

impl Heard {
    /// Of counts by quad class.
    pub fn of(quads: &Quads) -> Self {
        let events: f64 = quads.iter().map(|it| f64::from(*it)).sum();
        if events <= 0.0 {
            return Self::default();
        }
        let tones = quads
            .iter()
            .zip(TONES)
            .map(|(count, tone)| f64::from(*count) * tone);
        Self {
            tone: tones.sum::<f64>() / events,
            weight: events.min(MOST),
        }
    }
}

impl Tone {
    /// A month later. Gives the gain: how much of the surprise was taken over.
    pub fn step(&mut self, heard: Heard) -> f64 {
        self.variance += DRIFT;
        if heard.weight <= 0.0 {
            return 0.0;
        }
        let gain = self.variance / (self.variance + NOISE / heard.weight);
        self.mean += gain * (heard.tone - self.mean);
        self.variance *= 1.0 - gain;
        gain
    }
}

/// Every month of a series of what is heard.
pub fn tones(heard: &[Heard]) -> Vec<(Tone, f64)> {
    let mut tone = Tone::default();
    let steps = heard.iter().map(|heard| {
        let gain = tone.step(*heard);
        (tone, gain)
    });
    steps.collect()
}

/// The change of the tone over some months up to `now`, and its variance, both ends by all that was heard up
/// to `now` (fixed-lag smoothing). `None` where the series does not reach back as far.
pub fn change(tones: &[(Tone, f64)], now: usize, months: usize) -> Option<(f64, f64)> {
    let then = now.checked_sub(months)?;
    let (last, first) = (tones.get(now)?.0, tones.get(then)?.0);
    let (mut mean, mut variance, mut both) = (first.mean, first.variance, first.variance);
    for month in then + 1..=now {
        let (tone, gain) = tones[month];
        let predicted = tone.variance / (1.0 - gain);
        mean += both / predicted * (tone.mean - tones[month - 1].0.mean);
        variance -= both * both * gain / predicted;
        both *= 1.0 - gain;
    }
    Some((last.mean - mean, last.variance + variance - 2.0 * both))
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Deserialize)]
    struct Vectors {
        half_life: f64,
        tolerance: f64,
        series: Vec<Series>,
    }

    #[derive(Deserialize)]
    struct Series {
        name: String,
        count: Vec<f64>,
        exposure: Vec<f64>,
        tone: Vec<f64>,
        weight: Vec<f64>,
        a: Vec<f64>,
        b: Vec<f64>,
        mean: Vec<f64>,
        variance: Vec<f64>,
        change12: Vec<Option<f64>>,
        change12_variance: Vec<Option<f64>>,
    }

    #[test]
    fn the_reference_in_python_says_the_same() {
        let vectors: Vectors =
            serde_json::from_str(include_str!("../../tests/filter_vectors.json")).unwrap();
        assert_eq!(vectors.half_life, HALF_LIFE);
        for series in &vectors.series {
            let near = |found: f64, expected: f64, what: &str, month: usize| {
                let off = (found - expected).abs();
                assert!(
                    off <= vectors.tolerance,
                    "{} {what} {month}: {found} {expected}",
                    series.name
                );
            };
            let mut rate = Rate::default();
            let heard = series.tone.iter().zip(&series.weight);
            let heard: Vec<Heard> = heard
                .map(|(tone, weight)| Heard {
                    tone: *tone,
                    weight: *weight,
                })
                .collect();
            let tones = tones(&heard);
            for month in 0..heard.len() {
                rate.step(series.count[month], series.exposure[month]);
                near(rate.events, series.a[month], "a", month);
                near(rate.years, series.b[month], "b", month);
                near(tones[month].0.mean, series.mean[month], "mean", month);
                near(
                    tones[month].0.variance,
                    series.variance[month],
                    "variance",
                    month,
                );
                let found = change(&tones, month, 12);
                assert_eq!(found.is_some(), series.change12[month].is_some());
                if let (Some(found), Some(mean), Some(variance)) = (
                    found,
                    series.change12[month],
                    series.change12_variance[month],
                ) {
                    near(found.0, mean, "change", month);
                    near(found.1, variance, "variance of change", month);
                }
            }
        }
    }
}
