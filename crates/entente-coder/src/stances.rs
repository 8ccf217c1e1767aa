//! Stances: an actor for or against what is no actor: a project, plan, demand or idea.

use std::collections::HashMap;

use entente_lexicon::Sort;
use entente_model::{Body, Position, Stance};
use entente_text::{MentionKind, Upos};

use crate::events;
use crate::predicates::StanceGroup;
use crate::sentence::Sentence;
use crate::{Found, ToldBy};

/// Nouns that say nothing of what is wanted: what is "of" them does.
const HOLLOW: &[&str] = &[
    "opening",
    "creation",
    "construction",
    "building",
    "establishment",
    "idea",
    "plan",
    "project",
    "proposal",
    "end",
    "start",
    "existence",
    "notion",
    "concept",
    "policy",
    "kind",
    "number",
    "use",
    "implementation",
    "prospect",
    "possibility",
    "ideal",
    "completion",
    "launch",
    "signing",
];

/// What is no issue: general words, and what the verb means otherwise.
const NO_ISSUE: &[&str] = &[
    "it",
    "them",
    "him",
    "her",
    "us",
    "this",
    "that",
    "these",
    "those",
    "what",
    "which",
    "who",
    "one",
    "thing",
    "way",
    "something",
    "nothing",
    "side",
    "people",
    "force",
    "influence",
    "attack",
    "charge",
    "accusation",
    "claim",
    "allegation",
    "report",
    "role",
    "interest",
    "man",
    "woman",
    "power",
    "effort",
    "other",
    "government",
    "word",
    "call",
    "right",
    "help",
    "support",
    "money",
    "leader",
    "step",
    "part",
    "answer",
    "question",
    "day",
    "year",
    "situation",
    "tension",
    "friction",
    "doubt",
    "fear",
    "threat",
    "proof",
    "evidence",
    "information",
    "detail",
    "approval",
    "permission",
    "backing",
    "refuge",
    "asylum",
    "shelter",
    "story",
    "majority",
    "group",
    "name",
    "custody",
    "life",
    "chance",
    "space",
    "access",
    "revenge",
    "challenge",
    "time",
    "job",
    "permit",
    "battle",
    "fight",
    "fighting",
    "faction",
    "unit",
    "version",
    "analysis",
    "assessment",
    "finding",
    "explanation",
    "country",
    "clue",
    "agency",
    "nation",
    "territory",
    "land",
    "comment",
    "position",
];

/// Words under which a noun is no particular issue: "no clue", "a similar target".
const VAGUE: &[&str] = &[
    "no", "some", "similar", "same", "other", "such", "another", "certain", "more",
];

/// Nouns of those who can be for or against something though nobody knows their name.
pub(crate) const HOLDERS: &[&str] = &[
    "organisation",
    "organization",
    "group",
    "movement",
    "party",
    "community",
    "faction",
    "minority",
    "majority",
    "activist",
    "nationalist",
    "politician",
    "analyst",
    "expert",
    "observer",
    "critic",
    "state",
    "country",
    "lawmaker",
    "member",
];

/// Codes the stances of a sentence.
pub(crate) fn code(sentence: &Sentence<'_>, memory: &mut IssueMemory, found: &mut Vec<Found>) {
    let first = found.len();
    collect(sentence, found);
    let named =
        (0..sentence.len()).find_map(|index| sentence.scene.issue(index).map(str::to_owned));
    for item in &mut found[first..] {
        let Body::Stance(stance) = &mut item.body else {
            continue;
        };
        if let Some(bare) = stance.issue.strip_prefix(REFERS_BACK) {
            let meant = named.clone().or_else(|| memory.meant(bare));
            stance.issue = meant.unwrap_or_else(|| bare.to_owned());
        } else {
            memory.last = Some(stance.issue.clone());
        }
    }
    if named.is_some() {
        memory.last = named;
    }
    memory.note(sentence);
}

