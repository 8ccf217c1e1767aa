//! Actors as they stand in a record.

use serde::{Deserialize, Serialize};

use crate::names::named;

named! {
    /// PLOVER actor sectors, with the agent codes of the PLOVER codebook.
    pub enum Sector as "sector" {
        /// Executive government, heads of state, ministries, diplomats.
        Gov = "GOV",
        /// State armed forces.
        Mil = "MIL",
        /// Armed groups opposed to a state.
        Reb = "REB",
        /// Political opposition: parties and people out of government.
        Opp = "OPP",
        /// Political parties where in or out of office is not said.
        Pty = "PTY",
        /// Police and other law enforcement.
        Cop = "COP",
        /// Courts, judges, prosecutors.
        Jud = "JUD",
        /// Parliaments and their members.
        Leg = "LEG",
        /// Intelligence services.
        Spy = "SPY",
        /// People without an office: residents, protesters, ethnic groups.
        Cvl = "CVL",
        /// Media, journalists.
        Med = "MED",
        /// Business.
        Bus = "BUS",
        /// Organisations whose members are states.
        Igo = "IGO",
        /// Non-governmental organisations.
        Ngo = "NGO",
        /// Criminals.
        Crm = "CRM",
        /// Armed actors whose side is not known.
        Uaf = "UAF",
        /// Students, academics, schools and think tanks.
        Edu = "EDU",
        /// Labour and trade unions.
        Lab = "LAB",
        /// Religious bodies and clergy.
        Rel = "REL",
        /// Refugees and displaced people.
        Ref = "REF",
        /// Farmers, herders and their associations.
        Agr = "AGR",
        /// Doctors, medics, hospitals.
        Hlh = "HLH",
        /// Armed groups that side with a state without being its forces.
        Prm = "PRM",
        /// Former officials.
        Elt = "ELT",
        /// Judged to be none of the others.
        Oth = "OTH",
    }
}

impl Sector {
    /// Whether acts of this sector are acts of its state: government, armed forces,
    /// intelligence, police, courts and parliament.
    pub const fn is_state_organ(self) -> bool {
        matches!(
            self,
            Self::Gov | Self::Mil | Self::Spy | Self::Cop | Self::Jud | Self::Leg
        )
    }

    /// Whether it is of people and bodies that live under a state without being it: residents,
    /// media, business, farmers, schools, hospitals, unions, clergy, refugees, associations.
    pub const fn is_civilian(self) -> bool {
        matches!(
            self,
            Self::Cvl
                | Self::Med
                | Self::Bus
                | Self::Agr
                | Self::Hlh
                | Self::Edu
                | Self::Rel
                | Self::Lab
                | Self::Ref
                | Self::Ngo
        )
    }
}

/// An actor in a record.
///
/// `id` is the ISO 3166-1 alpha-3 code for a state and what its government does under its own
/// name ("Tehran", "the Iranian foreign ministry"), and a lower-case slug for everyone else
/// (`hezbollah`, `recep-tayyip-erdogan`, `irn-protesters`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ActorRef {
    /// Identifier, as above.
    pub id: String,
    /// The name to show: "Iran", "Hezbollah".
    pub name: String,
    /// The words of the text: "Tehran".
    pub text: String,
    /// ISO 3166-1 alpha-3 of the state it belongs to; `None` for international actors.
    pub country: Option<String>,
    /// PLOVER sector, where known.
    pub sector: Option<Sector>,
}

impl ActorRef {
    /// Whether what this actor does or says counts for the actor `id`: it is that actor, or an
    /// organ of that state.
    ///
    /// ```
    /// use entente_model::{ActorRef, Sector};
    /// let minister = ActorRef {
    ///     id: "sergey-lavrov".into(),
    ///     name: "Sergey Lavrov".into(),
    ///     text: "Lavrov".into(),
    ///     country: Some("RUS".into()),
    ///     sector: Some(Sector::Gov),
    /// };
    /// assert!(minister.acts_for("RUS"));
    /// assert!(!minister.acts_for("UKR"));
    /// ```
    pub fn acts_for(&self, id: &str) -> bool {
        self.id == id
            || (self.country.as_deref() == Some(id)
                && self.sector.is_some_and(Sector::is_state_organ))
    }

    /// Whether it is a state, under its own name or one of its government's ("Tehran").
    pub fn is_state(&self) -> bool {
        self.country.as_deref() == Some(self.id.as_str())
    }

    /// Whether what is done *to* this actor is done to the actor `id`: it acts for it, or is of
    /// that state's people (a civilian, or somebody of whom nothing but the country is known).
    /// Rebels, parties, criminals and armed men whose side is not known are not the state's own.
    ///
    /// ```
    /// use entente_model::{ActorRef, Sector};
    /// let drivers = ActorRef {
    ///     id: "irn-drivers".into(),
    ///     name: "Iranian drivers".into(),
    ///     text: "the two drivers".into(),
    ///     country: Some("IRN".into()),
    ///     sector: Some(Sector::Bus),
    /// };
    /// assert!(drivers.belongs_to("IRN"));
    /// assert!(!drivers.acts_for("IRN"));
    /// ```
    pub fn belongs_to(&self, id: &str) -> bool {
        self.acts_for(id)
            || (self.country.as_deref() == Some(id) && self.sector.is_none_or(Sector::is_civilian))
    }
}
