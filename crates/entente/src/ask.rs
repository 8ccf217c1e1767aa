//! `entente ask`: one question from words to answer.

use std::io::{self, Write};
use std::process::ExitCode;

use anyhow::Result;
use entente_assess::level::account::Account;
use entente_assess::{Question, render};
use entente_lexicon::Lexicon;
use entente_store::Store;

use crate::arguments::{AnswerFormat, AskArguments};
use crate::observe::ByNumber;
use crate::{answering, console, example, kept};

/// The exit code for a question that is not understood: wrong usage.
const WRONG_USAGE: u8 = 2;

pub(crate) fn run(arguments: &AskArguments) -> Result<ExitCode> {
    console::runtime()?.block_on(ask(arguments))
}

async fn ask(arguments: &AskArguments) -> Result<ExitCode> {
    let text = arguments.question.join(" ");
    let (store, from_example, mut names) = example::or_own(&arguments.from_where).await?;
    // Only a name that the lexicon does not know needs the store's own actors.
    let mut question = Question::parse(&text, &names, arguments.at);
    if question.is_err() {
        names.meet(&store, arguments.at).await?;
        question = Question::parse(&text, &names, arguments.at);
    }
    let question = match question {
        Ok(question) => question,
        Err(misunderstanding) => {
            eprintln!("{misunderstanding}");
            return Ok(ExitCode::from(WRONG_USAGE));
        }
    };
    let (mut said, standing) = tokio::try_join!(
        answering::begin(&store, &question),
        standing(&store, &question, names.lexicon),
    )?;
    answering::follow_up(&store, &question, standing.as_ref(), &mut said).await?;
    let answer = answering::answer(&question, &said, standing.as_ref(), &names);
    let mut out = io::stdout().lock();
    let note = example::NOTE;
    match arguments.format {
        AnswerFormat::Text => {
            if from_example {
                writeln!(out, "{note}\n")?;
            }
            out.write_all(render::text(&answer, console::style()).as_bytes())?;
        }
        AnswerFormat::Json => {
            let mut value = serde_json::to_value(&answer)?;
            if let Some(object) = value.as_object_mut() {
                object.insert("example".to_owned(), from_example.into());
            }
            serde_json::to_writer_pretty(&mut out, &value).map_err(io::Error::from)?;
            writeln!(out)?;
        }
        AnswerFormat::Md => {
            if from_example {
                writeln!(out, "*{note}*\n")?;
            }
            out.write_all(render::markdown(&answer).as_bytes())?;
        }
        AnswerFormat::Html => {
            let note = from_example.then_some(note);
            out.write_all(render::html(&answer, note).as_bytes())?;
        }
    }
    out.flush()?;
    Ok(ExitCode::SUCCESS)
}

/// How the two asked about stand by what was observed of all states, where that can be said. Another thread works it
/// out, so that what the store says of the two is found meanwhile.
async fn standing(
    store: &Store,
    question: &Question,
    lexicon: &'static Lexicon,
) -> Result<Option<Account>> {
    if question.a.is_none() || question.b.is_none() {
        return Ok(None);
    }
    let identities = ByNumber::new(lexicon);
    let Some(observed) = kept::observed(store, lexicon, &identities).await? else {
        return Ok(None);
    };
    let question = question.clone();
    let judging = move || answering::standing(&question, &observed, &identities);
    Ok(tokio::task::spawn_blocking(judging).await?)
}
