//! What the encoder's heads for events make of the pairs of actors of a sentence, and how it goes
//! together with the rules.
//!
//! The rules know who does it, when, where and whether; the head knows what kind of thing is done where
//! their tables do not. So an event of the rules keeps its sides and circumstances; its type gives way
//! only where the head is sure of another, and it goes only where the head is sure of nothing. A pair
//! that the rules tell nothing of becomes an event where the head is sure of one.

use entente_model::{ActorRef, Body, Certainty, Event, EventType, Polarity, Quad, Sector, Span};
use entente_text::{EventHead, MentionKind, PairOfPhrases, Upos};

use super::frames;
use super::phrases::{Phrase, phrases};
use super::political::is_known;
use super::things::owned_sides;
use crate::sentence::Sentence;
use crate::{Found, ToldBy};

/// From this probability on that something is done, a pair that the rules pass over is an event.
const ADDED: f32 = 0.80;
/// The same where the tree does not show how the two take part in it.
const ADDED_WITHOUT_TREE: f32 = 0.90;
/// The same where only a verb of saying tells it: "said that", "argues that".
const ADDED_OF_WORDS: f32 = 0.90;
/// From this probability on another type than that of the rules is believed.
const RETYPED: f32 = 0.70;
/// The same where the verb tells it with certain objects only, one of which it has.
const RETYPED_OF_OBJECT: f32 = 0.90;
/// Below this probability the type of the rules is doubted.
pub(crate) const DOUBTED: f32 = 0.10;
/// From this probability on that nothing is done, an event of the rules is dropped.
const DROPPED: f32 = 0.80;
/// From this probability on that something is done, nameless people with arms are believed to have done it.
const ADDED_OF_ARMED: f32 = 0.97;
/// Phrases of a sentence; of a longer list, such as of the members of a body, only the first are asked
/// about.
const MOST_PHRASES: usize = 12;

/// A pair of phrases with the probability of each class.
struct Asked {
    source: usize,
    target: usize,
    probabilities: Vec<f32>,
    likeliest: Likeliest,
}

/// What the head says of a sentence.
struct Opinion {
    phrases: Vec<Phrase>,
    /// Those before this place are phrases by themselves, the others by what is theirs.
    owned_from: usize,
    asked: Vec<Asked>,
    classes: &'static [Option<EventType>],
}

/// The likeliest type of a pair.
#[derive(Clone, Copy)]
struct Likeliest {
    /// `None`: nothing is done.
    event_type: Option<EventType>,
    probability: f32,
    /// The likeliest type of what is done, if something is.
    deed: Option<EventType>,
    /// The probability that something is done, of whatever type.
    done: f32,
}

impl Likeliest {
    fn of(classes: &[Option<EventType>], probabilities: &[f32]) -> Self {
        let best = |wanted: fn(&Option<EventType>) -> bool| {
            let each = probabilities.iter().zip(classes);
            each.filter(|(_, class)| wanted(class))
                .max_by(|a, b| a.0.total_cmp(b.0))
        };
        let (&probability, &event_type) = best(|_| true).unwrap_or((&1.0, &None));
        let nothing = best(Option::is_none).map_or(0.0, |(probability, _)| *probability);
        Self {
            event_type,
            probability,
            deed: best(Option::is_some).and_then(|(_, class)| *class),
            done: 1.0 - nothing,
        }
    }
}

