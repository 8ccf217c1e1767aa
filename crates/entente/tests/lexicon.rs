//! A user's own tables: added to, checked, and used.

mod common;

use common::World;

#[test]
fn an_entry_is_added_checked_and_known() {
    let world = World::new();
    let person = [
        "lexicon",
        "add",
        "person",
        "Ada Example",
        "--country",
        "FIN",
    ];
    let more = [
        "--office",
        "trade minister@FIN:2026-06..",
        "--lexicon",
        "mine",
    ];
    world
        .run(&[&person[..], &["--sector", "GOV"], &more[..]].concat())
        .expect(0, &["people.tsv:2: ada-example"], &[]);
    world
        .run(
            &[
                &person[..],
                &["--id", "ada-2", "--sector", "GOVT"],
                &more[..],
            ]
            .concat(),
        )
        .expect(
            1,
            &[],
            &["error[L007]", "hint: one of GOV", "nothing was written"],
        );
    world
        .run(&["lexicon", "check", "mine"])
        .expect(0, &["0 errors, 0 warnings"], &[]);
    world
        .run(&["who", "Ada", "Example", "--lexicon", "mine"])
        .expect(0, &["ada-example", "trade minister of FIN"], &[]);
    world.write("mine/people.tsv", "id\tname\tcountry\na1\tA B\tFI\n");
    world.run(&["lexicon", "check", "mine"]).expect(
        1,
        &["1 error, 0 warnings"],
        &["error[L010]", "people.tsv:2", "there is no state \"FI\""],
    );
    world
        .run(&["lexicon", "add", "role", "beekeeper"])
        .expect(1, &[], &["--lexicon DIR"]);
}
