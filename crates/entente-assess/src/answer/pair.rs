//! How two actors stand: allies, friends, rivals, enemies, at war; whether one depends on the
//! other; and why.

use entente_model::{ActorRef, Assertion, Body, EventType, Polarity, Relation};

use super::by_model::{self, Judged, speaks_of_a_pact};
use super::points::points;
use super::{
    Answer, Case, LevelAnswer, Piece, Point, Score, SideView, Trend, Verdict, YesNo, documents,
    held, missing, percent, piece, these, who,
};
use crate::contested::{Believed, contested_where};
use crate::level::account::Account;
use crate::level::observe::is_observed;
use crate::level::{levels, likeliest, logistic, shares};
use crate::question::Form;
use crate::weigh::{Pair, Side, Term, Weighing, day_of, issue_words, kind, stances, weigh};
use crate::weights::{Scale, Weights};

/// The scale that a form is measured on.
fn scale(form: Form) -> Scale {
    match form {
        Form::Allies => Scale::Alliance,
        Form::Friends => Scale::Friendship,
        Form::Rivals | Form::Enemies => Scale::Rivalry,
        Form::War => Scale::War,
        Form::Depends => Scale::Dependence,
        _ => Scale::Level,
    }
}

pub(super) fn answer(case: &Case<'_>, a: &ActorRef, b: &ActorRef) -> Answer {
    let pair = Pair {
        a: a.clone(),
        b: b.clone(),
    };
    let form = case.question.form;
    let account = case.standing.filter(|account| account.levels.is_some());
    // What observed datasets say is in the account already.
    let texts: Vec<Assertion> = match account {
        Some(_) => case
            .assertions
            .iter()
            .filter(|it| is_of_texts(it))
            .cloned()
            .collect(),
        None => Vec::new(),
    };
    let weighed = account.map_or(case.assertions, |_| &texts);
    let judged = account.map(|account| by_model::judge(&pair, account, &texts, &case.frame, form));
    let direct: Vec<&Assertion> = case
        .admitted()
        .filter(|x| pair.doer(&x.body).is_some() && (account.is_none() || is_of_texts(x)))
        .collect();
    let mut answer = case.blank();
    let answering = judged.as_ref().filter(|_| by_model::answers(form));
    let found = match answering {
        Some(judged) => {
            answer.score = Some(Score {
                prior: judged.prior,
                value: judged.value,
            });
            judged.points.clone()
        }
        None => {
            let weighing = weigh(&pair, case.assertions, scale(form), &case.frame);
            answer.score = Some(Score {
                prior: weighing.prior,
                value: weighing.score,
            });
            let found = points(&weighing.contributions);
            let sides = found.iter().cloned().partition(is_for);
            answer.verdict = verdict(case, &pair, &weighing, &direct, &sides);
            found
        }
    };
    (answer.pro, answer.contra) = found.into_iter().partition(is_for);
    if let Some(judged) = answering {
        answer.verdict = model_verdict(case, &pair, judged, &answer.pro, &answer.contra);
    }
    answer.level = level(case, &pair, weighed, judged.as_ref(), &direct);
    answer.sides = [Side::A, Side::B]
        .into_iter()
        .map(|side| side_view(case, &pair, side))
        .filter(|view| view.friendly + view.hostile > 0)
        .collect();
    answer.contested = contested_where(case.admitted(), |assertion| concerns(assertion, &pair));
    if answer.verdict.probability.is_some() {
        for contested in answer.contested.iter_mut().take(MOST_SUPPOSED) {
            let believed = [0, 1].map(|side| {
                let assertions = contested.believing(side, weighed);
                supposed(case, &pair, account, &assertions)
            });
            contested.if_believed = Some(believed);
        }
    }
    answer.shared_interests = shared_interests(case, &pair);
    answer.trend = trend(case, &direct);
    answer.missing = missing::of_a_pair(case, &pair, &direct, &answer);
    answer
}

/// Of so many disagreements it is told what becomes of the answer by either side.
const MOST_SUPPOSED: usize = 12;

/// The answer, were assertions as they are supposed to be.
fn supposed(
    case: &Case<'_>,
    pair: &Pair,
    account: Option<&Account>,
    assertions: &[Assertion],
) -> Believed {
    let form = case.question.form;
    let (value, levels) = match account.filter(|_| by_model::answers(form)) {
        Some(account) => {
            let judged = by_model::judge(pair, account, assertions, &case.frame, form);
            (judged.probability(), shares(&judged.levels))
        }
        None => {
            let weighing = weigh(pair, assertions, scale(form), &case.frame);
            let cuts = &Weights::built_in().level.cuts;
            (logistic(weighing.score), levels(weighing.score, cuts))
        }
    };
    let most = likeliest(&levels);
    let is_level = form == Form::Stand;
    Believed {
        probability: if is_level { most.probability } else { value },
        level: is_level.then_some(most.level),
    }
}

