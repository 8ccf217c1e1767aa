//! What an answer about actors is made of, for `ask` and `assess` alike: what the store says, and for two
//! states what was observed of all.

use std::collections::HashSet;

use anyhow::Result;
use entente_assess::level::account::Account;
use entente_assess::level::month::Month;
use entente_assess::{Answer, Names, Question};
use entente_model::{Assertion, Date};
use entente_store::{Holdings, Involving, Period, Query, Store};

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
    let mut said = Said {
        holdings: store.holdings(question.at).await?,
        ..Said::default()
    };
    if let Some(query) = add(store, question.queries(), &mut said.assertions).await? {
        let counts = store.count_events(&query, Period::Year).await?;
        said.holdings.events_between = Some(counts.iter().map(|it| it.events).sum());
    }
    Ok(said)
}

/// Adds what it needs besides, given how the two stand by what was observed.
pub(crate) async fn follow_up(
    store: &Store,
    question: &Question,
    standing: Option<&Account>,
    said: &mut Said,
) -> Result<()> {
    let more = question.follow_up(&said.assertions, standing);
    add(store, more, &mut said.assertions).await?;
    Ok(())
}

/// Adds what queries admit that was not found before. The query whose limit left out what lies between two, where one
/// did.
pub(crate) async fn add(
    store: &Store,
    queries: Vec<Query>,
    found: &mut Vec<Assertion>,
) -> Result<Option<Query>> {
    let mut known: HashSet<_> = found.iter().map(|it| it.id.clone()).collect();
    let mut cut = None;
    for query in queries {
        let admitted = store.assertions(&query).await?;
        let is_between = matches!(query.involving, Involving::Both(..));
        let is_cut = is_between && query.limit == Some(admitted.len());
        for assertion in admitted {
            if known.insert(assertion.id.clone()) {
                found.push(assertion);
            }
        }
        if is_cut {
            cut = Some(query);
        }
    }
    Ok(cut)
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
