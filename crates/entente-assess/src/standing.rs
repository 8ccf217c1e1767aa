//! How two actors stood on a day, without an answer around it: for panels.

use entente_model::{ActorRef, Assertion, Date};

use crate::level::{LevelShare, levels};
use crate::weigh::{Frame, Pair, weigh};
use crate::weights::{Scale, Weights};

/// The five levels from worst to best, with their probabilities, by what is dated up to the day,
/// whenever it was published. `None` where nothing is said directly of the two: that is not known, and
/// no peace.
pub fn standing(
    a: &ActorRef,
    b: &ActorRef,
    assertions: &[Assertion],
    on: Date,
) -> Option<[LevelShare; 5]> {
    let pair = Pair {
        a: a.clone(),
        b: b.clone(),
    };
    let frame = Frame {
        reference: on,
        at: None,
        since: None,
        until: Some(on),
        past: false,
    };
    let direct = |it: &&Assertion| frame.admits(it) && pair.doer(&it.body).is_some();
    assertions.iter().find(direct)?;
    let weighing = weigh(&pair, assertions, Scale::Level, &frame);
    Some(levels(weighing.score, &Weights::built_in().level.cuts))
}
