//! The transition system of the parser: arc-hybrid (Kuhlmann, Gómez-Rodríguez and Satta 2011).
//!
//! The stack holds tokens whose head is still sought, the buffer what is still to come, with
//! the artificial root at its end. SHIFT moves the next token to the stack; LEFT makes the next
//! token of the buffer the head of the top of the stack; RIGHT makes the token below the top
//! its head. A sentence of n tokens takes 2n transitions, whatever its tree, so that the states
//! of a beam can be compared at every step.
//!
//! States share what they have in common: the stack is a linked list in an arena, and a step
//! adds one state and at most one node. Parsing stays linear in the length of the sentence.

/// Moves the next token to the stack.
pub(crate) const SHIFT: usize = 0;
/// Attaches the top of the stack to the next token of the buffer.
pub(crate) const LEFT: usize = 1;
/// Attaches the top of the stack to the token below it.
pub(crate) const RIGHT: usize = 2;

/// No token, no node, no state.
pub(crate) const NONE: u32 = u32::MAX;

/// A dependant and the class of its relation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Child {
    pub(crate) token: u32,
    pub(crate) label: u32,
}

const NO_CHILD: Child = Child {
    token: NONE,
    label: NONE,
};

/// A token with the dependants it has so far.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Node {
    pub(crate) token: u32,
    /// The node below it on the stack.
    pub(crate) below: u32,
    /// Outermost and second outermost dependant on either side.
    pub(crate) left: [Child; 2],
    pub(crate) right: [Child; 2],
    pub(crate) left_count: u32,
    pub(crate) right_count: u32,
    /// The relations of its dependants on either side, one bit a class.
    pub(crate) left_labels: u64,
    pub(crate) right_labels: u64,
}

impl Node {
    /// A token without dependants.
    pub(crate) const fn bare(token: u32) -> Self {
        Self {
            token,
            below: NONE,
            left: [NO_CHILD; 2],
            right: [NO_CHILD; 2],
            left_count: 0,
            right_count: 0,
            left_labels: 0,
            right_labels: 0,
        }
    }

    /// Takes a dependant. They arrive from the inside outwards.
    fn attach(&mut self, child: Child) {
        let bit = 1_u64 << (child.label & 63);
        if child.token < self.token {
            self.left = [child, self.left[0]];
            self.left_count += 1;
            self.left_labels |= bit;
        } else {
            self.right = [child, self.right[0]];
            self.right_count += 1;
            self.right_labels |= bit;
        }
    }
}

/// A state, and the step that led to it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct State {
    /// The state before; `NONE` for the first.
    pub(crate) parent: u32,
    pub(crate) action: usize,
    pub(crate) label: usize,
    pub(crate) score: f32,
    /// Whether every step so far is the one of the gold tree: used in training.
    pub(crate) gold: bool,
    /// The node on top of the stack.
    top: u32,
    depth: u32,
    /// The next token of the buffer; its number is the sentence's length when it is the root.
    pub(crate) front: Node,
}

/// The states of a search through one sentence.
pub(crate) struct Arena {
    length: u32,
    nodes: Vec<Node>,
    pub(crate) states: Vec<State>,
}

impl Arena {
    /// An arena with the first state of a sentence of `length` tokens.
    pub(crate) fn new(length: usize) -> Self {
        let first = State {
            parent: NONE,
            action: SHIFT,
            label: 0,
            score: 0.0,
            gold: true,
            top: NONE,
            depth: 0,
            front: Node::bare(0),
        };
        Self {
            length: length as u32,
            nodes: Vec::new(),
            states: vec![first],
        }
    }

    /// The node `back` places below the top of the stack.
    pub(crate) fn stack(&self, state: &State, back: usize) -> Option<&Node> {
        let mut at = state.top;
        for _ in 0..back {
            at = self.nodes.get(at as usize)?.below;
        }
        self.nodes.get(at as usize)
    }

    /// How many tokens are on the stack.
    pub(crate) fn depth(&self, state: &State) -> u32 {
        state.depth
    }

