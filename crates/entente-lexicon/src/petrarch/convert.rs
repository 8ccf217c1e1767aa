//! Actors and agents of dictionaries as tables of the lexicon, as far as these can hold them.
//!
//! A code whose first three letters are a state gives its country, and letters of a PLOVER
//! sector behind it its sector. Codes for the days are rows for the days. What a table cannot
//! hold is counted with the reason, and stays with the dictionaries.

use std::collections::BTreeMap;

use entente_model::{Date, Diagnostic, Sector};

use crate::{ActorKind, EntryKind, Lexicon, entry, slug};

use super::{AgentCode, DatedCode, Dictionaries, DictionaryActor};

/// What became of dictionaries.
#[derive(Debug, Clone, Default)]
pub struct Converted {
    /// Tables with their texts, those without a row left out.
    pub tables: Vec<(EntryKind, String)>,
    /// Actors that have a row.
    pub actors: usize,
    /// Agents that have one.
    pub agents: usize,
    /// How many actors and agents have none, by the reason.
    pub left_out: BTreeMap<&'static str, usize>,
}

const NOBODY: &str = "the code stands for nobody (---)";
const SEVERAL: &str = "the code is not made of groups of three letters";
const NO_SECTOR: &str = "the agent's code begins with no PLOVER sector";
const PREFIXED: &str = "the agent's code goes before the actor's";

/// The three letters that a code is made of; `None` where it is made otherwise.
fn parts(code: &str) -> Option<Vec<&str>> {
    let plain = code.bytes().all(|it| it.is_ascii_uppercase());
    if !plain || code.is_empty() || !code.len().is_multiple_of(3) {
        return None;
    }
    (0..code.len())
        .step_by(3)
        .map(|at| code.get(at..at + 3))
        .collect()
}

/// A name as the lexicon writes names: "Hall of Elders". Letters with full stops stay capitals.
fn title(name: &str) -> String {
    let small = ["OF", "THE", "AND", "FOR", "IN"];
    let words = name.split(|it: char| it == '_' || it.is_whitespace());
    let words = words
        .filter(|it| !it.is_empty())
        .enumerate()
        .map(|(at, word)| {
            if word.contains('.') {
                return word.to_owned();
            }
            let lower = word.to_lowercase();
            let mut letters = lower.chars();
            match letters.next() {
                Some(first) if at == 0 || !small.contains(&word) => {
                    first.to_uppercase().chain(letters).collect()
                }
                _ => lower,
            }
        });
    words.collect::<Vec<String>>().join(" ")
}

fn day(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

struct Conversion<'l> {
    lexicon: &'l Lexicon,
    states: String,
    organisations: String,
    roles: String,
    /// Of each id, how often it was given.
    ids: BTreeMap<String, usize>,
}

/// Converts actors and agents; `lexicon` says which codes are states.
///
/// # Errors
/// A name that no table can hold.
pub fn convert(read: &Dictionaries, lexicon: &Lexicon) -> Result<Converted, Box<Diagnostic>> {
    let mut conversion = Conversion {
        lexicon,
        states: String::new(),
        organisations: String::new(),
        roles: String::new(),
        ids: BTreeMap::new(),
    };
    let mut converted = Converted::default();
    for actor in &read.actors {
        let mut reason = None;
        let mut held = false;
        for code in &actor.codes {
            match conversion.actor(actor, code)? {
                None => held = true,
                told => reason = told,
            }
        }
        converted.actors += usize::from(held);
        if let (false, Some(reason)) = (held, reason) {
            *converted.left_out.entry(reason).or_default() += 1;
        }
    }
    for agent in &read.agents {
        match conversion.agent(&agent.names, &agent.code)? {
            None => converted.agents += 1,
            Some(reason) => *converted.left_out.entry(reason).or_default() += 1,
        }
    }
    converted.tables = [
        (EntryKind::State, conversion.states),
        (EntryKind::Organisation, conversion.organisations),
        (EntryKind::Role, conversion.roles),
    ]
    .into_iter()
    .filter(|(_, text)| !text.is_empty())
    .collect();
    Ok(converted)
}

