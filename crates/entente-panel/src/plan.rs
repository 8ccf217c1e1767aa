//! Which panel is wanted.

use std::fmt;
use std::str::FromStr;

use entente_model::Date;

/// Why a panel cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct PanelError(pub(crate) String);

/// What a row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// Two states in a year; the one with the lower number is the first.
    DyadYear,
    /// Two states in a month.
    DyadMonth,
    /// One state towards another in a year.
    DirectedDyadYear,
    /// One state in a year.
    StateYear,
}

impl Unit {
    /// Every unit.
    pub const ALL: &'static [Self] = &[
        Self::DyadYear,
        Self::DyadMonth,
        Self::DirectedDyadYear,
        Self::StateYear,
    ];

    /// As it is written on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DyadYear => "dyad-year",
            Self::DyadMonth => "dyad-month",
            Self::DirectedDyadYear => "directed-dyad-year",
            Self::StateYear => "state-year",
        }
    }

    pub(crate) const fn is_monthly(self) -> bool {
        matches!(self, Self::DyadMonth)
    }

    pub(crate) const fn is_of_dyads(self) -> bool {
        !matches!(self, Self::StateYear)
    }

    pub(crate) const fn is_directed(self) -> bool {
        matches!(self, Self::DirectedDyadYear)
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// Something that is added to a panel, and of which dataset: `alliance`, `alliance:atop`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Add {
    /// What: a name of [`crate::MEASURES`].
    pub what: String,
    /// Of which dataset; the usual one where none is named.
    pub dataset: Option<String>,
}

impl FromStr for Add {
    type Err = PanelError;

    fn from_str(text: &str) -> Result<Self, PanelError> {
        let (what, dataset) = match text.split_once(':') {
            Some((what, dataset)) => (what, Some(dataset.to_owned())),
            None => (text, None),
        };
        if !crate::MEASURES.iter().any(|(name, _)| *name == what) {
            let known: Vec<&str> = crate::MEASURES.iter().map(|(name, _)| *name).collect();
            return Err(PanelError(format!(
                "{what:?} cannot be added to a panel\n  hint: {} can",
                known.join(", ")
            )));
        }
        Ok(Self {
            what: what.to_owned(),
            dataset,
        })
    }
}

/// Which panel is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What a row is.
    pub unit: Unit,
    /// First year; of months, January of it.
    pub from: i16,
    /// Last year, inclusive; of months, December of it.
    pub to: i16,
    /// What is added, in this order.
    pub add: Vec<Add>,
    /// Correlates of War numbers, or ids, of the only states wanted; all where empty.
    pub states: Vec<String>,
}

/// A stretch of time that a row is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) first: Date,
    pub(crate) last: Date,
    pub(crate) year: i16,
    /// 1 to 12, in a panel by month.
    pub(crate) month: Option<i8>,
}

impl Span {
    /// A year, for tests.
    #[cfg(test)]
    pub(crate) fn whole_year(year: i16) -> Self {
        Self {
            first: Date::new(year, 1, 1).expect("a day"),
            last: Date::new(year, 12, 31).expect("a day"),
            year,
            month: None,
        }
    }

    /// The number by which the store counts events: the year, or months since year 0.
    pub(crate) fn number(&self) -> i64 {
        match self.month {
            Some(month) => i64::from(self.year) * 12 + i64::from(month) - 1,
            None => i64::from(self.year),
        }
    }
}

impl Plan {
    /// The stretches of time in their order.
    pub(crate) fn spans(&self) -> Vec<Span> {
        let mut spans = Vec::new();
        for year in self.from..=self.to {
            let months: &[Option<i8>] = if self.unit.is_monthly() {
                &[
                    Some(1),
                    Some(2),
                    Some(3),
                    Some(4),
                    Some(5),
                    Some(6),
                    Some(7),
                    Some(8),
                    Some(9),
                    Some(10),
                    Some(11),
                    Some(12),
                ]
            } else {
                &[None]
            };
            for &month in months {
                let first = Date::new(year, month.unwrap_or(1), 1);
                let last = Date::new(year, month.unwrap_or(12), 1).map(Date::last_of_month);
                if let (Ok(first), Ok(last)) = (first, last) {
                    spans.push(Span {
                        first,
                        last,
                        year,
                        month,
                    });
                }
            }
        }
        spans
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_added_is_known() {
        let add: Add = "alliance:atop".parse().unwrap();
        assert_eq!(add.dataset.as_deref(), Some("atop"));
        let error = "friendship".parse::<Add>().unwrap_err().to_string();
        assert!(error.contains("alliance, "), "{error}");
    }

    #[test]
    fn months_end_where_the_calendar_says() {
        let plan = Plan {
            unit: Unit::DyadMonth,
            from: 2000,
            to: 2000,
            add: Vec::new(),
            states: Vec::new(),
        };
        let spans = plan.spans();
        assert_eq!(spans.len(), 12);
        assert_eq!(spans[1].last.to_string(), "2000-02-29");
        assert_eq!(spans[1].number(), 24_001);
    }
}
