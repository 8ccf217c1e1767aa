//! The elements of a page as a tree in one array: every element and run of text stands before
//! what it holds, so that whoever asks something of a subtree walks a range, and no depth of
//! nesting overflows a stack. End tags that are missing or astray are mended as browsers do, as
//! far as it matters to where a paragraph ends.

use std::collections::HashMap;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{HtmlString, StartTag, Token, Tokenizer};

use super::tidy;

/// The attributes that something is read from.
const READ: &[&str] = &[
    "aria-hidden",
    "class",
    "content",
    "datetime",
    "hidden",
    "href",
    "id",
    "itemprop",
    "lang",
    "name",
    "placeholder",
    "property",
    "rel",
    "role",
    "style",
    "title",
    "type",
];

/// Elements without an end tag.
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements that begin and end a block.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "html",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "tr",
    "ul",
];

/// Whether an element of this name begins and ends a block.
pub(super) fn is_block(name: &str) -> bool {
    BLOCKS.contains(&name)
}

/// What stands at a place of the tree.
pub(super) enum Content {
    /// An element: its name in small letters, and those of its attributes that are read.
    Element(String, Vec<(String, String)>),
    Text(String),
}

/// An element or a run of text.
pub(super) struct Node {
    /// Where the element around it stands; the first node is its own.
    pub(super) parent: usize,
    /// Behind the last node that it holds.
    pub(super) end: usize,
    pub(super) content: Content,
}

impl Node {
    /// The element's name; nothing for text.
    pub(super) fn name(&self) -> &str {
        match &self.content {
            Content::Element(name, _) => name,
            Content::Text(_) => "",
        }
    }

    /// The value of an attribute, tidied; `None` where it is missing or empty.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        match &self.content {
            Content::Element(_, attributes) => attributes
                .iter()
                .find(|(key, value)| key == name && !value.is_empty())
                .map(|(_, value)| value.as_str()),
            Content::Text(_) => None,
        }
    }

    /// Whether it has an attribute, with or without a value.
    pub(super) fn has(&self, name: &str) -> bool {
        match &self.content {
            Content::Element(_, attributes) => attributes.iter().any(|(key, _)| key == name),
            Content::Text(_) => false,
        }
    }
}

/// The page as a tree. There is always a first node, which holds all others.
pub(super) fn parse(text: &str) -> Vec<Node> {
    let mut emitter = DefaultEmitter::default();
    emitter.naively_switch_states(true);
    let mut builder = Builder::default();
    builder.push(String::new(), Vec::new());
    for token in Tokenizer::new_with_emitter(text, emitter) {
        let Ok(token) = token;
        match token {
            Token::StartTag(tag) => builder.open(&tag),
            Token::EndTag(tag) => builder.close(&utf8(&tag.name)),
            Token::String(words) => builder.text(utf8(&words)),
            _ => {}
        }
    }
    builder.pop_to(0);
    builder.nodes
}

fn utf8(bytes: &HtmlString) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[derive(Default)]
struct Builder {
    nodes: Vec<Node>,
    /// The open elements. Beside them, the depths at which elements of a name, blocks, and the
    /// elements that no end tag inside reaches beyond, are open: whether an end tag has its start
    /// is then known without a search, however deep the page.
    open: Vec<usize>,
    by_name: HashMap<String, Vec<usize>>,
    blocks: Vec<usize>,
    scopes: Vec<usize>,
}

impl Builder {
    fn push(&mut self, name: String, attributes: Vec<(String, String)>) {
        let depth = self.open.len();
        if is_block(&name) {
            self.blocks.push(depth);
        }
        if matches!(name.as_str(), "table" | "td" | "th" | "caption" | "button") {
            self.scopes.push(depth);
        }
        self.by_name.entry(name.clone()).or_default().push(depth);
        self.open.push(self.nodes.len());
        self.add(Content::Element(name, attributes));
    }

    fn add(&mut self, content: Content) {
        let parent = match content {
            Content::Element(..) => self.open.iter().rev().nth(1),
            Content::Text(_) => self.open.last(),
        };
        self.nodes.push(Node {
            parent: parent.copied().unwrap_or_default(),
            end: self.nodes.len() + 1,
            content,
        });
    }

    /// Closes what is open at `depth` and deeper.
    fn pop_to(&mut self, depth: usize) {
        while self.open.len() > depth {
            let Some(node) = self.open.pop() else { break };
            let end = self.nodes.len();
            self.nodes[node].end = end;
            let depth = self.open.len();
            if let Some(depths) = self.by_name.get_mut(self.nodes[node].name()) {
                depths.pop();
            }
            for depths in [&mut self.blocks, &mut self.scopes] {
                if depths.last() == Some(&depth) {
                    depths.pop();
                }
            }
        }
    }

