//! What can be asked of the store, as data: assessment sees assertions only through these
//! types, so that text, published datasets and tests feed it alike.

use entente_model::{
    ActorRef, Assertion, Body, ContentId, Date, DateSpan, Event, EventType, ImportRecord, Quad,
};

/// Whose assertions are wanted. Actor ids match as [`ActorRef::acts_for`] does: a state also
/// stands for its organs.
///
/// A label names no actor but the one who says it, so for labels the claimant is who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Involving {
    /// Everybody's.
    #[default]
    Anyone,
    /// Those in which the actor takes part, on either side.
    Actor(String),
    /// Those in which both take part, one on each side where there are sides: two who struck a
    /// third together did nothing to each other. What is done to a state's people is done to it
    /// ([`ActorRef::belongs_to`] for targets); they do not act for it. Two who met, agreed or
    /// cooperated may both be sources, and so may two who gave way or withdrew where no target is
    /// named. A stance or figure has one actor and never passes; a label passes when either says
    /// it.
    Both(String, String),
    /// Those in which any of these takes part.
    AnyOf(Vec<String>),
    /// Those in which either takes part, less the events that cannot bear on how the two stand to each
    /// other: there remain those in which both take part, violence and coercion, of two states only between
    /// their people or in the country of one with a part of the other, and what one of the two says. What is between the two is for [`Self::Both`].
    Around(String, String),
}

/// A filter over the assertions. Everything that is `None` or empty does not filter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Query {
    /// Who takes part.
    pub involving: Involving,
    /// Kinds: `event`, `tie`, `stance`, `label`, `figure`.
    pub kinds: Vec<&'static str>,
    /// Who says it.
    pub claimant: Option<String>,
    /// Slug of the issue of stances; nothing but stances passes then.
    pub issue: Option<String>,
    /// Ids of event assertions: only labels about one of these pass.
    pub about: Vec<String>,
    /// Only what is written in one of these documents.
    pub documents: Vec<ContentId>,
    /// Events and ties dated within these days, inclusive. One without a date passes.
    pub since: Option<Date>,
    /// See `since`.
    pub until: Option<Date>,
    /// Only what was published up to this day. A document without a date passes only when this
    /// is `None`.
    pub at: Option<Date>,
    /// At most so many, newest publication first. Of [`Involving::Around`], no more days need be looked through
    /// than those in which the newest half as many things were published that either takes part in: few of these
    /// may pass.
    pub limit: Option<usize>,
}

/// What the store holds: for the "what is missing" of an answer, and for first-use hints.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holdings {
    /// Documents.
    pub documents: u64,
    /// Passages.
    pub passages: u64,
    /// Assertions.
    pub assertions: u64,
    /// First day of publication.
    pub earliest: Option<Date>,
    /// Last day of publication.
    pub latest: Option<Date>,
    /// What was imported of published datasets that say something of actors, and which days and states
    /// that covers.
    pub imports: Vec<ImportRecord>,
    /// About how many events lie between the two asked about, where these are more than were fetched.
    pub events_between: Option<u64>,
}

/// Which rows of typed tables are wanted. What is empty does not filter.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct RowQuery {
    /// Names of tables: `vote`, `dispute`; see [`entente_model::Values::table`].
    pub tables: Vec<&'static str>,
    /// Ids of datasets.
    pub datasets: Vec<String>,
}

/// What events are counted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Period {
    /// Years.
    Year,
    /// Months since the beginning of year 0.
    Month,
}

/// Which events are to be counted: those said to have happened, certainly, probably or possibly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyQuery {
    /// By year or month. An event that is not known to lie within one is in none.
    pub by: Period,
    /// First and last period, inclusive.
    pub periods: (i64, i64),
    /// Only those written in one of these documents.
    pub documents: Vec<ContentId>,
    /// Statements, which are rows and no events, of these datasets are counted too: they are verbal
    /// cooperation.
    pub datasets: Vec<String>,
}

/// Events counted by who acts towards whom, period and quad class.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Tallies {
    /// The ids of the states that act or are acted on, in their order.
    pub states: Vec<String>,
    /// The counts, in the order of periods, sources, targets and quad classes.
    pub counts: Vec<Tally>,
}