/// What a text has called its issues, for "this project" and "the mission".
#[derive(Debug, Default)]
pub(crate) struct IssueMemory {
    /// The one that somebody was for or against last, or that has a name.
    last: Option<String>,
    /// Slugs of longer phrases by their head noun.
    phrases: HashMap<String, String>,
}

/// Nouns that stand for any issue.
const GENERAL: &[&str] = &[
    "project",
    "plan",
    "proposal",
    "idea",
    "route",
    "scheme",
    "initiative",
    "step",
    "move",
    "measure",
];

impl IssueMemory {
    /// The issue that a bare phrase such as "the plan" means.
    fn meant(&self, bare: &str) -> Option<String> {
        let ends_so = self
            .last
            .as_ref()
            .filter(|last| last.ends_with(&format!("-{bare}")));
        ends_so
            .or_else(|| self.phrases.get(bare))
            .or_else(|| self.last.as_ref().filter(|_| GENERAL.contains(&bare)))
            .cloned()
    }

    /// Remembers the noun phrases that specify their noun.
    fn note(&mut self, sentence: &Sentence<'_>) {
        for index in 0..sentence.len() {
            let specified = sentence
                .children_where(index, |d| matches!(d, "compound" | "amod"))
                .next()
                .is_some();
            if sentence.upos(index) == Upos::Noun && specified {
                let slug = sentence.lexicon.issue(&sentence.noun_phrase(index));
                if slug.len() <= 60 {
                    self.phrases
                        .insert(sentence.lemma(index).to_lowercase(), slug);
                }
            }
        }
    }
}

/// Marks an issue that refers back, until it is resolved.
const REFERS_BACK: &str = "?";

fn collect(sentence: &Sentence<'_>, found: &mut Vec<Found>) {
    for index in 0..sentence.len() {
        let lemma = sentence.lemma(index);
        match sentence.upos(index) {
            Upos::Verb => {
                let particle = sentence
                    .particle(index)
                    .map(|particle| format!("{lemma}_{particle}"));
                let groups = particle
                    .and_then(|lemma| sentence.tables.stance_verbs.get(&lemma))
                    .or_else(|| sentence.tables.stance_verbs.get(lemma));
                for &group in groups.into_iter().flatten() {
                    verb(sentence, index, &sentence.tables.stances[group], found);
                }
            }
            Upos::Noun => {
                for &group in sentence
                    .tables
                    .stance_nouns
                    .get(lemma)
                    .into_iter()
                    .flatten()
                {
                    noun(sentence, index, &sentence.tables.stances[group], found);
                }
            }
            Upos::Adp if lemma == "against" || sentence.lower(index) == "against" => {
                against(sentence, index, found);
            }
            _ => {}
        }
    }
}

fn verb(sentence: &Sentence<'_>, index: usize, group: &StanceGroup, found: &mut Vec<Found>) {
    if !group.needs.is_empty() {
        let wanted = sentence.head(index).is_some_and(|head| {
            matches!(sentence.deprel(index), "xcomp" | "advcl" | "acl" | "conj")
                && group
                    .needs
                    .iter()
                    .any(|lemma| lemma == sentence.lemma(head))
        });
        if !wanted {
            return;
        }
    }
    let passive = sentence.is_passive(index);
    let (holders, issues) = if passive {
        let mut agents: Vec<usize> = sentence
            .children_where(index, |deprel| deprel == "obl:agent")
            .collect();
        agents.extend(sentence.obliques(index, &["by"]));
        agents.dedup();
        (
            agents,
            if group.to.iter().any(|to| to == "obj") {
                sentence.subjects(index)
            } else {
                Vec::new()
            },
        )
    } else {
        let mut issues = Vec::new();
        for place in &group.to {
            match place.as_str() {
                // "wants the country united": the clause is wanted, and not the country.
                "obj"
                    if sentence
                        .children_where(index, |deprel| deprel == "xcomp")
                        .next()
                        .is_some() => {}
                "obj" => issues.extend(sentence.objects(index)),
                preposition => issues.extend(sentence.obliques(index, &[preposition])),
            }
        }
        (sentence.subjects(index), issues)
    };
    let position = if is_to_end(sentence, index, &issues) {
        opposite(group.position)
    } else {
        group.position
    };
    take(
        sentence,
        index,
        None,
        position,
        &holders,
        &issues,
        !group.needs.is_empty(),
        found,
    );
}

