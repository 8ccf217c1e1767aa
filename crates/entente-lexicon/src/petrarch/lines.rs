//! Lines of a dictionary without their comments, and what is wrong with one.

use entente_model::{Diagnostic, Severity};

use super::DictionaryFile;
use crate::data::fault;

/// The lines that say something, with their numbers from 1. Comments are `<!-- ... -->`, over
/// several lines too, and what follows `#` or `;` outside brackets and braces: TABARI has codes such as `[###]`.
/// White space before a line is kept, for it means something there.
pub(super) fn lines(file: &DictionaryFile) -> Vec<(u64, String)> {
    let mut inside = false;
    let mut found = Vec::new();
    for (number, line) in (1..).zip(file.text.lines()) {
        let text = without_comments(line.trim_start_matches('\u{feff}'), &mut inside);
        if !text.trim().is_empty() {
            found.push((number, text.trim_end().to_owned()));
        }
    }
    found
}

/// `inside` is whether a comment is open before the line, and then after it. A line that begins
/// with `#` is one whatever else it holds, and `<!` opens one however it is spelt.
fn without_comments(line: &str, inside: &mut bool) -> String {
    let mut text = String::with_capacity(line.len());
    let mut rest = line;
    let mut depth = 0_usize;
    while let Some(next) = rest.chars().next() {
        if *inside {
            let Some(end) = rest.find("-->") else {
                return text;
            };
            *inside = false;
            rest = &rest[end + 3..];
            continue;
        }
        if rest.starts_with("<!") {
            *inside = true;
            continue;
        }
        match next {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            '#' | ';' if depth == 0 => return text,
            _ => {}
        }
        text.push(next);
        rest = &rest[next.len_utf8()..];
    }
    text
}

/// A line that cannot be used.
pub(super) fn error(file: &DictionaryFile, line: u64, message: String, hint: &str) -> Diagnostic {
    fault("L101", Severity::Error, &file.name, line, message, hint)
}

/// A line that is used, but perhaps not as it was meant.
pub(super) fn warning(file: &DictionaryFile, line: u64, message: String, hint: &str) -> Diagnostic {
    fault("L102", Severity::Warning, &file.name, line, message, hint)
}

/// What stands in the first pair of brackets of a text: before it, in it, and behind it. `Err` has
/// what is wrong: no end.
pub(super) fn bracketed(text: &str, open: char, close: char) -> Result<Option<[&str; 3]>, String> {
    let Some((before, rest)) = text.split_once(open) else {
        return Ok(None);
    };
    let Some((inside, after)) = rest.split_once(close) else {
        return Err(format!("{open:?} is not followed by {close:?}"));
    };
    Ok(Some([before.trim(), inside.trim(), after.trim()]))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::petrarch::DictionaryKind;

    #[test]
    fn comments_of_all_kinds_are_taken_off() {
        let file = DictionaryFile {
            kind: DictionaryKind::Actors,
            name: "a".into(),
            text: "<!-- one\n two --> A [X] # no\n<! -- B -->\nC [###] ; no\n\t[D <950101]\n"
                .into(),
        };
        let read: Vec<_> = lines(&file);
        let read: Vec<(u64, &str)> = read.iter().map(|(at, text)| (*at, text.as_str())).collect();
        assert_eq!(read, [(2, " A [X]"), (4, "C [###]"), (5, "\t[D <950101]")]);
    }
}
