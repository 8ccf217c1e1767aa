//! Events have the coordinates of their places.

use entente_lexicon::Lexicon;
use entente_model::{Body, EventPlace};
use entente_text::{Format, Origin, PerceptronParser};

/// The places of the events of a text, without repetition.
fn places(text: &str) -> Vec<EventPlace> {
    let origin = Origin {
        format: Some(Format::Plain),
        ..Origin::default()
    };
    let document = entente_text::read_document(text.as_bytes(), &origin)
        .document
        .expect("a document");
    let coded = entente_coder::code(&document, PerceptronParser::builtin(), Lexicon::builtin());
    let mut found: Vec<EventPlace> = Vec::new();
    for assertion in coded.assertions {
        if let Body::Event(event) = assertion.body
            && let Some(place) = event.place
            && !found.contains(&place)
        {
            found.push(place);
        }
    }
    found
}

/// Whether the only place is there, to a tenth of a degree.
fn check(text: &str, name: &str, country: Option<&str>, point: Option<(f64, f64)>) {
    let found = places(text);
    let [place] = &found[..] else {
        panic!("{text}: {found:?}");
    };
    assert_eq!(
        (place.name.as_str(), place.country.as_deref()),
        (name, country),
        "{text}"
    );
    match (point, place.lat.zip(place.lon)) {
        (Some((lat, lon)), Some((found_lat, found_lon))) => {
            assert!(
                (lat - found_lat).abs() < 0.1 && (lon - found_lon).abs() < 0.1,
                "{place:?}"
            );
        }
        (None, None) => {}
        _ => panic!("{text}: {place:?}"),
    }
}

#[test]
fn an_event_lies_where_its_place_lies() {
    check(
        "Ghana and Togo signed an agreement in Accra.",
        "Accra",
        Some("GHA"),
        Some((5.56, -0.2)),
    );
    check(
        "Turkish forces attacked Syrian troops in Idlib.",
        "Idlib",
        Some("SYR"),
        Some((35.93, 36.63)),
    );
}

#[test]
fn a_place_that_nobody_knows_has_no_coordinates() {
    check(
        "Police attacked protesters in Gezi Park.",
        "Gezi Park",
        Some("TUR"),
        None,
    );
}
