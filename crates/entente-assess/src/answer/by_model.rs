//! What the model of levels says to a question about two states: whether they are allies, friends, rivals
//! or enemies, or how they stand; with what every observation and every text adds to it.
//!
//! Texts move the log-odds of all four questions of the model by what they weigh on the scale of levels, and
//! those of a pact by what they say of one. The answer is a function `f` of these log-odds:
//!
//! - rivals `P(rivalry)`, enemies `P(severe rivalry)`, friends `P(warm peace or more)`, as log-odds;
//! - how they stand: `ln P(warm peace or more) / P(rivalry)`;
//! - allies `P(defence pact) (1 − P(rivalry))`. A treaty is one thing and the level another; rivals whom
//!   a paper binds are not what is asked for. Where no list of alliances covers the two, the pact is as likely
//!   as among labelled dyads at such levels.
//!
//! `f` is no sum, so what each item adds is its Aumann-Shapley share (Aumann and Shapley 1974; integrated
//! gradients: Sundararajan, Taly and Yan 2017): the integral of the derivative of `f` along the straight line from
//! a typical dyad to these two. The shares sum to what `f` moved.

use entente_model::{Assertion, Relation};

use super::points::points;
use super::{Point, percent};
use crate::level::account::{Account, Item};
use crate::level::metrics::Probabilities;
use crate::level::model::{Model, probabilities};
use crate::level::treaty::{Alliance, Alliances};
use crate::level::{logistic, odds};
use crate::question::Form;
use crate::weigh::{Contribution, Frame, Pair, Term, weigh};
use crate::weights::{Scale, Weights};

/// Log-odds of the four questions of the model, and of a defence pact beside what the levels say of it.
type Moves = [f64; 5];

/// Steps of the integral.
const STEPS: usize = 64;

/// The question as the model answers it.
pub(super) struct Judged<'a> {
    account: &'a Account,
    form: Form,
    /// Log-odds of a yes for a typical dyad.
    pub(super) prior: f64,
    /// With all evidence.
    pub(super) value: f64,
    /// What each item adds, strongest first.
    pub(super) points: Vec<Point>,
    /// The levels, with what texts say.
    pub(super) levels: Probabilities,
    /// The probability of a defence pact.
    pact: f64,
    /// Whether texts move it.
    texts: bool,
}

/// Whether the model has an answer to such questions.
pub(super) fn answers(form: Form) -> bool {
    matches!(
        form,
        Form::Allies | Form::Friends | Form::Rivals | Form::Enemies | Form::Stand
    )
}

fn levels_at(at: &Moves) -> Probabilities {
    let [rivalry, severe, community, security, _] = *at;
    probabilities(&[rivalry, severe, community, security])
}

/// The probability of a defence pact: by the levels, moved by what is said of one.
fn pact_at(at: &Moves) -> f64 {
    let by_level = &Model::built_in().drift().pact_by_level;
    let usual: f64 = levels_at(at)
        .iter()
        .zip(by_level)
        .map(|(level, share)| level * share)
        .sum();
    logistic(odds(usual) + at[4])
}

/// `f` of the module's documentation.
fn value(form: Form, at: &Moves) -> f64 {
    let said = levels_at(at);
    let (rivalry, community) = (said[0] + said[1], said[3] + said[4]);
    match form {
        Form::Allies => odds(pact_at(at) * (1.0 - rivalry)),
        Form::Friends => odds(community),
        Form::Rivals => odds(rivalry),
        Form::Enemies => odds(said[0]),
        _ => (community.max(1e-12) / rivalry.max(1e-12)).ln(),
    }
}

