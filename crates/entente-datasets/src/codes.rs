//! From the codes and names of states that datasets write to actors, on a day.

use std::collections::HashMap;

use entente_lexicon::{Actor, ActorKind, CodeScheme, Lexicon, Period};
use entente_model::Date;
use serde::Serialize;

/// What a state is named by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum CodeSystem {
    /// Correlates of War number.
    Cow,
    /// Gleditsch-Ward number.
    Gw,
    /// ISO 3166-1 alpha-3.
    Iso3,
    /// CAMEO country code, as GDELT and KEDS write it.
    Cameo,
    /// FIPS 10-4, as GDELT writes places.
    Fips,
    /// A name in English.
    Name,
    /// A group that CAMEO has a code for.
    Group,
}

impl CodeSystem {
    /// As it is written in mapping files and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cow => "cow",
            Self::Gw => "gw",
            Self::Iso3 => "iso3",
            Self::Cameo => "cameo",
            Self::Fips => "fips",
            Self::Name => "name",
            Self::Group => "group",
        }
    }
}

/// A state by its id and the name to show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct State<'a> {
    /// Its id in records: `AZE`.
    pub id: &'a str,
    /// The name to show.
    pub name: &'a str,
}

/// Which state a code meant on a day. 345 is Yugoslavia, then Serbia and Montenegro, then Serbia.
pub trait StateCodes: Send + Sync {
    /// The state with that code on the day, or, where no state had it then, the one that had it
    /// nearest in time; `None` for a code that no state ever had.
    fn state(&self, system: CodeSystem, code: &str, on: Option<Date>) -> Option<State<'_>>;
}

/// Whose a code was, and when.
type Owners = Vec<(Period, &'static Actor)>;

/// The codes that stand in the lexicon's table of states.
#[derive(Debug)]
pub struct LexiconCodes {
    lexicon: &'static Lexicon,
    /// While each code was whose.
    owners: HashMap<CodeScheme, HashMap<&'static str, Owners>>,
}

/// CAMEO country codes that are not the ISO codes of the same states, and those of older KEDS
/// files.
const CAMEO: &[(&str, &str)] = &[
    ("ROM", "ROU"),
    ("ZAR", "COD"),
    ("TMP", "TLS"),
    ("KSV", "XKX"),
    ("GER", "DEU"),
    ("FRN", "FRA"),
    ("AZR", "AZE"),
    ("TAJ", "TJK"),
    ("KYR", "KGZ"),
    ("UAE", "ARE"),
    ("JAP", "JPN"),
    ("SPN", "ESP"),
    ("SIN", "SGP"),
    ("SUD", "SDN"),
    ("SER", "SRB"),
    ("KOS", "XKX"),
    ("MAL", "MYS"),
    ("CEY", "LKA"),
    ("USR", "SUN"),
    ("UAR", "EGY"),
    ("PAL", "PSE"),
    ("WSB", "PSE"),
    ("GZS", "PSE"),
];

impl LexiconCodes {
    /// Those of the built-in lexicon.
    pub fn builtin() -> Self {
        let lexicon = Lexicon::builtin();
        let mut owners: HashMap<_, HashMap<_, Vec<_>>> = HashMap::new();
        for actor in lexicon.actors() {
            if actor.kind != ActorKind::State {
                continue;
            }
            for code in lexicon.codes_of(&actor.id) {
                let of_scheme = owners.entry(code.scheme).or_default();
                let owner = (code.period, actor);
                of_scheme.entry(code.code.as_str()).or_default().push(owner);
            }
        }
        Self { lexicon, owners }
    }

    /// Whose a code was when it was nearest to the day somebody's.
    fn nearest(&self, scheme: CodeScheme, code: &str, on: Option<Date>) -> Option<&'static Actor> {
        let days_off = |period: &Period| {
            let day = on?;
            let gap = match (period.from, period.to) {
                (Some(from), _) if day < from => from - day,
                (_, Some(to)) if day > to => day - to,
                _ => return Some(0),
            };
            Some(gap.get_days())
        };
        let owners = self.owners.get(&scheme)?.get(code)?.iter();
        let nearest = owners.min_by_key(|(period, _)| {
            let last = period.to.unwrap_or(Date::MAX);
            (days_off(period), std::cmp::Reverse(last))
        });
        nearest.map(|(_, actor)| *actor)
    }
}

