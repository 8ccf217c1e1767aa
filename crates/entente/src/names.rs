//! The lexicon as the names that assessment asks for.

use anyhow::Result;
use entente_assess::Names;
use entente_lexicon::Lexicon;
use entente_model::{ActorRef, Date};
use entente_store::Store;

/// The lexicon, and the actors of the store that it does not know.
pub(crate) struct KnownNames {
    pub(crate) lexicon: &'static Lexicon,
    /// Actors as met in the store.
    pub(crate) met: Vec<ActorRef>,
}

impl KnownNames {
    /// Meets the actors that a store's documents of up to a day name.
    pub(crate) async fn meet(&mut self, store: &Store, at: Option<Date>) -> Result<()> {
        let known = store.known_actors(at).await?;
        self.met = known.into_iter().map(|known| known.actor).collect();
        Ok(())
    }
}

impl Names for KnownNames {
    fn resolve(&self, phrase: &str, at: Option<Date>) -> Option<ActorRef> {
        let wanted =
            entente_lexicon::slug(phrase.trim_start_matches("the ").trim_start_matches("The "));
        let met = || {
            self.met
                .iter()
                .find(|actor| actor.id == wanted || entente_lexicon::slug(&actor.name) == wanted)
                .cloned()
        };
        self.lexicon
            .resolve_name(phrase, at)
            .or_else(|| if wanted.is_empty() { None } else { met() })
    }

    fn nearest(&self, phrase: &str, n: usize) -> Vec<String> {
        self.lexicon
            .nearest(phrase, n)
            .into_iter()
            .map(|actor| actor.name.clone())
            .collect()
    }

    fn issue(&self, phrase: &str) -> String {
        self.lexicon.issue(phrase)
    }

    fn name_of(&self, id: &str) -> Option<String> {
        let known = self.lexicon.actor(id).map(|actor| actor.name.clone());
        known.or_else(|| {
            self.met
                .iter()
                .find(|actor| actor.id == id)
                .map(|actor| actor.name.clone())
        })
    }
}
