//! HTML: the blocks of the article of a page, and what the page says of itself.
//!
//! `tree` mends the markup, `marks` says what elements are named as, `lines` puts the text
//! together, `main_text` finds the article in it, and `head` reads the metadata. No page and no
//! site is known by name.

mod head;
mod lines;
mod main_text;
mod marks;
mod tree;

use super::{Metadata, RawBlock, parse_day, tidy};

/// The blocks of a page's article. What the page says of itself goes to `metadata`, where that
/// does not know it yet.
pub(super) fn blocks(text: &str, metadata: &mut Metadata) -> Vec<RawBlock> {
    main_text::blocks(&tree::parse(text), metadata)
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
