//! The names of a GUM sentence: which part of a bracketed phrase is a proper name, and of what.
//! It reads annotation only, and is no tagger.

use std::collections::BTreeSet;

use crate::conllu::{Sentence, Word};
use crate::parse::MentionKind;

/// A bracketed phrase ("(12-person-new-nnnnn-cf1-1-coref-Barack_Obama").
struct Phrase<'a> {
    first: usize,
    end: usize,
    kind: &'a str,
    /// Title of its page on Wikipedia; empty where it is not linked.
    title: &'a str,
}

/// Between two parts of one name.
const JOINTS: [&str; 7] = ["-", "–", "/", "&", "'", "’", "."];
const POSSESSIVES: [&str; 2] = ["'s", "’s"];
/// Between two parts of a name that is not a person's; others only where Wikipedia's title has
/// them.
const PREPOSITIONS: [&str; 2] = ["of", "for"];
/// Proper nouns that count or classify rather than name ("Figure 1.5", "the State").
const GENERIC: [&str; 20] = [
    "figure",
    "table",
    "chapter",
    "volume",
    "section",
    "appendix",
    "equation",
    "exhibit",
    "part",
    "nation",
    "state",
    "government",
    "city",
    "county",
    "article",
    "rule",
    "count",
    "exh.",
    "fig.",
    "point",
];
/// Parts of a person's name although the treebank attaches them as titles.
const NAME_PARTS: [&str; 7] = ["saint", "st", "st.", "jr.", "jr", "sr.", "sr"];
/// Proper nouns that address a person without naming one ("Mr. President").
const TITLES: [&str; 51] = [
    "president",
    "vice",
    "speaker",
    "chair",
    "chairman",
    "chairwoman",
    "minister",
    "prime",
    "mayor",
    "secretary",
    "senator",
    "governor",
    "ambassador",
    "general",
    "judge",
    "justice",
    "king",
    "queen",
    "madam",
    "sir",
    "mr.",
    "mrs.",
    "ms.",
    "dr.",
    "doctor",
    "professor",
    "mom",
    "dad",
    "pope",
    "congressman",
    "congresswoman",
    "representative",
    "director",
    "counsel",
    "officer",
    "member",
    "members",
    "leader",
    "spokesperson",
    "spokesman",
    "spokeswoman",
    "commissioner",
    "undersecretary",
    "sheriff",
    "prince",
    "princess",
    "sheikh",
    "colonel",
    "captain",
    "lieutenant",
    "admiral",
];

/// Titles of Wikipedia that the sentences link places with.
pub(super) fn place_titles(sentences: &[Sentence]) -> BTreeSet<String> {
    let phrases = sentences
        .iter()
        .flat_map(|sentence| phrases(&sentence.words));
    phrases
        .filter(|phrase| phrase.kind == "place" && !phrase.title.is_empty())
        .map(|phrase| phrase.title.to_owned())
        .collect()
}

/// The names, in order, not overlapping: first token, one past the last, kind. A name with one of
/// the titles of `places` is a place's also where the treebank takes it for those who act there.
pub(super) fn of(words: &[Word], places: &BTreeSet<String>) -> Vec<(usize, usize, MentionKind)> {
    let mut phrases = phrases(words);
    for phrase in &mut phrases {
        if phrase.kind == "organization" && places.contains(phrase.title) {
            phrase.kind = "place";
        }
    }
    // Longer phrases first: a name within a longer name is part of it.
    phrases.sort_by_key(|phrase| (usize::MAX - (phrase.end - phrase.first), phrase.first));
    let ends: BTreeSet<usize> = phrases.iter().map(|phrase| phrase.end).collect();
    let shouted = is_shouted(words);
    let mut taken = vec![false; words.len()];
    let mut found = Vec::new();
    for phrase in &phrases {
        let name = Name {
            words,
            phrase,
            head: name_head(words, phrase),
            ends: &ends,
        };
        if phrase.kind == "time" || !name.is_named(shouted) {
            continue;
        }
        let (start, stop) = name.extent();
        if taken[start..stop].contains(&true) || name.is_description(start, stop) {
            continue;
        }
        taken[start..stop].fill(true);
        found.push((start, stop, name.kind(start, stop)));
    }
    found.sort_by_key(|&(start, ..)| start);
    found
}

