//! Assertions as rows of a sheet: the columns of the store, and the whole record as JSON, from which
//! it is read back.

use entente_model::{ActorRef, Assertion, Body, DateSpan, Event, Figure, Label, Stance, Tie};

use crate::{CellKind, Cells, Column};

/// The column that holds the whole record.
pub const RECORD: &str = "record";

/// The value of one column.
enum Value {
    Text(Option<String>),
    Whole(Option<i64>),
    Number(Option<f64>),
}

type Of = fn(&Assertion) -> Value;

/// The columns, with what they hold of an assertion.
const COLUMNS: &[(&str, CellKind, Of)] = &[
    ("id", CellKind::Text, |it| some(it.id.as_str())),
    ("kind", CellKind::Text, |it| some(it.body.kind())),
    ("claimant", CellKind::Text, |it| {
        text(it.claimant.as_ref().map(|it| it.id.as_str()))
    }),
    ("polarity", CellKind::Text, |it| some(it.polarity.name())),
    ("certainty", CellKind::Text, |it| some(it.certainty.name())),
    ("document", CellKind::Text, |it| {
        some(it.evidence.document.as_str())
    }),
    ("title", CellKind::Text, |it| {
        text(it.evidence.title.as_deref())
    }),
    ("publisher", CellKind::Text, |it| {
        text(it.evidence.publisher.as_deref())
    }),
    ("published", CellKind::Text, |it| day(it.evidence.published)),
    ("start", CellKind::Whole, |it| {
        Value::Whole(i64::try_from(it.evidence.start).ok())
    }),
    ("end", CellKind::Whole, |it| {
        Value::Whole(i64::try_from(it.evidence.end).ok())
    }),
    ("quote", CellKind::Text, |it| some(&it.evidence.quote)),
    ("coder", CellKind::Text, |it| some(&it.coder)),
    ("type", CellKind::Text, |it| {
        text(event(it).map(|it| it.event_type.name()))
    }),
    ("mode", CellKind::Text, |it| {
        text(event(it).and_then(|it| it.mode.as_deref()))
    }),
    ("cameo", CellKind::Text, |it| {
        text(event(it).and_then(|it| it.cameo.as_deref()))
    }),
    ("quad", CellKind::Whole, |it| {
        Value::Whole(event(it).map(|it| i64::from(it.quad.number())))
    }),
    ("intensity", CellKind::Number, |it| {
        Value::Number(event(it).map(|it| it.intensity))
    }),
    ("sources", CellKind::Text, |it| {
        Value::Text(event(it).map(|it| ids(&it.source)))
    }),
    ("targets", CellKind::Text, |it| {
        Value::Text(event(it).map(|it| ids(&it.target)))
    }),
    ("date_start", CellKind::Text, |it| {
        day(date(it).and_then(|it| it.start))
    }),
    ("date_end", CellKind::Text, |it| {
        day(date(it).and_then(|it| it.end))
    }),
    ("place", CellKind::Text, |it| {
        text(place(it).map(|it| it.name.as_str()))
    }),
    ("place_country", CellKind::Text, |it| {
        text(place(it).and_then(|it| it.country.as_deref()))
    }),
    ("lat", CellKind::Number, |it| {
        Value::Number(place(it).and_then(|it| it.lat))
    }),
    ("lon", CellKind::Number, |it| {
        Value::Number(place(it).and_then(|it| it.lon))
    }),
    ("relation", CellKind::Text, |it| {
        text(tie(it).map(|it| it.relation.name()))
    }),
    ("a", CellKind::Text, |it| {
        text(tie(it).map(|it| it.a.id.as_str()))
    }),
    ("b", CellKind::Text, |it| {
        text(tie(it).map(|it| it.b.id.as_str()))
    }),
    ("directed", CellKind::Whole, |it| {
        Value::Whole(tie(it).map(|it| i64::from(it.directed)))
    }),
    ("detail", CellKind::Text, |it| {
        text(tie(it).and_then(|it| it.detail.as_deref()))
    }),
    ("actor", CellKind::Text, |it| {
        text(stance(it).map(|it| it.actor.id.as_str()))
    }),
    ("issue", CellKind::Text, |it| {
        text(stance(it).map(|it| it.issue.as_str()))
    }),
    ("position", CellKind::Text, |it| {
        text(stance(it).map(|it| it.position.name()))
    }),
    ("about", CellKind::Text, |it| {
        text(label(it).map(|it| it.about.as_str()))
    }),
    ("label", CellKind::Text, |it| {
        text(label(it).map(|it| it.label.as_str()))
    }),
    ("subject", CellKind::Text, |it| {
        text(figure(it).map(|it| it.subject.id.as_str()))
    }),
    ("measure", CellKind::Text, |it| {
        text(figure(it).map(|it| it.measure.as_str()))
    }),
    ("value", CellKind::Number, |it| {
        Value::Number(figure(it).map(|it| it.value))
    }),
    ("unit", CellKind::Text, |it| {
        text(figure(it).map(|it| it.unit.as_str()))
    }),
    ("bound", CellKind::Text, |it| {
        text(figure(it).map(|it| it.bound.name()))
    }),
    (RECORD, CellKind::Text, |it| {
        Value::Text(serde_json::to_string(it).ok())
    }),
];

