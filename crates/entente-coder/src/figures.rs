//! Figures: numbers about actors that are no toll, no date and no span of time.
//!
//! A figure needs somebody whom it is about and something that it measures; a number that has
//! neither ("one of them", "the two sides") is not recorded.

use entente_lexicon::{ActorKind, Sort, is_equipment};
use entente_model::{ActorRef, Body, Certainty, Figure, Sector};
use entente_text::{Quantity, Upos};

use crate::factuality::Factuality;
use crate::sentence::Sentence;
use crate::{Found, ToldBy};

/// Nouns of people: what is counted is a population.
const PEOPLE: &[&str] = &[
    "people",
    "person",
    "inhabitant",
    "citizen",
    "resident",
    "speaker",
    "muslim",
    "christian",
    "population",
];

/// Nouns of soldiers.
const TROOPS: &[&str] = &[
    "troop",
    "soldier",
    "fighter",
    "serviceman",
    "peacekeeper",
    "conscript",
    "personnel",
];

/// Nouns that name what a figure measures.
const MEASURES: &[(&str, &str)] = &[
    ("border", "border length"),
    ("frontier", "border length"),
    ("boundary", "border length"),
    ("coastline", "coast length"),
    ("trade", "trade"),
    ("turnover", "trade"),
    ("export", "exports"),
    ("import", "imports"),
    ("reserve", "reserves"),
    ("population", "population"),
    ("gdp", "gdp"),
    ("budget", "budget"),
    ("investment", "investment"),
    ("deficit", "deficit"),
    ("surplus", "surplus"),
    ("debt", "debt"),
    ("aid", "aid"),
    ("loan", "loan"),
    ("territory", "territory"),
    ("warhead", "warheads"),
    ("missile", "missiles"),
    ("share", "share"),
    ("water", "water"),
    ("oil", "oil"),
    ("gas", "gas"),
    ("arm", "arms"),
    ("weapon", "arms"),
];

/// What can be counted without a unit.
const ARMS: &[&str] = &["warheads", "missiles", "arms"];

/// Verbs that say what an amount of money is for.
const MONEY_VERBS: &[(&str, &str)] = &[
    ("cost", "cost"),
    ("receive", "aid"),
    ("get", "aid"),
    ("give", "aid"),
    ("grant", "aid"),
    ("approve", "aid"),
    ("promise", "aid"),
    ("pledge", "aid"),
    ("donate", "aid"),
    ("lend", "loan"),
    ("borrow", "loan"),
    ("owe", "debt"),
    ("invest", "investment"),
    ("spend", "spending"),
    ("pay", "payment"),
    ("earn", "revenue"),
    ("sell", "price"),
    ("buy", "price"),
];

/// Fewer people than this are no population and no force: "five female soldiers".
const FEW: f64 = 20.0;

/// Counting these says nothing about anybody.
const UNCOUNTED: &[&str] = &[
    "year", "month", "week", "day", "hour", "minute", "decade", "century", "time", "age", "side",
    "party", "country", "nation", "state", "article", "point", "percent", "hundred", "thousand",
    "million", "billion", "dozen",
];

/// Verbs whose counted subjects or objects are an event's toll.
const TOLL_VERBS: &[&str] = &[
    "kill", "wound", "injure", "die", "arrest", "detain", "murder", "execute", "displace", "expel",
    "kidnap", "jail", "sentence", "flee", "hurt", "seize", "abduct", "convict", "drive", "lose",
    "capture", "evacuate",
];

/// Verbs of being, having and living somewhere: only they tell how many people there are of a kind. Whoever
/// does something else is a part of them ("3 million people await their fate").
const COUNTING: &[&str] = &[
    "be",
    "have",
    "number",
    "live",
    "inhabit",
    "contain",
    "comprise",
    "total",
    "reach",
    "count",
    "exceed",
    "host",
    "hold",
    "house",
    "say",
    "estimate",
    "put",
    "make",
    "form",
    "rise",
    "fall",
    "grow",
    "speak",
    "stand",
    "remain",
    "include",
    "consist",
    "own",
    "keep",
    "station",
    "deploy",
    "base",
    "maintain",
    "field",
    "locate",
    "reside",
    "surpass",
    "top",
    "represent",
    "constitute",
    "command",
    "send",
    "move",
    "mass",
    "withdraw",
    "pull",
    "lose",
    "shelter",
    "accommodate",
    "settle",
];

