//! Whether the tables are as they must be, and what a look-up costs.

use std::time::Instant;

use super::Kind;
use super::table::{abbreviated, abbreviations, country, entry, find, lines};
use super::{distance, place_key};

#[test]
fn rows_are_whole_and_in_the_order_of_their_keys() {
    let mut before = String::new();
    let (mut places, mut other_names) = (0, 0);
    for line in lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        let key = place_key(fields[0]);
        assert!(before <= key, "{line:?} stands too late");
        before = key;
        if let Some(entry) = entry(line) {
            places += 1;
            assert!(
                entry.lat.abs() <= 90.0 && entry.lon.abs() <= 180.0,
                "{line:?}"
            );
            assert!(country(entry.country()).is_some(), "{line:?}");
        } else {
            other_names += 1;
            assert!(fields.len() == 4 && fields[1] == "=", "{line:?}");
            // Every hundredth, for time: it leads to its place.
            if other_names % 100 == 0 {
                let same = |it: &super::table::Entry| it.code == fields[2] && it.name == fields[3];
                assert!(find(&place_key(fields[0])).iter().any(same), "{line:?}");
            }
        }
    }
    assert!(places > 150_000 && other_names > 10_000);
}

#[test]
fn abbreviations_stand_for_regions() {
    for short in abbreviations() {
        let region = abbreviated(short, true).map(|entry| entry.kind);
        assert_eq!(region, Some(Kind::Region), "{short}");
    }
    assert!(abbreviated("La.", false).is_none());
    assert!(abbreviated("W.Va.", false).is_some());
    assert!(abbreviated("Calif", false).is_some());
}

#[test]
fn codes_tell_what_lies_in_what() {
    let one = |name: &str, kind: Kind, code: &str| {
        let mut found = find(&place_key(name)).into_iter();
        found
            .find(|entry| entry.kind == kind && entry.code == code)
            .unwrap_or_else(|| panic!("{name} {code}"))
    };
    let state = one("Texas", Kind::Region, "US.TX");
    let county = one("Lamar County", Kind::District, "US.TX.277");
    let city = one("Paris", Kind::City, "US.TX.277");
    let other = one("Paris", Kind::City, "FR.11");
    assert!(state.holds(&county) && state.holds(&city) && county.holds(&city));
    assert!(!state.holds(&other) && !city.holds(&county) && !state.holds(&state));
    assert_eq!(city.region(), Some("US.TX"));
    assert_eq!(city.district(), Some("US.TX.277"));
    assert_eq!(other.district(), None);
}

#[test]
fn distances_are_along_the_surface() {
    let apart = distance((48.85, 2.35), (51.51, -0.13));
    assert!((apart - 344.0).abs() < 3.0, "{apart}");
    assert!(distance((0.0, 179.9), (0.0, -179.9)) < 23.0);
}

/// `cargo test --release -p entente-lexicon looking_up -- --nocapture` prints the figures; the
/// bound is one that the slowest machine keeps.
#[test]
#[expect(clippy::print_stdout, reason = "the figures are asked for")]
fn looking_up_is_quick() {
    let keys = [
        "paris",
        "fulton county",
        "nowhere",
        "sao paulo",
        "zwolle",
        "idlib",
    ];
    let begun = Instant::now();
    find("paris");
    let first = begun.elapsed().as_secs_f64() * 1e6;
    let rounds = 2_000;
    let begun = Instant::now();
    for _ in 0..rounds {
        for key in keys {
            std::hint::black_box(find(std::hint::black_box(key)));
        }
    }
    let later = begun.elapsed().as_secs_f64() * 1e6 / f64::from(rounds * keys.len() as i32);
    println!("first look-up {first:.0} µs, then {later:.1} µs each");
    assert!(later < 100.0);
}
