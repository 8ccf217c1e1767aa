//! Runs the encoder over batches of windows. Knows tensors and nothing of sentences.

use std::sync::Arc;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value};
use rten_tensor::{Layout, NdTensor};

/// The words of a window as the encoder takes them.
#[derive(Debug, Default)]
pub(crate) struct Row {
    /// Word pieces, begin and end included.
    pub(crate) pieces: Vec<i32>,
    /// The shape of the word that each piece belongs to.
    pub(crate) shapes: Vec<i32>,
    /// The place of each word's first piece.
    pub(crate) firsts: Vec<i32>,
    /// The place of each word's last piece.
    pub(crate) lasts: Vec<i32>,
}

impl Row {
    /// Adds the words of another row behind those of this one.
    pub(crate) fn append(&mut self, other: Self) {
        let base = self.pieces.len() as i32;
        self.firsts.extend(other.firsts.iter().map(|at| at + base));
        self.lasts.extend(other.lasts.iter().map(|at| at + base));
        self.pieces.extend(other.pieces);
        self.shapes.extend(other.shapes);
    }
}

/// Numbers in rows: of windows, of words, of classes.
pub(crate) struct Grid {
    data: Vec<f32>,
    words: usize,
    width: usize,
}

impl Grid {
    /// Numbers of a word.
    pub(crate) fn width(&self) -> usize {
        self.width
    }

    /// The numbers of a word of a window; none where there is no such word.
    pub(crate) fn of(&self, window: usize, word: usize) -> &[f32] {
        let start = (window * self.words + word) * self.width;
        self.data.get(start..start + self.width).unwrap_or_default()
    }
}

/// What the heads say of a batch.
pub(crate) struct Scores {
    /// Parts of speech.
    pub(crate) tags: Grid,
    /// Classes of `names`.
    pub(crate) names: Grid,
    /// Heads: the root first, then the words of the window.
    pub(crate) arcs: Grid,
    dependents: Grid,
    heads: Grid,
    /// What the head for events looks at.
    pub(crate) events: Grid,
    /// How surely each word belongs to a side of an event.
    pub(crate) sides: Grid,
}

/// The two graphs of the model file.
pub(crate) struct Network {
    encoder: Model,
    inputs: [NodeId; 4],
    outputs: [NodeId; 7],
    relations: Model,
}

/// Why the model cannot be used. Ours is compiled in, so that this is a fault of the build.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Fault {
    #[error("the model cannot be read: {0}")]
    Load(#[from] rten::LoadError),
    #[error("the model lacks {0:?}")]
    Node(&'static str),
    #[error("the model cannot be run: {0}")]
    Run(#[from] rten::RunError),
    #[error("the model gives something else than was trained: {0}")]
    Output(&'static str),
}

thread_local! {
    /// Each thread runs its own batches: documents are read side by side, and a batch is too
    /// small to be worth dividing.
    static POOL: Arc<ThreadPool> = Arc::new(ThreadPool::with_num_threads(1));
}

/// Runs on the thread that asks.
pub(super) fn options() -> RunOptions {
    RunOptions::default().with_thread_pool(Some(POOL.with(Arc::clone)))
}

/// The model of a file's bytes, its weights laid out once as multiplying wants them and not anew in each run.
pub(super) fn load(bytes: &'static [u8]) -> Result<Model, Fault> {
    let mut options = ModelOptions::with_all_ops();
    Ok(options.prepack_weights(true).load_static_slice(bytes)?)
}

impl Network {
    /// From the bytes of `encoder.onnx` and `relations.onnx`.
    pub(crate) fn load(encoder: &'static [u8], relations: &'static [u8]) -> Result<Self, Fault> {
        let encoder = load(encoder)?;
        let node = |name: &'static str| encoder.find_node(name).ok_or(Fault::Node(name));
        Ok(Self {
            inputs: [
                node("pieces")?,
                node("shapes")?,
                node("firsts")?,
                node("lasts")?,
            ],
            outputs: [
                node("tags")?,
                node("names")?,
                node("arcs")?,
                node("dependents")?,
                node("heads")?,
                node("events")?,
                node("sides")?,
            ],
            encoder,
            relations: load(relations)?,
        })
    }

    /// Runs a batch. Rows are padded to the longest.
    pub(crate) fn run(&self, rows: &[&Row]) -> Result<Scores, Fault> {
        let tensor = |of: fn(&Row) -> &Vec<i32>| {
            let width = rows.iter().map(|row| of(row).len()).max().unwrap_or(0);
            let mut data = Vec::with_capacity(rows.len() * width);
            for row in rows {
                data.extend_from_slice(of(row));
                data.resize(data.len() + width - of(row).len(), 0);
            }
            NdTensor::from_data([rows.len(), width], data)
        };
        let [pieces, shapes, firsts, lasts] = self.inputs;
        let inputs = vec![
            (pieces, tensor(|row| &row.pieces).into()),
            (shapes, tensor(|row| &row.shapes).into()),
            (firsts, tensor(|row| &row.firsts).into()),
            (lasts, tensor(|row| &row.lasts).into()),
        ];
        let outputs = self.encoder.run_n(inputs, self.outputs, Some(options()))?;
        let [tags, names, arcs, dependents, heads, events, sides] = outputs;
        Ok(Scores {
            tags: grid(tags, "tags")?,
            names: grid(names, "names")?,
            arcs: grid(arcs, "arcs")?,
            dependents: grid(dependents, "dependents")?,
            heads: grid(heads, "heads")?,
            events: grid(events, "events")?,
            sides: grid(sides, "sides")?,
        })
    }

    /// Scores of the relations of words to their heads. `arcs`: window, word, and the word that
    /// heads it, counted from one, zero for the root.
    pub(crate) fn relations(
        &self,
        scores: &Scores,
        arcs: &[(usize, usize, usize)],
    ) -> Result<Grid, Fault> {
        let gather = |grid: &Grid, place: fn(&(usize, usize, usize)) -> (usize, usize)| {
            let mut data = Vec::with_capacity(arcs.len() * grid.width);
            for arc in arcs {
                let (window, word) = place(arc);
                data.extend_from_slice(grid.of(window, word));
            }
            let width = data.len().checked_div(arcs.len()).unwrap_or(0);
            NdTensor::from_data([arcs.len(), width], data)
        };
        let node = |name: &'static str| self.relations.find_node(name).ok_or(Fault::Node(name));
        let dependents = gather(&scores.dependents, |arc| (arc.0, arc.1));
        let heads = gather(&scores.heads, |arc| (arc.0, arc.2));
        let inputs = vec![
            (node("dependents")?, dependents.into()),
            (node("heads")?, heads.into()),
        ];
        let [found] = self
            .relations
            .run_n(inputs, [node("relations")?], Some(options()))?;
        let found: NdTensor<f32, 2> = found.try_into().map_err(|_| Fault::Output("relations"))?;
        let width = found.shape()[1];
        Ok(Grid {
            data: found.into_data(),
            words: arcs.len(),
            width,
        })
    }
}

fn grid(value: Value, name: &'static str) -> Result<Grid, Fault> {
    let tensor: NdTensor<f32, 3> = value.try_into().map_err(|_| Fault::Output(name))?;
    let [_, words, width] = tensor.shape();
    Ok(Grid {
        data: tensor.into_data(),
        words,
        width,
    })
}
