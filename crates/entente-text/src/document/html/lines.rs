//! The blocks of a page before any is judged: which text stands together, in which element, as
//! what, and how much of it are links.

use entente_model::BlockKind;

use super::head::text_of;
use super::marks::{Mark, mark_of};
use super::tidy;
use super::tree::{Content, Node, is_block};
use crate::document::inline;

/// Longer cells are those of a table that only lays the page out.
const MAX_CELL: usize = 200;

/// Blanks and stops between elements are not counted as being in one.
const SLACK: usize = 3;

/// Units whose square and cube are written as raised figures.
const UNITS: &[&str] = &["m", "km", "cm", "mm", "ft", "mi", "in", "yd"];

/// Text that stands together.
pub(super) struct Line {
    /// The element that begins and ends it.
    pub(super) node: usize,
    /// Its first run of text.
    pub(super) first: usize,
    pub(super) kind: BlockKind,
    /// Of a heading, 1 to 6; else 0.
    pub(super) level: u8,
    pub(super) text: String,
    /// Its part before the first forced end of a line, where there is one.
    pub(super) first_line: Option<String>,
    /// Bytes of it that are the text of links.
    pub(super) linked: usize,
    /// Whether all of it is fine print.
    pub(super) small: bool,
    /// Whether all of it is slanted.
    pub(super) slanted: bool,
}

impl Line {
    /// The share of it that are links.
    pub(super) fn share_linked(&self) -> f32 {
        (self.linked as f32 / self.text.len().max(1) as f32).min(1.0)
    }

    /// The number of its words.
    pub(super) fn words(&self) -> usize {
        self.text.split_whitespace().count()
    }
}

/// The lines of a page that a reader sees, and what the marks of each element say.
pub(super) fn of(nodes: &[Node]) -> (Vec<Line>, Vec<Mark>) {
    let marks = marks_of(nodes);
    let rows = data_rows(nodes);
    let mut reader = Reader {
        nodes,
        rows: &rows,
        lines: Vec::new(),
        kinds: vec![(BlockKind::Paragraph, 0); nodes.len()],
        owners: vec![0; nodes.len()],
        linked: vec![false; nodes.len()],
        small: vec![false; nodes.len()],
        slanted: vec![false; nodes.len()],
        open: Open::default(),
    };
    let mut index = 0;
    while index < nodes.len() {
        index = reader.read(index, marks[index]);
    }
    reader.flush();
    (reader.lines, marks)
}

/// The marks of each element. A figure is not the article, but a table in one is.
fn marks_of(nodes: &[Node]) -> Vec<Mark> {
    let mut holds_table = vec![false; nodes.len()];
    for (index, node) in nodes.iter().enumerate().rev() {
        if holds_table[index] || node.name() == "table" {
            holds_table[node.parent] = true;
        }
    }
    nodes
        .iter()
        .enumerate()
        .map(|(index, node)| match node.content {
            Content::Text(_) => Mark::Plain,
            Content::Element(..) if holds_table[index] && node.name() == "figure" => Mark::Plain,
            Content::Element(..) => mark_of(node),
        })
        .collect()
}

/// For each node the row of a table of data that it stands in, or 0. Other tables lay out a page:
/// their cells are blocks like any.
fn data_rows(nodes: &[Node]) -> Vec<usize> {
    let mut lengths = vec![0; nodes.len()];
    let mut cells = vec![0; nodes.len()];
    let mut tables = vec![0; nodes.len()];
    let mut full_rows = vec![0; nodes.len()];
    let mut layout = vec![false; nodes.len()];
    for (index, node) in nodes.iter().enumerate() {
        tables[index] = if node.name() == "table" {
            index
        } else {
            tables[node.parent]
        };
    }
    for (index, node) in nodes.iter().enumerate().rev() {
        if let Content::Text(words) = &node.content {
            lengths[index] = tidy(words).len();
        }
        lengths[node.parent] += lengths[index];
        let table = tables[index];
        match node.name() {
            "td" | "th" => {
                cells[node.parent] += 1;
                layout[table] |= lengths[index] > MAX_CELL;
            }
            "tr" if cells[index] > 1 => full_rows[table] += 1,
            "h1" | "h2" | "h3" | "h4" | "form" => layout[table] = true,
            "table" => layout[tables[node.parent]] = true,
            _ => {}
        }
    }
    let mut rows = vec![0; nodes.len()];
    for (index, node) in nodes.iter().enumerate() {
        let table = tables[index];
        let is_data = table != 0 && !layout[table] && full_rows[table] > 1;
        rows[index] = match node.name() {
            "tr" if is_data => index,
            "table" => 0,
            _ => rows[node.parent],
        };
    }
    rows
}

