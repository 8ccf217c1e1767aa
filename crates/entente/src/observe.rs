//! Observations for levels: of published files, and of what was imported into a store.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use anyhow::{Result, bail};
use entente_assess::level::account::{Account, Source as Stands, Words, account, last_seen};
use entente_assess::level::features::Cross;
use entente_assess::level::history::{Dyad, History, Kind};
use entente_assess::level::month::Month;
use entente_assess::level::observe::{Identities, Observer, is_observed, kind_of};
use entente_assess::treaty_organisations;
use entente_datasets::{DATASETS, Import, Options, Source, find};
use entente_lexicon::{CodeScheme, Lexicon, Period as Span};
use entente_model::{ActorRef, Assertion, Date, ImportRecord, TableRow};
use entente_panel::number_of;
use entente_store::{Period, Query, RowQuery, Store, TallyQuery};
use serde::{Deserialize, Serialize};

use crate::console;

/// A state as records write it: its id, its text, the year.
type StateOfRecord = (String, String, Option<i16>);

/// States by their Correlates of War numbers, which the Soviet Union and Russia share.
pub(crate) struct ByNumber {
    lexicon: &'static Lexicon,
    /// Looking a number up goes through all codes; records repeat the same states.
    known: Mutex<HashMap<StateOfRecord, Option<String>>>,
}

impl ByNumber {
    pub(crate) fn new(lexicon: &'static Lexicon) -> Self {
        Self {
            lexicon,
            known: Mutex::default(),
        }
    }

    /// The name to show of a state by its number, as of a day.
    pub(crate) fn name(&self, number: &str, on: Date) -> String {
        let then = self
            .lexicon
            .state_by_code(CodeScheme::Cow, number, Some(on));
        let last = || self.lexicon.state_by_code(CodeScheme::Cow, number, None);
        let state = then.or_else(last);
        state.map_or_else(|| format!("state {number}"), |state| state.name.clone())
    }

    /// The place of a state in a history, as of a month. `None` for what is no state, and for a state of
    /// which nothing is known.
    pub(crate) fn place(&self, history: &History, actor: &ActorRef, at: Month) -> Option<usize> {
        let is_state = actor
            .country
            .as_ref()
            .is_none_or(|country| *country == actor.id);
        let number = self
            .state(actor, Some(at.last_day()))
            .filter(|_| is_state)?;
        history.find(&number)
    }

    /// The id of a state by its number, as of a day.
    pub(crate) fn id(&self, number: &str, on: Date) -> Option<String> {
        let state = self
            .lexicon
            .state_by_code(CodeScheme::Cow, number, Some(on))?;
        Some(state.id.clone())
    }
}

impl Identities for ByNumber {
    fn state(&self, actor: &ActorRef, on: Option<Date>) -> Option<String> {
        let id = actor.country.as_ref().unwrap_or(&actor.id);
        let key = (id.clone(), actor.text.clone(), on.map(Date::year));
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let number = || number_of(self.lexicon, actor, on).map(|number| number.to_string());
        known.entry(key).or_insert_with(number).clone()
    }
}

/// A history, and where its observations stand.
#[derive(Serialize, Deserialize)]
pub(crate) struct Observed {
    pub(crate) history: History,
    /// The sources, by the numbers that spells and disputes give.
    sources: Vec<Stands>,
    /// The dataset that counts events.
    pub(crate) events_of: Option<String>,
}

impl Observed {
    /// How two stand in a month. `None` where one of them is no state of which anything was observed.
    pub(crate) fn account(
        &self,
        identities: &ByNumber,
        (a, b): (&ActorRef, &ActorRef),
        asked: Month,
    ) -> Option<Account> {
        let history = &self.history;
        let a = identities.place(history, a, asked)?;
        let b = identities.place(history, b, asked)?;
        let cross = Cross::at(history, last_seen(history, (a, b), asked));
        let words = self.words(identities, asked);
        (a != b).then(|| account(history, &cross, (a, b), asked, &words))
    }

    /// How it is shown, with names as of a month.
    pub(crate) fn words<'o>(&'o self, identities: &'o ByNumber, asked: Month) -> Shown<'o> {
        Shown {
            observed: self,
            identities,
            on: asked.last_day(),
        }
    }
}

/// What was observed, as it is shown.
pub(crate) struct Shown<'o> {
    observed: &'o Observed,
    identities: &'o ByNumber,
    on: Date,
}

impl Words for Shown<'_> {
    fn name(&self, place: usize) -> String {
        self.identities
            .name(self.observed.history.name(place), self.on)
    }

    fn source(&self, number: u32) -> Option<Stands> {
        self.observed.sources.get(number as usize).cloned()
    }

    fn events_of(&self) -> Option<Stands> {
        let dataset = self.observed.events_of.clone()?;
        let place = find(&dataset).map_or_else(|| dataset.clone(), |it| it.name.to_owned());
        Some(Stands { dataset, place })
    }

    /// The organisation of a treaty that both joined when the pact began, or most of whose members came in
    /// with them: lists date a pact by its text, and members by when they ratified it.
    fn treaty(&self, (a, b): Dyad, from: Month, others: &[usize]) -> Option<String> {
        let lexicon = self.identities.lexicon;
        let ids: Vec<String> = [a, b]
            .iter()
            .chain(others)
            .filter_map(|place| {
                self.identities
                    .id(self.observed.history.name(*place), from.last_day())
            })
            .collect();
        let [first, second, others @ ..] = ids.as_slice() else {
            return None;
        };
        let around = Span {
            from: Some(from.last_day()),
            to: Some(Month(from.0 + RATIFIED).last_day()),
        };
        treaty_organisations().iter().find_map(|id| {
            let organisation = lexicon.actor(id)?;
            let joined = |state: &str| {
                let mut own = organisation.memberships.iter();
                own.find(|it| it.member == state && it.period.meets(around))
                    .map(|it| it.period.from)
            };
            let founded = organisation
                .from
                .and_then(|year| Date::new(year, 1, 1).ok());
            let since = joined(first)?
                .or(founded)
                .max(joined(second)?.or(founded))?;
            // Of some only the year is known.
            let exact = if since.day_of_year() == 1 {
                since.year() == from.year()
            } else {
                Month::of(since) == from
            };
            let with = others
                .iter()
                .filter(|state| joined(state).is_some())
                .count();
            (exact || others.len() > 2 && with * 3 >= others.len() * 2)
                .then(|| organisation.name.clone())
        })
    }
}

