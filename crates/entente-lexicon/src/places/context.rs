//! What stands beside a place's name and tells in what it lies: "Paris, Texas", "Georgia's
//! Fulton County", "the Iraqi city of Mosul", "Clarke and Hall counties".

use entente_model::Span;

use super::name::{Generic, generic};
use super::resolve::named_areas;
use super::table::{Entry, abbreviated};
use crate::Lexicon;

/// How far is looked to either side, in bytes.
const REACH: usize = 80;

/// Words between an owner and a name.
const FILLERS: &[&str] = &[
    "ancient",
    "area",
    "border",
    "capital",
    "central",
    "city",
    "coastal",
    "community",
    "county",
    "district",
    "east",
    "eastern",
    "enclave",
    "governorate",
    "holy",
    "north",
    "northeastern",
    "northern",
    "northwestern",
    "of",
    "port",
    "province",
    "region",
    "resort",
    "south",
    "southeastern",
    "southern",
    "southwestern",
    "state",
    "suburb",
    "the",
    "town",
    "village",
    "west",
    "western",
];

/// What stands beside one mention.
#[derive(Debug, Default)]
pub(super) struct Beside {
    /// What the place is said to lie in; several where that name is one of several places.
    pub(super) within: Vec<Entry>,
    /// Whether it may as well be the next of a list: "in Jordan, Lebanon and Syria".
    pub(super) listed: bool,
    /// What a word after it says that it is.
    pub(super) says: Option<Generic>,
}

/// What stands beside the mention at `span`.
pub(super) fn beside(lexicon: &Lexicon, text: &str, span: Span) -> Beside {
    let (start, end) = (span.start, span.end);
    let after = window(text, end, end.saturating_add(REACH));
    let before = window(text, start.saturating_sub(REACH), start);
    let mut beside = Beside {
        says: list_word(after),
        ..Beside::default()
    };
    if let Some((within, rest)) = container_after(lexicon, after) {
        beside.listed = is_list(rest) || before.trim_end().ends_with(',');
        beside.within = within;
    } else if let Some(within) = owner_before(lexicon, before) {
        beside.within = within;
    }
    beside
}

/// The text between two bytes, to the nearest borders of characters.
fn window(text: &str, mut start: usize, end: usize) -> &str {
    let mut end = end.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    start = start.min(end);
    while !text.is_char_boundary(start) {
        start += 1;
    }
    &text[start..end]
}

/// Whether a list goes on here.
fn is_list(rest: &str) -> bool {
    let more = [" and ", " or ", ", and ", ", or "];
    if more.iter().any(|it| rest.starts_with(it)) {
        return true;
    }
    rest.strip_prefix(", ")
        .is_some_and(|next| next.starts_with(char::is_uppercase))
}

/// "and Hall counties", after "Clarke": what the plural at the end of a list says.
fn list_word(after: &str) -> Option<Generic> {
    let mut words = after.split_whitespace();
    for _ in 0..8 {
        let bare = words.next()?;
        let word = bare.trim_end_matches([',', '.', ';', ')']);
        if matches!(word, "and" | "or") || word.is_empty() {
            continue;
        }
        if word.starts_with(char::is_uppercase) {
            if bare.ends_with(['.', ';']) {
                return None;
            }
            continue;
        }
        return match word {
            "counties" | "parishes" | "districts" | "county" | "parish" => Some(Generic::District),
            "provinces" | "governorates" | "oblasts" | "province" | "governorate" | "oblast"
            | "prefecture" => Some(Generic::Region),
            _ => None,
        };
    }
    None
}

/// The country, region or county named after a mention, and what follows it.
fn container_after<'t>(lexicon: &Lexicon, after: &'t str) -> Option<(Vec<Entry>, &'t str)> {
    let marks = [", in ", ", ", " (", " in "];
    let rest = marks.iter().find_map(|mark| after.strip_prefix(mark))?;
    if !rest.starts_with(char::is_uppercase) {
        return None;
    }
    // The longest name first: "New Jersey", "W. Va.".
    let mut ends: Vec<usize> = Vec::new();
    for (at, c) in rest.char_indices() {
        if c.is_whitespace() || matches!(c, ',' | ')' | ';' | ':' | '\'' | '’' | '!' | '?') {
            ends.push(at);
            if !c.is_whitespace() || ends.len() == 3 {
                break;
            }
        }
    }
    if ends.len() < 3
        && ends
            .last()
            .is_none_or(|&end| rest[end..].starts_with(char::is_whitespace))
    {
        ends.push(rest.len());
    }
    ends.iter().rev().find_map(|&end| {
        let name = &rest[..end];
        let short = abbreviated(name, true).map(|entry| vec![entry]);
        let within = short
            .or_else(|| Some(named_areas(lexicon, name.trim_end_matches('.'))))
            .filter(|within| !within.is_empty())?;
        Some((within, &rest[end..]))
    })
}

/// Whose the place is by what stands before it: "Georgia's ", "the Iraqi city of ".
fn owner_before(lexicon: &Lexicon, before: &str) -> Option<Vec<Entry>> {
    let mut rest = before.trim_end();
    if rest.len() == before.len() && !before.is_empty() {
        return None;
    }
    let mut filled = false;
    loop {
        let word = rest.rsplit(char::is_whitespace).next().unwrap_or_default();
        if !FILLERS.contains(&word) {
            break;
        }
        filled |=
            generic(word).is_some() || matches!(word, "capital" | "port" | "suburb" | "enclave");
        rest = rest[..rest.len() - word.len()].trim_end();
        if rest.is_empty() {
            return None;
        }
    }
    let possessive = rest
        .strip_suffix("'s")
        .or_else(|| rest.strip_suffix("’s"))
        .or_else(|| rest.strip_suffix("s'"));
    let owner = match possessive {
        Some(owner) => owner,
        None if filled => rest,
        None => return None,
    };
    let words: Vec<(usize, &str)> = owner
        .rmatch_indices(char::is_whitespace)
        .map(|(at, blank)| (at + blank.len(), &owner[at + blank.len()..]))
        .chain(std::iter::once((0, owner)))
        .take(3)
        .collect();
    words.iter().rev().find_map(|(_, name)| {
        let named = name.starts_with(char::is_uppercase);
        Some(named_areas(lexicon, name)).filter(|within| named && !within.is_empty())
    })
}
