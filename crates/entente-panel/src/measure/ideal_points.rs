//! Ideal points in the UN General Assembly.

use std::collections::HashMap;

use entente_model::{Date, ImportRecord, TableRow, Values};
use entente_store::{CellKind, Cells};

use super::{Described, Measure, Stretch, Told};
use crate::covered::Covered;
use crate::numbers::{Number, number_of};
use crate::plan::Unit;

/// Ideal points from all votes, by state and year.
#[derive(Debug)]
pub(super) struct IdealPoints {
    dataset: String,
    covered: Covered,
    points: HashMap<(Number, i16), f64>,
}

impl IdealPoints {
    pub(super) fn new(imports: &[ImportRecord], dataset: &str) -> Self {
        Self {
            dataset: dataset.to_owned(),
            covered: Covered::of(imports, dataset),
            points: HashMap::new(),
        }
    }
}

impl Measure for IdealPoints {
    fn datasets(&self) -> Vec<String> {
        vec![self.dataset.clone()]
    }

    fn columns(&self, unit: Unit) -> Vec<Described> {
        let number = CellKind::Number;
        if !unit.is_of_dyads() {
            let meaning = "ideal point from all votes; higher is nearer to the liberal order";
            return vec![Described::new("ideal_point", number, meaning)];
        }
        vec![Described::new(
            "ideal_point_distance",
            number,
            "absolute distance of the two states' ideal points from all votes",
        )]
    }

    fn wants_tables(&self) -> &'static [&'static str] {
        &["ideal_point"]
    }

    fn row(&mut self, row: &TableRow, told: &Told<'_>) {
        if let Values::IdealPoint {
            state,
            year,
            all: Some(point),
            ..
        } = &row.values
            && *row.dataset == *self.dataset
            && let Some(number) = number_of(told.lexicon, state, Date::new(*year, 12, 31).ok())
        {
            self.points.insert((number, *year), *point);
        }
    }

    fn fill(&mut self, stretch: &Stretch<'_>) -> Vec<Cells> {
        let covered = self.covered.reaches(&stretch.span);
        let of = |number: Number| {
            let key = (number, stretch.span.year);
            self.points.get(&key).copied().filter(|_| covered)
        };
        let cells = stretch.rows().map(|(a, b)| match b {
            Some(b) => Some((of(a.number)? - of(b.number)?).abs()),
            None => of(a.number),
        });
        vec![Cells::Number(cells.collect())]
    }
}
