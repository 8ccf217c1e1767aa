//! `entente assess --all`: every dyad, at a date or month by month, as a table.

use std::collections::HashMap;
use std::process::ExitCode;

use anyhow::{Context, Result};
use entente_assess::level::account::levels;
use entente_assess::level::features::Walk;
use entente_assess::level::filter::{Heard, Tone};
use entente_assess::level::history::{Dyad, History, Kind, dyad};
use entente_assess::level::metrics::likeliest;
use entente_assess::level::month::Month;
use entente_assess::level::series::months;
use entente_model::Level;
use entente_store::{CellKind, Cells, Column, SheetFormat, SheetWriter};

use crate::arguments::{AssessArguments, Step};
use crate::console;
use crate::observe::{ByNumber, Observed};

fn columns() -> Vec<Column> {
    let mut columns: Vec<Column> = ["year", "month", "ccode1", "ccode2"]
        .iter()
        .map(|name| Column::new(*name, CellKind::Whole))
        .collect();
    columns.push(Column::new("state1", CellKind::Text));
    columns.push(Column::new("state2", CellKind::Text));
    columns.push(Column::new("level", CellKind::Whole));
    let levels = Level::ALL.iter().map(|level| level.column());
    let numbers = levels.chain(["tone", "tone_deviation"]);
    columns.extend(numbers.map(|name| Column::new(name, CellKind::Number)));
    columns
}

/// The tones of all dyads of whom events are counted, month by month.
struct Tones {
    /// Events by dyad, in the order of months, latest first.
    events: HashMap<Dyad, Vec<(Month, [f32; 4])>>,
    tones: HashMap<Dyad, Tone>,
    month: Option<Month>,
}

impl Tones {
    fn new(history: &History) -> Self {
        let mut events: HashMap<Dyad, Vec<(Month, [f32; 4])>> = HashMap::new();
        for ((source, target), flows) in history.all_flows() {
            let own = events.entry(dyad(source, target)).or_default();
            own.extend(flows.iter().map(|flow| (flow.month, flow.quads)));
        }
        for own in events.values_mut() {
            own.sort_by_key(|(month, _)| std::cmp::Reverse(*month));
        }
        Self {
            tones: events.keys().map(|pair| (*pair, Tone::default())).collect(),
            events,
            month: None,
        }
    }

    fn advance(&mut self, first: Month, to: Month) {
        let mut month = self.month.map_or(first, |month| Month(month.0 + 1));
        while month <= to {
            for (pair, tone) in &mut self.tones {
                let mut quads = [0.0; 4];
                if let Some(own) = self.events.get_mut(pair) {
                    while let Some((at, more)) = own.last()
                        && *at <= month
                    {
                        for (sum, more) in quads.iter_mut().zip(more) {
                            *sum += more;
                        }
                        own.pop();
                    }
                }
                tone.step(Heard::of(&quads));
            }
            self.month = Some(month);
            month = Month(month.0 + 1);
        }
    }
}

/// Writes the table.
pub(super) fn run(
    arguments: &AssessArguments,
    observed: &Observed,
    identities: &ByNumber,
    at: Month,
) -> Result<ExitCode> {
    let history = &observed.history;
    let months = match arguments.series {
        None => vec![at],
        Some(step) => {
            let from = arguments
                .from
                .map_or(Month(at.0 - 239), |year| Month::new(year, 1));
            months(from, at, if step == Step::Month { 1 } else { 12 })
        }
    };
    let format = match arguments
        .out
        .as_ref()
        .and_then(|it| it.extension()?.to_str())
    {
        Some("parquet") => SheetFormat::Parquet,
        Some("arrow" | "feather") => SheetFormat::Arrow,
        _ => SheetFormat::Csv,
    };
    let (to, name) = console::writer(arguments.out.as_deref())?;
    let mut writer = SheetWriter::new(format, &columns(), to).with_context(|| name.clone())?;
    let bar = console::progress(months.len() as u64, "months");
    let mut walk = Walk::new(history);
    let mut tones = Tones::new(history);
    let first = history.reach(Kind::Events).map(|(first, _)| first);
    let last = history.reach(Kind::Events).map(|(_, last)| last);
    for month in months {
        let cross = walk.at(last.map_or(month, |last| month.min(last)));
        if let Some(first) = first {
            tones.advance(first, month);
        }
        let ids: Vec<Option<(i64, String)>> = (0..history.actors())
            .map(|place| {
                let number = history.name(place);
                let id = identities.id(number, month.last_day())?;
                Some((number.parse().ok()?, id))
            })
            .collect();
        let mut rows = Rows::default();
        for (a, first) in ids.iter().enumerate() {
            for (b, second) in ids.iter().enumerate().skip(a + 1) {
                let (Some(first), Some(second)) = (first, second) else {
                    continue;
                };
                if let Some(said) = levels(history, &cross, (a, b), month) {
                    rows.add(first, second, said, tones.tones.get(&(a, b)));
                }
            }
        }
        writer
            .write(&rows.cells(month))
            .with_context(|| name.clone())?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    let rows = writer.finish().with_context(|| name)?;
    eprintln!("{rows} rows");
    Ok(ExitCode::SUCCESS)
}

/// The rows of a month, by columns.
#[derive(Default)]
struct Rows {
    numbers: [Vec<Option<i64>>; 2],
    states: [Vec<Option<String>>; 2],
    level: Vec<Option<i64>>,
    said: [Vec<Option<f64>>; 5],
    tone: [Vec<Option<f64>>; 2],
}

impl Rows {
    fn add(
        &mut self,
        first: &(i64, String),
        second: &(i64, String),
        said: [f64; 5],
        tone: Option<&Tone>,
    ) {
        // The lesser number first, as everywhere.
        let (first, second) = if first.0 <= second.0 {
            (first, second)
        } else {
            (second, first)
        };
        for (place, state) in [first, second].into_iter().enumerate() {
            self.numbers[place].push(Some(state.0));
            self.states[place].push(Some(state.1.clone()));
        }
        self.level.push(i64::try_from(likeliest(&said)).ok());
        for (column, said) in self.said.iter_mut().zip(said) {
            column.push(Some(said));
        }
        self.tone[0].push(tone.map(|tone| tone.mean));
        self.tone[1].push(tone.map(|tone| tone.variance.sqrt()));
    }

    fn cells(self, month: Month) -> Vec<Cells> {
        let count = self.level.len();
        let mut cells = vec![
            Cells::Whole(vec![Some(i64::from(month.year())); count]),
            Cells::Whole(vec![Some(i64::from(month.month())); count]),
        ];
        cells.extend(self.numbers.map(Cells::Whole));
        cells.extend(self.states.map(Cells::Text));
        cells.push(Cells::Whole(self.level));
        cells.extend(self.said.map(Cells::Number));
        cells.extend(self.tone.map(Cells::Number));
        cells
    }
}