fn is_for(point: &Point) -> bool {
    point.contribution > 0.0
}

/// Whether it does not come of a dataset from which levels are judged.
fn is_of_texts(assertion: &Assertion) -> bool {
    !is_observed(assertion.coded_by())
}

/// The verdict of the model of levels.
fn model_verdict(
    case: &Case<'_>,
    pair: &Pair,
    judged: &Judged<'_>,
    pro: &[Point],
    contra: &[Point],
) -> Verdict {
    let count = documents(pro.iter().chain(contra).flat_map(|point| &point.evidence));
    let by = (count > 0).then(|| these(count));
    let mut sentence = judged.sentence(pair, case.question.past, by.as_deref());
    let answer = judged.answer();
    if case.question.why {
        sentence.push_str(&reasons(case, answer, pro, contra));
    }
    Verdict {
        answer,
        sentence,
        probability: Some(judged.probability()),
    }
}

/// Whether an assertion may be contested between the two: what is said directly of them,
/// incidents, and what one of them says of either.
fn concerns(assertion: &Assertion, pair: &Pair) -> bool {
    let of_the_two = |actor: &ActorRef| pair.side(actor).is_some();
    pair.doer(&assertion.body).is_some()
        || pair.incident(&assertion.body).is_some()
        || assertion.claimant.as_ref().is_some_and(of_the_two)
            && assertion.body.actors().any(of_the_two)
}

/// What the contributions that settle it are like.
struct Grounds {
    /// Something direct moves this scale.
    any: bool,
    /// The statement itself (an alliance, a rivalry) by the document or one of the two.
    stated: f64,
    /// The same by others.
    hearsay: f64,
}

fn grounds(weighing: &Weighing<'_>, pair: &Pair, form: Form) -> Grounds {
    let mut grounds = Grounds {
        any: false,
        stated: 0.0,
        hearsay: 0.0,
    };
    for contribution in &weighing.contributions {
        grounds.any |= matches!(
            contribution.term,
            Term::Direct | Term::Incident | Term::Organisation
        );
        if contribution.term == Term::Organisation && form == Form::Allies {
            grounds.stated += contribution.value.max(0.0);
        }
        for (assertion, value) in &contribution.parts {
            let itself = match form {
                Form::Allies => assertion.body.is_tie(Relation::Alliance) || is_large(*value),
                Form::Rivals | Form::Enemies => assertion.body.is_tie(Relation::Rivalry),
                Form::Friends => assertion.body.is_tie(Relation::Partnership),
                _ => false,
            };
            if contribution.term == Term::Direct && itself && *value > 0.0 {
                let third = assertion
                    .claimant
                    .as_ref()
                    .is_some_and(|speaker| pair.side(speaker).is_none());
                if third {
                    grounds.hearsay += value
                } else {
                    grounds.stated += value
                }
            }
        }
    }
    grounds
}

/// A defence pact weighs like an alliance on its scale.
fn is_large(value: f64) -> bool {
    value >= 1.0
}

