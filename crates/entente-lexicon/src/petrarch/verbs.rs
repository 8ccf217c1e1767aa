//! Dictionaries of verbs: blocks of verbs with the patterns that they share, and sets of words.
//!
//! ```text
//! &WATER
//! +RIVER
//! +DRINKING_WATER
//!
//! --- DIVERT [120] ---
//! DIVERT
//! +CUT_OFF {+CUTS_OFF +CUTTING_OFF} [160]     + stands before the verb of several words
//! - * {&WATER SUPPLY} [161]
//! ```

use std::collections::HashMap;

use entente_model::Diagnostic;

use super::DictionaryFile;
use super::inflect::{forms, plural};
use super::lines::{bracketed, error, lines, warning};
use super::pattern::{Pattern, pattern};
use super::phrase::words_of;

/// The code of an event, and of the one that answers it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct EventCode {
    /// From source to target; `None` where there is no event.
    pub forward: Option<String>,
    /// From target to source: `036` of `032:036`.
    pub backward: Option<String>,
}

impl EventCode {
    /// The code as dictionaries write it: `190`, `040:040`, `:080`, `---` for none.
    pub fn of(text: &str) -> Self {
        let code = |text: &str| {
            let text = text.trim();
            (!text.is_empty() && text != "---").then(|| text.to_owned())
        };
        let (forward, backward) = text.split_once(':').unwrap_or((text, ""));
        Self {
            forward: code(forward),
            backward: code(backward),
        }
    }

    /// Whether it codes nothing.
    pub fn is_none(&self) -> bool {
        self.forward.is_none() && self.backward.is_none()
    }
}

/// A verb in one form, with the words that belong to it, all in capitals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerbForm {
    /// Right before the verb itself.
    pub before: Vec<String>,
    /// The verb itself.
    pub head: String,
    /// Behind it.
    pub after: Vec<String>,
}

/// A verb of the dictionary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verb {
    /// As it stands in the dictionary.
    pub name: String,
    /// Its own code, or else its block's.
    pub code: EventCode,
    /// Whose patterns it has: an index into [`Verbs::blocks`].
    pub block: usize,
}

/// A set of words: `&NAME`.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WordSet {
    /// In capitals, without the sign.
    pub name: String,
    /// Its phrases and, unless they end in `_`, their plurals.
    pub phrases: Vec<Vec<String>>,
}

/// Verbs with their patterns.
#[derive(Debug, Clone, Default)]
pub struct Verbs {
    /// The sets that patterns name.
    pub sets: Vec<WordSet>,
    /// The verbs, in the order of the files.
    pub verbs: Vec<Verb>,
    /// The patterns of each block.
    pub blocks: Vec<Vec<Pattern>>,
    by_head: HashMap<String, Vec<(VerbForm, usize)>>,
}

impl Verbs {
    /// The forms whose verb itself is this word, in capitals, with indices into `verbs`.
    pub fn forms(&self, head: &str) -> &[(VerbForm, usize)] {
        self.by_head.get(head).map_or(&[], Vec::as_slice)
    }

    /// How many patterns there are.
    pub fn patterns(&self) -> usize {
        self.blocks.iter().map(Vec::len).sum()
    }
}

/// What lines with a `+` belong to.
enum Open {
    Nothing,
    Set(usize),
    Block,
}

/// A line of a set or a pattern, to be understood once every set is known.
struct Line<'f> {
    file: &'f DictionaryFile,
    number: u64,
    text: String,
    owner: usize,
}

#[derive(Default)]
struct Reading<'f> {
    verbs: Verbs,
    members: Vec<Line<'f>>,
    patterns: Vec<Line<'f>>,
    default: EventCode,
}

const VERB_HINT: &str =
    "write VERB, VERB {FORMS}, +VERB_PARTICLE, each with its [code] if it has one of its own";
const PATTERN_HINT: &str =
    "write - WORDS * WORDS [code], with {A NOUN}, (PREPOSITION NOUN), &SET, $, +, ^, %";

pub(super) fn read(files: &[&DictionaryFile], faults: &mut Vec<Diagnostic>) -> Verbs {
    let mut reading = Reading::default();
    for file in files {
        reading.file(file, faults);
    }
    reading.resolve_sets(faults);
    reading.resolve_patterns(faults);
    reading.verbs
}

/// A set's name as it is compared: `&PREPOSIT1_` and `&PREPOSIT1` are one.
fn set_name(text: &str) -> String {
    text.trim()
        .trim_start_matches('&')
        .trim_end_matches('_')
        .to_uppercase()
}

