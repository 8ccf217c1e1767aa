//! `entente assess`: how two actors stand, how sure that is and why; and how all dyads stand.

mod all;
mod text;

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use entente_assess::level::account::Account;
use entente_assess::level::chart;
use entente_assess::level::history::Kind;
use entente_assess::level::month::Month;
use entente_assess::level::series::{Turn, months, series, trend, turns};
use entente_assess::{Answer, Question, render};
use entente_datasets::find;
use entente_model::{ActorRef, Assertion};
use entente_store::Store;
use serde_json::json;

use crate::answering::Said;
use crate::arguments::{AssessArguments, AssessFormat, Step};
use crate::names::KnownNames;
use crate::observe::{ByNumber, Observed};
use crate::{answering, console, kept, lexicon, observe, place};

pub(crate) fn run(arguments: &AssessArguments) -> Result<ExitCode> {
    let lexicon = lexicon::load(arguments.lexicon.lexicon.as_deref())?;
    let identities = ByNumber::new(lexicon);
    let runtime = console::runtime()?;
    let store = runtime.block_on(open(arguments))?;
    let observed = match (&arguments.datasets, &store) {
        (Some(folder), _) => Some(observe::of_files(folder.clone(), &identities)?),
        (None, Some(store)) => runtime.block_on(kept::observed(store, lexicon, &identities))?,
        (None, None) => None,
    };
    if arguments.all {
        let observed = observed.as_ref().with_context(|| nothing(arguments))?;
        let at = arguments
            .at
            .map_or_else(|| last_covered(observed), |at| Ok(Month::of(at)))?;
        return all::run(arguments, observed, &identities, at);
    }
    let [a, b] = arguments.actors.as_slice() else {
        bail!("name two actors, or give --all\n  hint: entente assess Azerbaijan Iran");
    };
    let mut names = KnownNames {
        lexicon,
        met: Vec::new(),
    };
    let [a, b] = runtime.block_on(names.two([a, b], store.as_ref(), arguments.at))?;
    let mut question = Question::of_standing(&a, &b, arguments.at);
    let said = match &store {
        Some(store) => runtime.block_on(answering::fetch(store, &question))?,
        None => Said::default(),
    };
    if observed.is_none() && said.assertions.is_empty() {
        bail!(nothing(arguments));
    }
    let of_texts = said.assertions.iter().any(is_of_texts);
    // Where nobody wrote of the two, the last month that datasets count says more than today.
    if let Some(observed) = observed
        .as_ref()
        .filter(|_| question.at.is_none() && !of_texts)
    {
        question.at = Some(last_covered(observed)?.last_day());
    }
    let standing = observed
        .as_ref()
        .and_then(|it| answering::standing(&question, it, &identities));
    let answer = answering::answer(&question, &said, standing.as_ref(), &names);
    match (&observed, &standing) {
        (Some(observed), Some(now)) if now.levels.is_some() || !of_texts => {
            let at = question.at.unwrap_or_else(answering::today);
            let judged = Judged {
                names: [&a, &b],
                now,
                answer: &answer,
                at: Month::of(at),
            };
            two(arguments, observed, &identities, &judged)
        }
        _ => by_texts(arguments, [&a, &b], &answer),
    }
}

/// The store of articles and imports; none where files of a folder are judged.
async fn open(arguments: &AssessArguments) -> Result<Option<Store>> {
    if arguments.datasets.is_some() {
        return Ok(None);
    }
    Ok(Store::open(&place::store(arguments.store.store.as_ref())?).await?)
}

fn nothing(arguments: &AssessArguments) -> String {
    let folder = place::store(arguments.store.store.as_ref());
    let folder = folder.map_or_else(|_| "the store".to_owned(), |it| it.display().to_string());
    format!(
        "{folder}: nothing was read or imported from which levels are judged\n  hint: entente import icews FILE, or --datasets DIR for a folder of files; entente read PATH... for articles"
    )
}

/// The last month of counted events; of structure alone, the last that is covered at all.
fn last_covered(observed: &Observed) -> Result<Month> {
    let reach = |kind| observed.history.reach(kind).map(|(_, last)| last);
    reach(Kind::Events)
        .or_else(|| Kind::ALL.into_iter().filter_map(reach).max())
        .context("nothing is known from which levels are judged")
}

