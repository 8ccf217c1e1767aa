//! `places.tsv`, `roles.tsv` and `issues.tsv`: words that name no actor by themselves.

use super::sheet::Row;
use super::{Issue, Period, Place, Reading, Sense};
use crate::names::key;

pub(super) const PLACE_COLUMNS: &[&str] = &["name", "country", "names", "claimed_by"];
pub(super) const ROLE_COLUMNS: &[&str] = &["noun", "sector", "sector2"];
pub(super) const ISSUE_COLUMNS: &[&str] = &["id", "name", "names"];

impl Reading {
    pub(super) fn add_place(&mut self, name: &str, country: Option<String>) -> usize {
        let index = self.tables.places.len();
        self.tables.places.push(Place {
            name: name.to_owned(),
            country,
            claimed_by: Vec::new(),
        });
        self.add(name, Sense::Place(index), Period::ALWAYS);
        index
    }

    pub(super) fn place(&mut self, row: &Row<'_>) {
        let name = row.get("name").unwrap_or_default();
        for country in row.get("country").into_iter().chain(row.list("claimed_by")) {
            self.expect_known(country, true, row.line);
        }
        let index = self.add_place(name, row.get("country").map(str::to_owned));
        let claimed_by = row.list("claimed_by").map(str::to_owned).collect();
        self.tables.places[index].claimed_by = claimed_by;
        for name in row.list("names") {
            self.add(name, Sense::Place(index), Period::ALWAYS);
        }
    }

    pub(super) fn role(&mut self, row: &Row<'_>) {
        let noun = row.get("noun").unwrap_or_default();
        let Some(sector) = self.sector(row, "sector") else {
            return;
        };
        self.add(noun, Sense::Role(sector), Period::ALWAYS);
        if let Some(second) = self.sector(row, "sector2") {
            self.tables.second_sectors.insert(key(noun).0, second);
        }
    }

    pub(super) fn issue(&mut self, row: &Row<'_>) {
        let id = row.text("id");
        let known = self.tables.issues.iter().position(|issue| issue.id == id);
        let index = known.unwrap_or(self.tables.issues.len());
        if known.is_none() {
            let name = row.text("name");
            self.tables.issues.push(Issue { id, name });
        }
        for name in row.get("name").into_iter().chain(row.list("names")) {
            self.add(name, Sense::Issue(index), Period::ALWAYS);
        }
    }
}
