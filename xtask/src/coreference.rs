//! Trains coreference and measures it beside two baselines.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context, Result};
use entente_text::{
    LinkCounts, Method, PerceptronParser, Resolver, evaluate_coreference, train_coreference,
};

use crate::marked_news::documents;
use crate::parser::treebank;

/// Trains on GUM's training part in `data` and on marked articles, and writes the weights to `out`.
pub(crate) fn train(
    data: &Path,
    marks: &[PathBuf],
    articles: &[PathBuf],
    out: &Path,
) -> Result<()> {
    let sentences = treebank(&data.join("gum-train.conllu"))?;
    let began = Instant::now();
    let articles = documents(marks, articles)?;
    let (toml, figures) = train_coreference(PerceptronParser::builtin(), &sentences, &articles);
    fs::write(out, &toml).with_context(|| out.display().to_string())?;
    println!(
        "{} documents, {} decisions; {} weights and {} nouns in {} after {} s",
        figures.documents,
        figures.decisions,
        figures.weights,
        figures.nouns,
        out.display(),
        began.elapsed().as_secs()
    );
    Ok(())
}

/// Prints how well anaphors are linked: all genres, then news alone.
pub(crate) fn measure(model: Option<&Path>, paths: &[PathBuf]) -> Result<()> {
    let own;
    let resolver = match model {
        None => Resolver::builtin(),
        Some(path) => {
            let toml = fs::read_to_string(path).with_context(|| path.display().to_string())?;
            own = Resolver::from_model(&toml).context("not a file of weights")?;
            &own
        }
    };
    for path in paths {
        let sentences = treebank(path)?;
        for genre in ["", "news"] {
            for (trees, gold) in [("treebank's trees", true), ("own trees", false)] {
                let score = |method| {
                    evaluate_coreference(
                        resolver,
                        PerceptronParser::builtin(),
                        &sentences,
                        gold,
                        method,
                        |document| document.contains(genre),
                    )
                };
                let scores = score(Method::Resolver);
                println!(
                    "\n{} {genre} ({} documents), {trees}",
                    path.display(),
                    scores.documents
                );
                table("any mention of the chain", &scores.links);
                table("a name of the chain", &scores.names);
                let share = |(sum, count): (f64, f64)| 100.0 * sum / f64::max(count, 1.0);
                for (name, [recall, precision]) in [("MUC", scores.muc), ("B3", scores.b3)] {
                    let (recall, precision) = (share(recall), share(precision));
                    let f1 = 2.0 * recall * precision / f64::max(recall + precision, 1e-9);
                    println!("{name:<28} P {precision:.1} R {recall:.1} F1 {f1:.1}");
                }
                table("nearest name (mention)", &score(Method::NearestName).links);
                table("nearest name (name)", &score(Method::NearestName).names);
                table("subject before", &score(Method::SubjectBefore).links);
            }
        }
    }
    Ok(())
}

fn table(name: &str, classes: &BTreeMap<&'static str, LinkCounts>) {
    println!("{name}");
    for (class, counts) in classes.iter().filter(|(_, counts)| counts.made > 0) {
        println!(
            "  {class:<12} {:>5} annotated  {:>5} made  {:>5} right  P {:>5.1}  R {:>5.1}  F1 {:>5.1}",
            counts.annotated,
            counts.made,
            counts.right,
            100.0 * counts.precision(),
            100.0 * counts.recall(),
            100.0 * counts.f1()
        );
    }
}
