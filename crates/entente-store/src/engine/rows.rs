//! What the tables of published datasets hold: typed rows, rejects, and imports.
//!
//! As with assertions, what a row or an import says is read back from its `record`; the other columns
//! are for filters here and for whoever opens the files with something else. Of records behind events,
//! mentions and statements, the most numerous by far, the columns hold everything, and there is no `record`. Records behind events have
//! no `id` either: it follows from the event's and the record's number.

use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::Array;
use entente_model::{
    ActorRef, ContentId, Date, DateSpanRef, EventPlace, ImportRecord, Quad, Reject, SharedActors,
    TableRow, Values, Vote,
};
use serde::Serialize;

use super::acts;
use super::columns::{Columns, Rows, Texts, any_of, day_of, optional, required};
use super::error::StoreError;
use super::records::parse;

/// The columns of typed rows.
pub(super) fn rows(rows: &[TableRow], dyads: &Texts) -> Columns {
    let statements = any_of(rows, |row| matches!(row.values, Values::Statement { .. }));
    let mentions = any_of(rows, |row| matches!(row.values, Values::Mention { .. }));
    let listed = any_of(rows, |row| is_listed(&row.values));
    Columns::default()
        .text(
            "id",
            rows.iter().map(|row| match row.values {
                Values::EventSource { .. } => None,
                _ => Some(row.id.as_str()),
            }),
        )
        .text("dataset", rows.iter().map(|row| Some(&*row.dataset)))
        .text("file", rows.iter().map(|row| Some(&*row.file)))
        .number("line", rows.iter().map(|row| i64::try_from(row.line).ok()))
        .text("table", given(rows, |it| Some(it.table())))
        .text("state", given(listed, |it| Some(state(it)?.id.as_str())))
        .text(
            "other",
            given(listed, |it| match it {
                Values::Dispute { b, .. } => Some(b.id.as_str()),
                _ => None,
            }),
        )
        .text("dyads", dyads.iter())
        .number("year", given(rows, |it| year(it).map(i64::from)))
        .number("month", given(rows, |it| acts::month(in_a_day(date(it)?))))
        .day("date", given(rows, date))
        .day(
            "until",
            given(listed, |it| match it {
                Values::StateSystem { to, .. } => *to,
                _ => None,
            }),
        )
        .number(
            "number",
            number(rows, |it| match it {
                Values::Vote { roll_call, .. } | Values::RollCall { roll_call, .. } => {
                    Some(*roll_call)
                }
                Values::StateSystem { number, .. } | Values::Dispute { number, .. } => {
                    Some(*number)
                }
                Values::EventSource { record, .. } | Values::Mention { record, .. } => {
                    Some(*record)
                }
                _ => None,
            }),
        )
        .text("vote", given(listed, vote))
        .number(
            "session",
            number(listed, |it| match it {
                Values::RollCall { session, .. } => *session,
                _ => None,
            }),
        )
        .text(
            "title",
            given(listed, |it| match it {
                Values::RollCall { title, .. } => Some(title),
                Values::StateSystem { name, .. } | Values::Organisation { name, .. } => Some(name),
                _ => None,
            }),
        )
        .text(
            "letters",
            given(listed, |it| match it {
                Values::StateSystem { letters, .. } | Values::Organisation { letters, .. } => {
                    Some(letters)
                }
                Values::RollCall { document, .. } => Some(document),
                _ => None,
            }),
        )
        .text(
            "system",
            given(listed, |it| match it {
                Values::StateSystem { system, .. } => Some(system),
                _ => None,
            }),
        )
        .flag(
            "important",
            given(listed, |it| match it {
                Values::RollCall { important, .. } => *important,
                _ => None,
            }),
        )
        .flag(
            "onset",
            given(listed, |it| match it {
                Values::Dispute { onset, .. } => Some(*onset),
                _ => None,
            }),
        )
        .number(
            "hostility",
            number(listed, |it| match it {
                Values::Dispute { hostility, .. } => Some(u64::from(*hostility)),
                _ => None,
            }),
        )
        .decimal(
            "ideal_point_all",
            given(listed, |it| match it {
                Values::IdealPoint { all, .. } => *all,
                _ => None,
            }),
        )
        .decimal(
            "ideal_point_final_passage",
            given(listed, |it| match it {
                Values::IdealPoint { final_passage, .. } => *final_passage,
                _ => None,
            }),
        )
        .decimal(
            "military_expenditure",
            given(listed, |it| match it {
                Values::Capability {
                    military_expenditure,
                    ..
                } => *military_expenditure,
                _ => None,
            }),
        )
        .decimal(
            "military_personnel",
            given(listed, |it| match it {
                Values::Capability {
                    military_personnel, ..
                } => *military_personnel,
                _ => None,
            }),
        )
        .decimal(
            "iron_and_steel",
            given(listed, |it| match it {
                Values::Capability { iron_and_steel, .. } => *iron_and_steel,
                _ => None,
            }),
        )
        .decimal(
            "energy",
            given(listed, |it| match it {
                Values::Capability { energy, .. } => *energy,
                _ => None,
            }),
        )
        .decimal(
            "population",
            given(listed, |it| match it {
                Values::Capability { population, .. } => *population,
                _ => None,
            }),
        )
        .decimal(
            "urban_population",
            given(listed, |it| match it {
                Values::Capability {
                    urban_population, ..
                } => *urban_population,
                _ => None,
            }),
        )
        .decimal(
            "cinc",
            given(listed, |it| match it {
                Values::Capability { cinc, .. } => *cinc,
                _ => None,
            }),
        )
        .text(
            "cameo",
            given(statements, |it| match it {
                Values::Statement { cameo, .. } => cameo.as_deref(),
                _ => None,
            }),
        )
        .number(
            "quad",
            number(statements, |it| match it {
                Values::Statement { .. } => Some(u64::from(Quad::VerbalCooperation.number())),
                _ => None,
            }),
        )
        .decimal(
            "intensity",
            given(statements, |it| match it {
                Values::Statement { intensity, .. } => Some(*intensity),
                _ => None,
            }),
        )
        .same_jsons(
            "source",
            given(statements, |it| match it {
                Values::Statement { source, .. } => Some(Side(source)),
                _ => None,
            }),
        )
        .same_jsons(
            "target",
            given(statements, |it| match it {
                Values::Statement { target, .. } => Some(Side(target)),
                _ => None,
            }),
        )
        .text("place", given(statements, |it| Some(&place(it)?.name)))
        .text(
            "place_country",
            given(statements, |it| place(it)?.country.as_ref()),
        )
        .decimal("lat", given(statements, |it| place(it)?.lat))
        .decimal("lon", given(statements, |it| place(it)?.lon))
        .text(
            "event",
            given(rows, |it| match it {
                Values::EventSource { event, .. } => Some(ContentId::as_str(event)),
                _ => None,
            }),
        )
        .number(
            "mentions",
            number(rows, |it| match it {
                Values::EventSource { mentions, .. } => Some(*mentions),
                _ => None,
            }),
        )
        .number(
            "sources",
            number(rows, |it| match it {
                Values::EventSource { sources, .. } => Some(*sources),
                _ => None,
            }),
        )
        .number(
            "articles",
            number(rows, |it| match it {
                Values::EventSource { articles, .. } => Some(*articles),
                _ => None,
            }),
        )
        .text(
            "url",
            given(rows, |it| match it {
                Values::EventSource { url, .. } => Some(url),
                Values::Mention { identifier, .. } => Some(identifier),
                _ => None,
            }),
        )
        .text(
            "publisher",
            given(mentions, |it| match it {
                Values::Mention { publisher, .. } => Some(publisher),
                _ => None,
            }),
        )
        .number(
            "sentence",
            number(mentions, |it| match it {
                Values::Mention { sentence, .. } => *sentence,
                _ => None,
            }),
        )
        .number(
            "confidence",
            number(mentions, |it| match it {
                Values::Mention { confidence, .. } => *confidence,
                _ => None,
            }),
        )
        .decimal(
            "tone",
            given(mentions, |it| match it {
                Values::Mention { tone, .. } => *tone,
                _ => None,
            }),
        )
        .json(
            "record",
            given(listed, |it| match it {
                Values::EventSource { .. } | Values::Mention { .. } | Values::Statement { .. } => {
                    None
                }
                _ => Some(it),
            }),
        )
}

