//! Slips of parsers that coding by dictionaries would fall over, mended.
//!
//! A predicate has one subject and one object. Where the tree gives it two that stand side by side,
//! they are one phrase, and the first a modifier of the second: "Rescue Valdoria is ready to ...".

use std::borrow::Cow;

use entente_text::Parse;

/// The parse with such pairs as one phrase, and the subjects of reported clauses in these.
pub(super) fn one_of_each(parse: &Parse) -> Cow<'_, Parse> {
    let mut mended = Cow::Borrowed(parse);
    for (subject, clause) in crate::mend::subjects_astray(parse) {
        if let Some(moved) = mended.to_mut().tokens.get_mut(subject) {
            moved.head = Some(clause);
        }
    }
    for second in 0..parse.tokens.len() {
        let token = &parse.tokens[second];
        let (Some(head), "nsubj" | "nsubj:pass" | "obj") = (token.head, token.deprel) else {
            continue;
        };
        let before = parse
            .children_by(head, token.deprel)
            .filter(|&it| it < second);
        let Some(first) = before
            .last()
            .filter(|&it| stand_together(parse, it, second))
        else {
            continue;
        };
        if let Some(moved) = mended.to_mut().tokens.get_mut(first) {
            moved.head = Some(second);
            moved.deprel = "compound";
        }
    }
    mended
}

/// Whether the words of one phrase end right before those of another begin.
fn stand_together(parse: &Parse, first: usize, second: usize) -> bool {
    let nominal = |at: usize| parse.tokens[at].upos.is_nominal();
    let end = parse.subtree(first).last().map_or(first, |last| last + 1);
    let begin = parse.subtree(second).first().copied();
    nominal(first) && nominal(second) && begin == Some(end)
}
