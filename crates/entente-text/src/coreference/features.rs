//! What speaks for and against each candidate: the features of the ranker.

use crate::log_linear::Features;

use super::entities::Entity;
use super::mentions::{Form, Found, Gender, Kind, Number, Pronoun, Role, is_reflexive};
use super::ranker::Class;
use super::reading::{Question, Reading};

/// Sentences back to which a pronoun reaches.
const PRONOUN_REACH: usize = 6;

/// Sentences back to which a description reaches that shares no word with what it means.
const UNLIKE_REACH: usize = 5;

/// The candidates for a mention, with their features; `None` where it is no anaphor.
pub(super) fn question(reading: &Reading<'_>, anaphor: usize) -> Option<Question> {
    let mention = &reading.found[anaphor];
    let class = match mention.form {
        Form::Pronoun(Pronoun::Person) => Class::Person,
        Form::Pronoun(Pronoun::It) => Class::It,
        Form::Pronoun(Pronoun::They) => Class::They,
        Form::Pronoun(Pronoun::Demonstrative) => Class::Demonstrative,
        Form::Name => Class::Name,
        Form::Definite | Form::Demonstrative => Class::Description,
        _ => return None,
    };
    let recent = recent(reading);
    let (entities, features) = match class {
        Class::Name => names(reading, anaphor, &recent),
        Class::Description => descriptions(reading, anaphor, &recent),
        _ => pronouns(reading, anaphor, class, &recent),
    };
    let mut all = vec![nothing(reading, anaphor, class, &features)];
    all.extend(features);
    let mut choices = vec![None];
    choices.extend(entities.into_iter().map(Some));
    Some(Question {
        anaphor,
        class,
        entities: choices,
        features: all,
    })
}

/// Entities, the one mentioned last first.
fn recent(reading: &Reading<'_>) -> Vec<usize> {
    let mut order = reading.recent.clone();
    let place = |entity: &usize| {
        let mention = &reading.found[reading.entities[*entity].latest()];
        (mention.sentence, mention.head)
    };
    order.sort_by_key(|entity| std::cmp::Reverse(place(entity)));
    order
}

type Candidates = (Vec<usize>, Vec<Features>);

fn pronouns(reading: &Reading<'_>, anaphor: usize, class: Class, recent: &[usize]) -> Candidates {
    let mention = &reading.found[anaphor];
    let mut candidates = (Vec::new(), Vec::new());
    let mut rank = 0;
    for &index in recent {
        let entity = &reading.entities[index];
        let latest = &reading.found[entity.latest()];
        if mention.sentence.saturating_sub(latest.sentence) > PRONOUN_REACH {
            break;
        }
        if is_inside(reading, anaphor, latest) {
            continue;
        }
        let mut features = Features::new();
        let fits = agreement(mention, entity, class, &mut features);
        features.push(match (fits, rank) {
            (false, _) => "unfit",
            (true, 0) => "nearest that fits",
            (true, 1) => "second that fits",
            (true, 2) => "third that fits",
            (true, 3..6) => "fourth to sixth that fits",
            (true, _) => "further that fits",
        });
        rank += usize::from(fits);
        features.push(place(mention, latest));
        features.push(parallel(mention, latest));
        features.push(how_mentioned(mention, latest));
        features.push(standing(entity));
        syntax(reading, anaphor, latest, &mut features);
        voices(reading, mention, index, latest, &mut features);
        if reading.paragraphs[mention.sentence] != reading.paragraphs[latest.sentence] {
            features.push("other paragraph");
        }
        let first = entity.mentions.first();
        if first.is_some_and(|&at| reading.found[at].sentence == 0) {
            features.push("in the first sentence");
        }
        candidates.0.push(index);
        candidates.1.push(features);
    }
    candidates
}

