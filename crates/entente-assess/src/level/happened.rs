//! What happened between two in a span of months, by what was observed: treaties, rivalries, crises and
//! disputes that began or ended, and where the counts of events changed most.

use super::account::Words;
use super::history::{Dyad, Flow, History, Kind, Quads, Spell, Standing, dyad};
use super::month::Month;
use super::treaty::alliance;

/// So many changes of counts are told.
const COUNTS: usize = 2;

/// A change of counts that is told: so many times the standard deviation of a difference of two counts.
const TELLING: f64 = 4.0;

const QUADS: [&str; 4] = [
    "words of cooperation",
    "deeds of cooperation",
    "words of conflict",
    "deeds of conflict",
];

/// What happened after one month up to another, in words, deeds before counts.
pub(crate) fn happened(
    history: &History,
    (a, b): Dyad,
    (from, to): (Month, Month),
    words: &dyn Words,
) -> Vec<String> {
    let within = |month: Month| from < month && month <= to;
    let mut told = Vec::new();
    for spell in history.spells(dyad(a, b)) {
        if within(spell.from) {
            told.extend(began(history, (a, b), spell, words));
        }
        if let Some(end) = spell.to.filter(|end| within(*end)) {
            told.extend(ended(history, (a, b), spell, end, words));
        }
    }
    told.extend(disputes(history, dyad(a, b), within));
    told.extend(counts(history, (a, b), (from, to), words));
    told
}

fn began(history: &History, pair: Dyad, spell: &Spell, words: &dyn Words) -> Option<String> {
    Some(match spell.what {
        Standing::Alliance(_) => {
            let name = alliance(history, pair, spell, words)?;
            format!("{} came into force", name.words())
        }
        Standing::Rivalry => format!("a strategic rivalry is listed from {}", spell.from.year()),
        Standing::Crisis => format!("an international crisis began in {}", spell.from),
        Standing::Contiguity(_) => return None,
    })
}

fn ended(
    history: &History,
    pair: Dyad,
    spell: &Spell,
    end: Month,
    words: &dyn Words,
) -> Option<String> {
    Some(match spell.what {
        Standing::Alliance(_) => {
            let name = alliance(history, pair, spell, words)?;
            format!("{} ended in {end}", name.words())
        }
        Standing::Rivalry => format!("a strategic rivalry is listed up to {}", end.year()),
        Standing::Crisis | Standing::Contiguity(_) => return None,
    })
}

/// Militarised disputes, each once with its years.
fn disputes(history: &History, pair: Dyad, within: impl Fn(Month) -> bool) -> Vec<String> {
    let own = history.disputes(pair);
    let mut numbers: Vec<u64> = Vec::new();
    for dispute in own.iter().filter(|it| within(it.month)) {
        if !numbers.contains(&dispute.number) {
            numbers.push(dispute.number);
        }
    }
    let told = numbers.into_iter().map(|number| {
        let years = own.iter().filter(|it| it.number == number);
        let first = years
            .clone()
            .map(|it| it.month.year())
            .min()
            .unwrap_or_default();
        let hostility = years.map(|it| it.hostility).max().unwrap_or_default();
        format!(
            "militarised dispute {number} since {first}, {}",
            force(hostility)
        )
    });
    told.collect()
}

/// The hostility of a dispute in words.
pub(crate) const fn force(hostility: u8) -> &'static str {
    match hostility {
        5 => "war",
        4 => "use of force",
        3 => "display of force",
        _ => "threat of force",
    }
}

/// The changes of counts that are least like chance, against as many months before.
fn counts(
    history: &History,
    (a, b): Dyad,
    (from, to): (Month, Month),
    words: &dyn Words,
) -> Vec<String> {
    let length = to.0 - from.0;
    // Before the first month that is counted, nothing is known and not zero.
    let covered = history
        .reach(Kind::Events)
        .is_some_and(|(first, last)| first.0 <= from.0 - length + 1 && to <= last);
    if !covered {
        return Vec::new();
    }
    let mut changes: Vec<(f64, String)> = Vec::new();
    for (source, target) in [(a, b), (b, a)] {
        let flows = history.flows(source, target);
        let now = sum(flows, from, to);
        let before = sum(flows, Month(from.0 - length), from);
        for (quad, name) in QUADS.iter().enumerate() {
            let (now, before) = (f64::from(now[quad]), f64::from(before[quad]));
            let change = (now - before) / (now + before + 1.0).sqrt();
            if change.abs() >= TELLING {
                let told = format!(
                    "{now:.0} {name} by {} towards {} after {before:.0}{}",
                    words.name(source),
                    words.name(target),
                    most(flows, (from, to), quad)
                );
                changes.push((change.abs(), told));
            }
        }
    }
    changes.sort_by(|x, y| y.0.total_cmp(&x.0));
    changes.into_iter().take(COUNTS).map(|it| it.1).collect()
}

fn sum(flows: &[Flow], from: Month, to: Month) -> Quads {
    let own = flows.iter().filter(|it| from < it.month && it.month <= to);
    own.fold([0.0; 4], |sum, flow| {
        std::array::from_fn(|it| sum[it] + flow.quads[it])
    })
}

/// ", most in 2002-05 (120)", where counts are by month.
fn most(flows: &[Flow], (from, to): (Month, Month), quad: usize) -> String {
    let own = || flows.iter().filter(|it| from < it.month && it.month <= to);
    let most = own().max_by(|x, y| x.quads[quad].total_cmp(&y.quads[quad]));
    let least = own().map(|it| it.quads[quad]).reduce(f32::min);
    match (most, least) {
        (Some(most), Some(least)) if most.quads[quad] >= least + 1.0 => {
            format!(", most in {} ({:.0})", most.month, most.quads[quad])
        }
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::history::Dispute;
    use crate::level::testing::{Plain, pact};

    #[test]
    fn a_turn_is_told_by_its_events() {
        let mut history = History::default();
        let (a, b) = (history.place("A"), history.place("B"));
        history.reaches(Kind::Events, Month::new(2000, 1), Month::new(2003, 12));
        let mut old = pact(Month::new(1990, 1));
        old.to = Some(Month::new(2002, 6));
        history.spell(a, b, old);
        history.dispute(
            a,
            b,
            Dispute {
                number: 12,
                month: Month::end_of(2002),
                hostility: 4,
                cite: None,
            },
        );
        for month in 1..=12 {
            history.flow(a, b, Month::new(2001, month), [0.0, 0.0, 0.0, 1.0]);
            let attacks = if month == 5 { 90.0 } else { 2.0 };
            history.flow(a, b, Month::new(2002, month), [0.0, 0.0, 0.0, attacks]);
        }
        history.sort();
        let span = (Month::end_of(2001), Month::end_of(2002));
        assert_eq!(
            happened(&history, (a, b), span, &Plain::of(&history)),
            [
                "a defence pact since 1990-01 ended in 2002-06",
                "militarised dispute 12 since 2002, use of force",
                "112 deeds of conflict by A towards B after 12, most in 2002-05 (90)",
            ]
        );
        let quiet = (Month::end_of(2000), Month::new(2001, 1));
        assert!(happened(&history, (a, b), quiet, &Plain::of(&history)).is_empty());
    }
}
