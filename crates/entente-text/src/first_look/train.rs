//! Trains the first look from treebanks and writes its model file. Deterministic: a fixed seed
//! orders the sentences, and nothing else is random.

use std::collections::BTreeMap;

use super::encode::Encoded;
use super::lemmas::by_rule;
use super::model::{MAGIC, Scorer, best};
use super::names::{self, CLASSES, KINDS};
use super::tagger;
use super::tree::{self, State};
use crate::conllu::Sentence;
use crate::parse::{MentionKind, Upos};

const SEED: u64 = 20_260_101;
const TAG_EPOCHS: usize = 6;
const TREE_EPOCHS: usize = 12;
const NAME_EPOCHS: usize = 8;
/// Folds of the jackknife: the parser learns from tags as wrong as those it will see.
const FOLDS: usize = 4;

/// What training reports of itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrainingFigures {
    /// Sentences trained on.
    pub sentences: usize,
    /// Sentences left out of the parser's training since their tree crosses.
    pub crossing: usize,
    /// Bytes of the model file.
    pub bytes: usize,
}

/// Weights in training: current values and the sums for their average.
struct Learner {
    classes: usize,
    mask: u32,
    weights: Vec<f32>,
    sums: Vec<f32>,
    step: f32,
}

impl Learner {
    fn new(classes: usize, bits: u32) -> Self {
        let size = classes << bits;
        Self {
            classes,
            mask: (1 << bits) - 1,
            weights: vec![0.0; size],
            sums: vec![0.0; size],
            step: 1.0,
        }
    }

    fn update(&mut self, features: &[u32], right: usize, wrong: usize) {
        for &feature in features {
            let row = (feature & self.mask) as usize * self.classes;
            for (class, delta) in [(right, 1.0), (wrong, -1.0)] {
                self.weights[row + class] += delta;
                self.sums[row + class] += delta * self.step;
            }
        }
    }

    /// Replaces the weights by their average over all steps.
    fn average(&mut self) {
        for (weight, sum) in self.weights.iter_mut().zip(&self.sums) {
            *weight -= sum / self.step;
        }
    }

    /// As bytes of a table: scaled so that 999 of 1,000 weights that are not zero fit.
    fn quantise(&self) -> Vec<u8> {
        let mut sizes: Vec<f32> = self
            .weights
            .iter()
            .map(|weight| weight.abs())
            .filter(|&size| size > 0.0)
            .collect();
        sizes.sort_unstable_by(f32::total_cmp);
        let top = sizes
            .get(sizes.len().saturating_sub(1 + sizes.len() / 1000))
            .copied()
            .unwrap_or(1.0);
        let bits = (self.mask + 1).trailing_zeros();
        let mut bytes = (self.classes as u32).to_le_bytes().to_vec();
        bytes.extend(bits.to_le_bytes());
        bytes.extend(
            self.weights
                .iter()
                .map(|weight| (weight / top * 127.0).round().clamp(-127.0, 127.0) as i8 as u8),
        );
        bytes
    }
}

impl Scorer for Learner {
    fn classes(&self) -> usize {
        self.classes
    }

    #[inline]
    fn add(&self, feature: u32, scores: &mut [f32]) {
        let row = (feature & self.mask) as usize * self.classes;
        for (score, weight) in scores
            .iter_mut()
            .zip(&self.weights[row..row + self.classes])
        {
            *score += weight;
        }
    }
}

/// A small generator (xorshift) for the order of sentences.
struct Order(u64);

impl Order {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit as u64) as usize
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for last in (1..items.len()).rev() {
            items.swap(last, self.below(last + 1));
        }
    }
}

struct Example {
    encoded: Encoded,
    tags: Vec<Upos>,
    heads: Vec<usize>,
    labels: Vec<usize>,
    /// Classes of the name tagger; `None` where the treebank has no entities.
    names: Option<Vec<usize>>,
    projective: bool,
}

