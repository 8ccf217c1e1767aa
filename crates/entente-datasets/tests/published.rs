//! The published files, where they lie beside the checkout: exact counts of everything.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "a test may fail, and says what it skips"
)]

mod support;

use std::path::{Path, PathBuf};

use entente_datasets::{Batch, EventCodes, Mapping, Source, Summary};
use support::{import, import_from};

/// The folder of published files, where it is there.
fn published() -> Option<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/datasets");
    if folder.is_dir() {
        return Some(folder);
    }
    eprintln!("skipped: no {}", folder.display());
    None
}

/// Rows; imported; rejected; merged; saying nothing; assertions; typed rows.
type Counts = [u64; 7];

fn counts(summary: &Summary) -> Counts {
    [
        summary.rows,
        summary.imported,
        summary.rejected.values().sum(),
        summary.merged.values().sum(),
        summary.silent.values().sum(),
        summary.assertions,
        summary.table_rows,
    ]
}

const FILES: &[(&str, &str, Counts)] = &[
    (
        "gdelt-1",
        "events/gdelt1_20141124.export.sample.CSV",
        [100, 99, 0, 1, 0, 86, 113],
    ),
    (
        "gdelt-2",
        "events/gdelt_narayave_events.csv",
        [2116, 1965, 0, 151, 0, 1681, 2400],
    ),
    (
        "gdelt-2",
        "events/sparkgdelt_eventsT.csv",
        [100, 92, 0, 8, 0, 87, 105],
    ),
    (
        "gdelt-2",
        "events/gdelt2_20190121220000.export2.CSV",
        [1629, 0, 1629, 0, 0, 0, 0],
    ),
    (
        "gdelt-mentions",
        "events/sparkgdelt_mentions.csv",
        [100, 100, 0, 0, 0, 0, 100],
    ),
    (
        "gdelt-mentions",
        "events/sparkgdelt_mentionsT.csv",
        [100, 100, 0, 0, 0, 0, 100],
    ),
    (
        "gdelt-mentions",
        "events/gdeltpyr_mentionssamp.csv",
        [1635, 1635, 0, 0, 0, 0, 1635],
    ),
    (
        "icews",
        "events/icews_events_2018_sample_raw.tab",
        [3705, 3705, 0, 0, 0, 3095, 610],
    ),
    (
        "keds",
        "events/keds_turkey_cameo.csv",
        [29029, 29020, 9, 0, 0, 26822, 2198],
    ),
    (
        "keds-weis",
        "events/keds_casia_weis.csv",
        [8377, 8377, 0, 0, 0, 7606, 771],
    ),
    (
        "ucdp-ged",
        "events/ucdp_ged_23_1_myanmar.csv",
        [7374, 7374, 0, 0, 0, 7374, 0],
    ),
    (
        "cow-alliances",
        "alliances/cow_alliance_v4_1_by_dyad.csv",
        [3222, 3211, 11, 0, 0, 3211, 0],
    ),
    (
        "cow-alliances",
        "alliances/cow_alliance_v4_1_by_member.csv",
        [1221, 803, 0, 0, 418, 3211, 0],
    ),
    (
        "atop",
        "alliances/atop_alliance_level.csv",
        [745, 745, 0, 0, 0, 2155, 0],
    ),
    (
        "atop",
        "alliances/atop_member_level.csv",
        [2398, 1599, 0, 0, 799, 11352, 0],
    ),
    (
        "cow-states",
        "peacesciencer/cow_states.csv",
        [243, 243, 0, 0, 0, 0, 243],
    ),
    (
        "gw-states",
        "peacesciencer/gw_states.csv",
        [216, 216, 0, 0, 0, 0, 216],
    ),
    (
        "cow-contiguity",
        "peacesciencer/cow_contdir.csv",
        [1874, 1694, 0, 0, 180, 1694, 0],
    ),
    (
        "cow-mid",
        "peacesciencer/cow_mid_dirdisps.csv",
        [11390, 11390, 0, 0, 0, 9505, 11390],
    ),
    (
        "cow-mid",
        "peacesciencer/cow_mid_ddydisps.csv",
        [10234, 10234, 0, 0, 0, 8556, 10234],
    ),
    (
        "strategic-rivalries",
        "peacesciencer/td_rivalries.csv",
        [197, 197, 0, 0, 0, 197, 0],
    ),
    (
        "strategic-rivalries",
        "peacesciencer/tss_rivalries.csv",
        [264, 264, 0, 0, 0, 264, 0],
    ),
    (
        "klein-goertz-diehl",
        "peace_rivalry/klein_goertz_diehl_rivalries.csv",
        [1212, 325, 24, 0, 863, 325, 0],
    ),
    (
        "icb",
        "peace_rivalry/icbdy_v15.csv",
        [1363, 1363, 0, 0, 0, 2124, 0],
    ),
    (
        "dcad",
        "security_ties/dcad_v1_0_main.csv",
        [1871, 1871, 0, 0, 0, 3742, 0],
    ),
    (
        "cow-igo",
        "igo/cow_igo_v3_membership_spells.csv",
        [18460, 18460, 0, 0, 0, 18460, 0],
    ),
    (
        "cow-igo",
        "igo/cow_igo_v3_names.csv",
        [534, 534, 0, 0, 0, 0, 534],
    ),
    (
        "cow-diplomatic-exchange",
        "diplomatic/duque_diplomatic_ties_1970_2005.csv",
        [220128, 45166, 0, 0, 174962, 45166, 0],
    ),
    (
        "un-votes",
        "un_votes/un_votes_long.csv",
        [870109, 870109, 0, 0, 0, 0, 870109],
    ),
    (
        "un-votes",
        "un_votes/un_roll_calls.csv",
        [6203, 6203, 0, 0, 0, 0, 6203],
    ),
    (
        "un-ideal-points",
        "un_votes/ideal_points_jul2025.csv",
        [11440, 11440, 0, 0, 0, 0, 11440],
    ),
    (
        "gsdb",
        "sanctions/gsdb_v3_cases.csv",
        [588, 588, 0, 0, 0, 588, 0],
    ),
    (
        "cow-nmc",
        "peacesciencer/cow_nmc.csv",
        [17121, 17121, 0, 0, 0, 0, 17121],
    ),
];

