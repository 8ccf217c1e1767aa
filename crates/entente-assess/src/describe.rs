//! What an assertion says, in a few plain words: "Azerbaijan accused Iran".

use entente_model::{
    ActorRef, Assertion, Body, Certainty, DateSpan, EventType, Polarity, Precision, Relation,
};

use crate::weigh::{issue_words, kind, position};

/// Past tense and base form of what the source does to the target.
const fn deed(event_type: EventType) -> (&'static str, &'static str) {
    match event_type {
        EventType::Agree => ("agreed with", "agree with"),
        EventType::Consult => ("met or talked with", "meet or talk with"),
        EventType::Support => ("spoke for", "speak for"),
        EventType::Cooperate => ("worked together with", "work together with"),
        EventType::Aid => ("gave help to", "give help to"),
        EventType::Concede => ("gave way to", "give way to"),
        EventType::Retreat => (
            "withdrew or ceased fire towards",
            "withdraw or cease fire towards",
        ),
        EventType::Request => ("made a demand of", "make a demand of"),
        EventType::Accuse => ("accused or criticised", "accuse or criticise"),
        EventType::Reject => ("refused or contradicted", "refuse or contradict"),
        EventType::Threaten => ("threatened or warned", "threaten or warn"),
        EventType::Protest => ("protested against", "protest against"),
        EventType::Mobilize => ("moved forces against", "move forces against"),
        EventType::Sanction => ("reduced relations with", "reduce relations with"),
        EventType::Coerce => ("used coercion against", "use coercion against"),
        EventType::Assault => ("attacked", "attack"),
    }
}

/// What stands for a target that is not named, after verbs that need one.
const fn object(event_type: EventType) -> Option<&'static str> {
    match event_type {
        EventType::Accuse | EventType::Assault | EventType::Threaten => Some(" somebody"),
        EventType::Reject => Some(" something"),
        _ => None,
    }
}

/// How a tie reads, with `{a}` and `{b}`; and how when it is said not to stand.
const fn bond(relation: Relation) -> (&'static str, &'static str) {
    match relation {
        Relation::Alliance => ("{a} and {b} are allies", "{a} and {b} are not allies"),
        Relation::Partnership => ("{a} and {b} are partners", "{a} and {b} are not partners"),
        Relation::Patronage => ("{a} backs {b}", "{a} does not back {b}"),
        Relation::Rivalry => ("{a} and {b} are rivals", "{a} and {b} are not rivals"),
        Relation::Kinship => ("{a} and {b} are kin", "{a} and {b} are not kin"),
        Relation::Border => ("{a} and {b} share a border", "{a} and {b} share no border"),
        Relation::Transit => (
            "{a} depends on {b} for a route",
            "{a} does not depend on {b} for a route",
        ),
        Relation::Mission => ("{a} has a mission in {b}", "{a} has no mission in {b}"),
        Relation::Membership => ("{a} belongs to {b}", "{a} does not belong to {b}"),
        Relation::Trade => ("{a} and {b} trade", "{a} and {b} do not trade"),
        Relation::Threat => ("{a} fears {b}", "{a} does not fear {b}"),
    }
}

fn names(actors: &[ActorRef]) -> String {
    let mut names: Vec<&str> = Vec::new();
    for actor in actors {
        if !names.contains(&actor.name.as_str()) {
            names.push(&actor.name);
        }
    }
    if names.is_empty() {
        return "somebody".to_owned();
    }
    listed(&names)
}

/// "one, another and a third".
pub(crate) fn listed<S: AsRef<str>>(items: &[S]) -> String {
    let items: Vec<&str> = items.iter().map(AsRef::as_ref).collect();
    match items.as_slice() {
        [first @ .., last] if !first.is_empty() => format!("{} and {last}", first.join(", ")),
        one => one.concat(),
    }
}

/// What an assertion says, apart from who says it.
pub(crate) fn proposition(assertion: &Assertion) -> String {
    let negative = assertion.polarity == Polarity::Negative;
    match &assertion.body {
        Body::Event(event) => {
            let (past, base) = deed(kind(event));
            let source = names(&event.source);
            let mut text = if negative {
                format!("{source} did not {base}")
            } else {
                format!("{source} {past}")
            };
            if let (true, Some(object)) = (event.target.is_empty(), object(event.event_type)) {
                text.push_str(object);
            } else if event.target.is_empty() {
                // "agreed with" nobody reads badly: leave the preposition off.
                for word in [" with", " to", " towards", " for", " of", " against"] {
                    if let Some(short) = text.strip_suffix(word) {
                        text.truncate(short.len());
                        break;
                    }
                }
            } else {
                text.push_str(&format!(" {}", names(&event.target)));
            }
            let told = |name: &str| event.target.iter().any(|actor| actor.name == name);
            if let Some(place) = event.place.as_ref().filter(|place| !told(&place.name)) {
                text.push_str(&format!(" ({})", place.name));
            }
            text
        }
        Body::Tie(tie) => {
            let (so, not_so) = bond(tie.relation);
            let words = if negative { not_so } else { so };
            let mut text = words
                .replace("{a}", &tie.a.name)
                .replace("{b}", &tie.b.name);
            if let Some(detail) = tie.detail.as_deref().filter(|detail| !detail.is_empty()) {
                text.push_str(&format!(" ({detail})"));
            }
            text
        }
        Body::Stance(stance) => {
            let verb = match position(assertion) {
                Some(true) => "is for",
                Some(false) => "is against",
                None => "is neutral on",
            };
            format!(
                "{} {verb}: {}",
                stance.actor.name,
                issue_words(&stance.issue)
            )
        }
        Body::Label(label) => {
            let verb = if negative {
                "does not call it"
            } else {
                "calls it"
            };
            format!("{verb} \u{201C}{}\u{201D}", label.label)
        }
        Body::Figure(figure) => format!(
            "{}: {} {} {} {}",
            figure.subject.name,
            figure.measure,
            bound(figure.bound),
            figure.value,
            figure.unit
        ),
    }
}

