//! Who says what, against attributions that people marked: source, cue and content by shared tokens.

use std::collections::BTreeSet;

use entente_lexicon::{Half, Lexicon};
use entente_model::Span;
use entente_text::{ParsedSentence, Parser};
use serde::Deserialize;

use super::spans_in::{blocks, span_of, starts};
use crate::attribution::{Attribution, attributions};

/// An article with the attributions that people marked in it.
#[derive(Debug, Clone, Deserialize)]
pub struct AttributionCase {
    /// Its name; decides the half.
    pub doc: String,
    /// Its text.
    pub text: String,
    /// Those who marked it, each the whole article.
    pub annotators: Vec<String>,
    /// What they marked.
    pub attributions: Vec<MarkedAttribution>,
}

/// An attribution as marked; spans are first character and one past the last.
#[derive(Debug, Clone, Deserialize)]
pub struct MarkedAttribution {
    annotator: String,
    source: Vec<(usize, usize)>,
    cue: Vec<(usize, usize)>,
    content: Vec<(usize, usize)>,
}

impl AttributionCase {
    /// The half it belongs to.
    pub fn half(&self) -> Half {
        Half::of(&self.doc)
    }
}

/// Words of a role, or whole attributions: shared, found and marked. An article that several people marked
/// counts once, each of them for a part of one.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Shared {
    /// Both found and marked, in attributions that were matched.
    pub right: f64,
    /// Found.
    pub found: f64,
    /// Marked.
    pub marked: f64,
}

impl Shared {
    /// Of what was found, the share that is right.
    pub fn precision(self) -> f64 {
        self.right / self.found.max(1.0)
    }

    /// Of what is marked, the share that is right.
    pub fn recall(self) -> f64 {
        self.right / self.marked.max(1.0)
    }

    /// The harmonic mean of precision and recall; 0 where nothing is right.
    pub fn f1(self) -> f64 {
        2.0 * self.right / (self.found + self.marked).max(1.0)
    }

    fn add(&mut self, weight: f64, right: usize, found: usize, marked: usize) {
        self.right += weight * right as f64;
        self.found += weight * found as f64;
        self.marked += weight * marked as f64;
    }
}

/// Scores of each role, and how many attributions were matched at all.
#[derive(Debug, Clone, Default)]
pub struct AttributionScores {
    /// Words that say that something is said.
    pub cue: Shared,
    /// Words for who says it.
    pub source: Shared,
    /// Words of what is said.
    pub content: Shared,
    /// Attributions whose cues share a word, one to one.
    pub matched: Shared,
    /// What was missed, found beside the point, or came out otherwise.
    pub wrong: Vec<String>,
}

/// The words of an attribution, by the numbers of their tokens. Punctuation is left out.
struct Roles {
    cue: BTreeSet<usize>,
    source: BTreeSet<usize>,
    content: BTreeSet<usize>,
}

/// Reads each article for who says what and compares it with one annotator at a time.
///
/// Found and marked attributions are matched one to one, those first whose cues share most words and, of
/// those, whose contents do. The words that matched attributions share are right; all words found and all
/// words marked count, matched or not. What stands inside another attribution's content is not compared:
/// only the outermost are marked.
pub fn evaluate_attributions(
    parser: &dyn Parser,
    lexicon: &Lexicon,
    cases: &[AttributionCase],
) -> AttributionScores {
    let mut scores = AttributionScores::default();
    for case in cases {
        let text = case.text.as_str();
        let sentences = parser.read(text, &blocks(text), None, lexicon);
        let words = words(text, &sentences);
        let found = attributions(text, &sentences);
        let found: Vec<Roles> = found
            .iter()
            .filter(|found| !found.nested)
            .map(|found| Roles::found(found, &words))
            .collect();
        let starts = starts(text);
        let weight = 1.0 / case.annotators.len().max(1) as f64;
        for (order, annotator) in case.annotators.iter().enumerate() {
            let own = case.attributions.iter();
            let marked: Vec<Roles> = own
                .filter(|marked| marked.annotator == *annotator)
                .map(|marked| Roles::marked(marked, &starts, &words))
                .collect();
            let wrong = scores.compare(weight, &found, &marked);
            if order == 0 {
                let shown = wrong.into_iter().map(|wrong| wrong.shown(text, &words));
                scores.wrong.extend(shown);
            }
        }
    }
    scores
}

/// The tokens of the sentences that are more than punctuation.
fn words(text: &str, sentences: &[ParsedSentence]) -> Vec<Span> {
    let tokens = sentences
        .iter()
        .flat_map(|sentence| sentence.parse.tokens.iter().map(|token| token.span));
    tokens
        .filter(|span| span.of(text).contains(char::is_alphanumeric))
        .collect()
}

