//! A linear model of yes and no over hashed features, a byte for each weight.
//!
//! The model file: eight bytes of magic that say which model it is; as `f32`, little endian, what one unit
//! of weight is worth; then one signed byte for each row. A feature's row is its hash modulo the number of rows, which
//! is a power of two (Weinberger et al. 2009).

/// Weights by row.
#[derive(Debug, Clone)]
pub struct HashedLinear {
    unit: f32,
    weights: Vec<i8>,
}

impl HashedLinear {
    /// Reads a model file of so many rows; `None` when it is none of that magic and size.
    pub fn read(bytes: &[u8], magic: &[u8; 8], rows: usize) -> Option<Self> {
        let (unit, weights) = bytes.strip_prefix(magic)?.split_first_chunk::<4>()?;
        (weights.len() == rows).then(|| Self {
            unit: f32::from_le_bytes(*unit),
            weights: weights.iter().map(|weight| weight.cast_signed()).collect(),
        })
    }

    /// A model that weighs nothing.
    pub fn empty() -> Self {
        Self {
            unit: 0.0,
            weights: vec![0],
        }
    }

    /// The model file of some weights, one for each row: bytes that are in steps up to `most`, at which larger ones
    /// stay.
    pub fn file(magic: &[u8; 8], weights: &[f32], most: f32) -> Vec<u8> {
        let unit = most / 127.0;
        let mut bytes = magic.to_vec();
        bytes.extend(unit.to_le_bytes());
        bytes.extend(weights.iter().map(|weight| {
            let steps = (weight / unit).round().clamp(-127.0, 127.0);
            (steps as i8).cast_unsigned()
        }));
        bytes
    }

    /// How much speaks for yes: log odds, or the margin of a model that was trained for one.
    pub fn score(&self, features: &[u32]) -> f32 {
        let rows = self.weights.len();
        let sum: i32 = features
            .iter()
            .map(|&feature| i32::from(self.weights[feature as usize % rows]))
            .sum();
        sum as f32 * self.unit
    }
}

/// A size that all weights but one in two thousand keep below.
pub(crate) fn most(weights: &[f32]) -> f32 {
    let mut sizes: Vec<f32> = weights
        .iter()
        .map(|weight| weight.abs())
        .filter(|&size| size > 0.0)
        .collect();
    sizes.sort_unstable_by(f32::total_cmp);
    let top = sizes.len().saturating_sub(1 + sizes.len() / 2000);
    sizes.get(top).copied().unwrap_or(1.0)
}

/// Orders examples anew, by a generator that `random` is the state of (xorshift; never zero).
pub fn shuffle<T>(examples: &mut [T], random: &mut u64) {
    for last in (1..examples.len()).rev() {
        *random ^= *random << 13;
        *random ^= *random >> 7;
        *random ^= *random << 17;
        examples.swap(last, (*random % (last as u64 + 1)) as usize);
    }
}

/// The hash of some characters (FNV-1a).
pub fn hash_chars(chars: impl Iterator<Item = char>) -> u32 {
    chars.fold(0x811c_9dc5, |hash, char| {
        (hash ^ char as u32).wrapping_mul(0x0100_0193)
    })
}

/// Mixes a template's number and its values into one feature.
pub fn hashed_feature(template: u32, values: &[u32]) -> u32 {
    let mut hash = u64::from(template + 1).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for &value in values {
        hash = (hash ^ u64::from(value)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 29;
    }
    (hash >> 20) as u32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_read_back() {
        let magic = b"ENTTEST1";
        let (yes, no) = (hashed_feature(0, &[1]), hashed_feature(0, &[3]));
        let mut weights = vec![0.0; 64];
        weights[yes as usize % 64] = 1.5;
        weights[no as usize % 64] = -0.5;
        let bytes = HashedLinear::file(magic, &weights, 1.5);
        let model = HashedLinear::read(&bytes, magic, 64).unwrap();
        assert!((model.score(&[yes, no]) - 1.0).abs() < 0.02);
        assert!(HashedLinear::read(&bytes, b"ENTTEST2", 64).is_none());
        assert!(HashedLinear::read(&bytes, magic, 128).is_none());
        assert!(HashedLinear::empty().score(&[yes]).abs() < f32::EPSILON);
    }
}
