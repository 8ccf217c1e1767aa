//! The second look: a compact encoder that reads a sentence in full.
//!
//! Layers of MiniLM, fine-tuned on treebanks with all their heads at once (`training/`), in 8-bit
//! integers, run by `rten` on one core. A *window* holds consecutive sentences; one pass over it
//! tells each word's part of speech, the names, and for each word the scores of every possible
//! head, of which [`tree`] takes the best tree within the sentence. Sentences, tokens, lemmas,
//! times, quantities and quotations come from rules, as in the first look.

mod events;
mod names;
mod network;
mod pairs;
mod pieces;
mod ties;
mod tree;

use std::sync::LazyLock;

use entente_model::{Date, Span};

use crate::first_look::{PerceptronParser, relation};
use crate::mentions::mentions;
use crate::parse::{Gazetteer, Parse, Parser, Token, Upos, Views};

pub use self::events::{EventHead, PairOfPhrases};
use self::network::{Fault, Network, Row, Scores};
use self::pieces::{Pieces, shape};
pub use self::ties::{TieHead, TieReading};

/// A window is filled with sentences up to so many pieces; one longer sentence fills its own.
const WINDOW_PIECES: usize = 96;
/// The encoder knows so many places; a sentence with more is left to the first look.
const MOST_PIECES: usize = 256;
/// Pieces of a batch, padding included: enough to use the processor well, little enough for its
/// caches.
const BATCH_PIECES: usize = 768;

static BUILTIN: LazyLock<Result<EncoderParser, Fault>> = LazyLock::new(|| {
    EncoderParser::load(
        include_bytes!("../../../models/encoder.onnx"),
        include_bytes!("../../../models/relations.onnx"),
        include_str!("../../../models/pieces.txt"),
        include_str!("../../../models/labels.toml"),
    )
});

/// The parser of the second look.
pub struct EncoderParser {
    network: Network,
    pieces: Pieces,
    tags: Vec<Upos>,
    relations: Vec<&'static str>,
}

/// A sentence as the heads leave it, before its names are told.
struct Decoded {
    tokens: Vec<Token>,
    names: Vec<names::Scores>,
    views: Views,
    sides: Vec<f32>,
}

/// Consecutive sentences on their way through the encoder.
struct Window {
    row: Row,
    /// Where each sentence begins, as an index of the window's words; the first is 0.
    begins: Vec<usize>,
    /// Index of the first sentence among those to parse.
    first: usize,
}

