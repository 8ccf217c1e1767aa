//! Spans of names from the scores of their words: the best sequence of begin, inside and outside
//! in which nothing is inside what did not begin. What a document has named in full, it names by
//! the last word afterwards.

use std::collections::HashSet;

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

/// The scores of a word, class by class.
pub(crate) type Scores = [f32; CLASSES];
/// First word, one past the last, and kind of a name.
pub(crate) type Name = (usize, usize, MentionKind);
/// What is added to the scores of a person's name where a surname of the document stands: as if
/// it were seven times as likely.
const KNOWN_SURNAME: f32 = 2.0;
/// Shorter words ("Al", "II") end many names.
const LEAST_SURNAME: usize = 4;

/// The names of each sentence of a document, from the words of each and their scores. Whom it
/// names in full anywhere ("Emmanuel Macron") is likelier meant where the last word stands alone.
pub(crate) fn of_document(sentences: &mut [(Vec<&str>, Vec<Scores>)]) -> Vec<Vec<Name>> {
    let mut found: Vec<Vec<Name>> = sentences.iter().map(|(_, scores)| spans(scores)).collect();
    let mut surnames: HashSet<&str> = HashSet::new();
    for ((words, _), names) in sentences.iter().zip(&found) {
        for &(first, end, kind) in names {
            if kind == MentionKind::Person
                && end - first > 1
                && words[end - 1].len() >= LEAST_SURNAME
                && words[end - 1].starts_with(char::is_uppercase)
            {
                surnames.insert(words[end - 1]);
            }
        }
    }
    for ((words, scores), names) in sentences.iter_mut().zip(&mut found) {
        let mut changed = false;
        for (word, scores) in words.iter().zip(scores.iter_mut()) {
            if surnames.contains(word) {
                // Begin and inside of a person, the first kind.
                scores[1] += KNOWN_SURNAME;
                scores[2] += KNOWN_SURNAME;
                changed = true;
            }
        }
        if changed {
            *names = spans(scores);
        }
    }
    found
}

/// The names among words with these scores, in order.
fn spans(scores: &[Scores]) -> Vec<Name> {
    let classes = best_sequence(scores);
    let mut found: Vec<Name> = Vec::new();
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
fn best_sequence(scores: &[Scores]) -> Vec<usize> {
    let mut totals = [f32::NEG_INFINITY; CLASSES];
    let mut back: Vec<[usize; CLASSES]> = Vec::with_capacity(scores.len());
    for (index, row) in scores.iter().enumerate() {
        let mut next = [f32::NEG_INFINITY; CLASSES];
        let mut from = [0; CLASSES];
        for class in 0..CLASSES {
            let own = row[class];
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
        let rows: Vec<Scores> = best
            .iter()
            .map(|&(class, score)| row(class, score))
            .collect();
        assert_eq!(spans(&rows), expected);
    }

    fn row(class: usize, score: f32) -> Scores {
        let mut row = [0.0; CLASSES];
        row[class] = score;
        row
    }

    #[test]
    fn a_surname_is_known_by_the_full_name() {
        use MentionKind::{Person, Place};
        let mut sentences = [
            (vec!["Paris", "fell"], vec![row(5, 1.0), row(0, 5.0)]),
            (
                vec!["Ana", "Paris", "left"],
                vec![row(1, 5.0), row(2, 5.0), row(0, 5.0)],
            ),
            (vec!["Lyon"], vec![row(5, 1.0)]),
        ];
        let found = of_document(&mut sentences);
        assert_eq!(
            found,
            [
                vec![(0, 1, Person)],
                vec![(0, 2, Person)],
                vec![(0, 1, Place)]
            ]
        );
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
