//! National material capabilities.

use std::collections::HashMap;

use entente_model::{Date, ImportRecord, TableRow, Values};
use entente_store::{CellKind, Cells};

use super::{Described, Measure, Stretch, Told};
use crate::covered::Covered;
use crate::numbers::{Number, number_of};
use crate::plan::Unit;

/// The seven numbers of a state in a year, the composite index first.
type Numbers = [Option<f64>; 7];

/// Their columns.
const COLUMNS: [(&str, &str); 7] = [
    (
        "cinc",
        "composite index of national capability: share of the world's, 0 to 1",
    ),
    (
        "military_expenditure",
        "military expenditure, thousands of current US dollars (pounds sterling before 1914)",
    ),
    ("military_personnel", "military personnel, thousands"),
    (
        "iron_and_steel",
        "iron and steel production, thousands of tons",
    ),
    (
        "energy",
        "primary energy consumption, thousands of coal-ton equivalents",
    ),
    ("population", "population, thousands"),
    ("urban_population", "urban population, thousands"),
];

/// Capabilities by state and year.
#[derive(Debug)]
pub(super) struct Capabilities {
    dataset: String,
    covered: Covered,
    numbers: HashMap<(Number, i16), Numbers>,
}

impl Capabilities {
    pub(super) fn new(imports: &[ImportRecord], dataset: &str) -> Self {
        Self {
            dataset: dataset.to_owned(),
            covered: Covered::of(imports, dataset),
            numbers: HashMap::new(),
        }
    }
}

impl Measure for Capabilities {
    fn datasets(&self) -> Vec<String> {
        vec![self.dataset.clone()]
    }

    fn columns(&self, unit: Unit) -> Vec<Described> {
        if unit.is_of_dyads() {
            let (_, meaning) = COLUMNS[0];
            return ["cinc1", "cinc2"]
                .into_iter()
                .zip(["first", "second"])
                .map(|(name, which)| {
                    let meaning = format!("{meaning}; of the {which} state");
                    Described::new(name, CellKind::Number, meaning)
                })
                .collect();
        }
        COLUMNS
            .iter()
            .map(|(name, meaning)| Described::new(name, CellKind::Number, *meaning))
            .collect()
    }

    fn wants_tables(&self) -> &'static [&'static str] {
        &["capability"]
    }

    fn row(&mut self, row: &TableRow, told: &Told<'_>) {
        if let Values::Capability {
            state,
            year,
            military_expenditure,
            military_personnel,
            iron_and_steel,
            energy,
            population,
            urban_population,
            cinc,
        } = &row.values
            && *row.dataset == *self.dataset
            && let Some(number) = number_of(told.lexicon, state, Date::new(*year, 12, 31).ok())
        {
            let numbers = [
                *cinc,
                *military_expenditure,
                *military_personnel,
                *iron_and_steel,
                *energy,
                *population,
                *urban_population,
            ];
            self.numbers.insert((number, *year), numbers);
        }
    }

    fn fill(&mut self, stretch: &Stretch<'_>) -> Vec<Cells> {
        let covered = self.covered.reaches(&stretch.span);
        let of = |number: Number, place: usize| {
            let numbers = self.numbers.get(&(number, stretch.span.year));
            numbers.filter(|_| covered).and_then(|it| it[place])
        };
        if stretch.unit.is_of_dyads() {
            let first = stretch.rows().map(|(a, _)| of(a.number, 0));
            let second = stretch.rows().map(|(_, b)| of(b?.number, 0));
            return vec![
                Cells::Number(first.collect()),
                Cells::Number(second.collect()),
            ];
        }
        (0..COLUMNS.len())
            .map(|place| Cells::Number(stretch.rows().map(|(a, _)| of(a.number, place)).collect()))
            .collect()
    }
}
