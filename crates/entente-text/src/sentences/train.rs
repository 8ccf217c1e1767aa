//! Trains the splitter on treebanks: logistic regression by stochastic descent, each paragraph
//! a unit. Deterministic: a fixed seed orders the paragraphs, and nothing else is random.

use std::collections::BTreeSet;

use super::features::{Code, History, features, style};
use super::gaps::{Verdict, chunks, verdict};
use super::model::{MAGIC, ROWS};
use crate::conllu::TreebankDocument;
use crate::hashed::{HashedLinear, most, shuffle};

const SEED: u64 = 20_260_301;
const EPOCHS: usize = 12;
const RATE: f32 = 0.15;
/// Pulls weights towards zero at each step that touches them.
const DECAY: f32 = 5e-5;

/// What training reports of itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SplitterFigures {
    /// Paragraphs trained on.
    pub paragraphs: usize,
    /// Gaps that the rules leave open.
    pub gaps: usize,
    /// Bytes of the model file.
    pub bytes: usize,
}

/// A gap that the rules leave open.
struct Example {
    features: Vec<u32>,
    ends: bool,
}

/// Trains on the documents of treebanks; returns the model file.
pub fn train_splitter(documents: &[TreebankDocument]) -> (Vec<u8>, SplitterFigures) {
    let mut paragraphs: Vec<Vec<Example>> = documents.iter().flat_map(examples).collect();
    let figures = SplitterFigures {
        paragraphs: paragraphs.len(),
        gaps: paragraphs.iter().map(Vec::len).sum(),
        bytes: MAGIC.len() + 4 + ROWS,
    };
    let mut weights = vec![0.0_f32; ROWS];
    let mut slopes = vec![1.0_f32; ROWS];
    let mut sums = vec![0.0_f32; ROWS];
    let mut random = SEED;
    for _ in 0..EPOCHS {
        shuffle(&mut paragraphs, &mut random);
        for example in paragraphs.iter().flatten() {
            learn(example, &mut weights, &mut slopes);
        }
        // The mean over epochs is steadier than the last state.
        for (sum, weight) in sums.iter_mut().zip(&weights) {
            *sum += weight;
        }
    }
    for sum in &mut sums {
        *sum /= EPOCHS as f32;
    }
    (HashedLinear::file(MAGIC, &sums, most(&sums)), figures)
}

/// The examples of each paragraph of a document.
fn examples(document: &TreebankDocument) -> Vec<Vec<Example>> {
    let text = document.text.as_str();
    let starts: BTreeSet<usize> = document.sentences.iter().map(|span| span.start).collect();
    let of_paragraph = |paragraph: &entente_model::Span| {
        let chunks = chunks(text, paragraph.start, paragraph.end, usize::MAX);
        let codes: Vec<Code> = chunks
            .iter()
            .map(|chunk| Code::new(chunk.span.of(text)))
            .collect();
        let style = style(&codes);
        let mut history = History::default();
        let mut examples = Vec::new();
        for (at, pair) in chunks.windows(2).enumerate() {
            history.add(&codes[at]);
            let ends = starts.contains(&pair[1].span.start);
            if verdict(text, &pair[0], &pair[1]) == Verdict::Open {
                let mut seen = Vec::new();
                features(&codes, &chunks, at, style, history, &mut seen);
                examples.push(Example {
                    features: seen,
                    ends,
                });
            }
            if ends {
                history.begin(at + 1);
            }
        }
        examples
    };
    document.paragraphs.iter().map(of_paragraph).collect()
}

fn learn(example: &Example, weights: &mut [f32], slopes: &mut [f32]) {
    let row = |feature: &u32| *feature as usize % ROWS;
    let sum: f32 = example.features.iter().map(|f| weights[row(f)]).sum();
    let likely = 1.0 / (1.0 + (-sum).exp());
    let error = f32::from(u8::from(example.ends)) - likely;
    for feature in &example.features {
        let row = row(feature);
        slopes[row] += error * error;
        weights[row] += RATE * error / slopes[row].sqrt() - DECAY * weights[row];
    }
}
