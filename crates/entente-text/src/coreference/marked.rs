//! Articles in which readers have marked the actors and, of pronouns and descriptions, who is meant.

use std::collections::HashMap;

use entente_model::Span;

use crate::parse::Parse;

use super::mentions::{Form, Found};
use super::ranker::{Class, Weights};
use super::reading::{Question, Reading};
use super::train::Gold;

/// An article of which some sentences are marked.
#[derive(Debug, Clone)]
pub struct MarkedDocument {
    pub(super) text: String,
    pub(super) parses: Vec<Parse>,
    sentences: Vec<Span>,
    actors: Vec<MarkedActor>,
    /// Who the names are that the text or a mark has: the same for all names of one.
    who: HashMap<String, String>,
}

/// A phrase that means an actor.
#[derive(Debug, Clone)]
pub struct MarkedActor {
    /// Where it stands.
    pub span: Span,
    /// Who is meant, for pronouns and descriptions; empty for what is a name itself, and where no name is
    /// known.
    pub names: Vec<String>,
    /// Whether nobody is meant whom the text names.
    pub nobody: bool,
}

impl MarkedDocument {
    /// A text with its sentences as they are read. Of those at `sentences` all `actors` are marked. `who` tells
    /// who a name is: the same for all names of one, `None` where it does not know.
    pub fn new(
        text: String,
        parses: Vec<Parse>,
        sentences: Vec<Span>,
        actors: Vec<MarkedActor>,
        who: impl Fn(&str) -> Option<String>,
    ) -> Self {
        let weights = Weights::default();
        let reading = Reading::new(&text, &parses, &weights);
        let found = reading.found.iter().filter(|it| it.form == Form::Name);
        let written = found.map(|it| parses[it.sentence].words(&text, it.tokens));
        let marked = actors.iter().flat_map(|actor| &actor.names);
        let names = written.chain(marked.map(String::as_str));
        let who = names
            .filter_map(|name| Some((name.to_owned(), who(name)?)))
            .collect();
        Self {
            text,
            parses,
            sentences,
            actors,
            who,
        }
    }

    /// The mark of a mention: the phrase that its head heads.
    fn mark(&self, mention: &Found) -> Option<&MarkedActor> {
        let parse = &self.parses[mention.sentence];
        let token = &parse.tokens[mention.head];
        let outside = |span: Span| {
            let above = token.head.map(|head| parse.tokens[head].span);
            above.is_none_or(|above| !span.contains(above))
        };
        self.actors
            .iter()
            .find(|actor| actor.span.contains(token.span) && outside(actor.span))
    }

    fn is_read(&self, mention: &Found) -> bool {
        let parse = &self.parses[mention.sentence];
        let place = parse.tokens[mention.head].span;
        self.sentences.iter().any(|span| span.contains(place))
    }

    /// Who a name is.
    fn who<'a>(&'a self, name: &'a str) -> &'a str {
        self.who.get(name).map_or(name, String::as_str)
    }

    /// Whether a mention means exactly those of that name; `None` where that is not known.
    fn means(&self, reading: &Reading<'_>, mention: usize, names: &[String]) -> Option<bool> {
        let found = &reading.found[mention];
        if found.form == Form::Group {
            let each = |name: &String| {
                let mut members = found.members.iter();
                members.any(|&member| {
                    self.means(reading, member, std::slice::from_ref(name)) == Some(true)
                })
            };
            return Some(found.members.len() == names.len() && names.iter().all(each));
        }
        if let Some(mark) = self.mark(found).filter(|mark| !mark.names.is_empty()) {
            let same = |name: &String| {
                let mut others = mark.names.iter();
                others.any(|other| self.are_one(name, other))
            };
            return Some(mark.names.len() == names.len() && names.iter().all(same));
        }
        if found.form != Form::Name {
            return None;
        }
        let [name] = names else { return Some(false) };
        let parse = &self.parses[found.sentence];
        Some(self.are_one(name, parse.words(&self.text, found.tokens)))
    }

    /// Whether two names are those of one: the lexicon says so, or one is a part of the other.
    fn are_one(&self, a: &str, b: &str) -> bool {
        let words = |name: &str| -> Vec<String> {
            let lower = name.to_lowercase();
            let words = lower.split(|char: char| !char.is_alphanumeric());
            words
                .filter(|word| !matches!(*word, "" | "the" | "of" | "s"))
                .map(str::to_owned)
                .collect()
        };
        let (of_a, of_b) = (self.who(a), self.who(b));
        if of_a == of_b {
            return true;
        }
        // Whom the lexicon knows has no other id.
        if of_a != a && of_b != b {
            return false;
        }
        let (a, b) = (words(a), words(b));
        !a.is_empty() && !b.is_empty() && (a.ends_with(&b) || b.ends_with(&a))
    }
}

impl Gold for MarkedDocument {
    fn right(&self, reading: &Reading<'_>, question: &Question) -> Option<Vec<bool>> {
        let anaphor = &reading.found[question.anaphor];
        // Which names are one the treebank teaches better.
        if !self.is_read(anaphor) || question.class == Class::Name {
            return None;
        }
        let mark = self.mark(anaphor);
        let names = match mark {
            Some(mark) if !mark.names.is_empty() => mark.names.as_slice(),
            Some(mark) if mark.nobody => {
                let entities = question.entities.iter();
                return Some(entities.map(Option::is_none).collect());
            }
            Some(_) => return None,
            None if matches!(question.class, Class::It | Class::They) => {
                // It is no actor.
                let acts = |entity: usize| {
                    let mut mentions = reading.entities[entity].mentions.iter();
                    mentions.any(|&mention| self.mark(&reading.found[mention]).is_some())
                };
                let entities = question.entities.iter();
                return Some(entities.map(|entity| !entity.is_some_and(acts)).collect());
            }
            None => return None,
        };
        let right: Vec<bool> = question
            .entities
            .iter()
            .map(|entity| {
                entity.is_some_and(|entity| {
                    let mentions = reading.entities[entity].mentions.iter().rev();
                    let mut known = mentions.filter_map(|&it| self.means(reading, it, names));
                    known.next() == Some(true)
                })
            })
            .collect();
        right.contains(&true).then_some(right)
    }
}
