//! Trains the splitter of sentences, and measures it and the tokens.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use entente_text::{
    SentenceScores, Splitter, TreebankDocument, documents, evaluate_sentences, read_conllu,
    train_splitter,
};

/// Treebanks that the splitter is trained on, in the folder given.
const TRAINING: &[&str] = &["ewt-train.conllu", "gum-train.conllu"];

/// Treebanks that it is measured on.
const MEASURED: &[&str] = &["ewt-dev.conllu", "gum-dev.conllu"];

/// Reads the documents of a treebank.
fn treebank(path: &Path) -> Result<Vec<TreebankDocument>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let sentences = read_conllu(&text).with_context(|| path.display().to_string())?;
    Ok(documents(&sentences))
}

/// Trains on the treebanks in `data`, writes the model to `out`, and measures it.
pub(crate) fn train(data: &Path, out: &Path) -> Result<()> {
    let mut documents = Vec::new();
    for name in TRAINING {
        documents.extend(treebank(&data.join(name))?);
    }
    let began = Instant::now();
    let (bytes, figures) = train_splitter(&documents);
    fs::write(out, &bytes).with_context(|| out.display().to_string())?;
    println!(
        "{} paragraphs, {} gaps; {:.1} MB in {}, {:.1} s",
        figures.paragraphs,
        figures.gaps,
        figures.bytes as f64 / 1e6,
        out.display(),
        began.elapsed().as_secs_f64()
    );
    let splitter = Splitter::from_model(&bytes).context("the model does not read back")?;
    let paths: Vec<PathBuf> = MEASURED.iter().map(|name| data.join(name)).collect();
    measure(&splitter, &paths)
}

/// Prints F1 of sentences and tokens by treebank and genre.
fn measure(splitter: &Splitter, paths: &[PathBuf]) -> Result<()> {
    println!(
        "{:<12} {:<10} {:>9} {:>7} {:>9} {:>7}",
        "treebank", "genre", "sentences", "F1", "words", "F1"
    );
    for path in paths {
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        let genres = evaluate_sentences(&treebank(path)?, |text, span| {
            splitter.split(text, span).sentences
        });
        let mut all = SentenceScores::default();
        for (genre, scores) in &genres {
            print(&name, genre, scores);
            all.add(scores);
        }
        print(&name, "all", &all);
    }
    Ok(())
}

fn print(treebank: &str, genre: &str, scores: &SentenceScores) {
    println!(
        "{treebank:<12} {genre:<10} {:>9} {:>7.2} {:>9} {:>7.2}",
        scores.sentences,
        scores.sentence_f1() * 100.0,
        scores.words,
        scores.token_f1() * 100.0
    );
}
