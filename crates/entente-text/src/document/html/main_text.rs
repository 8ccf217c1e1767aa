//! Which lines of a page are its article. The page's prose is weighed, element by element; what
//! the page marks as something else, and what looks like teasers and lists of links, weighs
//! nothing; the article is the smallest element that still holds nearly all of the rest. Of its
//! lines those go that stand between the title and the first sentence, or behind the last, without
//! being sentences.

use std::collections::HashMap;

use entente_model::BlockKind;

use super::head::{Head, author_of, day_of};
use super::lines::{self, Line};
use super::marks::{Mark, has_word};
use super::tree::Node;
use super::{Metadata, RawBlock};
use crate::document::boilerplate::ends_as_sentence;

/// Headings over what an article refers to.
const APPARATUS: &[&str] = &[
    "bibliography",
    "citations",
    "endnotes",
    "external links",
    "footnotes",
    "further reading",
    "notes",
    "notes and references",
    "references",
    "see also",
    "sources",
];

/// Labels of what others paid for.
const PAID: &[&str] = &[
    "ad",
    "advertisement",
    "advertisements",
    "advertising",
    "paid content",
    "paid post",
    "partner content",
    "promoted",
    "sponsored",
    "sponsored content",
];

/// Lines by which press releases and dispatches end.
const ENDS: &[&str] = &[
    "###", "# # #", "-30-", "- 30 -", "ends", "-ends-", "- ends -", "-end-", "- end -",
];

/// How headings begin that stand behind an article, with all that is under them.
const AFTERWORDS: &[&str] = &[
    "about the author",
    "about the writer",
    "comments",
    "join the conversation",
    "latest news",
    "leave a comment",
    "leave a reply",
    "more from",
    "more news",
    "more on this",
    "more stories",
    "most popular",
    "most read",
    "most viewed",
    "read next",
    "recommended",
    "related",
    "responses",
    "share this",
    "trending",
    "was this article",
    "was this page",
    "you may also like",
    "you might also like",
];

/// A teaser is at most this long, in bytes.
const MAX_TEASER: usize = 250;

/// A quotation beside the text is at most this long, in bytes.
const MAX_QUOTATION: usize = 300;

/// How many lines of a page are looked at as such quotations.
const MAX_QUOTATIONS: usize = 200;

/// Sums over all that an element holds.
#[derive(Clone, Copy, Default)]
struct Weight {
    text: usize,
    linked: usize,
    prose: usize,
    lines: usize,
    sentences: usize,
    /// Headings that are links as a whole.
    linked_headings: usize,
}

/// The blocks of the article. What its byline says goes to `metadata`, where that does not know
/// it yet; so does what the head tells.
pub(super) fn blocks(nodes: &[Node], metadata: &mut Metadata) -> Vec<RawBlock> {
    let head = Head::of(nodes);
    let (lines, marks) = lines::of(nodes);
    let lines = part_titles(lines, &head);
    let title = title_of(&lines, &head);
    let gone = gone(nodes, &lines, &marks, title);
    let (start, end) = range_of(nodes, &lines, &gone, title);
    let mut kept: Vec<bool> = (0..lines.len())
        .map(|index| (start..end).contains(&index) && !gone[lines[index].node])
        .collect();
    if let Some(title) = title.filter(|title| (start..end).contains(title)) {
        kept[title] = true;
    }
    drop_link_lines(&lines, &mut kept, title);
    drop_apparatus(&lines[..end], &mut kept);
    drop_end(&lines[..end], &mut kept, title);
    drop_orphans(&lines[..end], &mut kept, title);
    drop_duplicates(&lines, &mut kept);
    let first = drop_before_text(&lines[..end], &mut kept, title);
    drop_tail(&lines[..end], &mut kept);

    let linked_text = head.linked_text.clone().unwrap_or_default();
    let heading = title.map(|title| lines[title].text.clone());
    head.tell(heading.as_deref(), metadata);
    read_byline(nodes, &lines, title, first, metadata);
    if let Some(author) = &metadata.author {
        drop_portrait(&lines, &mut kept, author);
    }
    let prose = |kept: &[bool]| -> usize {
        let lines = lines.iter().zip(kept);
        lines
            .filter(|(_, kept)| **kept)
            .map(|(line, _)| prose_of(line))
            .sum()
    };
    if prose(&kept) * 3 < linked_text.len() {
        return of_linked_text(heading, &linked_text);
    }
    lines
        .into_iter()
        .zip(kept)
        .filter(|(_, kept)| *kept)
        .map(|(line, _)| RawBlock {
            kind: line.kind,
            linked: line.share_linked(),
            text: line.text,
        })
        .collect()
}

