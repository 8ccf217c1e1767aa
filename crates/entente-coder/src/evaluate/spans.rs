//! The two sides of a sentence's event against spans that people marked.

use entente_lexicon::{Half, Lexicon};
use entente_model::Span;
use entente_text::{Parse, Parser};
use serde::Deserialize;

use crate::sides::{Sides, sides};

/// A sentence with the spans of who acts and who is acted upon, in tokens.
#[derive(Debug, Clone, Deserialize)]
pub struct SpanCase {
    /// Stable; decides the half.
    pub id: String,
    /// The words.
    pub tokens: Vec<String>,
    /// First token and one past the last, of those who act.
    pub source: Vec<(usize, usize)>,
    /// Of those acted upon.
    pub target: Vec<(usize, usize)>,
    /// Of those who are both, in reciprocal events.
    #[serde(default)]
    pub both: Vec<(usize, usize)>,
}

impl SpanCase {
    /// The half it belongs to.
    pub fn half(&self) -> Half {
        Half::of(&self.id)
    }
}

/// Right, found and asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Heads that are both found and asked for.
    pub right: usize,
    /// Heads found.
    pub found: usize,
    /// Heads asked for.
    pub gold: usize,
}

impl Tally {
    /// The harmonic mean of precision and recall; 0 where nothing is right.
    pub fn f1(self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.gold).max(1) as f64
    }

    fn count(&mut self, found: &[usize], gold: &[usize]) {
        self.right += found.iter().filter(|head| gold.contains(head)).count();
        self.found += found.len();
        self.gold += gold.len();
    }

    /// Both counted together.
    pub fn and(self, other: Self) -> Self {
        Self {
            right: self.right + other.right,
            found: self.found + other.found,
            gold: self.gold + other.gold,
        }
    }
}

/// Sources and targets.
#[derive(Debug, Clone, Default)]
pub struct SpanScores {
    /// Those who act.
    pub source: Tally,
    /// Those acted upon.
    pub target: Tally,
    /// Sentences in which a side came out otherwise, with the words found and asked for.
    pub wrong: Vec<String>,
}

/// Reads each sentence for its sides. A span is found when the word that heads it, by our own tree, is.
pub fn evaluate_spans(parser: &dyn Parser, lexicon: &Lexicon, cases: &[SpanCase]) -> SpanScores {
    let mut scores = SpanScores::default();
    for case in cases {
        let text = case.tokens.join(" ");
        let mut start = 0;
        let spans: Vec<Span> = case
            .tokens
            .iter()
            .map(|token| {
                let span = Span::new(start, start + token.len());
                start = span.end + 1;
                span
            })
            .collect();
        let parses = parser.parse_all(&text, &[spans], None, lexicon);
        let Some(parse) = parses.into_iter().next() else {
            continue;
        };
        let heads = |parse: &Parse, spans: &[(usize, usize)]| {
            let mut heads: Vec<usize> = Vec::new();
            for &(first, end) in spans {
                if first < end && end <= parse.tokens.len() {
                    heads.push(head(parse, first, end));
                }
            }
            heads
        };
        let both = heads(&parse, &case.both);
        let mut source = heads(&parse, &case.source);
        source.extend(&both);
        let mut target = heads(&parse, &case.target);
        target.extend(&both);
        let (_, found) = sides(&text, parse, lexicon);
        scores.source.count(&found.source, &source);
        scores.target.count(&found.target, &target);
        if found.source != source || found.target != target {
            scores.wrong.push(shown(case, &found, &source, &target));
        }
    }
    scores
}

fn shown(case: &SpanCase, found: &Sides, source: &[usize], target: &[usize]) -> String {
    let words = |heads: &[usize]| {
        let words: Vec<&str> = heads
            .iter()
            .map(|&head| case.tokens[head].as_str())
            .collect();
        words.join(", ")
    };
    format!(
        "{}\n    source {:<24} found {}\n    target {:<24} found {}",
        case.tokens.join(" "),
        words(source),
        words(&found.source),
        words(target),
        words(&found.target)
    )
}

/// The token of a span whose head lies outside it.
fn head(parse: &Parse, first: usize, end: usize) -> usize {
    (first..end)
        .find(|&index| {
            parse.tokens[index]
                .head
                .is_none_or(|head| !(first..end).contains(&head))
        })
        .unwrap_or(end - 1)
}
