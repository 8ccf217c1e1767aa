//! The lexicon as the names that assessment asks for.

use anyhow::{Context, Result, bail};
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

    /// Two actors by their ids or names. Those of the store are met where the lexicon does not know one.
    ///
    /// # Errors
    ///
    /// When one is not known, or both are one.
    pub(crate) async fn two(
        &mut self,
        phrases: [&str; 2],
        store: Option<&Store>,
        at: Option<Date>,
    ) -> Result<[ActorRef; 2]> {
        if let Some(store) = store
            && phrases.into_iter().any(|it| self.one(it, at).is_err())
        {
            self.meet(store, at).await?;
        }
        let [a, b] = phrases.map(|it| self.one(it, at));
        let (a, b) = (a?, b?);
        if a.id == b.id {
            bail!("{} and {} are one actor", a.text, b.text);
        }
        Ok([a, b])
    }

    /// Who is meant, by an id of the lexicon or by a name.
    fn one(&self, phrase: &str, at: Option<Date>) -> Result<ActorRef> {
        let by_id = self.lexicon.actor(phrase);
        by_id
            .map(|actor| actor.to_ref(phrase))
            .or_else(|| self.resolve(phrase, at))
            .with_context(|| {
                let near = self.nearest(phrase, 3);
                let hint = if near.is_empty() {
                    String::new()
                } else {
                    format!("\n  hint: {}?", near.join(", "))
                };
                format!("nobody is known as \"{phrase}\"{hint}")
            })
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
