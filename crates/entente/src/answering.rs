//! What an answer about actors is made of, for `ask` and `assess` alike: what the store says, and for two
//! states what was observed of all.

use std::collections::HashSet;

use anyhow::Result;
use entente_assess::level::account::Account;
use entente_assess::level::month::Month;
use entente_assess::{Answer, Names, Question};
use entente_model::{Assertion, Date};
use entente_store::{EventCount, Holdings, Involving, Period, Query, Store, StoreError};

use crate::observe::{ByNumber, Observed};

/// What is said in a store about those asked about.
#[derive(Default)]
pub(crate) struct Said {
    pub(crate) assertions: Vec<Assertion>,
    pub(crate) holdings: Holdings,
}

/// Everything that the question needs where nothing was observed, each assertion once.
pub(crate) async fn fetch(store: &Store, question: &Question) -> Result<Said> {
    let mut said = begin(store, question).await?;
    follow_up(store, question, None, &mut said).await?;
    Ok(said)
}

/// What the question needs first, each assertion once.
pub(crate) async fn begin(store: &Store, question: &Question) -> Result<Said> {
    let (mut holdings, (assertions, counts)) = tokio::try_join!(
        store.holdings(question.at),
        counted(store, question.queries(), Period::Year),
    )?;
    holdings.events_between = counts.map(|counts| counts.iter().map(|it| it.events).sum());
    Ok(Said {
        assertions,
        holdings,
    })
}

/// What queries admit, each assertion once, and the number of all events by period where the limit of the first left
/// out some of what lies between two. They are counted while the other queries are answered.
pub(crate) async fn counted(
    store: &Store,
    queries: Vec<Query>,
    by: Period,
) -> Result<(Vec<Assertion>, Option<Vec<EventCount>>), StoreError> {
    let mut queries = queries.into_iter();
    let Some(query) = queries.next() else {
        return Ok((Vec::new(), None));
    };
    let first = async {
        let admitted = store.assertions(&query).await?;
        let is_between = matches!(query.involving, Involving::Both(..));
        let counts = if is_between && query.limit == Some(admitted.len()) {
            Some(store.count_events(&query, by).await?)
        } else {
            None
        };
        Ok((admitted, counts))
    };
    let ((mut found, counts), rest) = tokio::try_join!(first, all(store, queries.collect()))?;
    merge(rest, &mut found);
    Ok((found, counts))
}

/// What queries admit, of each the newest first.
async fn all(store: &Store, queries: Vec<Query>) -> Result<Vec<Assertion>, StoreError> {
    let mut found = Vec::new();
    for query in queries {
        found.extend(store.assertions(&query).await?);
    }
    Ok(found)
}

/// Adds what is not there yet.
fn merge(more: Vec<Assertion>, into: &mut Vec<Assertion>) {
    let mut known: HashSet<_> = into.iter().map(|it| it.id.clone()).collect();
    into.extend(more.into_iter().filter(|it| known.insert(it.id.clone())));
}

/// Adds what it needs besides, given how the two stand by what was observed.
pub(crate) async fn follow_up(
    store: &Store,
    question: &Question,
    standing: Option<&Account>,
    said: &mut Said,
) -> Result<()> {
    let more = question.follow_up(&said.assertions, standing);
    merge(all(store, more).await?, &mut said.assertions);
    Ok(())
}

/// How the two asked about stand by what was observed, where that can be said.
pub(crate) fn standing(
    question: &Question,
    observed: &Observed,
    identities: &ByNumber,
) -> Option<Account> {
    let (a, b) = (question.a.as_ref()?, question.b.as_ref()?);
    let anchor = question.at.unwrap_or_else(today);
    let until = question
        .times
        .as_ref()
        .and_then(|times| times.bounds(anchor).1);
    let asked = Month::of(until.map_or(anchor, |until| until.min(anchor)));
    observed.account(identities, (a, b), asked)
}

/// The answer.
pub(crate) fn answer(
    question: &Question,
    said: &Said,
    standing: Option<&Account>,
    names: &dyn Names,
) -> Answer {
    entente_assess::answer_with(
        question,
        &said.assertions,
        &said.holdings,
        names,
        today(),
        standing,
    )
}

pub(crate) fn today() -> Date {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
}
