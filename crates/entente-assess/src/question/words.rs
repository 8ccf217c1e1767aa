//! A question as words: what a reader types, without the differences that carry no meaning
//! (case, curly quotes, contractions, blanks, a missing question mark).

/// A word as it is compared and as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Word {
    /// Lower case, without punctuation around it; a possessive ending is the word `'s`.
    pub(super) form: String,
    /// As written, without punctuation around it.
    pub(super) text: String,
}

/// Contractions and what they stand for.
const CONTRACTIONS: &[(&str, &[&str])] = &[
    ("aren't", &["are", "not"]),
    ("isn't", &["is", "not"]),
    ("weren't", &["were", "not"]),
    ("wasn't", &["was", "not"]),
    ("don't", &["do", "not"]),
    ("doesn't", &["does", "not"]),
    ("didn't", &["did", "not"]),
    ("can't", &["can", "not"]),
    ("who's", &["who", "is"]),
    ("what's", &["what", "is"]),
    ("how's", &["how", "is"]),
    ("who're", &["who", "are"]),
];

/// Splits a question into words.
pub(super) fn words(question: &str) -> Vec<Word> {
    let mut words = Vec::new();
    for token in question.split_whitespace() {
        let token: String = token
            .chars()
            .map(|c| match c {
                '\u{2018}' | '\u{2019}' | '\u{02BC}' | '`' | '\u{00B4}' => '\'',
                '\u{2013}' | '\u{2014}' => '-',
                other => other,
            })
            .collect();
        let bare = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '\'');
        let plural_owner = bare.ends_with("s'");
        let bare = bare.trim_matches('\'');
        if bare.is_empty() {
            continue;
        }
        let lower = bare.to_lowercase();
        if let Some((_, parts)) = CONTRACTIONS.iter().find(|(short, _)| *short == lower) {
            words.extend(parts.iter().map(|part| Word {
                form: (*part).to_owned(),
                text: (*part).to_owned(),
            }));
            continue;
        }
        let owner = bare.strip_suffix("'s").or_else(|| bare.strip_suffix("'S"));
        words.push(plain(owner.unwrap_or(bare)));
        if owner.is_some() || plural_owner {
            words.push(Word {
                form: "'s".to_owned(),
                text: "'s".to_owned(),
            });
        }
    }
    words
}

fn plain(text: &str) -> Word {
    Word {
        form: text.to_lowercase(),
        text: text.to_owned(),
    }
}

/// Words put together again as they were written.
pub(super) fn joined(words: &[Word]) -> String {
    let mut out = String::new();
    for word in words {
        if !out.is_empty() && word.form != "'s" {
            out.push(' ');
        }
        out.push_str(&word.text);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(question: &str) -> String {
        let forms: Vec<String> = words(question).into_iter().map(|word| word.form).collect();
        forms.join(" ")
    }

    #[test]
    fn differences_without_meaning_go() {
        assert_eq!(
            forms("  Who are  Azerbaijan\u{2019}s allies ?"),
            "who are azerbaijan 's allies"
        );
        assert_eq!(forms("the Emirates' rivals"), "the emirates 's rivals");
        assert_eq!(
            forms("Why aren't they \u{201C}allies\u{201D}"),
            "why are not they allies"
        );
        assert_eq!(forms("\u{1F600} ??? '"), "");
    }

    #[test]
    fn words_join_as_written() {
        assert_eq!(
            joined(&words("the European Union\u{2019}s mission?")),
            "the European Union's mission"
        );
    }
}
