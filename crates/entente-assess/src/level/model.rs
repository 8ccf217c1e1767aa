//! The model: four questions in turn, each answered by a sum of one function a feature.
//!
//! Is it a rivalry? If so, a severe one? If not, warm peace or more? If so, a security community? The
//! log-odds of each answer are an intercept and a sum of piecewise linear functions, one of each feature
//! (a generalised additive model: Hastie and Tibshirani 1986; the questions are a sequential logit:
//! Fienberg 1980). So what a feature adds is exact. `training/levels.py` fits the functions; they stand
//! in `models/levels.json` with the command.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::features;
use super::metrics::Probabilities;
use super::scale::logistic;

/// The file that is compiled in.
const BUILT_IN: &str = include_str!("../../../../models/levels.json");

/// What is wrong with a file of weights of levels.
#[derive(Debug, thiserror::Error)]
pub enum ModelError {
    /// It is not JSON of the right shape.
    #[error("weights of levels cannot be read: {0}")]
    Syntax(#[from] serde_json::Error),
    /// It reads, but a rule about weights is broken.
    #[error("weights of levels: {0}")]
    Rule(String),
}

/// What evidence a judgement may use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Track {
    /// Events of the two and of all others.
    Events,
    /// These, and what stands between states.
    All,
}

impl Track {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Events, Self::All];

    /// `events` or `all`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Events => "events",
            Self::All => "all",
        }
    }
}

/// The four questions, by place.
pub const QUESTIONS: [&str; 4] = ["rivalry", "severe", "community", "security"];

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    command: String,
    levels: [String; 5],
    made_from: BTreeMap<String, serde_json::Value>,
    tracks: Tracks,
    drift: Drift,
}

/// How levels and defence pacts of labelled dyads went on from one year to the next.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Drift {
    /// First and last year that was counted.
    years: [i16; 2],
    /// How many dyads.
    dyads: u32,
    /// `levels[i][j]`: the share of those at level `i` that were at `j` a year later.
    pub(crate) levels: [Probabilities; 5],
    /// The share with a defence pact at each level.
    pub(crate) pact_by_level: Probabilities,
    /// The share of defence pacts that ended in a year.
    pub(crate) pact_ends: f64,
    /// The share of those without that had one a year later.
    pub(crate) pact_begins: f64,
}

