//! Clauses between commas that are passed over, as TABARI and PETRARCH do.
//!
//! What stands between two commas, or after the last, tells asides ("five years after ...",
//! "a spokesman said"). Only stretches with a verb go, and none that a coordination runs through:
//! the commas of a list separate those who act.

use entente_text::{Parse, Upos};

/// How many words a clause has that is passed over, least and most. A most of 0 passes over none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CommaOptions {
    /// Before the first comma.
    pub begin: (usize, usize),
    /// Between two commas.
    pub inside: (usize, usize),
    /// After the last comma; the comma itself counts.
    pub end: (usize, usize),
}

impl Default for CommaOptions {
    /// PETRARCH's: 2 to 8 words inside and at the end, nothing at the beginning.
    fn default() -> Self {
        Self {
            begin: (0, 0),
            inside: (2, 8),
            end: (2, 8),
        }
    }
}

/// Of each token, whether it stands in a clause that is passed over.
pub(super) fn passed_over(parse: &Parse, options: CommaOptions) -> Vec<bool> {
    let length = parse.tokens.len();
    let mut cut = vec![false; length];
    let is_comma = |at: &usize| {
        let token = &parse.tokens[*at];
        token.upos == Upos::Punct && token.lemma == ","
    };
    let commas: Vec<usize> = (0..length).filter(is_comma).collect();
    let (Some(&first), Some(&last)) = (commas.first(), commas.last()) else {
        return cut;
    };
    let mut stretches = vec![(0, first, options.begin), (last, length, options.end)];
    let pairs = commas.iter().zip(commas.iter().skip(1));
    stretches.extend(pairs.map(|(&from, &to)| (from + 1, to, options.inside)));
    for (from, to, (least, most)) in stretches {
        let counted = |at: &usize| parse.tokens[*at].upos != Upos::Punct || *at == last;
        let words = (from..to).filter(counted).count();
        if words >= least && words <= most && is_aside(parse, from, to) {
            cut[from..to].fill(true);
        }
    }
    cut
}

/// Whether a stretch has a verb, and no coordination that reaches out of it.
fn is_aside(parse: &Parse, from: usize, to: usize) -> bool {
    let verb = (from..to).any(|at| parse.tokens[at].upos == Upos::Verb);
    let inside = |at: usize| (from..to).contains(&at);
    let joined = (0..parse.tokens.len()).any(|at| {
        let head = parse.tokens[at].head;
        parse.has_deprel(at, "conj") && head.is_some_and(|head| inside(at) != inside(head))
    });
    verb && !joined
}
