//! Events: verbs and nouns of `events.toml`, with who acts and who is acted upon; what the encoder's head
//! makes of them stands in `learned`.

mod elsewhere;
mod frames;
pub(crate) mod learned;
mod means;
mod participants;
pub(crate) mod phrases;
mod political;
mod senses;
mod things;

use entente_model::{ActorRef, Body, Certainty, Event, EventType, Polarity, Quad, Sector};
use entente_text::Upos;

use self::elsewhere::{
    below_nouns, from_body, is_mediating, leaves_target_open, located, other_body, parties_to,
    state_after, subject_before,
};
pub use self::learned::{Consideration, Outcome};
use self::participants::participants;
use crate::circumstances::Whereabouts;
use crate::predicates::EventGroup;
use crate::sentence::{Sentence, extend};
use crate::{Found, ToldBy};

/// Codes the events of a sentence: by the rules, and then by what the head for events makes of them.
pub(crate) fn code(sentence: &Sentence<'_>, found: &mut Vec<Found>) -> Vec<Consideration> {
    by_rules(sentence, found);
    let considered = learned::weigh(sentence, found);
    found.retain(|found| political::is_political(sentence, found));
    considered
}

/// Codes the events that the tables of predicates tell.
pub(crate) fn by_rules(sentence: &Sentence<'_>, found: &mut Vec<Found>) {
    for index in 0..sentence.len() {
        let has_article = || sentence.parse.children_by(index, "det").next().is_some();
        if sentence.is_verb(index) && has_article() {
            continue; // "the killing": a noun that the tagger took for a verb.
        }
        if sentence.is_verb(index) && !is_bare_noun(sentence, index) {
            demand(sentence, index, found);
            means::death(sentence, index, found);
            verb(sentence, index, found);
        } else if sentence.is_verb(index) {
            // "pressure on Baku": a noun that the tagger took for a verb.
            noun(sentence, index, found);
        } else if sentence.upos(index) == Upos::Noun {
            noun(sentence, index, found);
        }
    }
}

/// A word that is tagged as a verb, but has no subject or object and is followed by what
/// belongs to a noun.
fn is_bare_noun(sentence: &Sentence<'_>, index: usize) -> bool {
    let lower = sentence.lower(index);
    sentence.tables.event_nouns.contains_key(&lower)
        && lower == sentence.lemma(index)
        && sentence
            .children_where(index, |d| {
                d.starts_with("nsubj") || d == "obj" || d.starts_with("aux") || d == "mark"
            })
            .next()
            .is_none()
        && sentence
            .children_where(index, |d| d.starts_with("obl") || d.starts_with("nmod"))
            .next()
            .is_some()
}

/// Nouns that only say how many or how much of something there is.
const AMOUNTS: &[&str] = &[
    "number", "hundred", "thousand", "million", "billion", "dozen", "score", "lot", "majority",
    "handful", "group", "part", "share", "amount", "quantity", "ton", "tonne", "batch", "series",
];

/// Whether an object noun is one of those that a verb asks for.
fn is_object(sentence: &Sentence<'_>, object: usize, wanted: &[String]) -> bool {
    let lemma = sentence.lemma(object);
    // "a small number of refugees", "thousands of troops": what is counted.
    if AMOUNTS.contains(&lemma)
        && let Some(&counted) = sentence.obliques(object, &["of"]).first()
        && is_object(sentence, counted, wanted)
    {
        return true;
    }
    let is_person = |actor: &ActorRef| {
        actor.sector == Some(Sector::Gov) && actor.country.as_ref().is_some_and(|c| *c != actor.id)
    };
    if wanted.iter().any(|noun| noun == "person")
        && sentence.actors(&[object]).iter().any(is_person)
    {
        return true;
    }
    let before = object
        .checked_sub(1)
        .map(|before| format!("{} {lemma}", sentence.lower(before)));
    sentence
        .expand(object)
        .iter()
        .any(|&part| wanted.iter().any(|noun| noun == sentence.lemma(part)))
        || wanted
            .iter()
            .any(|noun| Some(noun.as_str()) == before.as_deref())
}

/// Whether what a verb is done to is one of the nouns that it asks for.
fn has_object(sentence: &Sentence<'_>, verb: usize, wanted: &[String]) -> bool {
    let mut things = sentence.undergoers(verb).into_iter();
    things.any(|thing| is_object(sentence, thing, wanted))
}

