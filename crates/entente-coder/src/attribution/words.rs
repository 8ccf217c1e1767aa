//! Attributions without a verb of their own: "according to X", "X's claim that", "X is confident that".

use entente_text::Upos;

use super::tree::Tree;
use super::{Found, Tokens, cue};

/// Prepositions between a noun of speech and what it is about.
const ABOUT: &[&str] = &["of", "for", "to", "on", "about", "over", "against", "with"];

/// "according to X".
pub(super) fn according(tree: &Tree<'_>, word: usize) -> Option<Found> {
    if tree.word(word) != "according" {
        return None;
    }
    let as_case = tree.deprel(word) == "case";
    let (source, top) = if as_case {
        let source = tree.head(word)?;
        (source, tree.head(source)?)
    } else {
        let source = tree.by(word, &["obl"]).into_iter().next()?;
        (source, tree.head(word)?)
    };
    let mut cue = Tokens::from([word]);
    if tree.word(word + 1) == "to" {
        cue.insert(word + 1);
    }
    let mut words = tree.under(source, &[]);
    words.retain(|token| *token > word && !cue.contains(token));
    Some(Found {
        source: words,
        content: tree.under(top, &[source, word]),
        cue,
        ..Found::default()
    })
}

/// "X's claim that", "the plea by X for", "X repeated the demand for".
pub(super) fn noun(tree: &Tree<'_>, noun: usize) -> Option<Found> {
    if tree.upos(noun) != Upos::Noun || !tree.table.nouns.contains(tree.lemma(noun)) {
        return None;
    }
    let by = |&child: &usize| !tree.by_case(child, &["by", "from"]).is_empty();
    let mut owners = tree.by(noun, &["nmod:poss"]);
    owners.extend(tree.by(noun, &["nmod"]).into_iter().filter(by));
    let carrier = tree.head(noun).filter(|&verb| {
        matches!(tree.deprel(noun), "obj" | "nsubj:pass")
            && tree.upos(verb) == Upos::Verb
            && tree.table.carrying.contains(tree.lemma(verb))
    });
    let carried = carrier.and_then(|verb| Some((verb, tree.subject(verb)?)));
    let mut cue = Tokens::from([noun]);
    let source = match (owners.first(), carried) {
        (Some(&owner), _) => tree.phrase(owner, &[]),
        (None, Some((verb, subject))) => {
            cue.extend(cue::of_verb(tree, verb));
            cue.extend(verb..noun);
            tree.under(subject, &[])
        }
        (None, None) => Tokens::new(),
    };
    let clause = tree
        .by(noun, &["acl", "ccomp"])
        .into_iter()
        .find(|&clause| tree.has_mark(clause, &["that", "to"]));
    let content = if let Some(clause) = clause {
        tree.under(clause, &[])
    } else if owners.is_empty() && carried.is_none() {
        return None;
    } else {
        let mut about = tree.by(noun, &["nmod"]).into_iter();
        let about = about.find(|&child| {
            tree.deprel(child) == "nmod" && !tree.by_case(child, ABOUT).is_empty()
        })?;
        cue.extend(tree.by(about, &["case"]));
        tree.phrase(about, &[])
    };
    Some(Found {
        source,
        cue,
        content,
        ..Found::default()
    })
}

/// "X is confident that", "X is critical of".
pub(super) fn adjective(tree: &Tree<'_>, adjective: usize) -> Option<Found> {
    if tree.upos(adjective) != Upos::Adj || !tree.table.adjectives.contains(tree.lemma(adjective)) {
        return None;
    }
    let subject = tree.subject(adjective)?;
    if matches!(tree.lemma(subject), "it" | "this" | "that" | "there") {
        return None;
    }
    let mut cue: Tokens = tree
        .by(adjective, &["cop", "aux"])
        .into_iter()
        .filter(|&child| child < adjective)
        .collect();
    cue.insert(adjective);
    let clause = tree
        .by(adjective, &["ccomp", "xcomp", "advcl"])
        .into_iter()
        .find(|&clause| {
            clause > adjective
                && (tree.by(clause, &["mark"]).is_empty() || tree.has_mark(clause, &["that", "to"]))
        });
    let content = match clause {
        Some(clause) => tree.under(clause, &[]),
        None => {
            let mut about = tree.by(adjective, &["obl"]).into_iter();
            let about = about.find(|&child| {
                !tree
                    .by_case(child, &["of", "about", "over", "by"])
                    .is_empty()
            })?;
            cue.extend(tree.by(about, &["case"]));
            tree.phrase(about, &[])
        }
    };
    Some(Found {
        source: tree.under(subject, &[]),
        cue,
        content,
        ..Found::default()
    })
}
