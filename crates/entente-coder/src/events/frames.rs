//! Whether a sentence is built so that one phrase can act upon another, and by which word.
//!
//! The head for events sees words and their order; who is the subject of what, it guesses. A pair is
//! believed only where the tree has a predicate above the target whose subject, agent or owner the source
//! is: the officials who report an attack do not attack.

use entente_model::{ActorRef, EventType, Sector};
use entente_text::MentionKind;

use super::has_object;
use super::learned::merged;
use super::phrases::Phrase;
use crate::sentence::Sentence;

/// Types that are done by saying something: of them the one who says it may be the source.
pub(super) const VERBAL: &[EventType] = &[
    EventType::Agree,
    EventType::Support,
    EventType::Request,
    EventType::Accuse,
    EventType::Reject,
    EventType::Threaten,
];

/// Types that are done to a place by being done in it.
const IN_PLACES: &[EventType] = &[
    EventType::Assault,
    EventType::Aid,
    EventType::Coerce,
    EventType::Concede,
    EventType::Mobilize,
    EventType::Retreat,
];

/// The word that tells what the source does to the target: the first predicate above the target, not
/// above what holds both, whose source the other phrase can be.
pub(super) fn predicate(
    sentence: &Sentence<'_>,
    source: &Phrase,
    target: &Phrase,
    event_type: EventType,
) -> Option<usize> {
    let above: Vec<usize> = sentence.parse.ancestors(source.head).collect();
    let mut path = Vec::new();
    for token in sentence.parse.ancestors(target.head).skip(1) {
        path.push(token);
        if above.contains(&token) && (sentence.is_verb(token) || sentence.is_event_noun(token)) {
            break;
        }
    }
    let predicates = || {
        path.iter()
            .copied()
            .filter(|&token| token != source.head && tells_deed(sentence, token))
    };
    let mutual = sentence
        .expand(top_of_list(sentence, source.head))
        .contains(&target.head);
    let acting = || predicates().find(|&token| acts(sentence, token, source.head));
    let found = if mutual {
        // "A and B met": what they do together; nothing where a third does it to both.
        acting()
    } else {
        acting().or_else(|| {
            let says = |&token: &usize| {
                sentence.is_verb(token)
                    && acts(sentence, token, source.head)
                    && !reports_another(sentence, token, source)
            };
            let verbal = VERBAL.contains(&event_type);
            sentence
                .parse
                .ancestors(path.last().copied()?)
                .filter(|_| verbal)
                .find(says)
        })
    };
    found.filter(|&token| mutual || !is_aside(sentence, target.head, token))
}

/// Whether two phrases, wherever they stand in the tree, can be the sides of a deed: none is a dateline or part of
/// the other, and the target is not merely where it happens, or what is moved.
pub(super) fn can_be_sides(
    sentence: &Sentence<'_>,
    source: &Phrase,
    target: &Phrase,
    event_type: EventType,
) -> bool {
    let is_place = !IN_PLACES.contains(&event_type) && is_setting(sentence, target);
    !is_place && can_suffer(target, event_type) && can_meet(sentence, source, target)
}

/// The same, whatever the deed is.
pub(super) fn can_meet(sentence: &Sentence<'_>, source: &Phrase, target: &Phrase) -> bool {
    !is_dateline(sentence, source)
        && !is_dateline(sentence, target)
        && !is_inside(sentence, target.head, source.head)
        && !is_inside(sentence, source.head, target.head)
}

/// The word itself or, where it reports a clause that holds both phrases, the head of that clause: who reports a
/// deed does not do it.
pub(super) fn within_speech(
    sentence: &Sentence<'_>,
    token: usize,
    source: &Phrase,
    target: &Phrase,
) -> usize {
    if !sentence.tables.claims(sentence.lemma(token)) {
        return token;
    }
    let above = |phrase: &Phrase, clause: usize| {
        let mut above = sentence.parse.ancestors(phrase.head);
        above.any(|it| it == clause)
    };
    let mut clauses = sentence.parse.children_by(token, "ccomp");
    let reported = clauses.find(|&clause| above(source, clause) && above(target, clause));
    reported.unwrap_or(token)
}