/// A page that draws its text by a script may carry it in its linked data.
fn of_linked_text(heading: Option<String>, text: &str) -> Vec<RawBlock> {
    let heading = heading.map(|heading| RawBlock::new(BlockKind::Heading, heading));
    let paragraphs = text
        .lines()
        .map(super::tidy)
        .filter(|line| !line.is_empty())
        .map(|line| RawBlock::new(BlockKind::Paragraph, line));
    heading.into_iter().chain(paragraphs).collect()
}

fn reads_as_prose(line: &Line) -> bool {
    let ends = ends_as_sentence(&line.text) || line.text.len() > 80 && line.text.contains(". ");
    ends && line.words() >= 5 && line.level == 0
}

/// How much running text a line has.
fn prose_of(line: &Line) -> usize {
    let unlinked = line.text.len().saturating_sub(line.linked);
    if reads_as_prose(line) && unlinked * 2 > line.text.len() && !line.small {
        unlinked
    } else {
        0
    }
}

/// Parts a title from the byline that stands in the next line of the same block.
fn part_titles(lines: Vec<Line>, head: &Head) -> Vec<Line> {
    let mut parted = Vec::with_capacity(lines.len());
    for mut line in lines {
        let rest = line.first_line.as_ref().and_then(|first| {
            let rest = line.text.strip_prefix(first.as_str())?.trim();
            (head.rank_of(first) > 1 && !rest.is_empty()).then(|| rest.to_owned())
        });
        if let Some(rest) = rest
            && let Some(first) = line.first_line.take()
        {
            let linked = line.linked.min(first.len());
            parted.push(Line {
                text: first,
                first_line: None,
                linked,
                ..line
            });
            line.linked -= linked;
            line.text = rest;
        }
        parted.push(line);
    }
    parted
}

/// The line that is the title: a heading that the head also names, or the first one of the first
/// rank; else any line that the head names.
fn title_of(lines: &[Line], head: &Head) -> Option<usize> {
    let ranked = lines.iter().enumerate().filter_map(|(index, line)| {
        let rank = match (line.level, head.rank_of(&line.text)) {
            (0, 0..=1) => return None,
            // A section's name may be a part of the title too.
            (0, _) if line.words() < 3 || line.share_linked() > 0.8 => return None,
            (0, rank) => rank,
            (1, 0) => 1,
            (_, 0) => return None,
            (_, rank) => rank + 3,
        };
        Some((rank, line.text.len(), index))
    });
    // The longer of two parts of a title is not the site's name; of equals, the first.
    ranked
        .max_by_key(|&(rank, length, index)| {
            let length = if rank == 1 { 0 } else { length };
            (rank, length, std::cmp::Reverse(index))
        })
        .map(|(_, _, index)| index)
}

/// The sums over what each element holds, of the lines that are not in elements that are gone.
fn weights(nodes: &[Node], lines: &[Line], gone: Option<&[bool]>) -> Vec<Weight> {
    let mut weights = vec![Weight::default(); nodes.len()];
    for line in lines {
        if gone.is_some_and(|gone| gone[line.node]) {
            continue;
        }
        let weight = &mut weights[line.node];
        weight.text += line.text.len();
        weight.linked += line.linked;
        weight.prose += prose_of(line);
        weight.lines += 1;
        weight.sentences += usize::from(reads_as_prose(line));
        weight.linked_headings += usize::from(line.level > 0 && line.share_linked() > 0.8);
    }
    for index in (1..nodes.len()).rev() {
        let of_node = weights[index];
        let sum = &mut weights[nodes[index].parent];
        sum.text += of_node.text;
        sum.linked += of_node.linked;
        sum.prose += of_node.prose;
        sum.lines += of_node.lines;
        sum.sentences += of_node.sentences;
        sum.linked_headings += of_node.linked_headings;
    }
    weights
}

