//! Who acts and who is acted upon in a sentence that is read for one event: the words that head the two
//! sides of the event it is told for.
//!
//! Sentences tell several events; the one that counts is that of the main clause, or what the main
//! clause says is said, wanted or begun. Events that the tables know come before others.

use std::collections::HashSet;

use entente_lexicon::{Lexicon, Memory};
use entente_text::{Parse, Upos};

use crate::events;
use crate::mend;
use crate::predicates::Predicates;
use crate::sentence::Sentence;

/// The heads of the two sides of a sentence's event, as token indices.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sides {
    /// Who acts.
    pub source: Vec<usize>,
    /// Who or what is acted upon.
    pub target: Vec<usize>,
}

/// The sides of the main event of a sentence, with the tree that they were read from.
pub fn sides(text: &str, mut parse: Parse, lexicon: &Lexicon) -> (Parse, Sides) {
    let words: Vec<String> = (0..parse.tokens.len())
        .map(|index| parse.word(text, index).to_lowercase())
        .collect();
    let tables = Predicates::builtin();
    let word = |index: usize| words[index].clone();
    let mut memory = Memory::new(None);
    let scene = mend::read(&mut parse, text, &word, lexicon, &mut memory);
    let sentence = Sentence::new(text, &parse, &scene, tables, lexicon);
    let mut found = Vec::new();
    events::by_rules(&sentence, &mut found);
    let coded: HashSet<usize> = found.iter().map(|found| found.token).collect();
    let root = (0..parse.tokens.len()).find(|&index| parse.tokens[index].head.is_none());
    let sides = root.map_or_else(Sides::default, |root| {
        Finder {
            sentence: &sentence,
            coded,
        }
        .from(root)
    });
    (parse, sides)
}

struct Finder<'a, 'b> {
    sentence: &'a Sentence<'b>,
    /// Tokens that an event of the tables was read from.
    coded: HashSet<usize>,
}

/// Prepositions before those whom an event is aimed at, in the order in which they are looked for.
const AIMS: &[&str] = &[
    "against", "with", "on", "at", "to", "from", "for", "over", "in", "into", "of", "between",
    "near", "toward", "towards", "about",
];

/// Verbs that say little themselves: the event is in their object.
const LIGHT: &[&str] = &[
    "launch",
    "hold",
    "begin",
    "start",
    "continue",
    "conduct",
    "express",
    "issue",
    "open",
    "give",
    "sign",
    "reach",
    "make",
    "have",
    "offer",
    "pay",
    "impose",
    "lift",
    "stage",
    "wage",
    "voice",
    "claim",
    "carry",
    "provide",
    "take",
    "mount",
    "resume",
    "renew",
    "put",
    "deliver",
    "send",
    "announce",
    "declare",
    "fire",
    "exert",
    "extend",
    "pledge",
    "promise",
    "show",
    "convey",
    "raise",
    "do",
    "commit",
    "undertake",
    "intensify",
    "step",
    "place",
    "ease",
    "suspend",
    "end",
    "host",
];

/// Things said or felt: what they are about is what is acted upon.
const ABOUT: &[&str] = &[
    "concern",
    "hope",
    "optimism",
    "statement",
    "responsibility",
    "regret",
    "condolence",
    "readiness",
    "willingness",
    "desire",
    "interest",
    "confidence",
    "satisfaction",
    "solidarity",
    "gratitude",
    "appreciation",
    "sympathy",
    "doubt",
    "fear",
    "view",
    "opinion",
    "commitment",
    "intention",
    "call",
    "appeal",
    "warning",
    "approval",
    "plan",
    "step",
    "action",
    "measure",
    "effort",
    "part",
];

impl Finder<'_, '_> {
    fn from(&self, root: usize) -> Sides {
        let sentence = self.sentence;
        let verb = self.told(root);
        let mut source = self.subjects(verb);
        let mut target = self.targets(verb, 4);
        if sentence.is_passive(verb) {
            target = sentence.subjects(verb);
            source = self.agents(verb);
        }
        source.truncate(1);
        target.retain(|token| !source.contains(token));
        target.truncate(1);
        let both = self.is_mutual(verb) && target.iter().all(|&token| self.is_actor(token));
        if both && !source.is_empty() && !target.is_empty() {
            source.extend(&target);
            target.clone_from(&source);
        }
        Sides { source, target }
    }

    /// What is told, where the main clause only says by whom: "..., officials said".
    fn told(&self, root: usize) -> usize {
        let sentence = self.sentence;
        let reports = sentence
            .tables
            .speech_verbs
            .contains_key(sentence.lemma(root));
        let before = sentence
            .children_where(root, |deprel| matches!(deprel, "ccomp" | "parataxis"))
            .find(|&clause| clause < root && sentence.is_verb(clause));
        before.filter(|_| reports).unwrap_or(root)
    }

