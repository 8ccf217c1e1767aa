//! Hashes of the last rows, by which repeated ones are known.

/// Rows that are remembered, at least: two windows of them take some 130 MB of memory at most.
const WINDOW: usize = 1 << 21;

/// Bytes of a row in most files of events.
const BYTES_OF_A_ROW: u64 = 400;

/// The last so many hashes, at least; twice as many at most.
pub(crate) struct Window {
    current: Hashes,
    previous: Hashes,
    at_least: usize,
}

impl Window {
    /// With room for as many as rows of files of so many bytes: growing on the way would move them again and again.
    pub(crate) fn for_bytes(bytes: u64) -> Self {
        let rows = usize::try_from(bytes / BYTES_OF_A_ROW).unwrap_or(WINDOW);
        Self {
            current: Hashes::for_about(rows.min(WINDOW)),
            previous: Hashes::for_about(0),
            at_least: WINDOW,
        }
    }

    /// Whether the hash is known.
    pub(crate) fn has(&self, hash: u64) -> bool {
        self.current.has(hash) || self.previous.has(hash)
    }

    /// Whether the hash is new.
    pub(crate) fn insert(&mut self, hash: u64) -> bool {
        if self.previous.has(hash) || !self.current.insert(hash) {
            return false;
        }
        if self.current.len >= self.at_least {
            let empty = Hashes::for_about(self.at_least);
            self.previous = std::mem::replace(&mut self.current, empty);
        }
        true
    }
}

/// A set of hashes. Each lies in the place that its last bits name or in the next that was free, so that memory is waited
/// for once where one is looked up, and not again where it is put in.
struct Hashes {
    /// A power of two; at least half of them are [`FREE`].
    places: Vec<u64>,
    len: usize,
}

impl Hashes {
    fn for_about(count: usize) -> Self {
        Self {
            places: vec![FREE; (2 * count).next_power_of_two().max(16)],
            len: 0,
        }
    }

    /// The place where a hash lies, or would.
    fn place(&self, hash: u64) -> usize {
        let last = self.places.len() - 1;
        let mut place = hash as usize & last;
        while self.places[place] != FREE && self.places[place] != hash {
            place = (place + 1) & last;
        }
        place
    }

    fn has(&self, hash: u64) -> bool {
        self.places[self.place(taken(hash))] != FREE
    }

    fn insert(&mut self, hash: u64) -> bool {
        let hash = taken(hash);
        let place = self.place(hash);
        if self.places[place] != FREE {
            return false;
        }
        self.places[place] = hash;
        self.len += 1;
        if 2 * self.len > self.places.len() {
            let mut larger = Self::for_about(self.places.len());
            for hash in self.places.iter().filter(|hash| **hash != FREE) {
                let place = larger.place(*hash);
                larger.places[place] = *hash;
            }
            self.places = larger.places;
        }
        true
    }
}

/// What stands in a free place. It is not 0: memory that the system hands out as zeros and that is read before anything is written
/// to it has to be mapped twice.
const FREE: u64 = u64::MAX;

/// A hash as it is put in a place: the one that stands for free places is taken for another.
fn taken(hash: u64) -> u64 {
    hash.min(FREE - 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::out::hash;

    fn of(number: u64) -> u64 {
        hash(&number.to_le_bytes())
    }

    #[test]
    fn each_hash_is_new_once_however_many_there_are() {
        let mut window = Window::for_bytes(0);
        for number in 0..10_000 {
            assert!(!window.has(of(number)), "{number}");
            assert!(window.insert(of(number)), "{number}");
            assert!(!window.insert(of(number / 2)), "{number}");
            assert!(window.has(of(number)), "{number}");
        }
    }

    #[test]
    fn hashes_that_name_the_same_place_are_told_apart() {
        let mut window = Window::for_bytes(0);
        let numbers = || (0..200).map(|number| number << 40).chain([u64::MAX]);
        assert!(numbers().all(|hash| window.insert(hash)));
        assert!(numbers().all(|hash| window.has(hash) && !window.insert(hash)));
        assert!(!window.has(200 << 40));
    }

    #[test]
    fn the_last_are_remembered_and_the_first_forgotten() {
        let mut window = Window {
            at_least: 100,
            ..Window::for_bytes(0)
        };
        for number in 0..1_000 {
            assert!(window.insert(of(number)), "{number}");
            let remembered = number.saturating_sub(99)..=number;
            assert!(remembered.clone().all(|it| window.has(of(it))), "{number}");
        }
        assert!(!window.has(of(0)));
        assert!(window.insert(of(0)));
    }
}
