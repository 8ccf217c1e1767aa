//! Letters on pages to blocks: lines by where letters stand, paragraphs by the room between
//! lines, words that the end of a line parted joined again, running heads and page numbers out.

use std::collections::{HashMap, HashSet};

use entente_model::BlockKind;

use crate::document::{RawBlock, tidy};

/// One or more characters where they stand on a page, in points; `base` grows upwards.
#[derive(Debug, Clone)]
pub(super) struct Letter {
    pub(super) left: f64,
    pub(super) right: f64,
    pub(super) base: f64,
    pub(super) size: f64,
    pub(super) text: String,
}

/// Letters with at least this share of their size between them belong to two words.
const WORD_GAP: f64 = 0.17;

/// Letters with more than this between them stand in two columns.
const COLUMN_GAP: f64 = 2.5;

/// Lines with more than this many sizes from base to base are of two paragraphs.
const LOOSE_LEADING: f64 = 1.9;

/// How much larger than the text a heading is.
const HEADING_SIZE: f64 = 1.12;

#[derive(Debug, Clone)]
struct Line {
    page: usize,
    left: f64,
    right: f64,
    base: f64,
    size: f64,
    text: String,
}

/// The blocks of a document, in the order in which its pages draw their letters.
pub(super) fn blocks(pages: &[Vec<Letter>]) -> Vec<RawBlock> {
    let mut lines: Vec<Line> = Vec::new();
    for (page, letters) in pages.iter().enumerate() {
        lines.extend(lines_of(page, letters));
    }
    drop_running_lines(&mut lines, pages.len());
    let body = body_size(&lines);
    let hyphenated = hyphenated_words(&lines);
    let mut blocks: Vec<RawBlock> = Vec::new();
    let mut paragraph: Vec<Line> = Vec::new();
    let right_edge = right_edge(&lines);
    for line in lines {
        if let Some(last) = paragraph.last()
            && !continues(last, &line, &paragraph, right_edge)
        {
            push(&mut blocks, &paragraph, body, &hyphenated);
            paragraph.clear();
        }
        paragraph.push(line);
    }
    push(&mut blocks, &paragraph, body, &hyphenated);
    blocks
}

/// Letters that follow one another on one base.
fn lines_of(page: usize, letters: &[Letter]) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for letter in letters {
        let same = lines.last().filter(|line| {
            let gap = letter.left - line.right;
            (letter.base - line.base).abs() < 0.45 * line.size.max(letter.size)
                && gap > -0.6 * line.size
                && gap < COLUMN_GAP * line.size.max(letter.size)
        });
        if same.is_none() {
            lines.push(Line {
                page,
                left: letter.left,
                right: letter.left,
                base: letter.base,
                size: letter.size,
                text: String::new(),
            });
        }
        let Some(line) = lines.last_mut() else {
            continue;
        };
        let apart = letter.left - line.right > WORD_GAP * letter.size;
        if apart && !line.text.is_empty() && !line.text.ends_with(' ') {
            line.text.push(' ');
        }
        push_plain(&mut line.text, &letter.text);
        line.right = line.right.max(letter.right);
        line.size = line.size.max(letter.size);
    }
    lines.retain(|line| !line.text.trim().is_empty());
    lines
}

/// Ligatures are two or three letters.
fn push_plain(text: &mut String, letters: &str) {
    for c in letters.chars() {
        match c {
            '\u{fb00}' => text.push_str("ff"),
            '\u{fb01}' => text.push_str("fi"),
            '\u{fb02}' => text.push_str("fl"),
            '\u{fb03}' => text.push_str("ffi"),
            '\u{fb04}' => text.push_str("ffl"),
            '\u{a0}' => text.push(' '),
            // Stands for a hyphen at the end of a line.
            '\u{ad}' => text.push('-'),
            _ => text.push(c),
        }
    }
}

/// What a line says apart from the number of the page.
fn without_digits(text: &str) -> String {
    text.chars()
        .filter(|c| !c.is_numeric() && !c.is_whitespace())
        .collect()
}

