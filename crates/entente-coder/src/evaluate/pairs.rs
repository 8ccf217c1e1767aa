//! The type of what happens between a marked source and a marked target.

use std::collections::BTreeMap;
use std::ops::Range;

use entente_lexicon::{Half, Lexicon, Memory, Scene};
use entente_model::{ActorRef, Body, EventType, Quad, Span};
use entente_text::{EventHead, PairOfPhrases, Parse, Parser};

use crate::events;
use crate::predicates::Predicates;
use crate::sentence::Sentence;

/// A sentence with one pair of phrases and what the one does to the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairCase {
    /// The sentence without its marks; decides the half.
    pub text: String,
    /// Bytes of the source; `None` where none is marked.
    pub source: Option<Span>,
    /// Bytes of the target.
    pub target: Option<Span>,
    /// The type as the file has it: a PLOVER type with CONCEDE and RETREAT as YIELD; or, where only that is
    /// told, 0 for cooperation and 1 for conflict.
    pub class: String,
}

impl PairCase {
    /// The half it belongs to, all rows of a sentence to one: by the first byte of the sentence's SHA-1,
    /// even to develop on. So anybody can make the same halves with what every language has.
    pub fn half(&self) -> Half {
        let digest = sha1_smol::Sha1::from(&self.text).digest().bytes();
        if digest[0].is_multiple_of(2) {
            Half::Develop
        } else {
            Half::HeldOut
        }
    }
}

/// Reads rows of tab-separated columns with a header: `marked_sentence`, and `type` or `binary`. What
/// cannot be read is told with its line number, from 1.
pub fn read_pair_cases(text: &str) -> (Vec<PairCase>, Vec<(usize, String)>) {
    let mut lines = text.lines().enumerate();
    let header: Vec<&str> = lines
        .next()
        .map_or("", |(_, line)| line)
        .split('\t')
        .collect();
    let column = |names: &[&str]| header.iter().position(|name| names.contains(name));
    let (Some(marked), Some(class)) = (column(&["marked_sentence"]), column(&["type", "binary"]))
    else {
        let fault = "no columns `marked_sentence` and `type` or `binary`".to_owned();
        return (Vec::new(), vec![(1, fault)]);
    };
    let (mut cases, mut faults) = (Vec::new(), Vec::new());
    for (number, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        let fields: Vec<&str> = line.split('\t').collect();
        match (fields.get(marked), fields.get(class)) {
            (Some(marked), Some(class)) => match unmarked(marked) {
                Ok((text, source, target)) => cases.push(PairCase {
                    text,
                    source,
                    target,
                    class: (*class).trim().to_owned(),
                }),
                Err(fault) => faults.push((number + 1, fault)),
            },
            _ => faults.push((number + 1, format!("only {} columns", fields.len()))),
        }
    }
    (cases, faults)
}

/// The sentence without `<s>`, `</s>`, `<t>` and `</t>`, and what stood between them.
fn unmarked(marked: &str) -> Result<(String, Option<Span>, Option<Span>), String> {
    let mut text = String::with_capacity(marked.len());
    let mut sides: [(Option<usize>, Option<Span>); 2] = [(None, None), (None, None)];
    let mut rest = marked;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let tail = &rest[at..];
        let mark = [
            ("<s>", 0, true),
            ("</s>", 0, false),
            ("<t>", 1, true),
            ("</t>", 1, false),
        ]
        .into_iter()
        .find(|(mark, _, _)| tail.starts_with(mark));
        let Some((mark, side, opens)) = mark else {
            text.push('<');
            rest = &tail[1..];
            continue;
        };
        let (open, span) = &mut sides[side];
        if opens {
            *open = Some(text.len());
        } else {
            let start = open
                .take()
                .ok_or_else(|| format!("{mark} closes nothing"))?;
            *span = Some(Span::new(start, text.len()));
        }
        rest = &tail[mark.len()..];
    }
    text.push_str(rest);
    match sides {
        [(None, source), (None, target)] => Ok((text, source, target)),
        _ => Err("a mark is not closed".to_owned()),
    }
}

/// Who says what type it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// The tables of predicates.
    Rules,
    /// The encoder's head.
    Head,
    /// The rules where the head does not contradict them, else the head.
    Together,
}

impl Method {
    /// Each of them.
    pub const ALL: [Self; 3] = [Self::Rules, Self::Head, Self::Together];
}

