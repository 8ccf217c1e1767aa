//! Content hashes: the same content has the same id on every machine and in every run.

use std::cmp::Ordering;
use std::fmt;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::content::Content;

/// Digits of an id.
const DIGITS: usize = 32;

/// The first 128 bits of a BLAKE3 hash, written as 32 hexadecimal digits.
///
/// 128 bits keep the chance of a collision below 10⁻¹⁵ for 10¹¹ records.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ContentId(Text);

/// Ids of ours are kept in place: there are several in each of millions of records.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Text {
    /// As many ASCII characters as we write. Such a text is never kept otherwise.
    InPlace([u8; DIGITS]),
    /// An id that somebody else has given.
    Other(Box<str>),
}

impl ContentId {
    /// Hashes fields in order. Each is prefixed with its length, so that `["ab", "c"]` and
    /// `["a", "bc"]` differ.
    ///
    /// ```
    /// use entente_model::ContentId;
    /// assert_ne!(ContentId::of(["ab", "c"]), ContentId::of(["a", "bc"]));
    /// ```
    pub fn of<I>(fields: I) -> Self
    where
        I: IntoIterator,
        I::Item: AsRef<[u8]>,
    {
        // One call for all is twice as fast as one for each field: most have a few hundred bytes.
        let mut content = Content::default();
        for field in fields {
            let bytes = field.as_ref();
            content.push(&(bytes.len() as u64).to_le_bytes());
            content.push(bytes);
        }
        Self::of_content(&content)
    }

    /// Hashes what was put together.
    pub(crate) fn of_content(content: &Content) -> Self {
        let hash = blake3::hash(content.bytes());
        let mut digits = [0; DIGITS];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(hash.as_bytes()) {
            let digit = |half: u8| b"0123456789abcdef"[usize::from(half)];
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 0xf)]);
        }
        Self(Text::InPlace(digits))
    }

    /// Takes an id that was written before, as read from a table.
    pub fn from_stored(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        Self(match text.as_bytes().try_into() {
            Ok(digits) if text.is_ascii() => Text::InPlace(digits),
            _ => Text::Other(text.into()),
        })
    }

    /// The hexadecimal digits.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            // They are ASCII.
            Text::InPlace(digits) => str::from_utf8(digits).unwrap_or_default(),
            Text::Other(text) => text,
        }
    }
}

impl PartialOrd for ContentId {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for ContentId {
    fn cmp(&self, other: &Self) -> Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl fmt::Debug for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("ContentId").field(&self.as_str()).finish()
    }
}

impl fmt::Display for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl Serialize for ContentId {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for ContentId {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from).map(Self::from_stored)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_long_is_hashed_as_it_would_be_piece_by_piece() {
        for len in [0, 1, 500, 1008, 1009, 1017, 5000] {
            let field = "é".repeat(len / 2);
            let mut hasher = blake3::Hasher::new();
            for field in ["a", &field, "b"] {
                hasher.update(&(field.len() as u64).to_le_bytes());
                hasher.update(field.as_bytes());
            }
            let expected = hasher.finalize().to_hex();
            let id = ContentId::of(["a", &field, "b"]);
            assert_eq!(id.as_str(), &expected[..DIGITS], "{len}");
        }
    }

    #[test]
    fn any_text_may_be_an_id() {
        for text in ["", "event-1", "0123456789abcdef0123456789abcdef", "é"] {
            let id = ContentId::from_stored(text);
            assert_eq!(id.as_str(), text);
            let json = serde_json::to_string(&id).unwrap();
            assert_eq!(serde_json::from_str::<ContentId>(&json).unwrap(), id);
        }
        let long = "é".repeat(DIGITS / 2);
        assert_eq!(ContentId::from_stored(&long).as_str(), long);
    }
}
