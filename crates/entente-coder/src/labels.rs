//! Labels: how somebody characterises an event.

use entente_model::{ContentId, Polarity};
use entente_text::Upos;

use crate::sentence::Sentence;

/// Nouns that any event may be called by.
pub(crate) const ANY_EVENT: &[&str] = &[
    "it",
    "this",
    "that",
    "incident",
    "event",
    "move",
    "act",
    "step",
    "case",
    "ruling",
    "vote",
    "decision",
    "operation",
    "shooting",
    "explosion",
    "crash",
    "death",
    "campaign",
    "report",
    "visit",
    "version",
    "claim",
];

/// A label before the event is known that it is about.
#[derive(Debug, Clone)]
pub(crate) struct FoundLabel {
    pub(crate) token: usize,
    pub(crate) words: String,
    /// The claimant is the verb's subject.
    pub(crate) claimant: Option<entente_model::ActorRef>,
    pub(crate) polarity: Polarity,
    /// The noun of the event in the sentence, where it is named: "the attack".
    pub(crate) event: Option<usize>,
}

/// An event that was told, for what refers back to it.
#[derive(Debug)]
pub(crate) struct ToldEvent {
    /// Of the word that told it.
    pub(crate) lemma: String,
    pub(crate) event_type: entente_model::EventType,
    pub(crate) id: ContentId,
    /// The number of the passage.
    pub(crate) passage: u32,
}

/// What the document has told so far, for what refers back to it.
#[derive(Debug, Default)]
pub(crate) struct Told {
    /// Events, most recent last.
    pub(crate) events: Vec<ToldEvent>,
    /// The last characterisation, for "labelled it as such".
    pub(crate) last_words: Option<String>,
    /// What the text has called issues so far.
    pub(crate) issues: crate::stances::IssueMemory,
    /// What somebody has said of somebody else, with the number of the passage.
    pub(crate) allegations: Vec<(entente_model::Body, entente_model::ActorRef, u32)>,
}

/// Finds the labels of a sentence. `memory` gives the words of "as such".
pub(crate) fn find(sentence: &Sentence<'_>, memory: &mut Told) -> Vec<FoundLabel> {
    let mut found = Vec::new();
    for index in 0..sentence.len() {
        if sentence.upos(index) != Upos::Verb {
            continue;
        }
        if sentence
            .tables
            .label_verbs
            .iter()
            .any(|lemma| lemma == sentence.lemma(index))
        {
            found.extend(labelled(sentence, index, memory));
        } else if sentence
            .tables
            .amounting
            .iter()
            .any(|lemma| lemma == sentence.lemma(index))
        {
            constituted(sentence, index, memory);
        }
    }
    found
}

/// "disagreed on whether it constituted a terrorist act": words to come back to.
fn constituted(sentence: &Sentence<'_>, index: usize, memory: &mut Told) {
    let objects = sentence.objects(index);
    let object = objects
        .first()
        .copied()
        .or_else(|| sentence.obliques(index, &["to"]).first().copied());
    if let Some(object) = object {
        memory.last_words = Some(words(sentence, object));
    }
}

