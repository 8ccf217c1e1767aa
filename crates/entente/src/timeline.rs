//! `entente timeline`: what happened between two actors, in the order of time.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Result, bail};
use entente_assess::render::{self, Shown};
use entente_assess::{Happening, Timeline, TimelineQuery};
use entente_model::{Date, DateSpan};
use entente_store::Period;
use serde_json::json;

use crate::arguments::{Step, TimelineArguments, TimelineFormat};
use crate::{answering, console, example};

/// So many events are told one by one, at least, unless all are wanted; older ones are counted.
const MOST_TOLD: usize = 2000;

pub(crate) fn run(arguments: &TimelineArguments) -> Result<ExitCode> {
    if let (Some(from), Some(to)) = (arguments.from, arguments.to)
        && from > to
    {
        bail!("nothing lies between {from} and {to}\n  hint: --from is the earlier day");
    }
    console::runtime()?.block_on(timeline(arguments))
}

async fn timeline(arguments: &TimelineArguments) -> Result<ExitCode> {
    let (store, from_example, mut names) = example::or_own(&arguments.from_where).await?;
    let phrases = [arguments.a.as_str(), arguments.b.as_str()];
    let [a, b] = names.two(phrases, Some(&store), arguments.at).await?;
    let query = TimelineQuery {
        a,
        b,
        since: arguments.from,
        until: arguments.to,
        at: arguments.at,
        by: match arguments.by {
            Step::Year => Period::Year,
            Step::Month => Period::Month,
        },
        most: match arguments.format {
            TimelineFormat::Csv | TimelineFormat::Jsonl => None,
            _ => (arguments.limit > 0).then(|| MOST_TOLD.max(2 * arguments.limit)),
        },
    };
    let (assertions, counts) = answering::counted(&store, query.queries().into(), query.by).await?;
    let timeline = query.of(&assertions, counts.as_deref());
    let note = from_example.then_some(example::NOTE);
    write(&mut io::stdout().lock(), arguments, &timeline, note)?;
    Ok(ExitCode::SUCCESS)
}

fn write(
    out: &mut impl Write,
    arguments: &TimelineArguments,
    timeline: &Timeline,
    note: Option<&str>,
) -> Result<()> {
    let most = match arguments.limit {
        0 => usize::MAX,
        most => most,
    };
    let shown = Shown::Timeline(timeline, most);
    match arguments.format {
        TimelineFormat::Text => {
            if let Some(note) = note {
                writeln!(out, "{note}\n")?;
            }
            out.write_all(render::text(shown, console::style()).as_bytes())?;
        }
        TimelineFormat::Md => {
            if let Some(note) = note {
                writeln!(out, "*{note}*\n")?;
            }
            out.write_all(render::markdown(shown).as_bytes())?;
        }
        TimelineFormat::Html => out.write_all(render::html(shown, note).as_bytes())?,
        TimelineFormat::Json => {
            let mut value = serde_json::to_value(timeline)?;
            if let Some(object) = value.as_object_mut() {
                object.insert("example".to_owned(), note.is_some().into());
            }
            serde_json::to_writer_pretty(&mut *out, &value).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        TimelineFormat::Jsonl => {
            for event in &timeline.events {
                let mut value = json!({ "quad": event.event_type.quad().number() });
                if let (Some(object), serde_json::Value::Object(fields)) =
                    (value.as_object_mut(), serde_json::to_value(event)?)
                {
                    object.extend(fields);
                }
                serde_json::to_writer(&mut *out, &value).map_err(io::Error::from)?;
                writeln!(out)?;
            }
        }
        TimelineFormat::Csv => rows(out, &timeline.events)?,
    }
    out.flush()?;
    Ok(())
}

/// A row for each event, with the first sentence that tells it.
fn rows(out: &mut impl Write, events: &[Happening]) -> Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record([
        "date",
        "type",
        "quad",
        "what",
        "certainty",
        "claimant",
        "sentences",
        "quote",
        "title",
        "publisher",
        "published",
        "document",
    ])?;
    for event in events {
        let first = event.evidence.first();
        let text = |of: fn(&entente_assess::Piece) -> String| first.map(of).unwrap_or_default();
        csv.write_record([
            event.date.clone().unwrap_or_default(),
            event.event_type.name().to_owned(),
            event.event_type.quad().number().to_string(),
            event.what.clone(),
            text(|it| it.certainty.name().to_owned()),
            text(|it| {
                it.claimant
                    .as_ref()
                    .map_or_else(String::new, |it| it.id.clone())
            }),
            event.evidence.len().to_string(),
            text(|it| it.quote.clone()),
            text(|it| it.title.clone().unwrap_or_default()),
            text(|it| it.publisher.clone().unwrap_or_default()),
            text(|it| it.published.map_or_else(String::new, |day| day.to_string())),
            text(|it| it.document.to_string()),
        ])?;
    }
    csv.flush()?;
    Ok(())
}

/// The first day of a day, month or year as it is written on the command line.
pub(crate) fn first_day(text: &str) -> Result<Date, String> {
    span(text).map(|(first, _)| first)
}

/// The last day of one.
pub(crate) fn last_day(text: &str) -> Result<Date, String> {
    span(text).map(|(_, last)| last)
}

fn span(text: &str) -> Result<(Date, Date), String> {
    let parts: Vec<&str> = text.split('-').collect();
    let span = match parts.as_slice() {
        [year] if year.len() == 4 => year.parse().ok().and_then(|year| DateSpan::year(year, "")),
        [year, month] if year.len() == 4 => match (year.parse(), month.parse()) {
            (Ok(year), Ok(month)) => DateSpan::month(year, month, ""),
            _ => None,
        },
        _ => text.parse().ok().map(|day: Date| DateSpan::day(day, "")),
    };
    span.and_then(|span| Some((span.start?, span.end?)))
        .ok_or_else(|| "a date is a day, a month or a year: 2012-02-13, 2012-02, 2012".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_and_a_month_are_meant_whole() {
        let days =
            |text: &str| span(text).map(|(first, last)| (first.to_string(), last.to_string()));
        let whole = |first: &str, last: &str| Ok((first.to_owned(), last.to_owned()));
        assert_eq!(days("2012"), whole("2012-01-01", "2012-12-31"));
        assert_eq!(days("2012-02"), whole("2012-02-01", "2012-02-29"));
        assert_eq!(days("2012-02-13"), whole("2012-02-13", "2012-02-13"));
        for wrong in ["", "12", "2012-13", "2012-02-30", "soon", "-2012"] {
            assert!(days(wrong).is_err(), "{wrong}");
        }
    }
}
