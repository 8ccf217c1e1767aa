//! The cases of `cases/places.md`, and which names are found to be places.

use entente_lexicon::{Lexicon, place_mentions};
use entente_model::{Block, BlockKind, Span};
use entente_text::{EncoderParser, Parser};

/// How far a place may lie from where it is expected, in kilometres.
const NEAR: f64 = 100.0;

struct Case<'a> {
    name: &'a str,
    text: &'a str,
    /// The mention, and what is expected of it.
    items: Vec<(&'a str, &'a str)>,
}

fn cases(markdown: &str) -> Vec<Case<'_>> {
    let mut cases: Vec<Case<'_>> = Vec::new();
    for line in markdown.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            cases.push(Case {
                name,
                text: "",
                items: Vec::new(),
            });
        } else if let Some(case) = cases.last_mut() {
            if let Some(text) = line.strip_prefix("> ") {
                case.text = text;
            } else if let Some((mention, expected)) = line
                .strip_prefix("- ")
                .and_then(|item| item.split_once(": "))
            {
                case.items.push((mention, expected));
            }
        }
    }
    cases
}

/// The spans of the mentions, each looked for after the one before.
fn spans(case: &Case<'_>) -> Vec<Span> {
    let mut from = 0;
    let mentions = case.items.iter().map(|(mention, _)| {
        let at = case.text[from..]
            .find(mention)
            .unwrap_or_else(|| panic!("{}: {mention:?} does not stand in its text", case.name));
        let span = Span::new(from + at, from + at + mention.len());
        from = span.end;
        span
    });
    mentions.collect()
}

#[test]
fn the_cases_are_located_as_they_say() {
    let cases = cases(include_str!("cases/places.md"));
    assert!(cases.len() >= 40, "only {} cases", cases.len());
    let mut wrong = Vec::new();
    for case in &cases {
        let located = Lexicon::builtin().locate(case.text, &spans(case), None);
        for ((mention, expected), found) in case.items.iter().zip(&located) {
            let fields: Vec<&str> = expected.split(' ').collect();
            let right = match (&fields[..], found) {
                (["nothing"], found) => found.is_none(),
                ([country, lat, lon], Some(found)) => {
                    let lat = lat.parse().expect("degrees north");
                    let lon = lon.parse().expect("degrees east");
                    found.country.as_deref().unwrap_or("-") == *country
                        && found.distance(lat, lon) <= NEAR
                }
                _ => false,
            };
            if !right {
                wrong.push(format!(
                    "{}: {mention}: expected {expected}, found {found:?}",
                    case.name
                ));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_publisher_tells_where_a_paper_is_from() {
    let text = "A man from Richmond was fined.";
    let span = [Span::new(11, 19)];
    let country = |publisher| {
        let located = Lexicon::builtin().locate(text, &span, publisher);
        located[0].as_ref().and_then(|it| it.country.clone())
    };
    assert_eq!(
        country(Some("Richmond Times-Dispatch, Virginia")).as_deref(),
        Some("USA")
    );
    assert_eq!(country(Some("London Evening Post")).as_deref(), Some("GBR"));
}

/// What is found in a text, by the parser that reads in full.
fn found(text: &str) -> Vec<&str> {
    let parser = EncoderParser::builtin().expect("the encoder that is compiled in");
    let whole = Block {
        kind: BlockKind::Paragraph,
        span: Span::new(0, text.len()),
    };
    let lexicon = Lexicon::builtin();
    let sentences = parser.read(text, &[whole], None, lexicon);
    let spans = place_mentions(lexicon, text, &sentences);
    spans.into_iter().map(|span| span.of(text)).collect()
}

#[test]
fn names_of_persons_and_bodies_are_no_places() {
    for (text, expected) in [
        ("Michael Jordan visited Amman on Friday.", vec!["Amman"]),
        ("Israel Adesanya lost a fight in Sydney.", vec!["Sydney"]),
        ("The magazine Paris Match printed it.", vec![]),
        ("Chad Kroeger sang in Toronto.", vec!["Toronto"]),
        ("Iranian officials flew to Damascus.", vec!["Damascus"]),
        (
            "Kenya Moore spoke in Nairobi, Kenya.",
            vec!["Nairobi", "Kenya"],
        ),
        ("Paris Hilton flew to New York.", vec!["New York"]),
    ] {
        assert_eq!(found(text), expected, "{text}");
    }
}

#[test]
fn any_spans_are_borne() {
    let text = "Zürich, Ägypten – „İzmir“";
    let all: Vec<Span> = (0..text.len() + 3)
        .flat_map(|start| (start..text.len() + 4).map(move |end| Span::new(start, end)))
        .collect();
    assert_eq!(
        Lexicon::builtin().locate(text, &all, Some("–")).len(),
        all.len()
    );
}
