//! The best tree without crossing arcs, with one root (Eisner 1996). English has few crossings, and most that
//! a tree of best arcs would have are mistakes.

/// The heads of `count` words: `None` for the root, of which there is exactly one; no two arcs
/// cross. `score(word, head)` is the weight of an arc; head `None` is that of being the root.
///
/// Time is O(n³), memory O(n²); a sentence of the encoder has at most some 250 words.
pub(crate) fn best(
    count: usize,
    score: &dyn Fn(usize, Option<usize>) -> f32,
) -> Vec<Option<usize>> {
    let score = |word: usize, head: Option<usize>| {
        let weight = f64::from(score(word, head));
        if weight.is_finite() { weight } else { -1e6 }
    };
    let mut chart = Chart::new(count);
    for length in 1..count {
        for first in 0..count - length {
            let last = first + length;
            // An arc between the ends, over the best two halves within.
            let (middle, within) = best_of(first..last, |at| {
                chart.get(Side::Left, true, first, at) + chart.get(Side::Right, true, at + 1, last)
            });
            let under_first = within + score(last, Some(first));
            chart.set(Side::Left, false, first, last, under_first, middle);
            let under_last = within + score(first, Some(last));
            chart.set(Side::Right, false, first, last, under_last, middle);
            // Everything between the ends under one of them.
            let (middle, weight) = best_of(first + 1..last + 1, |at| {
                chart.get(Side::Left, false, first, at) + chart.get(Side::Left, true, at, last)
            });
            chart.set(Side::Left, true, first, last, weight, middle);
            let (middle, weight) = best_of(first..last, |at| {
                chart.get(Side::Right, true, first, at) + chart.get(Side::Right, false, at, last)
            });
            chart.set(Side::Right, true, first, last, weight, middle);
        }
    }
    let (root, _) = best_of(0..count, |word| {
        score(word, None)
            + chart.get(Side::Right, true, 0, word)
            + chart.get(Side::Left, true, word, count - 1)
    });
    chart.heads(root)
}

/// The argument with the highest value, the first of equals, and that value.
fn best_of(range: std::ops::Range<usize>, value: impl Fn(usize) -> f64) -> (usize, f64) {
    let start = range.start;
    range.fold((start, f64::NEG_INFINITY), |best, at| {
        let own = value(at);
        if own > best.1 { (at, own) } else { best }
    })
}

/// Which end of a stretch of words the others of it hang on.
#[derive(Clone, Copy)]
enum Side {
    Left,
    Right,
}

/// The best weight of every stretch of words under one of its ends, and where it is put together.
/// A stretch that is not complete consists of an arc between its ends and what is within.
struct Chart {
    count: usize,
    weights: Vec<f64>,
    middles: Vec<u16>,
}

impl Chart {
    fn new(count: usize) -> Self {
        Self {
            count,
            weights: vec![0.0; 4 * count * count],
            middles: vec![0; 4 * count * count],
        }
    }

    fn place(&self, side: Side, complete: bool, first: usize, last: usize) -> usize {
        let table = 2 * usize::from(matches!(side, Side::Right)) + usize::from(complete);
        (table * self.count + first) * self.count + last
    }

    fn get(&self, side: Side, complete: bool, first: usize, last: usize) -> f64 {
        self.weights[self.place(side, complete, first, last)]
    }

    fn set(
        &mut self,
        side: Side,
        complete: bool,
        first: usize,
        last: usize,
        weight: f64,
        middle: usize,
    ) {
        let place = self.place(side, complete, first, last);
        self.weights[place] = weight;
        self.middles[place] = u16::try_from(middle).unwrap_or(u16::MAX);
    }

