//! Where the words of a sentence stand: how wide each is, where arcs touch it, and where a long
//! sentence is broken into rows. No drawing happens here.

use entente_text::{Parse, Upos};

use super::measure::width;
use super::{CAPTION_SIZE, LABEL_SIZE, MAX_ROW, Marked, TAG_SIZE, WORD_SIZE};

/// Between two words, at least.
const GAP: f64 = 13.0;
/// Between two arcs that touch one word.
const SLOT: f64 = 8.0;
/// What an arc takes beside its label: two corners and some line.
const CORNERS: f64 = 20.0;
/// Characters of a word that are shown.
const MOST_CHARS: usize = 32;

/// A relation between two words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Arc {
    /// The word that it hangs on.
    pub(super) head: usize,
    /// The word that hangs on it.
    pub(super) dependant: usize,
    /// The relation.
    pub(super) label: &'static str,
    /// Where it leaves the head, from the head's middle.
    pub(super) from: f64,
    /// Where it reaches the dependant, from the dependant's middle.
    pub(super) to: f64,
}

impl Arc {
    /// Its left word and right word.
    pub(super) fn ends(&self) -> (usize, usize) {
        (self.head.min(self.dependant), self.head.max(self.dependant))
    }

    /// Where it touches its left and right word, from their middles.
    pub(super) fn offsets(&self) -> (f64, f64) {
        if self.head < self.dependant {
            (self.from, self.to)
        } else {
            (self.to, self.from)
        }
    }
}

/// A word as it is shown.
#[derive(Debug)]
pub(super) struct Cell {
    /// The word, shortened when it is very long.
    pub(super) word: String,
    /// Width of its box.
    pub(super) width: f64,
    /// Middle of its box, from the left of its row.
    pub(super) middle: f64,
    /// Where the arrow of the root reaches it, from its middle.
    pub(super) root: f64,
    /// Room before it, from the end of the box before.
    before: f64,
}

/// Words that stand beside each other.
#[derive(Debug, Clone, Copy)]
pub(super) struct Row {
    /// The first word.
    pub(super) first: usize,
    /// One past the last.
    pub(super) end: usize,
    /// From the left of the first to the right of the last.
    pub(super) width: f64,
}

/// A sentence with the place of everything in it.
#[derive(Debug)]
pub(super) struct Layout {
    /// The words.
    pub(super) cells: Vec<Cell>,
    /// Their relations.
    pub(super) arcs: Vec<Arc>,
    /// The rows, at least one.
    pub(super) rows: Vec<Row>,
}

impl Layout {
    /// Places the words of a sentence.
    pub(super) fn new(text: &str, parse: &Parse, marked: &[Marked]) -> Self {
        let mut arcs: Vec<Arc> = parse
            .tokens
            .iter()
            .enumerate()
            .filter_map(|(dependant, token)| {
                let head = token.head.filter(|&head| head < parse.tokens.len())?;
                Some(Arc {
                    head,
                    dependant,
                    label: token.deprel,
                    from: 0.0,
                    to: 0.0,
                })
            })
            .collect();
        let slots = spread(&mut arcs, parse);
        let mut cells: Vec<Cell> = parse
            .tokens
            .iter()
            .zip(slots)
            .enumerate()
            .map(|(index, (token, (count, root)))| {
                let word = shortened(token.span.of(text));
                let width = width(&word, WORD_SIZE)
                    .max(width(token.upos.name(), TAG_SIZE))
                    .max(SLOT * count as f64);
                let joined = index > 0 && parse.tokens[index - 1].span.end == token.span.start;
                Cell {
                    word,
                    width,
                    middle: 0.0,
                    root,
                    before: if joined { GAP * 0.6 } else { GAP },
                }
            })
            .collect();
        make_room(&mut cells, &mut arcs, marked);
        let breaks = breaks(&cells, &arcs, parse, marked);
        let mut rows = Vec::with_capacity(breaks.len());
        for (number, &first) in breaks.iter().enumerate() {
            let end = breaks.get(number + 1).copied().unwrap_or(cells.len());
            let mut at = 0.0;
            for (place, cell) in cells[first..end].iter_mut().enumerate() {
                at += if place == 0 { 0.0 } else { cell.before };
                cell.middle = at + cell.width / 2.0;
                at += cell.width;
            }
            rows.push(Row {
                first,
                end,
                width: at,
            });
        }
        Self { cells, arcs, rows }
    }

    /// Left and right of a word's box.
    pub(super) fn sides(&self, index: usize) -> (f64, f64) {
        let cell = &self.cells[index];
        (
            cell.middle - cell.width / 2.0,
            cell.middle + cell.width / 2.0,
        )
    }
}

fn shortened(word: &str) -> String {
    if word.chars().count() <= MOST_CHARS {
        return word.to_owned();
    }
    word.chars().take(MOST_CHARS - 1).chain(['…']).collect()
}

