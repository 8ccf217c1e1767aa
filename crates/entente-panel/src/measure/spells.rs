//! Ties that last: alliances, rivalries, contiguity, crises, agreements.

use std::collections::HashMap;

use entente_model::{Assertion, Body, Date, ImportRecord, Relation, Tie};
use entente_store::{CellKind, Cells};

use super::{Described, Measure, Stretch, Told, both};
use crate::covered::Covered;
use crate::numbers::{Number, number_of};
use crate::plan::{Span, Unit};

/// A tie of two states while it lasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spell {
    /// The lower number first.
    pub(crate) dyad: (Number, Number),
    from: Date,
    to: Date,
    /// What kind it is, a bit each.
    kinds: u8,
}

/// How the kinds of a tie become columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    /// One column: whether there was one.
    Any,
    /// And one for each kind: whether there was one of it.
    Each,
    /// One column: the number of the first kind that there was, 0 for none.
    First,
}

/// The ties of one relation in one dataset.
#[derive(Debug)]
pub(crate) struct Spells {
    name: &'static str,
    /// What it says of two states where it is 1.
    meaning: &'static str,
    /// What it counts of a state.
    counted: &'static str,
    relation: Relation,
    /// The words of a kind in the detail of a tie, the name of its column, and what it means.
    kinds: &'static [(&'static str, &'static str)],
    shown: Shown,
    dataset: String,
    pub(crate) covered: Covered,
    spells: Vec<Spell>,
}

/// COW's words, then ATOP's.
const COW_OBLIGATIONS: &[(&str, &str)] = &[
    ("defence pact", "defence"),
    ("neutrality", "neutrality"),
    ("non-aggression", "nonaggression"),
    ("entente", "entente"),
];
const ATOP_OBLIGATIONS: &[(&str, &str)] = &[
    ("defence", "defence"),
    ("offence", "offence"),
    ("neutrality", "neutrality"),
    ("non-aggression", "nonaggression"),
    ("consultation", "consultation"),
];
const CONTIGUITY: &[(&str, &str)] = &[
    ("land or river border", "1"),
    ("at most 12 miles of water between them", "2"),
    ("at most 24 miles of water between them", "3"),
    ("at most 150 miles of water between them", "4"),
    ("at most 400 miles of water between them", "5"),
];

fn spells(imports: &[ImportRecord], dataset: &str, relation: Relation) -> Spells {
    Spells {
        name: "",
        meaning: "",
        counted: "",
        relation,
        kinds: &[],
        shown: Shown::Any,
        dataset: dataset.to_owned(),
        covered: Covered::of(imports, dataset),
        spells: Vec::new(),
    }
}

pub(crate) fn alliance(imports: &[ImportRecord], dataset: &str) -> Spells {
    Spells {
        name: "alliance",
        meaning: "a formal alliance was in force on some day of the period",
        counted: "states with which a formal alliance was in force",
        kinds: if dataset == "atop" {
            ATOP_OBLIGATIONS
        } else {
            COW_OBLIGATIONS
        },
        shown: Shown::Each,
        ..spells(imports, dataset, Relation::Alliance)
    }
}

pub(super) fn rivalry(imports: &[ImportRecord], dataset: &str) -> Spells {
    Spells {
        name: "rivalry",
        meaning: "the two were rivals on some day of the period",
        counted: "rivals",
        ..spells(imports, dataset, Relation::Rivalry)
    }
}

pub(super) fn contiguity(imports: &[ImportRecord], dataset: &str) -> Spells {
    Spells {
        name: "contiguity",
        meaning: "the nearest contiguity: 1 a land or river border, 2 at most 12, 3 at most 24, 4 at \
            most 150, 5 at most 400 miles of water; 0 none",
        counted: "contiguous states of any kind",
        kinds: CONTIGUITY,
        shown: Shown::First,
        ..spells(imports, dataset, Relation::Border)
    }
}

pub(super) fn crisis(imports: &[ImportRecord], dataset: &str) -> Spells {
    Spells {
        name: "crisis",
        meaning: "an international crisis between the two went on, in which one of them at least was \
            a crisis actor",
        counted: "states with which it was in an international crisis",
        ..spells(imports, dataset, Relation::Threat)
    }
}

