//! Fixtures with bytes changed, cut and doubled at random: no row is lost, and nothing panics.

#![allow(clippy::unwrap_used, reason = "a test may fail")]

mod support;

use std::fs;
use std::path::Path;

use entente_datasets::DATASETS;
use support::{Folder, import};

/// Marsaglia's xorshift: the same numbers in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % bound.max(1) as u64).unwrap()
    }
}

/// What is put where something else stood: what separates, quotes and misleads.
const PIECES: &[&[u8]] = &[
    b"\t",
    b",",
    b";",
    b"\n",
    b"\r\n",
    b"\"",
    b"\"\"",
    b"\xff",
    b"\xc3",
    b"0",
    b"-9",
    b"9999999999999999999",
    b"1e308",
    b"NaN",
    b"NA",
    b"2000-02-30",
    b"20000230",
    "\u{e9}\u{20ac}\u{1f600}".as_bytes(),
    b"\0",
    b"",
];

fn changed(bytes: &[u8], random: &mut Random) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..=random.below(12) {
        let at = random.below(bytes.len() + 1);
        let to = (at + random.below(12)).min(bytes.len());
        let piece = PIECES[random.below(PIECES.len())];
        bytes.splice(at..to, piece.iter().copied());
    }
    bytes
}

#[test]
fn no_bytes_break_an_import() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    let folder = Folder::new("any-bytes");
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for dataset in DATASETS {
        for entry in fs::read_dir(fixtures.join(dataset.id)).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "expected") {
                continue;
            }
            let bytes = fs::read(&path).unwrap();
            let file = folder.path().join("table");
            for _ in 0..40 {
                fs::write(&file, changed(&bytes, &mut random)).unwrap();
                let (batch, summary) = import(dataset.id, std::slice::from_ref(&file));
                // What is no table any more is said to be none.
                for diagnostic in &summary.diagnostics {
                    assert_eq!(diagnostic.code, "D011", "{} {diagnostic}", dataset.id);
                }
                for actor in batch.said.assertions.iter().flat_map(|a| a.body.actors()) {
                    assert!(!actor.id.is_empty(), "{}: {actor:?}", dataset.id);
                }
            }
        }
    }
}
