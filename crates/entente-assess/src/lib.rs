#![doc = include_str!("../README.md")]

mod level;
mod names;
mod question;
#[cfg(test)]
mod testing;
mod topic;
mod weights;

pub use level::LevelShare;
pub use names::Names;
pub use question::{Back, Form, Misunderstanding, Question, Times};
pub use topic::Topic;
pub use weights::{WeightsError, check_weights};
