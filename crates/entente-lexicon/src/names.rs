//! Names as keys: the same name, however it is accented, capitalised or hyphenated, has one key.

use entente_model::Span;

/// The key of a phrase and the number of its tokens. A leading "the" does not count.
pub(crate) fn key(phrase: &str) -> (String, usize) {
    plain_key(phrase).unwrap_or_else(|| any_key(phrase))
}

/// The key of a phrase of words with nothing but letters, each of which is one token: most.
fn plain_key(phrase: &str) -> Option<(String, usize)> {
    let is_plain =
        |word: &str| word.chars().all(char::is_alphabetic) && !entente_text::is_contraction(word);
    let mut key = String::with_capacity(phrase.len());
    let (mut count, mut dropped) = (0, false);
    for word in phrase.split_whitespace() {
        if !is_plain(word) {
            return None;
        }
        if count == 1 && key == "the" && !dropped {
            key.clear();
            (count, dropped) = (0, true);
        }
        if count > 0 {
            key.push(' ');
        }
        if word.is_ascii() {
            let letters = word.bytes().map(|byte| byte.to_ascii_lowercase());
            key.extend(letters.map(char::from));
        } else {
            key.push_str(&fold(word));
        }
        count += 1;
    }
    Some((key, count))
}

fn any_key(phrase: &str) -> (String, usize) {
    let phrase = phrase.replace('’', "'");
    let tokens = entente_text::tokens(&phrase, Span::new(0, phrase.len()));
    let mut words: Vec<String> = tokens.iter().map(|span| fold(span.of(&phrase))).collect();
    // A full stop that closes an abbreviation at the end is its own ("D.C.").
    while words.len() > 1 && words.last().is_some_and(|word| word == "." || word == "?") {
        words.pop();
    }
    if words.len() > 1 && words[0] == "the" {
        words.remove(0);
    }
    (words.join(" "), words.len())
}

/// Lower case without accents, for the letters of the Latin alphabets that news writes.
pub(crate) fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(word.len());
    for c in word.chars().flat_map(char::to_lowercase) {
        match c {
            'á' | 'à' | 'â' | 'ä' | 'ã' | 'å' | 'ā' | 'ă' | 'ą' | 'ə' => folded.push('a'),
            'ç' | 'ć' | 'č' => folded.push('c'),
            'ď' | 'đ' | 'ð' => folded.push('d'),
            'é' | 'è' | 'ê' | 'ë' | 'ē' | 'ė' | 'ę' | 'ě' => folded.push('e'),
            'ğ' | 'ģ' => folded.push('g'),
            'í' | 'ì' | 'î' | 'ï' | 'ī' | 'ı' | 'į' => folded.push('i'),
            'ķ' => folded.push('k'),
            'ł' | 'ļ' | 'ľ' => folded.push('l'),
            'ñ' | 'ń' | 'ň' | 'ņ' => folded.push('n'),
            'ó' | 'ò' | 'ô' | 'ö' | 'õ' | 'ø' | 'ō' | 'ő' => folded.push('o'),
            'ř' | 'ŕ' => folded.push('r'),
            'ś' | 'š' | 'ş' | 'ș' => folded.push('s'),
            'ť' | 'ţ' | 'ț' => folded.push('t'),
            'ú' | 'ù' | 'û' | 'ü' | 'ū' | 'ů' | 'ű' => folded.push('u'),
            'ý' | 'ÿ' => folded.push('y'),
            'ź' | 'ž' | 'ż' => folded.push('z'),
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            '’' | 'ʻ' | 'ʿ' | 'ʾ' => folded.push('\''),
            // The dot that lower-casing leaves over a Turkish capital I.
            '\u{307}' => {}
            c => folded.push(c),
        }
    }
    folded
}

/// The singulars that a folded noun may be the plural of.
pub(crate) fn singulars(word: &str) -> impl Iterator<Item = String> + '_ {
    let rules: [(&str, &str); 6] = [
        ("men", "man"),
        ("ies", "y"),
        ("ves", "f"),
        ("s", ""),
        ("es", ""),
        ("people", "person"),
    ];
    rules.into_iter().filter_map(move |(plural, singular)| {
        let stem = word.strip_suffix(plural)?;
        let whole = stem.len() + singular.len() > 2 && !(plural == "s" && stem.ends_with('s'));
        whole.then(|| format!("{stem}{singular}"))
    })
}

/// A slug: lower-case words joined by hyphens, nothing but letters and digits.
///
/// ```
/// assert_eq!(entente_lexicon::slug("the Ilısu dam"), "the-ilisu-dam");
/// ```
pub fn slug(phrase: &str) -> String {
    let folded = fold(phrase);
    let mut slug = String::with_capacity(folded.len());
    for c in folded.chars() {
        if c.is_alphanumeric() {
            slug.push(c);
        } else if c != '\'' && !slug.ends_with('-') && !slug.is_empty() {
            slug.push('-');
        }
    }
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_phrases_have_the_key_that_their_tokens_give() {
        let phrases = [
            "the United States",
            "the the the",
            "the",
            "I cannot go",
            "dont",
            "IM",
            "a  b",
            "Hugo López Gatell",
            "Recep Tayyip Erdoğan",
            "İlham Əliyev",
            "",
        ];
        for phrase in phrases {
            let plain = plain_key(phrase).unwrap_or_else(|| any_key(phrase));
            assert_eq!(plain, any_key(phrase), "{phrase}");
        }
        for actor in crate::Lexicon::builtin().actors() {
            for name in std::iter::once(&actor.name).chain(&actor.names) {
                assert_eq!(key(name), any_key(name), "{name}");
            }
        }
    }

    #[test]
    fn one_name_has_one_key() {
        assert_eq!(key("Recep Tayyip Erdoğan").0, key("recep tayyip erdogan").0);
        assert_eq!(key("the United States").0, key("United States").0);
        assert_eq!(key("Washington D.C.").0, "washington d.c.");
        assert_eq!(key("İran").0, "iran");
    }
}