impl<'f> Reading<'f> {
    fn file(&mut self, file: &'f DictionaryFile, faults: &mut Vec<Diagnostic>) {
        let mut open = Open::Nothing;
        for (number, text) in lines(file) {
            let text = text.trim();
            if let Some(header) = text.strip_prefix("---") {
                open = Open::Block;
                self.verbs.blocks.push(Vec::new());
                match bracketed(header, '[', ']') {
                    Ok(Some([_, code, _])) => self.default = EventCode::of(code),
                    Ok(None) => self.default = EventCode::default(),
                    Err(message) => {
                        self.default = EventCode::default();
                        faults.push(error(file, number, message, "write --- NAME [code] ---"));
                    }
                }
            } else if text.starts_with('&') {
                open = Open::Set(self.set(&set_name(text)));
            } else if text.starts_with('~') {
                let hint = "write the pattern that is meant with the verb itself";
                let message = "transformations are not read".to_owned();
                faults.push(warning(file, number, message, hint));
            } else if let (Open::Set(owner), Some(member)) = (&open, text.strip_prefix('+')) {
                self.members.push(Line {
                    file,
                    number,
                    text: member.trim().to_owned(),
                    owner: *owner,
                });
            } else {
                self.entry(file, number, text, &open, faults);
            }
        }
    }

    /// A line of a block: a pattern or a verb.
    fn entry(
        &mut self,
        file: &'f DictionaryFile,
        number: u64,
        text: &str,
        open: &Open,
        faults: &mut Vec<Diagnostic>,
    ) {
        let dash = text.strip_prefix('-');
        let (Some(block), false) = (
            self.verbs.blocks.len().checked_sub(1),
            matches!(open, Open::Nothing),
        ) else {
            let message = format!("{text:?} stands in no block");
            faults.push(error(
                file,
                number,
                message,
                "a line --- NAME [code] --- begins one",
            ));
            return;
        };
        let outside = text.split('[').next().unwrap_or_default();
        if dash.is_some() || outside.contains('*') {
            if dash.is_none() {
                let message = "a pattern without its dash".to_owned();
                faults.push(warning(file, number, message, PATTERN_HINT));
            }
            self.patterns.push(Line {
                file,
                number,
                text: dash.unwrap_or(text).trim().to_owned(),
                owner: block,
            });
        } else if let Err(message) = self.verb(text, block) {
            faults.push(error(file, number, message, VERB_HINT));
        }
    }

    /// The set of that name; a new one where there is none yet.
    fn set(&mut self, name: &str) -> usize {
        let known = self.verbs.sets.iter().position(|set| set.name == name);
        known.unwrap_or_else(|| {
            self.verbs.sets.push(WordSet {
                name: name.to_owned(),
                phrases: Vec::new(),
            });
            self.verbs.sets.len() - 1
        })
    }

    fn verb(&mut self, text: &str, block: usize) -> Result<(), String> {
        let (head, code) = match bracketed(text, '[', ']')? {
            Some([head, code, _]) => (head, EventCode::of(code)),
            None => (text, self.default.clone()),
        };
        let (name, given) = match bracketed(head, '{', '}')? {
            Some([name, given, _]) => (name, Some(given)),
            None => (head, None),
        };
        let base = verb_form(name).ok_or_else(|| format!("{text:?} has no verb"))?;
        let mut all = vec![base.clone()];
        match given {
            Some(given) => {
                let given = given.split(|it: char| it == ',' || it.is_whitespace());
                all.extend(given.filter_map(verb_form));
            }
            None => all.extend(forms(&base.head).map(|head| VerbForm {
                head,
                ..base.clone()
            })),
        }
        let index = self.verbs.verbs.len();
        for form in all {
            let known = self.verbs.by_head.entry(form.head.clone()).or_default();
            known.push((form, index));
        }
        self.verbs.verbs.push(Verb {
            name: name
                .trim_start_matches('+')
                .replace("_+", " ")
                .replace('_', " "),
            code,
            block,
        });
        Ok(())
    }

    /// Fills the sets: first their own phrases, then those of the sets that they name.
    fn resolve_sets(&mut self, faults: &mut Vec<Diagnostic>) {
        let mut named: Vec<(usize, usize)> = Vec::new();
        for line in std::mem::take(&mut self.members) {
            if line.text.starts_with('&') {
                let name = set_name(&line.text);
                match self.verbs.sets.iter().position(|set| set.name == name) {
                    Some(other) => named.push((line.owner, other)),
                    None => {
                        let message = format!("no set {:?} is defined", line.text);
                        let hint = "a line with the set's name stands before its words";
                        faults.push(error(line.file, line.number, message, hint));
                    }
                }
                continue;
            }
            let exact = line.text.ends_with('_');
            let words = words_of(&line.text.replace(['(', ')'], " "));
            let mut phrases = vec![words.clone()];
            if let (false, Some((last, before))) = (exact, words.split_last()) {
                let mut plural_words = before.to_vec();
                plural_words.push(plural(last));
                phrases.push(plural_words);
            }
            if let Some(set) = self.verbs.sets.get_mut(line.owner) {
                set.phrases
                    .extend(phrases.into_iter().filter(|it| !it.is_empty()));
            }
        }
        // As many rounds as a chain of sets can be long, so that sets which name each other end.
        for _ in 0..named.len() {
            for &(owner, other) in &named {
                let more = self.verbs.sets[other].phrases.clone();
                let phrases = &mut self.verbs.sets[owner].phrases;
                for phrase in more {
                    if !phrases.contains(&phrase) {
                        phrases.push(phrase);
                    }
                }
            }
        }
        for set in &mut self.verbs.sets {
            set.phrases
                .sort_by_key(|phrase| std::cmp::Reverse(phrase.len()));
        }
    }

