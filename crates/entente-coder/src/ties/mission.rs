//! Embassies and consulates: sender, receiver, and the city in `detail`.

use entente_model::{ActorRef, Certainty, Polarity, Relation};

use super::frames::{Frames, has};
use super::{Telling, date, factuality, state_of};
use crate::Found;
use crate::sentence::{Sentence, extend};

/// A city with the state that it is in.
struct Seat {
    city: String,
    state: ActorRef,
}

/// Codes the noun for a mission at `index`.
pub(super) fn code(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    if sentence.deprel(index) == "compound" {
        return;
    }
    let via = keeping_verb(sentence, index);
    let senders = senders(sentence, index, via);
    if senders.is_empty() {
        return;
    }
    let mut factuality = factuality(sentence, index, via);
    if via.is_some_and(|via| has(&Frames::builtin().closes, sentence.lemma(via)))
        && factuality.certainty == Certainty::Certain
    {
        factuality.polarity = Polarity::Negative;
    }
    let telling = Telling {
        token: index,
        via,
        relation: Relation::Mission,
        factuality: &factuality,
    };
    let seats = seats(sentence, index, via);
    if seats.is_empty() {
        if let [first, second] = senders.as_slice()
            && is_mutual(sentence, via.unwrap_or(index))
        {
            telling.record(sentence, first, second, found);
            telling.record(sentence, second, first, found);
        }
        return;
    }
    let kind = kind(sentence, index);
    for sender in &senders {
        for Seat { city, state } in &seats {
            if sender.id != state.id {
                let since = date(sentence, &telling).filter(|date| date.end.is_none());
                telling.push(
                    sender,
                    state,
                    since,
                    Some(format!("{kind} in {city}")),
                    found,
                );
            }
        }
    }
}

/// The verb whose object the mission is, also where it is the second of two.
fn keeping_verb(sentence: &Sentence<'_>, index: usize) -> Option<usize> {
    let head = sentence.head(index)?;
    match sentence.deprel(index) {
        "obj" => Some(head).filter(|&head| sentence.is_verb(head)),
        // "has its embassy in X and consulates in Y": the second hangs on the first.
        "conj" => sentence.head(head).filter(|&verb| sentence.is_verb(verb)),
        _ => None,
    }
}

fn senders(sentence: &Sentence<'_>, index: usize, via: Option<usize>) -> Vec<ActorRef> {
    let mut found = sentence.actors_or_owners(&sentence.owners(index));
    extend(
        &mut found,
        sentence.actors(&sentence.obliques(index, &["of"])),
    );
    if found.is_empty()
        && let Some(via) = via
    {
        found = sentence.who(via);
    }
    let mut states = Vec::new();
    for sender in &found {
        extend(
            &mut states,
            state_of(sentence.lexicon, sender).into_iter().collect(),
        );
    }
    states
}

/// Where the mission is: its own place or that of the verb, with those coordinated.
fn seats(sentence: &Sentence<'_>, index: usize, via: Option<usize>) -> Vec<Seat> {
    let mut places = sentence.obliques(index, &["in", "at", "to"]);
    if places.is_empty() {
        places.extend(sentence.complement(index, &["in", "at", "to"]));
    }
    if places.is_empty()
        && let Some(via) = via
    {
        places = sentence.obliques(via, &["in", "at"]);
    }
    let mut found: Vec<Seat> = Vec::new();
    // "in Berlin, Warsaw and Prague" may be coordinated with the mission itself.
    places.extend(
        sentence
            .children_where(index, |deprel| deprel == "conj")
            .filter(|&token| sentence.scene.place(token).is_some()),
    );
    for token in places.into_iter().flat_map(|token| cities(sentence, token)) {
        let Some(place) = sentence.scene.place(token) else {
            continue;
        };
        if found.iter().any(|seat| seat.city == place.name) {
            continue;
        }
        // A town that nobody knows is in the country of the one before it.
        let state = match &place.country {
            Some(country) => state_at(sentence, token, country),
            None => match found.last() {
                Some(seat) => seat.state.clone(),
                None => continue,
            },
        };
        found.push(Seat {
            city: place.name.clone(),
            state,
        });
    }
    found
}

/// "in the cities of Kazan and Astrakhan"
fn cities(sentence: &Sentence<'_>, token: usize) -> Vec<usize> {
    let mut found = sentence.expand(token);
    for part in found.clone() {
        let inner = sentence
            .obliques(part, &["of"])
            .into_iter()
            .chain(sentence.children_where(part, |deprel| matches!(deprel, "appos" | "flat")));
        for inner in inner {
            found.extend(sentence.expand(inner));
        }
    }
    found
}

fn state_at(sentence: &Sentence<'_>, token: usize, country: &str) -> ActorRef {
    let place = sentence.words((token, token + 1)).to_owned();
    ActorRef {
        id: country.to_owned(),
        name: sentence
            .scene
            .at(token)
            .first()
            .map_or_else(|| country.to_owned(), |actor| actor.name.clone()),
        text: place,
        country: Some(country.to_owned()),
        sector: None,
    }
}

/// "in each other's capitals"
fn is_mutual(sentence: &Sentence<'_>, clause: usize) -> bool {
    let words = sentence.parse.subtree(clause);
    // "each has an embassy in the other's capital"
    let each = words.iter().any(|&token| sentence.lower(token) == "each");
    words.iter().any(|&token| {
        let before = token.checked_sub(1).map(|before| sentence.lower(before));
        sentence.lower(token) == "other"
            && (before.as_deref() == Some("each") || before.as_deref() == Some("the") && each)
    })
}

fn kind<'s>(sentence: &'s Sentence<'_>, index: usize) -> &'s str {
    let name = sentence.noun_phrase(index).to_lowercase();
    let before = index.checked_sub(1).map(|at| sentence.lower(at));
    if sentence.lemma(index).contains("embassy") {
        "embassy"
    } else if name.contains("consul") || before.is_some_and(|word| word.contains("consul")) {
        "consulate general"
    } else {
        sentence.lemma(index)
    }
}