/// The bracketed phrases; brackets without a partner in the sentence are passed over.
fn phrases(words: &[Word]) -> Vec<Phrase<'_>> {
    let mut found = Vec::new();
    let mut opened: Vec<(&str, Phrase<'_>)> = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let mut rest = word.entity.as_str();
        while !rest.is_empty() {
            if let Some(inner) = rest.strip_prefix('(') {
                let length = inner.find(['(', ')']).unwrap_or(inner.len());
                let (phrase, after) = inner.split_at(length);
                // group-type-infstat-salience-centering-minspan-link[-title]
                let mut parts = phrase.splitn(8, '-');
                let group = parts.next().unwrap_or_default();
                let phrase = Phrase {
                    first: at,
                    end: at + 1,
                    kind: parts.next().unwrap_or_default(),
                    title: parts.nth(5).unwrap_or_default(),
                };
                if let Some(after) = after.strip_prefix(')') {
                    found.push(phrase);
                    rest = after;
                } else {
                    opened.push((group, phrase));
                    rest = after;
                }
            } else {
                let (group, after) = rest.split_once(')').unwrap_or((rest, ""));
                if let Some(index) = opened.iter().rposition(|(own, _)| *own == group) {
                    let (_, phrase) = opened.remove(index);
                    found.push(Phrase {
                        end: at + 1,
                        ..phrase
                    });
                }
                rest = after;
            }
        }
    }
    found
}

/// The first word of the phrase whose head is outside it.
fn head(words: &[Word], phrase: &Phrase<'_>) -> usize {
    (phrase.first..phrase.end)
        .find(|&at| {
            governor(words, at).is_none_or(|head| head < phrase.first || head >= phrase.end)
        })
        .unwrap_or(phrase.end - 1)
}

/// The head of the phrase; behind a description, that of the person's name ("team member
/// \[Rodaba Noori\]").
fn name_head(words: &[Word], phrase: &Phrase<'_>) -> usize {
    let head = head(words, phrase);
    let word = &words[head];
    let described = word.upos != "PROPN" || TITLES.contains(&word.form.to_lowercase().as_str());
    let mut behind = head + 1..phrase.end;
    let name = behind.find(|&at| {
        governor(words, at) == Some(head) && words[at].deprel == "flat" && words[at].upos == "PROPN"
    });
    name.filter(|_| phrase.kind == "person" && described)
        .unwrap_or(head)
}

/// Index of the head of a word; `None` for the root.
fn governor(words: &[Word], at: usize) -> Option<usize> {
    words
        .get(at)?
        .head
        .checked_sub(1)
        .filter(|&head| head < words.len())
}

fn is_capital(form: &str) -> bool {
    form.chars().next().is_some_and(char::is_uppercase)
}

/// Whether capitals say nothing: a title or heading where most long words have one.
fn is_shouted(words: &[Word]) -> bool {
    let long = words.iter().map(|word| word.form.as_str()).filter(|form| {
        form.chars().count() > 3 && form.chars().next().is_some_and(char::is_alphabetic)
    });
    let (capital, all) = long.fold((0, 0), |(capital, all), form| {
        (capital + usize::from(is_capital(form)), all + 1)
    });
    capital * 2 > all
}

/// A phrase on its way to a name.
struct Name<'a> {
    words: &'a [Word],
    phrase: &'a Phrase<'a>,
    head: usize,
    /// Ends of all phrases of the sentence.
    ends: &'a BTreeSet<usize>,
}

