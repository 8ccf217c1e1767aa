//! How two states stand, as assessment has it.

use std::sync::Arc;

use entente_model::{Date, ImportRecord};
use entente_store::{CellKind, Cells};

use super::{Described, Measure, Stretch};
use crate::plan::Unit;

/// Assessment, as a panel sees it. Who makes the panel brings it.
pub trait Levels: Send + Sync {
    /// The probabilities of the five levels, severe rivalry first, of two states by their ids at the
    /// end of a day; `None` where nothing is known of the two.
    fn levels(&self, a: &str, b: &str, on: Date) -> Option<[f64; 5]>;
}

/// The levels, as columns.
const LEVELS: [(&str, &str); 5] = [
    ("level_severe_rivalry", "severe rivalry"),
    ("level_lesser_rivalry", "lesser rivalry"),
    ("level_negative_peace", "negative peace"),
    ("level_warm_peace", "warm peace"),
    ("level_security_community", "security community"),
];

/// Levels at the end of each period.
pub(super) struct LevelColumns {
    datasets: Vec<String>,
    levels: Option<Arc<dyn Levels>>,
}

impl LevelColumns {
    pub(super) fn new(imports: &[ImportRecord]) -> Self {
        let mut datasets: Vec<String> = Vec::new();
        for import in imports {
            if !datasets.contains(&import.dataset) {
                datasets.push(import.dataset.clone());
            }
        }
        Self {
            datasets,
            levels: None,
        }
    }
}

impl Measure for LevelColumns {
    fn datasets(&self) -> Vec<String> {
        self.datasets.clone()
    }

    fn columns(&self, _unit: Unit) -> Vec<Described> {
        let mut columns = vec![Described::new(
            "level",
            CellKind::Whole,
            "the most probable level at the end of the period by everything in the store that is dated \
             up to then: 0 severe rivalry, 1 lesser rivalry, 2 negative peace, 3 warm peace, 4 security \
             community; missing where nothing is said of the two",
        )];
        for (name, level) in LEVELS {
            let meaning = format!("the probability of {level} then");
            columns.push(Described::new(name, CellKind::Number, meaning));
        }
        columns
    }

    fn wants_levels(&self) -> bool {
        true
    }

    fn levels(&mut self, levels: &Arc<dyn Levels>) {
        self.levels = Some(levels.clone());
    }

    fn fill(&mut self, stretch: &Stretch<'_>) -> Vec<Cells> {
        let found: Vec<Option<[f64; 5]>> = stretch
            .rows()
            .map(|(a, b)| {
                let levels = self.levels.as_ref()?;
                levels.levels(&a.id, &b?.id, stretch.span.last)
            })
            .collect();
        let best = found.iter().map(|shares| {
            let shares = shares.as_ref()?;
            let best = (0..shares.len()).max_by(|&a, &b| shares[a].total_cmp(&shares[b]));
            best.and_then(|it| i64::try_from(it).ok())
        });
        let mut columns = vec![Cells::Whole(best.collect())];
        for place in 0..LEVELS.len() {
            let share = found.iter().map(|it| it.map(|shares| shares[place]));
            columns.push(Cells::Number(share.collect()));
        }
        columns
    }
}
