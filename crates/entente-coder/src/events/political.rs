//! Which events are told at all: those between political actors, told in full.

use entente_model::{ActorRef, Body, Certainty, Event, EventType, Polarity};
use entente_text::is_uncounted;

use super::{is_civilian, is_thing_pronoun, participants};
use crate::Found;
use crate::sentence::Sentence;

/// Whether more is known of somebody than a name: the state, the sector, or all that the lexicon has.
pub(super) fn is_known(sentence: &Sentence<'_>, actor: &ActorRef) -> bool {
    actor.country.is_some() || actor.sector.is_some() || sentence.lexicon.actor(&actor.id).is_some()
}

/// Whether an event is between political actors: its source is somebody of whom more is known than a name,
/// or, where nobody is told to do it, its target is. Without a target it is told only of those whom the
/// lexicon knows, only as a fact, and only where it is told in full: most others have a target that was missed.
pub(super) fn is_political(sentence: &Sentence<'_>, found: &Found) -> bool {
    let Body::Event(event) = &found.body else {
        return true;
    };
    let in_lexicon = |actor: &ActorRef| sentence.lexicon.actor(&actor.id).is_some();
    // Refugees who arrive in a country visit nobody.
    if event.event_type == EventType::Consult && event.source.iter().any(is_civilian) {
        return false;
    }
    let is_known = |actor: &ActorRef| is_known(sentence, actor);
    let is_thing = |actor: &ActorRef| !in_lexicon(actor) && is_no_party(&actor.name);
    if event.source.iter().chain(&event.target).any(is_thing) {
        return false;
    }
    match (event.source.is_empty(), event.target.is_empty()) {
        (_, true) => {
            let is_fact = found.factuality.polarity == Polarity::Positive
                && found.factuality.certainty == Certainty::Certain;
            // "Miners protested in La Paz"
            let rallied = event.event_type == EventType::Protest && event.place.is_some();
            // "might pull its troops out"
            let moves = matches!(event.event_type, EventType::Retreat | EventType::Mobilize)
                && event.source.iter().any(ActorRef::is_state);
            (is_fact || moves)
                && (rallied || event.source.iter().any(in_lexicon))
                && stands_without_target(sentence, found.token, event)
        }
        // "services of the UK are suspended": done to nobody.
        (true, false) => {
            let undergoers = sentence.undergoers(found.token);
            let direct =
                !sentence.is_verb(found.token) || !participants(sentence, &undergoers).is_empty();
            let meant =
                |actor: &ActorRef| in_lexicon(actor) && !actor.text.chars().all(char::is_lowercase);
            let many = undergoers
                .iter()
                .any(|&it| is_uncounted(&sentence.lower(it)));
            direct && (event.toll.is_some() || many || event.target.iter().any(meant))
        }
        (false, false) => event.source.iter().any(is_known) && !is_to_own_state(event),
    }
}

/// "the Second World War", "the Annan Plan", "the Durand Line": whether a name is that of something that neither acts nor suffers.
fn is_no_party(name: &str) -> bool {
    const THINGS: &[&str] = &[
        "accord",
        "accords",
        "act",
        "agreement",
        "convention",
        "crisis",
        "declaration",
        "election",
        "initiative",
        "law",
        "line",
        "memorandum",
        "pact",
        "plan",
        "protocol",
        "referendum",
        "resolution",
        "revolution",
        "strait",
        "treaty",
        "uprising",
        "war",
    ];
    let mut words = name.split(' ');
    let last = words.next_back().unwrap_or_default();
    words.next().is_some()
        && last.starts_with(char::is_uppercase)
        && THINGS.contains(&last.to_lowercase().as_str())
}

/// Whether a deed that is done to nobody is told in full: it needs nobody, or its verb tells on what thing ("condemned
/// the coup") or with what words ("denied that it had fired") it is done.
fn stands_without_target(sentence: &Sentence<'_>, token: usize, event: &Event) -> bool {
    if matches!(
        event.event_type,
        EventType::Mobilize | EventType::Retreat | EventType::Protest
    ) {
        return true;
    }
    let is_told = sentence
        .children_where(token, |deprel| {
            matches!(deprel, "obj" | "ccomp" | "xcomp" | "nsubj:pass")
        })
        .next()
        .is_some()
        || !sentence.obliques(token, &["between"]).is_empty();
    let given = matches!(event.event_type, EventType::Aid | EventType::Cooperate);
    let of_words = matches!(event.event_type, EventType::Reject | EventType::Accuse);
    !given
        && sentence.is_verb(token)
        && is_told
        && !names_another(sentence, token, &event.source, of_words)
}

/// Whether the objects of a verb name somebody else, who then is a target that was missed; but what is rejected as "it" are words.
fn names_another(
    sentence: &Sentence<'_>,
    token: usize,
    source: &[ActorRef],
    of_words: bool,
) -> bool {
    let objects = sentence.children_where(token, |deprel| {
        matches!(deprel, "obj" | "iobj" | "obl" | "nsubj:pass" | "xcomp")
    });
    objects
        .flat_map(|object| sentence.parse.subtree(object))
        .filter(|&part| {
            !(of_words && (is_thing_pronoun(sentence, part) || in_clause(sentence, part, token)))
        })
        .flat_map(|part| sentence.scene.at(part))
        .any(|actor| {
            let own = |source: &ActorRef| source.id == actor.id || source.acts_for(&actor.id);
            !source.iter().any(own)
        })
}

/// Whether a word stands in a clause that describes what a verb is about: "the judgment that gave Somalia the sea".
fn in_clause(sentence: &Sentence<'_>, part: usize, verb: usize) -> bool {
    let mut above = sentence.parse.ancestors(part).take_while(|&it| it != verb);
    above.any(|it| sentence.deprel(it) == "acl:relcl")
}

/// Whether those who act for a state are told to do something to that state: "Erdogan threatened to send
/// Turkish troops". Of events with both sides.
fn is_to_own_state(event: &Event) -> bool {
    let own = |target: &ActorRef| {
        target.is_state()
            && event
                .source
                .iter()
                .all(|source| source.id != target.id && source.acts_for(&target.id))
    };
    event.target.iter().all(own)
}
