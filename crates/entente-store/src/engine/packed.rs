//! A directed dyad, a period and a quad class as one number, by which millions of events are counted at a fraction of
//! what grouping by texts takes.
//!
//! The number has, from its highest bits on, the period, the three letters of each state and the quad class, so that
//! numbers are in the order of periods, sources, targets and quad classes. What is done by or to states that have no code
//! of three letters has no such number.

/// Bits of a letter, of a state and of a quad class.
const LETTER: u32 = 5;
const STATE: u32 = 3 * LETTER;
const QUAD: u32 = 3;

/// Periods lie between these.
const LAST_PERIOD: i64 = 1 << (i64::BITS - 2 * STATE - QUAD - 1);

/// One directed dyad in a period, with a quad class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Packed(pub(super) i64);

impl Packed {
    /// Packs what is between two states, which are a number. `None` where another number is out of range.
    pub(super) fn of_states(states: i64, period: i64, quad: i64) -> Option<Self> {
        let is_in_range =
            (-LAST_PERIOD..LAST_PERIOD).contains(&period) && (0..1 << QUAD).contains(&quad);
        is_in_range.then_some(Self((period << (2 * STATE) | states) << QUAD | quad))
    }

    /// The state that acts, and the other, as numbers below [`STATES`].
    pub(super) const fn states(self) -> (u16, u16) {
        let mask = (1 << STATE) - 1;
        (
            ((self.0 >> (STATE + QUAD)) & mask) as u16,
            ((self.0 >> QUAD) & mask) as u16,
        )
    }

    /// The period.
    pub(super) const fn period(self) -> i64 {
        self.0 >> (2 * STATE + QUAD)
    }

    /// The quad class.
    pub(super) const fn quad(self) -> u8 {
        (self.0 & ((1 << QUAD) - 1)) as u8
    }
}

/// Above the number of any state.
pub(super) const STATES: usize = 1 << STATE;

/// A state as a number, in the order of their codes.
fn state(id: &[u8]) -> Option<i64> {
    let letter = |number: i64, byte: &u8| number << LETTER | i64::from(byte - b'A');
    (id.len() == 3 && id.iter().all(u8::is_ascii_uppercase)).then(|| id.iter().fold(0, letter))
}

/// Bytes of a text of two states as [`acts::dyads`](super::acts::dyads) makes them, `|AZE>IRN|`.
pub(super) const TEXT: usize = 9;

/// The two states of such a text, as one number.
pub(super) fn of_text(text: &[u8; TEXT]) -> Option<i64> {
    let &[b'|', a, b, c, b'>', d, e, f, b'|'] = text else {
        return None;
    };
    Some(state(&[a, b, c])? << STATE | state(&[d, e, f])?)
}

/// Two states as one number. `None` where one of them has no code of three letters.
pub(super) fn of_pair(source: &str, target: &str) -> Option<i64> {
    Some(state(source.as_bytes())? << STATE | state(target.as_bytes())?)
}

/// The code of a state by its number.
pub(super) fn code(state: u16) -> String {
    let letter = |place: u32| {
        let letter = (state >> (place * LETTER)) & ((1 << LETTER) - 1);
        char::from(b'A' + letter as u8)
    };
    [2, 1, 0].map(letter).iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_is_in_order_and_comes_out_again() {
        let all = [
            (("AZE", "IRN"), -1, 4),
            (("AZE", "IRN"), 0, 1),
            (("AAA", "ZZZ"), 24_242, 1),
            (("AZE", "IRN"), 24_242, 1),
            (("AZE", "IRN"), 24_242, 4),
            (("AZE", "TUR"), 24_242, 1),
            (("RUS", "AZE"), 24_242, 1),
        ];
        let packed = all.map(|((source, target), period, quad)| {
            Packed::of_states(of_pair(source, target).unwrap(), period, quad).unwrap()
        });
        assert!(packed.is_sorted());
        for ((pair, period, quad), packed) in all.into_iter().zip(packed) {
            let (source, target) = packed.states();
            assert_eq!((&*code(source), &*code(target)), pair);
            assert_eq!((packed.period(), i64::from(packed.quad())), (period, quad));
        }
    }

    #[test]
    fn what_has_no_number_of_its_own_has_none() {
        let states = of_pair("AZE", "IRN").unwrap();
        assert_eq!(of_text(b"|AZE>IRN|"), Some(states));
        for text in [b"|AZE,IRN|", b"|aze>IRN|", b">AZE|IRN>"] {
            assert_eq!(of_text(text), None);
        }
        assert_eq!(of_pair("AZE", "orange-free-state"), None);
        for (period, quad) in [(i64::MAX, 4), (i64::MIN, 4), (24_242, 8), (24_242, -1)] {
            assert_eq!(Packed::of_states(states, period, quad), None);
        }
    }
}
