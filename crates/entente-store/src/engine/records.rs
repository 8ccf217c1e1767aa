//! What the columns of each table hold, both ways.
//!
//! Documents and passages are read back from their columns. An assertion is read back from the
//! columns of its evidence and from `record`, which has what it says as JSON; its other columns are
//! for filters here and for whoever opens the files with something else. Where these hold everything
//! there is no `record`.

use std::path::Path;

use datafusion::arrow::array::{Array, Int64Array};
use datafusion::arrow::datatypes::SchemaRef;
use entente_model::{
    ActorRef, Assertion, AssertionRef, BlockKind, Body, BodyRef, Certainty, ContentId, Date,
    DateSpan, DateSpanRef, Document, EventRef, Evidence, EvidenceRef, Figure, Label, Passage,
    Polarity, Position, Span, Stance, Toll,
};
use serde::{Deserialize, Serialize};

use super::acts::{self, Dyad, state_of, state_over};
use super::columns::{Columns, Lent, Rows, Texts, any_of, day_of, optional, required};
use super::error::StoreError;
use super::plain::{PLAIN, PlainEvents, is_plain};
use super::rows;
use super::store::ReadDocument;

/// The tables of a store, in the order in which a read writes them: `reads` is last, and what
/// is not in it was never stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TableName {
    Documents,
    Passages,
    Assertions,
    Rows,
    Rejects,
    Imports,
    Reads,
}

impl TableName {
    pub(super) const ALL: [Self; 7] = [
        Self::Documents,
        Self::Passages,
        Self::Assertions,
        Self::Rows,
        Self::Rejects,
        Self::Imports,
        Self::Reads,
    ];
    /// Those whose versions a read pins.
    pub(super) const PINNED: [Self; PINS] = [
        Self::Documents,
        Self::Passages,
        Self::Assertions,
        Self::Rows,
        Self::Rejects,
        Self::Imports,
    ];

    /// Name of its folder.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Documents => "documents",
            Self::Passages => "passages",
            Self::Assertions => "assertions",
            Self::Rows => "rows",
            Self::Rejects => "rejects",
            Self::Imports => "imports",
            Self::Reads => "reads",
        }
    }

    /// The column of `reads` that pins its version.
    const fn pin(self) -> &'static str {
        match self {
            Self::Documents => "documents_version",
            Self::Passages => "passages_version",
            Self::Assertions => "assertions_version",
            Self::Rows => "rows_version",
            Self::Rejects => "rejects_version",
            Self::Imports => "imports_version",
            Self::Reads => "reads_version",
        }
    }

    pub(super) fn schema(self) -> SchemaRef {
        match self {
            Self::Documents => documents(&[]).schema(),
            Self::Passages => passages(&[]).schema(),
            Self::Assertions => assertions(&[], None).schema(),
            Self::Rows => rows::rows(&[], &Texts::default()).schema(),
            Self::Rejects => rows::rejects(&[]).schema(),
            Self::Imports => rows::imports(&[]).schema(),
            Self::Reads => reads(&[]).schema(),
        }
    }

    /// Columns whose least and greatest values are kept in the log, for skipping whole files.
    pub(super) const fn statistics(self) -> &'static str {
        match self {
            Self::Documents | Self::Passages => "published",
            Self::Assertions => "kind,document,published,year",
            Self::Rows => "table,dataset,year",
            Self::Rejects => "line",
            Self::Imports => "dataset",
            Self::Reads => "read",
        }
    }
}

impl TableName {
    /// The columns that its files are sorted by, missing values first.
    pub(super) const fn order(self) -> &'static [&'static str] {
        match self {
            Self::Assertions => &["kind", "dyad", "date_start"],
            Self::Rows => &["table", "dyads"],
            _ => &[],
        }
    }
}

/// How many tables a read pins.
pub(super) const PINS: usize = 6;

