//! Every dataset on a small file of ours: what comes out stands beside the file, as `.expected`.
//!
//! `UPDATE_EXPECTED=1 cargo test -p entente-datasets` writes what comes out now; read the
//! difference before it is committed.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

use entente_datasets::{Batch, DATASETS, Mapping, Source, Summary, find};
use support::{Folder, import, import_from};

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures")
}

/// The tables in a folder of fixtures.
fn tables(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| {
        !path
            .extension()
            .is_some_and(|e| e == "expected" || e == "toml")
    });
    paths.sort();
    paths
}

/// What came out, as a person reads it.
fn shown(batch: &Batch, summary: &Summary) -> String {
    let mut text = String::new();
    for assertion in &batch.said.assertions {
        writeln!(text, "{assertion}").unwrap();
    }
    for row in &batch.said.rows {
        let mut row = serde_json::to_value(row).unwrap();
        let values = row.as_object_mut().unwrap();
        for key in ["id", "dataset", "file", "event"] {
            values.remove(key);
        }
        writeln!(text, "{row}").unwrap();
    }
    for reject in &batch.rejects {
        writeln!(
            text,
            "line {}: {}: {}",
            reject.line, reject.reason, reject.detail
        )
        .unwrap();
    }
    writeln!(text, "{summary}").unwrap();
    text
}

fn check(file: &Path, (batch, summary): (Batch, Summary)) {
    let bytes = fs::read(file).unwrap();
    for evidence in batch
        .said
        .assertions
        .iter()
        .map(|assertion| &assertion.evidence)
    {
        let quoted = &bytes[evidence.start..evidence.end];
        assert_eq!(quoted, evidence.quote.as_bytes(), "{}", file.display());
    }
    assert!(summary.diagnostics.is_empty(), "{:?}", summary.diagnostics);
    let found = shown(&batch, &summary);
    let path = PathBuf::from(format!("{}.expected", file.display()));
    if std::env::var_os("UPDATE_EXPECTED").is_some() {
        fs::write(&path, &found).unwrap();
    }
    let expected = fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(found, expected, "{}", path.display());
}

#[test]
fn every_dataset_gives_what_stands_beside_its_file() {
    for dataset in DATASETS {
        let tables = tables(&fixtures().join(dataset.id));
        assert!(!tables.is_empty(), "{} has no fixture", dataset.id);
        for file in tables {
            check(&file, import(dataset.id, std::slice::from_ref(&file)));
        }
    }
}

#[test]
fn any_other_table_comes_in_by_a_mapping_file() {
    for file in tables(&fixtures().join("mapping")) {
        let text = fs::read_to_string(file.with_extension("toml")).unwrap();
        let map = Mapping::parse(&text).unwrap();
        check(
            &file,
            import_from(Source::Mapping(Box::new(map)), std::slice::from_ref(&file)),
        );
    }
}

#[test]
fn a_mapping_file_that_lacks_something_says_what() {
    let head =
        "says = \"tie\"\nactors = \"cow\"\n[dataset]\nid = \"x\"\nname = \"x\"\nversion = \"1\"\n";
    for (rest, expected) in [
        (
            "[columns]\nsource = \"a\"\ntarget = \"b\"\nyear = \"y\"\n",
            "`every`",
        ),
        (
            "[columns]\nsource = \"a\"\ntarget = \"b\"\nevery = \"alliance\"\n",
            "`date`, `start` or `year`",
        ),
        (
            "[columns]\nsource = \"a\"\ntarget = \"b\"\nyear = \"y\"\nevery = \"friendship\"\n",
            "unknown relation",
        ),
        (
            "[columns]\nsource = 1\ntarget = 2\nyear = 3\nevery = \"alliance\"\n",
            "`width`",
        ),
        ("[columns]\nsauce = 1\n", "unknown field"),
    ] {
        let error = Mapping::parse(&format!("{head}{rest}"))
            .unwrap_err()
            .to_string();
        assert!(error.contains(expected), "{error}");
    }
}

