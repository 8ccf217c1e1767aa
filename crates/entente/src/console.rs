//! What the terminal shows besides results: colours, progress, errors and diagnostics. Results
//! go to standard output; everything here goes to standard error.

use std::fs::File;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use entente_assess::render::Style;
use entente_model::{Diagnostic, Severity};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

/// Whether results may be coloured: standard output is a terminal and the user has not said no
/// (<https://no-color.org>).
pub(crate) fn colour() -> bool {
    io::stdout().is_terminal()
        && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
        && std::env::var_os("TERM").is_none_or(|term| term != "dumb")
}

/// How answers are shown.
pub(crate) fn style() -> Style {
    Style {
        width: 80,
        colour: colour(),
    }
}

fn colour_errors() -> bool {
    io::stderr().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// A progress bar over `length` steps; silent unless standard error is a terminal.
pub(crate) fn progress(length: u64, unit: &str) -> ProgressBar {
    let template = format!("{{bar:32}} {{pos}}/{{len}} {unit}  {{elapsed}} (eta {{eta}})  {{msg}}");
    bar(length, &template)
}

/// A progress bar over the bytes of files; silent unless standard error is a terminal.
pub(crate) fn bytes_read() -> ProgressBar {
    bar(
        0,
        "{bar:32} {bytes}/{total_bytes}  {msg}  {elapsed} (eta {eta})",
    )
}

fn bar(length: u64, template: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(length), ProgressDrawTarget::stderr());
    if let Ok(style) = ProgressStyle::with_template(template) {
        bar.set_style(style);
    }
    bar.enable_steady_tick(Duration::from_millis(200));
    bar
}

/// Prints a diagnostic.
pub(crate) fn diagnostic(diagnostic: &Diagnostic) {
    let text = diagnostic.to_string();
    if !colour_errors() {
        eprintln!("{text}");
        return;
    }
    let colour = match diagnostic.severity {
        Severity::Error => "31",
        Severity::Warning => "33",
    };
    let (head, rest) = text.split_once(':').unwrap_or((text.as_str(), ""));
    eprintln!("\u{1b}[1;{colour}m{head}\u{1b}[0m:{rest}");
}

/// Prints an error with its causes.
pub(crate) fn report(error: &anyhow::Error) {
    let head = if colour_errors() {
        "\u{1b}[1;31merror\u{1b}[0m"
    } else {
        "error"
    };
    eprintln!("{head}: {error:#}");
}

/// Whether the error is that nobody reads our output any more.
pub(crate) fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error
        .chain()
        .filter_map(|cause| cause.downcast_ref::<io::Error>())
        .any(|cause| cause.kind() == io::ErrorKind::BrokenPipe)
}

/// Keeps one panic off the terminal: when a disk is full, Delta's writer runs into it, catches it
/// itself (`upload_parquet_file` in `deltalake-core`) and reports the full disk. Any other panic
/// is shown as ever.
pub(crate) fn hush_caught_panic() {
    let shown = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let words = panic.payload_as_str();
        let place = panic.location().map_or("", |place| place.file());
        if words != Some("Already shut down") || !place.contains("object_store") {
            shown(panic);
        }
    }));
}

/// The runtime that the store's calls run on.
pub(crate) fn runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
}

/// The same with room for what goes as deep as somebody's query is nested. It is reserved and not used.
pub(crate) fn deep_runtime() -> io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .thread_stack_size(256 << 20)
        .build()
}

/// Where results go: a new file of that name, or standard output; and what to call it in errors.
pub(crate) fn writer(file: Option<&Path>) -> io::Result<(Box<dyn Write + Send>, String)> {
    Ok(match file {
        Some(file) => {
            let name = file.display().to_string();
            let named = |error: io::Error| io::Error::new(error.kind(), format!("{name}: {error}"));
            let to = BufWriter::new(File::create(file).map_err(named)?);
            (Box::new(to), name)
        }
        None => (
            Box::new(BufWriter::new(io::stdout())),
            "standard output".to_owned(),
        ),
    })
}

/// "1 row", "2 rows".
pub(crate) fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

/// "3.2 MB".
pub(crate) fn bytes(number: u64) -> String {
    let mut number = number as f64;
    for unit in ["B", "kB", "MB", "GB"] {
        if number < 999.5 {
            let decimals = usize::from(unit != "B" && number < 9.95);
            return format!("{number:.decimals$} {unit}");
        }
        number /= 1000.0;
    }
    format!("{number:.1} TB")
}
