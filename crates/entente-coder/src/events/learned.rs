//! What the encoder's head for events makes of the pairs of actors of a sentence, and how it goes
//! together with the rules.
//!
//! The rules know who does it, when, where and whether; the head knows what kind of thing is done where
//! their tables do not. So an event of the rules keeps its sides and circumstances; its type gives way
//! only where the head is sure of another, and it goes only where the head is sure of nothing. A pair
//! that the rules tell nothing of becomes an event where the head is sure of one.

use entente_model::{Body, Certainty, EventType, Polarity};
use entente_text::{EventHead, PairOfPhrases};

use super::frames;
use super::phrases::{Phrase, phrases};
use crate::Found;
use crate::sentence::Sentence;

/// From this probability on a pair that the rules pass over is an event.
const ADDED: f32 = 0.80;
/// From this probability on another type than that of the rules is believed.
const RETYPED: f32 = 0.80;
/// Below this probability the type of the rules is doubted.
pub(crate) const DOUBTED: f32 = 0.10;
/// From this probability on that nothing is done, an event of the rules is dropped.
const DROPPED: f32 = 0.90;
/// Phrases of a sentence; of a longer list, such as of the members of a body, only the first are asked
/// about.
const MOST_PHRASES: usize = 8;

/// A pair of phrases with the probability of each class.
struct Asked {
    source: usize,
    target: usize,
    probabilities: Vec<f32>,
}

/// What the head says of a sentence.
pub(crate) struct Opinion {
    phrases: Vec<Phrase>,
    asked: Vec<Asked>,
    classes: &'static [Option<EventType>],
}

/// The likeliest type of a pair.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Likeliest {
    /// `None`: nothing is done.
    pub(crate) event_type: Option<EventType>,
    pub(crate) probability: f32,
}

impl Opinion {
    /// Asks about every ordered pair of different actors; `None` where the encoder has not read the
    /// sentence.
    pub(crate) fn of(sentence: &Sentence<'_>) -> Option<Self> {
        let head = EventHead::builtin()?;
        if sentence.parse.views.is_empty() {
            return None;
        }
        let mut phrases = phrases(sentence);
        phrases.truncate(MOST_PHRASES);
        let mut places = Vec::new();
        let mut pairs = Vec::new();
        for (source, one) in phrases.iter().enumerate() {
            for (target, other) in phrases.iter().enumerate() {
                let apart =
                    one.tokens.end <= other.tokens.start || other.tokens.end <= one.tokens.start;
                if source == target || one.means(&other.actors) || !apart {
                    continue;
                }
                places.push((source, target));
                pairs.push(PairOfPhrases {
                    source: one.tokens.clone(),
                    target: other.tokens.clone(),
                });
            }
        }
        let probabilities = head.read(sentence.parse, &pairs);
        let asked = places
            .into_iter()
            .zip(probabilities)
            .map(|((source, target), probabilities)| Asked {
                source,
                target,
                probabilities,
            })
            .collect();
        Some(Self {
            phrases,
            asked,
            classes: head.classes(),
        })
    }

    fn likeliest(&self, asked: &Asked) -> Likeliest {
        let best = asked
            .probabilities
            .iter()
            .zip(self.classes)
            .max_by(|a, b| a.0.total_cmp(b.0));
        best.map_or(
            Likeliest {
                event_type: None,
                probability: 1.0,
            },
            |(&probability, &event_type)| Likeliest {
                event_type,
                probability,
            },
        )
    }

    fn probability(&self, asked: &Asked, event_type: Option<EventType>) -> f32 {
        let wanted = event_type.map(merged);
        let place = self.classes.iter().position(|class| *class == wanted);
        place.map_or(0.0, |place| asked.probabilities[place])
    }

    /// The pair that an event of the rules is about: of several, the one of which its type is likeliest.
    fn pair_of(&self, found: &Found) -> Option<&Asked> {
        let Body::Event(event) = &found.body else {
            return None;
        };
        self.asked
            .iter()
            .filter(|asked| {
                self.phrases[asked.source].means(&event.source)
                    && self.phrases[asked.target].means(&event.target)
            })
            .max_by(|a, b| {
                let of = |asked| self.probability(asked, Some(event.event_type));
                of(a).total_cmp(&of(b))
            })
    }
}

/// The type as the head knows it: to yield is one class.
pub(crate) fn merged(event_type: EventType) -> EventType {
    match event_type {
        EventType::Retreat => EventType::Concede,
        other => other,
    }
}

/// Lets the head speak on the events of the rules, and adds those that only it sees.
pub(crate) fn weigh(sentence: &Sentence<'_>, found: &mut Vec<Found>) {
    let Some(opinion) = Opinion::of(sentence) else {
        return;
    };
    found.retain_mut(|found| keeps(&opinion, found));
    let mut added = Vec::new();
    for asked in &opinion.asked {
        let likeliest = opinion.likeliest(asked);
        let Some(event_type) = likeliest.event_type else {
            continue;
        };
        let (source, target) = (
            &opinion.phrases[asked.source],
            &opinion.phrases[asked.target],
        );
        let told = found.iter().any(|found| match &found.body {
            Body::Event(event) => source.means(&event.source) && target.means(&event.target),
            _ => false,
        });
        if told || likeliest.probability < ADDED {
            continue;
        }
        let Some(predicate) = frames::predicate(sentence, source, target, event_type) else {
            continue;
        };
        super::push_learned(
            sentence,
            predicate,
            event_type,
            source.actors.clone(),
            target.actors.clone(),
            &mut added,
        );
    }
    for found in &mut added {
        speak_for_itself(found);
    }
    found.append(&mut added);
}

/// Whether an event of the rules stays, perhaps with another type.
fn keeps(opinion: &Opinion, found: &mut Found) -> bool {
    let Some(asked) = opinion.pair_of(found) else {
        return true;
    };
    let Body::Event(event) = &mut found.body else {
        return true;
    };
    if opinion.probability(asked, Some(event.event_type)) >= DOUBTED {
        return true;
    }
    let likeliest = opinion.likeliest(asked);
    match likeliest.event_type {
        None => likeliest.probability < DROPPED,
        Some(event_type) if likeliest.probability >= RETYPED => {
            event.event_type = event_type;
            event.quad = event_type.quad();
            event.intensity = event_type.intensity();
            event.mode = None;
            event.cameo = None;
            speak_for_itself(found);
            true
        }
        Some(_) => true,
    }
}

/// A promise, a threat or a refusal is itself done, though what is promised is not: "will not lift" is
/// a refusal, and no hypothetical yielding.
fn speak_for_itself(found: &mut Found) {
    let Body::Event(event) = &found.body else {
        return;
    };
    if matches!(
        event.event_type,
        EventType::Agree | EventType::Threaten | EventType::Reject | EventType::Request
    ) {
        found.factuality.polarity = Polarity::Positive;
        found.factuality.certainty = Certainty::Certain;
    }
}
