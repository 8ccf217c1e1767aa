//! What a page says of itself: in its head, in linked data, and in elements that are marked as
//! its author or date. A page's own marks are better than what its visible lines suggest, so the
//! lines of the text are asked last, by `main_text` and `boilerplate`.

use entente_model::Date;
use serde_json::Value;

use super::marks::has_word;
use super::tree::{Content, Node};
use super::{Metadata, parse_day, tidy};
use crate::times::{month, weekday};

/// How deep linked data is searched; what is deeper is no article's.
const MAX_LINKED_DEPTH: usize = 12;

/// Longer ones, in bytes, are no titles.
const MAX_TITLE: usize = 500;

/// What separates a title from the name of its site or section.
const SEPARATORS: &[&str] = &[
    " | ", " - ", " – ", " — ", " :: ", " » ", " · ", " • ", " / ",
];

/// What the head and the marks of a page tell.
#[derive(Default)]
pub(super) struct Head {
    /// The title by the page's metadata, perhaps with the site's name.
    titles: Vec<String>,
    /// The content of the `title` element.
    window: Option<String>,
    publishers: Vec<String>,
    authors: Vec<String>,
    days: Vec<Date>,
    canonical: Option<String>,
    addresses: Vec<String>,
    language: Option<String>,
    /// The text of the article in linked data.
    pub(super) linked_text: Option<String>,
}

impl Head {
    pub(super) fn of(nodes: &[Node]) -> Self {
        let mut metas = Self::default();
        let mut linked = Self::default();
        let mut marked = Self::default();
        for (index, node) in nodes.iter().enumerate() {
            let Content::Element(name, _) = &node.content else {
                continue;
            };
            match name.as_str() {
                "html" => {
                    let language = node.attribute("lang").map(primary_language);
                    metas.language = metas.language.or(language);
                }
                "meta" => metas.note_meta(node),
                "link" if has_word(node, "rel", "canonical") && metas.canonical.is_none() => {
                    metas.canonical = node.attribute("href").map(str::to_owned);
                }
                "title" if metas.window.is_none() && !stands_in(nodes, index, "svg") => {
                    metas.window = Some(text_of(nodes, index)).filter(|title| !title.is_empty());
                }
                "script"
                    if node
                        .attribute("type")
                        .is_some_and(|kind| kind.eq_ignore_ascii_case("application/ld+json")) =>
                {
                    linked.note_linked_data(&raw_text_of(nodes, index));
                }
                _ => marked.note_marked(nodes, index),
            }
        }
        for other in [linked, marked] {
            metas.titles.extend(other.titles);
            metas.publishers.extend(other.publishers);
            metas.authors.extend(other.authors);
            metas.days.extend(other.days);
            metas.addresses.extend(other.addresses);
            metas.linked_text = metas.linked_text.or(other.linked_text);
        }
        metas.titles.retain(|title| title.len() <= MAX_TITLE);
        metas.window = metas.window.filter(|title| title.len() <= MAX_TITLE);
        metas
    }

    fn note_meta(&mut self, node: &Node) {
        let key = ["property", "name", "itemprop"]
            .iter()
            .find_map(|key| node.attribute(key));
        let (Some(key), Some(content)) = (key, node.attribute("content")) else {
            return;
        };
        let key = key.to_ascii_lowercase();
        let key = key.strip_prefix("dcterms.").map_or_else(
            || key.strip_prefix("dc.").unwrap_or(&key).to_owned(),
            |term| term.to_owned(),
        );
        match key.as_str() {
            "og:title" => self.titles.insert(0, content.to_owned()),
            "twitter:title" | "citation_title" | "parsely-title" | "headline" => {
                self.titles.push(content.to_owned());
            }
            "og:site_name" => self.publishers.insert(0, content.to_owned()),
            "publisher" | "application-name" | "citation_publisher" => {
                self.publishers.push(content.to_owned());
            }
            "author" | "article:author" | "creator" | "citation_author" | "parsely-author"
            | "sailthru.author" | "byl" | "twitter:creator" => self.note_author(content),
            "article:published_time"
            | "datepublished"
            | "date"
            | "date.issued"
            | "issued"
            | "created"
            | "pubdate"
            | "publish-date"
            | "publishdate"
            | "publication_date"
            | "citation_publication_date"
            | "citation_date"
            | "parsely-pub-date"
            | "sailthru.date"
            | "og:published_time" => self.days.extend(day_of(content)),
            "og:url" => self.addresses.push(content.to_owned()),
            _ => {}
        }
    }

    fn note_author(&mut self, written: &str) {
        self.authors.extend(author_of(written));
    }

