//! A sentence as numbers: every string that a feature looks at is hashed once.

/// Words, affixes and shapes of a sentence, hashed.
pub(crate) struct Encoded {
    /// Per token.
    pub(crate) words: Vec<WordCode>,
    /// How the sentence uses capitals: 0 as running text does, 1 in most words as headlines do,
    /// 2 in all letters, 3 nowhere.
    pub(crate) style: u32,
}

/// One token as numbers.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct WordCode {
    /// Lower case, digits as 0.
    pub(crate) form: u32,
    /// Last one to four characters of `form`.
    pub(crate) suffix: [u32; 4],
    /// First one to three characters of `form`.
    pub(crate) prefix: [u32; 3],
    /// Upper, lower, digit and other characters, runs cut to two.
    pub(crate) shape: u32,
    /// Whether it begins with a capital.
    pub(crate) capital: bool,
}

/// Stands for the positions before the first and after the last token.
pub(crate) const OUTSIDE: WordCode = WordCode {
    form: 1,
    suffix: [1, 2, 3, 4],
    prefix: [1, 2, 3],
    shape: 1,
    capital: false,
};

impl Encoded {
    pub(crate) fn new(words: &[&str]) -> Self {
        Self {
            words: words.iter().map(|word| WordCode::new(word)).collect(),
            style: style(words),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.words.len()
    }

    /// The token at `index`, which may lie outside the sentence.
    pub(crate) fn at(&self, index: isize) -> &WordCode {
        usize::try_from(index)
            .ok()
            .and_then(|index| self.words.get(index))
            .unwrap_or(&OUTSIDE)
    }
}

impl WordCode {
    fn new(word: &str) -> Self {
        let form: Vec<char> = word
            .chars()
            .flat_map(char::to_lowercase)
            .map(|char| match char {
                char if char.is_ascii_digit() => '0',
                '\u{2019}' | '\u{2018}' => '\'',
                '\u{201c}' | '\u{201d}' => '"',
                '\u{2013}' | '\u{2014}' => '-',
                char => char,
            })
            .collect();
        let mut code = Self {
            form: hash_chars(&form),
            ..Self::default()
        };
        for (index, suffix) in code.suffix.iter_mut().enumerate() {
            *suffix = hash_chars(&form[form.len().saturating_sub(index + 1)..]);
        }
        for (index, prefix) in code.prefix.iter_mut().enumerate() {
            *prefix = hash_chars(&form[..form.len().min(index + 1)]);
        }
        let mut shape = 0_u32;
        let (mut last, mut run) = (0, 0);
        for char in word.chars() {
            let class = if char.is_uppercase() {
                1
            } else if char.is_lowercase() {
                2
            } else if char.is_numeric() {
                3
            } else if char == '-' {
                4
            } else {
                5
            };
            run = if class == last { run + 1 } else { 1 };
            last = class;
            if run <= 2 {
                shape = shape.wrapping_mul(7).wrapping_add(class);
            }
        }
        code.shape = shape;
        code.capital = word.chars().next().is_some_and(char::is_uppercase);
        code
    }
}

fn style(words: &[&str]) -> u32 {
    let (mut long, mut capital, mut shouted) = (0, 0, 0);
    // Short words are written small in headlines, too.
    for word in words.iter().filter(|word| word.chars().count() > 3) {
        let Some(first) = word.chars().next().filter(|first| first.is_alphabetic()) else {
            continue;
        };
        long += 1;
        capital += usize::from(first.is_uppercase());
        shouted += usize::from(!word.chars().any(char::is_lowercase));
    }
    match (long, capital, shouted) {
        (0, ..) => 0,
        (long, _, shouted) if shouted * 4 > long * 3 => 2,
        (long, capital, _) if capital * 4 > long * 3 => 1,
        (_, 0, _) => 3,
        _ => 0,
    }
}

fn hash_chars(chars: &[char]) -> u32 {
    chars.iter().fold(0x811c_9dc5, |hash, &char| {
        (hash ^ char as u32).wrapping_mul(0x0100_0193)
    })
}

/// Mixes a template number and its values into one feature.
pub(crate) fn feature(template: u32, values: &[u32]) -> u32 {
    let mut hash = u64::from(template)
        .wrapping_add(1)
        .wrapping_mul(0x9e37_79b9_7f4a_7c15);
    for &value in values {
        hash = (hash ^ u64::from(value)).wrapping_mul(0xff51_afd7_ed55_8ccd);
        hash ^= hash >> 29;
    }
    (hash >> 16) as u32
}
