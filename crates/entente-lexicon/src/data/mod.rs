//! The tables of `lexicon/`, read once into actors, places, roles and issues.
//!
//! `sheet` reads rows, `period` the spans in them; `states`, `bodies` (organisations, groups,
//! persons) and `words` (places, roles, issues) hold what each table means. Nothing here reads a
//! file: tables come as text.

mod actor;
mod bodies;
mod check;
mod entry;
mod period;
mod sheet;
mod states;
mod words;

use entente_model::{Date, Diagnostic, Sector};
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use crate::codes::Codes;
use crate::names::key;

pub use actor::{Actor, ActorKind, Issue, Membership, Office, Place};
pub use entry::{EntryKind, entry};
pub use period::Period;

pub(crate) use sheet::fault;
use sheet::{Faults, Row, split};

/// What a phrase can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    /// The name of an actor.
    Name(usize),
    /// "Iranian".
    Adjective(usize),
    /// "Iranians".
    People(usize),
    /// A capital or a seat of power: the place, or the government that sits there.
    Capital(usize),
    /// A city, region or other place.
    Place(usize),
    /// A noun for people or bodies that act for somebody.
    Role(Sector),
    /// A project or question that actors are for or against.
    Issue(usize),
}

/// What a phrase can mean: mostly one thing.
pub(crate) type Senses = SmallVec<[Sense; 1]>;

/// Everything the tables say.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) actors: Vec<Actor>,
    pub(crate) places: Vec<Place>,
    pub(crate) issues: Vec<Issue>,
    pub(crate) senses: FxHashMap<String, Senses>,
    /// Phrases that mean something only in exactly this spelling: "US", "WHO".
    pub(crate) exact: FxHashMap<String, Senses>,
    /// Senses that phrases of `senses` and `exact` have only for a time.
    dated: FxHashMap<String, Vec<(Sense, Period)>>,
    /// The second sector of roles that have two: the armed forces of a defence minister.
    pub(crate) second_sectors: FxHashMap<String, Sector>,
    pub(crate) codes: Codes,
    pub(crate) by_id: FxHashMap<String, usize>,
}

/// The tables by the names of their files, in the order in which they are read: who is named in a
/// table stands in one before it.
const TABLES: &[(&str, EntryKind, &str)] = &[
    (
        "states.tsv",
        EntryKind::State,
        include_str!("../../../../lexicon/states.tsv"),
    ),
    (
        "organisations.tsv",
        EntryKind::Organisation,
        include_str!("../../../../lexicon/organisations.tsv"),
    ),
    (
        "groupings.tsv",
        EntryKind::Organisation,
        include_str!("../../../../lexicon/groupings.tsv"),
    ),
    (
        "institutions.tsv",
        EntryKind::Organisation,
        include_str!("../../../../lexicon/institutions.tsv"),
    ),
    (
        "groups.tsv",
        EntryKind::Group,
        include_str!("../../../../lexicon/groups.tsv"),
    ),
    (
        "people.tsv",
        EntryKind::Person,
        include_str!("../../../../lexicon/people.tsv"),
    ),
    (
        "places.tsv",
        EntryKind::Place,
        include_str!("../../../../lexicon/places.tsv"),
    ),
    (
        "namesake-places.tsv",
        EntryKind::Place,
        include_str!("../../../../lexicon/namesake-places.tsv"),
    ),
    (
        "roles.tsv",
        EntryKind::Role,
        include_str!("../../../../lexicon/roles.tsv"),
    ),
    (
        "issues.tsv",
        EntryKind::Issue,
        include_str!("../../../../lexicon/issues.tsv"),
    ),
];

/// The place of a table in `TABLES`, by the last part of its path.
fn rank(file: &str) -> Option<usize> {
    let name = file.rsplit(['/', '\\']).next()?;
    TABLES.iter().position(|(table, _, _)| *table == name)
}

/// Where an entry stands, to tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Origin {
    /// Index into `Reading::files`.
    file: usize,
    line: u64,
}

/// The tables while they are read, with what is wrong with them.
struct Reading {
    tables: Tables,
    files: Vec<String>,
    /// Of each actor, where its first row stands.
    origins: Vec<Origin>,
    /// Phrases with what they were given for and where.
    phrases: Vec<(String, Sense, Period, Origin)>,
    /// Whether to keep `phrases`, for the check.
    checking: bool,
    at: Origin,
    faults: Faults,
}

impl Tables {
    /// Reads the tables that are compiled in.
    pub(crate) fn builtin() -> Self {
        Reading::of_builtin(false).tables
    }

    /// Reads the tables that are compiled in, and then the user's. A row with a known id adds to
    /// that entry. What cannot be used is left out and told; `whole` tells of the built-in too.
    pub(crate) fn with(own: &[(String, String)], whole: bool) -> (Self, Vec<Diagnostic>) {
        let mut reading = Reading::of_builtin(true);
        let builtin = reading.files.len();
        if !whole {
            reading.faults.found.clear();
        }
        let mut own: Vec<&(String, String)> = own.iter().collect();
        own.sort_by_key(|(file, _)| rank(file).unwrap_or(TABLES.len()));
        for (file, text) in own {
            reading.table(file, text);
        }
        reading.check(if whole { 0 } else { builtin });
        (reading.tables, reading.faults.found)
    }