#[derive(Default)]
struct Open {
    node: usize,
    first: usize,
    text: String,
    first_line: Option<String>,
    linked: usize,
    small: usize,
    slanted: usize,
    /// Forced ends of lines since the last words.
    breaks: usize,
}

struct Reader<'a> {
    nodes: &'a [Node],
    rows: &'a [usize],
    lines: Vec<Line>,
    kinds: Vec<(BlockKind, u8)>,
    /// The element that begins and ends the line of a node.
    owners: Vec<usize>,
    linked: Vec<bool>,
    small: Vec<bool>,
    slanted: Vec<bool>,
    open: Open,
}

impl Reader<'_> {
    /// Reads a node; gives the next one to read.
    fn read(&mut self, index: usize, mark: Mark) -> usize {
        let node = &self.nodes[index];
        let parent = node.parent;
        let row = self.rows[index];
        match &node.content {
            Content::Text(words) => {
                self.words(index, words);
                return index + 1;
            }
            Content::Element(name, _) => {
                let begins = is_block(name) && (row == 0 || row == index);
                if begins {
                    self.flush();
                }
                if mark == Mark::Unseen || is_note_mark(self.nodes, index, &self.open.text) {
                    return node.end;
                }
                // A byline, a label or a button within a line is not of the line.
                if mark == Mark::Aside && !is_block(name) && self.nodes[parent].name() == "p" {
                    return node.end;
                }
                self.owners[index] = match row {
                    0 if begins => index,
                    0 => self.owners[parent],
                    row => row,
                };
                self.linked[index] = self.linked[parent] || name == "a" && node.has("href");
                self.small[index] = self.small[parent] || name == "small";
                self.slanted[index] =
                    self.slanted[parent] || matches!(name.as_str(), "em" | "i" | "cite");
                self.kinds[index] = self.kind_of(name, parent);
                match name.as_str() {
                    "br" => self.line_ends(),
                    "td" | "th" if row != 0 && !tidy(&self.open.text).is_empty() => {
                        self.open.text.push_str(" | ");
                    }
                    _ => {}
                }
            }
        }
        index + 1
    }

    fn kind_of(&self, name: &str, parent: usize) -> (BlockKind, u8) {
        match name {
            "h1" => (BlockKind::Heading, 1),
            "h2" => (BlockKind::Heading, 2),
            "h3" => (BlockKind::Heading, 3),
            "h4" => (BlockKind::Heading, 4),
            "h5" => (BlockKind::Heading, 5),
            "h6" => (BlockKind::Heading, 6),
            "li" | "dt" | "dd" => (BlockKind::ListItem, 0),
            "blockquote" => (BlockKind::Quote, 0),
            "article" | "section" | "table" => (BlockKind::Paragraph, 0),
            _ => self.kinds[parent],
        }
    }

    fn line_ends(&mut self) {
        self.open.breaks += 1;
        if self.open.breaks > 1 {
            self.flush();
            return;
        }
        let text = tidy(&self.open.text);
        if self.open.first_line.is_none() && !text.is_empty() {
            self.open.first_line = Some(text);
        }
        self.open.text.push('\n');
    }

    fn words(&mut self, index: usize, words: &str) {
        let parent = self.nodes[index].parent;
        let owner = self.owners[parent];
        if owner != self.open.node {
            self.flush();
        }
        let length = words.trim().len();
        if length > 0 {
            if self.open.text.trim().is_empty() {
                self.open.first = index;
                self.open.node = owner;
            }
            self.open.breaks = 0;
            if self.linked[parent] {
                self.open.linked += length;
            }
            if self.small[parent] {
                self.open.small += length;
            }
            if self.slanted[parent] {
                self.open.slanted += length;
            }
        }
        self.open.text.push_str(words);
    }

    fn flush(&mut self) {
        let open = std::mem::take(&mut self.open);
        let is_row = self.rows[open.node] != 0;
        let (kind, level) = if is_row {
            (BlockKind::TableRow, 0)
        } else {
            self.kinds[open.node]
        };
        let items = items(&open.text);
        let is_list = items.len() > 1;
        let length = open.text.len().max(1);
        for item in items {
            let mut text = tidy(&item);
            // Pages that were made from text keep its marks.
            if text.contains("](") || text.contains("**") {
                text = inline::words(&text);
            }
            let text = text.trim_matches(['|', ' ']).to_owned();
            if text.is_empty() {
                continue;
            }
            self.lines.push(Line {
                node: open.node,
                first: open.first,
                kind: if is_list && level == 0 {
                    BlockKind::ListItem
                } else {
                    kind
                },
                level,
                // Of a list in one element, each item has its share.
                linked: open.linked * item.len() / length,
                small: open.small + SLACK >= open.text.trim().len(),
                slanted: open.slanted + SLACK >= open.text.trim().len(),
                first_line: open.first_line.clone().filter(|_| !is_list),
                text,
            });
        }
    }
}

