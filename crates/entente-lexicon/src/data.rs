//! The tables of `lexicon/`, read once into actors, places, roles and issues.

use std::collections::HashMap;

use entente_model::{ActorRef, Date, Sector};

use crate::names::key;

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
    /// Other names.
    pub names: Vec<String>,
    /// Correlates of War code, of states.
    pub cow: Option<u16>,
    /// Gleditsch-Ward code, of states.
    pub gw: Option<u16>,
    /// First year, of what was founded or ended in living memory.
    pub from: Option<i16>,
    /// Last year.
    pub to: Option<i16>,
    /// Ids of member states, of small organisations.
    pub members: Vec<String>,
    /// The kin state of a group.
    pub kin: Option<String>,
    /// Offices, of persons.
    pub offices: Vec<Office>,
}

impl Actor {
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
}

/// What a phrase can mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sense {
    /// The name of an actor.
    Name(usize),
    /// "Iranian".
    Adjective(usize),
    /// "Iranians".
    People(usize),
    /// A capital: the place, or the government that sits there.
    Capital(usize),
    /// A city, region or other place.
    Place(usize),
    /// A noun for people or bodies that act for somebody.
    Role(Sector),
    /// A project or question that actors are for or against.
    Issue(usize),
}

/// A project or question that actors are for or against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Issue {
    /// Slug.
    pub id: String,
    /// The name to show.
    pub name: String,
}

/// Everything the tables say.
#[derive(Debug, Default)]
pub(crate) struct Tables {
    pub(crate) actors: Vec<Actor>,
    pub(crate) places: Vec<Place>,
    pub(crate) issues: Vec<Issue>,
    pub(crate) senses: HashMap<String, Vec<Sense>>,
    /// Phrases that mean something only in exactly this spelling: "US", "WHO".
    pub(crate) exact: HashMap<String, Vec<Sense>>,
    /// Tokens in the longest phrase.
    pub(crate) longest: usize,
}

/// One row, its fields by the names of the header.
struct Row<'a> {
    fields: HashMap<&'a str, &'a str>,
}

impl<'a> Row<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        self.fields
            .get(name)
            .copied()
            .filter(|value| !value.is_empty())
    }

    fn text(&self, name: &str) -> String {
        self.get(name).unwrap_or_default().to_owned()
    }

    fn list(&self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let values = self.get(name).unwrap_or_default();
        values
            .split(';')
            .map(str::trim)
            .filter(|value| !value.is_empty())
    }

    fn number<T: std::str::FromStr>(&self, name: &str) -> Option<T> {
        self.get(name)?.parse().ok()
    }
}

fn rows(table: &str) -> Vec<Row<'_>> {
    let mut lines = table
        .lines()
        .filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    let header: Vec<&str> = lines.next().unwrap_or_default().split('\t').collect();
    lines
        .map(|line| Row {
            fields: header
                .iter()
                .copied()
                .zip(line.split('\t').map(str::trim))
                .collect(),
        })
        .collect()
}

/// A year or month as its first or last day.
fn day(text: &str, last: bool) -> Option<Date> {
    let mut parts = text.split('-');
    let year: i16 = parts.next()?.parse().ok()?;
    let month: Option<i8> = parts.next().and_then(|month| month.parse().ok());
    let first = Date::new(year, month.unwrap_or(1), 1).ok()?;
    Some(match (last, month) {
        (false, _) => first,
        (true, Some(_)) => first.last_of_month(),
        (true, None) => first.last_of_year(),
    })
}

/// `president@TUR:2014-08..`.
fn office(text: &str) -> Option<Office> {
    let (title, rest) = text.split_once('@')?;
    let (of, span) = rest.split_once(':').unwrap_or((rest, ""));
    let (from, to) = span.split_once("..").unwrap_or((span, span));
    Some(Office {
        title: title.trim().to_owned(),
        of: of.trim().to_owned(),
        from: day(from.trim(), false),
        to: day(to.trim(), true),
    })
}

impl Tables {
    /// Reads the tables that are compiled in.
    pub(crate) fn builtin() -> Self {
        let mut tables = Self::default();
        tables.states(include_str!("../../../lexicon/states.tsv"));
        tables.organisations(include_str!("../../../lexicon/organisations.tsv"));
        tables.groups(include_str!("../../../lexicon/groups.tsv"));
        tables.people(include_str!("../../../lexicon/people.tsv"));
        tables.places(include_str!("../../../lexicon/places.tsv"));
        tables.roles(include_str!("../../../lexicon/roles.tsv"));
        tables.issues(include_str!("../../../lexicon/issues.tsv"));
        tables
    }