/// Whether the tree shows plainly that another does it: the target is the object of a verb that tells events, and that
/// verb's subject means somebody else than the source.
pub(super) fn is_anothers(
    sentence: &Sentence<'_>,
    source: &Phrase,
    target: &Phrase,
    phrases: &[Phrase],
) -> bool {
    let verb = sentence.head(target.head).filter(|&verb| {
        sentence.deprel(target.head) == "obj"
            && sentence
                .tables
                .event_verbs
                .contains_key(sentence.lemma(verb))
    });
    let Some(verb) = verb else { return false };
    let subjects = sentence.subjects(verb);
    let actors = sentence.actors(&subjects);
    let somebody = phrases.iter().any(|phrase| subjects.contains(&phrase.head));
    (somebody || !actors.is_empty()) && !source.means(&actors) && !subjects.contains(&source.head)
}

/// The word that tells of a deed whose sides the tree does not show: of those above either phrase, up to the first that
/// is above both, one that the tables know as a word of this type; else the first of both that tells anything.
pub(super) fn word_of(
    sentence: &Sentence<'_>,
    source: &Phrase,
    target: &Phrase,
    event_type: EventType,
) -> Option<usize> {
    let above = |phrase: &Phrase| sentence.parse.ancestors(phrase.head).skip(1);
    let above_source: Vec<usize> = above(source).collect();
    let common = above(target).find(|token| above_source.contains(token))?;
    let of_type = |token: usize| {
        let lemma = sentence.lemma(token);
        let verbs = sentence.tables.event_verbs.get(lemma);
        let nouns = sentence.tables.event_nouns.get(lemma);
        // "share a border" shares no intelligence.
        let verbs = verbs
            .into_iter()
            .flatten()
            .filter(|verb| verb.objects.is_empty() || has_object(sentence, token, &verb.objects));
        let verbs = verbs.map(|verb| verb.group);
        let nouns = nouns.into_iter().flatten().copied();
        let groups: Vec<usize> = if sentence.is_verb(token) {
            verbs.collect()
        } else {
            nouns.collect()
        };
        groups
            .into_iter()
            .any(|group| merged(sentence.tables.events[group].event_type) == merged(event_type))
    };
    above(target)
        .take_while(|&token| token != common)
        .chain([common])
        .chain(above(source).take_while(|&token| token != common))
        .find(|&token| of_type(token))
        .or_else(|| {
            let mut from_common = sentence.parse.ancestors(common);
            from_common.find(|&token| {
                tells_deed(sentence, token)
                    && !is_standing(sentence, token)
                    && !reports_another(sentence, token, source)
            })
        })
}

/// Whether a phrase stands in what is told by the way of something else under the predicate: "the militants
/// whom Togo had trained", under a verb of which only the militants are the object. A participle with the
/// verb's object goes on with its deed ("a statement condemning Togo").
fn is_aside(sentence: &Sentence<'_>, phrase: usize, predicate: usize) -> bool {
    let below = sentence.parse.ancestors(top_of_list(sentence, phrase));
    below
        .take_while(|&token| token != predicate)
        .any(|token| match sentence.deprel(token) {
            "acl:relcl" | "advcl" | "appos" | "conj" | "parataxis" => true,
            "acl" => sentence
                .head(token)
                .is_some_and(|noun| sentence.deprel(noun).starts_with("nsubj")),
            _ => false,
        })
}

/// Verbs that tell how things are, and no deed.
const STATES: &[&str] = &[
    "have",
    "be",
    "share",
    "own",
    "border",
    "contain",
    "lie",
    "remain",
    "know",
    "want",
    "need",
    "rule",
    "live",
    "exist",
    "control",
    "administer",
    "govern",
    "outlive",
];

fn is_state(sentence: &Sentence<'_>, token: usize) -> bool {
    STATES.contains(&sentence.lemma(token)) && sentence.is_verb(token)
}

