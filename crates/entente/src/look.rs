//! The commands that show the inside: `code`, `who`.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use anyhow::{Context, Result, bail};
use entente_coder::{Consideration, ConsideredTie, Outcome, TieOutcome};
use entente_lexicon::{Asked, Period, Sort};
use entente_model::{Date, Document, EventType};
use entente_text::{Format, Origin, Parse, Upos};

use crate::arguments::{CodeArguments, WhoArguments};
use crate::parse::text::{days, sentence_table};
use crate::pipeline::Pipeline;
use crate::{console, dictionaries, lexicon};

/// The text of the arguments or, without any or with `-`, of standard input.
pub(crate) fn text_of(words: &[String]) -> Result<String> {
    let text = if words.is_empty() || words == ["-"] {
        let mut text = String::new();
        let limit = entente_text::MAX_DOCUMENT_BYTES as u64;
        io::stdin()
            .lock()
            .take(limit)
            .read_to_string(&mut text)
            .context("standard input cannot be read as UTF-8 text")?;
        text
    } else {
        words.join(" ")
    };
    if text.trim().is_empty() {
        bail!(
            "there is no text\n  hint: give a sentence as an argument, or text on standard input; `entente read FILE` codes files"
        );
    }
    Ok(text)
}

/// A text of that day as a document; what is noticed is told. `None` where nothing is left of it.
pub(crate) fn document_of(text: &str, at: Option<Date>) -> Option<Document> {
    let origin = Origin {
        name: "-".to_owned(),
        format: Some(Format::Plain),
        published: at,
        ..Origin::default()
    };
    let reading = entente_text::read_document(text.as_bytes(), &origin);
    reading.diagnostics.iter().for_each(console::diagnostic);
    reading.document
}

/// `entente code`.
pub(crate) fn code(arguments: &CodeArguments) -> Result<ExitCode> {
    let text = text_of(&arguments.text)?;
    if let Some(folder) = &arguments.dictionaries {
        return dictionaries::code(arguments, folder, &text);
    }
    let lexicon = lexicon::load(arguments.lexicon.lexicon.as_deref())?;
    let pipeline = Pipeline::with(arguments.parser.parser, lexicon)?;
    let Some(document) = document_of(&text, arguments.at) else {
        return Ok(ExitCode::FAILURE);
    };
    let explained = entente_coder::explain(&document, pipeline.parser, pipeline.lexicon);
    let cut = explained
        .iter()
        .filter(|it| it.cut)
        .map(|it| it.passage.span);
    entente_text::cut_sentences(&document.origin, cut)
        .iter()
        .for_each(console::diagnostic);
    let mut out = io::stdout().lock();
    for item in explained {
        writeln!(out, "{}", item.passage.span.of(&document.text))?;
        if arguments.explain {
            sentence_table(&mut out, &document.text, &item.parse)?;
            for index in 0..item.parse.tokens.len() {
                let actors = item.scene.at(index);
                if actors.is_empty() || item.scene.sort(index) == Sort::None {
                    if let Some(line) = may_be_side(&item.parse, index, &document.text) {
                        writeln!(out, "{line}")?;
                    }
                    continue;
                }
                let shown: Vec<String> = actors
                    .iter()
                    .map(|actor| {
                        format!(
                            "{} ({})",
                            actor.id,
                            actor.sector.map_or("-", |sector| sector.name())
                        )
                    })
                    .collect();
                writeln!(
                    out,
                    "actor     {} -> {} by {:?}",
                    item.parse.word(&document.text, index),
                    shown.join(", "),
                    item.scene.sort(index)
                )?;
            }
        }
        if arguments.explain {
            for asked in item.scene.asked() {
                writeln!(out, "{}", may_mean(asked, &item.parse, &document.text))?;
            }
            for pair in &item.considered {
                writeln!(out, "{}", considered(pair, &document.text))?;
            }
            for tie in &item.considered_ties {
                writeln!(out, "{}", considered_tie(tie, &document.text))?;
            }
        }
        for (token, assertion) in &item.assertions {
            writeln!(
                out,
                "  {}  [{}]",
                line(assertion),
                item.parse.word(&document.text, *token)
            )?;
        }
        if item.assertions.is_empty() {
            writeln!(out, "  nothing")?;
        }
        writeln!(out)?;
    }
    Ok(ExitCode::SUCCESS)
}

/// A noun that the lexicon does not know, with how surely the encoder takes it for part of a phrase for somebody who acts
/// or is acted upon; of those that are not out of the question.
fn may_be_side(parse: &Parse, index: usize, text: &str) -> Option<String> {
    let sure = *parse.sides.get(index).filter(|&&sure| sure >= 0.3)?;
    let noun = matches!(parse.tokens[index].upos, Upos::Noun | Upos::Propn);
    noun.then(|| format!("side      {} {sure:.2}", parse.word(text, index)))
}

/// A description that does not say whose it is, with the likeliest of those whom it may mean.
fn may_mean(asked: &Asked, parse: &Parse, text: &str) -> String {
    let mut likeliest: Vec<(&str, f64)> = asked
        .candidates
        .iter()
        .map(|it| it.as_ref().map_or("nobody named", |it| it.id.as_str()))
        .zip(asked.shares.iter().copied())
        .collect();
    likeliest.sort_by(|a, b| b.1.total_cmp(&a.1));
    likeliest.truncate(3);
    let shown: Vec<String> = likeliest
        .into_iter()
        .map(|(id, share)| format!("{id} {share:.2}"))
        .collect();
    format!(
        "whose     {} -> {}",
        parse.word(text, asked.token),
        shown.join(", ")
    )
}

