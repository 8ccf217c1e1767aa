//! Whole events against marked ones: nothing is given but the sentence.

use entente_lexicon::{Lexicon, Memory, Scene};
use entente_model::{ActorRef, Body, Event, EventType, Polarity, Span};
use entente_text::{Format, Origin, Parser};

use super::PairCase;
use super::pairs::{class, is_written};
use crate::events::phrases::phrases;
use crate::predicates::Predicates;
use crate::sentence::Sentence;

/// Events found, asked for, and right in source, target and type.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EventScores {
    /// Events asked for.
    pub gold: usize,
    /// Of those, found with source, target and type.
    pub right: usize,
    /// Of those, found with source and target and of another type.
    pub other_type: usize,
    /// Events coded, one for each source and target.
    pub found: usize,
    /// Of those, between a pair of which another row of the sentence asks, or the way back of a mutual
    /// event that was asked for.
    pub answering: usize,
    /// Sentences with what was asked for and what was coded.
    pub wrong: Vec<String>,
}

impl EventScores {
    /// Of the events coded, the share that answers.
    pub fn precision(&self) -> f64 {
        self.answering as f64 / self.found.max(1) as f64
    }

    /// Of the events asked for, the share that is right.
    pub fn recall(&self) -> f64 {
        self.right as f64 / self.gold.max(1) as f64
    }

    /// Events coded beside the right ones, for each right one.
    pub fn extra(&self) -> f64 {
        (self.found - self.answering) as f64 / self.answering.max(1) as f64
    }
}

/// Codes each sentence by itself. Rows of one sentence are asked for together.
pub fn evaluate_events(parser: &dyn Parser, lexicon: &Lexicon, cases: &[PairCase]) -> EventScores {
    let mut scores = EventScores::default();
    let mut cases: Vec<&PairCase> = cases
        .iter()
        .filter(|case| case.source.is_some() && case.target.is_some())
        .collect();
    cases.sort_by(|a, b| a.text.cmp(&b.text));
    for rows in cases.chunk_by(|a, b| a.text == b.text) {
        let text = rows[0].text.as_str();
        let coded = events(parser, lexicon, text);
        let acting = acting(parser, lexicon, text);
        let answers = |event: &Event, case: &PairCase| {
            let forth = is_side(&event.source, case.source, text, &acting)
                && is_side(&event.target, case.target, text, &acting);
            let back = is_mutual(event.event_type)
                && is_side(&event.source, case.target, text, &acting)
                && is_side(&event.target, case.source, text, &acting);
            (forth, back)
        };
        let mut missed = Vec::new();
        for case in rows {
            scores.gold += 1;
            let between = || coded.iter().filter(|event| answers(event, case).0);
            if between().any(|event| class(event.event_type) == case.class) {
                scores.right += 1;
            } else {
                scores.other_type += usize::from(between().next().is_some());
                missed.push(*case);
            }
        }
        let mut extra = Vec::new();
        for event in &coded {
            scores.found += 1;
            let answering = rows.iter().any(|case| {
                let (forth, back) = answers(event, case);
                (forth || back) && class(event.event_type) == case.class
            });
            if answering {
                scores.answering += 1;
            } else {
                extra.push(event);
            }
        }
        if !missed.is_empty() || !extra.is_empty() {
            scores.wrong.push(shown(text, &acting, &missed, &extra));
        }
    }
    scores
}

/// The events of a sentence that stands alone, one for each source and target. What is said not to have
/// happened is none.
fn events(parser: &dyn Parser, lexicon: &Lexicon, text: &str) -> Vec<Event> {
    let origin = Origin {
        format: Some(Format::Plain),
        ..Origin::default()
    };
    let Some(document) = entente_text::read_document(text.as_bytes(), &origin).document else {
        return Vec::new();
    };
    let mut found: Vec<Event> = Vec::new();
    for assertion in crate::code(&document, parser, lexicon).assertions {
        let Body::Event(event) = assertion.body else {
            continue;
        };
        if assertion.polarity == Polarity::Negative {
            continue;
        }
        for source in &event.source {
            for target in &event.target {
                let single = Event {
                    source: vec![source.clone()],
                    target: vec![target.clone()],
                    ..event.clone()
                };
                let known = found.iter().any(|known| {
                    known.event_type == single.event_type
                        && known.source[0].id == source.id
                        && known.target[0].id == target.id
                });
                if !known {
                    found.push(single);
                }
            }
        }
    }
    found
}

/// Types that hold both ways where the words do.
fn is_mutual(event_type: EventType) -> bool {
    matches!(
        event_type,
        EventType::Consult | EventType::Cooperate | EventType::Agree | EventType::Support
    )
}

fn lies_in(inner: Span, outer: Span) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

/// Whether one of the actors is written inside the marked words, or they inside its; or whether the
/// marked words mean the same actor ("it" elsewhere in the sentence).
fn is_side(actors: &[ActorRef], span: Option<Span>, text: &str, acting: &[Acting]) -> bool {
    let Some(span) = span else { return false };
    let words = span.of(text).to_lowercase();
    let meant: Vec<&ActorRef> = acting
        .iter()
        .filter(|acting| lies_in(acting.span, span))
        .flat_map(|acting| &acting.actors)
        .collect();
    actors
        .iter()
        .any(|actor| is_written(actor, &words) || meant.iter().any(|other| other.id == actor.id))
}

/// Somebody who can act, where the sentence names him.
struct Acting {
    span: Span,
    actors: Vec<ActorRef>,
}

/// Those whom a sentence names that can act.
fn acting(parser: &dyn Parser, lexicon: &Lexicon, text: &str) -> Vec<Acting> {
    let parse = parser.parse(text, Span::new(0, text.len()), None, lexicon);
    let scene = Scene::read(lexicon, &mut Memory::new(None), text, &parse);
    let sentence = Sentence::new(text, &parse, &scene, Predicates::builtin(), lexicon);
    let found = phrases(&sentence).into_iter();
    found
        .map(|phrase| Acting {
            span: parse.tokens[phrase.head].span,
            actors: phrase.actors,
        })
        .collect()
}

fn shown(text: &str, acting: &[Acting], missed: &[&PairCase], extra: &[&Event]) -> String {
    let mut lines = vec![text.to_owned()];
    for case in missed {
        let words = |span: Option<Span>| span.map_or("", |span| span.of(text));
        let unknown = |span: Option<Span>| {
            let within = |own: &Acting| span.is_some_and(|span| lies_in(own.span, span));
            if acting.iter().any(within) {
                ""
            } else {
                "nobody: "
            }
        };
        lines.push(format!(
            "    missed {:<9} [{}{}] [{}{}]",
            case.class,
            unknown(case.source),
            words(case.source),
            unknown(case.target),
            words(case.target)
        ));
    }
    for event in extra {
        lines.push(format!(
            "    extra  {:<9} [{}] [{}]",
            class(event.event_type),
            event.source[0].text,
            event.target[0].text
        ));
    }
    lines.join("\n")
}