/// The elements that are not the article, and all that is in them.
fn gone(nodes: &[Node], lines: &[Line], marks: &[Mark], title: Option<usize>) -> Vec<bool> {
    let weights = weights(nodes, lines, None);
    let all = weights[0].prose;
    let mut gone = vec![false; nodes.len()];
    for line in lines {
        if is_paid(line) {
            gone[box_of(nodes, &weights, line.node)] = true;
        }
    }
    for (index, node) in nodes.iter().enumerate() {
        // What is sent is not what is read: a form makes its box one of the page's.
        let is_form =
            node.name() == "form" || node.name() == "input" && has_word(node, "type", "email");
        if is_form {
            let form_box = box_of(nodes, &weights, index);
            gone[form_box] |= weights[form_box].prose * 4 < all;
        }
    }
    for line in lines.iter().filter(|line| is_reply_link(line)) {
        gone[answer_of(nodes, &weights, line.node)] = true;
    }
    let pictures = pictures(nodes, lines, &weights);
    let first_lines = first_lines(nodes, lines);
    let title = title.map(|title| lines[title].first);
    for (index, node) in nodes.iter().enumerate().skip(1) {
        let holds_title = title.is_some_and(|title| (index..node.end).contains(&title));
        let weight = weights[index];
        // Where nothing is prose, text is weighed instead.
        let (part, whole) = if all > 0 {
            (weight.prose, all)
        } else {
            (weight.text, weights[0].text)
        };
        let marked = match marks[index] {
            Mark::Plain => false,
            Mark::Doubtful => part * 10 < whole * 3,
            Mark::Aside => part * 5 < whole * 4,
            Mark::Unseen => true,
        };
        let links = is_list_of_links(node.name(), weight)
            || is_teaser(
                node.name(),
                weight,
                first_lines[index].map(|line| &lines[line]),
            )
            || pictures[index];
        gone[index] = gone[node.parent] || (gone[index] || marked || links) && !holds_title;
    }
    gone
}

/// Which elements are a picture and the few words under it.
fn pictures(nodes: &[Node], lines: &[Line], weights: &[Weight]) -> Vec<bool> {
    // Of each element the first picture, the first text, and whether it holds whole paragraphs.
    let none = usize::MAX;
    let mut picture = vec![none; nodes.len()];
    let mut text = vec![none; nodes.len()];
    let mut paragraphs = vec![false; nodes.len()];
    let mut plain = vec![false; nodes.len()];
    for line in lines {
        text[line.node] = text[line.node].min(line.first);
        // Words directly in a paragraph are its own; a caption is set off by an element.
        plain[line.node] |= nodes[line.first].parent == line.node;
    }
    for index in (1..nodes.len()).rev() {
        let node = &nodes[index];
        let parent = node.parent;
        if matches!(node.name(), "img" | "picture" | "amp-img") {
            picture[index] = index;
        }
        picture[parent] = picture[parent].min(picture[index]);
        text[parent] = text[parent].min(text[index]);
        let is_paragraph = matches!(
            node.name(),
            "p" | "li" | "h1" | "h2" | "h3" | "h4" | "blockquote"
        );
        paragraphs[parent] |= paragraphs[index] || is_paragraph;
    }
    let is_picture = |index: usize| {
        let name = nodes[index].name();
        let is_box = matches!(name, "div" | "td" | "table" | "center") && !paragraphs[index]
            || name == "p" && !plain[index];
        is_box
            && picture[index] < text[index]
            && weights[index].text <= MAX_TEASER
            && weights[index].lines <= 3
    };
    (0..nodes.len()).map(is_picture).collect()
}

/// The first line in each element.
fn first_lines(nodes: &[Node], lines: &[Line]) -> Vec<Option<usize>> {
    let mut first = vec![None; nodes.len()];
    for (index, line) in lines.iter().enumerate() {
        if first[line.node].is_none() {
            first[line.node] = Some(index);
        }
    }
    for index in (1..nodes.len()).rev() {
        let parent = nodes[index].parent;
        // An earlier line of the parent's own comes first.
        first[parent] = match (first[index], first[parent]) {
            (Some(inner), Some(outer)) => Some(inner.min(outer)),
            (inner, outer) => inner.or(outer),
        };
    }
    first
}

fn is_paid(line: &Line) -> bool {
    let label = line.first_line.as_ref().unwrap_or(&line.text);
    if label.len() > 40 {
        return false;
    }
    let label = label.to_lowercase();
    PAID.contains(&label.trim_matches([':', ' ', '[', ']', '-', '—']))
}

/// Whether a line is the link by which readers answer one another.
fn is_reply_link(line: &Line) -> bool {
    let text = line.text.to_lowercase();
    line.linked > 0 && matches!(text.as_str(), "reply" | "permalink" | "answer")
}