    /// The depth at which an element of this name is open.
    fn depth_of(&self, name: &str) -> Option<usize> {
        self.by_name.get(name)?.last().copied()
    }

    /// Closes the innermost element of one of `names`, unless one of `within` is open inside it.
    fn end_implied(&mut self, names: &[&str], within: &[&str]) {
        let depth = |names: &[&str]| names.iter().filter_map(|name| self.depth_of(name)).max();
        let boundary = depth(within);
        if let Some(depth) = depth(names)
            && boundary.is_none_or(|boundary| boundary < depth)
        {
            self.pop_to(depth);
        }
    }

    fn open(&mut self, tag: &StartTag<()>) {
        let name = utf8(&tag.name);
        match name.as_str() {
            "body" => self.end_implied(&["head"], &[]),
            "li" => self.end_implied(&["li"], &["ul", "ol", "menu", "table"]),
            "dt" | "dd" => self.end_implied(&["dt", "dd"], &["dl", "table"]),
            "tr" => self.end_implied(&["tr"], &["table"]),
            "td" | "th" => self.end_implied(&["td", "th"], &["table", "tr"]),
            "thead" | "tbody" | "tfoot" => {
                self.end_implied(&["thead", "tbody", "tfoot"], &["table"]);
            }
            "option" => self.end_implied(&["option"], &["select"]),
            "a" if self.depth_of("a") > self.blocks.last().copied() => {
                self.end_implied(&["a"], &[]);
            }
            _ => {}
        }
        if is_block(&name) {
            self.end_implied(&["head"], &["body"]);
            let scopes = self.scopes.last().copied();
            if self.depth_of("p") > scopes
                && let Some(depth) = self.depth_of("p")
            {
                self.pop_to(depth);
            }
        }
        let attributes = tag.attributes.iter().filter_map(|(key, value)| {
            let key = String::from_utf8_lossy(key);
            READ.contains(&&*key)
                .then(|| (key.into_owned(), tidy(&String::from_utf8_lossy(value))))
        });
        let attributes = attributes.collect();
        let is_leaf = tag.self_closing || VOID.contains(&name.as_str());
        self.push(name, attributes);
        if is_leaf {
            self.pop_to(self.open.len() - 1);
        }
    }

    fn close(&mut self, name: &str) {
        // What holds the end tag in: emphasis does not end a paragraph around it, and a division
        // does not end the cell that it stands in.
        let boundary = match name {
            "table" | "body" | "html" => None,
            "thead" | "tbody" | "tfoot" | "tr" | "td" | "th" | "caption" => self.depth_of("table"),
            _ if is_block(name) => self.scopes.last().copied(),
            _ => self.blocks.last().copied(),
        };
        if let Some(depth) = self.depth_of(name)
            && boundary.is_none_or(|boundary| boundary <= depth)
        {
            self.pop_to(depth);
        }
    }

    fn text(&mut self, words: String) {
        self.add(Content::Text(words));
    }
}

#[cfg(test)]
mod tests {
    use super::{Content, parse};

    /// The tree in brackets.
    fn shape(page: &str) -> String {
        let nodes = parse(page);
        let mut out = String::new();
        let mut ends: Vec<usize> = Vec::new();
        for (index, node) in nodes.iter().enumerate().skip(1) {
            while ends.last().is_some_and(|end| *end <= index) {
                ends.pop();
                out.push(']');
            }
            match &node.content {
                Content::Element(name, _) => {
                    out += &format!("[{name} ");
                    ends.push(node.end);
                }
                Content::Text(words) => out += words,
            }
        }
        out + &"]".repeat(ends.len())
    }

    #[test]
    fn missing_and_stray_end_tags_are_mended() {
        assert_eq!(shape("<p>a<p>b<div>c"), "[p a][p b][div c]");
        assert_eq!(shape("<ul><li>a<li>b</ul>c"), "[ul [li a][li b]]c");
        assert_eq!(
            shape("<table><tr><td>a<td>b<tr><td>c</table>d"),
            "[table [tr [td a][td b]][tr [td c]]]d"
        );
        assert_eq!(
            shape("<div><table><tr><td>a</div>b</table>c"),
            "[div [table [tr [td ab]]]c]"
        );
        assert_eq!(shape("<b>x<p>a</b>b</p>c"), "[b x[p ab]c]");
        assert_eq!(shape("a</p></div>b<br>c"), "ab[br ]c");
        assert_eq!(shape("<a>x<a>y"), "[a x][a y]");
    }
}
