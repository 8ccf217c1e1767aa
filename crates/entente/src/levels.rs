//! Assessment for a panel: what is said of each two of a few states, held by dyad.

use std::collections::HashMap;

use anyhow::{Result, bail};
use entente_assess::standing;
use entente_lexicon::{CodeScheme, Lexicon};
use entente_model::{ActorRef, Assertion, Date};
use entente_panel::Levels;
use entente_store::{Involving, Query, Store};

/// Everything that is said of them is held, so that there must not be too many.
const MOST_STATES: usize = 60;

/// Events and ties by dyad, the lesser id first.
pub(crate) struct Assessed {
    lexicon: &'static Lexicon,
    by_dyad: HashMap<(String, String), Vec<Assertion>>,
}

/// Gathers what is said of each two of the states, which are ids or Correlates of War numbers.
pub(crate) async fn gather(store: &Store, states: &[String]) -> Result<Assessed> {
    let lexicon = Lexicon::builtin();
    if states.is_empty() || states.len() > MOST_STATES {
        bail!(
            "levels are assessed for at most {MOST_STATES} states at a time\n  hint: name them with --states AZE,IRN,..."
        );
    }
    let mut ids: Vec<String> = Vec::new();
    for state in states {
        if lexicon.actor(state).is_some() {
            ids.push(state.clone());
        }
        for actor in lexicon.actors() {
            let mut codes = lexicon.codes_of(&actor.id);
            if codes.any(|it| it.scheme == CodeScheme::Cow && it.code == *state) {
                ids.push(actor.id.clone());
            }
        }
    }
    ids.sort();
    ids.dedup();
    let query = Query {
        involving: Involving::AnyOf(ids.clone()),
        kinds: vec!["event", "tie"],
        ..Query::default()
    };
    let mut by_dyad: HashMap<(String, String), Vec<Assertion>> = HashMap::new();
    store
        .each_assertion(&query, &mut |assertion| {
            for (place, a) in ids.iter().enumerate() {
                for b in &ids[place + 1..] {
                    let both = Query {
                        involving: Involving::Both(a.clone(), b.clone()),
                        ..Query::default()
                    };
                    if both.admits(&assertion) {
                        let dyad = (a.clone(), b.clone());
                        by_dyad.entry(dyad).or_default().push(assertion.clone());
                    }
                }
            }
        })
        .await?;
    // In no order as they come, and the order of equal weights must not change.
    for assertions in by_dyad.values_mut() {
        assertions.sort_by(|a, b| a.id.cmp(&b.id));
    }
    Ok(Assessed { lexicon, by_dyad })
}

impl Assessed {
    fn state(&self, id: &str) -> ActorRef {
        let name = self.lexicon.actor(id).map_or(id, |actor| &actor.name);
        ActorRef {
            id: id.to_owned(),
            name: name.to_owned(),
            text: name.to_owned(),
            country: Some(id.to_owned()),
            sector: None,
        }
    }
}

impl Levels for Assessed {
    fn levels(&self, a: &str, b: &str, on: Date) -> Option<[f64; 5]> {
        let dyad = if a < b { (a, b) } else { (b, a) };
        let assertions = self.by_dyad.get(&(dyad.0.to_owned(), dyad.1.to_owned()))?;
        let shares = standing(&self.state(dyad.0), &self.state(dyad.1), assertions, on)?;
        Some(shares.map(|share| share.probability))
    }
}
