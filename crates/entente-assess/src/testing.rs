//! A small stand-in for the lexicon, and assertions made by hand, for tests.

use entente_model::{
    ActorRef, Assertion, Body, Certainty, ContentId, Date, DateSpan, Event, EventPlace, EventType,
    Evidence, Label, Polarity, Position, Relation, Sector, Stance, Tie,
};

use crate::names::Names;

pub(crate) struct Fake;

const ACTORS: &[(&str, &str, Option<&str>, Sector)] = &[
    ("AZE", "Azerbaijan", Some("AZE"), Sector::Gov),
    ("IRN", "Iran", Some("IRN"), Sector::Gov),
    ("ARM", "Armenia", Some("ARM"), Sector::Gov),
    ("TUR", "Turkey", Some("TUR"), Sector::Gov),
    ("RUS", "Russia", Some("RUS"), Sector::Gov),
    ("ISR", "Israel", Some("ISR"), Sector::Gov),
    ("GEO", "Georgia", Some("GEO"), Sector::Gov),
    ("FRA", "France", Some("FRA"), Sector::Gov),
    ("USA", "United States", Some("USA"), Sector::Gov),
    ("PRK", "North Korea", Some("PRK"), Sector::Gov),
    ("BRA", "Brazil", Some("BRA"), Sector::Gov),
    ("PER", "Peru", Some("PER"), Sector::Gov),
    ("BIH", "Bosnia and Herzegovina", Some("BIH"), Sector::Gov),
    ("SRB", "Serbia", Some("SRB"), Sector::Gov),
    ("european-union", "European Union", None, Sector::Igo),
    ("nato", "NATO", None, Sector::Igo),
    ("border-mission", "Union Border Mission", None, Sector::Igo),
    (
        "csto",
        "Collective Security Treaty Organization",
        None,
        Sector::Igo,
    ),
    ("hezbollah", "Hezbollah", Some("LBN"), Sector::Reb),
    ("houthis", "Houthis", Some("YEM"), Sector::Reb),
    ("hamas", "Hamas", Some("PSE"), Sector::Reb),
    (
        "nikol-pashinyan",
        "Nikol Pashinyan",
        Some("ARM"),
        Sector::Gov,
    ),
    ("ruslan-suleymanov", "Ruslan Suleymanov", None, Sector::Edu),
    ("gunman", "a gunman", None, Sector::Uaf),
    ("irn-drivers", "Iranian drivers", Some("IRN"), Sector::Cvl),
];

pub(crate) fn actor(id: &str) -> ActorRef {
    let (id, name, country, sector) = *ACTORS
        .iter()
        .find(|(known, ..)| *known == id)
        .unwrap_or_else(|| panic!("no actor {id}"));
    ActorRef {
        id: id.into(),
        name: name.into(),
        text: name.into(),
        country: country.map(Into::into),
        sector: Some(sector),
    }
}

impl Names for Fake {
    fn resolve(&self, phrase: &str, _: Option<Date>) -> Option<ActorRef> {
        ACTORS
            .iter()
            .find(|(_, name, ..)| name.eq_ignore_ascii_case(phrase))
            .map(|(id, ..)| actor(id))
    }

    fn nearest(&self, phrase: &str, n: usize) -> Vec<String> {
        let initial = phrase.chars().next().map(|c| c.to_ascii_uppercase());
        let near = |name: &&str| name.chars().next() == initial;
        ACTORS
            .iter()
            .map(|(_, name, ..)| *name)
            .filter(near)
            .take(n)
            .map(Into::into)
            .collect()
    }

    fn issue(&self, phrase: &str) -> String {
        phrase.to_lowercase().replace(' ', "-")
    }

    fn name_of(&self, id: &str) -> Option<String> {
        ACTORS
            .iter()
            .find(|(known, ..)| *known == id)
            .map(|(_, name, ..)| (*name).into())
    }
}

