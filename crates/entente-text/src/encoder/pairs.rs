//! Asks a head what it makes of two phrases of a sentence.
//!
//! Each word has its numbers from the encoder ([`Views`]) and its place beside the two phrases. Knows nothing of what
//! the head has learnt.

use std::ops::Range;

use rten::{Model, NodeId};
use rten_tensor::{AsView, Layout, NdTensor, NdTensorView};

use crate::parse::Views;

use super::network::{self, Fault, options};

/// Where a word stands beside the two phrases; as in `training/network.py`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(i32)]
enum Place {
    Source,
    Target,
    Before,
    Between,
    Behind,
}

impl Place {
    fn of(word: usize, source: &Range<usize>, target: &Range<usize>) -> Self {
        if source.contains(&word) {
            Self::Source
        } else if target.contains(&word) {
            Self::Target
        } else if word < source.start.min(target.start) {
            Self::Before
        } else if word < source.start.max(target.start) {
            Self::Between
        } else {
            Self::Behind
        }
    }
}

/// A file of heads for pairs of phrases.
pub(super) struct PairModel {
    model: Model,
    views: NodeId,
    places: NodeId,
    source_first: NodeId,
}

impl PairModel {
    pub(super) fn load(model: &'static [u8]) -> Result<Self, Fault> {
        let model = network::load(model)?;
        let node = |name: &'static str| model.find_node(name).ok_or(Fault::Node(name));
        Ok(Self {
            views: node("views")?,
            places: node("places")?,
            source_first: node("source_first")?,
            model,
        })
    }

    /// An output by its name.
    pub(super) fn node(&self, name: &'static str) -> Result<NodeId, Fault> {
        self.model.find_node(name).ok_or(Fault::Node(name))
    }

    /// What one output says of each of some pairs of phrases of a sentence, so many numbers of each.
    pub(super) fn ask<'p>(
        &self,
        output: NodeId,
        views: &Views,
        pairs: impl Iterator<Item = (&'p Range<usize>, &'p Range<usize>)>,
        numbers: usize,
    ) -> Result<Vec<Vec<f32>>, Fault> {
        let words = views.words();
        let mut places = Vec::new();
        let mut first = Vec::new();
        for (source, target) in pairs {
            places.extend((0..words).map(|word| Place::of(word, source, target) as i32));
            first.push(i32::from(source.start < target.start));
        }
        let count = first.len();
        if count == 0 {
            return Ok(Vec::new());
        }
        let views = NdTensorView::from_data([1, words, views.width], views.numbers.as_slice());
        let inputs = vec![
            (self.views, views.into()),
            (
                self.places,
                NdTensor::from_data([count, words], places).into(),
            ),
            (
                self.source_first,
                NdTensor::from_data([count], first).into(),
            ),
        ];
        let [scores] = self.model.run_n(inputs, [output], Some(options()))?;
        let scores: NdTensor<f32, 2> = scores.try_into().map_err(|_| Fault::Output("pairs"))?;
        if scores.shape() != [count, numbers] {
            return Err(Fault::Output("pairs"));
        }
        Ok(scores
            .to_vec()
            .chunks(numbers)
            .map(<[f32]>::to_vec)
            .collect())
    }
}

/// Scores as probabilities.
pub(super) fn softmax(scores: &[f32]) -> Vec<f32> {
    let most = scores.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let weights: Vec<f32> = scores.iter().map(|score| (score - most).exp()).collect();
    let sum: f32 = weights.iter().sum();
    weights.iter().map(|weight| weight / sum).collect()
}
