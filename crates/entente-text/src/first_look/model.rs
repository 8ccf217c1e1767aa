//! The model file: tables of weights, relation names, lemma exceptions.
//!
//! Layout, little endian: the magic `ENTFL002`; then sections of a four-letter name, a `u32`
//! length and the bytes. A table has as `u32` its number of classes, the logarithm of its rows
//! and, as `f32`, what one unit of weight is worth; then one bit a row, set for the rows that
//! are kept; then the kept rows. A row is one signed byte a class where classes are few, else
//! the number of its entries and for each the class and the weight.

use super::lemmas::Lemmas;

pub(crate) const MAGIC: &[u8; 8] = b"ENTFL002";

/// Tables with at most so many classes write every weight of a row.
pub(crate) const DENSE: usize = 4;

/// Adds the rows of features to scores: what inference and training tables share.
pub(crate) trait Scorer {
    /// The scores of a set of features.
    fn score(&self, features: &[u32], scores: &mut Vec<f32>);
}

/// Features that are looked up at once.
const AT_ONCE: usize = 64;

/// Weights of one linear model: a row of classes for each hashed feature that matters.
#[derive(Debug)]
pub(crate) struct Table {
    classes: usize,
    mask: u32,
    unit: f32,
    marks: Vec<Marks>,
    /// Where each kept row of a sparse table begins in `rows`.
    starts: Vec<u32>,
    rows: Vec<u8>,
}

/// Which of 64 rows are kept, and how many are kept before them.
#[derive(Debug, Clone, Copy)]
struct Marks {
    bits: u64,
    before: u32,
}

impl Table {
    /// A table without weights: every score is zero.
    fn zero(classes: usize) -> Self {
        Self {
            classes,
            mask: 63,
            unit: 1.0,
            marks: vec![Marks { bits: 0, before: 0 }],
            starts: Vec::new(),
            rows: Vec::new(),
        }
    }

    fn read(bytes: &[u8]) -> Option<Self> {
        let (header, rest) = bytes.split_at_checked(12)?;
        let classes = number(header)? as usize;
        let size = 1_u32.checked_shl(number(&header[4..])?)?;
        let unit = f32::from_le_bytes(header[8..].try_into().ok()?);
        let (bits, rows) = rest.split_at_checked(size as usize / 8)?;
        let mut before = 0;
        let marks = bits.chunks_exact(8).map(|chunk| {
            let bits = u64::from_le_bytes(chunk.try_into().unwrap_or_default());
            let marks = Marks { bits, before };
            before += bits.count_ones();
            marks
        });
        let marks: Vec<Marks> = marks.collect();
        let mut starts = Vec::new();
        if classes > DENSE {
            starts.reserve(before as usize);
            let mut at = 0;
            for _ in 0..before {
                starts.push(at as u32);
                let end = at + 1 + 2 * usize::from(*rows.get(at)?);
                let mut entries = rows.get(at + 1..end)?.chunks_exact(2);
                if entries.any(|entry| usize::from(entry[0]) >= classes) {
                    return None;
                }
                at = end;
            }
        } else if rows.len() != classes * before as usize {
            return None;
        }
        (size >= 64 && classes > 0).then(|| Self {
            classes,
            mask: size - 1,
            unit,
            marks,
            starts,
            rows: rows.to_vec(),
        })
    }
}

fn number(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(..4)?.try_into().ok()?))
}

impl Scorer for Table {
    /// In passes over the features, each of which waits for one table in memory: the waits of a
    /// pass overlap. Whether a row is kept is a coin toss, so the first pass does not branch on it.
    fn score(&self, features: &[u32], scores: &mut Vec<f32>) {
        scores.clear();
        scores.resize(self.classes, 0.0);
        let mut found = [0_u32; AT_ONCE];
        for features in features.chunks(AT_ONCE) {
            let mut kept = 0;
            for &feature in features {
                let row = feature & self.mask;
                let marks = self.marks[(row >> 6) as usize];
                let bit = 1_u64 << (row & 63);
                found[kept] = marks.before + (marks.bits & (bit - 1)).count_ones();
                kept += usize::from(marks.bits & bit != 0);
            }
            let found = &mut found[..kept];
            if self.classes <= DENSE {
                for &rank in &*found {
                    let row = &self.rows[rank as usize * self.classes..][..self.classes];
                    for (score, &weight) in scores.iter_mut().zip(row) {
                        *score += f32::from(weight.cast_signed()) * self.unit;
                    }
                }
            } else {
                for rank in &mut *found {
                    *rank = self.starts[*rank as usize];
                }
                for &at in &*found {
                    let (count, entries) = self.rows[at as usize..].split_at(1);
                    for entry in entries[..2 * usize::from(count[0])].chunks_exact(2) {
                        scores[usize::from(entry[0])] +=
                            f32::from(entry[1].cast_signed()) * self.unit;
                    }
                }
            }
        }
    }
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

impl Model {
    /// Reads a model file; `None` when it is not one.
    pub(crate) fn read(bytes: &[u8]) -> Option<Self> {
        let mut model = Self::empty();
        let mut rest = bytes.strip_prefix(MAGIC)?;
        while !rest.is_empty() {
            let name = rest.get(..4)?;
            let length = number(&rest[4..])? as usize;
            let section = rest.get(8..8 + length)?;
            match name {
                b"TAGS" => model.tags = Table::read(section)?,
                b"ACTS" => model.actions = Table::read(section)?,
                b"LABS" => model.labels = Table::read(section)?,
                b"NAMS" => model.names = Table::read(section)?,
                b"RELS" => {
                    let names = std::str::from_utf8(section).ok()?.lines();
                    model.relations = names.map(relation).collect::<Option<_>>()?;
                }
                b"LEMS" => model.lemmas = Lemmas::new(std::str::from_utf8(section).ok()?),
                _ => return None,
            }
            rest = &rest[8 + length..];
        }
        (model.relations.len() == model.labels.classes && model.actions.classes == 3)
            .then_some(model)
    }

    /// A model that knows nothing: it still gives every token a tag and a head.
    pub(crate) fn empty() -> Self {
        Self {
            tags: Table::zero(1),
            actions: Table::zero(3),
            labels: Table::zero(1),
            names: Table::zero(1),
            relations: vec!["dep"],
            lemmas: Lemmas::new(""),
        }
    }
}

/// Every relation of the treebanks. [`crate::Token`] borrows its relation from here.
const RELATIONS: &[&str] = &[
    "acl",
    "acl:relcl",
    "advcl",
    "advcl:relcl",
    "advmod",
    "amod",
    "appos",
    "aux",
    "aux:pass",
    "case",
    "cc",
    "cc:preconj",
    "ccomp",
    "compound",
    "compound:prt",
    "conj",
    "cop",
    "csubj",
    "csubj:outer",
    "csubj:pass",
    "dep",
    "det",
    "det:predet",
    "discourse",
    "dislocated",
    "expl",
    "fixed",
    "flat",
    "goeswith",
    "iobj",
    "list",
    "mark",
    "nmod",
    "nmod:desc",
    "nmod:poss",
    "nmod:unmarked",
    "nsubj",
    "nsubj:outer",
    "nsubj:pass",
    "nummod",
    "obj",
    "obl",
    "obl:agent",
    "obl:unmarked",
    "orphan",
    "parataxis",
    "punct",
    "reparandum",
    "root",
    "vocative",
    "xcomp",
];

/// The relation of that name.
pub(crate) fn relation(name: &str) -> Option<&'static str> {
    RELATIONS.iter().find(|own| **own == name).copied()
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
