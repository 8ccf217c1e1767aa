//! Spans of names from the scores of their words: the best sequence of begin, inside and outside
//! in which nothing is inside what did not begin.

use crate::parse::MentionKind;

/// The kinds in the order of the head's classes: outside, then begin and inside of each.
pub(crate) const KINDS: [MentionKind; 4] = [
    MentionKind::Person,
    MentionKind::Organisation,
    MentionKind::Place,
    MentionKind::Other,
];
/// Classes of the head.
pub(crate) const CLASSES: usize = 1 + 2 * KINDS.len();

/// The names among words with these scores, in order: first word, one past the last, kind.
pub(crate) fn spans(scores: &[&[f32]]) -> Vec<(usize, usize, MentionKind)> {
    let classes = best_sequence(scores);
    let mut found: Vec<(usize, usize, MentionKind)> = Vec::new();
    for (index, &class) in classes.iter().enumerate() {
        let Some(kind) = class.checked_sub(1).and_then(|class| KINDS.get(class / 2)) else {
            continue;
        };
        match found.last_mut() {
            Some(last) if class.is_multiple_of(2) && last.1 == index && last.2 == *kind => {
                last.1 += 1
            }
            _ => found.push((index, index + 1, *kind)),
        }
    }
    found
}

/// Whether a word of class `next` may follow one of class `class`.
fn may_follow(class: usize, next: usize) -> bool {
    let is_inside = next > 0 && next.is_multiple_of(2);
    !is_inside || class == next || class + 1 == next
}

/// Viterbi's algorithm over the classes.
fn best_sequence(scores: &[&[f32]]) -> Vec<usize> {
    let mut totals = [f32::NEG_INFINITY; CLASSES];
    let mut back: Vec<[usize; CLASSES]> = Vec::with_capacity(scores.len());
    for (index, row) in scores.iter().enumerate() {
        let mut next = [f32::NEG_INFINITY; CLASSES];
        let mut from = [0; CLASSES];
        for class in 0..CLASSES {
            let own = row.get(class).copied().unwrap_or(f32::NEG_INFINITY);
            if index == 0 {
                if may_follow(0, class) {
                    next[class] = own;
                }
                continue;
            }
            for (before, total) in totals.iter().enumerate() {
                if may_follow(before, class) && total + own > next[class] {
                    next[class] = total + own;
                    from[class] = before;
                }
            }
        }
        totals = next;
        back.push(from);
    }
    let mut class = (0..CLASSES).fold(0, |best, class| {
        if totals[class] > totals[best] {
            class
        } else {
            best
        }
    });
    let mut classes = vec![0; scores.len()];
    for index in (0..scores.len()).rev() {
        classes[index] = class;
        class = back[index][class];
    }
    classes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(best: &[(usize, f32)], expected: &[(usize, usize, MentionKind)]) {
        let rows: Vec<Vec<f32>> = best
            .iter()
            .map(|&(class, score)| {
                let mut row = vec![0.0; CLASSES];
                row[class] = score;
                row
            })
            .collect();
        let rows: Vec<&[f32]> = rows.iter().map(Vec::as_slice).collect();
        assert_eq!(spans(&rows), expected);
    }

    #[test]
    fn names_begin_before_they_go_on() {
        use MentionKind::{Organisation, Person, Place};
        check(&[], &[]);
        check(&[(1, 5.0), (2, 5.0), (0, 5.0)], &[(0, 2, Person)]);
        check(&[(5, 5.0), (5, 5.0)], &[(0, 1, Place), (1, 2, Place)]);
        // Inside without a beginning: the weak first word gives way to the strong second.
        check(&[(0, 0.1), (4, 5.0)], &[(0, 2, Organisation)]);
    }
}