impl Opinion {
    /// Asks about every ordered pair of different actors that can be the sides of an event, or are told to be; `None` where the encoder has not read the
    /// sentence.
    fn of(sentence: &Sentence<'_>, found: &[Found]) -> Option<Self> {
        let head = EventHead::builtin()?;
        if sentence.parse.views.is_empty() {
            return None;
        }
        let mut phrases = phrases(sentence);
        phrases.truncate(MOST_PHRASES);
        let owned_from = phrases.len();
        for found in found {
            let more = owned_sides(sentence, found, &phrases);
            phrases.extend(more);
        }
        let mut places = Vec::new();
        let mut pairs = Vec::new();
        for (source, one) in phrases.iter().enumerate() {
            for (target, other) in phrases.iter().enumerate() {
                let apart =
                    one.tokens.end <= other.tokens.start || other.tokens.end <= one.tokens.start;
                if source == target || one.means(&other.actors) || !apart {
                    continue;
                }
                // Of two of which nothing new would be believed, only the rules' events are asked about.
                let told = found.iter().any(|found| is_about(found, one, other));
                let is_owned = source.max(target) >= owned_from;
                if !told && (is_owned || !frames::can_meet(sentence, one, other)) {
                    continue;
                }
                places.push((source, target));
                pairs.push(PairOfPhrases {
                    source: one.tokens.clone(),
                    target: other.tokens.clone(),
                    in_full: told,
                });
            }
        }
        let probabilities = head.read(sentence.parse, &pairs);
        let asked = places
            .into_iter()
            .zip(probabilities)
            .map(|((source, target), probabilities)| Asked {
                source,
                target,
                likeliest: Likeliest::of(head.classes(), &probabilities),
                probabilities,
            })
            .collect();
        Some(Self {
            phrases,
            owned_from,
            asked,
            classes: head.classes(),
        })
    }

    fn probability(&self, asked: &Asked, event_type: Option<EventType>) -> f32 {
        let wanted = event_type.map(merged);
        let place = self.classes.iter().position(|class| *class == wanted);
        place.map_or(0.0, |place| asked.probabilities[place])
    }

    /// Whether the head does not doubt that the target does this to the source.
    fn is_told_back(&self, asked: &Asked, event_type: EventType) -> bool {
        let mut others = self.asked.iter();
        others.any(|other| {
            other.source == asked.target
                && other.target == asked.source
                && self.probability(other, Some(event_type)) >= DOUBTED
        })
    }

    /// Of each pair, whether the same is told of a larger phrase that one of its two is part of:
    /// "soldiers" in "soldiers from Togo" attack, and Togo does not besides.
    fn nested(&self, sentence: &Sentence<'_>) -> Vec<bool> {
        let part = |inner: usize, outer: usize| {
            frames::is_inside(sentence, self.phrases[inner].head, self.phrases[outer].head)
        };
        let setting = |place: usize| frames::is_setting(sentence, &self.phrases[place]);
        let covers = |asked: &Asked| {
            self.asked.iter().any(|other| {
                other.likeliest.deed == asked.likeliest.deed
                    && other.likeliest.done >= ADDED
                    && (other.source == asked.source && part(asked.target, other.target)
                        || other.target == asked.target && part(asked.source, other.source)
                        || other.source == asked.source
                            && setting(asked.target)
                            && !setting(other.target))
            })
        };
        self.asked.iter().map(covers).collect()
    }

    /// "strikes on Houthi positions": whether the deed is told already of whose the target is.
    fn is_told_of_part(&self, sentence: &Sentence<'_>, asked: &Asked, found: &[Found]) -> bool {
        let whole = self.phrases[asked.target].head;
        let mut others = self.asked.iter();
        others.any(|other| {
            let part = &self.phrases[other.target];
            other.source == asked.source
                && other.likeliest.deed == asked.likeliest.deed
                && frames::is_inside(sentence, part.head, whole)
                && found
                    .iter()
                    .any(|found| is_about(found, &self.phrases[other.source], part))
        })
    }

    /// The three likeliest classes of a pair.
    fn ranked(&self, asked: &Asked) -> Vec<(Option<EventType>, f32)> {
        let classes = self.classes.iter().copied();
        let mut ranked: Vec<_> = classes.zip(asked.probabilities.iter().copied()).collect();
        ranked.sort_by(|a, b| b.1.total_cmp(&a.1));
        ranked.truncate(3);
        ranked
    }

    /// Whether a side of a pair is told by a phrase for something else.
    fn is_owned(&self, asked: &Asked) -> bool {
        asked.source.max(asked.target) >= self.owned_from
    }

    fn is_of(&self, asked: &Asked, event: &Event) -> bool {
        self.phrases[asked.source].means(&event.source)
            && self.phrases[asked.target].means(&event.target)
    }

