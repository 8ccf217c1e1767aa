//! The datasets that are known: one module and one line here for each.

use entente_model::{ContentId, Covers};
use serde::Serialize;

use crate::datasets;
use crate::mapping::Mapping;
use crate::out::Out;
use crate::row::{Fault, Row};

/// A published dataset: what it is, whose, and on which terms.
#[derive(Debug, Serialize)]
pub struct Dataset {
    /// Its name on the command line: `ucdp-ged`.
    pub id: &'static str,
    /// Its name in full.
    pub name: &'static str,
    /// The version that the importer was written for; others of the same columns import as well.
    pub version: &'static str,
    /// Who publishes it.
    pub publisher: &'static str,
    /// The day of that version's release; where only the year is known, its last day.
    pub released: &'static str,
    /// First and last day of what it covers; no last day where it goes on.
    pub span: (&'static str, Option<&'static str>),
    /// Which states it covers.
    pub covers: Covers,
    /// The reference, as its authors ask for it.
    pub citation: &'static str,
    /// The same as a BibTeX entry; its key is `id`.
    pub bibtex: &'static str,
    /// On which terms it may be used.
    pub terms: &'static str,
    /// What makes two rows one event, where the dataset repeats events.
    pub(crate) merges: &'static str,
    /// The forms in which its files come.
    #[serde(skip)]
    pub(crate) layouts: &'static [Layout],
    /// Tables beside it whose values its rows need.
    #[serde(skip)]
    pub(crate) companions: &'static [Companion],
}

impl Dataset {
    /// The id of the dataset as a document, in the version of the list.
    pub fn document(&self) -> ContentId {
        document_of(self.id, self.version)
    }
}

/// The id of a dataset in a version as a document.
pub(crate) fn document_of(dataset: &str, version: &str) -> ContentId {
    ContentId::of(["dataset", dataset, version])
}

/// A table that says what a code of another one means.
#[derive(Debug)]
pub(crate) struct Companion {
    /// Its columns: first the code, then what it means, then others by which it is known.
    pub(crate) columns: &'static [&'static str],
}

/// How a file of a dataset looks, and what makes assertions of it.
#[derive(Debug)]
pub(crate) struct Layout {
    pub(crate) shape: Shape,
    pub(crate) code: Code<'static>,
}

/// By what a file is known.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// A header with these columns, in lower case, in any order and among others.
    Header(&'static [&'static str]),
    /// No header, and one of these numbers of columns. Where somebody has added one, its first
    /// column has this name.
    Places(&'static [usize], &'static str),
}

/// What makes assertions of rows. It depends on nothing but the rows and the context, so that
/// rows can be coded wherever they lie.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Code<'a> {
    /// Each row by itself.
    Row(for<'r> fn(&Row<'r>, &mut Out<'r>) -> Result<(), Fault>),
    /// All rows of a table together; tables of that kind are small.
    Table(for<'r> fn(&[Row<'r>], &mut Out<'r>)),
    /// Each row by a mapping file.
    Mapped(&'a Mapping),
}

/// Every known dataset, in the order of `entente import --list`.
pub static DATASETS: &[&Dataset] = &[
    &datasets::gdelt::GDELT_1,
    &datasets::gdelt::GDELT_2,
    &datasets::gdelt_mentions::GDELT_MENTIONS,
    &datasets::icews::ICEWS,
    &datasets::icews_dyad_years::ICEWS_DYAD_YEARS,
    &datasets::polecat::POLECAT,
    &datasets::keds::KEDS,
    &datasets::keds::KEDS_WEIS,
    &datasets::ucdp_ged::UCDP_GED,
    &datasets::acled::ACLED,
    &datasets::cow_alliances::COW_ALLIANCES,
    &datasets::atop::ATOP,
    &datasets::states::COW_STATES,
    &datasets::states::GW_STATES,
    &datasets::contiguity::CONTIGUITY,
    &datasets::mid::MID,
    &datasets::strategic_rivalries::STRATEGIC_RIVALRIES,
    &datasets::klein_goertz_diehl::KLEIN_GOERTZ_DIEHL,
    &datasets::icb::ICB,
    &datasets::dcad::DCAD,
    &datasets::igo::IGO,
    &datasets::diplomatic_exchange::DIPLOMATIC_EXCHANGE,
    &datasets::un_votes::UN_VOTES,
    &datasets::ideal_points::IDEAL_POINTS,
    &datasets::gsdb::GSDB,
    &datasets::nmc::NMC,
];

/// The dataset of that name.
///
/// ```
/// let ged = entente_datasets::find("ucdp-ged").unwrap();
/// assert_eq!(ged.publisher, "UCDP");
/// ```
pub fn find(id: &str) -> Option<&'static Dataset> {
    DATASETS.iter().copied().find(|dataset| dataset.id == id)
}