pub(crate) fn day(text: &str) -> Date {
    text.parse().expect("an ISO day")
}

/// An assertion in the making: by the document's own voice, certain, published on a day.
pub(crate) struct Said {
    pub(crate) body: Body,
    claimant: Option<ActorRef>,
    polarity: Polarity,
    certainty: Certainty,
    published: Option<Date>,
    quote: String,
}

impl Said {
    fn new(body: Body, quote: &str) -> Self {
        Self {
            body,
            claimant: None,
            polarity: Polarity::Positive,
            certainty: Certainty::Certain,
            published: Some(day("2024-06-01")),
            quote: quote.into(),
        }
    }

    pub(crate) fn by(mut self, id: &str) -> Self {
        self.claimant = Some(actor(id));
        self
    }

    /// Done by several together to nobody else, or by nobody named.
    pub(crate) fn together(mut self, ids: &[&str]) -> Self {
        if let Body::Event(event) = &mut self.body {
            event.source = ids.iter().map(|id| actor(id)).collect();
            event.target = Vec::new();
        }
        self
    }

    pub(crate) fn negative(mut self) -> Self {
        self.polarity = Polarity::Negative;
        self
    }

    pub(crate) fn surely(mut self, certainty: Certainty) -> Self {
        self.certainty = certainty;
        self
    }

    pub(crate) fn published(mut self, on: &str) -> Self {
        self.published = Some(day(on));
        self
    }

    pub(crate) fn on(mut self, on: &str) -> Self {
        let span = Some(DateSpan::day(day(on), on));
        match &mut self.body {
            Body::Event(event) => event.date = span,
            Body::Tie(tie) => tie.date = span,
            _ => {}
        }
        self
    }

    pub(crate) fn at_place(mut self, name: &str, country: &str) -> Self {
        if let Body::Event(event) = &mut self.body {
            event.place = Some(EventPlace {
                name: name.into(),
                country: Some(country.into()),
                lat: None,
                lon: None,
            });
        }
        self
    }

    pub(crate) fn detail(mut self, detail: &str) -> Self {
        if let Body::Tie(tie) = &mut self.body {
            tie.detail = Some(detail.into());
        }
        self
    }

    pub(crate) fn done(self) -> Assertion {
        let document = ContentId::of([&self.quote]);
        let evidence = Evidence {
            passage: ContentId::of([document.as_str(), "0"]),
            document,
            title: Some("A headline".into()),
            publisher: Some("The Paper".into()),
            published: self.published,
            start: 0,
            end: self.quote.len(),
            quote: self.quote,
        };
        Assertion::new(
            self.body,
            self.claimant,
            self.polarity,
            self.certainty,
            evidence,
            "hand/1",
        )
    }
}

pub(crate) fn event(event_type: EventType, source: &str, target: &str, quote: &str) -> Said {
    let body = Event {
        event_type,
        mode: None,
        contexts: Vec::new(),
        cameo: None,
        quad: event_type.quad(),
        intensity: event_type.intensity(),
        source: vec![actor(source)],
        target: vec![actor(target)],
        date: None,
        place: None,
        toll: None,
    };
    Said::new(Body::Event(body), quote)
}

pub(crate) fn tie(relation: Relation, a: &str, b: &str, quote: &str) -> Said {
    let body = Tie {
        relation,
        a: actor(a),
        b: actor(b),
        directed: relation.is_directed(),
        date: None,
        detail: None,
    };
    Said::new(Body::Tie(body), quote)
}

pub(crate) fn stance(id: &str, position: Position, issue: &str, quote: &str) -> Said {
    let body = Stance {
        actor: actor(id),
        issue: issue.into(),
        position,
    };
    Said::new(Body::Stance(body), quote)
}

pub(crate) fn label(about: &Assertion, words: &str, quote: &str) -> Said {
    let body = Label {
        about: about.id.clone(),
        label: words.into(),
    };
    Said::new(Body::Label(body), quote)
}
