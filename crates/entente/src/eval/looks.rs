//! The first look: how many sentences it passes on, what is lost with the others, and what both
//! looks cost.

use std::collections::HashSet;
use std::io::{self, Write};
use std::process::ExitCode;
use std::time::Instant;

use anyhow::{Result, bail};
use clap::ValueEnum;
use entente_coder::{Coded, WorthCoding};
use entente_lexicon::Lexicon;
use entente_model::{Document, Span};
use entente_text::{Origin, Triage, tokens};

use crate::arguments::{EvalArguments, ParserChoice};
use crate::console;
use crate::inputs;
use crate::pipeline;
use crate::side_by_side;

/// Codes the documents of the paths with both looks and with the encoder for every sentence, and takes
/// what the latter gives for what there is. Then reads them with each parser against the clock.
pub(super) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let documents = documents(arguments);
    let triage = WorthCoding::builtin();
    let mut sentences = 0;
    let mut passed = 0;
    for document in &documents {
        for sentence in entente_text::sentences_by_block(&document.text, &document.blocks) {
            let tokens = tokens(&document.text, sentence.span);
            sentences += 1;
            passed += usize::from(triage.deserves(&document.text, &tokens));
        }
    }
    if sentences == 0 {
        bail!("there is no English text in what was given");
    }
    let by_both = coded(&documents, ParserChoice::TwoLooks)?;
    let by_encoder = coded(&documents, ParserChoice::Full)?;
    let mut all = 0;
    let mut kept = 0;
    let mut same = 0;
    for (document, (both, full)) in documents.iter().zip(by_both.iter().zip(&by_encoder)) {
        let found: HashSet<_> = both.assertions.iter().map(|one| &one.id).collect();
        for assertion in &full.assertions {
            let span = Span::new(assertion.evidence.start, assertion.evidence.end);
            all += 1;
            kept += usize::from(triage.deserves(&document.text, &tokens(&document.text, span)));
            same += usize::from(found.contains(&assertion.id));
        }
    }
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let mut out = io::stdout().lock();
    writeln!(out, "{} documents, {sentences} sentences", documents.len())?;
    writeln!(
        out,
        "passed on         {passed:>7} sentences    {:>5.1} %",
        share(passed, sentences)
    )?;
    writeln!(
        out,
        "recall            {kept:>7} of {all} assertions of the full reading stand in them, {:.1} %",
        share(kept, all)
    )?;
    writeln!(
        out,
        "the same          {same:>7} of {all} assertions come out with both looks, {:.1} %",
        share(same, all)
    )?;
    writeln!(out, "from clean text to parsed sentences, a second:")?;
    for choice in [
        ParserChoice::FirstLook,
        ParserChoice::TwoLooks,
        ParserChoice::Full,
    ] {
        write_speed(&mut out, &documents, choice)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The English documents of the paths; what cannot be read is reported.
fn documents(arguments: &EvalArguments) -> Vec<Document> {
    let found = inputs::find(&arguments.paths);
    found.diagnostics.iter().for_each(console::diagnostic);
    let mut documents = Vec::new();
    for input in &found.inputs {
        let origin = Origin {
            name: input.name(),
            ..Origin::default()
        };
        match input.open() {
            Ok(source) => {
                for reading in entente_text::read_documents(source, &origin) {
                    reading.diagnostics.iter().for_each(console::diagnostic);
                    documents.extend(reading.document);
                }
            }
            Err(diagnostic) => console::diagnostic(&diagnostic),
        }
    }
    documents.retain(|document| document.language.as_deref().is_none_or(|it| it == "en"));
    documents
}

/// What is coded with a parser, document by document.
fn coded(documents: &[Document], choice: ParserChoice) -> Result<Vec<Coded>> {
    let parser = pipeline::parser(choice)?;
    let lexicon = Lexicon::builtin();
    Ok(side_by_side::map(documents.iter().collect(), |document| {
        entente_coder::code(document, parser, lexicon)
    }))
}

/// How fast a parser reads the documents: on one core, then side by side on all.
fn write_speed(out: &mut impl Write, documents: &[Document], choice: ParserChoice) -> Result<()> {
    let parser = pipeline::parser(choice)?;
    let read = |document: &Document| {
        let parsed = parser.read(
            &document.text,
            &document.blocks,
            document.published,
            Lexicon::builtin(),
        );
        let words: usize = parsed.iter().map(|one| one.parse.tokens.len()).sum();
        (parsed.len(), words)
    };
    let add = |one: (usize, usize), other: (usize, usize)| (one.0 + other.0, one.1 + other.1);
    // Models are loaded and tables built before the clock starts.
    documents.first().map(read);
    let begun = Instant::now();
    let (sentences, words) = documents.iter().map(read).fold((0, 0), add);
    let alone = begun.elapsed().as_secs_f64();
    let begun = Instant::now();
    side_by_side::map(documents.iter().collect(), read);
    let together = begun.elapsed().as_secs_f64();
    writeln!(
        out,
        "{:<17} {:>7.0} sentences, {:>7.0} words on one core; {:>7.0} sentences on {} cores",
        choice
            .to_possible_value()
            .map_or(String::new(), |value| value.get_name().to_owned()),
        sentences as f64 / alone,
        words as f64 / alone,
        sentences as f64 / together,
        side_by_side::cores()
    )?;
    Ok(())
}
