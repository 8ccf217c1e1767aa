//! As Markdown (CommonMark), for notes and reports.

use super::{clean, page};
use crate::answer::{Answer, percent};

/// An answer as Markdown.
pub fn markdown(answer: &Answer) -> String {
    let page = page(answer);
    let mut out = format!(
        "# {}\n\n**{}**\n",
        escaped(&answer.question),
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
