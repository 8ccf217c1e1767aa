//! Two looks at a document: every sentence quickly, those that deserve it in full.
//!
//! Knows nothing of what makes a sentence worth reading: that is the business of a [`Triage`].

use entente_model::{Date, Span};

use crate::encoder::EncoderParser;
use crate::first_look::PerceptronParser;
use crate::parse::{Gazetteer, Parse, Parser};

/// Decides which sentences deserve the second look.
pub trait Triage: Send + Sync {
    /// Whether the sentence of these tokens may say something that is worth the full price.
    fn deserves(&self, text: &str, sentence: &[Span]) -> bool;
}

/// Reads what a [`Triage`] selects with the encoder, and skims the rest.
pub struct TwoLooks<T> {
    first: &'static PerceptronParser,
    second: &'static EncoderParser,
    triage: T,
}

impl<T: Triage> TwoLooks<T> {
    /// With the built-in models; `None` where the encoder cannot be run.
    pub fn new(triage: T) -> Option<Self> {
        Some(Self {
            first: PerceptronParser::builtin(),
            second: EncoderParser::builtin()?,
            triage,
        })
    }
}

impl<T: Triage> Parser for TwoLooks<T> {
    fn parse_all(
        &self,
        text: &str,
        sentences: &[Vec<Span>],
        anchor: Option<Date>,
        names: &dyn Gazetteer,
    ) -> Vec<Parse> {
        let chosen: Vec<bool> = sentences
            .iter()
            .map(|sentence| self.triage.deserves(text, sentence))
            .collect();
        let deserving: Vec<Vec<Span>> = sentences
            .iter()
            .zip(&chosen)
            .filter(|(_, chosen)| **chosen)
            .map(|(sentence, _)| sentence.clone())
            .collect();
        let mut read = self
            .second
            .parse_all(text, &deserving, anchor, names)
            .into_iter();
        sentences
            .iter()
            .zip(&chosen)
            .map(|(sentence, chosen)| {
                let full = if *chosen { read.next() } else { None };
                full.unwrap_or_else(|| self.first.skim(text, sentence, anchor, names))
            })
            .collect()
    }

    fn name(&self) -> &str {
        "two-looks/1"
    }
}
