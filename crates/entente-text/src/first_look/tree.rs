//! The dependency parser: a beam search over transitions, scored by two linear models.
//!
//! One model scores the action of a step, the other the relation of the arc that it draws, when
//! the dependant has all its own dependants. Both count, summed over all steps, so that a
//! sentence is read as a whole (Zhang and Nivre 2011).

use super::encode::{Encoded, OUTSIDE, WordCode, feature};
use super::model::{Model, Scorer};
use super::transitions::{Arena, Child, LEFT, NONE, Node, RIGHT, SHIFT, State};
use crate::parse::Upos;

/// States kept at each step. Eight instead of four gain two tenths of a point and halve the speed.
pub(crate) const BEAM: usize = 8;

/// Relations tried for each arc.
const LABELS_TRIED: usize = 2;

/// A tag with the one that came second.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tagged {
    pub(crate) best: Upos,
    /// The runner-up; `best` again when it was far behind.
    pub(crate) second: Upos,
}

/// An arc to a token from its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arc {
    pub(crate) head: Option<usize>,
    pub(crate) deprel: &'static str,
}

/// What the features of a sentence look at.
pub(crate) struct Sentence<'a> {
    encoded: &'a Encoded,
    tags: &'a [Tagged],
    /// Verbs, punctuation marks and conjunctions before each token.
    verbs: Vec<u32>,
    marks: Vec<u32>,
    links: Vec<u32>,
}

impl<'a> Sentence<'a> {
    pub(crate) fn new(encoded: &'a Encoded, tags: &'a [Tagged]) -> Self {
        let count = |wanted: &dyn Fn(Upos) -> bool| {
            let mut seen = 0;
            let mut counts = vec![0];
            counts.extend(tags.iter().map(|tag| {
                seen += u32::from(wanted(tag.best));
                seen
            }));
            counts
        };
        Self {
            encoded,
            tags,
            verbs: count(&|tag| tag == Upos::Verb),
            marks: count(&|tag| tag == Upos::Punct),
            links: count(&|tag| tag == Upos::Cconj),
        }
    }

    fn len(&self) -> u32 {
        self.tags.len() as u32
    }

    fn word(&self, token: u32) -> &WordCode {
        self.encoded.words.get(token as usize).unwrap_or(&OUTSIDE)
    }

    fn form(&self, token: u32) -> u32 {
        if token == self.len() {
            7
        } else {
            self.word(token).form
        }
    }

    fn tag(&self, token: u32) -> u32 {
        match self.tags.get(token as usize) {
            Some(tag) => tag.best as u32,
            None if token == self.len() => 98,
            None => 99,
        }
    }

    fn second(&self, token: u32) -> u32 {
        self.tags
            .get(token as usize)
            .map_or(99, |tag| tag.second as u32)
    }

    /// How many of what `counts` counts stand between two tokens, up to two.
    fn between(&self, counts: &[u32], from: u32, to: u32) -> u32 {
        let (first, last) = (from.min(to).saturating_add(1), from.max(to));
        match (counts.get(first as usize), counts.get(last as usize)) {
            (Some(before), Some(after)) => after.saturating_sub(*before).min(2),
            _ => 3,
        }
    }

    /// What lies between two tokens, as one number.
    fn gap(&self, from: u32, to: u32) -> u32 {
        self.between(&self.verbs, from, to)
            + 4 * self.between(&self.marks, from, to)
            + 16 * self.between(&self.links, from, to)
    }
}

fn distance(from: u32, to: u32) -> u32 {
    if from == NONE || to == NONE {
        return 0;
    }
    match from.abs_diff(to) {
        near @ 0..=4 => near + 1,
        5..=7 => 6,
        8..=12 => 7,
        _ => 8,
    }
}

/// Half of a set of relations, folded into one number.
fn fold(labels: u64) -> u32 {
    (labels ^ (labels >> 29).wrapping_mul(0x9e37_79b9)) as u32
}

const ABSENT: Node = Node::bare(NONE);

