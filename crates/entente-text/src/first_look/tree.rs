//! The dependency parser: arc-hybrid transitions, greedily chosen.
//!
//! The stack holds tokens whose head is still sought, the buffer what is still to come, with
//! the artificial root at its end. SHIFT moves the next token to the stack; LEFT makes the next
//! token of the buffer the head of the top of the stack; RIGHT makes the token below the top
//! its head. The relation of a new arc is chosen when it is drawn: by then the dependant has
//! all its own dependants.

use super::encode::{Encoded, OUTSIDE, WordCode, feature};
use super::model::{Model, Scorer, best};
use crate::parse::Upos;

/// An arc to a token from its head.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Arc {
    pub(crate) head: Option<usize>,
    pub(crate) deprel: &'static str,
}

pub(crate) const SHIFT: usize = 0;
pub(crate) const LEFT: usize = 1;
pub(crate) const RIGHT: usize = 2;

const NONE: usize = usize::MAX;

/// A state of the parser. Token indices run from 0; `n` is the artificial root.
pub(crate) struct State {
    pub(crate) n: usize,
    pub(crate) stack: Vec<usize>,
    pub(crate) next: usize,
    /// Head of each token, `NONE` while unknown.
    pub(crate) heads: Vec<usize>,
    /// Relation class of each token.
    pub(crate) labels: Vec<usize>,
    /// Outermost and second outermost dependants on either side, and their numbers.
    left: Vec<[usize; 2]>,
    right: Vec<[usize; 2]>,
    left_count: Vec<u8>,
    right_count: Vec<u8>,
}

impl State {
    pub(crate) fn new(n: usize) -> Self {
        Self {
            n,
            stack: Vec::with_capacity(n),
            next: 0,
            heads: vec![NONE; n],
            labels: vec![0; n],
            left: vec![[NONE; 2]; n + 1],
            right: vec![[NONE; 2]; n + 1],
            left_count: vec![0; n + 1],
            right_count: vec![0; n + 1],
        }
    }

    /// Nothing is left but the root.
    pub(crate) fn is_final(&self) -> bool {
        self.stack.is_empty() && self.next == self.n
    }

    pub(crate) fn is_legal(&self, action: usize) -> bool {
        match action {
            SHIFT => self.next < self.n,
            // One root: only the last token on the stack may hang from it.
            LEFT => !self.stack.is_empty() && (self.next < self.n || self.stack.len() == 1),
            _ => self.stack.len() >= 2,
        }
    }

    /// The arc that LEFT or RIGHT would draw: dependant and head.
    pub(crate) fn arc(&self, action: usize) -> Option<(usize, usize)> {
        let dependant = *self.stack.last()?;
        match action {
            LEFT => Some((dependant, self.next)),
            RIGHT => Some((
                dependant,
                *self.stack.get(self.stack.len().checked_sub(2)?)?,
            )),
            _ => None,
        }
    }

    /// Applies an action; `label` is the relation of the arc it draws.
    pub(crate) fn apply(&mut self, action: usize, label: usize) {
        if action == SHIFT {
            self.stack.push(self.next);
            self.next += 1;
        } else if let Some((dependant, head)) = self.arc(action) {
            self.stack.pop();
            self.heads[dependant] = head;
            self.labels[dependant] = label;
            let (side, count) = if dependant < head {
                (&mut self.left[head], &mut self.left_count[head])
            } else {
                (&mut self.right[head], &mut self.right_count[head])
            };
            // Dependants arrive from the inside outwards.
            side[1] = side[0];
            side[0] = dependant;
            *count = count.saturating_add(1);
        }
    }
}

/// A view of one token in the features: its word, tag and relation.
struct View<'a> {
    encoded: &'a Encoded,
    tags: &'a [Upos],
    state: &'a State,
}

