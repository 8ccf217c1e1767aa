//! Finds texts that are nearly the same: an agency's report in several papers, an article edited
//! after its first hour.
//!
//! A text is its set of shingles, runs of [`SHINGLE`] words. A [`Signature`] keeps of that set the
//! least hash value under each of [`VALUES`] hash functions; two signatures agree in about the share
//! of values that the sets share of their union (Broder 1997). [`NearDuplicates`] files signatures by
//! bands of values, so that it compares a new text only with those that agree with it in a whole band
//! (Indyk and Motwani 1998), and not with every text that was read.
//!
//! Containment: [`Signature::containment`] says which share of one text stands in another, from the
//! same values and the sizes of both sets. An agency's report that makes up a third or more of
//! a longer article is found; one that makes up less than a sixth, such as a single quoted
//! paragraph, is not. What it deliberately does not do: it compares words, not meanings, so that a
//! translation or a report rewritten in other words is no duplicate; and texts of fewer than
//! [`LEAST_SHINGLES`] shingles are like no other text.

use std::collections::HashMap;

/// Words of a shingle.
pub const SHINGLE: usize = 4;

/// Values of a signature.
pub const VALUES: usize = 256;

/// Values of a band: two texts meet where all values of a band agree.
const ROWS: usize = 2;

/// Shingles that a text must have to be like another.
pub const LEAST_SHINGLES: u32 = 12;

/// From which share of shingles in common, of the union or of the smaller text, two texts are
/// near-duplicates.
pub const THRESHOLD: f64 = 0.5;

/// How many times as long as the other a text may be for its signature to tell what it contains.
pub const MOST_UNEQUAL: f64 = 6.0;

/// The first byte of a serialised signature: the scheme of shingling and hashing.
const VERSION: u8 = 1;

/// What of a text is kept to tell how much it shares with others. The same text has the same
/// signature on every machine and in every release with the same `VERSION`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// The least value under each hash function.
    least: Vec<u32>,
    /// Number of different shingles.
    shingles: u32,
}

/// Mixes the bits of a number: the finaliser of SplitMix64 (Steele et al. 2014).
fn mix(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    bits ^ (bits >> 31)
}

/// FNV-1a of a word in lower case.
fn hash_word(word: &str) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut buffer = [0; 4];
    for char in word.chars().flat_map(char::to_lowercase) {
        for byte in char.encode_utf8(&mut buffer).as_bytes() {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
    hash
}

/// The different shingles of a text, as hashes: words are runs of letters and digits; case,
/// punctuation and white space do not count.
fn shingles(text: &str) -> Vec<u64> {
    let words: Vec<u64> = text
        .split(|char: char| !char.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(hash_word)
        .collect();
    let mut hashes: Vec<u64> = words
        .windows(SHINGLE)
        .map(|words| {
            words
                .iter()
                .fold(0, |hash, &word| mix(hash ^ word).wrapping_add(word))
        })
        .collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes
}

impl Signature {
    /// The signature of a text.
    pub fn of(text: &str) -> Self {
        let hashes = shingles(text);
        // A hash function is a multiplication by an odd number and an addition (Dietzfelbinger
        // 1996), of which the high half is kept.
        let mut least = vec![u32::MAX; VALUES];
        for (index, least) in least.iter_mut().enumerate() {
            let seed = index as u64;
            let factor = mix(2 * seed + 1) | 1;
            let offset = mix(2 * seed + 2);
            for hash in &hashes {
                let value = (hash.wrapping_mul(factor).wrapping_add(offset) >> 32) as u32;
                *least = value.min(*least);
            }
        }
        Self {
            least,
            shingles: u32::try_from(hashes.len()).unwrap_or(u32::MAX),
        }
    }

    /// Share of the shingles of both texts that they have in common, from 0 to 1, with a standard
    /// error of at most 0.03. 0 where either text is too short to tell.
    pub fn similarity(&self, other: &Self) -> f64 {
        if self.shingles.min(other.shingles) < LEAST_SHINGLES {
            return 0.0;
        }
        let equal = self
            .least
            .iter()
            .zip(&other.least)
            .filter(|(own, other)| own == other);
        equal.count() as f64 / VALUES as f64
    }

    /// Share of this text's shingles that stand in `other`, from 0 to 1. The estimate is the rougher
    /// the less equal the texts are in length: where one is four times as long, its standard error
    /// is 0.1; where one is more than [`MOST_UNEQUAL`] times as long, it is not given: 0.
    pub fn containment(&self, other: &Self) -> f64 {
        let similarity = self.similarity(other);
        let (own, others) = (f64::from(self.shingles), f64::from(other.shingles));
        let unequal = own.max(others) > MOST_UNEQUAL * own.min(others);
        if similarity == 0.0 || unequal {
            return 0.0;
        }
        // |A and B| = J (|A| + |B|) / (1 + J)
        (similarity * (own + others) / (1.0 + similarity) / own).min(1.0)
    }

    /// For a column of a table: version, number of shingles, values, little-endian.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(5 + 4 * self.least.len());
        bytes.push(VERSION);
        bytes.extend(self.shingles.to_le_bytes());
        for value in &self.least {
            bytes.extend(value.to_le_bytes());
        }
        bytes
    }

    /// Reads what [`Signature::to_bytes`] wrote; `None` when it is something else or of another
    /// version.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let (version, rest) = bytes.split_first()?;
        let (shingles, rest) = rest.split_first_chunk::<4>()?;
        if *version != VERSION || rest.len() != 4 * VALUES {
            return None;
        }
        let (values, _) = rest.as_chunks::<4>();
        Some(Self {
            least: values
                .iter()
                .map(|value| u32::from_le_bytes(*value))
                .collect(),
            shingles: u32::from_le_bytes(*shingles),
        })
    }
}