impl Conversion<'_> {
    fn is_state(&self, code: &str) -> bool {
        let actor = self.lexicon.actor(code);
        actor.is_some_and(|actor| actor.kind == ActorKind::State)
    }

    /// Adds a row for one code of an actor; what comes back is why there is none.
    fn actor(
        &mut self,
        actor: &DictionaryActor,
        code: &DatedCode,
    ) -> Result<Option<&'static str>, Box<Diagnostic>> {
        if code.code.starts_with("---") {
            return Ok(Some(NOBODY));
        }
        let Some(parts) = parts(&code.code) else {
            return Ok(Some(SEVERAL));
        };
        let names: Vec<String> = actor.names.iter().map(|name| title(name)).collect();
        let (from, to) = (day(code.from), day(code.to));
        let country = parts.first().copied().filter(|it| self.is_state(it));
        if let ([_], Some(state)) = (parts.as_slice(), country) {
            let span = match (from.is_empty(), to.is_empty()) {
                (true, true) => String::new(),
                _ => format!("@{from}..{to}"),
            };
            let names: Vec<String> = names.iter().map(|name| format!("{name}{span}")).collect();
            let values = [("id", state.to_owned()), ("names", names.join(";"))];
            self.states = entry(EntryKind::State, &self.states, &values)?;
            return Ok(None);
        }
        let Some((name, others)) = names.split_first() else {
            return Ok(Some(SEVERAL));
        };
        let mut sectors = parts.iter().filter_map(|part| part.parse::<Sector>().ok());
        let mut id = slug(name);
        let given = self.ids.entry(id.clone()).or_default();
        *given += 1;
        if *given > 1 {
            id = format!("{id}-{given}");
        }
        let values = [
            ("id", id),
            ("name", name.clone()),
            ("country", country.unwrap_or_default().to_owned()),
            (
                "sector",
                sectors.next().map(|it| it.to_string()).unwrap_or_default(),
            ),
            ("names", others.join(";")),
            ("from", from),
            ("to", to),
        ];
        self.organisations = entry(EntryKind::Organisation, &self.organisations, &values)?;
        Ok(None)
    }

    fn agent(
        &mut self,
        names: &[String],
        code: &AgentCode,
    ) -> Result<Option<&'static str>, Box<Diagnostic>> {
        let AgentCode::Behind(code) = code else {
            return Ok(Some(PREFIXED));
        };
        let parts = parts(code).unwrap_or_default();
        let sector = |at: usize| parts.get(at).and_then(|part| part.parse::<Sector>().ok());
        let Some(first) = sector(0) else {
            return Ok(Some(NO_SECTOR));
        };
        for name in names {
            let values = [
                ("noun", name.replace('_', " ").to_lowercase()),
                ("sector", first.to_string()),
                (
                    "sector2",
                    sector(1).map(|it| it.to_string()).unwrap_or_default(),
                ),
            ];
            self.roles = entry(EntryKind::Role, &self.roles, &values)?;
        }
        Ok(None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::petrarch::{DictionaryFile, DictionaryKind};

    fn file(kind: DictionaryKind, text: &str) -> DictionaryFile {
        let name = kind.name().to_owned();
        DictionaryFile {
            kind,
            name,
            text: text.to_owned(),
        }
    }

    #[test]
    fn what_tables_hold_and_what_they_do_not() {
        let actors = "NORSE_REALM [NOR]\nELIN_BRANDT [NORGOV 19990101-20031231]\n\t[NOROPP >20031231]\n\
                      GHOSTS [---]\nTWIN_CITIES [AAA/BBB]\nVALDORIA [VAL]\n";
        let agents = "WARDEN [~MIL]\nRELIEF_AGENCY [NGO~]\nMONK [~XYZ]\n";
        let (read, faults) = Dictionaries::read(&[
            file(DictionaryKind::Actors, actors),
            file(DictionaryKind::Agents, agents),
        ]);
        assert!(faults.is_empty(), "{faults:?}");
        let converted = convert(&read, Lexicon::builtin()).unwrap();
        assert_eq!((converted.actors, converted.agents), (3, 1));
        let left: Vec<usize> = converted.left_out.values().copied().collect();
        assert_eq!(left, [1, 1, 1, 1]);
        let tables: Vec<(String, String)> = converted
            .tables
            .iter()
            .map(|(kind, text)| (kind.file().to_owned(), text.clone()))
            .collect();
        let (lexicon, faults) = Lexicon::with_tables(&tables);
        assert!(faults.is_empty(), "{faults:?}");
        let named = |name: &str, day: &str| lexicon.resolve_name(name, day.parse().ok());
        assert_eq!(named("Norse Realm", "2000-01-01").unwrap().id, "NOR");
        assert_eq!(
            named("Elin Brandt", "2000-01-01").unwrap().sector,
            Some(Sector::Gov)
        );
        assert_eq!(
            named("Elin Brandt", "2010-01-01").unwrap().sector,
            Some(Sector::Opp)
        );
    }
}
