//! Dictionaries of actors: `NAME [CODE]`, with `+SYNONYM` and dated codes on lines below.
//!
//! ```text
//! VALDORIA [VAL]
//! +VALDORIAN
//! EDRIC_VOSS            no code but the dated ones
//!     [VALGOV 19980301-20020630]
//!     [VALELI >20020630]
//! ```
//!
//! The first restriction that holds on the story's day decides; a code without one is for the
//! other days. `<` and `>` leave their own day out, a span has both its ends.

use entente_model::{Date, Diagnostic};

use super::agents::Sets;
use super::lines::{bracketed, error, lines, warning};
use super::phrase::words_of;
use super::{Dictionaries, DictionaryFile};

/// A code and the days on which it is an actor's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DatedCode {
    /// As written: `VALGOV`, `---` for nobody.
    pub code: String,
    /// First day; `None` is since ever.
    pub from: Option<Date>,
    /// Last day; `None` is for ever.
    pub to: Option<Date>,
}

impl DatedCode {
    fn is_dated(&self) -> bool {
        self.from.is_some() || self.to.is_some()
    }

    fn holds(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }
}

/// An actor under all of its names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DictionaryActor {
    /// As written, the main one first.
    pub names: Vec<String>,
    /// In the order of the file.
    pub codes: Vec<DatedCode>,
}

impl DictionaryActor {
    /// The code on a day. Without a day only a code without a restriction is known to hold.
    pub fn code_on(&self, day: Option<Date>) -> Option<&str> {
        let dated = |it: &&DatedCode| it.is_dated() && day.is_some_and(|day| it.holds(day));
        let always = |it: &&DatedCode| !it.is_dated();
        let found = self.codes.iter().find(dated);
        let found = found.or_else(|| self.codes.iter().find(always));
        found.map(|it| it.code.as_str())
    }
}

/// The day of `YYMMDD` or `YYYYMMDD`; two digits up to 29 are of this century.
fn day(text: &str) -> Option<Date> {
    if !text.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(text.len(), 6 | 8) {
        return None;
    }
    let (year, rest) = text.split_at(text.len() - 4);
    let year: i16 = year.parse().ok()?;
    let year = match (text.len(), year) {
        (8, year) => year,
        (_, 0..=29) => 2000 + year,
        (_, year) => 1900 + year,
    };
    let (month, day) = rest.split_at(2);
    Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

/// What stands in brackets: `CODE`, `CODE <day`, `CODE >day`, `CODE day-day`.
fn dated_code(text: &str) -> Result<DatedCode, String> {
    let end = text.find(|letter: char| letter.is_whitespace() || matches!(letter, '<' | '>'));
    let (code, rest) = text.split_at(end.unwrap_or(text.len()));
    let rest: String = rest.split_whitespace().collect();
    if code.is_empty() {
        return Err("there is no code in the brackets".to_owned());
    }
    let code = code.to_uppercase();
    if code.len() >= 12 && code.bytes().all(|it| it.is_ascii_digit() || it == b'-') {
        return Err(format!("{code:?} is a span of days where a code should be"));
    }
    let known = |text: &str| day(text).ok_or_else(|| format!("{text:?} is not a day"));
    let (from, to) = if let Some(until) = rest.strip_prefix('<') {
        (None, known(until)?.yesterday().ok())
    } else if let Some(since) = rest.strip_prefix('>') {
        (known(since)?.tomorrow().ok(), None)
    } else if let Some((from, to)) = rest.split_once('-') {
        (Some(known(from)?), Some(known(to)?))
    } else if rest.is_empty() {
        (None, None)
    } else {
        return Err(format!("{rest:?} is no restriction of days"));
    };
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        return Err(format!("{rest:?} ends before it begins"));
    }
    Ok(DatedCode { code, from, to })
}

const HINT: &str = "write [CODE], [CODE <YYMMDD], [CODE >YYMMDD] or [CODE YYMMDD-YYMMDD]";

/// The codes in all brackets of a line, and what stands before them.
fn codes(text: &str) -> Result<(&str, Vec<DatedCode>), String> {
    let Some([name, first, mut rest]) = bracketed(text, '[', ']')? else {
        return Ok((text.trim(), Vec::new()));
    };
    let mut found = vec![dated_code(first)?];
    while let Some([_, next, behind]) = bracketed(rest, '[', ']')? {
        found.push(dated_code(next)?);
        rest = behind;
    }
    Ok((name, found))
}

/// An actor as it is read, with the line that it began on.
struct Open {
    actor: DictionaryActor,
    line: u64,
}

