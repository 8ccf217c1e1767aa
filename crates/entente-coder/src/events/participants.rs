//! Who takes part in what a word tells: actors that are known, and people who are kept as written.

use entente_lexicon::{Sort, is_equipment};
use entente_model::ActorRef;
use entente_text::{MentionKind, Upos};

use super::AMOUNTS;
use crate::sentence::{Sentence, extend};
use crate::stances::HOLDERS;

/// People in general: they act, and are acted upon, though nobody knows whose they are.
const HUMANS: &[&str] = &[
    "man",
    "woman",
    "people",
    "youth",
    "crowd",
    "mob",
    "driver",
    "attacker",
    "assailant",
    "civilian",
    "child",
    "family",
    "worker",
    "passenger",
    "villager",
    "resident",
    "inhabitant",
];

/// Words for some of those whom their "of" names.
const MANY: &[&str] = &["many", "some", "most", "several", "all", "both"];

/// Words for several together.
const COLLECTIVES: &[&str] = &[
    "convoy",
    "column",
    "patrol",
    "team",
    "crew",
    "group",
    "band",
    "gang",
    "contingent",
    "delegation",
    "pair",
    "trio",
];

/// Nouns of the roles table that are things: they are somebody's, or nobody.
fn is_thing(lemma: &str) -> bool {
    const THINGS: &[&str] = &[
        "weapon",
        "embassy",
        "consulate",
        "island",
        "van",
        "truck",
        "lorry",
        "car",
        "bus",
        "trawler",
        "tanker",
        "freighter",
        "ferry",
        "airliner",
        "bomber",
        "hideout",
        "stronghold",
        "bunker",
        "depot",
        "warehouse",
        "flag",
        "refinery",
        "pipeline",
        "asset",
        "steel",
    ];
    is_equipment(lemma) || THINGS.contains(&lemma)
}

/// The actors of a side; those who are not known by name are kept as written where they are
/// people by their role.
pub(super) fn participants(sentence: &Sentence<'_>, tokens: &[usize]) -> Vec<ActorRef> {
    let mut actors = sentence.actors(tokens);
    if actors.is_empty() {
        for &token in tokens {
            // "many of the town's inhabitants"
            let lemma = sentence.lemma(token);
            let part_of = MANY.contains(&lemma) || AMOUNTS.contains(&lemma);
            let of = part_of.then(|| sentence.obliques(token, &["of"]));
            let of = of.unwrap_or_default();
            extend(&mut actors, sentence.actors(&of));
            if part_of && !actors.is_empty() {
                continue; // "hundreds of Malian migrants"
            }
            let of = of.into_iter();
            let parts: Vec<usize> = sentence.expand(token).into_iter().chain(of).collect();
            for part in parts {
                let lemma = sentence.lemma(part);
                if COLLECTIVES.contains(&lemma) {
                    // "a convoy of Italian troops"
                    let of = sentence.obliques(part, &["of"]);
                    extend(&mut actors, sentence.actors(&of));
                    if !actors.is_empty() {
                        continue;
                    }
                }
                let human = HUMANS.contains(&lemma)
                    || HOLDERS.contains(&lemma) && sentence.deprel(part).starts_with("nsubj")
                    || sentence.scene.role(part).is_some()
                    || !refers_back(sentence, part)
                        && !is_held(sentence, part)
                        && (sentence.is_side(part)
                            || sentence.is_likely_side(part) && is_of_state(sentence, part));
                if sentence.is_noun(part)
                    && !is_thing(lemma)
                    && (human || is_named_body(sentence, part))
                {
                    extend(&mut actors, vec![sentence.as_written(part, None)]);
                }
            }
        }
    }
    actors
}

/// "Houthi positions", "camps of Boko Haram": where somebody is who is named there. What is done to it is done to him.
fn is_held(sentence: &Sentence<'_>, noun: usize) -> bool {
    const HELD: &[&str] = &[
        "base",
        "camp",
        "checkpoint",
        "facility",
        "headquarters",
        "outpost",
        "position",
        "post",
        "site",
        "target",
        "trench",
        "unit",
    ];
    let named = |&word: &usize| {
        let mut actors = sentence.scene.at(word).iter();
        sentence.scene.sort(word) == Sort::Name
            && actors.any(|actor| sentence.lexicon.actor(&actor.id).is_some())
    };
    let mut compounds = sentence.parse.children_by(noun, "compound");
    HELD.contains(&sentence.lemma(noun))
        && (compounds.any(|it| named(&it)) || sentence.obliques(noun, &["of"]).iter().any(named))
}

/// "two Somali herdsmen": people, more likely than a thing, of whom an adjective tells the state.
fn is_of_state(sentence: &Sentence<'_>, noun: usize) -> bool {
    let mut adjectives = sentence.parse.children_by(noun, "amod");
    adjectives.any(|it| sentence.scene.sort(it) == Sort::Adjective)
}

/// "the town", "his hosts", "the two men": somebody of whom the text has told before, and who is nobody by these words
/// alone. What belongs to the noun behind it tells who: "the captain of a rescue ship".
fn refers_back(sentence: &Sentence<'_>, noun: usize) -> bool {
    const KNOWN: &[&str] = &[
        "the", "this", "that", "these", "those", "his", "her", "its", "their", "our", "my", "your",
        "both", "same", "such",
    ];
    let determined = sentence
        .children_where(noun, |deprel| {
            deprel.starts_with("det") || matches!(deprel, "nmod:poss" | "amod")
        })
        .any(|child| KNOWN.contains(&sentence.lower(child).as_str()));
    let told = sentence
        .children_where(noun, |deprel| {
            matches!(
                deprel,
                "nmod" | "acl" | "acl:relcl" | "appos" | "flat" | "compound"
            )
        })
        .next()
        .is_some();
    determined && !told
}

/// A name that the lexicon does not know, of something that can act or be acted upon.
fn is_named_body(sentence: &Sentence<'_>, token: usize) -> bool {
    sentence.upos(token) == Upos::Propn
        && sentence.scene.issue(token).is_none()
        && !sentence.is_time(token)
        && sentence.parse.mentions_at(token).any(|mention| {
            matches!(
                mention.kind,
                MentionKind::Organisation | MentionKind::Place | MentionKind::Person
            )
        })
        && !sentence
            .parse
            .children_by(token, "case")
            .any(|case| matches!(sentence.lower(case).as_str(), "in" | "at" | "near"))
}
