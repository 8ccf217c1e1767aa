//! Reads a document from left to right and links each anaphor to what it means.

use std::collections::HashMap;

use crate::log_linear::Features;
use crate::parse::Parse;

use super::entities::Entity;
use super::features;
use super::mentions::{Finder, Form, Found, Pronoun, relative_noun};
use super::ranker::{Class, Weights};
use super::speakers::{Speaker, quoted, speakers};
use super::{LinkKind, MAX_TOKENS};

/// A link between mentions found, by their indices.
#[derive(Debug, Clone)]
pub(super) struct Linked {
    pub(super) anaphor: usize,
    pub(super) kind: LinkKind,
    pub(super) antecedents: Vec<usize>,
    pub(super) score: f64,
}

/// Somebody who decides which candidate an anaphor means: the trained weights or, in training,
/// the treebank.
pub(super) trait Judge {
    /// The choice among the candidates, of which the first is "none", and how sure it is.
    fn choose(&mut self, reading: &Reading<'_>, question: &Question) -> (usize, f64);
}

/// What is to be decided: which entity a mention means.
pub(super) struct Question {
    pub(super) anaphor: usize,
    pub(super) class: Class,
    /// The entities; the first place is that of "none".
    pub(super) entities: Vec<Option<usize>>,
    /// The features of each.
    pub(super) features: Vec<Features>,
}

/// Probability of "none" above which nothing is linked. Several candidates of which each is less
/// likely than none may together say that there is an antecedent. "This" and "that" mean a clause
/// more often than a noun, and are linked only where one candidate alone is as likely.
const NO_ANAPHOR: f64 = 0.5;

impl Judge for &Weights {
    fn choose(&mut self, _: &Reading<'_>, question: &Question) -> (usize, f64) {
        let shares = self.rank(question.class, &question.features);
        let (none, candidates) = shares.split_first().unwrap_or((&1.0, &[]));
        if *none > NO_ANAPHOR {
            return (0, *none);
        }
        // The first of equals: the most recent.
        let mut best = (0, 0.0);
        for (index, &share) in candidates.iter().enumerate() {
            if share > best.1 {
                best = (index + 1, share);
            }
        }
        if question.class == Class::Demonstrative && best.1 <= NO_ANAPHOR {
            return (0, *none);
        }
        best
    }
}

/// A document on the way of being read.
pub(super) struct Reading<'a> {
    pub(super) sentences: &'a [Parse],
    /// Number of the paragraph of each sentence.
    pub(super) paragraphs: Vec<usize>,
    pub(super) found: Vec<Found>,
    pub(super) entities: Vec<Entity>,
    /// The entity of each mention, where it was read already.
    pub(super) entity_of: Vec<Option<usize>>,
    /// The entities mentioned last, the latest at the end.
    pub(super) recent: Vec<usize>,
    pub(super) links: Vec<Linked>,
    /// Who speaks in the quotation marks of each sentence.
    pub(super) speakers: Vec<Option<Speaker>>,
    /// Of each sentence, which tokens stand in quotation marks.
    pub(super) quoted: Vec<Vec<bool>>,
    /// Mentions by sentence and head, groups left out.
    by_head: HashMap<(usize, usize), usize>,
}

/// How many entities are remembered: what was mentioned before them is not meant again.
const ENTITIES_REACH: usize = 200;

/// How sure a relative pronoun's noun, an apposition and a predicate are. Set by hand: the treebank
/// annotates no relative pronouns, and the others were not counted apart.
const RELATIVE: f64 = 0.95;
const APPOSITION: f64 = 0.9;
const PREDICATE: f64 = 0.8;

impl<'a> Reading<'a> {
    /// Finds the mentions.
    pub(super) fn new(text: &'a str, sentences: &'a [Parse], weights: &'a Weights) -> Self {
        let paragraphs = paragraphs(text, sentences);
        let mut quoted = quoted(text, sentences, &paragraphs);
        let speakers = speakers(text, sentences, &paragraphs, &mut quoted);
        let finder = Finder::new(text, &weights.kinds);
        let mut found = Vec::new();
        for (index, parse) in sentences.iter().enumerate() {
            if parse.tokens.len() <= MAX_TOKENS {
                finder.sentence(index, parse, &quoted[index], &mut found);
            }
        }
        let by_head = found
            .iter()
            .enumerate()
            .filter(|(_, mention)| mention.form != Form::Group)
            .map(|(index, mention)| ((mention.sentence, mention.head), index))
            .collect();
        Self {
            sentences,
            speakers,
            quoted,
            paragraphs,
            entity_of: vec![None; found.len()],
            found,
            entities: Vec::new(),
            recent: Vec::new(),
            links: Vec::new(),
            by_head,
        }
    }

    /// The mention headed by a token, if it is one.
    pub(super) fn mention_at(&self, sentence: usize, head: usize) -> Option<usize> {
        self.by_head.get(&(sentence, head)).copied()
    }

