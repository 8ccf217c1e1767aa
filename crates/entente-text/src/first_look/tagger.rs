//! The part-of-speech tagger: left to right, each tag from the words around and the two tags
//! before.

use super::encode::{Encoded, feature};
use super::model::Scorer;
use super::tree::Tagged;
use crate::parse::Upos;

/// A runner-up counts when its score is at least this share of the best one's lead over zero.
const CLOSE: f32 = 0.6;

/// Tags every token.
pub(crate) fn tag(table: &impl Scorer, encoded: &Encoded) -> Vec<Tagged> {
    let mut tags: Vec<Tagged> = Vec::with_capacity(encoded.len());
    let (mut found, mut scores) = (Vec::new(), Vec::new());
    for index in 0..encoded.len() {
        features(encoded, &tags, index, &mut found);
        table.score(&found, &mut scores);
        tags.push(choose(&scores));
    }
    tags
}

/// The best tag and the one behind it.
pub(crate) fn choose(scores: &[f32]) -> Tagged {
    let (mut best, mut second) = (0, 0);
    for (class, &score) in scores.iter().enumerate() {
        if score > scores[best] {
            second = best;
            best = class;
        } else if class > 0 && (second == best || score > scores[second]) {
            second = class;
        }
    }
    let tag = |class: usize| Upos::ALL[class % Upos::ALL.len()].0;
    let close = scores[second] > CLOSE * scores[best];
    Tagged {
        best: tag(best),
        second: tag(if close { second } else { best }),
    }
}

/// The features of token `index`, given the tags before it.
pub(crate) fn features(encoded: &Encoded, tags: &[Tagged], index: usize, found: &mut Vec<u32>) {
    found.clear();
    let at = index as isize;
    let word = encoded.at(at);
    let (before, before2) = (encoded.at(at - 1), encoded.at(at - 2));
    let (after, after2) = (encoded.at(at + 1), encoded.at(at + 2));
    let tag = |back: usize| {
        index
            .checked_sub(back)
            .and_then(|at| tags.get(at))
            .map_or(99, |tag| tag.best as u32)
    };
    let (tag1, tag2) = (tag(1), tag(2));
    let case = u32::from(word.capital) + 2 * u32::from(index == 0) + 4 * u32::from(after.capital);
    let caps = case + 8 * encoded.style;
    let mut template = 0;
    let mut push = |values: &[u32]| {
        found.push(feature(template, values));
        template += 1;
    };
    push(&[]);
    push(&[word.form]);
    for suffix in word.suffix {
        push(&[suffix]);
    }
    for prefix in word.prefix {
        push(&[prefix]);
    }
    push(&[word.shape]);
    push(&[word.shape, u32::from(index == 0), encoded.style]);
    push(&[before.form]);
    push(&[after.form]);
    push(&[before2.form]);
    push(&[after2.form]);
    push(&[tag1]);
    push(&[tag1, tag2]);
    push(&[tag1, word.form]);
    push(&[tag1, tag2, word.form]);
    push(&[tag1, word.suffix[2]]);
    push(&[before.form, word.form]);
    push(&[word.form, after.form]);
    push(&[before.suffix[2]]);
    push(&[after.suffix[2]]);
    push(&[after.suffix[1], word.suffix[1]]);
    push(&[word.form, case]);
    push(&[word.suffix[2], case]);
    push(&[word.suffix[3], caps, tag1]);
    push(&[tag1, word.shape]);
    push(&[before.form, after.form]);
    push(&[tag1, tag2, word.suffix[1]]);
    push(&[after.form, after2.form]);
    push(&[before2.form, before.form]);
    push(&[tag1, after.form]);
    push(&[tag1, after.suffix[2], word.suffix[2]]);
    push(&[after.shape, word.shape, before.shape]);
    push(&[tag1, after.shape, word.suffix[1]]);
}
