//! Deeds and weapons by which something is done, and whose they are: "killed in an Israeli airstrike".

use entente_lexicon::is_equipment;
use entente_model::{ActorRef, EventType};

use super::{AMOUNTS, emit, participants};
use crate::Found;
use crate::predicates::EventGroup;
use crate::sentence::{Sentence, extend};

/// Whose deeds or weapons the tokens name.
fn owners_of(sentence: &Sentence<'_>, means: &[usize]) -> Vec<ActorRef> {
    let owners = means.iter().flat_map(|&noun| sentence.owners(noun));
    sentence.actors(&owners.collect::<Vec<_>>())
}

/// Those who act by these words or, where they name deeds and weapons only, whose those are: "Russian airstrikes
/// killed dozens".
pub(super) fn acting(sentence: &Sentence<'_>, tokens: &[usize]) -> Vec<ActorRef> {
    let actors = participants(sentence, tokens);
    if !actors.is_empty() || !tokens.iter().all(|&token| is_means(sentence, token)) {
        return actors;
    }
    let owners = owners_of(sentence, tokens);
    if !owners.is_empty() {
        return owners;
    }
    // "rockets fired by the rebels"
    let sent = tokens.iter().flat_map(|&token| {
        let clauses = sentence.children_where(token, |deprel| deprel == "acl");
        clauses.flat_map(|clause| agents_of(sentence, clause))
    });
    participants(sentence, &sent.collect::<Vec<_>>())
}

/// Who did what somebody was killed in or by: "in an attack by rebels", "in Saudi air raids", "when a Turkish missile
/// struck".
pub(super) fn killers(sentence: &Sentence<'_>, verb: usize) -> Vec<ActorRef> {
    let mut means: Vec<usize> = Vec::new();
    for token in sentence.obliques(verb, &["in", "during", "by", "from"]) {
        for part in sentence.expand(token) {
            // "in dozens of airstrikes", "in the first days of an offensive"
            let lemma = sentence.lemma(part);
            let counted = AMOUNTS.contains(&lemma)
                || matches!(
                    lemma,
                    "hour" | "day" | "week" | "month" | "course" | "wave" | "spate"
                );
            let of = counted.then(|| sentence.obliques(part, &["of"]));
            means.extend(of.into_iter().flatten().chain([part]));
        }
    }
    means.retain(|&noun| is_means(sentence, noun));
    let mut found = owners_of(sentence, &means);
    for &noun in &means {
        // "a bomb planted by rebels", "airstrikes and shelling by rebels"
        let clauses = sentence.children_where(noun, |deprel| matches!(deprel, "acl" | "conj"));
        let agents = clauses.flat_map(|clause| agents_of(sentence, clause));
        extend(
            &mut found,
            participants(sentence, &agents.collect::<Vec<_>>()),
        );
    }
    // "in clashes with the rebels"
    let fights = means.iter().filter(|&&noun| is_fight(sentence, noun));
    let with = fights.flat_map(|&noun| sentence.obliques(noun, &["with", "against"]));
    extend(
        &mut found,
        participants(sentence, &with.collect::<Vec<_>>()),
    );
    if !found.is_empty() {
        return found;
    }
    let mut clauses = sentence
        .children_where(verb, |deprel| deprel == "advcl")
        .filter(|&clause| {
            let mut marks = sentence.children_where(clause, |it| matches!(it, "mark" | "advmod"));
            marks.any(|it| matches!(sentence.lower(it).as_str(), "when" | "after" | "as"))
        });
    let of_clause = clauses.find_map(|clause| {
        let verbs = sentence.tables.event_verbs.get(sentence.lemma(clause))?;
        let mut groups = verbs.iter().map(|verb| &sentence.tables.events[verb.group]);
        groups.find(|group| group.event_type == EventType::Assault)?;
        let subjects = if sentence.is_passive(clause) {
            agents_of(sentence, clause)
        } else {
            sentence.subjects(clause)
        };
        Some(acting(sentence, &subjects)).filter(|actors| !actors.is_empty())
    });
    of_clause.unwrap_or_default()
}

/// What the tables know a noun to tell.
fn told_by<'s>(sentence: &'s Sentence<'_>, noun: usize) -> impl Iterator<Item = &'s EventGroup> {
    let groups = sentence.tables.event_nouns.get(sentence.lemma(noun));
    let groups = groups.into_iter().flatten();
    groups.map(|&group| &sentence.tables.events[group])
}

/// Whether a noun tells of violence on both sides: "clashes".
fn is_fight(sentence: &Sentence<'_>, noun: usize) -> bool {
    told_by(sentence, noun).any(|group| group.mutual && group.event_type == EventType::Assault)
}

