//! `entente panel`: from the store to a panel and its codebook.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;
use std::thread;

use anyhow::{Context, Result};
use entente_lexicon::Lexicon;
use entente_panel::{Levels, Panel, PanelBuilder, Plan};
use entente_store::{Cells, SheetFormat, SheetWriter, Store};

use crate::arguments::{PanelArguments, PanelFormat};
use crate::{console, levels, place};

pub(crate) fn run(arguments: &PanelArguments) -> Result<ExitCode> {
    let panel = console::runtime()?.block_on(gather(arguments))?;
    let codebook = match (&arguments.codebook, &arguments.out) {
        (Some(file), _) => Some(file.clone()),
        (None, Some(out)) => Some(beside(out)),
        (None, None) => None,
    };
    if let Some(file) = codebook {
        fs::write(&file, panel.codebook()).with_context(|| file.display().to_string())?;
    }
    let format = format(arguments);
    let (to, name) = console::writer(arguments.out.as_deref())?;
    let rows = write(panel, arguments, format, to).with_context(|| name)?;
    eprintln!("{rows} rows");
    Ok(ExitCode::SUCCESS)
}

async fn gather(arguments: &PanelArguments) -> Result<Panel<'static>> {
    let folder = place::store(arguments.store.store.as_ref())?;
    let store = Store::open(&folder).await?.with_context(|| {
        format!(
            "there is no store at {}\n  hint: entente import DATASET PATH...",
            folder.display()
        )
    })?;
    let plan = Plan {
        unit: arguments.unit.into(),
        from: arguments.from,
        to: arguments.to,
        add: arguments.add.clone(),
        states: arguments.states.clone(),
    };
    let imports = store.imports().await?;
    let mut builder = PanelBuilder::new(plan, imports, Lexicon::builtin())?;
    if let Some(query) = builder.query() {
        store
            .each_assertion(&query, &mut |assertion| builder.assertion(&assertion))
            .await?;
    }
    let rows = builder.row_query();
    store.each_row(&rows, &mut |row| builder.row(&row)).await?;
    for (place, query) in builder.tally_queries() {
        builder.tallies(place, store.tally(&query).await?);
    }
    if builder.wants_levels() {
        let levels: Arc<dyn Levels> = Arc::new(levels::gather(&store, &arguments.states).await?);
        builder.levels(&levels);
    }
    Ok(builder.finish())
}

fn write(
    panel: Panel<'_>,
    arguments: &PanelArguments,
    format: SheetFormat,
    to: Box<dyn Write + Send>,
) -> io::Result<u64> {
    let mut writer = SheetWriter::new(format, &panel.columns(), to)?;
    let periods = u64::from(arguments.from.abs_diff(arguments.to)) + 1;
    let bar = console::progress(periods, "years");
    // One thread makes rows while another writes those before.
    let (give, stretches) = sync_channel::<Vec<Cells>>(1);
    let rows = thread::scope(|scope| {
        let writing = scope.spawn(move || {
            for cells in stretches {
                writer.write(&cells)?;
            }
            writer.finish()
        });
        for (number, cells) in panel.enumerate() {
            if give.send(cells).is_err() {
                // Why nothing more is taken is said by the one who writes.
                break;
            }
            let by_month = arguments.unit == crate::arguments::PanelUnit::DyadMonth;
            let periods = if by_month { 12 } else { 1 };
            bar.set_position(number as u64 / periods);
        }
        drop(give);
        let broke_off = |_| Err(io::Error::other("writing broke off"));
        writing.join().unwrap_or_else(broke_off)
    });
    bar.finish_and_clear();
    rows
}

fn format(arguments: &PanelArguments) -> SheetFormat {
    let ending = arguments.out.as_ref().and_then(|out| out.extension());
    match (arguments.format, ending.and_then(|it| it.to_str())) {
        (Some(PanelFormat::Csv), _) => SheetFormat::Csv,
        (Some(PanelFormat::Parquet), _) | (None, Some("parquet")) => SheetFormat::Parquet,
        (Some(PanelFormat::Arrow), _) | (None, Some("arrow" | "feather")) => SheetFormat::Arrow,
        (None, _) => SheetFormat::Csv,
    }
}

/// The codebook of a panel in a file.
fn beside(out: &Path) -> PathBuf {
    let mut name = out.as_os_str().to_owned();
    name.push(".codebook.md");
    name.into()
}
