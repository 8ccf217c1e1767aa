//! What a deed is done to where that is nobody: somebody's things, and things somewhere.

use entente_model::{ActorRef, Body};
use entente_text::Upos;

use super::phrases::{Phrase, range};
use super::{frames, means};
use crate::Found;
use crate::sentence::Sentence;

/// The word for what a deed is done to, by the word that says whose it is or where: "positions" in "its positions", "part" in
/// "part of its territory", "hideouts" in "hideouts in Iran's province".
fn thing_of(sentence: &Sentence<'_>, word: usize, deed: usize) -> Option<usize> {
    const PARTS: &[&str] = &[
        "part", "one", "some", "most", "member", "number", "dozen", "hundred", "thousand",
    ];
    let above: Vec<usize> = sentence.parse.ancestors(word).skip(1).collect();
    let path: Vec<usize> = above.into_iter().take_while(|&it| it != deed).collect();
    let (&thing, within) = path.split_last()?;
    let is_part = PARTS.contains(&sentence.lemma(thing));
    let is_where = within
        .iter()
        .chain([&word])
        .any(|&it| is_placed(sentence, it));
    (within.is_empty() || is_part || is_where).then_some(thing)
}

/// Whether a word says where something is.
fn is_placed(sentence: &Sentence<'_>, word: usize) -> bool {
    let mut cases = sentence.cases(word).into_iter();
    cases.any(|case| matches!(case.as_str(), "in" | "inside" | "near" | "at"))
}

/// The sides of an event of the rules that are told by a phrase for something else: what is theirs, "shelled its
/// positions", or where it is, "hideouts in Iran". Nobody is meant by such a phrase elsewhere.
pub(super) fn owned_sides(sentence: &Sentence<'_>, found: &Found, known: &[Phrase]) -> Vec<Phrase> {
    let Body::Event(event) = &found.body else {
        return Vec::new();
    };
    let owned = |side: &Vec<ActorRef>| {
        let is_below = |word: usize| {
            let mut above = sentence.parse.ancestors(word);
            let nearest = above.find(|&it| it == found.token || it != word && sentence.is_verb(it));
            nearest == Some(found.token)
        };
        let means = |word: usize| {
            let mut actors = sentence.scene.at(word).iter();
            actors.any(|actor| side.iter().any(|other| other.id == actor.id))
        };
        let pronoun = |word: &usize| {
            sentence.upos(*word) == Upos::Pron && sentence.deprel(*word) == "nmod:poss"
        };
        let is_adverbial =
            |word: usize| sentence.head(word) == Some(found.token) && is_placed(sentence, word);
        let words = (0..sentence.len()).filter(|&word| is_below(word) && means(word));
        let nearest = words.min_by_key(|&word| frames::steps(sentence, word, found.token));
        let head = match nearest {
            Some(word) if !is_adverbial(word) => thing_of(sentence, word, found.token)?,
            // "In Lebanon, it shelled the outskirts of a town", "struck the port of Odesa", "said that Iran had attacked
            // its embassy": nobody attacks his own.
            _ => sentence.objects(found.token).into_iter().find(|&object| {
                let mut owners = sentence.children_where(object, |_| true);
                is_of_a_place(sentence, object) || owners.any(|it| pronoun(&it))
            })?,
        };
        let is_of_pronoun = nearest
            .filter(|&word| !is_adverbial(word))
            .is_none_or(|word| pronoun(&word));
        let is_known = |known: &Phrase| known.head == head && (!is_of_pronoun || known.means(side));
        if known.iter().any(is_known) {
            return None;
        }
        (sentence.is_noun(head) && head != found.token).then(|| Phrase {
            head,
            tokens: range(sentence, head),
            actors: side.clone(),
        })
    };
    let sides = [&event.source, &event.target];
    sides.into_iter().filter_map(owned).collect()
}

/// Who holds a place or thing: "villages held by the rebels", "an ISIS-held town".
pub(super) fn holders(sentence: &Sentence<'_>, things: &[usize]) -> Vec<usize> {
    let holds = |clause: &usize| {
        matches!(
            sentence.lemma(*clause),
            "hold" | "control" | "occupy" | "seize" | "capture" | "overrun"
        )
    };
    let held = |thing: &usize| {
        let mut clauses = sentence.children_where(*thing, |it| matches!(it, "acl" | "amod"));
        let clause = clauses.find(holds)?;
        let named = sentence.children_where(clause, |it| matches!(it, "compound" | "obl:npmod"));
        Some(named.chain(means::agents_of(sentence, clause)))
    };
    things.iter().filter_map(held).flatten().collect()
}

/// "the port of Odesa": whether a noun is a place that another names.
pub(super) fn is_of_a_place(sentence: &Sentence<'_>, noun: usize) -> bool {
    matches!(
        sentence.lemma(noun),
        "port"
            | "city"
            | "town"
            | "village"
            | "suburb"
            | "district"
            | "airport"
            | "outskirt"
            | "outskirts"
    )
}