#[test]
fn every_file_is_counted_exactly() {
    let Some(folder) = published() else { return };
    let mut wrong = Vec::new();
    for (dataset, file, expected) in FILES {
        let (_, summary) = import(dataset, &[folder.join(file)]);
        assert!(summary.diagnostics.is_empty(), "{:?}", summary.diagnostics);
        let found = counts(&summary);
        if found != *expected {
            wrong.push(format!(
                "{dataset} {file}: {found:?} instead of {expected:?}\n{summary}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// What is known of the files from elsewhere.
#[test]
fn the_dirty_rows_are_named() {
    let Some(folder) = published() else { return };
    let rejects = |dataset: &str, file: &str| {
        let (batch, _) = import(dataset, &[folder.join(file)]);
        batch.rejects
    };
    // A spreadsheet has mangled the day on which every row was added.
    let mangled = rejects("gdelt-2", "events/gdelt2_20190121220000.export2.CSV");
    assert_eq!(mangled.len(), 1629);
    assert!(
        mangled
            .iter()
            .all(|reject| reject.detail == "dateadded is \"2.02E+13\"")
    );
    assert_eq!((mangled[0].line, mangled[1628].line), (2, 1630));
    // Codes with a bracket, and roots that CAMEO does not have.
    let codes = rejects("keds", "events/keds_turkey_cameo.csv");
    assert!(codes.iter().all(|reject| reject.reason == "unknown code"));
    assert_eq!(codes.len(), 9);
}

/// A reduced form of GDELT without a header, fields separated by a control character.
#[test]
fn a_reduced_gdelt_comes_in_by_a_mapping_file() {
    let Some(folder) = published() else { return };
    let map = Mapping::parse(
        r#"
        says = "event"
        actors = "cameo"
        codes = "cameo"
        delimiter = "\u0001"
        width = 8

        [dataset]
        id = "reduced-gdelt"
        name = "Reduced GDELT"
        version = "1979"

        [columns]
        year = 1
        source = 2
        target = 3
        code = 4
        intensity = 7
        "#,
    )
    .unwrap();
    let file = folder.join("events/reed_tab_delim_1k_orig.csv");
    let (_, summary) = import_from(Source::Mapping(Box::new(map)), &[file]);
    assert_eq!(
        counts(&summary),
        [1000, 876, 0, 0, 124, 876, 0],
        "{summary}"
    );
}

/// Our intensities are those of the published scales.
#[test]
fn the_intensities_are_goldsteins() {
    let Some(folder) = published() else { return };
    for (codes, file, exceptions) in [
        (
            EventCodes::cameo(),
            "events/keds_cameo_scale.csv",
            // Where releases of the scale differ, ours is the later one.
            &["016", "163", "166"][..],
        ),
        (
            EventCodes::weis(),
            "events/weis_goldstein_scale.csv",
            &[][..],
        ),
    ] {
        let table = std::fs::read_to_string(folder.join(file)).unwrap();
        for line in table.lines().skip(1) {
            let (code, score) = line.split_once(',').unwrap();
            let code = code.trim();
            if code.len() < 3 || exceptions.iter().any(|known| code.starts_with(known)) {
                continue;
            }
            let meaning = codes.meaning(code).unwrap();
            let score: f64 = score.trim().parse().unwrap();
            assert!((meaning.intensity - score).abs() < 1e-9, "{code}: {score}");
        }
    }
}

/// Spells of alliance give the dyads and years that the table says.
#[test]
fn members_of_an_alliance_are_the_dyads_of_it() {
    let Some(folder) = published() else { return };
    let file = |name: &str| folder.join("alliances").join(name);
    let (dyads, _) = import("cow-alliances", &[file("cow_alliance_v4_1_by_dyad.csv")]);
    let (members, _) = import("cow-alliances", &[file("cow_alliance_v4_1_by_member.csv")]);
    let pairs = |batch: &Batch| -> std::collections::BTreeSet<String> {
        let bodies = batch
            .said
            .assertions
            .iter()
            .map(|assertion| assertion.body.proposition());
        bodies.collect()
    };
    let (dyads, members) = (pairs(&dyads), pairs(&members));
    let common = dyads.intersection(&members).count();
    let (only_dyads, only_members) = (dyads.len() - common, members.len() - common);
    assert_eq!((common, only_dyads, only_members), (1689, 0, 0));
}