    /// Leaves of the senses of a phrase, as it stands in the maps, those of the day `at`: seats of
    /// governments only while they were, and of the others those in use, where any is. A name
    /// keeps meaning what it meant: "Zaire" today is the Congo.
    pub(crate) fn keep_current(&self, phrase: &str, senses: &mut Vec<Sense>, at: Option<Date>) {
        let Some(dated) = self.dated.get(phrase) else {
            return;
        };
        let in_use = |sense: &Sense| {
            let mut spans = dated.iter().filter(|(known, _)| known == sense).peekable();
            spans.peek().is_none() || spans.any(|(_, period)| period.holds(at))
        };
        senses.retain(|sense| !matches!(sense, Sense::Capital(_)) || in_use(sense));
        let is_actor = |sense: &Sense| !matches!(sense, Sense::Role(_) | Sense::Issue(_));
        if senses.iter().any(|sense| is_actor(sense) && in_use(sense)) {
            senses.retain(in_use);
        }
    }

    pub(crate) fn actor(&self, id: &str) -> Option<&Actor> {
        self.by_id.get(id).map(|&index| &self.actors[index])
    }
}

impl Reading {
    fn of_builtin(checking: bool) -> Self {
        let mut reading = Self {
            tables: Tables::default(),
            files: Vec::new(),
            origins: Vec::new(),
            phrases: Vec::new(),
            checking,
            at: Origin { file: 0, line: 0 },
            faults: Faults {
                file: String::new(),
                found: Vec::new(),
            },
        };
        let rows = TABLES.iter().map(|(_, _, text)| text.len() / 80).sum();
        reading.tables.senses.reserve(4 * rows);
        reading.tables.by_id.reserve(rows);
        reading.tables.actors.reserve(rows);
        for (file, _, text) in TABLES {
            reading.table(file, text);
        }
        reading
    }

    /// Reads one table; the last part of its name tells which.
    fn table(&mut self, file: &str, text: &str) {
        self.faults.file = file.to_owned();
        self.at.file = self.files.len();
        self.files.push(file.to_owned());
        let Some(rank) = rank(file) else {
            let known: Vec<&str> = TABLES.iter().map(|(name, _, _)| *name).collect();
            let hint = format!("the tables are {}", known.join(", "));
            let message = "no table has this name".to_owned();
            return self.faults.error("L001", 1, message, &hint);
        };
        let kind = TABLES[rank].1;
        let columns = kind.columns();
        let read = match kind {
            EntryKind::State => Self::state,
            EntryKind::Organisation => Self::organisation,
            EntryKind::Group => Self::group,
            EntryKind::Person => Self::person,
            EntryKind::Place => Self::place,
            EntryKind::Role => Self::role,
            EntryKind::Issue => Self::issue,
        };
        let (header, lines) = split(text, columns, &mut self.faults);
        for line in lines {
            let row = Row::new(&header, line, &mut self.faults);
            self.at.line = row.line;
            if row.get(columns[0]).is_none() {
                let message = format!("there is no {} in this row", columns[0]);
                self.faults
                    .error("L004", row.line, message, "every row begins with it");
                continue;
            }
            read(self, &row);
        }
    }

    fn add(&mut self, phrase: &str, sense: Sense, period: Period) {
        let (key, _) = key(phrase);
        if key.is_empty() {
            return;
        }
        let tables = &mut self.tables;
        let acronym = phrase.chars().all(|c| !c.is_lowercase())
            && phrase.chars().filter(|c| c.is_alphabetic()).count() <= 5;
        let (table, key) = if acronym && !matches!(sense, Sense::Role(_)) {
            (&mut tables.exact, phrase.to_owned())
        } else {
            (&mut tables.senses, key)
        };
        if self.checking {
            self.phrases.push((key.clone(), sense, period, self.at));
        }
        if period != Period::ALWAYS {
            let dated = tables.dated.entry(key.clone()).or_default();
            dated.push((sense, period));
        }
        let senses = table.entry(key).or_default();
        if !senses.contains(&sense) {
            senses.push(sense);
        }
    }

    /// The entry of a row: a new one, or the one that has its id.
    fn actor(&mut self, row: &Row<'_>, kind: ActorKind) -> Option<usize> {
        let id = row.get("id")?;
        let known = self.tables.by_id.get(id).copied();
        if let Some(index) = known {
            let first = self.origins[index];
            let same_file = first.file == self.at.file;
            if same_file || self.tables.actors[index].kind != kind {
                let where_ = format!("{}:{}", self.files[first.file], first.line);
                let message = format!("the id {id:?} is given already, at {where_}");
                let hint =
                    "an id is never given to another; put both rows together or choose a new id";
                self.faults.error("L005", row.line, message, hint);
                return None;
            }
            return Some(index);
        }
        let well_formed = match kind {
            ActorKind::State => id.chars().all(|c| c.is_ascii_alphanumeric() || c == '-'),
            _ => id
                .chars()
                .all(|c| c.is_alphanumeric() && !c.is_uppercase() || c == '-'),
        };
        if !well_formed {
            let hint = "small letters, digits and hyphens; three capitals for a state";
            let message = format!("{id:?} is no id");
            self.faults.error("L006", row.line, message, hint);
            return None;
        }
        let Some(name) = row.get("name") else {
            let message = "there is no name in this row".to_owned();
            self.faults
                .error("L004", row.line, message, "give the name to show");
            return None;
        };
        let index = self.tables.actors.len();
        self.tables.actors.push(Actor::new(id, name, kind));
        self.tables.by_id.insert(id.to_owned(), index);
        self.origins.push(self.at);
        Some(index)
    }

    /// The names of a row.
    fn names(&mut self, index: usize, row: &Row<'_>, usual: Period) {
        if let Some(name) = row.get("name") {
            self.tables.actors[index].name = name.to_owned();
            self.add(name, Sense::Name(index), usual);
        }
        for (name, period) in row.dated("names", usual, &mut self.faults) {
            self.add(name, Sense::Name(index), period);
            self.tables.actors[index].names.push(name.to_owned());
        }
    }
}
