//! What a sentence is like before any tag or tree: its words, and who may be named among them.

use std::collections::HashSet;

use entente_lexicon::Lexicon;
use entente_model::Span;
use entente_text::{Upos, hash_chars, hashed_feature, lemma};

use crate::predicates::Predicates;

/// Templates of features, by their numbers.
mod template {
    pub(super) const ALWAYS: u32 = 0;
    pub(super) const WORD: u32 = 1;
    pub(super) const PAIR: u32 = 2;
    pub(super) const KNOWN: u32 = 3;
    pub(super) const CAPITALS: u32 = 4;
    pub(super) const ROLES: u32 = 5;
    pub(super) const LENGTH: u32 = 6;
    pub(super) const TELLING: u32 = 7;
    pub(super) const SOMEBODY: u32 = 8;
    pub(super) const WORD_OF_TWO: u32 = 9;
}

/// Stand for a known name, another word with a capital, and a number, where pairs of words are looked at.
const KNOWN: u32 = 1;
const CAPITAL: u32 = 2;
const NUMBER: u32 = 3;

/// Counts from which on it does not matter how many there are.
const MANY: u32 = 4;
const LONG: usize = 10;
/// Words that lengths are counted in.
const STEP: usize = 5;

/// Whom an earlier sentence named.
const PRONOUNS: &[&str] = &["he", "she", "they", "it", "who", "which", "both"];

/// Features of the sentence of these tokens.
pub(super) fn features(
    lexicon: &Lexicon,
    predicates: &Predicates,
    text: &str,
    sentence: &[Span],
) -> Vec<u32> {
    let words: Vec<&str> = sentence.iter().map(|span| span.of(text)).collect();
    let lower: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let (mut known, mut capitals, mut roles, mut pronouns) = (0, 0, 0, 0);
    let hashes: Vec<u32> = lower.iter().map(|word| hash_chars(word.chars())).collect();
    let mut codes = Vec::with_capacity(words.len());
    for (index, (&word, lower)) in words.iter().zip(&lower).enumerate() {
        let capital = word.starts_with(char::is_uppercase);
        let may_act = lexicon.may_begin_actor(word);
        codes.push(if capital && may_act {
            known += 1;
            KNOWN
        } else if capital && index > 0 {
            capitals += u32::from(codes.last() != Some(&CAPITAL));
            CAPITAL
        } else if word.starts_with(|first: char| first.is_ascii_digit()) {
            NUMBER
        } else {
            roles += u32::from(may_act);
            pronouns += u32::from(PRONOUNS.contains(&lower.as_str()));
            hashes[index]
        });
    }
    let telling = is_telling(predicates, &lower);
    let somebody = known + capitals + roles + pronouns;
    let mut found = vec![
        hashed_feature(template::ALWAYS, &[]),
        hashed_feature(template::KNOWN, &[known.min(MANY)]),
        hashed_feature(template::CAPITALS, &[capitals.min(MANY)]),
        hashed_feature(template::ROLES, &[roles.min(MANY)]),
        hashed_feature(template::LENGTH, &[(words.len() / STEP).min(LONG) as u32]),
        hashed_feature(template::TELLING, &[u32::from(telling), known.min(2)]),
        hashed_feature(template::SOMEBODY, &[somebody.min(2), u32::from(telling)]),
    ];
    let mut seen = HashSet::with_capacity(2 * lower.len());
    for word in hashes {
        if seen.insert(word) {
            found.push(hashed_feature(template::WORD, &[word]));
            found.push(hashed_feature(template::WORD_OF_TWO, &[word, known.min(2)]));
        }
    }
    for pair in codes.windows(2) {
        found.push(hashed_feature(template::PAIR, pair));
    }
    found
}

/// Whether a word tells an event, a tie, a stance or a label.
fn is_telling(predicates: &Predicates, words: &[String]) -> bool {
    let mut forms = HashSet::with_capacity(4 * words.len());
    for word in words {
        let verb = lemma(word, Upos::Verb);
        // What rules of inflection cannot restore: "rebuk", "expell".
        forms.insert(format!("{verb}e"));
        forms.extend(verb.strip_suffix('l').map(str::to_owned));
        forms.insert(verb);
        forms.insert(lemma(word, Upos::Noun));
    }
    forms.extend(words.iter().cloned());
    forms.iter().any(|form| predicates.tells(form, &forms))
}
