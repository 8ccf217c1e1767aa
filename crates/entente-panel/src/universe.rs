//! Which states there were in a period, and which dyads.

use entente_lexicon::{CodeScheme, Lexicon};
use entente_model::{Date, TableRow, Values};

use crate::numbers::Number;
use crate::plan::{Span, Unit};

/// A spell of membership of the system of states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Spell {
    number: Number,
    from: Date,
    to: Date,
}

/// A state in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Member {
    pub(crate) number: Number,
    /// Its id then: `SUN`, later `RUS`.
    pub(crate) id: String,
    from: Date,
    to: Date,
}

/// The memberships of the system of states: those that were imported, else the lexicon's.
#[derive(Debug, Default)]
pub(crate) struct Universe {
    spells: Vec<Spell>,
    /// Whether they were imported.
    pub(crate) imported: bool,
}

/// The rows of a stretch: a state, or a state and another, as places among the members.
pub(crate) type Places = Vec<(usize, Option<usize>)>;

impl Universe {
    pub(crate) fn row(&mut self, row: &TableRow) {
        if let Values::StateSystem {
            system,
            number,
            from,
            to,
            ..
        } = &row.values
            && system == "cow"
            && let Ok(number) = Number::try_from(*number)
        {
            self.imported = true;
            self.add(number, *from, to.unwrap_or(Date::MAX));
        }
    }

    fn add(&mut self, number: Number, from: Date, to: Date) {
        let spell = Spell { number, from, to };
        if !self.spells.contains(&spell) {
            self.spells.push(spell);
        }
    }

    /// Takes the lexicon's memberships where none were imported.
    pub(crate) fn complete(&mut self, lexicon: &Lexicon) {
        if self.imported {
            return;
        }
        for actor in lexicon.actors() {
            for code in lexicon.codes_of(&actor.id) {
                if code.scheme == CodeScheme::Cow
                    && let Ok(number) = code.code.parse()
                {
                    let from = code.period.from.unwrap_or(Date::MIN);
                    self.add(number, from, code.period.to.unwrap_or(Date::MAX));
                }
            }
        }
    }

    /// The states of a period by number, each once.
    pub(crate) fn members(&self, span: &Span, lexicon: &Lexicon, wanted: &[String]) -> Vec<Member> {
        let mut members: Vec<Member> = Vec::new();
        for spell in &self.spells {
            if spell.from > span.last || spell.to < span.first {
                continue;
            }
            let code = spell.number.to_string();
            let day = Some(spell.to.min(span.last));
            let state = lexicon.state_by_code(CodeScheme::Cow, &code, day);
            let id = state.map_or_else(|| format!("cow-{code}"), |state| state.id.clone());
            if wanted.is_empty() || wanted.iter().any(|it| *it == code || *it == id) {
                members.push(Member {
                    number: spell.number,
                    id,
                    from: spell.from,
                    to: spell.to,
                });
            }
        }
        members.sort_by_key(|member| (member.number, member.from));
        // One that left and came back within the period is there from the first day to the last.
        members.dedup_by(|later, earlier| {
            let same = later.number == earlier.number;
            if same {
                earlier.to = earlier.to.max(later.to);
                earlier.id.clone_from(&later.id);
            }
            same
        });
        members
    }
}

/// The rows of a period. Two states are a dyad where there was a day on which both were members.
pub(crate) fn places(unit: Unit, span: &Span, members: &[Member]) -> Places {
    if !unit.is_of_dyads() {
        return (0..members.len()).map(|place| (place, None)).collect();
    }
    let mut places = Vec::new();
    for (a, first) in members.iter().enumerate() {
        for (b, second) in members.iter().enumerate() {
            let wanted = if unit.is_directed() { a != b } else { a < b };
            let from = first.from.max(second.from).max(span.first);
            let to = first.to.min(second.to).min(span.last);
            if wanted && from <= to {
                places.push((a, Some(b)));
            }
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lexicon_knows_the_states() {
        let lexicon = Lexicon::builtin();
        let mut universe = Universe::default();
        universe.complete(lexicon);
        let ids = |span: &Span, number| {
            let members = universe.members(span, lexicon, &[]);
            let found = members.into_iter().find(|it| it.number == number);
            found.map(|it| it.id)
        };
        assert_eq!(ids(&Span::whole_year(1985), 365).as_deref(), Some("SUN"));
        assert_eq!(ids(&Span::whole_year(2000), 365).as_deref(), Some("RUS"));
        assert_eq!(ids(&Span::whole_year(1985), 373), None);
        assert_eq!(ids(&Span::whole_year(1991), 373).as_deref(), Some("AZE"));
    }

    #[test]
    fn states_that_never_were_members_on_one_day_are_no_dyad() {
        let lexicon = Lexicon::builtin();
        let mut universe = Universe::default();
        universe.complete(lexicon);
        // West Germany's membership ended when Germany's began anew, in October 1990.
        let wanted = ["255", "260", "220"].map(str::to_owned);
        let members = universe.members(&Span::whole_year(1990), lexicon, &wanted);
        let numbers: Vec<_> = members.iter().map(|it| it.number).collect();
        assert_eq!(numbers, [220, 255, 260]);
        let dyads = places(Unit::DyadYear, &Span::whole_year(1990), &members);
        assert_eq!(dyads, [(0, Some(1)), (0, Some(2))]);
        assert_eq!(
            places(Unit::DirectedDyadYear, &Span::whole_year(1990), &members).len(),
            4
        );
        assert_eq!(
            places(Unit::StateYear, &Span::whole_year(1990), &members).len(),
            3
        );
    }
}
