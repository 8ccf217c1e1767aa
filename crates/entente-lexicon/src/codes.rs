//! States by their codes, and the codes of states, on a given day.

use std::fmt;

use entente_model::Date;
use rustc_hash::FxHashMap;

use crate::Lexicon;
use crate::data::{Actor, Period};

/// A list of codes for states.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CodeScheme {
    /// Correlates of War number: 345.
    Cow,
    /// Correlates of War letters: YUG.
    CowLetters,
    /// Gleditsch-Ward number: 340.
    Gw,
    /// ISO 3166-1 alpha-2: RS.
    Iso2,
    /// ISO 3166-1 alpha-3, of gone states the withdrawn code: SRB, YUG.
    Iso3,
    /// CAMEO, as in GDELT: ROM for Romania.
    Cameo,
    /// FIPS 10-4, as in GDELT's places: AJ for Azerbaijan.
    Fips,
}

impl CodeScheme {
    /// Every scheme.
    pub const ALL: &'static [Self] = &[
        Self::Cow,
        Self::CowLetters,
        Self::Gw,
        Self::Iso2,
        Self::Iso3,
        Self::Cameo,
        Self::Fips,
    ];
}

impl fmt::Display for CodeScheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Cow => "COW",
            Self::CowLetters => "COW letters",
            Self::Gw => "GW",
            Self::Iso2 => "ISO alpha-2",
            Self::Iso3 => "ISO alpha-3",
            Self::Cameo => "CAMEO",
            Self::Fips => "FIPS 10-4",
        })
    }
}

/// One code of one state, while it has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StateCode {
    /// Whose list.
    pub scheme: CodeScheme,
    /// As written there.
    pub code: String,
    /// While it is the state's; of COW and GW codes, while the state is in that system of states.
    pub period: Period,
}

/// The codes of all states.
#[derive(Debug, Default)]
pub(crate) struct Codes {
    /// Actor, code.
    all: Vec<(usize, StateCode)>,
    /// Into `all`.
    by_code: FxHashMap<String, Vec<usize>>,
}

impl Codes {
    pub(crate) fn add(&mut self, scheme: CodeScheme, code: &str, period: Period, actor: usize) {
        let index = self.by_code.entry(code.to_owned()).or_default();
        index.push(self.all.len());
        let code = code.to_owned();
        self.all.push((
            actor,
            StateCode {
                scheme,
                code,
                period,
            },
        ));
    }

    /// Whose a code is, present owners before former ones.
    fn owners(&self, scheme: CodeScheme, code: &str) -> impl Iterator<Item = &(usize, StateCode)> {
        let found = self.by_code.get(code).into_iter().flatten();
        let found = found.map(|&index| &self.all[index]);
        let mut found: Vec<_> = found.filter(|(_, it)| it.scheme == scheme).collect();
        found.sort_by_key(|(_, it)| std::cmp::Reverse(it.period.to.unwrap_or(Date::MAX)));
        found.into_iter()
    }

    fn holder(&self, scheme: CodeScheme, code: &str, at: Date) -> Option<usize> {
        let mut owners = self.owners(scheme, code);
        owners
            .find(|(_, it)| it.period.holds(Some(at)))
            .map(|(actor, _)| *actor)
    }
}

impl Lexicon {
    /// The state that has this code: on day `at`, or without one the last that had it. Where an
    /// ISO, CAMEO or FIPS code belongs to a state that did not exist then, the state that held its
    /// number in the Correlates of War system: `RUS` in 1985 is the Soviet Union.
    ///
    /// ```
    /// use entente_lexicon::{CodeScheme, Lexicon};
    /// let lexicon = Lexicon::builtin();
    /// let id = |scheme, code, at: &str| {
    ///     lexicon.state_by_code(scheme, code, at.parse().ok()).map(|state| state.id.as_str())
    /// };
    /// assert_eq!(id(CodeScheme::Cow, "255", "1866-06-14"), Some("prussia"));
    /// assert_eq!(id(CodeScheme::Cow, "255", "1970-01-01"), None);
    /// assert_eq!(id(CodeScheme::Cow, "260", "1970-01-01"), Some("DEU"));
    /// assert_eq!(id(CodeScheme::Cameo, "RUS", "1985-03-11"), Some("SUN"));
    /// ```
    pub fn state_by_code(
        &self,
        scheme: CodeScheme,
        code: &str,
        at: Option<Date>,
    ) -> Option<&Actor> {
        let codes = &self.tables.codes;
        let code = code.trim();
        let last = || codes.owners(scheme, code).next().map(|(actor, _)| *actor);
        let Some(day) = at else {
            return last().map(|index| &self.tables.actors[index]);
        };
        let held = codes.holder(scheme, code, day);
        let is_number = matches!(
            scheme,
            CodeScheme::Cow | CodeScheme::CowLetters | CodeScheme::Gw
        );
        let index = match held {
            None if !is_number => {
                let number = self.tables.actors[last()?].cow?.to_string();
                codes.holder(CodeScheme::Cow, &number, day)
            }
            held => held,
        };
        index.map(|index| &self.tables.actors[index])
    }

    /// The code of a state on day `at`; without a day, its present or last one.
    pub fn code_of(&self, id: &str, scheme: CodeScheme, at: Option<Date>) -> Option<&str> {
        let codes = self.codes_of(id).filter(|it| it.scheme == scheme);
        match at {
            Some(_) => codes.into_iter().find(|it| it.period.holds(at)),
            None => codes.max_by_key(|it| it.period.to.unwrap_or(Date::MAX)),
        }
        .map(|it| it.code.as_str())
    }

    /// Every code that a state has or had. The spans of COW and GW numbers are those of its
    /// membership in that system of states.
    pub fn codes_of(&self, id: &str) -> impl Iterator<Item = &StateCode> {
        let index = self.tables.by_id.get(id);
        let all = self.tables.codes.all.iter();
        all.filter(move |(actor, _)| Some(actor) == index)
            .map(|(_, code)| code)
    }
}