/// Number, gender and kind; whether nothing of it clashes.
fn agreement(mention: &Found, entity: &Entity, class: Class, features: &mut Features) -> bool {
    let singular = entity.number == Number::Singular;
    let plural = entity.number == Number::Plural;
    let number = match (class, mention.number) {
        (Class::They, _) if singular => match entity.kind {
            Kind::Organisation => "plural for a body",
            Kind::Person => "plural for a person",
            Kind::Place => "plural for a place",
            _ => "number clashes",
        },
        (_, Number::Singular) if plural => "number clashes",
        (_, Number::Plural) if singular => "number clashes",
        _ => "number agrees",
    };
    features.push(number);
    let gender = match (mention.gender, entity.gender) {
        (Gender::Unknown, _) => None,
        (_, Gender::Unknown) => Some("gender unknown"),
        (own, other) if own == other => Some("gender agrees"),
        _ => Some("gender clashes"),
    };
    features.extend(gender);
    let kind = match (entity.kind, entity.is_named()) {
        _ if entity.is_group => "a group",
        (Kind::Unknown, true) => "a name of some kind",
        (Kind::Unknown, false) => "of unknown kind",
        (Kind::Person, true) => "a named person",
        (Kind::Person, false) => "a person",
        (Kind::Organisation, true) => "a named organisation",
        (Kind::Organisation, false) => "an organisation",
        (Kind::Place, true) if entity.subjects > 0 => "a named place that acts",
        (Kind::Place, true) => "a named place",
        (Kind::Place, false) => "a place",
        (Kind::Time, _) => "a time",
        (Kind::Thing, true) => "a named thing",
        (Kind::Thing, false) => "a thing",
    };
    features.push(kind);
    let kind_fits = match class {
        Class::Person => matches!(entity.kind, Kind::Person | Kind::Unknown),
        Class::It => !matches!(entity.kind, Kind::Person | Kind::Time),
        _ => entity.kind != Kind::Time,
    };
    kind_fits && number != "number clashes" && gender != Some("gender clashes")
}

/// How far back, and what the antecedent does there.
fn place(mention: &Found, latest: &Found) -> &'static str {
    let after = latest.sentence == mention.sentence && latest.head > mention.head;
    match (
        mention.sentence.saturating_sub(latest.sentence),
        latest.role,
    ) {
        (0, Role::Subject) if after => "the subject to come",
        (0, _) if after => "still to come",
        (0, Role::Subject) => "here: subject",
        (0, Role::Object) => "here: object",
        (0, Role::Oblique) => "here: oblique",
        (0, Role::Possessor) => "here: possessor",
        (0, Role::Other) => "here: other",
        (1, Role::Subject) => "one back: subject",
        (1, Role::Object) => "one back: object",
        (1, Role::Oblique) => "one back: oblique",
        (1, Role::Possessor) => "one back: possessor",
        (1, Role::Other) => "one back: other",
        (2, Role::Subject) => "two back: subject",
        (2, _) => "two back: other",
        (3, _) => "three back",
        _ => "further back",
    }
}

/// The roles of both.
fn parallel(mention: &Found, latest: &Found) -> &'static str {
    use Role::{Object, Oblique, Possessor, Subject};
    match (mention.role, latest.role) {
        (Subject, Subject) => "both subjects",
        (Subject, _) => "a subject for no subject",
        (Object, Object) => "both objects",
        (Object, Subject) => "an object for a subject",
        (Oblique, Oblique) => "both obliques",
        (Possessor, Possessor) => "both possessors",
        (Possessor, Subject) => "a possessor for a subject",
        (Possessor, Object) => "a possessor for an object",
        (_, Subject) => "another for a subject",
        _ => "another for another",
    }
}

fn how_mentioned(mention: &Found, latest: &Found) -> &'static str {
    match latest.form {
        Form::Name => "last by name",
        Form::Pronoun(_) if mention.form == latest.form => "last by such a pronoun",
        Form::Pronoun(_) => "last by another pronoun",
        Form::Definite => "last by the",
        Form::Demonstrative => "last by this",
        Form::Possessed => "last as somebody's",
        Form::Indefinite if latest.number == Number::Plural => "last by a bare plural",
        Form::Indefinite => "last by a noun",
        Form::Group => "last in a group",
    }
}

/// How often it was mentioned.
fn standing(entity: &Entity) -> &'static str {
    match (entity.mentions.len(), entity.subjects > 0) {
        (1, false) => "once",
        (1, true) => "once, as subject",
        (2, false) => "twice",
        (2, true) => "twice, also as subject",
        (3..5, _) => "a few times",
        (5..9, _) => "often",
        _ => "very often",
    }
}

