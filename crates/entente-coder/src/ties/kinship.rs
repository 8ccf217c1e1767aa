//! Kinship: of the kin state and the state its people live in, and of states that call themselves
//! one nation.

use entente_lexicon::Sort;
use entente_model::{ActorRef, Relation};

use super::Telling;
use crate::Found;
use crate::sentence::{Sentence, extend};

/// Codes the kinship that `index` tells of.
pub(super) fn code(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    match sentence.lower(index).as_str() {
        "ethnic" => ethnic(sentence, index, found),
        "nation" => one_nation(sentence, index, found),
        _ => {}
    }
}

/// "ethnic Azeris in Iran", "up to 18 million Iranians are ethnic Azeris".
fn ethnic(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    let Some(people) = sentence.head(index) else {
        return;
    };
    let Some(kin) = kin_state(sentence, people) else {
        return;
    };
    let factuality = sentence.factuality(people, None);
    let telling = Telling {
        token: index,
        via: None,
        relation: Relation::Kinship,
        factuality: &factuality,
    };
    for host in hosts(sentence, people, &kin) {
        if host.country != kin.country {
            telling.push(&kin, &host, None, None, found);
        }
    }
}

/// The state of the nationality in the phrase.
fn kin_state(sentence: &Sentence<'_>, people: usize) -> Option<ActorRef> {
    let modifiers = sentence.children_where(people, |deprel| matches!(deprel, "amod" | "compound"));
    [people].into_iter().chain(modifiers).find_map(|token| {
        let adjective = || {
            let is_adjective = sentence.scene.sort(token) == Sort::Adjective;
            sentence.scene.at(token).first().filter(|_| is_adjective)
        };
        sentence
            .scene
            .state_of_people(token)
            .or_else(|| adjective().cloned())
    })
}

/// The states where they live: named in the phrase, as the subject, or under the verb.
fn hosts(sentence: &Sentence<'_>, people: usize, kin: &ActorRef) -> Vec<ActorRef> {
    let mut found: Vec<ActorRef> = Vec::new();
    let inside = sentence.parse.subtree(people).into_iter().filter(|&token| {
        token != people
            && sentence
                .scene
                .place(token)
                .is_some_and(|place| place.country.is_some())
            && !sentence.deprel(token).starts_with("nsubj")
    });
    for token in inside {
        extend(&mut found, sentence.scene.at(token).to_vec());
    }
    for subject in sentence.subjects(people) {
        for part in sentence.parse.subtree(subject) {
            if let Some(state) = sentence.scene.state_of_people(part) {
                extend(&mut found, vec![state]);
            } else {
                extend(&mut found, sentence.scene.at(part).to_vec());
            }
        }
    }
    found.retain(ActorRef::is_state);
    if found.is_empty()
        && let Some(verb) = sentence.head(people)
    {
        found = sentence.actors(&sentence.obliques(verb, &["in", "within"]));
        if found.is_empty() && sentence.is_verb(verb) {
            // "make up a quarter of Latvia's population"
            for object in sentence.objects(verb) {
                for part in sentence.parse.subtree(object) {
                    extend(&mut found, sentence.scene.at(part).to_vec());
                }
            }
        }
        found.retain(ActorRef::is_state);
    }
    found.retain(|actor| actor.id != kin.id);
    found
}

/// "one nation, two states": of the two states that the sentence is about.
fn one_nation(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    let one = index > 0 && sentence.lower(index - 1) == "one";
    let two_states = (index + 1..(index + 4).min(sentence.len())).any(|at| {
        sentence.lower(at) == "two" && at + 1 < sentence.len() && sentence.lemma(at + 1) == "state"
    });
    if !one || !two_states {
        return;
    }
    let mut states = Vec::new();
    for token in 0..sentence.len() {
        if matches!(sentence.scene.sort(token), Sort::Name | Sort::Capital) {
            extend(&mut states, sentence.scene.at(token).to_vec());
        }
    }
    states.retain(ActorRef::is_state);
    if let [first, second] = states.as_slice() {
        let factuality = sentence.factuality(index, None);
        let telling = Telling {
            token: index,
            via: None,
            relation: Relation::Kinship,
            factuality: &factuality,
        };
        telling.push(
            first,
            second,
            None,
            Some("one nation, two states".to_owned()),
            found,
        );
    }
}
