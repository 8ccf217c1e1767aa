//! Any bytes are read, split, parsed, linked and signed without a panic, and what comes out keeps
//! the promises of its types.
//!
//! The first byte of an input chooses the name of a file, the rest is the file; see [`origin`].
//! How to run it, `CONTRIBUTING.md` says; where inputs begin, `seeds/`.

#![no_main]

use std::panic;

use entente_model::{Block, Document, Span};
use entente_text::{
    Format, NoGazetteer, Origin, Parse, Parser, PerceptronParser, Signature, coreference,
    read_documents, sentences_by_block,
};
use libfuzzer_sys::fuzz_target;

/// Endings of names, one for each format that is known, two that say nothing, and two of formats
/// in one another. New ones go to the end: the seeds count on the order.
const ENDINGS: [&str; 18] = [
    "",
    ".txt",
    ".md",
    ".html",
    ".rss",
    ".xml",
    ".jsonl",
    ".csv",
    ".warc",
    ".pdf",
    ".eml",
    ".mbox",
    ".gz",
    ".zst",
    ".zip",
    ".docx",
    ".warc.gz",
    ".jsonl.zst",
];

/// The bytes of a document that are split and parsed. All of it is read and signed; what takes
/// time that grows with the text is the business of a test, not of a fuzz target.
const MOST_PARSED: usize = 4 * 1024;

/// The documents of an input that are looked at.
const MOST_DOCUMENTS: usize = 64;

fuzz_target!(init: abort_on_our_panics(), |input: &[u8]| {
    let Some((&choice, bytes)) = input.split_first() else {
        return;
    };
    for reading in read_documents(bytes, &origin(choice)).take(MOST_DOCUMENTS) {
        for note in &reading.diagnostics {
            assert!(note.code.len() == 4 && !note.message.is_empty(), "{note:?}");
        }
        match &reading.document {
            Some(document) => check(document),
            None => assert!(!reading.diagnostics.is_empty(), "nothing, without a reason"),
        }
    }
});

/// A panic in one of our files ends the process, caught or not. One in a dependency is let
/// unwind: reading catches those of the PDF interpreter, and those that nobody catches end the
/// process nevertheless.
fn abort_on_our_panics() {
    let shown = panic::take_hook();
    // The hook that libFuzzer's wrapper has set aborts at every panic.
    drop(shown);
    panic::set_hook(Box::new(|panic| {
        let is_ours = panic
            .location()
            .is_none_or(|place| !place.file().contains("/registry/"));
        if is_ours {
            eprintln!("{panic}\n{}", std::backtrace::Backtrace::force_capture());
            std::process::abort();
        }
    }));
}

/// The input's name: letters from `A` on choose its ending (any byte chooses one); from 128 on,
/// the ending is not a hint but what the user says of the format.
fn origin(choice: u8) -> Origin {
    let index = usize::from((choice & 0x7f).wrapping_sub(b'A') & 0x7f) % ENDINGS.len();
    let name = format!("input{}", ENDINGS[index]);
    Origin {
        format: Format::of_ending(&name).filter(|_| choice >= 0x80),
        name,
        ..Origin::default()
    }
}

/// Everything that follows on a document.
fn check(document: &Document) {
    let text = document.text.as_str();
    assert!(!document.blocks.is_empty());
    let mut end = 0;
    for block in &document.blocks {
        assert!(block.span.start >= end, "blocks are in order");
        assert!(!block.span.of(text).is_empty(), "on characters, not empty");
        end = block.span.end;
    }
    let signature = Signature::of(text);
    assert_eq!(
        Signature::from_bytes(&signature.to_bytes()).as_ref(),
        Some(&signature)
    );

    let blocks = first_blocks(document);
    let mut end = 0;
    for sentence in sentences_by_block(text, &blocks) {
        assert!(sentence.span.start >= end && !sentence.span.of(text).is_empty());
        assert!(blocks[sentence.block].span.contains(sentence.span));
        end = sentence.span.end;
    }
    let parser = PerceptronParser::builtin();
    let sentences = parser.read(text, &blocks, document.published, &NoGazetteer);
    let mut end = 0;
    for sentence in &sentences {
        assert!(blocks[sentence.block].span.contains(sentence.span));
        assert!(sentence.span.start >= end, "sentences are in order");
        end = sentence.span.end;
        check_parse(text, sentence.span, &sentence.parse);
    }
    let parses: Vec<Parse> = sentences.into_iter().map(|it| it.parse).collect();
    check_coreference(text, &parses);
}

/// The blocks that begin among the first bytes, cut where there are enough.
fn first_blocks(document: &Document) -> Vec<Block> {
    let most = document.text.floor_char_boundary(MOST_PARSED);
    document
        .blocks
        .iter()
        .map(|block| Block {
            span: Span::new(block.span.start, block.span.end.min(most)),
            ..*block
        })
        .take_while(|block| block.span.start < most)
        .collect()
}

fn check_parse(text: &str, sentence: Span, parse: &Parse) {
    let count = parse.tokens.len();
    let mut end = sentence.start;
    for (index, token) in parse.tokens.iter().enumerate() {
        assert!(token.span.start >= end && !token.span.of(text).is_empty());
        assert!(token.head.is_none_or(|head| head < count && head != index));
        assert_eq!(token.head.is_none(), token.deprel == "root");
        end = token.span.end;
    }
    assert!(end <= sentence.end);
    let roots = parse.tokens.iter().filter(|token| token.head.is_none());
    assert_eq!(roots.count(), 1, "one root");
    for index in 0..count {
        let steps = parse.ancestors(index).take(count + 1).count();
        assert!(steps <= count, "heads form a tree");
    }

    let within = |(first, end): (usize, usize)| first < end && end <= count;
    let mut end = 0;
    for mention in &parse.mentions {
        assert!(within(mention.tokens) && mention.tokens.0 >= end);
        assert!((mention.tokens.0..mention.tokens.1).contains(&mention.head));
        end = mention.tokens.1;
    }
    let mut first = 0;
    for time in &parse.times {
        assert!(within(time.tokens) && time.tokens.0 >= first);
        if let (Some(start), Some(end)) = (time.date.start, time.date.end) {
            assert!(start <= end, "{time:?}");
        }
        first = time.tokens.0;
    }
    let mut first = 0;
    for quantity in &parse.quantities {
        assert!(within(quantity.tokens) && quantity.tokens.0 >= first);
        assert!((quantity.tokens.0..quantity.tokens.1).contains(&quantity.number));
        assert!(!quantity.value.is_nan(), "{quantity:?}");
        first = quantity.tokens.0;
    }
    let mut first = 0;
    for quotation in &parse.quotations {
        let (start, end) = quotation.tokens;
        assert!(start <= end && end <= count && start >= first);
        first = start;
    }
}

fn check_coreference(text: &str, parses: &[Parse]) {
    let found = coreference(text, parses);
    let mut last = None;
    for link in found.links() {
        let place = (link.anaphor.sentence, link.anaphor.head);
        assert!(last.is_none_or(|last| last < place), "links are in order");
        last = Some(place);
        assert!((0.0..=1.0).contains(&link.score), "{link:?}");
        assert!((0.0..=1.0).contains(&link.names_score), "{link:?}");
        let others = link.antecedents.iter().chain(&link.names);
        for phrase in others.chain([&link.anaphor]) {
            let (first, end) = phrase.tokens;
            let count = parses[phrase.sentence].tokens.len();
            assert!(first < end && end <= count && (first..end).contains(&phrase.head));
        }
    }
    assert!(found.chains().iter().all(|chain| chain.len() > 1));
}
