//! What is shown of a timeline.

use super::{Page, Section, as_of, dated as dated_item};
use crate::answer::{Happening, YesNo};
use crate::timeline::Timeline;

/// Its page, with at most so many events that have a date, the latest, and so many that have none.
pub(super) fn page(timeline: &Timeline, most: usize) -> Page<'_> {
    let mut notes: Vec<String> = as_of(timeline.at).into_iter().collect();
    let mut sections = Vec::new();
    let mut add = |title, items: Vec<_>| {
        if !items.is_empty() {
            let brief = items.len();
            sections.push(Section {
                title,
                items,
                brief,
            });
        }
    };
    let ties = timeline.ties.iter();
    add(
        "What held",
        ties.map(|it| dated_item(it.date.as_deref(), &it.what, &it.evidence))
            .collect(),
    );
    let (dated, undated): (Vec<_>, Vec<_>) =
        timeline.events.iter().partition(|it| it.date.is_some());
    let left_out = dated.len().saturating_sub(most) + undated.len().saturating_sub(most);
    let left_out = timeline.untold + left_out as u64;
    if left_out > 0 {
        notes.push(format!(
            "{left_out} more events, earlier ones first of all: --limit 0, or --format csv."
        ));
    }
    let item = |it: &Happening| dated_item(it.date.as_deref(), &it.what, &it.evidence);
    let latest = dated.iter().skip(dated.len().saturating_sub(most));
    add("What happened", latest.map(|it| item(it)).collect());
    let some = undated.iter().take(most);
    add(
        "On a day that is not said",
        some.map(|it| item(it)).collect(),
    );
    Page {
        title: &timeline.title,
        verdict: &timeline.summary,
        answer: if timeline.events.is_empty() && timeline.ties.is_empty() {
            YesNo::Unknown
        } else {
            YesNo::Yes
        },
        notes,
        levels: &[],
        standing: Vec::new(),
        stretches: &timeline.stretches,
        sections,
    }
}
