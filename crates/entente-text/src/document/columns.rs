//! The fields of records: which column or key holds the text, the title, the day, by the names
//! that people give them.

use entente_model::{Date, Diagnostic};
use jiff::Timestamp;
use jiff::tz::TimeZone;

use super::source::Context;
use super::{Format, Metadata, Reading, diagnostics, page, parse_day, tidy};

/// Names of columns or keys that a user gives for records of JSON, CSV or TSV. Upper and lower
/// case, blanks and marks do not count. What is not given is found by its usual names, in the order of
///
/// - text: `text`, `body`, `content`, `article`, `article_text`, `article_body`, `full_text`,
///   `maintext`, `story`
/// - title: `title`, `headline`
/// - day: `date`, `published`, `published_at`, `pub_date`, `publish_date`, `date_publish`,
///   `date_published`, `publication_date`, `timestamp`, `datetime`
/// - publisher: `publisher`, `source`, `outlet`, `publication`, `source_name`, `site_name`,
///   `newspaper`, `domain`
/// - address: `url`, `link`, `canonical_url`, `web_url`, `article_url`
/// - author: `author`, `authors`, `byline`, `creator`
/// - language: `language`, `lang`
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Columns {
    /// The text of the document.
    pub text: Option<String>,
    /// Its headline.
    pub title: Option<String>,
    /// Its day of publication.
    pub published: Option<String>,
    /// Its publisher.
    pub publisher: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// Its author.
    pub author: Option<String>,
    /// Its language.
    pub language: Option<String>,
}

/// What a field is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Text,
    Title,
    Published,
    Publisher,
    Url,
    Author,
    Language,
}

/// The usual names, as `plain_name` writes them, the best first.
const USUAL: &[(Role, &[&str])] = &[
    (
        Role::Text,
        &[
            "text",
            "body",
            "content",
            "article",
            "articletext",
            "articlebody",
            "fulltext",
            "maintext",
            "story",
        ],
    ),
    (Role::Title, &["title", "headline"]),
    (
        Role::Published,
        &[
            "date",
            "published",
            "publishedat",
            "pubdate",
            "publishdate",
            "datepublish",
            "datepublished",
            "publicationdate",
            "timestamp",
            "datetime",
        ],
    ),
    (
        Role::Publisher,
        &[
            "publisher",
            "source",
            "outlet",
            "publication",
            "sourcename",
            "sitename",
            "newspaper",
            "domain",
        ],
    ),
    (
        Role::Url,
        &["url", "link", "canonicalurl", "weburl", "articleurl"],
    ),
    (Role::Author, &["author", "authors", "byline", "creator"]),
    (Role::Language, &["language", "lang"]),
];

/// `Pub Date`, `pub_date` and `pubDate` are one name.
fn plain_name(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

impl Columns {
    fn given(&self, role: Role) -> Option<&str> {
        match role {
            Role::Text => &self.text,
            Role::Title => &self.title,
            Role::Published => &self.published,
            Role::Publisher => &self.publisher,
            Role::Url => &self.url,
            Role::Author => &self.author,
            Role::Language => &self.language,
        }
        .as_deref()
    }

    /// Which of `names` may stand for `role`, the best first: the one that the user gave, else
    /// the usual ones.
    fn candidates(&self, role: Role, names: &[String]) -> Vec<usize> {
        let at = |wanted: &str| names.iter().position(|name| name == wanted);
        if let Some(given) = self.given(role) {
            return at(&plain_name(given)).into_iter().collect();
        }
        let usual = USUAL.iter().find(|(it, _)| *it == role);
        let usual = usual.map_or(&[][..], |(_, names)| names);
        usual.iter().filter_map(|name| at(name)).collect()
    }
}

/// Where the fields of a record are, among names in a given order.
#[derive(Debug, Clone)]
pub(super) struct Layout {
    places: Vec<(Role, Vec<usize>)>,
}

impl Layout {
    /// Finds the fields among the names of columns.
    pub(super) fn new<'n>(names: impl Iterator<Item = &'n str>, columns: &Columns) -> Self {
        let names: Vec<String> = names.map(plain_name).collect();
        let places = USUAL
            .iter()
            .map(|(role, _)| (*role, columns.candidates(*role, &names)))
            .collect();
        Self { places }
    }

    pub(super) fn has_text(&self) -> bool {
        self.places
            .iter()
            .any(|(role, places)| *role == Role::Text && !places.is_empty())
    }

    /// The record that `value` gives: the text at an index, where there is one.
    pub(super) fn record(&self, value: impl Fn(usize) -> Option<String>) -> Record {
        let mut record = Record::default();
        for (role, places) in &self.places {
            let found = places
                .iter()
                .filter_map(|&index| value(index))
                .find(|text| !text.trim().is_empty());
            let Some(text) = found else { continue };
            if *role == Role::Text {
                record.text = text;
                continue;
            }
            let text = tidy(&text);
            let known = &mut record.known;
            match role {
                Role::Title => known.title = Some(text),
                Role::Publisher => known.publisher = Some(text),
                Role::Url => known.url = Some(text),
                Role::Author => known.author = Some(text),
                Role::Language => known.language = Some(text),
                Role::Published => {
                    known.published = day_of(&text);
                    record.unread_day = known.published.is_none().then_some(text);
                }
                Role::Text => {}
            }
        }
        record
    }
}

