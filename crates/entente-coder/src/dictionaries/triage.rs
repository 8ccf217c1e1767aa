//! Which sentences deserve a full parse where dictionaries code them.

use std::sync::Arc;

use entente_lexicon::petrarch::Dictionaries;
use entente_model::Span;
use entente_text::{Gazetteer, Triage};

/// Selects sentences with a word that begins an actor's or agent's name, and a form of a verb.
#[derive(Debug, Clone)]
pub struct WorthDictionaries(Arc<Dictionaries>);

impl WorthDictionaries {
    /// By these dictionaries.
    pub fn new(dictionaries: Arc<Dictionaries>) -> Self {
        Self(dictionaries)
    }
}

impl Triage for WorthDictionaries {
    fn deserves(&self, text: &str, sentence: &[Span]) -> bool {
        let words: Vec<String> = sentence
            .iter()
            .map(|it| it.of(text).to_uppercase())
            .collect();
        let named =
            |word: &String| self.0.actor_names.begins(word) || self.0.agent_names.begins(word);
        let coded = |word: &String| !self.0.verbs.forms(word).is_empty();
        words.iter().any(named) && words.iter().any(coded)
    }
}

impl Gazetteer for WorthDictionaries {
    /// Whether the word by itself is an actor's name: one of several may be any word.
    fn is_name(&self, word: &str) -> bool {
        let phrases = self.0.actor_names.beginning(&word.to_uppercase());
        phrases.iter().any(|(words, _)| words.len() == 1)
    }
}
