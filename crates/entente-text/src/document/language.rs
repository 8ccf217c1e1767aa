//! Which language a document is in: what most of its words are in, block by block. What it
//! declares counts only where there is too little text to judge.

use std::collections::HashMap;

use entente_model::Block;
use whatlang::{Lang, Script};

/// Fewer words than this say nothing of their language.
const ENOUGH_WORDS: usize = 12;

/// A block of fewer words has no vote.
const WORDS_OF_A_VOTE: usize = 5;

/// The commonest words of English that other languages hardly have.
const FUNCTION_WORDS: &[&str] = &[
    "the", "of", "and", "to", "is", "that", "for", "it", "was", "with", "are", "by", "be", "at",
    "from", "has", "have", "had", "its", "his", "her", "their", "they", "he", "she", "this",
    "which", "not", "but", "were", "will", "would", "after", "over", "said", "been", "who", "into",
    "between", "about", "than",
];

/// Prose with this share of them is English; no detector is asked.
const SURELY_ENGLISH: f32 = 0.2;

/// ISO 639-1 code of the language of `text`; `None` where there is too little of it.
pub(super) fn detect(text: &str, blocks: &[Block]) -> Option<&'static str> {
    let mut votes: HashMap<&'static str, usize> = HashMap::new();
    let mut words = 0;
    for block in blocks {
        let (code, count) = vote(block.span.of(text));
        words += count;
        if let Some(code) = code {
            *votes.entry(code).or_default() += count;
        }
    }
    if words < ENOUGH_WORDS {
        return None;
    }
    // On a tie the code that comes first in the alphabet, so that it is the same in every run.
    votes
        .into_iter()
        .max_by_key(|(code, count)| (*count, std::cmp::Reverse(*code)))
        .map(|(code, _)| code)
}

/// The language of a block, with the number of its words.
fn vote(text: &str) -> (Option<&'static str>, usize) {
    let (mut count, mut english) = (0_usize, 0_usize);
    for word in text
        .split(|c: char| !c.is_alphabetic())
        .filter(|word| !word.is_empty())
    {
        count += 1;
        let known = word.len() <= 7
            && FUNCTION_WORDS
                .iter()
                .any(|it| it.eq_ignore_ascii_case(word));
        english += usize::from(known);
    }
    // Scripts without blanks have few "words" but many letters.
    let count = count.max(text.chars().filter(|c| *c >= '\u{0e00}').count() / 2);
    if count < WORDS_OF_A_VOTE {
        return (None, 0);
    }
    if english as f32 >= SURELY_ENGLISH * count as f32 {
        return (Some("en"), count);
    }
    // In another script it is another language, even where which one is a guess.
    let found = whatlang::detect(text).filter(|found| {
        found.is_reliable() || found.lang() == Lang::Eng || found.script() != Script::Latin
    });
    let code = found.and_then(|found| short_code(found.lang()));
    let code = code.or((english * 10 >= count).then_some("en"));
    (code, count)
}

/// ISO 639-1 code of a language as documents declare it: `en-GB`, `eng`, `English`.
pub(super) fn declared(tag: &str) -> Option<String> {
    let name = tag.split(['-', '_']).next()?.trim().to_ascii_lowercase();
    if name.len() == 2 && name.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Some(name);
    }
    let by_name = || {
        Lang::all()
            .iter()
            .find(|lang| lang.eng_name().eq_ignore_ascii_case(&name))
    };
    let language = Lang::from_code(name.as_str()).or_else(|| by_name().copied())?;
    short_code(language).map(str::to_owned)
}

