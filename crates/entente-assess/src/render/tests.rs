use entente_model::{Date, EventType, Relation};
use entente_store::Holdings;

use super::*;
use crate::answer::tests::world;
use crate::question::Question;
use crate::testing::{Fake, day, event, tie};

fn answers() -> Vec<Answer> {
    let mut store = world();
    let long =
        "word ".repeat(200) + &"x".repeat(300) + " \u{1F600}\u{4F60}\u{597D} \u{1b}[31mred\u{202E}";
    store.push(tie(Relation::Rivalry, "AZE", "IRN", &long).done());
    store.push(
        event(
            EventType::Accuse,
            "AZE",
            "IRN",
            "<script>alert('x')</script> & \"more\" | *bold*",
        )
        .done(),
    );
    let holdings = Holdings {
        documents: 5,
        latest: Some(day("2025-06-20")),
        ..Holdings::default()
    };
    let today: Date = day("2025-09-01");
    let odd = ["Why are <b>Azerbaijan</b> & Iran allies?"];
    let examples = Question::forms()
        .into_iter()
        .map(|(_, example)| example)
        .chain(odd);
    examples
        .chain([
            "Why does Iran oppose the Zangezur corridor?",
            "Are Azerbaijan and Iran rivals?",
            "Why are Azerbaijan and Iran not allies?",
        ])
        .filter_map(|example| Question::parse(example, &Fake, None).ok())
        .flat_map(|question| {
            [store.as_slice(), &[]]
                .map(|store| crate::answer::answer(&question, store, &holdings, &Fake, today))
        })
        .collect()
}

#[test]
fn no_line_is_wider_than_asked() {
    for answer in answers() {
        for columns in [40, 60, 80, 120] {
            let shown = text(
                &answer,
                Style {
                    width: columns,
                    colour: false,
                },
            );
            for line in shown.lines() {
                assert!(text::width(line) <= columns, "{columns}: {line:?}");
                assert_eq!(line, line.trim_end(), "blanks at the end");
                assert!(!line.contains(['\u{1b}', '\u{202E}']));
            }
        }
    }
}

#[test]
fn colour_changes_nothing_but_colour() {
    for answer in answers() {
        let plain = text(&answer, Style::default());
        let mut coloured = text(
            &answer,
            Style {
                width: 80,
                colour: true,
            },
        );
        for code in [
            "\u{1b}[0m",
            "\u{1b}[1m",
            "\u{1b}[2m",
            "\u{1b}[1;31m",
            "\u{1b}[1;32m",
            "\u{1b}[1;33m",
        ] {
            coloured = coloured.replace(code, "");
        }
        assert_eq!(plain, coloured);
    }
}

#[test]
fn the_verdict_comes_first_and_is_one_sentence() {
    let all = answers();
    let shown = text(&all[0], Style::default());
    assert!(shown.starts_with("No: by these "), "{shown}");
    assert!(shown.contains("severe rivalry"), "{shown}");
    assert!(
        shown.contains("\nAgainst\n") && shown.contains("\nWhat is missing\n"),
        "{shown}"
    );
}

#[test]
fn html_and_markdown_escape() {
    let mut met = false;
    for answer in answers() {
        let page = html(&answer, Some("From the <example>"));
        assert!(!page.contains("<script"), "{page}");
        met |= page.contains("&lt;script&gt;");
        assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
        for tag in ["section", "ul", "li", "blockquote", "svg"] {
            let opened = page.matches(&format!("<{tag}>")).count()
                + page.matches(&format!("<{tag} ")).count();
            assert_eq!(opened, page.matches(&format!("</{tag}>")).count(), "{tag}");
        }
        assert!(!markdown(&answer).contains("<script"));
    }
    assert!(met);
}

#[test]
fn dates_read_as_people_write_them() {
    for (iso, shown) in [
        ("2023-01-27", "2023-01-27"),
        ("2012", "2012"),
        ("1947-01-01/..", "since 1947"),
        ("../2011-12-31", "until 2011"),
        ("2016-01-01/2020-12-31", "2016 to 2020"),
        ("2019-02-26/2019-02-27", "2019-02-26 to 2019-02-27"),
    ] {
        assert_eq!(when(iso), shown);
    }
}

#[test]
fn quotes_are_cut_between_words() {
    assert_eq!(shortened("one two three", 9), "one two…");
    assert_eq!(shortened("one two", 9), "one two");
    assert_eq!(clean("a\u{1b}[31m\nb\u{202E}c"), "a [31m b c");
}

/// `cargo test -p entente-assess show -- --ignored --nocapture` prints answers to look at.
#[test]
#[ignore = "for people"]
#[allow(clippy::print_stdout)]
fn show() {
    let store = world();
    let holdings = Holdings {
        documents: 17,
        latest: Some(day("2025-06-20")),
        ..Holdings::default()
    };
    let asked = [
        "Are Azerbaijan and Iran allies?",
        "Who are Iran's proxies?",
        "What happened between Azerbaijan and Iran in 2023?",
        "Who opposes the Zangezur corridor?",
        "Why does Iran oppose the Zangezur corridor?",
        "Who says the embassy attack was a terrorist act?",
        "Are Brazil and Peru allies?",
        "Are Russia and Armenia allies?",
    ];
    for asked in asked {
        let question = Question::parse(asked, &Fake, None).expect(asked);
        let answer = crate::answer::answer(&question, &store, &holdings, &Fake, day("2025-09-01"));
        println!("$ {asked}\n{}\n", text(&answer, Style::default()));
    }
}