/// The features of the choice of an action.
pub(crate) fn action_features(
    sentence: &Sentence<'_>,
    arena: &Arena,
    state: &State,
    found: &mut Vec<u32>,
) {
    let n0 = arena.stack(state, 0).unwrap_or(&ABSENT);
    let n1 = arena.stack(state, 1).unwrap_or(&ABSENT);
    let n2 = arena.stack(state, 2).unwrap_or(&ABSENT);
    let front = &state.front;
    let (s0, s1, s2, b0) = (n0.token, n1.token, n2.token, front.token);
    let n = sentence.len();
    let ahead = |forward: u32| {
        if b0 + forward <= n {
            b0 + forward
        } else {
            NONE
        }
    };
    let (b1, b2, b3) = (ahead(1), ahead(2), ahead(3));
    let w = |token: u32| sentence.form(token);
    let t = |token: u32| sentence.tag(token);
    let cw = |child: Child| sentence.form(child.token);
    let ct = |child: Child| sentence.tag(child.token);
    let [s0l, s0l2] = n0.left;
    let [s0r, s0r2] = n0.right;
    let [s1l, _] = n1.left;
    let [s1r, s1r2] = n1.right;
    let [b0l, b0l2] = front.left;
    let s0_left = n0.left_count.min(5);
    let s0_right = n0.right_count.min(5);
    let s1_right = n1.right_count.min(5);
    let b0_left = front.left_count.min(5);
    let (d_sb, d_ss) = (distance(s0, b0), distance(s1, s0));
    let before_s0 = s0.checked_sub(1).unwrap_or(NONE);
    let after_s0 = if s0 == NONE { NONE } else { s0 + 1 };
    let (gap_sb, gap_ss) = (sentence.gap(s0, b0), sentence.gap(s1, s0));

    found.clear();
    let mut template = 100;
    let mut push = |values: &[u32]| {
        found.push(feature(template, values));
        template += 1;
    };
    push(&[w(s0)]);
    push(&[w(s0), t(s0)]);
    push(&[w(s1)]);
    push(&[w(s1), t(s1)]);
    push(&[w(b0)]);
    push(&[w(b0), t(b0)]);
    push(&[w(b1), t(b1)]);
    push(&[t(b2), w(b2)]);
    push(&[t(s2), w(s2)]);
    push(&[w(s0), w(b0)]);
    push(&[w(s0), t(s0), w(b0)]);
    push(&[w(s0), w(b0), t(b0)]);
    push(&[t(s0), w(b0), t(b0)]);
    push(&[w(s0), t(s0), t(b0)]);
    push(&[t(s0), t(b0)]);
    push(&[t(s0), t(b0), d_sb]);
    push(&[w(s1), w(s0)]);
    push(&[t(s1), w(s0)]);
    push(&[w(s1), t(s0)]);
    push(&[t(s1), t(s0)]);
    push(&[t(s1), t(s0), d_ss]);
    push(&[w(s1), t(s1), t(s0), t(b0)]);
    push(&[t(s1), w(s0), t(b0)]);
    push(&[t(s1), t(s0), w(b0)]);
    push(&[t(s1), t(s0), t(b0)]);
    push(&[t(s0), t(b0), t(b1)]);
    push(&[w(s0), t(b0), t(b1)]);
    push(&[t(s0), w(b0), t(b1)]);
    push(&[t(s0), t(b0), w(b1)]);
    push(&[t(b0), t(b1), t(b2)]);
    push(&[t(s0), t(b0), t(b1), t(b2)]);
    push(&[t(b0), t(b1), t(b2), t(b3)]);
    push(&[t(s2), t(s1), t(s0)]);
    push(&[t(s2), t(s1), t(s0), t(b0)]);
    push(&[t(s1), t(s0), t(b0), t(b1)]);
    push(&[w(s1), t(s0), t(b0), t(b1)]);
    push(&[t(s0), ct(s0l), t(b0)]);
    push(&[t(s0), ct(s0r), t(b0)]);
    push(&[t(s0), t(b0), ct(b0l)]);
    push(&[t(s1), ct(s1l), t(s0)]);
    push(&[t(s1), ct(s1r), t(s0)]);
    push(&[t(s1), ct(s1r), t(s0), t(b0)]);
    push(&[t(s1), t(s0), ct(s0l)]);
    push(&[t(s1), t(s0), ct(s0r)]);
    push(&[w(s0), s0l.label, s0l2.label]);
    push(&[w(s0), s0r.label, s0r2.label]);
    push(&[t(s0), s0l.label, s0r.label]);
    push(&[t(s1), s1l.label, s1r.label]);
    push(&[w(s1), s1r.label, s1r2.label]);
    push(&[t(b0), b0l.label, b0l2.label]);
    push(&[w(b0), b0l.label]);
    push(&[w(s0), s0_left, s0_right]);
    push(&[t(s0), s0_left, s0_right, t(b0)]);
    push(&[w(s1), s1_right]);
    push(&[t(s1), s1_right, t(s0), t(b0)]);
    push(&[w(b0), b0_left]);
    push(&[t(b0), b0_left, t(s0)]);
    push(&[t(s0), cw(s0r), t(b0)]);
    push(&[t(s0), cw(s0l), t(b0)]);
    push(&[t(s1), cw(s0l), t(s0), t(b0)]);
    push(&[w(s1), cw(s0l), t(s0)]);
    push(&[w(s1), cw(s0l), w(s0)]);
    push(&[cw(s1r), t(s1), cw(s0l), t(s0)]);
    push(&[t(s1), w(s0), d_ss]);
    push(&[t(s0), w(b0), d_sb]);
    push(&[w(s1), t(s0), d_ss]);
    push(&[w(s0), t(b0), d_sb]);
    push(&[t(before_s0), t(s0), t(after_s0)]);
    push(&[t(s0), t(after_s0), t(b0)]);
    push(&[w(b0), w(b1)]);
    push(&[w(s1), w(s0), t(b0)]);
    push(&[w(s1), t(s0), w(b0)]);
    push(&[t(s1), w(s0), w(b0)]);
    push(&[u32::from(b0 == n), t(s0), t(s1), arena.depth(state).min(4)]);
    push(&[t(s2), s1r.label, t(s1), t(s0)]);
    push(&[sentence.word(s0).suffix[2], sentence.word(b0).suffix[2]]);
    push(&[sentence.word(s1).suffix[2], sentence.word(s0).suffix[2]]);
    push(&[t(s0), fold(n0.left_labels), t(b0)]);
    push(&[t(s0), fold(n0.right_labels), t(b0)]);
    push(&[w(s0), fold(n0.right_labels)]);
    push(&[t(s1), fold(n1.right_labels), t(s0)]);
    push(&[w(s1), fold(n1.right_labels), t(s0)]);
    push(&[t(b0), fold(front.left_labels), t(s0)]);
    push(&[t(s1), fold(n1.left_labels), t(s0), t(b0)]);
    push(&[sentence.second(s0), t(s0), t(b0)]);
    push(&[t(s0), sentence.second(b0), t(b0)]);
    push(&[t(s1), sentence.second(s0), t(s0)]);
    push(&[sentence.second(s0), w(s0)]);
    push(&[sentence.second(b0), w(b0)]);
    push(&[t(s0), t(b0), gap_sb]);
    push(&[t(s1), t(s0), gap_ss]);
    push(&[t(s1), t(s0), t(b0), gap_ss]);
    push(&[w(s0), t(b0), gap_sb]);
    push(&[w(s1), t(s0), gap_ss]);
}

