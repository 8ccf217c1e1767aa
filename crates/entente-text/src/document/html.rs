//! HTML: the blocks of the body and the metadata of the head.

use entente_model::BlockKind;
use html5gum::emitters::default::DefaultEmitter;
use html5gum::{HtmlString, StartTag, Token, Tokenizer};

use super::{Metadata, RawBlock, parse_day, tidy};

/// Elements whose text is never the article's.
const SILENT: &[&str] = &[
    "script",
    "style",
    "noscript",
    "template",
    "nav",
    "aside",
    "footer",
    "figure",
    "figcaption",
    "button",
    "svg",
    "iframe",
    "select",
    "option",
    "label",
    "textarea",
    "object",
    "video",
    "audio",
    "canvas",
    "menu",
    "dialog",
];

/// Elements that begin and end a block.
const BLOCKS: &[&str] = &[
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "li",
    "ul",
    "ol",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "pre",
    "table",
    "tr",
    "form",
    "hr",
    "body",
    "address",
    "details",
    "summary",
    "fieldset",
];

/// Elements without an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Words in `class` or `id` by which pages mark what is not the article.
const ASIDES: &[&str] = &[
    "nav",
    "menu",
    "breadcrumb",
    "sidebar",
    "footer",
    "related",
    "share",
    "social",
    "comment",
    "comments",
    "newsletter",
    "subscribe",
    "advert",
    "advertisement",
    "promo",
    "cookie",
    "caption",
    "toc",
    "author-box",
    "author-bio",
    "byline-bio",
    "tags",
];

/// The blocks of a page. What its head says of itself goes to `metadata`, where that does not
/// know it yet.
pub(super) fn blocks(text: &str, metadata: &mut Metadata) -> Vec<RawBlock> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut builder = Builder::default();
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => builder.open(&tag, metadata),
            Token::EndTag(tag) => builder.close(&utf8(&tag.name), metadata),
            Token::String(words) => builder.words(&utf8(&words)),
            _ => {}
        }
    }
    builder.flush();
    // A page that marks its article is believed.
    if builder.article_chars * 2
        > builder
            .blocks
            .iter()
            .map(|(_, block)| block.text.len())
            .sum()
    {
        builder.blocks.retain(|(inside, _)| *inside);
    }
    builder.blocks.into_iter().map(|(_, block)| block).collect()
}

