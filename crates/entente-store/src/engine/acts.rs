//! Which state acts towards which, and in what year and month: what panels are counted by, and what
//! assertions are sorted by.

use std::borrow::Borrow;

use entente_model::{ActorRef, BodyRef, Date, DateSpanRef, EventRef, Sector, Tie};

use crate::query::is_state;

/// Stands for the dyad of what is between more than two.
pub(super) const SEVERAL: &str = "*";

/// Stands between the two of a dyad.
const BETWEEN: &str = "|";

/// The state that suffers what is done to the actor: what it `belongs_to`.
pub(super) fn state_over(actor: &ActorRef) -> Option<&str> {
    actor
        .country
        .as_deref()
        .filter(|state| actor.belongs_to(state))
}

/// The state whose organ the actor is: besides its own id, what it `acts_for`.
pub(super) fn state_of(actor: &ActorRef) -> Option<&str> {
    actor
        .country
        .as_deref()
        .filter(|_| actor.sector.is_some_and(Sector::is_state_organ))
}

/// The two that something is between.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dyad<'a> {
    /// There are no two.
    None,
    /// In the order of the alphabet.
    Of(&'a str, &'a str),
    /// There are more than two.
    Several,
}

impl<'a> Dyad<'a> {
    /// The parts of its text, which is empty, [`SEVERAL`] or as [`dyad_of`] makes it.
    pub(super) fn parts(self) -> [&'a str; 3] {
        match self {
            Self::None => ["", "", ""],
            Self::Of(a, b) => [a, BETWEEN, b],
            Self::Several => [SEVERAL, "", ""],
        }
    }
}

/// The two that an event or tie is between. Each stands for the state that it acts for, or that suffers for it, where
/// there is one. Whoever looks for two *states* finds everything between them under their dyad and under [`SEVERAL`].
pub(super) fn dyad<'a>(body: &BodyRef<'a>) -> Dyad<'a> {
    let mut found = Found::default();
    match body {
        BodyRef::Event(event) => {
            for a in event.source {
                for b in event.target {
                    found.across(principals(a, state_of(a)), principals(b, state_over(b)));
                }
            }
            if event.target.is_empty() || event.event_type.is_mutual() {
                for (place, a) in event.source.iter().enumerate() {
                    for b in &event.source[place + 1..] {
                        found.across(principals(a, state_of(a)), principals(b, state_of(b)));
                    }
                }
            }
        }
        BodyRef::Tie(Tie { a, b, .. }) => {
            found.across(principals(a, state_of(a)), principals(b, state_of(b)));
        }
        BodyRef::Stance(_) | BodyRef::Label(_) | BodyRef::Figure(_) => {}
    }
    match found.pair {
        _ if found.several => Dyad::Several,
        Some((a, b)) => Dyad::Of(a, b),
        None => Dyad::None,
    }
}

/// The pair that was found, and whether there are others.
#[derive(Default)]
struct Found<'a> {
    pair: Option<(&'a str, &'a str)>,
    several: bool,
}

impl<'a> Found<'a> {
    fn across(&mut self, a: [Option<&'a str>; 2], b: [Option<&'a str>; 2]) {
        for a in a.into_iter().flatten() {
            for b in b.into_iter().flatten().filter(|b| *b != a) {
                let pair = if a < b { (a, b) } else { (b, a) };
                self.several |= self.pair.is_some_and(|found| found != pair);
                self.pair = Some(pair);
            }
        }
    }
}

/// The dyad of two, in either order.
pub(super) fn dyad_of(a: &str, b: &str) -> String {
    let (a, b) = if a < b { (a, b) } else { (b, a) };
    [a, BETWEEN, b].concat()
}

/// Whom an actor stands for: the state, where there is one, and else itself; both where it is another state.
fn principals<'a>(actor: &'a ActorRef, state: Option<&'a str>) -> [Option<&'a str>; 2] {
    let id = actor.id.as_str();
    match state {
        Some(state) if state != id && is_state(id) => [Some(id), Some(state)],
        Some(state) => [Some(state), None],
        None => [Some(id), None],
    }
}

/// Writes the states that act towards each other in an event, as `|AZE>IRN|AZE>TUR|`. Everyone counts for
/// the country that it is of. Two who met, agreed or cooperated with nobody named as the target did
/// so towards each other.
pub(super) fn dyads(event: &EventRef<'_>, text: &mut String) {
    let target = if event.event_type.is_mutual() && event.target.is_empty() {
        event.source
    } else {
        event.target
    };
    between(event.source, target, text);
}

/// Writes the states of two sides, as `|AZE>IRN|`; nothing where there are none.
pub(super) fn between<A: Borrow<ActorRef>>(source: &[A], target: &[A], text: &mut String) {
    let start = text.len();
    for a in source.iter().filter_map(country) {
        for b in target.iter().filter_map(country) {
            if a == b || pairs(&text[start..]).any(|pair| pair == (a, b)) {
                continue;
            }
            if text.len() == start {
                text.push('|');
            }
            for part in [a, ">", b, "|"] {
                text.push_str(part);
            }
        }
    }
}

