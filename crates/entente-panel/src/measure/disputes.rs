//! Militarised interstate disputes.

use std::collections::{BTreeSet, HashMap};

use entente_model::{ImportRecord, TableRow, Values};
use entente_store::{CellKind, Cells};

use super::{Described, Measure, Stretch, Told};
use crate::covered::Covered;
use crate::numbers::{Number, number_of};
use crate::plan::Unit;

/// What one side did in a dispute with another in a year.
#[derive(Debug, Clone, Copy)]
struct Act {
    number: u64,
    onset: bool,
    hostility: u8,
}

/// Disputes by directed dyad and year.
#[derive(Debug)]
pub(super) struct Disputes {
    dataset: String,
    covered: Covered,
    acts: HashMap<(Number, Number, i16), Vec<Act>>,
}

impl Disputes {
    pub(super) fn new(imports: &[ImportRecord], dataset: &str) -> Self {
        Self {
            dataset: dataset.to_owned(),
            covered: Covered::of(imports, dataset),
            acts: HashMap::new(),
        }
    }

    fn of(&self, a: Number, b: Number, year: i16) -> &[Act] {
        self.acts.get(&(a, b, year)).map_or(&[], Vec::as_slice)
    }
}

impl Measure for Disputes {
    fn datasets(&self) -> Vec<String> {
        vec![self.dataset.clone()]
    }

    fn columns(&self, unit: Unit) -> Vec<Described> {
        let whole = CellKind::Whole;
        let described = Described::new;
        if !unit.is_of_dyads() {
            return vec![
                described(
                    "mid",
                    whole,
                    "number of militarised disputes that it was in",
                ),
                described(
                    "mid_onset",
                    whole,
                    "number of them that it entered in this year",
                ),
                described(
                    "mid_hostility",
                    whole,
                    "highest hostility of its own in them, 1 none to 5 war; 0 without one",
                ),
            ];
        }
        let hostility = if unit.is_directed() {
            "highest hostility of the first state towards the second, 1 none, 2 threat, 3 display, 4 \
                use of force, 5 war; 0 without a dispute"
        } else {
            "highest hostility of either, 1 none, 2 threat, 3 display, 4 use of force, 5 war; 0 \
                without a dispute"
        };
        vec![
            described(
                "mid",
                whole,
                "1 where the two were on different sides of a militarised dispute, 0 where not",
            ),
            described(
                "mid_onset",
                whole,
                "1 where they entered one in this year, 0 where not",
            ),
            described("mid_hostility", whole, hostility),
        ]
    }

    fn wants_tables(&self) -> &'static [&'static str] {
        &["dispute"]
    }

    fn row(&mut self, row: &TableRow, told: &Told<'_>) {
        if let Values::Dispute {
            number,
            a,
            b,
            year,
            onset,
            hostility,
        } = &row.values
            && *row.dataset == *self.dataset
        {
            let on = entente_model::Date::new(*year, 1, 1).ok();
            let numbers = (
                number_of(told.lexicon, a, on),
                number_of(told.lexicon, b, on),
            );
            if let (Some(a), Some(b)) = numbers {
                self.acts.entry((a, b, *year)).or_default().push(Act {
                    number: *number,
                    onset: *onset,
                    hostility: *hostility,
                });
            }
        }
    }

    fn fill(&mut self, stretch: &Stretch<'_>) -> Vec<Cells> {
        let year = stretch.span.year;
        let mut columns: [Vec<Option<i64>>; 3] = Default::default();
        for (a, b) in stretch.rows() {
            let mut hostility = 0;
            let (mid, onset) = match b {
                Some(b) => {
                    let own = self.of(a.number, b.number, year);
                    let others = self.of(b.number, a.number, year);
                    let acting = if stretch.unit.is_directed() {
                        own.iter().chain(&[])
                    } else {
                        own.iter().chain(others)
                    };
                    hostility = acting.map(|it| i64::from(it.hostility)).max().unwrap_or(0);
                    let onset = own.iter().chain(others).any(|it| it.onset);
                    let any = !own.is_empty() || !others.is_empty();
                    (i64::from(any), i64::from(onset))
                }
                None => {
                    let mut numbers = BTreeSet::new();
                    let mut onsets = BTreeSet::new();
                    for other in stretch.all {
                        for act in self.of(a.number, other.number, year) {
                            numbers.insert(act.number);
                            hostility = hostility.max(i64::from(act.hostility));
                            if act.onset {
                                onsets.insert(act.number);
                            }
                        }
                    }
                    (numbers.len() as i64, onsets.len() as i64)
                }
            };
            let covered = self.covered.covers(&stretch.span, a, b);
            for (cells, value) in columns.iter_mut().zip([mid, onset, hostility]) {
                cells.push(covered.then_some(value));
            }
        }
        columns.into_iter().map(Cells::Whole).collect()
    }
}
