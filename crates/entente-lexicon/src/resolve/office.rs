//! Offices by date: who holds one, and of which sector somebody is on a day.

use entente_model::{Date, Sector};

use super::Resolution;
use crate::Lexicon;
use crate::data::{Actor, ActorKind, Office, Sense};
use crate::names::fold;

impl Office {
    /// Whether it is held on that day; without a day, whether it is held still.
    pub fn is_held(&self, at: Option<Date>) -> bool {
        match at {
            Some(day) => {
                self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
            }
            None => self.to.is_none(),
        }
    }
}

/// One spelling of an office for comparison.
pub(crate) fn plain_title(title: &str) -> String {
    fold(title)
        .replace("defense", "defence")
        .replace("labor", "labour")
        .replace("premier", "prime minister")
        .replace('-', " ")
}

impl Lexicon {
    /// The second sector of an office or role: the table's or, in government, that of its portfolio.
    pub(super) fn portfolio(&self, title: &str, sector: Sector) -> Option<Sector> {
        const PORTFOLIOS: &[(&str, Sector)] = &[
            ("defence", Sector::Mil),
            ("defense", Sector::Mil),
            ("war", Sector::Mil),
            ("interior", Sector::Cop),
            ("police", Sector::Cop),
            ("justice", Sector::Jud),
            ("intelligence", Sector::Spy),
        ];
        let known = self.second_sector(title).filter(|other| *other != sector);
        known.or_else(|| {
            let folded = fold(title);
            let named = |(word, _): &&(&str, Sector)| folded.split(' ').any(|own| own == *word);
            let portfolio = PORTFOLIOS.iter().find(named)?;
            (sector == Sector::Gov).then_some(portfolio.1)
        })
    }

    /// The persons who hold an office of a state or organisation.
    pub(crate) fn holders(&self, title: &str, of: &str, at: Option<Date>) -> Vec<(usize, &Office)> {
        let title = plain_title(title);
        let indices = self.holders_of().get(of).map_or(&[][..], Vec::as_slice);
        let found = indices.iter().filter_map(|&index| {
            let offices = &self.tables.actors[index].offices;
            let office = offices.iter().find(|office| {
                office.of == of && office.is_held(at) && plain_title(&office.title) == title
            })?;
            Some((index, office))
        });
        found.collect()
    }

    /// The sector of an office: of the body where that is not a state's government, else the title's.
    fn sector_of_office(&self, office: &Office) -> Option<Sector> {
        let body = self.actor(&office.of);
        if let Some(body) = body.filter(|body| body.kind == ActorKind::Organisation) {
            return body.sector;
        }
        // "director of the office of ...": the longest end of the title that is a role.
        let title = fold(&office.title);
        let words: Vec<&str> = title.split(' ').collect();
        let role = |phrase: &str| {
            self.senses(phrase, None)
                .into_iter()
                .find_map(|sense| match sense {
                    Sense::Role(sector) => Some(sector),
                    _ => None,
                })
        };
        (0..words.len())
            .find_map(|first| role(&words[first..].join(" ")))
            .or_else(|| role(words.first()?))
    }

    /// A known person as of a day: the office that is held tells the sector; whoever has held state
    /// offices only, and holds none any more, is of the former elite.
    pub(super) fn person(
        &self,
        index: usize,
        text: &str,
        at: Option<Date>,
        why: String,
    ) -> Resolution {
        let person: &Actor = &self.tables.actors[index];
        let mut reading = Resolution::of(person.to_ref(text), true, 0.95, why);
        let held = person
            .offices
            .iter()
            .filter(|office| office.is_held(at))
            .max_by_key(|office| office.from);
        if let Some(office) = held {
            let sector = self.sector_of_office(office);
            reading.actor.sector = sector.or(person.sector);
            reading.sector2 = sector.and_then(|sector| self.portfolio(&office.title, sector));
            reading
                .why
                .push(format!("{} of {}", office.title, office.of));
            reading.office = Some(office.clone());
        } else if let Some(day) = at {
            let over = |office: &Office| office.to.is_some_and(|to| to < day);
            let organ = person.sector.is_some_and(Sector::is_state_organ);
            if organ && !person.offices.is_empty() && person.offices.iter().all(over) {
                reading.actor.sector = Some(Sector::Elt);
                reading
                    .why
                    .push("held offices once, and none now".to_owned());
            }
        }
        reading
    }
}
