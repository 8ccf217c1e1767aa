//! Whether a sentence is built so that one phrase can act upon another, and by which word.
//!
//! The head for events sees words and their order; who is the subject of what, it guesses. A pair is
//! believed only where the tree has a predicate above the target whose subject, agent or owner the source
//! is: the officials who report an attack do not attack.

use entente_model::EventType;

use super::phrases::Phrase;
use crate::sentence::Sentence;

/// Types that are done by saying something: of them the one who says it may be the source.
const VERBAL: &[EventType] = &[
    EventType::Agree,
    EventType::Support,
    EventType::Request,
    EventType::Accuse,
    EventType::Reject,
    EventType::Threaten,
];

/// Types that are done to a place by being done in it.
const IN_PLACES: &[EventType] = &[
    EventType::Assault,
    EventType::Aid,
    EventType::Coerce,
    EventType::Concede,
    EventType::Mobilize,
    EventType::Retreat,
];

/// The word that tells what the source does to the target: the first predicate above the target, not
/// above what holds both, whose source the other phrase can be.
pub(super) fn predicate(
    sentence: &Sentence<'_>,
    source: &Phrase,
    target: &Phrase,
    event_type: EventType,
) -> Option<usize> {
    if is_dateline(sentence, source) || is_dateline(sentence, target) {
        return None;
    }
    if !IN_PLACES.contains(&event_type) && is_setting(sentence, target) {
        return None;
    }
    let above: Vec<usize> = sentence.parse.ancestors(source.head).collect();
    let mut path = Vec::new();
    for token in sentence.parse.ancestors(target.head).skip(1) {
        path.push(token);
        if above.contains(&token) && (sentence.is_verb(token) || tells(sentence, token)) {
            break;
        }
    }
    let predicates = || {
        path.iter()
            .copied()
            .filter(|&token| token != source.head)
            .filter(|&token| sentence.is_verb(token) || tells(sentence, token))
    };
    let mutual = sentence
        .expand(top_of_list(sentence, source.head))
        .contains(&target.head);
    if mutual {
        // "A and B met": what they do together; nothing where a third does it to both.
        let subject = |&token: &usize| acts(sentence, token, source.head);
        return predicates().find(subject);
    }
    predicates()
        .find(|&token| acts(sentence, token, source.head))
        .or_else(|| {
            let says =
                |&token: &usize| sentence.is_verb(token) && acts(sentence, token, source.head);
            let verbal = VERBAL.contains(&event_type);
            sentence
                .parse
                .ancestors(path.last().copied()?)
                .filter(|_| verbal)
                .find(says)
        })
}

/// The first member of the list that a word is a member of.
fn top_of_list(sentence: &Sentence<'_>, token: usize) -> usize {
    let mut top = token;
    while sentence.deprel(top) == "conj"
        && let Some(head) = sentence.head(top)
        && !sentence.is_verb(head)
    {
        top = head;
    }
    top
}

/// Whether `token` is, or belongs to, who does what `predicate` tells.
fn acts(sentence: &Sentence<'_>, predicate: usize, token: usize) -> bool {
    let mut doers = if sentence.is_verb(predicate) {
        let agents: Vec<usize> = sentence
            .children_where(predicate, |deprel| deprel == "obl:agent")
            .chain(sentence.obliques(predicate, &["by"]))
            .collect();
        if sentence.is_passive(predicate) {
            agents
        } else {
            sentence.subjects(predicate)
        }
    } else {
        let mut owners = sentence.owners(predicate);
        owners.extend(sentence.obliques(predicate, &["of", "from", "between", "among"]));
        if let Some(verb) = sentence
            .head(predicate)
            .filter(|&head| sentence.is_verb(head))
        {
            // "ordered the release of", "launched an attack on".
            owners.extend(sentence.subjects(verb));
        }
        owners
    };
    doers = doers
        .into_iter()
        .flat_map(|doer| sentence.expand(doer))
        .collect();
    sentence
        .parse
        .ancestors(token)
        .take_while(|&above| above == token || !sentence.is_verb(above))
        .any(|above| doers.contains(&above))
}

/// Whether a noun tells an event.
fn tells(sentence: &Sentence<'_>, token: usize) -> bool {
    sentence
        .tables
        .event_nouns
        .contains_key(sentence.lemma(token))
}

/// "in Germany", "at the airport": where it happens.
fn is_setting(sentence: &Sentence<'_>, phrase: &Phrase) -> bool {
    sentence
        .cases(phrase.head)
        .iter()
        .any(|case| matches!(case.as_str(), "in" | "at" | "near" | "inside" | "outside"))
}

/// "BOGOTA - Police ...", "(Reuters)": where a report comes from.
fn is_dateline(sentence: &Sentence<'_>, phrase: &Phrase) -> bool {
    let words = phrase.tokens.end..sentence.len().min(phrase.tokens.end + 6);
    if phrase.tokens.start > 4 {
        return false;
    }
    for token in words {
        match sentence.words((token, token + 1)) {
            "-" | "--" | "–" | "—" | ":" | ")" => return true,
            _ if sentence.is_verb(token) || sentence.upos(token) == entente_text::Upos::Aux => {
                return false;
            }
            _ => {}
        }
    }
    false
}
