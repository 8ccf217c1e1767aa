use super::*;
use crate::testing::{Fake, day};

/// `form a b topic [label] {times}` of a question, or what is wrong with it.
fn understood(text: &str) -> String {
    match Question::parse(text, &Fake, None) {
        Ok(question) => {
            let mut shown = question.form_name().to_owned();
            if question.why {
                shown.push_str(&format!("({})", question.form.name()));
            }
            for actor in [&question.a, &question.b].into_iter().flatten() {
                shown.push_str(&format!(" {}", actor.id));
            }
            if let Some(topic) = &question.topic {
                shown.push_str(&format!(" <{}>", topic.phrase));
            }
            if let Some(label) = &question.label {
                shown.push_str(&format!(" [{}]", label.phrase));
            }
            if let Some(times) = &question.times {
                let (since, until) = times.bounds(day("2025-06-15"));
                let show = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
                shown.push_str(&format!(" {{{}/{}}}", show(since), show(until)));
            }
            shown
        }
        Err(Misunderstanding::NotUnderstood { .. }) => "not understood".into(),
        Err(Misunderstanding::UnknownActor { phrase, others, .. }) => {
            let others: Vec<String> = others.into_iter().map(|(phrase, _)| phrase).collect();
            format!("unknown: {phrase} {}", others.join(" "))
                .trim()
                .to_owned()
        }
    }
}

#[test]
fn questions_are_understood() {
    let table = [
        ("Are Azerbaijan and Iran allies?", "allies AZE IRN"),
        ("  are   AZERBAIJAN and the iran allies", "allies AZE IRN"),
        ("Is Iran an ally of Azerbaijan?", "allies IRN AZE"),
        ("Is Iran allied with Azerbaijan?", "allies IRN AZE"),
        ("Is Iran Azerbaijan\u{2019}s ally?", "allies IRN AZE"),
        ("Are Russia and North Korea allies?", "allies RUS PRK"),
        (
            "Are Bosnia and Herzegovina and Serbia allies?",
            "allies BIH SRB",
        ),
        (
            "Were Azerbaijan and Iran allies in 2012?",
            "allies AZE IRN {2012-01-01/2012-12-31}",
        ),
        ("Are Iran and Armenia friends?", "friends IRN ARM"),
        (
            "Are the European Union and Armenia partners?",
            "friends european-union ARM",
        ),
        ("Do Iran and Armenia get along?", "friends IRN ARM"),
        ("Are Iran and Turkey rivals?", "rivals IRN TUR"),
        ("Were Armenia and Azerbaijan enemies?", "enemies ARM AZE"),
        ("Are Armenia and Azerbaijan at war?", "war ARM AZE"),
        ("Is Armenia at war with Azerbaijan?", "war ARM AZE"),
        ("How do Georgia and Russia stand?", "stand GEO RUS"),
        ("relations between Georgia and Russia", "stand GEO RUS"),
        ("Georgia and Russia", "stand GEO RUS"),
        ("Is Azerbaijan a member of NATO?", "membership AZE nato"),
        ("Does Azerbaijan depend on Iran?", "depends AZE IRN"),
        ("Is Armenia dependent on Georgia?", "depends ARM GEO"),
        (
            "Why are Azerbaijan and Iran not allies?",
            "why(allies) AZE IRN",
        ),
        (
            "Why aren't Azerbaijan and Iran allies?",
            "why(allies) AZE IRN",
        ),
        (
            "Why are Turkey and Azerbaijan allies?",
            "why(allies) TUR AZE",
        ),
        (
            "Why does Iran oppose the Zangezur corridor?",
            "why(opposes) IRN <Zangezur corridor>",
        ),
        ("Who are Azerbaijan's allies?", "allies-of AZE"),
        ("Who are the allies of Azerbaijan?", "allies-of AZE"),
        ("Who are Armenia's partners?", "partners-of ARM"),
        ("Who are Israel's enemies?", "rivals-of ISR"),
        ("who are irans proxies", "not understood"),
        ("Who are Iran's proxies?", "proxies-of IRN"),
        ("Who backs Hezbollah?", "patrons-of hezbollah"),
        ("Who is Hezbollah's patron?", "patrons-of hezbollah"),
        (
            "What happened between Azerbaijan and Iran since July 2024?",
            "events AZE IRN {2024-07-01/}",
        ),
        (
            "What happened between Azerbaijan and Iran between 2011 and 2014?",
            "events AZE IRN {2011-01-01/2014-12-31}",
        ),
        (
            "In 2023, what happened between Azerbaijan and Iran?",
            "events AZE IRN {2023-01-01/2023-12-31}",
        ),
        (
            "Who opposes the Zangezur corridor?",
            "opposes <Zangezur corridor>",
        ),
        (
            "Who criticises the European Union's monitoring mission?",
            "opposes <European Union's monitoring mission>",
        ),
        (
            "Who supports the independence of South Azerbaijan?",
            "supports <independence of South Azerbaijan>",
        ),
        (
            "Who wants a new constitution in Armenia?",
            "supports <new constitution in Armenia>",
        ),
        (
            "Who welcomed the peace agreement between Armenia and Azerbaijan?",
            "supports <peace agreement between Armenia and Azerbaijan>",
        ),
        (
            "Who says the embassy attack was a terrorist act?",
            "says <embassy attack> [terrorist act]",
        ),
        (
            "What does Iran say about the embassy attack?",
            "says IRN <embassy attack>",
        ),
        (
            "What does Ruslan Suleymanov say about Russia and Iran?",
            "says ruslan-suleymanov <Russia and Iran>",
        ),
        (
            "Who accuses Iran of supplying the Houthis?",
            "says IRN <supplying the Houthis>",
        ),
        (
            "Who denies sending trucks to Karabakh?",
            "denies <sending trucks to Karabakh>",
        ),
        (
            "Who denies that Iran sold weapons to Armenia?",
            "denies <Iran sold weapons to Armenia>",
        ),
        ("Are Azerbeijan and Irn allies?", "unknown: Azerbeijan Irn"),
        ("How do I bake a cake?", "not understood"),
        ("", "not understood"),
        ("\u{1F600}\u{1F600}?", "not understood"),
    ];
    for (text, expected) in table {
        assert_eq!(understood(text), expected, "{text}");
    }
}