impl LexiconCodes {
    fn named(&self, name: &str, on: Option<Date>) -> Option<State<'_>> {
        let found = self.lexicon.resolve_name(name, on)?;
        let actor = self.lexicon.actor(&found.id)?;
        (actor.kind == ActorKind::State).then_some(State {
            id: &actor.id,
            name: &actor.name,
        })
    }
}

/// A state's name as people write it: `Moldova, Republic of`, `Myanmar (Burma)`, `St. Lucia` and
/// `Antigua & Barbuda` the way they are said.
fn plain_name(name: &str) -> String {
    let name = name.split(" (").next().unwrap_or(name);
    let turned = name
        .split_once(", ")
        .map(|(name, before)| format!("{before} {name}"));
    let name = turned.as_deref().unwrap_or(name);
    name.replace(" & ", " and ").replace("St. ", "Saint ")
}

impl StateCodes for LexiconCodes {
    fn state(&self, system: CodeSystem, code: &str, on: Option<Date>) -> Option<State<'_>> {
        let scheme = match system {
            CodeSystem::Name => {
                return self.named(code, on).or_else(|| {
                    let plain = plain_name(code);
                    (plain != code).then(|| self.named(&plain, on)).flatten()
                });
            }
            CodeSystem::Cow => CodeScheme::Cow,
            CodeSystem::Gw => CodeScheme::Gw,
            CodeSystem::Iso3 => CodeScheme::Iso3,
            CodeSystem::Cameo => CodeScheme::Cameo,
            CodeSystem::Fips => CodeScheme::Fips,
            CodeSystem::Group => return None,
        };
        let older = CAMEO.iter().find(|(older, _)| *older == code);
        let (scheme, code) = match older.filter(|_| system == CodeSystem::Cameo) {
            Some((_, id)) => (CodeScheme::Iso3, *id),
            None => (scheme, code),
        };
        let actor = self
            .lexicon
            .state_by_code(scheme, code, on)
            .or_else(|| self.nearest(scheme, code, on))?;
        Some(State {
            id: &actor.id,
            name: &actor.name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_number_is_several_states_in_turn() {
        let codes = LexiconCodes::builtin();
        for (system, code, year, expected) in [
            (CodeSystem::Cow, "345", 1980, "YUG"),
            (CodeSystem::Cow, "345", 2004, "SCG"),
            (CodeSystem::Cow, "345", 2010, "SRB"),
            (CodeSystem::Cow, "365", 1975, "SUN"),
            (CodeSystem::Cow, "365", 1995, "RUS"),
            (CodeSystem::Gw, "260", 1995, "DEU"),
            (CodeSystem::Gw, "260", 1970, "DEU"),
            (CodeSystem::Cow, "300", 1900, "austria-hungary"),
            (CodeSystem::Cow, "255", 1866, "prussia"),
            (CodeSystem::Cow, "373", 1950, "AZE"),
            (CodeSystem::Cameo, "ROM", 1995, "ROU"),
            (CodeSystem::Cameo, "RUS", 1985, "SUN"),
            (CodeSystem::Fips, "AJ", 2019, "AZE"),
        ] {
            let on = Date::new(year, 6, 30).ok();
            let state = codes.state(system, code, on).map(|state| state.id);
            assert_eq!(state, Some(expected), "{code} in {year}");
        }
        assert_eq!(codes.state(CodeSystem::Cow, "9999", None), None);
        for (name, expected) in [
            ("Moldova, Republic of", "MDA"),
            ("Myanmar (Burma)", "MMR"),
            ("Antigua & Barbuda", "ATG"),
            ("St. Lucia", "LCA"),
            ("St. Vincent & Grenadines", "VCT"),
            ("Yemen People's Republic", "YMD"),
        ] {
            let state = codes.state(CodeSystem::Name, name, None);
            assert_eq!(state.map(|state| state.id), Some(expected), "{name}");
        }
        // A state for four months, and a part of another since.
        let on = Date::new(1963, 12, 17).ok();
        let state = codes.state(CodeSystem::Name, "Zanzibar", on);
        assert_eq!(state.map(|state| state.id), Some("zanzibar"));
    }
}
