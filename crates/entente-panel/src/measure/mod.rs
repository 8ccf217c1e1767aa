//! What can be added to a panel: one module each, and one line in [`MEASURES`].

mod alliance_similarity;
mod capability;
mod disputes;
mod events;
mod ideal_points;
mod igo;
mod level;
mod spells;
mod votes;

use std::sync::Arc;

use entente_lexicon::Lexicon;
use entente_model::{Assertion, ImportRecord, TableRow};
use entente_store::{CellKind, Cells, Tallies};

pub use level::Levels;

use crate::numbers::Number;
use crate::plan::{Add, PanelError, Span, Unit};
use crate::universe::{Member, Places};

/// Everything that can be added, with what it is.
pub const MEASURES: &[(&str, &str)] = &[
    (
        "alliance",
        "formal alliances (cow-alliances, or alliance:atop)",
    ),
    (
        "alliance-similarity",
        "S, pi and kappa of alliance portfolios",
    ),
    (
        "rivalry",
        "rivalries (strategic-rivalries, or rivalry:klein-goertz-diehl)",
    ),
    ("contiguity", "direct contiguity (cow-contiguity)"),
    ("crisis", "international crises (icb)"),
    ("dca", "defence cooperation agreements in force (dcad)"),
    ("mid", "militarised disputes (cow-mid)"),
    ("igo", "shared memberships of organisations (cow-igo)"),
    ("votes", "UN votes: agreement, S, pi and kappa (un-votes)"),
    ("ideal-points", "UN ideal points (un-ideal-points)"),
    ("capability", "material capabilities (cow-nmc)"),
    (
        "level",
        "how two states stand, as assessment has it (with --states)",
    ),
    (
        "events",
        "events by quad class, of one dataset or all (events:icews)",
    ),
];

/// A column, and what a codebook says of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Described {
    pub(crate) name: String,
    pub(crate) kind: CellKind,
    pub(crate) meaning: String,
}

impl Described {
    pub(crate) fn new(name: &str, kind: CellKind, meaning: impl Into<String>) -> Self {
        Self {
            name: name.to_owned(),
            kind,
            meaning: meaning.into(),
        }
    }
}

/// The rows of one period.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stretch<'a> {
    pub(crate) unit: Unit,
    pub(crate) span: Span,
    pub(crate) members: &'a [Member],
    pub(crate) places: &'a Places,
    /// Every state of the period, wanted in rows or not: who is alike is measured against all.
    pub(crate) all: &'a [Member],
}

impl<'a> Stretch<'a> {
    /// The states of each row.
    pub(crate) fn rows(&self) -> impl Iterator<Item = (&'a Member, Option<&'a Member>)> + use<'a> {
        let members = self.members;
        self.places
            .iter()
            .map(move |&(a, b)| (&members[a], b.map(|b| &members[b])))
    }
}

/// What an assertion or row of a dataset is told with.
pub(crate) struct Told<'a> {
    pub(crate) lexicon: &'a Lexicon,
}

/// Something that is added to a panel. It takes what the datasets say, then fills its columns of one
/// period after the other.
pub(crate) trait Measure: Send {
    /// The datasets that it is made of.
    fn datasets(&self) -> Vec<String>;

    /// Its columns.
    fn columns(&self, unit: Unit) -> Vec<Described>;

    /// Whether it needs the ties of its datasets.
    fn wants_ties(&self) -> bool {
        false
    }

    /// The typed tables whose rows it needs.
    fn wants_tables(&self) -> &'static [&'static str] {
        &[]
    }

    /// Whether it needs events to be counted.
    fn wants_tallies(&self) -> bool {
        false
    }

    /// Whether it needs assessment.
    fn wants_levels(&self) -> bool {
        false
    }

    fn assertion(&mut self, _assertion: &Assertion, _told: &Told<'_>) {}

    fn row(&mut self, _row: &TableRow, _told: &Told<'_>) {}

    fn tallies(&mut self, _tallies: Tallies, _told: &Told<'_>) {}

    fn levels(&mut self, _levels: &Arc<dyn Levels>) {}

    /// The cells of the stretch, a column each.
    fn fill(&mut self, stretch: &Stretch<'_>) -> Vec<Cells>;
}

/// What was asked to be added.
pub(crate) fn measure(
    add: &Add,
    unit: Unit,
    imports: &[ImportRecord],
) -> Result<Box<dyn Measure>, PanelError> {
    let of = |usual: &'static str, others: &[&'static str]| {
        let dataset = add.dataset.as_deref().unwrap_or(usual);
        if dataset != usual && !others.contains(&dataset) {
            let mut known = vec![usual];
            known.extend(others);
            return Err(PanelError(format!(
                "{} cannot be taken from {dataset}\n  hint: it can from {}",
                add.what,
                known.join(", ")
            )));
        }
        if !imports.iter().any(|it| it.dataset == dataset) {
            return Err(PanelError(format!(
                "{} needs the dataset {dataset}, and the store has nothing of it\n  hint: entente import {dataset} PATH...",
                add.what
            )));
        }
        Ok(dataset.to_owned())
    };
    if unit.is_monthly() && matches!(&*add.what, "mid" | "capability" | "ideal-points") {
        return Err(PanelError(format!(
            "{} is known by year only\n  hint: use a panel by year",
            add.what
        )));
    }
    Ok(match &*add.what {
        "alliance" => Box::new(spells::alliance(imports, &of("cow-alliances", &["atop"])?)),
        "alliance-similarity" => Box::new(alliance_similarity::AllianceSimilarity::new(
            imports,
            &of("cow-alliances", &["atop"])?,
        )),
        "rivalry" => Box::new(spells::rivalry(
            imports,
            &of("strategic-rivalries", &["klein-goertz-diehl"])?,
        )),
        "contiguity" => Box::new(spells::contiguity(imports, &of("cow-contiguity", &[])?)),
        "crisis" => Box::new(spells::crisis(imports, &of("icb", &[])?)),
        "dca" => Box::new(spells::dca(imports, &of("dcad", &[])?)),
        "mid" => Box::new(disputes::Disputes::new(imports, &of("cow-mid", &[])?)),
        "igo" => Box::new(igo::Organisations::new(imports, &of("cow-igo", &[])?)),
        "votes" => Box::new(votes::Votes::new(imports, &of("un-votes", &[])?, unit)),
        "ideal-points" => Box::new(ideal_points::IdealPoints::new(
            imports,
            &of("un-ideal-points", &[])?,
        )),
        "capability" => Box::new(capability::Capabilities::new(imports, &of("cow-nmc", &[])?)),
        "level" if !unit.is_of_dyads() => {
            return Err(PanelError(
                "a level is of two states\n  hint: use a panel of dyads".to_owned(),
            ));
        }
        "level" => Box::new(level::LevelColumns::new(imports)),
        "events" => Box::new(events::Events::new(imports, add.dataset.as_deref(), unit)?),
        other => return Err(PanelError(format!("{other:?} cannot be added to a panel"))),
    })
}

/// A dyad without its direction: the lower number first.
pub(crate) fn both(a: Number, b: Number) -> (Number, Number) {
    (a.min(b), a.max(b))
}
