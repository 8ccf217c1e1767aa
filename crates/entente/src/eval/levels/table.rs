//! The table that weights are fitted on.

use std::path::Path;

use anyhow::{Context, Result};
use entente_assess::level::features::FEATURES;
use entente_store::{CellKind, Cells, Column, SheetFormat, SheetWriter};

use super::Case;
use crate::console;

/// Writes a row a case: which it is, its level, whether it is held out, its fold, its features.
pub(super) fn write(file: &Path, cases: &[Case]) -> Result<u64> {
    let whole = ["ccode1", "ccode2", "year", "level", "held_out", "fold"];
    let mut columns: Vec<Column> = whole
        .iter()
        .map(|name| Column::new(*name, CellKind::Whole))
        .collect();
    columns.extend(
        FEATURES
            .iter()
            .map(|it| Column::new(it.name, CellKind::Number)),
    );
    let format = match file.extension().and_then(|it| it.to_str()) {
        Some("parquet") => SheetFormat::Parquet,
        _ => SheetFormat::Csv,
    };
    let (to, name) = console::writer(Some(file))?;
    let mut writer = SheetWriter::new(format, &columns, to).with_context(|| name.clone())?;
    let numbers =
        |of: &dyn Fn(&Case) -> i64| Cells::Whole(cases.iter().map(|it| Some(of(it))).collect());
    let mut cells = vec![
        numbers(&|it| i64::from(it.label.dyad.0)),
        numbers(&|it| i64::from(it.label.dyad.1)),
        numbers(&|it| i64::from(it.label.year)),
        numbers(&|it| it.label.level as i64),
        numbers(&|it| i64::from(it.label.part().held_out)),
        numbers(&|it| i64::from(it.label.part().fold)),
    ];
    for place in 0..FEATURES.len() {
        let values = cases.iter().map(|case| {
            let value = case.features.get(place).copied().unwrap_or(f32::NAN);
            (!value.is_nan()).then_some(f64::from(value))
        });
        cells.push(Cells::Number(values.collect()));
    }
    writer.write(&cells).with_context(|| name.clone())?;
    writer.finish().with_context(|| name)
}