/// Whether a line reads as the header of a table with a column for the text.
pub(super) fn is_header(line: &str) -> bool {
    [',', '\t', ';', '|'].iter().any(|&mark| {
        let names: Vec<&str> = line
            .split(mark)
            .map(|name| name.trim().trim_matches('"'))
            .collect();
        let short = names
            .iter()
            .all(|name| name.split_whitespace().count() <= 3);
        let layout = Layout::new(names.iter().copied(), &Columns::default());
        let known = layout
            .places
            .iter()
            .filter(|(_, it)| !it.is_empty())
            .count();
        names.len() >= 2 && short && layout.has_text() && known >= 2
    })
}

/// One record: its text, and what else it says.
#[derive(Debug, Default)]
pub(super) struct Record {
    pub(super) text: String,
    pub(super) known: Metadata,
    pub(super) unread_day: Option<String>,
}

impl Record {
    /// The document; `None` where the record has no text. `number` is the record's line or, in
    /// files without lines, its place among the others.
    pub(super) fn read(self, context: &Context, number: u64) -> Option<Reading> {
        if self.text.trim().is_empty() {
            return None;
        }
        let mut context = context.record(number, self.known);
        context.headline = true;
        let mut notes: Vec<Diagnostic> = Vec::new();
        if let Some(day) = self.unread_day {
            let message = format!("the day of publication is no date: {day:?}");
            notes.push(context.note(&diagnostics::UNREAD_DAY, message));
        }
        let format = if is_marked_up(&self.text) {
            Format::Html
        } else {
            Format::Plain
        };
        Some(page::of_text(&self.text, format, &context, notes))
    }
}

/// Whether a field of text is HTML.
pub(super) fn is_marked_up(text: &str) -> bool {
    text.contains('<')
        && [
            "</p>",
            "<p>",
            "<br",
            "</div>",
            "</a>",
            "</span>",
            "</li>",
            "</em>",
            "</strong>",
        ]
        .iter()
        .any(|tag| text.contains(tag))
}

/// The day of a field: a date in words or digits, or a Unix time in seconds or milliseconds.
pub(super) fn day_of(text: &str) -> Option<Date> {
    let text = text.trim();
    if text.bytes().all(|byte| byte.is_ascii_digit()) {
        if text.len() == 8 {
            let (year, rest) = text.split_at_checked(4)?;
            let (month, day) = rest.split_at_checked(2)?;
            return Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
        }
        let number: i64 = text.parse().ok()?;
        let time = match text.len() {
            9 | 10 => Timestamp::from_second(number),
            12 | 13 => Timestamp::from_millisecond(number),
            _ => return None,
        };
        return Some(time.ok()?.to_zoned(TimeZone::UTC).date());
    }
    // Not longer than a date with its time and zone may be.
    let head = text
        .char_indices()
        .nth(80)
        .map_or(text, |(end, _)| &text[..end]);
    parse_day(head)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_as_people_write_them() {
        let check = |text: &str, expected: Option<&str>| {
            let day = day_of(text).map(|day| day.to_string());
            assert_eq!(day.as_deref(), expected, "{text}");
        };
        check("2024-05-02", Some("2024-05-02"));
        check("2024-05-02T23:10:00+02:00", Some("2024-05-02"));
        check("Thu, 02 May 2024 10:00:00 GMT", Some("2024-05-02"));
        check("May 2, 2024", Some("2024-05-02"));
        check("20240502", Some("2024-05-02"));
        check("1714651200", Some("2024-05-02"));
        check("1714651200000", Some("2024-05-02"));
        check("soon", None);
        check("", None);
    }

    #[test]
    fn the_first_usual_name_counts_unless_the_user_gives_one() {
        let text = |columns: &Columns| {
            let names = ["Content", "Body", "notes"];
            let layout = Layout::new(names.into_iter(), columns);
            layout.record(|index| Some(names[index].to_owned())).text
        };
        assert_eq!(text(&Columns::default()), "Body");
        let given = Columns {
            text: Some("NOTES".to_owned()),
            ..Columns::default()
        };
        assert_eq!(text(&given), "notes");
    }
}
