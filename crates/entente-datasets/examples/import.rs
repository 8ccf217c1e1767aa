//! Imports files, and says what came of it and how fast: `import DATASET PATH...`.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "it prints")]

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Instant;

use entente_datasets::{Import, Mapping, Options, Source, find};

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let dataset = arguments.next().unwrap_or_default();
    let paths: Vec<PathBuf> = arguments.map(PathBuf::from).collect();
    let source = match find(&dataset) {
        Some(dataset) => Source::Dataset(dataset),
        None => match std::fs::read_to_string(&dataset)
            .map_err(|error| error.to_string())
            .and_then(|text| Mapping::parse(&text).map_err(|error| error.to_string()))
        {
            Ok(map) => Source::Mapping(Box::new(map)),
            Err(error) => {
                eprintln!("{dataset} is no dataset and no mapping file: {error}");
                return ExitCode::FAILURE;
            }
        },
    };
    let begun = Instant::now();
    let mut import = Import::new(source, &paths, Options::default());
    let mut shown = 0;
    for batch in &mut import {
        for assertion in batch.said.assertions.iter().take(5 - shown.min(5)) {
            println!("{assertion}");
            shown += 1;
        }
        for row in batch.said.rows.iter().take(5 - shown.min(5)) {
            println!("{row:?}");
            shown += 1;
        }
        for reject in batch.rejects.iter().take(3) {
            println!(
                "{}:{} {} {}",
                reject.file, reject.line, reject.reason, reject.detail
            );
        }
    }
    let seconds = begun.elapsed().as_secs_f64();
    let summary = import.summary();
    print!("{summary}");
    for diagnostic in &summary.diagnostics {
        println!("{diagnostic}");
    }
    println!("{:.0} rows a second", summary.rows as f64 / seconds);
    ExitCode::SUCCESS
}
