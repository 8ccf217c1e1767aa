//! Two states of one name: "North and South Korea", "the two Koreas".

use entente_model::ActorRef;
use entente_text::Upos;

use super::{Reader, Sort};

/// What tells such states apart.
const SIDES: &[&str] = &["North", "South", "East", "West"];

impl Reader<'_> {
    /// Gives each token of such a phrase both states.
    pub(super) fn halves(&mut self) {
        for index in 0..self.words.len() {
            let found = self
                .coordinated_halves(index)
                .or_else(|| self.plural_halves(index));
            if let Some((end, both)) = found {
                let text = self.parse.words(self.text, (index, end)).to_owned();
                let both = both.map(|actor| ActorRef {
                    text: text.clone(),
                    ..actor
                });
                self.put((index, end), &both, Sort::Name);
            }
        }
    }

    /// "North and South Korea", with the token behind it.
    fn coordinated_halves(&self, first: usize) -> Option<(usize, [ActorRef; 2])> {
        let name = first + 3;
        let named = name < self.words.len()
            && SIDES.contains(&self.word(first))
            && matches!(self.words[first + 1].as_str(), "and" | "or")
            && SIDES.contains(&self.word(first + 2))
            && self.parse.tokens[name].upos == Upos::Propn;
        if !named {
            return None;
        }
        let one = self.half(self.word(first), self.word(name))?;
        let other = self.half(self.word(first + 2), self.word(name))?;
        (one.id != other.id).then_some((name + 1, [one, other]))
    }

    /// "the two Koreas", "both Yemens".
    fn plural_halves(&self, plural: usize) -> Option<(usize, [ActorRef; 2])> {
        let name = self.word(plural).strip_suffix('s')?;
        if !self.is_capitalised(plural) || !self.scene.at(plural).is_empty() {
            return None;
        }
        let mut before = self.parse.children(plural);
        before.find(|&child| matches!(self.words[child].as_str(), "two" | "both" | "the"))?;
        let mut states = SIDES.iter().filter_map(|side| self.half(side, name));
        match (states.next(), states.next(), states.next()) {
            (Some(one), Some(other), None) => Some((plural + 1, [one, other])),
            _ => None,
        }
    }

    /// The state that is called by a side and a name.
    fn half(&self, side: &str, name: &str) -> Option<ActorRef> {
        let found = self
            .lexicon
            .resolve_phrase(&format!("{side} {name}"), None, None)?;
        (found.known && found.actor.is_state()).then_some(found.actor)
    }
}
