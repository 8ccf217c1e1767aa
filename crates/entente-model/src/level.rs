//! The Peace Data scale of relationship levels.

use crate::names::named;

named! {
    /// How two actors stand, from worst to best: the five levels of the Peace Data scale
    /// (Goertz, Diehl and Balas 2016, *The Puzzle of Peace*).
    pub enum Level as "relationship level" {
        /// Frequent, intense militarised hostility; war is planned for.
        SevereRivalry = "severe-rivalry",
        /// Hostile, with fewer or milder militarised incidents.
        LesserRivalry = "lesser-rivalry",
        /// Neither enemies nor friends: no war expected, major issues may be open.
        NegativePeace = "negative-peace",
        /// War is hardly thinkable; working relations and institutions.
        WarmPeace = "warm-peace",
        /// War is unthinkable; joint institutions decide.
        SecurityCommunity = "security-community",
    }
}

impl Level {
    /// The name as tables write it, in labels and as the name of a column.
    pub const fn column(self) -> &'static str {
        match self {
            Self::SevereRivalry => "severe_rivalry",
            Self::LesserRivalry => "lesser_rivalry",
            Self::NegativePeace => "negative_peace",
            Self::WarmPeace => "warm_peace",
            Self::SecurityCommunity => "security_community",
        }
    }

    /// The words to show.
    pub const fn words(self) -> &'static str {
        match self {
            Self::SevereRivalry => "severe rivalry",
            Self::LesserRivalry => "lesser rivalry",
            Self::NegativePeace => "negative peace",
            Self::WarmPeace => "warm peace",
            Self::SecurityCommunity => "security community",
        }
    }
}
