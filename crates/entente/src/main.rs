#![doc = include_str!("../README.md")]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool prints"
)]

mod answering;
mod arguments;
mod ask;
mod assess;
mod cite;
mod console;
mod dictionaries;
mod eval;
mod example;
mod export;
mod import;
mod inputs;
mod kept;
mod levels;
mod lexicon;
mod look;
mod names;
mod observe;
mod panel;
mod parse;
mod pipeline;
mod place;
mod read;
mod side_by_side;
mod sql;
mod store;
mod timeline;

use std::io::Write;
use std::process::ExitCode;
use std::thread;

use clap::{CommandFactory, Parser};
use entente_lexicon::Lexicon;

use crate::arguments::{Arguments, Command};

/// Importing makes and drops many small texts in several threads, which takes the system's allocator twice
/// as long.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    console::hush_caught_panic();
    if needs_lexicon(&arguments.command) {
        // It is read while the store is opened.
        thread::spawn(Lexicon::builtin);
    }
    match run(arguments.command) {
        Ok(code) => code,
        // A reader such as `head` that has seen enough is no failure.
        Err(error) if console::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            console::report(&error);
            ExitCode::FAILURE
        }
    }
}

/// Whether a command asks a store about actors.
fn needs_lexicon(command: &Command) -> bool {
    matches!(
        command,
        Command::Ask(_) | Command::Timeline(_) | Command::Assess(_) | Command::Panel(_)
    )
}

fn run(command: Command) -> anyhow::Result<ExitCode> {
    match command {
        Command::Read(arguments) => read::run(&arguments),
        Command::Ask(arguments) => ask::run(&arguments),
        Command::Timeline(arguments) => timeline::run(&arguments),
        Command::Assess(arguments) => assess::run(&arguments),
        Command::Code(arguments) => look::code(&arguments),
        Command::Parse(arguments) => parse::run(&arguments),
        Command::Who(arguments) => look::who(&arguments),
        Command::Lexicon(command) => lexicon::run(&command),
        Command::Import(arguments) => import::run(&arguments),
        Command::Panel(arguments) => panel::run(&arguments),
        Command::Sql(arguments) => sql::run(&arguments),
        Command::Export(arguments) => export::run(&arguments),
        Command::Cite(arguments) => cite::run(&arguments),
        Command::Eval(arguments) => eval::run(&arguments),
        Command::Store(arguments) => store::run(&arguments),
        Command::Completions { shell } => {
            let mut command = Arguments::command();
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut command, "entente", &mut script);
            std::io::stdout().write_all(&script)?;
            Ok(ExitCode::SUCCESS)
        }
        Command::Man => {
            clap_mangen::Man::new(Arguments::command()).render(&mut std::io::stdout())?;
            Ok(ExitCode::SUCCESS)
        }
    }
}
