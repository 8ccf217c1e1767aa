//! Labelled dyad-years, and which of them are held out.

use std::fs::File;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use entente_model::Level;
use serde::Deserialize;

/// The columns by which a file of labels is known.
const COLUMNS: [&str; 4] = ["ccode1", "ccode2", "year", "level"];

/// How two states stood in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Label {
    /// Correlates of War numbers, the lesser first.
    pub(super) dyad: (u16, u16),
    pub(super) year: i16,
    /// 0 severe rivalry to 4 security community.
    pub(super) level: usize,
}

#[derive(Debug, Deserialize)]
struct Row {
    ccode1: u16,
    ccode2: u16,
    year: i16,
    level: String,
}

/// Where a dyad belongs, by SHA-1 of its numbers: all its years are on one side.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Part {
    /// Whether it is held out: three dyads in ten, looked at when the model is done.
    pub(super) held_out: bool,
    /// One of five folds of the others.
    pub(super) fold: u8,
}

impl Label {
    /// Where its dyad belongs.
    pub(super) fn part(&self) -> Part {
        let (a, b) = self.dyad;
        let digest = sha1_smol::Sha1::from(format!("{a}-{b}")).digest().bytes();
        Part {
            held_out: digest[0] < 77,
            fold: digest[1] % 5,
        }
    }
}

/// The labels in a folder, in the order of dyads and years.
///
/// # Errors
///
/// When no file has the columns of labels, or a row is none.
pub(super) fn read(folder: &Path) -> Result<Vec<Label>> {
    let mut labels = Vec::new();
    let levels = Level::ALL.iter().map(|level| level.column());
    for path in csv_files(folder) {
        let file = File::open(&path).with_context(|| path.display().to_string())?;
        let mut reader = csv::Reader::from_reader(file);
        let Ok(header) = reader.headers() else {
            continue;
        };
        // A table of features has labels too; it is what comes of them.
        let has = |column: &str| header.iter().any(|it| it == column);
        if has("held_out") || !COLUMNS.iter().all(|column| has(column)) {
            continue;
        }
        for (number, row) in reader.deserialize::<Row>().enumerate() {
            let place = || format!("{}, line {}", path.display(), number + 2);
            let row = row.with_context(place)?;
            let Some(level) = levels.clone().position(|level| level == row.level) else {
                bail!(
                    "{}: no level is called {:?}\n  hint: {}",
                    place(),
                    row.level,
                    levels.collect::<Vec<_>>().join(", ")
                );
            };
            labels.push(Label {
                dyad: (row.ccode1.min(row.ccode2), row.ccode1.max(row.ccode2)),
                year: row.year,
                level,
            });
        }
    }
    if labels.is_empty() {
        bail!(
            "{}: no table of labels\n  hint: a CSV file with the columns {}",
            folder.display(),
            COLUMNS.join(", ")
        );
    }
    labels.sort_by_key(|label| (label.dyad, label.year));
    Ok(labels)
}

fn csv_files(folder: &Path) -> Vec<PathBuf> {
    let files = walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter();
    let paths = files.filter_map(|entry| Some(entry.ok()?.into_path()));
    paths
        .filter(|path| path.extension().is_some_and(|ending| ending == "csv"))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_dyads_in_ten_are_held_out() {
        let mut held_out = 0;
        let mut folds = [0; 5];
        for a in 0..60_u16 {
            for b in a + 1..60 {
                let label = Label {
                    dyad: (a, b),
                    year: 2000,
                    level: 2,
                };
                let part = label.part();
                held_out += u32::from(part.held_out);
                folds[usize::from(part.fold)] += 1;
                assert_eq!(
                    part,
                    Label {
                        year: 1950,
                        ..label
                    }
                    .part()
                );
            }
        }
        assert!((450..620).contains(&held_out), "{held_out} of 1770");
        assert!(
            folds.iter().all(|fold| (290..420).contains(fold)),
            "{folds:?}"
        );
    }
}
