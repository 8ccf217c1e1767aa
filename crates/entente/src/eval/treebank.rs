//! `entente eval parse|sentences|mentions|dates`: reading against treebanks and lists of cases.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use entente_text::{
    DateScores, MentionSentence, NoGazetteer, Sentence, SentenceScores, documents, evaluate_dates,
    evaluate_mentions, evaluate_parser, evaluate_sentences, read_conllu, read_date_cases,
    read_mention_sentences, read_treebank_dates,
};

use crate::arguments::EvalArguments;
use crate::pipeline;

/// The genre that matters most here is shown apart.
const NEWS: &str = "news";

/// Tags, lemmas and trees.
pub(super) fn parse(arguments: &EvalArguments) -> Result<ExitCode> {
    let parser = pipeline::parser(arguments.parser.parser)?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:<28} {:>7}   {:<28} {:<35}",
        "", "", "  accuracy, gold words", "  F1, from running text"
    )?;
    writeln!(
        out,
        "{:<28} {:>7} {:>6} {:>7} {:>6} {:>6} {:>9} {:>6} {:>7} {:>6} {:>6}",
        "", "words", "tags", "lemmas", "UAS", "LAS", "tokens", "tags", "lemmas", "UAS", "LAS"
    )?;
    for path in &arguments.paths {
        let all = treebank(path)?;
        let news: Vec<Sentence> = all
            .iter()
            .filter(|one| one.genre == NEWS)
            .cloned()
            .collect();
        for (part, sentences) in [("", &all), (NEWS, &news)] {
            if sentences.is_empty() {
                continue;
            }
            let scores = evaluate_parser(parser, sentences);
            write!(out, "{:<28} {:>7}", label(path, part), scores.words)?;
            for (shares, tokens) in [(scores.gold, None), (scores.raw, Some(scores.tokens))] {
                if let Some(tokens) = tokens {
                    write!(out, " {:>9.1}", 100.0 * tokens)?;
                }
                for (share, width) in [
                    (shares.upos, 6),
                    (shares.lemmas, 7),
                    (shares.uas, 6),
                    (shares.las, 6),
                ] {
                    write!(out, " {:>width$.1}", 100.0 * share)?;
                }
            }
            writeln!(out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Boundaries of sentences and tokens, from running text; every parser takes the same ones.
pub(super) fn sentences(arguments: &EvalArguments) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:<28} {:>10} {:>12} {:>9}",
        "", "sentences", "sentence F1", "token F1"
    )?;
    for path in &arguments.paths {
        let documents = documents(&treebank(path)?);
        let genres: BTreeMap<String, SentenceScores> =
            evaluate_sentences(&documents, entente_text::sentences);
        let mut all = SentenceScores::default();
        for (genre, scores) in &genres {
            all.add(scores);
            if genres.len() > 1 {
                sentence_row(&mut out, &label(path, genre), scores)?;
            }
        }
        sentence_row(&mut out, &label(path, ""), &all)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn sentence_row(out: &mut impl Write, label: &str, scores: &SentenceScores) -> io::Result<()> {
    writeln!(
        out,
        "{label:<28} {:>10} {:>12.1} {:>9.1}",
        scores.sentences,
        100.0 * scores.sentence_f1(),
        100.0 * scores.token_f1()
    )
}

/// Names, by kind.
pub(super) fn mentions(arguments: &EvalArguments) -> Result<ExitCode> {
    let parser = pipeline::parser(arguments.parser.parser)?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:<28} {:>7} {:>8} {:>8} {:>8} {:>8} {:>10}   F1 of span and kind",
        "", "names", "persons", "organis.", "places", "all", "span only"
    )?;
    for path in &arguments.paths {
        let all = read_mention_sentences(&content(path)?)
            .map_err(|error| anyhow!("{}: {error}", path.display()))?;
        let news: Vec<MentionSentence> = all
            .iter()
            .filter(|one| one.genre == NEWS)
            .cloned()
            .collect();
        for (part, sentences) in [("", &all), (NEWS, &news)] {
            if sentences.is_empty() {
                continue;
            }
            let scores = evaluate_mentions(sentences, |text, tokens| {
                let parses = parser.parse_all(text, tokens, None, &NoGazetteer);
                parses.into_iter().map(|parse| parse.mentions).collect()
            });
            write!(out, "{:<28} {:>7}", label(path, part), scores.all.gold)?;
            for (matches, width) in [
                (&scores.persons, 8),
                (&scores.organisations, 8),
                (&scores.places, 8),
                (&scores.all, 8),
                (&scores.spans, 10),
            ] {
                write!(out, " {:>width$.1}", 100.0 * matches.f1())?;
            }
            writeln!(out)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Dates and spans of time.
pub(super) fn dates(arguments: &EvalArguments) -> Result<ExitCode> {
    let parser = pipeline::parser(arguments.parser.parser)?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:<28} {:>6} {:>9} {:>9} {:>9}",
        "", "times", "value F1", "span F1", "left out"
    )?;
    let mut all = DateScores::default();
    for path in &arguments.paths {
        let cases = if path.extension().is_some_and(|ending| ending == "conllu") {
            treebank(path)?;
            read_treebank_dates(&content(path)?)
        } else {
            read_date_cases(&content(path)?)
                .map_err(|error| anyhow!("{}: {error}", path.display()))?
        };
        let scores = evaluate_dates(parser, &cases);
        date_row(&mut out, &label(path, ""), &scores)?;
        if arguments.verbose {
            for fault in &scores.faults {
                let side = |side: &Option<(String, String)>| {
                    side.as_ref()
                        .map_or("nothing".to_owned(), |(words, value)| {
                            format!("{words:?} {value}")
                        })
                };
                writeln!(
                    out,
                    "  expected {}, found {}: {}",
                    side(&fault.expected),
                    side(&fault.found),
                    fault.sentence
                )?;
            }
        }
        all.add(&scores);
    }
    if arguments.paths.len() > 1 {
        date_row(&mut out, "together", &all)?;
    }
    Ok(ExitCode::SUCCESS)
}

fn date_row(out: &mut impl Write, label: &str, scores: &DateScores) -> io::Result<()> {
    writeln!(
        out,
        "{label:<28} {:>6} {:>9.3} {:>9.3} {:>9}",
        scores.expected,
        scores.value_f1(),
        scores.span_f1(),
        scores.left_out.iter().sum::<usize>()
    )
}

fn content(path: &Path) -> Result<String> {
    fs::read_to_string(path).with_context(|| format!("{} cannot be read", path.display()))
}

/// The sentences of a treebank file.
fn treebank(path: &Path) -> Result<Vec<Sentence>> {
    let sentences = read_conllu(&content(path)?)
        .with_context(|| format!("{} is not CoNLL-U", path.display()))?;
    if sentences.iter().all(|sentence| sentence.text.is_empty()) {
        bail!(
            "{} holds no sentence with its text; each needs a line \"# text = ...\" above it",
            path.display()
        );
    }
    Ok(sentences)
}

/// A row's name: the file's, with the part of it that the row is about.
fn label(path: &Path, part: &str) -> String {
    let name = path.file_stem().map_or_else(
        || path.display().to_string(),
        |name| name.to_string_lossy().into_owned(),
    );
    if part.is_empty() {
        name
    } else {
        format!("{name}, {part}")
    }
}