    /// Whether something is done by what stands for the sides of an event, where these themselves say that nothing is:
    /// "Armenia's forces", in "Azerbaijan said Armenia's forces had shelled its positions", and "its positions".
    fn is_done_to_things(&self, event: &Event) -> bool {
        let mut owned = self.asked.iter().filter(|asked| self.is_owned(asked));
        owned.any(|asked| self.is_of(asked, event) && asked.likeliest.done > 1.0 - DROPPED)
    }

    /// The pair that an event of the rules is about, as its place in `asked`: of several, the one whose words stand nearest to
    /// the word that tells it, in the tree.
    fn pair_of(&self, sentence: &Sentence<'_>, found: &Found) -> Option<usize> {
        let Body::Event(event) = &found.body else {
            return None;
        };
        let about = self.asked.iter().enumerate();
        let about = about.filter(|(_, asked)| !self.is_owned(asked) && self.is_of(asked, event));
        let steps = |asked: &Asked| -> usize {
            let sides = [asked.source, asked.target].map(|side| self.phrases[side].head);
            let of = |side| frames::steps(sentence, side, found.token);
            sides.into_iter().map(of).sum()
        };
        about
            .min_by_key(|(_, asked)| steps(asked))
            .map(|(place, _)| place)
    }
}

/// The type as the head knows it: to yield is one class.
pub(crate) fn merged(event_type: EventType) -> EventType {
    match event_type {
        EventType::Retreat => EventType::Concede,
        other => other,
    }
}

/// What came of a pair that the head was asked about.
#[derive(Debug, Clone, PartialEq)]
pub enum Outcome {
    /// The rules tell an event, and the head does not contradict.
    Agreed,
    /// The rules tell an event of this type; the head is surer of another.
    Retyped(EventType),
    /// The rules tell an event of this type; the head is sure that nothing is done.
    Dropped(EventType),
    /// Only the head tells it.
    Added,
    /// The head is not sure enough.
    Unsure,
    /// No word above the target tells a deed of the source.
    NoPredicate,
    /// It is told already: of the phrase that the source or the target is part of, or by the rules of
    /// another side.
    Nested,
    /// Who speaks for a state is told to do something to it: "Moscow has proof", says its minister.
    OwnSide,
    /// One of the two is a town, a region or an operation, and nobody who acts: "has seized land north of Aleppo".
    Place,
    /// The source is people of whom the text tells neither a name nor whose they are: "officials", "an army of
    /// critics".
    Nameless,
    /// Nothing is done.
    Nothing,
}

/// A pair of actors with what the head makes of it, for people who want to see why.
#[derive(Debug, Clone, PartialEq)]
pub struct Consideration {
    /// Bytes of the one who may act.
    pub source: Span,
    /// Bytes of the one who may be acted upon.
    pub target: Span,
    /// The likeliest types with their probabilities, falling; `None` is that nothing is done.
    pub likeliest: Vec<(Option<EventType>, f32)>,
    /// What came of it.
    pub outcome: Outcome,
}

/// Whether a phrase means nobody whom the text names, nor somebody's people. A text speaks of one coalition.
fn is_nameless(sentence: &Sentence<'_>, phrase: &Phrase) -> bool {
    let mut tokens = phrase.tokens.clone();
    let of_coalition = tokens.any(|it| sentence.lower(it) == "coalition");
    let mut actors = phrase.actors.iter();
    let nameless =
        |actor: &ActorRef| actor.country.is_none() && !actor.name.starts_with(char::is_uppercase);
    !of_coalition && actors.all(nameless)
}

/// Whether a phrase means people who bear arms: "rebels", "gunmen", "police".
fn is_armed(phrase: &Phrase) -> bool {
    let mut actors = phrase.actors.iter();
    actors.all(|actor| {
        matches!(
            actor.sector,
            Some(Sector::Reb | Sector::Uaf | Sector::Mil | Sector::Cop)
        )
    })
}

