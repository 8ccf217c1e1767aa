//! Learns from which sentences something is coded when all are read in full.

use entente_lexicon::Lexicon;
use entente_model::Document;
use entente_text::{HashedLinear, Parser, shuffle, tokens};

use super::{MAGIC, ROWS, WorthCoding};

const SEED: u64 = 20_261_128;
const EPOCHS: usize = 30;

/// Where a sentence comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TriageSource {
    /// From a text.
    Text,
    /// It was written to be coded.
    Written,
}

impl TriageSource {
    /// What a fault costs beside the size of the weights: of sentences that were written to be coded there are many, in
    /// which events are dense.
    const fn cost(self) -> f32 {
        match self {
            Self::Text => 0.005,
            Self::Written => 0.0005,
        }
    }
}

/// A sentence, and how many assertions a full reading tells of it.
#[derive(Debug, Clone)]
pub struct TriageExample {
    features: Vec<u32>,
    source: TriageSource,
    /// Assertions whose evidence stands in the sentence.
    pub told: usize,
}

/// The sentences of a document with what the parser's reading tells of each.
pub fn triage_examples(
    document: &Document,
    parser: &dyn Parser,
    lexicon: &'static Lexicon,
    source: TriageSource,
) -> Vec<TriageExample> {
    let coded = crate::code(document, parser, lexicon);
    let mut starts: Vec<usize> = coded
        .assertions
        .iter()
        .map(|it| it.evidence.start)
        .collect();
    starts.sort_unstable();
    let triage = WorthCoding::new(lexicon);
    let before = |at: usize| starts.partition_point(|&start| start < at);
    coded
        .passages
        .iter()
        .map(|passage| {
            let span = passage.span;
            TriageExample {
                features: triage.features(&document.text, &tokens(&document.text, span)),
                source,
                told: before(span.end) - before(span.start),
            }
        })
        .collect()
}

/// Trains on the examples; returns the model file. A support vector machine with squared hinge loss, by coordinate descent
/// in the dual (Hsieh et al. 2008): most words stand in few sentences, and steps along the gradient either leave their
/// weights where they were or take one sentence for the rule.
pub fn train_triage(examples: &[TriageExample]) -> Vec<u8> {
    let mut weights = vec![0.0_f32; ROWS];
    let mut duals = vec![0.0_f32; examples.len()];
    let mut order: Vec<usize> = (0..examples.len()).collect();
    let mut random = SEED;
    for _ in 0..EPOCHS {
        shuffle(&mut order, &mut random);
        for &at in &order {
            let example = &examples[at];
            let sign = if example.told > 0 { 1.0 } else { -1.0 };
            let rows = || example.features.iter().map(|&row| row as usize);
            let slack = 0.5 / example.source.cost();
            let sum: f32 = rows().map(|row| weights[row]).sum();
            let slope = sign * sum - 1.0 + duals[at] * slack;
            let dual = (duals[at] - slope / (rows().count() as f32 + slack)).max(0.0);
            let step = (dual - duals[at]) * sign;
            duals[at] = dual;
            for row in rows() {
                weights[row] += step;
            }
        }
    }
    let most = weights
        .iter()
        .fold(f32::MIN_POSITIVE, |most, weight| most.max(weight.abs()));
    HashedLinear::file(MAGIC, &weights, most)
}

/// What share of the examples a model lets pass for each of some shares of assertions that stand in those: of
/// each wanted recall, the threshold and the share of sentences.
pub fn triage_curve(
    model: &[u8],
    examples: &[TriageExample],
    recalls: &[f64],
) -> Option<Vec<(f32, f64)>> {
    let weights = HashedLinear::read(model, MAGIC, ROWS)?;
    let mut scored: Vec<(f32, usize)> = examples
        .iter()
        .map(|example| (weights.score(&example.features), example.told))
        .collect();
    scored.sort_by(|one, other| other.0.total_cmp(&one.0));
    let all: usize = examples.iter().map(|example| example.told).sum();
    let reached = |recall: f64| {
        let mut kept = 0;
        for (count, (score, told)) in scored.iter().enumerate() {
            kept += told;
            if kept as f64 >= recall * all as f64 {
                return (*score, (count + 1) as f64 / scored.len() as f64);
            }
        }
        (f32::NEG_INFINITY, 1.0)
    };
    Some(recalls.iter().map(|&recall| reached(recall)).collect())
}
