//! The words of a verb that say that something is said: "has repeatedly said", "declined to comment on".

use super::Tokens;
use super::tree::Tree;

/// Adverbs before a verb that belong to the clause and not to the cue.
const OF_CLAUSE: &[&str] = &[
    "when", "where", "why", "how", "so", "then", "now", "instead", "however",
];

/// How far a verb may stand from the one that it completes: "has taken to urging".
const CHAIN: usize = 4;

/// The verb with its auxiliaries, negation, particle and the adverbs right before it, and the verb above
/// that it completes.
pub(super) fn of_verb(tree: &Tree<'_>, verb: usize) -> Tokens {
    let belongs = |token: usize| {
        let deprel = tree.deprel(token);
        tree.head(token) == Some(verb)
            && (deprel.starts_with("aux")
                || matches!(deprel, "advmod" | "cop")
                || deprel == "mark" && tree.word(token) == "to")
    };
    let auxiliary = |token: &usize| tree.deprel(*token) != "advmod" && tree.deprel(*token) != "cop";
    let mut first = (0..verb)
        .filter(|&token| belongs(token))
        .find(auxiliary)
        .unwrap_or(verb);
    while let Some(before) = first.checked_sub(1)
        && belongs(before)
        && tree.deprel(before) == "advmod"
        && !OF_CLAUSE.contains(&tree.word(before))
    {
        first = before;
    }
    // "did he say": the auxiliary before the subject is left out.
    let subject = tree.by(verb, &["nsubj"]).into_iter();
    if let Some(subject) = subject.filter(|&subject| subject < verb).max()
        && first < subject
    {
        first = (subject + 1..verb)
            .find(|&token| belongs(token))
            .unwrap_or(verb);
    }
    let mut cue: Tokens = (first..verb)
        .filter(|&token| belongs(token) || matches!(tree.word(token), "not" | "n't" | "n’t"))
        .collect();
    cue.insert(verb);
    let particles = tree.by(verb, &["compound"]).into_iter();
    cue.extend(particles.filter(|&child| tree.deprel(child) == "compound:prt"));
    if tree.deprel(verb) == "xcomp"
        && let Some(above) = tree.head(verb)
        && above < verb
        && verb - above <= CHAIN
        && tree.table.chains.contains(tree.lemma(above))
    {
        cue.extend(of_verb(tree, above));
        cue.extend(above..verb);
    }
    cue
}