/// How often each type was meant, said and right.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TypeScores {
    /// By the class that was meant and the one that was said, empty where none was.
    pub counts: BTreeMap<(String, String), usize>,
    /// Rows that came out otherwise.
    pub wrong: Vec<String>,
}

impl TypeScores {
    /// The classes that were meant.
    pub fn classes(&self) -> Vec<&str> {
        let mut classes: Vec<&str> = self
            .counts
            .keys()
            .map(|(meant, _)| meant.as_str())
            .collect();
        classes.dedup();
        classes
    }

    /// F1 of one class.
    pub fn f1(&self, class: &str) -> f64 {
        let sum = |test: &dyn Fn(&str, &str) -> bool| -> usize {
            let counted = self.counts.iter();
            counted
                .filter(|((meant, said), _)| test(meant, said))
                .map(|(_, count)| count)
                .sum()
        };
        let right = sum(&|meant, said| meant == class && said == class);
        let all = sum(&|meant, _| meant == class) + sum(&|_, said| said == class);
        2.0 * right as f64 / all.max(1) as f64
    }

    /// The mean of the classes' F1.
    pub fn macro_f1(&self) -> f64 {
        let classes = self.classes();
        let sum: f64 = classes.iter().map(|class| self.f1(class)).sum();
        sum / classes.len().max(1) as f64
    }

    /// The share of rows that came out right.
    pub fn accuracy(&self) -> f64 {
        let all: usize = self.counts.values().sum();
        let right: usize = self
            .counts
            .iter()
            .filter(|((meant, said), _)| meant == said)
            .map(|(_, count)| count)
            .sum();
        right as f64 / all.max(1) as f64
    }

    /// The same with classes put together.
    pub fn by(&self, class: impl Fn(&str) -> String) -> Self {
        let mut counts = BTreeMap::new();
        for ((meant, said), count) in &self.counts {
            *counts.entry((class(meant), class(said))).or_default() += count;
        }
        Self {
            counts,
            wrong: Vec::new(),
        }
    }
}

/// Says of each case what the source does to the target. Cases that give 0 or 1 are asked only whether it
/// is cooperation or conflict.
pub fn evaluate_pairs(
    parser: &dyn Parser,
    lexicon: &Lexicon,
    cases: &[PairCase],
    method: Method,
) -> TypeScores {
    let mut scores = TypeScores::default();
    for case in cases {
        let span = Span::new(0, case.text.len());
        let parse = parser.parse(&case.text, span, None, lexicon);
        let said = type_between(&parse, lexicon, case, method);
        let said = match (said, case.class.as_str()) {
            (None, _) => String::new(),
            (Some(said), "0" | "1") => {
                let conflict = matches!(said.quad(), Quad::VerbalConflict | Quad::MaterialConflict);
                u8::from(conflict).to_string()
            }
            (Some(said), _) => class(said),
        };
        if said != case.class {
            let words = |span: Option<Span>| span.map_or("", |span| span.of(&case.text));
            scores.wrong.push(format!(
                "{:<9} said {said:<9} [{}] [{}] {}",
                case.class,
                words(case.source),
                words(case.target),
                case.text
            ));
        }
        *scores.counts.entry((case.class.clone(), said)).or_default() += 1;
    }
    scores
}

/// The name of a type in the marked rows.
pub(super) fn class(event_type: EventType) -> String {
    match event_type {
        EventType::Concede | EventType::Retreat => "YIELD".to_owned(),
        other => other.to_string(),
    }
}

/// Whether an actor is written inside these words, in small letters, or they inside its own.
pub(super) fn is_written(actor: &ActorRef, words: &str) -> bool {
    let own = actor.text.to_lowercase();
    !own.is_empty() && !words.is_empty() && (words.contains(&own) || own.contains(words))
}

/// The tokens of a stretch of text; empty for none.
fn tokens_of(parse: &Parse, span: Option<Span>) -> Range<usize> {
    let Some(span) = span else { return 0..0 };
    let meets = |own: &Span| own.start < span.end && span.start < own.end;
    let mut within = parse
        .tokens
        .iter()
        .enumerate()
        .filter(|(_, token)| meets(&token.span))
        .map(|(index, _)| index);
    let Some(first) = within.next() else {
        return 0..0;
    };
    first..within.next_back().unwrap_or(first) + 1
}

