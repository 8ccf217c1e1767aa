//! Marks inside a line of text that are not its words: emphasis, links and contents lists, as
//! they are left in pages that were copied as text.

use super::tidy;

/// The words of a line.
pub(super) fn words(line: &str) -> String {
    let text = without_contents_list(line);
    let text = without_links(&text);
    let text = text.replace("**", "").replace("__", "");
    tidy(&text)
}

/// Cuts a contents list written into the line: items such as `* [Title](#place)`, with the
/// "Table of Contents" before them.
fn without_contents_list(line: &str) -> String {
    let mut items = Vec::new();
    let mut from = 0;
    let mut opened = None;
    while let Some(at) = line[from..].find("](#") {
        let at = from + at;
        let Some(end) = line[at..].find(')') else {
            break;
        };
        // The last bracket of all that was passed, looked for in what is new only.
        opened = line[from..at].rfind('[').map(|it| from + it).or(opened);
        if let Some(start) = opened {
            let marked = line[..start].trim_end();
            let bullet = marked.ends_with(['*', '-', '•', '+']);
            items.push((
                if bullet {
                    marked.len() - marked.chars().last().map_or(0, char::len_utf8)
                } else {
                    start
                },
                at + end + 1,
            ));
        }
        opened = line[at..=at + end].rfind('[').map(|it| at + it).or(opened);
        from = at + end + 1;
    }
    let (Some(&(mut first, _)), Some(&(_, last))) = (items.first(), items.last()) else {
        return line.to_owned();
    };
    if items.len() < 2 {
        return line.to_owned();
    }
    let before = line[..first].trim_end();
    for name in [
        "table of contents",
        "contents",
        "in this article",
        "on this page",
    ] {
        let lower = before.to_ascii_lowercase();
        let bare = lower.trim_end_matches([':', ' ', '*']);
        if let Some(cut) = bare.strip_suffix(name) {
            first = cut.trim_end().trim_end_matches('#').trim_end().len();
            break;
        }
    }
    format!("{} {}", &line[..first], &line[last..])
}

/// `[words](address)` becomes `words`; `![caption](address)` becomes nothing.
fn without_links(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut rest = line;
    // From its middle a link is looked for backwards, so that no bracket is looked at twice.
    while let Some(middle) = rest.find("](") {
        let (left, after) = rest.split_at(middle + "](".len());
        let Some(open) = left.rfind('[') else {
            out.push_str(left);
            rest = after;
            continue;
        };
        let Some(end) = after.find(')') else {
            break;
        };
        match left[..open].strip_suffix('!') {
            Some(before) => out.push_str(before),
            None => {
                out.push_str(&left[..open]);
                out.push_str(&left[open + 1..middle]);
            }
        }
        rest = &after[end + 1..];
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::words;

    #[test]
    fn marks_are_not_words() {
        assert_eq!(
            words("**Iran** met [Oman](https://e.org/x) ![map](m.png) today"),
            "Iran met Oman today"
        );
        assert_eq!(
            words("It began. ## Table of Contents * [The war](#war) * [The peace](#peace)"),
            "It began."
        );
        assert_eq!(words("see [1] and f(x)"), "see [1] and f(x)");
        assert_eq!(words("[[a](b) [c](d"), "[a [c](d");
        assert_eq!(words("x](y) [a](b)"), "x](y) a");
    }
}