/// The features of the relation of `dependant` to `head`.
pub(crate) fn label_features(
    sentence: &Sentence<'_>,
    (head, dependant): (&Node, &Node),
    found: &mut Vec<u32>,
) {
    let (h, d) = (head.token, dependant.token);
    let w = |token: u32| sentence.form(token);
    let t = |token: u32| sentence.tag(token);
    let cw = |child: Child| sentence.form(child.token);
    let side = u32::from(d < h);
    let direction = side * 10 + distance(d, h);
    let [dl, dl2] = dependant.left;
    let [dr, dr2] = dependant.right;
    let [hl, hl2] = head.left;
    let [hr, hr2] = head.right;
    let before = d.checked_sub(1).unwrap_or(NONE);
    let after = d + 1;
    let (hs, ds) = (sentence.word(h).suffix, sentence.word(d).suffix);
    // Words that mark clauses and cases stand at the dependant's left edge.
    let mark = if dl2.token == NONE { dl } else { dl2 };
    found.clear();
    let mut template = 200;
    let mut push = |values: &[u32]| {
        found.push(feature(template, values));
        template += 1;
    };
    push(&[w(d), side]);
    push(&[w(h), side]);
    push(&[w(d), t(d), side]);
    push(&[w(h), t(h), side]);
    push(&[t(h), t(d), direction]);
    push(&[w(h), t(d), side]);
    push(&[t(h), w(d), side]);
    push(&[w(h), w(d)]);
    push(&[t(h), t(d), cw(dl), side]);
    push(&[t(h), t(d), cw(dl2), side]);
    push(&[w(h), cw(dl), side]);
    push(&[w(d), cw(dl), side]);
    push(&[t(d), dl.label, dl2.label, side]);
    push(&[t(d), dr.label, dr2.label, side]);
    push(&[t(h), hl.label, hl2.label, side, t(d)]);
    push(&[t(h), hr.label, hr2.label, side, t(d)]);
    push(&[w(h), hl.label, hr.label, side]);
    push(&[t(before), t(d), t(after), side]);
    push(&[w(before), t(d), side]);
    push(&[w(after), t(d), side]);
    push(&[hs[2], t(d), side]);
    push(&[ds[2], t(h), side]);
    push(&[hs[1], ds[1], side]);
    push(&[t(h), t(d), cw(mark), t(before)]);
    push(&[w(h), t(d), cw(mark)]);
    push(&[sentence.word(h).shape, sentence.word(d).shape, side]);
    push(&[hs[2], cw(dl), t(d), side]);
    push(&[cw(dr), t(d), t(h), side]);
    push(&[ds[2], cw(dl), t(h), side]);
    push(&[fold(dependant.left_labels), t(d), t(h), side]);
    push(&[fold(dependant.right_labels), t(d), t(h), side]);
    push(&[fold(head.left_labels), t(d), t(h), side]);
    push(&[fold(head.right_labels), t(d), t(h), side]);
    push(&[fold(head.right_labels), w(h), t(d), side]);
    push(&[fold(head.left_labels), cw(dl), t(d), side]);
    push(&[sentence.gap(h, d), t(h), t(d), side]);
    push(&[sentence.second(d), t(d), t(h), side]);
}