/// Trains on `sentences` and returns the bytes of the model file. `progress` is told what is
/// going on.
pub fn train(sentences: &[Sentence], mut progress: impl FnMut(&str)) -> (Vec<u8>, TrainingFigures) {
    let mut relations: Vec<&str> = sentences
        .iter()
        .flat_map(|sentence| sentence.words.iter().map(|word| word.deprel.as_str()))
        .collect();
    relations.sort_unstable();
    relations.dedup();
    let annotated: std::collections::BTreeSet<&str> = sentences
        .iter()
        .filter(|sentence| sentence.words.iter().any(|word| !word.entity.is_empty()))
        .map(|sentence| sentence.document.as_str())
        .collect();
    let mut examples: Vec<Example> = sentences
        .iter()
        .filter_map(|sentence| {
            example(
                sentence,
                &relations,
                annotated.contains(sentence.document.as_str()),
            )
        })
        .collect();
    let mut order = Order(SEED);
    order.shuffle(&mut examples);

    progress("tagger");
    let all: Vec<&Example> = examples.iter().collect();
    let tags = train_tagger(&all, &mut order);
    progress("tags for the parser");
    let mut predicted: Vec<Vec<Upos>> = vec![Vec::new(); examples.len()];
    for fold in 0..FOLDS {
        let rest: Vec<&Example> = examples
            .iter()
            .enumerate()
            .filter(|(index, _)| index % FOLDS != fold)
            .map(|(_, example)| example)
            .collect();
        let learner = train_tagger(&rest, &mut order);
        for index in (fold..examples.len()).step_by(FOLDS) {
            predicted[index] = tagger::tag_with(&learner, &examples[index].encoded);
        }
    }
    let (actions, labels) = train_tree(
        &examples,
        &predicted,
        relations.len(),
        &mut order,
        &mut progress,
    );
    progress("names");
    let named = train_names(&examples, &predicted, &mut order);

    let mut bytes = MAGIC.to_vec();
    let mut section = |name: &[u8; 4], content: &[u8]| {
        bytes.extend(name);
        bytes.extend((content.len() as u32).to_le_bytes());
        bytes.extend(content);
    };
    section(b"TAGS", &tags.quantise());
    section(b"ACTS", &actions.quantise());
    section(b"LABS", &labels.quantise());
    section(b"NAMS", &named.quantise());
    section(b"RELS", relations.join("\n").as_bytes());
    section(b"LEMS", lemma_exceptions(sentences).as_bytes());
    let figures = TrainingFigures {
        sentences: examples.len(),
        crossing: examples
            .iter()
            .filter(|example| !example.projective)
            .count(),
        bytes: bytes.len(),
    };
    (bytes, figures)
}

fn train_tagger(examples: &[&Example], order: &mut Order) -> Learner {
    let mut learner = Learner::new(Upos::ALL.len(), 17);
    let mut sequence: Vec<usize> = (0..examples.len()).collect();
    let (mut found, mut scores) = (Vec::new(), Vec::new());
    for _ in 0..TAG_EPOCHS {
        order.shuffle(&mut sequence);
        for &index in &sequence {
            let example = examples[index];
            let mut tags: Vec<Upos> = Vec::with_capacity(example.tags.len());
            for (at, &gold) in example.tags.iter().enumerate() {
                tagger::features(&example.encoded, &tags, at, &mut found);
                learner.score(&found, &mut scores);
                let guess = best(&scores);
                if guess != gold as usize {
                    learner.update(&found, gold as usize, guess);
                }
                learner.step += 1.0;
                tags.push(Upos::ALL[guess].0);
            }
        }
    }
    learner.average();
    learner
}

