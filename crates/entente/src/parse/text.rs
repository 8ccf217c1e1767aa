//! A table for the terminal: a line a token, then what was found in the sentence.

use std::io::{self, Write};

use entente_model::Date;
use entente_text::{MentionKind, Parse, TimexKind};

use super::Parsed;

/// Writes every sentence with its table.
pub(super) fn write(out: &mut impl Write, parsed: &Parsed<'_>) -> io::Result<()> {
    for sentence in parsed.sentences {
        writeln!(out, "{}", sentence.span.of(parsed.text))?;
        sentence_table(out, parsed.text, &sentence.parse)?;
        writeln!(out)?;
    }
    Ok(())
}

/// Writes the table of one sentence.
pub(crate) fn sentence_table(out: &mut impl Write, text: &str, parse: &Parse) -> io::Result<()> {
    let widest = |lengths: &mut dyn Iterator<Item = usize>| lengths.max().unwrap_or(0).min(24);
    let form = widest(&mut (0..parse.tokens.len()).map(|at| parse.word(text, at).chars().count()));
    let lemma = widest(&mut parse.tokens.iter().map(|token| token.lemma.chars().count()));
    let deprel = widest(&mut parse.tokens.iter().map(|token| token.deprel.len()));
    for (index, token) in parse.tokens.iter().enumerate() {
        let head = token.head.map_or("-".to_owned(), |head| {
            format!("{head} {}", parse.word(text, head))
        });
        writeln!(
            out,
            "{index:>4}  {:<form$}  {:<lemma$}  {:<5}  {:<deprel$}  {head}",
            token.span.of(text),
            token.lemma,
            token.upos.name(),
            token.deprel
        )?;
    }
    for mention in &parse.mentions {
        writeln!(
            out,
            "name      {}: {}",
            kind_of_mention(mention.kind),
            parse.words(text, mention.tokens)
        )?;
    }
    for time in &parse.times {
        writeln!(
            out,
            "{:<9} {}, {}: {}",
            kind_of_time(time.timex.kind),
            time.timex,
            days(time.date.start, time.date.end),
            parse.words(text, time.tokens)
        )?;
    }
    for quantity in &parse.quantities {
        let unit = quantity.unit.as_deref().unwrap_or("(count)");
        writeln!(
            out,
            "quantity  {} {} {unit}: {}",
            quantity.bound,
            quantity.value,
            parse.words(text, quantity.tokens)
        )?;
    }
    for quotation in &parse.quotations {
        writeln!(out, "quotation {}", parse.words(text, quotation.tokens))?;
    }
    Ok(())
}

/// First and last day.
pub(crate) fn days(start: Option<Date>, end: Option<Date>) -> String {
    let day = |day: Option<Date>| day.map_or("?".to_owned(), |day| day.to_string());
    format!("{} to {}", day(start), day(end))
}

/// The word for what a mention names.
pub(super) fn kind_of_mention(kind: MentionKind) -> &'static str {
    match kind {
        MentionKind::Person => "person",
        MentionKind::Organisation => "organisation",
        MentionKind::Place => "place",
        MentionKind::Other => "other",
    }
}

/// The word for what sort of time an expression tells.
pub(super) fn kind_of_time(kind: TimexKind) -> &'static str {
    match kind {
        TimexKind::Date => "date",
        TimexKind::Time => "time",
        TimexKind::Duration => "duration",
        TimexKind::Set => "set",
    }
}
