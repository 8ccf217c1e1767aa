//! Memberships of intergovernmental organisations.

use std::collections::{BTreeMap, HashMap};

use entente_model::{Assertion, Body, Date, ImportRecord, Relation};
use entente_store::{CellKind, Cells};

use super::{Described, Measure, Stretch, Told};
use crate::covered::Covered;
use crate::numbers::{Number, number_of};
use crate::plan::{Span, Unit};

/// Full memberships, as the joint memberships of COW's dyadic tables count them.
#[derive(Debug)]
pub(super) struct Organisations {
    dataset: String,
    covered: Covered,
    /// The organisations by id.
    places: BTreeMap<String, usize>,
    memberships: Vec<Membership>,
}

#[derive(Debug, Clone, Copy)]
struct Membership {
    state: Number,
    organisation: usize,
    from: Date,
    to: Date,
}

/// The detail of a full membership.
const FULL: &str = "full member";

impl Organisations {
    pub(super) fn new(imports: &[ImportRecord], dataset: &str) -> Self {
        Self {
            dataset: dataset.to_owned(),
            covered: Covered::of(imports, dataset),
            places: BTreeMap::new(),
            memberships: Vec::new(),
        }
    }

    /// The organisations of each state in the period, a bit each.
    fn members(&self, span: &Span) -> HashMap<Number, Vec<u64>> {
        let words = self.places.len().div_ceil(64);
        let mut members: HashMap<Number, Vec<u64>> = HashMap::new();
        for it in &self.memberships {
            if it.from <= span.last && span.first <= it.to {
                let bits = members.entry(it.state).or_insert_with(|| vec![0; words]);
                bits[it.organisation / 64] |= 1 << (it.organisation % 64);
            }
        }
        members
    }
}

impl Measure for Organisations {
    fn datasets(&self) -> Vec<String> {
        vec![self.dataset.clone()]
    }

    fn columns(&self, unit: Unit) -> Vec<Described> {
        vec![if unit.is_of_dyads() {
            Described::new(
                "igo_shared",
                CellKind::Whole,
                "number of intergovernmental organisations of which both were full members",
            )
        } else {
            Described::new(
                "igo_memberships",
                CellKind::Whole,
                "number of intergovernmental organisations of which it was a full member",
            )
        }]
    }

    fn wants_ties(&self) -> bool {
        true
    }

    fn assertion(&mut self, assertion: &Assertion, told: &Told<'_>) {
        let Body::Tie(tie) = &assertion.body else {
            return;
        };
        if tie.relation != Relation::Membership || tie.detail.as_deref() != Some(FULL) {
            return;
        }
        let date = tie.date.as_ref();
        let from = date.and_then(|it| it.start);
        let Some(state) = number_of(told.lexicon, &tie.a, from) else {
            return;
        };
        let next = self.places.len();
        let organisation = *self.places.entry(tie.b.id.clone()).or_insert(next);
        self.memberships.push(Membership {
            state,
            organisation,
            from: from.unwrap_or(Date::MIN),
            to: date.and_then(|it| it.end).unwrap_or(Date::MAX),
        });
    }

    fn fill(&mut self, stretch: &Stretch<'_>) -> Vec<Cells> {
        let members = self.members(&stretch.span);
        let of = |number: Number| members.get(&number).map_or(&[][..], Vec::as_slice);
        let ones = |bits: u64| i64::from(bits.count_ones());
        let count = stretch.rows().map(|(a, b)| {
            let count = match b {
                Some(b) => {
                    let both = of(a.number).iter().zip(of(b.number));
                    both.map(|(a, b)| ones(a & b)).sum()
                }
                None => of(a.number).iter().map(|&bits| ones(bits)).sum(),
            };
            self.covered.covers(&stretch.span, a, b).then_some(count)
        });
        vec![Cells::Whole(count.collect())]
    }
}