impl Drift {
    fn check(&self) -> Result<(), String> {
        let rule = |holds: bool, what: &str| {
            if holds {
                Ok(())
            } else {
                Err(format!("drift: {what}"))
            }
        };
        let share = |it: &f64| (0.0..=1.0).contains(it);
        let sums = |row: &Probabilities| (row.iter().sum::<f64>() - 1.0).abs() < 1e-3;
        rule(
            self.levels
                .iter()
                .all(|row| sums(row) && row.iter().all(share)),
            "what levels become must be shares that sum to 1",
        )?;
        let pacts = self
            .pact_by_level
            .iter()
            .chain([&self.pact_ends, &self.pact_begins]);
        rule(
            pacts.into_iter().all(|it| (0.0001..0.9999).contains(it)),
            "shares of pacts must lie between 0 and 1",
        )?;
        rule(
            self.years[0] < self.years[1] && self.dyads > 0,
            "years and dyads must be told",
        )
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tracks {
    events: Questions,
    all: Questions,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Questions {
    rivalry: Sum,
    severe: Sum,
    community: Sum,
    security: Sum,
    decision: Decision,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sum {
    question: String,
    intercept: f64,
    /// By how much the log-odds would differ, had the weights been fitted on other dyads.
    deviation: f64,
    terms: Vec<Term>,
}

/// A piecewise linear function of a feature.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    name: String,
    knots: Vec<f64>,
    values: Vec<f64>,
    /// Where the feature is not known.
    missing: f64,
    /// Whether it must rise (1) or fall (-1) by theory.
    monotone: i8,
    /// Its standard deviation where it was fitted.
    spread: f64,
    /// The feature's place; filled in when the file is checked.
    #[serde(skip)]
    place: usize,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Decision {
    gamma: f64,
    prior: [f64; 5],
}

impl Term {
    fn at(&self, x: f32) -> f64 {
        let (x, knots, values) = (f64::from(x), &self.knots, &self.values);
        if x.is_nan() {
            return self.missing;
        }
        let after = knots.partition_point(|knot| *knot <= x);
        match (after.checked_sub(1), knots.get(after)) {
            (None, _) => values.first().copied().unwrap_or_default(),
            (Some(last), None) => values.get(last).copied().unwrap_or_default(),
            (Some(from), Some(to)) => {
                let share = (x - knots[from]) / (to - knots[from]);
                values[from] + share * (values[after] - values[from])
            }
        }
    }

    fn slope(&self, x: f32) -> f64 {
        let (x, knots, values) = (f64::from(x), &self.knots, &self.values);
        let after = knots.partition_point(|knot| *knot <= x);
        match (after.checked_sub(1), knots.get(after)) {
            (Some(from), Some(to)) => (values[after] - values[from]) / (to - knots[from]),
            _ => 0.0,
        }
    }

    fn check(&mut self, question: &str) -> Result<(), String> {
        let fault = |what: &str| Err(format!("{question}, {}: {what}", self.name));
        let Some((place, _)) = features::find(&self.name) else {
            return fault("no such feature");
        };
        self.place = place;
        let (knots, values) = (&self.knots, &self.values);
        if knots.is_empty() || knots.len() != values.len() {
            return fault("as many values as knots are needed, and one at least");
        }
        let numbers = knots
            .iter()
            .chain(values)
            .chain([&self.missing, &self.spread]);
        if !numbers.into_iter().all(|number| number.is_finite()) {
            return fault("a number is not finite");
        }
        if knots.windows(2).any(|pair| pair[0] >= pair[1]) {
            return fault("knots must rise");
        }
        let sign = f64::from(self.monotone);
        if values
            .windows(2)
            .any(|pair| (pair[1] - pair[0]) * sign < 0.0)
        {
            return fault("the values go against the direction that theory gives");
        }
        Ok(())
    }
}

/// The fitted model.
#[derive(Debug)]
pub struct Model {
    file: File,
}

/// What a feature adds to the log-odds of the four questions.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Share {
    /// The feature's place.
    pub feature: usize,
    /// Log-odds, by question.
    pub log_odds: [f64; 4],
}

/// How two stand by the model.
#[derive(Debug, Clone, PartialEq)]
pub struct Judgement {
    /// Log-odds of the four questions.
    pub log_odds: [f64; 4],
    /// Before any feature: those of a typical dyad.
    pub intercepts: [f64; 4],
    /// What each feature adds: `log_odds` is `intercepts` plus their sum.
    pub shares: Vec<Share>,
}

impl Judgement {
    /// Probabilities of the five levels.
    pub fn probabilities(&self) -> Probabilities {
        probabilities(&self.log_odds)
    }
}

/// The probabilities of the five levels, from the log-odds of the four questions.
pub fn probabilities(log_odds: &[f64; 4]) -> Probabilities {
    let [r, s, c, w] = log_odds.map(|it| logistic(it.clamp(-30.0, 30.0)));
    [
        r * s,
        r * (1.0 - s),
        (1.0 - r) * (1.0 - c),
        (1.0 - r) * c * (1.0 - w),
        (1.0 - r) * c * w,
    ]
}

/// The log-odds of the four questions, from the probabilities of the five levels.
pub fn log_odds(said: &Probabilities) -> [f64; 4] {
    let [severe, lesser, negative, warm, security] = said.map(|it| it.max(1e-12));
    let (rivalry, community) = (severe + lesser, warm + security);
    [
        (rivalry / (negative + community)).ln(),
        (severe / lesser).ln(),
        (community / negative).ln(),
        (security / warm).ln(),
    ]
}

impl Model {
    /// Reads and checks a file of weights.
    ///
    /// # Errors
    ///
    /// When it is not JSON of the right shape, names a feature that is none, or breaks a rule.
    pub fn parse(text: &str) -> Result<Self, ModelError> {
        let mut file: File = serde_json::from_str(text)?;
        if file.version != 1 {
            return Err(ModelError::Rule(format!(
                "version {} is not known",
                file.version
            )));
        }
        if file.command.is_empty()
            || file.levels.iter().any(String::is_empty)
            || file.made_from.is_empty()
        {
            let what = "the command, the levels and what it was made from must be told";
            return Err(ModelError::Rule(what.to_owned()));
        }
        file.drift.check().map_err(ModelError::Rule)?;
        for questions in [&mut file.tracks.events, &mut file.tracks.all] {
            let priors = questions.decision.prior;
            if !questions.decision.gamma.is_finite()
                || priors.iter().any(|it| it.is_nan() || *it <= 0.0)
            {
                return Err(ModelError::Rule("priors must be positive".to_owned()));
            }
            for sum in [
                &mut questions.rivalry,
                &mut questions.severe,
                &mut questions.community,
                &mut questions.security,
            ] {
                if !sum.intercept.is_finite() || !(0.0..10.0).contains(&sum.deviation) {
                    return Err(ModelError::Rule(format!(
                        "{}: no intercept, or no deviation",
                        sum.question
                    )));
                }
                for term in &mut sum.terms {
                    term.check(&sum.question).map_err(ModelError::Rule)?;
                }
            }
        }
        Ok(Self { file })
    }

    /// The one that is compiled in.
    ///
    /// # Panics
    ///
    /// Never: a test reads it.
    pub fn built_in() -> &'static Self {
        static MODEL: LazyLock<Model> = LazyLock::new(|| {
            #[allow(
                clippy::expect_used,
                reason = "the file is compiled in, and a test reads it"
            )]
            Model::parse(BUILT_IN).expect("models/levels.json is valid")
        });
        &MODEL
    }