/// One row of `reads`: up to which version of each table the store counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Read {
    /// 1 for the first; 0 stands for a store into which nothing was read.
    pub(super) number: i64,
    /// When, UTC.
    pub(super) at: String,
    /// Versions of the pinned tables.
    pub(super) versions: [u64; PINS],
    /// How many rows of each the store holds since.
    pub(super) totals: [u64; PINS],
}

impl Read {
    /// The version that `table` is pinned at. That of `reads` itself is not pinned.
    pub(super) fn version_of(&self, table: TableName) -> Option<u64> {
        self.versions.get(table as usize).copied()
    }
}

pub(super) fn reads(reads: &[Read]) -> Columns {
    let numbers = |of: fn(&Read) -> &[u64; PINS], table: usize| {
        reads.iter().map(move |read| Some(of(read)[table] as i64))
    };
    let mut columns = Columns::default()
        .number("read", reads.iter().map(|read| Some(read.number)))
        .text("at", reads.iter().map(|read| Some(read.at.as_str())));
    for (place, table) in TableName::PINNED.into_iter().enumerate() {
        columns = columns.number(table.pin(), numbers(|read| &read.versions, place));
    }
    for (place, table) in TableName::PINNED.into_iter().enumerate() {
        columns = columns.number(table.name(), numbers(|read| &read.totals, place));
    }
    columns
}

pub(super) fn reads_of(rows: &Rows<'_>, into: &mut Vec<Read>) -> Result<(), StoreError> {
    let (number, at) = (rows.number("read")?, rows.text("at")?);
    let mut versions = Vec::with_capacity(PINS);
    let mut totals = Vec::with_capacity(PINS);
    for table in TableName::PINNED {
        versions.push(rows.number(table.pin())?);
        totals.push(rows.number(table.name())?);
    }
    for row in 0..rows.len() {
        let mut read = Read {
            number: number.value(row),
            at: optional(at, row).unwrap_or_default().to_owned(),
            ..Read::default()
        };
        for place in 0..PINS {
            read.versions[place] = versions[place].value(row).max(0) as u64;
            read.totals[place] = totals[place].value(row).max(0) as u64;
        }
        into.push(read);
    }
    Ok(())
}

/// A row of `documents`: a document with how many passages and assertions came with it.
pub(super) type DocumentRow<'a> = (&'a Document, usize, usize);

