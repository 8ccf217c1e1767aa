//! Trains the first look from treebanks and writes its model file. Deterministic: a fixed seed
//! orders the sentences, and nothing else is random.

use std::collections::BTreeMap;

use super::encode::Encoded;
use super::lemmas::by_rule;
use super::model::{DENSE, MAGIC, Scorer, best};
use super::names::{self, CLASSES, KINDS};
use super::tagger;
use super::transitions::{self, Arena};
use super::tree::{self, Search, Tagged};
use crate::conllu::Sentence;
use crate::hashed::most;
use crate::parse::{MentionKind, Upos};

const SEED: u64 = 20_260_101;
const TAG_EPOCHS: usize = 6;
const TREE_EPOCHS: usize = 10;
const TRAINING_BEAM: usize = 8;
const NAME_EPOCHS: usize = 8;
/// Logarithms of the rows of each table: enough that features seldom share one.
const TAG_BITS: u32 = 20;
const ACTION_BITS: u32 = 22;
const LABEL_BITS: u32 = 20;
const NAME_BITS: u32 = 19;
/// Rows kept of each table.
const TAG_ROWS: usize = 120_000;
const ACTION_ROWS: usize = 500_000;
const LABEL_ROWS: usize = 120_000;
const NAME_ROWS: usize = 60_000;
/// Folds of the jackknife: the parser learns from tags as wrong as those it will see.
const FOLDS: usize = 4;

/// What training reports of itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct TrainingFigures {
    /// Sentences trained on.
    pub sentences: usize,
    /// Sentences whose tree crosses and was made projective.
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

    fn add_to(&mut self, features: &[u32], class: usize, delta: f32) {
        for &feature in features {
            let at = (feature & self.mask) as usize * self.classes + class;
            self.weights[at] += delta;
            self.sums[at] += delta * self.step;
        }
    }

    fn update(&mut self, features: &[u32], right: usize, wrong: usize) {
        self.add_to(features, right, 1.0);
        self.add_to(features, wrong, -1.0);
    }

    /// Replaces the weights by their average over all steps.
    fn average(&mut self) {
        for (weight, sum) in self.weights.iter_mut().zip(&self.sums) {
            *weight -= sum / self.step;
        }
    }

    /// As bytes of a table, with the `keep` weightiest rows. Weights are scaled so that all but
    /// one in two thousand fit a byte.
    fn write(&self, keep: usize) -> Vec<u8> {
        let unit = most(&self.weights) / 127.0;
        let quantised = |weight: f32| (weight / unit).round().clamp(-127.0, 127.0) as i8;
        let mut ranked: Vec<(u32, usize)> = self
            .weights
            .chunks_exact(self.classes)
            .map(|row| {
                row.iter()
                    .map(|&weight| u32::from(quantised(weight).unsigned_abs()))
                    .sum()
            })
            .enumerate()
            .filter(|&(_, size): &(usize, u32)| size > 0)
            .map(|(row, size)| (size, row))
            .collect();
        ranked.sort_unstable_by(|a, b| b.cmp(a));
        ranked.truncate(keep);
        let mut kept: Vec<usize> = ranked.into_iter().map(|(_, row)| row).collect();
        kept.sort_unstable();
        let mut marks = vec![0_u8; (self.mask as usize + 1) / 8];
        let mut rows = Vec::new();
        for row in kept {
            marks[row / 8] |= 1 << (row % 8);
            let weights = &self.weights[row * self.classes..][..self.classes];
            let weights = weights
                .iter()
                .map(|&weight| quantised(weight).cast_unsigned());
            if self.classes <= DENSE {
                rows.extend(weights);
            } else {
                let count = weights.clone().filter(|&weight| weight != 0).count();
                rows.push(count as u8);
                for (class, weight) in weights.enumerate().filter(|&(_, weight)| weight != 0) {
                    rows.extend([class as u8, weight]);
                }
            }
        }
        let mut bytes = (self.classes as u32).to_le_bytes().to_vec();
        bytes.extend((self.mask + 1).trailing_zeros().to_le_bytes());
        bytes.extend(unit.to_le_bytes());
        bytes.extend(marks);
        bytes.extend(rows);
        bytes
    }
}

