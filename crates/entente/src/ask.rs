//! `entente ask`: one question from words to answer.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use entente_assess::level::account::{Account, account};
use entente_assess::level::features::Walk;
use entente_assess::level::month::Month;
use entente_assess::{Question, render};
use entente_lexicon::Lexicon;
use entente_model::{Assertion, Date};
use entente_store::{Holdings, Query, Store};

use crate::arguments::{AnswerFormat, AskArguments};
use crate::names::KnownNames;
use crate::observe::{self, ByNumber};
use crate::{console, example, lexicon, place};

/// The exit code for a question that is not understood: wrong usage.
const WRONG_USAGE: u8 = 2;

pub(crate) fn run(arguments: &AskArguments) -> Result<ExitCode> {
    console::runtime()?.block_on(ask(arguments))
}

async fn ask(arguments: &AskArguments) -> Result<ExitCode> {
    let text = arguments.question.join(" ");
    let (store, from_example) = open(arguments).await?;
    let mut names = KnownNames {
        lexicon: lexicon::load(arguments.lexicon.lexicon.as_deref())?,
        met: Vec::new(),
    };
    // Only a name that the lexicon does not know needs the store's own actors.
    let mut question = Question::parse(&text, &names, arguments.at);
    if question.is_err() {
        names.met = store
            .known_actors(arguments.at)
            .await?
            .into_iter()
            .map(|known| known.actor)
            .collect();
        question = Question::parse(&text, &names, arguments.at);
    }
    let question = match question {
        Ok(question) => question,
        Err(misunderstanding) => {
            eprintln!("{misunderstanding}");
            return Ok(ExitCode::from(WRONG_USAGE));
        }
    };
    let assertions = fetch(&store, &question).await?;
    let holdings = store.holdings(arguments.at).await?;
    let standing = standing(&store, &question, &holdings, names.lexicon).await?;
    let answer = entente_assess::answer_with(
        &question,
        &assertions,
        &holdings,
        &names,
        today(),
        standing.as_ref(),
    );
    let mut out = io::stdout().lock();
    let note = "From the built-in example. Read your own documents with: entente read PATH...";
    match arguments.format {
        AnswerFormat::Text => {
            if from_example {
                writeln!(out, "{note}\n")?;
            }
            let style = render::Style {
                width: 80,
                colour: console::colour(),
            };
            out.write_all(render::text(&answer, style).as_bytes())?;
        }
        AnswerFormat::Json => {
            let mut value = serde_json::to_value(&answer)?;
            if let Some(object) = value.as_object_mut() {
                object.insert("example".to_owned(), from_example.into());
            }
            serde_json::to_writer_pretty(&mut out, &value).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        AnswerFormat::Md => {
            if from_example {
                writeln!(out, "*{note}*\n")?;
            }
            out.write_all(render::markdown(&answer).as_bytes())?;
        }
        AnswerFormat::Html => {
            let note = from_example.then_some(note);
            out.write_all(render::html(&answer, note).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// How the two asked about stand by what was imported, where that can be said.
async fn standing(
    store: &Store,
    question: &Question,
    holdings: &Holdings,
    lexicon: &'static Lexicon,
) -> Result<Option<Account>> {
    let (Some(a), Some(b)) = (&question.a, &question.b) else {
        return Ok(None);
    };
    if holdings.imports.is_empty() {
        return Ok(None);
    }
    let identities = ByNumber::new(lexicon);
    let Some(observed) = observe::of_store(store, &identities).await? else {
        return Ok(None);
    };
    let at = Month::of(question.at.unwrap_or_else(today));
    let history = &observed.history;
    let (Some(a), Some(b)) = (
        identities.place(history, a, at),
        identities.place(history, b, at),
    ) else {
        return Ok(None);
    };
    let name = |place: usize| identities.name(history.name(place), at.last_day());
    let cross = Walk::new(history).at(at);
    Ok((a != b).then(|| account(history, &cross, (a, b), &name)))
}

/// The user's store, or the example where that holds nothing.
async fn open(arguments: &AskArguments) -> Result<(Store, bool)> {
    if !arguments.example {
        let folder = place::store(arguments.store.store.as_ref())?;
        if let Some(store) = Store::open(&folder).await?
            && store.holdings(None).await?.documents > 0
        {
            return Ok((store, false));
        }
    }
    Ok((example::open().await?, true))
}

/// Everything that the question needs, each assertion once.
async fn fetch(store: &Store, question: &Question) -> Result<Vec<Assertion>> {
    let mut found: Vec<Assertion> = Vec::new();
    add(store, question.queries(), &mut found).await?;
    let more = question.follow_up(&found);
    add(store, more, &mut found).await?;
    Ok(found)
}

async fn add(store: &Store, queries: Vec<Query>, found: &mut Vec<Assertion>) -> Result<()> {
    let mut known: std::collections::HashSet<_> =
        found.iter().map(|assertion| assertion.id.clone()).collect();
    for query in queries {
        for assertion in store.assertions(&query).await? {
            if known.insert(assertion.id.clone()) {
                found.push(assertion);
            }
        }
    }
    Ok(())
}

fn today() -> Date {
    jiff::Timestamp::now()
        .to_zoned(jiff::tz::TimeZone::UTC)
        .date()
}
