//! Numbers with their multipliers, units and bounds.

use entente_model::Bound;

use crate::parse::{Parse, Quantity, Upos};

/// The numbers of a sentence that are not part of a time.
pub(crate) fn find(text: &str, parse: &Parse) -> Vec<Quantity> {
    let words: Vec<String> = (0..parse.tokens.len())
        .map(|index| parse.word(text, index).to_lowercase())
        .collect();
    let in_time = |index: usize| {
        parse
            .times
            .iter()
            .any(|time| (time.tokens.0..time.tokens.1).contains(&index))
    };
    let mut found = Vec::new();
    let mut index = 0;
    while index < words.len() {
        if in_time(index)
            || parse.tokens[index].upos == Upos::Propn && number(&words[index]).is_none()
        {
            index += 1;
            continue;
        }
        let Some((value, end, at)) = read_number(&words, index) else {
            index += 1;
            continue;
        };
        // "one" is a pronoun more often than a number; it counts only before a noun.
        let is_pronoun = words[index] == "one" && parse.tokens[index].upos != Upos::Num;
        if is_pronoun || in_time(end - 1) {
            index = end;
            continue;
        }
        let (bound, first) = bound_before(&words, index);
        let (unit, first, end) = unit_around(&words, first, index, end);
        found.push(Quantity {
            tokens: (first, end),
            number: at,
            value,
            unit,
            bound,
        });
        index = end;
    }
    found
}

/// A number that begins at `index`, in words or digits, and the token after it.
pub(crate) fn number_at(words: &[String], index: usize) -> Option<(f64, usize)> {
    words.get(index)?;
    read_number(words, index).map(|(value, end, _)| (value, end))
}

/// Reads a number that begins at `index`: value, end, and the token of the number itself.
fn read_number(words: &[String], index: usize) -> Option<(f64, usize, usize)> {
    if let Some(read) = read_indefinite(words, index) {
        return Some(read);
    }
    let (mut value, mut end, at) = if words[index] == "a" || words[index] == "an" {
        let next = words.get(index + 1)?;
        multiplier(next)?;
        (1.0, index + 1, index + 1)
    } else {
        let mut value = number(&words[index]).or_else(|| several(&words[index]))?;
        let mut end = index + 1;
        // "twenty-five", "twenty five".
        let tens = (20.0..=90.0).contains(&value) && number_word(&words[index]).is_some();
        if tens {
            let hyphen = usize::from(words.get(end).is_some_and(|word| word == "-"));
            if let Some(unit) = words
                .get(end + hyphen)
                .and_then(|word| number_word(word))
                .filter(|unit| *unit < 10.0)
            {
                value += unit;
                end += hyphen + 1;
            }
        }
        (value, end, index)
    };
    let mut anchor = at;
    // "two and a half million"
    let half = ["and", "a", "half"];
    let after = words.get(end + half.len());
    if after.is_some_and(|word| multiplier(word).is_some())
        && words[end..]
            .iter()
            .zip(half)
            .all(|(word, part)| word == part)
    {
        value += 0.5;
        end += half.len();
    }
    loop {
        let hyphen = usize::from(words.get(end).is_some_and(|word| word == "-"));
        let Some(times) = words.get(end + hyphen).and_then(|word| multiplier(word)) else {
            break;
        };
        value *= times;
        anchor = end + hyphen;
        end += hyphen + 1;
    }
    Some((value, end, anchor))
}

/// "tens of thousands", "hundreds of millions", "half a million".
fn read_indefinite(words: &[String], index: usize) -> Option<(f64, usize, usize)> {
    let at = |offset: usize| words.get(index + offset).map(String::as_str);
    if words[index] == "half" && at(1) == Some("a") {
        let times = multiplier(at(2)?)?;
        return Some((times / 2.0, index + 3, index + 2));
    }
    let many = match words[index].as_str() {
        "tens" => 20.0,
        word => several(word)?,
    };
    let times = at(2)
        .filter(|_| at(1) == Some("of"))?
        .strip_suffix('s')
        .and_then(multiplier)?;
    Some((many * times, index + 3, index + 2))
}

