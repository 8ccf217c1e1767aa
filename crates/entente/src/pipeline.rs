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

/// The parser of that name.
pub(crate) fn parser(choice: ParserChoice) -> Result<&'static dyn Parser> {
    static TWO_LOOKS: LazyLock<Option<TwoLooks<WorthCoding>>> =
        LazyLock::new(|| TwoLooks::new(WorthCoding::builtin()));
    let encoder = "the encoder cannot be run on this machine; use --parser first-look";
    Ok(match choice {
        ParserChoice::FirstLook => PerceptronParser::builtin(),
        ParserChoice::TwoLooks => TWO_LOOKS.as_ref().context(encoder)?,
        ParserChoice::Full => EncoderParser::builtin().context(encoder)?,
    })
}

/// Parser and lexicon, loaded once for any number of documents.
pub(crate) struct Pipeline {
    pub(crate) parser: &'static dyn Parser,
    pub(crate) lexicon: &'static Lexicon,
}

impl Pipeline {
    /// With the parser of that name.
    pub(crate) fn new(choice: ParserChoice) -> Result<Self> {
        Ok(Self {
            parser: parser(choice)?,
            lexicon: Lexicon::builtin(),
        })
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
