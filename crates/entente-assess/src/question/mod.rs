//! Questions: from what a person types to what is asked, and what must be fetched to answer it.

mod forms;
mod times;
mod words;

use std::fmt;

use entente_model::{ActorRef, Assertion, Body, Date};
use entente_store::{Involving, Query};

pub use forms::Form;
pub use times::{Back, Times};

use crate::level::account::Account;
use crate::names::Names;
use crate::topic::Topic;
use forms::Reading;
use words::Word;

/// Longer questions are not understood: no form has so many words.
const MOST_WORDS: usize = 60;

/// Of an unknown name, so many characters are looked up and shown.
const MOST_OF_A_NAME: usize = 80;

/// At most so many assertions are fetched about one actor or everybody, newest first; those
/// between the two actors asked about have a limit of their own.
const MOST_AROUND: usize = 4000;

/// At most so many events between the two are looked at one by one, the newest. What is older weighs less, and
/// many of a kind hardly more than some.
pub(crate) const MOST_BETWEEN: usize = 2000;

/// A question that has been understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// As asked, blanks tidied.
    pub text: String,
    /// What is asked.
    pub form: Form,
    /// Whether it asks for the reasons.
    pub why: bool,
    /// Whether it asks about the past ("were").
    pub past: bool,
    /// Whether it supposes the contrary ("why are A and B *not* allies").
    pub negated: bool,
    /// The first actor.
    pub a: Option<ActorRef>,
    /// The second actor.
    pub b: Option<ActorRef>,
    /// The topic.
    pub topic: Option<Topic>,
    /// What the topic is called by somebody.
    pub label: Option<Topic>,
    /// The time it is about.
    pub times: Option<Times>,
    /// Answered as of this day.
    pub at: Option<Date>,
}

/// Why a question has no answer: what to tell the person who asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Misunderstanding {
    /// The words fit no form.
    NotUnderstood {
        /// The question, shortened where long.
        question: String,
        /// The form that shares most words with it.
        nearest_form: Option<&'static str>,
        /// Every form, with an example.
        forms: Vec<(&'static str, &'static str)>,
    },
    /// The form is clear, but nobody of that name is known.
    UnknownActor {
        /// The words that should name an actor.
        phrase: String,
        /// Names written most like them.
        nearest: Vec<String>,
        /// Further unknown phrases of the question, with the names nearest to each.
        others: Vec<(String, Vec<String>)>,
    },
}

