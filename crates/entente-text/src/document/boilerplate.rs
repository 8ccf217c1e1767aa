//! What stands on a page besides its text: captions, link lists, profiles, contents lists, calls
//! to subscribe, filler. Judged by form, and by what surrounds it, never by the words of one
//! page.

use std::collections::{HashMap, HashSet};

use entente_model::{BlockKind, Span};

use super::{Metadata, RawBlock, parse_day};
use crate::sentences;

/// The commonest words of English: text without them is not English prose.
const FUNCTION_WORDS: &[&str] = &[
    "the", "of", "and", "to", "in", "a", "is", "that", "for", "it", "on", "was", "with", "as",
    "are", "by", "be", "at", "from", "has", "have", "had", "an", "its", "his", "her", "their",
    "they", "he", "she", "we", "i", "you", "this", "which", "or", "not", "but", "were", "will",
    "would", "after", "over", "said", "been", "who", "into", "between", "about", "than", "also",
    "no", "if", "when", "there", "all", "more", "one", "two", "against",
];

/// How blocks begin that are the page's and not the article's.
const OPENINGS: &[&str] = &[
    "read more",
    "read also",
    "also read",
    "see also:",
    "related:",
    "related articles",
    "related stories",
    "recommended",
    "advertisement",
    "sponsored",
    "photo:",
    "photo by",
    "photo credit",
    "image:",
    "image credit",
    "getty images",
    "follow us",
    "subscribe",
    "sign up",
    "share this",
    "share on",
    "copyright",
    "©",
    "all rights reserved",
    "click here",
    "comments",
    "leave a comment",
    "leave a reply",
    "tags:",
    "posted in",
    "filed under",
    "we use cookies",
    "this site uses",
    "by using this site",
    "print this",
    "email this",
    "next article",
    "previous article",
    "most read",
    "most popular",
    "you may also like",
    "more from",
    "detail author",
    "about the author",
    "socials",
    "table of contents",
    "skip to",
    "listen to this article",
];

/// Words by which a page turns to its reader.
const CALLS: &[&str] = &[
    "in the comments",
    "subscribe to",
    "our newsletter",
    "our other articles",
    "share your",
    "let us know",
    "what do you think",
    "what are your thoughts",
    "follow us on",
    "sign up for",
    "click here",
    "leave a comment",
    "download our app",
    "support our journalism",
    "in this article we",
    "this article explores",
    "this article delves",
    "views expressed in this",
    "do not necessarily reflect",
    "by signing up, you",
    "by subscribing, you",
    "subscribe for free",
    "thanks for reading",
    "thank you for reading",
    "you are receiving this",
    "unsubscribe",
    "your email address will not be published",
    "in your browser",
    "all rights reserved",
];

/// Keys of the lines of a personal profile.
const PROFILE_KEYS: &[&str] = &[
    "name",
    "username",
    "email",
    "e-mail",
    "birthdate",
    "address",
    "phone",
    "company",
    "job",
    "bio",
    "url",
    "followers",
    "following",
    "website",
    "twitter",
    "facebook",
    "instagram",
    "linkedin",
    "tiktok",
    "youtube",
    "x",
    "telegram",
    "whatsapp",
    "socials",
    "social media",
];

/// Takes out what is not the text. A byline's date and name go to `metadata`.
pub(super) fn strip(blocks: Vec<RawBlock>, metadata: &mut Metadata) -> Vec<RawBlock> {
    let mut blocks = blocks;
    take_byline(&mut blocks, metadata);
    drop_profiles(&mut blocks);
    drop_captions(&mut blocks);
    let english: usize = blocks
        .iter()
        .filter(|block| reads_as_english(&block.text))
        .count();
    // What stands alone is no filler, though it does without function words: "Kyrgyz soldiers attacked
    // Tajik border guards."
    let mostly_english = english * 2 >= blocks.len() && blocks.len() > 1;
    blocks.retain(|block| !(is_furniture(block) || mostly_english && is_filler(block)));
    for block in &mut blocks {
        if !block.is_heading() {
            block.text = without_calls(&block.text);
        }
    }
    blocks.retain(|block| !block.text.is_empty());
    drop_empty_sections(&mut blocks);
    blocks
}

/// Whether running text is English, by the share of its commonest words. Short text passes.
pub(super) fn reads_as_english(text: &str) -> bool {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
        .collect();
    words.len() < 12 || share_of_function_words(&words) >= 0.12
}

fn share_of_function_words(words: &[&str]) -> f32 {
    let is_function = |word: &&&str| FUNCTION_WORDS.contains(&word.to_ascii_lowercase().as_str());
    words.iter().filter(is_function).count() as f32 / words.len().max(1) as f32
}