/// A text whose lines begin with bullets is a list that was not marked as one; any other is one
/// item.
fn items(text: &str) -> Vec<String> {
    let bullet = |line: &str| {
        line.trim_start()
            .strip_prefix(['•', '▪', '◦', '*', '-', '–'])
            .filter(|rest| rest.starts_with(char::is_whitespace))
            .map(str::to_owned)
    };
    if text.lines().filter(|line| bullet(line).is_some()).count() < 2 {
        return vec![text.to_owned()];
    }
    let mut items = vec![String::new()];
    for line in text.lines() {
        match bullet(line) {
            Some(rest) => items.push(rest),
            None => {
                if let Some(item) = items.last_mut() {
                    item.push(' ');
                    item.push_str(line);
                }
            }
        }
    }
    items
}

/// Whether an element is the mark of a footnote, such as a raised or linked "3" or "[3]". A raised
/// figure behind a unit or a number is a power.
fn is_note_mark(nodes: &[Node], index: usize, before: &str) -> bool {
    let node = &nodes[index];
    let is_raised = node.name() == "sup";
    let is_reference = node.name() == "a"
        && node
            .attribute("href")
            .is_some_and(|address| address.starts_with('#'));
    if !is_raised && !is_reference {
        return false;
    }
    let text = text_of(nodes, index);
    let bare = text.trim_matches(['[', ']', '(', ')', ' ', ',', ';']);
    if bare.is_empty() {
        return true;
    }
    let is_mark = bare.len() <= 3
        && (bare.chars().all(|c| c.is_ascii_digit())
            || bare.chars().all(|c| !c.is_alphanumeric())
            || is_reference && bare.chars().all(char::is_alphabetic) && bare.len() == 1)
        || bare
            .split(',')
            .all(|part| part.trim().parse::<u16>().is_ok());
    if !is_mark || is_reference {
        return is_mark;
    }
    let last = before.split_whitespace().last().unwrap_or_default();
    let is_power = !before.ends_with(char::is_whitespace)
        && (last.ends_with(|c: char| c.is_ascii_digit()) || UNITS.contains(&last));
    let marked =
        node.has("class") || (index + 1..node.end.min(index + 8)).any(|at| nodes[at].name() == "a");
    marked || !is_power
}
