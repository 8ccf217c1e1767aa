//! Figures of levels, by track, decade and region, and reliability diagrams.

use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, Result};
use entente_assess::level::features;
use entente_assess::level::metrics::{Judged, Reliability, figures, reliability};
use entente_assess::level::model::{Model, Track};

use super::Case;

/// The years of the published event counts.
const WINDOW: std::ops::RangeInclusive<i16> = 2002..=2014;

/// Regions by Correlates of War numbers.
const REGIONS: [(&str, std::ops::RangeInclusive<u16>); 6] = [
    ("Americas", 2..=199),
    ("Europe", 200..=399),
    ("Africa", 400..=626),
    ("Middle East", 627..=699),
    ("Asia", 700..=899),
    ("Oceania", 900..=999),
];

fn judge(model: &Model, track: Track, case: &Case) -> Judged {
    let judged = model.judge(track, &case.features);
    Judged {
        said: judged.probabilities(),
        level: case.label.level,
    }
}

/// Whether a track can say anything of a case.
fn covered(track: Track, case: &Case) -> bool {
    let events = features::find("ev_kexcess").and_then(|(place, _)| case.features.get(place));
    track == Track::All || events.is_some_and(|value| !value.is_nan())
}

/// Writes the figures of the cases.
pub(super) fn write(out: &mut impl Write, cases: &[&Case], held_out: bool) -> Result<()> {
    let model = Model::built_in();
    let part = if held_out { "held out" } else { "develop" };
    for track in Track::ALL {
        let said: Vec<(&Case, Judged)> = cases
            .iter()
            .filter(|case| covered(track, case))
            .map(|case| (*case, judge(model, track, case)))
            .collect();
        let window = |it: &&(&Case, Judged)| WINDOW.contains(&it.0.label.year);
        writeln!(
            out,
            "{:<26} {:>6} {:>6} {:>9} {:>9} {:>9} {:>9} {:>6}",
            format!("{} evidence, {part}", track.name()),
            "rows",
            "RPS",
            "AUC riv.",
            "AUC com.",
            "macro-F1",
            "by rule",
            "ECE"
        )?;
        line(out, model, track, "2002-2014", said.iter().filter(window))?;
        for decade in (1900..2030).step_by(10) {
            let within = said.iter().filter(|it| it.0.label.year / 10 * 10 == decade);
            line(out, model, track, &format!("{decade}s"), within)?;
        }
        let region = |number: u16| {
            REGIONS
                .iter()
                .position(|(_, numbers)| numbers.contains(&number))
        };
        for (place, (name, _)) in REGIONS.iter().enumerate() {
            let within = said.iter().filter(window).filter(|it| {
                let (a, b) = it.0.label.dyad;
                region(a) == Some(place) && region(b) == Some(place)
            });
            line(out, model, track, name, within)?;
        }
        let between = said.iter().filter(window).filter(|it| {
            let (a, b) = it.0.label.dyad;
            region(a) != region(b)
        });
        line(out, model, track, "between regions", between)?;
        writeln!(out)?;
    }
    Ok(())
}

fn line<'c>(
    out: &mut impl Write,
    model: &Model,
    track: Track,
    name: &str,
    said: impl Iterator<Item = &'c (&'c Case, Judged)>,
) -> Result<()> {
    let judged: Vec<Judged> = said.map(|(_, judged)| *judged).collect();
    let Some(found) = figures(&judged) else {
        return Ok(());
    };
    let area = |area: Option<f64>| area.map_or_else(|| "-".to_owned(), |area| format!("{area:.3}"));
    // F1 of the level named by the rule of the weights, which makes up for levels that are rare.
    let by_rule: Vec<Judged> = judged
        .iter()
        .map(|it| {
            let mut said = [0.0; 5];
            said[model.named(track, &it.said)] = 1.0;
            Judged { said, ..*it }
        })
        .collect();
    let by_rule = figures(&by_rule).map_or(0.0, |it| it.macro_f1);
    writeln!(
        out,
        "{name:<26} {:>6} {:>6.4} {:>9} {:>9} {:>9.3} {by_rule:>9.3} {:>6.3}",
        found.count,
        found.rps,
        area(found.auc_rivalry),
        area(found.auc_community),
        found.macro_f1,
        found.calibration_error
    )?;
    Ok(())
}

/// Writes a reliability diagram for each track and for rivalry and community.
pub(super) fn diagrams(folder: &Path, cases: &[&Case]) -> Result<()> {
    let model = Model::built_in();
    fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    for track in Track::ALL {
        let judged: Vec<Judged> = cases
            .iter()
            .filter(|case| covered(track, case) && WINDOW.contains(&case.label.year))
            .map(|case| judge(model, track, case))
            .collect();
        for (cut, name) in [(1, "rivalry"), (2, "community")] {
            let mut points = reliability(&judged, cut);
            if name == "rivalry" {
                // The cut counts what lies above it; rivalry lies below.
                for point in &mut points {
                    point.said = 1.0 - point.said;
                    point.observed = 1.0 - point.observed;
                }
            }
            let file = folder.join(format!("levels-{}-{name}.svg", track.name()));
            let title = format!("Reliability of the probability of {name}, {}", track.name());
            fs::write(&file, diagram(&title, &points))
                .with_context(|| file.display().to_string())?;
        }
    }
    Ok(())
}

fn diagram(title: &str, points: &[Reliability]) -> String {
    let mut dots = String::new();
    for point in points {
        let (x, y) = (30.0 + 240.0 * point.said, 250.0 - 240.0 * point.observed);
        let radius = 2.0 + (point.count as f64).log10() * 1.5;
        let _ = write!(
            dots,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"{radius:.1}\"><title>{} dyad-years: said {:.2}, was {:.2}</title></circle>",
            point.count, point.said, point.observed
        );
    }
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 290 280\" role=\"img\" font-family=\"sans-serif\" font-size=\"10\"><title>{title}</title><path d=\"M30 10V250H270M30 250L270 10\" fill=\"none\" stroke=\"#888\"/><g fill=\"#246\">{dots}</g><text x=\"150\" y=\"274\" text-anchor=\"middle\">probability given</text><text x=\"12\" y=\"130\" text-anchor=\"middle\" transform=\"rotate(-90 12 130)\">share observed</text></svg>\n"
    )
}