/// The numbers of the words that a span touches. `words` are in text order.
fn touched(words: &[Span], spans: impl IntoIterator<Item = Span>) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    for span in spans {
        let first = words.partition_point(|word| word.end <= span.start);
        let own = words[first..]
            .iter()
            .take_while(|word| word.start < span.end);
        found.extend((first..).zip(own).map(|(number, _)| number));
    }
    found
}

/// One of the roles.
type Role = fn(&Roles) -> &BTreeSet<usize>;

impl Roles {
    fn found(found: &Attribution, words: &[Span]) -> Self {
        Self {
            cue: touched(words, found.cue.iter().copied()),
            source: touched(words, found.source.iter().copied()),
            content: touched(words, found.content.iter().copied()),
        }
    }

    fn marked(marked: &MarkedAttribution, starts: &[usize], words: &[Span]) -> Self {
        let role = |spans: &[(usize, usize)]| {
            let spans = spans.iter().filter_map(|&span| span_of(starts, span));
            touched(words, spans)
        };
        Self {
            cue: role(&marked.cue),
            source: role(&marked.source),
            content: role(&marked.content),
        }
    }

    fn shown(&self, text: &str, words: &[Span]) -> String {
        let role = |numbers: &BTreeSet<usize>| {
            let own: Vec<&str> = numbers
                .iter()
                .map(|&number| words[number].of(text))
                .collect();
            own.join(" ")
        };
        let parts = [&self.source, &self.cue, &self.content];
        parts.map(role).join(" | ")
    }
}

/// What did not come out as marked.
enum Wrong<'a> {
    Missed(&'a Roles),
    Extra(&'a Roles),
    Otherwise(&'a Roles, &'a Roles),
}

impl Wrong<'_> {
    fn shown(&self, text: &str, words: &[Span]) -> String {
        match self {
            Self::Missed(roles) => format!("missed  {}", roles.shown(text, words)),
            Self::Extra(roles) => format!("extra   {}", roles.shown(text, words)),
            Self::Otherwise(found, marked) => format!(
                "found   {}\n    for {}",
                found.shown(text, words),
                marked.shown(text, words)
            ),
        }
    }
}

fn shared(a: &BTreeSet<usize>, b: &BTreeSet<usize>) -> usize {
    a.intersection(b).count()
}

/// Pairs of found and marked attributions whose cues share a word, one to one.
fn matches(found: &[Roles], marked: &[Roles]) -> Vec<(usize, usize)> {
    let mut candidates = Vec::new();
    for (at, own) in found.iter().enumerate() {
        for (with, other) in marked.iter().enumerate() {
            let cue = shared(&own.cue, &other.cue);
            if cue > 0 {
                candidates.push((cue, shared(&own.content, &other.content), at, with));
            }
        }
    }
    candidates
        .sort_by_key(|&(cue, content, at, with)| (std::cmp::Reverse((cue, content)), at, with));
    let mut pairs: Vec<(usize, usize)> = Vec::new();
    for (_, _, at, with) in candidates {
        if !pairs.iter().any(|&(a, b)| a == at || b == with) {
            pairs.push((at, with));
        }
    }
    pairs
}

impl AttributionScores {
    fn compare<'a>(
        &mut self,
        weight: f64,
        found: &'a [Roles],
        marked: &'a [Roles],
    ) -> Vec<Wrong<'a>> {
        let pairs = matches(found, marked);
        let roles: [(&mut Shared, Role); 3] = [
            (&mut self.cue, |roles| &roles.cue),
            (&mut self.source, |roles| &roles.source),
            (&mut self.content, |roles| &roles.content),
        ];
        for (tally, role) in roles {
            let right = pairs
                .iter()
                .map(|&(a, b)| shared(role(&found[a]), role(&marked[b])));
            let all = |of: &[Roles]| of.iter().map(|own| role(own).len()).sum();
            tally.add(weight, right.sum(), all(found), all(marked));
        }
        self.matched
            .add(weight, pairs.len(), found.len(), marked.len());
        let mut wrong = Vec::new();
        for (at, own) in found.iter().enumerate() {
            match pairs.iter().find(|&&(a, _)| a == at) {
                None => wrong.push(Wrong::Extra(own)),
                Some(&(_, with)) => {
                    let other = &marked[with];
                    let same = own.cue == other.cue
                        && own.source == other.source
                        && own.content == other.content;
                    if !same {
                        wrong.push(Wrong::Otherwise(own, other));
                    }
                }
            }
        }
        let missed = |&(with, _): &(usize, &Roles)| !pairs.iter().any(|&(_, b)| b == with);
        let missed = marked.iter().enumerate().filter(missed);
        wrong.extend(missed.map(|(_, own)| Wrong::Missed(own)));
        wrong
    }
}
