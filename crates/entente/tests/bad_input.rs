//! What goes wrong outside is reported with its place and a hint, and harms nothing.

#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test says what it measured and why it skips"
)]

mod common;

use common::World;

const ARTICLE: &str = "---\ntitle: Talks in Geneva\npublisher: Example Wire\npublished: 2024-05-02\n---\n\n\
France condemned the attack on Wednesday. Germany and France signed an agreement in Geneva.\n";

/// Reads a good article, then something bad beside it: the good one must still be there, and
/// further reading must work.
fn unharmed(world: &World) {
    unharmed_with(world, 1);
}

/// As [`unharmed`], where the store holds more than the good article.
fn unharmed_with(world: &World, documents: usize) {
    let store = world.store();
    let store = store.to_str().expect("a path in UTF-8");
    world
        .run(&["store", "--store", store])
        .expect(0, &[&format!("{documents} document")], &[]);
    world.write("more.txt", ARTICLE.replace("Geneva", "Vienna"));
    world
        .run(&["read", "more.txt", "--store", store])
        .expect(0, &["1 document"], &[]);
    world.run(&["store", "--store", store]).expect(
        0,
        &[&format!("{} documents", documents + 1)],
        &[],
    );
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
fn a_sentence_that_is_cut_is_reported() {
    let world = world_with_article();
    world.write(
        "list.txt",
        "and the ministers of France met those of Spain in the town of Bonn ".repeat(60),
    );
    let store = world.store();
    let store = store.to_str().expect("UTF-8");
    world.run(&["read", "list.txt", "--store", store]).expect(
        0,
        &["1 document"],
        &["T021", "list.txt at byte 0", "hint"],
    );
}

#[test]
fn a_truncated_gzip_file_is_reported() {
    // The header of gzip, and the beginning of a block that goes on.
    let bytes = b"\x1f\x8b\x08\0\0\0\0\0\0\xff\x73\x2b\x4a\xcc";
    check("cut.txt.gz", bytes, 1, &["T010", "hint"]);
}

#[test]
fn a_broken_zip_archive_is_reported() {
    check("cut.zip", b"PK\x03\x04 and no more", 1, &["ZIP", "hint"]);
}

#[test]
fn a_table_without_a_column_for_the_text_is_reported() {
    let table = b"id,remark\n1,France condemned the attack.\n";
    check("odd.csv", table, 1, &["id, remark", "--text-column"]);
}

#[test]
fn a_column_that_is_named_is_read() {
    let world = world_with_article();
    world.write(
        "odd.csv",
        "id,remark\n1,Spain praised Portugal on Monday.\n",
    );
    let store = world.store();
    let store = store.to_str().expect("UTF-8");
    world
        .run(&[
            "read",
            "odd.csv",
            "--text-column",
            "remark",
            "--store",
            store,
        ])
        .expect(0, &["1 document"], &[]);
}

#[test]
fn a_broken_line_of_json_costs_only_itself() {
    let world = world_with_article();
    world.write(
        "news.jsonl",
        "{\"text\": \"Spain praised Portugal on Monday.\"}\n{\"text\": \n\
         {\"text\": \"Chile condemned Peru on Tuesday.\"}\n",
    );
    let store = world.store();
    let store = store.to_str().expect("UTF-8");
    world.run(&["read", "news.jsonl", "--store", store]).expect(
        1,
        &["2 documents", "1 could not be read"],
        &["news.jsonl:2", "JSON"],
    );
    unharmed_with(&world, 3);
}

#[test]
fn a_sitemap_is_told_from_a_document() {
    let map = b"<urlset><url><loc>https://wire.example/1</loc></url></urlset>";
    check("sitemap.xml", map, 0, &["https://wire.example/1", "wget"]);
}

#[test]
fn a_pdf_that_is_none_is_reported() {
    check("cut.pdf", b"%PDF-1.7\n1 0 obj\n<<", 1, &["PDF", "hint"]);
}

#[test]
fn what_is_not_english_is_kept_and_not_coded() {
    let world = world_with_article();
    world.write(
        "autre.txt",
        "Les ministres des deux pays se sont rencontr\u{e9}s jeudi \u{e0} Gen\u{e8}ve pour parler de \
         la fronti\u{e8}re commune et du commerce.",
    );
    let store = world.store();
    let store = store.to_str().expect("UTF-8");
    world.run(&["read", "autre.txt", "--store", store]).expect(
        0,
        &["1 document", "0 assertions"],
        &["C001", "not in English"],
    );
}

#[test]
fn patterns_in_quotes_are_resolved() {
    let world = world_with_article();
    world.write("news/a.txt", ARTICLE.replace("Geneva", "Oslo"));
    world.write("news/b.md", ARTICLE.replace("Geneva", "Rome"));
    let store = world.store();
    let store = store.to_str().expect("UTF-8");
    world
        .run(&["read", "news/*.txt", "--store", store])
        .expect(0, &["1 document"], &[]);
    world
        .run(&["read", "news/*.html", "--store", store])
        .expect(1, &[], &["R004", "no file fits", "hint"]);
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

#[cfg(unix)]
mod full_disk {
    use std::path::{Path, PathBuf};
    use std::process::Command;

    use super::{ARTICLE, World};

    /// A file system of a few megabytes, in memory; gone when dropped.
    struct SmallDisk(PathBuf);

    impl SmallDisk {
        /// `None` where this user may not mount anything.
        fn mount(folder: PathBuf) -> Option<Self> {
            std::fs::create_dir_all(&folder).ok()?;
            let status = Command::new("mount")
                .args(["-t", "tmpfs", "-o", "size=4m", "entente-test"])
                .arg(&folder)
                .stderr(std::process::Stdio::null())
                .status();
            status.ok()?.success().then_some(Self(folder))
        }
    }

    impl Drop for SmallDisk {
        fn drop(&mut self) {
            let _ = Command::new("umount").arg(&self.0).status();
        }
    }

    /// Enough documents that storing them takes more than `fill` leaves.
    fn write_documents(world: &World) {
        for number in 0..200 {
            let text = ARTICLE.replace("Geneva", &format!("Geneva in round {number}"));
            world.write(&format!("many/{number}.txt"), text);
        }
    }

    /// Writes into the disk until all but `left` bytes are taken.
    fn fill(file: &Path, left: u64) {
        let mut size = 0;
        let block = vec![1_u8; 4096];
        let mut out = std::fs::File::create(file).expect("a file");
        while std::io::Write::write_all(&mut out, &block).is_ok() {
            size += 4096;
        }
        out.set_len(u64::saturating_sub(size, left))
            .expect("a shorter file");
    }

    fn unharmed(world: &World, store: &str) {
        world
            .run(&["store", "--store", store])
            .expect(0, &["1 document"], &[]);
        world
            .run(&["read", "many", "--store", store])
            .expect(0, &["200 documents"], &[]);
        world
            .run(&["ask", "Are France and Germany allies?", "--store", store])
            .expect(0, &["France"], &[]);
    }

    #[test]
    fn a_full_disk_is_reported_and_harms_nothing() {
        let world = World::new();
        world.write("good.txt", ARTICLE);
        write_documents(&world);
        let Some(disk) = SmallDisk::mount(world.path("disk")) else {
            return eprintln!("skipped: this user may not mount a small disk");
        };
        let store = disk.0.join("store");
        let store = store.to_str().expect("UTF-8");
        world
            .run(&["read", "good.txt", "--store", store])
            .expect(0, &["1 document"], &[]);
        let filler = disk.0.join("filler");
        // At every step of a commit the disk may turn out to be full.
        for left in [0, 8 << 10, 24 << 10, 48 << 10] {
            fill(&filler, left);
            world.run(&["read", "many", "--store", store]).expect(
                1,
                &[],
                &["no space left", store, "hint"],
            );
            world
                .run(&["store", "--store", store])
                .expect(0, &["1 document"], &[]);
            std::fs::remove_file(&filler).expect("room again");
        }
        unharmed(&world, store);
    }

    /// The same where nothing can be mounted: files may not grow beyond a few kilobytes.
    #[test]
    fn a_limit_on_the_size_of_files_is_reported_and_harms_nothing() {
        let world = World::new();
        world.write("good.txt", ARTICLE);
        write_documents(&world);
        let store = world.store();
        let store = store.to_str().expect("UTF-8");
        world
            .run(&["read", "good.txt", "--store", store])
            .expect(0, &["1 document"], &[]);
        let mut command = world.command(&[]);
        let program = command.get_program().to_owned();
        let limited = std::mem::replace(&mut command, Command::new("sh"));
        for (name, value) in limited.get_envs() {
            match value {
                Some(value) => command.env(name, value),
                None => command.env_remove(name),
            };
        }
        let output = command
            .current_dir(world.path("."))
            .args(["-c", r#"trap '' XFSZ; ulimit -f 8; exec "$0" "$@""#])
            .arg(program)
            .args(["read", "many", "--store", store])
            .output()
            .expect("a shell");
        let stderr = String::from_utf8_lossy(&output.stderr);
        if stderr.contains("ulimit") {
            return eprintln!("skipped: no limits here");
        }
        assert!(!stderr.contains("panicked"), "{stderr}");
        assert_eq!(output.status.code(), Some(1), "{stderr}");
        assert!(stderr.contains("no space left"), "{stderr}");
        assert!(stderr.contains(store), "{stderr}");
        unharmed(&world, store);
    }
}

#[test]
fn a_reader_that_stops_listening_is_no_failure() {
    let world = World::new();
    world.write("good.txt", ARTICLE);
    world.write(
        "keds.csv",
        "date,source,target,code\n2001-02-03,USA,IRQ,190\n",
    );
    for arguments in [
        &["ask", "Are Azerbaijan and Iran allies?"][..],
        &["ask", "--format", "json", "Are Azerbaijan and Iran allies?"],
        &["ask", "--format", "md", "Are Azerbaijan and Iran allies?"],
        &["ask", "--format", "html", "Are Azerbaijan and Iran allies?"],
        &["read", "good.txt", "--format", "jsonl"],
        &["read", "good.txt"],
        &["code", "France condemned Germany."],
        &["parse", "France condemned Germany."],
        &["who", "Tehran"],
        &["lexicon", "check"],
        &["import", "--list"],
        &["import", "keds", "keds.csv"],
        &["import", "keds", "keds.csv", "--format", "jsonl"],
        &["panel", "state-year", "--from", "2000", "--to", "2001"],
        &["export", "--format", "csv"],
        &["export", "--format", "jsonl"],
        &["export", "--format", "jsonld"],
        &["export", "--format", "gexf"],
        &["cite"],
        &["store"],
        &["completions", "bash"],
        &["man"],
    ] {
        let mut child = world
            .command(arguments)
            .stdin(std::process::Stdio::null())
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .expect("the binary runs");
        // Nobody reads: the first write fails.
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("the binary ends");
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert!(!stderr.contains("panicked"), "{arguments:?}: {stderr}");
        assert!(!stderr.contains("error"), "{arguments:?}: {stderr}");
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {stderr}");
    }
}

#[test]
fn a_store_of_another_version_is_refused_and_left_alone() {
    let world = world_with_article();
    let log = "store/reads/_delta_log/00000000000000000000.json";
    let text = std::fs::read_to_string(world.path(log)).expect("the log");
    for (format, said) in [
        ("999", ["newer version", "999", "update entente"]),
        ("7", ["older version", "format 7", "another store"]),
    ] {
        let format = format!(r#""entente.format":"{format}""#);
        let other = text.replace(r#""entente.format":"8""#, &format);
        assert_ne!(other, text);
        world.write(log, &other);
        for arguments in [
            &["read", "good.txt", "--store", "store"][..],
            &["ask", "Are France and Germany allies?", "--store", "store"],
            &["store", "--store", "store"],
        ] {
            world.run(arguments).expect(1, &[], &said);
        }
        let after = std::fs::read_to_string(world.path(log)).expect("the log");
        assert_eq!(after, other);
    }
    world.write(log, text);
    unharmed(&world);
}

#[test]
fn a_damaged_store_is_reported() {
    let world = world_with_article();
    let folder = world.path("store/assertions");
    let table = std::fs::read_dir(&folder).expect("a table").flatten();
    for entry in table.filter(|entry| entry.path().extension().is_some_and(|it| it == "parquet")) {
        std::fs::write(entry.path(), "not Parquet").expect("a file");
    }
    world
        .run(&["ask", "Are France and Germany allies?", "--store", "store"])
        .expect(1, &[], &["error", "store", "hint"]);
}
