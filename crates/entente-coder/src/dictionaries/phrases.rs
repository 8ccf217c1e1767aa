//! Noun phrases and the codes of those whom they name.
//!
//! An actor in the phrase itself decides, the first of several; without one, those in a phrase
//! that hangs on it ("the mayor of Port Ansel"). Agents add their codes. Of a coordination each
//! member is somebody, and members that are agents alone share the actor of the others.

use entente_lexicon::petrarch::AgentCode;

use super::words::Name;
use super::{NOBODY, Sentence};

/// A coordination of noun phrases, with the code of each that has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Group {
    /// The first token of its words.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
    /// The codes of each member.
    members: Vec<Vec<String>>,
}

impl Group {
    /// The codes of all members, none of them twice.
    pub(super) fn codes(&self) -> Vec<String> {
        let mut codes: Vec<String> = Vec::new();
        for code in self.members.iter().flatten() {
            if !codes.contains(code) {
                codes.push(code.clone());
            }
        }
        codes
    }

    pub(super) fn is_coded(&self) -> bool {
        self.members.iter().any(|codes| !codes.is_empty())
    }
}

/// One member of a coordination, before its codes are put together.
#[derive(Debug, Default)]
struct Part {
    /// Codes of actors in its own words; `None` for one that stands for nobody.
    own: Vec<Option<String>>,
    /// With whether each stands before the head as a modifier.
    agents: Vec<(AgentCode, bool)>,
    /// Codes of actors in phrases that hang on it.
    hanging: Vec<String>,
}

/// Relations of the words that a noun phrase is made of.
const OWN: &[&str] = &[
    "compound",
    "flat",
    "amod",
    "nmod:poss",
    "nmod:desc",
    "nmod:unmarked",
    "nmod:npmod",
    "det",
    "nummod",
    "fixed",
    "goeswith",
    "advmod",
    "case",
];

/// Prepositions that tie an agent to an actor: "clerics from Port Ansel".
const TIES: &[&str] = &["OF", "IN", "FROM", "AT", "WITHIN", "INSIDE", "ACROSS", "ON"];

/// How deep phrases may hang on phrases: deeper ones say nothing of the first.
const DEEPEST: usize = 6;

