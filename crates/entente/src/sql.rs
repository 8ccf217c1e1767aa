//! `entente sql`: a query over the tables of the store.

use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result, bail};
use entente_lexicon::{CodeScheme, Lexicon};
use entente_model::Date;
use entente_store::{Names, SqlFormat, SqlFunction, SqlTable, sql_functions, sql_tables};

use crate::arguments::{SqlArguments, SqlOutput};
use crate::{console, store};

pub(crate) fn run(arguments: &SqlArguments) -> Result<ExitCode> {
    let runtime = console::deep_runtime()?;
    let Some(query) = &arguments.query else {
        let tables = runtime.block_on(sql_tables())?;
        let text = match arguments.format {
            Some(SqlOutput::Md) => markdown(&tables, &sql_functions()),
            None | Some(SqlOutput::Text) => listing(&tables, &sql_functions()),
            Some(_) => bail!("tables are listed as text or md"),
        };
        let (mut to, name) = console::writer(arguments.out.as_deref())?;
        to.write_all(text.as_bytes()).with_context(|| name)?;
        to.flush()?;
        return Ok(ExitCode::SUCCESS);
    };
    let query = if query == "-" {
        io::read_to_string(io::stdin().take(1 << 20)).context("standard input")?
    } else {
        query.clone()
    };
    let names: Arc<dyn Names> = Arc::new(Known(Lexicon::builtin()));
    let format = format(arguments)?;
    let rows = runtime.block_on(async {
        let store = store::open(&arguments.store).await?;
        if arguments.explain {
            let plan = store.explain(&query, names).await?;
            writeln!(io::stdout(), "{plan}")?;
            return Ok::<_, anyhow::Error>(None);
        }
        let answer = store.sql(&query, names).await?;
        let (to, _) = console::writer(arguments.out.as_deref())?;
        Ok(Some(answer.write(format, to).await?))
    })?;
    if let Some(rows) = rows {
        eprintln!("{}", console::count(rows as usize, "row"));
    }
    Ok(ExitCode::SUCCESS)
}

/// The lexicon, as functions in queries see it.
struct Known(&'static Lexicon);

impl Names for Known {
    fn actor(&self, phrase: &str, on: Option<Date>) -> Option<String> {
        self.0.resolve_name(phrase, on).map(|actor| actor.id)
    }

    fn name(&self, id: &str) -> Option<String> {
        self.0.actor(id).map(|actor| actor.name.clone())
    }

    fn code(&self, id: &str, scheme: &str, on: Option<Date>) -> Option<String> {
        let scheme = match scheme.to_ascii_lowercase().as_str() {
            "cow" => CodeScheme::Cow,
            "cow-letters" => CodeScheme::CowLetters,
            "gw" => CodeScheme::Gw,
            "iso2" => CodeScheme::Iso2,
            "iso3" => CodeScheme::Iso3,
            "cameo" => CodeScheme::Cameo,
            "fips" => CodeScheme::Fips,
            _ => return None,
        };
        self.0.code_of(id, scheme, on).map(str::to_owned)
    }
}

fn format(arguments: &SqlArguments) -> Result<SqlFormat> {
    let ending = arguments.out.as_ref().and_then(|out| out.extension());
    Ok(
        match (arguments.format, ending.and_then(|it| it.to_str())) {
            (Some(SqlOutput::Text), _) => SqlFormat::Text,
            (Some(SqlOutput::Csv), _) | (None, Some("csv")) => SqlFormat::Csv,
            (Some(SqlOutput::Json), _) | (None, Some("json")) => SqlFormat::Json,
            (Some(SqlOutput::Jsonl), _) | (None, Some("jsonl")) => SqlFormat::Jsonl,
            (Some(SqlOutput::Parquet), _) | (None, Some("parquet")) => SqlFormat::Parquet,
            (Some(SqlOutput::Arrow), _) | (None, Some("arrow" | "feather")) => SqlFormat::Arrow,
            (Some(SqlOutput::Md), _) => bail!("only --tables is written as md"),
            (None, _) => SqlFormat::Text,
        },
    )
}

fn listing(tables: &[SqlTable], functions: &[SqlFunction]) -> String {
    let mut text = String::new();
    for table in tables {
        let kind = if table.is_view { "view" } else { "table" };
        text += &format!("{} ({kind})\n  {}\n", table.name, table.about);
        for column in &table.columns {
            text += &format!(
                "  {:<26} {:<14} {}\n",
                column.name, column.kind, column.about
            );
        }
        text.push('\n');
    }
    text += "functions\n";
    for function in functions {
        text += &format!("  {:<30} {}\n", function.call, function.about);
    }
    text
}

fn markdown(tables: &[SqlTable], functions: &[SqlFunction]) -> String {
    let cell = |text: &str| text.replace('|', "\\|");
    let mut text = String::from(
        "# Tables and views\n\nWhat `entente sql` queries. Written by `entente sql --tables --format md`; \
         a test holds it against the schema.\n",
    );
    for (heading, is_view) in [("Views", true), ("Tables", false)] {
        text += &format!("\n## {heading}\n");
        for table in tables.iter().filter(|it| it.is_view == is_view) {
            text += &format!("\n### {}\n\n{}\n\n", table.name, table.about);
            text += "| column | type | meaning |\n| --- | --- | --- |\n";
            for column in &table.columns {
                text += &format!(
                    "| `{}` | {} | {} |\n",
                    column.name,
                    column.kind,
                    cell(column.about)
                );
            }
        }
    }
    text += "\n## Functions\n\nBesides DataFusion's own: aggregates, and functions of texts, days, numbers and \
             lists.\n\n| call | gives |\n| --- | --- |\n";
    for function in functions {
        text += &format!("| `{}` | {} |\n", cell(function.call), cell(function.about));
    }
    text
}