/// Lets the head speak on the events of the rules, and adds those that only it sees.
pub(crate) fn weigh(sentence: &Sentence<'_>, found: &mut Vec<Found>) -> Vec<Consideration> {
    let Some(opinion) = Opinion::of(sentence, found) else {
        return Vec::new();
    };
    let mut outcomes: Vec<Option<Outcome>> = vec![None; opinion.asked.len()];
    found.retain(|found| !comes_from_dateline(sentence, &opinion, found));
    let mutual = mutual_events(found);
    let mut mutual = mutual.into_iter();
    found.retain_mut(|found| {
        let both_ways = mutual.next().unwrap_or_default();
        keeps(sentence, &opinion, found, both_ways, &mut outcomes)
    });
    let mut added = Vec::new();
    let nested = opinion.nested(sentence);
    for (place, (asked, outcome)) in opinion.asked.iter().zip(&mut outcomes).enumerate() {
        if outcome.is_some() {
            continue;
        }
        let source = &opinion.phrases[asked.source];
        let target = &opinion.phrases[asked.target];
        let told = found.iter().any(|found| is_about(found, source, target));
        let likeliest = asked.likeliest;
        let predicate = |event_type| {
            if !frames::can_be_sides(sentence, source, target, event_type) {
                return None;
            }
            let shown = frames::predicate(sentence, source, target, event_type);
            let is_sure = likeliest.done >= ADDED_WITHOUT_TREE
                && !frames::is_anothers(sentence, source, target, &opinion.phrases);
            let word = shown.or_else(|| {
                is_sure.then(|| frames::word_of(sentence, source, target, event_type))?
            });
            word.filter(|&token| !frames::is_standing(sentence, token))
                .filter(|&token| !frames::calls_another(sentence, token, target))
                .map(|token| frames::within_speech(sentence, token, source, target))
        };
        *outcome = Some(match likeliest.deed {
            _ if told => Outcome::Agreed,
            None => Outcome::Nothing,
            Some(_) if likeliest.event_type.is_none() && likeliest.done < ADDED => Outcome::Nothing,
            Some(_) if is_own_side(source, target) || is_own_thing(sentence, source, target) => {
                Outcome::OwnSide
            }
            Some(EventType::Accuse) if is_reporter(source) => Outcome::Nothing,
            Some(_) if likeliest.done < ADDED => Outcome::Unsure,
            Some(_) if is_mere_place(sentence, source) || is_mere_place(sentence, target) => {
                Outcome::Place
            }
            Some(event_type)
                if is_nameless(sentence, source)
                    && !(is_armed(source)
                        && event_type.quad() == Quad::MaterialConflict
                        && likeliest.done >= ADDED_OF_ARMED) =>
            {
                Outcome::Nameless
            }
            Some(_) if nested[place] || opinion.is_told_of_part(sentence, asked, found) => {
                Outcome::Nested
            }
            Some(event_type) => match predicate(event_type) {
                None => Outcome::NoPredicate,
                Some(predicate)
                    if is_told(sentence, found, predicate, event_type, source, target)
                        || super::means::tell_it_all(sentence, predicate)
                        || super::means::is_of_nature(sentence, predicate) =>
                {
                    Outcome::Nested
                }
                Some(predicate)
                    if likeliest.done < ADDED_OF_WORDS
                        && frames::only_says(sentence, predicate) =>
                {
                    Outcome::Unsure
                }
                Some(predicate) => {
                    super::push_learned(
                        sentence,
                        (predicate, target.head),
                        event_type,
                        source.actors.clone(),
                        target.actors.clone(),
                        &mut added,
                    );
                    Outcome::Added
                }
            },
        });
    }
    drop_things(sentence, &mut added);
    for found in &mut added {
        speak_for_itself(sentence, found);
    }
    found.append(&mut added);
    drop_halves(found);
    let considered = opinion.asked.iter().zip(outcomes);
    considered
        .map(|(asked, outcome)| Consideration {
            source: opinion.phrases[asked.source].span(sentence),
            target: opinion.phrases[asked.target].span(sentence),
            likeliest: opinion.ranked(asked),
            outcome: outcome.unwrap_or(Outcome::Nothing),
        })
        .collect()
}

/// Whether one of the two speaks for the state that the other is.
fn is_own_side(source: &Phrase, target: &Phrase) -> bool {
    let speaks_for = |one: &Phrase, other: &Phrase| {
        one.actors.iter().any(|actor| {
            let mut states = other.actors.iter();
            states.any(|state| state.is_state() && actor.acts_for(&state.id))
        })
    };
    speaks_for(source, target) || speaks_for(target, source)
}