/// "dropped its objections", "declared their war over": whether a deed is told to end.
pub(crate) fn is_given_up(sentence: &Sentence<'_>, deed: usize) -> bool {
    const ENDS: &[&str] = &[
        "abandon",
        "drop",
        "end",
        "lift",
        "relinquish",
        "renounce",
        "retract",
        "shelve",
        "shift",
        "switch",
        "withdraw",
    ];
    let is_object = matches!(sentence.deprel(deed), "obj" | "nsubj:pass");
    let Some(verb) = sentence.head(deed).filter(|_| is_object) else {
        return false;
    };
    let over = || {
        let mut behind = sentence.parse.children(verb).filter(|&it| it > deed);
        sentence.lemma(verb) == "declare" && behind.any(|it| sentence.lower(it) == "over")
    };
    let gives_up =
        sentence.lemma(verb) == "give" && sentence.particle(verb).as_deref() == Some("up");
    ENDS.contains(&sentence.lemma(verb)) || gives_up || over()
}

/// "sent tanks to the border": what goes there is no gift to the one beyond it.
fn is_to_a_border(sentence: &Sentence<'_>, verb: usize) -> bool {
    let ends = sentence.obliques(verb, &["to", "towards", "near", "along", "on"]);
    ends.iter()
        .any(|&end| matches!(sentence.lemma(end), "border" | "frontier" | "front"))
}

/// Particles that are adverbs: as prepositions they belong to the noun after them.
const ADVERBS: &[&str] = &["in", "up", "down", "out", "off", "back", "over"];

/// Verbs whose "with" names those at whose side one does it.
const FIGHTS: &[&str] = &["fight", "battle"];

fn verb(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    let Some(candidates) = sentence.tables.event_verbs.get(sentence.lemma(index)) else {
        return;
    };
    let particle = sentence.particle(index);
    let passive = sentence.is_passive(index);
    if senses::tells_no_deed(sentence, index) {
        return;
    }
    let mut things = sentence.undergoers(index);
    // "the agreement that A and B signed", taken for what the agreement says.
    if things.is_empty()
        && sentence.deprel(index) == "acl"
        && let Some(noun) = sentence.head(index)
        && candidates
            .iter()
            .any(|verb| is_object(sentence, noun, &verb.objects))
    {
        things.push(noun);
    }
    // The more specific wins: with the right object, then with the particle, then bare.
    let best = candidates
        .iter()
        .filter(|verb| match (&verb.particle, &particle) {
            (Some(wanted), Some(particle)) => wanted == particle,
            // "held up the talks" holds none
            (None, Some(particle))
                if !verb.objects.is_empty() && matches!(particle.as_str(), "up" | "off") =>
            {
                false
            }
            // "called on Iran"; but who "gave a speech in Riyadh" did not give in.
            (Some(wanted), None) => {
                let under = || !sentence.obliques(index, &[wanted]).is_empty();
                // "blamed the kidnappings on them"
                let behind = || {
                    sentence.lemma(index) == "blame"
                        && !sentence.obliques_of_object(index, wanted).is_empty()
                };
                !ADVERBS.contains(&wanted.as_str()) && (under() || behind())
            }
            (None, _) => true,
        })
        .filter(|verb| {
            verb.objects.is_empty()
                || things
                    .iter()
                    .any(|&thing| is_object(sentence, thing, &verb.objects))
        })
        .max_by_key(|verb| {
            let joint = verb.objects.iter().any(|object| {
                object.contains(' ')
                    && things
                        .iter()
                        .any(|&thing| is_object(sentence, thing, std::slice::from_ref(object)))
            });
            let mobilizes = sentence.tables.events[verb.group].event_type == EventType::Mobilize;
            (
                joint,
                !verb.objects.is_empty(),
                verb.particle.is_some(),
                mobilizes && is_to_a_border(sentence, index),
            )
        });
    let Some(best) = best else { return };
    let group = &sentence.tables.events[best.group];
    // Nothing is crossed into: where the tree says so, "tanks rolled into" was taken for tanks that somebody rolled.
    let passive = passive && group.by.is_empty();
    if group.event_type == EventType::Agree && pledges_harm(sentence, index) {
        return;
    }
    let consumed: Vec<usize> = if best.objects.is_empty() {
        Vec::new()
    } else {
        things.clone()
    };

    if !passive && means::tell_it_all(sentence, index) || means::is_of_nature(sentence, index) {
        return;
    }
    let source = if passive {
        let agents = means::agents_of(sentence, index);
        let actors = participants(sentence, &agents);
        let by_means = agents.iter().any(|&it| means::is_means(sentence, it));
        if actors.is_empty() && !agents.is_empty() && !by_means {
            return; // "was hit by setbacks", but not "was hit by an Israeli strike"
        }
        let may_be_told = by_means || agents.is_empty() && group.event_type == EventType::Assault;
        if actors.is_empty() && may_be_told {
            means::killers(sentence, index)
        } else if actors.is_empty() && agents.is_empty() {
            from_body(sentence, index, group.event_type)
        } else {
            actors
        }
    } else {
        means::acting(sentence, &sentence.subjects(index))
    };
    let may_do_it = |actor: &ActorRef| actor.sector.is_some_and(|it| group.by.contains(&it));
    if !group.by.is_empty() && !source.iter().all(may_do_it) {
        return;
    }
    let target = verb_target(sentence, index, group, passive, &consumed);
    // "Relations between the two were restored": by both.
    let (source, mut target) = if source.is_empty() && passive && group.mutual && target.len() > 1 {
        (target, Vec::new())
    } else {
        (source, target)
    };
    if group.event_type == EventType::Mobilize {
        // "massed its fighters near Goma", "called up reservists": those who are moved, and where.
        target
            .retain(|actor| actor.country.is_some() || sentence.lexicon.actor(&actor.id).is_some());
    }
    emit(sentence, index, None, group, source, target, found);
}

