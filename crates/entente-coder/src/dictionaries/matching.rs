//! Which pattern of a verb fits its clause: of those that do, the most specific one.
//!
//! Parts are looked for in the order of the pattern, each behind the one before. A phrase in
//! braces fits a word with the others as its dependants, or words side by side; a preposition fits
//! with what it asks for among the words of its own phrase.

use entente_lexicon::petrarch::{Element, EventCode, Pattern, Term, plural};

use super::Sentence;
use super::clauses::{Clause, VerbHere};
use super::phrases::Group;

/// How a pattern fits.
#[derive(Debug, Clone, Default)]
pub(super) struct Fit {
    pub(super) code: EventCode,
    /// The phrase of `$`.
    pub(super) source: Option<Group>,
    /// The phrase of `+`.
    pub(super) target: Option<Group>,
    /// The phrase of `%`.
    pub(super) compound: Option<Group>,
    /// From where on the other side is looked for: behind what is skipped.
    pub(super) from: usize,
    /// The tokens that the pattern's words stand on.
    pub(super) tokens: Vec<usize>,
}

/// How many words a phrase of a set may have inside braces.
const LONGEST_PART: usize = 4;

/// Where one side of a pattern is looked for.
struct Side<'c> {
    words: &'c [usize],
    groups: &'c [Group],
}