/// Gives every arc a place of its own at both words, so that none runs over another: at each
/// word those to the left, the longest last, then the root's arrow, then those to the right,
/// the longest first. Returns how many touch each word, and where the root's arrow does.
fn spread(arcs: &mut [Arc], parse: &Parse) -> Vec<(usize, f64)> {
    /// Which end of an arc touches a word.
    #[derive(Clone, Copy)]
    enum Touch {
        Head(usize),
        Dependant(usize),
        Root,
    }
    let mut touching: Vec<Vec<(i64, Touch)>> = vec![Vec::new(); parse.tokens.len()];
    for (number, arc) in arcs.iter().enumerate() {
        let (head, dependant) = (arc.head as i64, arc.dependant as i64);
        let ends = [
            (arc.head, dependant - head, Touch::Head(number)),
            (arc.dependant, head - dependant, Touch::Dependant(number)),
        ];
        for (word, way, touch) in ends {
            // Left ways rank below 0, the longest nearest to it; right ways above.
            let rank = if way < 0 {
                -1_000_000 - way
            } else {
                1_000_000 - way
            };
            touching[word].push((rank, touch));
        }
    }
    let mut slots = Vec::with_capacity(touching.len());
    for (word, mut touches) in touching.into_iter().enumerate() {
        if parse.tokens[word].head.is_none() {
            touches.push((0, Touch::Root));
        }
        touches.sort_by_key(|(rank, _)| *rank);
        let middle = (touches.len().saturating_sub(1)) as f64 / 2.0;
        let mut root = 0.0;
        for (place, (_, touch)) in touches.iter().enumerate() {
            let offset = (place as f64 - middle) * SLOT;
            match *touch {
                Touch::Head(number) => arcs[number].from = offset,
                Touch::Dependant(number) => arcs[number].to = offset,
                Touch::Root => root = offset,
            }
        }
        slots.push((touches.len(), root));
    }
    slots
}

/// Moves words apart until every arc is longer than its label and every caption fits below its
/// words.
fn make_room(cells: &mut [Cell], arcs: &mut [Arc], marked: &[Marked]) {
    arcs.sort_by_key(|arc| {
        let (left, right) = arc.ends();
        (right - left, left)
    });
    let between = |cells: &[Cell], left: usize, right: usize| -> f64 {
        if left >= right {
            return 0.0;
        }
        let inner: f64 = cells[left + 1..right].iter().map(|cell| cell.width).sum();
        let gaps: f64 = cells[left + 1..=right].iter().map(|cell| cell.before).sum();
        inner + gaps
    };
    for arc in arcs.iter() {
        let (left, right) = arc.ends();
        let (leaves, reaches) = arc.offsets();
        let long = between(cells, left, right) + (cells[left].width + cells[right].width) / 2.0
            - leaves
            + reaches;
        let missing = width(arc.label, LABEL_SIZE) + CORNERS - long;
        if missing > 0.0 {
            let share = missing / (right - left) as f64;
            for cell in &mut cells[left + 1..=right] {
                cell.before += share;
            }
        }
    }
    for mark in marked {
        let (first, end) = mark.tokens;
        let inner = between(cells, first, end - 1);
        let alone = end - first == 1;
        let long = inner + cells[first].width + if alone { 0.0 } else { cells[end - 1].width };
        let missing = width(&mark.caption, CAPTION_SIZE) + GAP - long - GAP;
        if let Some(next) = cells.get_mut(end)
            && missing > 0.0
        {
            next.before = next.before.max(GAP + missing);
        }
    }
}

/// The first words of the rows: no row is wider than [`MAX_ROW`] (but for a word that is), and
/// of all ways to do so the one that tears the fewest arcs, names and times, and leaves the rows
/// least ragged.
fn breaks(cells: &[Cell], arcs: &[Arc], parse: &Parse, marked: &[Marked]) -> Vec<usize> {
    let count = cells.len();
    // What it costs to begin a row with each word.
    let mut tears = vec![0.0; count + 1];
    for arc in arcs {
        let (left, right) = arc.ends();
        let cost = if arc.label == "punct" { 0.25 } else { 1.0 };
        tears[left + 1..=right]
            .iter_mut()
            .for_each(|own| *own += cost);
    }
    for mark in marked {
        let (first, end) = mark.tokens;
        tears[first + 1..end].iter_mut().for_each(|own| *own += 4.0);
    }
    for (index, pair) in parse.tokens.windows(2).enumerate() {
        if pair[0].span.end == pair[1].span.start || pair[1].upos == Upos::Punct {
            tears[index + 1] += 6.0;
        }
    }
    // best[i]: the least cost of the words before i, and where their last row begins.
    let mut best = vec![(f64::INFINITY, 0); count + 1];
    best[0] = (0.0, 0);
    for end in 1..=count {
        let mut long = 0.0;
        for first in (0..end).rev() {
            long += cells[first].width;
            if long > MAX_ROW && end - first > 1 {
                break;
            }
            let room = ((MAX_ROW - long) / MAX_ROW).max(0.0);
            let ragged = if end == count { 2.0 } else { 14.0 };
            let cost = best[first].0 + tears[first] + ragged * room * room + 1.0;
            if cost < best[end].0 {
                best[end] = (cost, first);
            }
            long += cells[first].before;
        }
    }
    let mut firsts = Vec::new();
    let mut at = count;
    while at > 0 {
        at = best[at].1;
        firsts.push(at);
    }
    firsts.reverse();
    firsts
}