/// Months after a treaty's first day in which its first members may have joined its organisation.
const RATIFIED: i32 = 24;

/// Keeps what is cited beside what is observed.
struct Gathering<'i> {
    observer: Observer<'i>,
    sources: Vec<Stands>,
}

impl<'i> Gathering<'i> {
    fn new<'r>(
        imports: impl IntoIterator<Item = &'r ImportRecord>,
        identities: &'i dyn Identities,
    ) -> Self {
        Self {
            observer: Observer::new(imports, identities),
            sources: Vec::new(),
        }
    }

    fn assertion(&mut self, assertion: &Assertion) {
        if self.observer.assertion(assertion).is_some() {
            let title = assertion.evidence.title.clone();
            self.sources.push(Stands {
                dataset: assertion.coded_by().to_owned(),
                place: title.unwrap_or_else(|| assertion.coder.clone()),
            });
        }
    }

    fn row(&mut self, row: &TableRow) {
        if self.observer.row(row).is_some() {
            let name = find(&row.dataset).map_or(&*row.dataset, |it| it.name);
            self.sources.push(Stands {
                dataset: row.dataset.to_string(),
                place: format!("{name}, {}, line {}", row.file, row.line),
            });
        }
    }

    fn finish(self) -> Observed {
        Observed {
            events_of: self.observer.events_of().map(str::to_owned),
            history: self.observer.finish(),
            sources: self.sources,
        }
    }
}

/// The observations that the published files in a folder give, without a store.
pub(crate) fn of_files(folder: PathBuf, identities: &dyn Identities) -> Result<Observed> {
    if !folder.is_dir() {
        bail!("{} is no folder", folder.display());
    }
    let paths = [folder];
    let datasets: Vec<_> = DATASETS.iter().filter(|it| is_observed(it.id)).collect();
    let bar = console::progress(datasets.len() as u64, "datasets");
    let mut read = Vec::new();
    for dataset in datasets {
        let mut import = Import::new(Source::Dataset(dataset), &paths, Options::default());
        let batches: Vec<_> = import.by_ref().collect();
        if import.summary().files > 0 {
            read.push((batches, import.record()));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    if read.is_empty() {
        bail!(
            "{}: no file of a dataset from which levels are judged\n  hint: entente import --list tells which are known",
            paths[0].display()
        );
    }
    // Which dataset of events is taken is known when all are read.
    let mut gathering = Gathering::new(read.iter().map(|(_, record)| record), identities);
    for (batches, _) in &read {
        for batch in batches {
            for assertion in &batch.said.assertions {
                gathering.assertion(assertion);
            }
            for row in &batch.said.rows {
                gathering.row(row);
            }
        }
    }
    Ok(gathering.finish())
}

/// The observations that a store's imports give. `None` where nothing was imported from which levels are
/// judged.
pub(crate) async fn of_store(
    store: &Store,
    identities: &dyn Identities,
) -> Result<Option<Observed>> {
    let imports = store.imports().await?;
    let mut gathering = Gathering::new(&imports, identities);
    let taken = gathering.observer.taken().to_vec();
    if taken.is_empty() {
        return Ok(None);
    }
    let of = |events: bool| -> Vec<&ImportRecord> {
        let is_taken = |import: &&ImportRecord| taken.iter().any(|(id, _)| *id == import.dataset);
        let is_events = |import: &&ImportRecord| kind_of(&import.dataset) == Some(Kind::Events);
        imports
            .iter()
            .filter(is_taken)
            .filter(|import| is_events(import) == events)
            .collect()
    };
    let documents: Vec<_> = of(false).iter().map(|it| it.document.clone()).collect();
    if !documents.is_empty() {
        let query = Query {
            kinds: vec!["tie"],
            documents,
            ..Query::default()
        };
        store
            .each_assertion(&query, &mut |assertion| gathering.assertion(&assertion))
            .await?;
    }
    let rows = RowQuery {
        tables: vec!["dispute", "ideal_point", "capability", "event_count"],
        datasets: taken.iter().map(|(id, _)| id.clone()).collect(),
    };
    store
        .each_row(&rows, &mut |row| gathering.row(&row))
        .await?;
    let events = of(true);
    let days = events.iter().filter_map(|import| import.days());
    let reach = days.reduce(|x, y| (x.0.min(y.0), x.1.max(y.1)));
    if let Some((first, last)) = reach {
        let query = TallyQuery {
            by: Period::Month,
            periods: (i64::from(Month::of(first).0), i64::from(Month::of(last).0)),
            documents: events.iter().map(|it| it.document.clone()).collect(),
            datasets: events.iter().map(|it| it.dataset.clone()).collect(),
        };
        let tallies = store.tally(&query).await?;
        gathering.observer.tallies(&tallies);
    }
    Ok(Some(gathering.finish()))
}
