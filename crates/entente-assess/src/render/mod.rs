//! Answers and timelines for people: as text for a terminal, Markdown and a web page. All three show one
//! `Page`; what stands in it and in which order is decided here, once. JSON is the answer's own
//! serde form.

mod html;
mod markdown;
mod text;
mod timeline;

use std::collections::BTreeSet;

use entente_model::Date;

pub use text::Style;

use crate::answer::{Answer, Claim, Found, Piece, Point, YesNo};
use crate::contested::Voice;
use crate::level::LevelShare;
use crate::level::treaty::Alliance;
use crate::timeline::{Stretch, Timeline};

/// What can be shown to people.
#[derive(Debug, Clone, Copy)]
pub enum Shown<'a> {
    /// An answer.
    Answer(&'a Answer),
    /// A timeline; of its events at most so many that have a date, the latest, and so many that have none.
    Timeline(&'a Timeline, usize),
}

impl<'a> From<&'a Answer> for Shown<'a> {
    fn from(answer: &'a Answer) -> Self {
        Self::Answer(answer)
    }
}

impl Shown<'_> {
    fn page(&self) -> Page<'_> {
        match self {
            Self::Answer(answer) => page(answer),
            Self::Timeline(timeline, most) => timeline::page(timeline, *most),
        }
    }
}

/// As text for a terminal.
pub fn text<'a>(shown: impl Into<Shown<'a>>, style: Style) -> String {
    text::text(&shown.into().page(), style)
}

/// As Markdown (CommonMark), for notes and reports.
pub fn markdown<'a>(shown: impl Into<Shown<'a>>) -> String {
    markdown::markdown(&shown.into().page())
}

/// As a complete web page, with a note at its head where there is one.
pub fn html<'a>(shown: impl Into<Shown<'a>>, note: Option<&str>) -> String {
    html::html(&shown.into().page(), note)
}

/// What is shown.
struct Page<'a> {
    title: &'a str,
    verdict: &'a str,
    answer: YesNo,
    /// "As of ..."
    notes: Vec<String>,
    levels: &'a [LevelShare],
    /// Lines under the levels.
    standing: Vec<String>,
    /// How much happened in each stretch of time.
    stretches: &'a [Stretch],
    sections: Vec<Section>,
}

struct Section {
    title: &'static str,
    items: Vec<Item>,
    /// How many to show where room is short; the rest is counted.
    brief: usize,
}

/// One entry of a section: a few words, and the sentences behind them.
#[derive(Default)]
struct Item {
    head: String,
    quotes: Vec<Quote>,
    /// Further documents that say it.
    also: usize,
}

struct Quote {
    words: String,
    source: String,
}

