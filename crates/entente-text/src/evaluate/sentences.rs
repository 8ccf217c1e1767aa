//! Measures sentence boundaries and tokens from running text, as the CoNLL 2018 shared task does.

use std::collections::{BTreeMap, BTreeSet};

use entente_model::Span;

use crate::conllu::TreebankDocument;
use crate::tokens::tokens;

/// Sentences and tokens found in running text against those of a treebank.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SentenceScores {
    /// Sentences of the treebank.
    pub sentences: usize,
    /// Sentences that were found.
    pub found_sentences: usize,
    /// Sentences found whose both ends are right.
    pub right_sentences: usize,
    /// Words of the treebank.
    pub words: usize,
    /// Tokens that were found.
    pub found_words: usize,
    /// Tokens found whose both ends are right.
    pub right_words: usize,
}

impl SentenceScores {
    /// F1 of sentences, 0 to 1; 1 where there are none and none were found.
    pub fn sentence_f1(&self) -> f64 {
        f1(self.right_sentences, self.sentences, self.found_sentences)
    }

    /// F1 of tokens, 0 to 1; 1 where there are none and none were found.
    pub fn token_f1(&self) -> f64 {
        f1(self.right_words, self.words, self.found_words)
    }

    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: &Self) {
        self.sentences += other.sentences;
        self.found_sentences += other.found_sentences;
        self.right_sentences += other.right_sentences;
        self.words += other.words;
        self.found_words += other.found_words;
        self.right_words += other.right_words;
    }
}

fn f1(right: usize, gold: usize, found: usize) -> f64 {
    if gold + found == 0 {
        return 1.0;
    }
    2.0 * right as f64 / (gold + found) as f64
}

/// Scores a splitter by genre. It is given each paragraph of each document (the document's text
/// and the paragraph's span) and returns sentences; those are then split into tokens as the
/// parser would.
///
/// A sentence or token is right when both its ends are. White space at an end does not count,
/// so that ends compare as if white space were taken out.
pub fn evaluate_sentences(
    documents: &[TreebankDocument],
    splitter: impl Fn(&str, Span) -> Vec<Span>,
) -> BTreeMap<String, SentenceScores> {
    let mut genres = BTreeMap::new();
    for document in documents {
        let mut found = Vec::new();
        for &paragraph in &document.paragraphs {
            found.extend(splitter(&document.text, paragraph));
        }
        let words: Vec<Span> = found
            .iter()
            .flat_map(|&sentence| tokens(&document.text, sentence))
            .collect();
        let scores: &mut SentenceScores = genres.entry(document.genre.clone()).or_default();
        scores.add(&SentenceScores {
            sentences: document.sentences.len(),
            found_sentences: found.len(),
            right_sentences: shared(&document.text, &document.sentences, &found),
            words: document.words.len(),
            found_words: words.len(),
            right_words: shared(&document.text, &document.words, &words),
        });
    }
    genres
}

/// How many spans are in both lists, white space at their ends aside.
fn shared(text: &str, gold: &[Span], found: &[Span]) -> usize {
    let inked = |span: &Span| {
        let words = span.of(text);
        let start = span.start + (words.len() - words.trim_start().len());
        (start, start + words.trim().len())
    };
    let gold: BTreeSet<(usize, usize)> = gold.iter().map(inked).collect();
    found
        .iter()
        .filter(|span| gold.contains(&inked(span)))
        .count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_counts_when_both_its_ends_are_right() {
        let text = "It is. He is not. So";
        let document = TreebankDocument {
            genre: "news".into(),
            text: text.into(),
            paragraphs: vec![Span::new(0, 20)],
            sentences: vec![Span::new(0, 6), Span::new(7, 17), Span::new(18, 20)],
            words: vec![Span::new(0, 2), Span::new(3, 5), Span::new(5, 6)],
            ..TreebankDocument::default()
        };
        // One sentence right but for a blank, two run together.
        let scores =
            evaluate_sentences(&[document], |_, _| vec![Span::new(0, 7), Span::new(7, 20)]);
        let news = scores["news"];
        assert_eq!(
            (news.sentences, news.found_sentences, news.right_sentences),
            (3, 2, 1)
        );
        assert!((news.sentence_f1() - 0.4).abs() < 1e-9);
        assert_eq!((news.words, news.right_words), (3, 3));
    }
}
