//! What happened between two actors and what held between them, in the order of time, and how much of it when.

use std::collections::{BTreeMap, BTreeSet};

use entente_model::{ActorRef, Assertion, Body, Date, Polarity, Quad};
use entente_store::{EventCount, Involving, Period, Query};
use serde::Serialize;

use crate::answer::happenings::{happenings, is_between, is_told_of};
use crate::answer::{Happening, Piece, Who, documents, piece, who};
use crate::describe;
use crate::weigh::Pair;

/// At most so many events of others that may burden the two are looked at, the newest.
const MOST_AROUND: usize = 4000;

/// Longer stretches of time are not filled with empty ones between what happened.
const MOST_STRETCHES: usize = 600;

/// Which timeline is asked for.
#[derive(Debug, Clone)]
pub struct TimelineQuery {
    /// One of the two.
    pub a: ActorRef,
    /// The other.
    pub b: ActorRef,
    /// Only what happened or held since this day, or at a time that is not known.
    pub since: Option<Date>,
    /// Only what happened or held until this day, or at a time that is not known.
    pub until: Option<Date>,
    /// Only what was published up to this day.
    pub at: Option<Date>,
    /// How events are counted.
    pub by: Period,
    /// At most so many events between the two are told one by one, the newest; `None` for all.
    pub most: Option<usize>,
}

/// What happened between two actors. Serialises to the stable JSON of `entente timeline`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Timeline {
    /// One of the two.
    pub a: Who,
    /// The other.
    pub b: Who,
    /// As of this day; `None` when of everything known.
    pub at: Option<Date>,
    /// "Azerbaijan and Iran".
    #[serde(skip)]
    pub title: String,
    /// How much there is, in a sentence.
    pub summary: String,
    /// Years or months, from the first to the last with an event; what is not known to have happened in
    /// one is not counted.
    pub stretches: Vec<Stretch>,
    /// Ties between the two, by date; those without a date last.
    pub ties: Vec<HeldTie>,
    /// Events between the two and incidents that burden them, each once with all who tell it, by date;
    /// those without a date last.
    pub events: Vec<Happening>,
    /// About how many events between the two there are besides, older ones: they are counted in `stretches`, each
    /// record as one event, and not told one by one.
    pub untold: u64,
}

/// How many events there were in a year or month, by quad class.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Stretch {
    /// `2012` or `2012-02`.
    pub period: String,
    /// Words of cooperation.
    pub verbal_cooperation: usize,
    /// Deeds of cooperation.
    pub material_cooperation: usize,
    /// Words of conflict.
    pub verbal_conflict: usize,
    /// Deeds of conflict.
    pub material_conflict: usize,
}

impl Stretch {
    /// Words and deeds of cooperation.
    pub const fn cooperation(&self) -> usize {
        self.verbal_cooperation + self.material_cooperation
    }

    /// Words and deeds of conflict.
    pub const fn conflict(&self) -> usize {
        self.verbal_conflict + self.material_conflict
    }
}

/// A tie that held, or is said not to have.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct HeldTie {
    /// When, as ISO 8601; `None` when not known.
    pub date: Option<String>,
    /// `alliance`, `rivalry`, ...
    pub relation: &'static str,
    /// What held, in a few words.
    pub what: String,
    /// The sentences that say so.
    pub evidence: Vec<Piece>,
}

impl TimelineQuery {
    /// What must be fetched for it, the events between the two first. Where these are as many as their limit, all have
    /// to be counted.
    pub fn queries(&self) -> [Query; 3] {
        let (a, b) = (self.a.id.clone(), self.b.id.clone());
        let between = Query {
            involving: Involving::Both(a.clone(), b.clone()),
            kinds: vec!["event"],
            since: self.since,
            until: self.until,
            at: self.at,
            limit: self.most,
            ..Query::default()
        };
        let ties = Query {
            kinds: vec!["tie"],
            limit: None,
            ..between.clone()
        };
        let around = Query {
            involving: Involving::Around(a, b),
            limit: Some(MOST_AROUND),
            ..between.clone()
        };
        [between, ties, around]
    }

