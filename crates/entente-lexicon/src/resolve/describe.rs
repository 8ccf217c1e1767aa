//! The actor that a role noun describes, from whose it is and what is said of it.

use entente_model::{ActorRef, Sector};

use super::words::{AGAINST, BACKED, BASED, FORMER};
use crate::names::slug;

/// Roles that are the state itself when nobody is named.
pub(crate) const STATE_ITSELF: &[Sector] = &[
    Sector::Gov,
    Sector::Mil,
    Sector::Spy,
    Sector::Cop,
    Sector::Jud,
    Sector::Leg,
];

/// Whether a folded modifier sets people apart from the state whose they would otherwise be.
pub(crate) fn is_against(word: &str) -> bool {
    AGAINST.contains(&word)
}

/// Whether a folded participle behind a name and a hyphen makes the name a backer, maker or place,
/// not an owner: "Iranian-backed".
pub(crate) fn is_backed(participle: &str) -> bool {
    BACKED.contains(&participle) || BASED.contains(&participle)
}

/// Whether an actor is an armed group that has a name.
fn is_armed_group(owner: &ActorRef) -> bool {
    let armed = matches!(owner.sector, Some(Sector::Reb | Sector::Uaf | Sector::Prm));
    armed && !owner.is_state() && owner.name.starts_with(char::is_uppercase)
}

/// Whether an actor is a people that has no state, or believers: its fighters are no state's.
fn is_people(owner: &ActorRef) -> bool {
    owner.sector == Some(Sector::Cvl)
        && owner.country.is_none()
        && owner.name.starts_with(char::is_uppercase)
}

/// Whether a role is one of those who fight.
fn fights(sector: Sector) -> bool {
    matches!(sector, Sector::Reb | Sector::Mil | Sector::Uaf)
}

/// A role noun with its surroundings.
#[derive(Debug)]
pub(crate) struct Description<'a> {
    /// The words of the noun phrase.
    pub(crate) text: String,
    /// The folded noun, with the modifiers that are part of its meaning ("rebel leader").
    pub(crate) words: Vec<&'a str>,
    /// The sector of the noun.
    pub(crate) sector: Sector,
    /// Whose it is.
    pub(crate) owner: Option<ActorRef>,
    /// The country where it is, where it is nobody's.
    pub(crate) region: Option<String>,
    /// Whether a modifier sets it against the state.
    pub(crate) against: bool,
    /// Whether it held the role once.
    pub(crate) former: bool,
}

impl Description<'_> {
    /// Whether a folded modifier tells that a role is held no more.
    pub(crate) fn is_former(word: &str) -> bool {
        FORMER.contains(&word)
    }

    /// An organ of a state or organisation is that one, with the organ's sector; anybody else is
    /// called by country and noun.
    pub(crate) fn actor(self) -> ActorRef {
        let sector = self.sector;
        match self.owner {
            Some(owner) if !self.against && !self.former && STATE_ITSELF.contains(&sector) => {
                // The officials of a movement are the movement's, and no government.
                let own = owner.sector.filter(|own| {
                    sector == Sector::Gov && !own.is_state_organ() && *own != Sector::Igo
                });
                ActorRef {
                    text: self.text,
                    sector: own.or(Some(sector)),
                    ..owner
                }
            }
            // The fighters of an armed group are the group.
            Some(owner)
                if !self.against && !self.former && is_armed_group(&owner) && fights(sector) =>
            {
                ActorRef {
                    text: self.text,
                    ..owner
                }
            }
            // "Kurdish militias" are Kurds who fight.
            Some(owner) if !self.former && is_people(&owner) && fights(sector) => ActorRef {
                text: self.text,
                sector: Some(sector),
                ..owner
            },
            owner => {
                let owned = owner.is_some();
                let country = owner.and_then(|owner| owner.country).or(self.region);
                let own = self.words.join("-");
                let id = match &country {
                    Some(country) if owned => format!("{}-{own}", country.to_lowercase()),
                    _ => own,
                };
                let sector = match sector {
                    _ if self.former => Sector::Elt,
                    sector if self.against && sector.is_state_organ() => Sector::Reb,
                    sector => sector,
                };
                ActorRef {
                    id: slug(&id),
                    name: self.text.clone(),
                    text: self.text,
                    country,
                    sector: Some(sector),
                }
            }
        }
    }
}