/// Whether it comes of a text: what datasets say is in the model.
fn is_of_texts(assertion: &Assertion) -> bool {
    find(assertion.coded_by()).is_none()
}

/// Two of whom no dataset tells enough: what texts say of them.
fn by_texts(
    arguments: &AssessArguments,
    actors: [&ActorRef; 2],
    answer: &Answer,
) -> Result<ExitCode> {
    let groups: Vec<&str> = actors
        .into_iter()
        .filter(|actor| !actor.is_state())
        .map(|actor| actor.name.as_str())
        .collect();
    let note = if groups.is_empty() {
        "No dataset that was imported counts or lists both: what follows rests on texts alone."
            .to_owned()
    } else {
        format!(
            "Of {} there is no structural data and no systematic count of events, which are of states: what follows rests on texts alone.",
            groups.join(" and ")
        )
    };
    let mut out = io::stdout().lock();
    match arguments.format {
        AssessFormat::Text => {
            writeln!(out, "{note}\n")?;
            if answer.level.is_none() {
                writeln!(out, "Not enough evidence to judge.\n")?;
            }
            out.write_all(render::text(answer, console::style()).as_bytes())?;
        }
        AssessFormat::Json => {
            let [a, b] = actors;
            let value =
                json!({ "a": a.id, "b": b.id, "now": null, "note": note, "answer": answer });
            serde_json::to_writer_pretty(&mut out, &value).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        AssessFormat::Svg => bail!("{note}\n  hint: a chart needs counts of events or structure"),
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// Two states as they were judged.
struct Judged<'a> {
    names: [&'a ActorRef; 2],
    now: &'a Account,
    answer: &'a Answer,
    at: Month,
}

fn two(
    arguments: &AssessArguments,
    observed: &Observed,
    identities: &ByNumber,
    judged: &Judged<'_>,
) -> Result<ExitCode> {
    let history = &observed.history;
    let ([a, b], now, at) = (judged.names, judged.now, judged.at);
    let place = |actor| {
        identities
            .place(history, actor, at)
            .context("no place in the history")
    };
    let pair = (place(a)?, place(b)?);
    let words = observed.words(identities, at);
    let trends: Vec<_> = [12, 120]
        .into_iter()
        .filter_map(|over| trend(history, pair, at, over))
        .collect();
    let from = arguments
        .from
        .map_or(Month(at.0 - 239), |year| Month::new(year, 1));
    if from > at {
        bail!("a series from {from} to {at} has no months");
    }
    let step = match arguments.series {
        Some(Step::Month) => 1,
        _ => 12,
    };
    let points = months(from, at, step);
    let line = series(history, pair, &points, &words);
    // Turns are told of years.
    let turns: Vec<Turn> = if step == 12 {
        turns(history, pair, &points, &line, &words)
    } else {
        let years = months(from, at, 12);
        let line = series(history, pair, &years, &words);
        turns(history, pair, &years, &line, &words)
    };
    let title = format!("{} and {}, {from} to {at}", a.name, b.name);
    if let Some(file) = &arguments.chart {
        fs::write(file, chart::svg(&title, &line)).with_context(|| file.display().to_string())?;
    }
    let mut out = io::stdout().lock();
    match arguments.format {
        AssessFormat::Text => {
            let shown = text::Shown {
                names: [&a.name, &b.name],
                now,
                answer: judged.answer,
                trends: &trends,
                turns: &turns,
                line: &line,
                with_series: arguments.series.is_some(),
            };
            text::write(&mut out, &shown)?;
        }
        AssessFormat::Json => {
            let value = json!({
                "a": a.id, "b": b.id, "events_of": observed.events_of, "now": now,
                "trends": trends, "turns": turns, "answer": judged.answer,
                "series": arguments.series.map(|_| &line),
            });
            serde_json::to_writer_pretty(&mut out, &value).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        AssessFormat::Svg => out.write_all(chart::svg(&title, &line).as_bytes())?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}
