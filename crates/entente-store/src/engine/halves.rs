//! A set of hundreds of millions of hashes in little more than their own size.
//!
//! A hash table keeps up to half of itself empty, and is there twice while it grows. Here hashes lie sorted in many
//! shelves, where each is found near the place that its own value says; what is new waits beside, and is sorted in
//! when it has become an eighth of its shelf.

use std::collections::HashSet;
use std::hash::{BuildHasherDefault, Hasher};

/// Shelves: one for each value of the first eight bits.
const SHELVES: usize = 256;

/// So many new ones are not worth sorting in.
const FEW: usize = 1 << 10;

/// The first half of an id, by which it is known.
pub(super) fn half(id: &str) -> u64 {
    let digits = id.get(..16).and_then(|it| u64::from_str_radix(it, 16).ok());
    // Ids of others than us may be no hexadecimal digits.
    digits.unwrap_or_else(|| {
        let bytes = id.bytes();
        bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    })
}

/// A set of halves of content hashes, evenly distributed. Eight to eleven bytes each.
#[derive(Debug)]
pub(super) struct Halves {
    shelves: Vec<Shelf>,
    len: usize,
}

/// Hashes of what is stored, as they are read: sorted once, when all are there.
#[derive(Debug)]
pub(super) struct Gathered(Vec<Vec<u64>>);

impl Default for Gathered {
    fn default() -> Self {
        Self(vec![Vec::new(); SHELVES])
    }
}

impl Gathered {
    pub(super) fn push(&mut self, half: u64) {
        let shelf = &mut self.0[place(half)];
        if shelf.len() == shelf.capacity() {
            shelf.reserve_exact(FEW.max(shelf.len() / 8));
        }
        shelf.push(half);
    }
}

impl From<Gathered> for Halves {
    fn from(gathered: Gathered) -> Self {
        let shelves = gathered.0.into_iter().map(|mut sorted| {
            sorted.sort_unstable();
            sorted.dedup();
            Shelf {
                sorted,
                new: HashSet::default(),
            }
        });
        let shelves: Vec<Shelf> = shelves.collect();
        Self {
            len: shelves.iter().map(|shelf| shelf.sorted.len()).sum(),
            shelves,
        }
    }
}

#[derive(Debug, Default)]
struct Shelf {
    sorted: Vec<u64>,
    new: HashSet<u64, BuildHasherDefault<AsIs>>,
}

impl Default for Halves {
    fn default() -> Self {
        Self {
            shelves: (0..SHELVES).map(|_| Shelf::default()).collect(),
            len: 0,
        }
    }
}

impl Halves {
    pub(super) fn len(&self) -> usize {
        self.len
    }

    /// Adds some; whether each was not there before. All are looked for first: memory is waited for by many of them at once, and
    /// not by one after the other.
    pub(super) fn insert(&mut self, halves: &[u64]) -> Vec<bool> {
        let known = |half: &u64| self.shelves[place(*half)].has(*half);
        let known: Vec<bool> = halves.iter().map(known).collect();
        let each = halves.iter().zip(known);
        let put = |(half, is_known): (&u64, bool)| {
            !is_known && self.shelves[place(*half)].new.insert(*half)
        };
        let are_new: Vec<bool> = each.map(put).collect();
        self.len += are_new.iter().filter(|is_new| **is_new).count();
        self.shelves.iter_mut().for_each(Shelf::settle);
        are_new
    }
}

/// The shelf of a half.
fn place(half: u64) -> usize {
    (half >> 56) as usize
}

impl Shelf {
    fn has(&self, half: u64) -> bool {
        self.new.contains(&half) || is_among(&self.sorted, half)
    }

    /// Sorts in what is new, where that is worth it.
    fn settle(&mut self) {
        if self.new.len() >= FEW.max(self.sorted.len() / 8) {
            let mut new: Vec<u64> = self.new.drain().collect();
            new.sort_unstable();
            self.sorted = merged(&self.sorted, &new);
        }
    }
}

/// Two sorted lists as one.
fn merged(a: &[u64], b: &[u64]) -> Vec<u64> {
    let mut all = Vec::with_capacity(a.len() + b.len());
    let mut rest = a;
    for half in b {
        let before = rest.iter().position(|it| it > half).unwrap_or(rest.len());
        all.extend_from_slice(&rest[..before]);
        all.push(*half);
        rest = &rest[before..];
    }
    all.extend_from_slice(rest);
    all
}

/// Whether a value is in a sorted list of evenly distributed ones that agree in their first eight bits: looked for in
/// growing steps from where it should be.
fn is_among(sorted: &[u64], half: u64) -> bool {
    let place = u128::from(half << 8) * sorted.len() as u128;
    let guess = (place >> 64) as usize;
    let (mut from, mut to, mut step) = (guess, guess, 16);
    while from > 0 && sorted[from] > half {
        from = from.saturating_sub(step);
        step *= 2;
    }
    step = 16;
    while to < sorted.len() && sorted[to] < half {
        to = (to + step).min(sorted.len());
        step *= 2;
    }
    let to = (to + 1).min(sorted.len());
    sorted
        .get(from..to)
        .is_some_and(|near| near.binary_search(&half).is_ok())
}

/// What is a hash is not hashed again.
#[derive(Debug, Default)]
struct AsIs(u64);

impl Hasher for AsIs {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 << 8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, half: u64) {
        self.0 = half;
    }

    fn finish(&self) -> u64 {
        // Of a shelf, the first eight bits are all the same, and tables tell values apart by them.
        self.0 ^ (self.0 << 8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers as evenly distributed as hashes.
    fn number(seed: u64) -> u64 {
        let mut it = seed.wrapping_add(0x9e37_79b9_7f4a_7c15);
        it = (it ^ (it >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        it = (it ^ (it >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        it ^ (it >> 31)
    }

    #[test]
    fn each_is_new_once() {
        let mut halves = Halves::default();
        let count = 600_000;
        for seed in 0..count {
            let [new, known] = [number(seed), number(seed / 2)];
            assert_eq!(halves.insert(&[new, known]), [true, false], "{seed}");
        }
        assert_eq!(halves.len(), count as usize);
        assert!(halves.shelves.iter().all(|it| !it.sorted.is_empty()));
    }

    #[test]
    fn what_was_gathered_is_not_new() {
        let mut gathered = Gathered::default();
        for seed in 0..30_000 {
            gathered.push(number(seed / 2));
        }
        let mut halves = Halves::from(gathered);
        assert_eq!(halves.len(), 15_000);
        for seed in 0..30_000 {
            let are_new = halves.insert(&[number(seed), number(seed)]);
            assert_eq!(are_new, [seed >= 15_000, false], "{seed}");
        }
    }

    #[test]
    fn values_that_are_not_evenly_distributed_are_found_too() {
        let mut halves = Halves::default();
        let numbers = || (0..5_000).chain((0..5_000).map(|it| u64::MAX - it * 3));
        for number in numbers() {
            assert_eq!(halves.insert(&[number]), [true], "{number}");
        }
        for number in numbers() {
            assert_eq!(halves.insert(&[number]), [false], "{number}");
        }
        assert_eq!(halves.len(), 10_000);
    }
}
