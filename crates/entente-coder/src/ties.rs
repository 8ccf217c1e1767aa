//! Standing relations: nouns such as "ally", verbs such as "depend", adjectives such as "close",
//! and the few constructions that are no word's ("Iranian-backed militia").

use entente_lexicon::Sort;
use entente_model::{ActorRef, Body, DateSpan, Relation, Sector, Tie};
use entente_text::Upos;

use crate::Found;
use crate::factuality::Factuality;
use crate::predicates::TieGroup;
use crate::sentence::{Sentence, extend};

/// Codes the ties of a sentence.
pub(crate) fn code(sentence: &Sentence<'_>, found: &mut Vec<Found>) {
    for index in 0..sentence.len() {
        match sentence.upos(index) {
            Upos::Noun | Upos::Propn => {
                noun(sentence, index, found);
                ethnic(sentence, index, found);
                named_member(sentence, index, found);
            }
            Upos::Verb => {
                verb(sentence, index, found);
                backed(sentence, index, found);
            }
            Upos::Adj => {
                adjective(sentence, index, found);
                backed(sentence, index, found);
                ethnic(sentence, index, found);
            }
            _ => {}
        }
    }
}

struct Sides {
    /// Those who fill the noun: "A is an ally".
    own: Vec<ActorRef>,
    /// Whose it is, or with whom: "B's ally".
    other: Vec<ActorRef>,
}

fn groups_of<'s>(sentence: &'s Sentence<'_>, index: usize) -> Vec<&'s TieGroup> {
    let tables = sentence.tables;
    let lemma = sentence.lemma(index).to_lowercase();
    let next = index + 1;
    let before = index
        .checked_sub(1)
        .map(|before| format!("{} {lemma}", sentence.lower(before)));
    let after = (next < sentence.len()).then(|| format!("{lemma} {}", sentence.lower(next)));
    let hyphened = index
        .checked_sub(2)
        .filter(|_| index > 0 && sentence.lower(index - 1) == "-")
        .map(|first| format!("{}-{lemma}", sentence.lower(first)));
    let groups = [hyphened, before, after, Some(lemma)]
        .into_iter()
        .flatten()
        .find_map(|words| tables.tie_nouns.get(&words));
    let Some(groups) = groups else {
        return Vec::new();
    };
    let fits = |group: &&TieGroup| {
        group.needs.is_empty()
            || sentence
                .children_where(index, |deprel| matches!(deprel, "amod" | "compound"))
                .any(|child| {
                    let all = sentence.expand(child);
                    all.iter()
                        .any(|&part| group.needs.contains(&sentence.lower(part)))
                })
            || sentence
                .children_where(index, |deprel| deprel == "conj")
                .any(|child| {
                    sentence
                        .children_where(child, |deprel| deprel == "amod")
                        .any(|adjective| group.needs.contains(&sentence.lower(adjective)))
                })
    };
    let mut fitting: Vec<&TieGroup> = groups
        .iter()
        .map(|&group| &tables.ties[group])
        .filter(fits)
        .collect();
    // A noun that wants an adjective means one thing with it; otherwise its first meaning.
    fitting.truncate(1);
    fitting
}

fn noun(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    for group in groups_of(sentence, index) {
        match group.relation {
            Relation::Mission => return mission(sentence, index, found),
            Relation::Membership => return membership(sentence, index, group, found),
            _ => {}
        }
        if sentence.deprel(index) == "compound" {
            // "proxy forces", "proxy allies": the head noun carries the members.
            if let Some(head) = sentence.head(index)
                && sentence.is_noun(head)
                && matches!(group.relation, Relation::Patronage)
            {
                members(sentence, head, group, found);
            }
            return;
        }
        let sides = sides_of(sentence, index, group);
        let via = sentence
            .light_verb(index)
            .or_else(|| carried_by(sentence, index));
        let factuality = sentence.factuality(index, via);
        relate(sentence, index, via, group, sides, &factuality, found);
        members(sentence, index, group, found);
    }
}

/// The verb or adjective through which a noun is said of somebody: "make for unusual allies",
/// "views X as a rival".
fn carried_by(sentence: &Sentence<'_>, index: usize) -> Option<usize> {
    let head = sentence.head(index)?;
    (sentence.is_verb(head) && matches!(sentence.deprel(index), "obl" | "xcomp" | "advcl"))
        .then_some(head)
}