/// A line at the head such as "By Jane Roe | 29 January 2023".
fn take_byline(blocks: &mut Vec<RawBlock>, metadata: &mut Metadata) {
    for index in 0..blocks.len().min(5) {
        let text = &blocks[index].text;
        let lower = text.to_lowercase();
        let words = text.split_whitespace().count();
        let by = lower.starts_with("by ");
        let dated = ["published", "posted", "updated", "last updated", "date:"]
            .iter()
            .any(|start| lower.starts_with(start));
        let day = if words <= 14 { parse_day(text) } else { None };
        let only_day = day.is_some() && words <= 6 && !text.ends_with('.');
        if words > 14 || text.ends_with(['!', '?']) || !(by && words <= 10 || dated || only_day) {
            continue;
        }
        if index == 0 && !(dated || only_day) {
            continue;
        }
        if metadata.published.is_none() {
            metadata.published = day;
        }
        if by && metadata.author.is_none() {
            let name = text[3..]
                .split(['|', ',', '•', '·', '–', '—'])
                .next()
                .unwrap_or_default();
            metadata.author = Some(name.trim().to_owned()).filter(|name| !name.is_empty());
        }
        blocks.remove(index);
        return;
    }
}

/// "Key : value", the key in a few words.
fn key_of(text: &str) -> Option<String> {
    let (key, value) = text.split_once(':')?;
    let key = key.trim().to_lowercase();
    let plain = !key.is_empty() && key.split_whitespace().count() <= 3;
    (plain && !value.trim_start().is_empty()).then_some(key)
}

fn is_profile_key(key: &str) -> bool {
    PROFILE_KEYS.contains(&key)
}

/// Runs of "key : value" lines with keys of a profile, and what heads them.
fn drop_profiles(blocks: &mut Vec<RawBlock>) {
    let is_row: Vec<bool> = blocks
        .iter()
        .map(|block| key_of(&block.text).is_some_and(|key| is_profile_key(&key)))
        .collect();
    let is_label: Vec<bool> = blocks
        .iter()
        .map(|block| {
            let bare = block.text.trim_end_matches([':', ' ']).to_lowercase();
            is_profile_key(&bare)
        })
        .collect();
    let mut doomed = vec![false; blocks.len()];
    let mut start = 0;
    while start < blocks.len() {
        let mut end = start;
        while end < blocks.len() && (is_row[end] || is_label[end]) {
            end += 1;
        }
        let rows = (start..end).filter(|&index| is_row[index]).count();
        if rows >= 2 {
            doomed[start..end].fill(true);
            let head = start.checked_sub(1).map(|index| &blocks[index].text);
            if head.is_some_and(|text| text.split_whitespace().count() <= 4 && !text.ends_with('.'))
            {
                doomed[start - 1] = true;
            }
        }
        start = end.max(start + 1);
    }
    // Labels that trail such a run ("facebook:") stand for links that were left out.
    if let Some(last) = doomed.iter().rposition(|gone| *gone) {
        for index in last + 1..blocks.len() {
            if !is_label[index] {
                break;
            }
            doomed[index] = true;
        }
    }
    let mut index = 0;
    blocks.retain(|_| {
        index += 1;
        !doomed[index - 1]
    });
}

/// Whether a text ends as a sentence does.
pub(super) fn ends_as_sentence(text: &str) -> bool {
    text.trim_end_matches(['"', '”', '’', '\'', ')', '*'])
        .ends_with(['.', '!', '?', '…'])
}

/// Short lines that stand twice are captions of pictures; so is a line that has also run into
/// the end of the paragraph before it.
fn drop_captions(blocks: &mut Vec<RawBlock>) {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for block in blocks.iter() {
        *counts.entry(block.text.clone()).or_default() += 1;
    }
    let is_short = |text: &str| text.len() <= 160 && !ends_as_sentence(text);
    let captions: HashSet<String> = blocks
        .iter()
        .enumerate()
        .filter(|(index, block)| {
            is_short(&block.text)
                && (counts[&block.text] > 1
                    || index.checked_sub(1).is_some_and(|before| {
                        let before = &blocks[before].text;
                        before.len() > block.text.len() && before.ends_with(&block.text)
                    }))
        })
        .map(|(_, block)| block.text.clone())
        .collect();
    // A caption stands behind the paragraph into which it has run.
    for index in 1..blocks.len() {
        let caption = blocks[index].text.clone();
        let before = &mut blocks[index - 1].text;
        if captions.contains(&caption)
            && before.len() > caption.len()
            && let Some(rest) = before.strip_suffix(caption.as_str())
        {
            *before = rest.trim_end().to_owned();
        }
    }
    let title = blocks.first().map(|block| block.text.clone());
    let mut seen_title = false;
    blocks.retain(|block| {
        if !captions.contains(&block.text) {
            return true;
        }
        // A title may be repeated; it counts once.
        let first = Some(&block.text) == title.as_ref() && !seen_title;
        seen_title |= first;
        first
    });
}

