//! The model file: tables of weights read in place, relation names, lemma exceptions.
//!
//! Layout, little endian: the magic `ENTFL001`; then sections of a four-letter name, a `u32`
//! length and the bytes. A table's bytes are its number of classes and the logarithm of its
//! rows as `u32`, then rows of one signed byte a class.

use super::lemmas::Lemmas;

pub(crate) const MAGIC: &[u8; 8] = b"ENTFL001";

/// Weights of one linear model: a row of classes for each hashed feature.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Table {
    pub(crate) classes: usize,
    mask: u32,
    weights: &'static [u8],
}

/// Everything the first look knows.
pub(crate) struct Model {
    pub(crate) tags: Table,
    pub(crate) actions: Table,
    pub(crate) labels: Table,
    pub(crate) names: Table,
    /// Relations in the order of the classes of `labels`.
    pub(crate) relations: Vec<&'static str>,
    pub(crate) lemmas: Lemmas,
}

/// Adds the rows of features to scores: what inference and training tables share.
pub(crate) trait Scorer {
    fn classes(&self) -> usize;
    fn add(&self, feature: u32, scores: &mut [f32]);

    /// The scores of a set of features.
    fn score(&self, features: &[u32], scores: &mut Vec<f32>) {
        scores.clear();
        scores.resize(self.classes(), 0.0);
        for &feature in features {
            self.add(feature, scores);
        }
    }
}

impl Table {
    const EMPTY: Self = Self {
        classes: 1,
        mask: 0,
        weights: &[0],
    };

    fn from_bytes(bytes: &'static [u8]) -> Option<Self> {
        let classes = u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?) as usize;
        let rows = 1_u32.checked_shl(u32::from_le_bytes(bytes.get(4..8)?.try_into().ok()?))?;
        let weights = bytes.get(8..)?;
        (weights.len() == classes * rows as usize).then_some(Self {
            classes,
            mask: rows - 1,
            weights,
        })
    }
}

impl Scorer for Table {
    fn classes(&self) -> usize {
        self.classes
    }

    #[inline]
    fn add(&self, feature: u32, scores: &mut [f32]) {
        let at = (feature & self.mask) as usize * self.classes;
        let row = &self.weights[at..at + self.classes];
        for (score, &weight) in scores.iter_mut().zip(row) {
            *score += f32::from(weight as i8);
        }
    }
}

impl Model {
    /// Reads a model file; `None` when it is not one.
    pub(crate) fn from_static(bytes: &'static [u8]) -> Option<Self> {
        let mut model = Self::empty();
        let mut rest = bytes.strip_prefix(MAGIC)?;
        while !rest.is_empty() {
            let name = rest.get(..4)?;
            let length = u32::from_le_bytes(rest.get(4..8)?.try_into().ok()?) as usize;
            let section = rest.get(8..8 + length)?;
            match name {
                b"TAGS" => model.tags = Table::from_bytes(section)?,
                b"ACTS" => model.actions = Table::from_bytes(section)?,
                b"LABS" => model.labels = Table::from_bytes(section)?,
                b"NAMS" => model.names = Table::from_bytes(section)?,
                b"RELS" => model.relations = std::str::from_utf8(section).ok()?.lines().collect(),
                b"LEMS" => model.lemmas = Lemmas::new(std::str::from_utf8(section).ok()?),
                _ => return None,
            }
            rest = &rest[8 + length..];
        }
        (model.relations.len() == model.labels.classes).then_some(model)
    }

    /// A model that knows nothing: every tag the first, every head the next token.
    pub(crate) fn empty() -> Self {
        Self {
            tags: Table::EMPTY,
            actions: Table {
                classes: 3,
                mask: 0,
                weights: &[0, 0, 0],
            },
            labels: Table::EMPTY,
            names: Table::EMPTY,
            relations: vec!["dep"],
            lemmas: Lemmas::new(""),
        }
    }
}

/// The class with the highest score; the first of equals.
pub(crate) fn best(scores: &[f32]) -> usize {
    let mut best = 0;
    for (class, score) in scores.iter().enumerate() {
        if *score > scores[best] {
            best = class;
        }
    }
    best
}
