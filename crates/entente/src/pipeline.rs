//! The way of one document: bytes, clean text, passages, assertions. Glue between the crates
//! that do the work; the same for files, standard input and the built-in example.

use std::sync::LazyLock;

use anyhow::{Context, Result};
use entente_coder::WorthCoding;
use entente_lexicon::Lexicon;
use entente_model::Diagnostic;
use entente_store::ReadDocument;
use entente_text::{EncoderParser, Origin, Parser, PerceptronParser, Reading, TwoLooks};

use crate::arguments::ParserChoice;

/// What became of one document.
pub(crate) struct Outcome {
    /// The document, coded; `None` where it could not be read.
    pub(crate) document: Option<ReadDocument>,
    /// What was noticed on the way.
    pub(crate) diagnostics: Vec<Diagnostic>,
}

pub(crate) const NO_ENCODER: &str =
    "the encoder cannot be run on this machine; use --parser first-look";

/// The parser of that name.
pub(crate) fn parser(choice: ParserChoice) -> Result<&'static dyn Parser> {
    static TWO_LOOKS: LazyLock<Option<TwoLooks<WorthCoding>>> =
        LazyLock::new(|| TwoLooks::new(WorthCoding::builtin()));
    Ok(match choice {
        ParserChoice::FirstLook => PerceptronParser::builtin(),
        ParserChoice::TwoLooks => TWO_LOOKS.as_ref().context(NO_ENCODER)?,
        ParserChoice::Full => EncoderParser::builtin().context(NO_ENCODER)?,
    })
}

/// Parser and lexicon, loaded once for any number of documents.
pub(crate) struct Pipeline {
    pub(crate) parser: &'static dyn Parser,
    pub(crate) lexicon: &'static Lexicon,
}

impl Pipeline {
    /// With the parser of that name and the built-in lexicon.
    pub(crate) fn new(choice: ParserChoice) -> Result<Self> {
        Self::with(choice, Lexicon::builtin())
    }

    /// With the parser of that name, and a lexicon that also tells it which sentences name
    /// somebody.
    pub(crate) fn with(choice: ParserChoice, lexicon: &'static Lexicon) -> Result<Self> {
        let own = !std::ptr::eq(lexicon, Lexicon::builtin());
        let parser = if own && choice == ParserChoice::TwoLooks {
            let looks = TwoLooks::new(WorthCoding::new(lexicon)).context(NO_ENCODER)?;
            // One for the whole run, as the others are.
            Box::leak(Box::new(looks))
        } else {
            parser(choice)?
        };
        Ok(Self { parser, lexicon })
    }

    /// Reads and codes an input that is one document.
    pub(crate) fn read(&self, bytes: &[u8], origin: &Origin) -> Outcome {
        self.code(entente_text::read_document(bytes, origin))
    }

    /// Codes what has been read.
    pub(crate) fn code(&self, reading: Reading) -> Outcome {
        let mut diagnostics = reading.diagnostics;
        let document = reading.document.map(|document| {
            let coded = entente_coder::code(&document, self.parser, self.lexicon);
            diagnostics.extend(coded.diagnostics);
            ReadDocument {
                document,
                passages: coded.passages,
                assertions: coded.assertions,
            }
        });
        Outcome {
            document,
            diagnostics,
        }
    }
}
