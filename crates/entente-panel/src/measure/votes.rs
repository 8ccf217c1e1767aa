//! Votes in the UN General Assembly.

use std::collections::{BTreeMap, HashMap};

use entente_model::{Date, ImportRecord, TableRow, Values, Vote};
use entente_store::{CellKind, Cells};

use super::{Described, Measure, Stretch, Told, alliance_similarity};
use crate::covered::Covered;
use crate::numbers::{Number, number_of};
use crate::plan::{Span, Unit};
use crate::similarity::{Item, Similarity, similarity};

/// The widest distance of two votes: yes and no.
const RANGE: u8 = 2;
/// Stands where a state did not vote.
const ABSENT: u8 = u8::MAX;
/// The sessions that have the number of a year; special and emergency sessions are numbered otherwise.
const FIRST_SESSION_YEAR: i16 = 1945;
const SESSIONS: std::ops::RangeInclusive<u64> = 1..=200;

/// A vote, as it is kept.
#[derive(Debug, Clone, Copy)]
struct Cast {
    roll_call: u64,
    state: Number,
    day: Option<Date>,
    vote: u8,
}

/// Votes by session; in a panel by month, by the day of the roll call.
#[derive(Debug)]
pub(super) struct Votes {
    dataset: String,
    covered: Covered,
    by_month: bool,
    casts: Vec<Cast>,
    /// The session of each roll call, where that is known.
    sessions: HashMap<u64, u64>,
    /// The votes by period, once one was asked for.
    periods: Option<BTreeMap<i64, Vec<Cast>>>,
}

impl Votes {
    pub(super) fn new(imports: &[ImportRecord], dataset: &str, unit: Unit) -> Self {
        Self {
            dataset: dataset.to_owned(),
            covered: Covered::of(imports, dataset),
            by_month: unit.is_monthly(),
            casts: Vec::new(),
            sessions: HashMap::new(),
            periods: None,
        }
    }

    fn period(&self, cast: &Cast) -> Option<i64> {
        if self.by_month {
            let day = cast.day?;
            return Some(i64::from(day.year()) * 12 + i64::from(day.month()) - 1);
        }
        let session = self.sessions.get(&cast.roll_call).copied();
        match session.filter(|it| SESSIONS.contains(it)) {
            Some(session) => Some(i64::from(FIRST_SESSION_YEAR) + session as i64),
            None => cast.day.map(|day| i64::from(day.year())),
        }
    }

    fn sort(&mut self) {
        if self.periods.is_some() {
            return;
        }
        let mut periods: BTreeMap<i64, Vec<Cast>> = BTreeMap::new();
        for cast in std::mem::take(&mut self.casts) {
            if let Some(period) = self.period(&cast) {
                periods.entry(period).or_default().push(cast);
            }
        }
        self.periods = Some(periods);
    }

    /// The votes of each state in a period, all in one order of the roll calls.
    fn ballots(&self, span: &Span) -> HashMap<Number, Vec<u8>> {
        let empty = Vec::new();
        let casts = self
            .periods
            .as_ref()
            .and_then(|periods| periods.get(&span.number()))
            .unwrap_or(&empty);
        let mut places: HashMap<u64, usize> = HashMap::new();
        for cast in casts {
            let next = places.len();
            places.entry(cast.roll_call).or_insert(next);
        }
        let mut ballots: HashMap<Number, Vec<u8>> = HashMap::new();
        for cast in casts {
            let ballot = ballots
                .entry(cast.state)
                .or_insert_with(|| vec![ABSENT; places.len()]);
            ballot[places[&cast.roll_call]] = cast.vote;
        }
        ballots
    }
}

fn compared(a: &[u8], b: &[u8]) -> Option<Similarity> {
    let items = a.iter().zip(b).map(|(&a, &b)| Item { a, b });
    similarity(items.filter(|it| it.a != ABSENT && it.b != ABSENT), RANGE)
}