/// Whether a mention stands inside the phrase that another heads: "the president of its bank".
fn is_inside(reading: &Reading<'_>, anaphor: usize, other: &Found) -> bool {
    let mention = &reading.found[anaphor];
    if mention.sentence != other.sentence || other.form == Form::Group {
        return false;
    }
    let parse = reading.parse_of(anaphor);
    for at in parse.ancestors(mention.head) {
        if at == other.head {
            return true;
        }
        let deprel = parse.tokens[at].deprel;
        let opens = ["conj", "appos", "acl", "parataxis", "advcl", "ccomp"]
            .iter()
            .any(|own| parse.has_deprel(at, own))
            || deprel.starts_with("nsubj")
            || deprel == "root";
        if opens {
            return false;
        }
    }
    false
}

/// Where the two stand in the tree of one sentence.
fn syntax(reading: &Reading<'_>, anaphor: usize, other: &Found, features: &mut Features) {
    let mention = &reading.found[anaphor];
    if mention.sentence != other.sentence {
        return;
    }
    let parse = reading.parse_of(anaphor);
    let verb_of = |head: usize| {
        // The verb of which a phrase is an argument, over prepositions and coordination.
        let mut at = head;
        while parse.tokens[at].deprel == "conj" && parse.tokens[at].head.is_some_and(|up| up < at) {
            at = parse.tokens[at].head.unwrap_or(at);
        }
        parse.tokens[at].head
    };
    let own = verb_of(mention.head);
    let reflexive = is_reflexive(&mention.noun);
    let arguments = mention.role != Role::Possessor && other.role != Role::Possessor;
    if arguments && own.is_some() && own == verb_of(other.head) {
        features.push(match (reflexive, other.role) {
            (true, Role::Subject) => "reflexive of the subject",
            (true, _) => "reflexive of another",
            (false, _) => "argument of the same verb",
        });
        return;
    }
    if other.role != Role::Subject {
        return;
    }
    let Some(clause) = verb_of(other.head) else {
        return;
    };
    let mut crossed = false;
    for at in parse.ancestors(mention.head).skip(1) {
        if at == clause {
            features.push(match (mention.role, crossed) {
                (Role::Possessor, false) => "possessed in the subject's clause",
                (_, false) => "in the subject's clause",
                (Role::Subject, true) => "subject below the subject's clause",
                (_, true) => "below the subject's clause",
            });
            return;
        }
        let base = parse.tokens[at].deprel.split(':').next();
        crossed |= matches!(
            base,
            Some("ccomp" | "advcl" | "acl" | "csubj" | "parataxis")
        );
        if matches!(base, Some("conj")) && parse.tokens[at].head == Some(clause) {
            features.push("subject of the clause joined to");
            return;
        }
    }
}

/// Who speaks: somebody who speaks does not say "he" of himself.
fn voices(
    reading: &Reading<'_>,
    mention: &Found,
    entity: usize,
    latest: &Found,
    features: &mut Features,
) {
    if !mention.quoted {
        if latest.quoted {
            features.push("out of a quotation");
        }
        return;
    }
    let speaker = reading.speakers[mention.sentence]
        .and_then(|speaker| reading.mention_at(speaker.sentence, speaker.token))
        .and_then(|speaker| reading.entity_of[speaker]);
    features.push(if speaker == Some(entity) {
        "the speaker"
    } else if latest.quoted {
        "both quoted"
    } else {
        "into a quotation"
    });
}

