//! Ties that only the encoder's head sees: those of words that no table has.

use entente_lexicon::Sort;
use entente_model::{ActorRef, Body, Certainty, Polarity, Relation, Sector, Span};
use entente_text::{TieHead, TieReading, Upos};

use super::{Telling, state_of};
use crate::events::phrases::{Phrase, range};
use crate::sentence::Sentence;
use crate::{Found, ToldBy};

/// From this probability on a pair of which the rules tell no tie has one.
const ADDED: f32 = 0.65;
/// The same where one of the two is a pronoun or a description that points back.
const ADDED_OF_ANAPHOR: f32 = 0.80;
/// The same where the tie is denied or over.
const ADDED_DENIED: f32 = 0.85;
/// The same where the rules tell such a tie of one of the two and a third: most words tell one tie.
const ADDED_BESIDE_THIRD: f32 = 0.90;
/// The same where another tie of the two is told.
const ADDED_TO_ANOTHER: f32 = 0.95;
/// From this probability on a tie is likelier than none.
const LIKELY: f32 = 0.50;
/// From this probability on a tie is denied or over, or less than certain.
const MARKED: f32 = 0.5;
/// Phrases of a sentence; of a longer list, such as of the members of a body, only the first are asked about.
const MOST_PHRASES: usize = 8;

/// What came of a tie that the head takes for likelier than none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TieOutcome {
    /// The rules tell it too.
    Agreed,
    /// Only the head tells it.
    Added,
    /// The word that would tell it tells an event between the two.
    Deed,
    /// The head is not sure enough.
    Unsure,
    /// Another tie of the two is told, and the head is not sure enough of a second.
    Another,
    /// One of the two has it with a third, or is the one whom it is against, or a pronoun stands in the place of who is named.
    OfThird,
    /// One of the two is nobody who can have such a tie.
    Nobody,
}

/// A pair of actors with the tie that the head for ties sees, for people who want to see why.
#[derive(Debug, Clone, PartialEq)]
pub struct ConsideredTie {
    /// Bytes of the one who has the tie.
    pub a: Span,
    /// Bytes of the one to whom it is.
    pub b: Span,
    /// What the head makes of them.
    pub reading: TieReading,
    /// What came of it.
    pub outcome: TieOutcome,
}

/// Two phrases, the first with a tie to the second.
struct Likely<'p> {
    a: &'p Phrase,
    b: &'p Phrase,
    reading: TieReading,
}

/// Adds the ties between those whom a sentence names of which the head is sure and the rules tell nothing.
pub(super) fn code(sentence: &Sentence<'_>, found: &mut Vec<Found>) -> Vec<ConsideredTie> {
    // A line of a table or a list of names says nothing.
    let says = (0..sentence.len()).any(|it| matches!(sentence.upos(it), Upos::Verb | Upos::Aux));
    if !says {
        return Vec::new();
    }
    let phrases = phrases(sentence);
    let mut likely = likely(sentence, &phrases);
    // Of two mentions of the same two the surer one tells it.
    likely.sort_by(|one, other| {
        let probability = |tie: &Likely<'_>| tie.reading.probability;
        probability(other).total_cmp(&probability(one))
    });
    let rules = found.len();
    let considered = likely.iter().map(|tie| ConsideredTie {
        a: tie.a.span(sentence),
        b: tie.b.span(sentence),
        reading: tie.reading.clone(),
        outcome: weigh(sentence, tie, &likely, rules, found),
    });
    considered.collect()
}

