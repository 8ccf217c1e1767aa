//! How two actors stand at the end of a month: from dated observations of all dyads to features, to the
//! probabilities of the five levels, and back to what each observation did to them.
//!
//! ```text
//! History ──▶ Cross (one month of all dyads) ──▶ features ──▶ Model ──▶ levels, shares of log-odds
//!                 └─▶ filter (one dyad through its months) ─┘
//! ```
//!
//! The same code makes the table that the model is fitted on and the answer about one dyad. It reads no
//! files: who brings the observations says in which words actors are known.

pub mod account;
pub mod chart;
pub mod drift;
mod excess;
pub mod features;
pub mod filter;
mod happened;
pub mod history;
pub mod memory;
pub mod metrics;
pub mod model;
pub mod month;
pub mod network;
pub mod observe;
mod scale;
pub mod series;
pub mod structure;
#[cfg(test)]
pub(crate) mod testing;
pub mod treaty;

pub use scale::LevelShare;
#[cfg(test)]
pub(crate) use scale::mean;
pub(crate) use scale::{levels, likeliest, logistic, odds, shares};