/// A pair of actors with what the head for events makes of it.
fn considered(pair: &Consideration, text: &str) -> String {
    let name = |class: Option<EventType>| class.map_or("nothing".to_owned(), |it| it.to_string());
    let likeliest: Vec<String> = pair
        .likeliest
        .iter()
        .map(|(class, probability)| format!("{} {probability:.2}", name(*class)))
        .collect();
    let outcome = match &pair.outcome {
        Outcome::Agreed => "as the rules say".to_owned(),
        Outcome::Retyped(told) => format!("the rules said {told}"),
        Outcome::Dropped(told) => format!("not kept; the rules said {told}"),
        Outcome::Added => "added; the rules say nothing of it".to_owned(),
        Outcome::Unsure => "not sure enough".to_owned(),
        Outcome::NoPredicate => {
            "not believed: no word above the target tells a deed of the source".to_owned()
        }
        Outcome::Nested => "told already".to_owned(),
        Outcome::OwnSide => "of one's own state".to_owned(),
        Outcome::Place => "of a place that is nobody".to_owned(),
        Outcome::Nameless => "of people who are nobody in particular".to_owned(),
        Outcome::Nothing => "nothing".to_owned(),
    };
    format!(
        "pair      {} -> {}: {} ({outcome})",
        pair.source.of(text),
        pair.target.of(text),
        likeliest.join(", ")
    )
}

/// A pair of actors with what the head for ties makes of it.
fn considered_tie(tie: &ConsideredTie, text: &str) -> String {
    let reading = &tie.reading;
    let outcome = match tie.outcome {
        TieOutcome::Agreed => "told already",
        TieOutcome::Added => "added; the rules say nothing of it",
        TieOutcome::Deed => "an event of the two",
        TieOutcome::Unsure => "not sure enough",
        TieOutcome::Another => "another of the two is told",
        TieOutcome::OfThird => "of a third, not of the two",
        TieOutcome::Nobody => "of somebody who can have none",
    };
    format!(
        "tie       {} -> {}: {} {:.2}, denied or over {:.2}, uncertain {:.2} ({outcome})",
        tie.a.of(text),
        tie.b.of(text),
        reading.relation,
        reading.probability,
        reading.negative,
        reading.uncertain
    )
}

/// One assertion in one line.
pub(crate) fn line(assertion: &entente_model::Assertion) -> String {
    assertion.to_string()
}

/// `entente who`.
pub(crate) fn who(arguments: &WhoArguments) -> Result<ExitCode> {
    let phrase = arguments.phrase.join(" ");
    let lexicon = lexicon::load(arguments.lexicon.lexicon.as_deref())?;
    let readings = lexicon.readings(&phrase, arguments.at, arguments.context.as_deref());
    let Some((best, others)) = readings.split_first() else {
        eprintln!("nobody known by {phrase:?}");
        let nearest: Vec<&str> = lexicon
            .nearest(&phrase, 5)
            .iter()
            .map(|actor| actor.name.as_str())
            .collect();
        if !nearest.is_empty() {
            eprintln!("  hint: did you mean {}?", nearest.join(", "));
        }
        return Ok(ExitCode::FAILURE);
    };
    let mut out = io::stdout().lock();
    let actor = &best.actor;
    writeln!(out, "{}  {}", actor.id, actor.name)?;
    if let Some(country) = &actor.country {
        writeln!(out, "country  {country}")?;
    }
    for sector in actor.sector.iter().chain(&best.sector2) {
        writeln!(out, "sector   {sector}")?;
    }
    if let Some(place) = best
        .located
        .as_ref()
        .filter(|place| actor.country.as_ref() != Some(place))
    {
        writeln!(out, "in       {place}")?;
    }
    if let Some(known) = lexicon.actor(&actor.id) {
        for code in lexicon.codes_of(&known.id) {
            let scheme = code.scheme.to_string();
            write!(out, "{scheme:<12} {}", code.code)?;
            if code.period == Period::ALWAYS {
                writeln!(out)?;
            } else {
                writeln!(out, ", {}", days(code.period.from, code.period.to))?;
            }
        }
        for office in &known.offices {
            let then = if best.office.as_ref() == Some(office) {
                "  <- held then"
            } else {
                ""
            };
            writeln!(
                out,
                "office   {} of {}, {}{then}",
                office.title,
                office.of,
                days(office.from, office.to)
            )?;
        }
        if !known.members.is_empty() {
            writeln!(out, "members  {}", known.members.join(" "))?;
        }
    }
    writeln!(out, "score    {:.2}", best.score)?;
    writeln!(out, "why      {}", best.why.join("; "))?;
    for other in others.iter().take(5) {
        writeln!(
            out,
            "or       {}  {} ({:.2}: {})",
            other.actor.id,
            other.actor.name,
            other.score,
            other.why.join("; ")
        )?;
    }
    Ok(ExitCode::SUCCESS)
}