/// "hundreds", "thousands": a plural stands for at least one of them.
fn several(word: &str) -> Option<f64> {
    match word {
        "dozens" => Some(24.0),
        "scores" => Some(40.0),
        "hundreds" => Some(200.0),
        "thousands" => Some(2000.0),
        "millions" => Some(2e6),
        "billions" => Some(2e9),
        _ => None,
    }
}

fn number(word: &str) -> Option<f64> {
    if word.starts_with(|char: char| char.is_ascii_digit()) {
        let plain = word.replace(',', "");
        return plain.parse().ok().filter(|value: &f64| value.is_finite());
    }
    number_word(word)
}

fn number_word(word: &str) -> Option<f64> {
    const WORDS: &[(&str, f64)] = &[
        ("one", 1.0),
        ("two", 2.0),
        ("three", 3.0),
        ("four", 4.0),
        ("five", 5.0),
        ("six", 6.0),
        ("seven", 7.0),
        ("eight", 8.0),
        ("nine", 9.0),
        ("ten", 10.0),
        ("eleven", 11.0),
        ("twelve", 12.0),
        ("thirteen", 13.0),
        ("fourteen", 14.0),
        ("fifteen", 15.0),
        ("sixteen", 16.0),
        ("seventeen", 17.0),
        ("eighteen", 18.0),
        ("nineteen", 19.0),
        ("twenty", 20.0),
        ("thirty", 30.0),
        ("forty", 40.0),
        ("fifty", 50.0),
        ("sixty", 60.0),
        ("seventy", 70.0),
        ("eighty", 80.0),
        ("ninety", 90.0),
    ];
    WORDS
        .iter()
        .find(|(name, _)| *name == word)
        .map(|(_, value)| *value)
}

fn multiplier(word: &str) -> Option<f64> {
    match word {
        "dozen" => Some(12.0),
        "hundred" => Some(100.0),
        "thousand" | "k" => Some(1e3),
        "million" | "mn" | "m" => Some(1e6),
        "billion" | "bn" => Some(1e9),
        "trillion" | "tn" => Some(1e12),
        _ => None,
    }
}

/// The bound that the words before `index` put on a number, and where they begin.
fn bound_before(words: &[String], index: usize) -> (Bound, usize) {
    const BOUNDS: &[(&[&str], Bound)] = &[
        (&["up", "to"], Bound::AtMost),
        (&["as", "many", "as"], Bound::AtMost),
        (&["as", "much", "as"], Bound::AtMost),
        (&["at", "most"], Bound::AtMost),
        (&["no", "more", "than"], Bound::AtMost),
        (&["not", "more", "than"], Bound::AtMost),
        (&["less", "than"], Bound::AtMost),
        (&["fewer", "than"], Bound::AtMost),
        (&["under"], Bound::AtMost),
        (&["at", "least"], Bound::AtLeast),
        (&["no", "fewer", "than"], Bound::AtLeast),
        (&["no", "less", "than"], Bound::AtLeast),
        (&["more", "than"], Bound::AtLeast),
        (&["over"], Bound::AtLeast),
        (&["above"], Bound::AtLeast),
        (&["about"], Bound::About),
        (&["around"], Bound::About),
        (&["some"], Bound::About),
        (&["roughly"], Bound::About),
        (&["approximately"], Bound::About),
        (&["nearly"], Bound::About),
        (&["almost"], Bound::About),
        (&["an", "estimated"], Bound::About),
        (&["estimated"], Bound::About),
        (&["close", "to"], Bound::About),
        (&["a", "mere"], Bound::Exact),
        (&["just", "over"], Bound::AtLeast),
        (&["well", "over"], Bound::AtLeast),
        (&["a", "minimum", "of"], Bound::AtLeast),
        (&["a", "maximum", "of"], Bound::AtMost),
    ];
    // A currency sign may stand between: "more than $3 billion".
    let end = if index > 0 && currency(&words[index - 1]).is_some() {
        index - 1
    } else {
        index
    };
    for (pattern, bound) in BOUNDS {
        let Some(first) = end.checked_sub(pattern.len()) else {
            continue;
        };
        let mut pairs = words[first..end].iter().zip(*pattern);
        if pairs.all(|(word, part)| word == part) {
            return (*bound, first);
        }
    }
    if words[index] == "tens" || several(&words[index]).is_some() {
        return (Bound::AtLeast, index);
    }
    (Bound::Exact, index)
}

