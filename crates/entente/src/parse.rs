//! `entente parse`: how a text is read, for people to look at and for programs to take up.
//!
//! One module per format. They show what [`entente_text::Parser`] found and add nothing of their
//! own; the text is taken as it is, so that offsets count bytes of what was given.

mod conllu;
mod json;
mod svg;
pub(crate) mod text;

use std::io::{self, BufWriter, Write};
use std::process::ExitCode;

use anyhow::Result;
use entente_model::{Block, BlockKind, Span};
use entente_text::ParsedSentence;

use crate::arguments::{ParseArguments, ParseFormat};
use crate::pipeline::Pipeline;
use crate::{console, look};

/// A text with its sentences: what every format shows.
struct Parsed<'t> {
    /// The text that spans count bytes of.
    text: &'t str,
    /// Name and version of the parser.
    parser: &'t str,
    /// The sentences, in order.
    sentences: &'t [ParsedSentence],
}

/// `entente parse`.
pub(crate) fn run(arguments: &ParseArguments) -> Result<ExitCode> {
    let text = look::text_of(&arguments.text)?;
    let pipeline = Pipeline::new(arguments.parser.parser)?;
    let sentences = pipeline
        .parser
        .read(&text, &paragraphs(&text), arguments.at, pipeline.lexicon);
    let cut = sentences.iter().filter(|it| it.cut).map(|it| it.span);
    entente_text::cut_sentences("-", cut)
        .iter()
        .for_each(console::diagnostic);
    let parsed = Parsed {
        text: &text,
        parser: pipeline.parser.name(),
        sentences: &sentences,
    };
    let mut out = BufWriter::new(io::stdout().lock());
    match arguments.format {
        ParseFormat::Text => text::write(&mut out, &parsed)?,
        ParseFormat::Conllu => conllu::write(&mut out, &parsed)?,
        ParseFormat::Json => json::write(&mut out, &parsed)?,
        ParseFormat::Svg => svg::write(&mut out, &parsed)?,
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// The paragraphs of a text: what blank lines part.
fn paragraphs(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut at, mut parted) = (0, true);
    for line in text.split_inclusive('\n') {
        let span = Span::new(at, at + line.len());
        at = span.end;
        if line.trim().is_empty() {
            parted = true;
            continue;
        }
        match blocks.last_mut() {
            Some(block) if !parted => block.span.end = span.end,
            _ => blocks.push(Block {
                kind: BlockKind::Paragraph,
                span,
            }),
        }
        parted = false;
    }
    blocks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blank_lines_part_paragraphs() {
        let check = |text: &str, expected: &[&str]| {
            let found: Vec<&str> = paragraphs(text)
                .iter()
                .map(|block| block.span.of(text).trim_end())
                .collect();
            assert_eq!(found, expected, "{text:?}");
        };
        check("", &[]);
        check(" \n\n", &[]);
        check("One line.", &["One line."]);
        check("Wrapped\nlines.\n", &["Wrapped\nlines."]);
        check("One.\n \t\r\n\nTwo.\r\n\r\nÄ.", &["One.", "Two.", "Ä."]);
    }
}
