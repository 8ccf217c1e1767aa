//! Figures: numbers about actors that are no toll and no date.

use entente_lexicon::Sort;
use entente_model::{ActorRef, Body, Figure};
use entente_text::{Quantity, Upos};

use crate::Found;
use crate::sentence::Sentence;

/// Nouns of people: what is counted is a population.
const PEOPLE: &[&str] = &[
    "people",
    "person",
    "inhabitant",
    "citizen",
    "resident",
    "speaker",
    "muslim",
    "christian",
];
const TROOPS: &[&str] = &[
    "troop",
    "soldier",
    "fighter",
    "serviceman",
    "peacekeeper",
    "conscript",
    "man",
];
/// Nouns that name what a figure measures.
const MEASURES: &[(&str, &str)] = &[
    ("border", "border length"),
    ("frontier", "border length"),
    ("trade", "trade"),
    ("turnover", "trade"),
    ("export", "exports"),
    ("import", "imports"),
    ("reserve", "reserves"),
    ("population", "population"),
    ("gdp", "gdp"),
    ("budget", "budget"),
    ("investment", "investment"),
    ("debt", "debt"),
    ("aid", "aid"),
    ("loan", "loan"),
    ("territory", "territory"),
    ("warhead", "warheads"),
    ("missile", "missiles"),
    ("share", "share"),
    ("water", "water"),
    ("oil", "oil"),
    ("gas", "gas"),
    ("arm", "arms"),
    ("weapon", "arms"),
];

/// Codes the figures of a sentence.
pub(crate) fn code(sentence: &Sentence<'_>, found: &mut Vec<Found>) {
    for quantity in &sentence.parse.quantities {
        if let Some(figure) = figure(sentence, quantity) {
            let factuality = sentence.factuality(quantity.number, None);
            found.push(Found {
                token: quantity.number,
                body: Body::Figure(figure),
                factuality,
            });
        }
    }
}

fn figure(sentence: &Sentence<'_>, quantity: &Quantity) -> Option<Figure> {
    let in_time = sentence
        .parse
        .times
        .iter()
        .any(|time| time.tokens.0 < quantity.tokens.1 && quantity.tokens.0 < time.tokens.1);
    if in_time {
        return None;
    }
    // The noun that is counted, or that the number with its unit describes.
    let mut noun = quantity.number;
    for _ in 0..3 {
        let Some(head) = sentence.head(noun) else {
            break;
        };
        let part = matches!(
            sentence.deprel(noun),
            "nummod" | "compound" | "nmod" | "amod" | "nmod:unmarked" | "dep" | "obl:unmarked"
        );
        if !part || !sentence.is_noun(head) && sentence.upos(head) != Upos::Sym {
            break;
        }
        noun = head;
        if quantity.unit.is_none() {
            break;
        }
    }
    let lemma = sentence.lemma(noun).to_lowercase();
    let in_phrase = |name: &str| {
        lemma == name
            || sentence
                .parse
                .subtree(noun)
                .iter()
                .any(|&token| sentence.lemma(token).to_lowercase() == name)
    };
    let measured = MEASURES
        .iter()
        .find(|(name, _)| in_phrase(name))
        .map(|(_, measure)| *measure);
    let people = PEOPLE.contains(&lemma.as_str()) || sentence.scene.sort(noun) == Sort::People;
    let troops = TROOPS.contains(&lemma.as_str());
    let (measure, unit) = match (&quantity.unit, measured) {
        (Some(unit), Some(measure)) => (measure.to_owned(), unit.clone()),
        (Some(unit), None) if unit == "percent" => {
            let measure = if sentence
                .parse
                .tokens
                .iter()
                .any(|token| PEOPLE.contains(&token.lemma.as_str()))
            {
                "population"
            } else {
                "share"
            };
            (measure.to_owned(), unit.clone())
        }
        (Some(unit), None) => (lemma.clone(), unit.clone()),
        (None, _) if people => ("population".to_owned(), "people".to_owned()),
        (None, _) if troops => ("troops".to_owned(), "people".to_owned()),
        (None, Some(measure)) => (measure.to_owned(), "items".to_owned()),
        (None, None) => {
            // A count of anything else says little, unless it is large.
            if quantity.value < 10.0 || !sentence.is_noun(noun) || noun == quantity.number {
                return None;
            }
            (lemma.clone(), lemma)
        }
    };
    if is_toll(sentence, noun) {
        return None;
    }
    let subject = subject(sentence, noun)?;
    Some(Figure {
        subject,
        measure,
        value: quantity.value,
        unit,
        bound: quantity.bound,
    })
}

/// Dead and wounded are an event's toll.
fn is_toll(sentence: &Sentence<'_>, noun: usize) -> bool {
    let Some(head) = sentence.head(noun) else {
        return false;
    };
    matches!(
        sentence.lemma(head),
        "kill"
            | "wound"
            | "injure"
            | "die"
            | "arrest"
            | "detain"
            | "murder"
            | "execute"
            | "displace"
            | "expel"
            | "kidnap"
            | "jail"
    )
}

/// What the figure is about: whose the noun is, the people themselves, or the clause's subject.
fn subject(sentence: &Sentence<'_>, noun: usize) -> Option<ActorRef> {
    if let Some(state) = sentence.scene.state_of_people(noun) {
        return Some(state);
    }
    if let Some(actor) = sentence.scene.at(noun).first() {
        return Some(actor.clone());
    }
    let owners = sentence.owners(noun);
    if let Some(actor) = sentence.actors(&owners).into_iter().next() {
        return Some(actor);
    }
    let of = sentence.obliques(noun, &["of", "in", "between", "from"]);
    if let Some(actor) = sentence.actors_or_owners(&of).into_iter().next() {
        return Some(actor);
    }
    let mut at = noun;
    for _ in 0..4 {
        let head = sentence.head(at)?;
        if sentence.is_verb(head) || sentence.parse.children_by(head, "cop").next().is_some() {
            let subjects = sentence.subjects(head);
            let actors = sentence.actors_or_owners(&subjects);
            return actors.into_iter().next();
        }
        let owners = sentence.owners(head);
        if let Some(actor) = sentence.actors(&owners).into_iter().next() {
            return Some(actor);
        }
        at = head;
    }
    None
}