fn country<A: Borrow<ActorRef>>(actor: &A) -> Option<&str> {
    actor.borrow().country.as_deref()
}

/// The pairs in a text that [`dyads`] made.
pub(super) fn pairs(dyads: &str) -> impl Iterator<Item = (&str, &str)> {
    dyads.split('|').filter_map(|pair| pair.split_once('>'))
}

/// The year in which it was, where it is known to have been in one.
pub(super) fn year(date: DateSpanRef<'_>) -> Option<i16> {
    let (start, end) = days(date)?;
    (start.year() == end.year()).then(|| start.year())
}

/// The month in which it was, where it is known to have been in one: months since year 0.
pub(super) fn month(date: DateSpanRef<'_>) -> Option<i64> {
    let (start, end) = days(date)?;
    let month = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
    (month(start) == month(end)).then(|| month(start))
}

fn days(date: DateSpanRef<'_>) -> Option<(Date, Date)> {
    Some((date.start?, date.end?))
}

#[cfg(test)]
mod tests {
    use entente_model::{Body, DateSpan, Event, EventType};

    use super::*;

    fn actor(id: &str, country: Option<&str>) -> ActorRef {
        ActorRef {
            id: id.into(),
            name: id.into(),
            text: id.into(),
            country: country.map(Into::into),
            sector: None,
        }
    }

    #[test]
    fn the_two_that_something_is_between() {
        let official = |id: &str, country: &str| ActorRef {
            sector: Some(Sector::Gov),
            ..actor(id, Some(country))
        };
        let all = |actors: &[&ActorRef]| actors.iter().map(|it| (*it).clone()).collect();
        let event = |event_type: EventType, source: &[&ActorRef], target: &[&ActorRef]| {
            Body::Event(Event {
                event_type,
                mode: None,
                contexts: Vec::new(),
                cameo: None,
                quad: event_type.quad(),
                intensity: 0.0,
                source: all(source),
                target: all(target),
                date: None,
                place: None,
                toll: None,
            })
        };
        let (iran, lavrov) = (actor("IRN", Some("IRN")), official("lavrov", "RUS"));
        let (rebels, nato) = (actor("rebels", None), actor("nato", None));
        let citizens = actor("citizens", Some("IRN"));
        let check = |expected: &str, event_type, source: &[&ActorRef], target: &[&ActorRef]| {
            let event = event(event_type, source, target);
            assert_eq!(dyad(&event.as_ref()).parts().concat(), expected);
        };
        use EventType::{Assault, Consult};
        check("IRN|RUS", Assault, &[&lavrov], &[&iran]);
        check("IRN|RUS", Assault, &[&iran], &[&lavrov]);
        check("IRN|RUS", Assault, &[&lavrov], &[&citizens]);
        // Citizens suffer for their state, and do not act for it.
        check("RUS|citizens", Assault, &[&citizens], &[&lavrov]);
        check("nato|rebels", Assault, &[&rebels], &[&nato]);
        check("", Assault, &[&iran], &[]);
        check("", Assault, &[&iran], &[&iran]);
        check("IRN|RUS", Consult, &[&iran, &lavrov], &[]);
        check("*", Consult, &[&iran, &lavrov], &[&nato]);
        check("*", Assault, &[&iran, &lavrov], &[&rebels]);
    }

    #[test]
    fn everyone_counts_for_a_country() {
        let source = [actor("AZE", Some("AZE")), actor("nato", None)];
        let target = [
            actor("gunmen", Some("IRN")),
            actor("IRN", Some("IRN")),
            actor("ARM", Some("ARM")),
            actor("AZE", Some("AZE")),
        ];
        let mut text = "before".to_owned();
        between::<ActorRef>(&source, &[], &mut text);
        assert_eq!(text, "before");
        text.clear();
        between(&source, &target, &mut text);
        assert_eq!(text, "|AZE>IRN|AZE>ARM|");
        assert_eq!(
            pairs(&text).collect::<Vec<_>>(),
            [("AZE", "IRN"), ("AZE", "ARM")]
        );
    }

    #[test]
    fn a_span_over_the_turn_of_a_year_is_in_none() {
        let span = |start: &str, end: &str| DateSpan {
            start: start.parse().ok(),
            end: end.parse().ok(),
            text: String::new(),
        };
        let within = span("2020-03-01", "2020-03-09");
        let of = |span: &DateSpan| (year(span.as_ref()), month(span.as_ref()));
        assert_eq!(of(&within), (Some(2020), Some(24_242)));
        let across = span("2020-12-31", "2021-01-01");
        assert_eq!(of(&across), (None, None));
        let open = span("2020-12-31", "");
        assert_eq!(of(&open).0, None);
    }
}
