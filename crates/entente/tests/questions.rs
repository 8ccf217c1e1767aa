//! The questions of `evaluation/questions.toml`, asked of the built-in example. Their fields are
//! explained in `evaluation/README.md`.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it measured and why it skips"
)]

mod common;

use std::fmt::Write;

use common::World;
use entente_lexicon::Lexicon;
use serde::Deserialize;
use serde_json::Value;

/// How many questions must be answered rightly. Raise it with the program; never lower it to let
/// a change pass.
const FLOOR: usize = 52;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Questions {
    questions: Vec<Asked>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Asked {
    ask: String,
    form: String,
    #[serde(default)]
    verdict: OneOrMore,
    #[serde(default)]
    includes: Vec<String>,
    #[serde(default)]
    excludes: Vec<String>,
    #[serde(default)]
    claimants: Vec<String>,
    #[serde(default)]
    mentions: Vec<String>,
    at: Option<String>,
    #[serde(rename = "because")]
    _because: String,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl Default for OneOrMore {
    fn default() -> Self {
        Self::More(Vec::new())
    }
}

impl OneOrMore {
    fn all(&self) -> &[String] {
        match self {
            Self::One(text) => std::slice::from_ref(text),
            Self::More(texts) => texts,
        }
    }
}

/// Whether `who` of an answer is the actor `id`: a person may stand for the state it acts for,
/// and the state for the person.
fn is(who: &Value, id: &str) -> bool {
    let country = Lexicon::builtin()
        .actor(id)
        .and_then(|actor| actor.country.as_deref());
    who["id"] == id || who["country"] == id || country.is_some_and(|state| who["id"] == state)
}

/// Those whom the answer names as what was asked for; `None` where it is not a question of who.
fn named<'a>(form: &str, answer: &'a Value) -> Option<Vec<&'a Value>> {
    let list = |field: &str, who: &str| {
        let rows = answer[field].as_array().into_iter().flatten();
        rows.map(|row| &row[who]).collect()
    };
    match form {
        "supports" | "opposes" => Some(list("actors", "actor")),
        "says" | "denies" => Some(list("claims", "claimant")),
        form if form.ends_with("-of") => Some(list("actors", "actor")),
        _ => None,
    }
}

/// Every text in the answer, but the question itself.
fn texts(value: &Value, all: &mut String) {
    match value {
        Value::String(text) => {
            all.push_str(text);
            all.push('\n');
        }
        Value::Array(values) => values.iter().for_each(|value| texts(value, all)),
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "question" && *name != "document")
            .for_each(|(_, value)| texts(value, all)),
        _ => {}
    }
}

/// What is wrong with the answer to a question; empty when nothing is.
fn faults(world: &World, asked: &Asked) -> Vec<String> {
    let mut arguments = vec!["ask", "--format", "json", "--example", asked.ask.as_str()];
    if let Some(at) = &asked.at {
        arguments.extend(["--at", at]);
    }
    let run = world.run(&arguments);
    assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
    let mut faults = Vec::new();
    let mut all = String::new();
    let help = ["misspelt", "not-understood"].contains(&asked.form.as_str());
    if help {
        if run.code != Some(2) {
            faults.push("was answered".to_owned());
        }
        all.clone_from(&run.stderr);
    } else {
        let Ok(answer) = serde_json::from_str::<Value>(&run.stdout) else {
            return vec![format!("no answer: {}", run.stderr.trim())];
        };
        if answer["form"] != asked.form.as_str() {
            faults.push(format!("form {}", answer["form"]));
        }
        let verdict = answer["verdict"]["answer"].as_str().unwrap_or_default();
        let wanted = asked.verdict.all();
        if !wanted.is_empty() && wanted.iter().all(|wanted| wanted != verdict) {
            faults.push(format!("{verdict}, not {}", wanted.join(" or ")));
        }
        texts(&answer, &mut all);
        let named = named(&asked.form, &answer);
        let names = |id: &str| match &named {
            Some(named) => named.iter().any(|who| is(who, id)),
            None => Lexicon::builtin()
                .actor(id)
                .is_some_and(|actor| all.contains(&actor.name)),
        };
        for id in asked.includes.iter().chain(&asked.claimants) {
            if !names(id) {
                faults.push(format!("{id} is not named"));
            }
        }
        for id in &asked.excludes {
            if named.iter().flatten().any(|who| who["id"] == id.as_str()) {
                faults.push(format!("{id} is named"));
            }
        }
    }
    let all = all.to_lowercase();
    for words in &asked.mentions {
        if !all.contains(&words.to_lowercase()) {
            faults.push(format!("no {words:?}"));
        }
    }
    faults
}

#[test]
fn the_example_answers_as_its_readers_would() {
    let path = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../evaluation/questions.toml"
    );
    let text = std::fs::read_to_string(path).expect("the questions");
    let Questions { questions } = toml::from_str(&text).expect("the format of README.md");
    let world = World::new();
    let mut table = String::new();
    let mut right = 0;
    for asked in &questions {
        let faults = faults(&world, asked);
        right += usize::from(faults.is_empty());
        let mark = if faults.is_empty() { "right" } else { "WRONG" };
        let at = asked.at.iter().map(|at| format!(" (at {at})"));
        let ask = format!("{}{}", asked.ask, at.collect::<String>());
        writeln!(table, "{mark}  {ask:<66} {}", faults.join("; ")).expect("a string");
    }
    println!("{table}{right} of {} right", questions.len());
    assert!(
        right >= FLOOR,
        "{right} of {} right, at least {FLOOR} were\n{table}",
        questions.len()
    );
}