pub(super) fn documents(rows: &[DocumentRow<'_>]) -> Columns {
    let each = || rows.iter().map(|row| row.0);
    Columns::default()
        .text("id", each().map(|it| Some(it.id.as_str())))
        .text("origin", each().map(|it| Some(it.origin.as_str())))
        .text("title", each().map(|it| it.title.as_deref()))
        .text("publisher", each().map(|it| it.publisher.as_deref()))
        .text("author", each().map(|it| it.author.as_deref()))
        .day("published", each().map(|it| it.published))
        .text("url", each().map(|it| it.url.as_deref()))
        .text("language", each().map(|it| it.language.as_deref()))
        .text("summary_of", each().map(|it| it.summary_of.as_deref()))
        .text("text", each().map(|it| Some(it.text.as_str())))
        .json("blocks", each().map(|it| Some(&it.blocks)))
        .number("passages", rows.iter().map(|row| Some(row.1 as i64)))
        .number("assertions", rows.iter().map(|row| Some(row.2 as i64)))
}

pub(super) fn documents_of(rows: &Rows<'_>, into: &mut Vec<Document>) -> Result<(), StoreError> {
    let [id, origin, title] = [rows.text("id")?, rows.text("origin")?, rows.text("title")?];
    let [publisher, author, url] = [
        rows.text("publisher")?,
        rows.text("author")?,
        rows.text("url")?,
    ];
    let [language, summary_of] = [rows.text("language")?, rows.text("summary_of")?];
    let [text, blocks] = [rows.text("text")?, rows.text("blocks")?];
    let published = rows.day("published")?;
    for row in 0..rows.len() {
        let owned = |column| optional(column, row).map(str::to_owned);
        into.push(Document {
            id: ContentId::from_stored(required(id, row, rows.path)?),
            origin: owned(origin).unwrap_or_default(),
            title: owned(title),
            publisher: owned(publisher),
            author: owned(author),
            published: published.iter().nth(row).flatten().and_then(day_of),
            url: owned(url),
            language: owned(language),
            summary_of: owned(summary_of),
            text: required(text, row, rows.path)?.to_owned(),
            blocks: parse(required(blocks, row, rows.path)?, rows.path)?,
        });
    }
    Ok(())
}

pub(super) fn passages(rows: &[&ReadDocument]) -> Columns {
    let each = || rows.iter().flat_map(|row| &row.passages);
    let published = rows
        .iter()
        .flat_map(|row| row.passages.iter().map(|_| row.document.published));
    Columns::default()
        .text("id", each().map(|it| Some(it.id.as_str())))
        .text("document", each().map(|it| Some(it.document.as_str())))
        .number("index", each().map(|it| Some(i64::from(it.index))))
        .number("start", each().map(|it| Some(it.span.start as i64)))
        .number("end", each().map(|it| Some(it.span.end as i64)))
        .text("block", each().map(|it| Some(it.block.name())))
        .text("heading", each().map(|it| it.heading.as_deref()))
        .day("published", published)
}

pub(super) fn passages_of(rows: &Rows<'_>, into: &mut Vec<Passage>) -> Result<(), StoreError> {
    let [id, document] = [rows.text("id")?, rows.text("document")?];
    let [block, heading] = [rows.text("block")?, rows.text("heading")?];
    let [index, start, end] = [
        rows.number("index")?,
        rows.number("start")?,
        rows.number("end")?,
    ];
    let outside = |error: &dyn ToString| StoreError::damaged(rows.path, error.to_string());
    for row in 0..rows.len() {
        let offset = |column: i64| usize::try_from(column).map_err(|error| outside(&error));
        let kind: BlockKind = required(block, row, rows.path)?
            .parse()
            .map_err(|error| outside(&error))?;
        into.push(Passage {
            id: ContentId::from_stored(required(id, row, rows.path)?),
            document: ContentId::from_stored(required(document, row, rows.path)?),
            index: u32::try_from(index.value(row)).map_err(|error| outside(&error))?,
            span: Span::new(offset(start.value(row))?, offset(end.value(row))?),
            block: kind,
            heading: optional(heading, row).map(str::to_owned),
        });
    }
    Ok(())
}

/// An assertion with its dyad.
pub(super) type AssertionRow<'a> = (Dyad<'a>, &'a AssertionRef<'a>);

