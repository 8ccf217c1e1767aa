//! Measures the parser against treebanks.

use entente_model::Span;

use crate::conllu::Sentence;
use crate::parse::{NoGazetteer, Parser};
use crate::tokens::tokens;

/// How well a treebank is read, each as a share from 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ParseScores {
    /// Words of the treebank.
    pub words: usize,
    /// F1 of token boundaries from raw sentences.
    pub tokens: f64,
    /// Accuracy of universal tags, gold tokens.
    pub upos: f64,
    /// Accuracy of lemmas, gold tokens.
    pub lemmas: f64,
    /// Unlabelled attachment, gold tokens.
    pub uas: f64,
    /// Labelled attachment with subtypes, gold tokens.
    pub las: f64,
    /// Labelled attachment F1 from raw sentences.
    pub las_raw: f64,
}

/// Scores a parser on the sentences of a treebank.
pub fn evaluate_parser(parser: &dyn Parser, sentences: &[Sentence]) -> ParseScores {
    let (mut words, mut right_tags, mut right_lemmas, mut right_heads, mut right_arcs) =
        (0, 0, 0, 0, 0);
    let (mut own_tokens, mut shared_tokens, mut raw_arcs) = (0, 0, 0);
    for sentence in sentences {
        let text = sentence.text.as_str();
        let gold: Vec<Span> = sentence
            .words
            .iter()
            .map(|word| Span::new(word.span.0, word.span.1))
            .collect();
        let read = |tokens: &[Span]| {
            let parses = parser.parse_all(text, &[tokens.to_vec()], None, &NoGazetteer);
            parses.into_iter().next().unwrap_or_default()
        };
        let parse = read(&gold);
        words += gold.len();
        for (word, token) in sentence.words.iter().zip(&parse.tokens) {
            right_tags += usize::from(token.upos.name() == word.upos);
            right_lemmas += usize::from(token.lemma == word.lemma);
            let head = token.head.map_or(0, |head| head + 1);
            right_heads += usize::from(head == word.head);
            right_arcs += usize::from(head == word.head && token.deprel == word.deprel);
        }
        let spans = tokens(text, Span::new(0, text.len()));
        let raw = read(&spans);
        own_tokens += spans.len();
        for token in &raw.tokens {
            let Some(at) = gold.iter().position(|span| *span == token.span) else {
                continue;
            };
            shared_tokens += 1;
            let word = &sentence.words[at];
            let head = token.head.map(|head| raw.tokens[head].span);
            let gold_head = word
                .head
                .checked_sub(1)
                .and_then(|head| gold.get(head))
                .copied();
            raw_arcs += usize::from(head == gold_head && token.deprel == word.deprel);
        }
    }
    let share = |right: usize| right as f64 / words.max(1) as f64;
    let f1 = |right: usize| 2.0 * right as f64 / (words + own_tokens).max(1) as f64;
    ParseScores {
        words,
        tokens: f1(shared_tokens),
        upos: share(right_tags),
        lemmas: share(right_lemmas),
        uas: share(right_heads),
        las: share(right_arcs),
        las_raw: f1(raw_arcs),
    }
}