/// Verbs whose subject has what is counted: "has 28,500 troops in South Korea".
const HOLDING: &[&str] = &[
    "have", "keep", "maintain", "station", "deploy", "own", "possess", "hold", "field", "send",
    "shelter", "host", "house",
];

/// Nouns of people who fled.
const REFUGEES: &[&str] = &["refugee", "migrant", "evacuee"];

/// Verbs that say what an amount of goods is.
const GOODS_VERBS: &[(&str, &str)] = &[
    ("produce", "production"),
    ("yield", "production"),
    ("pump", "production"),
    ("extract", "production"),
    ("export", "exports"),
    ("ship", "exports"),
    ("supply", "exports"),
    ("import", "imports"),
];

/// Codes the figures of a sentence.
pub(crate) fn code(sentence: &Sentence<'_>, found: &mut Vec<Found>) {
    let mut last: Option<Figure> = None;
    for quantity in &sentence.parse.quantities {
        let Some(figure) =
            figure(sentence, quantity).or_else(|| elided(sentence, quantity, last.as_ref()))
        else {
            continue;
        };
        last = Some(figure.clone());
        found.push(Found {
            token: quantity.number,
            body: Body::Figure(figure),
            factuality: factuality(sentence, quantity),
            told_by: ToldBy::Rules,
        });
    }
}

/// By the verb that the noun belongs to. What a relative clause says by the way ("the force, which
/// has 4,500 troops") does not depend on the clause around it.
fn factuality(sentence: &Sentence<'_>, quantity: &Quantity) -> Factuality {
    let noun = counted(sentence, quantity);
    let verb = sentence.head(noun).filter(|&head| sentence.is_verb(head));
    let mut found = sentence.factuality(quantity.number, verb);
    let aside = verb.is_some_and(|verb| {
        sentence.deprel(verb) == "acl:relcl"
            && sentence
                .children_where(verb, |deprel| deprel.starts_with("aux"))
                .next()
                .is_none()
    });
    // "its 500-mile frontier": taken for granted, whatever might become of it.
    let granted = sentence
        .children_where(noun, |deprel| deprel == "nmod:poss")
        .next()
        .is_some();
    if aside && found.certainty == Certainty::Hypothetical || granted {
        found.certainty = Certainty::Certain;
    }
    found
}

fn figure(sentence: &Sentence<'_>, quantity: &Quantity) -> Option<Figure> {
    if is_span(sentence, quantity) || is_one_of(sentence, quantity) {
        return None;
    }
    let noun = counted(sentence, quantity);
    if is_toll(sentence, noun)
        || is_change(sentence, quantity, noun)
        || quantity.unit.is_none() && is_part(sentence, noun)
    {
        return None;
    }
    // "half of whom fled": a share in words is of what it stands beside, not of an actor.
    let in_words = !sentence
        .words(quantity.tokens)
        .contains(|letter: char| letter.is_ascii_digit());
    if in_words
        && quantity.unit.as_deref() == Some("percent")
        && named_measure(sentence, noun).is_none()
    {
        return None;
    }
    let (measure, unit) = measure(sentence, quantity, noun)?;
    let subject = subject(sentence, noun)?;
    Some(Figure {
        subject,
        measure,
        value: quantity.value,
        unit,
        bound: quantity.bound,
    })
}

