//! Tie verbs and tie adjectives.

use entente_model::{ActorRef, Certainty, Polarity, Relation, Sector};

use super::frames::{Frames, has};
use super::words::{adjectives_at, has_copula, moves_goods, thing_words, verbs_at};
use super::{Sides, Telling, members, relate};
use crate::Found;
use crate::predicates::TieGroup;
use crate::sentence::{Sentence, extend};

/// Prepositions of adjectives: "close to", "wary of".
const ADJECTIVE_TO: &[&str] = &["to", "with", "of", "on", "about", "towards"];

/// What `needs` says of verbs whose object is an armed group.
const ARMED_GROUP: &str = "armed group";

/// Codes the tie verb at `index`, if there is one.
pub(super) fn code(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    for group in verbs_at(sentence, index) {
        let Some(mut sides) = sides(sentence, index, group) else {
            continue;
        };
        let mut relation = group.relation;
        if relation == Relation::Transit && is_dependence_for_goods(sentence, index) {
            relation = Relation::Trade;
        }
        if relation == Relation::Trade {
            relation = arms_trade(&mut sides);
        }
        if relation == Relation::Membership && !join(&mut sides) {
            continue;
        }
        let mut factuality = sentence.factuality(index, None);
        let wanted = sentence.deprel(index) == "xcomp"
            && sentence
                .head(index)
                .is_some_and(|head| has(&Frames::builtin().wants, sentence.lemma(head)));
        // "talks on joining the Union"
        let only_spoken_of = matches!(sentence.deprel(index), "acl" | "advcl")
            && sentence
                .parse
                .children_by(index, "mark")
                .any(|mark| matches!(sentence.lower(mark).as_str(), "on" | "about" | "for"));
        if wanted || only_spoken_of {
            factuality.certainty = Certainty::Hypothetical;
        }
        // "sent forces to oust the rebels": what is meant to come about is no standing enmity.
        let only_meant = relation == Relation::Rivalry
            && factuality.certainty == Certainty::Hypothetical
            && matches!(sentence.lemma(index), "oust" | "drive" | "dislodge");
        if only_meant {
            continue;
        }
        let leaves = has(&Frames::builtin().ends, sentence.lemma(index));
        if leaves && factuality.certainty == Certainty::Certain {
            factuality.polarity = match factuality.polarity {
                Polarity::Negative => Polarity::Positive,
                Polarity::Positive => Polarity::Negative,
            };
        }
        let telling = Telling {
            token: index,
            via: None,
            relation,
            factuality: &factuality,
        };
        relate(sentence, &telling, group, &sides, found);
        if found.iter().any(|known| known.token == index) {
            break;
        }
    }
}

/// Codes the tie adjective at `index`, if there is one that is said of somebody.
pub(super) fn code_adjective(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    if sentence.is_inverted(index) {
        return;
    }
    for group in adjectives_at(sentence, index) {
        let own = sentence.who(index);
        let mut tokens = sentence.obliques(index, ADJECTIVE_TO);
        tokens.extend(sentence.complement(index, ADJECTIVE_TO));
        if group.relation == Relation::Partnership {
            // "close to the Israeli border" is nobody's friend.
            tokens
                .retain(|&token| !sentence.is_noun(token) || !sentence.actors(&[token]).is_empty());
        }
        let other = sentence.other_than(&own, &tokens);
        if own.is_empty() || other.is_empty() && !has_copula(sentence, index) {
            continue;
        }
        let factuality = sentence.factuality(index, None);
        let telling = Telling {
            token: index,
            via: None,
            relation: group.relation,
            factuality: &factuality,
        };
        relate(sentence, &telling, group, &Sides { own, other }, found);
    }
}