    pub(super) fn parse_of(&self, mention: usize) -> &'a Parse {
        &self.sentences[self.found[mention].sentence]
    }

    /// Reads all of it.
    pub(super) fn read(&mut self, mut judge: impl Judge) {
        for index in self.order() {
            self.mention(index, &mut judge);
        }
        self.quoted_persons();
        self.links.sort_by_key(|link| {
            (
                self.found[link.anaphor].sentence,
                self.found[link.anaphor].head,
            )
        });
    }

    /// Mentions in the order of reading: that of the text, but a group after its last member,
    /// a description after the name in apposition to it, and a pronoun in a phrase before the
    /// subject of its clause after that subject ("In his speech, Aliyev said").
    fn order(&self) -> Vec<usize> {
        let mut keyed: Vec<((usize, usize, usize), usize)> = self
            .found
            .iter()
            .enumerate()
            .map(|(index, mention)| {
                let at = if mention.form == Form::Group {
                    let last = mention
                        .members
                        .iter()
                        .map(|&member| self.found[member].head);
                    (last.max().unwrap_or(mention.head), 2)
                } else if let Some(name) = self.apposed_name(index) {
                    (self.found[name].head, 1)
                } else if let Some(subject) = self.following_subject(index) {
                    (subject, 1)
                } else {
                    (mention.head, 0)
                };
                ((mention.sentence, at.0, at.1), index)
            })
            .collect();
        keyed.sort_unstable();
        keyed.into_iter().map(|(_, index)| index).collect()
    }

    /// The name that stands in apposition to a description, after it.
    fn apposed_name(&self, index: usize) -> Option<usize> {
        let mention = &self.found[index];
        if matches!(mention.form, Form::Name | Form::Pronoun(_) | Form::Group) {
            return None;
        }
        self.parse_of(index)
            .children_by(mention.head, "appos")
            .filter_map(|child| self.mention_at(mention.sentence, child))
            .find(|&other| self.found[other].form == Form::Name)
    }

    /// The subject after a personal pronoun that stands in a phrase or clause before it.
    fn following_subject(&self, index: usize) -> Option<usize> {
        let mention = &self.found[index];
        if !matches!(
            mention.form,
            Form::Pronoun(Pronoun::Person | Pronoun::It | Pronoun::They)
        ) {
            return None;
        }
        let parse = self.parse_of(index);
        parse.ancestors(mention.head).take(8).find_map(|at| {
            let token = &parse.tokens[at];
            let verb = token.head.filter(|&verb| verb > at)?;
            let fronted = parse.has_deprel(at, "obl") || parse.has_deprel(at, "advcl");
            let subject = parse.children_by(verb, "nsubj").next()?;
            (fronted && subject > at && subject > mention.head).then_some(subject)
        })
    }

    fn mention(&mut self, index: usize, judge: &mut impl Judge) {
        let form = self.found[index].form;
        match form {
            Form::Pronoun(Pronoun::First | Pronoun::FirstPlural) => {}
            Form::Pronoun(Pronoun::Relative) => self.relative(index),
            Form::Group => {
                self.open(index);
            }
            _ => {
                if !self.apposed(index) && !self.pair(index) && !self.predicate(index) {
                    self.ranked(index, judge);
                }
            }
        }
    }

    /// Makes a new entity of a mention.
    fn open(&mut self, index: usize) {
        self.entity_of[index] = Some(self.entities.len());
        self.entities.push(Entity::new(index, &self.found[index]));
        self.touch(self.entities.len() - 1);
    }

    /// Makes an entity the most recent one.
    fn touch(&mut self, entity: usize) {
        self.recent.retain(|&other| other != entity);
        if self.recent.len() >= ENTITIES_REACH {
            self.recent.remove(0);
        }
        self.recent.push(entity);
    }

    /// Makes a mention one of an entity's.
    fn join(&mut self, index: usize, entity: usize, kind: LinkKind, score: f64) {
        let antecedent = self.entities[entity].latest();
        let antecedents = match self.found[antecedent].form {
            Form::Group => self.found[antecedent].members.clone(),
            _ => vec![antecedent],
        };
        self.links.push(Linked {
            anaphor: index,
            kind,
            antecedents,
            score,
        });
        self.entity_of[index] = Some(entity);
        self.entities[entity].add(index, &self.found[index]);
        self.touch(entity);
    }

    fn relative(&mut self, index: usize) {
        let mention = &self.found[index];
        let noun = relative_noun(self.parse_of(index), mention.head)
            .and_then(|noun| self.mention_at(mention.sentence, noun));
        if let Some(noun) = noun {
            self.links.push(Linked {
                anaphor: index,
                kind: LinkKind::Relative,
                antecedents: vec![noun],
                score: RELATIVE,
            });
            self.entity_of[index] = self.entity_of[noun];
        }
    }

    /// "the president, Ilham Aliyev" and "Ilham Aliyev, the president".
    fn apposed(&mut self, index: usize) -> bool {
        let mention = &self.found[index];
        let parse = self.parse_of(index);
        let other = self.apposed_name(index).or_else(|| {
            let above = parse.tokens[mention.head].head?;
            let description = mention.form != Form::Name;
            (parse.has_deprel(mention.head, "appos") && description)
                .then(|| self.mention_at(mention.sentence, above))
                .flatten()
        });
        let Some((other, entity)) = other
            .filter(|&other| self.found[other].number == mention.number)
            .and_then(|other| Some((other, self.entity_of[other]?)))
        else {
            return false;
        };
        // The link is to the other part, whatever was read last.
        self.join(index, entity, LinkKind::Apposition, APPOSITION);
        if let Some(link) = self.links.last_mut() {
            link.antecedents = vec![other];
        }
        true
    }

    /// "Aliyev is the president": what follows of "the president" is about Aliyev.
    fn predicate(&mut self, index: usize) -> bool {
        let mention = &self.found[index];
        let parse = self.parse_of(index);
        let copula = parse.children_by(mention.head, "cop").next().is_some();
        let negated = parse
            .children(mention.head)
            .any(|child| matches!(parse.tokens[child].lemma.as_str(), "not" | "no" | "never"));
        if !copula || negated || mention.form != Form::Definite {
            return false;
        }
        let subject = parse
            .children_by(mention.head, "nsubj")
            .filter_map(|child| self.mention_at(mention.sentence, child))
            .find(|&subject| self.found[subject].form == Form::Name);
        let Some(entity) = subject.and_then(|subject| self.entity_of[subject]) else {
            return false;
        };
        self.join(index, entity, LinkKind::Predicate, PREDICATE);
        true
    }

    /// "the two countries", "both sides": a group that was named, or the two that are named most.
    fn pair(&mut self, index: usize) -> bool {
        let Some((members, score)) = features::pair(self, index) else {
            return false;
        };
        self.links.push(Linked {
            anaphor: index,
            kind: LinkKind::Group,
            antecedents: members,
            score,
        });
        let mut entity = Entity::new(index, &self.found[index]);
        entity.is_group = true;
        self.entity_of[index] = Some(self.entities.len());
        self.entities.push(entity);
        self.touch(self.entities.len() - 1);
        true
    }

    fn ranked(&mut self, index: usize, judge: &mut impl Judge) {
        let question = features::question(self, index);
        let choice = question
            .as_ref()
            .map(|question| (judge.choose(self, question), question));
        let chosen = choice.and_then(|((choice, score), question)| {
            let entity = question.entities.get(choice).copied().flatten()?;
            Some((entity, score))
        });
        let kind = match self.found[index].form {
            Form::Name => LinkKind::Name,
            Form::Pronoun(Pronoun::Demonstrative) => LinkKind::Demonstrative,
            Form::Pronoun(_) => LinkKind::Pronoun,
            _ => LinkKind::Description,
        };
        match chosen {
            Some((entity, score)) => self.join(index, entity, kind, score),
            // A pronoun that means nothing named is nobody whom later words could mean.
            None if matches!(kind, LinkKind::Pronoun | LinkKind::Demonstrative) => {}
            None => self.open(index),
        }
    }

    /// "I" and "we" in quotation marks.
    fn quoted_persons(&mut self) {
        for index in 0..self.found.len() {
            let mention = &self.found[index];
            let plural = match mention.form {
                Form::Pronoun(Pronoun::First) => false,
                Form::Pronoun(Pronoun::FirstPlural) => true,
                _ => continue,
            };
            let speaker = self.speakers[mention.sentence].filter(|_| mention.quoted);
            let Some((speaker, antecedent)) = speaker.and_then(|speaker| {
                Some((speaker, self.mention_at(speaker.sentence, speaker.token)?))
            }) else {
                continue;
            };
            let doubt = if plural { SPOKEN_FOR } else { 1.0 };
            self.links.push(Linked {
                anaphor: index,
                kind: LinkKind::Speaker,
                antecedents: vec![antecedent],
                score: speaker.score * doubt,
            });
            // "We" are the speaker with others: no mention of the speaker alone.
            if !plural {
                self.entity_of[index] = self.entity_of[antecedent];
            }
        }
    }
}

/// How sure it is that "we" are those for whom the speaker speaks.
const SPOKEN_FOR: f64 = 0.6;

/// The paragraph of each sentence: blocks of clean text are separated by a blank line.
fn paragraphs(text: &str, sentences: &[Parse]) -> Vec<usize> {
    let mut paragraph = 0;
    let mut before: Option<usize> = None;
    sentences
        .iter()
        .map(|parse| {
            if let (Some(first), Some(last)) = (parse.tokens.first(), parse.tokens.last()) {
                let gap = before.and_then(|end| text.get(end..first.span.start));
                if gap.is_some_and(|gap| gap.contains("\n\n")) {
                    paragraph += 1;
                }
                before = Some(last.span.end);
            }
            paragraph
        })
        .collect()
}
