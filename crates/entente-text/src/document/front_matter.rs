//! The `key: value` lines between two `---` at the head of a file.

use super::{Metadata, parse_day};

/// What front matter says.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub(super) known: Metadata,
    /// A day of publication that could not be read.
    pub(super) unread_day: Option<String>,
}

/// Splits front matter from the body. Text without it is all body.
pub(super) fn split(text: &str) -> (FrontMatter, &str) {
    let none = (FrontMatter::default(), text);
    let Some(rest) = text.trim_start().strip_prefix("---") else {
        return none;
    };
    let Some(rest) = rest
        .strip_prefix('\n')
        .or_else(|| rest.strip_prefix("\r\n"))
    else {
        return none;
    };
    let Some(end) = rest.find("\n---") else {
        return none;
    };
    let head = &rest[..end];
    if head
        .lines()
        .any(|line| !line.trim().is_empty() && !line.contains(':'))
    {
        return none;
    }
    let mut found = FrontMatter::default();
    for line in head.lines() {
        let Some((key, value)) = line.split_once(':') else {
            continue;
        };
        let value = value.trim().trim_matches('"').trim_matches('\'');
        if value.is_empty() {
            continue;
        }
        let owned = Some(value.to_owned());
        match key.trim().to_ascii_lowercase().as_str() {
            "title" => found.known.title = owned,
            "publisher" | "source" | "site" => found.known.publisher = owned,
            "author" | "authors" => found.known.author = owned,
            "published" | "date" => match parse_day(value) {
                Some(day) => found.known.published = Some(day),
                None => found.unread_day = owned,
            },
            "url" | "link" => found.known.url = owned,
            "language" | "lang" => found.known.language = owned,
            "summary_of" => found.known.summary_of = owned,
            _ => {}
        }
    }
    let body = &rest[end + "\n---".len()..];
    (found, body.split_once('\n').map_or("", |(_, body)| body))
}
