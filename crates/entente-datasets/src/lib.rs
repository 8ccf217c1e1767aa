#![doc = include_str!("../README.md")]

mod actor_codes;
mod alliances;
mod block;
mod cite;
mod codes;
mod datasets;
mod event_codes;
mod events;
mod import;
mod inputs;
mod mapping;
mod out;
mod records;
mod registry;
mod row;
mod said;
mod summary;
mod tables;
mod window;

pub use cite::{Style, cite, list};
pub use codes::{CodeSystem, LexiconCodes, State, StateCodes};
pub use event_codes::{EventCodes, Meaning, cameo_quad};
pub use import::{Batch, Import, Options, Source};
pub use mapping::{About, Mapping, MappingError};
pub use registry::{DATASETS, Dataset, find};
pub use row::{Fault, FaultKind};
pub use said::{Said, Take};
pub use summary::Summary;