/// "pledged to destroy them": no agreement; what it is, the head for events tells.
fn pledges_harm(sentence: &Sentence<'_>, verb: usize) -> bool {
    let tables = sentence.tables;
    let harms = |done: usize| {
        let known = tables.event_verbs.get(sentence.lemma(done));
        // "agreed to end the war", "not to use force"
        let mut known = known
            .into_iter()
            .flatten()
            .filter(|harm| harm.objects.is_empty() || has_object(sentence, done, &harm.objects));
        !sentence.is_negated(done)
            && known
                .any(|harm| tables.events[harm.group].event_type.quad() == Quad::MaterialConflict)
    };
    let mut pledged = sentence.children_where(verb, |deprel| deprel == "xcomp");
    pledged.any(harms)
}

/// The nearest phrase under `preposition` anywhere below the verb without another verb between:
/// parsers often hang it on the wrong noun ("established ties on Saturday with Bhutan").
fn beyond(sentence: &Sentence<'_>, verb: usize, preposition: &str) -> Vec<usize> {
    if !matches!(
        preposition,
        "on" | "against" | "with" | "to" | "from" | "between"
    ) {
        return Vec::new();
    }
    let own = |token: usize| {
        sentence
            .parse
            .ancestors(token)
            .skip(1)
            .take_while(|&above| above != verb)
            .all(|above| !sentence.is_verb(above))
    };
    let below = sentence.parse.subtree(verb);
    below
        .into_iter()
        .filter(|&token| token > verb && own(token) && !sentence.is_time(token))
        .find(|&token| sentence.cases(token).iter().any(|case| case == preposition))
        .into_iter()
        .collect()
}

/// "The minister said that Israel must end its attacks": a demand on the one who must.
fn demand(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    let must = sentence
        .children_where(index, |deprel| deprel == "aux")
        .any(|aux| matches!(sentence.lower(aux).as_str(), "must" | "should"));
    let said = sentence.deprel(index) == "ccomp"
        && sentence.head(index).is_some_and(|head| {
            matches!(
                sentence.lemma(head),
                "say" | "tell" | "insist" | "state" | "declare" | "add" | "argue" | "stress"
            )
        });
    // "should know": nothing is asked for.
    let knows = matches!(
        sentence.lemma(index),
        "know" | "understand" | "remember" | "realise" | "realize"
    );
    let Some(head) = sentence.head(index).filter(|_| must && said && !knows) else {
        return;
    };
    let source = participants(sentence, &sentence.subjects(head));
    let target = participants(sentence, &sentence.subjects(index));
    let group = sentence
        .tables
        .events
        .iter()
        .find(|group| group.event_type == EventType::Request);
    let (Some(group), false, false) = (group, source.is_empty(), target.is_empty()) else {
        return;
    };
    if source
        .iter()
        .any(|actor| target.iter().any(|other| other.id == actor.id))
    {
        return;
    }
    push(sentence, head, None, group, source, target, found);
}

/// Kin and friends: what is done to them is not done to whose they are.
const KIN: &[&str] = &[
    "brother", "sister", "wife", "husband", "son", "daughter", "father", "mother", "parent",
    "child", "cousin", "nephew", "niece", "uncle", "aunt", "relative", "family", "friend",
    "fiancee", "widow",
];

fn tokens_are_kin(sentence: &Sentence<'_>, tokens: &[usize]) -> bool {
    tokens
        .iter()
        .any(|&token| KIN.contains(&sentence.lemma(token)))
}

fn is_thing_pronoun(sentence: &Sentence<'_>, token: usize) -> bool {
    matches!(
        sentence.lower(token).as_str(),
        "it" | "this" | "that" | "them" | "these" | "those"
    )
}

/// Whether a word is the name of a place that acts for nobody: a town, and no capital.
fn is_town(sentence: &Sentence<'_>, token: usize) -> bool {
    sentence.scene.place(token).is_some() && sentence.scene.at(token).is_empty()
}