/// Verbs that end what is their subject.
const ENDING: &[&str] = &[
    "abandon",
    "stop",
    "end",
    "halt",
    "cancel",
    "scrap",
    "drop",
    "suspend",
    "lift",
    "repeal",
    "withdraw",
    "reverse",
    "delay",
    "postpone",
    "overturn",
    "revoke",
    "ban",
    "axe",
    "dismantle",
    "abolish",
    "remove",
    "dissolve",
    "quash",
];

/// "called for the assault to be abandoned": what is wanted is that the issue ends.
fn is_to_end(sentence: &Sentence<'_>, verb: usize, issues: &[usize]) -> bool {
    let hangs = |&above: &usize| {
        sentence
            .children_where(above, |deprel| {
                matches!(deprel, "xcomp" | "ccomp" | "acl" | "advcl" | "dep")
            })
            .any(|clause| {
                ENDING.contains(&sentence.lemma(clause))
                    && sentence.is_passive(clause)
                    && issues.iter().any(|&issue| verb < issue && issue < clause)
                    && sentence
                        .parse
                        .children_by(clause, "mark")
                        .any(|mark| sentence.lower(mark) == "to")
            })
    };
    std::iter::once(&verb).chain(issues).any(hangs)
}

fn opposite(position: Position) -> Position {
    match position {
        Position::Supports => Position::Opposes,
        Position::Opposes => Position::Supports,
        other => other,
    }
}

fn noun(sentence: &Sentence<'_>, index: usize, group: &StanceGroup, found: &mut Vec<Found>) {
    let prepositions: Vec<&str> = group.to.iter().map(String::as_str).collect();
    let issues = sentence.obliques(index, &prepositions);
    let mut holders = sentence.owners(index);
    let via = sentence.light_verb(index);
    // "gave up its resistance to the dam"
    if events::is_given_up(sentence, index) {
        return;
    }
    if sentence.actors(&holders).is_empty() {
        if sentence.parse.children_by(index, "cop").next().is_some() {
            holders = sentence.subjects(index);
        } else if let Some(via) = via {
            holders = sentence.subjects(via);
        }
    }
    take(
        sentence,
        index,
        via,
        group.position,
        &holders,
        &issues,
        false,
        found,
    );
}

/// "is against the dam", "speaks out against the plan".
fn against(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    let Some(issue) = sentence.head(index) else {
        return;
    };
    if sentence.parse.children_by(issue, "cop").next().is_none() {
        return;
    }
    let holders = sentence.subjects(issue);
    take(
        sentence,
        issue,
        None,
        Position::Opposes,
        &holders,
        &[issue],
        false,
        found,
    );
}

