//! From what is stored to rows: what to fetch, what was fetched, and the periods one by one.

use std::sync::Arc;

use entente_lexicon::Lexicon;
use entente_model::{Assertion, ImportRecord, TableRow};
use entente_store::{CellKind, Cells, Column, Period, Query, RowQuery, Tallies, TallyQuery};

use crate::codebook;
use crate::measure::{Described, Levels, Measure, Stretch, Told, measure};
use crate::plan::{PanelError, Plan, Span};
use crate::universe::{Universe, places};

/// A panel that is being gathered. It says what it needs of the store, and takes that.
pub struct PanelBuilder<'l> {
    plan: Plan,
    lexicon: &'l Lexicon,
    imports: Vec<ImportRecord>,
    measures: Vec<Box<dyn Measure>>,
    universe: Universe,
}

/// A panel: the cells of one period after the other.
pub struct Panel<'l> {
    plan: Plan,
    lexicon: &'l Lexicon,
    imports: Vec<ImportRecord>,
    measures: Vec<Box<dyn Measure>>,
    universe: Universe,
    spans: std::vec::IntoIter<Span>,
}

impl std::fmt::Debug for PanelBuilder<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PanelBuilder")
            .field("plan", &self.plan)
            .finish_non_exhaustive()
    }
}

impl std::fmt::Debug for Panel<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Panel")
            .field("plan", &self.plan)
            .finish_non_exhaustive()
    }
}

impl<'l> PanelBuilder<'l> {
    /// Begins a panel over what was imported.
    ///
    /// # Errors
    ///
    /// When the span is empty, a dataset that is needed was not imported, or something has no meaning
    /// in a panel of that unit.
    pub fn new(
        plan: Plan,
        imports: Vec<ImportRecord>,
        lexicon: &'l Lexicon,
    ) -> Result<Self, PanelError> {
        if plan.from > plan.to {
            let (from, to) = (plan.from, plan.to);
            return Err(PanelError(format!(
                "a panel from {from} to {to} has no years"
            )));
        }
        let measures = plan
            .add
            .iter()
            .map(|add| measure(add, plan.unit, &imports))
            .collect::<Result<Vec<_>, _>>()?;
        let builder = Self {
            plan,
            lexicon,
            imports,
            measures,
            universe: Universe::default(),
        };
        let mut names: Vec<String> = Vec::new();
        for column in builder.described() {
            if names.contains(&column.name) {
                return Err(PanelError(format!(
                    "two columns would be named {}\n  hint: add each thing once, or make two panels",
                    column.name
                )));
            }
            names.push(column.name);
        }
        Ok(builder)
    }

    fn described(&self) -> Vec<Described> {
        described(&self.plan, &self.measures)
    }

    /// The documents of the datasets that measures are made of.
    fn documents(&self, wanted: impl Fn(&dyn Measure) -> bool) -> Vec<entente_model::ContentId> {
        let datasets: Vec<String> = self
            .measures
            .iter()
            .filter(|it| wanted(it.as_ref()))
            .flat_map(|it| it.datasets())
            .collect();
        let mut documents = Vec::new();
        for import in &self.imports {
            if datasets.contains(&import.dataset) && !documents.contains(&import.document) {
                documents.push(import.document.clone());
            }
        }
        documents
    }

    /// Which assertions it needs: those of [`Self::assertion`].
    pub fn query(&self) -> Option<Query> {
        let documents = self.documents(|it| it.wants_ties());
        (!documents.is_empty()).then(|| Query {
            kinds: vec!["tie"],
            documents,
            ..Query::default()
        })
    }

    /// Which rows of typed tables it needs: those of [`Self::row`].
    pub fn row_query(&self) -> RowQuery {
        let mut tables = vec!["state_system"];
        for measure in &self.measures {
            for table in measure.wants_tables() {
                if !tables.contains(table) {
                    tables.push(table);
                }
            }
        }
        RowQuery {
            tables,
            datasets: Vec::new(),
        }
    }

    /// Which events it needs counted: those of [`Self::tallies`].
    pub fn tally_queries(&self) -> Vec<(usize, TallyQuery)> {
        let spans = self.plan.spans();
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else {
            return Vec::new();
        };
        let mut queries = Vec::new();
        for (place, measure) in self.measures.iter().enumerate() {
            if measure.wants_tallies() {
                let datasets = measure.datasets();
                let of = self.imports.iter();
                let mut documents: Vec<_> = of
                    .filter(|it| datasets.contains(&it.dataset))
                    .map(|it| it.document.clone())
                    .collect();
                documents.dedup();
                queries.push((
                    place,
                    TallyQuery {
                        by: if self.plan.unit.is_monthly() {
                            Period::Month
                        } else {
                            Period::Year
                        },
                        periods: (first.number(), last.number()),
                        documents,
                        datasets,
                    },
                ));
            }
        }
        queries
    }

    /// Takes an assertion.
    pub fn assertion(&mut self, assertion: &Assertion) {
        let told = Told {
            lexicon: self.lexicon,
        };
        for measure in &mut self.measures {
            let of_it = measure.wants_ties()
                && measure
                    .datasets()
                    .iter()
                    .any(|it| it == assertion.coded_by());
            if of_it {
                measure.assertion(assertion, &told);
            }
        }
    }

