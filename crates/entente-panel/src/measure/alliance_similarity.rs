//! How alike the alliances of two states are.

use entente_model::{Assertion, ImportRecord};
use entente_store::{CellKind, Cells};

use super::spells::{Spells, alliance};
use super::{Described, Measure, Stretch, Told, both};
use crate::plan::Unit;
use crate::similarity::{Item, Similarity, similarity};

/// S, pi and kappa over the promises of two states to every state of the system, themselves included,
/// as EUGene and Signorino and Ritter count them: each state has a defence pact with itself.
#[derive(Debug)]
pub(super) struct AllianceSimilarity {
    alliances: Spells,
}

/// A defence pact: the widest promise, and the width of the scale.
const DEFENCE: u8 = 3;

impl AllianceSimilarity {
    pub(super) fn new(imports: &[ImportRecord], dataset: &str) -> Self {
        Self {
            alliances: alliance(imports, dataset),
        }
    }

    /// The promise on the scale: 3 defence (or offence), 2 neutrality or non-aggression, 1 entente or
    /// consultation, or an alliance whose promises are not told.
    fn promise(&self, kinds: u8) -> u8 {
        let columns = self.alliances.columns(Unit::DyadYear);
        let has = |names: &[&str]| {
            columns.iter().skip(1).enumerate().any(|(bit, column)| {
                kinds >> bit & 1 == 1 && names.iter().any(|name| column.name.ends_with(name))
            })
        };
        if has(&["_defence", "_offence"]) {
            DEFENCE
        } else if has(&["_neutrality", "_nonaggression"]) {
            2
        } else {
            1
        }
    }
}

impl Measure for AllianceSimilarity {
    fn datasets(&self) -> Vec<String> {
        self.alliances.datasets()
    }

    fn columns(&self, _unit: Unit) -> Vec<Described> {
        let of = "of the alliance portfolios of the two over all states of the period (3 defence, 2 \
            neutrality or non-aggression, 1 entente or consultation, 0 none; each state has a \
            defence pact with itself)";
        let number = CellKind::Number;
        vec![
            Described::new(
                "alliance_s",
                number,
                format!("Signorino and Ritter's S, unweighted, with absolute distances, {of}"),
            ),
            Described::new(
                "alliance_pi",
                number,
                format!(
                    "Scott's pi with squared distances (Häge 2011) {of}; missing where neither portfolio varies"
                ),
            ),
            Described::new(
                "alliance_kappa",
                number,
                format!(
                    "Cohen's kappa with squared distances (Häge 2011) {of}; missing where neither portfolio varies"
                ),
            ),
        ]
    }

    fn wants_ties(&self) -> bool {
        true
    }

    fn assertion(&mut self, assertion: &Assertion, told: &Told<'_>) {
        self.alliances.assertion(assertion, told);
    }

    fn fill(&mut self, stretch: &Stretch<'_>) -> Vec<Cells> {
        let active = self.alliances.active(&stretch.span);
        let promises: [u8; 256] = std::array::from_fn(|kinds| self.promise(kinds as u8));
        let portfolio = |number| -> Vec<u8> {
            let of = |other| match active.get(&both(number, other)) {
                _ if number == other => DEFENCE,
                Some(&kinds) => promises[usize::from(kinds)],
                None => 0,
            };
            stretch.all.iter().map(|it| of(it.number)).collect()
        };
        let portfolios: Vec<Vec<u8>> = stretch
            .members
            .iter()
            .map(|it| portfolio(it.number))
            .collect();
        let found = stretch.places.iter().map(|&(a, b)| {
            let b = b?;
            let (x, y) = (&stretch.members[a], &stretch.members[b]);
            if !self.alliances.covered.covers(&stretch.span, x, Some(y)) {
                return None;
            }
            let items = portfolios[a].iter().zip(&portfolios[b]);
            similarity(items.map(|(&a, &b)| Item { a, b }), DEFENCE)
        });
        columns(&found.collect::<Vec<_>>())
    }
}

/// The columns of S, pi and kappa.
pub(super) fn columns(found: &[Option<Similarity>]) -> Vec<Cells> {
    let each = |of: fn(&Similarity) -> Option<f64>| {
        Cells::Number(found.iter().map(|it| it.as_ref().and_then(of)).collect())
    };
    vec![each(|it| Some(it.s)), each(|it| it.pi), each(|it| it.kappa)]
}
