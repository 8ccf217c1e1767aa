//! What a question is about, and how far a text is about the same: content words by their
//! stems, and the actors among them by id. Word matching finds evidence here, it never codes it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use entente_model::{ActorRef, Assertion, Body, Date};

use crate::names::Names;

/// Words that say nothing about a topic.
const EMPTY: &[&str] = &[
    "a", "an", "the", "of", "to", "in", "on", "at", "by", "for", "from", "with", "about", "and",
    "or", "but", "that", "this", "these", "those", "it", "its", "is", "are", "was", "were", "be",
    "been", "being", "has", "have", "had", "having", "do", "does", "did", "doing", "will", "would",
    "could", "should", "may", "might", "not", "no", "new", "any", "some", "their", "his", "her",
    "between", "into", "over", "as", "than", "there", "who", "what", "which", "ever", "'s",
    "being",
];

/// Words that stand for one another when evidence is looked for; each line under its first.
const ALIKE: &[&[&str]] = &[
    &["agreement", "treaty", "deal", "pact", "accord"],
    &["attack", "assault", "raid", "shooting"],
    &[
        "send", "sent", "sell", "sold", "supply", "deliver", "provide", "ship", "transfer", "gave",
        "give",
    ],
    &["weapon", "arms", "munition", "weaponry"],
    &["corridor", "route"],
    &["monitor", "monitoring", "observer"],
    &["terror", "terrorism", "terrorist"],
    &["truck", "lorry"],
    &["independence", "independent", "secession"],
    &["oppose", "opposition", "opponent"],
    &["kill", "killing", "murder"],
    &["invade", "invasion"],
    &["personal", "private"],
];

/// What comes after these says more of a topic, not what it is.
const PREPOSITIONS: &[&str] = &[
    "of", "in", "on", "between", "for", "with", "to", "from", "at", "by",
];

/// Stems that are of no topic in particular: sending, selling, giving.
const ANY_TOPIC: &[&str] = &["send", "act", "thing"];

/// Heads of a topic that is where somebody stands: "Egypt's position on the dam".
const POSITIONS: &[&str] = &[
    "position", "stance", "view", "demand", "side", "case", "claim", "line",
];

fn is_position(one: &str) -> bool {
    POSITIONS.iter().any(|word| stem(word) == one)
}

/// The stem of a word: enough of it to meet its other forms. Words that stand for one another
/// have one stem.
pub(crate) fn stem(word: &str) -> String {
    let lower = word.to_lowercase();
    let bare = strip(&lower);
    ALIKE_STEMS.get(bare.as_str()).cloned().unwrap_or(bare)
}

/// The stem of each word of [`ALIKE`], and the one it is taken for.
static ALIKE_STEMS: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let group = |group: &'static [&'static str]| {
        let first = strip(group[0]);
        group.iter().map(move |word| (strip(word), first.clone()))
    };
    ALIKE.iter().flat_map(|words| group(words)).collect()
});

fn strip(word: &str) -> String {
    let rules: &[(&str, &str)] = &[
        ("ies", "y"),
        ("ied", "y"),
        ("sses", "ss"),
        ("ings", ""),
        ("ing", ""),
        ("ments", "ment"),
        ("ed", ""),
        ("es", ""),
        ("s", ""),
    ];
    let stem = rules
        .iter()
        .find_map(|(ending, instead)| {
            let rest = word.strip_suffix(ending)?;
            (rest.chars().count() >= 3 && !(*ending == "s" && rest.ends_with('s')))
                .then(|| format!("{rest}{instead}"))
        })
        .unwrap_or_else(|| word.to_owned());
    // "supporting" and "supports", "dropped" and "drop", "relate" and "related" meet.
    let mut stem = stem;
    if stem.chars().count() > 3 && stem.ends_with('e') {
        stem.pop();
    }
    let doubled = stem.chars().rev().take(2).collect::<Vec<_>>();
    if stem.chars().count() > 4
        && matches!(doubled.as_slice(), [x, y] if x == y && "bdgmnprt".contains(*x))
    {
        stem.pop();
    }
    stem
}

/// The stems of the content words of a text.
pub(crate) fn stems(text: &str) -> BTreeSet<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !EMPTY.contains(&word.to_lowercase().as_str()))
        .map(stem)
        .collect()
}

/// Whether two stems are of one word: equal, or one the other with a short ending (iran,
/// iranian; constitution, constitutional).
fn meets(one: &str, other: &str) -> bool {
    let (short, long) = if one.len() <= other.len() {
        (one, other)
    } else {
        (other, one)
    };
    one == other
        || (short.chars().count() >= 4 && long.starts_with(short) && long.len() - short.len() <= 4)
}

/// The share of `wanted` that `text` has.
pub(crate) fn share_of(wanted: &BTreeSet<String>, text: &BTreeSet<String>) -> f64 {
    if wanted.is_empty() {
        return 0.0;
    }
    let met = wanted
        .iter()
        .filter(|word| text.iter().any(|other| meets(word, other)));
    met.count() as f64 / wanted.len() as f64
}

