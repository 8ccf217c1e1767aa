//! What is remembered of all events up to a month: yearly rates by directed pair and quad class, kept up
//! month by month.

use super::history::{History, Kind, Quads};
use super::month::Month;

/// Months after which an event counts half.
pub const HALF_LIFE: f64 = 60.0;

/// What is left of an event after a number of months.
pub fn left(months: i32) -> f64 {
    0.5_f64.powf(f64::from(months) / HALF_LIFE)
}

/// Weighted yearly rates of events up to a month: `Σ w(t−m) x(m) / Σ w(t−m) × 12`, where `w` halves
/// over [`HALF_LIFE`] and `m` runs from the first month that events reach over. It is the posterior mean
/// of a Gamma-Poisson model with discounting (West and Harrison 1997, *Bayesian Forecasting and Dynamic
/// Models*), before its prior. `[i * n + j]` is what `i` did towards `j`.
#[derive(Debug, Clone)]
pub struct Rates {
    /// How many actors.
    pub n: usize,
    /// The month.
    pub month: Month,
    /// By quad class.
    sums: [Vec<f32>; 4],
    /// Sum of weights.
    norm: f64,
    last: Month,
}

/// Events in the order of months, to be taken up one month after the other.
#[derive(Debug, Clone)]
pub struct Stream {
    events: Vec<(Month, u32, u32, Quads)>,
    next: usize,
}

impl Stream {
    /// The events of a history that lie in what it reaches over.
    pub fn new(history: &History) -> Self {
        let mut events = Vec::new();
        if let Some((first, last)) = history.reach(Kind::Events) {
            for ((source, target), flows) in history.all_flows() {
                let places = (u32::try_from(source), u32::try_from(target));
                let (Ok(source), Ok(target)) = places else {
                    continue;
                };
                let within = flows
                    .iter()
                    .filter(|it| first <= it.month && it.month <= last);
                events.extend(within.map(|flow| (flow.month, source, target, flow.quads)));
            }
        }
        events.sort_unstable_by_key(|(month, source, target, _)| (*month, *source, *target));
        Self { events, next: 0 }
    }
}

impl Rates {
    /// Nothing yet: the month before the first that events reach over. `None` where no events are known.
    pub fn new(history: &History) -> Option<Self> {
        let (first, last) = history.reach(Kind::Events)?;
        let n = history.actors();
        Some(Self {
            n,
            month: Month(first.0 - 1),
            sums: std::array::from_fn(|_| vec![0.0; n * n]),
            norm: 0.0,
            last,
        })
    }

    /// Those of one month, from the first on.
    pub fn at(history: &History, to: Month) -> Option<Self> {
        let (first, last) = history.reach(Kind::Events)?;
        let mut rates = Self::new(history)?;
        let to = to.min(last);
        let weights: Vec<f32> = (0..=(to.0 - first.0).max(0))
            .map(|it| left(it) as f32)
            .collect();
        rates.norm = weights.iter().map(|it| f64::from(*it)).sum();
        rates.month = to;
        for ((source, target), flows) in history.all_flows() {
            let at = source * rates.n + target;
            for flow in flows.iter().filter(|it| first <= it.month) {
                let age = usize::try_from(to.0 - flow.month.0).ok();
                let Some(weight) = age.and_then(|age| weights.get(age)) else {
                    continue;
                };
                for (sums, more) in rates.sums.iter_mut().zip(flow.quads) {
                    if let Some(sum) = sums.get_mut(at) {
                        *sum += weight * more;
                    }
                }
            }
        }
        Some(rates)
    }

    /// Goes on to a month. What lies after the last month that events reach over is not known: the
    /// rates stay as they were then.
    pub fn advance(&mut self, stream: &mut Stream, to: Month) {
        let to = to.min(self.last);
        let decay = left(1) as f32;
        while self.month < to {
            self.month = Month(self.month.0 + 1);
            self.norm = self.norm * left(1) + 1.0;
            for sums in &mut self.sums {
                for sum in sums.iter_mut() {
                    *sum *= decay;
                }
            }
            while let Some((month, source, target, quads)) = stream.events.get(stream.next)
                && *month <= self.month
            {
                let at = *source as usize * self.n + *target as usize;
                for (sums, more) in self.sums.iter_mut().zip(quads) {
                    sums[at] += more;
                }
                stream.next += 1;
            }
        }
    }