/// How the words of a description or name meet an entity's.
fn descriptions(reading: &Reading<'_>, anaphor: usize, recent: &[usize]) -> Candidates {
    let mention = &reading.found[anaphor];
    let mut candidates = (Vec::new(), Vec::new());
    let (mut same_before, mut kind_before) = (0, 0);
    for &index in recent {
        let entity = &reading.entities[index];
        let latest = &reading.found[entity.latest()];
        let back = mention.sentence.saturating_sub(latest.sentence);
        let noun = &mention.noun;
        let same = entity.nouns.contains(noun);
        let in_name = entity
            .names
            .iter()
            .any(|name| name.len() > 1 && name.contains(noun));
        let alike = same || in_name;
        let clashes = mention.number != entity.number
            || mention.kind != Kind::Unknown
                && entity.kind != Kind::Unknown
                && mention.kind != entity.kind;
        if is_inside(reading, anaphor, latest)
            || !alike && (back > UNLIKE_REACH || clashes || entity.kind == Kind::Unknown)
        {
            continue;
        }
        let mut features = Features::new();
        features.push(match (same, in_name, entity.is_named()) {
            (true, _, false) => "same noun",
            (true, _, true) => "same noun beside a name",
            (false, true, _) => "noun in the name",
            (false, false, true) => "kind of the named",
            (false, false, false) => "another noun",
        });
        let kind = match (mention.kind, entity.kind) {
            (Kind::Unknown, _) | (_, Kind::Unknown) => "kind unknown",
            (Kind::Person, Kind::Person) => "both persons",
            (Kind::Organisation, Kind::Organisation) => "both organisations",
            (Kind::Place, Kind::Place) => "both places",
            (Kind::Time, Kind::Time) => "both times",
            (Kind::Thing, Kind::Thing) => "both things",
            _ => "kinds clash",
        };
        features.push(kind);
        if !alike {
            features.push(match kind {
                "both persons" => "another word for a person",
                "both organisations" => "another word for an organisation",
                "both places" => "another word for a place",
                _ => "another word for a thing",
            });
        }
        if mention.number != entity.number {
            features.push("number clashes");
        }
        if mention.gender != Gender::Unknown && entity.gender != Gender::Unknown {
            features.push(if mention.gender == entity.gender {
                "gender agrees"
            } else {
                "gender clashes"
            });
        }
        let shared = mention
            .words
            .iter()
            .filter(|word| {
                entity.modifiers.contains(word)
                    || entity.names.iter().any(|name| name.contains(word))
            })
            .count();
        features.push(match (mention.words.len(), shared, alike) {
            (0, _, true) if entity.modifiers.is_empty() => "neither modified",
            (0, _, true) => "modified before only",
            (0, _, false) => "plain for another word",
            (own, shared, true) if shared == own => "same modifiers",
            (_, 0, true) => "other modifiers",
            (_, 0, false) => "modified for another word",
            _ => "some modifiers",
        });
        let rank = if alike {
            &mut same_before
        } else {
            &mut kind_before
        };
        features.push(match (*rank, alike) {
            (0, true) => "nearest alike",
            (0, false) => "nearest unlike",
            (1, _) => "second",
            _ => "later",
        });
        *rank += 1;
        features.push(match (back, alike) {
            (0, true) => "alike, same sentence",
            (1, true) => "alike, one back",
            (2..4, true) => "alike, two or three back",
            (4..9, true) => "alike, four to eight back",
            (_, true) => "alike, further back",
            (0, false) => "unlike, same sentence",
            (1, false) => "unlike, one back",
            (2, false) => "unlike, two back",
            (_, false) => "unlike, further back",
        });
        features.push(if alike {
            standing(entity)
        } else {
            match entity.mentions.len() {
                1 => "unlike, once",
                2 => "unlike, twice",
                3..6 => "unlike, a few times",
                _ => "unlike, often",
            }
        });
        if !alike && latest.role == Role::Subject {
            features.push("unlike, a subject");
        }
        if latest.form == Form::Indefinite {
            features.push("last by a noun");
        }
        syntax(reading, anaphor, latest, &mut features);
        candidates.0.push(index);
        candidates.1.push(features);
    }
    candidates
}

/// Whether `short` are the initials of `long`: "IRGC" of "Islamic Revolutionary Guard Corps".
pub(super) fn is_acronym(short: &str, long: &[String]) -> bool {
    let letters: String = short.chars().filter(|char| *char != '.').collect();
    if letters.chars().count() < 2 || long.len() < 2 {
        return false;
    }
    let initials = |minor: bool| {
        long.iter()
            .filter(|word| minor || !matches!(word.as_str(), "of" | "the" | "and" | "for" | "in"))
            .filter_map(|word| word.chars().next())
            .collect::<String>()
    };
    letters == initials(false) || letters == initials(true)
}

/// How a name resembles one of an entity's.
fn likeness(own: &[String], entity: &Entity, mention: &Found) -> Option<&'static str> {
    let person = mention.kind == Kind::Person || entity.kind == Kind::Person;
    let mut best: Option<(u8, &'static str)> = None;
    for name in &entity.names {
        let (short, long) = if own.len() <= name.len() {
            (own, name.as_slice())
        } else {
            (name.as_slice(), own)
        };
        let found = if own == name.as_slice() {
            (0, "same name")
        } else if short.len() == 1 && is_acronym(&short[0], long) {
            (1, "initials")
        } else if short.is_empty() {
            continue;
        } else if long.ends_with(short) {
            match (person, own.len() < name.len()) {
                (true, true) => (2, "surname of a person"),
                (true, false) => (2, "surname before the name"),
                (false, true) => (3, "end of a name"),
                (false, false) => (3, "longer at the front"),
            }
        } else if long.starts_with(short) {
            match (person, own.len() < name.len()) {
                (true, true) => (3, "first name of a person"),
                (false, true) => (4, "start of a name"),
                (_, false) => (4, "longer at the end"),
            }
        } else if person && own.len() > 1 && name.len() > 1 && own.last() == name.last() {
            (5, "same surname, another first name")
        } else if short.iter().all(|word| long.contains(word)) {
            (4, "words of a name")
        } else {
            continue;
        };
        if best.is_none_or(|best| found.0 < best.0) {
            best = Some(found);
        }
    }
    best.map(|(_, likeness)| likeness)
}

