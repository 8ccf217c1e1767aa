//! Articles in which readers have marked who is meant (`training/news`), and what is learnt from them alone.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use entente_coder::{
    MarkedArticle, MarkedSentence, WorthCoding, description_decisions, marked_document,
    read_marked_sentences,
};
use entente_lexicon::{DESCRIPTION_CLASSES, Lexicon, read_cases};
use entente_text::{Decision, LogLinear, MarkedDocument, TwoLooks};

/// The articles and the marks of all files.
fn read(
    marks: &[PathBuf],
    articles: &[PathBuf],
) -> Result<(Vec<MarkedArticle>, Vec<MarkedSentence>)> {
    let (mut documents, mut sentences) = (Vec::new(), Vec::new());
    for path in marks {
        sentences.extend(whole(path, read_marked_sentences)?);
    }
    for path in articles {
        documents.extend(whole(path, read_cases::<MarkedArticle>)?);
    }
    Ok((documents, sentences))
}

/// What is read of a file, where all of it can be read.
fn whole<T>(path: &Path, read: impl Fn(&str) -> (Vec<T>, Vec<(usize, String)>)) -> Result<Vec<T>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let (read, faults) = read(&text);
    if let Some((line, fault)) = faults.first() {
        bail!("{}, line {line}: {fault}", path.display());
    }
    Ok(read)
}

fn parser() -> Result<TwoLooks<WorthCoding>> {
    TwoLooks::new(WorthCoding::builtin()).context("the encoder that is compiled in cannot be read")
}

/// The articles of which something is marked, read as `entente read` does.
pub(crate) fn documents(marks: &[PathBuf], articles: &[PathBuf]) -> Result<Vec<MarkedDocument>> {
    let parser = parser()?;
    let (articles, marked) = read(marks, articles)?;
    let articles = articles.iter();
    Ok(articles
        .filter_map(|it| marked_document(&parser, Lexicon::builtin(), it, &marked))
        .collect())
}

/// The texts of the articles of which something is marked.
pub(crate) fn texts(marks: &[PathBuf], articles: &[PathBuf]) -> Result<Vec<String>> {
    let (articles, marked) = read(marks, articles)?;
    let of: BTreeSet<&str> = marked.iter().map(|it| it.article.as_str()).collect();
    let learnt = articles
        .into_iter()
        .filter(|it| of.contains(it.id.as_str()));
    Ok(learnt.map(|article| article.text).collect())
}

/// Learns whom descriptions mean that do not say whose they are, and writes the weights to `out`.
pub(crate) fn train_descriptions(
    marks: &[PathBuf],
    articles: &[PathBuf],
    out: &Path,
) -> Result<()> {
    let parser = parser()?;
    let (articles, marked) = read(marks, articles)?;
    let mut decisions: BTreeMap<&str, Vec<Decision>> = BTreeMap::new();
    for article in &articles {
        let own = description_decisions(&parser, Lexicon::builtin(), article, &marked);
        for (class, decision) in own {
            decisions.entry(class).or_default().push(decision);
        }
    }
    let mut toml = String::from(
        "# Whom descriptions mean that do not say whose they are. Made by `cargo xtask train descriptions`; see README.md.\n\
         # Positive speaks for a candidate; \"nobody ...\" speaks for nobody who is named.\n",
    );
    for class in DESCRIPTION_CLASSES {
        let own = decisions.get(class).map_or(&[][..], Vec::as_slice);
        let named = own
            .iter()
            .filter(|it| it.right.first() == Some(&false))
            .count();
        println!(
            "{class}: {} descriptions, {named} of somebody who is named",
            own.len()
        );
        let weights = LogLinear::fit(own.iter());
        toml += &format!("\n[{class}]\n{}", weights.to_toml());
    }
    fs::write(out, toml).with_context(|| out.display().to_string())
}
