//! Content hashes: the same content has the same id on every machine and in every run.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The first 128 bits of a BLAKE3 hash, written as 32 hexadecimal digits.
///
/// 128 bits keep the chance of a collision below 10⁻¹⁵ for 10¹¹ records.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ContentId(String);

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
        let mut hasher = blake3::Hasher::new();
        for field in fields {
            let bytes = field.as_ref();
            hasher.update(&(bytes.len() as u64).to_le_bytes());
            hasher.update(bytes);
        }
        Self(hasher.finalize().to_hex()[..32].to_owned())
    }

    /// Takes an id that was written before, as read from a table.
    pub fn from_stored(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The hexadecimal digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for ContentId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&self.0)
    }
}