fn labelled(sentence: &Sentence<'_>, index: usize, memory: &mut Told) -> Option<FoundLabel> {
    let passive = sentence.is_passive(index);
    let lemma = sentence.lemma(index);
    // "as a personal matter"; "the attack an act of terrorism"; "spoke of a reaction".
    let mut label = sentence.obliques(index, &["as"]).first().copied();
    if label.is_none() {
        label = sentence
            .children_where(index, |deprel| matches!(deprel, "xcomp" | "advcl"))
            .find(|&child| {
                sentence.is_noun(child)
                    || sentence.upos(child) == Upos::Adj
                        && matches!(
                            lemma,
                            "call" | "label" | "brand" | "term" | "deem" | "describe"
                        )
            });
    }
    if label.is_none() && matches!(lemma, "speak") {
        label = sentence.obliques(index, &["of"]).first().copied();
    }
    let mut objects: Vec<usize> = sentence.parse.children_by(index, "obj").collect();
    if objects.is_empty() {
        // "labelled the arrest a political act", where the tree takes both for what it was labelled, or the second for
        // what the first is done to.
        let named: Vec<usize> = sentence
            .children_where(index, |deprel| deprel == "xcomp")
            .collect();
        let is_deed = |it: usize| {
            sentence.is_event_noun(it) || sentence.parse.children_by(it, "det").next().is_some()
        };
        let under = named.iter().find_map(|&deed| {
            let label = sentence.parse.children_by(deed, "obj").next()?;
            (label > deed && is_deed(deed)).then_some((deed, label))
        });
        let nouns: Vec<usize> = named
            .into_iter()
            .filter(|&it| sentence.is_noun(it))
            .collect();
        let both = match nouns[..] {
            [deed, label] => Some((deed, label)),
            _ => None,
        };
        if let Some((deed, named)) = under.or(both) {
            objects = vec![deed];
            label = Some(named);
        }
    }
    // "called the strike an act of terrorism", where the tree has the two the other way round
    if let (Some(first), [second]) = (label, &objects[..])
        && first < *second
        && sentence.deprel(first) == "xcomp"
        && sentence.cases(first).is_empty()
        && sentence.is_noun(*second)
    {
        (label, objects) = (Some(*second), vec![first]);
    }
    if label.is_none() && matches!(lemma, "call" | "label" | "term" | "brand" | "dub" | "deem") {
        label = sentence
            .children_where(index, |deprel| deprel == "obl:unmarked")
            .find(|&child| child > index && sentence.is_noun(child));
    }
    if label.is_none() && objects.len() > 1 {
        label = objects.last().copied();
    }
    if label.is_none()
        && let [object] = objects[..]
        && matches!(lemma, "call" | "label" | "term" | "brand" | "dub" | "deem")
    {
        // Parsers take "called the attack an act" for one object with an apposition.
        label = sentence
            .children_where(object, |d| matches!(d, "appos" | "nmod:unmarked" | "dep"))
            .next();
        // "labelled it as such"
        if label.is_none() {
            label = sentence
                .children_where(index, |deprel| deprel.starts_with("advmod"))
                .find(|&child| sentence.lower(child) == "such");
        }
    }
    let such = (index + 1..sentence.len().min(index + 5))
        .any(|at| sentence.lower(at) == "such" && at > 0 && sentence.lower(at - 1) == "as");
    let words = match label {
        Some(label) if !such => words(sentence, label),
        _ if such => memory.last_words.clone()?,
        _ => return None,
    };
    // "a man called John Smith" has a name, and no label.
    let is_name = label.is_some_and(|label| sentence.upos(label) == Upos::Propn);
    if is_name || words.is_empty() || words.len() > 120 {
        return None;
    }
    let about: Vec<usize> = if passive {
        sentence.subjects(index)
    } else {
        objects.clone()
    };
    let event = about.first().copied().filter(|&token| Some(token) != label);
    // What is called something must be an event, or stand for one.
    let eventful = match event {
        Some(token) => {
            // "islets that Koreans call Dokdo": a name is given to a thing.
            let lemma = sentence.lemma(sentence.relative_noun(token, index));
            sentence.tables.event_nouns.contains_key(lemma)
                || ANY_EVENT.contains(&lemma)
                || matches!(
                    lemma,
                    "arrest"
                        | "award"
                        | "deal"
                        | "drill"
                        | "exercise"
                        | "sanction"
                        | "verdict"
                        | "war"
                )
                || sentence.scene.at(token).is_empty()
                    && sentence.upos(token) != Upos::Propn
                    && sentence.parse.children_by(token, "acl").next().is_some()
        }
        None => lemma == "speak",
    };
    if !eventful {
        return None;
    }
    memory.last_words = Some(words.clone());
    // "described as alarming by the envoy": the one who says it may hang on the label.
    let beside = || {
        let by = sentence.obliques(label?, &["by"]);
        sentence.actors(&by).into_iter().next()
    };
    // "is remembered in Hanoi as a war of aggression"
    let capital = || sentence.of_capital(index).into_iter().next();
    Some(FoundLabel {
        token: index,
        words,
        claimant: sentence
            .speaker(index)
            .or_else(beside)
            .or_else(|| capital().filter(|_| passive)),
        polarity: if sentence.is_negated(index) {
            Polarity::Negative
        } else {
            Polarity::Positive
        },
        event,
    })
}

/// The label's words: its noun phrase with what specifies it ("an act of terrorism").
fn words(sentence: &Sentence<'_>, token: usize) -> String {
    if sentence.upos(token) == Upos::Adj {
        let how = token
            .checked_sub(1)
            .filter(|&before| sentence.head(before) == Some(token))
            .filter(|&before| sentence.deprel(before).starts_with("advmod"));
        let words = sentence.words((how.unwrap_or(token), token + 1));
        return words.to_lowercase();
    }
    let phrase = sentence.noun_phrase(token);
    // "an attempt at pushback": what follows the noun at once specifies it.
    let after = sentence
        .obliques(token, &["at", "against", "on", "to", "for"])
        .into_iter()
        .find(|&after| {
            after > token
                && after - token <= 4
                && sentence.parse.children_by(after, "cop").next().is_none()
        });
    let phrase = match after {
        Some(after)
            if sentence.words((token, token + 1)).len() <= phrase.len()
                && phrase.ends_with(sentence.words((token, token + 1))) =>
        {
            format!("{phrase} {}", sentence.words((token + 1, after + 1)))
        }
        _ => phrase,
    };
    phrase
        .trim_matches(['"', '\'', '‘', '’', '“', '”'])
        .to_owned()
}