/// The element that holds what such a link answers: the smallest around it with prose.
fn answer_of(nodes: &[Node], weights: &[Weight], link: usize) -> usize {
    let mut at = link;
    for _ in 0..6 {
        if weights[at].prose > 0 {
            break;
        }
        at = nodes[at].parent;
    }
    at
}

/// The largest element around that holds little: a box on the page.
fn box_of(nodes: &[Node], weights: &[Weight], inner: usize) -> usize {
    let mut at = inner;
    for _ in 0..3 {
        let parent = nodes[at].parent;
        let is_box = matches!(
            nodes[parent].name(),
            "div" | "td" | "section" | "li" | "tr" | "center" | "p"
        );
        if !is_box || weights[parent].text > MAX_TEASER * 2 || weights[parent].prose > MAX_TEASER {
            break;
        }
        at = parent;
    }
    at
}

/// Whether an element is a list of links, with their dates and sections at most.
fn is_list_of_links(name: &str, weight: Weight) -> bool {
    let is_part = matches!(
        name,
        "ul" | "ol" | "dl" | "div" | "section" | "td" | "tr" | "table" | "center"
    );
    is_part && weight.lines > 1 && weight.sentences == 0 && weight.linked * 10 > weight.text * 6
}

/// Whether an element leads to another article: a link as its heading or first line, and little
/// else.
fn is_teaser(name: &str, weight: Weight, first: Option<&Line>) -> bool {
    let is_part = matches!(
        name,
        "div" | "li" | "article" | "section" | "td" | "tr" | "dd" | "a"
    );
    let led_by_link =
        first.is_some_and(|line| line.share_linked() > 0.8 && line.words() > 2 && weight.lines > 1);
    is_part
        && (led_by_link || weight.linked_headings > 0)
        && weight.text.saturating_sub(weight.linked) <= MAX_TEASER
}

/// The lines from the title, or where the article begins, to where it ends.
fn range_of(nodes: &[Node], lines: &[Line], gone: &[bool], title: Option<usize>) -> (usize, usize) {
    let weights = weights(nodes, lines, Some(gone));
    let mut own = vec![0_usize; nodes.len()];
    for line in lines.iter().filter(|line| !gone[line.node]) {
        let holder = match nodes[line.node].name() {
            "p" | "li" | "blockquote" | "pre" => nodes[line.node].parent,
            _ => line.node,
        };
        own[holder] += usize::from(prose_of(line) > 0);
    }
    let title_at = title.map(|title| lines[title].first);
    let paragraphs: Vec<usize> = lines
        .iter()
        .filter(|line| !gone[line.node] && prose_of(line) > MAX_TEASER / 2)
        .map(|line| line.first)
        .collect();
    let mut at = 0;
    loop {
        let mut best = None;
        let mut child = at + 1;
        while child < nodes[at].end {
            if best.is_none_or(|best: usize| weights[child].prose > weights[best].prose) {
                best = Some(child);
            }
            child = nodes[child].end;
        }
        let Some(best) = best.filter(|best| weights[*best].prose > 0) else {
            break;
        };
        let leaves = matches!(
            nodes[best].name(),
            "p" | "li" | "ul" | "ol" | "blockquote" | "pre" | "dd" | "dl"
        );
        // An element with paragraphs of its own is the text, not a frame around it.
        if leaves || own[at] > 1 || weights[best].prose * 3 < weights[at].prose * 2 {
            break;
        }
        // What stands between the title and the part that holds most is the article's beginning.
        let is_cut = title_at.is_some_and(|title| {
            let next = paragraphs.partition_point(|first| *first <= title);
            (at..nodes[at].end).contains(&title)
                && paragraphs.get(next).is_some_and(|first| *first < best)
        });
        if is_cut {
            break;
        }
        at = best;
    }
    let end = nodes[at].end;
    let inside = |line: &Line| (at..end).contains(&line.first);
    let first = lines.iter().position(inside).unwrap_or_default();
    let last = lines
        .iter()
        .rposition(inside)
        .map_or(lines.len(), |last| last + 1);
    let prose_before: usize = lines[..title.unwrap_or_default()]
        .iter()
        .filter(|line| inside(line) && !gone[line.node])
        .map(prose_of)
        .sum();
    match title {
        Some(title) if title < last && prose_before * 2 <= weights[at].prose => (title, last),
        _ => (first, last),
    }
}