    /// Whether an action is possible. One root: only the last token on the stack may hang
    /// from it.
    pub(crate) fn is_legal(&self, state: &State, action: usize) -> bool {
        let ended = state.front.token == self.length;
        match action {
            SHIFT => !ended,
            LEFT => state.depth == 1 || state.depth > 1 && !ended,
            _ => state.depth >= 2,
        }
    }

    /// The head and the dependant of the arc that LEFT or RIGHT would draw.
    pub(crate) fn arc<'a>(
        &'a self,
        state: &'a State,
        action: usize,
    ) -> Option<(&'a Node, &'a Node)> {
        let dependant = self.stack(state, 0)?;
        match action {
            LEFT => Some((&state.front, dependant)),
            RIGHT => Some((self.stack(state, 1)?, dependant)),
            _ => None,
        }
    }

    /// Adds the state that `action` leads to and returns its number.
    pub(crate) fn apply(&mut self, from: u32, action: usize, label: usize, score: f32) -> u32 {
        let mut state = self.states[from as usize];
        state.parent = from;
        state.action = action;
        state.label = label;
        state.score = score;
        if action == SHIFT {
            let node = Node {
                below: state.top,
                ..state.front
            };
            state.top = self.push(node);
            state.depth += 1;
            state.front = Node::bare(node.token + 1);
        } else if let Some(&dependant) = self.nodes.get(state.top as usize) {
            let child = Child {
                token: dependant.token,
                label: label as u32,
            };
            state.depth -= 1;
            if action == LEFT {
                state.top = dependant.below;
                state.front.attach(child);
            } else if let Some(&head) = self.nodes.get(dependant.below as usize) {
                let mut head = head;
                head.attach(child);
                state.top = self.push(head);
            }
        }
        self.states.push(state);
        (self.states.len() - 1) as u32
    }

    fn push(&mut self, node: Node) -> u32 {
        self.nodes.push(node);
        (self.nodes.len() - 1) as u32
    }

    /// The head and the class of the relation of every token, from the steps that led to a
    /// final state. The root's head is the sentence's length.
    pub(crate) fn arcs(&self, last: u32) -> Vec<(usize, usize)> {
        let mut arcs = vec![(self.length as usize, 0); self.length as usize];
        let mut at = last;
        while let Some(state) = self.states.get(at as usize) {
            if let Some(before) = self.states.get(state.parent as usize)
                && let (true, Some(dependant)) = (state.action != SHIFT, self.stack(before, 0))
            {
                let head = match state.action {
                    LEFT => before.front.token,
                    _ => self.stack(before, 1).map_or(self.length, |head| head.token),
                };
                arcs[dependant.token as usize] = (head as usize, state.label);
            }
            at = state.parent;
        }
        arcs
    }
}

/// The steps that build a projective tree, arcs drawn as early as they can be: what a static
/// oracle for training says. `heads` holds the length of the sentence for the root.
pub(crate) fn oracle(heads: &[usize], labels: &[usize]) -> Vec<(usize, usize)> {
    let n = heads.len();
    // Dependants still to come, by head.
    let mut open = vec![0_usize; n + 1];
    for &head in heads {
        open[head] += 1;
    }
    let (mut stack, mut next) = (Vec::<usize>::with_capacity(n), 0);
    let mut steps = Vec::with_capacity(2 * n);
    while next < n || !stack.is_empty() {
        if let Some(&top) = stack.last() {
            let complete = open[top] == 0;
            let below = stack.len().checked_sub(2).map(|at| stack[at]);
            let action = if complete && heads[top] == next {
                Some(LEFT)
            } else if complete && below == Some(heads[top]) {
                Some(RIGHT)
            } else {
                None
            };
            if let Some(action) = action {
                steps.push((action, labels[top]));
                open[heads[top]] -= 1;
                stack.pop();
                continue;
            }
        }
        if next == n {
            // Only a tree that crosses ends here, and those are made projective before.
            break;
        }
        steps.push((SHIFT, 0));
        stack.push(next);
        next += 1;
    }
    steps
}
