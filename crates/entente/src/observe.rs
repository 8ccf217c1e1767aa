//! Observations for levels: of published files, and of what was imported into a store.

use std::cell::RefCell;
use std::collections::HashMap;
use std::path::PathBuf;

use entente_assess::level::history::History;
use entente_assess::level::observe::{Identities, Observer, is_observed};
use entente_datasets::{DATASETS, Import, Options, Source};
use entente_lexicon::Lexicon;
use entente_model::{ActorRef, Date};
use entente_panel::number_of;

use crate::console;

/// States by their Correlates of War numbers, which the Soviet Union and Russia share.
pub(crate) struct ByNumber {
    lexicon: &'static Lexicon,
    /// Looking a number up goes through all codes; records repeat the same states.
    known: RefCell<HashMap<(String, String, Option<i16>), Option<String>>>,
}

impl ByNumber {
    pub(crate) fn new(lexicon: &'static Lexicon) -> Self {
        Self {
            lexicon,
            known: RefCell::default(),
        }
    }
}

impl Identities for ByNumber {
    fn state(&self, actor: &ActorRef, on: Option<Date>) -> Option<String> {
        let id = actor.country.as_ref().unwrap_or(&actor.id);
        let key = (id.clone(), actor.text.clone(), on.map(Date::year));
        if let Some(known) = self.known.borrow().get(&key) {
            return known.clone();
        }
        let number = number_of(self.lexicon, actor, on).map(|number| number.to_string());
        self.known.borrow_mut().insert(key, number.clone());
        number
    }
}

/// The observations that the published files in a folder give, without a store.
pub(crate) fn of_files(folder: PathBuf, identities: &dyn Identities) -> History {
    let paths = [folder];
    let datasets: Vec<_> = DATASETS.iter().filter(|it| is_observed(it.id)).collect();
    let bar = console::progress(datasets.len() as u64, "datasets");
    let mut read = Vec::new();
    for dataset in datasets {
        let mut import = Import::new(Source::Dataset(dataset), &paths, Options::default());
        let batches: Vec<_> = import.by_ref().collect();
        if import.summary().files > 0 {
            read.push((batches, import.record()));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    // Which dataset of events is taken is known when all are read.
    let mut observer = Observer::new(read.iter().map(|(_, record)| record), identities);
    for (batches, _) in &read {
        for batch in batches {
            for assertion in &batch.assertions {
                observer.assertion(assertion);
            }
            for row in &batch.rows {
                observer.row(row);
            }
        }
    }
    observer.finish()
}
