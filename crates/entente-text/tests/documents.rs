//! Inputs of every format, and what is read from them. Text formats are files in `documents/`,
//! each with what is expected beside it; binary ones are made here.

use std::fmt::Write as _;
use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use entente_model::Document;
use entente_text::{Columns, Origin, read_document, read_documents};
use flate2::Compression;
use flate2::write::{GzEncoder, ZlibEncoder};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn origin(name: &str) -> Origin {
    Origin {
        name: name.to_owned(),
        ..Origin::default()
    }
}

/// Everything that is read from an input, in lines for people.
fn shown(bytes: &[u8], origin: &Origin) -> String {
    let mut out = String::new();
    for reading in read_documents(bytes, origin) {
        for note in &reading.diagnostics {
            let _ = writeln!(out, "{note}");
        }
        if let Some(document) = &reading.document {
            check_offsets(document);
            let _ = writeln!(out, "document {}", document.origin);
            for (name, value) in [
                ("title", document.title.clone()),
                ("publisher", document.publisher.clone()),
                ("author", document.author.clone()),
                ("published", document.published.map(|day| day.to_string())),
                ("url", document.url.clone()),
                ("language", document.language.clone()),
            ] {
                if let Some(value) = value {
                    let _ = writeln!(out, "  {name}: {value}");
                }
            }
            for block in &document.blocks {
                let _ = writeln!(out, "  {} | {}", block.kind, block.span.of(&document.text));
            }
        }
    }
    out
}

fn check_offsets(document: &Document) {
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.start >= end, "blocks are in order");
        assert!(!block.span.of(&document.text).is_empty(), "on characters");
        end = block.span.end;
    }
}

/// Codes of what is reported, and texts of what is read.
#[track_caller]
fn check(name: &str, bytes: &[u8], codes: &[&str], texts: &[&str]) {
    check_with(&origin(name), bytes, codes, texts);
}

#[track_caller]
fn check_with(origin: &Origin, bytes: &[u8], codes: &[&str], texts: &[&str]) {
    let readings: Vec<_> = read_documents(bytes, origin).collect();
    let found: Vec<_> = readings
        .iter()
        .flat_map(|reading| reading.diagnostics.iter().map(|note| note.code))
        .collect();
    let text: Vec<_> = readings
        .iter()
        .filter_map(|reading| Some(reading.document.as_ref()?.text.as_str()))
        .collect();
    assert_eq!((&found[..], &text[..]), (codes, texts), "{readings:#?}");
}

