//! Plain text: paragraphs between blank lines, headings by their look.

use entente_model::BlockKind;

use super::{RawBlock, inline};

const BULLETS: &[char] = &['•', '*', '-', '–', '◦', '▪', '·'];

/// The blocks of plain text.
pub(super) fn blocks(text: &str) -> Vec<RawBlock> {
    let mut blocks = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    for line in text.lines().chain([""]) {
        let line = line.trim();
        if line.is_empty() {
            flush(&mut paragraph, &mut blocks);
        } else if let Some(item) = item(line) {
            flush(&mut paragraph, &mut blocks);
            push(&mut blocks, BlockKind::ListItem, item);
        } else if let Some(heading) = line.strip_prefix('#') {
            flush(&mut paragraph, &mut blocks);
            push(
                &mut blocks,
                BlockKind::Heading,
                heading.trim_start_matches('#'),
            );
        } else {
            paragraph.push(line);
        }
    }
    blocks
}

fn item(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(BULLETS)?;
    (rest.starts_with([' ', '\t']) && !rest.trim().is_empty()).then(|| rest.trim())
}

fn flush(lines: &mut Vec<&str>, blocks: &mut Vec<RawBlock>) {
    if lines.is_empty() {
        return;
    }
    let text = if lines.len() == 1 {
        lines[0].to_owned()
    } else {
        rejoin(lines)
    };
    let kind = if lines.len() == 1 && looks_like_heading(&text) {
        BlockKind::Heading
    } else {
        BlockKind::Paragraph
    };
    push(blocks, kind, &text);
    lines.clear();
}

/// Lines that were broken at a column become one line; a word that was parted by a hyphen at
/// the end of a line becomes one again.
fn rejoin(lines: &[&str]) -> String {
    let mut text = String::new();
    for line in lines {
        let parted = text.ends_with('-')
            && !text.ends_with(" -")
            && line.starts_with(|c: char| c.is_lowercase());
        if parted {
            text.pop();
        } else if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(line);
    }
    text
}

fn push(blocks: &mut Vec<RawBlock>, kind: BlockKind, text: &str) {
    let text = inline::words(text);
    if !text.is_empty() {
        blocks.push(RawBlock::new(kind, text));
    }
}

/// A short line that does not end as a sentence does.
fn looks_like_heading(line: &str) -> bool {
    let words = line.split_whitespace().count();
    let unmarked = line.trim_matches('*');
    (1..=16).contains(&words)
        && line.len() <= 120
        && unmarked.starts_with(|c: char| c.is_uppercase() || c.is_numeric() || "\"“'‘".contains(c))
        && !unmarked.ends_with(['.', '!', ';', ',', ':', '"', '”'])
}