fn verb_target(
    sentence: &Sentence<'_>,
    index: usize,
    group: &EventGroup,
    passive: bool,
    consumed: &[usize],
) -> Vec<ActorRef> {
    // "denied it", "condemned them": what was said or done, not who.
    let is_about_words = matches!(group.event_type, EventType::Reject | EventType::Accuse);
    // "hosts their bases", "killed his brother": done to no state and not to him.
    let only_persons = group.event_type == EventType::Consult
        || tokens_are_kin(sentence, &sentence.objects(index))
        || tokens_are_kin(sentence, &sentence.subjects(index)) && passive;
    let with_owners = |tokens: &[usize]| {
        let actors = participants(sentence, tokens);
        // "demanded the release of prisoners": not of them.
        let deeds = group.event_type == EventType::Request
            && tokens.iter().all(|&token| sentence.is_event_noun(token));
        if actors.is_empty() && deeds {
            let owners = tokens.iter().flat_map(|&token| sentence.owners(token));
            return sentence.actors(&owners.collect::<Vec<_>>());
        }
        if actors.is_empty() && !only_persons {
            sentence.actors_or_owners(tokens)
        } else {
            actors
        }
    };
    if passive && consumed.is_empty() {
        let target = with_owners(&sentence.subjects(index));
        if !target.is_empty() {
            return target;
        }
    }
    let is_going = matches!(group.event_type, EventType::Retreat | EventType::Consult);
    for place in &group.target {
        let tokens: Vec<usize> = match place.as_str() {
            "obj" if passive => Vec::new(),
            "obj" => sentence
                .objects(index)
                .into_iter()
                .filter(|token| !consumed.contains(token))
                .filter(|&token| {
                    // "accusing it of arming the rebels"
                    let accused = sentence.tables.accuses(sentence.lemma(index))
                        && !sentence.scene.at(token).is_empty();
                    !(is_about_words && is_thing_pronoun(sentence, token)) || accused
                })
                .filter(|&token| !is_going || !is_town(sentence, token))
                .collect(),
            "iobj" => sentence
                .children_where(index, |deprel| deprel == "iobj")
                .collect(),
            preposition => {
                let mut tokens = sentence.obliques(index, &[preposition]);
                // "impose sanctions on": the phrase may hang on the object.
                for &object in consumed {
                    tokens.extend(sentence.obliques(object, &[preposition]));
                }
                let reaches = preposition == "to" && consumed.is_empty()
                    || preposition == "on" && sentence.lemma(index) == "blame";
                if reaches {
                    tokens.extend(sentence.obliques_of_object(index, preposition));
                }
                tokens.retain(|&token| !sentence.is_time(token));
                // "advised against travel to Syria" asks nothing of Syria.
                if tokens.is_empty() && group.event_type != EventType::Request {
                    tokens = beyond(sentence, index, preposition);
                }
                if is_going {
                    // "retreated from Shusha": that is where.
                    tokens.retain(|&token| !is_town(sentence, token));
                }
                tokens
                    .iter()
                    .map(|&token| sentence.relative_noun(token, index))
                    .collect()
            }
        };
        if place == "obj" && group.event_type == EventType::Assault {
            let holders = things::holders(sentence, &sentence.objects(index));
            let holders = participants(sentence, &holders);
            if !holders.is_empty() {
                return holders;
            }
        }
        let actors = with_owners(&tokens);
        if !actors.is_empty() {
            return actors;
        }
        // "closed its consulate in Istanbul"
        if place == "in" && group.event_type == EventType::Sanction {
            let state = located(sentence, consumed, index);
            if !state.is_empty() {
                return state;
            }
        }
        let is_aim = matches!(place.as_str(), "obj" | "at" | "on");
        if group.event_type == EventType::Assault && is_aim && !tokens.is_empty() {
            let state = located(sentence, &tokens, index);
            if !state.is_empty() {
                return state;
            }
        }
    }
    // "financed the expansion of the naval base at Ream"
    if group.event_type == EventType::Aid {
        let objects = sentence.objects(index).into_iter();
        let of = objects.flat_map(|it| [vec![it], sentence.obliques(it, &["of"])].concat());
        let state = located(sentence, &of.collect::<Vec<_>>(), index);
        if !state.is_empty() {
            return state;
        }
    }
    // "suspended flights between the two countries"
    let parties = participants(sentence, &sentence.obliques_of_object(index, "between"));
    if !parties.is_empty() {
        return parties;
    }
    // "demanded that both explain": of those who are to do it.
    if group.event_type == EventType::Request && sentence.lemma(index) != "propose" {
        let clauses = sentence.children_where(index, |deprel| {
            matches!(deprel, "ccomp" | "xcomp" | "ccomp:obj")
        });
        let asked: Vec<usize> = clauses
            .flat_map(|clause| {
                sentence
                    .children_where(clause, |deprel| matches!(deprel, "nsubj" | "nsubj:pass"))
                    .collect::<Vec<_>>()
            })
            .filter(|&subject| subject > index)
            .collect();
        let actors = participants(sentence, &asked);
        if !actors.is_empty() {
            return actors;
        }
    }
    if passive && is_mediating(sentence, index) {
        let parties = parties_to(sentence, &sentence.subjects(index));
        if !parties.is_empty() {
            return parties;
        }
    }
    // "sanctions on Russia": whose the object is. Prisoners that two exchange are no third party.
    let is_third = |token: &usize| group.mutual && !sentence.actors(&[*token]).is_empty();
    let things = consumed.iter().copied().filter(|it| !is_third(it));
    let owned = sentence.actors_or_owners(&things.collect::<Vec<_>>());
    if !owned.is_empty() {
        return owned;
    }
    Vec::new()
}