    /// Linked data: the first article in it, with the publisher that it refers to.
    fn note_linked_data(&mut self, json: &str) {
        let Ok(data) = serde_json::from_str::<Value>(json) else {
            return;
        };
        let mut things = Vec::new();
        collect_things(&data, 0, &mut things);
        let is_article = |thing: &&&Value| {
            types_of(thing).any(|kind| {
                ["Article", "Posting", "NewsStory", "Report"]
                    .iter()
                    .any(|ending| kind.ends_with(ending))
            })
        };
        let Some(article) = things.iter().find(is_article) else {
            return;
        };
        // An encyclopedia's "headline" describes and its "name" is the title.
        for key in ["name", "headline"] {
            self.titles.extend(name_of(&article[key], &things));
        }
        self.publishers
            .extend(name_of(&article["publisher"], &things));
        let author = &article["author"];
        let author = author
            .as_array()
            .and_then(|all| all.first())
            .unwrap_or(author);
        if let Some(author) = name_of(author, &things) {
            self.note_author(&author);
        }
        for key in ["datePublished", "dateCreated"] {
            self.days.extend(article[key].as_str().and_then(day_of));
        }
        for key in ["url", "mainEntityOfPage"] {
            let address = &article[key];
            let address = address.as_str().or_else(|| address["@id"].as_str());
            let address = address.filter(|address| address.starts_with("http"));
            self.addresses.extend(address.map(str::to_owned));
        }
        self.linked_text = article["articleBody"].as_str().map(str::to_owned);
    }

    /// Elements that are marked as the page's author or date, wherever they stand.
    fn note_marked(&mut self, nodes: &[Node], index: usize) {
        let node = &nodes[index];
        let is_named = matches!(node.name(), "a" | "span") && has_word(node, "class", "author");
        if has_word(node, "itemprop", "author") || has_word(node, "rel", "author") || is_named {
            self.note_author(&text_of(nodes, index));
        }
        if has_word(node, "itemprop", "datepublished") {
            let day = ["content", "datetime", "title"]
                .iter()
                .find_map(|key| day_of(node.attribute(key)?))
                .or_else(|| day_of(&text_of(nodes, index)));
            self.days.extend(day);
        } else if node.name() == "time" && !stands_in(nodes, index, "aside") {
            self.days
                .extend(node.attribute("datetime").and_then(day_of));
        }
    }

    /// How surely a text is the title: 3, it is what the metadata has; 2, it is the window's title
    /// or a part of it between separators; 1, a title begins or ends with it; 0.
    pub(super) fn rank_of(&self, text: &str) -> usize {
        if text.len() > MAX_TITLE {
            return 0;
        }
        let window = self.window.iter();
        let is_part = |title: &String| parts(title).any(|part| part == text);
        if self.titles.iter().any(|title| title == text) {
            3
        } else if self.titles.iter().chain(window.clone()).any(is_part) {
            2
        } else if text.split_whitespace().count() > 2 {
            let at_edge = |title: &String| title.starts_with(text) || title.ends_with(text);
            usize::from(self.titles.iter().chain(window).any(at_edge))
        } else {
            0
        }
    }

    /// Puts what is known into `metadata`, where that does not know it yet. `heading` is the
    /// title as the text has it.
    pub(super) fn tell(self, heading: Option<&str>, metadata: &mut Metadata) {
        let window = self.window.as_deref();
        // A title in the head that the text's heading is a part of is the heading and the site.
        let title = self.titles.first().map(String::as_str).or(window);
        let title = match (title, heading) {
            (Some(title), Some(heading)) if title.contains(heading) => Some(heading),
            (Some(title), None) => Some(self.without_site(title)),
            (None, heading) => heading,
            (title, _) => title,
        };
        let title = title.map(str::to_owned);
        let site = || {
            let title = title.as_deref()?;
            let window = window?;
            site_of(window, title)
        };
        let publisher = self.publishers.first().cloned().or_else(site);
        metadata.title = metadata.title.take().or(title);
        metadata.publisher = metadata.publisher.take().or(publisher);
        let author = self.authors.into_iter().next();
        metadata.author = metadata.author.take().or(author);
        metadata.published = metadata.published.or(self.days.first().copied());
        let address = self.canonical.or_else(|| self.addresses.into_iter().next());
        metadata.url = metadata.url.take().or(address);
        metadata.language = metadata.language.take().or(self.language);
    }

    /// A title without the publisher's name before or behind it.
    fn without_site<'a>(&self, title: &'a str) -> &'a str {
        let rest = self.publishers.iter().find_map(|site| {
            SEPARATORS.iter().chain(&[": "]).find_map(|separator| {
                title
                    .strip_prefix(site.as_str())
                    .and_then(|rest| rest.strip_prefix(separator))
                    .or_else(|| {
                        title
                            .strip_suffix(site.as_str())
                            .and_then(|rest| rest.strip_suffix(separator))
                    })
            })
        });
        rest.unwrap_or(title)
    }
}

/// The parts of a title between separators.
fn parts(title: &str) -> impl Iterator<Item = &str> {
    SEPARATORS
        .iter()
        .chain(&[": "])
        .flat_map(move |separator| title.split(separator))
        .map(str::trim)
}

