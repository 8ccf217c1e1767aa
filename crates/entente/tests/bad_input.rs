//! What goes wrong outside is reported with its place and a hint, and harms nothing.

mod common;

use common::World;

const ARTICLE: &str = "---\ntitle: Talks in Geneva\npublisher: Example Wire\npublished: 2024-05-02\n---\n\n\
France condemned the attack on Wednesday. Germany and France signed an agreement in Geneva.\n";

/// Reads a good article, then something bad beside it: the good one must still be there, and
/// further reading must work.
fn unharmed(world: &World) {
    let store = world.store();
    let store = store.to_str().expect("a path in UTF-8");
    world
        .run(&["store", "--store", store])
        .expect(0, &["1 document"], &[]);
    world.write("more.txt", ARTICLE.replace("Geneva", "Vienna"));
    world
        .run(&["read", "more.txt", "--store", store])
        .expect(0, &["1 document"], &[]);
    world
        .run(&["store", "--store", store])
        .expect(0, &["2 documents"], &[]);
}

fn world_with_article() -> World {
    let world = World::new();
    world.write("good.txt", ARTICLE);
    let store = world.store();
    world
        .run(&[
            "read",
            "good.txt",
            "--store",
            store.to_str().expect("UTF-8"),
        ])
        .expect(0, &["1 document"], &[]);
    world
}

#[track_caller]
fn check(name: &str, content: &[u8], code: i32, in_stderr: &[&str]) {
    let world = world_with_article();
    world.write(name, content);
    let store = world.store();
    world
        .run(&[
            "read",
            name,
            "good.txt",
            "--store",
            store.to_str().expect("UTF-8"),
        ])
        .expect(code, &["1 already known"], &[&[name], in_stderr].concat());
    unharmed(&world);
}

#[test]
fn an_empty_file_is_reported() {
    check("empty.txt", b"", 1, &["empty"]);
}

#[test]
fn a_file_of_blanks_is_reported() {
    check("blank.txt", b" \n\t\n  \n", 1, &["hint"]);
}

#[test]
fn a_binary_file_is_reported() {
    let bytes: Vec<u8> = (0..4096_u32)
        .map(|number| (number.wrapping_mul(197) >> 3) as u8)
        .collect();
    check("picture.txt", &bytes, 1, &["binary"]);
}

#[test]
fn broken_utf8_is_read_with_a_warning() {
    let world = world_with_article();
    let mut bytes = b"Spain praised Portugal on Monday. The caf".to_vec();
    bytes.extend(b"\xff\xfe was full. Spain and Portugal held talks in Lisbon on Tuesday.");
    world.write("broken.txt", &bytes);
    let store = world.store();
    world
        .run(&[
            "read",
            "broken.txt",
            "--store",
            store.to_str().expect("UTF-8"),
        ])
        .expect(0, &["1 document"], &["broken.txt", "warning"]);
}

#[test]
fn a_file_of_200_mb_is_refused_quickly() {
    let world = world_with_article();
    let path = world.path("huge.txt");
    let file = std::fs::File::create(&path).expect("a file");
    // Sparse: takes no room on the disk, reads as zeros.
    file.set_len(200 * 1024 * 1024).expect("a long file");
    let begun = std::time::Instant::now();
    let store = world.store();
    world
        .run(&[
            "read",
            "huge.txt",
            "--store",
            store.to_str().expect("UTF-8"),
        ])
        .expect(1, &[], &["huge.txt", "too large", "hint"]);
    assert!(begun.elapsed().as_secs() < 30, "took {:?}", begun.elapsed());
    unharmed(&world);
}

#[test]
fn a_missing_file_is_reported_and_the_rest_read() {
    let world = World::new();
    world.write("good.txt", ARTICLE);
    let store = world.store();
    world
        .run(&[
            "read",
            "missing.txt",
            "good.txt",
            "--store",
            store.to_str().expect("UTF-8"),
        ])
        .expect(
            1,
            &["1 document"],
            &["missing.txt", "cannot be opened", "spelling"],
        );
}

#[cfg(unix)]
#[test]
fn a_folder_without_rights_is_reported() {
    use std::os::unix::fs::PermissionsExt;
    let world = world_with_article();
    world.write("closed/inner.txt", ARTICLE);
    let folder = world.path("closed");
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o000)).expect("rights");
    if std::fs::read_dir(&folder).is_ok() {
        // Root may read everything: there is nothing to refuse.
        eprintln!("skipped: this user may read folders without rights");
    } else {
        let store = world.store();
        world
            .run(&["read", "closed", "--store", store.to_str().expect("UTF-8")])
            .expect(1, &[], &["closed", "cannot be opened", "right"]);
    }
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).expect("rights");
    unharmed(&world);
}

#[test]
fn a_folder_without_documents_is_named() {
    let world = World::new();
    std::fs::create_dir(world.path("nothing")).expect("a folder");
    world
        .run(&["read", "nothing"])
        .expect(0, &[], &["nothing", "no documents"]);
}

#[test]
fn an_address_gets_a_hint() {
    let world = World::new();
    world
        .run(&["read", "https://example.org/a.html"])
        .expect(1, &[], &["offline", "curl"]);
}

#[test]
fn standard_input_is_read() {
    let world = World::new();
    let store = world.store();
    let store = store.to_str().expect("UTF-8");
    world
        .run_with_input(&["read", "-", "--store", store], ARTICLE.as_bytes())
        .expect(0, &["1 document"], &[]);
    world
        .run_with_input(&["read", "-", "--store", store], ARTICLE.as_bytes())
        .expect(0, &["0 documents", "1 already known"], &[]);
}

#[test]
fn a_store_that_is_a_file_is_refused() {
    let world = World::new();
    world.write("good.txt", ARTICLE);
    world.write("notastore", "x");
    world
        .run(&["read", "good.txt", "--store", "notastore"])
        .expect(1, &[], &["notastore"]);
}

#[test]
fn a_nonsense_question_gets_the_list_of_what_can_be_asked() {
    let world = World::new();
    for question in [
        "colourless green ideas sleep furiously",
        "?",
        "why",
        "\u{0}\u{1f4a9}",
    ] {
        let question = question.replace('\u{0}', "");
        let run = world.run(&["ask", &question]);
        run.expect(2, &[], &["allies"]);
    }
}

#[test]
fn an_unknown_actor_gets_the_nearest_names() {
    let world = World::new();
    world
        .run(&["ask", "Are Azerbaijjan and Iran allies?"])
        .expect(2, &[], &["Azerbaijan"]);
    world
        .run(&["ask", "Are Qwertyland and Iran allies?"])
        .expect(2, &[], &["Qwertyland"]);
}

#[test]
fn wrong_usage_exits_with_2() {
    let world = World::new();
    world.run(&["ask"]).expect(2, &[], &["QUESTION"]);
    world
        .run(&["ask", "Are Iran and Armenia allies?", "--at", "soon"])
        .expect(2, &[], &["soon"]);
    world.run(&["frobnicate"]).expect(2, &[], &["frobnicate"]);
}
