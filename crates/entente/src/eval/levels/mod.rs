//! `entente eval levels`: how two states stand, against labelled dyad-years.

mod labels;
mod report;
mod table;

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Result, bail};
use entente_assess::level::features::Walk;
use entente_assess::level::history::{History, dyad};
use entente_assess::level::month::Month;
use entente_lexicon::Lexicon;

use self::labels::Label;
use crate::arguments::{EvalArguments, HalfChoice};
use crate::{console, observe};

/// A labelled dyad-year with the features of its last month, NaN where one is not known.
struct Case {
    label: Label,
    features: Vec<f32>,
}

pub(super) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let [folder] = arguments.paths.as_slice() else {
        bail!("levels are measured on one folder, with labels and the files of datasets");
    };
    let cases = cases(folder)?;
    if let Some(file) = &arguments.write_features {
        let rows = table::write(file, &cases)?;
        eprintln!("{rows} rows");
        return Ok(ExitCode::SUCCESS);
    }
    // What is held out is looked at when it is asked for by name, and not by the way.
    let held_out = arguments.half == Some(HalfChoice::HeldOut);
    let own: Vec<&Case> = cases
        .iter()
        .filter(|case| case.label.part().held_out == held_out)
        .collect();
    report::write(&mut io::stdout().lock(), &own, held_out)?;
    if let Some(folder) = &arguments.diagrams {
        report::diagrams(folder, &own)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The labels of a folder with features from its datasets.
fn cases(folder: &Path) -> Result<Vec<Case>> {
    let labels = labels::read(folder)?;
    let identities = observe::ByNumber::new(Lexicon::builtin());
    let observed = observe::of_files(folder.to_path_buf(), &identities)?;
    Ok(with_features(&labels, &observed.history))
}

fn with_features(labels: &[Label], history: &History) -> Vec<Case> {
    let mut by_year: BTreeMap<i16, Vec<Label>> = BTreeMap::new();
    for label in labels {
        by_year.entry(label.year).or_default().push(*label);
    }
    let bar = console::progress(by_year.len() as u64, "years");
    let mut walk = Walk::new(history);
    let mut cases = Vec::with_capacity(labels.len());
    for (year, labels) in by_year {
        let cross = walk.at(Month::end_of(year));
        for label in labels {
            let place = |number: u16| history.find(&number.to_string());
            let (Some(a), Some(b)) = (place(label.dyad.0), place(label.dyad.1)) else {
                continue;
            };
            let features = cross.values(dyad(a, b));
            cases.push(Case { label, features });
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    cases.sort_by_key(|case| (case.label.dyad, case.label.year));
    cases
}
