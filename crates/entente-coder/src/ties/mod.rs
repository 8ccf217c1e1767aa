//! Standing relations: nouns such as "ally", verbs such as "depend", adjectives such as "close",
//! and the few constructions that are no word's ("Iranian-backed militia").
//!
//! A tie has two sides that are told apart: mere mention in one sentence is never a tie, and
//! neither is what holds within one state.

mod backing;
mod frames;
mod kinship;
mod learned;
mod members;
mod membership;
mod mission;
mod nouns;
mod reach;
mod verbs;
mod words;

use entente_lexicon::{Lexicon, Sort};
use entente_model::{ActorRef, Body, DateSpan, Polarity, Relation, Sector, Tie};
use entente_text::Upos;

use crate::factuality::Factuality;
use crate::predicates::TieGroup;
use crate::sentence::Sentence;
use crate::ties::frames::{Frames, has};
use crate::{Found, ToldBy};

pub use self::learned::{ConsideredTie, TieOutcome};

/// Codes the ties of a sentence: by the rules, and then those that only the head for ties sees.
pub(crate) fn code(sentence: &Sentence<'_>, found: &mut Vec<Found>) -> Vec<ConsideredTie> {
    for index in 0..sentence.len() {
        nouns::code(sentence, index, found);
        verbs::code(sentence, index, found);
        verbs::code_adjective(sentence, index, found);
        match sentence.upos(index) {
            Upos::Noun | Upos::Propn => membership::code_named(sentence, index, found),
            Upos::Verb | Upos::Adj => backing::code(sentence, index, found),
            _ => {}
        }
        kinship::code(sentence, index, found);
    }
    learned::code(sentence, found)
}

/// The two sides of a tie word.
#[derive(Debug, Default)]
struct Sides {
    /// Those who fill the noun: "A is an ally"; the subject of a verb.
    own: Vec<ActorRef>,
    /// Whose it is, or with whom: "B's ally"; the object of a verb.
    other: Vec<ActorRef>,
}

/// A tie word with what holds for every record that it gives.
struct Telling<'a> {
    /// The word.
    token: usize,
    /// The verb that carries it, where it is a noun.
    via: Option<usize>,
    relation: Relation,
    factuality: &'a Factuality,
}

impl Telling<'_> {
    /// Records the tie of `a` and `b`, unless they are one or no actors of their own.
    fn record(&self, sentence: &Sentence<'_>, a: &ActorRef, b: &ActorRef, found: &mut Vec<Found>) {
        if is_same_state(a, b) || !stands_alone(a, self.relation) || !stands_alone(b, self.relation)
        {
            return;
        }
        self.push(a, b, date(sentence, self), self.detail(sentence), found);
    }

    fn push(
        &self,
        a: &ActorRef,
        b: &ActorRef,
        date: Option<DateSpan>,
        detail: Option<String>,
        found: &mut Vec<Found>,
    ) {
        found.push(Found {
            token: self.token,
            body: Body::Tie(Tie {
                relation: self.relation,
                a: a.clone(),
                b: b.clone(),
                directed: self.relation.is_directed(),
                date,
                detail,
            }),
            factuality: self.factuality.clone(),
            told_by: ToldBy::Rules,
        });
    }

    /// Where the noun's modifiers begin: "increasingly strategic alliance".
    fn first_modifier(&self, sentence: &Sentence<'_>) -> usize {
        let below = |token: usize| {
            let mut above = sentence.parse.ancestors(token).skip(1).take(3);
            above.any(|above| above == self.token)
        };
        let mut first = self.token;
        for before in (0..self.token).rev() {
            let word = sentence.lower(before);
            let adjective = matches!(sentence.deprel(before), "amod" | "compound" | "nummod")
                || sentence.deprel(before) == "conj" && sentence.upos(before) == Upos::Adj;
            let joint = matches!(word.as_str(), "and" | "-")
                || sentence.deprel(before) == "advmod" && sentence.head(before) != Some(self.token);
            let name = sentence.scene.sort(before) == Sort::Name;
            if !below(before)
                || name
                || matches!(word.as_str(), "other" | "longer")
                || !adjective && !joint
            {
                break;
            }
            if adjective || word.ends_with("ly") {
                first = before;
            }
        }
        first
    }

    /// The words that specify the relation: the noun with its modifiers, and that it rests.
    fn detail(&self, sentence: &Sentence<'_>) -> Option<String> {
        if !matches!(sentence.upos(self.token), Upos::Noun | Upos::Propn) {
            return None;
        }
        let first = self.first_modifier(sentence);
        let mut words = sentence.words((first, self.token + 1)).to_owned();
        let rests = self
            .via
            .is_some_and(|via| has(&Frames::builtin().rests, sentence.lemma(via)));
        if rests && let Some(via) = self.via {
            words = format!("{words}, {}", sentence.lower(via));
        }
        (words.split_whitespace().count() > 1).then_some(words)
    }
}