fn utf8(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn attribute(tag: &StartTag<()>, name: &str) -> Option<String> {
    let value = tag.attributes.get(name.as_bytes())?;
    let value = tidy(&String::from_utf8_lossy(value));
    (!value.is_empty()).then_some(value)
}

#[derive(Default)]
struct Builder {
    /// Each with whether it stands in an `article` or `main` element.
    blocks: Vec<(bool, RawBlock)>,
    article_chars: usize,
    text: String,
    linked: usize,
    /// The open elements: name, and whether it silences its content.
    open: Vec<(String, bool)>,
    in_title: Option<String>,
}

impl Builder {
    fn inside(&self, name: &str) -> bool {
        self.open.iter().any(|(open, _)| open == name)
    }

    fn silent(&self) -> bool {
        self.open.iter().any(|(_, silent)| *silent)
    }

    fn open(&mut self, tag: &StartTag<()>, metadata: &mut Metadata) {
        let name = utf8(&tag.name);
        match name.as_str() {
            "html" => fill(
                &mut metadata.language,
                attribute(tag, "lang").map(primary_language),
            ),
            "meta" => note_meta(tag, metadata),
            "link" if attribute(tag, "rel").as_deref() == Some("canonical") => {
                fill(&mut metadata.url, attribute(tag, "href"));
            }
            "time" if metadata.published.is_none() => {
                metadata.published = attribute(tag, "datetime").and_then(|day| parse_day(&day));
            }
            "title" if !self.inside("svg") => self.in_title = Some(String::new()),
            "br" => self.text.push(' '),
            "td" | "th" if !tidy(&self.text).is_empty() => self.text.push_str(" | "),
            _ => {}
        }
        if BLOCKS.contains(&name.as_str()) {
            self.flush();
        }
        if tag.self_closing || VOID.contains(&name.as_str()) {
            return;
        }
        // These end the one that is open, whether or not it was closed.
        if matches!(
            name.as_str(),
            "p" | "li" | "tr" | "td" | "th" | "dt" | "dd" | "option"
        ) && self.open.last().is_some_and(|(open, _)| *open == name)
        {
            self.open.pop();
        }
        let marked = ["class", "id", "role"]
            .iter()
            .filter_map(|key| attribute(tag, key))
            .any(|words| {
                words.to_ascii_lowercase().split([' ', '_']).any(|word| {
                    ASIDES.contains(&word) || word.split('-').any(|part| ASIDES.contains(&part))
                })
            });
        let container = matches!(name.as_str(), "html" | "body" | "main" | "article");
        let silent = SILENT.contains(&name.as_str()) || (marked && !container);
        if silent {
            self.flush();
        }
        self.open.push((name, silent));
    }

    fn close(&mut self, name: &str, metadata: &mut Metadata) {
        if name == "title"
            && let Some(title) = self.in_title.take()
        {
            fill(
                &mut metadata.title,
                Some(tidy(&title)).filter(|title| !title.is_empty()),
            );
        }
        if BLOCKS.contains(&name) || SILENT.contains(&name) {
            self.flush();
        }
        // An end tag without its start closes nothing.
        if let Some(at) = self.open.iter().rposition(|(open, _)| open == name) {
            self.open.truncate(at);
        }
    }

    fn words(&mut self, words: &str) {
        if let Some(title) = &mut self.in_title {
            title.push_str(words);
        } else if !self.silent() && !self.inside("head") {
            self.text.push_str(words);
            if self.inside("a") {
                self.linked += words.trim().len();
            }
        }
    }

    fn flush(&mut self) {
        let text = tidy(&self.text);
        self.text.clear();
        let linked = std::mem::take(&mut self.linked);
        if text.is_empty() {
            return;
        }
        let kind = self
            .open
            .iter()
            .rev()
            .find_map(|(name, _)| match name.as_str() {
                "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Heading),
                "li" | "dt" | "dd" => Some(BlockKind::ListItem),
                "blockquote" => Some(BlockKind::Quote),
                "tr" => Some(BlockKind::TableRow),
                _ => None,
            });
        let inside = self.inside("article") || self.inside("main");
        if inside {
            self.article_chars += text.len();
        }
        let linked = (linked as f32 / text.len() as f32).min(1.0);
        let kind = kind.unwrap_or(BlockKind::Paragraph);
        self.blocks.push((inside, RawBlock { kind, text, linked }));
    }
}

fn primary_language(tag: String) -> String {
    tag.split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

fn fill<T>(place: &mut Option<T>, value: Option<T>) {
    if place.is_none() {
        *place = value;
    }
}

fn note_meta(tag: &StartTag<()>, metadata: &mut Metadata) {
    let key = ["property", "name", "itemprop"]
        .iter()
        .find_map(|key| attribute(tag, key));
    let (Some(key), Some(content)) = (key, attribute(tag, "content")) else {
        return;
    };
    match key.to_ascii_lowercase().as_str() {
        "og:title" | "twitter:title" => metadata.title = Some(content),
        "og:site_name" | "publisher" | "dc.publisher" | "application-name" => {
            fill(&mut metadata.publisher, Some(content));
        }
        "author" | "article:author" | "dc.creator" => fill(&mut metadata.author, Some(content)),
        "article:published_time"
        | "datepublished"
        | "date"
        | "dc.date"
        | "pubdate"
        | "publish-date"
        | "parsely-pub-date" => {
            fill(&mut metadata.published, parse_day(&content));
        }
        "og:url" => fill(&mut metadata.url, Some(content)),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_gives_its_article_and_its_metadata() {
        let page = r#"<!doctype html><html lang="en-GB"><head><title>Talks | Wire</title>
            <meta property="og:title" content="Talks"><meta property="og:site_name" content="Wire">
            <meta property="article:published_time" content="2024-05-02T10:00:00Z">
            <script>var a = "<p>no</p>";</script></head>
            <body><nav><ul><li><a href="/">Home</a></ul></nav>
            <article><h1>Talks</h1><p>France &amp; Spain <b>met</b>.<p>They agreed.
            <figure><img src="a.png"><figcaption>A map</figcaption></figure></article>
            <div class="related-posts">More</div></body></html>"#;
        let mut metadata = Metadata::default();
        let found = blocks(page, &mut metadata);
        let texts: Vec<&str> = found.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["Talks", "France & Spain met.", "They agreed."]);
        assert_eq!(metadata.title.as_deref(), Some("Talks"));
        assert_eq!(metadata.publisher.as_deref(), Some("Wire"));
        assert_eq!(metadata.language.as_deref(), Some("en"));
        assert_eq!(
            metadata.published.map(|day| day.to_string()).as_deref(),
            Some("2024-05-02")
        );
    }
}
