//! Functions of the field that queries may call. They are ordinary functions of the engine, so that plans
//! with them run wherever they are registered.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, AsArray, BooleanArray, Date32Array, Int64Array, StringArray, StringBuilder,
};
use datafusion::arrow::datatypes::{DataType, Date32Type, Field, Int64Type};
use datafusion::common::{ScalarValue, exec_err};
use datafusion::error::DataFusionError;
use datafusion::logical_expr::{
    ColumnarValue, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, TypeSignature,
    Volatility,
};
use entente_model::{ActorRef, Date, EventType, ImportRecord};

use crate::engine::columns::{day_of, days_of};

/// What functions have to know of actors: the store itself knows none by name.
pub trait Names: Send + Sync {
    /// The id of whoever is meant by a phrase ("Iran", "the Iranian president"), as of a day.
    fn actor(&self, phrase: &str, on: Option<Date>) -> Option<String>;
    /// The name to show of an id.
    fn name(&self, id: &str) -> Option<String>;
    /// The code of a state in a scheme (`cow`, `gw`, `iso2`, `cameo`, `fips`), as of a day.
    fn code(&self, id: &str, scheme: &str, on: Option<Date>) -> Option<String>;
}

/// A function as it is documented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SqlFunction {
    /// How it is called: `actor(phrase [, day])`.
    pub call: &'static str,
    /// What it gives.
    pub about: &'static str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Actor,
    Name,
    Code,
    Quad,
    Covered,
    MonthOf,
    ActorName,
    ActorCountry,
    ActorSector,
    JsonText,
}

impl Kind {
    const ALL: [Self; 10] = [
        Self::Actor,
        Self::Name,
        Self::Code,
        Self::Quad,
        Self::Covered,
        Self::MonthOf,
        Self::ActorName,
        Self::ActorCountry,
        Self::ActorSector,
        Self::JsonText,
    ];

    const fn name(self) -> &'static str {
        match self {
            Self::Actor => "actor",
            Self::Name => "name",
            Self::Code => "code",
            Self::Quad => "quad",
            Self::Covered => "covered",
            Self::MonthOf => "month_of",
            Self::ActorName => "actor_name",
            Self::ActorCountry => "actor_country",
            Self::ActorSector => "actor_sector",
            Self::JsonText => "json_text",
        }
    }

    const fn function(self) -> SqlFunction {
        let (call, about) = match self {
            Self::Actor => (
                "actor(phrase [, day])",
                "the id of whoever is meant, as of a day: `actor('Iran')` is `IRN`; missing where nobody is known",
            ),
            Self::Name => (
                "name(id)",
                "the name to show of an id that the lexicon knows",
            ),
            Self::Code => (
                "code(id, scheme [, day])",
                "the code of a state in a scheme, `cow`, `cow-letters`, `gw`, `iso2`, `iso3`, `cameo`, `fips`, as of a day",
            ),
            Self::Quad => (
                "quad(type)",
                "the quad class of a PLOVER type, 1 to 4: `quad('ASSAULT')` is 4",
            ),
            Self::Covered => (
                "covered(dataset, state, day)",
                "whether imports of the dataset tell about the state on the day: no row then means that there was nothing",
            ),
            Self::MonthOf => (
                "month_of(months)",
                "the first day of a month that is counted since year 0, as `assertions.month` is",
            ),
            Self::ActorName => (
                "actor_name(mentions, id)",
                "the name of an actor of an assertion, from `assertions.mentions`",
            ),
            Self::ActorCountry => (
                "actor_country(mentions, id)",
                "the state that an actor of an assertion is of",
            ),
            Self::ActorSector => (
                "actor_sector(mentions, id)",
                "the PLOVER sector of an actor of an assertion",
            ),
            Self::JsonText => (
                "json_text(json, field)",
                "a field of a JSON object, or of the first in a list, as text; missing where it is null or not there",
            ),
        };
        SqlFunction { call, about }
    }

    /// The types that it takes, in each form.
    fn takes(self) -> Vec<Vec<DataType>> {
        let text = || DataType::Utf8;
        let mentions = || DataType::List(Arc::new(Field::new("element", DataType::Utf8, true)));
        match self {
            Self::Actor => vec![vec![text()], vec![text(), DataType::Date32]],
            Self::Name | Self::Quad => vec![vec![text()]],
            Self::Code => vec![vec![text(), text()], vec![text(), text(), DataType::Date32]],
            Self::Covered => vec![vec![text(), text(), DataType::Date32]],
            Self::MonthOf => vec![vec![DataType::Int64]],
            Self::ActorName | Self::ActorCountry | Self::ActorSector => {
                vec![vec![mentions(), text()]]
            }
            Self::JsonText => vec![vec![text(), text()]],
        }
    }

    const fn gives(self) -> DataType {
        match self {
            Self::Quad => DataType::Int64,
            Self::Covered => DataType::Boolean,
            Self::MonthOf => DataType::Date32,
            _ => DataType::Utf8,
        }
    }
}

