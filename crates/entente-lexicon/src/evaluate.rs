//! Phrases with what they mean, and how many of the asserted facts come out: country, sectors,
//! office as of a day, and that nobody is found where nobody is known.

use std::collections::BTreeMap;
use std::fmt;

use entente_model::{Date, Sector};
use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::resolve::{Resolution, plain_title, skeleton};
use crate::{ActorKind, Lexicon};

/// Which part of a set of cases, split by a hash of their ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Half {
    /// Whose errors may be looked at.
    Develop,
    /// Which is only counted.
    HeldOut,
}

impl Half {
    /// The half of an id: a bit of its FNV-1a hash.
    pub fn of(id: &str) -> Self {
        let hash = id.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        if hash >> 40 & 1 == 0 {
            Self::Develop
        } else {
            Self::HeldOut
        }
    }
}

/// A phrase with what is asserted of it. A field that is absent asserts nothing; an empty one, that
/// there is none.
#[derive(Debug, Clone, Deserialize)]
pub struct ActorCase {
    /// Stable; decides the half.
    pub id: String,
    /// The words.
    pub phrase: String,
    /// The day as of which.
    pub date: Option<Date>,
    /// ISO 3166-1 alpha-3; also `IGO`, `UNO`, `EUR`.
    pub country: Option<String>,
    /// PLOVER code; `A|B` where either will do.
    pub sector: Option<String>,
    /// A further one.
    pub sector2: Option<String>,
    /// The title of the encyclopaedia article, which is a name.
    pub title: Option<String>,
    /// A country or place given along with the phrase.
    pub context: Option<String>,
    /// Whether nothing should be found.
    #[serde(default)]
    pub unresolved: bool,
    /// "President of Russia".
    pub job: Option<String>,
}

/// What kind of fact is asserted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fact {
    /// The state.
    Country,
    /// The sector.
    Sector,
    /// The second sector.
    Sector2,
    /// The office on the day.
    Office,
    /// That nobody is known.
    Nobody,
    /// The full name; counted apart, as it asks for the entry itself.
    Name,
}

impl fmt::Display for Fact {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.pad(match self {
            Self::Country => "country",
            Self::Sector => "sector",
            Self::Sector2 => "second sector",
            Self::Office => "office",
            Self::Nobody => "nobody",
            Self::Name => "name",
        })
    }
}

/// A fact that came out wrong.
#[derive(Debug, Clone, PartialEq)]
pub struct WrongFact {
    /// Of which case.
    pub id: String,
    /// Its phrase.
    pub phrase: String,
    /// What kind.
    pub fact: Fact,
    /// What is asserted.
    pub wanted: String,
    /// What came out; empty for nothing.
    pub found: String,
}

/// How many facts came out.
#[derive(Debug, Clone, Default)]
pub struct ActorScores {
    /// By kind: right, of all.
    pub facts: BTreeMap<Fact, (usize, usize)>,
    /// The others.
    pub wrong: Vec<WrongFact>,
}

impl ActorScores {
    /// Right and all over the kinds, names apart.
    pub fn all(&self) -> (usize, usize) {
        let counted = self.facts.iter().filter(|(fact, _)| **fact != Fact::Name);
        counted.fold((0, 0), |sum, (_, one)| (sum.0 + one.0, sum.1 + one.1))
    }

    /// Both together.
    pub fn add(&mut self, other: Self) {
        for (fact, (right, all)) in other.facts {
            let own = self.facts.entry(fact).or_default();
            *own = (own.0 + right, own.1 + all);
        }
        self.wrong.extend(other.wrong);
    }
}

/// Codes of other codebooks for sectors that are called otherwise here.
fn own_code(code: &str) -> &str {
    match code {
        "ELI" => "ELT",
        "JRN" => "MED",
        "MED" => "HLH",
        "SOC" => "NGO",
        "UNK" => "",
        code => code,
    }
}

/// The convention of CAMEO: organisations of states have codes in the place of a country's.
fn country_code(found: &Resolution, lexicon: &Lexicon) -> String {
    let actor = &found.actor;
    if let Some(country) = &actor.country {
        return country.clone();
    }
    let known = lexicon.actor(&actor.id);
    let mut names = vec![actor.name.as_str()];
    names.extend(known.iter().map(|known| known.name.as_str()));
    names.extend(
        known
            .iter()
            .flat_map(|known| &known.names)
            .map(String::as_str),
    );
    let starts = |words: &[&str]| {
        names
            .iter()
            .any(|name| words.iter().any(|word| name.starts_with(word)))
    };
    if starts(&[
        "European Union",
        "European Commission",
        "European Parliament",
        "European Council",
        "EU ",
    ]) {
        "EUR".to_owned()
    } else if starts(&["United Nations", "UN ", "U.N. "]) {
        "UNO".to_owned()
    } else if actor.sector == Some(Sector::Igo) {
        "IGO".to_owned()
    } else {
        String::new()
    }
}

