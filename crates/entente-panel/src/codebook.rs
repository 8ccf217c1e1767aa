//! What stands beside a panel, so that whoever gets it knows what its numbers are.

use std::fmt::Write;

use entente_model::{Covers, ImportRecord};
use entente_store::CellKind;

use crate::measure::Described;
use crate::plan::Plan;

pub(crate) fn codebook(
    plan: &Plan,
    keys: &[Described],
    measures: &[(Vec<Described>, Vec<String>)],
    imports: &[ImportRecord],
    imported_states: bool,
) -> String {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut text, plan, keys, measures, imports, imported_states);
    text
}

fn write(
    text: &mut String,
    plan: &Plan,
    keys: &[Described],
    measures: &[(Vec<Described>, Vec<String>)],
    imports: &[ImportRecord],
    imported_states: bool,
) -> std::fmt::Result {
    writeln!(text, "# Codebook\n")?;
    writeln!(
        text,
        "A {} panel, {} to {}, made by entente {}.\n",
        plan.unit,
        plan.from,
        plan.to,
        env!("CARGO_PKG_VERSION")
    )?;
    let list = if imported_states {
        "the imported list of the Correlates of War"
    } else {
        "the lexicon's list, after the Correlates of War"
    };
    writeln!(
        text,
        "A row is there for each state, or two states, that were members of the system of states by \
         {list} on some day of the period, two states on the same day. A membership that lasted when \
         the list ended is carried on.",
    )?;
    if !plan.states.is_empty() {
        writeln!(text, "\nOnly these states: {}.", plan.states.join(", "))?;
    }
    writeln!(
        text,
        "\n**Missing is not zero.** A cell is empty (null) where the dataset does not cover both \
         states in that period; it is 0 where it covers them and has nothing. The first and the last \
         period that a dataset covers may be covered in part.\n"
    )?;
    writeln!(text, "## Columns\n")?;
    writeln!(text, "| column | type | from | meaning |")?;
    writeln!(text, "| --- | --- | --- | --- |")?;
    let keyed = keys.iter().map(|column| (column, String::new()));
    let measured = measures.iter().flat_map(|(columns, datasets)| {
        let from = datasets.join(", ");
        columns.iter().map(move |column| (column, from.clone()))
    });
    for (column, from) in keyed.chain(measured) {
        let kind = match column.kind {
            CellKind::Text => "text",
            CellKind::Whole => "whole number",
            CellKind::Number => "number",
        };
        writeln!(
            text,
            "| `{}` | {kind} | {from} | {} |",
            column.name,
            column.meaning.replace('|', "\\|")
        )?;
    }
    let used = |import: &&ImportRecord| {
        let states = imported_states && import.dataset == "cow-states";
        states
            || measures
                .iter()
                .any(|(_, datasets)| datasets.contains(&import.dataset))
    };
    writeln!(text, "\n## Datasets\n")?;
    let mut cited: Vec<&ImportRecord> = Vec::new();
    for import in imports.iter().filter(used) {
        let days = match import.days() {
            Some((first, last)) => format!("{first} to {last}"),
            None => "no days".to_owned(),
        };
        let states = match import.covers {
            Covers::World => "all states".to_owned(),
            Covers::Listed => format!(
                "only the {} states that its rows name, each from its first to its last year there",
                import.coverage.states.len()
            ),
        };
        writeln!(
            text,
            "- `{}` {}: {}. Covers {days}, {states}.",
            import.dataset, import.version, import.name
        )?;
        if !cited.iter().any(|it| it.document == import.document) {
            cited.push(import);
        }
    }
    writeln!(text, "\n## References\n")?;
    for import in cited {
        writeln!(text, "- {}", import.citation)?;
    }
    Ok(())
}
