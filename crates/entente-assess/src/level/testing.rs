//! Histories made by hand, for tests.

use super::account::{Source, Words};
use super::history::{Dyad, History, Kind, Obligations, Spell, Standing};
use super::month::Month;

/// Actors by their names in a history, and sources by their numbers.
pub(crate) struct Plain<'h>(&'h History);

impl<'h> Plain<'h> {
    pub(crate) fn of(history: &'h History) -> Self {
        Self(history)
    }
}

impl Words for Plain<'_> {
    fn name(&self, place: usize) -> String {
        self.0.name(place).to_owned()
    }

    fn source(&self, number: u32) -> Option<Source> {
        Some(Source {
            dataset: "listed".into(),
            place: format!("line {number}"),
        })
    }

    fn events_of(&self) -> Option<Source> {
        Some(Source {
            dataset: "counted".into(),
            place: "counts".into(),
        })
    }

    fn treaty(&self, _: Dyad, _: Month, _: &[usize]) -> Option<String> {
        None
    }
}

/// A defence pact since a month.
pub(crate) fn pact(from: Month) -> Spell {
    let what = Standing::Alliance(Obligations {
        defence: true,
        ..Obligations::default()
    });
    Spell {
        what,
        from,
        to: None,
        cite: Some(7),
    }
}

/// Four actors counted over ten years: A and B at odds, C and D friends; allied are A with B, and C with D.
pub(crate) fn two_by_two() -> History {
    let mut history = History::default();
    let [a, b, c, d] = ["A", "B", "C", "D"].map(|name| history.place(name));
    history.reaches(Kind::Events, Month::new(2001, 1), Month::new(2010, 12));
    history.reaches(Kind::Alliances, Month::new(1950, 1), Month::new(2010, 12));
    for (x, y) in [(a, b), (c, d)] {
        history.spell(x, y, pact(Month::new(1980, 5)));
    }
    for year in 2001..=2010 {
        for x in 0..4 {
            for y in (0..4).filter(|y| *y != x) {
                let quads = match (x.min(y), x.max(y)) {
                    (0, 1) => [5.0, 1.0, 300.0, 400.0],
                    (2, 3) => [400.0, 90.0, 2.0, 0.0],
                    _ => [9.0, 1.0, 2.0, 0.0],
                };
                history.yearly_flow(x, y, year, quads);
            }
        }
    }
    history.sort();
    history
}
