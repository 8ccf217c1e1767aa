//! The second look: a compact encoder that reads a sentence in full.
//!
//! MiniLM-L6, fine-tuned on treebanks with all its heads at once (`training/`), in 8-bit
//! integers, run by `rten` on one core. A *window* is a stretch of a block, one or more sentences
//! long; one pass over it tells where sentences begin, each word's part of speech, the names, and
//! for each word the scores of every possible head, of which [`tree`] takes the best tree. Tokens,
//! lemmas, times, quantities and quotations come from rules, as in the first look.

mod names;
mod network;
mod pieces;
mod tree;

use std::sync::LazyLock;

use entente_model::{Block, Date, Span};

use crate::first_look::{PerceptronParser, relation};
use crate::mentions::mentions;
use crate::parse::{Gazetteer, MentionKind, Parse, ParsedSentence, Parser, Token, Upos, tokenized};

use self::network::{Fault, Network, Row, Scores};
use self::pieces::{Pieces, shape};

/// A window is filled with sentences up to so many pieces; one longer sentence fills its own.
const WINDOW_PIECES: usize = 96;
/// The encoder knows so many places; a sentence with more is left to the first look.
const MOST_PIECES: usize = 254;
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

/// Tokens on their way through the encoder.
struct Window {
    /// The block or sentence that they come from.
    origin: usize,
    tokens: Vec<Span>,
    row: Row,
    /// Where sentences begin by the rules, as indices of tokens; the first is 0.
    begins: Vec<usize>,
    /// Whether the encoder may move the boundaries.
    free: bool,
}

/// A sentence as the encoder sees it.
struct Decoded {
    origin: usize,
    tokens: Vec<Token>,
    names: Vec<(usize, usize, MentionKind)>,
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
    fn window(&self, origin: usize, free: bool) -> Window {
        let row = Row {
            pieces: vec![self.pieces.begin],
            shapes: vec![0],
            words: Vec::new(),
        };
        Window {
            origin,
            tokens: Vec::new(),
            row,
            begins: Vec::new(),
            free,
        }
    }

    /// Cuts the sentences of a block into windows. Sentences with more pieces than the encoder
    /// takes become windows of their own that it cannot read.
    fn windows(
        &self,
        text: &str,
        origin: usize,
        sentences: &[Vec<Span>],
        free: bool,
        found: &mut Vec<Window>,
    ) {
        let mut window = self.window(origin, free);
        for sentence in sentences {
            let mut row = Row::default();
            for span in sentence {
                let word = span.of(text);
                row.words.push(row.pieces.len() as i32);
                self.pieces.cut(word, &mut row.pieces);
                row.shapes.resize(row.pieces.len(), shape(word));
            }
            let full = window.row.pieces.len() + row.pieces.len() > WINDOW_PIECES || !free;
            if full && !window.tokens.is_empty() {
                found.push(std::mem::replace(&mut window, self.window(origin, free)));
            }
            let base = window.row.pieces.len() as i32;
            window.begins.push(window.tokens.len());
            window.tokens.extend_from_slice(sentence);
            window
                .row
                .words
                .extend(row.words.iter().map(|at| at + base));
            window.row.pieces.append(&mut row.pieces);
            window.row.shapes.append(&mut row.shapes);
        }
        if !window.tokens.is_empty() {
            found.push(window);
        }
        for window in found.iter_mut() {
            if window.row.pieces.last() != Some(&self.pieces.end) {
                window.row.pieces.push(self.pieces.end);
                window.row.shapes.push(0);
            }
        }
    }

    /// Runs the encoder over all windows; the sentences come back in the order of the windows.
    fn decode(&self, text: &str, windows: &[Window]) -> Vec<Option<Vec<Decoded>>> {
        let mut order: Vec<usize> = (0..windows.len())
            .filter(|&at| windows[at].row.pieces.len() <= MOST_PIECES + 2)
            .collect();
        order.sort_by_key(|&at| windows[at].row.pieces.len());
        let mut decoded: Vec<Option<Vec<Decoded>>> = windows.iter().map(|_| None).collect();
        let mut rest = order.as_slice();
        while !rest.is_empty() {
            let mut size = 1;
            while let Some(&next) = rest.get(size)
                && (size + 1) * windows[next].row.pieces.len() <= BATCH_PIECES
            {
                size += 1;
            }
            let (batch, others) = rest.split_at(size);
            rest = others;
            let rows: Vec<&Row> = batch.iter().map(|&at| &windows[at].row).collect();
            // What cannot be run stays `None`, and the first look reads it.
            let Ok(scores) = self.network.run(&rows) else {
                continue;
            };
            if let Ok(sentences) = self.sentences(text, windows, batch, &scores) {
                for (&at, found) in batch.iter().zip(sentences) {
                    decoded[at] = Some(found);
                }
            }
        }
        decoded
    }