/// Those by whom a passive verb says it is done.
pub(super) fn agents_of(sentence: &Sentence<'_>, verb: usize) -> Vec<usize> {
    let own = |verb: usize| {
        let agents: Vec<usize> = sentence.parse.children_by(verb, "obl:agent").collect();
        if agents.is_empty() {
            sentence.obliques(verb, &["by"])
        } else {
            agents
        }
    };
    let mut agents = own(verb);
    if agents.is_empty() && sentence.deprel(verb) == "acl" {
        // "excluded from negotiations by Israel"
        let beside = sentence.obliques(verb, &["from", "in", "for"]);
        agents = beside
            .into_iter()
            .flat_map(|it| sentence.obliques(it, &["by"]))
            .collect();
    }
    if agents.is_empty() {
        // "were hunted, expelled and killed by rebels"
        let mut listed = sentence.children_where(verb, |deprel| deprel == "conj");
        let shared = listed.find_map(|other| {
            let subject = sentence.children_where(other, |deprel| deprel.starts_with("nsubj"));
            let shares = sentence.lower(other).ends_with("ed") && subject.count() == 0;
            Some(own(other)).filter(|agents| shares && !agents.is_empty())
        });
        agents = shared.unwrap_or_default();
    }
    agents
}

/// "Five soldiers died in a Saudi air raid": whoever's raid it was killed them.
pub(super) fn death(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    let mut groups = sentence.tables.events.iter();
    let assault = groups.find(|group| group.event_type == EventType::Assault);
    let (Some(assault), "die" | "perish") = (assault, sentence.lemma(index)) else {
        return;
    };
    let source = killers(sentence, index);
    let target = participants(sentence, &sentence.subjects(index));
    if !source.is_empty() && !target.is_empty() {
        emit(sentence, index, None, assault, source, target, found);
    }
}

/// What kills though it is nobody.
const WEAPONS: &[&str] = &[
    "bomb",
    "bullet",
    "device",
    "explosion",
    "explosive",
    "blast",
    "gunfire",
    "grenade",
    "landmine",
    "mine",
    "shell",
    "shrapnel",
    "gas",
    "mortar",
    "fire",
    "debris",
];

/// Whether a word names a deed or a weapon with which somebody does what is told.
pub(super) fn is_means(sentence: &Sentence<'_>, word: usize) -> bool {
    let lemma = sentence.lemma(word);
    is_equipment(lemma) || WEAPONS.contains(&lemma) || sentence.is_event_noun(word)
}

/// "A storm from the north hit the coast": nobody does it.
pub(super) fn is_of_nature(sentence: &Sentence<'_>, verb: usize) -> bool {
    const NATURE: &[&str] = &[
        "storm",
        "flood",
        "flooding",
        "earthquake",
        "quake",
        "hurricane",
        "cyclone",
        "typhoon",
        "drought",
        "heatwave",
        "blizzard",
        "tornado",
        "landslide",
        "avalanche",
        "wildfire",
        "tsunami",
        "eruption",
        "virus",
        "disease",
        "epidemic",
        "outbreak",
        "famine",
    ];
    let subjects = sentence.subjects(verb);
    !subjects.is_empty()
        && subjects
            .iter()
            .all(|&it| NATURE.contains(&sentence.lemma(it)))
}

/// "An Israeli strike on Hezbollah killed nine people": the noun tells who does what to whom, and the verb only how many people
/// it cost.
pub(super) fn tell_it_all(sentence: &Sentence<'_>, verb: usize) -> bool {
    let costs = matches!(sentence.lemma(verb), "kill" | "wound" | "injure");
    let nameless =
        |actor: &ActorRef| actor.country.is_none() && sentence.lexicon.actor(&actor.id).is_none();
    let is_whole = |subject: usize| {
        let mut groups = told_by(sentence, subject);
        let Some(group) = groups.find(|group| group.event_type == EventType::Assault) else {
            return false;
        };
        let to: Vec<&str> = group.nouns_to.iter().map(String::as_str).collect();
        let targets = sentence.obliques(subject, &to);
        !sentence.actors(&sentence.owners(subject)).is_empty()
            && !sentence.actors_or_owners(&targets).is_empty()
    };
    costs
        && sentence.subjects(verb).into_iter().any(is_whole)
        && participants(sentence, &sentence.objects(verb))
            .iter()
            .all(nameless)
}

/// "A car bomb killed twelve civilians": done by nobody who is named.
pub(super) fn is_done_by_means(sentence: &Sentence<'_>, verb: usize) -> bool {
    let subjects = sentence.subjects(verb);
    !sentence.is_passive(verb)
        && !subjects.is_empty()
        && subjects.iter().all(|&subject| is_means(sentence, subject))
}