/// "Chile and Colombia recalled their ambassadors": whether what is somebody's is the other's own.
fn is_own_thing(sentence: &Sentence<'_>, source: &Phrase, target: &Phrase) -> bool {
    const OWN: &[&str] = &[
        "ambassador",
        "citizen",
        "consul",
        "diplomat",
        "embassy",
        "envoy",
        "force",
        "national",
        "personnel",
        "soldier",
        "staff",
        "troop",
    ];
    let mut owners = sentence.children_where(target.head, |deprel| deprel == "nmod:poss");
    OWN.contains(&sentence.lemma(target.head))
        && owners.any(|owner| {
            sentence.upos(owner) == Upos::Pron && source.means(sentence.scene.at(owner))
        })
}

/// Whether an event is told of the two.
fn is_about(found: &Found, source: &Phrase, target: &Phrase) -> bool {
    match &found.body {
        Body::Event(event) => source.means(&event.source) && target.means(&event.target),
        _ => false,
    }
}

/// Whether a phrase names a place that is no state, or an operation.
fn is_mere_place(sentence: &Sentence<'_>, phrase: &Phrase) -> bool {
    let known = |actor: &ActorRef| sentence.lexicon.actor(&actor.id).is_some();
    let mut kinds = sentence
        .parse
        .mentions_at(phrase.head)
        .map(|mention| mention.kind);
    !phrase.actors.iter().any(known)
        && (kinds.any(|kind| kind == MentionKind::Place)
            || phrase
                .actors
                .iter()
                .all(|actor| actor.name.starts_with("Operation ")))
}

/// Whether somebody is there to report: "state media said that soldiers fired" accuses nobody.
fn is_reporter(phrase: &Phrase) -> bool {
    let mut actors = phrase.actors.iter();
    actors.all(|actor| actor.sector == Some(Sector::Med))
}

/// Whether the rules tell this deed already: of the same word, by the same source on somebody else or by
/// somebody else on the same target, since not every noun of a sentence is a side of its event; or the other way round.
fn is_told(
    sentence: &Sentence<'_>,
    found: &[Found],
    predicate: usize,
    event_type: EventType,
    source: &Phrase,
    target: &Phrase,
) -> bool {
    let mutual = matches!(
        event_type,
        EventType::Consult | EventType::Cooperate | EventType::Agree
    );
    found.iter().any(|found| match &found.body {
        Body::Event(event) if merged(event.event_type) == merged(event_type) => {
            let the_other_way =
                !mutual && source.means(&event.target) && target.means(&event.source);
            let same_side = source.means(&event.source) || target.means(&event.target);
            // "Oman and Qatar offered to mediate": both do it, and not to each other.
            let side_by_side = source.means(&event.source)
                && target.means(&event.source)
                && matches!(
                    sentence.lemma(predicate),
                    "offer" | "promise" | "pledge" | "vow" | "propose"
                );
            let has_target = !event.target.is_empty();
            the_other_way || found.token == predicate && (has_target && same_side || side_by_side)
        }
        _ => false,
    })
}

/// "drove the rebels out of eleven villages": leaves out what the same word tells of the same source and a target of whom
/// nothing is known, where it tells it of somebody too.
fn drop_things(sentence: &Sentence<'_>, added: &mut Vec<Found>) {
    let is_known = |actor: &ActorRef| is_known(sentence, actor);
    let told: Vec<(usize, EventType, Vec<ActorRef>)> = added
        .iter()
        .filter_map(|found| match &found.body {
            Body::Event(event) if event.target.iter().any(is_known) => {
                Some((found.token, event.event_type, event.source.clone()))
            }
            _ => None,
        })
        .collect();
    added.retain(|found| match &found.body {
        Body::Event(event) => {
            event.target.iter().any(is_known)
                || !told.contains(&(found.token, event.event_type, event.source.clone()))
        }
        _ => true,
    });
}

