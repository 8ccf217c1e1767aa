//! Markdown.

use entente_model::BlockKind;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::{RawBlock, tidy};

/// The blocks of Markdown text. Code, images and embedded HTML are not text about the world.
pub(super) fn blocks(text: &str) -> Vec<RawBlock> {
    let mut builder = Builder::default();
    for event in Parser::new_ext(text, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        builder.take(event);
    }
    builder.flush(BlockKind::Paragraph);
    builder.blocks
}

#[derive(Default)]
struct Builder {
    blocks: Vec<RawBlock>,
    text: String,
    linked: usize,
    /// Depths of what encloses the text.
    quotes: usize,
    items: usize,
    links: usize,
    silent: usize,
}

impl Builder {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open(&tag),
            Event::End(tag) => self.close(tag),
            Event::Text(words) | Event::Code(words) if self.silent == 0 => {
                self.text.push_str(&words);
                if self.links > 0 {
                    self.linked += words.len();
                }
            }
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::Rule => self.flush(BlockKind::Paragraph),
            _ => {}
        }
    }

    fn open(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Image { .. } | Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::MetadataBlock(_) => {
                self.silent += 1;
            }
            Tag::Link { .. } => self.links += 1,
            Tag::BlockQuote(_) => self.quotes += 1,
            Tag::Item => {
                // A list inside an item ends the item's own text.
                self.flush(BlockKind::ListItem);
                self.items += 1;
            }
            _ => {}
        }
    }

    fn close(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Image | TagEnd::CodeBlock | TagEnd::HtmlBlock | TagEnd::MetadataBlock(_) => {
                self.silent = self.silent.saturating_sub(1);
            }
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            TagEnd::Heading(_) => self.flush(BlockKind::Heading),
            TagEnd::Paragraph => {
                let kind = if self.items > 0 {
                    BlockKind::ListItem
                } else if self.quotes > 0 {
                    BlockKind::Quote
                } else {
                    BlockKind::Paragraph
                };
                self.flush(kind);
            }
            TagEnd::BlockQuote(_) => {
                self.flush(BlockKind::Quote);
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::Item => {
                self.flush(BlockKind::ListItem);
                self.items = self.items.saturating_sub(1);
            }
            TagEnd::TableCell => self.text.push_str(" | "),
            TagEnd::TableRow | TagEnd::TableHead => {
                let kept = self.text.trim_end_matches([' ', '|']).len();
                self.text.truncate(kept);
                self.flush(BlockKind::TableRow);
            }
            _ => {}
        }
    }

    fn flush(&mut self, kind: BlockKind) {
        let text = tidy(&self.text);
        if !text.is_empty() {
            let linked = self.linked as f32 / text.len() as f32;
            self.blocks.push(RawBlock {
                kind,
                text,
                linked: linked.min(1.0),
            });
        }
        self.text.clear();
        self.linked = 0;
    }
}