fn train_tree(
    examples: &[Example],
    predicted: &[Vec<Upos>],
    relations: usize,
    order: &mut Order,
    progress: &mut impl FnMut(&str),
) -> (Learner, Learner) {
    let mut actions = Learner::new(3, 20);
    let mut labels = Learner::new(relations, 16);
    let mut sequence: Vec<usize> = (0..examples.len())
        .filter(|&index| examples[index].projective)
        .collect();
    let (mut found, mut scores) = (Vec::new(), Vec::new());
    for epoch in 0..TREE_EPOCHS {
        progress(&format!("parser, round {} of {TREE_EPOCHS}", epoch + 1));
        order.shuffle(&mut sequence);
        for &index in &sequence {
            let (example, tags) = (&examples[index], &predicted[index]);
            let mut state = State::new(example.encoded.len());
            while !state.is_final() {
                tree::action_features(&example.encoded, tags, &state, &mut found);
                actions.score(&found, &mut scores);
                let costs = tree::costs(&state, &example.heads);
                let Some(guess) = tree::best_legal(&state, &scores) else {
                    break;
                };
                let least = costs.iter().flatten().min().copied();
                let right = (0..3)
                    .filter(|&action| costs[action].is_some() && costs[action] == least)
                    .max_by(|&a, &b| scores[a].total_cmp(&scores[b]));
                let Some(right) = right else { break };
                if costs[guess] != least {
                    actions.update(&found, right, guess);
                }
                actions.step += 1.0;
                // Follow the model's own mistakes after the first rounds, mostly.
                let follow = epoch > 0 && order.below(10) > 0;
                let action = if follow { guess } else { right };
                let mut label = 0;
                if let Some((dependant, head)) = state.arc(action) {
                    tree::label_features(
                        &example.encoded,
                        tags,
                        &state,
                        (dependant, head),
                        &mut found,
                    );
                    labels.score(&found, &mut scores);
                    label = best(&scores);
                    if example.heads[dependant] == head {
                        let gold = example.labels[dependant];
                        if label != gold {
                            labels.update(&found, gold, label);
                        }
                        labels.step += 1.0;
                    }
                }
                state.apply(action, label);
            }
        }
    }
    actions.average();
    labels.average();
    (actions, labels)
}

fn train_names(examples: &[Example], predicted: &[Vec<Upos>], order: &mut Order) -> Learner {
    let mut learner = Learner::new(CLASSES, 17);
    let mut sequence: Vec<usize> = (0..examples.len())
        .filter(|&index| examples[index].names.is_some())
        .collect();
    let (mut found, mut scores) = (Vec::new(), Vec::new());
    for _ in 0..NAME_EPOCHS {
        order.shuffle(&mut sequence);
        for &index in &sequence {
            let Some(gold) = &examples[index].names else {
                continue;
            };
            let mut classes = Vec::with_capacity(gold.len());
            for (at, &right) in gold.iter().enumerate() {
                names::features(
                    &examples[index].encoded,
                    &predicted[index],
                    &classes,
                    at,
                    &mut found,
                );
                learner.score(&found, &mut scores);
                let guess = best(&scores);
                if guess != right {
                    learner.update(&found, right, guess);
                }
                learner.step += 1.0;
                classes.push(guess);
            }
        }
    }
    learner.average();
    learner
}

fn example(sentence: &Sentence, relations: &[&str], has_entities: bool) -> Option<Example> {
    let n = sentence.words.len();
    let forms: Vec<&str> = sentence
        .words
        .iter()
        .map(|word| word.form.as_str())
        .collect();
    let tags = sentence
        .words
        .iter()
        .map(|word| Upos::from_name(&word.upos))
        .collect::<Option<Vec<_>>>()?;
    let heads: Vec<usize> = sentence
        .words
        .iter()
        .map(|word| word.head.checked_sub(1).unwrap_or(n))
        .collect();
    let labels = sentence
        .words
        .iter()
        .map(|word| relations.binary_search(&word.deprel.as_str()).ok())
        .collect::<Option<Vec<_>>>()?;
    let projective = is_projective(&heads) && heads.iter().filter(|&&head| head == n).count() == 1;
    let names = has_entities.then(|| name_classes(sentence, &tags, &heads));
    Some(Example {
        encoded: Encoded::new(&forms),
        tags,
        heads,
        labels,
        names,
        projective,
    })
}

fn is_projective(heads: &[usize]) -> bool {
    let arcs: Vec<(usize, usize)> = heads
        .iter()
        .enumerate()
        .map(|(at, &head)| (at.min(head), at.max(head)))
        .collect();
    arcs.iter()
        .all(|&(a, b)| arcs.iter().all(|&(c, d)| !(a < c && c < b && b < d)))
}

