//! Records with events that dictionaries should give, and how many come out right.

use std::collections::BTreeMap;
use std::fmt;

use entente_lexicon::Half;
use entente_lexicon::petrarch::Dictionaries;
use entente_model::{Date, Span};
use entente_text::{Gazetteer, Parse, Parser};
use serde::Deserialize;

use super::given::given;
use super::{CommaOptions, DictionaryEvent, DictionaryOptions, Refusal, code_sentence};

/// An event as a record asserts it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
struct GoldEvent {
    source: String,
    target: String,
    code: String,
}

/// A sentence with its events.
#[derive(Debug, Clone, Deserialize)]
pub struct DictionaryCase {
    /// Stable; decides the half. A repeated one ends in `#2`.
    pub id: String,
    /// What the record tests.
    pub category: String,
    /// The day of the story.
    pub date: Option<Date>,
    /// The sentence.
    pub text: String,
    gold: Vec<GoldEvent>,
    /// Why nothing is to be coded, where it is not.
    error: Option<String>,
    /// Options unlike the usual, by name.
    #[serde(default)]
    config: BTreeMap<String, String>,
    /// The parse that comes with it: CoNLL-U of UD v1.
    #[serde(default)]
    parse: String,
}

impl DictionaryCase {
    /// The half that the record is in; what repeats another is in the other's.
    pub fn half(&self) -> Half {
        Half::of(self.id.trim_end_matches("#2"))
    }

    fn options(&self) -> DictionaryOptions {
        let number = |name: &str, usual: usize| {
            let given = self.config.get(name).and_then(|value| value.parse().ok());
            given.unwrap_or(usual)
        };
        let usual = DictionaryOptions::default();
        let commas = usual.commas;
        DictionaryOptions {
            require_dyad: self
                .config
                .get("require_dyad")
                .is_none_or(|value| value != "false"),
            new_actor_length: number("new_actor_length", usual.new_actor_length),
            commas: CommaOptions {
                begin: (
                    number("comma_bmin", commas.begin.0),
                    number("comma_bmax", commas.begin.1),
                ),
                inside: (
                    number("comma_min", commas.inside.0),
                    number("comma_max", commas.inside.1),
                ),
                end: (
                    number("comma_emin", commas.end.0),
                    number("comma_emax", commas.end.1),
                ),
            },
        }
    }
}

/// A record that came out wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongRecord {
    /// Its id.
    pub id: String,
    /// Its sentence.
    pub text: String,
    wanted: Vec<String>,
    found: Vec<String>,
}

impl fmt::Display for WrongRecord {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "  {}  {}", self.id, self.text)?;
        writeln!(f, "    wanted {}", self.wanted.join(", "))?;
        write!(f, "    found  {}", self.found.join(", "))
    }
}

/// How many records came out right.
#[derive(Debug, Clone, Default)]
pub struct DictionaryScores {
    /// Of each category: right, all.
    pub categories: BTreeMap<String, (usize, usize)>,
    /// Those that are wrong, in order.
    pub wrong: Vec<WrongRecord>,
}

impl DictionaryScores {
    /// Right, all.
    pub fn all(&self) -> (usize, usize) {
        let sum = |(right, all): (usize, usize), it: &(usize, usize)| (right + it.0, all + it.1);
        self.categories.values().fold((0, 0), sum)
    }

    /// Adds what others came to.
    pub fn add(&mut self, others: Self) {
        for (category, (right, all)) in others.categories {
            let own = self.categories.entry(category).or_default();
            *own = (own.0 + right, own.1 + all);
        }
        self.wrong.extend(others.wrong);
    }
}

/// Codes the records and compares. A record is right if its events come out, and none else; one
/// that is to be refused, if nothing does.
pub fn evaluate_dictionaries(
    dictionaries: &Dictionaries,
    parser: &dyn Parser,
    names: &dyn Gazetteer,
    cases: &[DictionaryCase],
) -> DictionaryScores {
    let mut scores = DictionaryScores::default();
    for case in cases {
        let span = Span::new(0, case.text.len());
        let parse = parser.parse(&case.text, span, case.date, names);
        score(dictionaries, case, &parse, &mut scores);
    }
    scores
}

/// The same by the parses that the records bring with them; one without is coded as empty.
pub fn evaluate_dictionaries_as_given(
    dictionaries: &Dictionaries,
    cases: &[DictionaryCase],
) -> DictionaryScores {
    let mut scores = DictionaryScores::default();
    for case in cases {
        let parse = given(&case.text, &case.parse).unwrap_or_default();
        score(dictionaries, case, &parse, &mut scores);
    }
    scores
}

fn score(
    dictionaries: &Dictionaries,
    case: &DictionaryCase,
    parse: &Parse,
    scores: &mut DictionaryScores,
) {
    let read = code_sentence(dictionaries, case.options(), &case.text, parse, case.date);
    let line = |source: &str, target: &str, code: &str| format!("{source} {target} {code}");
    let mut wanted: Vec<String> = case
        .gold
        .iter()
        .map(|it| line(&it.source, &it.target, &it.code))
        .collect();
    let coded = read.as_deref().unwrap_or_default();
    let mut found: Vec<String> = coded
        .iter()
        .map(|it: &DictionaryEvent| line(&it.source, &it.target, &it.code))
        .collect();
    wanted.sort();
    found.sort();
    let right = wanted == found;
    let own = scores.categories.entry(case.category.clone()).or_default();
    *own = (own.0 + usize::from(right), own.1 + 1);
    if !right {
        wanted.extend(case.error.iter().map(|error| format!("refused: {error}")));
        found.extend(read.err().map(|it: Refusal| format!("refused: {it:?}")));
        scores.wrong.push(WrongRecord {
            id: case.id.clone(),
            text: case.text.clone(),
            wanted,
            found,
        });
    }
}
