//! How two stand, for a terminal.

use std::io::{self, Write};

use entente_assess::level::account::{Account, Conduct, Item};
use entente_assess::level::chart::sparkline;
use entente_assess::level::series::{Trend, Turn};

use crate::observe::Observed;

/// Items that are shown; the others are counted.
const ITEMS: usize = 14;

/// What is shown.
pub(super) struct Shown<'a> {
    pub(super) names: [&'a str; 2],
    pub(super) now: &'a Account,
    pub(super) trends: &'a [Trend],
    pub(super) turns: &'a [Turn],
    pub(super) line: &'a [Account],
    pub(super) with_series: bool,
    pub(super) observed: &'a Observed,
}

fn percent(probability: f64) -> String {
    format!("{:.0} %", (probability * 100.0).clamp(1.0, 99.0))
}

/// Writes the account.
pub(super) fn write(out: &mut impl Write, shown: &Shown<'_>) -> io::Result<()> {
    let now = shown.now;
    let [a, b] = shown.names;
    writeln!(out, "{a} and {b} at the end of {}", now.month)?;
    match (&now.levels, now.level) {
        (Some(levels), Some(level)) => {
            writeln!(out, "\n  {}\n", level.words())?;
            let words = [
                "severe rivalry",
                "lesser rivalry",
                "negative peace",
                "warm peace",
                "security community",
            ];
            for (words, probability) in words.iter().zip(levels) {
                let bar = "█".repeat((probability * 30.0).round() as usize);
                writeln!(out, "  {words:<20} {:>5}  {bar}", percent(*probability))?;
            }
            for (what, banded) in [
                ("rivals", now.rivalry),
                ("warm peace or more", now.community),
            ] {
                if let Some(it) = banded {
                    writeln!(
                        out,
                        "  {what}: {} (nine in ten: {} to {})",
                        percent(it.probability),
                        percent(it.from),
                        percent(it.to)
                    )?;
                }
            }
        }
        _ => writeln!(out, "\n  Not enough evidence to judge.")?,
    }
    writeln!(out, "\nAlliance in force")?;
    match &now.alliances {
        None => writeln!(out, "  not known")?,
        Some(none) if none.is_empty() => writeln!(out, "  none")?,
        Some(alliances) => {
            for it in alliances {
                let source = it
                    .source
                    .and_then(|number| shown.observed.sources.get(number as usize));
                let source = source
                    .map(|source| format!(" [{source}]"))
                    .unwrap_or_default();
                let words = if it.obligations.is_empty() {
                    "no obligation coded".to_owned()
                } else {
                    it.obligations.join(", ")
                };
                writeln!(out, "  {words}, since {}{source}", it.since)?;
            }
        }
    }
    if let Some([there, back]) = &now.conduct {
        writeln!(
            out,
            "\nConduct, events a year (words and deeds of cooperation; of conflict)"
        )?;
        writeln!(out, "  {a} towards {b}: {}", conduct(there))?;
        writeln!(out, "  {b} towards {a}: {}", conduct(back))?;
    }
    for trend in shown.trends {
        let over = if trend.months == 12 {
            "the last year"
        } else {
            "ten years"
        };
        writeln!(
            out,
            "  over {over}: {} ({:+.2} ± {:.2} on a scale from -1 to 1)",
            trend.direction, trend.change, trend.deviation
        )?;
    }
    evidence(out, shown)?;
    through_time(out, shown)?;
    if !now.missing.is_empty() {
        writeln!(out, "\nNot covered then: {}", now.missing.join(", "))?;
    }
    Ok(())
}

fn conduct(of: &Conduct) -> String {
    format!(
        "{:.1} and {:.1}; {:.1} and {:.1}",
        of.verbal_cooperation, of.material_cooperation, of.verbal_conflict, of.material_conflict
    )
}

fn evidence(out: &mut impl Write, shown: &Shown<'_>) -> io::Result<()> {
    if shown.now.levels.is_none() {
        return Ok(());
    }
    writeln!(
        out,
        "\nWhy: what each adds to the log-odds of rivalry and of warm peace or more, and what they would be without it"
    )?;
    let [rivalry, _, community, _] = shown.now.prior;
    writeln!(out, "  {rivalry:>+6.2} {community:>+6.2}  a typical dyad")?;
    for item in shown.now.items.iter().take(ITEMS) {
        writeln!(out, "  {}", line(item, shown.observed))?;
    }
    if shown.now.items.len() > ITEMS {
        let rest = &shown.now.items[ITEMS..];
        let sum = |question: usize| rest.iter().map(|it| it.log_odds[question]).sum::<f64>();
        writeln!(
            out,
            "  {:>+6.2} {:>+6.2}  {} more",
            sum(0),
            sum(2),
            rest.len()
        )?;
    }
    Ok(())
}

fn line(item: &Item, observed: &Observed) -> String {
    let source = item
        .sources
        .last()
        .and_then(|number| observed.sources.get(*number as usize));
    let more = item.sources.len().saturating_sub(1);
    let source = match (source, more) {
        (None, _) => String::new(),
        (Some(source), 0) => format!(" [{source}]"),
        (Some(source), more) => format!(" [{source}; and {more} more]"),
    };
    let without = item.without;
    format!(
        "{:>+6.2} {:>+6.2}  {}; without it {} and {}{source}",
        item.log_odds[0],
        item.log_odds[2],
        item.what,
        percent(without[0] + without[1]),
        percent(without[3] + without[4])
    )
}

fn through_time(out: &mut impl Write, shown: &Shown<'_>) -> io::Result<()> {
    let (Some(first), Some(last)) = (shown.line.first(), shown.line.last()) else {
        return Ok(());
    };
    // A line of a terminal: of a long series every so many months.
    let every = shown.line.len().div_ceil(72).max(1);
    let points = || shown.line.iter().step_by(every);
    writeln!(out, "\n{} to {}", first.month, last.month)?;
    let rivalry = sparkline(points().map(|it| it.rivalry.map(|it| it.probability)));
    let community = sparkline(points().map(|it| it.community.map(|it| it.probability)));
    writeln!(out, "  rivals             {rivalry}")?;
    writeln!(out, "  warm peace or more {community}")?;
    for turn in shown.turns {
        writeln!(
            out,
            "  {} to {}: rivals {} to {}, warm peace or more {} to {}; by: {}",
            turn.from,
            turn.to,
            percent(turn.rivalry[0]),
            percent(turn.rivalry[1]),
            percent(turn.community[0]),
            percent(turn.community[1]),
            turn.by.join("; ")
        )?;
    }
    if shown.with_series {
        writeln!(
            out,
            "\nmonth    rivals (nine in ten)     warm peace or more (nine in ten)"
        )?;
        for it in shown.line {
            let told = |banded: Option<entente_assess::level::account::Banded>| {
                banded.map_or_else(
                    || "not enough evidence".to_owned(),
                    |it| format!("{:.3} ({:.3} to {:.3})", it.probability, it.from, it.to),
                )
            };
            writeln!(
                out,
                "{}  {:<24} {}",
                it.month,
                told(it.rivalry),
                told(it.community)
            )?;
        }
    }
    Ok(())
}
