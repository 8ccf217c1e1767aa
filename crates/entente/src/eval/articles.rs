//! Recall and precision of reading, on articles with gold answers beside them.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use entente_model::Assertion;
use entente_text::Origin;

use super::gold::{Depth, Expect, GoldFile, Item};
use crate::arguments::EvalArguments;
use crate::look;
use crate::pipeline::Pipeline;

/// What one article scored.
#[derive(Debug, Default, Clone, Copy)]
struct Score {
    musts: usize,
    reached: usize,
    records: usize,
    right: usize,
    nevers: usize,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.musts += other.musts;
        self.reached += other.reached;
        self.records += other.records;
        self.right += other.right;
        self.nevers += other.nevers;
    }

    fn line(self) -> String {
        let share = |part: usize, whole: usize| {
            if whole == 0 {
                "   -  ".to_owned()
            } else {
                format!("{:5.1}%", 100.0 * part as f64 / whole as f64)
            }
        };
        format!(
            "recall {} ({}/{})  precision {} ({}/{})",
            share(self.reached, self.musts),
            self.reached,
            self.musts,
            share(self.right, self.records),
            self.right,
            self.records
        )
    }
}

/// Gold files: the path itself, or all in the folder and its folders.
fn gold_files(path: &Path) -> Result<Vec<PathBuf>> {
    if path.is_file() {
        return Ok(vec![path.to_path_buf()]);
    }
    let mut found: Vec<PathBuf> = walkdir::WalkDir::new(path)
        .sort_by_file_name()
        .into_iter()
        .filter_map(Result::ok)
        .map(walkdir::DirEntry::into_path)
        .filter(|path| path.to_string_lossy().ends_with(".gold.toml"))
        .collect();
    found.sort();
    if found.is_empty() {
        bail!("no gold file (NAME.gold.toml) in {}", path.display());
    }
    Ok(found)
}

/// The article of a gold file: beside it, or among the shared samples.
fn article_of(gold: &Path, name: &str) -> Option<PathBuf> {
    let beside = gold.with_file_name(name);
    let shared = std::env::var_os("ENTENTE_SHARED")
        .map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    [beside, shared.join("samples").join(name)]
        .into_iter()
        .find(|path| path.is_file())
}