impl View<'_> {
    fn word(&self, at: usize) -> &WordCode {
        self.encoded.words.get(at).unwrap_or(&OUTSIDE)
    }

    fn form(&self, at: usize) -> u32 {
        if at == self.state.n {
            7
        } else {
            self.word(at).form
        }
    }

    fn tag(&self, at: usize) -> u32 {
        if at == self.state.n {
            98
        } else {
            self.tags.get(at).map_or(99, |&tag| tag as u32)
        }
    }

    fn label(&self, at: usize) -> u32 {
        self.state.labels.get(at).map_or(999, |&label| label as u32)
    }
}

fn distance(from: usize, to: usize) -> u32 {
    if from == NONE || to == NONE {
        return 0;
    }
    match from.abs_diff(to) {
        near @ 0..=4 => near as u32 + 1,
        5..=7 => 6,
        8..=12 => 7,
        _ => 8,
    }
}

/// The features of the choice of an action.
pub(crate) fn action_features(
    encoded: &Encoded,
    tags: &[Upos],
    state: &State,
    found: &mut Vec<u32>,
) {
    let view = View {
        encoded,
        tags,
        state,
    };
    let stack = |back: usize| {
        state
            .stack
            .len()
            .checked_sub(back + 1)
            .map_or(NONE, |at| state.stack[at])
    };
    let ahead = |forward: usize| {
        let at = state.next + forward;
        if at <= state.n { at } else { NONE }
    };
    let child = |side: &[[usize; 2]], of: usize, rank: usize| {
        side.get(of).map_or(NONE, |children| children[rank])
    };
    let (s0, s1, s2) = (stack(0), stack(1), stack(2));
    let (b0, b1, b2, b3) = (ahead(0), ahead(1), ahead(2), ahead(3));
    let (s0l, s0l2) = (child(&state.left, s0, 0), child(&state.left, s0, 1));
    let (s0r, s0r2) = (child(&state.right, s0, 0), child(&state.right, s0, 1));
    let (s1l, s1r, s1r2) = (
        child(&state.left, s1, 0),
        child(&state.right, s1, 0),
        child(&state.right, s1, 1),
    );
    let (b0l, b0l2) = (child(&state.left, b0, 0), child(&state.left, b0, 1));
    let (w, t, l) = (|at| view.form(at), |at| view.tag(at), |at| view.label(at));
    let count =
        |counts: &[u8], of: usize| counts.get(of).map_or(9, |&count| u32::from(count.min(5)));
    let (s0_left, s0_right) = (count(&state.left_count, s0), count(&state.right_count, s0));
    let (s1_right, b0_left) = (count(&state.right_count, s1), count(&state.left_count, b0));
    let (d_sb, d_ss) = (distance(s0, b0), distance(s1, s0));
    let before_s0 = if s0 == NONE || s0 == 0 { NONE } else { s0 - 1 };
    let after_s0 = if s0 == NONE { NONE } else { s0 + 1 };

    found.clear();
    let mut template = 100;
    let mut push = |values: &[u32]| {
        found.push(feature(template, values));
        template += 1;
    };
    push(&[w(s0)]);
    push(&[t(s0)]);
    push(&[w(s0), t(s0)]);
    push(&[w(s1)]);
    push(&[t(s1)]);
    push(&[w(s1), t(s1)]);
    push(&[w(b0)]);
    push(&[t(b0)]);
    push(&[w(b0), t(b0)]);
    push(&[w(b1)]);
    push(&[t(b1)]);
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
    push(&[t(b1), t(b2), t(b3)]);
    push(&[t(s2), t(s1), t(s0)]);
    push(&[t(s1), t(s0), t(b0), t(b1)]);
    push(&[t(s0), t(s0l), t(b0)]);
    push(&[t(s0), t(s0r), t(b0)]);
    push(&[t(s0), t(b0), t(b0l)]);
    push(&[t(s1), t(s1l), t(s0)]);
    push(&[t(s1), t(s1r), t(s0)]);
    push(&[t(s1), t(s0), t(s0l)]);
    push(&[t(s1), t(s0), t(s0r)]);
    push(&[w(s0), l(s0l), l(s0l2)]);
    push(&[w(s0), l(s0r), l(s0r2)]);
    push(&[t(s0), l(s0l), l(s0r)]);
    push(&[t(s1), l(s1l), l(s1r)]);
    push(&[w(s1), l(s1r), l(s1r2)]);
    push(&[t(b0), l(b0l), l(b0l2)]);
    push(&[w(b0), l(b0l)]);
    push(&[w(s0), s0_left, s0_right]);
    push(&[t(s0), s0_left, s0_right, t(b0)]);
    push(&[w(s1), s1_right]);
    push(&[t(s1), s1_right, t(s0), t(b0)]);
    push(&[w(b0), b0_left]);
    push(&[t(b0), b0_left, t(s0)]);
    push(&[t(s0), w(s0r), t(b0)]);
    push(&[t(s0), w(s0l), t(b0)]);
    push(&[t(s1), w(s0l), t(s0), t(b0)]);
    push(&[w(s1), w(s0l), t(s0)]);
    push(&[t(s1), w(s0), d_ss]);
    push(&[t(s0), w(b0), d_sb]);
    push(&[t(before_s0), t(s0), t(after_s0)]);
    push(&[t(s0), t(after_s0), t(b0)]);
    push(&[w(b0), w(b1)]);
    push(&[w(s1), w(s0), t(b0)]);
    push(&[w(s1), t(s0), w(b0)]);
    push(&[
        u32::from(b0 == state.n),
        t(s0),
        t(s1),
        (state.stack.len().min(4)) as u32,
    ]);
    push(&[t(s2), l(s1r), t(s1), t(s0)]);
    push(&[view.word(s0).suffix[2], view.word(b0).suffix[2]]);
    push(&[view.word(s1).suffix[2], view.word(s0).suffix[2]]);
}

