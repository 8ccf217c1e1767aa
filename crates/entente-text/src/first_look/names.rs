//! Finds proper names: a BIO tagger over words, shapes and tags, completed from the tree.

use super::encode::{Encoded, feature};
use super::model::{Model, Scorer, best};
use crate::mentions::mentions;
use crate::parse::{Mention, MentionKind, Token, Upos};

/// Classes of the tagger: outside, then begin and inside of each kind.
pub(crate) const KINDS: [MentionKind; 4] = [
    MentionKind::Person,
    MentionKind::Organisation,
    MentionKind::Place,
    MentionKind::Other,
];
pub(crate) const CLASSES: usize = 1 + 2 * KINDS.len();

/// The names of a sentence, in order, not overlapping.
pub(crate) fn find(model: &Model, encoded: &Encoded, tokens: &[Token]) -> Vec<Mention> {
    let tags: Vec<Upos> = tokens.iter().map(|token| token.upos).collect();
    let classes = classify(&model.names, encoded, &tags);
    let mut spans: Vec<(usize, usize, MentionKind)> = Vec::new();
    for (index, &class) in classes.iter().enumerate() {
        let Some(class) = class.checked_sub(1) else {
            continue;
        };
        let kind = KINDS[class / 2 % KINDS.len()];
        let inside = class % 2 == 1;
        match spans.last_mut() {
            Some(last) if inside && last.1 == index && last.2 == kind => last.1 += 1,
            _ => spans.push((index, index + 1, kind)),
        }
    }
    mentions(&spans, tokens)
}

pub(crate) fn classify(table: &impl Scorer, encoded: &Encoded, tags: &[Upos]) -> Vec<usize> {
    let mut classes = Vec::with_capacity(tags.len());
    let (mut found, mut scores) = (Vec::new(), Vec::new());
    for index in 0..encoded.len() {
        features(encoded, tags, &classes, index, &mut found);
        table.score(&found, &mut scores);
        classes.push(best(&scores));
    }
    classes
}

/// The features of token `index`, given the classes before it.
pub(crate) fn features(
    encoded: &Encoded,
    tags: &[Upos],
    classes: &[usize],
    index: usize,
    found: &mut Vec<u32>,
) {
    found.clear();
    let at = index as isize;
    let tag = |offset: isize| {
        index
            .checked_add_signed(offset)
            .and_then(|at| tags.get(at))
            .map_or(99, |&tag| tag as u32)
    };
    let class = |back: usize| index.checked_sub(back).map_or(99, |at| classes[at] as u32);
    let word = encoded.at(at);
    let (before, after) = (encoded.at(at - 1), encoded.at(at + 1));
    let capitals = u32::from(before.capital)
        + 2 * u32::from(word.capital)
        + 4 * u32::from(after.capital)
        + 8 * u32::from(index == 0);
    let mut template = 300;
    let mut push = |values: &[u32]| {
        found.push(feature(template, values));
        template += 1;
    };
    push(&[]);
    push(&[word.form]);
    push(&[word.form, u32::from(word.capital)]);
    push(&[before.form]);
    push(&[after.form]);
    push(&[encoded.at(at - 2).form]);
    push(&[encoded.at(at + 2).form]);
    push(&[tag(0)]);
    push(&[tag(-1), tag(0)]);
    push(&[tag(0), tag(1)]);
    push(&[tag(-1), tag(0), tag(1)]);
    push(&[word.shape]);
    push(&[capitals, tag(0)]);
    push(&[class(1)]);
    push(&[class(1), tag(0)]);
    push(&[class(1), word.form]);
    push(&[class(1), class(2)]);
    push(&[class(1), tag(0), word.shape]);
    push(&[word.suffix[2]]);
    push(&[word.suffix[3]]);
    push(&[word.suffix[1]]);
    push(&[word.prefix[2]]);
    push(&[before.form, word.form]);
    push(&[word.form, after.form]);
    push(&[before.suffix[2], tag(0)]);
    push(&[after.suffix[2], tag(0)]);
    push(&[class(1), after.form, tag(0)]);
    push(&[class(1), before.form, tag(0)]);
    push(&[tag(0), tag(1), tag(2), capitals]);
}