    /// The sentences of each window of a batch.
    fn sentences(
        &self,
        text: &str,
        windows: &[Window],
        batch: &[usize],
        scores: &Scores,
    ) -> Result<Vec<Vec<Decoded>>, Fault> {
        let mut arcs = Vec::new();
        let mut cuts = Vec::with_capacity(batch.len());
        for (row, &at) in batch.iter().enumerate() {
            let window = &windows[at];
            let begins = boundaries(window, row, scores);
            for (number, &first) in begins.iter().enumerate() {
                let end = begins
                    .get(number + 1)
                    .copied()
                    .unwrap_or(window.tokens.len());
                let heads = tree::best(end - first, &|word, head| {
                    let column = head.map_or(0, |head| first + head + 1);
                    let row = scores.arcs.of(row, first + word);
                    row.get(column).copied().unwrap_or(f32::NEG_INFINITY)
                });
                for (word, head) in heads.into_iter().enumerate() {
                    arcs.push((row, first + word, head.map_or(0, |head| first + head + 1)));
                }
            }
            cuts.push(begins);
        }
        let relations = self.network.relations(scores, &arcs)?;
        let mut arcs = arcs.iter().enumerate();
        let mut found = Vec::with_capacity(batch.len());
        for (row, (&at, begins)) in batch.iter().zip(cuts).enumerate() {
            let window = &windows[at];
            let mut sentences = Vec::with_capacity(begins.len());
            for (number, &first) in begins.iter().enumerate() {
                let end = begins
                    .get(number + 1)
                    .copied()
                    .unwrap_or(window.tokens.len());
                let mut tokens = Vec::with_capacity(end - first);
                for (word, (index, &(_, _, head))) in (first..end).zip(arcs.by_ref()) {
                    let upos = self.tags.get(top(scores.tags.of(row, word)));
                    tokens.push(self.token(
                        text,
                        window.tokens[word],
                        upos.copied().unwrap_or(Upos::X),
                        head.checked_sub(first + 1),
                        relations.of(0, index),
                    ));
                }
                let rows: Vec<&[f32]> = (first..end)
                    .map(|word| scores.names.of(row, word))
                    .collect();
                sentences.push(Decoded {
                    origin: window.origin,
                    tokens,
                    names: names::spans(&rows),
                });
            }
            found.push(sentences);
        }
        Ok(found)
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

    /// The parses of all windows, sentence by sentence, each with its window's origin.
    fn parse_windows(
        &self,
        text: &str,
        windows: &[Window],
        anchor: Option<Date>,
        names: &dyn Gazetteer,
    ) -> Vec<(usize, Parse)> {
        let decoded = self.decode(text, windows);
        let mut found = Vec::with_capacity(windows.len());
        for (window, sentences) in windows.iter().zip(decoded) {
            match sentences {
                Some(sentences) => found.extend(sentences.into_iter().map(|sentence| {
                    let mentions = mentions(&sentence.names, &sentence.tokens);
                    let parse = Parse::complete(text, sentence.tokens, mentions, anchor);
                    (sentence.origin, parse)
                })),
                None => {
                    let sentences = [window.tokens.clone()];
                    let parses =
                        PerceptronParser::builtin().parse_all(text, &sentences, anchor, names);
                    found.extend(parses.into_iter().map(|parse| (window.origin, parse)));
                }
            }
        }
        found
    }
}

impl Parser for EncoderParser {
    fn parse_all(
        &self,
        text: &str,
        sentences: &[Vec<Span>],
        anchor: Option<Date>,
        names: &dyn Gazetteer,
    ) -> Vec<Parse> {
        let mut windows = Vec::with_capacity(sentences.len());
        for (origin, sentence) in sentences.iter().enumerate() {
            self.windows(
                text,
                origin,
                std::slice::from_ref(sentence),
                false,
                &mut windows,
            );
        }
        let mut parses: Vec<Parse> = sentences.iter().map(|_| Parse::default()).collect();
        for (origin, parse) in self.parse_windows(text, &windows, anchor, names) {
            parses[origin] = parse;
        }
        parses
    }

    fn read(
        &self,
        text: &str,
        blocks: &[Block],
        anchor: Option<Date>,
        names: &dyn Gazetteer,
    ) -> Vec<ParsedSentence> {
        let mut windows = Vec::with_capacity(blocks.len());
        for (origin, block) in blocks.iter().enumerate() {
            let sentences = tokenized(text, *block);
            self.windows(text, origin, &sentences, sentences.len() > 1, &mut windows);
        }
        self.parse_windows(text, &windows, anchor, names)
            .into_iter()
            .filter_map(|(block, parse)| ParsedSentence::new(block, parse))
            .collect()
    }

    fn name(&self) -> &str {
        "encoder/1"
    }
}

/// Where the sentences of a window begin: by the encoder where it may decide, by rule elsewhere.
fn boundaries(window: &Window, row: usize, scores: &Scores) -> Vec<usize> {
    if !window.free {
        return window.begins.clone();
    }
    let begins = |word: usize| {
        scores
            .begins
            .of(row, word)
            .first()
            .is_some_and(|&score| score > 0.0)
    };
    let inner = (1..window.tokens.len()).filter(|&word| begins(word));
    std::iter::once(0).chain(inner).collect()
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
