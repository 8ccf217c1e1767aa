//! Who speaks in quotation marks, and in statements that are given without any.

use crate::parse::{Parse, Upos};
use crate::quotations::quotations_over_sentences;

use super::MAX_TOKENS;
use super::mentions::is_first_person;
use super::words::Words;

/// Tokens of the document that stand in quotation marks, by sentence: double marks, followed over sentence ends
/// within a paragraph, so that the second sentence of a quotation, which has no mark of its own, is known to be
/// quoted; or any marks of a sentence that has no others.
pub(super) fn quoted(text: &str, sentences: &[Parse], paragraphs: &[usize]) -> Vec<Vec<bool>> {
    let read = sentences.iter().zip(paragraphs.iter().copied());
    let numbers = quotations_over_sentences(text, read);
    let of_sentence = |(parse, numbers): (&Parse, Vec<usize>)| {
        let mut quoted: Vec<bool> = numbers.into_iter().map(|number| number > 0).collect();
        if !quoted.contains(&true) {
            for quotation in &parse.quotations {
                quoted[quotation.tokens.0..quotation.tokens.1].fill(true);
            }
        }
        quoted
    };
    sentences.iter().zip(numbers).map(of_sentence).collect()
}

/// Somebody said to speak, and how surely.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Speaker {
    /// Index of the sentence that names the speaker.
    pub(super) sentence: usize,
    /// The token of the speaker.
    pub(super) token: usize,
    pub(super) score: f64,
}

/// How sure a speaker in the quotation's own sentence is, one carried over from the sentence
/// before, one whose announcement ends the sentence before, and one whose words have no marks.
const OWN: f64 = 0.95;
const CARRIED: f64 = 0.85;
const ANNOUNCED: f64 = 0.75;
const UNMARKED: f64 = 0.85;

/// The speaker of the quoted words of each sentence, where somebody is said to speak. What somebody is said to say
/// without marks becomes quoted.
pub(super) fn speakers(
    text: &str,
    sentences: &[Parse],
    paragraphs: &[usize],
    quoted: &mut [Vec<bool>],
) -> Vec<Option<Speaker>> {
    let mut found = unmarked(text, sentences, paragraphs, quoted);
    for (index, parse) in sentences.iter().enumerate() {
        if found[index].is_some() {
            continue;
        }
        let marks = &quoted[index];
        if !marks.contains(&true) || parse.tokens.len() > MAX_TOKENS {
            continue;
        }
        let own = announced(parse, marks).map(|token| Speaker {
            sentence: index,
            token,
            score: OWN,
        });
        let before = index.checked_sub(1);
        let carried = before
            .filter(|&before| {
                // All of it is quoted, so that nobody else is announced.
                paragraphs[before] == paragraphs[index] && opens_quoted(text, parse, marks)
            })
            .and_then(|before| found[before])
            .map(|speaker| Speaker {
                score: CARRIED,
                ..speaker
            });
        let announced_before = before
            .filter(|&before| {
                let parse = &sentences[before];
                let last = parse.tokens.len().checked_sub(1);
                let last = last.filter(|&last| last < MAX_TOKENS);
                last.is_some_and(|last| matches!(parse.word(text, last), ":" | ","))
                    && opens_quoted(text, &sentences[index], marks)
            })
            .and_then(|before| {
                announced(&sentences[before], &quoted[before]).map(|token| (before, token))
            })
            .map(|(sentence, token)| Speaker {
                sentence,
                token,
                score: ANNOUNCED,
            });
        found[index] = own.or(carried).or(announced_before);
    }
    found
}

/// What somebody is said to say without quotation marks, as statements have it: "The minister said:", and then
/// paragraphs of his. Its words become quoted.
fn unmarked(
    text: &str,
    sentences: &[Parse],
    paragraphs: &[usize],
    quoted: &mut [Vec<bool>],
) -> Vec<Option<Speaker>> {
    let mut found = vec![None; sentences.len()];
    let mut index = 0;
    while index < sentences.len() {
        let begun = opening(text, &sentences[index], &quoted[index]);
        let Some((token, first)) = begun else {
            index += 1;
            continue;
        };
        let speaker = Speaker {
            sentence: index,
            token,
            score: UNMARKED,
        };
        let here = first < quoted[index].len();
        if here {
            quoted[index][first..].fill(true);
            found[index] = Some(speaker);
        }
        let names = names(text, &sentences[index], token);
        let end = last_of_statement(text, sentences, paragraphs, quoted, (index, here), &names);
        for after in index + 1..end {
            quoted[after].fill(true);
            found[after] = Some(speaker);
        }
        index = end.max(index + 1);
    }
    found
}

/// Nouns for what somebody says, behind verbs that say nothing by themselves: "issued the following statement:".
const STATEMENTS: &[&str] = &["statement", "remark", "comment", "speech", "declaration"];
const ISSUE: &[&str] = &["issue", "make", "release", "give", "deliver", "publish"];

