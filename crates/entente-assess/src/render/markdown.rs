//! As Markdown (CommonMark), for notes and reports.

use super::{Page, clean};
use crate::answer::percent;

pub(super) fn markdown(page: &Page<'_>) -> String {
    let mut out = format!(
        "# {}\n\n**{}**\n",
        escaped(page.title),
        escaped(page.verdict)
    );
    for note in &page.notes {
        out.push_str(&format!("\n{}\n", escaped(note)));
    }
    if !page.levels.is_empty() {
        out.push_str("\n| level | probability |\n| --- | ---: |\n");
        for share in page.levels {
            out.push_str(&format!(
                "| {} | {} |\n",
                share.level.words(),
                percent(share.probability)
            ));
        }
        for line in &page.standing {
            out.push_str(&format!("\n{}\n", escaped(line)));
        }
    }
    if !page.stretches.is_empty() {
        out.push_str("\n| | cooperation | conflict |\n| --- | ---: | ---: |\n");
        for it in page.stretches {
            let (good, bad) = (it.cooperation(), it.conflict());
            out.push_str(&format!("| {} | {good} | {bad} |\n", it.period));
        }
    }
    for section in &page.sections {
        out.push_str(&format!("\n## {}\n\n", section.title));
        for item in &section.items {
            out.push_str(&format!("- {}\n", escaped(&item.head)));
            for quote in &item.quotes {
                out.push_str(&format!(
                    "\n  > {}\n  >\n  > {}\n\n",
                    escaped(&quote.words),
                    escaped(&quote.source)
                ));
            }
            if item.also > 0 {
                out.push_str(&format!("  Also in {} more.\n", item.also));
            }
        }
    }
    out
}

/// Text that means nothing to Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::new();
    for c in clean(text).chars() {
        match c {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '#' | '|' | '~' => {
                out.push('\\');
                out.push(c);
            }
            other => out.push(other),
        }
    }
    // At the start of a line these open a list.
    if out.starts_with(['-', '+']) {
        out.insert(0, '\\');
    }
    out
}