#[test]
fn files_give_what_is_expected() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let mut files: Vec<_> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_none_or(|it| it != "expected"))
        .collect();
    files.sort();
    let mut wrong = String::new();
    for file in files {
        let name = file.file_name().expect("a name").to_string_lossy();
        let found = shown(&fs::read(&file).expect("the file"), &origin(&name));
        let beside = file.with_file_name(format!("{name}.expected"));
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if found != expected {
            let _ = writeln!(wrong, "=== {name}: expected\n{expected}--- found\n{found}");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

const TEXT: &str = "France and Germany met in Bonn on Thursday.";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

fn zstandard(bytes: &[u8]) -> Vec<u8> {
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    ruzstd::encoding::compress_to_vec(bytes, level)
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer.start_file(*name, options).expect("in memory");
        writer.write_all(bytes).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

#[test]
fn compressed_files_are_unpacked() {
    check("a.txt.gz", &gzip(TEXT.as_bytes()), &[], &[TEXT]);
    check("-", &zstandard(TEXT.as_bytes()), &[], &[TEXT]);
    let two = [
        zstandard(b"France met Spain in Paris, "),
        zstandard(b"and they agreed."),
    ]
    .concat();
    check(
        "a.txt.zst",
        &two,
        &[],
        &["France met Spain in Paris, and they agreed."],
    );
    let two = [
        gzip(b"France met Spain in Paris, "),
        gzip(b"and they agreed."),
    ]
    .concat();
    check(
        "a.txt.gz",
        &two,
        &[],
        &["France met Spain in Paris, and they agreed."],
    );
    // The name inside tells the format.
    let markdown = gzip(b"# Talks\n\nFrance *met* Spain.");
    check("a.md.gz", &markdown, &[], &["Talks\n\nFrance met Spain."]);
}

#[test]
fn archives_hold_documents() {
    let inner = zip(&[("c.txt", b"Chile and Peru met in Lima.")]);
    let csv = b"title,text\nTalks,France met Spain.\n";
    let packed = zip(&[
        ("a/a.txt", TEXT.as_bytes()),
        ("a/picture.png", b"\x89PNG"),
        ("__MACOSX/a/._a.txt", b"\0\0"),
        ("b.csv.gz", &gzip(csv)),
        ("inner.zip", &inner),
    ]);
    let names: Vec<String> = read_documents(&packed[..], &origin("news.zip"))
        .filter_map(|reading| Some(reading.document?.origin))
        .collect();
    let expected = [
        "news.zip/a/a.txt",
        "news.zip/b.csv.gz#2",
        "news.zip/inner.zip/c.txt",
    ];
    assert_eq!(names, expected);
    let texts = [
        TEXT,
        "Talks\n\nFrance met Spain.",
        "Chile and Peru met in Lima.",
    ];
    check("news.zip", &packed, &["T020"], &texts);
    check("no.zip", &zip(&[("a.png", b"x")]), &["T006"], &[]);
    check(
        "a.docx",
        &zip(&[("[Content_Types].xml", b"<a/>")]),
        &["T003"],
        &[],
    );
}

#[test]
fn archives_in_archives_end() {
    let mut bytes = TEXT.as_bytes().to_vec();
    for _ in 0..3 {
        bytes = gzip(&bytes);
    }
    check("-", &bytes, &[], &[TEXT]);
    check("-", &gzip(&bytes), &["T012"], &[]);
}

#[test]
fn bombs_do_not_go_off() {
    let zeros = vec![b' '; 48 << 20];
    check("bomb.zip", &zip(&[("a.txt", &zeros)]), &["T011"], &[]);
    check("bomb.txt.gz", &gzip(&zeros), &["T002"], &[]);
    // Records go on for ever, each of them within the limits.
    let rows = format!("{{\"text\": \"{}\"}}\n", " ".repeat(1 << 20)).repeat(80);
    check("bomb.jsonl.gz", &gzip(rows.as_bytes()), &["T011"], &[]);
    let row = format!("text,title\n\"{}", " ".repeat(40 << 20));
    check("quote.csv", row.as_bytes(), &["T002"], &[]);
}

#[test]
fn what_breaks_off_is_read_as_far_as_it_goes() {
    let whole = gzip(TEXT.as_bytes());
    check("a.txt.gz", &whole[..whole.len() - 12], &["T010"], &[]);
    let rows: String = (0..2000_u32)
        .map(|number| {
            let noise = number.wrapping_mul(2_654_435_761);
            format!("{{\"text\": \"France met envoy {noise} in Paris on Monday.\"}}\n")
        })
        .collect();
    let packed = gzip(rows.as_bytes());
    let readings: Vec<_> =
        read_documents(&packed[..packed.len() / 2], &origin("a.jsonl.gz")).collect();
    assert!(readings.len() > 500, "only {}", readings.len());
    let last = readings.last().expect("a last word");
    assert_eq!(last.diagnostics[0].code, "T010");
    check(
        "a.zip",
        &zip(&[("a.txt", TEXT.as_bytes())])[..60],
        &["T019"],
        &[],
    );
    check(
        "a.warc",
        b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99\r\n\r\nx",
        &["T010"],
        &[],
    );
    check("a.zst", &zstandard(&vec![b'a'; 5000])[..9], &["T010"], &[]);
    check(
        "a.rss",
        b"<rss><channel><title>x</title><item><title>y",
        &["T019"],
        &[],
    );
}

#[test]
fn names_of_columns_may_be_given() {
    let given = Origin {
        columns: Columns {
            text: Some("b".to_owned()),
            title: Some("a".to_owned()),
            ..Columns::default()
        },
        ..origin("a.csv")
    };
    let table = format!("a,b,text\nTalks,{TEXT},no\n");
    check_with(
        &given,
        table.as_bytes(),
        &[],
        &[&format!("Talks\n\n{TEXT}")],
    );
    let mut wide = vec![0xff, 0xfe];
    wide.extend(
        table
            .replace(',', "\t")
            .encode_utf16()
            .flat_map(u16::to_le_bytes),
    );
    check_with(&given, &wide, &[], &[&format!("Talks\n\n{TEXT}")]);
}

fn warc_record(kind: &str, fields: &str, block: &[u8]) -> Vec<u8> {
    let mut record = format!(
        "WARC/1.0\r\nWARC-Type: {kind}\r\n{fields}Content-Length: {}\r\n\r\n",
        block.len()
    )
    .into_bytes();
    record.extend_from_slice(block);
    record.extend_from_slice(b"\r\n\r\n");
    record
}

fn answer(address: &str, status: &str, header: &str, body: &[u8]) -> Vec<u8> {
    let mut block = format!("HTTP/1.1 {status}\r\n{header}\r\n").into_bytes();
    block.extend_from_slice(body);
    let fields = format!(
        "WARC-Target-URI: {address}\r\nContent-Type: application/http; msgtype=response\r\n"
    );
    warc_record("response", &fields, &block)
}

#[test]
fn web_archives_hold_pages() {
    let page = |words: &str| {
        format!("<html><head><title>Talks</title></head><body><p>{words}</p></body></html>")
            .into_bytes()
    };
    let html = "Content-Type: text/html; charset=utf-8\r\n";
    let zipped = format!("{html}Content-Encoding: gzip\r\n");
    let deflated = format!("{html}Content-Encoding: deflate\r\n");
    let chunked = format!("{html}Transfer-Encoding: chunked\r\n");
    let deflate = |bytes: &[u8]| {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).expect("in memory");
        encoder.finish().expect("in memory")
    };
    let in_chunks = |bytes: &[u8]| {
        let (first, second) = bytes.split_at(10);
        let mut out = format!("{:x};name=value\r\n", first.len()).into_bytes();
        out.extend([first, b"\r\n"].concat());
        out.extend(format!("{:X}\r\n", second.len()).into_bytes());
        out.extend([second, b"\r\n0\r\n\r\n"].concat());
        out
    };
    let records = [
        warc_record("warcinfo", "", b"software: none\r\n"),
        answer(
            "https://w.example/robots.txt",
            "200 OK",
            "Content-Type: text/plain\r\n",
            b"Disallow: /",
        ),
        answer(
            "https://w.example/1",
            "200 OK",
            html,
            &page("France met Spain in Paris."),
        ),
        answer(
            "https://w.example/2",
            "404 Not Found",
            html,
            &page("There is no such page."),
        ),
        answer(
            "https://w.example/3",
            "200 OK",
            &zipped,
            &gzip(&page("Chile met Peru in Lima.")),
        ),
        answer(
            "https://w.example/4",
            "200 OK",
            &deflated,
            &deflate(&page("Norway met Sweden in Oslo.")),
        ),
        answer(
            "https://w.example/5",
            "200 OK",
            &chunked,
            &in_chunks(&page("Ghana met Togo in Accra.")),
        ),
        answer(
            "https://w.example/6",
            "200 OK",
            "Content-Type: image/png\r\n",
            b"\x89PNG",
        ),
        answer(
            "https://w.example/7",
            "200 OK",
            "Content-Type: text/html; charset=windows-1252\r\n",
            b"<html><body><p>They met in the caf\xe9 of the town hall.</p></body></html>",
        ),
        warc_record(
            "conversion",
            "WARC-Target-URI: https://w.example/8\r\nContent-Type: text/plain\r\n",
            TEXT.as_bytes(),
        ),
    ];
    let texts = [
        "France met Spain in Paris.",
        "Chile met Peru in Lima.",
        "Norway met Sweden in Oslo.",
        "Ghana met Togo in Accra.",
        "They met in the café of the town hall.",
        TEXT,
    ];
    check("a.warc", &records.concat(), &[], &texts);
    let members: Vec<u8> = records.iter().flat_map(|record| gzip(record)).collect();
    check("a.warc.gz", &members, &[], &texts);
    let first = read_document(&members, &origin("-"))
        .document
        .expect("a page");
    assert_eq!(first.url.as_deref(), Some("https://w.example/1"));
    assert_eq!(first.title.as_deref(), Some("Talks"));
    let errors = answer("https://w.example/2", "404 Not Found", html, b"");
    check("no.warc", &errors, &["T006"], &[]);
}

/// A PDF file whose pages show lines of text, from the top; or pictures only.
fn pdf(pages: &[&[&str]]) -> Vec<u8> {
    let mut objects: Vec<String> = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        String::new(),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
            .to_owned(),
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray \
         /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"
            .to_owned(),
    ];
    let mut kids = String::new();
    for lines in pages {
        let number = objects.len() + 1;
        let mut stream = "BT /F 12 Tf 14 TL 72 720 Td\n".to_owned();
        for line in *lines {
            let _ = writeln!(stream, "({line}) Tj T*");
        }
        stream.push_str("ET\n");
        if lines.is_empty() {
            stream = "q 600 0 0 800 0 0 cm /I Do Q\n".to_owned();
        }
        let _ = write!(kids, "{number} 0 R ");
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents {} 0 R \
             /Resources << /Font << /F 3 0 R >> /XObject << /I 4 0 R >> >> >>",
            number + 1
        ));
        objects.push(format!(
            "<< /Length {} >>\nstream\n{stream}endstream",
            stream.len()
        ));
    }
    objects[1] = format!("<< /Type /Pages /Kids [{kids}] /Count {} >>", pages.len());
    objects.push(
        "<< /Title (The talks in Bonn) /Author (Jane Roe) /CreationDate (D:20240502100000Z) >>"
            .to_owned(),
    );
    let mut file = "%PDF-1.4\n".to_owned();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(file.len());
        let _ = write!(file, "{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let table = file.len();
    let _ = write!(file, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for offset in offsets {
        let _ = writeln!(file, "{offset:010} 00000 n ");
    }
    let _ = write!(
        file,
        "trailer\n<< /Size {} /Root 1 0 R /Info {} 0 R >>\nstartxref\n{table}\n%%EOF\n",
        objects.len() + 1,
        objects.len()
    );
    file.into_bytes()
}

const PRINTED: &[&str] = &[
    "The ministers of France and Germany met in Bonn on Thursday and agreed",
    "on the treaty that both had nego-",
    "tiated for a year, a spokesman said after the meeting in the old capital.",
    "",
    "Nothing was said about the price of it.",
];

#[test]
fn printed_pages_are_text_again() {
    let bytes = pdf(&[PRINTED]);
    let text = "The ministers of France and Germany met in Bonn on Thursday and agreed on the treaty \
                that both had negotiated for a year, a spokesman said after the meeting in the old \
                capital.\n\nNothing was said about the price of it.";
    check("a.pdf", &bytes, &[], &[text]);
    let document = read_document(&bytes, &origin("-"))
        .document
        .expect("a document");
    assert_eq!(document.title.as_deref(), Some("The talks in Bonn"));
    assert_eq!(document.author.as_deref(), Some("Jane Roe"));
    assert_eq!(
        document.published.map(|day| day.to_string()).as_deref(),
        Some("2024-05-02")
    );
    check("scan.pdf", &pdf(&[&[], &[]]), &["T017"], &[]);
    check("cut.pdf", &bytes[..20], &["T019"], &[]);
    check("empty.pdf", b"", &["T001"], &[]);
}

#[test]
fn encodings_are_found_and_told() {
    check(
        "a.html",
        b"<html><head><meta charset=iso-8859-1></head><body><p>They met in the caf\xe9.</p></body></html>",
        &[],
        &["They met in the café."],
    );
    check(
        "a.txt",
        b"The ministers of the two met in the caf\xe9 of the town, said the mayor.",
        &["T008"],
        &["The ministers of the two met in the café of the town, said the mayor."],
    );
}

/// A small generator of our own: the same bytes in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or(0) % sides.max(1)
    }
}

