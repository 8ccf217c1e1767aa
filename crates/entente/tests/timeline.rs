//! `entente timeline`, on the built-in example and on documents of one's own.

mod common;

use common::World;

#[test]
fn what_happened_between_two_stands_in_the_order_of_time() {
    let world = World::new();
    let output = world.run(&["timeline", "Azerbaijan", "Iran"]);
    output.expect(
        0,
        &[
            "From the built-in example",
            "events",
            "2012",
            "coop",
            "conf",
            "What happened",
        ],
        &[],
    );
    let output = world.run(&["timeline", "Azerbaijan", "Iran", "--format", "jsonl"]);
    let lines = output.stdout.lines();
    let dates: Vec<Option<String>> = lines
        .map(|line| {
            let event: serde_json::Value = serde_json::from_str(line).expect(line);
            assert!(event["evidence"][0]["quote"].is_string(), "{line}");
            assert!(
                (1..=4).contains(&event["quad"].as_u64().expect("a quad class")),
                "{line}"
            );
            event["date"].as_str().map(|it| it[..4].to_owned())
        })
        .collect();
    assert!(dates.len() > 10, "{dates:?}");
    let dated: Vec<&String> = dates.iter().flatten().collect();
    assert!(dated.is_sorted(), "{dated:?}");
    let first_undated = dates
        .iter()
        .position(Option::is_none)
        .unwrap_or(dates.len());
    assert!(
        dates[first_undated..].iter().all(Option::is_none),
        "{dates:?}"
    );
}

#[test]
fn a_stretch_of_time_and_a_table_are_given_on_demand() {
    let world = World::new();
    world.write(
        "own.txt",
        "Brazil attacked Peru on 3 March 2020. Peru criticised Brazil on 4 May 2021. Brazil thanked Peru on 7 June 2022.\n",
    );
    world.run(&["read", "own.txt"]).expect(0, &[], &[]);
    let whole = world.run(&["timeline", "Brazil", "Peru", "--format", "csv"]);
    assert_eq!(whole.stdout.lines().count(), 4, "{}", whole.stdout);
    let part = world.run(&[
        "timeline", "Brazil", "Peru", "--from", "2021", "--to", "2021-12", "--format", "csv",
    ]);
    assert_eq!(part.stdout.lines().count(), 2, "{}", part.stdout);
    assert!(
        part.stdout.contains("2021-05-04,ACCUSE,3,"),
        "{}",
        part.stdout
    );
    let one = world.run(&["timeline", "Brazil", "Peru", "--limit", "1"]);
    one.expect(0, &["2022-06-07", "2 more events", "--limit 0"], &[]);
    assert!(!one.stdout.contains("2020-03-03"), "{}", one.stdout);
    for (format, part) in [
        ("html", "<svg"),
        ("md", "| 2020 | 0 | 1 |"),
        ("json", "\"stretches\""),
    ] {
        let output = world.run(&["timeline", "Brazil", "Peru", "--format", format]);
        output.expect(0, &[part], &[]);
    }
    world
        .run(&["timeline", "Fiji", "Togo"])
        .expect(0, &["Nothing is known"], &[]);
}

#[test]
fn what_is_wrong_is_said_with_a_hint() {
    let world = World::new();
    world.run(&["timeline", "Azerbaijan", "Irn"]).expect(
        1,
        &[],
        &["nobody is known as", "hint: Iran"],
    );
    world
        .run(&["timeline", "Iran", "Iran"])
        .expect(1, &[], &["are one actor"]);
    world
        .run(&["timeline", "Iran", "Iraq", "--from", "2013", "--to", "2012"])
        .expect(1, &[], &["nothing lies between", "hint:"]);
    world
        .run(&["timeline", "Iran", "Iraq", "--from", "soon"])
        .expect(2, &[], &["a day, a month or a year"]);
}
