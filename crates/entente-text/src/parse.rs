//! The parse of a sentence: what every later layer looks at instead of raw strings.
//!
//! [`Parse`] is data, [`Parser`] is whatever produces it. The coder and the lexicon know only
//! these two, so that a better parser replaces the present one without moving a wall.

use std::collections::VecDeque;

use entente_model::{Block, Bound, Date, DateSpan, Span};

use crate::sentences::{BlockSentence, by_block};
use crate::times::Timex;

/// Universal part-of-speech tags (UD v2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
#[allow(
    missing_docs,
    reason = "the names are the documentation: universaldependencies.org/u/pos"
)]
pub enum Upos {
    Adj,
    Adp,
    Adv,
    Aux,
    Cconj,
    Det,
    Intj,
    Noun,
    Num,
    Part,
    Pron,
    Propn,
    Punct,
    Sconj,
    Sym,
    Verb,
    X,
}

impl Upos {
    /// Every tag with its CoNLL-U name.
    pub const ALL: [(Self, &'static str); 17] = [
        (Self::Adj, "ADJ"),
        (Self::Adp, "ADP"),
        (Self::Adv, "ADV"),
        (Self::Aux, "AUX"),
        (Self::Cconj, "CCONJ"),
        (Self::Det, "DET"),
        (Self::Intj, "INTJ"),
        (Self::Noun, "NOUN"),
        (Self::Num, "NUM"),
        (Self::Part, "PART"),
        (Self::Pron, "PRON"),
        (Self::Propn, "PROPN"),
        (Self::Punct, "PUNCT"),
        (Self::Sconj, "SCONJ"),
        (Self::Sym, "SYM"),
        (Self::Verb, "VERB"),
        (Self::X, "X"),
    ];

    /// The CoNLL-U name.
    pub fn name(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The tag of a CoNLL-U name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .iter()
            .find(|(_, own)| *own == name)
            .map(|(tag, _)| *tag)
    }

    /// Noun, proper noun or pronoun.
    pub fn is_nominal(self) -> bool {
        matches!(self, Self::Noun | Self::Propn | Self::Pron)
    }
}

/// A token with its place in the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// Byte offsets in the document's clean text.
    pub span: Span,
    /// Dictionary form, lower case but for proper nouns.
    pub lemma: String,
    /// Part of speech.
    pub upos: Upos,
    /// Index of the head token in the sentence; `None` for the root.
    pub head: Option<usize>,
    /// UD v2 relation to the head, with subtype: `nsubj`, `nsubj:pass`, `obl`, ...
    pub deprel: &'static str,
}

/// What a named-entity mention names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MentionKind {
    /// A human being.
    Person,
    /// An organisation, party, armed group, company, body.
    Organisation,
    /// A country, region, city or other place.
    Place,
    /// Something else with a name: an event, a law, a project, a people.
    Other,
}

/// A proper name in the sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// First token and one past the last.
    pub tokens: (usize, usize),
    /// The token that heads it.
    pub head: usize,
    /// What it names.
    pub kind: MentionKind,
}

/// A date or span of time, normalised against the document's date.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// First token and one past the last, prepositions such as "since" included.
    pub tokens: (usize, usize),
    /// The days meant; both ends `None` where the words are recognised as a time but its days
    /// are not known (no document date to count from).
    pub date: DateSpan,
    /// The same in the notation of TIMEX3: `2011-08-05`, `P3D`, `PAST_REF`.
    pub timex: Timex,
}

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq)]
pub struct Quantity {
    /// First token and one past the last, bound words and unit included ("up to 18 million").
    pub tokens: (usize, usize),
    /// The token of the number itself: its governor in the tree tells what is counted.
    pub number: usize,
    /// The value, multipliers such as "million" applied.
    pub value: f64,
    /// Unit written with the number: `km`, `USD`, `percent`; `None` where it counts the noun
    /// that it modifies.
    pub unit: Option<String>,
    /// How it bounds the quantity.
    pub bound: Bound,
}

/// Words in quotation marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Quotation {
    /// First token inside the marks and one past the last.
    pub tokens: (usize, usize),
}

/// What the encoder makes of each word for the heads that tell events and ties apart (`EventHead`, `TieHead`): one row of
/// numbers a token. Empty where the encoder has not read the sentence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Views {
    pub(crate) numbers: Vec<f32>,
    pub(crate) width: usize,
}

impl Views {
    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.numbers.is_empty()
    }

    /// Tokens that have a row.
    pub(crate) fn words(&self) -> usize {
        self.numbers.len().checked_div(self.width).unwrap_or(0)
    }
}

/// A sentence with its structure.
///
/// Invariants: token spans are in order and do not overlap; the heads form one tree; every
/// token range is within the sentence.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Parse {
    /// The tokens.
    pub tokens: Vec<Token>,
    /// Proper names, not overlapping, in order.
    pub mentions: Vec<Mention>,
    /// Dates and spans of time, in order.
    pub times: Vec<Time>,
    /// Numbers that are not part of a time, in order.
    pub quantities: Vec<Quantity>,
    /// Quotations, in order.
    pub quotations: Vec<Quotation>,
    /// What the head for events looks at.
    pub views: Views,
    /// How surely each token belongs to a phrase for somebody who acts or is acted upon, from 0 to 1, by the encoder.
    /// Empty where the encoder has not read the sentence.
    pub sides: Vec<f32>,
}

