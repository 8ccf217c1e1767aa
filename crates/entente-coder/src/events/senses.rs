//! Verbs that report events elsewhere and tell none here: "released a video", "fought the election".

use super::{FIGHTS, is_civilian, participants};
use crate::sentence::Sentence;

/// "declined to comment", "released a video", "fights their battles".
pub(super) fn tells_no_deed(sentence: &Sentence<'_>, index: usize) -> bool {
    has_other_sense(sentence, index)
        || match sentence.lemma(index) {
            "refuse" | "decline" => sentence
                .children_where(index, |deprel| deprel == "xcomp")
                .any(|said| {
                    let lemma = sentence.lemma(said);
                    sentence.tables.speech_verbs.contains_key(lemma)
                        || matches!(
                            lemma,
                            "comment"
                                | "discuss"
                                | "answer"
                                | "talk"
                                | "elaborate"
                                | "speculate"
                                | "name"
                                | "identify"
                                | "look"
                                | "believe"
                        )
                }),
            // "demonstrates that", "demonstrated the device"
            "demonstrate" => sentence
                .children_where(index, |deprel| matches!(deprel, "obj" | "ccomp" | "mark"))
                .next()
                .is_some(),
            // Refugees who cross into a country do not invade it.
            "cross" => {
                let actors = participants(sentence, &sentence.subjects(index));
                actors.iter().any(is_civilian)
            }
            // "committed crimes", "reluctant to commit troops"; but "committed to", "committed itself to".
            "commit" => {
                let bound = sentence
                    .children_where(index, |deprel| deprel == "xcomp")
                    .next()
                    .is_some()
                    || !sentence.obliques(index, &["to"]).is_empty();
                !bound
            }
            // "agreed that he was right" is an opinion; "agreed that troops would leave" is an agreement.
            "agree" => sentence
                .children_where(index, |deprel| deprel == "ccomp")
                .any(|said| !is_to_come(sentence, said)),
            // "did not rule out a strike"
            "rule" => sentence.is_negated(index),
            lemma if FIGHTS.contains(&lemma) => sentence.objects(index).iter().any(|&thing| {
                let owned = !sentence.owners(thing).is_empty();
                owned && sentence.is_event_noun(thing)
            }),
            _ => false,
        }
}

/// Whether a clause tells what shall be done: "would leave", "must leave", "that they be let in".
fn is_to_come(sentence: &Sentence<'_>, clause: usize) -> bool {
    sentence
        .children_where(clause, |deprel| {
            deprel.starts_with("aux") || deprel == "cop"
        })
        .any(|aux| {
            matches!(
                sentence.lower(aux).as_str(),
                "will"
                    | "would"
                    | "wo"
                    | "'ll"
                    | "’ll"
                    | "'d"
                    | "’d"
                    | "shall"
                    | "should"
                    | "must"
                    | "be"
            )
        })
        || sentence
            .children_where(clause, |deprel| deprel == "mark")
            .any(|mark| sentence.lower(mark) == "to")
}

/// Whether its objects are those under which `senses.toml` says that it reports nothing.
fn has_other_sense(sentence: &Sentence<'_>, index: usize) -> bool {
    let senses = sentence.tables.senses.iter();
    senses
        .filter(|sense| sense.verbs.contains(sentence.lemma(index)))
        .any(|sense| {
            let things = match &sense.under {
                Some(preposition) => sentence.obliques(index, &[preposition]),
                None => {
                    let passive = sentence.children_where(index, |deprel| deprel == "nsubj:pass");
                    sentence.objects(index).into_iter().chain(passive).collect()
                }
            };
            let mut lemmas = things.into_iter().map(|thing| sentence.lemma(thing));
            lemmas.any(|lemma| sense.objects.contains(lemma))
        })
}
