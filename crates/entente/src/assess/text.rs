//! How two stand, for a terminal.

use std::io::{self, Write};

use entente_assess::level::account::{Account, Conduct, Item};
use entente_assess::level::chart::sparkline;
use entente_assess::level::series::{Trend, Turn};
use entente_assess::{Answer, percent};

/// Items that are shown; the others are counted.
const ITEMS: usize = 14;

/// What is shown.
pub(super) struct Shown<'a> {
    pub(super) names: [&'a str; 2],
    pub(super) now: &'a Account,
    /// The same with what texts say.
    pub(super) answer: &'a Answer,
    pub(super) trends: &'a [Trend],
    pub(super) turns: &'a [Turn],
    pub(super) line: &'a [Account],
    pub(super) with_series: bool,
}

/// Writes the account.
pub(super) fn write(out: &mut impl Write, shown: &Shown<'_>) -> io::Result<()> {
    let now = shown.now;
    let [a, b] = shown.names;
    writeln!(out, "{a} and {b} at the end of {}", now.month)?;
    if now.seen != now.month {
        writeln!(
            out,
            "Datasets reach {} here: from there on the levels are carried as those of other dyads drift.",
            now.seen
        )?;
    }
    let level = shown.answer.level.as_ref().filter(|_| now.levels.is_some());
    match level {
        Some(level) => {
            let said: [f64; 5] =
                std::array::from_fn(|it| level.scores.get(it).map_or(0.0, |it| it.probability));
            writeln!(out, "\n  {}\n", now.named(&said).words())?;
            for share in &level.scores {
                let bar = "█".repeat((share.probability * 30.0).round() as usize);
                let words = share.level.words();
                writeln!(
                    out,
                    "  {words:<20} {:>5}  {bar}",
                    percent(share.probability)
                )?;
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
        None => writeln!(out, "\n  Not enough evidence to judge.")?,
    }
    match &now.alliances {
        None => writeln!(out, "\nFormal alliance\n  not known")?,
        Some(alliances) => {
            writeln!(out, "\nFormal alliance in {}", alliances.seen)?;
            if alliances.in_force.is_empty() {
                writeln!(out, "  none")?;
            }
            for it in &alliances.in_force {
                let source = it.source.as_ref();
                let source = source.map_or_else(String::new, |it| format!(" [{}]", it.place));
                writeln!(out, "  {}{source}", it.words())?;
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
    texts(out, shown.answer)?;
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
        writeln!(out, "  {}", line(item))?;
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

/// What texts add, and what is contested among them.
fn texts(out: &mut impl Write, answer: &Answer) -> io::Result<()> {
    let points = answer.pro.iter().chain(&answer.contra);
    let mut points: Vec<_> = points.filter(|point| !point.evidence.is_empty()).collect();
    points.sort_by(|x, y| y.contribution.abs().total_cmp(&x.contribution.abs()));
    if !points.is_empty() {
        writeln!(
            out,
            "\nTexts, by which the levels above have moved: what each adds to the log-odds of warm peace or more against rivalry"
        )?;
    }
    for point in points.iter().take(ITEMS) {
        let quote = point
            .evidence
            .first()
            .map_or("", |piece| piece.quote.as_str());
        writeln!(
            out,
            "  {:>+6.2}  {} \u{201C}{quote}\u{201D}",
            point.contribution, point.what
        )?;
    }
    if points.len() > ITEMS {
        writeln!(out, "  {} more", points.len() - ITEMS)?;
    }
    if !answer.contested.is_empty() {
        writeln!(out, "\nContested")?;
    }
    for contested in &answer.contested {
        writeln!(out, "  {}", contested.words())?;
    }
    Ok(())
}

fn line(item: &Item) -> String {
    let source = match item.sources.as_slice() {
        [] => String::new(),
        [source] => format!(" [{}]", source.place),
        [more @ .., last] => format!(" [{}; and {} more]", last.place, more.len()),
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
            if turn.events.is_empty() {
                &turn.by
            } else {
                &turn.events
            }
            .join("; ")
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