impl Parse {
    /// Whether the encoder has left numbers for every token, and the phrases lie within the sentence.
    pub(crate) fn has_views_of<'r>(
        &self,
        phrases: impl IntoIterator<Item = &'r std::ops::Range<usize>>,
    ) -> bool {
        let words = self.tokens.len();
        let mut phrases = phrases.into_iter();
        words > 0 && self.views.words() == words && phrases.all(|phrase| phrase.end <= words)
    }

    /// A parse of these tokens and names, its times, quantities and quotations found.
    pub(crate) fn complete(
        text: &str,
        tokens: Vec<Token>,
        mentions: Vec<Mention>,
        anchor: Option<Date>,
    ) -> Self {
        let mut parse = Self {
            tokens,
            mentions,
            ..Self::default()
        };
        parse.times = crate::times::find(text, &parse, anchor);
        parse.quantities = crate::quantities::find(text, &parse);
        parse.quotations = crate::quotations::find(text, &parse);
        parse
    }

    /// The words of token `index`.
    pub fn word<'t>(&self, text: &'t str, index: usize) -> &'t str {
        self.tokens
            .get(index)
            .map_or("", |token| token.span.of(text))
    }

    /// The words from token `first` up to, not including, `end`.
    pub fn words<'t>(&self, text: &'t str, (first, end): (usize, usize)) -> &'t str {
        if first >= end || end > self.tokens.len() {
            return "";
        }
        Span::new(self.tokens[first].span.start, self.tokens[end - 1].span.end).of(text)
    }

    /// The dash behind a dateline, where the sentence begins with one: a place in capitals, perhaps a day and an agency, and a
    /// dash before any verb ("BERLIN (Reuters) - ", "MOSCOW, May 3 – ").
    pub fn dateline(&self, text: &str) -> Option<usize> {
        const REACH: usize = 9;
        let place = self.word(text, 0);
        if place.len() < 3 || !place.chars().all(char::is_uppercase) {
            return None;
        }
        let end = (1..self.tokens.len().min(REACH))
            .find(|&at| matches!(self.word(text, at), "-" | "--" | "–" | "—"))?;
        let mut before = self.tokens[..end].iter();
        let told = before.any(|token| matches!(token.upos, Upos::Verb | Upos::Aux));
        // "UNHCR-run camps" have none.
        let apart = self.tokens[end - 1].span.end < self.tokens[end].span.start;
        (apart && !told).then_some(end)
    }

    /// The tokens within `span`, in bytes of the text, whose heads lie outside it.
    pub fn heads_in(&self, span: Span) -> impl Iterator<Item = usize> + '_ {
        let within = move |index: usize| span.contains(self.tokens[index].span);
        (0..self.tokens.len())
            .filter(move |&index| within(index))
            .filter(move |&index| self.tokens[index].head.is_none_or(|head| !within(head)))
    }

    /// The root of the tree; `None` for an empty sentence.
    pub fn root(&self) -> Option<usize> {
        self.tokens.iter().position(|token| token.head.is_none())
    }

    /// The direct dependants of `head`, in sentence order.
    pub fn children(&self, head: usize) -> impl Iterator<Item = usize> + '_ {
        self.tokens
            .iter()
            .enumerate()
            .filter(move |(_, token)| token.head == Some(head))
            .map(|(index, _)| index)
    }

    /// The direct dependants of `head` whose relation is `deprel` or a subtype of it.
    pub fn children_by<'a>(
        &'a self,
        head: usize,
        deprel: &'a str,
    ) -> impl Iterator<Item = usize> + 'a {
        self.children(head)
            .filter(move |&child| self.has_deprel(child, deprel))
    }

    /// Whether the relation of `index` to its head is `deprel` or a subtype of it.
    pub fn has_deprel(&self, index: usize, deprel: &str) -> bool {
        let own = self.tokens[index].deprel;
        own == deprel
            || own
                .strip_prefix(deprel)
                .is_some_and(|rest| rest.starts_with(':'))
    }

    /// The token ranges of the subtree under `head` are not always contiguous; this is every
    /// token of it, in sentence order, `head` included. Each once, even where the heads are no tree.
    pub fn subtree(&self, head: usize) -> Vec<usize> {
        let mut found = Vec::new();
        let mut is_found = vec![false; self.tokens.len()];
        let mut queue = VecDeque::from([head]);
        while let Some(next) = queue.pop_front() {
            if let Some(known) = is_found.get_mut(next)
                && !std::mem::replace(known, true)
            {
                found.push(next);
                queue.extend(self.children(next));
            }
        }
        found.sort_unstable();
        found
    }

    /// The tokens from `index` up to the root, `index` first; no more of them than the sentence has, even
    /// where the heads are no tree.
    pub fn ancestors(&self, index: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(index), |&at| self.tokens[at].head).take(self.tokens.len())
    }

    /// Whether every token hangs, over its heads, on one that has none.
    pub fn is_tree(&self) -> bool {
        (0..self.tokens.len()).all(|index| {
            let top = self.ancestors(index).last();
            top.is_some_and(|top| self.tokens[top].head.is_none())
        })
    }

    /// The names that hold the token `index`.
    pub fn mentions_at(&self, index: usize) -> impl Iterator<Item = &Mention> {
        self.mentions
            .iter()
            .filter(move |mention| (mention.tokens.0..mention.tokens.1).contains(&index))
    }

    /// The quotation that holds `index`, if any.
    pub fn quotation_of(&self, index: usize) -> Option<Quotation> {
        self.quotations
            .iter()
            .copied()
            .find(|quotation| (quotation.tokens.0..quotation.tokens.1).contains(&index))
    }
}

