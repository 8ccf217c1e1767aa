//! How high the arcs of a row are drawn: one inside another lies below it, and an arc that goes
//! on in another row runs to the edge.

use super::layout::{Arc, Layout, Row};

/// What one row shows of an arc.
#[derive(Debug, Clone, Copy)]
pub(super) struct Piece {
    /// The arc.
    pub(super) arc: Arc,
    /// Where it comes up from its left word; `None` where it comes from the row before.
    pub(super) left: Option<f64>,
    /// Where it goes down to its right word; `None` where it goes on in the next row.
    pub(super) right: Option<f64>,
    /// Height, from 1.
    pub(super) level: usize,
}

/// The pieces of arcs in a row, with their levels.
pub(super) fn pieces(layout: &Layout, row: Row) -> Vec<Piece> {
    let mut found: Vec<(usize, usize, Piece)> = layout
        .arcs
        .iter()
        .filter_map(|&arc| {
            let (left, right) = arc.ends();
            if right < row.first || left >= row.end {
                return None;
            }
            let (leaves, reaches) = arc.offsets();
            let starts = left >= row.first;
            let stops = right < row.end;
            let piece = Piece {
                arc,
                left: starts.then(|| layout.cells[left].middle + leaves),
                right: stops.then(|| layout.cells[right].middle + reaches),
                level: 0,
            };
            // Gap 0 is before the first word, gap n after word n - 1.
            let first = if starts { left - row.first + 1 } else { 0 };
            let last = if stops {
                right - row.first
            } else {
                row.end - row.first
            };
            Some((first, last, piece))
        })
        .collect();
    found.sort_by_key(|(first, last, piece)| {
        let (left, right) = piece.arc.ends();
        (last - first, right - left)
    });
    let mut heights = vec![0; row.end - row.first + 1];
    for (first, last, piece) in &mut found {
        let under = &mut heights[*first..=*last];
        piece.level = under.iter().max().copied().unwrap_or(0) + 1;
        under.fill(piece.level);
    }
    found.into_iter().map(|(_, _, piece)| piece).collect()
}
