#![doc = include_str!("../README.md")]

mod codebook;
mod covered;
mod measure;
mod numbers;
mod panel;
mod plan;
mod similarity;
mod universe;

pub use measure::{Levels, MEASURES};
pub use numbers::{Number, number_of};
pub use panel::{Panel, PanelBuilder};
pub use plan::{Add, PanelError, Plan, Unit};
pub use similarity::{Item, Similarity, similarity};