/// Sentences back to which a full name reaches for somebody who had none.
const NAMELESS_REACH: usize = 3;

/// A person whom nobody has named, where a full name follows: "A schoolgirl who ran away ... Ada Example, 19,".
fn nameless_so_far(mention: &Found, entity: &Entity, latest: &Found) -> Option<&'static str> {
    let back = mention.sentence.saturating_sub(latest.sentence);
    let person = mention.kind == Kind::Person && entity.kind == Kind::Person;
    let one = entity.number == Number::Singular && mention.number == Number::Singular;
    if !person || !one || entity.is_named() || mention.words.len() < 2 || back > NAMELESS_REACH {
        return None;
    }
    Some(match (entity.mentions.len(), mention.role, back) {
        (1, Role::Subject, 1) => "a nameless person, subject one back",
        (1, _, _) => "a nameless person",
        (_, Role::Subject, 1) => "a nameless person of whom more was said, subject one back",
        _ => "a nameless person of whom more was said",
    })
}

fn names(reading: &Reading<'_>, anaphor: usize, recent: &[usize]) -> Candidates {
    let mention = &reading.found[anaphor];
    let mut candidates = (Vec::new(), Vec::new());
    for &index in recent {
        let entity = &reading.entities[index];
        let latest = &reading.found[entity.latest()];
        let likeness = likeness(&mention.words, entity, mention);
        let Some(likeness) = likeness.or_else(|| nameless_so_far(mention, entity, latest)) else {
            continue;
        };
        let mut features = vec![likeness];
        features.push(match (mention.kind, entity.kind) {
            (Kind::Unknown, _) | (_, Kind::Unknown) => "kind unknown",
            (own, other) if own == other => "same kind",
            _ => "kinds clash",
        });
        if mention.gender != Gender::Unknown
            && entity.gender != Gender::Unknown
            && mention.gender != entity.gender
        {
            features.push("gender clashes");
        }
        if mention.number != entity.number {
            features.push("number clashes");
        }
        if !candidates.0.is_empty() {
            features.push("not the nearest");
        }
        features.push(match mention.sentence.saturating_sub(latest.sentence) {
            0 => "same sentence",
            1..4 => "near",
            4..12 => "some way back",
            _ => "far back",
        });
        features.push(standing(entity));
        candidates.0.push(index);
        candidates.1.push(features);
    }
    candidates
}