fn short_code(language: Lang) -> Option<&'static str> {
    Some(match language {
        Lang::Eng => "en",
        Lang::Rus => "ru",
        Lang::Cmn => "zh",
        Lang::Spa => "es",
        Lang::Por => "pt",
        Lang::Ita => "it",
        Lang::Ben => "bn",
        Lang::Fra => "fr",
        Lang::Deu => "de",
        Lang::Ukr => "uk",
        Lang::Kat => "ka",
        Lang::Ara => "ar",
        Lang::Hin => "hi",
        Lang::Jpn => "ja",
        Lang::Heb => "he",
        Lang::Yid => "yi",
        Lang::Pol => "pl",
        Lang::Amh => "am",
        Lang::Jav => "jv",
        Lang::Kor => "ko",
        Lang::Nob => "nb",
        Lang::Dan => "da",
        Lang::Swe => "sv",
        Lang::Fin => "fi",
        Lang::Tur => "tr",
        Lang::Nld => "nl",
        Lang::Hun => "hu",
        Lang::Ces => "cs",
        Lang::Ell => "el",
        Lang::Bul => "bg",
        Lang::Bel => "be",
        Lang::Mar => "mr",
        Lang::Kan => "kn",
        Lang::Ron => "ro",
        Lang::Slv => "sl",
        Lang::Hrv => "hr",
        Lang::Srp => "sr",
        Lang::Mkd => "mk",
        Lang::Lit => "lt",
        Lang::Lav => "lv",
        Lang::Est => "et",
        Lang::Tam => "ta",
        Lang::Vie => "vi",
        Lang::Urd => "ur",
        Lang::Tha => "th",
        Lang::Guj => "gu",
        Lang::Uzb => "uz",
        Lang::Pan => "pa",
        Lang::Aze => "az",
        Lang::Ind => "id",
        Lang::Tel => "te",
        Lang::Pes => "fa",
        Lang::Mal => "ml",
        Lang::Ori => "or",
        Lang::Mya => "my",
        Lang::Nep => "ne",
        Lang::Sin => "si",
        Lang::Khm => "km",
        Lang::Tuk => "tk",
        Lang::Aka => "ak",
        Lang::Zul => "zu",
        Lang::Sna => "sn",
        Lang::Afr => "af",
        Lang::Slk => "sk",
        Lang::Cat => "ca",
        Lang::Tgl => "tl",
        Lang::Hye => "hy",
        Lang::Cym => "cy",
        // Nobody writes the news in them; filler text is taken for Latin.
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use entente_model::{BlockKind, Span};

    use super::*;

    #[test]
    fn most_words_decide() {
        let check = |texts: &[&str], expected: Option<&str>| {
            let mut whole = String::new();
            let mut blocks = Vec::new();
            for text in texts {
                let start = whole.len();
                whole.push_str(text);
                let span = Span::new(start, whole.len());
                blocks.push(Block {
                    kind: BlockKind::Paragraph,
                    span,
                });
            }
            assert_eq!(detect(&whole, &blocks), expected, "{texts:?}");
        };
        let english = "The ministers of the two countries met on Thursday and said that the border \
                       would be open again.";
        let french = "Les ministres des deux pays se sont rencontrés jeudi à Genève pour parler de la \
                      frontière.";
        check(&[english], Some("en"));
        check(&[french], Some("fr"));
        check(&[english, french, english], Some("en"));
        check(&[french, english, french], Some("fr"));
        check(&["Azerbaijan, Iran, Turkey: talks."], None);
        check(
            &[
                "Azerbaijan's Foreign Minister Jeyhun Bayramov met Iranian Foreign Minister Hossein \
               Amir-Abdollahian in Baku.",
            ],
            None,
        );
        check(
            &[
                "Министры двух стран встретились в четверг в Женеве и обсудили положение на границе.",
            ],
            Some("ru"),
        );
        check(
            &["两国部长星期四在日内瓦会晤，讨论边界局势，并同意重新开放过境点。"],
            Some("zh"),
        );
    }

    #[test]
    fn declared_languages_have_one_form() {
        let check = |tag: &str, expected: Option<&str>| {
            assert_eq!(declared(tag).as_deref(), expected, "{tag}");
        };
        check("en-GB", Some("en"));
        check("EN_us", Some("en"));
        check("English", Some("en"));
        check("fra", Some("fr"));
        check("", None);
        check("many", None);
    }
}