impl Sentence<'_> {
    /// The pattern that fits on the most words, then actors; of several, the first.
    pub(super) fn best_fit(&self, verb: &VerbHere, clause: &Clause) -> Option<Fit> {
        let blocks = &self.dictionaries.verbs.blocks;
        let patterns = verb
            .blocks
            .iter()
            .filter_map(|&block| blocks.get(block))
            .flatten();
        let mut best: Option<((usize, usize), Fit)> = None;
        for pattern in patterns {
            let Some(fit) = self.fit(pattern, verb, clause) else {
                continue;
            };
            let (words, actors) = pattern.specificity();
            let specific = (fit.tokens.len().max(words), actors);
            if best.as_ref().is_none_or(|(most, _)| specific > *most) {
                best = Some((specific, fit));
            }
        }
        best.map(|(_, fit)| fit)
    }

    fn fit(&self, pattern: &Pattern, verb: &VerbHere, clause: &Clause) -> Option<Fit> {
        let mut fit = Fit {
            code: pattern.code.clone(),
            ..Fit::default()
        };
        let before = Side {
            words: &clause.before,
            groups: &clause.groups_before,
        };
        let reached = self.elements(&pattern.before, 0, &before, &mut fit)?;
        if pattern.joined.0 && reached != verb.tokens.0 {
            return None;
        }
        fit.from = 0;
        let behind = Side {
            words: &clause.behind,
            groups: &clause.groups,
        };
        let from = verb.tokens.1;
        if pattern.joined.1 {
            let first = pattern.after.first()?;
            let right_behind = [from];
            let right_behind = Side {
                words: &right_behind,
                groups: &[],
            };
            self.element(first, from, &right_behind, &mut fit.clone())?;
        }
        self.elements(&pattern.after, from, &behind, &mut fit)?;
        Some(fit)
    }

    /// Fits parts one behind the other; gives one past the last token.
    fn elements(
        &self,
        elements: &[Element],
        from: usize,
        side: &Side<'_>,
        fit: &mut Fit,
    ) -> Option<usize> {
        let mut at = from;
        for element in elements {
            at = self.element(element, at, side, fit)?;
        }
        Some(at)
    }

    fn element(
        &self,
        element: &Element,
        from: usize,
        side: &Side<'_>,
        fit: &mut Fit,
    ) -> Option<usize> {
        let mut words = side.words.iter().copied().filter(|&at| at >= from);
        match element {
            Element::Word(term) => {
                let end = words.find_map(|at| Some((at, self.term_at(term, at)?)));
                keep(end, fit)
            }
            Element::Adjacent(terms) => {
                let end = words.find_map(|at| Some((at, self.terms_at(terms, at)?)));
                keep(end, fit)
            }
            Element::Phrase(terms) => {
                let (end, tokens) = words.find_map(|at| self.phrase_at(terms, at, from))?;
                fit.tokens.extend(tokens);
                Some(end)
            }
            Element::Preposition(term, inside) => {
                let found = words.find_map(|at| {
                    let end = self.term_at(term, at)?;
                    let mut trial = fit.clone();
                    trial.tokens.push(at);
                    if inside.is_empty() {
                        return (!self.is_infinitive(at)).then_some((end, trial));
                    }
                    let words = self.words_of_preposition(at);
                    let side = Side {
                        words: &words,
                        groups: side.groups,
                    };
                    let end = self.elements(inside, end, &side, &mut trial)?;
                    Some((end, trial))
                });
                let (end, trial) = found?;
                *fit = trial;
                Some(end)
            }
            Element::Source | Element::Target | Element::Skip => {
                let group = side.groups.iter().find(|group| group.start >= from)?;
                match element {
                    Element::Source => fit.source = Some(group.clone()),
                    Element::Target => fit.target = Some(group.clone()),
                    _ => fit.from = group.end,
                }
                Some(group.end)
            }
            Element::Compound => {
                let several = |group: &&Group| group.start >= from && group.codes().len() > 1;
                let group = side.groups.iter().find(several)?;
                fit.compound = Some(group.clone());
                Some(group.end)
            }
        }
    }

    /// One past the last token of a word or of a phrase of a set that begins at a token.
    fn term_at(&self, term: &Term, at: usize) -> Option<usize> {
        match term {
            Term::Word { word, exact } => {
                let here = self.words.upper.get(at)?;
                let fits = here == word || !exact && *here == plural(word);
                fits.then_some(at + 1)
            }
            Term::Set(set) => {
                let set = self.dictionaries.verbs.sets.get(*set)?;
                set.phrases
                    .iter()
                    .find_map(|phrase| self.words.standing_at(phrase, at))
            }
        }
    }

    fn terms_at(&self, terms: &[Term], at: usize) -> Option<usize> {
        terms.iter().try_fold(at, |at, term| self.term_at(term, at))
    }

    /// A phrase in braces whose first word, or whose head, is at a token: one past its last token,
    /// and the tokens of its words.
    fn phrase_at(&self, terms: &[Term], at: usize, from: usize) -> Option<(usize, Vec<usize>)> {
        if let Some(end) = self.terms_at(terms, at) {
            return Some((end, (at..end).collect()));
        }
        let (last, parts) = terms.split_last()?;
        let end = self.term_at(last, at)?;
        let mut tokens: Vec<usize> = (at..end).collect();
        let mut next = from;
        for part in parts {
            let children = self
                .parse
                .children(end - 1)
                .filter(|&it| it >= next && it < at);
            let mut fitting = children.filter_map(|it| {
                // A phrase of a set begins before the word that hangs on the head.
                let mut begins = (next..=it).rev().take(LONGEST_PART);
                begins
                    .find(|&begin| self.term_at(part, begin) == Some(it + 1))
                    .map(|begin| (begin, it + 1))
            });
            let (begin, behind) = fitting.next()?;
            tokens.extend(begin..behind);
            next = behind;
        }
        Some((end, tokens))
    }

    /// Whether a token is the "to" of an infinitive, which is no preposition.
    fn is_infinitive(&self, at: usize) -> bool {
        self.parse.tokens[at].deprel == "mark" && self.words.upper[at] == "TO"
    }

    /// The words of the phrase that a preposition stands before: behind it, in order.
    fn words_of_preposition(&self, at: usize) -> Vec<usize> {
        let Some(head) = self.parse.tokens[at].head else {
            return Vec::new();
        };
        let mut words = if head > at {
            self.own_words(head)
        } else {
            (at + 1..(at + 4).min(self.parse.tokens.len())).collect()
        };
        words.retain(|&it| it > at);
        words
    }
}

fn keep(found: Option<(usize, usize)>, fit: &mut Fit) -> Option<usize> {
    let (at, end) = found?;
    fit.tokens.extend(at..end);
    Some(end)
}
