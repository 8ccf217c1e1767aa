//! Rows of published datasets that are no assertions: votes, capabilities, lists of states, and
//! what belongs to events.

use std::ops::Deref;
use std::sync::Arc;

use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{ActorRef, ContentId, EventPlace};

/// A row of one of the typed tables, with where it came from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct TableRow {
    /// Content hash of dataset, version and row: the same row has the same id in every import.
    pub id: ContentId,
    /// The dataset's id.
    #[serde(with = "shared")]
    pub dataset: Arc<str>,
    /// The file that it stands in.
    #[serde(with = "shared")]
    pub file: Arc<str>,
    /// Its line there, from 1.
    pub line: u64,
    /// The values.
    #[serde(flatten)]
    pub values: Values,
}

/// Text that all rows of a table have in common, in records as any other text.
mod shared {
    use std::sync::Arc;

    use serde::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(text: &Arc<str>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(text)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<str>, D::Error> {
        String::deserialize(from).map(Arc::from)
    }
}

/// Actors of whom many rows tell: each is in memory once, and in records as any other.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SharedActors(Vec<Arc<ActorRef>>);

impl FromIterator<Arc<ActorRef>> for SharedActors {
    fn from_iter<I: IntoIterator<Item = Arc<ActorRef>>>(actors: I) -> Self {
        Self(actors.into_iter().collect())
    }
}

impl Deref for SharedActors {
    type Target = [Arc<ActorRef>];

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

impl Serialize for SharedActors {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter().map(AsRef::as_ref))
    }
}

impl<'de> Deserialize<'de> for SharedActors {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let actors = Vec::<ActorRef>::deserialize(from)?;
        Ok(actors.into_iter().map(Arc::new).collect())
    }
}

impl TableRow {
    /// Whether it is a record behind an event.
    pub fn is_source(&self) -> bool {
        matches!(self.values, Values::EventSource { .. })
    }
}

