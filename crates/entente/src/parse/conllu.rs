//! CoNLL-U (<https://universaldependencies.org/format.html>), for the tools of treebanks.
//!
//! MISC carries what the columns have no room for: `Bytes=0:4`, the token's offsets in the text;
//! `Mention=B-PER`, the name that it begins or (`I-`) goes on, as PER, ORG, LOC or OTH;
//! `Time=B-2023-01-27`, the same for a time, with its TIMEX3 value; `SpaceAfter=No`. Features,
//! enhanced dependencies and language-specific tags are not found by the parser, and stay `_`.

use std::borrow::Cow;
use std::io::{self, Write};

use entente_text::{MentionKind, Parse};

use super::Parsed;

/// Writes every sentence.
pub(super) fn write(out: &mut impl Write, parsed: &Parsed<'_>) -> io::Result<()> {
    let mut block = None;
    for (index, sentence) in parsed.sentences.iter().enumerate() {
        if block.replace(sentence.block) != Some(sentence.block) {
            writeln!(out, "# newpar")?;
        }
        writeln!(out, "# sent_id = {}", index + 1)?;
        writeln!(out, "# text = {}", one_line(sentence.span.of(parsed.text)))?;
        let next = parsed.sentences.get(index + 1);
        write_tokens(
            out,
            parsed.text,
            &sentence.parse,
            next.map(|next| next.span.start),
        )?;
        writeln!(out)?;
    }
    Ok(())
}

/// Writes the lines of a sentence; `next` is where the sentence after it begins.
fn write_tokens(
    out: &mut impl Write,
    text: &str,
    parse: &Parse,
    next: Option<usize>,
) -> io::Result<()> {
    for (index, token) in parse.tokens.iter().enumerate() {
        let mut misc = vec![format!("Bytes={}:{}", token.span.start, token.span.end)];
        let holds = |tokens: (usize, usize)| (tokens.0..tokens.1).contains(&index);
        let mark = |tokens: (usize, usize)| if tokens.0 == index { "B" } else { "I" };
        if let Some(mention) = parse.mentions.iter().find(|found| holds(found.tokens)) {
            let kind = match mention.kind {
                MentionKind::Person => "PER",
                MentionKind::Organisation => "ORG",
                MentionKind::Place => "LOC",
                MentionKind::Other => "OTH",
            };
            misc.push(format!("Mention={}-{kind}", mark(mention.tokens)));
        }
        let follows = parse
            .tokens
            .get(index + 1)
            .map(|token| token.span.start)
            .or(next);
        if follows == Some(token.span.end) {
            misc.push("SpaceAfter=No".to_owned());
        }
        if let Some(time) = parse.times.iter().find(|found| holds(found.tokens)) {
            misc.push(format!("Time={}-{}", mark(time.tokens), time.timex));
        }
        let lemma = match one_line(&token.lemma) {
            lemma if lemma.is_empty() => Cow::Borrowed("_"),
            lemma => lemma,
        };
        writeln!(
            out,
            "{}\t{}\t{lemma}\t{}\t_\t_\t{}\t{}\t_\t{}",
            index + 1,
            one_line(token.span.of(text)),
            token.upos.name(),
            token.head.map_or(0, |head| head + 1),
            token.deprel,
            misc.join("|")
        )?;
    }
    Ok(())
}

/// The words with one space for each stretch of white space: a column or comment of CoNLL-U
/// holds neither tabs nor line breaks.
fn one_line(words: &str) -> Cow<'_, str> {
    let is_plain = !words.contains("  ") && words.chars().all(|c| c == ' ' || !c.is_whitespace());
    if is_plain {
        return Cow::Borrowed(words);
    }
    Cow::Owned(words.split_whitespace().collect::<Vec<_>>().join(" "))
}