    /// The timeline of what was fetched, each assertion once, and of the counts of all events between the two,
    /// where not all were fetched.
    pub fn of(&self, assertions: &[Assertion], counts: Option<&[EventCount]>) -> Timeline {
        let pair = Pair {
            a: self.a.clone(),
            b: self.b.clone(),
        };
        let between = || assertions.iter().filter(|it| is_between(&pair, it));
        let events: Vec<&Assertion> = between().filter(|it| is_told_of(it)).collect();
        let all: u64 = counts.into_iter().flatten().map(|it| it.events).sum();
        let untold = all.saturating_sub(events.len() as u64);
        let events = happenings(&pair, &events);
        let ties = ties(between());
        let (a, b) = (who(&self.a), who(&self.b));
        let title = format!("{} and {}", a.name, b.name);
        Timeline {
            summary: self.summary(&title, &events, untold, &ties),
            stretches: match counts {
                Some(counts) => {
                    stretches(counts.iter().filter_map(|it| counted(it, self.by)), self.by)
                }
                None => stretches(events.iter().filter_map(|it| dated(it, self.by)), self.by),
            },
            title,
            a,
            b,
            at: self.at,
            ties,
            events,
            untold,
        }
    }

    fn summary(&self, title: &str, events: &[Happening], untold: u64, ties: &[HeldTie]) -> String {
        let when = match (self.since, self.until) {
            (None, None) => String::new(),
            (Some(since), None) => format!(" since {since}"),
            (None, Some(until)) => format!(" until {until}"),
            (Some(since), Some(until)) => format!(" from {since} to {until}"),
        };
        if events.is_empty() && ties.is_empty() {
            return format!(
                "Nothing is known of anything between {title}{when}. No evidence is not a no."
            );
        }
        let counted = |count: usize, one: &str, many: &str| match count {
            0 => None,
            1 => Some(format!("one {one}")),
            count => Some(format!("{count} {many}")),
        };
        let told = match usize::try_from(untold) {
            Ok(untold) if untold > 0 => Some(format!("some {} events", events.len() + untold)),
            _ => counted(events.len(), "event", "events"),
        };
        let parts = [told, counted(ties.len(), "tie", "ties")];
        let parts: Vec<String> = parts.into_iter().flatten().collect();
        let pieces = events.iter().flat_map(|it| &it.evidence);
        let pieces = pieces.chain(ties.iter().flat_map(|it| &it.evidence));
        let from = counted(documents(pieces), "document", "documents").unwrap_or_default();
        let sentence = format!(
            "{} between {title}{when}, {}from {from}.",
            describe::listed(&parts),
            match untold {
                0 => String::new(),
                _ => format!("the newest {} of them told here, ", events.len()),
            }
        );
        let undated = events.iter().filter(|it| it.date.is_none()).count();
        let sentence = match undated {
            0 => sentence,
            count => format!("{sentence} Of {count}, which stand last, the day is not said."),
        };
        let mut letters = sentence.chars();
        letters.next().map_or_else(String::new, |first| {
            first.to_uppercase().chain(letters).collect()
        })
    }
}

/// What makes two assertions of ties one: what has no date stands last.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct TieKey<'a> {
    is_undated: bool,
    date: Option<String>,
    relation: &'static str,
    sides: [&'a str; 2],
    is_denied: bool,
}

/// Ties, each once with all who say so.
fn ties<'a>(between: impl Iterator<Item = &'a Assertion>) -> Vec<HeldTie> {
    let mut groups: BTreeMap<TieKey<'_>, Vec<&Assertion>> = BTreeMap::new();
    for assertion in between {
        let Body::Tie(tie) = &assertion.body else {
            continue;
        };
        let date = describe::date_told(assertion);
        let mut sides = [tie.a.id.as_str(), tie.b.id.as_str()];
        if !tie.directed {
            sides.sort_unstable();
        }
        let key = TieKey {
            is_undated: date.is_none(),
            date,
            relation: tie.relation.name(),
            sides,
            is_denied: assertion.polarity == Polarity::Negative,
        };
        groups.entry(key).or_default().push(assertion);
    }
    let held = groups.into_iter().filter_map(|(key, told)| {
        let mut seen = BTreeSet::new();
        let fresh = told
            .iter()
            .filter(|it| seen.insert((&it.evidence.document, &it.evidence.quote)));
        Some(HeldTie {
            date: key.date,
            relation: key.relation,
            what: describe::sentence(told.first()?),
            evidence: fresh.map(|it| piece(it, 0.0)).collect(),
        })
    });
    held.collect()
}

