//! Which sentences deserve to be read in full: those from which something might be coded.
//!
//! Looks at words alone, before any tag or tree: a linear model over words, pairs of them and who may be
//! named, which has learnt what is coded of sentences that were read in full (`cargo xtask train triage`). It errs
//! towards reading: what it passes over is coded from a quick parse, what it lets through costs the encoder's time.

mod features;
mod train;

use std::sync::OnceLock;

use entente_lexicon::Lexicon;
use entente_model::Span;
use entente_text::{HashedLinear, Triage};

use crate::predicates::Predicates;
pub use train::{TriageExample, TriageSource, train_triage, triage_curve, triage_examples};

const MAGIC: &[u8; 8] = b"ENTTR001";

/// Features that have a weight of their own.
const ROWS: usize = 1 << 16;

/// From which margin on a sentence is read in full: nearer to one, of what is told of news a twentieth is lost, and the others are
/// read worse where what they mean stands in a sentence that was only skimmed.
const ENOUGH: f32 = -1.1;

/// Selects sentences of which something may be coded.
#[derive(Debug, Clone, Copy)]
pub struct WorthCoding {
    lexicon: &'static Lexicon,
    predicates: &'static Predicates,
    weights: &'static HashedLinear,
}

impl WorthCoding {
    /// By the lexicon and predicates that are compiled in.
    pub fn builtin() -> Self {
        Self::new(Lexicon::builtin())
    }

    /// By the predicates that are compiled in, and the names that this lexicon knows.
    pub fn new(lexicon: &'static Lexicon) -> Self {
        Self {
            lexicon,
            predicates: Predicates::builtin(),
            weights: weights(),
        }
    }

    /// The rows of weights that speak of the sentence.
    fn features(&self, text: &str, sentence: &[Span]) -> Vec<u32> {
        let mut rows = features::features(self.lexicon, self.predicates, text, sentence);
        rows.iter_mut().for_each(|row| *row %= ROWS as u32);
        rows.sort_unstable();
        rows.dedup();
        rows
    }
}

/// The weights that are compiled in.
fn weights() -> &'static HashedLinear {
    static BUILTIN: OnceLock<HashedLinear> = OnceLock::new();
    BUILTIN.get_or_init(|| {
        let bytes = include_bytes!("../../../../models/triage.bin");
        // A test reads the file; without it every sentence is read in full.
        HashedLinear::read(bytes, MAGIC, ROWS).unwrap_or_else(HashedLinear::empty)
    })
}

impl Triage for WorthCoding {
    fn deserves(&self, text: &str, sentence: &[Span]) -> bool {
        self.weights.score(&self.features(text, sentence)) >= ENOUGH
    }
}

#[cfg(test)]
mod tests {
    use entente_text::tokens;

    use super::*;

    fn check(sentence: &str, expected: bool) {
        let spans = tokens(sentence, Span::new(0, sentence.len()));
        let found = WorthCoding::builtin().deserves(sentence, &spans);
        assert_eq!(found, expected, "{sentence}");
    }

    #[test]
    fn the_weights_are_compiled_in() {
        let bytes = include_bytes!("../../../../models/triage.bin");
        assert!(HashedLinear::read(bytes, MAGIC, ROWS).is_some());
    }

    #[test]
    fn what_may_be_coded_deserves_the_second_look() {
        check("Iran attacked the base.", true);
        check("They expelled four diplomats.", true);
        check("Talks between Amman and Riyadh go on.", true);
        check("Iran will hold an exercise.", true);
        // Of whom and what no table knows a word.
        check("Cuba sent doctors to Sierra Leone in October 2014.", true);
        check("Jordanian shopkeepers boycotted French goods.", true);
        check("The river is wide and slow here.", false);
        check("The rooms are clean, and the breakfast was great.", false);
    }
}
