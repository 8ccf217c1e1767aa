//! The first look: a hashed averaged perceptron that tags, parses and finds names.
//!
//! Three linear models over hashed features share one encoding of the sentence: a greedy
//! part-of-speech tagger, an arc-hybrid transition parser (Kuhlmann et al. 2011, trained with
//! the dynamic oracle of Goldberg and Nivre 2013) and a BIO tagger of proper names. Weights are
//! bytes, read in place from the model file. It is quick (tens of thousands of words a second
//! on one core) and always returns a tree; it is not the last word in accuracy.

mod encode;
mod lemmas;
mod model;
mod names;
mod tagger;
#[cfg(feature = "train")]
mod train;
mod transitions;
mod tree;

use std::sync::LazyLock;

use entente_model::{Date, Span};

use crate::parse::{Parse, Parser, Token};
use crate::tokens::tokens;
use crate::{quantities, quotations, times};

use self::encode::Encoded;
use self::model::Model;
#[cfg(feature = "train")]
pub use self::train::{TrainingFigures, train};

static BUILTIN: LazyLock<PerceptronParser> = LazyLock::new(|| {
    let bytes = include_bytes!("../../../models/first-look.bin");
    PerceptronParser {
        model: Model::read(bytes).unwrap_or_else(Model::empty),
    }
});

/// The parser of the first look, with the weights of `models/first-look.bin`.
pub struct PerceptronParser {
    model: Model,
}

impl PerceptronParser {
    /// The parser with the weights that are compiled in.
    pub fn builtin() -> &'static Self {
        &BUILTIN
    }

    /// A parser with the weights of a model file; `None` when it is not one.
    pub fn from_model(bytes: &[u8]) -> Option<Self> {
        Model::read(bytes).map(|model| Self { model })
    }

    /// Parses a sentence that is split into tokens already: for measuring.
    pub fn parse_tokens(&self, text: &str, spans: &[Span], anchor: Option<Date>) -> Parse {
        let words: Vec<&str> = spans.iter().map(|span| span.of(text)).collect();
        let encoded = Encoded::new(&words);
        let tags = tagger::tag(&self.model.tags, &encoded);
        let arcs = tree::parse(&self.model, &encoded, &tags);
        let tokens: Vec<Token> = spans
            .iter()
            .zip(&words)
            .zip(tags.iter().zip(arcs))
            .map(|((&span, word), (tag, arc))| Token {
                span,
                lemma: self.model.lemmas.lemma(word, tag.best),
                upos: tag.best,
                head: arc.head,
                deprel: arc.deprel,
            })
            .collect();
        let mentions = names::find(&self.model, &encoded, &tokens);
        let mut parse = Parse {
            tokens,
            mentions,
            ..Parse::default()
        };
        parse.times = times::find(text, &parse, anchor);
        parse.quantities = quantities::find(text, &parse);
        parse.quotations = quotations::find(text, &parse);
        parse
    }
}

impl Parser for PerceptronParser {
    fn parse(&self, text: &str, span: Span, anchor: Option<Date>) -> Parse {
        self.parse_tokens(text, &tokens(text, span), anchor)
    }

    fn name(&self) -> &str {
        "first-look/1"
    }
}