/// The year and month in which an event was, its quad class, and that it is one.
fn dated(event: &Happening, by: Period) -> Option<((i16, i8), Quad, usize)> {
    let place = place(event.date.as_deref()?, by)?;
    Some((place, event.event_type.quad(), 1))
}

/// The year and month of a count, its quad class, and how many there are.
fn counted(count: &EventCount, by: Period) -> Option<((i16, i8), Quad, usize)> {
    let period = count.period?;
    let (year, month) = match by {
        Period::Year => (period, 0),
        Period::Month => (period.div_euclid(12), period.rem_euclid(12)),
    };
    let place = (i16::try_from(year).ok()?, i8::try_from(month + 1).ok()?);
    Some((place, count.quad, usize::try_from(count.events).ok()?))
}

/// How many events there were in each year or month; empty ones between the first and the last too.
fn stretches(events: impl Iterator<Item = ((i16, i8), Quad, usize)>, by: Period) -> Vec<Stretch> {
    let length = match by {
        Period::Year => 4,
        Period::Month => 7,
    };
    let mut counted: BTreeMap<(i16, i8), Stretch> = BTreeMap::new();
    for (place, quad, events) in events {
        let stretch = counted.entry(place).or_default();
        let count = match quad {
            Quad::VerbalCooperation => &mut stretch.verbal_cooperation,
            Quad::MaterialCooperation => &mut stretch.material_cooperation,
            Quad::VerbalConflict => &mut stretch.verbal_conflict,
            Quad::MaterialConflict => &mut stretch.material_conflict,
        };
        *count += events;
    }
    let places: Vec<(i16, i8)> = counted.keys().copied().collect();
    if let [first, .., last] = places.as_slice() {
        let next = |(year, month): (i16, i8)| match by {
            Period::Month if month < 12 => (year, month + 1),
            _ => (year.saturating_add(1), 1),
        };
        let all: Vec<(i16, i8)> = std::iter::successors(Some(*first), |it| Some(next(*it)))
            .take_while(|it| it <= last)
            .take(MOST_STRETCHES + 1)
            .collect();
        if all.len() <= MOST_STRETCHES {
            for place in all {
                counted.entry(place).or_default();
            }
        }
    }
    let named = counted.into_iter().map(|((year, month), stretch)| Stretch {
        period: format!("{year:04}-{month:02}")[..length].to_owned(),
        ..stretch
    });
    named.collect()
}

/// The year and month in which a date as ISO 8601 lies, the month 1 where years are counted; `None` where it
/// does not lie within one.
fn place(date: &str, by: Period) -> Option<(i16, i8)> {
    let whole = |text: &str| -> Option<(i16, i8)> {
        let year = text.get(..4)?.parse().ok()?;
        match by {
            Period::Year => Some((year, 1)),
            Period::Month => Some((year, text.get(5..7)?.parse().ok()?)),
        }
    };
    match date.split_once('/') {
        None => whole(date),
        Some((first, last)) => whole(first).filter(|it| whole(last) == Some(*it)),
    }
}

#[cfg(test)]
mod tests {
    use entente_model::{EventType, Relation};

    use super::*;
    use crate::testing::{actor, event, tie};

    fn query(by: Period, most: Option<usize>) -> TimelineQuery {
        TimelineQuery {
            a: actor("AZE"),
            b: actor("IRN"),
            since: None,
            until: None,
            at: None,
            by,
            most,
        }
    }

    /// Periods, with how much of cooperation and conflict was in them.
    fn counts(timeline: &Timeline) -> Vec<(&str, usize, usize)> {
        let each = timeline.stretches.iter();
        each.map(|it| (it.period.as_str(), it.cooperation(), it.conflict()))
            .collect()
    }