/// Whether it is of a list that somebody keeps, and no record of an event, mention or statement.
fn is_listed(values: &Values) -> bool {
    !matches!(
        values,
        Values::EventSource { .. } | Values::Mention { .. } | Values::Statement { .. }
    )
}

/// What each row has in a column. Each column has a walk of its own over the rows, which takes millions of steps.
fn given<'r, T>(
    rows: &'r [TableRow],
    of: impl Fn(&'r Values) -> Option<T> + 'r,
) -> impl Iterator<Item = Option<T>> + 'r {
    rows.iter().map(move |row| of(&row.values))
}

/// The same of a column of numbers.
fn number<'r>(
    rows: &'r [TableRow],
    of: impl Fn(&'r Values) -> Option<u64> + 'r,
) -> impl Iterator<Item = Option<i64>> + 'r {
    given(rows, move |values| i64::try_from(of(values)?).ok())
}

/// The columns that the id of a typed row is read back from: that of an event source follows from the others.
pub(super) const ID: [&str; 3] = ["id", "event", "number"];

/// The columns that a typed row is read back from.
pub(super) const ROW: &[&str] = &[
    "id",
    "dataset",
    "file",
    "line",
    "table",
    "date",
    "number",
    "event",
    "mentions",
    "sources",
    "articles",
    "url",
    "publisher",
    "sentence",
    "confidence",
    "tone",
    "source",
    "target",
    "cameo",
    "intensity",
    "place",
    "place_country",
    "lat",
    "lon",
    "record",
];

