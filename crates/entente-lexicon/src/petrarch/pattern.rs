//! Patterns of verb dictionaries: what stands before and behind the verb, and the event's code.
//!
//! Both syntaxes are read. The newer has `{ADJECTIVE NOUN}` for a noun with its modifiers and
//! `(PREPOSITION NOUN)`; the older joins words that stand side by side with `_`, the verb too.

use super::verbs::EventCode;

/// A word of a pattern, or a set of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Term {
    /// In capitals. `exact`: its plural is not meant.
    Word {
        /// The word.
        word: String,
        /// It is meant in this form only.
        exact: bool,
    },
    /// An index into [`super::Verbs::sets`].
    Set(usize),
}

/// A part of a pattern.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Element {
    /// A word by itself.
    Word(Term),
    /// `{A B}`: the last word with the others as its dependants.
    Phrase(Vec<Term>),
    /// `A_B`: words side by side.
    Adjacent(Vec<Term>),
    /// `(P ...)`: a preposition or particle, and what follows it in the same phrase.
    Preposition(Term, Vec<Element>),
    /// `$`: the source.
    Source,
    /// `+`: the target.
    Target,
    /// `^`: an actor that is passed over.
    Skip,
    /// `%`: several actors that are each other's source and target.
    Compound,
}

impl Element {
    /// How many words it asks for.
    fn words(&self) -> usize {
        match self {
            Self::Word(_) => 1,
            Self::Phrase(terms) | Self::Adjacent(terms) => terms.len(),
            Self::Preposition(_, inside) => 1 + inside.iter().map(Self::words).sum::<usize>(),
            Self::Source | Self::Target | Self::Skip | Self::Compound => 0,
        }
    }

    /// How many actors it asks for.
    fn actors(&self) -> usize {
        match self {
            Self::Source | Self::Target | Self::Skip | Self::Compound => 1,
            Self::Preposition(_, inside) => inside.iter().map(Self::actors).sum(),
            _ => 0,
        }
    }
}

/// A pattern around a verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    /// Before the verb, in the order of the text.
    pub before: Vec<Element>,
    /// Behind it.
    pub after: Vec<Element>,
    /// Whether the last part of `before` stands right before the verb, and the first of `after`
    /// right behind it.
    pub joined: (bool, bool),
    /// What it codes.
    pub code: EventCode,
}

impl Pattern {
    /// How much it asks for: words, then actors. More is more specific.
    pub fn specificity(&self) -> (usize, usize) {
        let parts = || self.before.iter().chain(&self.after);
        (
            parts().map(Element::words).sum(),
            parts().map(Element::actors).sum(),
        )
    }
}

/// Reads what stands before a pattern's code. `set` knows the sets by name.
///
/// # Errors
/// What is wrong, for people.
pub(super) fn pattern(
    text: &str,
    code: EventCode,
    set: &dyn Fn(&str) -> Option<usize>,
) -> Result<Pattern, String> {
    let mut sides = [Vec::new(), Vec::new()];
    let mut joined = None;
    for piece in pieces(text, set)? {
        match piece {
            Piece::Verb(_, _) if joined.is_some() => {
                return Err("there is more than one *".to_owned());
            }
            Piece::Verb(before, after) => joined = Some((before, after)),
            Piece::Element(element) => sides[usize::from(joined.is_some())].push(element),
        }
    }
    let joined = joined.ok_or("there is no * for the verb")?;
    let [before, after] = sides;
    Ok(Pattern {
        before,
        after,
        joined,
        code,
    })
}

enum Piece {
    Element(Element),
    /// The verb, and whether it is joined to what stands before and behind it.
    Verb(bool, bool),
}

fn pieces(text: &str, set: &dyn Fn(&str) -> Option<usize>) -> Result<Vec<Piece>, String> {
    let mut found = Vec::new();
    let mut rest = text.trim_start();
    while let Some(first) = rest.chars().next() {
        let (open, close) = match first {
            '{' => ('{', '}'),
            '(' => ('(', ')'),
            _ => {
                let end = rest.find(|it: char| it.is_whitespace() || matches!(it, '{' | '('));
                let (chunk, behind) = rest.split_at(end.unwrap_or(rest.len()));
                found.extend(chunk_pieces(chunk, set)?);
                rest = behind.trim_start();
                continue;
            }
        };
        let inside = rest.strip_prefix(open).unwrap_or_default();
        let Some((inside, behind)) = inside.split_once(close) else {
            return Err(format!("{open:?} is not followed by {close:?}"));
        };
        found.push(Piece::Element(if open == '{' {
            Element::Phrase(terms(inside, set)?)
        } else {
            preposition(inside, set)?
        }));
        rest = behind.trim_start();
    }
    Ok(found)
}