/// Leaves out events without a target where the same word or the same type tells what the same source does to
/// somebody.
fn drop_halves(found: &mut Vec<Found>) {
    let wholes: Vec<(usize, EventType, Vec<String>)> = found
        .iter()
        .filter_map(|found| match &found.body {
            Body::Event(event) if !event.target.is_empty() => {
                let ids = event.source.iter().map(|actor| actor.id.clone());
                Some((found.token, event.event_type, ids.collect()))
            }
            _ => None,
        })
        .collect();
    found.retain(|found| {
        let Body::Event(event) = &found.body else {
            return true;
        };
        let has = |ids: &[String], actor: &ActorRef| ids.contains(&actor.id);
        let same = |event_type: &EventType| merged(*event_type) == merged(event.event_type);
        let told_whole = wholes.iter().any(|(token, event_type, ids)| {
            (*token == found.token || same(event_type))
                && event.source.iter().all(|actor| has(ids, actor))
        });
        // "which Spain and Chile denounced", told of each.
        let told_of_each = || {
            event.source.iter().all(|actor| {
                let mut wholes = wholes.iter();
                wholes.any(|(_, event_type, ids)| same(event_type) && has(ids, actor))
            })
        };
        !(event.target.is_empty() && !event.source.is_empty() && (told_whole || told_of_each()))
    });
}

/// Whether the place before a report was taken for the one who acts: "BOGOTA - Police ...".
fn comes_from_dateline(sentence: &Sentence<'_>, opinion: &Opinion, found: &Found) -> bool {
    let Body::Event(event) = &found.body else {
        return false;
    };
    let mut sources = opinion
        .phrases
        .iter()
        .filter(|phrase| phrase.means(&event.source))
        .peekable();
    sources.peek().is_some() && sources.all(|phrase| frames::is_dateline(sentence, phrase))
}

/// Of each record, whether it is an event that the same word tells the other way round too.
fn mutual_events(found: &[Found]) -> Vec<bool> {
    let told_back = |one: &Found| {
        let Body::Event(event) = &one.body else {
            return false;
        };
        !event.target.is_empty()
            && found.iter().any(|other| match &other.body {
                Body::Event(back) => {
                    other.token == one.token
                        && back.event_type == event.event_type
                        && back.source == event.target
                        && back.target == event.source
                }
                _ => false,
            })
    };
    found.iter().map(told_back).collect()
}

/// Whether an event of the rules stays, perhaps with another type. What is told both ways stays where the head is sure
/// of nothing one way only; but whom somebody fights does not always fight back, unless it is a war between the two.
fn keeps(
    sentence: &Sentence<'_>,
    opinion: &Opinion,
    found: &mut Found,
    both_ways: bool,
    outcomes: &mut [Option<Outcome>],
) -> bool {
    let Some(place) = opinion.pair_of(sentence, found) else {
        return true;
    };
    let asked = &opinion.asked[place];
    let is_fact = found.factuality.polarity == Polarity::Positive
        && found.factuality.certainty == Certainty::Certain;
    if !is_fact && !frames::is_pledge(sentence, found.token) {
        // "might attack", "did not attack": the deed of the rules, with how sure it is, says more than
        // a threat or a refusal would.
        outcomes[place] = Some(Outcome::Agreed);
        return true;
    }
    let token = found.token;
    let Body::Event(event) = &mut found.body else {
        return true;
    };
    let told = event.event_type;
    let mut likeliest = asked.likeliest;
    // "vowed to help": what is promised tells that it is no threat.
    let promised = !is_fact
        && found.factuality.polarity == Polarity::Positive
        && is_friendly(told)
        && matches!(
            likeliest.event_type,
            Some(EventType::Agree | EventType::Threaten)
        );
    if promised {
        let both = [EventType::Agree, EventType::Threaten];
        likeliest.probability = both
            .map(|it| opinion.probability(asked, Some(it)))
            .iter()
            .sum();
        likeliest.event_type = Some(EventType::Agree);
    }
    let doubted = opinion.probability(asked, Some(told)) < DOUBTED;
    let is_mutual = || {
        let met =
            || is_fact && is_plain_verb(sentence, token, told) && does_together(sentence, token);
        let between = || !sentence.obliques(token, &["between"]).is_empty();
        // "Honduras and El Salvador fought for four days"
        let verb = sentence
            .light_verb(token)
            .filter(|_| !sentence.is_verb(token));
        let together = || is_fact && does_together(sentence, verb.unwrap_or(token));
        both_ways
            && (together()
                || (told.quad() != Quad::MaterialConflict || between())
                    && (opinion.is_told_back(asked, told) || met()))
    };
    // Harm to somebody's things is done to him; who opposes his plan need not oppose him.
    let things = told.quad() == Quad::MaterialConflict && opinion.is_done_to_things(event);
    let outcome = match likeliest.event_type {
        None if doubted
            && likeliest.probability >= DROPPED
            && !is_mutual()
            && !things
            && !(is_fact && (is_taken_from(sentence, token) || is_far_apart(sentence, token))) =>
        {
            Outcome::Dropped(told)
        }
        Some(event_type) if is_fact && resists(sentence, token, told, event_type, likeliest) => {
            Outcome::Agreed
        }
        Some(event_type) if doubted && likeliest.probability >= RETYPED => {
            event.event_type = event_type;
            event.quad = event_type.quad();
            event.intensity = event_type.intensity();
            event.mode = None;
            event.cameo = None;
            found.told_by = ToldBy::EventHead;
            speak_for_itself(sentence, found);
            Outcome::Retyped(told)
        }
        _ => Outcome::Agreed,
    };
    let stays = !matches!(outcome, Outcome::Dropped(_));
    outcomes[place] = Some(outcome);
    stays
}

