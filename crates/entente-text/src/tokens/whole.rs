//! What stays in one token though it holds marks: addresses, file names, dates, numbers of
//! telephones, decades, hashtags.

use super::is_digits;

/// Endings of file names.
const FILE_ENDINGS: &[&str] = &[
    "doc", "docx", "pdf", "xls", "xlsx", "ppt", "pptx", "txt", "jpg", "jpeg", "gif", "png", "zip",
    "html", "htm", "csv", "mp3", "mp4", "exe", "xml",
];

/// Longer chunks are no name or number of any kind, in bytes.
const LONGEST: usize = 80;

/// Longer chunks are no address either. Whether one is an address is asked again for every mark
/// at its end.
const LONGEST_ADDRESS: usize = 2_000;

/// Whether `core` is one token as it stands.
pub(crate) fn is_whole(core: &str) -> bool {
    if core.len() < 3 {
        return false;
    }
    core.len() <= LONGEST_ADDRESS && is_address(core)
        || core.len() <= LONGEST
            && (is_file(core)
                || is_date(core)
                || is_telephone(core)
                || is_decade(core)
                || is_short_form(core))
}

fn is_address(core: &str) -> bool {
    let ends_well = !core.ends_with(['.', ',', ')', ']', '>', '"', ';', ':', '!', '?', '\'']);
    let begins_well = core.starts_with(|c: char| c.is_ascii_alphanumeric());
    ends_well
        && begins_well
        && (core.starts_with("www.")
            || core.contains("://")
            || core
                .split_once('@')
                .is_some_and(|(_, host)| host.contains('.') && !host.contains('@')))
}

fn is_file(core: &str) -> bool {
    core.starts_with(|c: char| c.is_alphanumeric())
        && core.rsplit_once('.').is_some_and(|(name, ending)| {
            !name.contains(['/', '<', '>', '(', ')'])
                && FILE_ENDINGS.contains(&&*ending.to_ascii_lowercase())
        })
}

/// "9/11", "04/30/2001", "1/2", "11-20-2000", "2001-05-03".
fn is_date(core: &str) -> bool {
    let fits = |parts: &[&str]| parts.iter().all(|part| part.len() <= 4 && is_digits(part));
    let by_slash: Vec<&str> = core.splitn(4, '/').collect();
    let by_hyphen: Vec<&str> = core.splitn(4, '-').collect();
    (2..=3).contains(&by_slash.len()) && fits(&by_slash) && by_slash[0].len() <= 2
        || by_hyphen.len() == 3 && fits(&by_hyphen) && by_hyphen[1].len() <= 2
}

/// "345-9945", "713-646-3393", "1-800-991-9019": groups of digits, at the end three and four.
fn is_telephone(core: &str) -> bool {
    let digits = core.strip_prefix('+').unwrap_or(core);
    let groups: Vec<&str> = digits.splitn(6, ['-', '.']).collect();
    let [.., exchange, line] = groups.as_slice() else {
        return false;
    };
    groups.iter().all(|group| is_digits(group))
        && line.len() == 4
        && (exchange.len() == 3 || core.starts_with('+'))
}

/// "60's", "1590's": a decade, where "2003's" is a year and its clitic.
fn is_decade(core: &str) -> bool {
    let number = core
        .strip_suffix("'s")
        .or_else(|| core.strip_suffix("\u{2019}s"))
        .map(|number| number.trim_start_matches(['\'', '\u{2019}']));
    number.is_some_and(|number| {
        matches!(number.len(), 2 | 4) && is_digits(number) && number.ends_with('0')
    })
}

/// "w/o", "l/c": a letter, a slash, a letter.
fn is_short_form(core: &str) -> bool {
    let mut chars = core.chars();
    let letters = (chars.next(), chars.next(), chars.next(), chars.next());
    matches!(letters, (Some(a), Some('/'), Some(b), None) if a.is_alphabetic() && b.is_alphabetic())
}
