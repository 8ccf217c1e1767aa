//! Words to word pieces, exactly as `training/pieces.py` cuts them.
//!
//! A word is lowered, its accents are taken off, punctuation stands alone, and the longest piece
//! of the vocabulary that fits is taken from left to right. What the vocabulary lacks reads as the
//! unknown piece. The encoder sees no capitals; [`shape`] tells it of them.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A word has at most so many pieces; the rest of a longer one is left out.
pub(crate) const MOST: usize = 8;

/// The vocabulary of the encoder.
pub(crate) struct Pieces {
    /// Pieces that begin a run of letters and digits, and single marks.
    initial: HashMap<&'static str, i32>,
    /// Pieces that go on with one, without their "##".
    inner: HashMap<&'static str, i32>,
    /// Characters of the longest piece.
    longest: usize,
    unknown: i32,
    /// Stands before the first word of a window.
    pub(crate) begin: i32,
    /// Stands after the last word of a window.
    pub(crate) end: i32,
}

impl Pieces {
    /// From a list of one piece a line; the line's number is the piece's.
    pub(crate) fn new(list: &'static str) -> Self {
        let mut pieces = Self {
            initial: HashMap::new(),
            inner: HashMap::new(),
            longest: 1,
            unknown: 0,
            begin: 0,
            end: 0,
        };
        for (id, piece) in (0..).zip(list.lines()) {
            match piece {
                "[UNK]" => pieces.unknown = id,
                "[CLS]" => pieces.begin = id,
                "[SEP]" => pieces.end = id,
                "[PAD]" => {}
                _ => {
                    let (table, bare) = match piece.strip_prefix("##") {
                        Some(bare) if !bare.is_empty() => (&mut pieces.inner, bare),
                        _ => (&mut pieces.initial, piece),
                    };
                    pieces.longest = pieces.longest.max(bare.chars().count());
                    table.insert(bare, id);
                }
            }
        }
        pieces
    }

    /// The pieces of one word onto the end of `ids`: at least one, at most [`MOST`].
    pub(crate) fn cut(&self, word: &str, ids: &mut Vec<i32>) {
        let before = ids.len();
        let bare: String = if word.is_ascii() {
            word.to_ascii_lowercase()
        } else {
            let lower = word.to_lowercase();
            lower.nfd().filter(|&c| !is_combining_mark(c)).collect()
        };
        let mut rest = bare.as_str();
        while let Some(first) = rest.chars().next()
            && ids.len() < before + MOST
        {
            let length = if first.is_alphanumeric() {
                rest.find(|c: char| !c.is_alphanumeric())
                    .unwrap_or(rest.len())
            } else {
                first.len_utf8()
            };
            if !first.is_whitespace() {
                self.run(&rest[..length], ids);
            }
            rest = &rest[length..];
        }
        ids.truncate(before + MOST);
        if ids.len() == before {
            ids.push(self.unknown);
        }
    }

    /// The pieces of a run of letters and digits or of one mark; the unknown piece where one of
    /// them is not known.
    fn run(&self, run: &str, ids: &mut Vec<i32>) {
        let before = ids.len();
        let mut start = 0;
        while start < run.len() && ids.len() < before + MOST {
            let table = if start == 0 {
                &self.initial
            } else {
                &self.inner
            };
            let rest = &run[start..];
            let found = rest
                .char_indices()
                .map(|(at, c)| at + c.len_utf8())
                .take(self.longest)
                .collect::<Vec<usize>>()
                .into_iter()
                .rev()
                .find_map(|end| table.get(&rest[..end]).map(|&id| (id, end)));
            let Some((id, length)) = found else {
                ids.truncate(before);
                ids.push(self.unknown);
                return;
            };
            ids.push(id);
            start += length;
        }
    }
}

/// The shape of a word as written, as the number that the encoder knows it by.
pub(crate) fn shape(word: &str) -> i32 {
    let mut letters = 0;
    let mut capitals = 0;
    let mut first_is_capital = false;
    let mut digits = false;
    for c in word.chars() {
        if c.is_alphabetic() {
            if letters == 0 {
                first_is_capital = c.is_uppercase();
            }
            letters += 1;
            capitals += usize::from(c.is_uppercase());
        }
        digits |= c.is_numeric();
    }
    match (letters, capitals) {
        (0, _) if digits => 6,
        (0, _) => 8,
        _ if digits => 7,
        (_, 0) => 1,
        (1, _) => 4,
        (letters, capitals) if letters == capitals => 3,
        (_, 1) if first_is_capital => 2,
        _ => 5,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str =
        "[PAD]\n[UNK]\n[CLS]\n[SEP]\nazerbaijan\n##i\nu\n.\ns\nsao\n##o\n#\n-\nr\n##e";

    #[track_caller]
    fn check(word: &str, expected: &[&str]) {
        let pieces = Pieces::new(LIST);
        let mut ids = Vec::new();
        pieces.cut(word, &mut ids);
        let names: Vec<&str> = LIST.lines().collect();
        let found: Vec<&str> = ids.iter().map(|&id| names[id as usize]).collect();
        assert_eq!(found, expected, "{word}");
    }

    #[test]
    fn the_longest_piece_is_taken_from_left_to_right() {
        check("Azerbaijani", &["azerbaijan", "##i"]);
        check("U.S.", &["u", ".", "s", "."]);
        check("São", &["sao"]);
        check("são-ré", &["sao", "-", "r", "##e"]);
        check("#", &["#"]);
    }

    #[test]
    fn what_is_not_known_is_one_unknown_piece() {
        check("Zzz", &["[UNK]"]);
        check("uz", &["[UNK]"]);
        check("", &["[UNK]"]);
        check("\u{301}", &["[UNK]"]);
        check("u.q", &["u", ".", "[UNK]"]);
    }

    #[test]
    fn a_long_word_is_cut_off() {
        check("....................", &["."; MOST]);
    }

    #[test]
    fn shapes_tell_capitals_and_digits() {
        for (word, expected) in [
            ("the", 1),
            ("The", 2),
            ("NATO", 3),
            ("A", 4),
            ("McDonald", 5),
            ("2023", 6),
            ("F16", 7),
            (",", 8),
            ("U.S.", 3),
            ("a", 1),
        ] {
            assert_eq!(shape(word), expected, "{word}");
        }
    }
}
