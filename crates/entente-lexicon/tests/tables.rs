//! The built-in tables are without faults, and a user's own go over them.

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

/// The faults of one table over the built-in ones, without their hints.
fn faults(file: &str, text: &str) -> Vec<String> {
    let own = [(file.to_owned(), text.to_owned())];
    let (_, faults) = Lexicon::with_tables(&own);
    let shown = faults.iter().map(ToString::to_string);
    shown
        .filter_map(|fault| Some(fault.lines().next()?.to_owned()))
        .collect()
}

#[test]
fn faults_are_told_with_file_and_line() {
    let check = |file: &str, text: &str, expected: &str| {
        let found = faults(file, text);
        assert!(
            found.iter().any(|fault| fault.contains(expected)),
            "{expected}: {found:?}"
        );
    };
    let people = "id\tname\tcountry\tsector\toffices\n";
    let person = |row: &str| format!("{people}{row}\n");
    check(
        "mine/persons.tsv",
        "id\tname\n",
        "error[L001]: mine/persons.tsv:1: no table",
    );
    check(
        "mine/people.tsv",
        "id\tnom\n",
        "error[L002]: mine/people.tsv:1: unknown column",
    );
    check(
        "people.tsv",
        &person("a\tA\tFIN\tGOV\t\tx"),
        "error[L003]: people.tsv:2: 6 fields",
    );
    check(
        "people.tsv",
        &person("\tA"),
        "error[L004]: people.tsv:2: there is no id",
    );
    check(
        "people.tsv",
        &person("a1\tA\na1\tB"),
        "error[L005]: people.tsv:3: the id \"a1\"",
    );
    check(
        "people.tsv",
        &person("nato\tA"),
        "error[L005]: people.tsv:2: the id \"nato\"",
    );
    check(
        "people.tsv",
        &person("A b\tA"),
        "error[L006]: people.tsv:2: \"A b\" is no id",
    );
    check(
        "people.tsv",
        &person("a1\tA\tFIN\tGOVT"),
        "error[L007]: people.tsv:2: unknown sector",
    );
    check(
        "people.tsv",
        &person("a1\tA\tFIN\tGOV\tpresident@FIN:20.."),
        "error[L008]: people.tsv:2",
    );
    check(
        "people.tsv",
        &person("a1\tA\tFIN\tGOV\tking@FIN:2010..2009"),
        "ends before it begins",
    );
    check(
        "people.tsv",
        &person("a1\tA\tFI\tGOV"),
        "error[L010]: people.tsv:2: there is no state",
    );
    check(
        "people.tsv",
        &person("a1\tA\tFIN\tGOV\tking@finland"),
        "error[L011]: people.tsv:2",
    );
    check(
        "people.tsv",
        &person("a1\tAngela Merkel"),
        "warning[L012]: people.tsv:2",
    );
    check(
        "people.tsv",
        &person("a1\tA\tFIN\tGOV\tking of Finland"),
        "error[L014]: people.tsv:2",
    );
    check(
        "states.tsv",
        "id\tname\tcow\nZZZ\tZubrowka\tzub\n",
        "error[L013]: states.tsv:2",
    );
}

#[test]
fn own_tables_add_to_the_built_in_ones() {
    let own = [
        (
            "people.tsv".to_owned(),
            "id\tname\tcountry\tsector\tnames\toffices\nada-example\tAda Example\tzubrowka\tGOV\t\t\
             president@zubrowka:2030..\nangela-merkel\t\t\t\tMutti Merkel\t\n"
                .to_owned(),
        ),
        (
            "states.tsv".to_owned(),
            "id\tname\tadjectives\tcapital\nzubrowka\tZubrowka\tZubrowkan\tLutz@1932..\n".to_owned(),
        ),
        ("organisations.tsv".to_owned(), "id\tmembers\nnato\tzubrowka:2031..\n".to_owned()),
    ];
    let (lexicon, faults) = Lexicon::with_tables(&own);
    assert!(faults.is_empty(), "{faults:?}");
    let who = |phrase: &str, at: &str| Some(lexicon.resolve_name(phrase, date(at))?.id);
    assert_eq!(
        who("the president of Zubrowka", "2031-01-01").as_deref(),
        Some("ada-example")
    );
    assert_eq!(who("Lutz", "2031-01-01").as_deref(), Some("zubrowka"));
    assert_eq!(
        who("Mutti Merkel", "2010-01-01").as_deref(),
        Some("angela-merkel")
    );
    assert_eq!(
        lexicon.is_member("zubrowka", "nato", date("2031-01-01")),
        Some(true)
    );
    assert_eq!(
        lexicon.is_member("zubrowka", "nato", date("2030-01-01")),
        Some(false)
    );
    assert_eq!(
        lexicon.is_member("FRA", "nato", date("2030-01-01")),
        Some(true)
    );
}
