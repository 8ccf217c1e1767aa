//! Lists of those who are meant: "proxies including X, Y and Z", "its allies, such as X".

use entente_lexicon::Sort;
use entente_model::{ActorRef, Sector};
use entente_text::{MentionKind, Upos};

use super::{Sides, Telling, relate};
use crate::Found;
use crate::predicates::TieGroup;
use crate::sentence::{Sentence, extend};

/// Words that open a list of examples.
const OPENERS: &[&str] = &["including", "such as", "like", "includes", "notably"];

/// Codes the members named beside the tie noun at `index`.
pub(super) fn code(
    sentence: &Sentence<'_>,
    index: usize,
    group: &TieGroup,
    found: &mut Vec<Found>,
) {
    let own = named(sentence, &listed(sentence, index));
    if own.is_empty() {
        return;
    }
    let mut other = keeper(sentence, index);
    other.retain(|actor| !own.iter().any(|known| known.id == actor.id));
    let factuality = sentence.factuality(index, None);
    let telling = Telling {
        token: index,
        via: None,
        relation: group.relation,
        factuality: &factuality,
    };
    if !other.is_empty() {
        relate(sentence, &telling, group, &Sides { own, other }, found);
    }
}

/// The tokens of those listed as examples of the noun at `index`.
pub(super) fn listed(sentence: &Sentence<'_>, index: usize) -> Vec<usize> {
    let Some(opening) = opening(sentence, index) else {
        return among_them(sentence, index);
    };
    items(sentence, opening)
}

/// The token that a list begins with: after "including", "such as" or a colon.
fn opening(sentence: &Sentence<'_>, index: usize) -> Option<usize> {
    let end = (index + 12).min(sentence.len());
    for at in index + 1..end {
        let word = sentence.lower(at);
        let two = (at + 1 < sentence.len()).then(|| format!("{word} {}", sentence.lower(at + 1)));
        if two.is_some_and(|two| OPENERS.contains(&two.as_str())) {
            return Some(at + 2);
        }
        if OPENERS.contains(&word.as_str()) && word != "like" || word == ":" {
            return Some(at + 1);
        }
        if matches!(word.as_str(), ";" | ".") {
            return None;
        }
    }
    None
}

/// The first name of each item, up to the end of the list: in "Hamas in Gaza, Hezbollah in
/// Lebanon and the Houthis in Yemen" the places are none.
fn items(sentence: &Sentence<'_>, first: usize) -> Vec<usize> {
    let mut found = Vec::new();
    let mut taken = false;
    for at in first..sentence.len() {
        let word = sentence.lower(at);
        if matches!(word.as_str(), "," | "and" | "or") {
            taken = false;
            continue;
        }
        let finite = matches!(sentence.upos(at), Upos::Verb | Upos::Aux);
        let over = matches!(word.as_str(), ";" | ":" | "." | ")") || finite;
        if over {
            break;
        }
        if !taken && names_somebody(sentence, at) {
            found.push(at);
            taken = true;
        }
    }
    found
}

fn names_somebody(sentence: &Sentence<'_>, token: usize) -> bool {
    sentence.scene.sort(token) == Sort::Name
        || sentence
            .parse
            .mentions
            .iter()
            .any(|mention| mention.tokens.0 == token && mention.kind != MentionKind::Place)
            && sentence.scene.place(token).is_none()
}

/// "five members of the Union, Spain and Greece among them": those named before "among them".
fn among_them(sentence: &Sentence<'_>, index: usize) -> Vec<usize> {
    let closing = (index + 1..sentence.len().saturating_sub(1)).find(|&at| {
        sentence.lower(at) == "among" && sentence.lower(at + 1) == "them"
            || sentence.lower(at) == "above" && sentence.lower(at + 1) == "all"
    });
    // No clause begins between the noun and its list.
    let Some(closing) = closing.filter(|&end| !(index..end).any(|at| sentence.is_verb(at))) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    let mut at = closing;
    while at > index + 1 {
        at -= 1;
        let word = sentence.lower(at);
        let name = sentence.scene.sort(at) == Sort::Name;
        let joint = match word.as_str() {
            "and" | "the" => true,
            "," => found.len() > 1 && follows_name(sentence, at),
            _ => false,
        };
        if name {
            found.push(at);
        } else if !joint {
            break;
        }
    }
    found.reverse();
    found
}

fn follows_name(sentence: &Sentence<'_>, comma: usize) -> bool {
    comma > 0 && sentence.scene.sort(comma - 1) == Sort::Name
}

/// The actors of such tokens; a name that the lexicon does not know is a group's here.
pub(super) fn named(sentence: &Sentence<'_>, tokens: &[usize]) -> Vec<ActorRef> {
    let mut found = Vec::new();
    for &token in tokens {
        let mention = sentence.parse.mentions_at(token).next();
        if sentence.scene.sort(token) == Sort::Name {
            extend(&mut found, sentence.scene.at(token).to_vec());
        } else if let Some(mention) = mention {
            let mut actor = sentence.as_written(mention.head, Some(Sector::Uaf));
            actor.name = sentence
                .words(mention.tokens)
                .trim_start_matches("the ")
                .to_owned();
            actor.id = entente_lexicon::slug(&actor.name);
            extend(&mut found, vec![actor]);
        }
    }
    found
}

/// Whose they are: the owner of the noun or of one above it, or the subject of the clause.
fn keeper(sentence: &Sentence<'_>, index: usize) -> Vec<ActorRef> {
    let mut found = sentence.actors(&sentence.owners(index));
    let mut at = index;
    while found.is_empty() {
        let Some(head) = sentence.head(at) else { break };
        if sentence.is_verb(head) {
            return sentence.who(head);
        }
        found = sentence.actors(&sentence.owners(head));
        at = head;
    }
    found
}
