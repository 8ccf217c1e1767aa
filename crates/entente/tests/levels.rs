//! `entente assess`, `entente eval levels` and the accepted verdicts, on small data of our own.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod common;

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use common::{World, shared};
use serde_json::Value;

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
    assert!(
        told.contains("conflict beyond what their weight and dealings imply"),
        "{told}"
    );
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
    assert!(table.starts_with("ccode1,ccode2,year,level,held_out,fold,ev_kexcess"));
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

/// What the verdicts are asked of: six states, counted and with alliances, two of them in force.
fn dyads() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../evaluation/dyads")
}

/// A store with counts of events, and with alliances where they are wanted.
fn imported(alliances: bool) -> World {
    let world = World::new();
    let mut import = vec![("icews-dyad-years", "counts.csv")];
    if alliances {
        import.push(("cow-alliances", "alliances.csv"));
    }
    for (dataset, file) in import {
        let file = dyads().join(file);
        world
            .run(&["import", dataset, file.to_str().unwrap()])
            .expect(0, &[], &[]);
    }
    world
}

fn json(world: &World, arguments: &[&str]) -> Value {
    let run = world.run(&[arguments, &["--format", "json"]].concat());
    serde_json::from_str(&run.expect(0, &[], &[]).stdout).unwrap()
}

#[test]
fn ask_answers_by_the_model_where_only_events_were_counted() {
    let world = imported(false);
    let at = ["--at", "2010-12-31"];
    let answer = json(
        &world,
        &[&["ask", "Are Iran and Iraq rivals?"][..], &at].concat(),
    );
    assert!(answer["verdict"]["answer"] != "unknown", "{answer}");
    let judged = json(&world, &[&["assess", "Iran", "Iraq"][..], &at].concat());
    let chance = |value: &Value| value.as_f64().unwrap();
    let (asked, assessed) = (
        &answer["verdict"]["probability"],
        &judged["now"]["rivalry"]["probability"],
    );
    assert!(
        (chance(asked) - chance(assessed)).abs() < 1e-9,
        "{asked} {assessed}"
    );
    // Every item with what it adds, and nothing beside.
    let points = ["for", "against"].map(|side| answer[side].as_array().unwrap());
    let sum: f64 = points
        .iter()
        .copied()
        .flatten()
        .map(|it| chance(&it["contribution"]))
        .sum();
    let score = &answer["score"];
    assert!(
        (chance(&score["prior"]) + sum - chance(&score["value"])).abs() < 1e-6,
        "{score}"
    );
    world
        .run(&["ask", "Are Iran and Iraq allies?", "--at", "2010-12-31"])
        .expect(0, &["no import covers treaties"], &[]);
    let file = world.write("answer.json", answer.to_string());
    world
        .run(&["cite", file.to_str().unwrap()])
        .expect(0, &["Boschee"], &[]);
}

#[test]
fn today_is_carried_on_from_the_last_month_counted() {
    let world = imported(true);
    let run = world.run(&["ask", "Are France and the United Kingdom allies?"]);
    run.expect(
        0,
        &[
            "Yes: ",
            "a pact of defence",
            "since 1949-04",
            "Datasets reach 2010-12",
        ],
        &[],
    );
    let now = json(&world, &["ask", "Are Iran and Iraq enemies?"]);
    let then = json(
        &world,
        &["ask", "Are Iran and Iraq enemies?", "--at", "2010-12-31"],
    );
    let chance = |answer: &Value| answer["verdict"]["probability"].as_f64().unwrap();
    assert!(
        chance(&now) < chance(&then),
        "{} {}",
        chance(&now),
        chance(&then)
    );
    let told = world.run(&["assess", "Iran", "Iraq"]);
    told.expect(0, &["Iran and Iraq at the end of 2010-12"], &[]);
}