/// A topic: the X of a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// The words as asked.
    pub phrase: String,
    /// The slug of the issue that it names.
    pub issue: String,
    /// Actors named in it.
    pub actors: Vec<ActorRef>,
    /// Stems of its other content words.
    pub(crate) stems: BTreeSet<String>,
    /// The one of them that says what it is: "mission" of "the Union's mission in Armenia".
    head: BTreeSet<String>,
}

impl Topic {
    /// Takes a phrase apart.
    pub fn new(phrase: &str, names: &dyn Names, at: Option<Date>) -> Self {
        let words: Vec<&str> = phrase
            .split_whitespace()
            .map(|word| {
                let word = word.trim_matches(|c: char| !c.is_alphanumeric());
                word.strip_suffix("'s").unwrap_or(word)
            })
            .filter(|word| !word.is_empty())
            .collect();
        let no_capitals = !phrase.chars().any(char::is_uppercase);
        let mut actors: Vec<ActorRef> = Vec::new();
        let mut others = BTreeSet::new();
        let mut start = 0;
        while start < words.len() {
            let may_name = no_capitals && !EMPTY.contains(&words[start])
                || words[start].starts_with(char::is_uppercase);
            let longest = (1..=(words.len() - start).min(5))
                .rev()
                .filter(|_| may_name)
                .find_map(|len| {
                    let actor = names.resolve(&words[start..start + len].join(" "), at)?;
                    Some((len, actor))
                });
            match longest {
                Some((len, actor)) => {
                    if !actors.iter().any(|known| known.id == actor.id) {
                        actors.push(actor);
                    }
                    start += len;
                }
                None => {
                    others.extend(stems(words[start]));
                    start += 1;
                }
            }
        }
        let before = words
            .iter()
            .position(|word| PREPOSITIONS.contains(word))
            .unwrap_or(words.len());
        let head = words[..before]
            .iter()
            .rev()
            .map(|word| stem(word))
            .find(|word| others.contains(word));
        Self {
            head: head.into_iter().collect(),
            phrase: phrase.to_owned(),
            issue: names.issue(phrase),
            actors,
            stems: others,
        }
    }

    /// Whether the topic is nothing but actors.
    pub(crate) fn is_actors_only(&self) -> bool {
        self.stems.is_empty() && !self.actors.is_empty()
    }

    /// Whether the topic is where one of its actors stands on something.
    pub(crate) fn is_anothers_position(&self) -> bool {
        !self.actors.is_empty() && self.head.iter().any(|head| is_position(head))
    }

    /// Whether a slug is the topic shortened to its main word, with others of its words or
    /// without: "the mission" for the European Union's monitoring mission. Only where the rest is
    /// spoken of does it mean that. The phrase counts as written: it may be somebody's name.
    pub(crate) fn is_shortened(&self, slug: &BTreeSet<String>) -> bool {
        let main = self
            .phrase
            .split_whitespace()
            .take_while(|word| !PREPOSITIONS.contains(word))
            .last()
            .map(stems)
            .unwrap_or_default();
        let all = stems(&self.phrase);
        slug.len() < all.len() && slug.is_subset(&all) && !main.is_disjoint(slug)
    }

    /// The phrase as it stands in a sentence: with "the", save where it is a name or begins with
    /// a possessive or a verb.
    pub(crate) fn with_article(&self) -> String {
        let first = self.phrase.split(' ').next().unwrap_or_default();
        let possessive = self
            .phrase
            .split(' ')
            .take(5)
            .any(|word| word.ends_with("'s") || word.ends_with("\u{2019}s"));
        let bare = self.is_actors_only()
            || possessive
            || first.ends_with("ing")
            || EMPTY.contains(&first.to_lowercase().as_str());
        if bare {
            self.phrase.clone()
        } else {
            format!("the {}", self.phrase)
        }
    }

    /// How far an assertion is about the topic, 0 to 1: the share of the topic's actors and
    /// words that the assertion or its sentence has. A word counts one and an actor one.
    pub(crate) fn share(&self, assertion: &Assertion) -> f64 {
        if let Body::Stance(stance) = &assertion.body
            && stance.issue == self.issue
        {
            return 1.0;
        }
        self.share_in(assertion, &words_of(assertion))
    }

    fn share_in(&self, assertion: &Assertion, text: &BTreeSet<String>) -> f64 {
        let total = self.stems.len() + self.actors.len();
        if total == 0 {
            return 0.0;
        }
        let words = share_of(&self.stems, text) * self.stems.len() as f64;
        let actors = self
            .actors
            .iter()
            .filter(|actor| has_actor(assertion, actor, text))
            .count();
        (words + actors as f64) / total as f64
    }
}

/// The sentences around a sentence: what was said just before it names what it speaks of ("the
/// attack", "the mission").
pub(crate) struct Surroundings<'a> {
    /// For each document its passages: first byte, and the stems of what is said there.
    documents: BTreeMap<&'a str, BTreeMap<usize, BTreeSet<String>>>,
}

impl<'a> Surroundings<'a> {
    /// So many bytes before a sentence count as just before it.
    const BEFORE: usize = 500;
    /// What a word in the surroundings counts, against 1 in the sentence.
    const FACTOR: f64 = 0.8;