    fn resolve_patterns(&mut self, faults: &mut Vec<Diagnostic>) {
        let sets: HashMap<String, usize> = (0..)
            .zip(&self.verbs.sets)
            .map(|(at, set)| (set.name.clone(), at))
            .collect();
        let set = |name: &str| sets.get(&set_name(name)).copied();
        for line in std::mem::take(&mut self.patterns) {
            let read = bracketed(&line.text, '[', ']').and_then(|parts| match parts {
                Some([_, "", _]) | None => Err("the pattern has no code".to_owned()),
                Some([words, code, _]) => pattern(words, EventCode::of(code), &set),
            });
            match (read, self.verbs.blocks.get_mut(line.owner)) {
                (Ok(pattern), Some(block)) => block.push(pattern),
                (Ok(_), None) => {}
                (Err(message), _) => {
                    faults.push(error(line.file, line.number, message, PATTERN_HINT));
                }
            }
        }
    }
}

/// A verb as it is written: `BREAK`, `+BREAK_DOWN`, `WIRE_+TAP`. Without a sign the first word is
/// the verb itself.
fn verb_form(text: &str) -> Option<VerbForm> {
    let text = text.trim().to_uppercase();
    let (before, rest) = text.split_once('+').unwrap_or(("", &text));
    let words = words_of(rest);
    let (head, after) = words.split_first()?;
    Some(VerbForm {
        before: words_of(before),
        head: head.clone(),
        after: after.to_vec(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::petrarch::{Dictionaries, DictionaryKind};

    fn read_text(text: &str) -> (Verbs, Vec<Diagnostic>) {
        let (read, faults) = Dictionaries::read(&[DictionaryFile {
            kind: DictionaryKind::Verbs,
            name: "own.verbs.txt".into(),
            text: text.into(),
        }]);
        (read.verbs, faults)
    }

    fn verb<'v>(verbs: &'v Verbs, form: &str) -> Option<(&'v VerbForm, &'v Verb)> {
        let (form, index) = verbs.forms(form).last()?;
        Some((form, &verbs.verbs[*index]))
    }

    #[test]
    fn blocks_sets_and_forms() {
        let text = "&WATER_\n+RIVER\n+DRINKING_WATER_\n+&LAKES\n&LAKES\n+LAKE\n\
                    --- DIVERT [120] ---\nDIVERT\nBAN {BANS BANNED} [---]\n\
                    +CUT_OFF {+CUTS_OFF} [160:161]\nWIRE_+TAP\n- * {&WATER SUPPLY} [161] # no\n\
                    * (FROM &LAKES) [162]\n";
        let (verbs, faults) = read_text(text);
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert_eq!(faults[0].place.line, Some(13));
        assert_eq!(verbs.sets[0].phrases.len(), 5);
        assert_eq!(verbs.patterns(), 2);
        assert_eq!(
            verb(&verbs, "DIVERTED").unwrap().1.code,
            EventCode::of("120")
        );
        assert!(verb(&verbs, "BANNED").unwrap().1.code.is_none());
        assert!(verb(&verbs, "BANNING").is_none());
        let (form, cut) = verb(&verbs, "CUTS").unwrap();
        assert_eq!(
            (form.after.as_slice(), cut.code.backward.as_deref()),
            (&["OFF".to_owned()][..], Some("161"))
        );
        assert_eq!(verb(&verbs, "TAPS").unwrap().0.before, ["WIRE"]);
    }

    #[test]
    fn faulty_lines_are_told_and_the_rest_is_read() {
        let text = "LOST\n--- A [010 ---\nACT\n{X} [1]\n- * WORD [\n- * WORD\n- WORD [050]\n\
                    ~ a (a b ATTACK) SAY = a b 015\n- * &NONE [050]\n- * WORD [050]\n&S\n+&T\n+&S\n";
        let (verbs, faults) = read_text(text);
        let lines: Vec<_> = faults.iter().filter_map(|it| it.place.line).collect();
        assert_eq!(lines, [1, 2, 4, 8, 12, 5, 6, 7, 9]);
        assert_eq!((verbs.verbs.len(), verbs.patterns()), (1, 1));
    }
}
