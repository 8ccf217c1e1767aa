//! What runs over the ends of sentences: quotations, announcements, and who goes on speaking.

use std::collections::BTreeMap;

use super::{Found, Place, Tokens};

/// How far before a sentence that only names the speaker its quotation may end.
const BEFORE: usize = 4;

/// Words in quotation marks of which fewer are there are a term, and bring nothing else with them.
const TERM: usize = 3;

/// The attributions of a document, sentence by sentence.
pub(super) struct Document<'a> {
    /// Number of the quotation of each token.
    marks: &'a [usize],
    found: Vec<Found>,
    /// Of `found`, those that announced what the next sentence says.
    announced: Vec<usize>,
    /// Of `found`, the one whose source spoke last.
    last: Option<usize>,
    /// Quotations that fill a sentence and whose speaker it does not name, with who spoke last.
    unnamed: BTreeMap<usize, usize>,
    paragraph: Option<usize>,
}

impl<'a> Document<'a> {
    pub(super) fn new(marks: &'a [usize]) -> Self {
        Self {
            marks,
            found: Vec::new(),
            announced: Vec::new(),
            last: None,
            unnamed: BTreeMap::new(),
            paragraph: None,
        }
    }

    fn quotes(&self, found: &Found, number: usize) -> bool {
        let content = &found.content;
        content.iter().any(|&token| self.marks[token] == number)
    }

    /// Whether the cue itself is quoted: somebody tells who says it.
    fn is_quoted(&self, found: &Found) -> bool {
        found.cue.iter().any(|&token| self.marks[token] > 0)
    }

    /// Adds a sentence that begins at token `offset` of the document, with the attributions that stand
    /// in it. `wordy` are those of its tokens that are more than punctuation.
    pub(super) fn add(
        &mut self,
        paragraph: usize,
        offset: usize,
        wordy: &[bool],
        found: Vec<Found>,
    ) {
        let tokens = offset..offset + wordy.len();
        let first_word = wordy.iter().position(|&is| is).unwrap_or(0);
        let opening = self.marks.get(offset + first_word).copied().unwrap_or(0);
        for announcer in std::mem::take(&mut self.announced) {
            let said = tokens
                .clone()
                .filter(|&token| opening == 0 || self.marks[token] == opening);
            self.found[announcer].content = said.collect();
            self.last = Some(announcer);
        }
        let mut own = Vec::new();
        for mut attribution in found {
            let moved = |tokens: &Tokens| tokens.iter().map(|token| token + offset).collect();
            attribution.source = moved(&attribution.source);
            attribution.cue = moved(&attribution.cue);
            attribution.content = moved(&attribution.content);
            match attribution.place {
                Place::Here => {}
                Place::After => self.announced.push(self.found.len()),
                Place::Before if self.paragraph == Some(paragraph) => {
                    attribution.content = self.quotation_before(offset);
                }
                Place::Before => {}
            }
            if attribution.place == Place::Before && attribution.content.is_empty() {
                continue;
            }
            if !self.is_quoted(&attribution) {
                own.push(self.found.len());
            }
            self.found.push(attribution);
        }
        self.paragraph = Some(paragraph);
        self.go_on(&tokens, offset, wordy, &own);
        let quoting = |&&at: &&usize| {
            let content = &self.found[at].content;
            content.iter().any(|&token| self.marks[token] > 0)
        };
        let speaking = own.iter().rev().find(quoting).or(own.last());
        self.last = speaking.copied().or(self.last);
    }

    /// A sentence that is all quoted, and whose quotation nobody is said to speak, is the last speaker's,
    /// unless a later sentence names another.
    fn go_on(
        &mut self,
        tokens: &std::ops::Range<usize>,
        offset: usize,
        wordy: &[bool],
        own: &[usize],
    ) {
        let words = wordy.iter().filter(|is| **is).count();
        let quoted = tokens
            .clone()
            .filter(|&token| wordy[token - offset] && self.marks[token] > 0)
            .count();
        // One word in ten may stand outside: "And".
        if quoted * 10 < words * 9 {
            return;
        }
        let numbers: Tokens = tokens.clone().map(|token| self.marks[token]).collect();
        for number in numbers.into_iter().filter(|&number| number > 0) {
            let said = tokens.clone().filter(|&token| self.marks[token] == number);
            let spoken = own.iter().any(|&at| self.quotes(&self.found[at], number));
            if let Some(last) = self.last
                && !spoken
                && said.count() > TERM
            {
                self.unnamed.entry(number).or_insert(last);
            }
        }
    }

    /// The quotation that ends right before token `offset`, where the one who spoke it is named.
    fn quotation_before(&self, offset: usize) -> Tokens {
        let from = offset.saturating_sub(BEFORE);
        let Some(end) = (from..offset).rev().find(|&token| self.marks[token] > 0) else {
            return Tokens::new();
        };
        let number = self.marks[end];
        (0..=end)
            .rev()
            .take_while(|&token| self.marks[token] == number)
            .collect()
    }

    /// Everything found. A quotation that began or goes on in another sentence is whole.
    pub(super) fn finish(mut self) -> Vec<Found> {
        let mut whole: BTreeMap<usize, Tokens> = BTreeMap::new();
        for (token, &number) in self.marks.iter().enumerate() {
            if number > 0 {
                whole.entry(number).or_default().insert(token);
            }
        }
        for (number, last) in std::mem::take(&mut self.unnamed) {
            let mut named = self.found.iter().filter(|found| !self.is_quoted(found));
            if !named.any(|found| self.quotes(found, number)) {
                let said = whole.get(&number).into_iter().flatten();
                self.found[last].content.extend(said);
            }
        }
        self.found.retain(|found| !found.content.is_empty());
        let mut owned = Tokens::new();
        for found in &mut self.found {
            let mut parts: BTreeMap<usize, usize> = BTreeMap::new();
            for &token in &found.content {
                *parts.entry(self.marks[token]).or_default() += 1;
            }
            parts.remove(&0);
            for (number, part) in parts {
                let Some(all) = whole.get(&number) else {
                    continue;
                };
                if owned.insert(number) && (part >= TERM || part == all.len()) {
                    let said = all.iter().filter(|&token| !found.cue.contains(token));
                    found.content.extend(said);
                }
            }
        }
        self.found
    }
}

/// Of each attribution, whether its cue stands in quotation marks or in another's content.
pub(super) fn nested(found: &[Found], marks: &[usize]) -> Vec<bool> {
    let quoted = |at: &Found| at.cue.iter().any(|&token| marks[token] > 0);
    // By the first token of their content, so that only those are looked at that can hold a cue.
    let holds = |outer: &Found, inner: &Found| {
        let turned =
            outer.cue.is_subset(&inner.content) && outer.content.len() < inner.content.len();
        !turned && inner.cue.is_subset(&outer.content) && !quoted(outer)
    };
    let span = |at: &Found| Some((*at.content.first()?, *at.content.last()?));
    let spans: Vec<_> = found.iter().map(span).collect();
    found
        .iter()
        .enumerate()
        .map(|(index, inner)| {
            let Some(&cue) = inner.cue.first() else {
                return false;
            };
            let near = |outer: usize| {
                spans[outer].is_some_and(|(first, last)| (first..=last).contains(&cue))
            };
            let outer = (0..found.len())
                .any(|outer| outer != index && near(outer) && holds(&found[outer], inner));
            outer || quoted(inner)
        })
        .collect()
}