impl fmt::Display for Misunderstanding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NotUnderstood {
                question,
                nearest_form,
                forms,
            } => {
                if question.is_empty() {
                    writeln!(f, "No question was asked.")?;
                } else {
                    writeln!(f, "This question is not understood: {question}")?;
                }
                if let Some(form) = nearest_form {
                    writeln!(f, "Nearest to it: {form}?")?;
                }
                write!(f, "\nWhat can be asked, with an example of each:")?;
                for (form, example) in forms {
                    write!(f, "\n  {form}\n      {example}")?;
                }
                Ok(())
            }
            Self::UnknownActor {
                phrase,
                nearest,
                others,
            } => {
                let unknown =
                    std::iter::once((phrase, nearest)).chain(others.iter().map(|(p, n)| (p, n)));
                for (number, (phrase, nearest)) in unknown.enumerate() {
                    if number > 0 {
                        writeln!(f)?;
                    }
                    write!(f, "No actor is known by the name {phrase:?}.")?;
                    if !nearest.is_empty() {
                        write!(f, " Did you mean {}?", nearest.join(", "))?;
                    }
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for Misunderstanding {}

impl Question {
    /// Understands a question, as of a day where names changed.
    pub fn parse(
        text: &str,
        names: &dyn Names,
        at: Option<Date>,
    ) -> Result<Self, Misunderstanding> {
        let words = words::words(text);
        let mut unknown: Option<Vec<String>> = None;
        if words.len() <= MOST_WORDS {
            for (body, times) in timed(&words) {
                let negated = body.iter().any(|word| word.form == "not");
                for reading in forms::readings(body) {
                    match Self::of_reading(&reading, names, at) {
                        Ok(question) => {
                            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
                            return Ok(Self {
                                text,
                                negated,
                                times,
                                ..question
                            });
                        }
                        Err(phrases) => {
                            // The reading with the fewest and shortest unknown names tells most.
                            let size = |phrases: &[String]| {
                                phrases
                                    .iter()
                                    .map(|phrase| phrase.len() + 20)
                                    .sum::<usize>()
                            };
                            if unknown
                                .as_deref()
                                .is_none_or(|best| size(&phrases) < size(best))
                            {
                                unknown = Some(phrases);
                            }
                        }
                    }
                }
            }
        }
        if let Some(phrases) = unknown {
            let mut all = phrases.into_iter().map(|phrase| {
                // No name is so long; what is typed must not fill the screen.
                let phrase = crate::render::shortened(&phrase, MOST_OF_A_NAME);
                let nearest = names.nearest(&phrase, 5);
                (phrase, nearest)
            });
            if let Some((phrase, nearest)) = all.next() {
                let others = all.collect();
                return Err(Misunderstanding::UnknownActor {
                    phrase,
                    nearest,
                    others,
                });
            }
        }
        let shown = words::joined(&words);
        let mut question: String = shown.chars().take(120).collect();
        if question.len() < shown.len() {
            question.push('…');
        }
        Err(Misunderstanding::NotUnderstood {
            question,
            nearest_form: forms::nearest(&words).map(|row| row.shown),
            forms: Self::forms(),
        })
    }

    /// How two stand, asked without words.
    pub fn of_standing(a: &ActorRef, b: &ActorRef, at: Option<Date>) -> Self {
        Self {
            text: format!("How do {} and {} stand?", a.name, b.name),
            form: Form::Stand,
            why: false,
            past: false,
            negated: false,
            a: Some(a.clone()),
            b: Some(b.clone()),
            topic: None,
            label: None,
            times: None,
            at,
        }
    }

    /// Every form of question as it is shown to a reader, with an example of each.
    pub fn forms() -> Vec<(&'static str, &'static str)> {
        forms::TABLE
            .iter()
            .map(|row| (row.shown, row.example))
            .collect()
    }

    /// The name of the form in answers: `why` for reasons, else [`Form::name`].
    pub fn form_name(&self) -> &'static str {
        if self.why { "why" } else { self.form.name() }
    }

    /// A reading with its actors; the phrases that name nobody where there are such.
    fn of_reading(
        reading: &Reading,
        names: &dyn Names,
        at: Option<Date>,
    ) -> Result<Self, Vec<String>> {
        let mut unknown = Vec::new();
        let mut actor = |slot: &Option<String>| {
            let phrase = slot.as_deref()?;
            let bare = without_article(phrase);
            let found = names
                .resolve(phrase, at)
                .or_else(|| names.resolve(bare, at));
            if found.is_none() {
                unknown.push(bare.to_owned());
            }
            found
        };
        let (a, b) = (actor(&reading.slots.a), actor(&reading.slots.b));
        if !unknown.is_empty() {
            return Err(unknown);
        }
        let topic = |slot: &Option<String>| {
            slot.as_deref()
                .map(|phrase| Topic::new(without_article(phrase), names, at))
        };
        Ok(Self {
            text: String::new(),
            form: reading.form,
            why: reading.why,
            past: reading.past,
            negated: false,
            a,
            b,
            topic: topic(&reading.slots.topic),
            label: topic(&reading.slots.label),
            times: None,
            at,
        })
    }

    /// What to fetch; the union of the results is what [`crate::answer`] takes.
    pub fn queries(&self) -> Vec<Query> {
        let base = Query {
            at: self.at,
            ..Query::default()
        };
        let around = Query {
            limit: Some(MOST_AROUND),
            ..base.clone()
        };
        let a = self.a.as_ref().map(|actor| actor.id.clone());
        let b = self.b.as_ref().map(|actor| actor.id.clone());
        let topical: Vec<String> = self
            .topic
            .iter()
            .flat_map(|topic| topic.actors.iter().map(|actor| actor.id.clone()))
            .collect();
        match (a, b) {
            (Some(a), Some(b)) => {
                let (since, until) = match &self.times {
                    Some(times) => (times.since, times.until),
                    None => (None, None),
                };
                let both = Query {
                    involving: Involving::Both(a.clone(), b.clone()),
                    since,
                    until,
                    ..base
                };
                let events = Query {
                    kinds: vec!["event"],
                    limit: Some(MOST_BETWEEN),
                    ..both.clone()
                };
                let others = Query {
                    kinds: vec!["tie", "label"],
                    ..both
                };
                let mut queries = vec![events, others];
                let beside = match self.form {
                    form if form.is_of_a_pair() => Some(Involving::Around(a, b)),
                    // What one of them did may be told in a sentence that names the other.
                    Form::Events | Form::Membership => Some(Involving::AnyOf(vec![a, b])),
                    _ => None,
                };
                queries.extend(beside.map(|involving| Query {
                    involving,
                    kinds: vec!["event", "tie", "stance"],
                    ..around
                }));
                queries
            }
            (Some(a), None) if self.topic.is_none() => vec![Query {
                involving: Involving::Actor(a),
                kinds: vec!["event", "tie"],
                limit: Some(MOST_AROUND * 4),
                ..base
            }],
            (Some(a), None) => vec![
                Query {
                    claimant: Some(a.clone()),
                    ..around.clone()
                },
                Query {
                    involving: Involving::Actor(a),
                    ..around.clone()
                },
                // Labels by anybody, and the events that the topic may mean by "the attack".
                Query {
                    kinds: vec!["label"],
                    ..around.clone()
                },
                Query {
                    kinds: vec!["event"],
                    ..around
                },
            ],
            _ => {
                let mut queries = vec![Query {
                    kinds: vec!["stance", "label"],
                    ..around.clone()
                }];
                if let Some(topic) = &self.topic {
                    queries.push(Query {
                        issue: Some(topic.issue.clone()),
                        ..base
                    });
                }
                let is_actors_only = self.topic.as_ref().is_some_and(Topic::is_actors_only);
                if !topical.is_empty() {
                    queries.push(Query {
                        involving: Involving::AnyOf(topical),
                        ..around.clone()
                    });
                }
                // "All criticised the mission" names no actor of the topic.
                if !is_actors_only {
                    queries.push(around);
                }
                queries
            }
        }
    }

    /// What to fetch beyond that, once [`Self::queries`] have been answered: what somebody calls
    /// the events that were found, and where nothing names one of two, whether anything does. How they stand by
    /// observed datasets says so already.
    pub fn follow_up(&self, found: &[Assertion], standing: Option<&Account>) -> Vec<Query> {
        let mut queries = self.labels_of(found);
        if self.form.is_of_a_pair() && standing.is_none_or(|it| it.levels.is_none()) {
            let sides = self.a.iter().chain(&self.b).map(|actor| &actor.id);
            let unnamed = sides.filter(|id| {
                let mut actors = found.iter().flat_map(|it| it.body.actors());
                !actors.any(|actor| actor.acts_for(id))
            });
            queries.extend(unnamed.map(|id| Query {
                involving: Involving::Actor(id.clone()),
                kinds: vec!["event", "tie", "stance"],
                at: self.at,
                // Of a time asked about, the newest may be outside.
                limit: Some(self.times.as_ref().map_or(1, |_| MOST_AROUND)),
                ..Query::default()
            }));
        }
        queries
    }

    fn labels_of(&self, found: &[Assertion]) -> Vec<Query> {
        let about: Vec<String> = found
            .iter()
            .filter(|assertion| matches!(assertion.body, Body::Event(_)))
            .filter(|assertion| self.is_worth_labels(assertion))
            .take(MOST_AROUND)
            .map(|assertion| assertion.id.as_str().to_owned())
            .collect();
        if about.is_empty() {
            return Vec::new();
        }
        vec![Query {
            about,
            at: self.at,
            ..Query::default()
        }]
    }

    fn is_worth_labels(&self, assertion: &Assertion) -> bool {
        match (&self.a, &self.b, &self.topic) {
            (_, _, Some(topic)) => topic.share(assertion) > 0.0,
            (Some(_), Some(_), None) => self.form.is_of_a_pair() || self.form == Form::Events,
            _ => false,
        }
    }
}

fn without_article(phrase: &str) -> &str {
    let is_article = |word: &str| {
        ["the", "a", "an"]
            .iter()
            .any(|a| a.eq_ignore_ascii_case(word))
    };
    match phrase.split_once(' ') {
        Some((first, rest)) if is_article(first) => rest,
        _ => phrase,
    }
}

/// The words without a time at their end or start, and that time; then all words.
fn timed(words: &[Word]) -> Vec<(&[Word], Option<Times>)> {
    let mut ways = Vec::new();
    for at in 1..words.len() {
        if let Some(times) = times::times(&words[at..]) {
            ways.push((&words[..at], Some(times)));
        }
    }
    for at in 1..words.len().min(8) {
        if let Some(times) = times::times(&words[..at]) {
            ways.push((&words[at..], Some(times)));
        }
    }
    ways.push((words, None));
    ways
}

#[cfg(test)]
mod tests;