/// Where a sentence without quotation marks says that somebody speaks and a colon follows: the speaker, and the first
/// token of what is said, which may lie beyond the end.
fn opening(text: &str, parse: &Parse, quoted: &[bool]) -> Option<(usize, usize)> {
    let tokens = &parse.tokens;
    if quoted.contains(&true) || tokens.len() > MAX_TOKENS {
        return None;
    }
    let colon = (0..tokens.len()).find(|&token| parse.word(text, token) == ":")?;
    let after = colon + 1;
    if after < tokens.len() {
        let is_sentence = parse.word(text, after).starts_with(char::is_uppercase)
            && tokens[after..]
                .iter()
                .any(|it| matches!(it.upos, Upos::Verb | Upos::Aux));
        if !is_sentence {
            return None;
        }
    }
    let verb = (0..colon)
        .rev()
        .find(|&token| tokens[token].upos == Upos::Verb && tokens[token].lemma != "follow")?;
    let lemma = tokens[verb].lemma.as_str();
    let issues = ISSUE.contains(&lemma)
        && parse.children(verb).any(|child| {
            tokens[child].deprel == "obj" && STATEMENTS.contains(&tokens[child].lemma.as_str())
        });
    if !issues && !Words::builtin().is_speech(lemma) {
        return None;
    }
    let subject_of = |verb: usize| {
        let subject = parse.children_by(verb, "nsubj").next()?;
        (subject < colon && tokens[subject].upos.is_nominal()).then_some(subject)
    };
    // "He met the ambassador and said:"
    let other = || tokens[verb].head.filter(|_| tokens[verb].deprel == "conj");
    let subject = subject_of(verb).or_else(|| subject_of(other()?));
    Some((subject.or_else(|| named_before(parse, verb))?, after))
}

/// The head of the noun phrase that ends right before a verb, where the tree has no subject for it.
fn named_before(parse: &Parse, verb: usize) -> Option<usize> {
    let tokens = &parse.tokens;
    let is_beside = |it: &usize| matches!(tokens[*it].upos, Upos::Adv | Upos::Aux);
    let last = (0..verb).rev().find(|it| !is_beside(it))?;
    let mut head = Some(last).filter(|&last| tokens[last].upos.is_nominal())?;
    // A tree has no circle, but nobody need rely on it here.
    for _ in 0..tokens.len() {
        let above = tokens[head].head.filter(|&above| above < head);
        match above.filter(|_| matches!(tokens[head].deprel, "nmod" | "compound" | "flat")) {
            Some(above) => head = above,
            None => break,
        }
    }
    Some(head)
}

/// The words of somebody's name or title that are written as names.
fn names<'a>(text: &'a str, parse: &Parse, head: usize) -> Vec<&'a str> {
    let within = |token: &usize| {
        *token == head
            || parse.tokens[*token].head == Some(head)
                && matches!(parse.tokens[*token].deprel, "flat" | "compound")
    };
    let words = (0..parse.tokens.len()).filter(within);
    let words = words.map(|token| parse.word(text, token));
    words
        .filter(|it| it.starts_with(char::is_uppercase))
        .collect()
}

/// Sentences without a first person after which a statement has ended, and of a paragraph that are looked at together.
const FAR: usize = 40;

/// The end of what somebody says without marks after the sentence `index`, which holds some of it where `here` is
/// true: the last paragraph in which there is a first person, before one that quotes, that has one of
/// the speaker's `names`, or in which another speaks. The paragraph after a sentence that ends with a colon is said whatever it is about.
fn last_of_statement(
    text: &str,
    sentences: &[Parse],
    paragraphs: &[usize],
    quoted: &[Vec<bool>],
    (index, here): (usize, bool),
    names: &[&str],
) -> usize {
    let is_speaker = |parse: &Parse, token: usize| {
        let word = parse.word(text, token).to_lowercase();
        is_first_person(&word, parse.tokens[token].upos)
    };
    let mut end = index + 1;
    let mut from = end;
    while let Some(&paragraph) = paragraphs.get(from).filter(|_| from - end < FAR) {
        let own = paragraphs[from..].iter().take_while(|it| **it == paragraph);
        let to = from + own.take(FAR).count();
        let is_others = (from..to).any(|at| {
            let parse = &sentences[at];
            let named = (0..parse.tokens.len()).any(|it| names.contains(&parse.word(text, it)));
            let none = vec![false; parse.tokens.len()];
            let other = announced(parse, &none);
            let is_another = other.is_some_and(|speaker| !is_speaker(parse, speaker));
            quoted[at].contains(&true) || named || is_another
        });
        if is_others {
            break;
        }
        let first_person = sentences[from..to]
            .iter()
            .any(|parse| (0..parse.tokens.len()).any(|token| is_speaker(parse, token)));
        let follows = from == index + 1 && !here && paragraph != paragraphs[index];
        if first_person || follows {
            end = to;
        }
        from = to;
    }
    end
}

/// Whether the first word of a sentence is quoted.
fn opens_quoted(text: &str, parse: &Parse, quoted: &[bool]) -> bool {
    (0..parse.tokens.len())
        .find(|&token| parse.word(text, token).starts_with(char::is_alphanumeric))
        .is_some_and(|token| quoted[token])
}

/// The subject of a verb of speech that stands outside the quotation; the one nearest to it.
fn announced(parse: &Parse, quoted: &[bool]) -> Option<usize> {
    let words = Words::builtin();
    let first = quoted.iter().position(|&is| is);
    let last = quoted.iter().rposition(|&is| is);
    let distance = |token: usize| {
        first
            .map_or(0, |first| first.abs_diff(token))
            .min(last.map_or(0, |last| last.abs_diff(token)))
    };
    (0..parse.tokens.len())
        .filter(|&verb| !quoted[verb])
        .filter_map(|verb| {
            let token = &parse.tokens[verb];
            if token.lemma == "accord" || token.lemma == "according" {
                let source = token.head.filter(|&head| !quoted[head])?;
                return parse.tokens[source]
                    .upos
                    .is_nominal()
                    .then_some((verb, source));
            }
            if token.upos != Upos::Verb || !words.is_speech(&token.lemma) {
                return None;
            }
            let subject = parse
                .children(verb)
                .find(|&child| parse.tokens[child].deprel == "nsubj" && !quoted[child])?;
            parse.tokens[subject]
                .upos
                .is_nominal()
                .then_some((verb, subject))
        })
        .min_by_key(|&(verb, _)| distance(verb))
        .map(|(_, subject)| subject)
}
