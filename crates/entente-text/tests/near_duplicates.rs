//! Near-duplicates among variants that this test makes of the repository's own articles, and how
//! many real ones the Guardian's articles hold, where they are there.

#![allow(clippy::print_stdout, reason = "figures for docs/measurements.md")]

mod common;

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

use entente_text::{NearDuplicates, Signature, THRESHOLD};

use common::shared;

/// The texts of the samples and of the development articles.
fn articles() -> Vec<String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut paths: Vec<PathBuf> = ["samples", "evaluation/articles/dev"]
        .iter()
        .flat_map(|folder| fs::read_dir(root.join(folder)).expect("a folder of articles"))
        .map(|entry| entry.expect("a file").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|kind| kind == "md" || kind == "txt")
        })
        .filter(|path| path.file_stem().is_none_or(|stem| stem != "README"))
        .collect();
    paths.sort();
    let read = |path: &PathBuf| fs::read_to_string(path).expect("a text");
    paths.iter().map(read).collect()
}

/// The paragraphs of a text; of one without paragraphs, runs of three sentences.
fn paragraphs(text: &str) -> Vec<String> {
    let all: Vec<&str> = text
        .split("\n\n")
        .filter(|part| !part.trim().is_empty())
        .collect();
    if all.len() > 1 {
        return all.into_iter().map(str::to_owned).collect();
    }
    let sentences: Vec<&str> = text.split(". ").collect();
    sentences.chunks(3).map(|chunk| chunk.join(". ")).collect()
}

/// Words that pages put around an article.
const BOILERPLATE: &str = "Sign up for our newsletter and get the stories that matter in your inbox every morning. \
    By continuing you accept our terms of use and our privacy policy.\n\nRead more: what we know so far, in \
    five charts. Follow us on all channels, and share this article with your friends.\n\nThis article was \
    amended to correct the spelling of a name. All rights reserved. Contact the editors.";

/// Another text of about the same length as `text`, from the articles other than `own`.
fn others(articles: &[String], own: usize, length: usize) -> String {
    let mut text = String::new();
    for other in (1..articles.len()).map(|step| (own + step) % articles.len()) {
        if text.len() >= length {
            break;
        }
        text += &articles[other];
        text += "\n\n";
    }
    let end = (0..=length.min(text.len()))
        .rev()
        .find(|&end| text.is_char_boundary(end));
    text[..end.unwrap_or(0)].to_owned()
}

/// A variant of an article: its name, and how it is made.
type Variant = (&'static str, fn(&[String], usize) -> String);

const VARIANTS: &[Variant] = &[
    ("headline edited", |articles, own| {
        let mut all = paragraphs(&articles[own]);
        let headline = "What to know before the talks begin";
        all[0] = all[0]
            .split(' ')
            .skip(8)
            .fold(headline.to_owned(), |all, word| all + " " + word);
        all.join("\n\n")
    }),
    ("last third cut", |articles, own| {
        let all = paragraphs(&articles[own]);
        all[..all.len() - all.len() / 3].join("\n\n")
    }),
    ("every fourth paragraph cut", |articles, own| {
        let all = paragraphs(&articles[own]);
        let kept: Vec<&str> = (0..all.len())
            .filter(|at| at % 4 != 3)
            .map(|at| all[at].as_str())
            .collect();
        kept.join("\n\n")
    }),
    ("numbers changed", |articles, own| {
        articles[own]
            .chars()
            .map(|char| {
                char.to_digit(10)
                    .and_then(|digit| char::from_digit((digit + 3) % 10, 10))
                    .unwrap_or(char)
            })
            .collect()
    }),
    ("boilerplate added", |articles, own| {
        format!("{}\n\n{BOILERPLATE}", articles[own])
    }),
    ("paragraphs in another order", |articles, own| {
        let mut all = paragraphs(&articles[own]);
        all.reverse();
        all.join("\n\n")
    }),
    ("every twelfth word changed", |articles, own| {
        let words = articles[own].split(' ').enumerate();
        let words: Vec<&str> = words
            .map(|(at, word)| if at % 12 == 5 { "otherwise" } else { word })
            .collect();
        words.join(" ")
    }),
    ("whole inside one of twice its length", |articles, own| {
        format!(
            "{}\n\n{}",
            articles[own],
            others(articles, own, articles[own].len())
        )
    }),
    (
        "whole inside one of three times its length",
        |articles, own| {
            format!(
                "{}\n\n{}",
                others(articles, own, 2 * articles[own].len()),
                articles[own]
            )
        },
    ),
];

/// Recall of each kind of variant, and how many other articles are taken for the same.
fn measure(articles: &[String]) -> (Vec<(&'static str, usize)>, usize) {
    let mut filed = NearDuplicates::default();
    for (index, text) in articles.iter().enumerate() {
        filed.add(index, Signature::of(text));
    }
    let mut wrong = 0;
    let mut recall = Vec::new();
    for (name, variant) in VARIANTS {
        let mut found = 0;
        for own in 0..articles.len() {
            let like = filed.like(&Signature::of(&variant(articles, own)), THRESHOLD);
            found += usize::from(like.iter().any(|likeness| likeness.key == own));
            // The longer text holds parts of others on purpose.
            if !name.starts_with("whole") {
                wrong += like.iter().filter(|likeness| likeness.key != own).count();
            }
        }
        recall.push((*name, found));
    }
    (recall, wrong)
}

#[test]
fn variants_are_found_and_other_articles_are_not() {
    let articles = articles();
    let (recall, wrong) = measure(&articles);
    println!("{} articles, {wrong} wrong: {recall:#?}", articles.len());
    assert_eq!(wrong, 0);
    for (name, found) in recall {
        let least = if name.ends_with("three times its length") {
            8
        } else {
            10
        };
        assert!(10 * found >= least * articles.len(), "{name}: {found}");
    }
}

#[test]
fn the_guardian_repeats_itself_seldom() {
    let Some(lines) = shared("gold/news/guardian.jsonl") else {
        return;
    };
    let texts: Vec<String> = lines
        .lines()
        .map(|line| {
            let record: serde_json::Value = serde_json::from_str(line).expect("JSON");
            record["text"].as_str().expect("a text").to_owned()
        })
        .collect();
    let began = Instant::now();
    let signatures: Vec<Signature> = texts.iter().map(|text| Signature::of(text)).collect();
    let signed = began.elapsed();
    let mut filed = NearDuplicates::default();
    let mut pairs = Vec::new();
    for (index, signature) in signatures.iter().enumerate() {
        pairs.extend(
            filed
                .like(signature, 0.1)
                .into_iter()
                .map(|like| (index, like)),
        );
        filed.add(index, signature.clone());
    }
    let (recall, wrong) = measure(&texts);
    println!(
        "{} articles of {} bytes: signed in {signed:?}, all in {:?}; {wrong} wrong; {recall:#?}; pairs {pairs:#?}",
        texts.len(),
        texts.iter().map(String::len).sum::<usize>(),
        began.elapsed()
    );
    assert!(pairs.iter().all(|(_, like)| like.similarity < THRESHOLD));
}
