//! Who says what: attributions, each with the words of its source, its cue and its content.
//!
//! An attribution is anything that a text puts into somebody's mouth or mind: "X said that ...",
//! "according to X", "X's accusation that ...", "X criticised ...", "X hopes to ...", also without a
//! source ("was expected to"). [`attributions`] reads the trees of a document's sentences with the table
//! `[attribution]` of `lexicon/predicates/speech.toml`; what runs over the ends of sentences, quotations
//! and announcements, is joined in [`quoted`].
//!
//! It resolves nobody: who the source is, is for the lexicon and coreference to say. It does not weigh
//! what is said either; polarity and certainty of a proposition come from `factuality`.

mod cue;
mod quoted;
mod tree;
mod verbs;
mod words;

use std::collections::BTreeSet;

use entente_model::Span;
use entente_text::{ParsedSentence, quotations_over_sentences};

use self::tree::Tree;
use crate::predicates::Predicates;

/// Tokens of the longest sentence that is read: what is longer is no sentence.
const MAX_TOKENS: usize = 400;

/// Tokens by their number, in a sentence or in a document.
type Tokens = BTreeSet<usize>;

/// Something that is put into somebody's mouth or mind.
///
/// Invariants: spans are in text order, each from the first to the last of neighbouring tokens; cue and
/// content are not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution {
    /// Who says or thinks it; empty where nobody is named.
    pub source: Vec<Span>,
    /// The words that say that it is said: "has said", "according to".
    pub cue: Vec<Span>,
    /// What is said, in several pieces where the cue stands between them.
    pub content: Vec<Span>,
    /// Whether the cue stands in another attribution's content, or in quotation marks: what a speaker
    /// says of what somebody says.
    pub nested: bool,
}

/// An attribution while the document is read; tokens are numbered through the document.
#[derive(Debug, Clone, Default)]
struct Found {
    source: Tokens,
    cue: Tokens,
    content: Tokens,
    place: Place,
}

/// Where the content of an attribution is to be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Place {
    /// In the sentence itself.
    #[default]
    Here,
    /// In the next: "He said:".
    After,
    /// In the quotation that ends before: "..." He said.
    Before,
}

/// The attributions of a document, in the order of their cues.
///
/// `sentences` are the document's sentences in order, with spans in `text`, its clean text. Never fails;
/// a sentence of more than 400 tokens is passed over.
pub fn attributions(text: &str, sentences: &[ParsedSentence]) -> Vec<Attribution> {
    let tables = &Predicates::builtin().attribution;
    let read = sentences.iter().map(|it| (&it.parse, it.block));
    let marks = quotations_over_sentences(text, read).concat();
    let mut document = quoted::Document::new(&marks);
    let mut offset = 0;
    for sentence in sentences {
        let count = sentence.parse.tokens.len();
        let within = &marks[offset..offset + count];
        let found = if count <= MAX_TOKENS {
            let tree = Tree::new(text, &sentence.parse, within, tables);
            of_sentence(&tree)
        } else {
            Vec::new()
        };
        let wordy: Vec<bool> = (0..count)
            .map(|token| {
                let word = sentence.parse.word(text, token);
                word.contains(char::is_alphanumeric)
            })
            .collect();
        document.add(sentence.block, offset, &wordy, found);
        offset += count;
    }
    let spans: Vec<Span> = sentences
        .iter()
        .flat_map(|sentence| sentence.parse.tokens.iter().map(|token| token.span))
        .collect();
    let found = document.finish();
    let nested = quoted::nested(&found, &marks);
    let mut all: Vec<Attribution> = found
        .iter()
        .zip(nested)
        .map(|(found, nested)| Attribution {
            source: runs(&found.source, &spans),
            cue: runs(&found.cue, &spans),
            content: runs(&found.content, &spans),
            nested,
        })
        .collect();
    all.sort_by_key(|found| found.cue.first().map_or(0, |span| span.start));
    all
}

/// The attributions of one sentence, tokens numbered within it.
fn of_sentence(tree: &Tree<'_>) -> Vec<Found> {
    (0..tree.len())
        .filter_map(|token| {
            verbs::attribution(tree, token)
                .or_else(|| words::according(tree, token))
                .or_else(|| words::noun(tree, token))
                .or_else(|| words::adjective(tree, token))
        })
        .collect()
}

/// Neighbouring tokens as one span each.
fn runs(tokens: &Tokens, spans: &[Span]) -> Vec<Span> {
    let mut found: Vec<Span> = Vec::new();
    let mut before = None;
    for &token in tokens {
        let Some(span) = spans.get(token) else {
            continue;
        };
        match found.last_mut() {
            Some(last) if token.checked_sub(1) == before => last.end = span.end,
            _ => found.push(*span),
        }
        before = Some(token);
    }
    found
}