/// Who fills the noun and whose it is.
fn sides_of(sentence: &Sentence<'_>, index: usize, group: &TieGroup) -> Sides {
    let mut own: Vec<ActorRef> = Vec::new();
    let mut other: Vec<ActorRef> = Vec::new();
    let owners: Vec<usize> = sentence.owners(index);
    let owner_actors = sentence.actors(&owners);
    const TOWARDS: &[&str] = &[
        "of", "with", "to", "for", "against", "towards", "toward", "on", "upon", "from", "about",
    ];
    let towards = sentence.actors_or_owners(&sentence.obliques(index, TOWARDS));
    let between = sentence.actors(&sentence.obliques(index, &["between", "among"]));
    let head = sentence.head(index);
    let deprel = sentence.deprel(index);
    let copular = sentence.parse.children_by(index, "cop").next().is_some();
    // The noun is what somebody is: "X is ...", "X, the ...", "remains ...", "as ...".
    if copular {
        extend(&mut own, sentence.actors(&sentence.subjects(index)));
    } else if deprel == "appos"
        && let Some(head) = head
    {
        extend(&mut own, sentence.actors(&[head]));
    } else if deprel == "conj"
        && let Some(first) = head
        && sentence.parse.children_by(first, "cop").next().is_some()
    {
        extend(&mut own, sentence.actors(&sentence.subjects(first)));
    } else if let Some(head) = head
        && sentence.is_verb(head)
    {
        let predicate = deprel == "xcomp"
            || deprel == "obj"
                && matches!(sentence.lemma(head), "become" | "remain" | "have" | "be")
            || deprel == "obl"
                && sentence
                    .cases(index)
                    .iter()
                    .any(|case| case == "as" || case == "for")
                && matches!(
                    sentence.lemma(head),
                    "make"
                        | "act"
                        | "serve"
                        | "emerge"
                        | "function"
                        | "see"
                        | "view"
                        | "regard"
                        | "consider"
                        | "treat"
                        | "describe"
                        | "know"
                        | "portray"
                );
        if predicate {
            let viewed = matches!(
                sentence.lemma(head),
                "see" | "view" | "regard" | "consider" | "treat" | "describe" | "call" | "portray"
            );
            if viewed && !sentence.is_passive(head) {
                // "Iran views Turkey as a rival": between subject and object.
                extend(&mut own, sentence.actors(&sentence.objects(head)));
                extend(&mut other, sentence.actors(&sentence.subjects(head)));
            } else {
                let subjects = sentence.actors(&sentence.subjects(head));
                if owner_actors.is_empty() && towards.is_empty() && viewed {
                    extend(
                        &mut other,
                        sentence.actors(&sentence.obliques(head, &["by"])),
                    );
                }
                extend(&mut own, subjects);
            }
        } else if sentence.light_verb(index).is_some() {
            extend(&mut own, sentence.actors(&sentence.subjects(head)));
            // "share a border with": the phrase may hang on the verb.
            if towards.is_empty() {
                extend(
                    &mut other,
                    sentence.actors(&sentence.obliques(head, &["with", "on", "against"])),
                );
            }
        }
    } else if let Some(head) = head
        && sentence.is_noun(head)
        && matches!(
            deprel,
            "nmod" | "nmod:desc" | "compound" | "amod" | "flat" | "nmod:unmarked"
        )
        && !matches!(sentence.scene.sort(head), Sort::None | Sort::Role)
        && deprel != "nmod"
    {
        // "its ally Russia"
        extend(&mut own, sentence.actors(&[head]));
    }
    // "its ally, Russia"; "their ally Russia"
    if own.is_empty() {
        for child in sentence.children_where(index, |d| matches!(d, "appos" | "flat" | "nmod:desc"))
        {
            if matches!(sentence.scene.sort(child), Sort::Name) {
                extend(&mut own, sentence.actors(&[child]));
            }
        }
    }
    // "Azerbaijan, a secular state with strong ties to Turkey": the noun hangs on what somebody is.
    if own.is_empty()
        && owner_actors.is_empty()
        && let Some(head) = head
        && deprel == "nmod"
        && sentence.cases(index).iter().any(|case| case == "with")
    {
        if sentence.deprel(head) == "appos" {
            extend(
                &mut own,
                sentence
                    .head(head)
                    .map(|above| sentence.actors(&[above]))
                    .unwrap_or_default(),
            );
        } else {
            let actors = sentence.actors(&[head]);
            extend(&mut own, actors);
        }
        if own.is_empty() && sentence.parse.children_by(head, "cop").next().is_some() {
            extend(&mut own, sentence.actors(&sentence.subjects(head)));
        }
    }
    // "given its close cooperation with": owner and the one towards.
    let fillers = matches!(group.relation, Relation::Transit | Relation::Threat)
        || !owner_actors.is_empty() && !towards.is_empty();
    if fillers && own.is_empty() {
        extend(&mut own, owner_actors);
        extend(&mut other, towards);
    } else {
        extend(&mut other, owner_actors);
        extend(&mut other, towards);
    }
    if own.is_empty() && other.is_empty() {
        own = between;
    } else {
        extend(&mut other, between);
    }
    other.retain(|actor| !own.iter().any(|known| known.id == actor.id));
    Sides { own, other }
}