pub(super) fn read(file: &DictionaryFile, into: &mut Dictionaries, faults: &mut Vec<Diagnostic>) {
    let mut sets = Sets::default();
    let mut open: Option<Open> = None;
    for (line, text) in lines(file) {
        let trimmed = text.trim();
        if sets.define(trimmed) {
            continue;
        }
        let (name, mut found) = match codes(trimmed) {
            Ok(read) => read,
            Err(message) => {
                faults.push(error(file, line, message, HINT));
                continue;
            }
        };
        let synonym = name.strip_prefix('+').map(str::trim);
        if synonym.is_none() && !name.is_empty() {
            close(open.take(), file, into, faults);
            let actor = DictionaryActor {
                names: sets.expand(name),
                codes: found,
            };
            open = Some(Open { actor, line });
            continue;
        }
        let Some(Open { actor, .. }) = &mut open else {
            let message = format!("{trimmed:?} belongs to no actor");
            let hint = "a line with the actor's name stands before its synonyms and dated codes";
            faults.push(error(file, line, message, hint));
            continue;
        };
        actor
            .names
            .extend(synonym.map(|name| sets.expand(name)).into_iter().flatten());
        actor.codes.append(&mut found);
    }
    close(open, file, into, faults);
}

/// Keeps an actor under its names.
fn close(
    open: Option<Open>,
    file: &DictionaryFile,
    into: &mut Dictionaries,
    faults: &mut Vec<Diagnostic>,
) {
    let Some(Open { mut actor, line }) = open else {
        return;
    };
    let name = actor.names.first().cloned().unwrap_or_default();
    if actor.codes.is_empty() {
        faults.push(error(file, line, format!("{name:?} has no code"), HINT));
        return;
    }
    let index = into.actors.len();
    let mut twice = Vec::new();
    actor
        .names
        .retain(|name| match into.actor_names.add(words_of(name), index) {
            Some(&known) if known != index => {
                let same = into
                    .actors
                    .get(known)
                    .is_some_and(|it| it.codes == actor.codes);
                twice.extend((!same).then(|| name.clone()));
                false
            }
            Some(_) => false,
            None => !words_of(name).is_empty(),
        });
    for name in twice {
        let message = format!("{name:?} has other codes above");
        faults.push(warning(
            file,
            line,
            message,
            "the first entry counts; leave one of them out",
        ));
    }
    into.actors.push(actor);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::petrarch::DictionaryKind;

    fn read_text(text: &str) -> (Dictionaries, Vec<Diagnostic>) {
        Dictionaries::read(&[DictionaryFile {
            kind: DictionaryKind::Actors,
            name: "own.actors.txt".into(),
            text: text.into(),
        }])
    }

    fn on(actor: &DictionaryActor, day: &str) -> Option<String> {
        actor.code_on(day.parse().ok()).map(str::to_owned)
    }

    #[test]
    fn the_first_restriction_that_holds_decides() {
        let text = "EDRIC_VOSS [VAL]\n+CHANCELLOR_VOSS\n\t[VALOPP <19980301]\n\
                    \t[VALMIL 20000105-20000109]\n\t[VALGOV 980301 - 020630] # no\n\t[VALELI > 20020630]\n";
        let (read, faults) = read_text(text);
        assert!(faults.is_empty(), "{faults:?}");
        let actor = &read.actors[0];
        assert_eq!(actor.names, ["EDRIC_VOSS", "CHANCELLOR_VOSS"]);
        let check = |day: &str, code: &str| assert_eq!(on(actor, day).as_deref(), Some(code));
        check("1998-02-28", "VALOPP");
        check("1998-03-01", "VALGOV");
        check("2000-01-09", "VALMIL");
        check("2000-01-10", "VALGOV");
        check("2002-06-30", "VALGOV");
        check("2002-07-01", "VALELI");
        assert_eq!(actor.code_on(None), Some("VAL"));
    }

    #[test]
    fn faulty_lines_are_told_and_the_rest_is_read() {
        let text = "+LOST\nA\nB [\nC [980132-990101]\nD [980101-990101]\nE [X 981301-990101]\n\
                    F [X 990101-980101]\nG [OK]\nG [NO]\n";
        let (read, faults) = read_text(text);
        let lines: Vec<_> = faults.iter().filter_map(|it| it.place.line).collect();
        assert_eq!(lines, [1, 3, 4, 5, 6, 7, 2, 9]);
        assert!(faults.iter().all(|it| it.hint.is_some()));
        assert_eq!(read.actors[0].names, ["G"]);
    }
}