/// The columns of assertions, whose quotes are parts of a text, where that is given.
pub(super) fn assertions(rows: &[AssertionRow<'_>], text: Option<&Lent>) -> Columns {
    let each = || rows.iter().map(|row| row.1);
    let event = || {
        each().map(|it| match it.body {
            BodyRef::Event(event) => Some(event),
            _ => None,
        })
    };
    let ties = any_of(rows, |row| matches!(row.1.body, BodyRef::Tie(_)));
    let tie = || {
        ties.iter().map(|row| match row.1.body {
            BodyRef::Tie(tie) => Some(tie),
            _ => None,
        })
    };
    let stances = any_of(rows, |row| matches!(row.1.body, BodyRef::Stance(_)));
    let stance = || {
        stances.iter().map(|row| match row.1.body {
            BodyRef::Stance(stance) => Some(stance),
            _ => None,
        })
    };
    let labels = any_of(rows, |row| matches!(row.1.body, BodyRef::Label(_)));
    let label = || {
        labels.iter().map(|row| match row.1.body {
            BodyRef::Label(label) => Some(label),
            _ => None,
        })
    };
    let figures = any_of(rows, |row| matches!(row.1.body, BodyRef::Figure(_)));
    let figure = || {
        figures.iter().map(|row| match row.1.body {
            BodyRef::Figure(figure) => Some(figure),
            _ => None,
        })
    };
    let date = || each().map(|it| date_of(&it.body));
    let dyads = Texts::written(event(), |event, text| match event {
        Some(event) => {
            acts::dyads(&event, text);
            true
        }
        None => false,
    });
    let day = || event().map(|it| it.and_then(|it| it.date));
    let place = || event().map(|it| it.and_then(|it| it.place));
    let toll = |of: fn(&Toll) -> Option<u64>| {
        event().map(move |it| {
            let count = of(&it?.toll?)?;
            i64::try_from(count).ok()
        })
    };
    let side = |side: for<'e> fn(EventRef<'e>) -> &'e [ActorRef]| {
        event().map(move |it| it.map_or(&[][..], side).iter().map(|it| it.id.as_str()))
    };
    Columns::default()
        .text("id", each().map(|it| Some(it.id.as_str())))
        .text("kind", each().map(|it| Some(it.body.kind())))
        .text(
            "claimant",
            each().map(|it| it.claimant.map(|it| it.id.as_str())),
        )
        .text(
            "claimant_state",
            each().map(|it| it.claimant.and_then(state_of)),
        )
        .text("polarity", each().map(|it| Some(it.polarity.name())))
        .text("certainty", each().map(|it| Some(it.certainty.name())))
        .text(
            "document",
            each().map(|it| Some(it.evidence.document.as_str())),
        )
        .text("title", each().map(|it| it.evidence.title))
        .number(
            "line",
            each().map(|it| i64::try_from(it.evidence.line?).ok()),
        )
        .text("publisher", each().map(|it| it.evidence.publisher))
        .day("published", each().map(|it| it.evidence.published))
        .text(
            "passage",
            each().map(|it| Some(it.evidence.passage.as_str())),
        )
        .number("start", each().map(|it| Some(it.evidence.start as i64)))
        .number("end", each().map(|it| Some(it.evidence.end as i64)))
        .parts("quote", text, each().map(|it| it.evidence.quote))
        .text("coder", each().map(|it| Some(it.coder)))
        .text("type", event().map(|it| it.map(|it| it.event_type.name())))
        .text("mode", event().map(|it| it.and_then(|it| it.mode)))
        .texts(
            "contexts",
            event().map(|it| it.map_or(&[][..], |it| it.contexts)),
        )
        .text("cameo", event().map(|it| it.and_then(|it| it.cameo)))
        .number(
            "quad",
            event().map(|it| it.map(|it| i64::from(it.quad.number()))),
        )
        .decimal("intensity", event().map(|it| it.map(|it| it.intensity)))
        .texts("sources", side(|it| it.source))
        .texts("targets", side(|it| it.target))
        .day("date_start", date().map(|it| it.and_then(|it| it.start)))
        .day("date_end", date().map(|it| it.and_then(|it| it.end)))
        .text("place", place().map(|it| it.map(|it| it.name)))
        .text(
            "place_country",
            place().map(|it| it.and_then(|it| it.country)),
        )
        .decimal("lat", place().map(|it| it.and_then(|it| it.lat)))
        .decimal("lon", place().map(|it| it.and_then(|it| it.lon)))
        .number("killed", toll(|it| it.killed))
        .number("injured", toll(|it| it.injured))
        .number("detained", toll(|it| it.detained))
        .number("displaced", toll(|it| it.displaced))
        .written("dyad", rows.iter().map(|row| row.0), |dyad, text| {
            text.extend(dyad.parts());
        })
        .text("dyads", dyads.iter())
        .flag(
            "counted",
            each()
                .zip(dyads.iter())
                .map(|(it, dyads)| Some(is_counted(it, dyads))),
        )
        .number(
            "year",
            day().map(|it| it.and_then(acts::year).map(i64::from)),
        )
        .number("month", day().map(|it| it.and_then(acts::month)))
        .text("relation", tie().map(|it| it.map(|it| it.relation.name())))
        .text("a", tie().map(|it| it.map(|it| it.a.id.as_str())))
        .text("b", tie().map(|it| it.map(|it| it.b.id.as_str())))
        .flag("directed", tie().map(|it| it.map(|it| it.directed)))
        .text(
            "detail",
            tie().map(|it| it.and_then(|it| it.detail.as_deref())),
        )
        .text(
            "actor",
            stance().map(|it| it.map(|Stance { actor, .. }| actor.id.as_str())),
        )
        .text("issue", stance().map(|it| it.map(|it| it.issue.as_str())))
        .text(
            "position",
            stance().map(|it| it.map(|it| Position::name(it.position))),
        )
        .text(
            "about",
            label().map(|it| it.map(|Label { about, .. }| about.as_str())),
        )
        .text("label", label().map(|it| it.map(|it| it.label.as_str())))
        .text(
            "subject",
            figure().map(|it| it.map(|Figure { subject, .. }| subject.id.as_str())),
        )
        .text(
            "measure",
            figure().map(|it| it.map(|it| it.measure.as_str())),
        )
        .decimal("value", figure().map(|it| it.map(|it| it.value)))
        .text("unit", figure().map(|it| it.map(|it| it.unit.as_str())))
        .text("bound", figure().map(|it| it.map(|it| it.bound.name())))
        .texts(
            "actors",
            each().map(|it| it.body.actors().map(|it| it.id.as_str())),
        )
        .written("involved", each(), involved)
        .jsons("mentions", each().map(mentions))
        .json(
            "record",
            each().map(|it| (!is_plain(it)).then(|| Said::of(it))),
        )
}