/// "proxies including X, Y and Z", "its allies, such as X": the members named.
fn members(sentence: &Sentence<'_>, index: usize, group: &TieGroup, found: &mut Vec<Found>) {
    let mut tokens = sentence.obliques(index, &["including", "such as", "like", "includes"]);
    for child in sentence.parse.children(index) {
        let including = sentence.lower(child) == "including" || sentence.lemma(child) == "include";
        if including {
            tokens.extend(
                sentence.children_where(child, |deprel| matches!(deprel, "obj" | "nmod" | "obl")),
            );
        }
    }
    tokens.extend(sentence.children_where(index, |deprel| deprel == "appos"));
    // The list may hang on the noun above: "a network of proxies across the region, including X".
    let mut above = index;
    for _ in 0..3 {
        let Some(head) = sentence.head(above) else {
            break;
        };
        if !tokens.is_empty() {
            break;
        }
        tokens.extend(sentence.obliques(head, &["including", "such as"]));
        above = head;
    }
    // Or on a noun below: "across the Middle East, including Hamas".
    if tokens.is_empty() {
        for below in sentence.parse.subtree(index) {
            if below > index {
                tokens.extend(sentence.obliques(below, &["including", "such as"]));
            }
        }
    }
    let mut own = Vec::new();
    for token in tokens {
        for part in sentence.expand(token) {
            if sentence.scene.sort(part) == Sort::Name {
                extend(&mut own, sentence.scene.at(part).to_vec());
            } else if let Some(mention) = sentence
                .parse
                .mentions
                .iter()
                .find(|mention| mention.head == part)
            {
                // A name that the lexicon does not know is a group's here.
                let mut actor = sentence.as_written(part, Some(Sector::Uaf));
                actor.name = sentence
                    .words(mention.tokens)
                    .trim_start_matches("the ")
                    .to_owned();
                actor.id = entente_lexicon::slug(&actor.name);
                extend(&mut own, vec![actor]);
            }
        }
    }
    if own.is_empty() {
        return;
    }
    let mut other = sentence.actors(&sentence.owners(index));
    let mut at = index;
    while other.is_empty() {
        let Some(head) = sentence.head(at) else { break };
        other = if sentence.is_verb(head) {
            sentence.actors(&sentence.subjects(head))
        } else {
            sentence.actors(&sentence.owners(head))
        };
        if sentence.is_verb(head) {
            break;
        }
        at = head;
    }
    other.retain(|actor| !own.iter().any(|known| known.id == actor.id));
    let factuality = sentence.factuality(index, None);
    relate(
        sentence,
        index,
        None,
        group,
        Sides { own, other },
        &factuality,
        found,
    );
}