fn page(answer: &Answer) -> Page<'_> {
    let mut notes = Vec::new();
    notes.extend(as_of(answer.at));
    let mut standing = Vec::new();
    if let Some(level) = &answer.level {
        let treaties = level
            .standing
            .iter()
            .filter_map(|account| account.alliances.as_ref())
            .find(|alliances| !alliances.in_force.is_empty());
        standing.push(match (level.alliance_in_force, treaties) {
            (_, Some(alliances)) => {
                let words: Vec<String> = alliances.in_force.iter().map(Alliance::words).collect();
                format!(
                    "Formal alliance in {}: {}.",
                    alliances.seen,
                    words.join("; ")
                )
            }
            (YesNo::Yes, None) => "A formal alliance is in force, by what was read.".to_owned(),
            (YesNo::No, None) => "No formal alliance is in force, by what was read.".to_owned(),
            _ => "Whether a formal alliance is in force is not said.".to_owned(),
        });
    }
    if let Some(trend) = &answer.trend {
        standing.push(format!("Trend: {}. {}", trend.direction, trend.sentence));
    }
    let (pro, contra) = match answer.form {
        "opposes" | "supports" if !answer.actors.is_empty() => {
            ("Reasons and statements", "On the other side")
        }
        "opposes" | "supports" => ("For", "On the other side"),
        "why" => ("For", "Against"),
        _ => ("For", "Against"),
    };
    // A quote that has been shown need not be shown again further down.
    let mut shown = BTreeSet::new();
    let mut sections = Vec::new();
    let mut add = |title, brief, items: Vec<Item>| {
        if !items.is_empty() {
            sections.push(Section {
                title,
                items,
                brief,
            });
        }
    };
    // With one actor asked about, its evidence is what stands under "for".
    let actors: &[Found] = if answer.score.is_some() {
        &[]
    } else {
        &answer.actors
    };
    add(
        "Who",
        12,
        actors
            .iter()
            .map(|found| found_item(found, &mut shown))
            .collect(),
    );
    let happenings = |between: bool| -> Vec<Item> {
        let happenings = answer.timeline.iter();
        let kept = happenings.filter(|happening| happening.between == between);
        kept.map(|it| dated(it.date.as_deref(), &it.what, &it.evidence))
            .collect()
    };
    add("What happened", 60, happenings(true));
    add(
        "Told of one of them, in sentences that name the other",
        12,
        happenings(false),
    );
    add(
        "Who says what",
        12,
        answer.claims.iter().map(claim_item).collect(),
    );
    let account = answer
        .level
        .as_ref()
        .and_then(|level| level.standing.as_ref());
    let by_model = account.is_some_and(|account| account.levels.is_some());
    let points = |points: &[Point]| -> Vec<Item> {
        points
            .iter()
            .map(|point| point_item(point, by_model))
            .collect()
    };
    if answer.level.is_some() && answer.verdict.answer == YesNo::No {
        add(contra, 6, points(&answer.contra));
        add(pro, 4, points(&answer.pro));
    } else {
        add(pro, 6, points(&answer.pro));
        add(contra, 6, points(&answer.contra));
    }
    add(
        "How each sees the other",
        2,
        answer
            .sides
            .iter()
            .map(|side| {
                let head = format!(
                    "{} on {}: {} hostile, {} friendly",
                    side.actor.name, side.of.name, side.hostile, side.friendly
                );
                item(head, &side.quotes, 2)
            })
            .collect(),
    );
    add(
        "Contested",
        4,
        answer
            .contested
            .iter()
            .map(|contested| {
                let mut item = Item {
                    head: contested.words(),
                    ..Item::default()
                };
                let voices = |voices: &[Voice], word: &str| -> Vec<Quote> {
                    voices
                        .iter()
                        .take(2)
                        .map(|voice| voice_quote(voice, word))
                        .collect()
                };
                item.quotes = voices(&contested.says, "so");
                item.quotes.extend(voices(&contested.denies, "otherwise"));
                item
            })
            .collect(),
    );
    add("Shared interests", 5, points(&answer.shared_interests));
    let missing = |text: &String| Item {
        head: text.clone(),
        ..Item::default()
    };
    add(
        "What is missing",
        8,
        answer.missing.iter().map(missing).collect(),
    );
    Page {
        title: &answer.question,
        verdict: &answer.verdict.sentence,
        answer: answer.verdict.answer,
        notes,
        levels: answer.level.as_ref().map_or(&[], |level| &level.scores),
        standing,
        stretches: &[],
        sections,
    }
}

fn as_of(at: Option<Date>) -> Option<String> {
    at.map(|at| format!("As of {at}: nothing published later was looked at."))
}

/// What happened or held at a time, with a sentence that says so.
fn dated(date: Option<&str>, what: &str, evidence: &[Piece]) -> Item {
    let date = date.map_or("no date".into(), when);
    item(format!("{date}  {what}"), evidence, 1)
}

/// An ISO 8601 date or interval as people write it: a day, month or year as it is, "since 2019",
/// "until 2011", "2016 to 2020".
fn when(date: &str) -> String {
    let Some((start, end)) = date.split_once('/') else {
        return date.to_owned();
    };
    // A year that is meant whole begins and ends with its first and last day.
    let year = |day: &str, edge: &str| day.strip_suffix(edge).map(str::to_owned);
    let first = year(start, "-01-01").unwrap_or_else(|| start.to_owned());
    let last = year(end, "-12-31").unwrap_or_else(|| end.to_owned());
    match (start, end) {
        ("..", _) => format!("until {last}"),
        (_, "..") => format!("since {first}"),
        _ => format!("{first} to {last}"),
    }
}