/// Whether a word tells how things stand and no deed: "is a threat to", "has no embassy in", "said that Malawi is its ally".
pub(super) fn is_standing(sentence: &Sentence<'_>, token: usize) -> bool {
    let is_tie = |word: usize| sentence.tables.tie_nouns.contains_key(sentence.lemma(word));
    // "regards him as a guest", "describes them as a threat": how somebody is seen is nothing that is done to him.
    let mut seen_as = sentence.obliques(token, &["as"]).into_iter();
    let is_seen = match sentence.lemma(token) {
        "see" | "view" | "regard" | "consider" => seen_as.next().is_some(),
        "describe" => seen_as.any(is_tie),
        _ => false,
    };
    if is_seen {
        return true;
    }
    // "soured dealings between the two"
    const SPOIL: &[&str] = &[
        "sour",
        "strain",
        "poison",
        "embitter",
        "worsen",
        "damage",
        "harm",
        "mar",
        "complicate",
    ];
    if SPOIL.contains(&sentence.lemma(token))
        && !sentence.obliques_of_object(token, "between").is_empty()
    {
        return true;
    }
    // "Trade between the two is recovering"
    let mut subjects = sentence.children_where(token, |it| it == "nsubj");
    if sentence.is_verb(token)
        && sentence.parse.children_by(token, "obj").next().is_none()
        && !sentence
            .tables
            .event_verbs
            .contains_key(sentence.lemma(token))
        && subjects.any(is_tie)
    {
        return true;
    }
    // "was designated a major ally"
    let named = ["designate", "name", "declare", "deem", "label"].contains(&sentence.lemma(token));
    let mut names = sentence.children_where(token, |it| matches!(it, "xcomp" | "obj"));
    if named && sentence.is_verb(token) && names.any(is_tie) {
        return true;
    }
    // "joined NATO"
    let mut joined = sentence.objects(token).into_iter();
    let is_body = |actor: &ActorRef| actor.sector == Some(Sector::Igo);
    if matches!(sentence.lemma(token), "join" | "rejoin" | "found")
        && sentence.is_verb(token)
        && joined.any(|it| sentence.actors(&[it]).iter().any(is_body))
    {
        return true;
    }
    if sentence.tables.claims(sentence.lemma(token)) {
        let mut said = sentence.parse.children_by(token, "ccomp");
        return said.any(|clause| !sentence.is_verb(clause) && is_standing(sentence, clause));
    }
    let has_copula = sentence.parse.children_by(token, "cop").next().is_some();
    if sentence.is_verb(token) {
        sentence.lemma(token) == "have" && sentence.parse.children_by(token, "obj").any(is_tie)
    } else {
        let held = sentence.deprel(token) == "obj"
            && sentence
                .head(token)
                .is_some_and(|head| sentence.lemma(head) == "have");
        is_tie(token) && (has_copula || held)
    }
}

/// "called the line between Sirte and Jufra a red line": whether something else than the target is called something.
pub(super) fn calls_another(sentence: &Sentence<'_>, token: usize, target: &Phrase) -> bool {
    const CALL: &[&str] = &[
        "brand",
        "call",
        "characterise",
        "characterize",
        "deem",
        "describe",
        "dub",
        "label",
        "term",
    ];
    // What is called, and what it is called.
    let both = sentence.children_where(token, |it| matches!(it, "obj" | "xcomp" | "nsubj:pass"));
    let called: Vec<usize> = both
        .filter(|&it| sentence.is_noun(it))
        .flat_map(|it| sentence.expand(it))
        .collect();
    CALL.contains(&sentence.lemma(token)) && called.len() > 1 && !called.contains(&target.head)
}

/// Whether a word is a verb of saying or thinking of which no table of events knows.
pub(super) fn only_says(sentence: &Sentence<'_>, token: usize) -> bool {
    let lemma = sentence.lemma(token);
    sentence.is_verb(token)
        && sentence.tables.speech_verbs.contains_key(lemma)
        && !sentence.tables.event_verbs.contains_key(lemma)
}

