//! One module per dataset: what it is, how its files look, and what its rows say.

pub(crate) mod acled;
pub(crate) mod atop;
pub(crate) mod contiguity;
pub(crate) mod cow_alliances;
pub(crate) mod dcad;
pub(crate) mod diplomatic_exchange;
pub(crate) mod gdelt;
pub(crate) mod gdelt_mentions;
pub(crate) mod gsdb;
pub(crate) mod icb;
pub(crate) mod icews;
pub(crate) mod icews_dyad_years;
pub(crate) mod ideal_points;
pub(crate) mod igo;
pub(crate) mod keds;
pub(crate) mod klein_goertz_diehl;
pub(crate) mod mid;
pub(crate) mod nmc;
pub(crate) mod polecat;
pub(crate) mod states;
pub(crate) mod strategic_rivalries;
pub(crate) mod ucdp_ged;
pub(crate) mod un_votes;