fn noun(sentence: &Sentence<'_>, index: usize, found: &mut Vec<Found>) {
    let lemma = sentence.lemma(index);
    let before = index
        .checked_sub(1)
        .map(|before| format!("{} {lemma}", sentence.lower(before)));
    let tables = sentence.tables;
    let groups = before
        .and_then(|both| tables.event_nouns.get(&both))
        .or_else(|| tables.event_nouns.get(lemma));
    let Some(groups) = groups else { return };
    if matches!(sentence.deprel(index), "compound" | "nmod:desc") {
        return;
    }
    let group = &tables.events[groups[0]];
    let via = sentence.light_verb(index);
    // A verb that already makes the event of this noun: "signed an agreement".
    if let Some(head) = sentence.head(index)
        && matches!(sentence.deprel(index), "obj" | "nsubj:pass")
        && let Some(verbs) = tables.event_verbs.get(sentence.lemma(head))
        && verbs
            .iter()
            .any(|verb| is_object(sentence, index, &verb.objects))
    {
        return;
    }
    // "has no defence treaty with": what somebody has or has not is nothing that he does.
    let mut determiners = sentence.children_where(index, |deprel| deprel == "det");
    let none = determiners.any(|it| sentence.lower(it) == "no");
    let had = via.is_some_and(|via| sentence.lemma(via) == "have");
    if none || had && group.event_type == EventType::Support || is_given_up(sentence, index) {
        return;
    }
    let prepositions: Vec<&str> = group.nouns_to.iter().map(String::as_str).collect();
    let mut owners = sentence.owners(index);
    if owners.is_empty() && !group.nouns_to.iter().any(|to| to == "from") {
        // "pressure on Baku from Turkey"
        owners = sentence.obliques(index, &["from"]);
    }
    if owners.is_empty() {
        // "the expulsion of a diplomat by Togo"
        let of = sentence.obliques(index, &["of"]).into_iter();
        owners = of.flat_map(|of| sentence.obliques(of, &["by"])).collect();
    }
    let mut source = participants(sentence, &owners);
    // "Eritrea's annexation by Ethiopia": whose it is suffers it.
    let by = sentence.obliques(index, &["by"]);
    let possessors: Vec<usize> = sentence
        .children_where(index, |deprel| deprel == "nmod:poss")
        .map(|owner| sentence.relative_noun(owner, index))
        .collect();
    let doers = participants(sentence, &by);
    let sufferers = participants(sentence, &possessors);
    let is_suffered = !doers.is_empty() && !sufferers.is_empty() && !group.mutual;
    if is_suffered {
        source = doers;
    }
    if source.is_empty()
        && let Some(via) = via
    {
        let passive = sentence.is_passive(via);
        let subjects = if passive {
            sentence.obliques(via, &["by"])
        } else {
            sentence.subjects(via)
        };
        source = participants(sentence, &subjects);
    }
    let mut target = if is_suffered { sufferers } else { Vec::new() };
    if let Some((from, verb)) = sentence.drawn(index) {
        source = participants(sentence, &from);
        target = participants(sentence, &sentence.subjects(verb));
    }
    for preposition in &prepositions {
        if !target.is_empty() {
            break;
        }
        if group.mutual && *preposition == "between" {
            continue; // Those are on both sides.
        }
        let mut tokens = sentence.obliques(index, &[preposition]);
        if let Some(via) = via {
            tokens.extend(sentence.obliques(via, &[preposition]));
        }
        tokens.retain(|&token| !sentence.is_time(token));
        // "support for the war in Iraq" supports no Iraq.
        let for_deeds = matches!(group.event_type, EventType::Support | EventType::Aid);
        if for_deeds {
            tokens.retain(|&token| !sentence.is_event_noun(token));
        }
        let actors = if *preposition == "of" && source.is_empty() && group.mutual {
            Vec::new()
        } else {
            sentence.actors_or_owners(&tokens)
        };
        if !actors.is_empty() {
            target = actors;
            break;
        }
    }
    // "has been under American sanctions": on the one who is under them.
    if target.is_empty() && sentence.cases(index).iter().any(|case| case == "under") {
        let subjects = match sentence.head(index) {
            Some(head) if sentence.is_verb(head) => sentence.subjects(head),
            _ => sentence.subjects(index),
        };
        target = sentence.actors_or_owners(&subjects);
    }
    if group.mutual {
        let mut between = sentence.obliques(index, &["between", "among"]);
        if between.is_empty() && source.is_empty() {
            // "talks on a code of conduct between A and B"
            between = below_nouns(sentence, index, "between");
        }
        extend(&mut source, participants(sentence, &between));
    } else if source.is_empty() || target.is_empty() {
        // "the war", "its support": without both sides a noun only mentions what is told elsewhere.
        return;
    }
    if source.len() + target.len() < 2 {
        return;
    }
    // An organ of the same state is no second side.
    if source
        .iter()
        .all(|actor| target.iter().any(|other| other.id == actor.id))
        && !target.is_empty()
    {
        return;
    }
    emit(sentence, index, via, group, source, target, found);
}

