//! Events, counted by quad class.

use std::collections::HashMap;
use std::ops::Range;

use entente_model::{Date, ImportRecord};
use entente_store::{CellKind, Cells, Tallies, Tally};

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
    tallies: Tallies,
    periods: HashMap<i64, Period>,
}

/// What was counted in one period.
#[derive(Debug)]
struct Period {
    /// Which of the counts are its own.
    counts: Range<usize>,
    /// The numbers that the states had then.
    numbers: Vec<Option<Number>>,
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
            tallies: Tallies::default(),
            periods: HashMap::new(),
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

    fn tallies(&mut self, tallies: Tallies, told: &Told<'_>) {
        let mut first = 0;
        for of_period in tallies.counts.chunk_by(|x, y| x.period == y.period) {
            let counts = first..first + of_period.len();
            first = counts.end;
            let Some(period) = of_period.first().map(|it| it.period) else {
                continue;
            };
            let day = last_day(period, self.by_month);
            let number = |id: &String| number_of_id(told.lexicon, id, day);
            let numbers = tallies.states.iter().map(number).collect();
            self.periods.insert(period, Period { counts, numbers });
        }
        self.tallies = tallies;
    }

    fn fill(&mut self, stretch: &Stretch<'_>) -> Vec<Cells> {
        let mut table = Table::new(stretch);
        if let Some(period) = self.periods.get(&stretch.span.number()) {
            table.fill(&self.tallies.counts[period.counts.clone()], &period.numbers);
        }
        let mut columns: [Vec<Option<i64>>; 4] = Default::default();
        let mut intensity = Vec::new();
        for (&(a, b), (first, second)) in stretch.places.iter().zip(stretch.rows()) {
            let mut sum = *table.of(a, b);
            if let Some(b) = b.filter(|_| !stretch.unit.is_directed()) {
                add(&mut sum, table.of(b, Some(a)));
            }
            let covered = self.covered.covers(&stretch.span, first, second);
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

/// What the members of a period did to each other, or each of them to anybody.
struct Table {
    /// The place of each member by its number.
    places: HashMap<Number, usize>,
    is_of_dyads: bool,
    /// Of dyads, row by row of who acts.
    counts: Vec<Counts>,
}

impl Table {
    fn new(stretch: &Stretch<'_>) -> Self {
        let members = stretch.members.iter().zip(0..);
        let places: HashMap<Number, usize> =
            members.map(|(it, place)| (it.number, place)).collect();
        let is_of_dyads = stretch.unit.is_of_dyads();
        let rows = if is_of_dyads { places.len() } else { 1 };
        Self {
            counts: vec![Counts::default(); places.len() * rows],
            places,
            is_of_dyads,
        }
    }

    /// Adds what was counted, given the numbers of the states.
    fn fill(&mut self, tallies: &[Tally], numbers: &[Option<Number>]) {
        let place = |number: &Option<Number>| self.places.get(number.as_ref()?).copied();
        let places: Vec<Option<usize>> = numbers.iter().map(place).collect();
        let place = |state: u32| places.get(state as usize).copied().flatten();
        for tally in tallies {
            let Some(source) = place(tally.source) else {
                continue;
            };
            let target = || place(tally.target);
            let of = if self.is_of_dyads {
                target().map(|target| source * self.places.len() + target)
            } else {
                numbers[tally.target as usize].map(|_| source)
            };
            if let Some((counts, intensity)) = of.and_then(|of| self.counts.get_mut(of)) {
                counts[tally.quad.place()] += tally.events;
                *intensity += tally.intensity;
            }
        }
    }

    /// What one did to another, or to anybody.
    fn of(&self, a: usize, b: Option<usize>) -> &Counts {
        let place = b.map_or(a, |b| a * self.places.len() + b);
        &self.counts[place]
    }
}

/// The last day of a period.
fn last_day(period: i64, by_month: bool) -> Option<Date> {
    if !by_month {
        return Date::new(i16::try_from(period).ok()?, 12, 31).ok();
    }
    let year = i16::try_from(period.div_euclid(12)).ok()?;
    let month = i8::try_from(period.rem_euclid(12) + 1).ok()?;
    Some(Date::new(year, month, 1).ok()?.last_of_month())
}
