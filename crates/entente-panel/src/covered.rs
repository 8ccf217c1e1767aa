//! Whether a dataset says anything of states in a period: zero where it does and has nothing,
//! missing where it does not.

use entente_model::ImportRecord;

use crate::plan::Span;
use crate::universe::Member;

/// What was imported of one dataset, or of several that are counted together.
#[derive(Debug, Clone, Default)]
pub(crate) struct Covered {
    pub(crate) imports: Vec<ImportRecord>,
}

impl Covered {
    /// The imports of a dataset.
    pub(crate) fn of(imports: &[ImportRecord], dataset: &str) -> Self {
        let imports = imports.iter().filter(|it| it.dataset == dataset);
        Self {
            imports: imports.cloned().collect(),
        }
    }

    /// Whether any of them tells about both states in the period.
    pub(crate) fn covers(&self, span: &Span, a: &Member, b: Option<&Member>) -> bool {
        self.imports.iter().any(|import| {
            import.covers_days(span.first, span.last)
                && import.covers_state(&a.id, span.year)
                && b.is_none_or(|b| import.covers_state(&b.id, span.year))
        })
    }

    /// Whether any of them tells about the period at all.
    pub(crate) fn reaches(&self, span: &Span) -> bool {
        self.imports
            .iter()
            .any(|import| import.covers_days(span.first, span.last))
    }
}
