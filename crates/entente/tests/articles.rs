//! Reading is measured on whole articles, and gets no worse. `evaluation/README.md` says what the
//! figures mean. The other half of the articles is for the final figures: nothing here reads it.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it measured and why it skips"
)]

mod common;

use std::path::{Path, PathBuf};

use common::World;

/// What must be reached, in per cent. Raise it with the program; never lower it to let a change
/// pass.
struct Floor {
    depth: &'static str,
    recall: f64,
    precision: f64,
}

/// Recall was 76 and 80, precision 86 and 88, before pronouns were traced by coreference and events of nobody in particular
/// left out, and 73 and 88 before the encoder and its heads learnt from real news, both of which news asked for
/// (`docs/measurements.md`, "Unlabelled news" and "Marked news"); 75.7 core before more sentences were read in full, which reads others in other windows.
const DEV: [Floor; 2] = [
    Floor {
        depth: "full",
        recall: 70.5,
        precision: 84.5,
    },
    Floor {
        depth: "core",
        recall: 74.0,
        precision: 87.0,
    },
];

/// Of four denser articles; 46 and 81 before anything was changed for them, as for those of their kind that nobody opens 38 and 81.
const DEV_2: [Floor; 2] = [
    Floor {
        depth: "full",
        recall: 59.5,
        precision: 87.0,
    },
    Floor {
        depth: "core",
        recall: 64.5,
        precision: 91.0,
    },
];

/// Of five more, which nobody had looked at when ties began to be learnt: 45 and 75 before.
const DEV_3: [Floor; 2] = [
    Floor {
        depth: "full",
        recall: 46.0,
        precision: 73.5,
    },
    Floor {
        depth: "core",
        recall: 54.0,
        precision: 77.0,
    },
];

/// A list of what must be found has no precision. Full was 89 and core 91 (93 with the trees of the first look, beside
/// which the rules were written) until the encoder was trained again, for events too: its trees, half a point weaker, lose two
/// consulates and a figure here. Then 85, before events of nobody in particular were left out, 83 before events whose target was missed were, and
/// 81 before the encoder learnt from real news.
const SAMPLE: [Floor; 2] = [
    Floor {
        depth: "full",
        recall: 75.0,
        precision: 0.0,
    },
    Floor {
        depth: "core",
        recall: 75.0,
        precision: 0.0,
    },
];

fn evaluation(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../../evaluation")
        .join(name)
}

/// What `entente eval articles` prints of `path`.
fn measured(path: &Path, shared: Option<&Path>) -> String {
    let world = World::new();
    let path = path.to_str().expect("UTF-8");
    let mut command = world.command(&["eval", "articles", path]);
    if let Some(shared) = shared {
        command.env("ENTENTE_SHARED", shared);
    }
    let output = command.output().expect("the binary runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{stderr}");
    String::from_utf8(output.stdout).expect("UTF-8")
}

/// The percentage that follows `name` in a line such as `full  recall  61.2% (98/160) ...`;
/// `None` where it is a dash.
fn percentage(line: &str, name: &str) -> Option<f64> {
    let (_, rest) = line.split_once(name)?;
    rest.trim_start().split_once('%')?.0.parse().ok()
}

#[track_caller]
fn check(printed: &str, floors: &[Floor]) {
    println!("{printed}");
    let (_, all) = printed.split_once("\nall\n").expect("figures of all");
    for floor in floors {
        let line = all
            .lines()
            .find(|line| line.trim_start().starts_with(floor.depth))
            .expect("a line");
        let recall = percentage(line, "recall").expect("recall");
        assert!(recall >= floor.recall, "{line}\n{printed}");
        if floor.precision > 0.0 {
            let precision = percentage(line, "precision").expect("precision");
            assert!(precision >= floor.precision, "{line}\n{printed}");
        }
    }
}

#[test]
fn the_articles_of_the_dev_half() {
    check(&measured(&evaluation("articles/dev"), None), &DEV);
}

#[test]
fn the_denser_articles_of_the_dev_half() {
    check(&measured(&evaluation("articles/dev-2"), None), &DEV_2);
    check(&measured(&evaluation("articles/dev-3"), None), &DEV_3);
}

#[test]
fn the_sample_article() {
    let Some(shared) = common::shared() else {
        return;
    };
    let printed = measured(&evaluation("sample-article.toml"), Some(&shared));
    if printed.contains("skipped, the article is not here") {
        eprintln!("skipped: no sample article in {}", shared.display());
        return;
    }
    check(&printed, &SAMPLE);
}