fn emit(
    sentence: &Sentence<'_>,
    index: usize,
    via: Option<usize>,
    group: &EventGroup,
    source: Vec<ActorRef>,
    mut target: Vec<ActorRef>,
    found: &mut Vec<Found>,
) {
    let had_target = !target.is_empty();
    target.retain(|actor| !source.iter().any(|other| other.id == actor.id));
    if had_target && target.is_empty() && group.event_type.quad() == Quad::MaterialConflict {
        // "the United States struck its nuclear sites": nobody strikes his own.
        target = other_body(sentence, index, &source);
    }
    // "broke off relations": with whom was told before; "struck back": at whom struck first.
    if target.is_empty() && !had_target && leaves_target_open(sentence, index) {
        target = subject_before(sentence, index, &source);
        if target.is_empty() {
            target = other_body(sentence, index, &source);
            target.retain(ActorRef::is_state);
        }
    }
    // "recalled its ambassador": from where was told before.
    let called_home = match sentence.lemma(index) {
        "recall" => true,
        "withdraw" => {
            let envoys = ["ambassador", "envoy", "diplomat", "consul"].map(str::to_owned);
            has_object(sentence, index, &envoys)
        }
        _ => false,
    };
    if called_home && !source.is_empty() && group.event_type == EventType::Sanction {
        target.retain(|actor| sentence.lexicon.actor(&actor.id).is_some());
        if target.is_empty() {
            target = subject_before(sentence, index, &source);
        }
        if target.is_empty() {
            target = other_body(sentence, index, &source);
        }
        // "Tunisia and Morocco recalled their ambassadors": each from the other.
        if target.is_empty() && source.len() == 2 && source.iter().all(ActorRef::is_state) {
            for (one, other) in [(0, 1), (1, 0)] {
                let sides = (vec![source[one].clone()], vec![source[other].clone()]);
                push(sentence, index, via, group, sides.0, sides.1, found);
            }
            return;
        }
        // "recalled its ambassador and accused Mogadishu"
        if target.is_empty() {
            target = state_after(sentence, index, &source);
        }
    }
    if source.is_empty() && target.is_empty() {
        return;
    }
    // Without the one who acts, only violence and force are worth a record.
    let forceful = matches!(
        group.event_type,
        EventType::Assault | EventType::Coerce | EventType::Sanction | EventType::Request
    );
    let undergone = sentence.is_passive(index)
        || group.event_type == EventType::Assault && means::is_done_by_means(sentence, index);
    if source.is_empty() && !(forceful && undergone) {
        return;
    }
    // Words about one's own people are no politics between actors, unless they are deeds.
    let alone = target.is_empty();
    let needs_target = matches!(
        group.event_type,
        EventType::Support
            | EventType::Aid
            | EventType::Cooperate
            | EventType::Consult
            | EventType::Agree
            | EventType::Accuse
            | EventType::Threaten
    );
    let has_content = sentence
        .children_where(index, |deprel| {
            matches!(deprel, "obj" | "ccomp" | "xcomp" | "obl")
        })
        .next()
        .is_some();
    if alone
        && (needs_target || sentence.lemma(index) == "propose")
        && source.len() < 2
        && !(has_content && group.event_type == EventType::Agree)
    {
        let mediates = is_mediating(sentence, index);
        // A government that warns of something threatens; an expert does not.
        let foretells = matches!(sentence.lemma(index), "warn" | "caution")
            && !source.iter().any(ActorRef::is_state);
        let kept = has_content
            && !foretells
            && (mediates || matches!(group.event_type, EventType::Accuse | EventType::Threaten));
        if !kept {
            return;
        }
    }
    // "A and B fought alongside C": not with each other.
    let mut beside = sentence.obliques(index, &["alongside", "beside", "against", "for", "with"]);
    beside.retain(|&token| !sentence.is_time(token));
    let side_by_side = FIGHTS.contains(&sentence.lemma(index)) && !beside.is_empty();
    // "was raised to fight the regime", "accused of fighting it": nobody says that it fights back.
    let only_forth = FIGHTS.contains(&sentence.lemma(index))
        && sentence
            .children_where(index, |deprel| deprel.starts_with("nsubj"))
            .next()
            .is_none();
    let mutual = group.mutual && !side_by_side && (!only_forth || target.is_empty())
        || is_reciprocal(sentence, index);
    if mutual && target.is_empty() && source.len() > 1 {
        // "A and B agreed": each with the others.
        for at in 0..source.len() {
            let others: Vec<ActorRef> = source
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != at)
                .map(|(_, actor)| actor.clone())
                .collect();
            push(
                sentence,
                index,
                via,
                group,
                vec![source[at].clone()],
                others,
                found,
            );
        }
        return;
    }
    push(
        sentence,
        index,
        via,
        group,
        source.clone(),
        target.clone(),
        found,
    );
    if mutual && !target.is_empty() {
        push(sentence, index, via, group, target, source, found);
    }
}