/// Runs the benchmark.
pub(crate) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let [path] = arguments.paths.as_slice() else {
        bail!("articles are measured one folder or gold file at a time");
    };
    let pipeline = Pipeline::new(arguments.parser.parser)?;
    let mut out = io::stdout().lock();
    let mut total: BTreeMap<&str, Score> = BTreeMap::new();
    for file in gold_files(path)? {
        let text = fs::read_to_string(&file)
            .with_context(|| format!("{} cannot be read", file.display()))?;
        let gold: GoldFile = toml::from_str(&text)
            .with_context(|| format!("{} is not a gold file", file.display()))?;
        let Some(article) = article_of(&file, &gold.article) else {
            writeln!(out, "{}: skipped, the article is not here", gold.article)?;
            continue;
        };
        let bytes =
            fs::read(&article).with_context(|| format!("{} cannot be read", article.display()))?;
        let origin = Origin {
            name: article.display().to_string(),
            ..Origin::default()
        };
        let outcome = pipeline.read(&bytes, &origin);
        let records = outcome
            .document
            .map(|document| document.assertions)
            .unwrap_or_default();
        writeln!(out, "{}", gold.article)?;
        // A list of what must be there is not all that may be.
        let is_list = gold.items.iter().any(|item| item.group.is_some());
        for (name, depth) in [("full", Depth::Full), ("core", Depth::Core)] {
            let mut score = score(&gold.items, &records, depth);
            if is_list {
                (score.records, score.right) = (0, 0);
            }
            writeln!(out, "  {name}  {}  never {}", score.line(), score.nevers)?;
            total.entry(name).or_default().add(score);
        }
        if is_list {
            write_groups(&mut out, &gold.items, &records)?;
        }
        if arguments.verbose {
            write_items(&mut out, &gold.items, &records, is_list)?;
        }
    }
    if total.get("full").is_some_and(|score| score.musts > 0) {
        writeln!(out, "all")?;
        for name in ["full", "core"] {
            if let Some(score) = total.get(name) {
                writeln!(out, "  {name}  {}  never {}", score.line(), score.nevers)?;
            }
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// The musts by name: alternatives that share one count once.
fn musts(items: &[Item]) -> Vec<Vec<&Item>> {
    let mut named: BTreeMap<&str, Vec<&Item>> = BTreeMap::new();
    let mut musts = Vec::new();
    for item in items.iter().filter(|item| item.expect == Expect::Must) {
        match &item.one_of {
            Some(name) => named.entry(name).or_default().push(item),
            None => musts.push(vec![item]),
        }
    }
    musts.extend(named.into_values());
    musts
}

fn is_reached(alternatives: &[&Item], records: &[Assertion], depth: Depth) -> bool {
    alternatives
        .iter()
        .any(|item| records.iter().any(|record| item.matches(record, depth)))
}

fn is_right(record: &Assertion, items: &[Item], depth: Depth) -> bool {
    let with = |expect: Expect| {
        items
            .iter()
            .any(|item| item.expect == expect && item.matches(record, depth))
    };
    !with(Expect::Never) && (with(Expect::Must) || with(Expect::May))
}

fn score(items: &[Item], records: &[Assertion], depth: Depth) -> Score {
    let musts = musts(items);
    Score {
        musts: musts.len(),
        reached: musts
            .iter()
            .filter(|must| is_reached(must, records, depth))
            .count(),
        records: records.len(),
        right: records
            .iter()
            .filter(|record| is_right(record, items, depth))
            .count(),
        nevers: records
            .iter()
            .filter(|record| {
                items
                    .iter()
                    .any(|item| item.expect == Expect::Never && item.matches(record, Depth::Full))
            })
            .count(),
    }
}

fn write_groups(out: &mut impl Write, items: &[Item], records: &[Assertion]) -> Result<()> {
    let groups: BTreeSet<&str> = items
        .iter()
        .filter_map(|item| item.group.as_deref())
        .collect();
    let all = musts(items);
    for group in groups {
        let of_group: Vec<_> = all
            .iter()
            .filter(|must| must[0].group.as_deref() == Some(group))
            .collect();
        let reached = of_group
            .iter()
            .filter(|must| is_reached(must, records, Depth::Full))
            .count();
        let core = of_group
            .iter()
            .filter(|must| is_reached(must, records, Depth::Core))
            .count();
        writeln!(
            out,
            "  {group}: {reached} of {} (core {core})",
            of_group.len()
        )?;
    }
    Ok(())
}

fn write_items(
    out: &mut impl Write,
    items: &[Item],
    records: &[Assertion],
    is_list: bool,
) -> Result<()> {
    for must in musts(items) {
        let mark = if is_reached(&must, records, Depth::Full) {
            "ok  "
        } else if is_reached(&must, records, Depth::Core) {
            "core"
        } else {
            "MISS"
        };
        writeln!(out, "  {mark} {}", must[0].shown())?;
    }
    for record in records {
        let never = items
            .iter()
            .any(|item| item.expect == Expect::Never && item.matches(record, Depth::Full));
        let mark = if never {
            "NEVER"
        } else if is_right(record, items, Depth::Full) {
            "right"
        } else if is_right(record, items, Depth::Core) {
            "core "
        } else if is_list {
            "other"
        } else {
            "WRONG"
        };
        let quote: String = record.evidence.quote.chars().take(110).collect();
        writeln!(out, "  {mark} {}\n          {quote}", look::line(record))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_gold_files_are_well_formed() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../evaluation");
        for file in gold_files(&folder).expect("gold files") {
            let text = fs::read_to_string(&file).expect("a file");
            let gold: GoldFile =
                toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
            assert!(!gold.items.is_empty());
        }
    }
}