/// Whether people are counted who do something or to whom it is done: how many there are of a kind, it does
/// not tell.
fn is_part(sentence: &Sentence<'_>, noun: usize) -> bool {
    let lemma = sentence.lemma(noun).to_lowercase();
    let people = PEOPLE.contains(&lemma.as_str())
        || TROOPS.contains(&lemma.as_str())
        || sentence.scene.sort(noun) == Sort::People;
    let verb = sentence.parse.ancestors(noun).skip(1).find(|&above| {
        sentence.is_verb(above) || sentence.parse.children_by(above, "cop").next().is_some()
    });
    people
        && verb
            .is_some_and(|verb| sentence.is_verb(verb) && !COUNTING.contains(&sentence.lemma(verb)))
}

/// "fell by 10 percent" tells how much it changed, not how much it is.
fn is_change(sentence: &Sentence<'_>, quantity: &Quantity, noun: usize) -> bool {
    quantity.unit.as_deref() == Some("percent")
        && sentence.cases(noun).iter().any(|case| case == "by")
}

/// "Pakistan may have 170 warheads, India roughly 180": a bare number after a name is of the
/// kind last told.
fn elided(sentence: &Sentence<'_>, quantity: &Quantity, last: Option<&Figure>) -> Option<Figure> {
    let last = last?;
    let bare = quantity.unit.is_none() && !is_followed_by_noun(sentence, quantity);
    let before = quantity.tokens.0.checked_sub(1)?;
    let name = if sentence.upos(before) == Upos::Adv {
        before.checked_sub(1)?
    } else {
        before
    };
    let subject = sentence.scene.at(name).first()?;
    let other = sentence.scene.sort(name) == Sort::Name && subject.id != last.subject.id;
    (bare && other && !is_span(sentence, quantity)).then(|| Figure {
        subject: subject.clone(),
        value: quantity.value,
        bound: quantity.bound,
        ..last.clone()
    })
}

fn is_followed_by_noun(sentence: &Sentence<'_>, quantity: &Quantity) -> bool {
    let next = quantity.tokens.1;
    next < sentence.len() && (sentence.is_noun(next) || sentence.upos(next) == Upos::Adj)
}

/// A time, or a number of years or days.
fn is_span(sentence: &Sentence<'_>, quantity: &Quantity) -> bool {
    sentence
        .parse
        .times
        .iter()
        .any(|time| time.tokens.0 < quantity.tokens.1 && quantity.tokens.0 < time.tokens.1)
}

/// "one of the biggest customers"
fn is_one_of(sentence: &Sentence<'_>, quantity: &Quantity) -> bool {
    let next = quantity.tokens.1;
    quantity.unit.is_none()
        && quantity.value < 10.0
        && next < sentence.len()
        && sentence.lower(next) == "of"
}

/// The noun that is counted or that the number with its unit describes; the number where there
/// is none.
fn counted(sentence: &Sentence<'_>, quantity: &Quantity) -> usize {
    let mut noun = quantity.number;
    for _ in 0..4 {
        let Some(head) = sentence.head(noun) else {
            break;
        };
        let part = matches!(
            sentence.deprel(noun),
            "nummod" | "compound" | "nmod" | "amod" | "nmod:unmarked" | "dep" | "obl:unmarked"
        );
        let inside = (quantity.tokens.0..quantity.tokens.1).contains(&head);
        let nominal = sentence.is_noun(head) || sentence.upos(head) == Upos::Sym;
        if !part || !nominal && !inside {
            break;
        }
        noun = head;
        if quantity.unit.is_none() && !inside {
            break;
        }
    }
    noun
}

/// What is measured, and in what.
fn measure(sentence: &Sentence<'_>, quantity: &Quantity, noun: usize) -> Option<(String, String)> {
    let lemma = sentence.lemma(noun).to_lowercase();
    let Some(unit) = &quantity.unit else {
        return count(sentence, quantity, noun, &lemma);
    };
    let measure = match unit.as_str() {
        "percent" => share_of(sentence, quantity, noun)?,
        // A way that somebody goes, or how far a town lies, is nobody's length.
        "km" | "miles" => {
            named_measure(sentence, noun).or_else(|| subject_measure(sentence, noun))?
        }
        "USD" | "EUR" | "GBP" => named_measure(sentence, noun)
            .or_else(|| verb_measure(sentence, noun, MONEY_VERBS))
            .or_else(|| subject_measure(sentence, noun))?,
        _ => named_measure(sentence, noun)
            .or_else(|| verb_measure(sentence, noun, GOODS_VERBS))
            .or_else(|| subject_measure(sentence, noun))?,
    };
    Some((measure.to_owned(), unit.clone()))
}

