//! The part-of-speech tagger: left to right, each tag from the words around and the two tags
//! before.

use super::encode::{Encoded, feature};
use super::model::{Model, Scorer, best};
use crate::parse::Upos;

/// Tags every token.
pub(crate) fn tag(model: &Model, encoded: &Encoded) -> Vec<Upos> {
    tag_with(&model.tags, encoded)
}

pub(crate) fn tag_with(table: &impl Scorer, encoded: &Encoded) -> Vec<Upos> {
    let mut tags = Vec::with_capacity(encoded.len());
    let (mut found, mut scores) = (Vec::new(), Vec::new());
    for index in 0..encoded.len() {
        features(encoded, &tags, index, &mut found);
        table.score(&found, &mut scores);
        tags.push(Upos::ALL[best(&scores) % Upos::ALL.len()].0);
    }
    tags
}

/// The features of token `index`, given the tags before it.
pub(crate) fn features(encoded: &Encoded, tags: &[Upos], index: usize, found: &mut Vec<u32>) {
    found.clear();
    let at = index as isize;
    let word = encoded.at(at);
    let (before, before2) = (encoded.at(at - 1), encoded.at(at - 2));
    let (after, after2) = (encoded.at(at + 1), encoded.at(at + 2));
    let tag = |back: usize| {
        index
            .checked_sub(back)
            .and_then(|at| tags.get(at))
            .map_or(99, |&tag| tag as u32)
    };
    let (tag1, tag2) = (tag(1), tag(2));
    let case = u32::from(word.capital) + 2 * u32::from(index == 0) + 4 * u32::from(after.capital);
    found.push(feature(0, &[]));
    found.push(feature(1, &[word.form]));
    for (number, &suffix) in word.suffix.iter().enumerate() {
        found.push(feature(2 + number as u32, &[suffix]));
    }
    for (number, &prefix) in word.prefix.iter().enumerate() {
        found.push(feature(6 + number as u32, &[prefix]));
    }
    found.push(feature(9, &[word.shape]));
    found.push(feature(10, &[word.shape, u32::from(index == 0)]));
    found.push(feature(11, &[before.form]));
    found.push(feature(12, &[after.form]));
    found.push(feature(13, &[before2.form]));
    found.push(feature(14, &[after2.form]));
    found.push(feature(15, &[tag1]));
    found.push(feature(16, &[tag1, tag2]));
    found.push(feature(17, &[tag1, word.form]));
    found.push(feature(18, &[tag1, word.suffix[2]]));
    found.push(feature(19, &[before.form, word.form]));
    found.push(feature(20, &[word.form, after.form]));
    found.push(feature(21, &[before.suffix[2]]));
    found.push(feature(22, &[after.suffix[2]]));
    found.push(feature(23, &[after.suffix[1], word.suffix[1]]));
    found.push(feature(24, &[word.form, case]));
    found.push(feature(25, &[word.suffix[2], case]));
    found.push(feature(26, &[tag1, word.shape]));
    found.push(feature(27, &[before.form, after.form]));
    found.push(feature(28, &[tag1, tag2, word.suffix[1]]));
    found.push(feature(29, &[after.form, after2.form]));
    found.push(feature(30, &[tag1, after.form]));
    found.push(feature(31, &[tag1, after.suffix[2], word.suffix[2]]));
}
