//! `entente eval meant`: whom pronouns and descriptions of articles mean, against what readers say.

use std::ffi::OsStr;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Result, bail};
use entente_coder::{MarkedArticle, MeantTally, evaluate_meant, read_marked_sentences};
use entente_lexicon::{Lexicon, read_cases};

use super::cases;
use crate::arguments::EvalArguments;
use crate::pipeline;

/// Reads the articles of which something is marked and writes, by kind of phrase, how many are taken for
/// those who are meant, for others, and for nobody who is known.
pub(super) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let parser = pipeline::parser(arguments.parser.parser)?;
    let is_articles = |path: &&std::path::PathBuf| path.extension() == Some(OsStr::new("jsonl"));
    let mut articles = Vec::new();
    for path in arguments.paths.iter().filter(is_articles) {
        articles.extend(cases(path, read_cases::<MarkedArticle>)?);
    }
    if articles.is_empty() {
        bail!(
            "no articles are given\n  hint: name the JSONL files that the marks are of, as in: entente eval meant MARKS.tsv ARTICLES.jsonl"
        );
    }
    let mut out = io::stdout().lock();
    for path in arguments.paths.iter().filter(|path| !is_articles(path)) {
        let marked = cases(path, read_marked_sentences)?;
        let scores = evaluate_meant(parser, Lexicon::builtin(), &articles, &marked);
        writeln!(out, "{}", path.display())?;
        for (kind, tally) in &scores.by_kind {
            write_tally(&mut out, kind, *tally)?;
        }
        write_tally(&mut out, "all", scores.all())?;
        if arguments.errors {
            for wrong in &scores.wrong {
                writeln!(out, "{wrong}")?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

fn write_tally(out: &mut impl Write, kind: &str, tally: MeantTally) -> Result<()> {
    let share = |part: usize| 100.0 * part as f64 / tally.marked.max(1) as f64;
    writeln!(
        out,
        "  {kind:<14} {:>5} marked, right {:>5.1}, others {:>5.1}, nobody {:>5.1}",
        tally.marked,
        share(tally.right),
        share(tally.wrong),
        share(tally.marked - tally.right - tally.wrong)
    )?;
    Ok(())
}
