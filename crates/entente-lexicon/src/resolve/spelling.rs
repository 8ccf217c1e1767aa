//! Names as they are heard: spelling variants of transliterated names, and slips of the pen in the
//! names of nations.

use entente_model::Date;

use super::Resolution;
use crate::Lexicon;
use crate::data::Sense;
use crate::names::{fold, key};
use crate::places::is_well_known;

/// What is left of a name when spellings that vary between transliterations are one: "Mohamed" and
/// "Mohammed", "Waljama'a" and "Wa-Jama", "Evelyn" and "Evelyne".
pub(crate) fn skeleton(name: &str) -> String {
    let mut kept = String::with_capacity(name.len());
    for word in fold(name).split([' ', '-']).filter(|word| !word.is_empty()) {
        let word: String = word.chars().filter(|c| c.is_alphanumeric()).collect();
        let word = word
            .replace("kh", "k")
            .replace("gh", "g")
            .replace("dh", "d")
            .replace("sh", "s")
            .replace("ch", "c")
            .replace("ts", "s")
            .replace("tz", "s")
            .replace("ph", "f")
            .replace("ou", "u")
            .replace("oo", "u")
            .replace("ee", "i");
        let word = word.trim_end_matches(['e', 'h', 'a']);
        for c in word.chars() {
            let c = match c {
                'y' | 'j' | 'e' => 'i',
                'o' => 'u',
                'q' | 'c' => 'k',
                'w' => 'v',
                'z' => 's',
                c => c,
            };
            if !kept.ends_with(c) && c != 'h' {
                kept.push(c);
            }
        }
        kept.push(' ');
    }
    kept.truncate(kept.trim_end().len());
    kept
}

/// Whether two words differ by two letters that changed places or, in longer words, by one letter.
fn is_slip(one: &str, other: &str) -> bool {
    if one.len() == other.len() {
        let mut own: Vec<u8> = one.bytes().collect();
        let mut others: Vec<u8> = other.bytes().collect();
        own.sort_unstable();
        others.sort_unstable();
        if own == others {
            return strsim::osa_distance(one, other) == 1;
        }
    }
    one.len() > LONG_ENOUGH + 1 && strsim::osa_distance(one, other) == 1
}

/// Letters of the shortest name of a nation that a slip is forgiven in.
const LONG_ENOUGH: usize = 5;

impl Lexicon {
    /// A name that is spelt as no entry is, of an entry that sounds like it; or the name of a nation
    /// with one slip in it.
    pub(super) fn by_spelling(&self, phrase: &str, at: Option<Date>) -> Vec<Resolution> {
        let heard = self.skeletons().get(&skeleton(phrase));
        let mut found: Vec<Resolution> = heard
            .into_iter()
            .flatten()
            .filter_map(|&index| self.meaning(Sense::Name(index), phrase, at))
            .map(|reading| reading.scaled(0.8).because("by a variant spelling"))
            .collect();
        if found.is_empty() {
            found.extend(self.by_slip(phrase));
        }
        found
    }

    pub(super) fn by_slip(&self, phrase: &str) -> Option<Resolution> {
        let (wanted, length) = key(phrase);
        let upper = phrase.starts_with(char::is_uppercase);
        if length != 1 || !upper || wanted.chars().count() < LONG_ENOUGH {
            return None;
        }
        let mut nations = self.nations().iter().filter(|(word, _)| {
            word.as_bytes().first() == wanted.as_bytes().first()
                && word.len().abs_diff(wanted.len()) <= 1
                && is_slip(word, &wanted)
        });
        let (_, index) = nations.next()?;
        // Two nations that are as near are none.
        if nations.any(|(_, other)| other != index) {
            return None;
        }
        // "Indiana" is spelt as it should be.
        if is_well_known(phrase) {
            return None;
        }
        let state = &self.tables.actors[*index];
        let why = format!("{}, with a slip", state.name);
        let mut reading = Resolution::of(state.to_ref(phrase), true, 0.45, why);
        reading.actor.country.clone_from(&state.country);
        Some(reading)
    }
}