impl EncoderParser {
    /// The parser with the weights that are compiled in, or `None` where they cannot be run.
    pub fn builtin() -> Option<&'static Self> {
        BUILTIN.as_ref().ok()
    }

    fn load(
        encoder: &'static [u8],
        relations: &'static [u8],
        pieces: &'static str,
        labels: &str,
    ) -> Result<Self, Fault> {
        let class = |list: &'static str| labels_of(labels, list).ok_or(Fault::Node(list));
        let tags = class("tags")?;
        let tags = tags
            .iter()
            .map(|name| Upos::from_name(name).unwrap_or(Upos::X));
        let tags = tags.collect();
        let relations_of = class("relations")?;
        let relations_of = relations_of
            .iter()
            .map(|name| relation(name).unwrap_or("dep"));
        if class("names")?.len() != names::CLASSES {
            return Err(Fault::Output("names"));
        }
        Ok(Self {
            network: Network::load(encoder, relations)?,
            pieces: Pieces::new(pieces),
            tags,
            relations: relations_of.collect(),
        })
    }

    /// A window without words.
    fn window(&self, first: usize) -> Window {
        let mut row = Row::default();
        row.pieces.push(self.pieces.begin);
        row.shapes.push(0);
        Window {
            row,
            begins: Vec::new(),
            first,
        }
    }

    /// Packs sentences into windows, in order. Only neighbours of one paragraph share a window, as
    /// they did in training.
    fn windows(&self, text: &str, sentences: &[Vec<Span>]) -> Vec<Window> {
        let mut found = Vec::with_capacity(sentences.len() / 3 + 1);
        let mut window = self.window(0);
        for (index, sentence) in sentences.iter().enumerate() {
            let mut row = Row::default();
            for span in sentence {
                let word = span.of(text);
                row.firsts.push(row.pieces.len() as i32);
                self.pieces.cut(word, &mut row.pieces);
                row.lasts.push(row.pieces.len() as i32 - 1);
                row.shapes.resize(row.pieces.len(), shape(word));
            }
            let full = window.row.pieces.len() + row.pieces.len() >= WINDOW_PIECES;
            let apart = index > 0 && !are_neighbours(text, &sentences[index - 1], sentence);
            if (full || apart) && !window.begins.is_empty() {
                found.push(std::mem::replace(&mut window, self.window(index)));
            }
            window.begins.push(window.row.firsts.len());
            window.row.append(row);
        }
        if !window.begins.is_empty() {
            found.push(window);
        }
        for window in &mut found {
            window.row.pieces.push(self.pieces.end);
            window.row.shapes.push(0);
        }
        found
    }

    /// Runs the encoder over the sentences: a parse for each that it can read.
    fn read_all(
        &self,
        text: &str,
        sentences: &[Vec<Span>],
        anchor: Option<Date>,
    ) -> Vec<Option<Parse>> {
        let mut decoded: Vec<Option<Decoded>> = sentences.iter().map(|_| None).collect();
        let mut windows = self.windows(text, sentences);
        windows.retain(|window| window.row.pieces.len() <= MOST_PIECES);
        windows.sort_by_key(|window| window.row.pieces.len());
        let mut rest = windows.as_slice();
        while !rest.is_empty() {
            let mut size = 1;
            while let Some(next) = rest.get(size)
                && (size + 1) * next.row.pieces.len() <= BATCH_PIECES
            {
                size += 1;
            }
            let (batch, others) = rest.split_at(size);
            rest = others;
            let rows: Vec<&Row> = batch.iter().map(|window| &window.row).collect();
            // What cannot be run stays `None`, and the first look reads it.
            if let Ok(scores) = self.network.run(&rows) {
                let _ = self.decode(text, sentences, batch, &scores, &mut decoded);
            }
        }
        completed(text, decoded, anchor)
    }

    /// Puts what the heads say of a batch's sentences into its place.
    fn decode(
        &self,
        text: &str,
        sentences: &[Vec<Span>],
        batch: &[Window],
        scores: &Scores,
        decoded: &mut [Option<Decoded>],
    ) -> Result<(), Fault> {
        let mut arcs = Vec::new();
        for (row, window) in batch.iter().enumerate() {
            for (number, &first) in window.begins.iter().enumerate() {
                let heads = tree::best(sentences[window.first + number].len(), &|word, head| {
                    let column = head.map_or(0, |head| first + head + 1);
                    let row = scores.arcs.of(row, first + word);
                    row.get(column).copied().unwrap_or(f32::NEG_INFINITY)
                });
                for (word, head) in heads.into_iter().enumerate() {
                    arcs.push((row, first + word, head.map_or(0, |head| first + head + 1)));
                }
            }
        }
        let relations = self.network.relations(scores, &arcs)?;
        let mut arcs = arcs.iter().enumerate();
        for (row, window) in batch.iter().enumerate() {
            for (number, &first) in window.begins.iter().enumerate() {
                let spans = &sentences[window.first + number];
                let mut tokens = Vec::with_capacity(spans.len());
                for (&span, (index, &(_, word, head))) in spans.iter().zip(arcs.by_ref()) {
                    let upos = self.tags.get(top(scores.tags.of(row, word)));
                    tokens.push(self.token(
                        text,
                        span,
                        upos.copied().unwrap_or(Upos::X),
                        head.checked_sub(first + 1),
                        relations.of(0, index),
                    ));
                }
                agree_in_voice(&mut tokens);
                let names = (first..first + spans.len())
                    .map(|word| {
                        let mut classes = [f32::NEG_INFINITY; names::CLASSES];
                        let own = scores.names.of(row, word);
                        classes
                            .iter_mut()
                            .zip(own)
                            .for_each(|(to, from)| *to = *from);
                        classes
                    })
                    .collect();
                let views = Views {
                    numbers: (first..first + spans.len())
                        .flat_map(|word| scores.events.of(row, word))
                        .copied()
                        .collect(),
                    width: scores.events.width(),
                };
                let sides = (first..first + spans.len())
                    .map(|word| scores.sides.of(row, word).first().copied().unwrap_or(0.0))
                    .collect();
                decoded[window.first + number] = Some(Decoded {
                    tokens,
                    names,
                    views,
                    sides,
                });
            }
        }
        Ok(())
    }

    fn token(
        &self,
        text: &str,
        span: Span,
        upos: Upos,
        head: Option<usize>,
        relations: &[f32],
    ) -> Token {
        let deprel = if head.is_none() {
            "root"
        } else {
            let best = relations
                .iter()
                .zip(&self.relations)
                .filter(|(_, name)| **name != "root")
                .max_by(|a, b| a.0.total_cmp(b.0));
            best.map_or("dep", |(_, name)| name)
        };
        Token {
            span,
            lemma: PerceptronParser::builtin().lemma(span.of(text), upos),
            upos,
            head,
            deprel,
        }
    }
}