/// A count without a unit: people, soldiers, weapons; of anything else only a large one, and only of what
/// somebody has.
fn count(
    sentence: &Sentence<'_>,
    quantity: &Quantity,
    noun: usize,
    lemma: &str,
) -> Option<(String, String)> {
    // "60,000 ethnic Kyrgyz"
    let ethnic = || {
        let mut adjectives = sentence.children_where(noun, |deprel| deprel == "amod");
        adjectives.any(|it| sentence.lower(it) == "ethnic") && !sentence.scene.at(noun).is_empty()
    };
    let people = if REFUGEES.contains(&lemma) && is_held(sentence, noun) {
        Some("refugees")
    } else if PEOPLE.contains(&lemma) || sentence.scene.sort(noun) == Sort::People || ethnic() {
        Some("population")
    } else if TROOPS.contains(&lemma) {
        Some("troops")
    } else {
        None
    };
    if let Some(measure) = people {
        let many = quantity.value >= FEW;
        return many.then(|| (measure.to_owned(), "people".to_owned()));
    }
    if let Some(measure) = measure_of(lemma).filter(|measure| ARMS.contains(measure)) {
        return Some((measure.to_owned(), "items".to_owned()));
    }
    // "The population of Laos is 7.5 million."
    let of_number = (quantity.tokens.0..quantity.tokens.1).contains(&noun);
    if of_number && subject_measure(sentence, noun) == Some("population") {
        return Some(("population".to_owned(), "people".to_owned()));
    }
    let has = is_held(sentence, noun);
    let countable = (has || !sentence.owners(noun).is_empty())
        && sentence.upos(noun) == Upos::Noun
        && noun != quantity.number
        && quantity.value >= 10.0
        && !UNCOUNTED.contains(&lemma)
        && sentence.scene.role(noun).is_none()
        && (has || !sentence.is_side(noun));
    countable.then(|| (lemma.to_owned(), lemma.to_owned()))
}

/// Whether a noun is what the subject of its verb has.
fn is_held(sentence: &Sentence<'_>, noun: usize) -> bool {
    sentence.deprel(noun) == "obj"
        && sentence
            .head(noun)
            .is_some_and(|head| HOLDING.contains(&sentence.lemma(head)))
}

fn measure_of(lemma: &str) -> Option<&'static str> {
    MEASURES
        .iter()
        .find(|(name, _)| *name == lemma)
        .map(|(_, measure)| *measure)
}

/// The measure that the phrase of the number names: "a 700 km border", "aid of 130 million".
fn named_measure(sentence: &Sentence<'_>, noun: usize) -> Option<&'static str> {
    let mut words = sentence.parse.subtree(noun);
    words.extend(
        sentence
            .parse
            .ancestors(noun)
            .skip(1)
            .take_while(|&above| sentence.is_noun(above))
            .take(2),
    );
    words.retain(|&word| !sentence.deprel(word).starts_with("acl"));
    words
        .into_iter()
        .find_map(|word| measure_of(&sentence.lemma(word).to_lowercase()))
}

/// The measure that the subject of the clause names: "trade came to", "the frontier is".
fn subject_measure(sentence: &Sentence<'_>, noun: usize) -> Option<&'static str> {
    let predicate = predicate(sentence, noun)?;
    sentence
        .subjects(predicate)
        .into_iter()
        .find_map(|subject| measure_of(&sentence.lemma(subject).to_lowercase()))
}

/// What the verb does with the money or the goods; the tagger may have taken the verb for a noun.
fn verb_measure(
    sentence: &Sentence<'_>,
    noun: usize,
    verbs: &'static [(&str, &'static str)],
) -> Option<&'static str> {
    let near = sentence
        .parse
        .ancestors(noun)
        .skip(1)
        .take(2)
        .chain(sentence.parse.children(noun));
    near.into_iter().find_map(|token| {
        let lemma = sentence.lemma(token);
        verbs
            .iter()
            .find(|(verb, _)| *verb == lemma)
            .map(|(_, measure)| *measure)
    })
}

