//! Whom pronouns and descriptions of articles mean, against marks of ours and, where they are there, of real news.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it measured"
)]

use std::fs;
use std::path::Path;

use entente_coder::{
    MarkedArticle, WorthCoding, description_decisions, evaluate_meant, marked_document,
    read_marked_sentences,
};
use entente_lexicon::{Lexicon, read_cases};
use entente_text::TwoLooks;

fn parser() -> TwoLooks<WorthCoding> {
    TwoLooks::new(WorthCoding::builtin()).expect("the encoder that is compiled in")
}

const TEXT: &str = "Kenya expelled two Sudanese diplomats. The government accused them of spying. \
    President William Ruto said he would visit Uganda. Officials met nobody.";

/// The marks of `TEXT`, as in `training/news`; of characters, counted here by the words themselves.
fn marks() -> String {
    let place = |sentence: &str, phrase: &str| {
        let first = TEXT.find(sentence).expect("a sentence of it");
        let at = sentence.find(phrase).expect("a phrase of it");
        (first, first + sentence.len(), at, at + phrase.len())
    };
    let line = |sentence: &str, phrase: &str, name: &str| {
        let (first, last, from, to) = place(sentence, phrase);
        format!("ours\t{first}\t{last}\t1:{from}-{to}\t1={name}\t-\n")
    };
    [
        line(
            "The government accused them of spying.",
            "The government",
            "Kenyan government",
        ),
        line(
            "President William Ruto said he would visit Uganda.",
            "he",
            "William Ruto",
        ),
        line("Officials met nobody.", "Officials", "-"),
    ]
    .concat()
}

fn article() -> MarkedArticle {
    let json = serde_json::json!({"id": "ours", "text": TEXT, "date": "2024-05-02"});
    serde_json::from_value(json).expect("an article")
}

#[test]
fn phrases_of_an_article_of_ours_are_traced() {
    let (marked, faults) = read_marked_sentences(&marks());
    assert_eq!((marked.len(), faults.len()), (3, 0));
    let scores = evaluate_meant(&parser(), Lexicon::builtin(), &[article()], &marked);
    let all = scores.all();
    assert_eq!((all.marked, all.right), (3, 3), "{:?}", scores.wrong);
}

#[test]
fn what_is_asked_of_descriptions_can_be_learnt_from() {
    let (marked, _) = read_marked_sentences(&marks());
    let decisions = description_decisions(&parser(), Lexicon::builtin(), &article(), &marked);
    let (class, decision) = &decisions[0];
    assert_eq!(*class, "organ");
    assert!(decision.right.contains(&true), "{decision:?}");
    let document = marked_document(&parser(), Lexicon::builtin(), &article(), &marked);
    assert!(document.is_some());
}

#[test]
fn lines_that_are_no_marks_are_told() {
    let (marked, faults) =
        read_marked_sentences("a\t0\t4\t1:0-2\t1=Togo\t-\nnonsense\na\tx\t4\t\t\t-\n");
    assert_eq!(marked.len(), 1);
    assert_eq!(
        faults.iter().map(|(line, _)| *line).collect::<Vec<_>>(),
        [2, 3]
    );
}

/// Of the marked phrases of twelve articles that nothing learns from, at least this share is traced to those who
/// are meant, in percent: 45 when it was set.
const LEAST_RIGHT: usize = 43;

#[test]
fn phrases_of_news_are_traced() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let articles = root.join("../shared/gold/news/guardian.jsonl");
    let Ok(articles) = fs::read_to_string(&articles) else {
        eprintln!("skipped: {} is not there", articles.display());
        return;
    };
    let marks = fs::read_to_string(root.join("training/news/guardian-dev.tsv"))
        .expect("marks of the repository");
    let (articles, _) = read_cases::<MarkedArticle>(&articles);
    let (marked, _) = read_marked_sentences(&marks);
    let all = evaluate_meant(&parser(), Lexicon::builtin(), &articles, &marked).all();
    assert!(
        all.right * 100 >= all.marked * LEAST_RIGHT,
        "{} of {}",
        all.right,
        all.marked
    );
}