/// An earlier text that a new one is like.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Likeness<K> {
    /// The key under which it was added.
    pub key: K,
    /// Share of the shingles of both that they have in common, from 0 to 1.
    pub similarity: f64,
    /// Share of the smaller text that stands in the other, from 0 to 1.
    pub containment: f64,
}

/// Signatures filed so that those like a new one are found without looking at all.
#[derive(Debug, Clone)]
pub struct NearDuplicates<K> {
    filed: Vec<(K, Signature)>,
    /// By number and hash of a band: indices in `filed`.
    bands: HashMap<(u16, u64), Vec<u32>>,
}

impl<K> Default for NearDuplicates<K> {
    fn default() -> Self {
        Self {
            filed: Vec::new(),
            bands: HashMap::new(),
        }
    }
}

impl<K: Copy> NearDuplicates<K> {
    /// How many signatures are filed.
    pub fn len(&self) -> usize {
        self.filed.len()
    }

    /// Whether none is filed.
    pub fn is_empty(&self) -> bool {
        self.filed.is_empty()
    }

    /// The texts filed that have at least `threshold` (usually [`THRESHOLD`]) in common with this
    /// one, of the union or of the smaller text; the most similar first, then in the order in which they were added.
    pub fn like(&self, signature: &Signature, threshold: f64) -> Vec<Likeness<K>> {
        let mut candidates: Vec<u32> = bands(signature)
            .filter_map(|band| self.bands.get(&band))
            .flatten()
            .copied()
            .collect();
        candidates.sort_unstable();
        candidates.dedup();
        let mut found: Vec<Likeness<K>> = candidates
            .into_iter()
            .filter_map(|index| self.filed.get(usize::try_from(index).ok()?))
            .map(|(key, other)| Likeness {
                key: *key,
                similarity: signature.similarity(other),
                containment: signature
                    .containment(other)
                    .max(other.containment(signature)),
            })
            .filter(|likeness| likeness.similarity.max(likeness.containment) >= threshold)
            .collect();
        found.sort_by(|a, b| b.similarity.total_cmp(&a.similarity));
        found
    }

    /// Files a signature under a key, such as the id of its document.
    pub fn add(&mut self, key: K, signature: Signature) {
        // More than 4 billion texts are not read by one process.
        let Ok(index) = u32::try_from(self.filed.len()) else {
            return;
        };
        if signature.shingles >= LEAST_SHINGLES {
            for band in bands(&signature) {
                self.bands.entry(band).or_default().push(index);
            }
        }
        self.filed.push((key, signature));
    }
}

/// Number and hash of each band.
fn bands(signature: &Signature) -> impl Iterator<Item = (u16, u64)> {
    signature.least.chunks(ROWS).zip(0..).map(|(rows, number)| {
        let hash = rows
            .iter()
            .fold(0, |hash, &row| mix(hash ^ u64::from(row)).wrapping_add(1));
        (number, hash)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "The ministers of both countries met on Monday in the capital to speak about the \
        border, the river and the railway that has been closed for nine years. They agreed to meet again \
        in spring, and to let engineers look at the bridge before the snow comes.";

    #[test]
    fn case_spaces_and_punctuation_do_not_count() {
        let other = TEXT.to_uppercase().replace(", ", "\n\n – ");
        assert_eq!(Signature::of(TEXT), Signature::of(&other));
    }

    #[test]
    fn bytes_read_back_and_nothing_else_does() {
        let signature = Signature::of(TEXT);
        let bytes = signature.to_bytes();
        assert_eq!(Signature::from_bytes(&bytes), Some(signature));
        assert_eq!(Signature::from_bytes(&bytes[1..]), None);
        assert_eq!(Signature::from_bytes(&[]), None);
        assert_eq!(Signature::from_bytes(&[&[9], &bytes[1..]].concat()), None);
    }

    #[test]
    fn the_scheme_is_the_same_in_every_release() {
        // Signatures are kept in tables: another value here asks for another VERSION.
        let bytes = Signature::of(TEXT).to_bytes();
        let sum = bytes
            .iter()
            .fold(0_u64, |sum, byte| mix(sum ^ u64::from(*byte)));
        assert_eq!(sum, 4_495_833_301_861_179_327);
    }

    #[test]
    fn short_texts_are_like_nothing() {
        let signature = Signature::of("The end.");
        let mut filed = NearDuplicates::default();
        filed.add(1, signature.clone());
        filed.add(2, Signature::of(""));
        assert!(filed.like(&signature, 0.0).is_empty());
        assert!(filed.like(&Signature::of(""), 0.0).is_empty());
        assert_eq!(filed.len(), 2);
    }

    #[test]
    fn a_part_is_contained_in_the_whole() {
        let whole = format!(
            "{TEXT} {}",
            TEXT.split(' ').rev().collect::<Vec<_>>().join(" ")
        );
        let (part, whole) = (Signature::of(TEXT), Signature::of(&whole));
        assert!(
            part.containment(&whole) > 0.85,
            "{}",
            part.containment(&whole)
        );
        assert!((0.4..0.6).contains(&whole.containment(&part)));
        let mut filed = NearDuplicates::default();
        filed.add("part", part);
        let like = filed.like(&whole, THRESHOLD);
        assert_eq!(like.len(), 1);
        assert_eq!(like[0].key, "part");
    }
}