/// The features of the relation of `dependant` to `head`.
pub(crate) fn label_features(
    encoded: &Encoded,
    tags: &[Upos],
    state: &State,
    (dependant, head): (usize, usize),
    found: &mut Vec<u32>,
) {
    let view = View {
        encoded,
        tags,
        state,
    };
    let (w, t, l) = (|at| view.form(at), |at| view.tag(at), |at| view.label(at));
    let direction = u32::from(dependant < head) * 10 + distance(dependant, head);
    let side = u32::from(dependant < head);
    let [dl, dl2] = state.left[dependant];
    let [dr, dr2] = state.right[dependant];
    let [hl, hl2] = state.left[head];
    let [hr, hr2] = state.right[head];
    let before = dependant.checked_sub(1).unwrap_or(NONE);
    let after = dependant + 1;
    let (hs, ds) = (view.word(head).suffix, view.word(dependant).suffix);
    // Words that mark clauses and cases stand at the dependant's left edge.
    let mark = if dl2 == NONE { dl } else { dl2 };
    found.clear();
    let mut template = 200;
    let mut push = |values: &[u32]| {
        found.push(feature(template, values));
        template += 1;
    };
    push(&[side]);
    push(&[w(dependant), side]);
    push(&[t(dependant), side]);
    push(&[w(head), side]);
    push(&[t(head), side]);
    push(&[w(dependant), t(dependant), side]);
    push(&[w(head), t(head), side]);
    push(&[t(head), t(dependant), direction]);
    push(&[w(head), t(dependant), side]);
    push(&[t(head), w(dependant), side]);
    push(&[w(head), w(dependant)]);
    push(&[t(head), t(dependant), w(dl), side]);
    push(&[t(head), t(dependant), w(dl2), side]);
    push(&[w(head), w(dl), side]);
    push(&[w(dependant), w(dl), side]);
    push(&[t(dependant), l(dl), l(dl2), side]);
    push(&[t(dependant), l(dr), l(dr2), side]);
    push(&[t(head), l(hl), l(hl2), side, t(dependant)]);
    push(&[t(head), l(hr), l(hr2), side, t(dependant)]);
    push(&[w(head), l(hl), l(hr), side]);
    push(&[t(before), t(dependant), t(after), side]);
    push(&[w(before), t(dependant), side]);
    push(&[w(after), t(dependant), side]);
    push(&[hs[2], t(dependant), side]);
    push(&[ds[2], t(head), side]);
    push(&[hs[1], ds[1], side]);
    push(&[t(head), t(dependant), w(mark), t(before)]);
    push(&[w(head), t(dependant), w(mark)]);
    push(&[view.word(head).shape, view.word(dependant).shape, side]);
    push(&[hs[2], w(dl), t(dependant), side]);
    push(&[w(dr), t(dependant), t(head), side]);
    push(&[ds[2], w(dl), t(head), side]);
}