    /// The command that fitted it.
    pub fn command(&self) -> &str {
        &self.file.command
    }

    /// What becomes of levels where nothing more is known.
    pub(crate) fn drift(&self) -> &Drift {
        &self.file.drift
    }

    fn questions(&self, track: Track) -> &Questions {
        match track {
            Track::Events => &self.file.tracks.events,
            Track::All => &self.file.tracks.all,
        }
    }

    fn sums(&self, track: Track) -> [&Sum; 4] {
        let of = self.questions(track);
        [&of.rivalry, &of.severe, &of.community, &of.security]
    }

    /// Judges two by their features, in the order of [`features::FEATURES`], NaN where not known.
    pub fn judge(&self, track: Track, values: &[f32]) -> Judgement {
        let sums = self.sums(track);
        let intercepts = sums.map(|sum| sum.intercept);
        let mut by_feature: BTreeMap<usize, [f64; 4]> = BTreeMap::new();
        for (question, sum) in sums.into_iter().enumerate() {
            for term in &sum.terms {
                let x = values.get(term.place).copied().unwrap_or(f32::NAN);
                by_feature.entry(term.place).or_default()[question] = term.at(x);
            }
        }
        let mut log_odds = intercepts;
        for share in by_feature.values() {
            for (sum, more) in log_odds.iter_mut().zip(share) {
                *sum += more;
            }
        }
        let shares = by_feature
            .into_iter()
            .map(|(feature, log_odds)| Share { feature, log_odds });
        Judgement {
            log_odds,
            intercepts,
            shares: shares.collect(),
        }
    }

    /// The log-odds alone, without the shares.
    pub fn log_odds(&self, track: Track, values: &[f32]) -> [f64; 4] {
        self.sums(track).map(|sum| {
            let terms = sum.terms.iter();
            let shares =
                terms.map(|term| term.at(values.get(term.place).copied().unwrap_or(f32::NAN)));
            sum.intercept + shares.sum::<f64>()
        })
    }