/// How many events there were, of one state towards another in a period. Everybody counts for the country that they
/// are of.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tally {
    /// The state that acts, as a place in [`Tallies::states`].
    pub source: u32,
    /// The state towards which it acts.
    pub target: u32,
    /// The year, or the months since the beginning of year 0.
    pub period: i64,
    /// Quad class.
    pub quad: Quad,
    /// How many.
    pub events: u64,
    /// Sum of their intensities on the Goldstein scale.
    pub intensity: f64,
}

/// How many events there were in a period, of one quad class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct EventCount {
    /// The year, or the months since the beginning of year 0; `None` where it is not known to have been in one.
    pub period: Option<i64>,
    /// Quad class.
    pub quad: Quad,
    /// How many.
    pub events: u64,
}

/// An actor as met in the store, with how often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownActor {
    /// The actor, with the text of its commonest mention.
    pub actor: ActorRef,
    /// In how many assertions.
    pub assertions: u64,
}

impl Query {
    /// Whether an assertion passes, limit aside: the meaning of the query, which every engine
    /// must agree with.
    pub fn admits(&self, assertion: &Assertion) -> bool {
        let Assertion {
            body,
            claimant,
            evidence,
            ..
        } = assertion;
        self.involving.admits(body, claimant.as_ref())
            && (self.kinds.is_empty() || self.kinds.contains(&body.kind()))
            && self
                .claimant
                .as_ref()
                .is_none_or(|id| acts_for(claimant.as_ref(), id))
            && self
                .issue
                .as_ref()
                .is_none_or(|issue| is_on_issue(body, issue))
            && (self.about.is_empty() || is_about_one_of(body, &self.about))
            && (self.documents.is_empty() || self.documents.contains(&evidence.document))
            && date_of(body).is_none_or(|date| date.overlaps(self.since, self.until))
            && self
                .at
                .is_none_or(|at| evidence.published.is_some_and(|day| day <= at))
    }
}

impl Involving {
    fn admits(&self, body: &Body, claimant: Option<&ActorRef>) -> bool {
        let takes_part = |id: &str| match body {
            Body::Label(_) => acts_for(claimant, id),
            _ => body.actors().any(|actor| actor.acts_for(id)),
        };
        match self {
            Self::Anyone => true,
            Self::Actor(id) => takes_part(id),
            Self::AnyOf(ids) => ids.iter().any(|id| takes_part(id)),
            Self::Around(a, b) => {
                (takes_part(a) || takes_part(b))
                    && match body {
                        Body::Event(event) => {
                            burdens(event, a, b)
                                || takes_part(a) && takes_part(b)
                                || acts_for(claimant, a)
                                || acts_for(claimant, b)
                        }
                        _ => true,
                    }
            }
            Self::Both(a, b) => match body {
                Body::Event(event) => is_between(event, a, b),
                Body::Tie(tie) => {
                    (tie.a.acts_for(a) && tie.b.acts_for(b))
                        || (tie.a.acts_for(b) && tie.b.acts_for(a))
                }
                Body::Label(_) => takes_part(a) || takes_part(b),
                Body::Stance(_) | Body::Figure(_) => false,
            },
        }
    }
}

fn acts_for(actor: Option<&ActorRef>, id: &str) -> bool {
    actor.is_some_and(|actor| actor.acts_for(id))
}

fn is_between(event: &Event, a: &str, b: &str) -> bool {
    let any = |side: &[ActorRef], id| side.iter().any(|actor| actor.acts_for(id));
    let suffers = |id| event.target.iter().any(|actor| actor.belongs_to(id));
    let across = |a, b| any(&event.source, a) && suffers(b);
    let is_mutual = matches!(
        event.event_type,
        EventType::Consult | EventType::Agree | EventType::Cooperate
    );
    // Two who ceased fire together, and towards nobody else, did so towards each other.
    let eases = matches!(event.event_type, EventType::Concede | EventType::Retreat)
        && event.target.is_empty();
    let together = || {
        event.source.iter().enumerate().any(|(first, actor)| {
            let mut others = event
                .source
                .iter()
                .enumerate()
                .filter(|(second, _)| *second != first);
            actor.acts_for(a) && others.any(|(_, other)| other.acts_for(b))
        })
    };
    across(a, b) || across(b, a) || ((is_mutual || eases) && together())
}