/// What each of some moves adds to the answer, on the way from a typical dyad to the sum of all.
fn shares(form: Form, prior: &Moves, moves: &[Moves]) -> Vec<f64> {
    const STEP: f64 = 1e-4;
    let way: Moves = std::array::from_fn(|place| moves.iter().map(|it| it[place]).sum());
    let on_the_way = |part: f64| -> Moves { std::array::from_fn(|it| prior[it] + part * way[it]) };
    let mut slopes: Moves = [0.0; 5];
    for step in 0..STEPS {
        let at = on_the_way((step as f64 + 0.5) / STEPS as f64);
        for (place, slope) in slopes.iter_mut().enumerate() {
            let (mut up, mut down) = (at, at);
            up[place] += STEP;
            down[place] -= STEP;
            *slope += (value(form, &up) - value(form, &down)) / (2.0 * STEP * STEPS as f64);
        }
    }
    let mut shares: Vec<f64> = moves
        .iter()
        .map(|it| it.iter().zip(slopes).map(|(own, slope)| own * slope).sum())
        .collect();
    // What the steps of the integral leave over, the greatest share takes.
    let left = value(form, &on_the_way(1.0)) - value(form, prior) - shares.iter().sum::<f64>();
    if let Some(most) = shares.iter_mut().max_by(|x, y| x.abs().total_cmp(&y.abs())) {
        *most += left;
    }
    shares
}

/// Judges two by the model, with what texts say of them.
pub(super) fn judge<'a>(
    pair: &Pair,
    account: &'a Account,
    texts: &[Assertion],
    frame: &Frame,
    form: Form,
) -> Judged<'a> {
    let [rivalry, severe, community, security] = account.prior;
    let prior = [rivalry, severe, community, security, 0.0];
    let mut moves: Vec<Moves> = Vec::new();
    let with = |it: [f64; 4], pact: f64| [it[0], it[1], it[2], it[3], pact];
    for item in &account.items {
        moves.push(with(item.log_odds, 0.0));
    }
    // What is too small to show by itself.
    let shown = |question: usize| {
        account
            .items
            .iter()
            .map(|it| it.log_odds[question])
            .sum::<f64>()
    };
    let rest = std::array::from_fn(|it| account.log_odds[it] - account.prior[it] - shown(it));
    moves.push(with(rest, 0.0));
    let listed = account.alliances.as_ref().filter(|_| form == Form::Allies);
    if let Some(alliances) = listed {
        let usual = odds(pact_at(&with(account.log_odds, 0.0)));
        moves.push(with([0.0; 4], odds(alliances.defence) - usual));
    }
    let of_datasets = moves.len();
    let (said, said_moves) = said(pair, texts, frame, form);
    moves.extend(said_moves);
    let shares = shares(form, &prior, &moves);
    let at =
        std::array::from_fn(|place| prior[place] + moves.iter().map(|it| it[place]).sum::<f64>());
    let mut found: Vec<Point> = account
        .items
        .iter()
        .zip(&shares)
        .map(|it| item_point(it.0, *it.1))
        .collect();
    let mut others = shares[account.items.len()..of_datasets].iter();
    if let Some(share) = others.next() {
        found.push(Point {
            what: "observations too small to show one by one".into(),
            contribution: *share,
            ..blank("structure")
        });
    }
    if let (Some(alliances), Some(share)) = (listed, others.next()) {
        found.push(treaty_point(alliances, *share));
    }
    let own = said.into_iter().zip(&shares[of_datasets..]);
    found.extend(points(
        &own.map(|(it, share)| scaled(it, *share))
            .collect::<Vec<_>>(),
    ));
    found.retain(|point| point.contribution != 0.0);
    found.sort_by(|x, y| y.contribution.abs().total_cmp(&x.contribution.abs()));
    Judged {
        account,
        form,
        prior: value(form, &prior),
        value: value(form, &at),
        points: found,
        levels: levels_at(&at),
        pact: pact_at(&at),
        texts: shares.len() > of_datasets,
    }
}

/// What texts say, with how it moves the log-odds: of the levels, and for allies of a pact.
fn said<'t>(
    pair: &Pair,
    texts: &'t [Assertion],
    frame: &Frame,
    form: Form,
) -> (Vec<Contribution<'t>>, Vec<Moves>) {
    let mut said = weigh(pair, texts, Scale::Level, frame).contributions;
    let level = |it: &Contribution<'_>| [-it.value, -it.value, it.value, it.value, 0.0];
    let mut moves: Vec<Moves> = said.iter().map(level).collect();
    if form == Form::Allies {
        let first = |it: &Contribution<'t>| it.parts.first().map(|part| part.0.id.clone());
        for contribution in weigh(pair, texts, Scale::Alliance, frame).contributions {
            if !speaks_of_a_pact(&contribution) {
                continue;
            }
            let same = |it: &Contribution<'t>| {
                it.term == contribution.term && first(it) == first(&contribution)
            };
            match said.iter().position(same) {
                Some(place) => moves[place][4] += contribution.value,
                None => {
                    moves.push([0.0, 0.0, 0.0, 0.0, contribution.value]);
                    said.push(contribution);
                }
            }
        }
    }
    (said, moves)
}