fn verdict(
    case: &Case<'_>,
    pair: &Pair,
    weighing: &Weighing<'_>,
    direct: &[&Assertion],
    (pro, contra): &(Vec<Point>, Vec<Point>),
) -> Verdict {
    let weights = Weights::built_in();
    let rules = &weights.verdict;
    let form = case.question.form;
    let probability = logistic(weighing.score);
    let (for_it, against) = weighing.for_and_against();
    let grounds = grounds(weighing, pair, form);
    let nothing = match form {
        // What the two do is known, and no violence is among it.
        Form::War | Form::Stand => !direct.iter().any(|assertion| is_telling(assertion)),
        Form::Depends => !grounds.any,
        _ => !grounds.any || for_it + against < 0.12,
    };
    let (a, b) = (&pair.a.name, &pair.b.name);
    if nothing {
        return Verdict {
            answer: YesNo::Unknown,
            sentence: unknown(case, pair),
            probability: None,
        };
    }
    let count = documents(pro.iter().chain(contra).flat_map(|point| &point.evidence));
    let by = if count == 0 {
        let known = direct
            .iter()
            .map(|x| &x.evidence.document)
            .collect::<std::collections::BTreeSet<_>>();
        these(known.len())
    } else {
        these(count)
    };
    if form == Form::Stand {
        let level = levels(weighing.score, &weights.level.cuts);
        let most = likeliest(&level);
        let sentence = format!(
            "By {by}, {a} and {b} stand at {} ({}).",
            most.level.words(),
            percent(most.probability)
        );
        return Verdict {
            answer: YesNo::Yes,
            sentence,
            probability: Some(most.probability),
        };
    }
    let strong = rules.strong;
    let answer = if probability >= rules.yes {
        let only_hearsay = form == Form::Allies && grounds.stated < 0.5;
        let opposed = against >= strong && against >= 0.7 * for_it
            || form == Form::Allies && against >= strong && against >= 0.4 * for_it;
        if only_hearsay || opposed {
            YesNo::Mixed
        } else {
            YesNo::Yes
        }
    } else if probability < rules.no {
        let said = (grounds.stated + grounds.hearsay) >= strong && probability >= 0.12;
        let opposed = for_it >= strong && for_it >= 0.7 * against && probability >= 0.25;
        let open = form != Form::War && (said || opposed && form != Form::Allies);
        if open { YesNo::Mixed } else { YesNo::No }
    } else {
        YesNo::Mixed
    };
    let little = for_it + against < rules.enough && form != Form::War;
    let mut sentence = sentence(case, pair, answer, probability, &by);
    if answer == YesNo::Mixed
        && form == Form::Allies
        && probability >= rules.yes
        && grounds.stated < 0.5
    {
        sentence = format!(
            "In part: {a} and {b} are called allies by others, but neither by a document itself nor by one of the two ({}).",
            percent(probability)
        );
    }
    if case.question.why {
        sentence.push_str(&reasons(case, answer, pro, contra));
    }
    if little {
        sentence.push_str(" This rests on little.");
    }
    Verdict {
        answer,
        sentence,
        probability: Some(probability),
    }
}

/// Whether it says anything of how two actors stand: a border or kin alone do not.
fn is_telling(assertion: &Assertion) -> bool {
    !assertion.body.is_tie(Relation::Border) && !assertion.body.is_tie(Relation::Kinship)
}

fn unknown(case: &Case<'_>, pair: &Pair) -> String {
    let (a, b) = (&pair.a.name, &pair.b.name);
    let when = match (&case.question.times, case.question.at) {
        (Some(times), _) => format!(" {}", times.text),
        (None, Some(at)) => format!(" up to {at}"),
        (None, None) => String::new(),
    };
    let what = match case.question.form {
        Form::Depends => format!("whether {a} depends on {b}"),
        Form::Allies => format!("whether {a} and {b} are allies"),
        _ => format!("how {a} and {b} stand"),
    };
    match case.holdings.documents {
        0 => format!("Unknown: no document has been read, so that nothing says {what}{when}."),
        count => format!(
            "Unknown: nothing in {} says {what}{when}. No evidence is not a no.",
            held(count)
        ),
    }
}

fn sentence(case: &Case<'_>, pair: &Pair, answer: YesNo, probability: f64, by: &str) -> String {
    let (a, b) = (&pair.a.name, &pair.b.name);
    let past = case.question.past;
    let are = if past { "were" } else { "are" };
    let chance = percent(probability);
    let form = case.question.form;
    if form == Form::Depends {
        return match answer {
            YesNo::Yes => format!("Yes: by {by}, {a} depends on {b} for something ({chance})."),
            YesNo::No => format!("No: by {by}, {a} hardly depends on {b} ({chance} that it does)."),
            _ => format!(
                "In part: {by} speak for and against a dependence of {a} on {b} ({chance})."
            ),
        };
    }
    let what = match form {
        Form::Allies => "allies",
        Form::Friends => "on friendly terms",
        Form::Rivals => "rivals",
        Form::Enemies => "enemies",
        _ => "at war",
    };
    match answer {
        YesNo::Yes => format!("Yes: by {by}, {a} and {b} {are} {what} ({chance})."),
        YesNo::No => {
            format!("No: by {by}, {a} and {b} {are} not {what} ({chance} that they {are}).")
        }
        _ => {
            format!("In part: {by} speak both for and against {a} and {b} being {what} ({chance}).")
        }
    }
}

