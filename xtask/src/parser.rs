//! Trains the first-look parser and measures what came of it.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use entente_text::{Parser, PerceptronParser, Sentence, evaluate_parser, read_conllu, train};

/// Treebanks that the parser is trained on, in the folder given.
const TRAINING: &[&str] = &["ewt-train.conllu", "gum-train.conllu"];

/// Treebanks that it is measured on.
const MEASURED: &[&str] = &["ewt-dev.conllu", "gum-dev.conllu"];

/// Reads a treebank.
pub(crate) fn treebank(path: &Path) -> Result<Vec<Sentence>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    read_conllu(&text).with_context(|| path.display().to_string())
}

/// Trains on the treebanks in `data` and writes the model to `out`.
pub(crate) fn train_first_look(data: &Path, out: &Path) -> Result<()> {
    let mut sentences = Vec::new();
    for name in TRAINING {
        sentences.extend(treebank(&data.join(name))?);
    }
    let began = Instant::now();
    let (bytes, figures) = train(&sentences, |stage| {
        eprintln!("{:>4} s  {stage}", began.elapsed().as_secs());
    });
    fs::write(out, &bytes).with_context(|| out.display().to_string())?;
    println!(
        "{} sentences, {} of them with crossing arcs; {:.1} MB in {}",
        figures.sentences,
        figures.crossing,
        figures.bytes as f64 / 1e6,
        out.display()
    );
    let parser = PerceptronParser::from_model(&bytes).context("the model does not read back")?;
    let paths: Vec<PathBuf> = MEASURED.iter().map(|name| data.join(name)).collect();
    measure(&parser, &paths)
}

/// Prints how well a parser reads the treebanks.
fn measure(parser: &dyn Parser, paths: &[PathBuf]) -> Result<()> {
    println!(
        "{:<22} {:>7} {:>7} {:>7} {:>7} {:>7} {:>9}",
        parser.name(),
        "words",
        "UPOS",
        "lemma",
        "UAS",
        "LAS",
        "LAS, raw"
    );
    for path in paths {
        let scores = evaluate_parser(parser, &treebank(path)?);
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let percent = |share: f64| format!("{:.1}", share * 100.0);
        println!(
            "{:<22} {:>7} {:>7} {:>7} {:>7} {:>7} {:>9}",
            name,
            scores.words,
            percent(scores.gold.upos),
            percent(scores.gold.lemmas),
            percent(scores.gold.uas),
            percent(scores.gold.las),
            percent(scores.raw.las)
        );
    }
    Ok(())
}
