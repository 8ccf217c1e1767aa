//! The best tree: the maximum spanning arborescence of the arc scores with one root (Chu and Liu
//! 1965; Edmonds 1967). Nearly always each word's best head gives a tree already, and nothing is searched.

/// The heads of `count` words: `None` for the root, of which there is exactly one. `score(word,
/// head)` is the weight of an arc; head `None` is that of being the root.
///
/// Time is O(n²) where the best heads form a tree, O(n³) at worst.
pub(crate) fn best(
    count: usize,
    score: &dyn Fn(usize, Option<usize>) -> f32,
) -> Vec<Option<usize>> {
    if count == 0 {
        return Vec::new();
    }
    // Node 0 is above the root, node `i + 1` is word `i`.
    let nodes = count + 1;
    let mut weights = vec![f64::NEG_INFINITY; nodes * nodes];
    let mut span = 1.0_f64;
    for word in 0..count {
        for head in 0..nodes {
            if head == word + 1 {
                continue;
            }
            let weight = f64::from(score(word, head.checked_sub(1)));
            let weight = if weight.is_finite() { weight } else { -1e6 };
            span = span.max(weight.abs());
            weights[(word + 1) * nodes + head] = weight;
        }
    }
    // Every arc from above costs the same, more than all others together can win: the best tree
    // has one of them.
    let penalty = 2.0 * span * nodes as f64;
    for word in 1..nodes {
        weights[word * nodes] -= penalty;
    }
    let heads = arborescence(nodes, &weights);
    (1..nodes).map(|word| heads[word].checked_sub(1)).collect()
}

/// The heads of the maximum spanning arborescence rooted in node 0; `weights[n * nodes + h]` is
/// the weight of the arc from head `h` to node `n`. The entry of node 0 means nothing.
fn arborescence(nodes: usize, weights: &[f64]) -> Vec<usize> {
    let mut heads = vec![0; nodes];
    for node in 1..nodes {
        let row = &weights[node * nodes..(node + 1) * nodes];
        let mut top = usize::from(node == 0);
        for head in 0..nodes {
            if head != node && (row[head] > row[top] || top == node) {
                top = head;
            }
        }
        heads[node] = top;
    }
    let Some(cycle) = cycle_of(&heads) else {
        return heads;
    };
    contract(nodes, weights, &heads, &cycle)
}

/// A cycle among the heads, if there is one.
fn cycle_of(heads: &[usize]) -> Option<Vec<usize>> {
    let mut seen = vec![0; heads.len()];
    for start in 1..heads.len() {
        let mut at = start;
        while at != 0 && seen[at] == 0 {
            seen[at] = start;
            at = heads[at];
        }
        if at != 0 && seen[at] == start {
            let mut cycle = vec![at];
            let mut next = heads[at];
            while next != at {
                cycle.push(next);
                next = heads[next];
            }
            return Some(cycle);
        }
    }
    None
}

/// Solves the problem with the cycle as one node, and opens the cycle where that solution enters it.
fn contract(nodes: usize, weights: &[f64], heads: &[usize], cycle: &[usize]) -> Vec<usize> {
    let mut in_cycle = vec![false; nodes];
    for &node in cycle {
        in_cycle[node] = true;
    }
    let outside: Vec<usize> = (0..nodes).filter(|&node| !in_cycle[node]).collect();
    let size = outside.len() + 1;
    let merged = size - 1;
    let at = |node: usize, head: usize| weights[node * nodes + head];
    let mut smaller = vec![f64::NEG_INFINITY; size * size];
    let mut entry = vec![cycle[0]; size];
    let mut exit = vec![cycle[0]; size];
    for (new, &old) in outside.iter().enumerate() {
        for (other, &head) in outside.iter().enumerate() {
            smaller[new * size + other] = at(old, head);
        }
        // An arc from outside into the cycle replaces the arc within it.
        let gain = |&node: &usize| at(node, old) - at(node, heads[node]);
        if let Some(best) = cycle
            .iter()
            .copied()
            .max_by(|a, b| gain(a).total_cmp(&gain(b)))
        {
            entry[new] = best;
            smaller[merged * size + new] = gain(&best);
        }
        if let Some(best) = cycle
            .iter()
            .copied()
            .max_by(|&a, &b| at(old, a).total_cmp(&at(old, b)))
        {
            exit[new] = best;
            smaller[new * size + merged] = at(old, best);
        }
    }
    let solved = arborescence(size, &smaller);
    let mut result = heads.to_vec();
    for (new, &old) in outside.iter().enumerate().skip(1) {
        result[old] = if solved[new] == merged {
            exit[new]
        } else {
            outside[solved[new]]
        };
    }
    let from = solved[merged];
    result[entry[from]] = outside[from];
    result
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
            {
                best = best.max(total(scores, &heads));
            }
        }
        best
    }

    #[test]
    fn it_is_the_best_of_all_trees() {
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
            assert!(is_tree(&heads), "{heads:?}");
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
