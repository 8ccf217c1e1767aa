//! What is wrong with the tables as a whole: names that two entries of one kind share.

use std::collections::HashMap;

use entente_model::Severity;

use super::sheet::fault;
use super::{Origin, Period, Reading, Sense};

impl Reading {
    /// Tells of names that mean two actors of one kind at one time, where the later row stands in
    /// a file from `first_file` on.
    pub(super) fn check(&mut self, first_file: usize) {
        let mut by_phrase: HashMap<&str, Vec<(usize, Period, Origin)>> = HashMap::new();
        let mut found = Vec::new();
        for (phrase, sense, period, at) in &self.phrases {
            let Sense::Name(actor) = *sense else { continue };
            let known = by_phrase.entry(phrase).or_default();
            let kind = self.tables.actors[actor].kind;
            if known
                .iter()
                .any(|(other, span, _)| *other == actor && span == period)
            {
                continue;
            }
            let clash = known.iter().find(|(other, span, _)| {
                *other != actor && self.tables.actors[*other].kind == kind && span.meets(*period)
            });
            if let Some((other, _, first)) = clash
                && at.file >= first_file
            {
                let other = &self.tables.actors[*other];
                let message = format!(
                    "{phrase:?} is the name of {} too, at {}:{}",
                    other.id, self.files[first.file], first.line
                );
                let hint = "leave it to one of them, or give the years: NAME@1971..1997";
                let file = &self.files[at.file];
                found.push(fault(
                    "L012",
                    Severity::Warning,
                    file,
                    at.line,
                    message,
                    hint,
                ));
            }
            known.push((actor, *period, *at));
        }
        self.faults.found.extend(found);
    }

    /// Tells when `id` is no state, or no actor at all.
    pub(super) fn expect_known(&mut self, id: &str, state: bool, line: u64) {
        let known = self
            .tables
            .by_id
            .get(id)
            .map(|&index| &self.tables.actors[index]);
        let fits = known.is_some_and(|actor| !state || actor.kind == super::ActorKind::State);
        if !fits {
            let (code, what, hint) = if state {
                (
                    "L010",
                    "state",
                    "states stand in states.tsv, by ISO 3166-1 alpha-3",
                )
            } else {
                (
                    "L011",
                    "actor",
                    "states and organisations are named by their ids",
                )
            };
            let message = format!("there is no {what} {id:?}");
            self.faults.error(code, line, message, hint);
        }
    }
}