/// Whether it says that an alliance stands or does not, and not only how two get on.
pub(super) fn speaks_of_a_pact(contribution: &Contribution<'_>) -> bool {
    contribution.term == Term::Organisation
        || contribution.parts.iter().any(|(assertion, value)| {
            assertion.body.is_tie(Relation::Alliance)
                || assertion.body.is_tie(Relation::Partnership) && value.abs() >= 1.0
        })
}

/// A contribution as what it adds to the answer.
fn scaled(mut contribution: Contribution<'_>, share: f64) -> Contribution<'_> {
    let factor = if contribution.value == 0.0 {
        0.0
    } else {
        share / contribution.value
    };
    for part in &mut contribution.parts {
        part.1 *= factor;
    }
    contribution.value = share;
    contribution
}

fn blank(basis: &'static str) -> Point {
    Point {
        what: String::new(),
        basis,
        date: None,
        contribution: 0.0,
        evidence: Vec::new(),
        sources: Vec::new(),
    }
}

fn item_point(item: &Item, share: f64) -> Point {
    Point {
        what: item.what.clone(),
        contribution: share,
        sources: item.sources.clone(),
        ..blank(item.basis)
    }
}

fn treaty_point(alliances: &Alliances, share: f64) -> Point {
    let words: Vec<String> = alliances.in_force.iter().map(Alliance::words).collect();
    Point {
        what: if words.is_empty() {
            format!("no formal alliance is listed in {}", alliances.seen)
        } else {
            format!("{} (listed in {})", words.join("; "), alliances.seen)
        },
        contribution: share,
        sources: alliances
            .in_force
            .iter()
            .filter_map(|it| it.source.clone())
            .collect(),
        ..blank("treaty")
    }
}

impl Judged<'_> {
    /// The probability of a yes; of the level named, where it is asked how they stand.
    pub(super) fn probability(&self) -> f64 {
        match self.form {
            Form::Stand => self.levels[self.account.named(&self.levels) as usize],
            _ => logistic(self.value),
        }
    }

    fn rivalry(&self) -> f64 {
        self.levels[0] + self.levels[1]
    }

    fn community(&self) -> f64 {
        self.levels[3] + self.levels[4]
    }

    fn in_force(&self) -> &[Alliance] {
        self.account
            .alliances
            .as_ref()
            .map_or(&[], |it| &it.in_force)
    }

    /// Yes, no, or in part.
    pub(super) fn answer(&self) -> super::YesNo {
        use super::YesNo::{Mixed, No, Yes};
        let rules = &Weights::built_in().verdict;
        let chance = self.probability();
        let reserved = match self.form {
            Form::Stand => return Yes,
            // A treaty between rivals, a community without one, or a treaty that promises no defence.
            Form::Allies => {
                let lesser = !self.in_force().is_empty() && self.rivalry() < 0.5;
                self.pact >= 0.5
                    || self.community() >= rules.yes
                    || lesser
                    || self.account.alliances.is_none() && chance >= rules.no_unseen
            }
            // Rivals, but of the lesser kind.
            Form::Enemies => self.rivalry() >= rules.yes,
            _ => false,
        };
        if chance >= rules.yes {
            Yes
        } else if reserved || chance >= rules.no {
            Mixed
        } else {
            No
        }
    }

    /// The verdict in words; `by` says on what it rests beside datasets.
    pub(super) fn sentence(&self, pair: &Pair, past: bool, by: Option<&str>) -> String {
        let (a, b) = (&pair.a.name, &pair.b.name);
        let are = if past { "were" } else { "are" };
        let by = match by.filter(|_| self.texts) {
            Some(texts) => format!("imported datasets and {texts}"),
            None => "imported datasets".to_owned(),
        };
        let chance = percent(self.probability());
        let level = self.account.named(&self.levels);
        let stand = format!(
            "{} ({})",
            level.words(),
            percent(self.levels[level as usize])
        );
        let what = match self.form {
            Form::Allies => "allies",
            Form::Friends => "on friendly terms",
            Form::Rivals => "rivals",
            Form::Enemies => "enemies",
            _ => return format!("By {by}, {a} and {b} stand at {stand}.{}", self.reach()),
        };
        let verdict = match self.answer() {
            super::YesNo::Yes => format!("Yes: by {by}, {a} and {b} {are} {what} ({chance})."),
            super::YesNo::No => {
                format!("No: by {by}, {a} and {b} {are} not {what} ({chance} that they {are}).")
            }
            _ => format!("In part: {}.", self.reserved(a, b, &by, what)),
        };
        let more = match self.form {
            Form::Allies => format!(
                " The treaty: {}. The level, which is another thing: {stand}, rivals {}.",
                self.treaty(),
                percent(self.rivalry())
            ),
            _ => format!(" They stand at {stand}."),
        };
        format!("{verdict}{more}{}", self.reach())
    }

    /// Why it is neither yes nor no.
    fn reserved(&self, a: &str, b: &str, by: &str, what: &str) -> String {
        let chance = percent(self.probability());
        let rules = &Weights::built_in().verdict;
        let covered = self.account.alliances.is_some();
        match self.form {
            Form::Enemies if self.rivalry() >= rules.yes => format!(
                "by {by}, {a} and {b} are rivals, though not surely of the severe kind ({chance} that they are enemies)"
            ),
            Form::Allies if covered && self.pact >= 0.5 => format!(
                "a treaty of defence binds {a} and {b}, and by {by} they are rivals with {} ({chance} that they are allies and no rivals)",
                percent(self.rivalry())
            ),
            Form::Allies if covered && self.community() >= rules.yes => format!(
                "by {by}, {a} and {b} stand as allies do, without a treaty of defence ({chance} that there is one)"
            ),
            Form::Allies if covered && !self.in_force().is_empty() => format!(
                "{a} and {b} are bound by a treaty that promises no defence ({chance} that they are allies)"
            ),
            _ => format!("by {by}, whether {a} and {b} are {what} is open ({chance})"),
        }
    }

    /// What is known of a treaty, in words.
    fn treaty(&self) -> String {
        let Some(alliances) = &self.account.alliances else {
            return format!(
                "no import covers treaties; of states that stand so, {} have a defence pact",
                percent(self.pact)
            );
        };
        let words: Vec<String> = alliances.in_force.iter().map(Alliance::words).collect();
        let then = if alliances.seen == self.account.month {
            String::new()
        } else {
            format!(" in {}, the last month that lists cover", alliances.seen)
        };
        if words.is_empty() {
            format!("none is listed{then}")
        } else {
            format!("{}, in force{then}", words.join("; "))
        }
    }

    /// That datasets do not reach as far as is asked.
    fn reach(&self) -> String {
        if self.account.seen == self.account.month {
            return String::new();
        }
        format!(
            " Datasets reach {} here; from there to {} the levels are carried on as those of other dyads drift.",
            self.account.seen, self.account.month
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_account_for_the_answer_and_go_the_way_of_their_items() {
        let prior = [-5.0, -1.0, -2.0, 0.5, 0.0];
        let moves = [
            [4.0, 1.0, -1.0, 0.0, 0.0],
            [-1.0, 0.0, 3.0, 1.0, 0.0],
            [0.0, 0.0, 0.0, 0.0, 4.0],
        ];
        let end: Moves =
            std::array::from_fn(|it| prior[it] + moves.iter().map(|m| m[it]).sum::<f64>());
        for form in [
            Form::Allies,
            Form::Friends,
            Form::Rivals,
            Form::Enemies,
            Form::Stand,
        ] {
            let shares = shares(form, &prior, &moves);
            let moved = value(form, &end) - value(form, &prior);
            assert!(
                (shares.iter().sum::<f64>() - moved).abs() < 1e-9,
                "{form:?}"
            );
            let hostile = matches!(form, Form::Rivals | Form::Enemies);
            assert_eq!(shares[0] > 0.0, hostile, "{form:?}");
            assert_eq!(shares[1] < 0.0, hostile, "{form:?}");
            assert_eq!(shares[2] > 0.0, form == Form::Allies, "{form:?}");
        }
        // Of rivals it is a plain sum.
        assert!((shares(Form::Rivals, &prior, &moves)[0] - 4.0).abs() < 1e-6);
    }
}
