//! Which state acts towards which, and in what year and month: what panels are counted by.

use entente_model::{ActorRef, Date, DateSpan, Event, EventType};

/// The states that act towards each other in an event, as `|AZE>IRN|AZE>TUR|`. Everyone counts for
/// the country that it is of. Two who met, agreed or cooperated with nobody named as the target did
/// so towards each other.
pub(super) fn dyads(event: &Event) -> String {
    let mutual = matches!(
        event.event_type,
        EventType::Consult | EventType::Agree | EventType::Cooperate
    );
    let target = if mutual && event.target.is_empty() {
        &event.source
    } else {
        &event.target
    };
    between(&event.source, target)
}

/// The states of two sides, as `|AZE>IRN|`.
pub(super) fn between(source: &[ActorRef], target: &[ActorRef]) -> String {
    let mut pairs: Vec<(&str, &str)> = Vec::new();
    for a in source.iter().filter_map(|it| it.country.as_deref()) {
        for b in target.iter().filter_map(|it| it.country.as_deref()) {
            if a != b && !pairs.contains(&(a, b)) {
                pairs.push((a, b));
            }
        }
    }
    let mut text = String::new();
    for (a, b) in pairs {
        if text.is_empty() {
            text.push('|');
        }
        text.push_str(a);
        text.push('>');
        text.push_str(b);
        text.push('|');
    }
    text
}

/// The pairs in a text that [`dyads`] made.
pub(super) fn pairs(dyads: &str) -> impl Iterator<Item = (&str, &str)> {
    dyads.split('|').filter_map(|pair| pair.split_once('>'))
}

/// The year in which it was, where it is known to have been in one.
pub(super) fn year(date: &DateSpan) -> Option<i16> {
    let (start, end) = days(date)?;
    (start.year() == end.year()).then(|| start.year())
}

/// The month in which it was, where it is known to have been in one: months since year 0.
pub(super) fn month(date: &DateSpan) -> Option<i64> {
    let (start, end) = days(date)?;
    let month = |day: Date| i64::from(day.year()) * 12 + i64::from(day.month()) - 1;
    (month(start) == month(end)).then(|| month(start))
}

fn days(date: &DateSpan) -> Option<(Date, Date)> {
    Some((date.start?, date.end?))
}

#[cfg(test)]
mod tests {
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
    fn everyone_counts_for_a_country() {
        let source = [actor("AZE", Some("AZE")), actor("nato", None)];
        let target = [
            actor("gunmen", Some("IRN")),
            actor("IRN", Some("IRN")),
            actor("ARM", Some("ARM")),
            actor("AZE", Some("AZE")),
        ];
        let text = between(&source, &target);
        assert_eq!(text, "|AZE>IRN|AZE>ARM|");
        assert_eq!(
            pairs(&text).collect::<Vec<_>>(),
            [("AZE", "IRN"), ("AZE", "ARM")]
        );
        assert_eq!(pairs(&between(&source, &[])).count(), 0);
    }

    #[test]
    fn a_span_over_the_turn_of_a_year_is_in_none() {
        let span = |start: &str, end: &str| DateSpan {
            start: start.parse().ok(),
            end: end.parse().ok(),
            text: String::new(),
        };
        let within = span("2020-03-01", "2020-03-09");
        assert_eq!((year(&within), month(&within)), (Some(2020), Some(24_242)));
        let across = span("2020-12-31", "2021-01-01");
        assert_eq!((year(&across), month(&across)), (None, None));
        let open = span("2020-12-31", "");
        assert_eq!(year(&open), None);
    }
}