/// Adds one tie to `found`, of which so many are the rules', unless something speaks against it.
fn weigh(
    sentence: &Sentence<'_>,
    tie: &Likely<'_>,
    likely: &[Likely<'_>],
    rules: usize,
    found: &mut Vec<Found>,
) -> TieOutcome {
    let mut own = records(sentence, tie);
    if own.is_empty() {
        return TieOutcome::Nobody;
    }
    if is_side_by_side(sentence, tie, likely, &found[..rules])
        || is_against(sentence, tie)
        || is_told_by_name(sentence, tie, likely)
    {
        return TieOutcome::OfThird;
    }
    own.retain(|own| {
        let mut told = found.iter().filter(|known| is_of_same_two(known, own));
        !told.any(|known| is_same_kind(known, own))
    });
    if own.is_empty() {
        return TieOutcome::Agreed;
    }
    own.retain(|own| !is_deed(sentence, own, &found[..rules]));
    if own.is_empty() {
        return TieOutcome::Deed;
    }
    let probability = tie.reading.probability;
    if probability < least(sentence, tie) {
        return TieOutcome::Unsure;
    }
    if probability < ADDED_BESIDE_THIRD
        && found[..rules].iter().any(|known| is_of_third(tie, known))
    {
        return TieOutcome::OfThird;
    }
    let is_new = |own: &Found| !found.iter().any(|known| is_of_same_two(known, own));
    if probability < ADDED_TO_ANOTHER && !own.iter().all(is_new) {
        return TieOutcome::Another;
    }
    found.append(&mut own);
    TieOutcome::Added
}

/// From which probability on a tie is added of which nothing else is told.
fn least(sentence: &Sentence<'_>, tie: &Likely<'_>) -> f32 {
    if tie.reading.negative >= MARKED {
        ADDED_DENIED
    } else if points_back(sentence, tie) {
        ADDED_OF_ANAPHOR
    } else {
        ADDED
    }
}

/// The pairs of phrases of which the head takes a tie for likelier than none.
fn likely<'p>(sentence: &Sentence<'_>, phrases: &'p [Phrase]) -> Vec<Likely<'p>> {
    let Some(head) = TieHead::builtin() else {
        return Vec::new();
    };
    let mut pairs = Vec::new();
    for (at, one) in phrases.iter().enumerate() {
        for other in &phrases[at + 1..] {
            let apart = one.tokens.end <= other.tokens.start;
            if apart && !one.means(&other.actors) {
                pairs.push((one, other));
            }
        }
    }
    let both_ways = pairs.iter().flat_map(|(one, other)| {
        let (one, other) = (&one.tokens, &other.tokens);
        [(one.clone(), other.clone()), (other.clone(), one.clone())]
    });
    let asked: Vec<_> = both_ways.collect();
    let readings = head.read(sentence.parse, &asked);
    let each = pairs.into_iter().zip(readings.chunks_exact(2));
    each.filter_map(|((one, other), both)| {
        let (reading, turned) = likelier(&both[0], &both[1]);
        let (a, b) = if turned { (other, one) } else { (one, other) };
        (reading.probability >= LIKELY).then_some(Likely { a, b, reading })
    })
    .collect()
}

/// The phrases that name somebody, by a name, an adjective, a role or a pronoun.
fn phrases(sentence: &Sentence<'_>) -> Vec<Phrase> {
    let mut found: Vec<Phrase> = Vec::new();
    for head in 0..sentence.len() {
        let actors = sentence.scene.at(head);
        let sort = sentence.scene.sort(head);
        // Of "both states" the head would say one thing for the two; "itself" is told of by what it stands beside.
        let unfit = sort == Sort::Anaphor
            && (actors.len() > 1
                || matches!(
                    sentence.lower(head).as_str(),
                    "itself" | "himself" | "herself"
                ));
        if sort == Sort::None || actors.is_empty() || unfit || sentence.is_time(head) {
            continue;
        }
        found.push(Phrase {
            head,
            tokens: range(sentence, head),
            actors: actors.to_vec(),
        });
    }
    // "Iranian" in "Iranian troops"
    let inner = |phrase: &Phrase| {
        found
            .iter()
            .any(|other| other.head != phrase.head && other.tokens.contains(&phrase.head))
    };
    let kept: Vec<bool> = found.iter().map(|phrase| !inner(phrase)).collect();
    let mut kept = kept.into_iter();
    found.retain(|_| kept.next().unwrap_or(true));
    found.truncate(MOST_PHRASES);
    found
}

/// What is said of a pair by its two orders, and whether the second is the one it holds in.
fn likelier(one: &TieReading, back: &TieReading) -> (TieReading, bool) {
    let mean = |a: f32, b: f32| f32::midpoint(a, b);
    if one.relation == back.relation && !one.relation.is_directed() {
        let both = TieReading {
            relation: one.relation,
            probability: mean(one.probability, back.probability),
            negative: mean(one.negative, back.negative),
            uncertain: mean(one.uncertain, back.uncertain),
        };
        (both, false)
    } else if one.probability >= back.probability {
        (one.clone(), false)
    } else {
        (back.clone(), true)
    }
}

/// "Japan and South Korea are both allies of the United States": whether the two are named together and a third has this tie to one of
/// them, by the head or by the rules.
fn is_side_by_side(
    sentence: &Sentence<'_>,
    tie: &Likely<'_>,
    likely: &[Likely<'_>],
    found: &[Found],
) -> bool {
    are_together(sentence, tie.a.head, tie.b.head)
        && (found.iter().any(|known| is_of_third(tie, known))
            || likely.iter().any(|other| {
                other.reading.relation == tie.reading.relation
                    && has_one(tie, &other.a.actors) != has_one(tie, &other.b.actors)
            }))
}

/// Whether a record tells such a tie of one of the two and a third.
fn is_of_third(tie: &Likely<'_>, known: &Found) -> bool {
    let has = |actor: &ActorRef| has_one(tie, std::slice::from_ref(actor));
    match &known.body {
        Body::Tie(known) => {
            known.relation == tie.reading.relation && has(&known.a) != has(&known.b)
        }
        _ => false,
    }
}

fn has_one(tie: &Likely<'_>, actors: &[ActorRef]) -> bool {
    tie.a.means(actors) || tie.b.means(actors)
}

/// "Hezbollah takes its orders from Tehran", whomever "its" was taken for: whether one side points back, and somebody named in its place may have the
/// same tie to the other side.
fn is_told_by_name(sentence: &Sentence<'_>, tie: &Likely<'_>, likely: &[Likely<'_>]) -> bool {
    let mut named = likely.iter().filter(|other| {
        other.reading.relation == tie.reading.relation && !points_back(sentence, other)
    });
    points_back(sentence, tie)
        && named.any(|other| has_one(tie, &other.a.actors) != has_one(tie, &other.b.actors))
}

/// Whether one of the two is a pronoun or a description of somebody named before.
fn points_back(sentence: &Sentence<'_>, tie: &Likely<'_>) -> bool {
    let is_anaphor = |phrase: &Phrase| sentence.scene.sort(phrase.head) == Sort::Anaphor;
    is_anaphor(tie.a) || is_anaphor(tie.b)
}

/// "an alliance against Madrid"
fn is_against(sentence: &Sentence<'_>, tie: &Likely<'_>) -> bool {
    let friends = matches!(
        tie.reading.relation,
        Relation::Alliance | Relation::Partnership | Relation::Membership
    );
    let against = |phrase: &Phrase| {
        let cases = sentence.cases(phrase.head);
        cases.iter().any(|case| case == "against")
    };
    friends && (against(tie.a) || against(tie.b))
}

/// The records of a tie.
fn records(sentence: &Sentence<'_>, tie: &Likely<'_>) -> Vec<Found> {
    let Likely { a, b, reading } = tie;
    let token = meeting(sentence, a.head, b.head);
    let mut factuality = sentence.factuality(token, None);
    factuality.polarity = if reading.negative >= MARKED {
        Polarity::Negative
    } else {
        Polarity::Positive
    };
    factuality.certainty = match factuality.certainty {
        Certainty::Certain if reading.uncertain >= MARKED => Certainty::Hypothetical,
        _ if reading.uncertain < MARKED => Certainty::Certain,
        told => told,
    };
    let telling = Telling {
        token,
        via: None,
        relation: reading.relation,
        factuality: &factuality,
    };
    let sides = |phrase: &Phrase| -> Vec<ActorRef> {
        let actors = phrase.actors.iter();
        actors
            .filter_map(|actor| side(sentence, actor, reading.relation))
            .collect()
    };
    let (ones, others) = (sides(a), sides(b));
    let mut own = Vec::new();
    for one in &ones {
        for other in &others {
            if fits(one, other, reading.relation) {
                telling.record(sentence, one, other, &mut own);
            }
        }
    }
    for tie in &mut own {
        tie.told_by = ToldBy::TieHead;
        if let Body::Tie(tie) = &mut tie.body {
            tie.detail = None;
        }
    }
    own
}

/// Who has the tie: a state for its people and its goods, where the tie is one of states, and otherwise whoever has a name.
fn side(sentence: &Sentence<'_>, actor: &ActorRef, relation: Relation) -> Option<ActorRef> {
    if matches!(
        relation,
        Relation::Border | Relation::Mission | Relation::Transit
    ) {
        return state_of(sentence.lexicon, actor);
    }
    if relation == Relation::Kinship && actor.sector == Some(Sector::Cvl) {
        let country = actor.country.as_deref()?;
        return Some(sentence.lexicon.actor(country)?.to_ref(&actor.text));
    }
    // "Italian firms" are described, "al-Qaida" is named.
    let last = actor.name.split_whitespace().next_back();
    let named = actor.sector.is_some()
        && last.is_some_and(|word| word.chars().any(|letter| !letter.is_lowercase()));
    let armed = relation == Relation::Patronage && is_armed(actor);
    (named || armed || actor.is_state())
        .then(|| actor.clone())
        .or_else(|| state_of(sentence.lexicon, actor))
}

fn is_armed(actor: &ActorRef) -> bool {
    matches!(actor.sector, Some(Sector::Reb | Sector::Uaf))
}

/// Whether such actors can have such a tie: only states and armed groups are members, of something that is neither a state nor a person.
fn fits(a: &ActorRef, b: &ActorRef, relation: Relation) -> bool {
    relation != Relation::Membership
        || (a.is_state() || is_armed(a)) && (b.sector == Some(Sector::Igo) || is_armed(b))
}

/// The word under which two words of a tree meet; of two that are named together the word above both.
fn meeting(sentence: &Sentence<'_>, one: usize, other: usize) -> usize {
    let above: Vec<usize> = sentence.parse.ancestors(one).collect();
    let mut up = sentence.parse.ancestors(other);
    let met = up.find(|token| above.contains(token)).unwrap_or(one);
    let together = [one, other].contains(&met) && are_together(sentence, one, other);
    let head = sentence.head(met).filter(|_| together);
    head.unwrap_or(met)
}

/// "A and B"
fn are_together(sentence: &Sentence<'_>, one: usize, other: usize) -> bool {
    sentence.expand(one).contains(&other) || sentence.expand(other).contains(&one)
}

/// "held joint exercises with", "severed ties with", "traded accusations with": whether the word that would tell a tie tells an event, which the rules may
/// know. Joining, buying and coming by a route are events and ties.
fn is_deed(sentence: &Sentence<'_>, tie: &Found, rules: &[Found]) -> bool {
    let Body::Tie(own) = &tie.body else {
        return false;
    };
    let is = |side: &[ActorRef], actor: &ActorRef| {
        let mut side = side.iter();
        side.any(|it| it.id == actor.id || it.acts_for(&actor.id))
    };
    let is_event = |known: &Found| match &known.body {
        Body::Event(event) => {
            let there = is(&event.source, &own.a) && is(&event.target, &own.b);
            let back = is(&event.source, &own.b) && is(&event.target, &own.a);
            known.token == tie.token && (there || back)
        }
        _ => false,
    };
    match own.relation {
        Relation::Trade => {
            sentence.lemma(tie.token) == "trade" && !sentence.objects(tie.token).is_empty()
        }
        Relation::Membership | Relation::Transit | Relation::Border | Relation::Kinship => false,
        _ => rules.iter().any(is_event),
    }
}

/// Whether two records tell ties of the same two.
fn is_of_same_two(known: &Found, tie: &Found) -> bool {
    let (Body::Tie(known), Body::Tie(tie)) = (&known.body, &tie.body) else {
        return false;
    };
    let is = |a: &ActorRef, b: &ActorRef| a.id == b.id || a.acts_for(&b.id) || b.acts_for(&a.id);
    is(&known.a, &tie.a) && is(&known.b, &tie.b) || is(&known.a, &tie.b) && is(&known.b, &tie.a)
}

/// Whether two ties are of one kind: friends are friends, of whatever degree.
fn is_same_kind(known: &Found, tie: &Found) -> bool {
    let kind = |found: &Found| match &found.body {
        Body::Tie(tie) => match tie.relation {
            Relation::Partnership | Relation::Patronage => Some(Relation::Alliance),
            other => Some(other),
        },
        _ => None,
    };
    kind(known) == kind(tie)
}
