//! Who does the same: "Togo condemned the coup, as did Benin".

use entente_model::Body;

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
        let told = found.iter().filter(|found| found.token == deed);
        for told in told.filter(|_| !who.is_empty()) {
            let mut again = told.clone();
            match &mut again.body {
                Body::Event(event) => {
                    let is_target = event
                        .target
                        .iter()
                        .any(|it| who.iter().any(|own| own.id == it.id));
                    if event.source.is_empty() || is_target {
                        continue;
                    }
                    event.source.clone_from(&who);
                    more.push(again);
                }
                Body::Stance(stance) => {
                    for actor in &who {
                        stance.actor = actor.clone();
                        more.push(Found {
                            body: Body::Stance(stance.clone()),
                            ..told.clone()
                        });
                    }
                }
                Body::Tie(tie) => {
                    for actor in &who {
                        tie.a = actor.clone();
                        more.push(Found {
                            body: Body::Tie(tie.clone()),
                            ..told.clone()
                        });
                    }
                }
                _ => {}
            }
        }
    }
    found.extend(more);
}