impl Sentence<'_> {
    /// The words that the phrase of a head is made of, itself included, in order.
    pub(super) fn own_words(&self, head: usize) -> Vec<usize> {
        let mut found = vec![head];
        let mut next = 0;
        while let Some(&at) = found.get(next) {
            next += 1;
            let own = |child: &usize| {
                let relation = self.parse.tokens[*child].deprel;
                OWN.contains(&relation)
                    || relation.starts_with("flat")
                    || relation.starts_with("compound")
            };
            found.extend(self.parse.children(at).filter(own));
        }
        found.sort_unstable();
        found
    }

    /// Whether a token is a word of another's phrase, or a further member of a coordination.
    pub(super) fn is_inside(&self, token: usize) -> bool {
        let relation = self.parse.tokens[token].deprel;
        OWN.contains(&relation)
            || ["flat", "compound", "conj"]
                .iter()
                .any(|it| self.parse.has_deprel(token, it))
    }

    /// The coordination that a head begins.
    pub(super) fn group(&self, head: usize, depth: usize) -> Group {
        self.coordination(head, depth, true)
    }

    /// The same by what its members are called themselves: phrases that hang on one count only
    /// for the agents in it, for they are found where they stand.
    pub(super) fn group_by_itself(&self, head: usize) -> Group {
        self.coordination(head, 0, false)
    }

    fn coordination(&self, head: usize, depth: usize, whole: bool) -> Group {
        let mut heads = vec![head];
        let mut next = 0;
        while let Some(&at) = heads.get(next) {
            next += 1;
            let joined = self.parse.children_by(at, "conj");
            heads.extend(
                joined.filter(|&it| self.parse.tokens[it].upos.is_nominal() || self.is_named(it)),
            );
        }
        heads.sort_unstable();
        let parts: Vec<Part> = heads.iter().map(|&head| self.part(head, depth)).collect();
        let members = heads.iter().enumerate().map(|(at, &head)| {
            let by_itself = parts
                .get(at)
                .is_some_and(|it| !it.own.is_empty() || !it.agents.is_empty());
            if whole || by_itself {
                self.member_codes(head, at, &parts)
            } else {
                Vec::new()
            }
        });
        let members: Vec<Vec<String>> = members.collect();
        let all = heads.iter().flat_map(|&head| self.own_words(head));
        let all: Vec<usize> = all
            .filter(|&it| !self.parse.has_deprel(it, "case"))
            .collect();
        Group {
            start: all.iter().copied().min().unwrap_or(head),
            end: all.iter().copied().max().unwrap_or(head) + 1,
            members,
        }
    }

    fn is_named(&self, token: usize) -> bool {
        self.words.marks.iter().any(|mark| mark.head == token)
    }

    fn part(&self, head: usize, depth: usize) -> Part {
        let mut part = Part::default();
        let own = self.own_words(head);
        let mut marked = |words: &[usize]| {
            for mark in &self.words.marks {
                if self.cut[mark.head] || !words.contains(&mark.head) {
                    continue;
                }
                match &mark.name {
                    Name::Actor(code) if part.own.is_empty() => {
                        part.own = vec![(code != NOBODY).then(|| code.clone())];
                        part.own.extend(self.modifiers_beside(mark.head, head));
                    }
                    Name::Actor(_) => {}
                    Name::Agent(code) => part.agents.push((code.clone(), mark.head != head)),
                }
            }
        };
        marked(&own);
        if part.own.is_empty() && depth < DEEPEST {
            let names = self
                .parse
                .children_by(head, "appos")
                .filter(|&it| !self.cut[it]);
            let codes = names.map(|name| self.group(name, depth + 1).codes());
            let mut codes = codes.filter(|codes| !codes.is_empty());
            part.own = codes.next().into_iter().flatten().map(Some).collect();
        }
        if part.own.is_empty() && depth < DEEPEST {
            part.hanging = self.hanging(head, !part.agents.is_empty(), depth);
        }
        part
    }

    /// Codes of further modifiers beside a first one: "Valdorian and Keshite envoys".
    fn modifiers_beside(&self, first: usize, head: usize) -> Vec<Option<String>> {
        if first == head {
            return Vec::new();
        }
        let beside = self.parse.children_by(first, "conj");
        beside
            .filter_map(|it| {
                let words = self.own_words(it);
                let mark = self
                    .words
                    .marks
                    .iter()
                    .find(|mark| words.contains(&mark.head))?;
                match &mark.name {
                    Name::Actor(code) if code != NOBODY => Some(Some(code.clone())),
                    _ => None,
                }
            })
            .collect()
    }

    /// Codes of the first phrase that hangs on a head and names actors.
    fn hanging(&self, head: usize, agents: bool, depth: usize) -> Vec<String> {
        let phrases = self.parse.children_by(head, "nmod");
        let phrases = phrases.filter(|&it| !self.is_inside(it) && !self.cut[it]);
        for phrase in phrases {
            let mut cases = self.parse.children_by(phrase, "case");
            if agents && !cases.any(|it| TIES.contains(&self.words.upper[it].as_str())) {
                continue;
            }
            let mut codes = self.group(phrase, depth + 1).codes();
            codes.retain(|code| !code.starts_with(NOBODY) && !code.starts_with('"'));
            if !codes.is_empty() {
                return codes;
            }
        }
        Vec::new()
    }

    /// The codes of one member of a coordination, with what it shares with the others.
    fn member_codes(&self, head: usize, at: usize, parts: &[Part]) -> Vec<String> {
        let Some(part) = parts.get(at) else {
            return Vec::new();
        };
        if part.own.first() == Some(&None) {
            return Vec::new();
        }
        let mut bases: Vec<String> = part.own.iter().flatten().cloned().collect();
        if bases.is_empty() {
            bases.clone_from(&part.hanging);
        }
        if bases.is_empty() && part.agents.is_empty() {
            return self.new_actor(head).into_iter().collect();
        }
        let mut agents = Vec::new();
        if bases.is_empty() {
            (bases, agents) = shared(at, parts);
        }
        if bases.is_empty() {
            bases.push(NOBODY.to_owned());
        }
        agents.extend(part.agents.iter().map(|(agent, _)| agent.clone()));
        bases.iter().map(|base| combine(base, &agents)).collect()
    }

    /// The words of a phrase that no dictionary knows, in quotation marks, where such are wanted
    /// and it is short enough.
    fn new_actor(&self, head: usize) -> Option<String> {
        if self.options.new_actor_length == 0 || !self.parse.tokens[head].upos.is_nominal() {
            return None;
        }
        let mut words = self.own_words(head);
        words.retain(|&it| {
            !(self.parse.has_deprel(it, "case") && self.parse.tokens[it].head == Some(head))
        });
        for of in self
            .parse
            .children_by(head, "nmod")
            .filter(|&it| !self.is_inside(it))
        {
            words.extend(self.own_words(of));
        }
        words.sort_unstable();
        words.dedup();
        let words: Vec<&str> = words
            .into_iter()
            .map(|it| self.words.upper[it].as_str())
            .filter(|it| it.chars().any(char::is_alphanumeric))
            .collect();
        let short = !words.is_empty() && words.len() <= self.options.new_actor_length;
        short.then(|| format!("\"{}\"", words.join(" ")))
    }

    /// The first phrase that hangs on a verb, as a new actor.
    pub(super) fn new_actor_behind(&self, verb: usize) -> Option<String> {
        let time = |at: usize| {
            let holds = |time: &entente_text::Time| (time.tokens.0..time.tokens.1).contains(&at);
            self.parse.times.iter().any(holds)
        };
        let behind = self
            .parse
            .children(verb)
            .filter(|&it| it > verb && !time(it));
        let mut phrases = behind.filter(|&it| {
            self.parse.has_deprel(it, "obj") || self.parse.tokens[it].deprel == "obl"
        });
        self.new_actor(phrases.next()?)
    }
}