fn preposition(inside: &str, set: &dyn Fn(&str) -> Option<usize>) -> Result<Element, String> {
    let mut elements = Vec::new();
    for piece in pieces(inside, set)? {
        match piece {
            Piece::Element(element) => elements.push(element),
            Piece::Verb(..) => return Err("the * stands inside parentheses".to_owned()),
        }
    }
    if elements.is_empty() {
        return Err("there is nothing in the parentheses".to_owned());
    }
    match elements.remove(0) {
        Element::Word(term) => Ok(Element::Preposition(term, elements)),
        _ => Err(format!("({inside}) does not begin with a preposition")),
    }
}

/// The words inside braces.
fn terms(inside: &str, set: &dyn Fn(&str) -> Option<usize>) -> Result<Vec<Term>, String> {
    let words = inside.split(|it: char| it.is_whitespace() || it == '_');
    let found: Result<Vec<Term>, String> = words
        .filter(|it| !it.is_empty())
        .map(|it| term(it, false, set))
        .collect();
    match found {
        Ok(found) if found.is_empty() => Err("there is nothing in the braces".to_owned()),
        found => found,
    }
}

fn term(word: &str, exact: bool, set: &dyn Fn(&str) -> Option<usize>) -> Result<Term, String> {
    if let Some(name) = word.strip_prefix('&') {
        let index = set(name).ok_or_else(|| format!("no set {word:?} is defined"))?;
        return Ok(Term::Set(index));
    }
    let usual = |it: char| it.is_alphanumeric() || matches!(it, '-' | '\'' | '.' | '’');
    if word.chars().all(usual) {
        let word = word.to_uppercase();
        return Ok(Term::Word { word, exact });
    }
    Err(format!("{word:?} is neither a word nor a sign of patterns"))
}

/// What stands between blanks: words and signs, joined by `_`.
fn chunk_pieces(chunk: &str, set: &dyn Fn(&str) -> Option<usize>) -> Result<Vec<Piece>, String> {
    let parts: Vec<&str> = chunk.split('_').filter(|it| !it.is_empty()).collect();
    let exact = chunk.ends_with('_');
    let mut found = Vec::new();
    let mut words: Vec<Term> = Vec::new();
    let flush = |words: &mut Vec<Term>, found: &mut Vec<Piece>| {
        let element = match words.len() {
            0 => return,
            1 => Element::Word(words.remove(0)),
            _ => Element::Adjacent(std::mem::take(words)),
        };
        found.push(Piece::Element(element));
    };
    for (at, part) in parts.iter().enumerate() {
        let sign = match *part {
            "*" => Some(Piece::Verb(at > 0, at + 1 < parts.len())),
            "$" => Some(Piece::Element(Element::Source)),
            "+" => Some(Piece::Element(Element::Target)),
            "^" => Some(Piece::Element(Element::Skip)),
            "%" => Some(Piece::Element(Element::Compound)),
            _ => None,
        };
        match sign {
            Some(sign) => {
                flush(&mut words, &mut found);
                found.push(sign);
            }
            None => words.push(term(part, exact && at + 1 == parts.len(), set)?),
        }
    }
    flush(&mut words, &mut found);
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Pattern, String> {
        let set = |name: &str| (name == "TIES").then_some(0);
        pattern(text, EventCode::of("050"), &set)
    }

    fn word(word: &str) -> Term {
        let word = word.to_owned();
        Term::Word { word, exact: false }
    }

    #[test]
    fn the_newer_syntax() {
        let pattern = read("$ (OVER {OLD &TIES}) * DEBT (WITH ^) +").unwrap();
        assert_eq!(pattern.specificity(), (5, 3));
        assert_eq!(pattern.before[0], Element::Source);
        assert_eq!(pattern.after[2], Element::Target);
        let inside = vec![Element::Phrase(vec![word("OLD"), Term::Set(0)])];
        assert_eq!(
            pattern.before[1],
            Element::Preposition(word("OVER"), inside)
        );
    }

    #[test]
    fn the_older_syntax() {
        let pattern = read("SO IN_AND_*_OUT_AGAIN NOW_").unwrap();
        assert_eq!(pattern.joined, (true, true));
        assert_eq!(
            pattern.before[1],
            Element::Adjacent(vec![word("IN"), word("AND")])
        );
        let now = Term::Word {
            word: "NOW".into(),
            exact: true,
        };
        assert_eq!(pattern.after[1], Element::Word(now));
    }

    #[test]
    fn what_is_wrong_is_said() {
        let check = |text: &str, part: &str| {
            let told = read(text).expect_err(text);
            assert!(told.contains(part), "{told}");
        };
        check("DEBT", "no *");
        check("* A *", "more than one");
        check("* {A", "not followed");
        check("* ()", "nothing in the parentheses");
        check("* ($ A)", "preposition");
        check("* &NONE", "no set");
        check("* A=B", "neither a word");
    }
}