/// Lines that are links and no sentences.
fn drop_link_lines(lines: &[Line], kept: &mut [bool], title: Option<usize>) {
    for (index, line) in lines.iter().enumerate() {
        let is_link = line.share_linked() > 0.8 && !ends_as_sentence(&line.text);
        if is_link && Some(index) != title {
            kept[index] = false;
        }
    }
}

/// Notes, references and the like, with their headings.
fn drop_apparatus(lines: &[Line], kept: &mut [bool]) {
    let mut under = 0;
    for (line, kept) in lines.iter().zip(kept) {
        if line.level > 0 {
            let name = line.text.to_lowercase();
            let name = name.trim_matches([':', ' ']);
            if under == 0 || line.level <= under {
                under = if APPARATUS.contains(&name) {
                    line.level
                } else {
                    0
                };
            }
        }
        if under > 0 {
            *kept = false;
        }
    }
}

/// Headings under which something stood, and nothing stands any more.
fn drop_orphans(lines: &[Line], kept: &mut [bool], title: Option<usize>) {
    // Where the next text is that stays, and the next heading of each level or above.
    let mut text = lines.len();
    let mut headings = [lines.len(); 7];
    for index in (0..lines.len()).rev() {
        let level = usize::from(lines[index].level);
        if level == 0 {
            if kept[index] {
                text = index;
            }
            continue;
        }
        let next = headings[level];
        let had_something = next > index + 1 || index + 1 == lines.len();
        if text >= next && had_something && Some(index) != title {
            kept[index] = false;
        }
        for place in &mut headings[level..] {
            *place = index;
        }
    }
}

/// What stands behind the end of the article: behind a line that says so, or a heading of what
/// comes after articles.
fn drop_end(lines: &[Line], kept: &mut [bool], title: Option<usize>) {
    let all: usize = lines
        .iter()
        .zip(&*kept)
        .filter(|(_, kept)| **kept)
        .map(|(line, _)| prose_of(line))
        .sum();
    let mut passed = 0;
    let mut ended = false;
    for (index, line) in lines.iter().enumerate() {
        if !ended && Some(index) != title && passed > 0 {
            let text = line.text.to_lowercase();
            let credit = text.trim_start_matches('(');
            let is_credit = credit.starts_with("reporting by ") && credit.contains("editing by ");
            let says_so = (ENDS.contains(&text.as_str()) || is_credit) && passed * 2 > all;
            let notice = text.starts_with('©') || text.starts_with("copyright");
            let comes_after = line.level > 0
                && AFTERWORDS.iter().any(|start| text.starts_with(start))
                || is_count_of_comments(&text);
            ended = says_so || (notice || comes_after) && passed * 10 > all * 7;
        }
        if kept[index] {
            passed += prose_of(line);
            kept[index] = !ended;
        }
    }
}

/// "3 comments".
fn is_count_of_comments(text: &str) -> bool {
    let mut words = text.trim_end_matches(':').split(' ');
    let count = words.next().unwrap_or_default();
    let rest = (words.next().unwrap_or_default(), words.next());
    count.starts_with(|c: char| c.is_ascii_digit())
        && matches!(
            rest,
            ("comment" | "comments" | "responses" | "replies", None)
        )
}

/// Quotations that are shown beside the text that has them, with who said so.
fn drop_duplicates(lines: &[Line], kept: &mut [bool]) {
    let bare = |text: &str| {
        let marks = ['"', '“', '”', '‘', '’', '\'', ' ', '.', ',', '…'];
        text.trim_matches(marks).to_lowercase()
    };
    let is_candidate = |line: &Line| {
        matches!(line.kind, BlockKind::Paragraph | BlockKind::Quote)
            && (ends_as_sentence(&line.text) || line.text.starts_with(['“', '"', '‘', '«']))
            && line.words() > 3
            && line.text.len() < MAX_QUOTATION
    };
    let whole: Vec<String> = lines
        .iter()
        .zip(&*kept)
        .filter(|(line, kept)| **kept && line.level == 0)
        .map(|(line, _)| line.text.to_lowercase())
        .collect();
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for line in &whole {
        *counts.entry(line).or_default() += 1;
    }
    let joined = whole.join("\n");
    let mut dropped = false;
    let mut candidates = 0;
    for (line, kept) in lines.iter().zip(kept).filter(|(_, kept)| **kept) {
        if is_candidate(line) && candidates < MAX_QUOTATIONS {
            candidates += 1;
            let bare = bare(&line.text);
            // Once where it stands, and once within more.
            let places = joined.match_indices(&bare).take(2).count();
            let stands = counts.get(line.text.to_lowercase().as_str());
            dropped = places > 1 && stands.is_none_or(|times| *times < 2);
            *kept = !dropped;
        } else {
            // Who said so.
            *kept = !(dropped && line.text.starts_with(['—', '–', '-']) && line.words() <= 12);
            dropped = false;
        }
    }
}