/// A point; with what it adds to the log-odds, where a model accounts for the answer.
fn point_item(point: &Point, with_share: bool) -> Item {
    let mut head = match &point.date {
        Some(date) => format!("{}  {}", when(date), point.what),
        None => point.what.clone(),
    };
    if with_share && point.contribution != 0.0 {
        head = format!("{:+.2}  {head}", point.contribution);
    }
    match point.sources.as_slice() {
        [] => {}
        [source] => head.push_str(&format!(" [{}]", source.place)),
        [more @ .., last] => head.push_str(&format!(" [{}; and {} more]", last.place, more.len())),
    }
    // What follows from two assertions shows both.
    let most = if matches!(point.basis, "direct" | "incident") {
        1
    } else {
        2
    };
    item(head, &point.evidence, most)
}

fn found_item(found: &Found, shown: &mut BTreeSet<String>) -> Item {
    let fresh: Vec<Piece> = found
        .evidence
        .iter()
        .filter(|piece| !shown.contains(&piece.quote))
        .take(2)
        .cloned()
        .collect();
    let pieces: &[Piece] = if fresh.is_empty() {
        &found.evidence
    } else {
        &fresh
    };
    let mut item = item(
        format!(
            "{} ({})",
            found.actor.name,
            crate::answer::percent(found.probability)
        ),
        pieces,
        2,
    );
    shown.extend(pieces.iter().map(|piece| piece.quote.clone()));
    item.also =
        crate::answer::documents(&found.evidence).saturating_sub(crate::answer::documents(pieces));
    item
}

fn claim_item(claim: &Claim) -> Item {
    // "Azerbaijan calls it ...", but "Azerbaijan: Iran supplied arms".
    let colon = if claim.label.is_some() { "" } else { ":" };
    item(
        format!("{}{colon} {}", claim.claimant.name, claim.says),
        &claim.evidence,
        1,
    )
}

fn voice_quote(voice: &Voice, word: &str) -> Quote {
    let who = voice
        .claimant
        .as_ref()
        .map_or("the document", |claimant| claimant.name.as_str());
    let mut quote = quote(&voice.evidence);
    quote.source = match &voice.label {
        Some(label) => format!("{who} (\u{201C}{label}\u{201D}): {}", quote.source),
        None => format!("{who} says {word}: {}", quote.source),
    };
    quote
}

/// An item with the first few distinct quotes; the rest is counted by documents.
fn item(head: String, pieces: &[Piece], most: usize) -> Item {
    let mut seen = BTreeSet::new();
    let distinct: Vec<&Piece> = pieces
        .iter()
        .filter(|piece| seen.insert(piece.quote.as_str()))
        .collect();
    let shown: Vec<&Piece> = distinct.iter().copied().take(most).collect();
    let also = crate::answer::documents(pieces)
        .saturating_sub(crate::answer::documents(shown.iter().copied()));
    Item {
        head,
        quotes: shown.into_iter().map(quote).collect(),
        also,
    }
}

fn quote(piece: &Piece) -> Quote {
    let mut source = String::new();
    for part in [
        &piece.title,
        &piece.publisher,
        &piece.published.map(|day| day.to_string()),
    ] {
        if let Some(part) = part.as_deref().filter(|part| !part.is_empty()) {
            if !source.is_empty() {
                source.push_str(", ");
            }
            source.push_str(part);
        }
    }
    if source.is_empty() {
        source = format!("document {}", piece.document);
    }
    Quote {
        words: shortened(&clean(&piece.quote), 260),
        source: clean(&source),
    }
}

/// One line without control characters and marks that turn the direction of writing: what was
/// read must not steer a terminal.
fn clean(text: &str) -> String {
    let steers = |c: char| {
        c.is_control()
            || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let text: String = text
        .chars()
        .map(|c| if steers(c) { ' ' } else { c })
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// At most so many characters, cut between words, with an ellipsis.
pub(crate) fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let cut: String = text.chars().take(most.saturating_sub(1)).collect();
    let kept = match cut.rfind(' ') {
        Some(at) if at > cut.len() / 2 => &cut[..at],
        _ => &cut,
    };
    format!("{}…", kept.trim_end_matches([',', ';', ':', ' ']))
}

#[cfg(test)]
mod tests;
