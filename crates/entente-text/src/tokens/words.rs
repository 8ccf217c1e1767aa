//! What the letters of a word tell: abbreviations, prefixes, clitics, units.

use entente_model::Span;

/// Abbreviations that keep their full stop. Single letters and dotted letters ("U.S.") are
/// recognised by their shape.
pub(crate) const ABBREVIATIONS: &[&str] = &[
    "mr", "mrs", "ms", "dr", "prof", "gen", "col", "lt", "maj", "capt", "cmdr", "adm", "sgt",
    "cpl", "pvt", "brig", "sen", "rep", "gov", "pres", "amb", "hon", "rev", "st", "mt", "ft", "jr",
    "sr", "inc", "ltd", "co", "corp", "bros", "dept", "univ", "assn", "no", "nos", "vol", "pp",
    "fig", "vs", "etc", "al", "approx", "est", "jan", "feb", "mar", "apr", "jun", "jul", "aug",
    "sep", "sept", "oct", "nov", "dec", "mon", "tue", "tues", "wed", "thu", "thur", "thurs", "fri",
    "sat", "sun", "ave", "blvd", "rd", "min", "max", "ed", "eds", "op", "cit", "ca", "cf", "viz",
    "mlle", "mme", "messrs", "attn", "tel", "ext", "div", "dist", "assoc", "conf", "sq", "cpt",
    "la", "calif", "tex", "fla", "conn", "mass", "mich", "minn", "pa", "va", "wash", "ariz", "ala",
];

/// Prefixes that stay with their word in "anti-government" and the like: the treebanks split at
/// every hyphen but these.
const JOINED_PREFIXES: &[&str] = &[
    "anti", "co", "counter", "cyber", "de", "e", "ex", "cross", "extra", "inter", "intra", "mega",
    "micro", "mid", "mini", "multi", "neo", "non", "post", "pre", "pro", "pseudo", "quasi", "re",
    "semi", "sub", "super", "trans", "ultra", "un", "uni", "vice", "x",
];

/// Bytes of the longest prefix above.
const LONGEST_PREFIX: usize = 7;

/// No abbreviation or row of dotted letters is longer, in bytes.
const LONGEST_ABBREVIATION: usize = 24;

/// Clitics that are tokens of their own, with a straight apostrophe.
const CLITICS: &[&str] = &["n't", "'s", "'ll", "'re", "'ve", "'d", "'m"];

/// Words that are two tokens without showing it, and the bytes of the first. Left out are those
/// that are more often one word ("ill", "id", "its", "were").
const CONTRACTIONS: &[(&str, usize)] = &[
    ("cannot", 3),
    ("gonna", 3),
    ("wanna", 3),
    ("gotta", 3),
    ("lemme", 3),
    ("gimme", 3),
    ("im", 1),
    ("ive", 1),
    ("youre", 3),
    ("youve", 3),
    ("youll", 3),
    ("theyre", 4),
    ("theyve", 4),
    ("weve", 2),
    ("hes", 2),
    ("shes", 3),
    ("thats", 4),
    ("whats", 4),
    ("theres", 5),
    ("lets", 3),
    ("cant", 2),
    ("dont", 2),
    ("wont", 2),
    ("didnt", 3),
    ("doesnt", 4),
    ("isnt", 2),
    ("arent", 3),
    ("wasnt", 3),
    ("werent", 4),
    ("couldnt", 5),
    ("wouldnt", 5),
    ("shouldnt", 6),
    ("havent", 4),
    ("hasnt", 3),
    ("hadnt", 3),
];

/// Bytes of the longest of these.
const LONGEST_CONTRACTION: usize = 8;

/// Units that are written at their number.
const UNITS: &[&str] = &[
    "km", "kg", "m", "b", "bn", "mn", "mph", "kph", "mm", "cm", "ft", "tn", "k", "gw", "mw", "am",
    "pm", "gb", "mb", "kb", "hz", "ghz", "lb", "lbs",
];

/// Pushes the word of `core` from `start` to `end`, its clitics apart.
pub(super) fn push_word(core: &str, base: usize, start: usize, end: usize, spans: &mut Vec<Span>) {
    if start >= end {
        return;
    }
    match second_part(&core[start..end]) {
        Some(at) => {
            spans.push(Span::new(base + start, base + start + at));
            spans.push(Span::new(base + start + at, base + end));
        }
        None => spans.push(Span::new(base + start, base + end)),
    }
}

/// Whether a word of letters alone is two tokens.
pub(super) fn is_contraction(word: &str) -> bool {
    contraction(word).is_some()
}

/// Where the second word of a contraction without an apostrophe begins.
fn contraction(word: &str) -> Option<usize> {
    if word.len() > LONGEST_CONTRACTION {
        return None;
    }
    let mut known = CONTRACTIONS.iter();
    let (_, at) = known.find(|(whole, _)| whole.eq_ignore_ascii_case(word))?;
    // "IM" and "IVE" are no words in small letters.
    let shouted = word.len() <= 3 && word.bytes().all(|byte| byte.is_ascii_uppercase());
    (!shouted).then_some(*at)
}

/// Where in `word` its clitic begins.
fn second_part(word: &str) -> Option<usize> {
    if let Some(at) = contraction(word) {
        return Some(at);
    }
    CLITICS.iter().find_map(|clitic| {
        let mut at = word.len();
        let mut letters = word.char_indices().rev();
        for wanted in clitic.chars().rev() {
            let (place, letter) = letters.next()?;
            let letter = match letter {
                '\u{2019}' | '`' => '\'',
                letter => letter.to_ascii_lowercase(),
            };
            if letter != wanted {
                return None;
            }
            at = place;
        }
        (at > 0).then_some(at)
    })
}

/// Whether the full stop that ends `core` belongs to it. At the end of a sentence only the
/// dotted letters keep theirs.
pub(super) fn keeps_stop(core: &str, last: bool) -> bool {
    let word = core.strip_suffix('.').unwrap_or(core);
    if word.len() > LONGEST_ABBREVIATION {
        return false;
    }
    if is_dotted_letters(word) {
        return word.contains('.') || !last;
    }
    if word.eq_ignore_ascii_case("ph.d") {
        return true;
    }
    !last && ABBREVIATIONS.contains(&word.to_ascii_lowercase().as_str())
}

/// "U.S", "J", "e.g": single letters with full stops between.
pub(crate) fn is_dotted_letters(word: &str) -> bool {
    !word.is_empty()
        && word.split('.').all(|part| {
            let mut chars = part.chars();
            chars.next().is_some_and(char::is_alphabetic) && chars.next().is_none()
        })
}

pub(super) fn is_joined_prefix(word: &str) -> bool {
    word.len() <= LONGEST_PREFIX && JOINED_PREFIXES.contains(&word.to_ascii_lowercase().as_str())
}

/// Whether `rest` begins with a unit, and no letter or digit follows it.
pub(super) fn is_unit(rest: &str) -> bool {
    let letters = rest
        .bytes()
        .take(4)
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let ends = rest[letters..]
        .chars()
        .next()
        .is_none_or(|next| !next.is_alphanumeric());
    ends && UNITS.contains(&&*rest[..letters].to_ascii_lowercase())
}