/// Whether a block is the page's: a link list, an invitation, a credit.
fn is_furniture(block: &RawBlock) -> bool {
    let words = block.text.split_whitespace().count();
    if block.linked > 0.8 && words <= 30 && !ends_as_sentence(&block.text) {
        return true;
    }
    if !block.text.contains(char::is_alphabetic) {
        return true;
    }
    let lower = block.text.to_lowercase();
    words <= 25
        && !(block.text.ends_with('.') && words > 15)
        && OPENINGS.iter().any(|opening| {
            lower.strip_prefix(opening).is_some_and(|rest| {
                !rest.starts_with(char::is_alphanumeric) && (!block.is_heading() || rest.len() < 40)
            })
        })
}

/// Prose that is not English, such as filler Latin.
fn is_filler(block: &RawBlock) -> bool {
    let words: Vec<&str> = block
        .text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| word.len() > 1)
        .collect();
    words.len() >= 6
        && block.kind != BlockKind::Heading
        && block.kind != BlockKind::TableRow
        && share_of_function_words(&words) < 0.05
        && words
            .iter()
            .filter(|word| word.starts_with(char::is_uppercase))
            .count()
            * 2
            < words.len()
}

/// The text without sentences in which the page turns to its reader.
fn without_calls(text: &str) -> String {
    let lower = text.to_lowercase();
    if !CALLS.iter().any(|call| lower.contains(call)) {
        return text.to_owned();
    }
    let kept: Vec<&str> = sentences::split(text, Span::new(0, text.len()))
        .into_iter()
        .map(|span| span.of(text))
        .filter(|sentence| {
            let lower = sentence.to_lowercase();
            !CALLS.iter().any(|call| lower.contains(call))
        })
        .collect();
    kept.join(" ")
}

/// Headings under which nothing stands: at the end, or many in a row (a list of other pages).
fn drop_empty_sections(blocks: &mut Vec<RawBlock>) {
    while blocks.len() > 1 && blocks.last().is_some_and(RawBlock::is_heading) {
        blocks.pop();
    }
    let mut doomed = vec![false; blocks.len()];
    let mut start = 0;
    while start < blocks.len() {
        let mut end = start;
        while end < blocks.len() && blocks[end].is_heading() {
            end += 1;
        }
        // The title, a section and its first part may stand one after the other.
        if end - start > 3 {
            let first = if start == 0 { 1 } else { start };
            doomed[first..end - 1].fill(true);
        }
        start = end.max(start + 1);
    }
    let mut index = 0;
    blocks.retain(|_| {
        index += 1;
        !doomed[index - 1]
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(blocks: &[(BlockKind, &str)]) -> Vec<String> {
        let blocks = blocks
            .iter()
            .map(|(kind, text)| RawBlock::new(*kind, *text))
            .collect();
        strip(blocks, &mut Metadata::default())
            .into_iter()
            .map(|block| block.text)
            .collect()
    }

    use BlockKind::{Heading, ListItem, Paragraph};

    #[test]
    fn captions_profiles_and_filler_go() {
        let kept = texts(&[
            (Heading, "Chile and Peru"),
            (
                Paragraph,
                "The two have been neighbours for long. A view of the Andes",
            ),
            (Heading, "A view of the Andes"),
            (Heading, "Llamas of Peru - Pictures"),
            (Heading, "Llamas of Peru - Pictures"),
            (Paragraph, "Detail Author:"),
            (ListItem, "Name : Chad Roe"),
            (ListItem, "Email : a@b.example"),
            (
                ListItem,
                "Bio : Sed ut perspiciatis unde omnis iste natus error sit voluptatem.",
            ),
            (Paragraph, "facebook:"),
        ]);
        assert_eq!(
            kept,
            ["Chile and Peru", "The two have been neighbours for long."]
        );
    }

    #[test]
    fn a_list_with_colons_that_is_no_profile_stays() {
        let kept = texts(&[
            (Paragraph, "The parties agreed on three points:"),
            (
                ListItem,
                "Borders: the two will open the crossing at the river.",
            ),
            (
                ListItem,
                "Prisoners: each will release those whom it holds.",
            ),
        ]);
        assert_eq!(kept.len(), 3);
    }

    #[test]
    fn sentences_to_the_reader_go() {
        let kept = texts(&[(
            Paragraph,
            "The talks failed. What do you think? Share your view in the comments below.",
        )]);
        assert_eq!(kept, ["The talks failed."]);
    }

    #[test]
    fn a_byline_is_metadata() {
        let mut metadata = Metadata::default();
        let blocks = [
            (Heading, "Talks fail"),
            (Paragraph, "By Jane Roe | 29 January 2023"),
            (Paragraph, "The talks of the two failed."),
        ];
        let blocks = blocks
            .iter()
            .map(|(kind, text)| RawBlock::new(*kind, *text))
            .collect();
        assert_eq!(strip(blocks, &mut metadata).len(), 2);
        assert_eq!(metadata.author.as_deref(), Some("Jane Roe"));
        assert_eq!(
            metadata.published.map(|day| day.to_string()).as_deref(),
            Some("2023-01-29")
        );
    }
}
