//! Events, counted by quad class.

use std::collections::HashMap;

use entente_model::{Date, ImportRecord};
use entente_store::{CellKind, Cells, Tally};

use super::{Described, Measure, Stretch, Told};
use crate::covered::Covered;
use crate::numbers::{Number, number_of_id};
use crate::plan::{PanelError, Unit};

/// The datasets that report events.
const REPORTS: &[&str] = &[
    "gdelt-1",
    "gdelt-2",
    "icews",
    "polecat",
    "keds",
    "keds-weis",
    "ucdp-ged",
    "acled",
];
/// The quad classes, as columns.
const QUADS: [(&str, &str); 4] = [
    ("events_verbal_cooperation", "verbal cooperation"),
    ("events_material_cooperation", "material cooperation"),
    ("events_verbal_conflict", "verbal conflict"),
    ("events_material_conflict", "material conflict"),
];

/// Counts of one directed dyad in one period, and the sum of intensities.
type Counts = ([u64; 4], f64);

/// Counts by period and directed dyad.
#[derive(Debug)]
pub(super) struct Events {
    datasets: Vec<String>,
    covered: Covered,
    by_month: bool,
    counts: HashMap<i64, HashMap<(Number, Number), Counts>>,
}

impl Events {
    /// Events of the dataset named, which may be one that came in by a mapping file; else of all
    /// datasets of events that were imported.
    pub(super) fn new(
        imports: &[ImportRecord],
        dataset: Option<&str>,
        unit: Unit,
    ) -> Result<Self, PanelError> {
        let mut datasets: Vec<String> = Vec::new();
        for import in imports {
            let wanted = match dataset {
                Some(dataset) => import.dataset == dataset,
                None => REPORTS.contains(&&*import.dataset),
            };
            if wanted && !datasets.contains(&import.dataset) {
                datasets.push(import.dataset.clone());
            }
        }
        if datasets.is_empty() {
            return Err(PanelError(match dataset {
                Some(dataset) => format!(
                    "events need the dataset {dataset}, and the store has nothing of it\n  hint: entente import {dataset} PATH..."
                ),
                None => {
                    "the store has no dataset of events\n  hint: entente import --list".to_owned()
                }
            }));
        }
        let covered = Covered {
            imports: imports
                .iter()
                .filter(|it| datasets.contains(&it.dataset))
                .cloned()
                .collect(),
        };
        Ok(Self {
            datasets,
            covered,
            by_month: unit.is_monthly(),
            counts: HashMap::new(),
        })
    }
}

fn add(sum: &mut Counts, more: &Counts) {
    for (sum, more) in sum.0.iter_mut().zip(more.0) {
        *sum += more;
    }
    sum.1 += more.1;
}

impl Measure for Events {
    fn datasets(&self) -> Vec<String> {
        self.datasets.clone()
    }

    fn columns(&self, unit: Unit) -> Vec<Described> {
        let whose = match unit {
            Unit::StateYear => "of the state towards other states",
            Unit::DirectedDyadYear => "of the first state towards the second",
            Unit::DyadYear | Unit::DyadMonth => "of either towards the other",
        };
        let of = self.datasets.join(", ");
        let mut columns: Vec<Described> = QUADS
            .iter()
            .map(|(name, quad)| {
                let meaning = format!(
                    "number of events of {quad} {whose}, by {of}; everybody counts for the country \
                     that they are of, and an event counts in the period in which all of it lay"
                );
                Described::new(name, CellKind::Whole, meaning)
            })
            .collect();
        columns.push(Described::new(
            "events_intensity",
            CellKind::Number,
            format!("mean of the intensities of events {whose} on the Goldstein scale, -10 to 10; missing without events"),
        ));
        columns
    }

    fn wants_tallies(&self) -> bool {
        true
    }

    fn tallies(&mut self, tallies: &[Tally], told: &Told<'_>) {
        // The same states come again and again in each period.
        let mut known: HashMap<(&str, i64), Option<Number>> = HashMap::new();
        for tally in tallies {
            let day = if self.by_month {
                let (year, month) = (tally.period.div_euclid(12), tally.period.rem_euclid(12) + 1);
                let first = i16::try_from(year).ok().and_then(|year| {
                    let month = i8::try_from(month).ok()?;
                    Date::new(year, month, 1).ok()
                });
                first.map(Date::last_of_month)
            } else {
                let year = i16::try_from(tally.period).ok();
                year.and_then(|year| Date::new(year, 12, 31).ok())
            };
            let mut number = |id| {
                let known = known.entry((id, tally.period));
                *known.or_insert_with(|| number_of_id(told.lexicon, id, day))
            };
            let (Some(a), Some(b)) = (number(&tally.source), number(&tally.target)) else {
                continue;
            };
            let quad = usize::from(tally.quad).saturating_sub(1).min(3);
            let period = self.counts.entry(tally.period).or_default();
            let (counts, intensity) = period.entry((a, b)).or_default();
            counts[quad] += tally.events;
            *intensity += tally.intensity;
        }
    }

    fn fill(&mut self, stretch: &Stretch<'_>) -> Vec<Cells> {
        // A period is filled once: what it counted is not needed any more.
        let counts = self
            .counts
            .remove(&stretch.span.number())
            .unwrap_or_default();
        let mut of_state: HashMap<Number, Counts> = HashMap::new();
        if !stretch.unit.is_of_dyads() {
            for ((a, _), more) in &counts {
                add(of_state.entry(*a).or_default(), more);
            }
        }
        let none = Counts::default();
        let mut columns: [Vec<Option<i64>>; 4] = Default::default();
        let mut intensity = Vec::new();
        for (a, b) in stretch.rows() {
            let mut sum = Counts::default();
            match b {
                Some(b) => {
                    add(&mut sum, counts.get(&(a.number, b.number)).unwrap_or(&none));
                    if !stretch.unit.is_directed() {
                        add(&mut sum, counts.get(&(b.number, a.number)).unwrap_or(&none));
                    }
                }
                None => add(&mut sum, of_state.get(&a.number).unwrap_or(&none)),
            }
            let covered = self.covered.covers(&stretch.span, a, b);
            for (cells, count) in columns.iter_mut().zip(sum.0) {
                cells.push(covered.then(|| i64::try_from(count).unwrap_or(i64::MAX)));
            }
            let all: u64 = sum.0.iter().sum();
            intensity.push((covered && all > 0).then(|| sum.1 / all as f64));
        }
        let mut cells: Vec<Cells> = columns.into_iter().map(Cells::Whole).collect();
        cells.push(Cells::Number(intensity));
        cells
    }
}
