//! What an import of a published dataset leaves besides its rows: what they cover, what could not
//! be imported, and whose they are.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::ContentId;

/// Which states a dataset tells about, so that "nothing happened" and "not covered" differ.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Covers {
    /// Every state there was: what it does not list did not happen, as far as it knows.
    World,
    /// Only the states that its rows name.
    #[default]
    Listed,
}

impl Covers {
    /// `world` or `listed`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::World => "world",
            Self::Listed => "listed",
        }
    }
}

/// The days and states that imported rows tell about.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage {
    /// First day of any row.
    pub first: Option<Date>,
    /// Last day of any row.
    pub last: Option<Date>,
    /// First and last year of each state.
    pub states: BTreeMap<String, (i16, i16)>,
}

impl Coverage {
    /// Notes that rows tell about these days.
    pub fn days(&mut self, first: Option<Date>, last: Option<Date>) {
        for day in [first, last].into_iter().flatten() {
            self.first = Some(self.first.map_or(day, |first| first.min(day)));
            self.last = Some(self.last.map_or(day, |last| last.max(day)));
        }
    }

    /// Notes that a row tells about a state on a day.
    pub fn state(&mut self, id: &str, on: Option<Date>) {
        let Some(year) = on.map(Date::year) else {
            return;
        };
        match self.states.get_mut(id) {
            Some((first, last)) => {
                *first = year.min(*first);
                *last = year.max(*last);
            }
            None => {
                self.states.insert(id.to_owned(), (year, year));
            }
        }
    }

    /// Takes in what other rows tell about.
    pub fn add(&mut self, other: Self) {
        self.days(other.first, other.last);
        for (id, (first, last)) in other.states {
            let years = self.states.entry(id).or_insert((first, last));
            *years = (years.0.min(first), years.1.max(last));
        }
    }
}

/// A row that could not be imported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    /// The file.
    pub file: String,
    /// Line in the file, from 1.
    pub line: u64,
    /// Stable code of the reason: `D001`.
    pub code: Cow<'static, str>,
    /// The reason.
    pub reason: Cow<'static, str>,
    /// The column, and what stands in it.
    pub detail: String,
    /// The row; bytes that are not UTF-8 are replaced.
    pub row: String,
}

/// What is known of an import of a dataset: whose it is, what it covers, and what became of its rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportRecord {
    /// The dataset's id: `cow-alliances`.
    pub dataset: String,
    /// Its version.
    pub version: String,
    /// Its name in full.
    pub name: String,
    /// Who publishes it.
    pub publisher: String,
    /// The id of the dataset in this version as a document.
    pub document: ContentId,
    /// First and last day that the dataset covers as a whole; no last day where it goes on.
    pub span: (Option<Date>, Option<Date>),
    /// Whether it covers every state, or only those that its rows name.
    pub covers: Covers,
    /// What the imported rows tell about.
    pub coverage: Coverage,
    /// Rows read.
    pub rows: u64,
    /// Rows that gave something new within the import.
    pub imported: u64,
    /// Rows that were merged with an earlier one, by rule.
    pub merged: BTreeMap<String, u64>,
    /// Rows that say nothing an assertion or typed row could hold, by reason.
    pub silent: BTreeMap<String, u64>,
    /// Rows that were rejected, by reason.
    pub rejected: BTreeMap<String, u64>,
    /// The reference, as its authors ask for it.
    pub citation: String,
    /// The same as a BibTeX entry, where there is one.
    pub bibtex: Option<String>,
    /// On which terms it may be used.
    pub terms: String,
}

impl ImportRecord {
    /// First and last day on which the imported rows say what was and what was not: what lies both
    /// in the dataset's span and between the first and last day of its rows.
    pub fn days(&self) -> Option<(Date, Date)> {
        let first = self.span.0.max(self.coverage.first)?;
        let last = match (self.span.1, self.coverage.last) {
            (Some(span), Some(last)) => span.min(last),
            (None, last) => last?,
            (Some(_), None) => return None,
        };
        (first <= last).then_some((first, last))
    }

    /// Whether the rows tell about any of these days.
    pub fn covers_days(&self, first: Date, last: Date) -> bool {
        self.days()
            .is_some_and(|(from, to)| from <= last && first <= to)
    }

    /// Whether the rows tell about a state in a year: that nothing is said of it then means that there
    /// was nothing.
    pub fn covers_state(&self, state: &str, year: i16) -> bool {
        match self.covers {
            Covers::World => true,
            Covers::Listed => {
                let years = self.coverage.states.get(state);
                years.is_some_and(|&(first, last)| first <= year && year <= last)
            }
        }
    }
}
