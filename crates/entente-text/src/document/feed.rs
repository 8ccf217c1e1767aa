//! RSS (0.9 to 2.0, with the usual modules) and Atom: a document an entry. Of what an entry
//! holds, the full content counts before the summary.

use quick_xml::Reader;
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};

use super::columns::{day_of, is_marked_up};
use super::source::{self, Context, Source, Stream};
use super::{Format, Metadata, Reading, diagnostics, page, tidy};

/// How deep elements may stand in one another.
const MAX_DEPTH: usize = 200;

/// The documents of a feed.
pub(super) fn read<'a>(source: Source<'a>, mut context: Context) -> Stream<'a> {
    let decoded = page::whole(source, &context).and_then(|bytes| page::decode(&bytes, &context));
    let (text, notes) = match decoded {
        Ok(decoded) => decoded,
        Err(reading) => return source::one(*reading),
    };
    context.headline = true;
    let mut reader = Reader::from_reader(std::io::Cursor::new(text.into_bytes()));
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_dangling_amp = true;
    let feed = Feed {
        reader,
        context,
        about: Metadata::default(),
        path: Vec::new(),
        entry: None,
        words: String::new(),
        entries: 0,
        ended: false,
    };
    let notes = Reading {
        document: None,
        diagnostics: notes,
    };
    let before = (!notes.diagnostics.is_empty()).then_some(notes);
    Box::new(before.into_iter().chain(feed))
}

/// An entry as far as it has been read.
#[derive(Default)]
struct Entry {
    known: Metadata,
    /// The text with its rank: content before summary.
    body: Option<(u8, String)>,
    updated: Option<entente_model::Date>,
}

struct Feed {
    reader: Reader<std::io::Cursor<Vec<u8>>>,
    context: Context,
    /// What the feed says of itself.
    about: Metadata,
    /// The local names of the open elements.
    path: Vec<String>,
    entry: Option<Entry>,
    /// The text of the innermost element of interest, with its markup.
    words: String,
    entries: u64,
    ended: bool,
}

impl Iterator for Feed {
    type Item = Reading;

    fn next(&mut self) -> Option<Reading> {
        let mut buffer = Vec::new();
        while !self.ended {
            buffer.clear();
            let event = self.reader.read_event_into(&mut buffer);
            match event {
                Ok(Event::Start(tag)) => {
                    let tag = tag.into_owned();
                    self.open(&tag);
                    if self.path.len() > MAX_DEPTH {
                        return Some(self.break_off("elements stand too deep in one another"));
                    }
                }
                Ok(Event::Empty(tag)) => {
                    let tag = tag.into_owned();
                    self.open(&tag);
                    if let Some(reading) = self.close() {
                        return Some(reading);
                    }
                }
                Ok(Event::End(_)) => {
                    if let Some(reading) = self.close() {
                        return Some(reading);
                    }
                }
                Ok(Event::Text(words)) => {
                    let words = String::from_utf8_lossy(&words).into_owned();
                    self.text(&words);
                }
                Ok(Event::CData(words)) => {
                    let words = String::from_utf8_lossy(&words).into_owned();
                    self.text(&words);
                }
                Ok(Event::GeneralRef(name)) => {
                    let reference = format!("&{};", String::from_utf8_lossy(&name));
                    self.reference(&reference);
                }
                Ok(Event::Eof) => return self.last_word(),
                Ok(_) => {}
                Err(error) => {
                    let message = format!("is not well-formed XML: {error}");
                    return Some(self.break_off(&message));
                }
            }
        }
        None
    }
}

fn local_name(tag: &BytesStart<'_>) -> String {
    let name = tag.name();
    let name = String::from_utf8_lossy(name.as_ref()).to_ascii_lowercase();
    // Two elements of one local name that mean different things.
    match name.as_str() {
        "media:title" | "media:content" | "media:description" | "media:credit" | "itunes:title"
        | "itunes:summary" | "itunes:author" => name,
        _ => name.rsplit(':').next().unwrap_or_default().to_owned(),
    }
}

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    let value = tag.try_get_attribute(name).ok()??;
    Some(String::from_utf8_lossy(&value.value).replace("&amp;", "&"))
}

/// Elements whose text is wanted.
fn is_of_interest(name: &str) -> bool {
    matches!(
        name,
        "title"
            | "link"
            | "guid"
            | "id"
            | "pubdate"
            | "date"
            | "published"
            | "updated"
            | "issued"
            | "author"
            | "creator"
            | "name"
            | "encoded"
            | "content"
            | "description"
            | "summary"
            | "language"
    )
}

impl Feed {
    /// Whether an element of interest that holds marked-up text is open.
    fn in_markup(&self) -> bool {
        self.path.iter().any(|name| {
            matches!(
                name.as_str(),
                "content" | "summary" | "encoded" | "description" | "title"
            )
        })
    }

    fn open(&mut self, tag: &BytesStart<'_>) {
        let name = local_name(tag);
        if self.in_markup() {
            // XHTML that is part of the feed's own markup.
            self.words.push('<');
            self.words.push_str(&name);
            self.words.push('>');
            self.path.push(name);
            return;
        }
        match name.as_str() {
            "item" | "entry" => self.entry = Some(Entry::default()),
            "feed" | "rss" if self.about.language.is_none() => {
                self.about.language = attribute(tag, "xml:lang");
            }
            "link" => {
                let alternate = attribute(tag, "rel").is_none_or(|rel| rel == "alternate");
                if let (Some(entry), Some(address), true) =
                    (&mut self.entry, attribute(tag, "href"), alternate)
                {
                    entry.known.url.get_or_insert(address);
                }
            }
            _ => {}
        }
        if is_of_interest(&name) {
            self.words.clear();
        }
        self.path.push(name);
    }