/// Relates the sides of a noun, verb or adjective.
fn relate(
    sentence: &Sentence<'_>,
    telling: &Telling<'_>,
    group: &TieGroup,
    sides: &Sides,
    found: &mut Vec<Found>,
) {
    let Sides { own, other } = sides;
    let directed = telling.relation.is_directed();
    let among = |actors: &[ActorRef], found: &mut Vec<Found>| {
        for (at, a) in actors.iter().enumerate() {
            for b in &actors[at + 1..] {
                telling.record(sentence, a, b, found);
            }
        }
    };
    // "a campaign by A and B": they fight side by side, and nobody knows against whom.
    let fought = matches!(
        sentence.lemma(telling.token),
        "campaign" | "fight" | "struggle"
    );
    match (own.is_empty(), other.is_empty()) {
        (true, true) => {}
        (false, true) | (true, false) if fought => {}
        // "A and B are allies"
        (false, true) if !directed => among(own, found),
        // "Turkish-Azerbaijani axis", "the alliance of A and B", "B's alliance with A"
        (true, false) if !directed => {
            for b in &other[1..] {
                telling.record(sentence, &other[0], b, found);
            }
        }
        _ => {
            for a in own {
                for b in other {
                    if directed && group.other_is_a() {
                        telling.record(sentence, b, a, found);
                    } else {
                        telling.record(sentence, a, b, found);
                    }
                }
            }
            // Those named together share it: "A and B form an axis alongside C".
            if matches!(sentence.lemma(telling.token), "axis" | "alliance" | "bloc") {
                among(own, found);
            }
        }
    }
}

/// Between an actor and an organ of the same state there is no tie.
fn is_same_state(a: &ActorRef, b: &ActorRef) -> bool {
    let acts = |actor: &ActorRef| {
        let country = actor.country.as_deref()?;
        actor.acts_for(country).then(|| country.to_owned())
    };
    let citizens = |people: &ActorRef, state: &ActorRef| {
        people.sector == Some(Sector::Cvl) && people.country == acts(state)
    };
    a.id == b.id
        || acts(a).is_some() && (acts(a) == acts(b) || citizens(b, a))
        || acts(b).is_some() && citizens(a, b)
}

/// Whether an actor can be a side: a state, a group, somebody with a name. "Soldiers" and
/// "drones" are nobody in particular, except as those whom a patron keeps.
fn stands_alone(actor: &ActorRef, relation: Relation) -> bool {
    // A way leads through a country; on people's support one depends otherwise.
    if relation == Relation::Transit {
        let mut country = actor.country.iter();
        return country.any(|country| actor.acts_for(country));
    }
    // "closed its border to Tajik citizens"
    if relation == Relation::Border && actor.sector == Some(Sector::Cvl) {
        return false;
    }
    let named = actor
        .name
        .trim_start_matches("the ")
        .starts_with(|first: char| first.is_uppercase() || first.is_numeric());
    named && actor.sector.is_some()
        || actor.country.is_some()
        || actor.sector == Some(Sector::Igo)
        || relation == Relation::Patronage
            && matches!(actor.sector, Some(Sector::Reb | Sector::Uaf | Sector::Crm))
}

