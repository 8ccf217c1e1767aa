//! From assertions, rows and counts of published datasets to the observations of a [`History`].
//!
//! Only datasets that count or list for all states are taken: that nothing is said of two in a newspaper
//! means nothing. What texts say of the two is weighed by itself.

use entente_model::{
    ActorRef, Assertion, Body, Date, ImportRecord, Relation, TableRow, Tie, Values,
};
use entente_store::Tallies;

use super::history::{Dispute, History, Kind, Obligations, Spell, Standing};
use super::month::Month;

/// Who is one actor through time.
pub trait Identities: Send + Sync {
    /// What a state of a record is known as in a history, on a day; `None` for what is no state.
    fn state(&self, actor: &ActorRef, on: Option<Date>) -> Option<String>;
}

/// The datasets of each kind of observation.
const DATASETS: &[(&str, Kind)] = &[
    ("icews", Kind::Events),
    ("icews-dyad-years", Kind::Events),
    ("polecat", Kind::Events),
    ("gdelt-2", Kind::Events),
    ("gdelt-1", Kind::Events),
    ("cow-alliances", Kind::Alliances),
    ("atop", Kind::Alliances),
    ("strategic-rivalries", Kind::Rivalries),
    ("cow-mid", Kind::Disputes),
    ("icb", Kind::Crises),
    ("cow-contiguity", Kind::Contiguity),
    ("cow-igo", Kind::Memberships),
    ("un-ideal-points", Kind::Votes),
    ("cow-nmc", Kind::Capabilities),
];

/// The kind of observation that a dataset gives.
pub fn kind_of(dataset: &str) -> Option<Kind> {
    let found = DATASETS.iter().find(|(id, _)| *id == dataset);
    found.map(|(_, kind)| *kind)
}

/// Whether a dataset gives observations at all.
pub fn is_observed(dataset: &str) -> bool {
    kind_of(dataset).is_some()
}

/// Fills a [`History`].
pub struct Observer<'i> {
    identities: &'i dyn Identities,
    /// The datasets that are taken, of events one at most.
    taken: Vec<(String, Kind)>,
    history: History,
    cited: u32,
}

impl std::fmt::Debug for Observer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Observer")
            .field("taken", &self.taken)
            .finish_non_exhaustive()
    }
}

