//! What this crate must know of actors' names, and leaves to others to know.

use entente_model::{ActorRef, Date};

/// Names of actors and issues. The lexicon implements it; tests use a small stand-in.
pub trait Names {
    /// The actor that a phrase names, as of a day where names changed. Case does not matter.
    fn resolve(&self, phrase: &str, at: Option<Date>) -> Option<ActorRef>;

    /// Up to `n` names to show that are written most like the phrase.
    fn nearest(&self, phrase: &str, n: usize) -> Vec<String>;

    /// The slug of the issue that a phrase names: the lexicon's where it knows one, else made of
    /// the words.
    fn issue(&self, phrase: &str) -> String;

    /// The name to show for an actor's id.
    fn name_of(&self, id: &str) -> Option<String>;
}