/// Whether it is violence or coercion that may burden the two. Of two states that is what the people of one do to
/// the people of the other, and what is done in the country of one while the other has a part in it; others
/// have no people to be known by.
fn burdens(event: &Event, a: &str, b: &str) -> bool {
    if !matches!(event.event_type, EventType::Assault | EventType::Coerce) {
        return false;
    }
    if !is_state(a) || !is_state(b) {
        return true;
    }
    let are_of = |side: &[ActorRef], id: &str| {
        let mut countries = side.iter().filter_map(|it| it.country.as_deref());
        countries.any(|country| country == id)
    };
    let others = |side: &[ActorRef], id: &str| {
        let mut countries = side.iter().filter_map(|it| it.country.as_deref());
        countries.any(|country| country != id)
    };
    let across = |a, b| a != b && are_of(&event.source, a) && are_of(&event.target, b);
    let has_part = |id: &str| {
        event.source.iter().any(|it| it.acts_for(id))
            || event.target.iter().any(|it| it.belongs_to(id))
            || are_of(&event.source, id) && others(&event.target, id)
            || are_of(&event.target, id) && others(&event.source, id)
    };
    let place = event.place.as_ref().and_then(|it| it.country.as_deref());
    let in_country = |a: &str, b: &str| place == Some(a) && has_part(b);
    across(a, b) || across(b, a) || in_country(a, b) || in_country(b, a)
}

/// Whether an id is a state's: three capital letters.
pub(crate) fn is_state(id: &str) -> bool {
    id.len() == 3 && id.bytes().all(|byte| byte.is_ascii_uppercase())
}

fn is_on_issue(body: &Body, issue: &str) -> bool {
    matches!(body, Body::Stance(stance) if stance.issue == issue)
}

fn is_about_one_of(body: &Body, ids: &[String]) -> bool {
    matches!(body, Body::Label(label) if ids.iter().any(|id| id == label.about.as_str()))
}