/// The typed tables. A value that the dataset does not give is `None`, never zero.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "table", rename_all = "snake_case")]
pub enum Values {
    /// How a state voted on a roll call of the UN General Assembly.
    Vote {
        /// The roll call's number in the dataset.
        roll_call: u64,
        /// Its day.
        date: Option<Date>,
        /// Who voted.
        state: ActorRef,
        /// How.
        vote: Vote,
    },
    /// A roll call of the UN General Assembly.
    RollCall {
        /// Its number in the dataset.
        roll_call: u64,
        /// Session of the Assembly.
        session: Option<u64>,
        /// Its day.
        date: Option<Date>,
        /// The document voted on: `R/1/66`.
        document: String,
        /// What it was about.
        title: String,
        /// Whether the US State Department named it important.
        important: Option<bool>,
    },
    /// A state's ideal point in the UN General Assembly; higher is nearer to the liberal order.
    IdealPoint {
        /// Whose.
        state: ActorRef,
        /// In the session that began in this year.
        year: i16,
        /// From all votes.
        all: Option<f64>,
        /// From votes on final passage alone.
        final_passage: Option<f64>,
    },
    /// A state's material capabilities in a year.
    Capability {
        /// Whose.
        state: ActorRef,
        /// When.
        year: i16,
        /// Military expenditure, thousands of current US dollars (pounds sterling before 1914).
        military_expenditure: Option<f64>,
        /// Military personnel, thousands.
        military_personnel: Option<f64>,
        /// Iron and steel production, thousands of tons.
        iron_and_steel: Option<f64>,
        /// Primary energy consumption, thousands of coal-ton equivalents.
        energy: Option<f64>,
        /// Population, thousands.
        population: Option<f64>,
        /// Urban population, thousands.
        urban_population: Option<f64>,
        /// Composite index of national capability, the state's share of the world's, 0 to 1.
        cinc: Option<f64>,
    },
    /// A spell of a state's membership of the international system.
    StateSystem {
        /// `cow` or `gw`.
        system: String,
        /// Its number there.
        number: u64,
        /// Its letters there.
        letters: String,
        /// Its name there.
        name: String,
        /// Which state that is.
        state: ActorRef,
        /// First day.
        from: Date,
        /// Last day; `None` where it was a member when coverage ended.
        to: Option<Date>,
    },
    /// A militarised dispute of two states in a year, as the first side acts in it.
    Dispute {
        /// Number of the dispute.
        number: u64,
        /// The side that acts.
        a: ActorRef,
        /// The other side.
        b: ActorRef,
        /// When.
        year: i16,
        /// Whether the two entered it in this year.
        onset: bool,
        /// Highest hostility of `a`: 1 none, 2 threat, 3 display, 4 use of force, 5 war.
        hostility: u8,
    },
    /// A statement: CAMEO's root 01, to which no PLOVER type answers. It is in CAMEO's counts of
    /// verbal cooperation.
    Statement {
        /// Who says it.
        source: SharedActors,
        /// To whom or of whom.
        target: SharedActors,
        /// When.
        date: Date,
        /// CAMEO code; `None` where it was coded in another ontology.
        cameo: Option<String>,
        /// Goldstein scale.
        intensity: f64,
        /// Where.
        place: Option<EventPlace>,
    },
    /// How many events of each quad class a dataset counts of one state towards another in a year,
    /// where it gives the counts and not the events.
    EventCount {
        /// The state that acts.
        source: ActorRef,
        /// The state towards which it acts.
        target: ActorRef,
        /// When.
        year: i16,
        /// Words of cooperation: statements, visits, agreements.
        verbal_cooperation: u64,
        /// Deeds of cooperation: aid, joint work, concessions.
        material_cooperation: u64,
        /// Words of conflict: demands, accusations, threats.
        verbal_conflict: u64,
        /// Deeds of conflict: sanctions, coercion, violence.
        material_conflict: u64,
    },
    /// A record that stands behind an event, or one of several: their sums say how often it was
    /// reported.
    EventSource {
        /// The event's assertion, or the statement's row.
        event: ContentId,
        /// The record's number in the dataset.
        record: u64,
        /// Mentions of it.
        mentions: u64,
        /// Sources that mention it.
        sources: u64,
        /// Articles that mention it.
        articles: u64,
        /// Address of one of them.
        url: String,
    },
    /// A mention of an event in an article.
    Mention {
        /// The record's number, as in `EventSource`.
        record: u64,
        /// The day of the mention.
        date: Date,
        /// Who published the article.
        publisher: String,
        /// Its address or other identifier.
        identifier: String,
        /// Sentence in the article, from 1.
        sentence: Option<u64>,
        /// How sure the coder is, percent.
        confidence: Option<u64>,
        /// Average tone of the article, -100 to 100.
        tone: Option<f64>,
    },
    /// What the letters of an organisation stand for.
    Organisation {
        /// Letters in the dataset.
        letters: String,
        /// Name in full.
        name: String,
    },
}

impl Values {
    /// The id of a record behind an event or statement: it follows from the two, and need not be kept.
    pub fn id_of_source(event: &ContentId, record: u64) -> ContentId {
        event.within([record.to_string().as_str()])
    }

    /// The name of the table that it belongs to: `vote`, `state_system`.
    pub const fn table(&self) -> &'static str {
        match self {
            Self::Vote { .. } => "vote",
            Self::RollCall { .. } => "roll_call",
            Self::IdealPoint { .. } => "ideal_point",
            Self::Capability { .. } => "capability",
            Self::StateSystem { .. } => "state_system",
            Self::Dispute { .. } => "dispute",
            Self::Statement { .. } => "statement",
            Self::EventCount { .. } => "event_count",
            Self::EventSource { .. } => "event_source",
            Self::Mention { .. } => "mention",
            Self::Organisation { .. } => "organisation",
        }
    }
}

/// A vote of the UN General Assembly. Who was absent is not in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Vote {
    /// In favour.
    Yes,
    /// Neither.
    Abstain,
    /// Against.
    No,
}