fn is_friendly(event_type: EventType) -> bool {
    matches!(
        event_type.quad(),
        Quad::VerbalCooperation | Quad::MaterialCooperation
    )
}

/// Whether a verb of the tables is surer of its type than the head: one that tells one thing by itself ("rebuked") or with
/// the object that it has ("exchanged prisoners") does not turn into its contrary, nor a blow into words; and with such an
/// object hardly into anything else.
fn resists(
    sentence: &Sentence<'_>,
    token: usize,
    told: EventType,
    event_type: EventType,
    likeliest: Likeliest,
) -> bool {
    // "broke off relations" is no attack either.
    let is_contrary = is_friendly(event_type) != is_friendly(told)
        || told.quad() == Quad::MaterialConflict && event_type.quad() == Quad::VerbalConflict
        || event_type == EventType::Assault && told == EventType::Sanction;
    is_contrary && is_plain_verb(sentence, token, told)
        || (is_contrary || likeliest.probability < RETYPED_OF_OBJECT)
            && is_verb_with_object(sentence, token, told)
}

/// Whether the tables know the word as a verb of this type, whatever its object is.
fn is_plain_verb(sentence: &Sentence<'_>, token: usize, event_type: EventType) -> bool {
    let known = sentence.tables.event_verbs.get(sentence.lemma(token));
    // "struck down" is no blow; "warned them against it" is a warning.
    let adverb = |particle: &String| super::ADVERBS.contains(&particle.as_str());
    let particle = sentence.particle(token).filter(adverb);
    sentence.is_verb(token)
        && known.into_iter().flatten().any(|verb| {
            sentence.tables.events[verb.group].event_type == event_type
                && verb.particle == particle
                && verb.objects.is_empty()
        })
}

/// Whether a relative clause stands between a verb, with an object that tells what is done, and its subject.
fn is_behind_clause(sentence: &Sentence<'_>, token: usize) -> bool {
    let mut subjects = sentence.children_where(token, |it| it == "nsubj");
    let has_clause = subjects.any(|it| {
        let mut clauses = sentence.parse.children_by(it, "acl:relcl");
        clauses.any(|clause| clause < token)
    });
    let known = sentence.tables.event_verbs.get(sentence.lemma(token));
    has_clause
        && known.into_iter().flatten().any(|verb| {
            !verb.objects.is_empty() && super::has_object(sentence, token, &verb.objects)
        })
}

