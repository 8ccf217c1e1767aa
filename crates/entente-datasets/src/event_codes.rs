//! Event codes of older ontologies as PLOVER types, by the tables in `lexicon/ontologies/`.

use std::collections::HashMap;
use std::sync::LazyLock;

use entente_model::{EventType, Quad};
use foldhash::fast::RandomState;

/// What a code says in PLOVER.
#[derive(Debug, Clone, PartialEq)]
pub struct Meaning {
    /// PLOVER type; `None` for mere statements.
    pub event_type: Option<EventType>,
    /// PLOVER mode, where the code tells.
    pub mode: Option<String>,
    /// Goldstein's scale, -10 to 10.
    pub intensity: f64,
}

/// An ontology of events: codes and what they mean.
#[derive(Debug)]
pub struct EventCodes {
    meanings: HashMap<&'static str, Meaning, RandomState>,
    /// The last root: 20 in CAMEO, 22 in WEIS.
    roots: u8,
}

impl EventCodes {
    /// CAMEO.
    pub fn cameo() -> &'static Self {
        static CAMEO: LazyLock<EventCodes> = LazyLock::new(|| {
            EventCodes::read(include_str!("../../../lexicon/ontologies/cameo.tsv"), 20)
        });
        &CAMEO
    }

    /// WEIS.
    pub fn weis() -> &'static Self {
        static WEIS: LazyLock<EventCodes> = LazyLock::new(|| {
            EventCodes::read(include_str!("../../../lexicon/ontologies/weis.tsv"), 22)
        });
        &WEIS
    }

    fn read(table: &'static str, roots: u8) -> Self {
        let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
        let meanings = rows
            .filter_map(|line| {
                let mut fields = line.split('\t');
                let (code, event_type) = (fields.next()?, fields.next()?);
                let mode = fields.next().filter(|mode| !mode.is_empty());
                let meaning = Meaning {
                    event_type: event_type.parse().ok(),
                    mode: mode.map(str::to_owned),
                    intensity: fields.next()?.parse().ok()?,
                };
                Some((code, meaning))
            })
            .collect();
        Self { meanings, roots }
    }

    /// What a code of two to four digits means; `None` where it is none.
    ///
    /// ```
    /// use entente_datasets::EventCodes;
    /// use entente_model::EventType;
    /// let fight = EventCodes::cameo().meaning("1951").unwrap();
    /// assert_eq!(fight.event_type, Some(EventType::Assault));
    /// assert_eq!(EventCodes::cameo().meaning("0841]"), None);
    /// ```
    pub fn meaning(&self, code: &str) -> Option<&Meaning> {
        let digits = (2..=4).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
        let root: u8 = code.get(..2).filter(|_| digits)?.parse().ok()?;
        if !(1..=self.roots).contains(&root) {
            return None;
        }
        (2..=code.len())
            .rev()
            .find_map(|length| self.meanings.get(code.get(..length)?))
    }
}

/// The quad class that CAMEO gives a code by its root, where that is one.
pub fn cameo_quad(code: &str) -> Option<Quad> {
    Some(match code.get(..2)?.parse::<u8>().ok()? {
        1..=5 => Quad::VerbalCooperation,
        6..=8 => Quad::MaterialCooperation,
        9..=13 => Quad::VerbalConflict,
        14..=20 => Quad::MaterialConflict,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_of_the_tables_is_read() {
        for (codes, table) in [
            (
                EventCodes::cameo(),
                include_str!("../../../lexicon/ontologies/cameo.tsv"),
            ),
            (
                EventCodes::weis(),
                include_str!("../../../lexicon/ontologies/weis.tsv"),
            ),
        ] {
            let rows = table.lines().filter(|line| !line.starts_with('#')).skip(1);
            let mut count = 0;
            for line in rows {
                let fields: Vec<&str> = line.split('\t').collect();
                let meaning = codes.meaning(fields[0]).unwrap();
                let event_type = meaning.event_type.map_or("", EventType::name);
                assert_eq!(event_type, fields[1], "{line}");
                assert!((-10.0..=10.0).contains(&meaning.intensity), "{line}");
                count += 1;
            }
            assert_eq!(count, codes.meanings.len());
        }
    }

    #[test]
    fn a_code_is_as_the_longest_one_that_it_begins_with() {
        let mode = |code: &str| EventCodes::cameo().meaning(code)?.mode.as_deref();
        assert_eq!(mode("1822"), Some("torture"));
        assert_eq!(mode("1829"), Some("beat"));
        assert_eq!(mode("18"), None);
        for wrong in ["", "1", "21", "00", "12345", "1.2"] {
            assert_eq!(EventCodes::cameo().meaning(wrong), None, "{wrong}");
        }
    }
}