/// " Because: ..." with the strongest points on the side of the verdict.
fn reasons(case: &Case<'_>, answer: YesNo, pro: &[Point], contra: &[Point]) -> String {
    let side = match answer {
        YesNo::Yes => pro,
        YesNo::No => contra,
        _ if case.question.negated => contra,
        _ => pro,
    };
    let mut said = String::new();
    let supposed_wrongly = (answer == YesNo::Yes && case.question.negated)
        || (answer == YesNo::No && !case.question.negated);
    if supposed_wrongly {
        said.push_str(" The question supposes the contrary.");
    }
    let first: Vec<&str> = side
        .iter()
        .take(3)
        .map(|point| point.what.as_str())
        .collect();
    if !first.is_empty() {
        said.push_str(&format!(" Mainly: {}.", first.join("; ")));
    }
    said
}

fn level(
    case: &Case<'_>,
    pair: &Pair,
    texts: &[Assertion],
    judged: Option<&Judged<'_>>,
    direct: &[&Assertion],
) -> Option<LevelAnswer> {
    if direct.is_empty() && judged.is_none() {
        return None;
    }
    let scores = match judged {
        Some(judged) => shares(&judged.levels),
        None => {
            let weighing = weigh(pair, texts, Scale::Level, &case.frame);
            levels(weighing.score, &Weights::built_in().level.cuts)
        }
    };
    let (mut in_force, evidence) = alliance_in_force(case, pair);
    let standing = case.standing;
    if let Some(alliances) = standing.and_then(|account| account.alliances.as_ref()) {
        in_force = match (alliances.in_force.is_empty(), in_force) {
            (false, _) => YesNo::Yes,
            (true, YesNo::Unknown) => YesNo::No,
            (true, told) => told,
        };
    }
    Some(LevelAnswer {
        scores: scores.to_vec(),
        alliance_in_force: in_force,
        alliance_evidence: evidence,
        standing: standing.cloned(),
    })
}

/// Whether a formal alliance stands. Only what speaks of one counts, not how the two get on.
fn alliance_in_force(case: &Case<'_>, pair: &Pair) -> (YesNo, Vec<Piece>) {
    // No event says so, and imports have thousands.
    let ties = case
        .assertions
        .iter()
        .filter(|it| !matches!(it.body, Body::Event(_)));
    let weighing = weigh(pair, ties, Scale::Alliance, &case.frame);
    let speaking: Vec<(&Assertion, f64)> = weighing
        .contributions
        .iter()
        .filter(|contribution| speaks_of_a_pact(contribution))
        .flat_map(|contribution| contribution.parts.iter().copied())
        .filter(|(assertion, _)| {
            // Commentators do not put an alliance in force.
            assertion
                .claimant
                .as_ref()
                .is_none_or(|speaker| pair.side(speaker).is_some())
        })
        .collect();
    let sum: f64 = speaking.iter().map(|(_, value)| value).sum();
    let in_force = if sum >= 0.8 {
        YesNo::Yes
    } else if sum <= -0.8 {
        YesNo::No
    } else {
        YesNo::Unknown
    };
    let evidence = speaking
        .iter()
        .take(3)
        .map(|(assertion, value)| piece(assertion, *value))
        .collect();
    (in_force, evidence)
}

fn side_view(case: &Case<'_>, pair: &Pair, side: Side) -> SideView {
    let weights = Weights::built_in();
    let mut statements: Vec<(&Assertion, f64)> = Vec::new();
    for assertion in case.admitted() {
        let speaks = assertion
            .claimant
            .as_ref()
            .is_some_and(|speaker| pair.side(speaker) == Some(side));
        let negative = assertion.polarity == Polarity::Negative;
        let from = pair.doer(&assertion.body);
        let weight = match &assertion.body {
            Body::Event(event) if from.is_some() => {
                // A meeting is no view of the other; what it says the other did is one.
                let verbal = !event.quad.is_material()
                    && from == Some(side)
                    && !matches!(kind(event), EventType::Consult | EventType::Agree);
                let tells = speaks && from != Some(side);
                let weight = weights.event(kind(event), Scale::Level);
                if negative || !(verbal || tells) {
                    0.0
                } else {
                    weight
                }
            }
            Body::Tie(tie) if from.is_some() => {
                let sees = tie.relation == Relation::Threat
                    && from == Some(side)
                    && assertion.claimant.is_none();
                match (speaks || sees, negative) {
                    (false, _) => 0.0,
                    (true, true) => weights.not(tie.relation, Scale::Level),
                    (true, false) => weights.tie(tie.relation, Scale::Level),
                }
            }
            _ => 0.0,
        };
        let force = weight * weights.certainty(assertion.certainty);
        if force != 0.0 {
            statements.push((assertion, force));
        }
    }
    statements.sort_by(|x, y| y.1.abs().total_cmp(&x.1.abs()));
    let mut seen = std::collections::BTreeSet::new();
    statements.retain(|(assertion, _)| {
        seen.insert((assertion.evidence.quote.as_str(), assertion.polarity))
    });
    SideView {
        actor: who(pair.actor(side)),
        of: who(pair.actor(side.other())),
        friendly: statements.iter().filter(|(_, force)| *force > 0.0).count(),
        hostile: statements.iter().filter(|(_, force)| *force < 0.0).count(),
        quotes: statements
            .iter()
            .take(3)
            .map(|(assertion, _)| piece(assertion, 0.0))
            .collect(),
    }
}