/// What the window's title has besides the title of the text: a site's name is short.
fn site_of(window: &str, title: &str) -> Option<String> {
    let rest = match window.strip_prefix(title) {
        Some(behind) => SEPARATORS
            .iter()
            .find_map(|separator| behind.strip_prefix(separator)),
        None => window.strip_suffix(title).and_then(|before| {
            SEPARATORS
                .iter()
                .chain(&[": "])
                .find_map(|separator| before.strip_suffix(separator))
        }),
    }?;
    // Behind a section stands the site.
    let site = parts(rest).last().unwrap_or(rest);
    let site = SEPARATORS
        .iter()
        .fold(site, |site, separator| {
            site.rsplit(separator).next().unwrap_or(site)
        })
        .trim();
    let words = site.split_whitespace().count();
    ((1..=7).contains(&words) && site.starts_with(char::is_uppercase)).then(|| site.to_owned())
}

/// A person's name out of a byline; nothing where there is none, or an address instead.
pub(super) fn author_of(written: &str) -> Option<String> {
    let line = tidy(written);
    let mut name = line.as_str();
    for start in ["posted by ", "written by ", "story by ", "by "] {
        let head = name.get(..start.len());
        if head.is_some_and(|head| head.eq_ignore_ascii_case(start)) {
            name = &name[start.len()..];
        }
    }
    let name = name
        .split(['|', '•', '·', '–', '—', '(', ';'])
        .next()
        .unwrap_or_default();
    // A date may follow the name; a name may begin as a month does.
    let is_of_date = |(at, word): &(usize, &str)| *at > 0 && is_of_date(word);
    let dated = name
        .split_inclusive(' ')
        .enumerate()
        .take_while(|word| !is_of_date(word))
        .map(|(_, word)| word.len())
        .sum();
    let name = name[..dated].trim().trim_end_matches(',');
    // "Roe, Jane", as libraries write it.
    let name = match name.split_once(", ") {
        Some((family, given)) if !family.contains(' ') && given.split(' ').count() <= 2 => {
            format!("{given} {family}")
        }
        Some((first, _)) => first.trim().to_owned(),
        None => name.to_owned(),
    };
    let plain = !name.contains(['/', '@', ':', '!', '?']) && !name.contains(char::is_numeric);
    let words = name.split_whitespace().count();
    (plain && (1..=6).contains(&words) && name.contains(char::is_alphabetic)).then_some(name)
}

fn is_of_date(word: &str) -> bool {
    let word = word.trim_matches([' ', ',']).to_ascii_lowercase();
    month(&word).is_some()
        || weekday(&word).is_some()
        || matches!(word.as_str(), "published" | "updated")
        || word.starts_with(|c: char| c.is_ascii_digit())
}

/// A day, also with slashes between the parts of an ISO date.
pub(super) fn day_of(written: &str) -> Option<Date> {
    let day = written.get(..10).map(|day| day.replace(['/', '.'], "-"));
    day.and_then(|day| day.parse().ok())
        .or_else(|| parse_day(written))
}

/// Objects of linked data that have a type or an identifier.
fn collect_things<'a>(value: &'a Value, depth: usize, things: &mut Vec<&'a Value>) {
    if depth > MAX_LINKED_DEPTH {
        return;
    }
    match value {
        Value::Array(values) => {
            for value in values {
                collect_things(value, depth + 1, things);
            }
        }
        Value::Object(fields) => {
            things.push(value);
            for value in fields.values() {
                collect_things(value, depth + 1, things);
            }
        }
        _ => {}
    }
}

fn types_of(thing: &Value) -> impl Iterator<Item = &str> {
    let kind = &thing["@type"];
    kind.as_str().into_iter().chain(
        kind.as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str),
    )
}

/// The name of a thing, which may be its own text or stand where its identifier points.
fn name_of(thing: &Value, things: &[&Value]) -> Option<String> {
    let own = |thing: &Value| thing.as_str().or_else(|| thing["name"].as_str()).map(tidy);
    own(thing)
        .or_else(|| {
            let id = thing["@id"].as_str()?;
            let named = |other: &&&Value| other["@id"].as_str() == Some(id) && own(other).is_some();
            own(things.iter().find(named)?)
        })
        .filter(|name| !name.is_empty())
}

fn primary_language(tag: &str) -> String {
    tag.split(['-', '_'])
        .next()
        .unwrap_or_default()
        .to_ascii_lowercase()
}

/// Whether one of the few elements around a node has this name.
fn stands_in(nodes: &[Node], index: usize, name: &str) -> bool {
    let mut at = nodes[index].parent;
    for _ in 0..4 {
        if nodes[at].name() == name {
            return true;
        }
        at = nodes[at].parent;
    }
    false
}

fn raw_text_of(nodes: &[Node], index: usize) -> String {
    let mut text = String::new();
    for node in &nodes[index..nodes[index].end] {
        if let Content::Text(words) = &node.content {
            text.push_str(words);
        }
    }
    text
}

/// The text of a small element, tidied; a byline and the like is short, so no more is looked at.
pub(super) fn text_of(nodes: &[Node], index: usize) -> String {
    let end = nodes[index].end.min(index + 40);
    let mut text = String::new();
    for node in &nodes[index..end] {
        if let Content::Text(words) = &node.content {
            text.push_str(words);
            if text.len() > 1_000 {
                break;
            }
        }
    }
    tidy(&text)
}