/// Takes out heads and feet that repeat from page to page, and page numbers.
fn drop_running_lines(lines: &mut Vec<Line>, pages: usize) {
    let mut edges: HashMap<usize, (f64, f64)> = HashMap::new();
    for line in lines.iter() {
        let edge = edges.entry(line.page).or_insert((line.base, line.base));
        *edge = (edge.0.max(line.base), edge.1.min(line.base));
    }
    // The first and the last line of a page, and what stands beside or right below them.
    let at_edge = |line: &Line| {
        edges.get(&line.page).is_some_and(|(top, bottom)| {
            let reach = 1.5 * line.size;
            top - line.base < reach || line.base - bottom < reach
        })
    };
    let mut seen_on: HashMap<String, HashSet<usize>> = HashMap::new();
    for line in lines.iter().filter(|line| at_edge(line)) {
        let words = without_digits(&line.text);
        seen_on.entry(words).or_default().insert(line.page);
    }
    lines.retain(|line| {
        if !at_edge(line) {
            return true;
        }
        let words = without_digits(&line.text);
        let is_number = words.chars().all(|c| !c.is_alphabetic()) && line.text.len() <= 12;
        let repeated = seen_on.get(&words).map_or(0, HashSet::len);
        !(pages > 1 && is_number || repeated >= 3 && repeated * 3 >= pages)
    });
}

/// The size that most letters have.
fn body_size(lines: &[Line]) -> f64 {
    let mut sizes: HashMap<i64, usize> = HashMap::new();
    for line in lines {
        *sizes.entry(tenths(line.size)).or_default() += line.text.len();
    }
    let most = sizes
        .into_iter()
        .max_by_key(|&(size, count)| (count, -size));
    most.map_or(0.0, |(size, _)| size as f64 / 10.0)
}

/// A size or place in tenths of a point, to count by.
fn tenths(points: f64) -> i64 {
    (points.clamp(-1e6, 1e6) * 10.0).round() as i64
}

/// How far most lines reach, as a length, to know short lines by.
fn right_edge(lines: &[Line]) -> f64 {
    let mut lengths: Vec<f64> = lines.iter().map(|line| line.right - line.left).collect();
    lengths.sort_by(f64::total_cmp);
    let at = lengths.len() * 3 / 4;
    lengths.get(at).copied().unwrap_or_default()
}

fn ends_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', ')', ' '])
        .ends_with(['.', '!', '?', ':', '…'])
}

/// Whether `line` goes on with the paragraph that `last` ends so far.
fn continues(last: &Line, line: &Line, paragraph: &[Line], usual_length: f64) -> bool {
    let alike = (last.size - line.size).abs() <= 0.08 * last.size.max(line.size);
    if !alike || is_item(&line.text) {
        return false;
    }
    let step = last.base - line.base;
    let is_short = last.right - last.left < 0.8 * usual_length;
    if last.page != line.page || step < 0.3 * line.size {
        // The next page, or the next column.
        let goes_on = line.text.starts_with(|c: char| c.is_lowercase());
        return !ends_sentence(&last.text) && (goes_on || !is_short);
    }
    if step > LOOSE_LEADING * line.size {
        return false;
    }
    // The room between the lines of this paragraph tells what is more than that.
    if let [.., before, _] = paragraph
        && before.page == last.page
    {
        let usual = before.base - last.base;
        if usual > 0.0 && step > 1.25 * usual {
            return false;
        }
    }
    let indented = line.left > last.left + 0.8 * line.size;
    let is_first = paragraph.len() == 1;
    let ended = ends_sentence(&last.text);
    !(indented && (ended || !is_first) || ended && is_short)
}

fn is_item(text: &str) -> bool {
    text.trim_start()
        .strip_prefix(['•', '▪', '◦', '–', '‣'])
        .is_some_and(|rest| rest.starts_with(' '))
}

/// Words that are written with a hyphen inside a line.
fn hyphenated_words(lines: &[Line]) -> HashSet<String> {
    let words = lines.iter().flat_map(|line| line.text.split_whitespace());
    words
        .filter(|word| word.trim_end_matches('-').contains('-'))
        .map(bare)
        .collect()
}