/// Who says what a noun says, and whether it is so. "Has no embassy" is one negation, although
/// both the noun and its verb have it.
fn factuality(sentence: &Sentence<'_>, noun: usize, via: Option<usize>) -> Factuality {
    let mut found = sentence.factuality(noun, via);
    let mut determiners = sentence.children_where(noun, |deprel| deprel == "det");
    let none = determiners.any(|det| sentence.lower(det) == "no");
    let is_object = via.is_some() && sentence.head(noun) == via;
    let verb_denies = via.is_some_and(|via| {
        sentence
            .children_where(via, |deprel| deprel == "advmod")
            .any(|adverb| matches!(sentence.lower(adverb).as_str(), "not" | "n't" | "never"))
    });
    if none && is_object && !verb_denies {
        found.polarity = Polarity::Negative;
    }
    found
}

/// The state that an actor is or acts for.
fn state_of(lexicon: &Lexicon, actor: &ActorRef) -> Option<ActorRef> {
    if actor.is_state() {
        return Some(actor.clone());
    }
    let country = actor.country.as_deref()?;
    let state = lexicon.actor(country)?;
    actor.acts_for(country).then(|| state.to_ref(&actor.text))
}

/// Those who sign for a state bind the state.
fn bind_states(lexicon: &Lexicon, actors: &mut Vec<ActorRef>) {
    for actor in actors {
        if let Some(state) = state_of(lexicon, actor) {
            *actor = state;
        }
    }
}

/// When the tie holds. "Closed its border in 1993" dates the deed and not the border, "joined in
/// 1952" and "since 1952" tell from when.
fn date(sentence: &Sentence<'_>, telling: &Telling<'_>) -> Option<DateSpan> {
    let places = [Some(telling.token), telling.via];
    let since = places
        .into_iter()
        .flatten()
        .find_map(|at| since_clause(sentence, at));
    if since.is_some() || matches!(telling.relation, Relation::Border | Relation::Kinship) {
        return since;
    }
    // "Trade between A and B reached two billion in 2023"; what hangs deeper is told at another time.
    let argument = sentence.deprel(telling.token);
    let verb = sentence
        .head(telling.token)
        .filter(|_| argument.starts_with("nsubj") || argument == "obj");
    let date = sentence
        .own_date_of(telling.token, telling.via)
        .or_else(|| sentence.own_date_of(verb?, None))
        .or_else(|| opening_span(sentence))?;
    let begins = places
        .into_iter()
        .flatten()
        .any(|at| has(&Frames::builtin().begins, sentence.lemma(at)));
    if begins && telling.factuality.polarity == Polarity::Positive && date.start.is_some() {
        return Some(DateSpan { end: None, ..date });
    }
    Some(date)
}

/// "Since 2019, ...": an open span at the head of the sentence holds for all of it.
fn opening_span(sentence: &Sentence<'_>) -> Option<DateSpan> {
    let first = sentence.parse.times.first()?;
    let open = first.date.start.is_some() && first.date.end.is_none();
    (first.tokens.0 == 0 && open).then(|| first.date.clone())
}

/// "since they became independent in 1947": from the time in the clause on.
fn since_clause(sentence: &Sentence<'_>, index: usize) -> Option<DateSpan> {
    let clause = sentence
        .children_where(index, |deprel| deprel == "advcl")
        .find(|&clause| {
            sentence
                .parse
                .children_by(clause, "mark")
                .any(|mark| sentence.lower(mark) == "since")
        })?;
    let tokens = sentence.parse.subtree(clause);
    let time = sentence
        .parse
        .times
        .iter()
        .find(|time| time.date.start.is_some() && tokens.contains(&time.tokens.0))?;
    Some(DateSpan {
        end: None,
        ..time.date.clone()
    })
}
