//! Who is meant by a phrase that stands alone: "the Saudi National Guard", "a group of tourists",
//! "the US president" as of a day.
//!
//! The phrase is read as a noun phrase: determiners fall away, a nationality or a country tells whose
//! it is, the head noun tells what it is, and a name tells who. Sentences are read by
//! [`crate::Scene`], which has a tree to go by; both compose an actor by [`describe`].

mod describe;
mod head;
mod noun_phrase;
mod office;
mod spelling;
mod words;

use entente_model::{ActorRef, Date, Sector, Span};

use crate::Lexicon;
use crate::data::{ActorKind, Office, Sense};
use crate::names::slug;
use noun_phrase::Reader;

pub(crate) use describe::{Description, STATE_ITSELF, is_against, is_backed};
pub(crate) use office::plain_title;
pub(crate) use spelling::skeleton;

/// Who a phrase means, and how sure that is.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolution {
    /// The actor. One that is not known is kept as it is written, with the sector and the country
    /// that its words tell; its id is made of them.
    pub actor: ActorRef,
    /// Whether the actor is an entry of the lexicon or an organ of one.
    pub known: bool,
    /// A second PLOVER sector: a defence minister is of the government and of the armed forces, the WHO
    /// an organisation of states and of health.
    pub sector2: Option<Sector>,
    /// The office that the person holds on the day asked for.
    pub office: Option<Office>,
    /// Where the phrase says that the actor is, where that is not whose it is: Iran for "the
    /// Azerbaijani embassy in Tehran".
    pub located: Option<String>,
    /// 0 to 1: 1 for a full name that nothing else has, less for every guess.
    pub score: f64,
    /// What led there, in the order of the steps.
    pub why: Vec<String>,
}

impl Resolution {
    fn of(actor: ActorRef, known: bool, score: f64, why: String) -> Self {
        Self {
            actor,
            known,
            sector2: None,
            office: None,
            located: None,
            score,
            why: vec![why],
        }
    }

    /// Somebody who is not known, by the words of the text.
    fn as_written(
        text: &str,
        country: Option<String>,
        sector: Option<Sector>,
        why: String,
    ) -> Self {
        let id = match &country {
            Some(country) if sector.is_some() => format!("{country}-{text}"),
            _ => text.to_owned(),
        };
        let actor = ActorRef {
            id: slug(&id),
            name: text.to_owned(),
            text: text.to_owned(),
            country,
            sector,
        };
        Self::of(actor, false, 0.5, why)
    }

    fn because(mut self, why: impl Into<String>) -> Self {
        self.why.push(why.into());
        self
    }

    fn scaled(mut self, by: f64) -> Self {
        self.score *= by;
        self
    }
}

/// Longer phrases name nobody.
const LONGEST_PHRASE: usize = 300;

impl Lexicon {
    /// Who is meant by a phrase on day `at` (today's holders of offices without it); `context` is a
    /// country, nationality or place that was given along with it. `None` where nothing is known of
    /// whoever it is: no entry, no country, no sector.
    ///
    /// ```
    /// use entente_lexicon::Lexicon;
    /// let lexicon = Lexicon::builtin();
    /// let who = lexicon.resolve_phrase("two Chinese warplanes", None, None).unwrap();
    /// assert_eq!(who.actor.country.as_deref(), Some("CHN"));
    /// assert_eq!(who.actor.sector, Some(entente_model::Sector::Mil));
    /// assert!(lexicon.resolve_phrase("Marcus Quuxby", None, None).is_none());
    /// ```
    pub fn resolve_phrase(
        &self,
        phrase: &str,
        at: Option<Date>,
        context: Option<&str>,
    ) -> Option<Resolution> {
        self.readings(phrase, at, context).into_iter().next()
    }

    /// As [`Lexicon::resolve_phrase`], with the other readings after the best.
    pub fn readings(
        &self,
        phrase: &str,
        at: Option<Date>,
        context: Option<&str>,
    ) -> Vec<Resolution> {
        let phrase = phrase.trim().trim_matches(['?', ',', '!', '"', '“', '”']);
        // "the U.S." ends with a point of its own.
        let dotted = phrase
            .rsplit(' ')
            .next()
            .is_some_and(|last| last.matches('.').count() > 1);
        let phrase = if dotted {
            phrase
        } else {
            phrase.trim_matches('.')
        };
        if phrase.is_empty() || phrase.len() > LONGEST_PHRASE {
            return Vec::new();
        }
        let country = context.and_then(|context| self.country_in(context));
        let reader = Reader::new(self, phrase, at, country.as_deref());
        let mut found = reader.read();
        if found.is_empty() {
            found = self.by_spelling(phrase, at);
        }
        if found.is_empty()
            && let Some(country) = self.country_of_place(phrase)
        {
            let why = format!("a place in {country}");
            found.push(Resolution::as_written(phrase, Some(country), None, why));
        }
        if let Some(country) = &country {
            for reading in &mut found {
                if reading.actor.country.is_none() && !reading.known {
                    reading.actor.country = Some(country.clone());
                    reading.why.push(format!("of {country}, by the context"));
                }
                if reading.actor.country.as_ref() != Some(country) {
                    reading.score *= 0.6;
                }
            }
        }
        for reading in found.iter_mut().filter(|reading| reading.known) {
            let entry = self.tables.actor(&reading.actor.id);
            let own = entry.filter(|entry| entry.sector == reading.actor.sector);
            reading.sector2 = reading.sector2.or(own.and_then(|entry| entry.sector2));
        }
        found.sort_by(|a, b| b.score.total_cmp(&a.score));
        let mut seen: Vec<(String, Option<Sector>)> = Vec::new();
        found.retain(|reading| {
            let key = (reading.actor.id.clone(), reading.actor.sector);
            let new = !seen.contains(&key);
            seen.push(key);
            new
        });
        found
    }