/// The classes of the name tagger from GUM's entity brackets: a name is the run of proper nouns
/// and capitals around an entity's head, where that head is a proper noun.
fn name_classes(sentence: &Sentence, tags: &[Upos], heads: &[usize]) -> Vec<usize> {
    let mut classes = vec![0; tags.len()];
    let mut open: Vec<(String, String, usize)> = Vec::new();
    let mut spans = Vec::new();
    for (at, word) in sentence.words.iter().enumerate() {
        let mut rest = word.entity.as_str();
        while !rest.is_empty() {
            if let Some(opened) = rest.strip_prefix('(') {
                let length = opened.find(['(', ')']).unwrap_or(opened.len());
                let (mut parts, closed) = (
                    opened[..length].split('-'),
                    opened[length..].starts_with(')'),
                );
                let (group, kind) = (
                    parts.next().unwrap_or_default(),
                    parts.next().unwrap_or_default(),
                );
                if closed {
                    spans.push((at, at + 1, kind.to_owned()));
                } else {
                    open.push((group.to_owned(), kind.to_owned(), at));
                }
                rest = &opened[length + usize::from(closed)..];
            } else {
                let length = rest.find(')').unwrap_or(rest.len());
                let group = &rest[..length];
                if let Some(found) = open.iter().rposition(|(own, ..)| own == group) {
                    let (_, kind, first) = open.remove(found);
                    spans.push((first, at + 1, kind));
                }
                rest = rest.get(length + 1..).unwrap_or_default();
            }
        }
    }
    // Longer names last, so that they overwrite the names inside them.
    spans.sort_by_key(|(first, end, _)| end - first);
    for (first, end, kind) in spans {
        let Some(head) = (first..end).find(|&at| heads[at] < first || heads[at] >= end) else {
            continue;
        };
        if tags[head] != Upos::Propn {
            continue;
        }
        let kind = match kind.as_str() {
            "person" => MentionKind::Person,
            "organization" => MentionKind::Organisation,
            "place" => MentionKind::Place,
            _ => MentionKind::Other,
        };
        let is_part = |at: usize| {
            tags[at] == Upos::Propn
                || sentence.words[at]
                    .form
                    .chars()
                    .next()
                    .is_some_and(char::is_uppercase)
                    && tags[at] != Upos::Det
                || matches!(tags[at], Upos::Adp | Upos::Num | Upos::Punct)
                    && heads[at] >= first
                    && heads[at] < end
                    && tags.get(at + 1) == Some(&Upos::Propn)
                    && at > first
                    && tags[at - 1] == Upos::Propn
        };
        let from = (first..=head)
            .rev()
            .take_while(|&at| is_part(at))
            .last()
            .unwrap_or(head);
        let to = (head..end)
            .take_while(|&at| is_part(at))
            .last()
            .unwrap_or(head)
            + 1;
        let class = 1 + 2 * KINDS.iter().position(|&own| own == kind).unwrap_or(3);
        classes[from] = class;
        classes[from + 1..to].fill(class + 1);
    }
    classes
}

/// Lines of form, tag and lemma for what the rules get wrong, the commonest lemma of each.
fn lemma_exceptions(sentences: &[Sentence]) -> String {
    let mut counts: BTreeMap<(String, Upos), BTreeMap<&str, usize>> = BTreeMap::new();
    for word in sentences.iter().flat_map(|sentence| &sentence.words) {
        let Some(upos) = Upos::from_name(&word.upos) else {
            continue;
        };
        if upos == Upos::Propn || word.lemma == "_" || word.form.contains('\t') {
            continue;
        }
        let form = word.form.replace('\u{2019}', "'").to_lowercase();
        *counts
            .entry((form, upos))
            .or_default()
            .entry(word.lemma.as_str())
            .or_default() += 1;
    }
    let mut lines = String::new();
    for ((form, upos), lemmas) in counts {
        let Some((lemma, _)) = lemmas.iter().max_by_key(|(_, count)| **count) else {
            continue;
        };
        if *lemma != by_rule(&form, upos) {
            lines.push_str(&format!("{form}\t{}\t{lemma}\n", upos.name()));
        }
    }
    lines
}