/// The convention of CAMEO: an organisation of states, whose code stands in the place of a country's, has
/// the sector that it works at; and of that system: a city that is no capital stands for its people.
fn sector_code(found: &Resolution, lexicon: &Lexicon) -> &'static str {
    let actor = &found.actor;
    match actor.sector {
        Some(Sector::Igo) => found.sector2.unwrap_or(Sector::Igo).name(),
        Some(sector) => sector.name(),
        None if actor.country.as_deref().is_some_and(|country| {
            actor.id != country && lexicon.knows_place(&actor.name, country)
        }) =>
        {
            Sector::Cvl.name()
        }
        None => "",
    }
}

/// Resolves each case and counts. `otherwise` is the day of cases that give none.
pub fn evaluate_actors(
    lexicon: &Lexicon,
    cases: &[ActorCase],
    otherwise: Option<Date>,
) -> ActorScores {
    let mut scores = ActorScores::default();
    for case in cases {
        let at = case.date.or(otherwise);
        let found = lexicon.resolve_phrase(&case.phrase, at, case.context.as_deref());
        let mut count = |fact: Fact, wanted: &str, got: String, right: bool| {
            let own = scores.facts.entry(fact).or_default();
            *own = (own.0 + usize::from(right), own.1 + 1);
            if !right {
                scores.wrong.push(WrongFact {
                    id: case.id.clone(),
                    phrase: case.phrase.clone(),
                    fact,
                    wanted: wanted.to_owned(),
                    found: got,
                });
            }
        };
        if case.unresolved {
            let got = found
                .as_ref()
                .map_or(String::new(), |found| found.actor.id.clone());
            count(Fact::Nobody, "nobody", got, found.is_none());
            continue;
        }
        if let Some(wanted) = &case.country {
            let got = found
                .as_ref()
                .map_or(String::new(), |found| country_code(found, lexicon));
            let right = got == *wanted;
            count(Fact::Country, wanted, got, right);
        }
        if let Some(wanted) = &case.sector {
            let got = found
                .as_ref()
                .map_or("", |found| sector_code(found, lexicon));
            let right = wanted.split('|').any(|code| own_code(code) == got);
            count(Fact::Sector, wanted, got.to_owned(), right);
        }
        if let Some(wanted) = &case.sector2 {
            let got = found.as_ref().and_then(|found| found.sector2);
            let got = got.map_or("", Sector::name);
            count(
                Fact::Sector2,
                wanted,
                got.to_owned(),
                own_code(wanted) == got,
            );
        }
        if let Some(wanted) = &case.job {
            let office = found.as_ref().and_then(|found| found.office.as_ref());
            let got = office.map_or(String::new(), |office| {
                let of = lexicon
                    .actor(&office.of)
                    .map_or(office.of.as_str(), |of| &of.name);
                format!("{} of {of}", office.title)
            });
            let plain = |office: &str| skeleton(&plain_title(office).replace(" the ", " "));
            let right = plain(&got) == plain(wanted);
            count(Fact::Office, wanted, got, right);
        }
        if let Some(wanted) = case.title.as_deref().filter(|title| !title.is_empty()) {
            let known = found
                .as_ref()
                .and_then(|found| lexicon.actor(&found.actor.id));
            let names = known.into_iter().flat_map(|known| {
                let person = known.kind == ActorKind::Person;
                std::iter::once(&known.name)
                    .chain(&known.names)
                    .map(move |name| (person, name))
            });
            let right = names
                .map(|(_, name)| skeleton(name))
                .any(|name| name == skeleton(wanted));
            let got = known.map_or(String::new(), |known| known.name.clone());
            count(Fact::Name, wanted, got, right);
        }
    }
    scores
}

/// Cases from JSON Lines. What does not parse is given back with its line number, from 1.
pub fn read_cases<T: DeserializeOwned>(text: &str) -> (Vec<T>, Vec<(usize, String)>) {
    let mut cases = Vec::new();
    let mut faults = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.trim().is_empty() {
            continue;
        }
        match serde_json::from_str(line) {
            Ok(case) => cases.push(case),
            Err(error) => faults.push((number + 1, error.to_string())),
        }
    }
    (cases, faults)
}
