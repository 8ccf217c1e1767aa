//! Bytes to text: byte order mark, what the document or its container declares, UTF-8, and a
//! guess by the letters where nothing else is known.

use std::borrow::Cow;

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};

/// How far into a document a declaration of its encoding is looked for.
const DECLARED_WITHIN: usize = 2048;

/// Text with what had to be assumed.
pub(super) struct Decoded {
    pub(super) text: String,
    /// The encoding, where nothing but the letters speaks for it.
    pub(super) guessed: Option<&'static str>,
    /// Places that do not fit the encoding.
    pub(super) broken: usize,
    /// The first of them.
    pub(super) broken_at: Option<usize>,
}

impl Decoded {
    fn sound(text: Cow<'_, str>) -> Self {
        Self {
            text: text.into_owned(),
            guessed: None,
            broken: 0,
            broken_at: None,
        }
    }
}

/// Decodes a document. `declared` is the encoding that its container names.
pub(super) fn decode(bytes: &[u8], declared: Option<&str>) -> Decoded {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes)
        && encoding != UTF_8
    {
        let text = encoding.decode_without_bom_handling(bytes.get(mark..).unwrap_or_default());
        return Decoded::sound(text.0);
    }
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let error = match std::str::from_utf8(bytes) {
        Ok(text) => return Decoded::sound(Cow::Borrowed(text)),
        Err(error) => error,
    };
    let named = declared
        .and_then(|label| Encoding::for_label(label.as_bytes()))
        .or_else(|| declared_in(bytes));
    if let Some(encoding) = named.filter(|&encoding| encoding != UTF_8)
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        return Decoded::sound(text);
    }
    let (mut broken, mut letters) = (0_usize, 0_usize);
    for chunk in bytes.utf8_chunks() {
        broken += usize::from(!chunk.invalid().is_empty());
        letters += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
    }
    if letters >= broken {
        return Decoded {
            text: String::from_utf8_lossy(bytes).into_owned(),
            guessed: None,
            broken,
            broken_at: Some(error.valid_up_to()),
        };
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    Decoded {
        guessed: Some(encoding.name()),
        ..Decoded::sound(text)
    }
}

/// The encoding named by an XML declaration or a `meta` element: `encoding="..."`, `charset=...`.
fn declared_in(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = bytes.get(..bytes.len().min(DECLARED_WITHIN))?;
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    if !head.trim_start().starts_with('<') {
        return None;
    }
    ["encoding=", "charset="].iter().find_map(|key| {
        let (_, value) = head.split_once(key)?;
        let label = value
            .trim_start_matches(['"', '\'', ' '])
            .split(|c: char| !(c.is_ascii_alphanumeric() || "-_:.".contains(c)))
            .next()?;
        Encoding::for_label(label.as_bytes())
    })
}

/// The beginning of a document as text, good enough to know its format by.
pub(super) fn glimpse(head: &[u8]) -> Cow<'_, str> {
    match Encoding::for_bom(head) {
        Some((encoding, _)) => encoding.decode(head).0,
        None => String::from_utf8_lossy(head),
    }
}

/// Whether text begins with a mark of UTF-16.
pub(super) fn is_utf16(head: &[u8]) -> bool {
    head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff])
}

/// The offset of what makes bytes binary: a zero byte, or many control characters.
pub(super) fn binary_at(bytes: &[u8]) -> Option<usize> {
    if is_utf16(bytes) {
        return None;
    }
    let head = bytes.get(..bytes.len().min(64 * 1024))?;
    if let Some(zero) = head.iter().position(|&byte| byte == 0) {
        return Some(zero);
    }
    let is_odd = |byte: &u8| *byte < 0x20 && !matches!(byte, b'\n' | b'\r' | b'\t' | 0x0c | 0x1b);
    let odd = head.iter().filter(|byte| is_odd(byte)).count();
    (odd * 50 > head.len()).then(|| head.iter().position(is_odd).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_found() {
        let check = |bytes: &[u8], declared: Option<&str>, text: &str, guessed: Option<&str>| {
            let decoded = decode(bytes, declared);
            assert_eq!(decoded.text, text);
            assert_eq!(decoded.guessed, guessed);
        };
        check("Caf\u{e9}".as_bytes(), None, "Café", None);
        check(b"\xef\xbb\xbfTalks", None, "Talks", None);
        check(b"\xff\xfeT\0\xe9\0", None, "Té", None);
        check(b"\xfe\xff\0T\0\xe9", None, "Té", None);
        check(b"Caf\xe9", Some("latin1"), "Café", None);
        check(
            b"<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?>\xb3",
            None,
            "<?xml version=\"1.0\" encoding=\"ISO-8859-2\"?>ł",
            None,
        );
        check(
            b"<meta charset=windows-1251>\xcc\xe8\xf0",
            None,
            "<meta charset=windows-1251>Мир",
            None,
        );
        check(
            b"The ministers met in a caf\xe9 of the town and went home.",
            None,
            "The ministers met in a café of the town and went home.",
            Some("windows-1252"),
        );
    }

    #[test]
    fn a_few_broken_places_leave_it_utf8() {
        let decoded = decode(b"Caf\xc3\xa9 and th\xff", None);
        assert_eq!((decoded.broken, decoded.broken_at), (1, Some(12)));
        assert_eq!(decoded.guessed, None);
    }
}