fn verb(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    let Some(groups) = sentence.tables.tie_verbs.get(sentence.lemma(index)) else {
        return;
    };
    for &group in groups {
        let group = &sentence.tables.ties[group];
        let passive = sentence.is_passive(index);
        let mut own = if passive {
            sentence.actors(&sentence.obliques(index, &["by"]))
        } else {
            sentence.actors(&sentence.subjects(index))
        };
        let mut other = if passive {
            sentence.actors(&sentence.subjects(index))
        } else {
            Vec::new()
        };
        if passive && group.relation == Relation::Alliance {
            // "is allied with"
            own = sentence.actors(&sentence.subjects(index));
            other = sentence.actors(&sentence.obliques(index, &["with", "to"]));
        }
        if !passive {
            for place in &group.to {
                let mut tokens: Vec<usize> = match place.as_str() {
                    "obj" => sentence.objects(index),
                    preposition => {
                        let mut tokens = sentence.obliques(index, &[preposition]);
                        for object in sentence.objects(index) {
                            if group.relation == Relation::Trade {
                                tokens.extend(sentence.obliques(object, &[preposition]));
                            }
                        }
                        tokens
                    }
                };
                tokens.retain(|&token| {
                    sentence.scene.sort(token) != Sort::None
                        || place == "obj"
                        || !sentence.owners(token).is_empty()
                });
                other = match group.relation {
                    // "fears Iranian influence" fears Iran; "joined Russia's union" does not.
                    Relation::Threat | Relation::Transit => sentence.actors_or_owners(&tokens),
                    _ => sentence.actors(&tokens),
                };
                if !other.is_empty() {
                    break;
                }
            }
            if other.is_empty() && group.relation == Relation::Threat {
                // "fears that Azerbaijan could become": the subject of what is feared.
                for clause in sentence.children_where(index, |d| matches!(d, "ccomp" | "xcomp")) {
                    let subjects = sentence.subjects(clause);
                    other.extend(
                        sentence
                            .actors(&subjects)
                            .into_iter()
                            .filter(|actor| !own.contains(actor)),
                    );
                }
            }
        }
        if group.relation == Relation::Membership
            && !other.iter().all(|actor| actor.sector == Some(Sector::Igo))
        {
            return;
        }
        let mut factuality = sentence.factuality(index, None);
        if matches!(sentence.lemma(index), "leave" | "quit") {
            factuality.polarity = entente_model::Polarity::Negative;
        }
        if group.relation == Relation::Transit {
            factuality = sentence.factuality(index, None);
        }
        let trade_needs_state = group.relation == Relation::Trade && own.is_empty();
        if trade_needs_state {
            continue;
        }
        relate(
            sentence,
            index,
            None,
            group,
            Sides { own, other },
            &factuality,
            found,
        );
    }
}

fn adjective(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    let Some(groups) = sentence.tables.tie_adjectives.get(sentence.lemma(index)) else {
        return;
    };
    if sentence.deprel(index) == "amod" {
        return;
    }
    for &group in groups {
        let group = &sentence.tables.ties[group];
        let mut own = sentence.actors(&sentence.subjects(index));
        if own.is_empty() && sentence.deprel(index) == "xcomp" {
            own = sentence
                .head(index)
                .map(|head| sentence.actors(&sentence.subjects(head)))
                .unwrap_or_default();
        }
        const TO: &[&str] = &["to", "with", "of", "on", "about", "towards"];
        let other = sentence.actors_or_owners(&sentence.obliques(index, TO));
        let factuality = sentence.factuality(index, None);
        relate(
            sentence,
            index,
            None,
            group,
            Sides { own, other },
            &factuality,
            found,
        );
    }
}

/// "Iran-backed", "Iranian-backed militia", "Russian-sponsored": patron and client.
fn backed(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    let word = sentence.lower(index);
    let participle = matches!(
        word.rsplit('-').next().unwrap_or_default(),
        "backed" | "sponsored" | "supported" | "funded" | "armed" | "allied" | "aligned"
    );
    if !participle || sentence.deprel(index) != "amod" {
        return;
    }
    let patron = index
        .checked_sub(2)
        .filter(|_| sentence.lower(index - 1) == "-")
        .map(|first| sentence.scene.at(first).to_vec())
        .filter(|actors| !actors.is_empty())
        .unwrap_or_else(|| {
            let children: Vec<usize> = sentence.parse.children(index).collect();
            children
                .iter()
                .flat_map(|&child| sentence.scene.at(child).to_vec())
                .collect()
        });
    let Some(head) = sentence.head(index) else {
        return;
    };
    let mut client = sentence.actors(&[head]);
    client.retain(|actor| !patron.iter().any(|other| other.id == actor.id));
    if client.is_empty() && sentence.scene.role(head).is_some() {
        client.push(sentence.as_written(head, None));
    }
    let factuality = sentence.factuality(head, None);
    for a in &patron {
        for b in &client {
            if a.id != b.id {
                push(
                    sentence,
                    index,
                    Relation::Patronage,
                    a,
                    b,
                    None,
                    &factuality,
                    found,
                );
            }
        }
    }
}

