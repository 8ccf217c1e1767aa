//! Who and what a document has spoken of so far, and how recently.

use super::mentions::{Form, Found, Gender, Kind, Number, Pronoun, Role};

/// How many names, nouns and modifiers of one entity are kept.
const REMEMBERED: usize = 64;

/// Somebody or something that the document speaks of: what its mentions tell together.
#[derive(Debug, Clone)]
pub(super) struct Entity {
    /// Indices of its mentions, in the order in which they were read.
    pub(super) mentions: Vec<usize>,
    pub(super) kind: Kind,
    pub(super) gender: Gender,
    pub(super) number: Number,
    /// Its names, each as lower-case words.
    pub(super) names: Vec<Vec<String>>,
    /// The nouns by which it was called: heads of descriptions and titles beside names.
    pub(super) nouns: Vec<String>,
    /// Words that modified those nouns.
    pub(super) modifiers: Vec<String>,
    /// How often it was a subject.
    pub(super) subjects: usize,
    /// Whether it is a group: things named together.
    pub(super) is_group: bool,
}

impl Entity {
    /// What a first mention tells.
    pub(super) fn new(index: usize, mention: &Found) -> Self {
        let mut entity = Self {
            mentions: Vec::new(),
            kind: Kind::Unknown,
            gender: Gender::Unknown,
            number: mention.number,
            names: Vec::new(),
            nouns: Vec::new(),
            modifiers: Vec::new(),
            subjects: 0,
            is_group: mention.form == Form::Group,
        };
        entity.add(index, mention);
        entity
    }

    /// Adds what another mention tells.
    pub(super) fn add(&mut self, index: usize, mention: &Found) {
        self.mentions.push(index);
        self.subjects += usize::from(mention.role == Role::Subject);
        if self.kind == Kind::Unknown {
            self.kind = mention.kind;
        }
        if self.gender == Gender::Unknown {
            self.gender = mention.gender;
        }
        match mention.form {
            Form::Name => {
                if self.names.len() < REMEMBERED && !self.names.contains(&mention.words) {
                    self.names.push(mention.words.clone());
                }
                if self.nouns.len() < REMEMBERED {
                    self.nouns.extend(mention.titles.iter().cloned());
                }
            }
            Form::Definite | Form::Demonstrative | Form::Possessed | Form::Indefinite => {
                if self.nouns.len() < REMEMBERED && !self.nouns.contains(&mention.noun) {
                    self.nouns.push(mention.noun.clone());
                }
                if self.modifiers.len() < REMEMBERED {
                    self.modifiers.extend(mention.words.iter().cloned());
                }
            }
            Form::Pronoun(Pronoun::They) if self.mentions.len() == 1 => {
                self.number = Number::Plural;
            }
            Form::Pronoun(_) | Form::Group => {}
        }
    }

    /// Whether it has a proper name.
    pub(super) fn is_named(&self) -> bool {
        !self.names.is_empty()
    }

    /// The mention read last.
    pub(super) fn latest(&self) -> usize {
        self.mentions.last().copied().unwrap_or_default()
    }
}