    /// Who is meant by a phrase that stands alone, as in a question; only known actors and organs of
    /// known states and organisations.
    pub fn resolve_name(&self, phrase: &str, at: Option<Date>) -> Option<ActorRef> {
        let phrase = phrase.trim().trim_end_matches(['?', '.', ',', '!']);
        let phrase = phrase.trim_end_matches("'s").trim_end_matches("’s");
        let readings = self.readings(phrase, at, None);
        readings
            .into_iter()
            .find(|reading| reading.known && reading.score >= SURE)
            .map(|reading| reading.actor)
    }

    /// The country of a place that only the gazetteer knows.
    pub(crate) fn country_of_place(&self, name: &str) -> Option<String> {
        if !name.starts_with(char::is_uppercase) {
            return None;
        }
        let mention = Span::new(0, name.len());
        let found = self.locate(name, &[mention], None).pop().flatten()?;
        found.country.filter(|_| found.score >= SURE_PLACE)
    }

    /// The first country that the words of a phrase tell.
    pub(crate) fn country_in(&self, phrase: &str) -> Option<String> {
        Reader::new(self, phrase, None, None).country()
    }

    /// The persons of a surname, folded.
    pub(crate) fn persons_called(&self, surname: &str) -> &[usize] {
        self.surnames().get(surname).map_or(&[], Vec::as_slice)
    }

    /// The only known person of a surname.
    pub(crate) fn by_surname(&self, phrase: &str) -> Option<ActorRef> {
        match self.persons_called(&crate::names::fold(phrase)) {
            [only] => Some(self.tables.actors[*only].to_ref(phrase)),
            _ => None,
        }
    }

    /// Persons by a surname that several may have; those in office come first.
    fn by_shared_surname(&self, phrase: &str, at: Option<Date>) -> Vec<Resolution> {
        let found = self.persons_called(&crate::names::fold(phrase));
        let alone = found.len() == 1;
        let readings = found.iter().map(|&index| {
            let why = format!("the surname of {}", self.tables.actors[index].name);
            let reading = self.person(index, phrase, at, why);
            let holds = reading.office.is_some();
            let score = match (alone, holds) {
                (true, _) => 0.8,
                (false, true) => 0.7,
                (false, false) => 0.4,
            };
            Resolution { score, ..reading }
        });
        let mut readings: Vec<Resolution> = readings.collect();
        readings.sort_by(|a, b| b.score.total_cmp(&a.score));
        // Nobody in office is nobody in particular, and neither are two.
        let sure = alone || readings.iter().filter(|one| one.score > 0.5).count() == 1;
        if !sure {
            readings.iter_mut().for_each(|one| one.score = 0.3);
        }
        readings
    }

    /// What an entry means under a sense.
    fn meaning(&self, sense: Sense, text: &str, at: Option<Date>) -> Option<Resolution> {
        let entry = |index: usize| &self.tables.actors[index];
        Some(match sense {
            Sense::Name(index) => {
                let actor = entry(index);
                let why = format!("a name of {}", actor.name);
                if actor.kind == ActorKind::Person {
                    return Some(self.person(index, text, at, why));
                }
                let score = match actor.kind {
                    ActorKind::State => 0.98,
                    ActorKind::Organisation => 0.96,
                    _ => 0.9,
                };
                let gone = at.is_some_and(|day| {
                    actor.from.is_some_and(|from| day.year() < from)
                        || actor.to.is_some_and(|to| day.year() > to)
                });
                let reading = Resolution::of(actor.to_ref(text), true, score, why);
                if gone {
                    reading.scaled(0.6).because("not of that time")
                } else {
                    reading
                }
            }
            Sense::Adjective(index) => {
                let why = format!("adjective of {}", entry(index).name);
                Resolution::of(entry(index).to_ref(text), true, 0.85, why)
            }
            Sense::People(index) => {
                let state = entry(index);
                let actor = ActorRef {
                    id: format!("{}-people", state.id.to_lowercase()),
                    name: text.to_owned(),
                    sector: Some(Sector::Cvl),
                    ..state.to_ref(text)
                };
                let why = format!("the people of {}", state.name);
                Resolution::of(actor, true, 0.9, why)
            }
            Sense::Capital(index) => {
                let state = entry(index);
                let actor = ActorRef {
                    sector: Some(Sector::Gov),
                    ..state.to_ref(text)
                };
                let why = format!("the capital of {}, for its government", state.name);
                Resolution::of(actor, true, 0.88, why)
            }
            Sense::Place(index) => {
                let place = &self.tables.places[index];
                let why = format!("a place: {}", place.name);
                Resolution {
                    score: 0.7,
                    ..Resolution::as_written(text, place.country.clone(), None, why)
                }
            }
            Sense::Role(sector) => {
                let why = format!("{text}: {sector}");
                let reading = Resolution::as_written(text, None, Some(sector), why);
                Resolution {
                    sector2: self.portfolio(text, sector),
                    ..reading
                }
            }
            Sense::Issue(_) => return None,
        })
    }
}

/// A place must be at least this sure.
const SURE_PLACE: f64 = 0.6;

/// Whom a question means must be at least this sure.
const SURE: f64 = 0.5;