/// "ethnic Azeris in Iran", "up to 18 million Iranians are ethnic Azeris": kinship of the kin
/// state and the state they live in.
fn ethnic(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    if sentence.lower(index) != "ethnic" {
        return;
    }
    let Some(people) = sentence.head(index) else {
        return;
    };
    // The kin state: the nationality in the phrase.
    let tokens = sentence.parse.subtree(people);
    let kin = [people]
        .into_iter()
        .chain(sentence.children_where(people, |d| matches!(d, "amod" | "compound")))
        .find_map(|token| {
            let actor = sentence.scene.at(token).first()?;
            let state = sentence
                .scene
                .state_of_people(token)
                .or_else(|| (sentence.scene.sort(token) == Sort::Adjective).then(|| actor.clone()));
            state
        });
    let Some(kin) = kin else { return };
    let mut hosts: Vec<ActorRef> = Vec::new();
    for &token in &tokens {
        if let Some(place) = sentence.scene.place(token)
            && place.country.is_some()
            && token != people
        {
            extend(
                &mut hosts,
                sentence
                    .scene
                    .at(token)
                    .iter()
                    .filter(|actor| actor.id != kin.id)
                    .cloned()
                    .collect(),
            );
        }
    }
    for subject in sentence.subjects(people) {
        for part in sentence.parse.subtree(subject) {
            if let Some(state) = sentence.scene.state_of_people(part) {
                extend(&mut hosts, vec![state]);
            } else {
                let states = sentence
                    .scene
                    .at(part)
                    .iter()
                    .filter(|actor| actor.country.as_deref() == Some(actor.id.as_str()));
                extend(&mut hosts, states.cloned().collect());
            }
        }
    }
    if hosts.is_empty()
        && let Some(verb) = sentence.head(people)
    {
        for oblique in sentence.obliques(verb, &["in", "within"]) {
            extend(&mut hosts, sentence.actors(&[oblique]));
        }
    }
    let factuality = sentence.factuality(people, None);
    for host in hosts {
        if host.id != kin.id && host.country != kin.country {
            push(
                sentence,
                index,
                Relation::Kinship,
                &kin,
                &host,
                None,
                &factuality,
                found,
            );
        }
    }
}

/// "NATO member", "a member of the European Union", "the EU's members X and Y".
fn membership(sentence: &Sentence<'_>, index: usize, group: &TieGroup, found: &mut Vec<Found>) {
    let organisation = |actors: Vec<ActorRef>| {
        actors
            .into_iter()
            .filter(|actor| actor.sector == Some(Sector::Igo))
            .collect::<Vec<_>>()
    };
    let mut bodies = organisation(sentence.actors(&sentence.owners(index)));
    extend(
        &mut bodies,
        organisation(sentence.actors(&sentence.obliques(index, &["of", "in", "to"]))),
    );
    for child in sentence.parse.children(index) {
        extend(&mut bodies, organisation(sentence.scene.at(child).to_vec()));
    }
    if bodies.is_empty() {
        return;
    }
    let sides = sides_of(sentence, index, group);
    let mut members: Vec<ActorRef> = sides
        .own
        .into_iter()
        .chain(sides.other)
        .filter(|actor| actor.sector != Some(Sector::Igo))
        .collect();
    // "members of the European Union, Spain and Greece among them"
    for child in sentence.children_where(index, |deprel| {
        matches!(deprel, "appos" | "conj" | "acl" | "parataxis" | "dep")
    }) {
        extend(
            &mut members,
            sentence
                .actors(&[child])
                .into_iter()
                .filter(|actor| actor.sector != Some(Sector::Igo))
                .collect(),
        );
    }
    if members.is_empty()
        && let Some(head) = sentence.head(index)
    {
        // "Turkey as a NATO member", "Turkey, a rival and a NATO member"
        let above = if sentence.deprel(index) == "conj" {
            sentence.head(head)
        } else {
            Some(head)
        };
        if let Some(above) = above {
            let tokens = if sentence.is_verb(above) {
                let objects = sentence.objects(above);
                if objects.is_empty() {
                    sentence.subjects(above)
                } else {
                    objects
                }
            } else {
                vec![above]
            };
            members = sentence.actors(&tokens);
            members.retain(|actor| actor.sector != Some(Sector::Igo));
        }
    }
    let via = sentence
        .light_verb(index)
        .or_else(|| carried_by(sentence, index));
    let mut factuality = sentence.factuality(index, via);
    if matches!(sentence.lemma(index), "candidate" | "accession") {
        factuality.certainty = entente_model::Certainty::Hypothetical;
    }
    for member in &members {
        for body in &bodies {
            push(
                sentence,
                index,
                Relation::Membership,
                member,
                body,
                via,
                &factuality,
                found,
            );
        }
    }
}

