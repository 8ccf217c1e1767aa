//! A dyad through time: the levels at the end of every month or year, the trend of what the two do, and
//! where it turned and by what.

use serde::Serialize;

use super::account::{Account, Words, account, last_seen};
use super::features::{Cross, Walk};
use super::filter::{Heard, change, tones};
use super::happened::happened;
use super::history::{Dyad, History, Kind};
use super::month::Month;

/// How far a probability must have moved from one point to the next to be called a turn.
const TURN: f64 = 0.15;

/// Standard deviations of a change from which it is called one.
const SURE: f64 = 1.645;

/// A change of the tone of what two do towards one another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trend {
    /// Over how many months.
    pub months: usize,
    /// `improving`, `worsening`, or `steady` where the change may be chance.
    pub direction: &'static str,
    /// The change, on a scale from -1 (war) to 1.
    pub change: f64,
    /// Its standard deviation.
    pub deviation: f64,
}

/// A turn of a series.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Turn {
    /// From this month
    pub from: String,
    /// to this one
    pub to: String,
    /// the probability of rivalry, before and after.
    pub rivalry: [f64; 2],
    /// That of community.
    pub community: [f64; 2],
    /// What happened in between, in words.
    pub events: Vec<String>,
    /// What moved most of what the model goes by, in words.
    pub by: Vec<String>,
}

/// The months between two, `step` apart, with the last.
pub fn months(from: Month, to: Month, step: i32) -> Vec<Month> {
    let step = step.max(1);
    let mut months: Vec<Month> = Vec::new();
    let mut at = to;
    while at >= from {
        months.push(at);
        at = Month(at.0 - step);
    }
    months.reverse();
    months
}

/// The accounts of two at the end of each of some months, in order.
pub fn series(history: &History, pair: Dyad, months: &[Month], words: &dyn Words) -> Vec<Account> {
    let mut walk = Walk::new(history);
    let mut cross: Option<Cross<'_>> = None;
    let each = months.iter().map(|month| {
        let seen = last_seen(history, pair, *month);
        let cross = match cross.take().filter(|it| it.month == seen) {
            Some(same) => cross.insert(same),
            None => cross.insert(walk.at(seen)),
        };
        account(history, cross, pair, *month, words)
    });
    each.collect()
}

/// How the tone of what two do changed over the months before one. `None` where events of the two do not
/// reach back as far.
pub fn trend(history: &History, (a, b): Dyad, now: Month, over: usize) -> Option<Trend> {
    let (first, last) = history.reach(Kind::Events)?;
    if !history.is_counted(a) || !history.is_counted(b) || now < first {
        return None;
    }
    let now = now.min(last);
    let length = usize::try_from(now.0 - first.0 + 1).ok()?;
    let mut quads = vec![[0.0_f32; 4]; length];
    for flow in history.flows(a, b).iter().chain(history.flows(b, a)) {
        let place = usize::try_from(flow.month.0 - first.0).ok();
        if let Some(sum) = place.and_then(|place| quads.get_mut(place)) {
            for (sum, more) in sum.iter_mut().zip(flow.quads) {
                *sum += more;
            }
        }
    }
    let heard: Vec<Heard> = quads.iter().map(Heard::of).collect();
    let tones = tones(&heard);
    let (change, variance) = change(&tones, length - 1, over)?;
    let deviation = variance.max(0.0).sqrt();
    let direction = if change > SURE * deviation {
        "improving"
    } else if change < -SURE * deviation {
        "worsening"
    } else {
        "steady"
    };
    Some(Trend {
        months: over,
        direction,
        change,
        deviation,
    })
}

/// Where a series of accounts, each of its month, turned; what happened there, and what moved it.
pub fn turns(
    history: &History,
    pair: Dyad,
    months: &[Month],
    series: &[Account],
    words: &dyn Words,
) -> Vec<Turn> {
    let mut turns = Vec::new();
    for (months, accounts) in months.windows(2).zip(series.windows(2)) {
        let ([from, to], [before, after]) = (months, accounts) else {
            continue;
        };
        let said = |account: &Account| {
            Some((account.rivalry?.probability, account.community?.probability))
        };
        let (Some(then), Some(now)) = (said(before), said(after)) else {
            continue;
        };
        if (then.0 - now.0).abs() < TURN && (then.1 - now.1).abs() < TURN {
            continue;
        }
        turns.push(Turn {
            from: before.month.clone(),
            to: after.month.clone(),
            rivalry: [then.0, now.0],
            community: [then.1, now.1],
            events: happened(history, pair, (*from, *to), words),
            by: moved(before, after),
        });
    }
    turns
}

/// The three features whose shares moved most, in the words of the later account.
fn moved(before: &Account, after: &Account) -> Vec<String> {
    let share = |account: &Account, feature: &str| -> f64 {
        let own = account.items.iter().filter(|item| item.feature == feature);
        own.map(|item| item.log_odds[2] - item.log_odds[0]).sum()
    };
    let mut features: Vec<&str> = Vec::new();
    for item in after.items.iter().chain(&before.items) {
        if !features.contains(&item.feature) {
            features.push(item.feature);
        }
    }
    let mut moves: Vec<(f64, String)> = Vec::new();
    for feature in features {
        let by = share(after, feature) - share(before, feature);
        let told = after
            .items
            .iter()
            .chain(&before.items)
            .find(|item| item.feature == feature);
        if let Some(item) = told.filter(|_| by.abs() >= 0.1) {
            moves.push((by, item.what.clone()));
        }
    }
    moves.sort_by(|x, y| y.0.abs().total_cmp(&x.0.abs()));
    moves.into_iter().take(3).map(|(_, what)| what).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_end_with_the_last() {
        let found = months(Month::new(2000, 3), Month::new(2002, 12), 12);
        let found: Vec<String> = found.iter().map(Month::to_string).collect();
        assert_eq!(found, ["2000-12", "2001-12", "2002-12"]);
    }

    #[test]
    fn attacks_after_years_of_aid_worsen_the_tone() {
        let mut history = History::default();
        let (a, b) = (history.place("A"), history.place("B"));
        history.reaches(Kind::Events, Month::new(2000, 1), Month::new(2009, 12));
        for year in 2000..2009 {
            history.yearly_flow(a, b, year, [24.0, 24.0, 0.0, 0.0]);
        }
        history.yearly_flow(b, a, 2009, [0.0, 0.0, 24.0, 48.0]);
        history.sort();
        let now = Month::new(2009, 12);
        let found = trend(&history, (a, b), now, 12).unwrap();
        assert_eq!(found.direction, "worsening");
        assert!(found.change < 0.0);
        assert_eq!(trend(&history, (a, b), now, 120), None);
        let before = trend(&history, (a, b), Month::new(2008, 12), 12).unwrap();
        assert_eq!(before.direction, "steady");
    }
}