/// What binds the two: trade, routes, kin, and issues on which they agree.
fn shared_interests(case: &Case<'_>, pair: &Pair) -> Vec<Point> {
    let mut points: Vec<Point> = Vec::new();
    let mut add = |what: String, evidence: Vec<Piece>| match points
        .iter_mut()
        .find(|point| point.what == what)
    {
        Some(point) => {
            if evidence
                .iter()
                .all(|new| point.evidence.iter().all(|old| old.quote != new.quote))
            {
                point.evidence.extend(evidence);
            }
        }
        None => points.push(Point {
            what,
            basis: "direct",
            date: None,
            contribution: 0.0,
            evidence,
            sources: Vec::new(),
        }),
    };
    let admitted: Vec<&Assertion> = case.admitted().collect();
    for assertion in &admitted {
        let Body::Tie(tie) = &assertion.body else {
            continue;
        };
        let stated = assertion.polarity == Polarity::Positive;
        if !stated || pair.doer(&assertion.body).is_none() {
            continue;
        }
        let (a, b) = (&tie.a.name, &tie.b.name);
        match tie.relation {
            Relation::Trade => add("trade".into(), vec![piece(assertion, 0.0)]),
            Relation::Transit => add(
                format!("a route of {a} by way of {b}"),
                vec![piece(assertion, 0.0)],
            ),
            Relation::Kinship => add("kin across the border".into(), vec![piece(assertion, 0.0)]),
            _ => {}
        }
    }
    let force = |assertion: &Assertion| Weights::built_in().certainty(assertion.certainty);
    for shared in stances(pair, &admitted, force)
        .into_iter()
        .filter(|shared| shared.agree)
    {
        let verb = if shared.supports { "for" } else { "against" };
        add(
            format!("both are {verb}: {}", issue_words(shared.issue)),
            vec![piece(shared.one, 0.0), piece(shared.other, 0.0)],
        );
    }
    points
}

/// Compares the events of the last two years with those before.
fn trend(case: &Case<'_>, direct: &[&Assertion]) -> Option<Trend> {
    const RECENT_DAYS: i32 = 730;
    let weights = Weights::built_in();
    let mut seen = std::collections::BTreeSet::new();
    let (mut recent, mut before): (Vec<f64>, Vec<f64>) = (Vec::new(), Vec::new());
    for assertion in direct {
        let Body::Event(event) = &assertion.body else {
            continue;
        };
        // What is told without a day, a document of today tells of any time.
        if event.date.is_none() {
            continue;
        }
        let Some(day) = day_of(assertion) else {
            continue;
        };
        if assertion.polarity == Polarity::Negative || !seen.insert(assertion.body.proposition()) {
            continue;
        }
        let value =
            weights.event(kind(event), Scale::Level) * weights.certainty(assertion.certainty);
        let age = (case.frame.reference - day).get_days();
        if age <= RECENT_DAYS {
            recent.push(value)
        } else {
            before.push(value)
        }
    }
    if recent.len() < 3 || before.len() < 3 {
        return None;
    }
    let mean = |values: &[f64]| values.iter().sum::<f64>() / values.len() as f64;
    let change = mean(&recent) - mean(&before);
    let (direction, words) = if change > 0.25 {
        ("improving", "friendlier than")
    } else if change < -0.25 {
        ("worsening", "more hostile than")
    } else {
        ("steady", "much like")
    };
    let sentence = format!(
        "The {} events of the two years before {} are on the whole {words} the {} before them.",
        recent.len(),
        case.frame.reference,
        before.len()
    );
    Some(Trend {
        direction,
        sentence,
    })
}
