//! How alike two states choose: S, Scott's pi and Cohen's kappa.
//!
//! S of Signorino, Curtis S., and Jeffrey M. Ritter. 1999. "Tau-b or Not Tau-b: Measuring the
//! Similarity of Foreign Policy Positions." International Studies Quarterly 43(1): 115-144, with
//! absolute distances. Pi and kappa as adjusted for chance by Häge, Frank M. 2011. "Choice or
//! Circumstance? Adjusting Measures of Foreign Policy Similarity for Chance Agreement." Political
//! Analysis 19(3): 287-305, with squared distances.

/// What two states chose on one item, on an ordinal scale: a vote, or a promise to a third state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Item {
    /// What the first chose.
    pub a: u8,
    /// What the second chose.
    pub b: u8,
}

/// How alike two choose: 1 where they always choose the same.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Similarity {
    /// On how many items.
    pub items: u64,
    /// On how many of them they chose the same.
    pub same: u64,
    /// S, from -1 to 1: `1 - 2 sum|a-b| / (n range)`, every item alike.
    pub s: f64,
    /// Scott's pi: what is left of agreement when that is taken off which two who both choose with the
    /// frequencies that the two together have would reach by chance. `None` where neither varies.
    pub pi: Option<f64>,
    /// Cohen's kappa: the same with each one's own frequencies.
    pub kappa: Option<f64>,
}

/// How alike two choose on items whose scale is `range` steps wide; `None` of no item.
///
/// With squared distances the expected disagreement of pi is the spread of both around their common
/// mean, and that of kappa the spread of each around its own and the square of the difference of means.
///
/// ```
/// use entente_panel::{Item, similarity};
/// // Yes and yes, yes and abstain, no and no, of yes 0, abstain 1, no 2.
/// let items = [(0, 0), (0, 1), (2, 2)].map(|(a, b)| Item { a, b });
/// let found = similarity(items, 2).unwrap();
/// assert!((found.s - (1.0 - 2.0 * 1.0 / 6.0)).abs() < 1e-12);
/// ```
pub fn similarity(items: impl IntoIterator<Item = Item>, range: u8) -> Option<Similarity> {
    let mut sums = Sums::default();
    for item in items {
        sums.add(item);
    }
    sums.similarity(range)
}

/// The sums that all three are made of.
#[derive(Debug, Clone, Copy, Default)]
struct Sums {
    items: u64,
    same: u64,
    apart: u64,
    apart_squared: u64,
    a: u64,
    b: u64,
    a_squared: u64,
    b_squared: u64,
}

impl Sums {
    fn add(&mut self, Item { a, b }: Item) {
        let (a, b) = (u64::from(a), u64::from(b));
        let apart = a.abs_diff(b);
        self.items += 1;
        self.same += u64::from(apart == 0);
        self.apart += apart;
        self.apart_squared += apart * apart;
        self.a += a;
        self.b += b;
        self.a_squared += a * a;
        self.b_squared += b * b;
    }

    fn similarity(&self, range: u8) -> Option<Similarity> {
        if self.items == 0 || range == 0 {
            return None;
        }
        let n = self.items as f64;
        let (a, b) = (self.a as f64 / n, self.b as f64 / n);
        let squares = (self.a_squared + self.b_squared) as f64;
        let common = (a + b) / 2.0;
        let by_both = squares - 2.0 * n * common * common;
        let by_each = squares - n * (a * a + b * b) + n * (a - b) * (a - b);
        let adjusted = |expected: f64| {
            // Where neither varies, nothing but rounding is left of the spread.
            (expected > 1e-9).then(|| 1.0 - self.apart_squared as f64 / expected)
        };
        Some(Similarity {
            items: self.items,
            same: self.same,
            s: 1.0 - 2.0 * self.apart as f64 / (n * f64::from(range)),
            pi: adjusted(by_both),
            kappa: adjusted(by_each),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(pairs: &[(u8, u8)], range: u8, s: f64, pi: Option<f64>, kappa: Option<f64>) {
        let items = pairs.iter().map(|&(a, b)| Item { a, b });
        let found = similarity(items, range).unwrap();
        let near = |x: Option<f64>, y: Option<f64>| match (x, y) {
            (Some(x), Some(y)) => (x - y).abs() < 1e-12,
            (x, y) => x == y,
        };
        assert!(near(Some(found.s), Some(s)), "{pairs:?}: {found:?}");
        assert!(near(found.pi, pi), "{pairs:?}: {found:?}");
        assert!(near(found.kappa, kappa), "{pairs:?}: {found:?}");
    }

    #[test]
    fn values_worked_out_by_hand() {
        // Of votes, two of ten apart by one, one apart by two: S = 1 - 2 * 4 / 20. Sums: a = 7, b = 9;
        // squares 11 + 17; apart squared 1 + 1 + 4 = 6.
        let votes = [
            (0, 0),
            (0, 0),
            (0, 0),
            (0, 0),
            (2, 2),
            (2, 2),
            (1, 1),
            (1, 2),
            (1, 0),
            (0, 2),
        ];
        // Around the common mean 0.8: 28 - 2 * 10 * 0.64 = 15.2; around each and between:
        // 28 - 10 * (0.49 + 0.81) + 10 * 0.04 = 15.4.
        check(
            &votes,
            2,
            1.0 - 8.0 / 20.0,
            Some(1.0 - 6.0 / 15.2),
            Some(1.0 - 6.0 / 15.4),
        );
        // Of two kinds, the table 20, 5, 10, 15 by which kappa is taught: observed agreement 0.7, by
        // chance 0.5 of each own frequencies, 0.505 of the common ones.
        let mut taught = vec![(1, 1); 20];
        taught.extend(vec![(1, 0); 5]);
        taught.extend(vec![(0, 1); 10]);
        taught.extend(vec![(0, 0); 15]);
        check(
            &taught,
            1,
            0.4,
            Some((0.7 - 0.505) / (1.0 - 0.505)),
            Some(0.4),
        );
    }

    #[test]
    fn bounds_and_what_is_undefined() {
        // Always apart, as far as can be.
        check(&[(0, 2), (2, 0)], 2, -1.0, Some(-1.0), Some(-1.0));
        // One kind of choice only: chance explains everything.
        check(&[(1, 1), (1, 1)], 2, 1.0, None, None);
        assert_eq!(similarity([], 2), None);
        // Each chooses one kind, not the same: kappa is 0, as chance would have it.
        check(&[(0, 1), (0, 1)], 1, -1.0, Some(-1.0), Some(0.0));
    }
}