/// Each relation is scored by itself; a subject and its verb's auxiliary must still be of one voice:
/// a passive subject has a passive auxiliary beside it, and only with one.
fn agree_in_voice(tokens: &mut [Token]) {
    let mut passive = vec![false; tokens.len()];
    for token in tokens.iter() {
        if let (Some(head), "aux:pass") = (token.head, token.deprel) {
            passive[head] = true;
        }
    }
    for token in tokens {
        let Some(head) = token.head else { continue };
        token.deprel = match (token.deprel, passive[head]) {
            ("nsubj:pass", false) => "nsubj",
            ("nsubj", true) => "nsubj:pass",
            (own, _) => own,
        };
    }
}

/// Whether nothing but a space or a line's end stands between two sentences.
fn are_neighbours(text: &str, one: &[Span], next: &[Span]) -> bool {
    let (Some(last), Some(first)) = (one.last(), next.first()) else {
        return false;
    };
    let between = text.get(last.end..first.start).unwrap_or("\n\n");
    between.chars().all(char::is_whitespace) && !between.contains("\n\n")
}

/// The parses of what was decoded, names told from the whole document.
fn completed(
    text: &str,
    decoded: Vec<Option<Decoded>>,
    anchor: Option<Date>,
) -> Vec<Option<Parse>> {
    let mut named = Vec::with_capacity(decoded.len());
    let read: Vec<Option<Decoded>> = decoded
        .into_iter()
        .map(|sentence| {
            let mut sentence = sentence?;
            let words = sentence.tokens.iter().map(|token| token.span.of(text));
            named.push((words.collect(), std::mem::take(&mut sentence.names)));
            Some(sentence)
        })
        .collect();
    let mut names = names::of_document(&mut named).into_iter();
    read.into_iter()
        .map(|sentence| {
            let Decoded {
                tokens,
                views,
                sides,
                ..
            } = sentence?;
            let mentions = mentions(&names.next().unwrap_or_default(), &tokens);
            let parse = Parse::complete(text, tokens, mentions, anchor);
            Some(Parse {
                views,
                sides,
                ..parse
            })
        })
        .collect()
}

impl Parser for EncoderParser {
    fn parse_all(
        &self,
        text: &str,
        sentences: &[Vec<Span>],
        anchor: Option<Date>,
        names: &dyn Gazetteer,
    ) -> Vec<Parse> {
        let first = PerceptronParser::builtin();
        let parses = self.read_all(text, sentences, anchor);
        parses
            .into_iter()
            .zip(sentences)
            .map(|(parse, tokens)| {
                parse.unwrap_or_else(|| first.parse_sentence(text, tokens, anchor, names))
            })
            .collect()
    }

    fn name(&self) -> &str {
        "encoder/2"
    }
}

/// The index of the highest score.
fn top(scores: &[f32]) -> usize {
    (1..scores.len()).fold(
        0,
        |best, at| if scores[at] > scores[best] { at } else { best },
    )
}

/// The names of a list of `labels.toml`.
fn labels_of(labels: &str, list: &str) -> Option<Vec<String>> {
    let table: toml::Table = labels.parse().ok()?;
    let values = table.get(list)?.as_array()?;
    values
        .iter()
        .map(|value| value.as_str().map(str::to_owned))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_agree_in_voice_with_the_auxiliary() {
        let check = |relations: &[&'static str], expected: &str| {
            let mut tokens: Vec<Token> = relations
                .iter()
                .enumerate()
                .map(|(index, &deprel)| Token {
                    span: Span::new(index, index + 1),
                    lemma: String::new(),
                    upos: Upos::X,
                    // The last is the verb.
                    head: (index + 1 < relations.len()).then_some(relations.len() - 1),
                    deprel,
                })
                .collect();
            agree_in_voice(&mut tokens);
            assert_eq!(tokens[0].deprel, expected, "{relations:?}");
        };
        check(&["nsubj:pass", "aux:pass", "root"], "nsubj:pass");
        check(&["nsubj", "aux:pass", "root"], "nsubj:pass");
        check(&["nsubj:pass", "root"], "nsubj");
        check(&["obj", "aux:pass", "root"], "obj");
        check(&["root"], "root");
    }

    #[test]
    fn neighbours_stand_in_one_paragraph() {
        let text = "It is. He is.\nSo be it.\n\nNo.";
        let span = |words: &str| {
            let start = text.find(words).unwrap();
            [Span::new(start, start + words.len())]
        };
        assert!(are_neighbours(text, &span("It is."), &span("He is.")));
        assert!(are_neighbours(text, &span("He is."), &span("So be it.")));
        assert!(!are_neighbours(text, &span("It is."), &span("So be it.")));
        assert!(!are_neighbours(text, &span("So be it."), &span("No.")));
        assert!(!are_neighbours(text, &[], &span("No.")));
    }
}
