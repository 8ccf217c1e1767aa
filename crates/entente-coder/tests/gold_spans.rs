//! Who acts and who is acted upon, as people marked them: floors under what comes out.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it measured"
)]

use entente_coder::{SpanCase, evaluate_spans};
use entente_lexicon::{Half, Lexicon, read_cases};
use entente_text::EncoderParser;

const GOLD: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../../shared/gold/spans/cameo_spans_train.jsonl"
);

/// The least F1 of both sides together, in either half.
const FLOOR: f64 = 0.70;

/// Sentences of ours, marked in the same way.
const OWN: &str = r#"
{"id":"own-1","tokens":["Chilean","troops","attacked","a","camp","of","miners","."],"source":[[0,2]],"target":[[3,5]]}
{"id":"own-2","tokens":["The","Kenyan","army","launched","an","assault","on","the","rebels","."],"source":[[0,3]],"target":[[7,9]]}
{"id":"own-3","tokens":["Peru","expelled","the","ambassador","of","Bolivia","."],"source":[[0,1]],"target":[[2,4]]}
{"id":"own-4","tokens":["Egypt","criticised","Ethiopia",",","officials","said","."],"source":[[0,1]],"target":[[2,3]]}
{"id":"own-5","tokens":["The","editor","was","arrested","by","Thai","police","."],"source":[[5,7]],"target":[[0,2]]}
"#;

#[test]
fn sides_as_we_mark_them() {
    let Some(parser) = EncoderParser::builtin() else {
        eprintln!("skipped: the encoder cannot be run");
        return;
    };
    let (cases, faults) = read_cases(OWN);
    assert!(faults.is_empty() && cases.len() == 5, "{faults:?}");
    let scores = evaluate_spans(parser, Lexicon::builtin(), &cases);
    assert!(scores.wrong.is_empty(), "{}", scores.wrong.join("\n"));
}

#[test]
fn sides_as_people_marked_them() {
    let (Ok(text), Some(parser)) = (std::fs::read_to_string(GOLD), EncoderParser::builtin()) else {
        eprintln!("skipped: {GOLD} is not there, or the encoder cannot be run");
        return;
    };
    let (cases, faults) = read_cases(&text);
    assert!(faults.is_empty(), "{faults:?}");
    let (develop, held_out): (Vec<_>, Vec<_>) = cases
        .into_iter()
        .partition(|case: &SpanCase| case.half() == Half::Develop);
    for (name, cases) in [("develop", develop), ("held out", held_out)] {
        let scores = evaluate_spans(parser, Lexicon::builtin(), &cases);
        println!(
            "{name}: {} sentences, source {:.3} {:?}, target {:.3} {:?}, both {:.3}",
            cases.len(),
            scores.source.f1(),
            scores.source,
            scores.target.f1(),
            scores.target,
            scores.source.and(scores.target).f1()
        );
        let both = scores.source.and(scores.target).f1();
        assert!(both >= FLOOR, "{name}: {both:.3} is under {FLOOR}");
        if name == "develop" {
            scores.wrong.iter().for_each(|wrong| println!("{wrong}"));
        }
    }
}
