//! What rows say, on its way to whoever imports.

use std::sync::Arc;

use entente_model::{Assertion, AssertionRef, TableRow};

/// What whoever imports makes of what a block of rows says. It is made by the thread that codes the rows, while what they
/// say is at hand: assertions in full, each with strings of its own, take longer to make and to drop than all the rest.
pub trait Take: Sized + Send + 'static {
    /// Takes what the rows say, in their order; typed rows may be taken out. The quotes of the assertions are parts of
    /// `text`, which may be kept in their stead.
    fn take(assertions: &[AssertionRef<'_>], rows: &mut Vec<TableRow>, text: &Arc<Vec<u8>>)
    -> Self;

    /// Drops what other rows have said before: each assertion and each typed row, in their order, of which there stands
    /// that it is not kept. Called once at most.
    fn retain(&mut self, assertions: &[bool], rows: &[bool]);
}

/// What rows say, in full.
#[derive(Debug, Default)]
pub struct Said {
    /// Assertions, each with its row as evidence.
    pub assertions: Vec<Assertion>,
    /// Rows of typed tables.
    pub rows: Vec<TableRow>,
}

impl Take for Said {
    fn take(assertions: &[AssertionRef<'_>], rows: &mut Vec<TableRow>, _: &Arc<Vec<u8>>) -> Self {
        Self {
            assertions: assertions.iter().map(AssertionRef::to_owned).collect(),
            rows: std::mem::take(rows),
        }
    }

    fn retain(&mut self, assertions: &[bool], rows: &[bool]) {
        let (mut assertions, mut rows) = (assertions.iter(), rows.iter());
        self.assertions.retain(|_| assertions.next() == Some(&true));
        self.rows.retain(|_| rows.next() == Some(&true));
    }
}