#[allow(clippy::too_many_arguments, reason = "the parts of one construction")]
fn take(
    sentence: &Sentence<'_>,
    index: usize,
    via: Option<usize>,
    position: Position,
    holders: &[usize],
    issues: &[usize],
    wanted: bool,
    found: &mut Vec<Found>,
) {
    let mut actors = sentence.actors(holders);
    if actors.is_empty() {
        // "new organisations and groups": kept as written.
        for &holder in holders {
            for part in sentence.expand(holder) {
                if sentence.is_noun(part)
                    && (sentence.scene.role(part).is_some()
                        || HOLDERS.contains(&sentence.lemma(part)))
                {
                    actors.push(sentence.as_written(part, None));
                }
            }
        }
    }
    // A person of whom nothing is known but the name has no politics.
    actors.retain(|actor| {
        !actor.name.starts_with(char::is_uppercase)
            || actor.country.is_some()
            || actor.sector.is_some()
            || sentence.lexicon.actor(&actor.id).is_some()
    });
    if actors.is_empty() {
        return;
    }
    let mut slugs: Vec<String> = Vec::new();
    for &issue in issues {
        for part in sentence.expand(issue) {
            // "criticised its rival": that is somebody.
            let is_somebody = sentence.tables.tie_nouns.contains_key(sentence.lemma(part))
                && sentence
                    .parse
                    .children_by(part, "nmod:poss")
                    .next()
                    .is_some();
            if sentence.is_time(part) || is_somebody {
                continue;
            }
            if let Some(slug) = slug_of(sentence, part)
                && !slugs.contains(&slug)
            {
                slugs.push(slug);
            }
        }
    }
    let mut factuality = sentence.factuality(index, via);
    if wanted && factuality.certainty == entente_model::Certainty::Hypothetical {
        // "seeks to prevent": the deed is hypothetical, the stance is not.
        factuality.certainty = entente_model::Certainty::Certain;
    }
    for actor in &actors {
        for issue in &slugs {
            found.push(Found {
                token: index,
                body: Body::Stance(Stance {
                    actor: actor.clone(),
                    issue: issue.clone(),
                    position,
                }),
                factuality: factuality.clone(),
                told_by: ToldBy::Rules,
            });
        }
    }
}

/// The slug of what is wanted or not; `None` where it is an actor or says nothing.
fn slug_of(sentence: &Sentence<'_>, token: usize) -> Option<String> {
    let known = sentence.parse.subtree(token).into_iter().find_map(|part| {
        (part == token
            || sentence.head(part) == Some(token)
            || HOLLOW.contains(&sentence.lemma(token)))
        .then(|| sentence.scene.issue(part))
        .flatten()
    });
    if let Some(known) = known {
        return Some(known.to_owned());
    }
    if !sentence.is_noun(token)
        || matches!(
            sentence.scene.sort(token),
            Sort::Name | Sort::Capital | Sort::People | Sort::Role | Sort::Anaphor
        )
    {
        return None;
    }
    let mut names = sentence.parse.mentions_at(token);
    if names.any(|name| name.kind == MentionKind::Person) {
        return None;
    }
    let lemma = sentence.lemma(token).to_lowercase();
    if HOLLOW.contains(&lemma.as_str())
        && let Some(&inner) = sentence.obliques(token, &["of", "for"]).first()
        && let Some(slug) = slug_of(sentence, inner)
    {
        return Some(slug);
    }
    let vague = sentence
        .children_where(token, |deprel| matches!(deprel, "det" | "amod"))
        .any(|child| VAGUE.contains(&sentence.lower(child).as_str()));
    if vague || NO_ISSUE.contains(&lemma.as_str()) || sentence.scene.role(token).is_some() {
        return None;
    }
    let phrase = sentence.noun_phrase(token);
    let slug = sentence.lexicon.issue(&phrase);
    let definite = sentence
        .children_where(token, |deprel| deprel == "det")
        .any(|det| {
            matches!(
                sentence.lower(det).as_str(),
                "this" | "the" | "that" | "such" | "these"
            )
        });
    let bare = sentence
        .children_where(token, |d| {
            matches!(d, "compound" | "nmod" | "amod" | "acl" | "nmod:poss")
        })
        .all(|child| matches!(sentence.deprel(child), "amod" | "acl") && !sentence.is_noun(child));
    let refers_back = definite && bare;
    let slug = if refers_back { lemma.clone() } else { slug };
    (!slug.is_empty() && slug.len() <= 80).then(|| {
        if refers_back {
            format!("{REFERS_BACK}{slug}")
        } else {
            slug
        }
    })
}
