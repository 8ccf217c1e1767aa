//! The words of a sentence as dictionaries write them, and which of their names stand where.

use entente_lexicon::petrarch::{AgentCode, Dictionaries, PhraseIndex};
use entente_model::Date;
use entente_text::Parse;

/// What a name in the sentence is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Name {
    /// An actor with its code of the day.
    Actor(String),
    /// An agent.
    Agent(AgentCode),
}

/// A name of the dictionaries in the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// First token and one past the last.
    pub(super) tokens: (usize, usize),
    /// The token that the others hang on.
    pub(super) head: usize,
    pub(super) name: Name,
}

/// The words in capitals and the names among them.
#[derive(Debug)]
pub(super) struct Words {
    /// Empty for the sign of a possessive: dictionaries leave it out.
    pub(super) upper: Vec<String>,
    as_written: Vec<String>,
    /// In order; those of one kind do not overlap.
    pub(super) marks: Vec<Mark>,
}

/// How many words may stand between those of an actor's name.
const WIDEST_GAP: usize = 3;

impl Words {
    pub(super) fn new(
        dictionaries: &Dictionaries,
        text: &str,
        parse: &Parse,
        day: Option<Date>,
    ) -> Self {
        let as_written = (0..parse.tokens.len())
            .map(|at| parse.word(text, at).to_owned())
            .collect();
        let upper = (0..parse.tokens.len())
            .map(|at| match parse.word(text, at) {
                "'s" | "'S" | "’s" | "'" | "’" if parse.has_deprel(at, "case") => String::new(),
                word => word.replace('’', "'").to_uppercase(),
            })
            .collect();
        let mut words = Self {
            upper,
            as_written,
            marks: Vec::new(),
        };
        words.find_actors(dictionaries, parse, day);
        words.find_agents(dictionaries, parse);
        words.marks.sort_by_key(|mark| mark.tokens);
        words
    }

    fn find_actors(&mut self, dictionaries: &Dictionaries, parse: &Parse, day: Option<Date>) {
        let mut at = 0;
        while at < self.upper.len() {
            let near = self.longest(&dictionaries.actor_names, at);
            let far = self.longest_with_gaps(&dictionaries.actor_names, parse, at);
            // A name that stands together before one that does not, unless that has more words.
            let found = match (near, far) {
                (Some((_, words, _)), Some(far)) if far.1 > words => Some(far),
                (None, far) => far,
                (near, _) => near,
            };
            let Some((end, _, &index)) = found else {
                at += 1;
                continue;
            };
            let actor = dictionaries.actors.get(index);
            if let Some(code) = actor.and_then(|actor| actor.code_on(day)) {
                self.mark(parse, (at, end), Name::Actor(code.to_owned()));
            }
            at = end;
        }
    }

    /// Agents stand where no actor does.
    fn find_agents(&mut self, dictionaries: &Dictionaries, parse: &Parse) {
        let mut taken = vec![false; self.upper.len()];
        for mark in &self.marks {
            taken[mark.tokens.0..mark.tokens.1].fill(true);
        }
        let mut at = 0;
        while at < self.upper.len() {
            let found = self.longest(&dictionaries.agent_names, at);
            let free = |end: usize| !taken[at..end].contains(&true);
            match found.filter(|(end, _, _)| free(*end)) {
                Some((end, _, &index)) => {
                    if let Some(agent) = dictionaries.agents.get(index) {
                        self.mark(parse, (at, end), Name::Agent(agent.code.clone()));
                    }
                    at = end;
                }
                None => at += 1,
            }
        }
    }

    fn mark(&mut self, parse: &Parse, tokens: (usize, usize), name: Name) {
        let outside = |at: &usize| {
            let head = parse.tokens[*at].head;
            head.is_none_or(|head| head < tokens.0 || tokens.1 <= head)
        };
        let head = (tokens.0..tokens.1).find(outside).unwrap_or(tokens.0);
        self.marks.push(Mark { tokens, head, name });
    }

    /// The longest phrase at a token: one past its last token, its number of words, its value.
    pub(super) fn longest<'i, T>(
        &self,
        index: &'i PhraseIndex<T>,
        at: usize,
    ) -> Option<(usize, usize, &'i T)> {
        let phrases = index.beginning(self.upper.get(at)?);
        phrases.iter().find_map(|(words, value)| {
            let end = self.standing_at(words, at)?;
            Some((end, words.len(), value))
        })
    }

    /// One past the last token of words that stand together from a token on.
    pub(super) fn standing_at(&self, words: &[String], at: usize) -> Option<usize> {
        let mut next = at;
        for (number, word) in words.iter().enumerate() {
            while number > 0 && self.upper.get(next).is_some_and(String::is_empty) {
                next += 1;
            }
            if self.upper.get(next) != Some(word) {
                return None;
            }
            next += 1;
        }
        Some(next)
    }

    /// The longest phrase whose words stand before the last of them as parts of its phrase, with
    /// other parts between: "Valdoria's new state radio".
    fn longest_with_gaps<'i, T>(
        &self,
        index: &'i PhraseIndex<T>,
        parse: &Parse,
        at: usize,
    ) -> Option<(usize, usize, &'i T)> {
        let phrases = index.beginning(self.upper.get(at)?);
        phrases.iter().find_map(|(words, value)| {
            let mut places = vec![at];
            for word in words.get(1..)? {
                let from = places.last()? + 1;
                let until = (from + WIDEST_GAP + 1).min(self.upper.len());
                places.push((from..until).find(|&it| self.upper[it] == *word)?);
            }
            let (last, parts) = places.split_last()?;
            let hangs = |part: &usize| parse.tokens[*part].head == Some(*last);
            (!parts.is_empty() && parts.iter().all(hangs)).then(|| (last + 1, words.len(), value))
        })
    }
}

impl Words {
    /// Whether the sentence begins with words in capitals, up to a colon or dash: the letters are
    /// those of the text, so this is told when the words are read.
    pub(super) fn dateline(&self, longest: usize) -> bool {
        let beginning = self.as_written.iter().take(longest);
        let mut capitals = 0;
        for word in beginning {
            if matches!(word.as_str(), "--" | "—" | "–") {
                return capitals > 0;
            }
            let letters = word.chars().any(char::is_alphabetic);
            if letters && word.chars().any(char::is_lowercase) {
                return false;
            }
            capitals += usize::from(letters);
        }
        false
    }
}