/// "NATO's Turkey" is no membership; "Turkey, a NATO ally" is: the name of an organisation right
/// before "ally", "state" or "country".
fn named_member(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    if !matches!(sentence.lemma(index), "ally" | "state" | "country") {
        return;
    }
    let body = sentence
        .children_where(index, |deprel| deprel == "compound")
        .find_map(|child| {
            sentence
                .scene
                .at(child)
                .first()
                .filter(|actor| actor.sector == Some(Sector::Igo))
                .cloned()
        });
    let Some(body) = body else { return };
    let group = sentence
        .tables
        .ties
        .iter()
        .find(|group| group.relation == Relation::Membership);
    let Some(group) = group else { return };
    let sides = sides_of(sentence, index, group);
    let factuality = sentence.factuality(index, None);
    for member in sides
        .own
        .iter()
        .filter(|actor| actor.sector != Some(Sector::Igo))
    {
        push(
            sentence,
            index,
            Relation::Membership,
            member,
            &body,
            None,
            &factuality,
            found,
        );
    }
}

/// Embassies and consulates: sender, receiver, and the city in `detail`.
fn mission(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    if matches!(sentence.deprel(index), "compound") {
        return;
    }
    let mut senders = sentence.actors(&sentence.owners(index));
    extend(
        &mut senders,
        sentence.actors(&sentence.obliques(index, &["of"])),
    );
    let via = sentence
        .head(index)
        .filter(|&head| sentence.is_verb(head) && sentence.deprel(index) == "obj")
        .or_else(|| {
            // "has its embassy in X and consulates in Y": the second hangs on the first.
            let first = sentence
                .head(index)
                .filter(|_| sentence.deprel(index) == "conj")?;
            sentence.head(first).filter(|&head| sentence.is_verb(head))
        });
    if senders.is_empty()
        && let Some(via) = via
    {
        senders = sentence.actors(&sentence.subjects(via));
    }
    senders.retain(|actor| actor.country.as_deref() == Some(actor.id.as_str()));
    if senders.is_empty() {
        return;
    }
    let mut places = sentence.obliques(index, &["in", "at", "to"]);
    if places.is_empty()
        && let Some(via) = via
    {
        places = sentence.obliques(via, &["in", "at"]);
    }
    let mut cities: Vec<(String, ActorRef)> = Vec::new();
    for token in places {
        let mut parts = sentence.expand(token);
        // "in the cities of Kazan and Astrakhan"
        for part in parts.clone() {
            for inner in sentence.obliques(part, &["of"]) {
                parts.extend(sentence.expand(inner));
            }
            for inner in sentence.children_where(part, |deprel| matches!(deprel, "appos" | "flat"))
            {
                parts.extend(sentence.expand(inner));
            }
        }
        for part in parts {
            let Some(place) = sentence.scene.place(part) else {
                continue;
            };
            let Some(country) = &place.country else {
                continue;
            };
            let state = ActorRef {
                id: country.clone(),
                name: sentence
                    .scene
                    .at(part)
                    .first()
                    .map_or_else(|| country.clone(), |actor| actor.name.clone()),
                text: place.name.clone(),
                country: Some(country.clone()),
                sector: None,
            };
            if !cities.iter().any(|(name, _)| *name == place.name) {
                cities.push((place.name.clone(), state));
            }
        }
    }
    if cities.is_empty() {
        // "no embassies in each other's capital": the two subjects.
        let mutual = sentence
            .parse
            .subtree(index)
            .iter()
            .any(|&token| sentence.lower(token) == "other");
        if mutual && senders.len() == 2 {
            let factuality = sentence.factuality(index, via);
            let (first, second) = (senders[0].clone(), senders[1].clone());
            push(
                sentence,
                index,
                Relation::Mission,
                &first,
                &second,
                via,
                &factuality,
                found,
            );
            push(
                sentence,
                index,
                Relation::Mission,
                &second,
                &first,
                via,
                &factuality,
                found,
            );
        }
        return;
    }
    let factuality = sentence.factuality(index, via);
    let name = sentence.noun_phrase(index);
    let kind = if sentence.lemma(index).contains("embassy") {
        "embassy"
    } else if name.to_lowercase().contains("consul") {
        "consulate general"
    } else {
        sentence.lemma(index)
    };
    for sender in &senders {
        for (city, receiver) in &cities {
            if sender.id == receiver.id {
                continue;
            }
            found.push(Found {
                token: index,
                body: Body::Tie(Tie {
                    relation: Relation::Mission,
                    a: sender.clone(),
                    b: receiver.clone(),
                    directed: true,
                    date: None,
                    detail: Some(format!("{kind} in {city}")),
                }),
                factuality: factuality.clone(),
            });
        }
    }
}

