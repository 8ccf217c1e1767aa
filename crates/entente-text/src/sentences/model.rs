//! The splitter: rules, then a linear model over hashed features.
//!
//! The model file is one of [`crate::hashed`].

use std::sync::OnceLock;

use entente_model::Span;

use super::bounds::push_bounded;
use super::features::{Code, History, features, style};
use super::gaps::{Verdict, verdict};
use super::{Chunk, Splitting, chunks};
use crate::hashed::HashedLinear;

pub(super) const MAGIC: &[u8; 8] = b"ENTSS001";

/// Features that have a weight of their own.
pub(super) const ROWS: usize = 1 << 18;

/// The log odds from which a sentence is taken to end. A missed end costs two sentences as a wrong
/// one does, but the model is shyer than right: on held-out training documents F1 was best here.
const ENOUGH: f32 = -0.25;

/// Chunks and bytes that are looked at together: memory does not grow with the text.
const PIECE_CHUNKS: usize = 2_000;
const PIECE_BYTES: usize = 128 * 1024;

/// Splits text into sentences.
#[derive(Debug)]
pub struct Splitter(HashedLinear);

impl Splitter {
    /// The splitter that is compiled in.
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Splitter> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let bytes = include_bytes!("../../../../models/sentences.bin");
            // A test reads the file; one without weights follows the rules alone.
            Self::from_model(bytes).unwrap_or_else(|| Self(HashedLinear::empty()))
        })
    }

    /// Reads a model file; `None` when it is not one.
    pub fn from_model(bytes: &[u8]) -> Option<Self> {
        HashedLinear::read(bytes, MAGIC, ROWS).map(Self)
    }

    /// The sentences of `span` in order, without the white space between them. Everything but
    /// white space is in one of them. Time is linear in the length of the span, and memory
    /// beyond the result does not grow with it.
    pub fn split(&self, text: &str, span: Span) -> Splitting {
        let mut found = Splitting::default();
        let mut at = span.start;
        let end = span.end.min(text.len());
        while at < end {
            let most = text.floor_char_boundary(at.saturating_add(PIECE_BYTES).min(end));
            let chunks = chunks(text, at, most, PIECE_CHUNKS);
            let Some(last) = chunks.last() else {
                at = most.max(at + 1);
                continue;
            };
            let reached = last.span.end;
            let mut starts = self.starts(text, &chunks);
            // The last sentence of a piece that is not the text's last may go on after it.
            let whole = text[reached..end].trim_start().is_empty();
            let next = if whole || starts.len() < 2 {
                reached
            } else {
                let next = starts
                    .pop()
                    .map_or(reached, |start| chunks[start].span.start);
                next.max(at + 1)
            };
            for (number, &start) in starts.iter().enumerate() {
                let start = chunks[start].span.start;
                let end = starts
                    .get(number + 1)
                    .map_or(next, |&next| chunks[next].span.start);
                push_bounded(text, Span::new(start, end), &mut found);
            }
            at = if whole { end } else { next };
        }
        found
    }

    /// The chunks that begin sentences.
    fn starts(&self, text: &str, chunks: &[Chunk]) -> Vec<usize> {
        let codes: Vec<Code> = chunks
            .iter()
            .map(|chunk| Code::new(chunk.span.of(text)))
            .collect();
        let style = style(&codes);
        let mut history = History::default();
        let mut starts = vec![0];
        let mut seen = Vec::new();
        for (at, pair) in chunks.windows(2).enumerate() {
            history.add(&codes[at]);
            let ends = match verdict(text, &pair[0], &pair[1]) {
                Verdict::Ends => true,
                Verdict::GoesOn => false,
                Verdict::Open => {
                    features(&codes, chunks, at, style, history, &mut seen);
                    self.0.score(&seen) > ENOUGH
                }
            };
            if ends {
                starts.push(at + 1);
                history.begin(at + 1);
            }
        }
        starts
    }
}
