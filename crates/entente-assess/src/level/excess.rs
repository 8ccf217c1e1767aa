//! How much conflict two actors have beyond what their weight and their dealings imply.
//!
//! Great powers, neighbours and partners are in the news, and so are their quarrels: a count of conflict says
//! first of all how much is heard of two. What is left when that is taken away is what tells rivals from
//! others. Over all pairs of a month, the logarithm of conflict is regressed by least squares on the
//! logarithms of the two's weights, on their dealings beyond what the weights imply, and on their cooperation;
//! the residual is the excess. It is the regression of gravity models
//! (Anderson 2011, *Annual Review of Economics* 3), with conflict for trade.

/// What is known of a pair: the sum of the logarithms of weights, the volume of dealings, bent cooperation.
pub(super) type Known = [f64; 3];

/// How many pairs of the usual month count beside those of the month at hand: of thousands of pairs that does
/// nothing; a handful has the usual slopes, and not those that pass through them all.
const USUAL_PAIRS: f64 = 200.0;

/// The usual month: means, and deviations of what is known and of bent conflict multiplied, on average over the
/// 11,476 pairs of 152 states in the ICEWS counts of 2002, 2006, 2010 and 2014.
const USUAL: Moments = Moments {
    pairs: 1.0,
    means: [14.20, -1.25, 1.07],
    conflict: 0.41,
    products: [[3.77, -1.59, 1.42], [-1.59, 2.97, 1.98], [1.42, 1.98, 3.58]],
    with_conflict: [0.77, 0.83, 1.60],
};

/// Sums over pairs.
#[derive(Debug, Clone, Copy)]
struct Moments {
    pairs: f64,
    means: Known,
    /// The mean of bent conflict.
    conflict: f64,
    /// Sums of products of deviations from the means.
    products: [[f64; 3]; 3],
    with_conflict: Known,
}

impl Moments {
    /// So many pairs of the usual month.
    fn usual(pairs: f64) -> Self {
        Self {
            pairs,
            products: USUAL.products.map(|row| row.map(|it| it * pairs)),
            with_conflict: USUAL.with_conflict.map(|it| it * pairs),
            ..USUAL
        }
    }

    /// Takes up a pair (Welford 1962, *Technometrics* 4).
    fn add(&mut self, known: Known, conflict: f64) {
        self.pairs += 1.0;
        let before = [0, 1, 2].map(|k| known[k] - self.means[k]);
        for (mean, apart) in self.means.iter_mut().zip(before) {
            *mean += apart / self.pairs;
        }
        self.conflict += (conflict - self.conflict) / self.pairs;
        for (i, apart) in before.iter().enumerate() {
            for (j, sum) in self.products[i].iter_mut().enumerate() {
                *sum += apart * (known[j] - self.means[j]);
            }
            self.with_conflict[i] += apart * (conflict - self.conflict);
        }
    }
}

/// The regression of one month.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Implied {
    intercept: f64,
    slopes: Known,
}

impl Implied {
    /// Fits bent conflict on what is known of the pairs, beside the usual ones.
    pub(super) fn fit(pairs: impl Iterator<Item = (Known, f64)>) -> Self {
        let mut moments = Moments::usual(USUAL_PAIRS);
        for (known, conflict) in pairs {
            moments.add(known, conflict);
        }
        let slopes = solve(moments.products, moments.with_conflict);
        let at_means: f64 = slopes.iter().zip(moments.means).map(|(b, x)| b * x).sum();
        Self {
            intercept: moments.conflict - at_means,
            slopes,
        }
    }

    /// Bent conflict less what is implied.
    pub(super) fn excess(&self, known: Known, conflict: f64) -> f64 {
        let implied: f64 = self.slopes.iter().zip(known).map(|(b, x)| b * x).sum();
        conflict - self.intercept - implied
    }

    /// By how much bent cooperation moves what is implied.
    pub(super) fn by_cooperation(&self) -> f64 {
        self.slopes[2]
    }
}

/// The solution of a positive definite system by Gauss's elimination, which needs no change of rows there.
fn solve(mut matrix: [[f64; 3]; 3], mut right: Known) -> Known {
    for k in 0..3 {
        let (pivot, share) = (matrix[k], right[k]);
        for i in k + 1..3 {
            let factor = matrix[i][k] / pivot[k];
            for (value, above) in matrix[i].iter_mut().zip(pivot) {
                *value -= factor * above;
            }
            right[i] -= factor * share;
        }
    }
    for k in (0..3).rev() {
        for j in k + 1..3 {
            right[k] -= matrix[k][j] * right[j];
        }
        right[k] /= matrix[k][k];
    }
    right
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_follows_from_weight_and_dealings_is_no_excess_and_what_is_added_is() {
        let law = |[mass, volume, cooperation]: Known| {
            0.4 * mass + 0.7 * volume - 0.2 * cooperation - 5.0
        };
        let pairs = (0..40_000).map(|at| {
            let x = f64::from(at);
            let known = [
                14.0 + 4.0 * (x * 0.7).sin(),
                (x * 1.3).cos(),
                2.0 * (x * 2.1).sin(),
            ];
            (known, law(known) + if at == 7 { 3.0 } else { 0.0 })
        });
        let implied = Implied::fit(pairs.clone());
        for (at, (known, conflict)) in pairs.enumerate() {
            let excess = implied.excess(known, conflict);
            let told = if at == 7 { 3.0 } else { 0.0 };
            assert!((excess - told).abs() < 0.1, "{at}: {excess}");
        }
        assert!((implied.by_cooperation() + 0.2).abs() < 0.02);
    }

    #[test]
    fn a_handful_of_pairs_is_judged_by_the_usual_slopes() {
        let usual = Implied::fit(std::iter::empty());
        let ([mass, volume, cooperation], conflict) = (USUAL.means, USUAL.conflict);
        assert!(usual.excess(USUAL.means, conflict).abs() < 1e-12);
        // Two hostile pairs of otherwise usual ones are not explained away by there being few others.
        let hostile = (0..6).map(|at| {
            let apart = f64::from(at) - 2.5;
            let more = if at < 2 { 4.0 } else { 0.0 };
            ([mass + apart, volume - apart, cooperation], conflict + more)
        });
        let few = Implied::fit(hostile.clone());
        for (at, (known, conflict)) in hostile.enumerate() {
            let apart = few.excess(known, conflict) - usual.excess(known, conflict);
            assert!(apart.abs() < 0.2, "{at}: {apart}");
        }
    }
}
