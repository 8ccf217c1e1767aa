//! How good probabilities of levels are, against the levels that were.

/// Probabilities of the five levels, severe rivalry first.
pub type Probabilities = [f64; 5];

/// A forecast and what was: the place of the level, 0 for severe rivalry to 4 for security community.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Judged {
    /// What was said.
    pub said: Probabilities,
    /// What was.
    pub level: usize,
}

/// Figures of a set of forecasts.
#[derive(Debug, Clone, PartialEq)]
pub struct Figures {
    /// How many forecasts.
    pub count: usize,
    /// Ranked probability score: the mean over the four cuts of the squared difference between the
    /// cumulated probabilities and what was, 0 to 1, smaller is better (Epstein 1969).
    pub rps: f64,
    /// Area under the ROC curve of rivalry (the two lowest levels against the rest); `None` where all or
    /// none were rivals.
    pub auc_rivalry: Option<f64>,
    /// The same of community: the two highest levels against the rest.
    pub auc_community: Option<f64>,
    /// Mean over the levels that occur of F1 of the likeliest level.
    pub macro_f1: f64,
    /// Expected calibration error: over the four cumulated probabilities in ten equal bins, the mean
    /// distance of said and observed shares, weighted by the bins' counts (Naeini, Cooper and
    /// Hauskrecht 2015).
    pub calibration_error: f64,
}

/// A point of a reliability diagram.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Reliability {
    /// Mean of what was said in the bin.
    pub said: f64,
    /// Share that came true.
    pub observed: f64,
    /// How many forecasts.
    pub count: usize,
}

/// Bins of probability.
const BINS: usize = 10;

/// The probability of a level no higher than each of the four lowest.
fn cumulated(said: &Probabilities) -> [f64; 4] {
    let mut sum = 0.0;
    std::array::from_fn(|place| {
        sum += said[place];
        sum
    })
}

/// The figures; `None` of nothing.
pub fn figures(judged: &[Judged]) -> Option<Figures> {
    if judged.is_empty() {
        return None;
    }
    let count = judged.len() as f64;
    let rps = judged.iter().map(|it| {
        let apart = cumulated(&it.said).into_iter().enumerate();
        let squares = apart.map(|(cut, said)| {
            let was = f64::from(u8::from(it.level <= cut));
            (said - was).powi(2)
        });
        squares.sum::<f64>() / 4.0
    });
    Some(Figures {
        count: judged.len(),
        rps: rps.sum::<f64>() / count,
        auc_rivalry: auc(judged
            .iter()
            .map(|it| (cumulated(&it.said)[1], it.level < 2))),
        auc_community: auc(judged
            .iter()
            .map(|it| (1.0 - cumulated(&it.said)[2], it.level > 2))),
        macro_f1: macro_f1(judged),
        calibration_error: calibration_error(judged),
    })
}

/// The share of pairs of one that was and one that was not in which the first had the higher score,
/// ties by half (Mann and Whitney 1947).
fn auc(scored: impl Iterator<Item = (f64, bool)>) -> Option<f64> {
    let mut scored: Vec<(f64, bool)> = scored.collect();
    scored.sort_by(|x, y| x.0.total_cmp(&y.0));
    let (mut below, mut wins) = (0.0, 0.0);
    let mut start = 0;
    while start < scored.len() {
        let same = scored[start..]
            .iter()
            .take_while(|it| it.0 == scored[start].0);
        let end = start + same.count();
        let was = scored[start..end].iter().filter(|it| it.1).count() as f64;
        let was_not = (end - start) as f64 - was;
        wins += was * (below + was_not / 2.0);
        below += was_not;
        start = end;
    }
    let was = scored.len() as f64 - below;
    (was > 0.0 && below > 0.0).then(|| wins / (was * below))
}

/// The likeliest level.
pub fn likeliest(said: &Probabilities) -> usize {
    (0..5).fold(2, |best, level| {
        if said[level] > said[best] {
            level
        } else {
            best
        }
    })
}

fn macro_f1(judged: &[Judged]) -> f64 {
    let mut table = [[0_usize; 5]; 5];
    for it in judged {
        table[it.level.min(4)][likeliest(&it.said)] += 1;
    }
    let mut sum = 0.0;
    let mut levels = 0;
    for level in 0..5 {
        let hits = table[level][level];
        let was: usize = table[level].iter().sum();
        let said: usize = table.iter().map(|row| row[level]).sum();
        if was > 0 {
            levels += 1;
            sum += 2.0 * hits as f64 / (was + said) as f64;
        }
    }
    sum / f64::from(levels.max(1))
}

/// The reliability of the cumulated probabilities above a cut: "at least lesser rivalry's next level".
/// `cut` is 0 to 3; a forecast comes true where the level is above it.
pub fn reliability(judged: &[Judged], cut: usize) -> Vec<Reliability> {
    let mut bins = [(0.0, 0_usize, 0_usize); BINS];
    for it in judged {
        let said = 1.0 - cumulated(&it.said)[cut.min(3)];
        let bin = ((said * BINS as f64) as usize).min(BINS - 1);
        bins[bin].0 += said;
        bins[bin].1 += usize::from(it.level > cut);
        bins[bin].2 += 1;
    }
    let filled = bins.into_iter().filter(|(.., count)| *count > 0);
    let point = filled.map(|(said, was, count)| Reliability {
        said: said / count as f64,
        observed: was as f64 / count as f64,
        count,
    });
    point.collect()
}

fn calibration_error(judged: &[Judged]) -> f64 {
    let mut sum = 0.0;
    for cut in 0..4 {
        for it in reliability(judged, cut) {
            sum += (it.said - it.observed).abs() * it.count as f64;
        }
    }
    sum / (4 * judged.len()) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(said: Probabilities, level: usize) -> Judged {
        Judged { said, level }
    }

    #[test]
    fn certainty_that_comes_true_is_perfect() {
        let sure: Vec<Judged> = (0..5)
            .map(|level| {
                let mut said = [0.0; 5];
                said[level] = 1.0;
                judged(said, level)
            })
            .collect();
        let found = figures(&sure).unwrap();
        assert_eq!(
            (found.rps, found.macro_f1, found.calibration_error),
            (0.0, 1.0, 0.0)
        );
        assert_eq!(
            (found.auc_rivalry, found.auc_community),
            (Some(1.0), Some(1.0))
        );
    }

    #[test]
    fn figures_by_hand() {
        let half = [0.5, 0.0, 0.5, 0.0, 0.0];
        let cases = [judged(half, 0), judged(half, 2)];
        let found = figures(&cases).unwrap();
        // Cumulated .5 .5 1 1 against 1 1 1 1 and 0 0 1 1: half of the cuts are off by a half.
        assert!((found.rps - 0.125).abs() < 1e-12);
        assert_eq!(found.auc_rivalry, Some(0.5));
        assert_eq!(found.auc_community, None);
        assert_eq!(found.calibration_error, 0.0);
        // Level 2 is said twice and was once; level 0 never is said.
        assert!((found.macro_f1 - (2.0 / 3.0) / 2.0).abs() < 1e-12);
        assert!(figures(&[]).is_none());
    }

    #[test]
    fn better_ranking_is_a_larger_area() {
        let scores = [(0.1, false), (0.4, true), (0.35, false), (0.8, true)];
        assert_eq!(auc(scores.into_iter()), Some(1.0));
        let scores = [(0.1, false), (0.3, true), (0.35, false), (0.8, true)];
        assert_eq!(auc(scores.into_iter()), Some(0.75));
    }
}
