//! Sides that the verb or noun of an event does not govern: told before it, behind it, or by what it is done to.

use entente_lexicon::Sort;
use entente_model::{ActorRef, EventType, Sector};

use super::{participants, things};
use crate::sentence::{Sentence, extend};

/// The last state or body named before `index` that is not among `source`.
pub(super) fn other_body(
    sentence: &Sentence<'_>,
    index: usize,
    source: &[ActorRef],
) -> Vec<ActorRef> {
    (0..index)
        .rev()
        .filter(|&before| matches!(sentence.scene.sort(before), Sort::Name | Sort::Capital))
        .flat_map(|before| sentence.scene.at(before).iter())
        .find(|actor| {
            !source
                .iter()
                .any(|other| other.id == actor.id || other.country == actor.country)
        })
        .cloned()
        .into_iter()
        .collect()
}

/// The first state named behind `index` that is not among `source`, where nothing else is.
pub(super) fn state_after(
    sentence: &Sentence<'_>,
    index: usize,
    source: &[ActorRef],
) -> Vec<ActorRef> {
    let named = |it: &usize| matches!(sentence.scene.sort(*it), Sort::Name | Sort::Capital);
    other_state(sentence, (index..sentence.len()).filter(named), source)
}

/// The state that acted before `index`, if it is not among `source`: "When Madrid endorsed the plan, Algiers withdrew its
/// ambassador".
pub(super) fn subject_before(
    sentence: &Sentence<'_>,
    index: usize,
    source: &[ActorRef],
) -> Vec<ActorRef> {
    let acts = |it: &usize| sentence.deprel(*it).starts_with("nsubj");
    other_state(sentence, (0..index).rev().filter(acts), source)
}

/// The first state that some words mean and that is not among `source`.
fn other_state(
    sentence: &Sentence<'_>,
    words: impl Iterator<Item = usize>,
    source: &[ActorRef],
) -> Vec<ActorRef> {
    let is_other = |actor: &&ActorRef| {
        actor.is_state() && !source.iter().any(|it| it.country == actor.country)
    };
    let mut actors = words.flat_map(|it| sentence.scene.at(it));
    actors.find(is_other).cloned().into_iter().collect()
}

/// "broke off relations", "struck back": whether whom it is done to was told before.
pub(super) fn leaves_target_open(sentence: &Sentence<'_>, index: usize) -> bool {
    let particle = sentence.particle(index);
    match sentence.lemma(index) {
        "break" => particle.as_deref() == Some("off"),
        "strike" => particle.as_deref() == Some("back"),
        // "divided since 1974, when Turkey invaded"
        "invade" => !sentence.is_passive(index) && sentence.objects(index).is_empty(),
        _ => false,
    }
}

/// "suspended from the League", "dismissed in Baku": who does it, where a passive says only from what body or in what capital.
pub(super) fn from_body(
    sentence: &Sentence<'_>,
    verb: usize,
    event_type: EventType,
) -> Vec<ActorRef> {
    let of_words = matches!(
        event_type,
        EventType::Reject | EventType::Accuse | EventType::Support
    );
    if of_words {
        return sentence.of_capital(verb);
    }
    let excluded = matches!(
        sentence.lemma(verb),
        "expel" | "suspend" | "exclude" | "eject" | "bar"
    );
    let mut bodies = sentence.actors(&sentence.obliques(verb, &["from"]));
    bodies.retain(|actor| excluded && actor.sector == Some(Sector::Igo));
    bodies
}

/// Whether a verb says that somebody brings others together.
pub(super) fn is_mediating(sentence: &Sentence<'_>, verb: usize) -> bool {
    matches!(
        sentence.lemma(verb),
        "mediate" | "broker" | "arrange" | "facilitate"
    )
}

/// "A and B restored ties in a deal brokered by C", "a truce between A and B": those who made what was brokered.
pub(super) fn parties_to(sentence: &Sentence<'_>, deals: &[usize]) -> Vec<ActorRef> {
    for &deal in deals {
        let between = participants(sentence, &sentence.obliques(deal, &["between", "among"]));
        if !between.is_empty() {
            return between;
        }
        let makes = sentence
            .head(deal)
            .filter(|&verb| sentence.is_verb(verb) && !sentence.is_passive(verb));
        if let Some(verb) = makes {
            let mut parties = participants(sentence, &sentence.subjects(verb));
            extend(
                &mut parties,
                participants(sentence, &sentence.obliques(deal, &["with"])),
            );
            return parties;
        }
    }
    Vec::new()
}

/// What stands under a preposition anywhere below a noun, with nothing between that is an event or a tie of its own.
pub(super) fn below_nouns(sentence: &Sentence<'_>, noun: usize, preposition: &str) -> Vec<usize> {
    let is_own = |at: usize| {
        sentence.is_event_noun(at)
            || sentence.tables.tie_nouns.contains_key(sentence.lemma(at))
            || !sentence.is_noun(at)
    };
    let plain = |token: usize| {
        let mut between = sentence
            .parse
            .ancestors(token)
            .skip(1)
            .take_while(|&at| at != noun);
        !between.any(is_own)
    };
    let below = sentence.parse.subtree(noun).into_iter();
    below
        .filter(|&token| token > noun && plain(token))
        .filter(|&token| sentence.cases(token).iter().any(|case| case == preposition))
        .collect()
}

/// The state in which a thing lies: "nine sites in Pakistan", "a target near Balakot", "the port of Odesa".
pub(super) fn located(sentence: &Sentence<'_>, tokens: &[usize], verb: usize) -> Vec<ActorRef> {
    const WHERE: &[&str] = &["in", "near", "at", "on", "inside"];
    let mut places: Vec<usize> = tokens
        .iter()
        .flat_map(|&token| sentence.obliques(token, WHERE))
        .collect();
    let of = tokens
        .iter()
        .filter(|&&token| things::is_of_a_place(sentence, token));
    places.extend(of.flat_map(|&token| sentence.obliques(token, &["of"])));
    places.extend(sentence.obliques(verb, WHERE));
    let country = places
        .into_iter()
        .find_map(|place| sentence.scene.place(place)?.country.clone());
    let state = country.and_then(|id| sentence.lexicon.actor(&id));
    state
        .map(|state| state.to_ref(&state.name))
        .into_iter()
        .collect()
}