/// The rows of a batch with the columns of [`ROW`].
pub(super) fn rows_of(rows: &Rows<'_>, mut each: impl FnMut(TableRow)) -> Result<(), StoreError> {
    let [id, dataset, file] = [rows.text("id")?, rows.text("dataset")?, rows.text("file")?];
    let (line, record) = (rows.number("line")?, rows.text("record")?);
    for row in 0..rows.len() {
        let text = |column| required(column, row, rows.path);
        let line = u64::try_from(line.value(row));
        let values = match optional(record, row) {
            Some(record) => parse(record, rows.path)?,
            None => of_columns(rows, row)?,
        };
        each(TableRow {
            id: match &values {
                Values::EventSource { event, record, .. } => Values::id_of_source(event, *record),
                _ => ContentId::from_stored(text(id)?),
            },
            dataset: text(dataset)?.into(),
            file: text(file)?.into(),
            line: line.map_err(|error| StoreError::damaged(rows.path, error))?,
            values,
        });
    }
    Ok(())
}

/// Gives the ids of the rows of a batch with the columns of [`ID`].
pub(super) fn ids_of(rows: &Rows<'_>, mut each: impl FnMut(&str)) -> Result<(), StoreError> {
    let (id, event, number) = (
        rows.text("id")?,
        rows.text("event")?,
        rows.number("number")?,
    );
    for row in 0..rows.len() {
        if let Some(id) = optional(id, row) {
            each(id);
        } else {
            let event = ContentId::from_stored(required(event, row, rows.path)?);
            let record = u64::try_from(number.value(row));
            let record = record.map_err(|error| StoreError::damaged(rows.path, error))?;
            each(Values::id_of_source(&event, record).as_str());
        }
    }
    Ok(())
}

