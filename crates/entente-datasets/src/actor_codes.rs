//! CAMEO actor codes: three letters each for state, region, group and sector, strung together.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock};

use entente_lexicon::{Lexicon, slug};
use entente_model::{ActorRef, Date, Sector};

use crate::codes::CodeSystem;
use crate::out::{Out, actor, id_of};

/// What three letters stand for, states aside.
#[derive(Debug)]
enum Part {
    /// A sector, with the word for who is in it.
    Sector(Option<Sector>, &'static str),
    /// A group or region: its id and name.
    Actor(&'static str, &'static str),
}

fn parts() -> &'static HashMap<&'static str, Part> {
    static PARTS: LazyLock<HashMap<&'static str, Part>> = LazyLock::new(|| {
        let table = include_str!("../../../lexicon/ontologies/cameo-actors.tsv");
        let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
        rows.filter_map(|line| {
            let mut fields = line.split('\t');
            let (code, what) = (fields.next()?, fields.next()?);
            let (id, name) = (fields.next()?, fields.next()?);
            let part = match what {
                "sector" => Part::Sector(id.parse().ok(), name),
                _ => Part::Actor(id, name),
            };
            Some((code, part))
        })
        .collect()
    });
    &PARTS
}

/// Who a code such as `IRNMIL` or `IGOUNO` means on a day; `None` where it is empty.
///
/// A group counts before the sector and the state that it is given with; a state's government
/// is the state. Letters that stand for nothing known are counted.
pub(crate) fn resolve(out: &mut Out<'_>, code: &str, on: Option<Date>) -> Option<Arc<ActorRef>> {
    if matches!(code, "" | "---") {
        return None;
    }
    out.coded_actor(code, on, |out| resolve_anew(out, code, on))
}

fn resolve_anew(out: &mut Out<'_>, code: &str, on: Option<Date>) -> Option<ActorRef> {
    let mut state: Option<ActorRef> = None;
    let mut group: Option<ActorRef> = None;
    let mut sector: Option<(Option<Sector>, &str)> = None;
    let mut at = 0;
    while at < code.len() {
        let Some(letters) = code.get(at..at + 3) else {
            out.unknown(CodeSystem::Group, &code[at..]);
            break;
        };
        at += 3;
        if letters == "---" {
            continue;
        }
        if at == 3 {
            state = out.known_state(CodeSystem::Cameo, letters, on);
            if state.is_some() {
                continue;
            }
        }
        match parts().get(letters) {
            Some(Part::Sector(found, word)) => {
                sector.get_or_insert((*found, word));
            }
            Some(Part::Actor(id, name)) => {
                group = Some(known(out.context.lexicon, id, name));
            }
            None if state.is_none() => {
                state = out.known_state(CodeSystem::Cameo, letters, on);
                if state.is_none() {
                    out.unknown(CodeSystem::Group, letters);
                }
            }
            None => out.unknown(CodeSystem::Group, letters),
        }
    }
    let named = |actor: ActorRef| ActorRef {
        text: code.to_owned(),
        ..actor
    };
    Some(match (group, state, sector) {
        (Some(group), _, _) => named(group),
        (None, Some(state), None) => named(state),
        (None, Some(state), Some((Some(Sector::Gov), _))) => ActorRef {
            sector: Some(Sector::Gov),
            ..named(state)
        },
        (None, Some(state), Some((sector, word))) => of_state(&state, word, sector, code),
        (None, None, Some((sector, word))) => {
            actor(slug(word), word.to_owned(), code, None, sector)
        }
        (None, None, None) => actor(id_of(code), code.to_owned(), code, None, None),
    })
}

/// An actor of the lexicon, or of that name where it has none of that id.
fn known(lexicon: &Lexicon, id: &str, name: &str) -> ActorRef {
    match lexicon.actor(id) {
        Some(found) => found.to_ref(name),
        None => actor(id.to_owned(), name.to_owned(), name, None, None),
    }
}

/// Those of a state who are of a sector: "Iran, military".
pub(crate) fn of_state(
    state: &ActorRef,
    word: &str,
    sector: Option<Sector>,
    text: &str,
) -> ActorRef {
    ActorRef {
        id: format!("{}-{}", state.id.to_lowercase(), slug(word)),
        name: format!("{}, {word}", state.name),
        text: text.to_owned(),
        country: state.country.clone(),
        sector,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_table_is_read_once() {
        let table = include_str!("../../../lexicon/ontologies/cameo-actors.tsv");
        let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
        assert_eq!(rows.count(), parts().len());
    }
}