/// Subject and far side of a verb; `None` where the verb does not mean the tie here.
fn sides(sentence: &Sentence<'_>, index: usize, group: &TieGroup) -> Option<Sides> {
    let passive = sentence.is_passive(index);
    // "entered Lebanon, and left it": a body is left by its name.
    let is_it = |it: &usize| sentence.lower(*it) == "it";
    if group.relation == Relation::Membership && sentence.objects(index).iter().any(is_it) {
        return None;
    }
    let mut things = if passive {
        sentence.subjects(index)
    } else {
        sentence.objects(index)
    };
    if things.is_empty() {
        things.extend(sentence.misread_object(index));
    }
    let goods = moves_goods(sentence, &things);
    let intransitive = group.to.iter().all(|place| place == "with");
    let needs_goods = has(&group.needs, "goods");
    if needs_goods && !goods || intransitive && !goods && !things.is_empty() {
        return None;
    }
    let mut sides = if has(&group.to, "through") {
        passage_sides(sentence, index, group)
    } else if passive {
        passive_sides(sentence, index, group, &things)
    } else {
        active_sides(sentence, index, group, &things)
    };
    // "was admitted to the Union", "the Union admitted Togo"
    if group.relation == Relation::Membership
        && matches!(sentence.lemma(index), "admit" | "readmit")
    {
        sides = if passive {
            Sides {
                own: sentence.who(index),
                other: sentence.actors(&sentence.obliques(index, &["to", "into"])),
            }
        } else {
            Sides {
                own: sides.other,
                other: sides.own,
            }
        };
    }
    let of_armed_groups = has(&group.needs, ARMED_GROUP);
    if of_armed_groups {
        let tokens: Vec<usize> = things
            .iter()
            .flat_map(|&thing| members::listed(sentence, thing))
            .collect();
        extend(&mut sides.other, members::named(sentence, &tokens));
        sides.other.retain(is_armed_group);
        // Whoever fights them is their enemy; a patron is a state.
        if group.relation == Relation::Patronage {
            sides.own.retain(is_state_or_organ);
        }
    }
    let complete = !sides.own.is_empty()
        && (!sides.other.is_empty()
            // "A and B trade"; but not "A and B fought", perhaps side by side.
            || sides.own.len() > 1 && things.is_empty() && !of_armed_groups);
    complete.then_some(sides)
}

fn is_state_or_organ(actor: &ActorRef) -> bool {
    actor.is_state() || actor.sector.is_some_and(Sector::is_state_organ)
}

fn active_sides(
    sentence: &Sentence<'_>,
    index: usize,
    group: &TieGroup,
    things: &[usize],
) -> Sides {
    let mut own = sentence.who(index);
    // "Tajik exporters depend on", which is Tajikistan's dependence
    let acts = |actor: &ActorRef| {
        let mut country = actor.country.iter();
        country.any(|country| actor.acts_for(country))
    };
    if group.relation == Relation::Transit && !own.iter().any(acts) {
        let subjects = sentence.subjects(index).into_iter();
        let owners: Vec<usize> = subjects.flat_map(|it| sentence.owners(it)).collect();
        let states = sentence.actors(&owners);
        if !states.is_empty() {
            own = states;
        }
    }
    let mut other = Vec::new();
    for place in &group.to {
        let tokens = match place.as_str() {
            "obj" => things.to_vec(),
            "iobj" => sentence.parse.children_by(index, "iobj").collect(),
            "owner" => goods_owners(sentence, things),
            preposition => under(sentence, index, things, preposition),
        };
        // "depended on routes through Uzbekistan"
        let through: Vec<usize> = tokens
            .iter()
            .filter(|_| group.relation == Relation::Transit)
            .flat_map(|&token| sentence.obliques(token, &["through", "via", "across"]))
            .collect();
        let tokens = if through.is_empty() { tokens } else { through };
        other = match group.relation {
            // "fears Iranian influence" fears Iran; "joined Russia's union" does not.
            Relation::Threat | Relation::Transit => sentence.other_than(&own, &tokens),
            _ if place == "obj" => sentence.actors(&tokens),
            _ => {
                let named: Vec<usize> = tokens
                    .into_iter()
                    .filter(|&token| !sentence.actors(&sentence.antecedent(token)).is_empty())
                    .collect();
                sentence.other_than(&own, &named)
            }
        };
        other.retain(|actor| !own.iter().any(|known| known.id == actor.id));
        if !other.is_empty() {
            break;
        }
    }
    if other.is_empty() && group.relation == Relation::Threat {
        other = feared_in_clause(sentence, index, &own);
    }
    Sides { own, other }
}

/// The phrases under a preposition of the verb or, where there is one, of its object.
fn under(sentence: &Sentence<'_>, index: usize, things: &[usize], preposition: &str) -> Vec<usize> {
    let mut tokens = sentence.obliques(index, &[preposition]);
    for &thing in things {
        tokens.extend(sentence.obliques(thing, &[preposition]));
    }
    tokens
}

/// Whose the goods are: "buys Israeli weapons", "supplies most of its gas".
fn goods_owners(sentence: &Sentence<'_>, things: &[usize]) -> Vec<usize> {
    if !moves_goods(sentence, things) {
        return Vec::new();
    }
    things
        .iter()
        .flat_map(|&thing| thing_words(sentence, thing))
        .flat_map(|word| sentence.owners(word))
        .collect()
}