    pub(crate) fn of(assertions: impl Iterator<Item = &'a Assertion>) -> Self {
        let mut documents: BTreeMap<&str, BTreeMap<usize, BTreeSet<String>>> = BTreeMap::new();
        for assertion in assertions {
            let evidence = &assertion.evidence;
            let passages = documents.entry(evidence.document.as_str()).or_default();
            passages
                .entry(evidence.start)
                .or_insert_with(|| words_of(assertion));
        }
        Self { documents }
    }

    /// How far an assertion is about a topic, its surroundings reckoned in where it has
    /// something of the topic itself.
    pub(crate) fn share(&self, topic: &Topic, assertion: &Assertion) -> f64 {
        let own = topic.share(assertion);
        if own == 0.0 || own >= 1.0 {
            return own;
        }
        own.max(self.share_around(topic, assertion))
    }

    /// How far the surroundings of an assertion, with itself, are about a topic.
    pub(crate) fn share_around(&self, topic: &Topic, assertion: &Assertion) -> f64 {
        // "The mission" may stand far from where it was introduced; other words may not.
        let by_head = !topic.head.is_disjoint(&words_of(assertion));
        topic.share_in(assertion, &self.text(assertion, by_head)) * Self::FACTOR
    }

    /// The share of a topic's words that the document of an assertion has, wherever.
    pub(crate) fn share_of_document(&self, topic: &Topic, assertion: &Assertion) -> f64 {
        let evidence = &assertion.evidence;
        let mut text = stems(evidence.title.as_deref().unwrap_or_default());
        if let Some(passages) = self.documents.get(evidence.document.as_str()) {
            text.extend(passages.values().flatten().cloned());
        }
        share_of(&stems(&topic.phrase), &text)
    }

    /// Whether what the topic is about is named in the sentence or just before: at least half of
    /// its words, those aside that could be of any topic.
    pub(crate) fn has_core(&self, topic: &Topic, assertion: &Assertion) -> bool {
        let core: BTreeSet<String> = topic
            .stems
            .iter()
            .filter(|word| !ANY_TOPIC.contains(&word.as_str()) && !is_position(word))
            .cloned()
            .collect();
        core.is_empty() || share_of(&core, &self.text(assertion, false)) >= 0.5
    }

    /// The words of a sentence, of the headline and of what stands before it: just before it, or
    /// anywhere.
    fn text(&self, assertion: &Assertion, anywhere: bool) -> BTreeSet<String> {
        let evidence = &assertion.evidence;
        let mut text = words_of(assertion);
        text.extend(stems(evidence.title.as_deref().unwrap_or_default()));
        if let Some(passages) = self.documents.get(evidence.document.as_str()) {
            let first = if anywhere {
                0
            } else {
                evidence.start.saturating_sub(Self::BEFORE)
            };
            for words in passages
                .range(first..evidence.start)
                .map(|(_, words)| words)
            {
                text.extend(words.iter().cloned());
            }
        }
        text
    }
}

/// Whether the sentence of a refusal is one of denying.
pub(crate) fn is_denial(assertion: &Assertion) -> bool {
    let quote = stems(&assertion.evidence.quote);
    ["deny", "denied", "dismiss", "dispute", "refute"]
        .iter()
        .any(|word| quote.contains(&stem(word)))
}

/// The stems of what an assertion says and of the sentence that it stands in.
pub(crate) fn words_of(assertion: &Assertion) -> BTreeSet<String> {
    let mut text = stems(&assertion.evidence.quote);
    match &assertion.body {
        Body::Event(event) => {
            if let Some(place) = &event.place {
                text.extend(stems(&place.name));
            }
        }
        Body::Tie(tie) => text.extend(stems(tie.detail.as_deref().unwrap_or_default())),
        Body::Stance(stance) => text.extend(stems(&stance.issue)),
        Body::Label(label) => text.extend(stems(&label.label)),
        Body::Figure(figure) => text.extend(stems(&figure.measure)),
    }
    text
}

fn has_actor(assertion: &Assertion, actor: &ActorRef, text: &BTreeSet<String>) -> bool {
    assertion
        .body
        .actors()
        .any(|other| other.acts_for(&actor.id))
        || share_of(&stems(&actor.name), text) >= 1.0
        || share_of(&stems(&actor.text), text) >= 1.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_a_word_meet() {
        for (one, other) in [
            ("weapons", "arms"),
            ("sending", "sold"),
            ("supplying", "supplied"),
            ("monitoring", "monitors"),
            ("agreement", "treaty"),
            ("terrorist", "terrorism"),
            ("trucks", "lorries"),
            ("attacked", "attacks"),
            ("opposes", "opposed"),
        ] {
            assert_eq!(stem(one), stem(other), "{one}, {other}");
        }
        assert!(meets(&stem("Iran"), &stem("Iranian")));
        assert!(meets(&stem("constitution"), &stem("constitutional")));
        assert!(!meets(&stem("war"), &stem("warning")));
    }
}
