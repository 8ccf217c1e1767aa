//! `entente read`, killed at any moment, leaves a store that opens, holds whole documents only,
//! keeps what was committed, and goes on.
//!
//! `ENTENTE_KILLS` says how often to kill, `ENTENTE_SEED` at which moments.

#![cfg(unix)]
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it measured and why it skips"
)]

mod common;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant, SystemTime};

use common::World;
use entente_store::{Query, Store};

/// Documents in the folder that is read, in the part of it that is read first, and in each
/// commit.
const DOCUMENTS: usize = 300;
const FIRST: usize = 30;
const BATCH: &str = "12";

/// How often to kill when `ENTENTE_KILLS` does not say.
const KILLS: usize = 8;

fn setting(name: &str, default: usize) -> usize {
    std::env::var(name).map_or(default, |text| {
        text.parse()
            .unwrap_or_else(|_| panic!("{name} is no number: {text}"))
    })
}

/// A small generator (xorshift) for the moments.
struct Moments(u64);

impl Moments {
    /// A moment between nothing and `longest`.
    fn next(&mut self, longest: Duration) -> Duration {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        longest.mul_f64((self.0 >> 11) as f64 / (1_u64 << 53) as f64)
    }
}

fn write_documents(world: &World) {
    let states = ["France", "Germany", "Spain", "Portugal", "Italy", "Greece"];
    for number in 0..DOCUMENTS {
        let (a, b) = (states[number % 6], states[(number / 6 + number + 1) % 6]);
        let day = 1 + number % 28;
        let text = format!(
            "---\ntitle: Report {number}\npublisher: Example Wire\npublished: 2024-03-{day:02}\n---\n\n\
             {a} condemned {b} on Monday in report {number}. Officials of {a} and {b} met on \
             2 March 2024. {b} said that {a} had sent weapons to Sudan. {a} denied it.\n"
        );
        let part = if number < FIRST { "first" } else { "rest" };
        world.write(&format!("documents/{part}/{number:03}.md"), text);
    }
}

fn reading(world: &World, folder: &str, store: &Path) -> Command {
    let store = store.to_str().expect("UTF-8");
    let mut command = world.command(&["read", folder, "--batch", BATCH, "--store", store]);
    command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Waits until the process ends by itself or its time is up, and kills it then. Whether it was
/// killed.
fn kill_after(child: &mut Child, time: Duration) -> bool {
    let begun = Instant::now();
    while begun.elapsed() < time {
        if let Some(status) = child.try_wait().expect("a child") {
            assert!(status.success(), "an undisturbed run failed: {status}");
            return false;
        }
        thread::sleep(Duration::from_micros(200));
    }
    child.kill().expect("a child to kill");
    // It may have ended just before.
    !child.wait().expect("a child").success()
}

/// What a store holds.
#[derive(Default)]
struct Held {
    documents: usize,
    /// The documents by their ids, and the assertions by theirs.
    ids: BTreeSet<String>,
}

/// What the store holds, after everything in it was checked; nothing when there is no store yet.
fn checked(runtime: &tokio::runtime::Runtime, folder: &Path) -> Held {
    runtime.block_on(async {
        let Some(store) = Store::open(folder).await.expect("the store opens") else {
            return Held::default();
        };
        assert_eq!(
            store.verify().await.expect("verification"),
            Vec::<String>::new()
        );
        let holdings = store.holdings(None).await.expect("holdings");
        let assertions = store.assertions(&Query::default()).await;
        let ids = assertions
            .expect("assertions")
            .into_iter()
            .flat_map(|it| [it.id.to_string(), it.evidence.document.to_string()])
            .collect();
        Held {
            documents: holdings.documents as usize,
            ids,
        }
    })
}

/// The newest change of a file in a folder and its folders.
fn newest(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).ok()?.flatten();
    entries
        .filter_map(|entry| {
            let metadata = entry.metadata().ok()?;
            if metadata.is_dir() {
                newest(&entry.path())
            } else {
                metadata.modified().ok()
            }
        })
        .max()
}

/// The newest change of what a commit writes before its last step, and of what the last step
/// writes.
fn steps(store: &Path) -> (Option<SystemTime>, Option<SystemTime>) {
    let tables = ["documents", "passages", "assertions"];
    let first = tables.iter().map(|table| newest(&store.join(table))).max();
    (first.flatten(), newest(&store.join("reads")))
}

#[test]
fn killed_at_random_moments_the_store_stays_whole() {
    let wanted = setting("ENTENTE_KILLS", KILLS);
    let seed = setting("ENTENTE_SEED", 20_230_127) as u64;
    let world = World::new();
    write_documents(&world);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime");

    // How long a run takes that nobody disturbs.
    let begun = Instant::now();
    let whole = world.path("undisturbed");
    let run = reading(&world, "documents", &whole).status();
    assert!(run.expect("a run").success());
    let longest = begun.elapsed();
    assert_eq!(checked(&runtime, &whole).documents, DOCUMENTS);

    let mut moments = Moments(seed.max(1));
    let (mut kills, mut inside, mut stores) = (0, 0, 0);
    let (mut store, mut held) = (whole, Held::default());
    while kills < wanted {
        if stores == 0 || held.documents == DOCUMENTS {
            // Nothing is left to be written: a new store. What a finished run has stored, no
            // kill takes away; every other store begins with nothing.
            stores += 1;
            store = world.path(&format!("store-{stores}"));
            if stores % 2 == 0 {
                let run = reading(&world, "documents/first", &store).status();
                assert!(run.expect("a run").success());
                held = checked(&runtime, &store);
                assert_eq!(held.documents, FIRST);
            } else {
                held = Held::default();
            }
        }
        let moment = moments.next(longest);
        let (before, _) = steps(&store);
        let mut child = reading(&world, "documents", &store)
            .spawn()
            .expect("the binary runs");
        let killed = kill_after(&mut child, moment);
        kills += usize::from(killed);
        let (first, last) = steps(&store);
        inside += usize::from(killed && first > before && first > last);
        let now = checked(&runtime, &store);
        assert!(
            now.documents >= held.documents && now.ids.is_superset(&held.ids),
            "kill {kills}, after {moment:?}: {} documents were stored, {} are left",
            held.documents,
            now.documents
        );
        if !killed {
            assert_eq!(now.documents, DOCUMENTS, "a finished run had stored all");
        }
        held = now;
    }
    // A run that nobody disturbs completes it.
    let run = reading(&world, "documents", &store).status();
    assert!(run.expect("a run").success());
    let completed = checked(&runtime, &store);
    assert_eq!(completed.documents, DOCUMENTS);
    assert!(completed.ids.is_superset(&held.ids));
    println!(
        "killed {kills} times, {inside} of them between two steps of a commit; {stores} stores; \
         a run that nobody disturbs takes {longest:?}"
    );
}