/// The values of a row that has no `record`.
fn of_columns(rows: &Rows<'_>, row: usize) -> Result<Values, StoreError> {
    let text = |name| required(rows.text(name)?, row, rows.path);
    let number = |name| -> Result<Option<u64>, StoreError> {
        let column = rows.number(name)?;
        let number = column.is_valid(row).then(|| column.value(row));
        Ok(number.and_then(|number| u64::try_from(number).ok()))
    };
    let missing = |name| StoreError::damaged(rows.path, format!("{name} is missing in a row"));
    let given = |name| number(name)?.ok_or_else(|| missing(name));
    let decimal = |name| -> Result<Option<f64>, StoreError> {
        let column = rows.decimal(name)?;
        Ok(column.is_valid(row).then(|| column.value(row)))
    };
    let told = |name| -> Result<Option<String>, StoreError> {
        Ok(optional(rows.text(name)?, row).map(str::to_owned))
    };
    let day = |name| -> Result<Date, StoreError> {
        let column = rows.day(name)?;
        let day = column.is_valid(row).then(|| column.value(row));
        day.and_then(day_of).ok_or_else(|| missing(name))
    };
    let side = |name| -> Result<SharedActors, StoreError> { parse(text(name)?, rows.path) };
    let table = text("table")?;
    Ok(match table {
        "event_source" => Values::EventSource {
            event: ContentId::from_stored(text("event")?),
            record: given("number")?,
            mentions: given("mentions")?,
            sources: given("sources")?,
            articles: given("articles")?,
            url: text("url")?.to_owned(),
        },
        "mention" => Values::Mention {
            record: given("number")?,
            date: day("date")?,
            publisher: text("publisher")?.to_owned(),
            identifier: text("url")?.to_owned(),
            sentence: number("sentence")?,
            confidence: number("confidence")?,
            tone: decimal("tone")?,
        },
        "statement" => Values::Statement {
            source: side("source")?,
            target: side("target")?,
            date: day("date")?,
            cameo: told("cameo")?,
            intensity: decimal("intensity")?.ok_or_else(|| missing("intensity"))?,
            place: match told("place")? {
                Some(name) => Some(EventPlace {
                    name,
                    country: told("place_country")?,
                    lat: decimal("lat")?,
                    lon: decimal("lon")?,
                }),
                None => None,
            },
        },
        other => {
            let reason = format!("a row of the table {other} has no record");
            return Err(StoreError::damaged(rows.path, reason));
        }
    })
}

/// The actors of one side of a statement. Two are the same where they are the same ones in memory: rows that are coded
/// together share what they have of an actor.
#[derive(Serialize)]
struct Side<'a>(&'a SharedActors);

impl Hash for Side<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        for actor in self.0.iter() {
            Arc::as_ptr(actor).hash(state);
        }
    }
}

impl PartialEq for Side<'_> {
    fn eq(&self, other: &Self) -> bool {
        let mut each = self.0.iter().zip(other.0.iter());
        self.0.len() == other.0.len() && each.all(|(a, b)| Arc::ptr_eq(a, b))
    }
}

impl Eq for Side<'_> {}

fn place(values: &Values) -> Option<&EventPlace> {
    match values {
        Values::Statement { place, .. } => place.as_ref(),
        _ => None,
    }
}

fn state(values: &Values) -> Option<&ActorRef> {
    match values {
        Values::Vote { state, .. }
        | Values::IdealPoint { state, .. }
        | Values::Capability { state, .. }
        | Values::StateSystem { state, .. }
        | Values::Dispute { a: state, .. } => Some(state),
        _ => None,
    }
}

fn vote(values: &Values) -> Option<&str> {
    match values {
        Values::Vote { vote, .. } => Some(match vote {
            Vote::Yes => "yes",
            Vote::Abstain => "abstain",
            Vote::No => "no",
        }),
        _ => None,
    }
}

/// Writes the states of a statement, as `|AZE>IRN|`. Whether it is one.
pub(super) fn dyads(values: &Values, text: &mut String) -> bool {
    let Values::Statement { source, target, .. } = values else {
        return false;
    };
    acts::between(source, target, text);
    true
}

fn date(values: &Values) -> Option<Date> {
    match values {
        Values::Vote { date, .. } | Values::RollCall { date, .. } => *date,
        Values::Statement { date, .. } | Values::Mention { date, .. } => Some(*date),
        Values::StateSystem { from, .. } => Some(*from),
        _ => None,
    }
}

fn in_a_day(day: Date) -> DateSpanRef<'static> {
    DateSpanRef {
        start: Some(day),
        end: Some(day),
        text: "",
    }
}

fn year(values: &Values) -> Option<i16> {
    match values {
        Values::IdealPoint { year, .. }
        | Values::Capability { year, .. }
        | Values::Dispute { year, .. } => Some(*year),
        // A membership has years, not one.
        Values::StateSystem { .. } => None,
        _ => date(values).map(Date::year),
    }
}

/// A row that could not be imported, with the dataset that it was to be a row of.
pub(super) type RejectRow<'a> = (&'a str, &'a Reject);

