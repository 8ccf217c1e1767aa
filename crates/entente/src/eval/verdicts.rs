//! `entente eval verdicts`: dyads as features, with the verdicts that were accepted. A verdict that moves
//! without being accepted is a failure, so that changed weights change answers only where somebody looked.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use entente_assess::level::features::{self, FEATURES};
use entente_assess::level::model::{Model, Track};
use entente_model::Level;
use serde::{Deserialize, Serialize};

use crate::arguments::EvalArguments;

/// How far a probability may move without being accepted.
const SLACK: f64 = 0.01;

/// A dyad of the example set.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Example {
    /// Who they might be.
    name: String,
    /// `events` or `all`.
    track: String,
    /// Features by name; those that are not named are not known.
    features: BTreeMap<String, f32>,
    /// What was accepted; none yet for a new one.
    #[serde(default)]
    accepted: Option<Verdict>,
}

#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Verdict {
    level: Level,
    /// Severe rivalry first.
    probabilities: [f64; 5],
}

fn judge(example: &Example) -> Result<Verdict> {
    let track = Track::ALL
        .into_iter()
        .find(|track| track.name() == example.track);
    let Some(track) = track else {
        bail!(
            "{}: no track is called {:?}\n  hint: events or all",
            example.name,
            example.track
        );
    };
    let mut values = vec![f32::NAN; FEATURES.len()];
    for (name, value) in &example.features {
        let (place, _) = features::find(name)
            .with_context(|| format!("{}: no feature is called {name:?}", example.name))?;
        values[place] = *value;
    }
    let model = Model::built_in();
    let said = model.judge(track, &values).probabilities();
    Ok(Verdict {
        level: Level::ALL[model.named(track, &said)],
        probabilities: said.map(|it| (it * 1e4).round() / 1e4),
    })
}

/// Whether a verdict is as it was accepted.
fn holds(accepted: &Verdict, found: &Verdict) -> bool {
    let pairs = accepted.probabilities.iter().zip(found.probabilities);
    let mut apart = pairs.map(|(accepted, found)| (accepted - found).abs());
    accepted.level == found.level && apart.all(|apart| apart <= SLACK)
}

/// Judges the examples of each file; accepts what moved where that is asked for.
pub(super) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    let mut moved = 0;
    for path in &arguments.paths {
        let place = || path.display().to_string();
        let text = fs::read_to_string(path).with_context(place)?;
        let mut examples: Vec<Example> = serde_json::from_str(&text).with_context(place)?;
        let mut changed = false;
        for example in &mut examples {
            let found = judge(example).with_context(place)?;
            if example
                .accepted
                .as_ref()
                .is_some_and(|accepted| holds(accepted, &found))
            {
                continue;
            }
            let was = example.accepted.as_ref().map_or_else(
                || "new".to_owned(),
                |was| format!("{} {:?}", was.level, was.probabilities),
            );
            writeln!(
                out,
                "{}: {was} -> {} {:?}",
                example.name, found.level, found.probabilities
            )?;
            example.accepted = Some(found);
            changed = true;
            moved += 1;
        }
        if changed && arguments.accept {
            let text = serde_json::to_string_pretty(&examples)? + "\n";
            fs::write(path, text).with_context(place)?;
        }
        writeln!(out, "{}: {} verdicts", path.display(), examples.len())?;
    }
    if moved > 0 && !arguments.accept {
        eprintln!("{moved} verdicts moved\n  hint: look at them, then accept them with --accept");
        return Ok(ExitCode::FAILURE);
    }
    Ok(ExitCode::SUCCESS)
}