/// A step that could be taken from a state of the beam.
struct Candidate {
    from: u32,
    action: usize,
    label: usize,
    score: f32,
    gold: bool,
}

/// A search that has ended.
pub(crate) struct Search {
    pub(crate) arena: Arena,
    /// The states of the beam after each step, best first. The first holds the first state.
    pub(crate) beams: Vec<Vec<u32>>,
}

impl Search {
    /// The best state of the last step.
    pub(crate) fn last(&self) -> u32 {
        self.beams
            .last()
            .and_then(|beam| beam.first())
            .copied()
            .unwrap_or(NONE)
    }
}

/// Searches for the best sequence of steps. `gold` are the steps of the gold tree, in training.
pub(crate) fn search(
    actions: &impl Scorer,
    labels: &impl Scorer,
    sentence: &Sentence<'_>,
    width: usize,
    gold: &[(usize, usize)],
) -> Search {
    let length = sentence.tags.len();
    let mut arena = Arena::new(length);
    let mut beams = Vec::with_capacity(2 * length + 1);
    let mut beam = vec![0_u32];
    let (mut found, mut scores, mut relations) = (Vec::new(), Vec::new(), Vec::new());
    let mut candidates: Vec<Candidate> = Vec::new();
    for step in 0..2 * length {
        candidates.clear();
        for &from in &beam {
            let state = arena.states[from as usize];
            action_features(sentence, &arena, &state, &mut found);
            actions.score(&found, &mut scores);
            let mut push = |action: usize, label: usize, score: f32| {
                let gold = state.gold && gold.get(step) == Some(&(action, label));
                candidates.push(Candidate {
                    from,
                    action,
                    label,
                    score,
                    gold,
                });
            };
            if arena.is_legal(&state, SHIFT) {
                push(SHIFT, 0, state.score + scores[SHIFT]);
            }
            for action in [LEFT, RIGHT] {
                if !arena.is_legal(&state, action) {
                    continue;
                }
                let Some(arc) = arena.arc(&state, action) else {
                    continue;
                };
                label_features(sentence, arc, &mut found);
                labels.score(&found, &mut relations);
                for (label, score) in top_labels(&relations) {
                    push(action, label, state.score + scores[action] + score);
                }
            }
        }
        candidates.sort_by(|a, b| b.score.total_cmp(&a.score));
        candidates.truncate(width);
        let next = candidates.iter().map(|candidate| {
            let Candidate {
                from,
                action,
                label,
                score,
                gold,
            } = *candidate;
            let state = arena.apply(from, action, label, score);
            arena.states[state as usize].gold = gold;
            state
        });
        let next = next.collect();
        beams.push(std::mem::replace(&mut beam, next));
    }
    beams.push(beam);
    Search { arena, beams }
}

/// The best relations of an arc with their scores.
fn top_labels(scores: &[f32]) -> [(usize, f32); LABELS_TRIED] {
    let mut top = [(0, f32::NEG_INFINITY); LABELS_TRIED];
    for (label, &score) in scores.iter().enumerate() {
        if score > top[0].1 {
            top = [(label, score), top[0]];
        } else if score > top[1].1 {
            top[1] = (label, score);
        }
    }
    top
}

/// Parses a sentence: one arc a token, together one tree. `beam` states are kept at each step.
pub(crate) fn parse(model: &Model, encoded: &Encoded, tags: &[Tagged], beam: usize) -> Vec<Arc> {
    let sentence = Sentence::new(encoded, tags);
    let search = search(&model.actions, &model.labels, &sentence, beam, &[]);
    let arcs = search.arena.arcs(search.last());
    // Whatever the scores say, only the root is called root.
    let deprel = |label: usize| {
        let name = model.relations.get(label).copied();
        name.filter(|name| *name != "root").unwrap_or("dep")
    };
    arcs.iter()
        .map(|&(head, label)| {
            let rooted = head == arcs.len();
            Arc {
                head: (!rooted).then_some(head),
                deprel: if rooted { "root" } else { deprel(label) },
            }
        })
        .collect()
}