#[test]
fn a_second_import_gives_the_same_ids() {
    let file = [fixtures().join("gdelt-2/20230127121500.export.CSV")];
    let (first, _) = import("gdelt-2", &file);
    let folder = Folder::new("renamed");
    let renamed = folder.path().join("other.tsv");
    fs::copy(&file[0], &renamed).unwrap();
    let (second, _) = import("gdelt-2", std::slice::from_ref(&renamed));
    let ids = |batch: &Batch| -> Vec<String> {
        let assertions = batch.said.assertions.iter().map(|a| a.id.to_string());
        assertions
            .chain(batch.said.rows.iter().map(|row| row.id.to_string()))
            .collect()
    };
    assert_eq!(ids(&first), ids(&second));
    // Both together are the first alone.
    let (_, both) = import("gdelt-2", &[file[0].clone(), renamed]);
    assert_eq!(both.assertions, first.said.assertions.len() as u64);
    assert_eq!(both.table_rows, first.said.rows.len() as u64);
}

#[test]
fn folders_gz_and_zip_are_read_through() {
    use std::io::Write as _;
    let plain = fixtures().join("cow-nmc/nmc.csv");
    let bytes = fs::read(&plain).unwrap();
    let (_, expected) = import("cow-nmc", &[plain]);

    let folder = Folder::new("packed");
    let gz = folder.path().join("nmc.csv.gz");
    let mut encoder =
        flate2::write::GzEncoder::new(fs::File::create(&gz).unwrap(), flate2::Compression::fast());
    encoder.write_all(&bytes).unwrap();
    encoder.finish().unwrap();
    let zip = folder.path().join("nmc.zip");
    let mut archive = zip::ZipWriter::new(fs::File::create(&zip).unwrap());
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("data/nmc.csv", options).unwrap();
    archive.write_all(&bytes).unwrap();
    archive.finish().unwrap();
    fs::write(folder.path().join("readme.txt"), "no table").unwrap();

    for path in [&gz, &zip] {
        let (_, summary) = import("cow-nmc", std::slice::from_ref(path));
        assert_eq!(summary.rows, expected.rows, "{}", path.display());
        assert_eq!(summary.imported, expected.imported);
    }
    let (_, summary) = import("cow-nmc", &[folder.path().to_owned()]);
    assert_eq!((summary.files, summary.passed_over), (2, 1));
    assert_eq!(summary.imported, expected.imported);
}

#[test]
fn a_file_that_is_no_table_of_the_dataset_is_named() {
    let wrong = fixtures().join("cow-nmc/nmc.csv");
    let (_, summary) = import("ucdp-ged", &[wrong, "nowhere.csv".into()]);
    let codes: Vec<_> = summary.diagnostics.iter().map(|d| d.code).collect();
    assert_eq!(codes, ["D010", "D011"]);
    assert_eq!(summary.rows, 0);
}

#[test]
fn a_quotation_that_never_closes_costs_one_row() {
    let folder = Folder::new("unclosed");
    let file = folder.path().join("nmc.csv");
    let rows = "ccode,year,milex,milper,irst,pec,tpop,upop,cinc\n\
        2,1990,\"1,1,1,1,1,1,0.1\n2,1991,1,1,1,1,1,1,0.1\n2,1992,1,1,1,1,1,1,0.1\n";
    // At the end of the file, and before another one.
    for rows in [
        rows.to_owned(),
        format!("{rows}2,1993,1,1,1,1,1,\"1\",0.1\n"),
    ] {
        fs::write(&file, &rows).unwrap();
        let (batch, summary) = import("cow-nmc", std::slice::from_ref(&file));
        assert_eq!(summary.imported + 2, rows.lines().count() as u64);
        assert_eq!(batch.rejects.len(), 1);
        assert_eq!(batch.rejects[0].line, 2);
        assert_eq!(batch.rejects[0].reason, "unclosed quotation");
    }
}

#[test]
fn the_registry_is_whole() {
    for dataset in DATASETS {
        let found = find(dataset.id).unwrap();
        assert!(std::ptr::eq(found, *dataset), "{} stands twice", dataset.id);
        let released = dataset.released.parse::<entente_model::Date>();
        let first = dataset.span.0.parse::<entente_model::Date>();
        let last = dataset.span.1.map(str::parse::<entente_model::Date>);
        assert!(released.is_ok() && first.is_ok(), "{}", dataset.id);
        assert!(last.is_none_or(|last| last.is_ok()), "{}", dataset.id);
        assert!(dataset.bibtex.contains(dataset.id), "{}", dataset.id);
        assert!(!dataset.citation.is_empty() && !dataset.terms.is_empty());
    }
}