/// What a parser may ask about words that it has not learnt.
pub trait Gazetteer: Sync {
    /// Whether the word, capitalised as written, is known as a name or a part of one that is
    /// hardly ever anything else ("Togo", "Pezeshkian").
    fn is_name(&self, word: &str) -> bool;
}

/// Knows no names.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoGazetteer;

impl Gazetteer for NoGazetteer {
    fn is_name(&self, _word: &str) -> bool {
        false
    }
}

/// A sentence of a document, found and parsed.
#[derive(Debug, Clone, PartialEq)]
pub struct ParsedSentence {
    /// Index of the block that it stands in.
    pub block: usize,
    /// Where it stands: from its first token to its last, never empty.
    pub span: Span,
    /// Whether it is a part of a stretch that is too long for a sentence: it may begin and end
    /// where no sentence does.
    pub cut: bool,
    /// Its structure.
    pub parse: Parse,
}

impl ParsedSentence {
    /// The sentence of these tokens; `None` where there are none.
    fn new(block: usize, cut: bool, parse: Parse) -> Option<Self> {
        let start = parse.tokens.first()?.span.start;
        let end = parse.tokens.last()?.span.end;
        Some(Self {
            block,
            span: Span::new(start, end),
            cut,
            parse,
        })
    }
}

/// Whatever turns text into sentences and their structure. It never fails: what it cannot read
/// is tagged `X`. `anchor` is the day from which "last Friday" counts, the document's date;
/// `names` tells names that the parser may not have learnt.
pub trait Parser: Send + Sync {
    /// Parses sentences of `text` that are split into tokens already, in order: one parse each.
    fn parse_all(
        &self,
        text: &str,
        sentences: &[Vec<Span>],
        anchor: Option<Date>,
        names: &dyn Gazetteer,
    ) -> Vec<Parse>;

    /// Finds the sentences of a document's blocks and parses them, in order. A heading and a row
    /// of a table are one sentence each.
    fn read(
        &self,
        text: &str,
        blocks: &[Block],
        anchor: Option<Date>,
        names: &dyn Gazetteer,
    ) -> Vec<ParsedSentence> {
        let (found, sentences): (Vec<BlockSentence>, Vec<Vec<Span>>) = by_block(text, blocks)
            .into_iter()
            .map(|sentence| (sentence, crate::tokens::tokens(text, sentence.span)))
            .filter(|(_, tokens)| !tokens.is_empty())
            .unzip();
        let parses = self.parse_all(text, &sentences, anchor, names);
        found
            .into_iter()
            .zip(parses)
            .filter_map(|(found, parse)| ParsedSentence::new(found.block, found.cut, parse))
            .collect()
    }

    /// Parses the sentence at `span`.
    fn parse(&self, text: &str, span: Span, anchor: Option<Date>, names: &dyn Gazetteer) -> Parse {
        let sentence = crate::tokens::tokens(text, span);
        let parses = self.parse_all(text, &[sentence], anchor, names);
        parses.into_iter().next().unwrap_or_default()
    }

    /// Name and version, for the `coder` field of what is coded from its parses.
    fn name(&self) -> &str;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn walks_end_where_two_words_hang_on_each_other() {
        let with_heads = |heads: [Option<usize>; 3]| Parse {
            tokens: heads
                .into_iter()
                .map(|head| Token {
                    span: Span::new(0, 1),
                    lemma: "a".into(),
                    upos: Upos::Noun,
                    head,
                    deprel: "dep",
                })
                .collect(),
            ..Parse::default()
        };
        let tree = with_heads([Some(1), None, Some(1)]);
        assert!(tree.is_tree());
        assert_eq!(tree.subtree(1), [0, 1, 2]);
        assert_eq!(tree.ancestors(2).collect::<Vec<_>>(), [2, 1]);
        let circle = with_heads([Some(1), Some(0), None]);
        assert!(!circle.is_tree());
        assert_eq!(circle.subtree(0), [0, 1]);
        assert_eq!(circle.ancestors(0).count(), 3);
    }
}