impl<'i> Observer<'i> {
    /// Begins with what was imported. Of several datasets of events the one that reaches over most days is
    /// taken: their counts are not of one measure. Of other kinds all are.
    pub fn new<'d>(
        imports: impl IntoIterator<Item = &'d ImportRecord>,
        identities: &'i dyn Identities,
    ) -> Self {
        let mut observed: Vec<(&ImportRecord, Kind, (Date, Date))> = Vec::new();
        for import in imports {
            if let (Some(kind), Some(days)) = (kind_of(&import.dataset), import.days()) {
                observed.push((import, kind, days));
            }
        }
        let events = observed.iter().filter(|it| it.1 == Kind::Events);
        let longest = events.max_by_key(|(_, _, (first, last))| (*last - *first).get_days());
        let longest = longest.map(|(import, ..)| import.dataset.clone());
        let mut history = History::default();
        let mut taken: Vec<(String, Kind)> = Vec::new();
        for (import, kind, (first, last)) in observed {
            if kind == Kind::Events && longest.as_ref() != Some(&import.dataset) {
                continue;
            }
            history.reaches(kind, Month::of(first), Month::of(last));
            let of = (import.dataset.clone(), kind);
            if !taken.contains(&of) {
                taken.push(of);
            }
        }
        Self {
            identities,
            taken,
            history,
            cited: 0,
        }
    }

    /// The datasets that are taken, with their kinds.
    pub fn taken(&self) -> &[(String, Kind)] {
        &self.taken
    }

    /// The dataset of events.
    pub fn events_of(&self) -> Option<&str> {
        let found = self.taken.iter().find(|(_, kind)| *kind == Kind::Events);
        found.map(|(id, _)| id.as_str())
    }

    /// The history of everything that was taken.
    pub fn finish(mut self) -> History {
        self.history.sort();
        self.history
    }

    fn takes(&self, dataset: &str) -> bool {
        self.taken.iter().any(|(id, _)| id == dataset)
    }

    fn place(&mut self, actor: &ActorRef, on: Option<Date>) -> Option<usize> {
        let name = self.identities.state(actor, on)?;
        Some(self.history.place(&name))
    }

    /// Takes a tie of a dataset. Gives the number under which it is cited, where it is taken: they count
    /// from 0 in the order of the calls.
    pub fn assertion(&mut self, assertion: &Assertion) -> Option<u32> {
        let dataset = assertion.coded_by();
        let kind = kind_of(dataset).filter(|_| self.takes(dataset))?;
        match &assertion.body {
            Body::Tie(tie) => self.tie(kind, tie),
            _ => None,
        }
    }

    fn tie(&mut self, kind: Kind, tie: &Tie) -> Option<u32> {
        let date = tie.date.as_ref();
        let start = date.and_then(|date| date.start);
        let end = date.and_then(|date| date.end);
        let from = start.map_or(Month(i32::MIN / 2), Month::of);
        let a = self.place(&tie.a, start)?;
        let detail = tie.detail.as_deref().unwrap_or_default();
        if kind == Kind::Memberships {
            if tie.relation != Relation::Membership || detail != "full member" {
                return None;
            }
            let to = end.map_or(Month(i32::MAX), Month::of);
            self.history.membership(a, &tie.b.id, from, to);
            return None;
        }
        let what = match (kind, tie.relation) {
            (Kind::Alliances, Relation::Alliance) => Standing::Alliance(obligations(detail)),
            (Kind::Rivalries, Relation::Rivalry) => Standing::Rivalry,
            (Kind::Crises, Relation::Threat) => Standing::Crisis,
            (Kind::Contiguity, Relation::Border) => Standing::Contiguity(contiguity(detail)?),
            _ => return None,
        };
        let b = self.place(&tie.b, start)?;
        let cite = self.cited;
        self.cited += 1;
        self.history.spell(
            a,
            b,
            Spell {
                what,
                from,
                to: end.map(Month::of),
                cite: Some(cite),
            },
        );
        Some(cite)
    }

    /// Takes a row of a typed table. Gives the number under which a dispute is cited, as
    /// [`Self::assertion`] does.
    pub fn row(&mut self, row: &TableRow) -> Option<u32> {
        let year_end = |year: i16| Some(Month::end_of(year).last_day());
        match &row.values {
            _ if !self.takes(&row.dataset) => {}
            Values::Dispute {
                number,
                a,
                b,
                year,
                hostility,
                ..
            } => {
                let on = year_end(*year);
                let (a, b) = (self.place(a, on)?, self.place(b, on)?);
                let cite = self.cited;
                self.cited += 1;
                self.history.dispute(
                    a,
                    b,
                    Dispute {
                        number: *number,
                        month: Month::end_of(*year),
                        hostility: *hostility,
                        cite: Some(cite),
                    },
                );
                return Some(cite);
            }
            Values::IdealPoint {
                state, year, all, ..
            } => {
                let place = self.place(state, year_end(*year))?;
                if let Some(point) = all {
                    self.history.ideal_point(place, *year, *point);
                }
            }
            Values::Capability {
                state,
                year,
                cinc: Some(cinc),
                ..
            } => {
                let place = self.place(state, year_end(*year))?;
                self.history.capability(place, *year, *cinc);
            }
            Values::EventCount {
                source,
                target,
                year,
                verbal_cooperation,
                material_cooperation,
                verbal_conflict,
                material_conflict,
            } => {
                let on = year_end(*year);
                let (source, target) = (self.place(source, on)?, self.place(target, on)?);
                let counts = [
                    *verbal_cooperation,
                    *material_cooperation,
                    *verbal_conflict,
                    *material_conflict,
                ];
                self.history
                    .yearly_flow(source, target, *year, counts.map(|count| count as f32));
            }
            _ => {}
        }
        None
    }

    /// Takes events counted by month.
    pub fn tallies(&mut self, tallies: &Tallies) {
        let actor = |id: &String| ActorRef {
            id: id.clone(),
            name: id.clone(),
            text: id.clone(),
            country: Some(id.clone()),
            sector: None,
        };
        let actors: Vec<ActorRef> = tallies.states.iter().map(actor).collect();
        for of_month in tallies.counts.chunk_by(|x, y| x.period == y.period) {
            let Some(Ok(month)) = of_month.first().map(|it| i32::try_from(it.period)) else {
                continue;
            };
            let month = Month(month);
            let mut known: Vec<Option<Option<usize>>> = vec![None; actors.len()];
            for tally in of_month {
                let mut place = |state: u32| {
                    let state = state as usize;
                    let place = || self.place(actors.get(state)?, Some(month.last_day()));
                    *known.get_mut(state)?.get_or_insert_with(place)
                };
                let (source, target) = (place(tally.source), place(tally.target));
                if let (Some(source), Some(target)) = (source, target) {
                    let mut quads = [0.0; 4];
                    quads[tally.quad.place()] = tally.events as f32;
                    self.history.flow(source, target, month, quads);
                }
            }
        }
    }
}

/// What the detail of an alliance promises, in COW's words and ATOP's.
fn obligations(detail: &str) -> Obligations {
    let has = |words: &str| detail.split(", ").any(|part| part == words);
    Obligations {
        defence: has("defence pact") || has("defence"),
        neutrality: has("neutrality"),
        nonaggression: has("non-aggression"),
        entente: has("entente") || has("consultation"),
    }
}

/// The class of contiguity that a detail tells.
fn contiguity(detail: &str) -> Option<u8> {
    const CLASSES: [&str; 5] = [
        "land or river border",
        "at most 12 miles of water between them",
        "at most 24 miles of water between them",
        "at most 150 miles of water between them",
        "at most 400 miles of water between them",
    ];
    let place = CLASSES.iter().position(|words| detail.contains(words))?;
    u8::try_from(place + 1).ok()
}
