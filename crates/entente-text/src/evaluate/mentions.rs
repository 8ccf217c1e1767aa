//! Measures proper names: gold mentions from two kinds of file, and how well found ones match.
//!
//! GUM's brackets hold every referring phrase; [`names`] tells which part of one is a name. Files
//! of Universal NER give the names themselves. Both follow one convention (CoNLL-2003): the
//! longest name, without articles, possessive endings and titles ("President \[Barack Obama\]"); a
//! place's name is a place also where those act who live there; no dates, no adjectives of nationality. `training/mentions.py` reads GUM alike, and both are tested
//! on `mentions/sample.conllu`: change them together.

mod names;

use std::collections::BTreeSet;
use std::fmt;

use entente_model::Span;

use crate::conllu::{ConlluError, read_conllu};
use crate::parse::{Mention, MentionKind};

/// A sentence with its gold mentions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MentionSentence {
    /// Identifier of the sentence in its corpus.
    pub id: String,
    /// Kind of text ("news"); empty where the file does not tell.
    pub genre: String,
    /// The raw text.
    pub text: String,
    /// The tokens, byte offsets in `text`.
    pub tokens: Vec<Span>,
    /// First token, one past the last, and kind, in order, not overlapping.
    pub mentions: Vec<(usize, usize, MentionKind)>,
}

/// What is wrong with a file of mentions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MentionFileError {
    /// Line number, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

impl fmt::Display for MentionFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for MentionFileError {}

impl From<ConlluError> for MentionFileError {
    fn from(error: ConlluError) -> Self {
        Self {
            line: error.line,
            message: error.message,
        }
    }
}

/// Right, found and gold mentions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Matches {
    /// Found mentions that are gold.
    pub right: usize,
    /// Mentions found.
    pub found: usize,
    /// Mentions in the gold file.
    pub gold: usize,
}

impl Matches {
    /// Share of the found that are right, 0 where none is found.
    pub fn precision(&self) -> f64 {
        self.right as f64 / self.found.max(1) as f64
    }

    /// Share of the gold that is found, 0 where there is none.
    pub fn recall(&self) -> f64 {
        self.right as f64 / self.gold.max(1) as f64
    }

    /// Harmonic mean of precision and recall.
    pub fn f1(&self) -> f64 {
        2.0 * self.right as f64 / (self.found + self.gold).max(1) as f64
    }

    fn add<T: Ord>(&mut self, gold: &BTreeSet<T>, found: &BTreeSet<T>) {
        self.right += gold.intersection(found).count();
        self.found += found.len();
        self.gold += gold.len();
    }
}

/// How well persons, organisations and places are found. Mentions of kind `Other` count on
/// neither side, since not every corpus has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct MentionScores {
    /// Sentences compared.
    pub sentences: usize,
    /// Persons, span and kind exact.
    pub persons: Matches,
    /// Organisations.
    pub organisations: Matches,
    /// Places.
    pub places: Matches,
    /// The three together.
    pub all: Matches,
    /// The three together, their kinds not compared.
    pub spans: Matches,
}

/// Reads gold mentions from CoNLL-U with GUM's `Entity=`, or from lines of JSON with `id`, `text`,
/// `tokens` and `tags` (BIO with PER, ORG, LOC): the first character that is not space tells which.
///
/// # Errors
/// The first line that is neither.
pub fn read_mention_sentences(content: &str) -> Result<Vec<MentionSentence>, MentionFileError> {
    if content.trim_start().starts_with('{') {
        return content
            .lines()
            .enumerate()
            .filter(|(_, line)| !line.trim().is_empty())
            .map(|(index, line)| {
                tagged(line).map_err(|message| MentionFileError {
                    line: index + 1,
                    message,
                })
            })
            .collect();
    }
    let sentences = read_conllu(content)?;
    let places = names::place_titles(&sentences);
    Ok(sentences
        .into_iter()
        .map(|sentence| MentionSentence {
            mentions: names::of(&sentence.words, &places),
            tokens: sentence
                .words
                .iter()
                .map(|word| Span::new(word.span.0, word.span.1))
                .collect(),
            id: sentence.id,
            genre: sentence.genre,
            text: sentence.text,
        })
        .collect())
}