impl Measure for Votes {
    fn datasets(&self) -> Vec<String> {
        vec![self.dataset.clone()]
    }

    fn columns(&self, unit: Unit) -> Vec<Described> {
        let (whole, number) = (CellKind::Whole, CellKind::Number);
        let when = if self.by_month {
            "on days of the month"
        } else {
            "of the session that began in the year, or on days of the year where the session is not \
                known or a special one"
        };
        if !unit.is_of_dyads() {
            let of = |how: &str| format!("number of roll calls {when} in which it {how}");
            return vec![
                Described::new("votes_yes", whole, of("voted yes")),
                Described::new("votes_abstain", whole, of("abstained")),
                Described::new("votes_no", whole, of("voted no")),
            ];
        }
        let of = format!("over roll calls {when} in which both voted (yes, abstain, no)");
        vec![
            Described::new(
                "votes_shared",
                whole,
                format!("number of roll calls {when} in which both voted"),
            ),
            Described::new(
                "votes_agreement",
                number,
                format!("share of the same votes {of}"),
            ),
            Described::new(
                "votes_s",
                number,
                format!("Signorino and Ritter's S, unweighted, with absolute distances, {of}"),
            ),
            Described::new(
                "votes_pi",
                number,
                format!(
                    "Scott's pi with squared distances (Häge 2011) {of}; missing where neither varies"
                ),
            ),
            Described::new(
                "votes_kappa",
                number,
                format!(
                    "Cohen's kappa with squared distances (Häge 2011) {of}; missing where neither varies"
                ),
            ),
        ]
    }

    fn wants_tables(&self) -> &'static [&'static str] {
        &["vote", "roll_call"]
    }

    fn row(&mut self, row: &TableRow, told: &Told<'_>) {
        if *row.dataset != *self.dataset {
            return;
        }
        match &row.values {
            Values::RollCall {
                roll_call,
                session: Some(session),
                ..
            } => {
                self.sessions.insert(*roll_call, *session);
            }
            Values::Vote {
                roll_call,
                date,
                state,
                vote,
            } => {
                if let Some(state) = number_of(told.lexicon, state, *date) {
                    self.casts.push(Cast {
                        roll_call: *roll_call,
                        state,
                        day: *date,
                        vote: match vote {
                            Vote::Yes => 0,
                            Vote::Abstain => 1,
                            Vote::No => 2,
                        },
                    });
                }
            }
            _ => {}
        }
    }

    fn fill(&mut self, stretch: &Stretch<'_>) -> Vec<Cells> {
        self.sort();
        let ballots = self.ballots(&stretch.span);
        let of = |number: Number| ballots.get(&number).map_or(&[][..], Vec::as_slice);
        let covered = self.covered.reaches(&stretch.span);
        if !stretch.unit.is_of_dyads() {
            let count = |vote: u8| {
                let rows = stretch.rows().map(|(a, _)| {
                    let votes = of(a.number).iter().filter(|it| **it == vote);
                    // Who is not in the table of a session was no member, or never there.
                    (covered && ballots.contains_key(&a.number)).then_some(votes.count() as i64)
                });
                Cells::Whole(rows.collect())
            };
            return vec![count(0), count(1), count(2)];
        }
        let found: Vec<Option<Similarity>> = stretch
            .rows()
            .map(|(a, b)| compared(of(a.number), of(b?.number)))
            .collect();
        let shared = stretch.rows().zip(&found).map(|((a, b), found)| {
            let vote = |number| ballots.contains_key(&number);
            let both = vote(a.number) && b.is_some_and(|b| vote(b.number));
            let items = found.map_or(0, |it| it.items as i64);
            (covered && both).then_some(items)
        });
        let mut columns = vec![
            Cells::Whole(shared.collect()),
            Cells::Number(
                found
                    .iter()
                    .map(|it| it.map(|it| it.same as f64 / it.items as f64))
                    .collect(),
            ),
        ];
        columns.extend(alliance_similarity::columns(&found));
        columns
    }
}
