//! Documents, assertions and queries made up from a number, the same on every run.

#![allow(dead_code, unreachable_pub, clippy::unwrap_used)]

use entente_model::{
    ActorRef, Assertion, Block, BlockKind, Body, Bound, Certainty, ContentId, Date, DateSpan,
    Document, Event, EventPlace, EventType, Evidence, Figure, Label, Passage, Polarity, Position,
    Relation, Sector, Span, Stance, Tie,
};
use entente_store::{AddReport, Involving, Query, ReadDocument};

/// Xorshift: enough to vary tests, and needs no crate.
pub struct Dice(u64);

impl Dice {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    pub fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % bound
    }

    pub fn one<T: Clone>(&mut self, of: &[T]) -> T {
        of[self.below(of.len())].clone()
    }

    pub fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(2) == 0).then(|| make(self))
    }
}

pub fn actors() -> Vec<ActorRef> {
    let actor = |id: &str, country: Option<&str>, sector: Option<Sector>| ActorRef {
        id: id.into(),
        name: id.to_uppercase(),
        text: format!("the {id}"),
        country: country.map(Into::into),
        sector,
    };
    vec![
        actor("RUS", Some("RUS"), Some(Sector::Gov)),
        actor("UKR", Some("UKR"), Some(Sector::Gov)),
        actor("IRN", Some("IRN"), None),
        actor("sergey-lavrov", Some("RUS"), Some(Sector::Gov)),
        actor("irn-protesters", Some("IRN"), Some(Sector::Cvl)),
        actor("ukr-villagers", Some("UKR"), Some(Sector::Cvl)),
        actor("someone", Some("RUS"), None),
        actor("irgc", Some("IRN"), Some(Sector::Mil)),
        actor("nato", None, Some(Sector::Igo)),
        // Ids that a careless pattern would take for something else.
        actor("r_s", None, None),
        actor("50%", None, Some(Sector::Oth)),
        actor("back\\slash", None, None),
        actor("it's", None, None),
        actor("Ärzte|ohne", None, Some(Sector::Ngo)),
    ]
}

fn ids() -> Vec<String> {
    let mut ids: Vec<String> = actors().into_iter().map(|actor| actor.id).collect();
    ids.extend([
        "rus".into(),
        "%".into(),
        "|".into(),
        "RU".into(),
        String::new(),
    ]);
    ids
}

fn day(dice: &mut Dice) -> Date {
    Date::new(
        2019 + dice.below(6) as i16,
        1 + dice.below(12) as i8,
        1 + dice.below(28) as i8,
    )
    .unwrap()
}

fn span(dice: &mut Dice) -> DateSpan {
    if dice.below(2) == 0 {
        let day = day(dice);
        return DateSpan::day(day, day.to_string());
    }
    let (one, other) = (day(dice), day(dice));
    DateSpan {
        start: dice.maybe(|_| one.min(other)),
        end: dice.maybe(|_| one.max(other)),
        text: "then".into(),
    }
}

fn cast(dice: &mut Dice) -> Vec<ActorRef> {
    (0..dice.below(4)).map(|_| dice.one(&actors())).collect()
}

fn body(dice: &mut Dice) -> Body {
    match dice.below(5) {
        0 => {
            let event_type = dice.one(EventType::ALL);
            Body::Event(Event {
                event_type,
                mode: None,
                contexts: vec!["military".into()],
                cameo: dice.maybe(|_| "0841".into()),
                quad: event_type.quad(),
                intensity: event_type.intensity(),
                source: cast(dice),
                target: cast(dice),
                date: dice.maybe(span),
                place: dice.maybe(|dice| EventPlace {
                    name: "there".into(),
                    country: dice.maybe(|dice| dice.one(&ids())),
                    lat: None,
                    lon: None,
                }),
                toll: None,
            })
        }
        1 => Body::Tie(Tie {
            relation: dice.one(Relation::ALL),
            a: dice.one(&actors()),
            b: dice.one(&actors()),
            directed: dice.below(2) == 0,
            date: dice.maybe(span),
            detail: dice.maybe(|_| "700 km".into()),
        }),
        2 => Body::Stance(Stance {
            actor: dice.one(&actors()),
            issue: dice.one(&issues()),
            position: dice.one(Position::ALL),
        }),
        3 => Body::Label(Label {
            about: dice.one(&events()),
            label: "terrorist act".into(),
        }),
        _ => Body::Figure(Figure {
            subject: dice.one(&actors()),
            measure: "troops".into(),
            value: dice.below(1_000_000) as f64 / 7.0,
            unit: "people".into(),
            bound: dice.one(Bound::ALL),
        }),
    }
}

