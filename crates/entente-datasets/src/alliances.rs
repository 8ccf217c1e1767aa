//! Alliances from tables with a row a member: who was allied with whom while both were in.

use std::collections::HashMap;

use entente_model::{ActorRef, Date, Relation};

use crate::out::{Out, tie};
use crate::row::{Fault, Row};

/// The words for the columns that are 1 in a row: what is promised.
pub(crate) fn promised(
    row: &Row<'_>,
    obligations: &[(&'static str, &'static str)],
) -> Vec<&'static str> {
    let promised = obligations
        .iter()
        .filter(|(column, _)| row.text(*column) == "1");
    promised.map(|(_, words)| *words).collect()
}

/// A spell of membership in an alliance.
pub(crate) struct Membership {
    pub(crate) member: ActorRef,
    pub(crate) days: [Option<Date>; 2],
    pub(crate) promised: Vec<&'static str>,
    /// The phase of the alliance, from 1; 0 where there are none.
    pub(crate) phase: i64,
}

/// The memberships of each alliance so far.
#[derive(Default)]
pub(crate) struct Members(HashMap<String, Vec<Membership>>);

impl Members {
    /// Says with whom a member is allied, of those that came before. The later row is the evidence.
    pub(crate) fn add(
        &mut self,
        alliance: &str,
        new: Membership,
        out: &mut Out<'_>,
    ) -> Result<(), Fault> {
        let others = self.0.entry(alliance.to_owned()).or_default();
        for other in others.iter() {
            ally(out, other, &new)?;
        }
        out.silent(if others.is_empty() {
            "the first member of its alliance, told with the second"
        } else {
            "no member before it at its time"
        });
        others.push(new);
        Ok(())
    }
}

/// Says that two members are allies under what both promise, if they are in it at one time.
fn ally(out: &mut Out<'_>, a: &Membership, b: &Membership) -> Result<(), Fault> {
    let start = a.days[0].max(b.days[0]);
    let end = [a.days[1], b.days[1]].into_iter().flatten().min();
    let overlap = start.is_none_or(|start| end.is_none_or(|end| start <= end));
    // Of two phases of one alliance, each has its own rows for both members.
    let one_phase = a.phase == b.phase || a.phase == 0 || b.phase == 0;
    if !overlap || !one_phase || a.member.id == b.member.id {
        return Ok(());
    }
    let date = out.spell(start, end)?;
    let both: Vec<&str> = (a.promised.iter().copied())
        .filter(|words| b.promised.contains(words))
        .collect();
    let (a, b) = (a.member.clone(), b.member.clone());
    out.tie(tie(Relation::Alliance, a, b, date, both.join(", ")));
    Ok(())
}