    fn text(&mut self, words: &str) {
        let in_xhtml = self.path.last().is_some_and(|name| !is_of_interest(name));
        if in_xhtml && self.in_markup() {
            self.words.push_str(&escape(words));
        } else {
            self.words.push_str(words);
        }
    }

    fn reference(&mut self, reference: &str) {
        let in_xhtml = self.path.last().is_some_and(|name| !is_of_interest(name));
        if in_xhtml && self.in_markup() {
            self.words.push_str(reference);
            return;
        }
        match quick_xml::escape::unescape(reference) {
            Ok(character) => self.words.push_str(&character),
            Err(_) => self.words.push_str(reference),
        }
    }

    fn close(&mut self) -> Option<Reading> {
        let name = self.path.pop()?;
        if self.in_markup() {
            self.words.push_str("</");
            self.words.push_str(&name);
            self.words.push('>');
            return None;
        }
        if matches!(name.as_str(), "item" | "entry") {
            let entry = self.entry.take()?;
            return self.read(entry);
        }
        if !is_of_interest(&name) {
            return None;
        }
        let words = std::mem::take(&mut self.words);
        match &mut self.entry {
            Some(entry) => entry.note(&name, words),
            None => self.note_about(&name, &words),
        }
        None
    }

    fn note_about(&mut self, name: &str, words: &str) {
        // The feed's picture has a title too.
        let of_feed = self
            .path
            .last()
            .is_some_and(|parent| matches!(parent.as_str(), "channel" | "feed"));
        let words = plain(words);
        if !of_feed || words.is_empty() {
            return;
        }
        match name {
            "title" => self.about.publisher = Some(words),
            "language" => self.about.language = Some(words),
            _ => {}
        }
        // Every entry repeats it.
        self.about = std::mem::take(&mut self.about).bounded();
    }

    fn read(&mut self, entry: Entry) -> Option<Reading> {
        self.entries += 1;
        let mut known = entry.known;
        known.published = known.published.or(entry.updated);
        let body = entry.body.map(|(_, body)| body).unwrap_or_default();
        if known.title.is_none() && body.trim().is_empty() {
            return None;
        }
        let known = known.or(self.about.clone());
        let mut context = self.context.record(self.entries, known);
        context.headline = true;
        let format = if is_marked_up(&body) || body.contains('&') {
            Format::Html
        } else {
            Format::Plain
        };
        let mut of_page = Metadata::default();
        let blocks = page::blocks_of(&body, format, &mut of_page);
        Some(page::of_blocks(blocks, of_page, &context, Vec::new()))
    }

    fn break_off(&mut self, message: &str) -> Reading {
        self.ended = true;
        let offset = usize::try_from(self.reader.error_position()).unwrap_or(usize::MAX);
        let kind = if self.entries == 0 {
            &diagnostics::MALFORMED
        } else {
            &diagnostics::BROKEN_OFF
        };
        Reading::refused(self.context.note_at(kind, offset, message))
    }

    fn last_word(&mut self) -> Option<Reading> {
        self.ended = true;
        if self.entry.is_some() {
            return Some(self.break_off("breaks off within an entry"));
        }
        (self.entries == 0).then(|| {
            self.context
                .refuse(&diagnostics::NO_TEXT, "is a feed without entries")
        })
    }
}

impl Entry {
    fn note(&mut self, name: &str, words: String) {
        let rank = match name {
            "encoded" | "content" => 2,
            "description" | "summary" => 1,
            _ => 0,
        };
        if rank > 0 {
            let better = self.body.as_ref().is_none_or(|(old, _)| *old < rank);
            if better && !words.trim().is_empty() {
                self.body = Some((rank, words));
            }
            return;
        }
        let words = plain(&words);
        if words.is_empty() {
            return;
        }
        let known = &mut self.known;
        match name {
            "title" => {
                known.title.get_or_insert(words);
            }
            "link" => {
                known.url.get_or_insert(words);
            }
            "guid" | "id" if known.url.is_none() && words.starts_with("http") => {
                known.url = Some(words);
            }
            "pubdate" | "date" | "published" | "issued" => known.published = day_of(&words),
            "updated" => self.updated = day_of(&words),
            "creator" | "name" => {
                known.author.get_or_insert(words);
            }
            "author" if !words.contains('@') => {
                known.author.get_or_insert(words);
            }
            // "jane@wire.example (Jane Roe)"
            "author" => {
                let name = words
                    .split_once('(')
                    .map(|(_, name)| name.trim_end_matches(')'));
                known.author = known.author.take().or_else(|| name.map(str::to_owned));
            }
            _ => {}
        }
    }
}

/// The words of a short text that may be marked up.
fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return tidy(text);
    }
    let blocks = page::blocks_of(text, Format::Html, &mut Metadata::default());
    let words: Vec<&str> = blocks.iter().map(|block| block.text.as_str()).collect();
    words.join(" ")
}
