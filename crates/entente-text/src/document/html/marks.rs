//! How pages mark what is not their article: by elements, by roles, and by the words in the names
//! that they give their parts. Names are taken apart, so that `relatedPosts`, `related-content`
//! and `block_related` say the same.

use super::tree::Node;

/// Elements whose text is never the article's.
const SILENT: &[&str] = &[
    "address",
    "aside",
    "audio",
    "button",
    "canvas",
    "caption",
    "datalist",
    "dialog",
    "figcaption",
    "figure",
    "footer",
    "iframe",
    "input",
    "label",
    "marquee",
    "menu",
    "nav",
    "noscript",
    "object",
    "option",
    "script",
    "select",
    "style",
    "svg",
    "template",
    "textarea",
    "title",
    "video",
];

const ROLES: &[&str] = &[
    "alert",
    "alertdialog",
    "banner",
    "complementary",
    "contentinfo",
    "dialog",
    "menu",
    "menubar",
    "navigation",
    "note",
    "search",
    "status",
    "tablist",
    "toolbar",
];

/// Words in names of parts that are not the article, unless nearly all of the page is in them.
const ASIDES: &[&str] = &[
    "ad",
    "ads",
    "adsbygoogle",
    "advert",
    "advertisement",
    "advertisements",
    "bio",
    "breadcrumb",
    "breadcrumbs",
    "byline",
    "caption",
    "captions",
    "catlinks",
    "comment",
    "comments",
    "commentlist",
    "consent",
    "cookie",
    "cookies",
    "copyright",
    "correspondent",
    "dateline",
    "disclaimer",
    "disqus",
    "donate",
    "donation",
    "editsection",
    "endnotes",
    "facebook",
    "fb",
    "feedback",
    "footer",
    "footnote",
    "footnotes",
    "gdpr",
    "hatnote",
    "infobox",
    "instagram",
    "login",
    "masthead",
    "menu",
    "mostread",
    "nav",
    "navbar",
    "navbox",
    "navigation",
    "newsletter",
    "outbrain",
    "pager",
    "pagination",
    "paywall",
    "poll",
    "popular",
    "popup",
    "prevnext",
    "promo",
    "promoted",
    "pullquote",
    "recirc",
    "recommendations",
    "recommended",
    "reflist",
    "related",
    "replies",
    "responses",
    "share",
    "sharedaddy",
    "sharing",
    "sidebar",
    "signup",
    "skip",
    "social",
    "sponsor",
    "sponsored",
    "subscribe",
    "subscription",
    "taboola",
    "taglist",
    "tags",
    "ticker",
    "tiktok",
    "toc",
    "toolbar",
    "tools",
    "trending",
    "tweet",
    "twitter",
    "upsell",
];

/// Words that such parts are named by as often as parts of an article: they count where little
/// of the page's prose is inside.
const WEAK: &[&str] = &[
    "about",
    "actions",
    "also",
    "author",
    "authors",
    "banner",
    "card",
    "cards",
    "contributor",
    "date",
    "dates",
    "embed",
    "gallery",
    "kicker",
    "latest",
    "meta",
    "modal",
    "more",
    "note",
    "onward",
    "overlay",
    "player",
    "profile",
    "register",
    "references",
    "reporter",
    "signin",
    "slideshow",
    "survey",
    "teaser",
    "teasers",
    "time",
    "timestamp",
    "topics",
    "viewed",
];

/// What is only for screen readers, printers or crawlers.
const UNSEEN: &[&str] = &[
    "noprint",
    "visuallyhidden",
    "sr-only",
    "visually-hidden",
    "screen-reader-text",
    "screenreader",
];

/// What an element's marks say of its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    /// Nothing.
    Plain,
    /// Not the article, if little of the page's prose is in it.
    Doubtful,
    /// Not the article, unless the page has next to no other prose.
    Aside,
    /// Never read.
    Unseen,
}

/// What an element's name and attributes say of its content.
pub(super) fn mark_of(node: &Node) -> Mark {
    let name = node.name();
    let container = matches!(name, "" | "html" | "body" | "main" | "article");
    if SILENT.contains(&name) || is_silent_component(name) {
        return Mark::Unseen;
    }
    let style = node.attribute("style").unwrap_or_default();
    let style = style.replace(' ', "").to_ascii_lowercase();
    let invisible = node.has("hidden")
        || node.attribute("aria-hidden") == Some("true")
        || node.has("placeholder")
        || style.contains("display:none")
        || style.contains("visibility:hidden");
    if invisible && !container {
        return Mark::Unseen;
    }
    if container {
        return Mark::Plain;
    }
    if let Some(role) = node.attribute("role")
        && ROLES.contains(&role.to_ascii_lowercase().as_str())
    {
        return Mark::Aside;
    }
    let mut mark = if name == "form" {
        Mark::Doubtful
    } else {
        Mark::Plain
    };
    for names in ["class", "id"].iter().filter_map(|key| node.attribute(key)) {
        for name in names.split_whitespace() {
            if UNSEEN.contains(&name.to_ascii_lowercase().as_str()) {
                return Mark::Unseen;
            }
            for word in words(name) {
                if ASIDES.contains(&word.as_str()) || word.ends_with("caption") {
                    return Mark::Aside;
                }
                if WEAK.contains(&word.as_str()) {
                    mark = Mark::Doubtful;
                }
            }
        }
    }
    mark
}

/// Components of pages for telephones hold pictures, players and advertisements.
fn is_silent_component(name: &str) -> bool {
    name.starts_with("amp-")
        && !matches!(
            name,
            "amp-accordion" | "amp-fit-text" | "amp-layout" | "amp-script"
        )
}

/// The words of a name, in small letters: they end at marks, and where a capital follows a small
/// letter.
fn words(name: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut small = false;
    for c in name.chars() {
        if !c.is_alphanumeric() || small && c.is_uppercase() {
            words.push(String::new());
        }
        small = c.is_lowercase();
        if c.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.extend(c.to_lowercase());
        }
    }
    words
}

/// Whether one of the words of an attribute is `word`.
pub(super) fn has_word(node: &Node, attribute: &str, word: &str) -> bool {
    node.attribute(attribute).is_some_and(|words| {
        words
            .split_whitespace()
            .any(|other| other.eq_ignore_ascii_case(word))
    })
}

#[cfg(test)]
mod tests {
    use super::super::tree;
    use super::{Mark, mark_of};

    #[track_caller]
    fn check(tag: &str, expected: Mark) {
        assert_eq!(mark_of(&tree::parse(tag)[1]), expected, "{tag}");
    }

    #[test]
    fn names_are_taken_apart() {
        check("<div class='story text'>", Mark::Plain);
        check("<div class='relatedPosts'>", Mark::Aside);
        check("<div id='block_related-3'>", Mark::Aside);
        check("<div class='interrelated'>", Mark::Plain);
        check("<div class='article-author'>", Mark::Doubtful);
        check("<body class='has-sidebar'>", Mark::Plain);
        check("<p style='display: none'>", Mark::Unseen);
        check("<amp-img>", Mark::Unseen);
    }
}
