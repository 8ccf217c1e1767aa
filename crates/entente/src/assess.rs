//! `entente assess`: how two actors stand, how sure that is and why; and how all dyads stand.

mod all;
mod text;

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use entente_assess::level::account::account;
use entente_assess::level::chart;
use entente_assess::level::features::Walk;
use entente_assess::level::history::Kind;
use entente_assess::level::month::Month;
use entente_assess::level::series::{Turn, months, series, trend, turns};
use entente_lexicon::Lexicon;
use entente_model::ActorRef;
use entente_store::Store;
use serde_json::json;

use crate::arguments::{AssessArguments, AssessFormat, Step};
use crate::observe::{ByNumber, Observed};
use crate::{console, lexicon, observe, place};

pub(crate) fn run(arguments: &AssessArguments) -> Result<ExitCode> {
    let lexicon = lexicon::load(arguments.lexicon.lexicon.as_deref())?;
    let identities = ByNumber::new(lexicon);
    let observed = gather(arguments, &identities)?;
    let last = Kind::ALL
        .into_iter()
        .filter_map(|kind| observed.history.reach(kind))
        .map(|(_, last)| last)
        .max();
    let Some(last) = last else {
        bail!("nothing is known from which levels are judged");
    };
    let at = arguments.at.map_or(last, Month::of);
    if arguments.all {
        return all::run(arguments, &observed, &identities, at);
    }
    let [a, b] = arguments.actors.as_slice() else {
        bail!("name two actors, or give --all\n  hint: entente assess Azerbaijan Iran");
    };
    let (a, b) = (actor(lexicon, a, at)?, actor(lexicon, b, at)?);
    if a.id == b.id {
        bail!("{} and {} are one actor", a.text, b.text);
    }
    two(arguments, &observed, &identities, (&a, &b), at)
}

/// What there is to judge by: files of a folder, else what was imported into the store.
fn gather(arguments: &AssessArguments, identities: &ByNumber) -> Result<Observed> {
    if let Some(folder) = &arguments.datasets {
        return observe::of_files(folder.clone(), identities);
    }
    let folder = place::store(arguments.store.store.as_ref())?;
    let found = console::runtime()?.block_on(async {
        match Store::open(&folder).await? {
            Some(store) => observe::of_store(&store, identities).await,
            None => Ok(None),
        }
    })?;
    found.with_context(|| {
        format!(
            "{}: no dataset was imported from which levels are judged\n  hint: entente import icews FILE, or --datasets DIR for a folder of files; articles are weighed by: entente ask",
            folder.display()
        )
    })
}

/// Who is meant, by an id of the lexicon or by a name.
fn actor(lexicon: &Lexicon, phrase: &str, at: Month) -> Result<ActorRef> {
    let by_id = lexicon.actor(phrase).map(|actor| ActorRef {
        id: actor.id.clone(),
        name: actor.name.clone(),
        text: phrase.to_owned(),
        country: actor.country.clone(),
        sector: None,
    });
    let found = by_id.or_else(|| lexicon.resolve_name(phrase, Some(at.last_day())));
    found.with_context(|| {
        let near: Vec<String> = lexicon
            .nearest(phrase, 3)
            .into_iter()
            .map(|actor| actor.name.clone())
            .collect();
        let hint = if near.is_empty() {
            String::new()
        } else {
            format!("\n  hint: {}?", near.join(", "))
        };
        format!("nobody is known as \"{phrase}\"{hint}")
    })
}

fn two(
    arguments: &AssessArguments,
    observed: &Observed,
    identities: &ByNumber,
    (a, b): (&ActorRef, &ActorRef),
    at: Month,
) -> Result<ExitCode> {
    let history = &observed.history;
    let place = |actor: &ActorRef| identities.place(history, actor, at);
    let unknown: Vec<&str> = [a, b]
        .into_iter()
        .filter(|actor| place(actor).is_none())
        .map(|actor| actor.name.as_str())
        .collect();
    let (Some(first), Some(second)) = (place(a), place(b)) else {
        println!(
            "Not enough evidence: of {} there is no structural data and no systematic count of events.",
            unknown.join(" and ")
        );
        println!(
            "What articles say of it: entente ask \"How do {} and {} stand?\"",
            a.name, b.name
        );
        return Ok(ExitCode::SUCCESS);
    };
    let pair = (first, second);
    let name = |place: usize| identities.name(history.name(place), at.last_day());
    let now = account(history, &Walk::new(history).at(at), pair, &name);
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
    let line = series(history, pair, &months(from, at, step), &name);
    // Turns are told of years.
    let turns: Vec<Turn> = if step == 12 {
        turns(&line)
    } else {
        turns(&series(history, pair, &months(from, at, 12), &name))
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
                now: &now,
                trends: &trends,
                turns: &turns,
                line: &line,
                with_series: arguments.series.is_some(),
                observed,
            };
            text::write(&mut out, &shown)?;
        }
        AssessFormat::Json => {
            let sources: Vec<_> = now
                .items
                .iter()
                .flat_map(|item| &item.sources)
                .filter_map(|number| {
                    let source = observed.sources.get(*number as usize)?;
                    Some(json!({ "number": number, "source": source }))
                })
                .collect();
            let value = json!({
                "a": a.id, "b": b.id, "events_of": observed.events_of, "now": now,
                "trends": trends, "turns": turns, "sources": sources,
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