    fn of(by: Period, world: &[Assertion]) -> Timeline {
        let query = query(by, None);
        let admitted = world
            .iter()
            .filter(|it| query.queries().iter().any(|query| query.admits(it)));
        let admitted: Vec<Assertion> = admitted.cloned().collect();
        query.of(&admitted, None)
    }

    #[test]
    fn events_stand_in_the_order_of_time_each_once() {
        let world = [
            event(EventType::Accuse, "IRN", "AZE", "later")
                .on("2012-05-22")
                .done(),
            event(EventType::Consult, "AZE", "IRN", "first")
                .on("2011-03-01")
                .done(),
            event(EventType::Accuse, "IRN", "AZE", "the same, told again")
                .on("2012-05-22")
                .done(),
            event(EventType::Assault, "gunman", "AZE", "an incident")
                .at_place("Tehran", "IRN")
                .on("2013-01-27")
                .done(),
            event(EventType::Assault, "RUS", "GEO", "of others")
                .on("2012-05-22")
                .done(),
            event(EventType::Accuse, "AZE", "IRN", "undated").done(),
        ];
        let timeline = of(Period::Year, &world);
        let dates: Vec<Option<&str>> = timeline
            .events
            .iter()
            .map(|it| it.date.as_deref())
            .collect();
        assert_eq!(
            dates,
            [
                Some("2011-03-01"),
                Some("2012-05-22"),
                Some("2013-01-27"),
                None
            ]
        );
        assert_eq!(timeline.events[1].evidence.len(), 2);
        assert_eq!(
            counts(&timeline),
            [("2011", 1, 0), ("2012", 0, 1), ("2013", 0, 1)]
        );
        assert!(
            timeline
                .summary
                .starts_with("4 events between Azerbaijan and Iran, from ")
        );
        let months = of(Period::Month, &world).stretches;
        assert_eq!(months.len(), 23);
        assert_eq!(months[0].period, "2011-03");
    }

    #[test]
    fn what_is_counted_and_not_told_is_in_the_stretches() {
        let world = [event(EventType::Consult, "AZE", "IRN", "the newest")
            .on("2013-01-27")
            .done()];
        let query = query(Period::Month, Some(1));
        assert_eq!(query.queries()[0].limit, Some(1));
        let count = |period, quad, events| EventCount {
            period,
            quad,
            events,
        };
        let counts = [
            count(None, Quad::VerbalCooperation, 4),
            count(Some(2012 * 12 + 11), Quad::MaterialConflict, 20),
            count(Some(2013 * 12), Quad::VerbalCooperation, 3),
        ];
        let timeline = query.of(&world, Some(&counts));
        assert_eq!((timeline.events.len(), timeline.untold), (1, 26));
        assert_eq!(
            self::counts(&timeline),
            [("2012-12", 0, 20), ("2013-01", 3, 0)]
        );
        assert_eq!(
            timeline.summary,
            "Some 27 events between Azerbaijan and Iran, the newest 1 of them told here, from one document."
        );
    }

    #[test]
    fn ties_are_told_with_all_who_say_so() {
        let world = [
            tie(Relation::Border, "IRN", "AZE", "a border").done(),
            tie(Relation::Border, "AZE", "IRN", "the border").done(),
            tie(Relation::Border, "AZE", "TUR", "another").done(),
        ];
        let timeline = of(Period::Year, &world);
        assert_eq!(timeline.ties.len(), 1, "{:?}", timeline.ties);
        assert_eq!(timeline.ties[0].evidence.len(), 2);
        assert_eq!(
            timeline.summary,
            "One tie between Azerbaijan and Iran, from 2 documents."
        );
        assert!(
            of(Period::Year, &[])
                .summary
                .starts_with("Nothing is known")
        );
    }

    #[test]
    fn what_lies_in_several_years_is_counted_in_none() {
        assert_eq!(place("2012-05", Period::Month), Some((2012, 5)));
        assert_eq!(place("2012", Period::Month), None);
        assert_eq!(
            place("2012-01-03/2012-04-01", Period::Year),
            Some((2012, 1))
        );
        assert_eq!(place("2012-01-03/2013-04-01", Period::Year), None);
        assert_eq!(place("../2013-04-01", Period::Year), None);
    }
}
