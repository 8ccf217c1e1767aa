//! For a terminal: nothing wider than the given columns.

use super::{Item, Page, clean};
use crate::answer::{YesNo, percent};
use crate::timeline::Stretch;

/// How text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// Columns; at least 40 are taken.
    pub width: usize,
    /// Whether ANSI colours are used.
    pub colour: bool,
}

impl Default for Style {
    fn default() -> Self {
        Self {
            width: 80,
            colour: false,
        }
    }
}

#[derive(Clone, Copy)]
enum Paint {
    Bold,
    Dim,
    Green,
    Red,
    Yellow,
}

impl Style {
    fn paint(self, paint: Paint, text: &str) -> String {
        if !self.colour || text.is_empty() {
            return text.to_owned();
        }
        let code = match paint {
            Paint::Bold => "1",
            Paint::Dim => "2",
            Paint::Green => "1;32",
            Paint::Red => "1;31",
            Paint::Yellow => "1;33",
        };
        format!("\u{1b}[{code}m{text}\u{1b}[0m")
    }
}

pub(super) fn text(page: &Page<'_>, style: Style) -> String {
    let style = Style {
        width: style.width.max(40),
        ..style
    };
    let mut out = Out {
        style,
        text: String::new(),
    };
    out.verdict(page);
    out.levels(page);
    out.stretches(page.stretches);
    for section in &page.sections {
        out.blank();
        out.line(&style.paint(Paint::Bold, section.title));
        for item in section.items.iter().take(section.brief) {
            out.item(item);
        }
        let rest = section.items.len().saturating_sub(section.brief);
        if rest > 0 {
            out.wrapped(
                &format!("… and {rest} more (all of them with --format json)"),
                "  ",
                "  ",
                Some(Paint::Dim),
            );
        }
    }
    out.text
}

struct Out {
    style: Style,
    text: String,
}

impl Out {
    fn line(&mut self, line: &str) {
        self.text.push_str(line);
        self.text.push('\n');
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    fn wrapped(&mut self, text: &str, first: &str, rest: &str, paint: Option<Paint>) {
        for (number, line) in wrap(text, self.style.width, first, rest)
            .into_iter()
            .enumerate()
        {
            let indent = if number == 0 { first } else { rest };
            let words = line.get(indent.len()..).unwrap_or_default();
            let words =
                paint.map_or_else(|| words.to_owned(), |paint| self.style.paint(paint, words));
            self.line(&format!("{indent}{words}"));
        }
    }

    fn verdict(&mut self, page: &Page<'_>) {
        let paint = match page.answer {
            YesNo::Yes => Paint::Green,
            YesNo::No => Paint::Red,
            YesNo::Mixed | YesNo::Unknown => Paint::Yellow,
        };
        self.wrapped(&clean(page.verdict), "", "", Some(paint));
        for note in &page.notes {
            self.wrapped(note, "", "", Some(Paint::Dim));
        }
    }

    fn levels(&mut self, page: &Page<'_>) {
        const NAME: usize = 18;
        if page.levels.is_empty() {
            return;
        }
        self.blank();
        let room = self.style.width.saturating_sub(NAME + 10).min(32);
        for share in page.levels {
            let bar = bar(share.probability, room);
            let line = format!(
                "  {:NAME$} {:>5}  {bar}",
                share.level.words(),
                percent(share.probability)
            );
            self.line(line.trim_end());
        }
        for line in &page.standing {
            self.wrapped(&clean(line), "  ", "  ", None);
        }
    }

    /// A line for each stretch of time in which something happened.
    fn stretches(&mut self, stretches: &[Stretch]) {
        let counts = stretches
            .iter()
            .flat_map(|it| [it.cooperation(), it.conflict()]);
        let Some(most) = counts.max().filter(|most| *most > 0) else {
            return;
        };
        const PERIOD: usize = 8;
        let digits = most.to_string().len().max(4);
        let room = self.style.width.saturating_sub(PERIOD + 2 * digits + 8) / 2;
        let room = room.min(28);
        self.blank();
        let head = format!(
            "  {:PERIOD$} {:>digits$}  {:room$}  {:>digits$}",
            "", "coop", "", "conf"
        );
        self.line(&self.style.paint(Paint::Dim, &head));
        for it in stretches {
            let (good, bad) = (it.cooperation(), it.conflict());
            if good + bad == 0 {
                continue;
            }
            let bar = |count: usize| bar(count as f64 / most as f64, room);
            let (there, back) = (bar(good), bar(bad));
            // Blocks are several bytes each, and one column.
            let pad = " ".repeat(room.saturating_sub(width(&there)));
            let line = format!(
                "  {:PERIOD$} {good:>digits$}  {}{pad}  {bad:>digits$}  {}",
                it.period,
                self.style.paint(Paint::Green, &there),
                self.style.paint(Paint::Red, &back)
            );
            self.line(line.trim_end());
        }
    }

    fn item(&mut self, item: &Item) {
        self.wrapped(&clean(&item.head), "  ", "    ", None);
        for quote in &item.quotes {
            self.wrapped(
                &format!("\u{201C}{}\u{201D}", quote.words),
                "      ",
                "      ",
                Some(Paint::Dim),
            );
            self.wrapped(&quote.source, "      - ", "        ", Some(Paint::Dim));
        }
        if item.also > 0 {
            let documents = if item.also == 1 {
                "document"
            } else {
                "documents"
            };
            self.wrapped(
                &format!("also in {} more {documents}", item.also),
                "      - ",
                "        ",
                Some(Paint::Dim),
            );
        }
    }
}

/// A bar of so many cells at most, in eighths.
fn bar(share: f64, cells: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    let eighths = (share.clamp(0.0, 1.0) * cells as f64 * 8.0).round() as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

/// Columns that a character takes on a terminal.
fn columns(c: char) -> usize {
    match u32::from(c) {
        0x0300..=0x036F | 0x200B..=0x200D | 0xFE00..=0xFE0F => 0,
        0x1100..=0x115F
        | 0x2E80..=0xA4CF
        | 0xAC00..=0xD7A3
        | 0xF900..=0xFAFF
        | 0xFE30..=0xFE6F
        | 0xFF00..=0xFF60
        | 0xFFE0..=0xFFE6
        | 0x1F300..=0x1FAFF
        | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

pub(super) fn width(text: &str) -> usize {
    text.chars().map(columns).sum()
}

/// Breaks text into lines of so many columns; a word longer than a line is broken too.
fn wrap(text: &str, most: usize, first: &str, rest: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = first.to_owned();
    let mut empty = true;
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !empty && width(&line) + 1 + width(word) > most {
            lines.push(std::mem::replace(&mut line, rest.to_owned()));
            empty = true;
        }
        if !empty {
            line.push(' ');
        }
        for c in word.chars() {
            if width(&line) + columns(c) > most && line.len() > rest.len() {
                lines.push(std::mem::replace(&mut line, rest.to_owned()));
            }
            line.push(c);
        }
        empty = false;
    }
    if !empty || lines.is_empty() {
        lines.push(line);
    }
    lines
}