    /// What a sum becomes as a rate a year.
    fn scale(&self) -> f32 {
        if self.norm > 0.0 {
            (12.0 / self.norm) as f32
        } else {
            0.0
        }
    }

    /// The rate a year of a quad class, 0 to 3, of one towards another.
    pub fn rate(&self, quad: usize, source: usize, target: usize) -> f32 {
        self.sums[quad][source * self.n + target] * self.scale()
    }

    /// Discounted years over which events were watched.
    pub fn years(&self) -> f64 {
        self.norm / 12.0
    }

    /// What one event of an earlier month adds to a rate.
    pub fn weight(&self, month: Month) -> f64 {
        left(self.month.0 - month.0) * f64::from(self.scale())
    }

    /// Rates of quad classes added up among some places: `[i * n + j]` what the i-th of them did towards
    /// the j-th.
    pub fn one_way(&self, quads: &[usize], places: &[usize]) -> Vec<f32> {
        let scale = self.scale();
        let mut sums = Vec::with_capacity(places.len() * places.len());
        for i in places {
            for j in places {
                let of = quads.iter().map(|quad| self.sums[*quad][i * self.n + j]);
                sums.push(of.sum::<f32>() * scale);
            }
        }
        sums
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_steady_stream_has_its_rate() {
        let mut history = History::default();
        let (a, b) = (history.place("A"), history.place("B"));
        let first = Month::new(2000, 1);
        history.reaches(Kind::Events, first, Month::new(2009, 12));
        for month in 0..120 {
            history.flow(a, b, Month(first.0 + month), [2.0, 0.0, 0.0, 1.0]);
        }
        history.sort();
        let (mut rates, mut stream) = (Rates::new(&history).unwrap(), Stream::new(&history));
        rates.advance(&mut stream, Month::new(2004, 6));
        assert!((rates.rate(0, a, b) - 24.0).abs() < 1e-3);
        assert!((rates.rate(3, a, b) - 12.0).abs() < 1e-3);
        assert_eq!(rates.rate(0, b, a), 0.0);
        let weights: f64 = (0..54).map(|it| rates.weight(Month(first.0 + it))).sum();
        assert!((weights - 12.0).abs() < 1e-4);
    }

    #[test]
    fn one_month_alone_is_as_by_all_before_it() {
        let history = crate::level::testing::two_by_two();
        let (mut rates, mut stream) = (Rates::new(&history).unwrap(), Stream::new(&history));
        for month in [
            Month::new(2003, 5),
            Month::new(2010, 12),
            Month::new(2013, 1),
        ] {
            rates.advance(&mut stream, month);
            let alone = Rates::at(&history, month).unwrap();
            assert_eq!(alone.month, rates.month);
            for (quad, one, other) in [(0, 2, 3), (2, 0, 1), (3, 1, 0), (1, 0, 3)] {
                let (x, y) = (rates.rate(quad, one, other), alone.rate(quad, one, other));
                assert!((x - y).abs() <= 1e-4 * x.abs(), "{quad} {x} {y}");
            }
        }
    }

    #[test]
    fn half_is_left_after_a_half_life_and_nothing_is_added_after_the_last_month() {
        assert!((left(60) - 0.5).abs() < 1e-12);
        let mut history = History::default();
        let (a, b) = (history.place("A"), history.place("B"));
        history.reaches(Kind::Events, Month::new(2000, 1), Month::new(2019, 12));
        history.flow(a, b, Month::new(2000, 1), [0.0, 0.0, 8.0, 0.0]);
        history.sort();
        let (mut rates, mut stream) = (Rates::new(&history).unwrap(), Stream::new(&history));
        rates.advance(&mut stream, Month::new(2030, 1));
        assert_eq!(rates.month, Month::new(2019, 12));
    }
}