    /// Takes the tree under `root` apart again.
    fn heads(&self, root: usize) -> Vec<Option<usize>> {
        let mut heads = vec![None; self.count];
        if self.count == 0 {
            return heads;
        }
        let mut open = vec![
            (Side::Right, true, 0, root),
            (Side::Left, true, root, self.count - 1),
        ];
        while let Some((side, complete, first, last)) = open.pop() {
            if first == last {
                continue;
            }
            let middle = usize::from(self.middles[self.place(side, complete, first, last)]);
            match (side, complete) {
                (Side::Left, true) => {
                    open.push((side, false, first, middle));
                    open.push((side, true, middle, last));
                }
                (Side::Right, true) => {
                    open.push((side, true, first, middle));
                    open.push((side, false, middle, last));
                }
                (side, false) => {
                    match side {
                        Side::Left => heads[last] = Some(first),
                        Side::Right => heads[first] = Some(last),
                    }
                    open.push((Side::Left, true, first, middle));
                    open.push((Side::Right, true, middle + 1, last));
                }
            }
        }
        heads
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn total(scores: &[Vec<f32>], heads: &[Option<usize>]) -> f32 {
        heads
            .iter()
            .enumerate()
            .map(|(word, head)| scores[word][head.map_or(0, |head| head + 1)])
            .sum()
    }

    fn is_tree(heads: &[Option<usize>]) -> bool {
        let rises = |word: usize| {
            let mut at = Some(word);
            for _ in 0..=heads.len() {
                let Some(here) = at else { return true };
                at = heads[here];
            }
            false
        };
        heads.iter().filter(|head| head.is_none()).count() == 1 && (0..heads.len()).all(rises)
    }

    /// Whether no two arcs cross, that from above the sentence to the root included.
    fn is_flat(heads: &[Option<usize>]) -> bool {
        let arcs: Vec<(usize, usize)> = heads
            .iter()
            .enumerate()
            .filter_map(|(word, head)| head.map(|head| (word.min(head), word.max(head))))
            .collect();
        let crossed = |one: &(usize, usize)| {
            arcs.iter()
                .any(|other| one.0 < other.0 && other.0 < one.1 && one.1 < other.1)
        };
        let root = heads.iter().position(Option::is_none).unwrap_or(0);
        let covered = |arc: &(usize, usize)| arc.0 < root && root < arc.1;
        !arcs.iter().any(|arc| crossed(arc) || covered(arc))
    }

    /// Every tree of a few words, one after the other.
    fn by_trying(scores: &[Vec<f32>]) -> f32 {
        let count = scores.len();
        let mut best = f32::NEG_INFINITY;
        for code in 0..(count + 1).pow(count as u32) {
            let mut rest = code;
            let heads: Vec<Option<usize>> = (0..count)
                .map(|_| {
                    let head = rest % (count + 1);
                    rest /= count + 1;
                    head.checked_sub(1)
                })
                .collect();
            if heads
                .iter()
                .enumerate()
                .all(|(word, head)| *head != Some(word))
                && is_tree(&heads)
                && is_flat(&heads)
            {
                best = best.max(total(scores, &heads));
            }
        }
        best
    }

    #[test]
    fn it_is_the_best_of_all_trees_without_crossings() {
        let mut seed = 7_u32;
        let mut random = move || {
            seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            (seed >> 16) as f32 / 6_553.6 - 5.0
        };
        for round in 0..200 {
            let count = 1 + round % 5;
            let scores: Vec<Vec<f32>> = (0..count)
                .map(|_| (0..=count).map(|_| random()).collect())
                .collect();
            let heads = best(count, &|word, head| {
                scores[word][head.map_or(0, |head| head + 1)]
            });
            assert!(is_tree(&heads) && is_flat(&heads), "{heads:?}");
            let (found, expected) = (total(&scores, &heads), by_trying(&scores));
            assert!((found - expected).abs() < 1e-3, "{found} for {expected}");
        }
    }

    #[test]
    fn scores_that_are_no_numbers_still_give_a_tree() {
        for value in [f32::NAN, f32::INFINITY, f32::NEG_INFINITY, 0.0] {
            assert!(is_tree(&best(9, &|_, _| value)));
        }
    }

    #[test]
    fn a_long_sentence_of_cycles_ends() {
        // Each pair of words prefers each other.
        let heads = best(300, &|word, head| match head {
            Some(head) if head == (word ^ 1) => 9.0,
            Some(_) => 0.0,
            None => -1.0,
        });
        assert!(is_tree(&heads));
    }
}