fn type_between(
    parse: &Parse,
    lexicon: &Lexicon,
    case: &PairCase,
    method: Method,
) -> Option<EventType> {
    let pair = PairOfPhrases {
        source: tokens_of(parse, case.source),
        target: tokens_of(parse, case.target),
        in_full: true,
    };
    let head = EventHead::builtin()?;
    let of_rules = || by_rules(parse, lexicon, case);
    let probabilities = head.read(parse, &[pair]).into_iter().next();
    // That the marked pair does something is given.
    let some = |index: &usize| head.classes()[*index].is_some();
    let best = probabilities.as_ref().and_then(|probabilities| {
        let classes = (0..probabilities.len()).filter(some);
        classes.max_by(|&a, &b| probabilities[a].total_cmp(&probabilities[b]))
    });
    let of_head = best.and_then(|best| head.classes()[best]);
    match method {
        Method::Rules => of_rules(),
        Method::Head => of_head,
        Method::Together => {
            let rules = of_rules().filter(|&told| {
                let place = head
                    .classes()
                    .iter()
                    .position(|class| *class == Some(events::learned::merged(told)));
                match (&probabilities, place) {
                    (Some(probabilities), Some(place)) => {
                        let given: f32 = (0..probabilities.len())
                            .filter(some)
                            .map(|index| probabilities[index])
                            .sum();
                        probabilities[place] >= events::learned::DOUBTED * given
                    }
                    _ => true,
                }
            });
            rules.or(of_head)
        }
    }
}

/// The type of the rules' event whose sides share words with the marked phrases.
fn by_rules(parse: &Parse, lexicon: &Lexicon, case: &PairCase) -> Option<EventType> {
    let text = case.text.as_str();
    let scene = Scene::read(lexicon, &mut Memory::new(None), text, parse);
    let sentence = Sentence::new(text, parse, &scene, Predicates::builtin(), lexicon);
    let mut found = Vec::new();
    events::by_rules(&sentence, &mut found);
    let told = found.iter().filter_map(|found| match &found.body {
        Body::Event(event) => Some(event),
        _ => None,
    });
    let shares = |actors: &[ActorRef], span: Option<Span>| {
        let words = span.map_or("", |span| span.of(text)).to_lowercase();
        actors.iter().any(|actor| is_written(actor, &words))
    };
    let mut best: Option<(usize, EventType)> = None;
    for event in told {
        let score = usize::from(shares(&event.target, case.target))
            + usize::from(shares(&event.source, case.source));
        if score > 0 && best.is_none_or(|(known, _)| score > known) {
            best = Some((score, event.event_type));
        }
    }
    best.map(|(_, event_type)| event_type)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_with_their_marks() {
        let table = "id\tmarked_sentence\ttype\n\
            1\t<s>Ghana</s> met <t>Togo</t>.\tCONSULT\n\
            2\t<s>Ghana</s> grew 2 < 3.\tAID\n\
            3\t</s>Ghana\tAID\n\
            4\n";
        let (cases, faults) = read_pair_cases(table);
        assert_eq!(cases.len(), 2);
        assert_eq!(cases[0].text, "Ghana met Togo.");
        assert_eq!(cases[0].source, Some(Span::new(0, 5)));
        assert_eq!(cases[0].target, Some(Span::new(10, 14)));
        assert_eq!(cases[1].text, "Ghana grew 2 < 3.");
        assert_eq!(cases[1].target, None);
        let lines: Vec<usize> = faults.iter().map(|(line, _)| *line).collect();
        assert_eq!(lines, [4, 5]);
        assert_eq!(read_pair_cases("a\tb\n").1[0].0, 1);
    }

    #[test]
    fn figures_are_counted_by_class() {
        let counts = [
            (("A", "A"), 3),
            (("A", "B"), 1),
            (("B", "B"), 2),
            (("B", ""), 2),
        ];
        let scores = TypeScores {
            counts: counts
                .into_iter()
                .map(|((meant, said), count)| ((meant.to_owned(), said.to_owned()), count))
                .collect(),
            wrong: Vec::new(),
        };
        assert!((scores.f1("A") - 6.0 / 7.0).abs() < 1e-9);
        assert!((scores.f1("B") - 4.0 / 7.0).abs() < 1e-9);
        assert!((scores.macro_f1() - 5.0 / 7.0).abs() < 1e-9);
        assert!((scores.accuracy() - 5.0 / 8.0).abs() < 1e-9);
        assert!((scores.by(|_| String::new()).accuracy() - 1.0).abs() < 1e-9);
    }
}