    /// How fast the log-odds of the four questions rise with a feature, at its value.
    pub fn slopes(&self, track: Track, feature: usize, value: f32) -> [f64; 4] {
        self.sums(track).map(|sum| {
            let terms = sum.terms.iter().filter(|term| term.place == feature);
            terms.map(|term| term.slope(value)).sum()
        })
    }

    /// Standard deviations of the log-odds of the four questions by the weights: by how much they would
    /// differ, had other dyads been there to fit them on.
    pub fn deviations(&self, track: Track) -> [f64; 4] {
        self.sums(track).map(|sum| sum.deviation)
    }

    /// What the features of a track are, by place.
    pub fn features(&self, track: Track) -> Vec<usize> {
        let sums = self.sums(track);
        let mut places: Vec<usize> = sums
            .iter()
            .flat_map(|sum| sum.terms.iter().map(|term| term.place))
            .collect();
        places.sort_unstable();
        places.dedup();
        places
    }

    /// The level to name: the one whose probability most exceeds what is usual, `P / prior^gamma` with
    /// the exponent of the fit; with 0 it is the likeliest.
    pub fn named(&self, track: Track, said: &Probabilities) -> usize {
        let decision = &self.questions(track).decision;
        let score = |level: usize| said[level] / decision.prior[level].powf(decision.gamma);
        (0..5).fold(2, |best, level| {
            if score(level) > score(best) {
                level
            } else {
                best
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_built_in_is_valid_and_shares_sum_to_the_log_odds() {
        let model = Model::parse(BUILT_IN).unwrap();
        for track in Track::ALL {
            for x in [f32::NAN, -3.0, 0.0, 0.4, 2.0, 9.0] {
                let judged = model.judge(track, &[x; 31]);
                let found = judged.probabilities();
                assert!((found.iter().sum::<f64>() - 1.0).abs() < 1e-12);
                for question in 0..4 {
                    let shares = judged.shares.iter().map(|it| it.log_odds[question]);
                    let sum = judged.intercepts[question] + shares.sum::<f64>();
                    assert!((sum - judged.log_odds[question]).abs() < 1e-9);
                }
                let alone = model.log_odds(track, &[x; 31]);
                for (one, other) in alone.iter().zip(judged.log_odds) {
                    assert!((one - other).abs() < 1e-9);
                }
            }
        }
    }

    #[test]
    fn probabilities_and_log_odds_are_one_thing() {
        let asked = [-1.5, 0.3, 2.0, -0.4];
        for (found, asked) in log_odds(&probabilities(&asked)).iter().zip(asked) {
            assert!((found - asked).abs() < 1e-9);
        }
    }

    #[test]
    fn a_function_is_linear_between_its_knots_and_constant_beyond() {
        let term = Term {
            name: "ev_tone".into(),
            knots: vec![0.0, 2.0, 3.0],
            values: vec![-1.0, 1.0, 5.0],
            missing: 0.25,
            monotone: 1,
            spread: 1.0,
            place: 0,
        };
        for (x, expected) in [
            (-1.0, -1.0),
            (0.0, -1.0),
            (1.0, 0.0),
            (2.5, 3.0),
            (3.0, 5.0),
            (9.0, 5.0),
            (f32::NAN, 0.25),
        ] {
            assert!((term.at(x) - expected).abs() < 1e-9, "{x}");
        }
        assert!((term.slope(2.5) - 4.0).abs() < 1e-9);
        assert_eq!(term.slope(9.0), 0.0);
    }

    #[test]
    fn faulty_weights_are_told() {
        let check = |from: &str, to: &str, expected: &str| {
            let text = BUILT_IN.replacen(from, to, 1);
            assert_ne!(text, BUILT_IN);
            let error = Model::parse(&text).unwrap_err().to_string();
            assert!(error.contains(expected), "{error}");
        };
        check("\"ev_kexcess\"", "\"ev_nothing\"", "no such feature");
        check("\"version\": 1", "\"version\": 9", "version 9");
        check("\"tracks\"", "\"roads\"", "unknown field");
        check("\"pact_ends\": 0", "\"pact_ends\": 7", "shares of pacts");
    }
}
