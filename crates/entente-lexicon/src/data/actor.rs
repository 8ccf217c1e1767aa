//! What the tables tell of: actors, places, issues.

use entente_model::{ActorRef, Date, Sector};

use super::Period;

/// What kind of actor an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ActorKind {
    /// A state, now or in the past.
    State,
    /// An international organisation, organ of a state, party, armed group, company or medium.
    Organisation,
    /// An ethnic or religious group.
    Group,
    /// A human being.
    Person,
}

/// An office that a person held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Office {
    /// "president", "foreign minister".
    pub title: String,
    /// Id of the state or organisation.
    pub of: String,
    /// First day, where known.
    pub from: Option<Date>,
    /// Last day; `None` while it is held, or where the end is not known.
    pub to: Option<Date>,
}

/// That a state belongs or belonged to an organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// Id of the state.
    pub member: String,
    /// When; without ends where the tables do not say.
    pub period: Period,
}

/// An entry of the lexicon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// ISO 3166-1 alpha-3 for states, else a slug.
    pub id: String,
    /// The name to show.
    pub name: String,
    /// What it is.
    pub kind: ActorKind,
    /// The state it belongs to, or is.
    pub country: Option<String>,
    /// PLOVER sector, where it has one.
    pub sector: Option<Sector>,
    /// A second one: what an organisation of states works at.
    pub sector2: Option<Sector>,
    /// Other names.
    pub names: Vec<String>,
    /// Correlates of War number, of states; the last of those that had several.
    pub cow: Option<u16>,
    /// Gleditsch-Ward number, of states; the last of those that had several.
    pub gw: Option<u16>,
    /// First year, where the tables give one.
    pub from: Option<i16>,
    /// Last year.
    pub to: Option<i16>,
    /// Ids of present members, of organisations whose members are states.
    pub members: Vec<String>,
    /// Members with the time of their membership, present and former.
    pub memberships: Vec<Membership>,
    /// The kin state of a group.
    pub kin: Option<String>,
    /// The states a group lives in.
    pub lives_in: Vec<String>,
    /// Offices, of persons.
    pub offices: Vec<Office>,
}

impl Actor {
    pub(crate) fn new(id: &str, name: &str, kind: ActorKind) -> Self {
        Self {
            id: id.to_owned(),
            name: name.to_owned(),
            kind,
            country: None,
            sector: None,
            sector2: None,
            names: Vec::new(),
            cow: None,
            gw: None,
            from: None,
            to: None,
            members: Vec::new(),
            memberships: Vec::new(),
            kin: None,
            lives_in: Vec::new(),
            offices: Vec::new(),
        }
    }

    /// As it stands in a record, with the words of the text.
    pub fn to_ref(&self, text: &str) -> ActorRef {
        ActorRef {
            id: self.id.clone(),
            name: self.name.clone(),
            text: text.to_owned(),
            country: self.country.clone(),
            sector: self.sector,
        }
    }
}

/// A place that is no actor: a city, a region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The name to show.
    pub name: String,
    /// ISO 3166-1 alpha-3 of the state it is in; `None` where that is disputed or none.
    pub country: Option<String>,
    /// The states that claim it, where it is disputed.
    pub claimed_by: Vec<String>,
}

/// A project or question that actors are for or against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Slug.
    pub id: String,
    /// The name to show.
    pub name: String,
}
