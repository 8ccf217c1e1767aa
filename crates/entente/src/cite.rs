//! `entente cite`: references of datasets, and of what an answer or panel used.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, Result};
use entente_datasets::{DATASETS, find};
use entente_model::ImportRecord;
use entente_store::Store;
use serde_json::Value;

use crate::arguments::{CiteArguments, ReferenceFormat};
use crate::import::known;
use crate::{console, place};

/// A reference in both styles.
struct Reference {
    text: String,
    bibtex: String,
}

pub(crate) fn run(arguments: &CiteArguments) -> Result<ExitCode> {
    let mut cited = Cited {
        imports: imports(arguments)?,
        references: Vec::new(),
    };
    for of in &arguments.of {
        let path = Path::new(of);
        if find(of).is_none() && path.is_file() {
            cited.file(path)?;
        } else {
            cited.dataset(of)?;
        }
    }
    if arguments.of.is_empty() {
        for dataset in DATASETS {
            cited.dataset(dataset.id)?;
        }
    }
    let mut printed: Vec<String> = Vec::new();
    for reference in cited.references {
        let text = match arguments.format {
            ReferenceFormat::Text => reference.text,
            ReferenceFormat::Bibtex => reference.bibtex,
        };
        if !printed.contains(&text) {
            printed.push(text);
        }
    }
    writeln!(io::stdout(), "{}", printed.join("\n\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// What was imported into the store, where there is one.
fn imports(arguments: &CiteArguments) -> Result<Vec<ImportRecord>> {
    if arguments.of.is_empty() {
        return Ok(Vec::new());
    }
    let folder = place::store(arguments.store.store.as_ref())?;
    let runtime = console::runtime()?;
    Ok(match runtime.block_on(Store::open(&folder))? {
        Some(store) => runtime.block_on(store.imports())?,
        None => Vec::new(),
    })
}

struct Cited {
    imports: Vec<ImportRecord>,
    references: Vec<Reference>,
}

impl Cited {
    /// A dataset by its name: of the registry, else one that came in by a mapping file.
    fn dataset(&mut self, id: &str) -> Result<()> {
        let imported = self.imports.iter().find(|it| it.dataset == id);
        let reference = match (find(id), imported) {
            (Some(dataset), _) => Reference {
                text: dataset.citation.to_owned(),
                bibtex: dataset.bibtex.to_owned(),
            },
            (None, Some(import)) => reference_of(import),
            (None, None) => {
                known(id)?;
                return Ok(());
            }
        };
        self.references.push(reference);
        Ok(())
    }

    fn file(&mut self, path: &Path) -> Result<()> {
        let name = || path.display().to_string();
        let text = fs::read_to_string(path).with_context(name)?;
        match serde_json::from_str::<Value>(&text) {
            Ok(answer) => self.answer(&answer),
            Err(_) => {
                let datasets = datasets_of_codebook(&text);
                if datasets.is_empty() {
                    anyhow::bail!(
                        "{} is neither an answer nor a codebook\n  hint: entente ask QUESTION --format json, or the .codebook.md beside a panel",
                        path.display()
                    );
                }
                datasets.iter().try_for_each(|id| self.dataset(id))
            }
        }
    }

    /// Every document that an answer quotes: a dataset once, as its authors ask for it.
    fn answer(&mut self, answer: &Value) -> Result<()> {
        let mut documents = BTreeMap::new();
        pieces(answer, &mut documents);
        for (id, piece) in documents {
            let import = self.imports.iter().find(|it| it.document.as_str() == id);
            let registered = DATASETS
                .iter()
                .find(|dataset| dataset.document().as_str() == id);
            let reference = match (registered, import) {
                (Some(dataset), _) => Reference {
                    text: dataset.citation.to_owned(),
                    bibtex: dataset.bibtex.to_owned(),
                },
                (None, Some(import)) => reference_of(import),
                (None, None) => reference_of_document(&id, &piece),
            };
            self.references.push(reference);
        }
        let mut datasets = BTreeSet::new();
        observed(answer, &mut datasets);
        datasets.iter().try_for_each(|id| self.dataset(id))
    }
}

/// The datasets whose observations account for an answer.
fn observed<'v>(value: &'v Value, datasets: &mut BTreeSet<&'v str>) {
    match value {
        Value::Object(fields) => {
            if let (Some(Value::String(id)), Some(_)) = (fields.get("dataset"), fields.get("place"))
            {
                datasets.insert(id);
            }
            fields.values().for_each(|it| observed(it, datasets));
        }
        Value::Array(values) => values.iter().for_each(|it| observed(it, datasets)),
        _ => {}
    }
}

/// The datasets that a codebook lists.
fn datasets_of_codebook(text: &str) -> Vec<&str> {
    let listed = text.lines().skip_while(|line| *line != "## Datasets");
    listed
        .filter_map(|line| line.strip_prefix("- `")?.split('`').next())
        .collect()
}

/// The pieces of evidence anywhere in an answer, one for each document.
fn pieces(value: &Value, documents: &mut BTreeMap<String, Value>) {
    match value {
        Value::Object(fields) => {
            if let (Some(Value::String(id)), Some(_)) =
                (fields.get("document"), fields.get("quote"))
            {
                documents.entry(id.clone()).or_insert_with(|| value.clone());
            }
            fields.values().for_each(|it| pieces(it, documents));
        }
        Value::Array(values) => values.iter().for_each(|it| pieces(it, documents)),
        _ => {}
    }
}

fn reference_of(import: &ImportRecord) -> Reference {
    let text = if import.citation.is_empty() {
        format!(
            "{}. {}, version {}.",
            import.publisher, import.name, import.version
        )
    } else {
        import.citation.clone()
    };
    let bibtex = import.bibtex.clone().unwrap_or_else(|| {
        format!(
            "@misc{{{},\n  author = {{{{{}}}}},\n  title = {{{{{}}}}},\n  note = {{Version {}}}\n}}",
            import.dataset, import.publisher, import.name, import.version
        )
    });
    Reference { text, bibtex }
}

fn reference_of_document(id: &str, piece: &Value) -> Reference {
    let field = |name: &str| piece.get(name).and_then(Value::as_str);
    let title = field("title").unwrap_or("Untitled");
    let publisher = field("publisher").unwrap_or("Publisher not known");
    let (day, year) = match field("published") {
        Some(day) => (format!(", {day}"), day.get(..4)),
        None => (String::new(), None),
    };
    let year = year.map_or_else(String::new, |year| format!(",\n  year = {{{year}}}"));
    Reference {
        text: format!("{publisher}{day}. \"{title}\"."),
        bibtex: format!(
            "@misc{{doc-{},\n  author = {{{{{publisher}}}}},\n  title = {{{{{title}}}}}{year}\n}}",
            id.get(..12).unwrap_or(id)
        ),
    }
}
