//! Standing relations between two actors.

use serde::{Deserialize, Serialize};

use crate::names::named;
use crate::{ActorRef, DateSpan};

named! {
    /// Kinds of standing relation.
    pub enum Relation as "relation" {
        /// Allies, in treaty or in deed.
        Alliance = "alliance",
        /// Partners short of alliance: cooperation, friendship, close relations.
        Partnership = "partnership",
        /// `a` is patron, `b` its proxy or client.
        Patronage = "patronage",
        /// Rivals, adversaries, enemies.
        Rivalry = "rivalry",
        /// Ethnic, linguistic or religious kin.
        Kinship = "kinship",
        /// A common land or sea border.
        Border = "border",
        /// `a` depends on `b` for a route.
        Transit = "transit",
        /// `a` keeps an embassy or consulate in `b`.
        Mission = "mission",
        /// `a` is a member of `b`.
        Membership = "membership",
        /// Trade, energy supply and investment.
        Trade = "trade",
        /// `a` fears `b`.
        Threat = "threat",
    }
}

impl Relation {
    /// Whether the order of the two actors matters.
    ///
    /// Kinship, border, alliance, partnership, rivalry and trade are mutual unless a text says
    /// otherwise.
    pub const fn is_directed(self) -> bool {
        matches!(
            self,
            Self::Patronage | Self::Transit | Self::Mission | Self::Membership | Self::Threat
        )
    }
}

/// A standing relation. For a mutual relation `a` and `b` are in the order of the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tie {
    /// Kind of relation.
    pub relation: Relation,
    /// Patron, dependant, sender, member, or the one who fears.
    pub a: ActorRef,
    /// The other side.
    pub b: ActorRef,
    /// Whether the order of `a` and `b` matters here.
    pub directed: bool,
    /// When it held, as far as the text says.
    pub date: Option<DateSpan>,
    /// The words that specify it: "700 km", "consulate general in Kazan", "defence pact".
    pub detail: Option<String>,
}