const fn bound(bound: entente_model::Bound) -> &'static str {
    match bound {
        entente_model::Bound::Exact => "of",
        entente_model::Bound::AtMost => "of at most",
        entente_model::Bound::AtLeast => "of at least",
        entente_model::Bound::About => "of about",
    }
}

/// The same with who says it and how surely, where the document does not say it as a fact.
pub(crate) fn sentence(assertion: &Assertion) -> String {
    with_voice(assertion, proposition(assertion))
}

/// How two assertions of one kind read together where the second says the first the other way
/// round: "Iran and Turkey attacked each other".
pub(crate) fn both_ways(one: &Assertion, other: &Assertion) -> Option<String> {
    fn ids(actors: &[ActorRef]) -> Vec<&str> {
        actors.iter().map(|actor| actor.id.as_str()).collect()
    }
    let text = match (&one.body, &other.body) {
        (Body::Event(x), Body::Event(y))
            if x.event_type == y.event_type
                && !x.target.is_empty()
                && ids(&x.source) == ids(&y.target)
                && ids(&x.target) == ids(&y.source)
                && one.polarity == Polarity::Positive =>
        {
            let (past, _) = deed(kind(x));
            let both = format!("{} and {}", names(&x.source), names(&x.target));
            match (kind(x).is_mutual(), past.strip_suffix(" with")) {
                (true, Some(together)) => format!("{both} {together}"),
                _ => format!("{both} {past} each other"),
            }
        }
        (Body::Tie(x), Body::Tie(y))
            if x.relation == y.relation
                && (x.a.id.as_str(), x.b.id.as_str()) == (y.b.id.as_str(), y.a.id.as_str())
                && x.a.id != x.b.id =>
        {
            let not = one.polarity == Polarity::Negative;
            let words = match (x.relation, not) {
                (Relation::Threat, false) => "fear each other",
                (Relation::Threat, true) => "do not fear each other",
                (Relation::Transit, false) => "depend on each other for a route",
                (Relation::Transit, true) => "do not depend on each other for a route",
                (Relation::Mission, false) => "have missions in each other's country",
                (Relation::Mission, true) => "have no missions in each other's country",
                (Relation::Patronage, false) => "back each other",
                _ => return None,
            };
            format!("{} and {} {words}", x.a.name, x.b.name)
        }
        _ => return None,
    };
    Some(with_voice(one, text))
}

fn with_voice(assertion: &Assertion, mut text: String) -> String {
    match assertion.certainty {
        Certainty::Certain => {}
        Certainty::Probable => text.push_str(", probably"),
        Certainty::Possible => text.push_str(", possibly"),
        Certainty::Hypothetical => text.push_str(", hypothetically"),
    }
    if let Some(claimant) = &assertion.claimant {
        text.push_str(&format!(", says {}", claimant.name));
    }
    text
}

/// A span as ISO 8601: a day, month or year where it is one, else first and last day.
pub(crate) fn date(span: &DateSpan) -> Option<String> {
    let (start, end) = (span.start, span.end);
    match span.precision() {
        Some(Precision::Day) => start.map(|day| day.to_string()),
        Some(Precision::Month) => start.map(|day| format!("{:04}-{:02}", day.year(), day.month())),
        Some(Precision::Year) => start.map(|day| format!("{:04}", day.year())),
        _ => match (start, end) {
            (None, None) => None,
            (Some(start), Some(end)) => Some(format!("{start}/{end}")),
            (Some(start), None) => Some(format!("{start}/..")),
            (None, Some(end)) => Some(format!("../{end}")),
        },
    }
}

/// The date that an assertion tells, as ISO 8601.
pub(crate) fn date_told(assertion: &Assertion) -> Option<String> {
    match &assertion.body {
        Body::Event(event) => event.date.as_ref().and_then(date),
        Body::Tie(tie) => tie.date.as_ref().and_then(date),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::{event, tie};

    #[test]
    fn assertions_read_as_sentences() {
        let attack = event(EventType::Assault, "gunman", "AZE", "x")
            .at_place("Tehran", "IRN")
            .done();
        assert_eq!(sentence(&attack), "a gunman attacked Azerbaijan (Tehran)");
        let denial = tie(Relation::Patronage, "IRN", "houthis", "x")
            .negative()
            .by("IRN")
            .done();
        assert_eq!(sentence(&denial), "Iran does not back Houthis, says Iran");
        let there = event(EventType::Assault, "ISR", "IRN", "x")
            .at_place("Iran", "IRN")
            .done();
        assert_eq!(sentence(&there), "Israel attacked Iran");
        let untold = event(EventType::Accuse, "ISR", "IRN", "x")
            .together(&["ISR"])
            .done();
        assert_eq!(sentence(&untold), "Israel accused or criticised somebody");
        let signed = |a, b| event(EventType::Agree, a, b, "x").done();
        assert_eq!(
            both_ways(&signed("TUR", "AZE"), &signed("AZE", "TUR")).as_deref(),
            Some("Turkey and Azerbaijan agreed")
        );
        let month = DateSpan::month(2012, 2, "");
        assert_eq!(month.as_ref().and_then(date).as_deref(), Some("2012-02"));
    }
}