impl Scorer for Learner {
    fn score(&self, features: &[u32], scores: &mut Vec<f32>) {
        scores.clear();
        scores.resize(self.classes, 0.0);
        for &feature in features {
            let row = (feature & self.mask) as usize * self.classes;
            let weights = &self.weights[row..row + self.classes];
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += weight;
            }
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
    crossing: bool,
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
    let mut predicted: Vec<Vec<Tagged>> = vec![Vec::new(); examples.len()];
    for fold in 0..FOLDS {
        let rest: Vec<&Example> = examples
            .iter()
            .enumerate()
            .filter(|(index, _)| index % FOLDS != fold)
            .map(|(_, example)| example)
            .collect();
        let learner = train_tagger(&rest, &mut order);
        for index in (fold..examples.len()).step_by(FOLDS) {
            predicted[index] = tagger::tag(&learner, &examples[index].encoded);
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
    section(b"TAGS", &tags.write(TAG_ROWS));
    section(b"ACTS", &actions.write(ACTION_ROWS));
    section(b"LABS", &labels.write(LABEL_ROWS));
    section(b"NAMS", &named.write(NAME_ROWS));
    section(b"RELS", relations.join("\n").as_bytes());
    section(b"LEMS", lemma_exceptions(sentences).as_bytes());
    let figures = TrainingFigures {
        sentences: examples.len(),
        crossing: examples.iter().filter(|example| example.crossing).count(),
        bytes: bytes.len(),
    };
    (bytes, figures)
}

fn train_tagger(examples: &[&Example], order: &mut Order) -> Learner {
    let mut learner = Learner::new(Upos::ALL.len(), TAG_BITS);
    let mut sequence: Vec<usize> = (0..examples.len()).collect();
    let (mut found, mut scores) = (Vec::new(), Vec::new());
    for _ in 0..TAG_EPOCHS {
        order.shuffle(&mut sequence);
        for &index in &sequence {
            let example = examples[index];
            let mut tags: Vec<Tagged> = Vec::with_capacity(example.tags.len());
            for (at, &gold) in example.tags.iter().enumerate() {
                tagger::features(&example.encoded, &tags, at, &mut found);
                learner.score(&found, &mut scores);
                let guess = best(&scores);
                if guess != gold as usize {
                    learner.update(&found, gold as usize, guess);
                }
                learner.step += 1.0;
                tags.push(tagger::choose(&scores));
            }
        }
    }
    learner.average();
    learner
}

/// Trains the parser with max-violation updates (Huang, Fayong and Guo 2012): where the search
/// goes wrong, the weights move at the step where its favourite is furthest ahead of the gold
/// tree.
fn train_tree(
    examples: &[Example],
    predicted: &[Vec<Tagged>],
    relations: usize,
    order: &mut Order,
    progress: &mut impl FnMut(&str),
) -> (Learner, Learner) {
    let mut actions = Learner::new(3, ACTION_BITS);
    let mut labels = Learner::new(relations, LABEL_BITS);
    let mut sequence: Vec<usize> = (0..examples.len()).collect();
    for epoch in 0..TREE_EPOCHS {
        let mut wrong = 0;
        order.shuffle(&mut sequence);
        for &index in &sequence {
            let example = &examples[index];
            let sentence = tree::Sentence::new(&example.encoded, &predicted[index]);
            let gold = transitions::oracle(&example.heads, &example.labels);
            let search = tree::search(&actions, &labels, &sentence, TRAINING_BEAM, &gold);
            if !search.arena.states[search.last() as usize].gold {
                wrong += 1;
                learn(&mut actions, &mut labels, &sentence, &search, &gold);
            }
            actions.step += 1.0;
            labels.step += 1.0;
        }
        progress(&format!(
            "parser, round {} of {TREE_EPOCHS}: {wrong} of {} sentences wrong",
            epoch + 1,
            examples.len()
        ));
    }
    actions.average();
    labels.average();
    (actions, labels)
}

fn learn(
    actions: &mut Learner,
    labels: &mut Learner,
    sentence: &tree::Sentence<'_>,
    search: &Search,
    gold: &[(usize, usize)],
) {
    let mut arena = Arena::new(gold.len() / 2);
    let (mut found, mut relations, mut scores) = (Vec::new(), Vec::new(), Vec::new());
    let (mut at, mut total) = (0, 0.0);
    let (mut worst, mut furthest) = (f32::NEG_INFINITY, 0);
    for (step, &(action, label)) in gold.iter().enumerate() {
        let state = arena.states[at as usize];
        tree::action_features(sentence, &arena, &state, &mut found);
        actions.score(&found, &mut scores);
        total += scores[action];
        if let Some(arc) = arena.arc(&state, action) {
            tree::label_features(sentence, arc, &mut relations);
            labels.score(&relations, &mut scores);
            total += scores[label];
        }
        at = arena.apply(at, action, label, total);
        let leader = &search.arena.states[search.beams[step + 1][0] as usize];
        if !leader.gold && leader.score - total >= worst {
            worst = leader.score - total;
            furthest = step + 1;
        }
    }
    let leader = search.beams[furthest][0];
    let mut path = vec![leader];
    while let Some(&last) = path.last().filter(|&&last| last != 0) {
        path.push(search.arena.states[last as usize].parent);
    }
    path.reverse();
    // The gold states are numbered by their steps.
    let mut parted = false;
    for step in 0..furthest {
        let own = search.arena.states[path[step + 1] as usize];
        let (action, label) = gold[step];
        parted |= (own.action, own.label) != (action, label);
        if !parted {
            continue;
        }
        for (arena, at, action, label, delta) in [
            (&arena, step as u32, action, label, 1.0),
            (&search.arena, path[step], own.action, own.label, -1.0),
        ] {
            let state = &arena.states[at as usize];
            tree::action_features(sentence, arena, state, &mut found);
            actions.add_to(&found, action, delta);
            if let Some(arc) = arena.arc(state, action) {
                tree::label_features(sentence, arc, &mut relations);
                labels.add_to(&relations, label, delta);
            }
        }
    }
}

fn train_names(examples: &[Example], predicted: &[Vec<Tagged>], order: &mut Order) -> Learner {
    let mut learner = Learner::new(CLASSES, NAME_BITS);
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
            let tags: Vec<Upos> = predicted[index].iter().map(|tag| tag.best).collect();
            let mut classes = Vec::with_capacity(gold.len());
            for (at, &right) in gold.iter().enumerate() {
                names::features(&examples[index].encoded, &tags, &classes, at, &mut found);
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
    let mut heads: Vec<usize> = sentence
        .words
        .iter()
        .map(|word| word.head.checked_sub(1).unwrap_or(n))
        .collect();
    let labels = sentence
        .words
        .iter()
        .map(|word| relations.binary_search(&word.deprel.as_str()).ok())
        .collect::<Option<Vec<_>>>()?;
    if heads.iter().filter(|&&head| head == n).count() != 1 {
        return None;
    }
    let names = has_entities.then(|| name_classes(sentence, &tags, &heads));
    let crossing = projectivise(&mut heads);
    Some(Example {
        encoded: Encoded::new(&forms),
        tags,
        heads,
        labels,
        names,
        crossing,
    })
}

/// Makes a tree projective: the shortest arc over a token that its head does not govern moves
/// up to the head's head, until there is none (Nivre and Nilsson 2005). Returns whether any was.
fn projectivise(heads: &mut [usize]) -> bool {
    let n = heads.len();
    let governs = |heads: &[usize], head: usize, token: usize| {
        std::iter::successors(Some(token), |&at| heads.get(at).copied())
            .take(n + 1)
            .any(|at| at == head)
    };
    let mut lifted = false;
    loop {
        let crossing = (0..n).filter(|&token| {
            let head = heads[token];
            let between = token.min(head) + 1..token.max(head);
            head < n
                && between
                    .into_iter()
                    .any(|other| !governs(heads, head, other))
        });
        let Some(token) = crossing.min_by_key(|&token| token.abs_diff(heads[token])) else {
            return lifted;
        };
        heads[token] = heads[heads[token]];
        lifted = true;
    }
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