/// "most of its trade passes through B", "all that A sells passes through B".
fn passage_sides(sentence: &Sentence<'_>, index: usize, group: &TieGroup) -> Sides {
    let mut own = Vec::new();
    for thing in sentence.subjects(index) {
        let words = thing_words(sentence, thing);
        let owners = words.into_iter().flat_map(|word| sentence.owners(word));
        extend(&mut own, sentence.actors(&owners.collect::<Vec<_>>()));
        let clauses = sentence.children_where(thing, |deprel| deprel == "acl:relcl");
        for clause in clauses {
            extend(&mut own, sentence.who(clause));
        }
    }
    own.retain(ActorRef::is_state);
    let prepositions: Vec<&str> = group.to.iter().map(String::as_str).collect();
    let mut other = sentence.other_than(&own, &sentence.obliques(index, &prepositions));
    other.retain(ActorRef::is_state);
    Sides { own, other }
}

/// "is sponsored by A"; "is allied with B"; "Turkey's drones, sold to B".
fn passive_sides(
    sentence: &Sentence<'_>,
    index: usize,
    group: &TieGroup,
    things: &[usize],
) -> Sides {
    let by = sentence.actors(&sentence.obliques(index, &["by"]));
    match group.relation {
        Relation::Alliance => Sides {
            own: sentence.who(index),
            other: sentence.actors(&sentence.obliques(index, &["with", "to"])),
        },
        Relation::Trade => {
            let own = if by.is_empty() {
                sentence.actors(&goods_owners(sentence, things))
            } else {
                by
            };
            let tokens = sentence.obliques(index, &["to", "from"]);
            let other = sentence.other_than(&own, &tokens);
            Sides { own, other }
        }
        _ => Sides {
            own: by,
            other: sentence.who(index),
        },
    }
}

/// "fears that Azerbaijan could become": the subject of what is feared.
fn feared_in_clause(sentence: &Sentence<'_>, index: usize, own: &[ActorRef]) -> Vec<ActorRef> {
    let clauses = sentence.children_where(index, |deprel| {
        matches!(deprel, "ccomp" | "xcomp" | "csubj" | "acl")
    });
    let subjects: Vec<usize> = clauses
        .flat_map(|clause| {
            sentence
                .children_where(clause, |deprel| deprel.starts_with("nsubj"))
                .collect::<Vec<_>>()
        })
        .collect();
    let mut found = sentence.actors(&subjects);
    for &subject in &subjects {
        // "outside powers, Israel above all"
        found.extend(members::named(
            sentence,
            &members::listed(sentence, subject),
        ));
    }
    found.retain(|actor| !own.iter().any(|known| known.id == actor.id));
    found
}

/// "depends on Russia for gas" is trade; "for transit" is not.
fn is_dependence_for_goods(sentence: &Sentence<'_>, index: usize) -> bool {
    let frames = Frames::builtin();
    let mut purposes = sentence.obliques(index, &["for"]);
    for token in sentence.obliques(index, &["on", "upon"]) {
        purposes.extend(sentence.obliques(token, &["for"]));
    }
    let passes = purposes
        .iter()
        .flat_map(|&purpose| thing_words(sentence, purpose))
        .any(|word| has(&frames.passage, sentence.lemma(word)));
    !passes && moves_goods(sentence, &purposes)
}

/// What an armed group is given makes it a client: "Iran supplies missiles to the Houthis".
fn arms_trade(sides: &mut Sides) -> Relation {
    let armed = |actors: &[ActorRef]| actors.iter().all(is_armed_group);
    if armed(&sides.own) {
        std::mem::swap(&mut sides.own, &mut sides.other);
        Relation::Patronage
    } else if armed(&sides.other) {
        Relation::Patronage
    } else {
        Relation::Trade
    }
}

fn is_armed_group(actor: &ActorRef) -> bool {
    matches!(actor.sector, Some(Sector::Reb | Sector::Uaf))
}

/// Only states join, and only organisations are joined.
fn join(sides: &mut Sides) -> bool {
    sides.own.retain(ActorRef::is_state);
    // "left the West African bloc ECOWAS"
    let named = |actor: &ActorRef| actor.name.starts_with(char::is_uppercase);
    if sides.other.iter().any(named) {
        sides.other.retain(named);
    }
    !sides.other.is_empty()
        && sides
            .other
            .iter()
            .all(|actor| actor.sector == Some(Sector::Igo))
}