fn date_of(body: &Body) -> Option<&DateSpan> {
    match body {
        Body::Event(event) => event.date.as_ref(),
        Body::Tie(tie) => tie.date.as_ref(),
        Body::Stance(_) | Body::Label(_) | Body::Figure(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use entente_model::{
        Certainty, ContentId, EventPlace, Evidence, Label, Polarity, Position, Relation, Sector,
        Stance, Tie,
    };

    use super::*;
    use crate::fixtures::evidence;

    fn actor(id: &str) -> ActorRef {
        let (country, sector) = match id {
            "lavrov" => (Some("RUS"), Some(Sector::Gov)),
            "protesters" => (Some("IRN"), Some(Sector::Cvl)),
            "villagers" => (Some("UKR"), Some(Sector::Cvl)),
            _ => (None, None),
        };
        ActorRef {
            id: id.into(),
            name: id.into(),
            text: id.into(),
            country: country.map(Into::into),
            sector,
        }
    }

    fn said(claimant: Option<&str>, published: Option<&str>, body: Body) -> Assertion {
        let evidence = Evidence {
            published: published.map(|day| day.parse().unwrap()),
            ..evidence()
        };
        let claimant = claimant.map(actor);
        Assertion::new(
            body,
            claimant,
            Polarity::Positive,
            Certainty::Certain,
            evidence,
            "test/1",
        )
    }

    fn event(event_type: EventType, source: &[&str], target: &[&str]) -> Body {
        Body::Event(Event {
            event_type,
            mode: None,
            contexts: Vec::new(),
            cameo: None,
            quad: event_type.quad(),
            intensity: 0.0,
            source: source.iter().map(|id| actor(id)).collect(),
            target: target.iter().map(|id| actor(id)).collect(),
            date: DateSpan::month(2023, 1, "January 2023"),
            place: None,
            toll: None,
        })
    }

    fn tie(a: &str, b: &str) -> Body {
        Body::Tie(Tie {
            relation: Relation::Alliance,
            a: actor(a),
            b: actor(b),
            directed: false,
            date: None,
            detail: None,
        })
    }

    fn stance(id: &str) -> Body {
        let position = Position::Supports;
        Body::Stance(Stance {
            actor: actor(id),
            issue: "corridor".into(),
            position,
        })
    }

    fn label(about: &str) -> Body {
        Body::Label(Label {
            about: ContentId::from_stored(about),
            label: "terrorist act".into(),
        })
    }

    fn involving(involving: Involving, body: Body, claimant: Option<&str>) -> bool {
        let query = Query {
            involving,
            ..Query::default()
        };
        query.admits(&said(claimant, None, body))
    }

    #[test]
    fn both_take_part_on_different_sides() {
        use EventType::{Agree, Assault, Consult, Cooperate};
        let check = |expected: bool, body: Body| {
            for (a, b) in [("RUS", "UKR"), ("UKR", "RUS")] {
                let both = Involving::Both(a.into(), b.into());
                assert_eq!(
                    involving(both, body.clone(), Some("UKR")),
                    expected,
                    "{body:?}"
                );
            }
        };
        check(true, event(Assault, &["RUS"], &["UKR"]));
        check(true, event(Assault, &["UKR", "nato"], &["lavrov"]));
        check(false, event(Assault, &["RUS", "UKR"], &["nato"]));
        check(false, event(Assault, &["nato"], &["RUS", "UKR"]));
        check(false, event(Assault, &["RUS"], &["nato"]));
        check(true, event(Assault, &["RUS"], &["villagers"]));
        check(false, event(Assault, &["villagers"], &["RUS"]));
        for mutual in [Consult, Agree, Cooperate] {
            check(true, event(mutual, &["lavrov", "UKR"], &[]));
            check(false, event(mutual, &["RUS", "lavrov"], &["nato"]));
            check(false, event(mutual, &["nato"], &["RUS", "UKR"]));
        }
        for eased in [EventType::Concede, EventType::Retreat] {
            check(true, event(eased, &["RUS", "UKR"], &[]));
            check(false, event(eased, &["RUS", "UKR"], &["nato"]));
        }
        check(true, tie("RUS", "UKR"));
        check(false, tie("RUS", "lavrov"));
        check(false, stance("RUS"));
    }

    #[test]
    fn one_actor_in_two_roles_is_not_two() {
        let both = || Involving::Both("RUS".into(), "lavrov".into());
        assert!(!involving(
            both(),
            event(EventType::Consult, &["lavrov"], &["nato"]),
            None
        ));
        assert!(involving(
            both(),
            event(EventType::Consult, &["lavrov", "RUS"], &[]),
            None
        ));
    }

    #[test]
    fn a_state_stands_for_its_organs_only() {
        let rus = || Involving::Actor("RUS".into());
        assert!(involving(rus(), stance("lavrov"), None));
        assert!(!involving(rus(), stance("UKR"), Some("RUS")));
        assert!(!involving(
            Involving::Actor("IRN".into()),
            stance("protesters"),
            None
        ));
        assert!(involving(
            Involving::AnyOf(vec!["UKR".into(), "RUS".into()]),
            stance("RUS"),
            None
        ));
        assert!(!involving(
            Involving::AnyOf(Vec::new()),
            stance("RUS"),
            None
        ));
        assert!(involving(Involving::Anyone, label("e"), None));
    }

    #[test]
    fn around_two_is_what_may_burden_them_or_what_they_say() {
        use EventType::{Assault, Coerce, Consult};
        let check = |expected: bool, claimant: Option<&str>, body: Body| {
            for (a, b) in [("RUS", "UKR"), ("UKR", "RUS")] {
                let around = Involving::Around(a.into(), b.into());
                assert_eq!(
                    involving(around, body.clone(), claimant),
                    expected,
                    "{body:?}"
                );
            }
        };
        check(true, None, event(Assault, &["lavrov"], &["villagers"]));
        check(false, None, event(Assault, &["lavrov"], &["nato"]));
        check(false, None, event(Consult, &["lavrov"], &["villagers"]));
        check(true, None, event(Consult, &["lavrov", "UKR"], &["nato"]));
        check(true, Some("UKR"), event(Consult, &["lavrov"], &["nato"]));
        check(false, Some("UKR"), event(Consult, &["nato"], &["nato"]));
        check(true, None, tie("RUS", "nato"));
        check(true, None, stance("UKR"));
        let mut on_land = event(Coerce, &["nato"], &["lavrov"]);
        check(false, None, on_land.clone());
        if let Body::Event(event) = &mut on_land {
            event.place = Some(EventPlace {
                name: "Kharkiv".into(),
                country: Some("UKR".into()),
                lat: None,
                lon: None,
            });
        }
        check(true, None, on_land);
    }

    #[test]
    fn labels_involve_who_says_them() {
        for involved in [
            Involving::Actor("RUS".into()),
            Involving::AnyOf(vec!["nato".into(), "RUS".into()]),
            Involving::Both("UKR".into(), "RUS".into()),
        ] {
            assert!(involving(involved.clone(), label("e"), Some("lavrov")));
            assert!(!involving(involved.clone(), label("e"), Some("protesters")));
            assert!(!involving(involved, label("e"), None));
        }
    }

    #[test]
    fn the_other_filters() {
        let attack = || event(EventType::Assault, &["RUS"], &["UKR"]);
        let day = |text: &str| Some(text.parse().unwrap());
        let check = |expected: bool, query: Query, body: Body| {
            let assertion = said(Some("lavrov"), Some("2023-02-03"), body);
            assert_eq!(query.admits(&assertion), expected, "{query:?}");
        };
        let any = Query::default;
        check(true, any(), attack());
        check(
            true,
            Query {
                kinds: vec!["tie", "event"],
                ..any()
            },
            attack(),
        );
        check(
            false,
            Query {
                kinds: vec!["tie"],
                ..any()
            },
            attack(),
        );
        check(
            true,
            Query {
                claimant: Some("RUS".into()),
                ..any()
            },
            attack(),
        );
        check(
            false,
            Query {
                claimant: Some("UKR".into()),
                ..any()
            },
            attack(),
        );
        check(
            true,
            Query {
                issue: Some("corridor".into()),
                ..any()
            },
            stance("RUS"),
        );
        check(
            false,
            Query {
                issue: Some("canal".into()),
                ..any()
            },
            stance("RUS"),
        );
        check(
            false,
            Query {
                issue: Some("corridor".into()),
                ..any()
            },
            attack(),
        );
        check(
            true,
            Query {
                about: vec!["d".into(), "e".into()],
                ..any()
            },
            label("e"),
        );
        check(
            false,
            Query {
                about: vec!["d".into()],
                ..any()
            },
            label("e"),
        );
        check(
            false,
            Query {
                about: vec!["e".into()],
                ..any()
            },
            attack(),
        );
        check(
            true,
            Query {
                since: day("2023-01-31"),
                ..any()
            },
            attack(),
        );
        check(
            false,
            Query {
                since: day("2023-02-01"),
                ..any()
            },
            attack(),
        );
        check(
            true,
            Query {
                until: day("2023-01-01"),
                ..any()
            },
            attack(),
        );
        check(
            false,
            Query {
                until: day("2022-12-31"),
                ..any()
            },
            attack(),
        );
        check(
            true,
            Query {
                until: day("1900-01-01"),
                ..any()
            },
            tie("RUS", "UKR"),
        );
        check(
            true,
            Query {
                at: day("2023-02-03"),
                ..any()
            },
            attack(),
        );
        check(
            false,
            Query {
                at: day("2023-02-02"),
                ..any()
            },
            attack(),
        );
        let undated = said(None, None, attack());
        assert!(any().admits(&undated));
        assert!(
            !Query {
                at: day("2023-02-02"),
                ..any()
            }
            .admits(&undated)
        );
    }
}