    /// "met", "held talks with", "signed an agreement with": each does it to the other.
    fn is_mutual(&self, verb: usize) -> bool {
        let sentence = self.sentence;
        let tables = sentence.tables;
        let verbs = tables.event_verbs.get(sentence.lemma(verb));
        let by_verb = verbs.into_iter().flatten().any(|known| {
            known.objects.is_empty()
                && known.particle.is_none()
                && tables.events[known.group].mutual
        });
        by_verb
            || sentence.objects(verb).iter().any(|&object| {
                let groups = tables.event_nouns.get(sentence.lemma(object));
                LIGHT.contains(&sentence.lemma(verb))
                    && groups
                        .into_iter()
                        .flatten()
                        .any(|&group| tables.events[group].mutual)
            })
    }

    fn subjects(&self, verb: usize) -> Vec<usize> {
        self.sentence.subjects(verb)
    }

    fn agents(&self, verb: usize) -> Vec<usize> {
        let agents: Vec<usize> = self
            .sentence
            .children_where(verb, |deprel| deprel == "obl:agent")
            .collect();
        if agents.is_empty() {
            self.sentence.obliques(verb, &["by"])
        } else {
            agents
        }
    }

    fn is_actor(&self, token: usize) -> bool {
        !self.sentence.scene.at(token).is_empty()
    }

    fn is_nominal(&self, token: usize) -> bool {
        self.sentence.is_noun(token) && !self.sentence.is_time(token)
    }

    /// Whom a predicate is aimed at: its object, whoever stands behind the noun that carries the
    /// event, then who stands under a preposition, then what is said, wanted or begun.
    fn targets(&self, verb: usize, depth: usize) -> Vec<usize> {
        if depth == 0 {
            return Vec::new();
        }
        let sentence = self.sentence;
        let objects: Vec<usize> = sentence
            .children_where(verb, |deprel| matches!(deprel, "iobj" | "obj"))
            .chain(sentence.objects(verb))
            .filter(|&object| self.is_nominal(object))
            .collect();
        if let Some(&person) = objects.iter().find(|&&object| self.is_actor(object)) {
            return vec![person];
        }
        if let Some(&object) = objects.first() {
            return vec![self.beyond(verb, object, depth).unwrap_or(object)];
        }
        if let Some(aimed) = self.aimed(verb) {
            return vec![aimed];
        }
        for deprel in ["xcomp", "ccomp", "conj", "parataxis", "advcl"] {
            for clause in sentence.parse.children_by(verb, deprel) {
                if deprel == "ccomp" || deprel == "parataxis" {
                    let own = sentence
                        .children_where(clause, |deprel| deprel.starts_with("nsubj"))
                        .find(|&subject| self.is_nominal(subject));
                    if let Some(own) = own {
                        return vec![own];
                    }
                }
                let inner = self.targets(clause, depth - 1);
                if !inner.is_empty() {
                    return inner;
                }
            }
        }
        Vec::new()
    }

    /// Who or what stands behind an object that carries the event itself: "launched an attack on".
    fn beyond(&self, verb: usize, object: usize, depth: usize) -> Option<usize> {
        let sentence = self.sentence;
        let lemma = sentence.lemma(object);
        let event = sentence.tables.event_nouns.contains_key(lemma) || self.coded.contains(&object);
        let about = ABOUT.contains(&lemma);
        let light = LIGHT.contains(&sentence.lemma(verb));
        if !light || !event && !about {
            return None;
        }
        let thing = |head: usize| {
            AIMS.iter().find_map(|preposition| {
                sentence
                    .obliques(head, &[preposition])
                    .into_iter()
                    .find(|&token| self.is_nominal(token))
            })
        };
        self.aimed(object)
            .or_else(|| self.aimed(verb))
            .or_else(|| thing(object))
            .or_else(|| {
                // "issued a statement calling on X", "restrictions imposed on X".
                let clause = sentence
                    .children_where(object, |deprel| deprel.starts_with("acl"))
                    .next()?;
                self.targets(clause, depth - 1).first().copied()
            })
    }

    /// The actor, or failing that the thing, under a preposition that aims.
    fn aimed(&self, head: usize) -> Option<usize> {
        let sentence = self.sentence;
        let under = |test: &dyn Fn(usize) -> bool| {
            AIMS.iter().find_map(|preposition| {
                sentence
                    .obliques(head, &[preposition])
                    .into_iter()
                    .find(|&token| self.is_nominal(token) && test(token))
            })
        };
        under(&|token| self.is_actor(token))
            .or_else(|| under(&|token| sentence.upos(token) == Upos::Propn))
    }
}