/// Our functions, as they are documented.
pub(super) fn documented() -> Vec<SqlFunction> {
    Kind::ALL.into_iter().map(Kind::function).collect()
}

/// Our functions, for registering.
pub(super) fn all(names: &Arc<dyn Names>, imports: &Arc<[ImportRecord]>) -> Vec<ScalarUDF> {
    let one = |kind: Kind| {
        let forms = kind.takes().into_iter().map(TypeSignature::Exact).collect();
        ScalarUDF::from(Function {
            kind,
            signature: Signature::one_of(forms, Volatility::Immutable),
            names: names.clone(),
            imports: imports.clone(),
        })
    };
    Kind::ALL.into_iter().map(one).collect()
}

struct Function {
    kind: Kind,
    signature: Signature,
    names: Arc<dyn Names>,
    imports: Arc<[ImportRecord]>,
}

impl std::fmt::Debug for Function {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.kind.name())
    }
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.kind == other.kind
    }
}

impl Eq for Function {}

impl Hash for Function {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.kind.hash(state);
    }
}

impl ScalarUDFImpl for Function {
    fn name(&self) -> &str {
        self.kind.name()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType, DataFusionError> {
        Ok(self.kind.gives())
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue, DataFusionError> {
        let is_constant = args
            .args
            .iter()
            .all(|it| matches!(it, ColumnarValue::Scalar(_)));
        let columns = ColumnarValue::values_to_arrays(&args.args)?;
        let given = self.evaluate(&columns)?;
        if is_constant {
            let value = ScalarValue::try_from_array(&given, 0)?;
            return Ok(ColumnarValue::Scalar(value));
        }
        Ok(ColumnarValue::Array(given))
    }
}

impl Function {
    fn evaluate(&self, columns: &[ArrayRef]) -> Result<ArrayRef, DataFusionError> {
        let rows = columns.first().map_or(0, |it| it.len());
        let text = |place: usize| {
            let column: Option<&StringArray> =
                columns.get(place).and_then(|it| it.as_string_opt::<i32>());
            move |row: usize| column.filter(|it| it.is_valid(row)).map(|it| it.value(row))
        };
        let day = |place: usize| {
            let column = columns
                .get(place)
                .and_then(|it| it.as_primitive_opt::<Date32Type>());
            move |row: usize| {
                let days = column.filter(|it| it.is_valid(row))?.value(row);
                day_of(days)
            }
        };
        let (first, second) = (text(0), text(1));
        Ok(match self.kind {
            Kind::Actor => {
                let on = day(1);
                remembered(
                    rows,
                    |row| Some((first(row)?, on(row))),
                    |(phrase, on)| self.names.actor(phrase, *on),
                )
            }
            Kind::Name => remembered(rows, first, |id| self.names.name(id)),
            Kind::Code => {
                let on = day(2);
                remembered(
                    rows,
                    |row| Some((first(row)?, second(row)?, on(row))),
                    |(id, scheme, on)| self.names.code(id, scheme, *on),
                )
            }
            Kind::Quad => {
                let quad = |row| {
                    let event_type: EventType = first(row)?.parse().ok()?;
                    Some(i64::from(event_type.quad().number()))
                };
                Arc::new((0..rows).map(quad).collect::<Int64Array>())
            }
            Kind::Covered => {
                let on = day(2);
                let covered = |row| {
                    let (dataset, state, on) = (first(row)?, second(row)?, on(row)?);
                    Some(self.imports.iter().any(|import| {
                        import.dataset == dataset
                            && import.covers_days(on, on)
                            && import.covers_state(state, on.year())
                    }))
                };
                Arc::new((0..rows).map(covered).collect::<BooleanArray>())
            }
            Kind::MonthOf => {
                let months = columns
                    .first()
                    .and_then(|it| it.as_primitive_opt::<Int64Type>());
                let Some(months) = months else {
                    return exec_err!("month_of takes a number");
                };
                let first_day = |months: Option<i64>| {
                    let months = months?;
                    let year = i16::try_from(months.div_euclid(12)).ok()?;
                    let month = i8::try_from(months.rem_euclid(12) + 1).ok()?;
                    Date::new(year, month, 1).ok().map(days_of)
                };
                Arc::new(months.iter().map(first_day).collect::<Date32Array>())
            }
            Kind::ActorName | Kind::ActorCountry | Kind::ActorSector => {
                let Some(mentions) = columns.first().and_then(|it| it.as_list_opt::<i32>()) else {
                    return exec_err!("{} takes a list of mentions", self.kind.name());
                };
                let mut known: HashMap<String, Option<ActorRef>> = HashMap::new();
                let mut of_row = |row: usize| -> Option<String> {
                    let id = second(row)?;
                    let list = mentions.is_valid(row).then(|| mentions.value(row))?;
                    for json in list.as_string_opt::<i32>()?.iter().flatten() {
                        let actor = match known.get(json) {
                            Some(actor) => actor,
                            None => known
                                .entry(json.to_owned())
                                .or_insert(serde_json::from_str(json).ok()),
                        };
                        let Some(actor) = actor.as_ref().filter(|it| it.id == id) else {
                            continue;
                        };
                        return match self.kind {
                            Kind::ActorName => Some(actor.name.clone()),
                            Kind::ActorCountry => actor.country.clone(),
                            _ => actor.sector.map(|it| it.name().to_owned()),
                        };
                    }
                    None
                };
                Arc::new((0..rows).map(&mut of_row).collect::<StringArray>())
            }
            Kind::JsonText => remembered(
                rows,
                |row| Some((first(row)?, second(row)?)),
                |(json, field)| {
                    let json: serde_json::Value = serde_json::from_str(json).ok()?;
                    let object = json.get(0).unwrap_or(&json);
                    match object.get(field)? {
                        serde_json::Value::Null => None,
                        serde_json::Value::String(text) => Some(text.clone()),
                        other => Some(other.to_string()),
                    }
                },
            ),
        })
    }
}

/// A column of what is found for each row's key; what comes again in a batch is looked up once.
fn remembered<K: Hash + Eq>(
    rows: usize,
    key: impl Fn(usize) -> Option<K>,
    find: impl Fn(&K) -> Option<String>,
) -> ArrayRef {
    let mut known: HashMap<K, Option<String>> = HashMap::new();
    let mut builder = StringBuilder::new();
    for row in 0..rows {
        match key(row) {
            Some(key) => {
                let found = known.entry(key).or_insert_with_key(&find);
                builder.append_option(found.as_deref());
            }
            None => builder.append_null(),
        }
    }
    Arc::new(builder.finish())
}
