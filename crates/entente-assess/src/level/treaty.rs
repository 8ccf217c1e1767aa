//! Formal alliances of two: what they promise, since when, what they are called and who else is in them.

use serde::Serialize;

use super::account::{Source, Words};
use super::drift::pact_carried;
use super::history::{Dyad, History, Kind, Obligations, Spell, Standing, dyad};
use super::month::Month;
use crate::describe::listed;

/// How often a list of alliances is taken to be right about a defence pact: where two lists are imported
/// they rarely differ on one, and more often on what else it promises.
const LISTED: f64 = 0.99;

/// The formal alliances of two, as lists of them have it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alliances {
    /// The month looked at: that asked about, or the last one covered.
    pub seen: String,
    /// Those in force then.
    pub in_force: Vec<Alliance>,
    /// The probability of a defence pact in the month asked about.
    pub defence: f64,
}

/// A formal alliance in force.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alliance {
    /// What it promises: "defence", "non-aggression" ...
    pub obligations: Vec<&'static str>,
    /// First month.
    pub since: String,
    /// What the treaty, or the organisation that it made, is called, where that is known: the lists of
    /// alliances do not say.
    pub name: Option<String>,
    /// Names of the others that both are allied with by the same treaty.
    pub others: Vec<String>,
    /// Where it stands.
    pub source: Option<Source>,
}

impl Alliance {
    /// "NATO, a defence pact since 1949-04, with Belgium, Canada, Denmark and 9 others".
    pub fn words(&self) -> String {
        let kind = match self.obligations.as_slice() {
            [] => "a pact of which no obligation is coded".to_owned(),
            ["defence"] => "a defence pact".to_owned(),
            all => format!("a pact of {}", listed(all)),
        };
        let name = self
            .name
            .as_ref()
            .map_or_else(String::new, |name| format!("{name}, "));
        let with = match self.others.as_slice() {
            [] => String::new(),
            [first, second, third, rest @ ..] if rest.len() > 1 => {
                format!(
                    ", with {first}, {second}, {third} and {} others",
                    rest.len()
                )
            }
            all => format!(", with {}", listed(all)),
        };
        format!("{name}{kind} since {}{with}", self.since)
    }

    /// Whether it promises to fight for the other.
    pub fn is_defence(&self) -> bool {
        self.obligations.contains(&"defence")
    }
}

/// The alliances of two in a month; `None` where no list reaches back to it.
pub fn alliances(
    history: &History,
    pair: Dyad,
    asked: Month,
    words: &dyn Words,
) -> Option<Alliances> {
    let (first, last) = history.reach(Kind::Alliances)?;
    if asked < first {
        return None;
    }
    let seen = asked.min(last);
    let stands = |it: &&Spell| it.stands(seen);
    let mut in_force: Vec<Alliance> = Vec::new();
    for spell in history.spells(pair).iter().filter(stands) {
        in_force.extend(alliance(history, pair, spell, words));
    }
    if in_force.iter().any(|it| !it.obligations.is_empty()) {
        in_force.retain(|it| !it.obligations.is_empty());
    }
    let then = if in_force.iter().any(Alliance::is_defence) {
        LISTED
    } else {
        1.0 - LISTED
    };
    Some(Alliances {
        seen: seen.to_string(),
        in_force,
        defence: pact_carried(then, asked.0 - seen.0),
    })
}

/// A spell as an alliance; `None` for one of another kind.
pub(crate) fn alliance(
    history: &History,
    pair: Dyad,
    spell: &Spell,
    words: &dyn Words,
) -> Option<Alliance> {
    let Standing::Alliance(of) = spell.what else {
        return None;
    };
    let others = others(history, pair, spell);
    Some(Alliance {
        obligations: obligations(of),
        since: spell.from.to_string(),
        name: words.treaty(pair, spell.from, &others),
        others: others.into_iter().map(|place| words.name(place)).collect(),
        source: spell.cite.and_then(|number| words.source(number)),
    })
}

/// Who is allied with both of two since the same month under the same promises: the other members of the
/// treaty, as far as they came in together.
fn others(history: &History, (a, b): Dyad, spell: &Spell) -> Vec<usize> {
    let same = |one: usize, other: usize| {
        let spells = history.spells(dyad(one, other)).iter();
        spells
            .clone()
            .any(|it| it.what == spell.what && it.from == spell.from)
    };
    let all = (0..history.actors()).filter(|place| *place != a && *place != b);
    all.filter(|place| same(a, *place) && same(b, *place))
        .collect()
}

fn obligations(of: Obligations) -> Vec<&'static str> {
    let named = [
        (of.defence, "defence"),
        (of.neutrality, "neutrality"),
        (of.nonaggression, "non-aggression"),
        (of.entente, "consultation"),
    ];
    let has = named.into_iter().filter(|(has, _)| *has);
    has.map(|(_, words)| words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::level::testing::{Plain, pact};

    #[test]
    fn a_treaty_has_its_members_and_fades_where_no_list_reaches() {
        let mut history = History::default();
        let places = ["A", "B", "C", "D"].map(|name| history.place(name));
        history.reaches(Kind::Alliances, Month::new(1990, 1), Month::new(2012, 12));
        for (x, y) in [(0, 1), (0, 2), (1, 2)] {
            history.spell(places[x], places[y], pact(Month::new(1995, 3)));
        }
        history.spell(places[0], places[3], pact(Month::new(1999, 1)));
        history.sort();
        let shown = Plain::of(&history);
        let found = alliances(&history, (0, 1), Month::new(2012, 12), &shown).unwrap();
        assert_eq!(
            found.in_force[0].words(),
            "a defence pact since 1995-03, with C"
        );
        assert!(found.defence > 0.98);
        let later = alliances(&history, (0, 1), Month::new(2026, 12), &shown).unwrap();
        assert_eq!(later.seen, "2012-12");
        assert!(later.defence < found.defence && later.defence > 0.9);
        let none = alliances(&history, (1, 3), Month::new(2012, 12), &shown).unwrap();
        assert!(none.in_force.is_empty() && none.defence < 0.02);
        assert_eq!(
            alliances(&history, (0, 1), Month::new(1980, 1), &shown),
            None
        );
    }

    #[test]
    fn who_is_in_it_is_told_short() {
        let of = |count: usize| Alliance {
            obligations: vec!["defence", "consultation"],
            since: "1949-04".into(),
            name: Some("NATO".into()),
            others: (0..count).map(|it| format!("S{it}")).collect(),
            source: None,
        };
        let start = "NATO, a pact of defence and consultation since 1949-04";
        for (count, rest) in [
            (0, ""),
            (1, ", with S0"),
            (2, ", with S0 and S1"),
            (3, ", with S0, S1 and S2"),
            (9, ", with S0, S1, S2 and 6 others"),
        ] {
            assert_eq!(of(count).words(), format!("{start}{rest}"));
        }
    }
}
