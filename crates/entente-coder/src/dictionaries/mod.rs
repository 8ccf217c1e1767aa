//! Coding by dictionaries of PETRARCH2 and TABARI, over Entente's own parse.
//!
//! Who acts on whom with which code, as a set of dictionaries says: for those who have years of
//! work in theirs. A verb of the dictionary takes its subject as source and the first coded noun
//! phrase behind it as target, the other way round where it is passive; the most specific of its
//! patterns that fits gives the code and may give the roles.
//!
//! `words` finds names, `phrases` the codes of noun phrases, `clauses` what belongs to a verb,
//! `matching` fits patterns, `mend` puts a slip of
//! parsers right, `commas` and `refusal` leave out what is not to be coded, `negation`
//! turns codes round. Nothing here makes assertions: the codes are the dictionary's own.

mod clauses;
mod commas;
mod evaluate;
mod given;
mod matching;
mod mend;
mod negation;
mod phrases;
mod refusal;
mod triage;
mod words;

use entente_lexicon::petrarch::{Dictionaries, EventCode};
use entente_model::Date;
use entente_text::{Parse, ParsedSentence};

pub use commas::CommaOptions;
pub use evaluate::{
    DictionaryCase, DictionaryScores, WrongRecord, evaluate_dictionaries,
    evaluate_dictionaries_as_given,
};
pub use refusal::Refusal;
pub use triage::WorthDictionaries;

use clauses::VerbHere;
use matching::Fit;
use phrases::Group;
use words::Words;

/// What is coded, where dictionaries leave a choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DictionaryOptions {
    /// Whether an event needs both source and target. Without, one that is not known is `---`.
    pub require_dyad: bool,
    /// The most words of a noun phrase that stands for itself where no dictionary knows it; 0
    /// leaves such phrases out.
    pub new_actor_length: usize,
    /// Which clauses between commas are passed over.
    pub commas: CommaOptions,
}

impl Default for DictionaryOptions {
    fn default() -> Self {
        Self {
            require_dyad: true,
            new_actor_length: 0,
            commas: CommaOptions::default(),
        }
    }
}

/// An event in the codes of the dictionaries.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DictionaryEvent {
    /// Who acts.
    pub source: String,
    /// Who is acted upon.
    pub target: String,
    /// What was done.
    pub code: String,
    /// The token of the verb.
    pub verb: usize,
}

/// The code of nobody.
const NOBODY: &str = "---";

/// Codes one sentence.
///
/// # Errors
/// Why the sentence, or the whole story, is not to be coded.
pub fn code_sentence(
    dictionaries: &Dictionaries,
    options: DictionaryOptions,
    text: &str,
    parse: &Parse,
    day: Option<Date>,
) -> Result<Vec<DictionaryEvent>, Refusal> {
    let parse = &*mend::one_of_each(parse);
    let words = Words::new(dictionaries, text, parse, day);
    refusal::refuse(dictionaries, &words)?;
    let sentence = Sentence {
        dictionaries,
        options,
        parse,
        cut: commas::passed_over(parse, options.commas),
        words,
    };
    Ok(sentence.events())
}

/// Codes a story: its sentences in order, each with its events or why it has none.
///
/// # Errors
/// The story is discarded as a whole.
pub fn code_story(
    dictionaries: &Dictionaries,
    options: DictionaryOptions,
    text: &str,
    sentences: &[ParsedSentence],
    day: Option<Date>,
) -> Result<Vec<Result<Vec<DictionaryEvent>, Refusal>>, Refusal> {
    let mut coded = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let read = code_sentence(dictionaries, options, text, &sentence.parse, day);
        if read == Err(Refusal::Story) {
            return Err(Refusal::Story);
        }
        coded.push(read);
    }
    Ok(coded)
}

/// A sentence with everything that coding it asks for.
struct Sentence<'a> {
    dictionaries: &'a Dictionaries,
    options: DictionaryOptions,
    parse: &'a Parse,
    words: Words,
    /// Of each token, whether it is passed over.
    cut: Vec<bool>,
}

