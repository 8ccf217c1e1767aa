//! Measures a parser against treebanks, as the CoNLL 2018 shared task does: from running text, and
//! on the treebank's own sentences and words.

use std::collections::HashMap;

use entente_model::{Block, BlockKind, Span};

use crate::conllu::{Sentence, Word, documents};
use crate::parse::{NoGazetteer, Parse, Parser};

/// Shares of words that are right, 0 to 1.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct WordScores {
    /// Universal tags.
    pub upos: f64,
    /// Lemmas.
    pub lemmas: f64,
    /// Heads: unlabelled attachment.
    pub uas: f64,
    /// Heads with their relation, subtypes included: labelled attachment.
    pub las: f64,
}

/// How well a treebank is read.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct ParseScores {
    /// Words of the treebank.
    pub words: usize,
    /// Accuracy on the treebank's sentences and words.
    pub gold: WordScores,
    /// F1 of word boundaries, from running text.
    pub tokens: f64,
    /// F1 from running text: a word counts when its ends are right too.
    pub raw: WordScores,
}

/// What was counted of words.
#[derive(Debug, Default)]
struct Counts {
    shared: usize,
    upos: usize,
    lemmas: usize,
    heads: usize,
    arcs: usize,
}

impl Counts {
    fn scores(&self, share: impl Fn(usize) -> f64) -> WordScores {
        WordScores {
            upos: share(self.upos),
            lemmas: share(self.lemmas),
            uas: share(self.heads),
            las: share(self.arcs),
        }
    }
}

/// A word of the treebank in its document's text.
struct Gold<'a> {
    word: &'a Word,
    head: Option<Span>,
}

/// Scores a parser on the sentences of a treebank. Neighbouring sentences of one document are read
/// together, as they are when an article is.
pub fn evaluate_parser(parser: &dyn Parser, sentences: &[Sentence]) -> ParseScores {
    let (mut gold_counts, mut raw_counts) = (Counts::default(), Counts::default());
    let (mut words, mut found) = (0, 0);
    let mut rest = sentences;
    for document in documents(sentences) {
        let text = document.text.as_str();
        let (own, others) = rest.split_at(document.sentences.len().min(rest.len()));
        rest = others;
        let mut gold = HashMap::new();
        let mut split = Vec::with_capacity(own.len());
        for (sentence, at) in own.iter().zip(&document.sentences) {
            let spans = spans_in(sentence, at.start);
            for (word, &span) in sentence.words.iter().zip(&spans) {
                let head = word.head.checked_sub(1);
                let head = head.and_then(|head| spans.get(head)).copied();
                gold.insert((span.start, span.end), Gold { word, head });
            }
            words += spans.len();
            split.push(spans);
        }
        for (parse, sentence) in parser
            .parse_all(text, &split, None, &NoGazetteer)
            .iter()
            .zip(own)
        {
            count_aligned(parse, &sentence.words, &mut gold_counts);
        }
        let blocks: Vec<Block> = document
            .paragraphs
            .iter()
            .map(|&span| Block {
                kind: BlockKind::Paragraph,
                span,
            })
            .collect();
        for sentence in parser.read(text, &blocks, None, &NoGazetteer) {
            found += sentence.parse.tokens.len();
            count_by_span(&sentence.parse, &gold, &mut raw_counts);
        }
    }
    let share = |right: usize| right as f64 / words.max(1) as f64;
    let f1 = |right: usize| 2.0 * right as f64 / (words + found).max(1) as f64;
    ParseScores {
        words,
        gold: gold_counts.scores(share),
        tokens: f1(raw_counts.shared),
        raw: raw_counts.scores(f1),
    }
}

/// Where the words of a sentence stand that begins at `start` of its document.
fn spans_in(sentence: &Sentence, start: usize) -> Vec<Span> {
    let lead = sentence.text.len() - sentence.text.trim_start().len();
    let place = |at: usize| (start + at).saturating_sub(lead);
    sentence
        .words
        .iter()
        .map(|word| Span::new(place(word.span.0), place(word.span.1)))
        .collect()
}

/// Counts a parse of the treebank's own words.
fn count_aligned(parse: &Parse, words: &[Word], counts: &mut Counts) {
    for (word, token) in words.iter().zip(&parse.tokens) {
        let right_head = token.head.map_or(0, |head| head + 1) == word.head;
        counts.shared += 1;
        counts.upos += usize::from(token.upos.name() == word.upos);
        counts.lemmas += usize::from(token.lemma == word.lemma);
        counts.heads += usize::from(right_head);
        counts.arcs += usize::from(right_head && token.deprel == word.deprel);
    }
}

/// Counts a parse whose words were found in running text.
fn count_by_span(parse: &Parse, gold: &HashMap<(usize, usize), Gold<'_>>, counts: &mut Counts) {
    for token in &parse.tokens {
        let Some(Gold { word, head }) = gold.get(&(token.span.start, token.span.end)) else {
            continue;
        };
        let right_head = token.head.map(|head| parse.tokens[head].span) == *head;
        counts.shared += 1;
        counts.upos += usize::from(token.upos.name() == word.upos);
        counts.lemmas += usize::from(token.lemma == word.lemma);
        counts.heads += usize::from(right_head);
        counts.arcs += usize::from(right_head && token.deprel == word.deprel);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conllu::read_conllu;
    use crate::parse::{Gazetteer, Token, Upos};
    use entente_model::Date;

    /// Takes every word for a noun that hangs on the first, which is the root.
    struct Flat;

    impl Parser for Flat {
        fn parse_all(
            &self,
            _text: &str,
            sentences: &[Vec<Span>],
            _anchor: Option<Date>,
            _names: &dyn Gazetteer,
        ) -> Vec<Parse> {
            let token = |(index, &span): (usize, &Span)| Token {
                span,
                lemma: "x".to_owned(),
                upos: Upos::Noun,
                head: (index > 0).then_some(0),
                deprel: if index > 0 { "nmod" } else { "root" },
            };
            sentences
                .iter()
                .map(|spans| Parse {
                    tokens: spans.iter().enumerate().map(token).collect(),
                    ..Parse::default()
                })
                .collect()
        }

        fn name(&self) -> &str {
            "flat"
        }
    }

    #[test]
    fn words_count_on_their_own_and_from_running_text() {
        let text = "# newdoc id = a-1\n# text = Rivers of ice\n\
            1\tRivers\triver\tNOUN\t_\t_\t0\troot\t_\t_\n\
            2\tof\tof\tADP\t_\t_\t3\tcase\t_\t_\n\
            3\tice\tx\tNOUN\t_\t_\t1\tnmod\t_\t_\n\n";
        let scores = evaluate_parser(&Flat, &read_conllu(text).unwrap());
        let third = 1.0 / 3.0;
        let near = |own: f64, other: f64| assert!((own - other).abs() < 1e-9, "{own}, {other}");
        assert_eq!(scores.words, 3);
        near(scores.tokens, 1.0);
        for shares in [scores.gold, scores.raw] {
            near(shares.upos, 2.0 * third);
            near(shares.lemmas, third);
            near(shares.uas, 2.0 * third);
            near(shares.las, 2.0 * third);
        }
    }
}