/// Compares found mentions with gold ones. Neighbouring sentences of one document are read
/// together, as they are when an article is: `find` is given their running text and the tokens
/// of each, and gives the mentions of each.
pub fn evaluate_mentions(
    sentences: &[MentionSentence],
    mut find: impl FnMut(&str, &[Vec<Span>]) -> Vec<Vec<Mention>>,
) -> MentionScores {
    let mut scores = MentionScores::default();
    for document in sentences.chunk_by(|one, next| one.document() == next.document()) {
        let (text, tokens) = running_text(document);
        let mut found = find(&text, &tokens).into_iter();
        for sentence in document {
            scores.add(sentence, &found.next().unwrap_or_default());
        }
    }
    scores
}

/// Sentences with a space between, and the tokens of each in that text.
fn running_text(sentences: &[MentionSentence]) -> (String, Vec<Vec<Span>>) {
    let mut text = String::new();
    let mut tokens = Vec::with_capacity(sentences.len());
    for sentence in sentences {
        let base = text.len();
        text += &sentence.text;
        text.push(' ');
        let moved = |span: &Span| Span::new(base + span.start, base + span.end);
        tokens.push(sentence.tokens.iter().map(moved).collect());
    }
    (text, tokens)
}

impl MentionSentence {
    /// The document that it is from: its identifier up to the number.
    fn document(&self) -> &str {
        self.id
            .rsplit_once('-')
            .map_or("", |(document, _)| document)
    }
}

impl MentionScores {
    /// Counts one sentence.
    fn add(&mut self, sentence: &MentionSentence, found: &[Mention]) {
        let gold = sets(sentence.mentions.iter().copied());
        let found = sets(
            found
                .iter()
                .map(|mention| (mention.tokens.0, mention.tokens.1, mention.kind)),
        );
        self.sentences += 1;
        let own = [&mut self.persons, &mut self.organisations, &mut self.places];
        for ((matches, gold), found) in own.into_iter().zip(&gold).zip(&found) {
            matches.add(gold, found);
            self.all.add(gold, found);
        }
        let merge = |sets: &[BTreeSet<(usize, usize)>; 3]| sets.iter().flatten().copied().collect();
        self.spans.add(&merge(&gold), &merge(&found));
    }
}

/// The spans of persons, organisations and places.
fn sets(
    mentions: impl Iterator<Item = (usize, usize, MentionKind)>,
) -> [BTreeSet<(usize, usize)>; 3] {
    let mut sets: [BTreeSet<(usize, usize)>; 3] = Default::default();
    for (first, end, kind) in mentions {
        let [persons, organisations, places] = &mut sets;
        let set = match kind {
            MentionKind::Person => persons,
            MentionKind::Organisation => organisations,
            MentionKind::Place => places,
            MentionKind::Other => continue,
        };
        set.insert((first, end));
    }
    sets
}

/// A sentence of a file with BIO tags.
#[derive(serde::Deserialize)]
struct Tagged {
    id: String,
    text: String,
    tokens: Vec<String>,
    tags: Vec<String>,
}