impl Name<'_> {
    fn is_person(&self) -> bool {
        self.phrase.kind == "person"
    }

    /// Whether a phrase with this head has a name.
    fn is_named(&self, shouted: bool) -> bool {
        let word = &self.words[self.head];
        if word.form.contains('@') || word.form.contains("://") {
            return false;
        }
        // Else names of common words: "the [Hajj]", "[Facebook]".
        word.upos == "PROPN"
            || !self.phrase.title.is_empty()
                && !shouted
                && self.head > 0
                && matches!(word.upos.as_str(), "NOUN" | "VERB" | "X")
                && is_capital(&word.form)
    }

    /// Whether the words name nothing by themselves: "Mr. President", "Figure 1.5", "point A".
    fn is_description(&self, start: usize, stop: usize) -> bool {
        let form = self.words[self.head].form.to_lowercase();
        if self.is_person() {
            return TITLES.contains(&form.as_str()) && self.head + 1 == stop;
        }
        let placed = matches!(self.phrase.kind, "organization" | "place");
        if GENERIC.contains(&form.as_str()) && (stop - start == 1 || !placed) {
            return true;
        }
        stop - start == 1
            && (form.chars().count() == 1
                || self.phrase.title.is_empty()
                    && matches!(
                        self.phrase.kind,
                        "abstract" | "substance" | "plant" | "animal"
                    ))
    }

    /// The name around the head: first word and one past the last.
    fn extent(&self) -> (usize, usize) {
        let Phrase { first, end, .. } = *self.phrase;
        let mut start = self.head;
        while let Some(mut back) = start.checked_sub(1).filter(|&back| back >= first) {
            while back > first && start - back <= 2 && !self.is_part(back) && self.is_joint(back) {
                back -= 1;
            }
            // Across a joint only where the name goes on: not from "the head of the [CIA]".
            if !self.is_part(back) || back + 1 < start && !self.leads_to(start, back) {
                break;
            }
            start = back;
        }
        let mut stop = self.head + 1;
        while stop < end {
            let mut ahead = stop;
            while ahead < end && ahead - stop < 2 && !self.is_part(ahead) && self.is_joint(ahead) {
                ahead += 1;
            }
            let word = &self.words[stop];
            if ahead < end && self.is_part(ahead) {
                stop = ahead + 1;
            } else if word.upos == "NUM"
                && word.form.starts_with(|first: char| first.is_ascii_digit())
                && !matches!(self.phrase.kind, "person" | "organization" | "place")
            {
                stop += 1; // "Apollo 11"
            } else if self.is_person()
                && word.form == ","
                && stop + 1 < end
                && matches!(
                    self.words[stop + 1].form.as_str(),
                    "Jr." | "Jr" | "Sr." | "Sr"
                )
            {
                stop += 2; // "Smith, Jr."
            } else {
                break;
            }
        }
        (start, stop)
    }

    fn is_part(&self, at: usize) -> bool {
        let word = &self.words[at];
        if matches!(
            word.upos.as_str(),
            "DET" | "PRON" | "PUNCT" | "ADP" | "CCONJ" | "PART"
        ) {
            return false;
        }
        if self.is_person()
            && at < self.head
            && (self.is_title(at) || TITLES.contains(&word.form.to_lowercase().as_str()))
        {
            return false;
        }
        word.upos == "PROPN" || is_capital(&word.form)
    }

    fn is_joint(&self, at: usize) -> bool {
        let word = &self.words[at];
        if JOINTS.contains(&word.form.as_str()) {
            return true;
        }
        if self.is_person() {
            return false;
        }
        let form = word.form.to_lowercase();
        if POSSESSIVES.contains(&form.as_str()) {
            // "[Rodeo's Soup]", but not "[New York]'s [Metropolitan Museum]".
            return !self.ends.contains(&at) && !self.ends.contains(&(at + 1));
        }
        match word.upos.as_str() {
            // "Department of Health and Human Services", but not "Oslo and Rome".
            "CCONJ" => {
                let right = governor(self.words, at);
                right.and_then(|right| governor(self.words, right)) != Some(self.head)
            }
            "ADP" => {
                PREPOSITIONS.contains(&form.as_str())
                    || self
                        .phrase
                        .title
                        .to_lowercase()
                        .contains(&format!("_{form}_"))
            }
            _ => form == "the" && at > 0 && self.words[at - 1].upos == "ADP",
        }
    }

    /// Whether the word is, or belongs to, a title before the head.
    fn is_title(&self, mut at: usize) -> bool {
        while at < self.head {
            let word = &self.words[at];
            if word.deprel == "nmod:desc" {
                return !NAME_PARTS.contains(&word.form.to_lowercase().as_str());
            }
            match governor(self.words, at).filter(|&head| head > at) {
                Some(head) => at = head,
                None => return false,
            }
        }
        false
    }

    /// Whether the word at `back` depends on the part of the phrase from `start` on.
    fn leads_to(&self, start: usize, back: usize) -> bool {
        let mut at = back;
        for _ in self.phrase.first..self.phrase.end {
            if at >= start {
                return at < self.phrase.end;
            }
            match governor(self.words, at) {
                Some(head) if head >= self.phrase.first => at = head,
                _ => return false,
            }
        }
        false
    }

    /// The kind of the name; peoples ("Americans", "an Iranian") are not persons.
    fn kind(&self, start: usize, stop: usize) -> MentionKind {
        let word = &self.words[self.head];
        match self.phrase.kind {
            "person" if stop - start == 1 => {
                let plural = word.lemma != word.form && word.form.ends_with('s');
                let counted = (self.phrase.first..start).any(|at| {
                    governor(self.words, at) == Some(self.head)
                        && (self.words[at].deprel == "nummod"
                            || matches!(self.words[at].form.to_lowercase().as_str(), "a" | "an"))
                });
                if plural || counted {
                    MentionKind::Other
                } else {
                    MentionKind::Person
                }
            }
            "person" => MentionKind::Person,
            "organization" => MentionKind::Organisation,
            "place" => MentionKind::Place,
            _ => MentionKind::Other,
        }
    }
}
