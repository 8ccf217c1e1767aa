//! Dictionaries in the formats of PETRARCH2 and TABARI: actors, agents, discards, verbs.
//!
//! They are read as text, each file by itself: `lines` takes comments off, `actors`, `agents`,
//! `discards`, `verbs` and `pattern` know one format each, `inflect` makes the forms that the
//! dictionaries leave out. A line that cannot be used is told with a hint, and the rest is read.
//! How sentences are coded by them is the coder's business; `convert` brings actors and agents
//! into tables of the lexicon.

mod actors;
mod agents;
mod convert;
mod discards;
mod inflect;
mod lines;
mod pattern;
mod phrase;
mod verbs;

use entente_model::Diagnostic;

pub use actors::{DatedCode, DictionaryActor};
pub use agents::{AgentCode, DictionaryAgent};
pub use convert::{Converted, convert};
pub use discards::Discard;
pub use inflect::plural;
pub use pattern::{Element, Pattern, Term};
pub use phrase::{PhraseIndex, words_of};
pub use verbs::{EventCode, Verb, VerbForm, Verbs, WordSet};

/// Which of the four dictionaries a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DictionaryKind {
    /// Names of those who act, with their codes.
    Actors,
    /// Nouns for people and bodies, with the code that they add.
    Agents,
    /// Phrases that a sentence or story is left out for.
    Discards,
    /// Verbs, word sets, patterns, with the codes of events.
    Verbs,
}

impl DictionaryKind {
    /// Every kind, in the order in which they are told.
    pub const ALL: [Self; 4] = [Self::Actors, Self::Agents, Self::Discards, Self::Verbs];

    /// What it is called, which is also the name that its file is known by.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Actors => "actors",
            Self::Agents => "agents",
            Self::Discards => "discards",
            Self::Verbs => "verbs",
        }
    }

    /// The kind of a file, by the last part of its path: `Phoenix.Countries.actors.txt`.
    pub fn of_file(file: &str) -> Option<Self> {
        let name = file.rsplit(['/', '\\']).next()?.to_ascii_lowercase();
        let mut kinds = Self::ALL.into_iter().filter(|it| name.contains(it.name()));
        kinds.next()
    }
}

/// A file of a dictionary: which it is, its name for faults, and its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DictionaryFile {
    /// Which of the four.
    pub kind: DictionaryKind,
    /// Its name.
    pub name: String,
    /// What is in it.
    pub text: String,
}

/// Everything that a set of dictionaries says.
#[derive(Debug, Clone, Default)]
pub struct Dictionaries {
    /// The actors, in the order of the files.
    pub actors: Vec<DictionaryActor>,
    /// Their names, as indices into `actors`.
    pub actor_names: PhraseIndex<usize>,
    /// The agents, in the order of the files.
    pub agents: Vec<DictionaryAgent>,
    /// Their phrases, singular and plural, as indices into `agents`.
    pub agent_names: PhraseIndex<usize>,
    /// Phrases that a sentence or story is left out for.
    pub discards: PhraseIndex<Discard>,
    /// Verbs with their patterns.
    pub verbs: Verbs,
}

impl Dictionaries {
    /// Reads dictionaries. Of names that two entries have, the first counts.
    ///
    /// ```
    /// use entente_lexicon::petrarch::{Dictionaries, DictionaryFile, DictionaryKind};
    /// let actors = DictionaryFile {
    ///     kind: DictionaryKind::Actors,
    ///     name: "own.actors.txt".into(),
    ///     text: "VALDORIA [VAL]\n+VALDORIAN\nBAD LINE [\n".into(),
    /// };
    /// let (read, faults) = Dictionaries::read(&[actors]);
    /// assert_eq!(read.actors[0].code_on(None), Some("VAL"));
    /// assert_eq!(faults[0].place.line, Some(3));
    /// ```
    pub fn read(files: &[DictionaryFile]) -> (Self, Vec<Diagnostic>) {
        let mut read = Self::default();
        let mut faults = Vec::new();
        let of = |kind| files.iter().filter(move |file| file.kind == kind);
        for file in of(DictionaryKind::Actors) {
            actors::read(file, &mut read, &mut faults);
        }
        for file in of(DictionaryKind::Agents) {
            agents::read(file, &mut read, &mut faults);
        }
        for file in of(DictionaryKind::Discards) {
            discards::read(file, &mut read.discards);
        }
        let files: Vec<&DictionaryFile> = of(DictionaryKind::Verbs).collect();
        read.verbs = verbs::read(&files, &mut faults);
        (read, faults)
    }
}
