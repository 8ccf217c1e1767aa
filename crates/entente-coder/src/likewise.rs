//! Who does the same: "Togo condemned the coup, as did Benin".

use entente_model::{ActorRef, Body, Event, Stance, Tie};

use crate::Found;
use crate::sentence::Sentence;

/// Adds the events, ties and stances of those who are said to do likewise.
pub(crate) fn code(sentence: &Sentence<'_>, found: &mut Vec<Found>) {
    let mut more = Vec::new();
    for verb in (0..sentence.len()).filter(|&it| sentence.lemma(it) == "do") {
        let mut marks = sentence.children_where(verb, |it| matches!(it, "mark" | "advmod"));
        let likewise = marks.any(|it| matches!(sentence.lower(it).as_str(), "as" | "so"));
        let Some(deed) = sentence.head(verb).filter(|_| likewise) else {
            continue;
        };
        let behind = sentence.children_where(verb, |it| {
            matches!(it, "nsubj" | "obj" | "obl" | "obl:unmarked")
        });
        let behind: Vec<usize> = behind
            .filter(|&it| it > verb && sentence.cases(it).is_empty())
            .collect();
        let who = sentence.actors(&behind);
        for told in found.iter().filter(|found| found.token == deed) {
            let bodies = by_others(&told.body, &who).into_iter();
            more.extend(bodies.map(|body| Found {
                body,
                ..told.clone()
            }));
        }
    }
    found.extend(more);
}

/// What is told, of others instead; nothing where it is done to them.
fn by_others(body: &Body, who: &[ActorRef]) -> Vec<Body> {
    let each = who.iter().cloned();
    match body {
        Body::Event(event) => {
            let is_target = event
                .target
                .iter()
                .any(|it| who.iter().any(|own| own.id == it.id));
            let can_do_it = !who.is_empty() && !event.source.is_empty() && !is_target;
            let again = can_do_it.then(|| Event {
                source: who.to_vec(),
                ..event.clone()
            });
            again.map(Body::Event).into_iter().collect()
        }
        Body::Stance(stance) => each
            .map(|actor| {
                Body::Stance(Stance {
                    actor,
                    ..stance.clone()
                })
            })
            .collect(),
        Body::Tie(tie) => each.map(|a| Body::Tie(Tie { a, ..tie.clone() })).collect(),
        _ => Vec::new(),
    }
}