fn tagged(line: &str) -> Result<MentionSentence, String> {
    let Tagged {
        id,
        text,
        tokens,
        tags,
    } = serde_json::from_str(line).map_err(|error| error.to_string())?;
    if tokens.len() != tags.len() {
        return Err(format!("{} tokens but {} tags", tokens.len(), tags.len()));
    }
    let mut spans = Vec::with_capacity(tokens.len());
    let mut at = 0;
    for token in &tokens {
        let start = text[at..]
            .find(token.as_str())
            .map(|offset| at + offset)
            .ok_or_else(|| format!("the text has no token {token:?} after byte {at}"))?;
        at = start + token.len();
        spans.push(Span::new(start, at));
    }
    let mut mentions: Vec<(usize, usize, MentionKind)> = Vec::new();
    for (index, tag) in tags.iter().enumerate() {
        let Some((mark, kind)) = tag.split_once('-') else {
            continue;
        };
        let kind = match kind {
            "PER" => MentionKind::Person,
            "ORG" => MentionKind::Organisation,
            "LOC" => MentionKind::Place,
            _ => MentionKind::Other,
        };
        match mentions.last_mut() {
            Some(last) if mark == "I" && last.1 == index && last.2 == kind => last.1 += 1,
            _ => mentions.push((index, index + 1, kind)),
        }
    }
    Ok(MentionSentence {
        id,
        genre: String::new(),
        text,
        tokens: spans,
        mentions,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("mentions/sample.conllu");
    /// Per sentence: its id and its mentions as `words/KIND`, between tabs.
    const EXPECTED: &str = include_str!("mentions/sample.tsv");

    fn shown(sentence: &MentionSentence) -> String {
        let mut line = sentence.id.clone();
        for &(first, end, kind) in &sentence.mentions {
            let words = Span::new(sentence.tokens[first].start, sentence.tokens[end - 1].end);
            let kind = match kind {
                MentionKind::Person => "PER",
                MentionKind::Organisation => "ORG",
                MentionKind::Place => "LOC",
                MentionKind::Other => "OTH",
            };
            line += &format!("\t{}/{kind}", words.of(&sentence.text));
        }
        line
    }

    #[test]
    fn names_of_the_sample() {
        let sentences = read_mention_sentences(SAMPLE).unwrap();
        let lines: Vec<String> = sentences.iter().map(shown).collect();
        let expected: Vec<&str> = EXPECTED.lines().collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn tagged_sentences_are_placed_in_their_text() {
        let line = r#"{"id": "a", "text": "Don't ask Ana Lima.", "tokens": ["Do", "n't", "ask", "Ana", "Lima", "."], "tags": ["O", "O", "O", "B-PER", "I-PER", "O"]}"#;
        let sentences = read_mention_sentences(line).unwrap();
        assert_eq!(shown(&sentences[0]), "a\tAna Lima/PER");
    }

    #[test]
    fn a_broken_line_is_named() {
        let check = |content: &str, line: usize| {
            assert_eq!(read_mention_sentences(content).unwrap_err().line, line);
        };
        check("{", 1);
        check(
            "{\"id\":\"\",\"text\":\"a\",\"tokens\":[\"a\"],\"tags\":[\"O\"]}\n\n{}",
            3,
        );
        check(r#"{"id":"","text":"a","tokens":["b"],"tags":["O"]}"#, 1);
        check(r#"{"id":"","text":"a","tokens":["a"],"tags":[]}"#, 1);
    }

    #[test]
    fn kinds_count_apart_and_spans_together() {
        let sentence = MentionSentence {
            mentions: vec![
                (0, 2, MentionKind::Person),
                (3, 4, MentionKind::Place),
                (5, 6, MentionKind::Other),
            ],
            ..MentionSentence::default()
        };
        let mention = |first, end, kind| Mention {
            tokens: (first, end),
            head: first,
            kind,
        };
        let scores = evaluate_mentions(&[sentence], |_, _| {
            vec![vec![
                mention(0, 2, MentionKind::Person),
                mention(3, 4, MentionKind::Organisation),
                mention(7, 8, MentionKind::Other),
            ]]
        });
        let counts = |matches: Matches| (matches.right, matches.found, matches.gold);
        assert_eq!(counts(scores.persons), (1, 1, 1));
        assert_eq!(counts(scores.organisations), (0, 1, 0));
        assert_eq!(counts(scores.places), (0, 0, 1));
        assert_eq!(counts(scores.all), (1, 2, 2));
        assert_eq!(counts(scores.spans), (2, 2, 2));
        assert!((scores.all.f1() - 0.5).abs() < 1e-9);
    }
}