/// Whether a verb only reports, believes or fears what somebody else does: "experts say that A could ...".
fn reports_another(sentence: &Sentence<'_>, verb: usize, source: &Phrase) -> bool {
    if sentence
        .tables
        .event_verbs
        .contains_key(sentence.lemma(verb))
    {
        return false;
    }
    let clauses = sentence.children_where(verb, |deprel| matches!(deprel, "ccomp" | "parataxis"));
    clauses
        .flat_map(|clause| sentence.subjects(clause))
        .any(|subject| {
            let same = sentence
                .scene
                .at(subject)
                .iter()
                .any(|actor| source.actors.iter().any(|own| own.id == actor.id));
            !same && sentence.upos(subject) != entente_text::Upos::Pron
        })
}

/// Words for people and things that are moved, shared or sent, and are not whom it is done to.
fn can_suffer(target: &Phrase, event_type: EventType) -> bool {
    let moves = matches!(
        event_type,
        EventType::Mobilize | EventType::Cooperate | EventType::Aid
    );
    let is_known = |actor: &ActorRef| actor.country.is_some() || actor.sector == Some(Sector::Igo);
    let is_moved = |actor: &ActorRef| {
        event_type != EventType::Aid || matches!(actor.sector, Some(Sector::Mil | Sector::Gov))
    };
    !(moves
        && target
            .actors
            .iter()
            .all(|actor| !is_known(actor) && is_moved(actor)))
}

/// Words under which a deed is promised, threatened or refused.
const PLEDGES: &[&str] = &[
    "agree",
    "promise",
    "pledge",
    "vow",
    "offer",
    "threaten",
    "refuse",
    "decline",
    "ready",
    "willing",
    "prepared",
    "undertake",
    "commit",
    "reject",
    "fail",
    "warn",
    "swear",
];

/// Whether a deed is said to come, or not to come, by the will of the one who would do it: "will lift",
/// "agreed to lift", "refuses to lift"; but not "might lift" or "wants to lift".
pub(super) fn is_pledge(sentence: &Sentence<'_>, predicate: usize) -> bool {
    let will = sentence
        .children_where(predicate, |deprel| deprel.starts_with("aux"))
        .any(|aux| {
            matches!(
                sentence.lower(aux).as_str(),
                "will" | "wo" | "'ll" | "’ll" | "shall"
            )
        });
    let mut above = sentence.parse.ancestors(predicate).skip(1).take(2);
    !is_conditional(sentence, predicate)
        && (will || above.any(|above| PLEDGES.contains(&sentence.lemma(above))))
}

/// Whether a deed is told under a condition, here or in the clauses above: "unless it is willing to lift".
pub(super) fn is_conditional(sentence: &Sentence<'_>, predicate: usize) -> bool {
    let clauses = sentence.parse.ancestors(predicate).take(5);
    clauses
        .flat_map(|clause| sentence.parse.children_by(clause, "mark"))
        .any(|mark| matches!(sentence.lower(mark).as_str(), "if" | "unless" | "whether"))
}

/// How many arcs of the tree lie between two words.
pub(super) fn steps(sentence: &Sentence<'_>, one: usize, other: usize) -> usize {
    let above: Vec<usize> = sentence.parse.ancestors(one).collect();
    let mut up = sentence.parse.ancestors(other).enumerate();
    let met = up.find_map(|(own, token)| {
        let others = above.iter().position(|&it| it == token)?;
        Some(own + others)
    });
    met.unwrap_or(sentence.len())
}

/// Whether one noun belongs to the phrase of another, as "Togo" to "soldiers from Togo", with nothing
/// between that tells a deed.
pub(super) fn is_inside(sentence: &Sentence<'_>, inner: usize, outer: usize) -> bool {
    let mut below = inner;
    for above in sentence.parse.ancestors(inner).skip(1) {
        let listed = sentence.deprel(below) == "conj";
        if listed || sentence.is_verb(above) {
            return false;
        }
        if above == outer {
            return true;
        }
        if sentence.is_event_noun(above) {
            return false;
        }
        below = above;
    }
    false
}