fn currency(word: &str) -> Option<&'static str> {
    match word {
        "$" | "us$" | "usd" | "dollar" | "dollars" => Some("USD"),
        "\u{20ac}" | "eur" | "euro" | "euros" => Some("EUR"),
        "\u{a3}" | "gbp" => Some("GBP"),
        _ => None,
    }
}

/// The unit before or after a number, with the range widened to hold it.
fn unit_around(
    words: &[String],
    first: usize,
    index: usize,
    end: usize,
) -> (Option<String>, usize, usize) {
    if let Some(unit) = index.checked_sub(1).and_then(|at| currency(&words[at])) {
        return (Some(unit.to_owned()), first.min(index - 1), end);
    }
    let hyphen = usize::from(words.get(end).is_some_and(|word| word == "-"));
    let Some(word) = words.get(end + hyphen) else {
        return (None, first, end);
    };
    let square = usize::from(word == "square" || word == "sq");
    let noun = words.get(end + hyphen + square).map_or("", String::as_str);
    let unit = match noun {
        "km" | "kilometer" | "kilometers" | "kilometre" | "kilometres" if square == 1 => "km2",
        "km" | "kilometer" | "kilometers" | "kilometre" | "kilometres" => "km",
        "mile" | "miles" if square == 0 => "miles",
        "%" | "percent" => "percent",
        "per"
            if words
                .get(end + hyphen + 1)
                .is_some_and(|word| word == "cent") =>
        {
            return (Some("percent".to_owned()), first, end + hyphen + 2);
        }
        "tonne" | "tonnes" | "ton" | "tons" => "tonnes",
        "barrel" | "barrels" => "barrels",
        "us" if words
            .get(end + hyphen + 1)
            .is_some_and(|word| word.starts_with("dollar")) =>
        {
            return (Some("USD".to_owned()), first, end + hyphen + 2);
        }
        other => match currency(other) {
            Some(unit) => unit,
            None => return (None, first, end),
        },
    };
    (Some(unit.to_owned()), first, end + hyphen + square + 1)
}

#[cfg(test)]
mod tests {
    use super::read_number;

    fn read(text: &str) -> Option<(f64, usize)> {
        let words: Vec<String> = text.split_whitespace().map(str::to_owned).collect();
        read_number(&words, 0).map(|(value, end, _)| (value, end))
    }

    #[test]
    fn numbers_in_words() {
        assert_eq!(read("twenty - five tanks"), Some((25.0, 3)));
        assert_eq!(read("1.8 million people"), Some((1.8e6, 2)));
        assert_eq!(read("two and a half million people"), Some((2.5e6, 5)));
        assert_eq!(read("two and a half years"), Some((2.0, 1)));
        assert_eq!(read("half a million men"), Some((5e5, 3)));
        assert_eq!(read("tens of thousands of people"), Some((20_000.0, 3)));
        assert_eq!(read("hundreds of people"), Some((200.0, 1)));
        assert_eq!(read("tens of people"), None);
        assert_eq!(read("a dozen jets"), Some((12.0, 2)));
        assert_eq!(read("half"), None);
    }
}
