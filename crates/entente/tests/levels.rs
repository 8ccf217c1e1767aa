//! `entente assess`, `entente eval levels` and the accepted verdicts, on small data of our own.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

use std::fmt::Write;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

fn entente(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_entente"));
    command.args(arguments).env("NO_COLOR", "1");
    command.output().unwrap()
}

/// `entente assess` on the files of a folder.
fn assess(folder: &Path, arguments: &[&str]) -> Output {
    let files = ["--datasets", folder.to_str().unwrap()];
    entente(&[&["assess"], arguments, &files].concat())
}

fn said(output: &Output) -> String {
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Six states: two that fight, two that are allied, all with something to say to one another.
fn data(folder: &Path) {
    let states = [
        (200, "GBR"),
        (220, "FRA"),
        (630, "IRN"),
        (645, "IRQ"),
        (640, "TUR"),
        (651, "EGY"),
    ];
    let mut events = "i_iso3c,j_iso3c,year,verbCoop,matlCoop,verbConf,matlConf\n".to_owned();
    let mut labels = "ccode1,ccode2,year,peace,level\n".to_owned();
    for year in 2002..=2010 {
        for (a, first) in states {
            for (b, second) in states {
                if a == b {
                    continue;
                }
                let counts = match (a.min(b), a.max(b)) {
                    (630, 645) => "5,1,80,90",
                    (200, 220) => "90,30,3,1",
                    _ => "6,1,2,0",
                };
                writeln!(events, "{first},{second},{year},{counts}").unwrap();
                if a < b {
                    let level = match (a, b) {
                        (630, 645) => "severe_rivalry",
                        (200, 220) => "security_community",
                        _ => "negative_peace",
                    };
                    writeln!(labels, "{a},{b},{year},0.5,{level}").unwrap();
                }
            }
        }
    }
    fs::write(folder.join("events.csv"), events).unwrap();
    fs::write(folder.join("labels.csv"), labels).unwrap();
}

#[test]
fn two_are_assessed_from_files() {
    let folder = tempfile::tempdir().unwrap();
    data(folder.path());
    let told = said(&assess(
        folder.path(),
        &["Iran", "Iraq", "--at", "2010-12-31"],
    ));
    assert!(
        told.contains("Iran and Iraq at the end of 2010-12"),
        "{told}"
    );
    assert!(told.contains("conflict that is returned"), "{told}");
    let json = said(&assess(
        folder.path(),
        &[
            "Iran",
            "Iraq",
            "--at",
            "2010-12-31",
            "--series",
            "year",
            "--from",
            "2003",
            "--format",
            "json",
        ],
    ));
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let enemies = value["now"]["rivalry"]["probability"].as_f64().unwrap();
    assert_eq!(value["series"].as_array().unwrap().len(), 8);
    let json = said(&assess(
        folder.path(),
        &["GBR", "FRA", "--at", "2010-12-31", "--format", "json"],
    ));
    let value: serde_json::Value = serde_json::from_str(&json).unwrap();
    let friends = value["now"]["rivalry"]["probability"].as_f64().unwrap();
    assert!(enemies > friends + 0.3, "{enemies} {friends}");
    // The items account for the verdict.
    for question in 0..4 {
        let items = value["now"]["items"].as_array().unwrap().iter();
        let sum: f64 = items
            .map(|item| item["log_odds"][question].as_f64().unwrap())
            .sum();
        let prior = value["now"]["prior"][question].as_f64().unwrap();
        let all = value["now"]["log_odds"][question].as_f64().unwrap();
        assert!(
            (prior + sum - all).abs() < 0.06,
            "{question}: {prior} + {sum} is not {all}"
        );
    }
}

#[test]
fn whom_nobody_counts_is_not_judged() {
    let folder = tempfile::tempdir().unwrap();
    data(folder.path());
    let told = said(&assess(folder.path(), &["Hezbollah", "Iraq"]));
    assert!(told.contains("Not enough evidence"), "{told}");
    let nobody = assess(folder.path(), &["Xqzzy", "Iraq"]);
    assert!(!nobody.status.success());
    let nothing = tempfile::tempdir().unwrap();
    let empty = assess(nothing.path(), &["Iran", "Iraq"]);
    assert!(!empty.status.success());
    assert!(String::from_utf8_lossy(&empty.stderr).contains("entente import --list"));
}

#[test]
fn every_dyad_is_a_row() {
    let folder = tempfile::tempdir().unwrap();
    data(folder.path());
    let table = said(&assess(folder.path(), &["--all", "--at", "2010-12-31"]));
    assert_eq!(table.lines().count(), 16, "{table}");
    assert!(
        table.starts_with("year,month,ccode1,ccode2,state1,state2,level,severe_rivalry"),
        "{table}"
    );
}

#[test]
fn levels_are_measured_and_their_features_written() {
    let folder = tempfile::tempdir().unwrap();
    data(folder.path());
    let files = folder.path().to_str().unwrap();
    let figures = said(&entente(&["eval", "levels", files]));
    assert!(figures.contains("events evidence, develop"), "{figures}");
    let table = folder.path().join("features.csv");
    said(&entente(&[
        "eval",
        "levels",
        files,
        "--write-features",
        table.to_str().unwrap(),
    ]));
    let table = fs::read_to_string(&table).unwrap();
    assert_eq!(table.lines().count(), 1 + 15 * 9);
    assert!(table.starts_with("ccode1,ccode2,year,level,held_out,fold,ev_kmin"));
    fs::write(
        folder.path().join("labels.csv"),
        "ccode1,ccode2,year,level\n2,20,2000,friends\n",
    )
    .unwrap();
    let faulty = entente(&["eval", "levels", files]);
    let told = String::from_utf8_lossy(&faulty.stderr).into_owned();
    assert!(
        told.contains("labels.csv, line 2") && told.contains("friends"),
        "{told}"
    );
}

#[test]
fn no_verdict_moved_without_being_accepted() {
    let examples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../evaluation/verdicts.json");
    let output = entente(&["eval", "verdicts", examples.to_str().unwrap()]);
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(output.status.success(), "{told}");
}
