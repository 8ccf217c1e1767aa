//! Content hashes: the same content has the same id on every machine and in every run.
//!
//! What comes from outside as a whole, documents above all, is hashed so that nobody can make two of one id (BLAKE3).
//! What stands in a document is hashed together with the document's id by XXH3, which takes a tenth of the time: millions
//! of rows are imported, each with three ids, and who contrives two rows of one id has only spoilt a file of their own.

use std::cmp::Ordering;
use std::fmt;

use arrayvec::ArrayString;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use twox_hash::XxHash3_128;

use crate::content::Content;

/// Digits of an id.
const DIGITS: usize = 32;

/// 128 bits of a hash, written as 32 hexadecimal digits.
///
/// 128 bits keep the chance of a collision below 10⁻¹⁵ for 10¹¹ records.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ContentId(Text);

/// Ids of ours are kept in place: there are several in each of millions of records.
#[derive(Clone, PartialEq, Eq, Hash)]
enum Text {
    /// As many bytes as we write. Such a text is never kept otherwise.
    InPlace(ArrayString<DIGITS>),
    /// An id that somebody else has given.
    Other(Box<str>),
}

impl ContentId {
    /// Hashes fields in order: the first 128 bits of BLAKE3. Each is prefixed with its length, so that `["ab", "c"]`
    /// and `["a", "bc"]` differ.
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
        let mut hasher = blake3::Hasher::new();
        for field in fields {
            let bytes = field.as_ref();
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
        let hash = hasher.finalize();
        Self::of_bytes(std::array::from_fn(|place| hash.as_bytes()[place]))
    }

    /// The id of what is told apart by these fields in what has this id, such as a passage in a document: the 128 bits of
    /// XXH3.
    ///
    /// ```
    /// use entente_model::ContentId;
    /// let document = ContentId::of(["text"]);
    /// assert_ne!(document.within(["1", "2"]), document.within(["12"]));
    /// ```
    #[must_use]
    pub fn within<'f>(&self, fields: impl IntoIterator<Item = &'f str>) -> Self {
        let mut content = Content::default();
        content.text(self.as_str());
        for field in fields {
            content.text(field);
        }
        Self::of_content(&content)
    }

    /// Hashes what was put together, which begins with the id of what it stands in.
    pub(crate) fn of_content(content: &Content) -> Self {
        Self::of_bytes(XxHash3_128::oneshot(content.bytes()).to_be_bytes())
    }

    fn of_bytes(bytes: [u8; DIGITS / 2]) -> Self {
        let mut digits = [0; DIGITS];
        for (pair, byte) in digits.chunks_exact_mut(2).zip(bytes) {
            let digit = |half: u8| b"0123456789abcdef"[usize::from(half)];
            pair.copy_from_slice(&[digit(byte >> 4), digit(byte & 0xf)]);
        }
        // They are ASCII.
        Self(Text::InPlace(
            ArrayString::from_byte_string(&digits).unwrap_or_default(),
        ))
    }

    /// Takes an id that was written before, as read from a table.
    pub fn from_stored(text: impl AsRef<str>) -> Self {
        let text = text.as_ref();
        Self(match ArrayString::from(text) {
            Ok(digits) if digits.is_full() => Text::InPlace(digits),
            _ => Text::Other(text.into()),
        })
    }

    /// The hexadecimal digits.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Text::InPlace(digits) => digits,
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
    fn ids_stay_what_they_are() {
        // Stores have them, and people cite them.
        let document = ContentId::of(["a", "b"]);
        assert_eq!(document.as_str(), "237238bc1341a057099f91fc90c2271e");
        let parts = [0, 1, 500, 5000].map(|len| document.within(["é".repeat(len).as_str()]));
        let expected = [
            "c53a598edc5e30da5cd9745db5ae5c14",
            "0f149a826e6da5600262ec22fbf10ad3",
            "6750a9d38c5dd7c5c831fbf6d3462faa",
            "62a30677a3a8b3c6dc47c1e1d03a326c",
        ];
        assert_eq!(parts.each_ref().map(ContentId::as_str), expected);
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