    fn add(&mut self, phrase: &str, sense: Sense) {
        let (key, length) = key(phrase);
        if key.is_empty() {
            return;
        }
        self.longest = self.longest.max(length);
        let letters = phrase.chars().filter(|c| c.is_alphabetic()).count();
        let acronym = letters <= 5 && phrase.chars().all(|c| !c.is_lowercase());
        let table = if acronym && !matches!(sense, Sense::Role(_)) {
            self.exact.entry(phrase.to_owned()).or_default()
        } else {
            self.senses.entry(key).or_default()
        };
        if !table.contains(&sense) {
            table.push(sense);
        }
    }

    fn add_actor(&mut self, actor: Actor) -> usize {
        let index = self.actors.len();
        for name in std::iter::once(&actor.name).chain(&actor.names) {
            self.add(name, Sense::Name(index));
        }
        self.actors.push(actor);
        index
    }

    fn states(&mut self, table: &str) {
        for row in rows(table) {
            let id = row.text("id");
            let index = self.add_actor(Actor {
                name: row.text("name"),
                kind: ActorKind::State,
                country: Some(id.clone()),
                sector: None,
                names: row.list("names").map(str::to_owned).collect(),
                cow: row.number("cow"),
                gw: row.number("gw"),
                from: row.number("from"),
                to: row.number("to"),
                members: Vec::new(),
                kin: None,
                offices: Vec::new(),
                id: id.clone(),
            });
            for adjective in row.list("adjectives") {
                self.add(adjective.trim_end_matches('-'), Sense::Adjective(index));
            }
            for people in row.list("people") {
                self.add(people, Sense::People(index));
            }
            // A gone state's capital is its successor's now.
            if row.get("to").is_none() {
                for capital in row.list("capital") {
                    self.add(capital, Sense::Capital(index));
                }
            }
            for city in row.list("cities") {
                self.add_place(city, Some(id.clone()), std::iter::empty());
            }
        }
    }

    fn organisations(&mut self, table: &str) {
        for row in rows(table) {
            self.add_actor(Actor {
                id: row.text("id"),
                name: row.text("name"),
                kind: ActorKind::Organisation,
                country: row.get("country").map(str::to_owned),
                sector: row.number("sector"),
                names: row.list("names").map(str::to_owned).collect(),
                cow: None,
                gw: None,
                from: row.number("from"),
                to: row.number("to"),
                members: row.list("members").map(str::to_owned).collect(),
                kin: None,
                offices: Vec::new(),
            });
        }
    }

    fn groups(&mut self, table: &str) {
        for row in rows(table) {
            self.add_actor(Actor {
                id: row.text("id"),
                name: row.text("name"),
                kind: ActorKind::Group,
                country: row.get("country").map(str::to_owned),
                sector: Some(Sector::Cvl),
                names: row.list("names").map(str::to_owned).collect(),
                cow: None,
                gw: None,
                from: None,
                to: None,
                members: Vec::new(),
                kin: row.get("kin").map(str::to_owned),
                offices: Vec::new(),
            });
        }
    }

    fn people(&mut self, table: &str) {
        for row in rows(table) {
            self.add_actor(Actor {
                id: row.text("id"),
                name: row.text("name"),
                kind: ActorKind::Person,
                country: row.get("country").map(str::to_owned),
                sector: row.number("sector"),
                names: row.list("names").map(str::to_owned).collect(),
                cow: None,
                gw: None,
                from: None,
                to: None,
                members: Vec::new(),
                kin: None,
                offices: row.list("offices").filter_map(office).collect(),
            });
        }
    }

    fn add_place<'a>(
        &mut self,
        name: &'a str,
        country: Option<String>,
        names: impl Iterator<Item = &'a str>,
    ) {
        let index = self.places.len();
        for name in std::iter::once(name).chain(names) {
            self.add(name, Sense::Place(index));
        }
        self.places.push(Place {
            name: name.to_owned(),
            country,
        });
    }

    fn places(&mut self, table: &str) {
        for row in rows(table) {
            let country = row.get("country").map(str::to_owned);
            self.add_place(
                row.get("name").unwrap_or_default(),
                country,
                row.list("names"),
            );
        }
    }

    fn roles(&mut self, table: &str) {
        for row in rows(table) {
            if let Some(sector) = row.number("sector") {
                self.add(&row.text("noun"), Sense::Role(sector));
            }
        }
    }

    fn issues(&mut self, table: &str) {
        for row in rows(table) {
            let index = self.issues.len();
            for name in std::iter::once(row.text("name").as_str()).chain(row.list("names")) {
                self.add(name, Sense::Issue(index));
            }
            self.issues.push(Issue {
                id: row.text("id"),
                name: row.text("name"),
            });
        }
    }
}
