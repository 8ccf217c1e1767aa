//! Dictionaries of agents: `NOUN {PLURAL} [~CODE]`, and sets of words that stand in nouns.
//!
//! ```text
//! !OFFICER! = SERGEANT, COLONEL
//! !OFFICER!_OF_THE_GUARD [~MIL]
//! MINISTER [~GOV]               plural MINISTERS
//! POLICE {} [~COP]              no plural
//! RELIEF_AGENCY [NGO~]          the code goes before the actor's
//! ```

use entente_model::Diagnostic;

use super::inflect::plural;
use super::lines::{bracketed, error, lines};
use super::phrase::words_of;
use super::{Dictionaries, DictionaryFile};

/// Where an agent's code goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AgentCode {
    /// Behind the actor's: `~GOV`.
    Behind(String),
    /// Before the actor's: `NGO~`.
    Before(String),
}

impl AgentCode {
    /// The letters themselves.
    pub fn letters(&self) -> &str {
        match self {
            Self::Behind(code) | Self::Before(code) => code,
        }
    }
}

/// An agent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DictionaryAgent {
    /// As written, sets replaced: the singular, then plurals.
    pub names: Vec<String>,
    /// What it adds.
    pub code: AgentCode,
}

/// Sets of words by their names, marks included: `!OFFICER!`.
#[derive(Debug, Default)]
pub(super) struct Sets(Vec<(String, Vec<String>)>);

impl Sets {
    /// Reads `!NAME! = A, B`; `false` where the line is nothing like it.
    pub(super) fn define(&mut self, line: &str) -> bool {
        let Some((name, words)) = line.split_once('=') else {
            return false;
        };
        let name = name.trim();
        if name.len() < 3 || !name.starts_with('!') || !name.ends_with('!') {
            return false;
        }
        let words = words.split(',').map(|word| word.trim().to_owned());
        let words = words.filter(|word| !word.is_empty()).collect();
        self.0.push((name.to_uppercase(), words));
        true
    }

    /// A phrase with each word of the set that it names; itself where it names none.
    pub(super) fn expand(&self, phrase: &str) -> Vec<String> {
        let upper = phrase.to_uppercase();
        let named = self.0.iter().find(|(name, _)| upper.contains(name));
        let Some((name, words)) = named else {
            return vec![upper];
        };
        words.iter().map(|word| upper.replace(name, word)).collect()
    }
}

const HINT: &str = "write NOUN [~CODE], NOUN {PLURAL} [~CODE] or, for no plural, NOUN {} [~CODE]";

/// The names and code of one line.
fn agent(text: &str, sets: &Sets) -> Result<DictionaryAgent, String> {
    let Some([head, code, _]) = bracketed(text, '[', ']')? else {
        return Err(format!("{text:?} has no code"));
    };
    let code = code.to_uppercase();
    let code = match (code.strip_prefix('~'), code.strip_suffix('~')) {
        (Some(code), None) if !code.is_empty() => AgentCode::Behind(code.trim().to_owned()),
        (None, Some(code)) if !code.is_empty() => AgentCode::Before(code.trim().to_owned()),
        _ => {
            return Err(format!(
                "{code:?} does not say where the actor's code goes, with one ~"
            ));
        }
    };
    let (phrase, plurals) = match bracketed(head, '{', '}')? {
        Some([phrase, plurals, _]) => (phrase, Some(plurals)),
        None => (head, None),
    };
    let mut names = sets.expand(phrase);
    if names.iter().all(|name| words_of(name).is_empty()) {
        return Err("there is no noun".to_owned());
    }
    if let Some(open) = names.iter().find(|name| name.contains('!')) {
        return Err(format!("{open:?} names a set that is not defined above"));
    }
    match plurals {
        Some(given) => {
            let given = given.split(|it: char| it == ',' || it.is_whitespace());
            names.extend(given.filter(|it| !it.is_empty()).map(str::to_uppercase));
        }
        None => {
            let regular: Vec<String> = names.iter().map(|name| plural(name)).collect();
            names.extend(regular);
        }
    }
    Ok(DictionaryAgent { names, code })
}

pub(super) fn read(file: &DictionaryFile, into: &mut Dictionaries, faults: &mut Vec<Diagnostic>) {
    let mut sets = Sets::default();
    for (line, text) in lines(file) {
        if sets.define(text.trim()) {
            continue;
        }
        match agent(text.trim(), &sets) {
            Ok(agent) => {
                let index = into.agents.len();
                for name in &agent.names {
                    into.agent_names.add(words_of(name), index);
                }
                into.agents.push(agent);
            }
            Err(message) => faults.push(error(file, line, message, HINT)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::petrarch::DictionaryKind;

    #[test]
    fn plurals_sets_and_sides() {
        let text = "!OFFICER! = SERGEANT, COLONEL\n!OFFICER!_OF_THE_GUARD [~MIL]\nPOLICE {} [ ~COP]\n\
                    ATTORNEY_GENERAL {ATTORNEYS_GENERAL} [~JUD]\nRELIEF_AGENCY [  NGO~]\n\
                    BEEKEEPER [CVL]\n!NONE!S [~X]\nMINER\n";
        let (read, faults) = Dictionaries::read(&[DictionaryFile {
            kind: DictionaryKind::Agents,
            name: "own.agents.txt".into(),
            text: text.into(),
        }]);
        let lines: Vec<_> = faults.iter().filter_map(|it| it.place.line).collect();
        assert_eq!(lines, [6, 7, 8]);
        assert_eq!(read.agents[0].names[1], "COLONEL_OF_THE_GUARD");
        assert_eq!(read.agents[1].names, ["POLICE"]);
        assert_eq!(read.agents[2].names[1], "ATTORNEYS_GENERAL");
        assert_eq!(read.agents[3].names[1], "RELIEF_AGENCIES");
        assert_eq!(read.agents[3].code, AgentCode::Before("NGO".into()));
    }
}
