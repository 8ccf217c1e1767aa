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

/// Reads a number that begins at `index`: value, end, and the token of the number itself.
fn read_number(words: &[String], index: usize) -> Option<(f64, usize, usize)> {
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
    loop {
        let hyphen = usize::from(words.get(end).is_some_and(|word| word == "-"));
        let Some(times) = words.get(end + hyphen).and_then(|word| multiplier(word)) else {
            break;
        };
        value *= times;
        anchor = end + hyphen;
        end += hyphen + 1;
    }
    // "two and a half million" and other rarities are left to the plain reading.
    Some((value, end, anchor))
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
    ];
    // A currency sign may stand between: "more than $3 billion".
    let end = if index > 0 && currency(&words[index - 1]).is_some() {
        index - 1
    } else {
        index
    };
    for (pattern, bound) in BOUNDS {
        if let Some(first) = end.checked_sub(pattern.len()) {
            if words[first..end]
                .iter()
                .zip(*pattern)
                .all(|(word, part)| word == part)
            {
                return (*bound, first);
            }
        }
    }
    if several(&words[index]).is_some() {
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