/// An event of which only the head for events tells, by its word and the head of its target. What the tables know
/// of the word gives its mode, and whether who yields goes away.
fn push_learned(
    sentence: &Sentence<'_>,
    (index, acted_upon): (usize, usize),
    event_type: EventType,
    source: Vec<ActorRef>,
    target: Vec<ActorRef>,
    found: &mut Vec<Found>,
) {
    let tables = sentence.tables;
    let verbs = tables.event_verbs.get(sentence.lemma(index));
    let nouns = tables.event_nouns.get(sentence.lemma(index));
    let groups = verbs
        .into_iter()
        .flatten()
        .map(|verb| verb.group)
        .chain(nouns.into_iter().flatten().copied());
    let mut groups = groups.map(|group| &tables.events[group]).filter(|group| {
        group.event_type == event_type
            || event_type == EventType::Concede && group.event_type == EventType::Retreat
    });
    let kind = groups.next().map_or(
        Kind {
            event_type,
            mode: None,
            cameo: None,
        },
        Kind::of,
    );
    let before = found.len();
    // "could pose a threat": how surely, its verb says.
    let carried =
        !sentence.is_verb(index) && matches!(sentence.deprel(index), "obj" | "nsubj:pass");
    let via = sentence
        .head(index)
        .filter(|&head| carried && sentence.is_verb(head));
    record(sentence, (index, via), kind, source, target, found);
    for found in &mut found[before..] {
        found.told_by = ToldBy::EventHead;
        // "shares the aim of ousting him": what is wished is not done by having the wish.
        if !frames::VERBAL.contains(&event_type) && sentence.is_wished(acted_upon, index) {
            found.factuality.certainty = found.factuality.certainty.max(Certainty::Hypothetical);
        }
    }
}

/// Who accuses or threatens does so by what he says, and is not merely said by himself to do it.
pub(crate) fn speak_for_themselves(sentence: &Sentence<'_>, found: &mut Found) {
    let Body::Event(event) = &mut found.body else {
        return;
    };
    let own = |actor: &ActorRef| {
        let mut sources = event.source.iter();
        sources.any(|source| {
            let we = matches!(source.text.to_lowercase().as_str(), "we" | "i" | "our");
            source.id == actor.id || we && actor.acts_for(&source.id)
        })
    };
    let says_it = found.factuality.polarity == Polarity::Positive
        && match found.told_by {
            ToldBy::EventHead => frames::VERBAL.contains(&event.event_type),
            ToldBy::Rules | ToldBy::TieHead => is_about_others(event.event_type),
        };
    // "admitted that its police had arrested": who says it of himself is believed.
    let admits = || {
        let mut above = sentence.parse.ancestors(found.token).skip(1).take(4);
        above.any(|it| {
            matches!(
                sentence.lemma(it),
                "admit" | "acknowledge" | "confirm" | "concede"
            )
        })
    };
    if !says_it && found.factuality.claimant.as_ref().is_some_and(own) && admits() {
        found.factuality.claimant = None;
        return;
    }
    if says_it && found.factuality.claimant.as_ref().is_some_and(own) {
        found.factuality.claimant = None;
        // "said on Friday that": when he says it he does it.
        let mut above = sentence.parse.ancestors(found.token).skip(1).take(4);
        let says =
            above.find(|&it| sentence.is_verb(it) && sentence.tables.claims(sentence.lemma(it)));
        if let Some(says) = says.filter(|_| event.date.is_none()) {
            event.date = sentence.own_date_of(says, None);
        }
    }
}