/// What an agent alone shares with the others of its coordination: the actors of a phrase that
/// hangs on another, or the actor and the modifiers in the words of the first.
fn shared(at: usize, parts: &[Part]) -> (Vec<String>, Vec<AgentCode>) {
    let agents = |part: &&Part| !part.agents.is_empty();
    let mut others = parts
        .iter()
        .filter(agents)
        .filter(|it| !it.hanging.is_empty());
    if let Some(part) = others.next() {
        return (part.hanging.clone(), Vec::new());
    }
    let Some(first) = parts.first().filter(agents).filter(|_| at > 0) else {
        return (Vec::new(), Vec::new());
    };
    let modifiers = first.agents.iter().filter(|(_, modifies)| *modifies);
    (
        first.own.iter().flatten().cloned().collect(),
        modifiers.map(|(agent, _)| agent.clone()).collect(),
    )
}

/// An actor's code with those of agents, none of whose groups of three letters comes twice.
fn combine(base: &str, agents: &[AgentCode]) -> String {
    let mut code = base.to_owned();
    for agent in agents {
        let new: String = threes(agent.letters())
            .into_iter()
            .filter(|part| !threes(&code).contains(part))
            .collect();
        code = match agent {
            AgentCode::Behind(_) => format!("{code}{new}"),
            AgentCode::Before(_) => format!("{new}{code}"),
        };
    }
    code
}

/// The groups of three letters that a code is made of; the whole code where it is made otherwise.
fn threes(code: &str) -> Vec<&str> {
    if !code.is_ascii() || !code.len().is_multiple_of(3) {
        return vec![code];
    }
    (0..code.len())
        .step_by(3)
        .filter_map(|at| code.get(at..at + 3))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_put_together_without_repeating() {
        let behind = |code: &str| AgentCode::Behind(code.to_owned());
        let check = |base: &str, agents: &[AgentCode], code: &str| {
            assert_eq!(combine(base, agents), code);
        };
        check("VAL", &[behind("GOV"), behind("GOVFRM")], "VALGOVFRM");
        check("VALGOV", &[behind("GOV")], "VALGOV");
        // "OVX" stands in it, but not as a group.
        check("VALGOVXAB", &[behind("OVX")], "VALGOVXABOVX");
        check(
            "VAL",
            &[AgentCode::Before("NGO".into()), behind("MED")],
            "NGOVALMED",
        );
        check("---", &[behind("REL")], "---REL");
    }
}