impl Sentence<'_> {
    fn events(&self) -> Vec<DictionaryEvent> {
        let mut events = Vec::new();
        for verb in self.verbs() {
            self.events_of(&verb, &mut events);
        }
        events
    }

    fn events_of(&self, verb: &VerbHere, events: &mut Vec<DictionaryEvent>) {
        if self.is_asked_for(verb.token) || self.is_background(verb.token) {
            return;
        }
        let clause = self.clause(verb);
        let fit = self.best_fit(verb, &clause);
        let code = fit.as_ref().map_or(&verb.code, |fit| &fit.code);
        if code.is_none() {
            return;
        }
        let says_no = self.negation(verb.token);
        let consumed = |token| fit.as_ref().is_some_and(|fit| fit.tokens.contains(&token));
        let code = match says_no {
            Some(token) if !consumed(token) => negation::denied(code),
            _ => code.clone(),
        };
        let fit = fit.unwrap_or_default();
        if let Some(group) = fit.compound {
            let codes = group.codes();
            for (at, source) in codes.iter().enumerate() {
                for target in codes.iter().skip(at + 1) {
                    let both = EventCode {
                        backward: code.backward.clone().or_else(|| code.forward.clone()),
                        ..code.clone()
                    };
                    self.add(verb.token, (source, target), &both, events);
                }
            }
            return;
        }
        let (sources, targets) = self.roles(verb, &clause, &fit);
        for source in &sources {
            for target in &targets {
                self.add(verb.token, (source, target), &code, events);
            }
        }
    }

    /// Who acts and who is acted upon: as the pattern says, else by the clause.
    fn roles(
        &self,
        verb: &VerbHere,
        clause: &clauses::Clause,
        fit: &Fit,
    ) -> (Vec<String>, Vec<String>) {
        let subject = || {
            clause
                .subject
                .as_ref()
                .map(Group::codes)
                .unwrap_or_default()
        };
        let (sources, targets) = match (&fit.source, &fit.target) {
            (Some(source), Some(target)) => (source.codes(), target.codes()),
            (Some(source), None) => (source.codes(), subject()),
            (None, Some(target)) => (subject(), target.codes()),
            (None, None) => {
                let subject = subject();
                let agent = clause.agent.as_ref().map(Group::codes);
                let other = match agent {
                    Some(agent) if clause.passive && !agent.is_empty() => agent,
                    _ => self.other_side(verb, clause, fit, &subject),
                };
                if clause.passive {
                    (other, subject)
                } else {
                    (subject, other)
                }
            }
        };
        let or_nobody = |codes: Vec<String>| {
            if codes.is_empty() && !self.options.require_dyad {
                return vec![NOBODY.to_owned()];
            }
            codes
        };
        (or_nobody(sources), or_nobody(targets))
    }

    /// The first coded phrase behind the verb that is somebody else.
    fn other_side(
        &self,
        verb: &VerbHere,
        clause: &clauses::Clause,
        fit: &Fit,
        subject: &[String],
    ) -> Vec<String> {
        let behind = clause.groups.iter().filter(|group| group.start >= fit.from);
        for group in behind {
            let mut codes = group.codes();
            codes.retain(|code| subject.len() > 1 || !subject.contains(code));
            if !codes.is_empty() {
                return codes;
            }
        }
        self.new_actor_behind(verb.token).into_iter().collect()
    }

    /// Adds an event and the one that answers it, unless somebody would act on himself.
    fn add(
        &self,
        verb: usize,
        (source, target): (&str, &str),
        code: &EventCode,
        events: &mut Vec<DictionaryEvent>,
    ) {
        if source == target {
            return;
        }
        let pairs = [
            (source, target, &code.forward),
            (target, source, &code.backward),
        ];
        for (source, target, code) in pairs {
            let Some(code) = code else { continue };
            let known = |it: &DictionaryEvent| {
                it.source == source && it.target == target && it.code == *code
            };
            if !events.iter().any(known) {
                events.push(DictionaryEvent {
                    source: source.to_owned(),
                    target: target.to_owned(),
                    code: code.clone(),
                    verb,
                });
            }
        }
    }
}