/// Lines between the title and the first sentence that are neither: bylines, dates, counts.
/// Gives the first line of the text.
fn drop_before_text(lines: &[Line], kept: &mut [bool], title: Option<usize>) -> usize {
    let from = title.map_or(0, |title| title + 1);
    let is_text = |index: usize| kept[index] && prose_of(&lines[index]) > 0;
    let Some(first) = (from..lines.len()).find(|index| is_text(*index)) else {
        return from;
    };
    // A heading or list directly over the text is of it.
    for index in from..first {
        let line = &lines[index];
        let is_part =
            matches!(line.kind, BlockKind::ListItem | BlockKind::TableRow) || line.level > 0;
        let is_line_under_title = line.words() > 8
            && day_of(&line.text).is_none()
            && !starts_with_any(&line.text, &["by ", "published", "posted", "updated"]);
        if !is_part && !is_line_under_title {
            kept[index] = false;
        }
    }
    first
}

fn starts_with_any(text: &str, starts: &[&str]) -> bool {
    let lower = text.to_lowercase();
    starts.iter().any(|start| lower.starts_with(start))
}

/// Lines behind the last sentence that are none: signatures, labels, fine print.
fn drop_tail(lines: &[Line], kept: &mut [bool]) {
    // A text that has no sentences, such as an entry of a feed, is all there is.
    if !lines
        .iter()
        .zip(&*kept)
        .any(|(line, kept)| *kept && prose_of(line) > 0)
    {
        return;
    }
    for index in (0..lines.len()).rev().filter(|index| *index > 0) {
        if !kept[index] {
            continue;
        }
        let line = &lines[index];
        // A heading that is left over nothing goes later, once captions are known.
        if line.level > 0 {
            continue;
        }
        let is_row = matches!(line.kind, BlockKind::ListItem | BlockKind::TableRow);
        let is_label = !is_row && !ends_as_sentence(&line.text) && line.words() <= 12;
        if !is_label && !line.small {
            break;
        }
        kept[index] = false;
    }
}

/// The slanted lines at the end that tell who the author is.
fn drop_portrait(lines: &[Line], kept: &mut [bool], author: &str) {
    if let Some(last) = kept.iter().rposition(|kept| *kept)
        && lines[last].slanted
        && lines[last].text.starts_with(author)
    {
        kept[last] = false;
    }
}

/// Author and day from the lines around the title and behind the text.
fn read_byline(
    nodes: &[Node],
    lines: &[Line],
    title: Option<usize>,
    first: usize,
    metadata: &mut Metadata,
) {
    let from = title.unwrap_or_default();
    let under = lines
        .get(from + usize::from(title.is_some())..first)
        .unwrap_or_default();
    let over = lines[from.saturating_sub(6)..from].iter().rev();
    let last = lines[lines.len().saturating_sub(3)..].iter();
    let is_note = |line: &&Line| line.words() <= 14;
    for line in under.iter().filter(is_note) {
        let marked = is_marked_author(nodes, line.first);
        if metadata.author.is_none()
            && (marked || starts_with_any(&line.text, &["by ", "written by "]))
        {
            let name = line.first_line.as_ref().unwrap_or(&line.text);
            metadata.author = author_of(name);
        }
    }
    let last = last.filter(|line| line.text.to_lowercase().contains("updated"));
    let days = under.iter().chain(over).filter(is_note).chain(last);
    metadata.published = metadata
        .published
        .or_else(|| days.filter_map(|line| day_of(&line.text)).next());
}

/// Whether an element close around is named as the author's.
fn is_marked_author(nodes: &[Node], text: usize) -> bool {
    let mut at = nodes[text].parent;
    for _ in 0..3 {
        let named = ["author", "byline", "author-name"]
            .iter()
            .any(|word| has_word(&nodes[at], "class", word));
        if named {
            return true;
        }
        at = nodes[at].parent;
    }
    false
}
