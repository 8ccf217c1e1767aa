//! Sheets: rows of named columns in which nothing stands where nothing is known. What panels and
//! exports are written as.

/// What the cells of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CellKind {
    /// Text.
    Text,
    /// Whole numbers.
    Whole,
    /// Numbers with a fraction.
    Number,
}

/// A column of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What its cells are.
    pub kind: CellKind,
}

/// The cells of one column in a stretch of rows. `None` is missing: not known, not covered.
#[derive(Debug, Clone, PartialEq)]
pub enum Cells {
    /// Text.
    Text(Vec<Option<String>>),
    /// Whole numbers.
    Whole(Vec<Option<i64>>),
    /// Numbers with a fraction.
    Number(Vec<Option<f64>>),
}

impl Column {
    /// A column of that name.
    pub fn new(name: impl Into<String>, kind: CellKind) -> Self {
        let name = name.into();
        Self { name, kind }
    }
}

impl Cells {
    /// No cells of a kind.
    pub const fn none(kind: CellKind) -> Self {
        match kind {
            CellKind::Text => Self::Text(Vec::new()),
            CellKind::Whole => Self::Whole(Vec::new()),
            CellKind::Number => Self::Number(Vec::new()),
        }
    }

    /// How many there are.
    pub const fn len(&self) -> usize {
        match self {
            Self::Text(cells) => cells.len(),
            Self::Whole(cells) => cells.len(),
            Self::Number(cells) => cells.len(),
        }
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// What they are.
    pub const fn kind(&self) -> CellKind {
        match self {
            Self::Text(_) => CellKind::Text,
            Self::Whole(_) => CellKind::Whole,
            Self::Number(_) => CellKind::Number,
        }
    }
}
