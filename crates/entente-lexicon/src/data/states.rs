//! `states.tsv`: the states since 1816.

use entente_model::Sector;

use super::sheet::Row;
use super::{ActorKind, Period, Reading, Sense};
use crate::codes::CodeScheme;

pub(super) const COLUMNS: &[&str] = &[
    "id",
    "name",
    "cow",
    "gw",
    "iso2",
    "fips",
    "cameo",
    "from",
    "to",
    "names",
    "adjectives",
    "people",
    "capital",
    "metonyms",
    "cities",
];

impl Reading {
    pub(super) fn state(&mut self, row: &Row<'_>) {
        let is_new = row
            .get("id")
            .is_some_and(|id| !self.tables.by_id.contains_key(id));
        let Some(index) = self.actor(row, ActorKind::State) else {
            return;
        };
        let existence = row.existence(&mut self.faults);
        let id = self.tables.actors[index].id.clone();
        let actor = &mut self.tables.actors[index];
        actor.country = Some(id.clone());
        actor.from = existence.from.map(|day| day.year()).or(actor.from);
        actor.to = existence.to.map(|day| day.year()).or(actor.to);
        self.names(index, row, existence);
        for (adjective, period) in row.dated("adjectives", existence, &mut self.faults) {
            let adjective = adjective.trim_end_matches('-');
            self.add(adjective, Sense::Adjective(index), period);
        }
        for (people, period) in row.dated("people", existence, &mut self.faults) {
            self.add(people, Sense::People(index), period);
        }
        for (capital, period) in row.dated("capital", existence, &mut self.faults) {
            self.add(capital, Sense::Capital(index), period);
            // What was the capital once is a city still; a gone state's, of another state.
            if period != Period::ALWAYS && existence.to.is_none() {
                self.add_place(capital, Some(id.clone()));
            }
        }
        for (seat, period) in row.dated("metonyms", existence, &mut self.faults) {
            self.add(seat, Sense::Capital(index), period);
        }
        for city in row.list("cities") {
            self.add_place(city, Some(id.clone()));
        }
        self.codes(index, row, existence, is_new);
    }

    fn codes(&mut self, index: usize, row: &Row<'_>, existence: Period, is_new: bool) {
        let plain = [
            (CodeScheme::Iso2, row.get("iso2"), 2..=2),
            (CodeScheme::Cameo, row.get("cameo"), 3..=3),
            (CodeScheme::Fips, row.get("fips"), 2..=2),
        ];
        for (scheme, code, length) in plain {
            let Some(code) = code else { continue };
            if length.contains(&code.len()) && code.bytes().all(|c| c.is_ascii_uppercase()) {
                self.tables.codes.add(scheme, code, existence, index);
            } else {
                self.no_code(row, code);
            }
        }
        let id = row.get("id").unwrap_or_default();
        if is_new && id.len() == 3 && id.bytes().all(|c| c.is_ascii_uppercase()) {
            self.tables
                .codes
                .add(CodeScheme::Iso3, id, existence, index);
        }
        for (code, period) in row.dated("cow", Period::ALWAYS, &mut self.faults) {
            let (number, letters) = code.split_once(' ').unwrap_or((code, ""));
            let Ok(value) = number.parse::<u16>() else {
                self.no_code(row, code);
                continue;
            };
            let last = &mut self.tables.actors[index].cow;
            if last.is_none() || period.to.is_none() {
                *last = Some(value);
            }
            let codes = &mut self.tables.codes;
            codes.add(CodeScheme::Cow, number, period, index);
            if !letters.is_empty() {
                codes.add(CodeScheme::CowLetters, letters, period, index);
            }
        }
        for (number, period) in row.dated("gw", Period::ALWAYS, &mut self.faults) {
            let Ok(value) = number.parse::<u16>() else {
                self.no_code(row, number);
                continue;
            };
            let last = &mut self.tables.actors[index].gw;
            if last.is_none() || period.to.is_none() {
                *last = Some(value);
            }
            self.tables.codes.add(CodeScheme::Gw, number, period, index);
        }
    }

    fn no_code(&mut self, row: &Row<'_>, code: &str) {
        let hint = "cow: 345 YUG@1918-12-01..1941-04-20, gw: 345@1918-12-01.., iso2 and fips: two \
                    capitals, cameo: three";
        let message = format!("{code:?} is no code");
        self.faults.error("L013", row.line, message, hint);
    }

    /// A sector of the row.
    pub(super) fn sector(&mut self, row: &Row<'_>, column: &str) -> Option<Sector> {
        row.one_of(column, Sector::ALL, &mut self.faults)
    }
}
