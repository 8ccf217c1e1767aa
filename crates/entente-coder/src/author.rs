//! Who says "I" and "we" in a document outside quotations: whoever gives the statement that it is.

use entente_lexicon::{Antecedent, Lexicon};
use entente_model::{ActorRef, Document, Sector};
use entente_text::{Coreference, Parse, is_first_person};

/// How sure it must be whom a publisher's or an author's name means, from 0 to 1: a name that the lexicon has, or an
/// organ of a state by its country's name.
const SURE_NAME: f64 = 0.8;

/// The same of somebody whose statement a headline says it is.
const SURE_HEADLINE: f64 = 0.5;

/// What a headline calls a statement, before "by" or after a possessive.
const STATEMENTS: &[&str] = &[
    "statement",
    "remarks",
    "speech",
    "address",
    "comments",
    "declaration",
    "message",
];

/// Words behind whoever gives a statement: "Statement by the Foreign Minister on Syria".
const ABOUT: &[&str] = &[
    "on",
    "at",
    "about",
    "regarding",
    "concerning",
    "following",
    "after",
    "before",
    "to",
    "in",
    "with",
    "for",
];

/// Who gives the statement that a document is: by its headline, its author, or a publisher that acts itself, as a
/// ministry or an army does. Of newspapers, and where nobody is known, nobody.
pub(crate) fn author(document: &Document, lexicon: &Lexicon) -> Option<ActorRef> {
    let known = |phrase: &str, sure: f64| {
        let found = lexicon.resolve_phrase(phrase, document.published, None)?;
        let is_somebody = found.known || found.actor.country.is_some();
        let acts = |sector: Sector| sector == Sector::Ngo || !sector.is_civilian();
        let acts = found.actor.sector.is_none_or(acts);
        (found.score >= sure && is_somebody && acts).then_some(found.actor)
    };
    let headline = document.title.as_deref().and_then(giver);
    headline
        .and_then(|giver| known(giver, SURE_HEADLINE))
        .or_else(|| known(document.author.as_deref()?, SURE_NAME))
        .or_else(|| known(document.publisher.as_deref()?, SURE_NAME))
}

/// Whose statement a headline says it is: "Statement by the Foreign Minister on Syria", "The President's remarks".
fn giver(title: &str) -> Option<&str> {
    let title = title.trim();
    let is_statement = |word: &str| STATEMENTS.contains(&word.to_lowercase().as_str());
    if let Some((before, rest)) = title
        .split_once(" by ")
        .or_else(|| title.split_once(" from "))
        && before.split(' ').count() <= 3
        && before.split(' ').next_back().is_some_and(is_statement)
    {
        let about = |word: &str| ABOUT.contains(&word.to_lowercase().as_str());
        let ends = rest.match_indices(' ').map(|(at, _)| at);
        let mut ends = ends.filter(|at| rest[at + 1..].split(' ').next().is_some_and(about));
        let own = rest[..ends.next().unwrap_or(rest.len())].trim();
        let own = own.split([':', '\u{2013}', '\u{2014}', '|']).next()?;
        return Some(own.trim().trim_end_matches(','));
    }
    let (owner, rest) = title
        .split_once("'s ")
        .or_else(|| title.split_once("\u{2019}s "))?;
    let thing = rest.split([' ', ':']).find(|word| {
        !matches!(
            word.to_lowercase().as_str(),
            "press" | "opening" | "full" | "joint"
        )
    })?;
    is_statement(thing).then_some(owner)
}

/// Links the first person of a sentence to whoever gives the statement, where it is not quoted.
pub(crate) fn link(
    author: &ActorRef,
    links: &Coreference,
    (sentence, parse): (usize, &Parse),
    words: &[String],
    antecedents: &mut Vec<Antecedent>,
) {
    for (index, word) in words.iter().enumerate() {
        let first_person = is_first_person(word, parse.tokens[index].upos);
        let is_free = links.link(sentence, index).is_none() && !links.is_quoted(sentence, index);
        if first_person && is_free {
            antecedents.push(Antecedent {
                anaphor: index,
                earlier: vec![author.clone()],
                score: 1.0,
                ..Antecedent::default()
            });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::giver;

    #[test]
    fn headlines_say_who_speaks() {
        for (title, expected) in [
            (
                "Statement by the Foreign Minister on Syria",
                Some("the Foreign Minister"),
            ),
            (
                "Opening remarks by Jens Stoltenberg, at the summit",
                Some("Jens Stoltenberg"),
            ),
            ("Statement from NATO: a new mission", Some("NATO")),
            (
                "The President\u{2019}s speech on Friday",
                Some("The President"),
            ),
            ("Iran's press statement", Some("Iran")),
            ("Iran's neighbours make a statement", None),
            ("Rebels held by Turkey", None),
            ("Statement", None),
            ("", None),
        ] {
            assert_eq!(giver(title), expected, "{title}");
        }
    }
}
