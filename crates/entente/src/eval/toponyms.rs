//! `entente eval toponyms`: places located, against documents whose places somebody located.

use std::fs;
use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow};
use entente_lexicon::{
    Lexicon, PlaceScores, PlacedDocument, place_mentions, read_placed_documents, score_place,
};
use entente_model::{Block, BlockKind, Span};
use entente_text::Parser;

use crate::arguments::EvalArguments;
use crate::pipeline;

/// Places that were found in running text, counted.
#[derive(Debug, Clone, Copy, Default)]
struct Found {
    gold: usize,
    ours: usize,
    /// Gold places whose span was found, or whose span one of ours overlaps.
    exact: usize,
    overlapping: usize,
    /// Ours that overlap a gold place.
    right: usize,
}

/// Locates the places at the gold spans, and finds places in the text by the parser's names; the
/// half that was developed on and the untouched half apart.
pub(super) fn run(arguments: &EvalArguments) -> Result<ExitCode> {
    let parser = pipeline::parser(arguments.parser.parser)?;
    let mut out = io::stdout().lock();
    writeln!(
        out,
        "{:<14} {:>7} {:>9} {:>8} {:>8}   {:>7} {:>9} {:>10}   percent; exact, overlap: recall of spans",
        "", "places", "located", "country", "161 km", "exact", "overlap", "precision"
    )?;
    let lexicon = Lexicon::builtin();
    for path in &arguments.paths {
        let lines = fs::read_to_string(path)
            .with_context(|| format!("{} cannot be read", path.display()))?;
        let documents = read_placed_documents(lexicon, &lines)
            .map_err(|error| anyhow!("{}: {error}", path.display()))?;
        let (ours, untouched): (Vec<_>, Vec<_>) = documents
            .iter()
            .partition(|document| document.is_for_development());
        for (label, half) in [("developed on", &ours), ("untouched", &untouched)] {
            let mut scores = PlaceScores::default();
            let mut found = Found::default();
            for document in half {
                // Nobody who works on the rules looks at the other half's items.
                let list = arguments.verbose && document.is_for_development();
                locate(lexicon, document, &mut scores, list.then_some(&mut out))?;
                find(lexicon, document, parser, &mut found);
            }
            write_row(&mut out, label, &scores, &found)?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Locates the gold places of a document; lists what went wrong to `list`.
fn locate(
    lexicon: &Lexicon,
    document: &PlacedDocument,
    scores: &mut PlaceScores,
    list: Option<&mut impl Write>,
) -> io::Result<()> {
    let spans: Vec<Span> = document.places.iter().map(|place| place.span).collect();
    let located = lexicon.locate(&document.text, &spans, None);
    let mut wrong = Vec::new();
    for (gold, located) in document.places.iter().zip(&located) {
        let score = score_place(gold, located.as_ref());
        scores.add(&score);
        if score.near < score.with_point {
            let words = gold.span.of(&document.text);
            let found = located.as_ref().map_or("nothing".to_owned(), |it| {
                format!(
                    "{} ({}) {:.2} {:.2}",
                    it.name,
                    it.country.as_deref().unwrap_or("-"),
                    it.lat,
                    it.lon
                )
            });
            let (lat, lon) = gold.point.unwrap_or_default();
            wrong.push(format!(
                "  {}: {words:?} is at {lat:.2} {lon:.2}, found {found}",
                document.id
            ));
        }
    }
    if let Some(list) = list {
        wrong.iter().try_for_each(|line| writeln!(list, "{line}"))?;
    }
    Ok(())
}

/// Compares the spans of the places that we find with the gold spans.
fn find(lexicon: &Lexicon, document: &PlacedDocument, parser: &dyn Parser, found: &mut Found) {
    let text = document.text.as_str();
    let whole = Block {
        kind: BlockKind::Paragraph,
        span: Span::new(0, text.len()),
    };
    let sentences = parser.read(text, &[whole], None, lexicon);
    let ours = place_mentions(lexicon, text, &sentences);
    let overlaps = |one: &Span, other: &Span| one.start < other.end && other.start < one.end;
    found.ours += ours.len();
    found.gold += document.places.len();
    for gold in &document.places {
        found.exact += usize::from(ours.contains(&gold.span));
        found.overlapping += usize::from(ours.iter().any(|span| overlaps(span, &gold.span)));
    }
    let right = |span: &&Span| {
        document
            .places
            .iter()
            .any(|gold| overlaps(span, &gold.span))
    };
    found.right += ours.iter().filter(right).count();
}

fn write_row(
    out: &mut impl Write,
    label: &str,
    scores: &PlaceScores,
    found: &Found,
) -> io::Result<()> {
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    writeln!(
        out,
        "{label:<14} {:>7} {:>9.1} {:>8.1} {:>8.1}   {:>7.1} {:>9.1} {:>10.1}",
        scores.with_point,
        share(scores.located, scores.with_point),
        share(scores.right_country, scores.with_country),
        share(scores.near, scores.with_point),
        share(found.exact, found.gold),
        share(found.overlapping, found.gold),
        share(found.right, found.ours)
    )
}
