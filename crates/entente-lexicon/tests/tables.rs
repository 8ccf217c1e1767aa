//! The built-in tables are without faults, and load fast.

use entente_lexicon::Lexicon;

fn date(text: &str) -> Option<entente_model::Date> {
    Some(text.parse().expect("a date"))
}

fn id(phrase: &str, at: &str) -> Option<String> {
    let at = (!at.is_empty()).then(|| date(at)).flatten();
    Some(Lexicon::builtin().resolve_name(phrase, at)?.id)
}

#[test]
fn the_built_in_tables_are_without_faults() {
    let faults: Vec<String> = Lexicon::check(&[])
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn names_capitals_and_seats_go_by_the_day() {
    let check = |phrase: &str, at: &str, expected: &str| {
        assert_eq!(
            id(phrase, at).as_deref().unwrap_or(""),
            expected,
            "{phrase} {at}"
        );
    };
    check("Zaire", "1985-01-01", "COD");
    check("Zaire", "", "COD");
    check("Republic of China", "1936-01-01", "CHN");
    check("Republic of China", "2020-01-01", "TWN");
    check("Moscow", "1985-03-11", "SUN");
    check("Moscow", "2020-01-01", "RUS");
    check("Moscow", "", "RUS");
    check("Turkey", "1912-10-08", "ottoman-empire");
    check("Turkey", "2012-10-08", "TUR");
    check("the Sublime Porte", "1900-01-01", "ottoman-empire");
    check("Bonn", "1975-01-01", "DEU");
    check("Bonn", "2015-01-01", "");
    check("Parma", "2015-01-01", "");
    check("Austria", "1913-01-01", "austria-hungary");
    check("Austria", "1999-01-01", "AUT");
    check("Quai d'Orsay", "2020-01-01", "FRA");
}
