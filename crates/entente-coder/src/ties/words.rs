//! Which tie words stand in a sentence, and as what. Taggers mistake nouns, verbs and adjectives
//! for each other; here the words around decide.

use entente_text::Upos;

use super::frames::{Frames, has};
use crate::predicates::TieGroup;
use crate::sentence::Sentence;

/// The group of a tie noun at `index`, if one stands there.
pub(super) fn noun_at<'s>(sentence: &'s Sentence<'_>, index: usize) -> Option<&'s TieGroup> {
    if !can_be_noun(sentence, index) || is_in_name(sentence, index) {
        return None;
    }
    let tables = sentence.tables;
    let groups = phrases(sentence, index)
        .iter()
        .find_map(|words| tables.tie_nouns.get(words))?;
    groups
        .iter()
        .map(|&group| &tables.ties[group])
        .find(|group| fits_noun(sentence, index, group))
}

/// The groups of a tie verb at `index`.
pub(super) fn verbs_at<'s>(sentence: &'s Sentence<'_>, index: usize) -> Vec<&'s TieGroup> {
    let tables = sentence.tables;
    let groups = tables.tie_verbs.get(sentence.lemma(index));
    if groups.is_none() || !can_be_verb(sentence, index) {
        return Vec::new();
    }
    let groups = groups.into_iter().flatten();
    groups.map(|&group| &tables.ties[group]).collect()
}

/// The groups of a tie adjective that is said of somebody at `index`.
pub(super) fn adjectives_at<'s>(sentence: &'s Sentence<'_>, index: usize) -> Vec<&'s TieGroup> {
    let tables = sentence.tables;
    let predicative = match sentence.upos(index) {
        Upos::Adj => sentence.deprel(index) != "amod",
        Upos::Noun | Upos::Verb | Upos::Adv => has_copula(sentence, index),
        _ => false,
    };
    let groups = tables.tie_adjectives.get(sentence.lemma(index));
    let groups = groups.into_iter().flatten().filter(|_| predicative);
    groups.map(|&group| &tables.ties[group]).collect()
}

/// Whether a form of "be" makes the word a predicate: "are allies", however it is tagged.
pub(super) fn has_copula(sentence: &Sentence<'_>, index: usize) -> bool {
    let word = sentence.lower(index);
    let participle = word.ends_with("ed") || word.ends_with("ing");
    sentence.parse.children(index).any(|child| {
        let deprel = sentence.deprel(child);
        deprel == "cop"
            || !participle
                && sentence.upos(index) == Upos::Verb
                && deprel.starts_with("aux")
                && sentence.lemma(child) == "be"
    })
}

/// The lemma alone and with its neighbours, longest first.
fn phrases(sentence: &Sentence<'_>, index: usize) -> Vec<String> {
    let lemma = sentence.lemma(index).to_lowercase();
    let mut found = Vec::new();
    if index >= 2 && sentence.lower(index - 1) == "-" {
        found.push(format!("{}-{lemma}", sentence.lower(index - 2)));
    }
    if index >= 1 {
        let before = sentence.lower(index - 1);
        found.push(format!("{before} {}", sentence.lower(index)));
        found.push(format!("{before} {lemma}"));
        found.push(format!("{} {lemma}", sentence.lemma(index - 1)));
    }
    if index + 1 < sentence.len() {
        found.push(format!("{lemma} {}", sentence.lower(index + 1)));
    }
    found.push(lemma);
    found
}

/// What only a noun or a predicate has before it.
fn has_determiner(sentence: &Sentence<'_>, index: usize) -> bool {
    sentence
        .children_where(index, |deprel| {
            matches!(deprel, "det" | "nmod:poss" | "cop" | "amod" | "case")
        })
        .any(|child| child < index)
}

fn can_be_noun(sentence: &Sentence<'_>, index: usize) -> bool {
    match sentence.upos(index) {
        Upos::Noun => sentence.misread_object(index).is_none(),
        Upos::Propn | Upos::Adv | Upos::Adj => !sentence
            .tables
            .tie_adjectives
            .contains_key(sentence.lemma(index)),
        Upos::Verb => has_determiner(sentence, index) || has_copula(sentence, index),
        _ => false,
    }
}