fn bare(word: &str) -> String {
    word.trim_matches(|c: char| !c.is_alphanumeric())
        .to_lowercase()
}

/// Lines as one text; a word that the end of a line parted is one word again, unless it is
/// written with its hyphen elsewhere.
fn joined(lines: &[Line], hyphenated: &HashSet<String>) -> String {
    let mut text = String::new();
    for line in lines {
        let next = line.text.trim();
        let parted = text.ends_with('-')
            && text.trim_end_matches('-').ends_with(char::is_alphabetic)
            && next.starts_with(char::is_lowercase);
        if parted {
            let first = text.rsplit(' ').next().unwrap_or_default();
            let second = next.split(' ').next().unwrap_or_default();
            if !hyphenated.contains(&bare(&format!("{first}{second}"))) {
                text.pop();
            }
        } else if !text.is_empty() {
            text.push(' ');
        }
        text.push_str(next);
    }
    tidy(&text)
}

fn push(blocks: &mut Vec<RawBlock>, lines: &[Line], body: f64, hyphenated: &HashSet<String>) {
    let Some(first) = lines.first() else { return };
    let text = joined(lines, hyphenated);
    let words = text.split_whitespace().count();
    let (kind, text) = if is_item(&first.text) {
        let item = text.chars().skip(1).collect::<String>();
        (BlockKind::ListItem, item.trim().to_owned())
    } else if first.size > HEADING_SIZE * body && words <= 30 && !text.ends_with('.') {
        (BlockKind::Heading, text)
    } else {
        (BlockKind::Paragraph, text)
    };
    if !text.is_empty() {
        blocks.push(RawBlock::new(kind, text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Letters of a fixed width; each line is `(x, y, size, text)`.
    fn page(lines: &[(f64, f64, f64, &str)]) -> Vec<Letter> {
        let mut letters = Vec::new();
        for (x, y, size, text) in lines {
            for (index, c) in text.chars().enumerate() {
                if c == ' ' {
                    continue;
                }
                let left = x + index as f64 * size * 0.5;
                letters.push(Letter {
                    left,
                    right: left + size * 0.5,
                    base: *y,
                    size: *size,
                    text: c.to_string(),
                });
            }
        }
        letters
    }

    fn check(pages: &[Vec<Letter>], expected: &[&str]) {
        let found = blocks(pages);
        let found: Vec<&str> = found.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn lines_become_paragraphs_and_parted_words_are_joined() {
        check(
            &[page(&[
                (50.0, 700.0, 16.0, "Talks fail"),
                (50.0, 670.0, 10.0, "The two sides had nego-"),
                (50.0, 658.0, 10.0, "tiated for long-term aid"),
                (50.0, 646.0, 10.0, "and went home."),
                (50.0, 634.0, 10.0, "A second text says long-"),
                (50.0, 622.0, 10.0, "term is what they want."),
            ])],
            &[
                "Talks fail",
                "The two sides had negotiated for long-term aid and went home.",
                "A second text says long-term is what they want.",
            ],
        );
    }

    #[test]
    fn paragraphs_go_on_over_pages_without_their_heads() {
        let pages: Vec<Vec<Letter>> = (1..=3)
            .map(|number| {
                let head = format!("The Bulletin {number}");
                let number = number.to_string();
                page(&[
                    (50.0, 760.0, 9.0, &head),
                    (50.0, 700.0, 10.0, "the ministers of both sides"),
                    (50.0, 688.0, 10.0, "met in the capital and then"),
                    (150.0, 30.0, 9.0, &number),
                ])
            })
            .collect();
        let one = "the ministers of both sides met in the capital and then";
        check(&pages, &[&[one; 3].join(" ")]);
    }

    #[test]
    fn columns_are_read_one_after_the_other() {
        check(
            &[page(&[
                (50.0, 700.0, 10.0, "The envoys came at noon and"),
                (50.0, 688.0, 10.0, "left."),
                (300.0, 700.0, 10.0, "Nothing was agreed on that day"),
                (300.0, 688.0, 10.0, "or later."),
            ])],
            &[
                "The envoys came at noon and left.",
                "Nothing was agreed on that day or later.",
            ],
        );
    }
}
