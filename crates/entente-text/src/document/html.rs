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

    #[track_caller]
    fn check(page: &str, expected: &[&str]) {
        let found = blocks(page, &mut Metadata::default());
        let texts: Vec<&str> = found.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, expected);
    }

    #[test]
    fn a_fragment_without_sentences_is_all_there_is() {
        check(
            "<p>Talks fail</p><p>No date set</p>",
            &["Talks fail", "No date set"],
        );
        check("Talks fail", &["Talks fail"]);
        check("", &[]);
    }

    #[test]
    fn rows_of_data_are_lines_and_cells_of_layout_are_blocks() {
        check(
            "<table><tr><td>State<td>Ships<tr><td>Chile<td>3</table>",
            &["State | Ships", "Chile | 3"],
        );
        check(
            "<table><tr><td><h2>Peru</h2>The fleet sailed from Callao on Monday.<td><h2>Chile</h2>\
             The fleet of Chile stayed in the port.</table>",
            &[
                "Peru",
                "The fleet sailed from Callao on Monday.",
                "Chile",
                "The fleet of Chile stayed in the port.",
            ],
        );
    }

    #[test]
    fn marks_of_notes_go_and_powers_stay() {
        check(
            "<p>It rules 40 km<sup>2</sup> of sea, they say.<sup><a href='#n'>2</a></sup> Nobody \
             counts<sup>3</sup> the fish.</p>",
            &["It rules 40 km2 of sea, they say. Nobody counts the fish."],
        );
    }
}