fn push(
    sentence: &Sentence<'_>,
    index: usize,
    via: Option<usize>,
    group: &EventGroup,
    source: Vec<ActorRef>,
    target: Vec<ActorRef>,
    found: &mut Vec<Found>,
) {
    record(
        sentence,
        (index, via),
        Kind::of(group),
        source,
        target,
        found,
    );
}

/// "accused each other", "fought with one another": each does it to the others.
fn is_reciprocal(sentence: &Sentence<'_>, verb: usize) -> bool {
    // Either word may stand above the other.
    let pair = |first: usize| {
        first + 1 < sentence.parse.tokens.len()
            && matches!(
                (
                    sentence.lower(first).as_str(),
                    sentence.lower(first + 1).as_str()
                ),
                ("each", "other") | ("one", "another")
            )
    };
    // "each accused the other"
    let each = || {
        let mut subjects = sentence.children_where(verb, |deprel| deprel.starts_with("nsubj"));
        subjects.any(|it| sentence.lower(it) == "each")
    };
    let the_other = |token: usize| {
        sentence.lower(token) == "other" && token > 0 && sentence.lower(token - 1) == "the"
    };
    sentence
        .children_where(verb, |deprel| deprel == "obj" || deprel.starts_with("obl"))
        .any(|token| {
            pair(token) || token.checked_sub(1).is_some_and(pair) || the_other(token) && each()
        })
}

/// Whether it is said of what happens elsewhere: where its objects are, it is not done.
fn is_about_others(event_type: EventType) -> bool {
    matches!(
        event_type,
        EventType::Accuse | EventType::Reject | EventType::Request | EventType::Threaten
    )
}

/// Whether somebody has no part in politics but to suffer it or flee from it.
fn is_civilian(actor: &ActorRef) -> bool {
    matches!(actor.sector, Some(Sector::Ref | Sector::Cvl))
}

/// The verb that says that people came together for what they do: "thronged the square to protest".
fn gathering(sentence: &Sentence<'_>, index: usize) -> Option<usize> {
    const GATHER: &[&str] = &[
        "gather", "assemble", "throng", "camp", "converge", "pour", "flock", "crowd", "march",
        "rally", "take", "turn", "come", "fill", "line", "mass", "descend", "walk", "block",
        "return", "travel", "storm", "surround",
    ];
    let above = sentence.head(index)?;
    let mut marks = sentence.parse.children_by(index, "mark");
    let purpose = matches!(sentence.deprel(index), "advcl" | "xcomp" | "acl")
        && marks.any(|mark| sentence.lower(mark) == "to");
    let gathers = sentence.is_verb(above) && GATHER.contains(&sentence.lemma(above));
    (purpose && gathers).then_some(above)
}

/// What kind of event it is.
struct Kind {
    event_type: EventType,
    mode: Option<String>,
    cameo: Option<String>,
}

impl Kind {
    fn of(group: &EventGroup) -> Self {
        Self {
            event_type: group.event_type,
            mode: group.mode.clone(),
            cameo: group.cameo.clone(),
        }
    }
}

fn record(
    sentence: &Sentence<'_>,
    (index, via): (usize, Option<usize>),
    kind: Kind,
    source: Vec<ActorRef>,
    target: Vec<ActorRef>,
    found: &mut Vec<Found>,
) {
    let event_type = kind.event_type;
    // "thronged the square to protest": they did.
    let gathers = gathering(sentence, index).filter(|_| event_type == EventType::Protest);
    let factuality = match gathers {
        Some(gathers) => sentence.factuality(gathers, None),
        None => sentence.factuality(index, via),
    };
    let military = source
        .iter()
        .chain(&target)
        .any(|actor| actor.sector == Some(Sector::Mil));
    let mut contexts = Vec::new();
    if military
        || matches!(
            event_type,
            EventType::Assault | EventType::Mobilize | EventType::Retreat
        )
    {
        contexts.push("military".to_owned());
    }
    found.push(Found {
        token: index,
        body: Body::Event(Event {
            event_type,
            mode: kind.mode,
            contexts,
            cameo: kind.cameo,
            quad: event_type.quad(),
            intensity: event_type.intensity(),
            source,
            target,
            date: sentence.date_of(index, via),
            place: sentence.place_of(
                index,
                via.or(gathers),
                match event_type {
                    EventType::Retreat => Whereabouts::From,
                    EventType::Consult | EventType::Mobilize => Whereabouts::To,
                    it if is_about_others(it) => Whereabouts::Own,
                    _ => Whereabouts::Near,
                },
            ),
            toll: sentence
                .toll_of(index)
                .filter(|_| event_type.quad() == Quad::MaterialConflict),
        }),
        factuality,
        told_by: ToldBy::Rules,
    });
}