fn can_be_verb(sentence: &Sentence<'_>, index: usize) -> bool {
    match sentence.upos(index) {
        Upos::Verb => !has_copula(sentence, index),
        // "Kosovo fears that", tagged as a noun.
        Upos::Noun => {
            let that = sentence
                .parse
                .children(index)
                .flat_map(|child| sentence.parse.children_by(child, "mark"))
                .any(|mark| mark == index + 1 && sentence.lower(mark) == "that");
            let never_noun = !sentence
                .tables
                .tie_nouns
                .contains_key(sentence.lemma(index))
                && sentence.lower(index).ends_with('s')
                && sentence.follows_bare_name(index);
            that && !has_owner(sentence, index)
                || never_noun
                || sentence.misread_object(index).is_some()
        }
        _ => false,
    }
}

/// What a verb never has before it; "Cairo therefore fears" may have a misread adverb.
fn has_owner(sentence: &Sentence<'_>, index: usize) -> bool {
    sentence
        .children_where(index, |deprel| {
            matches!(deprel, "det" | "nmod:poss" | "cop" | "case")
        })
        .any(|child| child < index)
}

/// "the Axis of Resistance", "the Gulf Alliance Party": a capital inside the sentence makes a name.
fn is_in_name(sentence: &Sentence<'_>, index: usize) -> bool {
    let word = sentence.words((index, index + 1));
    index > 0
        && word.starts_with(char::is_uppercase)
        && sentence.parse.tokens.iter().enumerate().any(|(at, token)| {
            at > 0 && token.upos != Upos::Propn && {
                let other = sentence.words((at, at + 1));
                other.starts_with(char::is_lowercase)
                    && matches!(token.upos, Upos::Noun | Upos::Verb | Upos::Adj)
            }
        })
}

fn fits_noun(sentence: &Sentence<'_>, index: usize, group: &TieGroup) -> bool {
    if group.needs.is_empty() {
        return true;
    }
    let needed = |token: usize| {
        has(&group.needs, &sentence.lower(token)) || has(&group.needs, sentence.lemma(token))
    };
    let anchor = sentence.anchor(index);
    let described = |noun: usize| {
        sentence
            .children_where(noun, |deprel| matches!(deprel, "amod" | "compound"))
            .flat_map(|child| sentence.expand(child))
            .any(needed)
    };
    let of = sentence
        .obliques(index, &["of", "on"])
        .into_iter()
        .chain(sentence.complement(index, &["of", "on"]))
        .any(needed);
    let conjunct = sentence
        .children_where(index, |deprel| deprel == "conj")
        .any(described);
    // "relations with Kuwait are strained", "tensions are rising"
    let said = sentence.head(index).filter(|&head| {
        let predicate = has_copula(sentence, head) || sentence.is_verb(head);
        sentence.deprel(index).starts_with("nsubj") && predicate
    });
    said.is_some_and(needed)
        || described(index)
        || of
        || conjunct
        || anchor != index && (needed(anchor) || described(anchor))
}

/// Whether the object of a verb, or the subject of a passive one, is among `goods`.
pub(super) fn moves_goods(sentence: &Sentence<'_>, things: &[usize]) -> bool {
    let goods = &Frames::builtin().goods;
    things
        .iter()
        .flat_map(|&thing| thing_words(sentence, thing))
        .any(|token| has(goods, &sentence.lemma(token).to_lowercase()))
}

/// The words of a thing, without the clauses that hang under it.
pub(super) fn thing_words(sentence: &Sentence<'_>, thing: usize) -> Vec<usize> {
    let inside = |token: usize| {
        sentence
            .parse
            .ancestors(token)
            .take_while(|&above| above != thing)
            .all(|above| !sentence.deprel(above).starts_with("acl"))
    };
    let mut words = sentence.parse.subtree(thing);
    words.retain(|&token| token == thing || inside(token));
    words
}
