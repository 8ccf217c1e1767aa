//! Members of organisations: "NATO member", "a member of the European Union". A member is a state;
//! what it is a member of is an organisation of states.

use entente_model::{ActorRef, Certainty, Polarity, Relation, Sector};

use super::nouns::TieNoun;
use super::words::has_copula;
use super::{Telling, factuality, members};
use crate::Found;
use crate::predicates::TieGroup;
use crate::sentence::{Sentence, extend};

/// Codes the noun of membership at `index`.
pub(super) fn code(
    sentence: &Sentence<'_>,
    index: usize,
    group: &TieGroup,
    found: &mut Vec<Found>,
) {
    let bodies = bodies(sentence, index);
    if bodies.is_empty() {
        return;
    }
    let noun = TieNoun::at(sentence, index);
    if sentence.is_inverted(noun.anchor) {
        return;
    }
    let listed = states(members::named(sentence, &members::listed(sentence, index)));
    let by_list = !listed.is_empty();
    // "Sweden's accession to NATO", which somebody else ratified.
    let of_owner = match sentence.lemma(index) {
        "accession" | "membership" => states(sentence.actors(&sentence.owners(index))),
        _ => Vec::new(),
    };
    // "its neighbour's membership": somebody's whom the text does not name here.
    let possessed = sentence
        .children_where(index, |it| it == "nmod:poss")
        .next();
    if matches!(sentence.lemma(index), "accession" | "membership")
        && of_owner.is_empty()
        && possessed.is_some()
    {
        return;
    }
    let members = if by_list {
        listed
    } else if !of_owner.is_empty() {
        of_owner
    } else {
        let sides = noun.sides_only(group);
        [sides.own, sides.other]
            .into_iter()
            .map(states)
            .find(|told| !told.is_empty())
            .unwrap_or_else(|| states(described(sentence, noun.anchor)))
    };
    let mut factuality = factuality(sentence, index, noun.via);
    if by_list {
        // What the clause denies of them, it does not deny of their membership.
        factuality.polarity = Polarity::Positive;
        factuality.certainty = Certainty::Certain;
    }
    if matches!(sentence.lemma(index), "candidate" | "accession") {
        factuality.certainty = Certainty::Hypothetical;
    }
    let telling = Telling {
        token: index,
        via: noun.via,
        relation: Relation::Membership,
        factuality: &factuality,
    };
    for member in &members {
        for body in &bodies {
            telling.record(sentence, member, body, found);
        }
    }
}

/// "NATO's Turkey" is no membership; "Turkey, a NATO ally" is: the name of an organisation right
/// before "ally", "state" or "country".
pub(super) fn code_named(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    if !matches!(sentence.lemma(index), "ally" | "state" | "country") {
        return;
    }
    let compounds = sentence.children_where(index, |deprel| deprel == "compound");
    let bodies = organisations(compounds.flat_map(|child| sentence.scene.at(child).to_vec()));
    let Some(body) = bodies.first() else { return };
    let said = has_copula(sentence, index) || sentence.deprel(index) == "appos";
    let noun = TieNoun::at(sentence, index);
    let group = sentence
        .tables
        .ties
        .iter()
        .find(|group| group.relation == Relation::Membership);
    let Some(group) = group.filter(|_| said && !sentence.is_inverted(index)) else {
        return;
    };
    let factuality = sentence.factuality(index, noun.via);
    let telling = Telling {
        token: index,
        via: noun.via,
        relation: Relation::Membership,
        factuality: &factuality,
    };
    for member in states(noun.sides_only(group).own) {
        telling.record(sentence, &member, body, found);
    }
}

fn states(mut actors: Vec<ActorRef>) -> Vec<ActorRef> {
    actors.retain(ActorRef::is_state);
    actors
}

fn organisations(actors: impl IntoIterator<Item = ActorRef>) -> Vec<ActorRef> {
    let mut found = Vec::new();
    for actor in actors {
        if actor.sector == Some(Sector::Igo) {
            extend(&mut found, vec![actor]);
        }
    }
    found
}

/// The organisations that the noun is of.
fn bodies(sentence: &Sentence<'_>, index: usize) -> Vec<ActorRef> {
    let mut found = organisations(sentence.actors(&sentence.owners(index)));
    let mut of = sentence.obliques(index, &["of", "in", "to"]);
    of.extend(sentence.complement(index, &["of", "in", "to"]));
    // "a candidate for membership of the Union"
    for token in sentence.obliques(index, &["for"]) {
        of.extend(sentence.obliques(token, &["of", "in"]));
    }
    extend(&mut found, organisations(sentence.actors(&of)));
    for child in sentence.parse.children(index) {
        extend(&mut found, organisations(sentence.scene.at(child).to_vec()));
    }
    if found.is_empty() {
        extend(&mut found, body_of_relative(sentence, index));
    }
    found
}

/// "the Union, of which it became a member": the organisation right before the relative clause.
fn body_of_relative(sentence: &Sentence<'_>, index: usize) -> Vec<ActorRef> {
    let clause = sentence
        .head(index)
        .filter(|_| sentence.deprel(index) == "xcomp");
    let which = [Some(index), clause].into_iter().flatten().find_map(|at| {
        let of = sentence.obliques(at, &["of"]);
        of.into_iter().find(|&it| sentence.lower(it) == "which")
    });
    let before = which.and_then(|which| {
        let mut before = (0..which.saturating_sub(1)).rev().take(2);
        before.find(|&it| !sentence.scene.at(it).is_empty())
    });
    before.map_or_else(Vec::new, |it| organisations(sentence.scene.at(it).to_vec()))
}

/// "views Turkey as a NATO member", "Turkey, a rival and a NATO member".
fn described(sentence: &Sentence<'_>, anchor: usize) -> Vec<ActorRef> {
    let mut at = anchor;
    if sentence.deprel(at) == "conj" {
        at = sentence.head(at).unwrap_or(at);
    }
    let Some(above) = sentence.head(at) else {
        return Vec::new();
    };
    if !matches!(
        sentence.deprel(at),
        "obl" | "xcomp" | "appos" | "nmod" | "obj"
    ) {
        return Vec::new();
    }
    if !sentence.is_verb(above) {
        return sentence.actors(&[above]);
    }
    let objects: Vec<usize> = sentence
        .objects(above)
        .into_iter()
        .filter(|&object| object != at)
        .collect();
    if objects.is_empty() {
        sentence.who(above)
    } else {
        sentence.actors(&objects)
    }
}