/// What speaks for no antecedent at all.
fn nothing(
    reading: &Reading<'_>,
    anaphor: usize,
    class: Class,
    candidates: &[Features],
) -> Features {
    let mention = &reading.found[anaphor];
    let parse = reading.parse_of(anaphor);
    let token = &parse.tokens[mention.head];
    let mut features = vec!["none"];
    if candidates.is_empty() {
        features.push("none: no candidate");
    }
    match class {
        Class::Name => {
            features.push(match mention.words.len() {
                0 | 1 => "none: one word",
                2 => "none: two words",
                _ => "none: a long name",
            });
            if !mention.titles.is_empty() {
                features.push("none: a title");
            }
        }
        Class::Description => {
            features.push(match mention.kind {
                Kind::Unknown => "none: of unknown kind",
                Kind::Person => "none: a person",
                Kind::Organisation => "none: an organisation",
                Kind::Place => "none: a place",
                Kind::Time => "none: a time",
                Kind::Thing => "none: a thing",
            });
            features.push(if mention.form == Form::Demonstrative {
                "none: this"
            } else {
                "none: the"
            });
            if !mention.is_plain() {
                features.push("none: modified");
            }
            if mention.number == Number::Plural {
                features.push("none: plural");
            }
            if parse
                .children_by(mention.head, "nmod")
                .any(|of| of > mention.head)
            {
                features.push("none: of something");
            }
            if parse.children_by(mention.head, "acl").next().is_some() {
                features.push("none: which does something");
            }
            if mention.role == Role::Subject {
                features.push("none: subject");
            }
            if parse.children_by(mention.head, "cop").next().is_some() {
                features.push("none: predicate");
            }
        }
        _ => {
            if !candidates
                .iter()
                .any(|own| own.contains(&"nearest that fits"))
            {
                features.push("none: nothing fits");
            }
            features.push(match mention.role {
                Role::Subject => "none: subject",
                Role::Object => "none: object",
                Role::Possessor => "none: possessor",
                _ => "none: other",
            });
            if token.deprel == "expl" {
                features.push("none: expletive");
            }
            if let Some(above) = token.head.filter(|_| mention.role == Role::Subject) {
                let has = |deprel: &str| {
                    parse
                        .children_by(above, deprel)
                        .any(|child| child > mention.head)
                };
                let clause = has("csubj") || has("ccomp") || has("advcl");
                let copula = parse.children_by(above, "cop").next().is_some();
                features.extend(match (copula, clause) {
                    (true, true) => Some("none: copula and clause"),
                    (true, false) => Some("none: copula"),
                    (false, true) => Some("none: clause"),
                    (false, false) => None,
                });
                if super::words::Words::builtin().is_clausal(&parse.tokens[above].lemma) {
                    features.push("none: seems");
                }
            }
            if mention.noun == "that" || mention.noun == "this" {
                features.push("none: singular");
            }
            if mention.quoted {
                features.push("none: quoted");
            }
        }
    }
    features
}

/// How sure a group of two in the sentences just before is, and the two named most.
const NAMED_TOGETHER: f64 = 0.75;
const NAMED_MOST: f64 = 0.5;

/// Sentences back to which "both" reaches for a group.
const GROUP_REACH: usize = 3;

/// The two that "the two countries", "both sides", "the former" mean.
pub(super) fn pair(reading: &Reading<'_>, anaphor: usize) -> Option<(Vec<usize>, f64)> {
    let mention = &reading.found[anaphor];
    let noun = mention.noun.as_str();
    let ordinal = match noun {
        "former" => Some(0),
        "latter" => Some(1),
        _ => None,
    };
    let two = mention
        .titles
        .iter()
        .any(|word| word == "two" || word == "both");
    let alone = matches!(noun, "both" | "two");
    if !matches!(mention.form, Form::Definite | Form::Demonstrative)
        || !(two || alone || ordinal.is_some())
        || !mention.is_plain()
    {
        return None;
    }
    let fits = |kind: Kind| match (mention.kind, noun) {
        // States, people and bodies alike are sides.
        (_, "side" | "party" | "rival" | "foe" | "neighbour" | "neighbor" | "ally") => true,
        (Kind::Unknown, _) => true,
        (own, _) => kind == own || kind == Kind::Unknown,
    };
    let group = reading.recent.iter().rev().find_map(|&entity| {
        let entity = &reading.entities[entity];
        let group = &reading.found[entity.latest()];
        let near = mention.sentence.saturating_sub(group.sentence) <= GROUP_REACH;
        let pair = group.form == Form::Group && group.members.len() == 2;
        // Two names side by side are what is meant, whatever kind the parser takes them for.
        let named = || {
            let mut members = group.members.iter();
            members.all(|&member| reading.found[member].form == Form::Name)
        };
        (near && pair && named()).then(|| group.members.clone())
    });
    if let Some(members) = group {
        return match ordinal {
            Some(which) => Some((vec![*members.get(which)?], NAMED_TOGETHER)),
            None => Some((members, NAMED_TOGETHER)),
        };
    }
    if ordinal.is_some() || alone {
        return None;
    }
    let mut named: Vec<&Entity> = reading
        .recent
        .iter()
        .map(|&entity| &reading.entities[entity])
        .filter(|entity| {
            entity.is_named()
                && entity.kind != Kind::Unknown
                && fits(entity.kind)
                && entity.number == Number::Singular
                && entity.mentions.len() > 1
        })
        .collect();
    named.sort_by_key(|entity| std::cmp::Reverse(entity.mentions.len()));
    match named.as_slice() {
        [first, second, ..] if first.kind == second.kind => {
            Some((vec![first.latest(), second.latest()], NAMED_MOST))
        }
        _ => None,
    }
}
