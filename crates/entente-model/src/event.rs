//! Events in the PLOVER ontology.

use serde::{Deserialize, Serialize};

use crate::names::named;
use crate::{ActorRef, DateSpan};

named! {
    /// PLOVER event types (Open Event Data Alliance, PLOVER codebook; POLECAT's sixteen).
    pub enum EventType as "event type" {
        /// Agree to, promise or express intent to cooperate.
        Agree = "AGREE",
        /// Meet, visit, talk, negotiate.
        Consult = "CONSULT",
        /// Diplomatic cooperation: praise, recognise, support in words, sign a treaty.
        Support = "SUPPORT",
        /// Material cooperation between equals: joint exercise, shared intelligence, trade.
        Cooperate = "COOPERATE",
        /// Give economic, military or humanitarian aid.
        Aid = "AID",
        /// Yield politically: ease sanctions, release, resign, accept demands.
        Concede = "CONCEDE",
        /// Yield militarily: withdraw, cease fire, surrender, demobilise.
        Retreat = "RETREAT",
        /// Appeal, demand, order, propose.
        Request = "REQUEST",
        /// Criticise, blame, condemn, sue, investigate.
        Accuse = "ACCUSE",
        /// Refuse, deny a request, veto, defy.
        Reject = "REJECT",
        /// Threaten, warn, give an ultimatum.
        Threaten = "THREATEN",
        /// Demonstrate, strike, boycott, riot.
        Protest = "PROTEST",
        /// Mobilise or deploy forces short of using them.
        Mobilize = "MOBILIZE",
        /// Reduce relations: break off ties, embargo, halt, expel.
        Sanction = "SANCTION",
        /// Repress, arrest, seize, restrict by force short of violence against the body.
        Coerce = "COERCE",
        /// Use physical force: attack, kill, bomb, abduct.
        Assault = "ASSAULT",
    }
}

/// The quad class: verbal or material, cooperation or conflict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "u8", try_from = "u8")]
pub enum Quad {
    /// 1.
    VerbalCooperation,
    /// 2.
    MaterialCooperation,
    /// 3.
    VerbalConflict,
    /// 4.
    MaterialConflict,
}

impl Quad {
    /// 1 to 4, as in records.
    pub const fn number(self) -> u8 {
        self as u8 + 1
    }

    /// The one of a number, 1 to 4.
    pub const fn numbered(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::VerbalCooperation),
            2 => Some(Self::MaterialCooperation),
            3 => Some(Self::VerbalConflict),
            4 => Some(Self::MaterialConflict),
            _ => None,
        }
    }

    /// 0 to 3: its place in a list of the four.
    pub const fn place(self) -> usize {
        self as usize
    }

    /// Whether it is cooperation rather than conflict.
    pub const fn is_cooperation(self) -> bool {
        matches!(self, Self::VerbalCooperation | Self::MaterialCooperation)
    }

    /// Whether it is deed rather than word.
    pub const fn is_material(self) -> bool {
        matches!(self, Self::MaterialCooperation | Self::MaterialConflict)
    }
}

impl From<Quad> for u8 {
    fn from(quad: Quad) -> Self {
        quad.number()
    }
}

impl TryFrom<u8> for Quad {
    type Error = String;

    fn try_from(number: u8) -> Result<Self, Self::Error> {
        Self::numbered(number).ok_or_else(|| format!("quad class must be 1 to 4, not {number}"))
    }
}

impl EventType {
    /// The quad class of the type, as PLOVER assigns it.
    pub const fn quad(self) -> Quad {
        match self {
            Self::Agree | Self::Consult | Self::Support => Quad::VerbalCooperation,
            Self::Cooperate | Self::Aid | Self::Concede | Self::Retreat => {
                Quad::MaterialCooperation
            }
            Self::Request | Self::Accuse | Self::Reject | Self::Threaten => Quad::VerbalConflict,
            Self::Protest | Self::Mobilize | Self::Sanction | Self::Coerce | Self::Assault => {
                Quad::MaterialConflict
            }
        }
    }

    /// Whether what is done is done by both alike, whoever is named first: coded once in each direction,
    /// and still one event.
    pub const fn is_mutual(self) -> bool {
        matches!(self, Self::Consult | Self::Agree | Self::Cooperate)
    }

    /// Intensity on Goldstein's scale (-10 to 10) where nothing finer is known: the mean that
    /// the CAMEO root categories of the type have in Goldstein 1992, rounded to halves.
    pub const fn intensity(self) -> f64 {
        match self {
            Self::Agree => 4.0,
            Self::Consult => 1.5,
            Self::Support => 3.5,
            Self::Cooperate => 6.0,
            Self::Aid => 7.0,
            Self::Concede => 5.0,
            Self::Retreat => 7.0,
            Self::Request => -1.0,
            Self::Accuse => -2.5,
            Self::Reject => -4.0,
            Self::Threaten => -6.0,
            Self::Protest => -6.5,
            Self::Mobilize => -7.0,
            Self::Sanction => -5.0,
            Self::Coerce => -7.0,
            Self::Assault => -9.5,
        }
    }
}

/// Where an event happened.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EventPlace {
    /// Name as written.
    pub name: String,
    /// ISO 3166-1 alpha-3, where known.
    pub country: Option<String>,
    /// Degrees north.
    pub lat: Option<f64>,
    /// Degrees east.
    pub lon: Option<f64>,
}

/// What an event cost, in people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Toll {
    /// Dead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub killed: Option<u64>,
    /// Wounded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub injured: Option<u64>,
    /// Arrested, detained or taken hostage.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detained: Option<u64>,
    /// Driven from home.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub displaced: Option<u64>,
}

/// Who did what to whom, when and where.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// PLOVER type.
    #[serde(rename = "type")]
    pub event_type: EventType,
    /// PLOVER mode in lower case ("visit", "airstrike", "assassinate"), where determined.
    pub mode: Option<String>,
    /// PLOVER contexts in lower case ("diplomatic", "military", "economic", ...).
    pub contexts: Vec<String>,
    /// CAMEO code ("0841"), where determined.
    pub cameo: Option<String>,
    /// Quad class, 1 to 4.
    pub quad: Quad,
    /// Goldstein scale, -10 (war) to 10 (union).
    pub intensity: f64,
    /// Who acts.
    pub source: Vec<ActorRef>,
    /// Who is acted upon.
    pub target: Vec<ActorRef>,
    /// When it happened; `None` when not known.
    pub date: Option<DateSpan>,
    /// Where it happened.
    pub place: Option<EventPlace>,
    /// What it cost.
    pub toll: Option<Toll>,
}
