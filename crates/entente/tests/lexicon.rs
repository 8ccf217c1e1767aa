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

#[test]
fn dictionaries_of_petrarch_come_over() {
    let world = World::new();
    let actors =
        "ELIN_BRANDT [NORGOV 19990101-20031231]\n+CHANCELLOR_BRANDT\nVALDORIA [VAL]\nBAD [\n";
    world.write("own.actors.txt", actors);
    world.write(
        "own.agents.txt",
        "LAMPLIGHTER [~CVL]\nRELIEF_AGENCY [NGO~]\n",
    );
    world.write(
        "own.verbs.txt",
        "--- DENOUNCE [111] ---\nDENOUNCE\n- * (FOR) [112]\n- * X\n",
    );
    let import = [
        "lexicon",
        "import-petrarch",
        "--actors",
        "own.actors.txt",
        "--agents",
        "own.agents.txt",
        "--verbs",
        "own.verbs.txt",
    ];
    let told = [
        "own.actors.txt:4",
        "own.verbs.txt:4",
        "the pattern has no code",
        "hint:",
    ];
    let counts = [
        "actors    2 with 3 names; 2 in tables",
        "faults    2 errors, 0 warnings",
    ];
    world.run(&import).expect(1, &counts, &told);
    world
        .run(&[&import[..], &["--out", "mine"]].concat())
        .expect(
            0,
            &["1 in no table: the agent's code goes before the actor's"],
            &told,
        );
    world
        .run(&["lexicon", "check", "mine"])
        .expect(0, &["0 errors, 0 warnings"], &[]);
    world
        .run(&[
            "who",
            "Chancellor Brandt",
            "--at",
            "2001-01-01",
            "--lexicon",
            "mine",
        ])
        .expect(0, &["elin-brandt"], &[]);
    let sentence = "Valdoria denounced Elin Brandt for the delay.";
    world
        .run(&[
            "code",
            sentence,
            "--at",
            "2001-01-01",
            "--dictionaries",
            "mine/dictionaries",
        ])
        .expect(0, &["VAL NORGOV 112  [denounced]"], &["verbs.txt:4"]);
    world
        .run(&[&import[..], &["--out", "mine"]].concat())
        .expect(1, &[], &["is there already"]);
    world
        .run(&["code", sentence, "--dictionaries", "."])
        .expect(0, &["nothing"], &[]);
}