/// The columns of a sheet of assertions.
pub fn assertion_columns() -> Vec<Column> {
    COLUMNS
        .iter()
        .map(|(name, kind, _)| Column::new(*name, *kind))
        .collect()
}

/// The cells of assertions, a column each.
pub fn assertion_cells(assertions: &[Assertion]) -> Vec<Cells> {
    COLUMNS
        .iter()
        .map(|(_, kind, of)| {
            let mut cells = Cells::none(*kind);
            for assertion in assertions {
                match (&mut cells, of(assertion)) {
                    (Cells::Text(cells), Value::Text(value)) => cells.push(value),
                    (Cells::Whole(cells), Value::Whole(value)) => cells.push(value),
                    (Cells::Number(cells), Value::Number(value)) => cells.push(value),
                    // The table above gives each column values of its kind.
                    (Cells::Text(cells), _) => cells.push(None),
                    (Cells::Whole(cells), _) => cells.push(None),
                    (Cells::Number(cells), _) => cells.push(None),
                }
            }
            cells
        })
        .collect()
}

fn text(value: Option<&str>) -> Value {
    Value::Text(value.map(str::to_owned))
}

fn some(value: &str) -> Value {
    text(Some(value))
}

fn day(day: Option<entente_model::Date>) -> Value {
    Value::Text(day.map(|day| day.to_string()))
}

fn ids(actors: &[ActorRef]) -> String {
    let ids: Vec<&str> = actors.iter().map(|it| it.id.as_str()).collect();
    ids.join("|")
}

fn event(assertion: &Assertion) -> Option<&Event> {
    match &assertion.body {
        Body::Event(event) => Some(event),
        _ => None,
    }
}

fn place(assertion: &Assertion) -> Option<&entente_model::EventPlace> {
    event(assertion)?.place.as_ref()
}

fn tie(assertion: &Assertion) -> Option<&Tie> {
    match &assertion.body {
        Body::Tie(tie) => Some(tie),
        _ => None,
    }
}

fn stance(assertion: &Assertion) -> Option<&Stance> {
    match &assertion.body {
        Body::Stance(stance) => Some(stance),
        _ => None,
    }
}

fn label(assertion: &Assertion) -> Option<&Label> {
    match &assertion.body {
        Body::Label(label) => Some(label),
        _ => None,
    }
}

fn figure(assertion: &Assertion) -> Option<&Figure> {
    match &assertion.body {
        Body::Figure(figure) => Some(figure),
        _ => None,
    }
}

fn date(assertion: &Assertion) -> Option<&DateSpan> {
    match &assertion.body {
        Body::Event(Event { date, .. }) | Body::Tie(Tie { date, .. }) => date.as_ref(),
        _ => None,
    }
}