/// "its army crossed into Somalia": whether the tables ask of a verb that those who do it are armed.
fn is_by_force(sentence: &Sentence<'_>, token: usize) -> bool {
    let known = sentence.tables.event_verbs.get(sentence.lemma(token));
    let by = |group: usize| !sentence.tables.events[group].by.is_empty();
    let particle = |wanted: &str| !sentence.obliques(token, &[wanted]).is_empty();
    sentence.is_verb(token)
        && known
            .into_iter()
            .flatten()
            .any(|verb| by(verb.group) && verb.particle.as_deref().is_some_and(particle))
}

/// "is the only state that recognises it", "restored ties in a deal brokered by China": whether the sides of a deed stand too far from
/// its word for the head, in places where only the tree shows them.
fn is_far_apart(sentence: &Sentence<'_>, token: usize) -> bool {
    let describes = matches!(sentence.deprel(token), "acl" | "acl:relcl");
    let noun = sentence.head(token).filter(|_| describes);
    noun.is_some_and(|noun| sentence.said_to_be(noun).is_some())
        || describes && super::elsewhere::is_mediating(sentence, token)
        || is_by_force(sentence, token)
        // "Eritrea, which had backed Sudan, made peace with Ethiopia"
        || is_behind_clause(sentence, token)
        // "blamed the kidnappings on them"
        || sentence.lemma(token) == "blame"
            && !sentence.obliques_of_object(token, "on").is_empty()
        // "a vessel chartered by Norway was intercepted"
        || sentence.subjects(token).iter().any(|&it| {
            let mut held = sentence.parse.children_by(it, "acl");
            sentence.is_passive(token) && held.any(|it| sentence.lemma(it) == "charter")
        })
        // "broke off relations", "suspended from the League", "excluded from talks by Israel"
        || super::elsewhere::leaves_target_open(sentence, token)
        || sentence.is_passive(token)
            && sentence.parse.children_by(token, "obl:agent").next().is_none()
            && !sentence.obliques(token, &["from"]).is_empty()
}

/// "liberated the town from the rebels' control": whether a verb tells from whom a place is taken.
fn is_taken_from(sentence: &Sentence<'_>, token: usize) -> bool {
    let known = sentence.tables.event_verbs.get(sentence.lemma(token));
    let takes = |group: usize| {
        let group = &sentence.tables.events[group];
        let from = group.target.first().is_some_and(|place| place == "from");
        from && group.event_type == EventType::Assault
    };
    sentence.is_verb(token)
        && known.into_iter().flatten().any(|verb| takes(verb.group))
        && !super::beyond(sentence, token, "from").is_empty()
}

/// Whether the tables know the word as a verb of this type with the object that it has.
fn is_verb_with_object(sentence: &Sentence<'_>, token: usize, event_type: EventType) -> bool {
    let known = sentence.tables.event_verbs.get(sentence.lemma(token));
    sentence.is_verb(token)
        && known.into_iter().flatten().any(|verb| {
            sentence.tables.events[verb.group].event_type == event_type
                && !verb.objects.is_empty()
                && super::has_object(sentence, token, &verb.objects)
        })
}

/// "Iran and Iraq met": whether a verb has two subjects and no object.
fn does_together(sentence: &Sentence<'_>, verb: usize) -> bool {
    let subjects = sentence.subjects(verb);
    let several = subjects.iter().any(|&it| sentence.expand(it).len() > 1);
    // "fought a ten-week war"
    let is_fight =
        |it: &usize| matches!(sentence.lemma(*it), "war" | "battle" | "conflict" | "duel");
    several && sentence.objects(verb).iter().all(is_fight)
}

/// A promise, a threat or a refusal is itself done, though what is promised is not: "will not lift" is
/// a refusal, and no hypothetical yielding; "unless it is willing to lift" is neither.
fn speak_for_itself(sentence: &Sentence<'_>, found: &mut Found) {
    let Body::Event(event) = &found.body else {
        return;
    };
    if !frames::is_conditional(sentence, found.token)
        && matches!(
            event.event_type,
            EventType::Agree | EventType::Threaten | EventType::Reject | EventType::Request
        )
    {
        found.factuality.polarity = Polarity::Positive;
        found.factuality.certainty = Certainty::Certain;
    }
}