fn issues() -> Vec<String> {
    vec!["zangezur-corridor".into(), "it's \"complicated\"".into()]
}

fn events() -> Vec<ContentId> {
    (0..4).map(|number: u8| ContentId::of([[number]])).collect()
}

/// A document of a few sentences with up to six assertions each.
pub fn document(number: u64) -> ReadDocument {
    let mut dice = Dice::new(number + 1);
    let published = (dice.below(5) > 0).then(|| day(&mut dice));
    let publisher = dice.maybe(|_| "Näwswire".to_owned());
    let mut text = format!("Document {number}");
    let mut blocks = vec![Block {
        kind: BlockKind::Heading,
        span: Span::new(0, text.len()),
    }];
    let mut spans = Vec::new();
    for sentence in 0..1 + dice.below(4) {
        text.push_str("\n\n");
        let start = text.len();
        text.push_str(&format!("Sentence {sentence} of “{number}”, à propos."));
        spans.push(Span::new(start, text.len()));
        blocks.push(Block {
            kind: BlockKind::Paragraph,
            span: Span::new(start, text.len()),
        });
    }
    let id = Document::id_of(publisher.as_deref(), published, &text);
    let passages: Vec<Passage> = spans
        .into_iter()
        .enumerate()
        .map(|(index, span)| Passage {
            id: Passage::id_of(&id, span),
            document: id.clone(),
            index: index as u32,
            span,
            block: BlockKind::Paragraph,
            heading: dice.maybe(|_| format!("Document {number}")),
        })
        .collect();
    let mut assertions: Vec<Assertion> = Vec::new();
    for passage in &passages {
        for _ in 0..dice.below(7) {
            let evidence = Evidence {
                document: id.clone(),
                title: Some(format!("Document {number}")),
                publisher: publisher.clone(),
                published,
                passage: passage.id.clone(),
                start: passage.span.start,
                end: passage.span.end,
                quote: passage.span.of(&text).to_owned(),
            };
            let assertion = Assertion::new(
                body(&mut dice),
                dice.maybe(|dice| dice.one(&actors())),
                dice.one(Polarity::ALL),
                dice.one(Certainty::ALL),
                evidence,
                "test/1",
            );
            if assertions.iter().all(|known| known.id != assertion.id) {
                assertions.push(assertion);
            }
        }
    }
    let document = Document {
        id,
        origin: format!("{number}.txt"),
        title: Some(format!("Document {number}")),
        publisher,
        author: None,
        published,
        url: dice.maybe(|_| "https://example.org/".into()),
        language: Some("en".into()),
        summary_of: None,
        text,
        blocks,
    };
    ReadDocument {
        document,
        passages,
        assertions,
    }
}

pub fn documents(numbers: std::ops::Range<u64>) -> Vec<ReadDocument> {
    numbers.map(document).collect()
}

pub fn query(number: u64) -> Query {
    let mut dice = Dice::new(number + 1_000_003);
    let involving = match dice.below(5) {
        0 => Involving::Anyone,
        1 => Involving::Actor(dice.one(&ids())),
        2 => Involving::Both(dice.one(&ids()), dice.one(&ids())),
        3 => Involving::Around(dice.one(&ids()), dice.one(&ids())),
        _ => Involving::AnyOf((0..dice.below(4)).map(|_| dice.one(&ids())).collect()),
    };
    let kinds = ["event", "tie", "stance", "label", "figure"];
    let rarely = |dice: &mut Dice| dice.below(4) == 0;
    Query {
        involving,
        kinds: (0..dice.below(3)).map(|_| dice.one(&kinds)).collect(),
        claimant: rarely(&mut dice).then(|| dice.one(&ids())),
        issue: rarely(&mut dice).then(|| dice.one(&issues())),
        about: if rarely(&mut dice) {
            vec![dice.one(&events()).to_string()]
        } else {
            Vec::new()
        },
        documents: if rarely(&mut dice) {
            let number = dice.below(12) as u64;
            vec![
                document(number).document.id,
                document(number + 1).document.id,
            ]
        } else {
            Vec::new()
        },
        since: rarely(&mut dice).then(|| day(&mut dice)),
        until: rarely(&mut dice).then(|| day(&mut dice)),
        at: rarely(&mut dice).then(|| day(&mut dice)),
        limit: rarely(&mut dice).then(|| dice.below(6)),
    }
}

/// How many documents were added, and how many were known.
pub fn counts(report: AddReport) -> (usize, usize) {
    (report.added, report.already_known)
}