/// Reads an input to its end; there may be anything in it.
fn survive(name: &str, bytes: &[u8]) {
    for reading in read_documents(bytes, &origin(name)) {
        if let Some(document) = &reading.document {
            check_offsets(document);
        }
    }
}

#[test]
fn any_bytes_are_survived() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/documents");
    let mut seeds: Vec<(String, Vec<u8>)> = fs::read_dir(folder)
        .expect("the folder")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_none_or(|it| it != "expected"))
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), fs::read(&path).expect("the file"))
        })
        .collect();
    seeds.sort();
    let page = b"<html><body><p>France met Spain in Paris.</p></body></html>";
    let record = answer(
        "https://w.example/",
        "200 OK",
        "Content-Type: text/html\r\n",
        page,
    );
    seeds.push(("a.warc".to_owned(), record.clone()));
    seeds.push(("a.warc.gz".to_owned(), gzip(&record)));
    seeds.push(("a.zst".to_owned(), zstandard(TEXT.as_bytes())));
    seeds.push((
        "a.zip".to_owned(),
        zip(&[("a.txt", TEXT.as_bytes()), ("b.html", page)]),
    ));
    seeds.push(("a.pdf".to_owned(), pdf(&[PRINTED, PRINTED])));
    let rounds = std::env::var("ENTENTE_FUZZ_ROUNDS")
        .ok()
        .and_then(|it| it.parse().ok());
    let mut dice = Dice(11);
    for round in 0..rounds.unwrap_or(1500) {
        let (name, seed) = &seeds[round % seeds.len()];
        let mut bytes = seed.clone();
        for _ in 0..=dice.roll(8) {
            let at = dice.roll(bytes.len());
            match dice.roll(6) {
                0 => bytes.truncate(at),
                1 => bytes.insert(at, dice.roll(256) as u8),
                2 => {
                    let end = (at + dice.roll(40)).min(bytes.len());
                    bytes.drain(at..end);
                }
                3 => {
                    let end = (at + dice.roll(60)).min(bytes.len());
                    let part = bytes[at..end].to_vec();
                    let to = dice.roll(bytes.len());
                    bytes.splice(to..to, part);
                }
                _ => {
                    if let Some(byte) = bytes.get_mut(at) {
                        *byte = [0, 255, b'<', b'"', b'\n', b'{', b'9', dice.roll(256) as u8]
                            [dice.roll(8)];
                    }
                }
            }
        }
        survive(name, &bytes);
        // Whatever the name says, and whatever the bytes are.
        let other = &seeds[dice.roll(seeds.len())].0;
        survive(other, &bytes);
    }
    for round in 0..200 {
        let bytes: Vec<u8> = (0..dice.roll(400)).map(|_| dice.roll(256) as u8).collect();
        survive(&seeds[round % seeds.len()].0, &bytes);
    }
}