/// A share is of what stands under "of", or of the people of whom the sentence speaks; of anything else nobody
/// knows whose it is.
fn share_of(sentence: &Sentence<'_>, quantity: &Quantity, noun: usize) -> Option<&'static str> {
    let of = sentence.obliques(noun, &["of"]);
    let of_people = of.iter().any(|&token| {
        PEOPLE.contains(&sentence.lemma(token)) || sentence.scene.state_of_people(token).is_some()
    });
    if of_people {
        return Some("population");
    }
    if let Some(measure) = named_measure(sentence, noun) {
        return Some(measure);
    }
    // "CNOOC holds 25 percent"
    if is_held(sentence, noun) {
        return Some("share");
    }
    let before = &sentence.parse.tokens[..quantity.tokens.0];
    let people = before
        .iter()
        .any(|token| PEOPLE.contains(&token.lemma.as_str()));
    people.then_some("population")
}

/// Dead and wounded are an event's toll.
fn is_toll(sentence: &Sentence<'_>, noun: usize) -> bool {
    sentence
        .parse
        .ancestors(noun)
        .skip(1)
        .take(1)
        .chain(sentence.children_where(noun, |deprel| deprel.starts_with("acl")))
        .any(|at| TOLL_VERBS.contains(&sentence.lemma(at)))
}

/// The verb or predicate that the noun belongs to.
fn predicate(sentence: &Sentence<'_>, noun: usize) -> Option<usize> {
    sentence.parse.ancestors(noun).take(5).find(|&at| {
        sentence.is_verb(at)
            || sentence
                .children_where(at, |deprel| deprel == "cop" || deprel.starts_with("nsubj"))
                .next()
                .is_some()
    })
}

/// What the figure is about: whose the noun is, the people themselves, or the clause's subject.
/// Nobody in particular ("soldiers") is not enough.
fn subject(sentence: &Sentence<'_>, noun: usize) -> Option<ActorRef> {
    let known = |actors: Vec<ActorRef>| {
        actors
            .into_iter()
            .find(|actor| is_somebody(sentence, actor))
    };
    let under = |prepositions: &[&str]| {
        let of: Vec<usize> = phrase(sentence, noun)
            .into_iter()
            .flat_map(|at| sentence.obliques(at, prepositions))
            .collect();
        of.iter()
            .find_map(|&token| sentence.scene.state_of_people(token))
            .or_else(|| known(sentence.actors(&of)))
            .or_else(|| known(whose(sentence, &of)))
    };
    // Of "Latvia's population" Latvia is told, not the population as an actor.
    let people_of = || {
        let of = sentence.obliques(noun, &["of"]);
        let people = of
            .into_iter()
            .filter(|&token| PEOPLE.contains(&sentence.lemma(token)));
        people
            .flat_map(|token| sentence.actors(&sentence.owners(token)))
            .collect()
    };
    let has = is_held(sentence, noun);
    let holder = || subject_above(sentence, noun).filter(|_| has);
    sentence
        .scene
        .state_of_people(noun)
        .or_else(|| known(sentence.actors(&sentence.owners(noun))))
        .or_else(holder)
        .or_else(|| known(people_of()))
        .or_else(|| known(numbers_owner(sentence, noun)))
        .or_else(|| under(&["of", "between", "from"]))
        .or_else(|| known(sentence.scene.at(noun).to_vec()))
        .or_else(|| subject_above(sentence, noun))
        .or_else(|| under(&["in", "to"]))
        .or_else(|| known(raiser(sentence, noun)))
}

/// "5 billion dollars, which Ethiopia raised"
fn raiser(sentence: &Sentence<'_>, noun: usize) -> Vec<ActorRef> {
    sentence
        .children_where(noun, |deprel| deprel == "acl:relcl")
        .flat_map(|clause| sentence.who(clause))
        .collect()
}

/// The noun with the amount that describes it: "aid of 130 million dollars".
fn phrase(sentence: &Sentence<'_>, noun: usize) -> Vec<usize> {
    let amounts = sentence.obliques(noun, &["of"]).into_iter().filter(|&at| {
        sentence
            .children_where(at, |deprel| deprel == "nummod")
            .next()
            .is_some()
    });
    [noun].into_iter().chain(amounts).collect()
}

/// A state, its people, or a body; a single person is no more than what is counted around him.
fn is_somebody(sentence: &Sentence<'_>, actor: &ActorRef) -> bool {
    let known = sentence.lexicon.actor(&actor.id);
    let person = match known {
        Some(known) => known.kind == ActorKind::Person,
        None => actor.sector.is_none(),
    };
    let words = actor.name.to_lowercase();
    !person
        && !words.split(' ').any(is_equipment)
        && (actor.country.is_some()
            || actor.sector == Some(Sector::Igo)
            || actor.name.starts_with(char::is_uppercase))
}

/// "its 1.8 million people", where the pronoun hangs on the number.
fn numbers_owner(sentence: &Sentence<'_>, noun: usize) -> Vec<ActorRef> {
    let numbers: Vec<usize> = sentence
        .children_where(noun, |deprel| deprel == "nummod")
        .flat_map(|number| sentence.owners(number))
        .collect();
    sentence.actors(&numbers)
}

/// The owners of some things, one step further than "of".
fn whose(sentence: &Sentence<'_>, things: &[usize]) -> Vec<ActorRef> {
    let mut found = sentence.actors_or_owners(things);
    for &thing in things {
        found.extend(numbers_owner(sentence, thing));
    }
    found
}

/// The subject of the nearest clause above that has one, or who owns a noun on the way.
fn subject_above(sentence: &Sentence<'_>, noun: usize) -> Option<ActorRef> {
    let mut at = noun;
    for _ in 0..5 {
        let clause = sentence.is_verb(at)
            || sentence
                .children_where(at, |deprel| deprel == "cop" || deprel.starts_with("nsubj"))
                .next()
                .is_some();
        if clause && !reports(sentence, at) {
            let actors = subjects_of_clause(sentence, at);
            let told = || sentence.scene.at(at).iter().cloned();
            if let Some(actor) = actors
                .into_iter()
                .chain(told())
                .find(|actor| is_somebody(sentence, actor))
            {
                return Some(actor);
            }
        }
        // A clause that is about somebody else ends the search.
        let about_others = clause
            && !reports(sentence, at)
            && sentence
                .children_where(at, |deprel| deprel.starts_with("nsubj"))
                .next()
                .is_some();
        if about_others {
            return None;
        }
        at = sentence.head(at)?;
        let owners = sentence.actors(&sentence.owners(at));
        if let Some(actor) = owners
            .into_iter()
            .find(|actor| is_somebody(sentence, actor))
        {
            return Some(actor);
        }
    }
    None
}

/// "The fund puts the cost at", "officials say that": who tells the figure is not whom it is about.
fn reports(sentence: &Sentence<'_>, verb: usize) -> bool {
    let lemma = sentence.lemma(verb);
    sentence.is_verb(verb)
        && (sentence.tables.claims(lemma) && !HOLDING.contains(&lemma)
            || matches!(
                lemma,
                "put" | "assess" | "document" | "count" | "calculate" | "record"
            ))
}

/// Who the clause is about, or whose or between whom the thing is that it is about.
fn subjects_of_clause(sentence: &Sentence<'_>, predicate: usize) -> Vec<ActorRef> {
    let subjects = sentence.subjects(predicate);
    let mut found = sentence.actors_or_owners(&subjects);
    for &subject in &subjects {
        let between = sentence.obliques(subject, &["between", "with", "in"]);
        found.extend(sentence.actors(&between));
    }
    if found.is_empty() {
        found = sentence.who(predicate);
    }
    found
}
