//! What an import did: counts by reason, so that nothing is dropped silently.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use entente_model::{Coverage, Covers, Date, Diagnostic};
use serde::Serialize;

use crate::codes::CodeSystem;

/// What an import has done so far.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Summary {
    /// Dataset and version.
    pub dataset: String,
    /// Tables read.
    pub files: u64,
    /// Files in folders that are no tables of the dataset.
    pub passed_over: u64,
    /// Rows read, headers aside.
    pub rows: u64,
    /// Rows that gave something new.
    pub imported: u64,
    /// Rows that were rejected, by reason.
    pub rejected: BTreeMap<Cow<'static, str>, u64>,
    /// Rows that were merged with an earlier one, by rule.
    pub merged: BTreeMap<String, u64>,
    /// Rows that say nothing an assertion or typed row could hold, by reason.
    pub silent: BTreeMap<&'static str, u64>,
    /// Assertions made.
    pub assertions: u64,
    /// Rows of typed tables made.
    pub table_rows: u64,
    /// Codes and names that are not known, and how often each stood somewhere.
    #[serde(serialize_with = "as_list")]
    pub unknown: BTreeMap<(CodeSystem, String), u64>,
    /// First and last day that the dataset covers as a whole; what lies outside is not known.
    pub span: (Option<Date>, Option<Date>),
    /// Whether it covers every state, or only those that its rows name.
    pub covers: Covers,
    /// What the rows tell about.
    pub coverage: Coverage,
    /// Files that could not be read.
    pub diagnostics: Vec<Diagnostic>,
}

fn as_list<S: serde::Serializer>(
    unknown: &BTreeMap<(CodeSystem, String), u64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(
        unknown
            .iter()
            .map(|((system, code), count)| (system, code, count)),
    )
}

/// Unknown codes that are shown; the rest is counted.
const SHOWN: usize = 20;

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}: {} rows of {} tables, {} imported as {} assertions and {} table rows",
            self.dataset, self.rows, self.files, self.imported, self.assertions, self.table_rows
        )?;
        for (rule, count) in &self.merged {
            writeln!(f, "  merged {count}: {rule}")?;
        }
        for (reason, count) in &self.silent {
            writeln!(f, "  nothing to import in {count}: {reason}")?;
        }
        for (reason, count) in &self.rejected {
            writeln!(f, "  rejected {count}: {reason}")?;
        }
        if self.passed_over > 0 {
            let files = self.passed_over;
            writeln!(f, "  passed over {files} files that are no tables of it")?;
        }
        if !self.unknown.is_empty() {
            let mut unknown: Vec<_> = self.unknown.iter().collect();
            unknown.sort_by_key(|&(_, count)| std::cmp::Reverse(count));
            write!(f, "  unknown codes:")?;
            for ((system, code), count) in unknown.iter().take(SHOWN) {
                write!(f, " {} {code:?} ({count})", system.name())?;
            }
            if unknown.len() > SHOWN {
                write!(f, " and {} more", unknown.len() - SHOWN)?;
            }
            writeln!(f)?;
        }
        if let (Some(first), Some(last)) = (self.coverage.first, self.coverage.last) {
            let states = self.coverage.states.len();
            writeln!(f, "  covers {first} to {last}, {states} states")?;
        }
        Ok(())
    }
}
