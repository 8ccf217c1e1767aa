use super::*;
use crate::tokens::tokens;

/// Splits a text that has a bar at each boundary, and shows it with the bars that were found.
fn with_bars(case: &str) -> (String, String) {
    let case = case.replace("\\n", "\n");
    let text = case.replace(" | ", " ").replace('|', "");
    let mut shown = String::new();
    let mut at = 0;
    for span in split(&text, Span::new(0, text.len())) {
        let gap = &text[at..span.start];
        shown.push_str(gap);
        if at > 0 {
            shown.push_str(if gap == " " { "| " } else { "|" });
        }
        shown.push_str(span.of(&text));
        at = span.end;
    }
    shown.push_str(&text[at..]);
    (case, shown)
}

#[test]
fn sentences_end_where_the_cases_say() {
    let cases = include_str!("cases.txt");
    let cases = cases
        .lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'));
    let (mut count, mut faults) = (0, Vec::new());
    for case in cases {
        count += 1;
        let (expected, found) = with_bars(case);
        if expected != found {
            faults.push(format!("{expected:?}\n  {found:?}"));
        }
    }
    assert!(count >= 120, "{count} cases");
    assert!(
        faults.is_empty(),
        "{} of {count}:\n{}",
        faults.len(),
        faults.join("\n")
    );
}

/// That `text` is covered without loss or overlap, in order, within the bounds, and its
/// sentences by their tokens likewise.
#[track_caller]
fn covers(text: &str) {
    let found = Splitter::builtin().split(text, Span::new(0, text.len()));
    let mut at = 0;
    for &sentence in &found.sentences {
        assert!(sentence.start >= at && !sentence.is_empty());
        assert!(text.is_char_boundary(sentence.start) && text.is_char_boundary(sentence.end));
        assert!(text[at..sentence.start].trim().is_empty());
        at = sentence.end;
        let mut inside = sentence.start;
        let tokens = tokens(text, sentence);
        assert!(tokens.len() <= MAX_TOKENS, "{} tokens", tokens.len());
        for token in tokens {
            assert!(token.start >= inside && !token.is_empty());
            assert!(text[inside..token.start].trim().is_empty());
            assert!(text.get(token.start..token.end).is_some());
            inside = token.end;
        }
        assert!(text[inside..sentence.end].trim().is_empty());
    }
    assert!(text[at..].trim().is_empty());
}

#[test]
fn any_text_is_covered_without_loss_or_overlap() {
    let parts = [
        "a",
        "B",
        "The",
        "U.S.",
        "Mr.",
        ".",
        "...",
        "!",
        "?",
        "\"",
        "\u{201c}",
        "\u{201d}",
        "\u{2019}s",
        "'",
        "(",
        ")",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\t",
        "\u{a0}",
        "\u{301}",
        "\u{1f600}",
        "-",
        "--",
        "1",
        "2.5",
        "$",
        ":)",
        "http://a.b/",
        "x@y.z",
        "\u{3000}",
        "n't",
        "dont",
        "\u{130}",
        "\u{df}",
        "#",
        "_",
    ];
    let mut random = 7_u64;
    let mut next = |below: usize| {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        (random % below as u64) as usize
    };
    for _ in 0..3_000 {
        let length = next(40);
        let text: String = (0..length).map(|_| parts[next(parts.len())]).collect();
        covers(&text);
    }
    for text in ["", " ", ".", "\u{301}", "A.\u{a0}B"] {
        covers(text);
    }
}

#[test]
fn a_sentence_without_end_is_cut_and_told() {
    let list = "oil, gas and more coal ".repeat(1_000).to_lowercase();
    covers(&list);
    let text = "word ".repeat(3_000);
    let found = Splitter::builtin().split(&text, Span::new(0, text.len()));
    assert!(!found.overlong.is_empty());
    let text = "It is short. So is this.";
    let found = Splitter::builtin().split(text, Span::new(0, text.len()));
    assert!(found.overlong.is_empty());
    // No white space at all.
    covers(&"x".repeat(100_000));
    covers(&"\u{1f600},".repeat(20_000));
    covers(&"a.\u{201d}".repeat(20_000));
}

#[test]
fn the_model_file_is_read() {
    let bytes = include_bytes!("../../../../models/sentences.bin");
    assert!(Splitter::from_model(bytes).is_some());
    assert!(bytes.len() <= 500_000);
    assert!(Splitter::from_model(&bytes[1..]).is_none());
}