#[test]
fn what_was_observed_is_kept_and_made_anew_when_it_is_old_or_damaged() {
    let world = imported(false);
    let kept = world.store().join("observed.cache");
    let kept = if kept.exists() {
        kept
    } else {
        world.path("data/entente/store/observed.cache")
    };
    let ask = ["ask", "Are Turkey and Egypt allies?", "--at", "2010-12-31"];
    let ask = || world.run(&ask).expect(0, &[], &[]).stdout.clone();
    let first = ask();
    let bytes = fs::read(&kept).unwrap();
    assert_eq!(ask(), first);
    fs::write(&kept, &bytes[..bytes.len() - 9]).unwrap();
    let run = world.run(&["ask", "Are Turkey and Egypt allies?", "--at", "2010-12-31"]);
    run.expect(
        0,
        &[first.as_str()],
        &["observed.cache is damaged; it is made anew"],
    );
    assert_eq!(fs::read(&kept).unwrap().len(), bytes.len());
    // A text that is read is nothing to it; an import is.
    let note = world.write("note.txt", "Turkey attacked Egypt on 3 May 2009.");
    world
        .run(&["read", note.to_str().unwrap()])
        .expect(0, &[], &[]);
    let in_a_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(in_a_line(&ask()).contains("no import covers treaties"));
    let file = dyads().join("alliances.csv");
    world
        .run(&["import", "cow-alliances", file.to_str().unwrap()])
        .expect(0, &[], &[]);
    assert!(in_a_line(&ask()).contains("a defence pact since 1990-06"));
}

#[test]
fn whom_no_dataset_counts_is_judged_by_texts() {
    let world = World::new();
    let text =
        "Hezbollah fired rockets at Israel on 3 May 2024. Israel accused Hezbollah of terrorism.";
    let file = world.write("note.txt", text);
    world
        .run(&["read", file.to_str().unwrap()])
        .expect(0, &[], &[]);
    let note = "Of Hezbollah there is no structural data";
    world.run(&["assess", "Hezbollah", "Israel"]).expect(
        0,
        &[note, "rivalry", "fired rockets"],
        &[],
    );
    let judged = json(&world, &["assess", "Hezbollah", "Israel"]);
    let asked = json(&world, &["ask", "How do Hezbollah and Israel stand?"]);
    assert_eq!(judged["answer"]["level"], asked["level"]);
    assert!(judged["now"].is_null());
}

#[test]
fn published_pacts_are_named() {
    let Some(shared) = shared() else { return };
    let folder = World::new();
    for file in [
        "alliances/cow_alliance_v4_1_by_dyad.csv",
        "events/icews_dyad_year_2002_2014.csv",
    ] {
        let (_, name) = file.split_once('/').unwrap();
        folder.write(name, fs::read(shared.join("datasets").join(file)).unwrap());
    }
    let of = |a: &str, b: &str, at: &str| {
        let folder = folder.path("");
        said(&assess(&folder, &[a, b, "--at", at]))
    };
    let atlantic = of("Canada", "Norway", "2010-12-31");
    assert!(atlantic.contains("NATO, a pact of defence"), "{atlantic}");
    let arab = of("Egypt", "Jordan", "2010-12-31");
    assert!(arab.contains("Formal alliance in 2010-12"), "{arab}");
    // Where it turned is told by what happened.
    let turned = of("United States", "Pakistan", "2011-12-31");
    assert!(turned.contains("Formal alliance in 2011-12"), "{turned}");
}

/// Floors under the figures of `docs/measurements.md` on the dyads that nothing was fitted on.
#[test]
fn levels_of_dyads_that_were_set_aside_are_as_good_as_measured() {
    let Some(shared) = shared() else { return };
    let datasets = shared.join("datasets");
    let told = said(&entente(&[
        "eval",
        "levels",
        datasets.to_str().unwrap(),
        "--half",
        "held-out",
    ]));
    let tracks: Vec<Vec<f64>> = told
        .lines()
        .filter(|line| line.starts_with("2002-2014"))
        .map(|line| {
            let figures = line.split_whitespace().skip(1);
            figures.map(|it| it.parse().unwrap()).collect()
        })
        .collect();
    let [events, all] = tracks.as_slice() else {
        panic!("two tracks: {told}")
    };
    // Dyad-years, RPS, AUC of rivalry and of community, macro-F1 of the likeliest level and by the rule.
    assert!(
        events[1] < 0.042 && events[2] > 0.935 && events[3] > 0.945 && events[5] > 0.50,
        "{told}"
    );
    assert!(
        all[1] < 0.026 && all[2] > 0.96 && all[3] > 0.98 && all[5] > 0.53,
        "{told}"
    );
}

#[test]
fn no_verdict_moved_without_being_accepted() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../evaluation");
    let files = ["verdicts.json", "asked.json"].map(|name| folder.join(name));
    let files = files.each_ref().map(|file| file.to_str().unwrap());
    let run = World::new().run(&[&["eval", "verdicts"][..], &files].concat());
    run.expect(0, &["verdicts.json", "asked.json"], &[]);
}