/// Parses a sentence: one arc a token, together one tree.
pub(crate) fn parse(model: &Model, encoded: &Encoded, tags: &[Upos]) -> Vec<Arc> {
    let state = run(&model.actions, &model.labels, encoded, tags);
    state
        .heads
        .iter()
        .zip(&state.labels)
        .map(|(&head, &label)| {
            if head == state.n {
                Arc {
                    head: None,
                    deprel: "root",
                }
            } else {
                Arc {
                    head: Some(head),
                    deprel: model.relations.get(label).copied().unwrap_or("dep"),
                }
            }
        })
        .collect()
}

/// Runs the parser to its final state.
pub(crate) fn run(
    actions: &impl Scorer,
    labels: &impl Scorer,
    encoded: &Encoded,
    tags: &[Upos],
) -> State {
    let mut state = State::new(encoded.len());
    let (mut found, mut scores) = (Vec::new(), Vec::new());
    while !state.is_final() {
        action_features(encoded, tags, &state, &mut found);
        actions.score(&found, &mut scores);
        let Some(action) = best_legal(&state, &scores) else {
            break;
        };
        let label = match state.arc(action) {
            Some(arc) => {
                label_features(encoded, tags, &state, arc, &mut found);
                labels.score(&found, &mut scores);
                best(&scores)
            }
            None => 0,
        };
        state.apply(action, label);
    }
    state
}

/// The legal action with the highest score.
pub(crate) fn best_legal(state: &State, scores: &[f32]) -> Option<usize> {
    (0..3)
        .filter(|&action| state.is_legal(action))
        .max_by(|&a, &b| scores[a].total_cmp(&scores[b]).then(b.cmp(&a)))
}

/// How many gold arcs each action would make unreachable (Goldberg and Nivre 2013); `None` for
/// actions that are not legal. `gold` holds the head of each token, `n` for the root.
#[cfg(feature = "train")]
pub(crate) fn costs(state: &State, gold: &[usize]) -> [Option<u32>; 3] {
    let head = |token: usize| gold.get(token).copied().unwrap_or(NONE);
    let top = state.stack.last().copied();
    let below = state.stack.len().checked_sub(2).map(|at| state.stack[at]);
    let next = state.next;
    let mut costs = [None; 3];
    if state.is_legal(SHIFT) {
        let dependants = state
            .stack
            .iter()
            .filter(|&&token| head(token) == next)
            .count();
        let rest = &state.stack[..state.stack.len().saturating_sub(1)];
        costs[SHIFT] = Some(dependants as u32 + u32::from(rest.contains(&head(next))));
    }
    if let Some(top) = top {
        let dependants = (next..state.n).filter(|&token| head(token) == top).count() as u32;
        let gold_head = head(top);
        if state.is_legal(LEFT) {
            let lost = below == Some(gold_head) || (gold_head > next && gold_head <= state.n);
            costs[LEFT] = Some(dependants + u32::from(lost));
        }
        if state.is_legal(RIGHT) {
            costs[RIGHT] = Some(dependants + u32::from(gold_head >= next && gold_head <= state.n));
        }
    }
    costs
}