/// What an assertion says and who says it: the part of it that `record` holds.
#[derive(Serialize)]
struct Said<'a> {
    #[serde(flatten)]
    body: BodyRef<'a>,
    claimant: Option<&'a ActorRef>,
}

impl<'a> Said<'a> {
    fn of(assertion: &AssertionRef<'a>) -> Self {
        Self {
            body: assertion.body,
            claimant: assertion.claimant,
        }
    }
}

/// [`Said`], read back.
#[derive(Deserialize)]
struct Told {
    #[serde(flatten)]
    body: Body,
    claimant: Option<ActorRef>,
}

/// The columns that an assertion is read back from.
pub(super) fn assertion() -> impl Iterator<Item = &'static str> {
    ASSERTION.iter().chain(PLAIN).copied()
}

/// Those of its evidence, and of what its record says.
const ASSERTION: &[&str] = &[
    "id",
    "polarity",
    "certainty",
    "document",
    "title",
    "line",
    "publisher",
    "published",
    "passage",
    "start",
    "end",
    "quote",
    "coder",
    "value",
    "record",
];

/// The assertions of a batch with the columns of [`assertion`].
pub(super) fn assertions_of(
    rows: &Rows<'_>,
    mut each: impl FnMut(Assertion),
) -> Result<(), StoreError> {
    let [id, document, passage] = [
        rows.text("id")?,
        rows.text("document")?,
        rows.text("passage")?,
    ];
    let [polarity, certainty, coder] = [
        rows.text("polarity")?,
        rows.text("certainty")?,
        rows.text("coder")?,
    ];
    let [title, publisher, quote] = [
        rows.text("title")?,
        rows.text("publisher")?,
        rows.text("quote")?,
    ];
    let [start, end, line] = [
        rows.number("start")?,
        rows.number("end")?,
        rows.number("line")?,
    ];
    let (published, value, record) = (
        rows.day("published")?,
        rows.decimal("value")?,
        rows.text("record")?,
    );
    let mut plain = PlainEvents::of(rows)?;
    let outside = |error: &dyn ToString| StoreError::damaged(rows.path, error.to_string());
    for row in 0..rows.len() {
        let text = |column| required(column, row, rows.path);
        let owned = |column| optional(column, row).map(str::to_owned);
        let offset = |column: &Int64Array| {
            usize::try_from(column.value(row)).map_err(|error| outside(&error))
        };
        let Told { mut body, claimant } = match optional(record, row) {
            Some(record) => parse(record, rows.path)?,
            None => Told {
                body: Body::Event(plain.event(row)?),
                claimant: None,
            },
        };
        // The last bit of a long fraction may be lost on the way through JSON.
        if let Body::Figure(figure) = &mut body
            && value.is_valid(row)
        {
            figure.value = value.value(row);
        }
        let day = published.is_valid(row).then(|| published.value(row));
        let line = line.is_valid(row).then(|| line.value(row));
        let line = line.and_then(|it| u64::try_from(it).ok());
        each(Assertion {
            id: ContentId::from_stored(text(id)?),
            body,
            claimant,
            polarity: text(polarity)?.parse().map_err(|error| outside(&error))?,
            certainty: text(certainty)?.parse().map_err(|error| outside(&error))?,
            evidence: Evidence {
                document: ContentId::from_stored(text(document)?),
                title: EvidenceRef::titled(optional(title, row), line),
                publisher: owned(publisher),
                published: day.and_then(day_of),
                passage: ContentId::from_stored(text(passage)?),
                start: offset(start)?,
                end: offset(end)?,
                quote: text(quote)?.to_owned(),
            },
            coder: text(coder)?.to_owned(),
        });
    }
    Ok(())
}

