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

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use entente_lexicon::Lexicon;
    use entente_model::{ContentId, Coverage, Covers, Date};

    use super::*;
    use crate::universe::Universe;

    fn import(covers: Covers, rows: (&str, &str)) -> ImportRecord {
        let day = |text: &str| text.parse::<Date>().ok();
        let mut coverage = Coverage::default();
        coverage.days(day(rows.0), day(rows.1));
        coverage.state("EGY", day("1981-05-01"));
        ImportRecord {
            dataset: "d".into(),
            version: "1".into(),
            name: "D".into(),
            publisher: String::new(),
            document: ContentId::of(["d"]),
            span: (day("1980-01-01"), day("1990-12-31")),
            covers,
            coverage,
            rows: 0,
            imported: 0,
            merged: BTreeMap::new(),
            silent: BTreeMap::new(),
            rejected: BTreeMap::new(),
            citation: String::new(),
            bibtex: None,
            terms: String::new(),
        }
    }

    #[test]
    fn covered_is_what_lies_in_the_span_and_between_the_rows() {
        let lexicon = Lexicon::builtin();
        let mut universe = Universe::default();
        universe.complete(lexicon);
        let check = |imports: &[ImportRecord], at: i16, others: bool, expected: bool| {
            let wanted = ["EGY", "ISR"].map(str::to_owned);
            let members = universe.members(&Span::whole_year(at), lexicon, &wanted);
            let covered = Covered::of(imports, "d");
            let other = others.then(|| &members[1]);
            let found = covered.covers(&Span::whole_year(at), &members[0], other);
            assert_eq!(found, expected, "{at} {others}");
        };
        let world = import(Covers::World, ("1970-01-01", "1985-06-30"));
        for (at, expected) in [(1979, false), (1980, true), (1985, true), (1986, false)] {
            check(std::slice::from_ref(&world), at, true, expected);
        }
        let listed = import(Covers::Listed, ("1980-01-01", "1985-06-30"));
        for (at, others, expected) in [
            (1981, false, true),
            (1981, true, false),
            (1982, false, false),
        ] {
            check(std::slice::from_ref(&listed), at, others, expected);
        }
        // Of two files, what lies between them is covered by neither.
        let later = import(Covers::World, ("1988-01-01", "1999-12-31"));
        for (at, expected) in [(1986, false), (1988, true), (1990, true), (1991, false)] {
            check(&[world.clone(), later.clone()], at, true, expected);
        }
        check(&[], 1981, false, false);
    }
}