    /// Takes a row of a typed table.
    pub fn row(&mut self, row: &TableRow) {
        self.universe.row(row);
        let told = Told {
            lexicon: self.lexicon,
        };
        for measure in &mut self.measures {
            measure.row(row, &told);
        }
    }

    /// Takes the counts for what [`Self::tally_queries`] numbered so.
    pub fn tallies(&mut self, place: usize, tallies: Tallies) {
        let told = Told {
            lexicon: self.lexicon,
        };
        if let Some(measure) = self.measures.get_mut(place) {
            measure.tallies(tallies, &told);
        }
    }

    /// Whether it needs assessment: that of [`Self::levels`].
    pub fn wants_levels(&self) -> bool {
        self.measures.iter().any(|it| it.wants_levels())
    }

    /// Takes assessment.
    pub fn levels(&mut self, levels: &Arc<dyn Levels>) {
        for measure in &mut self.measures {
            measure.levels(levels);
        }
    }

    /// The panel of everything that was taken.
    pub fn finish(mut self) -> Panel<'l> {
        self.universe.complete(self.lexicon);
        Panel {
            spans: self.plan.spans().into_iter(),
            plan: self.plan,
            lexicon: self.lexicon,
            imports: self.imports,
            measures: self.measures,
            universe: self.universe,
        }
    }
}

/// The columns that say which row it is.
fn keys(plan: &Plan) -> Vec<Described> {
    let (whole, text) = (CellKind::Whole, CellKind::Text);
    let mut keys = vec![Described::new("year", whole, "the year")];
    if plan.unit.is_monthly() {
        keys.push(Described::new("month", whole, "the month, 1 to 12"));
    }
    if plan.unit.is_of_dyads() {
        for (place, which) in [("1", "first"), ("2", "second")] {
            keys.push(Described::new(
                &format!("ccode{place}"),
                whole,
                format!("Correlates of War number of the {which} state"),
            ));
            keys.push(Described::new(
                &format!("state{place}"),
                text,
                format!("id of the {which} state then: ISO 3166-1 alpha-3, of gone states the withdrawn code or a slug"),
            ));
        }
    } else {
        keys.push(Described::new(
            "ccode",
            whole,
            "Correlates of War number of the state",
        ));
        keys.push(Described::new(
            "state",
            text,
            "id of the state then: ISO 3166-1 alpha-3, of gone states the withdrawn code or a slug",
        ));
    }
    keys
}

fn described(plan: &Plan, measures: &[Box<dyn Measure>]) -> Vec<Described> {
    let mut columns = keys(plan);
    for measure in measures {
        columns.extend(measure.columns(plan.unit));
    }
    columns
}

impl Panel<'_> {
    /// Its columns.
    pub fn columns(&self) -> Vec<Column> {
        described(&self.plan, &self.measures)
            .into_iter()
            .map(|it| Column::new(it.name, it.kind))
            .collect()
    }

    /// What stands beside it, in Markdown: what every column means, from which dataset it is, which
    /// days that covers, and the references.
    pub fn codebook(&self) -> String {
        let keys = keys(&self.plan);
        let measures: Vec<_> = self
            .measures
            .iter()
            .map(|it| (it.columns(self.plan.unit), it.datasets()))
            .collect();
        codebook::codebook(
            &self.plan,
            &keys,
            &measures,
            &self.imports,
            self.universe.imported,
        )
    }
}

impl Iterator for Panel<'_> {
    type Item = Vec<Cells>;

    fn next(&mut self) -> Option<Vec<Cells>> {
        let span = self.spans.next()?;
        let all = self.universe.members(&span, self.lexicon, &[]);
        let members = if self.plan.states.is_empty() {
            all.clone()
        } else {
            self.universe
                .members(&span, self.lexicon, &self.plan.states)
        };
        let places = places(self.plan.unit, &span, &members);
        let rows = places.len();
        let mut cells = vec![Cells::Whole(vec![Some(i64::from(span.year)); rows])];
        if let Some(month) = span.month {
            cells.push(Cells::Whole(vec![Some(i64::from(month)); rows]));
        }
        let sides = if self.plan.unit.is_of_dyads() { 2 } else { 1 };
        for side in 0..sides {
            let of = |&(a, b): &(usize, Option<usize>)| {
                let place = if side == 0 { Some(a) } else { b };
                place.map(|place| &members[place])
            };
            let number = places
                .iter()
                .map(|row| of(row).map(|it| i64::from(it.number)));
            cells.push(Cells::Whole(number.collect()));
            let id = places.iter().map(|row| of(row).map(|it| it.id.clone()));
            cells.push(Cells::Text(id.collect()));
        }
        let stretch = Stretch {
            unit: self.plan.unit,
            span,
            members: &members,
            places: &places,
            all: &all,
        };
        for measure in &mut self.measures {
            cells.extend(measure.fill(&stretch));
        }
        Some(cells)
    }
}
