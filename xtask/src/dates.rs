//! Measures the reader of times, with the tags of the first look.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result, anyhow};
use entente_text::{
    DateScores, PerceptronParser, evaluate_dates, read_date_cases, read_treebank_dates,
};

/// Prints the figures of each file and of all together; what was missed or wrong where asked.
pub(crate) fn measure(paths: &[PathBuf], verbose: bool) -> Result<()> {
    println!(
        "{:<16} {:>9} {:>6} {:>6} {:>6} {:>9} {:>9} {:>9}",
        "file", "sentences", "times", "found", "right", "value F1", "span F1", "left out"
    );
    let mut all = DateScores::default();
    for path in paths {
        let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        let cases = if path.extension().is_some_and(|ending| ending == "conllu") {
            read_treebank_dates(&text)
        } else {
            read_date_cases(&text).map_err(|error| anyhow!("{}: {error}", path.display()))?
        };
        let scores = evaluate_dates(PerceptronParser::builtin(), &cases);
        let name = path.file_stem().unwrap_or_default().to_string_lossy();
        print_row(&name, &scores);
        if verbose {
            for fault in &scores.faults {
                let side = |side: &Option<(String, String)>| {
                    side.as_ref()
                        .map_or("nothing".to_owned(), |(words, value)| {
                            format!("{words:?} {value}")
                        })
                };
                println!(
                    "  expected {}, found {}: {}",
                    side(&fault.expected),
                    side(&fault.found),
                    fault.sentence
                );
            }
        }
        all.add(&scores);
    }
    if paths.len() > 1 {
        print_row("together", &all);
    }
    Ok(())
}

fn print_row(name: &str, scores: &DateScores) {
    println!(
        "{name:<16} {:>9} {:>6} {:>6} {:>6} {:>9.3} {:>9.3} {:>9}",
        scores.sentences,
        scores.expected,
        scores.found,
        scores.values,
        scores.value_f1(),
        scores.span_f1(),
        scores.left_out.iter().sum::<usize>()
    );
}
