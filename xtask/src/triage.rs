//! Trains what selects the sentences that are read in full.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use entente_coder::{TriageExample, TriageSource, train_triage, triage_curve, triage_examples};
use entente_lexicon::Lexicon;
use entente_text::{EncoderParser, Origin, documents, read_conllu, read_document, read_documents};

use crate::marked_news;

/// Shares of assertions of which it is printed what share of the sentences keeps them.
const RECALLS: &[f64] = &[0.90, 0.94, 0.96, 0.97, 0.98, 0.99];

/// What to learn from: only words are used of any of it.
pub(crate) struct Sources<'a> {
    /// Documents and treebanks.
    pub(crate) texts: &'a [PathBuf],
    /// Folders of sentences with marked phrases.
    pub(crate) sentences: &'a [PathBuf],
    /// Marks of articles, which say what articles of `articles` are learnt from.
    pub(crate) marks: &'a [PathBuf],
    /// Articles, those that nothing may learn from among them.
    pub(crate) articles: &'a [PathBuf],
}

/// Trains, writes the model to `out`, and prints what it passes on of `watched`.
pub(crate) fn train(sources: &Sources<'_>, watched: &[PathBuf], out: &Path) -> Result<()> {
    let mut examples = Vec::new();
    for path in sources.texts {
        examples.extend(of_texts(path)?);
    }
    for text in marked_news::texts(sources.marks, sources.articles)? {
        examples.extend(of_document(&text, TriageSource::Text)?);
    }
    for folder in sources.sentences {
        let mut files: Vec<PathBuf> = fs::read_dir(folder)
            .with_context(|| folder.display().to_string())?
            .map(|entry| Ok(entry?.path()))
            .collect::<Result<_>>()?;
        files.sort();
        for file in files {
            if file.extension().is_some_and(|ending| ending == "tsv") {
                examples.extend(of_marked(&file)?);
            }
        }
    }
    let telling = examples.iter().filter(|example| example.told > 0).count();
    println!(
        "{} sentences, of {telling} something is told",
        examples.len()
    );
    let model = train_triage(&examples);
    fs::write(out, &model).with_context(|| out.display().to_string())?;
    for path in watched {
        let examples = of_texts(path)?;
        let curve =
            triage_curve(&model, &examples, RECALLS).context("the model does not read back")?;
        println!("{}: {} sentences", path.display(), examples.len());
        for (recall, (score, share)) in RECALLS.iter().zip(curve) {
            println!(
                "  {:>3.0} % of the assertions in {:>5.1} % of the sentences, from {score:.2} on",
                100.0 * recall,
                100.0 * share
            );
        }
    }
    Ok(())
}

/// The sentences of a file of documents or of a treebank.
fn of_texts(path: &Path) -> Result<Vec<TriageExample>> {
    let name = path.display().to_string();
    let bytes = fs::read(path).with_context(|| name.clone())?;
    let mut found = Vec::new();
    if path.extension().is_some_and(|ending| ending == "conllu") {
        let sentences = read_conllu(std::str::from_utf8(&bytes)?).with_context(|| name)?;
        for treebank in documents(&sentences) {
            found.extend(of_document(&treebank.text, TriageSource::Text)?);
        }
        return Ok(found);
    }
    let origin = Origin {
        name,
        ..Origin::default()
    };
    for reading in read_documents(bytes.as_slice(), &origin) {
        if let Some(document) = reading.document {
            found.extend(triage_examples(
                &document,
                parser()?,
                Lexicon::builtin(),
                TriageSource::Text,
            ));
        }
    }
    Ok(found)
}

/// The sentences of a file in which phrases are marked: `[1 phrase]` or `<s>phrase</s>`.
fn of_marked(path: &Path) -> Result<Vec<TriageExample>> {
    let lines = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let mut found = Vec::new();
    for line in lines.lines() {
        let sentence = line.split('\t').next().unwrap_or_default();
        found.extend(of_document(
            &without_marks(sentence),
            TriageSource::Written,
        )?);
    }
    Ok(found)
}

/// The sentences of a text that is one document.
fn of_document(text: &str, source: TriageSource) -> Result<Vec<TriageExample>> {
    let reading = read_document(text.as_bytes(), &Origin::default());
    let document = reading.document.iter();
    let parser = parser()?;
    let read = |document| triage_examples(document, parser, Lexicon::builtin(), source);
    Ok(document.flat_map(read).collect())
}

fn parser() -> Result<&'static EncoderParser> {
    EncoderParser::builtin().context("the encoder that is compiled in cannot be read")
}

/// A sentence without the marks around its phrases.
fn without_marks(sentence: &str) -> String {
    let mut plain = String::with_capacity(sentence.len());
    let mut rest = sentence;
    while let Some(at) = rest.find(['[', ']', '<']) {
        plain.push_str(&rest[..at]);
        let mark = &rest[at..];
        let opening = mark
            .strip_prefix('[')
            .map(|inside| inside.trim_start_matches(|one: char| one.is_ascii_digit()));
        rest = if let Some(inside) = opening {
            inside.strip_prefix(' ').unwrap_or(inside)
        } else if let Some(after) = mark.strip_prefix(']') {
            after
        } else {
            mark.split_once('>').map_or("", |(_, after)| after)
        };
    }
    plain + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_taken_off() {
        let marked = "[1 Togo] met [12 its [3 envoys]].";
        assert_eq!(without_marks(marked), "Togo met its envoys.");
        let marked = "<s>Peru</s> blamed <t>the rebels</t>.";
        assert_eq!(without_marks(marked), "Peru blamed the rebels.");
    }
}