/// Whether it is counted between states: an event, with its dyads, that is said to have happened, however surely.
fn is_counted(assertion: &AssertionRef<'_>, dyads: Option<&str>) -> bool {
    assertion.polarity == Polarity::Positive
        && assertion.certainty != Certainty::Hypothetical
        && dyads.is_some_and(|dyads| !dyads.is_empty())
}

fn date_of<'a>(body: &BodyRef<'a>) -> Option<DateSpanRef<'a>> {
    match body {
        BodyRef::Event(event) => event.date,
        BodyRef::Tie(tie) => tie.date.as_ref().map(DateSpan::as_ref),
        BodyRef::Stance(_) | BodyRef::Label(_) | BodyRef::Figure(_) => None,
    }
}

/// The first day of what has days.
pub(super) fn first_day(body: &BodyRef<'_>) -> Option<Date> {
    date_of(body)?.start
}

pub(super) fn parse<T: serde::de::DeserializeOwned>(
    json: &str,
    path: &Path,
) -> Result<T, StoreError> {
    serde_json::from_str(json).map_err(|error| StoreError::damaged(path, error))
}

/// Every id that someone who takes part acts for, and that a target belongs to, as
/// `|AZE|sergey-lavrov|RUS|`; for a label, its claimant takes part.
fn involved(assertion: &AssertionRef<'_>, text: &mut String) {
    let claimant = match assertion.body {
        BodyRef::Label(_) => assertion.claimant,
        _ => None,
    };
    let targets = match assertion.body {
        BodyRef::Event(event) => event.target,
        _ => &[],
    };
    let actors = assertion.body.actors().chain(claimant);
    text.push('|');
    for id in actors
        .flat_map(|it| [Some(it.id.as_str()), state_of(it)])
        .chain(targets.iter().map(state_over))
        .flatten()
    {
        text.extend([id, "|"]);
    }
}

/// Every actor named, claimant included, once.
fn mentions<'a>(assertion: &AssertionRef<'a>) -> impl Iterator<Item = &'a ActorRef> + use<'a> {
    let all = assertion.body.actors().chain(assertion.claimant);
    all.clone().enumerate().filter_map(move |(place, actor)| {
        let mut before = all.clone().take(place);
        let is_new = before.all(|known| known.id != actor.id);
        is_new.then_some(actor)
    })
}
