#![doc = include_str!("../README.md")]

mod answer;
mod contested;
mod describe;
pub mod level;
mod names;
mod question;
pub mod render;
mod standing;
#[cfg(test)]
mod testing;
mod timeline;
mod topic;
mod weigh;
mod weights;

pub use answer::{
    Answer, Claim, Found, Happening, LevelAnswer, Piece, Point, Score, SideView, Trend, Verdict,
    Who, YesNo, answer, answer_with, percent,
};
pub use contested::{Believed, Contested, Voice};
pub use level::LevelShare;
pub use names::Names;
pub use question::{Back, Form, Misunderstanding, Question, Times};
pub use standing::standing;
pub use timeline::{HeldTie, Stretch, Timeline, TimelineQuery};
pub use topic::Topic;
pub use weights::{WeightsError, check_weights, treaty_organisations};
