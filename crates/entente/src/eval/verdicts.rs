//! `entente eval verdicts`: dyads as features, and questions over documents and datasets, with the verdicts
//! that were accepted. A verdict that moves without being accepted is a failure, so that changed weights
//! change answers only where somebody looked.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use entente_assess::level::features::{self, FEATURES};
use entente_assess::level::model::{Model, Track};
use entente_assess::{Answer, Question};
use entente_lexicon::Lexicon;
use entente_model::{Date, Level};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::answering::Said;
use crate::arguments::EvalArguments;
use crate::names::KnownNames;
use crate::observe::ByNumber;
use crate::{answering, console, example, observe};

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

/// A question, over the built-in example or over files of datasets.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    ask: String,
    /// The folder of the datasets' files, from that of this file; none for the built-in example.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    datasets: Option<PathBuf>,
    /// As of this day: of datasets it must be told, so that tomorrow's answer is today's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Date>,
    #[serde(default)]
    accepted: Option<Told>,
}

/// The verdict of an answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Told {
    answer: String,
    probability: Option<f64>,
    /// Severe rivalry first; none where nothing is known of the two.
    levels: Vec<f64>,
}

impl Told {
    fn of(answer: &Answer) -> Self {
        let rounded = |it: f64| (it * 1e4).round() / 1e4;
        let levels = answer.level.iter().flat_map(|level| &level.scores);
        Self {
            answer: answer.verdict.answer.name().to_owned(),
            probability: answer.verdict.probability.map(rounded),
            levels: levels.map(|share| rounded(share.probability)).collect(),
        }
    }
}

/// Asks over the built-in example, or over files of datasets.
fn ask(asked: &Asked, beside: &Path) -> Result<Told> {
    let lexicon = Lexicon::builtin();
    let names = KnownNames {
        lexicon,
        met: Vec::new(),
    };
    let question = Question::parse(&asked.ask, &names, asked.at)?;
    let Some(folder) = &asked.datasets else {
        let said = console::runtime()?.block_on(async {
            let store = example::open().await?;
            answering::fetch(&store, &question).await
        })?;
        return Ok(Told::of(&answering::answer(&question, &said, None, &names)));
    };
    if asked.at.is_none() {
        bail!(
            "{}: of datasets the day must be told\n  hint: \"at\": \"2010-12-31\"",
            asked.ask
        );
    }
    let identities = ByNumber::new(lexicon);
    let observed = observe::of_files(beside.join(folder), &identities)?;
    let standing = answering::standing(&question, &observed, &identities);
    let said = Said::default();
    Ok(Told::of(&answering::answer(
        &question,
        &said,
        standing.as_ref(),
        &names,
    )))
}

/// An entry of a file.
#[derive(Serialize)]
#[serde(untagged)]
enum Entry {
    Features(Example),
    Asked(Asked),
}

impl Entry {
    fn read(value: Value) -> Result<Self> {
        if value.get("ask").is_some() {
            Ok(Self::Asked(serde_json::from_value(value)?))
        } else {
            Ok(Self::Features(serde_json::from_value(value)?))
        }
    }

    /// What moved, in words, where the verdict is not as it was accepted; it is taken over.
    fn judge(&mut self, beside: &Path) -> Result<Option<String>> {
        match self {
            Self::Features(example) => {
                let found = judge(example)?;
                let was = example.accepted.as_ref();
                let holds = was.is_some_and(|was| {
                    was.level == found.level && near(&was.probabilities, &found.probabilities)
                });
                let moved = format!("{}: {was:?} -> {found:?}", example.name);
                if !holds {
                    example.accepted = Some(found);
                }
                Ok((!holds).then_some(moved))
            }
            Self::Asked(asked) => {
                let found = ask(asked, beside)?;
                let was = asked.accepted.as_ref();
                let chance = |told: &Told| told.probability.into_iter().collect::<Vec<_>>();
                let holds = was.is_some_and(|was| {
                    was.answer == found.answer
                        && near(&was.levels, &found.levels)
                        && near(&chance(was), &chance(&found))
                });
                let moved = format!("{}: {was:?} -> {found:?}", asked.ask);
                if !holds {
                    asked.accepted = Some(found);
                }
                Ok((!holds).then_some(moved))
            }
        }
    }
}

/// Whether probabilities are as they were accepted.
fn near(accepted: &[f64], found: &[f64]) -> bool {
    let mut pairs = accepted.iter().zip(found);
    accepted.len() == found.len() && pairs.all(|(was, is)| (was - is).abs() <= SLACK)
}

/// Judges the examples of each file; accepts what moved where that is asked for.
pub(super) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let mut out = io::stdout().lock();
    let mut moved = 0;
    for path in &arguments.paths {
        let place = || path.display().to_string();
        let text = fs::read_to_string(path).with_context(place)?;
        let values: Vec<Value> = serde_json::from_str(&text).with_context(place)?;
        let entries = values.into_iter().map(Entry::read);
        let mut examples: Vec<Entry> = entries.collect::<Result<_>>().with_context(place)?;
        let beside = path.parent().unwrap_or(Path::new(""));
        let mut changed = false;
        for example in &mut examples {
            if let Some(what) = example.judge(beside).with_context(place)? {
                writeln!(out, "{what}")?;
                changed = true;
                moved += 1;
            }
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