#[test]
fn odd_input_is_harmless() {
    let long = "why ".repeat(2500);
    let and = format!("Are {} allies?", "Iran and ".repeat(25));
    for text in [
        long.as_str(),
        and.as_str(),
        "'",
        "''s",
        "why",
        "why?",
        "in 2023",
        "between and",
        "A and B",
    ] {
        let _ = understood(text);
    }
    let error = Question::parse(&long, &Fake, None).unwrap_err();
    assert!(error.to_string().len() < 4000);
    assert!(
        error
            .to_string()
            .contains("Are Azerbaijan and Iran allies?")
    );
}

#[test]
fn the_person_who_asked_is_told() {
    let error = Question::parse("Are Azerbeijan and Irn allies?", &Fake, None).unwrap_err();
    let shown = error.to_string();
    assert!(
        shown.contains("Azerbaijan") && shown.contains("Iran"),
        "{shown}"
    );
    let error = Question::parse("Which rivals has nobody?", &Fake, None).unwrap_err();
    assert!(
        error.to_string().contains("rivals (or enemies)?"),
        "{error}"
    );
}

#[test]
fn every_form_fetches_something() {
    for (_, example) in Question::forms() {
        let question = Question::parse(example, &Fake, Some(day("2025-01-01")));
        let Ok(question) = question else { continue };
        let queries = question.queries();
        assert!(!queries.is_empty(), "{example}");
        assert!(queries.iter().all(|query| query.at.is_some()), "{example}");
    }
}

#[test]
fn only_events_between_two_have_a_limit() {
    let question = Question::parse("Are Azerbaijan and Iran allies?", &Fake, None).unwrap();
    let queries = question.queries();
    let between = queries
        .iter()
        .filter(|it| matches!(it.involving, Involving::Both(..)));
    let between: Vec<(&[&str], Option<usize>)> =
        between.map(|it| (it.kinds.as_slice(), it.limit)).collect();
    assert_eq!(
        between,
        [
            (["event"].as_slice(), Some(MOST_BETWEEN)),
            (["tie", "label"].as_slice(), None)
        ]
    );
}