/// Relates the sides of a noun, verb or adjective.
fn relate(
    sentence: &Sentence<'_>,
    index: usize,
    via: Option<usize>,
    group: &TieGroup,
    sides: Sides,
    factuality: &Factuality,
    found: &mut Vec<Found>,
) {
    let Sides { own, other } = sides;
    let relation = group.relation;
    if relation == Relation::Membership {
        for member in own.iter().filter(|actor| actor.sector != Some(Sector::Igo)) {
            for body in other
                .iter()
                .filter(|actor| actor.sector == Some(Sector::Igo))
            {
                push(
                    sentence, index, relation, member, body, via, factuality, found,
                );
            }
        }
        return;
    }
    if other.is_empty() {
        if relation.is_directed() {
            return;
        }
        // "A and B are allies"
        for (at, a) in own.iter().enumerate() {
            for b in &own[at + 1..] {
                push(sentence, index, relation, a, b, via, factuality, found);
            }
        }
        return;
    }
    if own.is_empty() {
        if relation.is_directed() || other.len() < 2 {
            return;
        }
        // "Turkish-Azerbaijani axis", "the alliance of A and B", "B's alliance with A"
        let first = other[0].clone();
        for b in &other[1..] {
            push(sentence, index, relation, &first, b, via, factuality, found);
        }
        return;
    }
    for a in &own {
        for b in &other {
            let (a, b) = if relation.is_directed() && group.other_is_a() {
                (b, a)
            } else {
                (a, b)
            };
            push(sentence, index, relation, a, b, via, factuality, found);
        }
    }
    // Those named together share the alliance: "Russia and Iran form an axis alongside Armenia".
    if own.len() > 1
        && relation == Relation::Alliance
        && matches!(sentence.lemma(index), "axis" | "alliance" | "bloc")
    {
        for (at, a) in own.iter().enumerate() {
            for b in &own[at + 1..] {
                push(sentence, index, relation, a, b, via, factuality, found);
            }
        }
    }
}

#[allow(clippy::too_many_arguments, reason = "the fields of one record")]
fn push(
    sentence: &Sentence<'_>,
    index: usize,
    relation: Relation,
    a: &ActorRef,
    b: &ActorRef,
    via: Option<usize>,
    factuality: &Factuality,
    found: &mut Vec<Found>,
) {
    let same_state = a.id == b.id || a.acts_for(&b.id) || b.acts_for(&a.id);
    if same_state {
        return;
    }
    let date: Option<DateSpan> = sentence.date_of(index, via);
    found.push(Found {
        token: index,
        body: Body::Tie(Tie {
            relation,
            a: a.clone(),
            b: b.clone(),
            directed: relation.is_directed(),
            date,
            detail: detail(sentence, index),
        }),
        factuality: factuality.clone(),
    });
}

/// The words that specify the relation: the noun with its modifiers.
fn detail(sentence: &Sentence<'_>, index: usize) -> Option<String> {
    if !sentence.is_noun(index) {
        return None;
    }
    let first = sentence
        .children_where(index, |deprel| {
            matches!(deprel, "amod" | "compound" | "nummod")
        })
        .filter(|&child| child < index)
        .min()
        .unwrap_or(index);
    let words = sentence.words((first, index + 1));
    (words.split_whitespace().count() > 1).then(|| words.to_owned())
}