pub(super) fn dca(imports: &[ImportRecord], dataset: &str) -> Spells {
    Spells {
        name: "dca",
        meaning: "a defence cooperation agreement was in force on some day of the period",
        counted: "states with which a defence cooperation agreement was in force",
        ..spells(imports, dataset, Relation::Partnership)
    }
}

impl Spells {
    fn spell(&self, tie: &Tie, told: &Told<'_>) -> Option<Spell> {
        let date = tie.date.as_ref();
        let from = date.and_then(|date| date.start);
        let a = number_of(told.lexicon, &tie.a, from)?;
        let b = number_of(told.lexicon, &tie.b, from)?;
        let detail = tie.detail.as_deref().unwrap_or_default();
        let mut kinds = 0;
        for (bit, (words, _)) in self.kinds.iter().enumerate() {
            if detail.split(", ").any(|part| part == *words) {
                kinds |= 1 << bit;
            }
        }
        (a != b).then_some(Spell {
            dyad: both(a, b),
            from: from.unwrap_or(Date::MIN),
            to: date.and_then(|date| date.end).unwrap_or(Date::MAX),
            kinds,
        })
    }

    /// The kinds of ties that each dyad had on some day of the period.
    pub(crate) fn active(&self, span: &Span) -> HashMap<(Number, Number), u8> {
        let mut active = HashMap::new();
        for spell in &self.spells {
            if spell.from <= span.last && span.first <= spell.to {
                *active.entry(spell.dyad).or_default() |= spell.kinds;
            }
        }
        active
    }
}

impl Measure for Spells {
    fn datasets(&self) -> Vec<String> {
        vec![self.dataset.clone()]
    }

    fn columns(&self, unit: Unit) -> Vec<Described> {
        let of_dyads = unit.is_of_dyads();
        let meaning = match (of_dyads, self.shown) {
            (false, _) => format!("number of {}", self.counted),
            (true, Shown::First) => self.meaning.to_owned(),
            (true, _) => format!("1 where {}, 0 where not", self.meaning),
        };
        let mut columns = vec![Described::new(self.name, CellKind::Whole, meaning)];
        if self.shown == Shown::Each {
            for (words, column) in self.kinds {
                let name = format!("{}_{column}", self.name);
                let meaning = if of_dyads {
                    format!("1 where one of the kind \"{words}\" was in force, 0 where not")
                } else {
                    format!("number of states with which one of the kind \"{words}\" was in force")
                };
                columns.push(Described::new(&name, CellKind::Whole, meaning));
            }
        }
        columns
    }

    fn wants_ties(&self) -> bool {
        true
    }

    fn assertion(&mut self, assertion: &Assertion, told: &Told<'_>) {
        if let Body::Tie(tie) = &assertion.body
            && tie.relation == self.relation
            && let Some(spell) = self.spell(tie, told)
        {
            self.spells.push(spell);
        }
    }

    fn fill(&mut self, stretch: &Stretch<'_>) -> Vec<Cells> {
        let active = self.active(&stretch.span);
        let each = if self.shown == Shown::Each {
            self.kinds.len()
        } else {
            0
        };
        let mut columns: Vec<Vec<Option<i64>>> = vec![Vec::new(); 1 + each];
        let value = |kinds: Option<u8>, column: usize| -> i64 {
            match (kinds, self.shown, column) {
                (None, ..) => 0,
                (Some(kinds), Shown::First, _) => i64::from(kinds.trailing_zeros().min(7)) + 1,
                (Some(_), _, 0) => 1,
                (Some(kinds), _, column) => i64::from(kinds >> (column - 1) & 1),
            }
        };
        for (a, b) in stretch.rows() {
            let covered = self.covered.covers(&stretch.span, a, b);
            for (place, cells) in columns.iter_mut().enumerate() {
                cells.push(covered.then(|| match b {
                    Some(b) => value(active.get(&both(a.number, b.number)).copied(), place),
                    None => {
                        let others = stretch.all.iter().filter(|it| it.number != a.number);
                        let found = others.filter_map(|it| active.get(&both(a.number, it.number)));
                        found.map(|&kinds| value(Some(kinds), place).min(1)).sum()
                    }
                }));
            }
        }
        columns.into_iter().map(Cells::Whole).collect()
    }
}
