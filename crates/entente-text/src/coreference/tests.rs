use entente_model::Span;

use super::*;
use crate::first_look::PerceptronParser;
use crate::tokens::tokens;

/// The document of some sentences, a blank line before those that begin with a pilcrow.
fn document(sentences: &[&str]) -> (String, Vec<Parse>) {
    let mut text = String::new();
    let mut spans = Vec::new();
    for sentence in sentences {
        let (gap, sentence) = match sentence.strip_prefix('¶') {
            Some(rest) => ("\n\n", rest),
            None => (" ", *sentence),
        };
        if !text.is_empty() {
            text += gap;
        }
        let start = text.len();
        text += sentence;
        spans.push(Span::new(start, text.len()));
    }
    let parser = PerceptronParser::builtin();
    let parses = spans
        .iter()
        .map(|&span| parser.parse_tokens(&text, &tokens(&text, span), None))
        .collect();
    (text, parses)
}

/// The names to which the last occurrence of `anaphor` leads, joined by " + "; "-" for none.
#[track_caller]
fn check(sentences: &[&str], anaphor: &str, names: &str) {
    let (text, parses) = document(sentences);
    let found = coreference(&text, &parses);
    let place = (0..parses.len()).rev().find_map(|sentence| {
        let parse = &parses[sentence];
        (0..parse.tokens.len())
            .rev()
            .find(|&token| parse.word(&text, token) == anaphor)
            .map(|token| (sentence, token))
    });
    let (sentence, token) = place.expect("the anaphor stands in the text");
    let words = found.names(sentence, token).map_or_else(
        || "-".to_owned(),
        |(names, score)| {
            assert!((0.0..=1.0).contains(&score), "{score}");
            let words = |name: &Phrase| parses[name.sentence].words(&text, name.tokens);
            names.iter().map(words).collect::<Vec<_>>().join(" + ")
        },
    );
    assert_eq!(
        words,
        names,
        "{sentences:?}, {anaphor}: {:?}",
        found.links()
    );
}

#[test]
fn pronouns_mean_persons_and_bodies() {
    let visit = "Angela Merkel met Emmanuel Macron in Berlin on Friday.";
    check(&[visit, "She praised the talks."], "She", "Angela Merkel");
    check(
        &["Vladimir Putin spoke on Monday.", "He promised help."],
        "He",
        "Vladimir Putin",
    );
    check(
        &["Vladimir Putin said he would come."],
        "he",
        "Vladimir Putin",
    );
    check(&["Norway said it would pay its share."], "its", "Norway");
}

#[test]
fn a_pronoun_may_come_first() {
    check(
        &["In his speech, Barack Obama praised the army."],
        "his",
        "Barack Obama",
    );
}

#[test]
fn it_may_mean_nothing() {
    check(
        &["Norway signed the treaty.", "It is clear that nobody won."],
        "It",
        "-",
    );
}

#[test]
fn names_are_shortened() {
    let full = "The talks with Barack Obama ended on Monday.";
    check(
        &[full, "Later Obama said that he was pleased."],
        "Obama",
        "Barack Obama",
    );
    check(
        &["Sudan protested.", "South Sudan did nothing."],
        "Sudan",
        "-",
    );
}

#[test]
fn relative_pronouns_follow_the_tree() {
    check(
        &["They met Emmanuel Macron, who had invited them."],
        "who",
        "Emmanuel Macron",
    );
}

#[test]
fn who_speaks_is_i() {
    check(
        &["\"I will respond,\" Ilham Aliyev said."],
        "I",
        "Ilham Aliyev",
    );
    check(
        &[
            "\"We are ready,\" Ilham Aliyev said.",
            "\"I have no doubt.\"",
        ],
        "I",
        "Ilham Aliyev",
    );
}

#[test]
fn a_quotation_goes_on_with_its_speaker() {
    let (text, parses) = document(&[
        "\"We are ready,\" Ilham Aliyev said.",
        "\"I have no doubt.\"",
        "Baku was quiet.",
    ]);
    let found = coreference(&text, &parses);
    let speaker = |sentence: usize, token: usize| {
        let speech = found.speech(sentence, token)?;
        Some(parses[speech.sentence].word(&text, speech.token))
    };
    // A name is headed by its first word.
    assert_eq!(speaker(0, 2), Some("Ilham"));
    assert_eq!(speaker(1, 2), Some("Ilham"));
    assert_eq!(speaker(2, 1), None);
}

#[test]
fn both_sides_are_the_two() {
    check(
        &[
            "Peru and Chile signed a treaty.",
            "The two countries had fought for years.",
        ],
        "countries",
        "Peru + Chile",
    );
}

#[test]
fn whatever_comes_is_read() {
    let empty = coreference("", &[]);
    assert_eq!(empty, Coreference::default());
    let nothing = coreference("", &[Parse::default(), Parse::default()]);
    assert!(nothing.links().is_empty() && nothing.chains().is_empty());
    assert_eq!(nothing.speech(1, 0), None);
    let (text, parses) = document(&["Later he said that Norway and the group met it."; 3_000]);
    assert!(coreference(&text, &parses).links().len() > 3_000);
    // Each could go on to the end of the document.
    let (text, parses) = document(&["Togo issued a statement: War is here."; 3_000]);
    assert!(coreference(&text, &parses).speech(2_999, 6).is_some());
    let long = "he said it and ".repeat(MAX_TOKENS);
    let (text, parses) = document(&[&long]);
    assert!(coreference(&text, &parses).links().is_empty());
    check(
        &["He. She. It. They.", "\"“” «» \"\" who which that"],
        "that",
        "-",
    );
}

#[test]
fn the_weights_are_well_formed() {
    let weights = Weights::read(include_str!("../../../../models/coreference.toml"));
    assert_eq!(
        weights.as_ref().map(Weights::write).as_deref(),
        Some(include_str!("../../../../models/coreference.toml"))
    );
}

#[test]
fn a_statement_needs_no_quotation_marks() {
    let (text, parses) = document(&[
        "The talks ended on Friday.",
        "After them Angela Merkel said:",
        "¶The war must end.",
        "Nobody wins it.",
        "¶We condemn the attack, and I will say so.",
        "¶Merkel will return to Berlin.",
        "We saw her.",
    ]);
    let found = coreference(&text, &parses);
    let speaker = |sentence: usize| {
        let speech = found.speech(sentence, 0)?;
        Some(parses[speech.sentence].word(&text, speech.token))
    };
    let told: Vec<_> = (0..parses.len()).map(speaker).collect();
    let she = Some("Angela");
    assert_eq!(told, [None, None, she, she, she, None, None]);
    check(
        &["Angela Merkel said: The war must end.", "We condemn it."],
        "We",
        "Angela Merkel",
    );
}

#[test]
fn a_colon_alone_announces_nobody() {
    let none = |sentences: &[&str]| {
        let (text, parses) = document(sentences);
        let found = coreference(&text, &parses);
        let places =
            (0..parses.len()).flat_map(|it| (0..parses[it].tokens.len()).map(move |at| (it, at)));
        for (sentence, token) in places {
            let word = parses[sentence].word(&text, token);
            assert_eq!(found.speech(sentence, token), None, "{sentences:?}: {word}");
        }
    };
    none(&[
        "Angela Merkel met three people: a judge, a poet and a priest.",
        "We saw them.",
    ]);
    none(&["They won by two votes: The law passed.", "¶We saw it."]);
    none(&["Angela Merkel said she saw three: Anna, Otto and Ida."]);
}
