//! Texts that nobody writes and that come in nevertheless: they take time linear in their length,
//! do not unpack without end, and what had to be cut is told.

use std::fs;
use std::io::{Cursor, Write as _};
use std::sync::LazyLock;
use std::thread;
use std::time::{Duration, Instant};

use entente_model::{Block, Document};
use entente_text::{
    MAX_PART_BYTES, MAX_TOKENS, NoGazetteer, Origin, Parse, Parser, PerceptronParser, Signature,
    coreference, cut_sentences, passages, read_document, read_documents, sentences_by_block,
    tokens,
};
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn origin(name: &str) -> Origin {
    Origin {
        name: name.to_owned(),
        ..Origin::default()
    }
}

/// The time that this thread has had the processor, so that a busy machine does not count; where
/// the system does not say, the time that went by.
fn clock() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    // The account is brought up to date when the thread gives way.
    thread::yield_now();
    let said = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = said.and_then(|it| it.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// Reads an input as far as its length alone decides how long that takes: all but the parses.
fn read(name: &str, bytes: &[u8]) {
    for reading in read_documents(bytes, &origin(name)) {
        if let Some(document) = reading.document {
            Signature::of(&document.text);
            let sentences = sentences_by_block(&document.text, &document.blocks);
            for sentence in &sentences {
                assert!(tokens(&document.text, sentence.span).len() <= MAX_TOKENS);
            }
            passages(&document, sentences.iter().map(|it| (it.block, it.span)));
        } else {
            assert!(!reading.diagnostics.is_empty());
        }
    }
}

/// Four times the input takes four times as long, with room for chance; sixteen would be
/// quadratic. `bytes` is the length of the shorter input.
#[track_caller]
fn check_linear(name: &str, bytes: usize, (head, part, tail): (&str, &str, &str)) {
    let time_of = |bytes: usize| {
        let input = format!("{head}{}{tail}", part.repeat(bytes / part.len() + 1));
        let start = clock();
        read(name, input.as_bytes());
        clock() - start
    };
    let least = |bytes: usize| (0..2).map(|_| time_of(bytes)).min().unwrap_or_default();
    let (small, large) = (least(bytes), least(4 * bytes));
    let bound = small.max(Duration::from_millis(10)) * 9;
    assert!(
        large < bound,
        "{name}: {head}{part}...{tail}: {small:?}, then {large:?}"
    );
}

/// Bytes of a short odd input.
const SHORT: usize = if cfg!(debug_assertions) {
    10_000
} else {
    50_000
};

const SENTENCE: &str = "The ministers of France and Spain met on Monday.";

#[test]
fn odd_lines_take_linear_time() {
    for case in [
        ("", "(", ""),
        ("", "[", ""),
        ("", "](", ")"),
        ("", "](#)", ""),
        ("", "[](#", ")"),
        ("", "* [a](#b) ", ""),
        ("", "![", "](a)"),
        ("", "\n", SENTENCE),
        ("", "> ", SENTENCE),
        ("", "> - ", SENTENCE),
        ("", "*", ""),
        ("", "*a ", ""),
        ("", "**a_b ", ""),
        ("", "`", "a"),
        ("", "``a", ""),
        ("", "<", ""),
        ("", "<a ", ""),
        ("", "<!--", ""),
        ("", "&amp", ""),
        ("", "a\n---\n", ""),
        ("", "|", "\n"),
        ("|a|b|\n|-|-|\n", "|c|d|\n", ""),
        ("[a]: x\n\n", "[a]", ""),
        ("---\n", "a: b\n", "---\n"),
        ("", "---\n", ""),
        ("", "# Talks\n\n", SENTENCE),
        ("", "name: x\n\n", ""),
        ("", "x", ""),
        ("a", "(", ""),
        ("a@b", "(", ""),
        ("", "word ", ""),
        ("", "a. ", ""),
        ("", "\u{201c}", "\u{201d}"),
        ("", "\u{201c}a ", ""),
        ("", "\"' ", ""),
        ("", "\u{ad}", SENTENCE),
        ("", "a\u{301}", ""),
        ("", "\u{130}", ""),
        ("", "\u{4e2d}\u{6587}", ""),
        ("", "subscribe to ", ""),
        ("", "http://a.b/?", ""),
        ("", "a@b.c,", ""),
        ("", "1,000.5/", ""),
    ] {
        check_linear("a.txt", SHORT, case);
        check_linear("a.md", SHORT, case);
    }
}

#[test]
fn odd_records_take_linear_time() {
    for (name, case) in [
        ("a.jsonl", ("{\"text\": \"", "word ", "\"}")),
        ("a.jsonl", ("{\"text\": \"a", "\\n\\n", "\"}")),
        ("a.jsonl", ("{\"text\": ", "[", "")),
        ("a.jsonl", ("", "{\"a\":1}", "")),
        ("a.jsonl", ("", "{\"a\n", "")),
        ("a.jsonl", ("", "{\"a\":\n", "")),
        ("a.jsonl", ("{\"articles\":[", "{\"text\":\"a\"},", "{}]}")),
        ("a.jsonl", ("{", "\"a\":1,", "\"text\":\"b\"}")),
        ("a.csv", ("text,date\n\"", "word ", "\"\n")),
        ("a.csv", ("text,date\n\"", "\"\"", "\"\n")),
        ("a.csv", ("text,date\n\"", "\n", "\"\n")),
        ("a.csv", ("text,date\n", "a,\"", "\n")),
        ("a.csv", ("text", ",text", "\na,b\n")),
        ("a.csv", ("text,date\n", ",", "\n")),
        ("a.warc", ("WARC/1.0\r\n", "\r\n", "\r\n")),
        (
            "a.warc",
            (
                "",
                "WARC/1.0\r\nWARC-Type: x\r\nContent-Length: 1\r\n\r\na\r\n\r\n",
                "",
            ),
        ),
    ] {
        check_linear(name, SHORT, case);
    }
}

#[test]
fn odd_feeds_take_linear_time() {
    let within = "<rss><channel><item><description>";
    let end = "</description></item></channel></rss>";
    for case in [
        (within, "&amp;", end),
        (within, "&x;", end),
        (within, "<![CDATA[x]]>", end),
        (within, "&lt;p&gt;", end),
        (within, "<!--", end),
        (within, "<a>", end),
        ("<rss><channel>", "<item><title>a b</title></item>", ""),
        ("<rss><channel>", "<item>", ""),
        ("<feed><entry ", "a='b' ", "><summary>x</summary></entry>"),
        ("<!DOCTYPE x [", "<!ENTITY a 'b'>", "]><rss></rss>"),
        ("<urlset>", "<url><loc>x</loc></url>", "</urlset>"),
        ("<urlset>", "<loc>", "</urlset>"),
    ] {
        check_linear("a.xml", SHORT, case);
    }
}

#[test]
fn odd_mail_takes_linear_time() {
    let head = "From: a@b\nTo: c@d\nMIME-Version: 1.0\n";
    let mixed = format!("{head}Content-Type: multipart/mixed; boundary=x\n\n");
    let coded = format!("{head}Content-Transfer-Encoding: quoted-printable\n\n");
    for case in [
        (
            "From: a@b\nDate: x\nSubject: ",
            "=?utf-8?q?a?= ",
            "\n\nThey met.",
        ),
        ("From: a@b\nDate: x\nSubject: ", "a\n ", "\n\nThey met."),
        ("Date: x\nFrom: ", "a@b, ", "\n\nThey met."),
        ("Date: x\nFrom: a@b ", "(", "\n\nThey met."),
        ("From: a@b\n", "Received: x\n", "\n\nThey met."),
        ("From: a@b\nTo: b\n\n", "\n>\n", "They met."),
        (&mixed, "--x\n\nThey met.\n", "--x--"),
        (
            head,
            "Content-Type: multipart/mixed; boundary=x\n\n--x\n",
            "a",
        ),
        (head, "Content-Type: message/rfc822\n\n", "a"),
        (head, "Content-Type: text/html; a=b\n", "\n<p>They met."),
        (&coded, "=C3=B6=\n", "They met."),
    ] {
        check_linear("a.eml", SHORT, case);
    }
    for case in [
        ("", "From a\nFrom: a@b\nTo: b\n\nThey met.\n", ""),
        ("From a\nFrom: a@b\nTo: b\n\n", ">From a\n", ""),
        ("From a\nFrom: a@b\nTo: b\n\n", ">", ""),
    ] {
        check_linear("a.mbox", SHORT, case);
    }
}

#[test]
fn odd_pdf_takes_linear_time() {
    for part in [
        "[",
        "<<",
        "(",
        "1 0 obj\n<<>>\nendobj\n",
        "1 0 obj\nstream\n",
    ] {
        check_linear("a.pdf", SHORT, ("%PDF-1.4\n", part, ""));
    }
}

#[test]
fn many_captions_take_linear_time() {
    let lines = |count: usize| -> String {
        (0..count)
            .map(|at| format!("It was said of Talks {at} end\n\nTalks {at} end\n\n"))
            .collect()
    };
    let time_of = |count: usize| {
        let text = lines(count);
        let start = clock();
        read("a.txt", text.as_bytes());
        clock() - start
    };
    time_of(500);
    let (small, large) = (time_of(2_000), time_of(8_000));
    assert!(
        large < small.max(Duration::from_millis(10)) * 9,
        "{small:?}, then {large:?}"
    );
}

/// Reads a document.
fn large(name: &str, text: &str) -> (Document, Duration) {
    let start = clock();
    let reading = read_document(text.as_bytes(), &origin(name));
    let document = reading.document.expect("a document");
    (document, clock() - start)
}

/// Parses and links the beginning of a document. What comes after costs the same again: no
/// sentence is longer than `MAX_TOKENS`, and coreference looks back no further than it reaches.
fn parse(document: &Document, bytes: usize) {
    let most = document.text.floor_char_boundary(bytes);
    let blocks: Vec<Block> = document
        .blocks
        .iter()
        .filter(|block| block.span.start < most)
        .map(|block| {
            let mut block = *block;
            block.span.end = block.span.end.min(most);
            block
        })
        .collect();
    let parser = PerceptronParser::builtin();
    let parsed = parser.read(&document.text, &blocks, None, &NoGazetteer);
    let parses: Vec<Parse> = parsed.into_iter().map(|it| it.parse).collect();
    coreference(&document.text, &parses);
}

/// Longer than any of these takes: minutes would be a fault.
const BEARABLE: Duration = Duration::from_secs(120);

/// Bytes of a large input: ten megabytes where this is built for speed, the tenth where it is not.
const LARGE: usize = if cfg!(debug_assertions) {
    1_000_000
} else {
    10_000_000
};

/// Bytes of it that are parsed where this is built for speed, and where it is not.
const PARSED: usize = if cfg!(debug_assertions) {
    4_000
} else {
    100_000
};

#[test]
fn a_large_text_in_one_line_is_read() {
    let sentence = "France and Germany met in Bonn on Monday, and they agreed. ";
    let text = sentence.repeat(LARGE / sentence.len());
    let (document, time) = large("line.txt", &text);
    let start = clock();
    let sentences = sentences_by_block(&document.text, &document.blocks);
    assert_eq!(sentences.len(), LARGE / sentence.len());
    assert!(sentences.iter().all(|it| !it.cut));
    Signature::of(&document.text);
    parse(&document, PARSED);
    assert!(time + (clock() - start) < BEARABLE);
}

/// That text without an end of a sentence is cut into bearable parts, that nothing of it is lost,
/// and that this is told.
#[track_caller]
fn check_cut(name: &str, text: &str) {
    let (document, time) = large(name, text);
    let start = clock();
    let sentences = sentences_by_block(&document.text, &document.blocks);
    let mut end = 0;
    for sentence in &sentences {
        assert!(document.text[end..sentence.span.start].trim().is_empty());
        assert!(tokens(&document.text, sentence.span).len() <= MAX_TOKENS);
        end = sentence.span.end;
    }
    assert_eq!(end, document.text.len());
    parse(&document, PARSED);
    assert!(time + (clock() - start) < BEARABLE);

    let cut = sentences.iter().filter(|it| it.cut).map(|it| it.span);
    let note = cut_sentences(&document.origin, cut).expect("a diagnostic");
    assert_eq!(note.code, "T021");
    assert!(note.place.input.starts_with(name) && note.place.offset.is_some());
    assert!(note.hint.is_some());
}

#[test]
fn a_sentence_of_a_million_words_is_cut_and_told() {
    check_cut(
        "words.txt",
        &"ministers of many states talked, ".repeat(LARGE / 60),
    );
}

#[test]
fn large_texts_without_a_sentence_are_cut_and_told() {
    check_cut("letters.txt", &"x".repeat(LARGE));
    check_cut("brackets.txt", &("a".to_owned() + &"(".repeat(LARGE)));
    let quotes = "\u{201c}a ".repeat(LARGE / 10) + &"b\u{201d} ".repeat(LARGE / 10);
    check_cut("quotes.txt", &quotes);
}

#[test]
fn a_heading_or_row_is_cut_as_other_text_is() {
    let words = "ministers of many states talked, ".repeat(1_000);
    check_cut("heading.md", &format!("# {words}"));
    check_cut("row.html", &format!("<table><tr><td>{words}</table>"));
    check_cut(
        "title.jsonl",
        &format!("{{\"title\": \"{words}\", \"text\": \"They met.\"}}"),
    );
}

/// The codes of what is noticed in an input, and the number of its documents.
fn codes(name: &str, bytes: &[u8]) -> (Vec<&'static str>, usize) {
    let readings: Vec<_> = read_documents(bytes, &origin(name)).collect();
    let notes = readings.iter().flat_map(|it| &it.diagnostics);
    let codes = notes.map(|note| {
        assert!(note.message.len() < 1_100, "a message for people");
        note.code
    });
    let documents = readings.iter().filter(|it| it.document.is_some());
    (codes.collect(), documents.count())
}

#[test]
fn large_inputs_without_text_are_refused() {
    let check = |name: &str, part: &str, expected: &[&str]| {
        let bytes = part.repeat(LARGE / part.len());
        let (codes, documents) = codes(name, bytes.as_bytes());
        assert_eq!((&codes[..], documents), (expected, 0), "{name}");
    };
    check("nul.txt", "\0", &["T003"]);
    check("lines.txt", "\n", &["T006"]);
    check("deep.json", "{\"a\":", &["T015", "T006"]);
    check("open.csv", "\"x", &["T014"]);
}

#[test]
fn long_records_are_read_in_parts() {
    let words = "France met Spain in Paris on Monday. ".repeat(LARGE / 37);
    let parts = words.len().div_ceil(MAX_PART_BYTES);
    let line = format!("{{\"text\": \"{words}\"}}\n");
    assert_eq!(codes("a.jsonl", line.as_bytes()), (vec!["T022"], parts));
    let row = format!("text,date\n\"{words}\",2024-05-02\n");
    assert_eq!(codes("a.csv", row.as_bytes()), (vec!["T022"], parts));
}

/// A title that every entry repeats, and entities in entities: what a feed says once must not
/// grow with the number of its entries.
#[test]
fn a_feed_does_not_repeat_itself_without_end() {
    let title = "x".repeat(1_000_000);
    let entries = "<item><title>Talks in Bonn</title></item>".repeat(1_000);
    let feed = format!("<rss><channel><title>{title}</title>{entries}</channel></rss>");
    let documents = read_documents(feed.as_bytes(), &origin("a.rss"));
    let documents: Vec<Document> = documents.filter_map(|it| it.document).collect();
    assert_eq!(documents.len(), 1_000);
    assert!(documents.iter().all(|it| it.publisher.is_none()));

    let mut feed = "<!DOCTYPE rss [<!ENTITY a0 \"ha\">".to_owned();
    for depth in 1..30 {
        let inner = format!("&a{};", depth - 1).repeat(10);
        feed.push_str(&format!("<!ENTITY a{depth} \"{inner}\">"));
    }
    feed.push_str("]><rss><channel><item><title>They said &a29;</title></item></channel></rss>");
    let document = read_document(feed.as_bytes(), &origin("a.rss")).document;
    assert!(document.is_some_and(|it| it.text.len() < 100));
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("in memory");
    encoder.finish().expect("in memory")
}

fn zip(members: &[(String, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options =
            SimpleFileOptions::default().compression_method(zip::CompressionMethod::Deflated);
        writer
            .start_file(name.as_str(), options)
            .expect("in memory");
        writer.write_all(bytes).expect("in memory");
    }
    writer.finish().expect("in memory").into_inner()
}

/// Each member and each depth is within its limits; all of them together are not.
#[test]
fn bombs_of_many_parts_do_not_go_off() {
    let zeros = vec![b'\n'; 900_000];
    let name = |number: usize| format!("{number}.txt");
    let members: Vec<(String, &[u8])> = (0..100).map(|it| (name(it), &zeros[..])).collect();
    let (codes_of_members, documents) = codes("many.zip", &zip(&members));
    assert_eq!(codes_of_members.last(), Some(&"T011"));
    assert!(codes_of_members.len() < 80 && documents == 0);

    let line = format!(
        "{{\"text\": \"They met in Paris.{}\"}}\n",
        " ".repeat(100_000)
    );
    let inner = gzip(line.repeat(60).as_bytes());
    let inner: Vec<(String, &[u8])> = (0..20)
        .map(|it| (format!("{it}.jsonl.gz"), &inner[..]))
        .collect();
    let (notes, documents) = codes("nested.zip.gz", &gzip(&zip(&inner)));
    assert!(!notes.is_empty() && notes.iter().all(|code| *code == "T011"));
    assert!(documents > 0, "what came before is read");
}