/// The first member of the list that a word is a member of.
fn top_of_list(sentence: &Sentence<'_>, token: usize) -> usize {
    let mut top = token;
    while sentence.deprel(top) == "conj"
        && let Some(head) = sentence.head(top)
        && !sentence.is_verb(head)
    {
        top = head;
    }
    top
}

/// Whether `token` is, or belongs to, who does what `predicate` tells.
fn acts(sentence: &Sentence<'_>, predicate: usize, token: usize) -> bool {
    let mut doers = if sentence.is_verb(predicate) {
        let agents: Vec<usize> = sentence
            .children_where(predicate, |deprel| deprel == "obl:agent")
            .chain(sentence.obliques(predicate, &["by"]))
            .collect();
        if sentence.is_passive(predicate) {
            agents
        } else {
            sentence.subjects(predicate)
        }
    } else {
        let mut owners = sentence.owners(predicate);
        owners.extend(sentence.obliques(predicate, &["of", "from", "between", "among"]));
        if let Some(verb) = sentence
            .head(predicate)
            .filter(|&head| sentence.is_verb(head))
        {
            // "ordered the release of", "launched an attack on".
            owners.extend(sentence.subjects(verb));
        }
        owners
    };
    doers = doers
        .into_iter()
        .flat_map(|doer| sentence.expand(doer))
        .collect();
    sentence
        .parse
        .ancestors(token)
        .take_while(|&above| above == token || !sentence.is_verb(above))
        .any(|above| doers.contains(&above))
}

/// Whether a word is a verb that tells a deed, or a noun that tells an event.
fn tells_deed(sentence: &Sentence<'_>, token: usize) -> bool {
    !is_state(sentence, token) && (sentence.is_verb(token) || sentence.is_event_noun(token))
}

/// "in Germany", "at the airport": where it happens.
pub(super) fn is_setting(sentence: &Sentence<'_>, phrase: &Phrase) -> bool {
    // "lashed out at Togo", "at the president"
    let mut mentions = sentence.parse.mentions_at(phrase.head);
    let is_person = mentions.any(|mention| mention.kind == MentionKind::Person);
    let is_somebody = is_person || phrase.actors.iter().all(ActorRef::is_state);
    // "take in exiles", where the tree has exiles under "in"
    let is_particle = |case: usize| {
        let behind_verb = case
            .checked_sub(1)
            .is_some_and(|before| sentence.is_verb(before));
        behind_verb && sentence.scene.place(phrase.head).is_none()
    };
    sentence.parse.children_by(phrase.head, "case").any(|case| {
        match sentence.lower(case).as_str() {
            "at" => !is_somebody,
            "in" => !is_particle(case),
            "near" | "inside" | "outside" => true,
            _ => false,
        }
    })
}

/// "BOGOTA - Police ...", "(Reuters)": where a report comes from.
pub(super) fn is_dateline(sentence: &Sentence<'_>, phrase: &Phrase) -> bool {
    let words = phrase.tokens.end..sentence.len().min(phrase.tokens.end + 6);
    if phrase.tokens.start > 4 {
        return false;
    }
    let opened = phrase
        .tokens
        .start
        .checked_sub(1)
        .is_some_and(|before| sentence.words((before, before + 1)) == "(");
    let comma = sentence.words((phrase.tokens.end, phrase.tokens.end + 1)) == ",";
    for token in words {
        let before = token.checked_sub(1);
        let joins = before.is_some_and(|it| sentence.touch(it, token));
        match sentence.words((token, token + 1)) {
            // "test-fired"
            "-" if joins => {}
            "-" | "--" | "–" | "—" | ":" => return true,
            ")" => return opened || comma && sentence.scene.place(phrase.head).is_some(),
            _ if sentence.is_verb(token) || sentence.upos(token) == entente_text::Upos::Aux => {
                return false;
            }
            _ => {}
        }
    }
    false
}
