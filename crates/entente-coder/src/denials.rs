//! Denials that name nothing: "Tehran denied it", "these accusations, though denied by Tehran".

use entente_model::ActorRef;

use crate::sentence::Sentence;

const VERBS: &[&str] = &["deny", "reject", "dismiss", "refute", "rebut", "dispute"];
/// Words that stand for what was alleged.
const WHAT: &[&str] = &[
    "it",
    "this",
    "that",
    "them",
    "accusation",
    "allegation",
    "claim",
    "charge",
    "report",
    "suggestion",
    "involvement",
    "responsibility",
    "which",
    "assertion",
];

/// Who denies, and the verb that says so.
pub(crate) fn find(sentence: &Sentence<'_>) -> Vec<(usize, ActorRef)> {
    let mut found = Vec::new();
    for index in 0..sentence.len() {
        if !sentence.is_verb(index)
            || !VERBS.contains(&sentence.lemma(index))
            || sentence.is_negated(index)
        {
            continue;
        }
        let passive = sentence.is_passive(index);
        let things = if passive {
            sentence.subjects(index)
        } else {
            sentence.objects(index)
        };
        let meant = things.iter().any(|&thing| {
            WHAT.contains(&sentence.lemma(thing)) || WHAT.contains(&sentence.lower(thing).as_str())
        });
        // "though denied by Tehran" has lost its subject to the main clause.
        let bare = things.is_empty()
            && sentence
                .children_where(index, |deprel| deprel == "ccomp")
                .next()
                .is_none();
        // "which Beijing denies": what was said, whatever noun the clause hangs on.
        let mut own = sentence.parse.children_by(index, "obj");
        let meant = meant || own.any(|thing| sentence.lower(thing) == "which");
        if !meant && !bare {
            continue;
        }
        let deniers = if passive {
            let mut agents: Vec<usize> = sentence
                .children_where(index, |deprel| deprel == "obl:agent")
                .collect();
            agents.extend(sentence.obliques(index, &["by"]));
            agents
        } else {
            sentence.subjects(index)
        };
        if let Some(denier) = sentence.actors(&deniers).into_iter().next() {
            found.push((index, denier));
        }
    }
    found
}