/// What tells a reject from others: importing a file again finds the same.
pub(super) fn reject_id((dataset, reject): RejectRow<'_>) -> ContentId {
    let line = reject.line.to_string();
    ContentId::of(["reject", dataset, &reject.file, &line, &reject.row])
}

pub(super) fn rejects(rejects: &[RejectRow<'_>]) -> Columns {
    let each = || rejects.iter().map(|(_, reject)| *reject);
    Columns::default()
        .text(
            "id",
            rejects
                .iter()
                .map(|it| Some(reject_id(*it).as_str().to_owned())),
        )
        .text("dataset", rejects.iter().map(|(dataset, _)| Some(*dataset)))
        .text("file", each().map(|it| Some(it.file.as_str())))
        .number("line", each().map(|it| i64::try_from(it.line).ok()))
        .text("code", each().map(|it| Some(it.code.as_ref())))
        .text("reason", each().map(|it| Some(it.reason.as_ref())))
        .text("detail", each().map(|it| Some(it.detail.as_str())))
        .text("row", each().map(|it| Some(it.row.as_str())))
}

/// The rejects of a batch, each with its dataset.
pub(super) fn rejects_of(
    rows: &Rows<'_>,
    mut each: impl FnMut(String, Reject),
) -> Result<(), StoreError> {
    let texts = ["dataset", "file", "code", "reason", "detail", "row"];
    let [dataset, file, code, reason, detail, text] = texts.map(|name| rows.text(name));
    let (dataset, file, code) = (dataset?, file?, code?);
    let (reason, detail, text, line) = (reason?, detail?, text?, rows.number("line")?);
    for row in 0..rows.len() {
        let owned = |column| required(column, row, rows.path).map(str::to_owned);
        let reject = Reject {
            file: owned(file)?,
            line: line.value(row).max(0) as u64,
            code: owned(code)?.into(),
            reason: owned(reason)?.into(),
            detail: owned(detail)?,
            row: owned(text)?,
        };
        each(owned(dataset)?, reject);
    }
    Ok(())
}

/// A row of `imports`: an import, with how many assertions are stored of its dataset since.
pub(super) type ImportRow<'a> = (&'a ImportRecord, usize);

pub(super) fn imports(imports: &[ImportRow<'_>]) -> Columns {
    let each = || imports.iter().map(|(import, _)| *import);
    let sum = |counts: &std::collections::BTreeMap<String, u64>| counts.values().sum::<u64>();
    Columns::default()
        .text("dataset", each().map(|it| Some(it.dataset.as_str())))
        .text("version", each().map(|it| Some(it.version.as_str())))
        .text("name", each().map(|it| Some(it.name.as_str())))
        .text("publisher", each().map(|it| Some(it.publisher.as_str())))
        .text("document", each().map(|it| Some(it.document.as_str())))
        .text("covers", each().map(|it| Some(it.covers.name())))
        .day("first", each().map(|it| it.days().map(|days| days.0)))
        .day("last", each().map(|it| it.days().map(|days| days.1)))
        .texts("states", each().map(|it| it.coverage.states.keys()))
        .number("rows", each().map(|it| Some(it.rows as i64)))
        .number("imported", each().map(|it| Some(it.imported as i64)))
        .number("merged", each().map(|it| Some(sum(&it.merged) as i64)))
        .number("silent", each().map(|it| Some(sum(&it.silent) as i64)))
        .number("rejected", each().map(|it| Some(sum(&it.rejected) as i64)))
        .number("assertions", imports.iter().map(|it| Some(it.1 as i64)))
        .text("citation", each().map(|it| Some(it.citation.as_str())))
        .text("bibtex", each().map(|it| it.bibtex.as_deref()))
        .text("terms", each().map(|it| Some(it.terms.as_str())))
        .json("record", each().map(Some))
}

pub(super) fn imports_of(rows: &Rows<'_>, into: &mut Vec<ImportRecord>) -> Result<(), StoreError> {
    let record = rows.text("record")?;
    for row in 0..rows.len() {
        into.push(parse(required(record, row, rows.path)?, rows.path)?);
    }
    Ok(())
}
