//! A sentence's tree as attributions are read from it.

use entente_text::{Parse, Upos};

use super::Tokens;
use crate::predicates::AttributionTable;

/// Conjunctions that set a clause against what is said, so that it is not part of it.
const AGAINST: &[&str] = &["though", "although", "while", "whereas"];

/// How far up the tree a subject is looked for.
const DEPTH: usize = 6;

pub(super) struct Tree<'a> {
    pub(super) table: &'a AttributionTable,
    parse: &'a Parse,
    /// The words in small letters.
    words: Vec<String>,
    /// Lemmas in small letters.
    lemmas: Vec<String>,
    /// Number of the quotation that each token is in, 0 outside.
    pub(super) quoted: &'a [usize],
    children: Vec<Vec<usize>>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(
        text: &str,
        parse: &'a Parse,
        quoted: &'a [usize],
        table: &'a AttributionTable,
    ) -> Self {
        let mut children = vec![Vec::new(); parse.tokens.len()];
        for (index, token) in parse.tokens.iter().enumerate() {
            if let Some(own) = token.head.and_then(|head| children.get_mut(head)) {
                own.push(index);
            }
        }
        let words = (0..parse.tokens.len()).map(|index| parse.word(text, index).to_lowercase());
        let lemmas = parse.tokens.iter().map(|token| token.lemma.to_lowercase());
        Self {
            table,
            parse,
            words: words.collect(),
            lemmas: lemmas.collect(),
            quoted,
            children,
        }
    }

    pub(super) fn len(&self) -> usize {
        self.words.len()
    }

    pub(super) fn word(&self, index: usize) -> &str {
        self.words.get(index).map_or("", String::as_str)
    }

    pub(super) fn lemma(&self, index: usize) -> &str {
        self.lemmas.get(index).map_or("", String::as_str)
    }

    pub(super) fn upos(&self, index: usize) -> Upos {
        self.parse.tokens[index].upos
    }

    pub(super) fn deprel(&self, index: usize) -> &'static str {
        self.parse.tokens[index].deprel
    }

    pub(super) fn head(&self, index: usize) -> Option<usize> {
        self.parse.tokens[index].head
    }

    pub(super) fn children(&self, index: usize) -> &[usize] {
        &self.children[index]
    }

    /// The dependants whose relation is one of these or a subtype of one.
    pub(super) fn by(&self, index: usize, deprels: &[&str]) -> Vec<usize> {
        let wanted = |&child: &usize| {
            deprels
                .iter()
                .any(|deprel| self.parse.has_deprel(child, deprel))
        };
        self.children(index)
            .iter()
            .copied()
            .filter(wanted)
            .collect()
    }

    /// Prepositions and conjunctions of `index` that are one of `words`.
    pub(super) fn marks(&self, index: usize, words: &[&str]) -> Vec<usize> {
        let mut found = self.by(index, &["case", "mark"]);
        found.retain(|&mark| words.contains(&self.word(mark)));
        found
    }

    pub(super) fn has_mark(&self, index: usize, words: &[&str]) -> bool {
        !self.marks(index, words).is_empty()
    }

    /// Everything under `index`, itself included, without what is under one of `skipped`.
    pub(super) fn under(&self, index: usize, skipped: &[usize]) -> Tokens {
        let mut found = Tokens::new();
        let mut open = vec![index];
        while let Some(token) = open.pop() {
            if !skipped.contains(&token) && found.insert(token) {
                open.extend(self.children(token));
            }
        }
        found
    }

    /// What is under several, together.
    pub(super) fn under_all(&self, indices: &[usize]) -> Tokens {
        indices
            .iter()
            .flat_map(|&index| self.under(index, &[]))
            .collect()
    }

    /// A clause that somebody says: without a clause that is set against it ("..., although he added").
    pub(super) fn clause(&self, index: usize, skipped: &[usize]) -> Tokens {
        let against = |&token: &usize| {
            token > index
                && self.parse.has_deprel(token, "advcl")
                && self.has_mark(token, AGAINST)
                && !self.by(token, &["nsubj"]).is_empty()
        };
        let mut skipped = skipped.to_vec();
        let whole = self.under(index, &skipped);
        skipped.extend(whole.iter().filter(|token| against(token)));
        self.under(index, &skipped)
    }

    pub(super) fn own_subject(&self, verb: usize) -> Option<usize> {
        self.by(verb, &["nsubj"]).into_iter().next()
    }

    /// The subject of a verb, also where coordination, control or a participle leaves it out.
    pub(super) fn subject(&self, verb: usize) -> Option<usize> {
        let mut at = verb;
        for _ in 0..DEPTH {
            if let Some(subject) = self.own_subject(at) {
                return Some(subject);
            }
            let head = self.head(at)?;
            match self.deprel(at) {
                "conj" | "xcomp" | "advcl" | "parataxis" => at = head,
                "acl" if self.upos(head).is_nominal() && self.word(at).ends_with("ing") => {
                    return Some(head);
                }
                _ => return None,
            }
        }
        None
    }

    pub(super) fn is_passive(&self, verb: usize) -> bool {
        let marked =
            |&child: &usize| matches!(self.deprel(child), "aux:pass" | "nsubj:pass" | "obl:agent");
        let participle = !self.word(verb).ends_with("ing") && self.word(verb) != self.lemma(verb);
        self.children(verb).iter().any(marked) || self.deprel(verb) == "acl" && participle
    }

    /// Who acts in a passive: "by X".
    pub(super) fn agent(&self, verb: usize) -> Option<usize> {
        let by = |&child: &usize| {
            self.deprel(child) == "obl:agent"
                || self.parse.has_deprel(child, "obl") && !self.by_case(child, &["by"]).is_empty()
        };
        self.children(verb).iter().copied().find(by)
    }

    /// The prepositions of `index` that are one of `words`.
    pub(super) fn by_case(&self, index: usize, words: &[&str]) -> Vec<usize> {
        let mut found = self.by(index, &["case"]);
        found.retain(|&case| words.contains(&self.word(case)));
        found
    }

    /// A noun phrase without its own prepositions and possessive mark.
    pub(super) fn phrase(&self, index: usize, skipped: &[usize]) -> Tokens {
        let mut found = self.under(index, skipped);
        for case in self.by(index, &["case"]) {
            found.remove(&case);
        }
        found
    }

    /// Whether a clause describes a noun: "criticised by X", "which X criticised".
    pub(super) fn describes(&self, verb: usize) -> bool {
        self.parse.has_deprel(verb, "acl")
    }

    /// The lemma with its particle ("point_out"), where it has one.
    pub(super) fn with_particle(&self, verb: usize) -> String {
        let particles = self.by(verb, &["compound"]).into_iter();
        particles
            .filter(|&child| self.deprel(child) == "compound:prt")
            .fold(self.lemma(verb).to_owned(), |lemma, particle| {
                format!("{lemma}_{}", self.word(particle))
            })
    }
}
